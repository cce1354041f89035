"""Common slips of the pen in Chinese official writing, by a dictionary of our own.

An exact entry is a string that is wrong wherever it stands (布署); a suspected one is wrong in most places and asks a
person. Models that guess are not used: they correct what is right, and nobody can say why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from a11y.wording_entries import EXACT, SUSPECTED

_CONTEXT = 12
_ABOUT_MISTAKES = re.compile(r"应为|误为|误写|写成|错写|改为|错别字|应是|不是|而非")


@dataclass(frozen=True, slots=True)
class Slip:
    """One wrong word in a text."""

    start: int
    wrong: str
    right: str
    exact: bool
    """False: only suspected."""
    context: str
    """The word with what stands around it."""


@cache
def exact() -> Mapping[str, str]:
    """Wrong form → right form, for forms that are wrong wherever they stand."""
    return _entries(EXACT)


@cache
def suspected() -> Mapping[str, str]:
    """Form → the right one in most places."""
    return _entries(SUSPECTED)


def slips(text: str) -> Iterator[Slip]:
    """Wrong words of `text`, in order; what stands between quotation marks as an example of a mistake is not told."""
    for match in _pattern().finditer(text):
        wrong = match.group()
        known = exact().get(wrong)
        if _is_quoted_mistake(text, match.start(), match.end()):
            continue
        context = text[max(0, match.start() - _CONTEXT) : match.end() + _CONTEXT].replace("\n", " ")
        yield Slip(match.start(), wrong, known or suspected()[wrong], known is not None, context)


def _is_quoted_mistake(text: str, start: int, end: int) -> bool:
    """“布署”应为“部署”: a page about mistakes quotes them."""
    quoted = text[start - 1 : start] in "“‘\"'「『《" and text[end : end + 1] in "”’\"'」』》"
    around = text[max(0, start - 20) : end + 20]
    return start > 0 and quoted and _ABOUT_MISTAKES.search(around) is not None


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted({*exact(), *suspected()}, key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word) for word in words))


def _entries(lines: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for pair in lines.split():
        wrong, _, right = pair.partition("→")
        found[wrong] = right
    return found
