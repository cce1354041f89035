"""One indicator of one document on one site: its outcome, how that came about, and the points it costs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from a11y.counting import ZERO, Case, Count, Unit, after_answer, count_units
from a11y.model import Outcome, Points, Ruling, Tested
from a11y.profile import CONFIDENCES, ByGroup, Indicator, Tier, of_group
from a11y.rulings import Answer

AUTOMATIC, REVIEW, ENTERED, UNSEEN = "自动判定", "需人工复核", "人工录入", "未检"
"""How an outcome came about, for people."""
OPEN = (Outcome.UNTESTED, Outcome.CANT_TELL)


@dataclass(frozen=True, slots=True)
class Loss:
    """Points lost: what is certain of the value, and the least and the most that doubt leaves open."""

    value: Decimal = ZERO
    least: Decimal = ZERO
    most: Decimal | None = ZERO
    """None: there is no limit."""


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator, assessed."""

    row: Indicator
    outcome: Outcome
    mode: Tested
    how: str
    reason: str = ""
    loss: Loss = field(default_factory=Loss)
    count: Count = field(default_factory=Count)
    ruling: Ruling | None = None
    points: Points | None = None


def assess(case: Case, row: Indicator, group: str) -> Row:
    """The indicator on this site, taken to be of `group`."""
    why_not = _not_for(case, row, group)
    if why_not is not None:
        outcome, reason = why_not
        open_most = full_marks(case, row) if outcome is Outcome.UNTESTED else ZERO
        lost = full_marks(case, row) or ZERO if row.kind == "bonus" else ZERO
        how = UNSEEN if outcome is Outcome.UNTESTED else AUTOMATIC
        return Row(row, outcome, Tested.AUTOMATIC, how, reason, Loss(lost, lost, max(lost, open_most or ZERO)))
    if row.manual:
        return _by_hand(case, row, group)
    return _by_checks(case, row, group)


def _not_for(case: Case, row: Indicator, group: str) -> tuple[Outcome, str] | None:
    """Why the indicator is not for this site, or why that is not known."""
    site, when = case.site, row.when
    reason = row.inapplicable
    if left_out(case, row):
        reason = "没有对外服务职能的部门不检查此项"
    elif when.group and group not in when.group:
        reason = f"只适用于{'、'.join(when.group)}"
    elif when.no_service is not None and site.no_service is not when.no_service:
        reason = "不适用于此类单位"
    if reason:
        return Outcome.INAPPLICABLE, reason
    if when.kind and site.kind is None:
        return Outcome.UNTESTED, "站点文件没有说明是门户网站还是部门网站（kind）"
    if when.kind and site.kind not in when.kind:
        words = {"portal": "政府门户网站", "department": "部门网站"}
        return Outcome.INAPPLICABLE, f"只适用于{'、'.join(words[kind] for kind in when.kind)}"
    return None


def _by_checks(case: Case, row: Indicator, group: str) -> Row:
    count = count_units(case, row)
    answer = next(reversed(case.answers_to(row)), None)
    is_open = _outcome(row, count) in OPEN or (row.partly and not count.failed)
    if answer is not None:
        count = after_answer(row, count, answer, is_open)
    by_person = answer is not None and answer.ruling in count.rulings
    outcome = _outcome(row, count, by_person=by_person)
    if row.partly and outcome is Outcome.PASSED and not by_person:
        outcome = Outcome.UNTESTED
    loss = _loss(case, row, count, outcome, group)
    lost = _lost(case, row, answer, group) if answer is not None and is_open else None
    if answer is not None and lost is not None:
        loss = Loss(lost, lost, lost)
        count = replace(count, doubtful=(), untested=(), unseen=(), rulings=(answer.ruling, *count.rulings))
        outcome = answer.ruling.outcome or (Outcome.PASSED if lost <= 0 else Outcome.FAILED)
    ruling = next(iter(count.rulings), None)
    mode = Tested.SEMI_AUTO if row.partly or ruling is not None else Tested.AUTOMATIC
    reason = _explain(case, row, count, outcome)
    return Row(row, outcome, mode, _how(row, outcome, ruling), reason, loss, count, ruling)


def _how(row: Indicator, outcome: Outcome, ruling: Ruling | None) -> str:
    if ruling is not None and outcome not in OPEN:
        return ENTERED
    if outcome is Outcome.CANT_TELL or (row.partly and outcome is Outcome.UNTESTED):
        return REVIEW
    return UNSEEN if outcome is Outcome.UNTESTED else AUTOMATIC


