"""How outcomes, points, doubts, rulings and coverage become a scorecard; and what always holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scorecards import NOW, SITE, C, D, F, N, P, U, answer, card, profile, result, row, target, triple

from a11y import model
from a11y.errors import UsageError
from a11y.gate import check_expressions, gate, overall_status
from a11y.model import CheckResult, Coverage, Device, Impact, Mode, Outcome, Role, SiteReport, worst
from a11y.rulings import Answers, settle

REQUIRE = profile({"id": "a", "kind": "require", "checks": ["links/dead"]})
VETO = profile({"id": "v", "kind": "veto", "checks": ["links/dead"]})


@pytest.mark.parametrize(
    ("results", "outcome", "how"),
    [
        ([result("links/dead", P, P)], P, "自动判定"),
        ([result("links/dead", P, F)], F, "自动判定"),
        ([result("links/dead", P, C)], C, "需人工复核"),
        ([result("links/dead", F, C)], F, "自动判定"),
        ([result("links/dead")], U, "未检"),
        ([], U, "未检"),
        ([result("links/dead", U, P)], U, "未检"),
        ([result("links/dead", U, C)], C, "需人工复核"),
        ([result("links/dead", N)], N, "自动判定"),
    ],
)
def test_outcome_of_a_requirement(results: list[CheckResult], outcome: Outcome, how: str) -> None:
    found = card(REQUIRE, *results)
    assert (row(found, "a").outcome, row(found, "a").how, found.verdict) == (outcome, how, outcome)


def test_counts_add_up_to_the_indicators() -> None:
    which = profile(
        {"id": "auto", "kind": "require", "checks": ["links/dead"]},
        {"id": "doubt", "kind": "require", "checks": ["links/empty"]},
        {"id": "unseen", "kind": "require", "checks": ["links/hidden"]},
        {"id": "hand", "kind": "require"},
        {"id": "part", "kind": "require", "checks": ["links/dead"], "partly": True},
    )
    found = card(which, result("links/dead", P), result("links/empty", C))
    assert (found.automatic, found.manual, found.untested) == (1, 3, 1)
    assert [r.mode for r in found.indicators] == [
        model.Tested.AUTOMATIC, model.Tested.AUTOMATIC, model.Tested.AUTOMATIC, model.Tested.MANUAL, model.Tested.SEMI_AUTO,
    ]  # fmt: skip


def test_advice_is_shown_and_decides_nothing() -> None:
    which = profile({"id": "a", "kind": "require", "checks": ["links/dead"], "source": "E", "advice": True})
    found = card(which, result("links/dead", F))
    assert row(found, "a").outcome is F
    assert not row(found, "a").decides
    assert found.verdict is not F


def test_a_clause_that_machines_prove_only_wrong_waits_for_a_person() -> None:
    which = profile({"id": "a", "kind": "require", "checks": ["links/dead"], "partly": True})
    assert row(card(which, result("links/dead", P)), "a").outcome is U
    assert row(card(which, result("links/dead", F)), "a").outcome is F
    told = card(which, result("links/dead", P), rulings=[answer("a", P)])
    assert (row(told, "a").outcome, row(told, "a").mode) == (P, model.Tested.SEMI_AUTO)


POINTS: list[tuple[dict[str, Any], list[CheckResult], tuple[str, str, str]]] = [
    # (row of 10 points, results, value floor ceiling)
    ({"each": 2, "points": 10}, [result("links/dead", F, C, P)], ("8", "6", "8")),
    ({"each": 2, "points": 10}, [result("links/dead", *[F] * 9)], ("0", "0", "0")),
    ({"each": 2, "points": 10}, [], ("10", "0", "10")),
    ({"each": 2, "points": 10, "per": "page", "sample": 3}, [], ("10", "4", "10")),
    ({"zero": "row", "points": 10}, [result("links/dead", C)], ("10", "0", "10")),
    ({"zero": "row", "points": 10}, [result("links/dead", F)], ("0", "0", "0")),
    ({"earn": True, "points": 10}, [result("links/dead", C)], ("0", "0", "10")),
    ({"earn": True, "points": 10}, [result("links/dead", P)], ("10", "10", "10")),
    ({"each": 0.1, "points": 10}, [result("links/dead", F, F, F)], ("9.7", "9.7", "9.7")),
]


@pytest.mark.parametrize(("rule", "results", "wanted"), POINTS)
def test_points_and_their_interval(
    rule: dict[str, Any], results: list[CheckResult], wanted: tuple[str, str, str]
) -> None:
    rule = {key: D(str(value)) if isinstance(value, float) else value for key, value in rule.items()}
    which = profile({"id": "a", "kind": "deduct", "checks": ["links/dead"], **rule}, scoring={"base": 10})
    found = card(which, *results)
    assert triple(found) == tuple(D(n) for n in wanted)
    points = row(found, "a").points
    assert points is not None
    assert (points.earned, points.floor, points.ceiling) == triple(found)
    assert points.max - points.lost == points.earned


@pytest.mark.parametrize(("per", "lost"), [("target", 5), ("page", 2), ("item", 3), ("check", 2), ("site", 1)])
def test_what_counts_once(per: str, lost: int) -> None:
    which = profile(
        {"id": "a", "kind": "deduct", "checks": ["links/dead", "links/soft-404"], "per": per, "each": 1, "points": 10},
        scoring={"base": 10},
    )
    dead = [target(F, "p1", key=key) for key in ("x", "x", "y")] + [target(F, "p2", key="x")]
    found = card(which, result("links/dead", *dead), result("links/soft-404", target(F, "p2", key="z")))
    assert row(found, "a").points.lost == lost


@pytest.mark.parametrize(
    ("where", "outcome"),
    [
        ({"role": "home"}, F), ({"role": "article"}, N), ({"not_role": "home"}, N), ({"kind": "image"}, F),
        ({"kind": ["link"]}, N), ({"mode": "elderly"}, U), ({"device": "mobile"}, N), ({"impact": "critical"}, P),
        ({"impact": "serious"}, F), ({"key": "k"}, F), ({"not_key": "k"}, N), ({"data": {"level": 2}}, P),
        ({"data": {"level": 1}}, F), ({"least": {"level": 2}}, P), ({"without": "level"}, P),
        ([{"kind": "link"}, {"kind": "image"}], F),
    ],
)  # fmt: skip
def test_where_a_row_looks(where: Any, outcome: Outcome) -> None:
    which = profile({"id": "a", "kind": "require", "checks": ["links/dead"], "where": where})
    found = card(which, result("links/dead", target(F, kind="image", key="k", level=1)))
    assert row(found, "a").outcome is outcome


def test_what_could_not_be_looked_at_is_bounded_by_its_number() -> None:
    which = profile(
        {"id": "a", "kind": "deduct", "checks": ["links/dead"], "each": 1, "points": 9}, scoring={"base": 9}
    )
    assert triple(card(which, result("links/dead", F, U, U, P))) == (8, 6, 8)
    veto = profile({"id": "v", "kind": "veto", "checks": ["links/dead"], "at_least": 3})
    assert card(veto, result("links/dead", F, U, P)).verdict is P
    assert card(veto, result("links/dead", F, U, U)).verdict is U


def test_rows_that_share_full_marks_lose_them_once() -> None:
    which = profile(
        {"id": "a", "kind": "deduct", "checks": ["links/dead"], "each": 2, "cap": "c"},
        {"id": "b", "kind": "deduct", "checks": ["links/empty"], "each": 2, "cap": "c"},
        caps={"c": 3}, scoring={"base": 3},
    )  # fmt: skip
    found = card(which, result("links/dead", F), result("links/empty", F))
    assert triple(found) == (0, 0, 0)
    assert [r.points.lost for r in found.indicators] == [2, 1]


def test_one_fault_is_not_deducted_twice_where_the_document_says_so() -> None:
    def which(once: str) -> Any:
        rows = [
            {"id": "a", "kind": "deduct", "checks": ["content/column-blank"], "each": 1, "points": 5},
            {"id": "b", "kind": "deduct", "checks": ["content/column-fresh"], "each": 2, "points": 5},
        ]
        return profile(*({**r, **({"once": once} if once else {})} for r in rows), scoring={"base": 10})

    blank = result("content/column-blank", target(F, "p1"), target(F, "p2"))
    stale = result("content/column-fresh", target(F, "p1"))
    assert card(which(""), blank, stale).score.value == 6
    assert card(which("column"), blank, stale).score.value == 7
    # An address with several cheap faults costs more than one dear fault there: mending the dear one gives nothing back.
    many = result("content/column-blank", *(target(F, "p1", key=str(n)) for n in range(3)))
    assert card(which("column"), many, stale).score.value == 7
    assert card(which("column"), many).score.value == 7


BONUS = {"base": 100, "cap": 130, "pass": 60, "bonus_above": 80, "bonus_cap": 30}
FLOW = [
    {"id": "s", "kind": "deduct", "points": 75, "earn": True},
    {"id": "t", "kind": "deduct", "points": 25, "earn": True, "block": "办事服务"},
    {"id": "b", "kind": "bonus", "points": 50, "earn": True},
]


@pytest.mark.parametrize(
    ("base", "bonus", "score", "verdict"),
    [
        ("59.9", 50, "59.9", F), ("60", 50, "60", P), ("80", 50, "80", P), ("80.1", 20, "100.1", P),
        ("100", 50, "130", P), ("100", 30, "130", P),
    ],
)  # fmt: skip
def test_below_60_fails_and_above_80_opens_the_bonus(base: str, bonus: int, score: str, verdict: Outcome) -> None:
    which = profile(*FLOW, scoring=BONUS)
    told = [answer("s", points=D(base) - 25 if D(base) > 25 else 0), answer("t", points=25), answer("b", points=bonus)]
    found = card(which, ledger=told)
    assert found.score.value == D(score)
    assert found.verdict is verdict


def test_a_department_without_services_is_scored_on_75_times_4_thirds() -> None:
    which = profile(*FLOW, scoring={**BONUS, "no_service": {"leave_out": ["办事服务"], "factor": "4/3"}})
    site = replace(SITE, no_service=True)
    found = card(which, site=site, ledger=[answer("s", points=75), answer("b", points=0)])
    assert found.score.value == 100
    assert row(found, "t").outcome is N
    assert card(which, site=site, ledger=[answer("s", points=45), answer("b", points=9)]).score.value == 60
    assert card(which, site=site, ledger=[answer("s", points=44), answer("b", points=9)]).verdict is F


def test_a_vetoed_site_has_no_score() -> None:
    which = profile({"id": "v", "kind": "veto", "checks": ["links/dead"]}, *FLOW, scoring=BONUS)
    told = [answer("s", points=75), answer("t", points=25), answer("b", points=0)]
    found = card(which, result("links/dead", F), ledger=told)
    assert (found.score, found.verdict, found.grade) == (None, F, "不合格")
    assert found.reason is not None
    assert "单项否决" in found.reason
    assert card(which, result("links/dead"), ledger=told).score.value == 100


def test_bands_hold_their_boundaries() -> None:
    bands = [{"title": "110分及以上", "at_least": 110}, {"title": "100—110分", "above": 100}]
    which = profile({"id": "s", "kind": "deduct", "points": 130, "earn": True}, scoring={"base": 130}, band=bands)
    named = {n: card(which, ledger=[answer("s", points=n)]).band for n in (130, 110, 109.9, 100, 99)}
    assert named == {130: "110分及以上", 110: "110分及以上", 109.9: "100—110分", 100: None, 99: None}


def test_too_little_seen_withholds_the_score() -> None:
    which = profile(
        {"id": "a", "kind": "deduct", "checks": ["links/dead"], "each": 1, "points": 5}, scoring={"base": 5}
    )
    found = card(which, result("links/dead", P), coverage=Coverage(9, 1, 0, 1, False, "被防爬虫页面拦截"))
    assert (found.score, found.grade, found.verdict) == (None, "未完成", U)
    assert "被防爬虫页面拦截" in (found.reason or "")
    failed = card(REQUIRE, result("links/dead", F), coverage=Coverage(9, 1, 0, 1, False))
    assert failed.verdict is F


# Rulings.


def marked(outcome: Outcome, mark: str = "m1") -> CheckResult:
    return result("links/dead", target(outcome, mark=mark), target(P))


@pytest.mark.parametrize(
    ("seen", "said", "outcome", "mode"),
    [
        (marked(C), answer(fingerprint="m1", outcome=P), P, model.Tested.SEMI_AUTO),
        (marked(C), answer(fingerprint="m1", outcome=F), F, model.Tested.SEMI_AUTO),
        (marked(C), answer(fingerprint="other", outcome=P), C, model.Tested.AUTOMATIC),
        (marked(F), answer(fingerprint="m1", outcome=P), F, model.Tested.AUTOMATIC),
        (marked(F), answer(fingerprint="m1", false=True), P, model.Tested.SEMI_AUTO),
        (marked(F), answer(fingerprint="m1", outcome=N, until="2026-12-31"), P, model.Tested.SEMI_AUTO),
        (marked(F), answer(fingerprint="m1", outcome=N, until="2026-11-22"), P, model.Tested.SEMI_AUTO),
        (marked(F), answer(fingerprint="m1", outcome=N, until="2026-11-21"), F, model.Tested.AUTOMATIC),
        (marked(C), answer(check="links/dead", outcome=P), P, model.Tested.SEMI_AUTO),
        (marked(F), answer(check="links/dead", outcome=N, until="2026-12-31"), P, model.Tested.SEMI_AUTO),
        (result("links/dead"), answer(check="links/dead", outcome=P), P, model.Tested.SEMI_AUTO),
        (result("links/dead"), answer(check="links/dead", outcome=F), F, model.Tested.SEMI_AUTO),
        (result("links/dead"), answer("a", P), P, model.Tested.SEMI_AUTO),
        (marked(C), answer("a", F), F, model.Tested.SEMI_AUTO),
        (marked(C), answer("a", P), P, model.Tested.SEMI_AUTO),
        (marked(F), answer("a", P), F, model.Tested.AUTOMATIC),
        (marked(F), answer("a", N, until="2026-12-31"), N, model.Tested.SEMI_AUTO),
        (marked(P), answer("a", F), P, model.Tested.AUTOMATIC),
        (marked(C), answer("a", P, site="another"), C, model.Tested.AUTOMATIC),
        (marked(C), answer("a", P, site="example"), P, model.Tested.SEMI_AUTO),
        (marked(C), answer("a", P, site="www.example.gov.cn"), P, model.Tested.SEMI_AUTO),
    ],
)
def test_what_a_ruling_does(seen: CheckResult, said: Any, outcome: Outcome, mode: model.Tested) -> None:
    found = card(REQUIRE, seen, rulings=[said])
    assert (row(found, "a").outcome, row(found, "a").mode) == (outcome, mode)
    assert (row(found, "a").ruling is not None) is (mode is model.Tested.SEMI_AUTO)


def test_an_ended_ruling_is_said() -> None:
    found = card(REQUIRE, marked(F), rulings=[answer(fingerprint="m1", outcome=N, until="2026-11-21", reason="改版中")])
    assert any("2026-11-21" in note and "改版中" in note for note in found.notes)


def test_a_ruling_narrows_the_interval() -> None:
    which = profile(
        {"id": "a", "kind": "deduct", "checks": ["links/dead"], "each": 1, "points": 5}, scoring={"base": 5}
    )
    seen = result("links/dead", target(F, mark="m0"), target(C, mark="m1"), target(C, mark="m2"))
    assert triple(card(which, seen)) == (4, 2, 4)
    assert triple(card(which, seen, rulings=[answer(fingerprint="m1", outcome=P)])) == (4, 3, 4)
    assert triple(card(which, seen, rulings=[answer(fingerprint="m1", outcome=F)])) == (3, 2, 3)
    assert triple(card(which, seen, rulings=[answer(fingerprint="m0", false=True)])) == (5, 3, 5)


def test_doubts_by_count_become_failures_by_word_alone() -> None:
    which = profile({"id": "v", "kind": "veto", "checks": ["links/dead"], "at_least": 2, "doubts_only": True})
    assert card(which, result("links/dead", F)).verdict is P
    assert card(which, result("links/dead", F, F)).verdict is C
    assert card(which, result("links/dead", F, F), rulings=[answer("v", F)]).verdict is F
    assert card(which, result("links/dead", F, F), rulings=[answer("v", P)]).verdict is P


def test_findings_carry_their_ruling_and_stay() -> None:
    said = Answers(rulings=(answer(fingerprint="m1", false=True),))
    [settled] = settle([marked(F)], said, site=SITE, now=NOW)
    assert settled.findings[0].ruling == said.rulings[0].ruling
    assert settled.findings[0].outcome is F
    assert (
        settle([marked(F)], Answers((answer(fingerprint="m1", outcome=P),)), site=SITE, now=NOW)[0].findings[0].ruling
        is None
    )


def test_seeded_samples_are_repeatable_and_another_seed_draws_others() -> None:
    which = profile(
        {"id": "a", "kind": "deduct", "checks": ["links/dead"], "per": "page", "sample": 2, "each": 1, "points": 5},
        scoring={"base": 5},
    )
    seen = result("links/dead", *(target(F if n < 5 else P, f"p{n}") for n in range(10)))
    losses = {seed: row(card(which, seen, seed=seed), "a").points.lost for seed in range(20)}
    assert set(losses.values()) == {0, 1, 2}
    assert losses == {seed: row(card(which, seen, seed=seed), "a").points.lost for seed in range(20)}
    assert "10 个中随机抽取 2 个（种子 3）" in row(card(which, seen, seed=3), "a").reason


# What always holds.

OUTCOMES = st.sampled_from([P, F, C])
TARGETS = st.lists(
    st.tuples(OUTCOMES, st.integers(0, 3), st.sampled_from(["", "x", "y"]), st.sampled_from([Role.HOME, Role.ARTICLE])),
    max_size=6,
)
CHECKS = ("links/dead", "links/empty", "links/hidden", "content/search")
ALL = profile(
    {"id": "v", "kind": "veto", "checks": ["content/search"], "at_least": 3},
    {"id": "a", "kind": "deduct", "checks": ["links/dead"], "each": 2, "cap": "c", "per": "page", "once": "u"},
    {"id": "b", "kind": "deduct", "checks": ["links/empty"], "each": 3, "cap": "c", "once": "u"},
    {"id": "z", "kind": "deduct", "checks": ["links/hidden"], "zero": "row", "points": 4, "where": {"role": "home"}},
    {"id": "s", "kind": "deduct", "checks": ["links/empty"], "each": 1, "sample": 2, "per": "page", "points": 3},
    {"id": "e", "kind": "deduct", "checks": ["content/search"], "earn": True, "points": 5},
    {"id": "h", "kind": "deduct", "points": 6, "each": 2},
    {"id": "p", "kind": "deduct", "checks": ["links/hidden"], "each": 5, "uncapped": True},
    {"id": "n", "kind": "bonus", "checks": ["links/dead"], "earn": True, "points": 10},
    caps={"c": 7}, scoring={"base": 25, "cap": 30, "pass": 10, "bonus_above": 20, "bonus_cap": 8, "veto": "zero"},
)  # fmt: skip


def results_of(drawn: dict[str, list[Any]]) -> list[CheckResult]:
    return [
        result(check, *(target(o, f"p{n}", key=key, role=role) for o, n, key, role in rows))
        for check, rows in drawn.items()
    ]


DRAWN = st.fixed_dictionaries(dict.fromkeys(CHECKS, TARGETS))
HAND = st.sampled_from([(), (answer("h", P),), (answer("h", F),), (answer("h", value=1),)])


@settings(max_examples=150, deadline=None)
@given(DRAWN, HAND)
def test_the_value_lies_within_its_interval(drawn: dict[str, list[Any]], told: Any) -> None:
    found = card(ALL, *results_of(drawn), ledger=told)
    assert found.score.floor <= found.score.value <= found.score.ceiling
    for each in found.indicators:
        if each.points is not None:
            assert each.points.floor <= each.points.earned <= each.points.ceiling


@settings(max_examples=150, deadline=None)
@given(DRAWN, HAND, st.data())
def test_mending_never_lowers_a_score(drawn: dict[str, list[Any]], told: Any, data: Any) -> None:
    before = card(ALL, *results_of(drawn), ledger=told)
    broken = [(check, n) for check, rows in drawn.items() for n, one in enumerate(rows) if one[0] is F]
    if not broken:
        return
    check, n = data.draw(st.sampled_from(broken))
    rows = list(drawn[check])
    rows[n] = (P, *rows[n][1:])
    after = card(ALL, *results_of({**drawn, check: rows}), ledger=told)
    assert after.score.value >= before.score.value
    assert after.score.floor >= before.score.floor
    assert after.score.ceiling >= before.score.ceiling
    assert after.verdict is not F or before.verdict is F


@settings(max_examples=100, deadline=None)
@given(DRAWN, st.randoms(use_true_random=False))
def test_the_order_of_findings_never_matters(drawn: dict[str, list[Any]], random: Any) -> None:
    results = results_of(drawn)
    shuffled = []
    for each in results:
        findings, targets = list(each.findings), list(each.targets)
        random.shuffle(findings)
        random.shuffle(targets)
        shuffled.append(replace(each, findings=tuple(findings), targets=tuple(targets)))
    assert card(ALL, *results) == card(ALL, *shuffled)


# The gate.


def report(
    *cards: Any, results: list[CheckResult] | None = None, complete: bool = True, answers: Any = ()
) -> SiteReport:
    coverage = Coverage(3, 3, 0, 1, complete)
    settled = settle(results or [], Answers(tuple(answers)), site=SITE, now=NOW)
    return SiteReport({}, SITE, NOW, coverage, (), tuple(settled), tuple(cards), ())


def gated(
    outcome: Outcome, which: Any = REQUIRE, *, complete: bool = True, impact: Impact = Impact.SERIOUS, **more: Any
) -> SiteReport:
    seen = [result("links/dead", target(outcome, mark="m1", impact=impact), profiles=("test",))]
    rulings = more.get("answers", ())
    coverage = Coverage(3, 3, 0, 1, complete)
    return report(
        card(which, *seen, coverage=coverage, rulings=rulings), results=seen, complete=complete, answers=rulings
    )


FALSE = (answer(fingerprint="m1", false=True),)
GATE: list[tuple[SiteReport, tuple[str, ...], int]] = [
    (gated(P), (), 0),
    (gated(F), (), 1),
    (gated(C), (), 2),
    (gated(P, complete=False), (), 2),
    (gated(F, complete=False), (), 1),
    (gated(F, answers=FALSE), (), 0),
    (report(), (), 3),
    (gated(F), ("veto",), 0),
    (gated(F, VETO), ("veto",), 1),
    (gated(C), ("failed",), 0),
    (gated(F), ("failed",), 1),
    (gated(F, answers=FALSE), ("failed",), 0),
    (gated(F, answers=(answer(fingerprint="m1", outcome=N, until="2027-01-01"),)), ("failed",), 0),
    (gated(C), ("cantTell",), 1),
    (gated(C, answers=(answer(fingerprint="m1", outcome=P),)), ("cantTell",), 0),
    (gated(C, answers=(answer(fingerprint="m1", outcome=F),)), ("failed",), 1),
    (gated(P, complete=False), ("failed",), 2),
    (gated(F, complete=False), ("failed",), 1),
    (gated(F, impact=Impact.MODERATE), ("impact>=serious",), 0),
    (gated(F, impact=Impact.CRITICAL), ("impact>=serious",), 1),
    (gated(F), ("links/dead",), 1),
    (gated(F), ("links/empty",), 0),
    (gated(P), ("score<80",), 2),
    (gated(F), ("new",), 1),
]  # fmt: skip


@pytest.mark.parametrize(("given_report", "fail_on", "status"), GATE, ids=[str(n) for n in range(len(GATE))])
def test_exit_status(given_report: SiteReport, fail_on: tuple[str, ...], status: int) -> None:
    assert gate(given_report, fail_on) == status


def scored(earned: int) -> SiteReport:
    which = profile({"id": "s", "kind": "deduct", "points": 100, "earn": True}, scoring={"base": 100})
    return report(card(which, ledger=[answer("s", points=earned)]))


@pytest.mark.parametrize(("earned", "status"), [(79, 1), (80, 0), (100, 0)])
def test_the_score_below_a_mark(earned: int, status: int) -> None:
    assert gate(scored(earned), ("score<80",)) == status


def test_manual_indicators_are_shown_and_do_not_count() -> None:
    which = profile({"id": "a", "kind": "require", "checks": ["links/dead"]}, {"id": "m", "kind": "require"})
    found = card(which, result("links/dead", P))
    assert found.verdict is U
    assert gate(report(found)) == 0


def test_findings_of_checks_that_no_profile_names_do_not_count() -> None:
    other = result("links/empty", F)
    found = report(card(REQUIRE, result("links/dead", P)), results=[other])
    assert gate(found, ("failed",)) == gate(found, ("new",)) == 0
    assert gate(found, ("links/empty",)) == 1


@pytest.mark.parametrize("wrong", ["impact>=grave", "score<many", "nothing", "links/nonesuch", "score>80"])
def test_an_expression_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_expressions([wrong])
    assert caught.value.status == 4
    assert wrong in str(caught.value)


@pytest.mark.parametrize(("statuses", "overall"), [((0, 0), 0), ((0, 2), 2), ((2, 1), 1), ((1, 3, 2), 3), ((), 0)])
def test_several_sites(statuses: tuple[int, ...], overall: int) -> None:
    assert overall_status(statuses) == overall


def test_the_worst_outcome_is_the_highest() -> None:
    assert worst([]) is N
    assert worst([P, U]) is U
    assert worst([U, C, P]) is C
    assert worst([F, C]) is F


def test_modes_and_devices_are_told_apart() -> None:
    which = profile(
        {"id": "d", "kind": "require", "checks": ["links/dead"], "where": {"device": "desktop"}},
        {"id": "m", "kind": "require", "checks": ["links/dead"], "where": {"device": "mobile", "mode": "elderly"}},
    )
    seen = result(
        "links/dead", target(P), target(F, mode=Mode.ELDERLY, device=Device.MOBILE), target(P, device=Device.MOBILE)
    )
    found = card(which, seen)
    assert (row(found, "d").outcome, row(found, "m").outcome) == (P, F)
