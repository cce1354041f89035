"""What is read off a page: sizes as seen, what is hidden and why, who listens, and pages that do not want to be read."""

from __future__ import annotations

import asyncio
import io
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.async_api import Error as BrowserError

from a11y.checks._axe_texts import RULES
from a11y.collect import gatherers, pixels, visiting
from a11y.collect.axe import packaged_script
from a11y.collect.js import KEEP_PRISTINE
from a11y.collect.steps import Picture, Stage
from a11y.evidence import (
    Anchors,
    Article,
    AxeResults,
    Console,
    Contrasts,
    Controls,
    Foot,
    Images,
    Meta,
    Outline,
    Page,
    Passages,
    RevealedAnchors,
    Semantics,
    Texts,
)
from a11y.evidence.elderly import Offers
from a11y.model import Device, Mode, Role, Target

ALL = (Texts, Controls, Anchors, Images, Meta, Article, Foot, Outline, Passages, Console)


@pytest.fixture(scope="module")
def read(loop: Any, chromium: Any, tmp_path_factory: Any, serve: Any) -> Any:
    """`read(html, *wanted, **context)` → artifacts by type; a gatherer's error fails the test."""
    folder = tmp_path_factory.mktemp("pages")
    count = 0

    async def look(url: str, wanted: tuple[type, ...], context: dict[str, Any]) -> dict[type, Any]:
        opened = await chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **context})
        try:
            stage = Stage(await opened.new_page())
            landing = await stage.goto(url)
            await stage.settle(quiet=0.1)
            page = Page(url, landing.url, Role.HOME, Mode.STANDARD, Device.DESKTOP, landing.status)
            artifacts, errors = await gatherers.gather(stage, page, wanted)
            assert not errors
            return dict(artifacts)
        finally:
            await opened.close()

    def run(html: str, *wanted: type, **context: Any) -> dict[type, Any]:
        nonlocal count
        count += 1
        path = folder / f"p{count}.html"
        path.write_text(html, "utf-8")
        return loop(look(serve(folder) + path.name, wanted or ALL, context))  # type: ignore[no-any-return]

    return run


def whole(body: str, head: str = "") -> str:
    return f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>页</title>{head}</head><body>{body}</body></html>'


PHONE = {"viewport": {"width": 375, "height": 812}, "is_mobile": True, "has_touch": True}


@pytest.mark.parametrize(
    ("body", "context", "px"),
    [
        ('<p id="t" style="font-size:16px">正文十六像素</p>', {}, 16),
        ('<div style="zoom:1.5"><p id="t" style="font-size:16px">放大一倍半</p></div>', {}, 24),
        ('<div style="transform:scale(2)"><p id="t" style="font-size:16px">变换</p></div>', {}, 32),
        ('<div style="scale:1.25"><p id="t" style="font-size:16px">缩放属性</p></div>', {}, 20),
        (
            '<div style="zoom:1.5"><div style="transform:scale(2)"><p id="t" style="font-size:10px">叠加</p></div></div>',
            {},
            30,
        ),
        ('<p id="t" style="font-size:16px">没有视口声明的手机页面</p>', PHONE, 6.12),
        ('<iframe style="zoom:1.5;width:200px" srcdoc="<p id=t style=font-size:16px>框架里</p>"></iframe>', {}, 24),
        ('<iframe style="transform:scale(.5)" srcdoc="<p id=t style=font-size:16px>框架里</p>"></iframe>', {}, 8),
    ],
)
def test_sizes_are_as_seen(read: Any, body: str, context: dict[str, Any], px: float) -> None:
    texts = read(whole(body), Texts, **context)[Texts]
    assert [item.px for item in texts.items if item.target.selector == "#t"] == [pytest.approx(px, abs=0.1)]


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ('<a href="http://x.example/">看得见</a>', ""),
        ('<div style="display:none"><a href="http://x.example/">无</a></div>', "display"),
        ('<a href="http://x.example/" style="visibility:hidden">无</a>', "visibility"),
        ('<div style="opacity:0"><a href="http://x.example/">无</a></div>', "opacity"),
        ('<div style="position:absolute;left:-9999px"><a href="http://x.example/">无</a></div>', "off-screen"),
        ('<a href="http://x.example/" style="font-size:1px;line-height:1">无</a>', "size"),
        ('<div style="height:0;overflow:hidden"><a href="http://x.example/">无</a></div>', "size"),
        ('<div style="height:40px;width:80px;overflow:hidden"><p style="height:80px">上</p><a href="http://x.example/">无</a></div>', "clip"),
        ('<a href="http://x.example/" style="color:#fff">无</a>', "color"),
        ('<a href="http://x.example/" style="display:block;text-indent:-9999px">无</a>', "indent"),
        ('<a href="http://x.example/">无</a><div style="position:fixed;inset:0;background:#fff"></div>', "covered"),
    ],
)  # fmt: skip
def test_why_a_link_is_hidden(read: Any, markup: str, why: str) -> None:
    [anchor] = read(whole(f"<p>页面文字页面文字</p>{markup}"), Anchors)[Anchors].items
    assert (anchor.hidden_by, anchor.visible) == (why, why == "")


