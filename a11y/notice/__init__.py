"""What the office hands out for a period: circular, tables, ledger, overview, a sheet for each unit.

Everything comes from the store; every figure can be followed to the findings of a site. What only the office knows is
left open, and marked as open.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from a11y import batch, ledger
from a11y.database import Database
from a11y.errors import ReportError, UsageError
from a11y.notice import circular, overview, tables, unit, year
from a11y.notice._kept import MARK, Kept, kept
from a11y.notice.figures import Figures, documents, read_figures

__all__ = ["MARK", "OPEN", "Settings", "make"]

OPEN = "（请填写）"
"""Stands where only the office can say something."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the store does not know."""

    office: str = ""
    """发文机关."""
    area: str = "全市"
    number: str = ""
    """文号."""
    point: str = ""
    """监测时间点, a date."""
    issued: str = ""
    """成文日期."""
    deadline: str = ""
    """整改时限."""
    places: int = 1
    """Decimals of rates."""
    profile: str = ""
    """Which document's verdicts; the store's main one where empty."""
    pdf: bool = False
    """Print each unit's report too, once."""
    media: Sequence[Mapping[str, str]] = field(default_factory=tuple)
    """New media accounts as the office recorded them: name, owner, region, platform, outcome, problem."""


def make(root: Path, period: str, database: Database, settings: Settings) -> list[Path]:
    """Write the period's documents into `root/<period>/notice`; the paths written, and what people had changed.

    A document that somebody changed since it was written is put aside, under a name with `_kept.MARK` in it.

    Raises:
        UsageError: the store has no site of this period, or none that was judged by the document asked for.
        ReportError: some reports could not be printed; everything else is there.
    """
    if period.isdigit():
        return year.make(root, period, database, settings.profile)
    planned = batch.planned(root / period)
    figures = read_figures(database, period, settings.profile, places=settings.places, planned=planned)
    if not figures.standings:
        known = "、".join(figures.periods) or "无"
        raise UsageError(f"数据库里没有 {period} 的检测结果；有结果的周期：{known}")
    if settings.profile and settings.profile not in (by := documents(database, period)):
        raise UsageError(
            f"{period} 没有按 {settings.profile} 判定过，只有 {'、'.join(by)}；"
            f"先用 a11y judge {root / period} --profile {settings.profile} 判定"
        )
    if settings.deadline:
        ledger.set_deadline(database, period, settings.deadline)
    folder = root / period / "notice"
    writing = kept(folder)
    unprinted: list[str] = []
    with closing(_documents(figures, settings, root, database, unprinted)) as made:
        written = [writing.write(name, body) for name, body in made]
    _leave_no_old(writing, written)
    writing.close()
    written += writing.aside
    if unprinted:
        names = "；".join(unprinted[:5]) + (f"……共 {len(unprinted)} 站" if len(unprinted) > 5 else "")
        raise ReportError(f"有检测报告没能打印成 PDF，其余文件都已写出，再运行同一条命令只补打这些：{names}")
    return written


def _documents(
    figures: Figures, settings: Settings, root: Path, database: Database, unprinted: list[str]
) -> Generator[tuple[str, bytes], None, None]:
    """One document at a time: thousands of units are never in memory together."""
    yield "notice.docx", circular.render(figures, settings)
    yield "tables.xlsx", tables.render(figures, settings)
    periods = tables.periods_until(database, figures.period)
    yield "ledger.xlsx", tables.ledger(database, figures.period, figures.at, periods=periods, root=root)
    yield from unit.render(figures, settings, root, database, unprinted)
    yield from overview.render(figures, settings, root).items()


def _leave_no_old(writing: Kept, written: Sequence[Path]) -> None:
    """Take away what an earlier call made for units that have nothing open any more: old letters must not go out."""
    fresh, folder = set(written), writing.folder
    old = [path for path in (folder / "units").rglob("*") if path.is_file() and path not in fresh]
    for path in [*old, *(set(folder.glob("sites-*.html")) - fresh)]:
        if MARK not in path.name:
            writing.spare(path.relative_to(folder).as_posix())
            path.unlink(missing_ok=True)
    for path in (folder / "units").glob("*/"):
        if not any(path.iterdir()):
            path.rmdir()
