"""The register: which sites there are, and what is known of each before it is looked at.

A site file is TOML (one site, or `[[site]]` for several); a register is CSV or XLSX with one row a site, the national
system's column names taken as they are, and optional sheets 栏目 and 指南 with one row a column or guide. A file with
one wrong cell is taken not at all, and every wrong cell is named.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from a11y.model import Column, Site
from a11y.rulings import column_names
from a11y.tables import Complaints, Sheet, WrongCellsError, head_word, read_sheets, read_toml

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("编号", "站点编号"),
    "name": ("网站名称", "站点名称", "单位名称", "网站全称"),
    "url": (
        "首页网址",
        "网址",
        "网站地址",
        "首页地址",
        "首页URL",
        "域名",
        "网站首页网址",
        "网站首页地址",
        "网站网址",
        "首页链接",
    ),
    "code": ("网站标识码", "标识码"),
    "sponsor": ("主办单位", "主办单位名称"),
    "kind": ("网站类型", "类型"),
    "group": ("单位类别", "类别", "分组"),
    "region": ("地区", "所属地区", "城市"),
    "no_service": ("无对外服务", "无服务职能"),
    "scope": ("范围", "其他域名"),
    "tags": ("标签",),
    "messages": ("留言", "留言板"),
    "search": ("搜索", "站内搜索"),
}
"""Columns of a register and the heads that are taken for them."""
COLUMN_SHEET: dict[str, tuple[str, ...]] = {
    "site": ("站点", "网站", "网站标识码", "首页网址", "网站名称"),
    "name": ("栏目名称", "栏目"),
    "url": ("栏目网址", "栏目URL", "网址"),
    "kind": ("栏目类型", "类型", "类别"),
    "level": ("栏目级别", "级别"),
    "period_days": ("更新期限", "更新周期", "更新期限（天）"),
}
GUIDE_SHEET: dict[str, tuple[str, ...]] = {
    "site": COLUMN_SHEET["site"], "url": ("指南网址", "网址"), "name": ("指南名称", "事项名称"),
}  # fmt: skip
KINDS = {"portal": ("门户", "门户网站", "政府门户网站", "政府门户"), "department": ("部门", "部门网站")}
COLUMN_KINDS = {
    "news": ("动态", "要闻", "动态要闻", "新闻"), "notice": ("通知公告", "公告"), "policy": ("政策", "政策文件"),
    "interpretation": ("政策解读", "解读"), "overview": ("概况", "概况信息"), "leaders": ("领导", "领导信息"),
    "statistics": ("统计", "数据", "统计信息"), "other": ("其他", ""),
}  # fmt: skip
_YES, _NO = ("true", "是", "1", "yes", "√", "有"), ("false", "否", "0", "no", "", "×", "无")
_SEPARATORS = re.compile(r"[\s,，;；、|]+")
_NOTES = ("备注", "note", "序号", "notes", "found")
"""Columns and keys for people, passed over."""


def read_sites(path: str | Path) -> list[Site]:
    """The sites of a file, in its order.

    Raises:
        WrongCellsError: a cell is wrong; every wrong one is named, and nothing is taken.
    """
    path = Path(path)
    return _from_toml(path) if path.suffix.lower() == ".toml" else _from_sheets(read_sheets(path, _is_head))


def passed_over(path: str | Path) -> list[str]:
    """Columns of a register that tell nothing known: a head that was renamed is told of, it may have been meant."""
    path = Path(path)
    if path.suffix.lower() == ".toml":
        return []
    main = _main(read_sheets(path, _is_head))
    known = column_names(_without_notes(main), COLUMNS, Complaints(main), extra=True)
    return [column for column in _without_notes(main).head if column and column not in known]


def likely_one(sites: Sequence[Site]) -> list[tuple[Site, Site]]:
    """Sites whose addresses differ by a leading `www.` alone, in the register's order: often one site, entered twice.

    Nothing but their owner can tell: some counties keep another site under each of the two names.
    """
    first: dict[str, Site] = {}
    pairs = []
    for site in sites:
        for name, value, _ in _marks(site):
            if name == "url" and value:
                other = first.setdefault(value.removeprefix("www."), site)
                if other is not site:
                    pairs.append((other, site))
    return pairs


_ADDRESS_HEADS = frozenset(
    head_word(word) for word in ("url", *COLUMNS["url"], *COLUMN_SHEET["url"], *GUIDE_SHEET["url"])
)


def _is_head(row: Sequence[str]) -> bool:
    """The first row with a column of addresses: a title, a date or a note may stand above it."""
    return any(head_word(cell) in _ADDRESS_HEADS for cell in row)


def _main(sheets: Sequence[Sheet]) -> Sheet:
    """The sheet of sites: the first with addresses, whatever explanations lie before it."""
    listed = [sheet for sheet in sheets if sheet.rows and sheet.name not in (*_COLUMN_SHEETS, *_GUIDE_SHEETS)]
    return next((sheet for sheet in listed if _is_head(sheet.head)), (listed or sheets)[0])


_COLUMN_SHEETS, _GUIDE_SHEETS = ("栏目", "column", "columns"), ("指南", "办事指南", "guide", "guides")


def load_site(path: str | Path) -> Site:
    """The one site of a site file; of a register, its first."""
    return read_sites(path)[0]


# CSV and XLSX.


def _from_sheets(sheets: Sequence[Sheet]) -> list[Site]:
    complaints: list[Complaints] = []

    def told(sheet: Sheet) -> Complaints:
        complaints.append(Complaints(sheet))
        return complaints[-1]

    main = _main(sheets)
    sites = _site_rows(main, told(main))
    for sheet in sheets:
        if sheet is not main and sheet.name in _COLUMN_SHEETS:
            sites = _with_columns(sites, sheet, told(sheet))
        elif sheet is not main and sheet.name in _GUIDE_SHEETS:
            sites = _with_guides(sites, sheet, told(sheet))
    _refuse(complaints)
    return sites


def _refuse(complaints: Iterable[Complaints]) -> None:
    wrong = [each for told in complaints for each in told.wrong]
    if wrong:
        raise WrongCellsError(wrong)


def _site_rows(sheet: Sheet, told: Complaints) -> list[Site]:
    columns = column_names(_without_notes(sheet), COLUMNS, told, extra=True)
    if "url" not in columns.values():
        seen = "、".join(column for column in sheet.head if column)[:120]
        told.about(sheet.head_row, "", f"没有网址一列（表头是：{seen}）", "要有 首页网址 或 url 列")
        return []
    heads = {name: column for column, name in columns.items()}
    rows = [(row, cells) for row, cells in sheet.rows if not _is_foot(cells, heads["url"])]
    sites = []
    for row, cells in rows:
        given = {columns[column]: text for column, text in cells.items() if column in columns}
        sites.append(_site(given, _at(told, row, heads)))
    _no_doubles(sites, [row for row, _ in rows], heads, told)
    if not sites:
        told.about(sheet.head_row, "", "没有一个网站", "表头下面每行一个网站")
    return sites


_FOOT = re.compile(r"(?:合计|总计|小计|共计|填[表报]人|填[表报]单位|审核|制表|注\s*[:：]|备注|说明)")


def _is_foot(cells: Mapping[str, str], address: str) -> bool:
    """A row without an address that sums up, or says who filled the sheet in."""
    said = next((text for text in cells.values() if text), "")
    return not cells.get(address) and bool(_FOOT.match(said))


def _without_notes(sheet: Sheet) -> Sheet:
    return replace(sheet, head=tuple(column for column in sheet.head if column not in _NOTES))


class _at:  # noqa: N801 - a place to complain of, read as a word where it is used
    """One row of one sheet."""

    def __init__(self, told: Complaints, row: int, heads: Mapping[str, str]) -> None:
        self.told, self.row, self.heads = told, row, heads

    def __call__(self, name: str, what: str, allowed: str = "") -> None:
        self.told.about(self.row, self.heads.get(name, name), what, allowed)


def _site(given: Mapping[str, str], about: _at) -> Site:
    return Site(
        url=address(given.get("url", ""), "url", about),
        id=_id(given.get("id", ""), about),
        name=given.get("name", ""),
        code=_code(given.get("code", ""), about),
        sponsor=given.get("sponsor", ""),
        kind=_one_of(given.get("kind", ""), KINDS, "kind", about),
        group=given.get("group", ""),
        region=given.get("region", ""),
        no_service=_truth(given.get("no_service", ""), "no_service", about),
        scope=tuple(word for word in _SEPARATORS.split(given.get("scope", "")) if word),
        tags=tuple(word for word in _SEPARATORS.split(given.get("tags", "")) if word),
        messages=_optional_address(given.get("messages", ""), "messages", about),
        search=_optional_address(given.get("search", ""), "search", about),
    )


def _is_address(whole: str) -> bool:
    try:
        parts = urlsplit(whole)
        good = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return good and (any(c in (parts.hostname or "") for c in ".:") or parts.hostname == "localhost")


def _whole_address(text: str) -> str:
    return text if re.match(r"^[a-z]+://", text, re.IGNORECASE) else f"http://{text.removeprefix('//')}"


def address(text: str, name: str, about: _at) -> str:
    """An address with its scheme and path, full-width forms made plain; what cannot be one is complained of."""
    whole = _whole_address(text)
    if not _is_address(whole):
        whole = _whole_address(unicodedata.normalize("NFKC", text).replace("。", "."))
    good = _is_address(whole)
    if good and "@" in urlsplit(whole).netloc:
        # A register is stored and printed; a password in it would be too. It is not repeated here either.
        about(name, "网址里写了用户名或密码", "只写网址；需要密码的网站单独用 a11y check 检查")
        return whole.replace(urlsplit(whole).netloc, urlsplit(whole).netloc.rpartition("@")[2], 1)
    if not text:
        about(name, "没有填", "填首页网址，如 https://www.example.gov.cn/")
    elif not good or any(c.isspace() for c in whole):
        about(name, f"“{text}”不是网址", "应像 https://www.example.gov.cn/")
    elif not urlsplit(whole).path and not urlsplit(whole).query:
        whole += "/"
    return whole


def _optional_address(text: str, name: str, about: _at) -> str:
    return address(text, name, about) if text else ""


def _id(text: str, about: _at) -> str:
    if text and (not re.fullmatch(r"[\w.-]{1,120}", text) or text.startswith(".")):
        about("id", f"“{text}”不能作编号", "只能用字母、数字、汉字、点、横线和下划线，且不以点开头")
    return text


def _code(text: str, about: _at) -> str:
    text = unicodedata.normalize("NFKC", text).replace(" ", "").lower()
    if text and not re.fullmatch(r"\d{10}|bm\d{8}", text):
        about("code", f"“{text}”不是网站标识码", "应为 10 位数字，或 bm 加 8 位数字")
    return text


def _one_of(text: str, allowed: Mapping[str, Sequence[str]], name: str, about: _at) -> str | None:
    for word, chinese in allowed.items():
        if text and (text.lower() == word or text in chinese):
            return word
    if text:
        shown = "、".join(f"{word}（{words[0]}）" for word, words in allowed.items())
        about(name, f"“{text}”不认识", f"可填 {shown}")
    return None


def _truth(text: str, name: str, about: _at) -> bool:
    if text.lower() not in (*_YES, *_NO):
        about(name, f"“{text}”不认识", "填 是 或 否")
    return text.lower() in _YES


def _whole(text: str, name: str, low: int, high: int, about: _at) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{1,6}", text) or not low <= int(text) <= high:
        about(name, f"“{text}”不对", f"应为 {low} 到 {high} 的整数")
        return None
    return int(text)


def _no_doubles(sites: Sequence[Site], rows: Sequence[int], heads: Mapping[str, str], told: Complaints) -> None:
    seen: dict[tuple[str, str], int] = {}
    for site, row in zip(sites, rows, strict=True):
        for name, value, what in _marks(site):
            first = seen.setdefault((name, value), row)
            if value and first != row:
                told.about(row, heads.get(name, name), f"与第 {first} 行重复{what}", "每个网站只写一行")
                break


def _marks(site: Site) -> Iterator[tuple[str, str, str]]:
    """By what a site is known: column, value, and what to say where two rows share it. No port, no scheme, no index."""
    yield "id", site.id.lower(), ""
    yield "code", site.code, ""
    try:
        parts = urlsplit(site.url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return
    path = re.sub(r"/(?:(?:index|default|main)\.\w{2,5})?$", "", parts.path)
    place = f"{host}{'' if port in (None, 80, 443) else f':{port}'}"
    yield "url", f"{place}{path}?{parts.query}" if host else "", "，是同一个网址（不计 http 和 https）"
    if not site.id and host:
        yield "id", place.replace(":", "-"), "：没有写编号时用域名作编号，同一域名下的网站请各写一个 id"


def _with_columns(sites: Sequence[Site], sheet: Sheet, told: Complaints) -> list[Site]:
    columns = column_names(_without_notes(sheet), COLUMN_SHEET, told, extra=True)
    heads = {name: column for column, name in columns.items()}
    found: dict[int, list[Column]] = {}
    for row, cells in sheet.rows:
        given = {columns[column]: text for column, text in cells.items() if column in columns}
        about = _at(told, row, heads)
        place = _which(sites, given.get("site", ""), about)
        column = _column(given, about)
        found.setdefault(place, []).append(column)
    return [replace(site, columns=(*site.columns, *found.get(n, ()))) for n, site in enumerate(sites)]


def _with_guides(sites: Sequence[Site], sheet: Sheet, told: Complaints) -> list[Site]:
    columns = column_names(_without_notes(sheet), GUIDE_SHEET, told, extra=True)
    heads = {name: column for column, name in columns.items()}
    found: dict[int, list[str]] = {}
    for row, cells in sheet.rows:
        given = {columns[column]: text for column, text in cells.items() if column in columns}
        about = _at(told, row, heads)
        place = _which(sites, given.get("site", ""), about)
        found.setdefault(place, []).append(address(given.get("url", ""), "url", about))
    return [replace(site, guides=(*site.guides, *found.get(n, ()))) for n, site in enumerate(sites)]


def _which(sites: Sequence[Site], word: str, about: _at) -> int:
    """Place of the site that a row of a further sheet speaks of; -1 where there is none."""
    for n, site in enumerate(sites):
        names = {site.id, site.code, site.name, site.url.rstrip("/"), urlsplit(site.url).netloc}
        if word and word.rstrip("/") in names:
            return n
    if not word and len(sites) == 1:
        return 0
    about("site", f"“{word}”不在网站表里" if word else "没有填是哪个网站", "填编号、网站标识码、网站名称或首页网址")
    return -1


def _column(given: Mapping[str, str], about: _at) -> Column:
    if not given.get("name"):
        about("name", "没有填栏目名称")
    kind = _one_of(given.get("kind", ""), COLUMN_KINDS, "kind", about) or "other"
    level = _whole(given.get("level", ""), "level", 1, 9, about) or 1
    period = _whole(given.get("period_days", ""), "period_days", 1, 3660, about)
    return Column(given.get("name", ""), _optional_address(given.get("url", ""), "url", about), kind, level, period)


# TOML.

_SITE_KEYS = ("id", "name", "url", "code", "sponsor", "kind", "group", "region", "messages", "search")
_LISTS = ("scope", "tags")


def _from_toml(path: Path) -> list[Site]:
    data = read_toml(path)
    several = isinstance(data.get("site"), list)
    tables = data["site"] if several else [data]
    together = Complaints(Sheet(path.name, "", (), ()))
    if several and not tables:
        together.about(0, "site", "没有一个网站", "每个网站一个 [[site]] 表")
    for key in (key for key in data if several and key not in ("site", *_NOTES)):
        together.about(0, key, "写在 [[site]] 外面，不知道是哪个网站的", "移到它的 [[site]] 下面")
    complaints, sites = [], []
    for number, table in enumerate(tables, 1):
        sheet = Sheet(path.name, f"[[site]] 第 {number} 个" if len(tables) > 1 else "", (), ())
        told = Complaints(sheet)
        complaints.append(told)
        sites.append(_toml_site(table if isinstance(table, dict) else {}, told))
    _no_doubles(sites, list(range(1, len(sites) + 1)), {}, together)
    _refuse([*complaints, together])
    return sites


def _toml_site(table: Mapping[str, Any], told: Complaints) -> Site:
    from a11y.profile import nearest

    known = (*_SITE_KEYS, *_LISTS, "no_service", "column", "guide", *_NOTES)
    for key in table:
        if key not in known:
            told.about(0, key, f"不认识这个键{nearest(key, known)}")
    about = _at(told, 0, {})
    site = _site({key: _text(table.get(key)) for key in (*_SITE_KEYS, "no_service")}, about)
    columns = []
    for number, row in enumerate(_tables(table, "column", told), 1):
        place = _at(told, 0, {key: f"[[column]] 第 {number} 个 {key}" for key in COLUMN_SHEET})
        for key in row:
            if key not in (*COLUMN_SHEET, *_NOTES):
                place(key, f"不认识键 {key}{nearest(key, COLUMN_SHEET)}")
        columns.append(_column({key: _text(row.get(key)) for key in COLUMN_SHEET}, place))
    guides = []
    for number, row in enumerate(_tables(table, "guide", told), 1):
        place = _at(told, 0, {"url": f"[[guide]] 第 {number} 个 url"})
        for key in row:
            if key not in (*GUIDE_SHEET, *_NOTES):
                told.about(0, f"[[guide]] 第 {number} 个", f"不认识键 {key}{nearest(key, GUIDE_SHEET)}")
        guides.append(address(_text(row.get("url")), "url", place))
    scope, tags = (_words(table.get(key), key, told) for key in _LISTS)
    return replace(site, columns=tuple(columns), guides=tuple(guides), scope=scope, tags=tags)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value).strip()


def _words(value: Any, key: str, told: Complaints) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(word for word in _SEPARATORS.split(value) if word)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        told.about(0, key, "应为文字的列表", '如 ["fw.example.gov.cn"]')
        return ()
    return tuple(value)


def _tables(table: Mapping[str, Any], key: str, told: Complaints) -> list[Mapping[str, Any]]:
    rows = table.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        told.about(0, key, f"应为若干 [[{key}]] 表")
        return []
    return rows


def to_toml(site: Site, comments: Mapping[str, str] | None = None) -> str:
    """A site file that `read_sites` reads back; `comments`: key or column address → what a person should know."""
    notes = dict(comments or {})
    lines = [_line(key, getattr(site, key), notes) for key in _SITE_KEYS if getattr(site, key)]
    lines += [_line("no_service", site.no_service, notes)] if site.no_service else []
    lines += [_line(key, list(getattr(site, key)), notes) for key in _LISTS if getattr(site, key)]
    for column in site.columns:
        lines += ["", "[[column]]", _line("name", column.name, {}), _line("url", column.url, notes, column.url)]
        lines += [_line("kind", column.kind, {}), _line("level", column.level, {})]
        lines += [_line("period_days", column.period_days, {})] if column.period_days else []
    for guide in site.guides:
        lines += ["", "[[guide]]", _line("url", guide, notes, guide)]
    return "\n".join(lines) + "\n"


def _line(key: str, value: Any, notes: Mapping[str, str], about: str = "") -> str:
    note = notes.get(about or key, "").replace("\n", " ")
    written = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"{key} = {written}" + (f"  # {note}" if note else "")
