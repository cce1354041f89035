"""Of which faults a later look can speak: nothing is called mended that was not looked at again. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from a11y.checks import is_site_check
from a11y.fingerprint import address_template
from a11y.model import Outcome, SiteReport
from a11y.registry import checks

Seen = Callable[[str, str, str, str], bool]
"""Check, page, mode, device → whether that check was made there."""


def asked_by(report: Mapping[str, Any], finding: Mapping[str, Any]) -> dict[str, str]:
    """The profiles whose options gave a finding, each with its version."""
    versions = report["tool"].get("profiles") or {}
    return {id: versions.get(id, "") for id in finding.get("profiles") or ()}


def comparable(report: Mapping[str, Any], check: str, profiles: Mapping[str, str]) -> bool:
    """Whether a report made a check by the same rule: with the options of one of these profiles, in the same version.

    A fault that another profile, or another version, does not see is not mended by that. `profiles`: see `asked_by`;
    empty where no profile named the check, so that it was made with its own defaults.
    """
    rows = [set(row.get("profiles") or ()) for row in report["checks"] if row["check"] == check]
    if not profiles:
        return any(not row for row in rows)
    versions = report["tool"].get("profiles") or {}
    return any(id in row and versions.get(id, "") == version for row in rows for id, version in profiles.items())


def looked_at(report: Mapping[str, Any]) -> Seen:
    """Where the checks of a `report.json` were made.

    A check of pages speaks of the very pages that were opened, in the same version and on the same device. A check of
    the site as a whole speaks where it was made at all. Where a gatherer or the check itself broke, neither speaks.
    """
    made = {row["check"] for row in report["checks"] if row["outcome"] != "untested"}
    broken = {
        (f["check"], f["page"])
        for f in report["findings"]
        if str((f.get("data") or {}).get("reason", "")).endswith("-error")
    }
    pages = {
        (url, page["mode"], page["device"])
        for page in report["pages"] if not page.get("error")
        for url in (page["url"], page["final_url"]) if url
    }  # fmt: skip
    modes = {(page["mode"], page["device"]) for page in report["pages"] if not page.get("error")}
    known = checks()

    def seen(check: str, page: str, mode: str, device: str) -> bool:
        if check not in made or not modes:
            return False
        if check in known and is_site_check(known[check]):
            return not any(name == check for name, _ in broken)
        return (page, mode, device) in pages and (check, page) not in broken

    return seen


def doubted(report: Mapping[str, Any]) -> set[str]:
    """Fingerprints that a report could not decide: neither still there nor gone."""
    return {f["fingerprint"] for f in report["findings"] if f["outcome"] == "cantTell"}


def failing(report: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Every failed finding by fingerprint, whatever the profiles name: what fails is not mended."""
    return {f["fingerprint"]: f for f in reversed(report["findings"]) if f["outcome"] == "failed"}


def was_looked_at(reports: Sequence[SiteReport], check: str, where: str) -> bool:
    """True where one of the reports made the check on a page of that address template; of the site as a whole, at all."""
    made = [r for r in reports if any(c.check == check and c.outcome is not Outcome.UNTESTED for c in r.checks)]
    item = checks().get(check)
    if not where or (item is not None and is_site_check(item)):
        return bool(made)
    pages = (page for report in made for page in report.pages if not page.get("error"))
    return any(where in (address_template(page["url"]), address_template(page["final_url"])) for page in pages)
