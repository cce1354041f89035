"""What one document says of one site: findings, rulings and a profile become a scorecard. Pure.

Every doubt widens the interval: `value` takes no doubtful deduction and gives no doubtful point, `floor` decides every
doubt against the site, `ceiling` for it. All points are decimals.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from a11y.gate import gate, overall_status
from a11y.model import (
    CheckResult,
    Coverage,
    Device,
    Impact,
    IndicatorResult,
    Located,
    Mode,
    Outcome,
    Points,
    Role,
    Ruling,
    Score,
    Scorecard,
    Site,
    Tested,
    worst,
)  # fmt: skip
from a11y.profile import CONFIDENCES, ByGroup, Indicator, Profile, Reach, Tier, Unless, Where, base_points, of_group
from a11y.rulings import Answer, settles, word_on

__all__ = ["gate", "judge", "overall_status"]

ZERO = Decimal(0)
_PLACES = Decimal("0.0001")
AUTOMATIC, REVIEW, ENTERED, UNSEEN = "自动判定", "需人工复核", "人工录入", "未检"
GRADES = {
    Outcome.PASSED: "合格",
    Outcome.FAILED: "不合格",
    Outcome.CANT_TELL: "待复核",
    Outcome.UNTESTED: "未完成",
    Outcome.INAPPLICABLE: "不适用",
}
_BAD = (Outcome.FAILED, Outcome.CANT_TELL)
_OPEN = (Outcome.UNTESTED, Outcome.CANT_TELL)
_REASONS = {
    "no-elderly-version": "没有能进入的适老版",
    "elderly-not-tried": "本次没有检查适老版",
    "not-gathered": "本次没有采集所需的证据",
    "blocked-by-us": "被本工具的安全设置拦下",
}


def judge(
    profile: Profile,
    results: Sequence[CheckResult],
    *,
    site: Site,
    coverage: Coverage,
    rulings: Sequence[Answer] = (),
    ledger: Sequence[Answer] = (),
    now: str,
    seed: int = 0,
) -> Scorecard:
    """What `profile` says of `site` by `results`.

    `now` (ISO 8601) ends rulings whose `until` is past; `seed` chooses where the document takes a few at random.
    """
    mine, notes = _in_force((*rulings, *ledger), site, profile, now)
    case = _Case(profile, tuple(results), site, mine, (*rulings, *ledger), seed)
    known = site.group in profile.groups
    groups = profile.groups if profile.groups and not known else (site.group,)
    trials = [_try(case, group) for group in groups]
    rows = _merge_rows([trial.rows for trial in trials])
    score = _merge_scores([trial.score for trial in trials])
    if len(groups) > 1:
        named = f"「{site.group}」不在其中" if site.group else "没有给出"
        notes += (f"单位类别（{'、'.join(groups)}）{named}，得分区间按各类分别计算后取其范围",)
    return _card(case, rows, score, trials[0].parts if len(trials) == 1 else {}, coverage, notes)


# What is known of the case.


@dataclass(frozen=True, slots=True)
class _Case:
    profile: Profile
    results: tuple[CheckResult, ...]
    site: Site
    answers: tuple[Answer, ...]
    """Rulings and ledger rows of this site, in force."""
    others: tuple[Answer, ...]
    """All of them, for what is relative to a group."""
    seed: int

    def result(self, check: str) -> CheckResult | None:
        """The result that this profile's options gave; else any of that check."""
        found = [result for result in self.results if result.check == check]
        own = [result for result in found if self.profile.id in result.profiles]
        return next(iter(own or found), None)

    def answers_to(self, row: Indicator) -> list[Answer]:
        """What people said of an indicator, in the order of their dates."""
        rows = [a for a in self.answers if a.indicator == row.id and a.profile in ("", self.profile.id)]
        return sorted(rows, key=lambda a: a.ruling.at)

    def word_on(self, check: str, fingerprint: str) -> Answer | None:
        """What a person said of one finding, or of the check as a whole."""
        return word_on(self.answers, check, fingerprint)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What counts once."""

    name: str
    outcome: Outcome
    address: str
    fingerprint: str = ""
    measured: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Count:
    """What was counted for one indicator."""

    failed: tuple[_Unit, ...] = ()
    doubtful: tuple[_Unit, ...] = ()
    passed: int = 0
    untested: tuple[str, ...] = ()
    """Why something was not looked at, a line for each check."""
    rulings: tuple[Ruling, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Loss:
    """Points lost: what is certain of the value, and the least and the most that doubt leaves open."""

    value: Decimal = ZERO
    least: Decimal = ZERO
    most: Decimal | None = ZERO
    """None: there is no limit."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One indicator, assessed."""

    row: Indicator
    outcome: Outcome
    mode: Tested
    how: str
    reason: str = ""
    loss: _Loss = _Loss()
    count: _Count = _Count()
    ruling: Ruling | None = None
    points: Points | None = None


