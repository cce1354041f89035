"""A report as a tagged PDF, printed by the browser from the HTML page.

Chromium keeps headings, tables, lists and alternatives of the page as tags (PDF/UA needs them) and makes the outline
from the headings.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from a11y.collect.browser import Browser
from a11y.collect.running import to_its_end
from a11y.errors import ReportError
from a11y.model import Device, Mode

LIMIT = 60.0
"""Seconds that a report may take to be printed."""


def print_html(source: Path | bytes, *, browser: str | None = None) -> bytes:
    """The PDF of an HTML file, or of a page given as bytes. A4, its own print styles, its backgrounds.

    Raises:
        BrowserMissingError: there is no browser.
        ReportError: the page could not be printed.
    """
    if isinstance(source, Path):
        return to_its_end(lambda: _printed(source.resolve(), browser))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_bytes(source)
        return to_its_end(lambda: _printed(page, browser))


async def _printed(file: Path, path: str | None) -> bytes:
    async with Browser(path) as browser, browser.stage(Mode.STANDARD, Device.DESKTOP, fresh=True) as stage:
        # A report needs nothing from outside, and one opened here must not be able to ask for it.
        await stage.page.context.set_offline(True)
        landing = await stage.goto(file.as_uri(), limit=LIMIT)
        if landing.error:
            raise ReportError(f"报告页面打不开，未能打印：{landing.detail}")
        await stage.page.emulate_media(media="print")
        printed: bytes = await stage.page.pdf(
            format="A4", print_background=True, prefer_css_page_size=True, tagged=True, outline=True,
            margin={"top": "16mm", "bottom": "16mm", "left": "14mm", "right": "14mm"},
        )  # fmt: skip
        return printed
