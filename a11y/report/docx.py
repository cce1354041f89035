"""The report as a document that an office files: what was checked, verdict, what to mend, the scorecards, the problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from a11y.errors import KINDS as TROUBLES
from a11y.model import IndicatorResult, Scorecard, SiteReport
from a11y.report import Assets
from a11y.report import _gbt9704 as page
from a11y.report import _words as w
from a11y.report._clean import masked, one_line
from a11y.report._elderly import chapters
from a11y.report._grouping import Problem, priorities, reach
from a11y.report._pictures import photo
from a11y.report.html import moment, occurrences, points_text, value_text

SUFFIX = "docx"

FIRST = 10
"""Problems told with a picture."""
LISTED = 300
"""Findings in the list; a document of thousands helps nobody, and the workbook has them all."""
_EACH = 5


@dataclass(frozen=True, slots=True)
class _Given:
    """What every part of the document is written from."""

    report: SiteReport
    problems: Sequence[Problem]
    assets: Assets
    say: w.Say


def render(report: SiteReport, assets: Assets) -> dict[str, bytes]:
    """`report.docx` alone."""
    report = masked(report)
    say = w.words(report.lang)
    name = report.site.name or report.site.id or report.site.url
    problems = priorities(report)
    paper = page.document(f"{name} {say('无障碍与适老化检测报告')}")
    page.title(paper, name, say("无障碍与适老化检测报告"))
    parts = [_overview, _verdict, _first, *([_elderly] if report.chapters.get("elderly") else []), _basis]
    for number, part in enumerate(parts, start=1):
        part(paper, _Given(report, problems, assets, say), f"{page.numeral(number)}、")
    page.landscape(paper)
    for number, card in enumerate(report.scorecards, start=1):
        _scorecard(paper, card, say, say("附件{n}　评分表：{title}", n=number, title=card.title or card.profile))
    _list(paper, problems, say, say("附件{n}　问题清单", n=len(report.scorecards) + 1))
    return {f"report.{SUFFIX}": page.save(paper, report.collected_at)}


def _overview(paper: Any, given: _Given, number: str) -> None:
    report, say = given.report, given.say
    page.heading(paper, number + say("检测概况"))
    site, seen = report.site, report.coverage
    for label, text in (
        (say("网址"), site.url), (say("网站标识码"), site.code), (say("主办单位"), site.sponsor),
        (say("检测时间"), moment(report.collected_at)),
    ):  # fmt: skip
        if text:
            page.paragraph(paper, one_line(text), bold=f"{label}：")
    page.paragraph(
        paper,
        say(
            "发现 {found} 页，看了 {seen} 页，{failed} 页没能看成；{templates} 种模板。",
            found=seen.pages_found, seen=seen.pages_checked, failed=seen.pages_failed, templates=seen.templates,
        ),
    )  # fmt: skip
    if not seen.complete:
        page.paragraph(paper, seen.reason or say("没有看全计划中的页面，结论不完整。"), bold=say("覆盖不足") + "：")
    page.paragraph(paper, say("本报告由软件自动检测生成，不是主管部门的官方评测，也不能作为通过评测的证明。"))


def _verdict(paper: Any, given: _Given, number: str) -> None:
    report, say = given.report, given.say
    page.heading(paper, number + say("结论"))
    if not report.scorecards:
        page.paragraph(paper, w.coverage(report, None, say), bold=say("没有评分") + "：")
    for card in report.scorecards:
        score = w.score(card, say)
        text = w.verdict(card, say) + (f"，{score}" if score else "") + "。"
        page.paragraph(paper, text, bold=f"{card.title or card.profile}：")
        page.paragraph(paper, w.coverage(report, card, say) + (f"。{one_line(card.reason)}" if card.reason else ""))


def _first(paper: Any, given: _Given, number: str) -> None:
    problems, assets, say = given.problems, given.assets, given.say
    page.heading(paper, number + say("先改什么"))
    if not problems:
        page.paragraph(paper, say("没有发现要改的问题。"))
    for place, problem in enumerate(problems[:FIRST], start=1):
        found = problem.findings[0]
        page.heading(paper, f"（{page.numeral(place)}）{one_line(problem.title, 80)}", 2)
        facts = f"{say(w.OUTCOMES[problem.outcome])}，{say('影响：{word}', word=say(w.IMPACTS[problem.impact]))}，{reach(problem, say)}。"
        page.paragraph(paper, facts + one_line(found.message))
        about = problem.about
        remedy = found.remedy or (about.remedy if about else "")
        if remedy:
            page.paragraph(paper, one_line(remedy), bold=say("怎样改") + "：")
        page.paragraph(
            paper, f"{one_line(found.page, 200)} {one_line(found.target.selector, 120)}", bold=say("位置") + "："
        )
        if photo(found.target.crop, assets):
            page.picture(
                paper, assets.read(str(found.target.crop)), say("问题所在处的截图：{name}", name=one_line(found.message, 60)),
                height=60,
            )  # fmt: skip
    if len(problems) > FIRST:
        page.paragraph(paper, say("另有 {n} 个问题，见附件。", n=len(problems) - FIRST))


def _elderly(paper: Any, given: _Given, number: str) -> None:
    report, assets, say = given.report, given.assets, given.say
    page.heading(paper, number + say("适老版"))
    for chapter in chapters(report, say):
        if chapter["summary"]:
            page.paragraph(paper, chapter["summary"])
        if not chapter["entered"]:
            page.paragraph(paper, chapter["reason"], bold=say("没有能进入适老版。"))
        for path, alt in (
            (chapter["entry"]["picture"], say("框出的是入口“{text}”", text=chapter["entry"]["text"])),
            (chapter["before"]["picture"], say("标准版") + chapter["before"]["note"]),
            (chapter["after"]["picture"], say("适老版") + chapter["after"]["note"]),
        ):
            if photo(path, assets) and page.picture(paper, assets.read(path), alt, height=80):
                page.paragraph(paper, alt)
        if chapter["services"]:
            rows = [
                (s["name"], say(s["offered_word"]), say(s["worked_word"]), s["detail"]) for s in chapter["services"]
            ]
            page.table(paper, [say(h) for h in ("服务", "有没有", "管不管用", "看到的")], rows, (35, 20, 25, 76))
        if chapter["read"]:
            page.paragraph(paper, chapter["read"])
        for line in chapter["transcript"][:20]:
            page.paragraph(paper, f"“{line['text']}”（{say(line['kind'])}）" if line["kind"] else f"“{line['text']}”")


def _basis(paper: Any, given: _Given, number: str) -> None:
    report, say = given.report, given.say
    page.heading(paper, number + say("依据与说明"))
    for card in report.scorecards:
        words = [say("版本 {version}", version=card.version), card.source, card.status]
        page.paragraph(paper, "，".join(word for word in words if word), bold=f"{card.title or card.profile}：")
        for note in card.notes:
            page.paragraph(paper, one_line(note))
    for trouble in report.errors[:20]:
        kind = TROUBLES[trouble.kind].text if trouble.kind in TROUBLES else trouble.kind
        page.paragraph(paper, f"{one_line(trouble.where, 200)}：{kind}", bold=say("没能看到的") + "：")
    tool = report.tool
    named = (("a11y", "version"), ("axe-core", "axe"), ("Chromium", "chromium"))
    known = [f"{name} {tool[key]}" for name, key in named if tool.get(key)]
    page.paragraph(paper, "，".join([*known, f"{say('抽样种子')} {tool.get('seed') or 0}"]))


def _scorecard(paper: Any, card: Scorecard, say: w.Say, heading: str) -> None:
    page.heading(paper, heading)
    page.paragraph(paper, f"{w.verdict(card, say)}　{w.score(card, say)}", indent=False)
    heads = ("一级指标", "二级指标", "评分细则", "分值", "扣分", "扣分原因", "证据")
    grid = page.table(
        paper, [say(h) for h in heads], [_row(i, say) for i in card.indicators], (24, 42, 60, 14, 22, 58, 37)
    )
    page.merge_repeats(grid, 0)


def _row(indicator: IndicatorResult, say: w.Say) -> tuple[str, ...]:
    ruling = indicator.ruling
    said = f"{say('人工意见')}：{ruling.reason}（{ruling.by}，{ruling.at}）" if ruling else ""
    state = "，".join(
        dict.fromkeys((say(w.OUTCOMES[indicator.outcome]), say(indicator.how) or say(w.HOW[indicator.mode.value])))
    )
    evidence = say("{n} 条", n=indicator.findings) if indicator.findings else ""
    return (
        indicator.block, f"{indicator.id} {indicator.title}", indicator.rule or indicator.clause,
        w.decimal(indicator.points.max) if indicator.points else "", points_text(indicator, say) if indicator.points else "",
        "\n".join(text for text in (indicator.reason, said) if text), "\n".join(text for text in (state, evidence) if text),
    )  # fmt: skip


def _list(paper: Any, problems: Sequence[Problem], say: w.Say, heading: str) -> None:
    page.heading(paper, heading)
    rows: list[tuple[object, ...]] = []
    left = 0
    for place, problem in enumerate(problems, start=1):
        groups = occurrences(problem.findings)
        shown = groups[: min(_EACH, max(0, LISTED - len(rows)))]
        left += sum(len(group) for group in groups[len(shown) :])
        for found, *others in shown:
            pages = one_line(found.page, 160) + (say("　等 {n} 页", n=len(others) + 1) if others else "")
            rows.append((
                place, one_line(problem.title, 80), f"{say(w.OUTCOMES[problem.outcome])}\n{say(w.IMPACTS[found.impact])}",
                one_line(found.message, 200), value_text(found.data.get("measured"), say), value_text(found.data.get("required"), say), pages,
            ))  # fmt: skip
    heads = ("序号", "问题", "结果", "说明", "实测", "要求", "页面")
    page.table(paper, [say(h) for h in heads], rows, (13, 40, 24, 68, 26, 26, 60))
    if left:
        page.paragraph(paper, say("另有 {n} 条发现没有列在这里，见表格或网页版报告。", n=left))