@pytest.mark.parametrize(
    ("markup", "script", "handler"),
    [
        ('<a id="a" href="#">空链接</a>', "", False),
        ('<a id="a" href="javascript:;">空链接</a>', "", False),
        ('<a id="a" href="#" onclick="return false">空链接</a>', "", False),
        ('<a id="a" href="#" onclick="menu()">菜单</a>', "", True),
        ('<a id="a" href="javascript:menu()">菜单</a>', "", True),
        ('<a id="a" href="#">监听</a>', "document.getElementById('a').addEventListener('click', () => {})", True),
        ('<a id="a" href="#">属性</a>', "document.getElementById('a').onclick = () => {}", True),
        ('<ul><li><a id="a" href="#">委托</a></li></ul>', "document.querySelector('ul').addEventListener('click', () => {})", True),
    ],
)  # fmt: skip
def test_who_listens(read: Any, markup: str, script: str, handler: bool) -> None:
    [anchor] = [
        a for a in read(whole(f"{markup}<script>{script}</script>"), Anchors)[Anchors].items if a.kind == "link"
    ]
    assert (anchor.handler, anchor.url) == (handler, "")


KINDS = """
<header><div class="logo">云水县</div></header>
<nav><ul><li><a href="/a">政务公开</a></li><li><a href="/b">办事服务</a></li></ul></nav>
<div class="crumb">您所在的位置：<a href="/">首页</a> &gt; <a href="/c">要闻</a></div>
<main><h1>云水县</h1>
<p>办理之前请先阅读<a href="/d">实施细则</a>，再准备有关材料到大厅办理登记手续。</p>
<ul class="list"><li><a href="/1">关于做好2026年城乡居民医保缴费工作的通知</a><span>2026-03-08</span></li>
<li><a href="/2">关于公布2025年度政府信息公开工作年度报告的公告</a><span>2026-03-07</span></li></ul>
<div class="serv"><a href="/s1"><img src="x.png" alt="" width="40" height="40">社保</a><a href="/s2"><img src="x.png" alt="" width="40" height="40">公积金</a></div>
<form><label>姓名 <input name="n"></label><button>提交</button></form>
<div class="pager"><a href="?1">上一页</a><a href="?2">2</a><a href="?3">下一页</a></div>
<div role="tablist"><button role="tab">要闻</button></div></main>
<div style="position:fixed;right:0;top:300px;width:80px;height:60px">公告<span onclick="x()">关闭</span></div>
"""


def test_kinds_of_controls(read: Any) -> None:
    controls = read(whole(KINDS), Controls)[Controls].items
    found = {(c.text or c.target.name or c.tag): (c.kind, c.main) for c in controls}
    assert found["政务公开"] == ("navigation", True)
    assert found["要闻"] in {("tab", True), ("breadcrumb", False)}
    assert found["首页"] == ("breadcrumb", False)
    assert found["实施细则"] == ("inline", False)
    assert found["关于做好2026年城乡居民医保缴费工作的通知"] == ("row", False)
    assert found["社保"] == ("tile", True)
    assert found["姓名"] == ("field", True)
    assert found["提交"] == ("button", True)
    assert found["下一页"] == ("page", True)
    assert found["关闭"] == ("close", True)


def test_the_area_of_a_control_holds_its_padding_and_label(read: Any) -> None:
    body = '<a id="a" href="/" style="display:inline-block;padding:10px;width:40px;height:30px">钮</a><label><input type="checkbox" style="margin:0"><span style="display:inline-block;width:60px;height:30px">同意</span></label>'
    link, box = read(whole(body), Controls)[Controls].items
    assert (link.width, link.height) == (60, 50)
    assert box.width >= 70
    assert box.height >= 30


