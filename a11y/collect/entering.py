"""Enter the elderly version as a visitor would, prove that it took, that it lasts, and that one can leave it again.

Flows over a `Stage` that stands on the home page. `enter` serves the pytest plugin as well as the collector.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from a11y.collect import pictures
from a11y.collect.difference import REFUSAL, Difference, State, difference, look
from a11y.collect.hand import (
    Memory,
    Pressed,
    Spot,
    arrive,
    ask,
    ask_everywhere,
    calm,
    is_passing,
    place,
    point_at,
    press,
    press_by_script,
    recall,
    remember,
    status,
    swipe,
    target_of,
    uncover,
)  # fmt: skip
from a11y.collect.js import script
from a11y.collect.steps import Event, Stage
from a11y.errors import classify
from a11y.evidence.elderly import (
    Answer,
    Effect,
    ElderlyEffects,
    ElderlyEntries,
    ElderlyExit,
    ElderlyPersistence,
    Entrance,
    Kept,
    WayOut,
)  # fmt: skip
from a11y.model import Box

TRIES = 3
"""Entries pressed until one takes."""
LATE = 1.5
"""Seconds granted to scripts that come late, where a press seems to do nothing."""

UNANSWERED = 8.0
"""Seconds that a script is waited for which a press has asked for."""

BELATED = 3.5
"""Seconds granted to scripts that bring the entry late, where there is none at first."""

SLOWLY = 2.8
"""Seconds granted to a page that takes its time to become the standard one again."""

ANYWAY = 2.5
"""Seconds a page is watched without a press, where a weak change may be its own."""

PATIENCE = 25.0
"""Seconds after which no further entry is pressed, nor link followed."""

TroubleOf = Callable[[str], tuple[str, str] | None]
"""Why the last connection to an address's host failed: kind and detail."""

_COUNTING = re.compile(
    r"hm\.baidu|google-?analytics|googletagmanager|cnzz|umeng|tongji|statist|analytic|beacon|/tj[/.]|sensors|piwik|matomo"
    r"|share\.|bdimg|favicon|\.woff|\.ttf",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"wza|slh|elder|older|oldmode|barrier|cniil|esd|access|rrbay|canyou|assist|aging|senior|aria|toolbar|shilao|guanhuai|tts",
    re.IGNORECASE,
)
_LEAVING = re.compile(r"退出|关闭|返回|标准版|普通版|常规版|首页|切换|登录|注册|English", re.IGNORECASE)
_VERSIONS = re.compile(
    r"长者|长辈|适老|关怀|老年|老人|无障碍|大字|模式|版|退出|进入|切换|跳转|前往|访问|离开|继续|leave|continue",
    re.IGNORECASE,
)
_RISKY = re.compile(r"下载|安装|删除|清空|提交|支付|付款|登录|授权|定位|通知|订阅")
_DEAD_TITLE = re.compile(
    r"\b(?:404|403|500|502|503)\b|不存在|找不到|未找到|无法访问|无法找到|已删除|not found|error", re.IGNORECASE
)


@dataclass(slots=True)
class Entered:
    """What came of looking for the elderly version and pressing its entry."""

    home: str
    entries: ElderlyEntries
    effects: ElderlyEffects
    before: State
    """The standard home page."""
    after: State | None = None
    """The elderly one, as entered."""
    change: Difference = field(default_factory=Difference)
    kind: str = ""
    """place or page; empty where nothing was entered."""
    chosen: int | None = None
    spots: list[Spot] = field(default_factory=list)
    url: str = ""
    """Address of the elderly home page."""
    clean: Memory = field(default_factory=Memory)
    """What the site had stored before the entry was pressed."""
    memory: Memory = field(default_factory=Memory)
    """What it had stored when the mode had just been entered."""
    probe: float = 1.0
    """Factor of a size that was set on trial, where entering opened a toolbar and changed nothing else."""
    forgets: bool = False
    """The mode does not survive a reload, so it is entered by pressing each time."""
    touch: bool = False
    scrolled: bool = False
    """The entry shows itself only when the page has been scrolled."""
    slow: bool = False
    """What brings the version takes seconds to come, on every page perhaps."""
    covered: bool = False
    """A window lay over the entry, and was closed before it was pressed."""
    then: Spot | None = None
    """What the entry brought to light and was pressed next: the elderly version in a menu or among choices."""
    shots: dict[str, bytes] = field(default_factory=dict)
    """entry, before, after: pictures of the viewport."""

    @property
    def ok(self) -> bool:
        """True where an elderly version was entered."""
        return self.after is not None


async def enter(
    stage: Stage, *, touch: bool = False, trouble: TroubleOf | None = None, limit: float = PATIENCE
) -> Entered:
    """Find the entry on the page that `stage` stands on, press it, and prove what it did.

    After `limit` seconds no further entry is tried. Leaves the stage in the elderly version where there is one (perhaps
    in a window that the press opened).
    """
    started, began = stage.opened, stage.now()
    stage.agrees = _is_about_versions
    await calm(stage, quiet=0.25, bound=3)
    await stage.evaluate("() => window.scrollTo(0, 0)")
    home = stage.page.url
    first = await look(stage)
    clean = await recall(stage)
    items, spots, elsewhere = await find_entries(stage, touch=touch)
    scrolled = False
    if not _shown(items, spots):
        more, their_spots, their_words, scrolled = await _look_again(stage, touch=touch)
        if more:
            items, spots, elsewhere = more, their_spots, their_words
    shot = await stage.shoot()
    entered = Entered(
        home, ElderlyEntries(home, tuple(items), elsewhere), ElderlyEffects(home), first, spots=spots, clean=clean,
        touch=touch, shots={"before": shot, "entry": _marked(shot, items)}, scrolled=scrolled,
    )  # fmt: skip
    if not any(spot.sure for spot in spots) and await _stands_open(entered, stage):
        return entered
    if not items and await _does_it(entered, stage, touch=touch):
        return entered
    until = began + limit
    await _press_entries(stage, entered, started, trouble, until)
    if items and not entered.entries.items:
        # what promised it in words were words and no more
        await _start_again(stage, entered)
        if not await _does_it(entered, stage, touch=touch) and entered.entries.items:
            await _press_entries(stage, entered, started, trouble, until)
    return entered


async def _press_entries(stage: Stage, entered: Entered, started: int, trouble: TroubleOf | None, until: float) -> None:
    """Press one entry after another until one takes; what turns out to be none is left out."""
    home, home_page = entered.home, stage.page
    effects: list[Effect] = []
    heads: set[int] = set()
    for index in await _order(stage, entered):
        if effects and stage.now() > until:
            break
        if stage.page is not home_page or urldefrag(stage.page.url)[0] != urldefrag(home)[0] or effects:
            stage.switch(home_page)
            await _start_again(stage, entered)
        effect, after, change = await _press_entry(stage, entered, index, started, trouble)
        if effect is None:
            continue
        if _is_mere_words(effect, entered.spots[index]) or (
            effect.kind == "nothing" and await _opens_by_hovering(stage, entered, index)
        ):
            heads.add(index)
            continue
        effects.append(effect)
        if effect.kind in ("place", "page"):
            entered.after, entered.change, entered.kind, entered.chosen = after, change, effect.kind, index
            entered.url = stage.page.url
            entered.memory = await recall(stage)
            stage.settings[CAME] = _came(entered.before, after) if after is not None else []
            break
        entered.then = None
    entered.effects = ElderlyEffects(home, tuple(effects))
    pressed = {effect.entry for effect in effects}
    entered.entries = replace(
        entered.entries, items=tuple(replace(e, pressed=i in pressed) for i, e in enumerate(entered.entries.items))
    )
    _without(entered, heads | {i for i, spot in enumerate(entered.spots) if not spot.sure and i not in pressed})


CAME = "came"
"""In a stage's settings: tag and name of the controls that came with the elderly version: its bar, whatever it looks like."""


def _came(before: State, after: State) -> list[str]:
    """Controls, links aside, that the standard page does not have; nothing where they are too few for a bar, or a page full."""
    old = {control.rsplit("|", 1)[0] for control in before.controls}
    new = [control.rsplit("|", 1)[0] for control in after.controls if not control.startswith(("img|", "iframe|"))]
    came = list(dict.fromkeys(name for name in new if name not in old))
    return came if sum(name not in old for name in new) >= 3 and len(came) <= 40 else []


