"""A flow presses, evaluates, shoots and waits; the same flow runs under async and under sync Playwright.

A flow is an `async def` over a `Stage`. Every method of a stage awaits what Playwright gives: a coroutine under the
async API, a plain value under the sync one. So under the sync API a flow never really suspends, and `play` can run it
to its end without an event loop, even while pytest-playwright's own loop is running in the thread. Flows therefore
never touch asyncio themselves.
"""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from playwright.async_api import Error as BrowserError

from a11y.collect.js import pristine
from a11y.collect.load import slowness
from a11y.errors import classify
from a11y.model import Box

T = TypeVar("T")

DOCUMENT_LIMIT = 30.0
"""Seconds a navigation may take."""
AFTER_LOAD = 0.1
"""Seconds that a page has for what it does when it is loaded, however long its DOM was quiet before."""
BREATH = 0.05
"""Seconds that a page has for what it could not do while it was kept busy."""


class SpoiledError(BrowserError):
    """A page answers something else than it was asked for: it has changed what answers are made with."""


@dataclass(slots=True)
class Event:
    """One thing that happened on the stage, in order."""

    kind: str
    """request, response, failed, aborted, stayed, console, pageerror, dialog, popup, crash or navigated."""
    at: float
    """Seconds since the stage was set."""
    url: str = ""
    method: str = ""
    status: int = 0
    text: str = ""
    resource: str = ""
    """Playwright's resource type: document, script, media, fetch …"""
    post: str = ""
    """Posted body, at most 4,000 characters."""
    content_type: str = ""
    handle: Any = None
    """popup: the new page."""


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a navigation ended."""

    url: str
    status: int
    error: str | None = None
    """A word of `errors.KINDS`, or None."""
    headers: dict[str, str] = field(default_factory=dict)
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Early:
    """Artifacts read off a document before it was known to be at rest; good where it has not changed since."""

    wanted: frozenset[type]
    began: float
    """In milliseconds of the page's own clock."""
    found: Mapping[type, Any]
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of the page as seen, one pixel to one of CSS, that other pictures are cut from."""

    clip: Box
    """In pixels of the document."""
    image: Any
    """Pillow's."""

    def holds(self, box: Box) -> bool:
        """True where all of `box` lies in it."""
        x, y, width, height = self.clip
        return box[0] >= x and box[1] >= y and box[0] + box[2] <= x + width and box[1] + box[3] <= y + height


@dataclass(frozen=True, slots=True)
class _Aim:
    """Where a part of the page is to be photographed."""

    clip: Box
    """In pixels of the document, as it lies now."""
    window: tuple[float, float]
    """How far the window is scrolled."""
    even: bool
    """One pixel of the screen to one of CSS."""
    beyond: bool
    """It does not fit into the window, or cannot be moved there."""


