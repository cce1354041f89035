"""What people said: rulings on open questions, exemptions, false alarms, and the ledger of manual indicators.

A file is XLSX, CSV or (for rulings kept in a repository) TOML; one row an answer. A file with one wrong cell is taken
not at all, and every wrong cell is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from a11y import registry
from a11y.errors import UsageError
from a11y.model import CheckResult, Located, Outcome, Ruling, Site
from a11y.profile import CONFIDENCES, Indicator, Profile, all_profiles, nearest
from a11y.tables import (
    Complaints,
    Page,
    Sheet,
    Wrong,
    WrongCellsError,
    head_word,
    number,
    read_sheets,
    read_toml,
    whole_day,
    workbook,
)

COLUMNS: dict[str, tuple[str, ...]] = {
    "site": ("网站", "站点", "网站标识码", "网站名称", "单位"),
    "profile": ("依据", "检测规范"),
    "indicator": ("指标", "指标编号"),
    "check": ("检查项",),
    "fingerprint": ("指纹",),
    "group": ("类别", "单位类别"),
    "outcome": ("结论", "判定"),
    "points": ("得分",),
    "value": ("数值",),
    "by": ("填写人", "判定人"),
    "at": ("填写日期", "日期", "判定日期"),
    "reason": ("理由", "依据材料"),
    "until": ("有效期至", "到期日"),
}
"""Columns of a file and the Chinese heads that are taken for them."""
SHOWN = {"fingerprint": "指纹", "outcome": "结论", "points": "得分", "value": "数值", "by": "填写人", "at": "填写日期"}
OUTCOMES: dict[str, tuple[str, ...]] = {
    "passed": ("通过", "合格", "符合", "无问题"),
    "failed": ("不通过", "不合格", "不符合", "有问题"),
    "inapplicable": ("不适用",),
    "exempt": ("豁免",),
    "false": ("误报",),
}
_ALLOWED = "可填 passed（通过）、failed（不通过）、inapplicable（不适用）、exempt（豁免）、false（误报）"
_DAY = "应为日期，如 2026-11-22"


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of a rulings file or of a ledger."""

    ruling: Ruling
    site: str = ""
    """Id, host, address, code or name; empty or `*`: every site."""
    indicator: str = ""
    check: str = ""
    fingerprint: str = ""
    profile: str = ""
    """Empty: whichever profile has the indicator."""
    group: str = ""
    """Kind of unit, for points relative to the best of a group."""
    value: Decimal | None = None
    """A number that the profile turns into points (count, rank, quarterly score)."""

    @property
    def exempt(self) -> bool:
        """True for an exemption: what fails is shown and does not count until its end."""
        return self.ruling.outcome is Outcome.INAPPLICABLE and self.ruling.until is not None

    @property
    def subject(self) -> str:
        """What it speaks of, as written in the file."""
        return self.fingerprint or self.check or self.indicator

    def speaks_of(self, site: Site) -> bool:
        """True where the row is about `site`."""
        if self.site in ("", "*"):
            return True
        host = urlsplit(site.url).netloc.lower()
        names = {
            site.id,
            site.name,
            site.code,
            site.url,
            site.url.rstrip("/"),
            host,
            host.partition(":")[0],
            host.replace(":", "-"),
        }
        return self.site in names - {""} or self.site.rstrip("/").lower() in {site.url.rstrip("/").lower(), host}

    def ended(self, now: str) -> bool:
        """True from the day after `until`."""
        return self.ruling.until is not None and self.ruling.until[:10] < now[:10]


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that people said."""

    rulings: tuple[Answer, ...] = ()
    ledger: tuple[Answer, ...] = ()


def read_answers(
    rulings: str | Path | None = None, ledger: str | Path | None = None, chosen: Sequence[Profile] = ()
) -> Answers:
    """The rows of both files; of none, nothing. `chosen`: profiles by which is judged.

    Raises:
        WrongCellsError: a cell is wrong; every wrong one is named, and nothing is taken.
    """
    return Answers(*(tuple(read_rulings(Path(path), chosen=chosen)) if path else () for path in (rulings, ledger)))


def read_rulings(
    path: Path, profiles: Sequence[Profile] | None = None, *, chosen: Sequence[Profile] = ()
) -> list[Answer]:
    """The rows of a rulings file or a ledger.

    `profiles`: those whose indicators may be answered, and no others; all known ones by default. `chosen`: by which is
    judged now. Where one of them has the indicator its bounds hold, whatever others call by the same number; a file
    may answer what only others have, but not what nobody has. Without either an indicator that nobody has is taken as
    it is: it may belong to a profile given by its path, as may one whose row names such a profile.

    Raises:
        WrongCellsError: a cell is wrong; every wrong one is named, and nothing is taken.
    """
    known = _Known(all_profiles() if profiles is None else tuple(profiles), tuple(chosen), profiles is not None)
    sheets = [_of_toml(path)] if path.suffix.lower() == ".toml" else read_sheets(path)
    answers: list[Answer] = []
    complaints = []
    for sheet in sheets:
        if not sheet.head and (len(sheets) > 1 or path.suffix.lower() == ".toml"):
            continue
        told = Complaints(sheet)
        complaints.append(told)
        answers += _of_sheet(sheet, told, known)
    wrong = [each for told in complaints for each in told.wrong]
    if wrong:
        raise WrongCellsError(wrong)
    return answers


@dataclass(frozen=True, slots=True)
class _Known:
    """Whose indicators may be answered."""

    profiles: tuple[Profile, ...]
    chosen: tuple[Profile, ...]
    only: bool
    """No others than `profiles`."""

    @property
    def whole(self) -> bool:
        """True where an indicator that is not among these is none."""
        return self.only or bool(self.chosen)

    def named(self, wanted: str) -> list[Profile]:
        """Those that a row may mean: the one that it names, or any."""
        ids = {profile.id for profile in self.chosen}
        others = [profile for profile in self.profiles if profile.id not in ids]
        return [profile for profile in (*self.chosen, *others) if not wanted or profile.id == wanted]


def _of_toml(path: Path) -> Sheet:
    """`[[ruling]]` (or `[[answer]]`) tables as the rows of a sheet."""
    data = read_toml(path)
    rows = data.get("ruling", data.get("answer", []))
    unknown = sorted(set(data) - {"ruling", "answer"})
    if unknown or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UsageError(f"{path.name}：应为若干 [[ruling]] 表" + (f"，不认识 {'、'.join(unknown)}" if unknown else ""))
    nested = [
        Wrong(path.name, "", number, key, "应为一个值，不能是列表或表")
        for number, row in enumerate(rows, 1)
        for key, value in row.items()
        if isinstance(value, list | dict)
    ]
    if nested:
        raise WrongCellsError(nested)
    head = tuple(dict.fromkeys(key for row in rows for key in row))
    cells = [(number, {key: _plain(value) for key, value in row.items()}) for number, row in enumerate(rows, 1)]
    return Sheet(path.name, "", head, tuple(cells))


def _plain(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value).strip()


def column_names(sheet: Sheet, names: Mapping[str, Sequence[str]], told: Complaints, *, extra: bool) -> dict[str, str]:
    """Column of the file → name of ours. `extra`: columns of other names are passed over."""
    by_word = {head_word(word): name for name, words in names.items() for word in (name, *words)}
    found: dict[str, str] = {}
    for column in sheet.head:
        name = by_word.get(head_word(column))
        if name is not None and name in found.values():
            told.about(sheet.head_row, column, f"与另一列重复，都是 {name}")
        elif name is not None:
            found[column] = name
        elif column and not extra:
            told.about(sheet.head_row, column, f"不认识这一列{nearest(column, by_word)}")
    return found


# Explanations in the template's own columns are for people and are passed over.
_FOR_PEOPLE = (
    "一级指标", "指标名称", "评分细则", "满分", "怎样填", "计量单位", "范围", "来源",
    "问题", "怎样判断", "截图", "页面", "位置",
)  # fmt: skip


def _of_sheet(sheet: Sheet, told: Complaints, known: _Known) -> Iterator[Answer]:
    kept = tuple(column for column in sheet.head if column not in _FOR_PEOPLE)
    columns = column_names(replace(sheet, head=kept), COLUMNS, told, extra=False)
    if not {"indicator", "check", "fingerprint"} & set(columns.values()):
        told.about(
            sheet.head_row,
            "",
            "没有说是对什么的答复",
            "要有 indicator（指标）、check（检查项）或 fingerprint（指纹）列",
        )
        return
    for row, cells in sheet.rows:
        given = {columns[column]: text for column, text in cells.items() if column in columns and text}
        heads = {name: column for column, name in columns.items()}
        if {"outcome", "points", "value"} & set(given):
            yield from _answer(_Cells(row, given, heads, told), known)


@dataclass(slots=True)
class _Cells:
    """One row, and where to complain of it."""

    row: int
    given: Mapping[str, str]
    heads: Mapping[str, str]
    told: Complaints
    fine: bool = field(default=True)

    def about(self, name: str, what: str, allowed: str = "") -> None:
        self.fine = False
        self.told.about(self.row, self.heads.get(name, name), what, allowed)

    def get(self, name: str) -> str:
        return self.given.get(name, "")

    def number(self, name: str) -> Decimal | None:
        text = self.get(name)
        found = number(text) if text else None
        if text and found is None:
            self.about(name, f"“{text}”不是数字", "应为数字，如 4.5")
        return found

    def day(self, name: str) -> str:
        text = self.get(name)
        found = whole_day(text) if text else ""
        if found is None:
            self.about(name, f"“{text}”不是日期", _DAY)
        return found or ""


def _answer(cells: _Cells, known: _Known) -> Iterator[Answer]:
    word = _outcome_word(cells)
    until, at = cells.day("until"), cells.day("at")
    points, value = cells.number("points"), cells.number("value")
    if not (cells.get("indicator") or cells.get("check") or cells.get("fingerprint")):
        cells.about("indicator", "没有填是对什么的答复", "填指标编号、检查项或指纹之一")
    if word == "exempt" and not cells.get("until"):
        cells.about("until", "豁免没有填到期日", _DAY)
    if word in ("exempt", "false") and not cells.get("reason"):
        cells.about("reason", f"{'豁免' if word == 'exempt' else '误报'}没有填理由", "写明为什么")
    if word == "false" and cells.get("indicator"):
        cells.about("outcome", "误报只能对某一处（指纹）或某一检查项", "指标请填通过、不通过、不适用或豁免")
    _check_check(cells)
    _check_indicator(cells, known, points, value)
    if not cells.fine:
        return
    outcome = {"exempt": Outcome.INAPPLICABLE, "false": None, "": None}.get(word) if word in (
        "exempt", "false", "") else Outcome(word)  # fmt: skip
    ruling = Ruling(outcome, cells.get("by"), at, cells.get("reason"), until or None, points, word == "false")
    names = {name: cells.get(name) for name in ("site", "indicator", "check", "fingerprint", "profile", "group")}
    yield Answer(ruling, value=value, **names)


def _outcome_word(cells: _Cells) -> str:
    text = cells.get("outcome")
    for word, chinese in OUTCOMES.items():
        if text.lower() == word or text in chinese:
            return word
    if text:
        cells.about("outcome", f"“{text}”不是结论", _ALLOWED)
    return ""


def _check_check(cells: _Cells) -> None:
    """A check must be known, but for rules of an axe that is newer than ours."""
    id = cells.get("check")
    if id and not id.startswith("axe/") and id not in registry.checks():
        cells.about("check", f"没有“{id}”这项检查{nearest(id, registry.checks())}")


def _check_indicator(cells: _Cells, known: _Known, points: Decimal | None, value: Decimal | None) -> None:
    """An indicator must be known, and its numbers within their range."""
    id, wanted = cells.get("indicator"), cells.get("profile")
    meant = known.named(wanted)
    if wanted and not meant and known.only:
        cells.about("profile", f"没有名为 {wanted} 的检测规范{nearest(wanted, [p.id for p in known.profiles])}")
    found = [profile for profile in meant if id in profile.by_id]
    if id and meant and not found and (known.whole or wanted):
        names = [name for profile in meant for name in profile.by_id]
        cells.about("indicator", f"没有编号为 {id} 的指标{nearest(id, names)}")
    judging = [profile for profile in found if profile in known.chosen] or found
    faults = [list(_number_faults(profile, profile.by_id[id], points, value)) for profile in judging]
    if faults and all(faults):
        for name, what, allowed in faults[0]:
            cells.about(name, what, allowed)


def _number_faults(
    profile: Profile, row: Indicator, points: Decimal | None, value: Decimal | None
) -> Iterator[tuple[str, str, str]]:
    full = profile.full_marks(row)
    steps = sorted({tier.points for tier in row.tiers} | {Decimal(0)})
    if points is not None and row.kind in ("require", "veto"):
        yield "points", f"指标 {row.id} 不计分", "这一格留空，只填结论"
    elif points is not None and row.tiers and points not in steps:
        yield "points", f"{points} 不是这一项的档次", f"只能是 {'、'.join(f'{step:f}' for step in steps)}"
    elif points is not None and full is not None and not row.uncapped and not 0 <= points <= full:
        yield "points", f"{points} 超出满分", f"应在 0 到 {full:f} 之间"
    elif points is not None and row.uncapped and points > 0:
        yield "points", f"{points} 应为负数或 0", "减分填负数"
    if value is not None and not takes_number(row):
        yield "value", f"指标 {row.id} 不按数值计算", "这一格留空，填结论或得分"
    elif value is not None:
        low, high = row.range or (Decimal(0), None)
        if value < low or (high is not None and value > high):
            limits = f"应在 {low:f} 到 {high:f} 之间" if high is not None else f"不能小于 {low:f}"
            yield "value", f"{value} 超出范围", limits


def takes_number(row: Indicator) -> bool:
    """True where the document turns a number into points."""
    by_number = row.factor is not None or row.quota is not None or row.relative is not None
    return by_number or bool(row.tiers) or row.each is not None


# What a ruling does to findings.


def settle(results: Sequence[CheckResult], answers: Answers, *, site: Site, now: str) -> list[CheckResult]:
    """The results with each finding's ruling beside it. What the machine saw stays as it is."""
    mine = [answer for answer in answers.rulings if answer.speaks_of(site) and not answer.ended(now)]
    if not mine:
        return list(results)
    return [replace(result, findings=tuple(_ruled(f, mine) for f in result.findings)) for result in results]


