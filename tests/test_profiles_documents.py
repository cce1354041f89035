"""The other documents, row by row: national 2019, 重庆, 宁夏, GB/T 37668, the elderly annexes, the evaluation frame."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from scorecards import SITE, C, D, F, N, P, U, answer, card, result, row, target, triple

from a11y.model import Device, Mode, Outcome, Role
from a11y.profile import load_profile

NATIONAL = load_profile("national-2019")
CHONGQING = load_profile("chongqing-2023q4")
WCAG = load_profile("wcag-2.2-aa")
APP = load_profile("elderly-app-2021")
WEB = load_profile("elderly-web-2021")
EVALUATION = load_profile("evaluation-2021")
PRELAUNCH = load_profile("prelaunch")


def columns(n: int, kind: str = "news", outcome: Outcome = F, **data: Any) -> list[dict[str, Any]]:
    return [
        target(outcome, f"c/{kind}{i}", kind=kind, key=f"{kind}{i}", **{"level": 1, "given": True, **data})
        for i in range(n)
    ]


VETOES: list[tuple[str, str, list[dict[str, Any]], Outcome]] = [
    ("V4a", "content/column-fresh", columns(5), F),
    ("V4a", "content/column-fresh", columns(4), P),
    ("V4a", "content/column-fresh", columns(3) + columns(2, "notice"), F),
    ("V4a", "content/column-fresh", columns(3) + columns(1, "policy") + columns(1, "notice"), F),
    ("V4a", "content/column-fresh", columns(3) + columns(2, "notice", level=2), P),
    ("V4a", "content/column-fresh", columns(3, level=2) + columns(2, "policy"), F),
    ("V4a", "content/column-fresh", columns(4) + columns(3, "other"), P),
    ("V4a", "content/column-fresh", [*columns(4), target(C, "d", kind="notice", key="d", level=1)], C),
    ("V4b", "content/column-fresh", columns(10, "other"), F),
    ("V4b", "content/column-fresh", columns(9, "other"), P),
    ("V4b", "content/column-fresh", columns(12, "other", given=False), P),
    ("V4c", "content/column-blank", columns(5), F),
    ("V4c", "content/column-blank", columns(4), P),
    ("V2", "site/reachable", [target(F)], F),
    ("V2", "site/reachable", [target(P)], P),
    ("V3", "content/home-fresh", [target(F)], F),
    ("V3", "content/home-fresh", [target(C)], C),
    ("V5a", "content/messages-public", [target(F)], C),
    ("V6a", "content/guide-exists", [target(F)], C),
    ("V6b", "content/guide-elements", [target(F, f"g{n}", missing=4) for n in range(5)], C),
    ("V6b", "content/guide-elements", [target(F, f"g{n}", missing=4) for n in range(4)], P),
    ("V6b", "content/guide-elements", [target(F, f"g{n}", missing=3) for n in range(9)], P),
]


@pytest.mark.parametrize(("id", "check", "seen", "outcome"), VETOES, ids=[f"{v[0]}-{n}" for n, v in enumerate(VETOES)])
def test_national_vetoes(id: str, check: str, seen: list[dict[str, Any]], outcome: Outcome) -> None:
    found = card(NATIONAL, result(check, *seen))
    assert row(found, id).outcome is outcome
    assert (found.verdict is F) is (outcome is F)


def national(**more: Any) -> Any:
    good = [result(check, P) for check in NATIONAL.checks]
    return card(NATIONAL, *good, ledger=[answer("V1", P), answer("V5b", P)], **more)


def test_national_points_are_not_invented() -> None:
    found = national()
    assert found.score is None
    assert "分值未确认" in found.reason
    assert found.verdict is P
    unconfirmed = [r for r in found.indicators if r.kind in ("deduct", "bonus")]
    assert len(unconfirmed) == 27
    assert {(r.how, r.points) for r in unconfirmed} == {("未检", None)}


def test_national_vetoes_alone_decide() -> None:
    assert card(NATIONAL, *(result(c, P) for c in NATIONAL.checks)).verdict is U
    assert national(site=replace(SITE, kind="department", group="")).verdict is P
    assert row(national(site=replace(SITE, no_service=True)), "V6a").outcome is N


def test_national_numbers() -> None:
    rows = NATIONAL.by_id
    assert [rows[id].at_least for id in ("V4a", "V4b", "V4c", "V6b")] == [5, 10, 5, 5]
    assert rows["V6b"].where[0].least == {"missing": 4}
    assert (rows["2.5"].each, rows["2.15"].each) == (5, 3)
    assert {r.id: r.sample for r in NATIONAL.indicators if r.sample} == {
        "2.6": 3, "2.7": 3, "2.10": 5, "2.11": 5, "2.12": 2, "2.23": 5,
    }  # fmt: skip
    scoring = NATIONAL.scoring
    assert scoring is not None
    assert (scoring.base, scoring.cap, scoring.passing, scoring.bonus_above, scoring.bonus_cap) == (
        100,
        130,
        60,
        80,
        30,
    )
    assert scoring.no_service is not None
    assert scoring.no_service.stretch(D(75)) == 100
    assert NATIONAL.options == {
        "content/home-fresh": {"days": 14},
        "content/column-fresh": {"news_days": 14, "notice_months": 6, "policy_months": 6},
    }


@pytest.mark.parametrize(
    ("base", "bonus", "score", "band"),
    [(100, 30, 130, "110分及以上"), (100, 10, 110, "110分及以上"), (100, "9.9", "109.9", "100—110分"),
     (100, 0, 100, "100—110分"), (99, 0, 99, None), (80, 30, 110, "110分及以上")],
)  # fmt: skip
def test_chongqing_bands(base: Any, bonus: Any, score: Any, band: str | None) -> None:
    found = card(CHONGQING, ledger=[answer("base", points=base), answer("bonus", points=bonus)])
    assert found.score.value == D(str(score))
    assert found.band == band


def test_chongqing_takes_the_vetoes_and_no_more_than_its_full_marks() -> None:
    assert [r.id for r in CHONGQING.indicators if r.kind == "veto"] == [
        r.id for r in NATIONAL.indicators if r.kind == "veto"
    ]
    assert (CHONGQING.by_id["base"].points, CHONGQING.by_id["bonus"].points) == (100, 30)
    assert (CHONGQING.scoring.base, CHONGQING.scoring.cap, CHONGQING.scoring.bonus_cap) == (100, 130, 30)
    vetoed = card(CHONGQING, result("site/reachable", F), ledger=[answer("base", points=100)])
    assert (vetoed.score, vetoed.verdict) == (None, F)


def test_ningxia_counts_weak_indicators_without_failing_a_site() -> None:
    which = load_profile("ningxia-2020q3")
    good = [result(check, P) for check in which.checks]
    told = [answer("V1", P), answer("V5b", P)]
    weak = card(which, *(result(r.check, F) if r.check == "content/search" else r for r in good), ledger=told)
    assert (row(weak, "W2").outcome, weak.verdict) == (F, P)
    assert (
        card(which, *(result(r.check, F) if r.check == "site/reachable" else r for r in good), ledger=told).verdict is F
    )


# GB/T 37668-2019.

CLAUSES = {
    1: "3.2.1.1 3.2.1.2 3.2.1.3 3.2.2.1 3.2.3.1 3.2.4.1 3.3.1.1 3.3.1.2 3.3.2.1 3.3.3.1 3.3.3.2 3.3.3.3 3.3.3.4 3.3.3.5 "
    "3.3.3.6 3.4.2.1 3.4.4.1 3.5.1.1 3.5.1.2 3.5.2.1",
    2: "3.2.1.4 3.2.2.2 3.2.3.2 3.2.3.3 3.3.1.3 3.3.3.7 3.3.3.8 3.3.3.9 3.3.3.10 3.3.4.1 3.4.2.2 3.4.3.1 3.4.3.2 3.4.3.3 "
    "3.4.4.2 3.5.2.2",
    3: "3.2.2.3 3.2.3.4 3.2.3.5 3.2.3.6 3.2.4.2 3.3.1.4 3.3.2.2 3.3.3.11 3.3.3.12 3.3.3.13 3.3.4.2 3.3.4.3 3.3.4.4 3.4.1.1 "
    "3.4.1.2 3.4.2.3 3.4.3.4 3.4.3.5 3.4.3.6 3.4.4.3 3.4.4.4 3.5.1.3",
}
APP_ONLY = "3.2.4.2 3.3.1.1 3.3.1.3 3.3.2.1 3.3.2.2 3.3.3.4 3.3.4.2 3.5.1.2".split()  # noqa: SIM905


@pytest.mark.parametrize("level", [1, 2, 3])
def test_gbt_levels_hold_their_clauses_and_those_below(level: int) -> None:
    found = load_profile(f"gbt-37668-2019-l{level}")
    wanted = " ".join(CLAUSES[n] for n in range(1, level + 1)).split()
    assert sorted(r.id for r in found.indicators) == sorted(wanted)
    assert len(wanted) == {1: 20, 2: 36, 3: 58}[level]
    for r in found.indicators:
        assert bool(r.inapplicable) is (r.id in APP_ONLY), r.id
        [zh] = re.findall(r"（(.)级）", r.clause)
        assert r.id in CLAUSES["一二三".index(zh) + 1].split()
    every = load_profile("gbt-37668-2019-l3")
    assert sum(not r.inapplicable for r in every.indicators) == 50


def test_gbt_numbers() -> None:
    assert load_profile("gbt-37668-2019-l3").options == {
        "interaction/popup-close": {"min_px": 44},
        "interaction/captcha": {"min_factor": 2},
        "interaction/target-size": {"min_px": 44},
        "elderly/line-spacing": {"min_line": D("1.5"), "min_gap": D("0.5")},
    }


def test_gbt_never_passes_by_machine_alone() -> None:
    found = load_profile("gbt-37668-2019-l2")
    good = [result(check, P) for check in found.checks]
    assert card(found, *good).verdict is U
    trapped = result("interaction/keyboard", target(F, key="trap"))
    judged = card(found, *(trapped if r.check == trapped.check else r for r in good))
    assert (row(judged, "3.3.3.2").outcome, judged.verdict) == (F, F)
    assert row(judged, "3.3.3.1").outcome is not F


def test_wcag_has_every_criterion_of_a_and_aa() -> None:
    levels = [re.findall(r"（(A+) 级）", r.clause)[0] for r in WCAG.indicators]
    assert (levels.count("A"), levels.count("AA")) == (31, 24)
    assert "4.1.1" not in WCAG.by_id
    assert "axe/color-contrast" in WCAG.by_id["1.4.3"].checks
    assert WCAG.by_id["2.5.8"].checks == ("axe/target-size",)
    assert not WCAG.axe_extra


def test_wcag_fails_on_what_is_proved() -> None:
    found = card(WCAG, result("contrast/text", F))
    assert (found.verdict, row(found, "1.4.3").outcome) == (F, F)


# The annexes of 2021.


def phone(outcome: Outcome, mode: Mode = Mode.ELDERLY, **data: Any) -> dict[str, Any]:
    return target(outcome, mode=mode, device=Device.MOBILE, **data)


@pytest.mark.parametrize(
    ("outcome", "largest", "wanted"), [(P, 24, F), (P, 30, P), (F, 30, P), (F, 29.9, F), (F, None, C), (P, None, C)]
)
def test_app_largest_size_reaches_30(outcome: Outcome, largest: float | None, wanted: Outcome) -> None:
    seen = result("elderly/enlarge", phone(outcome))
    seen = replace(seen, data={} if largest is None else {"largest_px": largest})
    assert row(card(APP, seen), "1.1a").outcome is wanted


@pytest.mark.parametrize(
    ("px", "ratio", "wanted"), [(16, 4.4, F), (18, 4.4, F), (18.5, 4.4, P), (19, 3.54, P), (30, 2.99, F), (30, 3.0, P)]
)
def test_app_contrast_knows_its_own_large_text(px: float, ratio: float, wanted: Outcome) -> None:
    seen = result("axe/color-contrast", phone(F, px=px, measured=ratio))
    assert row(card(APP, seen), "1.3a").outcome is wanted


def test_app_numbers() -> None:
    assert APP.options == {
        "elderly/font-size": {"min_px": 18},
        "elderly/line-spacing": {"min_line": D("1.3"), "min_gap": D("0.3")},
        "interaction/target-size": {"min_px": 44, "elderly_px": 60, "elderly_mobile_px": 60, "elderly_site_px": 48},
        "interaction/popup-close": {"min_px": 44},
        "contrast/text": {"min_ratio": D("4.5"), "large_ratio": 3, "large_px": D("18.01"), "large_bold_px": D("18.01")},
        "contrast/icon": {"min_ratio": D("4.5")},
    }
    assert APP.by_id["1.1a"].reach.at_least == 30


def test_web_size_decides_on_a_phone_and_advises_on_a_desktop() -> None:
    small = result("elderly/font-size", target(F, mode=Mode.ELDERLY))
    on_desktop = card(WEB, small)
    assert row(on_desktop, "1.2.3c").outcome is F
    assert not row(on_desktop, "1.2.3c").decides
    assert on_desktop.verdict is not F
    on_phone = result("elderly/font-size", phone(F))
    assert card(WEB, on_phone).verdict is F
    grown = replace(result("elderly/enlarge", phone(P)), data={"largest_px": 18})
    assert row(card(WEB, on_phone, grown), "1.2.3d").outcome is P
    less = replace(grown, data={"largest_px": 17.5})
    assert row(card(WEB, on_phone, less), "1.2.3d").outcome is F


@pytest.mark.parametrize("which", [WEB, APP], ids=["web", "app"])
def test_annexes_decide_on_nothing_hearsay(which: Any) -> None:
    for r in which.indicators:
        assert r.decides is (r.source in ("V", "V2", "S") and not r.advice)
    assert {r.source for r in WEB.indicators if r.decides} == {"S"}
    second_hand = card(WEB, result("elderly/read-aloud", target(F, mode=Mode.ELDERLY)))
    assert any("据二手资料" in note for note in second_hand.notes)


# The evaluation's frame.


@pytest.mark.parametrize(
    ("user", "technical", "own", "score", "verdict"),
    [
        (60, 60, 60, "60", P),
        (60, 60, 59, "59.8", F),
        (100, 0, 100, "60", P),
        (100, 50, 0, "60", P),
        (0, 100, 99, "59.8", F),
    ],
)
def test_evaluation_weights_and_mark(user: int, technical: int, own: int, score: str, verdict: Outcome) -> None:
    told = [answer("user", value=user), answer("technical", value=technical), answer("self", value=own)]
    found = card(EVALUATION, ledger=told)
    assert (found.score.value, found.verdict) == (D(score), verdict)
    assert "通过评测" not in found.grade


def test_evaluation_stays_open_without_the_evaluators() -> None:
    found = card(EVALUATION)
    assert (triple(found), found.verdict) == ((0, 0, 100), U)
    assert row(found, "technical").outcome is U
    half = card(EVALUATION, ledger=[answer("user", value=100), answer("self", value=99)])
    assert (triple(half), half.verdict) == ((D("59.8"), D("59.8"), D("99.8")), U)


# The pre-launch list.


def prelaunch(*bad: Any) -> Any:
    changed = {each.check: each for each in bad}
    return card(PRELAUNCH, *(changed.get(c, result(c, P)) for c in PRELAUNCH.checks))


def test_prelaunch_is_automatic_throughout() -> None:
    assert all(r.checks for r in PRELAUNCH.indicators)
    assert not any(r.partly for r in PRELAUNCH.indicators)
    found = prelaunch()
    assert (found.verdict, found.grade, found.manual, found.untested) == (P, "可以上线", 0, 0)


@pytest.mark.parametrize("check", ["entry", "works", "persists", "exit", "enlarge", "read-aloud"])
def test_prelaunch_requires_an_elderly_version_that_works(check: str) -> None:
    assert prelaunch(result(f"elderly/{check}", target(F, mode=Mode.ELDERLY, role=Role.HOME))).verdict is F


@pytest.mark.parametrize(
    "check", ["elderly/font-size", "identity/icp", "interaction/target-size", "site/https", "content/wording"]
)
def test_prelaunch_only_reminds_of_the_rest(check: str) -> None:
    assert prelaunch(result(check, F)).verdict is P


@pytest.mark.parametrize(
    ("which", "rows"),
    [
        ("suqian-2022", {"8.1", "8.2", "8.3", "8.4"}),  # 附件1 names duties and no points for them
        ("ningxia-2020q3", {f"W{n}" for n in range(1, 9)}),  # weak points are named, no site fails for one
        ("chongqing-2023q4", set()),
        ("national-2019", {"2.24"}),
    ],
)
def test_which_rows_are_shown_and_decide_nothing(which: str, rows: set[str]) -> None:
    assert {r.id for r in load_profile(which).indicators if r.advice} == rows
