"""What a site owes: the faults that a deciding line of a document asks to be mended. Advice is told, and not demanded. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def owed(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Failed findings of a `report.json` whose check answers an indicator that decides, by a profile that names it."""
    asked = {
        (card["profile"], check)
        for card in report["scorecards"]
        for row in card["indicators"] if row.get("decides", True)
        for check in row.get("checks") or ()
    }  # fmt: skip
    return [
        finding
        for finding in report["findings"]
        if finding["outcome"] == "failed" and any((name, finding["check"]) in asked for name in finding["profiles"])
    ]