def _ruled(finding: Located, answers: Sequence[Answer]) -> Located:
    answer = word_on(answers, finding.check, finding.fingerprint)
    if answer is None or finding.ruling is not None or not settles(finding.outcome, answer):
        return finding
    return replace(finding, ruling=answer.ruling)


def word_on(answers: Iterable[Answer], check: str, fingerprint: str) -> Answer | None:
    """What a person said of one finding, or else of its check as a whole; the latest word counts."""
    rows = sorted(answers, key=lambda answer: answer.ruling.at, reverse=True)
    for answer in rows:
        if answer.fingerprint and answer.fingerprint == fingerprint and answer.check in ("", check):
            return answer
    return next((answer for answer in rows if answer.check == check and not answer.fingerprint), None)


def settles(outcome: Outcome, answer: Answer) -> bool:
    """True where the word changes a finding: hard failures yield to exemptions and false alarms alone."""
    if answer.ruling.false_finding or answer.exempt:
        return True
    return outcome is Outcome.CANT_TELL and answer.ruling.outcome is not None


def outcome_word(ruling: Ruling) -> str:
    """What a ruling says, as the `outcome` column has it."""
    if ruling.false_finding:
        return "false"
    if ruling.outcome is Outcome.INAPPLICABLE and ruling.until:
        return "exempt"
    return ruling.outcome.value if ruling.outcome is not None else ""


