"""What happens to text when it is enlarged or its page made narrow, and visual codes that must be enlarged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from a11y.collect.gatherers import gatherer
from a11y.collect.ground import Ground, ask, come_back, grounds, held, located, moving_paths
from a11y.collect.hand import Spot, calm, press, recall, remember
from a11y.collect.steps import Stage
from a11y.evidence import Captcha, Captchas, CutText, CutTexts, Motions, Overflow, Page, Reflow

NARROW = (320, 256)
"""1280 × 1024 at 400 %. Source: WCAG 2.2, 1.4.10."""

Baseline = list[Mapping[str, Any] | None]


async def text_baseline(stage: Stage) -> Baseline:
    """What is cut or overlaps already before anything is enlarged, by frame; `cut_text` takes it."""
    return [
        await ask(stage, "sizes", {"op": "before", "moving": moving_paths(stage)}, frame=ground.frame)
        for ground in await grounds(stage, at_least=200)
    ]


async def cut_text(stage: Stage, before: Baseline, step: str) -> tuple[tuple[CutText, ...], int]:
    """Text that is cut off or overlaps now and was not before, and how many runs of text were looked at.

    Args:
        stage: standing on the page as enlarged.
        before: what `text_baseline` said of the same page at 100 %.
        step: what the findings call this size: `200%`, or the words of the page's own step.
    """
    items: list[CutText] = []
    texts = 0
    for number, ground in enumerate(await grounds(stage, at_least=100)):
        known = before[number] if number < len(before) else None
        said = await ask(
            stage, "sizes", {"op": "after", "before": known, "moving": moving_paths(stage)}, frame=ground.frame
        )
        if not said:
            continue
        texts += int(said["texts"])
        items += [
            CutText(located(i["target"], ground), i["kind"], i["text"], step, float(i["by"]), i["other"])
            for i in said["items"]
        ]
    return tuple(items), texts


@gatherer(CutTexts, walk=True, after=(Motions,))
async def cut_texts(stage: Stage, page: Page) -> CutTexts:
    """Text at 200 %: half the viewport at the same sizes, on a telephone too, whose browsers enlarge the page so."""
    width, height = page.viewport
    half = (width // 2, max(256, height // 2))
    before = await text_baseline(stage)
    await stage.resize(*half)
    try:
        await calm(stage, quiet=0.2, bound=1.5)
        items, texts = await cut_text(stage, before, "200%")
        if items:
            await stage.wait(LATE)
            items, texts = await cut_text(stage, before, "200%")
    finally:
        await stage.resize(width, height)
        await calm(stage, quiet=0.15, bound=1.0)
    return CutTexts(items, ("200%",), texts)


@gatherer(Reflow, walk=True, after=(Motions,))
async def reflow(stage: Stage, page: Page) -> Reflow:
    """What reaches out of a screen of 320 px."""
    width, height = page.viewport
    await stage.resize(*NARROW)
    try:
        await calm(stage, quiet=0.2, bound=1.5)
        items, texts = await _all_reaching_out(stage)
        if items:
            await stage.wait(LATE)
            items, texts = await _all_reaching_out(stage)
    finally:
        await stage.resize(width, height)
        await calm(stage, quiet=0.15, bound=1.0)
    return Reflow(items, NARROW[0], texts)


LATE = 0.7
"""Seconds after which scripts that lay the page out anew have done so: the common ones wait for 300 ms of quiet."""


async def _all_reaching_out(stage: Stage) -> tuple[tuple[Overflow, ...], int]:
    items: list[Overflow] = []
    texts = 0
    for ground in await grounds(stage, at_least=200):
        said = await _reaching_out(stage, ground)
        if not said:
            continue
        texts += int(said["texts"])
        items += [
            Overflow(located(i["target"], ground), i["kind"], float(i["right"]), int(i["chars"]), i["text"])
            for i in said["items"]
            if said["tall"] or i["kind"] == "inside"
        ]
    return tuple(items), texts


async def _reaching_out(stage: Stage, ground: Ground) -> Mapping[str, Any] | None:
    """What reaches out of the narrow screen in the page, or in a frame of the site's own that is part of it."""
    ask_for = {"op": "reflow", "limit": NARROW[0], "moving": moving_paths(stage)}
    if ground.frame is None:
        return await ask(stage, "sizes", ask_for)  # type: ignore[no-any-return]
    if urlsplit(ground.path[-1]).netloc not in ("", urlsplit(stage.page.url).netloc):
        return None  # maps and players of others may be wide
    shown = NARROW[0] - ground.x
    fits = ground.width <= shown + 4
    if not fits and not await stage.evaluate(_SIDEWAYS, NARROW[0]):
        return None
    limit = (ground.width if fits else shown) / max(ground.lens, 0.01)
    said = await ask(stage, "sizes", {**ask_for, "limit": round(max(limit, 1))}, frame=ground.frame)
    if not said:
        return None
    rows = [{**row, "kind": "inside" if fits and row["kind"] == "page" else row["kind"]} for row in said["items"]]
    return {**said, "items": rows, "tall": True}


_SIDEWAYS = (
    "(limit) => document.documentElement.scrollWidth > Math.max(limit, document.documentElement.clientWidth) + 4"
)


@gatherer(Captchas, walk=True)
async def captchas(stage: Stage, _page: Page) -> Captchas:
    """Visual codes, what else they offer, and how far the page's own enlarging takes them."""
    found: list[_Code] = []
    grower: Spot | None = None
    for ground in await grounds(stage, at_least=50):
        said = await ask(stage, "captchas", frame=ground.frame)
        for i in (said or {}).get("items", []):
            code = Captcha(located(i["target"], ground), str(i["kind"]), float(i["width"]), None, str(i["sense"]))
            found.append(_Code(code, str(i["target"]["selector"])))
        if said and said["growers"]:
            grower = grower or Spot(str(said["growers"][0]), ground.frame)
    if found and grower is not None:
        return Captchas(tuple(await _enlarged(stage, found, grower)))
    return Captchas(tuple(one.code for one in found))


@dataclass(frozen=True, slots=True)
class _Code:
    code: Captcha
    selector: str
    """In its own frame."""

    @property
    def place(self) -> tuple[tuple[str, ...], str]:
        return self.code.target.frame, self.selector


async def _enlarged(stage: Stage, found: list[_Code], grower: Spot) -> list[Captcha]:
    """Press the page's own enlarging until nothing grows any more, at most six times."""
    url = stage.page.url
    memory = await recall(stage)
    largest = {one.place: one.code.width for one in found}
    async with held(stage):
        for _ in range(6):
            await press(stage, grower, bound=0.8)
            grown = False
            for ground in await grounds(stage, at_least=50):
                said = await ask(stage, "captchas", frame=ground.frame)
                for i in (said or {}).get("items", []):
                    place, width = (ground.path, str(i["target"]["selector"])), float(i["width"])
                    grown = grown or width > largest.get(place, width) + 1
                    largest[place] = max(width, largest.get(place, 0.0))
            if not grown:
                break
    await remember(stage, memory)
    await come_back(stage, url)
    return [replace(one.code, enlarged=round(largest[one.place] / max(1, one.code.width), 2)) for one in found]
