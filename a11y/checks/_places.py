"""Where on the page a word stands: positions of the whole text, back to elements."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from a11y.evidence import Outline, Texts
from a11y.model import Target

_SPACES = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")


def squeezed(text: str, gap: str = "") -> str:
    """`text` with each white space replaced by `gap`; cells of a table stay apart unless `gap` is empty."""
    return _SPACES.sub(gap, text.replace("\t", " | ") if gap else text).strip()


@dataclass(slots=True)
class Places:
    """Runs of text in document order, each with where it begins in the text of the page."""

    text: str
    """The page's visible text: lines apart, no other white space."""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    def target(self, position: int) -> Target:
        """The element whose run of text holds the character at `position`; the page where none does."""
        at = bisect_right(self.starts, position) - 1
        return self.targets[at] if at >= 0 and position < self.ends[at] else Target()

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Target]]:
        """Every match, with its element."""
        for match in pattern.finditer(self.text):
            yield match, self.target(match.start())


def places(outline: Outline, texts: Texts, gap: str = "") -> Places:
    """The text of a page, mapped to the elements that hold it. Runs longer than what is kept of them are whole here.

    Where there is no text of the page as a whole, it is made of the runs. With an empty `gap` words that are broken by
    white space are whole.
    """
    lines = [squeezed(line, gap) for line in outline.text.split("\n")]
    whole = Places("\n".join(line for line in lines if line))
    if not whole.text:
        whole.text = "\n".join(squeezed(item.text, gap) for item in texts.items)
    at = 0
    for item in texts.items:
        words = squeezed(item.text, gap)
        if not words:
            continue
        start = whole.text.find(words, at)
        if start < 0 and len(words) > 12:
            start = whole.text.find(words[:12], at)
        if start < 0:
            continue
        end = start + max(len(words), item.chars)
        whole.starts.append(start)
        whole.ends.append(end)
        whole.targets.append(item.target)
        at = start + len(words)
    return whole
