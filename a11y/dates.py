"""When something was published, read from a page's own words and addresses.

Order of trust: the `PubDate` tag, a labelled date (发布时间, 发布日期, 日期), the date column of a list row, the
address. Anything else is a hint, never a fact. A year in a line of copyright, or in the number of a cited document, is
no date. Days are calendar days of Asia/Shanghai.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has had one time zone without summer time since 1991."""

_EARLIEST = 1995
_LATEST = 2099


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and a time where one was written."""

    day: date
    time: time | None = None
    inferred: bool = False
    """The year was not written, or the day was told in words (昨天)."""
    relative: bool = False
    """It was told in words, reckoned from the day of collection: the year is no guess."""

    @property
    def is_guess(self) -> bool:
        """The year was not written: it may be an earlier one."""
        return self.inferred and not self.relative

    def __str__(self) -> str:
        return f"{self.day}" + (f" {self.time:%H:%M}" if self.time else "")


@dataclass(frozen=True, slots=True)
class Published:
    """When a page says that it was published, and where it says so."""

    moment: Moment
    source: str
    """meta, label, row, address or hint."""
    written: str
    """As it stands on the page, at most 60 characters."""


_SPACE = r"[ \t]*"
_FULL = re.compile(
    rf"(?<![\d.])(?P<y>(?:19|20)\d\d){_SPACE}(?P<s>[-/.年_·])(?:{_SPACE})(?P<m>1[0-2]|0?[1-9]){_SPACE}(?:(?P=s)|月){_SPACE}"
    rf"(?P<d>3[01]|[12]\d|0?[1-9])(?!\d){_SPACE}[日号]?"
)
_COMPACT = re.compile(
    r"(?<!\d)(?P<y>20\d\d|199\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])"
    r"(?:(?P<H>[01]\d|2[0-3])(?P<M>[0-5]\d)(?:[0-5]\d)?)?(?!\d)"
)
_HAN = re.compile(
    r"(?P<y>[一二][〇○零ΟOo0一二三四五六七八九]{3})年(?P<m>十[一二]?|[一二三四五六七八九])月"
    r"(?P<d>三十一?|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_SHORT = re.compile(
    rf"(?<![\d./:年第共-])(?P<m>1[0-2]|0?[1-9]){_SPACE}(?P<s>[-/]|(?<=\d\d)\.(?=\d\d)|月){_SPACE}"
    rf"(?P<d>3[01]|[12]\d|0?[1-9])(?![\d])(?:{_SPACE}[日号])?"
    r"(?![-/.:%年月]\d|[A-Za-z%月期页章版届岁级]|年级)"
)
_LEAF = re.compile(r"(?<![\d./:年月-])(?P<d>3[01]|[12]\d|0?[1-9])(?: | ?/ ?)(?P<m>1[0-2]|0?[1-9])月(?! ?\d)")
"""A calendar leaf without a year: the day large, the month below it."""
_ENGLISH = re.compile(
    r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)? +)?"
    r"(?P<b>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?: +(?P<d2>\d{1,2}))?"
    r"(?:st|nd|rd|th)?,? +(?P<y>20\d\d)"
)
_TIME = re.compile(
    r"\A(?:日|号)?[ \tT,\[星期周（(一二三四五六日天)）]{0,8}(?P<H>[01]?\d|2[0-3])[ ]?[:时点][ ]?(?P<M>[0-5]\d)"
    r"(?:[ ]?[:分][ ]?[0-5]\d)?(?:\.\d+)?(?P<z>Z|[+-]\d\d:?\d\d)?"
)
_AGO = re.compile(r"刚刚|(?P<n>\d{1,3}) ?(?P<u>秒|分钟|小时|天|日|周|个?星期|个?月|年)(?:之?前)|今[天日]|昨[天日]|前天")
_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零ΟOo0", 0)
_MONTHS = {name: i for i, name in enumerate(calendar.month_abbr) if name}


def normal(text: str) -> str:
    """Full-width digits and marks become plain ones; the ratio sign and its kin become colons, dashes become `-`."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[∶꞉ː︰]", ":", text)
    text = re.sub(r"[‐-―−－—–]", "-", text)
    return re.sub(r"[\s\u200b\ufeff]+", " ", text)


