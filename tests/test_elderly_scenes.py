"""Ways in, ways out and bars that a whole small site would be too dear for: one page or two each, and the flow in question.

The pages are served by the browser's own routing, several scenes at a time: most of each is waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from a11y.checks import elderly
from a11y.collect.entering import enter, find_entries, leave, stand
from a11y.collect.hand import Spot, press
from a11y.collect.js import script
from a11y.collect.services import Served, enlarge, serve
from a11y.collect.speech import SPEECH_INIT, read
from a11y.collect.steps import Stage
from a11y.evidence.elderly import ElderlyServices
from a11y.model import Finding, Outcome

HOME = "http://scene.example/"
PROSE = """<main><p>青石镇位于云岭县东南部，辖十二个行政村和三个社区，总面积一百零六平方公里，常住人口三万二千余人。</p>
<p>各村民委员会要在本月底以前完成登记造册工作，并将名册报送镇社会事务办公室，不得推诿拖延。</p>
<p>服务内容包括午餐配送、健康测量、理发洗衣和文化娱乐等项目，所需费用由镇财政统一承担。</p></main>"""
ELDER = """var on = localStorage.on === '1', main = document.querySelector('main');
function apply() { localStorage.on = on ? '1' : ''; main.style.fontSize = on ? '24px' : ''; document.documentElement.className = on ? 'on' : ''; }
function enter() { on = true; apply(); } function leave() { on = false; apply(); } apply();"""
BAR = "<style>#bar{display:none;background:#ffe;padding:4px}.on #bar{display:block}#bar button{min-width:44px;min-height:44px}</style>"


def page(body: str, code: str = "", *, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>云岭县青石镇人民政府</title>{head}</head><body>{body}<script>{ELDER}{code}</script></body></html>"
    )


Look = Callable[[Stage], Awaitable[Any]]


@dataclass(frozen=True)
class Scene:
    """Pages by path, what is done on them, and with what."""

    pages: Mapping[str, str]
    look: Look
    touch: bool = False
    slow: str = ""
    """A path that is answered after some seconds."""


async def ways(stage: Stage) -> tuple[Any, Any]:
    """What came of entering and of leaving."""
    entered = await enter(stage)
    return entered, await leave(stage, entered)


async def ways_by_finger(stage: Stage) -> tuple[Any, Any]:
    entered = await enter(stage, touch=True)
    return entered, await leave(stage, entered)


async def services(stage: Stage) -> Served:
    """What the bar that came with the elderly version is found to do."""
    entered = await enter(stage)
    served = Served()

    async def back() -> None:
        await stand(stage, entered, entered.url)

    await serve(stage, back, entered.spots, touch=False, home_labels=frozenset(), served=served, until=stage.now() + 60)
    return served


async def reading(stage: Stage) -> Any:
    async def back() -> None:
        await stage.goto(HOME)

    return (await read(stage, back))[0]


async def enlarging(stage: Stage) -> Any:
    return (await enlarge(stage))[0]


async def pressed_in_a_frame(stage: Stage) -> list[str]:
    """A button of a zoomed frame, pressed on the page and on the same page loaded again."""
    spot = Spot("#up", stage.frames[1])
    for _ in range(2):
        await press(stage, spot)
        await stage.goto(HOME)
    return str(await stage.evaluate("() => localStorage.heard || ''")).split()


async def sizes(stage: Stage) -> list[bool]:
    """Which main text can be seen while a modal window with a veil is open."""
    await stage.evaluate("() => document.querySelector('dialog').showModal()")
    return [row["shown"] for row in (await stage.evaluate(script("elderly_sizes"), None))["items"]]


async def entries(stage: Stage) -> list[tuple[str, bool]]:
    return [(entry.text, entry.named) for entry in (await find_entries(stage))[0]]


CHOICE = (
    '<header><select id="v"><option>普通版</option><option>长者版</option><option>无障碍版</option></select></header>'
)
CHOOSING = "v.selectedIndex = on ? 1 : 0; v.onchange = function () { on = v.selectedIndex > 0; apply(); };"
ENTRY = '<header><button id="e" onclick="enter()">长者模式</button></header>'
WINDOW = '<div id="w" style="position:fixed;inset:0;background:#0008;z-index:9"><div style="width:300px;margin:150px auto;background:#fff">{}</div></div>'
NOTICE = WINDOW.format('<p>今晚维护</p><a href="javascript:void(0)" onclick="w.remove()">×</a>')
WELCOME = WINDOW.format(
    '<button onclick="w.remove()">标准版</button> <button onclick="w.remove();enter()">长者版</button>'
)
ASKING = ENTRY.replace("enter()", "if (confirm('即将进入长者模式，是否继续？')) enter()")
ASKING_ELSE = ENTRY.replace("enter()", "if (confirm('是否允许定位？')) enter()")
OUT = "<button onclick=\"if (confirm('确定退出长者模式吗？')) leave()\">退出</button>"
WIDE = "<button>放大</button><button>缩小</button><button>配色</button><button>指读</button><button style='margin-left:400px' onclick='leave()'>退出长者模式</button>"
FIXED = f"{BAR}<div id=bar style='position:fixed;left:0;top:0;width:900px;white-space:nowrap'>{WIDE}</div>{ENTRY}"
SLIDING = f"{BAR}<div id=bar style='position:fixed;left:0;top:0;width:100%;overflow:hidden;white-space:nowrap'><div id=in>{WIDE}</div></div>{ENTRY}"
SLIDE = """var at = 0, from = 0; bar.ontouchstart = function (e) { from = e.touches[0].clientX - at; };
bar.ontouchmove = function (e) { at = Math.min(0, Math.max(-520, e.touches[0].clientX - from)); document.getElementById('in').style.transform = 'translateX(' + at + 'px)'; };"""
MORE = f"{BAR}<div id=bar><button>放大</button><button>缩小</button><button>配色</button><button onclick='more.hidden = false'>更多</button></div>"
MORE += (
    f"<button id=more hidden onclick='leave()'>退出长者模式</button><style>.on header{{display:none}}</style>{ENTRY}"
)
ICONS = f"{BAR}<div id=bar>{''.join(f'<button onclick=does({n})><svg width=20 height={n + 9}><rect width=9 height=9 /></svg></button>' for n in range(4))}</div>"
DOES = """var doing = -1, box = document.body.appendChild(document.createElement('div')); function does(n) { doing = n; }
addEventListener('mousemove', function (e) { var p = e.target.closest('main p'); if (doing < 0) return; box.textContent = doing < 3 && p ? p.innerText : '';
  box.style.cssText = ['position:fixed;right:0;top:0;width:200px;font-size:14px', 'position:fixed;pointer-events:none;font-size:60px;width:300px;height:90px;overflow:hidden;left:' + (e.clientX + 9) + 'px;top:' + (e.clientY + 9) + 'px',
    'position:fixed;left:0;right:0;bottom:0;font-size:40px', 'position:fixed;left:0;width:100%;height:3px;background:red;pointer-events:none;top:' + (e.clientY + 8) + 'px'][doing]; });"""
LINKS = '<nav><a href="/list">政务动态栏目</a></nav><div role="toolbar"><button>放大</button><button>配色</button><button id="r">指读</button></div>'
SAYING = "var said = false; r.onclick = function () { said = !said; }; onmouseover = function (e) { if (said && e.target.closest('nav a')) speechSynthesis.speak(new SpeechSynthesisUtterance('链接 ' + e.target.innerText)); };"
FRAMED = "<div style='height:300px'></div><iframe src='/bar' style='border:9px solid;width:400px;height:90px'></iframe>"
FRAME = "<body style='margin:0'><button id=up style='margin-left:250px;width:30px;height:30px' onclick=\"localStorage.heard = (localStorage.heard || '') + 'up '\">大</button>"
HUB = '<!DOCTYPE html><meta charset="utf-8"><h1>请选择</h1><p><a href="/elder/">长者版</a> <a href="/blind">无障碍版</a></p>'
DIALOG = "<dialog style='width:200px;height:60px;position:fixed;top:0'><button>放大</button><button>关闭窗口</button></dialog>"

BRING = "function bring() { document.head.appendChild(document.createElement('script')).src = '/late.js'; }"
SCAN = f"function scan() {{ document.body.insertAdjacentHTML('beforeend', {WINDOW.format('<p>请用手机扫码</p><button>关闭</button>')!r}); }}"
SIZES = '<div role="toolbar"><button id="s">字号</button><button>配色</button><button>指读</button></div><div id="m" hidden role="toolbar"><button>标准</button><button>特大</button></div>'
OPENING = "s.onclick = function () { m.hidden = !m.hidden; }; m.onclick = function (e) { m.hidden = true; main.style.fontSize = e.target.textContent === '特大' ? '32px' : ''; };"
TABS = f"{BAR}<div id=bar><span role=tablist><button role=tab aria-selected=true>视觉</button><button role=tab>操作</button></span><p id=t0><button>放大</button><button>缩小</button>"
TABS += "<button id=c>配色</button><button>行距</button></p><p id=t1 hidden><button id=g>大鼠标</button></p></div>"
TURNING = """document.querySelectorAll('[role=tab]').forEach(function (t, i) { t.onclick = function () { t0.hidden = i !== 0; t1.hidden = i !== 1; }; });
c.onclick = function () { document.body.style.cssText = 'background:#000;color:#ff0'; };
g.onclick = function () { document.body.style.cursor = "url(\\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='60' height='60'%3E%3Crect width='60' height='60'/%3E%3C/svg%3E\\"),auto"; };"""
LOUD = "var said = true; r.onclick = function () { said = !said; if (!said) speechSynthesis.cancel(); }; onmouseover = function (e) { if (said && e.target.closest('main p')) speechSynthesis.speak(new SpeechSynthesisUtterance(e.target.innerText)); };"

