"""HTTP/1.1 over the guard's own sockets, as little of it as asking for links needs.

A general client took 1.7 seconds of a processor for 5,000 links, this takes 0.7 to 1.0. Here a request is one
`write`, an answer is one parse (httptools, the parser of Node.js); connections are kept for the next address of the same
origin. Redirects, cookies and judgement are the caller's. Everything that a server sends is bounded.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

import httptools

from a11y.collect.guard import Guard, GuardError

CONNECT = 10.0
"""Seconds a connection may take to be made, its handshake included."""
MOST_HEAD = 262_144
"""Bytes an answer's head may have."""
KEPT_LINES = 24
"""Idle connections kept for one origin."""
KEPT_IN_ALL = 96
"""Idle connections kept in all: a page may link to thousands of hosts, and a process has few sockets."""
LOOK_EVERY = 0.05
"""Seconds between two looks for what has waited too long."""


class WireError(OSError):
    """A connection that was made gave no answer: `kind` is a word of `errors.KINDS`."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


class StaleError(WireError):
    """A kept connection had been closed by the server in the meantime: it is no answer, and asked for again."""


@dataclass(slots=True)
class Answer:
    """One answer, redirect or not."""

    status: int
    headers: dict[str, str]
    """Names in lower case, the last of several."""
    cookies: list[str] = field(default_factory=list)
    is_page: bool = True
    """It is HTML, or nobody said what it is."""
    body: bytes = b""
    complete: bool = True
    """Nothing of it is still to come, or what is to come is not wanted."""

    @property
    def location(self) -> str:
        """Where a redirect leads, as the server wrote it."""
        return self.headers.get("location", "")

    @property
    def content_type(self) -> str:
        """The media type with its parameters."""
        return self.headers.get("content-type", "")


class Wire:
    """Connections to all hosts. `line = await wire.line(origin, context)`, `await line.ask(…)`, `wire.give_back(line)`."""

    def __init__(self, guard: Guard, *, most: int) -> None:
        self.guard = guard
        self.most = most
        """Bytes of a body that are read; of what is neither a page nor so small, none."""
        self._idle: dict[tuple[str, int], list[Line]] = defaultdict(list)
        self._open: set[Line] = set()
        self._resting: dict[Line, None] = {}
        self._watch: asyncio.TimerHandle | None = None

    async def line(self, origin: str, context: ssl.SSLContext | None, until: float) -> Line:
        """A connection to an origin, a kept one if there is one; it must be made by `until` (monotonic).

        Raises:
            GuardError: no connection could or must be made.
            ssl.SSLError: the handshake failed (SSLCertVerificationError: the certificate alone).
            TimeoutError: it took too long.
        """
        idle = self._idle[origin, id(context)]
        while idle:
            line = idle.pop()
            self._resting.pop(line, None)
            if not line.closed:
                line.used = True
                return line
        parts = urlsplit(origin)
        host = parts.hostname or ""
        if not host:
            raise GuardError("unknown", f"没有主机名：{origin[:200]}")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        async with asyncio.timeout(max(0.1, min(CONNECT, until - time.monotonic()))):
            made = await self.guard.connect(host, port)
            line = Line(self, (origin, id(context)), host)
            name = made_ascii(host) if context else None
            try:
                await asyncio.get_running_loop().create_connection(
                    lambda: line, sock=made, ssl=context, server_hostname=name
                )
            except BaseException:
                made.close()
                raise
        self._open.add(line)
        return line

    def give_back(self, line: Line) -> None:
        """Keep a connection for the next address, or close it."""
        idle = self._idle[line.key]
        if not line.reusable or len(idle) >= KEPT_LINES:
            line.close()
            return
        idle.append(line)
        self._resting[line] = None
        if len(self._resting) > KEPT_IN_ALL:
            next(iter(self._resting)).close()

    def close(self) -> None:
        """End all connections."""
        if self._watch is not None:
            self._watch.cancel()
        for line in list(self._open):
            line.close()

    def _forget(self, line: Line) -> None:
        """A line that is closed is no longer kept."""
        if line in self._resting:
            del self._resting[line]
            self._idle[line.key].remove(line)

    def watch(self) -> None:
        """Look after the lines that wait; one look at all of them is cheaper than a timer for each question."""
        if self._watch is None:
            self._watch = asyncio.get_running_loop().call_later(LOOK_EVERY, self._look)

    def _look(self) -> None:
        self._watch, now = None, time.monotonic()
        waiting = [line for line in self._open if line.until is not None]
        for line in waiting:
            if line.until is not None and line.until < now:
                line.give_up()
        if waiting:
            self.watch()


class Line(asyncio.Protocol):
    """One connection; one question at a time."""

    def __init__(self, wire: Wire, key: tuple[str, int], host: str) -> None:
        self.key = key
        self.used = False
        self.until: float | None = None
        """When what is waited for must have come (monotonic); None where nobody waits."""
        self.closed = False
        self.reusable = False
        self._wire = wire
        self._host = host
        self._transport: asyncio.Transport | None = None
        self._parser = _parser(self)
        self._waiter: asyncio.Future[None] | None = None
        self._answer: Answer | None = None
        self._headed = False
        self._resting = False
        self._received = 0
        self._body = bytearray()

    async def ask(self, request: bytes, until: float) -> Answer:
        """The answer's head, and its body where it came along with it.

        Raises:
            StaleError: ask again on another line.
            WireError: the connection ended without an answer, or what came is none.
            TimeoutError: no head by `until` (monotonic).
        """
        self._answer, self._headed, self._resting, self._received, self.reusable = None, False, False, 0, False
        self._body.clear()
        if self.closed or self._transport is None:
            raise StaleError("reset", "服务器关闭了连接")
        self._transport.write(request)
        await self._wait(until)
        answer = cast("Answer | None", self._answer)
        assert answer is not None  # noqa: S101 - the waiter is given no result without it
        if answer.complete:
            self._count(answer)
        return answer

    async def rest(self, seconds: float) -> None:
        """The rest of a body, as far as it comes in time; what is left is not read, and the connection closed."""
        answer = self._answer
        if answer is None or answer.complete:
            return
        self._resting = True
        with contextlib.suppress(TimeoutError, WireError):
            await self._wait(time.monotonic() + seconds)
        if not answer.complete:
            self._finish(answer)
            self.close()
        self._count(answer)

    async def _wait(self, until: float) -> None:
        self.until = until
        self._wire.watch()
        self._waiter = asyncio.get_running_loop().create_future()
        await self._waiter

    def give_up(self) -> None:
        """What is waited for has not come in time."""
        self.until = None
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_exception(TimeoutError("没有在时限内回答"))

    def close(self) -> None:
        """End the connection at once."""
        self.closed, self.reusable = True, False
        self._wire._forget(self)
        if self._transport is not None:
            self._transport.abort()

    def _count(self, answer: Answer) -> None:
        self._wire.guard.count(self._host, len(answer.body) + 300, 300)

    # --- asyncio -----------------------------------------------------------------------------------------------------
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio: bytes can be written."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """asyncio: bytes came."""
        if self._waiter is None and (self._answer is None or self._answer.complete):
            self.close()  # nobody asked
            return
        self._received += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            if self._answer is not None:  # a bad end of a body: what came is enough
                self._finish(self._answer)
            self._fail(WireError("unknown", f"{type(error).__name__}: {error}"[:300]))
            self.close()
            return
        if self._headed:
            if not self._resting:  # a body may take its time, its head is here
                self._wake()
        elif self._received > MOST_HEAD:
            self._fail(WireError("unknown", "响应头过长"))
            self.close()

    def connection_lost(self, _: Exception | None) -> None:
        """asyncio: no more will come."""
        self.closed, self.reusable = True, False
        self._wire._forget(self)
        self._wire._open.discard(self)
        if self._answer is not None and not self._answer.complete:  # its end is the body's end, or all there is
            self._finish(self._answer)
        stale = self.used and not self._received
        self._fail((StaleError if stale else WireError)("reset", "服务器没有回答就关闭了连接"))

    # --- httptools ---------------------------------------------------------------------------------------------------
    def on_message_begin(self) -> None:
        """httptools: an answer begins."""
        self._headers: dict[str, str] = {}
        self._cookies: list[str] = []

    def on_header(self, name: bytes, value: bytes) -> None:
        """httptools: one header; bytes that are no UTF-8 are kept for `join`."""
        key = name.decode("latin-1").lower()
        text = value.decode("utf-8", "surrogateescape")
        if key == "set-cookie":
            self._cookies.append(text)
        else:
            self._headers[key] = text

    def on_headers_complete(self) -> None:
        """httptools: the head is here; a body that nobody wants is not waited for."""
        status = self._parser.get_status_code()
        if status < 200 and status != 101:  # "continue", "early hints": the answer is still to come
            return
        self._headed = True
        kind = self._headers.get("content-type", "")
        is_page = not kind or "html" in kind.lower()
        answer = self._answer = Answer(status, self._headers, self._cookies, is_page, complete=False)
        length = answer.headers.get("content-length", "0")
        if not answer.is_page and not (length.isdigit() and int(length) <= self._wire.most):
            answer.complete = True
            self._wake()
            self.close()

    def on_body(self, data: bytes) -> None:
        """httptools: a part of the body."""
        answer = self._answer
        if answer is None or answer.complete:
            return
        self._body += data
        if len(self._body) >= self._wire.most:
            self._finish(answer)
            self._wake()
            self.close()

    def on_message_complete(self) -> None:
        """httptools: the answer ends."""
        if not self._headed or self._answer is None or self._answer.complete:
            return
        self._finish(self._answer)
        self.reusable = self._parser.should_keep_alive() and not self.closed
        self._wake()

    def _finish(self, answer: Answer) -> None:
        answer.complete = True
        encoding = answer.headers.get("content-encoding", "").strip().lower()
        body = bytes(self._body[: self._wire.most])
        answer.body = unpack(body, encoding, self._wire.most) if encoding else body

    def _wake(self) -> None:
        self.until = None
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    def _fail(self, error: WireError) -> None:
        self.until = None
        waiter, self._waiter = self._waiter, None
        if waiter is None or waiter.done():
            return
        if self._answer is not None:
            waiter.set_result(None)
        else:
            waiter.set_exception(error)


def unpack(body: bytes, encoding: str, most: int) -> bytes:
    """A body without its compression, `most` bytes of it; as it came where that is no compression we know."""
    for bits in {"gzip": (47,), "x-gzip": (47,), "deflate": (47, -15)}.get(encoding, ()):
        with contextlib.suppress(zlib.error):
            return zlib.decompressobj(bits).decompress(body, most)
    return body


def made_ascii(host: str) -> str:
    """A host name as it is written on the wire."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        raise GuardError("unknown", f"主机名有误：{host[:200]}") from None


def _parser(line: Line) -> httptools.HttpResponseParser:
    parser = httptools.HttpResponseParser(line)
    # Servers break these rules and browsers read them all the same. Nothing is ever passed on, so nothing is smuggled.
    parser.set_dangerous_leniencies(
        lenient_headers=True, lenient_optional_cr_before_lf=True, lenient_optional_lf_after_cr=True,
        lenient_spaces_after_chunk_size=True, lenient_version=True, lenient_data_after_close=True,
    )  # fmt: skip
    return parser
