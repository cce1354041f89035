"""Two looks at a site, or two periods of many: what is new, what is mended, what persists.

Findings are the same by fingerprint, and a fingerprint found more often than before is new by the difference. Nothing
is called mended that was not looked at again.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from a11y import revisits
from a11y.errors import UsageError
from a11y.registry import checks

Report = Mapping[str, Any]
"""A `report.json`, read."""
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Change:
    """One fingerprint in two reports."""

    finding: Mapping[str, Any]
    """As the later report has it; of a mended one, as the earlier."""
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two reports of one site. Failed findings only, those ruled false left out."""

    site: str
    new: tuple[Change, ...] = ()
    mended: tuple[Change, ...] = ()
    persistent: tuple[Change, ...] = ()
    unseen: tuple[Change, ...] = ()
    """Gone, but their page or check was not looked at again."""
    verdicts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Profile → verdict before and after."""
    scores: Mapping[str, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """What makes the two hard to compare: other versions, another axe, another seed."""
    struck: int = 0
    """Faults of the earlier report that were ruled false since: neither mended nor there."""

    def lines(self) -> Iterator[str]:
        """For the terminal: the counts, then the first of each kind."""
        unseen = f"，未能复查 {_count(self.unseen)}" if self.unseen else ""
        struck = f"，核减误报 {self.struck}" if self.struck else ""
        yield (
            f"{self.site}：新增 {_added(self.new)}，已改 {_gone(self.mended)}，仍在 {_kept(self.persistent)}"
            f"{unseen}{struck}"
        )
        for id, (before, after) in self.verdicts.items():
            scores = self.scores.get(id, (None, None))
            points = "" if scores == (None, None) else f"，得分 {_shown(scores[0])} → {_shown(scores[1])}"
            yield f"  {id}：{_VERDICTS.get(before, before)} → {_VERDICTS.get(after, after)}{points}"
        for note in self.notes:
            yield f"  注意：{note}"
        for title, rows in (("新增", self.new), ("已改", self.mended), ("未能复查", self.unseen)):
            for change in rows[:_SHOWN]:
                yield f"  {title}：{change.finding['message']}（{change.finding['check']}，{change.finding['page']}）"
            if len(rows) > _SHOWN:
                yield f"  {title}：还有 {len(rows) - _SHOWN} 种"


_VERDICTS = {"passed": "合格", "failed": "不合格", "cantTell": "待复核", "untested": "未完成", "inapplicable": "不适用"}


def _count(rows: tuple[Change, ...]) -> int:
    return sum(change.before for change in rows)


def _added(rows: tuple[Change, ...]) -> int:
    return sum(change.after - change.before for change in rows)


def _gone(rows: tuple[Change, ...]) -> int:
    return sum(change.before - change.after for change in rows)


def _kept(rows: tuple[Change, ...]) -> int:
    return sum(min(change.before, change.after) for change in rows)


def _shown(score: Decimal | None) -> str:
    return "无" if score is None else f"{score:f}"


def compare(before: Report, after: Report) -> Comparison:
    """What changed from one report to a later one of the same site. Pure."""
    # What a person ruled false in the later report never was a fault: it is not called mended either.
    struck = {f["fingerprint"] for f in after["findings"] if _is_false(f)}
    first, second = [f for f in _faults(before) if f["fingerprint"] not in struck], _faults(after)
    counts = (Counter(f["fingerprint"] for f in first), Counter(f["fingerprint"] for f in second))
    known = {finding["fingerprint"]: finding for finding in (*second, *first)}
    known.update({finding["fingerprint"]: finding for finding in second})
    looked = _looked(before, after)
    kinds: dict[str, list[Change]] = {"new": [], "mended": [], "persistent": [], "unseen": []}
    for mark, finding in sorted(known.items(), key=lambda item: (item[1]["check"], item[1]["page"], item[0])):
        was, now = counts[0][mark], counts[1][mark]
        change = Change(finding, was, now)
        if now > was:
            kinds["new"].append(change)
        if was > now:
            kinds["mended" if looked(finding) or now else "unseen"].append(change)
        if was and now:
            kinds["persistent"].append(change)
    return Comparison(
        _name(after), tuple(kinds["new"]), tuple(kinds["mended"]), tuple(kinds["persistent"]), tuple(kinds["unseen"]),
        verdicts=_pairs(before, after, lambda card: card["verdict"]),
        scores={id: pair for id, pair in _pairs(before, after, _score).items() if _same_version(before, after, id)},
        notes=tuple(_differences(before, after)), struck=len(struck & {f["fingerprint"] for f in _faults(before)}),
    )  # fmt: skip


def _faults(report: Report) -> list[Mapping[str, Any]]:
    return [f for f in report["findings"] if f["outcome"] == "failed" and not _is_false(f)]


def _is_false(finding: Mapping[str, Any]) -> bool:
    ruling = finding.get("ruling") or {}
    return bool(ruling.get("false") or ruling.get("false_finding"))


def _looked(before: Report, after: Report) -> Any:
    """Whether a finding's check was made again, by the same rule, on its page, in its version and on its device."""
    seen, doubted = revisits.looked_at(after), revisits.doubted(after)

    def answer(finding: Mapping[str, Any]) -> bool:
        where = (finding["check"], finding["page"], finding["mode"], finding["device"])
        same = revisits.comparable(after, finding["check"], revisits.asked_by(before, finding))
        return same and finding["fingerprint"] not in doubted and seen(*where)

    return answer


