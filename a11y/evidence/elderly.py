"""What was seen of the elderly version: its entry, its effect, its services, what it reads aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from a11y.evidence import artifact, site_artifact
from a11y.model import Target

__all__ = [
    "Aid", "Answer", "Effect", "ElderlyChapter", "ElderlyEffects", "ElderlyEntries", "ElderlyExit", "ElderlyPersistence",
    "ElderlyServices", "Enlarging", "Entrance", "Heard", "Kept", "Offer", "Offers", "Reading", "Theme", "WayOut",
]  # fmt: skip


NOWHERE = Target()
"""The page as a whole."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """One thing on the home page that promises the elderly version or its toolbar."""

    target: Target
    text: str
    """Visible text, at most 40 characters."""
    name: str
    """Accessible name, title or alternative; may be empty."""
    kind: str
    """elderly, or toolbar (an accessibility toolbar that may carry the same services)."""
    visible: bool
    """It is seen without pointing at anything."""
    named: bool
    """Its words say what it is."""
    reachable: bool
    """Tab reaches it."""
    hidden_by: str = ""
    revealed: bool = False
    """Pointing at something brings it to light."""
    href: str = ""
    place: str = ""
    """Region of the page: head, navigation, content, foot, floating …"""
    folded: str = ""
    """What a list to choose from shows while it is closed, where the words of the entry stand in none but its options."""
    pressed: bool = False


@site_artifact
@dataclass(frozen=True, slots=True)
class ElderlyEntries:
    """Every entry on the home page, best first; empty where there is none."""

    url: str
    items: tuple[Entrance, ...] = ()
    elsewhere: tuple[str, ...] = ()
    """Words of the same kind that stand in articles or lists, which make no entry."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request that the elderly version depends on."""

    url: str
    status: int = 0
    trouble: str = ""
    """A word of `errors.KINDS`; empty where there was an answer."""
    times: int = 1
    """How often it failed in the same way, at different times."""
    own: bool = False
    """It lies on the site's own name."""
    others_answer: bool = False
    """Another outside host answered in the same minute."""
    says: str = ""
    """Words of refusal in its answer, as `no permission`."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What pressing one entry did."""

    entry: int
    """Index in `ElderlyEntries.items`."""
    kind: str
    """place (switched in place), page (another page), nothing, dead, empty or error."""
    changes: tuple[str, ...] = ()
    """What changed, in Chinese: 字号, 缩放, 配色, 工具条 …"""
    url: str = ""
    """Address after the press."""
    status: int = 200
    detail: str = ""
    """The error, as the browser or the page said it."""
    answers: tuple[Answer, ...] = ()
    """Requests that failed and that may be the cause."""
    px_before: float = 0
    """Effective font size of main text, mean weighted by characters."""
    px_after: float = 0
    new_window: bool = False
    by_script: bool = False
    """No hand can press it, so it was pressed by script."""
    shows: str = ""
    """Words of a window that came, where nothing else did: whether that is the elderly version, only a person can say."""
    asks: str = ""
    """The question that the page asked after the press, where it was not answered with yes."""


@site_artifact
@dataclass(frozen=True, slots=True)
class ElderlyEffects:
    """What pressing the entries did, in the order in which they were pressed."""

    url: str
    items: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether the mode was still on after one step."""

    step: str
    """link or reload."""
    url: str
    kept: bool | None
    """None: it could not be told."""
    lost: tuple[str, ...] = ()
    """What was gone, in Chinese."""
    detail: str = ""


@site_artifact
@dataclass(frozen=True, slots=True)
class ElderlyPersistence:
    """Whether the mode lasts over a link and a reload."""

    url: str
    items: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class WayOut:
    """One visible control that leads out of the elderly version, and what pressing it did."""

    target: Target
    text: str
    restored: bool | None
    remains: tuple[str, ...] = ()
    """What of the mode was still there, in Chinese."""
    detail: str = ""
    blocked: str = ""
    """Address of a request of the press that we did not let out; `restored` is None then."""
    behind: str = ""
    """The control that has to be pressed before this one is seen."""
    out_of_reach: bool = False
    """On a phone: it lies beside the screen, also after the bar was pushed sideways with a finger; `restored` is None then."""


@site_artifact
@dataclass(frozen=True, slots=True)
class ElderlyExit:
    """The ways out that were tried, in order."""

    url: str
    items: tuple[WayOut, ...] = ()
    answers: tuple[Answer, ...] = ()
    """Requests of a toolbar none of whose buttons does anything: why that may not be the site's fault."""


