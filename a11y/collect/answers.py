"""Where the addresses of a register really answer: a wrong cell that only the network can tell."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import urlsplit

from a11y.collect.fetcher import Fetched, Fetcher
from a11y.collect.guard import Guard
from a11y.collect.options import Options
from a11y.collect.probe import AGENT, AT_ONCE
from a11y.collect.sampling import Scope
from a11y.errors import KINDS
from a11y.model import Site

PATIENCE = 20.0
"""Seconds until an address is given up."""


async def answers(sites: Sequence[Site], options: Options) -> tuple[list[str], list[str]]:
    """Lines on addresses that answer elsewhere, and lines on those that do not answer from here.

    http to https and bare to www are the same place. An address that does not answer may be right: only a person knows.
    """
    slots = asyncio.Semaphore(AT_ONCE)
    elsewhere: list[str] = []
    silent: list[str] = []
    mapped = dict(options.resolve)
    async with (
        Guard(mapped=mapped, allow_private=options.allow_private, upstream=options.proxy) as guard,
        Fetcher(guard, user_agent=options.user_agent or AGENT, rate=options.rate) as fetcher,
    ):

        async def one(site: Site) -> Fetched:
            async with slots:
                return await fetcher.get(site.url, as_browser=True, robots=False, timeout=PATIENCE)

        for site, answer in zip(sites, await asyncio.gather(*map(one, sites)), strict=True):
            name = site.name or site.id or site.url
            if answer.error or answer.status >= 400:
                why = KINDS[answer.error].text if answer.error in KINDS else f"状态 {answer.status}"
                silent.append(f"{name}（{site.url}）：{why}")
            elif not Scope.of(site, answer.final_url).covers(answer.final_url):
                elsewhere.append(f"{name}（{site.url}）：{_said(site, answer.final_url)}")
    return elsewhere, silent


def _said(site: Site, final: str) -> str:
    same = urlsplit(site.url).netloc.removeprefix("www.") == urlsplit(final).netloc.removeprefix("www.")
    return f"实际转到{'本站的另一处' if same else '别的网站'} {final}，请核对首页网址"
