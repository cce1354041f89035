"""The elderly version: is it there, does it take, does it serve."""

from __future__ import annotations

from collections.abc import Iterator

from a11y.evidence import Texts
from a11y.model import Finding, Impact, Mode, failed, passed
from a11y.registry import check


@check(
    "elderly/font-size",
    title="适老版正文字号不足",
    why="老视者在常规距离看不清小字。",
    remedy="适老版正文用 18 像素以上，或提供页面自身的放大功能。",
    impact=Impact.SERIOUS,
    modes=(Mode.ELDERLY,),
)
def font_size(texts: Texts, *, min_px: float = 18, tolerance: float = 0.05) -> Iterator[Finding]:
    """Main text of the elderly version is at least `min_px` effective pixels high.

    Applicable: every visible run of at least ten characters of main text in elderly mode.
    Passed: `<p style="font-size:18px">…`    Failed: `<p style="font-size:14px">…`
    Source: 工信厅信管函〔2021〕67号 附件2 1.1.
    """
    runs = list(texts.visible(at_least=10))
    small = sum(text.chars for text in runs if text.px < min_px)
    tolerated = small <= tolerance * sum(text.chars for text in runs)
    for text in runs:
        if text.px < min_px and not tolerated:
            yield failed(
                text.target, f"字号 {text.px:g} 像素，应不小于 {min_px:g} 像素", measured=text.px, required=min_px
            )
        else:
            yield passed(text.target, measured=text.px)