@dataclass(frozen=True, slots=True)
class Aid:
    """One service of the elderly version, and whether it did something."""

    kind: str
    """enlarge, contrast, pointer, caption, reading, guides, magnifier, pinyin, plain, links, spacing or other."""
    text: str
    """What its control is called."""
    target: Target
    worked: bool | None
    """None: it could not be told."""
    detail: str = ""
    """What was seen, in Chinese."""
    measured: float | None = None
    presses: int = 1
    """Presses from the home page until it is at hand, the entry counted."""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """One colour scheme, measured in pixels on main text."""

    text: str
    ratio: float | None
    """Contrast of main text to its ground."""
    changed: bool
    """Main text or its ground has other colours than as entered."""
    ink: str = ""
    ground: str = ""


@site_artifact
@dataclass(frozen=True, slots=True)
class ElderlyServices:
    """What the elderly version offers, each pressed once."""

    url: str
    device: str
    items: tuple[Aid, ...] = ()
    themes: tuple[Theme, ...] = ()
    bar: bool = False
    """A toolbar is there: three or more controls together."""
    untried: int = 0
    """Controls of it without a telling name that nobody pressed: any of them may be a service."""


@artifact
@dataclass(frozen=True, slots=True)
class Enlarging:
    """What the page's own enlarging control does to main text, pressed until it stops growing."""

    offered: bool
    target: Target = NOWHERE
    text: str = ""
    steps: int = 0
    """Presses that made text larger."""
    factor: float = 1
    """Median factor of the characters that grew."""
    share: float = 0
    """Part of main text's characters that grew, 0–1."""
    chars: int = 0
    """Characters of main text that were measured."""
    largest_px: float = 0
    """Median size of main text at the largest step."""
    sizes: tuple[float, ...] = ()
    """Mean size of main text as entered and after each press."""
    wraps: bool = False
    """After the largest step the next press makes text smaller again."""
    cut: int = 0
    """Blocks of main text that are cut off at the largest step and were not before."""
    crops: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    """Requests of the toolbar that failed, where its control did nothing."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that the page asked to be spoken or played."""

    at: float
    """Seconds since listening began."""
    way: str
    """speechSynthesis, media, webaudio or request."""
    text: str
    """The words asked for; empty where the sound does not tell."""
    after: str
    """The press or pointing it followed, in Chinese."""
    url: str = ""
    own: bool = False
    """These are the page's own words."""
    answered: bool = True
    """Sound came: a request of this kind was answered with something that can be played."""


@artifact
@dataclass(frozen=True, slots=True)
class Reading:
    """What an article page reads aloud, and whether that can be stopped."""

    applicable: bool
    """It is an article page."""
    switch: Target | None = None
    switch_text: str = ""
    started_by: str = ""
    """hover, click, tab, button or empty: which act made it speak the page's words."""
    transcript: tuple[Heard, ...] = ()
    spoken: bool = False
    """Words of the page were spoken, by any way."""
    unknown: bool = False
    """Sound came that cannot be told from text, different for different text."""
    share: float | None = None
    """Part of the article's characters read, 0–1, where reading on is offered."""
    stopped: bool | None = None
    """False: after every way of switching off it went on; None: nothing to switch off."""
    off_text: str = ""
    answers: tuple[Answer, ...] = ()
    """Speech addresses that did not answer."""
    clips: tuple[str, ...] = ()
    presses: tuple[str, ...] = ()
    label: str = ""
    """Words of a link that were spoken when it was pointed at or got focus, where nothing of the main text was."""
    untried: int = 0
    """Where no name tells of reading: controls without a telling name that nobody pressed."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A frame, window or button that may advertise or urge."""

    target: Target
    kind: str
    """advert or inducement."""
    why: str
    """What makes it suspect, in Chinese; empty where it is none."""
    url: str = ""
    text: str = ""


@artifact
@dataclass(frozen=True, slots=True)
class Offers:
    """What on the page comes from others or urges to act."""

    items: tuple[Offer, ...] = ()


@site_artifact
@dataclass(frozen=True, slots=True)
class ElderlyChapter:
    """JSON-able matter of the report's chapter: pictures, steps, services, transcript."""

    CHAPTER: ClassVar[str] = "elderly"
    matter: Mapping[str, Any] = field(default_factory=dict)
