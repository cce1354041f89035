"""SARIF 2.1.0, for code-scanning views. Source: OASIS SARIF 2.1.0 (2020).

Checks are rules, findings results. A failed one is an error, a warning or a note by its impact; one that needs a person
is of kind `review`. Our fingerprint is the partial fingerprint, so that a redeploy makes nothing new.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlsplit

from a11y.model import Impact, Located, Outcome, SiteReport
from a11y.registry import checks
from a11y.report import Assets
from a11y.report._clean import masked, one_line, plain
from a11y.report._grouping import ruled_false

SUFFIX = "sarif"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {Impact.CRITICAL: "error", Impact.SERIOUS: "error", Impact.MODERATE: "warning", Impact.MINOR: "note"}


def render(report: SiteReport, assets: Assets) -> dict[str, bytes]:  # noqa: ARG001
    """`report.sarif` alone."""
    text = json.dumps(content(masked(report)), ensure_ascii=False, indent=1, allow_nan=False)
    return {f"report.{SUFFIX}": (text + "\n").encode("utf-8")}


def content(report: SiteReport) -> dict[str, Any]:
    """The log as plain values."""
    findings = report.findings
    names = sorted({f.check for f in findings})
    rules = {name: number for number, name in enumerate(names)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "a11y",
                        "version": str(report.tool.get("version") or "0"),
                        "language": "zh-CN",
                        "rules": [_rule(name) for name in names],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": report.coverage.complete,
                        "toolExecutionNotifications": [
                            {"level": "warning", "message": {"text": one_line(f"{e.where}：{e.detail or e.kind}")}}
                            for e in report.errors
                        ],
                    }
                ],
                "results": [_result(f, rules[f.check]) for f in findings],
                "properties": {
                    "site": plain({"id": report.site.id, "url": report.site.url}),
                    "scorecards": [
                        {"profile": c.profile, "version": c.version, "verdict": c.verdict.value}
                        for c in report.scorecards
                    ],
                },
            }
        ],
    }


def _rule(name: str) -> dict[str, Any]:
    about = checks().get(name)
    if about is None:
        return {"id": name, "shortDescription": {"text": name}}
    return {
        "id": name,
        "shortDescription": {"text": about.title},
        "fullDescription": {"text": about.why or about.title},
        "help": {"text": about.remedy or about.title},
        "defaultConfiguration": {"level": _LEVELS[about.impact]},
        "properties": {"tags": [about.family, *about.tags], "problem.severity": about.impact.value},
    }


def _result(finding: Located, rule: int) -> dict[str, Any]:
    target = finding.target
    doubtful = finding.outcome is Outcome.CANT_TELL
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "kind": "review" if doubtful else "fail",
        "level": "none" if doubtful else _LEVELS[finding.impact],
        "message": {"text": finding.message or finding.check},
        "locations": [_location(finding)],
        "partialFingerprints": {"a11yFingerprint/v1": finding.fingerprint},
        "properties": {
            "impact": finding.impact.value,
            "mode": finding.mode.value,
            "device": finding.device.value,
            "page": finding.page,
            "selector": target.selector,
            "frame": list(target.frame),
            "measured": plain(finding.data.get("measured")),
            "required": plain(finding.data.get("required")),
            "repeat": finding.repeat,
            "profiles": list(finding.profiles),
        },
    }
    if ruled_false(finding) and finding.ruling is not None:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": finding.ruling.reason or "误报"}
        ]
    return result


def _location(finding: Located) -> dict[str, Any]:
    target = finding.target
    region: dict[str, Any] = {"startLine": 1}
    if target.html:
        region["snippet"] = {"text": target.html}
    place: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(finding.page)}, "region": region},
    }
    if target.selector:
        name = one_line(target.name or target.selector, 120)
        place["logicalLocations"] = [{"name": name, "fullyQualifiedName": target.selector, "kind": "element"}]
    return place


def _uri(url: str) -> str:
    """An address that is a URI reference by RFC 3986; Chinese characters are percent-encoded."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return quote(url, safe="")
    if not host.isascii():
        url = url.replace(
            host, host.encode("idna", "ignore").decode("ascii", "replace") if len(host) < 64 else "invalid", 1
        )
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")
