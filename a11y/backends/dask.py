"""Several sites at once on several machines, through a Dask scheduler.

Each worker is started with one `browser` resource for each site it may run at a time, and sees the results folder at
the same path. The folder and the database are the truth: a worker lost in mid-site costs that site's attempt alone,
and the scheduler gives it to another.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from typing import Any

from a11y.backends import Done, Job
from a11y.backends._supervise import run_job
from a11y.errors import A11yError, UsageError

RETRIES = 3
"""How often a site is given to another worker after its own was lost."""


def run(
    jobs: Iterable[Job],
    on_event: Callable[[str, str, Mapping[str, Any]], None] | None = None,  # noqa: ARG001 - events stay on the worker
    stop: threading.Event | None = None,
    *,
    address: str,
    ahead: int | None = None,
) -> Iterator[Done]:
    """Each job's end, as they come; at most `ahead` jobs are with the scheduler at a time (twice its workers).

    Raises:
        UsageError: Dask is not installed, the scheduler does not answer, or it has no worker with a browser.
        A11yError: the scheduler went away; no site is blamed for it.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise UsageError("没有安装 Dask：pip install 'a11y[dask]'") from None
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"Dask 调度器 {address} 没有回应（{str(error)[:120]}）；先运行 dask scheduler") from None
    with client:
        workers = client.scheduler_info(n_workers=-1)["workers"]
        slots = sum(int(worker.get("resources", {}).get("browser", 0)) for worker in workers.values())
        if not slots:
            raise UsageError("Dask 没有带 browser 资源的工作进程；用 dask worker … --resources browser=1 启动")
        source = iter(jobs)

        def submit(job: Job) -> Any:
            return client.submit(
                work, asdict(job), key=f"a11y-{job.id}", resources={"browser": 1}, retries=RETRIES, pure=False
            )

        pending = as_completed(
            [submit(job) for job in islice(source, ahead or 2 * slots)], loop=client.loop, raise_errors=False
        )
        for future in _as_they_come(pending, stop):
            if future is None or _unheard(client, future):
                client.cancel(list(pending.futures), force=True)
                if future is not None:
                    raise A11yError(f"Dask 调度器 {address} 断开了；做完的都已保存，调度器恢复后再运行同一条命令")
                return
            done = _done(future)
            # A result that somebody still holds is made again when its worker is lost.
            future.release()
            yield done
            if (job := next(source, None)) is not None:
                pending.add(submit(job))


def _as_they_come(pending: Any, stop: threading.Event | None) -> Iterator[Any]:
    """Each future as it ends; None once `stop` is set, without waiting for the sites that are being looked at."""
    while not pending.is_empty():
        if stop is not None and stop.is_set():
            yield None
            return
        # `next` of as_completed knows no time limit; a batch of what is ready does.
        ready = pending.next_batch(block=False)
        if not ready:
            (stop or threading.Event()).wait(0.2)
        yield from ready


def _unheard(client: Any, future: Any) -> bool:
    """True where a site ended because the scheduler is gone, not because of the site."""
    return future.status == "cancelled" or client.status not in ("running", "connecting")


def work(job: Mapping[str, Any]) -> dict[str, Any]:
    """What a Dask worker does: one job, in a child process, watched as anywhere else."""
    return asdict(run_job(Job(**job)))


def _done(future: Any) -> Done:
    id = str(future.key).removeprefix("a11y-")
    if future.status == "finished":
        return Done(**future.result())
    return Done(id, "crash", detail=f"工作进程丢失：{str(future.exception())[:200]}")
