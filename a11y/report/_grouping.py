"""What to mend first: findings of one cause told once, the most harmful cause first.

A problem is one check (with its relatives: axe and a check of ours on the same element) in one place: a template, a part
that many templates share, or the site. Findings that a person ruled false make no problem.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from a11y.evidence import is_site_artifact
from a11y.fingerprint import stable
from a11y.model import Impact, IndicatorResult, Located, Outcome, Scorecard, SiteReport
from a11y.registry import Check, checks

RELATIVES: Mapping[str, str] = {
    "axe/color-contrast": "contrast/text",
    "axe/target-size": "interaction/target-size",
    "axe/scrollable-region-focusable": "interaction/keyboard",
    "axe/frame-focusable-content": "interaction/keyboard",
    "axe/marquee": "interaction/motion",
    "axe/blink": "interaction/motion",
    "axe/meta-viewport": "interaction/resize",
    "axe/meta-viewport-large": "interaction/resize",
}
"""Rules of axe → the check of ours that asks the same of the same element."""

BARRIERS = ("content/garbled", "site/reachable")
"""Checks without which nothing else of a page is of any use to anybody."""
DEAD_ENDS = ("links/dead", "links/soft-404")
"""Checks whose findings say that an address leads nowhere."""

_HARM = {Impact.CRITICAL: 8.0, Impact.SERIOUS: 4.0, Impact.MODERATE: 2.0, Impact.MINOR: 1.0}


@dataclass(frozen=True, slots=True)
class Stake:
    """What an indicator of a profile has to do with a problem."""

    card: Scorecard
    indicator: IndicatorResult


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, wherever it shows."""

    checks: tuple[str, ...]
    """The check that leads, then its relatives that speak of the same elements."""
    title: str
    outcome: Outcome
    impact: Impact
    findings: tuple[Located, ...]
    """Worst first; of relatives on one element, ours alone."""
    scope: str
    """`site`, `template`, `shared` or `pages`."""
    templates: tuple[str, ...]
    seen: int
    """Pages looked at that have it."""
    looked: int
    """Pages looked at where it could have been: those of the same templates."""
    affects: int
    """Pages of the site that have it, as far as the sample says."""
    breadth: int
    """Pages of the site that suffer from it: those that have it, those that cannot be reached, or all of them."""
    size: int
    """Pages of the site that have the same templates, as far as is known."""
    elements: int
    """Findings: one element found in both versions of a page is two."""
    places: int
    """Elements, whatever the version of the page."""
    stakes: tuple[Stake, ...]

    @property
    def check(self) -> str:
        """The check that leads."""
        return self.checks[0]

    @property
    def about(self) -> Check | None:
        """What is known of the leading check; `None` for one that is not installed here."""
        return checks().get(self.check)

    @property
    def lost(self) -> Decimal:
        """Points of the indicators it takes part in that are lost, in the document where it costs most."""
        by_card: dict[str, Decimal] = defaultdict(Decimal)
        for stake in self.stakes:
            if stake.indicator.points is not None and stake.indicator.outcome is Outcome.FAILED:
                by_card[stake.card.profile] += stake.indicator.points.lost
        return max(by_card.values(), default=Decimal(0))

    @property
    def gate(self) -> int:
        """2: it fails a veto; 1: it fails a requirement; 0: it decides no verdict by itself."""
        levels = {"veto": 2, "require": 1}
        failing = (s.indicator for s in self.stakes if s.indicator.outcome is Outcome.FAILED and s.indicator.decides)
        return max((levels.get(indicator.kind, 0) for indicator in failing), default=0)

    @property
    def effect(self) -> tuple[int, int, Decimal, bool, float]:
        """What mending it would change; the greatest comes first."""
        harm = _HARM[self.impact] * (1 + math.log2(max(1, self.breadth)))
        return (self.outcome.rank, self.gate, self.lost, self.check in BARRIERS, round(harm, 6))


def priorities(report: SiteReport) -> list[Problem]:
    """Everything to mend or to settle in `report`, by effect."""
    context = _Context(report)
    groups: dict[tuple[str, Outcome], list[Located]] = defaultdict(list)
    for finding in context.findings:
        groups[_subject(finding.check), finding.outcome].append(finding)
    problems = [context.problem(rows, scope) for group in groups.values() for scope, rows in context.scopes(group)]
    return sorted(problems, key=lambda p: (*(-part for part in p.effect), p.check, p.scope, p.templates))


