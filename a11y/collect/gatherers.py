"""One flow per page artifact. A gatherer that breaks leaves its error as a value; the page goes on.

A gatherer takes the stage, standing on a settled page, and returns its artifact. It touches nothing, except those
marked `walk`, which press keys and move the pointer and come last. What one reading of the document yields together is
gathered together, by `survey`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from playwright.async_api import Error as BrowserError

from a11y.collect.frames import Placed, placed_frames
from a11y.collect.js import script, scripts
from a11y.collect.steps import Early, Stage, ready
from a11y.evidence import (
    Anchors,
    Article,
    Console,
    ConsoleEntry,
    Controls,
    Foot,
    Images,
    Meta,
    Outline,
    Page,
    Passages,
    Texts,
    adapter,
)  # fmt: skip

log = logging.getLogger(__name__)

Gatherer = Callable[[Stage, Page], Awaitable[Any]]
Ahead = Callable[[Stage, Sequence[float]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Beside:
    """A reading of the document that can be made together with others."""

    script: str
    """Name of the in-page script; of what the survey is told it may ask for `place` alone."""
    made: Callable[[Any], Any]
    """The artifact from what the script said of the top document."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A registered gatherer."""

    artifact: type
    flow: Gatherer
    walk: bool
    after: tuple[type, ...] = ()
    """Artifacts that it reads from `stage.gathered`, where they are wanted too."""
    beside: Beside | None = None
    """How it is read together with the others, of documents without frames."""
    early: bool = False
    """It may be made while a small page without frames is waited for: it neither presses nor moves anything."""
    ahead: Ahead | None = None
    """What of its work may be done then; it is told what `js.scripts` says of the window."""


GATHERERS: dict[type, Entry] = {}


def gatherer(
    artifact: type,
    *,
    walk: bool = False,
    after: tuple[type, ...] = (),
    beside: Beside | None = None,
    early: bool = False,
    ahead: Ahead | None = None,
) -> Callable[[Gatherer], Gatherer]:
    """Register the decorated flow as the one that gathers `artifact`."""

    def register(flow: Gatherer) -> Gatherer:
        GATHERERS[artifact] = Entry(artifact, flow, walk, after, beside, early, ahead)
        return flow

    return register


BEFOREHAND: dict[type, Callable[[Stage], Awaitable[None]]] = {}


def beforehand(artifact: type) -> Callable[[Callable[[Stage], Awaitable[None]]], Callable[[Stage], Awaitable[None]]]:
    """Register a flow that begins a watch before anything is gathered, where `artifact` is wanted."""

    def register(flow: Callable[[Stage], Awaitable[None]]) -> Callable[[Stage], Awaitable[None]]:
        BEFOREHAND[artifact] = flow
        return flow

    return register


WHILE_SETTLING: dict[type, Callable[[Stage], Awaitable[None]]] = {}


def while_settling(
    artifact: type,
) -> Callable[[Callable[[Stage], Awaitable[None]]], Callable[[Stage], Awaitable[None]]]:
    """Register a flow that gets ready for `artifact` while the page is waited for anyway; it leaves the document alone."""

    def register(flow: Callable[[Stage], Awaitable[None]]) -> Callable[[Stage], Awaitable[None]]:
        WHILE_SETTLING[artifact] = flow
        return flow

    return register


