"""Pictures of links whose answer came after their page was closed: the page is opened once more, and only for those."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

from playwright.async_api import Error as BrowserError

from a11y.collect.context import Context
from a11y.collect.visiting import crops, hidden_places, moved
from a11y.evidence import Anchors, Crops, ElderlyEntries, LinkStatuses, Outline, Page
from a11y.evidence.links import DEAD, bare
from a11y.model import Mode, Role, Target

log = logging.getLogger(__name__)

ENTRANCES = 5
"""Entries of the elderly version that are pictured."""
PAGES = 4
"""Pages opened again at most; the links of a template stand on its first page."""
OF_A_PAGE = 60, 8
"""Crops and screenshots of one page."""


async def picture_links(
    context: Context, statuses: LinkStatuses | None = None, entries: ElderlyEntries | None = None
) -> None:
    """Add to the pages' crops where their dead and misleading links stand, each address once, and the elderly entries."""
    if context.options.keep == "none":
        return
    known = statuses.items if statuses else {}
    wrong = {url for url, status in known.items() if status.verdict == DEAD or status.soft is not None}
    entrances = [entry.target for entry in (entries.items if entries else ())][:ENTRANCES]
    for todo in _first(list(_standing(context, wrong, entrances)), PAGES):
        try:
            async with context.page(todo.page.url) as (stage, now):
                if now.error:
                    continue
                hidden = await hidden_places(stage, todo.outline)
                targets = await moved(stage, todo.targets)
                page = replace(todo.page, final_url=now.final_url)
                found = await crops(context, stage, page, targets, hidden, *OF_A_PAGE)
        except (BrowserError, TimeoutError) as error:  # a picture that cannot be had costs only the picture
            log.debug("no picture of the links of %s: %s", todo.page.url, error)
            continue
        context.book.add_crops(todo.page, found)


@dataclass(frozen=True, slots=True)
class _Standing:
    page: Page
    outline: Outline | None
    targets: list[Target]


def _standing(context: Context, wrong: set[str], entrances: list[Target]) -> Iterator[_Standing]:
    """Pages on which links to the addresses in `wrong`, or entries of the home page, can be seen that have no picture yet."""
    done: set[str] = set()
    for seen in context.pages(Anchors, Crops, Outline):
        if seen.page.error or seen.page.mode is not Mode.STANDARD:
            continue
        known = seen.artifacts.get(Crops, Crops())
        own = entrances if seen.page.role is Role.HOME and seen.page.device is context.options.device else []
        targets = [target for target in own if target.selector and not target.frame and known.of(target) is None]
        for anchor in seen.artifacts.get(Anchors, Anchors()).items:
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
