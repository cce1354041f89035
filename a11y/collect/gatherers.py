"""One flow per page artifact. A gatherer that breaks leaves its error as a value; the page goes on.

A gatherer takes the stage, standing on a settled page, and returns its artifact. It touches nothing, except those
marked `walk`, which press keys and move the pointer and come last.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from a11y.collect.js import script
from a11y.collect.steps import Stage
from a11y.evidence import Page, Texts, adapter

log = logging.getLogger(__name__)

Gatherer = Callable[[Stage, Page], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A registered gatherer."""

    artifact: type
    flow: Gatherer
    walk: bool


GATHERERS: dict[type, Entry] = {}


def gatherer(artifact: type, *, walk: bool = False) -> Callable[[Gatherer], Gatherer]:
    """Register the decorated flow as the one that gathers `artifact`."""

    def register(flow: Gatherer) -> Gatherer:
        GATHERERS[artifact] = Entry(artifact, flow, walk)
        return flow

    return register


async def gather(stage: Stage, page: Page, wanted: Iterable[type]) -> tuple[Mapping[type, Any], Mapping[str, str]]:
    """Artifacts by type, and errors by artifact name, of the page that `stage` stands on."""
    artifacts: dict[type, Any] = {}
    errors: dict[str, str] = {}
    chosen = set(wanted)
    for entry in sorted((e for e in GATHERERS.values() if e.artifact in chosen), key=lambda e: e.walk):
        try:
            artifacts[entry.artifact] = await entry.flow(stage, page)
        except Exception as error:  # one of the four: an error is a value on the same road as data
            log.debug("gatherer %s broke", entry.artifact.__name__, exc_info=True)
            errors[entry.artifact.__name__] = f"{type(error).__name__}: {str(error).splitlines()[0][:300]}"
    return artifacts, errors


async def from_script(stage: Stage, name: str, artifact: type, arg: Any = None, *, frame: Any = None) -> Any:
    """The artifact that `js/NAME.js` returns."""
    return adapter(artifact).validate_python(await stage.evaluate(script(name), arg, frame=frame))


@gatherer(Texts)
async def texts(stage: Stage, page: Page) -> Texts:
    """Every visible run of text of the main frame."""
    seen: Texts = await from_script(stage, "texts", Texts)
    return seen
