"""The elderly version of one site, once per device: entered, proved, walked, its services pressed, its voice heard.

`gather_elderly` is the collector's stage; `enter` is the flow that the pytest plugin uses on a bare page.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from a11y.collect import gatherers, pictures, visiting
from a11y.collect.browser import VIEWPORTS
from a11y.collect.context import Context
from a11y.collect.entering import (
    ASKERS,
    CAME,
    Entered,
    Step,
    enter,
    excuses,
    is_article,
    is_on,
    leave,
    note_askers,
    persist,
    stand,
    stand_at,
)  # fmt: skip
from a11y.collect.hand import Spot, is_passing
from a11y.collect.load import slowness
from a11y.collect.services import POINTED, Cuts, Served, enlarge, serve
from a11y.collect.speech import SPEECH_INIT, read
from a11y.collect.steps import Event, Stage
from a11y.evidence import CutTexts, Page, PageEvidence
from a11y.evidence.elderly import (
    Aid,
    Answer,
    ElderlyChapter,
    ElderlyEffects,
    ElderlyEntries,
    ElderlyExit,
    ElderlyPersistence,
    ElderlyServices,
    Enlarging,
    Kept,
    Offers,
    Reading,
)  # fmt: skip
from a11y.model import Device, Mode, Role

__all__ = ["ARTIFACTS", "SPEECH_INIT", "Entered", "enter", "gather_elderly"]

log = logging.getLogger(__name__)
T = TypeVar("T")

LIMIT = 240.0
"""Seconds that the elderly version of one site may take, walks included."""
OWN_LIMIT = 90.0
"""Seconds of them for entering, proving, enlarging and reading; what is left goes to the services."""
PLENTY = 30.0
"""Beside the home page, enlarging stops at twice the size and this many pixels: no document asks for more."""
OWN_STEPS = ("enter", "persist", "exit", "enlarge", "read")
ARTIFACTS = (
    ElderlyEntries, ElderlyEffects, ElderlyPersistence, ElderlyExit, ElderlyServices, ElderlyChapter, Enlarging, Reading,
    Offers,
)  # fmt: skip
"""What this stage brings, so that it runs where one of these is asked for."""
OWN = (Enlarging, Reading)
"""Page artifacts that are gathered here, after everything else, since they change the page."""


@dataclass(slots=True)
class _Visit:
    """One visit to one site's elderly version."""

    context: Context
    stage: Stage
    entered: Entered
    found: dict[type, Any] = field(default_factory=dict)
    enlargings: dict[str, Enlarging] = field(default_factory=dict)
    crops: list[str] = field(default_factory=list)
    reading: Reading | None = None
    served: Served = field(default_factory=Served)
    seconds: dict[str, float] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    excuse: tuple[Answer, ...] | None = None
    parted: bool = False
    """The services are being pressed in a window of their own."""
    limit: asyncio.Timeout | None = None
    """What bounds the whole visit."""

    @property
    def left(self) -> float:
        """Seconds that are left to this stage's own steps; a busy machine has more, so long as the walks can follow."""
        return min(OWN_LIMIT * slowness(), LIMIT * 0.75) - sum(self.seconds.get(step, 0.0) for step in OWN_STEPS)

    async def sample_seen(self) -> None:
        """Wait until the sample was looked at; that is no time of this visit."""
        if self.context.held is None:
            return
        began, ends = time.monotonic(), self.limit.when() if self.limit else None
        if self.limit and ends is not None:
            self.limit.reschedule(None)
        await self.context.sample_seen.wait()
        if self.limit and ends is not None:
            self.limit.reschedule(ends + time.monotonic() - began)

    async def excuses(self) -> tuple[Answer, ...]:
        """Requests of the toolbar that failed, asked a second time once for the whole visit."""
        if self.excuse is None:
            self.excuse = await excuses(self.stage, self.entered, self.context.guard.trouble)
        return self.excuse

    @property
    def touch(self) -> bool:
        """On a phone a finger presses."""
        return self.context.options.device is Device.MOBILE

    @property
    def avoid(self) -> list[Spot]:
        """The entry itself, which would switch an elderly version in place off again."""
        chosen = self.entered.chosen
        return [self.entered.spots[chosen]] if chosen is not None and self.entered.kind == "place" else []

    async def bounded(self, name: str, seconds: float, work: Awaitable[T]) -> T | None:
        """What `work` gives, or None where it takes too long or the page is lost; the time is written down."""
        started = time.monotonic()
        if name in OWN_STEPS or name == "services":
            self.context.progress("doing", {"name": name})
        try:
            async with asyncio.timeout(max(1.0, min(seconds, self.context.time_left))):
                return await work
        except TimeoutError:
            self.context.trouble(f"elderly/{name}", "timeout", f"超过 {seconds:g} 秒，没有做完")
        except Exception as error:
            if not is_passing(error) and "Playwright" not in type(error).__module__ and type(error).__name__ != "Error":
                raise
            log.debug("elderly %s broke", name, exc_info=True)
            self.context.trouble(
                f"elderly/{name}", "gatherer", f"{type(error).__name__}: {str(error).splitlines()[0][:200]}"
            )
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0) + time.monotonic() - started, 2)
        return None

    def picture(self, name: str, data: bytes) -> str | None:
        """Keep a picture of the chapter."""
        if not data or self.context.options.keep == "none":
            return None
        device = self.context.options.device.value
        kept = self.context.save_picture(f"{device}-{name}", data, folder="elderly")
        if kept:
            self.pictures[name] = kept
        return kept


