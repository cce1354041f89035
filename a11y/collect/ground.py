"""The ground a walk goes over: the page's frames, how they are asked, and the way back.

A walk leaves no trace: it ends by loading the page again, in the mode in which it was given.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from a11y.collect.frames import placed_frames
from a11y.collect.hand import calm, is_passing
from a11y.collect.js import script
from a11y.collect.steps import Stage
from a11y.evidence import Motions, Page
from a11y.model import Target

ASK_LIMIT = 8.0
"""Seconds one frame may take to answer."""


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
    # Loading is slower under guard, and a page that loads does no more than it does for any visitor.
    staying, stage.stay = stage.stay, False
    await stage.lift_guard()
    try:
        if stage.comeback is not None:
            await stage.comeback(stage)
        elif stage.page.url == url:
            await stage.reload()
        else:
            await stage.goto(url)
            if "#" in url:
                await stage.reload()
    finally:
        await stage.lay_guard()
        stage.stay = staying
    await calm(stage, quiet=0.2, bound=2.5)


@asynccontextmanager
async def held(stage: Stage) -> AsyncIterator[None]:
    """While it lasts nothing but GET leaves the browser, and no document is left; a guard laid before stays."""
    before = stage.guarded
    if not before:
        await stage.guard_requests()
    stage.stay = True
    try:
        yield
    finally:
        stage.stay = False
        if not before:
            await stage.release_requests()


def picture_name(page: Page, what: str) -> str:
    """A file's name for a picture of this page, the same in every run."""
    mark = hashlib.sha256(page.url.encode()).hexdigest()[:8]
    return f"{what}-{mark}-{page.mode.value}-{page.device.value}"


def moving_paths(stage: Stage) -> list[str]:
    """Selectors of what was seen to move by itself on this page."""
    seen = stage.gathered.get(Motions)
    return [motion.target.selector for motion in seen.items] if isinstance(seen, Motions) else []
