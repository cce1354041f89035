"""Walks over a page as a visitor without a mouse makes them: every stop of Tab, and what only a pointer can do.

A walk leaves no trace: requests that are not GET are aborted, no document is left, and what the site had stored is put
back before the page is loaded again. All walks are bounded in presses and in seconds and say how far they came.
"""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urldefrag, urlsplit

from a11y.collect.frames import placed_frames
from a11y.collect.gatherers import gatherer
from a11y.collect.hand import Spot, calm, frame_bounds, is_passing, place, recall, remember
from a11y.collect.js import script
from a11y.collect.pathways import Changed, changed_pixels, draw_path
from a11y.collect.steps import Stage, ready
from a11y.evidence import FocusLook, FocusLooks, KeyboardWalk, Motions, Page, Press, Stop, Trap
from a11y.model import Box, Device, Target

log = logging.getLogger(__name__)

PRESSES_OF_TAB = 1500
TAB_SECONDS = 20.0
CLICKS = 40
CLICK_SECONDS = 14.0
CHANGES_PROVED = 6
"""Clicks that change the page: each costs several loads to prove."""
LOOKS_IN_PIXELS = 60
LOOKS_OF_A_KIND = 3
LOOK_SECONDS = 12.0

ASK_LIMIT = 8.0
"""Seconds one frame may take to answer."""

Key = tuple[int, int]
"""A stop: the number of its frame, and its number in that frame's diary."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One frame of the page, and where it lies."""

    frame: Any = None
    """None: the main frame."""
    path: tuple[str, ...] = ()
    x: float = 0.0
    y: float = 0.0
    lens: float = 1.0
    width: float = 0.0


async def ask(stage: Stage, name: str, arg: Any = None, *, frame: Any = None) -> Any:
    """What `js/NAME.js` says of one frame; None where it cannot be asked (gone, hanging or sandboxed)."""
    try:
        return await stage.evaluate(script(name), arg, frame=frame, limit=ASK_LIMIT)
    except Exception as error:
        if is_passing(error):
            return None
        raise


async def grounds(stage: Stage, *, at_least: float = 0) -> list[Ground]:
    """The main frame, then every child frame that shows, at most eight, at least so wide."""
    found = [Ground()]
    for placed in (await placed_frames(stage))[:8]:
        at = placed.place
        ground = Ground(
            placed.frame, placed.path, float(at.get("x", 0)), float(at.get("y", 0)), float(at.get("lens", 1) or 1),
            float(at.get("width", 0) or 0),
        )  # fmt: skip
        if ground.width >= at_least:
            found.append(ground)
    return found


def located(data: Mapping[str, Any], ground: Ground) -> Target:
    """The target that a script named, its box in pixels of the top document."""
    box = data.get("box")
    if box and ground.frame is not None:
        x, y, width, height = box
        box = (ground.x + x * ground.lens, ground.y + y * ground.lens, width * ground.lens, height * ground.lens)
    return Target(
        selector=str(data.get("selector") or ""), html=data.get("html"), frame=ground.path,
        box=tuple(round(float(v), 2) for v in box) if box else None,  # type: ignore[arg-type]
        landmark=data.get("landmark") or "", name=data.get("name") or "",
    )  # fmt: skip


async def come_back(stage: Stage, url: str) -> None:
    """Bring the page back to how it was given to us: the same address, the same mode."""
    stage.stay = False
    if stage.comeback is not None:
        await stage.comeback(stage)
    elif stage.page.url == url:
        await stage.reload()
    else:
        await stage.goto(url)
        if "#" in url:
            await stage.reload()
    await calm(stage, quiet=0.2, bound=2.5)


def picture_name(page: Page, what: str) -> str:
    """A file's name for a picture of this page, the same in every run."""
    mark = hashlib.sha256(page.url.encode()).hexdigest()[:8]
    return f"{what}-{mark}-{page.mode.value}-{page.device.value}"


# --- Tab ----------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Trail:
    """Where Tab went."""

    order: list[Key]
    """Stops in the order in which they were first reached."""
    tail: list[Key | None]
    """Where focus was after each press; None: nowhere."""
    forced: set[int]
    """Presses (indexes of `tail`) after which a script had its hand in: prevented, moved on, or nothing happened."""
    jumps: dict[Key, int]
    """How often a script called focus back to a stop."""
    finished: bool = False


