"""The site under test on loopback, and the browser that this machine has."""

import functools
import http.server
import threading
from pathlib import Path

import pytest

from a11y.collect.browser import launch_options

SITE = Path(__file__).parents[1] / "site"


@pytest.fixture(scope="session")
def base_url():
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(SITE))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    # Debian's own Chromium where there is one, Playwright's otherwise.
    return {**browser_type_launch_args, **launch_options()}
