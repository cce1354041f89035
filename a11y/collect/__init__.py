"""Evidence of one site: the only code that touches a browser or the network.

`collect(site, options, into, progress)` opens the guard, the browser and the client, looks at the home page, chooses a
sample, looks at each page once, lets every stage do its part, and leaves an evidence folder. asyncio begins and ends
here.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import logging
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from a11y import __version__
from a11y.collect import discovery, sampling, trust
from a11y.collect.browser import Browser
from a11y.collect.context import Context, Progress, Suspects
from a11y.collect.fetcher import Fetcher, origin
from a11y.collect.guard import Guard, GuardError
from a11y.collect.link_pictures import picture_links
from a11y.collect.options import Options
from a11y.collect.running import swept_seldom, to_its_end
from a11y.collect.sampling import Choice, Templates
from a11y.collect.visiting import open_page, visit
from a11y.errors import KINDS, UsageError
from a11y.evidence import AxeResults, ElderlyEntries, Evidence, LinkStatuses, Page, PageEvidence, Probes, Sample
from a11y.evidence.folder import Writer, open_evidence
from a11y.model import Coverage, Mode, Role, Site, Trouble

__all__ = ["Context", "Options", "Plan", "collect", "once", "plan"]

log = logging.getLogger(__name__)

T = TypeVar("T")

STAGES: Mapping[str, tuple[str, float]] = {
    "a11y.collect.technical": ("gather_technical", 180.0),
    "a11y.collect.elderly": ("gather_elderly", 420.0),
    "a11y.collect.links": ("gather_links", 420.0),
    "a11y.collect.content": ("gather_content", 300.0),
}
"""What follows the pages: module, its entry point, and the seconds that it may take."""

PICTURES_SECONDS = 40.0
"""How long pages are opened again for pictures of their dead links."""
TEXT_SHARE = 5 << 20
"""Bytes of a site's folder that are left to text: twenty pages of a portal were seen to need so much."""
GONE = frozenset({"http", "not-html", "empty", "robots"})
"""Failures that say that there is no page to look at: they leave the coverage as it is."""
ROUNDS = 2
"""How often pages that could not be examined are replaced by others."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a collection would do."""

    pages: tuple[Choice, ...]
    requests: int
    """Requests of ours and navigations; what a page itself loads is not counted."""
    found: int


def collect(
    site: Site, options: Options, into: Path, progress: Progress | None = None, *, suspects: Suspects | None = None
) -> Evidence:
    """Gather the evidence of a site into the folder `into`, which is the site's.

    Args:
        site: its address, and what its file says of it.
        options: how it is to be looked at.
        into: the site's folder (or an attempt's): `evidence/` and `MANIFEST.sha256` are written below it.
        progress: told of stages and pages as they come.
        suspects: says which elements of a page deserve a picture; default: what axe and pixels found wrong.

    Raises:
        UsageError: the address is not to be visited (private, or no address at all).
        BrowserMissingError: there is no browser.
    """
    writer = Writer(into, pictures_limit=max(0, options.folder_limit - TEXT_SHARE))
    tell = progress or (lambda _word, _values: None)
    with swept_seldom():
        to_its_end(lambda: _Collection(site, options, writer, tell, suspects).run())
    return open_evidence(into)


def plan(site: Site, options: Options) -> Plan:
    """Which pages would be looked at, found in the same way; only the home page is opened in a browser.

    Raises:
        UsageError, BrowserMissingError: as `collect`.
    """
    return to_its_end(lambda: _plan(site, options))


async def _plan(site: Site, options: Options) -> Plan:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        work = _Collection(site, replace(options, keep="none"), Writer(Path(folder)), lambda _w, _v: None, None)
        async with AsyncExitStack() as stack:
            if options.only_pages:
                return Plan(work.asked(), len(options.only_pages), len(options.only_pages))
            context = await work.open(stack)
            choices = await work.choose(context, await work.home_links(context))
            requests = context.fetcher.requests + len(choices)
            return Plan(tuple(choices), requests, len(work.found) + 1)


def once(site: Site, options: Options, work: Callable[[Context], Coroutine[Any, Any, T]]) -> T:
    """What `work` brings from an opened collection; nothing is kept.

    Raises:
        UsageError, BrowserMissingError: as `collect`.
    """
    return to_its_end(lambda: _once(site, options, work))


