"""What the office hands out for a period: circular, tables, ledger, overview, a sheet for each unit.

Everything comes from the store; every figure can be followed to the findings of a site. What only the office knows is
left open, and marked as open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from a11y.database import Database
from a11y.errors import UsageError
from a11y.notice import circular, overview, tables, unit, year
from a11y.notice.figures import Figures, read_figures
from a11y.store import write_whole

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
    media: Sequence[Mapping[str, str]] = field(default_factory=tuple)
    """New media accounts as the office recorded them: name, owner, region, platform, outcome, problem."""


def make(root: Path, period: str, database: Database, settings: Settings) -> list[Path]:
    """Write the period's documents into `root/<period>/notice`; the paths written.

    Raises:
        UsageError: the store has no site of this period.
    """
    if period.isdigit():
        return year.make(root, period, database, settings.profile)
    figures = read_figures(database, period, settings.profile, places=settings.places)
    if not figures.standings:
        known = "、".join(figures.periods) or "无"
        raise UsageError(f"数据库里没有 {period} 的检测结果；有结果的周期：{known}")
    folder = root / period / "notice"
    written: list[Path] = []
    for name, body in _documents(figures, settings, root, database):
        write_whole(folder / name, body)
        written.append(folder / name)
    return written


def _documents(figures: Figures, settings: Settings, root: Path, database: Database) -> list[tuple[str, bytes]]:
    files = [
        ("notice.docx", circular.render(figures, settings)),
        ("tables.xlsx", tables.render(figures, settings)),
        ("ledger.xlsx", tables.ledger(database, figures.period, figures.at)),
    ]
    files += list(overview.render(figures, settings).items())
    files += unit.render(figures, settings, root, database)
    return files
