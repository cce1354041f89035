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


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of the dictionary."""

    wrong: str
    right: str
    unless: tuple[str, ...] = ()
    """Right words in which the wrong string happens to stand."""


@cache
def exact() -> Mapping[str, Word]:
    """Entries by their wrong form, for forms that are wrong wherever they stand."""
    return _entries(EXACT)


@cache
def suspected() -> Mapping[str, Word]:
    """Entries by a form that is wrong in most places."""
    return _entries(SUSPECTED)


def slips(text: str) -> Iterator[Slip]:
    """Wrong words of `text`, in order; what is quoted as an example of a mistake is not told."""
    for match in _pattern().finditer(text):
        wrong = match.group()
        word = exact().get(wrong) or suspected()[wrong]
        if _is_part(text, match.start(), word) or _is_quoted_mistake(text, match.start(), match.end()):
            continue
        context = text[max(0, match.start() - _CONTEXT) : match.end() + _CONTEXT].replace("\n", " ")
        yield Slip(match.start(), wrong, word.right, wrong in exact(), context)


def _is_part(text: str, start: int, word: Word) -> bool:
    """The string stands in a right word, or across two of them."""
    for right in word.unless:
        at = right.find(word.wrong)
        while at >= 0:
            if text.startswith(right, start - at) and start >= at:
                return True
            at = right.find(word.wrong, at + 1)
    return False


def _is_quoted_mistake(text: str, start: int, end: int) -> bool:
    """“布署”应为“部署”: a page about mistakes quotes them."""
    quoted = text[start - 1 : start] in "“‘\"'「『《" and text[end : end + 1] in "”’\"'」』》"
    around = text[max(0, start - 20) : end + 20]
    return start > 0 and quoted and _ABOUT_MISTAKES.search(around) is not None


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted({*exact(), *suspected()}, key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word) for word in words))


def _entries(lines: str) -> Mapping[str, Word]:
    found: dict[str, Word] = {}
    for pair in lines.split():
        wrong, _, rest = pair.partition("→")
        right, _, unless = rest.partition("!")
        found[wrong] = Word(wrong, right, tuple(filter(None, unless.split(","))))
    return found
