"""The services of the elderly version, pressed one by one, and known by what they do as much as by what they are called.

Every flow starts on a page as it was entered and leaves it changed; the caller goes back by `elderly.stand`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from a11y.collect import pictures
from a11y.collect.difference import Difference, State, difference, look, weighted_median
from a11y.collect.gatherers import Beside, gatherer
from a11y.collect.hand import (
    Spot,
    ask,
    ask_everywhere,
    calm,
    frame_bounds,
    living,
    place,
    point_at,
    press,
    target_of,
)  # fmt: skip
from a11y.collect.js import script
from a11y.collect.sizing import cut_text, text_baseline
from a11y.collect.steps import Stage
from a11y.evidence import CutText, Page
from a11y.evidence.elderly import Aid, Enlarging, Offers, Theme
from a11y.model import Box, Device, Mode, Target

MOST = 4.0
"""Enlarging beyond this factor is not tried."""
DOUBLE = 2.0
"""No document asks for more than this factor."""
STEPS = 12
"""Presses of an enlarging control at most."""
SERVICES = ("contrast", "pointer", "caption", "guides", "magnifier", "pinyin", "spacing", "links", "font", "plain")
"""Kinds pressed here, in this order; enlarging and reading have flows of their own."""
LEFT_ALONE = frozenset({"exit", "reset", "help", "screen", "speed", "hush", "opener"})
UNKNOWN = 8
"""Controls without a telling name that are pressed to see what they do."""
OPENERS = 2
TABS = 4
SIZES = 5
"""Of a menu: how many of the sizes in it are tried."""
POINTED = ("pointer", "caption", "guides", "magnifier")
"""Kinds that go with a pointer, which a phone does not have."""
QUICK = {"bound": 1.2, "quiet": 0.12}


@dataclass(frozen=True, slots=True)
class Found:
    """One control that may be a service."""

    spot: Spot
    kind: str
    text: str
    target: Target
    floats: bool
    tag: str = ""
    type: str = ""
    region: str = ""
    navigates: bool = False
    hint: str = ""
    opens: bool = False
    """It says itself that it brings more to light: a tab, the head of a menu."""

    @property
    def key(self) -> tuple[int, str]:
        """What tells it from others on the page."""
        return id(self.spot.frame) if self.spot.frame is not None else 0, self.spot.selector


@dataclass(frozen=True, slots=True)
class Opened:
    """Controls of a page, and the presses it took to see them all."""

    aids: tuple[Found, ...]
    beyond: frozenset[tuple[int, str]] = frozenset()
    """Keys of those that a second press brought."""
    openers: tuple[Found, ...] = ()
    via: Mapping[tuple[int, str], Found] = field(default_factory=dict)
    """Which opener brought a control."""

    async def show(
        self, stage: Stage, control: Found, *, touch: bool = False, again: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """Bring a control to light that lies in a tab or menu which is put away.

        `again`: brings the page back as it was entered, for what lay open then and another tab has put away.
        """
        if await place(stage, control.spot) is not None:
            return
        opener = self.via.get(control.key)
        if opener is not None:
            await self.show(stage, opener, touch=touch, again=again)
            await press(stage, opener.spot, touch=touch, **QUICK)
        elif again is not None and any(one.opens for one in self.openers):
            await again()


@dataclass(slots=True)
class Served:
    """What pressing the services of one page showed."""

    aids: list[Aid] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    shots: dict[str, bytes] = field(default_factory=dict)
    bar: bool = False
    untried: int = 0
    """Controls without a telling name that were not pressed."""


@dataclass(slots=True)
class Cuts:
    """Text that the page's own enlarging cuts off."""

    step: str = ""
    """What the findings call the size; empty where nothing was enlarged."""
    items: tuple[CutText, ...] = ()
    texts: int = 0


# --- finding ---------------------------------------------------------------------------------------------------------
async def find_aids(stage: Stage) -> list[Found]:
    """Controls of the page that may be services, in all frames and shadow roots, those of toolbars first."""
    arg = {"came": stage.settings.get("came", [])}
    found = [_found(row, frame) for frame, rows in await ask_everywhere(stage, "aids", arg) for row in rows]
    if stage.settings.get("nameless"):
        known = {aid.spot.selector for aid in found if aid.spot.frame is None}
        icons = await stage.inspect(script("elderly_icons"), {"most": UNKNOWN})
        found += [_icon(row) for row in icons if row["target"]["selector"] not in known]
    return sorted(found, key=lambda aid: not aid.floats)


def _icon(row: Mapping[str, Any]) -> Found:
    """A control without a telling name, which only hears when it is pressed."""
    target = target_of(row["target"], None)
    return Found(Spot(target.selector), "", row["text"] or row["name"], target, True, region=row["place"])


def _found(row: Mapping[str, Any], frame: Any) -> Found:
    words = {key: row[key] for key in ("kind", "floats", "tag", "type", "region", "navigates", "hint", "opens")}
    target = target_of(row["target"], frame)
    return Found(Spot(target.selector, frame), text=row["text"] or row["name"], target=target, **words)


def kinds(aids: Sequence[Found]) -> set[str]:
    """Kinds of service among controls."""
    return {aid.kind for aid in aids if aid.kind in {*SERVICES, "enlarge", "reading", "continuous"}}


