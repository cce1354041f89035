"""The period's tables and the rectification ledger, as workbooks. Frozen heads, filters, print layout."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from copy import copy
from decimal import Decimal
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import case, select

from a11y.database import Database, LedgerRow, SiteRow
from a11y.masking import mask
from a11y.model import Outcome
from a11y.notice.circular import reasons
from a11y.notice.words import document, period_name, span, verdict
from a11y.period import ranking, until
from a11y.registry import checks
from a11y.report._office import lines, timeless
from a11y.tables import put

if TYPE_CHECKING:
    from a11y.notice import Settings
    from a11y.notice.figures import Figures

STATES = {"open": "未整改", "reopened": "再次出现", "mended": "已整改", "false": "误报（核减）", "exempt": "豁免"}


def render(figures: Figures, settings: Settings) -> bytes:
    """`tables.xlsx`: by region, by site, problem sites, ranking, weak indicators, the two tables of new media."""
    book = Workbook(write_only=True)
    name, area = period_name(figures.period), settings.area
    _sheet(
        book, "检查情况表", f"{name}{area}政府网站检查情况表",
        ("地区", "运行数", "检查数", "检查比例(%)", "合格数", "合格率(%)", "不合格数", "合格中待复核", "未看全数"),
        [_region(region, seen) for region, seen in (*figures.regions.items(), ("合计", figures.overview))],
        (22, 10, 10, 13, 10, 12, 12, 12, 12),
    )  # fmt: skip
    _sheet(
        book, "逐站情况表", f"{name}{area}政府网站逐站检查情况表{_counted(figures)}",
        ("序号", "地区", "类别", "网站名称", "编号", "判定", "得分", "档次", "问题数", "主要问题", "说明"),
        [_site(n, standing, figures) for n, standing in enumerate(figures.standings, 1)],
        (7, 14, 12, 30, 18, 10, 10, 16, 9, 46, 40),
    )  # fmt: skip
    failed = [s for s in figures.standings if s.verdict is Outcome.FAILED]
    _sheet(
        book, "突出问题名单", "抽查存在突出问题的政府网站名单", ("序号", "地区", "网站", "突出问题"),
        [(n, s.region, s.name, reasons(figures, s)) for n, s in enumerate(failed, 1)],
        (7, 16, 34, 80), "（没有被判定为不合格的网站）",
    )  # fmt: skip
    _sheet(
        book, "排名", "检查得分排名" + ("（有可能区间的得分还没有核定，名次会变）" if any(s.span for s in figures.standings) else ""), ("名次", "网站名称", "地区", "类别", "得分", "可能区间", "档次"),
        [
            (place, s.name, s.region, s.group, s.score, span(s) or "—", s.band or "—")
            for place, s in ranking(figures.standings)
        ],
        (8, 34, 16, 14, 12, 16, 22), "（本期所用的依据不计分，或还没有一个网站得出分数，不排名）",
    )  # fmt: skip
    _sheet(
        book, "薄弱指标", "失分较集中的指标", ("序号", "指标", "名称", "不符合的网站数", "占比(%)", "涉及网站"),
        [
            (n, row.id, row.title, row.sites, Decimal(row.share), "、".join(figures.named.get(row.id, ())[:30]))
            for n, row in enumerate(figures.weak, 1)
        ],
        (7, 12, 34, 16, 10, 80), "（没有不符合要求的指标）",
    )  # fmt: skip
    _sheet(
        book, "预警名单", "接近单项否决线的政府网站（预警，不是不合格）", ("序号", "网站", "编号", "情况", "否决线"),
        [(n, name, id, text, line) for n, (id, name, text, line) in enumerate(figures.warnings, 1)],
        (7, 34, 22, 50, 50), "（没有）",
    )  # fmt: skip
    _sheet(
        book, "未看全名单", "未能看全的政府网站（不计入合格率）", ("序号", "地区", "网站", "编号", "原因"),
        [
            (n, s.region, s.name, s.id, figures.reasons.get(s.id, "没有看全"))
            for n, s in enumerate(figures.unfinished, 1)
        ],
        (7, 16, 34, 22, 70), "（没有）",
    )  # fmt: skip
    _media(book, figures, settings)
    return _saved(book, figures.at)


def _region(region: str, seen: Any) -> tuple[Any, ...]:
    return (
        region or "未分地区", seen.running, seen.checked, _rate(seen.check_rate), seen.passed, _rate(seen.pass_rate),
        seen.problem, seen.doubtful, seen.unfinished,
    )  # fmt: skip


def _rate(text: str | None) -> Any:
    return "—" if text is None else Decimal(text)


def _site(number: int, standing: Any, figures: Figures) -> tuple[Any, ...]:
    problems = "；".join(f"{id} {title}" for id, title in standing.failed[:12])
    return (
        number, standing.region, standing.group, standing.name, standing.id,
        verdict(standing.verdict, standing.complete), "—" if standing.score is None else standing.score,
        standing.band or "—", figures.found(standing), problems, figures.reasons.get(standing.id, ""),
    )  # fmt: skip


def _counted(figures: Figures) -> str:
    """Whose problems are counted, where the ledger has more."""
    if not figures.others:
        return ""
    others = "".join(map(document, figures.others))
    return f"（问题数只计{document(figures.profile)}要求的；另按{others}发现的见整改台账）"


def _media(book: Workbook, figures: Figures, settings: Settings) -> None:
    name, area = period_name(figures.period), settings.area
    heads = ("序号", "地区", "主办单位", "名称", "平台", "检查结果", "问题")
    rows = [
        (n, *(row.get(key, "") for key in ("region", "owner", "name", "platform", "outcome", "problem")))
        for n, row in enumerate(settings.media, 1)
    ]
    note = "（政务新媒体由人工检查，请用 a11y notice --media 名单.xlsx 读入）"
    widths = (7, 14, 24, 28, 14, 12, 50)
    _sheet(book, "新媒体情况表", f"{name}{area}政务新媒体检查情况表", heads, rows, widths, note)
    bad = [(n, *row[1:]) for n, row in enumerate((row for row in rows if row[5] == "不合格"), 1)]
    _sheet(book, "新媒体问题名单", "抽查存在突出问题的政务新媒体名单", heads, bad, widths, "（没有）" if rows else note)


LEDGER_HEADS = (
    "序号", "周期", "单位", "网站名称", "网站标识码", "指标（条款）", "问题类型", "问题描述", "处数", "问题链接", "父页面", "发现时间",
    "快照", "是否误报及核减理由", "整改措施", "责任人", "整改时限", "完成时间", "复查时间", "复查结果", "指纹", "备注",
)  # fmt: skip
"""Columns of the ledger; 责任人 and 备注 are the unit's to fill in."""


