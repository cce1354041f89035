"""The site's own search, really used: a title that stands on the site is asked for. Nothing else is ever sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlencode, urljoin, urlsplit

from a11y.collect.documents import Document, squeeze, text_of
from a11y.collect.visits import Visit, Visits
from a11y.evidence import Entry, Searches, SearchTry
from a11y.model import Site

_FIELD = re.compile(
    r"^(?:q|qt|wd|kw|key|keys|keyword|keywords|query|search\w*|searchword|title|text|word|sword|content|s|words?|condition)$",
    re.IGNORECASE,
)
_SEARCH = re.compile(r"search|搜索|检索|查询|sousuo|jiansuo|\bso\b|query", re.IGNORECASE)
_NOTHING = re.compile(
    r"(?:没有|未能?)(?:找到|搜索到|检索到|查询到|查到|相关)|暂无(?:相关|搜索|数据|结果|信息)|无(?:相关)?(?:结果|记录|数据)|"
    r"(?<!\d)0\s*(?:条|项|个|篇)(?:相关)?(?:结果|记录|信息)?|(?:结果|记录|共)\s*0\s*(?:条|项|个|篇)|抱歉|对不起"
)
_MARK = "\ue000"
"""Stands for the query in an address; no site uses it."""


@dataclass(frozen=True, slots=True)
class Way:
    """How the site is searched."""

    form: str
    """get, pattern, post, script, outside, unread or empty: see `evidence.Searches`."""
    url: str = ""
    """Address with `_MARK` where the query goes; empty where it cannot be asked."""
    charset: str = "utf-8"

    def template(self, mark: str) -> str:
        """The address with `mark` where the query goes."""
        return self.url.replace(quote(_MARK), mark).replace(_MARK, mark)

    def ask(self, query: str) -> str:
        """The address that asks for `query`, in the letters that the site's own form would send."""
        try:
            raw = query.encode(self.charset, "xmlcharrefreplace")
        except LookupError:
            raw = query.encode()
        return self.url.replace(quote(_MARK), quote_plus(raw)).replace(_MARK, quote_plus(raw))


def of_site_file(site: Site) -> Way | None:
    """The way that the site file names: an address that ends where the query goes, or says so by `{q}`."""
    url = site.search.strip()
    if not url:
        return None
    for mark in ("{q}", "{query}", "{keyword}", "{kw}", "{}", "%s", "{title}", "关键词", "xxx"):
        if mark in url:
            return Way("pattern", url.replace(mark, _MARK))
    if url.endswith("="):
        return Way("pattern", url + _MARK)
    empty = [name for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True) if not value]
    if empty:
        return Way("pattern", re.sub(rf"([?&]{re.escape(empty[0])}=)", lambda m: m[1] + _MARK, url, count=1))
    return None


def of_page(document: Document, in_scope: Any, charset: str = "utf-8") -> Way | None:
    """The search form of a page, the likeliest one; None where there is none."""
    ways = [way for form in document.root.iter("form") if (way := _of_form(document, form, in_scope, charset))]
    order = {"get": 0, "outside": 1, "post": 2}
    if ways:
        return min(ways, key=lambda way: order[way.form])
    for field in document.root.iter("input"):
        words = " ".join(field.get(name) or "" for name in ("name", "id", "class", "placeholder", "title"))
        if (field.get("type") or "text").lower() in ("text", "search") and re.search(
            r"search|搜|检索|关键[词字]", words, re.IGNORECASE
        ):
            return Way("script", document.url)
    return None


