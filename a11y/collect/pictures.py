"""Pictures for people: an entry marked, two versions side by side, a paragraph at each step; and ink on its ground.

Drawing and the little measuring that services need; contrast of a whole page is `pixels`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from a11y.model import Box

MARK = (214, 0, 28)


def opened(data: bytes) -> Image.Image:
    """A picture as RGB."""
    return Image.open(io.BytesIO(data)).convert("RGB")


def jpeg(picture: Image.Image, *, widest: int = 1000, quality: int = 70) -> bytes:
    """A small JPEG of a picture, at most `widest` pixels wide."""
    if picture.width > widest:
        picture = picture.resize((widest, max(1, round(picture.height * widest / picture.width))))
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=quality, optimize=True)
    return kept.getvalue()


def marked(shot: bytes, boxes: Sequence[Box]) -> bytes:
    """The picture with a frame around each box."""
    picture = opened(shot)
    draw = ImageDraw.Draw(picture)
    for x, y, width, height in boxes:
        for grow in range(3, 7):
            draw.rectangle((x - grow, y - grow, x + width + grow, y + height + grow), outline=MARK)
    return jpeg(picture)


def beside(left: bytes, right: bytes) -> bytes:
    """Two pictures in one, of the same height."""
    one, two = opened(left), opened(right)
    height = min(one.height, two.height)
    one = one.crop((0, 0, one.width, height))
    two = two.crop((0, 0, two.width, height))
    whole = Image.new("RGB", (one.width + two.width + 16, height), "white")
    whole.paste(one, (0, 0))
    whole.paste(two, (one.width + 16, 0))
    return jpeg(whole, widest=1600)


def small(shot: bytes, *, widest: int = 640) -> bytes:
    """A picture for the evidence folder."""
    return jpeg(opened(shot), widest=widest)


def changed_share(before: bytes, after: bytes, noise: bytes | None = None, ignore: Sequence[Box] = ()) -> float:
    """Part of the pixels that differ, without those that were already moving and without the boxes."""
    a, b = (np.asarray(opened(data), dtype=np.int16) for data in (before, after))
    height, width = min(a.shape[0], b.shape[0]), min(a.shape[1], b.shape[1])
    moved = np.abs(a[:height, :width] - b[:height, :width]).max(axis=2) > 24
    if noise is not None:
        n = np.asarray(opened(noise), dtype=np.int16)[:height, :width]
        if n.shape == a[:height, :width].shape:
            restless = np.abs(a[:height, :width] - n).max(axis=2) > 12
            rows = restless.any(axis=1)
            moved[rows] &= ~_spread(restless)[rows]
    for x, y, w, h in ignore:
        moved[max(0, int(y) - 8) : int(y + h) + 8, max(0, int(x) - 8) : int(x + w) + 8] = False
    return float(moved.mean())


def changed_everywhere(before: bytes, after: bytes, ignore: Sequence[Box] = ()) -> bool:
    """True where two pictures differ in at least two fifths of the fields of a chessboard laid over them."""
    a, b = (np.asarray(opened(data).resize((320, 200)), dtype=np.int16) for data in (before, after))
    moved = np.abs(a - b).max(axis=2) > 20
    scale_x, scale_y = 320 / max(1, opened(before).width), 200 / max(1, opened(before).height)
    for x, y, w, h in ignore:
        moved[
            max(0, int((y - 8) * scale_y)) : int((y + h + 8) * scale_y),
            max(0, int((x - 8) * scale_x)) : int((x + w + 8) * scale_x),
        ] = False
    fields = moved.reshape(10, 20, 16, 20).mean(axis=(1, 3))
    return bool((fields > 0.02).mean() >= 0.4)


def _spread(mask: np.ndarray, blocks: int = 32) -> np.ndarray:
    """The mask widened to whole blocks."""
    height, width = mask.shape
    wide = np.zeros_like(mask)
    for y in range(0, height, blocks):
        for x in range(0, width, blocks):
            if mask[y : y + blocks, x : x + blocks].any():
                wide[y : y + blocks, x : x + blocks] = True
    return wide


def ink_of(picture: Image.Image) -> tuple[float, tuple[int, int, int], tuple[int, int, int]] | None:
    """Contrast of text to its ground in a crop of a paragraph, with ink and ground; None where no text can be seen.

    The ground is the most frequent colour; the ink is what lies farthest from it in luminance, at the level that the
    darkest seventh of the glyphs' pixels reaches, so that their soft edges do not count.
    """
    pixels = np.asarray(picture).reshape(-1, 3)
    if len(pixels) < 50:
        return None
    ground = _ground(pixels)
    light = luminance(pixels)
    base = float(luminance(ground[None, :])[0])
    ratios = np.where(light > base, (light + 0.05) / (base + 0.05), (base + 0.05) / (light + 0.05))
    inked = ratios[ratios > 1.1]
    if len(inked) < 6:
        return None
    edge = np.quantile(inked, 0.85)
    return round(float(edge), 2), _rgb(np.median(pixels[ratios >= edge], axis=0)), _rgb(ground)


def ground_of(picture: Image.Image) -> tuple[int, int, int]:
    """The most frequent colour of a picture."""
    return _rgb(_ground(np.asarray(picture).reshape(-1, 3)))


def _ground(pixels: np.ndarray) -> np.ndarray:
    coarse = (pixels // 8).astype(np.int32)
    keys = coarse[:, 0] * 1024 + coarse[:, 1] * 32 + coarse[:, 2]
    values, counts = np.unique(keys, return_counts=True)
    return np.asarray(np.median(pixels[keys == values[counts.argmax()]], axis=0))


def luminance(pixels: np.ndarray) -> np.ndarray:
    """Relative luminance by WCAG 2.1, of rows of RGB bytes."""
    c = pixels.astype(np.float64) / 255
    c = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return np.asarray(c @ np.array([0.2126, 0.7152, 0.0722]))


def distance(one: Sequence[int], two: Sequence[int]) -> int:
    """Largest difference of two colours in one channel."""
    return max(abs(int(a) - int(b)) for a, b in zip(one, two, strict=True))


def _rgb(colour: np.ndarray) -> tuple[int, int, int]:
    return int(colour[0]), int(colour[1]), int(colour[2])