async def tab_through(stage: Stage, places: list[Ground], *, most: int = PRESSES_OF_TAB) -> Trail:
    """Press Tab until focus comes round to the first stop, goes in circles, or the bound is reached."""
    for ground in places:
        await ask(stage, "stops", {"op": "start"}, frame=ground.frame)
    trail = Trail([], [], set(), {})
    until = stage.now() + TAB_SECONDS
    seen: set[Key] = set()
    here: Key | None = None
    quiet = 0
    dialogs = stage.mark()
    while len(trail.tail) < most and stage.now() < until and len(stage.since(dialogs, "dialog")) < 40:
        for _ in range(12):
            await stage.press("Tab")
        steps = _steps(await _diary(stage, places), here)
        if not steps:
            break
        for step in steps:
            here = step.where
            if step.forced:
                trail.forced.add(len(trail.tail))
            for key in step.called:
                trail.jumps[key] = trail.jumps.get(key, 0) + 1
            trail.tail.append(here)
            if here is not None and here not in seen:
                seen.add(here)
                trail.order.append(here)
                quiet = 0
                continue
            quiet += 1
            came_round = here is not None and here == trail.order[0] and len(trail.tail) > 1
            # On one stop alone the beginning is always near: it takes a way through nowhere to tell.
            if came_round and (len(trail.order) > 1 or None in trail.tail):
                trail.finished = True
                return trail
            if not seen and quiet >= 12:
                trail.finished = True
                return trail
        if quiet >= 36:
            return trail
    return trail


@dataclass(frozen=True, slots=True)
class _Step:
    where: Key | None
    forced: bool
    called: tuple[Key, ...]


async def _diary(stage: Stage, places: list[Ground]) -> list[tuple[float, str, Key, bool]]:
    rows: list[tuple[float, str, Key, bool]] = []
    for number, ground in enumerate(places):
        for kind, at, stop, prevented in await ask(stage, "stops", {"op": "read"}, frame=ground.frame) or []:
            rows.append((float(at), str(kind), (number, int(stop)), bool(prevented)))
    return sorted(rows, key=lambda row: row[0])


def _steps(rows: Iterable[tuple[float, str, Key, bool]], here: Key | None) -> list[_Step]:
    """What each press of Tab came to, read from the diaries of all frames."""
    steps: list[_Step] = []
    entered: list[Key] = []
    open_, left, prevented = False, False, False

    def close() -> None:
        nonlocal here
        moved = entered[-1] if entered else None if left else here
        stuck = not entered and not left
        steps.append(_Step(moved, prevented or stuck or len(entered) > 1, tuple(entered[1:])))
        here = moved

    for _, kind, key, flag in rows:
        if kind == "key":
            if open_:
                close()
            open_, left, prevented, entered = True, False, flag, []
        elif kind == "in":
            entered.append(key)
            left = False
        elif kind == "out":
            left = True
    if open_:
        close()
    return steps


async def _active(stage: Stage, places: list[Ground]) -> Key | None:
    found: Key | None = None
    for number, ground in enumerate(places):
        said = await ask(stage, "stops", {"op": "active"}, frame=ground.frame)
        if said and said["focused"] and said["stop"] >= 0 and not said["frame"]:
            found = (number, said["stop"])
    return found


async def _leaves(stage: Stage, places: list[Ground], group: set[Key], key: str) -> bool:
    """True where pressing `key` again and again, slowly, brings focus out of the group for good."""
    for _ in range(min(2 * len(group) + 3, 14)):
        await stage.press(key)
        await stage.wait(0.08)
        now = await _active(stage, places)
        if now not in group:
            # Some scripts call focus back a moment later.
            await stage.wait(0.35)
            if await _active(stage, places) not in group:
                return True
    return False


async def find_traps(stage: Stage, places: list[Ground], trail: Trail) -> list[Trap]:
    """Groups of stops that focus did not leave although the page has others, tried slowly and in every way."""
    unreached = 0
    for ground in places:
        unreached += int(await ask(stage, "stops", {"op": "unreached"}, frame=ground.frame) or 0)
    groups: list[set[Key]] = []
    if trail.tail and not trail.finished:
        groups.append({key for key in trail.tail[-30:] if key is not None})
    elif unreached and trail.forced and len(trail.order) <= 40:
        groups.append(set(trail.order))
    groups += [{key} for key, _ in sorted(trail.jumps.items(), key=lambda item: -item[1])]
    traps: list[Trap] = []
    for group in groups[:3]:
        others = unreached + len(set(trail.order) - group)
        if not group or not others or len(group) > 40:
            continue
        trap = await _prove(stage, places, group, others)
        if trap is not None and all(trap.target.selector != known.target.selector for known in traps):
            traps.append(trap)
    return traps


