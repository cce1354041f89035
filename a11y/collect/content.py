"""Does the site's content live: columns, home page, guides, messages, figures, search, read over HTTP first.

What is accused is looked at in the browser before, where scripts could have made more of it. All samples are drawn with
the run's seed and kept, so that the site's owner can draw the same ones.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from a11y import dates
from a11y.collect import columns as shapes
from a11y.collect import figures, guides, own_search, pairs, replies
from a11y.collect.columns import COLUMN_KINDS, Candidate
from a11y.collect.context import Context
from a11y.collect.documents import Document, Link
from a11y.collect.visits import Visit, Visits, sample
from a11y.evidence import (
    AnnualReport,
    Columns,
    ColumnSeen,
    Duplicates,
    Entry,
    FormMention,
    Guides,
    GuideSeen,
    HomeNews,
    Interpretations,
    Messages,
    MessageSeen,
    OpenData,
    Searches,
    SecondLevel,
    Statistics,
    StatisticSeen,
    Surveys,
)  # fmt: skip
from a11y.model import Column

log = logging.getLogger(__name__)

ARTIFACTS = (
    Columns, HomeNews, Interpretations, Duplicates, Guides, Messages, Surveys, Statistics, OpenData, AnnualReport, Searches,
)  # fmt: skip
"""What this stage brings."""

PATIENCE = 240.0
"""Seconds after which nothing further is begun: what was read so far is kept."""
SECTIONS = 14
"""Pages of the navigation that are opened to find columns in them."""
OF_A_KIND = 6
MOST_COLUMNS = 40
KEPT_ROWS = 30
OPENED = 4
"""Rows without a date that are opened to read it on their own page."""
GUIDES = 5
MESSAGES = 5
LATE_MESSAGES = 15
"""Further messages that are read for the time of their answer."""
SURVEYS = 12
TITLES = 2


@dataclass
class Survey:
    """What was found of a site on the way: pages that lead to columns, and what kind each is."""

    visits: Visits
    today: date
    seed: int
    home: Visit
    found: dict[str, Candidate] = field(default_factory=dict)
    """Address → what it may be."""
    annual: list[tuple[int, str, str]] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    figures: dict[str, StatisticSeen] = field(default_factory=dict)
    ways: list[own_search.Way] = field(default_factory=list)
    elsewhere: dict[str, str] = field(default_factory=dict)
    """Kind → name and address of such an entry on a host that is no part of the site."""

    def of_kind(self, *kinds: str) -> list[Candidate]:
        """Candidates of these kinds, those of a higher level and a shorter name first."""
        some = [c for c in self.found.values() if c.kind in kinds]
        return sorted(some, key=lambda c: (c.level, len(c.name)))

    def look(self, document: Document, level: int, charset: str = "utf-8") -> None:
        """Note what a page leads to and what it shows beside."""
        in_scope = self.visits.context.in_scope
        self.opened.append(document.url)
        for candidate in shapes.candidates(document, in_scope, level):
            if candidate.url.rstrip("/") != self.home.url.rstrip("/"):
                self.found.setdefault(candidate.url, candidate)
        for other in shapes.elsewhere(document, in_scope):
            self.elsewhere.setdefault(other.kind, f"{other.name} {other.url}")
        for link in document.links:
            if link.url and (year := _annual_year(link.text)) and link.region not in ("head", "navigation"):
                self.annual.append((year, link.text[:100], link.url))
        for kind in ("services", "messages"):
            seen = figures.find(document, kind, self.today)
            known = self.figures.get(kind)
            if seen and (known is None or (seen.day or "") > (known.day or "")):
                self.figures[kind] = seen
        if way := own_search.of_page(document, in_scope, charset):
            self.ways.append(way)


def _annual_year(text: str) -> int | None:
    if not re.search(r"年度(?:工作)?报[表告]|年度报表|网站年报", text) or not re.search(r"网站|报表", text):
        return None
    found = re.search(r"(20[12]\d)", dates.normal(text))
    return int(found[1]) if found else None


async def gather_content(context: Context) -> dict[type, Any]:
    """Site artifacts of content, by type; empty where the home page could not be read."""
    visits = Visits(context)
    survey = await explore(visits)
    if survey is None:
        return {}
    wants = context.options.wants
    started = time.monotonic()
    context.progress("doing", {"name": Columns.__name__})
    seen = await _columns(survey)
    made: dict[type, Any] = {Columns: seen}
    steps: list[tuple[type, Callable[[], Awaitable[Any]]]] = [
        (HomeNews, lambda: _home_news(survey)),
        (Guides, lambda: _guides(survey)),
        (Messages, lambda: messages_of(survey)),
        (Searches, lambda: _search(survey, seen.items)),
        (Interpretations, lambda: pairs.interpretations(visits, seen.items, survey.seed)),
        (Surveys, lambda: _surveys(survey)),
        (Statistics, lambda: _statistics(survey)),
        (OpenData, lambda: _open_data(survey)),
        (AnnualReport, lambda: _annual(survey)),
        (Duplicates, lambda: pairs.duplicates(visits, seen.items)),
    ]
    for artifact, step in steps:
        needed = wants(artifact) or (artifact in (Guides, Messages) and wants(Statistics))
        if not needed or time.monotonic() - started >= PATIENCE:
            continue
        context.progress("doing", {"name": artifact.__name__})
        if (found := await step()) is not None:
            made[artifact] = found
    return {artifact: value for artifact, value in made.items() if wants(artifact)}


async def explore(visits: Visits) -> Survey | None:
    """The home page and the sections it leads to; None where the home page could not be read."""
    context = visits.context
    url = context.home_url or context.site.url
    home = await visits.read(url, lambda d: len(d.links) >= 5)
    if not home.readable or home.document is None:
        return None
    survey = Survey(visits, today_of(context), context.options.seed, replace(home, url=url), ways=[])
    survey.look(home.document, 1, home.charset)
    sections = list(survey.of_kind("other", "overview", "guide", "messages", "opendata", "policy", "annual"))
    chosen = sections[:SECTIONS]
    for visit in await visits.all([c.url for c in chosen], visits.get):
        if visit.readable and visit.document is not None:
            survey.look(visit.document, 2, visit.charset)
    return survey


def today_of(context: Context) -> date:
    """The day of collection in Asia/Shanghai."""
    from datetime import datetime

    return dates.local_day(context.options.now or datetime.now(dates.SHANGHAI).isoformat())


# --- columns ----------------------------------------------------------------------------------------------------------
async def _columns(survey: Survey) -> Columns:
    site = survey.visits.context.site
    navigation = tuple(
        (link.text[:40], link.url)
        for link in (survey.home.document.links if survey.home.document else ())
        if link.region == "navigation" and link.url
    )[:60]
    if site.columns:
        items = await survey.visits.all(site.columns, lambda column: _given(survey, column))
        return Columns(tuple(items), True, navigation, survey.elsewhere)
    return Columns(tuple(await found_columns(survey)), False, navigation, survey.elsewhere)


async def found_columns(survey: Survey) -> list[ColumnSeen]:
    """Columns by navigation and shape, each visited."""
    chosen: list[Candidate] = []
    for kind in ("news", "notice", "policy", "interpretation", "overview", "leaders", "statistics", "other"):
        chosen += survey.of_kind(kind)[: OF_A_KIND if kind != "other" else 10]
    found = await survey.visits.all(chosen[:MOST_COLUMNS], lambda candidate: _found(survey, candidate))
    return [item for item in found if item is not None]


async def _given(survey: Survey, column: Column) -> ColumnSeen:
    url = column.url or _by_name(survey, column.name)
    if not url:
        return ColumnSeen(
            column.name, "", column.kind, column.level, column.period_days, True, status=0, error="not-found"
        )
    return await column_seen(survey, Candidate(column.name, url, column.kind, column.level), column)


def _by_name(survey: Survey, name: str) -> str:
    plain = re.sub(r"\s+", "", name)
    return next((c.url for c in survey.found.values() if re.sub(r"\s+", "", c.name) == plain), "")


async def _found(survey: Survey, candidate: Candidate) -> ColumnSeen | None:
    """A candidate that behaves as a column; None for an article, an index of columns, another thing."""
    seen = await column_seen(survey, candidate, None)
    if seen.error or seen.status >= 400:
        return seen if candidate.kind in COLUMN_KINDS - {"other"} else None
    if candidate.kind in ("overview", "leaders"):
        return seen
    dated = [entry for entry in seen.entries if entry.day]
    index = sum(entry.url in survey.found for entry in seen.entries) * 2 > len(seen.entries)
    if candidate.kind == "other":
        return seen if (len(dated) >= 2 and not index) or _is_bare(seen) else None
    return None if index or (seen.entries and not dated and all(len(e.title) <= 12 for e in seen.entries)) else seen


def _is_bare(seen: ColumnSeen) -> bool:
    """A page that is nothing but the frame of a column, as the browser shows it."""
    return not seen.entries and seen.text_chars == 0 and seen.loaded and seen.rendered


async def column_seen(survey: Survey, candidate: Candidate, given: Column | None) -> ColumnSeen:
    """A column as visited: its first page, and more only where that does not tell its newest entry."""
    today = survey.today
    limit = _limit(candidate.kind, given, today)
    visit = await survey.visits.read(candidate.url, lambda d: _is_enough(d, today, limit))
    words: dict[str, Any] = {
        "name": candidate.name, "url": candidate.url, "kind": candidate.kind, "level": candidate.level,
        "given": given is not None, "period_days": given.period_days if given else None,
    }  # fmt: skip
    if not visit.readable or visit.document is None:
        error = visit.error or (f"status-{visit.status}" if visit.status >= 400 else "not-html")
        return ColumnSeen(**words, status=visit.status, error=error, rendered=visit.rendered)
    document = visit.document
    rows = shapes.own_entries(document, today)
    if shapes.is_rising(shapes.entries(document, today)) and (last := shapes.last_page(document)):
        further = await survey.visits.get(last)
        if further.readable and further.document is not None:
            rows = [*shapes.entries(further.document, today), *rows]
    rows, opened = await _with_dates(survey, rows)
    rows, newest = await _sure_newest(survey, rows)
    if newest is None and not rows and (own := shapes.published(document, today)) and own.source != "address":
        newest = Entry(
            document.heading or candidate.name, document.url, own.moment.day.isoformat(), own.source, own.written
        )
    empty = not rows and not shapes.says_nothing(document)
    loaded = not (empty and (shapes.is_loading(document) or (visit.rendered and visit.unfinished)))
    if empty and not visit.rendered and shapes.made_by_script(document) and document.running_chars < 60:
        loaded = False  # rendering was not possible any more
    return ColumnSeen(
        **words, entries=tuple(rows[:KEPT_ROWS]), total=len(rows), newest=newest, text_chars=_text_chars(survey, document, candidate.name),
        loaded=loaded, rendered=visit.rendered, status=visit.status, future=shapes.future(rows, today), sampled=opened,
    )  # fmt: skip


def _text_chars(survey: Survey, document: Document, name: str) -> int:
    """Running text and names of links of its own; pictures and embedded pages are some, 暂无内容 is none."""
    if shapes.says_nothing(document):
        return 0
    inside = [n for n in document.root.iter("img", "iframe", "video", "embed") if document.region(n) == "content"]
    own = {re.sub(r"\s+", "", words) for words in (name, document.heading, document.title)}
    lines = [re.sub(r"\s+", "", line) for line in document.running.split("\n")]
    said = [line for line in lines if line not in own and not _FRAME_WORDS.fullmatch(line)]
    home = {link.url for link in survey.home.document.links} if survey.home.document else set()
    known = home | survey.found.keys() | {document.url, survey.home.url}
    links = {
        link.url: len(link.text) for link in document.links
        if link.region == "content" and link.url and link.url not in known and not _FRAME_WORDS.fullmatch(link.text)
    }  # fmt: skip
    return sum(len(line) for line in said) + 100 * len(inside) + sum(max(5, chars) for chars in links.values())


_FRAME_WORDS = re.compile(
    r"(?:首页|[上下]一?页|尾页|末页|第?\d*/?\d*页|共\d*[条页篇]?(?:记录|信息)?|每页\d*条|跳转?到?|转到?|GO|确定|您?(?:现在的|当前)(?:所在)?位置.*|"
    r"[\d<>«»|/,，:：·\-]|更多|返回|列表|栏目|打印|关闭)*",
    re.IGNORECASE,
)
"""What stands on a list page without a list: its pager and its place."""


def _limit(kind: str, given: Column | None, today: date) -> date | None:
    """A day before which a column would be accused: such a page is looked at in the browser, too."""
    if given and given.period_days is not None:
        return today - timedelta(days=given.period_days)
    if kind == "news":
        return today - timedelta(days=14)
    if kind in ("notice", "policy", "interpretation"):
        return dates.months_back(today, 6)
    return None


def _is_enough(document: Document, today: date, limit: date | None) -> bool:
    """What came over HTTP would not be accused."""
    rows = shapes.own_entries(document, today)
    if not rows:
        return document.running_chars >= 60
    newest = shapes.newest(rows, today)
    return limit is None or newest is None or newest.day is None or date.fromisoformat(newest.day) >= limit


async def _with_dates(survey: Survey, rows: list[Entry]) -> tuple[list[Entry], int]:
    """The first rows that tell no date are opened; an index of columns gives the newest of each."""
    head = rows[:6]
    dated = sum(1 for row in head if row.day)
    without = [row for row in head if not row.day and row.url and survey.visits.context.in_scope(row.url)]
    if not without or dated > len(head) // 2:
        return rows, 0
    told: dict[str, Entry] = {}
    for visit, row in zip(
        await survey.visits.all([r.url for r in without[:OPENED]], survey.visits.get), without, strict=False
    ):
        if visit.readable and visit.document is not None:
            told[row.url] = _own_date(visit.document, row, survey.today)
    return [told.get(row.url, row) for row in rows], len(told)


async def _sure_newest(survey: Survey, rows: list[Entry]) -> tuple[list[Entry], Entry | None]:
    """The newest row; where only its day and month are written, its own page is asked for the year."""
    for _ in range(OPENED):
        newest = shapes.newest(rows, survey.today)
        if newest is None or not newest.year_guessed:
            return rows, newest
        told = await _ask_year(survey, newest)
        if told == newest:
            return rows, newest
        rows = [told if row is newest else row for row in rows]
    return rows, shapes.newest(rows, survey.today)


async def _ask_year(survey: Survey, row: Entry) -> Entry:
    if not row.url or not survey.visits.context.in_scope(row.url):
        return row
    visit = await survey.visits.get(row.url)
    return shapes.dated(row, visit.document, survey.today) if visit.readable and visit.document else row


def _own_date(document: Document, row: Entry, today: date) -> Entry:
    if shapes.is_article(document, today):
        return shapes.dated(row, document, today)
    inner = shapes.newest(shapes.entries(document, today), today)
    if inner is not None:
        return replace(row, day=inner.day, source=inner.source, written=inner.written)
    return shapes.dated(row, document, today)


# --- home -------------------------------------------------------------------------------------------------------------
async def _home_news(survey: Survey) -> HomeNews:
    today = survey.today
    visit = survey.home
    news = await _news_of(survey, visit)
    fresh = news.newest and news.newest.day and date.fromisoformat(news.newest.day) >= today - timedelta(days=14)
    if not fresh and not visit.rendered and visit.document is not None and shapes.made_by_script(visit.document):
        again = await survey.visits.render(visit.url)
        if again is not None and again.readable:
            visit, news = again, await _news_of(survey, again)
    if visit.document is not None and _is_entry_only(visit.document, news, today):
        pages = await _second_level(survey, visit.document)
        return replace(news, entry_only=bool(pages), second_level=tuple(pages))
    return news


async def _news_of(survey: Survey, visit: Visit) -> HomeNews:
    document = visit.document
    if document is None:
        return HomeNews(visit.url, error=visit.error or "unreadable")
    today, in_scope = survey.today, survey.visits.context.in_scope
    rows: list[Entry] = []
    undated: list[Link] = []
    for found in shapes.lists(document):
        some = [shapes.entry(link, today) for link in found]
        rows += [entry for entry in some if entry.day]
        bare = [
            link for link, entry in zip(found, some, strict=False) if not entry.day and link.url and in_scope(link.url)
        ]
        if len(found) >= 3 and sum(len(link.text) for link in found) / len(found) >= 10:
            undated += bare[:2]
    opened = [shapes.entry(link, today) for link in undated[:10]]
    dark = 0
    for other, row in zip(await survey.visits.all([e.url for e in opened], survey.visits.get), opened, strict=True):
        if other.document is None or not other.readable:
            continue
        own = _own_date(other.document, row, today)
        if own.day:
            rows.append(own)
        elif other.document.running_chars >= 60 and other.document.heading:
            dark += 1
    rows, newest = await _sure_newest(survey, rows)
    return HomeNews(
        visit.url, newest=newest, dated=len(rows), undated=dark, rendered=visit.rendered,
        error=visit.error,
    )  # fmt: skip


def _is_entry_only(document: Document, news: HomeNews, today: date) -> bool:
    """Nothing dated, few links, hardly a word: a door, not a home."""
    links = [link for link in document.links if link.url and link.region != "foot"]
    if any(len(rows) >= 3 and sum(len(row.text) for row in rows) >= 10 * len(rows) for rows in shapes.lists(document)):
        return False
    return (
        news.dated == 0
        and len(links) <= 25
        and document.running_chars <= 400
        and not shapes.is_article(document, today)
    )


async def _second_level(survey: Survey, document: Document) -> list[SecondLevel]:
    in_scope = survey.visits.context.in_scope
    urls = {
        link.url: link.text for link in document.links
        if link.url and link.region != "foot" and in_scope(link.url) and link.url.rstrip("/") != survey.home.url.rstrip("/")
    }  # fmt: skip
    pages = []
    for visit in await survey.visits.all(
        list(urls)[:15], lambda u: survey.visits.read(u, lambda d: bool(shapes.lists(d)))
    ):
        news = await _news_of(survey, visit)
        error = news.error or (f"status-{visit.status}" if visit.status >= 400 else None)
        pages.append(SecondLevel(visit.url, urls[visit.url][:40], news.newest, news.dated, news.undated, error))
    return pages


# --- guides -----------------------------------------------------------------------------------------------------------
async def _guides(survey: Survey) -> Guides:
    site = survey.visits.context.site
    if site.guides:
        chosen = sample([(url, "") for url in site.guides], GUIDES, survey.seed, "guides", lambda pair: pair[0])
        items = [await _guide(survey, url, title) for url, title in chosen]
        return Guides(tuple(items), len(site.guides), True, "", survey.seed)
    listed, error = await guides_of(survey)
    chosen = sample(list(listed.items()), GUIDES, survey.seed, "guides", lambda pair: pair[0])
    items = [await _guide(survey, url, title) for url, title in chosen]
    real = tuple(item for item in items if item.is_guide or item.error or item.status >= 400)
    sections = survey.of_kind("guide")
    section_url = sections[0].url if sections else ""
    elsewhere = survey.elsewhere.get("guide", "")
    return Guides(real, len(listed) if real else 0, False, section_url, survey.seed, error, elsewhere)


async def guides_of(survey: Survey) -> tuple[dict[str, str], str | None]:
    """Addresses and names of service items as the service pages list them; why such a page could not be read."""
    listed: dict[str, str] = {}
    error: str | None = None
    for section in survey.of_kind("guide")[:4]:
        visit = await survey.visits.read(section.url, lambda d: bool(shapes.lists(d)))
        if not visit.readable or visit.document is None:
            error = error or visit.error
            continue
        survey.look(visit.document, 2, visit.charset)
        if guides.is_guide(visit.document):
            listed.setdefault(visit.url, section.name)
        listed.update(_items(survey, visit.document))
        if len(listed) >= GUIDES:
            break
    if not listed and survey.home.document is not None:
        listed = {
            link.url: link.text
            for link in survey.home.document.links
            if re.search(r"/(?:bszn|guide|fwzn|banshi)\w*/", link.url)
        }
    return listed, error


def _items(survey: Survey, document: Document) -> dict[str, str]:
    """Rows of a page of services: their names are no columns' names."""
    in_scope = survey.visits.context.in_scope
    return {
        row.url: row.text for rows in shapes.lists(document) for row in rows
        if row.url and in_scope(row.url) and shapes.classify(row.text) not in ("messages", "news", "interpretation", "survey")
        and row.url not in survey.found
    }  # fmt: skip


