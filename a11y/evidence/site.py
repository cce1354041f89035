"""Artifacts of a whole site: who runs it by its own marks, and whether its content lives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from a11y import marks
from a11y.evidence import Page, PageEvidence, site_artifact
from a11y.evidence.page import Console, Foot, Meta
from a11y.evidence.technical import ConsoleErrors, console_errors
from a11y.model import Mode, Role

__all__ = [
    "FROM_PAGES", "AnnualReport", "ColumnSeen", "Columns", "Copied", "Duplicates", "Entry", "Fold", "FormMention",
    "GuideSeen", "Guides", "HomeNews", "InterpretationSeen", "Interpretations", "Marks", "MessageSeen", "Messages",
    "OpenData", "PageMarks", "PolicyMention", "PolicySeen", "SearchTry", "Searches", "SecondLevel", "StatisticSeen",
    "Statistics", "SurveySeen", "Surveys", "marks_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageMarks:
    """What one page says of its site's identity: enough to compare pages with each other."""

    url: str
    role: Role
    title: str = ""
    site_name: str = ""
    """Meta `SiteName`."""
    site_domain: str = ""
    meta_code: str = ""
    """Meta `SiteIDCode`."""
    foot_codes: tuple[str, ...] = ()
    find_error_form: str = ""
    """`link`, `script`, `call`, `other` or empty: see `marks.FindError`."""
    find_error_code: str = ""
    find_error_problem: str = ""
    find_error_doubt: str = ""
    find_error_address: str = ""
    has_foot: bool = False
    unread: tuple[str, ...] = ()
    """As `Foot.unread`."""


@site_artifact
@dataclass(frozen=True, slots=True)
class Marks:
    """Identity marks of every page seen in its standard version. Made of page artifacts, not gathered."""

    pages: tuple[PageMarks, ...] = ()

    @property
    def home(self) -> PageMarks | None:
        """Those of the home page."""
        return next((page for page in self.pages if page.role is Role.HOME), None)


