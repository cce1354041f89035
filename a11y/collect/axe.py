"""Running axe-core: where there is no child frame in one go, else in every frame by itself and brought together.

The script is evaluated, not added as a tag, so that a strict Content-Security-Policy does not stop it. `passes` are
never asked for: they cost four times the time. What axe cannot do, stop by itself, the caller's watchdog does.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from playwright.async_api import Error as BrowserError

from a11y.collect.frames import Placed, placed_frames
from a11y.collect.gatherers import gatherer, while_settling
from a11y.collect.js import script
from a11y.collect.steps import Stage, ready
from a11y.evidence import AxeResults, Page, adapter

log = logging.getLogger(__name__)

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
"""Rules of these run. AAA, experimental and deprecated ones run only where a profile names them."""

ALSO = ("target-size",)
"""Off by default in axe, on here. Of the other eight, five are deprecated by axe itself and three are level AAA."""

MOST = 2000
"""More nodes than this of one rule are not kept: such a page is hostile, or one fault repeated."""

FRAME_SECONDS = 5.0
PAGE_SECONDS = 60.0


def packaged_script() -> str:
    """axe-core as it comes with axe-playwright-python."""
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def options(*, rules: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> dict[str, Any]:
    """Options of `axe.run`.

    Args:
        rules: further rules, off by default, that a profile names.
        only: run nothing but these.
    """
    if only:
        run_only: dict[str, Any] = {"type": "rule", "values": list(only)}
    else:
        run_only = {"type": "tag", "values": list(TAGS)}
    return {
        "runOnly": run_only,
        "rules": {} if only else {name: {"enabled": True} for name in (*ALSO, *rules)},
        "resultTypes": ["violations", "incomplete"],
        "elementRef": True,
        "selectors": False,
        "iframes": False,
    }


@gatherer(AxeResults, early=True)
async def axe_results(stage: Stage, page: Page) -> AxeResults:  # noqa: ARG001 (a gatherer's signature)
    """What axe says of the page. Reads `stage.settings`: `axe_script` (text), `axe_rules` (ids beyond the default)."""
    return await run_axe(stage, options(rules=tuple(stage.settings.get("axe_rules", ()))))


async def run_axe(stage: Stage, chosen: Mapping[str, Any]) -> AxeResults:
    """Results of all frames and open shadow roots, with the options of `options`."""
    source = _source(stage)
    limit = float(stage.settings.get("axe_seconds", PAGE_SECONDS))
    single = len(stage.frames) == 1
    if stage.settings.pop(_STILL_RUNNING, False) or not (single or await stage.evaluate(_THERE)):
        await stage.bring(source, limit=limit)
    if single:
        arg = {"options": chosen, "most": MOST}
        stage.settings[_STILL_RUNNING] = True  # where it is given up; the same axe would not run twice at a time
        read = await stage.evaluate(script("axe_run"), arg, limit=limit)
        if read is None:  # it was not brought beforehand, or the page took it away
            await stage.bring(source, limit=limit)
            read = await stage.evaluate(script("axe_run"), arg, limit=limit)
        stage.settings[_STILL_RUNNING] = False
        data = json.loads(read) if isinstance(read, str) else read
        results: AxeResults = adapter(AxeResults).validate_python(data)
        return results
    return await _in_frames(stage, source, {**chosen, "elementRef": False, "selectors": True, "iframes": True}, limit)


@while_settling(AxeResults)
async def load(stage: Stage) -> None:
    """Bring axe into the document beforehand, while it is waited for anyway: reading the script is a tenth of its time."""
    try:
        await stage.bring(_source(stage))
    except (BrowserError, TimeoutError) as error:  # the document was left, or holds on: it is brought again later
        log.debug("axe not loaded beforehand: %s", error)


_packaged = cache(packaged_script)
_STILL_RUNNING = "axe_still_running"
_THERE = "() => { try { return Boolean(window.axe && window.axe.broughtBeforehand); } catch { return false; } }"


def _source(stage: Stage) -> str:
    return _wrapped(stage.settings.get("axe_script") or _packaged())


@cache
def _wrapped(source: str) -> str:
    # Pages with a module loader of their own would get axe registered there and not on the window.
    # It goes on by timers and promises, so each of its turns has the browser's own functions for itself.
    return (
        "(() => { const define = undefined, module = undefined, exports = undefined, kept = window.__a11yPristine; "
        "const own = typeof kept === 'function', within = own ? kept : (work) => work(); within(() => { "
        "const turn = (work) => typeof work === 'function' ? (value) => within(() => work(value)) : work; "
        "const Promise = own ? class extends window.Promise { then(a, b) { return super.then(turn(a), turn(b)); } } : window.Promise; "
        "const setTimeout = own ? kept.wait : window.setTimeout; "
        f"{source}\n; window.axe.broughtBeforehand = true; }}); }})()"
    )


# --- frames -----------------------------------------------------------------------------------------------------------


ANSWERED = """() => { const n = performance.getEntriesByType('navigation')[0];
  return !location.protocol.startsWith('chrome-error') && !(n && n.responseStatus >= 400); }"""
"""Whether a frame shows what it was meant to, not the server's or the browser's own page of error."""


@dataclass(slots=True)
class _Walk:
    """What running axe frame by frame has brought so far."""

    options: Mapping[str, Any]
    source: str
    partials: list[Any] = field(default_factory=list)
    """In axe's order: a frame, then the frames within it. None for a frame that did not answer."""
    frames: dict[tuple[str, ...], Any] = field(default_factory=dict)
    """Path of frame selectors, as axe's results will write them → Playwright's frame."""
    skipped: list[str] = field(default_factory=list)
    version: str = ""


