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

from a11y import audit, early
from a11y.database import Database
from a11y.errors import KINDS
from a11y.model import Site

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = timedelta(days=7)
TOO_LONG = 15.0
"""Seconds after which a visit has failed. Source: 国办秘函〔2019〕19号 单项否决“站点无法访问”."""


def rounds(
    sites: Sequence[Site], collection: Mapping[str, Any], database: Database, *, every: float | None = None,
    stop: threading.Event | None = None,
) -> Iterator[str]:  # fmt: skip
    """Visit every site once, or again every so many seconds until `stop`.

    Yields a line for each round, then one for each site that comes near to the veto's line.
    """
    named = [replace(site, id=audit.site_id(site)) for site in sites]
    database.put_sites(named)
    stop = stop or threading.Event()
    while True:
        started = time.monotonic()
        yield _round(named, collection, database)
        yield from warnings(database, named, collection.get("now"))
        if every is None or stop.wait(max(0.0, every - (time.monotonic() - started))):
            return


def _round(sites: Sequence[Site], collection: Mapping[str, Any], database: Database) -> str:
    from a11y.collect.probe import probe_round

    visits = asyncio.run(probe_round(sites, audit.collection_options(collection)))
    database.put_visits(
        [
            {
                "site_id": v.site, "at": _stored(v.at), "seconds": v.seconds, "ok": v.ok, "kind": v.kind, "ours": v.ours,
                "status": v.status,
            }
            for v in visits
        ]
    )  # fmt: skip
    closed = [v for v in visits if not v.ok and not v.ours]
    ours = sum(v.ours for v in visits)
    at = visits[0].at[:16].replace("T", " ") if visits else ""
    words = f"{at} 访问 {len(visits)} 站：打开 {sum(v.ok for v in visits)}，打不开 {len(closed)}"
    words += f"，不作数 {ours}（本机网络或限制，或对方拒绝程序访问）" if ours else ""
    names = "、".join(f"{v.site}（{KINDS[v.kind].text if v.kind in KINDS else v.kind}）" for v in closed[:5])
    return words + (f"：{names}" if names else "")


def _stored(moment: str) -> str:
    """A moment in the one zone of the store, so that moments can be compared as text."""
    return datetime.fromisoformat(moment).astimezone(SHANGHAI).isoformat(timespec="seconds")


def warnings(database: Database, sites: Sequence[Site], now: str | None = None) -> Iterator[str]:
    """Early warning (预警): sites whose last week lies between the warning line and the veto's."""
    for site in sites:
        rows = recorded(database, site.id, now, days=WEEK)
        counted = [row for row in rows if not row["ours"]]
        week = early.Visits(len(counted), sum(not row["ok"] or row["seconds"] >= TOO_LONG for row in counted))
        if week.near():
            yield f"预警：{site.name or site.id}，{week.text()}，5% 以上即单项否决"


def recorded(
    database: Database, site: str, now: str | None = None, *, days: timedelta = WEEK + timedelta(days=1)
) -> list[dict[str, Any]]:
    """A site's visits of the week before `now`, as `collect.Options` takes them.

    One day more than the week unless asked otherwise: where the gaps are must be seen too.
    """
    end = datetime.fromisoformat(now) if now else datetime.now(SHANGHAI)
    rows = database.visits(site, _stored((end - days).isoformat()), _stored(end.isoformat()))
    return [
        {
            "site": row.site_id, "url": "", "at": row.at, "seconds": row.seconds, "ok": row.ok, "status": row.status,
            "kind": row.kind, "ours": row.ours,
        }
        for row in rows
    ]  # fmt: skip
