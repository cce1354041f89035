"""What a site owes: the faults that a deciding line of a document asks to be mended. Advice is told, and not demanded. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from a11y.profile import all_profiles


def owed(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Failed findings of a `report.json` whose check answers an indicator that decides, by a profile that names it.

    A line on which a machine's failure only asks a person demands nothing by itself.
    """
    asked = {
        (card["profile"], check)
        for card in report["scorecards"]
        for row in card["indicators"]
        if row.get("decides", True) and row["id"] not in _only_asking(card["profile"])
        for check in row.get("checks") or ()
    }  # fmt: skip
    return [
        finding
        for finding in report["findings"]
        if finding["outcome"] == "failed" and any((name, finding["check"]) in asked for name in finding["profiles"])
    ]


@cache
def _only_asking(profile: str) -> frozenset[str]:
    """Indicators of a document on which what fails is a doubt; none are known of a profile given by its path."""
    return frozenset(
        row.id for each in all_profiles() if each.id == profile for row in each.indicators if row.doubts_only
    )
