"""Answers as servers really write them, byte by byte, and what is read of each."""

from __future__ import annotations

import asyncio
import gzip
import time
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from a11y.collect import wire
from a11y.collect.guard import Guard, GuardError
from a11y.collect.links import Probing, probe
from a11y.collect.wire import Answer, StaleError, Wire, WireError
from a11y.evidence.links import ALIVE, OURS
from a11y.model import Site

MOST = 1000
PAGE = "<title>通知</title>".encode()
HTML = b"Content-Type: text/html\r\n"


def head(line: str = "HTTP/1.1 200 OK", *more: bytes) -> bytes:
    return line.encode() + b"\r\n" + HTML + b"".join(row + b"\r\n" for row in more) + b"\r\n"


def sized(body: bytes, *more: bytes) -> bytes:
    return head("HTTP/1.1 200 OK", b"Content-Length: %d" % len(body), *more) + body


@pytest.fixture
def run() -> Callable[..., Any]:
    """Ask a server that sends the given bytes for each question, and closes after the last where told."""

    def asked(*sent: bytes, close: bool = True, ask: int = 1, hold: float = 5.0) -> list[Answer | str]:
        async def main() -> list[Answer | str]:
            answers = list(sent)

            async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                while answers:
                    await reader.readuntil(b"\r\n\r\n")
                    writer.write(answers.pop(0))
                    await writer.drain()
                if close:
                    writer.close()
                else:
                    await reader.read()
                    writer.close()

            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
            told: list[Answer | str] = []
            async with Guard(allow_private=True) as guard:
                line = Wire(guard, most=MOST)
                for _ in range(ask):
                    connection = await line.line(f"http://127.0.0.1:{port}", None, time.monotonic() + 5)
                    try:
                        answer = await connection.ask(b"GET / HTTP/1.1\r\n\r\n", time.monotonic() + hold)
                        await connection.rest(0.3)
                        told.append(answer)
                    except WireError as error:
                        told.append(f"{type(error).__name__} {error.kind}")
                    except TimeoutError:
                        connection.close()
                        told.append("timeout")
                    line.give_back(connection)
                line.close()
            server.close()
            return told

        return asyncio.run(main())

    return asked


BOMB = gzip.compress(b"0" * 5_000_000)


@pytest.mark.parametrize(
    ("sent", "status", "body"),
    [
        (sized(PAGE), 200, PAGE),
        (head() + PAGE, 200, PAGE),  # its end is the connection's
        (head("HTTP/1.0 200 OK") + PAGE, 200, PAGE),
        (head("HTTP/1.1 404") + PAGE, 404, PAGE),  # no words after the status
        (b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 3\n\nabc", 200, b"abc"),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + sized(PAGE), 200, PAGE),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + sized(PAGE), 200, PAGE),
        (head("HTTP/1.1 200 OK", b"Transfer-Encoding: chunked") + b"3\r\nabc\r\n2 \r\nde\r\n0\r\n\r\n", 200, b"abcde"),
        (head("HTTP/1.1 200 OK", b"Transfer-Encoding: chunked") + b"3\r\nabc\r\nxyz", 200, b"abc"),
        (head("HTTP/1.1 200 OK", b"Content-Length: 900") + PAGE, 200, PAGE),  # cut off
        (sized(gzip.compress(PAGE), b"Content-Encoding: gzip"), 200, PAGE),
        (sized(zlib.compress(PAGE), b"Content-Encoding: deflate"), 200, PAGE),
        (sized(zlib.compress(PAGE)[2:-4], b"Content-Encoding: deflate"), 200, PAGE),
        (sized(PAGE, b"Content-Encoding: gzip"), 200, PAGE),  # says so and is not
        (sized(BOMB, b"Content-Encoding: gzip"), 200, b"0" * MOST),
        (sized(b"x" * 5_000_000), 200, b"x" * MOST),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: 5000000\r\n\r\nPK", 200, b""),
        (b"HTTP/1.1 204 No Content\r\n\r\n", 204, b""),
        (head("HTTP/1.1 200 OK", b"X-Odd: a\x01\xffb", b"Content-Length: 1") + b"a", 200, b"a"),
    ],
)  # fmt: skip
def test_answers(run: Callable[..., Any], sent: bytes, status: int, body: bytes) -> None:
    (answer,) = run(sent)
    assert isinstance(answer, Answer), answer
    assert (answer.status, answer.body, answer.complete) == (status, body, True)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "WireError reset"),
        (b"HTTP/1.1 200 OK\r\nContent-Ty", "WireError reset"),
        (b"SSH-2.0-OpenSSH_9\r\n", "WireError unknown"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * (wire.MOST_HEAD + 100), "WireError unknown"),
        (b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n", "101"),
    ],
)
def test_what_is_no_answer(run: Callable[..., Any], sent: bytes, said: str) -> None:
    (told,) = run(sent)
    assert (told if isinstance(told, str) else str(told.status)) == said