ROWS = 1_000_000
"""Rows of one sheet; Excel holds 1,048,576."""


def periods_until(database: Database, period: str) -> list[str]:
    """Periods of the ledger, of any length, that began before `period` was over."""
    with database.session() as session:
        return until(session.scalars(select(LedgerRow.period).distinct()), period)


def ledger(
    database: Database, period: str, at: str, *, periods: Sequence[str], site: str | None = None,
    root: Path | None = None,
) -> bytes:  # fmt: skip
    """`ledger.xlsx`: every fault found up to a period, open ones first; struck-out ones keep their reason.

    Written row by row, so that memory does not grow with the number of faults. `root`: the results folder, in which
    pictures are looked for; what is gone is not named. `periods`: see `periods_until`.
    """
    book = Workbook(write_only=True)
    widths = (6, 9, 14, 16, 13, 20, 24, 32, 6, 30, 18, 12, 24, 14, 32, 8, 12, 12, 12, 11, 10, 10)
    order = case({"reopened": 0, "open": 1, "mended": 2, "exempt": 3}, value=LedgerRow.state, else_=4)
    with database.session() as session:
        query = (
            select(LedgerRow, SiteRow)
            .join(SiteRow, SiteRow.id == LedgerRow.site_id)
            .where(LedgerRow.period.in_(periods))
            .order_by(order, SiteRow.id, LedgerRow.check, LedgerRow.page, LedgerRow.id)
        )
        if site is not None:
            query = query.where(LedgerRow.site_id == site)
        rows = session.execute(query.execution_options(yield_per=500))
        made = (_ledger_row(n, fault, owner, root) for n, (fault, owner) in enumerate(rows, 1))
        for part in count(1):
            some = list(islice(made, 1))
            if not some and part > 1:
                break
            title = "整改台账" if part == 1 else f"整改台账（{part}）"
            caption = f"整改台账（截至{period_name(period)}）"
            _sheet(book, title, caption, LEDGER_HEADS, chain(some, islice(made, ROWS - 1)), widths)
    return _saved(book, at)


