"""A stage that runs beside the pages: never more at once than asked for, its pages after the sample, nobody waits for ever."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from a11y import collect
from a11y.collect import elderly
from a11y.collect.context import Context
from a11y.collect.options import Options
from a11y.collect.sampling import Choice
from a11y.evidence import Page, PageEvidence
from a11y.evidence.folder import Writer
from a11y.model import Device, Mode, Role, Site

HOME = "http://a.gov.cn/"
SAMPLE = [HOME, *(f"{HOME}{n}.html" for n in range(6))]
GONE = f"{HOME}3.html"
SPARE = f"{HOME}spare.html"


class _Pages(collect._Collection):
    """A collection whose pages take a moment each, and whose stage waits for the sample to be seen."""

    def __init__(self, folder: Path, concurrency: int, kills: int = 0) -> None:
        site = Site(url=HOME)
        super().__init__(site, Options(concurrency=concurrency), Writer(folder), lambda *_: None, None)
        self.busy = self.most = self.turns = 0
        self.kills = kills
        browser: Any = SimpleNamespace(killed=0)
        nobody: Any = None
        self.context = Context(
            site, self.options, nobody, browser, nobody, self.writer, self.tell, time.monotonic() + 60
        )  # fmt: skip

    async def during(self, steps: int) -> None:
        self.busy += 1
        self.most = max(self.most, self.busy)
        for _ in range(steps):
            await asyncio.sleep(0)
        self.busy -= 1

    async def look(self, context: Context, choice: Choice, index: int, **words: Any) -> PageEvidence:
        page = Page(choice.url, choice.url, choice.role, Mode.STANDARD, Device.DESKTOP, 200)
        if told := words.get("told"):
            told(PageEvidence(page))
        await self.during(20 if choice.role is Role.HOME else 5)
        gone = choice.url == GONE
        return PageEvidence(replace(page, status=404, error="http") if gone else page)

    async def choose(self, context: Context, links: Any) -> list[Choice]:
        self.found = {url: collect.sampling.Candidate(url, Role.RANDOM) for url in (*SAMPLE[1:], SPARE)}
        return [Choice(url, Role.HOME if url == HOME else Role.RANDOM) for url in SAMPLE]

    def wanted(self, name: str) -> bool:
        return name.endswith(".elderly")

    async def stage(self, context: Context, name: str, *, within: float = 0) -> dict[type, Any]:
        self.turns += 1
        await self.during(8)
        if context.held is not None:
            await context.sample_seen.wait()
        if self.kills >= self.turns:
            context.browser.killed += 1
            context.trouble("elderly", "crash", "被另一页连累")
        context.add_page(PageEvidence(Page(HOME, HOME, Role.HOME, Mode.ELDERLY, Device.DESKTOP, 200)))
        return {str: self.turns}


async def _run(pages: _Pages) -> dict[type, Any]:
    async with asyncio.timeout(20):
        await pages.pages(pages.context)
        pages.context.write_beside()
        return await pages.stages(pages.context)


@pytest.mark.parametrize("concurrency", [1, 2, 3, 12])
def test_a_stage_beside_the_pages(concurrency: int, tmp_path: Path) -> None:
    pages = _Pages(tmp_path, concurrency)
    artifacts = asyncio.run(_run(pages))
    seen = [(page.page.url, page.page.mode) for page in pages.writer.pages()]
    sample = [(url, Mode.STANDARD) for url in (*SAMPLE, SPARE)]
    assert (seen, artifacts, pages.turns) == ([*sample, (HOME, Mode.ELDERLY)], {str: 1}, 1)
    assert pages.most <= concurrency
    assert pages.most > 1 or concurrency == 1


def test_a_stage_that_another_page_may_have_cut_short_has_its_turn_again(tmp_path: Path) -> None:
    pages = _Pages(tmp_path, 2, kills=1)
    artifacts = asyncio.run(_run(pages))
    elderly = [page for page in pages.writer.pages() if page.page.mode is Mode.ELDERLY]
    assert (artifacts, pages.turns, len(elderly), pages.context.errors) == ({str: 2}, 2, 1, [])


def test_what_breaks_beside_the_pages_is_told_as_what_it_is(tmp_path: Path) -> None:
    pages = _Pages(tmp_path, 2)
    pages.stage = _broken  # type: ignore[method-assign]
    with pytest.raises(ZeroDivisionError):
        asyncio.run(_run(pages))


async def _broken(context: Context, name: str, *, within: float = 0) -> dict[type, Any]:
    raise ZeroDivisionError


def test_waiting_for_a_slow_sample_is_no_time_of_the_elderly_visit(tmp_path: Path) -> None:
    context = replace(_Pages(tmp_path, 2).context, held=[])
    visit = elderly._Visit(context, *([None] * 2))  # type: ignore[arg-type]

    async def wait() -> bool:
        asyncio.get_running_loop().call_later(0.3, context.sample_seen.set)
        try:
            async with asyncio.timeout(0.1) as visit.limit:
                await visit.sample_seen()
                before = visit.limit.when()
                assert before is not None
                assert before > asyncio.get_running_loop().time()
                await asyncio.sleep(30)
        except TimeoutError:
            return True
        return False

    assert asyncio.run(wait())
