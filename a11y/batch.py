"""Many sites: which are left, one after another or at once, each kept as soon as it is whole.

A site is done when its folder has a `report.json` of this period and the store knows of it. So a batch that was
stopped at any moment, by a signal or by a power cut, goes on with what is left when it is called again.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import platform
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psutil

from a11y import audit, availability, backends, ledger
from a11y.backends import Done, Job
from a11y.database import Database
from a11y.errors import KINDS, A11yError, DiskFullError, UsageError
from a11y.model import Site
from a11y.store import write_whole

log = logging.getLogger(__name__)

SHANGHAI = ZoneInfo("Asia/Shanghai")
SAID_AGAIN = 1800.0
"""Seconds after which a batch that waits for its hour says so again."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one site may cost."""

    seconds: float = 900
    megabytes: float = 4096
    tries: int = 2
    """How often a site that failed for a passing reason is visited in one call."""
    window: tuple[int, int] | None = None
    """Minutes of the day between which new sites are begun, Asia/Shanghai; the end may lie after midnight."""


@dataclass(slots=True)
class Count:
    """Where a batch stands."""

    planned: int
    earlier: int = 0
    """Done before this call."""
    done: int = 0
    unreachable: int = 0
    """Visited, but not (wholly) seen: reported as such, never scored."""
    unseen_before: int = 0
    """Of these, those that an earlier call found so."""
    retried: int = 0
    started: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> int:
        """Sites still to be settled."""
        return self.planned - self.earlier - self.done - self.unreachable

    @property
    def seconds_left(self) -> float | None:
        """By the pace of this call; None before the first site is done."""
        settled = self.done + self.unreachable - self.unseen_before
        return (time.monotonic() - self.started) / settled * self.left if settled else None


Tell = Callable[[str, Mapping[str, Any]], None]


def run(
    sites: Sequence[Site], *, period: str, root: Path, database: Database, collection: Mapping[str, Any],
    request: audit.Request, backend: Callable[..., Iterator[Done]], limits: Limits = Limits(), number: int = 1,
    tell: Tell | None = None, stop: threading.Event | None = None,
) -> Count:  # fmt: skip
    """Examine what is left of `sites` in `period`; results lie in `root/period/<site>` and in the store.

    Raises:
        UsageError: two sites share an id, another call is at work on the same period, or the clock stands before
            what is stored.
        DiskFullError: there is no room for another site's results.
    """
    named = _named(sites)
    database.put_sites(list(named.values()))
    folder = root / period
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        _plan(folder, named)
        fresh, again = _left(named, period, root, database, number, limits.tries)
        _see_to_clock(database, [site.id for site in (*fresh, *again)], collection.get("now"))
        unseen = {id for id, stored in database.current(period).items() if id in named and stored.state != "done"}
        settled = set(named) - {site.id for site in (*fresh, *again)}
        before = len(settled & unseen)
        count = Count(len(named), earlier=len(settled - unseen), unreachable=before, unseen_before=before)
        work = _Round(root, period, database, collection, request, backend, limits, number, count, tell, stop)
        again += work.go(fresh, 1)
        for attempt in range(2, limits.tries + 1):
            if not again or (stop is not None and stop.is_set()):
                break
            count.retried += len(again)
            again = work.go(again, attempt)
        if not count.left:
            _clear(folder, named)
    return count


def _see_to_clock(database: Database, ids: Iterable[str], now: str | None) -> None:
    """An examination that is dated before one that is stored would turn the ledger's order round."""
    wanted = set(ids)
    dated = {id: at for id, at in database.examined().items() if id in wanted}
    today = (datetime.fromisoformat(now) if now else datetime.now(SHANGHAI)).date()
    later = [id for id, at in dated.items() if datetime.fromisoformat(at).date() > today]
    if later:
        last = max(dated[id] for id in later)[:10]
        where = "--now" if now else "本机的时钟"
        raise UsageError(
            f"{where}（{today}）早于已保存的检测（{later[0]} 等 {len(later)} 站，最近的是 {last}），台账的先后会颠倒，没有开始检查；"
            f"请核对时钟和 --now，确实要补做以前的周期，请用另一个 --out 文件夹"
        )


