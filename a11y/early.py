"""Early warning (预警): a site that is not yet over a veto line, but near it. Pure.

Source: the settings of a provincial monitoring platform (spec, 监测平台): home unreachable 3 %, home page 10 days old, more
than 2 blank columns, more than 6 stale ones. The veto lines of 国办秘函〔2019〕19号 are 5 %, 14 days, 5 and 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

SHARE, HOME_DAYS, BLANK, STALE = 0.03, 10, 2, 6
"""From this share of visits on; from this age on; more columns than these."""
VETO_SHARE, VETO_DAYS, VETO_BLANK, VETO_STALE = 0.05, 14, 5, 10
AT_LEAST = 20
"""Visits below which a share says nothing: one day's worth."""


@dataclass(frozen=True, slots=True)
class Visits:
    """What a span of availability visits came to."""

    counted: int
    failed: int

    def near(self) -> bool:
        """True from the warning line up to the veto line."""
        return self.counted >= AT_LEAST and SHARE <= self.failed / self.counted < VETO_SHARE

    def text(self) -> str:
        """`最近一周访问 140 次，5 次没有打开（3.6%）`."""
        return f"最近一周访问 {self.counted} 次，{self.failed} 次没有打开（{self.failed / self.counted:.1%}）"


def warnings(report: Mapping[str, Any]) -> list[dict[str, str]]:
    """Of a `report.json`: each warning with `check`, `text` and the `line` that it comes near to."""
    return [{"check": check, "text": text, "line": line} for check, text, line in _warnings(report)]


def _warnings(report: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    rows = report.get("checks", ())
    data = _data(rows, "site/reachable")
    seen = Visits(int(data.get("visits") or 0), int(data.get("failed_visits") or 0))
    if seen.near():
        yield "site/reachable", seen.text(), "一周内 5% 以上打不开即单项否决"
    age = _age(_data(rows, "content/home-fresh").get("measured"), report["collected_at"])
    if age is not None and HOME_DAYS <= age <= VETO_DAYS:
        yield "content/home-fresh", f"首页最近一次更新在 {age} 天前", "首页两周不更新即单项否决"
    blank, stale = _most(rows, "content/column-blank"), _most(rows, "content/column-fresh")
    if BLANK < blank < VETO_BLANK:
        yield "content/column-blank", f"空白栏目 {blank} 个", "空白栏目 5 个以上即单项否决"
    if STALE < stale < VETO_STALE:
        yield "content/column-fresh", f"超期没有更新的栏目 {stale} 个", "应更新未更新的栏目 10 个以上即单项否决"


def _data(rows: Iterable[Mapping[str, Any]], check: str) -> Mapping[str, Any]:
    return next((row.get("data") or {} for row in rows if row["check"] == check), {})


def _most(rows: Iterable[Mapping[str, Any]], check: str) -> int:
    return max((int(row.get("failed") or 0) for row in rows if row["check"] == check), default=0)


def _age(day: Any, collected_at: str) -> int | None:
    """Calendar days in Asia/Shanghai; None where no date was read."""
    try:
        newest = date.fromisoformat(str(day)[:10])
    except ValueError:
        return None
    return (datetime.fromisoformat(collected_at).astimezone(ZoneInfo("Asia/Shanghai")).date() - newest).days