async def open_all(
    stage: Stage, avoid: Sequence[Spot] = (), *, touch: bool = False, wanted: Sequence[str] = ()
) -> Opened:
    """Controls of the page; where hardly any service is seen, panels are opened to see more.

    `avoid`: controls not to be pressed (the entry, which would switch the mode off).
    """
    aids = await find_aids(stage)
    known = {aid.key for aid in aids}
    beyond: set[tuple[int, str]] = set()
    used: list[Found] = []
    shunned = {spot.selector for spot in avoid}

    def enough(now: Sequence[Found]) -> bool:
        return bool(kinds(now) & set(wanted)) if wanted else len(kinds(now)) >= 3

    usable = [a for a in aids if a.spot.selector not in shunned and not a.navigates and a.tag != "select"]
    candidates = [a for a in usable if a.kind in ("opener", "font")][:OPENERS]
    # What says that it opens something is opened where other services are missing, however many are seen.
    tabs = [a for a in usable if a.opens and a.floats and a not in candidates][:TABS]
    via: dict[tuple[int, str], Found] = {}
    for opener in (*candidates, *tabs):
        if enough(aids) if opener in candidates or wanted else set(kinds(aids)) >= {"contrast", "pointer", "caption"}:
            continue
        await press(stage, opener.spot, touch=touch, **QUICK)
        now = await find_aids(stage)
        fresh = [aid for aid in now if aid.key not in known]
        if fresh:
            used.append(opener)
            keys = {aid.key for aid in fresh}
            beyond |= keys
            known |= keys
            via |= dict.fromkeys(keys, opener)
            aids = [*aids, *fresh] if opener.opens else now
    return Opened(tuple(aids), frozenset(beyond), tuple(used), via)


# --- enlarging -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Measure:
    """Main text as it stands: text → (characters, effective px), and what is cut off."""

    runs: Mapping[str, tuple[int, float]]
    cut: frozenset[str]
    boxes: Mapping[str, Box]
    """Boxes in the viewport of the top page, of text that is shown."""
    spots: Mapping[str, Spot]

    @property
    def chars(self) -> int:
        """Characters measured."""
        return sum(chars for chars, _ in self.runs.values())

    @property
    def mean(self) -> float:
        """Mean size weighted by characters."""
        return round(sum(n * px for n, px in self.runs.values()) / self.chars, 2) if self.chars else 0.0


async def measure(stage: Stage) -> Measure:
    """Main text in all frames; a frame that is itself scaled counts with its scale."""
    runs: dict[str, tuple[int, float]] = {}
    cut: set[str] = set()
    boxes: dict[str, Box] = {}
    spots: dict[str, Spot] = {}
    lens, height_shown = 1.0, 0.0
    for frame, seen in await ask_everywhere(stage, "sizes"):
        if frame is None:
            lens, height_shown = float(seen["lens"]) or 1.0, float(seen["height"])
        scale, dx, dy = 1.0, 0.0, -float(seen["y"])
        if frame is not None:
            bounds = await frame_bounds(frame)
            if bounds is None or bounds["width"] < 40:
                continue
            scale = bounds["width"] / seen["width"] if seen["width"] else 1.0
            dx, dy = bounds["x"], bounds["y"] - float(seen["y"]) * scale
        for item in seen["items"]:
            key = item["text"]
            if key in runs:
                continue
            spots[key] = Spot(item["selector"], frame)
            runs[key] = (int(item["chars"]), float(item["px"]) * scale)
            if item["cut"]:
                cut.add(key)
            if item["shown"]:
                x, y, width, height = item["box"]
                box = (x * scale + dx, y * scale + dy, width * scale, height * scale)
                if frame is not None and not 0 <= box[1] <= height_shown - box[3]:
                    continue  # shown in its frame, and the frame is out of sight
                boxes[key] = (box[0] * lens, box[1] * lens, box[2] * lens, box[3] * lens)
    return Measure(runs, frozenset(cut), boxes, spots)


def growth(before: Measure, after: Measure) -> tuple[float, float]:
    """(median factor of the characters that grew, their part of all) for text that both show."""
    both = [(before.runs[key], after.runs[key]) for key in before.runs if key in after.runs]
    total = sum(old[0] for old, _ in both)
    grown = [(new[1] / old[1], old[0]) for old, new in both if old[1] and new[1] > old[1] * 1.02]
    return (weighted_median(grown) if grown else 1.0), (sum(n for _, n in grown) / total if total else 0.0)


@gatherer(Enlarging, walk=True)
async def enlarging(stage: Stage, page: Page) -> Enlarging:
    """What the page's own enlarging control does to main text."""
    if page.mode is not Mode.ELDERLY:
        return Enlarging(False)
    result, _ = await enlarge(stage, touch=page.device is Device.MOBILE)
    return result


