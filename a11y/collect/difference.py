"""What a visitor would notice between two states of a page: sizes, colours, zoom, pointer, toolbar, matter.

A class name or a cookie that changes nothing to be seen is no difference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from a11y.collect.hand import ask_everywhere
from a11y.collect.steps import Stage

AIDS = re.compile(
    r"放大|缩小|字号|大字|配色|色调|对比|指读|连读|点读|朗读|语速|音量|声音|鼠标|光标|指针|字幕|显示屏|放大镜|十字|辅助线|拼音|纯文本"
    r"|读屏|重置|语音|护眼|退出|zoom|contrast|cursor|speak|read|font|invert",
    re.IGNORECASE,
)
REFUSAL = re.compile(
    r"无权限|没有权限|权限不足|未授权|未被授权|授权.{0,4}(?:失败|过期|到期|无效)|服务.{0,6}(?:到期|过期|停止|不可用|异常|欠费)|加载失败|加载出错"
    r"|网络(?:错误|异常)|系统(?:错误|繁忙)|请求失败|初始化失败|暂未开通|尚未开通|正在建设|建设中|敬请期待|即将上线|功能开发中"
    r"|no permission|not permitted|unauthori[sz]ed|forbidden|permission denied|access denied|load(?:ing)? failed",
    re.IGNORECASE,
)

_LABEL = 8
"""Characters of a button's words at most."""


@dataclass(frozen=True, slots=True)
class Run:
    """One visible run of text."""

    text: str
    chars: int
    px: float
    color: str
    ground: str
    main: bool
    spacing: float
    leading: float


@dataclass(frozen=True, slots=True)
class State:
    """A page as a visitor meets it, all frames together."""

    url: str
    title: str = ""
    chars: int = 0
    runs: tuple[Run, ...] = ()
    controls: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    cursors: tuple[str, ...] = ()
    classes: str = ""
    text: str = ""
    height: int = 0
    images: int = 0

    @property
    def mean_px(self) -> float:
        """Mean effective size of main text, weighted by characters; of all text where there is hardly any main text."""
        main = [run for run in self.runs if run.main]
        chosen = main if sum(run.chars for run in main) >= 30 else list(self.runs)
        total = sum(run.chars for run in chosen)
        return round(sum(run.px * run.chars for run in chosen) / total, 2) if total else 0.0

    @property
    def labels(self) -> list[str]:
        """Names of visible controls."""
        return [control.split("|")[1] for control in self.controls]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different, by measure and in words."""

    ratio: float = 1.0
    """Median factor of size over the characters that both states show."""
    resized: float = 0.0
    """Part of those characters that changed size by 3 % or more."""
    recoloured: float = 0.0
    fresh: float = 0.0
    """Part of the characters after that were not there before."""
    gone: float = 0.0
    aids: int = 0
    """Controls that came and are named as aids."""
    controls: int = 0
    """Controls that came."""
    filtered: bool = False
    cursor: bool = False
    spaced: bool = False
    new_text: str = ""
    words: tuple[str, ...] = field(default=())
    """In Chinese, strongest first."""

    @property
    def strong(self) -> bool:
        """It cannot be a carousel or a clock."""
        return (
            any(word in self.words for word in ("字号", "配色", "工具条", "光标", "间距"))
            or self.fresh + self.gone > 0.8
        )

    @property
    def any(self) -> bool:
        """Something a visitor would notice."""
        return bool(self.words)


async def look(stage: Stage) -> State:
    """The state of the page that the stage stands on."""
    merged: list[Mapping[str, Any]] = [data for _, data in await ask_everywhere(stage, "look")]
    if not merged:
        return State(stage.page.url)
    first = merged[0]
    return State(
        url=stage.page.url,
        title=first["title"],
        chars=sum(data["chars"] for data in merged),
        runs=tuple(Run(t[0], t[1], t[2], t[3], t[4], bool(t[5]), t[6], t[7]) for data in merged for t in data["texts"]),
        controls=tuple(control for data in merged for control in data["controls"]),
        shapes=tuple(shape for data in merged for shape in data["shapes"]),
        cursors=tuple(cursor for data in merged for cursor in data["cursors"]),
        classes=first["classes"],
        text=" ".join(data["text"] for data in merged),
        height=first["height"],
        images=sum(data["images"] for data in merged),
    )


def difference(before: State, after: State, *, ignoring: Sequence[str] = ()) -> Difference:
    """What a visitor would notice; texts in `ignoring` (the entry's own label) do not count."""
    skip = {text for text in ignoring if text}
    old = _by_text(before, skip)
    new = _by_text(after, skip)
    both = [(old[key], new[key]) for key in new if key in old]
    main = [(a, b) for a, b in both if a.main or b.main]
    matched = main if sum(b.chars for _, b in main) >= 30 else both
    total = sum(b.chars for _, b in matched)
    ratios = sorted((b.px / a.px if a.px else 1.0, b.chars) for a, b in matched)
    ratio = weighted_median(ratios) if ratios else 1.0
    resized = sum(n for r, n in ratios if abs(r - 1) >= 0.03) / total if total else 0.0
    coloured = sum(b.chars for a, b in matched if (a.color, a.ground) != (b.color, b.ground))
    spaced = sum(b.chars for a, b in matched if a.spacing != b.spacing or abs(a.leading * b.px - b.leading * a.px) > 8)
    all_new, all_old = sum(r.chars for r in new.values()), sum(r.chars for r in old.values())
    fresh = sum(run.chars for key, run in new.items() if key not in old) / max(1, all_new)
    gone = sum(run.chars for key, run in old.items() if key not in new) / max(1, all_old)
    came = [c for c in set(after.labels) - set(before.labels) - skip if c]
    aids = [c for c in came if AIDS.search(c)]
    # Buttons made of plain boxes show themselves by their words alone.
    said = {text for text in new if text not in old and len(text) <= _LABEL and AIDS.search(text)} - set(aids)
    filters = [shape.split("|")[2] for shape in before.shapes[:2]] != [
        shape.split("|")[2] for shape in after.shapes[:2]
    ]
    cursor = after.cursors != before.cursors and any("url(" in c for c in after.cursors)
    new_text = " ".join(key for key in new if key not in old)[:600]
    recoloured = coloured / total if total else 0.0
    words = []
    if resized >= 0.2:
        words.append("字号")
    if len(aids) >= 2 or len(said) >= 3:
        words.append("工具条")
    if recoloured >= 0.2 or filters:
        words.append("配色")
    if cursor:
        words.append("光标")
    if total and spaced / total >= 0.2 and resized < 0.2:
        words.append("间距")
    if fresh >= 0.12 or gone >= 0.12 or len(came) >= 3:
        words.append("内容")
    return Difference(
        round(ratio, 3), round(resized, 3), round(recoloured, 3), round(fresh, 3), round(gone, 3), len(aids) + len(said), len(came),
        filters, cursor, bool(total and spaced / total >= 0.2), new_text, tuple(words),
    )  # fmt: skip


def weighted_median(values: Sequence[tuple[float, float]]) -> float:
    """The value at which half of the weight is reached; 1 where there is no weight."""
    ordered = sorted(values)
    half = sum(weight for _, weight in ordered) / 2
    reached = 0.0
    for value, weight in ordered:
        reached += weight
        if reached >= half:
            return value
    return 1.0


def _by_text(state: State, skip: set[str]) -> dict[str, Run]:
    kept: dict[str, Run] = {}
    for run in state.runs:
        if run.text not in skip and run.text not in kept:
            kept[run.text] = run
    return kept
