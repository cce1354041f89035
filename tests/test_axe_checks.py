"""axe's results as findings of ours, from literals: what was measured is left to contrast/text, nothing is lost."""

from __future__ import annotations

import pytest

from a11y import checks
from a11y.checks.act import as_seen, language_of
from a11y.checks.axe import checks_of
from a11y.evidence import (
    AxeNode,
    AxeResults,
    AxeRule,
    Contrast,
    Contrasts,
    Labelled,
    Literal,
    Page,
    PageEvidence,
    Sample,
    Semantics,
    Spacing,
)  # fmt: skip
from a11y.model import Coverage, Device, Mode, Outcome, Role, Site, Target

URL = "http://a.example/"


def node(selector: str, outcome: str, **data: object) -> AxeNode:
    return AxeNode(Target(selector, f"<p id='{selector}'>"), outcome, "summary", data)


def said(
    results: AxeResults, id: str, contrasts: Contrasts | None = None, semantics: Semantics | None = None
) -> checks.CheckResult:
    page = Page(URL, URL, Role.HOME, Mode.STANDARD, Device.DESKTOP, 200)
    seen = PageEvidence(
        page, {AxeResults: results, Contrasts: contrasts or Contrasts(), Semantics: semantics or Semantics()}
    )
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


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        ("<p>----====****</p>", Outcome.PASSED),  # strokes and dots are no words of any language
        ("<p>通知公告</p>", Outcome.FAILED),
        ("<p>---- 2026 ----</p>", Outcome.FAILED),
        ("<p>----====…", Outcome.FAILED),  # shortened: what follows is not known
    ],
)
def test_signs_need_no_contrast(html: str, outcome: Outcome) -> None:
    nodes = (AxeNode(Target("p", html), "failed", "", {"contrastRatio": 2.0}),)
    results = AxeResults("4.12.1", (AxeRule("color-contrast", "failed", "serious", nodes=nodes),))
    assert said(results, "axe/color-contrast").outcome is outcome


@pytest.mark.parametrize(("chars", "ratio", "outcome"), [(20, 0.1, "failed"), (20, 0.2, "passed"), (0, 0.0, "passed")])
def test_spacing_is_what_text_really_has(chars: int, ratio: float, outcome: str) -> None:
    nodes = (AxeNode(Target("p", "<p>"), "failed"),)
    results = AxeResults("4.12.1", (AxeRule("avoid-inline-spacing", "failed", "serious", nodes=nodes),))
    measured = Semantics(spacings=(Spacing(Target("p"), "letter-spacing", chars, ratio, 0.12),))
    assert said(results, "axe/avoid-inline-spacing", semantics=measured).outcome.value == outcome


LABELS = [
    ("通知公告", "通知公告，更多内容", True),
    ("通知公告", "公告通知", False),
    ("下载办事指南", "下载 指南", False),
    ("Next…", "next page", True),
    ("按日期查找（年-月-日）", "按日期查找", True),
    ("2021", "20 21", False),
    ("1", "1a", False),
    ("×", "关闭", None),
    ("University Ave.", "University Avenue", None),
    (">>> 查看 <<<", "查看全部", True),
    ("3×4=12", "3 times 4 equals 12", False),
]


@pytest.mark.parametrize(("text", "name", "contained"), LABELS)
def test_words_that_are_seen(text: str, name: str, contained: bool | None) -> None:
    assert as_seen(Labelled(Target("a"), text, name)) is contained


def test_axe_does_not_take_brackets_for_words() -> None:
    nodes = (AxeNode(Target("#a", "<a>"), "failed"), AxeNode(Target("#b", "<a>"), "failed"))
    results = AxeResults("4.12.1", (AxeRule("label-content-name-mismatch", "failed", "serious", nodes=nodes),))
    labels = (Labelled(Target("#a"), "查找（年-月）", "查找"), Labelled(Target("#b"), "查找", "搜索"))
    found = said(results, "axe/label-content-name-mismatch", semantics=Semantics(labels=labels)).findings
    assert [f.target.selector for f in found] == ["#b"]


def test_a_label_that_ours_did_not_read_is_left_in_doubt() -> None:
    nodes = (AxeNode(Target("#a", "<a>"), "failed"), AxeNode(Target("#b", "<a>", ("/frame",)), "failed"))
    results = AxeResults("4.12.1", (AxeRule("label-content-name-mismatch", "failed", "serious", nodes=nodes),))
    read = Semantics(labels=(Labelled(Target("#a"), "查找（年-月）", "查找"),))
    found = said(results, "axe/label-content-name-mismatch", semantics=read).findings
    assert [(f.target.selector, f.outcome.value) for f in found] == [("#b", "cantTell")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('The Dutch word "gelukkig" has no equivalent in English.', "en"),
        ("Paul put dire comment on tape", None),
        ("Hij ging met de kippen op stok en kwam niet meer uit", "nl"),
        ("为进一步做好城乡居民基本医疗保险参保缴费工作，现将有关事项通知如下。", "zh"),
    ],
)
def test_language_of_short_texts(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_what_the_whole_page_lacks_is_told_once() -> None:
    framed = AxeNode(Target("html", "<html>", ("http://a.example/f",)), "failed", "", {})
    rule = AxeRule(
        "landmark-one-main", "failed", "moderate", nodes=(framed, AxeNode(Target("html", "<html>"), "failed", "", {}))
    )
    found = said(AxeResults("4.12.1", (rule,)), "axe/landmark-one-main").findings
    assert [finding.target.frame for finding in found] == [()]