async def gather_elderly(context: Context) -> dict[type, Any]:
    """Site artifacts of the elderly version; its pages join the evidence by `context.add_page`.

    Sets `context.elderly_entered`. Nothing but GET leaves the browser, except to a speech address while reading is tried.
    """
    home = context.home_url or context.site.url
    device = context.options.device
    found: dict[type, Any] = {}
    async with context.stage(Mode.ELDERLY, device, scripts=(SPEECH_INIT,)) as stage:
        await stage.guard_requests()
        await note_askers(stage)
        try:
            async with asyncio.timeout(max(1.0, min(LIMIT, context.time_left))) as limit:
                landing = await stage.goto(home, limit=context.options.timeout)
                if landing.error or landing.status >= 400:
                    context.trouble("elderly", landing.error or "http", f"首页打不开，没有试适老版：{landing.detail}")
                    return {}
                await _gather(context, stage, found, limit)
        except TimeoutError:
            context.trouble("elderly", "timeout", f"适老版检查超过 {LIMIT:g} 秒，没有做完")
    return found


async def _gather(context: Context, stage: Stage, found: dict[type, Any], limit: asyncio.Timeout) -> None:
    """Fill `found` as things are learnt, so that a visit cut short keeps them."""
    started = time.monotonic()
    context.progress("doing", {"name": "enter"})
    entered = await enter(stage, touch=context.options.device is Device.MOBILE, trouble=context.guard.trouble)
    found[ElderlyEntries] = entered.entries
    visit = _Visit(context, stage, entered, found, limit=limit)
    visit.seconds["enter"] = round(time.monotonic() - started, 2)
    if entered.effects.items:
        visit.found[ElderlyEffects] = entered.effects
    context.elderly_entered = entered.ok
    _picture_entry(visit)
    try:
        if entered.ok:
            await _inside(visit)
    finally:
        visit.found[ElderlyChapter] = ElderlyChapter(chapter(visit))
        log.debug("elderly %s: %s", entered.home, visit.seconds)


async def _inside(visit: _Visit) -> None:
    """Everything that needs the version entered."""
    entered, stage, context = visit.entered, visit.stage, visit.context
    known = [*((page.url, page.role) for page in context.seen), *context.sampled]
    prefer = [url for url, role in known if role in (Role.ARTICLE, Role.COLUMN)] + list(context.found)[:200]
    lasting = await visit.bounded("persist", 45, persist(stage, entered, prefer=prefer))
    steps: list[Step] = []
    if lasting is not None:
        visit.found[ElderlyPersistence], steps = lasting
    stands_open = entered.chosen is None
    leaves = not stands_open and context.options.wants(ElderlyExit, ElderlyChapter)
    ways = await visit.bounded("exit", 40, leave(stage, entered)) if leaves else None
    if ways is not None:
        visit.found[ElderlyExit] = ways
    wanted = context.options.wants(ElderlyServices, ElderlyChapter)
    beside = asyncio.create_task(_beside(visit)) if wanted and _may_part(visit) else None
    try:
        async for step in _pages(visit, steps):
            seen = await visit.bounded("pages", 120, _page(visit, step))
            if seen is not None:
                context.add_page(seen)
        if wanted:
            await _services(visit, beside)
    finally:
        if beside is not None:
            beside.cancel()
            await asyncio.gather(beside, return_exceptions=True)