async def enlarge(
    stage: Stage,
    *,
    touch: bool = False,
    avoid: Sequence[Spot] = (),
    picture: bool = False,
    cuts: Cuts | None = None,
    most: float = MOST,
    plenty: float = 0,
) -> tuple[Enlarging, list[bytes]]:
    """Press the page's own enlarging control until text grows no more; with crops of one paragraph at each step.

    `cuts`: takes the text that is cut off at the largest size and was not as the page stood. Nothing is pressed any more
    when text is `most` times as large; nor, where `plenty` is given, when it has grown enough and to `plenty` pixels.
    """
    base = await measure(stage)
    before = await text_baseline(stage) if cuts is not None else []
    if base.chars == 0:
        return Enlarging(False, chars=0), []
    opened = await open_all(stage, avoid, touch=touch, wanted=("enlarge",))
    shunned = {spot.selector for spot in avoid}
    named = [a for a in opened.aids if a.kind == "enlarge" and not a.navigates and a.spot.selector not in shunned]
    named.sort(key=lambda aid: (not aid.floats, _modest(aid.text)))
    best: Enlarging | None = None
    crops: list[bytes] = []
    for control in named[:4]:
        await opened.show(stage, control, touch=touch)
        result, shots = await _press_until(stage, control, base, touch=touch, picture=picture, until=(most, plenty))
        result = result if result.share else await _sizes_offered(stage, result, control, opened, base, touch)
        if best is None or result.factor * (result.share > 0) > best.factor * (best.share > 0):
            best, crops = result, shots
        if result.share >= 0.5 and result.factor >= 1.2:
            if cuts is not None and not result.wraps:
                # the page stands at its largest size
                cuts.step = f"按{result.steps}次“{control.text}”"
                cuts.items, cuts.texts = await cut_text(stage, before, cuts.step)
            break
    if best is None or best.share == 0:
        # buttons without telling names: known by what they do
        unknown = [aid for aid in opened.aids if aid.kind in ("", "font") and aid.floats and not aid.navigates]
        for control in [aid for aid in unknown if aid.spot.selector not in shunned][:UNKNOWN]:
            await press(stage, control.spot, touch=touch, **QUICK)
            factor, share = growth(base, await measure(stage))
            if share > 0.2 and factor > 1.05:
                best, crops = await _press_until(
                    stage, control, base, touch=touch, picture=picture, until=(most, plenty), pressed=1
                )
                break
    if best is None:
        return Enlarging(False, chars=base.chars, largest_px=base.mean, sizes=(base.mean,)), crops
    return best, crops


async def _sizes_offered(
    stage: Stage, idle: Enlarging, control: Found, opened: Opened, base: Measure, touch: bool
) -> Enlarging:
    """What comes of the sizes in a menu that a control opens; `idle` where it opens none, or nothing in it enlarges.

    Leaves the page at the largest of them.
    """
    if control.tag == "select" or control.type == "range":
        return idle

    async def choose(size: Found) -> Measure:
        if await place(stage, size.spot) is None:
            await press(stage, control.spot, touch=touch, **QUICK)
        await press(stage, size.spot, touch=touch, **QUICK)
        return await measure(stage)

    known = {aid.key for aid in opened.aids}
    sizes: list[Found] = []
    for closed in (False, True):  # what was pressed so far may have left the menu open
        if closed:
            await press(stage, control.spot, touch=touch, **QUICK)
        now_there = [a for a in await find_aids(stage) if a.key not in known and not a.navigates]
        sizes = [a for a in now_there if a.kind in ("enlarge", "")]
        if sizes:
            break
    tried = [
        (growth(base, await choose(size)), size) for size in sorted(sizes, key=lambda a: a.kind != "enlarge")[:SIZES]
    ]
    grown = [(factor, share, size) for (factor, share), size in tried if share > 0]
    if not grown:
        return idle
    factor, share, size = max(grown, key=lambda row: row[0])
    now = await measure(stage) if size is tried[-1][1] else await choose(size)
    largest = weighted_median([(px, chars) for key, (chars, px) in now.runs.items() if key in base.runs])
    return replace(
        idle, text=f"{control.text}：{size.text}", steps=1, factor=round(factor, 3), share=round(share, 3),
        largest_px=round(largest, 2), sizes=(base.mean, now.mean), cut=len(now.cut - base.cut), wraps=False,
    )  # fmt: skip


def _modest(text: str) -> int:
    """Plain 放大 before names of single sizes."""
    return 0 if any(word in text for word in ("放大", "加大", "增大", "+", "＋", "zoom", "in")) else 1


async def _press_until(
    stage: Stage,
    control: Found,
    base: Measure,
    *,
    touch: bool,
    picture: bool,
    until: tuple[float, float],
    pressed: int = 0,
) -> tuple[Enlarging, list[bytes]]:
    sizes = [base.mean]
    best = (1.0, 0.0, base)
    steps, idle, wraps = 0, 0, False
    subject = _subject(base)
    crops = [await _crop(stage, base, subject)] if picture else []
    last = base
    if pressed:
        last = await measure(stage)
        best, steps = (*growth(base, last), last), pressed
        sizes.append(last.mean)
    for _ in range(STEPS):
        if not await turn_up(stage, control, touch=touch):
            break
        now = await measure(stage)
        factor, share = growth(base, now)
        sizes.append(now.mean)
        if now.mean > last.mean * 1.01:
            steps, idle = steps + 1, 0
            if picture:
                crops.append(await _crop(stage, now, subject))
        elif now.mean < last.mean * 0.99 and steps:
            wraps = True
            break
        else:
            idle += 1
        if share * factor >= best[1] * best[0]:
            best = (factor, share, now)
        last = now
        if idle >= (1 if steps else 2) or _enough(factor, share, now, until):
            break
    factor, share, at_most = best
    grown = [(px, chars) for key, (chars, px) in at_most.runs.items() if key in base.runs]
    return Enlarging(
        True, control.target, control.text, steps, round(factor, 3), round(share, 3), base.chars,
        round(weighted_median(grown), 2) if grown else 0.0, tuple(sizes), wraps, len(at_most.cut - base.cut),
    ), [crop for crop in crops if crop]  # fmt: skip


