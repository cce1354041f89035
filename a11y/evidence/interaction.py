"""Artifacts of the walks: what happened on one page when it was tabbed through, pressed, watched and resized."""

from __future__ import annotations

from dataclasses import dataclass

from a11y.evidence import artifact
from a11y.model import Target

__all__ = [
    "Captcha", "Captchas", "CutText", "CutTexts", "FloatingWindow", "FloatingWindows", "FocusLook", "FocusLooks",
    "KeyboardWalk", "Motion", "Motions", "Overflow", "Press", "Reflow", "Stop", "Trap",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stop:
    """One place where Tab halts."""

    target: Target
    order: int
    """From 1, in the order in which Tab came to it."""


@dataclass(frozen=True, slots=True)
class Trap:
    """An element or a group that Tab did not leave, although the page has further stops."""

    target: Target
    """The element, or the innermost element that holds the whole group."""
    stops: int
    """How many stops the group has; 0: a script swallows Tab, and nothing on the page is ever reached."""
    others: int
    """Stops of the page outside the group that were never reached."""
    left_by: str = ""
    """What did leave it: shift-tab, escape, close, told (a key that the page names); unsure where the page speaks of a way
    that was not found; each-other where its stops call focus from one to the other; empty where nothing did."""


@dataclass(frozen=True, slots=True)
class Press:
    """One element that Tab does not reach, clicked for real."""

    target: Target
    effect: str
    """navigates, shows, hides, changes, scrolls, dialog, focuses, posts or none."""
    detail: str = ""
    """The address it leads to, or what appeared, at most 200 characters."""
    same: str = ""
    """How the keyboard does the same: link, twin, inside, around, beside, escape, focus; empty where nothing did."""
    certain: bool = False
    """The effect came again on a second press, and everything that could do the same was tried."""
    reason: str = ""
    """Why it is not certain: moving-page, not-repeated, only-scrolls, composite, posts, field-nearby, too-many."""


@artifact
@dataclass(frozen=True, slots=True)
class KeyboardWalk:
    """The whole way of Tab through the page and its frames, and what only a pointer can do."""

    stops: tuple[Stop, ...] = ()
    finished: bool = True
    """Tab came round to the beginning; False where the bound was reached first."""
    traps: tuple[Trap, ...] = ()
    presses: tuple[Press, ...] = ()
    clickables: int = 0
    """Elements found that seem to do something when clicked and cannot be reached with Tab."""
    pressed: int = 0
    """How many of them were clicked; alike ones (same kind in the same list) are clicked twice at most."""
    skipped: int = 0
    """Not clicked because their words speak of sending, paying, deleting or signing in."""
    unpressed: int = 0
    """Chosen to be clicked, and not come to in time."""
    left: tuple[str, ...] = ()
    """Addresses to which the page went by itself while it was only tabbed through."""
    sent_away: tuple[Target, ...] = ()
    """Stops whose script takes focus away as soon as it has come: no key pressed there reaches them."""
    picture: str | None = None
    """The numbered path over a picture of the page; a path relative to the site's folder."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class FocusLook:
    """What one stop looks like with focus, compared with itself without."""

    target: Target
    by: str
    """outline (certain from its style), caret, pixels, or unseen where it could not be brought into view."""
    changed: int = 0
    """Pixels that changed perceptibly (16 of 255 in one channel), those of a moving ground left out."""
    contrast: float | None = None
    """Contrast ratio between the two states, of the stronger quarter of the changed pixels."""
    moving: bool = False
    """The ground changes by itself."""
    before: str | None = None
    after: str | None = None


@artifact
@dataclass(frozen=True, slots=True)
class FocusLooks:
    """What focusing changes."""

    items: tuple[FocusLook, ...] = ()
    stops: int = 0
    """How many stops the page has; `items` are those looked at."""
    finished: bool = True
    """Tab came round to the beginning; False where the page has more stops than were reached."""


@dataclass(frozen=True, slots=True)
class Motion:
    """Something that moves or changes by itself."""

    target: Target
    kind: str
    """drift, scroll, blink, turn, animation, gif or video."""
    seconds: float
    """From the beginning of the watch to its last change seen."""
    lasting: bool
    """It went on for more than 5 s, or by its own declaration never ends."""
    alone: bool = False
    """There is nothing else on the page to look at."""
    stopped_by: Target | None = None
    """The control, reached with Tab and pressed for real, after which it stood still."""
    tried: int = 0
    """How many controls were pressed without stopping it."""
    untried: int = 0
    """Controls that might stop it and were not pressed."""


@artifact
@dataclass(frozen=True, slots=True)
class Motions:
    """What moves by itself."""

    items: tuple[Motion, ...] = ()
    watched: float = 0.0
    """Seconds."""


@dataclass(frozen=True, slots=True)
class CutText:
    """Text that is whole at 100 % and is not when enlarged."""

    target: Target
    kind: str
    """cut, overlap, ellipsis (its full text is nowhere else) or covered."""
    text: str
    """At most 80 characters."""
    step: str
    """`200%` (half the viewport), or the page's own step as told by whoever pressed it."""
    by: float = 0.0
    """Pixels that are cut off, or by which the two texts overlap."""
    other: str = ""
    """The text it overlaps with."""


@artifact
@dataclass(frozen=True, slots=True)
class CutTexts:
    """What enlarging does to text."""

    items: tuple[CutText, ...] = ()
    steps: tuple[str, ...] = ()
    """The steps that were looked at."""
    texts: int = 0
    """Runs of text looked at in the largest of them."""


@dataclass(frozen=True, slots=True)
class Overflow:
    """A part of the page that is wider than 320 px and holds text."""

    target: Target
    kind: str
    """page (the whole page scrolls sideways), inside (a scrolling box), or unsure (placed outside by design)."""
    right: float
    """How far to the right its text reaches, in px."""
    chars: int
    text: str = ""


@artifact
@dataclass(frozen=True, slots=True)
class Reflow:
    """What has to be scrolled both ways at 320 px."""

    items: tuple[Overflow, ...] = ()
    width: int = 320
    texts: int = 0
    """Runs of text looked at."""


@dataclass(frozen=True, slots=True)
class FloatingWindow:
    """A window that floats over the page without having been asked for."""

    target: Target
    kind: str
    """dialog, drifting or fixed."""
    certain: bool
    """False: it may just as well be a tool of the site."""
    close: Target | None = None
    close_size: tuple[float, float] | None = None
    """Effective px of the close control's hit area, padding included."""
    closes: bool | None = None
    """Pressed for real, it went away; None where nothing could be pressed."""
    returns: bool | None = None
    """After closing and loading the page again it is there once more; None where that was not tried."""


@artifact
@dataclass(frozen=True, slots=True)
class FloatingWindows:
    """Floating windows."""

    items: tuple[FloatingWindow, ...] = ()


@dataclass(frozen=True, slots=True)
class Captcha:
    """A visual code that has to be read or dragged."""

    target: Target
    kind: str
    """picture, slider or frame."""
    width: float
    enlarged: float | None = None
    """Factor by which the page's own means made it larger; None where it has none."""
    sense: str = ""
    """Name of the control that offers another sense (listening, a message to the phone); may be empty."""


@artifact
@dataclass(frozen=True, slots=True)
class Captchas:
    """Visual codes."""

    items: tuple[Captcha, ...] = ()
