"""Cost of a site in a batch, and that it does not grow: `python benchmarks/batch.py [20 60 200]`.

Prints sites per hour, seconds per site at each size, the parent's peak memory, the speed-up from one to two workers,
the size on disk per site; then the time of a notice per site at growing numbers of stored (synthetic) sites.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parent))
from many_sites import serve

WORDS = (
    "--pages",
    "2",
    "--no-elderly",
    "--profile",
    "prelaunch",
    "--site-seconds",
    "60",
    "--timeout",
    "8",
    "--keep",
    "none",
)


def batch(count: int, workers: int, folder: Path) -> tuple[float, float]:
    """Seconds of a whole batch, and peak MB of the parent alone."""
    with serve(count) as (register, words):
        file = folder / "sites.csv"
        file.write_text(register, "utf-8")
        command = [
            sys.executable, "-m", "a11y.cli", "batch", str(file), "--period", "2026Q4", "--out", str(folder / "out"),
            "--backend", f"processes:{workers}", *WORDS, *words,
        ]  # fmt: skip
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, psutil.Process(process.pid).memory_info().rss / 2**20)
            threading.Event().wait(0.25)
        return time.monotonic() - started, peak


def main(sizes: list[int]) -> None:
    per_site = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            seconds, peak = batch(size, 2, Path(scratch))
            disk = sum(f.stat().st_size for f in (Path(scratch) / "out").rglob("*") if f.is_file()) / size / 1024
        per_site[size] = seconds / size
        print(
            f"{size:4d} sites, 2 workers: {seconds / size:.2f} s a site, {3600 * size / seconds:.0f} sites an hour, "
            f"parent {peak:.0f} MB at most, {disk:.0f} KB a site on disk", flush=True,
        )  # fmt: skip
    first = per_site[sizes[0]]
    print("cost a site against the smallest:", ", ".join(f"{n}: {s / first:.2f}" for n, s in per_site.items()))
    with tempfile.TemporaryDirectory() as scratch:
        alone, _ = batch(sizes[0], 1, Path(scratch))
    print(f"speed-up from one to two workers at {sizes[0]} sites: {alone / (per_site[sizes[0]] * sizes[0]):.2f}")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [20, 60, 200])