async def _once(site: Site, options: Options, work: Callable[[Context], Coroutine[Any, Any, T]]) -> T:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        run = _Collection(site, replace(options, keep="none"), Writer(Path(folder)), lambda _w, _v: None, None)
        async with AsyncExitStack() as stack:
            return await work(await run.open(stack))


class _Collection:
    """One run over one site."""

    def __init__(self, site: Site, options: Options, writer: Writer, tell: Progress, suspects: Suspects | None) -> None:
        self.site = site
        self.options = options
        self.writer = writer
        self.tell = tell
        self.suspects = suspects
        self.found: dict[str, sampling.Candidate] = {}
        self.templates = Templates()
        self.shaped: list[tuple[str, str]] = []
        """Address and template of each page examined."""
        self.chosen: list[Choice] = []
        self.site_errors: dict[str, str] = {}
        self.axe = ""
        self.incomplete: list[str] = []
        """Why the coverage is not what was asked for, in Chinese."""
        self.early: dict[str, dict[type, Any]] = {}
        """What a stage has brought that ran beside the pages, by its module."""

    async def run(self) -> None:
        """Everything, from the first request to the manifest."""
        artifacts: dict[type, Any] = {}
        async with AsyncExitStack() as stack:
            context = await self.open(stack)
            try:
                async with asyncio.timeout(self.options.site_timeout):
                    try:
                        await self.pages(context)
                    finally:
                        context.write_beside()
                    if any(not page.error for page in context.seen):
                        artifacts = await self.stages(context)
            except TimeoutError:
                self.incomplete.append(f"超过 {self.options.site_timeout:g} 秒，没有看完")
                context.trouble(self.site.url, "timeout", "整站检测超时")
            sample = self.sample(context)
        if self.options.visits:
            artifacts[Probes] = Probes(self.options.visits)
        self.writer.finish(sample, artifacts, self.site_errors)

    async def open(self, stack: AsyncExitStack) -> Context:
        """Guard, browser and client, ready."""
        options = self.options
        guard = await stack.enter_async_context(
            Guard(dict(options.resolve), options.allow_private, options.proxy, options.bytes_limit)
        )
        await _entry_allowed(guard, self.site.url)
        self.tell("stage", {"name": "browser"})
        browser = await stack.enter_async_context(
            Browser(
                options.browser, options.headed, guard.proxy, options.user_agent, options.storage_state,
                options.credentials, origin(self.site.url), await trust.keys(guard, self.places()),
            )
        )  # fmt: skip
        fetcher = await stack.enter_async_context(
            Fetcher(
                guard, user_agent=browser.user_agent(options.device), rate=options.rate,
                ignore_robots=options.ignore_robots, timeout=min(15.0, options.timeout), cookies=_cookies(options.storage_state),
                credentials=options.credentials, credentials_for=self.site.url,
            )
        )  # fmt: skip
        deadline = time.monotonic() + options.site_timeout
        return Context(
            self.site, options, guard, browser, fetcher, self.writer, self.tell, deadline, suspects=self.suspects
        )

    def places(self) -> tuple[str, ...]:
        """Hosts of the site that are known before it is opened."""
        return (self.site.url, *self.site.scope, *(host for host, _ in self.options.resolve))

    # --- pages ---
    async def pages(self, context: Context) -> None:
        """Look at the home page, choose the sample, look at the rest of it."""
        try:
            await self._pages(context)
        except ExceptionGroup as group:
            # One thing broke, and the others were called off for it: it is told as what it is.
            raise _first(group) from group

    async def _pages(self, context: Context) -> None:
        if self.options.only_pages:
            self.chosen = list(self.asked())
            context.home_url = self.site.url
            failed = await self.examine(context, self.chosen)
            self.lost([page for _, page in failed])
            return
        self.tell("stage", {"name": "home"})
        self.chosen = [Choice(self.site.url, Role.HOME)]
        known: asyncio.Future[PageEvidence] = asyncio.get_running_loop().create_future()
        async with asyncio.TaskGroup() as group:
            # The walks over the home page take the longest of all, so the sample is drawn while they go on.
            first = group.create_task(self.home(context, known))
            seen = await known
            if seen.page.error:
                return
            context.home_url, context.welcome = seen.page.final_url, seen.page.welcome
            self.tell("stage", {"name": "sample"})
            self.chosen = await self.choose(context, discovery.links_of(seen))
            self.tell("sample", {"pages": len(self.chosen), "found": len(self.found) + 1})
            context.sampled = tuple((choice.url, choice.role) for choice in self.chosen)
            meanwhile = [first]
            if self.options.concurrency > 1:
                meanwhile.append(group.create_task(self.beside(context, "a11y.collect.elderly")))
            failed = await self.examine(context, self.chosen[1:], meanwhile)
            await asyncio.wait([first])
            await self.replace(context, failed, meanwhile)
            context.sample_seen.set()

    def asked(self) -> tuple[Choice, ...]:
        """The pages that a person named: they are the sample."""
        home = sampling.normal(self.site.url)
        return tuple(Choice(url, _role(url, home)) for url in self.options.only_pages)

    async def beside(self, context: Context, name: str) -> None:
        """A stage that needs no more than the home page and the sample's addresses, while the pages are looked at.

        Like the walks over the home page it waits more than it works. Where a browser had to be killed meanwhile what
        it brought is dropped, since another page may have cut it short, and it has its turn again after the pages.
        """
        if not self.wanted(name):
            return
        killed, own = context.browser.killed, replace(context, errors=[], held=[])
        # It may have to wait for the sample: only the site's own time bounds that, and the stage bounds its work itself.
        found = await self.stage(own, name, within=context.time_left)
        if context.browser.killed != killed:
            return
        self.early[name] = found
        context.join(own)

    async def home(self, context: Context, known: asyncio.Future[PageEvidence]) -> None:
        """The home page, tried twice where a second try may find it well; `known` is set before its walks."""

        def told(seen: PageEvidence) -> None:
            if not known.done():
                known.set_result(seen)

        context.home_url, number = self.site.url, self.writer.reserve()
        choice = Choice(self.site.url, Role.HOME)
        seen = await self.look(context, choice, 0, walk=True, told=told)
        if _again(seen.page):
            await asyncio.sleep(0.5)
            seen = await self.look(context, choice, 0, walk=True, told=told)
        self.keep(context, seen, number)
        if seen.page.error:
            self.incomplete.append(_why_home(seen.page))
            context.trouble(seen.page.url, seen.page.error, KINDS[seen.page.error].text)
        told(seen)

    async def home_links(self, context: Context) -> list[tuple[str, str]]:
        """Links of the home page, for a plan: nothing else of it is looked at."""
        async with context.stage() as stage:
            page = await open_page(context, stage, self.site.url, Role.HOME, Mode.STANDARD, self.options.device)
            context.home_url = page.final_url if not page.error else self.site.url
            context.welcome = page.welcome
            return [] if page.error else await discovery.rendered_links(stage)

    async def choose(self, context: Context, links: Iterable[tuple[str, str]]) -> list[Choice]:
        """The sample; `found` is filled."""
        scope = sampling.Scope.of(self.site, context.home_url)
        self.found = await discovery.discover(context, scope, links)
        context.found = {url: candidate.role for url, candidate in self.found.items()}
        context.found_by = {url: candidate.text for url, candidate in self.found.items()}
        if not context.welcome or self.options.pages < 2:
            return sampling.choose(self.found, self.site.url, self.options.pages, self.options.seed)
        # What a welcome page does wrong is the site's too; it is looked at as it is, and not waited for.
        home, *others = sampling.choose(self.found, context.home_url, self.options.pages - 1, self.options.seed)
        return [home, Choice(context.welcome, Role.RANDOM), *others]

    async def examine(
        self, context: Context, choices: Sequence[Choice], meanwhile: Sequence[asyncio.Task[None]] = ()
    ) -> list[tuple[Choice, Page]]:
        """Look at pages, some at a time; those that could not be examined, in order.

        Templates are given in the order of the sample, whichever page is done first, so each page waits with its
        template until those before it have one. One less at a time for each of `meanwhile` that is not yet done.
        """
        gates = [asyncio.Event() for _ in range(len(choices) + 1)]
        gates[0].set()
        numbers = [self.writer.reserve() for _ in choices]
        queue = iter(enumerate(choices))
        failed: dict[int, tuple[Choice, Page]] = {}
        drained: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def work(before: asyncio.Task[None] | None) -> None:
            if before is not None:
                await asyncio.wait([before, drained], return_when=asyncio.FIRST_COMPLETED)
            for index, choice in queue:
                seen = await self.look(context, choice, index, gates=gates)
                gates[index + 1].set()
                if _again(seen.page):
                    seen = await self.look(context, choice, index)
                if seen.page.error:
                    failed[index] = choice, seen.page
                self.keep(context, seen, numbers[index])
            if not drained.done():
                drained.set_result(None)

        async with asyncio.TaskGroup() as group:
            free = max(0, self.options.concurrency - len(meanwhile))
            for before in [*[None] * free, *meanwhile][: min(self.options.concurrency, len(choices))]:
                group.create_task(work(before))
        return [failed[index] for index in sorted(failed)]

    async def replace(
        self, context: Context, failed: list[tuple[Choice, Page]], meanwhile: Sequence[asyncio.Task[None]]
    ) -> None:
        """Look at other pages of the same role for those that could not be examined; what then is missing, is said."""
        spares = sampling.spares(self.found, self.chosen, self.options.seed)
        lost = [page for _, page in failed if page.error not in GONE]
        for _ in range(ROUNDS):
            others = [other for choice, _ in failed if (other := next(spares[choice.role], None))]
            if not others:
                break
            self.chosen += others
            failed = await self.examine(context, others, meanwhile)
            lost += [page for _, page in failed if page.error not in GONE]
        examined = sum(1 for page in context.seen if not page.error)
        if examined < min(self.options.pages, len(self.found) + 1):
            self.lost(lost)

    def lost(self, pages: Sequence[Page]) -> None:
        """Say that pages are missing from what was asked for."""
        if pages:
            kinds = list(dict.fromkeys(KINDS[page.error or "unknown"].text for page in pages))
            self.incomplete.append(f"{len(pages)} 页未能检查（{'、'.join(kinds)}）")

    async def look(
        self, context: Context, choice: Choice, index: int, *, walk: bool | None = None,
        gates: Sequence[asyncio.Event] | None = None, told: Callable[[PageEvidence], None] | None = None,
    ) -> PageEvidence:  # fmt: skip
        """One page, its template given in turn."""

        async def turn(shape: Iterable[str]) -> tuple[str, bool]:
            if gates is not None:
                await gates[index].wait()
            placed = self.templates.place(shape)
            if gates is not None:
                gates[index + 1].set()
            return placed

        started = time.monotonic()
        seen = await visit(context, choice.url, choice.role, walk=walk, turn=turn, told=told)
        if gates is not None:
            await gates[index].wait()
        log.debug("%s %s in %.1f s", choice.url, seen.page.error or "seen", time.monotonic() - started)
        return seen

    def keep(self, context: Context, seen: PageEvidence, number: int) -> None:
        """Write a page down."""
        self.writer.write_page(seen, number)
        context.seen.append(seen.page)
        page = seen.page
        if page.error is None:
            self.shaped.append((sampling.normal(page.url) or page.url, page.template))
        elif page.error not in GONE and page.role is not Role.HOME:
            context.trouble(page.url, page.error, KINDS[page.error].text)
        if axe := seen.artifacts.get(AxeResults):
            self.axe = axe.version
        self.tell(
            "page",
            {"url": page.url, "mode": page.mode.value, "role": page.role.value, "error": page.error,
             "milliseconds": page.milliseconds, "done": len(context.seen), "of": len(self.chosen) or 1},
        )  # fmt: skip

    # --- what follows ---
    async def stages(self, context: Context) -> dict[type, Any]:
        """What the other stages bring; one that breaks or takes too long leaves its error as a value."""
        artifacts: dict[type, Any] = {}
        for name in STAGES:
            if name in self.early:
                artifacts.update(self.early[name])
            elif self.wanted(name):
                artifacts.update(await self.stage(context, name))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(PICTURES_SECONDS, context.time_left)):
                await picture_links(context, artifacts.get(LinkStatuses), artifacts.get(ElderlyEntries))
        return artifacts

    async def stage(self, context: Context, name: str, *, within: float = 0) -> dict[type, Any]:
        """What one stage brings, nothing where there is no such stage; in its own time, or more where `within` is."""
        artifacts: dict[type, Any] = {}
        entry, seconds = STAGES[name]
        found = _stage(name, entry)
        if found is None:
            return artifacts
        brings = getattr(importlib.import_module(name), "ARTIFACTS", ())
        for artifact in brings:
            self.site_errors.pop(artifact.__name__, None)
        self.tell("stage", {"name": name.rpartition(".")[2]})
        started = time.monotonic()
        try:
            async with asyncio.timeout(min(max(seconds, within), context.time_left)):
                artifacts.update(await found(context))
        except Exception as error:  # as around a gatherer: an error is a value on the same road as data
            log.warning("%s broke", name, exc_info=True)
            text = "超过时限" if isinstance(error, TimeoutError) else f"{type(error).__name__}: {error}"
            for artifact in brings:
                if artifact not in artifacts:
                    self.site_errors[artifact.__name__] = text[:300]
            context.trouble(name.rpartition(".")[2], "gatherer", text)
        log.debug("%s took %.1f s", name, time.monotonic() - started)
        return artifacts

    def wanted(self, name: str) -> bool:
        """Whether a stage is to run: its artifacts are asked for, and the elderly version is to be looked at."""
        if name.endswith(".elderly") and not self.options.elderly:
            return False
        brings = getattr(importlib.import_module(name), "ARTIFACTS", ())
        return not brings or self.options.wants(*brings)

    def sample(self, context: Context) -> Sample:
        """What was chosen of the site, how and when."""
        options = self.options
        standard = [page for page in context.seen if page.mode is Mode.STANDARD and page.device is options.device]
        examined = [page for page in standard if not page.error]
        found = len(self.found) + 1
        coverage = Coverage(
            pages_found=max(found, len(examined)), pages_checked=len(examined),
            pages_failed=len(standard) - len(examined), templates=len({page.template for page in examined} - {""}),
            complete=not self.incomplete and bool(examined),
            reason="；".join(self.incomplete) or (None if examined else "没有一页可以检查"),
        )  # fmt: skip
        tool = {
            "version": __version__, "axe": self.axe, "chromium": context.browser.version,
            "arguments": list(options.arguments), "user_agent": context.browser.user_agent(options.device),
            "ignore_robots": options.ignore_robots, "pages": options.pages, "device": options.device.value,
            "home_url": context.home_url,
        }  # fmt: skip
        return Sample(
            site=self.site, collected_at=options.now or datetime.now(ZoneInfo("Asia/Shanghai")).isoformat("T", "seconds"),
            seed=options.seed, coverage=coverage, tool=tool, errors=tuple(_unique(context.errors)),
            found={url: role.value for url, role in sorted(context.found.items())},
            elderly_entered=context.elderly_entered,
            template_sizes=sampling.template_sizes(self.found, self.shaped),
            chosen=tuple(choice.url for choice in self.chosen),
            structured=sum(choice.structured for choice in self.chosen),
        )  # fmt: skip


