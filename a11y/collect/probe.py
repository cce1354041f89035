"""Availability visits: the home page, as a browser would ask for it, to the end of its body.

A visit that fails while others in the round fail alike, or while addresses that always answer do not, tells of our own
network and not of the site. A connection refused or cut off tells of the site: somebody was there to refuse it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from a11y.collect.fetcher import Fetched, Fetcher
from a11y.collect.guard import Guard, GuardError, is_private
from a11y.collect.options import Options
from a11y.errors import KINDS
from a11y.evidence import Visit
from a11y.evidence.links import REFUSALS
from a11y.model import Site

PATIENCE = 30.0
"""Seconds a visit waits: twice the fifteen from which it has failed, so that the records tell slow from gone."""
AT_ONCE = 16
"""Sites visited at a time."""
CONTROLS = ("www.gov.cn", "www.baidu.com", "www.qq.com")
"""Hosts that answer if our network does."""
REFUSED = REFUSALS - {503}
"""A server that is there and will not speak to a program, or not from here: a person may well see the site. 503 is its own word for being down."""
_DOUBTED = frozenset({"dns", "timeout", "network", "unknown"})
AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
_SHANGHAI = ZoneInfo("Asia/Shanghai")


async def probe_round(sites: Iterable[Site], options: Options, *, controls: Sequence[str] = CONTROLS) -> list[Visit]:
    """One visit to each site, failures of our own network told apart."""
    wanted = list(sites)
    slots = asyncio.Semaphore(AT_ONCE)
    mapped = dict(options.resolve)
    async with Guard(mapped=mapped, allow_private=options.allow_private, upstream=options.proxy) as guard:
        agent = options.user_agent or AGENT
        async with Fetcher(guard, user_agent=agent, rate=options.rate) as fetcher:

            async def one(site: Site) -> Visit:
                async with slots:
                    return await visit(site, fetcher, now=options.now)

            visits = list(await asyncio.gather(*(one(site) for site in wanted)))
            return await _tell_apart(visits, guard, controls)


async def visit(site: Site, fetcher: Fetcher, *, now: str | None = None) -> Visit:
    """One availability visit. Never raises for what the world does.

    `now` (ISO 8601 with zone) stands in for the clock. `ok` needs a whole answer below 400; a wall against machines,
    a refusal and our own guard make the visit `ours`.
    """
    at = now or datetime.now(_SHANGHAI).isoformat(timespec="seconds")
    start = time.monotonic()
    answer = await fetcher.get(
        site.url, as_browser=True, robots=False, fresh=True, timeout=PATIENCE, limit_bytes=32 << 20
    )
    seconds = round(time.monotonic() - start, 3)
    kind = _kind(answer)
    ours = (kind in KINDS and KINDS[kind].ours) or answer.status in REFUSED
    return Visit(site.id, site.url, at, seconds, not kind, answer.status, kind, ours, answer.detail[:200])


def _kind(answer: Fetched) -> str:
    if answer.error:
        return answer.error
    if answer.is_bot_wall:
        return "bot-wall"
    if answer.status >= 500:
        return "server"
    return "http" if answer.status >= 400 else ""


async def _tell_apart(visits: list[Visit], guard: Guard, controls: Sequence[str]) -> list[Visit]:
    """Mark as ours what failed because nothing could be reached from here."""
    doubted = [v for v in visits if v.kind in _DOUBTED and not v.ours and not await _is_near(v, guard)]
    if not doubted or await _network_works(visits, guard, controls):
        return visits
    chosen = {id(v) for v in doubted}
    return [
        replace(v, ours=True, detail=f"同一时间别处也打不开，应是本机网络的问题：{v.detail}"[:200])
        if id(v) in chosen
        else v
        for v in visits
    ]


async def _network_works(visits: Sequence[Visit], guard: Guard, controls: Sequence[str]) -> bool:
    """Another site further off than this machine has just answered, in whatever way, or a control does."""
    for v in visits:
        if (v.status or v.kind in ("refused", "reset")) and not await _is_near(v, guard):
            return True
    for name in controls:
        try:
            made = await guard.connect(name, 443)
        except GuardError as error:
            if error.kind in ("refused", "reset"):
                return True
        else:
            made.close()
            return True
    return False


async def _is_near(v: Visit, guard: Guard) -> bool:
    """The site is on this machine or in this network: reaching it needs no outside network."""
    try:
        found = await guard.addresses(urlsplit(v.url).hostname or "")
    except GuardError:
        return False
    return all(is_private(address) for address in found)