async def _pages(visit: _Visit, steps: Sequence[Step]) -> AsyncIterator[Step]:
    """Home, one column and one article of the elderly version."""
    entered, context = visit.entered, visit.context
    yield Step(entered.url, "home", Kept("", entered.url, True))
    roles = {"home"}
    for step in steps:
        usable = step.kept.kept is not False or (entered.kind == "place" and entered.forgets)
        if usable and step.role not in roles:
            roles.add(step.role)
            yield step
    if entered.kind == "place" and "article" not in roles:
        await visit.sample_seen()
        articles = {p.url for p in context.seen if p.role is Role.ARTICLE and not p.error}
        for url in [url for url, _ in context.sampled if url in articles][:1] or sorted(articles)[:1]:
            yield Step(url, "article", Kept("", url, None))


async def _page(visit: _Visit, step: Step) -> PageEvidence | None:
    """One page in the elderly version: every artifact, then what changes the page."""
    stage, context = visit.stage, visit.context
    url, role = step.url, Role(step.role)
    mark = stage.mark()
    started = time.monotonic()
    if not await stand_at(stage, visit.entered, step):
        return None
    statuses = [e.status for e in stage.since(mark, "response") if e.resource == "document"]
    device = context.options.device
    page = Page(
        url, stage.page.url, role, Mode.ELDERLY, device, statuses[-1] if statuses else 200,
        milliseconds=round((time.monotonic() - started) * 1000), viewport=VIEWPORTS[device],
    )  # fmt: skip
    still = [cls for cls in gatherers.GATHERERS | getattr(gatherers, "PARTS", {}) if cls not in OWN]

    async def again(back: Stage) -> None:
        await stand_at(back, visit.entered, step)

    # The walks load the page anew, and it has to be in the elderly version again.
    stage.comeback = again
    seen = await visiting.look(context, stage, page, walk=role is Role.HOME, wanted=still)
    stage.comeback = None
    artifacts, errors = dict(seen.artifacts), dict(seen.errors)
    article = await is_article(stage) if role is not Role.HOME else False
    in_time = visit.left > 20 or not visit.enlargings
    if context.options.wants(Enlarging) and in_time:
        await _enlarge(visit, step, artifacts, errors, with_pictures=role is Role.HOME or article)
    if article and visit.reading is None and context.options.wants(Reading, ElderlyServices):
        await _read(visit, step, artifacts, errors)
    return replace(seen, artifacts=artifacts, errors=errors)


async def _enlarge(
    visit: _Visit, step: Step, artifacts: dict[type, Any], errors: dict[str, str], *, with_pictures: bool
) -> None:
    async def work() -> tuple[Enlarging, list[bytes]]:
        await stand_at(visit.stage, visit.entered, step)
        plenty = 0 if step.role == "home" or (with_pictures and not visit.enlargings) else PLENTY
        return await enlarge(
            visit.stage, touch=visit.touch, avoid=visit.avoid, picture=with_pictures, cuts=cuts, plenty=plenty
        )  # fmt: skip

    cuts = Cuts() if visit.context.options.wants(CutTexts) and step.role == "home" else None

    done = await visit.bounded("enlarge", 30, work())
    if done is None:
        errors["Enlarging"] = "没有做完"
        return
    result, crops = done
    if result.offered and result.share == 0:
        result = replace(result, answers=await visit.excuses())
    if len(crops) > max(1, len(visit.crops)):
        kept = [visit.picture(f"step-{number}.jpg", crop) for number, crop in enumerate(crops[:8])]
        visit.crops = [path for path in kept if path]
        result = replace(result, crops=tuple(visit.crops))
    artifacts[Enlarging] = visit.enlargings[step.url] = result
    if cuts is not None and cuts.step:
        known = artifacts.get(CutTexts, CutTexts())
        artifacts[CutTexts] = replace(
            known, items=(*known.items, *cuts.items), steps=(*known.steps, cuts.step), texts=max(known.texts, cuts.texts)
        )  # fmt: skip


