"""Sheets that people fill in: CSV, XLSX and TOML, read cell by cell so that every wrong one can be named.

CSV may be UTF-8 with or without a mark, UTF-16 or GB18030, as the office's spreadsheet wrote it. What is written is
text: a cell never begins a formula.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape as unescape_xml

from a11y.errors import UsageError, why

_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, LookupError, AttributeError, ArithmeticError, AssertionError, ValueError,
    OSError, TypeError, SyntaxError, RuntimeError,
)  # fmt: skip
"""What the reader trips over in a broken or hostile archive."""
MAX_ROWS = 100_000
MAX_BYTES = 50_000_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One cell that cannot be taken."""

    file: str
    sheet: str
    row: int
    """As the spreadsheet counts: the head is row 1."""
    column: str
    what: str
    allowed: str = ""

    def __str__(self) -> str:
        sheet = f"工作表「{self.sheet}」" if self.sheet else ""
        place = f"第 {self.row} 行" if self.row else ""
        column = f"「{self.column}」列" if self.column else ""
        allowed = f"；{self.allowed}" if self.allowed else ""
        return f"{self.file}：{sheet}{place}{column}：{self.what}{allowed}"


class WrongCellsError(UsageError):
    """A file with a wrong cell is taken not at all; every wrong cell is named."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        self.wrong = tuple(wrong)
        head = f"文件里有 {len(wrong)} 处填写有误，整个文件没有采用："
        super().__init__("\n".join([head, *(f"  {each}" for each in wrong)]))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with a head."""

    file: str
    name: str
    """Empty where the file holds one table."""
    head: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    """Number of the row as the spreadsheet counts, and its cells by column, without white space around."""
    head_row: int = 1


@dataclass(slots=True)
class Complaints:
    """Wrong cells as they are met."""

    sheet: Sheet
    wrong: list[Wrong] = field(default_factory=list)

    def about(self, row: int, column: str, what: str, allowed: str = "") -> None:
        """Note one wrong cell."""
        self.wrong.append(Wrong(self.sheet.file, self.sheet.name, row, column, what, allowed))


IsHead = Callable[[Sequence[str]], bool]
TITLES = 10
"""Rows above the head that may hold a title, a date, who filled it in."""


def read_sheets(path: Path, is_head: IsHead | None = None) -> list[Sheet]:
    """Every table of a CSV or XLSX file. Cells merged over several rows hold for each of them.

    `is_head`: which of the first rows is the head, where a title may stand above it; else it is the first that has a
    cell.

    Raises:
        UsageError: the file cannot be read as what its name says.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(f"{path}：文件过大（超过 {MAX_BYTES // 1_000_000} MB）")
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"读不了文件 {path}：{why(error)}") from None
    kind = path.suffix.lower()
    if kind == ".csv":
        return [_sheet(path.name, "", _csv_rows(path.name, decode(data)), is_head)]
    if kind in (".xlsx", ".xlsm"):
        return _workbook(path, data, is_head)
    raise UsageError(f"{path.name}：不认识的文件类型；可用 .xlsx、.csv（.xls、.et 请在 Excel 或 WPS 里另存为 .xlsx）")


def _csv_rows(name: str, text: str) -> list[list[str]]:
    # Strictly: a quotation mark that is never closed would swallow all rows below it, and nobody would notice.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        fault = "这一格太长" if "limit" in str(error) else "引号没有成对，下面的行分不开"
        raise UsageError(
            f"{name}：第 {max(1, reader.line_num)} 行附近：{fault}；请在 Excel 或 WPS 里改好另存"
        ) from None


def read_toml(path: Path) -> dict[str, Any]:
    """The table that a TOML file holds; numbers as decimals.

    Raises:
        UsageError: the file cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text("utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise UsageError(f"读不了文件 {path}：{why(error)}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path.name}：不是合法的 TOML：{error}") from None


