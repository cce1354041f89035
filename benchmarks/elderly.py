"""Time by step of the elderly version on the small sites of the tests: `python benchmarks/elderly.py [NAME…]`.

To be: entering, proving and pressing the services at most 30 s a site on loopback with two cores.
"""

from __future__ import annotations

import asyncio
import sys
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import test_elderly_sites as sites  # noqa: E402

from a11y.collect.browser import Browser  # noqa: E402
from a11y.collect.guard import Guard  # noqa: E402
from a11y.evidence.elderly import ElderlyChapter  # noqa: E402
from a11y.model import Device  # noqa: E402

STEPS = ("enter", "persist", "exit", "enlarge", "read", "services")


async def main(names: list[str]) -> None:
    """Print a row per site: seconds of each step, and of the whole without page artifacts."""
    print("site".ljust(20), *(step.rjust(9) for step in STEPS), "sum".rjust(9), "whole".rjust(9))
    async with Guard(allow_private=True) as guard, Browser(proxy=guard.proxy) as browser:
        for path in sites.SITES:
            name = path.parent.name.removeprefix("elderly-")
            if names and name not in names:
                continue
            server, _ = sites.start(path.parent, tomllib.loads(path.read_text("utf-8")).get("server", {}))
            started = time.perf_counter()
            try:
                address = f"http://127.0.0.1:{server.server_port}/"
                seen, _book = await sites.examine((guard, browser), address, Device.DESKTOP, sites.WANTED)
            finally:
                await asyncio.to_thread(server.shutdown)
            seconds = seen.site_artifacts[ElderlyChapter].matter["seconds"]
            row = [seconds.get(step, 0.0) for step in STEPS]
            whole = time.perf_counter() - started
            print(name.ljust(20), *(f"{value:9.2f}" for value in (*row, sum(row), whole)), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
