"""Several sites at once on several machines, through a Dask scheduler.

Each worker is started with one `browser` resource for each site it may run at a time, and sees the results folder at
the same path. The folder and the database are the truth: a worker lost in mid-site costs that site's attempt alone,
and the scheduler gives it to another. While there is no worker the call waits, and says so.
"""

from __future__ import annotations

import queue
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from a11y.backends import Done, Job
from a11y.backends._supervise import run_job
from a11y.errors import A11yError, UsageError

RETRIES = 3
"""How often a site is given to another worker after its own was lost."""
LOOK = 2.0
"""Seconds between two looks at which workers there are."""
AGAIN = 60.0
"""Seconds after which a call that waits for a worker says so again."""

Tell = Callable[[str, str, Mapping[str, Any]], None]


def run(
    jobs: Iterable[Job],
    on_event: Tell | None = None,
    stop: threading.Event | None = None,
    *,
    address: str,
    ahead: int | None = None,
) -> Iterator[Done]:
    """Each job's end, as they come; at most `ahead` jobs are with the scheduler at a time (twice its workers).

    What a child says on its way comes back through the scheduler. `on_event` is also told, with no job's id, `waiting`
    and `why` while there is no worker, and `lost` of a job whose worker went away.

    Raises:
        UsageError: Dask is not installed, or the scheduler does not answer.
        A11yError: the scheduler went away; no site is blamed for it.
    """
    client, as_completed = _connected(address)
    stop = stop or threading.Event()
    with client, _Drawn(jobs) as drawn:
        # Another call may be at the same sites in another period: its keys and its words are not ours.
        name = f"a11y-{uuid.uuid4().hex[:12]}"
        watch = _Watch(client, address, on_event)
        client.subscribe_topic(name, watch.hear)
        ids = dict[str, str]()
        pending = as_completed([], loop=client.loop, raise_errors=False)

        def submit(job: Job) -> None:
            ids[f"{name}-{job.id}"] = job.id
            words = {"key": f"{name}-{job.id}", "resources": {"browser": 1}, "retries": RETRIES, "pure": False}
            pending.add(client.submit(work, asdict(job), name, **words))

        while ids or not drawn.ended:
            watch.look()
            for job in drawn.upto((ahead or 2 * max(1, watch.slots)) - len(ids)):
                submit(job)
            # `next` of as_completed knows no time limit; a batch of what is ready does.
            ready = pending.next_batch(block=False) if ids else []
            watch.judge(ready)
            for future in ready:
                done = _done(ids.pop(str(future.key)), future)
                watch.ended(done.id)
                # A result that somebody still holds is made again when its worker is lost.
                future.release()
                yield done
            if stop.is_set():
                client.cancel(list(pending.futures), force=True)
                return
            if not ready:
                stop.wait(0.1)


def _connected(address: str) -> tuple[Any, Any]:
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise UsageError("没有安装 Dask：pip install 'a11y[dask]'") from None
    try:
        return Client(address, timeout="10s", set_as_default=False), as_completed
    except (OSError, ValueError) as error:
        raise UsageError(f"Dask 调度器 {address} 没有回应（{str(error)[:120]}）；先运行 dask scheduler") from None