async def _start_again(stage: Stage, entered: Entered) -> None:
    """The home page as a new visitor meets it."""
    await remember(stage, entered.clean)
    await stage.goto(entered.home)
    await calm(stage)


def _is_mere_words(effect: Effect, spot: Spot) -> bool:
    """True where plain words did not react to a press: they were no entry."""
    answered = effect.kind == "error" and effect.detail.startswith("弹出提示")
    return not spot.sure and effect.kind in ("nothing", "error") and not answered


def _without(entered: Entered, heads: set[int]) -> None:
    """Leave out what turned out to be no entry: the head of a menu in which the entries are, or mere words."""
    if not heads:
        return
    kept = [i for i in range(len(entered.entries.items)) if i not in heads]
    moved = {old: new for new, old in enumerate(kept)}
    entered.entries = replace(entered.entries, items=tuple(entered.entries.items[i] for i in kept))
    entered.spots = [entered.spots[i] for i in kept]
    effects = tuple(replace(e, entry=moved[e.entry]) for e in entered.effects.items)
    entered.effects = replace(entered.effects, items=effects)
    if entered.chosen is not None:
        entered.chosen = moved[entered.chosen]


async def _opens_by_hovering(stage: Stage, entered: Entered, index: int) -> bool:
    """True where pointing at something brings a hidden entry to light that lies beside or below it."""
    hidden = [i for i, item in enumerate(entered.entries.items) if item.revealed and i != index]
    spot = entered.spots[index]
    for other in hidden:
        if entered.spots[other].frame is not spot.frame:
            continue
        if spot.option is None and await stage.evaluate(
            _NEAR, [spot.selector, entered.spots[other].selector], frame=spot.frame
        ):
            return True
    return False


async def _look_again(stage: Stage, *, touch: bool) -> tuple[list[Entrance], list[Spot], tuple[str, ...], bool]:
    """Entries that a late script brings, or that show themselves only when the page is scrolled (then True)."""
    began = stage.now()
    elsewhere: tuple[str, ...] = ()
    while stage.now() - began < BELATED:
        await stage.wait(0.7)
        items, spots, elsewhere = await find_entries(stage, touch=touch)
        if _shown(items, spots):
            return items, spots, elsewhere, False
    for part in (0.4, 1):
        await stage.evaluate(_SCROLL, part)
        await stage.wait(0.35)
        items, spots, elsewhere = await find_entries(stage, touch=touch)
        if _shown(items, spots):
            return items, spots, elsewhere, True
    await stage.evaluate(_SCROLL, 0)
    return [], [], elsewhere, False


def _shown(items: Sequence[Entrance], spots: Sequence[Spot]) -> bool:
    return any((item.visible or item.revealed) and spot.sure for item, spot in zip(items, spots, strict=True))


async def _stands_open(entered: Entered, stage: Stage) -> bool:
    """True where the home page needs no entry, since a bar with these services lies open on it from the start."""
    rows = [
        (frame, aid)
        for frame, found in await ask_everywhere(stage, "aids")
        for aid in found
        if aid["kind"] in _SERVICES
    ]
    rows = [(frame, aid) for frame, aid in rows if aid["floats"] or aid["region"] in ("head", "navigation")]
    if len({aid["kind"] for _, aid in rows}) < 2 or "enlarge" not in {aid["kind"] for _, aid in rows}:
        return False
    frame, first = rows[0]
    named = all(aid["text"] for _, aid in rows)
    reachable = await _tab_reaches(stage, Spot(first["target"]["selector"], frame))
    target = target_of(first["target"], frame)
    bar = Entrance(target, first["text"], first["name"], "toolbar", True, named, reachable, place=first["region"])
    await _stand_open(entered, stage, bar)
    return True


async def _stand_open(entered: Entered, stage: Stage, bar: Entrance) -> None:
    """Take the page as it stands for the elderly version: its services need no entry."""
    px = entered.before.mean_px
    entered.entries = ElderlyEntries(entered.home, (bar,))
    effect = Effect(0, "place", ("工具条常驻",), entered.home, px_before=px, px_after=px)
    entered.effects = ElderlyEffects(entered.home, (effect,))
    entered.after, entered.kind, entered.url = entered.before, "place", entered.home
    entered.shots["after"] = entered.shots["before"]
    entered.spots, entered.memory = [], await recall(stage)


ICONS = 10
"""Controls without telling names that are pressed where nothing on the home page promises the elderly version."""
DOING = 14.0
"""Seconds after which no further one is pressed."""


async def _does_it(entered: Entered, stage: Stage, *, touch: bool) -> bool:
    """Press icons without names to see whether they are the elderly version after all.

    True where a bar of them stands open on the page. One that opens a bar becomes an entry, to be pressed as one.
    """
    began = stage.now()
    rows: list[Mapping[str, Any]] = await stage.inspect(script("elderly_icons"), {"most": ICONS})
    does: list[tuple[Mapping[str, Any], str]] = []
    for row in rows:
        if stage.now() - began > DOING:
            break
        done = await _doing(stage, entered, Spot(row["target"]["selector"]), touch=touch)
        if done == "opens":
            stage.settings["nameless"] = True
            entered.entries = ElderlyEntries(entered.home, (await _icon(stage, row),))
            entered.spots = [Spot(row["target"]["selector"])]
            return False
        if done:
            does.append((row, done))
    kinds = {kind for _, kind in does}
    if not {"enlarge", "contrast"} & kinds or len(kinds - {"shrink"}) < 2:
        return False  # sizes to choose from are one service, and no elderly version
    stage.settings["nameless"] = True
    first = next(row for row, kind in does if kind in ("enlarge", "contrast"))
    await _stand_open(entered, stage, await _icon(stage, first))
    return True


async def _icon(stage: Stage, row: Mapping[str, Any]) -> Entrance:
    reachable = bool(row["focus"]) and await _tab_reaches(stage, Spot(row["focus"]))
    return Entrance(
        target_of(row["target"], None), row["text"], row["name"], "toolbar", True, False, reachable, place=row["place"],
    )  # fmt: skip


async def _doing(stage: Stage, entered: Entered, spot: Spot, *, touch: bool) -> str:
    """What one press does: enlarge, shrink, contrast, pointer, spacing or opens; the page is put back afterwards."""
    home_page = stage.page
    before = {aid["kind"] for _, found in await ask_everywhere(stage, "aids") for aid in found if aid["floats"]}
    pressed = await press(stage, spot, touch=touch, bound=1.2, quiet=0.12)
    done = ""
    if not pressed.new_window and not pressed.navigated:
        change = difference(entered.before, await look(stage))
        now = {aid["kind"] for _, found in await ask_everywhere(stage, "aids") for aid in found if aid["floats"]}
        if change.resized >= 0.2:
            done = "enlarge" if change.ratio > 1.03 else "shrink"
        elif len((now - before) & _SERVICES) >= 2:
            done = "opens"
        elif "配色" in change.words:
            done = "contrast"
        elif change.cursor or change.spaced:
            done = "pointer" if change.cursor else "spacing"
        if not done and not change.any:
            return ""
    stage.switch(home_page)
    await remember(stage, entered.clean)
    await stage.goto(entered.home)
    await calm(stage)
    return done


