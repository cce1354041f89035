"""One site after another, on this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from a11y.backends import Done, Job
from a11y.backends._supervise import run_job


def run(
    jobs: Iterable[Job],
    on_event: Callable[[str, str, Mapping[str, Any]], None] | None = None,
    stop: threading.Event | None = None,
) -> Iterator[Done]:
    """Each job's end, in order. `on_event(job id, word, values)` tells of what happens meanwhile."""
    for job in jobs:
        if stop is not None and stop.is_set():
            return
        yield run_job(job, partial(on_event, job.id) if on_event else None, stop=stop)