def _enough(factor: float, share: float, now: Measure, until: tuple[float, float]) -> bool:
    most, plenty = until
    return share >= 0.5 and (factor >= most or bool(plenty and factor >= DOUBLE and now.mean >= plenty))


async def turn_up(stage: Stage, control: Found, *, touch: bool) -> bool:
    """One step up: a press of a button, the next option of a list, the right arrow on a slider."""
    if control.tag == "select" or control.type == "range":
        found = await place(stage, control.spot)
        if found is None:
            return False
        await stage.evaluate(_FOCUS, control.spot.selector, frame=living(stage, control.spot.frame))
        await stage.press("ArrowDown" if control.tag == "select" else "ArrowRight")
        await calm(stage, **QUICK)
        return True
    pressed = await press(stage, control.spot, touch=touch, **QUICK)
    return pressed.point is not None and not pressed.new_window


def _subject(base: Measure) -> str:
    """The paragraph whose picture is taken at each step."""
    # On a phone a toolbar and a head may fill the screen: then one that has to be scrolled to.
    shown = [key for key in base.boxes if base.runs[key][0] >= 8] or list(base.boxes) or list(base.spots)
    return max(shown, key=lambda key: min(base.runs[key][0], 60), default="")


async def _crop(stage: Stage, now: Measure, subject: str) -> bytes:
    if subject not in now.boxes and subject in now.spots:
        await place(stage, now.spots[subject])  # it has grown out of the viewport
        now = await measure(stage)
    if subject not in now.boxes:
        return b""
    x, y, width, height = now.boxes[subject]
    picture = pictures.opened(await stage.shoot())
    box = (
        max(0, int(x) - 6),
        max(0, int(y) - 4),
        min(picture.width, int(x + width) + 6),
        min(picture.height, int(y + height) + 4),
    )
    if box[2] - box[0] < 20 or box[3] - box[1] < 8:
        return b""
    return pictures.jpeg(picture.crop(box), widest=720)


# --- the other services ----------------------------------------------------------------------------------------------
async def serve(
    stage: Stage,
    back: Any,
    avoid: Sequence[Spot],
    *,
    touch: bool,
    home_labels: frozenset[str],
    served: Served,
    until: float,
) -> None:
    """Press the services of the page that the stage stands on.

    Args:
        stage: standing on the page as entered.
        back: an async function that brings the page back to that state.
        avoid: controls that switch the mode itself.
        touch: with a finger.
        home_labels: words of entries on the standard home page, which are one press away.
        served: takes what is learnt as it is learnt, so that nothing is lost where time runs out.
        until: when `stage.now()` has passed this, what is left is named and no longer pressed.
    """
    opened = await open_all(stage, avoid, touch=touch)
    served.bar = sum(aid.floats for aid in opened.aids) >= 3
    avoided = {spot.selector for spot in avoid}

    async def again() -> None:
        await back()
        for opener in opened.openers:
            if not opener.opens:
                await press(stage, opener.spot, touch=touch, **QUICK)

    one_press = all(opener.text in home_labels for opener in opened.openers)

    def presses(aid: Found) -> int:
        return 1 if aid.key not in opened.beyond or one_press else 2

    for kind in SERVICES:
        chosen = [] if touch and kind in POINTED else _of_kind(opened, kind, avoided)
        if not chosen:
            continue
        if stage.now() > until:
            late = Aid(kind, chosen[0].text, chosen[0].target, None, "时间不够，没有按")
            served.aids.append(replace(late, presses=presses(chosen[0])))
            continue
        await opened.show(stage, chosen[0], touch=touch, again=again)
        before, shot = await look(stage), await stage.shoot()
        await _serve_kind(stage, kind, chosen[:3], served, presses, touch)
        if not await _untouched(stage, before, shot):
            await again()
    unknown = [a for a in _of_kind(opened, "", avoided) if a.floats]
    await _serve_unknown(stage, unknown, served, again, opened, presses, touch, until)


def _of_kind(opened: Opened, kind: str, avoided: Iterable[str]) -> list[Found]:
    """Controls of one kind; words outside a toolbar that lie in content are more likely a column's name."""
    anywhere = kind in ("contrast", "pointer", "caption")
    found = [a for a in opened.aids if a.kind == kind and not a.navigates and a.spot.selector not in avoided]
    return [a for a in found if a.floats or a.region in ("head", "navigation") or anywhere]


