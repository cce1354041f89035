"""New media accounts as the office recorded them: platforms that a browser does not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from a11y.errors import UsageError
from a11y.period import percent
from a11y.tables import head_word, read_sheets

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("名称", "账号名称", "新媒体名称", "name"),
    "owner": ("主办单位", "单位", "owner"),
    "region": ("地区", "region"),
    "platform": ("平台", "类型", "platform"),
    "outcome": ("检查结果", "结果", "outcome"),
    "problem": ("问题", "突出问题", "problem"),
}
"""What a row tells → the heads that it may stand under."""
OUTCOMES = ("合格", "不合格", "未检")


def read_media(path: Path) -> list[dict[str, str]]:
    """Rows of the sheet.

    Raises:
        UsageError: naming every wrong cell.
    """
    rows: list[dict[str, str]] = []
    wrong: list[str] = []
    for sheet in read_sheets(path, lambda row: "outcome" in _heads(row)):
        heads = {key: _heads(sheet.head).get(key) for key in COLUMNS}
        if heads["name"] is None or heads["outcome"] is None:
            raise UsageError(f"{path}：缺少“名称”或“检查结果”列；表头应有：名称、主办单位、地区、平台、检查结果、问题")
        for number, given in sheet.rows:
            row = {key: given.get(head, "") if head else "" for key, head in heads.items()}
            if not row["name"]:
                wrong.append(f"第 {number} 行：名称是空的")
            if row["outcome"] not in OUTCOMES:
                wrong.append(f"第 {number} 行：检查结果“{row['outcome']}”应为 {'、'.join(OUTCOMES)}")
            rows.append(row)
    if wrong:
        raise UsageError(f"{path}：" + "；".join(wrong))
    return rows


def _heads(row: Sequence[str]) -> dict[str, str]:
    """What a row tells → the head that it stands under."""
    return {key: head for key, names in COLUMNS.items() for head in reversed(row) if head_word(head) in names}


def counts(rows: Sequence[Mapping[str, str]]) -> tuple[int, int]:
    """How many accounts were looked at, and how many of them failed; those not looked at are in neither."""
    outcomes = [row.get("outcome") for row in rows]
    return sum(outcome in ("合格", "不合格") for outcome in outcomes), outcomes.count("不合格")


def by_region(rows: Sequence[Mapping[str, str]], places: int = 1) -> list[tuple[str, int, int, str, int]]:
    """Region, looked at, passed, pass rate, failed; then the whole."""
    groups: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        groups.setdefault(row.get("region") or "未分地区", []).append(row)
    return [_line(name, found, places) for name, found in (*groups.items(), ("合计", rows))]


def _line(name: str, rows: Sequence[Mapping[str, str]], places: int) -> tuple[str, int, int, str, int]:
    looked, bad = counts(rows)
    return name, looked, looked - bad, percent(looked - bad, looked, places) if looked else "—", bad
