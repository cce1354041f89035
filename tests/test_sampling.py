"""Which pages stand for a site: scope, roles, quotas, templates; the same seed, the same sample."""

from __future__ import annotations

import pytest

from a11y.collect.robots import parse
from a11y.collect.sampling import (
    Candidate,
    Choice,
    Scope,
    Templates,
    candidates,
    choose,
    is_page,
    normal,
    role_of,
    spares,
    template_sizes,
)  # fmt: skip
from a11y.model import Column, Role, Site

HOME = "http://www.a.gov.cn/"


def site_of(count: int) -> dict[str, Candidate]:
    """A site with `count` articles in two columns, columns, guides, a message board and a search page."""
    links = [
        (f"{HOME}{name}/", words) for name, words in (("zwgk", "政务公开"), ("xwzx", "新闻"), ("zjaxian", "走进本县"))
    ]
    links += [(f"{HOME}zwfw/", "政务服务"), (f"{HOME}hdjl/xzxx/", "县长信箱"), (f"{HOME}search.html", "搜索")]
    links += [(f"{HOME}zwfw/bszn/{i}.html", "办事指南") for i in range(count // 10)]
    for i in range(count):
        folder = "xwzx" if i % 2 else "zwgk/tzgg"
        links.append(
            (
                f"{HOME}{folder}/2026/{1 + i % 12:02d}/t202601{1 + i % 28:02d}_{1000 + i}.html",
                "县政府召开常务会议研究养老服务工作",
            )
        )
    return candidates(Site(url=HOME), Scope.of(Site(url=HOME)), links, home=HOME)


@pytest.mark.parametrize(
    ("site", "landed", "inside", "outside"),
    [
        (Site(url="http://a.gov.cn"), "", ["http://a.gov.cn/x", "https://www.a.gov.cn/"], ["http://b.a.gov.cn/", "http://a.gov.cn:81/"]),
        (Site(url="http://a.gov.cn/xian/"), "", ["http://a.gov.cn/xian/x", "http://a.gov.cn/xian"], ["http://a.gov.cn/xianx", "http://a.gov.cn/"]),
        (Site(url="http://a.gov.cn/xian/index.html"), "", ["http://a.gov.cn/other"], ["ftp://a.gov.cn/"]),
        (Site(url="http://a.gov.cn:8080/"), "https://a.gov.cn:8443/", ["https://a.gov.cn:8443/x", "http://a.gov.cn:8080/"], ["http://a.gov.cn/"]),
        (Site(url="http://a.gov.cn/"), "http://b.gov.cn/", ["http://a.gov.cn/"], ["http://b.gov.cn/"]),
        (
            Site(url="http://a.gov.cn/", scope=("slb.a.gov.cn", "https://zwfw.gov.cn/a/", "/en/")), "",
            ["http://slb.a.gov.cn/x", "https://zwfw.gov.cn/a/1", "http://a.gov.cn/en/"], ["https://zwfw.gov.cn/b/"],
        ),
    ],
)  # fmt: skip
def test_scope(site: Site, landed: str, inside: list[str], outside: list[str]) -> None:
    scope = Scope.of(site, landed)
    assert [url for url in inside if not scope.covers(url)] == []
    assert [url for url in outside if scope.covers(url)] == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://A.gov.cn:80", "http://a.gov.cn/"),
        ("https://a.gov.cn/x;jsessionid=1F?utm_source=w&id=3#top", "https://a.gov.cn/x?id=3"),
        ("http://a.gov.cn/#/news/1", "http://a.gov.cn/#/news/1"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("javascript:void(0)", ""), ("mailto:a@b.cn", ""), ("http://[bad/", ""), ("http://a:99999/", ""), ("", ""),
    ],
)  # fmt: skip
def test_one_form_of_an_address(url: str, expected: str) -> None:
    assert normal(url) == expected


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("http://a/x", True), ("http://a/x.shtml", True), ("http://a/x.do?id=1", True), ("http://a/v1.2/", True),
        ("http://a/x.PDF", False), ("http://a/x.docx", False), ("http://a/logout", False), ("http://a/download.jsp?id=1", False),
        ("http://a/%E8%A1%A8.xls", False), ("http://a/printing-house/", True),
    ],
)  # fmt: skip
def test_what_looks_like_a_page(url: str, page: bool) -> None:
    assert is_page(url) is page


@pytest.mark.parametrize(
    ("path", "text", "role"),
    [
        ("zwgk/", "政务公开", Role.COLUMN), ("col/col123/index.html", "通知公告", Role.COLUMN), ("list.jsp?catid=5", "", Role.COLUMN),
        ("art/2026/3/8/art_12_9.html", "县政府召开常务会议", Role.ARTICLE), ("zwgk/202603/t20260308_77.html", "", Role.ARTICLE),
        ("content.jsp?id=8812", "关于调整城乡居民养老保险缴费档次的通知", Role.ARTICLE), ("info/1042/9921.htm", "", Role.ARTICLE),
        ("hdjl/", "互动交流", Role.INTERACTION), ("x/", "领导信箱", Role.INTERACTION), ("wsdc/index.html", "", Role.INTERACTION),
        ("zwfw/", "政务服务", Role.SERVICE), ("bszn/", "", Role.SERVICE), ("s?siteCode=1", "搜索", Role.SEARCH),
        ("zwgk/202603/t20260308_78.html", "我县开展网上咨询活动方便群众办事", Role.ARTICLE), ("q/w", "", Role.RANDOM),
    ],
)  # fmt: skip
def test_roles(path: str, text: str, role: Role) -> None:
    assert role_of(HOME + path, text) is role