async def _guide(survey: Survey, url: str, title: str) -> GuideSeen:
    visit = await survey.visits.read(url, guides.is_guide)
    if visit.document is None:
        return GuideSeen(title or url, url, status=visit.status, error=visit.error)
    if visit.status >= 400:
        return GuideSeen(title or url, url, status=visit.status)
    guide = replace(guides.read(visit.document, title), url=url, status=visit.status)
    return replace(guide, forms=tuple([await _form(survey, form) for form in guide.forms]))


async def _form(survey: Survey, form: FormMention) -> FormMention:
    """A form with the fate of its download: asked twice before it is called dead, the second time as a browser asks."""
    if not form.url:
        return form
    get = survey.visits.context.fetcher.get
    answer = await get(form.url, limit_bytes=4096, robots=False)
    if not answer.ok:
        answer = await get(form.url, limit_bytes=4096, robots=False, fresh=True, as_browser=True)
    return replace(form, status=answer.status, error=answer.error)


# --- messages ---------------------------------------------------------------------------------------------------------
_MESSAGE_LIST = re.compile(r"留言|来信|信件|选登|咨询|答复|回复|网民|问答|投诉|建议")
_NOT_MESSAGES = re.compile(r"征集|调查|问卷|公告|通知|统计|访谈|发布会|征求意见")


