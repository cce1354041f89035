"""One door to the network for browser and prober: it resolves, pins, refuses, counts and maps.

The browser is given a SOCKS5 proxy on loopback, so it hands over host names and never looks one up itself; the
prober asks the same object for addresses. A host is resolved once and pinned for the run, so nothing can move between
look-up and connection. Why a connection failed is remembered per host, because a browser behind a proxy only says
`ERR_SOCKS_CONNECTION_FAILED`.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import logging
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohappyeyeballs
from aiohttp.abc import AbstractResolver, ResolveResult

from a11y.errors import UsageError

log = logging.getLogger(__name__)

LOOKUP_LIMIT = 10.0
"""Seconds one look-up may take."""
CONNECT_LIMIT = 15.0
"""Seconds one connection may take to be made."""
REFUSAL_KEPT = 5.0
"""Seconds a failed look-up is believed, so that a dead name server is not asked for every picture."""
BYTES_LIMIT = 2 << 30
"""Bytes one run may receive."""

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Place = tuple[str, int | None]
"""An address, and the port where a mapping names one."""

BROWSERS_OWN = frozenset({
    "update.googleapis.com", "accounts.google.com", "optimizationguide-pa.googleapis.com", "clients2.google.com",
    "content-autofill.googleapis.com", "safebrowsing.googleapis.com", "edgedl.me.gvt1.com", "redirector.gvt1.com",
})  # fmt: skip
"""Hosts that Chromium talks to of its own accord. No government page needs them, and nobody is to hear of a run."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class GuardError(OSError):
    """No connection: `kind` is a word of `errors.KINDS`."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


@dataclass(slots=True)
class Host:
    """What happened between us and one host in this run."""

    name: str
    addresses: tuple[str, ...] = ()
    connections: int = 0
    received: int = 0
    sent: int = 0
    trouble: str | None = None
    """Why the last connection failed; None once one was made."""
    detail: str = ""
    answered_at: float | None = None
    """Monotonic time of the last connection made."""
    failed_at: float | None = None


@dataclass(slots=True)
class Guard:
    """The guarding proxy. `async with Guard(…) as guard:`; `guard.proxy` is the address for a browser."""

    mapped: Mapping[str, Place] = field(default_factory=dict)
    """Host → address that stands in for it (`parse_mapping`)."""
    allow_private: bool = False
    upstream: str | None = None
    """Address of a further proxy, http:// or socks5://, that all connections go through."""
    limit: int = BYTES_LIMIT
    hosts: dict[str, Host] = field(default_factory=dict)
    received: int = 0
    _pins: dict[str, tuple[IPAddress, ...]] = field(default_factory=dict)
    _asked: dict[str, asyncio.Future[tuple[IPAddress, ...]]] = field(default_factory=dict)
    _relays: set[_Relay] = field(default_factory=set)
    _tunnels: dict[tuple[str, int], asyncio.Server] = field(default_factory=dict)
    _server: asyncio.Server | None = None
    _refused: dict[str, tuple[float, GuardError]] = field(default_factory=dict)

    async def __aenter__(self) -> Guard:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Relay(self), "127.0.0.1", 0, backlog=256)
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in (self._server, *self._tunnels.values()):
            if server is not None:
                server.close()
        for relay in list(self._relays):
            relay.abort()

    @property
    def proxy(self) -> str:
        """The address to give a browser."""
        assert self._server is not None, "the guard is not open"  # noqa: S101 - a fault of ours, not of the world
        return f"socks5://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    @property
    def blocked_hosts(self) -> tuple[str, ...]:
        """Hosts that were refused because their address is private."""
        return tuple(sorted(name for name, host in self.hosts.items() if host.trouble == "blocked-by-us"))

    def host(self, name: str) -> Host:
        """The record of one host."""
        name = _plain(name)
        return self.hosts.get(name) or self.hosts.setdefault(name, Host(name))

    def trouble(self, url: str) -> tuple[str, str] | None:
        """Why the last connection to an address's host failed, as kind and detail; None where it did not."""
        record = self.hosts.get(_plain(urlsplit(url).hostname or ""))
        return (record.trouble, record.detail) if record and record.trouble else None

    async def addresses(self, name: str) -> tuple[IPAddress, ...]:
        """Where a host is, the same for the whole run, private addresses left out.

        Raises:
            GuardError: `dns` where it does not resolve, `blocked-by-us` where it may not be visited.
        """
        name = _plain(name)
        if name in self._pins:
            return self._pins[name]
        kept = self._refused.get(name)
        if kept and time.monotonic() - kept[0] < REFUSAL_KEPT:
            raise kept[1]
        if name not in self._asked:
            self._asked[name] = asyncio.ensure_future(self._look_up(name))
        try:
            found = await asyncio.shield(self._asked[name])
        except GuardError as error:
            self._refused[name] = (time.monotonic(), error)
            self._fail(name, error)
            raise
        finally:
            if name in self._asked and self._asked[name].done():
                del self._asked[name]
        self._pins[name] = found
        self.host(name).addresses = tuple(str(address) for address in found)
        return found

    async def check(self, url: str) -> None:
        """Raise GuardError where an address must not or cannot be visited; nothing is connected."""
        name = urlsplit(url).hostname or ""
        if not name:
            raise GuardError("unknown", f"没有主机名：{url[:200]}")
        await self.addresses(name)

    async def connect(self, name: str, port: int) -> socket.socket:
        """A connected socket to a host, by way of mapping, pin and upstream.

        Raises:
            GuardError: with the kind of failure.
        """
        try:
            async with asyncio.timeout(CONNECT_LIMIT):
                made = await self._connect(_plain(name), port)
        except GuardError as error:
            self._fail(name, error)
            raise
        except TimeoutError as error:
            failure = GuardError("timeout", f"{name}:{port} 在 {CONNECT_LIMIT:g} 秒内没有连上")
            self._fail(name, failure)
            raise failure from error
        except OSError as error:
            failure = GuardError(kind_of(error), f"{name}:{port} {error}")
            self._fail(name, failure)
            raise failure from error
        self.made(name)
        return made

    def made(self, name: str) -> None:
        """Note that a connection to a host was made."""
        record = self.host(name)
        record.connections += 1
        record.trouble, record.detail, record.answered_at = None, "", time.monotonic()

    def count(self, name: str, received: int, sent: int = 0) -> None:
        """Add to what was received from and sent to a host."""
        record = self.host(name)
        record.received += received
        record.sent += sent
        self.received += received

    @property
    def spent(self) -> bool:
        """True where the run has received all that it may."""
        return self.received >= self.limit

    async def tunnel(self, name: str, port: int) -> int:
        """A port on loopback that leads to a host by way of the upstream proxy."""
        key = (_plain(name), port)
        if key not in self._tunnels:
            loop = asyncio.get_running_loop()
            self._tunnels[key] = await loop.create_server(lambda: _Relay(self, key), "127.0.0.1", 0)
        return int(self._tunnels[key].sockets[0].getsockname()[1])

    async def _connect(self, name: str, port: int) -> socket.socket:
        if name in BROWSERS_OWN:
            raise GuardError("refused", f"{name} 是浏览器自己的后台请求")
        if self.spent:
            raise GuardError("too-large", f"已接收 {self.received >> 20} MB，达到本次检测的上限")
        try:
            found = await self.addresses(name)
        except GuardError as error:
            if self.upstream is None or error.kind != "dns":
                raise
            found = ()  # the upstream proxy may know names that this machine does not
        port = self.mapped.get(name, ("", None))[1] or port
        if self.upstream is not None:
            return await self._through(str(found[0]) if found else name, port)
        infos = [
            (
                socket.AF_INET if address.version == 4 else socket.AF_INET6,
                socket.SOCK_STREAM, socket.IPPROTO_TCP, "",
                (str(address), port) if address.version == 4 else (str(address), port, 0, 0),
            )
            for address in found
        ]  # fmt: skip
        return await aiohappyeyeballs.start_connection(infos, happy_eyeballs_delay=0.25)

    async def _through(self, address: str, port: int) -> socket.socket:
        from python_socks import ProxyError
        from python_socks.async_.asyncio import Proxy

        try:
            proxy = Proxy.from_url(self.upstream or "")
            made: socket.socket = await proxy.connect(address, port, timeout=CONNECT_LIMIT)
        except ProxyError as error:
            raise GuardError("network", f"上级代理：{error}") from error
        return made

    async def _look_up(self, name: str) -> tuple[IPAddress, ...]:
        if name in self.mapped:
            found: Sequence[IPAddress] = [ipaddress.ip_address(self.mapped[name][0])]
        elif literal := _literal(name):
            found = [literal]
        else:
            found = await _resolve(name)
        allowed = tuple(address for address in found if self.allow_private or not is_private(address))
        if not allowed:
            raise GuardError("blocked-by-us", f"{name} 指向内网或本机地址 {found[0]}")
        # IPv4 first: an IPv6 route that leads nowhere is common, and the race below starts the other soon after.
        return tuple(sorted(allowed, key=lambda address: address.version))

    def _fail(self, name: str, error: GuardError) -> None:
        record = self.host(name)
        record.trouble, record.detail, record.failed_at = error.kind, error.detail, time.monotonic()