def decode(data: bytes) -> str:
    """Text of a CSV file, whichever of the usual encodings it is in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def head_word(text: str) -> str:
    """The head of a column without white space, full-width forms, a star, and what stands in brackets behind it."""
    plain = re.sub(r"[\s*:]+", "", unicodedata.normalize("NFKC", text)).lower()
    return re.sub(r"(?<=.)\([^()]*\)$", "", plain)


def _workbook(path: Path, data: bytes, is_head: IsHead | None) -> list[Sheet]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = []
        for page in book.worksheets:
            # What a program says of a sheet's size is often wrong; its rows are what counts.
            page.reset_dimensions()
            table = []
            for number, row in enumerate(page.iter_rows(values_only=True)):
                if number > MAX_ROWS:
                    raise UsageError(f"{path.name}：工作表「{page.title}」超过 {MAX_ROWS} 行")
                table.append([cell_text(value) for value in row])
            _fill_down(table, data, page._worksheet_path)
            _show_formulas(table, data, page._worksheet_path)
            sheets.append(_sheet(path.name, page.title, table, is_head))
        return sheets
    except _BROKEN as error:
        raise UsageError(f"{path.name}：不是能打开的 XLSX 文件（{type(error).__name__}）") from None


def _fill_down(table: list[list[str]], data: bytes, part: str) -> None:
    """Give each row what a merged cell says of all of them; a sheet that is read row by row does not tell of merging."""
    from openpyxl.utils.cell import range_boundaries

    page = _part(data, part)
    for found in re.finditer(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"', page):
        left, top, _, bottom = range_boundaries(found[1].decode())
        first, *others = table[top - 1 : bottom] or [[]]
        for row in others if left <= len(first) else ():
            row.extend([""] * (left - len(row)))
            row[left - 1] = row[left - 1] or first[left - 1]


def _show_formulas(table: list[list[str]], data: bytes, part: str) -> None:
    """Put formulas that no spreadsheet has worked out into their cells, where they are wrong, not as good as empty."""
    from openpyxl.utils.cell import coordinate_to_tuple

    for found in _UNCOUNTED.finditer(_part(data, part)):
        row, column = coordinate_to_tuple(found[1].decode())
        if row <= len(table) and column <= len(table[row - 1]) and not table[row - 1][column - 1]:
            table[row - 1][column - 1] = "=" + unescape_xml(found[2].decode("utf-8", "replace"))[:200]


_UNCOUNTED = re.compile(
    rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]{1,3}\d{1,7})"[^>]*><(?:\w+:)?f\b[^>]*>([^<]+)</(?:\w+:)?f>(?!<(?:\w+:)?v>[^<])'
)


def _part(data: bytes, part: str) -> bytes:
    """The XML of one sheet, unless it is out of all measure."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(part) if archive.getinfo(part).file_size <= 4 * MAX_BYTES else b""


def cell_text(value: Any) -> str:
    """What a person sees in a cell, as text: no `.0` behind whole numbers, dates as 2026-11-22."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute or value.second) else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).strip()


def _sheet(file: str, name: str, table: Sequence[Sequence[str]], is_head: IsHead | None) -> Sheet:
    """The table under its head; rows without any cell are passed over."""
    rows = [(n, [cell.strip().lstrip("\ufeff") for cell in row]) for n, row in enumerate(table, 1)]
    rows = [(n, row) for n, row in rows if any(row)]
    if len(rows) > MAX_ROWS:
        raise UsageError(f"{file}：超过 {MAX_ROWS} 行")
    if not rows:
        return Sheet(file, name, (), ())
    first = next((n for n, (_, row) in enumerate(rows[:TITLES]) if is_head is not None and is_head(row)), 0)
    head = tuple(rows[first][1])
    body = tuple((n, {k: unescape(v) for k, v in zip(head, row, strict=False) if k}) for n, row in rows[first + 1 :])
    return Sheet(file, name, head, body, rows[first][0])


def unescape(text: str) -> str:
    """The text without the apostrophe that kept it from being a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def whole_day(text: str) -> str | None:
    """`2026-11-22` from that, 2026/11/22, 2026年11月22日, or an instant on that day; None: it is no date."""
    found = re.match(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ].*)?$", text)
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        return None


