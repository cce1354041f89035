"""The site as a service, looked at once: HTTPS, IPv6, and how long the home page takes.

Load times are measured one after another in fresh contexts, so this stage has to run while nothing else does.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from a11y.collect.bot_wall import is_bot_wall
from a11y.collect.context import Context
from a11y.collect.fetcher import Fetched
from a11y.collect.guard import Guard, GuardError, Resolver, kind_of
from a11y.collect.steps import Stage
from a11y.errors import KINDS, classify
from a11y.evidence import Https, Ipv6, LoadTimes
from a11y.model import Mode

TIMES = 3
"""How often the home page is loaded."""
PATIENCE = 20.0
"""Seconds one load may take."""
_LOADED = """() => { const [n] = performance.getEntriesByType('navigation'); return n && n.loadEventEnd > 0 ? n.loadEventEnd : null; }"""


async def gather_technical(context: Context) -> Mapping[type, Any]:
    """The stage that measures the site as a service."""
    gathered: dict[type, Any] = {}
    if context.options.wants(LoadTimes):
        gathered[LoadTimes] = await load_times(context)
    if context.options.wants(Https):
        gathered[Https] = await https(context)
    if context.options.wants(Ipv6):
        gathered[Ipv6] = await ipv6(context.home_url or context.site.url, context.guard, context.fetcher.user_agent)
    return gathered


async def load_times(context: Context) -> LoadTimes:
    """The home page, cold, three times, nothing else going on."""
    url = context.home_url or context.site.url
    seconds: list[float] = []
    bounded = False
    for _ in range(TIMES):
        await context.fetcher.pace(url)
        async with context.stage(Mode.STANDARD, fresh=True) as stage:
            took = await _load(stage, url)
        if isinstance(took, str):
            return LoadTimes(url, untested=took)
        seconds.append(round(min(took, PATIENCE), 3))
        bounded = bounded or took >= PATIENCE
    return LoadTimes(url, tuple(seconds), bounded)


async def _load(stage: Stage, url: str) -> float | str:
    """Seconds to the end of the load event; a word of `errors.KINDS` where the page did not come."""
    start = stage.now()
    landing = await stage.goto(url, limit=PATIENCE)
    if landing.error == "timeout":
        return PATIENCE
    if landing.error or landing.status >= 400:
        return landing.error or "http"
    while stage.now() - start < PATIENCE:
        loaded = await stage.evaluate(_LOADED)
        if loaded is not None:
            return float(loaded) / 1000
        await stage.wait(0.05)
    return PATIENCE


async def https(context: Context) -> Https:
    """The https address of the home page, strictly; where Python refuses the certificate, a browser's word counts."""
    home = context.home_url or context.site.url
    parts = urlsplit(home)
    host = parts.hostname or ""
    secure = home
    if parts.scheme != "https":
        secure = urlunsplit(("https", f"[{host}]" if ":" in host else host, parts.path or "/", parts.query, ""))
    if context.guard.mapped.get(host, ("", None))[1] is not None and parts.scheme != "https":
        return Https(secure, untested="mapped")
    fetch = context.fetcher.get
    answer = await fetch(secure, as_browser=True, verify=True, robots=False, fresh=True, limit_bytes=65_536)
    certificate: bool | None = True
    if answer.error == "tls":
        answer, certificate = await _as_browser(context, secure)
    elif answer.error is not None and not KINDS[answer.error].ours:
        answer = await fetch(secure, as_browser=True, verify=True, robots=False, fresh=True, limit_bytes=65_536)
    if answer.error is not None and KINDS[answer.error].ours:
        return Https(secure, untested=answer.error, detail=answer.detail)
    if answer.error is not None:
        return Https(secure, False, None, status=answer.status, kind=answer.error, detail=answer.detail)
    forced = None
    if parts.scheme == "https" or context.site.url.startswith("http://"):
        plain = urlunsplit(
            ("http", parts.netloc if parts.scheme == "http" else host, parts.path or "/", parts.query, "")
        )
        told = await fetch(plain, as_browser=True, robots=False, fresh=True, limit_bytes=65_536)
        forced = told.final_url.startswith("https:") if told.error is None else None
    left = answer.final_url.startswith("http:")
    wall = is_bot_wall(answer.status, answer.headers, answer.text if answer.is_html else "")
    offered = not left and (answer.status < 400 or wall)
    kind = "" if offered or not left else "http"
    return Https(secure, offered, certificate, forced, answer.status, kind, "转回明文地址" if left else answer.detail)


async def _as_browser(context: Context, url: str) -> tuple[Fetched, bool | None]:
    """Whether the real browser takes the certificate; else whether anything answers at all."""
    async with context.stage(Mode.STANDARD, fresh=True) as stage:
        landing = await stage.goto(url, limit=PATIENCE)
    if not landing.error:
        return Fetched(url, landing.url, landing.status, landing.headers), True
    answer = await context.fetcher.get(url, as_browser=True, robots=False, fresh=True, limit_bytes=65_536)
    return answer, False if landing.error == "tls" else None


async def ipv6(url: str, guard: Guard, user_agent: str) -> Ipv6:
    """The name's IPv6 addresses, as the guard resolves them, and the home page over one of them."""
    host = urlsplit(url).hostname or ""
    if guard.upstream is not None:
        return Ipv6(host, untested="proxy")
    with contextlib.suppress(ValueError):
        if ipaddress.ip_address(host).version == 4:
            return Ipv6(host, untested="no-domain")
    try:
        found = await guard.addresses(host)
    except GuardError as error:
        return Ipv6(host, untested=error.kind, detail=error.detail)
    sixes = [address for address in found if address.version == 6]
    if not sixes:
        return Ipv6(host, untested="mapped" if host in guard.mapped else "")
    said = tuple(str(address) for address in sixes)
    if not _routed(said[0]):
        return Ipv6(host, said, untested="no-ipv6-here")
    status, kind, detail = 0, "", ""
    for _ in range(2):
        status, kind, detail = await _over_ipv6(url, guard, user_agent)
        if not kind:
            break
    return Ipv6(host, said, status, kind, detail)


def _routed(address: str) -> bool:
    """There is a way to an IPv6 address from here; nothing is sent."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 53))
    except OSError:
        return False
    return True


class _Sixes(AbstractResolver):
    """The guard's addresses of version 6 alone."""

    def __init__(self, guard: Guard) -> None:
        self.inner = Resolver(guard)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET6
    ) -> list[ResolveResult]:
        return [row for row in await self.inner.resolve(host, port, family) if row["family"] == socket.AF_INET6]

    async def close(self) -> None:
        """Nothing is held."""


async def _over_ipv6(url: str, guard: Guard, user_agent: str) -> tuple[int, str, str]:
    """Status, kind and detail of one GET over IPv6; a redirect is an answer."""
    connector = aiohttp.TCPConnector(resolver=_Sixes(guard), use_dns_cache=False, family=socket.AF_INET6, ssl=False)
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout, headers={"User-Agent": user_agent}) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            await answer.content.read(1024)
            return answer.status, "", ""
    except TimeoutError:
        return 0, "timeout", "经 IPv6 访问超时"
    except aiohttp.ClientConnectorError as error:
        return 0, kind_of(error.os_error), str(error)[:300]
    except (aiohttp.ClientError, OSError) as error:
        return 0, classify(f"{type(error).__name__} {error}").name, str(error)[:300]
