"""What happens to text when it is enlarged or its page made narrow, and visual codes that must be enlarged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from a11y.collect.gatherers import gatherer
from a11y.collect.ground import ask, come_back, grounds, held, located, moving_paths
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
    finally:
        await stage.resize(width, height)
        await calm(stage, quiet=0.15, bound=1.0)
    return CutTexts(items, ("200%",), texts)


@gatherer(Reflow, walk=True, after=(Motions,))
async def reflow(stage: Stage, page: Page) -> Reflow:
    """What reaches out of a screen of 320 px."""
    width, height = page.viewport
    items: list[Overflow] = []
    texts = 0
    await stage.resize(*NARROW)
    try:
        await calm(stage, quiet=0.2, bound=1.5)
        ask_for = {"op": "reflow", "limit": NARROW[0], "moving": moving_paths(stage)}
        for ground in (await grounds(stage, at_least=200))[:1]:
            said = await ask(stage, "sizes", ask_for, frame=ground.frame)
            if not said:
                continue
            texts += int(said["texts"])
            items += [
                Overflow(located(i["target"], ground), i["kind"], float(i["right"]), int(i["chars"]), i["text"])
                for i in said["items"]
                if said["tall"] or i["kind"] == "inside"
            ]
    finally:
        await stage.resize(width, height)
        await calm(stage, quiet=0.15, bound=1.0)
    return Reflow(tuple(items), NARROW[0], texts)


@gatherer(Captchas, walk=True)
async def captchas(stage: Stage, _page: Page) -> Captchas:
    """Visual codes, what else they offer, and how far the page's own enlarging takes them."""
    ground = (await grounds(stage))[0]
    said = await ask(stage, "captchas")
    if not said or not said["items"]:
        return Captchas()
    items = [
        Captcha(located(i["target"], ground), str(i["kind"]), float(i["width"]), None, str(i["sense"]))
        for i in said["items"]
    ]
    if said["growers"]:
        items = await _enlarged(stage, items, str(said["growers"][0]))
    return Captchas(tuple(items))


async def _enlarged(stage: Stage, items: list[Captcha], grower: str) -> list[Captcha]:
    """Press the page's own enlarging until nothing grows any more, at most six times."""
    url = stage.page.url
    memory = await recall(stage)
    largest = {item.target.selector: item.width for item in items}
    async with held(stage):
        for _ in range(6):
            await press(stage, Spot(grower), bound=0.8)
            said = await ask(stage, "captchas")
            now = {i["target"]["selector"]: float(i["width"]) for i in (said or {}).get("items", [])}
            if not any(width > largest.get(path, width) + 1 for path, width in now.items()):
                break
            largest.update({path: max(width, largest.get(path, 0)) for path, width in now.items()})
    await remember(stage, memory)
    await come_back(stage, url)
    return [replace(item, enlarged=round(largest[item.target.selector] / max(1, item.width), 2)) for item in items]