async def _untouched(stage: Stage, before: State, shot: bytes) -> bool:
    """True where presses have left the page as it was, to the eye and to measurement: it need not be loaded again."""
    now = await look(stage)
    same = (now.url, now.classes, now.cursors, now.shapes, now.controls) == (
        before.url, before.classes, before.cursors, before.shapes, before.controls
    )  # fmt: skip
    return same and not difference(before, now).any and pictures.changed_share(shot, await stage.shoot()) < 0.002


async def _serve_kind(
    stage: Stage, kind: str, chosen: Sequence[Found], served: Served, presses: Any, touch: bool
) -> None:
    """Press the controls of one kind until one works; the page may be changed then."""
    if kind == "contrast":
        aid = await _themes(stage, chosen, served, touch=touch)
        served.aids.append(replace(aid, presses=presses(chosen[0])))
        return
    best: Aid | None = None
    around = await _around(stage) if kind in POINTED and kind != "caption" else ()
    for control in chosen:
        if kind == "pointer":
            aid, around = await _pointer(stage, control, around, touch=touch)
        elif kind == "caption":
            aid = await _caption(stage, control, touch=touch)
        elif kind in ("guides", "magnifier"):
            aid, around = await _follower(stage, control, around, touch=touch)
        else:
            aid = await _plainly(stage, control, touch=touch)
        aid = replace(aid, presses=presses(control))
        if best is None or (aid.worked and (not best.worked or (aid.measured or 0) > (best.measured or 0))):
            best = aid
        if aid.worked and (kind != "pointer" or (aid.measured or 0) >= 48):
            break
    if best is not None:
        served.aids.append(best)


async def _serve_unknown(
    stage: Stage,
    unknown: Sequence[Found],
    served: Served,
    again: Any,
    opened: Opened,
    presses: Any,
    touch: bool,
    until: float,
) -> None:
    """Buttons whose names tell nothing are pressed to see what they do."""
    done = {aid.kind for aid in served.aids if aid.worked}
    around = await _around(stage) if unknown and not touch else ()
    still = await _before_pointing(stage) if around and not {"caption", "guides"} <= done else None
    for number, control in enumerate(unknown):
        if stage.now() > until or number == UNKNOWN:
            served.untried = len(unknown) - number
            break
        await opened.show(stage, control, touch=touch, again=again)
        before = await look(stage)
        await press(stage, control.spot, touch=touch, **QUICK)
        change = difference(before, await look(stage), ignoring=(control.text,))
        kind = by_effect(change)
        aid = None if kind or still is None else await _by_pointing(stage, control, still)
        if not change.any and aid is None:
            continue
        if touch and kind in POINTED:
            kind = ""
        if kind and kind not in done:
            aid = await _told_by_effect(stage, control, kind, change, served, again, around, touch)
        if aid is not None and aid.kind not in done:
            served.aids.append(replace(aid, presses=presses(control)))
            done.add(aid.kind)
        await again()


async def _told_by_effect(
    stage: Stage, control: Found, kind: str, change: Difference, served: Served, again: Any, around: Around, touch: bool
) -> Aid | None:
    """The service that a control turned out to be, measured as any other of its kind; enlarging is measured elsewhere."""
    if kind == "contrast":
        await again()
        return await _themes(stage, [control], served, touch=touch)
    if kind == "pointer":
        return (await _pointer(stage, control, around, touch=touch, pressed=True))[0]
    return None if kind == "enlarge" else Aid(kind, control.text, control.target, True, "、".join(change.words))


@dataclass(frozen=True, slots=True)
class _Still:
    """What pointing at the page's text showed before a control without a telling name was pressed."""

    texts: Sequence[tuple[Spot, str, float]]
    """With their sizes in px."""
    echoes: frozenset[str]
    lines: frozenset[tuple[str, str]]


async def _before_pointing(stage: Stage) -> _Still:
    sizes = (await measure(stage)).runs
    texts = [(spot, text, _size_of(text, sizes)) for spot, text in (await _texts_to_point_at(stage))[:3]]
    echoes: set[str] = set()
    lines: set[tuple[str, str]] = set()
    for spot, text, _ in texts:
        where = await point_at(stage, spot)
        if where is not None:
            await stage.wait(0.1)
            echoes |= {row["selector"] for _, row in await _echoes(stage, spot, text)}
            lines |= await _lines_at(stage, where)
    return _Still(texts, frozenset(echoes), frozenset(lines))


def _size_of(text: str, sizes: Mapping[str, tuple[int, float]]) -> float:
    """Size of a piece of text; the mean of the page's where it is not known."""
    known = [px for key, (_, px) in sizes.items() if key[:20] and key[:20] in text]
    every = [px for _, px in sizes.values()]
    return max(known, default=sum(every) / len(every) if every else 0.0)


async def _lines_at(stage: Stage, where: tuple[float, float]) -> set[tuple[str, str]]:
    """Lines of the page that lie at a place."""
    found = await ask(stage, "pointers", {"x": where[0], "y": where[1]}) or {}
    return {(line[0], line[1]) for line in found.get("lines", ())}


