"""Marks as pages carry them, and what the checks say of them."""

from __future__ import annotations

from typing import Any

import pytest

import a11y.checks.identity as identity_checks
from a11y import checks, marks
from a11y.evidence import Article, Foot, Literal, Meta, Outline, Page, PageEvidence, Sample
from a11y.model import Coverage, Device, Mode, Role, Site

CHECKS = {
    value.__a11y_check__.id: value.__a11y_check__
    for value in vars(identity_checks).values()
    if hasattr(value, "__a11y_check__")
}
URL = "http://www.qinghe.gov.cn/"
ID = "0B69D405429E0E7AE053012819AC9DDD"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("网站标识码：3212000001", ("3212000001",)),
        ("政府网站标识码 3702000025", ("3702000025",)),
        ("网站标识码5100000062 蜀ICP备 13001288号", ("5100000062",)),
        ("网站标识码 ：4506000001", ("4506000001",)),
        ("网站标识码：\u3000３２１２０００００１", ("3212000001",)),
        ("标识码：bm64130001", ("bm64130001",)),
        ("网站标识码：N000000672", ("N000000672",)),
        ("网站标识码：", ("",)),
        ("没有号码", ()),
        ("网站标识码∶3212000001", ("3212000001",)),
        ("網站標識碼：3212000001", ("3212000001",)),
        ("网站标识码（3212000001）", ("3212000001",)),
        ("【网站标识码】3212000001", ("3212000001",)),
        ("网站标识码 No.3212000001", ("3212000001",)),
        ("网站标识码：321200 0001 05012345", ("3212000001",)),
        ("网站标识码：3212000001 05012345", ("3212000001",)),
        ("Website Identification Code: 3212000001", ("3212000001",)),
        ("党政机关网站标识码：CA320000000601244730003 网站标识码：3212000001", ("3212000001",)),
        ("党政机关标识码：CA320000000601244730003", ()),
        ("网站识别码：3212000001", ()),
    ],
)
def test_site_codes(text: str, codes: tuple[str, ...]) -> None:
    assert marks.site_codes(text) == codes


@pytest.mark.parametrize(
    ("code", "proper"),
    [("3212000001", True), ("bm64130001", True), ("BM64130001", True), ("321200001", False), ("0212000001", False),
     ("32120000011", False), ("N000000672", False), ("bm6413000", False)],
)  # fmt: skip
def test_form_of_codes(code: str, proper: bool) -> None:
    assert marks.is_site_code(code) is proper


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("蜀ICP备 13001288号", [("蜀", True)]),
        ("粤ICP备2022092331号-1", [("粤", True)]),
        ("ICP备案号：桂ICP备08000262号", [("桂", True)]),
        ("京icp备10032462号", [("京", True)]),
        ("冀ICP备111111号", [("冀", False)]),
        ("冀ICP备:10000000号", [("冀", False)]),
        ("ICP备05012345号", [("", False)]),
        ("苏ICP备12345号", [("", False)]),
        ("没有", []),
        ("蘇ICP備05012345號-1", [("苏", True)]),
        ("ICP备案号：05012345", [("", False)]),
    ],
)
def test_icp_numbers(text: str, numbers: list[tuple[str, bool]]) -> None:
    assert [(number.province, number.proper) for number in marks.icp(text)] == numbers


