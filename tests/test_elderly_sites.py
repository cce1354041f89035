"""Whole small sites, each with the outcome of every elderly check as data beside it.

`tests/sites/elderly-*/expected.toml` says what must come out, nothing else. The sites are our own invention. The speech
addresses that some of them ask are answered by the test's own server; `.invalid` names cannot be reached by anybody.
"""

from __future__ import annotations

import asyncio
import functools
import http.server
import json
import math
import struct
import threading
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from a11y import checks
from a11y.collect.browser import Browser
from a11y.collect.context import Context
from a11y.collect.elderly import gather_elderly
from a11y.collect.fetcher import Fetcher
from a11y.collect.guard import Guard
from a11y.collect.options import Options
from a11y.evidence import Literal, PageEvidence, Sample
from a11y.model import Coverage, Device, Site
from a11y.registry import checks as known_checks

SITES = sorted((Path(__file__).parent / "sites").glob("elderly-*/expected.toml"))


def wav(seconds: float, pitch: float) -> bytes:
    """A tone: sound that a browser really plays."""
    count = int(8000 * seconds)
    data = bytes(int(128 + 60 * math.sin(2 * math.pi * pitch * i / 8000)) for i in range(count))
    head = b"RIFF" + struct.pack("<I", 36 + count) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    return head + b"data" + struct.pack("<I", count) + data


class _Handler(http.server.SimpleHTTPRequestHandler):
    said: list[str]
    posts: list[str]
    words: dict[str, str]
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".html": "text/html; charset=utf-8"}  # noqa: RUF012

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.path.startswith("/clip/") and self.words.get("clip"):
            self.answer(200, "audio/wav", wav(0.6, 200 + hash(self.path) % 400))
        else:
            super().do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode("utf-8", "replace")
        self.posts.append(self.path)
        if self.path == "/tts" and self.words.get("tts") == "wav":
            text = json.loads(body)["data"]["text"]
            self.said.append(text)
            self.answer(200, "audio/wav", wav(0.3 + len(text) * 0.02, 300))
        else:
            self.answer(404, "text/plain", b"gone")

    def answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Book:
    """Pages and pictures kept in memory."""

    def __init__(self) -> None:
        self.seen: list[PageEvidence] = []
        self.pictures: dict[str, bytes] = {}

    def write_page(self, seen: PageEvidence) -> None:
        self.seen.append(seen)

    def pages(self, wanted: Any = None) -> Iterator[PageEvidence]:
        return iter(self.seen)

    def save_picture(self, folder: str, name: str, data: bytes) -> str | None:
        self.pictures[f"{folder}/{name}"] = data
        return f"{folder}/{name}"


def start(folder: Path, words: dict[str, str]) -> tuple[http.server.ThreadingHTTPServer, type[_Handler]]:
    """A server of one site, and its handler with what was said and posted."""
    handler = type("Handler", (_Handler,), {"said": [], "posts": [], "words": words})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, handler


@pytest.fixture(scope="module")
def machine(loop: Any) -> Iterator[tuple[Guard, Browser]]:
    """One guard and one browser for all sites."""

    async def start() -> tuple[Guard, Browser]:
        guard = await Guard(allow_private=True).__aenter__()
        return guard, await Browser(proxy=guard.proxy).__aenter__()

    guard, browser = loop(start())
    yield guard, browser
    loop(browser.__aexit__(None, None, None))
    loop(guard.__aexit__(None, None, None))


async def examine(
    machine: tuple[Guard, Browser], url: str, device: Device, wanted: frozenset[str]
) -> tuple[Literal, _Book]:
    """The elderly version of one site, as the collector looks at it."""
    guard, browser = machine
    book = _Book()
    site = Site(url=url)
    options = Options(allow_private=True, device=device, only_artifacts=wanted)
    async with Fetcher(guard, user_agent="test") as fetcher:
        context = Context(
            site, options, guard, browser, fetcher, book, lambda *_: None, time.monotonic() + 200, home_url=url
        )
        found = await gather_elderly(context)
    assert not context.errors, context.errors
    sample = Sample(
        site, "2026-11-22T09:00:00+08:00", 0, Coverage(1, 1, 0, 1, True), elderly_entered=context.elderly_entered
    )
    return Literal(sample, tuple(book.seen), found), book