async def gather(
    stage: Stage, page: Page, wanted: Iterable[type], known: Mapping[type, Any] | None = None
) -> tuple[Mapping[type, Any], Mapping[str, str]]:
    """Artifacts by type, and errors by artifact name, of the page that `stage` stands on.

    `known`: artifacts of an earlier round on the same document, for gatherers that build on them.
    """
    chosen = set(wanted)
    artifacts: dict[type, Any] = dict(known or {})
    errors: dict[str, str] = {}
    stage.gathered = artifacts
    await _begin_watches(stage, chosen)
    parts = [cls for cls in PARTS if cls in chosen]
    early, stage.early = stage.early, None
    if early is None or not early.wanted.issuperset(parts):
        early, stage.shown = None, []
    if early is not None:
        artifacts.update({cls: value for cls, value in early.found.items() if cls in chosen})
        errors.update({cls.__name__: early.errors[cls.__name__] for cls in parts if cls.__name__ in early.errors})
        chosen -= {cls for cls in early.found if cls not in PARTS}
    elif parts:
        try:
            surveyed, broken = await survey(stage, parts)
            artifacts.update(surveyed)
            errors.update(broken)
        except Exception as error:  # one of the four: an error is a value on the same road as data
            log.debug("the survey broke", exc_info=True)
            errors.update({cls.__name__: told(error) for cls in parts})
    for entry in sorted((e for e in GATHERERS.values() if e.artifact in chosen), key=_order):
        if tell := stage.settings.get("tell"):
            tell("doing", {"name": entry.artifact.__name__, "url": page.url})
        try:
            artifacts[entry.artifact] = await entry.flow(stage, page)
        except Exception as error:  # one of the four: an error is a value on the same road as data
            log.debug("gatherer %s broke", entry.artifact.__name__, exc_info=True)
            errors[entry.artifact.__name__] = told(error)
    return artifacts, errors


async def _begin_watches(stage: Stage, chosen: Iterable[type]) -> None:
    for artifact, begin in BEFOREHAND.items():
        if artifact in chosen:
            try:
                await begin(stage)
            except (BrowserError, TimeoutError) as error:  # the gatherer itself tells of it, or begins anew
                log.debug("watch for %s: %s", artifact.__name__, told(error))


def _order(entry: Entry) -> tuple[bool, bool]:
    return entry.walk, bool(entry.after)


def told(error: BaseException) -> str:
    """An exception in one line."""
    lines = str(error).splitlines() or [""]
    return f"{type(error).__name__}: {lines[0][:300]}"


async def from_script(stage: Stage, name: str, artifact: type, arg: Any = None, *, frame: Any = None) -> Any:
    """The artifact that `js/NAME.js` returns."""
    return adapter(artifact).validate_python(await stage.evaluate(script(name), arg, frame=frame))


# --- one reading of the document --------------------------------------------------------------------------------------

PARTS: Mapping[type, tuple[str, ...]] = {
    Texts: ("texts", "paragraphs"),
    Controls: ("controls",),
    Anchors: ("anchors",),
    Images: ("images",),
    Meta: ("meta",),
    Article: ("article",),
    Foot: ("foot",),
    Outline: ("outline",),
    Passages: ("passages",),
}
"""Artifacts that `js/survey.js` yields together, and its parts for each."""

SECONDS = 4.0
"""How long the reading of one document may take before it stops where it is and says so."""


HURRY = 1.5
"""Where reading took longer than this already, the rest is read by itself, with limits of its own."""


EARLY_SECONDS = 8.0
"""How long each of the further artifacts may take that are made while the page is waited for."""
SMALL = 6000
"""Elements of a page that is small enough for more than a reading while it is waited for: what is begun cannot be stopped."""