def test_every_role_is_in_the_sample_and_some_are_drawn_at_random() -> None:
    chosen = choose(site_of(300), HOME, 20, seed=0)
    roles = [choice.role for choice in chosen]
    assert len(chosen) == len({choice.url for choice in chosen}) == 20
    assert chosen[0] == Choice(HOME, Role.HOME)
    assert set(roles) == set(Role)
    assert 2 <= sum(not choice.structured for choice in chosen) <= 4
    folders = {choice.url.split("/")[3] for choice in chosen if choice.role is Role.ARTICLE}
    assert folders == {"xwzx", "zwgk"}, "articles come from every kind of address"


def test_the_same_seed_gives_the_same_sample_however_links_are_ordered() -> None:
    found = site_of(300)
    again = dict(sorted(found.items(), reverse=True))
    assert choose(found, HOME, 20, seed=7) == choose(again, HOME, 20, seed=7)
    assert choose(found, HOME, 20, seed=7) != choose(found, HOME, 20, seed=8)


@pytest.mark.parametrize("pages", [1, 2, 3, 5, 20, 1000])
def test_never_more_than_asked_for_and_never_more_than_there_is(pages: int) -> None:
    found = site_of(30)
    assert len(choose(found, HOME, pages, seed=0)) == min(pages, len(found) + 1)
    assert choose({}, HOME, pages, seed=0) == [Choice(HOME, Role.HOME)]


def test_what_the_site_file_names_is_taken_first() -> None:
    site = Site(url=HOME, columns=(Column("要闻", HOME + "z/y/x/"),), guides=(HOME + "g/1",), messages=HOME + "m/")
    found = {**candidates(site, Scope.of(site), []), **site_of(100)}
    chosen = {choice.url: choice.role for choice in choose(found, HOME, 8, seed=3)}
    assert chosen[HOME + "z/y/x/"] is Role.COLUMN
    assert chosen[HOME + "g/1"] is Role.SERVICE
    assert chosen[HOME + "m/"] is Role.INTERACTION


def test_a_spare_is_of_the_same_role_and_new() -> None:
    found = site_of(60)
    chosen = choose(found, HOME, 10, seed=0)
    queue = spares(found, chosen, seed=0)
    others = [next(queue[Role.ARTICLE]) for _ in range(5)]
    assert all(found[choice.url].role is Role.ARTICLE for choice in others)
    assert not {choice.url for choice in others} & {choice.url for choice in chosen}


def test_templates_are_told_apart_by_shape() -> None:
    templates = Templates()
    frame = [f"frame{i}" for i in range(30)]
    article, column = [*frame, *(f"a{i}" for i in range(10))], [*frame, *(f"c{i}" for i in range(10))]
    assert templates.place(article) == ("t1", True)
    assert templates.place(column) == ("t2", True)
    assert templates.place([*article, "p.lead", "table"]) == ("t1", False)
    assert templates.place([]) == ("t3", True)


def test_sizes_of_templates_count_every_page_found() -> None:
    found = site_of(100)
    articles = [url for url in found if "/t2026" in url]
    sizes = template_sizes(found, [(HOME, "t1"), (articles[0], "t2"), (articles[1], "t2"), (HOME + "zwgk/", "t3")])
    assert sizes == {"t1": 1, "t2": 100, "t3": 1}


ROBOTS = """
User-agent: *
Disallow: /admin/
Disallow: /*.bak$
Allow: /admin/open/
Crawl-delay: 2
Sitemap: http://www.a.gov.cn/map.xml

User-agent: baiduspider
User-agent: A11y
Disallow: /private
Disallow: /%E4%B8%AD
"""


@pytest.mark.parametrize(
    ("token", "path", "allowed"),
    [
        ("other", "/", True), ("other", "/admin/x", False), ("other", "/admin/open/x", True), ("other", "/x.bak", False),
        ("other", "/x.bak?1", True), ("other", "/private", True),
        ("a11y", "/private/x", False), ("a11y", "/admin/x", True), ("a11y", "/中/1", False), ("a11y", "/%e4%b8%ad", False),
    ],
)  # fmt: skip
def test_robots(token: str, path: str, allowed: bool) -> None:
    assert parse(ROBOTS, token).allows("http://www.a.gov.cn" + path) is allowed


def test_robots_tell_pace_and_sitemaps() -> None:
    rules = parse(ROBOTS, "other")
    assert (rules.delay, rules.sitemaps) == (2.0, ("http://www.a.gov.cn/map.xml",))
    assert parse("<!doctype html><title>User-agent: *</title><p>Disallow: /").allows("http://a/x")
    assert parse("Disallow: /\nUser-agent: *\nDisallow:").allows("http://a/x")
