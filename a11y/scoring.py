"""How rows become parts, and parts a score: shared full marks, bonuses, penalties, zeroing, weights. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from a11y.counting import ZERO, Case, Unit
from a11y.indicators import OPEN, UNSEEN, Loss, Row, assess, full_marks, left_out, rounded
from a11y.model import Outcome, Points, Score
from a11y.profile import base_points, of_group


@dataclass(frozen=True, slots=True)
class _Trial:
    """The rows and the score of a site, taken to be of one group."""

    rows: list[Row]
    score: Score | None
    parts: Mapping[str, Score]


def attempt(case: Case, group: str) -> _Trial:
    """All rows and the score, with the site taken to be of `group`."""
    rows = [assess(case, row, group) for row in case.profile.indicators]
    rows = _without_twice(rows)
    rows = _with_points(case, rows)
    parts = _parts(case, rows)
    return _Trial(rows, _total(case, parts, group, rows), parts)


def _without_twice(rows: list[Row]) -> list[Row]:
    """Rows of one class of problem, each address taken once: where it costs most, and there in the first such row."""
    sure = [_cost(row, row.count.failed) for row in rows]
    worst = [_cost(row, (*row.count.failed, *row.count.doubtful)) for row in rows]
    done: list[Row] = []
    for at, row in enumerate(rows):
        if not row.row.once or not row.row.each:
            done.append(row)
            continue
        rivals = [n for n, other in enumerate(rows) if n != at and other.row.once == row.row.once]
        lost = sum((cost for place, cost in sure[at].items() if _dearest(place, at, rivals, sure)), ZERO)
        most: Decimal | None = row.loss.most
        if not row.count.untested:
            most = sum((cost for place, cost in worst[at].items() if _dearest(place, at, rivals, worst)), ZERO)
        skipped = sum(not _dearest(unit.address, at, rivals, sure) for unit in row.count.failed)
        reason = f"{row.reason}；其中 {skipped} 处已在别的条目扣分，不重复扣" if skipped else row.reason
        done.append(replace(row, loss=Loss(lost, lost, most), reason=reason))
    return done


def _cost(row: Row, units: Iterable[Unit]) -> dict[str, Decimal]:
    """What each address costs in a row."""
    cost: dict[str, Decimal] = {}
    for unit in units:
        cost[unit.address] = cost.get(unit.address, ZERO) + (row.row.each or ZERO)
    return cost


def _dearest(place: str, mine: int, rivals: Sequence[int], costs: Sequence[Mapping[str, Decimal]]) -> bool:
    """True where no rival takes more for the same address, nor as much and stands before."""
    own = costs[mine][place]
    return not any((costs[n].get(place, ZERO), -n) > (own, -mine) for n in rivals)


def _with_points(case: Case, rows: list[Row]) -> list[Row]:
    """Rows with their points: where rows share full marks, losses are booked in order until those are used up."""
    room: dict[str, Decimal] = {}
    done = []
    for row in rows:
        item = row.row
        if item.kind not in ("deduct", "bonus") or item.unconfirmed:
            done.append(row)
            continue
        full = full_marks(case, item)
        lost, least, most = row.loss.value, row.loss.least, row.loss.most
        if full is not None:
            left = room.get(item.cap, full) if item.cap else full
            lost = min(lost, left)
            room[item.cap] = left - lost
            most = full if most is None else max(lost, min(most, full))
        top = full or ZERO
        floor = top - (most if most is not None else lost)
        points = Points(
            rounded(top), rounded(lost), rounded(top - lost), rounded(floor), rounded(top - min(least, lost))
        )
        done.append(replace(row, points=points))
    return done


# Parts and the whole.


@dataclass(frozen=True, slots=True)
class _Sum:
    """A triple of value, floor and ceiling that adds up; floor None: no lower limit."""

    value: Decimal = ZERO
    floor: Decimal | None = ZERO
    ceiling: Decimal = ZERO

    def plus(self, value: Decimal, floor: Decimal | None, ceiling: Decimal) -> _Sum:
        low = None if self.floor is None or floor is None else self.floor + floor
        return _Sum(self.value + value, low, self.ceiling + ceiling)

    def held(self, low: Decimal, high: Decimal | None) -> _Sum:
        def hold(number: Decimal) -> Decimal:
            return max(low, number if high is None else min(high, number))

        return _Sum(hold(self.value), low if self.floor is None else hold(self.floor), hold(self.ceiling))


def _parts(case: Case, rows: Sequence[Row]) -> dict[str, Score]:
    """The score of each part by its id; `""` is the only part of a score that has none."""
    scoring = case.profile.scoring
    if scoring is None or scoring.unconfirmed:
        return {}
    ids = [part.id for part in case.profile.parts] or [""]
    return {id: _part(case, id, [row for row in rows if row.row.part == id]) for id in ids}


def _part(case: Case, id: str, rows: Sequence[Row]) -> Score:
    scoring = case.profile.scoring
    assert scoring is not None  # noqa: S101  (the caller has looked)
    part = next((part for part in case.profile.parts if part.id == id), None)
    base = _base(case, rows)
    full = base_points(case.profile, id) if part is None else part.full
    if scoring.no_service is not None and case.site.no_service:
        stretched = [scoring.no_service.stretch(n) for n in (base.value, base.floor or ZERO, base.ceiling)]
        base = _Sum(*stretched)
    whole = _with_bonus(case, base, [row for row in rows if row.row.kind == "bonus"])
    for row in rows:
        if row.row.kind == "deduct" and row.row.uncapped:
            most = None if row.loss.most is None else -row.loss.most
            whole = whole.plus(-row.loss.value, most, -row.loss.least)
    top = full if part is not None else scoring.cap or full + (scoring.bonus_cap or ZERO)
    whole = whole.held(ZERO, top if part is None or part.hold else scoring.cap)
    return _zeroed(whole, [row for row in rows if row.row.zero == "part"])


def _zeroed(whole: _Sum, rows: Sequence[Row]) -> Score:
    """The part after what takes all of it: certain, it is 0; open, only the floor is."""
    outcomes = {row.outcome for row in rows if row.row.decides}
    if Outcome.FAILED in outcomes:
        return Score(ZERO, ZERO, ZERO)
    floor = ZERO if outcomes & set(OPEN) or whole.floor is None else whole.floor
    return Score(whole.value, floor, whole.ceiling)


def _base(case: Case, rows: Sequence[Row]) -> _Sum:
    """Full marks less what was lost, row of the office's table by row."""
    by_cap: dict[str, list[Row]] = {}
    for row in rows:
        item = row.row
        if item.kind == "deduct" and not item.uncapped and not item.unconfirmed and item.zero not in ("part", "total"):
            by_cap.setdefault(item.cap or f"\x00{item.id}", []).append(row)
    total = _Sum()
    for group in by_cap.values():
        if all(row.outcome is Outcome.INAPPLICABLE and left_out(case, row.row) for row in group):
            continue
        full = full_marks(case, group[0].row) or ZERO
        kept = [row.loss for row in group if not row.row.advice]
        value = _hold(full - sum((loss.value for loss in kept), ZERO), full)
        ceiling = _hold(full - sum((loss.least for loss in kept), ZERO), full)
        floors = [full if loss.most is None else loss.most for loss in kept]
        total = total.plus(value, _hold(full - sum(floors, ZERO), full), ceiling)
    return total