async def messages_of(survey: Survey) -> Messages:
    """The column of messages with what was read of it."""
    site = survey.visits.context.site
    places = [site.messages] if site.messages else [c.url for c in survey.of_kind("messages")][:6]
    best: tuple[Visit, list[Entry], list[MessageSeen]] | None = None
    first_error: tuple[str, str] | None = None
    for url in places:
        visit = await survey.visits.read(url, lambda d: bool(_message_rows(survey, d)))
        if not visit.readable or visit.document is None:
            first_error = first_error or (url, visit.error or f"status-{visit.status}")
            continue
        survey.look(visit.document, 2, visit.charset)
        rows = _message_rows(survey, visit.document)
        whole = replies.inline(visit.document, survey.today)
        if best is None or len(rows) + len(whole) > len(best[1]) + len(best[2]):
            best = (replace(visit, url=url), rows, whole)
    if best is None:
        url, error = first_error or ("", None)
        elsewhere = survey.elsewhere.get("messages", "")
        return Messages(url, bool(site.messages), seed=survey.seed, error=error, elsewhere=elsewhere)
    return await _read_messages(survey, *best)


async def _read_messages(survey: Survey, visit: Visit, rows: list[Entry], whole: list[MessageSeen]) -> Messages:
    given = bool(survey.visits.context.site.messages)
    today = survey.today
    chosen = sample(rows, MESSAGES, survey.seed, "messages", lambda e: e.url)
    more = [row for row in rows if row not in chosen][:LATE_MESSAGES]
    items = list(whole)
    for row, sampled in [*((r, True) for r in chosen), *((r, False) for r in more)]:
        page = await survey.visits.get(row.url)
        if page.readable and page.document is not None:
            seen = replies.read(page.document, today, row.title)
            items.append(replace(seen, url=row.url, sampled=sampled))
        elif sampled:
            error = page.error or f"status-{page.status}"
            items.append(MessageSeen(row.title[:100], row.url, sampled=True, error=error))
    days = [Entry(i.title, i.url, max(i.asked or "", i.answered or "") or None, "label") for i in items]
    own = {day.url for day in days if day.day}
    newest = shapes.newest([*(row for row in rows if not (row.year_guessed and row.url in own)), *days], today)
    undated = 0 if newest else len(rows) + len(whole)
    document = visit.document
    empty = not rows and not whole
    unfinished = visit.unfinished or (document is not None and shapes.is_loading(document))
    scripted = document is not None and not visit.rendered and shapes.made_by_script(document)
    loaded = not (empty and (unfinished or scripted) and not (document and shapes.says_nothing(document)))
    return Messages(visit.url, given, tuple(items), len(rows) + len(whole), newest, undated, loaded, survey.seed)


