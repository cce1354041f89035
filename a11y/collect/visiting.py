"""One page: opened at the polite pace, settled, told apart from what is no page, and looked at."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from a11y import masking
from a11y.collect import cropping, gatherers, pixels, welcome
from a11y.collect.bot_wall import LITTLE_TEXT, is_bot_wall
from a11y.collect.browser import VIEWPORTS
from a11y.collect.context import Context
from a11y.collect.guard import GuardError
from a11y.collect.js import pristine, script
from a11y.collect.load import slowness
from a11y.collect.steps import Landing, Picture, SpoiledError, Stage, is_moving_on
from a11y.errors import classify
from a11y.evidence import AxeResults, Contrasts, Crops, Meta, Outline, Page, PageEvidence
from a11y.evidence.pictures import Crop
from a11y.fingerprint import stable
from a11y.model import Box, Device, Mode, Role, Target

log = logging.getLogger(__name__)

LOADING = 5.0
"""Seconds that pictures and styles are waited for after the document is there."""
ANSWERING = 1.0
"""Seconds that requests of a page's scripts are waited for once its DOM is quiet; some are held open on purpose."""
QUIET = 0.2
"""Seconds without a change after which a page's DOM is at rest; what its scripts have asked for is waited for besides."""
WALL = 8.0
"""Seconds that a challenge is given to let a browser through."""
JUMPS = 8
"""Navigations by script or refresh after which a page is said to redirect without end."""
WALKING = 30.0
"""Seconds that the walks of a page may take beyond what its opening may."""
AT_EASE = 1.5
"""Times that a page may take as long at least: the machine may become busier while its walks go on, which then take longer."""
CROPS_OF_A_PAGE = 20
BANDS = 1
"""Screenshots beyond the window that the crops of one page may cost; after walks there are more."""
AFTER_WALKS = 100, 16
"""Crops and screenshots of a page after its walks, which took far longer: what the first pictures left out, too."""
BAND_HEIGHT = 740.0
"""With its margin it fits into the window: what does not fit costs double, and shakes the page."""
TALLEST = 600.0
"""Of a taller element the upper part is shown."""
WELL_SEEN = 300.0
"""So much of a tall element is enough to know it by, where the window's edge cuts it."""

GIVEN_UP = "hang"
_SOCKS = re.compile(r"ERR_SOCKS|ERR_PROXY|ERR_TUNNEL|ERR_HTTP_RESPONSE_CODE_FAILURE|ERR_FAILED")

Turn = Callable[[Iterable[str]], Awaitable[tuple[str, bool]]]
Told = Callable[[PageEvidence], None]

_FIRST_LOOK = pristine("""(little) => {
  const body = document.body, told = { url: document.URL, type: document.contentType };
  // Text of which there is plenty needs no more than to be counted: `innerText` of a large page is dear.
  let plenty = 0;
  const walker = body && document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker && plenty <= little && walker.nextNode()) {
    const node = walker.currentNode, words = node.data.trim(), within = node.parentElement;
    if (words && within && !/^(script|style|noscript|template)$/.test(within.localName) &&
      within.checkVisibility({ visibilityProperty: true })) plenty += words.length;
  }
  if (plenty > little) return { ...told, chars: plenty, shows: true, text: '', markup: '' };
  const text = body ? (body.innerText || '').trim() : '';
  const seen = 'img,svg,canvas,video,iframe,frame,object,embed,input,button';
  const shows = Boolean(document.querySelector('frameset')) ||
    [...document.querySelectorAll(seen)].slice(0, 200).some((e) => e.offsetWidth > 1 && e.offsetHeight > 1) ||
    [...document.querySelectorAll('*')].slice(0, 3000).some((e) => e.shadowRoot);
  return {
    ...told, chars: text.length, shows, text: text.slice(0, little + 1),
    markup: text.length <= little ? document.documentElement.outerHTML.slice(0, 60000) : '',
  };
}""")

_PLACES = pristine("""(values) => {
  const rects = [];
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && rects.length < 400; node = walker.nextNode()) {
    for (const value of values) {
      for (let at = node.data.indexOf(value); at >= 0; at = node.data.indexOf(value, at + 1)) {
        const range = document.createRange();
        range.setStart(node, at); range.setEnd(node, at + value.length);
        for (const r of range.getClientRects()) rects.push([r.x + scrollX, r.y + scrollY, r.width, r.height]);
      }
    }
  }
  return rects;
}""")


