"""Hear what a page really reads aloud: what was asked to be spoken, which way, after which press.

`SPEECH_INIT` has to be offered to a browser context before the page's own scripts; the flows here offer it themselves
where it is missing. Only the page's own words make reading: canned prompts are none.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from a11y.collect.difference import REFUSAL
from a11y.collect.entering import TroubleOf, answer_of, focus_on, own_name
from a11y.collect.gatherers import gatherer
from a11y.collect.hand import Spot, ask_everywhere, calm, is_passing, place, point_at, press
from a11y.collect.js import source
from a11y.collect.services import Found, Opened, find_aids, open_all
from a11y.collect.steps import Event, Stage, ready
from a11y.evidence import Page
from a11y.evidence.elderly import Answer, Heard, Reading
from a11y.model import Device, Mode

SPEECH_INIT: str = f"({source('elderly_hearing')})()"
"""Init script: stub zh-CN voices, and ears on speech synthesis, media elements and Web Audio."""

ADDRESS = re.compile(
    r"tts|text2|textto|speech|speak|voice|audio|sound|yuyin|langdu|boyin|mp3|wav|nls|xfyun|read-?(?:text|aloud)|say",
    re.IGNORECASE,
)
SILENCE = 2.0
"""Seconds after switching off in which nothing new may be spoken. Source: the contract."""
GRACE = 0.2
"""Seconds in which what was on its way may still arrive."""
LISTEN = 4.0
"""Seconds a continuous reading is listened to, its voices hurrying."""
LONG_SOUND = 12.0
"""A sound at least this long is no button's prompt."""
CONTROLS = 5
GUESSES = 8
"""Controls without telling names that are pressed to hear whether they read, where no name tells of reading."""

