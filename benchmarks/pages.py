"""Twenty pages, timed: our whole standard collection against a bare loop of "render, then axe in all frames".

    python benchmarks/pages.py DIR [--pages 20] [--concurrency 2] [--rounds 3] [--memory 500]

DIR holds saved pages (HTML files, in folders of their sites). They are served on loopback. Both ways look at the same
pages with the same browser, one after the other in the same run, and the ratio of their times is printed; so are the
times of axe's own command and of pa11y-ci, where they are installed. `--memory N` then collects N pages in one run and prints the
memory of this process and its browsers every fifty pages.
"""

from __future__ import annotations

import argparse
import asyncio
import atexit
import contextlib
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
from playwright.async_api import Error as BrowserError
from playwright.async_api import async_playwright

from a11y.collect import Options, collect, gatherers
from a11y.collect.axe import packaged_script
from a11y.collect.browser import VIEWPORTS, launch_options
from a11y.evidence import Crops
from a11y.model import Device, Site

STILL = frozenset(
    cls.__name__
    for cls in (*gatherers.PARTS, *gatherers.GATHERERS, Crops)
    if cls not in gatherers.GATHERERS
    or not (gatherers.GATHERERS[cls].walk or gatherers.GATHERERS[cls].flow.__module__.endswith("following"))
)
"""What is read off every page. What presses, hovers and watches has a time of its own: `benchmarks/elderly.py`."""

BARE = {"resultTypes": ["violations", "incomplete"]}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("folder", type=Path)
    words.add_argument("--pages", type=int, default=20)
    words.add_argument("--concurrency", type=int, default=2)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--memory", type=int, default=0)
    said = words.parse_args()
    with served(said.folder) as origin:
        urls = [origin + quote(path) for path in chosen(said.folder, said.pages)]
        print(f"{len(urls)} pages, {said.concurrency} at a time, {said.rounds} rounds")
        bare: list[Spent] = []
        ours: list[Spent] = []
        for number in range(said.rounds):
            bare.append(spent(lambda: asyncio.run(bare_loop(urls, said.concurrency))))
            ours.append(spent(lambda: collected(urls, said.concurrency)))
            print(f"round {number + 1}: {compared(bare[-1:], ours[-1:])}", flush=True)
        print(f"median: {compared(bare, ours)}")
        for name, command in others(urls, said.concurrency).items():
            print(f"{name}: {timed(command):.1f} s", flush=True)
        if said.memory:
            remember(urls, said.memory, said.concurrency)


def chosen(folder: Path, most: int) -> list[str]:
    """Pages of as many sites as there are, in turn: first pages first. Fragments and tiny files are none."""
    by_site: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*.htm*"), key=lambda p: (len(p.parts), p.name != "index.html", str(p))):
        if path.suffix in (".html", ".htm") and 3000 < path.stat().st_size < 3_000_000:
            inside = path.relative_to(folder)
            by_site.setdefault(inside.parts[0], []).append(inside.as_posix())
    found: list[str] = []
    while len(found) < most and any(by_site.values()):
        for pages in by_site.values():
            if pages and len(found) < most:
                found.append(pages.pop(0))
    return found


@dataclass(frozen=True)
class Spent:
    seconds: float
    cpu: float
    """Of this process and all its children. Less moved by what else the machine does."""


def timed(work: Callable[[], Any]) -> float:
    return spent(work).seconds


def spent(work: Callable[[], Any]) -> Spent:
    """Time of `work`; the processors' time is read ten times a second, for a browser's processes end with it."""
    me, over = psutil.Process(), threading.Event()
    before = {process.pid for process in me.children(recursive=True)}  # the server of the pages
    seen: dict[tuple[int, float], float] = {}

    def watch() -> None:
        while not over.wait(0.1):
            for process in me.children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    if process.pid in before:
                        continue
                    seen[process.pid, process.create_time()] = sum(process.cpu_times()[:2])

    watching = threading.Thread(target=watch)
    own, started = sum(me.cpu_times()[:2]), time.perf_counter()
    watching.start()
    try:
        work()
    finally:
        seconds = time.perf_counter() - started
        over.set()
        watching.join()
    return Spent(seconds, sum(me.cpu_times()[:2]) - own + sum(seen.values()))


def compared(bare: list[Spent], ours: list[Spent]) -> str:
    def line(name: str, unit: str) -> str:
        one, other = ([getattr(each, name) for each in row] for row in (bare, ours))
        ratio = statistics.median(o / b for o, b in zip(other, one, strict=True))
        return (
            f"bare {statistics.median(one):.1f} {unit}, ours {statistics.median(other):.1f} {unit}, ratio {ratio:.2f}"
        )

    return f"{line('seconds', 's')}; {line('cpu', 's of CPU')}"


