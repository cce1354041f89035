"""A page as parsed without a browser: its links with their rows, its regions, its words.

Source may come over HTTP or from a rendered page; the shape is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as markup

from a11y import dates

_INVISIBLE = ("script", "style", "noscript", "template", "select", "option", "object", "svg")
_FOOT = re.compile(
    r"(?:^|[-_\s])(?:foot(?:er)?|bottom|copyright|dibu|yejiao)(?:$|[-_\s\d])|footer|^foot", re.IGNORECASE
)
_HEAD = re.compile(r"(?:^|[-_\s])(?:header|top(?:bar|nav)?|head|banner)(?:$|[-_\s\d])", re.IGNORECASE)
_NAV = re.compile(
    r"(?:^|[-_\s])(?:main)?(?:nav(?:i|igation|bar)?|menu|daohang|sidebar-?menu)(?:$|[-_\s\d])", re.IGNORECASE
)
_CRUMB = re.compile(r"crumb|position|dqwz|curr?ent|location|weizhi|path(?:$|[-_])", re.IGNORECASE)
_PAGER = re.compile(
    r"(?:^|[-_\s])(?:page(?:r|s|navi?|bar|list|nation)?|pagination|fenye|turnpage)(?:$|[-_\s\d])", re.IGNORECASE
)
_SIDE = re.compile(
    r"(?:^|[-_\s])(?:side(?:bar)?|aside|hot|rank|recommend|related|tuijian|xg(?:xx|yd|wz))(?:$|[-_\s\d])", re.IGNORECASE
)
_LINKS_OUT = re.compile(r"friend|yqlj|youqing|flink|links?-?(?:box|list)$", re.IGNORECASE)
_DATES = re.compile(
    r"20\d\d ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}|(?<![\d./-])(?:1[0-2]|0[1-9])[-/][0-3]\d(?![\d/-])|\d{1,2}月\d{1,2}日"
)
MOST_LINKS = 5_000
MOST_BYTES = 3_000_000
"""A larger document is cut: nobody reads such a page either."""


@dataclass(frozen=True, slots=True)
class Link:
    """One `<a href>` (or area) of a page."""

    url: str
    """Absolute, without fragment; empty where it leads nowhere."""
    text: str
    """Visible words; the title where it is longer; the picture's alternative where there are no words."""
    row: str = ""
    """Words of the row of a list that it stands in, its own aside; empty where it stands in none."""
    region: str = "content"
    """head, navigation, foot, crumb, pager, side, links or content."""
    list: int = -1
    """Number of the list that its row belongs to; -1 where it stands in none."""
    node: Any = None


