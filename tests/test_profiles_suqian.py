"""宿迁 2022: every row of the published scheme, and how the rows become the annual result."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from scorecards import SITE, C, D, F, N, P, U, answer, card, result, row, target, triple

from a11y.model import CheckResult, Role, Scorecard
from a11y.profile import Profile, base_points, load_profile, of_group

SUQIAN = load_profile("suqian-2022")
PORTAL = replace(SITE, kind="portal", group="县区")


def place(n: int) -> str:
    return f"http://www.example.gov.cn/{n}.html"


def clean(profile: Profile = SUQIAN) -> dict[str, CheckResult]:
    """Every check passed, wherever a row looks."""
    found = {}
    for check in profile.checks:
        kinds = {kind for r in profile.indicators if check in r.checks for w in r.where for kind in w.kind} | {""}
        roles = (Role.HOME, Role.ARTICLE)
        found[check] = result(check, *(target(P, place(0), kind=k, role=r) for k in sorted(kinds) for r in roles))
    return found


def ledger(**answers: Any) -> list[Any]:
    """The office's ledger of a site with nothing wrong; `i5_1=…` replaces the row of 5.1, None leaves it out."""
    rows: dict[str, Any] = {
        "V1": P, "V5b": P, "1.1b": P, "1.2b": 0, "2.1a": P, "2.1b": P, "2.4": 0, "2.6": 3, "3.2": P, "3.5": P, "4.4a": P,
        "4.4b": P, "4.6a": 3, "4.6b": P, "5.1": [100, 100, 100, 100], "6.1": 9, "6.2": P, "6.3": P, "6.4a": P,
        "6.4b": 0, "6.5": 0, "7.1": 50, "7.2": 1200,
    }  # fmt: skip
    rows.update({name[1:].replace("_", "."): value for name, value in answers.items()})
    told = []
    for id, value in rows.items():
        for each in value if isinstance(value, list) else [value]:
            if each is not None:
                told.append(answer(id, each) if each in (P, F, N) else answer(id, value=each))
    return told


def judged(*changed: CheckResult, site: Any = PORTAL, more: tuple[Any, ...] = (), **answers: Any) -> Scorecard:
    results = {**clean(), **{each.check: each for each in changed}}
    return card(SUQIAN, *results.values(), site=site, ledger=[*ledger(**answers), *more])


def test_the_published_full_marks() -> None:
    blocks = {"发布解读": 25, "办事服务": 23, "互动交流": 22, "功能应用": 10, "日常监管": 20}
    for block, points in blocks.items():
        rows = [r for r in SUQIAN.indicators if r.block == block]
        caps = {r.cap: SUQIAN.caps[r.cap].points for r in rows if r.cap}
        assert sum(caps.values()) + sum(r.points for r in rows if r.points is not None) == points, block
    assert base_points(SUQIAN, "test") == base_points(SUQIAN, "supply") == 100


def test_a_site_without_fault_has_full_marks() -> None:
    assert triple(judged()) == (100, 100, 100)
    assert judged().verdict is P


def column(kind: str, outcome: Any = F, n: int = 1, **data: Any) -> dict[str, Any]:
    return target(outcome, place(n), kind=kind, key=f"{kind}{n}", **{"level": 1, "given": True, **data})