def _message_rows(survey: Survey, document: Document) -> list[Entry]:
    """Rows of the list of messages: told from surveys and notices by the heading above and by their own words."""
    best: tuple[float, list[Link]] = (0.0, [])
    for rows in shapes.lists(document):
        usable = [
            row for row in rows if row.url and survey.visits.context.in_scope(row.url) and row.url not in survey.found
        ]
        if not usable or all(row.region == "side" for row in usable):
            continue
        heading = _heading_above(usable[0])
        words = heading + " ".join(urlsplit(row.url).path for row in usable[:3])
        bonus = 3.0 if _MESSAGE_LIST.search(heading) and not _NOT_MESSAGES.search(heading) else 1.0
        if _NOT_MESSAGES.search(heading) or sum(bool(_NOT_MESSAGES.search(r.text)) for r in usable) * 2 > len(usable):
            bonus = 0.0
        if re.search(r"/(?:ly|lyxd|letter|mailbox|xinxiang|wsxf|message|lyhf|xjxd)\w*/", words):
            bonus *= 2
        dated = sum(bool(dates.parse(row.row, survey.today)) for row in usable) / len(usable)
        weight = bonus * len(usable) * (1 + dated)
        if weight > best[0]:
            best = (weight, usable)
    return [shapes.entry(link, survey.today) for link in best[1]]