@pytest.mark.parametrize(
    ("row", "date"),
    [
        ('<li><a href="/1">通知</a><span>2026-03-08</span></li>', "2026-03-08"),
        ('<li><a href="/1">通知</a><em>[03-08]</em></li>', "03-08"),
        ('<li><b>08</b><i>2026-03</i><a href="/1">通知</a></li>', "2026-03-08"),
        ('<li><a href="/1">关于2025年3月8日召开全县经济工作会议有关事项安排的通知</a><span>2026年6月13日 14∶06</span></li>', "2026年6月13日 14∶06"),
        ('<li><a href="/1">没有日期</a></li>', ""),
    ],
)  # fmt: skip
def test_dates_of_rows(read: Any, row: str, date: str) -> None:
    assert [a.row_date for a in read(whole(f"<ul>{row}</ul>"), Anchors)[Anchors].items] == [date]


P = "为进一步做好城乡居民基本医疗保险参保缴费工作，现将有关事项通知如下，请各有关单位认真组织实施，确保完成任务。" * 2


@pytest.mark.parametrize(
    ("body", "spacing", "gap"),
    [
        (f'<p style="font-size:16px;line-height:32px;margin:16px 0">{P}</p><p style="line-height:32px">{P}</p>', 2.0, 0.5),
        (f'<p style="font-size:16px;line-height:1.2;margin:0">{P}</p><p style="line-height:1.2;margin:0;text-indent:2em">{P}</p>', 1.2, 0.0),
        (f'<p style="font-size:16px;line-height:20px;margin:0;padding-bottom:20px">{P}</p><p style="margin:0;line-height:20px">{P}</p>', 1.25, 1.0),
        (f'<div style="font-size:16px;line-height:24px">{P}<br>　　{P}</div>', 1.5, 0.0),
        (f'<div style="font-size:16px;line-height:24px">{P}<br><br>{P}</div>', 1.5, 1.0),
        (f'<div style="zoom:1.5"><p style="font-size:16px;line-height:32px;margin:16px 0">{P}</p><p style="line-height:32px">{P}</p></div>', 2.0, 0.5),
    ],
)  # fmt: skip
def test_spacing_of_lines_and_paragraphs(read: Any, body: str, spacing: float, gap: float) -> None:
    first, *_ = read(whole(f'<main style="width:600px">{body}</main>'), Texts)[Texts].paragraphs
    assert first.lines > 1
    assert (first.line_spacing, first.gap) == (pytest.approx(spacing, abs=0.03), pytest.approx(gap, abs=0.06))


ARTICLE = f"""<div class="crumb">当前位置：<a href="/">首页</a> &gt; 通知公告</div>
<h1>关于2026年医保缴费的通知</h1><div class="info">发布时间：2026-06-13 14∶06　来源：县医保局　浏览：12次</div>
<div id="zoom"><p>{P}</p><p>根据云政发〔2019〕3号（2019年5月6日）的规定，{P}</p></div>
<div class="footer">主办单位：云水县人民政府办公室　网站标识码：9900000001　<a href="https://beian.miit.gov.cn/">云ICP备00000001号</a>
<script>document.write('<span id="_ideConac"><img src="//dcs.example/red.png" alt="党政机关"></span>')</script>
<script id="_jiucuo_" sitecode="9900000001" src="data:text/javascript,0"></script></div>"""


def test_an_article_and_its_foot(read: Any) -> None:
    seen = read(whole(ARTICLE))
    article, foot = seen[Article], seen[Foot]
    assert article.is_article
    assert article.heading == "关于2026年医保缴费的通知"
    assert article.source_text == "县医保局"
    assert [re.sub(r"^发布时间：", "", d) for d in article.date_texts] == ["2026-06-13 14∶06"]
    assert "医疗保险" in article.text
    assert "标识码" not in article.text
    assert "网站标识码：9900000001" in foot.text
    assert "党政机关" in {alt for _, alt in foot.images}
    assert foot.links[0][1] == "https://beian.miit.gov.cn/"
    assert any('sitecode="9900000001"' in script for script in foot.scripts)


def test_a_home_page_is_no_article(read: Any) -> None:
    rows = "".join(
        f'<li><a href="/{n}.html">关于做好第{n}项工作的通知公告</a><span>2026-03-0{n}</span></li>' for n in range(1, 9)
    )
    assert not read(whole(f"<h1>云水县人民政府</h1><ul>{rows}</ul>"), Article)[Article].is_article


