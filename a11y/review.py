"""Open questions of a report, out as a sheet with their pictures, and back as rulings.

One row a question: what is asked, what would settle it, where it is, and an empty answer. Read back whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from a11y.errors import UsageError, why
from a11y.owed import owed
from a11y.profile import load_profile
from a11y.rulings import OUTCOMES, Answer, read_rulings, takes_number, write_rulings
from a11y.tables import Page, workbook

MOST = 2_000
"""Questions in one sheet; the gravest first."""
SHEET = "review.xlsx"
RULINGS = "rulings.toml"
_OUTCOMES = tuple(OUTCOMES[word][0] for word in ("passed", "failed", "inapplicable", "exempt", "false"))
_APPEAL = tuple(OUTCOMES[word][0] for word in ("false", "exempt"))
"""What a person may make of a hard failure."""
_HEAD = (
    "site", "check", "fingerprint", "问题", "怎样判断", "页面", "位置", "截图",
    "outcome", "by", "at", "reason", "until",
)  # fmt: skip
_HAND_HEAD = (
    "site", "profile", "indicator", "一级指标", "指标名称", "评分细则", "怎样填",
    "outcome", "points", "value", "by", "at", "reason", "until",
)  # fmt: skip
_SETTLE = {
    "bot-wall": "用自己的浏览器打开这个地址，能正常看到内容填通过",
    "date-unreadable": "打开页面看日期，在期限内填通过",
    "list-not-loaded": "打开栏目，看列表是否有内容、是否按期更新",
    "captcha": "试一试验证码能否放大到两倍、有没有语音等替代",
    "columns-found": "核对网站导航里有没有这个栏目",
    "outside-unreachable": "换一个网络打开这个地址",
    "blocked-by-us": "地址在内网或本机，换到能访问的地方打开",
}


def write(folder: Path, to: Path | None = None) -> str:
    """The sheet of a site's folder, written; a line for the terminal.

    Raises:
        UsageError: the folder holds no report, or the sheet cannot be written.
    """
    report = _read(folder)
    path = to or folder / SHEET
    if path.suffix.lower() != ".xlsx":
        # By another ending it would be taken for something else when it is read back.
        raise UsageError(f"--to：复核表只能写成 .xlsx，不能是 {path.name}")
    rows = len(list(_questions(report)))
    try:
        path.write_bytes(sheet(report, lambda name: _picture(folder, name)))
    except OSError as error:
        raise UsageError(f"写不了 {path}（{why(error)}）") from None
    by_hand = len(list(_by_hand(report)))
    faults = len(list(_faults(report)))
    return (
        f"复核表已写到 {path}：待判断 {rows} 处，人工指标 {by_hand} 项，已判问题 {faults} 项（核实是误报或豁免的才填）；"
        f"填好后用 a11y review {folder} --apply {path}"
    )


def read_back(folder: Path, filled: Path, to: Path | None = None) -> str:
    """The filled sheet as a file of rulings beside the report; a line for the terminal.

    Raises:
        WrongCellsError: a cell is wrong; every wrong one is named, and nothing is written.
        UsageError: nothing was filled in, or a row speaks of what is not in this report.
    """
    report = _read(folder)
    answers = answers_of(report, filled)
    if not answers:
        raise UsageError(f"{filled} 里没有填写任何答复（结论、得分、数值都空着）")
    path = to or folder / RULINGS
    if path.suffix.lower() != ".toml":
        raise UsageError(f"--to：裁定只能写成 .toml，不能是 {path.name}")
    try:
        path.write_text(write_rulings(answers), "utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"写不了 {path}（{why(error)}）") from None
    # Without them it would be judged by another document than before.
    profiles = "".join(f" --profile {card['profile']}" for card in report["scorecards"])
    return f"读入 {len(answers)} 条答复，写成 {path}；重新判定用 a11y judge {folder}{profiles} --rulings {path}"


def answers_of(report: Mapping[str, Any], filled: Path) -> list[Answer]:
    """The answers of a filled sheet, each about something in `report`."""
    profiles = [load_profile(card["profile"]) for card in report["scorecards"] if _loads(card["profile"])]
    answers = read_rulings(filled, profiles)
    known = {finding["fingerprint"] for finding in report["findings"]}
    strange = [answer.fingerprint for answer in answers if answer.fingerprint and answer.fingerprint not in known]
    if strange:
        raise UsageError(f"{filled.name}：这份报告里没有指纹 {'、'.join(strange[:5])}；请用同一次检测的复核表")
    return answers


def _loads(id: str) -> bool:
    try:
        load_profile(id)
    except UsageError:
        return False
    return True


def sheet(report: Mapping[str, Any], picture: Callable[[str], bytes | None]) -> bytes:
    """The XLSX file; `picture` gives the bytes of a crop by its path."""
    site = str(report["site"]["id"] or report["site"]["url"])
    by_hand = [[site, *row, *[""] * 7] for row in _by_hand(report)]
    answers = ("outcome", "points", "value", "by", "at", "reason", "until")
    return workbook(
        [
            _findings("待判断", site, _questions(report), _OUTCOMES, picture),
            Page(
                "人工指标", _HAND_HEAD, by_hand, (14, 18, 10, 12, 18, 44, 36, 12, 8, 8, 10, 12, 24, 12),
                choices={"outcome": _OUTCOMES[:4]}, open_columns=answers,
            ),
            _findings("已判问题", site, _faults(report), _APPEAL, picture),
        ]
    )  # fmt: skip


def _findings(
    title: str, site: str, findings: Iterator[Mapping[str, Any]], choices: Sequence[str], picture: Callable[[str], bytes | None]
) -> Page:  # fmt: skip
    rows: list[list[Any]] = []
    pictures: dict[tuple[int, str], bytes] = {}
    for finding in findings:
        if (name := finding.get("screenshot")) and (data := picture(name)):
            pictures[(len(rows), "截图")] = data
        rows.append([site, finding["check"], *_asked(finding), *[""] * 6])
    return Page(
        title, _HEAD, rows, (14, 18, 18, 44, 36, 36, 24, 34, 12, 10, 12, 24, 12), choices={"outcome": choices},
        open_columns=("outcome", "by", "at", "reason", "until"), pictures=pictures,
    )  # fmt: skip


def _faults(report: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What the site owes and nobody has ruled on, one for each fingerprint: its owner may appeal."""
    told: set[str] = set()
    for finding in owed(report):
        if not finding["ruling"] and finding["fingerprint"] not in told and len(told) < MOST:
            told.add(finding["fingerprint"])
            yield finding