def _heading_above(link: Link) -> str:
    """Words of the nearest heading before a row, within four blocks upwards."""
    at = link.node.getparent()
    for _ in range(6):
        if at is None or at.tag == "body":
            break
        for sibling in at.itersiblings(preceding=True):
            if isinstance(sibling.tag, str) and sibling.tag in (
                "h1",
                "h2",
                "h3",
                "h4",
                "h5",
                "dt",
                "caption",
                "legend",
            ):
                return "".join(sibling.itertext()).strip()[:40]
        at = at.getparent()
    return ""


# --- surveys, figures, data, reports ----------------------------------------------------------------------------------
async def _surveys(survey: Survey) -> Surveys:
    year = dates.months_back(survey.today, 12).isoformat()
    rows: dict[str, Entry] = {}
    where, error = "", None
    for url in [c.url for c in survey.of_kind("survey")][:4] + [c.url for c in survey.of_kind("messages")][:3]:
        visit = await survey.visits.read(url, lambda d: bool(shapes.lists(d)))
        if not visit.readable or visit.document is None:
            error = error or visit.error
            continue
        found = _survey_rows(survey, visit.document, is_column=url in {c.url for c in survey.of_kind("survey")})
        if found or (not where and url in {c.url for c in survey.of_kind("survey")}):
            where = where or url
        rows.update({row.url: row for row in found})
    recent = [row for row in rows.values() if row.day is None or row.day >= year]
    items = []
    for row in recent[:SURVEYS]:
        page = await survey.visits.get(row.url)
        if page.readable and page.document is not None:
            seen = replies.survey(page.document, survey.today, row.title, row.day)
            items.append(replace(seen, url=row.url))
    return Surveys(where, tuple(items), error if not where else None)


