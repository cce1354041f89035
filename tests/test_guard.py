"""The guard resolves, pins, refuses, maps, counts, and knows why a connection failed."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hostile_site import served

from a11y.collect import guard as guarding
from a11y.collect.fetcher import Fetcher
from a11y.collect.guard import Guard, GuardError, is_private, parse_mapping
from a11y.errors import UsageError

PRIVATE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "fec0::1", "::ffff:10.0.0.1",
    "2002:7f00:1::", "64:ff9b::7f00:1", "2001:0:0:0:0:0:80ff:fffe",
)  # fmt: skip
PUBLIC = ("1.2.4.8", "114.114.114.114", "2400:3200::1", "::ffff:1.2.4.8", "64:ff9b::102:408")


@pytest.fixture
def site() -> Iterator[str]:
    with served() as base:
        yield base


def port(base: str) -> int:
    return int(base.rpartition(":")[2])


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known(address: str) -> None:
    assert is_private(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_not_private(address: str) -> None:
    assert not is_private(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("text", "host", "place"),
    [
        ("www.a.gov.cn:1.2.3.4", "www.a.gov.cn", ("1.2.3.4", None)),
        ("WWW.A.gov.cn.:1.2.3.4:8080", "www.a.gov.cn", ("1.2.3.4", 8080)),
        ("a.cn:[::1]:81", "a.cn", ("::1", 81)),
        ("a.cn:[::1]", "a.cn", ("::1", None)),
        ("a.cn:::1", "a.cn", ("::1", None)),
        ("政府.cn:1.2.3.4", "xn--mxtq1m.cn", ("1.2.3.4", None)),
    ],
)
def test_mapping(text: str, host: str, place: tuple[str, int | None]) -> None:
    assert parse_mapping(text) == (host, place)


@pytest.mark.parametrize(
    "text", ["", "a.cn", "a.cn:", ":1.2.3.4", "a.cn:b.cn", "a.cn:1.2.3.4:0", "a.cn:1.2.3.4:99999", "a.cn:1.2.3"]
)
def test_a_wrong_mapping_is_refused_in_chinese(text: str) -> None:
    with pytest.raises(UsageError, match="--resolve"):
        parse_mapping(text)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://127.1/",
     "http://0177.0.0.1/", "http://[::ffff:127.0.0.1]/", "http://mapped.gov.cn/"],
)  # fmt: skip
def test_every_way_of_writing_loopback_is_refused(url: str, loop: Any) -> None:
    async def ask() -> Any:
        mapped = {"mapped.gov.cn": ("127.0.0.1", None)}
        async with Guard(mapped) as guard, Fetcher(guard, user_agent="t") as fetcher:
            return await fetcher.get(url), guard.blocked_hosts

    answer, blocked = loop(ask())
    assert (answer.error, answer.status) == ("blocked-by-us", 0)
    assert len(blocked) == 1


def test_a_redirect_to_a_private_address_is_refused(site: str, loop: Any, monkeypatch: Any) -> None:
    """Loopback plays the public site here, 192.168.0.0/16 the private one."""
    monkeypatch.setattr(guarding, "is_private", lambda address: not address.is_loopback)

    async def ask() -> Any:
        async with Guard() as guard, Fetcher(guard, user_agent="t") as fetcher:
            return await fetcher.get(site + "/to-private")

    answer = loop(ask())
    assert answer.error == "blocked-by-us"
    assert answer.redirects == ((site + "/to-private", 302),)


def test_what_is_resolved_once_is_pinned(site: str, loop: Any, monkeypatch: Any) -> None:
    answers = iter([["127.0.0.1"], ["10.9.9.9"]])

    async def moving(name: str) -> list[Any]:
        return [ipaddress.ip_address(text) for text in next(answers)]

    monkeypatch.setattr(guarding, "_resolve", moving)

    async def ask() -> list[Any]:
        async with Guard(allow_private=True) as guard, Fetcher(guard, user_agent="t") as fetcher:
            url = f"http://moving.gov.cn:{port(site)}/"
            return [(await fetcher.get(url, fresh=True)).status for _ in range(3)]

    assert loop(ask()) == [200, 200, 200]


@pytest.mark.parametrize(("host", "kind"), [("nowhere.invalid", "dns"), ("127.0.0.1", "refused")])
def test_why_a_connection_failed_is_remembered(host: str, kind: str, loop: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        closed = gone.getsockname()[1]

    async def ask() -> Any:
        async with Guard(allow_private=True) as guard:
            with pytest.raises(GuardError) as raised:
                await guard.connect(host, closed)
            return raised.value.kind, guard.trouble(f"http://{host}/")

    found, trouble = loop(ask())
    assert found == kind
    assert trouble[0] == kind


async def through_socks(guard: Guard, host: bytes, to: int, ask: bytes) -> tuple[int, bytes]:
    """Reply code and answer of a SOCKS5 client that sends every byte by itself, as a slow one might."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(guard.proxy.rpartition(":")[2]))
    for byte in b"\x05\x01\x00":
        writer.write(bytes([byte]))
        await writer.drain()
    assert await reader.readexactly(2) == b"\x05\x00"
    writer.write(b"\x05\x01\x00\x03" + bytes([len(host)]) + host + to.to_bytes(2, "big") + ask)
    code = (await reader.readexactly(10))[1]
    body = await reader.read(-1) if code == 0 else b""
    writer.close()
    return code, body


