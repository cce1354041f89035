"""EARL 1.0 as JSON-LD: one assertion per check and page, with who tested what, and how.

Source: W3C Evaluation and Report Language 1.0 Schema (https://www.w3.org/TR/EARL10-Schema/).
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from a11y.model import CheckResult, Located, Outcome, SiteReport
from a11y.registry import checks
from a11y.report import Assets
from a11y.report._clean import masked
from a11y.report._grouping import ruled_false

SUFFIX = "jsonld"

CONTEXT: dict[str, Any] = {
    "earl": "http://www.w3.org/ns/earl#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "doap": "http://usefulinc.com/ns/doap#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "ptr": "http://www.w3.org/2009/pointers#",
    "assertedBy": {"@id": "earl:assertedBy", "@type": "@id"},
    "subject": {"@id": "earl:subject", "@type": "@id"},
    "test": {"@id": "earl:test", "@type": "@id"},
    "mode": {"@id": "earl:mode", "@type": "@id"},
    "outcome": {"@id": "earl:outcome", "@type": "@id"},
    "result": "earl:result",
    "info": "earl:info",
    "pointer": "earl:pointer",
    "title": "dct:title",
    "description": "dct:description",
    "date": {"@id": "dct:date", "@type": "xsd:dateTime"},
    "source": {"@id": "dct:source", "@type": "@id"},
    "isPartOf": {"@id": "dct:isPartOf", "@type": "@id"},
    "identifier": "dct:identifier",
    "expression": "ptr:expression",
}
_SITE = "_:site"
_TOOL = "_:tool"


def render(report: SiteReport, assets: Assets) -> dict[str, bytes]:  # noqa: ARG001
    """`report.jsonld` alone."""
    text = json.dumps(content(masked(report)), ensure_ascii=False, indent=1, allow_nan=False)
    return {f"report.{SUFFIX}": (text + "\n").encode("utf-8")}


def content(report: SiteReport) -> dict[str, Any]:
    """The graph as plain values."""
    addresses = list(dict.fromkeys([str(p["url"]) for p in report.pages] + [f.page for f in report.findings]))
    subjects = {url: f"_:page{number}" for number, url in enumerate(addresses, start=1)}
    names = sorted({result.check for result in report.checks})
    graph: list[dict[str, Any]] = [
        {
            "@id": _TOOL,
            "@type": ["earl:Assertor", "earl:Software"],
            "title": "a11y",
            "doap:revision": str(report.tool.get("version") or ""),
            "description": f"axe-core {report.tool.get('axe')}, Chromium {report.tool.get('chromium')}",
        },
        {
            "@id": _SITE,
            "@type": "earl:TestSubject",
            "title": report.site.name or report.site.id,
            "source": report.site.url,
        },
        *(
            {"@id": id, "@type": ["earl:TestSubject", "foaf:Document"], "source": url, "isPartOf": _SITE}
            for url, id in subjects.items()
        ),
        *(_test(name) for name in names),
    ]
    for result in report.checks:
        graph += _assertions(result, report, subjects)
    return {"@context": CONTEXT, "@graph": graph}


def _test(name: str) -> dict[str, Any]:
    about = checks().get(name)
    test = {"@id": f"_:{_token(name)}", "@type": "earl:TestCase", "identifier": name}
    return test | ({"title": about.title, "description": about.why} if about is not None else {"title": name})


def _assertions(result: CheckResult, report: SiteReport, subjects: dict[str, str]) -> list[dict[str, Any]]:
    """One assertion on the site as a whole, and one for each page with findings, their elements pointed at."""
    by_page: dict[str, list[Located]] = defaultdict(list)
    for finding in result.findings:
        if not ruled_false(finding):
            by_page[finding.page].append(finding)
    whole = {
        "outcome": f"earl:{result.outcome.value}",
        "info": result.reason or f"passed={result.passed} failed={result.failed} cantTell={result.cant_tell}",
    }
    rows = [_assertion(result.check, report.collected_at, _SITE, [whole], settled=False)]
    for page, findings in by_page.items():
        settled = any(f.ruling is not None for f in findings)
        results = [_result(f) for f in findings]
        rows.append(_assertion(result.check, report.collected_at, subjects[page], results, settled=settled))
    return rows


def _assertion(check: str, date: str, subject: str, results: list[dict[str, Any]], *, settled: bool) -> dict[str, Any]:
    return {
        "@type": "earl:Assertion",
        "assertedBy": _TOOL,
        "subject": subject,
        "test": f"_:{_token(check)}",
        "mode": "earl:semiAuto" if settled else "earl:automatic",
        "result": [{"@type": "earl:TestResult", "date": date, **result} for result in results],
    }


def _result(finding: Located) -> dict[str, Any]:
    outcome = finding.outcome
    if finding.ruling is not None and isinstance(finding.ruling.outcome, Outcome):
        outcome = finding.ruling.outcome
    result: dict[str, Any] = {
        "outcome": f"earl:{outcome.value}",
        "info": finding.message,
        "identifier": finding.fingerprint,
    }
    if finding.target.selector:
        result["pointer"] = {"@type": "ptr:CSSSelectorPointer", "expression": finding.target.selector}
    return result


def _token(name: str) -> str:
    return "check-" + name.replace("/", "-")