def _survey_rows(survey: Survey, document: Document, *, is_column: bool) -> list[Entry]:
    found = []
    main = {row.url for row in shapes.main_list(document)} if is_column else set()
    for rows in shapes.lists(document):
        for row in rows:
            named = re.search(r"征集|征求|调查|问卷|意见|听证", row.text) or row.url in main
            result = re.search(r"结果反馈|反馈结果|结果公[布告]|采纳情况", row.text) or row.url in survey.found
            if row.url and named and not result and survey.visits.context.in_scope(row.url):
                found.append(shapes.entry(row, survey.today))
    return found


async def _statistics(survey: Survey) -> Statistics:
    for kind, name in (("services", "service-statistics"), ("messages", "message-statistics")):
        for candidate in survey.of_kind(name)[:2]:
            visit = await survey.visits.read(candidate.url, lambda d: bool(shapes.lists(d)) or d.running_chars > 20)
            if not visit.readable or visit.document is None:
                survey.figures.setdefault(kind, StatisticSeen(kind, candidate.url, error=visit.error or "unreadable"))
                continue
            seen = figures.find(visit.document, kind, survey.today)
            newest = shapes.newest(shapes.entries(visit.document, survey.today), survey.today)
            if newest and (seen is None or (newest.day or "") > (seen.day or "")):
                seen = StatisticSeen(kind, candidate.url, newest.day, newest.title)
            known = survey.figures.get(kind)
            seen = seen or StatisticSeen(kind, candidate.url, written=visit.document.content[:100])
            if known is None or (seen.day or "") >= (known.day or ""):
                survey.figures[kind] = seen
    other = {
        kind: place
        for kind, names in (
            ("services", ("service-statistics", "guide")),
            ("messages", ("message-statistics", "messages")),
        )
        if (place := next((survey.elsewhere[name] for name in names if name in survey.elsewhere), ""))
    }
    return Statistics(tuple(survey.figures[kind] for kind in ("services", "messages") if kind in survey.figures), other)


