"""Rounds of visits: kept, told, and warned of before the veto's line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from a11y import availability
from a11y.database import Database, open_database
from a11y.evidence import Visit
from a11y.model import Site

NOW = "2026-11-22T12:00:00+08:00"
SITES = [Site("http://a.gov.cn/", id="a", name="甲局"), Site("http://b.gov.cn/", id="b")]


def filled(store: Database, site: str, count: int, bad: int, ours: int = 0) -> None:
    at = [(datetime.fromisoformat(NOW) - timedelta(hours=n + 1)).isoformat(timespec="seconds") for n in range(count)]
    store.put_visits(
        [
            {"site_id": site, "at": moment, "seconds": 16.0 if n < bad else 0.5, "ok": not bad <= n < bad + ours,
             "kind": "", "ours": bad <= n < bad + ours, "status": 200}
            for n, moment in enumerate(at)
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("count", "bad", "ours", "words"),
    [
        (140, 4, 0, None), (140, 5, 0, "140 次，5 次没有打开（3.6%）"), (140, 7, 0, None), (10, 1, 0, None),
        (150, 4, 20, "130 次，4 次没有打开（3.1%）"),
        (200, 6, 0, "168 次，6 次"),  # what is older than the week does not count
    ],
)  # fmt: skip
def test_a_site_near_the_line_is_warned_of(tmp_path: Path, count: int, bad: int, ours: int, words: str | None) -> None:
    with open_database(None, tmp_path) as store:
        store.put_sites(SITES)
        filled(store, "a", count, bad, ours)
        lines = list(availability.warnings(store, SITES, NOW))
    assert len(lines) == (words is not None)
    assert words is None or (words in lines[0] and "甲局" in lines[0])


def test_a_round_is_told_with_its_warnings_and_kept_in_one_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def one_round(sites: Sequence[Site], _options: object) -> list[Visit]:
        at = "2026-11-22T03:30:00+00:00"
        return [Visit("a", sites[0].url, at, 0.4, True, 200), Visit("b", sites[1].url, at, 15.0, False, 0, "timeout")]

    monkeypatch.setattr("a11y.collect.probe.probe_round", one_round)
    with open_database(None, tmp_path) as store:
        store.put_sites(SITES)
        filled(store, "a", 139, 5)
        told, warned = availability.rounds(SITES, {"now": NOW}, store)
        [row] = availability.recorded(store, "b", "2026-11-22T04:00:00+00:00")
    assert "打开 1，打不开 1" in told
    assert "甲局" in warned
    assert (row["at"], row["ok"]) == ("2026-11-22T11:30:00+08:00", False)
