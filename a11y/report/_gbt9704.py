"""Documents laid out as offices file them. Source: GB/T 9704-2012, 5 (paper, margins), 6 (type area), 7.3 (text, headings).

A4; head margin 37 mm, inner 28 mm, type area 156 by 225 mm; title in size 2 (22 pt), text in size 3 (16 pt) FangSong with
28 pt from line to line, two characters of indent; headings 一、 in HeiTi, （一） in KaiTi; page number in size 4 between dashes.
Where a font is missing the reader's program takes its next of kind.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from a11y.report._office import safe, timeless

FANGSONG, HEITI, KAITI, SONGTI = "仿宋", "黑体", "楷体", "宋体"
_LINE = Pt(28)
_SMALL = Pt(10.5)


def document(title: str) -> Any:
    """An empty document with the paper, margins, text style and page numbers of the standard."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    section.footer_distance = Mm(25)
    style = paper.styles["Normal"]
    _font(style, FANGSONG, Pt(16))
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = _LINE
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    for level, name in ((1, HEITI), (2, KAITI), (3, FANGSONG)):
        heading = paper.styles[f"Heading {level}"]
        _font(heading, name, Pt(16), bold=level == 3)
        heading.font.color.rgb = RGBColor(0, 0, 0)
        heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(0)
        heading.paragraph_format.first_line_indent = Pt(32)
        heading.paragraph_format.keep_with_next = True
    _font(paper.styles["Title"], SONGTI, Pt(22), bold=True)
    border = paper.styles["Title"].element.find(qn("w:pPr")).find(qn("w:pBdr"))
    if border is not None:
        border.getparent().remove(border)
    paper.styles["Title"].font.color.rgb = RGBColor(0, 0, 0)
    _page_number(section)
    paper.core_properties.title = safe(title, 200)
    paper.core_properties.author = "a11y"
    paper.core_properties.language = "zh-CN"
    _language(paper)
    return paper


def title(paper: Any, *lines_of_title: str) -> None:
    """The document's title, centred, with a blank line after it."""
    for text in lines_of_title:
        line = paper.add_paragraph(safe(text, 200), style="Title")
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.line_spacing = Pt(34)
        line.paragraph_format.space_after = Pt(0)
    paper.add_paragraph()


def heading(paper: Any, text: str, level: int = 1) -> None:
    """A heading: 一、 at level 1, （一） at level 2, 1. at level 3, numbered by the caller."""
    paper.add_heading(safe(text, 200), level)


def paragraph(paper: Any, text: str, *, bold: str = "", indent: bool = True) -> Any:
    """One paragraph, its first line two characters in; `bold` stands before it."""
    line = paper.add_paragraph()
    if indent:
        line.paragraph_format.first_line_indent = Pt(32)
    if bold:
        line.add_run(safe(bold)).bold = True
    line.add_run(safe(text))
    return line


def picture(paper: Any, data: bytes | None, alt: str, *, width: float = 120, height: float = 90) -> bool:
    """A picture, centred, within `width` by `height` mm; false where `data` is no picture that can be shown."""
    if not data:
        return False
    line = paper.add_paragraph()
    try:
        shape = line.add_run().add_picture(io.BytesIO(data))
    except (UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError, ZeroDivisionError):
        line._element.getparent().remove(line._element)
        return False
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    scale = min(Mm(width) / shape.width, Mm(height) / shape.height, 1.0)
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
    shape._inline.docPr.set("descr", safe(alt, 200))
    return True


def table(paper: Any, heads: Sequence[str], rows: Sequence[Sequence[object]], widths: Sequence[float]) -> Any:
    """A table in small type with its heads on every page; `widths` in mm."""
    grid = paper.add_table(rows=1, cols=len(heads))
    grid.style = "Table Grid"
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    for cell, text in zip(grid.rows[0].cells, heads, strict=True):
        _fill(cell, text, bold=True, centred=True)
        _shade(cell)
    _mark(grid.rows[0], "w:tblHeader")
    for values in rows:
        row = grid.add_row()
        _mark(row, "w:cantSplit")
        for cell, value in zip(row.cells, values, strict=True):
            _fill(cell, value)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return grid


def merge_repeats(grid: Any, column: int) -> None:
    """Join cells of one column that say the same one below the other."""
    cells = grid.columns[column].cells[1:]
    start = 0
    for at in range(1, len(cells) + 1):
        if at < len(cells) and cells[at].text == cells[start].text:
            continue
        if at - start > 1 and cells[start].text:
            text = cells[start].text
            for cell in cells[start + 1 : at]:
                _fill(cell, "")
            joined = cells[start].merge(cells[at - 1])
            for extra in joined.paragraphs[1:]:
                extra._element.getparent().remove(extra._element)
            _fill(joined, text)
        start = at


def numeral(number: int) -> str:
    """`number` below a hundred as headings count: 一, 十, 二十一."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (
        digits[ones] if ones or not tens else ""
    )


def landscape(paper: Any) -> None:
    """What follows stands on pages turned on their side: for wide tables."""
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(26),
        Mm(22),
        Mm(20),
        Mm(20),
    )
    section.footer_distance = Mm(12)


def save(paper: Any, moment: str) -> bytes:
    """The document's bytes, the same for the same matter; it says that it was made at `moment`."""
    out = io.BytesIO()
    paper.save(out)
    return timeless(out.getvalue(), moment)


def _fill(cell: Any, value: object, *, bold: bool = False, centred: bool = False) -> None:
    line = cell.paragraphs[0]
    for run in list(line.runs):
        run._element.getparent().remove(run._element)
    run = line.add_run(safe(value, 600))
    run.bold = bold
    run.font.size = _SMALL
    run.font.name = SONGTI
    run._element.rPr.rFonts.set(qn("w:eastAsia"), SONGTI)
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    line.paragraph_format.first_line_indent = Pt(0)
    if centred:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _font(style: Any, name: str, size: Any, *, bold: bool = False) -> None:
    style.font.name = name
    style.font.size = size
    style.font.bold = bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:eastAsia", "w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(slot), name)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def _language(paper: Any) -> None:
    properties = paper.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "E8EDF3")
    cell._tc.get_or_add_tcPr().append(shade)


def _page_number(section: Any) -> None:
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in ("— ", None, " —"):
        run = line.add_run(part or "")
        run.font.size = Pt(14)
        run.font.name = SONGTI
        run._element.rPr.rFonts.set(qn("w:eastAsia"), SONGTI)
        if part is None:
            for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
                element = OxmlElement("w:fldChar" if kind else "w:instrText")
                if kind:
                    element.set(qn("w:fldCharType"), kind)
                else:
                    element.set(qn("xml:space"), "preserve")
                    element.text = text
                run._element.append(element)
