"""What a page does by itself: things that move, and windows that float over it without having been asked for.

The watch begins before anything else is gathered (`begin_watch`) and goes on meanwhile; only what is left of its time is
waited for at the end. What looks as if it stopped something is pressed for real, and so is what closes a window.
"""

from __future__ import annotations

import base64
import io
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PIL import Image
from playwright.async_api import Error as BrowserError

from a11y.collect.gatherers import beforehand, gatherer
from a11y.collect.ground import Ground, ask, come_back, grounds, held, located
from a11y.collect.hand import Spot, is_passing, place, recall, remember
from a11y.collect.pathways import differ
from a11y.collect.steps import Stage, ready
from a11y.evidence import FloatingWindow, FloatingWindows, Motion, Motions, Page
from a11y.model import Target

log = logging.getLogger(__name__)

Place = tuple[tuple[str, ...], str]
"""A frame's path, and a selector in it."""
Item = tuple[Ground, Motion, Mapping[str, Any]]

LASTING = 5.0
"""Seconds after which motion is no longer a passing one. Source: WCAG 2.2, 2.2.2; GB/T 37668 3.3.3.12."""
WATCH = 6.2
LONGEST_WATCH = 13.0
STOPPERS = 5
"""Controls pressed for one moving thing."""
PRESSED_MOTIONS = 3
STOP_SECONDS = 40.0


@beforehand(Motions)
async def begin_watch(stage: Stage) -> None:
    """Begin to watch every frame; others gather meanwhile."""
    for ground in await grounds(stage, at_least=120):
        await ask(stage, "watch", {"op": "start"}, frame=ground.frame)


@gatherer(Motions, walk=True)
async def motions(stage: Stage, _page: Page) -> Motions:
    """Everything that moves by itself for more than five seconds, and what stops it."""
    await begin_watch(stage)
    places = await grounds(stage, at_least=120)
    pictures = await _first_look(stage, places)
    unseen = await _behind(stage)
    watched = await _wait_until(stage, unseen + WATCH)
    found, suspects = await _seen(stage, places)
    if suspects and not found:
        watched = await _wait_until(stage, unseen + WATCH + 2.5)
        found, suspects = await _seen(stage, places)
    while watched < unseen + LONGEST_WATCH - 0.5 and any(_pending(row) for _, row in found):
        watched = await _wait_until(stage, min(unseen + LONGEST_WATCH, watched + 2.2))
        found, suspects = await _seen(stage, places)
    rows = [
        (ground, row)
        for ground, row in found
        if row["endless"] or (row["changes"] and (_lasting(row) or _pending(row) or row["last"] <= LASTING))
    ]
    rows += await _restless_pictures(stage, pictures)
    items: list[Item] = [(ground, _motion(ground, row), row) for ground, row in rows]
    if any(motion.lasting and not motion.alone for _, motion, _ in items):
        items = await _try_to_stop(stage, items)
    return Motions(tuple(motion for _, motion, _ in items), round(watched, 1))


async def _behind(stage: Stage) -> float:
    """Seconds of the watch that do not count: in a window one sees, pages stood before this one and held it still."""
    if not stage.settings.get("headed"):
        return 0.0
    await ready(stage.page.bring_to_front())
    return float(await ask(stage, "watch", {"op": "elapsed"}) or 0.0)


async def _wait_until(stage: Stage, seconds: float) -> float:
    elapsed = await ask(stage, "watch", {"op": "elapsed"})
    if elapsed is None:
        await stage.wait(seconds)
        return seconds
    if elapsed < seconds:
        await stage.wait(seconds - elapsed)
    return max(seconds, float(elapsed))


async def _seen(stage: Stage, places: list[Ground]) -> tuple[list[tuple[Ground, dict[str, Any]]], int]:
    found: list[tuple[Ground, dict[str, Any]]] = []
    suspects = 0
    for ground in places:
        report = await ask(stage, "watch", {"op": "report"}, frame=ground.frame)
        if report:
            found += [(ground, row) for row in report["rows"]]
            suspects += int(report["suspects"])
    return found, suspects


