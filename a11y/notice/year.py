"""The year: four quarters beside the annual result, ranked within each kind of unit."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from a11y.database import Database
from a11y.errors import UsageError
from a11y.notice.figures import main_profile, read_standings
from a11y.notice.tables import _saved, _sheet
from a11y.notice.words import span, verdict
from a11y.period import Standing
from a11y.store import write_whole

QUARTER_WEIGHT = Decimal("0.05")
"""按每季度通报得分乘以 5% 累计计算. Source: 宿政办发〔2022〕1号 附件2 市级检查."""


_NAMES = ("一季度", "二季度", "三季度", "四季度")


def make(root: Path, year: str, database: Database, profile: str = "") -> list[Path]:
    """Write `root/<year>/notice/year.xlsx`.

    Raises:
        UsageError: the store has no quarter and no annual result of this year.
    """
    quarters = [f"{year}Q{n}" for n in (1, 2, 3, 4)]
    chosen = profile or next((name for q in (year, *reversed(quarters)) if (name := main_profile(database, q))), "")
    by_period = {q: {s.id: s for s in read_standings(database, q, chosen)} for q in (year, *quarters)}
    ids = sorted({id for rows in by_period.values() for id in rows})
    if not ids:
        raise UsageError(f"数据库里没有 {year} 年任何季度的检测结果")
    rows = [_row(id, by_period, year, quarters) for id in ids]
    book = Workbook(write_only=True)
    heads = (
        "类别", "类内名次", "网站名称", "地区", *_NAMES, "季度累计（×5%）", "年度得分", "说明",
    )  # fmt: skip
    _sheet(
        book, "年度", f"{year}年政府网站年度情况表", heads, _ranked(rows), (14, 10, 30, 14, 10, 10, 10, 10, 16, 12, 36)
    )
    path = root / year / "notice" / "year.xlsx"
    write_whole(path, _saved(book, f"{year}-12-31T00:00:00+08:00"))
    return [path]


def quarterly(scores: list[Decimal | None]) -> Decimal:
    """Sum of the quarters' scores × 5 %; a quarter without a score gives nothing."""
    return sum((score * QUARTER_WEIGHT for score in scores if score is not None), Decimal(0))


def _row(id: str, by_period: dict[str, dict[str, Standing]], year: str, quarters: list[str]) -> dict[str, Any]:
    known = next(rows[id] for rows in by_period.values() if id in rows)
    scores = [by_period[q][id].score if id in by_period[q] else None for q in quarters]
    annual = by_period[year][id].score if id in by_period[year] else None
    missing = [name for name, score in zip(_NAMES, scores, strict=True) if score is None]
    ranked = annual is not None or len(missing) < len(quarters)
    notes = [f"缺{'、'.join(missing)}的得分，按 0 计入累计"] if missing else []
    doubtful = [
        (name, by_period[q][id])
        for name, q in zip((*_NAMES, "年度"), (*quarters, year), strict=True)
        if id in by_period[q]
    ]
    if spans := [f"{name} {span(each)}" for name, each in doubtful if each.span]:
        notes.append(f"得分没有核定，可能区间：{'，'.join(spans)}")
    shown = [_shown(by_period[q].get(id)) for q in quarters]
    return {
        "site": known, "shown": shown, "sum": quarterly(scores) if ranked else None, "annual": annual,
        "note": "；".join(notes) if ranked else "没有得分（所用依据不计分，或没有看全），不排名",
    }  # fmt: skip


def _shown(standing: Standing | None) -> Decimal | str:
    """A quarter's score; the verdict where there is none; nothing where the site was not in that quarter."""
    if standing is None:
        return ""
    return standing.score if standing.score is not None else verdict(standing.verdict, standing.complete)


def _ranked(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Rows by kind of unit, best first; equal results share a place."""

    def result(row: dict[str, Any]) -> Decimal | None:
        reached: Decimal | None = row["annual"] if row["annual"] is not None else row["sum"]
        return reached

    def order(row: dict[str, Any]) -> tuple[str, bool, Decimal, str]:
        reached = result(row)
        return row["site"].group, reached is None, -(reached or Decimal(0)), row["site"].id

    ordered = sorted(rows, key=order)
    made: list[tuple[Any, ...]] = []
    group, place, last, at = None, 0, None, 0
    for row in ordered:
        if row["site"].group != group:
            group, place, last, at = row["site"].group, 0, None, 0
        at += 1
        if result(row) != last:
            place, last = at, result(row)
        total, annual = ("" if row[name] is None else row[name] for name in ("sum", "annual"))
        shown = place if result(row) is not None else "—"
        made.append((group, shown, row["site"].name, row["site"].region, *row["shown"], total, annual, row["note"]))
    return made