SCENES = {
    "choice": Scene({"/": page(CHOICE + PROSE, CHOOSING)}, ways),
    "notice": Scene({"/": page(NOTICE + ASKING + OUT + PROSE)}, ways),
    "question": Scene({"/": page(ASKING_ELSE + PROSE)}, enter),
    "welcome": Scene({"/": page(ENTRY + WELCOME + PROSE)}, enter),
    "hub": Scene(
        {"/": page('<a href="/hub">适老化及无障碍</a>' + PROSE), "/hub": HUB, "/elder/": page(PROSE, "enter()")}, enter
    ),
    "fixed": Scene({"/": page(FIXED + PROSE)}, ways_by_finger, touch=True),
    "sliding": Scene({"/": page(SLIDING + PROSE, SLIDE)}, ways_by_finger, touch=True),
    "more": Scene({"/": page(MORE + PROSE)}, ways),
    "icons": Scene({"/": page(ICONS + ENTRY + PROSE, DOES)}, services),
    "links": Scene({"/": page(LINKS + PROSE, SAYING)}, reading),
    "frame": Scene({"/": page(FRAMED + PROSE, head="<style>html{zoom:1.5}</style>"), "/bar": FRAME}, pressed_in_a_frame),
    "veil": Scene({"/": page(DIALOG + "<div style='height:90px'></div>" + PROSE)}, sizes),
    "slow": Scene(
        {"/": page(ENTRY.replace("enter()", "bring()") + PROSE, BRING), "/late.js": "enter();"}, enter, slow="/late.js"
    ),
    "code": Scene({"/": page(ENTRY.replace("enter()", "scan()") + PROSE, SCAN)}, enter),
    "menu": Scene({"/": page(SIZES + PROSE, OPENING)}, enlarging),
    "tabs": Scene({"/": page(TABS + ENTRY + PROSE, TURNING)}, services),
    "loud": Scene({"/": page(LINKS + PROSE, LOUD)}, reading),
    "drawn": Scene({"/": page("<style>a::before{content:'长者模式'}</style><header><a href='#'></a></header>")}, entries),
}  # fmt: skip


