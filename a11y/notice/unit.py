"""What each unit is handed: its report, and where faults are open what to mend by when (整改通知书) and its ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from sqlalchemy import select

from a11y import audit, store
from a11y.database import Database, LedgerRow, SiteRow
from a11y.errors import ReportError
from a11y.ledger import OPEN as OPEN_STATES
from a11y.masking import mask
from a11y.notice import tables
from a11y.notice.words import day_name, period_name
from a11y.report import _gbt9704 as page

if TYPE_CHECKING:
    from a11y.notice import Settings
    from a11y.notice.figures import Figures

OPEN = "（请填写）"
MOST = 200
"""Faults listed; the ledger has them all."""
PICTURED = 5


def render(
    figures: Figures, settings: Settings, root: Path, database: Database, unprinted: list[str]
) -> Iterator[tuple[str, bytes]]:
    """`units/<site>/…` for every site, one site at a time: what its unit is handed.

    `report.html`, `report.docx` (and `report.pdf`, where asked for): the site's report, as judged last.
    `rectification.docx`, `ledger.xlsx`: where faults are open.
    `unprinted`: takes the ids of sites whose report could not be printed, with the reason.
    """
    periods, notice = tables.periods_until(database, figures.period), root / figures.period / "notice"
    with audit.printer() as press:
        for standing in figures.standings:
            folder, place = root / figures.folders.get(standing.id, standing.id), f"units/{standing.id}"
            page, document = _as_judged(folder, "single.html", "docx")
            paper = _paper_of(page, notice / place)
            if page is not None:
                yield f"{place}/report.html", page
            if document is not None:
                yield f"{place}/report.docx", document
            try:
                if paper is None and page is not None and settings.pdf:
                    paper = press.print(page)
            except ReportError as error:
                # The other thousand are not to wait for this one.
                unprinted.append(f"{standing.id}（{error}）")
            if paper is not None:
                yield f"{place}/report.pdf", paper
            yield from _demanded(figures, settings, root, database, standing.id, periods)


def _as_judged(folder: Path, *suffixes: str) -> Iterator[bytes | None]:
    """The site's reports as they were made when it was judged last; one that was made before is left out.

    What was made together stands together in the folder's sums: times of files do not survive a copy or a backup.
    """
    try:
        rows = (folder / store.MANIFEST).read_text("utf-8").splitlines()
        sums = {name: digest for digest, _, name in (row.partition("  ") for row in rows)}
        judged = _sum((folder / "report.json").read_bytes()) == sums.get("report.json")
    except OSError:
        judged = False
    for suffix in suffixes:
        path = folder / f"report.{suffix}"
        body = path.read_bytes() if judged and path.is_file() else b""
        yield body if body and _sum(body) == sums.get(path.name) else None


def _sum(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _paper_of(page: bytes | None, made: Path) -> bytes | None:
    """The print of this very page that an earlier call made; of any other page it would contradict it."""
    printed, source = made / "report.pdf", made / "report.html"
    same = page is not None and printed.is_file() and source.is_file() and source.read_bytes() == page
    return printed.read_bytes() if same else None


def _demanded(
    figures: Figures, settings: Settings, root: Path, database: Database, id: str, periods: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """What a unit is to mend, where it has something open."""
    with database.session() as session:
        site = session.get(SiteRow, id)
        faults = session.scalars(
            select(LedgerRow)
            .where(LedgerRow.site_id == id, LedgerRow.period.in_(periods), LedgerRow.state.in_(OPEN_STATES))
            .order_by(LedgerRow.check, LedgerRow.page, LedgerRow.id)
        ).all()
        if site is None or not faults:
            return
        letter = _sheet(figures, settings, site, faults, root)
    yield f"units/{id}/rectification.docx", letter
    body = tables.ledger(database, figures.period, figures.at, periods=periods, site=id, root=root)
    yield f"units/{id}/ledger.xlsx", body


def _counted(faults: Sequence[LedgerRow], period: str) -> str:
    """What this period found, and apart from it what is left of earlier ones: nobody may have looked at that again."""
    left = sum(fault.period != period for fault in faults)
    if not left:
        return f"发现问题{len(faults)}项"
    new = f"新发现问题{len(faults) - left}项，" if len(faults) > left else ""
    return (
        f"{new}以前发现、尚未整改的问题{left}项，合计{len(faults)}项"
        if new
        else f"仍有以前发现、尚未整改的问题{left}项"
    )


def _sheet(figures: Figures, settings: Settings, site: SiteRow, faults: Sequence[LedgerRow], root: Path) -> bytes:
    name = period_name(figures.period)
    paper = page.document(f"{site.name or site.url}整改通知书")
    page.title(paper, "政府网站问题整改通知书")
    page.paragraph(paper, f"{site.sponsor or site.name or OPEN}：", indent=False)
    days = {fault.deadline for fault in faults}
    known = settings.deadline or (days.pop() if len(days) == 1 else "")
    deadline = day_name(known) if known else OPEN
    page.paragraph(
        paper,
        f"在{name}{settings.area}政府网站检查中，你单位网站“{site.name or site.url}”（{site.url}）{_counted(faults, figures.period)}，"
        f"共{sum(fault.count for fault in faults)}处，清单附后。请于{deadline}前完成整改，并填报整改台账。",
    )
    page.paragraph(
        paper,
        "对检查结果有异议的，请在整改期限内书面说明理由；每个问题都附有可以重现的网址，经复核确属误报的予以核减。",
    )
    signed = day_name(settings.issued) if settings.issued else f"日期：{OPEN}"
    for line in (settings.office or OPEN, signed):
        page.paragraph(paper, line, indent=False).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    page.landscape(paper)
    page.heading(paper, "附件　问题清单")
    rows = [
        (n, fault.indicator, mask(fault.description), fault.count, mask(fault.page), fault.measure)
        for n, fault in enumerate(faults[:MOST], 1)
    ]
    page.table(paper, ("序号", "指标", "问题", "处数", "网址", "怎样改"), rows, (14, 42, 70, 14, 60, 56))
    if len(faults) > MOST:
        page.paragraph(paper, f"另有{len(faults) - MOST}项问题，见整改台账。")
    shown = [fault for fault in faults[:MOST] if fault.picture and (root / fault.picture).is_file()][:PICTURED]
    for n, fault in enumerate(faults[:MOST], 1):
        if fault in shown:
            caption = page.paragraph(paper, f"第{n}项：{mask(fault.description)}（{mask(fault.page)}）")
            caption.paragraph_format.keep_with_next = True
            page.picture(paper, (root / str(fault.picture)).read_bytes(), mask(fault.description))
    return page.save(paper, figures.at)
