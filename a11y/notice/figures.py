"""The numbers of one period, read from the store site by site; findings themselves stay there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from sqlalchemy import func, select

from a11y import period as arithmetic
from a11y.database import Database, FindingRow, IndicatorRow, LedgerRow, RunRow, ScorecardRow, SiteRow
from a11y.ledger import STRUCK
from a11y.masking import mask
from a11y.model import Outcome
from a11y.notice.words import day_name
from a11y.period import Overview, Standing, Weak
from a11y.profile import all_profiles

LESSER = ("prelaunch", "wcag-2.2-aa")
"""Profiles that are chosen for a circular only where there is no other."""


@dataclass(frozen=True, slots=True)
class Mended:
    """Rows of the ledger that a period opened, struck-out ones left out."""

    period: str
    found: int
    mended: int

    def rate(self, places: int = 1) -> str | None:
        """整改率: mended ÷ found."""
        return arithmetic.rectification(self.found, self.mended, places)


@dataclass(frozen=True, slots=True)
class Step:
    """One period of the trend."""

    period: str
    overview: Overview
    faults: Mended
    versions: Sequence[str]
    """Of the profile: where they differ, verdicts are not to be compared without judging again."""


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
    """Site → failed findings that the profile's indicators rest on; what another profile asks is not among them."""
    folders: Mapping[str, str]
    reasons: Mapping[str, str]
    """Site → why it was not wholly seen."""
    vetoes: Mapping[str, tuple[str, ...]]
    """Failed site → its failed vetoes or requirements, as `栏目不更新：…`, with what was found."""
    previous: Mended | None
    """Of the period before: faults found, and how many of them are mended by now."""
    trend: Sequence[Step]
    periods: Sequence[str]
    batches: int
    versions: Sequence[str]
    """Versions of the profile in use: more than one must be said."""
    warnings: Sequence[tuple[str, str, str, str]] = ()
    """Early warnings: site, its name, what was seen, and the line that it comes near to."""
    others: Sequence[str] = ()
    """Further documents that the period was judged by: what they ask is in the ledger, and not in these figures."""
    changes: Mapping[str, Sequence[str]] | None = None
    """Names of sites by what became of them since the period before, see `period.changes`."""

    def found(self, standing: Standing) -> int | str:
        """How many problems were found; a dash for a site that nobody saw: none were looked for."""
        count = self.failed_findings.get(standing.id, 0)
        return "—" if standing.verdict is Outcome.UNTESTED and not standing.complete and not count else count

    @property
    def unfinished(self) -> list[Standing]:
        """Sites that could not be seen well enough to be judged: neither passed nor failed."""
        return [s for s in self.standings if not s.complete and s.verdict is not Outcome.FAILED]


def read_figures(
    database: Database, period: str, profile: str = "", *, places: int = 1, planned: Sequence[str] = ()
) -> Figures:
    """Read a period. Memory grows with the number of sites, not with that of findings.

    `planned`: ids of the sites that were to be examined; those that were not yet are unfinished, and said to be.
    """
    with database.session() as session:
        periods = sorted(session.scalars(select(RunRow.period).distinct()))
    chosen = profile or main_profile(database, period)
    standings = read_standings(database, period, chosen)
    waiting = _waiting(database, standings, planned) if standings else []
    standings = sorted([*standings, *waiting], key=lambda standing: standing.id)
    weak = arithmetic.weak_indicators(standings, places=places)
    wanted = {row.id for row in weak}
    named: dict[str, list[str]] = defaultdict(list)
    for standing in standings:
        for id, _title in standing.failed:
            if id in wanted:
                named[id].append(standing.name)
    before = arithmetic.earlier(periods, period)
    trend = [_step(database, other, chosen, places) for other in (*before[-5:], period)]
    whole = arithmetic.overview(standings, places=places)
    trend[-1] = replace(trend[-1], overview=whole)
    folders, unseen = _runs(database, period)
    unseen |= {standing.id: "还没有检查" for standing in waiting}
    changed = _changes(read_standings(database, before[-1], chosen), standings) if before else None
    return Figures(
        period, chosen, _last(database, period), tuple(standings), whole,
        arithmetic.by_group(standings, places=places), weak, named, _failed(database, period, chosen),
        folders, unseen, _vetoes(database, period, chosen), trend[-2].faults if before else None,
        trend, periods, _batches(database, period), _versions(database, period, chosen),
        _warnings(database, period), [id for id in documents(database, period) if id != chosen], changed,
    )  # fmt: skip


