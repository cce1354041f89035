"""The published figures of notices, recomputed; and what changed between two looks."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from a11y.compare import compare, compare_folders
from a11y.errors import UsageError
from a11y.model import Outcome
from a11y.period import (
    Standing,
    above,
    bands,
    by_group,
    changes,
    overview,
    percent,
    quantifier,
    ranking,
    rectification,
    warning,
    weak_indicators,
)

F, P, C = Outcome.FAILED, Outcome.PASSED, Outcome.CANT_TELL


@pytest.mark.parametrize(
    ("part", "whole", "places", "printed"),
    [
        # 宁夏 2020 Q3; 重庆 2023 Q4
        (128, 129, 1, "99.2"), (1124, 1127, 1, "99.7"), (1136 - 7, 1136, 1, "99.4"), (68, 88, 1, "77.3"),
        (88, 88, 1, "100"),
        # 广东 2025 Q1, Q2
        (506, 510, 2, "99.22"), (2813, 2821, 2, "99.72"), (509, 510, 2, "99.80"), (2702, 2705, 2, "99.89"),
        # 滁州 2022 Q2
        (50, 53, 2, "94.34"), (31, 53, 2, "58.49"), (35, 53, 2, "66.04"), (13, 53, 2, "24.53"), (228, 229, 2, "99.56"),
        # 河南 2022 Q4, 贵州 2025 Q2, 甘肃 2021 Q2, 茂名 2023 Q1, 全国 2020
        (3851, 3857, 1, "99.8"), (428, 471, 2, "90.87"), (37, 53, 2, "69.81"), (591, 4935, 0, "12"),
        (566, 591, 2, "95.77"), (26, 27, 1, "96.3"), (87, 89, 1, "97.8"), (301, 328, 1, "91.8"), (669, 728, 1, "91.9"),
        # never all while one fails, never none while there is one
        (2499, 2500, 1, "99.9"), (99999, 100000, 2, "99.99"), (999, 1000, 0, "99"), (1, 100000, 1, "0.1"), (0, 9, 1, "0"),
    ],
)  # fmt: skip
def test_published_rates(part: int, whole: int, places: int, printed: str) -> None:
    assert percent(part, whole, places) == printed


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (3, 2), (-1, 2)])
def test_what_is_no_share(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        percent(part, whole)


def test_a_published_rate_that_does_not_follow_is_warned_of() -> None:
    told = warning(8, 134, "94.3%")
    assert told is not None
    assert "94.03%" in told
    assert warning(63, 381, "83.5%") is None
    assert warning(1, 129, "99.2%") is None


def sites(n: int, verdict: Outcome = P, **more: Any) -> list[Standing]:
    return [Standing(f"{verdict.value}{i}{more.get('region', '')}", f"站{i}", verdict, **more) for i in range(n)]


def test_ningxia_2020_q3() -> None:
    found = overview([*sites(128), *sites(1, F)])
    assert (found.running, found.checked, found.problem, found.passed) == (129, 129, 1, 128)
    assert (found.pass_rate, found.check_rate) == ("99.2", "100")
    assert rectification(2, 2) == "100"
    assert rectification(0, 0) is None


def test_sites_not_seen_are_no_passed_ones() -> None:
    found = overview([*sites(8), *sites(1, F), *sites(1, Outcome.UNTESTED, complete=False)])
    assert (found.checked, found.unfinished, found.pass_rate, found.check_rate) == (9, 1, "88.9", "90")


def test_chongqing_2023_q4_bands_and_ranking() -> None:
    rows = [
        *(Standing(f"a{n}", "", P, kind="portal", score=Decimal(130 - n), band="110分及以上") for n in range(20)),
        *(Standing(f"d{n}", "", P, kind="department", score=Decimal(112), band="110分及以上") for n in range(9)),
        *(Standing(f"b{n}", "", P, kind="portal", score=Decimal("100.5") + n, band="100—110分") for n in range(9)),
        Standing("exact", "", P, kind="portal", score=Decimal(100)),
    ]
    found = bands(rows)
    assert list(found) == ["110分及以上", "100—110分"]
    kinds = [row.kind for row in found["110分及以上"]]
    assert kinds == ["portal"] * 20 + ["department"] * 9
    assert above(rows, 100) == 38
    first = ranking(rows)[0]
    assert (first[0], first[1].id) == (1, "a0")
    ties = [rank for rank, row in ranking(rows) if row.score == 112]
    assert len(set(ties)) == 1
    assert len(ranking(rows)) == len(rows)


def test_weak_indicators_over_all_sites() -> None:
    links, tags = ("1.5", "解读关联"), ("4.5", "页面标签")
    rows = [replace(s, failed=(links, tags)) for s in sites(6)] + [replace(s, failed=(links,)) for s in sites(1, F)]
    rows += sites(3, C)
    found = weak_indicators(rows)
    assert [(w.title, w.sites, w.share, w.quantifier) for w in found] == [
        ("解读关联", 7, "70", "多数"), ("页面标签", 6, "60", "多数"),
    ]  # fmt: skip
    assert {r: o.pass_rate for r, o in by_group([*sites(3, region="东"), *sites(1, F, region="西")]).items()} == {
        "东": "100", "西": "0",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("count", "whole", "word"),
    [
        (1, 2, "个别"),
        (1, 100, "个别"),
        (10, 100, "个别"),
        (11, 100, "部分"),
        (50, 100, "部分"),
        (51, 100, "多数"),
        (2, 3, "多数"),
    ],
)
def test_words_for_how_many(count: int, whole: int, word: str) -> None:
    assert quantifier(count, whole) == word


def test_periods_compared() -> None:
    before = {
        "a": Standing("a", "", F),
        "b": Standing("b", "", F),
        "c": Standing("c", "", P),
        "d": Standing("d", "", F),
    }
    after = {
        "a": Standing("a", "", P), "b": Standing("b", "", F), "c": Standing("c", "", F),
        "d": Standing("d", "", Outcome.UNTESTED, complete=False), "e": Standing("e", "", P),
    }  # fmt: skip
    assert changes(before, after) == {
        "new": ["c"], "mended": ["a"], "persistent": ["b"], "unseen": ["d"], "joined": ["e"], "left": [],
    }  # fmt: skip


def finding(mark: str, page: str = "http://a.gov.cn/1.html", **more: Any) -> dict[str, Any]:
    return {
        "check": "links/dead", "outcome": "failed", "page": page, "mode": "standard", "device": "desktop",
        "target": {"selector": "a"}, "message": "打不开", "fingerprint": mark, "ruling": None, "profiles": ["p"], **more,
    }  # fmt: skip


def report(
    *findings: dict[str, Any], made: tuple[str, ...] = ("links/dead",), pages: int = 1, **more: Any
) -> dict[str, Any]:
    return {
        "schema": "a11y-report/1", "tool": {"version": "1", "axe": "4", "chromium": "156", "seed": 0, "profiles": {"p": "1"}},
        "site": {"id": "a", "name": "甲县", "url": "http://a.gov.cn/"}, "coverage": {"complete": True},
        "pages": [
            {"url": f"http://a.gov.cn/{n}.html", "final_url": "", "mode": "standard", "device": "desktop"}
            for n in range(1, pages + 1)
        ],
        "checks": [{"check": name, "outcome": "failed", "profiles": ["p"]} for name in made], "findings": list(findings),
        "scorecards": [{"profile": "p", "verdict": "failed", "score": None}], **more,
    }  # fmt: skip


def test_two_runs_of_a_site() -> None:
    before = report(finding("stays"), finding("gone"), finding("twice"), finding("twice"), finding("false"))
    struck = finding("false", ruling={"outcome": None, "false": True})
    after = report(finding("stays"), finding("new"), finding("twice"), struck)
    found = compare(before, after)
    assert [c.finding["fingerprint"] for c in found.new] == ["new"]
    assert {c.finding["fingerprint"]: c.before - c.after for c in found.mended} == {"gone": 1, "twice": 1}
    assert found.struck == 1
    assert {c.finding["fingerprint"] for c in found.persistent} == {"stays", "twice"}
    assert next(found.lines()) == "甲县：新增 1，已改 2，仍在 2，核减误报 1"


@pytest.mark.parametrize(
    "after",
    [report(made=()), report(pages=0), report(finding("other", page="http://a.gov.cn/x"), pages=0)],
    ids=["check not made", "page not seen", "another page seen"],
)
def test_nothing_is_mended_that_was_not_looked_at(after: dict[str, Any]) -> None:
    found = compare(report(finding("gone")), after)
    assert [c.finding["fingerprint"] for c in found.unseen] == ["gone"]
    assert not found.mended


def test_what_makes_runs_hard_to_compare_is_said() -> None:
    other = report(tool={"version": "2", "axe": "4", "chromium": "156", "seed": 7, "profiles": {"p": "2"}})
    notes = "；".join(compare(report(), other).notes)
    assert "本工具不同：1 → 2" in notes
    assert "抽样种子不同：0 → 7" in notes
    assert "p 的版本不同" in notes


def test_scores_by_two_versions_are_not_set_against_each_other() -> None:
    card = {"profile": "p", "verdict": "failed", "score": {"value": 80}}
    better = {**card, "score": {"value": 90}}
    tool = {"version": "1", "axe": "4", "chromium": "156", "seed": 0, "profiles": {"p": "2"}}
    same = compare(report(scorecards=[card]), report(scorecards=[better]))
    other = compare(report(scorecards=[card]), report(scorecards=[better], tool=tool))
    assert any("得分 80 → 90" in line for line in same.lines())
    assert not any("得分 80" in line for line in other.lines())


def test_folders_of_many_sites(tmp_path: Path) -> None:
    for period, marks in (("2026Q3", {"a": ["x"], "b": ["y"]}), ("2026Q4", {"a": [], "c": ["z"]})):
        for site, found in marks.items():
            folder = tmp_path / period / site
            folder.mkdir(parents=True)
            (folder / "report.json").write_text(json.dumps(report(*map(finding, found))), "utf-8")
    lines = compare_folders(tmp_path / "2026Q3", tmp_path / "2026Q4")
    assert lines[0] == "两期共有 1 个网站：新增 0，已改 1，仍在 0"
    assert lines[-2:] == ["只在先前：b", "只在后来：c"]
    with pytest.raises(UsageError, match=r"report\.json"):
        compare_folders(tmp_path, tmp_path)
    # One that nobody reached: its faults were not looked for then, and no axe was asked.
    nobody = report(tool={**report()["tool"], "axe": None}, coverage={"complete": False}, pages=0)
    for period, body in (("2026Q3", nobody), ("2026Q4", report(finding("x")))):
        (tmp_path / period / "d").mkdir()
        (tmp_path / period / "d/report.json").write_text(json.dumps(body), "utf-8")
    lines = compare_folders(tmp_path / "2026Q3", tmp_path / "2026Q4")
    assert "甲县：新增 1，已改 0，仍在 0（先前那次没有看全）" in lines
    assert not any("axe不同" in line for line in lines)
