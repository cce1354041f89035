"""How the reports bear many findings: time and memory to make them, time to open and to filter them in Chromium.

    python benchmarks/report.py [FINDINGS]

Made findings; no network. Each format is made in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

FORMATS = ("json", "html", "xlsx", "docx", "sarif", "earl", "junit", "markdown")


def main() -> None:
    """Print a table of formats, then what a browser needs for the HTML."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{count} findings")
    print(f"{'format':<10}{'seconds':>9}{'files':>7}{'MB':>8}{'largest MB':>12}{'peak MB':>9}{'over empty':>12}")
    with tempfile.TemporaryDirectory() as folder:
        for name in FORMATS:
            row = child(name, count, folder)
            print(
                f"{name:<10}{row['seconds']:>9.2f}{row['files']:>7}{row['mb']:>8.2f}{row['largest']:>12.2f}"
                f"{row['peak']:>9.0f}{row['peak'] - row['before']:>12.0f}"
            )
        browse(Path(folder) / "report.html")


def child(name: str, count: int, folder: str) -> dict[str, float]:
    """One format made in a fresh process."""
    call = [sys.executable, __file__, "--make", name, str(count), folder]
    done = subprocess.run(call, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def make(name: str, count: int, folder: str) -> None:
    """Make one format and print what it took, in megabytes and seconds."""
    import report_matter as matter

    from a11y.registry import checks, reporters

    report, assets, module = matter.rich(count), matter.assets(), reporters()[name]
    checks()
    module.render(matter.rich(0), assets)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    files = module.render(report, assets)
    seconds = time.perf_counter() - start
    for path, body in files.items():
        target = Path(folder) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    sizes = [len(body) / 1e6 for body in files.values()]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row = {
        "seconds": seconds,
        "files": len(files),
        "mb": sum(sizes),
        "largest": max(sizes),
        "peak": peak,
        "before": before,
    }
    print(json.dumps(row))


def browse(path: Path) -> None:
    """Open the report from its file three times, and filter it; medians."""
    from playwright.sync_api import sync_playwright

    from a11y.collect.browser import launch_options

    paints, loads, opens, filters = [], [], [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for _ in range(3):
            page = browser.new_page()
            page.goto(path.as_uri())
            times = page.evaluate(
                """() => new Promise((done) =>
                  new PerformanceObserver((list) => list.getEntriesByName('first-contentful-paint').length && done([
                    list.getEntriesByName('first-contentful-paint')[0].startTime,
                    performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,
                  ])).observe({type: 'paint', buffered: true}))"""
            )
            paints.append(times[0])
            loads.append(times[1])
            opens.append(
                page.evaluate(
                    """() => new Promise((done) => { const start = performance.now();
                  document.getElementById('filter-open').click();
                  const wait = () => document.querySelector('#found li') ? done(performance.now() - start) : setTimeout(wait);
                  wait(); })"""
                )
            )
            filters.append(
                page.evaluate(
                    """() => { const field = document.querySelector('[name=outcome]'); const start = performance.now();
                  field.selectedIndex = 2; field.dispatchEvent(new Event('change')); document.body.offsetHeight;
                  return performance.now() - start; }"""
                )
            )
            page.close()
        browser.close()
    for name, values in (
        ("first paint", paints),
        ("document read", loads),
        ("filter opened", opens),
        ("one filter", filters),
    ):
        print(f"{name:<16}{sorted(values)[1]:>8.0f} ms")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        make(sys.argv[2], int(sys.argv[3]), sys.argv[4])
    else:
        main()