@dataclass(frozen=True, slots=True)
class _Trial:
    rows: list[_Row]
    score: Score | None
    parts: Mapping[str, Score]


def _in_force(
    answers: Sequence[Answer], site: Site, profile: Profile, now: str
) -> tuple[tuple[Answer, ...], tuple[str, ...]]:
    mine = [answer for answer in answers if answer.speaks_of(site) and answer.profile in ("", profile.id)]
    named = {check for row in profile.indicators for check in row.checks}
    mine = [a for a in mine if a.indicator in profile.by_id or a.check in named or (a.fingerprint and not a.indicator)]
    ended = [answer for answer in mine if answer.ended(now)]
    words = "裁定已于 {0.until} 到期，不再采用：{1}（{0.by}：{0.reason}）"
    notes = tuple(words.format(answer.ruling, answer.subject) for answer in ended)
    return tuple(answer for answer in mine if answer not in ended), notes


def _try(case: _Case, group: str) -> _Trial:
    """All rows and the score, with the site taken to be of `group`."""
    rows = [_assess(case, row, group) for row in case.profile.indicators]
    rows = _without_twice(rows)
    rows = _with_points(case, rows)
    parts = _parts(case, rows)
    return _Trial(rows, _total(case, parts, group, rows), parts)


# One indicator.


def _assess(case: _Case, row: Indicator, group: str) -> _Row:
    why_not = _not_for(case, row, group)
    if why_not is not None:
        outcome, reason = why_not
        open_most = _full(case, row) if outcome is Outcome.UNTESTED else ZERO
        lost = _full(case, row) or ZERO if row.kind == "bonus" else ZERO
        how = UNSEEN if outcome is Outcome.UNTESTED else AUTOMATIC
        return _Row(row, outcome, Tested.AUTOMATIC, how, reason, _Loss(lost, lost, max(lost, open_most or ZERO)))
    if row.manual:
        return _by_hand(case, row, group)
    return _by_checks(case, row, group)


def _not_for(case: _Case, row: Indicator, group: str) -> tuple[Outcome, str] | None:
    """Why the indicator is not for this site, or why that is not known."""
    site, when = case.site, row.when
    reason = row.inapplicable
    if _left_out(case, row):
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


def _by_checks(case: _Case, row: Indicator, group: str) -> _Row:
    count = _count(case, row)
    answer = next(reversed(case.answers_to(row)), None)
    is_open = _outcome(row, count) in _OPEN or (row.partly and not count.failed)
    if answer is not None:
        count = _answered(row, count, answer, is_open)
    by_person = answer is not None and answer.ruling in count.rulings
    outcome = _outcome(row, count, by_person=by_person)
    if row.partly and outcome is Outcome.PASSED and not by_person:
        outcome = Outcome.UNTESTED
    loss = _loss(case, row, count, outcome, group)
    lost = _lost(case, row, answer, group) if answer is not None and is_open else None
    if answer is not None and lost is not None:
        loss = _Loss(lost, lost, lost)
        count = replace(count, doubtful=(), untested=(), rulings=(answer.ruling, *count.rulings))
        outcome = answer.ruling.outcome or (Outcome.PASSED if lost <= 0 else Outcome.FAILED)
    ruling = next(iter(count.rulings), None)
    mode = Tested.SEMI_AUTO if row.partly or ruling is not None else Tested.AUTOMATIC
    reason = _explain(case, row, count, outcome)
    return _Row(row, outcome, mode, _how(row, outcome, ruling), reason, loss, count, ruling)


def _how(row: Indicator, outcome: Outcome, ruling: Ruling | None) -> str:
    if ruling is not None and outcome not in _OPEN:
        return ENTERED
    if outcome is Outcome.CANT_TELL or (row.partly and outcome is Outcome.UNTESTED):
        return REVIEW
    return UNSEEN if outcome is Outcome.UNTESTED else AUTOMATIC


def _outcome(row: Indicator, count: _Count, *, by_person: bool = False) -> Outcome:
    if len(count.failed) >= row.at_least:
        return Outcome.CANT_TELL if row.doubts_only and not by_person else Outcome.FAILED
    if len(count.failed) + len(count.doubtful) >= row.at_least:
        return Outcome.CANT_TELL
    if count.untested:
        return Outcome.UNTESTED
    return Outcome.PASSED if count.passed or count.failed or count.doubtful else Outcome.INAPPLICABLE


