"""Elderly checks and the small judgements behind them, as literals; and the entering flow under the sync API."""

from __future__ import annotations

import base64
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from a11y import checks
from a11y.checks import elderly
from a11y.collect.difference import Run, State, difference
from a11y.collect.entering import own_name
from a11y.collect.services import by_effect, following
from a11y.collect.speech import Words, normal, said_in
from a11y.evidence import Control, Controls, Literal, Page, PageEvidence, Paragraph, Sample, Texts
from a11y.evidence.elderly import (
    Aid,
    Answer,
    Effect,
    ElderlyEffects,
    ElderlyEntries,
    ElderlyExit,
    ElderlyPersistence,
    ElderlyServices,
    Entrance,
    Kept,
    Reading,
    Theme,
    WayOut,
)  # fmt: skip
from a11y.model import Coverage, Device, Mode, Outcome, Role, Site, Target
from a11y.registry import checks as known_checks

HOME = "http://www.qingshi.gov.cn/"
OTHER = "http://tool.example.com/speak.js"


def entrance(**changed: Any) -> Entrance:
    words = {
        "target": Target("#e"),
        "text": "长者模式",
        "name": "长者模式",
        "kind": "elderly",
        "visible": True,
        "named": True,
        "reachable": True,
    }
    return Entrance(**{**words, **changed})


@pytest.mark.parametrize(
    ("changed", "outcome", "lacks"),
    [
        ({}, Outcome.PASSED, ""),
        ({"kind": "toolbar"}, Outcome.PASSED, ""),
        ({"visible": False, "revealed": True}, Outcome.FAILED, "移上去"),
        ({"visible": False, "hidden_by": "opacity"}, Outcome.FAILED, "透明"),
        ({"named": False, "text": "", "name": ""}, Outcome.FAILED, "没有文字名称"),
        ({"reachable": False}, Outcome.FAILED, "Tab"),
    ],
)
def test_entry(changed: dict[str, Any], outcome: Outcome, lacks: str) -> None:
    [finding] = elderly.entry(ElderlyEntries(HOME, (entrance(**changed),)))
    assert finding.outcome is outcome
    assert lacks in finding.message
    assert finding.target.selector == ""


def test_qualities_must_meet_in_one_entry() -> None:
    items = (entrance(visible=False, revealed=True), entrance(reachable=False), entrance(named=False))
    assert [f.outcome for f in elderly.entry(ElderlyEntries(HOME, items))] == [Outcome.FAILED]
    assert [f.outcome for f in elderly.entry(ElderlyEntries(HOME, (*items, entrance())))] == [Outcome.PASSED]


ANSWERS = [
    (Answer(OTHER, 404, times=2), Outcome.FAILED, "server-error"),
    (Answer(OTHER, 503, times=2), Outcome.FAILED, "server-error"),
    (Answer(OTHER, 404, times=1), Outcome.CANT_TELL, "asked-once"),
    (Answer(OTHER, 403, times=2), Outcome.CANT_TELL, "no-permission"),
    (Answer(HOME + "speak", 403, times=2, own=True), Outcome.FAILED, "refused-by-own"),
    (Answer(OTHER, 200, says="no permission"), Outcome.CANT_TELL, "no-permission"),
    (Answer(OTHER, trouble="dns", times=2), Outcome.CANT_TELL, "server-unreachable"),
    (Answer(OTHER, trouble="dns", times=1, others_answer=True), Outcome.CANT_TELL, "server-unreachable"),
    (Answer(OTHER, trouble="refused", times=2, others_answer=True), Outcome.FAILED, "server-down"),
    (Answer(OTHER, trouble="blocked-by-us", times=2, others_answer=True), Outcome.CANT_TELL, "blocked-by-us"),
]
"""The contract's table for servers that do not answer, row by row."""