async def _prove(stage: Stage, places: list[Ground], group: set[Key], others: int) -> Trap | None:
    number = min(group)[0]
    ground = places[number]
    ids = sorted(stop for frame, stop in group if frame == number)
    where = await ask(stage, "stops", {"op": "group", "group": ids}, frame=ground.frame)
    if where is None:
        return None
    target = located(where, ground)
    if await _active(stage, places) not in group:
        await ask(stage, "stops", {"op": "enter", "group": ids}, frame=ground.frame)
        if await _active(stage, places) not in group:
            return None
    if await _leaves(stage, places, group, "Tab"):
        return None
    trap = Trap(target, len(group), others)
    if await _leaves(stage, places, group, "Shift+Tab"):
        return replace(trap, left_by="shift-tab")
    await stage.press("Escape")
    await stage.wait(0.2)
    if await _leaves(stage, places, group, "Tab"):
        return replace(trap, left_by="escape")
    for path in await ask(stage, "stops", {"op": "closers", "group": ids}, frame=ground.frame) or []:
        if await ask(stage, "presses", {"op": "enter", "path": path}, frame=ground.frame):
            await stage.press("Enter")
            await stage.wait(0.3)
            if await _leaves(stage, places, group, "Tab"):
                return replace(trap, left_by="close")
    return trap


@gatherer(KeyboardWalk, walk=True, after=(Motions,))
async def keyboard_walk(stage: Stage, page: Page) -> KeyboardWalk:
    """Tab through everything, then click what Tab does not reach."""
    began, url = stage.now(), stage.page.url
    memory = await recall(stage)
    places = await grounds(stage)
    mark = stage.mark()
    await stage.guard_requests()
    stage.stay = True
    picture: str | None = None
    try:
        trail = await tab_through(stage, places)
        stops = await _stops(stage, places, trail.order)
        left = [e.url for e in stage.since(mark, "stayed") if not e.text]
        traps = await find_traps(stage, places, trail)
        if stage.save is not None and stops:
            picture = await _path_picture(stage, page, stops)
        if traps or left or not trail.finished or stage.since(mark, "dialog", "navigated"):
            await come_back(stage, url)
        else:
            await stage.evaluate(_LET_GO)
        presses, found, pressed, skipped = await press_pointer_only(stage, page, url)
    finally:
        stage.stay = False
        await stage.release_requests()
    if pressed:
        await remember(stage, memory)
        await come_back(stage, url)
    return KeyboardWalk(
        stops=tuple(stops), finished=trail.finished, traps=tuple(traps), presses=tuple(presses), clickables=found,
        pressed=pressed, skipped=skipped, left=tuple(dict.fromkeys(left))[:10], picture=picture,
        seconds=round(stage.now() - began, 2),
    )  # fmt: skip


_LET_GO = "() => { document.activeElement && document.activeElement.blur(); window.scrollTo(0, 0); }"


async def _stops(stage: Stage, places: list[Ground], order: list[Key]) -> list[Stop]:
    named: dict[Key, Target] = {}
    for number, ground in enumerate(places):
        ids = [stop for frame, stop in order if frame == number]
        targets = await ask(stage, "stops", {"op": "targets", "ids": ids}, frame=ground.frame) or []
        for stop, data in zip(ids, targets, strict=False):
            if data is not None:
                named[number, stop] = located(data, ground)
    return [Stop(named[key], n) for n, key in enumerate((key for key in order if key in named), 1)]


async def _path_picture(stage: Stage, page: Page, stops: list[Stop]) -> str | None:
    assert stage.save is not None
    width, height = page.viewport
    boxes = [stop.target.box for stop in stops if stop.target.box]
    bottom = max((box[1] + box[3] for box in boxes), default=0)
    clip: Box = (0, 0, width, max(min(height, 600), min(bottom + 40, 2.5 * width)))
    await stage.evaluate(_LET_GO)
    try:
        drawn = draw_path(await stage.shoot(clip), [stop.target.box for stop in stops])
    except Exception as error:
        if not is_passing(error):
            raise
        return None
    return stage.save(f"{picture_name(page, 'keyboard')}.jpg", drawn)


