"""The interaction checks as pure functions, and the walks against pages that mean harm."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from a11y.checks import interaction
from a11y.collect import following, gatherers, sizing, walks
from a11y.collect.ground import Ground, grounds
from a11y.collect.pathways import changed_pixels, draw_path
from a11y.collect.pointing import address
from a11y.collect.steps import Stage, play
from a11y.evidence import (
    Captcha,
    Captchas,
    Control,
    Controls,
    CutText,
    CutTexts,
    FloatingWindow,
    FloatingWindows,
    FocusLook,
    FocusLooks,
    KeyboardWalk,
    Motion,
    Motions,
    Overflow,
    Page,
    Press,
    Reflow,
    Sample,
    Stop,
    Trap,
)  # fmt: skip
from a11y.model import Coverage, Device, Finding, Impact, Mode, Outcome, Role, Target
from a11y.model import Site as Examined

T = Target("#t")
PAGE = Page("http://a.example/", "http://a.example/", Role.HOME, Mode.STANDARD, Device.DESKTOP, 200, walked=True)


def outcomes(findings: Any) -> list[str]:
    """Outcomes of findings on elements, in order."""
    return [f.outcome.value for f in findings if f.target.selector]


# --- the checks as literals ---------------------------------------------------------------------------------------------

KEYBOARD = [
    (KeyboardWalk(traps=(Trap(T, 1, 3),)), ["failed"]),
    (KeyboardWalk(traps=(Trap(T, 0, 3),)), ["failed"]),
    (KeyboardWalk(traps=(Trap(T, 2, 3, "shift-tab"),)), ["cantTell"]),
    (KeyboardWalk(traps=(Trap(T, 2, 3, "escape"),)), ["passed"]),
    (KeyboardWalk(presses=(Press(T, "navigates", "/a", certain=True),)), ["failed"]),
    (KeyboardWalk(presses=(Press(T, "navigates", "/a", same="link"),)), ["passed"]),
    (KeyboardWalk(presses=(Press(T, "shows", reason="not-repeated"),)), ["cantTell"]),
    # A strip between a side bar and the page: it is dragged, and whatever comes is laid out anew.
    (KeyboardWalk(presses=(Press(Target("#edge", box=(300, 0, 6, 800)), "shows", certain=True),)), ["cantTell"]),
    (
        KeyboardWalk(presses=(Press(Target("#edge", box=(300, 0, 6, 800), name="收起"), "shows", certain=True),)),
        ["failed"],
    ),
    (KeyboardWalk(presses=(Press(T, "none"),)), []),
    (KeyboardWalk(sent_away=(T,)), ["failed"]),
]


@pytest.mark.parametrize(("walk", "said"), KEYBOARD)
def test_keyboard(walk: KeyboardWalk, said: list[str]) -> None:
    assert outcomes(interaction.keyboard(walk)) == said


def test_keyboard_says_how_far_it_came() -> None:
    assert list(interaction.keyboard(KeyboardWalk())) == []
    [whole] = interaction.keyboard(KeyboardWalk(stops=(Stop(T, 1),), clickables=9, pressed=4))
    assert (whole.outcome, whole.data["stops"], whole.data["pressed"]) == (Outcome.PASSED, 1, 4)
    [part] = interaction.keyboard(KeyboardWalk(stops=(Stop(T, 1),), finished=False))
    assert (part.outcome, part.data["reason"]) == (Outcome.CANT_TELL, "not-finished")
    few = next(iter(interaction.keyboard(KeyboardWalk(stops=(Stop(T, 1),), pressed=3, unpressed=9))))
    assert (few.outcome, few.data["reason"]) == (Outcome.CANT_TELL, "not-all-pressed")
    left = next(iter(interaction.keyboard(KeyboardWalk(stops=(Stop(T, 1),), left=("/a",)))))
    assert left.data["reason"] == "focus-navigates"


LOOKS = [
    (FocusLook(T, "outline"), "passed", None),
    (FocusLook(T, "caret"), "passed", None),
    (FocusLook(T, "pixels", 0), "failed", None),
    (FocusLook(T, "pixels", 3, 21.0), "failed", None),
    (FocusLook(T, "pixels", 400, 1.2), "failed", Impact.MINOR),
    (FocusLook(T, "pixels", 400, 8.0), "passed", None),
    (FocusLook(T, "pixels", 0, moving=True), "cantTell", None),
]


@pytest.mark.parametrize(("look", "outcome", "impact"), LOOKS)
def test_focus_visible(look: FocusLook, outcome: str, impact: Impact | None) -> None:
    finding = next(iter(interaction.focus_visible(FocusLooks((look,), 1))))
    assert (finding.outcome.value, finding.impact) == (outcome, impact)
    assert outcomes(interaction.focus_visible(FocusLooks((FocusLook(T, "unseen"),), 1))) == []
    *_, whole = interaction.focus_visible(FocusLooks((FocusLook(T, "outline"),), 1, finished=False))
    assert (whole.outcome, whole.data["reason"]) == (Outcome.CANT_TELL, "not-finished")


def control(x: float, y: float, width: float, height: float, **words: Any) -> Control:
    """A button at a place."""
    html = words.pop("html", "<button>")
    said = {"tag": "button", "role": "button", "kind": "button", "main": True, "focusable": True, **words}
    return Control(Target(f"#b{x:g}", html, box=(x, y, width, height)), width=width, height=height, **said)


def sizes(*controls: Control, page: Page = PAGE, **options: float) -> list[str]:
    sample = Sample(Examined(url=page.url), "2026-11-22T09:00:00+08:00", 0, Coverage(1, 1, 0, 1, True))
    return outcomes(interaction.target_size(page, Controls(controls), sample, **options))


def test_target_size() -> None:
    assert sizes(control(0, 0, 24, 24)) == ["passed"]
    assert sizes(control(0, 0, 18, 18), control(18, 0, 18, 18)) == ["failed", "failed"]
    assert sizes(control(0, 0, 18, 18), control(60, 0, 40, 40)) == ["passed", "passed"], "spacing of 2.5.8"
    assert sizes(control(0, 0, 18, 18), control(20, 0, 40, 40)) == ["failed", "passed"], (
        "the circle meets its neighbour"
    )
    assert sizes(control(0, 0, 40, 40), min_px=44) == ["failed"], "no spacing above 24"
    assert sizes(control(0, 0, 18, 18, disabled=True)) == []
    assert sizes(control(0, 0, 18, 18, main=False)) == []
    assert sizes(control(0, 0, 18, 18, kind="close", floating=True)) == [], "popup-close's"
    link = {"tag": "a", "role": "link", "html": '<a href="/a">'}
    assert sizes(control(0, 0, 18, 18, **link), control(18, 0, 60, 60, **link)) == ["passed", "passed"], (
        "an equal elsewhere"
    )
    elderly = Page("/", "/", Role.HOME, Mode.ELDERLY, Device.MOBILE, 200)
    assert sizes(control(0, 0, 50, 50), page=elderly, min_px=44, elderly_px=60) == ["failed"]
    assert sizes(control(0, 0, 50, 50), page=elderly, min_px=44, elderly_px=60, elderly_mobile_px=48) == ["passed"]
    assert sizes(control(0, 0, 50, 50), min_px=44, elderly_px=60) == ["passed"]


MOTIONS = [
    (Motion(T, "scroll", 9, lasting=True), ["failed"]),
    (Motion(T, "scroll", 9, lasting=True, stopped_by=T), ["passed"]),
    (Motion(T, "scroll", 9, lasting=True, untried=2), ["cantTell"]),
    (Motion(T, "scroll", 9, lasting=True, alone=True), []),
    (Motion(T, "turn", 2, lasting=False), ["passed"]),
    (Motion(T, "turn", 6, lasting=False), ["cantTell"]),
]


@pytest.mark.parametrize(("seen", "said"), MOTIONS)
def test_motion(seen: Motion, said: list[str]) -> None:
    assert outcomes(interaction.motion(Motions((seen,), 6.2))) == said


def test_resize_and_reflow() -> None:
    cuts = tuple(CutText(Target(f"#{k}"), k, "字", "200%", 9) for k in ("cut", "overlap", "covered", "ellipsis"))
    findings = list(interaction.resize(CutTexts(cuts, ("200%",), 9)))
    assert outcomes(findings) == ["failed", "failed", "cantTell", "cantTell"]
    assert all(f.data["step"] == "200%" for f in findings if f.target.selector)
    assert list(interaction.resize(CutTexts())) == list(interaction.reflow(Reflow())) == []
    parts = tuple(Overflow(Target(f"#{k}"), k, 900, 40) for k in ("page", "inside", "unsure"))
    assert outcomes(interaction.reflow(Reflow(parts, texts=3))) == ["failed", "failed", "cantTell"]


POPUPS = [
    (FloatingWindow(T, "dialog", True), "failed"),
    (FloatingWindow(T, "fixed", False), "cantTell"),
    (FloatingWindow(T, "fixed", True, T, (44, 44), True, False), "passed"),
    (FloatingWindow(T, "fixed", True, T, (20, 44), True, False), "failed"),
    (FloatingWindow(T, "fixed", True, T, (44, 44), True, True), "failed"),
    (FloatingWindow(T, "fixed", True, T, (44, 44), False), "failed"),
    (FloatingWindow(T, "fixed", True, T, (44, 44)), "cantTell"),
]


@pytest.mark.parametrize(("window", "outcome"), POPUPS)
def test_popup_close(window: FloatingWindow, outcome: str) -> None:
    assert outcomes(interaction.popup_close(FloatingWindows((window,)))) == [outcome]


def test_captcha_never_fails_by_itself() -> None:
    codes = [
        Captcha(T, "picture", 100),
        Captcha(T, "picture", 100, 2.5, "语音"),
        Captcha(T, "picture", 100, 1.5, "语音"),
    ]
    assert outcomes(interaction.captcha(Captchas(tuple(codes)))) == ["cantTell", "passed", "cantTell"]


def test_every_doubt_and_failure_says_what_was_measured_and_asked() -> None:
    found: list[Finding] = [f for walk, _ in KEYBOARD for f in interaction.keyboard(walk)]
    found += [f for seen, _ in MOTIONS for f in interaction.motion(Motions((seen,), 6.2))]
    found += [f for window, _ in POPUPS for f in interaction.popup_close(FloatingWindows((window,)))]
    for finding in found:
        if finding.outcome in (Outcome.FAILED, Outcome.CANT_TELL):
            assert finding.message
            assert {"measured", "required"} <= set(finding.data)


# --- pixels -------------------------------------------------------------------------------------------------------------


def picture(*boxes: tuple[int, int, int, int, str]) -> bytes:
    image = Image.new("RGB", (100, 60), "white")
    draw = ImageDraw.Draw(image)
    for x, y, right, bottom, color in boxes:
        draw.rectangle((x, y, right, bottom), fill=color)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_a_moving_ground_is_no_change() -> None:
    still, ring = picture(), picture((10, 10, 40, 12, "black"))
    assert changed_pixels(still, still).count == 0
    assert changed_pixels(still, ring).count == 93
    assert changed_pixels(still, ring).contrast == pytest.approx(21, abs=0.1)
    one, other = picture((60, 10, 90, 40, "red")), picture((60, 10, 90, 40, "blue"))
    assert changed_pixels(one, other, one).count > 900
    moved = changed_pixels(one, other, picture((60, 10, 90, 40, "lime")))
    assert (moved.count, moved.moving) == (0, True)
    assert changed_pixels(other, one, other, other).count == 0, "a slide that changed once, as focus went"
    assert changed_pixels(still, ring, still, ring).count == 93
    weak = changed_pixels(still, picture((10, 10, 40, 40, "#e0e0e0")))
    assert weak.contrast is not None
    assert weak.contrast < 1.5


Box = tuple[int, int, int, int, str]


class Scene:
    """Stage and camera at once of a page on which nothing but `drawn` happens."""

    def __init__(self, drawn: Callable[[bool, int], list[Box]]) -> None:
        self.drawn, self.focused, self.pictures = drawn, False, 0

    async def evaluate(self, _script: str, arg: Any = None, **_: Any) -> None:
        self.focused = arg["op"] == "focus"

    async def wait(self, seconds: float) -> None:
        pass

    async def shoot(self, _clip: Any) -> bytes:
        self.pictures += 1
        return picture(*self.drawn(self.focused, self.pictures))


def far(color: str) -> Box:
    return 60, 10, 90, 40, color


MENU: Box = (5, 5, 40, 30, "navy")
PIXELS_OF_MENU = 36 * 26
SCENES: dict[str, tuple[Callable[[bool, int], list[Box]], int]] = {
    "a menu that opens": (lambda focused, _: [MENU] * focused, PIXELS_OF_MENU),
    "nothing": (lambda _focused, _n: [], 0),
    "a slide that changed once, as focus went": (lambda _, n: [far("red" if n == 1 else "blue")], 0),
    "a slide that changed between the two plain pictures": (lambda _, n: [far("red" if n < 3 else "blue")], 0),
    "a clock": (lambda _, n: [far(("red", "lime", "blue", "black")[n % 4])], 0),
    "a menu beside a lamp that was out once": (
        lambda focused, n: [MENU] * focused + [far("red" if n == 2 else "blue")],
        PIXELS_OF_MENU,
    ),
}


@pytest.mark.parametrize("name", SCENES)
def test_what_focus_changes_far_from_itself_comes_twice(name: str) -> None:
    drawn, changed = SCENES[name]
    scene: Any = Scene(drawn)
    unseen = changed_pixels(picture(), picture())
    found = play(walks._widely(scene, scene, Ground(), {"op": "focus", "path": "#t"}, (0, 0, 100, 60), unseen, 0))
    assert found.count == changed
    assert not scene.focused, "it ends as it began"


def test_path_is_drawn() -> None:
    drawn = Image.open(io.BytesIO(draw_path(picture(), [(5, 5, 20, 10), None, (60, 30, 20, 10)])))
    assert (drawn.format, drawn.size) == ("JPEG", (100, 60))
    pixel = np.asarray(drawn.convert("RGB")).astype(int)
    assert (pixel[..., 0] - pixel[..., 1:].max(axis=2)).max() > 100


def test_addresses_are_compared_as_people_do() -> None:
    assert address("http://www.a.gov.cn/list/index.html") == address("https://a.gov.cn/list/")
    assert address("http://a.gov.cn/list?page=1") != address("http://a.gov.cn/list?page=2")


# --- walks over pages that mean harm ------------------------------------------------------------------------------------


class Site:
    """A page on loopback that writes down everything that is not GET."""

    def __init__(self) -> None:
        self.html = ""
        self.harm: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(site.html.encode() if self.path == "/" else b"<p>elsewhere</p>")

            def do_POST(self) -> None:
                site.harm.append(self.path)
                self.do_GET()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def site() -> Any:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def walk(site: Site, loop: Any, chromium: Any) -> Callable[..., Any]:
    """`walk(html, *artifacts)` → (artifacts, errors, address at the end, cookies at the end)."""

    def run(html: str, *wanted: type, mobile: bool = False) -> Any:
        site.html = f"<!DOCTYPE html><html lang=zh><meta name=viewport content='width=device-width'><body>{html}"

        async def go() -> Any:
            context = await chromium.new_context(
                viewport={"width": 800, "height": 600}, is_mobile=mobile, has_touch=mobile
            )
            try:
                stage = Stage(await context.new_page())
                kept: dict[str, bytes] = {}

                def save(name: str, data: bytes) -> str:
                    kept[name] = data
                    return f"pictures/{name}"

                stage.save = save
                await stage.goto(site.url)
                device = Device.MOBILE if mobile else Device.DESKTOP
                page = Page(site.url, site.url, Role.HOME, Mode.STANDARD, device, 200, viewport=(800, 600), walked=True)
                found, errors = await gatherers.gather(stage, page, wanted)
                size = await stage.evaluate("() => [innerWidth, innerHeight]")
                return found, errors, stage.page.url, [c["name"] for c in await context.cookies()], size, kept
            finally:
                await context.close()

        return loop(go(), 100)

    return run


def test_a_walk_leaves_no_trace(walk: Any, site: Site) -> None:
    found, errors, url, cookies, size, kept = walk(
        """<form method=post action=/sent><input name=a><button>提交</button></form>
        <div onclick="fetch('/posted', {method: 'POST'})" style="width:90px">记录</div>
        <div onclick="document.cookie = 'left=1'; location.href = '/elsewhere'" style="width:90px">离开</div>
        <div onclick="window.open('/elsewhere')" style="width:90px">新窗口</div>
        <p>删除和提交从不点击：<span onclick="fetch('/deleted', {method: 'POST'})">删除</span></p>""",
        KeyboardWalk, CutTexts, Reflow,
    )  # fmt: skip
    seen = found[KeyboardWalk]
    assert not errors
    assert site.harm == []
    assert (url, cookies, size) == (site.url, [], [800, 600])
    assert [press.effect for press in seen.presses] == ["posts", "navigates", "navigates"]
    assert (seen.skipped, len(seen.stops)) == (1, 2)
    assert seen.picture in {f"pictures/{name}" for name in kept}


@pytest.mark.parametrize(
    "html",
    [
        "".join(f"<a href=#{n}>{n}</a> " for n in range(1700)),
        "<button onfocus='alert(1)'>一</button><button onblur='alert(2)'>二</button><a href=/a>三</a>",
        "<a href=/a>一</a><button onfocus=\"location.href = '/elsewhere'\">二</button><a href=/b>三</a>",
        "<a href=/a>一</a><input id=i><a href=/b>三</a><script>setInterval(() => i.focus(), 5)</script>",
        "<a href=/a>一</a><script>addEventListener('keydown', (e) => e.preventDefault())</script>",
        "<a href=/a>一</a><button onfocus='this.remove()'>二</button><a href=/b>三</a>",
    ],
    ids=["many", "alerts", "navigates", "grabs", "swallows", "removes"],
)
def test_hostile_stops_end_within_their_bounds(walk: Any, site: Site, html: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(walks, "TAB_SECONDS", 4.0)
    found, errors, url, *_ = walk(html, KeyboardWalk)
    assert not errors
    assert url == site.url
    seen = found[KeyboardWalk]
    if "keydown" in html:
        assert [(trap.target.selector, trap.others) for trap in seen.traps] == [("body", 1)]
        return
    assert seen.stops
    if "location" in html:
        assert seen.left
    if "setInterval" in html:
        assert [trap.target.selector for trap in seen.traps] == ["#i"]
    if html.count("<a ") > 1000:
        assert (seen.finished, bool(seen.traps)) == (False, False)


def test_stops_and_clicks_inside_a_frame(walk: Any) -> None:
    inside = "<a href=/a>甲</a><div id=d style=&quot;width:90px&quot; onclick=&quot;document.body.append(&#39;来了一段新的文字&#39;)&quot;>按我</div>"
    found, errors, *_ = walk(
        f"<a href=/b>乙</a><iframe srcdoc='{inside}' width=400 height=200></iframe>", KeyboardWalk, FocusLooks
    )
    assert not errors
    assert [(len(s.target.frame), s.target.name) for s in found[KeyboardWalk].stops] == [(0, "乙"), (1, "甲")]
    [press] = found[KeyboardWalk].presses
    assert (press.target.selector, len(press.target.frame), press.effect) == ("#d", 1, "shows")
    assert len(found[FocusLooks].items) == 2


def test_touch_presses_on_a_telephone(walk: Any) -> None:
    found, errors, *_ = walk(
        "<a href=/b>乙</a><div onclick=\"location.href='/c'\">按我</div>", KeyboardWalk, mobile=True
    )
    assert not errors
    assert [(p.effect, p.certain) for p in found[KeyboardWalk].presses] == [("navigates", True)]


def test_text_cut_by_the_pages_own_enlarging(site: Site, loop: Any, chromium: Any) -> None:
    site.html = """<!DOCTYPE html><body style="font:16px sans-serif"><div style="height:24px;overflow:hidden"><p id=t style="margin:0">短标题</p></div>
      <p>别的文字照常放大，不会被切掉。</p>"""

    async def go() -> Any:
        context = await chromium.new_context(viewport={"width": 800, "height": 600})
        stage = Stage(await context.new_page())
        try:
            await stage.goto(site.url)
            before = await sizing.text_baseline(stage)
            untouched = await sizing.cut_text(stage, before, "大")
            await stage.evaluate("() => { document.body.style.fontSize = '40px'; }")
            return untouched, await sizing.cut_text(stage, before, "特大")
        finally:
            await context.close()

    untouched, (cuts, texts) = loop(go())
    assert untouched[0] == ()
    assert [(cut.target.selector, cut.kind, cut.step) for cut in cuts] == [("#t", "cut", "特大")]
    assert texts == 2


def test_the_same_walk_under_the_sync_api(site: Site) -> None:
    site.html = "<!DOCTYPE html><body><a href=/a>一</a><p><button>二</button></p>"

    def in_thread() -> Any:
        from playwright.sync_api import sync_playwright

        from a11y.collect.browser import launch_options

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**launch_options())
            stage = Stage(browser.new_page())
            play(stage.goto(site.url))
            trail = play(walks.tab_through(stage, play(grounds(stage))))
            looks = play(walks.focus_looks(stage, PAGE))
            browser.close()
            return trail, looks

    trail, looks = asyncio.new_event_loop().run_until_complete(asyncio.to_thread(in_thread))
    assert (len(trail.order), trail.finished) == (2, True)
    assert {look.by for look in looks.items} == {"outline"}


def test_presses_go_on_in_a_new_window_where_one_closed_the_old(loop: Any, chromium: Any) -> None:
    async def reopened() -> tuple[str, bool]:
        context = await chromium.new_context()
        await context.new_page()
        stage = Stage(await context.new_page())
        page = replace(PAGE, final_url="data:text/html,<title>again</title><p>text")
        await stage.goto(page.final_url)
        old = stage.page
        await old.close()
        await following._reopen(stage, page)
        try:
            return await stage.page.title(), stage.page is old
        finally:
            await context.close()

    assert loop(reopened()) == ("again", False)
