"""What only a pointer does: everything that listens for a click and that Tab does not reach is clicked for real.

An accusation needs three proofs: the click does something a person would notice, it does so again on the page as loaded
anew, and nothing that Tab reaches and that might do the same does it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urldefrag, urlsplit

from playwright.async_api import Error as BrowserError

from a11y.collect.ground import Ground, ask, come_back, grounds, located, moving_paths
from a11y.collect.hand import Spot, is_passing, place
from a11y.collect.steps import Stage, ready
from a11y.evidence import Page, Press
from a11y.model import Device

log = logging.getLogger(__name__)

CLICKS = 40
CLICK_SECONDS = 12.0
CHANGES_PROVED = 4
"""Clicks that change the page: each costs several loads to prove."""
LISTENERS = 600


@dataclass(frozen=True, slots=True)
class Effect:
    """What one press did."""

    kind: str
    """As `Press.effect`."""
    detail: str = ""
    things: frozenset[str] = frozenset()
    """Selectors of what came, went or changed its words."""
    dirty: bool = False
    """The page is not as it was."""
    shaky: bool = False
    """Something on the page changes by itself just there."""


@dataclass(slots=True)
class Pointing:
    """One round of clicks over one page. Requests are guarded and `stage.stay` is on while it lasts."""

    stage: Stage
    page: Page
    url: str
    until: float
    moving: list[str]
    links: set[str] = field(default_factory=set)
    """Addresses that Tab can reach."""
    proved: int = 0
    dirty: bool = False

    async def press(self, ground: Ground, row: Mapping[str, Any]) -> Press | None:
        """Click one element and find out whether the keyboard can do the same; None where no pointer meets it."""
        path = str(row["target"]["selector"])
        effect = await self.click(ground, path)
        if self.dirty and (effect is None or effect.kind == "none"):
            # What was pressed before may have covered or spent it.
            await self.afresh()
            effect = await self.click(ground, path)
        if effect is None:
            return None
        self.dirty = self.dirty or effect.dirty
        said = Press(located(row["target"], ground), effect.kind, effect.detail[:200])
        if effect.kind == "none":
            return said
        if effect.kind == "focuses" or (effect.kind == "navigates" and address(effect.detail) in self.links):
            return replace(said, same="focus" if effect.kind == "focuses" else "link")
        same, reason = await self.judge(ground, path, effect, row)
        return replace(said, same=same, reason=reason, certain=not (same or reason))

    async def judge(self, ground: Ground, path: str, effect: Effect, row: Mapping[str, Any]) -> tuple[str, str]:
        """(how the keyboard does the same, why it is in doubt); both empty where neither."""
        doubt = "composite" if row["composite"] else {"scrolls": "only-scrolls", "posts": "posts"}.get(effect.kind)
        if doubt is None and (self.proved >= CHANGES_PROVED or self.stage.now() > self.until):
            doubt = "too-many"
        if doubt is None and effect.dirty:
            self.proved += 1
            doubt = await self.again(ground, path, effect)
        if doubt is not None:
            return "", doubt
        how = await self.rival(ground, path, effect)
        if how == "too-many" or (how is None and row["field"]):
            return "", how or "field-nearby"
        return how or "", ""

    async def again(self, ground: Ground, path: str, effect: Effect) -> str | None:
        """Why a second click, on the page as loaded anew, leaves a doubt; None where it does the same."""
        await self.afresh()
        second = await self.click(ground, path)
        self.dirty = True
        if second is None or not alike(effect, second):
            return "not-repeated"
        return "moving-page" if effect.shaky and second.shaky else None

    async def rival(self, ground: Ground, path: str, effect: Effect) -> str | None:
        """How the keyboard does the same as `effect`; `too-many` where time ran out, None where nothing did."""
        spot = self.spot(ground, path)
        if spot is None:
            return "too-many"
        rivals = await ask(self.stage, "presses", {"op": "rivals", "path": path}, frame=spot.frame) or []
        ways: list[tuple[str, str | None]] = [(str(r["how"]), str(r["path"])) for r in rivals]
        if effect.kind == "hides":
            ways.append(("escape", None))
        for how, other in ways:
            if self.stage.now() > self.until + 4:
                return "too-many"
            if self.dirty:
                await self.afresh()
            done = await self.key(ground, other or path, "Enter" if other else "Escape")
            if done is not None and alike(effect, done):
                return how
        return None

    async def click(self, ground: Ground, path: str) -> Effect | None:
        """What one real click does; None where a pointer does not meet the element."""
        spot = self.spot(ground, path)
        at = await place(self.stage, spot) if spot else None
        if spot is None or at is None or not at[2]:
            return None
        touch = self.page.device is Device.MOBILE
        if not touch:
            await self.stage.move(at[0], at[1])
        if await ask(self.stage, "presses", {"op": "baseline"}, frame=spot.frame) is None:
            return None
        mark = self.stage.mark()
        await (self.stage.tap(at[0], at[1]) if touch else self.stage.click(at[0], at[1]))
        return await self.effect(spot, mark)

    async def key(self, ground: Ground, path: str, key: str) -> Effect | None:
        """What one key does, with focus on the element for Enter; None where it could not be focused."""
        spot = self.spot(ground, path)
        if spot is None or await ask(self.stage, "presses", {"op": "baseline"}, frame=spot.frame) is None:
            return None
        mark = self.stage.mark()
        if key == "Enter" and not await ask(self.stage, "presses", {"op": "enter", "path": path}, frame=spot.frame):
            return None
        await self.stage.press(key)
        done = await self.effect(spot, mark)
        self.dirty = self.dirty or done.dirty
        return done

    async def effect(self, spot: Spot, mark: int) -> Effect:
        """What happened since `mark`, as a person would tell it."""
        stage = self.stage
        await stage.wait(0.15)
        await _close_windows(stage, mark)
        went = [e.url for e in stage.since(mark, "stayed", "popup") if e.url.startswith(("http:", "https:", "file:"))]
        seen = await ask(stage, "presses", {"op": "effect", "path": spot.selector}, frame=spot.frame)
        if seen is None:
            away = [e.url for e in stage.since(mark, "navigated")]
            return Effect("navigates", (went or away or [stage.page.url])[0], dirty=True)
        if went:
            return Effect("navigates", went[0], dirty=_touched(seen))
        if urldefrag(seen["hash"])[1]:
            return Effect("navigates", seen["hash"], dirty=True)
        for kind in ("dialog", "aborted"):
            if stage.since(mark, kind) and not (kind == "aborted" and _touched(seen)):
                event = stage.since(mark, kind)[0]
                return Effect("posts" if kind == "aborted" else kind, event.text or event.url, dirty=_touched(seen))
        return _shown(seen, shaky=bool(seen["noisy"]) or any(spot.selector.startswith(path) for path in self.moving))

    async def afresh(self) -> None:
        """The page as it was given, so that nothing pressed before has a part in what follows."""
        await come_back(self.stage, self.url)
        await self.tell()
        self.dirty = False

    async def tell(self) -> list[Ground]:
        """Tell every frame which of its boxes move by themselves."""
        places = await grounds(self.stage, at_least=120)
        for ground in places:
            try:
                await self.stage.evaluate(
                    "(paths) => { window.__a11yMovingBoxes = paths; }", self.moving, frame=ground.frame
                )
            except Exception as error:
                if not is_passing(error):
                    raise
        return places

    def spot(self, ground: Ground, path: str) -> Spot | None:
        """An element in its frame; the frame is found again after a reload by its address."""
        if ground.frame is None:
            return Spot(path)
        frames = self.stage.frames[1:]
        same = [f for f in frames if f is ground.frame] or [f for f in frames if f.url == ground.path[-1]]
        return Spot(path, same[0]) if same else None


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came of a round of clicks."""

    presses: tuple[Press, ...] = ()
    found: int = 0
    skipped: int = 0
    left: int = 0
    """Chosen to be clicked, and not come to in time."""