# --- what only a pointer does -------------------------------------------------------------------------------------------


async def hear_listeners(stage: Stage) -> int:
    """Tell every frame of this process which of its elements listen for a click; how many there are."""
    session = await ready(stage.page.context.new_cdp_session(stage.page))
    try:
        document = await ready(session.send("Runtime.evaluate", {"expression": "document", "objectGroup": "a11y"}))
        call = {"objectId": document["result"]["objectId"], "depth": -1, "pierce": True}
        heard = await ready(session.send("DOMDebugger.getEventListeners", call))
        kinds = ("click", "mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend")
        nodes = [row["backendNodeId"] for row in heard["listeners"] if row["type"] in kinds and "backendNodeId" in row]
        for node in list(dict.fromkeys(nodes))[:600]:
            resolved = await ready(session.send("DOM.resolveNode", {"backendNodeId": node, "objectGroup": "a11y"}))
            call = {"objectId": resolved["object"]["objectId"], "functionDeclaration": _HEARD}
            await ready(session.send("Runtime.callFunctionOn", call))
        await ready(session.send("Runtime.releaseObjectGroup", {"objectGroup": "a11y"}))
    finally:
        await ready(session.detach())
    return len(nodes)


_HEARD = """function () {
  const view = (this.ownerDocument || this).defaultView;
  if (!view) return;
  view.__a11yHeard = view.__a11yHeard || [];
  view.__a11yHeard.push(this);
  view.__a11yDelegated = true;
}"""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one press did."""

    kind: str
    detail: str = ""
    things: frozenset[str] = frozenset()
    """Selectors of what came, went or changed its words."""
    dirty: bool = False
    """The page is not as it was."""
    shaky: bool = False
    """Something on the page changes by itself just there."""


async def press_pointer_only(stage: Stage, page: Page, url: str) -> tuple[list[Press], int, int, int]:
    """Click everything that listens and that Tab does not reach; (presses, found, pressed, skipped)."""
    until = stage.now() + CLICK_SECONDS
    moving = _moving(stage)
    places = await _prepared(stage, moving)
    rows: list[tuple[Ground, Mapping[str, Any]]] = []
    found = skipped = 0
    for ground in places:
        said = await ask(stage, "presses", {"op": "find", "limit": CLICKS}, frame=ground.frame)
        if said:
            found, skipped = found + int(said["found"]), skipped + int(said["skipped"])
            rows += [(ground, row) for row in said["rows"]]
    links = await _links(stage, places)
    presses: list[Press] = []
    proved = 0
    stage.stay = True
    for ground, row in rows[:CLICKS]:
        if stage.now() > until:
            break
        path = row["target"]["selector"]
        frame = _frame_again(stage, ground)
        if ground.frame is not None and frame is None:
            continue
        spot = Spot(path, frame)
        effect = await click_effect(stage, page, spot, moving)
        if effect is None:
            continue
        press = Press(located(row["target"], ground), effect.kind, effect.detail[:200])
        if effect.kind in ("none", "focuses"):
            press = replace(press, same="focus" if effect.kind == "focuses" else "")
        elif effect.kind == "navigates" and _address(effect.detail) in links:
            press = replace(press, same="link")
        elif row["composite"]:
            press = replace(press, reason="composite")
        elif effect.kind == "navigates" or (proved < CHANGES_PROVED and stage.now() < until):
            proved += effect.kind != "navigates"
            press = await _compare(stage, page, url, spot, effect, press, moving)
        else:
            press = replace(press, reason="too-many")
        presses.append(press)
        if effect.dirty:
            await come_back(stage, url)
            await _prepared(stage, moving)
            stage.stay = True
    return presses, found, len(presses), skipped


def _frame_again(stage: Stage, ground: Ground) -> Any:
    """The frame of a ground, found again after a reload by its addresses."""
    if ground.frame is None:
        return None
    return next((f for f in stage.frames[1:] if f is ground.frame or f.url == ground.path[-1]), None)


def _moving(stage: Stage) -> list[str]:
    seen = stage.gathered.get(Motions)
    return [motion.target.selector for motion in seen.items] if isinstance(seen, Motions) else []


async def _prepared(stage: Stage, moving: list[str]) -> list[Ground]:
    try:
        await hear_listeners(stage)
    except Exception as error:  # the page left in mid-asking; inline handlers are still seen
        log.debug("listeners: %s", error)
    places = await grounds(stage, at_least=120)
    for ground in places:
        try:
            await stage.evaluate("(paths) => { window.__a11yMovingBoxes = paths; }", moving, frame=ground.frame)
        except Exception as error:
            if not is_passing(error):
                raise
    return places


async def _links(stage: Stage, places: list[Ground]) -> set[str]:
    addresses: set[str] = set()
    for ground in places:
        found = await ask(stage, "presses", {"op": "links"}, frame=ground.frame) or []
        addresses |= {_address(str(link)) for link in found}
    return addresses


def _address(url: str) -> str:
    """An address as people tell it apart: no scheme, no www, no index page, no trailing slash."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    head, _, last = path.rpartition("/")
    if last.split(".")[0].lower() in ("index", "default"):
        path = head
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    return f"{parts.netloc.removeprefix('www.')}{path}?{parts.query}{fragment}"