@pytest.fixture(scope="module")
def seen(request: Any, loop: Any, chromium: Any) -> dict[str, Any]:
    """What every scene that is asked for showed."""

    async def one(scene: Scene) -> Any:
        size = {"width": 375, "height": 667} if scene.touch else {"width": 1280, "height": 720}
        context = await chromium.new_context(viewport=size, has_touch=scene.touch, is_mobile=scene.touch)
        await context.add_init_script(SPEECH_INIT)

        async def answer(route: Any) -> None:
            path = urlsplit(route.request.url).path
            body = scene.pages.get(path)
            if path == scene.slow:
                await asyncio.sleep(5)
            await route.fulfill(
                status=200 if body else 404,
                content_type="text/javascript" if path.endswith(".js") else "text/html; charset=utf-8",
                body=body or "",
            )

        await context.route("**/*", answer)
        stage = Stage(await context.new_page())
        try:
            await stage.goto(HOME)
            return await scene.look(stage)
        finally:
            await context.close()

    room = asyncio.Semaphore(6)

    async def waiting(scene: Scene) -> Any:
        async with room:
            return await one(scene)

    async def all_of_them() -> dict[str, Any]:
        return dict(zip(SCENES, await asyncio.gather(*map(waiting, SCENES.values())), strict=True))

    found: dict[str, Any] = loop(all_of_them(), 180)
    return found


def only(findings: Any) -> Finding:
    [finding] = findings
    return finding


def reason(finding: Finding) -> tuple[Outcome, Any]:
    return finding.outcome, finding.data.get("reason")


