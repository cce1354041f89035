"""Columns (栏目) of a site and the rows of their lists, told apart by words and by shape."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from a11y import dates
from a11y.collect.documents import Document, Link, squeeze, text_of
from a11y.evidence import Entry

KIND_WORDS: tuple[tuple[str, str], ...] = (
    ("annual", r"工作年度报表|网站年度(?:工作)?报[表告]|年度报表"),
    ("service-statistics", r"(?:办事|办件|服务|事项|政务服务)(?:数据)?(?:办理)?(?:情况)?统计|办件量|办事数据"),
    ("message-statistics", r"(?:留言|信件|来信|咨询|受理|反馈|互动)(?:受理|办理|反馈|答复|情况|数据)*统计|统计分析$|受理反馈"),
    ("interpretation", r"解读"),
    ("survey", r"征集|民意调查|网上调查|问卷|在线调查|意见反馈|^调查"),
    ("opendata", r"数据开放|开放数据|公共数据|数据资源|数据发布|开放平台"),
    ("messages", r"(?:县|市|区|州|镇|局|厅|主任|书记|省)长?信箱|领导信箱|公开信箱|信箱|留言|咨询投诉|网上咨询|咨询建言|建言献策|来信|信件|网民互动|问答|互动交流|政民互动|公众互动|交流互动|互动"),
    ("guide", r"^(?:服务|办事|服务办事|办事大厅|我要办事)$|办事指南|服务指南|办理指南|办事服务|政务服务|网上办事|在线办事|办事大厅|服务事项|服务大厅|公共服务|便民服务|高频服务"),
    ("leaders", r"领导(?!干部|小组|讲话|批示|人员|活动)|(?:县|市|区|州|省|局|厅|镇)长之窗|班子成员|政府领导|(?:县|市|区)长介绍"),
    ("overview", r"概况|简介|走进|走近|(?:县|市|区|省|州|镇)情|机构(?:职能|职责|设置|概况|信息|简介|职权)|职能(?:职责|配置)|单位介绍|本(?:局|厅|委)介绍|认识|部门职责"),
    ("notice", r"通知|公告|公示(?!.*栏目$)"),
    ("policy", r"政策(?!问答|宣传|咨询|法规库.*外)|(?:政府|部门|规范性|法定|行政|本级|重要|上级|公开)文件|文件(?:库|公开|通知)|法规|规章|规范性|政府令|公文|文件$"),
    ("statistics", r"统计(?:信息|数据|公报|月报|年鉴|资料|分析)|数据发布|经济运行|统计$"),
    ("news", r"要闻|动态|新闻|快讯|时政|资讯|报道|播报|头条"),
)  # fmt: skip
"""Kind → words of a column's name; the first that fits, so that 政策解读 is an interpretation and no policy."""

COLUMN_KINDS = frozenset({"news", "notice", "policy", "interpretation", "overview", "leaders", "statistics", "other"})

_NO_ROW = re.compile(
    r"\A(?:更多.*|more.*|详情|详细|查看.*|阅读全文|首页|尾页|末页|[上下]一页|返回.*|扫.{0,4}码.*|扫一扫.*|\d+|[<>«»›‹]+|网站首页|进入|搜索|登录|注册|下载|打印|关闭|分享.*)\Z",
    re.IGNORECASE,
)
_MORE = re.compile(r"\A\W*(?:更多|more|查看更多|全部|了解更多|\.{3}|\+|>>|＞＞)", re.IGNORECASE)
_STILL_LOADING = re.compile(r"加载中|正在加载|数据加载|loading\b|请稍[候后]", re.IGNORECASE)
_NOTHING = re.compile(
    r"暂无(?:数据|内容|信息|相关|记录|公告|更新)|没有(?:数据|内容|相关|找到|记录)|无数据|敬请期待|内容建设中|栏目建设中"
)


