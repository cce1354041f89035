"""A report as a tagged PDF, printed by the browser from the HTML page.

Chromium keeps headings, tables, lists and alternatives of the page as tags (PDF/UA needs them) and makes the outline
from the headings.
"""

from __future__ import annotations

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from a11y.collect.browser import Browser
from a11y.errors import ReportError
from a11y.model import Device, Mode

LIMIT = 60.0
"""Seconds that a report may take to be opened, and to be printed."""


class Printer:
    """One browser for many reports: started for the first, retired by use and memory like any other.

    Works in a thread of its own, so that it may be used where a loop runs already, as sync Playwright leaves it.
    """

    def __init__(self, browser: str | None = None) -> None:
        self._path = browser
        self._browser: Browser | None = None
        self._runner = asyncio.Runner()
        self._thread = ThreadPoolExecutor(1, "print")

    def __enter__(self) -> Printer:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.submit(self._end).result()
        self._thread.shutdown()

    def print(self, source: Path | bytes) -> bytes:
        """The PDF of an HTML file, or of a page given as bytes. A4, its own print styles, its backgrounds.

        Raises:
            BrowserMissingError: there is no browser.
            ReportError: the page could not be printed.
        """
        if isinstance(source, Path):
            return self._thread.submit(lambda: self._runner.run(self._printed(source.resolve()))).result()
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "report.html"
            page.write_bytes(source)
            return self.print(page)

    async def _printed(self, file: Path) -> bytes:
        if self._browser is None:
            self._browser = await Browser(self._path).__aenter__()
        async with self._browser.stage(Mode.STANDARD, Device.DESKTOP, fresh=True) as stage:
            # A report needs nothing from outside, and one opened here must not be able to ask for it.
            await stage.page.context.set_offline(True)
            landing = await stage.goto(file.as_uri(), limit=LIMIT)
            if landing.error:
                raise ReportError(f"报告页面打不开，未能打印：{landing.detail}")
            await stage.page.emulate_media(media="print")
            paper = stage.page.pdf(
                format="A4", print_background=True, prefer_css_page_size=True, tagged=True, outline=True,
                margin={"top": "16mm", "bottom": "16mm", "left": "14mm", "right": "14mm"},
            )  # fmt: skip
            try:
                printed: bytes = await asyncio.wait_for(paper, LIMIT)
            except TimeoutError:
                raise ReportError(f"报告超过 {LIMIT:g} 秒没有打印完") from None
            return printed

    def _end(self) -> None:
        if self._browser is not None:
            self._runner.run(self._browser.__aexit__())
        self._runner.close()


def print_html(source: Path | bytes, *, browser: str | None = None) -> bytes:
    """One report as a PDF, see `Printer.print`."""
    with Printer(browser) as printer:
        return printer.print(source)