def _outcome(row: Indicator, count: Count, *, by_person: bool = False) -> Outcome:
    if len(count.failed) >= row.at_least:
        return Outcome.CANT_TELL if row.doubts_only and not by_person else Outcome.FAILED
    if len(count.failed) + len(count.doubtful) >= row.at_least:
        return Outcome.CANT_TELL
    if count.untested or len(count.failed) + len(count.doubtful) + len(count.unseen) >= row.at_least:
        return Outcome.UNTESTED
    return Outcome.PASSED if count.passed or count.failed or count.doubtful or count.unseen else Outcome.INAPPLICABLE


# Manual indicators.


def _by_hand(case: Case, row: Indicator, group: str) -> Row:
    answers = case.answers_to(row)
    full = full_marks(case, row)
    if not answers:
        lost = (full or ZERO) if row.given else ZERO
        loss = Loss(lost, ZERO, None if row.uncapped else full)
        if row.kind == "bonus":
            loss = Loss(full or ZERO, ZERO, full)
        return Row(row, Outcome.UNTESTED, Tested.MANUAL, UNSEEN, row.ask or "需要人工填写台账", loss)
    answer = answers[-1]
    ruling = answer.ruling
    if answer.exempt or ruling.outcome is Outcome.INAPPLICABLE:
        lost = (full or ZERO) if row.kind == "bonus" else ZERO
        told = f"已豁免至 {ruling.until}" if ruling.until else "不适用"
        loss = Loss(lost, lost, lost)
        return Row(row, Outcome.INAPPLICABLE, Tested.MANUAL, ENTERED, told, loss, ruling=ruling)
    numbers = [_lost(case, row, a, group) for a in answers]
    known = [number for number in numbers if number is not None]
    if not known:
        outcome = ruling.outcome or Outcome.UNTESTED
        loss = _hand_loss(row, full, outcome)
    else:
        lost = {"one": known[-1], "sum": _together(row, full, known), "best": min(known)}[row.repeat]
        loss = Loss(lost, lost, lost)
        fine = lost <= 0 or (row.kind == "bonus" and lost < (full or ZERO))
        outcome = ruling.outcome or (Outcome.PASSED if fine else Outcome.FAILED)
    how = UNSEEN if outcome is Outcome.UNTESTED else ENTERED
    return Row(row, outcome, Tested.MANUAL, how, ruling.reason, loss, ruling=ruling)


def _together(row: Indicator, full: Decimal | None, losses: Sequence[Decimal]) -> Decimal:
    """Losses of several rows of the ledger added up; where points are given, it is those that add up."""
    if not row.given or full is None:
        return sum(losses, ZERO)
    return full - sum((full - lost for lost in losses), ZERO)


def _hand_loss(row: Indicator, full: Decimal | None, outcome: Outcome) -> Loss:
    """What a bare outcome costs: one unit of the rule, or all of it where there is no unit."""
    if outcome is Outcome.PASSED:
        return Loss()
    if outcome is Outcome.FAILED:
        lost = (row.each if row.each is not None and not row.given else full) or ZERO
        return Loss(lost, lost, lost)
    return Loss((full or ZERO) if row.given else ZERO, ZERO, None if row.uncapped else full)


def _lost(case: Case, row: Indicator, answer: Answer, group: str) -> Decimal | None:
    """Points lost by one row of the ledger (below 0: earned beyond the full marks); None where it holds no number."""
    full = full_marks(case, row) or ZERO
    if answer.ruling.points is not None:
        return full - answer.ruling.points
    if answer.value is None:
        return None
    if row.each is not None and not row.given:
        return answer.value * row.each
    earned = _earned(case, row, answer.value, group)
    return None if earned is None else full - earned


def _earned(case: Case, row: Indicator, number: Decimal, group: str) -> Decimal | None:
    """Points that a number gives, by the way the document turns numbers into points."""
    full = full_marks(case, row) or ZERO
    if row.tiers:
        return _step(row.tiers, number, group)
    if row.factor is not None:
        return number * row.factor
    if row.quota is not None:
        quota = of_group(row.quota, group)
        return min(Decimal(1), number / quota) * full if quota else None
    if row.relative is not None:
        best = max([number, *_of_group_others(case, row, group)])
        return number / best * full if best > 0 else ZERO
    return min(full, number * row.each) if row.each is not None else None


def _of_group_others(case: Case, row: Indicator, group: str) -> list[Decimal]:
    """Numbers of the other sites of the same group, as the ledger has them."""
    return [a.value for a in case.others if a.indicator == row.id and a.value is not None and a.group == group]


def _step(tiers: Sequence[Tier], number: Decimal, group: str) -> Decimal:
    """Points of the first step that `number` reaches; 0 where it reaches none."""
    return next((tier.points for tier in tiers if not tier.also and _reaches(tier, number, group)), ZERO)