PLAN = "plan.json"
"""Which sites a period's batches set out to examine: what a notice of a batch that was stopped must not leave out."""


def _plan(folder: Path, named: Mapping[str, Site]) -> None:
    write_whole(folder / PLAN, json.dumps(sorted({*planned(folder), *named}), ensure_ascii=False, indent=0).encode())


def planned(folder: Path) -> list[str]:
    """Ids of the sites that the batches of a period's folder set out to examine."""
    try:
        return [str(id) for id in json.loads((folder / PLAN).read_text("utf-8"))]
    except (OSError, ValueError):
        return []


def _clear(folder: Path, ids: Iterable[str]) -> None:
    """Take away what children left that were given up for lost, or looked at a site once too often."""
    for id in ids:
        for part in (folder / id).glob(".attempt-*"):
            shutil.rmtree(part, ignore_errors=True)


@dataclass(slots=True)
class _Round:
    """One pass over some sites."""

    root: Path
    period: str
    database: Database
    collection: Mapping[str, Any]
    request: audit.Request
    backend: Callable[..., Iterator[Done]]
    limits: Limits
    number: int
    count: Count
    tell: Tell | None
    stop: threading.Event | None

    def go(self, sites: Sequence[Site], attempt: int) -> list[Site]:
        """Run every site once; those worth another try are given back."""
        by_job: dict[str, tuple[Site, Path]] = {}
        again: list[Site] = []

        def jobs() -> Iterator[Job]:
            for site in sites:
                self._wait_for_window()
                if self.stop is not None and self.stop.is_set():
                    return
                _see_to_room(self.root)
                scratch = audit.next_attempt(self._folder(site))
                job = self._job(site, scratch)
                by_job[job.id] = (site, scratch)
                yield job

        for done in self.backend(jobs(), self._event, self.stop):
            if done.kind == "stopped":
                continue
            if done.kind in ("full", "crash"):
                _see_to_room(self.root, done.detail if done.kind == "full" else "")
            site, scratch = by_job.pop(done.id)
            kind = self._settle(site, scratch, done, attempt)
            if kind != "done" and attempt < self.limits.tries and KINDS.get(kind, KINDS["unknown"]).retryable:
                again.append(site)
            elif kind == "done":
                self.count.done += 1
            else:
                self.count.unreachable += 1
            self._say("site", site=site.id, kind=kind, again=bool(again and again[-1] is site))
        return again

    def _folder(self, site: Site) -> Path:
        return self.root / self.period / site.id

    def _job(self, site: Site, scratch: Path) -> Job:
        visits = availability.recorded(self.database, site.id, self.collection.get("now"))
        arguments = {
            "site": audit.as_json(site), "collection": {**self.collection, "visits": visits},
            # Absolute: a worker on another machine was not started in our folder.
            "request": audit.as_json(self.request), "folder": str(scratch.resolve()),
        }  # fmt: skip
        return Job(site.id, "a11y.audit:work", arguments, self.limits.seconds, self.limits.megabytes)

    def _settle(self, site: Site, scratch: Path, done: Done, attempt: int) -> str:
        """Make the attempt the site's result and keep it; the kind of failure, or `done`.

        Raises:
            A11yError: the child says that it is done, but its results are not here.
        """
        if done.kind == "done" and not _arrived(scratch / "report.json"):
            raise A11yError(
                f"{site.id} 已在另一台机器上做完，但结果没有出现在 {scratch}：几台机器要在同一路径看到同一个结果文件夹"
            )
        if not (scratch / "report.json").exists():
            audit.write_unseen(site, done, self.collection, self.request, scratch)
        folder = self._folder(site)
        audit.settle_attempt(scratch, folder)
        for part in folder.glob(".attempt-*"):
            # Of a child that was given up for lost and worked on.
            shutil.rmtree(part, ignore_errors=True)
        report = audit.read_report(folder)
        kind = state_of(report)
        _keep(
            self.database, site.id, self.period, report, batch=self.number, attempts=attempt, seconds=done.seconds,
            megabytes=done.peak_megabytes,
        )  # fmt: skip
        log.info("%s: %s in %.0f s", site.id, kind, done.seconds)
        return kind

    def _event(self, site: str, word: str, values: Mapping[str, Any]) -> None:
        self._say(word, site=site, **{k: v for k, v in values.items() if k != "site"})

    def _say(self, word: str, **values: Any) -> None:
        if self.tell is not None:
            self.tell(word, {**values, "count": self.count})

    def _wait_for_window(self) -> None:
        said = float("-inf")
        while self.limits.window is not None and not in_window(self.limits.window, datetime.now(SHANGHAI)):
            if time.monotonic() - said >= SAID_AGAIN:
                said = time.monotonic()
                begin, end = (f"{minute // 60:02d}:{minute % 60:02d}" for minute in self.limits.window)
                self._say("waiting", why=f"现在不在允许的时间段（{begin}-{end}）内，等候中，到时自动接着做……")
            if (self.stop or threading.Event()).wait(30):
                return


