"""Artifacts of a site as a service: does it open, over what, how fast, and do its scripts run."""

from __future__ import annotations

from dataclasses import dataclass

from a11y.evidence import PageEvidence, site_artifact
from a11y.evidence.page import Console
from a11y.model import Mode

__all__ = ["ConsoleErrors", "Https", "Ipv6", "LoadTimes", "PageErrors", "Probes", "Visit", "console_errors"]


@dataclass(frozen=True, slots=True)
class Visit:
    """One availability visit: the home page asked for as a browser would, to the end of its body."""

    site: str
    """Id of the site."""
    url: str
    at: str
    """ISO 8601 with zone."""
    seconds: float
    """Until the whole page was there, or until the visit was given up."""
    ok: bool
    """It opened: an answer below 400, read to its end."""
    status: int = 0
    kind: str = ""
    """A word of `errors.KINDS` where it did not open."""
    ours: bool = False
    """Our own network, our guard or a wall against machines kept us out: the visit says nothing of the site."""
    detail: str = ""


@site_artifact
@dataclass(frozen=True, slots=True)
class Probes:
    """Recorded availability visits of one site, in order of time."""

    visits: tuple[Visit, ...] = ()


@site_artifact
@dataclass(frozen=True, slots=True)
class Https:
    """Whether the home page is to be had over HTTPS with a certificate that browsers accept."""

    url: str
    """The https address asked for."""
    offered: bool | None = None
    """None: could not be asked (`untested`)."""
    certificate: bool | None = None
    forced: bool | None = None
    """The http address leads to the https one; None where that was not asked."""
    status: int = 0
    kind: str = ""
    """A word of `errors.KINDS` where no connection came about."""
    detail: str = ""
    untested: str = ""


@site_artifact
@dataclass(frozen=True, slots=True)
class Ipv6:
    """Whether the site's name has an IPv6 address, and whether the home page comes over it."""

    host: str
    addresses: tuple[str, ...] = ()
    status: int = 0
    """Of the home page over IPv6; 0 where there was no answer."""
    kind: str = ""
    detail: str = ""
    untested: str = ""
    """Why nothing can be said: no-domain, mapped, proxy, dns, no-ipv6-here, blocked-by-us; empty otherwise."""


@site_artifact
@dataclass(frozen=True, slots=True)
class LoadTimes:
    """How long the home page took to load, cold, three times, with nothing else going on."""

    url: str
    seconds: tuple[float, ...] = ()
    """From the start of the navigation to the end of the load event."""
    bounded: bool = False
    """At least one had not ended when it was given up."""
    untested: str = ""


@dataclass(frozen=True, slots=True)
class PageErrors:
    """What one page's own scripts complained of."""

    url: str
    errors: tuple[str, ...] = ()
    """At most ten, shortened."""
    count: int = 0


@site_artifact
@dataclass(frozen=True, slots=True)
class ConsoleErrors:
    """Script errors of every page seen in its standard version. Made of page artifacts, not gathered."""

    pages: tuple[PageErrors, ...] = ()


def console_errors(seen: PageEvidence) -> PageErrors | None:
    """The row of one page; None where its console was not heard. A resource that did not load is no script error."""
    console = seen.artifacts.get(Console)
    if console is None or seen.page.error or seen.page.mode is not Mode.STANDARD:
        return None
    told = [entry.text for entry in console.errors if not entry.text.startswith("Failed to load resource")]
    return PageErrors(seen.page.url, tuple(text[:200] for text in dict.fromkeys(told))[:10], len(told))