# --- finding ---------------------------------------------------------------------------------------------------------
async def find_entries(stage: Stage, *, touch: bool = False) -> tuple[list[Entrance], list[Spot], tuple[str, ...]]:
    """What on the page promises the elderly version, best first, each tried with Tab; a finger reveals nothing by hovering."""
    rows: list[tuple[float, Mapping[str, Any], Any]] = []
    elsewhere: list[str] = []
    for frame, answer in await ask_everywhere(stage, "entries"):
        rows += [(float(row["score"]), row, frame) for row in answer["items"]]
        elsewhere += answer["elsewhere"]
    rows.sort(key=lambda row: -row[0])
    if any(row["visible"] for _, row, _ in rows):
        # hidden doubles of an entry (the phone's menu on a desktop) are no entries of their own
        shown = {row["words"] for _, row, _ in rows if row["visible"]}
        rows = [r for r in rows if r[1]["visible"] or r[1]["words"] not in shown]
    items: list[Entrance] = []
    spots: list[Spot] = []
    given = any(row["operable"] and row["visible"] for _, row, _ in rows)
    for _, row, frame in rows[:8]:
        spot = _spot(row, frame)
        if not row["operable"]:
            heard = await _heard(stage, spot)
            if heard == "above" and row["visible"] and not given:
                spot = replace(spot, sure=False)
            elif heard != "here":
                continue
        reachable = row["reachable"]
        if reachable and len(items) < 3:
            reachable = await _tab_reaches(stage, Spot(row["focus"], frame))
        revealed = False
        if not row["visible"] and not touch:
            revealed = await _reveal(stage, spot, row["over"])
        items.append(replace(_entrance(row, frame), reachable=reachable, revealed=revealed))
        spots.append(spot)
    return items, spots, tuple(dict.fromkeys(elsewhere))


def _spot(row: Mapping[str, Any], frame: Any) -> Spot:
    return Spot(row["target"]["selector"], frame, option=row.get("option"))


def _entrance(row: Mapping[str, Any], frame: Any) -> Entrance:
    return Entrance(
        target_of(row["target"], frame), row["text"], row["name"] or row["words"], row["kind"], row["visible"], row["named"],
        row["reachable"], row["hidden_by"], False, row["href"], row["place"], folded=row.get("folded") or "",
    )  # fmt: skip


async def _heard(stage: Stage, spot: Spot) -> str:
    """Who hears a press of something that looks like plain words.

    `here`: a listener of its own or close above it; `above`: one that listens for everything below it, the document
    perhaps; empty: nobody.
    """
    if spot.frame is not None:
        return ""
    from a11y.collect.steps import ready

    session = await ready(stage.page.context.new_cdp_session(stage.page))
    try:
        chain = f"{_CHAIN}({spot.selector!r})"
        for up in range(_HEARERS):
            found = await ready(session.send("Runtime.evaluate", {"expression": f"{chain}[{up}]"}))
            handle = found.get("result", {}).get("objectId")
            if not handle:
                return ""
            heard = await ready(session.send("DOMDebugger.getEventListeners", {"objectId": handle}))
            if any(e["type"] in _PRESSES for e in heard["listeners"]):
                return "here" if up < 3 and not found["result"].get("className", "").endswith(_HIGHEST) else "above"
        return ""
    except Exception as error:
        if is_passing(error) or "rotocol" in str(error):
            return ""
        raise
    finally:
        with contextlib.suppress(Exception):
            await ready(session.detach())


async def _tab_reaches(stage: Stage, spot: Spot) -> bool:
    """True where real presses of Tab bring the focus to an element, from just before it or from the top."""
    if not await stage.evaluate(_BEFORE, spot.selector, frame=spot.frame):
        return True  # the very first stop of a frame: nothing stands before it
    for _ in range(3):
        await stage.press("Tab")
        if await stage.evaluate(_FOCUSED, spot.selector, frame=spot.frame):
            await stage.evaluate(_BLUR)
            return True
    await stage.evaluate(_BLUR)
    for _ in range(80):
        await stage.press("Tab")
        if await stage.evaluate(_FOCUSED, spot.selector, frame=spot.frame):
            await stage.evaluate(_BLUR)
            return True
    await stage.evaluate(_BLUR)
    return False


async def focus_on(stage: Stage, spot: Spot) -> None:
    """Press Tab just before an element, so that the focus comes to it."""
    await stage.evaluate(_BEFORE, spot.selector, frame=spot.frame)
    await stage.press("Tab")


async def _reveal(stage: Stage, spot: Spot, over: str | None) -> bool:
    """Point at what stands around a hidden entry; True where that brings it to light."""
    if over is None:
        return False
    await point_at(stage, Spot(over, spot.frame))
    await stage.wait(0.35)
    found = await place(stage, spot)
    return bool(found and found[2])


async def _order(stage: Stage, entered: Entered) -> list[int]:
    """Entries in the order in which they are pressed: elderly ones first, toolbars where those do not take.

    Of two of a kind the one that nothing lies over: a window that asks which version is answered before what is behind it.
    """
    items, spots = entered.entries.items, entered.spots
    seen = [i for i, item in enumerate(items) if item.visible or item.revealed]
    chosen = seen or list(range(len(items)))[:1]
    covered: set[int] = set()
    if len(chosen) > 1 and not entered.scrolled:
        covered = {i for i in chosen[:6] if items[i].visible and not (await place(stage, spots[i]) or (0, 0, False))[2]}
        await stage.evaluate("() => window.scrollTo(0, 0)")
    return sorted(chosen, key=lambda i: (items[i].kind != "elderly", not items[i].visible, i in covered, i))[:TRIES]


def _marked(shot: bytes, items: Sequence[Entrance]) -> bytes:
    boxes: list[Box] = [
        entry.target.box for entry in items if entry.target.box and entry.visible and not entry.target.frame
    ]
    return pictures.marked(shot, boxes)


# --- pressing --------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class _Push:
    """One press of an entry, with what was seen before and after it."""

    entry: Entrance
    base: State
    base_shot: bytes
    mark: int
    pressed: Pressed
    by_script: bool
    after: State
    shot: bytes
    change: Difference
    then: Spot | None = None

    @property
    def noticed(self) -> bool:
        """Something in the page, or most of the viewport, is different."""
        return self.change.any or _pixels(self.base_shot, self.shot, self.entry)

    @property
    def ignoring(self) -> tuple[str, str]:
        """The entry's own words, which may flip without anything else happening."""
        return self.entry.text, self.entry.name


async def _press_entry(
    stage: Stage, entered: Entered, index: int, started: int, trouble: TroubleOf | None
) -> tuple[Effect | None, State | None, Difference]:
    """Press one entry of the home page; None where it turned out to be no entry at all."""
    push = await _push(stage, entered, index)
    entered.shots["after"], entered.then = push.shot, push.then
    said = _complaint(stage, push.mark, push.change)
    effect = Effect(
        index, "nothing", url=stage.page.url, px_before=push.base.mean_px, px_after=push.after.mean_px, detail=said,
        new_window=push.pressed.new_window, by_script=push.by_script,
    )  # fmt: skip
    moved = _without_scroll(stage.page.url) != _without_scroll(entered.home)
    loading = any(event.resource == "document" for event in stage.since(push.mark, "request"))
    code = await status(stage) if (push.pressed.navigated and loading) or push.pressed.new_window else 200
    if code == 0 or code >= 400 or stage.page.url.startswith("chrome-error:"):
        return await _dead(stage, entered, push, replace(effect, status=code), started, trouble), None, push.change
    if moved or push.pressed.new_window:
        return await _elsewhere(stage, entered, push, replace(effect, status=code), started, trouble)
    if push.noticed:
        refused = REFUSAL.search(push.change.new_text) and push.change.aids < 2 and not push.change.strong
        shows = "" if push.change.strong or refused else await _only_a_window(stage, push)
        if shows:
            return replace(effect, shows=shows), None, push.change
        if not refused and (push.change.strong or not await _happens_anyway(stage, entered, push)):
            return replace(effect, kind="place", changes=push.change.words or ("画面",)), push.after, push.change
    answers = await _answers(stage, started, push.mark, entered.home, trouble)
    asked = [
        e.text for e in stage.since(push.mark, "dialog") if e.resource == "confirm" and not _is_about_versions(e.text)
    ]
    asks = asked[0][:200] if asked else ""
    return replace(effect, kind="error" if said else "nothing", answers=answers, asks=asks), None, push.change


async def _only_a_window(stage: Stage, push: _Push) -> str:
    """Words of a window that the press has laid over a page which is otherwise as it was; empty where it is more than that."""
    small = push.change.controls <= 3 and push.change.gone < 0.12 and push.change.resized < 0.2
    if not small or not await ask(stage, "covers", "") or await _has_services(stage):
        return ""
    return push.change.new_text[:120] or "没有文字"


async def _bring(stage: Stage, entered: Entered) -> None:
    """Scroll to where the entry shows itself."""
    if entered.scrolled:
        await stage.evaluate(_SCROLL, 0.4)
        await stage.wait(0.35)