async def read_early(stage: Stage, page: Page, wanted: Iterable[type], *, loading: float) -> None:
    """Read a loaded document while it is waited for anyway; whoever waits says whether it held still (`stage.early`).

    Documents with frames are read later, as nobody watches these, and so are those not loaded within `loading` seconds.
    """
    asked = set(wanted)
    chosen = tuple(cls for cls in PARTS if cls in asked)
    if not chosen:
        return
    try:
        await ready(stage.page.wait_for_load_state("load", timeout=loading * 1000))
        if len(stage.frames) == 1:
            besides = {e.artifact: e.beside for e in GATHERERS.values() if e.beside and e.artifact in asked}
            parts = [part for cls in chosen for part in PARTS[cls]]
            arg = {"parts": parts, "place": None, "seconds": SECONDS, "hurry": HURRY * 1000, "small": SMALL}
            words = scripts("survey", *(one.script for one in besides.values()))
            first, said, view = await stage.inspect(words, arg)
            read = _surveyed(first, parts)
            found, errors = _found(chosen, [read])
            said = json.loads(said) if isinstance(said, str) else said
            found |= {artifact: one.made(said[one.script]) for artifact, one in besides.items() if one.script in said}
            stage.early = Early(frozenset(chosen), float(read["began"]), found, errors)
            if view:
                stage.busy = True
                for entry in (e for e in GATHERERS.values() if e.artifact in asked):
                    if entry.early:
                        found[entry.artifact] = await stage.limited(entry.flow(stage, page), EARLY_SECONDS)
                    elif entry.ahead is not None:
                        await entry.ahead(stage, view)
    except (BrowserError, TimeoutError, ValueError, TypeError, LookupError) as error:  # it is read later, as ever
        log.debug("not read early: %s", told(error))
    finally:
        stage.busy = False


async def survey(stage: Stage, wanted: Iterable[type]) -> tuple[Mapping[type, Any], Mapping[str, str]]:
    """The artifacts of `PARTS` that are wanted, of all frames, and errors by artifact name."""
    chosen = tuple(wanted)
    parts = [part for cls in chosen for part in PARTS[cls]]
    documents = [await _read(stage, parts, None)]
    unread: list[tuple[str, float]] = []
    for placed in await placed_frames(stage):
        try:
            documents.append(await _read(stage, parts, placed))
            answered = await stage.evaluate(_ANSWERED, frame=placed.frame, limit=2)
        except (BrowserError, TimeoutError) as error:
            # A frame that hangs or leaves in mid-reading is left out; the page itself was read.
            log.debug("frame %s: %s", placed.path, told(error))
            answered = False
        if not answered:
            unread.append((placed.path[-1], float(placed.place.get("y", 0))))
    found, errors = _found(chosen, documents)
    if unread and isinstance(foot := found.get(Foot), Foot):
        found[Foot] = replace(foot, unread=_below(foot, unread))
    return found, errors


def _found(chosen: Iterable[type], documents: list[dict[str, Any]]) -> tuple[dict[type, Any], dict[str, str]]:
    found: dict[type, Any] = {}
    errors: dict[str, str] = {}
    for cls in chosen:
        broken = [documents[0][part]["error"] for part in PARTS[cls] if _broken(documents[0][part])]
        if broken:
            errors[cls.__name__] = broken[0]
            continue
        whole = [d for d in documents if not any(_broken(d[part]) for part in PARTS[cls])]
        found[cls] = adapter(cls).validate_python(_JOIN[cls](whole))
    return found, errors


_ANSWERED = """() => { const n = performance.getEntriesByType('navigation')[0];
  return !location.protocol.startsWith('chrome-error') && !(n && n.responseStatus >= 400); }"""
"""Whether a frame shows what it was meant to, not the server's or the browser's own page of error."""

FOLD = 600.0
"""Where no foot was found, frames that begin above this line are none, in pixels."""


def _below(foot: Foot, frames: Iterable[tuple[str, float]]) -> tuple[str, ...]:
    """Addresses of frames that stand in the foot, or under it: its marks may be in them."""
    top = foot.target.box[1] if foot.target.box else FOLD
    return tuple(url[:500] for url, y in frames if y >= top - 1)[:5]


async def _read(stage: Stage, parts: list[str], placed: Placed | None) -> dict[str, Any]:
    arg = {"parts": parts, "place": placed.place if placed else None, "seconds": SECONDS}
    if placed is None:
        read = await stage.inspect(script("survey"), arg)
    else:
        read = await stage.evaluate(script("survey"), arg, frame=placed.frame, limit=SECONDS + 1)
    return _surveyed(read, parts)


def _surveyed(read: Any, parts: Iterable[str]) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(read) if isinstance(read, str) else read
    targets = data["targets"]
    for part in parts:
        _resolve(data[part], targets)
    return data