HOSTILE = {
    "arrays that answer toJSON": (
        "<script>Array.prototype.toJSON = function () { return 'x'; }; Object.prototype.toJSON = function () { return 'y'; };"
        "Array.prototype.extra = 1; Array.prototype.entries = function () { return this.concat(); }; JSON.stringify = () => 'broken';</script>"
    ),
    "frozen globals": "<script>Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(window.JSON);</script>",
    "a table in quirks mode": "<table><tr><td>表格文字<p>没有关闭<td>第二格",
    "names that shadow properties": '<form id="f"><input name="id"><input name="attributes"><input name="parentElement"></form>',
    "a deep tree": "<script>let e = document.body; for (let i = 0; i < 1500; i++) { const d = document.createElement('div'); e.append(d); e = d; } e.append('底');</script>",
}  # fmt: skip


@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_are_read(read: Any, markup: str) -> None:
    html = f"<html><head><title>敌</title></head><body><p>开头的文字</p><a href='/a.pdf'>附件</a>{markup}</body></html>"
    seen = read(html)
    assert "开头的文字" in {t.text for t in seen[Texts].items}
    assert [a.kind for a in seen[Anchors].items][:1] == ["attachment"]
    assert "开头的文字" in seen[Outline].text


def test_a_frameset_is_read_through_its_frames(read: Any) -> None:
    html = '<html><head><title>旧站</title></head><frameset cols="50%,50%"><frame src="data:text/html;charset=utf-8,<p>左边的文字<a href=/x>链接</a>"><frame src="about:blank"></frameset></html>'
    seen = read(html)
    [text] = [t for t in seen[Texts].items if t.text == "左边的文字"]
    assert text.target.frame[0].startswith("data:text/html")
    assert "左边的文字" in seen[Outline].text


def test_a_very_long_page_is_cut_and_says_so(read: Any) -> None:
    script = "<script>const h = []; for (let i = 0; i < 20000; i++) h.push(`<p><a href='/${i}'>第${i}条</a></p>`); document.body.insertAdjacentHTML('beforeend', h.join(''));</script>"
    seen = read(whole(script))
    assert seen[Texts].cut
    assert seen[Anchors].cut
    assert 100 < len(seen[Anchors].items) <= 6000
    assert len(seen[Outline].text) <= 100_000


def test_a_control_in_a_frame_lies_where_the_frame_lies(read: Any) -> None:
    body = '<iframe style="position:absolute;left:100px;top:200px;border:0;width:300px;height:100px" srcdoc="<body style=margin:0><button style=\'position:absolute;left:20px;top:10px;width:50px;height:30px\'>钮</button>"></iframe>'
    [button] = read(whole(body), Controls)[Controls].items
    assert button.target.box == (120, 210, 50, 30)
    assert button.target.frame == ("about:srcdoc",)


@pytest.mark.parametrize(("hurry", "together"), [(gatherers.HURRY, True), (-1, False)])
def test_what_is_read_together_is_what_each_reads_by_itself(
    loop: Any, chromium: Any, monkeypatch: Any, hurry: float, together: bool
) -> None:
    monkeypatch.setattr(gatherers, "HURRY", hurry)
    body = """<h1>办事</h1><a href="#m">跳到正文</a><main id=m><label>姓名 <input name=a></label><button>立即下载APP</button>
      <table><tr><td>甲<td>乙<tr><td>丙<td>丁</table></main><audio autoplay src="x.mp3"></audio>"""
    wanted = (*gatherers.PARTS, Semantics, Offers)

    async def run() -> Any:
        page = await chromium.new_page()
        try:
            stage = Stage(page)
            await page.set_content(whole(body))
            here = Page(page.url, page.url, Role.HOME, Mode.STANDARD, Device.DESKTOP, 200)
            await gatherers.read_early(stage, here, wanted, loading=2)
            early = stage.early
            from_early, _ = await gatherers.gather(stage, here, wanted)
            alone, errors = await gatherers.gather(stage, here, wanted)
            return early, from_early, alone, errors
        finally:
            await page.close()

    early, from_early, alone, errors = loop(run())
    assert not errors
    assert {Semantics, Offers} & set(early.found) == ({Semantics, Offers} if together else set())
    assert from_early == alone
    assert [item.kind for item in alone[Offers].items] == ["inducement"]
    assert alone[Semantics].tables
    assert alone[Semantics].labels or alone[Semantics].sounds