def _count(case: _Case, row: Indicator) -> _Count:
    """Targets of the row's checks that lie where the row looks, as the units the document counts."""
    units: dict[str, _Unit] = {}
    untested: list[str] = []
    rulings: list[Ruling] = []
    passed = 0
    seen: list[tuple[str, _Unit]] = []
    for check in row.checks:
        result = case.result(check)
        if result is None or (result.outcome is Outcome.UNTESTED and not result.targets):
            done, why = _untested(case, check, result)
            rulings += [done.ruling] if done is not None else []
            untested += [why] if why else []
            if done is not None and done.ruling.outcome is Outcome.FAILED:
                seen.append((check, _Unit(check, Outcome.FAILED, "", "")))
            passed += done is not None and done.ruling.outcome is Outcome.PASSED
            continue
        unseen = 0
        for number, (unit, ruling) in enumerate(_units(case, row, result)):
            rulings += [ruling] if ruling is not None else []
            unseen += unit.outcome is Outcome.UNTESTED
            seen.append((f"{check} {number}", unit))
        untested += [f"{unseen} 处没有查到（外部网站连不上，或被本工具的安全设置拦下）"] if unseen else []
    if not seen and not untested and not rulings and _only_elderly(row) and not _elderly_seen(case):
        untested.append(_REASONS["no-elderly-version"])
    chosen, note = _sampled(case, row, [unit for _, unit in seen])
    for place, unit in seen:
        if row.sample and unit.address not in chosen:
            continue
        check = place.partition(" ")[0]
        name = {"target": place, "page": unit.address, "item": unit.name, "check": check, "site": ""}[row.per]
        known = units.get(name)
        units[name] = unit if known is None else _worse(known, unit)
    failed = sorted((u for u in units.values() if u.outcome is Outcome.FAILED), key=_order)
    doubtful = sorted((u for u in units.values() if u.outcome is Outcome.CANT_TELL), key=_order)
    passed += sum(1 for u in units.values() if u.outcome is Outcome.PASSED)
    if row.unless is not None and (failed or doubtful) and _made_good(case, row.unless):
        passed, failed, doubtful = passed + len(failed) + len(doubtful), [], []
    if row.reach is not None and (failed or doubtful or passed):
        passed, failed, doubtful = _reached(case, row, row.reach, [*failed, *doubtful])
    rulings.sort(key=lambda r: (r.at, r.by, r.reason))
    return _Count(tuple(failed), tuple(doubtful), passed, tuple(sorted(untested)), tuple(rulings), note)


def _reached(case: _Case, row: Indicator, reach: Reach, bad: list[_Unit]) -> tuple[int, list[_Unit], list[_Unit]]:
    """Passed, failed and doubtful units after the number that alone decides."""
    results = (case.result(check) for check in row.checks)
    numbers = [_number(found.data.get(reach.measure)) for found in results if found is not None]
    known = [number for number in numbers if number is not None]
    if not known:
        return 0, [], bad or [_Unit(row.id, Outcome.CANT_TELL, case.site.url)]
    return (1, [], []) if max(known) >= reach.at_least else (0, bad or [_Unit(row.id, Outcome.FAILED, case.site.url)], [])


def _made_good(case: _Case, unless: Unless) -> bool:
    found = case.result(unless.check)
    number = _number(found.data.get(unless.measure)) if found is not None else None
    return number is not None and number >= unless.at_least


def _order(unit: _Unit) -> tuple[str, str, str]:
    return (unit.address, unit.name, unit.fingerprint)


def _worse(one: _Unit, other: _Unit) -> _Unit:
    first, second = sorted((one, other), key=lambda u: (-u.outcome.rank, _order(u)))
    numbers = [u.measured for u in (first, second) if u.measured is not None and u.outcome is first.outcome]
    return replace(first, measured=max(numbers, default=None))


def _sampled(case: _Case, row: Indicator, units: Sequence[_Unit]) -> tuple[set[str], str]:
    """The addresses that are looked at, where the document takes a few at random: the same for the same seed."""
    addresses = sorted({unit.address for unit in units})
    if row.sample is None or len(addresses) <= row.sample:
        return set(addresses), ""
    drawn = sorted(addresses, key=lambda a: hashlib.sha256(f"{case.seed} {row.id} {a}".encode()).hexdigest())
    return set(drawn[: row.sample]), f"从 {len(addresses)} 个中随机抽取 {row.sample} 个（种子 {case.seed}）"