def ruled_false(finding: Located) -> bool:
    """A person said that it is no finding: it stays in the report, struck out, and counts no more."""
    return finding.ruling is not None and finding.ruling.false_finding


def told_once(report: SiteReport) -> tuple[list[Located], Mapping[str, tuple[str, ...]]]:
    """Findings not ruled false, each once, and by fingerprint the rules of axe that said the same and were left out.

    A finding comes twice where two sets of options gave it, or where axe and a check of ours speak of one element.
    """
    kept: dict[tuple[object, ...], Located] = {}
    ours: dict[tuple[object, ...], str] = {}
    for finding in report.findings:
        if ruled_false(finding):
            continue
        mark = (finding.check, finding.fingerprint, finding.mode, finding.device, finding.page, *_selectors(finding))
        kept.setdefault(mark, finding)
        if finding.check in RELATIVES.values():
            ours.update({(finding.check, *place): finding.fingerprint for place in _places(finding)})
    once: list[Located] = []
    echoes: dict[str, tuple[str, ...]] = {}
    for finding in kept.values():
        same = [ours[key] for place in _places(finding) if (key := (RELATIVES.get(finding.check), *place)) in ours]
        if not same:
            once.append(finding)
        elif finding.check not in echoes.get(same[0], ()):
            echoes[same[0]] = (*echoes.get(same[0], ()), finding.check)
    return once, echoes


def _subject(check: str) -> str:
    return RELATIVES.get(check, check)


def _selectors(finding: Located) -> tuple[str, ...]:
    return (*finding.target.frame, finding.target.selector)


def _places(finding: Located) -> list[tuple[object, ...]]:
    """Ways to say which element: by selector, and by box, since two engines write selectors differently."""
    target = finding.target
    view = (finding.page, finding.mode, finding.device, target.frame)
    places: list[tuple[object, ...]] = [(*view, target.selector)] if target.selector else []
    if target.box is not None and target.box[2] * target.box[3] > 0:
        places.append((*view, tuple(round(edge) for edge in target.box)))
    return places


def _element(finding: Located) -> tuple[str, ...]:
    """The same element on other pages of its template: by landmark and name, and by selector where it has no name."""
    target = finding.target
    name = stable(target.name)
    return (stable(target.landmark), name, finding.key, "" if name else target.selector)


