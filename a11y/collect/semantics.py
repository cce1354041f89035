"""What a page tells assistive technology, read off the document and its frames in one go each."""

from __future__ import annotations

import logging
from typing import Any

from playwright.async_api import Error as BrowserError

from a11y.collect.frames import placed_frames
from a11y.collect.gatherers import Beside, gatherer, told
from a11y.collect.js import script
from a11y.collect.steps import Stage
from a11y.evidence import Page, Semantics, adapter

log = logging.getLogger(__name__)

SECONDS = 5.0
"""How long one document may take."""


@gatherer(Semantics, beside=Beside("semantics", adapter(Semantics).validate_python))
async def semantics(stage: Stage, _: Page) -> Semantics:
    """Names, groups, tables, sounds and headings of the page and its frames; where content begins, of the page alone."""
    whole: dict[str, Any] = await stage.evaluate(script("semantics"), {"place": None}, limit=SECONDS)
    for placed in await placed_frames(stage):
        try:
            part = await stage.evaluate(script("semantics"), {"place": placed.place}, frame=placed.frame, limit=SECONDS)
        except (BrowserError, TimeoutError) as error:
            log.debug("frame %s: %s", placed.path, told(error))
            continue
        for name, rows in part.items():
            if isinstance(rows, list):
                whole[name] += rows
    result: Semantics = adapter(Semantics).validate_python(whole)
    return result
