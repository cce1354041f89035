"""Links followed by hand, in a page of their own: what goes nowhere, what leaves without a word, what can be revealed.

Nothing is really left and nothing is sent: requests other than GET are stopped, and so are navigations to other hosts.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urldefrag, urlsplit

from playwright.async_api import Error as BrowserError

from a11y.collect.gatherers import gatherer, survey
from a11y.collect.hand import Memory, loaded, recall, remember
from a11y.collect.js import script
from a11y.collect.steps import Stage, ready
from a11y.evidence import Anchors, Page, adapter
from a11y.evidence.links import (
    EmptyPress,
    EmptyPresses,
    OutsideLeave,
    OutsideLeaves,
    RevealedAnchors,
    bare,
    is_government,
    is_mark,
)
from a11y.model import Mode, Target

PRESSES = 40
"""Links without address pressed on one page at most."""
LEAVES = 25
"""Links to other sites pressed on one page at most."""
SECONDS = 20.0
"""How long each of the three walks may take on one page."""
REVEAL_SECONDS = 12.0
"""How long hidden links of one page are looked for; a link at the same place of another page is not looked for again."""
UNSURE = "?"
"""Of a hidden link: time ran out before everything was tried."""
TURN_SECONDS = 8.0
"""Within which slides and notices by turns have shown themselves."""
REOPENINGS = 3
"""How often a page is opened again that closes or crashes while it is opened."""
NOTICE_WORDS = (
    "离开", "即将", "外部", "外链", "跳转", "站外", "第三方", "非政府", "继续访问", "前往", "其他网站", "其它网站",
    "leaving", "external",
)  # fmt: skip


@gatherer(EmptyPresses, walk=True)
async def empty_presses(stage: Stage, page: Page) -> EmptyPresses:
    """Every link whose `href` goes nowhere, pressed, and again where something changed, to rule out chance."""
    # The links are those of the standard version: its checks look at no other, and a walk costs up to twenty seconds.
    found: list[dict[str, Any]] = [] if page.mode is Mode.ELDERLY else await _ask(stage, "empties")
    if not found:
        return EmptyPresses()
    items: list[EmptyPress] = []
    async with _own_page(stage, page) as own:
        until = own.until(SECONDS)
        # What is hidden comes last, on a page where no press has brought it to light.
        for row in sorted(found, key=lambda row: bool(row["hidden"])):
            target: Target = adapter(Target).validate_python(row["target"])
            words = (target, row["href"])
            name = row["name_missing"]
            if len(items) >= PRESSES or own.now() > until:
                if not row["hidden"]:
                    items.append(EmptyPress(*words, pressed=False, why="bounded", name_missing=name))
                continue
            if row["hidden"] and not (await _ask(own, "place", target.selector)).get("hidden"):
                await _reopen(own, page)
            place = await _bring(own, page, target.selector)
            if place.get("gone") or place.get("hidden"):
                continue
            did = await _press(own, page, target.selector, place, top=row["top"], href=row["href"])
            if set(did) & {"changed", "shown"} and not set(did) - {"changed", "shown"}:
                did = await _once_more(own, page, row, did)
            items.append(EmptyPress(*words, happened=tuple(did), name_missing=name))
    return EmptyPresses(tuple(items))


async def _once_more(own: Stage, page: Page, row: dict[str, Any], did: list[str]) -> list[str]:
    """What a second press does; where it does nothing, what one does on a fresh document: it may be on already."""
    selector = row["target"]["selector"]
    for fresh in (False, True):
        if fresh:
            await _reopen(own, page)
        place = await _bring(own, page, selector)
        if place.get("gone") or place.get("hidden"):
            return did
        again = await _press(own, page, selector, place, top=row["top"], href=row["href"])
        if again:
            return again
    return []


async def _bring(own: Stage, page: Page, selector: str) -> dict[str, Any]:
    """Where to press: scrolled to, brought to light by hovering, or on a fresh document where it is covered."""
    await own.move(1, 1)  # what the last press had opened by hovering closes again, and moves everything
    place: dict[str, Any] = await _ask(own, "place", selector)
    if place.get("hidden"):
        for around in await _ask(own, "around", selector):
            if (at := await own.point(around)) is None:
                continue
            await own.move(*at)
            await own.wait(0.12)
            place = await _ask(own, "place", selector)
            if not place.get("hidden"):
                return place
    if place.get("covered") or place.get("gone"):
        await _reopen(own, page)
        place = await _ask(own, "place", selector)
    return place


async def _press(own: Stage, page: Page, selector: str, place: dict[str, Any], *, top: bool, href: str) -> list[str]:
    """What a real press does, hovering included."""
    kept = await recall(own)
    await _ask(own, "before")
    mark = own.mark()
    seen: dict[str, Any] | None = None
    try:
        await own.move(place["x"], place["y"])
        await own.wait(0.05)
        await _ask(own, "arm")
        mark = own.mark()
        if place.get("covered"):
            await _ask(own, "tap", selector)
        else:
            await own.click(place["x"], place["y"])
        await own.wait(0.2)
        seen = await _ask(own, "after", selector)
    except BrowserError:  # the press took the document, or the whole window, away
        seen = None
    did = _noted(own, page, mark)
    if not own.page.is_closed():
        reloaded = seen is None
        did += await _stored(own, page, kept, reloaded=reloaded) if not any(did) and _no_change(seen, top=top) else []
    if seen is None and not any(did) and own.since(mark, "navigated") and _acts(href):
        did.append("reloaded")
    if seen is None or "navigated" in did or "popup" in did:
        await _reopen(own, page)
    else:
        did += [word for word in seen["did"] if word != "top" or top]
    return [word for word in dict.fromkeys(did) if word]


def _acts(href: str) -> bool:
    """The address itself opens nothing: where the page was loaded anew a script of it did that. An empty one is the page's own."""
    return bool(href.strip())


