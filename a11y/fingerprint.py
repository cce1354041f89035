"""What makes a finding the same finding after a redeploy.

Check, mode, device, address template without host, landmark path, accessible name and the check's own key. No selectors,
no generated ids, no class names, no profile.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlsplit

from a11y.model import Device, Mode, Target


def fingerprint(check: str, mode: Mode, device: Device, page: str, target: Target, key: str = "") -> str:
    """Sixteen hexadecimal digits, the same on every machine."""
    parts = (
        check, mode.value, device.value, address_template(page), address_template(*target.frame[-1:]),
        stable(target.landmark), stable(target.name), _homeless(key, page),
    )  # fmt: skip
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _homeless(key: str, page: str) -> str:
    """A key that is an address, without the host where it is the page's own: staging and live are one site."""
    at, here = re.match(r"https?://([^/?#]+)", key), urlsplit(page).netloc
    return key[at.end() :] or "/" if at and here and at[1].lower() == here.lower() else key


def address_template(url: str = "") -> str:
    """Path of an address with every number replaced, and the names of its query; no host, no fragment.

    >>> address_template("http://www.a.gov.cn/art/2025/3/8/art_12_9.html?id=7&p=2#top")
    '/art/#/#/#/art_#_#.html?id&p'
    """
    parts = urlsplit(url)
    path = re.sub(r"\d+", "#", parts.path or "/")
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return path + ("?" + "&".join(names) if names else "")


def stable(text: str) -> str:
    """Words of a page without what changes from day to day: numbers and white space."""
    return re.sub(r"\s+", " ", re.sub(r"\d+", "#", text)).strip()
