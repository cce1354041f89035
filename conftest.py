"""What all tests share: a server for the test pages, and one browser on a loop of its own."""

from __future__ import annotations

import asyncio
import functools
import http.server
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep a file's tests on one worker, for their shared sites and browsers; the many single pages may be spread."""
    if config.pluginmanager.hasplugin("xdist"):
        for item in items:
            if item.path.name != "test_pages.py":
                item.add_marker(pytest.mark.xdist_group(item.path.name))


class _Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".html": "text/html; charset=utf-8"}  # noqa: RUF012

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """`serve(folder)` → address of a server of that folder on loopback, ending in a slash."""
    servers: dict[Path, http.server.ThreadingHTTPServer] = {}

    def start(folder: Path) -> str:
        if folder not in servers:
            handler = functools.partial(_Quiet, directory=str(folder))
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            servers[folder] = server
        return f"http://127.0.0.1:{servers[folder].server_port}/"

    yield start
    for server in servers.values():
        server.shutdown()
        server.server_close()


class Loop:
    """An event loop in a thread, so that tests stay plain functions."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def __call__(self, work: Coroutine[Any, Any, Any], limit: float = 120) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(limit)


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    """Runs coroutines of the collector."""
    loop = Loop()
    yield loop
    loop.loop.call_soon_threadsafe(loop.loop.stop)


@pytest.fixture(scope="session")
def chromium(loop: Loop) -> Iterator[Any]:
    """One real browser (async API, living on `loop`) for the session."""
    from playwright.async_api import async_playwright

    from a11y.collect.browser import launch_options

    manager = async_playwright()
    playwright = loop(manager.start())
    browser = loop(playwright.chromium.launch(**launch_options()))
    yield browser
    loop(browser.close())
    loop(playwright.stop())