@pytest.mark.parametrize(
    ("text", "proper"),
    [("陕公网安备 61011202000087号", [True]), ("京公网安备11011502002502", [True]), ("苏公网安备 3212020200012号", [False]),
     ("冀公网备案号:1300000000000", [False]), ("没有", []), ("（苏）公网安备32130202080012号", [True]),
     ("蘇公網安備 32130202080012號", [True]), ("公安备案号：32130202080012", [False])],
)  # fmt: skip
def test_police_numbers(text: str, proper: list[bool]) -> None:
    assert [number.proper for number in marks.police(text)] == proper


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("主办单位：四川省人民政府办公厅 运行维护单位：某公司", "四川省人民政府办公厅"),
        ("主办：北京市大兴区人民政府办公室 承办：数据局", "北京市大兴区人民政府办公室"),
        ("西安市人民政府办公厅主办 网站标识码：6101000007", "西安市人民政府办公厅"),
        ("石家庄市人民政府办公室主办 石家庄市电子政务中心承办", "石家庄市人民政府办公室"),
        ("中共青岛市委、青岛市人民政府主办", "中共青岛市委、青岛市人民政府"),
        ("版权所有：安澜县人民政府", ""),
        ("主办单位：第4号站", "第4号站"),
        ("主办：县委", "县委"),
        ("主 办 单 位 ： 安 澜 县 人 民 政 府  承 办 单 位 ： 大 数 据 局", "安澜县人民政府"),
        ("主办单位 安澜县人民政府办公室电话：0527-84360000", "安澜县人民政府办公室"),
        ("主办/承办：安澜县人民政府办公室", "安澜县人民政府办公室"),
        ("主办（承办）单位：安澜县12345热线", "安澜县12345热线"),
        ("本网站由安澜县人民政府办公室主办、维护", "安澜县人民政府办公室"),
        ("安澜县人民政府主办安澜县大数据中心承办", "安澜县人民政府"),
        ("安澜县人民政府（主办）　安澜县大数据中心（承办）", "安澜县人民政府"),
        ("主办 | 安澜县教育局", "安澜县教育局"),
        ("主办单位： 承办单位：大数据局", ""),
        ("主办单位： 电话：0527-84360000", ""),
        ("主办单位： 网站标识码：3212000001", ""),
        ("主办单位： 苏ICP备05012345号-1", ""),
        ("主办单位：XXXX", ""),
        ("主办单位：某某单位", ""),
        ("主办单位：{{sponsor}}", ""),
        ("主办单位：3212000001", ""),
        ("【主办单位】安澜县民政局", "安澜县民政局"),
        ("主办单位∶安澜县民政局", "安澜县民政局"),
        ("主辦單位：安澜縣民政局", "安澜县民政局"),
        ("Sponsored by: Anlan County People's Government", "Anlan County People's Government"),
        ("Hosted by Anlan County Government Website ID: 3212000001", "Anlan County Government"),
        ("开办单位：安澜县民政局", ""),
    ],
)
def test_sponsors(text: str, name: str) -> None:
    assert marks.sponsor(text) == name


@pytest.mark.parametrize(
    ("text", "kind"),
    [("联系电话：0527-84360000", "phone"), ("热线：12345", "phone"), ("电话 010-12345", "phone"), ("E-mail: a@b.gov.cn", "email"),
     ("苏ICP备05012345号-1 苏公网安备 32120202000123号", ""), ("网站标识码：3212000001", ""), ("电话：+86-527-84360000", "phone"),
     ("Tel: 0086 10 84360000", "phone"), ("Tel: 84360000", "phone"), ("電話：0527-8436 0000", "phone"), ("地址：人民路1号 邮编：223800", "")],
)  # fmt: skip
def test_contacts(text: str, kind: str) -> None:
    assert marks.contact(text, ())[0] == kind


@pytest.mark.parametrize(
    ("name", "url", "kind"),
    [("", "mailto:a@anlan.gov.cn", "email"), ("拨打", "tel:0527-84360000", "phone"), ("联系我们", "/contact", "link"), ("Contact Us", "/contact", "link"),
     ("联系我们", "#", ""), ("写信", "mailto:", ""), ("县长信箱", "/xx", "")],
)  # fmt: skip
def test_ways_to_reach_them(name: str, url: str, kind: str) -> None:
    assert marks.contact("", [(name, url)])[0] == kind


def test_a_code_under_another_name_is_doubted() -> None:
    assert marks.misnamed_code("网站识别码：3212000001") == ("3212000001", "识别码")
    assert marks.misnamed_code("网站标识：3212000001")[0] == "3212000001"
    assert marks.misnamed_code("网站电话：3212000001 标识码：CA320000000601244730003") == ("", "")
    for words, outcome in (
        ("政府网站标识编码：3212000001", "cantTell"),
        ("网站标识码：3212000001 网站编码：3212000002", "passed"),
    ):
        assert say("identity/site-code", foot=Foot(text=words))[0][0] == outcome
    assert say("identity/sponsor", foot=Foot(text="开办单位：安澜县民政局"))[0][0] == "cantTell"


def test_the_map_of_the_site_by_its_names() -> None:
    for words in ("网站地图", "站内地图", "本站地图", "網站地圖", "Site Map"):
        assert marks.sitemap(words, [(words, "/map")]) == (marks.plain(words), "/map")
    assert marks.sitemap("交通地图", [("交通地图", "/map")]) == ("", "")


NEW = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=3212000001&url=http%3A%2F%2Fwww.qinghe.gov.cn%2F"
OLD = "<span id=\"_span_jiucuo\"></span><script id=\"_jiucuo_\" sitecode='3212000001' src='http://pucha.kaipuyun.cn/exposure/jiucuo.js'></script>"


