"""The HTML report in a real browser: it passes axe and our own checks, on a desk, a phone and at 320 pixels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import report_matter as matter
from report_matter import rich

from a11y import checks
from a11y.collect import gatherers
from a11y.collect.browser import VIEWPORTS
from a11y.collect.steps import Stage
from a11y.evidence import Literal, Page, PageEvidence, Sample, is_site_artifact
from a11y.model import Coverage, Device, Mode, Outcome, Role, Site
from a11y.registry import checks as known_checks
from a11y.report import html

OURS = (
    "contrast/text", "contrast/icon", "interaction/target-size", "interaction/focus-visible", "interaction/keyboard",
    "interaction/reflow", "interaction/resize", "interaction/motion", "interaction/popup-close", "links/empty",
)  # fmt: skip
"""Our checks of a page that have anything to say of a report."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with its pictures, one in English, and one of ten thousand findings."""
    root = tmp_path_factory.mktemp("reports")
    for name, report in (("zh", rich(90)), ("en", rich(20, lang="en")), ("big", rich(10_000))):
        pictures = {path: body for path, body in matter.assets().files.items() if path.startswith("evidence/")}
        for path, body in {**html.render(report, matter.assets()), **pictures}.items():
            target = root / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
    return root


async def stage_of(chromium: Any, device: Device = Device.DESKTOP, **more: Any) -> tuple[Any, Stage]:
    width, height = VIEWPORTS[device]
    mobile = device is Device.MOBILE
    settings = {"viewport": {"width": width, "height": height}, "is_mobile": mobile, "has_touch": mobile, **more}
    context = await chromium.new_context(**settings)
    return context, Stage(await context.new_page())


async def examine(chromium: Any, url: str, device: Device, names: tuple[str, ...]) -> list[str]:
    """What our checks and axe find wrong with the page at `url`; what was not gathered is wrong too."""
    context, stage = await stage_of(chromium, device)
    try:
        landing = await stage.goto(url)
        await stage.settle()
        page = Page(url, landing.url, Role.HOME, Mode.STANDARD, device, 200, walked=True)
        wanted = {n for name in names for n in known_checks()[name].needs if not is_site_artifact(n) and n is not Page}
        artifacts, errors = await gatherers.gather(stage, page, wanted)
    finally:
        await context.close()
    sample = Sample(Site(url=url), "2026-11-22T09:00:00+08:00", 0, Coverage(1, 1, 0, 1, True))
    evidence = Literal(sample, (PageEvidence(page, artifacts, errors),))
    results = checks.run(evidence, [checks.Run(known_checks()[name]) for name in names])
    return [f"{name}: {error}" for name, error in errors.items()] + [
        f"{r.check} {f.target.selector}: {f.message}"
        for r in results
        for f in r.findings
        if f.outcome is Outcome.FAILED
    ]


@pytest.mark.parametrize(
    ("path", "device"),
    [
        ("zh/report.html", Device.DESKTOP),
        ("zh/report/findings-2.html", Device.MOBILE),
        ("en/report.html", Device.MOBILE),
    ],
)
def test_the_report_passes_axe(path: str, device: Device, folder: Path, serve: Any, loop: Any, chromium: Any) -> None:
    names = tuple(name for name in known_checks() if name.startswith("axe/"))
    assert len(names) > 80
    assert loop(examine(chromium, serve(folder) + path, device, names)) == []


@pytest.mark.parametrize("path", ["en/report.html"])
def test_the_report_passes_our_own_checks(path: str, folder: Path, serve: Any, loop: Any, chromium: Any) -> None:
    assert loop(examine(chromium, serve(folder) + path, Device.DESKTOP, OURS), 300) == []


@pytest.mark.parametrize("path", ["zh/report.html", "zh/report/findings-2.html"])
def test_nothing_scrolls_sideways_at_320_pixels(path: str, folder: Path, serve: Any, loop: Any, chromium: Any) -> None:
    async def width() -> int:
        context, stage = await stage_of(chromium, viewport={"width": 320, "height": 640})
        try:
            await stage.goto(serve(folder) + path)
            return int(await stage.evaluate("() => document.documentElement.scrollWidth"))
        finally:
            await context.close()

    assert loop(width()) <= 320


def test_hostile_words_run_nothing(folder: Path, serve: Any, loop: Any, chromium: Any) -> None:
    async def heard() -> list[str]:
        context, _ = await stage_of(chromium)
        said: list[str] = []
        page = context.pages[0]
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: said.append(message.text))
        page.on("requestfailed", lambda request: said.append(request.url))
        try:
            await page.goto(serve(folder) + "zh/report.html")
            await page.click("#filter-open")
            await page.fill("[name=words]", "onerror")
            assert await page.locator("#found li").count() > 0
            assert await page.locator("#found img").count() == 0
            return said
        finally:
            await context.close()

    assert loop(heard()) == []


@pytest.mark.parametrize("name", ["zh", "big"])
def test_filters_narrow_and_lead_to_the_finding(name: str, folder: Path, serve: Any, loop: Any, chromium: Any) -> None:
    async def walk() -> tuple[str, str, str, str]:
        context, _ = await stage_of(chromium)
        page = context.pages[0]
        try:
            await page.goto(serve(folder) + f"{name}/report.html")
            await page.click("#filter-open")
            await page.wait_for_selector("#found li")
            every = await page.inner_text("#count")
            await page.select_option("[name=outcome]", index=2)
            doubts = await page.inner_text("#count")
            await page.fill("[name=words]", "115")
            words = await page.inner_text("#found li >> nth=0")
            await page.click("#found a >> nth=0")
            await page.wait_for_selector(".finding:target")
            return every, doubts, words, await page.inner_text(".finding:target h4")
        finally:
            await context.close()

    every, doubts, words, finding = loop(walk())
    assert every != doubts
    assert "115" in words
    assert "115" in finding


def test_without_scripts_everything_can_be_read(folder: Path, serve: Any, loop: Any, chromium: Any) -> None:
    async def look() -> tuple[bool, bool, int]:
        context, _ = await stage_of(chromium, java_script_enabled=False)
        page = context.pages[0]
        try:
            await page.goto(serve(folder) + "big/report.html")
            filter_shown = await page.is_visible("#filter")
            await page.click("a[rel=next] >> nth=0")
            return filter_shown, await page.is_visible(".finding >> nth=0"), await page.locator(".finding").count()
        finally:
            await context.close()

    assert loop(look()) == (False, True, html.ON_OTHERS)