def classify(name: str) -> str:
    """The kind of a column by its name: one of the site file's kinds, or of our own finer ones; `other` where unknown."""
    words = re.sub(r"\s+", "", name)
    for kind, pattern in KIND_WORDS:
        if re.search(pattern, words):
            return kind
    return "other"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a column."""

    name: str
    url: str
    kind: str
    level: int


def candidates(document: Document, in_scope: Callable[[str], bool], level: int = 1) -> Iterator[Candidate]:
    """Columns that a page leads to: its navigation, the boxes with 更多, headings that are links, indexes of columns."""
    seen: set[str] = set()
    index = _index_of_columns(document)
    for link in document.links:
        name = link.text
        if _MORE.match(name) or not name:
            name = _box_name(link)
            place = "more"
        else:
            place = link.region
        name = re.sub(r"[·•>＞»\s]+$|^[·•>＞»\s]+", "", name)
        if not link.url or link.url in seen or not 2 <= len(name) <= 16 or _NO_ROW.match(name):
            continue
        if place in ("foot", "links", "crumb", "pager") or not in_scope(link.url) or _is_file(link.url):
            continue
        if dates.in_address(link.url) or (place != "navigation" and dates.parse(link.row)):
            continue  # an article
        kind = classify(name)
        known = kind != "other"
        heading = any(at.tag in ("h1", "h2", "h3", "h4", "h5", "dt") for at in _ancestors(link.node, 3))
        if place in ("navigation", "more") or heading or link.url in index or (known and len(name) <= 12):
            seen.add(link.url)
            yield Candidate(name, link.url, kind, level)


def elsewhere(document: Document, in_scope: Callable[[str], bool]) -> Iterator[Candidate]:
    """Columns and services that a page's navigation or its own boxes lead to on other hosts, by name."""
    base = _domain(document.url)
    for link in document.links:
        if not link.url or in_scope(link.url) or link.region in ("foot", "links", "crumb", "pager"):
            continue
        own = _domain(link.url) == base
        if 2 <= len(link.text) <= 16 and (own or link.region in ("navigation", "head")):
            kind = classify(link.text)
            if kind != "other":
                yield Candidate(link.text, link.url, kind, 1)


def _domain(url: str) -> str:
    """The domain that a government's hosts share: `www.qinghe.gov.cn` and `zwgk.qinghe.gov.cn` are of one."""
    host = urlsplit(url).hostname or ""
    found = re.search(r"[^.]+\.gov\.cn$", host)
    return found[0] if found else host


def bare_rows(document: Document, today: date) -> list[Entry]:
    """Rows that show a title and a date and hold no link, as scripts make them: at least two beside each other."""
    best: list[Entry] = []
    for node in document.root.iter("ul", "ol", "tbody", "div", "section", "dl"):
        rows = []
        for child in node:
            if child.tag in ("li", "tr", "div", "dd", "p", "section") and _leads_to_files_alone(child):
                words = squeeze(re.sub(_FILES, " ", text_of(child)))
                if 10 <= len(words) <= 300 and (found := dates.in_row(words, today)):
                    title = re.sub(r"[\[(（]?(?:20\d\d ?[-/.年] ?)?\d{1,2} ?[-/.月] ?\d{1,2}日?.{0,10}$", "", words)
                    rows.append(
                        Entry(title.strip()[:200], "", found[0].day.isoformat(), "row", found[1], found[0].is_guess)
                    )
        outside = document.region(node) in ("head", "navigation", "foot", "crumb", "pager", "links")
        if len(rows) >= 2 and len(rows) > len(best) and not outside:
            best = rows
    return best


_FILES = re.compile(
    r"[\[(（]?(?:word|pdf|ofd|docx?|xlsx?|excel|wps|图片|附件|正文)?(?:版|格式|文件|文档|附件)?(?:下载|查看|预览)[\])）]?",
    re.IGNORECASE,
)


def _leads_to_files_alone(row: Any) -> bool:
    """No link, or none but those that offer the row's own file: its title is plain text."""
    return all(_FILES.fullmatch(squeeze(text_of(link))) for link in row.iter("a"))


def _index_of_columns(document: Document) -> set[str]:
    """Addresses of a list whose rows are columns: short names without dates, at least two of them known."""
    rows = main_list(document)
    names = [row.text for row in rows]
    short = all(len(name) <= 12 for name in names)
    plain = not any(dates.parse(row.row) or dates.in_address(row.url) for row in rows)
    known = sum(classify(name) in COLUMN_KINDS - {"other"} for name in names)
    return {row.url for row in rows} if short and plain and known >= 2 else set()