def test_a_version_chosen_in_a_list(seen: dict[str, Any]) -> None:
    entered, ways = seen["choice"]
    assert entered.ok
    assert reason(only(elderly.works(entered.entries, entered.effects))) == (Outcome.PASSED, None)
    found = only(elderly.entry(entered.entries))
    assert reason(found) == (Outcome.CANT_TELL, "folded"), "its words are seen only when the list is opened"
    assert "“普通版”" in found.message
    assert [(way.text, way.restored) for way in ways.items] == [("普通版", True)]


def test_a_notice_is_closed_and_a_question_about_versions_answered(seen: dict[str, Any]) -> None:
    entered, ways = seen["notice"]
    assert entered.ok
    assert not entered.effects.items[0].by_script
    assert [way.restored for way in ways.items] == [True]


def test_a_question_about_something_else_is_left_to_people(seen: dict[str, Any]) -> None:
    entered = seen["question"]
    assert not entered.ok
    assert reason(only(elderly.works(entered.entries, entered.effects))) == (Outcome.CANT_TELL, "asks-first")


def test_what_lies_on_top_is_pressed_first(seen: dict[str, Any]) -> None:
    entered = seen["welcome"]
    assert entered.ok
    assert entered.entries.items[entered.chosen].text == "长者版"


def test_a_page_that_only_asks_is_gone_through(seen: dict[str, Any]) -> None:
    assert (seen["hub"].kind, seen["hub"].url) == ("page", HOME + "elder/")


def test_a_way_out_beside_a_phones_screen(seen: dict[str, Any]) -> None:
    _, ways = seen["fixed"]
    found = only(elderly.exit(ways))
    assert reason(found) == (Outcome.CANT_TELL, "out-of-reach")
    assert "退出长者模式" in found.message
    _, ways = seen["sliding"]
    assert [(way.text, way.restored) for way in ways.items][-1:] == [("退出长者模式", True)]


def test_a_way_out_that_another_button_shows(seen: dict[str, Any]) -> None:
    _, ways = seen["more"]
    assert [(way.text, way.behind, way.restored) for way in ways.items if way.restored] == [
        ("退出长者模式", "更多", True)
    ]
    assert reason(only(elderly.exit(ways))) == (Outcome.CANT_TELL, "folded")


def test_icons_are_known_by_what_pointing_shows(seen: dict[str, Any]) -> None:
    """Small type is no caption, and what goes with the pointer is a magnifier."""
    found = {aid.kind: (aid.worked, aid.measured) for aid in seen["icons"].aids}
    assert found == {"magnifier": (True, 60), "caption": (True, 40), "guides": (True, None)}


def test_links_that_are_all_that_is_read(seen: dict[str, Any]) -> None:
    found = only(elderly.read_aloud(seen["links"]))
    assert reason(found) == (Outcome.CANT_TELL, "links-only")
    assert "政务动态栏目" in found.message


def test_a_version_that_takes_seconds_to_come(seen: dict[str, Any]) -> None:
    assert seen["slow"].ok


def test_a_window_alone_is_for_people_to_judge(seen: dict[str, Any]) -> None:
    entered = seen["code"]
    assert not entered.ok
    found = only(elderly.works(entered.entries, entered.effects))
    assert reason(found) == (Outcome.CANT_TELL, "only-window")
    assert "扫码" in found.message


def test_sizes_in_a_menu(seen: dict[str, Any]) -> None:
    found = only(elderly.enlarge(seen["menu"]))
    assert (found.outcome, found.data["factor"]) == (Outcome.PASSED, 2)


def test_services_in_another_tab(seen: dict[str, Any]) -> None:
    """And those of the first tab, once the other was opened."""
    found = {aid.kind: (aid.worked, aid.presses) for aid in seen["tabs"].aids}
    assert found["pointer"] == (True, 2)
    assert found["contrast"] == (True, 1)


def test_reading_that_is_on_from_the_start(seen: dict[str, Any]) -> None:
    assert only(elderly.read_aloud(seen["loud"])).outcome is Outcome.PASSED


def test_a_frame_that_is_zoomed_and_came_anew(seen: dict[str, Any]) -> None:
    assert seen["frame"] == ["up", "up"]


def test_text_behind_a_modal_windows_veil_is_seen(seen: dict[str, Any]) -> None:
    assert seen["veil"] == [True] * 3


def test_words_that_the_style_sheet_draws(seen: dict[str, Any]) -> None:
    assert seen["drawn"] == [("长者模式", True)]


def test_what_was_not_pressed_is_not_missed() -> None:
    bare = ElderlyServices(HOME, "desktop")
    untried = ElderlyServices(HOME, "desktop", untried=3)
    for check in (elderly.caption, elderly.pointer):
        assert only(check(bare)).outcome is Outcome.FAILED
        assert reason(only(check(untried))) == (Outcome.CANT_TELL, "not-all-pressed")