def parse(text: str, today: date | None = None) -> Moment | None:
    """The first date that `text` tells; years that are left out and words such as 昨天 need `today`.

    >>> str(parse("2026-06-13 14∶06")), str(parse("二〇二五年三月八日"))
    ('2026-06-13 14:06', '2025-03-08')
    """
    return next(every(text, today), None)


def every(text: str, today: date | None = None) -> Iterator[Moment]:
    """Whole dates in `text`, in order; only where there is none, dates without a year."""
    flat = normal(text[:20_000])
    found = sorted(_whole(flat), key=lambda pair: pair[0])
    yield from (moment for _, moment in found)
    if not found and today is not None:
        yield from _incomplete(flat, today)


def _whole(flat: str) -> Iterator[tuple[int, Moment]]:
    for match in _FULL.finditer(flat):
        if day := _day(int(match["y"]), int(match["m"]), int(match["d"])):
            yield match.start(), _with_time(day, flat[match.end() :])
    for match in _COMPACT.finditer(flat):
        if day := _day(int(match["y"]), int(match["m"]), int(match["d"])):
            at = time(int(match["H"]), int(match["M"])) if match["H"] else None
            yield match.start(), (Moment(day, at) if at else _with_time(day, flat[match.end() :]))
    for match in _HAN.finditer(flat):
        year = int("".join(str(_HAN_DIGITS.get(c, 0)) for c in match["y"]))
        if day := _day(year, _han(match["m"]), _han(match["d"])):
            yield match.start(), _with_time(day, flat[match.end() :])
    for match in _ENGLISH.finditer(flat):
        number = match["d1"] or match["d2"]
        if number and (day := _day(int(match["y"]), _MONTHS[match["b"]], int(number))):
            yield match.start(), Moment(day)


def _incomplete(flat: str, today: date) -> Iterator[Moment]:
    for match in _SHORT.finditer(flat):
        if day := infer_year(int(match["m"]), int(match["d"]), today):
            moment = _with_time(day, flat[match.end() :])
            yield Moment(moment.day, moment.time, inferred=True)
    for match in _LEAF.finditer(flat):
        if day := infer_year(int(match["m"]), int(match["d"]), today):
            yield Moment(day, inferred=True)
    if ago := _AGO.search(flat):
        back = {"今": 0, "昨": 1, "前": 2}.get(ago.group()[0], 0)
        if ago["n"]:
            back = int(int(ago["n"]) * _DAYS.get(ago["u"].lstrip("个"), 0))
        yield Moment(today - timedelta(days=back), inferred=True, relative=True)


_DAYS = {"小时": 1 / 24, "天": 1, "日": 1, "周": 7, "星期": 7, "月": 30, "年": 365}


def infer_year(month: int, day: int, today: date) -> date | None:
    """The last such day that is not after tomorrow: lists leave out the year of what is new."""
    for year in (today.year + 1, today.year, today.year - 1, today.year - 2, today.year - 3, today.year - 4):
        found = _day(year, month, day)
        if found and found <= today + timedelta(days=1):
            return found
    return None


def _with_time(day: date, rest: str) -> Moment:
    match = _TIME.match(rest)
    if not match:
        return Moment(day)
    at = time(int(match["H"]), int(match["M"]))
    zone = match["z"]
    if zone:
        moment = datetime.fromisoformat(f"{day}T{at:%H:%M}:00{zone.replace('Z', '+00:00')}").astimezone(SHANGHAI)
        return Moment(moment.date(), moment.time())
    return Moment(day, at)