async def press_pointer_only(stage: Stage, page: Page, url: str) -> Pressed:
    """Click everything that listens and that Tab does not reach, as far as the bounds allow."""
    pointing = Pointing(stage, page, url, stage.until(CLICK_SECONDS), moving_paths(stage))
    try:
        await hear_listeners(stage)
    except (BrowserError, TimeoutError) as error:  # the page left in mid-asking; inline handlers are still seen
        log.debug("listeners: %s", error)
    rows: list[tuple[Ground, Mapping[str, Any]]] = []
    found = skipped = 0
    for ground in await pointing.tell():
        said = await ask(stage, "presses", {"op": "find", "limit": CLICKS}, frame=ground.frame)
        links = await ask(stage, "presses", {"op": "links"}, frame=ground.frame)
        pointing.links |= {address(str(link)) for link in links or []}
        if said:
            found, skipped = found + int(said["found"]), skipped + int(said["skipped"])
            rows += [(ground, row) for row in said["rows"]]
    presses = []
    left = len(rows[CLICKS:])
    for number, (ground, row) in enumerate(rows[:CLICKS]):
        if stage.now() > pointing.until:
            left = len(rows) - number
            break
        press = await pointing.press(ground, row)
        if press is not None:
            presses.append(press)
    return Pressed(tuple(presses), found, skipped, left)


