"""Asks every address once, and whatever does not answer well again later, as a browser would.

GET, never HEAD: servers were seen that answer HEAD with 404, 405 or 500 and the page with 200, and the other way round.
Only the head of a body is read, then the connection is closed. A bot wall, a log-in and our own guard are never "dead".
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
import ssl
import time
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from http.cookies import SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
from playwright.async_api import Error as PlaywrightError
from yarl import URL

from a11y.collect import soft, trust
from a11y.collect.bot_wall import is_bot_wall
from a11y.collect.charset import decode
from a11y.collect.fetcher import join
from a11y.collect.guard import Guard, GuardError, kind_of
from a11y.collect.steps import Stage, is_moving_on
from a11y.collect.wire import Answer, Line, StaleError, Wire, WireError, made_ascii
from a11y.errors import classify
from a11y.evidence.links import (
    ALIVE,
    DEAD,
    DOUBTFUL,
    OURS,
    REFUSALS,
    Attempt,
    LinkStatus,
    LinkStatuses,
    SoftAnswer,
    bare,
    is_inside,
)
from a11y.evidence.page import Anchors
from a11y.model import Site, Trouble

if TYPE_CHECKING:
    from a11y.collect.context import Context

log = logging.getLogger(__name__)

LOOK_UPS = 4
"""Names looked up at a time. A name server that answers five a second was met: asked for eight at once it left names
without an answer for ten seconds, which is when a name counts as unknown; asked for four it did not."""
SCOUTS = 8
"""Outside hosts that are asked a second time before all are, where most of them could not be reached."""
TOLD_EVERY = 20
"""Requests between two words of progress."""
_WINDOWS = 3
"""Pages of the real browser open at a time."""
HOPS = 20
"""Redirects that a browser follows before it gives up. Source: Fetch Standard, HTTP-redirect fetch."""
BROWSER_AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
_UNREACHABLE = frozenset({"dns", "refused", "timeout", "reset", "network"})
_PLAIN = {"Accept": "*/*", "Accept-Language": "zh-CN,zh;q=0.9"}
_AS_BROWSER = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8",
    "Cache-Control": "max-age=0",
    "Upgrade-Insecure-Requests": "1",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-User": "?1",
}


@dataclass(frozen=True, slots=True)
class Probing:
    """How links are asked for."""

    rate: float | None = None
    """Requests a second to one host; None: 10, and as fast as it answers on loopback."""
    at_once: int = 64
    """Requests on their way in all."""
    per_host: int = 6
    """Requests on their way to one host, as many as browsers make."""
    timeout: float = 15.0
    """Seconds an answer may take the first time."""
    patience: float = 30.0
    """Seconds it may take the second time."""
    gap: float = 3.0
    """Seconds between the first and the second time at least, where it may have been a passing trouble."""
    missing_gap: float = 0.1
    """The same where the server said that there is no such page."""
    body: int = 65_536
    """Bytes of a page that are read."""
    drip: float = 5.0
    """Seconds a body may take; what came by then is enough."""
    most: int = 20_000
    """Addresses asked for at most; the others are `not-asked`."""
    folders: int = 300
    """Made-up addresses asked for at most."""
    renders: int = 40
    """Pages opened in the real browser at most."""
    budget: float = 900.0
    """Seconds for everything; what is not asked for by then is said to be so."""
    user_agent: str = BROWSER_AGENT
    """Sent the first time."""
    browser_agent: str = BROWSER_AGENT
    """Sent the second time."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the real browser came to."""

    final_url: str
    status: int
    kind: str = ""
    """A word of `errors.KINDS` where it failed."""
    text: str = ""
    """Visible text, title first."""
    challenge: bool = False
    detail: str = ""
    redirects: int = 0


Renderer = Callable[[str], Awaitable[Rendered]]


@dataclass(slots=True)
class _Host:
    """Turn-taking at one origin, and what it has come to."""

    gap: float
    slots: int
    next_at: float = 0.0
    answered: bool = False
    silent: int = 0
    """Failures in a row to reach it at all."""
    down: Attempt | None = None
    """It cannot be reached: what the others of its addresses are told in this round."""