@pytest.mark.parametrize(("answer", "outcome", "reason"), ANSWERS)
def test_server_that_does_not_answer(answer: Answer, outcome: Outcome, reason: str) -> None:
    entries = ElderlyEntries(HOME, (entrance(),))
    [pressed] = elderly.works(entries, ElderlyEffects(HOME, (Effect(0, "nothing", answers=(answer,)),)))
    [silent] = elderly.read_aloud(Reading(True, Target("#r"), "朗读", answers=(answer,)))
    for finding in (pressed, silent):
        assert finding.outcome is outcome
        if outcome is Outcome.CANT_TELL:
            assert finding.data["reason"] == reason
            assert finding.data["url"] in finding.message


def test_nothing_happened_without_excuse() -> None:
    [finding] = elderly.works(ElderlyEntries(HOME, (entrance(),)), ElderlyEffects(HOME, (Effect(0, "nothing"),)))
    assert finding.outcome is Outcome.FAILED


def test_exit_needs_one_way_that_restores() -> None:
    lost = WayOut(Target("#a"), "退出", False, ("字号没有恢复",))
    asked = WayOut(Target("#b"), "关闭", None, ("工具条还在",), "确定退出吗")
    good = WayOut(Target("#c"), "标准版", True)
    told = {
        (): Outcome.FAILED, (lost,): Outcome.FAILED, (lost, asked): Outcome.CANT_TELL, (lost, asked, good): Outcome.PASSED,
    }  # fmt: skip
    for ways, outcome in told.items():
        assert [f.outcome for f in elderly.exit(ElderlyExit(HOME, ways))] == [outcome]
    stopped = WayOut(Target("#d"), "退出", None, ("工具条还在",), blocked="https://a.gov.cn/api/leave")
    [finding] = elderly.exit(ElderlyExit(HOME, (lost, stopped)))
    assert (finding.outcome, finding.data["reason"]) == (Outcome.CANT_TELL, "blocked-by-us")
    assert stopped.blocked in finding.message


def services(*aids: Aid, themes: tuple[Theme, ...] = (), device: str = "desktop") -> ElderlyServices:
    return ElderlyServices(HOME, device, aids, themes)


def aid(kind: str, worked: bool | None = True, **more: Any) -> Aid:
    return Aid(kind, kind, Target("#x"), worked, **more)


def test_toolbar_counts_working_aids_of_one_press() -> None:
    three = [aid("enlarge"), aid("contrast"), aid("reading")]
    verdicts = [
        (three, Outcome.PASSED),
        ([*three[:2], aid("reading", presses=2)], Outcome.FAILED),
        ([*three[:2], aid("caption", False)], Outcome.FAILED),
        ([*three[:2], aid("enlarge")], Outcome.FAILED),
        ([*three[:2], aid("reading", None)], Outcome.CANT_TELL),
    ]
    for aids, outcome in verdicts:
        assert [f.outcome for f in elderly.toolbar(services(*aids))] == [outcome]


def test_pointer_and_caption_are_asked_on_a_desktop_only() -> None:
    assert [f.outcome for f in elderly.pointer(services())] == [Outcome.FAILED]
    assert [f.outcome for f in elderly.pointer(services(aid("pointer", measured=32)))] == [Outcome.FAILED]
    assert [f.outcome for f in elderly.pointer(services(aid("pointer", measured=48)))] == [Outcome.PASSED]
    assert not list(elderly.pointer(services(device="mobile")))
    assert not list(elderly.caption(services(device="mobile")))
    captions = {(): Outcome.FAILED, (False,): Outcome.FAILED, (True,): Outcome.PASSED, (None,): Outcome.CANT_TELL}
    for worked, outcome in captions.items():
        aids = [aid("caption", each) for each in worked]
        assert [f.outcome for f in elderly.caption(services(*aids))] == [outcome], worked


def test_the_mode_lasts_where_it_was_still_on() -> None:
    steps = (Kept("link", HOME + "a", True), Kept("reload", HOME, False, ("字号",)), Kept("link", HOME + "b", None))
    found = list(elderly.persists(ElderlyPersistence(HOME, steps)))
    assert [f.outcome for f in found] == [Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL]
    assert [f.page for f in found] == [HOME + "a", HOME, HOME + "b"]
    assert found[1].data["measured"] == "字号"