def test_a_body_that_drips_is_cut(run: Callable[..., Any]) -> None:
    (answer,) = run(head("HTTP/1.1 200 OK", b"Content-Length: 900") + PAGE, close=False)
    assert (answer.status, answer.body) == (200, PAGE)


def test_a_server_that_says_nothing(run: Callable[..., Any]) -> None:
    assert run(b"HTTP/1.1 200 OK\r\n", close=False, hold=0.1) == ["timeout"]


def test_a_line_is_kept_and_one_that_went_stale_is_said_to_be(run: Callable[..., Any]) -> None:
    first, second = run(sized(PAGE), sized(b"2"), close=False, ask=2)
    assert (first.body, second.body) == (PAGE, b"2")
    asked = run(sized(PAGE), b"", ask=2)
    assert asked[0].body == PAGE
    assert asked[1] == "StaleError reset"
    assert issubclass(StaleError, WireError)


def test_idle_lines_to_many_hosts_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "KEPT_IN_ALL", 3)

    async def main() -> list[bool]:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(sized(PAGE))
            await reader.read()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with Guard({f"h{n}.cn": ("127.0.0.1", port) for n in range(6)}, allow_private=True) as guard:
            lines = Wire(guard, most=MOST)
            seen = []
            for n in range(6):
                line = await lines.line(f"http://h{n}.cn", None, time.monotonic() + 5)
                await line.ask(b"GET / HTTP/1.1\r\n\r\n", time.monotonic() + 5)
                lines.give_back(line)
                seen.append(line)
            again = await lines.line("http://h5.cn", None, time.monotonic() + 5)
            assert again is seen[5]
            open_ones = [not line.closed for line in seen]
            lines.close()
        server.close()
        return open_ones

    assert asyncio.run(main()) == [False, False, False, True, True, True]


def test_bytes_of_any_encoding_in_a_redirect(run: Callable[..., Any]) -> None:
    (answer,) = run(head("HTTP/1.1 302 Found", "Location: /通知".encode("gbk"), b"Content-Length: 0"))
    assert answer.location.encode("utf-8", "surrogateescape") == "/通知".encode("gbk")


def test_only_where_the_guard_lets_us() -> None:
    async def main() -> None:
        async with Guard() as guard:
            await Wire(guard, most=MOST).line("http://127.0.0.1:1", None, time.monotonic() + 5)

    with pytest.raises(GuardError) as raised:
        asyncio.run(main())
    assert raised.value.kind == "blocked-by-us"


def test_nothing_can_be_smuggled_into_a_request() -> None:
    seen: list[bytes] = []

    async def main() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with_end = await reader.readuntil(b"\r\n\r\n")
            seen.append(with_end)
            writer.write(sized(PAGE, b"Connection: close"))
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        urls = [f"{base}/a b\r\nX-Evil: 1", f"{base}/通知.html?q=长者", f"{base}?a=1", base]
        async with Guard(allow_private=True) as guard:
            told = await probe(urls, Site(url=base + "/"), guard, probing=Probing(gap=0.0))
        assert {status.verdict for status in told.items.values()} <= {ALIVE, OURS}
        server.close()

    asyncio.run(main())
    assert not [request for request in seen if b"\nX-Evil" in request]
    lines = {request.partition(b"\r\n")[0] for request in seen}
    assert b"GET /%E9%80%9A%E7%9F%A5.html?q=%E9%95%BF%E8%80%85 HTTP/1.1" in lines
    assert {b"GET /?a=1 HTTP/1.1", b"GET / HTTP/1.1"} <= lines
