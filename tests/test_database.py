"""The store keeps what was reported, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select

from a11y import database as database_module
from a11y.database import (
    Database,
    FindingRow,
    IndicatorRow,
    LedgerRow,
    RunRow,
    ScorecardRow,
    SiteRow,
    Table,
    VisitRow,
    migrate,
    open_database,
)  # fmt: skip
from a11y.errors import A11yError, UsageError
from a11y.model import Site


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL that pip brought."""
    pgserver = pytest.importorskip("pgserver")
    running = pgserver.get_server(tmp_path_factory.mktemp("pg"))
    yield running.get_uri()
    running.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = request.getfixturevalue("server") if request.param == "postgresql" else None
    with open_database(url, tmp_path) as database:
        yield database
        if request.param == "postgresql":
            with database.engine.begin() as connection:
                for table in reversed(Table.metadata.sorted_tables):
                    connection.execute(table.delete())


def report(score: float | None = 86.5, findings: int = 2, complete: bool = True) -> dict[str, Any]:
    finding = {
        "check": "axe/label", "profiles": ["prelaunch"], "outcome": "failed", "impact": "serious",
        "page": "http://a.gov.cn/", "mode": "standard", "device": "desktop",
        "target": {"selector": "input", "html": "<input>", "frame": [], "box": None}, "message": "输入框没有名称",
        "remedy": None, "data": {"measured": 0, "required": 1}, "screenshot": None, "repeat": "a11y check", "ruling": None,
    }  # fmt: skip
    return {
        "collected_at": "2026-11-22T09:00:00+08:00", "tool": {"version": "0"},
        "coverage": {"complete": complete, "reason": None, "pages_checked": 3},
        "findings": [{**finding, "fingerprint": f"{n:016x}"} for n in range(findings)],
        "scorecards": [{
            "profile": "suqian-2022", "version": "1", "verdict": "failed",
            "score": None if score is None else {"value": score, "floor": 76.0001, "ceiling": 91},
            "indicators": [{
                "id": "4.2a", "title": "可用性", "kind": "deduct", "outcome": "failed", "mode": "automatic", "findings": 2,
                "points": {"max": 2, "lost": 0.5, "earned": 1.5, "floor": 1.5, "ceiling": 1.5},
            }],
        }],
    }  # fmt: skip


SITES = [Site("http://a.gov.cn/", id="a", name="甲", region="东"), Site("http://b.gov.cn/", id="b", name="乙")]


def test_a_report_comes_back_as_it_was(database: Database) -> None:
    database.put_sites(SITES)
    run = database.put_report("a", "2026Q4", report(), folder="2026Q4/a", attempts=2, seconds=3.5)
    with database.session() as session:
        card = session.scalars(select(ScorecardRow).where(ScorecardRow.run_id == run)).one()
        row = session.scalars(select(IndicatorRow).where(IndicatorRow.scorecard_id == card.id)).one()
        found = session.scalars(select(FindingRow).where(FindingRow.run_id == run)).all()
        assert (card.value, card.floor) == (Decimal("86.5"), Decimal("76.0001"))
        assert (row.indicator, row.lost, row.max) == ("4.2a", Decimal("0.5"), Decimal(2))
        assert [f.message for f in found] == ["输入框没有名称"] * 2
        assert found[0].data == {"measured": 0, "required": 1}


def test_the_newest_run_of_a_period_is_the_current_one(database: Database) -> None:
    database.put_sites(SITES)
    first = database.put_report("a", "2026Q4", report(), folder="x")
    second = database.put_report("a", "2026Q4", report(findings=0), folder="y", batch=2)
    other = database.put_report("a", "2026Q3", report(), folder="z")
    assert {s.run for s in database.current("2026Q4").values()} == {second}
    assert database.current("2026Q3")["a"].run == other
    assert database.count(RunRow) == 3
    assert first != second


def test_the_register_is_brought_up_to_date_not_doubled(database: Database) -> None:
    database.put_sites(SITES)
    database.put_sites([Site("https://a.gov.cn/", id="a", name="甲区")])
    with database.session() as session:
        assert session.get(SiteRow, "a").url == "https://a.gov.cn/"  # type: ignore[union-attr]
    assert database.count(SiteRow) == 2


