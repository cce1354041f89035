"""Artifacts of one page that every page has: gathered in one navigation, without touching anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from a11y.evidence import artifact
from a11y.model import Target

__all__ = [
    "Anchor",
    "Anchors",
    "Article",
    "AxeNode",
    "AxeResults",
    "AxeRule",
    "Console",
    "ConsoleEntry",
    "Contrast",
    "Contrasts",
    "Control",
    "Controls",
    "Foot",
    "ImageItem",
    "Images",
    "Meta",
    "Outline",
    "Paragraph",
    "Passage",
    "Passages",
    "Text",
    "Texts",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """One visible run of text inside one element: its own text nodes, white space collapsed."""

    target: Target
    text: str
    """At most 200 characters of it."""
    chars: int
    """Visible characters of the whole run, white space not counted."""
    px: float
    """Effective font size: computed size × zoom × transforms × the visual viewport's scale."""
    weight: int
    main: bool
    """Main text: running text of the content, without navigation, foot, toolbars and forms."""
    color: str = ""
    """Computed colour, `rgb(…)` or `rgba(…)`."""
    background: str = ""
    """First opaque background colour below it; empty where a picture or gradient lies there."""
    toolbar: bool = False
    """It belongs to an assistive toolbar or another floating window."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of text: what line and paragraph spacing are measured on."""

    target: Target
    chars: int
    main: bool
    px: float
    """Effective font size of most of its characters."""
    lines: int
    """How many line boxes it has."""
    line_spacing: float | None
    """Distance of two line boxes ÷ font size; of `line-height` where there is one line."""
    gap: float | None
    """Blank between its last line box and the first of the next paragraph ÷ line spacing; None without a next."""


