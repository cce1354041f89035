"""What a site asks of machines: robots.txt. Source: RFC 9309."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

TOKEN = "a11y"  # noqa: S105 - our product token
"""The name under which robots.txt may speak of us."""
LIMIT = 512_000
"""Bytes of robots.txt that are read."""


@dataclass(frozen=True, slots=True)
class Robots:
    """One site's robots.txt as it concerns us."""

    rules: tuple[tuple[str, bool], ...] = ()
    """Path pattern, and whether it allows."""
    delay: float = 0.0
    """Seconds between two requests that it asks for."""
    sitemaps: tuple[str, ...] = ()

    def allows(self, url: str) -> bool:
        """True where the longest pattern that fits the address allows it; `allow` wins a tie."""
        parts = urlsplit(url)
        path = _even(parts.path or "/") + ("?" + _even(parts.query) if parts.query else "")
        best = max(((len(p), allow) for p, allow in self.rules if _fits(p, path)), default=(0, True))
        return best[1]


def parse(text: str, token: str = TOKEN) -> Robots:
    """The group that names us, else the one for everybody. A page of HTML (a soft 404) has no groups and allows all."""
    groups: dict[str, list[tuple[str, str]]] = {}
    sitemaps: list[str] = []
    current: list[str] = []
    naming = False
    for name, value in _lines(text):
        if name == "user-agent":
            current = [*current, value.lower()] if naming else [value.lower()]
            naming = True
            groups.setdefault(value.lower(), [])
            continue
        if name == "sitemap":
            sitemaps.append(value)
            continue
        naming = False
        for agent in current:
            groups[agent].append((name, value))
    mine = next((group for agent, group in groups.items() if agent == token), groups.get("*", []))
    rules = tuple((_even(value), name == "allow") for name, value in mine if name in ("allow", "disallow") and value)
    delays = [float(value) for name, value in mine if name == "crawl-delay" and re.fullmatch(r"\d{1,4}(\.\d+)?", value)]
    return Robots(rules, delays[0] if delays else 0.0, tuple(sitemaps))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.lstrip("\ufeff").splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _even(path: str) -> str:
    """A path with its escapes written one way, so that 中 and %E4%B8%AD are the same."""
    return quote(unquote(path), safe="/*$?&=;:@!'(),+~-._%")


def _fits(pattern: str, path: str) -> bool:
    """Match a pattern with `*` and `$` without a regular expression: hostile patterns must cost nothing."""
    anchored = pattern.endswith("$")
    pieces = (pattern[:-1] if anchored else pattern).split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for index, piece in enumerate(pieces[1:], 1):
        if anchored and index == len(pieces) - 1:
            return path.endswith(piece) and len(path) - len(piece) >= at
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return not anchored or at == len(path)