class _Drawn:
    """Jobs, drawn by a thread of their own: where the next has to wait for its hour, those that end do not wait with it."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self.ended = False
        self._source = iter(jobs)
        self._asked, self._room, self._over = 0, threading.Semaphore(0), False
        self._made: queue.SimpleQueue[Job | BaseException | None] = queue.SimpleQueue()

    def __enter__(self) -> _Drawn:
        threading.Thread(target=self._draw, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        self._room.release()

    def upto(self, count: int) -> Iterator[Job]:
        """What has been drawn of the next `count`; the others come later. After the last, `ended`."""
        while not self.ended and self._asked < count:
            self._asked += 1
            self._room.release()
        while not self.ended:
            try:
                made = self._made.get_nowait()
            except queue.Empty:
                return
            self._asked -= 1
            if isinstance(made, BaseException):
                raise made
            if made is None:
                self.ended = True
            else:
                yield made

    def _draw(self) -> None:
        while True:
            self._room.acquire()
            if self._over:
                return
            try:
                made = next(self._source, None)
            except BaseException as error:  # noqa: BLE001 - raised where the jobs are asked for
                self._made.put(error)
                return
            self._made.put(made)
            if made is None:
                return


@dataclass(slots=True)
class _Watch:
    """Which workers there are, and which job is at which of them."""

    client: Any
    address: str
    on_event: Tell | None
    slots: int = 0
    """Sites that all workers together may run at a time."""
    running: dict[str, str] = field(default_factory=dict)
    """Job → address of its worker."""
    looked: float = float("-inf")
    said: tuple[str, float] = ("", 0.0)
    """What was last said of waiting, and when."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, event: tuple[float, Mapping[str, Any]]) -> None:
        """A word of a child, brought by the scheduler; it may come after the child's own end."""
        job, word, worker, values = (event[1][key] for key in ("job", "word", "worker", "values"))
        with self.lock:
            if word == "begun":
                self.running[job] = worker
            elif self.running.get(job) != worker:
                return
        self._tell(job, word, values)

    def ended(self, job: str) -> None:
        """Nothing more is heard of a job."""
        with self.lock:
            self.running.pop(job, None)

    def look(self) -> None:
        """Take note of workers that came and went."""
        if time.monotonic() - self.looked < LOOK:
            return
        self.looked = time.monotonic()
        try:
            workers = self.client.scheduler_info(n_workers=-1)["workers"]
        except (OSError, TimeoutError):
            raise self._gone() from None
        self.slots = sum(int(worker.get("resources", {}).get("browser", 0)) for worker in workers.values())
        with self.lock:
            lost = [job for job, worker in self.running.items() if worker not in workers]
            for job in lost:
                del self.running[job]
        for job in lost:
            self._tell(job, "lost", {})
        if not self.slots:
            self._wait(len(workers))
        else:
            self.said = ("", 0.0)

    def judge(self, futures: Iterable[Any]) -> None:
        """Refuse what ended because the scheduler is gone, not because of the site."""
        if any(f.status == "cancelled" or self.client.status not in ("running", "connecting") for f in futures):
            raise self._gone()

    def _gone(self) -> A11yError:
        return A11yError(f"Dask 调度器 {self.address} 断开了；做完的都已保存，调度器恢复后再运行同一条命令")

    def _wait(self, others: int) -> None:
        seen = f"已连接的 {others} 个工作进程都没有 browser 资源" if others else "没有工作进程连接"
        what, when = self.said
        if seen == what and time.monotonic() - when < AGAIN:
            return
        self.said = (seen, time.monotonic())
        self._tell(
            "", "waiting",
            {
                "why": f"Dask 调度器 {self.address} {seen}，等候中；请在干活的机器上运行 dask worker {self.address} "
                "--nthreads 1 --nworkers 4 --resources browser=1，连上后会自动接着做（按 Ctrl-C 停止，已完成的都已保存）"
            },
        )  # fmt: skip

    def _tell(self, job: str, word: str, values: Mapping[str, Any]) -> None:
        if self.on_event is not None:
            self.on_event(job, word, values)


def work(job: Mapping[str, Any], topic: str) -> dict[str, Any]:
    """What a Dask worker does: one job, in a child process, watched as anywhere else; its words go to `topic`."""
    from distributed import get_worker

    worker = get_worker()

    def tell(word: str, values: Mapping[str, Any]) -> None:
        worker.log_event(topic, {"job": job["id"], "word": word, "worker": worker.address, "values": dict(values)})

    return asdict(run_job(Job(**job), tell))


def _done(id: str, future: Any) -> Done:
    if future.status == "finished":
        return Done(**future.result())
    return Done(id, "crash", detail=f"工作进程丢失：{str(future.exception())[:200]}")