MOVING = "<style>@keyframes come { from { opacity: .2 } } h1 { animation: come 1.2s }</style>"
STILL_PAGES = {
    "at rest": ("", True),
    "what came after the last look": ("", False),
    "a title that fades in": (MOVING, False),
    "a frame that nobody watches": ('<iframe title="内" srcdoc="<p>内</p>"></iframe>', False),
}  # fmt: skip


@pytest.mark.parametrize("name", STILL_PAGES)
def test_axe_looks_while_the_page_is_waited_for_and_once_more_where_it_moved(
    loop: Any, chromium: Any, serve: Any, tmp_path: Any, monkeypatch: Any, name: str
) -> None:
    """What is found is the same either way; the first look counts only where nothing moved meanwhile."""
    markup, once = STILL_PAGES[name]
    rows = "".join(f"<p><a href='/{n}.html'>第{n}条办事指南</a></p>" for n in range(400))
    (tmp_path / "index.html").write_text(whole(f"<h1>办事</h1><img id=unnamed src=data:,>{rows}{markup}"), "utf-8")
    looks: list[str] = []
    settle = Stage.settle

    async def touched(stage: Stage, **words: Any) -> bool:
        calm = await settle(stage, **words)
        stage.touched = 1e12 if "last look" in name else stage.touched
        return calm

    monkeypatch.setattr(Stage, "settle", touched)
    entry = gatherers.GATHERERS[AxeResults]

    async def counted(stage: Stage, page: Page) -> Any:
        looks.append(page.url)
        return await entry.flow(stage, page)

    monkeypatch.setitem(gatherers.GATHERERS, AxeResults, replace(entry, flow=counted))

    async def run() -> Any:
        context = await chromium.new_context()
        await context.add_init_script(KEEP_PRISTINE)
        try:
            stage = Stage(await context.new_page())
            url = f"{serve(tmp_path)}/index.html"
            page, mark = Page(url, url, Role.HOME, Mode.STANDARD, Device.DESKTOP, 200), stage.mark()
            landing = await stage.goto(url)
            wanted = (*gatherers.PARTS, AxeResults)
            page = await visiting._settled(stage, mark, page, landing, wanted)
            kept = stage.early is not None and AxeResults in stage.early.found
            found, errors = await gatherers.gather(stage, page, wanted)
            return page.error, kept, errors, found[AxeResults]
        finally:
            await context.close()

    error, kept, errors, results = loop(run())
    assert (error, dict(errors)) == (None, {})
    assert kept == once
    assert len(looks) == (2 if "last look" in name else 1)
    assert [n.target.selector for rule in results.rules if rule.id == "image-alt" for n in rule.nodes] == ["#unnamed"]


def test_what_a_page_could_not_do_while_it_was_kept_busy_is_waited_for(loop: Any, chromium: Any) -> None:
    busy = """() => {
      setTimeout(() => setTimeout(() => document.body.append('后来'), 20), 5);
      for (const end = performance.now() + 400; performance.now() < end;);
    }"""

    async def look() -> tuple[bool, float]:
        page = await chromium.new_page()
        try:
            await page.set_content(whole("<h1>办事</h1>"))
            stage = Stage(page)
            calm, _ = await asyncio.gather(stage.settle(quiet=0.2), stage.evaluate(busy))
            return calm, stage.touched
        finally:
            await page.close()

    calm, touched = loop(look())
    assert calm
    assert touched > 0


def test_axe_looks_into_every_frame_and_names_its_nodes_as_we_do(read: Any) -> None:
    inner = "<html lang=zh><title>内</title><main><img src=x.png width=9 height=9></main>"
    body = f'<main><h1>外</h1><iframe title="内" srcdoc="{inner}"></iframe></main><div id="h"></div><script>h.attachShadow({{mode: "open"}}).innerHTML = "<p><img src=x.png width=9 height=9></p>"</script>'
    [rule] = [r for r in read(whole(body), AxeResults)[AxeResults].rules if r.id == "image-alt"]
    assert {(n.target.frame, n.target.selector) for n in rule.nodes} == {
        ((), "#h >>> :host > p > img"), (("about:srcdoc",), "body > main > img"),
    }  # fmt: skip


