"""What was measured and what is asked is told in words that a site's owner reads, in every check that names a state."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import report_matter as matter
from lxml import html as lxml_html
from report_matter import article, located, result

from a11y.checks import content, elderly, links
from a11y.evidence import Anchor, Anchors, Attempt, LinkStatus, LinkStatuses, RevealedAnchors, Sample, SoftAnswer
from a11y.evidence.elderly import Effect, ElderlyEffects, ElderlyEntries
from a11y.evidence.site import Columns
from a11y.model import Coverage, Finding, Outcome, Site, Target
from a11y.registry import reporters
from a11y.report.html import value_text

HOME = "http://www.wangchuan.gov.cn/"
SAMPLE = Sample(Site(url=HOME), "2026-11-22T09:00:00+08:00", 0, Coverage(1, 1, 0, 1, True))


def statuses(*attempts: Attempt, **more: Any) -> LinkStatuses:
    return LinkStatuses({HOME + "a": LinkStatus(HOME + "a", outside=False, attempts=attempts, **more)})


def findings() -> Iterator[Finding]:
    anchors = Anchors((Anchor(Target("a"), "link", "/a", HOME + "a", text="公告"),))
    for kind in ({"status": 404}, {"status": 403}, {"kind": "timeout"}, {"kind": "dns"}):
        yield from links.dead(
            anchors, statuses(*(Attempt(by, n, **kind) for n, by in enumerate(("client", "browser"))))
        )
    for how in ("words", "home", "made-up"):
        soft = SoftAnswer(how, "页面不存在")
        yield from links.soft_404(anchors, statuses(Attempt("client", 0, 200), examined=True, soft=soft))
    for by in ("display", "visibility", "opacity", "size", "off-screen", "clip", "color", "indent", "covered"):
        away = Anchor(Target("b"), "link", "http://x.com/", "http://x.com/", visible=False, hidden_by=by)
        yield from links.hidden(Anchors((away,)), RevealedAnchors(), SAMPLE)
    for what in ("nothing", "error", "dead", "empty"):
        yield from elderly.works(ElderlyEntries(HOME), ElderlyEffects(HOME, (Effect(0, what),)))
    yield from content.column_missing(Columns(), SAMPLE)


def test_every_finding_carries_what_was_measured_and_what_is_asked() -> None:
    lacking = []
    for path in sorted((Path(__file__).parents[1] / "a11y" / "checks").glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("failed", "cannot_tell"):
                said = {word.arg for word in call.keywords}
                if None not in said and not {"measured", "required"} <= said:
                    lacking.append(f"{path.name}:{call.lineno}")
    assert lacking == []


def test_no_value_is_a_word_of_ours() -> None:
    found = list(findings())
    assert len(found) >= 20
    for finding in found:
        for value in (finding.data["measured"], finding.data["required"]):
            assert not re.fullmatch(r"[a-z]+(?:-[a-z0-9]+)*", value_text(value)), (finding.message, value)


@pytest.mark.parametrize(
    ("value", "said"), [({"line": 1.2, "gap": 0.1}, "行距（倍）：1.2，段间空白（行）：0.1"), ({"己": 1}, "己：1")]
)
def test_parts_of_a_value_are_named(value: Any, said: str) -> None:
    assert value_text(value) == said


@pytest.mark.parametrize(("outcome", "asked"), [(Outcome.FAILED, False), (Outcome.CANT_TELL, True)])
def test_only_what_is_in_doubt_has_a_reason_for_doubt(outcome: Outcome, asked: bool) -> None:
    data = {"measured": "服务器回答 404", "required": "能够打开", "reason": "http-404"}
    one = located("links/dead", 1, outcome=outcome, page=article(1), data=data)
    report = dataclasses.replace(matter.rich(0), checks=(result("links/dead", [one]),))
    page = lxml_html.fromstring(reporters()["html"].render(report, matter.assets())["report.html"].decode())
    assert bool(page.xpath("//dt[text()='存疑原因']")) is asked
