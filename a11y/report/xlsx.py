"""The report as a workbook that an office files: scorecards like its own table, the list of problems, the pages.

Every text is text: what begins as a formula does is marked so that no program calculates it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from a11y.errors import KINDS as TROUBLES
from a11y.model import IndicatorResult, Located, Outcome, Scorecard, SiteReport
from a11y.registry import checks
from a11y.report import Assets
from a11y.report import _words as w
from a11y.report._clean import link, masked
from a11y.report._grouping import Problem, priorities, reach, ruled_false
from a11y.report._office import lines, safe, timeless
from a11y.report._pictures import any_kept, why_unpictured
from a11y.report.html import value_text

SUFFIX = "xlsx"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEAD = PatternFill("solid", fgColor="DCE6F1")
_EDGE = Side(style="thin", color="8C98A5")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_FONT = "宋体"
_PLAIN, _BOLD, _TITLE = (
    Font(name=_FONT, size=10),
    Font(name=_FONT, size=10, bold=True),
    Font(name=_FONT, size=15, bold=True),
)
_STRUCK = Font(name=_FONT, size=10, strike=True, color="5B6673")
_LEFT = Alignment(wrap_text=True, vertical="top", horizontal="left")
_RIGHT = Alignment(wrap_text=True, vertical="top", horizontal="right")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_MIDDLE = Alignment(vertical="center")
_COLOURS = {Outcome.FAILED: "A3161C", Outcome.CANT_TELL: "7A4A00", Outcome.PASSED: "14592F"}
_MOST_LINES = 12


def render(report: SiteReport, assets: Assets) -> dict[str, bytes]:
    """`report.xlsx` alone."""
    report = masked(report)
    say = w.words(report.lang)
    problems = priorities(report)
    listed = [(p, f) for p in problems for f in p.findings]
    struck = [f for f in report.findings if ruled_false(f)]
    numbers = _numbers([f for _, f in listed] + struck)
    book = Workbook()
    sheet = book.active
    sheet.title = say("结论")
    _overview(_Sheet(sheet), report, problems, say)
    list_name = say("问题清单")
    for card in report.scorecards:
        _scorecard(_sheet(book, safe(card.title or card.profile)), card, numbers, list_name, say)
    _problems(_sheet(book, list_name), listed, struck, assets, say, kept=any_kept(report))
    _pages(_sheet(book, say("看过的页面")), report, say)
    _stamp(book, report)
    out = io.BytesIO()
    book.save(out)
    return {f"report.{SUFFIX}": timeless(out.getvalue(), report.collected_at)}


def _numbers(findings: Iterable[Located]) -> dict[str, list[int]]:
    """Fingerprint → numbers of its findings in the list."""
    numbers: dict[str, list[int]] = {}
    for number, finding in enumerate(findings, start=1):
        numbers.setdefault(finding.fingerprint, []).append(number)
    return numbers


def _overview(sheet: _Sheet, report: SiteReport, problems: Sequence[Problem], say: w.Say) -> None:
    rows: list[tuple[str, str]] = [
        (say("网站"), report.site.name or report.site.id),
        (say("网址"), report.site.url),
        (say("网站标识码"), report.site.code),
        (say("主办单位"), report.site.sponsor),
        (say("检测时间"), report.collected_at),
    ]
    for card in report.scorecards:
        score = w.score(card, say)
        words = w.verdict(card, say) + (f"  {score}" if score else "") + (f"  {card.reason}" if card.reason else "")
        rows += [(card.title or card.profile, words), (say("覆盖情况"), w.coverage(report, card, say))]
    if report.coverage.reason:
        rows.append((say("覆盖不足"), report.coverage.reason))
    rows += [
        (
            say("先改第 {n} 位", n=n),
            f"{p.title}（{say(w.OUTCOMES[p.outcome])}，{reach(p, say)}）：{p.findings[0].message}",
        )
        for n, p in enumerate(problems[:10], start=1)
    ]
    rows += [
        (
            say("依据"),
            f"{c.title or c.profile}（{c.profile} {c.version}）{c.source}{'，' + c.status if c.status else ''}",
        )
        for c in report.scorecards
    ]
    rows += [(say("说明"), note) for c in report.scorecards for note in c.notes]
    rows += [
        (say("没能看到的"), f"{e.where} {TROUBLES[e.kind].text if e.kind in TROUBLES else e.kind}：{e.detail[:200]}")
        for e in report.errors[:50]
    ]
    rows.append((say("说明"), say("本报告由软件自动检测生成，不是主管部门的官方评测，也不能作为通过评测的证明。")))
    sheet.title(say("无障碍与适老化检测报告"), 2)
    for name, text in rows:
        sheet.row([name, text], widths=(26, 90))
        sheet.sheet.cell(sheet.rows, 1).font = _BOLD
    sheet.finish((26, 90), landscape=False)


_CARD_WIDTHS = (14, 26, 38, 8, 12, 40, 24, 14)


def _scorecard(sheet: _Sheet, card: Scorecard, numbers: Mapping[str, list[int]], list_name: str, say: w.Say) -> None:
    sheet.title(f"{card.title or card.profile}　{w.verdict(card, say)}　{w.score(card, say)}", len(_CARD_WIDTHS))
    heads = ("一级指标", "二级指标", "评分细则", "分值", "扣分", "扣分原因", "证据", "判定方式")
    sheet.heads([say(h) for h in heads], _CARD_WIDTHS)
    for i in card.indicators:
        found = sorted(n for mark in dict.fromkeys(i.fingerprints) for n in numbers.get(mark, ()))
        row = [
            i.block, f"{i.id} {i.title}", i.rule or i.clause, i.points.max if i.points else None, _lost(i, say),
            _reason(i, say), _evidence(i, found, say), _judged(i, say),
        ]  # fmt: skip
        cells = sheet.row(row, _CARD_WIDTHS)
        if found:
            cells[6].hyperlink = Hyperlink(ref=cells[6].coordinate, location=f"'{list_name}'!A{found[0] + 1}")
        if i.outcome in _COLOURS:
            cells[7].font = Font(name=_FONT, size=10, bold=True, color=_COLOURS[i.outcome])
    last = sheet.rows
    if card.score is not None:
        # Rows may share their points (a cap in common), so the document's own score stands here, not a sum of the column.
        for cell in sheet.row([say("得分"), None, None, None, None, w.score(card, say), None, None], _CARD_WIDTHS):
            cell.font = _BOLD
    sheet.finish(_CARD_WIDTHS, landscape=True, filtered=last, heads=2)


def _lost(indicator: IndicatorResult, say: w.Say) -> Decimal | str | None:
    points = indicator.points
    if points is None:
        return None
    if indicator.kind == "bonus":
        return say("加 {n}", n=w.decimal(points.earned))
    if points.floor == points.ceiling or indicator.outcome not in (Outcome.UNTESTED, Outcome.CANT_TELL):
        return points.lost
    least, most = w.decimal(points.max - points.ceiling), w.decimal(points.max - points.floor)
    own = say("待定") if indicator.outcome is Outcome.UNTESTED else w.decimal(points.lost)
    return f"{own}（{least}–{most}）"


def _judged(indicator: IndicatorResult, say: w.Say) -> str:
    return "\n".join(
        dict.fromkeys((say(w.OUTCOMES[indicator.outcome]), say(indicator.how) or say(w.HOW[indicator.mode.value])))
    )


def _reason(indicator: IndicatorResult, say: w.Say) -> str:
    ruling = indicator.ruling
    said = f"{say('人工意见')}：{ruling.reason}（{ruling.by}，{ruling.at}）" if ruling else ""
    return "\n".join(text for text in (indicator.reason, said) if text)


def _evidence(indicator: IndicatorResult, found: Sequence[int], say: w.Say) -> str:
    if found:
        text = "、".join(str(n) for n in found[:12]) + ("…" if len(found) > 12 else "")
        return say("问题清单第 {list} 条", list=text)
    return say("{n} 条", n=indicator.findings) if indicator.findings else ""


_LIST = (
    ("序号", 6), ("问题", 22), ("结果", 10), ("影响", 7), ("说明", 40), ("实测", 16), ("要求", 16), ("怎样改", 34),
    ("页面", 34), ("版本", 8), ("设备", 6), ("位置", 30), ("波及", 22), ("检查项", 20), ("依据", 26), ("截图", 12),
    ("人工意见", 18), ("问题标识", 19),
)  # fmt: skip

_ON_PAPER = 9
"""Columns of the list that are printed."""


def _problems(
    sheet: _Sheet,
    listed: Sequence[tuple[Problem, Located]],
    struck: Sequence[Located],
    assets: Assets,
    say: w.Say,
    *,
    kept: bool,
) -> None:
    widths = tuple(width for _, width in _LIST)
    sheet.heads([say(name) for name, _ in _LIST], widths)
    number = 0
    for problem, finding in listed:
        number += 1
        _problem(sheet, number, problem, finding, widths, assets, say, kept=kept)
    for finding in struck:
        number += 1
        for cell in _problem(sheet, number, None, finding, widths, assets, say, kept=kept):
            cell.font = _STRUCK
    sheet.finish(widths, landscape=True, filtered=sheet.rows, heads=1, frozen_columns=2)
    # On paper what, where and how to mend it; the rest would make the type too small to read.
    sheet.sheet.print_area = f"A1:{get_column_letter(_ON_PAPER)}{sheet.rows}"


def _problem(
    sheet: _Sheet,
    number: int,
    problem: Problem | None,
    f: Located,
    widths: Sequence[float],
    assets: Assets,
    say: w.Say,
    *,
    kept: bool,
) -> list[Cell]:
    about = checks().get(f.check)
    ruling = f.ruling
    basis = (
        [f"{s.card.title or s.card.profile} {s.indicator.clause or s.indicator.id}" for s in problem.stakes[:3]]
        if problem
        else []
    )
    outcome = say(w.OUTCOMES[f.outcome]) if problem else say("核减（误报）")
    crop = f.target.crop if f.target.crop and assets.read(f.target.crop) else None
    cells = sheet.row(
        [
            number, problem.title if problem else about.title if about else f.check, outcome, say(w.IMPACTS[f.impact]),
            f.message, value_text(f.data.get("measured"), say), value_text(f.data.get("required"), say),
            f.remedy or (about.remedy if about else ""), f.page, say(w.MODES[f.mode.value]), say(w.DEVICES[f.device.value]),
            " ".join((*f.target.frame, f.target.selector)), reach(problem, say) if problem else "", f.check, "\n".join(basis),
            say("看截图") if crop else say(why_unpictured(f, kept=kept)), f"{ruling.reason}（{ruling.by}，{ruling.at}）" if ruling else "", f.fingerprint,
        ],
        widths,
    )  # fmt: skip
    if link(f.page) and len(f.page) < 2000:
        cells[8].hyperlink = f.page
    if crop:
        cells[15].hyperlink = crop
    return cells


def _pages(sheet: _Sheet, report: SiteReport, say: w.Say) -> None:
    heads = ("页面", "标题", "用途", "版本", "设备", "模板", "状态", "用时（毫秒）", "情形")
    widths = (50, 34, 12, 10, 8, 8, 8, 12, 24)
    sheet.heads([say(h) for h in heads], widths)
    for page in report.pages:
        error = str(page.get("error") or "")
        row = [
            page.get("url"), page.get("title"), say(w.ROLES.get(str(page.get("role")), str(page.get("role")))),
            say(w.MODES.get(str(page.get("mode")), "")), say(w.DEVICES.get(str(page.get("device")), "")), page.get("template"),
            page.get("status"), page.get("milliseconds"), TROUBLES[error].text if error in TROUBLES else error,
        ]  # fmt: skip
        sheet.row(row, widths)
    sheet.finish(widths, landscape=True, filtered=sheet.rows, heads=1)


class _Sheet:
    """A worksheet that is written from top to bottom, row by row."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.rows = 0
        """Rows written. (The worksheet counts its own by looking at every cell.)"""

    def title(self, text: str, width: int) -> None:
        """A line over the whole table."""
        self.rows += 1
        cell = self.sheet.cell(self.rows, 1)
        _put(cell, text)
        cell.font = _TITLE
        cell.alignment = _MIDDLE
        self.sheet.merge_cells(start_row=self.rows, start_column=1, end_row=self.rows, end_column=width)
        self.sheet.row_dimensions[self.rows].height = 30

    def heads(self, names: Sequence[str], widths: Sequence[float]) -> None:
        """The heads of the columns."""
        for cell in self.row(names, widths):
            cell.font = _BOLD
            cell.fill = _HEAD
            cell.alignment = _CENTRE

    def row(self, values: Sequence[Any], widths: Sequence[float]) -> list[Cell]:
        """One row, as high as its longest text needs within reason."""
        self.rows += 1
        cells: list[Cell] = []
        tallest = 1
        for column, (value, width) in enumerate(zip(values, widths, strict=True), start=1):
            cell = self.sheet.cell(self.rows, column)
            _put(cell, value)
            cell.font = _PLAIN
            cell.border = _BORDER
            cell.alignment = _RIGHT if isinstance(value, int | float | Decimal) else _LEFT
            tallest = max(tallest, lines(str(cell.value or ""), width - 1))
            cells.append(cell)
        self.sheet.row_dimensions[self.rows].height = 4 + 14 * min(tallest, _MOST_LINES)
        return cells

    def finish(
        self, widths: Sequence[float], *, landscape: bool, filtered: int = 0, heads: int = 0, frozen_columns: int = 0
    ) -> None:
        """Column widths, frozen heads, filters, and A4 pages as wide as the table with its heads on each."""
        sheet = self.sheet
        for column, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        if heads:
            sheet.freeze_panes = sheet.cell(heads + 1, frozen_columns + 1)
            sheet.print_title_rows = f"1:{heads}"
        if filtered > heads:
            sheet.auto_filter.ref = f"A{heads}:{get_column_letter(len(widths))}{filtered}"
        sheet.page_setup.paperSize = 9
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top = sheet.page_margins.bottom = 0.75
        sheet.oddFooter.center.text = "&P / &N"


def _sheet(book: Workbook, name: str) -> _Sheet:
    """A sheet whose name a spreadsheet accepts: at most 31 characters, no brackets or slashes, and no other's."""
    plain = "".join("_" if sign in "[]:*?/\\'" else sign for sign in name)[:28].strip() or "表"
    number, own = 1, plain
    while own.lower() in {title.lower() for title in book.sheetnames}:
        number += 1
        own = f"{plain}{number}"
    return _Sheet(book.create_sheet(own))


def _put(cell: Any, value: Any) -> None:
    """Write `value`: numbers as numbers, everything else as text that no program calculates."""
    if value is None or value == "":
        cell.value = None
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        cell.value = value
        cell.number_format = "General" if isinstance(value, int) else "0.##"
    else:
        text = safe(value)
        cell.value = text
        cell.data_type = "s"
        if text.startswith(_FORMULA):
            cell.quotePrefix = True


def _stamp(book: Workbook, report: SiteReport) -> None:
    book.properties.creator = "a11y"
    book.properties.title = safe(report.site.name or report.site.id, 200)
    book.properties.created = datetime.fromisoformat(report.collected_at).replace(tzinfo=None)
