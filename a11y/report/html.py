"""The report for people: `report.html`, and `report/findings-N.html` where there is more than one page of findings.

Readable without scripts, on a phone and printed; nothing comes from elsewhere. A page holds a bounded number of findings,
so that ten thousand of them open as quickly as ten. Filters read `report/index.js`, which is loaded when they are opened.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup

from a11y.errors import KINDS as TROUBLES
from a11y.model import Impact, IndicatorResult, Located, Outcome, Score, Scorecard, SiteReport
from a11y.registry import checks
from a11y.report import Assets
from a11y.report import _words as w
from a11y.report._clean import link, masked, one_line
from a11y.report._elderly import chapters
from a11y.report._grouping import Problem, priorities, reach, ruled_false
from a11y.report._pictures import any_kept, clip, photo, why_unpictured

SUFFIX = "html"

ON_FIRST = 40
"""Findings shown whole in `report.html` itself."""
ON_OTHERS = 50
"""Findings on each further page."""
MENDED_FIRST = 10
"""Problems told in full under 先改什么."""
INLINE = 200
"""Findings whose index still stands in `report.html`, so that the file alone can be filtered."""
PRINTED = 150
"""Findings printed at most."""
PRINTED_EACH = 3
"""Findings of one problem that are printed."""

_COLOURS = {
    Outcome.PASSED: "#14592f",
    Outcome.FAILED: "#a3161c",
    Outcome.CANT_TELL: "#b26a00",
    Outcome.UNTESTED: "#6b7683",
    Outcome.INAPPLICABLE: "#b9c1ca",
}


@dataclass(frozen=True, slots=True)
class _Item:
    """One finding with its running number."""

    number: int
    finding: Located
    problem: Problem | None = None
    struck: bool = False
    others: tuple[Located, ...] = ()
    """The same element on further pages of its template."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A problem's findings on one page."""

    number: int
    problem: Problem
    page: int
    items: tuple[_Item, ...]
    continued: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """A problem in a list, with where its findings begin."""

    number: int
    problem: Problem
    href: str


def render(report: SiteReport, assets: Assets) -> dict[str, bytes]:
    """`report.html`, further pages of findings, and the index that filters read."""
    report = masked(report)
    problems = priorities(report)
    struck = [f for f in report.findings if ruled_false(f)]
    pages = _pages(problems, struck, ON_FIRST, ON_OTHERS)
    index = _index(report, problems, struck, pages)
    files = {"report.html": _first(report, assets, problems, struck, pages, index=index)}
    if index is not None and len(index["rows"]) > INLINE:
        files["report/index.js"] = _script(index).encode("utf-8")
    name = report.site.name or report.site.id or report.site.url
    template = _environment().get_template("findings.html.j2")
    for number, (parts, out) in enumerate(pages[1:], start=2):
        text = template.render(
            **_context(report, assets, up="../"), name=name, page=number, pages=len(pages), parts=parts, struck=out,
            detail=lambda n: "../report.html#details" if n == 1 else f"findings-{n}.html",
        )  # fmt: skip
        files[f"report/findings-{number}.html"] = _encode(text)
    return files


def printable(report: SiteReport, assets: Assets) -> bytes:
    """One page of HTML with its pictures inside, made to be printed: at most `PRINTED` findings, the rest counted."""
    report = masked(report)
    problems = priorities(report)
    struck = [f for f in report.findings if ruled_false(f)]
    pages = _pages(problems, struck, PRINTED, ON_OTHERS, each=PRINTED_EACH)
    return _first(report, assets, problems, struck, pages[:1], printed=True)


