"""Whether a run may pass: the exit status of `check` and `judge`. Pure.

0: may pass. 1: it may not. 2: it cannot be said. 3: no scorecard could be made. 4: used wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from a11y import baseline, registry
from a11y.baseline import Baseline
from a11y.errors import UsageError
from a11y.model import Impact, IndicatorResult, Located, Outcome, SiteReport, Tested
from a11y.profile import nearest

WORDS = ("veto", "failed", "cantTell", "new", "impact>=serious", "score<80", "<检查项>")
_ORDER = (3, 1, 2, 0)
"""Of several sites, the first of these that occurs."""


@dataclass(frozen=True, slots=True)
class _View:
    """What the gate looks at: findings that a person has not called false, exempt or passed, with what they now are."""

    report: SiteReport
    known: Baseline | None
    named: tuple[Located, ...]
    """Findings of checks that the chosen profiles name."""
    standing: tuple[Located, ...]
    """Those of every check, named or not."""


_Condition = Callable[[_View], int]


def gate(report: SiteReport, fail_on: Sequence[str] = (), known: Baseline | None = None) -> int:
    """The exit status for one site.

    Raises:
        UsageError: an expression of `fail_on` is none.
    """
    conditions = [_condition(expression) for expression in fail_on]
    if not report.scorecards:
        return 3
    standing = tuple(now for finding in report.findings if (now := _standing(finding)) is not None)
    view = _View(report, known, tuple(f for f in standing if f.profiles), standing)
    if not conditions:
        return _verdicts(report)
    statuses = [condition(view) for condition in conditions]
    statuses += [] if report.coverage.complete else [2]
    return overall_status(statuses)


def _standing(finding: Located) -> Located | None:
    """The finding with what a person made of it; None where it counts no more."""
    if finding.ruling is None:
        return finding
    if finding.ruling.false_finding or finding.ruling.outcome in (Outcome.PASSED, Outcome.INAPPLICABLE):
        return None
    return replace(finding, outcome=finding.ruling.outcome or finding.outcome)


def overall_status(statuses: Iterable[int]) -> int:
    """The exit status for several sites: 3 over 1 over 2 over 0, and wrong use (4) over all."""
    given = set(statuses)
    return 4 if 4 in given else next((status for status in _ORDER if status in given), 0)


def check_expressions(fail_on: Sequence[str], *, other_axe: bool = False) -> None:
    """Refuse what is no condition, before anything is done: a misspelt rule would never hold, and all would pass.

    `other_axe`: pages are, or were, looked at by another axe than ours, which may have rules that we do not know.

    Raises:
        UsageError: naming the expression and what may be said.
    """
    for expression in fail_on:
        _condition(expression)
        rule = expression.strip()
        if rule.startswith("axe/") and rule not in registry.checks() and not other_axe:
            raise UsageError(f"--fail-on：没有“{rule}”这项检查{nearest(rule, registry.checks())}")


def _verdicts(report: SiteReport) -> int:
    if any(card.verdict is Outcome.FAILED for card in report.scorecards):
        return 1
    doubtful = any(
        row.outcome is Outcome.CANT_TELL and row.decides and row.kind in ("veto", "require") and _counts(row)
        for card in report.scorecards
        for row in card.indicators
    )
    by_mark = any(card.verdict is Outcome.CANT_TELL for card in report.scorecards)
    return 2 if doubtful or by_mark or not report.coverage.complete else 0


def _counts(row: IndicatorResult) -> bool:
    """Manual indicators are shown, and do not count."""
    return row.mode is not Tested.MANUAL


def _condition(expression: str) -> _Condition:
    text = expression.strip()
    if text in _SIMPLE:
        return _SIMPLE[text]
    if found := re.fullmatch(r"impact\s*>=\s*(\w+)", text):
        return _impact(found.group(1), expression)
    if found := re.fullmatch(r"score\s*<\s*(\S+)", text):
        return _score(found.group(1), expression)
    if re.fullmatch(r"[a-z0-9]+/[a-z0-9-]+", text) and _is_check(text):
        return lambda view: 1 if any(f.check == text and f.outcome is Outcome.FAILED for f in view.standing) else 0
    raise UsageError(f"--fail-on：“{expression}”不是条件；可用 {'、'.join(WORDS)}")


def _is_check(text: str) -> bool:
    return text in registry.checks() or text.startswith("axe/")


def _veto(view: _View) -> int:
    rows = [row for card in view.report.scorecards for row in card.indicators if row.kind == "veto" and row.decides]
    return 1 if any(row.outcome is Outcome.FAILED and _counts(row) for row in rows) else 0


def _failed(view: _View) -> int:
    return 1 if any(f.outcome is Outcome.FAILED for f in view.named) else 0


def _cannot_tell(view: _View) -> int:
    return 1 if any(f.outcome is Outcome.CANT_TELL for f in view.named) else 0


def _new(view: _View) -> int:
    return 1 if baseline.new_findings(view.named, view.known, view.report.collected_at) else 0


def _impact(word: str, expression: str) -> _Condition:
    try:
        least = Impact(word)
    except ValueError:
        allowed = "、".join(impact.value for impact in Impact)
        raise UsageError(f"--fail-on：“{expression}”里的影响程度只能是 {allowed}") from None
    return lambda view: 1 if any(f.outcome is Outcome.FAILED and f.impact >= least for f in view.named) else 0


def _score(number: str, expression: str) -> _Condition:
    try:
        least = Decimal(number)
        if not least.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        raise UsageError(f"--fail-on：“{expression}”里的分数应为数字，如 score<80") from None

    def condition(view: _View) -> int:
        scores = [card.score for card in view.report.scorecards]
        if any(score is not None and score.value < least for score in scores):
            return 1
        return 2 if any(score is None for score in scores) else 0

    return condition


_SIMPLE: dict[str, _Condition] = {"veto": _veto, "failed": _failed, "cantTell": _cannot_tell, "new": _new}
