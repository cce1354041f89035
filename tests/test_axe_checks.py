"""axe's results as findings of ours, from literals: what was measured is left to contrast/text, nothing is lost."""

from __future__ import annotations

import pytest

from a11y import checks
from a11y.checks.axe import checks_of
from a11y.evidence import AxeNode, AxeResults, AxeRule, Contrast, Contrasts, Literal, Page, PageEvidence, Sample
from a11y.model import Coverage, Device, Mode, Outcome, Role, Site, Target

URL = "http://a.example/"


def node(selector: str, outcome: str, **data: object) -> AxeNode:
    return AxeNode(Target(selector, f"<p id='{selector}'>"), outcome, "summary", data)


def said(results: AxeResults, id: str, contrasts: Contrasts | None = None) -> checks.CheckResult:
    page = Page(URL, URL, Role.HOME, Mode.STANDARD, Device.DESKTOP, 200)
    seen = PageEvidence(page, {AxeResults: results, Contrasts: contrasts or Contrasts()})
    sample = Sample(Site(url=URL), "2026-11-22T09:00:00+08:00", 0, Coverage(1, 1, 0, 1, True))
    evidence = Literal(sample, (seen,))
    [run] = [run for run in checks.every_run({}, checks.unforeseen(evidence)) if run.check.id == id]
    return checks.run(evidence, [run])[0]


def test_measured_nodes_are_left_to_pixels() -> None:
    nodes = (node("#a", "cantTell", messageKey="bgImage"), node("#b", "cantTell", messageKey="bgImage"))
    results = AxeResults("4.12.1", (AxeRule("color-contrast", "cantTell", "serious", nodes=nodes),))
    measured = Contrasts((Contrast(Target("#a"), "text", 2.0, 1.9, False, 16, 400),))
    assert [f.target.selector for f in said(results, "axe/color-contrast", measured).findings] == ["#b"]
    both = Contrasts((*measured.items, Contrast(Target("#b"), "text", 9.0, 8.0, False, 16, 400)))
    assert said(results, "axe/color-contrast", both).outcome is Outcome.PASSED


def test_ratio_and_size_are_kept() -> None:
    data = {
        "contrastRatio": 3.54,
        "fontSize": "14.3pt (19px)",
        "fontWeight": "normal",
        "expectedContrastRatio": "4.5:1",
    }
    results = AxeResults(
        "4.12.1", (AxeRule("color-contrast", "failed", "serious", nodes=(node("#a", "failed", **data),)),)
    )
    [finding] = said(results, "axe/color-contrast").findings
    assert (finding.data["measured"], finding.data["required"], finding.data["px"]) == (3.54, 4.5, 19)
    assert "3.54:1" in finding.message


def test_every_open_node_is_doubt_and_no_count_of_passed_ones_is_claimed() -> None:
    nodes = tuple(node(f"#n{n}", "cantTell") for n in range(6))
    result = said(
        AxeResults("4.12.1", (AxeRule("link-in-text-block", "cantTell", "serious", nodes=nodes),)),
        "axe/link-in-text-block",
    )
    assert (result.outcome, result.cant_tell, result.failed, result.passed) == (Outcome.CANT_TELL, 6, 0, None)


def test_a_rule_that_broke_is_doubt() -> None:
    result = said(AxeResults("4.12.1", (AxeRule("list", "cantTell", None, error="boom"),)), "axe/list")
    assert result.outcome is Outcome.CANT_TELL
    assert "boom" in result.findings[0].message


def test_outcomes_of_rules_without_nodes() -> None:
    results = AxeResults("4.12.1", (AxeRule("list", "passed", None), AxeRule("label", "inapplicable", None)))
    assert said(results, "axe/list").outcome is Outcome.PASSED
    assert said(results, "axe/label").outcome is Outcome.INAPPLICABLE


def test_a_rule_of_a_newer_axe_is_reported_too() -> None:
    rule = AxeRule("brand-new-rule", "failed", "serious", ("wcag2a",), "Something must be so", (node("#a", "failed"),))
    results = AxeResults("9.9.9", (rule,))
    assert [check.id for check in checks_of(results)] == ["axe/brand-new-rule"]
    result = said(results, "axe/brand-new-rule")
    assert (result.outcome, result.failed) == (Outcome.FAILED, 1)
    assert result.findings[0].message == "Something must be so。"


@pytest.mark.parametrize(
    ("start_tag", "outcome"),
    [
        ('<html xml:lang="zh_CN" lang="zh-CN">', Outcome.PASSED),
        ('<html lang="zh_CN" xml:lang="zh-CN">', Outcome.FAILED),
        ('<html lang="zh_CN">', Outcome.FAILED),
        ('<html xml:lang="zh_CN" lang="">', Outcome.FAILED),
    ],
)
def test_a_wrong_language_for_xml_is_no_fault_beside_a_right_one(start_tag: str, outcome: Outcome) -> None:
    rule = AxeRule(
        "html-lang-valid", "failed", "serious", nodes=(AxeNode(Target("html", start_tag), "failed", "", {}),)
    )
    assert said(AxeResults("4.12.1", (rule,)), "axe/html-lang-valid").outcome is outcome