def _untested(case: _Case, check: str, result: CheckResult | None) -> tuple[Answer | None, str]:
    """A person's word on a check that was not looked at; else why it was not."""
    answer = case.word_on(check, "")
    if answer is not None and (answer.ruling.outcome is not None or answer.ruling.false_finding):
        return answer, ""
    reason = (result.reason or "") if result is not None else "not-gathered"
    return None, _REASONS.get(reason, reason or _REASONS["not-gathered"])


def _units(case: _Case, row: Indicator, result: CheckResult) -> Iterable[tuple[_Unit, Ruling | None]]:
    ranked = sorted(result.findings, key=lambda f: (f.impact.rank, _number(f.data.get(row.measure)) or ZERO))
    found = {(f.fingerprint, f.outcome): f for f in ranked}
    targets = [
        (t.outcome, t.page, t.role, t.mode, t.device, t.kind, t.key, t.fingerprint) for t in result.targets
    ] or [
        (f.outcome, f.page, f.role, f.mode, f.device, str(f.data.get("kind", "")), f.key, f.fingerprint)
        for f in result.findings
    ]  # fmt: skip
    if not targets and result.outcome in (Outcome.PASSED, *_BAD):
        targets = [(result.outcome, case.site.url, Role.HOME, Mode.STANDARD, Device.DESKTOP, "", "", "")]
    for outcome, page, role, mode, device, kind, key, mark in targets:
        place = _Place(outcome, role, mode, device, kind, key, found.get((mark, outcome)))
        if outcome is Outcome.INAPPLICABLE or not _looks_at(row, place):
            continue
        answer = case.word_on(result.check, mark) if outcome in _BAD else None
        settled = outcome if answer is None else _settled(outcome, answer)
        ruling = answer.ruling if answer is not None and settled is not outcome else None
        if settled in _BAD and not any(_weighs(where, place) for where in row.where or (Where(),)):
            settled = Outcome.PASSED
        measured = _number(place.finding.data.get(row.measure)) if place.finding is not None and row.measure else None
        yield _Unit(key or mark or page, settled, page, mark, measured), ruling


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a target was, and the finding that tells more of it."""

    outcome: Outcome
    role: Role
    mode: Mode
    device: Device
    kind: str
    key: str
    finding: Located | None


def _settled(outcome: Outcome, answer: Answer) -> Outcome:
    """What is left of a finding after a person's word: hard failures yield to exemptions and false alarms alone."""
    if answer.ruling.false_finding:
        return Outcome.PASSED
    return (answer.ruling.outcome or outcome) if settles(outcome, answer) else outcome


def _looks_at(row: Indicator, place: _Place) -> bool:
    return not row.where or any(_lies_in(where, place) for where in row.where)


def _lies_in(where: Where, place: _Place) -> bool:
    if (where.role and place.role not in where.role) or (where.mode and place.mode not in where.mode):
        return False
    if (where.device and place.device not in where.device) or (where.key and place.key not in where.key):
        return False
    if place.role in where.not_role or place.key in where.not_key:
        return False
    # A broken gatherer knows no kinds: its doubt concerns all of them.
    return not where.kind or place.kind in where.kind or (not place.kind and place.outcome is Outcome.CANT_TELL)


def _weighs(where: Where, place: _Place) -> bool:
    """True where a failed or doubtful target counts for the row, by how grave it is and what was measured."""
    finding = place.finding
    if not _lies_in(where, place) or finding is None:
        return finding is None and not (where.data or where.least or where.without)
    if finding.impact < (where.impact or Impact.MINOR) or any(key in finding.data for key in where.without):
        return False
    if any(key in finding.data and finding.data[key] != value for key, value in where.data.items()):
        return False
    known = {key: _number(finding.data.get(key)) for key in (*where.least, *where.most)}
    if any((known[key] or ZERO) < low for key, low in where.least.items()):
        return False
    return all((number := known[key]) is None or number <= high for key, high in where.most.items())


def _only_elderly(row: Indicator) -> bool:
    return bool(row.where) and all(where.mode == (Mode.ELDERLY,) for where in row.where)


def _elderly_seen(case: _Case) -> bool:
    return any(t.mode is Mode.ELDERLY for r in case.results if not r.check.startswith("elderly/") for t in r.targets)


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return Decimal(str(value))