def test_where_axe_broke_over_contrast_ours_does_not_pass(loop: Any, chromium: Any) -> None:
    async def look() -> Any:
        page = await chromium.new_page()
        try:
            stage = Stage(page)
            stage.settings["axe_script"] = packaged_script() + (
                ";axe._audit.rules.find((one) => one.id === 'color-contrast').matches = () => { throw new Error('broken'); };"
            )
            await page.set_content(
                "<main><p style='background:linear-gradient(#fff,#eee);color:#bbb'>看不清</p></main>"
            )
            seen = Page("http://a/", "http://a/", Role.HOME, Mode.STANDARD, Device.DESKTOP, 200)
            return await gatherers.gather(stage, seen, [AxeResults, Contrasts])
        finally:
            await page.close()

    artifacts, errors = loop(look())
    assert [rule.id for rule in artifacts[AxeResults].rules if rule.error] == ["color-contrast"]
    assert "broken" in errors["Contrasts"]


def test_a_script_that_breaks_as_it_is_brought_says_so(loop: Any, chromium: Any) -> None:
    async def run() -> str:
        page = await chromium.new_page()
        try:
            await Stage(page).bring("window.brought = 1")
            assert await page.evaluate("window.brought") == 1
            with pytest.raises(BrowserError) as broken:
                await Stage(page).bring("(() => { throw new TypeError('no such thing'); })()")
            return str(broken.value)
        finally:
            await page.close()

    assert "no such thing" in loop(run())


def test_every_packaged_axe_rule_has_its_chinese(loop: Any, chromium: Any) -> None:
    async def rules() -> Any:
        page = await chromium.new_page()
        try:
            await page.evaluate(packaged_script())
            return await page.evaluate("axe.getRules().map((r) => r.ruleId)")
        finally:
            await page.close()

    assert set(loop(rules())) == set(RULES)
    for id, words in RULES.items():
        for text in (words.title, words.why, words.remedy):
            assert re.search(r"[\u4e00-\u9fff]", text), id
    assert sum(bool(words.example) for words in RULES.values()) >= 40


def picture(width: int = 200, height: int = 100) -> bytes:
    image = Image.new("RGB", (width, height), "white")
    for x in range(100, 140):
        for y in range(40, 50):
            image.putpixel((x, y), (0, 0, 0) if x % 2 else (255, 255, 255))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_crops_are_marked_and_blurred() -> None:
    cut = pixels.crop(picture(), (100, 40, 40, 10), margin=20)
    assert cut is not None
    with Image.open(io.BytesIO(cut)) as image:
        assert image.size == (80, 50)
        pixel = np.asarray(image.convert("RGB"))
    assert ((pixel[..., 0] > 150) & (pixel[..., 1] < 90)).sum() > 100
    assert pixels.crop(picture(), (500, 500, 10, 10)) is None
    with Image.open(io.BytesIO(pixels.blurred(picture(), [(100, 40, 40, 10)]))) as image:
        values = [image.convert("L").getpixel((x, 45)) for x in range(105, 135)]
    assert max(values) - min(values) < 60
    with Image.open(io.BytesIO(pixels.thumbnail(picture(1280, 3000)))) as image:
        assert image.size == (320, 480)


STRIPES = """data:text/html,<style>body{margin:0}div{height:80px;background:repeating-linear-gradient(90deg,
black 0 6px,white 6px 12px)}</style><div></div><div></div><script>onresize=()=>document.title='resized'</script>"""


@pytest.mark.parametrize("fine", [1, 2])
def test_a_thumbnail_hides_what_must_not_be_read_and_leaves_the_page_alone(loop: Any, chromium: Any, fine: int) -> None:
    async def look() -> tuple[bytes, str]:
        page = await chromium.new_page(viewport={"width": 640, "height": 320}, device_scale_factor=fine)
        await page.goto(STRIPES)
        small = await visiting._thumbnail(Stage(page), [(0, 0, 640, 80)])
        title = await page.title()
        await page.close()
        return small, title

    small, title = loop(look())
    assert title == "", "the window kept its size"
    with Image.open(io.BytesIO(small)) as image:
        assert image.size == (320, 160)
        pixel = np.asarray(image.convert("L")).astype(int)
    hidden, shown = pixel[8:32], pixel[48:72]
    assert np.ptp(shown, axis=1).mean() > 150
    assert np.ptp(hidden, axis=1).mean() < 60


FAR = """<body style="margin:0"><div style="position:fixed;top:0;width:100%;height:300px;background:#fff"></div>
<div style="height:60vh"></div><div style="height:3000px"></div>
<div style="height:100px;width:1900px;background:#0a0"><div style="height:100px;width:100px;background:#00a;margin-left:1500px"></div></div>
<div style="height:2000px"></div><script>var told = [];
addEventListener('resize', () => told.push(`resize ${innerWidth}`)); addEventListener('scroll', () => told.push('scroll'));
new ResizeObserver(() => told.push(document.body.offsetHeight)).observe(document.body)</script>"""


