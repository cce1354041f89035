"""A report in one line, for a chat message."""

from a11y.model import SiteReport

SUFFIX = "txt"


def render(report: SiteReport, assets: object) -> dict[str, bytes]:
    """`report.txt`: the site, each profile's verdict, and how many findings of their checks failed."""
    verdicts = "，".join(f"{card.profile} {card.verdict.value}" for card in report.scorecards)
    failed = sum(1 for finding in report.findings if finding.profiles and finding.outcome.value == "failed")
    return {"report.txt": f"{report.site.name or report.site.url}：{verdicts}；{failed} 处不通过\n".encode()}
