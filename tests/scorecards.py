"""Short ways to write down results, answers and cards in tests of the judge."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from a11y.judge import judge
from a11y.model import (
    CheckResult,
    Coverage,
    Device,
    Impact,
    IndicatorResult,
    Located,
    Mode,
    Outcome,
    Role,
    Ruling,
    Scorecard,
    Site,
    Target,
    TargetOutcome,
    worst,
)
from a11y.profile import Profile, parse
from a11y.rulings import Answer

D = Decimal
F, C, P, U, N = Outcome.FAILED, Outcome.CANT_TELL, Outcome.PASSED, Outcome.UNTESTED, Outcome.INAPPLICABLE
NOW = "2026-11-22T09:00:00+08:00"
WHOLE = Coverage(20, 20, 0, 4, True)
SITE = Site("http://www.example.gov.cn/", id="example", kind="portal", group="县区")
HOME = "http://www.example.gov.cn/"


def target(
    outcome: Outcome, page: str = HOME, *, kind: str = "", key: str = "", role: Role = Role.HOME,
    mode: Mode = Mode.STANDARD, device: Device = Device.DESKTOP, impact: Impact = Impact.SERIOUS, mark: str = "",
    **data: Any,
) -> dict[str, Any]:  # fmt: skip
    """One target of a check, as `result` takes it."""
    return {
        "outcome": outcome, "page": page, "kind": kind, "key": key, "role": role, "mode": mode, "device": device,
        "impact": impact, "mark": mark, "data": {**data, **({"kind": kind} if kind else {})},
    }  # fmt: skip


def result(check: str, *targets: dict[str, Any] | Outcome, profiles: tuple[str, ...] = ()) -> CheckResult:
    """A check's result from its targets; a bare outcome is a target of its own on a page of its own."""
    rows = [
        {**target(t, f"{HOME}{n}.html"), "mark": f"{check}-{n:04}"} if isinstance(t, Outcome) else t
        for n, t in enumerate(targets)
    ]
    rows = [{**row, "mark": row["mark"] or f"{check}-{n:04}"} for n, row in enumerate(rows)]
    if not rows:
        return CheckResult(check, profiles, {}, U, 0, 0, 0, "not-gathered")
    outcomes = [row["outcome"] for row in rows]
    return CheckResult(
        check, profiles, {}, worst(outcomes), outcomes.count(P), outcomes.count(F), outcomes.count(C), None, {},
        tuple(
            Located(
                check, profiles, row["outcome"], row["impact"], row["page"], row["mode"], row["device"], Target("a"),
                "有问题", None, row["data"], row["mark"], "", row["role"], "", row["key"],
            )
            for row in rows
            if row["outcome"] in (F, C)
        ),
        tuple(
            TargetOutcome(
                row["outcome"], row["page"], row["role"], row["mode"], row["device"], row["kind"], row["key"], row["mark"]
            )
            for row in rows
        ),
    )  # fmt: skip


def answer(
    indicator: str = "", outcome: Outcome | None = None, *, points: Any = None, value: Any = None, site: str = "",
    group: str = "", check: str = "", fingerprint: str = "", until: str | None = None, false: bool = False,
    at: str = "2026-11-01", reason: str = "看过了",
) -> Answer:  # fmt: skip
    """A row of a rulings file or a ledger."""
    ruling = Ruling(outcome, "张三", at, reason, until, None if points is None else D(str(points)), false)
    number = None if value is None else D(str(value))
    return Answer(ruling, site, indicator, check, fingerprint, "", group, number)


def profile(*rows: dict[str, Any], **more: Any) -> Profile:
    """A profile of the rows given; what a row leaves out is filled in."""
    filled = [{"title": row.get("id", "x"), "source": "V", **row} for row in rows]
    head = {"id": "test", "title": "试", "source": "试", "version": "1", "status": "试"}
    return parse({**head, "indicator": filled, **more}, "test.toml")


def card(which: Profile, *results: CheckResult, **more: Any) -> Scorecard:
    """The scorecard of a site that is wholly covered, today."""
    given: dict[str, Any] = {"site": SITE, "coverage": WHOLE, "now": NOW, **more}
    return judge(which, results, **given)


def row(of: Scorecard, id: str) -> IndicatorResult:
    """One indicator of a scorecard."""
    return next(found for found in of.indicators if found.id == id)


def triple(of: Scorecard) -> tuple[Decimal, Decimal, Decimal] | None:
    """Value, floor and ceiling."""
    return None if of.score is None else (of.score.value, of.score.floor, of.score.ceiling)