@dataclass
class Document:
    """One parsed page."""

    url: str
    root: Any
    base: str = ""
    _regions: dict[Any, str] = field(default_factory=dict)
    _frames: dict[Any, bool] = field(default_factory=dict)

    @cached_property
    def title(self) -> str:
        """Words of `<title>`."""
        return squeeze("".join(self.root.xpath("//title[1]//text()")))

    @cached_property
    def tags(self) -> dict[str, str]:
        """`<meta name>` in lower case → content; the first of each name that has one."""
        found: dict[str, str] = {}
        for tag in self.root.iter("meta"):
            name = (tag.get("name") or "").strip().lower()
            if name and not found.get(name):
                found[name] = (tag.get("content") or "").strip()
        return found

    @cached_property
    def heading(self) -> str:
        """The first `<h1>`, else the first of a lower level in the content."""
        for level in ("h1", "h2", "h3"):
            for node in self.root.iter(level):
                words = squeeze(text_of(node))
                if words and self.region(node) not in ("head", "navigation", "foot", "side"):
                    return words
        return ""

    @cached_property
    def text(self) -> str:
        """Visible words of the whole page, blocks apart."""
        return block_text(self.root)

    @cached_property
    def content(self) -> str:
        """Words of the content: no head, navigation, foot, crumbs, pager and side."""
        return block_text(self.root, lambda node: self.own_region(node) in _OUTSIDE)

    @cached_property
    def running_chars(self) -> int:
        """Characters of running text in the content: words outside links and headings."""
        return len(re.sub(r"\s+", "", self.running))

    @cached_property
    def running(self) -> str:
        """Running text of the content, one block a line."""
        skip = {"a", "h1", "h2", "h3", "h4", "form", "button", "label", "input"}
        return block_text(self.root, lambda node: node.tag in skip or self.own_region(node) in _OUTSIDE)

    def own_region(self, node: Any) -> str:
        """Which region a node itself begins, by its tag, role, class and id; empty where none."""
        if node.tag in ("nav", "header", "footer", "aside"):
            return {"nav": "navigation", "header": "head", "footer": "foot", "aside": "side"}[node.tag]
        role = node.get("role") or ""
        if role in ("navigation", "banner", "contentinfo", "complementary"):
            return {"navigation": "navigation", "banner": "head", "contentinfo": "foot"}.get(role, "side")
        if node.tag in ("div", "ul", "ol", "section", "td", "table", "p", "dl", "span"):
            names = f"{node.get('id') or ''} {node.get('class') or ''}".strip()
            if names and len(names) < 200:
                region = _named_region(names)
                if region and self._is_frame(node, region):
                    return region
        return ""

    def _is_frame(self, node: Any, region: str) -> bool:
        """A name alone makes no frame: `page-wrapper`, `position-relative` and `tab current` hold the content itself."""
        known = self._frames.get(node)
        if known is None:
            known = self._frames[node] = self._looks_like(node, region)
        return known

    def _looks_like(self, node: Any, region: str) -> bool:
        if region in ("head", "foot") and not self._at_edge(node, region):
            return False
        if region in ("side", "links"):
            return True
        words = text_of(node)
        if region in ("crumb", "pager"):
            return len(squeeze(words)) <= 240 and len(_DATES.findall(words)) < 2
        most = sum(1 for _ in islice(node.iter(), len(self._order))) > 0.6 * len(self._order) > 60
        return not most and len(_DATES.findall(words[:20_000])) < 3

    def _at_edge(self, node: Any, region: str) -> bool:
        """Boxes of the content have heads and feet of their own; the page's stand near its ends, not deep down."""
        depth, at = 0, node.getparent()
        while at is not None and at.tag != "body":
            depth, at = depth + 1, at.getparent()
        place = self._order.get(node, 0) / max(1, len(self._order))
        return depth <= 4 and (place < 0.4 if region == "head" else place > 0.6)

    @cached_property
    def _order(self) -> dict[Any, int]:
        return {node: n for n, node in enumerate(self.root.iter())}

    def region(self, node: Any) -> str:
        """The region that a node stands in: the innermost that says so."""
        path = []
        at, answer = node, "content"
        while at is not None and at.tag != "body":
            if at in self._regions:
                answer = self._regions[at]
                break
            path.append(at)
            if isinstance(at.tag, str) and (own := self.own_region(at)):
                answer = own
                break
            at = at.getparent()
        for passed in path:
            self._regions[passed] = answer
        return answer

    @cached_property
    def links(self) -> list[Link]:
        """Every link in document order, each with its row."""
        rows = _Rows(self)
        return [rows.link(node) for node in islice(_leading(self.root), MOST_LINKS)]

    def absolute(self, href: str) -> str:
        """The address that an attribute means; empty where it is no page of the web."""
        href = re.sub(r"[\t\n\r]", "", href).strip()
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:", "about:")):
            return ""
        try:
            url = urljoin(self.base or self.url, href).partition("#")[0]
            return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else ""
        except ValueError:
            return ""


_OUTSIDE = frozenset({"head", "navigation", "foot", "crumb", "pager", "side", "links"})


