"""Artifacts of a whole site: who runs it by its own marks, and whether its content lives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from a11y import marks
from a11y.evidence import Page, PageEvidence, site_artifact
from a11y.evidence.page import Foot, Meta
from a11y.model import Mode, Role

__all__ = ["FROM_PAGES", "Fold", "Marks", "PageMarks", "marks_of"]


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
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fold:
    """How a site artifact is made of page artifacts."""

    needs: tuple[type, ...]
    """Page artifacts that are read."""
    row: Callable[[PageEvidence], Any]
    """The row of one page, or None."""


FROM_PAGES: Mapping[type, Fold] = {Marks: Fold((Foot, Meta), marks_of)}
"""Site artifacts that are made of the pages' own, not gathered; their rows stand in `pages`."""