async def _push(stage: Stage, entered: Entered, index: int) -> _Push:
    """Point at an entry, look, press it, look again; what comes late is waited for."""
    entry, spot = entered.entries.items[index], entered.spots[index]
    await _bring(stage, entered)
    if entry.visible and not (await place(stage, spot) or (0, 0, True))[2]:
        entered.covered = await uncover(stage, spot, touch=entered.touch)
    where = await (place if entered.touch else point_at)(stage, spot)
    await stage.wait(0.25)
    base, base_shot = await look(stage), await stage.shoot()
    mark, by_script = stage.mark(), where is None and not entry.revealed and spot.option is None
    asked_before, known = await ask(stage, "prompts") or [], set(await _promising(stage))
    pressed = Pressed(False) if by_script else await press(stage, spot, touch=entered.touch)
    if spot.option is None and (by_script or (not pressed.reached and not pressed.navigated)):
        by_script = True
        pressed = await press_by_script(stage, spot)
    pressed = await _answer_prompt(stage, pressed, asked_before, touch=entered.touch)
    ignoring = (entry.text, entry.name)
    after = await look(stage)
    change = difference(base, after, ignoring=ignoring)
    if not change.any and not pressed.navigated and stage.page.url == entered.home:
        await stage.wait(LATE)
        late = await _answered(stage, mark)
        opened, navigated = await arrive(stage, mark)
        pressed = replace(pressed, new_window=pressed.new_window or opened, navigated=pressed.navigated or navigated)
        after = await look(stage)
        change = difference(base, after, ignoring=ignoring)
        entered.slow = late and change.any
    then = None
    if not change.strong and not pressed.navigated:
        brought = [spot for key, spot in (await _promising(stage)).items() if key not in known]
        if brought:
            then = brought[0]
            second = await press(stage, then, touch=entered.touch)
            pressed = replace(second, reached=pressed.reached)
            after = await look(stage)
            change = difference(base, after, ignoring=ignoring)
    return _Push(entry, base, base_shot, mark, pressed, by_script, after, await _shot(stage), change, then)


async def _promising(stage: Stage) -> dict[tuple[str, str], Spot]:
    """Visible controls that promise the elderly version, best first, those of mere toolbars last."""
    rows = [
        (row["kind"] != "elderly", -float(row["score"]), row["target"]["selector"], frame)
        for frame, answer in await ask_everywhere(stage, "entries")
        for row in answer["items"]
        if row["visible"] and row["operable"] and row.get("option") is None
    ]
    rows.sort(key=lambda row: row[:2])
    return {(frame.url if frame is not None else "", selector): Spot(selector, frame) for _, _, selector, frame in rows}


async def _dead(
    stage: Stage, entered: Entered, push: _Push, effect: Effect, started: int, trouble: TroubleOf | None
) -> Effect:
    """The press led to an address that does not answer, or answers with an error."""
    answers = await _answers(stage, started, push.mark, entered.home, trouble, document=True)
    if not answers and push.entry.href and effect.status == 0:
        # a new window's first request is made before anybody can watch it
        lost = Event("failed", stage.now(), url=urljoin(entered.home, push.entry.href))
        answers = (await answer_of(stage, lost, own_name(entered.home), trouble),)
    return replace(effect, kind="dead", answers=answers, url=answers[-1].url if answers else stage.page.url)


HUB = 300
"""Characters of a page at most that does nothing but ask which version is wanted."""


async def _elsewhere(
    stage: Stage, entered: Entered, push: _Push, effect: Effect, started: int, trouble: TroubleOf | None
) -> tuple[Effect | None, State | None, Difference]:
    """The press led to another address; this says whether an elderly page is there."""
    if push.after.chars < HUB and not _is_error_page(push.after):
        await _choose(stage, entered, push)
        effect = replace(effect, url=stage.page.url, status=await status(stage))
    after, change = push.after, push.change
    if not 0 < effect.status < 400:
        return await _dead(stage, entered, push, effect, started, trouble), None, change
    if _is_error_page(after):
        return replace(effect, kind="dead", detail=after.title), None, change
    if _is_blank(after):
        await stage.wait(LATE)
        after = await look(stage)
        if _is_blank(after):
            answers = await _answers(stage, started, push.mark, entered.home, trouble)
            return replace(effect, kind="empty", answers=answers), None, change
        change = difference(push.base, after, ignoring=push.ignoring)
        push.change, push.after = change, after
    if push.noticed:
        if push.entry.kind == "toolbar" and not await _is_elderly_page(stage, push.base, after):
            return None, None, change
        return replace(effect, kind="page", changes=("网址", *change.words), px_after=after.mean_px), after, change
    return effect, None, change


def _is_about_versions(question: str) -> bool:
    """True for a question that a visitor who pressed an entry, or a way out, answers with yes."""
    return bool(_VERSIONS.search(question)) and not _RISKY.search(question)


async def _choose(stage: Stage, entered: Entered, push: _Push) -> None:
    """Go on to the elderly version from a page that only asks which version is wanted."""
    offered = [spot for spot in (await _promising(stage)).values() if spot.frame is None]
    enlarged = push.after.chars >= HUB / 5 and push.after.mean_px > push.base.mean_px * 1.1
    if not offered or enlarged or await _has_services(stage):
        return
    second = await press(stage, offered[0], touch=entered.touch)
    if not second.navigated:
        return
    push.after = await look(stage)
    push.shot = entered.shots["after"] = await _shot(stage)
    push.change = difference(push.base, push.after, ignoring=push.ignoring)


def _is_blank(state: State) -> bool:
    return state.chars < 15 and state.images < 3 and len(state.controls) < 3


async def _answer_prompt(stage: Stage, pressed: Pressed, before: Sequence[str], *, touch: bool) -> Pressed:
    """Say yes where the page asks whether one really wants to go there, as a visitor would."""
    if pressed.navigated:
        return pressed
    await stage.wait(0.4)  # such windows fade in
    asked = [selector for selector in await ask(stage, "prompts") or [] if selector not in before]
    if not asked:
        return pressed
    second = await press(stage, Spot(asked[0]), touch=touch)
    return replace(pressed, new_window=second.new_window, navigated=second.navigated)


async def _shot(stage: Stage) -> bytes:
    try:
        return await stage.shoot()
    except Exception as error:
        if is_passing(error):
            return b""
        raise


def _pixels(before: bytes, after: bytes, entry: Entrance) -> bool:
    """True where most of the viewport looks different: a filter or a ground, no carousel."""
    if not before or not after:
        return False
    return pictures.changed_everywhere(before, after, [entry.target.box] if entry.target.box else [])


async def _happens_anyway(stage: Stage, entered: Entered, push: _Push) -> bool:
    """True where the same weak change (a carousel, a clock, a late list) comes without any press."""
    held, change = stage.page.url, push.change
    memory = await recall(stage)
    await remember(stage, entered.clean)
    await stage.goto(entered.home)
    await calm(stage)
    first, shot = await look(stage), await stage.shoot()
    await stage.wait(ANYWAY)
    control = difference(first, await look(stage), ignoring=push.ignoring)
    if change.any:
        alike = control.fresh >= change.fresh * 0.5 and control.gone >= change.gone * 0.5
        same = alike and control.controls * 2 >= change.controls
    else:
        same = pictures.changed_everywhere(shot, await stage.shoot())
    if not same:
        await remember(stage, memory)
        await stage.goto(held)
        await calm(stage)
        if not difference(push.base, await look(stage), ignoring=push.ignoring).any:
            await press(stage, entered.spots[entered.entries.items.index(push.entry)], touch=entered.touch)
            if push.then is not None:
                await press(stage, push.then, touch=entered.touch)
    return same


async def _is_elderly_page(stage: Stage, base: State, after: State) -> bool:
    """A page behind a toolbar's name carries services: larger type, aids, or a way back."""
    if after.mean_px > base.mean_px * 1.1:
        return True
    return await _has_services(stage)


async def _has_services(stage: Stage) -> bool:
    aids = [aid for _, found in await ask_everywhere(stage, "aids") for aid in found]
    return len({aid["kind"] for aid in aids if aid["kind"] in _SERVICES}) >= 2


_SERVICES = {"enlarge", "contrast", "pointer", "caption", "reading", "continuous", "guides", "magnifier", "pinyin"}