class _Context:
    """What a report says beside its findings, indexed once."""

    def __init__(self, report: SiteReport) -> None:
        self.report = report
        self.findings, self.echoes = told_once(report)
        self.template: dict[str, str] = {}
        for page in sorted(report.pages, key=lambda p: (p.get("mode") != "standard", p.get("device") != "desktop")):
            self.template.setdefault(str(page.get("url")), str(page.get("template") or ""))
        homes = (page for page in report.pages if page.get("role") == "home")
        self.home = {report.site.url.rstrip("/")}.union(
            *({str(p.get(w)).rstrip("/") for w in ("url", "final_url")} for p in homes)
        )
        self.looked: dict[str, set[str]] = defaultdict(set)
        for url, template in self.template.items():
            self.looked[template].add(url)
        self.by_fingerprint: dict[str, list[Stake]] = defaultdict(list)
        self.by_check: dict[str, list[Stake]] = defaultdict(list)
        for card in report.scorecards:
            for indicator in card.indicators:
                stake = Stake(card, indicator)
                for fingerprint in indicator.fingerprints:
                    self.by_fingerprint[fingerprint].append(stake)
                for check in indicator.checks:
                    self.by_check[check].append(stake)

    def template_of(self, finding: Located) -> str:
        """Template of the finding's page as first seen: the elderly version has another shape, but is no other page."""
        return self.template.get(finding.page, finding.template)

    def scopes(self, group: Sequence[Located]) -> list[tuple[str, list[Located]]]:
        """`group` parted by where it is mended: once for the site, in a part that templates share, or in each template."""
        about = checks().get(group[0].check)
        if about is not None and about.needs and all(is_site_artifact(need) for need in about.needs):
            return [("site", list(group))]
        templates: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for finding in group:
            templates[_element(finding)].add(self.template_of(finding))
        shared: list[Located] = []
        own: dict[str, list[Located]] = defaultdict(list)
        for finding in group:
            if len(templates[_element(finding)]) > 1:
                shared.append(finding)
            else:
                own[self.template_of(finding)].append(finding)
        parts = [("shared", shared), *(("template", rows) for rows in own.values() if _recurs(rows))]
        parts.append(("pages", [f for rows in own.values() if not _recurs(rows) for f in rows]))
        return [(scope, rows) for scope, rows in parts if rows]

    def problem(self, rows: Sequence[Located], scope: str) -> Problem:
        """The problem that `rows`, all of one subject, outcome and scope, make."""
        templates = tuple(sorted({self.template_of(f) for f in rows}))
        seen = {f.page for f in rows}
        looked = set().union(*(self.looked[t] for t in templates)) | seen
        sizes = ((t, len(self.looked[t])) for t in templates)
        size = max(len(looked), sum(max(self.report.template_sizes.get(t, 0), n) for t, n in sizes))
        said = {f.check for f in rows}.union(*(self.echoes.get(f.fingerprint, ()) for f in rows))
        names = sorted(said, key=lambda check: (check in RELATIVES, check))
        about = checks().get(names[0])
        affects = size if seen == looked and scope in {"template", "shared"} else len(seen)
        return Problem(
            checks=tuple(names),
            title=about.title if about is not None else names[0],
            outcome=rows[0].outcome,
            impact=max(f.impact for f in rows),
            # What can be shown says more than what cannot.
            findings=tuple(sorted(rows, key=lambda f: (-f.impact.rank, f.target.crop is None))),
            scope=scope,
            templates=templates,
            seen=len(seen),
            looked=len(looked),
            affects=affects,
            breadth=self.breadth(rows, scope, affects),
            size=size,
            elements=len(rows),
            places=len({(f.page, f.target.frame, f.target.selector or f.fingerprint, f.key) for f in rows}),
            stakes=self.stakes(rows),
        )

    def breadth(self, rows: Sequence[Located], scope: str, affects: int) -> int:
        """How many pages suffer from `rows`, which `affects` pages have.

        What is wrong with the site as a whole, told of its home page, is met by whoever comes to any page of it; behind
        each dead address of the site's own lies a page that nobody reaches.
        """
        if scope == "site" and all(f.page.rstrip("/") in self.home for f in rows):
            return max(self.report.coverage.pages_found, affects)
        lost = {
            f.key
            for f in rows
            if f.check in DEAD_ENDS and f.data.get("kind") in ("link", "area") and not f.data.get("outside")
        }
        return max(affects, len(lost))

    def stakes(self, rows: Iterable[Located]) -> tuple[Stake, ...]:
        """Indicators that `rows` decide, or, where none says which findings decided it, that name their checks."""
        found: dict[tuple[str, str], Stake] = {}
        for finding in rows:
            named = [s for s in self.by_check[finding.check] if not s.indicator.fingerprints]
            for stake in (*self.by_fingerprint[finding.fingerprint], *named):
                found.setdefault((stake.card.profile, stake.indicator.id), stake)
        return tuple(found.values())


def _recurs(rows: Sequence[Located]) -> bool:
    """Most elements were seen on more pages than one: the template has them, not the page's own content."""
    pages: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for finding in rows:
        pages[_element(finding)].add(finding.page)
    recurring = sum(1 for f in rows if len(pages[_element(f)]) > 1)
    return recurring * 2 > len(rows)


def reach(problem: Problem, say: Callable[..., str]) -> str:
    """How far a problem goes, in a few words: 「一处模板，影响 214 页」.

    A page says nothing of its template as long as no second one was seen, nor of what stands in its own content.
    """
    if problem.scope == "site":
        return say("全站性问题") if problem.places == 1 else say("全站性问题，{n} 处", n=problem.places)
    if problem.scope in {"template", "shared"} and problem.seen == problem.looked:
        if problem.scope == "shared":
            return say("公共部分，{t} 个模板共用，影响 {n} 页", t=len(problem.templates), n=problem.affects)
        return say("一处模板，影响 {n} 页", n=problem.affects)
    places = say("{n} 处", n=problem.places)
    if problem.size > problem.looked:
        return say(
            "{places}，见于 {n} 页（同类已看 {m} 页，约有 {all} 页）",
            places=places,
            n=problem.seen,
            m=problem.looked,
            all=problem.size,
        )
    if problem.looked == problem.seen:
        return say("{places}，见于 {n} 页", places=places, n=problem.seen)
    return say("{places}，见于 {n} 页（同类已看 {m} 页）", places=places, n=problem.seen, m=problem.looked)