async def _by_pointing(stage: Stage, control: Found, still: _Still) -> Aid | None:
    """A large caption or guide lines, known by what they do when the page is pointed at; None for anything else.

    A caption shows each of two texts in larger type and stays where it is: what goes with the pointer is a magnifier or a tip.
    """
    shown: list[tuple[float, float, float]] = []
    lines: list[set[tuple[str, str]]] = []
    for spot, text, px in still.texts:
        where = await point_at(stage, spot)
        if where is None:
            continue
        await stage.wait(0.3)
        rows = [
            row for _, row in await _echoes(stage, spot, text) if row["selector"] not in still.echoes and row["shown"]
        ]
        larger = [row for row in rows if row["px"] >= max(px * 1.15, px + 2)]
        if larger:
            best = max(larger, key=lambda row: row["px"])
            shown.append((best["px"], best["box"][0] - where[0], best["box"][1] - where[1]))
        lines.append(await _lines_at(stage, where) - still.lines)
        # once may be a text that the caption itself lies over
        if len(shown) == 2 or len(lines) - len(shown) == 2:
            break
    if len(shown) == 2:
        (px, x, y), (_, other_x, other_y) = shown
        if abs(x - other_x) <= 12 and abs(y - other_y) <= 12:
            return Aid("magnifier", control.text, control.target, True, f"指到的文字以 {px:g} 像素显示在指针旁边", px)
        return Aid("caption", control.text, control.target, True, f"指到的文字以 {px:g} 像素显示在字幕窗里", px)
    if len(lines) >= 2 and set.intersection(*lines):
        return Aid("guides", control.text, control.target, True, "有线跟着指针")
    return None


def by_effect(change: Difference) -> str:
    """Which service a control without a telling name is, by what it changed; empty where that is none."""
    if change.ratio > 1.03:
        return "enlarge"
    if change.cursor:
        return "pointer"
    if "配色" in change.words:
        return "contrast"
    return "spacing" if change.spaced and "字号" not in change.words else ""


# --- colours ---------------------------------------------------------------------------------------------------------
async def _themes(stage: Stage, chosen: Sequence[Found], served: Served, *, touch: bool) -> Aid:
    """Press colour controls, and the swatches they open; measure main text in pixels in each scheme."""
    base = await _inks(stage)
    seen_keys = {aid.key for aid in await find_aids(stage)}
    first = chosen[0]
    best: Theme | None = None
    for control in chosen:
        swatches: list[Found] | None = None
        theme: Theme | None = None
        for turn in range(6):
            await turn_up(stage, control, touch=touch)
            if swatches is None:
                now = await find_aids(stage)
                swatches = [
                    a for a in now if a.key not in seen_keys and a.kind in ("contrast", "") and not a.navigates
                ][:8]
            last = theme
            theme = await _theme(stage, base, f"{control.text}{f'（第{turn + 1}次）' if turn else ''}")
            best = await _keep_theme(stage, served, best, theme)
            lists = control.tag == "select"  # what one option leaves as it was the next may change
            ended = lists and turn > 1 and last is not None and replace(last, text=theme.text) == theme
            if ended or (not theme.changed and not lists) or (best and (best.ratio or 0) >= 7 and (turn >= 2 or lists)):
                break
        for swatch in swatches or ():
            await press(stage, swatch.spot, touch=touch, **QUICK)
            theme = await _theme(stage, base, swatch.text or "配色")
            best = await _keep_theme(stage, served, best, theme)
            if not await place(stage, swatch.spot):
                await press(stage, control.spot, touch=touch, **QUICK)
        if best and (best.ratio or 0) >= 7:
            break
    if best is None and not base:
        return Aid("contrast", first.text, first.target, None, "正文被遮住或不在画面里，颜色量不到")
    if best is None:
        return Aid("contrast", first.text, first.target, False, "正文和背景的颜色没有变化")
    return Aid("contrast", first.text, first.target, True, f"对比度最高 {best.ratio:g}:1", best.ratio)


async def _keep_theme(stage: Stage, served: Served, best: Theme | None, theme: Theme) -> Theme | None:
    served.themes.append(theme)
    if theme.changed and theme.ratio is not None and (best is None or theme.ratio > (best.ratio or 0)):
        served.shots["theme"] = pictures.small(await stage.shoot())
        return theme
    return best


Inks = Mapping[str, tuple[float, tuple[int, int, int], tuple[int, int, int]]]


async def _inks(stage: Stage, only: Sequence[str] = ()) -> Inks:
    """Contrast and colours of some main text in the viewport, measured in pixels."""
    now = await measure(stage)
    if not any(key in now.boxes for key in only or now.boxes):
        # below the fold: on a phone a toolbar and a head fill the screen
        hidden = [key for key in only or sorted(now.runs, key=lambda k: -min(now.runs[k][0], 60)) if key in now.spots]
        if hidden:
            await place(stage, now.spots[hidden[0]])
            now = await measure(stage)
    keys = [key for key in (only or sorted(now.boxes, key=lambda k: -now.runs[k][0])) if key in now.boxes][:4]
    if not keys and not only:
        return {}
    picture = pictures.opened(await stage.shoot())
    found = {}
    for key in keys:
        x, y, width, height = now.boxes[key]
        box = (
            max(0, int(x)),
            max(0, int(y)),
            min(picture.width, int(x + width) + 1),
            min(picture.height, int(y + height) + 1),
        )
        if box[2] - box[0] < 10 or box[3] - box[1] < 6:
            continue
        measured = pictures.ink_of(picture.crop(box))
        if measured:
            found[key] = measured
        else:
            ground = pictures.ground_of(picture.crop(box))
            found[key] = (1.0, ground, ground)
    return found


