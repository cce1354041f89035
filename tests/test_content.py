"""A small site, conforming but for one thing at a time: what the content checks then say, and nothing else."""

from __future__ import annotations

import asyncio
import json
import time
import tomllib
import tracemalloc
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import small_site as small

import a11y.checks.content as content_checks
from a11y import checks, workdays
from a11y.collect import columns, documents, figures, guides, once, own_search, replies
from a11y.collect.content import gather_content
from a11y.collect.context import Context
from a11y.collect.discover import draft
from a11y.collect.fetcher import Fetcher
from a11y.collect.guard import Guard
from a11y.collect.options import Options
from a11y.collect.visits import Visit
from a11y.evidence import (
    Columns,
    ColumnSeen,
    Entry,
    HomeNews,
    Literal,
    Messages,
    MessageSeen,
    Sample,
    SecondLevel,
    Statistics,
    StatisticSeen,
)  # fmt: skip
from a11y.model import Column, Coverage, Outcome, Site

CHECKS = {
    value.__a11y_check__.id: value.__a11y_check__
    for value in vars(content_checks).values()
    if hasattr(value, "__a11y_check__")
}
Pages = dict[str, small.Page]
Told = set[tuple[str, str, str]]
"""Check, outcome, and path of the page that decided."""


async def gather(site: Site, now: str = small.NOW, seed: int = 0) -> dict[type, Any]:
    options = Options(now=now, seed=seed, allow_private=True)
    async with Guard({}, True, None) as guard, Fetcher(guard, user_agent="a11y-test") as fetcher:
        context = Context(
            site,
            options,
            guard,
            None,
            fetcher,
            None,
            lambda *_: None,
            time.monotonic() + 100,
            home_url=site.url,  # type: ignore[arg-type]
        )
        return await gather_content(context)


def judge(site: Site, artifacts: dict[type, Any], now: str = small.NOW, **options: Any) -> list[Any]:
    sample = Sample(site, now, 0, Coverage(1, 1, 0, 1, True))
    runs = [checks.Run(check, {**check.options, **options.get(id, {})}) for id, check in CHECKS.items()]
    return checks.run(Literal(sample, (), artifacts), runs)


def told(results: list[Any], *families: str) -> Told:
    return {
        (result.check.partition("/")[2], finding.outcome.value, urlsplit(finding.page).path)
        for result in results
        for finding in result.findings
    }


def look(
    made: Pages, kind: str | None = "portal", *, search: bool = True, **words: Any
) -> tuple[list[Any], small.Served]:
    with small.serve(made, search=search) as served:
        given = {
            name: (served.url.rstrip("/") + value if isinstance(value, str) else value(served.url))
            for name, value in words.items()
        }
        site = Site(url=served.url, kind=kind, **given)
        return judge(site, asyncio.run(gather(site))), served


def test_the_conforming_site_passes_everything_and_nothing_is_sent_but_a_title() -> None:
    results, served = look(small.pages())
    assert told(results) == set()
    page_checks = {"content/undated", "content/garbled", "content/wording", "content/privacy"}
    assert {r.check for r in results if r.outcome is not Outcome.PASSED} == page_checks
    assert not [line for line in served.asked if not line.startswith("GET ")]
    asked = [line for line in served.asked if "?" in line]
    assert len(asked) == 1
    assert asked[0].startswith("GET /so?q=")


def changed(path: str, old: str, new: str) -> Callable[[Pages], None]:
    def change(made: Pages) -> None:
        page = made[path]
        assert isinstance(page, str), path
        assert old in page, (path, old)
        made[path] = page.replace(old, new)

    return change


def without(path: str) -> Callable[[Pages], None]:
    return lambda made: (made.pop(path), None)[1]


def every(*changes: Callable[[Pages], None]) -> Callable[[Pages], None]:
    def change(made: Pages) -> None:
        for one in changes:
            one(made)

    return change


def put(path: str, page: small.Page) -> Callable[[Pages], None]:
    return lambda made: made.__setitem__(path, page)


def no_navigation(path: str) -> Callable[[Pages], None]:
    """Nothing leads to a section any more."""

    def change(made: Pages) -> None:
        name = dict(small.NAVIGATION)[path]
        for at, page in made.items():
            if isinstance(page, str):
                made[at] = page.replace(f'<li><a href="{path}">{name}</a></li>', "")
        for at in [at for at in made if at.startswith(path)]:
            del made[at]

    return change


