"""Reports of one rich, hostile site: what each format must say, and what it must never let through."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import jsonschema
import openpyxl
import pytest
import report_matter as matter
from docx import Document
from lxml import etree
from lxml import html as lxml_html
from PIL import Image
from report_matter import FORMULA, HOME, IDENTITY, article, located, result, rich

from a11y.judge import GRADES
from a11y.model import Device, Impact, Mode, Outcome, Points, Ruling, SiteReport, Target
from a11y.registry import reporters
from a11y.report import LiteralAssets, docx, earl, github, html, junit, markdown, sarif, terminal, xlsx
from a11y.report import _words as w
from a11y.report import json as json_report
from a11y.report._clean import link, number
from a11y.report._elderly import chapters
from a11y.report._english import ENGLISH
from a11y.report._grouping import priorities, reach

HERE = Path(__file__).parent
PACKAGE = Path(json_report.__file__).parent
FORMATS = {"json": "json", "html": "html", "junit": "xml", "sarif": "sarif", "earl": "jsonld", "markdown": "md",
           "xlsx": "xlsx", "docx": "docx", "github": "github.txt"}  # fmt: skip
SAY = w.words("zh")


def bare(*results: Any, pages: int = 5, sizes: dict[str, int] | None = None, cards: Any = ()) -> SiteReport:
    """A report of a home page (t1) and `pages` articles (t2) with nothing but `results`."""
    seen = [{"url": HOME, "template": "t1"}, *({"url": article(n), "template": "t2"} for n in range(1, pages + 1))]
    return dataclasses.replace(
        rich(0),
        pages=tuple(seen),
        checks=results,
        scorecards=tuple(cards),
        errors=(),
        chapters={},
        template_sizes=sizes or {},
    )


def data_of(report: SiteReport) -> dict[str, Any]:
    return json.loads(json_report.render(report, matter.assets())["report.json"])


# --- every format ----------------------------------------------------------------------------------------------------


def test_every_format_is_found_by_its_file_and_has_its_suffix() -> None:
    assert FORMATS.items() <= {name: module.SUFFIX for name, module in reporters().items()}.items()


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    first, second = (reporters()[name].render(rich(), matter.assets()) for _ in range(2))
    assert first == second
    assert f"report.{FORMATS[name]}" in first


@pytest.mark.parametrize("name", [n for n in FORMATS if n not in ("xlsx", "docx")])
def test_sensitive_numbers_and_escapes_are_nowhere(name: str) -> None:
    body = b"".join(reporters()[name].render(rich(), matter.assets()).values()).decode()
    assert IDENTITY not in body
    assert "13812345678" not in body
    masked = "138\\*\\*\\*\\*5678" if name == "markdown" else "138****5678"
    assert masked in body or name == "junit"  # no indicator rests on that finding
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e\ud800-\udfff]", body)


@pytest.mark.parametrize("name", FORMATS)
def test_a_site_of_which_nothing_was_seen_still_has_a_report(name: str) -> None:
    empty = dataclasses.replace(rich(0), pages=(), checks=(), scorecards=(), errors=(), chapters={}, tool={})
    assert reporters()[name].render(empty, LiteralAssets())


# --- json ------------------------------------------------------------------------------------------------------------


def test_json_is_valid_by_its_schema() -> None:
    schema = json.loads((PACKAGE / "report.schema.json").read_text("utf-8"))
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in checker.iter_errors(data_of(rich()))] == []


def test_json_says_what_the_contract_fixes() -> None:
    data = data_of(rich())
    rows = {f["check"]: f for f in data["findings"]}
    assert rows["contrast/text"]["data"] == {"measured": 2.325, "required": 4.5}
    assert rows["contrast/text"]["target"]["box"] == [10, 50, 300.1235, 24]
    assert rows["contrast/text"]["screenshot"] == "evidence/crops/a.png"
    assert rows["elderly/works"]["target"]["selector"] == ""
    assert (rows["elderly/works"]["mode"], rows["elderly/works"]["device"]) == ("elderly", "mobile")
    card = data["scorecards"][0]
    assert card["score"] == {"value": 86.5, "floor": 76.25, "ceiling": 91}
    assert [i["points"] for i in card["indicators"]][1] == {
        "max": 2,
        "lost": 1.5,
        "earned": 0,
        "floor": 0,
        "ceiling": 0.5,
    }
    assert card["indicators"][4]["ruling"]["until"] == "2026-12-31"
    assert data["scorecards"][1]["score"] is None
    checks = {c["check"]: c for c in data["checks"]}
    assert checks["elderly/enlarge"]["data"]["factor"] == 1.5
    assert checks["axe/video-caption"]["passed"] is None
    assert [f["ruling"]["reason"][:6] for f in data["findings"] if f["ruling"]] == ["这张图是装饰"]
    order = [
        (f["outcome"] != "failed", -["minor", "moderate", "serious", "critical"].index(f["impact"]))
        for f in data["findings"]
    ]
    assert order == sorted(order)


def test_json_is_chinese_whatever_the_frame() -> None:
    assert json_report.render(rich(lang="en"), matter.assets()) == json_report.render(rich(), matter.assets())


def test_a_long_number_in_an_address_stays_an_address() -> None:
    page = "https://a.gov.cn/t20261122_6222021234567890128.html"
    finding = located("links/dead", 1, page=page)
    secret = located("links/dead", 2, page=f"https://a.gov.cn/?id={IDENTITY}")
    rows = data_of(bare(result("links/dead", [finding, secret])))["findings"]
    assert {r["page"] for r in rows} == {page, "https://a.gov.cn/?id=11*************02X"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("86.50"), 86.5),
        (Decimal("3.0"), 3),
        (1 / 3, 0.3333),
        (float("nan"), None),
        (float("inf"), None),
        (Decimal("-0.00001"), 0),
    ],
)
def test_numbers_have_at_most_four_places(value: Any, shown: Any) -> None:
    assert number(value) == shown
    assert isinstance(number(value), type(shown))


@pytest.mark.parametrize(
    ("url", "safe"),
    [("https://a.gov.cn/", True), ("javascript:alert(1)", False), ("data:text/html,x", False), ("//a.gov.cn/", False),
     ("file:///etc/passwd", False), ("http://", False), ("HTTP://a/", True), ("http://[", False), ("", False)],
)  # fmt: skip
def test_only_web_addresses_may_be_followed(url: str, safe: bool) -> None:
    assert (link(url) is not None) is safe


# --- what to mend first ----------------------------------------------------------------------------------------------


def on_articles(check: str, pages: range, **more: Any) -> list[Any]:
    return [located(check, 1, page=article(n), template="t2", name="更多", **more) for n in pages]


def test_what_shuts_out_from_all_of_the_site_comes_before_a_fault_of_one_page() -> None:
    picture = located("axe/image-alt", 1, page=article(1), template="t2", impact=Impact.CRITICAL)
    entry = located("elderly/works", 1, page=HOME, impact=Impact.SERIOUS)
    column = located("content/column-fresh", 1, page=article(2), impact=Impact.SERIOUS)
    nowhere = [
        located(
            "links/dead",
            n,
            page=HOME,
            impact=Impact.SERIOUS,
            key=f"https://a.gov.cn/{n}",
            data={"kind": "link"},
        )
        for n in range(9)
    ]
    garbage = located("content/garbled", 1, page=article(3), template="t3", impact=Impact.CRITICAL)
    rows = [result(f.check, [f]) for f in (picture, entry, column, garbage)]
    report = bare(*rows, result("links/dead", nowhere))
    report = dataclasses.replace(report, coverage=dataclasses.replace(report.coverage, pages_found=300))
    order = ["content/garbled", "elderly/works", "links/dead", "axe/image-alt", "content/column-fresh"]
    assert [problem.check for problem in priorities(report)] == order


def test_an_example_that_can_be_shown_comes_first() -> None:
    plain, shown = (located("axe/image-alt", n, page=article(1), template="t2") for n in (1, 2))
    shown = dataclasses.replace(shown, target=dataclasses.replace(shown.target, crop="evidence/crops/a.jpg"))
    plain = dataclasses.replace(plain, target=dataclasses.replace(plain.target, crop=None))
    [problem] = priorities(bare(result("axe/image-alt", [plain, shown])))
    assert problem.findings == (shown, plain)


UNPICTURED = (
    ({"box": (0, 0, 0, 0)}, "页面上看不见"),
    ({"box": (-9999, 40, 80, 20)}, "页面上看不见"),
    ({"box": None}, "页面上看不见"),
    ({"html": '<meta name="viewport" content="user-scalable=no">'}, "写在网页代码里，页面上看不见"),
    ({"selector": "", "html": None, "box": None}, "说的不是某一个元素，没有截图"),
    ({}, "同名同类的一处已有截图，或截图时它已不显示、本页张数已满；可用重做的命令再看"),
)


@pytest.mark.parametrize(("what", "why"), UNPICTURED)
def test_where_there_is_no_picture_the_report_says_why(what: dict[str, Any], why: str) -> None:
    shown, plain = (located("axe/image-alt", n, page=article(1), template="t2") for n in (1, 2))
    plain = dataclasses.replace(plain, target=dataclasses.replace(plain.target, crop=None, **what))
    report = bare(result("axe/image-alt", [plain, shown]))
    said = [
        [(dt.text_content(), dt.getnext().text_content()) for dt in one.xpath(".//dt")]
        for one in trees(report)["report.html"].xpath("//section[@class='finding']")
    ]
    assert [dict(rows).get("截图") for rows in said] == [None, why]
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(report, matter.assets())["report.xlsx"]))
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"看截图", why} <= cells


@pytest.mark.parametrize(
    ("wide", "tall", "stands"), [(1100, 60, "two broad"), (300, 40, "two"), (800, 500, "two"), (480, 160, "two broad")]
)
def test_a_picture_that_could_not_be_read_in_half_a_column_has_the_whole(wide: int, tall: int, stands: str) -> None:
    shown = located("axe/image-alt", 1, page=article(1), template="t2")
    picture = io.BytesIO()
    Image.new("RGB", (wide, tall)).save(picture, "PNG")
    pages = html.render(bare(result("axe/image-alt", [shown])), LiteralAssets({shown.target.crop: picture.getvalue()}))
    tree = lxml_html.fromstring(pages["report.html"])
    assert {div.get("class") for div in tree.xpath("//div[div/figure]")} == {stands}


def test_a_run_that_kept_no_pictures_says_so() -> None:
    plain = located("axe/image-alt", 1, page=article(1), template="t2")
    plain = dataclasses.replace(plain, target=dataclasses.replace(plain.target, crop=None))
    report = dataclasses.replace(bare(result("axe/image-alt", [plain])), pages=())
    assert "这次没有保存截图" in trees(report)["report.html"].text_content()


def test_one_template_is_told_once_with_all_its_pages() -> None:
    [problem] = priorities(bare(result("axe/image-alt", on_articles("axe/image-alt", range(1, 6))), sizes={"t2": 214}))
    assert reach(problem, SAY) == "一处模板，影响 214 页"
    assert (problem.seen, problem.looked, problem.affects, problem.elements) == (5, 5, 214, 5)


def test_a_template_seen_without_the_fault_is_no_template_fault() -> None:
    [problem] = priorities(bare(result("axe/image-alt", on_articles("axe/image-alt", range(1, 4))), sizes={"t2": 214}))
    assert problem.affects == 3
    assert reach(problem, SAY) == "3 处，见于 3 页（同类已看 5 页，约有 214 页）"


def test_different_elements_on_each_page_are_the_pages_own() -> None:
    rows = [located("links/dead", n, page=article(n), template="t2", name="甲乙丙丁戊"[n - 1]) for n in range(1, 6)]
    [problem] = priorities(bare(result("links/dead", rows), sizes={"t2": 214}))
    assert problem.scope == "pages"
    assert "模板" not in reach(problem, SAY)


def test_single_pages_of_several_templates_are_one_problem() -> None:
    rows = [located("links/dead", 1, name="甲"), located("links/dead", 2, page=article(1), template="t2", name="乙")]
    [problem] = priorities(bare(result("links/dead", rows)))
    assert reach(problem, SAY) == "2 处，见于 2 页（同类已看 6 页）"


def test_one_page_seen_of_a_template_is_said() -> None:
    [problem] = priorities(
        bare(result("axe/image-alt", on_articles("axe/image-alt", range(1, 2))), pages=1, sizes={"t2": 214})
    )
    assert reach(problem, SAY) == "1 处，见于 1 页（同类已看 1 页，约有 214 页）"
    assert problem.affects == 1


def test_the_elderly_version_of_a_page_is_no_other_page() -> None:
    row = located("axe/image-alt", 1, name="标志")
    twin = dataclasses.replace(row, mode=Mode.ELDERLY, template="t9")
    report = bare(result("axe/image-alt", [row, twin]), sizes={"t1": 1})
    views = [{**page, "mode": "standard"} for page in report.pages] + [
        {"url": HOME, "template": "t9", "mode": "elderly"}
    ]
    [problem] = priorities(dataclasses.replace(report, pages=tuple(views)))
    assert (problem.elements, problem.places, problem.seen) == (2, 1, 1)
    assert reach(problem, SAY) == "1 处，见于 1 页"


def test_a_part_that_templates_share_is_one_problem() -> None:
    rows = [located("axe/image-alt", 1, name="标志"), *on_articles("axe/image-alt", range(1, 6))]
    rows = [dataclasses.replace(f, target=dataclasses.replace(f.target, name="标志")) for f in rows]
    [problem] = priorities(bare(result("axe/image-alt", rows), sizes={"t1": 1, "t2": 214}))
    assert reach(problem, SAY) == "公共部分，2 个模板共用，影响 215 页"


def test_axe_and_our_check_on_one_element_are_one_problem() -> None:
    box = (0.0, 0.0, 20.0, 20.0)
    ours = located("interaction/target-size", 1, target=Target("#a", box=box), impact=Impact.MODERATE)
    theirs = located("axe/target-size", 1, target=Target("body > #a", box=box))
    alone = located("axe/target-size", 2, target=Target("#b", box=(50.0, 0.0, 20.0, 20.0)))
    [problem] = priorities(bare(result("interaction/target-size", [ours]), result("axe/target-size", [theirs, alone])))
    assert problem.checks == ("interaction/target-size", "axe/target-size")
    assert {f.target.selector for f in problem.findings} == {"#a", "#b"}


def test_different_faults_of_one_element_stay_two() -> None:
    ours, theirs = (located(c, 1, target=Target("#a")) for c in ("links/dead", "axe/image-alt"))
    assert len(priorities(bare(result("links/dead", [ours]), result("axe/image-alt", [theirs])))) == 2


def test_two_sets_of_options_tell_one_finding_once() -> None:
    row = located("elderly/font-size", 1)
    other = dataclasses.replace(row, profiles=("elderly-app-2021",))
    [problem] = priorities(bare(result("elderly/font-size", [row]), result("elderly/font-size", [other])))
    assert problem.elements == 1


def test_what_was_ruled_false_is_no_problem() -> None:
    row = located("axe/image-alt", 1, ruling=Ruling(None, "甲", "2026-11-01", "误报", false_finding=True))
    assert priorities(bare(result("axe/image-alt", [row]))) == []


def test_problems_come_by_effect() -> None:
    def card(kind: str, mark: str, lost: str | None = None) -> Any:
        row = matter.indicator(
            "1",
            "项",
            Outcome.FAILED,
            kind=kind,
            fingerprints=(mark,),
            points=matter.points("10", lost) if lost else None,
        )
        return dataclasses.replace(rich(0).scorecards[0], profile=f"p{kind}{lost}", indicators=(row,))

    rows = {
        name: located(f"x/{name}", n, impact=impact, outcome=outcome)
        for n, (name, impact, outcome) in enumerate(
            [("doubt", Impact.CRITICAL, Outcome.CANT_TELL), ("plain", Impact.SERIOUS, Outcome.FAILED), ("slight", Impact.MINOR, Outcome.FAILED),
             ("lost1", Impact.MINOR, Outcome.FAILED), ("lost5", Impact.MINOR, Outcome.FAILED), ("require", Impact.MINOR, Outcome.FAILED),
             ("veto", Impact.MINOR, Outcome.FAILED)]
        )
    }  # fmt: skip
    cards = [card("veto", rows["veto"].fingerprint), card("require", rows["require"].fingerprint),
             card("deduct", rows["lost1"].fingerprint, "1"), card("deduct", rows["lost5"].fingerprint, "5")]  # fmt: skip
    report = bare(*(result(f.check, [f]) for f in rows.values()), cards=cards)
    assert [p.check for p in priorities(report)] == [
        "x/veto",
        "x/require",
        "x/lost5",
        "x/lost1",
        "x/plain",
        "x/slight",
        "x/doubt",
    ]


def test_many_pages_outweigh_one_step_of_impact_but_not_all() -> None:
    wide = on_articles("x/wide", range(1, 6), impact=Impact.MODERATE)
    report = bare(
        result("x/wide", wide), result("x/deep", [located("x/deep", 1, impact=Impact.SERIOUS)]),
        result("x/slight", [dataclasses.replace(f, check="x/slight", impact=Impact.MINOR) for f in wide]), sizes={"t2": 3},
    )  # fmt: skip
    assert [p.check for p in priorities(report)] == ["x/wide", "x/deep", "x/slight"]


# --- html ------------------------------------------------------------------------------------------------------------


def trees(report: SiteReport) -> dict[str, Any]:
    pages = html.render(report, matter.assets())
    return {path: lxml_html.fromstring(body) for path, body in pages.items() if path.endswith(".html")}


def test_nothing_from_a_page_becomes_markup() -> None:
    for tree in trees(rich(300)).values():
        assert not tree.xpath("//img[not(starts-with(@src,'evidence/') or starts-with(@src,'../evidence/'))]")
        assert not tree.xpath("//@onload | //@onerror | //@onclick | //@style")
        assert all("alert" not in (s.text or "").replace(r"alert(1)\u003c", "").replace("onerror=alert(2)", "") or "A11Y_INDEX" in s.text
                   for s in tree.xpath("//script"))  # fmt: skip
        assert len(tree.xpath("//script")) <= 2
        for href in tree.xpath("//a/@href"):
            assert urlsplit(href).scheme in ("", "http", "https"), href
    body = b"".join(html.render(rich(300), matter.assets()).values())
    assert b"<script>alert" not in body
    assert b"&lt;script&gt;alert(1)" in body
    assert b"passwd" not in body


def test_the_parts_of_a_score_are_told_with_their_intervals() -> None:
    assert "70（60–80.5）" in trees(rich(0))["report.html"].text_content()
    assert data_of(rich(0))["scorecards"][0]["parts"]["内容保障"] == {"value": 70, "floor": 60, "ceiling": 80.5}


def test_nothing_is_loaded_from_elsewhere() -> None:
    for tree in trees(rich()).values():
        assert all(src.startswith(("evidence/", "../evidence/")) for src in tree.xpath("//img/@src"))
        assert not tree.xpath("//link[@rel='stylesheet'] | //script[@src] | //iframe | //object")
        assert "http" not in "".join(tree.xpath("//style/text()"))


def test_the_first_screen_has_verdict_interval_and_coverage_before_all_else() -> None:
    text = trees(rich())["report.html"].text_content()
    places = [text.index(words) for words in (
        "不是主管部门的官方评测", "2022年宿迁市政府网站年度综合考评办法”：不合格", "最该先改的：", "不合格　86.5", "（76.25–91）",
        "自动判定 4/7 项，需人工 2，未检 1；8/312 页", "按改好以后的效果排列",
    )]  # fmt: skip
    assert places == sorted(places)


def test_every_finding_has_its_evidence() -> None:
    tree = trees(rich())["report.html"]
    finding = next(s for s in tree.xpath("//section[@class='finding']") if "2.32:1" in s.text_content())
    text = finding.text_content()
    for words in (
        "实测",
        "2.325",
        "要求",
        "4.5",
        article(1),
        "标准版，电脑",
        "#a1 > p",
        "a11y check",
        "把文字颜色改深",
    ):
        assert words in text
    assert finding.xpath(".//img[@width='480'][@height='160'][string-length(@alt) > 4]")
    assert "同样的问题还在另外 4 页" in text
    problem = finding.xpath("ancestor::article")[0].text_content()
    assert "GB/T 37668 5.1《文字对比度》（要求；依据可信度 S：据二手资料）" in problem
    assert "为什么要紧" in problem


def test_struck_findings_stay_with_their_reason() -> None:
    report = trees(rich(0))
    assert "核减 1 条" in report["report.html"].text_content()
    [struck] = [h for tree in report.values() for h in tree.xpath("//h4[@class='struck']")]
    assert "误报" in struck.text_content()
    assert "这张图是装饰" in struck.getparent().text_content()


@pytest.mark.parametrize("count", [0, 60, 700])
def test_every_link_inside_the_report_leads_somewhere(count: int) -> None:
    report = trees(rich(count))
    ids = {path: Counter(tree.xpath("//@id")) for path, tree in report.items()}
    assert all(n == 1 for counted in ids.values() for n in counted.values())
    for path, tree in report.items():
        for href in tree.xpath("//a/@href"):
            if not urlsplit(href).scheme:
                file, _, anchor = urljoin(f"x:/{path}", href).removeprefix("x:/").partition("#")
                file = urljoin(path, href.partition("#")[0]) if href.partition("#")[0] else path
                assert anchor == "" or anchor in ids[file], (path, href)


def test_ten_thousand_findings_are_pages_of_bounded_size() -> None:
    files = html.render(rich(10_000), LiteralAssets())
    details = [path for path in files if path.startswith("report/findings-")]
    assert len(details) >= 90
    assert len(files["report.html"]) < 400_000
    assert max(len(files[path]) for path in details) < 400_000
    index = json.loads(files["report/index.js"].decode().removeprefix("window.A11Y_INDEX=").removesuffix(";"))
    assert len(index["rows"]) == 10_000 - 1  # axe and a check of ours speak of one element
    assert b"A11Y_INDEX=" not in files["report.html"].replace(b"window.A11Y_INDEX;", b"")


def test_a_small_report_is_one_file() -> None:
    assert set(html.render(rich(0), matter.assets())) == {"report.html"}


def test_the_printed_form_carries_its_pictures_and_says_what_it_leaves_out() -> None:
    body = html.printable(rich(500), matter.assets()).decode()
    tree = lxml_html.fromstring(body)
    assert all(src.startswith("data:image/png;base64,") for src in tree.xpath("//img/@src"))
    assert re.search(r"另有 \d+ 条发现没有印在这里", body)
    assert not tree.xpath("//script | //form")
    assert not tree.xpath("//img[@loading]")  # a printer does not scroll


@pytest.mark.parametrize("name", FORMATS)
def test_every_word_of_the_frame_has_its_english(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    missing: set[str] = set()

    class Recorder(dict[str, str]):
        def get(self, key: str, default: Any = None) -> Any:
            if key not in self and re.search("[\u4e00-\u9fff]", key):
                missing.add(key)
            return super().get(key, default)

    monkeypatch.setattr(w, "ENGLISH", Recorder(ENGLISH))
    report = rich(lang="en")
    for chapter in (report.chapters, {"elderly": {"entered": False}}):
        reporters()[name].render(dataclasses.replace(report, chapters=chapter), matter.assets())
    reporters()[name].render(dataclasses.replace(report, checks=(), scorecards=()), matter.assets())
    html.printable(rich(500, lang="en"), matter.assets())
    terminal.summary(report, "x")
    assert missing == set()


def test_every_word_written_in_the_templates_has_its_english() -> None:
    said: set[str] = set()
    for path in [*PACKAGE.glob("templates/*.j2"), *PACKAGE.glob("*.py")]:
        said |= set(re.findall(r"""(?<![\w.])(?:t|say)\(\s*["']([^"']+)["']""", path.read_text("utf-8")))
    for table in (
        w.OUTCOMES, w.VERDICTS, w.IMPACTS, w.MODES, w.DEVICES, w.ROLES, w.KINDS, w.HOW, w.CONFIDENCE, html._PARTS, GRADES,
    ):  # fmt: skip
        said |= set(table.values())
    assert sorted(said - set(ENGLISH)) == []


def test_what_the_judge_says_in_its_own_words_is_english_too() -> None:
    say = w.words("en")
    card = rich(0).scorecards[0]
    [row, *_] = [i for i in card.indicators if i.kind != "bonus"]
    open_row = dataclasses.replace(
        row, outcome=Outcome.UNTESTED, points=Points(Decimal(5), Decimal(0), Decimal(0), Decimal(0), Decimal(5))
    )
    assert w.verdict(dataclasses.replace(card, grade="有未检项"), say) == "Some not tested"
    assert w.verdict(dataclasses.replace(card, grade="先改再上线"), say) == "先改再上线"  # a document's own word
    assert html.points_text(open_row, say) == "open（0–5）"
    assert html.value_text({"factor": 1.5, "kept": True}, say) == "Factor：1.5，kept：yes"
    assert html.value_text({"factor": 1.5, "kept": True}) == "倍数：1.5，kept：是"


def test_english_frame_leaves_no_chinese_of_ours() -> None:
    tree = trees(rich(0, lang="en"))["report.html"]
    assert tree.get("lang") == "en"
    heads = " ".join(
        h.text_content() for h in tree.xpath("//h2 | //th[@scope='col'] | //caption | //nav//a | //summary")
    )
    assert not re.search(
        "[\u4e00-\u9fff]",
        heads.replace("2022年宿迁市政府网站年度综合考评办法", "").replace("互联网网站适老化通用设计规范", ""),
    ), heads
    assert "Mend first" in tree.text_content()


@pytest.mark.parametrize(
    "matter_of_chapter",
    [{}, {"entered": False, "reason": "没有入口"}, {"steps": [{}], "services": [{}], "transcript": [{}], "keyboard": {"stops": [{}]}},
     {"entry": None, "steps": "x", "services": 3, "transcript": [1, None], "keyboard": [], "focus": {"a": 1}, "before": 5},
     [{"device": "desktop", "entered": True}, {"device": "mobile"}], {"devices": {"desktop": {"entered": True}}}, {"matter": {"entered": False}}, "x", 7],
)  # fmt: skip
def test_the_elderly_chapter_bears_missing_and_odd_matter(matter_of_chapter: Any) -> None:
    report = dataclasses.replace(rich(0), chapters={"elderly": matter_of_chapter})
    assert html.render(report, LiteralAssets())
    assert docx.render(report, LiteralAssets())


def test_the_elderly_chapter_shows_what_happened() -> None:
    [section] = trees(rich(0))["report.html"].xpath("//section[@aria-labelledby='elderly']")
    text = section.text_content()
    for words in ("长者助手", "键盘能到达", "否", "正文 16 像素", "正文 24 像素", "第 2 档", "1.5", "语音服务没有应答", "不管用",
                  "欢迎使用长者助手", "不是页面正文", "读的是页面自己的文字", "读出了正文的 42%", "看不出焦点"):  # fmt: skip
        assert words in text
    assert len(section.xpath(".//img")) >= 9
    assert section.xpath(".//audio/@src") == ["evidence/elderly/clip.mp3"]
    assert (
        len(
            chapters(
                dataclasses.replace(rich(0), chapters={"elderly": [{"device": "mobile"}, {"device": "desktop"}]}), SAY
            )
        )
        == 2
    )


# --- terminal, merge requests, pipelines -----------------------------------------------------------------------------


def test_the_terminal_names_verdict_coverage_five_problems_and_the_place() -> None:
    text = terminal.summary(rich(), "out/www.qingshan.gov.cn").plain
    assert "\x1b" not in text
    assert "自动判定 4/7 项，需人工 2，未检 1；8/312 页" in text
    assert "一处模板，影响 214 页" in text
    assert re.findall(r"(?m)^ (\d)\. ", text) == list("12345")
    assert "out/www.qingshan.gov.cn/report.html" in text
    assert len(terminal.summary(rich()).spans) > 3


def test_markdown_lets_no_markup_through() -> None:
    text = markdown.render(rich(), matter.assets())["report.md"].decode()
    unescaped = re.sub(r"</?(?:br|code|details|summary)>|<https?://[^<>\s]+>", "", text)
    assert "<" not in unescaped
    assert not re.search(r"(?<!\\)\[[^\]]*\]\(", text)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} == {6}
    assert "一处模板，影响 214 页" in text


def test_annotations_are_one_command_a_line() -> None:
    text = github.render(rich(), matter.assets())["report.github.txt"].decode()
    for line in text.splitlines():
        assert re.fullmatch(r"::(error|warning|notice) title=[^:,\r\n]*::.+", line), line
    breaking = located("x/y", 1, message="一\n::error::二\r三%0A")
    [line] = github.render(bare(result("x/y", [breaking])), LiteralAssets())["report.github.txt"].decode().splitlines()
    assert line.count("%250A") == 1
    told = {}
    for decides in (True, False):
        cards = [
            dataclasses.replace(
                card, indicators=tuple(dataclasses.replace(row, decides=decides) for row in card.indicators)
            )
            for card in rich().scorecards
        ]
        report = dataclasses.replace(rich(), scorecards=tuple(cards))
        told[decides] = github.render(report, matter.assets())["report.github.txt"].decode()
    assert "::error " in told[True]
    assert "::error " not in told[False], "what only advises is no error of a build"


def test_junit_is_valid_and_counts_what_it_holds() -> None:
    tree = etree.fromstring(junit.render(rich(), matter.assets())["report.xml"])
    etree.XMLSchema(etree.parse(HERE / "schemas/junit.xsd")).assertValid(tree)
    cases = {case.get("name"): case for case in tree.findall("testsuite[@name='suqian-2022']/testcase")}
    kinds = {name.split()[0]: [child.tag for child in case] for name, case in cases.items()}
    assert kinds == {
        "1.1": [],
        "4.2": ["failure"],
        "4.3": ["failure"],
        "2.4": ["skipped"],
        "2.5": ["skipped"],
        "9.1": [],
        "9.2": ["skipped"],
    }
    assert "要人工拨打电话核对" in cases["2.4 内容准确"].find("skipped").get("message")
    assert "a11y check" in cases["4.2 首页链接可用性"].find("failure").text
    for suite in tree.iter("testsuite", "testsuites"):
        assert int(suite.get("tests")) == len(suite.findall(".//testcase"))
        assert int(suite.get("failures")) == len(suite.findall(".//failure"))
        assert int(suite.get("skipped")) == len(suite.findall(".//skipped"))


def test_junit_advice_that_fails_is_no_failure() -> None:
    row = matter.indicator("7", "建议", Outcome.FAILED, kind="require", decides=False, source="E")
    card = dataclasses.replace(rich(0).scorecards[0], indicators=(row,))
    tree = etree.fromstring(junit.render(bare(cards=[card]), LiteralAssets())["report.xml"])
    assert not tree.findall(".//failure")
    assert len(tree.findall(".//skipped")) == 1


def test_sarif_is_valid_by_its_schema() -> None:
    schema = json.loads((HERE / "schemas/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    log = json.loads(sarif.render(rich(), matter.assets())["report.sarif"])
    checker = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [f"{list(e.absolute_path)}: {e.message}" for e in checker.iter_errors(log)] == []


def test_sarif_results_keep_certainty_and_impact_apart() -> None:
    run = json.loads(sarif.render(rich(), matter.assets())["report.sarif"])["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    by_rule: dict[str, list[Any]] = {}
    for row in run["results"]:
        assert rules[row["ruleIndex"]] == row["ruleId"]
        by_rule.setdefault(row["ruleId"], []).append(row)
    assert len(run["results"]) == len(rich().findings)
    assert {(r["kind"], r["level"]) for r in by_rule["links/dead"]} == {("fail", "error"), ("review", "none")}
    [false] = [r for r in run["results"] if "suppressions" in r]
    assert "装饰" in false["suppressions"][0]["justification"]
    marks = {f.fingerprint for f in rich().findings}
    assert {r["partialFingerprints"]["a11yFingerprint/v1"] for r in run["results"]} == marks


def test_earl_asserts_every_check_and_points_at_elements() -> None:
    data = json.loads(earl.render(rich(), matter.assets())["report.jsonld"])
    known = set(data["@context"])
    ids = {node["@id"] for node in data["@graph"] if "@id" in node}
    assertions = [node for node in data["@graph"] if node["@type"] == "earl:Assertion"]
    outcomes = {"earl:" + o.value for o in Outcome}

    def terms(node: Any) -> None:
        for key, value in node.items():
            assert key.startswith("@") or key in known or key.split(":")[0] in known, key
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, dict):
                    terms(part)

    for node in data["@graph"]:
        terms(node)
    for node in assertions:
        assert {node["assertedBy"], node["subject"], node["test"]} <= ids
        assert node["mode"] in ("earl:automatic", "earl:semiAuto")
        assert {r["outcome"] for r in node["result"]} <= outcomes
    whole = {n["test"]: n["result"][0]["outcome"] for n in assertions if n["subject"] == "_:site"}
    assert whole["_:check-site-ipv6"] == "earl:untested"
    assert whole["_:check-contrast-text"] == "earl:failed"
    pointers = [r["pointer"]["expression"] for n in assertions for r in n["result"] if "pointer" in r]
    assert "#a1 > p" in pointers
    assert not any("误报" in r["info"] for n in assertions for r in n["result"])


# --- office files ----------------------------------------------------------------------------------------------------


def book_of(report: SiteReport) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(report, matter.assets())["report.xlsx"]))


@pytest.mark.parametrize(
    ("outcome", "lost", "floor", "page", "sheet"),
    [
        (Outcome.UNTESTED, 20, 0, "待定（0–20）", "待定（0–20）"),
        (Outcome.CANT_TELL, 0, 18, "0（0–2）", "0（0–2）"),
        (Outcome.FAILED, 5, 15, "−5", Decimal(5)),
    ],
)
def test_what_nobody_has_looked_at_reads_as_open_not_as_lost(
    outcome: Outcome, lost: int, floor: int, page: str, sheet: Any
) -> None:
    given = next(
        i for card in rich().scorecards for i in card.indicators if i.points is not None and i.kind == "deduct"
    )
    ceiling = 15 if outcome is Outcome.FAILED else 20
    points = Points(Decimal(20), Decimal(lost), Decimal(20 - lost), Decimal(floor), Decimal(ceiling))
    row = dataclasses.replace(given, outcome=outcome, points=points)
    say = w.words("zh")
    assert (html.points_text(row, say), xlsx._lost(row, say)) == (page, sheet)
    card = dataclasses.replace(rich().scorecards[0], indicators=(row,))
    assert bool(html._charts(card)["blocks"]) is (outcome is Outcome.FAILED)


def test_the_scorecard_sheet_reads_like_the_offices_own_table() -> None:
    sheet = book_of(rich())["2022年宿迁市政府网站年度综合考评办法"]
    assert [c.value for c in sheet[2]][:7] == ["一级指标", "二级指标", "评分细则", "分值", "扣分", "扣分原因", "证据"]
    row = next(r for r in sheet.iter_rows(min_row=3, values_only=True) if "4.2" in str(r[1]))
    assert row[:6] == (
        "功能应用",
        "4.2 首页链接可用性",
        "首页链接打不开的，每处扣0.5分",
        2,
        1.5,
        "1 处链接打不开，扣 0.5 分",
    )
    assert re.fullmatch(r"问题清单第 \d+ 条", row[6])
    total = [c.value for c in sheet[sheet.max_row]]
    assert (total[0], total[5]) == ("得分", "86.5 分（76.25–91）")
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref.startswith("A2:H")
    assert sheet.print_title_rows == "$1:$2"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_no_cell_is_a_formula_and_none_holds_what_xml_cannot() -> None:
    book = book_of(rich())
    dangerous = 0
    for sheet in book:
        for cell in (c for row in sheet.iter_rows() for c in row if c.value is not None):
            assert cell.data_type != "f", cell.coordinate
            if isinstance(cell.value, str):
                assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", cell.value)
                assert IDENTITY not in cell.value
                if cell.value.startswith(("=", "+", "-", "@")):
                    dangerous += 1
                    assert cell.quotePrefix, cell.coordinate
    assert dangerous >= 4
    links = [c.hyperlink for sheet in book for row in sheet.iter_rows() for c in row if c.hyperlink]
    assert links
    assert all(
        h.location or urlsplit(h.target).scheme in ("http", "https") or h.target.startswith("evidence/") for h in links
    )


def test_the_list_of_problems_holds_every_finding_and_strikes_the_false_ones() -> None:
    sheet = book_of(rich())["问题清单"]
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) == len(rich().findings) - 1
    assert [r[0].value for r in rows] == list(range(1, len(rows) + 1))
    assert [r[0].font.strike for r in rows].count(True) == 1
    assert sheet.freeze_panes == "C2"


def test_sheets_of_alike_documents_get_names_of_their_own() -> None:
    card = dataclasses.replace(rich(0).scorecards[0], title="办法[2022]/附件:2?*" + "长" * 40)
    book = book_of(dataclasses.replace(rich(0), scorecards=(card, card)))
    assert len(set(book.sheetnames)) == len(book.sheetnames) == 5


def document_of(report: SiteReport) -> Any:
    return Document(io.BytesIO(docx.render(report, matter.assets())["report.docx"]))


def test_the_document_is_laid_out_as_offices_file_it() -> None:
    paper = document_of(rich())
    section = paper.sections[0]
    millimetres = [round(getattr(section, f"{side}_margin").mm) for side in ("top", "left", "right", "bottom")]
    assert (round(section.page_width.mm), round(section.page_height.mm), *millimetres) == (210, 297, 37, 28, 26, 35)
    assert paper.styles["Normal"].font.size.pt == 16
    assert paper.styles["Normal"].paragraph_format.line_spacing.pt == 28
    heads = [p.text for p in paper.paragraphs if p.style.name == "Heading 1"]
    assert heads[:5] == ["一、检测概况", "二、结论", "三、先改什么", "四、适老版", "五、依据与说明"]
    assert [p.text for p in paper.paragraphs if p.style.name == "Title"] == ["青山县人民政府", "无障碍与适老化检测报告"]
    assert any("不是主管部门的官方评测" in p.text for p in paper.paragraphs)
    assert len(paper.inline_shapes) >= 8
    assert paper.sections[-1].page_width > paper.sections[-1].page_height
    unseen = document_of(
        dataclasses.replace(rich(), tool={"version": "1.2.3", "axe": None, "chromium": None, "seed": 7})
    )
    assert "a11y 1.2.3，抽样种子 7" in [p.text for p in unseen.paragraphs]


def test_the_document_has_the_offices_table_and_the_list() -> None:
    paper = document_of(rich())
    tables = {tuple(c.text for c in t.rows[0].cells): t for t in paper.tables}
    card = tables["一级指标", "二级指标", "评分细则", "分值", "扣分", "扣分原因", "证据"]
    assert any("4.3 文字对比度" in c.text for r in card.rows for c in r.cells)
    listed = tables["序号", "问题", "结果", "说明", "实测", "要求", "页面"]
    assert any("11*************02X" in c.text for r in listed.rows for c in r.cells)
    text = "\n".join(p.text for p in paper.paragraphs) + "".join(
        c.text for t in paper.tables for r in t.rows for c in r.cells
    )
    assert IDENTITY not in text
    assert FORMULA in text  # a document calculates nothing: words stay words


def test_a_broken_picture_costs_the_picture_alone() -> None:
    broken = LiteralAssets(dict.fromkeys(matter.assets().files, b"\x89PNG\r\n\x1a\n" + b"\x00" * 40))
    for module in (html, docx, xlsx):
        assert module.render(rich(0), broken)


def test_modes_and_devices_have_words() -> None:
    assert set(w.MODES) == {m.value for m in Mode}
    assert set(w.DEVICES) == {d.value for d in Device}
