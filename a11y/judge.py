"""What one document says of one site: findings, rulings and a profile become a scorecard. Pure.

Every doubt widens the interval: `value` takes no doubtful deduction and gives no doubtful point, `floor` decides every
doubt against the site, `ceiling` for it. All points are decimals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from a11y.counting import Case
from a11y.gate import gate, overall_status
from a11y.indicators import AUTOMATIC, ENTERED, REVIEW, UNSEEN, Row
from a11y.model import CheckResult, Coverage, IndicatorResult, Outcome, Score, Scorecard, Site, worst
from a11y.profile import Profile
from a11y.rulings import Answer
from a11y.scoring import attempt, merge_rows, merge_scores

__all__ = ["gate", "judge", "overall_status"]

GRADES = {
    Outcome.PASSED: "合格",
    Outcome.FAILED: "不合格",
    Outcome.CANT_TELL: "待复核",
    Outcome.UNTESTED: "有未检项",
    Outcome.INAPPLICABLE: "不适用",
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
    case = Case(profile, tuple(results), site, mine, (*rulings, *ledger), seed)
    known = site.group in profile.groups
    groups = profile.groups if profile.groups and not known else (site.group,)
    trials = [attempt(case, group) for group in groups]
    rows = merge_rows([trial.rows for trial in trials])
    score = merge_scores([trial.score for trial in trials])
    if len(groups) > 1:
        named = f"「{site.group}」不在其中" if site.group else "没有给出"
        notes += (f"单位类别（{'、'.join(groups)}）{named}，得分区间按各类分别计算后取其范围",)
    return _card(case, rows, score, trials[0].parts if len(trials) == 1 else {}, coverage, notes)


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


def _card(
    case: Case, rows: Sequence[Row], score: Score | None, parts: Mapping[str, Score], coverage: Coverage,
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


def _verdict(case: Case, rows: Sequence[Row], score: Score | None) -> Outcome:
    """The worst of what decides: vetoes, requirements, and the pass mark where there is one."""
    deciding = [row.outcome for row in rows if row.row.kind in ("veto", "require") and row.row.decides]
    scoring = case.profile.scoring
    if scoring is not None and scoring.passing is not None and score is not None:
        deciding.append(_by_mark(score, scoring.passing, rows))
    return worst(deciding)


def _by_mark(score: Score, mark: Decimal, rows: Sequence[Row]) -> Outcome:
    if score.floor >= mark:
        return Outcome.PASSED
    if score.ceiling < mark:
        return Outcome.FAILED
    doubts = [row.outcome for row in rows if row.points is not None]
    return Outcome.CANT_TELL if Outcome.CANT_TELL in doubts else Outcome.UNTESTED


def _no_score(case: Case, rows: Sequence[Row], score: Score | None, coverage: Coverage) -> str | None:
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


def _notes(profile: Profile, rows: Sequence[Row]) -> tuple[str, ...]:
    notes = list(profile.notes)
    if profile.superseded_by:
        notes.insert(0, f"本文件已被取代：{profile.superseded_by}")
    second_hand = [r.row.id for r in rows if r.outcome is Outcome.FAILED and r.row.source == "S" and r.row.decides]
    if second_hand:
        notes.append(f"据二手资料判定的指标：{'、'.join(second_hand)}")
    return tuple(notes)


def _indicator(row: Row) -> IndicatorResult:
    item = row.row
    bad = (*row.count.failed, *row.count.doubtful)
    marks = tuple(dict.fromkeys(unit.fingerprint for unit in bad if unit.fingerprint))
    return IndicatorResult(
        item.id, item.title, item.clause, item.kind, row.outcome, row.mode, row.points, len(bad), row.ruling,
        item.block, row.reason, item.checks, marks, item.rule, item.source, item.decides, row.how, item.cap, item.part,
    )  # fmt: skip