async def click_effect(stage: Stage, page: Page, spot: Spot, moving: list[str]) -> Effect | None:
    """What one real click on `spot` does; None where a pointer does not meet it."""
    at = await place(stage, spot)
    if at is None or not at[2]:
        return None
    x, y, _ = at
    if page.device is not Device.MOBILE:
        await stage.move(x, y)
    if await ask(stage, "presses", {"op": "baseline"}, frame=spot.frame) is None:
        return None
    mark = stage.mark()
    if page.device is Device.MOBILE:
        await stage.tap(x, y)
    else:
        await stage.click(x, y)
    return await _effect(stage, spot, mark, moving)


async def _effect(stage: Stage, spot: Spot, mark: int, moving: list[str]) -> Effect:
    await stage.wait(0.15)
    for event in stage.since(mark, "popup"):
        try:
            await ready(event.handle.close())
        except Exception as error:
            if not is_passing(error):
                raise
    went = [e.url for e in stage.since(mark, "stayed", "popup") if e.url and not e.url.startswith(("about:", "blob:", "data:"))]
    away = [e.url for e in stage.since(mark, "navigated")]
    seen = await ask(stage, "presses", {"op": "effect", "path": spot.selector}, frame=spot.frame)
    if seen is None:
        return Effect("navigates", (went or away or [stage.page.url])[0], dirty=True)
    things = frozenset(seen["appeared"] + seen["vanished"] + seen["text"])
    dirty = bool(things or seen["restyled"] or seen["moved"] or seen["scrolled"] > 4 or seen["hash"])
    shaky = bool(seen["noisy"] or any(path and spot.selector.startswith(path) for path in moving))
    if went:
        return Effect("navigates", went[0], dirty=dirty)
    if seen["hash"] and urldefrag(seen["hash"])[1] not in ("", "none"):
        return Effect("navigates", seen["hash"], dirty=True)
    if stage.since(mark, "dialog"):
        return Effect("dialog", stage.since(mark, "dialog")[0].text, dirty=dirty)
    if seen["field"] or seen["focus"]:
        return Effect("focuses", seen["field"] or seen["focus"], dirty=True)
    if stage.since(mark, "aborted"):
        return Effect("posts", stage.since(mark, "aborted")[0].url, dirty=dirty)
    if seen["appeared"] or seen["text"]:
        return Effect("shows", seen["says"], things, dirty=True, shaky=shaky)
    if seen["vanished"]:
        return Effect("hides", seen["vanished"][0], things, dirty=True, shaky=shaky)
    if seen["restyled"] + seen["moved"] >= 3:
        return Effect("changes", f"{seen['restyled'] + seen['moved']} 处", dirty=True, shaky=shaky)
    if seen["scrolled"] > 30:
        return Effect("scrolls", dirty=True)
    return Effect("none", dirty=dirty)