def _pairs(before: Report, after: Report, get: Any) -> dict[str, tuple[Any, Any]]:
    earlier = {card["profile"]: get(card) for card in before["scorecards"]}
    return {c["profile"]: (earlier[c["profile"]], get(c)) for c in after["scorecards"] if c["profile"] in earlier}


def _same_version(before: Report, after: Report, profile: str) -> bool:
    """Scores by two versions of a document are not set against each other."""
    return bool(before["tool"]["profiles"].get(profile) == after["tool"]["profiles"].get(profile))


def _score(card: Mapping[str, Any]) -> Decimal | None:
    return None if card["score"] is None else Decimal(str(card["score"]["value"]))


def _differences(before: Report, after: Report) -> Iterator[str]:
    names = {"version": "本工具", "axe": "axe", "chromium": "浏览器", "seed": "抽样种子"}
    for key, name in names.items():
        was, now = before["tool"].get(key), after["tool"].get(key)
        # A site that nobody reached was looked at by no axe.
        if was != now and was is not None and now is not None:
            yield f"{name}不同：{was} → {now}"
    for id, version in after["tool"]["profiles"].items():
        earlier = before["tool"]["profiles"].get(id)
        if earlier not in (None, version):
            yield f"{id} 的版本不同：{earlier} → {version}，得分不能相减；先用 a11y judge 把先前的证据按新版本重新判定"
    if before["site"]["url"] != after["site"]["url"]:
        yield f"网址不同：{before['site']['url']} → {after['site']['url']}"
    for when, report in (("先前", before), ("后来", after)):
        if not report["coverage"]["complete"]:
            yield f"{when}那次没有看全"


def _name(report: Report) -> str:
    return str(report["site"]["name"] or report["site"]["id"] or report["site"]["url"])


def compare_folders(first: Path, second: Path) -> list[str]:
    """Lines for the terminal: two runs of a site, or two folders of many sites, matched by site id.

    Raises:
        UsageError: a folder holds no report.
    """
    earlier, later = _reports(first), _reports(second)
    if len(earlier) == 1 and len(later) == 1:
        return list(compare(_read(*earlier.values()), _read(*later.values())).lines())
    lines, notes = [], Counter[str]()
    total = Counter[str]()
    by_check: dict[str, Counter[str]] = defaultdict(Counter)
    for id in sorted(set(earlier) & set(later)):
        found = compare(_read(earlier[id]), _read(later[id]))
        total.update(new=_added(found.new), mended=_gone(found.mended), kept=_kept(found.persistent))
        for kind, rows, count in (
            ("new", found.new, _added),
            ("mended", found.mended, _gone),
            ("kept", found.persistent, _kept),
        ):
            for change in rows:
                by_check[change.finding["check"]][kind] += count((change,))
        notes.update(note for note in found.notes if "不同：" in note and not note.startswith("网址"))
        halves = [note for note in found.notes if note.endswith("没有看全")]
        lines.append(next(iter(found.lines())) + (f"（{'；'.join(halves)}）" if halves else ""))
    head = f"两期共有 {len(lines)} 个网站：{_three(total)}"
    more = [("只在先前", set(earlier) - set(later)), ("只在后来", set(later) - set(earlier))]
    return [
        head, *(f"注意：{note}（{sites} 站）" for note, sites in notes.items()), *lines,
        *(["按检查项："] if by_check else []),
        *(f"  {_title(check)}：{_three(count)}" for check, count in sorted(by_check.items(), key=_most_first)),
        *(f"{name}：{'、'.join(sorted(ids))}" for name, ids in more if ids),
    ]  # fmt: skip


def _three(count: Counter[str]) -> str:
    return f"新增 {count['new']}，已改 {count['mended']}，仍在 {count['kept']}"


def _most_first(item: tuple[str, Counter[str]]) -> tuple[int, str]:
    return -sum(item[1].values()), item[0]


def _title(check: str) -> str:
    known = checks().get(check)
    return f"{known.title}（{check}）" if known is not None else check


def _reports(folder: Path) -> dict[str, Path]:
    """Site id → its `report.json`, in a site's folder or in one of many."""
    if folder.is_file() and folder.name.endswith(".json"):
        return {"": folder}
    if (folder / "report.json").is_file():
        return {folder.resolve().name: folder / "report.json"}
    found = {path.parent.name: path for path in sorted(folder.glob("*/report.json"))}
    if not found:
        raise UsageError(f"{folder} 里没有 report.json；请给 a11y check 或 a11y batch 的结果文件夹")
    return found


def _read(path: Path) -> Report:
    try:
        report: Report = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UsageError(f"读不了 {path}：{error}") from None
    if not isinstance(report, dict) or report.get("schema") != "a11y-report/1":
        raise UsageError(f"{path} 不是本工具这一版的报告")
    return report