def _waiting(database: Database, standings: Sequence[Standing], planned: Sequence[str]) -> list[Standing]:
    left = set(planned) - {standing.id for standing in standings}
    if not left:
        return []
    with database.session() as session:
        rows = [row for row in session.scalars(select(SiteRow)) if row.id in left]
        return [
            Standing(
                row.id, row.name or row.url, Outcome.UNTESTED, row.grp, row.kind, row.region, complete=False
            )
            for row in rows
        ]  # fmt: skip


def _step(database: Database, period: str, profile: str, places: int) -> Step:
    seen = arithmetic.overview(read_standings(database, period, profile), places=places)
    return Step(period, seen, _mended(database, period), _versions(database, period, profile))


def _changes(before: Sequence[Standing], after: Sequence[Standing]) -> dict[str, list[str]]:
    rows = {s.id: s for s in before}, {s.id: s for s in after}
    names = {s.id: s.name for s in (*before, *after)}
    return {kind: [names[id] for id in ids] for kind, ids in arithmetic.changes(*rows).items()}


def main_profile(database: Database, period: str) -> str:
    """The document that a period was judged by: of several the one named first, a lesser one where there is no other."""
    return next(iter(documents(database, period)), "")


def documents(database: Database, period: str) -> list[str]:
    """The documents that a period was judged by, as they were named; the lesser ones last."""
    with database.session() as session:
        named = session.execute(
            select(ScorecardRow.profile, func.min(ScorecardRow.id))
            .join(RunRow)
            .where(RunRow.period == period, RunRow.current)
            .group_by(ScorecardRow.profile)
        ).all()
    return [name for name, _ in sorted(named, key=lambda row: (row[0] in LESSER, row[1]))]


@cache
def _advice(profile: str) -> frozenset[str]:
    """Lines of a document that only advise: nobody is named for them. None are known of a document given by its path."""
    return frozenset(
        row.id for each in all_profiles() if each.id == profile for row in each.indicators if not row.decides
    )


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
            if id not in _advice(profile):
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
        score=None if card.value is None else Decimal(card.value), band=card.band, span=_span(card),
        complete=complete and state == "done", failed=tuple(failed.get(card.id, ())),
    )  # fmt: skip


def _span(card: ScorecardRow) -> tuple[Decimal, Decimal] | None:
    if card.floor is None or card.ceiling is None or card.floor == card.ceiling:
        return None
    return Decimal(card.floor), Decimal(card.ceiling)


def _failed(database: Database, period: str, profile: str) -> dict[str, int]:
    asked = _asked(database, period, profile)
    with database.session() as session:
        rows = session.execute(
            select(RunRow.site_id, func.count())
            .join(FindingRow, FindingRow.run_id == RunRow.id)
            .where(
                RunRow.period == period, RunRow.current, FindingRow.outcome == "failed", FindingRow.counts,
                ~FindingRow.false_finding, _NOT_EXEMPT, FindingRow.check.in_(asked),
            )
            .group_by(RunRow.site_id)
        )  # fmt: skip
        return {row[0]: row[1] for row in rows}