async def _theme(stage: Stage, base: Inks, text: str) -> Theme:
    """The scheme as it stands, compared with main text as entered."""
    await stage.wait(0.12)  # colours often fade over
    now = await _inks(stage, list(base)) or await _inks(stage)
    both = [(base[key], now[key]) for key in base if key in now]
    other = [b for a, b in both if pictures.distance(a[1], b[1]) > 40 or pictures.distance(a[2], b[2]) > 40]
    changed = bool(both) and len(other) * 2 >= len(both)
    pairs = [(now[key], len(key)) for key in now if not changed or (key in base and now[key] in other)]
    if not pairs:
        return Theme(text, None, False)
    # By characters: a few links in an old blue do not speak for the running text.
    pairs.sort(key=lambda pair: pair[0])
    half, reached = sum(weight for _, weight in pairs) / 2, 0.0
    ratio, ink, ground = pairs[-1][0]
    for value, weight in pairs:
        reached += weight
        if reached > half:
            ratio, ink, ground = value
            break
    return Theme(text, round(ratio, 2), changed, f"rgb{ink}", f"rgb{ground}")


# --- pointer, caption, lines -----------------------------------------------------------------------------------------
async def _texts_to_point_at(stage: Stage) -> list[tuple[Spot, str]]:
    """Two or three pieces of the page's text that can be pointed at, long ones first."""
    rows = [
        (block["link"], -min(len(block["text"]), 80), Spot(block["selector"], frame), block["text"])
        for frame, prose in await ask_everywhere(stage, "prose")
        for block in prose["blocks"]
    ]
    rows.sort(key=lambda row: (row[0], row[1]))
    return [(spot, text) for _, _, spot, text in rows[:6]]


async def _pointer(
    stage: Stage, control: Found, first: Around, *, touch: bool, pressed: bool = False
) -> tuple[Aid, Around]:
    """Press the pointer's control; measure the picture that the pointer became, or the overlay that follows it.

    `first`: what lay around the pointer before. With the aid goes what lies there now.
    """
    if not pressed:
        await press(stage, control.spot, touch=touch, **QUICK)
    size, detail, now = await _pointer_size(stage, first)
    if size < 48:
        known = {control.key}
        more = [
            a
            for a in await find_aids(stage)
            if a.kind == "pointer" and a.key not in known and not a.navigates and a.floats
        ]
        for other in more[:3]:
            await press(stage, other.spot, touch=touch, **QUICK)
            size_now, detail_now, now = await _pointer_size(stage, first)
            if size_now > size:
                size, detail = size_now, detail_now
    return Aid("pointer", control.text, control.target, size > 0, detail, size or None), now


Around = Sequence[Mapping[str, Any]]


async def _around(stage: Stage) -> Around:
    """What lies around the pointer at three places of the viewport."""
    seen = []
    width, height = await stage.evaluate("() => [innerWidth, innerHeight]")
    for fx, fy in ((0.35, 0.45), (0.6, 0.62), (0.45, 0.75)):
        x, y = width * fx, height * fy
        await stage.move(x, y)
        await stage.wait(0.12)
        row: dict[str, Any] = {"cursors": [], "pictures": [], "near": [], "lines": []}
        for frame in [None, *stage.frames[1:4]]:
            dx, dy = 0.0, 0.0
            if frame is not None:
                bounds = await frame_bounds(frame)
                if bounds is None or not (
                    bounds["x"] <= x <= bounds["x"] + bounds["width"]
                    and bounds["y"] <= y <= bounds["y"] + bounds["height"]
                ):
                    continue
                dx, dy = bounds["x"], bounds["y"]
            found = await ask(stage, "pointers", {"x": x - dx, "y": y - dy}, frame=frame)
            for key in row:
                row[key] += (found or {}).get(key, [])
        seen.append(row)
    return seen


async def _pointer_size(stage: Stage, before: Around) -> tuple[float, str, Around]:
    """(largest side of the pointer in px, what was seen, what lies around it now)."""
    now = await _around(stage)
    return *_size(before, now), now


def _size(before: Around, now: Around) -> tuple[float, str]:
    old = {picture["url"] for row in before for picture in row["pictures"]}
    fresh = [picture for row in now for picture in row["pictures"] if picture["url"] not in old]
    loaded = [max(p["width"], p["height"]) for p in fresh if p["width"] > 0]
    if loaded:
        size = max(loaded)
        if size > 128:
            return 0.0, f"指针图片有 {size:g} 像素，超过浏览器的上限 128 像素，不会显示"
        return size, f"指针变成 {size:g} 像素的图片"
    overlays = following(now, before)
    if overlays:
        return overlays, f"有 {overlays:g} 像素的图形跟着指针"
    if fresh:
        return 0.0, f"指针图片取不到：{fresh[0]['url'][:120]}"
    return 0.0, "鼠标指针没有变化"