def _is_error_page(state: State) -> bool:
    return bool(_DEAD_TITLE.search(state.title) or _DEAD_TITLE.search(state.text[:80])) and state.chars < 250


def _complaint(stage: Stage, mark: int, change: Difference) -> str:
    """What the browser, a dialog or the page itself complained of after a press."""
    for event in stage.since(mark, "dialog"):
        if event.text:
            return f"弹出提示：{event.text[:120]}"
    for event in stage.since(mark, "pageerror"):
        return event.text[:200]
    found = REFUSAL.search(change.new_text)
    return f"页面提示：{change.new_text[:120]}" if found and change.aids < 2 else ""


async def _answered(stage: Stage, mark: int) -> bool:
    """Wait for scripts that are on their way since a mark, within a bound; False where none was."""
    began = stage.now()
    while stage.now() - began < UNANSWERED and _unanswered(stage, mark):
        await stage.wait(0.3)
    return stage.now() - began > 0.2


async def _come(stage: Stage, entered: Entered, mark: int) -> None:
    """Wait for a version that takes seconds to come again on a page asked for since a mark."""
    if entered.slow and await _answered(stage, mark):
        await calm(stage)


def _unanswered(stage: Stage, mark: int) -> list[str]:
    """Addresses of scripts and of what they ask for that have had no answer since a mark."""
    waiting: dict[str, int] = {}
    for event in stage.since(mark, "request", "response", "failed", "aborted"):
        if event.resource in ("script", "xhr", "fetch") and not _COUNTING.search(event.url):
            waiting[event.url] = waiting.get(event.url, 0) + (1 if event.kind == "request" else -1)
    return [url for url, count in waiting.items() if count > 0]


async def _answers(
    stage: Stage, started: int, mark: int, home: str, trouble: TroubleOf | None, *, document: bool = False
) -> tuple[Answer, ...]:
    """Requests that failed and may be why nothing came, each asked once more."""
    errors = [e.text for e in stage.since(mark, "pageerror")]
    undefined = any(re.search(r"not defined|undefined|not a function|null", text) for text in errors)
    own = own_name(home)
    asked_before = {_plain(e.url) for e in stage.journal[started:mark] if e.kind == "request"}
    chosen: dict[str, Event] = {}
    for position, event in enumerate(stage.journal[started:], started):
        if (
            not _is_failure(event)
            or _COUNTING.search(event.url)
            or event.resource in ("image", "font", "ping", "media")
        ):
            continue
        later = position >= mark
        if (document and event.resource == "document" and later) or (
            not document
            and event.resource in ("script", "fetch", "xhr", "document", "stylesheet", "other", "")
            and (
                _is_toolbars(stage, event.url)
                or (later and _plain(event.url) not in asked_before)
                # What a name stands for comes as a script; a counter or a clock that asks its server defines nothing.
                or (undefined and event.resource == "script")
            )
        ):
            chosen[event.url] = event
    marked = {url: event for url, event in chosen.items() if _MARKS.search(url)}
    kept = list((marked or chosen).items())[:4]
    said = [e.text for e in stage.since(mark, "dialog", "console") if REFUSAL.search(e.text)]
    answers = [await answer_of(stage, event, own, trouble) for _, event in kept]
    if not answers and said:
        outside = [e for e in stage.since(mark, "response") if own_name(e.url) != own and not _COUNTING.search(e.url)]
        answers = [Answer(e.url, e.status, own=False, says=said[0][:120]) for e in outside[:1]]
    if not answers:
        answers = [Answer(url, 0, "timeout", 1, own_name(url) == own) for url in _unanswered(stage, mark)[:1]]
    return tuple(answers)


ASKERS = "askers"
"""In a stage's settings: address → the scripts that asked for it, as `note_askers` writes them down."""
_MOST_ASKED = 3000


async def note_askers(stage: Stage) -> None:
    """Write down from now on which scripts ask for what, so that nobody else's trouble excuses an entry."""
    askers: dict[str, tuple[str, ...]] = {}
    stage.settings[ASKERS] = askers

    def note(event: Mapping[str, Any]) -> None:
        if len(askers) < _MOST_ASKED:
            askers[str(event["request"]["url"])] = tuple(_stack(event.get("initiator", {}).get("stack")))

    session = await stage.session()
    session.on("Network.requestWillBeSent", note)
    await stage.cdp("Network.enable")


def _stack(stack: Mapping[str, Any] | None) -> Iterator[str]:
    """Addresses of the scripts of a call, and of the calls that led to it."""
    for _ in range(20):
        if not stack:
            return
        yield from (str(call.get("url", "")) for call in stack.get("callFrames", ())[:50])
        stack = stack.get("parent")


def _is_toolbars(stage: Stage, url: str) -> bool:
    """True where an address, or a script that asked for it, is named as elderly versions and their toolbars are."""
    asked_by = (one for one in stage.settings.get(ASKERS, {}).get(url, ()) if one != stage.page.url)
    return any(_MARKS.search(urlsplit(one).netloc + urlsplit(one).path) for one in (url, *asked_by))


def _plain(url: str) -> str:
    """An address without its query and fragment: what is asked over and over carries another number each time."""
    return url.partition("#")[0].partition("?")[0]


async def excuses(stage: Stage, entered: Entered, trouble: TroubleOf | None) -> tuple[Answer, ...]:
    """Requests of the toolbar that failed: why its buttons may do nothing."""
    return await _answers(stage, 0, stage.mark(), entered.home, trouble)


def _is_failure(event: Event) -> bool:
    if event.kind == "failed":
        return "ERR_ABORTED" not in event.text
    return event.kind == "aborted" or (event.kind == "response" and event.status >= 400)


async def answer_of(stage: Stage, event: Event, own: str, trouble: TroubleOf | None) -> Answer:
    """What became of one request, after it has been made a second time."""
    mine = own_name(event.url) == own
    others = any(e.kind == "response" and e.status and own_name(e.url) not in (own, own_name(event.url)) and abs(e.at - event.at) < 60
                 for e in stage.journal)  # fmt: skip
    if event.kind == "aborted" or (event.kind == "failed" and "BLOCKED_BY_CLIENT" in event.text):
        return Answer(event.url, 0, "blocked-by-us", 1, mine, others)
    mark = stage.mark()
    await _again(stage, event.url)
    second = [e for e in stage.since(mark, "response", "failed") if urldefrag(e.url)[0] == urldefrag(event.url)[0]]
    if event.kind == "response":
        times = 1 + any(e.kind == "response" and e.status >= 400 for e in second)
        return Answer(event.url, event.status, "", times, mine, others)
    known = trouble(event.url) if trouble else None
    told = [e.text for e in (event, *second) if e.text]
    kind = known[0] if known else next((k for k in (classify(t).name for t in told) if k != "unknown"), "unknown")
    return Answer(event.url, 0, kind, 1 + any(e.kind == "failed" for e in second), mine, others)


async def _again(stage: Stage, url: str) -> None:
    """Ask for an address a second time, from where the page stands."""
    try:
        await stage.evaluate(_FETCH, url, limit=6)
        await stage.wait(0.05)
    except Exception as error:
        if not is_passing(error):
            raise