async def open_page(
    context: Context, stage: Stage, url: str, role: Role, mode: Mode, device: Device, *, asked: bool = False,
    ready_for: Iterable[type] = (),
) -> Page:  # fmt: skip
    """The page at an address, settled. Where it cannot be examined, `error` says why; nothing is raised.

    `asked`: robots.txt was asked already. `ready_for`: artifacts that are made ready for while the page settles.
    """
    page = Page(url, url, role, mode, device, 0, viewport=VIEWPORTS[device])
    fetcher = context.fetcher
    if not asked and not await fetcher.allowed(url):
        return replace(page, error="robots")
    try:
        await fetcher.pace(url)
    except GuardError as error:
        return replace(page, error=error.kind)
    started = time.monotonic()
    mark = stage.mark()
    landing = await stage.goto(url, limit=context.options.timeout)
    page = replace(page, final_url=_shown(landing.url, url), status=landing.status, headers=_few(landing.headers))
    if landing.error:
        return _named(context, stage, mark, landing, page)
    if _is_sandboxed(landing.headers):
        return replace(page, error="sandbox")
    page = _nowhere(context, stage, mark, await _settled(stage, mark, page, landing, ready_for))
    milliseconds = round((time.monotonic() - started) * 1000)
    if role is Role.HOME and mode is Mode.STANDARD and not page.error:
        page = await _gone_on(context, stage, page, landing, ready_for)
    return replace(page, milliseconds=milliseconds, error=page.error or _by_status(page.status))


async def _gone_on(context: Context, stage: Stage, first: Page, landing: Landing, ready_for: Iterable[type]) -> Page:
    """The page that the site's first one goes on to by itself; where it goes nowhere, that one."""
    mark = stage.mark()
    if not await welcome.passed_on(stage):
        return first
    stage.early, stage.shown = None, []
    page = _nowhere(context, stage, mark, await _settled(stage, mark, first, landing, ready_for))
    return page if page.error else replace(page, url=page.final_url, welcome=first.final_url)


def _nowhere(context: Context, stage: Stage, mark: int, page: Page) -> Page:
    """The page with the reason why it is the browser's own: a script went to where nothing answers."""
    if not page.final_url.startswith("chrome-error:"):
        return page
    failed = [event.text for event in stage.since(mark, "failed") if event.resource == "document"]
    landing = Landing(page.url, 0, classify(failed[-1] if failed else "").name, detail=failed[-1] if failed else "")
    return _named(context, stage, mark, landing, replace(page, status=0, error=None, final_url=page.url))


async def visit(
    context: Context,
    url: str,
    role: Role,
    *,
    walk: bool | None = None,
    turn: Turn | None = None,
    told: Told | None = None,
) -> PageEvidence:
    """A page in its standard version, opened and looked at in a context of its own.

    Args:
        context: the collection.
        url: its address.
        role: what it is for.
        walk: make the interaction walks; None: where its template is seen for the first time.
        turn: awaitable that is given the page's shape and says its template and whether it is the first of it.
        told: called with what is known before the walks begin, which take the longest.
    """
    held: list[PageEvidence] = []

    def hold(seen: PageEvidence) -> None:
        held.append(seen)
        if told is not None:
            told(seen)

    device = context.options.device
    seconds = (context.options.timeout * 3 + WALKING) * max(AT_EASE, slowness())
    page = Page(url, url, role, Mode.STANDARD, device, 0, viewport=VIEWPORTS[device], error=GIVEN_UP)
    try:
        async with context.stage(Mode.STANDARD, device) as stage:
            try:
                async with asyncio.timeout(min(seconds, max(1.0, context.time_left))):
                    equip(context, stage)
                    ready_for = [
                        cls
                        for cls in (*gatherers.PARTS, *gatherers.GATHERERS)
                        if context.options.wants(cls) or cls in KEPT
                    ]
                    page = await open_page(context, stage, url, role, Mode.STANDARD, device, ready_for=ready_for)
                    if page.error:
                        return PageEvidence(page)
                    return await look(context, stage, page, walk=walk, turn=turn, told=hold)
            except TimeoutError:
                return _cut(held, "走查超过时限") if held else PageEvidence(replace(page, error=GIVEN_UP))
    except Exception as error:
        from playwright.async_api import Error as PlaywrightError

        # An answer of another shape than was asked for, or a mistake of ours: who is to blame is not known, and it costs one page.
        if isinstance(error, TypeError | ValueError | LookupError):
            log.warning("answer not understood: %s", url, exc_info=True)
            return _cut(held, "走查中采集程序出错") if held else PageEvidence(replace(page, error="gatherer"))
        if not isinstance(error, PlaywrightError | OSError):
            raise
        log.debug("page lost: %s", url, exc_info=True)
        return _cut(held, "走查中页面崩溃") if held else PageEvidence(replace(page, error="crash"))