def test_theme_has_to_change_something_and_reach_the_ratio() -> None:
    plain = Theme("原样", 21, False)
    weak = Theme("灰", 4.5, True)
    strong = Theme("黑底黄字", 19.6, True)
    told = {(): Outcome.FAILED, (plain,): Outcome.FAILED, (plain, weak): Outcome.FAILED, (weak, strong): Outcome.PASSED}
    for themes, outcome in told.items():
        assert [f.outcome for f in elderly.contrast_theme(services(themes=themes))] == [outcome]


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"applicable": False}, None),
        ({"switch": None}, Outcome.FAILED),
        ({"spoken": True, "stopped": True}, Outcome.PASSED),
        ({"spoken": True, "stopped": False}, Outcome.FAILED),
        ({"spoken": True, "stopped": None}, Outcome.CANT_TELL),
        ({"unknown": True}, Outcome.CANT_TELL),
        ({}, Outcome.FAILED),
    ],
)
def test_reading(changed: dict[str, Any], outcome: Outcome | None) -> None:
    reading = Reading(**{"applicable": True, "switch": Target("#r"), "switch_text": "朗读", **changed})
    assert [f.outcome for f in elderly.read_aloud(reading)] == ([] if outcome is None else [outcome])


TEXT = "各村民委员会要在本月底以前完成登记造册工作，并将名册报送镇社会事务办公室。"


@pytest.mark.parametrize(
    ("url", "post"),
    [
        (f"http://s/tts?lan=zh&text={quote(TEXT)}", ""),
        (f"http://s/tts?text={quote(quote(TEXT))}", ""),
        (f"http://s/tts?text={quote(TEXT.encode('gb18030'))}", ""),
        (f"http://s/tts?d={quote(base64.b64encode(TEXT.encode()).decode())}", ""),
        (f"http://s/{quote(TEXT)}", ""),
        ("http://s/api", f'{{"data": {{"items": [{{"text": "{TEXT}"}}]}}}}'),
        ("http://s/api", f"per=0&tex={quote(TEXT)}"),
    ],
)
def test_text_is_found_in_requests(url: str, post: str) -> None:
    words = Words(normal("前言" + TEXT + "结尾"), ())
    assert any(words.holds(said) for said in said_in(url, post))


@pytest.mark.parametrize("prompt", ["指读已开启", "欢迎使用无障碍辅助工具，语音已经打开", "", "名册"])
def test_prompts_are_no_reading(prompt: str) -> None:
    assert not Words(normal(TEXT), ()).holds(prompt)