def _named_region(names: str) -> str:
    for pattern, region in (
        (_CRUMB, "crumb"), (_PAGER, "pager"), (_NAV, "navigation"), (_LINKS_OUT, "links"), (_FOOT, "foot"),
        (_SIDE, "side"), (_HEAD, "head"),
    ):  # fmt: skip
        if pattern.search(names):
            return region
    return ""


def parse(source: str, url: str) -> Document:
    """The document of `source`. Never raises for what a page contains."""
    cleaned = re.sub(r"<\?xml[^>]{0,200}\?>", "", source[:MOST_BYTES].replace("\x00", ""), count=1)
    parser = markup.HTMLParser(encoding="utf-8", remove_comments=True, recover=True)
    try:
        root = markup.document_fromstring(cleaned.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = markup.document_fromstring("<html><body></body></html>")
    base = next((node.get("href") for node in root.iter("base") if node.get("href")), "")
    return Document(url, root, urljoin(url, base) if base else "")


_PRESSED = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|open\()\s*['"]([^'"]+)['"]|"""
    r"""\w+\(\s*['"]((?:https?:/)?\.{0,2}/[^'"]+|[^'"]+\.(?:s?html?|jhtml|jsp|aspx?|do)(?:\?[^'"]*)?)['"]"""
)


def address_of(node: Any) -> str:
    """Where a press on an element leads, by its `href`, its `data-href` or what its `onclick` says; else empty."""
    href = (node.get("href") or "").strip() if node.tag in ("a", "area") else ""
    if href and not href.lower().startswith(("javascript:", "#")):
        return str(href)
    said = node.get("data-href") or node.get("data-url") or node.get("data-link") or ""
    if said and re.match(r"https?://|[./]|[\w-]+/|[\w-]+\.\w", said):
        return str(said)
    pressed = _PRESSED.search(node.get("onclick") or (href if href.lower().startswith("javascript:") else ""))
    return (pressed[1] or pressed[2]) if pressed else str(href)


def _leading(root: Any) -> Iterator[Any]:
    """Links, and rows that lead somewhere by script alone and hold no link."""
    for node in root.iter("a", "area", "li", "tr", "div", "p", "span", "h3", "h4", "dd"):
        if node.tag in ("a", "area"):
            if node.get("href") is not None or node.get("onclick") is not None:
                yield node
        elif (node.get("onclick") or node.get("data-href") or node.get("data-url") or node.get("data-link")) and (
            address_of(node) and next(node.iter("a"), None) is None and next(node.iterancestors("a"), None) is None
        ):
            yield node


class _Rows:
    """Finds the row of a list that a link stands in: the largest block that holds this one link alone."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.addresses: dict[Any, set[str]] = {}
        self.lists: dict[Any, int] = {}
        self.bare: dict[Any, dict[Any, str]] = {}
        for node in islice(_leading(document.root), 2 * MOST_LINKS):
            href = document.absolute(address_of(node)) or f"#{id(node)}"
            if node.tag != "area" and len(squeeze(text_of(node)) or node.get("title") or "") >= 2:
                at = node.getparent()
                while at is not None and at.tag != "body":
                    seen = self.addresses.setdefault(at, set())
                    if len(seen) > 1:
                        break  # every block above holds more than one link already
                    seen.add(href)
                    at = at.getparent()
                while at is not None and at.tag != "body":
                    self.addresses.setdefault(at, set()).update((href, ""))
                    at = at.getparent()

    def link(self, node: Any) -> Link:
        document = self.document
        words = squeeze(text_of(node)) or squeeze(" ".join(img.get("alt") or "" for img in node.iter("img")))
        tip = squeeze(node.get("title") or "")
        title = _TIP.sub("", tip)
        name = title if title and (len(title) > len(words) or words.endswith(("...", "…"))) else words
        if title and words and not _alike(title, words):
            name = words
        heading = _heading_in(node) if len(name) > 60 else ""
        row = node if node.tag not in ("a", "area") else self._row(node)
        url = document.absolute(address_of(node))
        if row is None and (after := self._bare_row(node)) is not None:
            row, beside = node, after
        elif row is None:
            return Link(url, heading or name or title, "", document.region(node), -1, node)
        else:
            beside = _beside(row, node)
        inside = _date_inside(node, words)
        said = _SAID_IN_TITLE.search(tip)
        told = f"{beside} {inside[0]}".strip() or (said[1] if said else "")
        return Link(url, heading or inside[1] or name, told, document.region(node), self._list(row), node)

    def _row(self, node: Any) -> Any:
        row, at = None, node.getparent()
        while at is not None and at.tag != "body" and len(self.addresses.get(at, ())) <= 1:
            if len(text_of(at)) > 600:
                break
            row, at = at, at.getparent()
            if row.tag in ("li", "tr") and self._is_one_of_many(row):
                break
        if row is not None and (row.tag in ("li", "tr") or next(row.iter("li", "tr"), None) is not None):
            return row
        shared = self._shared_row(node)
        return shared if shared is not None else row

    def _shared_row(self, node: Any) -> Any:
        """The item of a list whose title this link is, where others beside it name its kind, its office, its files."""
        at = node.getparent()
        for _ in range(4):
            if at is None or at.tag in ("li", "tr", "dd", "dt", "body"):
                break
            at = at.getparent()
        if at is None or at.tag not in ("li", "tr", "dd", "dt") or not self._is_one_of_many(at):
            return None
        links = list(islice(at.iter("a"), MOST_OF_ROW + 1))
        if len(links) > MOST_OF_ROW or len(text_of(at)) > 300:
            return None
        own = len(squeeze(text_of(node)))
        others = [len(squeeze(text_of(link))) for link in links if link is not node]
        return at if own >= TITLE and all(other <= min(10, own // 2) for other in others) else None

    def _bare_row(self, node: Any) -> str | None:
        """What stands behind a link among others that follow one another with nothing but a date between them; else None.

        Lists without items are made so: parted by `<br>`, or of cards that are one link each.
        """
        parent = node.getparent()
        if parent is None or parent.tag in ("p", "h1", "h2", "h3", "h4", "li", "nav"):
            return None
        if parent not in self.bare:
            self.bare[parent] = _bare_rows(parent)
        return self.bare[parent].get(node)

    def _is_one_of_many(self, item: Any) -> bool:
        """An item beside others with links of their own: rows that lead to one address are rows all the same."""
        others = (*item.itersiblings(item.tag), *item.itersiblings(item.tag, preceding=True))
        return any(other in self.addresses for other in islice(others, 5))

    def _list(self, row: Any) -> int:
        """Rows whose parents look alike are one list, even where it is cut in blocks of five."""
        parent = row.getparent()
        if parent is None:
            return -1
        grand = (
            parent.getparent()
            if parent.tag in ("ul", "ol", "tbody", "dl") and parent.getparent() is not None
            else parent
        )
        blocks = [child for child in grand if child.tag == parent.tag] if grand is not parent else []
        key = grand if len(blocks) > 1 else parent
        return self.lists.setdefault(key, len(self.lists))


MOST_OF_ROW = 4
"""Links of one row at most."""
TITLE = 6
"""Characters from which a link reads as a title and not as a name."""
LEAST_BARE = 3
_ONLY_A_DATE = re.compile(
    r"[\s·•●■◆▪▶◇○※→>»|\-\[\]()（）【】:：.]*(?:(?:发布|更新)?(?:时间|日期)[:：]?)?[\s\[(（【]*(?:[\d年月日号\-/.:∶：\s]{0,20})[\s\])）】]*"
)


def _bare_rows(parent: Any) -> dict[Any, str]:
    """Links that are children of `parent`, each with what stands behind it; empty where other words stand among them."""
    if sum(1 for _ in islice(parent.iterchildren("a"), LEAST_BARE)) < LEAST_BARE:
        return {}
    found: dict[Any, str] = {}
    last, others = None, [parent.text or ""]
    for child in islice(parent, MOST_LINKS):
        if child.tag == "a" and len(squeeze(text_of(child))) >= TITLE:
            last, found[child] = child, ""
        elif isinstance(child.tag, str) and child.tag not in _INVISIBLE:
            others.append(words := text_of(child))
            if last is not None:
                found[last] += f" {words}"
        others.append(child.tail or "")
        if last is not None:
            found[last] += f" {child.tail or ''}"
    clean = all(_ONLY_A_DATE.fullmatch(squeeze(words)) for words in others)
    dated = sum(bool(_DATES.search(words) or _DATES.search(text_of(link))) for link, words in found.items())
    if not clean or len(found) < LEAST_BARE or dated * 2 < len(found):
        return {}
    return {link: squeeze(words) for link, words in found.items()}


_OF_PUBLICATION = re.compile(r"发布|公开|公布|上网|更新|发文|录入")
_OF_ANOTHER_DAY = re.compile(r"成文|生效|施行|实施|印发|签发|废止|失效|截止|到期|结束|有效期")


def _beside(row: Any, node: Any) -> str:
    """What a row says beside its title; of a table's several dates the one under 发布日期."""
    if row.tag == "tr":
        return squeeze(" ".join(_cells(row, node)))
    words = squeeze(text_of(row, without=node))
    if row.tag == "dt":
        for after in row.itersiblings():
            if after.tag != "dd":
                break
            words = squeeze(f"{words} {text_of(after)}")
    return words[:600]


def _cells(row: Any, node: Any) -> list[str]:
    """Words of a table row's cells, in order; only the one of publication of those that hold dates, by the heads above."""
    cells = list(row.iterchildren("td", "th"))
    words = [squeeze(text_of(cell, without=node)) for cell in cells]
    first = _first_row(row)
    heads = [squeeze(text_of(cell)) for cell in first.iterchildren("td", "th")] if first is not None else []
    if first is row or len(heads) != len(cells):
        return words
    of_day = [n for n, head in enumerate(heads) if _OF_PUBLICATION.search(head) and _DATES.search(words[n])]
    if of_day:
        return [one for n, one in enumerate(words) if n == of_day[0] or not _DATES.search(one)]
    return [one for n, one in enumerate(words) if not (_OF_ANOTHER_DAY.search(heads[n]) and _DATES.search(one))]


def _first_row(row: Any) -> Any:
    """The first row of a row's table."""
    table = next(row.iterancestors("table"), None)
    return next(table.iter("tr"), None) if table is not None else None


def _alike(title: str, words: str) -> bool:
    """A `title` that says the words in full, not an advertisement."""
    plain = re.sub(r"[\W_]+", "", words)
    return not plain or plain[:6] in re.sub(r"[\W_]+", "", title)


def _heading_in(node: Any) -> str:
    """The title of a card that is one link, picture, summary and all."""
    for child in node.iter("h1", "h2", "h3", "h4", "h5", "h6", "strong", "div", "p", "span", "b"):
        marked = re.search(r"(?:^|[-_\s])(?:tit(?:le)?|bt|biaoti|name)(?:$|[-_\s\d])", child.get("class") or "")
        if (child.tag[0] == "h" or marked) and len(words := squeeze(text_of(child))) >= 4:
            return words
    return ""


_TIP = re.compile(
    r"\A(?:标题|题目|题名|文章标题)\s*[:：]\s*|\s*(?:发布|更新|公开|发表|录入)?(?:时间|日期|作者|来源|点击数?|浏览数?)\s*[:：].*\Z"
)
"""What a `title` says beside the title."""
_SAID_IN_TITLE = re.compile(r"(?:时间|日期)\s*[:：]\s*(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}[:：]\d\d)?)")
_TRAILING_DATE = re.compile(
    r"[\[(（【]?\s*((?:20\d\d[-/.年])?(?:1[0-2]|0?[1-9])[-/.月](?:3[01]|[12]\d|0?[1-9])日?(?:\s*\d{1,2}[:∶：]\d\d)?)\s*[\])）】]?"
)


_BESIDE_A_DATE = re.compile(
    r"(?:发布|更新)?(?:时间|日期)\s*[:：]|(?:浏览|阅读|点击)(?:量|次数|数)?\s*[:：]?\s*\d*\s*次?|[|｜]"
)


def _date_inside(node: Any, words: str) -> tuple[str, str]:
    """A date that stands inside the link, in an element of its own or at an end: (date, words without it)."""
    for child in node.iter("span", "time", "em", "i", "b", "font", "p", "div"):
        inner = squeeze(_BESIDE_A_DATE.sub(" ", text_of(child)))
        if inner and inner != words and len(inner) <= 24:
            match = _TRAILING_DATE.fullmatch(inner)
            if match or dates.split(inner):
                return match.group(1) if match else inner, squeeze(text_of(node, without=child))
    for match in (re.match(_TRAILING_DATE, words), re.search(_TRAILING_DATE.pattern + r"\s*$", words)):
        if match and len(match.group()) < len(words) - 3 and re.search(r"[-/月]", match.group(1)):
            rest = squeeze(words.replace(match.group(), " ", 1))
            return match.group(1), rest
    return "", ""


def squeeze(text: str) -> str:
    """White space collapsed."""
    return re.sub(r"[\s\u00a0\u3000\u200b\ufeff]+", " ", text or "").strip()


def text_of(node: Any, *, without: Any = None) -> str:
    """Words below a node, invisible elements left out; elements are parted by a space."""
    parts: list[str] = []
    _collect(node, without, parts)
    return " ".join(part for part in parts if part.strip())


def _collect(node: Any, without: Any, parts: list[str]) -> None:
    stack: list[Any] = [node]
    while stack:
        at = stack.pop()
        if isinstance(at, str):
            parts.append(at)
            continue
        if at is without or not isinstance(at.tag, str) or at.tag in _INVISIBLE or _is_hidden(at):
            continue
        if at.text:
            parts.append(at.text)
        for child in reversed(list(at)):
            if child.tail:
                stack.append(child.tail)
            stack.append(child)


_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def _is_hidden(node: Any) -> bool:
    return node.get("hidden") is not None or bool(_HIDDEN.search(node.get("style") or ""))


_BLOCKS = frozenset((
    "p", "div", "li", "ul", "ol", "tr", "table", "tbody", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
    "header", "footer", "nav", "dl", "dt", "dd", "form", "br", "hr", "main", "aside",
))  # fmt: skip


def block_text(root: Any, skip: Any = None, *, hidden: bool = False) -> str:
    """Words of a tree, one block a line, cells apart by a tab; `skip(node)` leaves a whole branch out.

    `hidden`: with what an inline style hides (panes of tabs).
    """
    parts: list[str] = []
    stack: list[Any] = [root]
    while stack:
        at = stack.pop()
        if isinstance(at, str):
            parts.append(at)
            continue
        if not isinstance(at.tag, str) or at.tag in (*_INVISIBLE, "head", "title") or (_is_hidden(at) and not hidden):
            continue
        if skip is not None and at is not root and skip(at):
            continue
        edge = "\n" if at.tag in _BLOCKS else ("\t" if at.tag in ("td", "th") else "")
        if edge:
            parts.append(edge)
            stack.append(edge)
        for child in reversed(list(at)):
            if child.tail:
                stack.append(_flat(child.tail))
            stack.append(child)
        if at.text:
            stack.append(_flat(at.text))
    lines = (re.sub(r"[ \u00a0\u3000\u200b\ufeff]+", " ", line).strip(" ") for line in "".join(parts).split("\n"))
    return "\n".join(line.strip() for line in lines if line.strip())


def _flat(text: str) -> str:
    return re.sub(r"[\n\r\t]+", " ", text)


def iter_forms(document: Document) -> Iterator[Any]:
    """Forms of the page."""
    return iter(document.root.iter("form"))