BAD: list[tuple[str, CheckResult, str]] = [
    # (row, what the check says, points lost of the part, by the published rule)
    ("1.1a", result("content/column-missing", target(F, kind="overview")), "2"),
    ("1.1b", result("content/column-fresh", column("overview")), "1"),
    ("1.1b", result("content/column-fresh", *(column("overview", n=n) for n in range(3))), "2"),
    ("1.2a", result("content/column-missing", target(F, kind="leaders")), "2"),
    ("1.3a", result("content/column-fresh", column("news")), "5"),
    ("1.3a", result("content/column-fresh", *(column("news", n=n) for n in range(4))), "15"),
    ("1.3b", result("content/column-blank", column("other"), column("news", n=2)), "10"),
    ("1.3c", result("content/column-fresh", column("policy"), column("interpretation", n=2)), "10"),
    ("1.3c", result("content/column-fresh", column("policy", level=2)), "0"),
    ("1.3d", result("content/column-fresh", column("notice")), "5"),
    ("1.4", result("content/interpretation-exists", *(target(F, place(n), key=str(n)) for n in range(2))), "2"),
    ("1.4", result("content/interpretation-exists", *(target(F, place(n), key=str(n)) for n in range(9))), "3"),
    ("1.5a", result("content/interpretation-linked", target(F, place(1), kind="to-policy")), "1"),
    ("1.5b", result("content/interpretation-linked", target(F, place(1), kind="to-interpretation")), "1"),
    ("2.2", result("content/statistics", target(F, kind="services")), "2"),
    ("2.2", result("content/statistics", target(P, kind="services", months=1)), "0"),
    ("2.2", result("content/statistics", target(F, kind="services", months=2)), "1"),
    ("2.2", result("content/statistics", target(F, kind="services", months=3)), "1"),
    ("2.2", result("content/statistics", target(F, kind="services", months=4)), "2"),
    ("2.3a", result("content/guide-exists", target(F, place(1))), "4"),
    ("2.3a", result("content/guide-exists", *(target(F, place(n)) for n in range(5))), "8"),
    ("2.3b", result("content/guide-elements", *(target(F, place(1), kind=k) for k in "abc")), "1.5"),
    ("2.3c", result("content/guide-materials", target(F, place(1)), target(F, place(1), key="2")), "1"),
    ("2.3d", result("content/guide-wording", target(F, place(1)), target(F, place(2))), "4"),
    ("2.3e", result("content/guide-policy", target(F, place(1)), target(F, place(1), key="2")), "0.5"),
    ("2.5", result("content/guide-form", target(F, place(1))), "1"),
    ("2.5", result("content/guide-form", *(target(F, place(n)) for n in range(5))), "2"),
    ("3.3a", result("content/messages-public", F), "5"),
    ("3.3b", result("content/messages-fields", *(target(F, place(1), kind=k) for k in "ab")), "2"),
    ("3.3c", result("content/messages-fresh", F), "3"),
    ("3.3d", result("content/statistics", target(F, kind="messages")), "2"),
    ("3.3d", result("content/statistics", target(F, kind="messages", months=5)), "0"),
    ("3.4", result("content/messages-late", *(target(F, place(n)) for n in range(3))), "3"),
    ("3.4", result("content/messages-late", *(target(F, place(n)) for n in range(30))), "5"),
    ("4.1", result("identity/icp", *(target(F, place(n)) for n in range(20))), "0.5"),
    ("4.2a", result("links/dead", target(F, kind="link")), "0.5"),
    ("4.2a", result("links/dead", *(target(F, kind="image", key=str(n)) for n in range(9))), "2"),
    ("4.2b", result("links/soft-404", target(F, place(1), kind="attachment", role=Role.ARTICLE)), "0.2"),
    ("4.2b", result("links/dead", target(F, place(1), kind="style", role=Role.ARTICLE)), "0"),
    ("4.3", result("identity/find-error", F), "1"),
    ("4.5", result("identity/meta-content", *(target(F, place(n), role=Role.ARTICLE) for n in range(3))), "0.3"),
    ("4.5", result("identity/meta-site", *(target(F, place(n), role=Role.ARTICLE) for n in range(20))), "0.5"),
    ("4.6c", result("content/open-data", F), "1"),
]  # fmt: skip


@pytest.mark.parametrize(("id", "bad", "lost"), BAD, ids=[f"{id}-{lost}-{n}" for n, (id, _, lost) in enumerate(BAD)])
def test_what_a_failed_check_costs(id: str, bad: CheckResult, lost: str) -> None:
    found = judged(bad)
    assert row(found, id).points is not None
    assert row(found, id).points.lost == D(lost)
    # The part weighs 80 %, nothing else was lost.
    assert found.score is not None
    assert found.score.value == 100 - D(lost) * D("0.8")


