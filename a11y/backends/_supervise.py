"""One job in a child process, watched from outside: time, memory, and that nothing is left running."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import psutil

from a11y.backends import Done, Event, Job

PERIOD = 0.5
"""Seconds between two looks at the memory of a running child."""
LAST_LINES = 5


def run_job(job: Job, on_event: Event | None = None, *, stop: threading.Event | None = None) -> Done:
    """Do `job` in a child process of its own group, and see to it that the whole group ends.

    `stop`: when set, the child is killed and the outcome is `stopped`.
    """
    started = time.monotonic()
    if on_event is not None:
        on_event("begun", {})
    child = _start(job)
    lines: queue.Queue[Mapping[str, Any] | None] = queue.Queue()
    reader = threading.Thread(target=_read, args=(child, lines), daemon=True)
    reader.start()
    last: deque[str] = deque(maxlen=LAST_LINES)
    listener = threading.Thread(target=_pass_on, args=(child, last), daemon=True)
    listener.start()
    peak, end = 0.0, None
    try:
        while end is None:
            try:
                line = lines.get(timeout=PERIOD)
            except queue.Empty:
                peak = max(peak, _megabytes(child.pid))
            else:
                end = _heard(job, line, on_event)
            end = end or _past_limits(job, time.monotonic() - started, peak, stop)
    finally:
        _kill(child)
        reader.join(timeout=5)
        listener.join(timeout=5)
    if end.kind == "crash" and last:
        # The last line of a traceback says what broke; a crash without a cause cannot be mended.
        end = replace(end, detail=f"{end.detail}（{last[-1][:200]}）")
    return replace(end, seconds=time.monotonic() - started, peak_megabytes=peak)


def _heard(job: Job, line: Mapping[str, Any] | None, on_event: Event | None) -> Done | None:
    """What a line of the child says of its end; other lines are passed on. None as a line: it is gone."""
    match line:
        case None:
            return Done(job.id, "crash", detail="子进程意外结束")
        case {"event": "done"}:
            return Done(job.id, "done", line.get("result"))
        case {"event": "failed"}:
            return Done(job.id, "failed", detail=str(line.get("detail")), status=int(line.get("status", 3)))
        case {"event": "full"}:
            return Done(job.id, "full", detail=str(line.get("detail")))
    if on_event is not None:
        on_event(str(line.get("event")), {k: v for k, v in line.items() if k != "event"})
    return None


def _past_limits(job: Job, seconds: float, megabytes: float, stop: threading.Event | None) -> Done | None:
    if megabytes > job.megabytes:
        return Done(job.id, "too-large", detail=f"内存超过 {job.megabytes:g} MB，已停止")
    if seconds > job.seconds:
        return Done(job.id, "hang", detail=f"超过 {job.seconds:g} 秒仍未完成，已停止")
    if stop is not None and stop.is_set():
        return Done(job.id, "stopped", detail="已停止")
    return None


def _start(job: Job) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-m", "a11y.backends._child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, encoding="utf-8", errors="replace", start_new_session=True, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert child.stdin is not None  # noqa: S101 - for the type checker: a pipe was asked for
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(json.dumps(asdict(job), default=str) + "\n")
        child.stdin.flush()
    return child


def _read(child: subprocess.Popen[str], lines: queue.Queue[Mapping[str, Any] | None]) -> None:
    assert child.stdout is not None  # noqa: S101 - as above
    for text in child.stdout:
        with contextlib.suppress(ValueError):
            lines.put(json.loads(text))
    lines.put(None)


def _pass_on(child: subprocess.Popen[str], last: deque[str]) -> None:
    """What the child writes for people goes to our own error stream; its last lines are kept."""
    assert child.stderr is not None  # noqa: S101 - as above
    for text in child.stderr:
        sys.stderr.write(text)
        if text.strip():
            last.append(text.strip())


def _megabytes(pid: int) -> float:
    total = 0
    with contextlib.suppress(psutil.Error):
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += process.memory_info().rss
    return total / 2**20


def _kill(child: subprocess.Popen[str]) -> None:
    left: list[psutil.Process] = []
    with contextlib.suppress(psutil.Error):
        left = psutil.Process(child.pid).children(recursive=True)
    with contextlib.suppress(OSError):
        if child.stdin is not None:
            child.stdin.close()
    if child.poll() is None and not left:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=1)
    with contextlib.suppress(OSError, AttributeError):
        os.killpg(child.pid, signal.SIGKILL)
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.kill()
    child.kill()
    child.wait()
