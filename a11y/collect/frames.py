"""Frames of a page, and where each lies on it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Error as BrowserError

from a11y.collect.js import script
from a11y.collect.steps import Stage, frame_path, ready

log = logging.getLogger(__name__)

MOST = 20
"""More frames than this are not looked into: pages with more are made of advertisements, or hostile."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One child frame that can be seen."""

    frame: Any
    """Playwright's frame."""
    place: dict[str, Any]
    """What `dom.place` takes: x, y, width, lens, frame."""
    path: tuple[str, ...]
    """Frame addresses from the top page down."""


async def placed_frames(stage: Stage) -> list[Placed]:
    """Child frames that can be seen, outer ones first, with their places; cross-origin ones too."""
    found: list[Placed] = []
    places: dict[Any, dict[str, Any] | None] = {stage.page.main_frame: None}
    for frame in stage.frames[1 : MOST + 1]:
        if frame.parent_frame not in places:
            continue
        try:
            element = await ready(frame.frame_element())
            try:
                place = await stage.limited(element.evaluate(_PLACE, {"place": places[frame.parent_frame]}), 3.0)
            finally:
                await ready(element.dispose())
        except (BrowserError, TimeoutError) as error:
            # The frame left while we looked, or its parent hangs: it cannot be placed, so it is not looked into.
            log.debug("frame %s cannot be placed: %s", frame.url, error)
            continue
        if not place.pop("seen"):
            continue
        path = frame_path(frame)
        place["frame"] = list(path)
        places[frame] = place
        found.append(Placed(frame, place, path))
    return found


_PLACE = f"(el, arg) => ({script('place')})({{...arg, el}})"