@pytest.mark.parametrize(
    ("html", "links", "form", "code", "good"),
    [
        ("", [("", NEW)], "link", "3212000001", True),
        ("", [("", NEW.replace("3212000001", ""))], "link", "", False),
        (OLD, [], "script", "3212000001", True),
        (OLD.replace('id="_jiucuo_" ', ""), [], "script", "3212000001", False),
        (OLD.replace("sitecode='3212000001'", ""), [], "script", "", False),
        (f"<a onclick=\"window.open('{NEW}')\">找错</a>", [], "link", "3212000001", True),
        ("", [("我为政府网站找错", URL + "jc/")], "other", "", False),
        ("<img src='/jiucuo.png'>", [], "other", "", False),
        ("", [], "", "", True),
    ],
)
def test_find_error_forms(html: str, links: list[tuple[str, str]], form: str, code: str, good: bool) -> None:
    entry = marks.find_error("", html, links, (), ())
    assert (entry.form, entry.code, not entry.problem) == (form, code, good)


def test_the_party_mark() -> None:
    link = ("", f"https://bszs.conac.cn/sitename?method=show&id={ID}")
    assert marks.party_mark("", [link], [], []).id == ID
    assert marks.party_mark("", [("", link[1][:-4])], [], []).id == ""
    assert marks.party_mark("", [link], [("https://dcs.conac.cn/image/red_error.png", "")], []).error_picture
    script = "https://dcs.conac.cn/js/16/260/0000/60608456/CA162600000606084560002.js"
    assert marks.party_mark("", [], [], [f'<script src="{script}">']).script
    assert not marks.party_mark("<p>没有</p>", [], [], []).present
    for picture in (("http://a.gov.cn/images/footer_dzjg.jpg", ""), ("http://a.gov.cn/1.png", "党政机关")):
        assert marks.party_mark("", [("", "#")], [picture], []).picture  # it hangs there, and leads nowhere
    assert not marks.party_mark("", [], [("http://a.gov.cn/logo.png", "县政府")], []).present


def say(
    check: str, *, site: Site | None = None, pages: list[dict[str, Any]] | None = None, **words: Any
) -> list[tuple[str, str, str]]:
    """Outcome, key and page of each finding of a check over pages that are written down."""
    seen = []
    for given in pages or [words]:
        url = given.get("url", URL)
        page = Page(url, url, given.get("role", Role.HOME), Mode.STANDARD, Device.DESKTOP, 200)
        artifacts = {
            Foot: given.get("foot", Foot()), Meta: given.get("meta", Meta()), Article: given.get("article", Article()),
            Outline: given.get("outline", Outline()),
        }  # fmt: skip
        seen.append(PageEvidence(page, artifacts))
    sample = Sample(site or Site(url=URL), "2026-11-22T09:00:00+08:00", 0, Coverage(1, 1, 0, 1, True))
    declared = CHECKS[check]
    [result] = checks.run(Literal(sample, tuple(seen)), [checks.Run(declared, declared.options)])
    return [(f.outcome.value, f.key, f.page) for f in result.findings] or [(result.outcome.value, "", "")]


def tags(**words: str) -> Meta:
    return Meta(
        title="清河县人民政府",
        tags={"SiteName": "清河县人民政府", "SiteDomain": "www.qinghe.gov.cn", "SiteIDCode": "3212000001", **words},
    )


@pytest.mark.parametrize(
    ("url", "domain", "outcome"),
    [
        (URL, "www.qinghe.gov.cn", "passed"),
        ("http://www.qinghe.gov.cn:8080/", "www.qinghe.gov.cn", "passed"),
        (URL, "qinghe.gov.cn", "passed"),
        (URL, "WWW.QINGHE.GOV.CN", "passed"),
        (URL, "www.other.gov.cn", "failed"),
        (URL, "http://www.qinghe.gov.cn", "failed"),
        ("http://127.0.0.1:8080/", "www.qinghe.gov.cn", "passed"),
        ("http://[::1]:8080/", "www.qinghe.gov.cn", "passed"),
    ],
)
def test_the_domain_is_compared_with_the_host_alone(url: str, domain: str, outcome: str) -> None:
    assert say("identity/meta-site", url=url, meta=tags(SiteDomain=domain))[0][0] == outcome