async def _read(visit: _Visit, step: Step, artifacts: dict[type, Any], errors: dict[str, str]) -> None:
    async def back() -> None:
        await stand_at(visit.stage, visit.entered, step)

    async def work() -> tuple[Reading, list[bytes]]:
        await back()
        return await read(
            visit.stage,
            back,
            touch=visit.touch,
            avoid=visit.avoid,
            home=visit.entered.home,
            trouble=visit.context.guard.trouble,
        )

    done = await visit.bounded("read", 45, work())
    if done is None:
        errors["Reading"] = "没有做完"
        return
    result, clips = done
    kept = [visit.picture(f"clip-{number}{_suffix(clip)}", clip) for number, clip in enumerate(clips[:2])]
    visit.reading = artifacts[Reading] = replace(result, clips=tuple(path for path in kept if path))


def _suffix(clip: bytes) -> str:
    """The kind of a sound, by its first bytes."""
    known = ((b"RIFF", ".wav"), (b"OggS", ".ogg"), (b"fLaC", ".flac"), (b"\x1aE\xdf\xa3", ".webm"))
    return next((suffix for head, suffix in known if clip.startswith(head)), ".mp3")


@dataclass(frozen=True, slots=True)
class _Aside:
    """What came of pressing the services in a window of their own."""

    done: bool = False
    """They were pressed; False where the mode does not come there, or the window was lost."""
    journal: Sequence[Event] = ()
    askers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _may_part(visit: _Visit) -> bool:
    """True where the services may be pressed in a second window while the pages are looked at in the first."""
    # Where the entry has to be pressed each time, and stands in a frame, only the first window knows the frame.
    framed = visit.entered.forgets and any(spot.frame is not None for spot in visit.entered.spots)
    return visit.context.options.concurrency > 1 and not visit.context.options.headed and not framed


async def _beside(visit: _Visit) -> _Aside:
    """The services pressed in a window of their own, as soon as the sample no longer needs its place."""
    context, entered = visit.context, visit.entered
    if context.held is not None:
        await context.sample_seen.wait()
    visit.parted = True
    async with context.stage(Mode.ELDERLY, context.options.device, scripts=(SPEECH_INIT,)) as stage:
        stage.settings.update({key: value for key, value in visit.stage.settings.items() if key in ("nameless", CAME)})
        try:
            await stage.guard_requests()
            await note_askers(stage)
            landing = await stage.goto(entered.home, limit=context.options.timeout)
            there = not landing.error and await stand(stage, entered, entered.url) and await is_on(stage, entered)
            done = there and await visit.bounded("services", max(25.0, visit.left + 10), _press_services(visit, stage))
        except Exception as error:
            if not is_passing(error):
                raise
            done = False
        return _Aside(bool(done), tuple(stage.journal), stage.settings.get(ASKERS, {}))


async def _services(visit: _Visit, beside: asyncio.Task[_Aside] | None) -> None:
    """Services of the elderly home page, with what enlarging and reading showed on the pages."""
    aside = _Aside()
    if beside is not None and visit.parted:
        aside = await beside
    elif beside is not None:
        beside.cancel()  # there was no place for a second window so far: the first is free now
    visit.stage.journal += aside.journal
    visit.stage.settings.setdefault(ASKERS, {}).update(aside.askers)
    if not aside.done and not visit.served.aids:
        await visit.bounded("services", max(25.0, visit.left + 10), _press_services(visit, visit.stage))
    told = await visit.bounded("services", max(25.0, visit.left + 10), _proved_services(visit))
    if told is not None or visit.served.aids:
        visit.found[ElderlyServices] = told or _told(visit)


async def _press_services(visit: _Visit, stage: Stage) -> bool:
    """Press every service of the elderly home page; True when it was done."""
    entered = visit.entered

    async def back() -> None:
        await stand(stage, entered, entered.url)

    await back()
    labels = frozenset(word for entry in entered.entries.items for word in (entry.text, entry.name))
    until = stage.now() + max(15.0, min(40.0 * slowness(), visit.left))
    await serve(
        stage, back, visit.avoid, touch=visit.touch, home_labels=labels, served=visit.served, until=until
    )  # fmt: skip
    return True


