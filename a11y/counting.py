"""What the findings of an indicator's checks come to: the units that its document counts, after people's words. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from a11y.model import CheckResult, Device, Impact, Located, Mode, Outcome, Role, Ruling, Site
from a11y.profile import Indicator, Profile, Reach, Unless, Where
from a11y.rulings import Answer, settles, word_on

ZERO = Decimal(0)
_BAD = (Outcome.FAILED, Outcome.CANT_TELL)


_REASONS = {
    "no-elderly-version": "没有能进入的适老版",
    "elderly-not-tried": "本次没有检查适老版",
    "not-gathered": "本次没有采集所需的证据",
    "blocked-by-us": "被本工具的安全设置拦下",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A site before a profile: what was found, and what people said."""

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
class Unit:
    """What counts once."""

    name: str
    outcome: Outcome
    address: str
    fingerprint: str = ""
    measured: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted for one indicator."""

    failed: tuple[Unit, ...] = ()
    doubtful: tuple[Unit, ...] = ()
    passed: int = 0
    untested: tuple[str, ...] = ()
    """Why a check was not made at all, a line for each."""
    unseen: tuple[Unit, ...] = ()
    """What a check that was made could not look at (outside addresses while none can be reached)."""
    rulings: tuple[Ruling, ...] = ()
    note: str = ""


def count_units(case: Case, row: Indicator) -> Count:
    """Targets of the row's checks that lie where the row looks, as the units the document counts."""
    found = _gathered(case, row)
    chosen, note = _sampled(case, row, [unit for _, unit in found.seen])
    units: dict[str, Unit] = {}
    for place, unit in found.seen:
        if row.sample and unit.address not in chosen:
            continue
        check = place.partition(" ")[0]
        name = {"target": place, "page": unit.address, "item": unit.name, "check": check, "site": ""}[row.per]
        units[name] = _worse(units[name], unit) if name in units else unit

    def having(outcome: Outcome) -> list[Unit]:
        return sorted((unit for unit in units.values() if unit.outcome is outcome), key=_order)

    failed, doubtful = having(Outcome.FAILED), having(Outcome.CANT_TELL)
    passed = found.passed + len(having(Outcome.PASSED))
    if row.unless is not None and (failed or doubtful) and _made_good(case, row.unless):
        passed, failed, doubtful = passed + len(failed) + len(doubtful), [], []
    if row.reach is not None and (failed or doubtful or passed):
        passed, failed, doubtful = _reached(case, row, row.reach, [*failed, *doubtful])
    rulings = tuple(sorted(found.rulings, key=lambda r: (r.at, r.by, r.reason)))
    unseen = tuple(having(Outcome.UNTESTED))
    return Count(tuple(failed), tuple(doubtful), passed, tuple(sorted(found.untested)), unseen, rulings, note)


@dataclass(slots=True)
class _Gathered:
    """Targets and words of all checks of a row, before they are counted."""

    seen: list[tuple[str, Unit]] = field(default_factory=list)
    """(Check and number of the target, what it is)."""
    untested: list[str] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    passed: int = 0


def _gathered(case: Case, row: Indicator) -> _Gathered:
    found = _Gathered()
    for check in row.checks:
        result = case.result(check)
        if result is None or (result.outcome is Outcome.UNTESTED and not result.targets):
            _take_untested(case, check, result, found)
            continue
        for number, (unit, ruling) in enumerate(_units(case, row, result)):
            found.rulings += [ruling] if ruling is not None else []
            found.seen.append((f"{check} {number}", unit))
    looked = found.seen or found.untested or found.rulings
    if not looked and _only_elderly(row) and not _elderly_seen(case):
        works = case.result("elderly/works")
        found.untested.append(_REASONS.get((works and works.reason) or "", _REASONS["no-elderly-version"]))
    return found


