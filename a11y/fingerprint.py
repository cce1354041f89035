"""What makes a finding the same finding after a redeploy.

Check, mode, device, address template without host, landmark path, accessible name and the check's own key. No selectors,
no generated ids, no class names, no profile; of an address nothing that is another at every visit.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from a11y.model import Device, Mode, Target


def fingerprint(check: str, mode: Mode, device: Device, page: str, target: Target, key: str = "") -> str:
    """Sixteen hexadecimal digits, the same on every machine."""
    parts = (
        check, mode.value, device.value, address_template(page), address_template(*target.frame[-1:]),
        stable(target.landmark), stable(target.name), steady(_homeless(key, page)),
    )  # fmt: skip
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _homeless(key: str, page: str) -> str:
    """A key that is an address, without the host where it is the page's own: staging and live are one site."""
    at, here = re.match(r"https?://([^/?#]+)", key), urlsplit(page).netloc
    return key[at.end() :] or "/" if at and here and at[1].lower() == here.lower() else key


def address_template(url: str = "") -> str:
    """Path of an address with every number replaced, and the names of its query; no host, no fragment.

    >>> address_template("http://www.a.gov.cn/art/2025/3/8/art_12_9.html;jsessionid=8A?id=7&p=2&_=1763809634#top")
    '/art/#/#/#/art_#_#.html?id&p'
    """
    parts = urlsplit(steady(url))
    path = re.sub(r"\d+", "#", parts.path or "/")
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return path + ("?" + "&".join(names) if names else "")


def stable(text: str) -> str:
    """Words of a page without what changes from day to day: numbers and white space."""
    return re.sub(r"\s+", " ", re.sub(r"\d+", "#", text)).strip()


# --- addresses --------------------------------------------------------------------------------------------------------

_ADDRESS = re.compile(r"(?:https?:/)?/", re.IGNORECASE)
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_FILES = re.compile(r"\.(?:js|mjs|css|map|png|jpe?g|gif|webp|svg|ico|bmp|swf|woff2?|ttf|eot|mp[34])$", re.IGNORECASE)
"""What is loaded by a page; its query tells browsers to load it anew, and names nothing."""
_BUILD = re.compile(
    r"(?<=[.\-_])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{6,}(?=\.(?:\w+\.)?(?:js|mjs|css|map)$)", re.IGNORECASE
)
"""The mark that a build puts into the name of a script or a style sheet: `app.3f9ac21b.js`."""
_RUN_TOGETHER = re.compile(
    r"(?:(?<![\d.])0\.\d{9,}|(?:(?<=\.js)|(?<=\.(?:css|png|jpg|gif|svg)))1\d{9}(?:\d{3})?)$", re.IGNORECASE
)
"""A random number or the time, at the end of a path: somebody forgot the question mark before it."""
_PASSING = re.compile(
    r"_+(?:t|ts|r|v|dc|rnd)?|rnd|ran|rand\w*|random\w*|math|no_?cache|cache_?bust\w*|cb|time_?stamp|tstamp|j?session_?id|phpsess\w*"
    r"|asp\.net_\w+|session|\w*token|_?csrf\w*|sign|signature|nonce|ticket",
    re.IGNORECASE,
)
"""Names of values that are another at every visit, whatever they are."""
_NAMING = re.compile(
    r"(?!s?id$|.*session).*(?:id|guid|code|no|num|number|key|name|file|path|url|src|page|cat|channel|column|article|news|doc"
    r"|title|word|q|query|date|day|month|year|type)|id",
    re.IGNORECASE,
)
"""Names of values that say which thing is meant, however they look."""
_VERSION = re.compile(r"v|ver|version|build|rev|r|t|ts|time|d|date", re.IGNORECASE)
_PASSES = re.compile(
    r"""1[0-9]{9}(?:[0-9]{3})?            # seconds or milliseconds of these years
    |20\d{2}[01]\d[0-3]\d[0-2]\d[0-5]\d(?:[0-5]\d\d{0,3})?   # 20261122110714
    |\d{15,}                              # digits of a random number
    |[01]?\.\d+(?:e-\d+)?                 # a number between 0 and 1
    |.*\d\d:\d\d:\d\d.*                   # a date as a script writes it
    |(?=.*\d)(?=.*[a-f])[0-9a-f]{16,}     # a hash, a session
    |[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}
    |(?=.*\d)(?=.*[A-Z])(?=.*[a-z])[\w\-+/=]{20,}
    """,
    re.VERBOSE,
)


def steady(address: str) -> str:
    """An address without what is another at every visit or build: times, random numbers, hashes, sessions, versions.

    What names the thing meant stays. Anything that is no address is returned as it is.

    >>> steady("/js/share.js?v=0.8151")
    '/js/share.js'
    >>> steady("/show.jsp?id=1763809634&t=1763809634123")
    '/show.jsp?id=1763809634'
    """
    if not _ADDRESS.match(address):
        return address
    rest, hash_sign, fragment = address.partition("#")
    path, _, query = rest.partition("?")
    path = _BUILD.sub("#", _RUN_TOGETHER.sub("", _SESSION.sub("", path)))
    is_file = bool(_FILES.search(path))
    kept = "&".join(pair for pair in query.split("&") if pair and not _passes(pair, is_file=is_file))
    return path + ("?" + kept if kept else "") + hash_sign + fragment


def _passes(pair: str, *, is_file: bool) -> bool:
    """True where a part of a query names nothing."""
    name, equals, value = pair.partition("=")
    name, value = unquote_plus(name), unquote_plus(value)
    if not equals:  # `?1763809634`, `?20261122` behind a file; a word or a number behind a page names it
        return bool(_PASSES.fullmatch(name)) or (is_file and bool(re.fullmatch(r"v?[\d.]+", name)))
    if _PASSING.fullmatch(name):
        return True
    if is_file and _VERSION.fullmatch(name):
        return True
    return not _NAMING.fullmatch(name) and bool(_PASSES.fullmatch(value))