_DATA_FILE = re.compile(r"\.(?:csv|xlsx?|json|xml|rdf|zip|et)$", re.IGNORECASE)


async def _open_data(survey: Survey) -> OpenData:
    sections = survey.of_kind("opendata")
    if not sections:
        return OpenData()
    url = sections[0].url
    visit = await survey.visits.read(url, lambda d: len(d.content) > 50)
    if not visit.readable or visit.document is None:
        return OpenData(url, error=visit.error or f"status-{visit.status}")
    inside = [link for link in visit.document.links if link.region in ("content", "side")]
    files = [
        link for link in inside if link.url and (_DATA_FILE.search(urlsplit(link.url).path) or "下载" in link.text)
    ]
    doors = [link for link in inside if re.search(r"接口|API", link.text, re.IGNORECASE)]
    rows = shapes.entries(visit.document, survey.today)
    for link in [*files, *doors]:
        if moment := dates.parse(f"{link.text} {link.row}", survey.today):
            rows.append(Entry(link.text[:100], link.url, moment.day.isoformat(), "row", str(moment)))
    for moment in dates.every(visit.document.content):
        rows.append(Entry("", url, moment.day.isoformat(), "hint", str(moment)))
    return OpenData(
        url, tuple(link.url for link in files[:20]), tuple(link.url or link.text for link in doors[:20]),
        shapes.newest(rows, survey.today),
    )  # fmt: skip