async def _proved_services(visit: _Visit) -> ElderlyServices:
    """The services as they were found, doubted where it may be our own network that they did not work for."""
    pressed = visit.served.aids
    if pressed and not any(aid.worked for aid in pressed):
        # a bar whose buttons all do nothing: perhaps its server could not be reached
        answers = await visit.excuses()
        unsure = any(_doubtful(answer) for answer in answers)
        ways = visit.found.get(ElderlyExit)
        if unsure and isinstance(ways, ElderlyExit) and not any(way.restored for way in ways.items):
            visit.found[ElderlyExit] = replace(ways, answers=answers)
        visit.served.aids = [
            replace(aid, worked=None if unsure or aid.worked is None else False, answers=answers) for aid in pressed
        ]
    return _told(visit)


def _doubtful(answer: Answer) -> bool:
    """True where a request's failure does not show that the server is at fault."""
    if answer.trouble:
        return answer.trouble == "blocked-by-us" or not (answer.others_answer and answer.times >= 2)
    return answer.status in (401, 403) and not answer.own


def _told(visit: _Visit) -> ElderlyServices:
    """The services as far as they were tried."""
    if "theme" in visit.served.shots:
        visit.picture("theme.jpg", visit.served.shots["theme"])
    aids = (*_enlarging_aid(visit), *visit.served.aids, *_reading_aid(visit))
    device = visit.context.options.device.value
    return ElderlyServices(
        visit.entered.url, device, aids, tuple(visit.served.themes), visit.served.bar, visit.served.untried
    )


def _enlarging_aid(visit: _Visit) -> list[Aid]:
    offered = [e for e in visit.enlargings.values() if e.offered]
    if not offered:
        return []
    best = max(offered, key=lambda e: e.factor * (e.share >= 0.5))
    worked = True if best.share >= 0.5 and best.factor >= 1.05 else None if any(map(_doubtful, best.answers)) else False
    detail = (
        f"{best.steps} 级，正文放大到 {best.factor:.2f} 倍，最大 {best.largest_px:g} 像素" if worked else "正文没有变大"
    )
    return [Aid("enlarge", best.text, best.target, worked, detail, best.factor, answers=best.answers)]


def _reading_aid(visit: _Visit) -> list[Aid]:
    reading = visit.reading
    if reading is None or reading.switch is None:
        return []
    worked = True if reading.spoken else None if reading.unknown or reading.answers or reading.label else False
    said = (
        (reading.spoken, "读出了页面文字"),
        (reading.unknown, "有声音，听不出读的是什么"),
        (reading.label, "只听到链接的文字"),
    )
    detail = next((words for there, words in said if there), "没有读出页面文字")
    return [Aid("reading", reading.switch_text, reading.switch, worked, detail, reading.share, answers=reading.answers)]


# --- the chapter -----------------------------------------------------------------------------------------------------
def _picture_entry(visit: _Visit) -> None:
    shots = visit.entered.shots
    visit.picture("entry.jpg", shots.get("entry", b""))
    for name in ("before", "after"):
        if shots.get(name):
            visit.picture(f"{name}.jpg", pictures.small(shots[name], widest=800))