async def _compare(
    stage: Stage, page: Page, url: str, spot: Spot, effect: Effect, press: Press, moving: list[str]
) -> Press:
    """Whether the keyboard can do the same: whatever may do it is focused and pressed with Enter."""
    if effect.kind in ("scrolls", "posts"):
        return replace(press, reason="only-scrolls" if effect.kind == "scrolls" else "posts")
    if effect.dirty:
        await come_back(stage, url)
        await _prepared(stage, moving)
        stage.stay = True
        frame = spot.frame
        if frame is not None:
            frame = next((f for f in stage.frames[1:] if f is frame or f.url == frame.url), None)
        spot = Spot(spot.selector, frame)
        again = await click_effect(stage, page, spot, moving)
        if again is None or not _alike(effect, again):
            return replace(press, reason="not-repeated")
        if effect.shaky and again.shaky:
            return replace(press, reason="moving-page")
    rivals = await ask(stage, "presses", {"op": "rivals", "path": spot.selector}, frame=spot.frame) or []
    ways: list[tuple[str, str | None]] = [(str(r["how"]), str(r["path"])) for r in rivals]
    if effect.kind == "hides":
        ways.append(("escape", None))
    for how, path in ways:
        if effect.dirty:
            await come_back(stage, url)
            await _prepared(stage, moving)
            stage.stay = True
        if await ask(stage, "presses", {"op": "baseline"}, frame=spot.frame) is None:
            continue
        mark = stage.mark()
        if path is not None:
            if not await ask(stage, "presses", {"op": "enter", "path": path}, frame=spot.frame):
                continue
            await stage.press("Enter")
        else:
            await stage.press("Escape")
        if _alike(effect, await _effect(stage, Spot(path or spot.selector, spot.frame), mark, moving)):
            return replace(press, same=how)
    return replace(press, certain=True)


def _alike(one: Effect, other: Effect) -> bool:
    if one.kind == "navigates":
        return other.kind == "navigates" and _address(one.detail) == _address(other.detail)
    if one.things and other.things:
        return bool(one.things & other.things)
    return one.kind == other.kind


# --- what focus looks like ----------------------------------------------------------------------------------------------


@gatherer(FocusLooks, walk=True, after=(KeyboardWalk,))
async def focus_looks(stage: Stage, page: Page) -> FocusLooks:
    """Look at every stop with focus and without: by its style where an outline is certain, else in pixels."""
    url = stage.page.url
    places = await grounds(stage)
    walked = stage.gathered.get(KeyboardWalk)
    await stage.guard_requests()
    stage.stay = True
    try:
        if isinstance(walked, KeyboardWalk):
            targets = [stop.target for stop in walked.stops]
        else:
            trail = await tab_through(stage, places)
            targets = [stop.target for stop in await _stops(stage, places, trail.order)]
            await come_back(stage, url)
            stage.stay = True
        looks = await _looks(stage, page, await grounds(stage), targets)
    finally:
        stage.stay = False
        await stage.release_requests()
    await come_back(stage, url)
    return FocusLooks(tuple(looks), len(targets))


async def _looks(stage: Stage, page: Page, places: list[Ground], targets: list[Target]) -> list[FocusLook]:
    # One real Tab tells the page, and the browser, that a keyboard is in use.
    await stage.press("Tab")
    by_path = {ground.path: ground for ground in places}
    looks: dict[int, FocusLook] = {}
    doubtful: list[tuple[int, str]] = []
    for path, ground in by_path.items():
        mine = [(n, t) for n, t in enumerate(targets) if t.frame == path][:600]
        said = await ask(stage, "stops", {"op": "looks", "paths": [t.selector for _, t in mine]}, frame=ground.frame) or []
        for (n, target), look in zip(mine, said, strict=False):
            if look is None:
                continue
            if look["caret"] or look["outline"]:
                looks[n] = FocusLook(target, "caret" if look["caret"] else "outline")
            else:
                doubtful.append((n, look["kind"]))
    still = _is_still(stage)
    pictures = 0
    until = stage.now() + LOOK_SECONDS
    session = await ready(stage.page.context.new_cdp_session(stage.page))
    try:
        kinds = dict(doubtful)
        blank: set[str] = set()
        for n in _chosen(doubtful):
            if stage.now() > until:
                break
            target = targets[n]
            ground = by_path[target.frame]
            look = await _in_pixels(
                stage, page, Camera(session), ground, target, still=still, widely=kinds[n] not in blank, keep=pictures < 6
            )
            if look is not None:
                if look.changed < 4:
                    blank.add(kinds[n])
                pictures += look.after is not None
                looks[n] = look
    finally:
        await ready(session.detach())
    return [looks[n] for n in sorted(looks)]


def _is_still(stage: Stage) -> bool:
    seen = stage.gathered.get(Motions)
    return isinstance(seen, Motions) and not seen.items


