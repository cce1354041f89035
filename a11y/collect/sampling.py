"""Which pages stand for a site: a structured sample by role, a seeded random one, and templates.

Source: WCAG-EM 1.0, steps 2 and 3: home, pages of each kind and function, then at random. The same site and seed give
the same sample: nothing here knows a clock, and every draw comes from the seed and a sorted list. Pure.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from a11y.fingerprint import address_template
from a11y.model import Role, Site

RANDOM_SHARE = 0.15
"""Part of the sample that is drawn at random. WCAG-EM asks for a tenth of the structured sample."""
QUOTA: Mapping[Role, float] = {
    Role.COLUMN: 0.30, Role.ARTICLE: 0.32, Role.SERVICE: 0.2, Role.INTERACTION: 0.12, Role.SEARCH: 0.06,
}  # fmt: skip
"""Parts of the structured sample without the home page."""
SAME_TEMPLATE = 0.8
"""Similarity (Jaccard, of DOM shapes) from which two pages are of one template."""
LONGEST_URL = 2000

_PORTS = {"http": 80, "https": 443}
_PAGE_ENDING = re.compile(r"\.(s?html?|xhtml|jsp[xf]?|aspx?|php\d?|do|action|jhtml|cgi|htmlx?|thtml)$", re.IGNORECASE)
_ANY_ENDING = re.compile(r"\.[a-z][a-z0-9]{0,5}$|\.(?:mp[34]|7z)$", re.IGNORECASE)
_NO_PAGE = re.compile(
    r"(?:^|[/?&=_.-])(?:log(?:out|off)|signout|download(?:file)?|print|rss|feed|captcha)(?:[/?&=_.-]|$)", re.IGNORECASE
)
_TRACKING = re.compile(
    r"^(?:utm_\w+|spm|from|_t|t|timestamp|rand(?:om)?|jsessionid|phpsessid|sessionid)$", re.IGNORECASE
)
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)

_WORDS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.SEARCH, re.compile(r"^(?:(?:高级|站内|全站|智能|全文|信息)?(?:搜索|检索)|搜一搜)$")),
    (
        Role.INTERACTION,
        re.compile(
            r"互动|信箱|留言|(?:网上|在线|公众|我要)(?:咨询|投诉|提问|建言|写信)|意见(?:征集|建议|反馈)|征集调查|网上调查|"
            r"民意|问卷|在线访谈|举报|问政|12345|咨询投诉|领导(?:信箱|邮箱)|我要(?:写信|咨询|投诉|留言)|来信"
        ),
    ),
    (
        Role.SERVICE,
        re.compile(
            r"办事|(?:政务|公共|便民|网上|在线)服务|服务(?:大厅|指南|事项)|事项(?:清单|目录)|网上办|一网通办|便民|"
            r"办理(?:流程|指南)|指南$"
        ),
    ),
)
_PATHS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.SEARCH, re.compile(r"/(?:j?search|so|ss|jiansuo|sousuo)(?:[/._-]|$)", re.IGNORECASE)),
    (
        Role.INTERACTION,
        re.compile(
            r"/(?:hdjl|zmhd|gzhd|gzcy|hudong|jlhd|interact\w*|xinxiang|szxx|xzxx|jzxx|liuyan|message\w*|mailbox|letter\w*|"
            r"consult\w*|wsdc|yjzj|dczj|zxts|zjdc|myzj|survey|tousu|vote)(?:[/._-]|$)",
            re.IGNORECASE,
        ),
    ),
    (
        Role.SERVICE,
        re.compile(
            r"/(?:bsfw|bszn|zwfw|wsbs|fuwu|ggfw|bmfw|services?|guides?|fwzn|banshi|zxbs|bsdt|wsbsdt)(?:[/._-]|$)",
            re.IGNORECASE,
        ),
    ),
)
_ARTICLE_PATH = re.compile(
    r"/20\d{2}[-/]?[01]?\d[-/]?(?:[0-3]?\d)?/(?:[^/]*\d[^/]*)$|/[tp]?20\d{6}_\d+|/art/|/art_\d|content_\d|/content/\d|post_\d|/info/\d+/|"
    r"/\d{5,}\.s?html?$|/[0-9a-f]{24,32}\.s?html?$|[?&](?:id|aid|articleid|infoid|newsid|contentid|docid)=[\w-]{3,}|"
    r"/(?:article|news|show|detail|view|a)[/_-][\w-]*\d",
    re.IGNORECASE,
)
_LIST_PATH = re.compile(
    r"/$|/(?:index|list|default|more|column|channel|node|col)\w*(?:[_-]?\d+)*(?:\.\w+)?$|/col/|/channel|/node_|/list|"
    r"[?&](?:catid|cid|columnid|channelid|typeid)=",
    re.IGNORECASE,
)
_PAGED = re.compile(r"(?:index|list)_\d+\.|[?&](?:page|p|pageno|currentpage|pn)=\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which addresses belong to a site: origins with prefixes. http and https, bare and www are one."""

    places: tuple[tuple[str, int | None, str], ...]
    """Host without `www.`, port (None: the scheme's own), path prefix."""

    @classmethod
    def of(cls, site: Site, home_url: str = "") -> Scope:
        """The site's own origin (and prefix, where its path ends in `/`), that of its home page, and `site.scope`."""
        places = [_place(site.url)]
        if home_url and _host(home_url)[0] == places[0][0]:  # http became https, on another port perhaps
            places.append((*_host(home_url), places[0][2]))
        for entry in site.scope:
            if entry.startswith("/"):
                places.append((*places[0][:2], _prefix(entry)))
            elif "://" in entry:
                places.append(_place(entry))
            else:
                places.append(_place("http://" + entry))
        return cls(tuple(dict.fromkeys(places)))

    def covers(self, url: str) -> bool:
        """True where an address belongs to the site."""
        try:
            parts = urlsplit(url)
            host, port = _host(url)
        except ValueError:
            return False
        if parts.scheme not in _PORTS or not host:
            return False
        path = parts.path or "/"
        return any(
            host == own and port == its and (path.startswith(prefix) or path + "/" == prefix)
            for own, its, prefix in self.places
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """One address that a page of the site links to."""

    url: str
    role: Role
    text: str = ""
    """Words of the first link that led to it."""
    given: bool = False
    """The site file names it."""
    order: int = 0
    """Position at which it was found: what stands first in a navigation is taken first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One page of the sample."""

    url: str
    role: Role
    structured: bool = True


@dataclass(slots=True)
class Templates:
    """Clusters of pages with the same DOM shape; ids `t1`, `t2` … in the order in which shapes were met."""

    shapes: list[frozenset[str]] = field(default_factory=list)

    def place(self, shape: Iterable[str]) -> tuple[str, bool]:
        """Template of a page by its shape, and whether it is the first of it."""
        own = frozenset(shape)
        best, likeness = -1, 0.0
        for index, other in enumerate(self.shapes):
            alike = similarity(own, other)
            if alike > likeness:
                best, likeness = index, alike
        if best >= 0 and likeness >= SAME_TEMPLATE:
            return f"t{best + 1}", False
        self.shapes.append(own)
        return f"t{len(self.shapes)}", True


def similarity(a: frozenset[str], b: frozenset[str]) -> float:
    """Jaccard's index of two shapes, from 0 to 1; two empty ones are alike."""
    if not a and not b:
        return 1.0
    return len(a & b) / len(a | b)


def normal(url: str) -> str:
    """An address in one form: no fragment (but a hash route), no default port, no session, no tracking.

    Empty where it is no http or https address that could be a page.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not host or len(url) > LONGEST_URL:
        return ""
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[parts.scheme]:
        netloc += f":{port}"
    query = parts.query
    if query and any(_TRACKING.match(name) for name, _ in parse_qsl(query, keep_blank_values=True)):
        kept = [(n, v) for n, v in parse_qsl(query, keep_blank_values=True) if not _TRACKING.match(n)]
        query = urlencode(kept)
    fragment = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return urlunsplit((parts.scheme, netloc, _SESSION.sub("", parts.path) or "/", query, fragment))


def is_page(url: str) -> bool:
    """True where an address looks like a page, not a file, a log-out or a print view."""
    path = unquote(urlsplit(url).path)
    last = path.rsplit("/", 1)[-1]
    if _NO_PAGE.search(path + "?" + urlsplit(url).query):
        return False
    return bool(_PAGE_ENDING.search(last)) or not _ANY_ENDING.search(last)


def role_of(url: str, text: str = "") -> Role:
    """What a page is for, as far as its address and the words of a link to it tell. `random` where they tell nothing."""
    words = re.sub(r"\s+", "", text)
    path = urlsplit(url).path + ("?" + urlsplit(url).query if urlsplit(url).query else "")
    article = bool(_ARTICLE_PATH.search(path)) and not re.search(
        r"/(?:index|list|default)[^/]*$|/$", urlsplit(url).path
    )
    if not article or len(words) <= 8:
        short = len(words) <= 12
        for role, pattern in _WORDS:
            if short and pattern.search(words) and not (article and role is Role.INTERACTION):
                return role
        for role, pattern in _PATHS:
            if pattern.search(path) and not article:
                return role
    if article:
        return Role.ARTICLE
    if _LIST_PATH.search(path) or 2 <= len(words) <= 6:
        return Role.COLUMN
    return Role.ARTICLE if len(words) >= 12 and re.search(r"\d", path) else Role.RANDOM


def candidates(site: Site, scope: Scope, links: Iterable[tuple[str, str]], *, home: str = "") -> dict[str, Candidate]:
    """Pages of the site among links (address, words), by address; what the site file names comes first."""
    found: dict[str, Candidate] = {}
    own = {normal(home), normal(site.url)} - {""}
    for url, role in _given(site):
        address = normal(url)
        if address and address not in own:
            found.setdefault(address, Candidate(address, role, given=True, order=len(found)))
    for url, text in links:
        address = normal(url)
        if not address or address in own or address in found or not scope.covers(address) or not is_page(address):
            continue
        found[address] = Candidate(address, role_of(address, text), text[:80], order=len(found))
    return found


def choose(found: Mapping[str, Candidate], home: str, pages: int, seed: int) -> list[Choice]:
    """The sample, home first, then by role, then at random; never more than `pages`, never an address twice."""
    chosen = [Choice(home, Role.HOME)]
    if pages <= 1:
        return chosen
    at_random = max(1, round((pages - 1) * RANDOM_SHARE)) if pages > 3 else 0
    structured = min(len(found), pages - 1 - at_random)
    queues = {role: _drawn(found, role, seed) for role in QUOTA}
    wants = _quotas(structured, {role: len(queue) for role, queue in queues.items()})
    for role, count in wants.items():
        chosen += [Choice(candidate.url, role) for candidate in queues[role][:count]]
    taken = {choice.url for choice in chosen}
    rest = sorted(url for url in found if url not in taken)
    random.Random(f"{seed}:random").shuffle(rest)  # noqa: S311 - a sample, not a secret
    rest.sort(key=lambda url: bool(_PAGED.search(url)))
    chosen += [Choice(url, Role.RANDOM, structured=False) for url in rest[: pages - len(chosen)]]
    return chosen


def spares(found: Mapping[str, Candidate], chosen: Sequence[Choice], seed: int) -> dict[Role, Iterator[Choice]]:
    """Pages to take where one of the sample could not be examined, by role."""
    taken = {choice.url for choice in chosen}

    def of(role: Role) -> Iterator[Choice]:
        rest = [c.url for c in _drawn(found, role, seed)] if role is not Role.RANDOM else []
        others = sorted(found)
        random.Random(f"{seed}:spare").shuffle(others)  # noqa: S311 - a sample, not a secret
        for url in (*rest, *others):
            if url not in taken:
                taken.add(url)
                yield Choice(url, role, structured=role is not Role.RANDOM)

    return {role: of(role) for role in Role}


def template_sizes(found: Iterable[str], seen: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Template → how many of the pages found are supposed to have it.

    Addresses of the same shape (numbers left out) are taken to have the template of the examined page with that shape;
    addresses of a shape nobody looked at, that of a page in the same folder (not the root), else none.

    Args:
        found: every page address of the site.
        seen: address and template of each page examined.
    """
    by_shape: dict[str, str] = {}
    by_folder: dict[str, str] = {}
    sizes: dict[str, int] = defaultdict(int)
    examined = list(seen)
    for url, template in examined:
        by_shape.setdefault(_shape(url), template)
        if folder := _shape(url).rpartition("/")[0]:  # in the root of a site anything may lie
            by_folder.setdefault(folder, template)
    addresses = {*found, *(url for url, _ in examined)}
    own = dict(examined)
    for url in addresses:
        shape = _shape(url)
        supposed = own.get(url) or by_shape.get(shape) or by_folder.get(shape.rpartition("/")[0])
        if supposed:
            sizes[supposed] += 1
    return dict(sorted(sizes.items(), key=lambda item: int(item[0][1:])))


def _given(site: Site) -> Iterator[tuple[str, Role]]:
    for column in site.columns:
        yield column.url, Role.COLUMN
    for guide in site.guides:
        yield guide, Role.SERVICE
    yield site.messages, Role.INTERACTION
    yield site.search, Role.SEARCH


def _drawn(found: Mapping[str, Candidate], role: Role, seed: int) -> list[Candidate]:
    """Candidates of a role in the order in which they are taken: given ones, then one of each address shape in turn."""
    mine = [candidate for candidate in found.values() if candidate.role is role]
    given = [candidate for candidate in mine if candidate.given]
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in sorted(mine, key=lambda c: c.url):
        if not candidate.given:
            groups[_shape(candidate.url)].append(candidate)
    draw = random.Random(f"{seed}:{role.value}")  # noqa: S311 - a sample, not a secret
    for shape in sorted(groups):
        draw.shuffle(groups[shape])
        groups[shape].sort(key=lambda c: bool(_PAGED.search(c.url)))
    # Columns and services of the navigation stand first on the page; the seed decides within one shape.
    order = sorted(groups, key=lambda shape: min(c.order for c in groups[shape]))
    return given + [c for turn in _turns([groups[shape] for shape in order]) for c in turn]


def _turns(groups: Sequence[list[Candidate]]) -> Iterator[list[Candidate]]:
    for index in range(max(map(len, groups), default=0)):
        yield [group[index] for group in groups if index < len(group)]


def _quotas(total: int, there: Mapping[Role, int]) -> dict[Role, int]:
    """How many of each role; what one role has not is given to the others, in turn."""
    wants = {role: min(there[role], round(total * share)) for role, share in QUOTA.items()}
    for role in QUOTA:  # one of each kind before two of any
        if there[role] and not wants[role]:
            wants[role] = 1
    while sum(wants.values()) > total:
        most = max(wants, key=lambda role: wants[role])
        wants[most] -= 1
    while sum(wants.values()) < total:
        open_roles = [role for role in QUOTA if wants[role] < there[role]]
        if not open_roles:
            break
        least = min(open_roles, key=lambda role: wants[role] / QUOTA[role])
        wants[least] += 1
    return wants


def _shape(url: str) -> str:
    """Shape of an address: numbers and names of single articles left out, its folder kept."""
    template = address_template(url)
    return re.sub(r"[0-9a-f]{16,}", "#", re.sub(r"(?:#[-_/]?){2,}", "#/", template))


def _host(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().rstrip(".")
    port = parts.port if parts.port != _PORTS.get(parts.scheme) else None
    return host.removeprefix("www."), port


def _place(url: str) -> tuple[str, int | None, str]:
    return (*_host(url), _prefix(urlsplit(url).path))


def _prefix(path: str) -> str:
    return path if path.endswith("/") else "/"
