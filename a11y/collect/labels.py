"""Labelled values of a page: 事项名称：…, a table's heads and cells, a definition list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from a11y.collect.documents import Document, block_text

MOST = 60_000
"""Characters of a page that are searched for labels."""
GLUED = 60
LONG_LABEL = 4
"""Characters of a label that may stand before its value with nothing between them: each has an element of its own."""
_NUMBERING = r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．:： ]?\s*)?"


@dataclass(frozen=True, slots=True)
class Value:
    """What stands behind one label."""

    name: str
    """The label's official name: a key of the table that was asked for."""
    label: str
    """As written."""
    text: str


def content_with_hidden(document: Document) -> str:
    """Words of the content, panes of tabs too."""
    outside = ("head", "navigation", "foot", "crumb", "pager", "side", "links")
    return block_text(document.root, lambda node: document.own_region(node) in outside, hidden=True)


def values(text: str, names: Mapping[str, str]) -> list[Value]:
    """Labels in `text` (lines of blocks, cells apart by tabs), each with its value, in order.

    `names`: official name → pattern of what it is called. A value goes to the next label.
    """
    label = "|".join(f"(?P<_{n}>{pattern})" for n, pattern in enumerate(names.values()))
    whole = re.compile(rf"\A{_NUMBERING}[【\[]?(?:{label})[】\]]?(?:（[^（）]{{0,12}}）)?\s*[:：]?\s*\Z")
    glued = re.compile(
        rf"\A{_NUMBERING}(?:{label})\s*(?=[^\s的为是在请可应由见和与及等、，。；:：）)】\]])(?P<rest>.+)\Z"
    )
    inline = re.compile(rf"(?:\A|(?<=[\s，。；;|]))(?:{_NUMBERING}[【\[]?(?:{label})[】\]]?\s*[:：]\s*)")
    official = list(names)
    found: list[list[str]] = []
    for line in text[:MOST].split("\n"):
        for cell in re.split(r"\t+", line):
            piece = cell.strip()
            if not piece:
                continue
            if match := whole.match(piece):
                found.append([_which(match, official), piece, ""])
            elif (
                len(piece) <= GLUED and (match := glued.match(piece)) and len(piece) - len(match["rest"]) >= LONG_LABEL
            ):
                found.append([_which(match, official), piece[: match.start("rest")], match["rest"]])
            else:
                _pieces(piece, inline, official, found)
    return [Value(name, written, value.strip()) for name, written, value in found]


def _pieces(piece: str, inline: re.Pattern[str], official: Sequence[str], found: list[list[str]]) -> None:
    at = 0
    for match in inline.finditer(piece):
        if found:
            found[-1][2] += "\n" + piece[at : match.start()]
        found.append([_which(match, official), match.group().strip(), ""])
        at = match.end()
    if found:
        found[-1][2] += "\n" + piece[at:]


def _which(match: re.Match[str], official: Sequence[str]) -> str:
    return next(
        official[int(name[1:])] for name, value in match.groupdict().items() if name[0] == "_" and value is not None
    )


def first(found: Iterable[Value], name: str) -> Value | None:
    """The first value of that name that is not empty, else the first."""
    said = [value for value in found if value.name == name]
    return next((value for value in said if value.text), said[0] if said else None)
