"""Which pages a site has: links of the home page as rendered, of its columns as served, and its sitemap."""

from __future__ import annotations

import gzip
import logging
import re
import zlib
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

from a11y.collect.context import Context
from a11y.collect.fetcher import Fetched
from a11y.collect.sampling import Candidate, Scope, candidates, choose, is_page, normal, role_of
from a11y.collect.steps import Stage
from a11y.evidence import Anchors, PageEvidence
from a11y.model import Role

log = logging.getLogger(__name__)

COLUMNS_READ = 8
"""Column pages whose links are read without a browser, where the home page leads to too little."""
SITEMAPS = 5
MOST = 50_000
"""Addresses kept. Source: the limit of one sitemap file, sitemaps.org."""

_LINKS = """() => {
  const found = [];
  const walk = (root) => {
    for (const el of root.querySelectorAll('a[href], area[href], *')) {
      if (el.shadowRoot) walk(el.shadowRoot);
      if (!el.matches('a[href], area[href]')) continue;
      found.push([el.href.toString(), (el.textContent || el.title || el.getAttribute('alt') || '').trim().slice(0, 80)]);
      if (found.length >= 5000) return;
    }
  };
  walk(document);
  return found;
}"""


async def discover(context: Context, scope: Scope, links: Iterable[tuple[str, str]]) -> dict[str, Candidate]:
    """Pages of the site by address, in the order in which they were found.

    The home page's links; then, where they do not fill the sample, links of its columns, read without a browser; then
    the sitemap.
    """
    gathered = list(links)
    found = candidates(context.site, scope, gathered, home=context.home_url)
    wanted = context.options.pages
    if len(found) < wanted * 3 or not any(c.role is Role.ARTICLE for c in found.values()):
        columns = [c for c in choose(found, context.home_url, wanted, context.options.seed) if c.role is not Role.HOME]
        near = [c.url for c in columns if c.role in (Role.COLUMN, Role.INTERACTION, Role.SERVICE, Role.RANDOM)]
        for url in near[:COLUMNS_READ]:
            answer = await context.fetcher.get(url, limit_bytes=2 << 20)
            if answer.ok and answer.is_html and scope.covers(answer.final_url):
                gathered += static_links(answer)
        found = candidates(context.site, scope, gathered, home=context.home_url)
    await _add_sitemaps(context, scope, found)
    return found


def links_of(seen: PageEvidence) -> list[tuple[str, str]]:
    """Address and words of each link of a page that was looked at."""
    anchors = seen.artifacts.get(Anchors)
    return (
        [(a.url, a.text or a.title) for a in anchors.items if a.kind in ("link", "area") and a.url] if anchors else []
    )


async def rendered_links(stage: Stage) -> list[tuple[str, str]]:
    """Address and words of each link of the page that a stage stands on."""
    return [(url, text) for url, text in await stage.evaluate(_LINKS)]


def static_links(answer: Fetched) -> list[tuple[str, str]]:
    """Address and words of each link of a page as served. Source that cannot be read has none."""
    try:
        tree = lxml_html.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", answer.text) or "<html/>")
    except (etree.LxmlError, ValueError):
        return []
    base = answer.final_url
    for element in tree.iter("base"):
        base = urljoin(base, element.get("href") or "")
        break
    found: list[tuple[str, str]] = []
    for element in tree.iter("a", "area"):
        href = (element.get("href") or "").strip()
        if href and not href.lower().startswith(("javascript:", "mailto:", "tel:", "#")):
            words = " ".join(element.text_content().split()) or element.get("title") or ""
            try:
                found.append((urljoin(base, href), words[:80]))
            except ValueError:
                continue
        if len(found) >= 5000:
            break
    return found


async def _add_sitemaps(context: Context, scope: Scope, found: dict[str, Candidate]) -> None:
    """Add the pages of the site's sitemaps, up to a number of files and addresses."""
    parts = urlsplit(context.home_url or context.site.url)
    rules = await context.fetcher.rules(context.home_url or context.site.url)
    queue = [*dict.fromkeys((*rules.sitemaps, f"{parts.scheme}://{parts.netloc}/sitemap.xml"))]
    read = 0
    home = {normal(context.home_url), normal(context.site.url)}
    while queue and read < SITEMAPS and len(found) < MOST:
        read += 1
        answer = await context.fetcher.get(queue.pop(0), limit_bytes=8 << 20)
        if not answer.ok or answer.is_html:
            continue
        pages, further = _sitemap(answer.body)
        queue += further[: SITEMAPS * 2]
        for url in pages:
            address = normal(url)
            if address and address not in home and address not in found and scope.covers(address) and is_page(address):
                found[address] = Candidate(address, role_of(address), order=len(found))
                if len(found) >= MOST:
                    break


def _sitemap(body: bytes) -> tuple[list[str], list[str]]:
    """Pages and further sitemaps of a sitemap file: XML, gzip of it, or one address a line."""
    if body[:2] == b"\x1f\x8b":
        try:
            body = gzip.decompress(body)[: 32 << 20]
        except (OSError, EOFError, zlib.error):
            return [], []
    if body.lstrip()[:1] != b"<":
        lines = body.decode("utf-8", "replace").split()
        return [line for line in lines[:MOST] if line.startswith("http")], []
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
        tree = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return [], []
    if tree is None:
        return [], []
    places = [(e.text or "").strip() for e in tree.iter("{*}loc") if e.text][:MOST]
    index = isinstance(tree.tag, str) and tree.tag.rpartition("}")[2].lower() == "sitemapindex"
    return ([], places) if index else (places, [])