async def look(
    context: Context, stage: Stage, page: Page, *, walk: bool | None = False, turn: Turn | None = None,
    wanted: Iterable[type] | None = None, told: Told | None = None,
) -> PageEvidence:  # fmt: skip
    """Everything that is to be known of the page that `stage` stands on: artifacts, thumbnail, crops, walks.

    `wanted`: artifacts to gather, else all that the run wants.
    """
    equip(context, stage)
    chosen = [
        cls for cls in (wanted or (*gatherers.PARTS, *gatherers.GATHERERS)) if context.options.wants(cls) or cls in KEPT
    ]
    still = [cls for cls in chosen if cls not in gatherers.GATHERERS or not gatherers.GATHERERS[cls].walk]
    artifacts, errors = await gatherers.gather(stage, page, still)
    artifacts, errors = dict(artifacts), dict(errors)
    if lost := _lost(stage, artifacts, errors):
        return PageEvidence(replace(page, error=lost))
    outline, meta = artifacts.get(Outline), artifacts.get(Meta)
    if meta is not None:
        page = replace(page, title=meta.title, lang=meta.lang, charset=meta.charset)
    first = True
    if turn is not None:
        template, first = await turn(outline.shape if outline else ())
        page = replace(page, template=template)
    page = await _pictured(context, stage, page, artifacts, errors)
    walks = [cls for cls in chosen if cls in gatherers.GATHERERS and gatherers.GATHERERS[cls].walk]
    if told is not None:
        told(PageEvidence(page, dict(artifacts), dict(errors)))
    if walks and (first if walk is None else walk):
        page = replace(page, walked=True)
        context.browser.soil(stage)
        await stage.guard_requests()
        walked, broken = await gatherers.gather(stage, page, walks)
        artifacts.update({cls: value for cls, value in walked.items() if cls in walks})
        errors.update(broken)
        await _pictured_again(context, stage, page, artifacts, errors)
    return PageEvidence(page, artifacts, errors)


KEPT: tuple[type, ...] = (Outline, Meta)
"""Gathered whatever the checks need: titles and templates come from them."""


def equip(context: Context, stage: Stage) -> None:
    """Tell a stage which axe the run uses, with which further rules, and where its pictures go."""
    options = context.options
    stage.save = None if options.keep == "none" else context.save_picture
    if options.axe_script is not None:
        stage.settings["axe_script"] = options.axe_script.read_text("utf-8")
    stage.settings["axe_rules"] = options.extra_axe
    stage.settings["revealed"] = context.revealed
    stage.settings["headed"] = options.headed
    stage.settings["tell"] = context.progress


def _cut(held: Sequence[PageEvidence], why: str) -> PageEvidence:
    """What was known of a page before its walks were cut off, the walks as errors."""
    seen = held[-1]
    missing = (e.artifact.__name__ for e in gatherers.GATHERERS.values() if e.walk and e.artifact not in seen.artifacts)
    return replace(seen, errors={**seen.errors, **dict.fromkeys(missing, why)})


