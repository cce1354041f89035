"""What a check or an indicator asks, why, how to mend it and where it comes from: the text of `a11y explain`."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence

from a11y import registry
from a11y.errors import UsageError
from a11y.model import Certainty, Impact, Mode
from a11y.profile import CONFIDENCES, Indicator, Profile, Tier, all_profiles, nearest, of_group
from a11y.registry import Check

IMPACTS = {Impact.MINOR: "轻微", Impact.MODERATE: "一般", Impact.SERIOUS: "严重", Impact.CRITICAL: "致命"}
CERTAINTIES = {
    Certainty.FAILS: "有确凿证据时直接判为不通过",
    Certainty.DOUBTS: "自动检查最多提请人工复核，由人或站点文件决定",
    Certainty.EITHER: "站点文件或词典写明的直接判定，自动找到的只提请复核",
}
KINDS = {"require": "应达到的要求", "veto": "单项否决", "deduct": "计分", "bonus": "加分"}


def explain(id: str) -> str:
    """Everything known of a check (`links/dead`) or an indicator (`suqian-2022:4.2a`, or `4.2a` alone).

    Raises:
        UsageError: there is none of that name; the message names the nearest.
    """
    check = registry.checks().get(id)
    if check is not None:
        return "\n".join(_of_check(check))
    rows = list(_indicators(id))
    if not rows:
        names = [*registry.checks(), *(f"{p.id}:{row.id}" for p in all_profiles() for row in p.indicators)]
        raise UsageError(f"没有名为 {id} 的检查或指标{nearest(id, names)}")
    return "\n\n".join("\n".join(_of_indicator(profile, row)) for profile, row in rows)


def _indicators(id: str) -> Iterator[tuple[Profile, Indicator]]:
    wanted, _, name = id.rpartition(":")
    for profile in all_profiles():
        if wanted in ("", profile.id) and name in profile.by_id:
            yield profile, profile.by_id[name]


def _of_check(check: Check) -> Iterator[str]:
    yield f"{check.id}  {check.title}"
    yield f"为什么：{check.why}"
    yield f"怎样改：{check.remedy}"
    if check.example:
        yield f"示例：{check.example}"
    yield f"影响：{IMPACTS[check.impact]}；把握：{CERTAINTIES[check.certainty]}"
    if check.modes == (Mode.ELDERLY,):
        yield "只看适老版"
    if check.options:
        yield "可调：" + "，".join(f"{name} = {_value(value)}" for name, value in check.options.items())
    if source := _source(check):
        yield f"依据：{source}"
    for profile in all_profiles():
        rows = [row for row in profile.indicators if check.id in row.checks]
        if rows:
            names = "；".join(f"{row.id} {row.title}" for row in rows)
            given = profile.options.get(check.id)
            options = "（" + "，".join(f"{k} = {_value(v)}" for k, v in given.items()) + "）" if given else ""
            yield f"用于 {profile.id}：{names}{options}"
    yield f"只查这一项：a11y check 网址 --only {check.id}"


def _source(check: Check) -> str:
    found = re.search(r"Source:\s*(.+?)(?:\n\s*\n|\Z)", inspect.getdoc(check.function) or "", re.DOTALL)
    if found is None:
        return "；".join(_of_tags(check.tags))
    return re.sub(r"\s+", " ", found.group(1)).strip().removesuffix(".").replace("; ", "；")


_TAGS = {
    "best-practice": "axe-core 的建议做法",
    "experimental": "axe-core 的试行规则",
    "deprecated": "axe-core 已停用的规则",
}


def _of_tags(tags: Sequence[str]) -> Iterator[str]:
    """What axe's tags say of a rule's source: criteria of WCAG with their level, or a practice of its own."""
    level = next((found[1].upper() for tag in tags if (found := re.fullmatch(r"wcag2\d?(a+)(?:-obsolete)?", tag))), "")
    criteria = [".".join(found.groups()) for tag in tags if (found := re.fullmatch(r"wcag(\d)(\d)(\d\d?)", tag))]
    if criteria:
        yield f"WCAG 2.2 {'、'.join(criteria)}" + (f"（{level} 级）" if level else "")
    yield from (_TAGS[tag] for tag in tags if tag in _TAGS)


def _value(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else f"{value}"


def _of_indicator(profile: Profile, row: Indicator) -> Iterator[str]:
    yield f"{profile.id}:{row.id}  {row.title}"
    yield f"文件：{profile.title}（{profile.source}，{profile.status}）"
    if row.clause or row.block:
        yield f"条款：{'，'.join(word for word in (row.block, row.clause) if word)}"
    if row.rule:
        yield f"要求：{row.rule}"
    yield f"性质：{KINDS[row.kind]}{'；只作建议，不影响结论' if not row.decides else ''}{_price(profile, row)}"
    yield f"来源：{row.source}（{CONFIDENCES[row.source]}）"
    if row.inapplicable:
        yield f"不适用：{row.inapplicable}"
    elif row.checks:
        kind = "机器只能查出不合格，其余需人工" if row.partly else "自动判定"
        yield f"检查：{kind}：{'、'.join(row.checks)}"
    else:
        yield "检查：人工，由裁定或台账填写"
    if row.ask:
        yield f"人工怎样填：{row.ask}{f'（单位：{row.unit}）' if row.unit else ''}"
    for name in row.checks:
        check = registry.checks().get(name)
        if check is not None and not name.startswith("axe/"):
            yield f"  {name}  {check.title}。怎样改：{check.remedy}"
    if row.note:
        yield f"说明：{row.note}"


def _price(profile: Profile, row: Indicator) -> str:
    words = []
    full = profile.full_marks(row)
    if full is not None and row.kind in ("deduct", "bonus"):
        words.append(f"{'共用' if row.cap else ''}满分 {full:f} 分")
    if row.each is not None:
        words.append(f"每处{'得' if row.given else '扣'} {row.each:f} 分{'，不设上限' if row.uncapped else ''}")
    if row.zero:
        words.append({"row": "有一处即不得分", "part": "有此情形本部分不得分", "total": "有此情形总分为 0"}[row.zero])
    if row.at_least > 1:
        words.append(f"达到 {row.at_least} 个才算")
    if row.sample:
        words.append(f"随机抽查 {row.sample} 个")
    words += [_tier(tier, profile) for tier in row.tiers]
    return f"；{'，'.join(words)}" if words else ""


def _tier(tier: Tier, profile: Profile) -> str:
    limits = {"at_least": "不少于", "at_most": "不超过", "above": "超过", "below": "低于"}
    told = []
    for name, word in limits.items():
        value = getattr(tier, name)
        if value is not None:
            group = profile.groups[0] if profile.groups else ""
            shown = of_group(value, group)
            told.append(f"{word} {shown:f}" if shown is not None else word)
    return f"{'、'.join(told)} 得 {tier.points:f} 分{'（另有条件）' if tier.also else ''}"