class Stage:
    """One page under our hands, with a journal of what happens on it.

    `page` is a Playwright page of either API. Coordinates are CSS pixels of the viewport unless said otherwise.
    """

    def __init__(self, page: Any, *, limit: float = 10.0) -> None:
        self.page = page
        self.limit = limit
        """Seconds that one evaluation may take (async API only)."""
        self.journal: list[Event] = []
        self.opened = 0
        """Place in the journal where the last document was asked for."""
        self.gathered: Mapping[type, Any] = {}
        """Artifacts gathered so far in this round of `gather`, for those that build on them."""
        self.touched = 0.0
        """When the page last changed anything in its document while it settled, in milliseconds of its own clock."""
        self.early: Early | None = None
        """What was read of the document while it settled."""
        self.busy = False
        """While the page is kept busy by ours for longer than by a mere reading."""
        self.shown: list[Picture] = []
        """What was photographed of the document as it is, for contrast: other pictures are cut from it, and whoever makes
        these takes it away."""
        self.settings: dict[str, Any] = {}
        """What gatherers are told: see the gatherer that reads it (`axe_script`, `axe_rules`)."""
        self.save: Callable[[str, bytes], str | None] | None = None
        """Keeps a picture under a name and tells its path relative to the site's folder; None: no pictures."""
        self.comeback: Callable[[Stage], Awaitable[None]] | None = None
        """Brings the page back to the state a walk found it in (the elderly mode entered again); None: load it again."""
        self.agrees: Callable[[str], bool] | None = None
        """Which questions of the page (`confirm`) are answered with yes; every other dialog is dismissed."""
        self.stay = False
        """While requests are guarded: documents are answered with nothing, so that no press leaves the page."""
        self._start = time.monotonic()
        self._watched: set[int] = set()
        self._session: tuple[Any, Any] | None = None
        self._moved = False
        self._routed: Callable[[Any, Any], Any] | None = None
        self.exempt: Callable[[Any], bool] | None = None
        """While reading aloud is tried: which requests that are not GET go to a speech address and may leave."""
        self.watch(page)

    # --- watching ----------------------------------------------------------------------------------------------------
    def watch(self, page: Any) -> None:
        """Write down what happens on `page` from now on. Dialogs are answered at once: see `agrees`."""
        if id(page) in self._watched:
            return
        self._watched.add(id(page))
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on(
            "requestfailed", lambda r: self._note("failed", url=r.url, text=r.failure or "", resource=r.resource_type)
        )
        page.on("console", self._on_console)
        page.on("pageerror", lambda e: self._note("pageerror", text=str(e)[:500]))
        page.on("crash", lambda _: self._note("crash"))
        page.on("popup", lambda p: self._note("popup", url=p.url, handle=p))
        page.on("framenavigated", self._on_navigated)
        page.on("dialog", self._on_dialog)

    def mark(self) -> int:
        """A place in the journal; see `since`."""
        return len(self.journal)

    def since(self, mark: int, *kinds: str) -> list[Event]:
        """What happened after `mark`, of the given kinds, or of all."""
        return [event for event in self.journal[mark:] if not kinds or event.kind in kinds]

    def forget(self) -> None:
        """Begin anew on the same page: an empty journal, the clock at 0."""
        self.journal, self.opened, self.gathered, self.shown, self.early = [], 0, {}, [], None
        self.save, self.comeback, self.stay, self.agrees = None, None, False, None
        self._start = time.monotonic()

    def _note(self, kind: str, **words: Any) -> None:
        self.journal.append(Event(kind, self.now(), **words))

    def _on_request(self, request: Any) -> None:
        try:
            post = (request.post_data or "")[:4000]
        except UnicodeDecodeError:  # a binary body; its text is not needed
            post = ""
        self._note("request", url=request.url, method=request.method, resource=request.resource_type, post=post)

    def _on_response(self, response: Any) -> None:
        self._note(
            "response", url=response.url, status=response.status, method=response.request.method,
            resource=response.request.resource_type, content_type=response.headers.get("content-type", ""),
        )  # fmt: skip

    def _on_console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self._note("console", text=message.text[:500], resource=message.type)

    def _on_navigated(self, frame: Any) -> None:
        if frame.parent_frame is None:
            self._note("navigated", url=frame.url)

    def _on_dialog(self, dialog: Any) -> Any:
        self._note("dialog", text=dialog.message[:500], resource=dialog.type)
        if dialog.type == "confirm" and self.agrees is not None and self.agrees(dialog.message):
            return dialog.accept()
        return dialog.dismiss()

    # --- time --------------------------------------------------------------------------------------------------------
    def now(self) -> float:
        """Seconds since the stage was set."""
        return time.monotonic() - self._start

    def until(self, seconds: float) -> float:
        """When what is given `seconds` from now has to end: later on a busy machine, where it sees as much as on an idle one."""
        return self.now() + seconds * slowness()

    async def wait(self, seconds: float) -> None:
        """Let the page go on for a while."""
        await ready(self.page.wait_for_timeout(seconds * 1000))

    async def settle(self, *, quiet: float = 0.3, bound: float = 4.0, loading: float = 0.0) -> bool:
        """Wait until the DOM has been quiet for `quiet` seconds; False where it was not within `bound`.

        `loading`: seconds that pictures and styles are waited for first. The DOM may be quiet meanwhile, which counts; a
        little time after the page is loaded belongs to what it does then.

        Raises:
            SpoiledError: the page has changed what its answers are made with.
        """
        words = {
            "quiet": quiet * 1000, "bound": bound * 1000, "loading": loading * 1000, "after": AFTER_LOAD * 1000,
            "breath": BREATH * 1000,
        }  # fmt: skip
        limit = loading + bound + 2
        try:
            calm, touched = _pair(await self.evaluate(_SETTLE, words, limit=limit))
        except Exception as error:  # a navigation in mid-wait: the new document has to settle instead
            if not is_moving_on(error):
                raise
            await ready(self.page.wait_for_load_state("domcontentloaded", timeout=self.limit * 1000))
            calm, touched = _pair(await self.evaluate(_SETTLE, words, limit=limit))
        self.touched = touched
        return calm

    def asking(self, since: int) -> bool:
        """True while a script's own request (fetch, XMLHttpRequest) made after a mark has no answer yet."""
        open_: Counter[str] = Counter()
        for event in self.journal[since:]:
            if event.resource in ("xhr", "fetch"):
                open_[event.url] += {"request": 1, "response": -1, "failed": -1}.get(event.kind, 0)
        return any(count > 0 for count in open_.values())

    # --- going -------------------------------------------------------------------------------------------------------
    async def goto(self, url: str, *, limit: float = DOCUMENT_LIMIT) -> Landing:
        """Open an address; a failure is a `Landing` with an error, not an exception."""
        self.opened = self.mark()
        try:
            response = await ready(self.page.goto(url, timeout=limit * 1000, wait_until="domcontentloaded"))
        except BrowserError as error:
            return Landing(self.page.url, 0, classify(str(error)).name, detail=str(error).splitlines()[0][:300])
        return await self._landing(response)

    async def reload(self, *, limit: float = DOCUMENT_LIMIT) -> Landing:
        """Load the same address again."""
        self.opened = self.mark()
        try:
            response = await ready(self.page.reload(timeout=limit * 1000, wait_until="domcontentloaded"))
        except BrowserError as error:
            return Landing(self.page.url, 0, classify(str(error)).name, detail=str(error).splitlines()[0][:300])
        return await self._landing(response)

    async def _landing(self, response: Any) -> Landing:
        if response is None:
            return Landing(self.page.url, 200)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Landing(self.page.url, response.status, headers=headers)

    def switch(self, page: Any) -> None:
        """Go on with another page of the same context (a pop-up)."""
        self.page = page
        self.watch(page)

    # --- looking -----------------------------------------------------------------------------------------------------
    @property
    def frames(self) -> list[Any]:
        """Frames of the page, the main one first."""
        return list(self.page.frames)

    async def evaluate(self, script: str, arg: Any = None, *, frame: Any = None, limit: float | None = None) -> Any:
        """The JSON-able result of a function expression in the page or a frame.

        Raises:
            TimeoutError: it did not end in time (async API only; the sync one has no way to stop it).
        """
        return await self.limited((frame or self.page).evaluate(script, arg), limit or self.limit)

    async def limited(self, given: Awaitable[T] | T, seconds: float) -> T:
        """What Playwright gave, within `seconds` (async API only).

        Raises:
            TimeoutError: it did not come in time.
        """
        if inspect.isawaitable(given):
            return await asyncio.wait_for(given, seconds)
        return given

    async def inspect(self, script: str, arg: Any = None, *, limit: float | None = None) -> Any:
        """As `evaluate` in the main frame, with the console's own `getEventListeners` at hand; it is really stopped in time.

        Where the protocol refuses (a page in mid-navigation), the script runs without it.
        """
        seconds = limit or self.limit
        call = {
            "expression": f"({script})({json.dumps(arg)})", "includeCommandLineAPI": True, "returnByValue": True,
            "awaitPromise": True, "timeout": seconds * 1000,
        }  # fmt: skip
        session = await self.session()
        answer = await self.limited(session.send("Runtime.evaluate", call), seconds + 1)
        if "exceptionDetails" in answer or "value" not in answer.get("result", {}):
            return await self.evaluate(script, arg, limit=seconds)
        return answer["result"]["value"]

    async def bring(self, source: str, *, limit: float | None = None) -> None:
        """Run a long script of ours in the main frame for what it leaves there; by `evaluate` it costs half as much again.

        Raises:
            BrowserError: it broke.
        """
        call = {"expression": f"{source};0", "returnByValue": True}
        answer = await self.limited((await self.session()).send("Runtime.evaluate", call), limit or self.limit)
        if broken := answer.get("exceptionDetails"):
            raise BrowserError(str(broken.get("exception", {}).get("description") or broken["text"])[:500])

    async def shoot(
        self, clip: Box | None = None, *, jpeg: int | None = None, scale: str = "css", more: bool = False,
        among: Box | None = None, view: Box | None = None,
    ) -> bytes:  # fmt: skip
        """A picture: of the viewport, or of `clip` in pixels of the document, however far down. PNG unless `jpeg`.

        Args:
            clip: what is wanted.
            jpeg: quality.
            scale: as Playwright's.
            more: others follow at once, so that the page may stay moved until `rest`.
            among: the larger part of the document that the page is moved for; a second picture then is as the first.
            view: where the window lies in the document, where whoever calls has just asked; its pixels are those of CSS.
        """
        words: dict[str, Any] = {"type": "png", "scale": scale, "animations": "allow", "timeout": self.limit * 1000}
        if jpeg is not None:
            words.update(type="jpeg", quality=jpeg)
        if clip is None:
            return bytes(await ready(self.page.screenshot(**words)))
        aim = await self._aim(clip, among or clip, view)
        try:
            if aim.even:
                return await self._capture(aim, jpeg)
            # On screens with several pixels to one of CSS the protocol's own way gives uneven sizes.
            x, y, width, height = (v - o for v, o in zip(aim.clip, (*aim.window, 0, 0), strict=True))
            words["clip"] = {"x": x, "y": y, "width": max(1, width), "height": max(1, height)}
            if aim.beyond:
                x, y, width, height = clip
                words.update(full_page=True, clip={"x": x, "y": y, "width": max(1, width), "height": max(1, height)})
            return bytes(await ready(self.page.screenshot(**words)))
        finally:
            if not more:
                await self.rest()

    async def _aim(self, clip: Box, among: Box, view: Box | None) -> _Aim:
        """Bring what `among` names into the window; `rest` puts it back.

        A picture beyond the window makes the browser lay the page out anew, at one pixel by one for a moment, which
        scripts and media queries of the page notice. Moving all of it by a style sheet of ours they do not; and what
        is fixed to the window does not come to lie on it, as it would by scrolling.
        """
        if view and not self._moved and Picture(view, None).holds(among):
            return _Aim(clip, (view[0], view[1]), even=True, beyond=False)
        session = await self.session()
        asked = session.send(
            "Runtime.evaluate", {"expression": f"({_AIM})({json.dumps(among)})", "returnByValue": True}
        )
        left, top, even, beyond, dx, dy = (await self.limited(asked, self.limit))["result"]["value"]
        x, y, width, height = clip
        self._moved = bool(dx or dy)
        return _Aim((x - dx, y - dy, width, height), (left, top), even, beyond)

    async def rest(self) -> None:
        """Put the page back where it was before it was moved for pictures."""
        if self._moved:
            self._moved = False
            session = await self.session()
            await self.limited(session.send("Runtime.evaluate", {"expression": f"({_LOWER})()"}), self.limit)

    async def _capture(self, aim: _Aim, jpeg: int | None, *, shrunk: float = 1) -> bytes:
        # Asked of the protocol itself, because Playwright's own way to a part of a page takes half as long again.
        x, y, width, height = aim.clip
        call = {
            "format": "png" if jpeg is None else "jpeg", "optimizeForSpeed": True,
            "clip": {"x": x, "y": y, "width": max(1, width), "height": max(1, height), "scale": shrunk},
            "captureBeyondViewport": aim.beyond, **({} if jpeg is None else {"quality": jpeg}),
        }  # fmt: skip
        answer = await self.limited((await self.session()).send("Page.captureScreenshot", call), self.limit)
        return base64.b64decode(answer["data"])

    async def glance(self, width: float) -> tuple[bytes, float] | None:
        """What the window shows, made small by the browser itself, and picture pixels per CSS pixel; JPEG.

        None on screens with several pixels to one of CSS, whose pictures come out uneven.
        """
        x, y, wide, tall, ratio = await self.evaluate(
            "() => [scrollX, scrollY, innerWidth, innerHeight, devicePixelRatio]"
        )
        if ratio != 1:
            return None
        scale = min(1.0, width / max(1, wide))
        aim = _Aim((x, y, wide, tall), (x, y), even=True, beyond=False)
        return await self._capture(aim, 80, shrunk=scale), scale

    async def cdp(self, method: str, params: dict[str, Any] | None = None) -> Any:
        """One call of the DevTools protocol to the page."""
        return await ready((await self.session()).send(method, params or {}))

    async def session(self) -> Any:
        """A connection to the page by the DevTools protocol, the same for as long as the page is."""
        if self._session is None or self._session[0] is not self.page:
            self._session = self.page, await ready(self.page.context.new_cdp_session(self.page))
        return self._session[1]

    # --- touching ----------------------------------------------------------------------------------------------------
    async def press(self, key: str) -> None:
        """Press and release one key, as `Tab` or `Shift+Tab`."""
        await ready(self.page.keyboard.press(key))

    async def move(self, x: float, y: float) -> None:
        """Point at a place of the viewport."""
        await ready(self.page.mouse.move(x, y, steps=4))

    async def click(self, x: float, y: float) -> None:
        """Click at a place of the viewport with real input events."""
        await ready(self.page.mouse.click(x, y))

    async def tap(self, x: float, y: float) -> None:
        """Touch a place of the viewport."""
        await ready(self.page.touchscreen.tap(x, y))

    async def resize(self, width: int, height: int) -> None:
        """Give the viewport another size."""
        await ready(self.page.set_viewport_size({"width": width, "height": height}))

    async def point(self, selector: str, *, frame: Any = None) -> tuple[float, float] | None:
        """Scroll what `selector` (ours, ` >>> ` through shadow roots) names into view; the viewport point of its middle.

        None where it is not there or has no size. In a frame the frame's own offset is added.
        """
        place = await self.evaluate(_POINT, selector, frame=frame)
        if place is None:
            return None
        x, y = place
        at = frame
        while at is not None and at.parent_frame is not None:
            element = await ready(at.frame_element())
            bounds = await ready(element.bounding_box())
            if bounds is None:
                return None
            if at is frame:
                x, y = x + bounds["x"], y + bounds["y"]
            break
        return x, y

    # --- without harm --------------------------------------------------------------------------------------------------
    async def guard_requests(self, allow: Callable[[str, str], bool] | None = None) -> None:
        """Abort every request that is not GET or HEAD, unless `allow(url, method)`; each is written down as `aborted`."""

        def handle(route: Any, request: Any) -> Any:
            if self.stay and request.resource_type == "document":
                self._note("stayed", url=request.url, method=request.method, text="frame" if _in_child(request) else "")
                return route.fulfill(status=204)
            if request.method in ("GET", "HEAD", "OPTIONS") or (
                allow is not None and allow(request.url, request.method)
            ):
                return route.fallback()
            if self.exempt is not None and self.exempt(request):
                return route.fallback()
            self._note("aborted", url=request.url, method=request.method, resource=request.resource_type)
            return route.abort("blockedbyclient")

        await self.release_requests()
        self._routed = handle
        await ready(self.page.context.route("**/*", handle))

    @property
    def guarded(self) -> bool:
        """True between `guard_requests` and `release_requests`."""
        return self._routed is not None

    async def lift_guard(self) -> None:
        """Let a page load at full speed; `lay_guard` puts the same guard back."""
        if self._routed is not None:
            await ready(self.page.context.unroute("**/*", self._routed))

    async def lay_guard(self) -> None:
        """Put back the guard that `lift_guard` took away."""
        if self._routed is not None:
            await ready(self.page.context.route("**/*", self._routed))

    async def release_requests(self) -> None:
        """End `guard_requests`."""
        if self._routed is not None:
            await ready(self.page.context.unroute("**/*", self._routed))
            self._routed = None