@artifact
@dataclass(frozen=True, slots=True)
class Texts:
    """Every visible run of text, in document order, and the blocks they form."""

    items: tuple[Text, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    cut: bool = False
    """The page is longer than we look: what stands here is its beginning."""

    def visible(self, at_least: int = 1, *, main: bool = True) -> Iterator[Text]:
        """Runs of at least `at_least` characters, of main text only unless `main` is False."""
        return (text for text in self.items if text.chars >= at_least and (text.main or not main))


@dataclass(frozen=True, slots=True)
class Control:
    """One element that a person can operate: by its tag, its role, a tab index or a real listener."""

    target: Target
    tag: str
    role: str
    kind: str
    """button, field, tab, page, navigation, tile, toolbar, close, link, row, breadcrumb, inline or other."""
    main: bool
    """A main control by the contract's definition (interaction/target-size)."""
    width: float
    """Effective px of the hit area: the element with its padding and label."""
    height: float
    focusable: bool
    """Reached with Tab."""
    disabled: bool = False
    icon_only: bool = False
    text: str = ""
    """Visible text."""
    listener: bool = False
    """It has (or seems to have) a handler of its own."""
    toolbar: bool = False
    floating: bool = False
    """It stands in a window that floats over the page."""


@artifact
@dataclass(frozen=True, slots=True)
class Controls:
    """Every visible control, in document order."""

    items: tuple[Control, ...] = ()
    cut: bool = False
    """There are more than we look at."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """One reference from the page to another address."""

    target: Target
    kind: str
    """link, image, attachment, frame, style, script, form, media or area."""
    href: str
    """The attribute as written."""
    url: str
    """Absolute address; empty where `href` leads nowhere."""
    text: str = ""
    title: str = ""
    visible: bool = True
    hidden_by: str = ""
    """Why nobody can see it: display, visibility, opacity, size, off-screen, clip, color, indent, covered; may be empty."""
    main: bool = False
    """It stands in the content, not in navigation or foot."""
    foot: bool = False
    handler: bool = False
    """Something happens when it is pressed, as far as can be known without pressing."""
    fragment_found: bool | None = None
    """For `#name`: whether the page has that target."""
    method: str = ""
    """Forms: get or post."""
    row_date: str = ""
    """Date text of the list row it stands in, as written."""
    new_window: bool = False


@artifact
@dataclass(frozen=True, slots=True)
class Anchors:
    """Every reference, in document order, frames and open shadow roots included."""

    items: tuple[Anchor, ...] = ()
    cut: bool = False
    """There are more than we look at."""


@dataclass(frozen=True, slots=True)
class AxeNode:
    """One node of one axe rule."""

    target: Target
    outcome: str
    """`failed` or `cantTell`."""
    summary: str = ""
    """axe's own failure summary."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """The deciding check's data: contrastRatio, fontSize, fontWeight, fgColor, bgColor, messageKey …"""


@dataclass(frozen=True, slots=True)
class AxeRule:
    """What axe said of one rule on one page."""

    id: str
    outcome: str
    """Outcome value: failed, cantTell, passed or inapplicable."""
    impact: str | None
    tags: tuple[str, ...] = ()
    help: str = ""
    nodes: tuple[AxeNode, ...] = ()
    error: str | None = None


@artifact
@dataclass(frozen=True, slots=True)
class AxeResults:
    """axe-core's results in all frames and open shadow roots."""

    version: str
    rules: tuple[AxeRule, ...] = ()
    frames_skipped: tuple[str, ...] = ()
    """Addresses of frames that did not answer in time: not examined."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """Contrast of one run of text, or one icon, measured in pixels."""

    target: Target
    kind: str
    """text or icon."""
    median: float | None
    """Contrast ratio to the pixels behind the glyphs; None where it could not be measured."""
    worst: float | None
    """The same at the worst tenth of those pixels."""
    large: bool
    px: float
    weight: int
    text: str = ""
    by: str = "pixels"
    """pixels, or engine (single characters on a plain ground)."""
    moving: bool = False
    """The ground changed between two pictures."""
    exempt: str = ""
    """disabled, logo or decoration; may be empty."""
    reason: str = ""
    """Why it could not be measured: hidden, too-small, blocked …; may be empty."""
    foreground: str = ""
    background: str = ""
    hint: bool = False
    """What a field says as long as nothing is written in it (placeholder)."""


@artifact
@dataclass(frozen=True, slots=True)
class Contrasts:
    """What axe left open and we measured, and icons."""

    items: tuple[Contrast, ...] = ()
    found: int = 0
    """How many there were to measure; `items` holds those that were."""


@artifact
@dataclass(frozen=True, slots=True)
class Meta:
    """Head of the document."""

    title: str = ""
    lang: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Name as written → content, of every `<meta name>`; the first of each name."""
    description: str = ""
    refresh: str = ""
    """Content of `<meta http-equiv=refresh>`."""
    viewport: str = ""
    charset: str = ""
    """By which the browser read the document."""
    charset_said: str = ""
    """What the document's own `<meta>` says; empty where it says nothing."""


@artifact
@dataclass(frozen=True, slots=True)
class Article:
    """What the page shows of an article: title, date, source, text."""

    title: str = ""
    heading: str = ""
    date_texts: tuple[str, ...] = ()
    """Labelled dates near the title as written, in document order."""
    source_text: str = ""
    text: str = ""
    """Content text, at most 20,000 characters."""
    target: Target = field(default_factory=Target)
    is_article: bool = False


@artifact
@dataclass(frozen=True, slots=True)
class Foot:
    """The page's foot as rendered, frames included."""

    text: str = ""
    html: str = ""
    """At most 20,000 characters of its markup, scripts included."""
    target: Target = field(default_factory=Target)
    links: tuple[tuple[str, str], ...] = ()
    """Text (or picture's alternative) and absolute address of each link."""
    images: tuple[tuple[str, str], ...] = ()
    """Address and alternative of each picture."""
    scripts: tuple[str, ...] = ()
    """Addresses (and marking attributes) of scripts of the page that belong to foot marks."""
    unread: tuple[str, ...] = ()
    """Addresses of frames in the foot that did not load: what they hold is not known."""


@dataclass(frozen=True, slots=True)
class ImageItem:
    """One picture."""

    target: Target
    url: str
    alt: str | None
    width: float = 0
    height: float = 0
    visible: bool = True


@artifact
@dataclass(frozen=True, slots=True)
class Images:
    """Pictures of the page."""

    items: tuple[ImageItem, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsoleEntry:
    """One script error or failed load that the browser told of."""

    text: str
    url: str = ""
    kind: str = "error"


@artifact
@dataclass(frozen=True, slots=True)
class Console:
    """What the page's own scripts complained of, and what it loaded or posted insecurely."""

    errors: tuple[ConsoleEntry, ...] = ()
    dialogs: tuple[str, ...] = ()
    popups: tuple[str, ...] = ()
    insecure: tuple[str, ...] = ()
    """http:// addresses that an https page asked for."""


@artifact
@dataclass(frozen=True, slots=True)
class Outline:
    """Plain text and shape of the page, for templates, duplicates, wording and privacy."""

    text: str = ""
    """Visible text, at most 100,000 characters."""
    shape: tuple[str, ...] = ()
    """Sorted shingles of the DOM's shape."""
    words: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the page that declares its language, without the parts inside it that declare theirs."""

    target: Target
    lang: str
    """As written."""
    text: str
    """What can be read of it, alternatives of pictures included; at most 4,000 characters."""
    whole: bool = False
    """It is the page itself."""


@artifact
@dataclass(frozen=True, slots=True)
class Passages:
    """Parts of the page by declared language, the page itself first."""

    items: tuple[Passage, ...] = ()
