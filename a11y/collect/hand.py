"""The hand of a visitor: it points, presses, follows where that leads, and remembers what the site had stored.

Nothing here knows what an elderly version is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from a11y.collect.js import script
from a11y.collect.steps import Stage, frame_path, ready
from a11y.model import Target

FRAMES = 8
"""Frames looked into on one page."""
FRAME_LIMIT = 6.0
"""Seconds one frame may take to answer."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One element in one frame."""

    selector: str
    frame: Any = None
    """None: the main frame."""
    sure: bool = True
    """False for plain words that only a listener high above can make a control: pressing says whether they are one."""
    option: int | None = None
    """Of a list to choose from: which option is meant. Pressing it is choosing it."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came of one press."""

    reached: bool
    """A real pointer met the element."""
    new_window: bool = False
    navigated: bool = False
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """What a site has stored in the browser."""

    cookies: Sequence[Mapping[str, Any]] = ()
    local: Mapping[str, str] = field(default_factory=dict)
    session: Mapping[str, str] = field(default_factory=dict)


async def ask(stage: Stage, name: str, arg: Any = None, *, frame: Any = None) -> Any:
    """What `js/elderly_NAME.js` says of one frame; None where it cannot be asked (gone, hanging or sandboxed)."""
    try:
        return await stage.evaluate(script(f"elderly_{name}"), arg, frame=frame, limit=FRAME_LIMIT)
    except Exception as error:
        if is_passing(error):
            return None
        raise


def is_passing(error: BaseException) -> bool:
    """True for troubles of a single frame or of a page in mid-navigation."""
    words = str(error)
    return isinstance(error, TimeoutError) or any(
        mark in words
        for mark in (
            "detached",
            "destroyed",
            "navigat",
            "closed",
            "crash",
            "Timeout",
            "Cannot find context",
            "disposed",
        )
    )


async def ask_everywhere(stage: Stage, name: str, arg: Any = None) -> list[tuple[Any, Any]]:
    """(frame, answer) of every frame that answers, the main one first; the main frame is given as None."""
    answers = []
    for frame in stage.frames[:FRAMES]:
        where = None if frame.parent_frame is None else frame
        answer = await ask(stage, name, arg, frame=where)
        if answer is not None:
            answers.append((where, answer))
    return answers


def target_of(data: Mapping[str, Any], frame: Any) -> Target:
    """The target that a script named, with the frames it lies in."""
    words = {key: data.get(key) for key in ("selector", "html", "landmark", "name")}
    box = data.get("box")
    return Target(
        selector=str(words["selector"] or ""), html=words["html"], frame=frame_path(frame) if frame is not None else (),
        box=tuple(box) if box else None, landmark=words["landmark"] or "", name=words["name"] or "",
    )  # fmt: skip


async def place(stage: Stage, spot: Spot) -> tuple[float, float, bool] | None:
    """A point of the viewport on an element scrolled into view, and whether a pointer meets it there."""
    frame = living(stage, spot.frame)
    found = await ask(stage, "reach", spot.selector, frame=frame)
    if found is None:
        return None
    x, y = float(found["x"]), float(found["y"])
    if frame is not None:
        bounds = await frame_bounds(frame)
        if bounds is None:
            return None
        # A frame that is zoomed or transformed has larger pixels than the page around it.
        scale = bounds["width"] / found["width"] if found["width"] else 1.0
        x, y = x * scale + bounds["x"], y * scale + bounds["y"]
    return x, y, bool(found["met"])


def living(stage: Stage, frame: Any) -> Any:
    """A frame as it is now: a page that was loaded again has another one in its place, of the same name and address."""
    frames = stage.frames
    if frame is None or frame in frames:
        return frame
    same = [one for one in frames[1:] if one.name == frame.name]
    return next((one for one in same if one.url == frame.url), same[0] if len(same) == 1 else frame)


async def frame_bounds(frame: Any) -> Mapping[str, float] | None:
    """Where the content of a frame lies in the viewport of the top page; None where it is not shown."""
    try:
        element = await ready(frame.frame_element())
        bounds: Mapping[str, float] | None = await ready(element.bounding_box())
        if bounds is None:
            return None
        left, top, width, height = await ready(element.evaluate(_INSET))
    except Exception as error:
        if is_passing(error):
            return None
        raise
    return {
        "x": bounds["x"] + bounds["width"] * left, "y": bounds["y"] + bounds["height"] * top,
        "width": bounds["width"] * width, "height": bounds["height"] * height,
    }  # fmt: skip