def chapter(visit: _Visit) -> Mapping[str, Any]:
    """What the report's chapter shows, in the shape that `report._elderly` reads."""
    entered = visit.entered
    matter: dict[str, Any] = {
        "device": visit.context.options.device.value,
        "entered": entered.ok,
        "seconds": visit.seconds,
    }
    items = entered.entries.items
    effect = next((e for e in reversed(entered.effects.items)), None)
    shown = items[entered.chosen if entered.chosen is not None else 0] if items else None
    if shown is not None:
        matter["entry"] = {
            "text": shown.text or shown.name, "name": shown.name, "picture": visit.pictures.get("entry.jpg"),
            "selector": shown.target.selector, "page": entered.home, "place": _PLACES.get(shown.place, shown.place),
            "visible": shown.visible, "named": shown.named, "reachable": shown.reachable,
            "kind": {"place": "在原页面上切换", "page": "打开单独的页面"}.get(entered.kind, "没有进入"),
            "leads_to": effect.url if effect and effect.kind == "page" else "",
        }  # fmt: skip
    matter["reason"] = "" if entered.ok else _why_not(entered)
    matter["summary"] = _summary(visit, effect)
    if effect is not None:
        matter["before"] = {"picture": visit.pictures.get("before.jpg"), "px": effect.px_before, "url": entered.home}
        matter["after"] = {"picture": visit.pictures.get("after.jpg"), "px": effect.px_after, "url": effect.url}
    best = max(visit.enlargings.values(), key=lambda e: (bool(e.crops), e.factor), default=None)
    if best is not None and best.offered:
        first = best.sizes[0] if best.sizes else 0
        matter["steps"] = [
            {"step": number, "px": size, "factor": round(size / first, 2) if first else 1,
             "picture": best.crops[number] if number < len(best.crops) else None}
            for number, size in enumerate(_rising(best.sizes))
        ]  # fmt: skip
    matter["services"] = _rows(visit)
    if visit.reading is not None:
        matter["transcript"] = [
            {"text": row.text or row.url, "way": _WAYS.get(row.way, row.way), "after": row.after, "own": row.own}
            for row in visit.reading.transcript[:60]
        ]
        if visit.reading.share is not None:
            matter["share_read"] = visit.reading.share
        if visit.reading.clips:
            matter["clips"] = list(visit.reading.clips)
    return matter


def _rising(sizes: Sequence[float]) -> list[float]:
    """Sizes as far as they grow."""
    kept: list[float] = []
    for size in sizes:
        if not kept or size > kept[-1] * 1.01:
            kept.append(size)
    return kept


def _why_not(entered: Entered) -> str:
    if not entered.entries.items:
        return "首页没有找到适老版入口"
    return "按过的入口都没有进入适老版"


def _summary(visit: _Visit, effect: Any) -> str:
    entered = visit.entered
    if not entered.ok or effect is None:
        return ""
    words = [
        f"按下入口后的变化：{'、'.join(effect.changes)}",
        f"正文从 {effect.px_before:g} 像素变为 {effect.px_after:g} 像素",
    ]
    lasting = visit.found.get(ElderlyPersistence)
    if lasting is not None:
        lost = [item for item in lasting.items if item.kept is False]
        words.append(
            "换页和刷新之后都能保持" if not lost else f"{'刷新' if lost[0].step == 'reload' else '换页'}之后没有保持"
        )
    ways = visit.found.get(ElderlyExit)
    if ways is not None:
        words.append("可以退出" if any(way.restored for way in ways.items) else "没能退出")
    return "；".join(words) + "。"


def _rows(visit: _Visit) -> list[dict[str, Any]]:
    services = visit.found.get(ElderlyServices)
    if services is None:
        return []
    rows = []
    for kind, name in _ROWS.items():
        aids = [aid for aid in services.items if aid.kind == kind]
        if not aids and kind not in ("enlarge", "contrast", "pointer", "caption", "reading"):
            continue
        aid = max(aids, key=lambda a: (bool(a.worked), a.worked is None), default=None)
        row: dict[str, Any] = {"name": name, "offered": aid is not None}
        if aid is None and visit.touch and kind in POINTED:
            row |= {"applicable": False, "detail": "手机没有鼠标指针，不适用"}
        if aid is not None:
            row |= {"worked": aid.worked, "detail": f"“{aid.text}”：{aid.detail}" if aid.text else aid.detail}
        if kind == "contrast" and "theme.jpg" in visit.pictures:
            row |= {"before": visit.pictures.get("after.jpg"), "after": visit.pictures["theme.jpg"]}
        rows.append(row)
    return rows


_ROWS = {
    "enlarge": "放大", "contrast": "高对比度配色", "reading": "朗读", "caption": "大字幕", "pointer": "大鼠标", "guides": "辅助线",
    "magnifier": "放大镜", "pinyin": "拼音", "spacing": "间距", "links": "突出链接", "font": "字体", "plain": "纯文本", "other": "其他",
}  # fmt: skip
_WAYS = {"speechSynthesis": "语音合成", "media": "音频", "webaudio": "网页音频", "request": "向语音服务的请求"}
_PLACES = {
    "head": "页头",
    "navigation": "导航",
    "content": "正文区",
    "foot": "页脚",
    "floating": "悬浮",
    "toolbar": "工具条",
    "form": "表单",
}