def is_moving_on(error: BaseException) -> bool:
    """True where a page went on to another document just while it was asked: the new one has to be asked instead."""
    return "navigat" in str(error) or "destroyed" in str(error)


def _in_child(request: Any) -> bool:
    try:
        return request.frame.parent_frame is not None
    except BrowserError:  # a new window's first request has no frame yet
        return False


def _pair(answer: Any) -> tuple[bool, float]:
    match answer:
        case [bool(calm), int() | float() as touched]:
            return calm, touched
    raise SpoiledError(f"the page answered {str(answer)[:80]}")


def play(flow: Coroutine[Any, Any, T]) -> T:
    """Run a flow over a stage of the sync API to its end.

    Raises:
        RuntimeError: the flow really suspended, so its stage holds an async page.
    """
    try:
        flow.send(None)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    flow.close()
    raise RuntimeError("a flow on a sync stage must not suspend")


async def ready(value: Awaitable[T] | T) -> T:
    """What Playwright gave: awaited under its async API, as it is under the sync one."""
    return await value if inspect.isawaitable(value) else value


def frame_path(frame: Any) -> tuple[str, ...]:
    """Addresses of the frames from below the top page down to `frame`."""

    def upwards(at: Any) -> Iterator[str]:
        while at is not None and at.parent_frame is not None:
            yield at.url
            at = at.parent_frame

    return tuple(reversed(list(upwards(frame))))