@dataclass(slots=True)
class _Known:
    """What has been found out about one address so far."""

    attempts: list[Attempt] = field(default_factory=list)
    document: soft.Document | None = None
    soft: SoftAnswer | None = None
    asked_at: float = 0.0


async def gather_links(context: Context) -> Mapping[type, Any]:
    """The stage that asks for every address the pages seen so far refer to, and says why where it could not."""
    if not context.options.wants(LinkStatuses):
        return {}
    urls: dict[str, None] = {}
    for seen in context.pages(Anchors):
        anchors: Anchors = seen.artifacts.get(Anchors, Anchors())
        urls.update((bare(anchor.url), None) for anchor in anchors.items if anchor.kind != "form")
    options, budget = context.options, max(10.0, context.time_left * 0.8)
    probing = Probing(
        rate=options.rate, timeout=min(Probing().timeout, options.timeout), patience=options.timeout, budget=budget,
        user_agent=options.user_agent or BROWSER_AGENT, browser_agent=options.user_agent or BROWSER_AGENT,
    )  # fmt: skip
    site = replace(context.site, url=context.home_url or context.site.url)
    async with context.stage(fresh=True) as stage:
        statuses = await probe(
            urls, site, context.guard, probing=probing, render=browser_renderer(stage.page.context),
            cookies=_stored(options.storage_state), credentials=options.credentials,
            tell=lambda done, of: context.progress("asked", {"done": done, "of": of}),
        )  # fmt: skip
    if (row := trouble(statuses)) is not None:
        context.errors.append(row)
    context.progress("links", {"addresses": len(statuses.items)})
    return {LinkStatuses: statuses}


def _stored(state: Path | None) -> list[Mapping[str, Any]]:
    """Cookies of a storage state, as Playwright writes them."""
    return list(json.loads(state.read_text("utf-8")).get("cookies", ())) if state else []


