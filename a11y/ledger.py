"""The rectification ledger (整改台账): each fault from the day it was found to the day it was mended.

One row for each site and fingerprint. What is found again stays open; what was mended and comes back is reopened; what
a person ruled false is struck out and keeps its reason. Nothing is called mended that was not looked at. What only
advisory lines of a profile ask for is no row: an office demands what its documents say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from a11y import revisits
from a11y.database import Database, LedgerRow
from a11y.owed import owed

OPEN = ("open", "reopened")
STRUCK = ("false", "exempt")
"""Left out of every count: ruled false, or exempt until a day."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one look at a site changed in its ledger."""

    opened: int = 0
    kept: int = 0
    mended: int = 0
    reopened: int = 0
    struck: int = 0
    unseen: int = 0
    """Still open because it could not be looked at again."""


def faults(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Failed findings of a `report.json` that count: those of checks that its profiles name."""
    return [f for f in report["findings"] if f["outcome"] == "failed" and f["profiles"]]


def is_false(finding: Mapping[str, Any]) -> bool:
    """True where a person ruled the finding false."""
    ruling = finding.get("ruling") or {}
    return bool(ruling.get("false") or ruling.get("false_finding"))


def struck(finding: Mapping[str, Any]) -> tuple[str, str] | None:
    """State and reason of a finding that a person's ruling takes out of the count; None where it counts."""
    ruling = finding.get("ruling") or {}
    if is_false(finding):
        return "false", str(ruling.get("reason") or "")
    if ruling.get("outcome") == "inapplicable":
        until = f"豁免至 {ruling['until']}：" if ruling.get("until") else "豁免："
        return "exempt", until + str(ruling.get("reason") or "")
    return None


def indicator_names(report: Mapping[str, Any]) -> dict[str, str]:
    """Check → the deciding indicators that rest on it, as `4.2a 可用性`, for people."""
    names: dict[str, list[str]] = {}
    for card in report["scorecards"]:
        for row in card["indicators"]:
            if not row.get("decides", True):
                continue
            for check in row.get("checks") or ():
                names.setdefault(check, []).append(f"{row['id']} {row['title']}")
    return {check: "；".join(dict.fromkeys(rows)) for check, rows in names.items()}


def note_found(
    database: Database, site: str, period: str, report: Mapping[str, Any], *, folder: str = "", deadline: str | None = None
) -> Round:  # fmt: skip
    """Take an examination into the ledger. What stood on pages that it did not open stays as it is.

    `folder`: the site's, relative to the results folder, for pictures.
    """
    return _update(database, site, period, _Look(report, folder=folder, deadline=deadline))


def note_rechecked(
    database: Database, site: str, period: str, report: Mapping[str, Any], asked: Iterable[str], *, folder: str = ""
) -> Round:
    """Take a re-check into the ledger: only the fingerprints of `asked` were looked for.

    A fault whose check could not be made again, or whose page could not be seen, stays as it is. A page may show
    faults that nobody asked for: they are left to the next examination.
    """
    return _update(database, site, period, _Look(report, folder=folder, asked=frozenset(asked)))


def note_judged(
    database: Database, site: str, period: str, report: Mapping[str, Any], *, folder: str = ""
) -> Round:  # fmt: skip
    """Take a new judgement of old evidence into the ledger: nothing was mended by it, but something may be struck out."""
    return _update(database, site, period, _Look(report, folder=folder, judged=True))


def of_unseen(report: Mapping[str, Any]) -> dict[str, Any]:
    """What a report of a site that nobody could see can say: the faults that fail it all the same, as recorded visits do.

    A site that is failed and owes nothing would get no letter, and nobody would look at it again.
    """
    vetoed = {
        check
        for card in report["scorecards"]
        for row in card["indicators"]
        if row["kind"] == "veto" and row["outcome"] == "failed"
        for check in row.get("checks") or ()
    }
    return {**report, "findings": [f for f in report["findings"] if f["check"] in vetoed]}


REJUDGED = "重新判定（依据或裁定有变）后不再是问题"


class _Look:
    """What one report can say of the rows of its site."""

    def __init__(
        self, report: Mapping[str, Any], *, folder: str = "", deadline: str | None = None,
        asked: frozenset[str] | None = None, judged: bool = False,
    ) -> None:  # fmt: skip
        self.at, self.folder, self.deadline, self.asked, self.judged = (
            report["collected_at"], folder, deadline, asked, judged,
        )  # fmt: skip
        self.failing = revisits.failing(report)
        counted = owed(report)
        self.counted = {f["fingerprint"]: f for f in reversed(counted)}
        self.counts = Counter(f["fingerprint"] for f in counted)
        self.names = indicator_names(report)
        self._report = report
        self._seen, self._doubted = revisits.looked_at(report), revisits.doubted(report)

    def gone(self, row: LedgerRow) -> bool:
        """True where the fault was looked for and is not there."""
        if self.asked is not None and row.fingerprint not in self.asked:
            return False
        same = revisits.comparable(self._report, row.check, row.profiles)
        seen = self._seen(row.check, row.page, row.mode, row.device)
        return same and seen and row.fingerprint not in self._doubted

    def profiles(self, finding: Mapping[str, Any]) -> dict[str, str]:
        """Whose rule the finding broke."""
        return revisits.asked_by(self._report, finding)

    def unasked(self, row: LedgerRow) -> bool:
        """True where a new judgement of the examination that opened the row does not ask for it any more."""
        return self.judged and row.state in OPEN and row.found_at == self.at and row.fingerprint not in self.counted

    def picture(self, finding: Mapping[str, Any]) -> str | None:
        """Where the finding's picture lies, relative to the results folder."""
        path = finding.get("screenshot")
        return f"{self.folder}/{path}" if path and self.folder else path


def _update(database: Database, site: str, period: str, look: _Look) -> Round:
    tally: Counter[str] = Counter()
    with database.session() as session:
        rows = {r.fingerprint: r for r in session.scalars(select(LedgerRow).where(LedgerRow.site_id == site))}
        for mark, finding in look.counted.items():
            if mark not in rows and look.asked is None:
                session.add(_row(site, period, finding, look))
                tally["struck" if struck(finding) else "opened"] += 1
        for mark, row in rows.items():
            if look.asked is not None and row.state in STRUCK:
                # A re-check is given no rulings: what a person struck out stays so until somebody judges again.
                continue
            if look.unasked(row):
                row.state, row.reason = "false", REJUDGED
                tally["struck"] += 1
            elif (finding := look.failing.get(mark)) is not None:
                tally[_seen_again(row, finding, look)] += 1
            elif row.state in OPEN:
                tally[_not_seen(row, look)] += 1
    return Round(**tally)


def _not_seen(row: LedgerRow, look: _Look) -> str:
    if not look.gone(row):
        return "unseen"
    if look.judged:
        return "kept"
    row.state, row.mended_at, row.rechecked_at = "mended", look.at, look.at
    return "mended"


def _seen_again(row: LedgerRow, finding: Mapping[str, Any], look: _Look) -> str:
    if not look.judged:
        row.rechecked_at = look.at
    # What was measured moves on: the letter must say what the circular says.
    row.description = finding["message"]
    row.count = look.counts.get(row.fingerprint, row.count)
    row.indicator = look.names.get(row.check, row.indicator)
    row.picture = look.picture(finding) or row.picture
    row.profiles = look.profiles(finding) or row.profiles
    if (word := struck(finding)) is not None:
        row.state, row.reason = word
        return "struck"
    if row.state == "mended" and not look.judged:
        row.state, row.mended_at = "reopened", None
        return "reopened"
    if row.state in STRUCK:
        row.state, row.reason = "open", ""
    return "kept"


def _row(site: str, period: str, finding: Mapping[str, Any], look: _Look) -> LedgerRow:
    state, reason = struck(finding) or ("open", "")
    return LedgerRow(
        site_id=site, fingerprint=finding["fingerprint"], period=period, check=finding["check"],
        indicator=look.names.get(finding["check"], finding["check"]), description=finding["message"],
        page=finding["page"], mode=finding["mode"], device=finding["device"],
        parent=str(finding["data"].get("parent") or ""), found_at=look.at, picture=look.picture(finding),
        profiles=look.profiles(finding), count=look.counts[finding["fingerprint"]], deadline=look.deadline, measure=finding.get("remedy") or "",
        state=state, reason=reason,
    )  # fmt: skip


def to_recheck(database: Database, site: str, period: str) -> list[dict[str, Any]]:
    """What a site's ledger holds open, and what of this period is mended and may be back, as a re-check needs it."""
    with database.session() as session:
        chosen = (
            select(LedgerRow)
            .where(
                LedgerRow.site_id == site,
                LedgerRow.state.in_(OPEN) | ((LedgerRow.state == "mended") & (LedgerRow.period == period)),
            )
            .order_by(LedgerRow.id)
        )
        return [
            {
                "fingerprint": row.fingerprint, "check": row.check, "page": row.page, "mode": row.mode,
                "device": row.device, "message": row.description, "asked_by": row.profiles,
            }
            for row in session.scalars(chosen)
        ]  # fmt: skip


def set_deadline(database: Database, period: str, deadline: str) -> int:
    """Give the period's open rows the day by which they are to be mended; how many there are."""
    with database.session() as session:
        chosen = update(LedgerRow).where(LedgerRow.period == period, LedgerRow.state.in_(OPEN))
        return int(session.execute(chosen.values(deadline=deadline)).rowcount)  # type: ignore[attr-defined]


def rate(rows: Sequence[LedgerRow]) -> tuple[int, int]:
    """Mended and found, struck-out ones left out: rectification rate (整改率) is the first by the second."""
    counted = [row for row in rows if row.state not in STRUCK]
    return sum(1 for row in counted if row.state == "mended"), len(counted)