def _reaches(tier: Tier, number: Decimal, group: str) -> bool:
    def limit(value: ByGroup | None) -> Decimal | None:
        return None if value is None else of_group(value, group)

    low, high, above, below = limit(tier.at_least), limit(tier.at_most), limit(tier.above), limit(tier.below)
    return (
        (low is None or number >= low)
        and (high is None or number <= high)
        and (above is None or number > above)
        and (below is None or number < below)
    )


def full_marks(case: Case, row: Indicator) -> Decimal | None:
    """Most that the row can lose or give; None where there is no limit."""
    return case.profile.full_marks(row)


def left_out(case: Case, row: Indicator) -> bool:
    """True where departments without services are not asked for it, and this is one."""
    scoring = case.profile.scoring
    return bool(scoring and scoring.no_service and case.site.no_service and row.block in scoring.no_service.leave_out)


# What an automatic row costs.


def _loss(case: Case, row: Indicator, count: Count, outcome: Outcome, group: str) -> Loss:
    full = full_marks(case, row)
    if row.unconfirmed or row.kind in ("require", "veto") or row.zero in ("part", "total"):
        return Loss()
    if row.given:
        return _given(full or ZERO, outcome)
    sure = _cost(row, count.failed, full, group)
    most = _cost(row, (*count.failed, *count.doubtful, *count.unseen), full, group)
    return Loss(sure, sure, _with_unseen(row, count, most, full))


def _given(full: Decimal, outcome: Outcome) -> Loss:
    """Points are given where proved; doubtful ones are not given, and may yet be."""
    if outcome is Outcome.PASSED:
        return Loss()
    return Loss(full, ZERO if outcome in OPEN else full, full)


def _cost(row: Indicator, units: Sequence[Unit], full: Decimal | None, group: str) -> Decimal:
    if len(units) < row.at_least:
        return ZERO
    if row.zero == "row":
        return full or ZERO
    if row.tiers:
        steps = [ZERO if unit.measured is None else _step(row.tiers, unit.measured, group) for unit in units]
        return (full or ZERO) - min(steps)
    return (row.each or ZERO) * len(units)


def _with_unseen(row: Indicator, count: Count, most: Decimal, full: Decimal | None) -> Decimal | None:
    if not count.untested and not row.partly:
        return most
    if any(ruling.outcome is not None for ruling in count.rulings) and not count.untested:
        return most
    if row.each is not None and row.sample is not None and row.per in ("page", "item"):
        return row.each * row.sample if full is None else min(full, row.each * row.sample)
    return full


def _explain(case: Case, row: Indicator, count: Count, outcome: Outcome) -> str:
    """Why points were lost, or what is missing, in Chinese."""
    words = []
    unit = row.unit if row.unit in _COUNTED and not row.tiers else _UNITS[row.per]
    if count.failed:
        few = f"（不到 {row.at_least} {unit}）" if len(count.failed) < row.at_least else ""
        words.append(f"{len(count.failed)} {unit}不符合要求{few}{_price(case, row, count, unit)}")
    if count.doubtful:
        words.append(f"{len(count.doubtful)} {unit}不能自动判定，需人工复核")
    if count.untested:
        words.append("未检：" + "；".join(dict.fromkeys(count.untested)))
    if count.unseen:
        words.append(f"{len(count.unseen)} {unit}没有查到（外部网站连不上，或被本工具的安全设置拦下）")
    if row.partly and outcome is Outcome.UNTESTED and not count.untested:
        words.append("自动部分没有发现问题，其余需人工检查")
    if outcome is Outcome.INAPPLICABLE and not count.rulings:
        words.append("没有适用的对象")
    if outcome is Outcome.FAILED and row.source not in ("V", "V2"):
        words.append(CONFIDENCES[row.source])
    return "；".join([*words, count.note] if count.note else words)


_COUNTED = ("处", "个", "条", "项", "次")
_UNITS = {"target": "处", "page": "个页面", "item": "个", "check": "项", "site": "项"}


def _price(case: Case, row: Indicator, count: Count, unit: str) -> str:
    if row.kind != "deduct" or row.unconfirmed:
        return ""
    full = full_marks(case, row)
    if row.zero == "row":
        return "，此项不得分"
    if row.each is None:
        return ""
    lost = row.each * len(count.failed)
    capped = f"，扣满 {full:f} 分" if full is not None and lost > full else f"，共扣 {rounded(lost):f} 分"
    return f"，每{unit}扣 {row.each:f} 分{capped}"


def rounded(number: Decimal) -> Decimal:
    """At most four places, without a tail of zeros."""
    short = number.quantize(_PLACES).normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


_PLACES = Decimal("0.0001")
