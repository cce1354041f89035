"""What the command prints of one site: verdict, coverage, the five things to mend first, where the report lies."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from a11y.model import Outcome, SiteReport
from a11y.report import _words as w
from a11y.report._clean import masked, one_line
from a11y.report._grouping import priorities, reach

FIRST = 5
"""Problems named."""

_STYLES = {
    Outcome.FAILED: "bold red",
    Outcome.CANT_TELL: "bold yellow",
    Outcome.UNTESTED: "bold yellow",
    Outcome.PASSED: "bold green",
    Outcome.INAPPLICABLE: "bold",
}


def summary(report: SiteReport, folder: Path | str | None = None) -> Text:
    """The summary, ready to print. Nothing in it that came from a page can colour, move or end a line."""
    report = masked(report)
    say = w.words(report.lang)
    text = Text(one_line(f"{report.site.name or report.site.id}  {report.site.url}", 200), style="bold")
    for card in report.scorecards:
        text.append("\n" + w.verdict(card, say), style=_STYLES[card.verdict])
        if card.score is not None:
            text.append("  " + w.score(card, say), style="bold")
        text.append(
            f"  {one_line(card.title or card.profile, 80)}\n  {w.coverage(report, card, say)}", style="not bold"
        )
        if card.reason:
            text.append(f"\n  {one_line(card.reason, 200)}", style="not bold")
    if not report.scorecards:
        text.append("\n" + say("没有评分") + "  " + w.coverage(report, None, say), style="not bold")
    if not report.coverage.complete:
        reason = report.coverage.reason or say("没有看全计划中的页面，结论不完整。")
        text.append("\n" + say("覆盖不足") + "：", style="bold yellow").append(one_line(reason, 300), style="not bold")
    if report.coverage.pages_checked:
        _problems(text, report, say)
    if folder is not None:
        text.append("\n" + say("报告在 {path}", path=printable_path(folder)), style="not bold")
    return text


def _problems(text: Text, report: SiteReport, say: w.Say) -> None:
    problems = priorities(report)
    if not problems:
        text.append("\n" + say("没有发现要改的问题。"), style="not bold")
        return
    text.append("\n" + say("先改这 {n} 处：", n=min(FIRST, len(problems))), style="bold")
    for number, problem in enumerate(problems[:FIRST], start=1):
        text.append(f"\n {number}. {one_line(problem.title, 80)}", style="bold")
        facts = [say(w.OUTCOMES[problem.outcome]), say(w.IMPACTS[problem.impact]), reach(problem, say)]
        text.append(f"（{'，'.join(facts)}）", style="not bold")
        text.append(f"\n    {one_line(problem.findings[0].message, 160)}", style="not bold")
    if len(problems) > FIRST:
        text.append("\n" + say("另有 {n} 个问题，见报告。", n=len(problems) - FIRST), style="not bold")


def printable_path(folder: Path | str) -> str:
    """Where a reader opens the report: `report.html` in `folder` if it is there to be named."""
    return one_line(str(Path(folder) / "report.html"), 400)