async def point_at(stage: Stage, spot: Spot) -> tuple[float, float] | None:
    """Move the pointer onto an element."""
    found = await place(stage, spot)
    if found is None:
        return None
    await stage.move(found[0], found[1])
    return found[0], found[1]


async def press(stage: Stage, spot: Spot, *, touch: bool = False, bound: float = 2.5, quiet: float = 0.18) -> Pressed:
    """Press an element with real input events and wait until what follows has settled.

    Where the press opens a window, the stage goes on with that window.
    """
    found = await place(stage, spot)
    if found is not None and touch and not found[2] and await _slide(stage, found):
        found = await place(stage, spot)
    if found is None:
        return Pressed(False)
    x, y, met = found
    mark = stage.mark()
    if spot.option is not None:
        await stage.evaluate(_CHOOSE, [spot.selector, spot.option], frame=living(stage, spot.frame))
    elif touch:
        await stage.tap(x, y)
    else:
        await stage.move(x, y)
        await stage.click(x, y)
    new_window, navigated = await arrive(stage, mark, bound=bound, quiet=quiet)
    return Pressed(met, new_window, navigated, (x, y))


async def _slide(stage: Stage, point: tuple[float, float, bool]) -> bool:
    """Push what lies at the height of a point beside the screen sideways with a finger; False where it lies on the screen."""
    width = float(await stage.evaluate("() => innerWidth"))
    if 0 <= point[0] < width:
        return False
    await swipe(stage, point[1], point[0] - width / 2)
    return True