def test_codes_agree_over_pages_tags_entry_and_register() -> None:
    foot = Foot(text="网站标识码：3212000001", links=(("", NEW),))
    other = Foot(
        text="网站标识码：3212000001", links=(("", NEW.replace("site_code=3212000001", "site_code=3212000002")),)
    )
    assert say("identity/consistent", foot=foot, meta=tags()) == [("passed", "", "")]
    wrong = [("failed", "找错入口:3212000002", URL)]
    assert say("identity/consistent", foot=other, meta=tags()) == wrong
    assert say("identity/find-error", foot=other, meta=tags()) == [("passed", "", "")], "a wrong code is no wrong form"
    inner = URL + "a/1.html"
    pages = [
        {"foot": foot, "meta": tags()},
        {"url": inner, "role": Role.ARTICLE, "foot": foot, "meta": tags(SiteIDCode="3212000009")},
    ]
    assert say("identity/consistent", pages=pages) == [("failed", "SiteIDCode标签:3212000009", inner)]
    register = Site(url=URL, code="3212000005")
    assert {row[0] for row in say("identity/consistent", site=register, foot=foot, meta=tags())} == {"failed"}
    assert say("identity/consistent", foot=Foot(text="网站标识码：3212000001")) == [("inapplicable", "", "")]


@pytest.mark.parametrize(
    ("url", "kind", "outcome"),
    [
        ("http://www.qinghe.gov.cn/", "portal", "passed"), ("http://mzj.qinghe.gov.cn/", "department", "passed"),
        ("http://qinghe.gov.cn/", "portal", "cantTell"), ("http://www.qinghe.com/", "portal", "cantTell"),
        ("http://清河县.政务/", None, "passed"), ("http://www.xn--fiq.xn--zfr164b/", None, "passed"),
        ("http://203.0.114.7/", None, "cantTell"), ("http://127.0.0.1:8000/", None, "inapplicable"),
        ("http://localhost/", None, "inapplicable"), ("http://www.gov.cn/", None, "passed"),
    ],
)  # fmt: skip
def test_domains(url: str, kind: str | None, outcome: str) -> None:
    assert say("identity/domain", site=Site(url=url, kind=kind), url=url)[0][0] == outcome


def test_names_agree_spaces_aside() -> None:
    meta = tags()
    assert say("identity/name", meta=meta, site=Site(url=URL, name="清河县 人民政府"))[0][0] == "passed"
    assert say("identity/name", meta=meta, site=Site(url=URL, name="清江市人民政府"))[0][0] == "cantTell"
    long = Meta(title="首页 - 清河县人民政府门户网站", tags=meta.tags)
    assert say("identity/name", meta=long)[0][0] == "passed"
    assert say("identity/name", meta=Meta(title="", tags=meta.tags))[0][0] == "inapplicable"


@pytest.mark.parametrize(
    ("tag", "shown", "outcome"),
    [
        ("2026-11-20 09:30", "发布时间：2026-11-20 09:30", "passed"),
        ("2026-11-20 09:30:12", "发布时间：2026-11-20 09:30", "passed"),
        ("2026-11-20", "发布时间：2026-11-20 09:30", "passed"),
        ("2026-11-20 09:30", "发布日期：2026年11月20日", "passed"),
        ("2026-11-20 09:30", "发布时间：2026-11-20 10:30", "failed"),
        ("2026-11-20", "日期：2026-11-19", "failed"),
        ("2026-11-20", "时间：2026-11-01", "cantTell"),
        ("2026-11-20", "", "passed"),
        ("不详", "发布时间：2026-11-20", "cantTell"),
        ("null", "发布时间：2026-11-20", "failed"),
    ],
)
def test_dates_of_publication_agree(tag: str, shown: str, outcome: str) -> None:
    meta = tags(ArticleTitle="关于发放津贴的通知", PubDate=tag, ContentSource="县民政局")
    article = Article(heading="关于发放津贴的通知", date_texts=(shown,) if shown else (), source_text="县民政局")
    assert say("identity/meta-content", role=Role.ARTICLE, meta=meta, article=article)[0][0] == outcome


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("当前位置：首页 > 政务公开 > 通知公告\n关于发放津贴的通知", ("政务公开", "通知公告")),
        ("您现在的位置：首页>>政务公开>>通知公告>>正文", ("政务公开", "通知公告")),
        ("您的位置是：清河县人民政府 / 通知公告", ("通知公告",)),
        ("当前位置：\n首页\n>\n政务公开\n>\n通知公告\n关于发放津贴的通知", ("政务公开", "通知公告")),
        ("首页 » 新闻中心 » 政务要闻", ("新闻中心", "政务要闻")),
        ("地理位置：清河县位于清江中游", ()),
        ("首页\n政务公开\n通知公告", ()),
        ("没有说在哪里", ()),
    ],
)
def test_a_page_s_own_place(text: str, steps: tuple[str, ...]) -> None:
    assert marks.breadcrumb(text) == steps