def own_name(url: str) -> str:
    """The name that a host belongs to: its last two labels, or three below `gov.cn` and the like; an address with its port."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if re.fullmatch(r"[\d.]+|.*:.*", host) or host == "localhost":
        return f"{host}:{parts.port or ''}"
    labels = host.split(".")
    many = 3 if len(labels) > 2 and labels[-2] in ("gov", "com", "net", "org", "edu", "ac") else 2
    return ".".join(labels[-many:])


def _without_scroll(url: str) -> str:
    """An address without an empty or merely positional fragment."""
    plain, fragment = urldefrag(url)
    return f"{plain}#{fragment}" if fragment.startswith(("/", "!")) or "=" in fragment or fragment else plain


# --- standing in it --------------------------------------------------------------------------------------------------
async def stand(stage: Stage, entered: Entered, url: str) -> bool:
    """Go to a page in the elderly version as it was entered; False where the mode does not come there."""
    await remember(stage, entered.memory)
    same = urldefrag(stage.page.url)[0] == urldefrag(url)[0]
    landing = await stage.goto(url)
    if same and "#" in url and not landing.error:
        landing = await stage.reload()  # another route of the same document: what was pressed would stay pressed
    if landing.error:
        return False
    await calm(stage)
    await _come(stage, entered, stage.opened)
    if entered.covered:
        await uncover(stage, Spot(""), touch=entered.touch)
    if entered.forgets and entered.kind == "place":
        stage.agrees = _is_about_versions
        await _bring(stage, entered)
        items, spots, _ = await find_entries_fast(stage)
        wanted = entered.entries.items[entered.chosen or 0]
        known = [(item, spot) for item, spot in zip(items, spots, strict=True) if item.kind == wanted.kind]
        if entered.spots and not entered.spots[entered.chosen or 0].sure:
            known = []
        if not known and entered.spots and (not items or not entered.spots[entered.chosen or 0].sure):
            known = [(wanted, entered.spots[entered.chosen or 0])]  # no words tell of it: it stands where it stood
        for item, spot in known[:1]:
            before = await look(stage)
            await press(stage, spot, touch=entered.touch)
            if entered.then is not None:
                await press(stage, entered.then, touch=entered.touch)
            return difference(before, await look(stage), ignoring=(item.text, item.name)).any
        return False
    return True


async def is_on(stage: Stage, entered: Entered) -> bool:
    """True where the page that the stage stands on shows the mode as it was entered."""
    return entered.kind == "page" or not _lost(entered, difference(entered.before, await look(stage)))


async def find_entries_fast(stage: Stage) -> tuple[list[Entrance], list[Spot], tuple[str, ...]]:
    """Entries of a page, without trying them with Tab."""
    items, spots = [], []
    for frame, answer in await ask_everywhere(stage, "entries"):
        for row in answer["items"]:
            if row["operable"]:
                items.append(_entrance(row, frame))
                spots.append(_spot(row, frame))
    return items, spots, ()


# --- lasting ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Step:
    """One page of the elderly version that was reached by following a link."""

    url: str
    role: str
    """column or article."""
    kept: Kept
    start: str = ""
    """Where the link that led there stands, for pages that only a frame shows and no address leads to."""
    spot: Spot | None = None


async def persist(
    stage: Stage, entered: Entered, *, prefer: Sequence[str] = (), limit: float = PATIENCE
) -> tuple[ElderlyPersistence, list[Step]]:
    """Reload the elderly home page, then follow links from it, and see whether the mode was still on.

    `prefer`: addresses of the sample that are taken where the page links to them. After `limit` seconds no further link
    is followed.
    """
    began = stage.now()
    results: list[Kept] = []
    steps: list[Step] = []
    assert entered.after is not None  # noqa: S101 - only called where a version was entered
    bare, plain = entered.memory, entered.forgets
    await _set_on_trial(stage, entered)
    results.append(await _reloaded(stage, entered))
    entered.forgets = results[0].kept is False and entered.chosen is not None
    visited = {_page_of(entered.url), _page_of(entered.home)}
    for wanted in ("column", "article"):
        if stage.now() - began > limit:
            break
        step = await _followed(stage, entered, wanted, visited, prefer, steps)
        if step is not None:
            steps.append(step)
            results.append(step.kept)
            visited.add(_page_of(step.url))
    if entered.probe > 1:
        # the toolbar itself comes back by its entry, whatever becomes of the setting
        entered.memory = bare
        entered.forgets = entered.chosen is not None and (plain or not await _comes_back(stage, entered, bare))
    return ElderlyPersistence(entered.home, tuple(results)), steps


async def _set_on_trial(stage: Stage, entered: Entered) -> None:
    """Where entering only opened a toolbar, make text larger with it: that is what has to last."""
    if entered.kind != "place" or "字号" in entered.change.words or "配色" in entered.change.words:
        return
    from a11y.collect.services import find_aids, growth, measure, turn_up

    base = await measure(stage)
    aids = [a for a in await find_aids(stage) if not a.navigates]
    named = [a for a in aids if a.kind == "enlarge"][:2]
    for aid in named or [a for a in aids if a.kind == "" and a.floats and stage.settings.get("nameless")][:4]:
        await turn_up(stage, aid, touch=entered.touch)
        factor, share = growth(base, await measure(stage))
        if factor >= 1.05 and share >= 0.5:
            entered.probe, entered.memory = factor, await recall(stage)
            return


async def _comes_back(stage: Stage, entered: Entered, bare: Memory) -> bool:
    """True where the toolbar stands open again after a reload."""
    await remember(stage, bare)
    await stage.goto(entered.url)
    await calm(stage)
    return difference(entered.before, await look(stage)).any


async def _reloaded(stage: Stage, entered: Entered) -> Kept:
    await remember(stage, entered.memory)
    landing = await stage.reload()
    await calm(stage)
    await _come(stage, entered, stage.opened)
    if landing.error:
        return Kept("reload", entered.url, None, detail=landing.detail)
    now = await look(stage)
    lost = await _bar_gone(stage, entered) or _lost(entered, difference(entered.before, now))
    return Kept("reload", entered.url, not lost, lost)


async def _followed(
    stage: Stage, entered: Entered, wanted: str, visited: set[str], prefer: Sequence[str], steps: Sequence[Step]
) -> Step | None:
    framed = bool(steps) and steps[-1].spot is not None
    starts = [entered.url] if wanted == "column" or not steps or framed else [steps[-1].url, entered.url]
    for start in starts:
        if not await stand(stage, entered, start):
            continue
        page = stage.page
        links = await _links(stage, wanted, visited, prefer, entered)
        pressable = [(spot, text) for spot, text in links[:10] if (await place(stage, spot) or (0, 0, False))[2]]
        for spot, text in pressable[:3]:
            mark = stage.mark()
            inner = spot.frame.url if spot.frame is not None else ""
            pressed = await press(stage, spot, touch=entered.touch)
            if inner and not pressed.navigated and spot.frame.url != inner:
                return await _framed(stage, entered, start, spot, text)
            if not pressed.navigated or not await _alive(stage):
                stage.switch(page)
                if not await stand(stage, entered, start):
                    break
                continue
            url = stage.page.url
            if _page_of(url) in visited:
                stage.switch(page)
                await stand(stage, entered, start)
                continue
            await _come(stage, entered, mark)
            there = await look(stage)
            role = "article" if await is_article(stage) else "column"
            kept = await _kept_there(stage, entered, url, there, text)
            if stage.page is not page:
                await _close(stage, page)
            if stage.since(mark, "crash"):
                return None
            return Step(url, role, kept)
    return None


async def _framed(stage: Stage, entered: Entered, start: str, spot: Spot, text: str) -> Step:
    """A page that came in a frame below the toolbar, the address of the top page unchanged."""
    await calm(stage)
    there = await look(stage)
    url = spot.frame.url
    role = "article" if await is_article(stage) else "column"
    lost = () if entered.kind == "page" else _lost(entered, difference(entered.before, there))
    inner = re.sub(r"#.*", "", spot.frame.name or "")
    return Step(url, role, Kept("link", url, not lost, lost, text), start, replace(spot, frame=inner or 1))


async def stand_at(stage: Stage, entered: Entered, step: Step) -> bool:
    """Go to a page reached before: by its address, or by the link where it lives in a frame."""
    if step.spot is None:
        return await stand(stage, entered, step.url)
    if not await stand(stage, entered, step.start):
        return False
    frames = stage.frames[1:]
    frame = next((f for f in frames if f.name == step.spot.frame), frames[0] if frames else None)
    if frame is None:
        return False
    await press(stage, Spot(step.spot.selector, frame), touch=entered.touch)
    await calm(stage)
    return True


async def _close(stage: Stage, back: Any) -> None:
    from a11y.collect.steps import ready

    await ready(stage.page.close())
    stage.switch(back)


async def _alive(stage: Stage) -> bool:
    code = await status(stage)
    return 0 < code < 400


async def _links(
    stage: Stage, wanted: str, visited: set[str], prefer: Sequence[str], entered: Entered
) -> list[tuple[Spot, str]]:
    """Visible links of the elderly page that a visitor would follow, best first."""
    rows: list[tuple[float, Spot, str]] = []
    preferred = {_page_of(url) for url in prefer}
    for frame, found in await ask_everywhere(stage, "ways", {"most": 80}):
        for link in found:
            page = _page_of(link["url"])
            if frame is not None and page == _page_of(frame.url):
                continue
            if page in visited or not _within(link["url"], entered) or _page_of(entered.home) == page:
                continue
            if _LEAVING.search(link["text"]) and len(link["text"]) <= 12:
                continue
            long = len(link["text"]) >= 9
            score = (
                (4 if page in preferred else 0)
                + (3 if long == (wanted == "article") else 0)
                + (2 if link["main"] else 0)
            )
            score += 1 if link["met"] else -4
            rows.append((score, Spot(link["selector"], frame), link["text"]))
    rows.sort(key=lambda row: -row[0])
    return [(spot, text) for _, spot, text in rows]


def _within(url: str, entered: Entered) -> bool:
    return own_name(url) in (own_name(entered.home), own_name(entered.url))


def _page_of(url: str) -> str:
    """An address as the place of a page: without positional fragment, a folder and its index as one."""
    plain, fragment = urldefrag(url)
    plain = re.sub(r"/(?:index|default|home)\.(?:s?html?|jsp|aspx?|php)$", "/", plain)
    return f"{plain}#{fragment}" if fragment.strip("/!") and fragment.startswith(("/", "!")) else plain


async def _kept_there(stage: Stage, entered: Entered, url: str, there: State, text: str) -> Kept:
    """Whether the mode is on at a page just reached, by comparing it with the same page without the site's memory."""
    if entered.kind == "page":
        lost = await _lost_off_site(stage, entered, url, there)
        if lost is not None:
            return Kept("link", url, not lost, lost, text)
    gone = await _bar_gone(stage, entered)
    await remember(stage, entered.clean)
    await stage.goto(url)
    await calm(stage)
    plain = await look(stage)
    await remember(stage, entered.memory)  # whoever goes on from here loads a page first
    lost = gone or _lost(entered, difference(plain, there))
    return Kept("link", url, not lost, lost, text)


