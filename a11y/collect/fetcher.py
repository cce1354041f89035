"""A polite HTTP client over the guard: what needs no rendering is fetched without a browser.

Every answer is a value, failures too. It keeps cookies as a visitor's browser does, follows redirects hop by hop so
that the guard sees each, holds a pace per host, and asks robots.txt first.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
import time
import warnings
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import aiohttp
from aiohttp.abc import ResolveResult
from yarl import URL

from a11y.collect import robots
from a11y.collect.bot_wall import is_bot_wall
from a11y.collect.charset import decode
from a11y.collect.guard import Guard, GuardError, Resolver, kind_of
from a11y.collect.trust import strict
from a11y.errors import classify

log = logging.getLogger(__name__)

HOPS = 20
"""Redirects that a browser follows before it gives up. Source: Fetch Standard, HTTP-redirect fetch."""
LIMIT_BYTES = 4 << 20
KEPT_BYTES = 48 << 20
"""Bytes of answers that are kept, so that two who ask for the same page cost the site one request."""
RATE = 4.0
"""Requests a second to one host, unless told."""
AT_ONCE = 2
"""Requests to one host at the same time."""
LONGEST_DELAY = 5.0
"""Seconds between two requests at most, whatever robots.txt asks for: a run has an end."""

_BROWSER_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    "Upgrade-Insecure-Requests": "1",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "none",
    "Sec-Fetch-User": "?1",
}
_PLAIN_HEADERS = {"Accept": "*/*", "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}


@dataclass(frozen=True)
class Fetched:
    """What came back for one address."""

    url: str
    """The address asked for."""
    final_url: str
    """The last address of the chain of redirects; with no answer, the one that failed."""
    status: int = 0
    """0 where there was no answer."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes = b""
    error: str | None = None
    """A word of `errors.KINDS` where no whole answer came: dns, refused, reset, timeout, tls, redirects,
    blocked-by-us, robots, network, too-large, unknown. An answer with status 404 is no error."""
    detail: str = ""
    redirects: tuple[tuple[str, int], ...] = ()
    """Each hop's address and status, without the last answer."""
    milliseconds: int = 0
    truncated: bool = False
    """The body is longer than what was read."""
    at: float = 0.0
    """Monotonic time of the answer."""

    @property
    def ok(self) -> bool:
        """An answer with a status below 400."""
        return self.error is None and 0 < self.status < 400

    @property
    def content_type(self) -> str:
        """Media type in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def _decoded(self) -> tuple[str, str]:
        return decode(self.body, self.headers.get("content-type", ""))

    @property
    def text(self) -> str:
        """The body decoded by byte order mark, header, meta, then what fits."""
        return self._decoded[0]

    @property
    def charset(self) -> str:
        """The encoding that `text` was read in."""
        return self._decoded[1]

    @cached_property
    def is_html(self) -> bool:
        """It is a page, by its type, or by its first bytes where the type says nothing."""
        if self.content_type in ("text/html", "application/xhtml+xml"):
            return True
        unsaid = self.content_type in ("", "text/plain", "application/octet-stream")
        return unsaid and self.body[:2048].lstrip().lower().startswith((b"<!doctype html", b"<html"))

    @cached_property
    def is_bot_wall(self) -> bool:
        """A challenge page or a refusal of machines, whatever its status."""
        return self.error is None and is_bot_wall(self.status, self.headers, self.text if self.is_html else "")


@dataclass(slots=True)
class _Pace:
    """Turn-taking at one host."""

    gap: float
    slots: asyncio.Semaphore
    next_at: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Fetcher:
    """The client. `async with Fetcher(guard, …) as fetcher: answer = await fetcher.get(url)`."""

    def __init__(
        self,
        guard: Guard,
        *,
        user_agent: str,
        rate: float | None = None,
        ignore_robots: str | None = None,
        timeout: float = 15.0,
        cookies: Iterable[Mapping[str, Any]] = (),
        credentials: tuple[str, str] | None = None,
        credentials_for: str = "",
    ) -> None:
        self.guard = guard
        self.user_agent = user_agent
        self.rate = rate
        self.ignore_robots = ignore_robots
        self.timeout = timeout
        self.requests = 0
        """Requests made so far, robots.txt and redirects included."""
        self._given_cookies = tuple(cookies)
        self._credentials = aiohttp.BasicAuth(*credentials, "utf-8") if credentials else None
        self._credentials_for = origin(credentials_for)
        self._paces: dict[str, _Pace] = {}
        self._robots: dict[str, asyncio.Task[robots.Robots]] = {}
        self._kept: OrderedDict[tuple[str, bool], Fetched] = OrderedDict()
        self._kept_bytes = 0
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Fetcher:
        connector = _Connector(resolver=Resolver(self.guard), use_dns_cache=False, limit=64, ssl=_LENIENT)
        jar = aiohttp.CookieJar(unsafe=True, quote_cookie=False)
        for cookie in self._given_cookies:
            morsel: SimpleCookie = SimpleCookie()
            with contextlib.suppress(
                CookieError, KeyError, ValueError
            ):  # a storage state may hold cookies that Python will not write
                morsel[cookie["name"]] = cookie["value"]
                domain = str(cookie["domain"]).lstrip(".")
                jar.update_cookies(morsel, URL(f"http://{domain}{cookie.get('path', '/')}"))
        self._session = aiohttp.ClientSession(
            connector=connector, cookie_jar=jar, auto_decompress=True, headers={"User-Agent": self.user_agent},
            max_line_size=65_536, max_field_size=65_536, requote_redirect_url=False,
        )  # fmt: skip
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._robots.values():
            task.cancel()
        if self._session is not None:
            await self._session.close()

    async def get(
        self,
        url: str,
        *,
        as_browser: bool = False,
        method: str = "GET",
        limit_bytes: int = LIMIT_BYTES,
        timeout: float | None = None,
        robots: bool = True,
        fresh: bool = False,
        verify: bool = False,
        referer: str = "",
        follow: bool = True,
    ) -> Fetched:
        """What an address answers. Never raises for what the world does.

        Args:
            url: an absolute http or https address; its fragment is not sent.
            as_browser: ask with the headers of a person's navigation.
            method: GET or HEAD. Nothing else is ever sent.
            limit_bytes: read no more of the body than this (`truncated`).
            timeout: seconds for each hop, default that of the run.
            robots: ask robots.txt first; False for what a page itself loads and for single links.
            fresh: do not take a kept answer.
            verify: check the certificate as a strict client does (else `tls` is reported only where no connection
                can be made at all: browsers mend incomplete chains, so only a browser's word counts there).
            referer: address to send as Referer.
            follow: go after redirects.
        """
        if method not in ("GET", "HEAD"):
            raise ValueError(f"nothing but GET and HEAD is ever sent, not {method}")
        url = url.partition("#")[0]
        key = (url, as_browser)
        keepable = method == "GET" and follow and not verify
        kept = self._kept.get(key) if keepable and not fresh else None
        if kept is not None and (not kept.truncated or len(kept.body) >= limit_bytes):
            return kept
        if robots and not self.ignore_robots and not await self.allowed(url):
            return Fetched(url, url, error="robots", detail="robots.txt 不允许访问该地址", at=time.monotonic())
        answer = await self._follow(url, method, as_browser, limit_bytes, timeout, verify, referer, follow)
        if keepable and answer.error is None:
            self._keep(key, answer)
        return answer

    async def allowed(self, url: str) -> bool:
        """True where robots.txt of the address's site lets us visit it, or the command was told not to ask."""
        return bool(self.ignore_robots) or (await self.rules(url)).allows(url)

    async def rules(self, url: str) -> robots.Robots:
        """The rules of an address's site, asked for once. A site without a readable robots.txt allows everything."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = asyncio.ensure_future(self._ask_robots(origin))
        return await asyncio.shield(self._robots[origin])

    async def pace(self, url: str) -> None:
        """Wait for one's turn at an address's host: the browser's navigations keep the same pace as our requests."""
        await self._turn(await self._pace_of(url))

    async def _ask_robots(self, origin: str) -> robots.Robots:
        answer = await self.get(
            origin + "/robots.txt", robots=False, limit_bytes=robots.LIMIT, timeout=min(8, self.timeout)
        )
        if not answer.ok or (answer.is_html and answer.content_type != "text/plain"):
            return robots.Robots()
        return robots.parse(answer.text)

    async def _follow(
        self, url: str, method: str, as_browser: bool, limit_bytes: int, timeout: float | None, verify: bool,
        referer: str, follow: bool,
    ) -> Fetched:  # fmt: skip
        start = time.monotonic()
        hops: list[tuple[str, int]] = []
        at = url
        while True:
            answer = await self._once(at, method, as_browser, limit_bytes, timeout, verify, referer)
            milliseconds = round((time.monotonic() - start) * 1000)
            answer = replace(answer, url=url, redirects=tuple(hops), milliseconds=milliseconds, at=time.monotonic())
            location = answer.headers.get("location", "") if answer.status in (301, 302, 303, 307, 308) else ""
            if not follow or not location or answer.error:
                return answer
            hops.append((at, answer.status))
            if len(hops) > HOPS:
                return replace(answer, error="redirects", detail=f"重定向超过 {HOPS} 次", redirects=tuple(hops))
            at = join(at, location)
            if urlsplit(at).scheme not in ("http", "https"):
                return replace(answer, final_url=at, redirects=tuple(hops))

    async def _once(
        self, url: str, method: str, as_browser: bool, limit_bytes: int, timeout: float | None, verify: bool,
        referer: str,
    ) -> Fetched:  # fmt: skip
        assert self._session is not None, "the fetcher is not open"  # noqa: S101 - a fault of ours
        headers = dict(_BROWSER_HEADERS if as_browser else _PLAIN_HEADERS)
        if referer:
            headers["Referer"] = referer
        try:
            target = URL(url, encoded=True) if url.isascii() and " " not in url else URL(url)
            pace = await self._pace_of(url)
        except GuardError as error:
            return Fetched(url, url, error=error.kind, detail=error.detail)
        except ValueError as error:
            return Fetched(url, url, error="unknown", detail=f"地址有误：{error}"[:300])
        host = urlsplit(url).hostname or ""
        async with pace.slots:
            await self._turn(pace)
            self.requests += 1
            try:
                async with asyncio.timeout(timeout or self.timeout):
                    return await self._ask(target, url, host, method, headers, limit_bytes, verify, pace)
            except (aiohttp.ClientError, OSError, ValueError) as error:
                kind, detail = _failure(error)
                log.debug("%s %s: %s", method, url, detail)
                return Fetched(url, url, error=kind, detail=detail)

    async def _ask(
        self, target: URL, url: str, host: str, method: str, headers: dict[str, str], limit_bytes: int, verify: bool,
        pace: _Pace,
    ) -> Fetched:  # fmt: skip
        assert self._session is not None  # noqa: S101 - asked above
        if self.guard.spent:
            raise GuardError("too-large", "已达到本次检测的接收上限")
        # A password is told to the one origin that it was given for, and to nobody that this one links to.
        auth = self._credentials if origin(url) == self._credentials_for else None
        async with self._session.request(
            method, target, headers=headers, allow_redirects=False, auth=auth, ssl=strict() if verify else _LENIENT
        ) as response:
            self.guard.made(host)
            body, whole = bytearray(), True
            if method == "GET":
                async for chunk in response.content.iter_chunked(65_536):
                    body += chunk
                    if len(body) >= limit_bytes:
                        whole = response.content.at_eof() and len(body) <= limit_bytes
                        break
                if not whole:
                    response.close()
            self.guard.count(host, len(body) + 300, 300)
            if response.status == 429:
                pace.gap = max(pace.gap, min(LONGEST_DELAY, max(0.5, pace.gap * 2)))
            names: dict[str, str] = {}
            for name, value in response.headers.items():
                names[name.lower()] = f"{names[name.lower()]}, {value}" if name.lower() in names else value
            return Fetched(
                url, url, response.status, names, bytes(body[:limit_bytes]), truncated=not whole,
            )  # fmt: skip

    async def _pace_of(self, url: str) -> _Pace:
        """The pace of an address's host: ours, or slower where robots.txt asks; loopback needs none unless told."""
        parts = urlsplit(url)
        name = parts.hostname or ""
        if name not in self._paces:
            found = await self.guard.addresses(name) if self.guard.upstream is None else ()
            near = bool(found) and all(address.is_loopback for address in found)
            gap = 0.0 if near and self.rate is None else 1 / (self.rate or RATE)
            self._paces.setdefault(name, _Pace(gap, asyncio.Semaphore(8 if gap == 0 else AT_ONCE)))
        elif self.guard.upstream is None:
            await self.guard.addresses(name)
        pace = self._paces[name]
        task = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        if task is not None and task.done() and not task.cancelled() and not self.ignore_robots:
            pace.gap = max(pace.gap, min(LONGEST_DELAY, task.result().delay))
        return pace

    async def _turn(self, pace: _Pace) -> None:
        if pace.gap == 0:
            return
        async with pace.lock:
            now = time.monotonic()
            wait, pace.next_at = pace.next_at - now, max(now, pace.next_at) + pace.gap
        if wait > 0:
            await asyncio.sleep(wait)

    def _keep(self, key: tuple[str, bool], answer: Fetched) -> None:
        if old := self._kept.pop(key, None):
            self._kept_bytes -= len(old.body)
        self._kept[key] = answer
        self._kept_bytes += len(answer.body)
        while self._kept_bytes > KEPT_BYTES:
            _, old = self._kept.popitem(last=False)
            self._kept_bytes -= len(old.body)


class _Connector(aiohttp.TCPConnector):
    """A connector that asks the guard about addresses written in digits too; aiohttp asks only about names."""

    async def _resolve_host(
        self,
        host: str,
        port: int,
        traces: Sequence[Any] | None = None,  # noqa: ARG002 - aiohttp's own signature
    ) -> list[ResolveResult]:
        return await self._resolver.resolve(host, port)


def origin(url: str) -> str:
    """Scheme, host and port of an address, the port left out where it is the scheme's own."""
    parts = urlsplit(url)
    own = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{parts.port}" if parts.port and parts.port != own else ""
    return f"{parts.scheme}://{(parts.hostname or '').lower()}{port}"


def join(base: str, location: str) -> str:
    """The absolute address of a `Location` header, raw bytes of whatever encoding escaped."""
    raw = location.strip().encode("utf-8", "surrogateescape")
    return urljoin(base, quote(raw, safe="!#$%&'()*+,/:;=?@[]~-._")).partition("#")[0]


def _failure(error: Exception) -> tuple[str, str]:
    """Kind and detail of what a request raised."""
    inner = getattr(error, "os_error", None) or error
    for cause in (error, inner, error.__cause__):
        if isinstance(cause, GuardError):
            return cause.kind, cause.detail
    detail = f"{type(error).__name__}: {error}"[:300]
    kind = next((kind for types, kind in _KINDS if isinstance(error, types)), None)
    if kind is None and isinstance(error, aiohttp.ClientConnectorError) and isinstance(inner, OSError):
        kind = kind_of(inner)
    return kind or classify(detail).name, detail


_KINDS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((TimeoutError,), "timeout"),
    ((aiohttp.ClientSSLError, ssl.SSLError), "tls"),
    ((aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError, aiohttp.ClientResponseError), "reset"),
    ((ConnectionError,), "reset"),
)


def _lenient() -> ssl.SSLContext:
    """As old as a site may be, its certificate unjudged: the browser judges certificates."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with contextlib.suppress(ssl.SSLError):
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    with contextlib.suppress(ValueError), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # old sites are old, and we only read
        context.minimum_version = ssl.TLSVersion.TLSv1
    return context


_LENIENT = _lenient()
