"""The report as one file with its pictures inside: to be handed to a unit, or printed."""

from __future__ import annotations

from a11y.model import SiteReport
from a11y.report import Assets
from a11y.report.html import printable

SUFFIX = "single.html"


def render(report: SiteReport, assets: Assets) -> dict[str, bytes]:
    """`report.single.html` alone."""
    return {f"report.{SUFFIX}": printable(report, assets)}