def _hold(number: Decimal, full: Decimal) -> Decimal:
    return max(ZERO, min(full, number))


def _with_bonus(case: Case, base: _Sum, rows: Sequence[Row]) -> _Sum:
    scoring = case.profile.scoring
    earned = _Sum()
    for row in rows:
        full = full_marks(case, row.row) or ZERO
        if not row.row.advice and not row.row.unconfirmed:
            most = full if row.loss.most is None else row.loss.most
            earned = earned.plus(full - row.loss.value, full - most, full - row.loss.least)
    earned = earned.held(ZERO, scoring.bonus_cap if scoring else None)
    above = scoring.bonus_above if scoring else None

    def opened(before: Decimal, bonus: Decimal) -> Decimal:
        return before + (bonus if above is None or before > above else ZERO)

    return _Sum(
        opened(base.value, earned.value), opened(base.floor or ZERO, earned.floor or ZERO),
        opened(base.ceiling, earned.ceiling),
    )  # fmt: skip


def _total(case: Case, parts: Mapping[str, Score], group: str, rows: Sequence[Row]) -> Score | None:
    scoring = case.profile.scoring
    if scoring is None or not parts:
        return None
    vetoes = [row for row in rows if row.row.kind == "veto" and row.row.decides]
    if scoring.veto == "fail" and any(row.outcome is Outcome.FAILED for row in vetoes):
        return None
    total = _Sum()
    for id, score in parts.items():
        held = _vetoed(score, id, case, vetoes) if scoring.veto == "zero" else score
        part = next((part for part in case.profile.parts if part.id == id), None)
        weight = Decimal(1) if part is None else of_group(part.weight, group)
        if weight is None:
            return None
        total = total.plus(held.value * weight, held.floor * weight, held.ceiling * weight)
    whole = _zeroed(total.held(ZERO, scoring.cap), [row for row in rows if row.row.zero == "total"])
    return Score(rounded(whole.value), rounded(whole.floor), rounded(whole.ceiling))


def _vetoed(score: Score, id: str, case: Case, vetoes: Sequence[Row]) -> Score:
    """The part after the vetoes that take it: certain, it is 0; in doubt, only the floor is; untested ones leave it."""
    first = case.profile.parts[0].id if case.profile.parts else ""
    outcomes = {row.outcome for row in vetoes if (row.row.part or first) == id}
    if Outcome.FAILED in outcomes:
        return Score(ZERO, ZERO, ZERO)
    return replace(score, floor=ZERO) if Outcome.CANT_TELL in outcomes else score


# Several kinds of unit in question.


def merge_rows(trials: Sequence[list[Row]]) -> list[Row]:
    """The rows of all trials, one by one: where the trials differ, the interval holds them all."""
    if len(trials) == 1:
        return trials[0]
    return [_merge_row(rows) for rows in zip(*trials, strict=True)]


def _merge_row(rows: Sequence[Row]) -> Row:
    first = rows[0]
    points = [row.points for row in rows if row.points is not None]
    if points:
        value = min(p.earned for p in points)
        most = max(p.max for p in points)
        merged = Points(most, most - value, value, min(p.floor for p in points), max(p.ceiling for p in points))
        first = replace(first, points=merged)
    if len({row.outcome for row in rows}) > 1:
        first = replace(first, outcome=Outcome.UNTESTED, how=UNSEEN, reason="单位类别没有给出，不能判定")
    return first


def merge_scores(scores: Sequence[Score | None]) -> Score | None:
    """The interval that holds all scores; None where one is missing."""
    known = [score for score in scores if score is not None]
    if not known or len(known) < len(scores):
        return None
    return Score(min(s.value for s in known), min(s.floor for s in known), max(s.ceiling for s in known))