def _day(year: int, month: int, day: int) -> date | None:
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _han(word: str) -> int:
    tens, ten, ones = word.partition("十")
    if not ten:
        return _HAN_DIGITS[tens]
    return (_HAN_DIGITS[tens] if tens else 1) * 10 + (_HAN_DIGITS[ones] if ones else 0)


_LABELS = (
    r"(?:发布|发表|发稿|刊发|公布|上网|录入|公开|发布的?)(?: ?(?:时间|日期|于))",
    r"(?<![\u4e00-\u9fff])(?:日 ?期|时 ?间)",
    r"(?:信息|文章|稿件|添加|编辑|更新)(?:发布)?(?:时间|日期)",
    r"发文(?:时间|日期)",
    r"(?<![\u4e00-\u9fff])发布 ?(?=[:：])",
    r"\b(?i:(?:publish(?:ed)?|post(?:ed)?|updated?|releas(?:ed?|ing))(?: (?:date|time|on|at))?|date|time)\b",
)
_AFTER_LABEL = r" ?[:：】\]]? ?[\[【(]? ?"


def labelled(text: str, today: date | None = None) -> tuple[Moment, str] | None:
    """The date behind a label of publication, with what is written; the most explicit label wins."""
    flat = normal(text[:60_000])
    for label in _LABELS:
        for match in re.finditer(label + _AFTER_LABEL, flat):
            rest = flat[match.end() : match.end() + 30]
            moment = parse(rest, today)
            if moment and _begins(rest):
                return moment, (match.group() + rest)[:40].strip()
    return None


def _begins(rest: str) -> bool:
    """The date stands right behind its label, not in a later sentence."""
    return bool(re.match(r"\D{0,2}\d|[一二][〇○零ΟOo0一二三四五六七八九]{3}年|[A-Z][a-z]{2,8}\.? \d|今|昨|前|刚", rest))


def has_label_without_date(text: str, today: date | None = None) -> bool:
    """A label of publication stands there, but what follows could not be read as a date."""
    flat = normal(text[:60_000])
    for match in re.finditer(rf"(?:{_LABELS[0]}|{_LABELS[1]})" + r" ?[:：】] ?", flat):
        rest = flat[match.end() : match.end() + 12].strip()
        if rest and parse(rest, today) is None:
            return True
    return False


_ADDRESSES = (
    re.compile(r"[/_-]t?(20[0-3]\d|199\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/_.-]|\d{6,}|$)"),
    re.compile(r"/(20[0-3]\d|199\d)/?(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/_.-])"),
    re.compile(r"[/_](20[0-3]\d|199\d)[/_-](1[0-2]|0?[1-9])[/_-](3[01]|[12]\d|0?[1-9])(?=[/_-])"),
)


def in_address(url: str) -> Moment | None:
    """The day that an address carries: `/2025/0308/`, `t20250308_`, `/2025/3/8/`, `/20250308/`."""
    path = re.sub(r"^[a-z]+://[^/]*", "", url.partition("?")[0].partition("#")[0], flags=re.IGNORECASE)
    for form in _ADDRESSES:
        for match in form.finditer(path):
            if day := _day(*(int(group) for group in match.groups())):
                return Moment(day)
    return None


def in_row(text: str, today: date, *, title: str = "") -> tuple[Moment, str] | None:
    """The date column of a list row: what the row says beside its title."""
    rest = normal(text)
    if title:
        rest = rest.replace(normal(title).strip(), " ", 1)
    for match in re.finditer(_LABELS[0] + _AFTER_LABEL, rest):
        told = rest[match.end() : match.end() + 30]
        if _begins(told) and (moment := parse(told, today)):
            return moment, (match.group() + told).strip()[:40]
    for piece in (_last(rest, 40), rest[:40]):
        if moment := split(piece):
            return moment, piece.strip()[:40]
        found = list(every(_SPAN.sub(r"\1", piece), today))
        if found:
            return found[-1], piece.strip()[:40]
    return None