def test_two_kinds_of_mark_missing_cost_twice() -> None:
    found = judged(result("identity/icp", F), result("identity/police", F), result("identity/contact", F))
    assert row(found, "4.1").points.lost == 1


def test_an_urgent_message_may_fail_by_rule_while_the_cap_of_the_row_holds() -> None:
    everything = [result("content/messages-public", F), result("content/messages-fresh", F)]
    found = judged(*everything)
    losses = [row(found, id).points.lost for id in ("3.3a", "3.3b", "3.3c", "3.3d")]
    assert sum(losses) == 5


BY_HAND: list[tuple[str, Any, str]] = [
    # (row, what the ledger says, points lost of the part)
    ("1.2b", 1, "1"), ("1.2b", 7, "2"), ("2.1a", F, "2"), ("2.1b", F, "2"), ("2.4", 1, "2"), ("2.4", 2, "4"),
    ("2.4", 3, "5"), ("2.6", 0, "4"), ("2.6", 1, "2"), ("2.6", 2, "2"), ("2.6", 3, "0"), ("3.2", F, "1"),
    ("3.5", F, "3"), ("4.4a", F, "1"), ("4.4b", F, "1"), ("4.6a", 3, "0"), ("4.6a", 4, "1"), ("4.6a", 6, "1"),
    ("4.6a", 7, "2"), ("4.6b", F, "1"), ("5.1", [90, 90, 90, 90], "2"), ("5.1", [100, 100], "10"),
    ("5.1", [120, 80, 100, 100], "0"), ("5.1", [0, 0, 0, 0], "20"), ("6.4b", 1, "10"), ("6.4b", 3, "30"),
    ("6.4b", 11, "100"), ("6.4b", [1, 1], "20"), ("6.5", 1, "5"), ("6.5", 2, "10"), ("6.2", F, "100"),
    ("6.3", F, "100"), ("6.4a", F, "100"),
]  # fmt: skip


@pytest.mark.parametrize(("id", "said", "lost"), BY_HAND, ids=[f"{id}={said}" for id, said, _ in BY_HAND])
def test_what_a_row_of_the_ledger_costs(id: str, said: Any, lost: str) -> None:
    found = judged(**{"i" + id.replace(".", "_"): said})
    assert found.score is not None
    assert found.score.value == found.score.floor == found.score.ceiling == 100 - D(lost) * D("0.8")
    assert row(found, id).outcome is (F if D(lost) else P)


@pytest.mark.parametrize(("rank", "more"), [(1, 5), (2, 3), (3, 3), (4, 1), (5, 1), (6, 0), ([4, 2, 9], 3)])
def test_the_best_rank_alone_gives_points(rank: Any, more: int) -> None:
    found = judged(i2_4=3, i6_1=rank)
    assert found.score.value == D("0.8") * (95 + more) + 20
    assert row(found, "6.1").outcome is (P if more else F)


def test_more_than_full_marks_count_as_full_marks() -> None:
    assert judged(i6_1=1).score.value == 100
    assert judged(i6_1=1, i3_2=F).parts["政府网站年度评测"].value == 100


@pytest.mark.parametrize(
    ("said", "points"),
    [
        ({"value": 6}, 4),
        ({"value": 5}, 1),
        ({"value": 1}, 1),
        ({"value": 0}, 0),
        ({"points": 8}, 8),
        ({"points": 4}, 4),
    ],
)
def test_consultations_give_8_4_1_or_0(said: dict[str, Any], points: int) -> None:
    doubtful = result("content/survey", target(C, kind="count"))
    found = judged(doubtful, more=(answer("3.1", **said),))
    assert row(found, "3.1").points.earned == points
    assert row(found, "3.1").outcome is (P if points == 8 else F)