def _resolve(part: Any, targets: list[Any]) -> None:
    """Put the targets, sent once each, where their numbers stand."""
    rows = part if isinstance(part, list) else part.get("items", [part])
    for row in rows:
        if isinstance(row.get("target"), int):
            row["target"] = targets[row["target"]]


def _broken(part: Any) -> bool:
    return isinstance(part, dict) and "error" in part


def _listed(part: str) -> Callable[[list[dict[str, Any]]], dict[str, Any]]:
    def join(documents: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "items": [item for d in documents for item in d[part]["items"]],
            "cut": any(d[part]["cut"] for d in documents),
        }

    return join


def _texts(documents: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "items": [item for d in documents for item in d["texts"]],
        "paragraphs": [item for d in documents for item in d["paragraphs"]],
        "cut": any(d["cut"] for d in documents),
    }


def _article(documents: list[dict[str, Any]]) -> Any:
    """The article of the page, or of the frame that holds one where the page itself has none."""
    first, *others = (d["article"] for d in documents)
    if first["is_article"] or len(first["text"]) >= 200:
        return first
    return max((first, *others), key=lambda a: (a["is_article"], len(a["text"])))


def _foot(documents: list[dict[str, Any]]) -> dict[str, Any]:
    """Foot of the page and of its frames, one after another."""
    feet = [d["foot"] for d in documents]
    first = next((foot for foot in feet if foot["text"] or foot["html"]), feet[0])
    return {
        "text": "\n".join(foot["text"] for foot in feet if foot["text"])[:5000],
        "html": "\n".join(foot["html"] for foot in feet if foot["html"])[:20000],
        **({"target": first["target"]} if first["target"] else {}),
        **{name: [row for foot in feet for row in foot[name]][:200] for name in ("links", "images", "scripts")},
    }


def _outline(documents: list[dict[str, Any]]) -> dict[str, Any]:
    outlines = [d["outline"] for d in documents]
    return {
        "text": "\n".join(o["text"] for o in outlines if o["text"])[:100_000],
        "shape": outlines[0]["shape"],
        "words": sum(o["words"] for o in outlines),
    }


_JOIN: Mapping[type, Callable[[list[dict[str, Any]]], Any]] = {
    Texts: _texts,
    Controls: _listed("controls"),
    Anchors: _listed("anchors"),
    Images: lambda documents: {"items": [item for d in documents for item in d["images"]["items"]]},
    Meta: lambda documents: documents[0]["meta"],
    Article: _article,
    Foot: _foot,
    Outline: _outline,
    Passages: lambda documents: {"items": documents[0]["passages"]["items"]},
}


# --- what the browser told of -----------------------------------------------------------------------------------------


@gatherer(Console)
async def console(stage: Stage, page: Page) -> Console:
    """Script errors, dialogs, windows and insecure requests since the page was opened."""
    events = stage.journal[stage.opened :]
    secure = page.final_url.startswith("https:")
    errors = [
        ConsoleEntry(e.text, e.url, e.kind)
        for e in events
        if e.kind == "pageerror" or (e.kind == "console" and e.resource == "error")
    ]
    insecure = [e.url for e in events if e.kind == "request" and e.url.startswith("http:") and e.resource != "document"]
    return Console(
        errors=tuple(errors[:200]),
        dialogs=tuple(e.text for e in events if e.kind == "dialog")[:50],
        popups=tuple(e.url for e in events if e.kind == "popup")[:50],
        insecure=tuple(dict.fromkeys(insecure))[:200] if secure else (),
    )


# The other gatherers, so that whoever imports this module knows them all; walks in the order in which they walk:
# those in pages of their own first, while the watch over what moves goes on.
# isort: off
from a11y.collect import axe, pixels, semantics  # noqa: E402, F401
from a11y.collect import following  # noqa: E402, F401
from a11y.collect import walks, watching, sizing  # noqa: E402, F401
from a11y.collect import services, speech  # noqa: E402, F401
# isort: on
