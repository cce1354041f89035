"""Early warning: near a veto line, not over it."""

from __future__ import annotations

from typing import Any

import pytest

from a11y.early import Visits, warnings


def report(check: str, failed: int = 0, **data: Any) -> dict[str, Any]:
    return {
        "collected_at": "2026-11-22T09:00:00+08:00",
        "checks": [{"check": check, "failed": failed, "data": data}],
    }


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (report("site/reachable", visits=140, failed_visits=4), None),
        (report("site/reachable", visits=140, failed_visits=5), "140 次，5 次没有打开（3.6%）"),
        (report("site/reachable", visits=140, failed_visits=7), None),  # 5 %: the veto's own line
        (report("site/reachable", visits=10, failed_visits=1), None),  # too few to say anything
        (report("content/home-fresh", measured="2026-11-13"), None),
        (report("content/home-fresh", measured="2026-11-12"), "10 天前"),
        (report("content/home-fresh", measured="2026-11-08"), "14 天前"),
        (report("content/home-fresh", measured="2026-11-07"), None),  # the veto's
        (report("content/home-fresh", measured=None), None),
        (report("content/column-blank", 2), None),
        (report("content/column-blank", 3), "空白栏目 3 个"),
        (report("content/column-blank", 5), None),
        (report("content/column-fresh", 6), None),
        (report("content/column-fresh", 7), "超期没有更新的栏目 7 个"),
        (report("content/column-fresh", 10), None),
    ],
)
def test_warnings_begin_at_their_line_and_end_at_the_veto(body: dict[str, Any], words: str | None) -> None:
    found = warnings(body)
    assert [w["check"] for w in found] == ([body["checks"][0]["check"]] if words else [])
    assert words is None or words in found[0]["text"]


def test_no_visit_is_no_warning() -> None:
    assert not Visits(0, 0).near()