def _noted(own: Stage, page: Page, mark: int) -> list[str]:
    """What the browser told of since `mark`."""
    did: list[str] = []
    for event in own.since(mark):
        if event.kind in ("dialog", "popup"):
            did.append(event.kind)
        elif event.kind == "pageerror":
            did.append("script-error")
        elif event.kind == "console" and "Scripts may close only" in event.text:
            did.append("close-refused")
        elif event.kind in ("request", "aborted") and event.resource in ("fetch", "xhr", "document", "media"):
            did.append("request" if not _same(event.url, page.final_url) else "")
        elif event.kind == "navigated" and not _same(event.url, page.final_url):
            did.append("navigated")
    return [*did, "closed"] if own.page.is_closed() else did


def _no_change(seen: dict[str, Any] | None, *, top: bool) -> bool:
    return seen is None or not [word for word in seen["did"] if word != "top" or top]


async def _stored(own: Stage, page: Page, before: Memory, *, reloaded: bool) -> list[str]:
    """`stored` where a press left something in the site's storage that a press of any other link does not leave.

    With `reloaded` the page was loaded again after it, as those do that remember a choice and come back under it.
    """
    if reloaded:
        await loaded(own)
    changed = _changed(before, await recall(own))
    if not changed:
        return []
    # Counters and diaries of clicks change by themselves: a link of ours, on the page as it was, is the control.
    await _reopen(own, page)
    before = await recall(own)
    await _ask(own, "blank")
    if reloaded:
        await own.reload()
    else:
        await own.wait(0.2)
    by_itself = _changed(before, await recall(own))
    return (["stored", "reloaded"] if reloaded else ["stored"]) if changed - by_itself else []