def _pending(row: Mapping[str, Any]) -> bool:
    """True for what has moved and may move again: a strip or a set of slides; not what merely came into view."""
    if row["endless"] or _lasting(row):
        return False
    return row["episodes"] >= 2 or bool((row["clipped"] or row["kind"] == "turn") and row["longest"] < 1.2)


def _lasting(row: Mapping[str, Any]) -> bool:
    span = float(row["last"]) - float(row["first"])
    return bool(row["endless"]) or (
        float(row["last"]) > LASTING
        and (row["episodes"] >= 2 or span > LASTING)
        and row["changes"] >= 2
        and span >= 2.0
    )


def _motion(ground: Ground, row: Mapping[str, Any]) -> Motion:
    own = located(row["target"], ground) if row["native"] else None
    return Motion(
        located(row["target"], ground), str(row["kind"]), round(float(row["last"]), 1), _lasting(row), bool(row["alone"]),
        stopped_by=own,
    )  # fmt: skip


# --- pictures that move within themselves -------------------------------------------------------------------------------


async def _first_look(stage: Stage, places: list[Ground]) -> list[tuple[Ground, dict[str, Any], bytes | None]]:
    looked: list[tuple[Ground, dict[str, Any], bytes | None]] = []
    for ground in places:
        report = await ask(stage, "watch", {"op": "report"}, frame=ground.frame)
        for row in (report or {}).get("pictures", []):
            picture = None
            if not row["url"] and len(looked) < 6:
                picture = await _shot(stage, located(row["target"], ground))
            looked.append((ground, row, picture))
    return looked


async def _shot(stage: Stage, target: Target) -> bytes | None:
    if target.box is None or target.box[2] < 2 or target.box[3] < 2:
        return None
    x, y, width, height = target.box
    try:
        return await stage.shoot((max(0, x), max(0, y), min(width, 600), min(height, 400)))
    except Exception as error:
        if not is_passing(error):
            raise
        return None


async def _restless_pictures(
    stage: Stage, looked: list[tuple[Ground, dict[str, Any], bytes | None]]
) -> list[tuple[Ground, dict[str, Any]]]:
    rows: list[tuple[Ground, dict[str, Any]]] = []
    for ground, row, picture in looked:
        endless = False
        if row["url"]:
            endless = await _plays_on(stage, str(row["url"]))
        elif picture is not None:
            later = await _shot(stage, located(row["target"], ground))
            await stage.wait(0.4)
            last = await _shot(stage, located(row["target"], ground))
            endless = bool(later and last and differ(picture, later) and differ(later, last))
        if endless:
            words = {"kind": "gif" if row["url"] else "animation", "endless": True, "native": False}
            rows.append(
                (ground, {**row, **words, "first": 0, "last": WATCH, "episodes": 1, "changes": 1, "period": 0.2})
            )
    return rows


async def _plays_on(stage: Stage, url: str) -> bool:
    """True where a picture has several frames that are seen for more than five seconds."""
    data: bytes | None = None
    try:
        if url.startswith("data:"):
            data = base64.b64decode(url.partition(",")[2], validate=False)
        else:
            data = await _resource(stage, url)
        if not data or len(data) > 8_000_000:
            return False
        with Image.open(io.BytesIO(data)) as image:
            frames = int(getattr(image, "n_frames", 1))
            if frames < 2:
                return False
            # Pillow: `loop` 0 is for ever, absent is once.
            times = image.info.get("loop")
            total = 0.0
            for number in range(min(frames, 200)):
                image.seek(number)
                total += max(20.0, float(image.info.get("duration", 100) or 100)) / 1000
            return times == 0 or total * (1 + int(times or 0)) > LASTING
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        log.debug("picture %s: %s", url[:200], error)
        return False