def _box_name(link: Link) -> str:
    """The heading of the box whose 更多 this is."""
    said = re.sub(r"^更多|更多$|[>＞»]+", "", squeeze(link.node.get("aria-label") or link.node.get("title") or ""))
    if len(said) >= 2:
        return said
    for at in _ancestors(link.node, 4):
        for head in at.iter("h1", "h2", "h3", "h4", "h5", "h6", "dt", "strong", "span", "em", "b"):
            words = squeeze(text_of(head, without=link.node))
            if 2 <= len(words) <= 16 and not _MORE.match(words) and re.search(r"[\u4e00-\u9fff]{2}", words):
                return words
    return ""


def _ancestors(node: Any, most: int) -> Iterator[Any]:
    at = node.getparent()
    while at is not None and at.tag != "body" and most:
        yield at
        at, most = at.getparent(), most - 1


def _is_file(url: str) -> bool:
    return bool(
        re.search(
            r"\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|7z|jpe?g|png|gif|mp[34]|wps|et|ofd|csv|txt|xml|json|apk|css|js)$",
            urlsplit(url).path,
            re.IGNORECASE,
        )
    )


def is_row(link: Link) -> bool:
    """The link can be a row of a list of articles."""
    return (
        link.list >= 0
        and link.region in ("content", "side")
        and len(link.text) >= 4
        and not _NO_ROW.match(link.text)
        and not _MORE.match(link.text)
    )


def lists(document: Document) -> list[list[Link]]:
    """Lists of the content, each with its rows in order; a row's picture and title are one row."""
    found: dict[int, dict[str, Link]] = defaultdict(dict)
    for n, link in enumerate(document.links):
        if is_row(link) and (not link.url or link.url != document.url):
            rows = found[link.list]
            # Rows of different days that lead to one address are different rows.
            key = f"{link.url} {_row_day(link)}" if link.url else f"#{n}"
            if key not in rows or len(link.text) > len(rows[key].text):
                rows[key] = link
    return [list(rows.values()) for rows in found.values()]


def _row_day(link: Link) -> str:
    found = dates.in_row(link.row, _ANY_DAY, title=link.text) if link.row else None
    return found[0].day.isoformat() if found else ""


def main_list(document: Document) -> list[Link]:
    """The list that the page is for: dated rows, long titles, under the page's own address; asides count little."""
    return max(lists(document), key=lambda rows: _weight(document, rows), default=[])


def _weight(document: Document, rows: list[Link]) -> float:
    folder = re.sub(r"[^/]*$", "", urlsplit(document.url).path)
    dated = sum(bool(dates.parse(row.row, _ANY_DAY) or dates.in_address(row.url)) for row in rows) / len(rows)
    below = sum(urlsplit(row.url).path.startswith(folder) for row in rows) / len(rows) if folder != "/" else 0
    side = 0.2 if rows[0].region == "side" else 1.0
    host = urlsplit(document.url).hostname
    if sum(urlsplit(row.url).hostname not in (host, None) for row in rows) * 2 > len(rows):
        side *= 0.1
    return sum(min(len(row.text), 30) for row in rows) * (1 + 3 * dated) * (1 + below) * side


_ANY_DAY = date(2026, 1, 1)


def entry(link: Link, today: date) -> Entry:
    """A row with the date that its date column or its address tells."""
    found = dates.in_row(link.row, today, title=link.text) if link.row else None
    moment = dates.in_address(link.url)
    link = replace(link, text=_BULLETS.sub("", link.text))
    if found and found[0].is_guess and moment and (moment.day.month, moment.day.day) == _month_and_day(found[0]):
        return Entry(link.text[:200], link.url, moment.day.isoformat(), "address", link.url[-60:])
    if found:
        return Entry(link.text[:200], link.url, found[0].day.isoformat(), "row", found[1], found[0].is_guess)
    if moment:
        return Entry(link.text[:200], link.url, moment.day.isoformat(), "address", link.url[-60:])
    return Entry(link.text[:200], link.url)