GUIDE = small.GUIDE
CASES: dict[str, tuple[Callable[[Pages], None], Told]] = {
    "home: fifteen days": (
        every(changed("/", "2026-11-20", "2026-11-07"), changed("/", "2026-11-12", "2026-11-01")),
        {("home-fresh", "failed", "/")},
    ),
    "home: the fourteenth day": (
        every(changed("/", "2026-11-20", "2026-11-08"), changed("/", "2026-11-12", "2026-11-01")),
        set(),
    ),
    "home: dates that cannot be read": (
        put("/", small.home([(f"/yw/x{n}.html", "县政府召开常务会议研究养老服务工作", "上周") for n in range(3)])),
        {("home-fresh", "cantTell", "/")},
    ),
    "news: fifteen days": (
        every(changed("/yw/", "2026-11-20", "2026-11-07"), changed("/yw/", "2026-11-12", "2026-11-01")),
        {("column-fresh", "failed", "/yw/")},
    ),
    "news: the fourteenth day": (
        every(changed("/yw/", "2026-11-20", "2026-11-08"), changed("/yw/", "2026-11-12", "2026-11-01")),
        set(),
    ),
    "notices: six months and a day": (
        every(changed("/gg/", "2026-11-01", "2026-05-21"), changed("/gg/", "2026-08-01", "2025-08-01")),
        {("column-fresh", "failed", "/gg/")},
    ),
    "notices: the same day six months back": (
        every(changed("/gg/", "2026-11-01", "2026-05-22"), changed("/gg/", "2026-08-01", "2025-08-01")),
        set(),
    ),
    "news: a date of the future is no update": (
        every(changed("/yw/", "2026-11-20", "2027-11-20"), changed("/yw/", "2026-11-12", "2026-11-01")),
        {("column-fresh", "failed", "/yw/")},
    ),
    "a blank column": (
        put("/gg/", small.listing("通知公告", [])),
        {("column-blank", "failed", "/gg/")},
    ),
    "a column that says it has nothing": (
        put("/gg/", small.frame("通知公告", "<h1>通知公告</h1><p>暂无数据</p>")),
        {("column-blank", "failed", "/gg/")},
    ),
    "a column that is still loading": (
        put("/gg/", small.frame("通知公告", "<h1>通知公告</h1><p>数据加载中，请稍候</p>")),
        {("column-blank", "cantTell", "/gg/"), ("column-fresh", "cantTell", "/gg/")},
    ),
    "a column that is not there": (
        no_navigation("/ld/"),
        {("column-missing", "cantTell", "/")},
    ),
    "the same article in two columns": (
        every(
            changed("/gg/", "关于国庆假期办事大厅值班安排的公告", "县图书馆开办老年人智能手机课堂"),
            put("/gg/1.html", small.article("县图书馆开办老年人智能手机课堂", "2026-08-01")),
        ),
        {("duplicate", "cantTell", "/yw/1.html")},
    ),
    "a policy without interpretation": (
        every(
            put("/jd/", small.listing("政策解读", [("/jd/0.html", small.TOLD[0][1], "2026-09-03")])),
            changed("/wj/1.html", '相关解读：<a href="/jd/1.html">《关于加强居家养老服务的实施意见》政策解读</a>', ""),
        ),
        {("interpretation-exists", "cantTell", "/wj/1.html")},
    ),
    "an interpretation that does not link to its policy": (
        changed("/jd/0.html", f'<a href="/wj/0.html">{small.POLICIES[0][1]}</a>', small.POLICIES[0][1]),
        {("interpretation-linked", "failed", "/jd/0.html")},
    ),
    "a policy that does not link back": (
        changed("/wj/0.html", f'<a href="/jd/0.html">{small.TOLD[0][1]}</a>', ""),
        {("interpretation-linked", "failed", "/wj/0.html")},
    ),
    "no guides": (
        no_navigation("/fw/"),
        {("guide-exists", "cantTell", "/"), ("statistics", "failed", "/")},
    ),
    "a guide without place and fee": (
        put("/fw/0.html", small.guide("高龄津贴", {k: v for k, v in GUIDE.items() if k not in ("办理地点", "收费标准")})),
        {("guide-elements", "cantTell", "/fw/0.html")},
    ),
    "a guide whose materials say too little": (
        put("/fw/0.html", small.guide("高龄津贴", {**GUIDE, "办理材料": "身份证、户口簿、申请表"})),
        {("guide-materials", "cantTell", "/fw/0.html")},
    ),
    "a guide that is vague": (
        put("/fw/0.html", small.guide("高龄津贴", {**GUIDE, "办理材料": GUIDE["办理材料"] + "根据有关法律法规规定应提交的其他材料。"})),
        {("guide-wording", "failed", "/fw/0.html")},
    ),
    "a guide that may be vague": (
        put("/fw/0.html", small.guide("高龄津贴", {**GUIDE, "办理材料": GUIDE["办理材料"] + "户口簿等相关材料。"})),
        {("guide-wording", "cantTell", "/fw/0.html")},
    ),
    "a guide that only names a policy": (
        put("/fw/0.html", small.guide("高龄津贴", {**GUIDE, "设定依据": "《清河县高龄津贴发放办法》"})),
        {("guide-policy", "cantTell", "/fw/0.html")},
    ),
    "a form that cannot be had": (
        put("/fw/0.html", small.guide("高龄津贴", GUIDE, form="/gone.doc")),
        {("guide-form", "failed", "/fw/0.html")},
    ),
    "a form that is asked for and nowhere offered": (
        put("/fw/0.html", small.guide("高龄津贴", GUIDE, form="")),
        {("guide-form", "failed", "/fw/0.html")},
    ),
    "a form that is to be had at the counter": (
        put("/fw/0.html", small.guide("高龄津贴", {**GUIDE, "办理流程": "到窗口领取申请表，填写后提交。"}, form="")),
        set(),
    ),
    "no messages": (
        no_navigation("/hd/"),
        {("messages-public", "failed", "/"), ("statistics", "failed", "/")},
    ),
    "messages that nobody can see": (
        put("/hd/", small.frame("互动交流", "<h1>互动交流</h1><p>2026年10月共收到留言 28 件，已办结 27 件。</p><p>您可以在这里给我们写信。</p>")),
        {("messages-public", "failed", "/hd/")},
    ),
    "a message without unit and time of answer": (
        put("/hd/ly/0.html", small.message("高龄津贴什么时候发放", "咨询", "2026-11-16", "", unit="")),
        {("messages-fields", "failed", "/hd/ly/0.html")},
    ),
    "a message whose time cannot be read": (
        put("/hd/ly/0.html", small.message("高龄津贴什么时候发放", "咨询", "上周一", "2026-11-17")),
        {("messages-fields", "cantTell", "/hd/ly/0.html")},
    ),
    "a late answer": (
        put("/hd/ly/0.html", small.message("高龄津贴什么时候发放", "咨询", "2026-11-13", "2026-11-17")),
        {("messages-late", "failed", "/hd/ly/0.html")},
    ),
    "a kind that is not said": (
        put("/hd/ly/0.html", small.message("高龄津贴什么时候发放", "", "2026-11-13", "2026-11-17")),
        {("messages-late", "cantTell", "/hd/ly/0.html")},
    ),
    "figures of services two months old": (
        changed("/fw/", "截至2026年11月10日", "截至2026年9月10日"),
        {("statistics", "failed", "/fw/")},
    ),
    "five consultations": (
        changed("/zj/", "2026-07-10", "2024-07-10"),
        {("survey", "cantTell", "/zj/")},
    ),
    "a consultation without result": (
        changed("/zj/2.html", "结果反馈：共收到意见 12 条，采纳 5 条（2026-04-28）。", ""),
        {("survey", "cantTell", "/zj/2.html")},
    ),
    "data that are old": (
        changed("/sj/", "2026-11-02", "2025-11-02"),
        {("open-data", "cantTell", "/sj/")},
    ),
    "no annual table": (
        every(changed("/", "2025年度政府网站工作年度报表", "旧事一则"), without("/nb/2025.html")),
        {("annual-report", "cantTell", "/")},
    ),
    "no search": (
        lambda made: made.update(
            {p: page.replace('<form action="/so" role="search"><input type="text" name="q"><button>搜索</button></form>', "")
             for p, page in made.items() if isinstance(page, str)}
        ),
        {("search", "failed", "/")},
    ),
    "a search by post": (
        lambda made: made.update(
            {p: page.replace('<form action="/so"', '<form method="post" action="/so"')
             for p, page in made.items() if isinstance(page, str)}
        ),
        {("search", "cantTell", "/so")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_thing_changed(name: str) -> None:
    change, expected = CASES[name]
    made = small.pages()
    change(made)
    results, served = look(made)
    assert told(results) == expected, [(f.check, f.message) for r in results for f in r.findings]
    assert not [line for line in served.asked if line.startswith("POST")]


def test_a_search_that_does_not_find_is_asked_for_a_second_title() -> None:
    results, served = look(small.pages(), search=False)
    assert told(results) == {("search", "failed", "/so")}
    assert len([line for line in served.asked if "/so?" in line]) == 2


def test_a_site_that_is_no_portal_owes_no_function() -> None:
    made = small.pages()
    for path in ("/fw/", "/hd/", "/zj/", "/sj/", "/jd/"):
        no_navigation(path)(made)
    for path, page in made.items():
        if isinstance(page, str):
            made[path] = page.replace(
                '<form action="/so" role="search"><input type="text" name="q"><button>搜索</button></form>', ""
            )
    results, _ = look(made, kind="department")
    assert {line for line in told(results) if line[0] != "interpretation-exists"} == set()
    quiet = {"guide-exists", "messages-public", "search", "statistics", "open-data", "survey"}
    assert {r.check.partition("/")[2] for r in results if r.outcome is Outcome.INAPPLICABLE} >= quiet


def test_columns_of_the_site_file_are_taken_as_they_are() -> None:
    def columns(url: str) -> tuple[Column, ...]:
        return (
            Column("要闻", url + "yw/", "news"),
            Column("人事任免", url + "rs/", "other", 2, 365),
            Column("规划计划", url + "gh/", "other", 2, 30),
        )

    made = small.pages()
    made["/rs/"] = small.listing("人事任免", [("/rs/1.html", "关于张三同志任职的通知", "2025-11-22")])
    made["/gh/"] = small.listing("规划计划", [("/gh/1.html", "清河县养老服务发展规划", "2026-10-20")])
    results, _ = look(made, columns=columns)
    missing = {("column-missing", "failed", "/")}
    assert told(results) == missing | {("column-fresh", "failed", "/gh/")}
    [fresh] = [r for r in results if r.check == "content/column-fresh"]
    [late] = fresh.findings
    assert late.data["days_overdue"] == 3
    assert late.data["kind"] == "other"


def test_a_home_page_that_is_only_an_entry() -> None:
    made = small.pages()
    made["/"] = small.frame("清河县人民政府", '<h1>清河县人民政府</h1><p><a href="/home/">进入网站</a></p>').replace(
        '<li><a href="/">首页</a></li>', ""
    )
    made["/home/"] = small.home([("/yw/0.html", small.NEWS[0][1], "2026-11-20")])
    results, _ = look(made)
    [home] = [r for r in results if r.check == "content/home-fresh"]
    assert home.outcome is Outcome.PASSED
    for path in list(made):
        page = made[path]
        if isinstance(page, str):
            for day, _ in (*small.NEWS, *small.NOTICES):
                page = page.replace(day, "2026-01-01")
            made[path] = (
                page.replace("2026-11-0", "2026-01-0")
                .replace("2026-11-1", "2026-01-1")
                .replace("2026-10-28", "2026-01-01")
            )
    results, _ = look(made)
    [home] = [r for r in results if r.check == "content/home-fresh"]
    assert home.outcome is Outcome.FAILED
    assert home.findings[0].data["days_overdue"] > 0


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-16-le"])
def test_pages_in_other_letters_are_read(encoding: str) -> None:
    made = small.pages()
    for path, page in list(made.items()):
        if isinstance(page, str):
            label = encoding if not encoding.startswith("utf-16") else "utf-16"
            made[path] = page.replace('charset="utf-8"', f'charset="{label}"').encode(encoding, "replace")
    results, served = look(made, search=encoding.startswith("utf"))
    found = told(results)
    assert {line for line in found if line[0] != "search"} == set()
    if encoding.startswith("gb"):
        asked = next(line for line in served.asked if "/so?" in line)
        assert "%C7%E5%BA%D3" in asked or "%CF%D8" in asked, "the form's page is GBK, so the query is"


def test_the_same_seed_draws_the_same_sample() -> None:
    made = small.pages()
    rows = [(f"/hd/ly/{n}.html", f"留言第{n}号：请问这件事情怎样办理", "2026-11-17") for n in range(30)]
    made["/hd/"] = small.listing("留言选登", rows)
    for url, name, _ in rows:
        made[url] = small.message(name, "投诉", "2026-11-16", "2026-11-17")

    def drawn(seed: int) -> list[str]:
        with small.serve(made) as served:
            found = asyncio.run(gather(Site(url=served.url, kind="portal"), seed=seed))[Messages]
            assert found.seed == seed
            assert found.listed == 30
            return sorted(urlsplit(item.url).path for item in found.items if item.sampled)

    first = drawn(1)
    assert len(first) == 5
    assert first == drawn(1)
    assert first != drawn(2)


# --- checks as literals -----------------------------------------------------------------------------------------------
SITE = Site(url="http://www.qinghe.gov.cn/", kind="portal")


def one(
    check: str, artifacts: dict[type, Any], site: Site = SITE, now: str = small.NOW
) -> list[tuple[str, dict[str, Any]]]:
    sample = Sample(site, now, 0, Coverage(1, 1, 0, 1, True))
    declared = CHECKS[check]
    [result] = checks.run(Literal(sample, (), artifacts), [checks.Run(declared, declared.options)])
    return [(f.outcome.value, dict(f.data)) for f in result.findings] or [(result.outcome.value, {})]


@pytest.mark.parametrize(
    ("newest", "kind", "outcome", "overdue"),
    [
        ("2026-11-08", "news", "passed", None), ("2026-11-07", "news", "failed", 1), ("2026-10-08", "news", "failed", 31),
        ("2026-05-22", "policy", "passed", None), ("2026-05-21", "policy", "failed", 1),
        ("2026-05-21", "interpretation", "failed", 1), ("2026-05-21", "notice", "failed", 1),
        ("2020-01-01", "other", "inapplicable", None), ("2020-01-01", "leaders", "inapplicable", None),
        (None, "news", "cantTell", None),
    ],
)  # fmt: skip
def test_days_of_columns(newest: str | None, kind: str, outcome: str, overdue: int | None) -> None:
    entry = Entry("县政府召开常务会议", "http://www.qinghe.gov.cn/1.html", newest, "row")
    column = ColumnSeen(
        "栏目", "http://www.qinghe.gov.cn/c/", kind, entries=(entry,), total=1, newest=entry if newest else None
    )
    [(said, data)] = one("content/column-fresh", {Columns: Columns((column,))})
    assert (said, data.get("days_overdue")) == (outcome, overdue)


def test_days_are_those_of_shanghai() -> None:
    entry = Entry("县政府召开常务会议", "http://www.qinghe.gov.cn/1.html", "2026-11-08", "row")
    news = HomeNews(SITE.url, newest=entry, dated=1)
    assert one("content/home-fresh", {HomeNews: news}, now="2026-11-22T15:59:00+00:00")[0][0] == "passed"
    assert one("content/home-fresh", {HomeNews: news}, now="2026-11-22T16:01:00+00:00")[0][0] == "failed"


def test_an_unread_date_never_fails_a_site() -> None:
    old = Entry("旧闻", "http://www.qinghe.gov.cn/1.html", "2020-01-01", "row")
    assert one("content/home-fresh", {HomeNews: HomeNews(SITE.url, newest=old, dated=1, undated=1)})[0][0] == "cantTell"
    door = HomeNews(SITE.url, entry_only=True, second_level=(
        SecondLevel("http://www.qinghe.gov.cn/a/", newest=old, dated=1), SecondLevel("http://www.qinghe.gov.cn/b/", undated=3),
    ))  # fmt: skip
    assert one("content/home-fresh", {HomeNews: door})[0][0] == "cantTell"
    assert one("content/home-fresh", {HomeNews: replace(door, second_level=door.second_level[:1])})[0][0] == "failed"


@pytest.mark.parametrize(
    ("asked", "answered", "kind", "outcome", "taken"),
    [
        ("2026-11-20", "2026-11-23", "咨询", "passed", None),  # Friday, Monday
        ("2026-11-20", "2026-11-24", "咨询", "failed", 2),
        ("2026-11-16", "2026-11-23", "投诉", "passed", None),
        ("2026-11-16", "2026-11-24", "投诉", "failed", 6),
        ("2026-09-30", "2026-10-08", "咨询", "passed", None),  # the national holiday lies between
        ("2026-11-16", "2026-11-18", "", "cantTell", 2),
        ("2026-11-16", "2026-11-24", "", "failed", 6),
        ("2026-11-16", "2026-11-16", "咨询", "passed", None),
        ("2025-11-21", "2026-01-20", "咨询", "inapplicable", None),  # asked more than a year ago
    ],
)
def test_working_days_of_answers(asked: str, answered: str, kind: str, outcome: str, taken: int | None) -> None:
    message = MessageSeen("留言", "http://www.qinghe.gov.cn/ly/1.html", kind, asked, answered, "县民政局", True)
    [(said, data)] = one("content/messages-late", {Messages: Messages(SITE.url, items=(message,), listed=1)})
    assert (said, data.get("measured")) == (outcome, taken)


def test_beyond_the_calendar_nothing_is_reckoned() -> None:
    year = workdays.last_year() + 1
    message = MessageSeen("留言", SITE.url, "咨询", f"{year}-03-02", f"{year}-03-20", "县民政局", True)
    found = one(
        "content/messages-late",
        {Messages: Messages(SITE.url, items=(message,), listed=1)},
        now=f"{year}-04-01T09:00:00+08:00",
    )
    assert [(said, data["reason"]) for said, data in found] == [("cantTell", "calendar-ends")]


def test_working_days_know_weekends_that_are_worked() -> None:
    assert workdays.working_days(date(2026, 10, 9), date(2026, 10, 10)) == 1  # a Saturday that makes up
    assert workdays.working_days(date(2026, 11, 20), date(2026, 11, 22)) == 0
    assert workdays.working_days(date(2026, 9, 30), date(2026, 10, 7)) == 0


@pytest.mark.parametrize(
    ("day", "outcome", "months"),
    [
        ("2026-10-22", "passed", None),
        ("2026-10-21", "failed", 2),
        ("2026-08-22", "failed", 3),
        ("2026-08-21", "failed", 4),
    ],
)
def test_months_of_figures(day: str, outcome: str, months: int | None) -> None:
    seen = Statistics(tuple(StatisticSeen(kind, SITE.url, day) for kind in ("services", "messages")))
    found = one("content/statistics", {Statistics: seen})
    assert [(said, data.get("months")) for said, data in found] == [(outcome, months)] * (2 if months else 1)


def test_home_of_two_weeks_is_a_sliding_window() -> None:
    """Every day of the window is in time, the first day beyond it is not."""
    today = date(2026, 11, 22)
    said = []
    for age in range(17):
        entry = Entry("要闻", SITE.url, str(today - timedelta(days=age)), "row")
        said.append(one("content/home-fresh", {HomeNews: HomeNews(SITE.url, newest=entry, dated=1)})[0][0])
    assert said == ["passed"] * 15 + ["failed"] * 2


@pytest.mark.parametrize(("dated", "outcome"), [(1, "cantTell"), (3, "failed")])
def test_the_address_of_one_link_does_not_make_a_home_page_old(dated: int, outcome: str) -> None:
    entry = Entry("友情链接", "http://b.example/2018-06/22/content_1.htm", "2018-06-22", "address")
    assert one("content/home-fresh", {HomeNews: HomeNews(SITE.url, newest=entry, dated=dated)})[0][0] == outcome


HEADLINE = "县政府召开常务会议研究养老服务工作"
CHAPTERS = "".join(f'<li><a href="/c{n}.html">第{n}章 系统的安装与配置说明</a></li>' for n in range(1, 9))


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (f'<p>版本 3.2（2023-05-06） <a href="/log.html">更新日志</a></p><ul>{CHAPTERS}</ul>', "cantTell"),
        (f'<p>Release 3.22.0 2023-10-31 <a href="/log.html">Release notes</a></p><ul>{CHAPTERS}</ul>', "cantTell"),
        ('<table><tr><td>修订日期</td><td>2023-05-06</td><td><a href="/m.pdf">完整的一册</a></td></tr></table>', "cantTell"),
        (f'<p>本文最后更新于 2023-05-06，由 <a href="/team">运维服务中心</a> 维护</p><ul>{CHAPTERS}</ul>', "cantTell"),
        (f'<ul>{CHAPTERS}<li><a href="/log.html">版本历史</a>（2023-05-06）</li></ul>', "cantTell"),
        (f'<h2>要闻</h2><ul><li><a href="/a.html">{HEADLINE}</a> <span>2023-05-06</span></li></ul>', "failed"),
        (f'<h3><a href="/a.html">{HEADLINE}</a></h3> <p>更新时间：2023-05-06</p>', "failed"),
        (f'<ul><li><a href="/v">版本 3.2 发布</a> 2023-05-06</li><li><a href="/a.html">{HEADLINE}</a> 2023-04-01</li></ul>', "failed"),
        (f'<p>版本 3.2（2023-05-06） <a href="/log.html">更新日志</a></p><ul><li><a href="/a.html">{HEADLINE}</a> 2026-11-20</li></ul>', "passed"),
    ],
)  # fmt: skip
def test_the_date_of_a_version_is_no_news(body: str, outcome: str) -> None:
    made = {**small.pages(), "/": small.frame("清河县", f"<h1>清河县</h1>{body}")}
    results, _ = look(made)
    [fresh] = [result for result in results if result.check == "content/home-fresh"]
    assert fresh.outcome.value == outcome, [finding.message for finding in fresh.findings]


# --- in a real browser ------------------------------------------------------------------------------------------------
SCRIPT = """<ul id="rows"><li>数据加载中</li></ul><script>
fetch('%s').then((r) => r.ok ? r.json() : Promise.reject(r.status)).then((rows) => {
  document.getElementById('rows').innerHTML = rows.map((r) => `<li><a href="${r[0]}">${r[1]}</a><span>${r[2]}</span></li>`).join('');
});</script>"""


def by_script(made: Pages, path: str, name: str, rows: list[list[str]], answer: small.Page | None = None) -> None:
    made[path] = small.frame(name, f"<h1>{name}</h1>" + SCRIPT % f"{path}rows.json")
    body = json.dumps(rows, ensure_ascii=False).encode()
    made[f"{path}rows.json"] = answer or (200, body, "application/json")


def test_lists_made_by_script_are_looked_at_in_the_browser() -> None:
    made = small.pages()
    by_script(made, "/gg/", "通知公告", [["/gg/0.html", small.NOTICES[0][1], "2026-11-01"]])
    by_script(made, "/yw/", "政务要闻", [["/yw/0.html", small.NEWS[0][1], "2026-11-01"]])
    by_script(made, "/wj/", "政策文件", [], answer=(500, b"", "text/plain"))
    with small.serve(made) as served:
        site = Site(url=served.url, kind="portal")
        artifacts = once(site, Options(now=small.NOW, allow_private=True), gather_content)
    rendered = {urlsplit(column.url).path for column in artifacts[Columns].items if column.rendered}
    assert rendered == {"/gg/", "/yw/", "/wj/"}
    found = {line for line in told(judge(site, artifacts)) if line[0].startswith("column")}
    assert found == {
        ("column-fresh", "failed", "/yw/"),
        ("column-fresh", "cantTell", "/wj/"),
        ("column-blank", "cantTell", "/wj/"),
    }


def test_a_draft_names_what_is_there() -> None:
    with small.serve(small.pages()) as served:
        text = draft(Site(url=served.url), Options(now=small.NOW, allow_private=True))
        drafted = tomllib.loads(text)
    columns = {(column["name"], urlsplit(column["url"]).path, column["kind"]) for column in drafted["column"]}
    assert columns == {
        ("县情概况", "/gk/", "overview"), ("领导信息", "/ld/", "leaders"), ("政务要闻", "/yw/", "news"),
        ("通知公告", "/gg/", "notice"), ("政策文件", "/wj/", "policy"), ("政策解读", "/jd/", "interpretation"),
    }  # fmt: skip
    assert {urlsplit(guide["url"]).path for guide in drafted["guide"]} == {"/fw/0.html", "/fw/1.html"}
    assert drafted["messages"].endswith("/hd/")
    assert drafted["search"].endswith("/so?q={q}")
    assert drafted["kind"] == "portal"
    assert drafted["name"] == "清河县人民政府"


def test_a_large_site_is_read_in_bounded_memory_and_requests() -> None:
    made = small.pages()
    rows = [(f"/yw/big/{n}.html", f"县政府召开第{n}次常务会议研究养老服务工作", "2026-11-20") for n in range(2000)]
    made["/yw/"] = small.listing("政务要闻", rows)
    for url, name, day in rows:
        made[url] = small.article(name, day, "养老服务工作" * 2000)
    tracemalloc.start()
    with small.serve(made) as served:
        before = tracemalloc.get_traced_memory()[0]
        artifacts = asyncio.run(gather(Site(url=served.url, kind="portal")))
        peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    [news] = [column for column in artifacts[Columns].items if column.kind == "news"]
    assert news.total == 2000
    assert len(news.entries) <= 30
    assert len(served.asked) < 60
    assert peak < 120 << 20


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("清河县养老服务办法", "《清河县养老服务办法》"),
        ("《清河县养老服务办法》", "《清河县养老服务办法》"),
        ("《清河县养老服务办法》政策解读", "“《清河县养老服务办法》政策解读”"),
    ],
)
def test_a_title_is_put_in_marks_once(title: str, shown: str) -> None:
    assert content_checks._titled(title) == shown