ROOM = 100
"""MB that must be free on the results' disc for another site to be begun."""


def _see_to_room(root: Path, said: str = "") -> None:
    """Go on only where there is room: a site that broke for want of it is not to be blamed.

    Raises:
        DiskFullError: there is none, or a child `said` so.
    """
    free = shutil.disk_usage(root).free / 2**20
    if said or free < ROOM:
        left = said or f"磁盘只剩 {free:.0f} MB"
        raise DiskFullError(
            f"{root}：{left}，至少要有 {ROOM} MB 才能检查下一个网站；做完的都已保存，腾出空间后再运行同一条命令"
        )


ARRIVING = 60.0
"""Seconds that a network disc may take to show what another machine wrote."""


def _arrived(file: Path) -> bool:
    until = time.monotonic() + ARRIVING
    while not file.exists():
        if time.monotonic() >= until:
            return False
        time.sleep(0.5)
    return True


def in_window(window: tuple[int, int], moment: datetime) -> bool:
    """True where the time of day of `moment` lies in a span of minutes that may reach over midnight."""
    start, end = window
    minute = moment.hour * 60 + moment.minute
    return start <= minute < end if start <= end else minute >= start or minute < end


def state_of(report: Mapping[str, Any]) -> str:
    """`done`, or the kind of failure that kept a site from being seen at all.

    A site of which pages were seen is done, though its coverage may be incomplete: that is said beside its score.
    """
    if report["coverage"]["pages_checked"]:
        return "done"
    kinds = [error["kind"] for error in report["errors"] if error["kind"] in KINDS]
    return kinds[0] if kinds else "unknown"


def _named(sites: Sequence[Site]) -> dict[str, Site]:
    named: dict[str, Site] = {}
    for site in sites:
        id = audit.site_id(site)
        if id in named:
            raise UsageError(f"名录中有两个网站的编号都是“{id}”：{named[id].url} 和 {site.url}；请给它们不同的 id")
        named[id] = replace(site, id=id)
    return named


def _left(
    named: Mapping[str, Site], period: str, root: Path, database: Database, number: int, tries: int
) -> tuple[list[Site], list[Site]]:
    """Sites that nobody has looked at yet, and those worth another try.

    What lies whole on disk but not in the store is taken in first.
    """
    known = database.current(period)
    left: list[Site] = []
    again: list[Site] = []
    for id, site in named.items():
        folder = root / period / id
        for scratch in folder.glob(".attempt-*"):
            shutil.rmtree(scratch, ignore_errors=True)
        stored = known.get(id)
        if stored is not None and stored.batch >= number and (folder / "report.json").exists():
            passing = stored.state != "done" and KINDS.get(stored.state, KINDS["unknown"]).retryable
            if passing and stored.attempts < tries:
                again.append(site)
            continue
        if stored is None and (report := _whole(folder)) is not None:
            _keep(database, id, period, report, batch=number)
            continue
        left.append(site)
    return left, again


def _keep(database: Database, site: str, period: str, report: Mapping[str, Any], **words: Any) -> None:
    """Put a site's report into the store, and what it found into the ledger."""
    state, folder = state_of(report), f"{period}/{site}"
    database.put_report(site, period, report, folder=folder, state=state, **words)
    seen = report if state == "done" else ledger.of_unseen(report)
    ledger.note_found(database, site, period, seen, folder=folder)


