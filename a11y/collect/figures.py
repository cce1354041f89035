"""Published figures of services and messages: is there one, and up to which day does it speak."""

from __future__ import annotations

import calendar
import re
from datetime import date
from itertools import islice

from a11y import dates
from a11y.collect.documents import Document, squeeze, text_of
from a11y.evidence import StatisticSeen

_NUMBER = r"\d[\d,，.]*\s*(?:万|亿|余)?\s*(?:件|条|项|次|封|笔|人次|个)"
_SERVICES = re.compile(
    rf"(?:办件|办结|受理|申请|办理|服务|审批|事项)(?:总?量|总?数|事项|件|量|数)?[^。；\n]{{0,16}}?{_NUMBER}"
    rf"|{_NUMBER}[^。；\n]{{0,10}}(?:办结|受理|办件)|办件(?:总)?量[:：\s]*\d[\d,]*|(?:办结|受理)(?:总)?[数量][:：\s]*\d[\d,]*"
)
_MESSAGES = re.compile(
    rf"(?:留言|来信|信件|咨询|投诉|建议|收到|受理|答复|回复|办结)[^。；\n]{{0,16}}?{_NUMBER}"
    r"|(?:来信|留言|信件|受理|答复|回复|办结)(?:总)?(?:量|数|率)?[:：\s]*\d[\d,]*(?:件|条|封|%)?"
)
_LIVE = re.compile(r"实时|累计|今日|截至目前|目前|当前|本月|本年|今年|昨日|本周")
_MONTH = re.compile(
    r"(20\d\d)\s*年\s*(?:第?[一二三四1-4]季度|(?:\d{1,2}\s*[-至~]\s*)?(1[0-2]|0?[1-9])\s*月)(?!\s*\d{1,2}\s*日)"
)
_QUARTER = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}


def find(document: Document, kind: str, today: date) -> StatisticSeen | None:
    """The figure of that kind (services, messages) on a page; None where there is none."""
    pattern, words = (_SERVICES, _OF_SERVICES) if kind == "services" else (_MESSAGES, _OF_MESSAGES)
    lines = [dates.normal(line[:400].replace("\t", " ")) for line in document.content.split("\n")[:2000]]
    best: StatisticSeen | None = None
    for n, line in enumerate(lines):
        near = _near(lines, n)
        if not pattern.search(line) or not words.search(near):
            continue
        if kind == "services" and _OF_MESSAGES.search(near) and not re.search(r"办件|办事|事项", near):
            continue
        day = _day(near, today)
        seen = StatisticSeen(kind, document.url, day.isoformat() if day else None, near[:200], bool(_LIVE.search(near)))
        if best is None or (seen.day or "") > (best.day or ""):
            best = seen
    return best or _in_table(document, kind, today)


_COUNTED = re.compile(
    r"(?:受理|收到|办结|办件|办理|来信|信件|留言|咨询|答复|回复)(?:总)?(?:数|量|件数)?(?:[（(][件封条]+[）)])?"
)
_COUNT = re.compile(r"\d{1,3}(?:[,，]\d{3})+|\d{1,7}")


def _in_table(document: Document, kind: str, today: date) -> StatisticSeen | None:
    """A table whose cells are figures under (or beside) what was counted; the words above it say of what."""
    for table in document.root.iter("table"):
        rows = [[squeeze(text_of(cell)) for cell in row.iter("td", "th")] for row in islice(table.iter("tr"), 60)]
        if document.region(table) != "content" or not any(
            _is_counted(rows, n, m) for n, row in enumerate(rows) for m in range(len(row))
        ):
            continue
        before = table.getprevious()
        above = squeeze(text_of(before))[-60:] if before is not None and isinstance(before.tag, str) else ""
        caption = " ".join(squeeze(text_of(one)) for one in table.iter("caption"))
        around = dates.normal(f"{above} {caption} {' '.join(' '.join(row) for row in rows)}")[:2000]
        of_messages = bool(
            _OF_MESSAGES.search(around) or (not _OF_SERVICES.search(around) and _OF_MESSAGES.search(document.heading))
        )
        if of_messages is (kind == "messages"):
            day = _day(around, today)
            return StatisticSeen(
                kind, document.url, day.isoformat() if day else None, around[:200], bool(_LIVE.search(around))
            )
    return None


def _is_counted(rows: list[list[str]], n: int, m: int) -> bool:
    """A bare number whose column's head, or whose neighbour on the left, names what was counted."""
    if not _COUNT.fullmatch(rows[n][m]):
        return False
    head = rows[0][m] if n and m < len(rows[0]) else ""
    beside = rows[n][m - 1] if m else ""
    return bool(_COUNTED.fullmatch(head) or _COUNTED.fullmatch(beside))


_OF_SERVICES = re.compile(r"统计|办件|办结|受理量|办理量|服务量|累计|事项")
_OF_MESSAGES = re.compile(r"留言|来信|信件|网民|咨询投诉|咨询建言|信箱")


def _near(lines: list[str], n: int) -> str:
    """A line with the one above it (its heading) and those below that tell of its time."""
    above = lines[n - 1] if n and len(lines[n - 1]) <= 40 and not dates.parse(lines[n - 1]) else ""
    if n and re.search(r"统计|更新|截至", lines[n - 1]) and len(lines[n - 1]) <= 60:
        above = lines[n - 1]
    below = [line for line in lines[n + 1 : n + 3] if re.match(r"[（(]?(?:数据)?(?:更新|截至|统计|注|数据来源)", line)]
    return "。".join([above, lines[n], *below]).strip("。")


def _day(around: str, today: date) -> date | None:
    """The newest day, or the last day of the newest month, that is told beside a figure."""
    told = [moment.day for moment in dates.every(around) if moment.day <= today]
    for match in _MONTH.finditer(around):
        year = int(match[1])
        month = int(match[2]) if match[2] else _quarter_end(match.group())
        last = date(year, month, calendar.monthrange(year, month)[1])
        if date(year, month, 1) <= today:
            told.append(min(last, today))
    return max(told, default=None)


def _quarter_end(words: str) -> int:
    found = re.search(r"([一二三四1-4])季度", words)
    return _QUARTER[found[1]] if found else 12