_BULLETS = re.compile(
    r"\A[·•●■◆▪▶◇○※→>»\-\s]+|\A[\[【](?:置顶|图文|视频|组图|推荐|最新)[\]】]\s*|\s*(?:\b(?:new|hot)\b!?|[\[【](?:置顶|图文|最新)[\]】])\s*\Z",
    re.IGNORECASE,
)
"""What stands beside a title in its link and is no part of it: nobody would search for it."""


def _month_and_day(moment: dates.Moment) -> tuple[int, int]:
    return moment.day.month, moment.day.day


def entries(document: Document, today: date) -> list[Entry]:
    """Rows of the page's main list, in order, each address once."""
    once: dict[str, Entry] = {}
    for n, row in enumerate(entry(link, today) for link in main_list(document)):
        known = once.get(row.url)
        if known is None or (row.day or "") > (known.day or ""):
            once[row.url or f"#{n}"] = row
    found = list(once.values())
    return found if any(row.day for row in found) else [*found, *bare_rows(document, today)]


def own_entries(document: Document, today: date) -> list[Entry]:
    """Rows of the main list, and of the page's other lists that lead below its own address: tabs of years, boxes."""
    found = entries(document, today)
    folder = re.sub(r"[^/]*$", "", urlsplit(document.url).path)
    if folder == "/":
        return found
    known = {row.url for row in found}
    host = urlsplit(document.url).netloc
    for rows in lists(document):
        for link in rows:
            parts = urlsplit(link.url)
            if (
                link.url not in known
                and parts.netloc == host
                and parts.path.startswith(folder)
                and parts.path != folder
            ):
                known.add(link.url)
                found.append(entry(link, today))
    return found


def newest(rows: Iterable[Entry], today: date) -> Entry | None:
    """The newest row that is not of the future (a day's grace: clocks differ)."""
    known = [row for row in rows if row.day and date.fromisoformat(row.day) <= today + timedelta(days=1)]
    return max(known, key=lambda row: row.day or "", default=None)


def future(rows: Iterable[Entry], today: date) -> int:
    """Rows that say to be published later than today."""
    return sum(1 for row in rows if row.day and date.fromisoformat(row.day) > today + timedelta(days=1))


def is_rising(rows: list[Entry]) -> bool:
    """The list begins with its oldest rows."""
    days = [row.day for row in rows if row.day]
    return len(days) >= 4 and days == sorted(days) and days[0] != days[-1]


def last_page(document: Document) -> str:
    """Address of the pager's last page; empty where there is none."""
    numbered: list[tuple[int, str]] = []
    for link in document.links:
        if link.url and link.url != document.url:
            if re.fullmatch(r"(?:尾页|末页|最后一?页|last)", link.text, re.IGNORECASE):
                return link.url
            if link.region == "pager" and link.text.isdigit():
                numbered.append((int(link.text), link.url))
    return max(numbered, default=(0, ""))[1]


def is_loading(document: Document) -> bool:
    """The page says that its list is still on its way."""
    return bool(_STILL_LOADING.search(document.content[:5000]))


def says_nothing(document: Document) -> bool:
    """The page says that it has nothing."""
    return bool(_NOTHING.search(document.content[:5000]))


def made_by_script(document: Document) -> bool:
    """The page has scripts that may make its list: rendering could show more."""
    return any(True for _ in document.root.iter("script", "iframe", "frame"))


def is_article(document: Document, today: date) -> bool:
    """A page of running text with a title, and a date of its own or the tags of an article."""
    tags = document.tags
    if tags.get("articletitle") or tags.get("pubdate"):
        return True
    told = dates.labelled(document.content, today) or dates.byline(document.content)
    return bool(told) and document.running_chars >= 60


def published(document: Document, today: date) -> dates.Published | None:
    """When an article says that it was published."""
    return dates.publication(
        pub_date=document.tags.get("pubdate", ""), texts=(document.content,), url=document.url, today=today
    )


def dated(one: Entry, document: Document, today: date) -> Entry:
    """A row with what its own page says of its date, where the row said nothing."""
    found = published(document, today)
    if found is None or (one.day and not (one.year_guessed and not found.moment.is_guess)):
        return one
    return replace(
        one, day=found.moment.day.isoformat(), source=found.source, written=found.written,
        year_guessed=found.moment.is_guess,
    )  # fmt: skip