def _answered(row: Indicator, count: _Count, answer: Answer, is_open: bool) -> _Count:
    """The count after a person's word on the indicator: it settles what is open, or exempts all of it."""
    ruling = answer.ruling
    if answer.exempt or (ruling.outcome is Outcome.INAPPLICABLE and not count.failed):
        return _Count(rulings=(ruling,), note=f"已豁免至 {ruling.until}" if ruling.until else "")
    settles = is_open or bool(count.doubtful or count.untested)
    if ruling.outcome is None or not settles:
        told = "工具已有确证，不能改判；如属误报请按指纹标明，或申请豁免"
        return replace(count, note=told) if count.failed and ruling.outcome is Outcome.PASSED else count
    rulings = (ruling, *count.rulings)
    if ruling.outcome is Outcome.PASSED:
        kept = () if row.doubts_only else count.failed
        return replace(count, failed=kept, doubtful=(), untested=(), passed=count.passed + 1, rulings=rulings)
    failed = (*count.failed, *count.doubtful) or (_Unit(row.id, Outcome.FAILED, ""),)
    return replace(count, failed=failed, doubtful=(), untested=(), rulings=rulings)


# Manual indicators.


def _by_hand(case: _Case, row: Indicator, group: str) -> _Row:
    answers = case.answers_to(row)
    full = _full(case, row)
    if not answers:
        lost = (full or ZERO) if row.given else ZERO
        loss = _Loss(lost, ZERO, None if row.uncapped else full)
        if row.kind == "bonus":
            loss = _Loss(full or ZERO, ZERO, full)
        return _Row(row, Outcome.UNTESTED, Tested.MANUAL, UNSEEN, row.ask or "需要人工填写台账", loss)
    answer = answers[-1]
    ruling = answer.ruling
    if answer.exempt or ruling.outcome is Outcome.INAPPLICABLE:
        lost = (full or ZERO) if row.kind == "bonus" else ZERO
        told = f"已豁免至 {ruling.until}" if ruling.until else "不适用"
        loss = _Loss(lost, lost, lost)
        return _Row(row, Outcome.INAPPLICABLE, Tested.MANUAL, ENTERED, told, loss, ruling=ruling)
    numbers = [_lost(case, row, a, group) for a in answers]
    known = [number for number in numbers if number is not None]
    if not known:
        outcome = ruling.outcome or Outcome.UNTESTED
        loss = _hand_loss(row, full, outcome)
    else:
        lost = {"one": known[-1], "sum": _together(row, full, known), "best": min(known)}[row.repeat]
        loss = _Loss(lost, lost, lost)
        fine = lost <= 0 or (row.kind == "bonus" and lost < (full or ZERO))
        outcome = ruling.outcome or (Outcome.PASSED if fine else Outcome.FAILED)
    how = UNSEEN if outcome is Outcome.UNTESTED else ENTERED
    return _Row(row, outcome, Tested.MANUAL, how, ruling.reason, loss, ruling=ruling)


def _together(row: Indicator, full: Decimal | None, losses: Sequence[Decimal]) -> Decimal:
    """Losses of several rows of the ledger added up; where points are given, it is those that add up."""
    if not row.given or full is None:
        return sum(losses, ZERO)
    return full - sum((full - lost for lost in losses), ZERO)


def _hand_loss(row: Indicator, full: Decimal | None, outcome: Outcome) -> _Loss:
    """What a bare outcome costs: one unit of the rule, or all of it where there is no unit."""
    if outcome is Outcome.PASSED:
        return _Loss()
    if outcome is Outcome.FAILED:
        lost = (row.each if row.each is not None and not row.given else full) or ZERO
        return _Loss(lost, lost, lost)
    return _Loss((full or ZERO) if row.given else ZERO, ZERO, None if row.uncapped else full)


def _lost(case: _Case, row: Indicator, answer: Answer, group: str) -> Decimal | None:
    """Points lost by one row of the ledger (below 0: earned beyond the full marks); None where it holds no number."""
    full = _full(case, row) or ZERO
    if answer.ruling.points is not None:
        return full - answer.ruling.points
    if answer.value is None:
        return None
    if row.each is not None and not row.given:
        return answer.value * row.each
    earned = _earned(case, row, answer.value, group)
    return None if earned is None else full - earned


def _earned(case: _Case, row: Indicator, number: Decimal, group: str) -> Decimal | None:
    """Points that a number gives, by the way the document turns numbers into points."""
    full = _full(case, row) or ZERO
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


def _of_group_others(case: _Case, row: Indicator, group: str) -> list[Decimal]:
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


# What an automatic row costs.


def _full(case: _Case, row: Indicator) -> Decimal | None:
    """Most that the row can lose or give; None where there is no limit."""
    return case.profile.full_marks(row)


def _loss(case: _Case, row: Indicator, count: _Count, outcome: Outcome, group: str) -> _Loss:
    full = _full(case, row)
    if row.unconfirmed or row.kind in ("require", "veto") or row.zero in ("part", "total"):
        return _Loss()
    if row.given:
        return _given(full or ZERO, outcome)
    sure = _cost(row, count.failed, full, group)
    most = _cost(row, (*count.failed, *count.doubtful), full, group)
    return _Loss(sure, sure, _with_unseen(row, count, most, full))


