"""The work contract: every backend keeps it, and nothing is left running whatever a job does."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from a11y.backends import Done, Job, processes, serial
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


def test_what_a_child_says_on_its_way_is_heard_from_everywhere(backend: Callable[..., Any]) -> None:
    heard: list[tuple[str, str, dict[str, Any]]] = []
    assert len(list(backend(iter([Job("j", "jobs:add", {"a": 1, "b": 1})]), lambda *said: heard.append(said)))) == 1
    assert heard == [("j", "begun", {}), ("j", "stage", {"name": "adding"})]


def test_a_call_without_workers_says_what_it_waits_for_and_goes_on_when_they_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("distributed")
    from a11y.backends import dask

    monkeypatch.setattr(dask, "LOOK", 0.1)
    monkeypatch.setattr(dask, "AGAIN", 0.5)
    env = {**os.environ, "PYTHONPATH": str(TESTS)}
    started = [_dask(env, "scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")]
    heard: queue.Queue[str] = queue.Queue()
    ended: queue.Queue[Done] = queue.Queue()

    def call() -> None:
        for done in dask.run(
            [Job("j", "jobs:add", {"a": 1, "b": 1})],
            lambda _job, word, values: heard.put(values["why"]) if word == "waiting" else None,
            address=address,
        ):
            ended.put(done)

    try:
        address = _line(started[0], "Scheduler at:").split()[-1]
        threading.Thread(target=call, daemon=True).start()
        for _ in range(2):  # at once, and again
            why = heard.get(timeout=20)
            assert "没有工作进程连接" in why
            assert f"dask worker {address}" in why
        words = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--death-timeout", "1")
        started.append(_dask(env, "worker", address, *words))
        while "没有 browser 资源" not in heard.get(timeout=20):
            pass
        started.append(_dask(env, "worker", address, "--resources", "browser=1", *words))
        assert ended.get(timeout=30).result == 2
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def test_a_job_whose_worker_went_away_is_not_running_any_more() -> None:
    from a11y.backends import dask

    workers = {"tcp://a": {"resources": {"browser": 2}}, "tcp://b": {"resources": {}}}
    client = SimpleNamespace(scheduler_info=lambda **_: {"workers": workers})
    heard: list[tuple[str, str, Any]] = []
    watch = dask._Watch(client, "tcp://s", lambda *said: heard.append(said))
    watch.look()
    assert watch.slots == 2
    for job, worker in (("x", "tcp://a"), ("y", "tcp://b")):
        watch.hear((0.0, {"job": job, "word": "begun", "worker": worker, "values": {}}))
    del workers["tcp://b"]
    watch.looked = float("-inf")
    watch.look()
    # What it still had to say when it was lost comes too late.
    watch.hear((0.0, {"job": "y", "word": "page", "worker": "tcp://b", "values": {}}))
    assert heard == [("x", "begun", {}), ("y", "begun", {}), ("y", "lost", {})]


def test_a_job_that_ended_does_not_wait_for_the_hour_of_the_next() -> None:
    from a11y.backends import dask

    hour = threading.Event()

    def jobs() -> Iterator[Job]:
        yield Job("now", "jobs:add")
        hour.wait(30)
        yield Job("later", "jobs:add")

    with dask._Drawn(jobs()) as drawn:
        first: list[str] = []
        while not first:
            first = [job.id for job in drawn.upto(2)]
        assert (first, [job.id for job in drawn.upto(2)]) == (["now"], [])
        hour.set()
        while not drawn.ended:
            first += [job.id for job in drawn.upto(2)]
    assert first == ["now", "later"]


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
    assert heard == [("begun", {}), ("stage", {"name": "adding"})]


def test_a_crash_says_what_broke() -> None:
    done = run_job(Job("t", "jobs:trip"))
    assert (done.kind, "RuntimeError: eine Schraube fehlt" in done.detail) == ("crash", True)


def test_a_full_disc_is_no_crash_of_the_site() -> None:
    done = run_job(Job("f", "jobs:fill"))
    assert (done.kind, done.detail) == ("full", "磁盘已满（evidence.json）")


@pytest.mark.parametrize("name", ["processes", "dask"])
def test_what_keeps_a_job_from_being_made_ends_the_call(name: str, request: pytest.FixtureRequest) -> None:
    from a11y.backends import dask

    def jobs() -> Iterator[Job]:
        yield Job("j", "jobs:add", {"a": 1, "b": 1})
        raise A11yError("数据库正被占用")

    run = partial(processes.run, workers=2)
    if name == "dask":
        run = partial(dask.run, address=request.getfixturevalue("cluster"))
    with pytest.raises(A11yError, match="被占用"):
        list(run(jobs()))


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
    done = run_job(
        Job("h", "jobs:hang", {"pids": str(pids)}, seconds=60),
        lambda word, _: stop.set() if word == "stage" else None,
        stop=stop,
    )
    assert done.kind == "stopped"
    assert _gone(pids)


def test_children_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    code = (
        "from a11y.backends import Job; from a11y.backends._supervise import run_job\n"
        f"run_job(Job('h', 'jobs:hang', {{'pids': {str(pids)!r}}}, seconds=60), lambda word, _: word == 'stage' and print('up', flush=True))"
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
