"""Every self-annotating page says what its check must find, and nothing else.

`tests/pages/<family>/<check>/<outcome>[-why].html`; elements are marked `data-expect="failed"` (or `cantTell`,
`passed`), with `data-page` where the page as a whole is meant. A page may say how it is to be looked at, in its head:
`<meta name="a11y-test" content='{"mode": "elderly", "device": "mobile", "options": {"min_px": 18}}'>`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from a11y import checks
from a11y.collect import gatherers
from a11y.collect.browser import PIXEL_RATIO, VIEWPORTS
from a11y.collect.js import source
from a11y.collect.steps import Stage
from a11y.evidence import FROM_PAGES, Literal, Page, PageEvidence, Sample, is_site_artifact
from a11y.model import Coverage, Device, Mode, Outcome, Role, Site
from a11y.registry import checks as known_checks

PAGES = Path(__file__).parent / "pages"
FILES = sorted(PAGES.glob("*/*/*.html"))
MARKS = f"""() => {{ const dom = ({source("dom")})();
  return [...dom.all()].filter((e) => e.hasAttribute("data-expect"))
    .map((e) => [e.dataset.expect, "page" in e.dataset ? "" : dom.selector(e)]); }}"""


def settings(path: Path) -> dict[str, Any]:
    """What the page's own head says of how to look at it."""
    found = re.search(
        r"""<meta name="a11y-test" content='(.*?)'>""", path.read_text("utf-8", errors="replace"), re.DOTALL
    )
    return json.loads(found.group(1)) if found else {}


def expected_outcome(path: Path) -> Outcome:
    """The first word of the file's name."""
    return Outcome(re.split(r"[-.]", path.name)[0])


async def look(chromium: Any, url: str, path: Path, said: dict[str, Any]) -> tuple[PageEvidence, set[tuple[str, str]]]:
    check = known_checks()["/".join(path.parts[-3:-1])]
    device = Device(said.get("device", "desktop"))
    mode = Mode(said.get("mode", "elderly" if Mode.STANDARD not in check.modes else "standard"))
    width, height = said.get("viewport", VIEWPORTS[device])
    mobile = device is Device.MOBILE
    context = await chromium.new_context(
        viewport={"width": width, "height": height},
        is_mobile=mobile,
        has_touch=mobile,
        locale="zh-CN",
        device_scale_factor=PIXEL_RATIO[device],
    )
    try:
        stage = Stage(await context.new_page())
        landing = await stage.goto(url)
        await stage.settle()
        marks: set[tuple[str, str]] = set()
        for frame in stage.frames:
            marks |= {(outcome, path) for outcome, path in await stage.evaluate(MARKS, frame=frame)}
        page = Page(
            url,
            landing.url,
            Role(said.get("role", "home")),
            mode,
            device,
            landing.status,
            viewport=(width, height),
            walked=True,
        )
        wanted = [need for need in check.needs if not is_site_artifact(need) and need is not Page]
        wanted += [part for need in check.needs if need in FROM_PAGES for part in FROM_PAGES[need].needs]
        artifacts, errors = await gatherers.gather(stage, page, wanted)
        return PageEvidence(page, artifacts, errors), marks
    finally:
        await context.close()


@pytest.mark.parametrize("path", FILES, ids=lambda p: "/".join(p.parts[-3:]))
def test_page(path: Path, serve: Any, loop: Any, chromium: Any) -> None:
    said = settings(path)
    url = serve(PAGES) + path.relative_to(PAGES).as_posix() + said.get("query", "")
    seen, marks = loop(look(chromium, url, path, said))
    assert not seen.errors
    check = known_checks()["/".join(path.parts[-3:-1])]
    site = Site(url=url)
    sample = Sample(site, "2026-11-22T09:00:00+08:00", 0, Coverage(1, 1, 0, 1, True), elderly_entered=True)
    [result] = checks.run(Literal(sample, (seen,)), [checks.Run(check, {**check.options, **said.get("options", {})})])
    reported = {(f.outcome.value, f.target.selector) for f in result.findings}
    assert reported == {(o, s) for o, s in marks if o in ("failed", "cantTell")}
    assert result.outcome is expected_outcome(path), [f.message for f in result.findings]