def test_the_proxy_relays_maps_and_counts(site: str, loop: Any) -> None:
    async def ask() -> Any:
        async with Guard({"www.a.gov.cn": ("127.0.0.1", port(site))}, allow_private=True) as guard:
            request = b"GET /huge HTTP/1.0\r\nHost: www.a.gov.cn\r\n\r\n"
            code, body = await through_socks(guard, b"WWW.a.gov.cn", 80, request)
            host = guard.host("www.a.gov.cn")
            return code, body, host.received, host.sent, len(request), host.connections

    code, body, received, sent, asked, connections = loop(ask())
    assert code == 0
    assert body.startswith(b"HTTP/1.0 200")
    assert (received, sent, connections) == (len(body), asked, 1)
    assert len(body) > 250_000


def test_the_proxy_refuses_a_private_host(site: str, loop: Any) -> None:
    async def ask() -> Any:
        async with Guard() as guard:
            code, _ = await through_socks(guard, b"127.0.0.1", port(site), b"")
            return code, guard.blocked_hosts

    assert loop(ask()) == (2, ("127.0.0.1",))


def test_no_more_than_the_limit_is_received(site: str, loop: Any) -> None:
    async def ask() -> Any:
        async with Guard(allow_private=True, limit=100_000) as guard, Fetcher(guard, user_agent="t") as fetcher:
            _, body = await through_socks(guard, b"127.0.0.1", port(site), b"GET /huge HTTP/1.0\r\n\r\n")
            again = await fetcher.get(site + "/ok")
            return len(body), again.error

    length, again = loop(ask())
    assert length < 1_000_000
    assert again == "too-large"


def test_everything_goes_through_an_upstream_proxy(site: str, loop: Any) -> None:
    """One guard stands as the upstream of another; addresses written in digits go through it too."""

    async def ask() -> Any:
        async with Guard(allow_private=True) as far:
            async with Guard(allow_private=True, upstream=far.proxy) as near, Fetcher(near, user_agent="t") as fetcher:
                status = (await fetcher.get(site + "/ok", robots=False)).status
                code, body = await through_socks(near, b"127.0.0.1", port(site), b"GET /ok HTTP/1.0\r\n\r\n")
            return status, code, len(body) > 0, far.host("127.0.0.1").connections

    assert loop(ask()) == (200, 0, True, 2)


def test_the_browser_cannot_get_round_the_guard(site: str, loop: Any) -> None:
    """Web sockets go through the proxy; WebRTC and WebTransport send no packet beside it; names are not looked up."""
    from a11y.collect.browser import Browser
    from a11y.model import Device, Mode

    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    udp.settimeout(0.01)
    script = """([udp, host]) => new Promise((done) => {
      const pc = new RTCPeerConnection({iceServers: [{urls: `stun:127.0.0.1:${udp}`}]});
      pc.createDataChannel('x');
      pc.createOffer().then((offer) => pc.setLocalDescription(offer));
      try { new WebTransport(`https://127.0.0.1:${udp}/`).ready.catch(() => 0); } catch (_) {}
      for (const rel of ['dns-prefetch', 'preconnect', 'prefetch']) {
        const link = document.createElement('link');
        link.rel = rel; link.href = `http://${rel}.invalid/`;
        document.head.append(link);
      }
      const ws = new WebSocket(`ws://${host}/`);
      ws.onerror = ws.onopen = () => setTimeout(done, 300);
    })"""

    async def ask() -> Any:
        async with Guard({"ws.gov.cn": ("127.0.0.1", port(site))}, allow_private=True) as guard:
            async with Browser(proxy=guard.proxy) as browser, browser.stage(Mode.STANDARD, Device.DESKTOP) as stage:
                landing = await stage.goto(site + "/ok")
                await stage.evaluate(script, [udp.getsockname()[1], "ws.gov.cn"])
            return landing.status, guard.host("ws.gov.cn").connections, guard.host("127.0.0.1").connections

    status, sockets, pages = loop(ask())
    assert status == 200
    assert sockets >= 1
    assert pages >= 1
    with pytest.raises(TimeoutError):
        udp.recvfrom(100)
    udp.close()