_SPAN = re.compile(
    r"((?:20\d\d ?[-/.年] ?)?\d{1,2} ?[-/.月] ?\d{1,2} ?日?)(?: ?\d{1,2}:\d\d)? ?(?:至|到|~|--+) ?(?:20\d\d ?[-/.年] ?)?\d{1,2} ?[-/.月] ?\d{1,2}日?"
)
"""From one day to another (公示期, 征集时间): what is published begins with the first."""


def _last(text: str, most: int) -> str:
    """The end of a text, never cut in the middle of a date."""
    return text if len(text) <= most else re.sub(r"\A[\d./年月-]+", "", text[-most:])


_SPLIT = re.compile(
    r"(?<![\d./-])(?P<d>3[01]|[12]\d|0?[1-9])[日号]? ?/? ?(?P<y>20\d\d) ?[-/.年] ?(?P<m>1[0-2]|0?[1-9])月?(?! ?[-/.年\d])|"
    r"(?<![\d./-])(?P<y2>20\d\d) ?[-/.年] ?(?P<m2>1[0-2]|0?[1-9])月? (?P<d2>3[01]|[12]\d|0?[1-9])日?(?! ?[-/.:%年月\d])|"
    r"(?<![\d./-])(?P<m3>1[0-2]|0?[1-9])[-/.月](?P<d3>3[01]|[12]\d|0?[1-9])日? (?P<y3>20\d\d)年?(?![^\s\])】|])|"
    r"(?<![^\s\[(【|])(?P<y4>20\d\d)年? (?P<m4>1[0-2]|0[1-9])[-/.月](?P<d4>3[01]|[12]\d|0[1-9])日?(?! ?[-/.%月\d])"
)


def split(text: str) -> Moment | None:
    """The date of a calendar leaf: the day large, year and month small below or above it."""
    match = _SPLIT.search(normal(text))
    if not match:
        return None
    y, m, d = (next(int(match[name + n]) for n in ("", "2", "3", "4") if match[name + n]) for name in "ymd")
    day = _day(y, m, d)
    return Moment(day) if day else None


_BYLINE = re.compile(r"来源|作者|浏览|点击|阅读|编辑[:：]|字号|字体|分享|打印")


def byline(text: str) -> tuple[Moment, str] | None:
    """The one whole date of the line under a title that names source, author or readers; with what is written."""
    for line in text[:20_000].split("\n"):
        if len(line) <= 120 and _BYLINE.search(line):
            flat = normal(line)
            found = list(_whole(flat))
            if len(found) == 1 and not re.search(r"《|》|印发|施行|召开", flat):
                return found[0][1], flat.strip()[:40]
    return None


def publication(
    *,
    pub_date: str = "",
    texts: Iterable[str] = (),
    row: Moment | None = None,
    url: str = "",
    today: date | None = None,
) -> Published | None:
    """When a page was published, by the most trustworthy of what it says; None where nothing can be read."""
    if pub_date and (moment := parse(pub_date, today)):
        return Published(moment, "meta", pub_date[:60])
    texts = list(texts)
    for text in texts:
        if found := labelled(text, today):
            return Published(found[0], "label", found[1])
    for text in texts:
        if found := byline(text):
            return Published(found[0], "label", found[1])
    if row:
        return Published(row, "row", str(row))
    if moment := in_address(url):
        return Published(moment, "address", url[-60:])
    return None


def same(one: Moment, other: Moment) -> bool:
    """The days agree, and the times where both show one."""
    if one.day != other.day:
        return False
    if one.time is None or other.time is None:
        return True
    return (one.time.hour, one.time.minute) == (other.time.hour, other.time.minute)


def local_day(moment: str) -> date:
    """The calendar day in Asia/Shanghai of an ISO moment; one without a zone is in Asia/Shanghai."""
    at = datetime.fromisoformat(moment)
    return (at if at.tzinfo else at.replace(tzinfo=SHANGHAI)).astimezone(SHANGHAI).date()


def months_back(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last day where it has none such.

    >>> months_back(date(2026, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
