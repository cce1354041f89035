"""Contrast as it is on the screen: what axe leaves open, measured in pixels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from a11y.evidence import Contrast, Contrasts
from a11y.model import Finding, Impact, cannot_tell, failed, passed
from a11y.registry import check

REASONS = {
    "moving": "文字背后的画面在变化，两次截图不同，无法得出确定的对比度，请停住画面后人工测量",
    "background-clip": "文字以背景图填色，无法分出字与底，请人工测量",
}


@check(
    "contrast/text",
    title="文字与背景对比度不足",
    why="低视力者、老年人以及在强光下看屏幕的人看不清与背景颜色相近的文字。",
    remedy="加深文字或改浅背景，使对比度达到4.5:1（大字3:1）；图片上的文字加不透明底色或阴影衬底；输入框的提示文字在 ::placeholder 里定颜色。",
    impact=Impact.SERIOUS,
    example='<div style="background:#003a6b"><p style="color:#fff">通知公告</p></div>',
    tags=("wcag2aa", "wcag143"),
)
def text(
    contrasts: Contrasts,
    *,
    min_ratio: float = 4.5,
    large_ratio: float = 3.0,
    large_px: float = 24.0,
    large_bold_px: float = 18.66,
) -> Iterator[Finding]:
    """Text stands out from the pixels behind its glyphs by 4.5:1, large text by 3:1.

    Applicable: text whose contrast axe leaves open or takes for something else: over pictures and gradients,
    pseudo-elements, overlaps, single characters, painted otherwise than its colour says; what empty fields say
    (placeholders), whose colour axe does not ask for. Not: disabled controls, logos, decoration, and colour schemes that
    a visitor chose.
    Passed: white on a dark photograph.    Failed: white on a light one.
    Large is at least `large_px`, or `large_bold_px` and bold; for "over 18" of 附件2 a profile says `large_px = 18.01`.
    Source: WCAG 2.2 SC 1.4.3; 工信厅信管函〔2021〕67号 附件2 1.3（以另外的选项）.
    """
    for one in contrasts.items:
        if one.kind != "text" or one.exempt or one.reason == "themed" or _SEPARATES.fullmatch(one.text):
            continue
        large = one.px >= large_px or (one.px >= large_bold_px and one.weight >= 700)
        asked = large_ratio if large else min_ratio
        if one.median is None or one.worst is None:
            yield cannot_tell(
                one.target, f"{REASONS.get(one.reason, '对比度无法测出，请人工测量')}。",
                reason=one.reason or "not-measured", measured="没有测出", required=asked, text=one.text, px=one.px, weight=one.weight,
            )  # fmt: skip
        else:
            yield _measured(one, one.median, one.worst, asked)


_SEPARATES = re.compile(r"[\s\u3000·•∙⋅‧|｜¦│┆/／\\\\—–―\-_:：,，.。、;；~～]+")
"""Dots, bars and strokes between words: decoration. Arrows are none of them, for they may be all that a button says."""


def _called(one: Contrast) -> str:
    return f"{'输入框里的提示文字' if one.hint else '文字'}“{one.text[:20]}”"


def _measured(one: Contrast, median: float, worst: float, asked: float) -> Finding:
    data: dict[str, Any] = {
        "worst": worst, "px": one.px, "weight": one.weight, "foreground": one.foreground, "background": one.background,
        "by": one.by, "text": one.text,
    }  # fmt: skip
    if median < asked:
        words = f"{_called(one)}与背景的对比度为 {median:g}:1，应不低于 {asked:g}:1。"
        return failed(one.target, words, measured=median, required=asked, **data)
    if worst < asked:
        words = (
            f"{_called(one)}的对比度大部分达到 {median:g}:1，但最差的十分之一只有 {worst:g}:1"
            f"（应不低于 {asked:g}:1），请看图判断是否影响辨认。"
        )
        return cannot_tell(one.target, words, reason="worst-tenth", measured=median, required=asked, **data)
    return passed(one.target, measured=median, required=asked, **data)


@check(
    "contrast/icon",
    title="图标按钮与周围颜色对比度不足",
    why="没有文字的图标按钮如果与周围颜色相近，低视力者和老年人找不到它。",
    remedy="加深图标颜色或加深色底，使图标与周围的对比度达到3:1，并配上文字。",
    impact=Impact.MODERATE,
    example='<button aria-label="搜索" style="background:#003a6b;color:#fff"><svg>…</svg></button>',
    tags=("wcag21aa", "wcag1411"),
)
def icon(contrasts: Contrasts, *, min_ratio: float = 3.0) -> Iterator[Finding]:
    """The icon of a control without words stands out from what surrounds it by 3:1.

    Applicable: enabled controls with a small picture and no visible text; logos and photographs are none.
    Passed: a white magnifier on dark blue.    Failed: a light grey one on white.
    Source: WCAG 2.1 SC 1.4.11.
    """
    for one in contrasts.items:
        if one.kind != "icon" or one.exempt or one.median is None:
            continue
        data: dict[str, Any] = {"foreground": one.foreground, "background": one.background, "by": one.by}
        if one.median < min_ratio:
            words = f"图标与周围颜色的对比度为 {one.median:g}:1，应不低于 {min_ratio:g}:1。"
            yield failed(one.target, words, measured=one.median, required=min_ratio, **data)
        else:
            yield passed(one.target, measured=one.median, required=min_ratio, **data)