@pytest.mark.parametrize("enlarged", ["zoom: 1.5", "transform: scale(1.5); transform-origin: 0 0"])
def test_a_picture_of_an_enlarged_page_shows_the_place_that_is_meant(loop: Any, chromium: Any, enlarged: str) -> None:
    async def look() -> bytes:
        page = await chromium.new_page(viewport={"width": 1280, "height": 800})
        await page.set_content(FAR + f"<style>html {{ {enlarged} }}</style>")
        top = await page.evaluate("() => document.querySelector('div div').getBoundingClientRect().y")
        picture: bytes = await Stage(page).shoot((20, top + 20, 80, 80))
        await page.close()
        return picture

    with Image.open(io.BytesIO(loop(look()))) as image:
        assert image.convert("RGB").getpixel((40, 40)) == (0, 170, 0)


def test_pictures_in_a_row_are_each_of_their_own_place_and_the_page_lies_as_before(loop: Any, chromium: Any) -> None:
    clips = [(1500, 3500, 90, 60), (20, 3490, 90, 60), (0, 0, 90, 60), (1510, 3500, 80, 60)]
    lies = "() => [document.adoptedStyleSheets.length, document.body.getBoundingClientRect().y]"

    async def look() -> Any:
        page = await chromium.new_page(viewport={"width": 1280, "height": 800})
        await page.set_content(FAR)
        stage = Stage(page)
        alone = [await stage.shoot(clip) for clip in clips]
        row = [await stage.shoot(clip, more=True) for clip in clips]
        moved = await page.evaluate(lies)
        await stage.rest()
        rested = await page.evaluate(lies)
        await page.close()
        return alone, row, moved, rested

    alone, row, moved, rested = loop(look())
    assert row == alone
    assert len(set(alone)) > 2
    assert moved[0] == 1
    assert rested == [0, 0]


@pytest.mark.parametrize("fine", [1, 2])
def test_a_picture_of_what_lies_far_down_does_not_shake_the_page(loop: Any, chromium: Any, fine: int) -> None:
    async def look() -> tuple[list[bytes], Any]:
        page = await chromium.new_page(viewport={"width": 1280, "height": 800}, device_scale_factor=fine)
        await page.set_content(FAR)
        stage = Stage(page)
        await stage.settle(quiet=0.1)
        await page.evaluate("() => { told.length = 0; }")
        pictures = [await stage.shoot(clip) for clip in ((10, 3490, 80, 80), (1510, 3490, 80, 80))]
        await page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        after = await page.evaluate("() => [told, scrollX, scrollY, document.adoptedStyleSheets.length]")
        await page.close()
        return pictures, after

    pictures, after = loop(look())
    colours = [Image.open(io.BytesIO(data)).convert("RGB").resize((80, 80)).getpixel((40, 40)) for data in pictures]
    assert colours == [(0, 170, 0), (0, 0, 170)]
    assert after == [[], 0, 0, 0]


BANDS = [
    # What lies in the window costs one picture, however far apart.
    ([(20, 10, 50, 20), (900, 700, 60, 40)], [((0, 0, 990, 770), 2)]),
    # A page that is all one element is shown by what the window shows of it.
    ([(0, 0, 1280, 9000)], [((0, 0, 1280, 630), 1)]),
    ([(0, 250, 1280, 9000)], [((0, 220, 1280, 580), 1)]),
    # Too little of it is seen at the window's edge.
    ([(0, 700, 400, 500)], [((0, 670, 430, 560), 1)]),
    # Beyond, one picture for what lies near together, and the next for what is farther down.
    ([(0, 100, 10, 10), (0, 1000, 10, 10), (100, 1500, 10, 10), (0, 3000, 10, 10)],
     [((0, 70, 40, 70), 1), ((0, 970, 140, 570), 2), ((0, 2970, 40, 70), 1)]),
    # Beside the page there is nothing to show.
    ([(1400, 100, 10, 10)], []),
]  # fmt: skip