async def _settled(stage: Stage, mark: int, page: Page, landing: Landing, ready_for: Iterable[type] = ()) -> Page:
    from playwright.async_api import Error as PlaywrightError

    settled, walled = True, False
    try:
        async with asyncio.timeout(LOADING + 20):
            while True:
                try:
                    settled, walled, seen = await _come_to_rest(stage, mark, page, landing, ready_for)
                    break
                except PlaywrightError as error:  # it went on just while it was asked: what comes is asked
                    if not is_moving_on(error) or len(stage.since(mark, "navigated")) > JUMPS:
                        raise
                await stage.wait(0.1)
    except TimeoutError:
        sandboxed = "sandbox" in landing.headers.get("content-security-policy", "")
        jumps = len(stage.since(mark, "navigated"))
        return replace(page, error="sandbox" if sandboxed else "redirects" if jumps > 2 else "hang")
    except PlaywrightError as error:
        jumps = len(stage.since(mark, "navigated"))
        log.debug("not settled after %d jumps: %s", jumps, error)
        if stage.since(mark, "crash") or stage.page.is_closed():
            return replace(page, error="crash")
        if isinstance(error, SpoiledError) or _SPOILED.search(str(error)):
            return replace(page, error="spoiled")
        return replace(page, error="redirects" if jumps > 2 else "hang")
    if walled:
        return replace(page, final_url=seen["url"], error="bot-wall")
    status, headers = _last_answer(stage, mark, seen["url"], landing)
    page = replace(page, final_url=seen["url"], status=status, headers=_few(headers), settled=settled)
    return replace(page, error=_no_page(seen, status, len(stage.since(mark, "navigated"))))


async def _come_to_rest(
    stage: Stage, mark: int, page: Page, landing: Landing, ready_for: Iterable[type]
) -> tuple[bool, bool, dict[str, Any]]:
    """Whether the page came to rest, whether a wall stands before it all the same, and what is there at first sight."""
    stage.early = None
    settled = await _at_rest(stage, page, ready_for)
    loads = len(stage.since(mark, "navigated"))
    if not settled or loads > 1 or (stage.early and stage.touched >= stage.early.began) or stage.asking(mark):
        stage.early = None
    settled = await _answered(stage, mark) and settled
    seen = await _first_look(stage)
    waited = time.monotonic()
    while _walled(stage, mark, landing, seen):
        if time.monotonic() - waited > WALL:
            return settled, True, seen
        await stage.wait(1)
        settled = await stage.settle()
        seen = await _first_look(stage)
    return settled, False, seen


_SPOILED = re.compile(r"\b(?:Type|Reference|Range)Error\b|the page has replaced")
"""What an evaluation of ours says that found the browser's own functions broken."""


async def _first_look(stage: Stage) -> dict[str, Any]:
    seen = await stage.evaluate(_FIRST_LOOK, LITTLE_TEXT)
    if not (
        isinstance(seen, dict) and all(isinstance(seen.get(name), str) for name in ("url", "type", "text", "markup"))
    ):
        raise SpoiledError(f"the page answered {str(seen)[:80]}")
    return seen


async def _at_rest(stage: Stage, page: Page, ready_for: Iterable[type]) -> bool:
    """Whether the page came to rest, while it is read."""
    reading = asyncio.create_task(_make_ready(stage, page, ready_for))
    try:
        settled = await stage.settle(quiet=QUIET, loading=LOADING)
    except TimeoutError:
        if not stage.busy:  # it is the page itself that does not answer
            raise
        await reading
        settled = await stage.settle(quiet=QUIET, loading=LOADING)
    else:
        await reading
    finally:
        reading.cancel()
    return settled


async def _make_ready(stage: Stage, page: Page, artifacts: Iterable[type]) -> None:
    wanted = tuple(artifacts)
    for artifact in wanted:
        if artifact in gatherers.WHILE_SETTLING:
            await gatherers.WHILE_SETTLING[artifact](stage)
    await gatherers.read_early(stage, page, wanted, loading=LOADING)


def _no_page(seen: dict[str, Any], status: int, jumps: int) -> str | None:
    """Why what is shown is no page to be examined, or None."""
    if jumps > JUMPS:
        return "redirects"
    if seen["type"] not in ("text/html", "application/xhtml+xml"):
        return "not-html"
    if not seen["chars"] and not seen["shows"]:
        return _by_status(status) or "empty"
    return None


async def _answered(stage: Stage, mark: int) -> bool:
    """Give what the page's scripts ask for by themselves a moment to come; False where the DOM then moves without end.

    A list that is fetched after the page is loaded would else be seen in one run and missed in the next.
    """
    ends = time.monotonic() + ANSWERING
    while stage.asking(mark) and time.monotonic() < ends:
        await stage.wait(0.05)
        if not stage.asking(mark):
            return await stage.settle(quiet=0.15)
    return True