def _asked(database: Database, period: str, profile: str) -> list[str]:
    """Checks that a profile's indicators rest on: one scorecard of each version tells them."""
    with database.session() as session:
        cards = session.scalars(
            select(func.min(ScorecardRow.id))
            .join(RunRow, RunRow.id == ScorecardRow.run_id)
            .where(RunRow.period == period, RunRow.current, ScorecardRow.profile == profile)
            .group_by(ScorecardRow.version)
        ).all()
        rows = session.scalars(select(IndicatorRow.checks).where(IndicatorRow.scorecard_id.in_(cards)))
        return sorted({check for checks in rows for check in checks or ()})


def _runs(database: Database, period: str) -> tuple[dict[str, str], dict[str, str]]:
    with database.session() as session:
        rows = session.execute(
            select(RunRow.site_id, RunRow.folder, RunRow.reason, RunRow.complete).where(
                RunRow.period == period, RunRow.current
            )
        ).all()
    return {r[0]: r[1] for r in rows}, {r[0]: r[2] or "没有看全" for r in rows if not r[3]}


_NOT_EXEMPT = func.coalesce(FindingRow.ruling["outcome"].as_string(), "") != "inapplicable"
"""Nobody has exempted the finding for a time."""
_MESSAGES = 2
"""Findings that are told of one failed line."""


def _vetoes(database: Database, period: str, profile: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    with database.session() as session:
        rows = session.execute(
            select(
                RunRow.id, RunRow.site_id, IndicatorRow.indicator, IndicatorRow.title, IndicatorRow.reason, IndicatorRow.checks
            )
            .join(ScorecardRow, ScorecardRow.run_id == RunRow.id)
            .join(IndicatorRow, IndicatorRow.scorecard_id == ScorecardRow.id)
            .where(
                RunRow.period == period, RunRow.current, ScorecardRow.profile == profile,
                ScorecardRow.verdict == "failed", IndicatorRow.outcome == "failed",
                IndicatorRow.kind.in_(("veto", "require")),
            )
            .order_by(IndicatorRow.id)
        ).all()  # fmt: skip
        for run, site, id, title, reason, checks in rows:
            if id in _advice(profile):
                continue
            messages = session.scalars(
                select(FindingRow.message)
                .where(
                    FindingRow.run_id == run, FindingRow.check.in_(checks or ()), FindingRow.outcome == "failed",
                    ~FindingRow.false_finding, _NOT_EXEMPT,
                )
                .order_by(FindingRow.id)
            ).all()  # fmt: skip
            found[site].append(_told(title, reason, [mask(text) for text in dict.fromkeys(messages)]))
    return {site: tuple(lines) for site, lines in found.items()}


_DAY = re.compile(r"20\d\d-\d\d-\d\d")


def _told(title: str, reason: str, messages: Sequence[str]) -> str:
    """`首页不更新：首页最新的信息是 …等3项`: the line's title and what was found."""
    shown = "；".join(text.rstrip("。") for text in messages[:_MESSAGES])
    rest = f"等{len(messages)}项" if len(messages) > _MESSAGES else ""
    words = _DAY.sub(lambda found: day_name(found.group()), shown + rest or reason)
    return title + (f"：{words}" if words else "")


def _mended(database: Database, period: str) -> Mended:
    """Faults that a period found first, and those of them that are mended by now."""
    with database.session() as session:
        rows = session.execute(
            select(LedgerRow.state, func.count())
            .where(LedgerRow.period == period, LedgerRow.state.not_in(STRUCK))
            .group_by(LedgerRow.state)
        ).all()
    counts = {row[0]: row[1] for row in rows}
    return Mended(period, sum(counts.values()), counts.get("mended", 0))


def _warnings(database: Database, period: str) -> list[tuple[str, str, str, str]]:
    with database.session() as session:
        rows = session.execute(
            select(SiteRow.id, SiteRow.name, SiteRow.url, RunRow.warnings)
            .join(RunRow, RunRow.site_id == SiteRow.id)
            .where(RunRow.period == period, RunRow.current)
            .order_by(SiteRow.id)
        )
        return [(id, name or url, w["text"], w["line"]) for id, name, url, found in rows for w in found or ()]


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
