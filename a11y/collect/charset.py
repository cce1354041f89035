"""Which letters bytes stand for: byte order mark, header, the document's own words, then what fits.

The order is that of the WHATWG encoding sniffing algorithm. Chinese pages call themselves gb2312 and use characters of
GB18030, which is why its superset is taken for every name of the family.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]+)", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "ms936", "gb18030", "euc-cn", "hz-gb-2312"}


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of a document and the name of its encoding. What fits no encoding is replaced, never an error."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name
    said = _said(body, content_type)
    if said:
        text = body.decode(said, "replace")
        # A wrong label is common: bytes that are good UTF-8 are hardly ever anything else.
        if said == "utf-8" or text.count("\ufffd") * 50 < max(1, len(text)):
            return text, said
    for name in ("utf-8", "gb18030"):
        try:
            return body.decode(name), name
        except UnicodeDecodeError as error:
            if len(body) - error.start < 4:  # cut in the middle of a character where reading stopped
                return body[: error.start].decode(name), name
    return body.decode(said or "utf-8", "replace"), said or "utf-8"


def _said(body: bytes, content_type: str) -> str:
    header = _HEADER.search(content_type)
    if header and (name := _known(header[1])):
        return name
    head = body[:4096]
    if head[:200].count(0) > len(head[:200]) // 4:
        return "utf-16-le" if head[1:200:2].count(0) >= head[0:200:2].count(0) else "utf-16-be"
    found = _META.search(head) or _XML.search(head)
    name = _known(found[1].decode("ascii", "replace")) if found else ""
    return "utf-8" if name.startswith("utf-16") else name  # a label that could be read is no UTF-16


@lru_cache(maxsize=256)
def _known(name: str) -> str:
    name = name.strip().lower()
    if name in _CHINESE:
        return "gb18030"
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