def _walled(stage: Stage, mark: int, landing: Landing, seen: dict[str, Any]) -> bool:
    if seen["chars"] > LITTLE_TEXT:
        return False
    status, headers = _last_answer(stage, mark, seen["url"], landing)
    return is_bot_wall(status, headers, seen["markup"], seen["text"])


def _last_answer(stage: Stage, mark: int, url: str, landing: Landing) -> tuple[int, dict[str, str]]:
    """Status and headers of the document that is shown: a script may have loaded another one since the landing."""
    bare = url.partition("#")[0]
    answers = [e for e in stage.since(mark, "response") if e.resource == "document" and e.url.partition("#")[0] == bare]
    if not answers or answers[-1].status == landing.status:
        return landing.status, landing.headers
    return answers[-1].status, {}


def _named(context: Context, stage: Stage, mark: int, landing: Landing, page: Page) -> Page:
    """The page with the reason why it did not open; what the browser cannot know, the guard does."""
    broken = [event for event in stage.since(mark, "failed") if event.resource == "document"]
    # A document is given up where its script goes elsewhere: what became of that is the reason.
    broken = [event for event in broken if "ERR_ABORTED" not in event.text] or broken
    failed = [event.url for event in broken]
    answers = [event for event in stage.since(mark, "response") if event.resource == "document"]
    if landing.error == "not-html" and broken and "ERR_ABORTED" not in broken[-1].text:
        landing = replace(landing, error=classify(broken[-1].text).name, detail=broken[-1].text)
    error = landing.error
    if _SOCKS.search(landing.detail) or landing.error in ("unknown", "timeout"):
        for url in (*reversed(failed), page.url):
            known = context.guard.trouble(url)
            if known:
                error = known[0]
                break
    if error in ("unknown", "reset", "not-html") and answers and answers[-1].status >= 400:
        error = _by_status(answers[-1].status)
    elif error == "not-html" and answers and answers[-1].status in (204, 205):
        error = "empty"
    if error == "crash" and not stage.since(mark, "crash") and not stage.page.is_closed():
        error = "hang"
    if stage.since(mark, "crash"):
        error = "crash"
    status = answers[-1].status if answers else page.status
    log.debug("%s: %s (%s)", page.url, error, landing.detail)
    return replace(page, error=error, status=status, final_url=failed[-1] if failed else page.final_url)


def _by_status(status: int) -> str | None:
    if status >= 500:
        return "server"
    return "http" if status >= 400 else None


def _is_sandboxed(headers: dict[str, str]) -> bool:
    """True where the page's own policy forbids every script, ours too."""
    policy = headers.get("content-security-policy", "").lower()
    found = re.search(r"(?:^|[;,])\s*sandbox\b([^;,]*)", policy)
    return bool(found) and "allow-scripts" not in found[1].split() if found else False


def _lost(stage: Stage, artifacts: dict[type, Any], errors: dict[str, str]) -> str | None:
    """Why nothing at all could be gathered, where that is so."""
    if stage.since(0, "crash") or stage.page.is_closed():
        return "crash"
    if errors and not artifacts:
        return "hang" if all("Timeout" in text for text in errors.values()) else None
    return None


def _few(headers: dict[str, str]) -> dict[str, str]:
    """Headers that a check may ask for; cookies are nobody's business."""
    kept = {n: v[:500] for n, v in sorted(headers.items()) if n != "set-cookie"}
    return dict(list(kept.items())[:60])


def _shown(url: str, asked: str) -> str:
    return asked if url in ("", "about:blank") or url.startswith("chrome-error:") else url


# --- pictures ---
async def _pictured(
    context: Context, stage: Stage, page: Page, artifacts: dict[type, Any], errors: dict[str, str]
) -> Page:
    """The page with its thumbnail, and `Crops` among the artifacts."""
    if context.options.keep == "none":
        return page
    try:
        hidden = await hidden_places(stage, artifacts.get(Outline))
        shown, stage.shown = stage.shown, []
        suspects = [*(context.suspects or suspicious)(PageEvidence(page, artifacts, errors))]
        top = next((picture.image for picture in shown if picture.clip == (0, 0, *page.viewport)), None)
        small = asyncio.create_task(_thumbnail(stage, hidden, top))
        if top is None:
            await small  # it is photographed, and the crops move the page
        try:
            artifacts[Crops] = await crops(context, stage, page, suspects, hidden, shown=shown)
        finally:
            page = replace(page, thumbnail=context.save_picture(f"{_mark(page)}.jpg", await small, folder="thumbs"))
    except Exception as error:  # a picture that cannot be had costs only the picture
        log.debug("no picture of %s", page.url, exc_info=True)
        errors["Crops"] = gatherers.told(error)
    return page


