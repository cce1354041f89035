"""Width and height of a picture, read off its first bytes, so that a page does not jump while pictures load."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from a11y.model import Located, SiteReport
from a11y.report import Assets

_PATH = re.compile(r"evidence/[\w\-./+=@]+\.(png|jpe?g|webp|gif)", re.IGNORECASE | re.ASCII)
_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}


_CLIP = re.compile(r"evidence/[\w\-./+=@]+\.(mp3|wav|ogg|m4a|webm|aac)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that is there."""

    src: str
    width: int
    height: int

    @property
    def broad(self) -> bool:
        """True where it is so wide and low that what it shows could not be read in half a column."""
        return self.width >= 480 and self.width >= 3 * self.height


def photo(path: object, assets: Assets, *, up: str = "", embedded: bool = False) -> Photo | None:
    """The picture at `path`, or `None` where `path` is no picture of the evidence folder or there is none.

    `up` leads from the page that shows it to the site's folder; an `embedded` one carries its bytes itself.
    """
    if not isinstance(path, str) or ".." in path or not _PATH.fullmatch(path):
        return None
    data = assets.read(path)
    if not data:
        return None
    width, height = size(data) or (0, 0)
    kind = _TYPES[path.rpartition(".")[2].lower()]
    src = f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}" if embedded else up + path
    return Photo(src, width, height)


_CODE = re.compile(
    r"<(?:meta|link|script|style|title|head|base|noscript|template|source|track|param|area)\b", re.IGNORECASE
)
"""Elements that nothing is drawn for."""


def any_kept(report: SiteReport) -> bool:
    """True where the run kept pictures at all."""
    return any(f.target.crop for f in report.findings) or any(page.get("thumbnail") for page in report.pages)


def why_unpictured(finding: Located, *, kept: bool) -> str:
    """Why there is no picture of what a finding speaks of: words of the frame."""
    target = finding.target
    if not kept:
        return "这次没有保存截图"
    if not target.selector:
        return "说的不是某一个元素，没有截图"
    if _CODE.match(target.html or ""):
        return "写在网页代码里，页面上看不见"
    x, y, width, height = target.box or (0, 0, 0, 0)
    if min(width, height) < 1 or x + width <= 0 or y + height <= 0:
        return "页面上看不见"
    return "同名同类的一处已有截图，或截图时它已不显示、本页张数已满；可用重做的命令再看"


def clip(path: object, assets: Assets, *, up: str = "") -> str | None:
    """The address of the sound at `path`, or `None` where `path` is no sound of the evidence folder or there is none."""
    if not isinstance(path, str) or ".." in path or not _CLIP.fullmatch(path) or not assets.read(path):
        return None
    return up + path


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF or JPEG; `None` for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data[:4] == b"GIF8" and len(data) >= 10:
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    return _jpeg_size(data) if data[:2] == b"\xff\xd8" else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + length
    return None