def write_rulings(answers: Iterable[Answer]) -> str:
    """A TOML file of rulings that `read_rulings` reads back."""
    parts = ["# 人工裁定：由 a11y review --apply 读入复核表写成，可以继续手工增改。\n"]
    for answer in answers:
        ruling = answer.ruling
        cells: dict[str, Any] = {
            "site": answer.site, "profile": answer.profile, "indicator": answer.indicator, "check": answer.check,
            "fingerprint": answer.fingerprint, "group": answer.group, "outcome": outcome_word(ruling),
            "points": ruling.points, "value": answer.value, "by": ruling.by, "at": ruling.at, "reason": ruling.reason,
            "until": ruling.until,
        }  # fmt: skip
        lines = [f"{name} = {_toml(value)}" for name, value in cells.items() if value not in ("", None)]
        parts.append("\n".join(["[[ruling]]", *lines]) + "\n")
    return "\n".join(parts)


def _toml(value: Any) -> str:
    import json

    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


# Empty sheets.


def ledger_template(profile: Profile, site: str = "") -> bytes:
    """The XLSX sheet to be filled in for a profile's manual indicators: what, unit, range and source of each."""
    head = (
        "site", "indicator", "一级指标", "指标名称", "评分细则", "满分", "怎样填", "计量单位", "范围", "来源", "profile", "group",
        "outcome", "points", "value", "by", "at", "reason", "until",
    )  # fmt: skip
    rows = [_template_row(profile, row, site) for row in profile.indicators if row.manual or row.partly]
    return workbook(
        [
            Page(
                "台账", head, rows, (16, 10, 12, 16, 40, 8, 36, 8, 14, 16, 16, 10, 12, 10, 10, 10, 12, 24, 12),
                choices={"outcome": [OUTCOMES[word][0] for word in _IN_A_LEDGER]} | _group_choice(profile),
                open_columns=("site", "group", "outcome", "points", "value", "by", "at", "reason", "until"),
            ),
        ]
    )  # fmt: skip


