"""The words of the house: outcomes, targets, findings, results, scorecards, the report.

Every type here is a frozen value. Nothing here knows a browser, a file or a law.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import total_ordering
from typing import Any


@total_ordering
class _Ordered(Enum):
    """An enumeration whose members are ordered as they are written, lowest first."""

    @property
    def rank(self) -> int:
        """Position in the order, from 0."""
        return list(type(self)).index(self)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, type(self)):
            return NotImplemented
        return self.rank < other.rank


class Outcome(_Ordered):
    """What is known of one target, one check, one indicator or one site; the worst is the `max`.

    Source: EARL 1.0 outcome values; the order is axe-core's, with `untested` below `cantTell`.
    """

    INAPPLICABLE = "inapplicable"
    PASSED = "passed"
    UNTESTED = "untested"
    CANT_TELL = "cantTell"
    FAILED = "failed"


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The highest of `outcomes`; `inapplicable` where there are none."""
    return max(outcomes, default=Outcome.INAPPLICABLE)


class Impact(_Ordered):
    """How much a failure hurts a visitor. Says nothing of how certain it is. Source: axe-core."""

    MINOR = "minor"
    MODERATE = "moderate"
    SERIOUS = "serious"
    CRITICAL = "critical"


class Certainty(Enum):
    """What a check may say by itself (the contract's F and T)."""

    FAILS = "F"
    """Hard evidence: the check may fail by itself."""
    DOUBTS = "T"
    """At most `cantTell` by itself: a person or a site file decides."""
    EITHER = "F/T"
    """Fails where the site file or an exact entry speaks, doubts where we found it ourselves."""


class Mode(Enum):
    """Which version of a page was looked at."""

    STANDARD = "standard"
    ELDERLY = "elderly"


class Device(Enum):
    """Which screen a page was looked at on."""

    DESKTOP = "desktop"
    MOBILE = "mobile"


class Role(Enum):
    """What a page is for in its site (WCAG-EM structured sample, and `random`)."""

    HOME = "home"
    COLUMN = "column"
    ARTICLE = "article"
    SERVICE = "service"
    INTERACTION = "interaction"
    SEARCH = "search"
    RANDOM = "random"


class Tested(Enum):
    """How an outcome came about. Source: EARL 1.0 test modes."""

    AUTOMATIC = "automatic"
    SEMI_AUTO = "semiAuto"
    MANUAL = "manual"


Box = tuple[float, float, float, float]
"""`x, y, width, height` in CSS pixels of the document."""


@dataclass(frozen=True, slots=True)
class Target:
    """One element (or, with an empty selector, one page) that a check speaks of."""

    selector: str = ""
    """CSS selector that finds it; shadow steps are joined by ` >>> `. Empty: the page or the site."""
    html: str | None = None
    """Outer HTML, shortened, its start tag whole."""
    frame: tuple[str, ...] = ()
    """Frame addresses from the top page down; empty in the main frame."""
    box: Box | None = None
    landmark: str = ""
    """Path of landmarks and headings around it, without generated ids: part of the fingerprint."""
    name: str = ""
    """Accessible name, at most 80 characters: part of the fingerprint."""
    crop: str | None = None
    """Picture of it, a path relative to the site's folder."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of one target."""

    outcome: Outcome
    target: Target
    message: str = ""
    """One whole Chinese sentence; empty only where it passed."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """What was measured and what is asked: at least `measured` and `required` unless passed."""
    impact: Impact | None = None
    """Overrides the check's own impact."""
    key: str = ""
    """The check's own part of the fingerprint: link target, column address, wrong word."""
    page: str | None = None
    """Checks of a site only: the address that decided; `None` means the home page."""
    remedy: str | None = None
    """Overrides the check's own remedy."""


def passed(target: Target, *, key: str = "", page: str | None = None, **data: Any) -> Finding:
    """The target meets the expectation. `data` is shown even so."""
    return Finding(Outcome.PASSED, target, data=data, key=key, page=page)


def failed(
    target: Target,
    message: str,
    *,
    measured: Any,
    required: Any,
    impact: Impact | None = None,
    key: str = "",
    page: str | None = None,
    remedy: str | None = None,
    **data: Any,
) -> Finding:
    """The target does not meet the expectation, by hard evidence."""
    values = {"measured": measured, "required": required, **data}
    return Finding(Outcome.FAILED, target, message, values, impact, key, page, remedy)


def cannot_tell(
    target: Target,
    message: str,
    *,
    reason: str,
    measured: Any = None,
    required: Any = None,
    impact: Impact | None = None,
    key: str = "",
    page: str | None = None,
    remedy: str | None = None,
    **data: Any,
) -> Finding:
    """Whether the target meets the expectation needs a person; `reason` is a kebab-case word."""
    values = {"measured": measured, "required": required, "reason": reason, **data}
    return Finding(Outcome.CANT_TELL, target, message, values, impact, key, page, remedy)


def untested(
    target: Target, *, reason: str, measured: Any = None, required: Any = None, key: str = "", page: str | None = None,
    **data: Any,
) -> Finding:  # fmt: skip
    """Nothing was looked at, so nothing is said of the target; `reason` is a kebab-case word."""
    values = {"measured": measured, "required": required, "reason": reason, **data}
    return Finding(Outcome.UNTESTED, target, data=values, key=key, page=page)