async def bare_loop(urls: list[str], concurrency: int) -> None:
    """What anybody would write: open the page, run axe in each of its frames, keep the result."""
    script, waiting = packaged_script(), list(urls)
    width, height = VIEWPORTS[Device.DESKTOP]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        context = await browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")

        async def work() -> None:
            page = await context.new_page()
            while waiting:
                url = waiting.pop(0)
                try:
                    await page.goto(url, timeout=30_000)
                except BrowserError:
                    continue
                for frame in page.frames:
                    try:
                        await asyncio.wait_for(frame.evaluate(script), 20)
                        json.dumps(await asyncio.wait_for(frame.evaluate("(o) => axe.run(document, o)", BARE), 60))
                    except (BrowserError, TimeoutError) as error:
                        print("bare:", frame.url[-60:], str(error).splitlines()[:1])

        await asyncio.gather(*(work() for _ in range(concurrency)))
        await browser.close()


def collected(urls: list[str], concurrency: int, progress: Any = None) -> None:
    """The standard collection: texts, controls, anchors, images, article, foot, axe, contrast, thumbnail, crops."""
    options = Options(
        pages=len(urls), concurrency=concurrency, elderly=False, allow_private=True, only_pages=tuple(urls),
        only_artifacts=STILL, ignore_robots="benchmark", rate=1000,
    )  # fmt: skip
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # tidying up is none of the work
    collect(Site(url=urls[0]), options, Path(folder), progress)


def others(urls: list[str], concurrency: int) -> dict[str, Callable[[], Any]]:
    """The commands that others would use, where they are installed."""
    found: dict[str, Callable[[], Any]] = {}
    if axe := shutil.which("axe"):
        words = [axe, *urls, "--chrome-options=no-sandbox,disable-background-networking"]
        for name, program in (("chrome", "chromium"), ("chromedriver", "chromedriver")):
            words += [f"--{name}-path", path] if (path := shutil.which(program)) else []
        found["axe (its own command, one at a time)"] = lambda: quiet(words)
    if pa11y := shutil.which("pa11y-ci"):
        settings = {
            "defaults": {
                "concurrency": concurrency, "runners": ["axe"], "timeout": 60_000,
                "chromeLaunchConfig": {
                    "executablePath": shutil.which("chromium") or launch_options()["executable_path"],
                    "args": ["--no-sandbox", "--disable-background-networking"],
                },
            },
            "urls": urls,
        }  # fmt: skip
        path = Path(tempfile.mkdtemp()) / "pa11yci.json"
        path.write_text(json.dumps(settings), "utf-8")
        found["pa11y-ci with axe"] = lambda: quiet([pa11y, "--config", str(path)])
    return found


def quiet(command: list[str]) -> None:
    """Run a command whose words do not matter; that it saw the pages does."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    if len(done.stdout + done.stderr) < 2000:
        raise SystemExit(f"{command[0]} saw nothing: {(done.stdout + done.stderr)[-500:]}")


def remember(urls: list[str], most: int, concurrency: int) -> None:
    """Print the memory of this process and of its browsers every fifty pages of one long run."""
    many = [f"{urls[n % len(urls)]}?n={n}" for n in range(most)]
    done = 0

    def progress(word: str, _: Any) -> None:
        nonlocal done
        if word != "page":
            return
        done += 1
        if done % 50 == 0:
            me = psutil.Process()
            family = sum(p.memory_info().rss for p in living(me))
            print(f"{done:4d} pages: {me.memory_info().rss / 2**20:.0f} MB here, {family / 2**20:.0f} MB in browsers")

    collected(many, concurrency, progress)


def living(me: psutil.Process) -> Iterator[psutil.Process]:
    for process in me.children(recursive=True):
        if process.is_running() and "python" not in process.name():
            yield process


class served:  # noqa: N801 (reads as a word)
    """`with served(folder) as origin`: the folder on loopback, by a process of its own, as a site's server is.

    `charset`: said of every HTML page; nothing is said where it is empty.
    """

    def __init__(self, folder: Path, charset: str = "") -> None:
        words = [sys.executable, "-c", _SERVE, str(folder), charset]
        self.server = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> str:
        assert self.server.stdout is not None
        return f"http://127.0.0.1:{int(self.server.stdout.readline())}/"

    def __exit__(self, *_: object) -> None:
        self.server.kill()
        self.server.wait()


_SERVE = """
import functools, http.server, sys
class Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *_):
        pass
if sys.argv[2]:
    Quiet.extensions_map = {**Quiet.extensions_map, ".html": "text/html; charset=" + sys.argv[2]}
handler = functools.partial(Quiet, directory=sys.argv[1])
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
print(server.server_port, flush=True)
server.serve_forever()
"""


if __name__ == "__main__":
    main()
