"""The frame's words: Chinese as written in the templates, English by the table `_english`.

What pages, checks and profiles say stays as it is; only the frame is translated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from a11y.model import Impact, Outcome, Scorecard, SiteReport
from a11y.report._english import ENGLISH

Say = Callable[..., str]
"""`say(text, **values)`: `text` in the report's language with `{values}` put in."""

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.FAILED: "不通过",
    Outcome.CANT_TELL: "需人工复核",
    Outcome.UNTESTED: "未检",
    Outcome.PASSED: "通过",
    Outcome.INAPPLICABLE: "不适用",
}
VERDICTS: Mapping[Outcome, str] = {
    Outcome.FAILED: "不合格",
    Outcome.CANT_TELL: "待人工复核",
    Outcome.UNTESTED: "未完成",
    Outcome.PASSED: "合格",
    Outcome.INAPPLICABLE: "不适用",
}
IMPACTS: Mapping[Impact, str] = {
    Impact.CRITICAL: "致命",
    Impact.SERIOUS: "严重",
    Impact.MODERATE: "一般",
    Impact.MINOR: "轻微",
}
MODES: Mapping[str, str] = {"standard": "标准版", "elderly": "适老版"}
DEVICES: Mapping[str, str] = {"desktop": "电脑", "mobile": "手机"}
ROLES: Mapping[str, str] = {
    "home": "首页",
    "column": "栏目页",
    "article": "文章页",
    "service": "办事服务",
    "interaction": "互动交流",
    "search": "搜索",
    "random": "随机抽样",
}
KINDS: Mapping[str, str] = {"require": "要求", "veto": "单项否决", "deduct": "扣分", "bonus": "加分"}
HOW: Mapping[str, str] = {"automatic": "自动判定", "semiAuto": "需人工复核", "manual": "人工录入"}
CONFIDENCE: Mapping[str, str] = {
    "V": "已读原文",
    "V2": "已读条款引文",
    "S": "据二手资料",
    "N": "据新闻报道",
    "M": "凭记忆，待核对",
    "E": "工程推断",
    "D": "推算",
}
"""Confidence of a published rule, as profiles write it. V, V2 and S may decide; the others advise."""


def words(lang: str) -> Say:
    """The speaker of `lang`; anything but `en` is Chinese."""
    table: Mapping[str, str] = ENGLISH if lang == "en" else {}

    def say(text: str, /, **values: Any) -> str:
        known = table.get(text, text)
        return known.format(**values) if values else known

    return say


def decimal(value: Decimal | float | None) -> str:
    """A number without trailing zeros, at most two places; a dash for none."""
    if value is None:
        return "—"
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def score(card: Scorecard, say: Say) -> str:
    """`86 分（76–91）`, or the value alone where nothing is in doubt; empty without a score."""
    if card.score is None:
        return ""
    value, floor, ceiling = (decimal(part) for part in (card.score.value, card.score.floor, card.score.ceiling))
    points = say("{n} 分", n=value)
    return points if floor == ceiling == value else f"{points}（{floor}–{ceiling}）"


def verdict(card: Scorecard, say: Say) -> str:
    """The card's own grade where its document has words for it, else ours."""
    return say(card.grade) if card.grade else say(VERDICTS[card.verdict])


def coverage(report: SiteReport, card: Scorecard | None, say: Say) -> str:
    """「自动判定 41/58 项，需人工 12，未检 5；20/312 页」: how much of the document, and of the site, was judged."""
    seen = report.coverage
    pages = say("{seen}/{found} 页", seen=seen.pages_checked, found=max(seen.pages_found, seen.pages_checked))
    if card is None:
        return pages
    total = card.automatic + card.manual + card.untested
    rows = say(
        "自动判定 {done}/{total} 项，需人工 {manual}，未检 {untested}；",
        done=card.automatic, total=total, manual=card.manual, untested=card.untested,
    )  # fmt: skip
    return rows + pages
