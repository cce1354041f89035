"""A page that answers 200 and is none: its words, and whether two answers are the same page.

Sources are compared by their visible text without digits and punctuation, so that clocks, counters and echoed addresses
make no difference; pages made by script are compared as a browser shows them.
"""

from __future__ import annotations

import hashlib
import html
import re
import secrets
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

FEW_CHARS = 300
"""Characters of text beside links, navigation, head and foot up to which an error page may be one."""
LITTLE_TEXT = 3_000
"""Characters of source below which a page's whole text is looked at for words, not its title and headings alone."""

_GONE = r"(?:不存在|找不到|未找到|没有找到|无法找到|没找到|已(?:经)?(?:被)?(?:删除|移除|移走|下线)|被删除)"
_BROKEN = rf"(?:{_GONE}|丢失|走丢|不见了|不翼而飞|迷路|无法(?:访问|显示|打开)|打不开|出错|错误|异常|过期|失效)"
_PAGE = r"(?:页面|网页|链接|网址|page|url)"
_THING = r"(?:页面|网页|链接|网址|文章|(?<!政府)信息|内容|栏目|资源|文件|记录|数据)"
ERROR_WORDS = re.compile(
    r"^\W*404(?![\d号个家名人次亿万元条件项室户])|404\W{0,3}(?:error|not|错误|页|抱歉|很遗憾|出错|访问)|(?:error|错误|出错)\W{0,3}404|[-_|—]\s*404\W*$|"
    rf"{_PAGE}.{{0,6}}{_BROKEN}(?!的)|{_THING}.{{0,4}}{_GONE}(?!的)|(?:找不到|未找到|没有找到|无法找到|没找到|没有该|无此).{{0,12}}{_THING}|"
    rf"(?:您|你)(?:所)?(?:要|想|正在)?(?:访问|查看|请求|浏览|寻找|找)的?.{{0,14}}{_BROKEN}|出错[了啦]|(?:出现|发生)了?(?:一个)?错误(?!的)|"
    r"^(?:系统|服务器|程序|运行时?|应用)(?:内部)?(?:错误|异常|出错|繁忙)(?!的)|^错误(?:页面?|提示|信息|报告)|^(?:错误|error|出错)\s*(?:$|[-_|:：·—])|"
    r"(?:page|file|resource|url|object|article|it)\b.{0,20}not\s+found|^not\s+found|page\s+(?:missing|unavailable)|"
    r"(?:does\s+not|doesn'?t|no\s+longer)\s+exist|^\W*(?:internal\s+)?server\s+error|server\s+error\s+in|bad\s+gateway|"
    r"http\s+(?:status|error)\s*[-:：]?\s*\d{3}",
    re.IGNORECASE,
)
_HEADS = re.compile(r"<(title|h[1-3])\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_OUT = re.compile(
    r"<(script|style|noscript|template|head|select)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_ALERT = re.compile(r"alert\(\s*['\"]([^'\"]{3,80})['\"]", re.IGNORECASE)
_LOGIN = re.compile(r"登[录陆]|身份认证|log ?in|sign ?in", re.IGNORECASE)
_PASSWORD = re.compile(r"<input[^>]{0,200}type\s*=\s*[\"']?password", re.IGNORECASE)
_FRAME = re.compile(r"<(nav|header|footer)\b.*?</\1\s*>|<a\b.*?</a\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>?")
_NOISE = re.compile(r"[\W\d_]+")
_HOME_PATH = re.compile(r"/?(?:(?:index|default|main|home|portal|welcome)(?:\.\w{1,6})?)?/?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """What is kept of one answer that is a page."""

    final_url: str
    title: str
    heading: str
    """Title or heading (or, on a nearly empty page, its first words) that says it is an error page; else empty."""
    chars: int
    """Characters of text, links, navigation, head and foot left out; -1 where nobody asked."""
    key: str
    """Digest of its visible text."""
    sketch: frozenset[int]
    """The lowest hashes of its runs of four characters: shared ones tell how alike two pages are."""
    scripted: bool
    """It holds a script, so a browser may show something else."""
    login: bool = False
    """It asks to log in."""


def read(source: str, final_url: str, *, whole: bool) -> Document:
    """A document from its source; with `whole` its text is digested for comparison, else only its words are read."""
    heads = [(tag.lower(), _text(inner) if "<" in inner or "&" in inner else " ".join(inner.split()))
             for tag, inner in _HEADS.findall(source[:200_000])]  # fmt: skip
    title = next((text for tag, text in heads if tag == "title"), "")
    heading = next((text for _, text in heads if text and ERROR_WORDS.search(text)), "")
    scripted = "<script" in source or "<script" in source.lower()
    chars, key, sketch = -1, "", frozenset[int]()
    if not heading and len(source) < LITTLE_TEXT:
        text = plain(source)
        if len(text) <= 120 and (match := ERROR_WORDS.search(text)):
            heading = text[text.rfind(" ", 0, match.start() + 1) + 1 :]
        elif not text and (said := _ALERT.search(source)) and ERROR_WORDS.search(said[1]):
            heading = said[1].strip()  # a page that says so in a dialog, and goes back
    if heading:
        chars = len(_NOISE.sub("", _text(_FRAME.sub(" ", _OUT.sub(" ", source)))))
    if whole:
        key, sketch = digest(title + " " + plain(source), final_url)
    login = whole and bool(_LOGIN.search(title) or _PASSWORD.search(source))
    return Document(final_url, title[:200], heading[:200], chars, key, sketch, scripted, login)


@lru_cache(maxsize=4)
def plain(source: str) -> str:
    """A document's text, its head, scripts and styles left out; whoever asks next mostly asks for the same one."""
    return _text(_OUT.sub(" ", source))


def digest(text: str, url: str = "") -> tuple[str, frozenset[int]]:
    """Key and sketch of a text; an echo of the page's own address is left out."""
    for echo in {url, urlsplit(url).path, urlsplit(url).path.rpartition("/")[2]}:
        if len(echo) > 3:
            text = text.replace(echo, " ")
    plain = _NOISE.sub("", text)
    runs = {hash_of(plain[i : i + 4]) for i in range(max(1, len(plain) - 3))}
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:24], frozenset(sorted(runs)[:96])


def hash_of(run: str) -> int:
    """The same number on every machine."""
    return int.from_bytes(hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=6).digest(), "big")


def likeness(a: Document, b: Document) -> float:
    """How alike two pages' texts are, 0 to 1."""
    if a.key and a.key == b.key:
        return 1.0
    both = sorted(a.sketch | b.sketch)[:96]
    return sum(1 for run in both if run in a.sketch and run in b.sketch) / len(both) if both else 0.0


@lru_cache(maxsize=32_768)
def folder(url: str) -> tuple[str, str]:
    """The folder of an address and the ending of its last part, which servers route by."""
    path = url.partition("#")[0].partition("?")[0]
    base, _, last = path.rpartition("/")
    if base.endswith("/"):  # http://host alone
        return path + "/", ""
    ending = "." + last.rpartition(".")[2].lower() if "." in last else ""
    return base + "/", ending if len(ending) <= 6 else ""


def made_up(place: tuple[str, str]) -> str:
    """An address in a folder that cannot exist."""
    base, ending = place
    return f"{base}{secrets.token_hex(6)}-{secrets.token_hex(4)}{ending}"


def is_home_path(url: str) -> bool:
    """The address is that of a home page by its form: `/`, `/index.html` …, without a query."""
    parts = urlsplit(url)
    return bool(_HOME_PATH.fullmatch(parts.path)) and not parts.query


def same_address(a: str, b: str) -> bool:
    """Two addresses of one page, index files, `www.` and the scheme left aside."""

    def plain(url: str) -> tuple[str, str, str]:
        parts = urlsplit(url)
        path = re.sub(r"(?:index|default)\.\w{1,6}$", "", parts.path) or "/"
        return parts.netloc.lower().removeprefix("www."), path, parts.query

    return plain(a) == plain(b)


def _text(source: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", source)).split())