def _given(full: Decimal, outcome: Outcome) -> _Loss:
    """Points are given where proved; doubtful ones are not given, and may yet be."""
    if outcome is Outcome.PASSED:
        return _Loss()
    return _Loss(full, ZERO if outcome in _OPEN else full, full)


def _cost(row: Indicator, units: Sequence[_Unit], full: Decimal | None, group: str) -> Decimal:
    if len(units) < row.at_least:
        return ZERO
    if row.zero == "row":
        return full or ZERO
    if row.tiers:
        steps = [ZERO if unit.measured is None else _step(row.tiers, unit.measured, group) for unit in units]
        return (full or ZERO) - min(steps)
    return (row.each or ZERO) * len(units)


def _with_unseen(row: Indicator, count: _Count, most: Decimal, full: Decimal | None) -> Decimal | None:
    if not count.untested and not row.partly:
        return most
    if any(ruling.outcome is not None for ruling in count.rulings) and not count.untested:
        return most
    if row.each is not None and row.sample is not None and row.per in ("page", "item"):
        return row.each * row.sample if full is None else min(full, row.each * row.sample)
    return full


def _without_twice(rows: list[_Row]) -> list[_Row]:
    """Rows of one class of problem, each address taken once: where it costs most, and there in the first such row."""
    done: list[_Row] = []
    for row in rows:
        if not row.row.once or not row.row.each:
            done.append(row)
            continue
        rivals = [r for r in rows if r.row.once == row.row.once and r.row.each and _goes_before(r, row, rows)]
        taken = {unit.address for r in rivals for unit in r.count.failed}
        open_taken = taken | {unit.address for r in rivals for unit in r.count.doubtful}
        failed = [u for u in row.count.failed if u.address not in taken]
        doubtful = [u for u in (*row.count.failed, *row.count.doubtful) if u.address not in open_taken]
        each = row.row.each
        most = each * len(doubtful) if not row.count.untested else row.loss.most
        skipped = len(row.count.failed) - len(failed)
        reason = f"{row.reason}；其中 {skipped} 处已在别的条目扣分，不重复扣" if skipped else row.reason
        done.append(replace(row, loss=_Loss(each * len(failed), each * len(failed), most), reason=reason))
    return done


def _goes_before(one: _Row, other: _Row, rows: Sequence[_Row]) -> bool:
    mine, theirs = one.row.each or ZERO, other.row.each or ZERO
    return mine > theirs or (mine == theirs and rows.index(one) < rows.index(other))


# Points of rows, parts and the whole.


def _with_points(case: _Case, rows: list[_Row]) -> list[_Row]:
    """Rows with their points: where rows share full marks, losses are booked in order until those are used up."""
    room: dict[str, Decimal] = {}
    done = []
    for row in rows:
        item = row.row
        if item.kind not in ("deduct", "bonus") or item.unconfirmed:
            done.append(row)
            continue
        full = _full(case, item)
        lost, least, most = row.loss.value, row.loss.least, row.loss.most
        if full is not None:
            left = room.get(item.cap, full) if item.cap else full
            lost = min(lost, left)
            room[item.cap] = left - lost
            most = full if most is None else max(lost, min(most, full))
        top = full or ZERO
        floor = top - (most if most is not None else lost)
        points = Points(_q(top), _q(lost), _q(top - lost), _q(floor), _q(top - min(least, lost)))
        done.append(replace(row, points=points))
    return done


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


def _parts(case: _Case, rows: Sequence[_Row]) -> dict[str, Score]:
    """The score of each part by its id; `""` is the only part of a score that has none."""
    scoring = case.profile.scoring
    if scoring is None or scoring.unconfirmed:
        return {}
    ids = [part.id for part in case.profile.parts] or [""]
    return {id: _part(case, id, [row for row in rows if row.row.part == id]) for id in ids}


def _part(case: _Case, id: str, rows: Sequence[_Row]) -> Score:
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


def _zeroed(whole: _Sum, rows: Sequence[_Row]) -> Score:
    """The part after what takes all of it: certain, it is 0; open, only the floor is."""
    outcomes = {row.outcome for row in rows if row.row.decides}
    if Outcome.FAILED in outcomes:
        return Score(ZERO, ZERO, ZERO)
    floor = ZERO if outcomes & set(_OPEN) or whole.floor is None else whole.floor
    return Score(whole.value, floor, whole.ceiling)


