"""Availability over time: rounds of visits, recorded with their moment, for cron, a timer, or a loop of our own."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from a11y import audit
from a11y.database import Database
from a11y.errors import KINDS
from a11y.model import Site

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = timedelta(days=7)


def rounds(
    sites: Sequence[Site], collection: Mapping[str, Any], database: Database, *, every: float | None = None,
    stop: threading.Event | None = None,
) -> Iterator[str]:  # fmt: skip
    """Visit every site once, or again every so many seconds until `stop`; yields one line for each round."""
    named = [replace(site, id=audit.site_id(site)) for site in sites]
    database.put_sites(named)
    stop = stop or threading.Event()
    while True:
        started = time.monotonic()
        yield _round(named, collection, database)
        if every is None or stop.wait(max(0.0, every - (time.monotonic() - started))):
            return


def _round(sites: Sequence[Site], collection: Mapping[str, Any], database: Database) -> str:
    from a11y.collect.probe import probe_round

    visits = asyncio.run(probe_round(sites, audit.collection_options(collection)))
    database.put_visits(
        [
            {
                "site_id": v.site, "at": v.at, "seconds": v.seconds, "ok": v.ok, "kind": v.kind, "ours": v.ours,
                "status": v.status,
            }
            for v in visits
        ]
    )  # fmt: skip
    closed = [v for v in visits if not v.ok and not v.ours]
    ours = sum(v.ours for v in visits)
    at = visits[0].at[:16].replace("T", " ") if visits else ""
    words = f"{at} 访问 {len(visits)} 站：打开 {sum(v.ok for v in visits)}，打不开 {len(closed)}"
    words += f"，因本机网络或限制不作数 {ours}" if ours else ""
    names = "、".join(f"{v.site}（{KINDS[v.kind].text if v.kind in KINDS else v.kind}）" for v in closed[:5])
    return words + (f"：{names}" if names else "")


def recorded(database: Database, site: str, now: str | None = None) -> list[dict[str, Any]]:
    """A site's visits of the week before `now`, as `collect.Options` takes them."""
    end = datetime.fromisoformat(now) if now else datetime.now(SHANGHAI)
    # One day more than the week: where the gaps are must be seen too.
    start = (end - WEEK - timedelta(days=1)).isoformat(timespec="seconds")
    rows = database.visits(site, start, end.isoformat(timespec="seconds"))
    return [
        {
            "site": row.site_id, "url": "", "at": row.at, "seconds": row.seconds, "ok": row.ok, "status": row.status,
            "kind": row.kind, "ours": row.ours,
        }
        for row in rows
    ]  # fmt: skip
