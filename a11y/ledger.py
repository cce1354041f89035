"""The rectification ledger (整改台账): each fault from the day it was found to the day it was mended.

One row for each site and fingerprint. What is found again stays open; what was mended and comes back is reopened; what
a person ruled false is struck out and keeps its reason. Nothing is called mended that was not looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from a11y.database import Database, LedgerRow

OPEN = ("open", "reopened")


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


def indicator_names(report: Mapping[str, Any]) -> dict[str, str]:
    """Check → the indicators that rest on it, as `4.2a 可用性`, for people."""
    names: dict[str, list[str]] = {}
    for card in report["scorecards"]:
        for row in card["indicators"]:
            for check in row.get("checks") or ():
                names.setdefault(check, []).append(f"{row['id']} {row['title']}")
    return {check: "；".join(dict.fromkeys(rows)) for check, rows in names.items()}


def note_found(
    database: Database, site: str, period: str, report: Mapping[str, Any], *, deadline: str | None = None
) -> Round:
    """Take a whole examination into the ledger: everything of the site was looked at."""
    return _update(database, site, period, report, lambda _row: True, deadline)


def note_rechecked(
    database: Database, site: str, period: str, report: Mapping[str, Any], asked: Iterable[str]
) -> Round:
    """Take a re-check into the ledger: only the fingerprints of `asked` were looked for.

    A fault whose check could not be made again, or whose page could not be seen, stays as it is.
    """
    wanted, seen = set(asked), looked_at(report)
    return _update(database, site, period, report, lambda row: row.fingerprint in wanted and seen(row.check, row.page))


def looked_at(report: Mapping[str, Any]) -> Any:
    """`seen(check, page)`: whether a report can say that a fault is gone."""
    done = {c["check"] for c in report["checks"] if c["outcome"] in ("passed", "failed", "inapplicable")}
    open_pages = {p["url"] for p in report["pages"] if not p.get("error")} | {
        p["final_url"] for p in report["pages"] if not p.get("error")
    }
    listed = {p["url"] for p in report["pages"]}
    per_site = {f["page"] for f in report["findings"] if not f["target"]["selector"]}

    def seen(check: str, page: str) -> bool:
        return check in done and (page in open_pages or page not in listed or page in per_site)

    return seen


def _update(
    database: Database, site: str, period: str, report: Mapping[str, Any], was_seen: Any, deadline: str | None = None
) -> Round:
    at = report["collected_at"]
    found: dict[str, Mapping[str, Any]] = {f["fingerprint"]: f for f in reversed(faults(report))}
    counts = Counter(f["fingerprint"] for f in faults(report))
    names = indicator_names(report)
    tally: Counter[str] = Counter()
    with database.session() as session:
        rows = {r.fingerprint: r for r in session.scalars(select(LedgerRow).where(LedgerRow.site_id == site))}
        for mark, finding in found.items():
            row = rows.get(mark)
            if row is None:
                row = _row(site, period, finding, names, at, deadline)
                session.add(row)
                tally["struck" if is_false(finding) else "opened"] += 1
            else:
                tally[_seen_again(row, finding, at)] += 1
            row.count = counts[mark]
        for mark, row in rows.items():
            if mark in found or row.state not in OPEN:
                continue
            if was_seen(row):
                row.state, row.mended_at, row.rechecked_at = "mended", at, at
                tally["mended"] += 1
            else:
                tally["unseen"] += 1
    return Round(**tally)


def _seen_again(row: LedgerRow, finding: Mapping[str, Any], at: str) -> str:
    row.rechecked_at = at
    if is_false(finding):
        row.state, row.reason = "false", finding["ruling"]["reason"]
        return "struck"
    if row.state == "mended":
        row.state, row.mended_at = "reopened", None
        return "reopened"
    if row.state == "false":
        row.state, row.reason = "open", ""
    return "kept"


def _row(
    site: str, period: str, finding: Mapping[str, Any], names: Mapping[str, str], at: str, deadline: str | None
) -> LedgerRow:
    false = is_false(finding)
    return LedgerRow(
        site_id=site, fingerprint=finding["fingerprint"], period=period, check=finding["check"],
        indicator=names.get(finding["check"], finding["check"]), description=finding["message"], page=finding["page"],
        parent=str(finding["data"].get("parent") or ""), found_at=at, picture=finding.get("screenshot"),
        deadline=deadline, measure=finding.get("remedy") or "", state="false" if false else "open",
        reason=finding["ruling"]["reason"] if false else "",
    )  # fmt: skip


def rate(rows: Sequence[LedgerRow]) -> tuple[int, int]:
    """Mended and found, struck-out ones left out: rectification rate (整改率) is the first by the second."""
    counted = [row for row in rows if row.state != "false"]
    return sum(1 for row in counted if row.state == "mended"), len(counted)