def test_share_of_an_article() -> None:
    words = Words(normal(TEXT), ())
    assert words.share([TEXT]) == 1
    assert 0.3 < words.share([TEXT[: len(TEXT) // 2]]) < 0.7
    assert words.share(["指读已开启"]) == 0


def state(px: float = 16, color: str = "rgb(0, 0, 0)", more: str = "", controls: tuple[str, ...] = ()) -> State:
    runs = [Run(text, len(text), px, color, "rgb(255, 255, 255)", True, 0, 1.5) for text in (TEXT, TEXT[::-1])]
    if more:
        runs.append(Run(more, len(more), 16, color, "", False, 0, 1.5))
    return State(HOME, runs=tuple(runs), controls=controls)


def test_differences_a_visitor_notices() -> None:
    same = difference(state(), state())
    assert not same.any
    assert difference(state(), state(20)).words == ("字号",)
    assert difference(state(), state(20)).ratio == 1.25
    assert difference(state(), state(color="rgb(255, 255, 0)")).words == ("配色",)
    bar = tuple(f"button|{name}|40x30" for name in ("放大", "缩小", "配色"))
    assert "工具条" in difference(state(), state(controls=bar)).words
    # the entry's own label and a class name that changes nothing are no difference
    assert not difference(state(more="长者模式"), state(more="退出长者模式"), ignoring=("长者模式", "退出长者模式")).any


def test_buttons_of_mere_words_are_a_toolbar_too() -> None:
    assert difference(state(), state(more="缩小")).aids == 1
    boxes = [Run(text, 2, 16, "", "", False, 0, 1.5) for text in ("放大", "配色", "重置")]
    plain = State(HOME, runs=(*state().runs, *boxes))
    assert "工具条" in difference(state(), plain).words
    told = State(HOME, runs=(*state().runs, Run("请按放大或配色，声音可以重置", 14, 16, "", "", False, 0, 1.5)))
    assert "工具条" not in difference(state(), told).words


SIZES = (("小", 14), ("中", 20), ("大", 26))
ENTRIES = (
    "长者模式", "老年关怀版", "长者友好模式", "适老化改造版", "大字简洁版", "大字版", "超大字", "适老化及无障碍", "长者模式：关", "适老化模式已关闭",
    "长者模式 OFF", "老花模式", "长者专享", "无障碍菜单", "辅助功能菜单", "无障碍选项", "无障碍阅读器", "残疾人版", "纯文本通道", "老年无障碍",
)  # fmt: skip
TOPICS = (
    "老年大学", "老年人优待证", "适老化改造", "无障碍环境建设", "无障碍声明", "关爱留守儿童", "长者饭堂", "银发经济", "大字报", "残疾人服务", "老年友好型社区",
    "关闭长者模式", "退出关怀版",
)  # fmt: skip


def test_words_that_promise_an_entry(chromium: Any, loop: Any) -> None:
    from a11y.collect.js import script

    async def promising() -> list[str]:
        page = await chromium.new_page()
        found = []
        for words in (*ENTRIES, *TOPICS):
            await page.set_content(f"<header><button>{words}</button></header>")
            found += [words] * len((await page.evaluate(script("elderly_entries"), None))["items"])
        await page.close()
        return found

    assert loop(promising()) == list(ENTRIES)


KINDS = {
    "字大一点": "enlarge", "大一号": "enlarge", "文本大小": "enlarge", "小一号": "shrink", "字小一点": "shrink", "念给我听": "reading", "指哪读哪": "reading",
    "鼠标指读": "reading", "大鼠标": "pointer", "别念了": "hush", "电脑版": "exit", "返回标准版": "exit", "阅读障碍友好": "", "行距": "spacing",
}  # fmt: skip


def test_names_of_services_as_people_speak(chromium: Any, loop: Any) -> None:
    from a11y.collect.js import script

    async def named() -> dict[str, str]:
        page = await chromium.new_page()
        buttons = "".join(f"<button>{words}</button>" for words in KINDS)
        await page.set_content(f"<div style='position:fixed;top:0;width:90%'>{buttons}</div><p>{TEXT * 20}</p>")
        rows = await page.evaluate(script("elderly_aids"), None)
        await page.close()
        return {row["text"]: row["kind"] for row in rows}

    assert loop(named()) == KINDS


def test_what_only_gets_smaller_is_no_spacing() -> None:
    smaller = State(
        HOME, runs=tuple(Run(run.text, run.chars, 12, run.color, run.ground, True, 1, 1) for run in state().runs)
    )
    change = difference(state(), smaller)
    assert change.spaced
    assert by_effect(change) == ""


def test_what_follows_the_pointer() -> None:
    def rows(*boxes: list[Any]) -> list[dict[str, Any]]:
        return [{"near": [box]} for box in boxes]

    ahead = rows(["#c", 4, 4, 60, 60], ["#c", 5, 4, 60, 60], ["#c", 4, 3, 60, 60])
    still = rows(["#c", 4, 4, 60, 60], ["#c", -200, 4, 60, 60], ["#c", 90, 3, 60, 60])
    assert following(ahead, still) == 60
    assert following(still, still) == 0
    assert following(ahead, ahead) == 0


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("http://www.a.gov.cn/", "https://tts.a.gov.cn/x", True),
        ("http://www.a.gov.cn/", "http://www.b.gov.cn/", False),
        ("http://127.0.0.1:80/", "http://127.0.0.1:81/", False),
        ("http://x.example.com/", "http://y.example.com/", True),
    ],
)
def test_own_name(one: str, two: str, same: bool) -> None:
    assert (own_name(one) == own_name(two)) is same


def entered_at(url: str) -> dict[str, Any]:
    """What came of entering a page, by the flow as the pytest plugin runs it: its thread has no loop of ours."""
    found: dict[str, Any] = {}

    def work() -> None:
        from playwright.sync_api import sync_playwright

        from a11y.collect.browser import launch_options
        from a11y.collect.elderly import enter
        from a11y.collect.steps import Stage, play

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**launch_options())
            stage = Stage(browser.new_page())
            play(stage.goto(url))
            entered = play(enter(stage))
            found.update(ok=entered.ok, kind=entered.kind, effects=entered.effects.items, entries=entered.entries.items)
            browser.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(90)
    return found