def _base(case: _Case, rows: Sequence[_Row]) -> _Sum:
    """Full marks less what was lost, row of the office's table by row."""
    by_cap: dict[str, list[_Row]] = {}
    for row in rows:
        item = row.row
        if item.kind == "deduct" and not item.uncapped and not item.unconfirmed and item.zero not in ("part", "total"):
            by_cap.setdefault(item.cap or f"\x00{item.id}", []).append(row)
    total = _Sum()
    for group in by_cap.values():
        if all(row.outcome is Outcome.INAPPLICABLE and _left_out(case, row.row) for row in group):
            continue
        full = _full(case, group[0].row) or ZERO
        kept = [row.loss for row in group if not row.row.advice]
        value = _hold(full - sum((loss.value for loss in kept), ZERO), full)
        ceiling = _hold(full - sum((loss.least for loss in kept), ZERO), full)
        floors = [full if loss.most is None else loss.most for loss in kept]
        total = total.plus(value, _hold(full - sum(floors, ZERO), full), ceiling)
    return total


def _left_out(case: _Case, row: Indicator) -> bool:
    scoring = case.profile.scoring
    return bool(scoring and scoring.no_service and case.site.no_service and row.block in scoring.no_service.leave_out)


def _hold(number: Decimal, full: Decimal) -> Decimal:
    return max(ZERO, min(full, number))


def _with_bonus(case: _Case, base: _Sum, rows: Sequence[_Row]) -> _Sum:
    scoring = case.profile.scoring
    earned = _Sum()
    for row in rows:
        full = _full(case, row.row) or ZERO
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


def _total(case: _Case, parts: Mapping[str, Score], group: str, rows: Sequence[_Row]) -> Score | None:
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
    return Score(_q(whole.value), _q(whole.floor), _q(whole.ceiling))


def _vetoed(score: Score, id: str, case: _Case, vetoes: Sequence[_Row]) -> Score:
    """The part after the vetoes that take it: certain, it is 0; in doubt, only the floor is; untested ones leave it."""
    first = case.profile.parts[0].id if case.profile.parts else ""
    outcomes = {row.outcome for row in vetoes if (row.row.part or first) == id}
    if Outcome.FAILED in outcomes:
        return Score(ZERO, ZERO, ZERO)
    return replace(score, floor=ZERO) if Outcome.CANT_TELL in outcomes else score


def _q(number: Decimal) -> Decimal:
    """At most four places, without a tail of zeros."""
    short = number.quantize(_PLACES).normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


# Several kinds of unit in question.


def _merge_rows(trials: Sequence[list[_Row]]) -> list[_Row]:
    if len(trials) == 1:
        return trials[0]
    return [_merge_row(rows) for rows in zip(*trials, strict=True)]


def _merge_row(rows: Sequence[_Row]) -> _Row:
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


def _merge_scores(scores: Sequence[Score | None]) -> Score | None:
    known = [score for score in scores if score is not None]
    if not known or len(known) < len(scores):
        return None
    return Score(min(s.value for s in known), min(s.floor for s in known), max(s.ceiling for s in known))


# The scorecard.


def _card(
    case: _Case, rows: Sequence[_Row], score: Score | None, parts: Mapping[str, Score], coverage: Coverage,
    notes: tuple[str, ...],
) -> Scorecard:  # fmt: skip
    profile = case.profile
    verdict = _verdict(case, rows, score)
    reason = _no_score(case, rows, score, coverage)
    if not coverage.complete:
        score = None
        verdict = max(verdict, Outcome.UNTESTED)
    if score is None and profile.scoring and profile.scoring.passing is not None and not profile.scoring.unconfirmed:
        verdict = max(verdict, Outcome.UNTESTED)
    shown = {part.title: parts[part.id] for part in profile.parts if part.id in parts and score is not None}
    hows = [row.how for row in rows]
    manual = [row for row in rows if row.how in (REVIEW, ENTERED) or (row.how == UNSEEN and row.row.manual)]
    automatic = hows.count(AUTOMATIC)
    return Scorecard(
        profile.id, profile.version, verdict, score, automatic, len(manual), len(rows) - automatic - len(manual),
        tuple(_indicator(row) for row in rows), profile.title, profile.source, profile.status, reason,
        _band(profile, score), _grade(profile, verdict, coverage), (*_notes(profile, rows), *notes), shown,
    )  # fmt: skip


