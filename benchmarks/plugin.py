"""What the plugin costs: tests that check a page by it against plain "goto + axe" tests of the same page.

    python benchmarks/plugin.py [--tests 30] [--rounds 3] [--page FILE]

Pytest is run for each of three files of the same number of tests: plain (goto, axe-playwright-python's `run`), with
`a11y.check(page, only=["axe"])`, and without either, the last also with the plugin switched off. Plain and checking
tests stand in one run, turn about, so that a busy machine slows both alike; each test's own time is taken. Printed are
ratios of medians.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CONFTEST = """
import json, time
import pytest
from a11y.collect.browser import launch_options

@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **launch_options()}

TIMES = []

def pytest_runtest_logreport(report):
    TIMES.append((report.nodeid.split("::")[-1], report.when, report.duration, report.outcome))

def pytest_sessionfinish(session):
    from pathlib import Path
    Path(session.config.rootpath, "times.json").write_text(json.dumps(TIMES))
"""
TESTS = """
import pytest
from axe_playwright_python.sync_playwright import Axe

ADDRESS = {address!r}

@pytest.mark.parametrize("n", range({tests}))
@pytest.mark.parametrize("how", ["plain", "plugin"])
def test_page(page, how, n, request):
    page.goto(ADDRESS)
    if how == "plain":
        Axe().run(page)
    else:
        request.getfixturevalue("a11y").check(page, only=["axe"])
"""
ORDER = """
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: (item.callspec.params.get("n", 0), item.callspec.params.get("how", "")))
"""
IDLE = """
import pytest

@pytest.mark.parametrize("n", range({tests}))
def test_nothing(n):
    assert n >= 0
"""


def run(folder: Path, *words: str) -> float:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return time.perf_counter() - start


def page_tests(page: Path, tests: int) -> dict[str, float]:
    """Median seconds of a test, setup and teardown included, by kind; the first of each kind is left out."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "pytest.ini").write_text("[pytest]\n")
        (folder / "conftest.py").write_text(CONFTEST + ORDER)
        (folder / "test_page.py").write_text(TESTS.format(address=page.resolve().as_uri(), tests=tests))
        run(folder)
        rows = json.loads((folder / "times.json").read_text())
    totals: dict[str, float] = {}
    for name, _, seconds, _ in rows:
        totals[name] = totals.get(name, 0.0) + seconds
    kinds: dict[str, list[float]] = {"plain": [], "plugin": []}
    for name, seconds in totals.items():
        kinds["plain" if "plain" in name else "plugin"].append(seconds)
    return {kind: statistics.median(seconds[1:]) for kind, seconds in kinds.items()}


def idle_tests(tests: int) -> tuple[float, float]:
    """Seconds of a whole run that uses nothing of ours, with the plugin and without: the best of five each, turn about."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "pytest.ini").write_text("[pytest]\n")
        (folder / "test_idle.py").write_text(IDLE.format(tests=tests))
        run(folder)
        pairs = [(run(folder), run(folder, "-p", "no:a11y")) for _ in range(5)]
        return min(on for on, _ in pairs), min(off for _, off in pairs)


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--tests", type=int, default=30)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--page", type=Path, default=Path(__file__).parents[1] / "examples/vendor-site/site/index.html")
    given = words.parse_args()
    for number in range(given.rounds):
        seen = page_tests(given.page, given.tests)
        on, off = idle_tests(given.tests)
        print(
            f"round {number + 1}: goto + axe {seen['plain']:.3f} s, with the plugin {seen['plugin']:.3f} s, "
            f"ratio {seen['plugin'] / seen['plain']:.3f}; tests that do not use it: {on:.2f} s with, {off:.2f} s without, "
            f"ratio {on / off:.3f}"
        )


if __name__ == "__main__":
    main()
