"""Pixels become numbers here, and small pictures for people.

Everything takes and gives the bytes of PNG or JPEG files and boxes in CSS pixels. Nothing here touches a browser but the
flow `contrasts`, which takes its pictures through the stage.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Sequence

from PIL import Image, ImageDraw, ImageFilter

from a11y.model import Box

log = logging.getLogger(__name__)

Image.MAX_IMAGE_PIXELS = 120_000_000
MARK = (200, 16, 46)
"""Colour of the box that shows where a finding is."""


def crop(
    picture: bytes,
    box: Box,
    *,
    origin: tuple[float, float] = (0, 0),
    margin: int = 24,
    scale: float = 1.0,
    blur: Sequence[Box] = (),
    mark: bool = True,
    most: tuple[int, int] = (640, 400),
) -> bytes | None:
    """The part of `picture` around `box`, with the box drawn on it; JPEG. None where the box lies outside.

    Args:
        picture: a screenshot.
        box: the element, in pixels of the document.
        origin: document coordinates of the screenshot's top left corner.
        margin: how much of the surroundings is shown, in CSS pixels.
        scale: picture pixels per CSS pixel.
        blur: boxes (pixels of the document) that must not be readable: identity numbers and the like.
        mark: draw the box.
        most: largest size of the result; a larger part is made smaller, whole.
    """
    with Image.open(io.BytesIO(picture)) as opened:
        image = opened.convert("RGB")
    x, y, width, height = ((v - o) * scale for v, o in zip(box, (*origin, 0, 0), strict=True))
    pad = margin * scale
    left, top = int(max(0, x - pad)), int(max(0, y - pad))
    right, bottom = int(min(image.width, x + width + pad)), int(min(image.height, y + height + pad))
    if right - left < 2 or bottom - top < 2 or x > image.width or y > image.height or x + width < 0 or y + height < 0:
        return None
    image = _blurred(image, blur, origin, scale).crop((left, top, right, bottom))
    if mark:
        line = max(2, round(2 * scale))
        edges = (
            max(0, x - left - line), max(0, y - top - line),
            min(image.width - 1, x - left + width + line), min(image.height - 1, y - top + height + line),
        )  # fmt: skip
        if edges[2] > edges[0] and edges[3] > edges[1]:
            ImageDraw.Draw(image).rectangle(edges, outline=MARK, width=line)
    image.thumbnail(most, Image.Resampling.LANCZOS)
    return _jpeg(image, 80)


def blurred(picture: bytes, boxes: Sequence[Box], *, origin: tuple[float, float] = (0, 0), scale: float = 1.0) -> bytes:
    """The picture with the given boxes made unreadable; JPEG."""
    with Image.open(io.BytesIO(picture)) as opened:
        return _jpeg(_blurred(opened.convert("RGB"), boxes, origin, scale), 80)


def thumbnail(picture: bytes, *, width: int = 320, height: int = 480, quality: int = 70) -> bytes:
    """A page as seen, made small: at most `width` × `height`, the top of it; JPEG."""
    with Image.open(io.BytesIO(picture)) as opened:
        opened.draft("RGB", (width * 2, height * 2))
        image = opened.convert("RGB")
    ratio = width / image.width
    image = image.resize((width, max(1, round(image.height * ratio))), Image.Resampling.BILINEAR, reducing_gap=2.0)
    return _jpeg(image.crop((0, 0, width, min(height, image.height))), quality)


def difference(one: bytes, other: bytes) -> float:
    """Share of the pixels in which two pictures differ by something that can be seen; 1 where their sizes differ."""
    import numpy as np

    with Image.open(io.BytesIO(one)) as a, Image.open(io.BytesIO(other)) as b:
        if a.size != b.size:
            return 1.0
        gap = np.abs(np.asarray(a.convert("RGB"), dtype=np.int16) - np.asarray(b.convert("RGB"), dtype=np.int16))
    return float((gap.max(axis=2) > 12).mean())


def _blurred(image: Image.Image, boxes: Iterable[Box], origin: tuple[float, float], scale: float) -> Image.Image:
    image = image.copy()
    for x, y, width, height in boxes:
        area = (
            max(0, int((x - origin[0]) * scale) - 2), max(0, int((y - origin[1]) * scale) - 2),
            min(image.width, int((x + width - origin[0]) * scale) + 3), min(image.height, int((y + height - origin[1]) * scale) + 3),
        )  # fmt: skip
        if area[2] <= area[0] or area[3] <= area[1]:
            continue
        # Blurring alone can be undone for a few digits: coarse blocks first, then blurred.
        part = image.crop(area)
        coarse = part.resize((max(1, part.width // 12), max(1, part.height // 12)), Image.Resampling.BOX)
        image.paste(coarse.resize(part.size, Image.Resampling.NEAREST).filter(ImageFilter.GaussianBlur(4)), area)
    return image


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=False)
    return out.getvalue()