_AIM = pristine("""([x, y, width, height]) => {
  const left = scrollX, top = scrollY, wide = innerWidth, tall = innerHeight, even = devicePixelRatio === 1;
  // Moved for the picture before this one, it is moved on, or back.
  const others = [...document.adoptedStyleSheets].filter((sheet) => !sheet.a11yAim);
  if (others.length < document.adoptedStyleSheets.length) document.adoptedStyleSheets = others;
  if (x >= left && y >= top && x + width <= left + wide && y + height <= top + tall) return [left, top, even, false, 0, 0];
  const root = document.documentElement;
  // Under a zoom of its own (many elderly versions enlarge so) a pixel of the root is another than one of the window.
  const style = getComputedStyle(root), zoom = root.currentCSSZoom || Number(style.zoom) || 1;
  const free = (style.translate || 'none') === 'none' && zoom === 1;
  if (!free || width > wide || height > tall) return [left, top, even, true, 0, 0];
  // Whole pixels, so that letters are painted as they were.
  const shift = (at, length, start, room) => (at >= start && at + length <= start + room ? 0 : Math.floor(at - start - (room - length) / 2));
  const dx = shift(x, width, left, wide), dy = shift(y, height, top, tall);
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:root { translate: ${-dx}px ${-dy}px !important; transition: none !important; }`);
    sheet.a11yAim = true;
    document.adoptedStyleSheets = [...others, sheet];
  } catch (_) { return [left, top, even, true, 0, 0]; }
  return [left, top, even, false, dx, dy];
}""")
_LOWER = pristine(
    "() => { document.adoptedStyleSheets = [...document.adoptedStyleSheets].filter((sheet) => !sheet.a11yAim); }"
)

