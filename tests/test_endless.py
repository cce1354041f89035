"""Pages that have no end: thousands of controls, tens of thousands of nodes, slides and scrolls that go on for ever.

One served site, one collection with every walk, its bounds made small. Each page is looked at to the end of its bounds, what was
not reached is said, nothing of it passes, and no browser is left.
"""

from __future__ import annotations

from typing import Any

import pytest
from hostile_site import TEXT, browsers, page, served

from a11y import checks
from a11y.collect import Options, collect, following, pointing, sampling, steps, walks, watching
from a11y.evidence import Literal
from a11y.model import Outcome, Site
from a11y.registry import checks as known_checks

LISTENING = """<script>for (const one of document.querySelectorAll('i')) one.onclick = () => { one.textContent += '！'; };</script>"""
PAGES: dict[str, str] = {
    "controls": TEXT
    + "<ul>"
    + "".join(f"<li><a href=/c{n}>事项{n}</a> <button>办理{n}</button></li>" for n in range(500))
    + "".join(f"<li><i style='display:inline-block;width:60px' class=k{'k' * n}>展开{n}</i></li>" for n in range(60))
    + f"</ul>{LISTENING}",
    "nodes": TEXT
    + f"<div hidden>{'<p><i></i><b></b></p>' * 21_000}</div>"
    + "<button style='width:9px;height:9px;padding:0;border:0'>办</button><a href='http://a.example/'>外站</a>",
    "carousel": TEXT
    + """<div id=box style="width:300px;height:80px;overflow:hidden;white-space:nowrap"><span style="display:inline-block;width:300px">第0张</span></div>
    <script>let n = 0; setInterval(() => { const one = box.firstElementChild.cloneNode(true); one.textContent = '第' + ++n + '张'; box.append(one); box.scrollLeft += 300; }, 300)</script>""",
    "scroll": TEXT
    + """<ul id=u></ul><script>const more = () => { for (let i = 0; i < 40; i++) u.insertAdjacentHTML('beforeend', '<li><a href=/n' + u.children.length + '>关于第' + u.children.length + '项工作的通知</a></li>'); };
    more(); addEventListener('scroll', () => { if (innerHeight + scrollY > document.body.scrollHeight - 900) more(); });</script>""",
    "thief": TEXT
    + "<a href=/a>一</a> <input id=i aria-label=搜索> <a href=/b>三</a> <a href='javascript:;'>空</a><script>setInterval(() => i.focus(), 15)</script>",
    "title": TEXT
    + "<a href=/a>一</a><script>let t = 0; setInterval(() => { document.title = '第' + ++t + '秒 - 安澜县'; }, 1000)</script>",
}


TOLD: dict[str, dict[str, tuple[Outcome, set[str]]]] = {
    "controls": {
        "interaction/keyboard": (Outcome.CANT_TELL, {"not-finished", "not-all-pressed"}),
        "interaction/focus-visible": (Outcome.CANT_TELL, {"not-finished"}),
    },
    "nodes": {
        check: (Outcome.CANT_TELL, {"page-too-large"})
        for check in ("interaction/target-size", "links/insecure", "links/hidden", "content/wording", "content/privacy")
    },
    "carousel": {"interaction/motion": (Outcome.FAILED, set())},
    "scroll": {
        "interaction/keyboard": (Outcome.CANT_TELL, {"not-finished"}),
        "interaction/focus-visible": (Outcome.CANT_TELL, {"not-finished"}),
    },
    "thief": {"interaction/keyboard": (Outcome.FAILED, set()), "links/empty": (Outcome.FAILED, set())},
    "title": {"interaction/keyboard": (Outcome.PASSED, set()), "act/page-title": (Outcome.PASSED, set())},
}  # fmt: skip
"""What is said of each page, with the reasons of its doubts: what could not be reached is not passed, the rest is looked at."""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: Any) -> dict[str, Any]:
    """Name → the page's evidence and its results by check."""
    before = {process.pid for process in browsers()}
    with (
        served({f"/{name}": page(body, f"没有尽头的页面 {name}") for name, body in PAGES.items()}) as base,
        pytest.MonkeyPatch.context() as patch,
    ):
        for module, name in (
            (walks, "TAB_SECONDS"), (walks, "LOOK_SECONDS"), (watching, "STOP_SECONDS"), (pointing, "CLICK_SECONDS"),
            (following, "SECONDS"), (following, "REVEAL_SECONDS"),
        ):  # fmt: skip
            patch.setattr(module, name, 2.0 if module in (walks, pointing) else 1.0)
        patch.setattr(steps, "slowness", lambda: 1.0)
        patch.setattr(sampling.Templates, "place", lambda self, shape: ("t1", True))  # every page is walked
        options = Options(
            allow_private=True, elderly=False, keep="none", timeout=40, only_pages=[f"{base}/{name}" for name in PAGES],
        )  # fmt: skip
        evidence = collect(Site(url=base + "/none"), options, tmp_path_factory.mktemp("endless"))
    left = [process for process in browsers() if process.pid not in before]
    runs = [checks.Run(check, dict(check.options)) for check in known_checks().values()]
    found = {}
    for one in evidence.pages():
        results = checks.run(Literal(evidence.sample, (one,)), runs)
        found[one.page.url.rpartition("/")[2]] = (one, {r.check: r for r in results})
    return {"left": left, **found}


def test_no_browser_is_left(seen: dict[str, Any]) -> None:
    assert seen["left"] == []


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_examined_and_what_was_not_reached_is_said(name: str, seen: dict[str, Any]) -> None:
    one, results = seen[name]
    assert (one.page.error, dict(one.errors), one.page.walked) == (None, {}, True)
    for check, (outcome, reasons) in TOLD[name].items():
        told = {f.data.get("reason") for f in results[check].findings if f.outcome is Outcome.CANT_TELL}
        # What was reached in time may have failed; what was not is told all the same.
        right = (outcome, Outcome.FAILED) if outcome is Outcome.CANT_TELL else (outcome,)
        assert results[check].outcome in right, check
        assert told & reasons == reasons, check


def test_nothing_passes_that_was_not_looked_at(seen: dict[str, Any]) -> None:
    _, results = seen["nodes"]
    assert results["axe/target-size"].outcome is Outcome.FAILED, "the small button at the end is there"
    read_in_part = ("links/insecure", "links/hidden", "interaction/target-size", "content/wording", "content/privacy")
    assert not [check for check in read_in_part if results[check].outcome in (Outcome.PASSED, Outcome.INAPPLICABLE)]
    (leave,) = results["links/outside-prompt"].findings
    assert leave.outcome is Outcome.FAILED, "the walk came to the link at the end"
