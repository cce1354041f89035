"""The work contract: every backend keeps it, and nothing is left running whatever a job does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from a11y.backends import Job, processes, serial
from a11y.backends._supervise import run_job
from a11y.errors import A11yError, UsageError

TESTS = Path(__file__).parent


@pytest.fixture(autouse=True)
def _findable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(TESTS))


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A real scheduler and two real workers, each a process of its own."""
    pytest.importorskip("distributed")
    env = {**os.environ, "PYTHONPATH": str(TESTS), "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "60s"}
    started = [_dask(env, "scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")]
    try:
        address = _line(started[0], "Scheduler at:").split()[-1]
        words = ("--nthreads", "1", "--resources", "browser=1", "--no-dashboard", "--nworkers", "1")
        started += [_dask(env, "worker", address, *words, "--name", f"w{n}") for n in range(2)]
        for worker in started[1:]:
            _line(worker, "Registered to:")
        yield address
    finally:
        for process in started:
            for child in psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []:
                child.kill()
            process.kill()
            process.wait()


def _dask(env: dict[str, str], *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *words], env=env, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )


def _line(process: subprocess.Popen[str], word: str) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if word in line:
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return line.strip()
    raise AssertionError(f"ended before it said {word!r}")


@pytest.fixture(params=["serial", "processes", "dask"])
def backend(request: pytest.FixtureRequest) -> Callable[..., Any]:
    if request.param == "dask":
        from a11y.backends import dask

        return partial(dask.run, address=request.getfixturevalue("cluster"))
    return serial.run if request.param == "serial" else partial(processes.run, workers=2)


def test_every_job_ends_once(backend: Callable[..., Any]) -> None:
    jobs = [Job(f"j{n}", "jobs:add", {"a": n, "b": 1}) for n in range(5)]
    jobs += [Job("bad", "jobs:refuse"), Job("dead", "jobs:die")]
    ended = list(backend(iter(jobs)))
    assert sorted(d.id for d in ended) == sorted(j.id for j in jobs)
    by_id = {d.id: d for d in ended}
    assert [by_id[f"j{n}"].result for n in range(5)] == [1, 2, 3, 4, 5]
    assert (by_id["bad"].kind, by_id["bad"].detail, by_id["bad"].status) == ("failed", "地址不对", 4)
    assert by_id["dead"].kind == "crash"


def test_a_job_whose_worker_is_lost_is_done_by_another(cluster: str, tmp_path: Path) -> None:
    from a11y.backends import dask

    [done] = dask.run([Job("lost", "jobs:die_once", {"mark": str(tmp_path / "mark")})], address=cluster)
    assert (done.kind, done.result) == ("done", "done at the second try")


def test_a_lost_scheduler_is_no_fault_of_the_sites(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    from a11y.backends import dask

    env = {**os.environ, "PYTHONPATH": str(TESTS)}
    words = ("--nthreads", "1", "--resources", "browser=1", "--no-dashboard", "--no-nanny", "--death-timeout", "1")
    started = [_dask(env, "scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")]
    try:
        address = _line(started[0], "Scheduler at:").split()[-1]
        started.append(_dask(env, "worker", address, *words))
        _line(started[1], "Registered to:")
        ends = dask.run(
            iter([Job("quick", "jobs:add", {"a": 1, "b": 1}), Job("h", "jobs:hang", {"pids": str(tmp_path / "p")})]),
            address=address,
        )
        assert next(ends).result == 2
        started[0].kill()
        with pytest.raises(A11yError, match="断开"):
            list(ends)
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def test_a_stop_does_not_wait_for_the_sites_that_dask_looks_at(cluster: str, tmp_path: Path) -> None:
    from a11y.backends import dask

    stop = threading.Event()
    jobs = iter(
        [
            Job("h", "jobs:hang", {"pids": str(tmp_path / "p")}, seconds=5),
            Job("x", "jobs:hang", {"pids": str(tmp_path / "q")}, seconds=5),
        ]
    )
    threading.Timer(0.5, stop.set).start()
    assert list(dask.run(jobs, None, stop, address=cluster)) == []


def test_no_scheduler_is_one_clear_line() -> None:
    from a11y.backends import dask

    with pytest.raises(UsageError, match="没有回应"):
        list(dask.run([], address="tcp://127.0.0.1:1"))


def test_events_reach_the_parent_and_prints_do_not() -> None:
    heard: list[tuple[str, Any]] = []
    done = run_job(Job("j", "jobs:add", {"a": 1, "b": 2}), lambda word, values: heard.append((word, dict(values))))
    assert done.result == 3
    assert heard == [("stage", {"name": "adding"})]


def test_a_crash_says_what_broke() -> None:
    done = run_job(Job("t", "jobs:trip"))
    assert (done.kind, "RuntimeError: eine Schraube fehlt" in done.detail) == ("crash", True)


def test_a_job_that_hangs_is_killed_with_its_children(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    done = run_job(Job("h", "jobs:hang", {"pids": str(pids)}, seconds=3))
    assert done.kind == "hang"
    assert _gone(pids)


def test_a_job_that_eats_memory_is_killed() -> None:
    done = run_job(Job("e", "jobs:eat", seconds=60, megabytes=300))
    assert done.kind == "too-large"
    assert done.peak_megabytes > 300


def test_a_stop_kills_what_is_running(tmp_path: Path) -> None:
    pids, stop = tmp_path / "pids", threading.Event()
    done = run_job(Job("h", "jobs:hang", {"pids": str(pids)}, seconds=60), lambda *_: stop.set(), stop=stop)
    assert done.kind == "stopped"
    assert _gone(pids)


def test_children_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    code = (
        "from a11y.backends import Job; from a11y.backends._supervise import run_job\n"
        f"run_job(Job('h', 'jobs:hang', {{'pids': {str(pids)!r}}}, seconds=60), lambda *_: print('up', flush=True))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline().strip() == "up"
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert _gone(pids)


def _gone(pids: Path) -> bool:
    processes_left = []
    for pid in map(int, pids.read_text().split()):
        try:
            processes_left.append(psutil.Process(pid))
        except psutil.NoSuchProcess:
            continue
    _, alive = psutil.wait_procs(processes_left, timeout=10)
    return all(p.status() == psutil.STATUS_ZOMBIE for p in alive if p.is_running())


def test_the_callers_stop_is_left_alone_for_the_next_round() -> None:
    stop = threading.Event()
    for _ in range(2):
        [done] = processes.run([Job("j", "jobs:add", {"a": 1, "b": 1})], None, stop, workers=2)
        assert done.result == 2
    assert not stop.is_set()
