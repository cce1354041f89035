"""What a page tells assistive technology of its names, groups, tables, sounds and headings."""

from __future__ import annotations

from dataclasses import dataclass

from a11y.evidence import artifact
from a11y.model import Target

__all__ = [
    "Beginning", "ChoiceGroup", "DataTable", "HeaderCell", "Labelled", "Running", "Semantics", "Sound", "Spacing", "Stray",
    "Twins", "TypedList", "VagueLink",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    """A control that shows words and is given a name by `aria-label` or `aria-labelledby`."""

    target: Target
    text: str
    """The words that can be seen."""
    name: str


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Fields that belong together."""

    target: Target
    kind: str
    """fieldset, group; radio or checkbox where nothing holds them together."""
    name: str = ""
    legend: bool = False
    """It has a `legend`, be it empty."""
    fields: int = 0
    together: int = 0
    """The most choices among them that share one name."""
    question: str = ""
    """Loose choices: the heading right before the first of them."""
    asked: bool = False
    """That heading ends as a question or with a colon."""


@dataclass(frozen=True, slots=True)
class DataTable:
    """One `table` that is not said to be mere layout."""

    target: Target
    rows: int
    columns: int
    headers: int
    """Header cells, and cells with `headers` or `scope`."""
    caption: bool = False
    head: bool = False
    """It has a `thead`, all of whose cells are plain ones."""
    distinct: bool = False
    """Its first row is made of short words in one look that no other row has."""
    plain: bool = False
    """A regular grid of short texts: nothing nested, no forms, no lists, no spans, hardly a blank cell."""
    text: str = ""
    """Its first row."""


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One header cell of a table or grid."""

    target: Target
    text: str
    cells: bool
    """There are cells that it heads."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Media that start by themselves and are not muted."""

    target: Target
    loads: bool
    seconds: float | None
    """How long it plays; None where that is not known."""
    audible: bool | None
    """It has sound; None where that cannot be told."""
    control: str = ""
    """What stops or mutes it: `controls`, or the name of a control on the page; may be empty."""
    loops: bool = False


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where the content of a page begins, and what leads there."""

    target: Target
    """The first running text outside of repeated blocks."""
    repeated: bool
    """Links or buttons of navigation, head or asides come before it."""
    links: int = 0
    """Links to elsewhere that come before it."""
    heading: bool = False
    """A visible heading outside of repeated blocks, one that is read out."""
    headings: int = 0
    """Headings that are read out, anywhere."""
    landmarks: int = 0
    """`main` and `nav`, or elements with their roles."""
    jumps: int = 0
    """Links to a place of this page that exists."""
    scripted: int = 0
    """Controls before the content that may lead there, or fold what stands before it."""


@dataclass(frozen=True, slots=True)
class VagueLink:
    """A link whose own words tell nothing of where it leads: 更多, 点击这里, more and the like."""

    target: Target
    text: str
    around: str
    """Other words of the block, list item or cell that it stands in, or what describes it; may be empty."""
    headed: bool = False
    """A heading stands somewhere before it."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """Spacing set with `!important` in a `style` attribute, which no visitor's own style can widen."""

    target: Target
    property: str
    chars: int
    """Visible characters that take their spacing from it."""
    ratio: float
    """The narrowest spacing among them ÷ font size."""
    required: float


@dataclass(frozen=True, slots=True)
class Stray:
    """An attribute for names or roles on an element, with whether its role may have it."""

    target: Target
    attribute: str
    role: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class Twins:
    """Fields of one form that are called the same, under the same heading and in the same group."""

    target: Target
    """The second of them."""
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Running:
    """Text of a script that runs from right to left, or that does not although it is laid out so."""

    target: Target
    direction: str
    """As laid out: ltr or rtl."""
    required: str


@dataclass(frozen=True, slots=True)
class TypedList:
    """Lines of one block that begin with the same bullet, parted by line breaks."""

    target: Target
    mark: str
    items: int


@artifact
@dataclass(frozen=True, slots=True)
class Semantics:
    """What the page tells assistive technology."""

    labels: tuple[Labelled, ...] = ()
    groups: tuple[ChoiceGroup, ...] = ()
    tables: tuple[DataTable, ...] = ()
    headers: tuple[HeaderCell, ...] = ()
    sounds: tuple[Sound, ...] = ()
    start: Beginning | None = None
    links: tuple[VagueLink, ...] = ()
    spacings: tuple[Spacing, ...] = ()
    strays: tuple[Stray, ...] = ()
    twins: tuple[Twins, ...] = ()
    turned: tuple[Running, ...] = ()
    typed: tuple[TypedList, ...] = ()
    labelled: tuple[tuple[str, ...], ...] = ((),)
    """Documents whose labels were read to the end, as frame addresses from the top; the page itself is the empty one."""
    barred: tuple[tuple[str, ...], ...] = ()
    """Frames, likewise, that lay behind an open modal window or were inert: no keyboard was to reach them."""