class Resolver(AbstractResolver):
    """The guard as aiohttp sees it: the same pins, the same refusals, the same mapping, ports too."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - aiohttp's own
    ) -> list[ResolveResult]:
        """Where to connect to for `host`; ports are those of the mapping where it names one."""
        if self.guard.upstream is not None:
            inner = await self.guard.tunnel(host, port)
            return [_result(host, ipaddress.ip_address("127.0.0.1"), inner)]
        found = await self.guard.addresses(host)
        mapped = self.guard.mapped.get(_plain(host), ("", None))[1]
        return [_result(host, address, mapped or port) for address in found]

    async def close(self) -> None:
        """Nothing is held."""


class _Relay(asyncio.Protocol):
    """One client's connection: a SOCKS5 greeting (none where `target` is given), then bytes both ways."""

    def __init__(self, guard: Guard, target: tuple[str, int] | None = None) -> None:
        self.guard = guard
        self.target = target
        self.socks = target is None
        self.state = "greeting" if target is None else "relay"
        self.buffer = bytearray()
        self.client: asyncio.Transport | None = None
        self.server: asyncio.Transport | None = None
        self.task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what a stream server gives
        self.client = transport
        self.guard._relays.add(self)
        if self.target is not None:
            transport.pause_reading()
            self.task = asyncio.ensure_future(self._open())

    def data_received(self, data: bytes) -> None:
        if self.server is not None:
            assert self.target is not None  # noqa: S101 - set before the server is
            self.guard.count(self.target[0], 0, len(data))
            self.server.write(data)
            return
        self.buffer += data
        if len(self.buffer) > 4096:
            self.abort()
        elif self.state == "greeting":
            self._greet()
        elif self.state == "request":
            self._request()

    def _greet(self) -> None:
        if len(self.buffer) < 2 or len(self.buffer) < 2 + self.buffer[1]:
            return
        if self.buffer[0] != 5 or self.client is None:
            self.abort()
            return
        del self.buffer[: 2 + self.buffer[1]]
        self.client.write(b"\x05\x00")
        self.state = "request"
        if self.buffer:
            self._request()

    def _request(self) -> None:
        data = self.buffer
        if len(data) < 5:
            return
        kind = data[3]
        length = {1: 4, 4: 16, 3: 1 + data[4]}.get(kind)
        if data[0] != 5 or data[1] != 1 or length is None:
            self._answer(7 if data[1] != 1 else 8)
            self.abort(gently=True)
            return
        end = 4 + length
        if len(data) < end + 2:
            return
        raw = bytes(data[4:end])
        name = str(ipaddress.ip_address(raw)) if kind != 3 else raw[1:].decode("ascii", "replace")
        self.target = (_plain(name), struct.unpack(">H", data[end : end + 2])[0])
        del self.buffer[: end + 2]
        self.state = "relay"
        if self.client is not None:
            self.client.pause_reading()
        self.task = asyncio.ensure_future(self._open())

    async def _open(self) -> None:
        assert self.target is not None  # noqa: S101 - set by every caller
        name, port = self.target
        try:
            made = await self.guard.connect(name, port)
        except GuardError as error:
            log.debug("no connection to %s:%d: %s", name, port, error.kind)
            self._answer({"blocked-by-us": 2, "dns": 4, "refused": 5, "timeout": 6}.get(error.kind, 1))
            self.abort(gently=True)
            return
        if self.client is None or self.client.is_closing():
            made.close()
            return
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport, _ = await loop.create_connection(lambda: _Far(self), sock=made)
        self.server = transport
        self._answer(0)
        if self.buffer:
            self.guard.count(name, 0, len(self.buffer))
            transport.write(bytes(self.buffer))
            self.buffer.clear()
        if not self.client.is_closing():
            self.client.resume_reading()

    def _answer(self, code: int) -> None:
        if self.socks and self.client is not None and not self.client.is_closing():
            self.client.write(bytes((5, code, 0, 1, 0, 0, 0, 0, 0, 0)))

    def pause_writing(self) -> None:
        if self.server is not None:
            self.server.pause_reading()

    def resume_writing(self) -> None:
        if self.server is not None:
            with contextlib.suppress(RuntimeError):
                self.server.resume_reading()

    def eof_received(self) -> bool:
        if self.server is not None and self.server.can_write_eof():
            self.server.write_eof()
            return True
        return False

    def connection_lost(self, _: Exception | None) -> None:
        self.guard._relays.discard(self)
        if self.server is not None:
            self.server.close()
        elif self.task is not None:
            self.task.cancel()

    def abort(self, *, gently: bool = False) -> None:
        """End both connections; gently: what was written is still sent."""
        if self.server is not None:
            self.server.abort()
        if self.client is not None:
            (self.client.close if gently else self.client.abort)()