async def swipe(stage: Stage, y: float, by: float) -> None:
    """Move a finger sideways over the screen at a height, so that what lies `by` pixels further comes into view."""
    width, height = await stage.evaluate("() => [innerWidth, innerHeight]")
    left, step = abs(by), width * 0.7
    near, far = width * 0.15, width * 0.85
    y = min(max(y, 2.0), height - 2.0)
    while left > 4:
        length = min(step, left)
        start = far if by > 0 else near
        end = start - length if by > 0 else start + length
        await stage.cdp("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": start, "y": y}]})
        for part in range(1, 9):
            x = start + (end - start) * part / 8
            await stage.cdp("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
        await stage.cdp("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        left -= length
    await stage.wait(0.3)


async def uncover(stage: Stage, spot: Spot, *, touch: bool = False) -> bool:
    """Close a window that lies over an element, as a visitor would; True where there was one with a button to close it."""
    if spot.frame is not None:
        return False
    closing = await ask(stage, "covers", spot.selector)
    if not closing:
        return False
    await press(stage, Spot(closing), touch=touch)
    return True


async def press_by_script(stage: Stage, spot: Spot, *, bound: float = 2.5) -> Pressed:
    """Press what no pointer can meet."""
    mark = stage.mark()
    done = await stage.evaluate(_CLICK, spot.selector, frame=spot.frame)
    new_window, navigated = await arrive(stage, mark, bound=bound)
    return Pressed(bool(done), new_window, navigated)


async def arrive(stage: Stage, mark: int, *, bound: float = 2.5, quiet: float = 0.18) -> tuple[bool, bool]:
    """Wait for what a press set off: (a window opened and the stage went there, the page navigated)."""
    await stage.wait(0.06)
    opened = [event for event in stage.since(mark, "popup") if event.handle is not None]
    if opened:
        stage.switch(opened[-1].handle)
    going = bool(opened) or any(event.resource == "document" for event in stage.since(mark, "request"))
    if going:
        await loaded(stage)
    await calm(stage, quiet=quiet, bound=bound)
    if not going and any(e.resource == "document" for e in stage.since(mark, "request")):
        await loaded(stage)
        await calm(stage, quiet=quiet, bound=bound)
    late = [
        event for event in stage.since(mark, "popup") if event.handle is not None and event.handle is not stage.page
    ]
    if late and not opened:
        opened = late
        stage.switch(late[-1].handle)
        await loaded(stage)
        await calm(stage, quiet=quiet, bound=bound)
    navigated = bool(stage.since(mark, "navigated"))
    return bool(opened), navigated or bool(opened)


async def loaded(stage: Stage, limit: float = 12.0) -> None:
    """Wait until the document is there, or has failed to come."""
    try:
        await ready(stage.page.wait_for_load_state("domcontentloaded", timeout=limit * 1000))
    except Exception as error:
        if not is_passing(error):
            raise


async def calm(stage: Stage, *, quiet: float = 0.18, bound: float = 2.5) -> None:
    """Let the page and its own frames settle, within a bound; a page that will not be asked is left as it is."""
    try:
        await _frames_loaded(stage)
        await stage.settle(quiet=quiet, bound=bound)
    except Exception as error:
        if not is_passing(error):
            raise


async def _frames_loaded(stage: Stage) -> None:
    """Wait for frames of the same host, in which the content of a proxied page lies."""
    host = urlsplit(stage.page.url).netloc
    for frame in stage.frames[1:4]:
        if urlsplit(frame.url).netloc == host or not frame.url:
            await ready(frame.wait_for_load_state("load", timeout=3000))


async def status(stage: Stage) -> int:
    """HTTP status of the document shown; 0 where none came."""
    if stage.page.url.startswith("chrome-error:"):
        return 0
    try:
        return int(await stage.evaluate(_STATUS, limit=3) or 200)
    except Exception as error:
        if is_passing(error):
            return 0
        raise


async def recall(stage: Stage) -> Memory:
    """What the site has stored so far."""
    cookies = await ready(stage.page.context.cookies())
    areas = await _evaluate_or(stage, _AREAS, None, [{}, {}])
    return Memory(tuple(cookies), areas[0], areas[1])


async def remember(stage: Stage, memory: Memory) -> None:
    """Put back what a site had stored; the page must be loaded again to act on it."""
    context = stage.page.context
    await ready(context.clear_cookies())
    if memory.cookies:
        await ready(context.add_cookies(list(memory.cookies)))
    await _evaluate_or(stage, _RESTORE, [dict(memory.local), dict(memory.session)], None)


async def _evaluate_or(stage: Stage, expression: str, arg: Any, otherwise: Any) -> Any:
    try:
        return await stage.evaluate(expression, arg, limit=4)
    except Exception as error:
        if is_passing(error):
            return otherwise
        raise


_FIND = """(path) => { let root = document, el = null;
  for (const step of path.split(' >>> ')) { if (!root) return null; el = root.querySelector(step); root = el && el.shadowRoot; }
  return el; }"""
_CHOOSE = (
    "async ([path, index]) => { const el = (" + _FIND + ")(path); if (!el || !el.options) return false; el.focus();"
    " if (el.selectedIndex === index) el.selectedIndex = -1; el.selectedIndex = index;"
    " el.dispatchEvent(new Event('input', {bubbles: true, composed: true})); el.dispatchEvent(new Event('change', {bubbles: true}));"
    # A list beside which a button says that the choice is made.
    " const box = el.form || el.parentElement, go = box && [...box.querySelectorAll('button,input[type=submit],input[type=button]')].find((b) =>"
    " /^(?:切换|确定|进入|前往|转到|浏览|提交|应用|go|ok)(?:版本|浏览)?$/i.test((b.innerText || b.value || '').trim()));"
    " if (go && !(el.form && /post/i.test(el.form.method))) setTimeout(() => { if (go.isConnected) go.click(); }, 30); return true; }"
)
_INSET = """(el) => { const s = getComputedStyle(el), of = (side) => (parseFloat(s[`border${side}Width`]) || 0) + (parseFloat(s[`padding${side}`]) || 0);
  const w = el.offsetWidth || 1, h = el.offsetHeight || 1;
  return [of('Left') / w, of('Top') / h, (w - of('Left') - of('Right')) / w, (h - of('Top') - of('Bottom')) / h]; }"""
_CLICK = """(path) => {
  let root = document, el = null;
  for (const step of path.split(' >>> ')) { if (!root) return false; el = root.querySelector(step); root = el && el.shadowRoot; }
  if (el) el.click();
  return Boolean(el);
}"""
_STATUS = "() => { const n = performance.getEntriesByType('navigation')[0]; return n ? n.responseStatus : 200; }"
_AREAS = """() => { const read = (get) => { const kept = {}; try { const area = get();
  for (let i = 0; i < Math.min(area.length, 200); i += 1) kept[area.key(i)] = String(area.getItem(area.key(i))).slice(0, 20000); } catch (e) {}
  return kept; }; return [read(() => localStorage), read(() => sessionStorage)]; }"""
_RESTORE = """([local, session]) => { const write = (get, kept) => { try { const area = get(); area.clear();
  for (const [k, v] of Object.entries(kept)) area.setItem(k, v); } catch (e) {} };
  write(() => localStorage, local); write(() => sessionStorage, session); }"""
