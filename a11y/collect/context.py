"""What every stage of a collection is given: the site, the door to the network, the browser, and what was seen so far.

The entry point of a stage is `async def gather_<name>(context: Context) -> Mapping[type, artifact]`; what it returns
become site artifacts. Pages that it looked at join the evidence by `add_page`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from a11y.collect.fetcher import Fetcher
from a11y.collect.guard import Guard
from a11y.collect.options import Options
from a11y.collect.steps import Stage
from a11y.evidence import Crops, Page, PageEvidence
from a11y.model import Device, Mode, Role, Site, Target, Trouble

if TYPE_CHECKING:
    from a11y.collect.browser import Browser

Progress = Callable[[str, dict[str, Any]], None]
Suspects = Callable[[PageEvidence], Sequence[Target]]
"""Which elements of a page deserve a picture: the audit gives one that runs the checks."""


class Book(Protocol):
    """Where pages are written: `evidence.folder.Writer`."""

    def write_page(self, seen: PageEvidence) -> None:
        """Keep one page."""

    def pages(self, wanted: Iterable[type] | None = None) -> Iterator[PageEvidence]:
        """Pages written so far, one after another, with the wanted artifacts alone."""

    def add_crops(self, page: Page, crops: Crops) -> None:
        """Add pictures to a page that is written already."""

    def save_picture(self, folder: str, name: str, data: bytes) -> str | None:
        """Keep a picture; its path relative to the site's folder, or None where the folder's limit is reached."""


@dataclass(slots=True)
class Context:
    """One collection as its stages see it."""

    site: Site
    options: Options
    guard: Guard
    browser: Browser
    fetcher: Fetcher
    book: Book
    progress: Progress
    deadline: float
    """Monotonic time at which the whole site must be done."""
    home_url: str = ""
    """Address of the home page after its first redirect."""
    welcome: str = ""
    """Address of the page that the site opens with, where it goes on to its home page by itself."""
    found: dict[str, Role] = field(default_factory=dict)
    """Every page address found in the site and its supposed role."""
    found_by: dict[str, str] = field(default_factory=dict)
    """Address → text of the first link that led to it."""
    seen: list[Page] = field(default_factory=list)
    """Pages looked at so far, in order."""
    errors: list[Trouble] = field(default_factory=list)
    suspects: Suspects | None = None
    cropped: set[str] = field(default_factory=set)
    """Marks of the faults that have a picture already."""
    revealed: dict[tuple[str, str], str] = field(default_factory=dict)
    """Selector and address of hidden links → what brought them to light, empty where nothing did."""
    sampled: Sequence[tuple[str, Role]] = ()
    """Addresses of the sample and what they are for, in order, from the moment they are chosen."""
    sample_seen: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once every page of the sample was looked at; only a context with `held` has to wait for it."""
    beside: list[PageEvidence] = field(default_factory=list)
    """Pages of stages that ran beside the sample, to be written after it."""
    held: list[PageEvidence] | None = None
    """Pages added while the sample is still being looked at: they stand after it. None: they join at once."""
    elderly_entered: bool | None = None
    """Set by the elderly stage: None not tried, False none could be entered."""

    def pages(self, *wanted: type) -> Iterator[PageEvidence]:
        """Pages looked at so far, read back one after another, with the wanted artifacts alone (all if none named)."""
        return self.book.pages(wanted or None)

    def add_page(self, seen: PageEvidence) -> None:
        """Let a page (an elderly or mobile one) join the evidence."""
        if self.held is None:
            self._write(seen)
        else:
            self.held.append(seen)
        self.progress("page", {"url": seen.page.url, "mode": seen.page.mode.value, "error": seen.page.error})

    def join(self, other: Context) -> None:
        """Take what a stage came to that was given a context of its own; its pages stand where the sample ends."""
        self.errors += other.errors
        self.elderly_entered = other.elderly_entered
        self.beside += other.held or ()

    def write_beside(self) -> None:
        """Write the pages of stages that ran beside the sample."""
        while self.beside:
            self._write(self.beside.pop(0))

    def _write(self, seen: PageEvidence) -> None:
        if not seen.page.template:
            template = next((p.template for p in self.seen if p.url == seen.page.url and p.template), "")
            seen = replace(seen, page=replace(seen.page, template=template))
        self.book.write_page(seen)
        self.seen.append(seen.page)

    def save_picture(self, name: str, data: bytes, *, folder: str = "crops") -> str | None:
        """Keep a picture (JPEG or PNG, as `name` ends); its path relative to the site's folder, None where full."""
        return self.book.save_picture(folder, name, data)

    def stage(
        self, mode: Mode = Mode.STANDARD, device: Device | None = None, *, fresh: bool = False,
        scripts: Sequence[str] = (),
    ) -> AbstractAsyncContextManager[Stage]:  # fmt: skip
        """A page in a browser context of its own: nobody else works in that context until it is given back.

        Args:
            mode: which version it is for; standard and elderly never share a context.
            device: default the run's.
            fresh: a context that nobody used, closed afterwards: no cookies, no storage.
            scripts: sources run in every document before the page's own (stub voices, ears); makes it fresh.
        """
        return self.browser.stage(mode, device or self.options.device, fresh=fresh, scripts=scripts)

    @asynccontextmanager
    async def page(
        self, url: str, mode: Mode = Mode.STANDARD, device: Device | None = None, *, fresh: bool = False
    ) -> AsyncIterator[tuple[Stage, Page]]:
        """Open and settle an address at the polite pace; `page.error` says where that failed. See `visiting.open_page`."""
        from a11y.collect.visiting import open_page

        async with self.stage(mode, device, fresh=fresh) as stage:
            role = self.found.get(url, Role.RANDOM)
            yield stage, await open_page(self, stage, url, role, mode, device or self.options.device)

    def in_scope(self, url: str) -> bool:
        """True where an address belongs to the site. See `sampling.Scope`."""
        from a11y.collect.sampling import Scope

        return Scope.of(self.site, self.home_url or self.site.url).covers(url)

    @property
    def time_left(self) -> float:
        """Seconds until the site must be done; never negative."""
        return max(0.0, self.deadline - time.monotonic())

    def trouble(self, where: str, kind: str, detail: str) -> None:
        """Note that our instrument broke or was kept out."""
        self.errors.append(Trouble(where, kind, detail[:500]))