def test_rows_that_lead_to_one_address_keep_their_own_dates() -> None:
    days = ["2026-11-21", "2026-11-04", "2026-11-01"]
    rows = "".join(
        f"<li><a href='/tzgg.html'>关于第{n}号事项的通知</a> <span>{day}</span></li>" for n, day in enumerate(days)
    )
    document = documents.parse(f"<html><body><ul>{rows}</ul></body></html>", "http://a.gov.cn/")
    [found] = columns.lists(document)
    today = date(2026, 11, 22)
    assert [columns.entry(link, today).day for link in found] == days
    assert [row.day for row in columns.entries(document, today)] == ["2026-11-21"]


def test_a_link_to_the_page_itself_is_no_row_of_news() -> None:
    here = "http://www.qinghe.gov.cn/yw/1.html"
    rows = f'<li><a href="{here}">在手机上看这一页</a> 9月25日</li><li><a href="/yw/2.html">县政府召开常务会议</a> 9月24日</li>'
    document = documents.parse(f"<html><body><div class='list'><ul>{rows}</ul></div></body></html>", here)
    assert [link.text for found in columns.lists(document) for link in found] == ["县政府召开常务会议"]


# --- lists as site systems write them ---------------------------------------------------------------------------------
HERE = "http://www.qinghe.gov.cn/xw/"
TITLE = "县政府召开常务会议研究养老服务工作"
ROWS = {
    "table": f'<tr><td><a href="a{{n}}.shtml">{TITLE}{{n}}</a></td><td>[11-2{{n}}]</td></tr>',
    "han": f'<li><a href="a{{n}}.html">{TITLE}{{n}}</a><span>2026年11月2{{n}}日</span></li>',
    "slash": f'<li>·<a href="a{{n}}.html" title="{TITLE}{{n}}">县政府召开…</a> 11/2{{n}}</li>',
    "attribute": f'<li><a href="a{{n}}.html" title="标题：{TITLE}{{n}}&#10;发布时间：2026-11-2{{n}} 09:12">{TITLE}{{n}}</a></li>',
    "address": f'<li><a href="./202611/t2026112{{n}}_123.html">{TITLE}{{n}}</a></li>',
    "leaf": f'<div class="card"><a href="a{{n}}.html"><div><b>2{{n}}</b><i>2026-11</i></div><div><h4>{TITLE}{{n}}</h4>'
    f"<p>{'各乡镇坚持以人民为中心，' * 8}</p></div></a></div>",
    "leaf-beside": f'<li><div>2026.11 <b>2{{n}}</b></div><a href="a{{n}}.html">{TITLE}{{n}}</a></li>',
    "onclick": f"<li onclick=\"window.open('a{{n}}.html')\"><span>{TITLE}{{n}}</span><i>2026-11-2{{n}}</i></li>",
    "function": f"<div class='row' onclick=\"go('/xw/a{{n}}.html')\"><b>{TITLE}{{n}}</b><em>11-2{{n}}</em></div>",
    "data": f'<div class="item" data-href="/xw/a{{n}}.html"><p>{TITLE}{{n}}</p><p>2026.11.2{{n}}</p></div>',
    "script-address": f"<li><a href=\"javascript:openUrl('/xw/a{{n}}.html')\">{TITLE}{{n}}</a> 2026-11-2{{n}}</li>",
    "breaks": f'<a href="a{{n}}.html">{TITLE}{{n}}</a> [2026-11-2{{n}}]<br>',
    "cards": f'<a class="card" href="a{{n}}.html"><img src="x.jpg"><div class="tit">{TITLE}{{n}}</div><p>{"各乡镇坚持以人民为中心，" * 4}</p>'
    "<i>2026-11-2{n} 浏览：12</i></a>",
    "kind-before": f'<li>[<a href="/tz/">通知</a>] <a href="a{{n}}.html">{TITLE}{{n}}</a> 2026-11-2{{n}}</li>',
    "office-before": f'<tr><td><a href="/mzj/">县民政局</a></td><td><a href="a{{n}}.html">{TITLE}{{n}}</a></td><td>2026-11-2{{n}}</td></tr>',
    "leaf-over-year": f'<li><a href="a{{n}}.html"><span><b>11-2{{n}}</b><i>2026</i></span><h3>{TITLE}{{n}}</h3></a></li>',
    "leaf-over-month": f'<li><em>2{{n}}</em><span>11月</span><a href="a{{n}}.html">{TITLE}{{n}}</a></li>',
    "terms": f'<dt><a href="a{{n}}.html">{TITLE}{{n}}</a></dt><dd>发布时间：2026-11-2{{n}}　来源：县府办</dd>',
    "other-days": f'<li><a href="a{{n}}.html">{TITLE}{{n}}</a> 发布日期：2026-11-2{{n}} 成文日期：2025-01-0{{n}}</li>',
}  # fmt: skip