async def _annual(survey: Survey) -> AnnualReport:
    for candidate in survey.of_kind("annual")[:2]:
        visit = await survey.visits.get(candidate.url)
        if visit.readable and visit.document is not None:
            survey.look(visit.document, 2, visit.charset)
            if year := _annual_year(f"{visit.document.heading} {visit.document.title}"):
                survey.annual.append((year, visit.document.heading[:100], candidate.url))
            for row in shapes.entries(visit.document, survey.today):
                found = re.search(r"20[12]\d", row.title)
                if found and "报" in row.title:
                    survey.annual.append((int(found[0]), row.title[:100], row.url))
    unique = {(year, url): (year, title, url) for year, title, url in survey.annual}
    return AnnualReport(tuple(sorted(unique.values(), reverse=True))[:10], tuple(survey.opened[:20]))


async def _search(survey: Survey, columns: Sequence[ColumnSeen]) -> Searches:
    context = survey.visits.context
    way = own_search.of_site_file(context.site)
    given = bool(context.site.search)
    if way is None and given:
        visit = await survey.visits.get(context.site.search)
        if visit.document is not None:
            way = own_search.of_page(visit.document, context.in_scope, visit.charset)
    if way is None and survey.ways:
        order = {"get": 0, "outside": 1, "post": 2, "script": 3}
        way = min(survey.ways, key=lambda w: order.get(w.form, 9))
    if way is None:
        way = await _other_way(survey)
    old = (survey.today - timedelta(days=2)).isoformat()
    titles = {
        entry.url: entry for column in columns if column.kind in ("news", "notice", "policy", "other") for entry in column.entries
        if entry.url and entry.day and entry.day <= old and 8 <= len(entry.title) <= 60 and not entry.title.endswith(("…", "..."))
    }  # fmt: skip
    chosen = sample(list(titles.values()), TITLES, survey.seed, "search", lambda e: e.url)
    return await own_search.use(survey.visits, way, given, chosen)


async def _other_way(survey: Survey) -> own_search.Way | None:
    """A search that has a page of its own, or a field that a script makes."""
    context, home = survey.visits.context, survey.home
    links = home.document.links if home.document is not None else []
    named = re.compile(r"\A(?:(?:站内|全站|全文|智能|高级|信息)?(?:搜索|检索)|搜一搜|搜|search)\Z", re.IGNORECASE)
    for link in links:
        if link.url and named.match(link.text):
            if not context.in_scope(link.url):
                return own_search.Way("outside", link.url)
            visit = await survey.visits.read(link.url, lambda d: own_search.of_page(d, context.in_scope) is not None)
            if visit.document is None or not visit.readable:
                return None if visit.status in (404, 410) or visit.status >= 500 else own_search.Way("unread", link.url)
            way = own_search.of_page(visit.document, context.in_scope, visit.charset)
            return way or own_search.Way("script", link.url)
    if home.rendered or home.document is None or not shapes.made_by_script(home.document):
        return None
    shown = await survey.visits.render(home.url)
    if shown is None or shown.document is None:
        return None
    return own_search.of_page(shown.document, context.in_scope, home.charset)