def test_the_same_flow_serves_the_sync_api(serve: Any) -> None:
    """The pytest plugin's page is a sync one."""
    found = entered_at(serve(Path(__file__).parent / "sites" / "elderly-font-size"))
    assert found["ok"]
    assert found["kind"] == "place"
    assert "字号" in found["effects"][0].changes


def test_sizes_to_choose_from_are_no_elderly_version(serve: Any, tmp_path: Path) -> None:
    sizes = "".join(f"<button onclick=\"document.body.style.fontSize='{px}px'\">{name}</button>" for name, px in SIZES)
    page = f"<!DOCTYPE html><meta charset=utf-8><header>字号：{sizes}</header><main>{'<p>' + TEXT * 4 + '</p>'}</main>"
    (tmp_path / "index.html").write_text(page, "utf-8")
    found = entered_at(serve(tmp_path))
    assert not found["ok"]
    assert not found["entries"]


def test_decimals_of_a_profile_measure() -> None:
    known = known_checks()["elderly/line-spacing"]
    page = Page("http://a.example/", "http://a.example/", Role.HOME, Mode.ELDERLY, Device.MOBILE, 200)
    texts = Texts(
        paragraphs=(
            Paragraph(Target("p"), 40, True, 18, 2, 1.6, None),
            Paragraph(Target("q"), 40, True, 18, 2, 1.1, None),
        )
    )
    sample = Sample(
        Site(url=page.url), "2026-11-22T09:00:00+08:00", 0, Coverage(1, 1, 0, 1, True), elderly_entered=True
    )
    options = {**known.options, "min_line": Decimal("1.3"), "tolerance": Decimal("0.05")}
    [result] = checks.run(Literal(sample, (PageEvidence(page, {Texts: texts}),)), [checks.Run(known, options)])
    assert [f.target.selector for f in result.findings] == ["q"], result.reason
    assert result.outcome is Outcome.FAILED


def test_a_dead_bar_behind_an_unreachable_server_is_doubted() -> None:
    way = WayOut(Target("#out"), "退出", False, ("工具条还在",))
    assert [f.outcome for f in elderly.exit(ElderlyExit(HOME, (way,)))] == [Outcome.FAILED]
    dns = Answer(OTHER, 0, "dns", 2, own=False, others_answer=False)
    [found] = elderly.exit(ElderlyExit(HOME, (way,), (dns,)))
    assert found.outcome is Outcome.CANT_TELL
    assert OTHER in found.message


@pytest.mark.parametrize(
    ("url", "role", "asked"),
    [
        ("http://www.a.gov.cn/", Role.HOME, 60),
        ("http://elder.a.gov.cn/", Role.HOME, 48),
        ("http://elder.a.gov.cn/list/", Role.COLUMN, 44),
    ],
)
def test_controls_of_an_elderly_version_on_a_host_of_its_own(url: str, role: Role, asked: int) -> None:
    check = known_checks()["interaction/target-size"]
    page = Page(url, url, role, Mode.ELDERLY, Device.MOBILE, 200)
    button = Control(Target("button"), "button", "button", "button", True, 46, 46, True)
    sample = Sample(
        Site(url=HOME.replace("qingshi", "a")),
        "2026-11-22T09:00:00+08:00",
        0,
        Coverage(1, 1, 0, 1, True),
        elderly_entered=True,
    )
    options = {**check.options, "min_px": 44, "elderly_px": 60, "elderly_mobile_px": 60, "elderly_site_px": 48}
    seen = PageEvidence(page, {Controls: Controls((button,))})
    [result] = checks.run(Literal(sample, (seen,)), [checks.Run(check, options)])
    failing = [f.data["required"] for f in result.findings]
    assert failing == ([] if asked <= 46 else [[asked, asked]])
