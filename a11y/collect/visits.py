"""Pages that are read for their content: over HTTP first, in the browser where a list is made by script."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar
from urllib.parse import urljoin

from a11y.collect.columns import made_by_script
from a11y.collect.context import Context
from a11y.collect.documents import Document, parse

log = logging.getLogger(__name__)
T = TypeVar("T")
R = TypeVar("R")

MOST_RENDERED = 24
"""Pages of one site that are rendered for their content."""
FRAMES = 4


@dataclass(frozen=True, slots=True)
class Visit:
    """What an address gave."""

    url: str
    document: Document | None
    status: int = 0
    error: str | None = None
    """A word of `errors.KINDS`; None where the page could be read, whatever its status."""
    rendered: bool = False
    unfinished: bool = False
    """Rendered, but a request of the page's own failed or it never settled."""
    charset: str = "utf-8"

    @property
    def readable(self) -> bool:
        """There is a page of the site, not a failure."""
        return self.document is not None and self.status < 400


@dataclass
class Visits:
    """Visits to one site, and how many of them may still be rendered."""

    context: Context
    rendered: int = 0
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(self, url: str) -> Visit:
        """The page at an address, over HTTP."""
        answer = await self.context.fetcher.get(url)
        hops = 0
        while answer.ok and answer.is_html and (ahead := _refresh(answer.text, answer.final_url)) and hops < 3:
            answer, hops = await self.context.fetcher.get(ahead), hops + 1
        if answer.error:
            return Visit(url, None, answer.status, answer.error)
        if answer.is_bot_wall:
            return Visit(url, None, answer.status, "bot-wall")
        if not answer.is_html:
            return Visit(url, None, answer.status, "not-html" if answer.ok else None)
        return Visit(url, parse(answer.text, answer.final_url), answer.status, charset=answer.charset)

    async def read(self, url: str, enough: Callable[[Document], bool]) -> Visit:
        """The page at an address; rendered where what came over HTTP is not `enough` and scripts may make the rest."""
        visit = await self.get(url)
        if visit.document is not None and (enough(visit.document) or not made_by_script(visit.document)):
            return visit
        if visit.document is None and visit.error not in ("bot-wall", "not-html", None):
            return visit
        if visit.status >= 400 and visit.error is None:
            return visit
        rendered = await self.render(url)
        return rendered if rendered is not None else visit

    async def render(self, url: str) -> Visit | None:
        """The page as the browser shows it; None where no more may be rendered or the browser could not."""
        if self.rendered >= MOST_RENDERED or self.context.time_left < 30:
            return None
        self.rendered += 1
        async with self._one_at_a_time:
            try:
                return await self._render(url)
            except Exception as error:
                log.debug("rendering %s", url, exc_info=True)
                self.context.trouble(url, "gatherer", f"rendering for its content: {type(error).__name__}: {error}")
                return None

    async def _render(self, url: str) -> Visit:
        await self.context.fetcher.pace(url)
        async with self.context.stage() as stage:
            landing = await stage.goto(url)
            if landing.error:
                return Visit(url, None, landing.status, landing.error, rendered=True)
            settled = await stage.settle(quiet=0.5, bound=6.0)
            sources = []
            for frame in stage.frames[: FRAMES + 1]:
                try:
                    sources.append(await stage.evaluate(_SOURCE, frame=frame))
                except Exception:
                    log.debug("a frame of %s said nothing", url, exc_info=True)
            failed = [e for e in stage.since(0, "failed") if e.resource in ("xhr", "fetch", "script")]
            failed += [e for e in stage.since(0, "response") if e.status >= 400 and e.resource in ("xhr", "fetch")]
            document = parse(_joined(sources), stage.page.url)
            return Visit(url, document, landing.status, None, True, bool(failed) or not settled)

    async def all(self, items: Iterable[T], work: Callable[[T], Awaitable[R]], *, at_once: int = 4) -> list[R]:
        """What `work` gives for each item (an address, a column), in order, a few at a time."""
        gate = asyncio.Semaphore(at_once)

        async def one(item: T) -> R:
            async with gate:
                return await work(item)

        return list(await asyncio.gather(*(one(item) for item in items)))


def sample(items: Iterable[T], most: int, seed: int, what: str, key: Callable[[T], str]) -> list[T]:
    """At most `most` of `items`, the same for the same seed whatever their order; all where there are no more."""
    ordered = sorted(items, key=key)
    return ordered if len(ordered) <= most else Random(f"{seed}:{what}").sample(ordered, most)  # noqa: S311


def _refresh(source: str, url: str) -> str:
    """Where a page without content of its own sends its visitors at once."""
    if len(source) > 6000:
        return ""
    found = re.search(
        r"""<meta[^>]+http-equiv\s*=\s*["']?refresh["']?[^>]+content\s*=\s*["']?\s*[0-3]\s*;\s*url\s*=\s*['"]?([^"'>\s]+)""",
        source, re.IGNORECASE,
    ) or re.search(r"""\A(?:(?!<a\b).)*?(?:window\.|top\.|self\.)?location(?:\.href)?\s*=\s*["']([^"']+)["']""", source, re.DOTALL)  # fmt: skip
    return urljoin(url, found[1]) if found and urljoin(url, found[1]) != url else ""


def _joined(sources: list[str]) -> str:
    """The frames' bodies stand at the end of the main document's."""
    if not sources:
        return "<html><body></body></html>"
    inner = "".join(f"<div>{re.sub(r'</?(?:html|body|head)[^>]*>', '', source)}</div>" for source in sources[1:])
    return re.sub(r"</body>", lambda _: inner + "</body>", sources[0], count=1, flags=re.IGNORECASE)


_SOURCE = """() => {
  const gone = (el) => !el.checkVisibility();
  const copy = document.documentElement.cloneNode(true);
  const real = document.documentElement.getElementsByTagName('*'), twins = copy.getElementsByTagName('*');
  for (let n = 0; n < real.length && n < 30000; n += 1) {
    if (/^(DIV|UL|OL|TABLE|SECTION)$/.test(real[n].tagName) && gone(real[n]) && !real[n].querySelector('a')) twins[n].setAttribute('hidden', '');
  }
  for (const script of [...copy.querySelectorAll('script,style')]) if (!script.src) script.textContent = '';
  return '<html>' + copy.innerHTML.slice(0, 2000000) + '</html>';
}"""