def _questions(report: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Doubtful findings that count and have no answer yet, one for each fingerprint."""
    told: set[str] = set()
    for finding in report["findings"]:
        is_open = finding["outcome"] == "cantTell" and finding["profiles"] and not finding["ruling"]
        if is_open and finding["fingerprint"] not in told and len(told) < MOST:
            told.add(finding["fingerprint"])
            yield finding


def _asked(finding: Mapping[str, Any]) -> Iterator[Any]:
    data = finding["data"]
    reason = str(data.get("reason") or "")
    named = (("实测", data.get("measured")), ("要求", data.get("required")))
    values = [f"{word} {_plain(value)}" for word, value in named if value not in (None, "", [])]
    if finding["outcome"] == "failed":
        how = "单位有异议、核实确属误报的填误报，写明理由；准予缓办的填豁免，写明理由和到期日；其余空着"
    else:
        how = _SETTLE.get(reason, "看截图，或打开页面查看；符合要求填通过，不符合填不通过")
    yield finding["fingerprint"]
    yield "；".join([finding["message"], *values])
    yield how
    yield finding["page"]
    yield finding["target"]["selector"]


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(_plain, value))
    if isinstance(value, dict):
        return "，".join(f"{name} {_plain(each)}" for name, each in value.items())
    return str(value)


def _by_hand(report: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Indicators that only a person can answer and nobody has."""
    for card in report["scorecards"]:
        known = load_profile(card["profile"]).by_id if _loads(card["profile"]) else {}
        for row in card["indicators"]:
            rule = known.get(row["id"])
            if rule is None or row["ruling"] or row["outcome"] != "untested" or not (rule.manual or rule.partly):
                continue
            where = "数值填 value，或把得分填 points" if takes_number(rule) else "结论填 outcome"
            yield [card["profile"], row["id"], rule.block, row["title"], rule.rule, f"{rule.ask}。{where}"]


def _read(folder: Path) -> Mapping[str, Any]:
    path = folder / "report.json"
    try:
        report: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError):
        raise UsageError(f"{folder} 里没有能读的 report.json；先用 a11y judge {folder} 生成") from None
    return report


def _picture(folder: Path, name: str) -> bytes | None:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return None
    return path.read_bytes()
