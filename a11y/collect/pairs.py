"""Articles that belong together: a policy and its interpretation, an article and its copy."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

from a11y.collect.documents import Document
from a11y.collect.visits import Visit, Visits, sample
from a11y.evidence import ColumnSeen, Copied, Duplicates, Entry, Interpretations, InterpretationSeen, PolicySeen

SAMPLED = 3
"""Policies and interpretations that are sampled. Source: 宿政办发〔2022〕1号 附件2."""
MOST_PAIRS = 10
ALIKE = 0.8

_BOOK = re.compile(r"《([^《》]{4,120})》")
_AROUND = re.compile(
    r"关于印发|的通知$|的公告$|政策解读|解读|图解|一图读懂|图文|文字|问答|[一-龥]{2,20}(?:人民政府|办公室|委员会|局|厅)(?:办公室)?(?=关于|印发)|印发|关于(?=[《“])"
)


def core(title: str) -> str:
    """What a policy and what is written about it have in common: the name of the thing."""
    book = _BOOK.search(title)
    words = book.group(1) if book else title
    words = re.sub(r"[（(][^（）()]{0,16}[）)]", "", words)
    words = _AROUND.sub("", words)
    return re.sub(r"^(?:关于|对|《)+|[\W_]+", "", words)


def speaks_of(about: str, policy: str) -> bool:
    """The title of an interpretation names that policy."""
    one, other = core(about), core(policy)
    short, long = sorted((one, other), key=len)
    return len(short) >= 5 and short in long


async def interpretations(visits: Visits, columns: Sequence[ColumnSeen], seed: int) -> Interpretations | None:
    """Sampled policies and interpretations, each with what it links to; None where there is no such column."""
    policies = _entries(columns, "policy")
    told = _entries(columns, "interpretation")
    if not policies and not told:
        return None
    some = sample(policies, SAMPLED, seed, "policies", lambda e: e.url)
    others = sample(told, SAMPLED, seed, "interpretations", lambda e: e.url)
    seen = [await _policy(visits, entry, told) for entry in some]
    found = [await _interpretation(visits, entry, policies) for entry in others]
    return Interpretations(tuple(seen), tuple(found), len(policies), len(told), seed)


def _entries(columns: Sequence[ColumnSeen], kind: str) -> list[Entry]:
    rows = {e.url: e for c in columns if c.kind == kind for e in c.entries if e.url and len(e.title) >= 6}
    return list(rows.values())


def _same(one: str, other: str) -> bool:
    a, b = urlsplit(one), urlsplit(other)
    return (a.hostname, a.path, a.query) == (b.hostname, b.path, b.query)


def _links(document: Document) -> list[tuple[str, str]]:
    outside = ("head", "navigation", "foot", "crumb", "pager", "links")
    return [(link.text, link.url) for link in document.links if link.url and link.region not in outside]


async def _policy(visits: Visits, entry: Entry, told: Sequence[Entry]) -> PolicySeen:
    about = next((e for e in told if speaks_of(e.title, entry.title)), None)
    visit = await visits.get(entry.url)
    if not visit.readable or visit.document is None:
        return PolicySeen(entry.title, entry.url, about.url if about else "", False, _why(visit))
    links = _links(visit.document)
    linked = next((url for text, url in links if any(_same(url, e.url) for e in told)), "")
    named = next((url for text, url in links if "解读" in text and len(text) > 4 and not _same(url, entry.url)), "")
    there = linked or named
    return PolicySeen(entry.title, entry.url, there or (about.url if about else ""), bool(there))


async def _interpretation(visits: Visits, entry: Entry, policies: Sequence[Entry]) -> InterpretationSeen:
    visit = await visits.get(entry.url)
    if not visit.readable or visit.document is None:
        return InterpretationSeen(entry.title, entry.url, error=_why(visit))
    links = _links(visit.document)
    policy = next((e for text, url in links for e in policies if _same(url, e.url)), None)
    if policy is not None:
        title, url, linked = policy.title, policy.url, True
    else:
        named = next(((t, u) for t, u in links if _is_policy_link(t, entry.title) and not _same(u, entry.url)), None)
        known = next((e for e in policies if speaks_of(entry.title, e.title)), None)
        linked = named is not None
        title, url = named or ((known.title, known.url) if known else ("", ""))
    if not url:
        return InterpretationSeen(entry.title, entry.url, title, "", linked)
    outside = not visits.context.in_scope(url)
    if outside:
        return InterpretationSeen(entry.title, entry.url, title, url, linked, None, outside=True)
    back = await visits.get(url)
    if not back.readable or back.document is None:
        return InterpretationSeen(entry.title, entry.url, title, url, linked, None)
    returns = any(_same(u, entry.url) or (speaks_of(t, entry.title) and "解读" in t) for t, u in _links(back.document))
    return InterpretationSeen(entry.title, entry.url, title, url, linked, returns)


def _is_policy_link(text: str, title: str) -> bool:
    if "解读" in text:
        return False
    return speaks_of(title, text) or bool(
        re.search(r"(?:政策|文件)?原文|(?:相关|政策|解读)文件|文件链接|查看(?:政策|文件)", text)
    )


def _why(visit: Visit) -> str:
    return visit.error or f"status-{visit.status}"


async def duplicates(visits: Visits, columns: Sequence[ColumnSeen]) -> Duplicates:
    """Articles with the same title at two addresses, whose text is the same too."""
    by_title: dict[str, list[tuple[Entry, str]]] = defaultdict(list)
    compared = 0
    for column in columns:
        for entry in column.entries:
            words = re.sub(r"[\W_]+", "", entry.title)
            if entry.url and len(words) >= 8:
                compared += 1
                if not any(_same(entry.url, other.url) for other, _ in by_title[words]):
                    by_title[words].append((entry, column.name))
    pairs = [(rows[0], other) for rows in by_title.values() for other in rows[1:]]
    found: list[Copied] = []
    read = 0
    for (one, where), (other, elsewhere) in pairs[:MOST_PAIRS]:
        first, second = await visits.get(one.url), await visits.get(other.url)
        if first.document is None or second.document is None or not (first.readable and second.readable):
            continue
        read += 2
        likeness = alike(first.document.content, second.document.content)
        differs = where != elsewhere or one.day != other.day
        if likeness >= ALIKE and differs:
            found.append(
                Copied(one.title, one.url, other.url, one.day, other.day, where, elsewhere, round(likeness, 4))
            )
    return Duplicates(tuple(found), compared, read)


def alike(one: str, other: str, size: int = 5) -> float:
    """Share of five-character shingles that two texts have in common, digits aside (dates are what was changed)."""
    a, b = _shingles(one, size), _shingles(other, size)
    return len(a & b) / len(a | b) if a and b else 0.0


def _shingles(text: str, size: int) -> set[str]:
    words = re.sub(r"[\W\d_]+", "", text)[:20_000]
    return {words[n : n + size] for n in range(len(words) - size + 1)}