def _verdict(case: _Case, rows: Sequence[_Row], score: Score | None) -> Outcome:
    """The worst of what decides: vetoes, requirements, and the pass mark where there is one."""
    deciding = [row.outcome for row in rows if row.row.kind in ("veto", "require") and row.row.decides]
    scoring = case.profile.scoring
    if scoring is not None and scoring.passing is not None and score is not None:
        deciding.append(_by_mark(score, scoring.passing, rows))
    return worst(deciding)


def _by_mark(score: Score, mark: Decimal, rows: Sequence[_Row]) -> Outcome:
    if score.floor >= mark:
        return Outcome.PASSED
    if score.ceiling < mark:
        return Outcome.FAILED
    doubts = [row.outcome for row in rows if row.points is not None]
    return Outcome.CANT_TELL if Outcome.CANT_TELL in doubts else Outcome.UNTESTED


def _no_score(case: _Case, rows: Sequence[_Row], score: Score | None, coverage: Coverage) -> str | None:
    scoring = case.profile.scoring
    if not coverage.complete:
        return f"未完成：覆盖不足，{coverage.reason}" if coverage.reason else "未完成：覆盖不足"
    if scoring is None:
        return None
    vetoed = [r.row.title for r in rows if r.row.kind == "veto" and r.row.decides and r.outcome is Outcome.FAILED]
    if vetoed:
        return f"单项否决：{'、'.join(vetoed)}"
    if scoring.unconfirmed:
        return scoring.unconfirmed
    return "单位类别没有给出，不能确定权重" if score is None else None


def _band(profile: Profile, score: Score | None) -> str | None:
    """The band of the score, where the whole interval lies in one."""
    if score is None or not profile.bands:
        return None
    names = {
        next((band.title for band in profile.bands if band.holds(number)), None)
        for number in (score.floor, score.value, score.ceiling)
    }
    return names.pop() if len(names) == 1 else None


def _grade(profile: Profile, verdict: Outcome, coverage: Coverage) -> str:
    if not coverage.complete and verdict is not Outcome.FAILED:
        return "未完成"
    words: Mapping[str, str] = {str(k): v for k, v in profile.grades.items()}
    return words.get(verdict.value, GRADES[verdict])


def _notes(profile: Profile, rows: Sequence[_Row]) -> tuple[str, ...]:
    notes = list(profile.notes)
    if profile.superseded_by:
        notes.insert(0, f"本文件已被取代：{profile.superseded_by}")
    second_hand = [r.row.id for r in rows if r.outcome is Outcome.FAILED and r.row.source == "S" and r.row.decides]
    if second_hand:
        notes.append(f"据二手资料判定的指标：{'、'.join(second_hand)}")
    return tuple(notes)


def _indicator(row: _Row) -> IndicatorResult:
    item = row.row
    bad = (*row.count.failed, *row.count.doubtful)
    marks = tuple(dict.fromkeys(unit.fingerprint for unit in bad if unit.fingerprint))
    return IndicatorResult(
        item.id, item.title, item.clause, item.kind, row.outcome, row.mode, row.points, len(bad), row.ruling,
        item.block, row.reason, item.checks, marks, item.rule, item.source, item.decides, row.how, item.cap, item.part,
    )  # fmt: skip


def _explain(case: _Case, row: Indicator, count: _Count, outcome: Outcome) -> str:
    """Why points were lost, or what is missing, in Chinese."""
    words = []
    if count.failed:
        words.append(f"{len(count.failed)} {_UNITS[row.per]}不符合要求{_price(case, row, count)}")
    if count.doubtful:
        words.append(f"{len(count.doubtful)} {_UNITS[row.per]}不能自动判定，需人工复核")
    if count.untested:
        words.append("未检：" + "；".join(dict.fromkeys(count.untested)))
    if row.partly and outcome is Outcome.UNTESTED and not count.untested:
        words.append("自动部分没有发现问题，其余需人工检查")
    if outcome is Outcome.INAPPLICABLE and not count.rulings:
        words.append("没有适用的对象")
    if outcome is Outcome.FAILED and row.source not in ("V", "V2"):
        words.append(CONFIDENCES[row.source])
    return "；".join([*words, count.note] if count.note else words)


_UNITS = {"target": "处", "page": "个页面", "item": "个", "check": "项", "site": "项"}


def _price(case: _Case, row: Indicator, count: _Count) -> str:
    if row.kind != "deduct" or row.unconfirmed:
        return ""
    full = _full(case, row)
    if row.zero == "row":
        return "，此项不得分"
    if row.each is None:
        return ""
    lost = row.each * len(count.failed)
    capped = f"，扣满 {full:f} 分" if full is not None and lost > full else f"，共扣 {_q(lost):f} 分"
    return f"，每{_UNITS[row.per]}扣 {row.each:f} 分{capped}"