def _chosen(doubtful: list[tuple[int, str]]) -> list[int]:
    """At most sixty stops, a few of each kind, spread over the page."""
    kinds: dict[str, list[int]] = {}
    for n, kind in sorted(doubtful):
        kinds.setdefault(kind, []).append(n)
    chosen: list[int] = []
    for group in kinds.values():
        step = max(1, len(group) / LOOKS_OF_A_KIND)
        chosen += sorted({group[int(i * step)] for i in range(min(LOOKS_OF_A_KIND, len(group)))})
    return sorted(chosen)[:LOOKS_IN_PIXELS] if len(chosen) <= LOOKS_IN_PIXELS else sorted(chosen[:: -(-len(chosen) // LOOKS_IN_PIXELS)])


class Camera:
    """Quick pictures of parts of the viewport; they show the caret, and wait for no font."""

    def __init__(self, session: Any) -> None:
        self.session = session

    async def shoot(self, clip: Box) -> bytes:
        """A PNG of a part of the document that is in view."""
        x, y, width, height = clip
        call = {
            "format": "png", "optimizeForSpeed": True, "captureBeyondViewport": False,
            "clip": {"x": x, "y": y, "width": width, "height": height, "scale": 1},
        }  # fmt: skip
        taken = await ready(self.session.send("Page.captureScreenshot", call))
        return base64.b64decode(taken["data"])


async def _in_pixels(
    stage: Stage, page: Page, camera: Camera, ground: Ground, target: Target, *, still: bool, widely: bool, keep: bool
) -> FocusLook | None:
    focus = {"op": "focus", "path": target.selector}
    look = await ask(stage, "stops", focus, frame=ground.frame)
    if look is None:
        return None
    clips = await _clips(stage, ground, look)
    if clips is None:
        return FocusLook(target, "unseen")
    near, wide = clips
    blur = {"op": "blur"}
    focused = await camera.shoot(near)
    await ask(stage, "stops", blur, frame=ground.frame)
    plain = await camera.shoot(near)
    seen = changed_pixels(plain, focused, None if still else await camera.shoot(near))
    if seen.count < 4 and (widely or look["slow"]):
        seen = await _widely(stage, camera, ground, focus, wide, seen, 0.4 if look["slow"] else 0.05)
    before = after = None
    if keep and stage.save is not None:
        name = f"{picture_name(page, 'focus')}-{hashlib.sha256(target.selector.encode()).hexdigest()[:6]}"
        before, after = stage.save(f"{name}-without.png", plain), stage.save(f"{name}-with.png", focused)
    return FocusLook(target, "pixels", seen.count, seen.contrast, seen.moving, before, after)


async def _widely(
    stage: Stage, camera: Camera, ground: Ground, focus: Mapping[str, str], wide: Box, seen: Changed, wait: float
) -> Changed:
    """What focus changes later or elsewhere: in a label, a menu, a frame around the row."""
    await ask(stage, "stops", focus, frame=ground.frame)
    await stage.wait(wait)
    focused = await camera.shoot(wide)
    await ask(stage, "stops", {"op": "blur"}, frame=ground.frame)
    await stage.wait(wait)
    plain = await camera.shoot(wide)
    if changed_pixels(plain, focused).count < 4:
        return seen
    await stage.wait(0.15)
    found = changed_pixels(plain, focused, await camera.shoot(wide))
    return found if found.count >= 4 else seen


async def _clips(stage: Stage, ground: Ground, look: Mapping[str, Any]) -> tuple[Box, Box] | None:
    """The element with a little around it, and all that the viewport shows, in pixels of the document."""
    x, y, width, height = look["box"]
    scroll_x, scroll_y = look["scroll"]
    view_width, view_height = look["view"]
    if ground.frame is not None:
        bounds = await frame_bounds(ground.frame)
        main = await stage.evaluate("() => [scrollX, scrollY, innerWidth, innerHeight]")
        if bounds is None:
            return None
        x, y = x + bounds["x"], y + bounds["y"]
        scroll_x, scroll_y, view_width, view_height = main
    left, top = max(0.0, x - 8), max(0.0, y - 8)
    right, bottom = min(view_width, x + width + 8), min(view_height, y + height + 8)
    if right - left < 4 or bottom - top < 4:
        return None
    near = (left + scroll_x, top + scroll_y, right - left, bottom - top)
    return near, (scroll_x, scroll_y, view_width, view_height)