@pytest.mark.parametrize("make", ROWS)
def test_rows_of_every_make(make: str) -> None:
    rows = "".join(ROWS[make].format(n=n) for n in (2, 1, 0))
    wrap = {"<tr": "<table>{}</table>", "<li": "<ul>{}</ul>", "<dt": "<dl>{}</dl>"}.get(rows[:3], "<div>{}</div>")
    document = documents.parse(f"<html><body><div>{wrap.format(rows)}</div></body></html>", HERE)
    found = columns.entries(document, date(2026, 11, 22))
    assert [row.day for row in found] == ["2026-11-22", "2026-11-21", "2026-11-20"]
    assert [row.title for row in found] == [f"{TITLE}{n}" for n in (2, 1, 0)]
    assert all(row.url.startswith(HERE) for row in found)
    assert {row.year_guessed for row in found} == {make in ("table", "slash", "function", "leaf-over-month")}


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        (("名称", "发布日期", "成文日期"), ("2026-11-2{n}", "2025-01-0{n}")),
        (("名称", "成文日期", "发布日期"), ("2025-01-0{n}", "2026-11-2{n}")),
        (("名称", "日期", "施行日期"), ("2026-11-2{n}", "2027-01-0{n}")),
    ],
)
def test_a_table_of_several_dates_tells_that_of_publication(heads: Any, cells: Any) -> None:
    row = (
        f'<tr><td><a href="a{{n}}.html">{TITLE}{{n}}</a></td>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    )
    rows = (
        "<tr>" + "".join(f"<th>{head}</th>" for head in heads) + "</tr>" + "".join(row.format(n=n) for n in (3, 2, 1))
    )
    document = documents.parse(f"<html><body><table>{rows}</table></body></html>", HERE)
    assert [row.day for row in columns.entries(document, date(2026, 11, 22))] == [f"2026-11-2{n}" for n in (3, 2, 1)]


def test_rows_that_offer_their_files_alone_are_rows() -> None:
    rows = "".join(
        f'<li><span>{TITLE}{n}</span> <a href="{n}.doc">Word下载</a> <a href="{n}.ofd">OFD版下载</a> <i>2026-11-2{n}</i></li>'
        for n in (1, 0)
    )
    document = documents.parse(f"<html><body><ul>{rows}</ul></body></html>", HERE)
    found = columns.entries(document, date(2026, 11, 22))
    assert [(row.title, row.day) for row in found] == [(f"{TITLE}{n}", f"2026-11-2{n}") for n in (1, 0)]


def test_links_among_words_are_no_rows() -> None:
    words = "".join(f'<a href="{n}.html">{TITLE}{n}</a> 2026-11-2{n} 依据该文件，各乡镇要抓好落实；' for n in range(4))
    document = documents.parse(f"<html><body><div>{words}</div></body></html>", HERE)
    assert columns.entries(document, date(2026, 11, 22)) == []


@pytest.mark.parametrize(
    "name", ["page-wrapper", "page", "position-relative", "tab-pane current", "top news", "menu main", "path"]
)
def test_a_name_alone_makes_no_frame(name: str) -> None:
    rows = "".join(f'<li><a href="{n}.html">{TITLE}{n}</a> 2026-11-2{n}</li>' for n in range(3))
    frame = (
        '<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/xw/">要闻</a></div>'
        '<div class="page"><a href="2.html">2</a> <a href="3.html">下一页</a></div>'
    )
    source = f'<html><body><div class="{name}">{frame}<ul>{rows}</ul></div></body></html>'
    document = documents.parse(source, HERE)
    assert [row.day for row in columns.entries(document, date(2026, 11, 22))] == [f"2026-11-2{n}" for n in range(3)]
    assert Counter(link.region for link in document.links) == {"content": 3, "crumb": 2, "pager": 2}


@pytest.mark.parametrize(
    "written",
    [
        f"· {TITLE}",
        f"【置顶】{TITLE}",
        f"{TITLE} NEW",
        f"{TITLE}",
        f"<b>·</b>{TITLE}<em>2026-11-20</em>",
        f"{TITLE * 5} 2026-11-20",
    ],
)
def test_titles_without_what_stands_beside_them(written: str) -> None:
    rows = "".join(f'<li><a href="{n}.html">{written}</a></li>' for n in range(3))
    found = columns.entries(documents.parse(f"<html><body><ul>{rows}</ul></body></html>", HERE), date(2026, 11, 22))
    assert {row.title for row in found} <= {TITLE, TITLE * 5}


def test_rows_that_lead_nowhere_are_read_and_never_fail() -> None:
    rows = "".join(f"<li><span>{TITLE}{n}</span><i>2025-11-2{n}</i></li>" for n in range(3))
    document = documents.parse(f"<html><body><ul>{rows}</ul></body></html>", HERE)
    found = columns.entries(document, date(2026, 11, 22))
    assert [(row.day, row.url) for row in found] == [(f"2025-11-2{n}", "") for n in range(3)]
    seen = ColumnSeen("要闻", HERE, "news", entries=tuple(found), total=3, newest=found[-1])
    [(outcome, data)] = one("content/column-fresh", {Columns: Columns((seen,))})
    assert (outcome, data["reason"]) == ("cantTell", "rows-without-links")


def test_a_page_of_few_words_or_names_is_not_called_blank() -> None:
    made = small.pages()
    made["/gk/"] = small.frame("县情概况", "<h1>县情概况</h1><p>县情概况</p><div>共 0 条 首页 上一页 下一页 尾页</div>")
    made["/ld/"] = small.frame(
        "领导信息", '<h1>领导信息</h1><p><a href="/ld/1.html">张三</a> <a href="/ld/2.html">李四</a></p>'
    )
    made["/jd/"] = small.frame("政策解读", "<h1>政策解读</h1><p>解读材料见政务大厅一楼公告栏。</p>")
    results, _ = look(made)
    assert {line for line in told(results) if line[0] == "column-blank"} == {
        ("column-blank", "failed", "/gk/"), ("column-blank", "cantTell", "/ld/"), ("column-blank", "cantTell", "/jd/"),
    }  # fmt: skip


def yearless(article_day: str) -> Pages:
    """Rows of 11-12 and 11-20 whose years only the articles tell."""
    made = small.pages()
    rows = [("/yw/0.html", small.NEWS[0][1], "11-20"), ("/yw/1.html", small.NEWS[1][1], "11-12")]
    made["/"], made["/yw/"] = small.home(rows), small.listing("政务要闻", rows)
    for n in (0, 1):
        made[f"/yw/{n}.html"] = small.article(small.NEWS[n][1], article_day)
    return made


@pytest.mark.parametrize(
    ("article_day", "said"),
    [("2026-11-20", set()), ("2025-11-20", {("failed", "/"), ("failed", "/yw/")}), ("", {("cantTell", "/"), ("cantTell", "/yw/")})],
)  # fmt: skip
def test_a_year_that_is_not_written_is_asked_of_the_article(article_day: str, said: set[tuple[str, str]]) -> None:
    results, _ = look(yearless(article_day))
    assert {(o, p) for check, o, p in told(results) if check in ("home-fresh", "column-fresh")} == said


def test_years_of_messages_are_asked_of_the_messages() -> None:
    made = small.pages()
    for year, said in (("2026", set()), ("2025", {("messages-fresh", "failed", "/hd/")})):
        letters = [(f"/hd/ly/{n}.html", title, day[5:]) for n, (_, title, _, day) in enumerate(small.MESSAGES)]
        made["/hd/"] = small.listing("留言选登", letters).replace(
            "<ul class", "<p>2026年10月共收到留言 28 件。</p><ul class"
        )
        for n, (kind, title, asked, answered) in enumerate(small.MESSAGES):
            made[f"/hd/ly/{n}.html"] = small.message(title, kind, year + asked[4:], year + answered[4:])
        assert {line for line in told(look(made)[0]) if line[0] == "messages-fresh"} == said


def test_all_lists_of_a_column_s_own_count() -> None:
    made = small.pages()
    old = [(f"/wj/2024/{n}.html", f"清河县人民政府关于第{n}项工作的实施意见", "2024-09-01") for n in range(9)]
    made["/wj/"] = small.listing("政策文件", old).replace(
        "</main>",
        f'<div><h2>2026年</h2><ul><li><a href="/wj/0.html">{small.POLICIES[0][1]}</a> 2026-09-01</li></ul></div></main>',
    )
    assert ("column-fresh", "failed", "/wj/") not in told(look(made)[0])
    made["/wj/"] = str(made["/wj/"]).replace("/wj/0.html", "/yw/0.html")
    assert ("column-fresh", "failed", "/wj/") in told(look(made)[0])


def test_what_stands_on_another_host_is_not_called_missing() -> None:
    made = small.pages()
    other = "http://12345.example.gov.cn/"
    for path, page in made.items():
        if isinstance(page, str):
            made[path] = page.replace('"/hd/"', f'"{other}"').replace('"/fw/"', '"http://zwfw.example.gov.cn/"')
    results, _ = look(made)
    said = {(check, outcome) for check, outcome, _ in told(results)}
    assert said == {("messages-public", "cantTell"), ("guide-exists", "cantTell"), ("statistics", "cantTell")}
    messages = [f.message for result in results for f in result.findings if f.outcome.value == "cantTell"]
    assert all("scope" in message and ".example.gov.cn" in message for message in messages)


@pytest.mark.parametrize(
    ("result", "found"),
    [
        (f'<a href="/xw/1.html">{TITLE}</a>', True),
        (f'<a href="/so/link.do?url=http%3A%2F%2Fwww.qinghe.gov.cn%2Fxw%2F1234.html&amp;q=1">{TITLE[:6]}</a>', True),
        (f'<a href="/so/go?id=1"><em>{TITLE[:8]}</em>{TITLE[8:12]}...</a>', True),
        (f'<a href="/so/go?id=1">{TITLE[:6]}...</a>', False),
        ('<a href="/xw/2.html">县政府召开的另一次会议</a>', False),
    ],
)
def test_a_title_among_the_results(result: str, found: bool) -> None:
    document = documents.parse(f"<html><body><ul><li>{result}</li></ul></body></html>", HERE)
    entry = Entry(TITLE, f"{HERE}1234.html")
    assert own_search.judge(Visit(HERE, document, 200), entry) == (found, 1)


def test_a_search_with_a_page_of_its_own() -> None:
    made = small.pages()
    home = str(made["/"])
    form = home[home.index("<form") : home.index("</form>") + 7]
    for path, page in made.items():
        if isinstance(page, str):
            made[path] = page.replace(form, '<a href="/jiansuo.html">站内搜索</a>')
    made["/jiansuo.html"] = f"<html><meta charset='utf-8'><body>{form}</body></html>"
    assert told(look(made)[0]) == set()
    del made["/jiansuo.html"]
    results, _ = look(made)
    assert {(c, o) for c, o, _ in told(results)} == {("search", "failed")}


# --- messages without labels -------------------------------------------------------------------------------------------
ANSWERED = {
    "cells of their own": (
        ("<ul><li><span>留言时间</span><em>2026-11-16 09:00</em></li></ul><h4>留言内容</h4><p>路灯不亮</p><ul><li><span>回复部门</span><em>县城管局</em></li>"
         "<li><span>回复时间</span><em>2026-11-17</em></li></ul><h4>回复内容</h4><p>您好，已修复。</p>"),
        (), (),
    ),
    "no labels": ("<div><b>网友提问</b> 2026-11-16<p>路灯不亮怎么办</p></div><div><b>县城管局 答复</b> 2026-11-17<p>您好，已修复。</p></div>", (), ("留言时间", "答复时间")),
    "in one breath": ("<p>【咨询】路灯不亮怎么办？（2026-11-16）</p><p>【回复】县城管局（2026-11-17）：您好，已修复。</p>", (), ("留言时间", "答复时间")),
    "office before": ("<p>咨询时间：2026-11-16</p><p>咨询内容：路灯</p><p>县城管局回复：您好，已修复。</p>", ("答复时间",), ()),
    "nobody answers": ("<p>留言时间：2026-11-16</p><p>留言内容：为什么还没有人处理路灯？</p>", ("答复时间", "答复单位", "答复内容"), ()),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERED)
def test_what_a_message_says_without_labels_is_not_missing(name: str) -> None:
    source, missing, unreadable = ANSWERED[name]
    document = documents.parse(f"<html><body><main><h1>路灯不亮</h1>{source}</main></body></html>", HERE)
    seen = replies.read(document, date(2026, 11, 22))
    assert (seen.missing, seen.unreadable) == (missing, unreadable)


@pytest.mark.parametrize("name", ["收费标准", "收费依据及标准", "收费标准及依据", "是否收费", "收费依据和标准"])
def test_names_of_what_a_guide_charges(name: str) -> None:
    document = documents.parse(
        f"<html><body><main><h1>高龄津贴</h1><p>七、{name}：不收费</p></main></body></html>", HERE
    )
    assert "收费标准" in guides.read(document).elements


TABLES = {
    "of months": "<h3>来信统计</h3><table><tr><th>月份</th><th>收到</th><th>办结</th></tr><tr><td>2026年10月</td><td>28</td><td>27</td></tr></table>",
    "with a caption": "<table><caption>2026年10月来信办理情况</caption><tr><td>受理</td><td>1,286</td></tr></table>",
}


@pytest.mark.parametrize("name", TABLES)
def test_figures_in_the_cells_of_a_table(name: str) -> None:
    document = documents.parse(f"<html><body><main><h1>领导信箱</h1>{TABLES[name]}</main></body></html>", HERE)
    seen = figures.find(document, "messages", date(2026, 11, 22))
    assert seen is not None
    assert seen.day == "2026-10-31"
    assert figures.find(document, "services", date(2026, 11, 22)) is None


def test_a_table_of_letters_is_no_figure() -> None:
    rows = "<tr><th>编号</th><th>来信标题</th><th>办理状态</th></tr><tr><td>20261116</td><td>路灯不亮</td><td>已办结</td></tr>"
    document = documents.parse(f"<html><body><main><h1>领导信箱</h1><table>{rows}</table></main></body></html>", HERE)
    assert figures.find(document, "messages", date(2026, 11, 22)) is None