_IN_A_LEDGER = ("passed", "failed", "inapplicable", "exempt")


def _group_choice(profile: Profile) -> dict[str, Sequence[str]]:
    return {"group": profile.groups} if profile.groups else {}


def _template_row(profile: Profile, row: Indicator, site: str) -> list[Any]:
    full = profile.full_marks(row)
    source = f"{profile.source}{' ' + row.clause if row.clause else ''}（{CONFIDENCES[row.source]}）"
    return [
        site, row.id, row.block, row.title, row.rule, "" if full is None else full, how_to_fill(row), row.unit,
        _range_text(profile, row), source, profile.id, *[""] * 8,
    ]  # fmt: skip


def how_to_fill(row: Indicator) -> str:
    """What a person writes, and in which column."""
    where = {True: "数值填 value", False: "结论填 outcome"}[takes_number(row)]
    if row.tiers and any(tier.also for tier in row.tiers):
        where += "；或直接把得分填 points"
    elif row.kind in ("deduct", "bonus"):
        where += "，或把得分填 points"
    several = {"sum": "；有几次填几行，累加", "best": "；有几次填几行，取最高", "one": ""}[row.repeat]
    return f"{row.ask + '。' if row.ask else ''}{where}{several}"


def _range_text(profile: Profile, row: Indicator) -> str:
    if takes_number(row):
        if row.range is not None:
            return f"{row.range[0]:f} 到 {row.range[1]:f}"
        return "不小于 0"
    words = "通过、不通过、不适用"
    if row.kind in ("deduct", "bonus"):
        full = profile.full_marks(row)
        return f"{words}；得分为{'负数或 0' if full is None else f' 0 到 {full:f}'}"
    return words
