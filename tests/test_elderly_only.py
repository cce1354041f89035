"""One check chosen alone still looks into the elderly version, and a finding made there can be shown again."""

from __future__ import annotations

import shlex

import pytest

from a11y import checks
from a11y.audit import collection_options
from a11y.collect.elderly import ARTIFACTS
from a11y.evidence import Page, Sample
from a11y.model import Coverage, Device, Mode, Role, Site
from a11y.registry import checks as known

HOME = "https://www.example.gov.cn/"


@pytest.mark.parametrize(
    ("only", "inside"),
    [
        ("elderly/font-size", True),
        ("elderly/line-spacing", True),
        ("elderly/works", True),
        ("interaction/resize", True),
        ("site/https", False),
    ],
)
def test_a_check_alone_starts_the_elderly_stage_where_it_looks_inside(only: str, inside: bool) -> None:
    assert only in known()
    assert collection_options({}, (only,)).wants(*ARTIFACTS) is inside


@pytest.mark.parametrize(("mode", "goes_in"), [(Mode.ELDERLY, True), (Mode.STANDARD, False)])
def test_a_repetition_goes_where_the_finding_was_made(mode: Mode, goes_in: bool) -> None:
    sample = Sample(Site(url=HOME), "2026-11-22T09:00:00+08:00", 0, Coverage(1, 1, 0, 1, True), elderly_entered=True)
    page = Page(HOME, HOME, Role.HOME, mode, Device.MOBILE, 200)
    words = shlex.split(checks.repeat_command(sample, HOME, known()["interaction/resize"], page))
    assert ("--no-elderly" not in words) is goes_in
    assert words[words.index("--device") + 1] == "mobile"
    only = words[words.index("--only") + 1]
    assert collection_options({}, (only,)).wants(*ARTIFACTS)
