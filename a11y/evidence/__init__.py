"""What was seen, as values: the only thing that checks, judge and reports know of a site.

An artifact is a frozen dataclass registered by `@artifact`; it is encoded as JSON by its types alone. Page artifacts
belong to one page as looked at once (mode, device); site artifacts to the site. `FORMAT` changes when old evidence
could no longer be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol, TypeVar

from pydantic import TypeAdapter

from a11y.model import Coverage, Device, Mode, Role, Site, Trouble

T = TypeVar("T")

FORMAT = 1
"""Version of the evidence on disk."""

_PAGE_ARTIFACTS: dict[str, type] = {}
_SITE_ARTIFACTS: dict[str, type] = {}


def artifact(cls: type[T]) -> type[T]:
    """Register a frozen dataclass as an artifact of one page."""
    _PAGE_ARTIFACTS[cls.__name__] = cls
    return cls


def site_artifact(cls: type[T]) -> type[T]:
    """Register a frozen dataclass as an artifact of a whole site."""
    _SITE_ARTIFACTS[cls.__name__] = cls
    return cls


@dataclass(frozen=True, slots=True)
class Page:
    """One page as looked at once: in one mode, on one device. Available to every page check."""

    url: str
    final_url: str
    role: Role
    mode: Mode
    device: Device
    status: int
    """0 where there was no answer."""
    title: str = ""
    template: str = ""
    """Id of the cluster of pages with the same DOM shape, `t1`, `t2` …"""
    milliseconds: int = 0
    """From the start of the navigation to settled."""
    viewport: tuple[int, int] = (1280, 800)
    lang: str = ""
    charset: str = ""
    thumbnail: str | None = None
    """Path relative to the site's folder."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Response headers of the document, names in lower case."""
    settled: bool = True
    """False: the DOM was still changing when the bound was reached."""
    walked: bool = False
    """True: the interaction walks were made on this page."""
    error: str | None = None
    """A word of `errors.KINDS` where the page could not be examined."""
    welcome: str = ""
    """Address of the page that the site opened with, where it went on to this one by itself after a while."""


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """A page and its artifacts. An artifact that could not be gathered is an error, not absent."""

    page: Page
    artifacts: Mapping[type, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    """Artifact name → why its gatherer broke."""


@site_artifact
@dataclass(frozen=True, slots=True)
class Sample:
    """The site, what was chosen of it, how and when: available to every check."""

    site: Site
    collected_at: str
    """ISO 8601 with zone: the `today` of every check."""
    seed: int
    coverage: Coverage
    tool: Mapping[str, Any] = field(default_factory=dict)
    """version, axe, chromium, options of the collection."""
    errors: tuple[Trouble, ...] = ()
    found: Mapping[str, str] = field(default_factory=dict)
    """Every page address found and its supposed role."""
    elderly_entered: bool | None = None
    """None: not tried; False: no elderly version could be entered."""
    template_sizes: Mapping[str, int] = field(default_factory=dict)
    """Template → how many of the pages found are supposed to have it."""
    chosen: tuple[str, ...] = ()
    """Addresses of the sample, in order."""
    structured: int = 0
    """How many of `chosen` were taken by role; the rest at random."""


class Evidence(Protocol):
    """What checks read: a folder on disk, or literals in a test."""

    @property
    def sample(self) -> Sample:
        """The site and how it was sampled."""

    @property
    def site_artifacts(self) -> Mapping[type, Any]:
        """Artifacts of the site, by type."""

    @property
    def site_errors(self) -> Mapping[str, str]:
        """Artifact name → why it could not be gathered."""

    def pages(self) -> Iterator[PageEvidence]:
        """Pages one after another, in the order they were looked at; never all in memory."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Evidence written down in memory: for the plugin and for tests."""

    sample: Sample
    seen: tuple[PageEvidence, ...] = ()
    site_artifacts: Mapping[type, Any] = field(default_factory=dict)
    site_errors: Mapping[str, str] = field(default_factory=dict)

    def pages(self) -> Iterator[PageEvidence]:
        """Pages in order."""
        return iter(self.seen)


@cache
def adapter(cls: type) -> TypeAdapter[Any]:
    """The JSON codec of an artifact type."""
    return TypeAdapter(cls)


def is_site_artifact(cls: type) -> bool:
    """True for types registered by `@site_artifact`."""
    return _SITE_ARTIFACTS.get(cls.__name__) is cls


def artifact_types() -> Mapping[str, type]:
    """Every registered artifact type by name."""
    return {**_PAGE_ARTIFACTS, **_SITE_ARTIFACTS}


def encode_page(seen: PageEvidence) -> dict[str, Any]:
    """JSON-able form of a page and its artifacts."""
    return {
        "page": adapter(Page).dump_python(seen.page, mode="json"),
        "artifacts": {
            cls.__name__: adapter(cls).dump_python(value, mode="json")
            for cls, value in sorted(seen.artifacts.items(), key=lambda item: item[0].__name__)
        },
        "errors": dict(seen.errors),
    }


def decode_page(data: Mapping[str, Any]) -> PageEvidence:
    """The page that `encode_page` wrote. Artifacts of unknown names are passed over.

    Raises:
        pydantic.ValidationError: the data do not have the shape of their type.
    """
    types = artifact_types()
    return PageEvidence(
        page=adapter(Page).validate_python(data["page"]),
        artifacts={
            types[name]: adapter(types[name]).validate_python(value)
            for name, value in data["artifacts"].items()
            if name in types
        },
        errors=data.get("errors", {}),
    )


# The artifacts themselves, so that `import a11y.evidence` knows them all.
from a11y.evidence.elderly import *  # noqa: E402
from a11y.evidence.interaction import *  # noqa: E402
from a11y.evidence.links import *  # noqa: E402
from a11y.evidence.page import *  # noqa: E402
from a11y.evidence.pictures import *  # noqa: E402
from a11y.evidence.semantics import *  # noqa: E402
from a11y.evidence.site import *  # noqa: E402
from a11y.evidence.technical import *  # noqa: E402
