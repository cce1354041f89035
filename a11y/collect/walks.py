"""Walks over a page as a visitor without a mouse makes them: every stop of Tab, and what only a pointer can do.

A walk leaves no trace: requests that are not GET are aborted, no document is left, and what the site had stored is put
back before the page is loaded again. All walks are bounded in presses and in seconds and say how far they came.
"""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from a11y.collect.gatherers import gatherer
from a11y.collect.ground import Ground, ask, come_back, grounds, held, located, picture_name
from a11y.collect.hand import frame_bounds, is_passing, recall, remember
from a11y.collect.pathways import Changed, changed_pixels, draw_path
from a11y.collect.pointing import press_pointer_only
from a11y.collect.steps import Stage, ready
from a11y.evidence import FocusLook, FocusLooks, KeyboardWalk, Motions, Page, Stop, Trap
from a11y.model import Box, Target

log = logging.getLogger(__name__)

PRESSES_OF_TAB = 1500
TAB_SECONDS = 20.0
AT_ONCE = 12
"""Presses of Tab between two looks at the diaries."""
CIRCLE = 36
"""Presses without a new stop after which focus goes in circles."""
OUTSIDE = 10
DIALOGS = 40
SENT_AWAY = 20
"""Stops that are told of at most because focus does not stay on them."""
LOOKS_IN_PIXELS = 60
LOOKS_OF_A_KIND = 3
LOOK_SECONDS = 12.0

Key = tuple[int, int]
"""A stop: the number of its frame, and its number in that frame's diary."""


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
    lost: dict[Key, int] = field(default_factory=dict)
    """How often focus was gone again as soon as it had come to a stop."""
    finished: bool = False
    quiet: int = 0
    """Presses since the last new stop."""
    blocked: int = 0
    """Presses that a script swallowed."""


LATE = 0.15
"""Seconds after which a script that calls focus back has done so."""


async def tab_through(stage: Stage, places: list[Ground], *, most: int = PRESSES_OF_TAB) -> Trail:
    """Press Tab until focus comes round to the first stop, goes in circles, or the bound is reached."""
    for ground in places:
        await ask(stage, "stops", {"op": "start"}, frame=ground.frame)
    trail = Trail([], [], set(), {})
    until, mark = stage.until(TAB_SECONDS), stage.mark()
    while len(trail.tail) < most and stage.now() < until and len(stage.since(mark, "dialog")) < DIALOGS:
        for _ in range(AT_ONCE):
            await stage.press("Tab")
        steps = _steps(await _diary(stage, places), trail.tail[-1] if trail.tail else None)
        if not steps or any(_ends(trail, step) for step in steps) or trail.quiet >= CIRCLE:
            break
    if trail.finished:
        await _late_calls(stage, places, trail)
    return trail


async def _late_calls(stage: Stage, places: list[Ground], trail: Trail) -> None:
    """Write down where a script called focus back to after the walk had passed: on a short page it is over by then.

    A call to where focus already was leaves no trace, so focus is moved on once more and waited for again.
    """
    await stage.wait(LATE)
    await stage.press("Tab")
    await stage.wait(LATE)
    for step in _steps(await _diary(stage, places), trail.tail[-1] if trail.tail else None):
        for key in step.called:
            trail.jumps[key] = trail.jumps.get(key, 0) + 1


def _ends(trail: Trail, step: _Step) -> bool:
    """Write a step down; True where the walk is over with it."""
    if step.forced:
        trail.forced.add(len(trail.tail))
    for key in step.called:
        trail.jumps[key] = trail.jumps.get(key, 0) + 1
    if step.lost and step.where is not None:
        trail.lost[step.where] = trail.lost.get(step.where, 0) + 1
    trail.tail.append(step.where)
    trail.blocked += step.blocked
    if step.where is not None and step.where not in trail.order:
        trail.order.append(step.where)
        trail.quiet = 0
        return False
    trail.quiet += 1
    # The first stop may be gone by now; whoever comes from nowhere to a known stop has been round as well.
    known = step.where is not None and step.where in trail.order
    first = known and step.where == trail.order[0] and len(trail.order) > 1
    round_ = first or (known and len(trail.tail) > 1 and trail.tail[-2] is None)
    # Past the last stop the browser's own bars have focus; not every page is entered again from there.
    outside = set(trail.tail[-OUTSIDE:]) == {None} and len(trail.tail) >= OUTSIDE and not step.blocked
    trail.finished = round_ or outside or (not trail.order and trail.quiet >= AT_ONCE)
    return trail.finished