_SETTLE = pristine("""({quiet, bound, loading, after, breath}) => new Promise((done) => {
  // Pages put clocks and timers of their own in the place of the browser's: what was kept of these is asked.
  const kept = window.__a11yPristine, own = typeof kept === 'function', within = own ? kept : (work) => work();
  const clock = own ? kept.now : () => performance.now(), wait = own ? kept.wait : setTimeout;
  const isLoaded = () => document.readyState === 'complete' || (performance.getEntriesByType('navigation')[0] || {}).loadEventEnd > 0;
  const began = clock();
  // A page that was loaded before we came had its time after loading already.
  let loaded = !loading || isLoaded() ? began - after : null;
  let changed = began, touched = 0, turn = 0;
  // What the page meant to do while it was kept busy (by our reading it, too) it does as soon as it comes to it.
  let freed = -breath;
  const later = (mine, time) => {
    const due = clock() + time;
    wait(() => {
      if (mine !== turn) return;
      if (clock() - due > breath) freed = clock();
      look();
    }, time);
  };
  const look = () => {
    const mine = ++turn, now = clock();
    if (loaded === null && (isLoaded() || now - began >= loading)) loaded = now;
    if (loaded === null) { later(mine, 50); return; }
    const left = Math.max(quiet - (now - changed), after - (now - loaded), breath - (now - freed));
    const ends = Math.max(loaded, began) + bound - now;
    if (left > 0 && ends > 0) { later(mine, Math.max(1, Math.min(left, ends))); return; }
    observer.disconnect();
    done([left <= 0, touched]);
  };
  // Attributes may change for ever (a carousel's styles) on a page that is at rest.
  const observer = new MutationObserver((records) => {
    touched = clock();
    for (let i = 0; i < records.length; i += 1) if (records[i].type !== 'attributes') changed = touched;
  });
  observer.observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
  if (own) kept.touched = () => touched;
  window.addEventListener('load', () => wait(() => within(look), 0), {once: true});
  look();
})""")

_POINT = """(path) => {
  let root = document, el = null;
  for (const step of path.split(' >>> ')) {
    if (!root) return null;
    el = root.querySelector(step);
    root = el && el.shadowRoot;
  }
  if (!el) return null;
  el.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
  const rects = [...el.getClientRects()].filter((r) => r.width > 0 && r.height > 0);
  if (!rects.length) return null;
  const r = rects[0];
  return [r.x + r.width / 2, r.y + r.height / 2];
}"""