class _Far(asyncio.Protocol):
    """The connection to the far host."""

    def __init__(self, near: _Relay) -> None:
        self.near = near

    def data_received(self, data: bytes) -> None:
        near = self.near
        assert near.target is not None  # noqa: S101 - a far side exists only for a target
        near.guard.count(near.target[0], len(data))
        if near.client is None or near.guard.spent:
            near.abort()
            return
        near.client.write(data)

    def pause_writing(self) -> None:
        if self.near.client is not None:
            self.near.client.pause_reading()

    def resume_writing(self) -> None:
        if self.near.client is not None:
            with contextlib.suppress(RuntimeError):
                self.near.client.resume_reading()

    def eof_received(self) -> bool:
        if self.near.client is not None and self.near.client.can_write_eof():
            self.near.client.write_eof()
            return True
        return False

    def connection_lost(self, _: Exception | None) -> None:
        if self.near.client is not None:
            self.near.client.close()


def is_private(address: IPAddress) -> bool:
    """True for an address that a public site has no business with.

    Private, loopback, link-local, unspecified, multicast, reserved and carrier-grade NAT ranges, and IPv6 forms that
    carry such an IPv4 address (mapped, 6to4, Teredo, NAT64).
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_private(inner)
        if address.is_site_local:
            return True
    return not address.is_global or address.is_multicast or address.is_reserved


def parse_mapping(text: str) -> tuple[str, Place]:
    """`HOST:ADDRESS` or `HOST:ADDRESS:PORT`, an IPv6 address in brackets where a port follows.

    Raises:
        UsageError: it is neither.
    """
    name, _, rest = text.strip().partition(":")
    found = re.fullmatch(r"\[([^\]]+)\](?::(\d{1,5}))?|([0-9.]+)(?::(\d{1,5}))?|([0-9a-fA-F:.]+)", rest)
    try:
        if not found or not name:
            raise ValueError
        port = found[2] or found[4]
        if port is not None and not 0 < int(port) < 65536:
            raise ValueError
        return _plain(name), (str(ipaddress.ip_address(found[1] or found[3] or found[5])), int(port) if port else None)
    except ValueError:
        raise UsageError(
            f"--resolve 应写成 主机:地址 或 主机:地址:端口（IPv6 地址加方括号），不能是「{text}」"
        ) from None


def _plain(name: str) -> str:
    """A host name in the one form that it is kept under: lower case, no last dot, ASCII, no brackets or zone."""
    name = name.strip("[]").rstrip(".").lower()
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return name


def _literal(name: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        pass
    if re.fullmatch(r"[0-9a-fx.]+", name) and re.search(r"\d", name):
        try:  # 127.1, 0x7f000001 and 2130706433 are addresses to the C library and so to a browser
            return ipaddress.ip_address(socket.inet_aton(name))
        except OSError:
            return None
    return None


async def _resolve(name: str) -> list[IPAddress]:
    """Look a name up in a daemon thread: one that hangs must not keep the process from ending."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[IPAddress]] = loop.create_future()

    def give(set_it: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is gone, nobody waits
            loop.call_soon_threadsafe(lambda: None if answer.done() else set_it())

    def ask() -> None:
        try:
            infos = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
            found = list(dict.fromkeys(ipaddress.ip_address(str(info[4][0]).partition("%")[0]) for info in infos))
        except (OSError, UnicodeError, ValueError) as error:
            failure = GuardError("dns", f"{name} {error}")
            give(lambda: answer.set_exception(failure))
        else:
            give(lambda: answer.set_result(found))

    threading.Thread(target=ask, name=f"look up {name}", daemon=True).start()
    try:
        return await asyncio.wait_for(answer, LOOKUP_LIMIT)
    except TimeoutError as error:
        raise GuardError("dns", f"{name} 在 {LOOKUP_LIMIT:g} 秒内没有解析出来") from error


def kind_of(error: OSError) -> str:
    """The word of `errors.KINDS` for a socket's error."""
    if error.errno in (errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL):
        return "network"
    if error.errno in (errno.ECONNRESET, errno.EPIPE):
        return "reset"
    if error.errno == errno.ETIMEDOUT:
        return "timeout"
    return "refused"


def _result(host: str, address: IPAddress, port: int) -> ResolveResult:
    return ResolveResult(
        hostname=host, host=str(address), port=port,
        family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
        proto=socket.IPPROTO_TCP, flags=socket.AI_NUMERICHOST,
    )  # fmt: skip