def marks_of(seen: PageEvidence) -> PageMarks | None:
    """The row of one page; None where nothing of it can be compared."""
    page: Page = seen.page
    foot, meta = seen.artifacts.get(Foot), seen.artifacts.get(Meta)
    if page.error or page.mode is not Mode.STANDARD or (foot is None and meta is None):
        return None
    tags = {name.lower(): value for name, value in meta.tags.items()} if meta else {}
    foot = foot or Foot()
    entry = marks.find_error(foot.text, foot.html, foot.links, foot.images, foot.scripts)
    return PageMarks(
        url=page.url, role=page.role, title=meta.title if meta else page.title,
        site_name=tags.get("sitename", "").strip(), site_domain=tags.get("sitedomain", "").strip(),
        meta_code=tags.get("siteidcode", "").strip(), foot_codes=marks.site_codes(foot.text),
        find_error_form=entry.form, find_error_code=entry.code, find_error_problem=entry.problem,
        find_error_doubt=entry.doubt, find_error_address=entry.address, has_foot=bool(foot.text or foot.html),
        unread=foot.unread,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fold:
    """How a site artifact is made of page artifacts."""

    needs: tuple[type, ...]
    """Page artifacts that are read."""
    row: Callable[[PageEvidence], Any]
    """The row of one page, or None."""


FROM_PAGES: Mapping[type, Fold] = {
    Marks: Fold((Foot, Meta), marks_of),
    ConsoleErrors: Fold((Console,), console_errors),
}
"""Site artifacts that are made of the pages' own, not gathered; their rows stand in `pages`."""


# --- content --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list."""

    title: str
    url: str
    day: str | None = None
    """ISO day of publication; None where none could be read."""
    source: str = ""
    """Where the day was read: meta, label, row or address."""
    written: str = ""
    """The date as it stands there."""
    year_guessed: bool = False
    """No year stands there: `day` is the last such day, and may be that of an earlier year."""


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """One column (栏目) as visited."""

    name: str
    url: str
    kind: str = "other"
    """news, notice, policy, interpretation, overview, leaders, statistics or other."""
    level: int = 1
    period_days: int | None = None
    given: bool = False
    """True: the site file names it; False: found from navigation and shape."""
    entries: tuple[Entry, ...] = ()
    """The first 30 rows of its first page."""
    total: int = 0
    """Rows of its first page."""
    newest: Entry | None = None
    """The newest that was published up to the day of collection."""
    text_chars: int = 0
    """Characters of running text: a column may be one article instead of a list."""
    loaded: bool = True
    """False: its list is made by a script that did not finish, or says that it is still loading."""
    rendered: bool = False
    """It was looked at in the browser."""
    status: int = 200
    error: str | None = None
    """A word of `errors.KINDS` where it could not be read."""
    future: int = 0
    """Rows whose date lies after the day of collection."""
    sampled: int = 0
    """Entries that were opened to read their dates."""


@site_artifact
@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of the site: those of the site file, else those found."""

    items: tuple[ColumnSeen, ...] = ()
    given: bool = False
    """The site file names columns: what it does not name is not looked for."""
    navigation: tuple[tuple[str, str], ...] = ()
    """Words and address of the main navigation's entries."""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Kind → name and address of a column of that kind on a host that is no part of the site."""


@dataclass(frozen=True, slots=True)
class SecondLevel:
    """A page that the home page leads to, where the home page is only an entry."""

    url: str
    name: str = ""
    newest: Entry | None = None
    dated: int = 0
    undated: int = 0
    error: str | None = None


@site_artifact
@dataclass(frozen=True, slots=True)
class HomeNews:
    """What is new on the home page."""

    url: str
    entry_only: bool = False
    """It is only an entry: few links, no lists of news."""
    newest: Entry | None = None
    dated: int = 0
    """Entries whose date could be read."""
    undated: int = 0
    """Entries whose date could not be read, neither here nor on their own page."""
    second_level: tuple[SecondLevel, ...] = ()
    rendered: bool = False
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Copied:
    """Two articles that are one."""

    title: str
    url: str
    other_url: str
    day: str | None = None
    other_day: str | None = None
    column: str = ""
    other_column: str = ""
    likeness: float = 1.0
    """Share of their text that is the same (Jaccard of five-character shingles)."""


@site_artifact
@dataclass(frozen=True, slots=True)
class Duplicates:
    """Articles found more than once among those that were read."""

    items: tuple[Copied, ...] = ()
    compared: int = 0
    """Articles whose titles were compared."""
    read: int = 0
    """Articles whose text was compared."""


@dataclass(frozen=True, slots=True)
class PolicySeen:
    """One sampled policy document."""

    title: str
    url: str
    interpretation_url: str = ""
    """Where it is interpreted; empty where nothing was found."""
    links_to_interpretation: bool = False
    error: str | None = None


@dataclass(frozen=True, slots=True)
class InterpretationSeen:
    """One sampled interpretation and the policy that it speaks of."""

    title: str
    url: str
    policy_title: str = ""
    policy_url: str = ""
    """The policy's address where it could be found on the site."""
    links_to_policy: bool = False
    linked_back: bool | None = None
    """The policy's page links to it; None where the policy's page could not be read."""
    outside: bool = False
    """The policy is another body's document: nothing links back from there."""
    error: str | None = None


@site_artifact
@dataclass(frozen=True, slots=True)
class Interpretations:
    """Sampled policies and interpretations."""

    policies: tuple[PolicySeen, ...] = ()
    interpretations: tuple[InterpretationSeen, ...] = ()
    policies_listed: int = 0
    interpretations_listed: int = 0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class PolicyMention:
    """A policy that a guide names."""

    title: str
    linked: bool = False
    explained: bool = False
    """Its words (an article, a content) stand beside its name."""


@dataclass(frozen=True, slots=True)
class FormMention:
    """A form that a guide asks for."""

    name: str
    url: str = ""
    """Where it can be had; empty where there is no link."""
    status: int = 0
    error: str | None = None
    how: str = ""
    """Another way to have it that the guide tells of (at the counter, online)."""


@dataclass(frozen=True, slots=True)
class GuideSeen:
    """One sampled service guide."""

    title: str
    url: str
    elements: tuple[str, ...] = ()
    """Which of the ten elements it has, by their official names."""
    materials: str = ""
    """What it says of materials, at most 1,000 characters."""
    text: str = ""
    """At most 4,000 characters of its text."""
    policies: tuple[PolicyMention, ...] = ()
    forms: tuple[FormMention, ...] = ()
    status: int = 200
    error: str | None = None
    is_guide: bool = True
    """False: the item leads to a page without a guide."""


@site_artifact
@dataclass(frozen=True, slots=True)
class Guides:
    """Sampled service guides."""

    items: tuple[GuideSeen, ...] = ()
    listed: int = 0
    """Guides that were known before sampling."""
    given: bool = False
    section_url: str = ""
    seed: int = 0
    error: str | None = None
    elsewhere: str = ""
    """Name and address of an entry of that kind on a host that is no part of the site; empty where there is none."""


@dataclass(frozen=True, slots=True)
class MessageSeen:
    """One public message with its answer."""

    title: str
    url: str
    kind: str = ""
    """As the site calls it: 咨询, 投诉, 建议 …; empty where it does not say."""
    asked: str | None = None
    """ISO day."""
    answered: str | None = None
    unit: str = ""
    has_content: bool = False
    """The answer's words are public."""
    missing: tuple[str, ...] = ()
    """What is not public of it, in Chinese: 留言时间, 答复时间, 答复单位, 答复内容."""
    unreadable: tuple[str, ...] = ()
    """What stands there but could not be read."""
    sampled: bool = True
    """It belongs to the random sample; others were read for the time of their answer only."""
    error: str | None = None


@site_artifact
@dataclass(frozen=True, slots=True)
class Messages:
    """The column of messages (咨询建言): what is public of it."""

    url: str = ""
    """Empty where none was found."""
    given: bool = False
    items: tuple[MessageSeen, ...] = ()
    listed: int = 0
    newest: Entry | None = None
    undated: int = 0
    loaded: bool = True
    seed: int = 0
    error: str | None = None
    elsewhere: str = ""
    """Name and address of an entry of that kind on a host that is no part of the site; empty where there is none."""


@dataclass(frozen=True, slots=True)
class StatisticSeen:
    """One published figure of services or messages."""

    kind: str
    """services or messages."""
    url: str = ""
    """Empty where none was found."""
    day: str | None = None
    """ISO day up to which it speaks, or on which it was renewed."""
    written: str = ""
    live: bool = False
    """Figures without a date: counted as of the visit, by the page's own words (实时, 累计)."""
    error: str | None = None


@site_artifact
@dataclass(frozen=True, slots=True)
class Statistics:
    """Published figures of services and of messages."""

    items: tuple[StatisticSeen, ...] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """services or messages → name and address of such a page on a host that is no part of the site."""


@dataclass(frozen=True, slots=True)
class SurveySeen:
    """One survey or public consultation (调查征集)."""

    title: str
    url: str
    day: str | None = None
    end: str | None = None
    feedback: bool | None = None
    """Its result is public; None where its page could not be read."""
    feedback_day: str | None = None


@site_artifact
@dataclass(frozen=True, slots=True)
class Surveys:
    """Surveys and consultations that are public."""

    url: str = ""
    items: tuple[SurveySeen, ...] = ()
    """Those of the last year, and those without a date."""
    error: str | None = None


@site_artifact
@dataclass(frozen=True, slots=True)
class OpenData:
    """Open data: something to download or an interface."""

    url: str = ""
    downloads: tuple[str, ...] = ()
    interfaces: tuple[str, ...] = ()
    newest: Entry | None = None
    error: str | None = None


@site_artifact
@dataclass(frozen=True, slots=True)
class AnnualReport:
    """Annual tables of government website work (政府网站工作年度报表) that were found."""

    items: tuple[tuple[int, str, str], ...] = ()
    """Year it speaks of, title, address."""
    looked_at: tuple[str, ...] = ()
    """Addresses where it was looked for."""


@dataclass(frozen=True, slots=True)
class SearchTry:
    """One title that was asked of the site's own search."""

    query: str
    url: str
    """Address of the results."""
    title_url: str = ""
    """Where the title was sampled."""
    found: bool | None = None
    """None: what came back could not be understood."""
    results: int = 0
    status: int = 0
    error: str | None = None
    rendered: bool = False


@site_artifact
@dataclass(frozen=True, slots=True)
class Searches:
    """The site's own search."""

    form: str = ""
    """get, pattern (from the site file), post, script, outside, unread, or empty where there is none."""
    url: str = ""
    given: bool = False
    tries: tuple[SearchTry, ...] = ()
