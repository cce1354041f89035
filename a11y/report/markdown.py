"""The report as a comment on a merge request: verdicts, what to mend first, every indicator that is not in order."""

from __future__ import annotations

import re

from a11y.model import Outcome, SiteReport
from a11y.report import Assets
from a11y.report import _words as w
from a11y.report._clean import link, masked, one_line
from a11y.report._grouping import Problem, priorities, reach

SUFFIX = "md"

FIRST = 20
"""Problems told; a comment has its limits."""
ROWS = 100
"""Indicators listed of each document."""


def render(report: SiteReport, assets: Assets) -> dict[str, bytes]:  # noqa: ARG001
    """`report.md` alone."""
    report = masked(report)
    say = w.words(report.lang)
    lines = [f"## {escape(say('无障碍与适老化检测报告'))} — {escape(report.site.name or report.site.id)}", ""]
    lines += [f"{address(report.site.url)} · {escape(report.collected_at)}", ""]
    lines += _verdicts(report, say)
    lines += _problems(priorities(report), say)
    for card in report.scorecards:
        rows = [i for i in card.indicators if i.outcome not in {Outcome.PASSED, Outcome.INAPPLICABLE}]
        if not rows:
            continue
        lines += [f"<details><summary>{escape(card.title or card.profile)}</summary>", ""]
        lines += _table([say(t) for t in ("指标", "结果", "分值", "扣分", "原因")])
        lines += [
            _row(
                f"{i.id} {i.title}", say(w.OUTCOMES[i.outcome]), w.decimal(i.points.max if i.points else None),
                w.decimal(i.points.lost if i.points else None), i.reason,
            )
            for i in rows[:ROWS]
        ]  # fmt: skip
        lines += ["", "</details>", ""]
    lines.append(escape(say("本报告由软件自动检测生成，不是主管部门的官方评测，也不能作为通过评测的证明。")))
    return {f"report.{SUFFIX}": ("\n".join(lines) + "\n").encode("utf-8", errors="replace")}


def _verdicts(report: SiteReport, say: w.Say) -> list[str]:
    lines = []
    for card in report.scorecards:
        score = w.score(card, say)
        lines.append(
            f"- **{escape(w.verdict(card, say))}**{' ' + escape(score) if score else ''} "
            f"{escape(card.title or card.profile)}：{escape(w.coverage(report, card, say))}"
            + (f"。{escape(card.reason)}" if card.reason else "")
        )
    if not report.scorecards:
        lines.append(f"- **{say('没有评分')}**：{escape(w.coverage(report, None, say))}")
    if not report.coverage.complete:
        lines.append(
            f"- **{say('覆盖不足')}**：{escape(report.coverage.reason or say('没有看全计划中的页面，结论不完整。'))}"
        )
    return [*lines, ""]


def _problems(problems: list[Problem], say: w.Say) -> list[str]:
    if not problems:
        return [say("没有发现要改的问题。"), ""]
    lines = [f"### {say('先改什么')}", "", *_table([say(t) for t in ("问题", "结果", "影响", "波及", "举例")])]
    for problem in problems[:FIRST]:
        first = problem.findings[0]
        example = escape(first.message) + (f"<br>{code(first.target.selector)}" if first.target.selector else "")
        cells = [
            f"{escape(problem.title)} {code(problem.check)}", say(w.OUTCOMES[problem.outcome]),
            say(w.IMPACTS[problem.impact]), escape(reach(problem, say)), f"{example}<br>{address(first.page)}",
        ]  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    if len(problems) > FIRST:
        lines += ["", escape(say("另有 {n} 个问题，见报告。", n=len(problems) - FIRST))]
    return [*lines, ""]


def _table(heads: list[str]) -> list[str]:
    return ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]


def _row(*cells: str) -> str:
    return "| " + " | ".join(escape(cell) or " " for cell in cells) + " |"


def escape(text: str, limit: int = 300) -> str:
    """`text` on one line, of which nothing is markup, a mention, a reference or a link."""
    line = one_line(text, limit)
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = re.sub(r"([\\`*_\[\]|~#$])", r"\\\1", line)
    line = re.sub(r"(?i)\bwww\.", "www\u200b.", line)
    return line.replace("@", "@\u200b").replace("://", ":\u200b//")


def code(text: str) -> str:
    """`text` as code that cannot be left."""
    line = one_line(text, 160).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = re.sub(r"[`|\\*_\[\]@~$!#]", lambda found: f"&#{ord(found.group())};", line)
    return f"<code>{line}</code>" if line else ""


def address(url: str) -> str:
    """A link to `url` where it may be followed, else its words."""
    safe = link(url)
    if safe is None:
        return escape(url)
    target = re.sub(r"[\s<>()|\\`\"'\[\]]", lambda found: f"%{ord(found.group()):02X}", safe)
    return f"<{target}>"