def test_other_sites_owe_three_consultations() -> None:
    doubtful = result("content/survey", target(C, kind="count"))
    site = replace(PORTAL, group="部门一档", kind="department")
    assert row(judged(doubtful, site=site, more=(answer("3.1", value=3),)), "3.1").points.earned == 4
    assert row(judged(doubtful, site=site, more=(answer("3.1", value=2),)), "3.1").points.earned == 1


def test_doubtful_consultations_are_not_given_and_may_yet_be() -> None:
    found = row(judged(result("content/survey", target(C, kind="count"))), "3.1").points
    assert (found.earned, found.floor, found.ceiling) == (0, 0, 8)


@pytest.mark.parametrize(
    ("group", "test", "supply", "quota"),
    [("县区", "0.8", "0.2", 1200), ("功能区", "0.8", "0.2", 360), ("部门一档", "0.7", "0.3", 240),
     ("部门二档", "0.7", "0.3", 120)],
)  # fmt: skip
def test_weights_and_quotas_by_group(group: str, test: str, supply: str, quota: int) -> None:
    site = replace(PORTAL, group=group)
    # 4 points lost in the first part, half the quota reported in the second.
    found = judged(site=site, i2_4=2, i7_2=Decimal(quota) / 2)
    assert found.score.value == 96 * D(test) + 85 * D(supply)
    assert judged(site=site, i2_4=2, i7_2=quota * 3).score.value == 96 * D(test) + 100 * D(supply)


def test_adoption_is_relative_to_the_best_of_the_group() -> None:
    best = answer("7.1", value=200, site="another", group="县区")
    elsewhere = answer("7.1", value=900, site="third", group="部门一档")
    found = judged(i7_1=50, more=(best, elsewhere))
    assert found.parts["市政府门户网站内容保障考评"].value == D(50) / 200 * 70 + 30
    alone = judged(i7_1=50, more=(elsewhere,))
    assert alone.parts["市政府门户网站内容保障考评"].value == 100


def test_a_veto_takes_the_first_part_alone() -> None:
    found = judged(i2_4=1, iV1=F)
    assert triple(found) == (20, 20, 20)
    assert found.verdict is F


def test_an_untested_veto_leaves_the_score() -> None:
    found = judged(iV1=None)
    assert (triple(found), found.verdict) == ((100, 100, 100), U)


def test_an_unknown_group_widens_the_interval_over_all_groups() -> None:
    found = judged(site=replace(PORTAL, group=""), i7_2=120)
    # 120 of 1200 at 20 % is the least, 120 of 120 at 30 % the most.
    assert triple(found) == (D("94.6"), D("94.6"), 100)
    assert any("单位类别" in note for note in found.notes)


def test_nothing_filled_in_is_no_score_to_be_proud_of() -> None:
    found = card(SUQIAN, *clean().values(), site=PORTAL)
    assert found.score.floor == 0
    assert found.score.ceiling == 100
    assert found.score.value < 80
    assert row(found, "2.4").how == "未检"
    assert found.verdict is U


def test_what_a_machine_sees_only_in_part_waits_for_a_person() -> None:
    assert {r.id for r in SUQIAN.indicators if r.partly} == {"1.1b"}
    open_row = row(judged(i1_1b=None), "1.1b")
    assert (open_row.outcome, open_row.points.floor, open_row.points.ceiling) == (U, 0, 2)
    seen = row(judged(result("content/column-fresh", column("overview")), i1_1b=None), "1.1b")
    assert (seen.outcome, seen.points.lost) == (F, 1)


def test_words_for_how_each_row_came_about() -> None:
    found = judged(result("links/dead", target(C, kind="link")), result("content/guide-form", C))
    assert row(found, "4.2a").how == row(found, "2.5").how == "需人工复核"
    assert row(found, "2.4").how == "人工录入"
    assert row(found, "4.3").how == "自动判定"


