"""Visit again only what was found wrong; the ledger says what is mended.

A re-check opens the pages of the faults alone, makes the checks that failed alone, and compares by fingerprint. Its
own evidence and report lie in `<site>/recheck/`; the first examination stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from a11y import audit, availability, ledger, revisits
from a11y.database import Database
from a11y.errors import UsageError
from a11y.evidence import Sample
from a11y.profile import all_profiles
from a11y.store import open_evidence


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one site's faults."""

    site: str
    asked: int
    mended: tuple[Mapping[str, Any], ...]
    still: tuple[Mapping[str, Any], ...]
    unseen: tuple[Mapping[str, Any], ...]
    other_version: bool = False
    """The profiles have changed since: what is not found any more may only be judged otherwise."""
    refused: str = ""
    """Why the site could not be looked at at all."""
    earlier: bool = False
    """The clock stands before the examination whose faults were looked for."""

    def text(self) -> str:
        """One line for the terminal."""
        if self.refused:
            return f"{self.site}：没有复查：{self.refused}"
        rest = f"，未能复查 {len(self.unseen)}" if self.unseen else ""
        rest += "（依据的版本变了：先用 a11y judge 把上次的证据按新版本重新判定）" if self.other_version else ""
        rest += "（注意：本次的时间早于上次检测，台账的日期会前后颠倒，请核对时钟或 --now）" if self.earlier else ""
        return f"{self.site}：原有问题 {self.asked} 项，已整改 {len(self.mended)}，未整改 {len(self.still)}{rest}"


def folders(root: Path) -> list[Path]:
    """Sites' folders in what the user named: a site, a period, or a results folder with one period.

    Raises:
        UsageError: there is none.
    """
    if (root / "report.json").is_file():
        return [root]
    found = sorted(p.parent for p in root.glob("*/report.json")) or sorted(
        p.parent for p in root.glob("*/*/report.json")
    )
    if not found:
        raise UsageError(f"{root} 里没有检测结果（report.json）；请给 a11y check 或 a11y batch 的结果文件夹")
    return found


def recheck(
    folder: Path, collection: Mapping[str, Any], seconds: float = 900, *,
    rows: Sequence[Mapping[str, Any]] | None = None,
) -> Outcome:  # fmt: skip
    """Look again at one site's faults; its new report lies in `folder/recheck`.

    `rows`: what `ledger.to_recheck` holds: these and no others are asked for, so that the re-check and the circular
    count the same. None: there is no ledger, and what the report failed is asked for.
    """
    before = audit.read_report(folder)
    asked = _failed(before) if rows is None else list(rows)
    if not asked:
        return Outcome(folder.name, 0, (), (), ())
    sample: Sample = open_evidence(folder).sample
    pages = tuple(dict.fromkeys([sample.site.url, *(f["page"] for f in asked)]))
    # A profile that was given by its path has an id that nobody here knows; its checks are made all the same.
    known = {profile.id for profile in all_profiles()}
    words = {
        **collection, "only_pages": pages, "pages": len(pages),
        "elderly": any(f["mode"] == "elderly" or f["check"].startswith("elderly/") for f in asked),
        "device": asked[0]["device"],
    }  # fmt: skip
    profiles = tuple(id for id in before["tool"]["profiles"] if id in known) or audit.Request().profiles
    request = audit.Request(profiles, ("json", "html"), only=tuple(sorted({f["check"] for f in asked})))
    audit.examine(sample.site, words, request, folder / "recheck", seconds=seconds)
    after = audit.read_report(folder / "recheck")
    dates = [datetime.fromisoformat(report["collected_at"]) for report in (before, after)]
    return replace(compare(folder.name, asked, after), earlier=dates[1].date() < dates[0].date())


def _failed(before: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Each fault of a report that counts, once, by fingerprint."""
    counted = [
        {**f, "asked_by": revisits.asked_by(before, f)} for f in ledger.faults(before) if ledger.struck(f) is None
    ]
    return list({f["fingerprint"]: f for f in reversed(counted)}.values())[::-1]


def compare(site: str, asked: Sequence[Mapping[str, Any]], after: Mapping[str, Any]) -> Outcome:
    """Sort faults by what a new report says of them. Pure."""
    again, doubtful, seen = revisits.failing(after), revisits.doubted(after), revisits.looked_at(after)
    mended, still, unseen = [], [], []
    for fault in asked:
        if fault["fingerprint"] in again:
            still.append(fault)
        elif (
            fault["fingerprint"] not in doubtful
            and seen(fault["check"], fault["page"], fault["mode"], fault["device"])
            and revisits.comparable(after, fault["check"], fault.get("asked_by") or {})
        ):
            mended.append(fault)
        else:
            unseen.append(fault)
    versions = after["tool"].get("profiles") or {}
    other = any(versions.get(id, v) != v for fault in unseen for id, v in (fault.get("asked_by") or {}).items())
    return Outcome(site, len(asked), tuple(mended), tuple(still), tuple(unseen), other)


def run(
    sites: Sequence[Path], collection: Mapping[str, Any], database: Database | None, *, workers: int = 1
) -> Iterator[Outcome]:
    """Re-check each of these sites' folders, some at once; where there is a store, its ledger is brought up to date.

    Each site is looked at in a child process of its own; what comes of it is kept here, in the order of `sites`.
    """
    rows = {f: ledger.to_recheck(database, f.name, f.parent.name) if database is not None else None for f in sites}
    # Whether a site can be reached is told by the visits of a week, and by nothing that is seen now.
    now = collection.get("now")
    visits = {f: availability.recorded(database, f.name, now) if database is not None else [] for f in sites}
    with ThreadPoolExecutor(workers) as pool:
        try:
            for folder, outcome in zip(
                sites, pool.map(lambda f: _looked(f, {**collection, "visits": visits[f]}, rows[f]), sites), strict=True
            ):
                if database is not None and outcome.asked and not outcome.refused:
                    _keep(database, folder, outcome)
                yield outcome
        finally:
            pool.shutdown(cancel_futures=True)


def _looked(folder: Path, collection: Mapping[str, Any], rows: Sequence[Mapping[str, Any]] | None) -> Outcome:
    """One site's outcome; what refuses one site does not cost the others."""
    try:
        return recheck(folder, collection, rows=rows)
    except UsageError as error:
        unseen = tuple(rows or ())
        return Outcome(folder.name, len(unseen), (), (), unseen, refused=str(error))


def _keep(database: Database, folder: Path, outcome: Outcome) -> None:
    after = audit.read_report(folder / "recheck")
    asked = [f["fingerprint"] for f in (*outcome.mended, *outcome.still, *outcome.unseen)]
    period = folder.parent.name
    ledger.note_rechecked(database, folder.name, period, after, asked, folder=f"{period}/{folder.name}/recheck")