def take_judged(database: Database, folder: Path) -> bool:
    """Bring the store up to a site's folder that was judged again; false where the store does not know of it."""
    period, site = folder.parent.name, folder.name
    stored = database.current(period).get(site)
    if stored is None:
        return False
    report, place = audit.read_report(folder), f"{period}/{site}"
    database.put_report(
        site, period, report, folder=place, state=stored.state, batch=stored.batch, attempts=stored.attempts,
        seconds=stored.seconds, megabytes=stored.megabytes,
    )  # fmt: skip
    seen = report if stored.state == "done" else ledger.of_unseen(report)
    ledger.note_judged(database, site, period, seen, folder=place)
    return True


def _whole(folder: Path) -> dict[str, Any] | None:
    try:
        return audit.read_report(folder)
    except UsageError:
        return None


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else works on this period while the block runs; the lock of a dead process is taken over."""
    lock = folder / ".lock"
    own = folder / f".lock.{platform.node()}-{os.getpid()}"
    own.write_text(f"{os.getpid()} {_born(os.getpid())} {platform.node()}", "utf-8")
    try:
        while not _taken(lock, own):
            if (owner := _owner(lock)) is not None:
                raise UsageError(
                    f"另一个 a11y batch（{owner}）正在做 {folder.name}，请等它结束；如果确知它已经不在，删除 {lock} 再运行"
                )
            _bury(lock)
    finally:
        own.unlink(missing_ok=True)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _taken(lock: Path, own: Path) -> bool:
    """True where `lock` is ours now. It comes into being with its owner's name in it, so that nobody takes it for dead."""
    try:
        os.link(own, lock)
    except FileExistsError:
        return False
    except OSError:  # a disc that knows no second names
        try:
            with lock.open("x", encoding="utf-8") as file:
                file.write(own.read_text("utf-8"))
        except FileExistsError:
            return False
    return True


BURYING = 10.0
"""Seconds after which who was removing a dead lock is taken for dead too: it is done in an instant."""


def _bury(lock: Path) -> None:
    """Remove the lock of a dead process. One at a time, and looked at again then: a living one is never removed."""
    guard = lock.with_name(f"{lock.name}.dead")
    try:
        guard.open("x").close()
    except FileExistsError:
        with contextlib.suppress(FileNotFoundError):
            if time.time() - guard.stat().st_mtime > BURYING:
                guard.unlink()
        time.sleep(0.02)
        return
    try:
        if _owner(lock) is None:
            lock.unlink(missing_ok=True)
    finally:
        guard.unlink(missing_ok=True)


def _owner(lock: Path) -> str | None:
    """Who holds a lock: None where that process is gone. A number alone may be another process by now."""
    try:
        pid, born, *node = lock.read_text("utf-8").split(maxsplit=2)
    except (OSError, ValueError):
        return None
    if node and node[0] != platform.node():
        return f"{node[0]} 上的进程 {pid}"
    alive = pid.isdigit() and int(pid) != os.getpid() and _born(int(pid)) == born
    return f"进程 {pid}" if alive else None


def _born(pid: int) -> str:
    """When a process began, as a word; empty where there is none."""
    try:
        return str(int(psutil.Process(pid).create_time()))
    except psutil.Error:
        return ""


def chosen_backend(name: str | None) -> Callable[..., Iterator[Done]]:
    """The backend that `processes:N`, `dask:ADDRESS`, `serial` or nothing names.

    Raises:
        UsageError: no such backend.
    """
    from functools import partial
    from importlib import import_module

    word, _, rest = (name or "processes").partition(":")
    if word == "serial":
        return import_module("a11y.backends.serial").run  # type: ignore[no-any-return]
    if word == "processes":
        if rest and not (rest.isdigit() and int(rest) > 0):
            raise UsageError(f"--backend：processes 后应为正整数，不能是“{rest}”")
        return partial(import_module("a11y.backends.processes").run, workers=int(rest) if rest else None)
    if word == "dask":
        if not rest:
            raise UsageError("--backend：dask 后应有调度器地址，如 dask:tcp://10.0.0.5:8786")
        return partial(import_module("a11y.backends.dask").run, address=rest)
    raise UsageError(f"--backend：没有“{word}”；可用 serial、processes:N、dask:ADDRESS")


__all__ = ["Count", "Limits", "backends", "chosen_backend", "in_window", "run", "state_of"]