NUMBERS = {
    # From the document, by hand: what each row costs, its full marks, sample and steps.
    "1.1a": "2", "1.1b": "2 1", "1.2a": "2", "1.2b": "2 1", "1.3a": "15 5", "1.3b": "15 5", "1.3c": "15 5",
    "1.3d": "15 5", "1.4": "3 1 /3", "1.5a": "3 1 /3", "1.5b": "3 1 /3", "2.1a": "2", "2.1b": "2", "2.2": "2 [1:2 3:1]",
    "2.3a": "8 4 /5", "2.3b": "8 0.5 /5", "2.3c": "8 1 /5", "2.3d": "8 2 /5", "2.3e": "8 0.5 /5", "2.4": "5 2 /5",
    "2.5": "2 1 /2", "2.6": "4 [3:4 1:2]", "3.1": "8 [6:8 6:4 1:1]", "3.2": "1", "3.3a": "5", "3.3b": "5 1 /5",
    "3.3c": "5 3", "3.3d": "5 2", "3.4": "5 1", "3.5": "3", "4.1": "1 0.5", "4.2a": "2 0.5", "4.2b": "2 0.2", "4.3": "1",
    "4.4a": "1", "4.4b": "1", "4.5": "1 0.1 /5", "4.6a": "2 [3:2 6:1]", "4.6b": "1", "4.6c": "1", "5.1": "20 ×0.05",
    "6.1": "5 [1:5 3:3 5:1]", "6.2": "", "6.3": "", "6.4a": "", "6.4b": "10", "6.5": "5", "7.1": "70", "7.2": "30",
}  # fmt: skip


def test_every_number_of_the_document() -> None:
    found = {}
    for each in SUQIAN.indicators:
        if each.kind not in ("deduct", "bonus"):
            continue
        words = [SUQIAN.full_marks(each), each.each]
        steps = " ".join(
            f"{of_group(t.at_least if t.at_least is not None else t.at_most, '县区'):f}:{t.points:f}"
            for t in each.tiers
        )
        told = [f"{w:f}" for w in words if w is not None]
        told += [f"/{each.sample}"] if each.sample else []
        told += [f"[{steps}]"] if steps else []
        told += [f"×{each.factor:f}"] if each.factor else []
        found[each.id] = " ".join(told)
    assert found == NUMBERS
    assert SUQIAN.options == {
        "content/home-fresh": {"days": 14},
        "content/column-fresh": {"news_days": 14, "notice_months": 6, "policy_months": 6, "interpretation_months": 6},
        "content/statistics": {"months": 1},
        "content/survey": {"portal_count": 6, "other_count": 3, "feedback_months": 1},
        "content/messages-fresh": {"months": 2},
        "content/messages-late": {"consultation_days": 1, "other_days": 5, "within_months": 12},
        "content/open-data": {"months": 6},
    }
    assert {part.id: part.weight for part in SUQIAN.parts} == {
        "test": {"县区": D("0.8"), "功能区": D("0.8"), "部门一档": D("0.7"), "部门二档": D("0.7")},
        "supply": {"县区": D("0.2"), "功能区": D("0.2"), "部门一档": D("0.3"), "部门二档": D("0.3")},
    }
    assert {each.id: each.range for each in SUQIAN.indicators if each.range} == {
        "2.6": (0, 1000), "3.1": (0, 1000), "4.6a": (0, 1200), "5.1": (0, 130), "6.1": (1, 1000), "8.1": (0, 1),
        "8.2": (0, 1),
    }  # fmt: skip
    assert [part.full for part in SUQIAN.parts] == [100, 100]
    assert SUQIAN.scoring.cap == 100
    assert SUQIAN.by_id["7.2"].quota == {"县区": 1200, "功能区": 360, "部门一档": 240, "部门二档": 120}
    others = [t.at_least for t in SUQIAN.by_id["3.1"].tiers[:2]]
    assert others == [{"县区": 6, "功能区": 6, "*": 3}] * 2