def _first(
    report: SiteReport,
    assets: Assets,
    problems: Sequence[Problem],
    struck: Sequence[Located],
    pages: Sequence[tuple[list[_Part], list[_Item]]],
    *,
    index: Mapping[str, Any] | None = None,
    printed: bool = False,
) -> bytes:
    say = w.words(report.lang)
    numbers = _numbers(pages)
    rows = _rows(problems, pages)
    shown = sum(1 for _ in _placed(pages[:1]))
    every = sum(p.elements for p in problems) + len(struck)
    counts = Counter(f.outcome for p in problems for f in p.findings)
    inline = index is not None and len(index["rows"]) <= INLINE

    def evidence(indicator: IndicatorResult) -> list[dict[str, Any]]:
        found = sorted({numbers[mark] for mark in indicator.fingerprints if mark in numbers})
        return [{"number": number, "href": href} for number, href in found]

    text = _environment().get_template("report.html.j2").render(
        **_context(report, assets, embedded=printed),
        name=report.site.name or report.site.id or report.site.url,
        lead=_lead(report, problems, say),
        problems=rows,
        first=rows[:MENDED_FIRST],
        parts=pages[0][0] if pages else [],
        struck=pages[0][1] if pages else [],
        pages=len(pages),
        detail=lambda n: "#details" if n == 1 else f"report/findings-{n}.html",
        left_out=every - shown if printed else 0,
        totals={
            "all": every,
            "failed": counts[Outcome.FAILED],
            "doubts": counts[Outcome.CANT_TELL],
            "struck": len(struck),
        },
        charts=[_charts(card) for card in report.scorecards],
        spans=[_span(card) for card in report.scorecards],
        any_interval=any(c.score and c.score.floor != c.score.ceiling for c in report.scorecards),
        evidence=evidence,
        elderly=chapters(report, say),
        thumbnails=[page for page in report.pages if page.get("thumbnail")],
        knows_newer=any("47797" in note for card in report.scorecards for note in card.notes),
        printed=printed,
        inline_index=Markup(_script(index)) if inline and index is not None else "",  # noqa: S704
        script=Markup(_source("filter.js")),  # noqa: S704
    )  # fmt: skip
    return _encode(text)


