"""Is the site alive and of use: columns and their freshness, guides, messages, search, and the words themselves.

Every number is an option; the defaults are those of 国办秘函〔2019〕19号 and 宿政办发〔2022〕1号 附件2. Days are
calendar days of Asia/Shanghai; the last day of a period is still in time. A date that could not be read never fails a
site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from a11y import dates
from a11y import garbled as misread
from a11y import privacy as personal
from a11y import wording as words_of
from a11y.checks._places import places
from a11y.evidence import (
    AnnualReport,
    Article,
    Columns,
    ColumnSeen,
    Duplicates,
    Entry,
    Guides,
    GuideSeen,
    HomeNews,
    Interpretations,
    InterpretationSeen,
    Messages,
    MessageSeen,
    Meta,
    OpenData,
    Outline,
    Page,
    Sample,
    Searches,
    SecondLevel,
    Statistics,
    StatisticSeen,
    Surveys,
    SurveySeen,
    Texts,
)
from a11y.model import Certainty, Finding, Impact, Mode, Role, Target, cannot_tell, failed, passed
from a11y.registry import check
from a11y.workdays import OutsideCalendarError, working_days

_SITE = Target()
_STANDARD = (Mode.STANDARD,)
_DEAD = (404, 410)


def _today(sample: Sample) -> date:
    return dates.local_day(sample.collected_at)


def _is_portal(sample: Sample) -> bool:
    return sample.site.kind == "portal"


# --- freshness --------------------------------------------------------------------------------------------------------
@check(
    "content/home-fresh",
    title="首页长时间没有更新",
    why="首页不更新，来访者会以为网站没有人管。",
    remedy="每两周至少在首页发布一条新信息，并显示发布日期。",
    impact=Impact.CRITICAL,
)
def home_fresh(news: HomeNews, sample: Sample, *, days: int = 14) -> Iterator[Finding]:
    """Something on the home page was published in the last `days` days; the last of these days is still in time.

    Where the home page is only an entry, something on any page that it leads to.
    Source: 国办秘函〔2019〕19号 单项否决 首页不更新; 宿政办发〔2022〕1号.
    """
    today = _today(sample)
    oldest = today - timedelta(days=days)
    required = f"{oldest} 以后有更新（{days}天内）"
    if news.entry_only:
        yield from _entry_fresh(news, oldest, required)
    elif news.newest and news.newest.year_guessed and news.newest.day and _day(news.newest.day) >= oldest:
        yield cannot_tell(
            _SITE,
            f"首页最新一条信息的日期“{news.newest.written[:20]}”没有写年份，打开文章也没有读出，不能断定是否更新",
            reason="date-without-year",
            page=news.url,
            measured=news.newest.written[:40],
            required=required,
        )
    elif news.newest and news.newest.day and _day(news.newest.day) >= oldest:
        yield passed(_SITE, page=news.url, measured=news.newest.day, title=news.newest.title)
    elif news.error or not (news.newest and news.newest.day) or news.undated or _is_a_hint(news):
        yield cannot_tell(
            _SITE,
            "首页信息的发布日期没有全部读出，不能断定是否更新",
            reason=news.error or "date-unreadable",
            page=news.url,
            measured=news.newest.day if news.newest and news.newest.day else _UNREAD,
            required=required,
            undated=news.undated,
        )
    elif _is_of_a_document(news.newest, news.dated):
        yield _no_news(news.newest, news.url, required)
    else:
        overdue = (oldest - _day(news.newest.day)).days
        yield failed(
            _SITE,
            f"首页最新一条信息发布于 {news.newest.day}，已超期 {overdue} 天",
            page=news.url,
            measured=news.newest.day,
            required=required,
            days_overdue=overdue,
            title=news.newest.title,
        )


def _is_a_hint(news: HomeNews) -> bool:
    """A day in the address of one link or two says when that was published, not what is new on this page."""
    return news.newest is not None and news.newest.source == "address" and news.dated < LEAST_DATED


LEAST_DATED = 3
"""Entries with a date from which the addresses of entries say how old the newest is."""


def _is_of_a_document(newest: Entry, dated: int) -> bool:
    """The only date there is stands with a version, a manual or a download, and with no headline: it dates that, no news."""
    if dated != 1:
        return False
    headline = len(re.findall(r"[\u4e00-\u9fff]", newest.title)) >= HEADLINE and not _VERSION.search(newest.title)
    return not headline and bool(_VERSION.search(f"{newest.title} {newest.written}"))


HEADLINE = 8
"""Chinese characters from which a title reads as one of a piece of news."""
_VERSION = re.compile(
    r"版本|修订|改版|更新(?:于|日志|日期|时间|记录|说明)|手册|文档|说明书|使用说明|帮助|下载|"
    r"\b(?:releases?|version|revision|changelog|updated|manual|download)\b|\bv\d",
    re.IGNORECASE,
)


def _no_news(newest: Entry, page: str, required: str) -> Finding:
    words = newest.written[:20] or newest.day
    return cannot_tell(
        _SITE,
        f"首页只读出一个日期“{words}”，像是版本、文档或下载的日期，不是发布信息的日期，请查看首页有没有信息列表",
        reason="not-a-news-date",
        page=page,
        measured=newest.day,
        required=required,
        title=newest.title,
    )


def _titled(title: str) -> str:
    """A title in its marks, once: many bring a pair of their own, around all of it or a part."""
    words = title[:60]
    if words.startswith("《") and words.endswith("》"):
        return words
    return f"“{words}”" if "《" in words else f"《{words}》"


def _entry_fresh(news: HomeNews, oldest: date, required: str) -> Iterator[Finding]:
    newest = max((p for p in news.second_level if p.newest and p.newest.day), key=_newest_day, default=None)
    if newest and newest.newest and newest.newest.day and _day(newest.newest.day) >= oldest:
        yield passed(_SITE, page=newest.url, measured=newest.newest.day, title=newest.newest.title)
        return
    unclear = [page for page in news.second_level if page.undated or (page.error and page.error not in _NO_PAGE)]
    if newest is None or newest.newest is None or newest.newest.day is None or unclear:
        page = unclear[0].url if unclear else news.url
        yield cannot_tell(
            _SITE,
            "首页只是入口，下一级页面的发布日期没有全部读出，不能断定是否更新",
            reason="date-unreadable",
            page=page,
            measured=newest.newest.day if newest and newest.newest else _UNREAD,
            required=required,
        )
        return
    if _is_of_a_document(newest.newest, sum(page.dated for page in news.second_level)):
        yield _no_news(newest.newest, newest.url, required)
        return
    overdue = (oldest - _day(newest.newest.day)).days
    yield failed(
        _SITE,
        f"首页只是入口，所有下一级页面中最新一条信息发布于 {newest.newest.day}，已超期 {overdue} 天",
        page=newest.url,
        measured=newest.newest.day,
        required=required,
        days_overdue=overdue,
    )


_UNREAD = "没有读出日期"
_NO_PAGE = ("status-404", "status-410", "not-html")
"""What a dead link or a file gives: no page, so no news either."""


def _newest_day(page: SecondLevel) -> str:
    return page.newest.day if page.newest and page.newest.day else ""


@check(
    "content/column-fresh",
    title="栏目超期没有更新",
    why="动态、公告和政策栏目不更新，来访者得不到现行的信息。",
    remedy="按期更新：动态要闻类两周，通知公告、政策文件、政策解读六个月，其他栏目按登记的周期。",
    impact=Impact.SERIOUS,
)
def column_fresh(
    columns: Columns,
    sample: Sample,
    *,
    news_days: int = 14,
    notice_months: int = 6,
    policy_months: int = 6,
    interpretation_months: int = 6,
) -> Iterator[Finding]:
    """Every column has something new within its period; `data.days_overdue` counts the days beyond it.

    Applicable: columns of news, notices, policies and interpretations, and others for which the site file sets a
    period; not blank ones. A period that the site file sets goes before the kind's.
    Source: 国办秘函〔2019〕19号 单项否决 栏目不更新; 宿政办发〔2022〕1号 附件2 内容更新.
    """
    today = _today(sample)
    limits = {
        "news": (today - timedelta(days=news_days), f"{news_days}天"),
        "notice": (dates.months_back(today, notice_months), f"{notice_months}个月"),
        "policy": (dates.months_back(today, policy_months), f"{policy_months}个月"),
        "interpretation": (dates.months_back(today, interpretation_months), f"{interpretation_months}个月"),
    }
    for column in columns.items:
        if column.period_days is not None:
            limit = (today - timedelta(days=column.period_days), f"{column.period_days}天")
        elif column.kind in limits:
            limit = limits[column.kind]
        else:
            continue
        if not _is_blank(column):
            yield _freshness(column, *limit)


def _freshness(column: ColumnSeen, oldest: date, period: str) -> Finding:
    words: dict[str, Any] = {"kind": column.kind, "column": column.name, "level": column.level, "given": column.given}
    key = f"{column.name}"
    required = f"{oldest} 以后有更新（{period}内）"
    if column.error or not column.loaded:
        return cannot_tell(
            _SITE,
            f"栏目“{column.name}”没有读到，不能断定是否更新",
            reason=column.error or "list-not-loaded",
            required=required,
            page=column.url,
            key=key,
            **words,
        )
    newest = column.newest.day if column.newest else None
    if newest and _day(newest) >= oldest and column.newest and column.newest.year_guessed:
        return cannot_tell(
            _SITE,
            f"栏目“{column.name}”最新一条的日期“{column.newest.written[:20]}”没有写年份，打开文章也没有读出，不能断定是否更新",
            reason="date-without-year",
            measured=column.newest.written[:40],
            required=required,
            page=column.url,
            key=key,
            **words,
        )
    if newest and _day(newest) >= oldest:
        return passed(_SITE, page=column.url, key=key, measured=newest, required=required, **words)
    if newest and column.newest and column.newest.source == "row" and not column.newest.url:
        return cannot_tell(
            _SITE,
            f"栏目“{column.name}”里读到的最新日期是 {newest}，但这些行没有链接，不一定是文章，不能断定是否更新",
            reason="rows-without-links",
            measured=newest,
            required=required,
            page=column.url,
            key=key,
            **words,
        )
    if newest is None or any(entry.day is None for entry in column.entries[:5]):
        return cannot_tell(
            _SITE,
            f"栏目“{column.name}”的发布日期没有读出，不能断定是否更新",
            reason="date-unreadable",
            measured=newest or _UNREAD,
            required=required,
            page=column.url,
            key=key,
            **words,
        )
    overdue = (oldest - _day(newest)).days
    return failed(
        _SITE,
        f"栏目“{column.name}”最后更新于 {newest}，超过{period}，已超期 {overdue} 天",
        measured=newest,
        required=required,
        page=column.url,
        key=key,
        days_overdue=overdue,
        **words,
    )


@check(
    "content/column-blank",
    title="栏目是空白的",
    why="点进去什么也没有，来访者白跑一趟。",
    remedy="补上内容；没有内容可发的栏目应当撤下。",
    impact=Impact.SERIOUS,
)
def column_blank(columns: Columns, *, min_chars: int = 60, few_chars: int = 10) -> Iterator[Finding]:
    """No column is without an entry. A column may be one article.

    Doubtful: a list that did not load, and a page with `few_chars` to `min_chars` characters of its own.
    Source: 国办秘函〔2019〕19号 单项否决 栏目不更新(3) 空白栏目.
    """
    for column in columns.items:
        words: dict[str, Any] = {
            "kind": column.kind,
            "column": column.name,
            "level": column.level,
            "given": column.given,
        }
        if column.error or (not column.loaded and not column.entries):
            yield cannot_tell(
                _SITE,
                f"栏目“{column.name}”没有读到，不能断定是否空白",
                reason=column.error or "list-not-loaded",
                measured=column.total,
                required="至少一条内容",
                page=column.url,
                key=column.name,
                **words,
            )
        elif _is_blank(column, min_chars) and column.text_chars >= few_chars:
            yield cannot_tell(
                _SITE,
                f"栏目“{column.name}”没有列表，只有 {column.text_chars} 个字，请人工看看算不算空白",
                reason="few-words",
                measured=column.text_chars,
                required="至少一条内容",
                page=column.url,
                key=column.name,
                **words,
            )
        elif _is_blank(column, min_chars):
            yield failed(
                _SITE,
                f"栏目“{column.name}”没有任何内容",
                measured=0,
                required="至少一条内容",
                page=column.url,
                key=column.name,
                **words,
            )
        else:
            yield passed(_SITE, page=column.url, key=column.name, measured=column.total, **words)


def _is_blank(column: ColumnSeen, min_chars: int = 60) -> bool:
    return column.error is None and column.loaded and not column.entries and column.text_chars < min_chars


_KIND_NAMES = {
    "news": "动态要闻",
    "notice": "通知公告",
    "policy": "政策文件",
    "interpretation": "政策解读",
    "overview": "概况信息",
    "leaders": "领导信息",
    "statistics": "统计信息",
    "other": "其他",
}


@check(
    "content/column-missing",
    title="缺少应当开设的栏目",
    why="概况、领导、动态、政策这些栏目是公众认识一个机关的起点。",
    remedy="开设所缺的栏目，并在主导航中列出。",
    impact=Impact.SERIOUS,
    certainty=Certainty.EITHER,
)
def column_missing(
    columns: Columns,
    sample: Sample,
    *,
    portal: Sequence[str] = ("overview", "leaders", "news", "notice", "policy", "interpretation"),
    department: Sequence[str] = ("overview", "leaders", "news", "notice", "policy"),
) -> Iterator[Finding]:
    """The site has every kind of column that a site of its kind owes.

    Fails where the site file names the columns; doubtful where they were found by us, or the kind of site is not given.
    Source: 国办秘函〔2019〕19号 发布解读; 宿政办发〔2022〕1号 附件2 概况信息、领导信息.
    """
    there = {column.kind for column in columns.items}
    for kind in portal if _is_portal(sample) else department:
        name = _KIND_NAMES.get(kind, kind)
        found = sorted(_KIND_NAMES.get(one, one) for one in there)
        words: dict[str, Any] = {"measured": found, "required": name, "key": kind, "kind": kind}
        if kind in there:
            yield passed(_SITE, key=kind, kind=kind, measured=[c.name for c in columns.items if c.kind == kind][:5])
        elif columns.given and sample.site.kind:
            yield failed(_SITE, f"没有开设“{name}”类栏目", **words)
        else:
            other = columns.elsewhere.get(kind, "")
            yield cannot_tell(
                _SITE,
                f"没有找到“{name}”类栏目；{_elsewhere(other) or '栏目是自动找到的，请人工核对或在站点文件中列出'}",
                reason="other-host" if other else "columns-found",
                **words,
            )


def _elsewhere(entry: str) -> str:
    """What settles it where the site leads to another host for it."""
    name, _, url = entry.rpartition(" ")
    return f"“{name}”指向其他主机 {url[:100]}，请把该主机写进站点文件的 scope，或人工核对" if url else ""


@check(
    "content/undated",
    title="文章没有显示发布日期",
    why="没有日期，来访者无法判断信息是否还有效。",
    remedy="在文章标题下方显示“发布时间：YYYY-MM-DD HH:MM”。",
    impact=Impact.MODERATE,
    modes=_STANDARD,
    example="发布时间：2026-11-20 09:30",
)
def undated(page: Page, article: Article, outline: Outline, sample: Sample) -> Iterator[Finding]:
    """Every article shows its date of publication. A label whose date we cannot read is doubtful.

    Applicable: pages sampled as articles, and pages that are articles by their shape.
    Source: 国办发〔2017〕47号 网页设计规范.
    """
    if not (page.role is Role.ARTICLE or (article.is_article and page.role in (Role.RANDOM, Role.COLUMN))):
        return
    today = _today(sample)
    required = "发布时间：YYYY-MM-DD HH:MM"
    shown = dates.labelled("\n".join(article.date_texts), today) or dates.labelled(outline.text, today)
    if shown:
        yield passed(article.target, measured=str(shown[0]))
    elif any(dates.parse(text, today) for text in article.date_texts):
        yield passed(article.target, measured=article.date_texts[0][:60])
    elif article.date_texts or dates.has_label_without_date(outline.text, today):
        yield cannot_tell(
            article.target,
            "文章有发布时间一栏，但读不出日期",
            reason="date-unreadable",
            measured=list(article.date_texts)[:3],
            required=required,
        )
    else:
        yield failed(article.target, "文章没有显示发布日期", measured="", required=required)


@check(
    "content/duplicate",
    title="同一篇文章重复发布",
    why="旧文换日期、换栏目再发，是凑更新，会误导来访者。",
    remedy="核对这两处；重复的撤下一处，改过日期的恢复原来的日期。",
    impact=Impact.MODERATE,
    certainty=Certainty.DOUBTS,
)
def duplicate(seen: Duplicates) -> Iterator[Finding]:
    """No article appears again under another date or column. A person decides: announcements may be repeated rightly.

    Source: 国办秘函〔2019〕19号 单项否决 安全、泄密事故等严重问题(5); 各地关于旧文新发的通报.
    """
    for pair in seen.items:
        where = [part for part in (pair.column, pair.other_column) if part]
        when = [part for part in (pair.day, pair.other_day) if part]
        yield cannot_tell(
            _SITE,
            f"{_titled(pair.title)}与另一篇文章相同（{'、'.join(when + where) or '不同地址'}）",
            reason="same-article",
            measured=[pair.url, pair.other_url],
            required="不重复发布",
            page=pair.url,
            key=pair.other_url,
            likeness=pair.likeness,
            days=[pair.day, pair.other_day],
            columns=[pair.column, pair.other_column],
        )
    if not seen.items and seen.compared > 1:
        yield passed(_SITE, measured=seen.compared, read=seen.read)


# --- interpretations --------------------------------------------------------------------------------------------------
@check(
    "content/interpretation-exists",
    title="政策文件没有解读",
    why="文件不解读，普通人看不懂、用不上。",
    remedy="为涉及面广、社会关注度高的政策文件同步发布解读，并互相链接。",
    impact=Impact.MODERATE,
    certainty=Certainty.DOUBTS,
)
def interpretation_exists(seen: Interpretations) -> Iterator[Finding]:
    """Each sampled policy has an interpretation. Whether it needed one is a person's judgement.

    Source: 宿政办发〔2022〕1号 附件2 政策解读.
    """
    for policy in seen.policies:
        if policy.interpretation_url:
            yield passed(_SITE, page=policy.url, key=policy.title, measured=policy.interpretation_url)
        elif policy.error:
            yield cannot_tell(
                _SITE,
                f"政策文件{_titled(policy.title)}没有读到",
                reason=policy.error,
                measured="没有读到",
                required="有解读",
                page=policy.url,
                key=policy.title,
            )
        else:
            yield failed(
                _SITE,
                f"没有找到政策文件{_titled(policy.title)}的解读",
                measured="",
                required="有解读",
                page=policy.url,
                key=policy.title,
            )


@check(
    "content/interpretation-linked",
    title="解读与政策文件没有互相链接",
    why="看了解读找不到原文，看了原文找不到解读，两边都白看。",
    remedy="在解读页链接政策文件，在政策文件页链接解读。",
    impact=Impact.MODERATE,
)
def interpretation_linked(seen: Interpretations) -> Iterator[Finding]:
    """A sampled interpretation links to its policy, and that policy links back. One finding for each direction.

    Source: 宿政办发〔2022〕1号 附件2 解读关联.
    """
    for item in seen.interpretations:
        if item.error:
            yield cannot_tell(
                _SITE,
                f"解读{_titled(item.title)}没有读到",
                reason=item.error,
                measured="没有读到",
                required="互相链接",
                page=item.url,
                key=item.title,
            )
            continue
        if item.links_to_policy:
            yield passed(_SITE, page=item.url, key=f"to:{item.title}", kind="to-policy", measured=item.policy_url)
        else:
            yield failed(
                _SITE,
                f"解读{_titled(item.title)}没有链接到所解读的政策文件",
                measured="",
                required="链接到政策文件",
                page=item.url,
                key=f"to:{item.title}",
                kind="to-policy",
            )
        yield from _linked_back(item)


def _linked_back(item: InterpretationSeen) -> Iterator[Finding]:
    if item.outside or not item.policy_url:
        return
    words: dict[str, Any] = {"page": item.policy_url, "key": f"back:{item.title}", "kind": "to-interpretation"}
    title = item.policy_title[:60] or item.policy_url
    if item.linked_back:
        yield passed(_SITE, measured=item.url, **words)
    elif item.linked_back is None:
        yield cannot_tell(
            _SITE, f"政策文件{_titled(title)}没有读到", reason="policy-unreadable", required="链接到解读", **words
        )
    else:
        yield failed(
            _SITE,
            f"政策文件{_titled(title)}没有链接到解读{_titled(item.title)}",
            measured="",
            required="链接到解读",
            **words,
        )


# --- guides -----------------------------------------------------------------------------------------------------------
ELEMENTS = (
    "事项名称",
    "设定依据",
    "申请条件",
    "办理材料",
    "办理地点",
    "办理机构",
    "收费标准",
    "办理时间",
    "联系电话",
    "办理流程",
)
"""The ten elements of a guide. Source: 宿政办发〔2022〕1号 附件2 办事指南."""


@check(
    "content/guide-exists",
    title="没有办事指南",
    why="没有指南，办事的人不知道带什么、去哪里。",
    remedy="为每个服务事项提供办事指南。",
    impact=Impact.CRITICAL,
    certainty=Certainty.DOUBTS,
)
def guide_exists(guides: Guides, sample: Sample) -> Iterator[Finding]:
    """There are service guides, and every sampled item leads to one.

    Inapplicable: no guides on a site that is no portal.
    Source: 国办秘函〔2019〕19号 单项否决 服务不实用; 宿政办发〔2022〕1号 附件2 办事指南(1).
    """
    if sample.site.no_service:
        return
    if not guides.items and _is_portal(sample):
        message = f"没有找到办事指南；{_elsewhere(guides.elsewhere) or '请人工核对，或在站点文件中列出指南'}"
        yield failed(_SITE, message, measured=0, required="提供办事指南", page=guides.section_url or None)
    for guide in guides.items:
        if guide.error:
            yield _unread_guide(guide)
        elif guide.status in _DEAD or guide.status >= 500 or not guide.is_guide:
            yield failed(
                _SITE,
                f"服务事项“{guide.title[:40]}”没有办事指南",
                measured=guide.status,
                required="提供办事指南",
                page=guide.url,
                key=guide.title,
            )
        else:
            yield passed(_SITE, page=guide.url, key=guide.title, measured=guide.title)


def _unread_guide(guide: GuideSeen) -> Finding:
    return cannot_tell(
        _SITE,
        f"办事指南“{guide.title[:40]}”没有读到",
        reason=guide.error or "unreadable",
        measured="没有读到",
        required="能打开的办事指南",
        page=guide.url,
        key=guide.title,
    )


def _readable(guides: Guides) -> Iterator[GuideSeen]:
    return (guide for guide in guides.items if not guide.error and guide.is_guide and guide.status < 400)


@check(
    "content/guide-elements",
    title="办事指南缺少要素",
    why="缺一个要素，办事的人就可能多跑一趟。",
    remedy="补齐十个要素：" + "、".join(ELEMENTS) + "。",
    impact=Impact.SERIOUS,
    certainty=Certainty.DOUBTS,
)
def guide_elements(guides: Guides, *, elements: Sequence[str] = ELEMENTS) -> Iterator[Finding]:
    """Every sampled guide has each of the ten elements: one finding for each that is missing.

    Source: 宿政办发〔2022〕1号 附件2 办事指南(2).
    """
    for guide in _readable(guides):
        missing = [name for name in elements if name not in guide.elements]
        for name in missing:
            yield failed(
                _SITE,
                f"办事指南“{guide.title[:40]}”没有写明{name}",
                measured=list(guide.elements),
                required=name,
                page=guide.url,
                key=name,
                kind=name,
                missing=len(missing),
            )
        if not missing:
            yield passed(_SITE, page=guide.url, key=guide.title, measured=list(guide.elements))


@check(
    "content/guide-materials",
    title="办事指南的材料要求不明确",
    why="不说要原件还是复印件、几份，办事的人只好多带或者再跑一趟。",
    remedy="逐项写明原件或复印件、纸质或电子、份数。",
    impact=Impact.MODERATE,
    certainty=Certainty.DOUBTS,
    example="身份证（原件1份，纸质）",
)
def guide_materials(guides: Guides) -> Iterator[Finding]:
    """Materials are said to be originals or copies, on paper or electronic, and how many.

    Applicable: sampled guides that ask for materials.
    Source: 宿政办发〔2022〕1号 附件2 办事指南(3).
    """
    for guide in _readable(guides):
        text = guide.materials
        if not text.strip():
            continue
        if re.search(r"(?:无需|不需要?|免)(?:提交|提供)?(?:任何|其他)?(?:材料|资料)|^\s*(?:无|/|—+|-+)\s*$", text):
            yield passed(_SITE, page=guide.url, key=guide.title, measured="无需材料")
            continue
        unsaid = [name for name, form in _MATERIAL_FORMS.items() if not re.search(form, text)]
        if unsaid:
            yield failed(
                _SITE,
                f"办事指南“{guide.title[:40]}”的材料没有说明：{'、'.join(unsaid)}",
                measured=text[:200],
                required="、".join(_MATERIAL_FORMS),
                page=guide.url,
                key=guide.title,
                unsaid=unsaid,
            )
        else:
            yield passed(_SITE, page=guide.url, key=guide.title, measured=text[:200])


_MATERIAL_FORMS = {
    "原件或复印件": r"原件|复印件|正本|副本|扫描件",
    "纸质或电子": r"纸质|电子|在线|网上|扫描",
    "份数": r"[一二两三四五六七八九十\d]+\s*[份张套本页]|份数",
}

_VAGUE = re.compile(
    r"(?:规定|要求|需要|需|认为|应当?|必须|必要)[^，。；;、\n]{0,14}?的?其[他它]的?(?:有关|相关|必要)?的?(?:申请|证明|申报)?"
    r"(?:材料|资料|文件|证件|手续|证明)"
    r"|其[他它](?:有关|相关|必要的?|所需的?|需要(?:提供|提交)?的|应当?(?:提供|提交)的|需(?:提供|提交)的)(?:申请|证明|申报)?(?:材料|资料|文件|证件|手续)"
    r"|法律、?(?:行政)?法规(?:、规章)?规定的其[他它](?:条件|情形|材料)"
)
_PERHAPS_VAGUE = re.compile(
    r"其[他它](?:材料|资料|证明)|等(?:有关|相关|必要)(?:的?证明)?(?:材料|资料|文件|手续)|视(?:具体)?情况(?:而定|提供|提交)"
)


@check(
    "content/guide-wording",
    title="办事指南表述含糊",
    why="“其他有关材料”等于没说，办事的人不知道还要带什么。",
    remedy="写明每一件材料和每一个条件，去掉“其他有关材料”之类的表述。",
    impact=Impact.MODERATE,
)
def guide_wording(guides: Guides) -> Iterator[Finding]:
    """No sampled guide asks for “其他有关材料” or its like; weaker forms are doubtful.

    Source: 宿政办发〔2022〕1号 附件2 办事指南(4).
    """
    for guide in _readable(guides):
        text = re.sub(r"\s+", "", guide.materials + "\n" + guide.text)
        if found := _VAGUE.search(text):
            yield failed(
                _SITE,
                f"办事指南“{guide.title[:40]}”表述含糊：“{found.group()}”",
                measured=found.group(),
                required="明确列出材料和条件",
                page=guide.url,
                key=guide.title,
            )
        elif found := _PERHAPS_VAGUE.search(text):
            yield cannot_tell(
                _SITE,
                f"办事指南“{guide.title[:40]}”的“{found.group()}”可能含糊",
                reason="perhaps-vague",
                measured=found.group(),
                required="明确列出材料和条件",
                page=guide.url,
                key=guide.title,
            )
        else:
            yield passed(_SITE, page=guide.url, key=guide.title)


@check(
    "content/guide-policy",
    title="办事指南提到的政策没有链接或说明",
    why="只写文件名称，办事的人看不到规定本身。",
    remedy="给提到的政策文件加上链接，或写出有关条款的内容。",
    impact=Impact.MINOR,
    certainty=Certainty.DOUBTS,
)
def guide_policy(guides: Guides) -> Iterator[Finding]:
    """A policy that a guide names is linked, or its words stand beside its name.

    Source: 宿政办发〔2022〕1号 附件2 办事指南(5).
    """
    for guide in _readable(guides):
        for policy in guide.policies:
            key = f"{guide.title}:{policy.title}"
            if policy.linked or policy.explained:
                yield passed(_SITE, page=guide.url, key=key, measured=policy.title)
            else:
                yield failed(
                    _SITE,
                    f"办事指南“{guide.title[:40]}”提到{_titled(policy.title)}，但没有链接，也没有写明内容",
                    measured=policy.title,
                    required="链接或条款内容",
                    page=guide.url,
                    key=key,
                )


@check(
    "content/guide-form",
    title="办事指南要求的表格拿不到",
    why="要求填表又不给表，办事的人只能跑一趟去领。",
    remedy="提供能下载的空白表格和样表，或说明怎样在网上填写。",
    impact=Impact.SERIOUS,
)
def guide_form(guides: Guides) -> Iterator[Finding]:
    """A form that a guide asks for can be had: its download answers, or another way is told.

    Source: 宿政办发〔2022〕1号 附件2 表格样表.
    """
    for guide in _readable(guides):
        for form in guide.forms:
            words: dict[str, Any] = {
                "page": guide.url,
                "key": f"{guide.title}:{form.name}",
                "required": "可以取得的表格",
            }
            named = f"办事指南“{guide.title[:40]}”要求的“{form.name[:40]}”"
            if form.url and (form.status in _DEAD or form.status >= 500 or form.error in ("dns", "refused")):
                yield failed(_SITE, f"{named}打不开", measured=form.status or form.error, address=form.url, **words)
            elif form.url and (form.error or form.status >= 400):
                reason = form.error or f"status-{form.status}"
                yield cannot_tell(
                    _SITE, f"{named}没有取到", reason=reason, measured=form.status, address=form.url, **words
                )
            elif form.url or form.how:
                yield passed(_SITE, page=guide.url, key=words["key"], measured=form.url or form.how)
            else:
                yield failed(_SITE, f"{named}没有提供获取办法", measured="", **words)


# --- messages ---------------------------------------------------------------------------------------------------------
@check(
    "content/messages-public",
    title="网民留言没有公开",
    why="看不到别人的提问和答复，来访者不知道这里有没有人管。",
    remedy="公开网民留言和答复（涉及隐私的除外）。",
    impact=Impact.SERIOUS,
)
def messages_public(messages: Messages, sample: Sample) -> Iterator[Finding]:
    """Messages of the public stand there with their answers. Inapplicable: none on a site that is no portal.

    Source: 宿政办发〔2022〕1号 附件2 留言公开(1).
    """
    required = "公开留言和答复"
    if not messages.url:
        if _is_portal(sample) and messages.elsewhere:
            message = f"本站没有找到公开的网民留言；{_elsewhere(messages.elsewhere)}"
            yield cannot_tell(_SITE, message, reason="other-host", measured=0, required=required)
        elif _is_portal(sample):
            yield failed(_SITE, "没有找到公开的网民留言（咨询建言）栏目", measured=0, required=required)
    elif messages.error or not messages.loaded:
        yield cannot_tell(
            _SITE,
            "网民留言栏目没有读到",
            reason=messages.error or "list-not-loaded",
            measured="没有读到",
            required=required,
            page=messages.url,
        )
    elif messages.listed == 0:
        yield failed(_SITE, "网民留言栏目里没有一条公开的留言", measured=0, required=required, page=messages.url)
    else:
        yield passed(_SITE, page=messages.url, measured=messages.listed)


@check(
    "content/messages-fields",
    title="公开的留言缺少时间、单位或内容",
    why="缺少答复时间和单位，来访者无法判断答复是否及时、由谁负责。",
    remedy="每条留言公开留言时间、答复时间、答复单位和答复内容。",
    impact=Impact.MODERATE,
)
def messages_fields(messages: Messages) -> Iterator[Finding]:
    """Every sampled message shows when it was asked, when and by whom it was answered, and what was answered.

    One finding for each missing field; what stands there but could not be read is doubtful.
    Source: 宿政办发〔2022〕1号 附件2 留言公开(2).
    """
    for message in messages.items:
        if not message.sampled:
            continue
        if message.error:
            yield cannot_tell(
                _SITE,
                f"留言“{message.title[:40]}”没有读到",
                reason=message.error,
                measured="没有读到",
                required="留言要素齐全",
                page=message.url,
                key=message.title,
            )
            continue
        for name in message.missing:
            yield failed(
                _SITE,
                f"留言“{message.title[:40]}”没有公开{name}",
                measured="",
                required=name,
                page=message.url,
                key=f"{message.title}:{name}",
                kind=name,
            )
        for name in message.unreadable:
            yield cannot_tell(
                _SITE,
                f"留言“{message.title[:40]}”的{name}读不出来",
                reason="date-unreadable",
                measured="读不出来",
                required=name,
                page=message.url,
                key=f"{message.title}:{name}",
                kind=name,
            )
        if not message.missing and not message.unreadable:
            yield passed(_SITE, page=message.url, key=message.title, measured="要素齐全")


@check(
    "content/messages-fresh",
    title="公开的留言长时间没有更新",
    why="留言不更新，说明这个渠道可能没有人管。",
    remedy="及时公开新的留言和答复。",
    impact=Impact.MODERATE,
)
def messages_fresh(messages: Messages, sample: Sample, *, months: int = 2) -> Iterator[Finding]:
    """A message was made public in the last `months` months; the same day so many months back is still in time.

    Source: 宿政办发〔2022〕1号 附件2 留言公开(3).
    """
    if not messages.url or messages.listed == 0:
        return
    oldest = dates.months_back(_today(sample), months)
    newest = messages.newest.day if messages.newest else None
    required = f"{oldest} 以后有更新（{months}个月内）"
    guessed = bool(messages.newest and messages.newest.year_guessed)
    if newest and _day(newest) >= oldest and not guessed:
        yield passed(_SITE, page=messages.url, measured=newest)
    elif (
        newest is None
        or (guessed and _day(newest) >= oldest)
        or messages.undated
        or messages.error
        or not messages.loaded
    ):
        yield cannot_tell(
            _SITE,
            "留言的日期没有全部读出，不能断定是否更新",
            reason=messages.error or ("date-without-year" if guessed else "date-unreadable"),
            measured=newest or _UNREAD,
            required=required,
            page=messages.url,
        )
    else:
        overdue = (oldest - _day(newest)).days
        yield failed(
            _SITE,
            f"最新一条留言公开于 {newest}，超过 {months} 个月没有更新",
            measured=newest,
            required=required,
            page=messages.url,
            days_overdue=overdue,
        )


@check(
    "content/messages-late",
    title="留言超期答复",
    why="等太久才答复，事情可能已经耽误。",
    remedy="咨询类一个工作日内答复，其他五个工作日内答复。",
    impact=Impact.SERIOUS,
)
def messages_late(
    messages: Messages, sample: Sample, *, consultation_days: int = 1, other_days: int = 5, within_months: int = 12
) -> Iterator[Finding]:
    """Each message asked in the last `within_months` months was answered in time, by working days.

    The day of asking is not counted. Doubtful: the kind of message is not said and its answer is late for a
    consultation only; the calendar of working days does not reach that far.
    Source: 宿政办发〔2022〕1号 附件1 一(三), 附件2 办理答复.
    """
    since = dates.months_back(_today(sample), within_months)
    for message in messages.items:
        if message.asked and message.answered and not message.error and _day(message.asked) >= since:
            days = (_day(message.asked), _day(message.answered))
            yield _lateness(message, days, consultation_days, other_days)


def _lateness(message: MessageSeen, days: tuple[date, date], consultation_days: int, other_days: int) -> Finding:
    words: dict[str, Any] = {"page": message.url, "key": message.title, "asked": message.asked}
    words["answered"] = message.answered
    name = f"留言“{message.title[:40]}”"
    is_consultation = "咨询" in message.kind
    limit = consultation_days if is_consultation else other_days
    required = f"{limit}个工作日内"
    try:
        taken = working_days(*days)
    except OutsideCalendarError as error:
        return cannot_tell(
            _SITE,
            f"{name}的答复时间超出工作日历（只到{error.last_year}年），无法计算工作日",
            reason="calendar-ends",
            required=required,
            kind=message.kind,
            **words,
        )
    if taken > limit:
        return failed(
            _SITE,
            f"{name}用了 {taken} 个工作日才答复，应在{required}",
            measured=taken,
            required=required,
            kind=message.kind or "其他",
            **words,
        )
    if not message.kind and taken > consultation_days:
        return cannot_tell(
            _SITE,
            f"{name}用了 {taken} 个工作日答复；没有标明类别，若是咨询则已超期",
            reason="kind-unknown",
            measured=taken,
            required=f"咨询{consultation_days}个工作日内",
            kind="",
            **words,
        )
    return passed(_SITE, page=message.url, key=message.title, measured=taken, kind=message.kind)


# --- figures, surveys, data -------------------------------------------------------------------------------------------
@check(
    "content/statistics",
    title="办事统计或留言统计没有公开或没有更新",
    why="统计数据让公众看到服务和答复的真实情况。",
    remedy="每月公开办事统计数据和留言受理反馈统计数据，并写明统计到哪一天。",
    impact=Impact.MODERATE,
)
def statistics(
    seen: Statistics, sample: Sample, *, months: int = 1, kinds: Sequence[str] = ("services", "messages")
) -> Iterator[Finding]:
    """Figures of services and of messages are public and not older than `months` months.

    `data.months` is the least number of months that reaches back to them: 1 is in time, 2 is past one month.
    Inapplicable: no figures on a site that is no portal, and of services where the department has none.
    Source: 宿政办发〔2022〕1号 附件2 办事统计, 留言公开(4).
    """
    today = _today(sample)
    found = {item.kind: item for item in seen.items}
    for kind in kinds:
        if kind == "services" and sample.site.no_service:
            continue
        item = found.get(kind, StatisticSeen(kind))
        name = {"services": "办事统计", "messages": "留言受理反馈统计"}.get(kind, kind)
        if not item.url:
            if _is_portal(sample):
                yield _no_figure(name, kind, seen.elsewhere.get(kind, ""))
        else:
            yield _figure(item, name, today, months)


def _no_figure(name: str, kind: str, elsewhere: str) -> Finding:
    words: dict[str, Any] = {"measured": "", "required": "公开统计数据", "key": kind, "kind": kind}
    if elsewhere:
        return cannot_tell(_SITE, f"本站没有找到{name}数据；{_elsewhere(elsewhere)}", reason="other-host", **words)
    return failed(_SITE, f"没有找到{name}数据", **words)


def _figure(item: StatisticSeen, name: str, today: date, months: int) -> Finding:
    words: dict[str, Any] = {"page": item.url, "key": item.kind, "kind": item.kind}
    required = f"{dates.months_back(today, months)} 以后更新（{months}个月内）"
    if item.day is None:
        return cannot_tell(
            _SITE,
            f"{name}数据没有写明日期，不能断定是否更新",
            reason=item.error or "date-unreadable",
            measured=item.written[:100],
            required=required,
            **words,
        )
    age = next((m for m in range(1, 121) if dates.months_back(today, m) <= _day(item.day)), 121)
    if age <= months:
        return passed(_SITE, measured=item.day, months=age, **words)
    return failed(
        _SITE,
        f"{name}数据更新到 {item.day}，超过 {months} 个月",
        measured=item.day,
        required=required,
        months=age,
        **words,
    )


@check(
    "content/survey",
    title="调查征集次数不足或没有反馈结果",
    why="只征集不反馈，公众不会再来提意见。",
    remedy="按规定次数开展调查征集，结束后一个月内公开结果。",
    impact=Impact.MODERATE,
    certainty=Certainty.DOUBTS,
)
def survey(
    surveys: Surveys, sample: Sample, *, portal_count: int = 6, other_count: int = 3, feedback_months: int = 1
) -> Iterator[Finding]:
    """Enough consultations were held in the last year, and each that ended has its result within `feedback_months`.

    Source: 宿政办发〔2022〕1号 附件2 调查征集.
    """
    today = _today(sample)
    since = dates.months_back(today, 12)
    owed = portal_count if _is_portal(sample) else other_count
    held = [item for item in surveys.items if item.day is None or _day(item.day) >= since]
    if not surveys.url and not _is_portal(sample):
        return
    words: dict[str, Any] = {
        "page": surveys.url or None,
        "required": f"一年内至少 {owed} 次",
        "key": "count",
        "kind": "count",
    }
    if len(held) < owed:
        yield failed(_SITE, f"一年内的调查征集只找到 {len(held)} 次，应不少于 {owed} 次", measured=len(held), **words)
    else:
        yield passed(_SITE, page=surveys.url, key="count", kind="count", measured=len(held))
    for item in held:
        if finding := _feedback(item, today, feedback_months):
            yield finding


def _feedback(item: SurveySeen, today: date, months: int) -> Finding | None:
    words: dict[str, Any] = {"page": item.url, "key": item.title, "kind": "feedback"}
    required = f"结束后 {months} 个月内公开结果"
    end = _day(item.end) if item.end else None
    if end and (end > today or dates.months_back(today, months) <= end) and not item.feedback:
        return None
    if item.feedback:
        late = end and item.feedback_day and dates.months_back(_day(item.feedback_day), months) > end
        if late:
            message = f"“{item.title[:40]}”{item.end} 结束，{item.feedback_day} 才公开结果"
            return failed(_SITE, message, measured=item.feedback_day, required=required, **words)
        return passed(_SITE, measured=item.feedback_day or "已公开结果", **words)
    if item.feedback is None or end is None:
        return cannot_tell(
            _SITE,
            f"“{item.title[:40]}”何时结束、有没有公开结果，没有读出来",
            reason="date-unreadable",
            required=required,
            **words,
        )
    return failed(
        _SITE, f"“{item.title[:40]}”{item.end} 结束，没有看到结果反馈", measured="", required=required, **words
    )


@check(
    "content/open-data",
    title="没有可下载的数据或接口",
    why="数据开放让公众和企业能直接使用公共数据。",
    remedy="定期发布数据集，提供下载或接口。",
    impact=Impact.MINOR,
    certainty=Certainty.DOUBTS,
)
def open_data(data: OpenData, sample: Sample, *, months: int = 6) -> Iterator[Finding]:
    """Data with a download or an interface were renewed in the last `months` months.

    Inapplicable: no such column on a site that is no portal.
    Source: 宿政办发〔2022〕1号 附件2 数据开放.
    """
    oldest = dates.months_back(_today(sample), months)
    required = f"{months}个月内更新，可下载或有接口"
    if not data.url:
        if _is_portal(sample):
            yield failed(_SITE, "没有找到数据开放栏目", measured=0, required=required)
        return
    newest = data.newest.day if data.newest else None
    words: dict[str, Any] = {"page": data.url, "downloads": len(data.downloads), "interfaces": len(data.interfaces)}
    if data.error:
        yield cannot_tell(_SITE, "数据开放栏目没有读到", reason=data.error, required=required, **words)
    elif not data.downloads and not data.interfaces:
        yield failed(_SITE, "数据开放栏目里没有可下载的数据或接口", measured=0, required=required, **words)
    elif newest is None:
        yield cannot_tell(_SITE, "开放的数据没有写明日期", reason="date-unreadable", required=required, **words)
    elif _day(newest) < oldest:
        yield failed(_SITE, f"开放的数据最后更新于 {newest}", measured=newest, required=required, **words)
    else:
        yield passed(_SITE, measured=newest, **words)


@check(
    "content/annual-report",
    title="没有公开政府网站工作年度报表",
    why="年度报表让公众看到网站一年的工作。",
    remedy="每年1月31日前在首页公开上一年度的政府网站工作年度报表。",
    impact=Impact.MODERATE,
    certainty=Certainty.DOUBTS,
)
def annual_report(
    reports: AnnualReport, sample: Sample, *, until_month: int = 1, until_day: int = 31
) -> Iterator[Finding]:
    """The table of the last year is public by 31 January of this one; until then that of the year before is owed.

    Source: 国办函〔2018〕12号.
    """
    today = _today(sample)
    owed = today.year - (1 if (today.month, today.day) > (until_month, until_day) else 2)
    found = [item for item in reports.items if item[0] >= owed]
    if found:
        yield passed(_SITE, page=found[0][2], measured=found[0][0], title=found[0][1])
    else:
        yield failed(
            _SITE,
            f"没有找到 {owed} 年度的政府网站工作年度报表",
            measured=[item[0] for item in reports.items],
            required=owed,
            page=reports.looked_at[0] if reports.looked_at else None,
        )


@check(
    "content/search",
    title="站内搜索找不到已发布的内容",
    why="搜索是找内容的主要办法，搜不到等于没有发布。",
    remedy="修复站内搜索，让已发布文章的标题能被搜到。",
    impact=Impact.SERIOUS,
)
def search(searches: Searches, sample: Sample) -> Iterator[Finding]:
    """The site's own search finds a title that stands on the site. Only such a title is ever sent.

    Doubtful: a search that posts, one of another host, results that could not be read. Inapplicable: none on a site
    that is no portal.
    Source: 国办秘函〔2019〕19号 功能设计 搜索功能.
    """
    required = "能搜到已发布的标题"
    if not searches.form:
        if _is_portal(sample):
            yield failed(_SITE, "没有找到站内搜索", measured="", required=required)
        return
    if not searches.tries:
        reason = {
            "post": "search-by-post",
            "outside": "search-elsewhere",
            "script": "search-by-script",
            "unread": "unreadable",
        }
        why = {
            "post": "用 POST 提交",
            "outside": "在其他网站上",
            "script": "由脚本提交",
            "unread": "搜索页没有读到",
        }.get(searches.form, "没有可搜的标题")
        yield cannot_tell(
            _SITE,
            f"站内搜索没有试用：{why}",
            reason=reason.get(searches.form, "no-title"),
            measured=f"没有试用：{why}",
            required=required,
            page=searches.url or None,
        )
    for one in searches.tries:
        words: dict[str, Any] = {"page": one.url, "key": one.query, "query": one.query}
        if one.found:
            yield passed(_SITE, measured=one.results, **words)
        elif one.found is None:
            message = f"搜索“{one.query[:40]}”的结果没有读出来"
            yield cannot_tell(
                _SITE,
                message,
                reason=one.error or "results-unreadable",
                measured=one.status,
                required=required,
                **words,
            )
        else:
            message = f"用站内搜索找“{one.query[:40]}”，没有找到这篇已发布的内容"
            yield failed(_SITE, message, measured=one.results, required=required, **words)


# --- words ------------------------------------------------------------------------------------------------------------
@check(
    "content/garbled",
    title="页面显示为乱码",
    why="文字一个也读不懂，读屏软件念出来的也是乱码，页面等于没有。",
    remedy='使声明的编码与文件一致：一律存为 UTF-8，服务器答 Content-Type: text/html; charset=utf-8，并在 <head> 最前面写 <meta charset="utf-8">。',
    impact=Impact.CRITICAL,
    example='<head><meta charset="utf-8">',
)
def garbled(outline: Outline, meta: Meta, page: Page) -> Iterator[Finding]:
    """The browser shows the text of a page by the encoding in which it was written.

    Applicable: pages with at least twenty letters outside ASCII.
    Passed: `charset=utf-8` on a page in UTF-8    Failed: `charset=gbk` on it: every word turns into garbage
    Browsers guess differently where nothing is declared; GBK that ours did not guess is doubtful.
    Source: HTML 标准（WHATWG）4.2.5.4 声明编码; 本工具的要求.
    """
    if sum(ord(letter) > 0x7F for letter in outline.text[:2000]) < misread.LEAST:
        return
    found = misread.garbled(outline.text)
    if found is None:
        yield passed(_SITE, measured=meta.charset)
        return
    said = [f"服务器声明 {header}"] if (header := _header_charset(page)) else []
    said += [f"网页声明 {meta.charset_said}"] if meta.charset_said else []
    how = "、".join(said) or "服务器和网页都没有声明编码"
    meant = f"，文字其实是 {found.meant}" if found.meant else "，原来的文字已无法还原"
    words: dict[str, Any] = {"measured": meta.charset, "required": found.meant or "与文件一致的编码", "key": "charset"}
    message = f"页面显示为乱码：浏览器按 {meta.charset} 读（{how}）{meant}；页面上的文字因此无法检查"
    if said or found.meant != "gb18030":
        yield failed(_SITE, message, **words)
    else:
        yield cannot_tell(_SITE, f"{message}。中文版浏览器可能猜得对，请人工确认", reason="undeclared", **words)


def _header_charset(page: Page) -> str:
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", page.headers.get("content-type", ""), re.IGNORECASE)
    return found.group(1) if found else ""


@check(
    "content/wording",
    title="有错别字",
    why="错别字损害政府公信力，也会让人误解。",
    remedy="按建议改正；疑似的请人工核对。",
    impact=Impact.MINOR,
    certainty=Certainty.EITHER,
    modes=_STANDARD,
)
def wording(outline: Outline, texts: Texts) -> Iterator[Finding]:
    """No word of the page is an exact entry of our dictionary of common errors; suspected ones are doubtful.

    Source: 本工具自编的词典，收公文中公认的常见错误.
    """
    where = places(outline, texts)
    found = False
    for slip in words_of.slips(where.text):
        found = True
        target = where.target(slip.start)
        words: dict[str, Any] = {
            "measured": slip.wrong,
            "required": slip.right,
            "key": slip.wrong,
            "context": slip.context,
        }
        if slip.exact:
            yield failed(target, f"“{slip.wrong}”应为“{slip.right}”", impact=Impact.MINOR, **words)
        else:
            yield cannot_tell(
                target, f"“{slip.wrong}”疑似应为“{slip.right}”", reason="suspected", impact=Impact.MINOR, **words
            )
    if where.text and not found:
        yield passed(_SITE, measured=len(where.text))


@check(
    "content/privacy",
    title="泄露个人信息",
    why="完整的身份证号、银行卡号公开在网上，可能被人冒用。",
    remedy="立即撤下或遮盖，例如 35*************123、138****1234。",
    impact=Impact.CRITICAL,
    modes=_STANDARD,
)
def privacy(outline: Outline, texts: Texts) -> Iterator[Finding]:
    """No identity number or bank card stands there unmasked; a person's mobile phone is doubtful.

    Applicable: pages with text. Numbers count only if valid by their checksum; phones that stand as the contact of an
    office are no person's.
    Source: GB 11643-1999; ISO/IEC 7812-1; 永安市 2022 年第四季度通报.
    """
    where = places(outline, texts, gap=" ")
    told = False
    for leak in personal.leaks(where.text):
        told = True
        target = where.target(leak.start)
        words: dict[str, Any] = {"measured": leak.masked, "required": "已遮盖", "key": leak.masked, "kind": leak.kind}
        if leak.kind == "phone":
            yield cannot_tell(target, f"疑似个人手机号码：{leak.masked}", reason="personal-phone", **words)
        elif leak.kind == "perhaps-card":
            yield cannot_tell(target, f"疑似银行卡号：{leak.masked}", reason="perhaps-card", **words)
        else:
            name = "身份证号码" if leak.kind == "identity" else "银行卡号"
            yield failed(target, f"公开了完整的{name}：{leak.masked}", **words)
    if where.text and not told:
        yield passed(_SITE, measured=0)


def _day(text: str) -> date:
    return date.fromisoformat(text)