async def _resource(stage: Stage, url: str) -> bytes | None:
    """The bytes of a picture as the browser holds it; no request is made."""
    session = await ready(stage.page.context.new_cdp_session(stage.page))
    try:
        await ready(session.send("Page.enable"))
        tree = await ready(session.send("Page.getResourceTree"))
        todo = [tree["frameTree"]]
        while todo:
            at = todo.pop()
            todo += at.get("childFrames", [])
            if any(resource["url"] == url for resource in at.get("resources", [])):
                call = {"frameId": at["frame"]["id"], "url": url}
                got = await ready(session.send("Page.getResourceContent", call))
                return (
                    base64.b64decode(got["content"])
                    if got.get("base64Encoded")
                    else str(got["content"]).encode("latin-1", "replace")
                )
    except BrowserError as error:  # the protocol no longer holds it
        log.debug("resource %s: %s", url[:200], error)
    finally:
        await ready(session.detach())
    return None


# --- what stops it ------------------------------------------------------------------------------------------------------


async def _try_to_stop(stage: Stage, items: list[Item]) -> list[Item]:
    """Press with the keyboard whatever might stop a moving thing, and see whether it stands still."""
    url, until = stage.page.url, stage.until(STOP_SECONDS)
    memory = await recall(stage)
    tried: list[Item] = []
    pressed = worked = 0
    async with held(stage):
        for ground, motion, row in items:
            if not motion.lasting or motion.alone or motion.stopped_by is not None:
                tried.append((ground, motion, row))
                continue
            said = (
                await ask(stage, "watch", {"op": "stoppers", "regions": [motion.target.selector]}, frame=ground.frame)
                or []
            )
            result = replace(motion, untried=len(said))
            if worked < PRESSED_MOTIONS and said:
                worked += 1
                for control in said[:STOPPERS]:
                    if stage.now() > until:
                        break
                    pressed += 1
                    result = replace(result, tried=result.tried + 1, untried=result.untried - 1)
                    if await _stops(stage, ground, motion, row, str(control["target"]["selector"])):
                        result = replace(result, stopped_by=located(control["target"], ground), untried=0)
                        break
            tried.append((ground, result, row))
    if pressed:
        await remember(stage, memory)
        await come_back(stage, url)
    return tried


async def _stops(stage: Stage, ground: Ground, motion: Motion, row: Mapping[str, Any], path: str) -> bool:
    if not await ask(stage, "presses", {"op": "enter", "path": path}, frame=ground.frame):
        return False
    was = await _moves(stage, ground, motion)
    await stage.press("Enter")
    await stage.wait(0.4)
    # Focus itself may hold it; once focus and pointer are away it has to stand still by the press alone.
    await ask(stage, "stops", {"op": "blur"}, frame=ground.frame)
    await stage.move(1, 1)
    if motion.kind == "gif":
        now = await _moves(stage, ground, motion)
        return bool(not now["there"] or now["src"] != was["src"])
    if not row["endless"] or row["changes"]:
        await ask(stage, "watch", {"op": "reset"}, frame=ground.frame)
    before = await _shot(stage, motion.target) if motion.kind == "animation" else None
    await stage.wait(min(8.0, max(1.5, 1.7 * float(row["period"]) + 0.5)))
    now = await _moves(stage, ground, motion)
    if not now["there"]:
        return True
    if before is not None:
        later = await _shot(stage, motion.target)
        if later is not None and differ(before, later):
            return False
    return int(now["changes"]) <= 1


async def _moves(stage: Stage, ground: Ground, motion: Motion) -> Mapping[str, Any]:
    said = await ask(stage, "watch", {"op": "moving", "regions": [motion.target.selector]}, frame=ground.frame)
    return said[0] if said else {"there": False, "changes": 0, "src": ""}


# --- floating windows ---------------------------------------------------------------------------------------------------