def _take_untested(case: Case, check: str, result: CheckResult | None, found: _Gathered) -> None:
    """A person's word on a check that was not made; else why it was not."""
    answer = case.word_on(check, "")
    if answer is None or (answer.ruling.outcome is None and not answer.ruling.false_finding):
        reason = (result.reason or "") if result is not None else "not-gathered"
        found.untested.append(_REASONS.get(reason, reason or _REASONS["not-gathered"]))
        return
    found.rulings.append(answer.ruling)
    found.passed += answer.ruling.outcome is Outcome.PASSED
    if answer.ruling.outcome is Outcome.FAILED:
        found.seen.append((check, Unit(check, Outcome.FAILED, "")))


def _reached(case: Case, row: Indicator, reach: Reach, bad: list[Unit]) -> tuple[int, list[Unit], list[Unit]]:
    """Passed, failed and doubtful units after the number that alone decides."""
    results = (case.result(check) for check in row.checks)
    numbers = [_number(found.data.get(reach.measure)) for found in results if found is not None]
    known = [number for number in numbers if number is not None]
    if not known:
        return 0, [], bad or [Unit(row.id, Outcome.CANT_TELL, case.site.url)]
    return (
        (1, [], []) if max(known) >= reach.at_least else (0, bad or [Unit(row.id, Outcome.FAILED, case.site.url)], [])
    )


def _made_good(case: Case, unless: Unless) -> bool:
    found = case.result(unless.check)
    number = _number(found.data.get(unless.measure)) if found is not None else None
    return number is not None and number >= unless.at_least


def _order(unit: Unit) -> tuple[str, str, str]:
    return (unit.address, unit.name, unit.fingerprint)


def _worse(one: Unit, other: Unit) -> Unit:
    first, second = sorted((one, other), key=lambda u: (-u.outcome.rank, _order(u)))
    numbers = [u.measured for u in (first, second) if u.measured is not None and u.outcome is first.outcome]
    return replace(first, measured=max(numbers, default=None))


def _sampled(case: Case, row: Indicator, units: Sequence[Unit]) -> tuple[set[str], str]:
    """The addresses that are looked at, where the document takes a few at random: the same for the same seed."""
    addresses = sorted({unit.address for unit in units})
    if row.sample is None or len(addresses) <= row.sample:
        return set(addresses), ""
    drawn = sorted(addresses, key=lambda a: hashlib.sha256(f"{case.seed} {row.id} {a}".encode()).hexdigest())
    return set(drawn[: row.sample]), f"从 {len(addresses)} 个中随机抽取 {row.sample} 个（种子 {case.seed}）"


def _units(case: Case, row: Indicator, result: CheckResult) -> Iterable[tuple[Unit, Ruling | None]]:
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
        yield Unit(key or mark or page, settled, page, mark, measured), ruling


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


def _elderly_seen(case: Case) -> bool:
    return any(t.mode is Mode.ELDERLY for r in case.results if not r.check.startswith("elderly/") for t in r.targets)


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return Decimal(str(value))


def after_answer(row: Indicator, count: Count, answer: Answer, is_open: bool) -> Count:
    """The count after a person's word on the indicator: it settles what is open, or exempts all of it."""
    ruling = answer.ruling
    if answer.exempt or (ruling.outcome is Outcome.INAPPLICABLE and not count.failed):
        return Count(rulings=(ruling,), note=f"已豁免至 {ruling.until}" if ruling.until else "")
    settles = is_open or bool(count.doubtful or count.untested or count.unseen)
    if ruling.outcome is None or not settles:
        told = "工具已有确证，不能改判；如属误报请按指纹标明，或申请豁免"
        return replace(count, note=told) if count.failed and ruling.outcome is Outcome.PASSED else count
    rulings = (ruling, *count.rulings)
    if ruling.outcome is Outcome.PASSED:
        kept = () if row.doubts_only else count.failed
        return replace(
            count, failed=kept, doubtful=(), untested=(), unseen=(), passed=count.passed + 1, rulings=rulings
        )
    failed = (*count.failed, *count.doubtful) or (Unit(row.id, Outcome.FAILED, ""),)
    return replace(count, failed=failed, doubtful=(), untested=(), unseen=(), rulings=rulings)
