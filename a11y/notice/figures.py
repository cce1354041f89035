"""The numbers of one period, read from the store site by site; findings themselves stay there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select

from a11y import period as arithmetic
from a11y.database import Database, FindingRow, IndicatorRow, LedgerRow, RunRow, ScorecardRow, SiteRow
from a11y.model import Outcome
from a11y.period import Overview, Standing, Weak

LESSER = ("prelaunch", "wcag-2.2-aa")
"""Profiles that are chosen for a circular only where there is no other."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a period's documents tell."""

    period: str
    profile: str
    at: str
    """When the last site was looked at."""
    standings: tuple[Standing, ...]
    overview: Overview
    regions: Mapping[str, Overview]
    weak: Sequence[Weak]
    named: Mapping[str, Sequence[str]]
    """Indicator → names of sites that fail it."""
    failed_findings: Mapping[str, int]
    """Site → failed findings that count."""
    folders: Mapping[str, str]
    reasons: Mapping[str, str]
    """Site → why it was not wholly seen."""
    vetoes: Mapping[str, tuple[str, ...]]
    """Site → failed vetoes or requirements, as `V4 栏目不更新：…`."""
    previous: tuple[int, int] | None
    """Faults found before this period, and how many of them are mended."""
    trend: Sequence[tuple[str, Overview]]
    periods: Sequence[str]
    batches: int
    versions: Sequence[str]
    """Versions of the profile in use: more than one must be said."""


def read_figures(database: Database, period: str, profile: str = "", *, places: int = 1) -> Figures:
    """Read a period. Memory grows with the number of sites, not with that of findings."""
    with database.session() as session:
        periods = sorted(session.scalars(select(RunRow.period).distinct()))
    chosen = profile or main_profile(database, period)
    standings = read_standings(database, period, chosen)
    weak = arithmetic.weak_indicators(standings, places=places)
    wanted = {row.id for row in weak}
    named: dict[str, list[str]] = defaultdict(list)
    for standing in standings:
        for id, _title in standing.failed:
            if id in wanted:
                named[id].append(standing.name)
    earlier = [other for other in periods if other < period and len(other) == len(period)]
    trend = [
        (other, arithmetic.overview(read_standings(database, other, chosen), places=places)) for other in earlier[-5:]
    ]
    overview = arithmetic.overview(standings, places=places)
    return Figures(
        period, chosen, _last(database, period), tuple(standings), overview,
        arithmetic.by_group(standings, places=places), weak, named, _failed(database, period),
        *_runs(database, period), _vetoes(database, period, chosen), _previous(database, period),
        [*trend, (period, overview)], periods, _batches(database, period), _versions(database, period, chosen),
    )  # fmt: skip


def main_profile(database: Database, period: str) -> str:
    """The document that a period was judged by; the pre-launch list and WCAG only where there is no other."""
    with database.session() as session:
        names = session.scalars(
            select(ScorecardRow.profile).join(RunRow).where(RunRow.period == period, RunRow.current).distinct()
        ).all()
    ordered = sorted(names, key=lambda name: (name in LESSER, name))
    return ordered[0] if ordered else ""


def read_standings(database: Database, period: str, profile: str) -> list[Standing]:
    """Every site's standing by one document, in the order of ids; a site without a scorecard is unfinished."""
    card, run, site = ScorecardRow, RunRow, SiteRow
    with database.session() as session:
        failed: dict[int, list[tuple[str, str]]] = defaultdict(list)
        rows = session.execute(
            select(IndicatorRow.scorecard_id, IndicatorRow.indicator, IndicatorRow.title)
            .join(card, card.id == IndicatorRow.scorecard_id)
            .join(run, run.id == card.run_id)
            .where(run.period == period, run.current, card.profile == profile, IndicatorRow.outcome == "failed")
            .order_by(IndicatorRow.id)
        )
        for owner, id, title in rows:
            failed[owner].append((id, title))
        found = session.execute(
            select(site, run.complete, run.state, card)
            .join(run, run.site_id == site.id)
            .outerjoin(card, (card.run_id == run.id) & (card.profile == profile))
            .where(run.period == period, run.current)
            .order_by(site.id)
        )
        return [_standing(*row, failed) for row in found]


def _standing(
    site: SiteRow, complete: bool, state: str, card: ScorecardRow | None, failed: Mapping[int, list[tuple[str, str]]]
) -> Standing:
    words = (site.grp, site.kind, site.region)
    if card is None:
        return Standing(site.id, site.name or site.url, Outcome.UNTESTED, *words, complete=False)
    return Standing(
        site.id, site.name or site.url, Outcome(card.verdict), *words,
        score=None if card.value is None else Decimal(card.value), band=card.band,
        complete=complete and state == "done", failed=tuple(failed.get(card.id, ())),
    )  # fmt: skip


def _failed(database: Database, period: str) -> dict[str, int]:
    with database.session() as session:
        rows = session.execute(
            select(RunRow.site_id, func.count())
            .join(FindingRow, FindingRow.run_id == RunRow.id)
            .where(RunRow.period == period, RunRow.current, FindingRow.outcome == "failed", ~FindingRow.false_finding)
            .group_by(RunRow.site_id)
        )
        return {row[0]: row[1] for row in rows}


def _runs(database: Database, period: str) -> tuple[dict[str, str], dict[str, str]]:
    with database.session() as session:
        rows = session.execute(
            select(RunRow.site_id, RunRow.folder, RunRow.reason, RunRow.complete).where(
                RunRow.period == period, RunRow.current
            )
        ).all()
    return {r[0]: r[1] for r in rows}, {r[0]: r[2] or "没有看全" for r in rows if not r[3]}


def _vetoes(database: Database, period: str, profile: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    with database.session() as session:
        rows = session.execute(
            select(RunRow.site_id, IndicatorRow.indicator, IndicatorRow.title, IndicatorRow.reason)
            .join(ScorecardRow, ScorecardRow.run_id == RunRow.id)
            .join(IndicatorRow, IndicatorRow.scorecard_id == ScorecardRow.id)
            .where(
                RunRow.period == period, RunRow.current, ScorecardRow.profile == profile,
                IndicatorRow.outcome == "failed", IndicatorRow.kind.in_(("veto", "require")),
            )
            .order_by(IndicatorRow.id)
        )  # fmt: skip
        for site, id, title, reason in rows:
            found[site].append(f"{id} {title}" + (f"：{reason}" if reason else ""))
    return {site: tuple(lines) for site, lines in found.items()}


def _previous(database: Database, period: str) -> tuple[int, int] | None:
    """Faults that earlier periods found, and those mended since."""
    with database.session() as session:
        rows = session.execute(
            select(LedgerRow.state, func.count())
            .where(LedgerRow.period < period, LedgerRow.state != "false")
            .group_by(LedgerRow.state)
        ).all()
    counts = {row[0]: row[1] for row in rows}
    found = sum(counts.values())
    return (found, counts.get("mended", 0)) if found else None


def _last(database: Database, period: str) -> str:
    with database.session() as session:
        return session.scalar(select(func.max(RunRow.collected_at)).where(RunRow.period == period)) or ""


def _batches(database: Database, period: str) -> int:
    with database.session() as session:
        return session.scalar(select(func.count(RunRow.batch.distinct())).where(RunRow.period == period)) or 1


def _versions(database: Database, period: str, profile: str) -> list[str]:
    with database.session() as session:
        return sorted(
            session.scalars(
                select(ScorecardRow.version)
                .join(RunRow, RunRow.id == ScorecardRow.run_id)
                .where(RunRow.period == period, RunRow.current, ScorecardRow.profile == profile)
                .distinct()
            )
        )