def number(text: str) -> Decimal | None:
    """A finite decimal; None: it is none. A percent sign and thousands' commas are no numbers."""
    if not re.fullmatch(r"[+-]?\d{1,12}(?:\.\d{1,8})?", text):
        return None
    return Decimal(text)


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet to be written."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]
    widths: Sequence[int] = ()
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Column → values that may be chosen."""
    open_columns: Sequence[str] = ()
    """Columns that a person fills in: shown as such."""
    pictures: Mapping[tuple[int, str], bytes] = field(default_factory=dict)
    """(Row from 0, column) → PNG or JPEG."""


def workbook(pages: Iterable[Page]) -> bytes:
    """An XLSX file; the same pages give the same bytes."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for page in pages:
        _write(book.create_sheet(page.title[:31]), page)
    moment = datetime(2000, 1, 1)  # a fixed one, so that the same sheet gives the same bytes
    book.properties.created = book.properties.modified = moment
    scratch = io.BytesIO()
    book.save(scratch)
    return _repacked(scratch.getvalue())


def _repacked(data: bytes) -> bytes:
    """The same archive with fixed times, and without the time of saving."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item.filename)
            if item.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            target.writestr(zipfile.ZipInfo(item.filename, (2000, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _write(sheet: Any, page: Page) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    line = Side(style="thin", color="BFBFBF")
    grey, yellow = PatternFill("solid", "D9E2EC"), PatternFill("solid", "FFF8DC")
    for number_, row in enumerate([page.head, *page.rows], 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number_, place)
            put(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(line, line, line, line)
            if number_ == 1:
                cell.font, cell.fill = Font(bold=True), grey
            elif page.head[place - 1] in page.open_columns:
                cell.fill = yellow
    for place, width in enumerate(page.widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number_, row in enumerate(page.rows if page.widths else (), 2):
        # Not every program finds the height of a row by itself, and what is cut cannot be answered.
        most = max(lines(str(value), width * 0.85) for value, width in zip(row, page.widths, strict=True))
        sheet.row_dimensions[number_].height = 16.5 * min(most, 20) + 1
    sheet.freeze_panes = "A2"
    # Some offices print what they fill in.
    sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.paperSize = "1:1", "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for column, allowed in page.choices.items():
        letter = get_column_letter(list(page.head).index(column) + 1)
        rule = DataValidation(type="list", formula1='"' + ",".join(allowed) + '"', allow_blank=True)
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{max(2, len(page.rows) + 1)}")
    for (row_number, column), data in page.pictures.items():
        _picture(sheet, row_number + 2, list(page.head).index(column) + 1, data)


def columns(text: str) -> int:
    """How many columns of half-width characters `text` takes."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def lines(text: str, width: float) -> int:
    """How many lines `text` takes in a cell of `width` half-width characters."""
    return sum(max(1, -(-columns(line) // max(1, int(width)))) for line in text.split("\n")) if text else 1


def put(cell: Any, value: Any) -> None:
    """A value in a cell of openpyxl: numbers as numbers, everything else as text, never as a formula."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        cell.value = value
        return
    text = _ILLEGAL.sub("", str(value if value is not None else ""))[:32_000]
    cell.value = text or None
    if text:
        cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True


def _picture(sheet: Any, row: int, column: int, data: bytes) -> None:
    from openpyxl.drawing.image import Image
    from openpyxl.utils import get_column_letter

    try:
        image = Image(io.BytesIO(data))
    except (OSError, ValueError):
        return
    scale = min(1.0, 240 / max(1, image.width), 120 / max(1, image.height))
    image.width, image.height = image.width * scale, image.height * scale
    sheet.add_image(image, f"{get_column_letter(column)}{row}")
    sheet.row_dimensions[row].height = max(sheet.row_dimensions[row].height or 15, image.height * 0.75 + 6)


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A CSV file whose cells are text, never formulas; write it as UTF-8 with a mark, for spreadsheets."""
    scratch = io.StringIO()
    writer = csv.writer(scratch)
    for row in [head, *rows]:
        writer.writerow([_tame(value) for value in row])
    return scratch.getvalue()


def _tame(value: Any) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    text = _ILLEGAL.sub("", str(value if value is not None else ""))
    return "'" + text if text.startswith(_FORMULA) else text