async def probe(
    urls: Iterable[str],
    site: Site,
    guard: Guard,
    *,
    probing: Probing | None = None,
    render: Renderer | None = None,
    cookies: Iterable[Mapping[str, Any]] = (),
    credentials: tuple[str, str] | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> LinkStatuses:
    """What each address answers; every address is asked for once, fragments left aside.

    Args:
        urls: absolute addresses; those that are neither http nor https are passed over.
        site: tells inside from outside.
        guard: resolves, pins and refuses.
        probing: limits and pace.
        render: opens an address in the real browser, for doubtful ones and pages made by script.
        cookies: of a storage state, sent where they belong.
        credentials: user and password of HTTP authentication, given to the site's own host alone.
        tell: called now and then with how many addresses were asked for, and of how many.
    """
    async with Prober(site, guard, probing or Probing(), render, cookies, credentials) as prober:
        prober.tell = tell
        return await prober.run(dict.fromkeys(bare(url) for url in urls))


class Prober:
    """One run over one set of addresses."""

    def __init__(
        self,
        site: Site,
        guard: Guard,
        probing: Probing,
        render: Renderer | None,
        cookies: Iterable[Mapping[str, Any]] = (),
        credentials: tuple[str, str] | None = None,
    ) -> None:
        self.site = site
        self.guard = guard
        self.probing = probing
        self.render = render
        self.known: dict[str, _Known] = {}
        self.requests = 0
        self.asked = 0
        self.tell: Callable[[int, int], None] | None = None
        """Told now and then how many addresses were asked for, and of how many."""
        self._cookies = tuple(cookies)
        self._credentials = aiohttp.BasicAuth(*credentials) if credentials else None
        self._all = asyncio.Semaphore(probing.at_once)
        self._hosts: dict[str, _Host] = {}
        self._references: dict[tuple[str, str], _Known] = {}
        self._home = _Known()
        self._renders = probing.renders
        self._shown: dict[str, Rendered] = {}
        self._inside: set[str] = set()
        self._heads: dict[tuple[str, str], str] = {}
        self._start = time.monotonic()
        self._wire = Wire(guard, most=probing.body)

    async def __aenter__(self) -> Prober:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._wire.close()

    async def run(self, urls: Iterable[str]) -> LinkStatuses:
        """First round, made-up addresses, second round, the real browser, in this order."""
        wanted = [url for url in urls if url.startswith(("http://", "https://"))]
        self.known = {url: _Known() for url in wanted}
        asked = wanted[: self.probing.most]
        inside = self._inside = {url for url in asked if is_inside(self.site, url)}
        await self._learn_folders(inside)
        await self._round(asked, "client")
        await self._second(asked, inside)
        if self.render is not None:
            await self._ask_browser(asked)
            await self._compare_rendered()
        hosts, unreachable = self._outside_hosts(url for url in asked if url not in inside)
        return LinkStatuses(
            {
                url: LinkStatus(
                    url, url not in inside, tuple(known.attempts), known.document is not None, known.soft
                )
                for url, known in self.known.items()
            },
            "outside-unreachable" if unreachable * 2 > hosts else "", hosts, unreachable,
        )  # fmt: skip

    # --- rounds ------------------------------------------------------------------------------------------------------
    async def _round(self, urls: Iterable[str], asked_as: str) -> None:
        """Ask for each address once, every host by a few workers of its own."""
        queues: dict[str, deque[str]] = defaultdict(deque)
        for url in urls:
            queues[_origin(url)].append(url)
        for host in self._hosts.values():
            host.down, host.silent = None, 0
        looking_up = asyncio.Semaphore(LOOK_UPS)

        async def ask(origin: str, queue: deque[str]) -> None:
            async with looking_up:
                host = await self._host(origin)
            await asyncio.gather(*(self._work(host, queue, asked_as) for _ in range(min(host.slots, len(queue)))))

        await asyncio.gather(*(ask(origin, queue) for origin, queue in queues.items()))

    async def _work(self, host: _Host, queue: deque[str], asked_as: str) -> None:
        while queue:
            url = queue.popleft()
            known = self.known[url]
            if host.down is not None:
                known.attempts.append(replace(host.down, final_url=url, at=self._now()))
                known.asked_at = time.monotonic()
                continue
            if asked_as != "client" and (wait := self._due(known) - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            await self._turn(host)
            if time.monotonic() - self._start > self.probing.budget:
                return
            whole = url in self._inside and self._is_lenient(url)
            async with self._all:
                attempt, known.document, reached = await self._ask(url, asked_as, whole=whole)
            known.asked_at = time.monotonic()
            known.attempts.append(attempt)
            self.asked += asked_as == "client"
            if self.tell and asked_as == "client" and self.asked % TOLD_EVERY == 0:
                self.tell(self.asked, len(self.known))
            _note_reach(host, attempt, reached=reached)
            if known.document is not None and attempt.verdict == ALIVE:
                self._look_soft(url, known)

    def _due(self, known: _Known) -> float:
        """When an address may be asked for again."""
        missing = known.attempts[-1].status in (404, 410)
        return known.asked_at + (min(self.probing.missing_gap, self.probing.gap) if missing else self.probing.gap)

    async def _second(self, asked: list[str], inside: set[str]) -> None:
        """Whatever did not answer well is asked for again, later and as a browser would.

        Where most outside hosts could not be reached, one address of each is enough to know whether that has passed;
        and none at all where a few of them, asked first, are still silent: on a network without a way out each costs
        the whole wait for a name.
        """
        told_once = [url for url in asked if self.known[url].attempts]
        again = [url for url in told_once if self.known[url].attempts[-1].verdict in (DEAD, DOUBTFUL)]
        hosts, unreachable = self._outside_hosts(url for url in asked if url not in inside)
        if unreachable * 2 > hosts:
            one_each = [*{_origin(url): url for url in again if url not in inside}.values()]
            few = one_each[:: max(1, len(one_each) // SCOUTS)][:SCOUTS]
            await self._round([url for url in again if url in inside] + few, "browser")
            if all(self.known[url].attempts[-1].kind in _UNREACHABLE for url in few):
                return
            again = [url for url in one_each if url not in few]
        await self._round(again, "browser")

    def _outside_hosts(self, urls: Iterable[str]) -> tuple[int, int]:
        """How many outside hosts were asked, and how many of them never answered."""
        reached: dict[str, bool] = {}
        for url in urls:
            seen = [a for a in self.known[url].attempts if a.kind != "blocked-by-us"]
            if seen:
                host = urlsplit(url).netloc.lower()
                reached[host] = reached.get(host, False) or any(a.kind not in _UNREACHABLE for a in seen)
        return len(reached), sum(1 for answered in reached.values() if not answered)

    # --- one address -------------------------------------------------------------------------------------------------
    async def _ask(self, url: str, asked_as: str, *, whole: bool) -> tuple[Attempt, soft.Document | None, bool]:
        """One attempt: redirects followed by hand, so that the guard sees each, cookies kept on the way.

        Returns the attempt, the document where it is a page, and whether a connection was made.
        """
        start, at, hops = time.monotonic(), url, 0
        limit = self.probing.timeout if asked_as == "client" else self.probing.patience
        jar = _jar(self._cookies) if self._cookies else None
        seen: set[tuple[str, str]] = set()
        way = _Way()

        def ended(**words: Any) -> Attempt:
            took = round((time.monotonic() - start) * 1000)
            return Attempt(
                asked_as, round(start - self._start, 2), final_url=at, redirects=hops, milliseconds=took,
                certificate=way.certificate, **words,
            )  # fmt: skip

        while True:
            state = "" if jar is None else str(sorted((morsel.key, morsel.value) for morsel in jar))
            if (at, state) in seen or hops > HOPS:
                return ended(kind="redirects", detail=f"重定向 {hops} 次仍未到达"), None, True
            seen.add((at, state))
            try:
                answer = await self._get(at, asked_as, jar, start + limit, way)
            except (OSError, ValueError) as error:
                kind, detail = _failure(error)
                return ended(kind=kind, detail=detail), None, way.made
            if answer.location and answer.status in (301, 302, 303, 307, 308):
                following = join(at, answer.location)
                if answer.cookies:
                    jar = jar or aiohttp.CookieJar(unsafe=True, quote_cookie=False)
                    jar.update_cookies(_cookies_of(answer.cookies), URL(at))
                hops += 1
                if urlsplit(following).scheme not in ("http", "https"):
                    return ended(status=answer.status, detail=following[:200]), None, True
                at = following
                continue
            source = decode(answer.body, answer.content_type)[0] if answer.is_page else ""
            attempt = ended(status=answer.status, challenge=_is_challenge(answer, source))
            read = attempt.verdict == ALIVE and answer.is_page
            return attempt, soft.read(source, at, whole=whole) if read else None, True

    async def _get(self, url: str, asked_as: str, jar: aiohttp.CookieJar | None, until: float, way: _Way) -> Answer:
        """One answer; its head must come by `until` (monotonic), a body has a limit of its own."""
        if self.guard.spent:
            raise GuardError("too-large", "已达到本次检测的接收上限")
        origin = _origin(url)
        request = self._request(url, origin, asked_as, jar)
        while True:
            line = await self._line(origin, until, way)
            self.requests += 1
            try:
                answer = await line.ask(request, until)
            except StaleError:
                continue
            except BaseException:
                line.close()
                raise
            if not answer.complete:
                await line.rest(self.probing.drip)
            self._wire.give_back(line)
            return answer

    async def _line(self, origin: str, until: float, way: _Way) -> Line:
        """A connection to an origin; a certificate that does not pass is noted, and judged no more on this way."""
        way.made = False
        if not origin.startswith("https:"):
            line = await self._wire.line(origin, None, until)
        else:
            try:
                line = await self._wire.line(origin, trust.strict() if way.certificate else _lenient(), until)
            except ssl.SSLCertVerificationError:
                way.certificate = False
                line = await self._wire.line(origin, _lenient(), until)
        way.made = True
        return line

    def _request(self, url: str, origin: str, asked_as: str, jar: aiohttp.CookieJar | None) -> bytes:
        """The request as it is sent; what is the same for all of an origin is put together once."""
        if (origin, asked_as) not in self._heads:
            self._heads[origin, asked_as] = self._head_of(origin, asked_as)
        place = len(_HEAD_OF_ADDRESS.match(url)[0])  # type: ignore[index]  # every address has one
        target = url[place:] if url[place : place + 1] == "/" else "/" + url[place:]
        if _UNSAFE.search(target):
            target = URL(url).raw_path_qs
        cookie = ""
        if jar is not None and (sent := jar.filter_cookies(URL(url))):
            cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in sent.items())
            cookie = f"Cookie: {_UNPRINTABLE.sub('', cookie)}\r\n"
        return f"GET {target} HTTP/1.1\r\n{self._heads[origin, asked_as]}{cookie}\r\n".encode(
            "utf-8", "surrogateescape"
        )

    def _head_of(self, origin: str, asked_as: str) -> str:
        parts = urlsplit(origin)
        headers = {"Host": made_ascii(parts.netloc.rpartition("@")[2]), "Connection": "keep-alive"}
        headers |= _PLAIN if asked_as == "client" else _AS_BROWSER
        headers["User-Agent"] = self.probing.user_agent if asked_as == "client" else self.probing.browser_agent
        headers["Accept-Encoding"] = "gzip, deflate"
        headers["Referer"] = self.site.url
        if parts.username is not None:
            headers["Authorization"] = aiohttp.BasicAuth(parts.username, parts.password or "", "utf-8").encode()
        elif self._credentials is not None and origin == _origin(self.site.url):
            headers["Authorization"] = self._credentials.encode()
        return "".join(f"{name}: {_UNPRINTABLE.sub('', value)}\r\n" for name, value in headers.items())

    # --- pages in disguise -------------------------------------------------------------------------------------------
    async def _learn_folders(self, inside: set[str]) -> None:
        """Ask for the home page, and for one made-up address in each folder, so that each answer can be compared."""
        counted = Counter(soft.folder(url) for url in inside if not _NO_PAGE.search(url.partition("?")[0]))
        places = [place for place, _ in counted.most_common(self.probing.folders)]
        if not places:
            return
        self._references = {place: _Known() for place in places}
        made_up = {soft.made_up(place): known for place, known in self._references.items()}
        queue = deque([(self.site.url, self._home), *made_up.items()])

        async def work() -> None:
            while queue:
                url, known = queue.popleft()
                host = await self._host(_origin(url))
                if host.down is not None:
                    continue
                await self._turn(host)
                async with self._all:
                    attempt, known.document, reached = await self._ask(url, "client", whole=True)
                known.attempts.append(attempt)
                _note_reach(host, attempt, reached=reached)

        await asyncio.gather(*(work() for _ in range(min(self.probing.per_host, len(queue)))))

    def _is_lenient(self, url: str) -> bool:
        """The folder answers a made-up address with a page, or has not been asked yet."""
        known = self._references.get(soft.folder(url))
        return known is None or not known.attempts or known.document is not None

    def _look_soft(self, url: str, known: _Known) -> None:
        """Say why the page may be an error page, before any rendering."""
        document = known.document
        assert document is not None  # noqa: S101 - asked by the caller
        if not document.heading and document.final_url == url and not self._is_lenient(url):
            return
        if document.heading:
            known.soft = SoftAnswer("words", document.heading, document.chars)
            if document.chars <= soft.FEW_CHARS:
                return
        home, reference = self._home.document, self._references.get(soft.folder(url))
        if home is None or soft.is_home_path(url) or soft.same_address(url, self.site.url):
            return
        if soft.same_address(url, home.final_url) or url not in self._inside:
            return
        made_up = reference.document if reference else None
        made_up_url = reference.attempts[0].final_url if reference and reference.attempts else ""
        home_too = made_up is not None and _is_page(made_up, home)
        moved = not soft.same_address(url, document.final_url)
        if moved and soft.same_address(document.final_url, home.final_url):
            known.soft = SoftAnswer("home", document.title, made_up=made_up_url, made_up_too=home_too, redirected=True)
        elif made_up is not None and (
            (moved and soft.same_address(document.final_url, made_up.final_url)) or document.key == made_up.key
        ):
            how = "home" if home_too else "made-up"
            same = moved and soft.same_address(document.final_url, made_up.final_url)
            compared = "text" if same or not (document.scripted or made_up.scripted) else "source"
            known.soft = SoftAnswer(
                how, document.title, made_up=made_up_url, made_up_too=home_too, compared=compared,
                login=document.login,
            )  # fmt: skip
        elif home_too and _is_page(document, home):
            known.soft = SoftAnswer("home", document.title, made_up=made_up_url, made_up_too=True, compared="source")

    async def _compare_rendered(self) -> None:
        """Pages made by script look alike in their source: what a browser shows decides."""
        open_ones = [
            (url, known) for url, known in self.known.items() if known.soft and known.soft.compared == "source"
        ]
        for url, known in open_ones:
            assert known.soft is not None  # noqa: S101 - chosen by it
            mine = await self._rendered(url)
            theirs = await self._rendered(known.soft.made_up)
            home = await self._rendered(self.site.url)
            if mine is None or theirs is None or mine.kind or theirs.kind:
                continue
            a, b = soft.digest(mine.text, url), soft.digest(theirs.text, known.soft.made_up)
            if a[0] != b[0]:
                known.soft = None
            else:
                at_home = home is not None and not home.kind and soft.digest(home.text, self.site.url)[0] == a[0]
                known.soft = replace(
                    known.soft, how="home" if at_home else "made-up", made_up_too=at_home, compared="rendered"
                )

    # --- the real browser --------------------------------------------------------------------------------------------
    async def _ask_browser(self, asked: list[str]) -> None:
        """Doubtful addresses, and connections cut off, are opened in the real browser: it may be let in."""
        queue = deque(url for url in asked if self._needs_browser(self.known[url]))

        async def work() -> None:
            while queue:
                url = queue.popleft()
                known, start = self.known[url], time.monotonic()
                shown = await self._rendered(url)
                if shown is None:
                    return
                took = round((time.monotonic() - start) * 1000)
                known.attempts.append(
                    Attempt(
                        "chromium", round(start - self._start, 2), shown.status, shown.kind, shown.final_url,
                        shown.redirects, took, shown.challenge, known.attempts[-1].certificate, shown.detail[:300],
                    )
                )  # fmt: skip

        await asyncio.gather(*(work() for _ in range(_WINDOWS)))

    def _needs_browser(self, known: _Known) -> bool:
        last = known.attempts[-1] if known.attempts else None
        if last is None or _verdict(known) in (ALIVE, OURS):
            return False
        return last.verdict == DOUBTFUL or (last.verdict == DEAD and last.kind in ("reset", "redirects"))

    async def _rendered(self, url: str) -> Rendered | None:
        if url not in self._shown:
            if self.render is None or self._renders <= 0:
                return None
            self._renders -= 1
            self._shown[url] = await self.render(url)
        return self._shown[url]

    # --- pace --------------------------------------------------------------------------------------------------------
    async def _host(self, origin: str) -> _Host:
        if origin not in self._hosts:
            near = False
            if self.guard.upstream is None and self.probing.rate is None:
                with contextlib.suppress(GuardError, ValueError):
                    found = await self.guard.addresses(urlsplit(origin).hostname or "")
                    near = all(address.is_loopback for address in found)
            gap = 0.0 if near else 1 / (self.probing.rate or 10)
            self._hosts.setdefault(origin, _Host(gap, self.probing.per_host * (4 if near else 1)))
        return self._hosts[origin]

    async def _turn(self, host: _Host) -> None:
        if not host.gap:
            return
        now = time.monotonic()
        host.next_at = max(now, host.next_at) + host.gap
        if (wait := host.next_at - host.gap - now) > 0:
            await asyncio.sleep(wait)

    def _now(self) -> float:
        return round(time.monotonic() - self._start, 2)


@dataclass(slots=True)
class _Way:
    """How far one request came."""

    made: bool = False
    """A connection was made."""
    certificate: bool = True
    """No certificate on the way was refused."""


def trouble(statuses: LinkStatuses) -> Trouble | None:
    """The row of `errors` that says why outside links were not judged; None where they were."""
    if not statuses.outside_untested:
        return None
    return Trouble(
        "links", "network",
        f"站外主机 {statuses.outside_hosts} 个中有 {statuses.outside_unreachable} 个从本机无法访问，站外链接全部未检",
    )  # fmt: skip


def _is_challenge(answer: Answer, source: str) -> bool:
    """A wall has hardly any links; the patterns are too dear to be tried on every good page."""
    bare_page = len(source) < 5_000 or "<script" in source
    suspicious = answer.status != 200 or (bare_page and source.count("<a") < 15)
    if suspicious and len(source) < soft.LITTLE_TEXT and "<title" in source:
        title = source[source.index("<title") :].partition("</title")[0].partition(">")[2]
        return is_bot_wall(answer.status, answer.headers, source, f"{title} {soft.plain(source)}")
    return suspicious and is_bot_wall(answer.status, answer.headers, source)


def _note_reach(host: _Host, attempt: Attempt, *, reached: bool) -> None:
    """A host without address, or to which no connection can be made again and again, is not asked for every address."""
    if reached or attempt.redirects:
        host.answered, host.silent = host.answered or reached, 0
        return
    host.silent += 1
    if attempt.kind in ("dns", "blocked-by-us") or (not host.answered and host.silent >= 2 * host.slots):
        host.down = attempt


def _verdict(known: _Known) -> str:
    return LinkStatus("", False, tuple(known.attempts)).verdict


def _is_page(a: soft.Document, b: soft.Document) -> bool:
    """Two answers are one page: the same address in the end, or nearly the same text."""
    return soft.same_address(a.final_url, b.final_url) or soft.likeness(a, b) >= 0.9


def _origin(url: str) -> str:
    """Scheme and place of an address; of the many of one site only the first is taken apart."""
    return _origin_of("/".join(url.split("/", 3)[:3]))


@lru_cache(maxsize=4096)
def _origin_of(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _cookies_of(lines: Iterable[str]) -> SimpleCookie:
    jar: SimpleCookie = SimpleCookie()
    for line in lines:
        with contextlib.suppress(Exception):  # whatever a server calls a cookie
            jar.load(line)
    return jar


def _jar(cookies: Iterable[Mapping[str, Any]]) -> aiohttp.CookieJar:
    """A jar with the cookies of a storage state, as Playwright writes them."""
    jar = aiohttp.CookieJar(unsafe=True, quote_cookie=False)
    for cookie in cookies:
        morsel: SimpleCookie = SimpleCookie()
        with contextlib.suppress(Exception):
            morsel[cookie["name"]] = cookie["value"]
            jar.update_cookies(morsel, URL(f"http://{str(cookie['domain']).lstrip('.')}{cookie.get('path', '/')}"))
    return jar


def _failure(error: Exception) -> tuple[str, str]:
    """Kind and detail of what a request raised."""
    if isinstance(error, GuardError | WireError):
        return ("invalid" if error.kind == "unknown" and isinstance(error, GuardError) else error.kind), error.detail
    detail = f"{type(error).__name__}: {error}"[:300]
    known = next((kind for types, kind in _FAILURES if isinstance(error, types)), None)
    return known or (kind_of(error) if isinstance(error, OSError) else classify(detail).name), detail


_FAILURES: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((TimeoutError,), "timeout"),
    ((ssl.SSLError,), "tls"),
    ((ConnectionRefusedError,), "refused"),
    ((ConnectionError,), "reset"),
    ((ValueError,), "invalid"),
)
_HEAD_OF_ADDRESS = re.compile(r"[^/?#]*(?://[^/?#]*)?")
_UNSAFE = re.compile(r"[^!-~]")
"""What must be escaped before it is sent, line ends above all."""
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


@cache
def _lenient() -> ssl.SSLContext:
    """As old and as careless as a site may be: whether it answers is one question, its certificate another."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with contextlib.suppress(ssl.SSLError):
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    return context


_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|ico|bmp|css|js|woff2?|ttf|mp[34]|pdf|docx?|xlsx?|pptx?|zip|rar|7z|wps|ofd|txt|xml|json)$",
    re.IGNORECASE,
)


def browser_renderer(context: Any, *, limit: float = 10.0) -> Renderer:
    """Opens addresses in a context of the real browser (async API), one page each."""

    async def render(url: str) -> Rendered:
        page = await context.new_page()
        try:
            async with asyncio.timeout(limit + 10):
                return await _open(page, url, limit)
        except (PlaywrightError, TimeoutError) as error:
            return Rendered(url, 0, classify(str(error) or "timed out").name, detail=str(error)[:300])
        finally:
            # A page that reloads itself without end cannot always be closed in order.
            with contextlib.suppress(PlaywrightError, TimeoutError):
                await asyncio.wait_for(page.close(), 3)

    return render


async def _open(page: Any, url: str, limit: float) -> Rendered:
    answers: list[Any] = []

    def keep(response: Any) -> None:
        if response.request.is_navigation_request() and response.frame == page.main_frame:
            answers.append(response)

    page.on("response", keep)
    stage = Stage(page)
    landing = await stage.goto(url, limit=limit)
    if landing.error == "timeout" and len(answers) > 2:
        return _restless(url, answers)
    if landing.error and (not answers or 300 <= answers[-1].status < 400):
        return Rendered(landing.url, 0, landing.error, detail=landing.detail)
    try:
        async with asyncio.timeout(8):
            text = await _words(stage, answers)
    except (PlaywrightError, TimeoutError):
        return _restless(url, answers)
    status = answers[-1].status if answers else landing.status
    wall = is_bot_wall(status, landing.headers, "", text)
    redirects = sum(1 for answer in answers if 300 <= answer.status < 400)
    return Rendered(page.url, status, text=text[:100_000], challenge=wall, redirects=redirects)


def _restless(url: str, answers: list[Any]) -> Rendered:
    """It goes on loading itself: what a wall does to whom it does not know."""
    return Rendered(url, answers[-1].status if answers else 0, challenge=True, detail="页面不停地重新载入")


async def _words(stage: Stage, answers: list[Any]) -> str:
    """What the page shows once it rests; a wall's script may load it anew just while it is asked."""
    while True:
        try:
            await _let_through(stage, answers)
            return str(await stage.evaluate(_WORDS, limit=5))
        except PlaywrightError as error:
            if not is_moving_on(error):
                raise
        await stage.wait(0.1)


async def _let_through(stage: Stage, answers: list[Any]) -> None:
    """Wait for the page to settle, and for a wall's script to let us in where the first answer was a refusal."""
    for _ in range(4):
        await stage.settle(bound=3)
        refused = bool(answers) and answers[-1].status in REFUSALS
        if not refused or stage.page.url.startswith("chrome-error:") or not await stage.evaluate(_HAS_SCRIPT):
            return
        await stage.wait(0.7)


_HAS_SCRIPT = "() => document.scripts.length > 0"
_WORDS = "() => document.title + ' ' + (document.body ? document.body.innerText : '')"
