"""Pictures of links whose answer came after their page was closed: the page is opened once more, and only for those."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

from playwright.async_api import Error as BrowserError

from a11y.collect.context import Context
from a11y.collect.visiting import crops, hidden_places, moved
from a11y.evidence import Anchors, Crops, LinkStatuses, Outline, Page
from a11y.evidence.links import DEAD, bare
from a11y.model import Mode, Target

log = logging.getLogger(__name__)

PAGES = 4
"""Pages opened again at most; the links of a template stand on its first page."""


async def picture_links(context: Context, statuses: LinkStatuses) -> None:
    """Add to the pages' crops where their dead and misleading links stand, each address once."""
    if context.options.keep == "none":
        return
    wrong = {url for url, status in statuses.items.items() if status.verdict == DEAD or status.soft is not None}
    for todo in _first(list(_standing(context, wrong)), PAGES):
        try:
            async with context.page(todo.page.url) as (stage, now):
                if now.error:
                    continue
                hidden = await hidden_places(stage, todo.outline)
                targets = await moved(stage, todo.targets)
                found = await crops(context, stage, replace(todo.page, final_url=now.final_url), targets, hidden)
        except (BrowserError, TimeoutError) as error:  # a picture that cannot be had costs only the picture
            log.debug("no picture of the links of %s: %s", todo.page.url, error)
            continue
        context.book.add_crops(todo.page, found)


@dataclass(frozen=True, slots=True)
class _Standing:
    page: Page
    outline: Outline | None
    targets: list[Target]


def _standing(context: Context, wrong: set[str]) -> Iterator[_Standing]:
    """Pages on which links to the addresses in `wrong` can be seen that have no picture yet."""
    done: set[str] = set()
    for seen in context.pages(Anchors, Crops, Outline):
        anchors = seen.artifacts.get(Anchors)
        if seen.page.error or seen.page.mode is not Mode.STANDARD or anchors is None:
            continue
        known = seen.artifacts.get(Crops, Crops())
        targets = []
        for anchor in anchors.items:
            url, target = bare(anchor.url), anchor.target
            if url not in wrong or url in done or not anchor.visible or target.frame or not target.selector:
                continue
            done.add(url)
            if known.of(target) is None:
                targets.append(target)
        if targets:
            yield _Standing(seen.page, seen.artifacts.get(Outline), targets)


def _first(rows: list[_Standing], most: int) -> list[_Standing]:
    """Those with the most links, in the order in which they stand."""
    chosen = sorted(rows, key=lambda row: -len(row.targets))[:most]
    return [row for row in rows if row in chosen]