@dataclass(frozen=True, slots=True)
class _Step:
    where: Key | None
    forced: bool
    blocked: bool
    called: tuple[Key, ...]
    lost: bool = False


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
    early: list[Key] = []
    open_, left, prevented = False, False, False

    def close() -> None:
        nonlocal here
        moved = entered[-1] if entered else None if left else here
        stuck = not entered and not left
        called = (*early, *entered[1:])
        steps.append(_Step(moved, prevented or stuck or len(entered) > 1, prevented, called, bool(entered) and left))
        early.clear()
        here = moved

    for _, kind, key, flag in rows:
        if kind == "key":
            if open_:
                close()
            open_, left, prevented, entered = True, False, flag, []
        elif kind == "in" and not open_:
            # Between two looks a script moved focus by itself.
            here = key
            early.append(key)
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
    unreached = owed = 0
    for ground in places:
        owed += int(await ask(stage, "stops", {"op": "count"}, frame=ground.frame) or 0)
        unreached += int(await ask(stage, "stops", {"op": "unreached"}, frame=ground.frame) or 0)
    if not trail.order and trail.blocked >= AT_ONCE and unreached:
        await stage.press("Shift+Tab")
        await stage.wait(0.1)
        if await _active(stage, places) is None:
            return [Trap(Target("body"), 0, unreached)]
    groups: list[set[Key]] = []
    if trail.tail and not trail.finished:
        groups.append({key for key in trail.tail[-30:] if key is not None})
    elif unreached and trail.forced and len(trail.order) <= 40:
        groups.append(set(trail.order))
    if len(trail.jumps) > 1:  # stops that call focus from one to the other: which of them wins is a matter of moments
        groups = [set(trail.jumps)]
    else:
        groups += [{key} for key in trail.jumps]
    traps: list[Trap] = []
    for group in groups[:3]:
        # What was only passed through on the way back into the trap was not reached.
        others = max(owed, len(trail.order)) - len(group)
        if not group or others <= 0 or len(group) > 40:
            continue
        trap = await _prove(stage, places, group, others)
        if trap is not None and all(trap.target.selector != known.target.selector for known in traps):
            traps.append(trap)
    return [replace(t, left_by=t.left_by or "each-other") for t in traps] if len(trail.jumps) > 1 else traps


async def find_sent_away(stage: Stage, places: list[Ground], trail: Trail) -> list[Target]:
    """Stops that lose focus as soon as they have it: a key pressed there acts on nothing. Each is tried by itself."""
    found: list[Target] = []
    for number, ground in enumerate(places):
        ids = sorted(stop for frame, stop in trail.lost if frame == number)
        said = await ask(stage, "stops", {"op": "sent", "ids": ids}, frame=ground.frame) or []
        found += [located(where, ground) for where in said]
    return found[:SENT_AWAY]


async def _prove(stage: Stage, places: list[Ground], group: set[Key], others: int) -> Trap | None:
    number = min(group)[0]
    ground = places[number]
    ids = sorted(stop for frame, stop in group if frame == number)
    where = await ask(stage, "stops", {"op": "group", "group": ids}, frame=ground.frame)
    if await _active(stage, places) not in group:
        await ask(stage, "stops", {"op": "enter", "group": ids}, frame=ground.frame)
    if where is None or await _active(stage, places) not in group or await _leaves(stage, places, group, "Tab"):
        return None
    trap = Trap(located(where, ground), len(group), others)
    return replace(trap, left_by=await _way_out(stage, places, group, ids))


async def _way_out(stage: Stage, places: list[Ground], group: set[Key], ids: list[int]) -> str:
    """What does bring focus out of the group; empty where nothing does."""
    ground = places[min(group)[0]]
    if await _leaves(stage, places, group, "Shift+Tab"):
        return "shift-tab"
    await stage.press("Escape")
    await stage.wait(0.2)
    if await _leaves(stage, places, group, "Tab"):
        return "escape"
    for path in await ask(stage, "stops", {"op": "closers", "group": ids}, frame=ground.frame) or []:
        if await ask(stage, "presses", {"op": "enter", "path": path}, frame=ground.frame):
            await stage.press("Enter")
            await stage.wait(0.3)
            if await _leaves(stage, places, group, "Tab"):
                return "close"
    told = await stage.evaluate(_TOLD, frame=ground.frame) or {}
    for keys in told.get("keys", [])[:2]:
        await stage.press(keys)
        await stage.wait(0.2)
        if await _active(stage, places) not in group or await _leaves(stage, places, group, "Tab"):
            return "told"
    return "unsure" if told.get("speaks") else ""


_TOLD = r"""() => {
  const text = (document.body ? document.body.innerText : '').slice(0, 20000), keys = [];
  const NAMES = { ctrl: 'Control', control: 'Control', alt: 'Alt', shift: 'Shift', esc: 'Escape', escape: 'Escape' };
  const pattern = /(?:press|hit|use|按下?|使用|同时按)\s*[“"'「]?((?:(?:ctrl|control|alt|shift)\s*[+＋]\s*)+[a-z0-9]|f\d{1,2}|esc(?:ape)?)\b/gi;
  for (const found of text.matchAll(pattern)) {
    const parts = found[1].split(/\s*[+＋]\s*/).map((part) => NAMES[part.toLowerCase()] || (part.length === 1 ? part.toLowerCase() : part.toUpperCase()));
    if (keys.length < 4) keys.push(parts.join('+'));
  }
  const speaks = keys.length > 0 || /how to (?:go|leave|exit|move|get)|to (?:exit|leave),? press|(?:如何|怎样|怎么)(?:离开|退出|跳出)|按.{1,12}(?:离开|退出|跳出)/i.test(text);
  return { keys, speaks };
}"""
"""Keys that the page itself names for leaving, and whether it speaks of leaving at all."""


