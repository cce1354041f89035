"""Artifacts of references: what each address answered, and what happens when a link is pressed.

Addresses stand here without their fragment. What an answer means is decided here too, by tables that the prober and the
checks share: the prober asks again whatever does not look alive, the checks accuse only what looks dead twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import SplitResult, urldefrag, urlsplit

from a11y.evidence import artifact, site_artifact
from a11y.model import Site, Target

__all__ = [
    "ALIVE", "DEAD", "DOUBTFUL", "OURS", "Attempt", "EmptyPress", "EmptyPresses", "LinkStatus", "LinkStatuses",
    "OutsideLeave", "OutsideLeaves", "RevealedAnchors", "SoftAnswer", "bare", "is_government", "is_inside", "is_mark",
]  # fmt: skip

ALIVE, DEAD, DOUBTFUL, OURS = "alive", "dead", "doubtful", "ours"

REFUSALS = frozenset({400, 401, 403, 405, 412, 418, 429, 451, 503, 521})
"""Statuses of bot walls, log-ins and overload: a person may well get in."""
_KINDS = {
    "dns": DEAD, "refused": DEAD, "timeout": DEAD, "reset": DEAD, "redirects": DEAD, "invalid": DEAD,
    "blocked-by-us": OURS, "robots": OURS, "network": OURS, "too-large": OURS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attempt:
    """One time that an address was asked for, redirects followed and cookies kept."""

    asked_as: str
    """client (a plain request), browser (a browser's headers and patience) or chromium (the real one)."""
    at: float
    """Seconds since the first address was asked for."""
    status: int = 0
    """Of the last answer; 0 where there was none."""
    kind: str = ""
    """A word of `errors.KINDS` (or `invalid`: no browser could even ask); empty where there was an answer."""
    final_url: str = ""
    redirects: int = 0
    milliseconds: int = 0
    challenge: bool = False
    """The answer is a bot wall's challenge, whatever its status."""
    certificate: bool = True
    """False: it only answered because its invalid certificate was passed over."""
    detail: str = ""

    @property
    def verdict(self) -> str:
        """alive, dead, doubtful, or ours: it says nothing of the address."""
        if self.kind:
            return _KINDS.get(self.kind, DOUBTFUL)
        if self.challenge or self.status in REFUSALS:
            return DOUBTFUL
        if 200 <= self.status < 300 or self.status == 304:
            return ALIVE if self.certificate else DOUBTFUL
        return DEAD if self.status in (404, 410) or 500 <= self.status < 600 else DOUBTFUL

    @property
    def reason(self) -> str:
        """`http-404`, `bot-wall`, `certificate` or the kind of failure."""
        if self.kind:
            return self.kind
        if self.challenge:
            return "bot-wall"
        return f"http-{self.status}" if self.certificate or not 200 <= self.status < 300 else "certificate"


@dataclass(frozen=True, slots=True)
class SoftAnswer:
    """Why an answer of 200 may be an error page in disguise."""

    how: str
    """`words`: title or heading says so; `made-up`: the same page as for a made-up address; `home`: the home page."""
    words: str = ""
    """The title or heading that says so."""
    chars: int = 0
    """Characters of the page's text, links and navigation left out."""
    made_up: str = ""
    """The made-up address in the same folder."""
    made_up_too: bool = False
    """home: the made-up address leads there as well."""
    redirected: bool = False
    """home: the link itself is redirected there."""
    compared: str = "text"
    """`text`: the documents hold no script; `rendered`: as seen in a browser; `source`: could not be rendered."""
    login: bool = False
    """It asks to log in."""


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """What is known of one address."""

    url: str
    outside: bool
    attempts: tuple[Attempt, ...] = ()
    examined: bool = False
    """It answered with a page whose words were read."""
    soft: SoftAnswer | None = None

    @property
    def verdict(self) -> str:
        """Alive if it ever was; dead only if twice and nothing speaks against it; ours where only we are to blame."""
        seen = [attempt.verdict for attempt in self.attempts]
        if ALIVE in seen:
            return ALIVE
        told = [verdict for verdict in seen if verdict != OURS]
        if not told:
            return OURS
        return DEAD if set(told) == {DEAD} and len(told) >= 2 else DOUBTFUL

    @property
    def deciding(self) -> Attempt | None:
        """The attempt that tells the reason: the last that has the verdict, else the last."""
        if not self.attempts:
            return None
        same = [attempt for attempt in self.attempts if attempt.verdict == self.verdict]
        return (same or self.attempts)[-1]

    @property
    def reason(self) -> str:
        """`http-404`, `timeout`, `bot-wall` …; `asked-once` and `not-asked` where we stopped early."""
        if self.deciding is None:
            return "not-asked"
        told = {attempt.verdict for attempt in self.attempts} - {OURS}
        if self.verdict == DOUBTFUL and told == {DEAD}:
            return "asked-once"
        return self.deciding.reason


@site_artifact
@dataclass(frozen=True, slots=True)
class LinkStatuses:
    """Every address that the sampled pages refer to, asked for once, and again where it did not answer well."""

    items: Mapping[str, LinkStatus] = field(default_factory=dict)
    """By address without fragment."""
    outside_untested: str = ""
    """Why no outside address is judged (`outside-unreachable`); empty where they are."""
    outside_hosts: int = 0
    """Outside hosts that were asked."""
    outside_unreachable: int = 0
    """Those of them that could not be reached at all."""

    def of(self, url: str) -> LinkStatus | None:
        """What is known of an address, its fragment left aside."""
        return self.items.get(bare(url))


@dataclass(frozen=True, slots=True)
class EmptyPress:
    """One `href` that goes nowhere, pressed for real."""

    target: Target
    href: str
    happened: tuple[str, ...] = ()
    """What pressing did: navigated, popup, dialog, request, changed, shown, scrolled, focus, script-error."""
    pressed: bool = True
    """False: it could not be pressed (`why`)."""
    why: str = ""
    """hidden, covered, bounded or gone."""
    name_missing: str = ""
    """For `#name`: the target that the page lacks."""


@artifact
@dataclass(frozen=True, slots=True)
class EmptyPresses:
    """Every link whose `href` goes nowhere, pressed in a page of its own."""

    items: tuple[EmptyPress, ...] = ()


@dataclass(frozen=True, slots=True)
class OutsideLeave:
    """One link to another site, pressed for real."""

    target: Target
    url: str
    notice: str = ""
    """What was said before leaving, shortened; empty where nothing was."""
    how: str = ""
    """dialog, layer or page where there was a notice; left, nothing, hidden, covered or bounded otherwise."""


@artifact
@dataclass(frozen=True, slots=True)
class OutsideLeaves:
    """Links to other hosts that are no government's, pressed in a page of its own."""

    items: tuple[OutsideLeave, ...] = ()


@artifact
@dataclass(frozen=True, slots=True)
class RevealedAnchors:
    """Hidden links to other hosts, and which of them hovering, focus, a press or waiting brought to light."""

    hidden: Mapping[str, str] = field(default_factory=dict)
    """Selector (frame addresses before it, joined by a space) → why it cannot be seen."""
    revealed: Mapping[str, str] = field(default_factory=dict)
    """Selector → hover, focus, press or wait."""
    complete: bool = True
    """False: there was more to try than time."""


def bare(url: str) -> str:
    """An address without its fragment."""
    return urldefrag(url).url


def is_inside(site: Site, url: str) -> bool:
    """The address belongs to the site: its own host (http or https, with or without www) or its file's `scope`."""
    place = _place("/".join(url.split("/", 3)[:3]))  # scheme and host alone, so that few are ever parsed
    if place == _place(site.url):
        return True
    for scope in site.scope:
        if "://" in scope:
            if place == _place(scope) and urlsplit(url).path.startswith(urlsplit(scope).path or "/"):
                return True
        elif place == _place("http://" + scope) and urlsplit(url).path.startswith(urlsplit("http://" + scope).path):
            return True
    return False


def is_government(url: str) -> bool:
    """The host is a government's: `*.gov.cn`, `*.政务`, `*.政务.cn`."""
    return bool(_GOVERNMENT.search(_host(url)))


def is_mark(url: str) -> bool:
    """The host is that of an official mark: the name registry, the two record offices, the find-error service."""
    return bool(_MARKS.search(_host(url)))


_GOVERNMENT = re.compile(r"(?:^|\.)(?:gov\.cn|政务|政务\.cn|xn--zfr164b|xn--zfr164b\.cn)\.?$")
_MARKS = re.compile(r"(?:^|\.)(?:conac\.cn|beian\.gov\.cn|mps\.gov\.cn|miibeian\.gov\.cn|miit\.gov\.cn|kaipuyun\.cn)$")


@lru_cache(maxsize=4096)
def _place(url: str) -> tuple[str, int | None]:
    parts = _split(url)
    if parts is None:
        return url, None
    try:
        port = parts.port
    except ValueError:
        port = None
    if port == {"http": 80, "https": 443}.get(parts.scheme):
        port = None
    return (parts.hostname or "").rstrip(".").removeprefix("www."), port


def _host(url: str) -> str:
    parts = _split(url)
    return ((parts.hostname if parts else None) or "").rstrip(".").lower()


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None
