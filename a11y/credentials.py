"""User and password of a staging host's HTTP authentication: where a person may give them, and where they never appear.

They come with the address (`https://user:password@host/`) or in `$A11Y_CREDENTIALS` (`user:password`). The address is
stripped of them before anything else sees it, so no report, file name, log or piece of evidence holds them.
"""

from __future__ import annotations

import os
from urllib.parse import unquote, urlsplit, urlunsplit

from a11y.errors import UsageError

VARIABLE = "A11Y_CREDENTIALS"

Credentials = tuple[str, str]


def apart(url: str) -> tuple[str, Credentials | None]:
    """An address without its user and password, and those.

    >>> apart("https://li:a%40b@staging.a.gov.cn:8443/x")
    ('https://staging.a.gov.cn:8443/x', ('li', 'a@b'))

    Raises:
        UsageError: it cannot be taken apart. What may be a password is not repeated.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise UsageError(f"“{url.rpartition('@')[2]}”不是网址；应当像 https://www.example.gov.cn/") from None
    given, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, None
    user, _, password = given.partition(":")
    bare = urlunsplit((parts.scheme, host, parts.path, parts.query, parts.fragment))
    return bare, (unquote(user), unquote(password)) if user else None


def from_environment() -> Credentials | None:
    """What `$A11Y_CREDENTIALS` holds; None where it is not set.

    Raises:
        UsageError: it is not `user:password`. Its value is not repeated.
    """
    text = os.environ.get(VARIABLE, "")
    if not text:
        return None
    user, colon, password = text.partition(":")
    if not colon or not user:
        raise UsageError(f"环境变量 {VARIABLE} 应写成 用户名:密码")
    return user, password