def _of_form(document: Document, form: Any, in_scope: Any, charset: str) -> Way | None:
    fields = [
        f for f in form.iter("input") if (f.get("type") or "text").lower() in ("text", "search") and f.get("name")
    ]
    if not fields or any((f.get("type") or "").lower() == "password" for f in form.iter("input")):
        return None
    words = " ".join(form.get(name) or "" for name in ("action", "id", "class", "name", "role")) + text_of(form)
    words += " ".join(f"{f.get('placeholder') or ''} {f.get('class') or ''} {f.get('id') or ''}" for f in fields)
    values = " ".join(f.get("value") or "" for f in form.iter("input", "button"))
    known = [f for f in fields if _FIELD.match(f.get("name"))]
    if not _SEARCH.search(words + values) and not known:
        return None
    action = urljoin(document.base or document.url, (form.get("action") or "").strip() or document.url)
    if urlsplit(action).scheme not in ("http", "https"):
        return Way("script", document.url)
    if (form.get("method") or "get").strip().lower() == "post":
        return Way("post", action)
    if not in_scope(action):
        return Way("outside", action)
    box = (known or fields)[0]
    pairs = [(f.get("name"), f.get("value") or "") for f in form.iter("input")
             if f.get("name") and (f.get("type") or "").lower() == "hidden"]  # fmt: skip
    pairs += [(s.get("name"), _chosen(s)) for s in form.iter("select") if s.get("name")]
    pairs.append((box.get("name"), _MARK))
    letters = (form.get("accept-charset") or charset).split()[0].strip(",")
    return Way("get", action.partition("?")[0] + "?" + urlencode(pairs), letters)


def _chosen(select: Any) -> str:
    options = list(select.iter("option"))
    best = next((o for o in options if o.get("selected") is not None), options[0] if options else None)
    return "" if best is None else (best.get("value") if best.get("value") is not None else squeeze(text_of(best)))


async def use(visits: Visits, way: Way | None, given: bool, titles: list[Entry]) -> Searches:
    """Ask the site for titles that stand on it, one after another, until one is found."""
    if way is None:
        return Searches("", "", given)
    where = way.url.replace(_MARK, "").replace(quote(_MARK), "")
    if way.form not in ("get", "pattern"):
        return Searches(way.form, where, given)
    tries: list[SearchTry] = []
    for entry in titles:
        tries.append(await _ask(visits, way, entry))
        if tries[-1].found is not False:
            break
    return Searches(way.form, where, given, tuple(tries))


async def _ask(visits: Visits, way: Way, entry: Entry) -> SearchTry:
    query = entry.title
    url = way.ask(query)
    visit = await visits.get(url)
    found, results = judge(visit, entry)
    if found is not True and visit.error in (None, "bot-wall") and visit.status < 400:
        again = await visits.render(url)
        if again is not None and again.document is not None:
            visit = again
            found, results = judge(again, entry)
    return SearchTry(query, url, entry.url, found, results, visit.status, visit.error, visit.rendered)


def judge(visit: Visit, entry: Entry) -> tuple[bool | None, int]:
    """Whether a page of results shows the title, and how many results it has; None where it is no such page."""
    if visit.error or visit.document is None:
        return None, 0
    if visit.status >= 400:
        return (False if visit.status in (404, 410) or visit.status >= 500 else None), 0
    document = visit.document
    title = _plain(entry.title)
    path = urlsplit(entry.url)
    results = [
        link for link in document.links if link.url and link.region in ("content", "side") and len(link.text) >= 4
    ]
    for link in results:
        parts = urlsplit(link.url)
        same = bool(path.path.strip("/")) and (parts.path, parts.query) == (path.path, path.query)
        # Some lead by way of a counter (`link.do?url=…`), some cut the title short.
        passed_on = len(path.path) > 8 and path.path in unquote(unquote(parts.query))
        shown = _plain(re.sub(r"(?:…|\.{3}).*", "", link.text))
        if (
            same
            or passed_on
            or (len(shown) >= 10 and title.startswith(shown))
            or title in _plain(text_of(link.node))
            or title in _plain(link.node.get("title") or "")
        ):
            return True, len(results)
    if visit.unfinished and not results:
        return None, 0
    if _NOTHING.search(document.content) or results or not document.content.strip():
        return False, len(results)
    return (False if not visit.rendered or len(document.content) > 20 else None), 0


def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).lower()