async def _in_frames(stage: Stage, source: str, chosen: Mapping[str, Any], limit: float) -> AxeResults:
    walk = _Walk(chosen, source)
    await _partial(stage, walk, stage.page.main_frame, (), None, limit)
    rules = await stage.evaluate(
        script("axe_finish"), {"partials": walk.partials, "options": dict(chosen), "most": MOST}, limit=limit
    )
    await _translate(stage, walk, rules)
    results: AxeResults = adapter(AxeResults).validate_python(
        {"version": walk.version, "rules": rules, "frames_skipped": list(dict.fromkeys(walk.skipped))}
    )
    return results


async def _partial(stage: Stage, walk: _Walk, frame: Any, path: tuple[str, ...], context: Any, limit: float) -> None:
    arg = {"options": walk.options, "context": context or {"include": [], "exclude": []}}
    if context is None:
        arg["context"] = {"include": [["html"]], "exclude": []}
    try:
        if context is not None:
            if not await stage.evaluate(ANSWERED, frame=frame, limit=FRAME_SECONDS):
                walk.partials.append(None)  # a page of error that the server or the browser made is none of the site's
                return
            await stage.evaluate(walk.source, frame=frame, limit=FRAME_SECONDS)
        answer = await stage.evaluate(script("axe_partial"), arg, frame=frame, limit=limit)
    except (BrowserError, TimeoutError) as error:
        if context is None:
            raise
        log.debug("axe in frame %s: %s", frame.url, error)
        walk.skipped.append(frame.url)
        walk.partials.append(None)
        return
    walk.version = walk.version or answer["version"]
    walk.frames[path] = frame
    walk.partials.append(answer["partial"])
    for inner, spec in zip(answer["frames"], answer["partial"]["frames"], strict=True):
        found = await _content_frame(stage, frame, inner["frameSelector"])
        if found is None:
            walk.partials.append(None)
        else:
            step = (*path, _step(spec["selector"]))
            await _partial(stage, walk, found, step, inner["frameContext"], FRAME_SECONDS)


def _step(selector: Any) -> str:
    """One form for what axe writes as a selector or as a list of one through shadow roots."""
    return json.dumps(selector[0] if isinstance(selector, list) and len(selector) == 1 else selector)


async def _content_frame(stage: Stage, frame: Any, selector: Any) -> Any:
    """The frame inside the element that axe names in `frame`."""
    try:
        handle = await stage.limited(frame.evaluate_handle("(s) => axe.utils.shadowSelect(s)", selector), FRAME_SECONDS)
        element = handle.as_element()
        found = await ready(element.content_frame()) if element else None
        await ready(handle.dispose())
    except (BrowserError, TimeoutError) as error:
        log.debug("frame %s of %s: %s", selector, frame.url, error)
        return None
    return found


async def _translate(stage: Stage, walk: _Walk, rules: list[dict[str, Any]]) -> None:
    """Replace axe's targets, arrays of frame selectors and shadow paths, by ours."""
    placed: dict[Any, Placed] = {p.frame: p for p in await placed_frames(stage)}
    waiting: dict[tuple[str, ...], list[tuple[dict[str, Any], Any]]] = {}
    for rule in rules:
        for node in rule["nodes"]:
            target = node.pop("target")
            html = node.pop("html")
            node["target"] = {"selector": "", "html": html}
            path = tuple(_step(step) for step in target[:-1])
            waiting.setdefault(path, []).append((node, target[-1]))
    for path, nodes in waiting.items():
        frame = walk.frames.get(path)
        if frame is None:
            continue
        place = placed[frame].place if frame in placed else None
        arg = {"paths": [selector for _, selector in nodes], "place": place}
        try:
            targets = await stage.evaluate(script("axe_targets"), arg, frame=frame, limit=FRAME_SECONDS)
        except (BrowserError, TimeoutError) as error:
            log.debug("targets in frame %s: %s", frame.url, error)
            continue
        for (node, _), target in zip(nodes, targets, strict=True):
            if target is not None:
                node["target"] = target