async def _pictured_again(
    context: Context, stage: Stage, page: Page, artifacts: dict[type, Any], errors: dict[str, str]
) -> None:
    """Add to `Crops` what the walks found wrong: it was not known when the first pictures were taken."""
    from playwright.async_api import Error as PlaywrightError

    known = artifacts.get(Crops)
    if context.options.keep == "none" or known is None:
        return
    try:
        suspects = (context.suspects or suspicious)(PageEvidence(page, artifacts, errors))
        left = await moved(stage, [t for t in suspects if t.selector and not t.crop and known.of(t) is None])
        if left:
            hidden = await hidden_places(stage, artifacts.get(Outline))
            more = await crops(context, stage, page, left, hidden, *AFTER_WALKS)
            artifacts[Crops] = Crops((*known.items, *more.items))
    except (PlaywrightError, TimeoutError, OSError) as error:  # a picture that cannot be had costs only the picture
        log.debug("no further picture of %s: %s", page.url, gatherers.told(error))


async def hidden_places(stage: Stage, outline: Outline | None) -> list[Box]:
    """Where numbers stand that no picture may show."""
    values = masking.sensitive(outline.text) if outline else []
    return [tuple(box) for box in await stage.evaluate(_PLACES, values)] if values else []


async def moved(stage: Stage, targets: Sequence[Target]) -> list[Target]:
    """Targets of the top document where they are now; without those that are gone or cannot be seen."""
    own = [target for target in targets if not target.frame][: 2 * AFTER_WALKS[0]]
    boxes = await stage.evaluate(script("boxes"), [target.selector for target in own])
    return [replace(target, box=tuple(box)) for target, box in zip(own, boxes, strict=True) if box]


async def _thumbnail(stage: Stage, hidden: Sequence[Box], shown: Any = None) -> bytes:
    if shown is not None:
        return await asyncio.to_thread(pixels.thumbnail, shown, hidden=hidden)
    shot, scale = await stage.glance(pixels.THUMBNAIL) or (await stage.shoot(jpeg=70), 1.0)
    if scale == 1:
        return await asyncio.to_thread(pixels.thumbnail, shot, hidden=hidden)
    return pixels.blurred(shot, hidden, scale=scale) if hidden else shot


async def crops(
    context: Context, stage: Stage, page: Page, targets: Sequence[Target], hidden: Sequence[Box] = (),
    most: int = CROPS_OF_A_PAGE, shots: int = BANDS, *, shown: Sequence[Picture] = (),
) -> Crops:  # fmt: skip
    """Pictures of elements, cut from as few screenshots as possible; of one fault on one template only the first.

    `shown`: screenshots that there are already, of which no more are needed.
    """
    chosen: dict[str, Target] = {}
    for target in targets:
        if len(chosen) >= most:
            break
        # What has no name is told apart by its place, as pictures without words are.
        name = stable(target.name) or target.selector
        mark = f"{page.mode.value}|{page.template}|{target.landmark}|{name}|{_tag(target)}"
        if context.options.keep == "all":
            mark += f"|{target.frame}|{target.selector}"
        if target.box and target.selector and mark not in context.cropped and target.box[2] > 0 and target.box[3] > 0:
            chosen.setdefault(mark, target)
    marks = {(target.selector, target.frame): mark for mark, target in chosen.items()}
    wanted = sorted({(t.selector, t.frame): t for t in chosen.values()}.values(), key=_top)
    cuts: list[tuple[list[Target], asyncio.Task[list[bytes | None]]]] = []
    try:
        for band, clip, image in _shots(wanted, shown, page.viewport, shots):
            shot = image or await stage.shoot(clip, jpeg=75, more=True)
            boxes = [_shown_part(target, clip[1] + clip[3]) for target in band]
            cut = asyncio.to_thread(cropping.cut, shot, boxes, origin=clip[:2], blur=hidden)
            cuts.append((band, asyncio.create_task(cut)))  # done while the next one is waited for
    finally:
        await stage.rest()
        await asyncio.gather(*(task for _, task in cuts), return_exceptions=True)
    items: list[Crop] = []
    for band, task in cuts:
        for target, part in zip(band, task.result(), strict=True):
            name = f"{_mark(page)}-{hashlib.sha256(repr((target.selector, target.frame)).encode()).hexdigest()[:8]}.jpg"
            if part and (path := context.save_picture(name, part)):
                items.append(Crop(target.selector, target.frame, path))
                if context.options.keep != "all":  # only what there is a picture of needs no other
                    context.cropped.add(marks[target.selector, target.frame])
    return Crops(tuple(items))