def _ledger_row(number: int, fault: LedgerRow, site: SiteRow, root: Path | None) -> tuple[Any, ...]:
    there = fault.picture and (root is None or (root / fault.picture).is_file())
    return (
        number, fault.period, site.sponsor, site.name or site.url, site.code, fault.indicator, _kind(fault.check),
        mask(fault.description), fault.count, mask(fault.page), mask(fault.parent), _minute(fault.found_at),
        fault.picture if there else "", fault.reason, fault.measure, "", fault.deadline or "", _minute(fault.mended_at),
        _minute(fault.rechecked_at), STATES[fault.state], fault.fingerprint, "",
    )  # fmt: skip


def _kind(check: str) -> str:
    known = checks().get(check)
    return f"{known.title}（{check}）" if known is not None else check


def _sheet(
    book: Workbook, title: str, caption: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int],
    nothing: str = "（没有）",
) -> None:  # fmt: skip
    """A sheet of a write-only workbook, row by row: caption, heads, rows; a row that was struck out is crossed.

    `nothing`: stands where there are no rows: an empty table may also be one that somebody forgot.
    """
    sheet = book.create_sheet(title)
    last = get_column_letter(len(heads))
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    _printed(sheet, heads)
    border, crossed = Border(_LINE, _LINE, _LINE, _LINE), Font(strike=True, color="7F7F7F")
    looks = {
        (centred, struck): _look(sheet, border=border, alignment=align, **({"font": crossed} if struck else {}))
        for centred, align in ((True, _MIDDLE), (False, Alignment(wrap_text=True, vertical="top")))
        for struck in (True, False)
    }
    centre = Alignment(wrap_text=True, horizontal="center", vertical="center")
    head = _look(sheet, font=Font(bold=True), fill=PatternFill("solid", "E8EDF3"), border=border, alignment=centre)
    _append(sheet, 1, 30, [_cell(sheet, caption, _look(sheet, font=Font(bold=True, size=14), alignment=centre))])
    sheet.merged_cells.add(f"A1:{last}1")
    _append(sheet, 2, 32, [_cell(sheet, text, head) for text in heads])
    written = 2
    for written, row in enumerate(rows, 3):
        struck = len(row) > _STATE and row[_STATE] in (STATES["false"], STATES["exempt"])
        cells = [_cell(sheet, value, looks[_is_number(value), struck]) for value in row]
        _append(sheet, written, _height(row, widths), cells)
    if written == 2:
        written = 3
        _append(sheet, 3, 22, [_cell(sheet, nothing, _look(sheet, alignment=centre))])
        sheet.merged_cells.add(f"A3:{last}3")
    sheet.auto_filter.ref = f"A2:{last}{written}"


def _look(sheet: Any, **parts: Any) -> Any:
    """A cell's style, made once: setting each part of each cell takes most of the time."""
    cell = WriteOnlyCell(sheet)
    for name, part in parts.items():
        setattr(cell, name, part)
    return cell._style


def _cell(sheet: Any, value: Any, look: Any) -> Any:
    cell = WriteOnlyCell(sheet)
    cell._style = copy(look)
    put(cell, value)
    return cell


def _append(sheet: Any, number: int, height: float, cells: Sequence[Any]) -> None:
    sheet.row_dimensions[number].height = height
    sheet.append(cells)
    # It is written by now; a million of them would not fit.
    del sheet.row_dimensions[number]


_STATE = LEDGER_HEADS.index("复查结果")


def _minute(moment: str | None) -> str:
    return (moment or "")[:16].replace("T", " ")


_LINE = Side(style="thin", color="9AA5B1")


_MIDDLE = Alignment(horizontal="center", vertical="top")


def _is_number(value: Any) -> bool:
    """Numbers, and the dash that stands for one: they stand in the middle."""
    return value == "—" or isinstance(value, int | Decimal)


def _height(row: Sequence[Any], widths: Sequence[int]) -> float:
    """Points that the longest cell needs: not every program finds out by itself."""
    most = max(lines(str(value), width * 0.85) for value, width in zip(row, widths, strict=True))
    return 16.5 * min(max(1, most), 12) + 1


def _printed(sheet: Any, heads: Sequence[str]) -> None:
    """Frozen heads, and a layout that prints."""
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.orientation = "landscape"
    # Twenty columns on A4 cannot be read.
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A3 if len(heads) > 12 else Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _saved(book: Workbook, at: str) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return timeless(out.getvalue(), at)
