"""What office files need: safe text, and the same bytes for the same matter."""

from __future__ import annotations

import io
import re
import zipfile

from a11y.report._clean import printable
from a11y.tables import columns, lines

__all__ = ["columns", "lines", "safe", "timeless"]

_ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest day that a ZIP archive can name."""


def safe(value: object, limit: int = 2000) -> str:
    """`value` as text that XML can hold, of at most `limit` characters."""
    text = _ILLEGAL.sub("\ufffd", printable("" if value is None else str(value)))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def timeless(data: bytes, moment: str) -> bytes:
    """An office file without the clock of the machine that wrote it: it says `moment` (ISO 8601) instead."""
    stamp = moment[:19].encode() + b"Z"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "docProps/core.xml":
                body = _STAMP.sub(lambda found: found.group(1) + stamp + found.group(2), body)
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, body)
    return out.getvalue()
