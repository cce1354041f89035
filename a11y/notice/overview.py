"""The period as static pages that open from a file or any web server: distribution, regions, trend, every site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, PackageLoader

from a11y.model import Outcome
from a11y.notice.words import day_name, document, period_name, span, verdict
from a11y.period import Standing
from a11y.profile import all_profiles

if TYPE_CHECKING:
    from a11y.notice import Settings
    from a11y.notice.figures import Figures

PER_PAGE = 500
"""Sites on one page of the list."""


def render(figures: Figures, settings: Settings, root: Path) -> dict[str, bytes]:
    """`index.html`, and `sites-N.html` where the list is long."""
    loader = ChoiceLoader([PackageLoader("a11y.notice"), PackageLoader("a11y.report")])
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    source = loader.get_source(environment, "style.css")[0]
    chunks = [figures.standings[at : at + PER_PAGE] for at in range(0, len(figures.standings), PER_PAGE)] or [()]
    names = ["index.html", *(f"sites-{n}.html" for n in range(2, len(chunks) + 1))]
    words = {
        "css": source, "document": document, "figures": figures, "settings": settings,
        "name": period_name(figures.period), "at": day_name(figures.at), "names": names,
        "basis": basis(figures.profile), "verdicts": verdicts(figures.standings),
        "distribution": distribution(figures.standings), "trend": figures.trend, "period_name": period_name,
        "rates": [(period_name(s.period), float(s.overview.pass_rate)) for s in figures.trend if s.overview.pass_rate],
        "versions_differ": len({v for step in figures.trend for v in step.versions}) > 1,
    }  # fmt: skip
    template = environment.get_template("overview.html.j2")
    return {
        name: template.render(**words, page=n, rows=[_row(s, figures, root) for s in chunk]).encode()
        for n, (name, chunk) in enumerate(zip(names, chunks, strict=True), 1)
    }


def distribution(standings: Sequence[Standing]) -> list[tuple[str, int]]:
    """How many sites in each ten points, and how many have no score; empty steps below the lowest are left out."""
    counts: Counter[str] = Counter()
    for standing in standings:
        if standing.score is None:
            continue
        low = int(max(Decimal(0), standing.score) // 10 * 10)
        counts[f"{low}–{low + 10}"] += 1
    made = sorted(counts.items(), key=lambda item: int(item[0].partition("–")[0]))
    without = sum(1 for s in standings if s.score is None)
    return [*made, ("没有得分", without)] if without else made


def verdicts(standings: Sequence[Standing]) -> list[tuple[str, int]]:
    """How many sites came to each verdict, worst first."""
    counts = Counter(verdict(s.verdict, s.complete) for s in standings)
    return [(word, counts[word]) for word in ("不合格", "待复核", "合格", "不适用", "未完成") if counts[word]]


def basis(profile: str) -> str:
    """The document's title and id; the id alone where a profile was given by its path."""
    known = {each.id: each.title for each in all_profiles()}
    return f"{known[profile]}（{profile}）" if profile in known else profile


def _row(standing: Standing, figures: Figures, root: Path) -> dict[str, Any]:
    folder = figures.folders.get(standing.id, "").rpartition("/")[2]
    place = Path("units") / standing.id
    papers = [
        (title, f"{quote(place.as_posix())}/{name}")
        for title, name in (("整改通知", "rectification.docx"), ("报告", "report.docx"), ("台账", "ledger.xlsx"))
        if (root / figures.period / "notice" / place / name).is_file()
    ]
    return {
        "papers": papers,
        "name": standing.name, "region": standing.region, "group": standing.group, "link": f"../{quote(folder)}/report.html",
        "verdict": verdict(standing.verdict, standing.complete), "failed": standing.verdict is Outcome.FAILED,
        "score": "" if standing.score is None else f"{standing.score.normalize():f}" + (f"（{span(standing)}）" if standing.span else ""), "band": standing.band or "",
        "findings": figures.found(standing), "reason": figures.reasons.get(standing.id, ""),
    }  # fmt: skip