def following(now: Around, before: Around) -> float:
    """Largest side of a box that keeps its distance to the pointer at every place and did not do so before; 0: none."""

    def steady(rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
        maps = [{near[0]: near for near in row["near"]} for row in rows]
        kept = {}
        for name in set.intersection(*(set(m) for m in maps)) if maps else set():
            spots = [m[name] for m in maps]
            if all(abs(s[1] - spots[0][1]) <= 8 and abs(s[2] - spots[0][2]) <= 8 for s in spots):
                kept[name] = float(max(spots[0][3], spots[0][4]))
        return kept

    old = steady(before)
    return max((size for name, size in steady(now).items() if name not in old), default=0.0)


async def _follower(stage: Stage, control: Found, before: Around, *, touch: bool) -> tuple[Aid, Around]:
    """Guide lines or a magnifier: something that goes with the pointer; `before` and the answer as for `_pointer`."""
    state = await look(stage)
    await press(stage, control.spot, touch=touch, **QUICK)
    now = await _around(stage)
    steady = _lines_everywhere(now) - _lines_everywhere(before)
    box = following(now, before)
    change = difference(state, await look(stage), ignoring=(control.text,))
    worked = bool(steady or box or (control.kind == "guides" and change.cursor))
    detail = "有线跟着指针" if steady else f"有 {box:g} 像素的窗口跟着指针" if box else "没有看到变化"
    return Aid(control.kind, control.text, control.target, worked, detail, box or None), now


def _lines_everywhere(rows: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Lines that lie at the pointer at every place."""
    lines = [{(line[0], line[1]) for line in row["lines"]} for row in rows]
    return set.intersection(*lines) if lines else set()


async def _caption(stage: Stage, control: Found, *, touch: bool) -> Aid:
    """Press the caption's control, point at two pieces of text, and see whether a panel shows each."""
    texts = await _texts_to_point_at(stage)
    if not texts:
        return Aid("caption", control.text, control.target, None, "页面上没有可以指的文字")
    before = {(id(f), e["selector"]) for spot, text in texts[:3] for f, e in await _echoes(stage, spot, text)}
    await press(stage, control.spot, touch=touch, **QUICK)
    shown = 0
    px = 0.0
    tried = 0
    for spot, text in texts[:4]:
        if await point_at(stage, spot) is None:
            continue
        tried += 1
        fresh: list[Mapping[str, Any]] = []
        for _ in range(3):
            await stage.wait(0.25)
            rows = await _echoes(stage, spot, text)
            fresh = [e for f, e in rows if (id(f), e["selector"]) not in before and e["shown"]]
            if fresh:
                break
        if fresh:
            shown += 1
            px = max(px, *(e["px"] for e in fresh))
        if shown >= 2 or (tried >= 3 and not shown):
            break
    if shown >= 2 or (shown == 1 and tried == 1):
        return Aid("caption", control.text, control.target, True, f"指到的文字以 {px:g} 像素显示在字幕窗里", px)
    if shown:
        return Aid("caption", control.text, control.target, False, "字幕窗没有跟着指到的文字换")
    return Aid("caption", control.text, control.target, False, "没有出现显示所指文字的字幕窗")


async def _echoes(stage: Stage, spot: Spot, text: str) -> list[tuple[Any, Mapping[str, Any]]]:
    """Where a text that was pointed at is shown a second time."""
    found = []
    for frame in [None, *stage.frames[1:6]]:
        here = frame is spot.frame
        rows = await ask(stage, "echoes", {"text": text, "selector": spot.selector, "here": here}, frame=frame)
        found += [(frame, row) for row in rows or ()]
    return found


async def _plainly(stage: Stage, control: Found, *, touch: bool) -> Aid:
    """Any other service: it works where a visitor would notice something."""
    before, shot = await look(stage), await stage.shoot()
    await turn_up(stage, control, touch=touch)
    change = difference(before, await look(stage), ignoring=(control.text,))
    box = control.target.box
    pixels = pictures.changed_share(shot, await stage.shoot(), None, [box] if box else [])
    worked = bool(change.any or pixels > 0.003)
    detail = "、".join(change.words) if change.words else "画面有变化" if worked else "没有看到变化"
    return Aid(control.kind, control.text, control.target, worked, detail)


# --- offers ----------------------------------------------------------------------------------------------------------
def _offered(answers: Iterable[tuple[Any, Any]]) -> Offers:
    from a11y.evidence import adapter

    rows = []
    for frame, found in answers:
        for row in found:
            target = target_of(row["target"], frame)
            rows.append({**row, "target": adapter(Target).dump_python(target)})
    result: Offers = adapter(Offers).validate_python({"items": rows[:80]})
    return result


@gatherer(Offers, beside=Beside("elderly_offers", lambda found: _offered([(None, found)])))
async def offers(stage: Stage, _: Page) -> Offers:
    """Frames, floating windows and buttons that may advertise or urge."""
    return _offered(await ask_everywhere(stage, "offers"))


_FOCUS = """(path) => { let root = document, el = null;
  for (const step of path.split(' >>> ')) { if (!root) return false; el = root.querySelector(step); root = el && el.shadowRoot; }
  if (el) el.focus(); return Boolean(el); }"""