@gatherer(KeyboardWalk, walk=True, after=(Motions,))
async def keyboard_walk(stage: Stage, page: Page) -> KeyboardWalk:
    """Tab through everything, then click what Tab does not reach."""
    began, url = stage.now(), stage.page.url
    memory = await recall(stage)
    places = await grounds(stage)
    mark = stage.mark()
    async with held(stage):
        trail = await tab_through(stage, places)
        stops = await _stops(stage, places, trail.order)
        left = [e.url for e in stage.since(mark, "stayed") if not e.text]
        traps = await find_traps(stage, places, trail)
        sent_away = (
            [] if stage.since(mark, "dialog", "navigated", "stayed") else await find_sent_away(stage, places, trail)
        )
        picture = await _path_picture(stage, page, stops) if stops else None
        if traps or left or not trail.finished or stage.since(mark, "dialog", "navigated"):
            await come_back(stage, url)
        else:
            await stage.evaluate(_LET_GO)
        pressed = await press_pointer_only(stage, page, url)
    if pressed.presses:
        await remember(stage, memory)
        await come_back(stage, url)
    return KeyboardWalk(
        stops=tuple(stops), finished=trail.finished, traps=tuple(traps), sent_away=tuple(sent_away), presses=pressed.presses, clickables=pressed.found,
        pressed=len(pressed.presses), skipped=pressed.skipped, unpressed=pressed.left, left=tuple(dict.fromkeys(left))[:10], picture=picture,
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
    if stage.save is None:
        return None
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


# --- what focus looks like ----------------------------------------------------------------------------------------------


@gatherer(FocusLooks, walk=True, after=(KeyboardWalk,))
async def focus_looks(stage: Stage, page: Page) -> FocusLooks:
    """Look at every stop with focus and without: by its style where an outline is certain, else in pixels."""
    url = stage.page.url
    places = await grounds(stage)
    walked = stage.gathered.get(KeyboardWalk)
    async with held(stage):
        if isinstance(walked, KeyboardWalk):
            targets, finished = [stop.target for stop in walked.stops], walked.finished
        else:
            trail = await tab_through(stage, places)
            targets, finished = [stop.target for stop in await _stops(stage, places, trail.order)], trail.finished
            await come_back(stage, url)
        looks = await _looks(stage, page, await grounds(stage), targets)
    await come_back(stage, url)
    return FocusLooks(tuple(looks), len(targets), finished)


async def _looks(stage: Stage, page: Page, places: list[Ground], targets: list[Target]) -> list[FocusLook]:
    # One real Tab tells the page, and the browser, that a keyboard is in use.
    await stage.press("Tab")
    by_path = {ground.path: ground for ground in places}
    looks: dict[int, FocusLook] = {}
    doubtful: list[tuple[int, str]] = []
    for path, ground in by_path.items():
        mine = [(n, t) for n, t in enumerate(targets) if t.frame == path][:600]
        said = (
            await ask(stage, "stops", {"op": "looks", "paths": [t.selector for _, t in mine]}, frame=ground.frame) or []
        )
        for (n, target), look in zip(mine, said, strict=False):
            if look is None:
                continue
            if look["caret"] or look["outline"]:
                looks[n] = FocusLook(target, "caret" if look["caret"] else "outline")
            else:
                doubtful.append((n, look["kind"]))
    still = _is_still(stage)
    pictures = 0
    until = stage.until(LOOK_SECONDS)
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
                stage,
                page,
                Camera(session),
                ground,
                target,
                still=still,
                widely=kinds[n] not in blank,
                keep=pictures < 6,
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
    return (
        sorted(chosen)[:LOOKS_IN_PIXELS]
        if len(chosen) <= LOOKS_IN_PIXELS
        else sorted(chosen[:: -(-len(chosen) // LOOKS_IN_PIXELS)])
    )


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
    # What comes slowly is looked at when it has come.
    pause = 0.4 if look["slow"] else 0.0
    await stage.wait(pause)
    focused = await camera.shoot(near)
    await ask(stage, "stops", {"op": "blur"}, frame=ground.frame)
    await stage.wait(pause)
    plain = await camera.shoot(near)
    seen = changed_pixels(plain, focused, None if still else await camera.shoot(near))
    if seen.count < 4 and widely:
        seen = await _widely(stage, camera, ground, focus, wide, seen, max(pause, 0.05))
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
    again = await camera.shoot(wide)
    if changed_pixels(plain, focused, again).count < 4:
        return seen
    # A slide that changed at this very moment, somewhere in the window, is none of focus's doing: that comes twice.
    await ask(stage, "stops", focus, frame=ground.frame)
    await stage.wait(wait)
    twice = await camera.shoot(wide)
    await ask(stage, "stops", {"op": "blur"}, frame=ground.frame)
    found = changed_pixels(plain, focused, again, twice)
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