def test_a_failed_write_leaves_nothing(database: Database) -> None:
    database.put_sites(SITES)
    broken = report()
    del broken["scorecards"][0]["indicators"][0]["id"]
    with pytest.raises(KeyError):
        database.put_report("a", "2026Q4", broken, folder="x")
    assert database.count(RunRow) == database.count(FindingRow) == 0


def test_visits_are_found_by_their_moment(database: Database) -> None:
    database.put_sites(SITES)
    moments = [f"2026-11-{day:02d}T10:00:00+08:00" for day in (1, 15, 21)]
    database.put_visits([{"site_id": "a", "at": at, "seconds": 0.5, "ok": True} for at in moments])
    seen = database.visits("a", "2026-11-15", "2026-11-22")
    assert [visit.at for visit in seen] == moments[1:]


def test_what_is_forgotten_is_gone_with_all_that_hangs_on_it(database: Database) -> None:
    database.put_sites(SITES)
    for id in ("a", "b"):
        database.put_report(id, "2026Q4", report(), folder=id)
        database.put_visits([{"site_id": id, "at": "2026-01-01T00:00:00+08:00", "seconds": 1, "ok": True}])
    assert database.forget(site="a") == 1
    assert database.count(FindingRow) == 2
    assert database.count(VisitRow) == database.count(SiteRow) == 1
    assert database.forget(before="2026-12-01") == 1
    assert database.count(FindingRow) == database.count(VisitRow) == database.count(IndicatorRow) == 0


def test_the_migrations_make_just_these_tables(database: Database) -> None:
    migrate(database.engine)
    there = inspect(database.engine)
    for table in Table.metadata.sorted_tables:
        assert {c["name"] for c in there.get_columns(table.name)} == {c.name for c in table.columns}


def test_a_store_of_the_first_form_keeps_its_rows(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    database = open_database(None, tmp_path)
    config = Config()
    config.set_main_option("script_location", "a11y:migrations")
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO sites VALUES ('a', '甲', 'http://a.gov.cn/', '', '', NULL, '', '', 0, '[]')"
        )
        connection.exec_driver_sql(
            "INSERT INTO ledger (id, site_id, fingerprint, period, indicator, check_id, description, page, parent, found_at, picture,"
            " count, measure, state, reason) VALUES (1, 'a', 'f', '2026Q3', '', 'links/dead', '', '', '', '', 'evidence/crops/x.jpg',"
            " 1, '', 'open', '')"
        )
    with database, database.session() as session:
        [row] = session.scalars(select(LedgerRow))
        assert (row.mode, row.device, row.picture) == ("standard", "desktop", "2026Q3/a/evidence/crops/x.jpg")


def test_a_store_that_breaks_is_one_line(tmp_path: Path) -> None:
    with open_database(None, tmp_path) as database:
        with database.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE ledger")
        with pytest.raises(A11yError, match="数据库出错"):
            database.count(LedgerRow)


def test_a_store_that_another_program_holds_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "_PATIENCE", 0)
    with open_database(None, tmp_path) as database:
        other = sqlite3.connect(tmp_path / "a11y.sqlite", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(A11yError, match=r"被另一个程序占用.*接着做"):
            database.put_sites([Site("http://a.gov.cn/", id="a")])
        other.execute("ROLLBACK")
        database.put_sites([Site("http://a.gov.cn/", id="a")])
        assert database.count(SiteRow) == 1
        other.close()


def test_a_file_that_is_no_store_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "a11y.sqlite").write_bytes(b"no database at all, but long enough " * 40)
    with pytest.raises(A11yError, match="不是数据库"), open_database(None, tmp_path):
        pass


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    with open_database(None, tmp_path) as database, database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UsageError, match="更新的版本"), open_database(None, tmp_path):
        pass


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="数据库打不开") as caught:
        open_database("postgresql://user:geheim@127.0.0.1:1/x", tmp_path)
    assert "geheim" not in str(caught.value)


def test_sqlite_on_a_network_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from collections import namedtuple

    import psutil

    mount = namedtuple("mount", "mountpoint fstype")
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: [mount("/", "ext4"), mount(str(tmp_path), "nfs4")])
    with pytest.raises(UsageError, match="网络磁盘"):
        open_database(None, tmp_path)
