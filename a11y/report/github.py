"""Annotations for a GitHub workflow: print this file's lines, and each finding stands beside the change.

A workflow shows ten errors and ten warnings of a step, so problems are told once each, the gravest first.
Source: GitHub Actions, workflow commands, `error`, `warning`, `notice`.
"""

from __future__ import annotations

from a11y.model import Impact, Outcome, SiteReport
from a11y.report import Assets
from a11y.report import _words as w
from a11y.report._clean import masked, one_line
from a11y.report._grouping import Problem, priorities, reach

SUFFIX = "github.txt"

MOST = 50
"""Annotations of a run that are shown."""


def render(report: SiteReport, assets: Assets) -> dict[str, bytes]:  # noqa: ARG001
    """`report.github.txt` alone: one workflow command a line."""
    report = masked(report)
    say = w.words(report.lang)
    decides = {check for card in report.scorecards for row in card.indicators if row.decides for check in row.checks}
    lines = [_line(problem, say, decides=problem.check in decides) for problem in priorities(report)[:MOST]]
    return {f"report.{SUFFIX}": "".join(f"{line}\n" for line in lines).encode("utf-8", errors="replace")}


def _line(problem: Problem, say: w.Say, *, decides: bool) -> str:
    """`decides`: a chosen document can fail by it; what only advises is no error of a build."""
    first = problem.findings[0]
    if problem.outcome is Outcome.CANT_TELL:
        command = "notice"
    else:
        command = "error" if decides and problem.impact >= Impact.SERIOUS else "warning"
    title = f"{problem.title}（{problem.check}）"
    text = (
        f"{first.message} {say(w.IMPACTS[problem.impact])}，{reach(problem, say)}。{first.page} {first.target.selector}"
    )
    return f"::{command} title={_property(title)}::{_message(text)}"


def _message(text: str) -> str:
    return one_line(text, 600).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
