"""JUnit XML: one suite per document, one case per indicator, as CI servers show it.

Failed is a failure; in doubt, untested and inapplicable are skipped, with the reason. A failing indicator that only advises
is no failure: it is skipped with its findings told.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from a11y.model import IndicatorResult, Located, Outcome, Scorecard, SiteReport
from a11y.report import Assets
from a11y.report import _words as w
from a11y.report._clean import masked, one_line, printable
from a11y.report._grouping import ruled_false

SUFFIX = "xml"

TOLD = 20
"""Findings told in a failure."""


def render(report: SiteReport, assets: Assets) -> dict[str, bytes]:  # noqa: ARG001
    """`report.xml` alone."""
    report = masked(report)
    root = ET.Element("testsuites", name=one_line(report.site.name or report.site.id or report.site.url))
    totals = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    by_mark = {f.fingerprint: f for f in reversed(report.findings)}
    for card in report.scorecards:
        suite = _suite(root, card, report, by_mark)
        for name in totals:
            totals[name] += int(suite.get(name, "0"))
    for name, count in totals.items():
        root.set(name, str(count))
    ET.indent(root)
    return {f"report.{SUFFIX}": ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"}


def _suite(root: ET.Element, card: Scorecard, report: SiteReport, by_mark: dict[str, Located]) -> ET.Element:
    say = w.words(report.lang)
    cases = [_case(indicator, card, report, by_mark, say) for indicator in card.indicators]
    suite = ET.SubElement(
        root, "testsuite", name=one_line(card.profile), tests=str(len(cases)),
        failures=str(sum(case.find("failure") is not None for case in cases)), errors="0",
        skipped=str(sum(case.find("skipped") is not None for case in cases)), time="0",
        timestamp=report.collected_at[:19], hostname=one_line(report.site.id or "site"),
    )  # fmt: skip
    facts = ET.SubElement(suite, "properties")
    for name, value in (
        ("verdict", card.verdict.value), ("score", w.score(card, say)), ("version", card.version),
        ("coverage", w.coverage(report, card, say)),
    ):  # fmt: skip
        ET.SubElement(facts, "property", name=name, value=one_line(value))
    suite.extend(cases)
    return suite


def _case(
    indicator: IndicatorResult, card: Scorecard, report: SiteReport, by_mark: dict[str, Located], say: w.Say
) -> ET.Element:
    case = ET.Element(
        "testcase", classname=one_line(f"{report.site.id or 'site'}.{card.profile}"),
        name=one_line(f"{indicator.id} {indicator.title}"), time="0",
    )  # fmt: skip
    findings = [
        by_mark[mark]
        for mark in dict.fromkeys(indicator.fingerprints)
        if mark in by_mark and not ruled_false(by_mark[mark])
    ]
    reason = indicator.reason or say(w.OUTCOMES[indicator.outcome])
    if indicator.outcome is Outcome.FAILED and indicator.decides:
        kind = "veto" if indicator.kind == "veto" else indicator.kind
        failure = ET.SubElement(case, "failure", message=one_line(reason), type=one_line(kind))
        failure.text = _told(findings)
    elif indicator.outcome is not Outcome.PASSED:
        word = say(w.OUTCOMES[indicator.outcome]) + ("" if indicator.decides else f"（{say('仅作建议')}）")
        ET.SubElement(case, "skipped", message=one_line(word if reason == word else f"{word}：{reason}"))
        if findings:
            ET.SubElement(case, "system-out").text = _told(findings)
    return case


def _told(findings: Iterable[Located]) -> str:
    rows = list(findings)
    lines = [printable(f"{f.message}\n  {f.page} {f.target.selector}\n  {f.repeat}") for f in rows[:TOLD]]
    if len(rows) > TOLD:
        lines.append(f"… {len(rows) - TOLD}")
    return "\n".join(lines)