def _changed(before: Memory, after: Memory) -> set[tuple[str, str]]:
    """Names of what is new or has another value: cookies (lost ones too), local and session storage."""
    was, now = ({str(c["name"]): str(c["value"]) for c in memory.cookies} for memory in (before, after))
    changed = {("cookie", name) for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
    for area, old, new in (("local", before.local, after.local), ("session", before.session, after.session)):
        changed |= {(area, name) for name, value in new.items() if old.get(name) != value}
    return changed


@gatherer(OutsideLeaves, walk=True)
async def outside_leaves(stage: Stage, page: Page) -> OutsideLeaves:
    """Links to other sites that are no government's, pressed; the same address is pressed once."""
    rows: list[dict[str, Any]] = [] if page.mode is Mode.ELDERLY else await _ask(stage, "leaves")
    found = [row for row in rows if not is_government(row["url"]) and not is_mark(row["url"])]
    if not found:
        return OutsideLeaves()
    items: list[OutsideLeave] = []
    told: dict[str, OutsideLeave] = {}
    async with _own_page(stage, page, stay=True) as own:
        until = own.until(SECONDS)
        for row in found:
            target: Target = adapter(Target).validate_python(row["target"])
            url: str = row["url"]
            known = told.get(url)
            if known is None and (len(told) >= LEAVES or own.now() > until):
                known = OutsideLeave(target, url, how="bounded")
            elif known is None:
                notice, how = await _leave(own, page, target.selector, url)
                known = told[url] = OutsideLeave(target, url, notice[:200], how)
            items.append(OutsideLeave(target, url, known.notice, known.how))
    return OutsideLeaves(tuple(items))


async def _leave(own: Stage, page: Page, selector: str, url: str) -> tuple[str, str]:
    """What was said before leaving for `url`, and how; or `left`, `nothing`, `hidden`."""
    await own.move(1, 1)
    place: dict[str, Any] = await _ask(own, "place", selector)
    if place.get("gone") or place.get("covered"):
        await _reopen(own, page)
        place = await _ask(own, "place", selector)
    if place.get("gone") or place.get("hidden"):
        return "", "hidden"
    await _ask(own, "before")
    await own.move(place["x"], place["y"])
    await _ask(own, "arm")
    mark = own.mark()
    try:
        if place.get("covered"):
            await _ask(own, "tap", selector)
        else:
            await own.click(place["x"], place["y"])
        said = await _outcome(own, page, mark, selector, url)
    except BrowserError:  # it closed the window
        if not own.page.is_closed():
            raise
        said = ("", "nothing")
    for popup in own.since(mark, "popup"):
        with suppress(BrowserError):
            await ready(popup.handle.close())
    if said[1] in ("layer", "page", "nothing") or not _same(own.page.url, page.final_url):
        await _reopen(own, page)
    return said


async def _outcome(own: Stage, page: Page, mark: int, selector: str, url: str) -> tuple[str, str]:
    for _ in range(10):
        await own.wait(0.08)
        dialogs = own.since(mark, "dialog")
        if dialogs:
            return dialogs[0].text or "（对话框）", "dialog"
        if own.since(mark, "left"):
            return "", "left"
        between = _between(own, page, mark)
        if between is not None:
            return await _read_between(own, between, mark, url)
    try:
        seen = await _ask(own, "after", selector)
    except BrowserError:
        seen = None
    if seen and "shown" in seen["did"] and seen["text"]:
        return seen["text"], "layer"
    return "", "nothing"


def _between(own: Stage, page: Page, mark: int) -> Any:
    """A page of the site itself that came instead of the other site: here or in a new window; None where none did."""
    host = urlsplit(page.final_url).netloc
    for popup in own.since(mark, "popup"):
        if urlsplit(popup.handle.url).netloc == host:
            return popup.handle
    moved = [event for event in own.since(mark, "navigated") if not _same(event.url, page.final_url)]
    return own.page if moved and urlsplit(moved[-1].url).netloc == host else None


async def _read_between(own: Stage, between: Any, mark: int, url: str) -> tuple[str, str]:
    """What the page in between says, if it stays long enough to be read."""
    for _ in range(8):
        await own.wait(0.12)
        if own.since(mark, "left"):
            return "", "left"
    try:
        text = str(await own.limited(between.evaluate("() => document.body ? document.body.innerText : ''"), 3))
    except (BrowserError, TimeoutError):
        return "", "nothing"
    words = " ".join(text.split())
    host = urlsplit(url).hostname or url
    told = host in words or any(word in words for word in NOTICE_WORDS)
    return (words[:200], "page") if told else ("", "nothing")


@gatherer(RevealedAnchors, after=(Anchors,))
async def revealed_anchors(stage: Stage, page: Page) -> RevealedAnchors:
    """Hidden links to other sites that are no government's, and what brings them to light.

    It touches a page of its own, and only where there is such a link: hidden links stand on any page.
    """
    if page.mode is Mode.ELDERLY:
        return RevealedAnchors()
    anchors = stage.gathered.get(Anchors)
    if anchors is None:
        surveyed, _ = await survey(stage, [Anchors])
        anchors = surveyed.get(Anchors, Anchors())
    host = urlsplit(page.final_url).netloc
    shown = {bare(anchor.url) for anchor in anchors.items if anchor.visible and not anchor.hidden_by}
    found = [
        anchor for anchor in anchors.items
        if anchor.kind in ("link", "area", "attachment") and (anchor.hidden_by or not anchor.visible) and not anchor.target.frame
        and anchor.url.startswith("http") and urlsplit(anchor.url).netloc != host and bare(anchor.url) not in shown
        and not is_government(anchor.url) and not is_mark(anchor.url)
    ]  # fmt: skip
    hidden = {anchor.target.selector: anchor.hidden_by or "invisible" for anchor in found}
    # The same link at the same place of another page comes to light there as it does here.
    told: dict[tuple[str, str], str] = stage.settings.get("revealed", {})
    marks = {anchor.target.selector: (anchor.target.selector, bare(anchor.url)) for anchor in found}
    revealed = {path: how for path in hidden if (how := told.get(marks[path], "")) not in ("", UNSURE)}
    sure = not any(told.get(mark) == UNSURE for mark in marks.values())
    left = {path: why for path, why in hidden.items() if marks[path] not in told}
    if not left:
        return RevealedAnchors(hidden, revealed, sure)
    async with _own_page(stage, page, stay=True) as own:
        search = _Search(own, page, dict(left))
        complete = await search.run()
    told.update({marks[path]: search.revealed.get(path, "" if complete else UNSURE) for path in left})
    return RevealedAnchors(hidden, {**revealed, **search.revealed}, complete and sure)


class _Search:
    """Hovering, focusing and pressing until every hidden link has shown itself, or there is nothing left to try."""

    def __init__(self, own: Stage, page: Page, left: dict[str, str]) -> None:
        self.own = own
        self.page = page
        self.left = left
        self.until = own.until(REVEAL_SECONDS)
        self.revealed: dict[str, str] = {}

    @property
    def over(self) -> bool:
        return not self.left or self.own.now() > self.until

    async def run(self) -> bool:
        """True where everything was tried, or every link found."""
        await self.look("wait")
        for path in list(self.left):
            if not self.over and path in self.left:
                await _ask(self.own, "focused", path)
                await self.look("focus")
        for host in [] if self.over else await _ask(self.own, "ruled", list(self.left)):
            if not self.over:
                await self.hover(host)
        for path in list(self.left):
            if not self.over and path in self.left:
                await self.try_around(path)
        for menu in [] if self.over else await _ask(self.own, "menus"):
            if self.over:
                break
            await self.hover(menu)
        while not self.over and self.own.now() < TURN_SECONDS:  # what turns by itself
            await self.own.wait(0.8)
            await self.look("wait")
        return not self.left or self.own.now() <= self.until

    async def try_around(self, path: str) -> None:
        for around in await _ask(self.own, "around", path):
            if not self.over and path in self.left:
                await self.hover(around)
        for opener in await _ask(self.own, "openers", path):
            if self.over or path not in self.left:
                return
            place = await _ask(self.own, "place", opener)
            if place.get("x") is None or place.get("covered"):
                continue
            await self.own.click(place["x"], place["y"])
            await self.own.wait(0.25)
            if not _same(self.own.page.url, self.page.final_url):
                await _reopen(self.own, self.page)
            await self.look("press")

    async def hover(self, selector: str) -> None:
        place = await _ask(self.own, "place", selector)
        if place.get("x") is None:
            return
        await self.own.move(place["x"], place["y"])
        await self.own.wait(0.12)
        await self.look("hover")

    async def look(self, how: str) -> None:
        for path in await _ask(self.own, "showing", list(self.left.items())):
            self.revealed[path] = how
            self.left.pop(path, None)


@asynccontextmanager
async def _own_page(stage: Stage, page: Page, *, stay: bool = False) -> AsyncIterator[Stage]:
    """A second page of the same context on the same address, where requests that are not GET are stopped.

    With `stay`, navigations to other hosts are stopped too, and noted as `left`.
    """
    made = await ready(stage.page.context.new_page())
    own = Stage(made, limit=stage.limit)
    host = urlsplit(page.final_url).netloc

    def handle(route: Any, request: Any) -> Awaitable[None] | None:
        away = stay and request.is_navigation_request() and urlsplit(request.url).netloc not in ("", host)
        if away and _is_top(request):
            own._note("left", url=request.url)
            return route.abort("aborted")  # type: ignore[no-any-return]
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            own._note("aborted", url=request.url, method=request.method, resource=request.resource_type)
            return route.abort("blockedbyclient")  # type: ignore[no-any-return]
        return route.fallback()  # type: ignore[no-any-return]

    memory = await recall(stage)

    async def put_back(_: Stage) -> None:
        await remember(stage, memory)

    own.comeback = put_back
    await ready(made.context.route("**/*", handle))
    try:
        await _reopen(own, page)
        yield own
    finally:
        await put_back(own)
        with suppress(BrowserError):
            await ready(made.context.unroute("**/*", handle))
        for popup in [event.handle for event in own.journal if event.kind == "popup"]:
            with suppress(BrowserError):
                await ready(popup.close())
        for opened in dict.fromkeys((made, own.page)):
            with suppress(BrowserError):
                await ready(opened.close())


def _is_top(request: Any) -> bool:
    """A navigation of a whole window: that of a new one is asked for before its frame is there."""
    try:
        return request.frame.parent_frame is None
    except BrowserError:
        return True


async def _reopen(own: Stage, page: Page) -> None:
    """The address afresh, and what the site had stored; what happens by itself at first is no answer to a press."""
    for popup in own.since(0, "popup"):
        with suppress(BrowserError):
            await ready(popup.handle.close())
    if own.journal and own.comeback is not None:
        # A tool that a press switched on, and that the site remembers, would lie over everything that follows.
        with suppress(BrowserError, TimeoutError):
            await own.evaluate("() => { try { sessionStorage.clear(); } catch (e) { /* none */ } }", limit=2)
        await own.comeback(own)
    for attempt in range(REOPENINGS):
        if own.page.is_closed() or own.since(0, "crash"):
            # A press of "close" closes our window as it would a visitor's; what it did is known, the rest goes on.
            own.journal = [event for event in own.journal if event.kind != "crash"]
            with suppress(BrowserError):
                await ready(own.page.close())
            own.switch(await ready(own.page.context.new_page()))
        try:
            await own.move(1, 1)  # a pointer left on a tab would open it again before anybody looks
            await own.goto(page.final_url)
            await own.settle(bound=1.2)
            await _ask(own, "learn")
            await own.wait(0.5)
        except BrowserError:  # the page went away, or moved on, while it was opened
            if attempt + 1 == REOPENINGS:
                raise
        else:
            return


def _same(a: str, b: str) -> bool:
    return urldefrag(a).url == urldefrag(b).url


async def _ask(stage: Stage, op: str, on: Any = None) -> Any:
    return await stage.evaluate(script("following"), {"op": op, "on": on})
