"""Text that was read by the wrong encoding, and the encoding that would have read it.

Bytes that happen to read in a second encoding are rare: text that turns into good Chinese when its letters are put back
into bytes and read again was never meant as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LEAST = 20
"""Letters outside ASCII below which nothing is said: a name in a foreign script is no garbage."""
MOST = 20_000
"""Letters looked at."""
LOST = 0.3
"""Share of replacement characters from which text counts as lost."""
GOOD = 0.6
"""Share of what is read again that has to be Chinese."""
_LATIN_RUN = re.compile(r"[\x80-\xff\u0152-\u2122]{4,}")
_TWICE = "锟斤拷"
"""What replacement characters in UTF-8 look like when they are read as GBK: the text is gone for good."""
_SHOWN = ("windows-1252", "gb18030", "big5", "shift_jis", "euc-kr", "windows-1251")


@dataclass(frozen=True, slots=True)
class Garbled:
    """How a text was misread."""

    shown_as: str
    """The encoding by which it was read; empty where that cannot be told."""
    meant: str
    """The encoding that reads it; empty where what was meant is lost."""


def garbled(text: str) -> Garbled | None:
    """How `text` was misread; None where it was not, or where there is too little of it.

    >>> garbled("安澜县人民政府关于印发养老服务实施办法的通知".encode().decode("gb18030", "replace"))
    Garbled(shown_as='gb18030', meant='utf-8')
    >>> garbled("安澜县人民政府关于印发养老服务实施办法的通知") is None
    True
    """
    strange = "".join(letter for letter in text[: 4 * MOST] if ord(letter) > 0x7F and not letter.isspace())[:MOST]
    if len(strange) < LEAST:
        return None
    for shown_as in _SHOWN:
        if _chinese(_bytes(strange, shown_as), "utf-8") >= GOOD:
            return Garbled(shown_as, "utf-8")
    runs = "".join(_LATIN_RUN.findall(text[: 4 * MOST]))
    if (
        len(runs) >= LEAST
        and len(runs) > 0.8 * len(strange)
        and _chinese(_bytes(runs, "windows-1252"), "gb2312") >= GOOD
    ):
        return Garbled("windows-1252", "gb18030")
    lost = strange.count("\ufffd") + strange.count(_TWICE) * len(_TWICE)
    return Garbled("", "") if lost > LOST * len(strange) else None


def _bytes(text: str, encoding: str) -> bytes:
    if encoding != "windows-1252":
        return text.encode(encoding, "replace")
    # Browsers let the five bytes that this encoding does not know stand as they are.
    return b"".join(letter.encode("cp1252", "ignore") or letter.encode("latin-1", "replace") for letter in text)


def _chinese(body: bytes, encoding: str) -> float:
    """Which share of the letters in `body` outside ASCII is Chinese, read again."""
    again = [letter for letter in body.decode(encoding, "replace") if ord(letter) > 0x7F]
    return sum("\u4e00" <= letter <= "\u9fff" for letter in again) / len(again) if len(again) >= LEAST / 4 else 0.0
