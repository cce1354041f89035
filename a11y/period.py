"""The arithmetic of a circular over many sites: rates, bands, ranks, weak indicators. Pure.

Source: the published figures of 宁夏 2020 Q3, 重庆 2023 Q4 and the notices of the spec; decimals are a setting.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from a11y.model import Outcome, Scorecard, Site

HUNDRED = Decimal(100)


def percent(part: int, whole: int, places: int = 1) -> str:
    """`part` of `whole` in percent, as notices print it: 99.2, 100, 12.

    Never 100 while one is missing, never 0 while there is one; halves are rounded up.

    Raises:
        ValueError: `whole` is 0, or `part` is not between 0 and `whole`.
    """
    return text(rate(part, whole, places))


def rate(part: int, whole: int, places: int = 1) -> Decimal:
    """`part` of `whole` in percent, rounded to `places`; see `percent`."""
    if whole <= 0 or not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share")
    step = Decimal(1).scaleb(-places)
    exact = HUNDRED * part / whole
    rounded = exact.quantize(step, ROUND_HALF_UP)
    if part < whole and rounded >= HUNDRED:
        # 99.96 % of sites passed is not all of them.
        return min(exact.quantize(step, ROUND_DOWN), HUNDRED - step)
    return step if part > 0 and rounded == 0 else rounded


def text(share: Decimal) -> str:
    """`100` and `12` without a tail of zeros, `99.2` and `99.80` as they are."""
    return str(int(share)) if share == share.to_integral_value() else str(share)


def warning(bad: int, whole: int, printed: str) -> str | None:
    """A line where a published pass rate does not follow from the numbers beside it; None where it does.

    Source: 青海 2020 Q3 prints 94.3 % for 134 sites with 8 named; 126 of 134 is 94.03 %.
    """
    shown = Decimal(printed.strip().rstrip("%％"))
    exponent = shown.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    computed = rate(whole - bad, whole, places)
    if computed == shown:
        return None
    exact = rate(whole - bad, whole, max(2, places))
    return f"公布的合格率 {printed} 与数量不符：{whole} 个中 {bad} 个不合格，应为 {exact}%，请核对"


def span(period: str) -> tuple[date, date]:
    """First and last day of `2026`, `2026Q4`, `2026-11` or `2026-11-22`."""
    year, rest = int(period[:4]), period[4:]
    if not rest:
        return date(year, 1, 1), date(year, 12, 31)
    if rest.startswith("Q"):
        last = 3 * int(rest[1:])
        return date(year, last - 2, 1), _month_end(year, last)
    if len(period) == 7:
        return date(year, int(period[5:]), 1), _month_end(year, int(period[5:]))
    day = date.fromisoformat(period)
    return day, day


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def earlier(periods: Iterable[str], period: str) -> list[str]:
    """Those of the same length (days, months, quarters, years) that were over before `period` began, oldest first."""
    same = [other for other in periods if _form(other) == _form(period) and span(other)[1] < span(period)[0]]
    return sorted(same, key=span)


def until(periods: Iterable[str], period: str) -> list[str]:
    """Those of any length that began before `period` was over."""
    return [other for other in periods if span(other)[0] <= span(period)[1]]


def _form(period: str) -> tuple[int, bool]:
    return len(period), "Q" in period


@dataclass(frozen=True, slots=True)
class Standing:
    """What one site is in a period."""

    id: str
    name: str
    verdict: Outcome
    group: str = ""
    kind: str | None = None
    region: str = ""
    score: Decimal | None = None
    band: str | None = None
    complete: bool = True
    failed: tuple[tuple[str, str], ...] = ()
    """(Indicator id, title) of what failed; a circular leaves advice out, see `notice.figures`."""
    span: tuple[Decimal, Decimal] | None = None
    """Every doubt against the site, and every doubt for it; None where there is no doubt."""


def standing(site: Site, card: Scorecard, id: str, *, complete: bool = True) -> Standing:
    """A site's standing by one scorecard."""
    return Standing(
        id, site.name or site.url, card.verdict, site.group, site.kind, site.region,
        None if card.score is None else card.score.value, card.band, complete,
        tuple((row.id, row.title) for row in card.indicators if row.outcome is Outcome.FAILED),
        None if card.score is None or card.score.floor == card.score.ceiling else (card.score.floor, card.score.ceiling),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Overview:
    """The numbers of a circular's first paragraph."""

    running: int
    """In the register."""
    checked: int
    """Seen well enough to be judged, by whatever verdict."""
    problem: int
    """问题网站: failed."""
    doubtful: int
    """Left to a person; neither failed nor passed yet."""
    places: int = 1

    @property
    def passed(self) -> int:
        """Checked and not failed, as notices count: (checked − problem)."""
        return self.checked - self.problem

    @property
    def unfinished(self) -> int:
        """Running, but not seen: never counted as passed."""
        return self.running - self.checked

    @property
    def pass_rate(self) -> str | None:
        """(Checked − problem) ÷ checked; None where nothing was checked."""
        return percent(self.passed, self.checked, self.places) if self.checked else None

    @property
    def check_rate(self) -> str | None:
        """Checked ÷ running."""
        return percent(self.checked, self.running, self.places) if self.running else None


def overview(standings: Iterable[Standing], *, running: int | None = None, places: int = 1) -> Overview:
    """Counts over the sites of a period; sites that could not be seen are unfinished, not passed.

    A site that failed on hard evidence counts as checked even if it was not wholly seen.
    """
    rows = list(standings)
    problem = sum(row.verdict is Outcome.FAILED for row in rows)
    checked = [row for row in rows if row.complete or row.verdict is Outcome.FAILED]
    doubtful = sum(row.verdict in (Outcome.CANT_TELL, Outcome.UNTESTED) for row in checked)
    return Overview(len(rows) if running is None else running, len(checked), problem, doubtful, places)


def by_group(standings: Iterable[Standing], *, places: int = 1) -> dict[str, Overview]:
    """An overview for each region, or each group where no region is given, in the order met."""
    groups: dict[str, list[Standing]] = {}
    for row in standings:
        groups.setdefault(row.region or row.group, []).append(row)
    return {name: overview(rows, places=places) for name, rows in groups.items()}


def rectification(found: int, mended: int, places: int = 1) -> str | None:
    """整改率: mended ÷ found; None where nothing was found."""
    return percent(mended, found, places) if found else None


def above(standings: Iterable[Standing], score: Decimal | int) -> int:
    """How many sites score more than `score`; itself does not count."""
    return sum(row.score is not None and row.score > score for row in standings)


def bands(standings: Iterable[Standing]) -> dict[str, list[Standing]]:
    """Sites by band, each band ranked; areas before departments, as 重庆's list has them. Without a band: left out."""
    found: dict[str, list[Standing]] = {}
    for row in standings:
        if row.band is not None:
            found.setdefault(row.band, []).append(row)
    lowest = {name: min(row.score or Decimal(0) for row in rows) for name, rows in found.items()}
    return {name: sorted(found[name], key=_listed) for name in sorted(found, key=lambda name: -lowest[name])}


def _listed(row: Standing) -> tuple[bool, Decimal, str]:
    return (row.kind == "department", -(row.score or Decimal(0)), row.id)


def ranking(standings: Iterable[Standing]) -> list[tuple[int, Standing]]:
    """Sites with a score, best first. Equal scores share a rank, and the next is counted on: 1, 2, 2, 4."""
    rows = sorted((r for r in standings if r.score is not None), key=lambda row: (-(row.score or Decimal(0)), row.id))
    ranks: list[tuple[int, Standing]] = []
    for place, row in enumerate(rows, 1):
        rank = ranks[-1][0] if ranks and ranks[-1][1].score == row.score else place
        ranks.append((rank, row))
    return ranks


@dataclass(frozen=True, slots=True)
class Weak:
    """One indicator that many sites fail."""

    id: str
    title: str
    sites: int
    share: str
    """Percent of the sites checked."""
    quantifier: str
    """个别, 部分 or 多个, as notices say it."""


def weak_indicators(standings: Iterable[Standing], *, most: int = 10, places: int = 1) -> list[Weak]:
    """Indicators by how many sites fail them, most first."""
    rows = [row for row in standings if row.complete or row.failed]
    counts = Counter(indicator for row in rows for indicator in set(row.failed))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
    return [
        Weak(id, title, count, percent(count, len(rows), places), quantifier(count, len(rows)))
        for (id, title), count in ranked
    ]


def quantifier(count: int, whole: int) -> str:
    """个别 up to a tenth (or one), 部分 up to a half, 多数 above: this tool's own bounds, none is published."""
    if count <= 1 or count * 10 <= whole:
        return "个别"
    return "部分" if count * 2 <= whole else "多数"


def changes(before: Mapping[str, Standing], after: Mapping[str, Standing]) -> dict[str, Sequence[str]]:
    """Sites between two periods: newly failed, mended, still failing, new to the register, gone from it."""

    def failing(rows: Mapping[str, Standing]) -> set[str]:
        return {id for id, row in rows.items() if row.verdict is Outcome.FAILED}

    first, second = failing(before), failing(after)
    seen = {id for id, row in after.items() if row.complete}
    return {
        "new": sorted(second - first),
        "mended": sorted((first - second) & seen),
        "persistent": sorted(first & second),
        "unseen": sorted((first - second) & set(after) - seen),
        "joined": sorted(set(after) - set(before)),
        "left": sorted(set(before) - set(after)),
    }
