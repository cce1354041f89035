"""Names of periods and verdicts as circulars write them."""

from __future__ import annotations

from a11y.model import Outcome
from a11y.period import Standing
from a11y.profile import all_profiles

VERDICTS = {
    Outcome.PASSED: "合格", Outcome.FAILED: "不合格", Outcome.CANT_TELL: "待复核", Outcome.UNTESTED: "未完成",
    Outcome.INAPPLICABLE: "不适用",
}  # fmt: skip

_QUARTERS = "一二三四"


def period_name(period: str) -> str:
    """`2026Q4` → 2026年第四季度; `2026-11` → 2026年11月; `2026-11-22` → 2026年11月22日; `2026` → 2026年."""
    if "Q" in period:
        year, _, quarter = period.partition("Q")
        return f"{year}年第{_QUARTERS[int(quarter) - 1]}季度"
    parts = period.split("-")
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))


def document(profile: str) -> str:
    """`《…》`, the title of a document; its id where it was given by its path."""
    return next((f"《{each.title}》" for each in all_profiles() if each.id == profile), f" {profile} ")


def day_name(day: str) -> str:
    """`2026-11-22` → 2026年11月22日; anything else as it is."""
    parts = day[:10].split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return day
    return period_name(day[:10])


def verdict(outcome: Outcome, complete: bool) -> str:
    """A site's verdict: unfinished where it was not wholly seen and did not fail.

    One that was wholly seen, and has lines that only a person can answer, waits for that person.
    """
    if outcome is Outcome.FAILED:
        return VERDICTS[outcome]
    if not complete:
        return "未完成"
    return "待复核" if outcome is Outcome.UNTESTED else VERDICTS[outcome]


def span(standing: Standing) -> str:
    """`76–91` where the score is in doubt; empty where it is not."""
    return "–".join(f"{end.normalize():f}" for end in standing.span) if standing.span else ""