AROUND = [
    # In the first screenful, that is it.
    ((10, 20, 30, 40), [(0, 3000, 9, 9)], 5000, (0, 0, 1280, 800)),
    # Below, as many faults as may be are shown with it, and their surroundings.
    ((10, 2000, 100, 50), [(0, 1500, 9, 9), (0, 2300, 9, 9), (0, 2600, 9, 9)], 5000, (0, 1970, 1280, 800)),
    ((10, 2000, 100, 50), [(0, 1400, 9, 9), (0, 1500, 9, 9), (0, 2300, 9, 9)], 5000, (0, 1280, 1280, 800)),
    # Not beyond the end of the document, and never without what it is for.
    ((10, 2000, 100, 50), [(0, 2040, 9, 9)], 2100, (0, 1280, 1280, 800)),
    ((10, 2000, 100, 50), [(0, 9000, 9, 9)], 9900, (0, 1280, 1280, 800)),
    # A document shorter than the window.
    ((10, 300, 100, 50), [], 400, (0, 0, 1280, 400)),
]


@pytest.mark.parametrize(("box", "faults", "tall", "clip"), AROUND)
def test_a_picture_beyond_the_window_shows_what_else_is_wanted(box: Any, faults: Any, tall: float, clip: Any) -> None:
    assert pixels.clip_around(box, (1280, 800), tall, faults) == clip


def test_pictures_there_are_already_are_used_first_then_the_fullest() -> None:
    def at(y: float, name: str = "") -> Target:
        return Target(f"#y{y}{name}", box=(20, y, 50, 20))

    targets = [at(40), at(950), at(2000), at(4000), at(4100), at(6000), at(6100), at(6200)]
    shown = [Picture((0, 900, 1280, 800), "there"), Picture((0, 0, 1280, 800), "top")]
    rows = visiting._shots(targets, shown, (1280, 800), 2)
    assert [([t.selector for t in group], image) for group, _, image in rows] == [
        (["#y950"], "there"), (["#y40"], "top"), (["#y6000", "#y6100", "#y6200"], None), (["#y4000", "#y4100"], None),
    ]  # fmt: skip
    # Without any, the window comes first, and does not count.
    assert [[t.selector for t in group] for group, _, _ in visiting._shots(targets, (), (1280, 800), 1)] == [
        ["#y40"], ["#y6000", "#y6100", "#y6200"],
    ]  # fmt: skip


@pytest.mark.parametrize(("boxes", "shots"), BANDS)
def test_few_screenshots_show_what_is_wrong(boxes: list[Any], shots: list[Any]) -> None:
    bands = visiting._bands([Target(f"#e{n}", box=box) for n, box in enumerate(boxes)], (1280, 800))
    assert [(clip, len(group)) for group, clip in bands] == shots


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [((0, 0, 0), (255, 255, 255), 21), ((119, 119, 119), (255, 255, 255), 4.48), ((255, 255, 255),) * 2 + (1,)],
)
def test_contrast_ratio(one: Any, other: Any, ratio: float) -> None:
    assert pixels.contrast_ratio(one, other) == pytest.approx(ratio, abs=0.01)


def test_a_hidden_link_is_looked_for_once_in_a_run(loop: Any, chromium: Any, serve: Any, tmp_path: Any) -> None:
    """Two pages of one template hide the same links: what brings them to light, or not, is known from the first."""
    link = '<div style="display:none"><a href="https://bet.example.com/">彩票</a></div>'
    menu = '<li style="width:90px">更多<ul><li><a href="https://edu.example.com/">教育</a></li></ul></li>'
    menu += "<style>li ul{display:none} li:hover ul{display:block}</style>"
    for name in ("a", "b"):
        (tmp_path / f"{name}.html").write_text(f"<meta charset=utf-8><body><h1>{name}</h1>{menu}{link}", "utf-8")

    async def look() -> list[tuple[dict[str, str], int, int]]:
        context = await chromium.new_context()
        opened: list[Any] = []
        context.on("page", lambda page: opened.append(page))  # noqa: PLW0108
        known: dict[tuple[str, str], str] = {}
        said = []
        try:
            stage = Stage(await context.new_page())
            stage.settings["revealed"] = known
            for name in ("a", "b"):
                url = serve(tmp_path) + f"{name}.html"
                await stage.goto(url)
                page = Page(url, url, Role.ARTICLE, Mode.STANDARD, Device.DESKTOP, 200)
                artifacts, errors = await gatherers.gather(stage, page, [Anchors, RevealedAnchors])
                assert not errors
                found = artifacts[RevealedAnchors]
                said.append((dict(found.revealed), len(found.hidden), len(opened)))
            return said
        finally:
            await context.close()

    first, second = loop(look())
    assert first == ({"body > li > ul > li > a": "hover"}, 2, 2)
    assert second == first