def suspicious(seen: PageEvidence) -> list[Target]:
    """Elements that axe or a measurement of contrast found wrong or in doubt, failed ones first."""
    axe, contrasts = seen.artifacts.get(AxeResults), seen.artifacts.get(Contrasts)
    nodes = [node for rule in (axe.rules if axe else ()) for node in rule.nodes[:20]]
    low = [
        item.target for item in (contrasts.items if contrasts else ()) if item.median is not None and item.median < 4.5
    ]
    return [
        *(n.target for n in nodes if n.outcome == "failed"),
        *low,
        *(n.target for n in nodes if n.outcome != "failed"),
    ]


def _shots(
    targets: Sequence[Target], shown: Iterable[Picture], viewport: tuple[int, int], most: int
) -> list[tuple[list[Target], Box, Any]]:
    """Elements that one picture shows, with its clip and, where there is one already, the picture itself.

    Of those that have to be taken beyond the window, `most`: the fullest.
    """
    made: list[tuple[list[Target], Box, Any]] = []
    left = list(targets)
    for picture in shown:
        _, y, _, height = picture.clip
        within = [t for t in left if _top(t) >= y and y + height - _top(t) >= min(_height(t), WELL_SEEN)]
        if within:
            made.append((within, picture.clip, picture.image))
            left = [t for t in left if t not in within]
    bands = _bands(left, viewport)
    in_window = [band for band in bands if band[1][1] + band[1][3] <= viewport[1]]
    beyond = sorted((band for band in bands if band not in in_window), key=lambda band: -len(band[0]))
    return [*made, *((*band, None) for band in (*in_window, *beyond[:most]))]


def _bands(targets: Sequence[Target], viewport: tuple[int, int]) -> list[tuple[list[Target], Box]]:
    """Elements that one screenshot shows, with its clip: first the window, which costs half of what lies beyond it does."""
    wide, tall = float(viewport[0]), float(viewport[1])
    within = [t for t in targets if _top(t) >= 0 and tall - _top(t) >= min(_height(t), WELL_SEEN)]
    groups = [within] if within else []
    for target in targets:
        if target in within:
            continue
        last = groups[-1] if groups and groups[-1] is not within else None
        if last and _top(target) + _height(target) - _top(last[0]) <= BAND_HEIGHT:
            last.append(target)
        else:
            groups.append([target])
    bands = []
    for group in groups:
        end = tall if group is within else max(_top(t) + _height(t) for t in group) + 30
        boxes = [_shown_part(t, end) for t in group]
        left, top = max(0.0, min(b[0] for b in boxes) - 30), max(0.0, min(b[1] for b in boxes) - 30)
        right = min(wide, max(b[0] + b[2] for b in boxes) + 30)
        bottom = min(end, max(b[1] + b[3] for b in boxes) + 30)
        if right > left and bottom > top:
            bands.append((group, (left, top, right - left, bottom - top)))
    return bands


def _shown_part(target: Target, end: float) -> Box:
    """The element's box, no longer than a picture shows, and not beyond the screenshot's `end`."""
    x, y, width, _ = target.box or (0.0, 0.0, 0.0, 0.0)
    return x, y, width, min(_height(target), max(1.0, end - y))


def _top(target: Target) -> float:
    return target.box[1] if target.box else 0.0


def _height(target: Target) -> float:
    return min(target.box[3], TALLEST) if target.box else 0.0


def _tag(target: Target) -> str:
    found = re.match(r"<[\w-]+", target.html or "")
    return found[0] if found else ""


def _mark(page: Page) -> str:
    """A short name for the pictures of a page, the same in every run."""
    words = f"{page.mode.value}|{page.device.value}|{page.url}"
    return hashlib.sha256(words.encode()).hexdigest()[:12]
