"""Cost of a site in a batch, and that it does not grow: `python benchmarks/batch.py [20 60 200]`.

Prints for each size: wall and CPU seconds a site (of the parent and all its children), sites per hour, peak memory of the
parent, size on disk a site; then the cost against the smallest size, and the speed-up from one to two workers. CPU
seconds are fair on a busy machine, wall seconds are not. What a notice costs: `benchmarks/notice.py`.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parent))
from many_sites import serve

WORDS = (
    "--pages", "2", "--no-elderly", "--profile", "national-2019", "--site-seconds", "60", "--timeout", "5",
    "--tries", "1", "--keep", "failed", "--now", "2026-11-22",
)  # fmt: skip
"""Low limits: what is measured is the batch, not a page. Passing failures are not tried again."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a whole batch took."""

    sites: int
    wall: float
    cpu: float
    parent_cpu: float
    """Of it, the parent's own: taking results in, and the store."""
    peak: float
    """MB of the parent alone."""
    disk: float
    """KB a site, store and all."""

    def line(self) -> str:
        """One row of the table."""
        return (
            f"{self.sites:>6}{self.wall / self.sites:>13.2f}{self.cpu / self.sites:>12.2f}"
            f"{self.parent_cpu / self.sites:>15.3f}{3600 * self.sites / self.wall:>13.0f}{self.peak:>11.0f}{self.disk:>12.0f}"
        )


def batch(count: int, workers: int) -> Cost:
    """A whole batch in a folder of its own."""
    with tempfile.TemporaryDirectory() as scratch, serve(count) as (register, words):
        folder = Path(scratch)
        (folder / "sites.csv").write_text(register, "utf-8")
        command = [
            sys.executable, "-m", "a11y.cli", "batch", str(folder / "sites.csv"), "--period", "2026Q4",
            "--out", str(folder / "out"), "--backend", f"processes:{workers}", *WORDS, *words,
        ]  # fmt: skip
        started, used = time.monotonic(), Used()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        parent, peak = psutil.Process(process.pid), 0.0
        # Not reaped before its own part was read: a zombie still tells its times.
        while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            peak = max(peak, parent.memory_info().rss / 2**20)
            used.look(parent)
            threading.Event().wait(0.25)
        own = _seconds(parent)
        if process.wait():
            raise SystemExit(f"the batch ended with {process.returncode}")
        wall = time.monotonic() - started
        disk = sum(file.stat().st_size for file in (folder / "out").rglob("*") if file.is_file()) / count / 1024
        return Cost(count, wall, used.seconds() + own, own, peak, disk)


class Used:
    """CPU seconds of every process that was ever seen below another: killed browsers are reaped by nobody who counts."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, float], float] = {}

    def look(self, parent: psutil.Process) -> None:
        """Note how far each has come."""
        with contextlib.suppress(psutil.Error):
            for process in parent.children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    self.known[process.pid, process.create_time()] = _seconds(process)

    def seconds(self) -> float:
        """All of them together."""
        return sum(self.known.values())


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def main(sizes: list[int]) -> None:
    """Print the table; the last line is the speed-up."""
    print(
        f"{'sites':>6}{'wall s/site':>13}{'CPU s/site':>12}{'parent s/site':>15}{'sites/hour':>13}{'parent MB':>11}{'KB/site':>12}"
    )
    costs = []
    for size in sizes:
        costs.append(batch(size, 2))
        print(costs[-1].line(), flush=True)
    first = costs[0]
    for name, each in (("wall", lambda c: c.wall / c.sites), ("CPU", lambda c: c.cpu / c.sites)):
        print(
            f"{name} a site against {first.sites} sites:",
            ", ".join(f"{c.sites}: {each(c) / each(first):.2f}" for c in costs),
        )
    alone = batch(first.sites, 1)
    print(
        f"one worker, {first.sites} sites: {alone.wall:.0f} s; two: {first.wall:.0f} s; speed-up {alone.wall / first.wall:.2f}"
    )


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [20, 60, 200])