@dataclass(frozen=True, slots=True)
class Located:
    """A finding together with where it was made: one row of `report.json`'s `findings`."""

    check: str
    profiles: tuple[str, ...]
    outcome: Outcome
    impact: Impact
    page: str
    mode: Mode
    device: Device
    target: Target
    message: str
    remedy: str | None
    data: Mapping[str, Any]
    fingerprint: str
    repeat: str = ""
    """The command that shows this finding again."""
    role: Role = Role.HOME
    template: str = ""
    """Template of the page, so that one template's finding is told once."""
    key: str = ""
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check, run with one set of options, says of a whole site."""

    check: str
    profiles: tuple[str, ...]
    """Chosen profiles that name the check with these options."""
    options: Mapping[str, Any]
    outcome: Outcome
    passed: int | None
    failed: int
    cant_tell: int
    reason: str | None = None
    """Why it is untested or in doubt as a whole."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """What was measured even when all passed (enlarging factor, largest size, share read)."""
    findings: tuple[Located, ...] = ()
    """Failed and cantTell ones, whole."""
    targets: tuple[TargetOutcome, ...] = ()
    """Every target's outcome with where it was, passed ones too, so that a judge can count per page."""


@dataclass(frozen=True, slots=True)
class TargetOutcome:
    """The barest trace of one target: enough to count by page, kind and role."""

    outcome: Outcome
    page: str
    role: Role
    mode: Mode
    device: Device
    kind: str = ""
    """`data["kind"]` of the finding, where the check tells kinds apart."""
    key: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's answer to an open question, or an exemption."""

    outcome: Outcome | None
    by: str
    at: str
    reason: str
    until: str | None = None
    points: Decimal | None = None
    false_finding: bool = False
    """The finding is false: it stays in the report, struck out, and counts no more."""


@dataclass(frozen=True, slots=True)
class Points:
    """Points of one indicator. Decimals, never floats."""

    max: Decimal
    lost: Decimal
    earned: Decimal
    floor: Decimal
    ceiling: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """`value` leaves doubts out, `floor` decides every doubt against the site, `ceiling` for it."""

    value: Decimal
    floor: Decimal
    ceiling: Decimal


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One row of a scorecard."""

    id: str
    title: str
    clause: str
    kind: str
    """`require`, `veto`, `deduct` or `bonus`."""
    outcome: Outcome
    mode: Tested
    points: Points | None
    findings: int
    ruling: Ruling | None = None
    block: str = ""
    reason: str = ""
    """Why points were lost, or what is missing, in Chinese."""
    checks: tuple[str, ...] = ()
    fingerprints: tuple[str, ...] = ()
    """The findings that decided, so that every point can be traced to an element."""
    rule: str = ""
    """The published rule's own words (评分细则)."""
    source: str = ""
    """Confidence of the published rule: V, V2, S, N, M, E or D."""
    decides: bool = True
    """False: advice, never a verdict."""
    how: str = ""
    """自动判定, 需人工复核, 人工录入 or 未检."""
    cap: str = ""
    """Row of the office's own table whose full marks this line shares; `points.max` is then that row's."""
    part: str = ""
    """Part of the score it belongs to."""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What one profile says of one site."""

    profile: str
    version: str
    verdict: Outcome
    score: Score | None
    automatic: int
    manual: int
    untested: int
    indicators: tuple[IndicatorResult, ...]
    title: str = ""
    source: str = ""
    status: str = ""
    reason: str | None = None
    """Why there is no score or no verdict: 覆盖不足, 分值未确认 …"""
    band: str | None = None
    grade: str | None = None
    """合格, 不合格, 未完成 …"""
    notes: tuple[str, ...] = ()
    """What a reader must know: superseding documents, second-hand sources, clauses left out."""
    parts: Mapping[str, Any] = field(default_factory=dict)
    """Sub-scores of a document with several parts, by name."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column (栏目) of a site file."""

    name: str
    url: str = ""
    kind: str = "other"
    """news, notice, policy, interpretation, overview, leaders, statistics or other."""
    level: int = 1
    period_days: int | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """One row of the register: what is known of a site before it is looked at."""

    url: str
    id: str = ""
    name: str = ""
    code: str = ""
    sponsor: str = ""
    kind: str | None = None
    """portal or department; `None` where the register does not say."""
    group: str = ""
    region: str = ""
    no_service: bool = False
    scope: tuple[str, ...] = ()
    """Further hosts and address prefixes that belong to the site."""
    tags: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    guides: tuple[str, ...] = ()
    messages: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a site was seen."""

    pages_found: int
    pages_checked: int
    pages_failed: int
    templates: int
    complete: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Our instrument broke, or was kept out: one row of `errors`."""

    where: str
    kind: str
    """A word of `errors.KINDS`."""
    detail: str


@dataclass(frozen=True, slots=True)
class SiteReport:
    """Everything a reporter needs; `report/json.py` writes its fixed part."""

    tool: Mapping[str, Any]
    site: Site
    collected_at: str
    coverage: Coverage
    pages: tuple[Mapping[str, Any], ...]
    """As in the contract: url, final_url, role, mode, device, status, title, template, milliseconds; and thumbnail."""
    checks: tuple[CheckResult, ...]
    scorecards: tuple[Scorecard, ...]
    errors: tuple[Trouble, ...]
    chapters: Mapping[str, Any] = field(default_factory=dict)
    """JSON-able matter for the reports' own chapters, by name (`elderly`: pictures, steps, transcript)."""
    lang: str = "zh"
    template_sizes: Mapping[str, int] = field(default_factory=dict)
    """Template → how many of the pages found are supposed to have it: `Sample.template_sizes`."""

    @property
    def findings(self) -> tuple[Located, ...]:
        """Failed and cantTell findings of all checks, worst and gravest first."""
        rows = [finding for result in self.checks for finding in result.findings]
        return tuple(sorted(rows, key=lambda f: (-f.outcome.rank, -f.impact.rank, f.check, f.page, f.fingerprint)))