async def _bar_gone(stage: Stage, entered: Entered) -> tuple[str, ...]:
    """Words where a bar that stands open on the home page is not on this one."""
    if entered.chosen is not None:
        return ()
    selector = entered.entries.items[0].target.selector
    found = await ask(stage, "reach", selector)
    return () if found is not None else ("工具条",)


async def _lost_off_site(stage: Stage, entered: Entered, url: str, there: State) -> tuple[str, ...] | None:
    """For versions with pages of their own: () kept, words where lost, None where only the site's memory can tell."""
    assert entered.after is not None  # noqa: S101
    if within_scope(url, entered):
        return ()
    aids = [aid for _, found in await ask_everywhere(stage, "aids") for aid in found]
    ways = [
        aid for aid in aids if aid["kind"] == "exit" and re.search(r"退出|标准|普通|常规|长者|适老|关怀", aid["text"])
    ]
    if ways and there.mean_px >= entered.before.mean_px:
        return ()
    if there.mean_px >= max(entered.after.mean_px * 0.9, entered.before.mean_px * 1.1):
        return ()
    if [
        c for c in entered.memory.cookies if c not in entered.clean.cookies
    ] or entered.memory.local != entered.clean.local:
        return None
    return ("离开了适老版的页面，回到标准版",)


def within_scope(url: str, entered: Entered) -> bool:
    """True where an address lies in the elderly version's own part: host, folder, hash route or query mark."""
    here, there, home = urlsplit(url), urlsplit(entered.url), urlsplit(entered.home)
    if there.fragment and there.fragment != home.fragment and _page_of(entered.url) != urldefrag(entered.url)[0]:
        first = there.fragment.strip("/!").split("/")[0]
        return bool(first) and here.fragment.strip("/!").startswith(first)
    if there.netloc != home.netloc:
        return here.netloc == there.netloc
    folder = there.path.rsplit("/", 1)[0] + "/"
    if folder not in ("/", home.path.rsplit("/", 1)[0] + "/"):
        return here.netloc == there.netloc and here.path.startswith(folder)
    mark = set(there.query.split("&")) - set(home.query.split("&")) - {""}
    return bool(mark) and here.netloc == there.netloc and mark <= set(here.query.split("&"))


def _lost(entered: Entered, now: Difference) -> tuple[str, ...]:
    """What of the mode is missing: `now` is the difference of the page with the mode to the page without it."""
    assert entered.after is not None  # noqa: S101
    change = entered.change
    if entered.probe > 1 and now.ratio >= 1 + (entered.probe - 1) * 0.4:
        return ()
    lost = []
    # Pages differ in how much of them grows: an article may have been large before.
    if change.ratio >= 1.08 and "字号" in change.words and now.ratio < min(1.05, 1 + (change.ratio - 1) * 0.4):
        lost.append("放大的字号")
    if "工具条" in change.words and now.aids < 2:
        lost.append("工具条")
    if "配色" in change.words and "配色" not in now.words:
        lost.append("配色")
    if "光标" in change.words and not now.cursor:
        lost.append("大鼠标")
    kept = [w for w in change.words if w in now.words]
    if entered.chosen is None and entered.probe <= 1:
        return ()  # a bar that stands open changes nothing until its buttons are pressed
    if not lost and not kept and not now.any:
        lost.append("适老版")
    if lost == ["工具条"] and now.ratio >= 1.08:
        return ()
    if lost == ["配色"] and ("字号" in now.words or "工具条" in now.words):
        return ()
    return tuple(lost)


async def is_article(stage: Stage) -> bool:
    """True where the page shows running text of some length."""
    return any(
        answer["running"] >= 2 and answer["runningChars"] >= 120 for _, answer in await ask_everywhere(stage, "prose")
    )


# --- leaving ---------------------------------------------------------------------------------------------------------
async def leave(stage: Stage, entered: Entered) -> ElderlyExit:
    """Try the visible ways out of the elderly home page until one brings the standard page back."""
    stage.agrees = _is_about_versions
    await stand(stage, entered, entered.url)
    page = stage.page
    await _bring(stage, entered)
    ways = await _ways_out(stage, entered)
    if entered.touch and not any(_LEAVES.search(text) for _, text, _ in ways):
        ways = [*await _further_along(stage, entered, ways), *ways]
    began = stage.now()
    while not ways and stage.now() - began < BELATED:
        await stage.wait(0.7)  # a way out that a late script brings
        ways = await _ways_out(stage, entered)
    tried: list[WayOut] = []
    for number, way in enumerate(ways[:4]):
        if number:
            stage.switch(page)
            await stand(stage, entered, entered.url)
            await _bring(stage, entered)
        tried.append(await _left(stage, entered, way, {way[0].selector for way in ways}))
        if stage.page is not page:
            await _close(stage, page)
        if tried[-1].restored:
            break
    if not any(way.restored or way.restored is None for way in tried):
        stage.switch(page)
        tried += await _behind_openers(stage, entered)
    return ElderlyExit(entered.url, tuple(tried))


async def _behind_openers(stage: Stage, entered: Entered) -> list[WayOut]:
    """A way out that only shows itself when something of the bar (更多, 设置) has been pressed; empty where none restores."""
    await stand(stage, entered, entered.url)
    came = {"came": stage.settings.get(CAME, [])}
    avoided = {spot.selector for spot in entered.spots}
    openers = [
        aid for aid in await ask(stage, "aids", came) or ()
        if aid["kind"] == "opener" and aid["floats"] and not aid["navigates"] and aid["target"]["selector"] not in avoided
    ]  # fmt: skip
    for opener in openers[:2]:
        known = {way[0].selector for way in await _ways_out(stage, entered)}
        await press(stage, Spot(opener["target"]["selector"]), touch=entered.touch)
        brought = [way for way in await _ways_out(stage, entered) if way[0].selector not in known]
        if brought:
            way = await _left(stage, entered, brought[0], known)
            return [replace(way, behind=opener["text"])] if way.restored else []
    return []


_Way = tuple[Spot, str, Any]
"""What is pressed to leave, what it is called, and its target."""