Back = Callable[[], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says in writing, made comparable."""

    main: str
    blocks: tuple[tuple[Spot, str], ...]

    def holds(self, said: str) -> bool:
        """True where spoken words are the page's own: ten characters in a row of it, or one of its blocks whole."""
        text = normal(said)
        if len(text) < 4:
            return False
        if any(normal(block) == text for _, block in self.blocks):
            return True
        return any(text[i : i + 10] in self.main for i in range(max(1, len(text) - 9))) if len(text) >= 10 else False

    def share(self, said: Sequence[str]) -> float:
        """Part of the page's main text that was spoken, 0–1, by windows of eight characters."""
        whole = normal(" ".join(said))
        windows = [self.main[i : i + 8] for i in range(0, max(0, len(self.main) - 7), 4)]
        return round(sum(window in whole for window in windows) / len(windows), 3) if windows else 0.0


@dataclass(slots=True)
class Ear:
    """A listener on one page: it collects, and says what is new."""

    stage: Stage
    words: Words
    own: str
    """The site's own name."""
    start: float = 0.0
    heard: list[Heard] = field(default_factory=list)
    sounds: list[tuple[str, str]] = field(default_factory=list)
    """(after which act, identity of the sound)."""
    longest: float = 0.0
    failed: list[Event] = field(default_factory=list)
    mark: int = 0
    clips: list[bytes] = field(default_factory=list)

    async def take(self, after: str) -> list[Heard]:
        """What was heard since the last time, laid to the act `after`."""
        fresh: list[Heard] = []
        for frame in self.stage.frames[:8]:
            rows = await _call(self.stage, _TAKE, None, frame)
            for row in rows or ():
                if row["event"] == "speak":
                    fresh.append(self._row(row["way"], row["text"], after, ""))
                elif row["event"] == "play":
                    said = " ".join(said_in(row["url"]))
                    fresh.append(self._row(row["way"], said if self.words.holds(said) else "", after, row["url"]))
                    self.sounds.append((after, await self._identity(row["url"], frame)))
                self.longest = max(self.longest, float(row.get("seconds") or 0))
        for event in self.stage.since(self.mark):
            if event.kind == "request" and event.resource not in ("document", "image", "stylesheet", "font", "script"):
                said = " ".join(said_in(event.url, event.post))
                if self.words.holds(said):
                    fresh.append(self._row("request", said, after, event.url, answered=False))
            if event.kind in ("response", "failed", "aborted") and event.resource not in (
                "image",
                "stylesheet",
                "font",
            ):
                self._answered(event, fresh)
        self.mark = self.stage.mark()
        self.heard += fresh[: max(0, 200 - len(self.heard))]
        return fresh

    def _row(self, way: str, text: str, after: str, url: str, *, answered: bool = True) -> Heard:
        text = re.sub(r"\s+", " ", text).strip()[:2000]
        return Heard(
            round(self.stage.now() - self.start, 2), way, text, after, url[:300], self.words.holds(text), answered
        )

    def _answered(self, event: Event, fresh: list[Heard]) -> None:
        """Mark a request that was answered; keep one that was not."""
        bad = event.kind != "response" or event.status >= 400
        if bad:
            about = ADDRESS.search(event.url) or any(
                row.way == "request" and row.url == event.url[:300] for row in (*fresh, *self.heard)
            )
            if about and event.text != "net::ERR_ABORTED":
                self.failed.append(event)
            return
        for rows in (fresh, self.heard):
            for number, row in enumerate(rows):
                if row.way == "request" and row.url == event.url[:300]:
                    rows[number] = Heard(row.at, row.way, row.text, row.after, row.url, row.own, True)

    async def _identity(self, url: str, frame: Any) -> str:
        """What tells one sound from another: its bytes where they can be read, else its address."""
        digest = await _call(self.stage, _DIGEST, url, frame)
        if not digest:
            return url
        if digest.get("data") and len(self.clips) < 2 and digest["size"] > 200:
            self.clips.append(base64.b64decode(digest["data"]))
        return f"{digest['size']}:{digest['sum']}"

    def spoke(self, rows: Sequence[Heard]) -> bool:
        """True where the page's own words were spoken: by synthesis, or by a request that was answered with sound."""
        return any(row.own and row.answered and row.way != "request" for row in rows) or any(
            row.own and row.way == "request" and row.answered and self._sounded(row) for row in rows
        )

    def _sounded(self, row: Heard) -> bool:
        """A speech request came to something: sound, or an answer that was then played."""
        audible = re.compile(r"audio/|video/|application/(?:octet-stream|ogg|x-mpegurl)|binary/")
        answers = [e for e in self.stage.journal if e.kind == "response" and e.url[:300] == row.url and e.status < 400]
        if any(audible.match(event.content_type) for event in answers):
            return True
        return any(heard.way in ("media", "webaudio") and heard.at >= row.at - 0.5 for heard in self.heard)


async def listen(stage: Stage, home: str = "") -> Ear:
    """Begin to listen on the page that the stage stands on."""
    words = await page_words(stage)
    ear = Ear(stage, words, own_name(home or stage.page.url), stage.now(), mark=stage.mark())
    await ear.take("打开页面")
    ear.heard.clear()
    ear.sounds.clear()
    return ear


async def page_words(stage: Stage) -> Words:
    """The page's main text and what of it can be pointed at."""
    main, blocks = "", []
    for frame, prose in await ask_everywhere(stage, "prose"):
        main += prose["whole"]
        blocks += [(b["link"], b["tag"], Spot(b["selector"], frame), b["text"]) for b in prose["blocks"]]
    running = sorted(
        (b for b in blocks), key=lambda b: (b[0], b[1] not in ("p", "td", "div", "section"), -min(len(b[3]), 60))
    )
    return Words(normal(main), tuple((spot, text) for _, _, spot, text in running[:12]))


@gatherer(Reading, walk=True)
async def reading(stage: Stage, page: Page) -> Reading:
    """What an article page reads aloud."""
    if page.mode is not Mode.ELDERLY:
        return Reading(False)
    url = stage.page.url

    async def back() -> None:
        await stage.goto(url)
        await calm(stage)

    result, _ = await read(stage, back, touch=page.device is Device.MOBILE)
    return result


async def read(
    stage: Stage, back: Back, *, touch: bool = False, avoid: Sequence[Spot] = (), home: str = "",
    trouble: TroubleOf | None = None,
) -> tuple[Reading, list[bytes]]:  # fmt: skip
    """Switch reading on by every way a visitor would try, listen, read on, switch it off.

    Returns what was heard, and clips of sounds that cannot be told from text.
    """
    from a11y.collect.entering import is_article

    if not await is_article(stage):
        return Reading(False), []
    await have_ears(stage, back)
    previous = stage.exempt
    try:
        trial = _Trial(stage, back, touch, avoid, home or stage.page.url, trouble)
        return await trial.run()
    finally:
        stage.exempt = previous


async def have_ears(stage: Stage, back: Back) -> None:
    """Offer the ears where the context does not have them; the page has to be loaded again for that."""
    if not await _call(stage, _PRESENT, None, None):
        await ready(stage.page.context.add_init_script(SPEECH_INIT))
        await back()


@dataclass(slots=True)
class _Trial:
    """One article page on which reading is tried."""

    stage: Stage
    back: Back
    touch: bool
    avoid: Sequence[Spot]
    home: str
    trouble: TroubleOf | None
    presses: list[str] = field(default_factory=list)
    ear: Ear | None = None
    on: list[Found] = field(default_factory=list)
    """Controls pressed since the page was last loaded, in order."""
    started_by: str = ""
    starter: Found | None = None
    guessing: bool = False
    """No name tells of reading: one look at what each control does has to do."""
    selects_first: bool = False
    """Text is selected, and then the switch is pressed."""
    opened: Opened = field(default_factory=lambda: Opened(()))
    label: str = ""
    """Words of a link of the page that were spoken, where no main text was so far."""
    other_transcripts: list[Heard] = field(default_factory=list)

    async def run(self) -> tuple[Reading, list[bytes]]:
        opened = await open_all(self.stage, self.avoid, touch=self.touch, wanted=("reading", "continuous"))
        self.opened = opened
        if any(opener.opens for opener in opened.openers):
            await self.back()  # tabs put one another away
        shunned = {spot.selector for spot in self.avoid}
        controls = [
            aid for aid in opened.aids
            if aid.kind in ("reading", "continuous") and not aid.navigates and aid.spot.selector not in shunned
        ]  # fmt: skip
        controls = [aid for aid in controls if aid.floats or aid.region != "content" or len(aid.text) <= 8][:CONTROLS]
        self.guessing, untried = not controls, 0
        guessed = self.guessing
        if guessed:
            controls = [
                a
                for a in opened.aids
                if a.kind == "" and a.floats and not a.navigates and a.spot.selector not in shunned
            ]
            untried, controls = len(controls[GUESSES:]), controls[:GUESSES]
        if not controls:
            return Reading(True), []
        self.ear = await listen(self.stage, self.home)
        self._let_speech_out()
        spoke = await self._attempt(_ordered(controls)) or await self._name_links()
        if not spoke and len(controls) > 1 and not guessed:
            for control in reversed(_ordered(controls)):
                await self._fresh(opened.openers)
                if await self._attempt([control]):
                    spoke = True
                    break
        if not (spoke or guessed or self.label or self.ear.failed):
            # reading may be on from the start, and every switch pressed so far have put it off
            await self._fresh(())
            spoke = await self._hover(2)
        assert self.ear is not None  # noqa: S101
        switch = self.starter or (self.on[0] if self.on else controls[0])
        share = stopped = None
        off_text = ""
        unknown = False if spoke else self._unknown()
        if guessed and not spoke and not unknown:
            return Reading(True, untried=untried), []
        if spoke:
            share = await self._read_on(controls)
            stopped, off_text = await self._switch_off(controls)
        answers = await self._answers() if not spoke else ()
        transcript = tuple((self.other_transcripts + self.ear.heard)[:200])
        result = Reading(
            True, switch.target, switch.text, self.started_by, transcript, spoke, unknown, share, stopped, off_text, answers,
            (), tuple(self.presses), "" if spoke else self.label,
        )  # fmt: skip
        return result, self.ear.clips if unknown else []

    # --- on ---------------------------------------------------------------------------------------------------------
    async def _fresh(self, openers: Sequence[Found]) -> None:
        """The page as it was entered, with a listener of its own."""
        assert self.ear is not None  # noqa: S101
        self.other_transcripts += self.ear.heard
        sounds, longest, failed, clips = self.ear.sounds, self.ear.longest, self.ear.failed, self.ear.clips
        await self.back()
        for opener in [one for one in openers if not one.opens]:
            await press(self.stage, opener.spot, touch=self.touch, bound=1.2, quiet=0.12)
        self.ear = await listen(self.stage, self.home)
        self.ear.sounds, self.ear.longest, self.ear.failed, self.ear.clips = sounds, longest, failed, clips
        self.on = []

    async def _attempt(self, controls: Sequence[Found]) -> bool:
        """Press controls one after another, keeping each on, and after each try to make the page speak its own words."""
        assert self.ear is not None  # noqa: S101
        queue, known = list(controls), {aid.key for aid in await find_aids(self.stage)}
        while queue and len(self.on) < max(CONTROLS, GUESSES * self.guessing):
            control = queue.pop(0)
            await self._press(control)
            self.on.append(control)
            await self.stage.wait(0.35)
            if self.ear.spoke(await self.ear.take(f"按“{control.text}”")):
                self.started_by, self.starter = "button", control
                return True
            if await self._point():
                self.starter = control
                return True
            fresh = [
                a for a in await find_aids(self.stage) if a.key not in known and a.kind in ("reading", "continuous")
            ]
            known |= {aid.key for aid in fresh}
            queue = [a for a in fresh if not a.navigates] + queue
        return False

    async def _press(self, control: Found) -> None:
        self.presses.append(control.text)
        await self.opened.show(self.stage, control, touch=self.touch)
        await press(self.stage, control.spot, touch=self.touch, bound=1.0, quiet=0.12)

    async def _point(self) -> bool:
        """Hover over, click and tab to the page's text; True once its own words are spoken."""
        assert self.ear is not None  # noqa: S101
        blocks = self.ear.words.blocks
        if self.touch:
            return await self._tap_text(blocks)
        if await self._hover(1 if self.guessing else 2):
            return True
        for spot, text in blocks[:1]:
            if await self._click_text(spot):
                await self.stage.wait(0.4)
                if self.ear.spoke(await self.ear.take(f"点“{text[:12]}”")):
                    self.started_by = "click"
                    return True
        for _ in range(0 if self.guessing else 2):
            await self.stage.press("Tab")
            await self.stage.wait(0.25)
            if self.ear.spoke(await self.ear.take("按 Tab")):
                self.started_by = "tab"
                return True
        return not self.guessing and await self._select_text(blocks)

    async def _hover(self, most: int) -> bool:
        """Hover over pieces of the page's text; True once its own words are spoken."""
        assert self.ear is not None  # noqa: S101
        for number, (spot, text) in enumerate(self.ear.words.blocks[:most]):
            if await point_at(self.stage, spot) is None:
                continue
            await self.stage.wait(0.7 if number == 0 else 0.5)
            if self.ear.spoke(await self.ear.take(f"指“{text[:12]}”")):
                self.started_by = "hover"
                return True
        return False

    async def _name_links(self) -> bool:
        """Point at a link of the page and bring the focus to it; True once main text is spoken, `label` where its own words are."""
        assert self.ear is not None  # noqa: S101
        if self.guessing or self.touch:
            return False
        rows = [
            (row["region"] not in ("content", "navigation"), -min(len(row["text"]), 10), Spot(row["selector"], frame), row["text"])
            for frame, found in await ask_everywhere(self.stage, "ways", {"most": 30})
            for row in found
            if row["region"] not in ("toolbar", "floating") and len(normal(row["text"])) >= 4
        ]  # fmt: skip
        for _, _, spot, text in sorted(rows, key=lambda row: row[:2])[:1]:
            for act, does in (("指", point_at), ("移到", focus_on)):
                await does(self.stage, spot)
                await self.stage.wait(0.5)
                fresh = await self.ear.take(f"{act}“{text[:12]}”")
                if self.ear.spoke(fresh):
                    self.started_by = "hover" if act == "指" else "tab"
                    return True
                if any(row.way == "speechSynthesis" and normal(text) in normal(row.text) for row in fresh):
                    self.label = text[:60]
        return False

    async def _select_text(self, blocks: Sequence[tuple[Spot, str]]) -> bool:
        """Select a paragraph with the mouse, and press the switch again; True once its words are spoken."""
        assert self.ear is not None  # noqa: S101
        for spot, text in blocks[:1]:
            if not await self._select(spot):
                continue
            await self.stage.wait(0.4)
            act = f"选“{text[:12]}”"
            spoke = self.ear.spoke(await self.ear.take(act))
            if not spoke and self.on and re.search(r"选|划|select", self.on[-1].text, re.IGNORECASE):
                # the other kind: select first, then press
                self.selects_first = True
                await self._press(self.on[-1])
                await self.stage.wait(0.4)
                spoke = self.ear.spoke(await self.ear.take(act))
            if spoke:
                self.started_by = "select"
                return True
        return False

    async def _select(self, spot: Spot) -> bool:
        where = None if await self._is_link(spot) else await point_at(self.stage, spot)
        if where is not None:
            await ready(self.stage.page.mouse.click(*where, click_count=3))
        return where is not None

    async def _tap_text(self, blocks: Sequence[tuple[Spot, str]]) -> bool:
        """Tap the page's text, links aside; True once its own words are spoken. A finger neither hovers nor tabs."""
        assert self.ear is not None  # noqa: S101
        for spot, text in blocks[:3]:
            if not await self._click_text(spot):
                continue
            await self.stage.wait(0.6)
            if self.ear.spoke(await self.ear.take(f"点“{text[:12]}”")):
                self.started_by = "click"
                return True
        return False

    async def _click_text(self, spot: Spot) -> bool:
        """Press a piece of text that leads nowhere, with the pointer or a finger; False where there is none to press."""
        if self.touch:
            found = None if await self._is_link(spot) else await place(self.stage, spot)
            if found is not None:
                await self.stage.tap(found[0], found[1])
            return found is not None
        where = await point_at(self.stage, spot)
        if where is None or await self._is_link(spot):
            return False
        await self.stage.click(*where)
        return True

    async def _is_link(self, spot: Spot) -> bool:
        return bool(await _call(self.stage, _LINK, spot.selector, spot.frame))

    def _unknown(self) -> bool:
        """Sounds that cannot be told from text, and differ with the text pointed at (or are too long for a prompt)."""
        assert self.ear is not None  # noqa: S101
        by_act: dict[str, set[str]] = {}
        for act, sound in self.ear.sounds:
            by_act.setdefault(act, set()).add(sound)
        pointed = [sounds for act, sounds in by_act.items() if act[0] in "指点选"]
        pressed = (
            set().union(*(sounds for act, sounds in by_act.items() if act[0] not in "指点选")) if by_act else set()
        )
        different = {frozenset(sounds - pressed) for sounds in pointed} - {frozenset()}
        # sentence after sentence, each a sound of its own, after one press: no prompt does that
        piecewise = any(len(sounds) >= 3 for sounds in by_act.values())
        return len(different) >= 2 or piecewise or (bool(self.ear.sounds) and self.ear.longest >= LONG_SOUND)

    # --- on and on --------------------------------------------------------------------------------------------------
    async def _read_on(self, controls: Sequence[Found]) -> float | None:
        """Part of the main text read where reading on is offered; voices hurry meanwhile."""
        assert self.ear is not None  # noqa: S101
        more = [c for c in controls if c.kind == "continuous" and c is not self.starter]
        if self.started_by != "button" and not more:
            return None
        await self._pace(0.4, 4)
        if self.started_by != "button":
            await self._press(more[0])
            self.on.append(more[0])
        quiet, waited = 0.0, 0.0
        while waited < LISTEN and quiet < 0.9:
            await self.stage.wait(0.3)
            waited += 0.3
            quiet = 0.0 if await self.ear.take("连续朗读") else quiet + 0.3
        said = [row.text for row in self.ear.heard if row.own]
        share = self.ear.words.share(said)
        if self.started_by != "button" and not any(row.own and row.after == "连续朗读" for row in self.ear.heard):
            return None
        return share

    async def _pace(self, each: float, least: float) -> None:
        for frame in self.stage.frames[:8]:
            await _call(self.stage, _PACE, [each, least], frame)

    # --- off --------------------------------------------------------------------------------------------------------
    async def _switch_off(self, controls: Sequence[Found]) -> tuple[bool | None, str]:
        """Try the ways of switching off until one brings silence; (it did, what was pressed)."""
        assert self.ear is not None  # noqa: S101
        await self._pace(60, 1500)
        pressed = list(dict.fromkeys(c.text for c in self.on))
        now = await find_aids(self.stage)
        hush = [a for a in now if a.kind == "hush" or re.search(r"停|关|静音|stop|pause|off", a.text, re.IGNORECASE)]
        hush = [a for a in hush if a.kind in ("hush", "reading", "continuous")]
        same = [a for a in now if a.text in pressed or any(a.spot.selector == c.spot.selector for c in self.on)]
        others = [c for c in controls if c.text not in pressed]
        ways: list[Found] = []
        for way in (*hush, *reversed(same), *others):
            if all(way.key != w.key for w in ways):
                ways.append(way)
        last = ""
        for way in ways[:5]:
            if not await self._make_it_speak():
                continue
            await self._press(way)
            last = way.text
            if await self._is_silent(way.text):
                return True, way.text
        return (False, last) if last else (None, "")

    async def _make_it_speak(self) -> bool:
        """Reading under way, so that switching it off means something."""
        assert self.ear is not None  # noqa: S101
        if await self._busy():
            return True
        for round_ in range(2):
            if self.started_by in ("hover", "click", "select"):
                for spot, text in self.ear.words.blocks[round_ : round_ + 2]:
                    await self._again_at(spot)
                    await self.stage.wait(0.5)
                    if self.ear.spoke(await self.ear.take(f"指“{text[:12]}”")):
                        return True
            if self.starter is not None and (self.started_by == "button" or round_ == 0):
                await self._press(self.starter)
                await self.stage.wait(0.4)
                if self.ear.spoke(await self.ear.take(f"按“{self.starter.text}”")):
                    return True
        return self.started_by == "tab"

    async def _again_at(self, spot: Spot) -> None:
        """Do to a piece of text what made the page speak."""
        if self.started_by == "select":
            await self._select(spot)
            if self.starter is not None and self.selects_first:
                await self._press(self.starter)
        elif self.started_by == "click":
            await self._click_text(spot)
        else:
            await point_at(self.stage, spot)

    async def _is_silent(self, text: str) -> bool:
        """For two seconds after a press nothing new is spoken, asked for or playing, whatever is pointed at."""
        assert self.ear is not None  # noqa: S101
        await self.stage.wait(GRACE)
        await self.ear.take(f"按“{text}”关闭")
        waited, step = 0.0, 0.5
        for spot, _ in (*self.ear.words.blocks[2:5], *self.ear.words.blocks[:3])[:4]:
            if self.started_by in ("hover", "click", "select"):
                await self._again_at(spot)
            await self.stage.wait(step)
            waited += step
            if any(row.own or row.way in ("media", "webaudio") for row in await self.ear.take(f"按“{text}”关闭之后")):
                return False
        while waited < SILENCE:
            await self.stage.wait(step)
            waited += step
        rows = await self.ear.take(f"按“{text}”关闭之后")
        return not any(row.own or row.way in ("media", "webaudio") for row in rows) and not await self._busy()

    async def _busy(self) -> bool:
        for frame in self.stage.frames[:8]:
            state = await _call(self.stage, _BUSY, None, frame)
            if state and (state["speaking"] or state["playing"]):
                return True
        return False

    # --- whose fault ------------------------------------------------------------------------------------------------
    async def _answers(self) -> tuple[Answer, ...]:
        """Speech addresses that did not answer, each asked once more; and refusals in answers that came."""
        assert self.ear is not None  # noqa: S101
        chosen = {event.url: event for event in self.ear.failed}
        answers = [
            await answer_of(self.stage, event, self.ear.own, self.trouble) for event in list(chosen.values())[:3]
        ]
        for row in (*self.other_transcripts, *self.ear.heard):
            if answers or row.way != "request" or not row.own or not row.answered:
                continue
            body = str(await _call(self.stage, _BODY, row.url, None) or "")
            if REFUSAL.search(body) or re.search(r'"(?:code|status|errno|err_no)"\s*:\s*"?(?:401|403|-1|5\d\d)', body):
                answers.append(Answer(row.url, 200, "", 2, own_name(row.url) == self.ear.own, True, body[:80]))
        return tuple(answers)

    def _let_speech_out(self) -> None:
        """Requests that are not GET may leave while reading is tried: to a speech address, or with the page's own words."""
        assert self.ear is not None  # noqa: S101
        words = self.ear.words

        def exempt(request: Any) -> bool:
            if request.resource_type not in ("fetch", "xhr", "media", "other"):
                return False
            try:
                body = request.post_data or ""
            except UnicodeDecodeError:  # a binary body: its address decides alone
                body = ""
            path = urlsplit(request.url)
            return bool(ADDRESS.search(path.netloc + path.path)) or any(
                words.holds(said) for said in said_in(request.url, body)
            )

        self.stage.exempt = exempt


def _ordered(controls: Sequence[Found]) -> list[Found]:
    """Switches first, then pointing, then reading on."""

    def rank(aid: Found) -> int:
        if aid.kind == "continuous":
            return 2
        return 0 if re.search(r"指读|点读|朗读|开启|开关|read", aid.text, re.IGNORECASE) else 1

    return sorted(controls, key=rank)


# --- text in requests ------------------------------------------------------------------------------------------------
def normal(text: str) -> str:
    """Letters, digits and ideographs of a text alone, in lower case."""
    return re.sub(r"[^0-9a-z\u3400-\u9fff\uf900-\ufaff]+", "", text.lower())


def said_in(url: str, post: str = "") -> list[str]:
    """Texts of four characters and more that a request carries: percent-encoded, base64, JSON or plain."""
    found: list[str] = []
    parts = urlsplit(url)
    for value in _values(parts.query):
        found += _decoded(value)
    if not parts.query:
        found += [t for t in _decoded(parts.path.rsplit("/", 1)[-1]) if re.search(r"[\u3400-\u9fff]{4}", t)]
    if post:
        try:
            found += [text for leaf in _leaves(json.loads(post)) for text in _decoded(leaf)]
        except ValueError:
            for value in _values(post):
                found += _decoded(value)
            found += list(re.findall(r"\r?\n\r?\n(.+?)\r?\n--", post, re.DOTALL)[:5])
    return list(dict.fromkeys(text for text in found if len(normal(text)) >= 4))[:20]


def _values(query: str) -> list[str]:
    """Values of a query as bytes would stand in it, for UTF-8 and GBK alike."""
    values = []
    for pair in query.split("&")[:40]:
        raw = pair.partition("=")[2] or pair
        data = unquote_to_bytes(raw.replace("+", " "))
        for charset in ("utf-8", "gb18030"):
            try:
                values.append(data.decode(charset))
                break
            except UnicodeDecodeError:
                continue
        if "+" in raw:
            values.append(unquote(raw))
    return values


def _decoded(value: str) -> Iterator[str]:
    """A value as it stands, unquoted once more, read as JSON, and out of base64."""
    yield value
    if "%" in value:
        yield unquote(value)
    yield from _from_json(value)
    text = _from_base64(value.strip())
    if text:
        yield text
        yield unquote(text)
        yield from _from_json(text)


def _from_json(value: str) -> Iterator[str]:
    if value[:1] in ("[", "{"):
        with contextlib.suppress(ValueError):
            yield from _leaves(json.loads(value))


def _from_base64(value: str) -> str:
    """The text that a value of base64 holds; empty where it holds none."""
    if len(value) < 8 or not re.fullmatch(r"[A-Za-z0-9+/_-]+={0,2}", value):
        return ""
    try:
        data = base64.b64decode(value.replace("-", "+").replace("_", "/") + "=" * (-len(value) % 4))
    except (binascii.Error, ValueError):
        return ""
    for charset in ("utf-8", "gb18030", "utf-16-le"):
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode(charset)
            return text if re.search(r"[\u3400-\u9fff]{2}|[A-Za-z]{3}", text) else ""
    return ""


def _leaves(value: Any, depth: int = 0) -> Iterator[str]:
    if depth > 5:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in list(value.values())[:40]:
            yield from _leaves(item, depth + 1)
    elif isinstance(value, list):
        for item in value[:40]:
            yield from _leaves(item, depth + 1)


async def _call(stage: Stage, expression: str, arg: Any, frame: Any) -> Any:
    try:
        return await stage.evaluate(expression, arg, frame=frame, limit=5)
    except Exception as error:
        if is_passing(error) or "not defined" in str(error):
            return None
        raise


_KEY = "window[Symbol.for('a11y.hearing')]"
_PRESENT = f"() => Boolean({_KEY})"
_TAKE = f"() => {_KEY} ? {_KEY}.take() : []"
_PACE = f"([each, least]) => {{ if ({_KEY}) {_KEY}.pace(each, least); }}"
_BUSY = f"() => {_KEY} ? {_KEY}.busy() : null"
_LINK = """(path) => { let root = document, el = null;
  for (const step of path.split(' >>> ')) { if (!root) return false; el = root.querySelector(step); root = el && el.shadowRoot; }
  return Boolean(el && el.closest('a,button,input')); }"""
_BODY = "(url) => fetch(url).then((r) => r.text()).then((t) => t.slice(0, 300), () => '')"
_DIGEST = """async (url) => { if (!url) return null; try {
  const data = new Uint8Array(await (await fetch(url)).arrayBuffer()); let sum = 0;
  for (let i = 0; i < data.length; i += Math.max(1, data.length >> 12)) sum = (sum * 31 + data[i]) >>> 0;
  let text = ''; if (data.length <= 200000) for (let i = 0; i < data.length; i += 8192) text += String.fromCharCode(...data.subarray(i, i + 8192));
  return {size: data.length, sum, data: text ? btoa(text) : ''}; } catch (e) { return null; } }"""