async def _entry_allowed(guard: Guard, url: str) -> None:
    """Refuse a private address as entry; a name that cannot be resolved is the site's fault and gets a report."""
    if not sampling.normal(url):
        raise UsageError(f"「{url}」不是网址，应以 http:// 或 https:// 开头")
    try:
        await guard.check(url)
    except GuardError as error:
        if error.kind == "blocked-by-us":
            raise UsageError(f"{error.detail}，不予访问；确要检测内网或本机的网站，请加 --allow-private") from error


def _role(url: str, home: str) -> Role:
    return Role.HOME if sampling.normal(url) == home else sampling.role_of(url)


def _again(page: Page) -> bool:
    """True where a second try may find a page well, and does not cost as long as the first."""
    return bool(page.error) and KINDS[page.error or ""].retryable and page.error != "timeout"


def _why_home(page: Page) -> str:
    kind = KINDS[page.error or "unknown"]
    text = f"首页未能检查：{kind.text}"
    if page.error in ("http", "server") and page.status:
        text += f"（状态 {page.status}）"
    if page.error == "robots":
        text += "；确有理由时用 --ignore-robots 理由"
    return text


def _first(group: ExceptionGroup) -> Exception:
    """The exception that a group began with."""
    first = group.exceptions[0]
    return _first(first) if isinstance(first, ExceptionGroup) else first


def _unique(troubles: Iterable[Trouble]) -> list[Trouble]:
    return list(dict.fromkeys(troubles))


def _stage(name: str, entry: str) -> Callable[[Context], Coroutine[Any, Any, Mapping[type, Any]]] | None:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return None
    found: Callable[[Context], Coroutine[Any, Any, Mapping[type, Any]]] | None = getattr(module, entry, None)
    return found


def _cookies(path: Path | None) -> list[dict[str, Any]]:
    if path is None:
        return []
    try:
        state = json.loads(path.read_text("utf-8"))
        return [cookie for cookie in state.get("cookies", []) if isinstance(cookie, dict)]
    except (OSError, ValueError, AttributeError) as error:
        raise UsageError(f"--storage-state 读不出来：{path}（{error}）") from error