async def _left(stage: Stage, entered: Entered, way: _Way, known: set[str]) -> WayOut:
    """Press one way out and see whether the standard page is back. `known`: selectors of all ways that were seen before."""
    spot, text, target = way
    mark = stage.mark()
    pressed = await press(stage, spot, touch=entered.touch)
    beside = entered.touch and not pressed.reached and await _is_beside(stage, pressed.point)
    await stage.wait(0.2)
    remains = await _remains(stage, entered, pressed)
    if remains and not pressed.navigated and entered.kind == "place":
        # a way out that this press brought to light, in a menu or among choices
        brought = [way for way in await _ways_out(stage, entered) if way[0].selector not in known]
        if brought:
            pressed = await press(stage, brought[0][0], touch=entered.touch)
            remains = await _remains(stage, entered, pressed)
    began = stage.now()
    while remains and stage.now() - began < SLOWLY:
        await stage.wait(0.7)
        remains = await _remains(stage, entered, pressed)
    if not remains:
        return WayOut(target, text, True)
    asked = [e.text for e in stage.since(mark, "dialog") if e.resource == "confirm" and not _is_about_versions(e.text)]
    sent = [e.url for e in stage.since(mark, "aborted") if e.resource in ("xhr", "fetch", "document")]
    doubt = bool(asked or sent or beside)
    return WayOut(
        target,
        text,
        None if doubt else False,
        remains,
        asked[0] if asked else "",
        sent[0][:500] if sent else "",
        out_of_reach=beside,
    )


_LEAVES = re.compile(r"退出|关闭|返回|标准|普通|常规|exit|close|quit", re.IGNORECASE)


async def _is_beside(stage: Stage, point: tuple[float, float] | None) -> bool:
    """True for a point to the left or right of the screen."""
    return point is not None and not 0 <= point[0] < float(await stage.evaluate("() => innerWidth"))


async def _further_along(stage: Stage, entered: Entered, known: Sequence[_Way]) -> list[_Way]:
    """Ways out that come into view when a bar wider than the screen is pushed sideways with a finger."""
    bars = [aid for aid in await ask(stage, "aids") or () if aid["floats"]]
    at = await place(stage, Spot(bars[-1]["target"]["selector"])) if bars else None
    if at is None:
        return []
    shown = {way[0].selector for way in known}
    for _ in range(3):
        await swipe(stage, at[1], 240)
        ways = [way for way in await _ways_out(stage, entered) if way[0].selector not in shown]
        if ways:
            return ways
    return []


async def _named_so(stage: Stage) -> list[_Way]:
    """Visible controls that are called as ways out are, likely ones first."""
    rows: list[tuple[int, Spot, str, Any]] = []
    for frame, found in await ask_everywhere(stage, "aids"):
        # a window is closed by closing it, where it is the one that holds the services
        bars = {aid["bar"] for aid in found if aid["kind"] in _SERVICES} - {""}
        for aid in found:
            words = f"{aid['text']}{aid['name']}"
            if aid["kind"] != "exit" or (re.search(r"窗|广告|飘|提示|公告", words) and aid["bar"] not in bars):
                continue
            rank = 0 if re.search(r"退出|标准|普通|常规|返回", words) else 1
            rank += 0 if aid["floats"] or rank == 0 else 1
            rows.append((rank, Spot(aid["target"]["selector"], frame), aid["text"], target_of(aid["target"], frame)))
    rows.sort(key=lambda row: row[0])
    return [row[1:] for row in rows]


async def _ways_out(stage: Stage, entered: Entered) -> list[_Way]:
    ways = await _named_so(stage)
    for frame, answer in await ask_everywhere(stage, "entries"):
        for back in answer["backs"]:
            spot = Spot(back["target"]["selector"], frame, option=back["option"])
            ways.append((spot, back["text"], target_of(back["target"], frame)))
    if entered.kind == "page":
        for frame, found in await ask_everywhere(stage, "ways", {"most": 150}):
            for link in found:
                if not _is_standard(link["url"], entered):
                    continue
                way = (Spot(link["selector"], frame), link["text"], target_of(link["target"], frame))
                if all(way[0].selector != w[0].selector for w in ways):
                    ways.append(way)
    else:
        ways += await _toggle(stage, entered, [way[0].selector for way in ways])
    return ways


async def _toggle(stage: Stage, entered: Entered, known: Sequence[str]) -> list[_Way]:
    """The entry itself, which may switch the mode off when pressed again."""
    if entered.chosen is None:
        return []
    spot, entry = entered.spots[entered.chosen], entered.entries.items[entered.chosen]
    found = await place(stage, spot)
    if spot.selector in known or spot.option is not None or not found or not (found[2] or entry.visible):
        return []
    return [(spot, entry.text or entry.name, entry.target)]


def _is_standard(url: str, entered: Entered) -> bool:
    """True for the address of the standard home page."""
    return _page_of(urljoin(entered.home, url)).rstrip("/") == _page_of(entered.home).rstrip("/")


async def _remains(stage: Stage, entered: Entered, pressed: Pressed) -> tuple[str, ...]:
    """What of the mode is still there after a way out was pressed; empty where the page is as it was."""
    code = await status(stage)
    if code == 0 or code >= 400:
        return ("打不开标准版页面",)
    now = await look(stage)
    url = stage.page.url
    if entered.kind == "page":
        if within_scope(url, entered) or _page_of(url) == _page_of(entered.url):
            return ("仍在适老版页面",)
        if not _within(url, entered) or not pressed.navigated:
            return ("没有回到标准版",)
    if _page_of(url).rstrip("/") != _page_of(entered.home).rstrip("/"):
        # another page of the standard site: nothing of the mode may be on it
        return ("放大的字号",) if entered.change.ratio > 1.08 and now.mean_px > entered.before.mean_px * 1.25 else ()
    left = difference(entered.before, now)
    names = {"字号": "字号没有恢复", "配色": "配色没有恢复", "光标": "鼠标样式没有恢复", "工具条": "工具条还在"}
    remains = [names[word] for word in left.words if word in names]
    if entered.change.fresh >= 0.12 and left.fresh >= 0.3 and not remains:
        remains.append("内容没有恢复")
    return tuple(remains)


_FIND = """(path) => { let root = document, el = null;
  for (const step of path.split(' >>> ')) { if (!root) return null; el = root.querySelector(step); root = el && el.shadowRoot; }
  return el; }"""
_PRESSES = ("click", "mousedown", "mouseup", "pointerdown", "touchend")
_HEARERS = 12
_HIGHEST = ("HTMLBodyElement", "HTMLHtmlElement", "Document", "Window")
_CHAIN = (
    "((path) => { const find = " + _FIND + "; const chain = []; for (let at = find(path); at; at = at.parentElement ||"
    f" (at.getRootNode() instanceof ShadowRoot ? at.getRootNode().host : null)) chain.push(at);"
    f" return [...chain.slice(0, {_HEARERS} - 2), document, window]; }})"
)
_NEAR = (
    "([one, other]) => { const find = " + _FIND + "; const a = find(one), b = find(other); if (!a || !b) return false;"
    " for (let up = a, i = 0; up && i < 3 && up !== document.body; up = up.parentElement, i += 1)"
    " if (up.contains(b)) return up.querySelectorAll('a,button').length < 30; return false; }"
)
_BEFORE = (
    "(path) => { const find = " + _FIND + "; const el = find(path); if (!el) return false;"
    " const stops = [...document.querySelectorAll('a[href],area[href],button,input:not([type=hidden]),select,textarea,[tabindex]')]"
    ".filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility());"
    " const at = stops.findIndex((e) => e === el || el.contains(e));"
    " if (at > 0) { stops[at - 1].focus({preventScroll: true}); return true; }"
    " if (document.activeElement) document.activeElement.blur(); return true; }"
)
_FOCUSED = (
    "(path) => { const find = " + _FIND + "; const el = find(path); let at = document.activeElement;"
    " while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;"
    " return Boolean(el && at && (at === el || el.contains(at))); }"
)
_SCROLL = "(part) => window.scrollTo({top: (document.documentElement.scrollHeight - innerHeight) * part, behavior: 'instant'})"
_BLUR = "() => { if (document.activeElement) document.activeElement.blur(); window.scrollTo(0, 0); }"
_FETCH = "(url) => fetch(url, {mode: 'no-cors', cache: 'no-store'}).then(() => true, () => false)"
