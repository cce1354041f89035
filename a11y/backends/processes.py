"""Several sites at once on this machine, each in a child process of its own."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import psutil

from a11y.backends import Done, Job
from a11y.backends._supervise import run_job

SITE_MEGABYTES = 1200
"""What one site's child and browser are reckoned to need at the most."""


def default_workers() -> int:
    """One worker for each core, fewer where memory is short, at least one."""
    by_memory = int(psutil.virtual_memory().available / 2**20 // SITE_MEGABYTES)
    return max(1, min(os.cpu_count() or 1, by_memory))


def run(
    jobs: Iterable[Job],
    on_event: Callable[[str, str, Mapping[str, Any]], None] | None = None,
    stop: threading.Event | None = None,
    *,
    workers: int | None = None,
) -> Iterator[Done]:
    """Each job's end, as they come. Jobs are drawn one by one, so that an endless register needs no memory.

    After `stop` is set, running children are killed and no more jobs are drawn.
    """
    ending = _Either(stop, threading.Event())
    source, lock = iter(jobs), threading.Lock()
    ended: queue.Queue[Done | BaseException | None] = queue.Queue()

    def work() -> None:
        try:
            while not ending.is_set():
                with lock:
                    job = next(source, None)
                if job is None:
                    break
                tell = partial(on_event, job.id) if on_event else None
                ended.put(run_job(job, tell, stop=ending))
        except BaseException as error:  # noqa: BLE001 - raised where the ends are asked for: no job is to be had any more
            ended.put(error)
        ended.put(None)

    count = workers or default_workers()
    threads = [threading.Thread(target=work, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    running = count
    try:
        while running:
            done = ended.get()
            if done is None:
                running -= 1
            elif isinstance(done, BaseException):
                raise done
            else:
                yield done
    finally:
        ending.own.set()
        for thread in threads:
            thread.join(timeout=10)


class _Either(threading.Event):
    """Set when the caller's event is, or our own: the caller's is never touched, it may serve another round."""

    def __init__(self, given: threading.Event | None, own: threading.Event) -> None:
        super().__init__()
        self.given, self.own = given, own

    def is_set(self) -> bool:
        """True as soon as one of them is."""
        return self.own.is_set() or (self.given is not None and self.given.is_set())