def _context(report: SiteReport, assets: Assets, *, up: str = "", embedded: bool = False) -> dict[str, Any]:
    """What every template of a report speaks with."""
    kept = any_kept(report)
    return {
        "unpictured": lambda finding: why_unpictured(finding, kept=kept),
        "report": report,
        "t": w.words(report.lang),
        "css": Markup(_source("style.css")),  # noqa: S704
        "sound": lambda path: clip(path, assets, up=up),
        "photo": lambda path: photo(path, assets, up=up, embedded=embedded),
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("a11y.report"), autoescape=True, undefined=ChainableUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(link=link, value=value_text)
    environment.filters.update(brief=lambda text, limit=200: one_line(str(text or ""), limit), moment=moment)
    environment.globals.update(
        OUTCOMES=w.OUTCOMES, IMPACTS=w.IMPACTS, MODES=w.MODES, DEVICES=w.DEVICES, ROLES=w.ROLES, KINDS=w.KINDS,
        HOW=w.HOW, CONFIDENCE=w.CONFIDENCE, decimal=w.decimal, verdict=w.verdict, coverage=w.coverage, reach=reach,
        points_text=points_text, has_points=lambda card: any(i.points for i in card.indicators),
        title_of=lambda check: checks()[check].title if check in checks() else "",
        kind=lambda name: TROUBLES[name].text if name in TROUBLES else name,
    )  # fmt: skip
    return environment


@cache
def _source(name: str) -> str:
    loader = _environment().loader
    assert loader is not None  # noqa: S101
    return loader.get_source(_environment(), name)[0]


def points_text(indicator: IndicatorResult, say: w.Say) -> str:
    """What an indicator lost or earned: `−2（0–4）` with the interval where it is in doubt, `+3` for a bonus."""
    points = indicator.points
    if points is None:
        return "—"
    if indicator.kind == "bonus":
        return "+" + w.decimal(points.earned)
    own = "−" + w.decimal(points.lost) if points.lost else "0"
    if points.floor == points.ceiling:
        return own
    # Nobody has looked yet: what the score leaves out for now is no deduction, and must not read like one.
    own = say("待定") if indicator.outcome is Outcome.UNTESTED else own
    least, most = points.max - points.ceiling, points.max - points.floor
    return f"{own}（{w.decimal(least)}–{w.decimal(most)}）"


def moment(text: str) -> str:
    """A time for people: `2026-11-22 05:00 +08:00`."""
    day, _, clock = text.partition("T")
    zone = clock[-6:] if clock[-6:-5] in {"+", "-"} else ""
    return f"{day} {clock[:5]} {zone}".strip()


_PARTS: Mapping[str, str] = {
    "factor": "倍数", "share": "比例", "gap": "段间空白（行）", "line": "行距（倍）", "sense": "其他感官", "url": "地址",
    "text": "文字", "width": "宽", "height": "高", "chars": "字数", "name": "名称", "at": "时间",
}  # fmt: skip
"""Names of the parts of a value, as readers call them."""


def value_text(value: Any, say: w.Say = w.words("zh")) -> str:  # noqa: B008
    """A measured or required value in one line, whatever its shape."""
    if value is None or value == "":
        return "—"
    match value:
        case bool():
            text = say("是") if value else say("否")
        case float():
            text = f"{value:g}"
        case Score():
            text = f"{w.decimal(value.value)}（{w.decimal(value.floor)}–{w.decimal(value.ceiling)}）"
        case Mapping():
            text = "，".join(
                f"{say(_PARTS.get(str(key), str(key)))}：{value_text(item, say)}"
                for key, item in list(value.items())[:12]
            )
        case list() | tuple():
            text = "、".join(value_text(item, say) for item in value[:12]) + ("…" if len(value) > 12 else "")
        case _:
            text = str(value)
    return one_line(text)


def _lead(report: SiteReport, problems: Sequence[Problem], say: w.Say) -> str:
    """The first sentences: the verdict by each document, then the three things that matter most."""
    cards = [
        say("按“{title}”：{verdict}。", title=c.title or c.profile, verdict=w.verdict(c, say))
        for c in report.scorecards
    ]
    failing = list(dict.fromkeys(p.title for p in problems if p.outcome is Outcome.FAILED))[:3]
    if failing:
        cards.append(say("最该先改的：{list}。", list="；".join(failing)))
    elif problems:
        cards.append(say("没有确定的问题，有 {n} 处要人工复核。", n=sum(p.elements for p in problems)))
    return "".join(cards)


def _pages(
    problems: Sequence[Problem], struck: Sequence[Located], first: int, others: int, *, each: int | None = None
) -> list[tuple[list[_Part], list[_Item]]]:
    """Findings dealt out to pages, in the order of problems; those ruled false come last."""
    pages: list[tuple[list[_Part], list[_Item]]] = [([], [])]
    room, number = first, 0
    for place, problem in enumerate(problems, start=1):
        rest = occurrences(problem.findings)[:each]
        start = rest[0]
        while rest:
            if room == 0:
                pages.append(([], []))
                room = others
            taken, rest = rest[:room], rest[room:]
            items = tuple(_Item(number + i, f, problem, others=tuple(o)) for i, (f, *o) in enumerate(taken, start=1))
            pages[-1][0].append(_Part(place, problem, len(pages), items, continued=taken[0] is not start))
            number += len(taken)
            room -= len(taken)
    for finding in struck:
        if room == 0:
            pages.append(([], []))
            room = others
        number += 1
        room -= 1
        pages[-1][1].append(_Item(number, finding, None, struck=True))
    return pages


def occurrences(findings: Sequence[Located]) -> list[list[Located]]:
    """`findings` with the same element of several pages brought together: equal marks that stand on different pages.

    Two equal marks on one page are two elements, so the second of one page goes with the second of another.
    """
    groups: dict[tuple[str, int], list[Located]] = {}
    on_page: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        mark = (finding.fingerprint, finding.page)
        groups.setdefault((finding.fingerprint, on_page[mark]), []).append(finding)
        on_page[mark] += 1
    return list(groups.values())


def _placed(pages: Sequence[tuple[list[_Part], list[_Item]]]) -> Iterator[tuple[Located, int, str]]:
    """Every finding, its running number, and its address as seen from `report.html`."""
    for number, (parts, struck) in enumerate(pages, start=1):
        file = "" if number == 1 else f"report/findings-{number}.html"
        for item in (*(i for part in parts for i in part.items), *struck):
            for finding in (item.finding, *item.others):
                yield finding, item.number, f"{file}#f{item.number}"


def _numbers(pages: Sequence[tuple[list[_Part], list[_Item]]]) -> dict[str, tuple[int, str]]:
    """Fingerprint → running number and address of its finding."""
    found: dict[str, tuple[int, str]] = {}
    for finding, number, href in _placed(pages):
        found.setdefault(finding.fingerprint, (number, href))
    return found


def _rows(problems: Sequence[Problem], pages: Sequence[tuple[list[_Part], list[_Item]]]) -> list[_Row]:
    starts: dict[int, str] = {}
    for number, (parts, _) in enumerate(pages, start=1):
        file = "" if number == 1 else f"report/findings-{number}.html"
        for part in parts:
            starts.setdefault(part.number, f"{file}#p{part.number}")
    return [_Row(n, problem, starts.get(n, "#problems")) for n, problem in enumerate(problems, start=1)]


def _index(
    report: SiteReport,
    problems: Sequence[Problem],
    struck: Sequence[Located],
    pages: Sequence[tuple[list[_Part], list[_Item]]],
) -> dict[str, Any] | None:
    """What filters read: names once, then one short row per finding: page, check, impact, outcome, address, message."""
    if not problems and not struck:
        return None
    say = w.words(report.lang)
    placed = list(_placed(pages))
    addresses = {url: n for n, url in enumerate(sorted({f.page for f, _, _ in placed}))}
    names = {name: n for n, name in enumerate(sorted({f.check for f, _, _ in placed}))}
    impacts = {impact: n for n, impact in enumerate(reversed(Impact))}
    outcomes = {Outcome.FAILED: 0, Outcome.CANT_TELL: 1}
    known = checks()
    return {
        "pages": list(addresses),
        "checks": [f"{known[name].title}（{name}）" if name in known else name for name in names],
        "impacts": [say(w.IMPACTS[impact]) for impact in impacts],
        "outcomes": [say(w.OUTCOMES[outcome]) for outcome in outcomes],
        "rows": [
            [
                addresses[f.page],
                names[f.check],
                impacts[f.impact],
                outcomes.get(f.outcome, 1),
                href,
                one_line(f.message, 120),
            ]
            for f, _, href in placed
        ],
    }


def _script(index: Mapping[str, Any]) -> str:
    """The index as a script that no text in it can end or leave."""
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"window.A11Y_INDEX={text};"


def _charts(card: Scorecard) -> dict[str, Any]:
    counts = Counter(i.outcome for i in card.indicators)
    total = max(1, len(card.indicators))
    outcomes = [
        {"label": w.OUTCOMES[o], "n": counts[o], "share": round(100 * counts[o] / total, 1), "colour": _COLOURS[o]}
        for o in w.OUTCOMES
        if counts[o]
    ]
    lost: dict[str, Decimal] = defaultdict(Decimal)
    for indicator in card.indicators:
        if indicator.points is not None and indicator.kind != "bonus" and indicator.outcome is not Outcome.UNTESTED:
            lost[indicator.block or indicator.id] += indicator.points.lost
    # Rows may share their points, so there is no sum of full marks to measure against: the worst block is the scale.
    largest = max(lost.values(), default=Decimal(0))
    blocks = [
        {"label": name, "lost": w.decimal(n), "share": float(round(100 * n / largest, 1))}
        for name, n in lost.items()
        if largest
    ]
    return {"outcomes": outcomes, "blocks": blocks}


def _span(card: Scorecard) -> dict[str, Any]:
    """The score's interval in percent of its scale, which is 100 or as far as the score goes."""
    if card.score is None:
        return {}
    top = max(Decimal(100), card.score.ceiling)
    x, value, end = (
        max(Decimal(0), part) * 100 / top for part in (card.score.floor, card.score.value, card.score.ceiling)
    )
    return {
        "x": w.decimal(x),
        "width": w.decimal(max(end - x, Decimal("0.5"))),
        "value": w.decimal(min(value, Decimal(99))),
        "top": w.decimal(top),
    }


def _encode(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")
