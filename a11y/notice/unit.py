"""One sheet for each unit with open faults: what was found, what to do, by when (整改通知书)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from sqlalchemy import select

from a11y.database import Database, LedgerRow, SiteRow
from a11y.masking import mask
from a11y.notice.words import day_name, period_name
from a11y.report import _gbt9704 as page

if TYPE_CHECKING:
    from a11y.notice import Settings
    from a11y.notice.figures import Figures

OPEN = "（请填写）"
MOST = 200
"""Faults listed; the ledger has them all."""
PICTURED = 5


def render(figures: Figures, settings: Settings, root: Path, database: Database) -> list[tuple[str, bytes]]:
    """`units/<site>.docx` for every site that has open faults of this period."""
    made = []
    for standing in figures.standings:
        with database.session() as session:
            site = session.get(SiteRow, standing.id)
            faults = session.scalars(
                select(LedgerRow)
                .where(
                    LedgerRow.site_id == standing.id,
                    LedgerRow.period <= figures.period,
                    LedgerRow.state.in_(("open", "reopened")),
                )
                .order_by(LedgerRow.check, LedgerRow.page, LedgerRow.id)
            ).all()
            if site is not None and faults:
                made.append((f"units/{standing.id}.docx", _sheet(figures, settings, site, faults, root)))
    return made


def _sheet(figures: Figures, settings: Settings, site: SiteRow, faults: Sequence[LedgerRow], root: Path) -> bytes:
    name = period_name(figures.period)
    paper = page.document(f"{site.name or site.url}整改通知书")
    page.title(paper, "政府网站问题整改通知书")
    page.paragraph(paper, f"{site.sponsor or site.name or OPEN}：", indent=False)
    deadline = day_name(settings.deadline) if settings.deadline else OPEN
    page.paragraph(
        paper,
        f"在{name}{settings.area}政府网站检查中，你单位网站“{site.name or site.url}”（{site.url}）发现问题{len(faults)}类，"
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
        page.paragraph(paper, f"另有{len(faults) - MOST}类问题，见整改台账。")
    folder = root / figures.folders.get(site.id, "")
    shown = [fault for fault in faults if fault.picture and (folder / fault.picture).is_file()][:PICTURED]
    for fault in shown:
        page.paragraph(paper, mask(fault.description))
        page.picture(paper, (folder / str(fault.picture)).read_bytes(), mask(fault.description))
    return page.save(paper, figures.at)