async def hear_listeners(stage: Stage) -> None:
    """Tell every frame that may be read from the page which of its elements listen for a click."""
    await stage.inspect(_HEAR, LISTENERS)


_HEAR = """(most) => {
  const kinds = ['click', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'touchstart', 'touchend'];
  const hears = (el) => {
    if (typeof getEventListeners !== 'function') return false;
    const heard = getEventListeners(el);
    return kinds.some((kind) => heard[kind] && heard[kind].length);
  };
  const look = (root, view) => {
    for (const el of root.querySelectorAll('*')) {
      if (view.__a11yHeard.length >= most) return;
      if (hears(el)) view.__a11yHeard.push(el);
      if (el.shadowRoot) look(el.shadowRoot, view);
      if (el.localName === 'iframe') { try { if (el.contentDocument) whole(el.contentDocument); } catch (e) { /* another origin */ } }
    }
  };
  const whole = (doc) => {
    const view = doc.defaultView;
    if (!view) return;
    view.__a11yHeard = [];
    look(doc, view);
    view.__a11yDelegated = view.__a11yHeard.length > 0 || hears(doc);
  };
  whole(document);
  return true;
}"""


async def _close_windows(stage: Stage, mark: int) -> None:
    for event in stage.since(mark, "popup"):
        try:
            await ready(event.handle.close())
        except Exception as error:
            if not is_passing(error):
                raise


def _touched(seen: Mapping[str, Any]) -> bool:
    many = seen["appeared"] or seen["vanished"] or seen["text"] or seen["restyled"] or seen["moved"]
    return bool(many or seen["scrolled"] > 4 or seen["hash"])


def _shown(seen: Mapping[str, Any], *, shaky: bool) -> Effect:
    """The strongest of the changes that a press left on the page."""
    things = frozenset(seen["appeared"] + seen["vanished"] + seen["text"])
    changed = int(seen["restyled"]) + int(seen["moved"])
    for kind, there, detail in (
        ("focuses", seen["field"] or seen["focus"], seen["field"] or seen["focus"]),
        ("shows", seen["appeared"] or seen["text"], seen["says"]),
        ("hides", seen["vanished"], "".join(seen["vanished"][:1])),
        ("changes", changed >= 3, f"{changed} 处"),
        ("scrolls", seen["scrolled"] > 30, ""),
    ):
        if there:
            return Effect(kind, str(detail), things, dirty=True, shaky=shaky)
    return Effect("none", dirty=_touched(seen))


def address(url: str) -> str:
    """An address as people tell it apart: no scheme, no www, no index page, no trailing slash.

    >>> address("http://www.a.gov.cn/list/index.html") == address("https://a.gov.cn/list/")
    True
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    head, _, last = path.rpartition("/")
    if last.split(".")[0].lower() in ("index", "default"):
        path = head
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    return f"{parts.netloc.removeprefix('www.')}{path}?{parts.query}{fragment}"


def alike(one: Effect, other: Effect) -> bool:
    """True where two presses did the same."""
    if one.kind == "navigates":
        return other.kind == "navigates" and address(one.detail) == address(other.detail)
    if one.things and other.things:
        return bool(one.things & other.things)
    return one.kind == other.kind
