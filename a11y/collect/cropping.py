"""Many small pictures from one screenshot, which is read once: reading it is what costs."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

from a11y.collect.pixels import MARK, opened
from a11y.model import Box

MARGIN = 24
MOST = (560, 360)
"""Largest size of one picture; a larger part is made smaller, whole."""


def cut(
    screenshot: bytes | Image.Image,
    boxes: Sequence[Box],
    *,
    origin: tuple[float, float] = (0, 0),
    blur: Sequence[Box] = (),
) -> list[bytes | None]:
    """The surroundings of each box with the box drawn on them, as JPEG; None where a box lies outside.

    Args:
        screenshot: one picture pixel for each CSS pixel; a file's bytes, or an opened picture, which is left as it is.
        boxes: elements, in pixels of the document.
        origin: document coordinates of the screenshot's top left corner.
        blur: boxes of the document that must not be readable: identity numbers and the like.
    """
    image = opened(screenshot) if isinstance(screenshot, bytes) else screenshot
    if blur and image is screenshot:
        image = image.copy()
    for box in blur:
        _blur(image, _moved(box, origin))
    return [_one(image, _moved(box, origin)) for box in boxes]


def _one(image: Image.Image, box: Box) -> bytes | None:
    x, y, width, height = box
    left, top = int(max(0, x - MARGIN)), int(max(0, y - MARGIN))
    right, bottom = int(min(image.width, x + width + MARGIN)), int(min(image.height, y + height + MARGIN))
    if (
        right - left < 2
        or bottom - top < 2
        or x >= image.width
        or y >= image.height
        or x + width <= 0
        or y + height <= 0
    ):
        return None
    part = image.crop((left, top, right, bottom))
    edges = (
        max(0, x - left - 2), max(0, y - top - 2),
        min(part.width - 1, x - left + width + 2), min(part.height - 1, y - top + height + 2),
    )  # fmt: skip
    if edges[2] > edges[0] and edges[3] > edges[1]:
        ImageDraw.Draw(part).rectangle(edges, outline=MARK, width=2)
    part.thumbnail(MOST, Image.Resampling.BILINEAR, reducing_gap=2.0)
    kept = io.BytesIO()
    part.save(kept, "JPEG", quality=70)
    return kept.getvalue()


def _blur(image: Image.Image, box: Box) -> None:
    x, y, width, height = box
    edges = (
        max(0, int(x) - 2), max(0, int(y) - 2), min(image.width, int(x + width) + 3), min(image.height, int(y + height) + 3)
    )  # fmt: skip
    if edges[2] > edges[0] and edges[3] > edges[1]:
        part = image.crop(edges)
        coarse = part.resize((max(1, part.width // 12), max(1, part.height // 12)))
        image.paste(coarse.resize(part.size).filter(ImageFilter.GaussianBlur(4)), edges)


def _moved(box: Box, origin: tuple[float, float]) -> Box:
    return box[0] - origin[0], box[1] - origin[1], box[2], box[3]
