"""A batch that is killed goes on: no site lost, none counted twice, no half report."""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from a11y import audit, batch
from a11y.backends import Done, Job
from a11y.compare import compare_folders
from a11y.database import Database, FindingRow, LedgerRow, RunRow, open_database
from a11y.errors import A11yError, DiskFullError, UsageError
from a11y.model import Site
from a11y.notice.figures import read_figures

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))
from many_sites import kind_of, serve  # noqa: E402

COUNT = 10


def command(register: Path, out: Path, words: list[str], period: str = "2026Q4", now: str = "2026-11-22") -> list[str]:
    return [
        sys.executable, "-m", "a11y.cli", "batch", str(register), "--period", period, "--out", str(out), "--pages", "1",
        "--no-elderly", "--backend", "processes:2", "--timeout", "6", "--site-seconds", "60", "--now", now,
        "--keep", "none", "--profile", "prelaunch", "--profile", "national-2019", *words,
    ]  # fmt: skip


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The results folder of a batch that was killed and called again, and what the second call said."""
    folder = tmp_path_factory.mktemp("batch")
    register, out = folder / "sites.csv", folder / "out"
    with serve(COUNT) as (text, words):
        register.write_text(text, "utf-8")
        first = subprocess.Popen(command(register, out, words), stderr=subprocess.PIPE, text=True, cwd=ROOT)
        assert first.stderr is not None
        for line in first.stderr:
            if "：完成" in line:
                os.kill(first.pid, signal.SIGKILL)
                break
        first.wait()
        first.stderr.close()
        before = set(out.glob("2026Q4/*/report.json"))
        assert 0 < len(before) < COUNT
        done = subprocess.run(
            command(register, out, words), capture_output=True, text=True, cwd=ROOT, timeout=300, check=False
        )
    assert done.returncode == 0, done.stdout + done.stderr
    return out, done.stdout


def test_a_batch_that_is_killed_is_finished_by_the_next_call(finished: tuple[Path, str]) -> None:
    out, said = finished
    reports = {path.parent.name: json.loads(path.read_text("utf-8")) for path in out.glob("2026Q4/*/report.json")}
    assert len(reports) == COUNT
    assert not list(out.glob("2026Q4/*/.attempt-*"))
    seen = {int(id[1:]): report["coverage"]["pages_checked"] > 0 for id, report in reports.items()}
    for number, looked in seen.items():
        if kind_of(number) in ("good", "stale", "no-alt", "slow"):
            assert looked, kind_of(number)
        if kind_of(number) in ("dead", "blocked", "gone"):
            assert not looked, kind_of(number)
            assert all(card["score"] is None for card in reports[f"s{number:05d}"]["scorecards"])
    with open_database(None, out) as store:
        current = store.current("2026Q4")
        assert sorted(current) == sorted(reports)
        assert store.count(RunRow) >= COUNT
        assert store.count(FindingRow) > 0
        assert store.count(LedgerRow) > 0
    assert f"共 {COUNT} 站" in said


def test_the_next_period_closes_what_was_mended_and_opens_what_is_new(finished: tuple[Path, str]) -> None:
    out, _ = finished
    mended, planted = "s00004", "s00000"
    assert (kind_of(4), kind_of(4, later=True), kind_of(0), kind_of(0, later=True)) == (
        "no-alt",
        "good",
        "good",
        "no-alt",
    )
    register = out.parent / "later.csv"
    with serve(COUNT, later=True) as (text, words):
        rows = [row for row in text.splitlines() if row.startswith(("id,", mended, planted))]
        register.write_text("\n".join(rows) + "\n", "utf-8")
        again = command(register, out, words, "2027Q1", "2026-11-23")
        subprocess.run(again, check=True, capture_output=True, cwd=ROOT, timeout=200)
    with open_database(None, out) as store, store.session() as session:
        pictures = session.scalars(select(LedgerRow).where(LedgerRow.check == "axe/image-alt"))
        rows = {(row.site_id, row.period, row.state) for row in pictures}
        others = session.scalars(select(LedgerRow).where(LedgerRow.site_id == "s00003"))
        assert {(row.check, row.state) for row in others} >= {("content/home-fresh", "open")}, (
            "nobody looked there again"
        )
    assert rows == {(mended, "2026Q4", "mended"), (planted, "2027Q1", "open")}
    with open_database(None, out) as store:
        figures = read_figures(store, "2027Q1")
    assert figures.previous is not None
    assert figures.previous.period == "2026Q4"
    assert 0 < figures.previous.mended < figures.previous.found
    head, *lines = compare_folders(out / "2026Q4", out / "2027Q1")
    assert head.startswith("两期共有 2 个网站")
    assert any("image-alt" in line and "已改 1" in line and "新增 1" in line for line in lines)


def test_what_lost_children_leave_is_taken_away(tmp_path: Path) -> None:
    def backend(jobs: Iterable[Job], _tell: object, _stop: object) -> Iterator[Done]:
        for job in jobs:
            yield Done(job.id, "hang", detail="超过 10 秒仍未完成，已停止")
            late = Path(job.arguments["folder"]).with_name(".attempt-9")
            late.mkdir()
            (late / "report.json").write_text("{}")

    with open_database(None, tmp_path) as store:
        count = batch.run(
            [Site("http://a.gov.cn/", id="a")], period="2026Q4", root=tmp_path, database=store, collection={},
            request=audit.Request(), backend=backend, limits=batch.Limits(tries=1),
        )  # fmt: skip
        assert store.current("2026Q4")["a"].state == "hang"
    assert (count.left, count.unreachable) == (0, 1)
    assert batch.planned(tmp_path / "2026Q4") == ["a"]
    assert not list(tmp_path.glob("2026Q4/a/.attempt-*"))
    assert json.loads((tmp_path / "2026Q4/a/report.json").read_text("utf-8"))["scorecards"][0]["score"] is None


def test_of_two_children_at_one_site_the_first_to_be_whole_counts(tmp_path: Path) -> None:
    attempt = tmp_path / ".attempt-1"
    attempt.mkdir()  # as it was given to both
    for name in ("first", "second"):
        own = tmp_path / f".attempt-1.{name}"
        own.mkdir()
        (own / "report.json").write_text(name)
        audit._publish(own, attempt)
        assert not own.exists()
    assert (attempt / "report.json").read_text() == "first"


def test_two_sites_with_one_id_are_refused() -> None:
    with pytest.raises(UsageError, match="编号都是"):
        batch._named([Site("http://a.gov.cn/", id="x"), Site("http://b.gov.cn/", id="x")])


def test_a_period_in_work_is_locked_and_a_dead_lock_is_taken_over(tmp_path: Path) -> None:
    lock = tmp_path / ".lock"
    lock.write_text(f"{os.getppid()} {batch._born(os.getppid())} {platform.node()}")
    with pytest.raises(UsageError, match="正在做"), batch._alone(tmp_path):
        pass
    lock.write_text(f"{os.getpid()} 1 elsewhere")
    with pytest.raises(UsageError, match="elsewhere"), batch._alone(tmp_path):
        pass
    # Gone; the number taken by another process since; a lock that a power cut left empty.
    for left in (f"999999999 1 {platform.node()}", f"{os.getppid()} 1 {platform.node()}", ""):
        lock.write_text(left)
        with batch._alone(tmp_path):
            assert lock.read_text().startswith(f"{os.getpid()} ")
        assert not lock.exists()


def test_of_many_that_begin_at_once_one_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, begin, leave = tmp_path / ".lock", threading.Barrier(6), threading.Event()
    lock.write_text(f"999999999 1 {platform.node()}")  # left by a dead one: all six find it so
    (tmp_path / ".lock.dead").touch()  # and by another that was killed while it removed such a one
    os.utime(tmp_path / ".lock.dead", (0, 0))
    parent = os.getppid()  # as if each were a process of its own: one's own number counts as dead
    monkeypatch.setattr(batch.os, "getpid", threading.get_ident)
    monkeypatch.setattr(batch, "_born", lambda pid: "" if pid == 999999999 else str(parent))
    held, refused = list[int](), list[int]()

    def call(number: int) -> None:
        begin.wait()
        try:
            with batch._alone(tmp_path):
                held.append(number)
                leave.wait(20)
        except UsageError:
            refused.append(number)
        if len(held) + len(refused) == 6:
            leave.set()

    threads = [threading.Thread(target=call, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(held), len(refused)) == (1, 5)
    assert list(tmp_path.iterdir()) == []


def _never(jobs: Iterable[Job], _tell: object, _stop: object) -> Iterator[Done]:
    """A backend whose children find the disc full."""
    for job in jobs:
        yield Done(job.id, "full", detail="磁盘已满（evidence.json）")


def _one(root: Path, store: Database, **words: Any) -> batch.Count:
    given = {"collection": {}, "backend": _never, **words}
    sites = [Site("http://a.gov.cn/", id="a"), Site("http://b.gov.cn/", id="b")]
    return batch.run(sites, period="2026Q4", root=root, database=store, request=audit.Request(), **given)


def test_a_full_disc_ends_the_call_and_blames_no_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_database(None, tmp_path) as store:
        with pytest.raises(DiskFullError, match="磁盘已满"):
            _one(tmp_path, store)
        monkeypatch.setattr(batch.shutil, "disk_usage", lambda _: SimpleNamespace(free=7 * 2**20))
        with pytest.raises(DiskFullError, match="只剩 7 MB"):
            _one(tmp_path, store)
        assert store.current("2026Q4") == {}
    assert not list(tmp_path.glob("2026Q4/*/report.json"))
    assert not (tmp_path / "2026Q4/.lock").exists()


def test_a_clock_that_stands_before_what_is_stored_is_refused(tmp_path: Path) -> None:
    with open_database(None, tmp_path) as store:

        def backend(jobs: Iterable[Job], _tell: object, _stop: object) -> Iterator[Done]:
            yield from (Done(job.id, "hang", detail="超时") for job in jobs)

        once = batch.Limits(tries=1)
        _one(tmp_path, store, backend=backend, collection={"now": "2026-11-22T00:00:00+08:00"}, limits=once)
        back = {"now": "2026-08-01T00:00:00+08:00"}
        with pytest.raises(UsageError, match=r"--now（2026-08-01）早于已保存的检测（a 等 2 站，最近的是 2026-11-22）"):
            _one(tmp_path, store, collection=back, number=2)
        assert _one(tmp_path, store, collection=back).left == 0, "nothing is left to be dated"
        later = {"now": "2026-11-22T00:00:01+08:00"}
        assert _one(tmp_path, store, backend=backend, collection=later, number=2, limits=once).left == 0


def test_results_that_lie_on_another_machine_s_own_disc_are_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(jobs: Iterable[Job], _tell: object, _stop: object) -> Iterator[Done]:
        for job in jobs:
            assert Path(job.arguments["folder"]).is_absolute()
            yield Done(job.id, "done", {})

    monkeypatch.setattr(batch, "ARRIVING", 0)
    with open_database(None, tmp_path) as store:
        with pytest.raises(A11yError, match="同一路径"):
            _one(tmp_path, store, backend=elsewhere)
        assert store.current("2026Q4") == {}


@pytest.mark.parametrize(
    ("window", "hour", "inside"),
    [((22 * 60, 6 * 60), 23, True), ((22 * 60, 6 * 60), 5, True), ((22 * 60, 6 * 60), 12, False), ((0, 360), 5, True), ((0, 360), 6, False)],
)  # fmt: skip
def test_the_window_may_reach_over_midnight(window: tuple[int, int], hour: int, inside: bool) -> None:
    assert batch.in_window(window, datetime(2026, 11, 22, hour, 0, tzinfo=batch.SHANGHAI)) is inside


@pytest.mark.parametrize("name", ["processes:0", "processes:x", "dask", "cloud"])
def test_unknown_backends_are_refused(name: str) -> None:
    with pytest.raises(UsageError):
        batch.chosen_backend(name)