@gatherer(FloatingWindows, walk=True, after=(Motions,))
async def floating_windows(stage: Stage, _page: Page) -> FloatingWindows:
    """Windows that came by themselves: their close control is measured and pressed, then the page is loaded again."""
    watched = stage.gathered.get(Motions)
    if isinstance(watched, Motions):
        drifting = [(m.target.frame, m.target.selector) for m in watched.items if m.kind == "drift"]
    else:
        await begin_watch(stage)
        await _wait_until(stage, 1.0)
        found, _ = await _seen(stage, [Ground()])
        drifting = [(g.path, str(r["target"]["selector"])) for g, r in found if r["kind"] == "drift" and r["path"] > 20]
    # As a visitor finds the page: what is fixed lies elsewhere in the document after every scroll.
    await stage.evaluate("() => window.scrollTo(0, 0)")
    rows, age = await _floating(stage, drifting)
    if not rows:
        return FloatingWindows()
    url = stage.page.url
    memory = await recall(stage)
    async with held(stage):
        # The uppermost window is pressed first: it may cover the others' crosses.
        items = [await _close(stage, row, ground) for ground, row in reversed(rows)]
    items.reverse()
    if any(item.closes for item in items):
        await come_back(stage, url)
        back = await _returned(stage, drifting, {row["mark"] for _, row in rows}, age)
        items = [
            replace(item, returns=row["mark"] in back) if item.closes else item
            for item, (_, row) in zip(items, rows, strict=True)
        ]
        await remember(stage, memory)
    await come_back(stage, url)
    return FloatingWindows(tuple(items))


MOST_OF_SCREEN = 0.8
"""Share of the screen's width from which a frame is the page itself, and what floats in it floats over the page."""


async def _floating(stage: Stage, drifting: list[Place]) -> tuple[list[tuple[Ground, Mapping[str, Any]]], float]:
    """Windows that float over the page, or over the frame that fills it, and how old the page is."""
    width, height = await stage.evaluate("() => [innerWidth, innerHeight]")
    rows: list[tuple[Ground, Mapping[str, Any]]] = []
    age = 0.0
    for ground in [Ground(), *(await grounds(stage, at_least=MOST_OF_SCREEN * width))[1:]]:
        paths = [path for frame, path in drifting if frame == ground.path]
        said = await ask(stage, "floats", {"op": "find", "drifting": paths}, frame=ground.frame)
        # A frame as long as its content scrolls with the page: what is fixed in it is not fixed on the screen.
        if said and (ground.frame is None or said["height"] * ground.lens <= height + 4):
            rows += [(ground, row) for row in said["rows"]]
            age = age or float(said["age"])
    return rows, age


async def _close(stage: Stage, row: Mapping[str, Any], ground: Ground) -> FloatingWindow:
    target = located(row["target"], ground)
    close = located(row["close"], ground) if row["close"] else None
    size = row["close_size"]
    closes: bool | None = None
    for _ in range(2) if close is not None else ():
        # What drifts is caught where it is now, not where it was.
        at = await place(stage, Spot(close.selector, ground.frame)) if close is not None else None
        if at is None:
            break
        before = await _looks(stage, target, ground)
        await stage.click(at[0], at[1])
        closes = await _goes(stage, target, ground, before)
        if closes:
            break
    return FloatingWindow(
        target,
        str(row["kind"]),
        bool(row["certain"]),
        close,
        (float(size[0]), float(size[1])) if size else None,
        closes,
    )


GOING_SECONDS = 6.0
"""How long a window that fades away may take; one that does not change at all is given a quarter of it."""


async def _goes(stage: Stage, target: Target, ground: Ground, before: str) -> bool | None:
    """True where a window goes away after a press, False where nothing happens to it, None where it is on its way."""
    since = stage.now()
    while True:
        await stage.wait(0.3)
        now = await _looks(stage, target, ground)
        if not now:
            return True
        if now == before and stage.now() - since > GOING_SECONDS / 4:
            return False
        if stage.now() - since > GOING_SECONDS:
            return None


async def _looks(stage: Stage, target: Target, ground: Ground) -> str:
    """How large and solid a window is; empty where it is not there."""
    return str(await ask(stage, "floats", {"op": "looks", "path": target.selector}, frame=ground.frame) or "")


async def _returned(stage: Stage, drifting: list[Place], marks: set[str], age: float) -> set[str]:
    """Which windows are there again after the page was loaded anew, as soon as they were the first time."""
    until = stage.now() + min(max(age, 1.5), 6.0)
    back: set[str] = set()
    while stage.now() < until and back != marks:
        rows, _ = await _floating(stage, drifting)
        back |= {row["mark"] for _, row in rows} & marks
        await stage.wait(0.3)
    return back
