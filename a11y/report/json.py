"""`report.json`: the fixed part of a report, for other programs. Schema: `report.schema.json` beside this module.

The same report gives the same bytes on every machine. Its text is always Chinese.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from a11y.model import CheckResult, IndicatorResult, Located, Points, Ruling, Score, Scorecard, SiteReport
from a11y.report import Assets
from a11y.report._clean import masked, number, plain

SUFFIX = "json"

_PAGE = ("url", "final_url", "role", "mode", "device", "status", "title", "template", "milliseconds")


def render(report: SiteReport, assets: Assets) -> dict[str, bytes]:  # noqa: ARG001
    """`report.json` alone, ending in a newline."""
    text = json.dumps(content(report), ensure_ascii=False, indent=1, allow_nan=False)
    return {f"report.{SUFFIX}": (text + "\n").encode("utf-8")}


def content(report: SiteReport) -> dict[str, Any]:
    """The report as plain values, in the contract's order."""
    report = masked(report)
    site = report.site
    coverage = report.coverage
    return {
        "schema": "a11y-report/1",
        "tool": plain(_tool(report)),
        "site": plain({"id": site.id, "name": site.name, "url": site.url}),
        "collected_at": report.collected_at,
        "coverage": {
            "pages_found": coverage.pages_found,
            "pages_checked": coverage.pages_checked,
            "pages_failed": coverage.pages_failed,
            "templates": coverage.templates,
            "complete": coverage.complete,
            "reason": plain(coverage.reason),
        },
        "pages": [_page(page) for page in report.pages],
        "checks": [_check(result) for result in report.checks],
        "findings": [_finding(finding) for finding in report.findings],
        "scorecards": [_scorecard(card) for card in report.scorecards],
        "errors": [plain({"where": e.where, "kind": e.kind, "detail": e.detail}) for e in report.errors],
    }


def _tool(report: SiteReport) -> dict[str, Any]:
    tool = dict(report.tool)
    named = {key: tool.pop(key, None) for key in ("version", "axe", "chromium", "profiles", "seed")}
    named["profiles"] = named["profiles"] or {card.profile: card.version for card in report.scorecards}
    named["seed"] = named["seed"] or 0
    return named | tool


def _page(page: Mapping[str, Any]) -> dict[str, Any]:
    known = {key: plain(page.get(key)) for key in _PAGE}
    known["status"] = known["status"] or 0
    return known | {"thumbnail": page.get("thumbnail")}


def _check(result: CheckResult) -> dict[str, Any]:
    return {
        "check": result.check,
        "profiles": list(result.profiles),
        "outcome": result.outcome.value,
        "passed": result.passed,
        "failed": result.failed,
        "cantTell": result.cant_tell,
        "reason": result.reason,
        "data": plain(result.data),
    }


def _finding(finding: Located) -> dict[str, Any]:
    target = finding.target
    return {
        "check": finding.check,
        "profiles": list(finding.profiles),
        "outcome": finding.outcome.value,
        "impact": finding.impact.value,
        "page": finding.page,
        "mode": finding.mode.value,
        "device": finding.device.value,
        "target": {
            "selector": target.selector,
            "html": target.html,
            "frame": list(target.frame),
            "box": None if target.box is None else [number(edge) or 0 for edge in target.box],
        },
        "message": finding.message or finding.check,
        "remedy": finding.remedy,
        "data": {"measured": None, "required": None} | plain(finding.data),
        "screenshot": target.crop,
        "fingerprint": finding.fingerprint,
        "repeat": finding.repeat,
        "ruling": _ruling(finding.ruling),
    }


def _ruling(ruling: Ruling | None) -> dict[str, Any] | None:
    if ruling is None:
        return None
    fixed = {
        "outcome": None if ruling.outcome is None else ruling.outcome.value,
        "by": plain(ruling.by),
        "at": ruling.at,
        "reason": plain(ruling.reason),
        "until": ruling.until,
    }
    return fixed | ({"false": True} if ruling.false_finding else {})


def _scorecard(card: Scorecard) -> dict[str, Any]:
    return {
        "profile": card.profile,
        "version": card.version,
        "title": card.title,
        "verdict": card.verdict.value,
        "score": _numbers(card.score),
        "automatic": card.automatic,
        "manual": card.manual,
        "untested": card.untested,
        "reason": plain(card.reason),
        "grade": card.grade,
        "band": card.band,
        "parts": plain(card.parts),
        "notes": plain(card.notes),
        "indicators": [_indicator(indicator) for indicator in card.indicators],
    }


def _indicator(indicator: IndicatorResult) -> dict[str, Any]:
    return {
        "id": indicator.id,
        "title": indicator.title,
        "clause": indicator.clause,
        "kind": indicator.kind,
        "outcome": indicator.outcome.value,
        "mode": indicator.mode.value,
        "points": _numbers(indicator.points),
        "findings": indicator.findings,
        "ruling": _ruling(indicator.ruling),
        "block": indicator.block,
        "reason": plain(indicator.reason),
        "checks": list(indicator.checks),
        "fingerprints": list(indicator.fingerprints),
        "source": indicator.source,
        "decides": indicator.decides,
        "how": indicator.how,
        "cap": indicator.cap,
        "part": indicator.part,
    }


def _numbers(values: Points | Score | None) -> dict[str, Any] | None:
    return None if values is None else dict(_fields(values))


def _fields(values: Points | Score) -> Iterator[tuple[str, Any]]:
    for name in values.__slots__:
        value = getattr(values, name)
        yield name, number(value if isinstance(value, Decimal) else Decimal(str(value)))