WANTED = frozenset(
    {
        "Texts",
        "Enlarging",
        "Reading",
        "Offers",
        "ElderlyServices",
        "ElderlyExit",
        "ElderlyPersistence",
        "ElderlyChapter",
    }
)
"""Artifacts that elderly checks need, all of them: what the benchmark of time by step asks for."""


def outcomes(seen: Literal) -> dict[str, Any]:
    """Result of every elderly check and of those of pages' behaviour, by id."""
    families = ("elderly", "interaction")
    runs = [checks.Run(check, dict(check.options)) for check in known_checks().values() if check.family in families]
    return {result.check: result for result in checks.run(seen, runs)}


async def look_at(machine: tuple[Guard, Browser], path: Path) -> Any:
    """One site, served and examined; an exception is told by the test of that site."""
    words = tomllib.loads(path.read_text("utf-8"))
    server, handler = start(path.parent, words.get("server", {}))
    try:
        device = Device(words.get("device", "desktop"))
        # What its expectations need, and no more: pressing every service of every site takes minutes.
        needs = frozenset(n.__name__ for id in words["expect"] for n in known_checks()[id].needs)
        return *await examine(machine, f"http://127.0.0.1:{server.server_port}/", device, needs), handler
    except Exception as error:  # noqa: BLE001 - see above
        return error
    finally:
        await asyncio.to_thread(server.shutdown)
        server.server_close()


def differs(path: Path, found: Any) -> bool:
    """Whether a site came out otherwise than expected."""
    expected = tomllib.loads(path.read_text("utf-8"))["expect"]
    if isinstance(found, Exception):
        return True
    results = outcomes(found[0])
    return {id: results[id].outcome.value for id in expected} != expected


@pytest.fixture(scope="module")
def examined(request: Any, loop: Any, machine: Any) -> dict[Path, Any]:
    """Every site that the chosen tests ask for, three at a time: most of each is waiting."""
    paths = [
        item.callspec.params["path"]
        for item in request.session.items
        if item.nodeid.split("[")[0].endswith("::test_site")
    ]
    room = asyncio.Semaphore(3)

    async def one(path: Path) -> Any:
        async with room:
            return await look_at(machine, path)

    async def all_of_them() -> dict[Path, Any]:
        return dict(zip(paths, await asyncio.gather(*(one(path) for path in paths)), strict=True))

    return loop(all_of_them(), 900)


@pytest.mark.parametrize("path", SITES, ids=lambda p: p.parent.name.removeprefix("elderly-"))
def test_site(path: Path, examined: Any, loop: Any, machine: Any) -> None:
    if differs(path, examined[path]):
        # Three at a time on a busy machine, hovering and speech come late: once more, alone, and that counts.
        examined[path] = loop(look_at(machine, path), 300)
    if isinstance(examined[path], Exception):
        raise examined[path]
    seen, book, handler = examined[path]
    expected = tomllib.loads(path.read_text("utf-8"))["expect"]
    results = outcomes(seen)
    said = {id: [f.message for f in result.findings] for id, result in results.items()}
    assert {id: results[id].outcome.value for id in expected} == expected, said
    for id, words in tomllib.loads(path.read_text("utf-8")).get("said", {}).items():
        assert any(words in message for message in said[id]), said[id]
    assert set(handler.posts) <= {"/tts"}, "nothing but speech may leave by POST"
    assert all(f.target.selector == "" for r in results.values() for f in r.findings if r.check in SITE_CHECKS)
    assert any(name.startswith("elderly/") and name.endswith("entry.jpg") for name in book.pictures)


SITE_CHECKS = {
    "elderly/entry", "elderly/works", "elderly/persists", "elderly/exit", "elderly/contrast-theme", "elderly/pointer",
    "elderly/caption", "elderly/toolbar",
}  # fmt: skip
