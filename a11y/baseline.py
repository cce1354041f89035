"""Findings that a site's vendor knows of and lives with for now: a file in their repository.

One entry for each fingerprint, with how often it was found; counts only go down. New findings fail a gate, known ones
do not, mended ones leave the file at the next update. An entry may carry a reason, an owner and an end (`until`); past
its end it is known no more.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from a11y.errors import UsageError
from a11y.fingerprint import address_template
from a11y.model import Located, Outcome

_HEAD = """# 已知问题基线：a11y 写成，只减不增。可在条目里加 reason（理由）、owner（负责人）、until（到期日，如 "2027-03-31"）。
"""
_NOTES = ("reason", "owner", "until")


@dataclass(frozen=True, slots=True)
class Known:
    """One known finding."""

    fingerprint: str
    check: str
    count: int
    where: str = ""
    """Address template, for people."""
    name: str = ""
    """Accessible name or key, for people."""
    message: str = ""
    reason: str = ""
    owner: str = ""
    until: str = ""


Baseline = Mapping[str, Known]
"""Known findings by fingerprint."""


def read(path: Path) -> Baseline:
    """The file's entries.

    Raises:
        UsageError: the file cannot be read, or an entry lacks or misspells something.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"基线文件读不出来：{path}（{error}）") from None
    entries = data.get("known", [])
    if not isinstance(entries, list):
        raise UsageError(f"基线文件 {path}：known 应为若干 [[known]] 条目")
    return {entry.fingerprint: entry for entry in (_entry(row, n, path) for n, row in enumerate(entries, 1))}


def _entry(row: Any, number: int, path: Path) -> Known:
    where = f"基线文件 {path} 第 {number} 条"
    if not isinstance(row, dict):
        raise UsageError(f"{where}：应为一个 [[known]] 表")
    unknown = set(row) - set(Known.__dataclass_fields__)
    if unknown:
        raise UsageError(f"{where}：没有 {'、'.join(sorted(unknown))} 这一项")
    if not isinstance(row.get("fingerprint"), str) or not isinstance(row.get("check"), str):
        raise UsageError(f"{where}：缺少 fingerprint 或 check")
    count = row.get("count", 1)
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise UsageError(f"{where}：count 应为正整数，不能是 {count!r}")
    words = {name: str(row.get(name, "")) for name in ("fingerprint", "check", "where", "name", "message", *_NOTES)}
    if words["until"]:
        try:
            date.fromisoformat(words["until"])
        except ValueError:
            raise UsageError(f"{where}：until 应像 2027-03-31，不能是“{words['until']}”") from None
    return Known(count=count, **words)


def new_findings(findings: Iterable[Located], known: Baseline | None, today: str) -> tuple[Located, ...]:
    """Failed findings that are not known, or more often there than known, or whose entry has ended.

    `today`: ISO date or moment. Findings ruled false are none.
    """
    left = Counter({mark: entry.count for mark, entry in (known or {}).items() if not _ended(entry, today)})
    fresh = []
    for finding in findings:
        if finding.outcome is not Outcome.FAILED or (finding.ruling is not None and finding.ruling.false_finding):
            continue
        if left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
        else:
            fresh.append(finding)
    return tuple(fresh)


def _ended(entry: Known, today: str) -> bool:
    return bool(entry.until) and entry.until < today[:10]


@dataclass(frozen=True, slots=True)
class Change:
    """What an update did."""

    kept: int
    mended: tuple[Known, ...]
    refused: int
    """New findings that are not taken in: mend them, or add them by hand."""
    created: bool

    def text(self) -> str:
        """One line for the terminal."""
        if self.created:
            return f"基线已建立：{self.kept} 条已知问题"
        praise = f"，修好 {len(self.mended)} 条，做得好" if self.mended else ""
        new = f"；另有 {self.refused} 处新问题没有收进基线" if self.refused else ""
        return f"基线已更新：还有 {self.kept} 条{praise}{new}"


def update(
    path: Path, findings: Sequence[Located], today: str, *, looked: Callable[[str, str], bool] | None = None
) -> Change:
    """Bring the file down to what is still found; a file that is not there is made from all that is found.

    `looked`: check, address template → whether that check was made there; entries of what nobody looked at are left as
    they are. None: all was.
    """
    counts = Counter(f.fingerprint for f in findings if f.outcome is Outcome.FAILED)
    if not path.exists():
        entries = [_known(f, counts[f.fingerprint]) for f in findings if f.outcome is Outcome.FAILED]
        unique = {entry.fingerprint: entry for entry in entries}
        write(path, unique)
        return Change(len(unique), (), 0, created=True)
    known = read(path)
    kept: dict[str, Known] = {}
    mended = []
    for mark, entry in known.items():
        if looked is not None and not counts[mark] and not looked(entry.check, entry.where):
            kept[mark] = entry
        elif counts[mark]:
            kept[mark] = replace(entry, count=min(entry.count, counts[mark]))
        else:
            mended.append(entry)
    refused = len(new_findings(findings, known, today))
    write(path, kept)
    return Change(len(kept), tuple(mended), refused, created=False)


def _known(finding: Located, count: int) -> Known:
    name = finding.target.name or finding.key
    return Known(finding.fingerprint, finding.check, count, address_template(finding.page), name, finding.message)


def write(path: Path, known: Baseline) -> None:
    """The file, sorted so that a diff shows what changed and nothing else."""
    parts = [_HEAD]
    for entry in sorted(known.values(), key=lambda e: (e.check, e.where, e.name, e.fingerprint)):
        lines = ["[[known]]", f"check = {_quoted(entry.check)}", f"fingerprint = {_quoted(entry.fingerprint)}"]
        lines.append(f"count = {entry.count}")
        words = {name: getattr(entry, name) for name in ("where", "name", "message", *_NOTES)}
        lines += [f"{name} = {_quoted(value)}" for name, value in words.items() if value]
        parts.append("\n".join(lines) + "\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(path.name + ".new")
    scratch.write_text("\n".join(parts), "utf-8", newline="\n")
    scratch.replace(path)


def _quoted(text: str) -> str:
    # A JSON string without raw control characters is a TOML basic string; DEL is the one exception.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
