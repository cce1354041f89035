"""Pictures of a walk: what differs between two states of a stop, and the numbered path of Tab."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from a11y.model import Box

PERCEPTIBLE = 16
"""Difference in one channel, of 255, from which a pixel counts as changed."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What differs between two pictures of the same place."""

    count: int
    """Pixels that differ perceptibly and that a moving ground does not explain."""
    contrast: float | None = None
    """Contrast ratio between the two states, of the stronger quarter of those pixels."""
    moving: bool = False
    """Pixels differ between two pictures of the same state."""


def changed_pixels(
    plain: bytes, focused: bytes, plain_again: bytes | None = None, focused_again: bytes | None = None
) -> Changed:
    """What focus changed; what differs between two pictures of one state changes by itself and does not count."""
    before, after = _pixels(plain), _pixels(focused)
    height, width = min(before.shape[0], after.shape[0]), min(before.shape[1], after.shape[1])
    before, after = before[:height, :width], after[:height, :width]
    differs = np.abs(before - after).max(axis=2) >= PERCEPTIBLE
    moving = False
    if plain_again is not None:
        again = _pixels(plain_again)[:height, :width]
        if again.shape == before.shape:
            restless = np.abs(before - again).max(axis=2) >= PERCEPTIBLE
            moving = bool(restless.sum() >= 4)
            if moving:
                differs &= ~_grown(restless, 6)
    if focused_again is not None:
        twice = _pixels(focused_again)[:height, :width]
        if twice.shape == after.shape:  # a picture that changed once, while focus went, does not come back with it
            differs &= np.abs(after - twice).max(axis=2) < PERCEPTIBLE
    count = int(differs.sum())
    if not count:
        return Changed(0, None, moving)
    one, other = _luminance(before[differs]), _luminance(after[differs])
    ratios = (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)
    return Changed(count, round(float(np.percentile(ratios, 75)), 2), moving)


def differ(one: bytes, other: bytes) -> bool:
    """True where two pictures of the same place differ in more than a speck."""
    return changed_pixels(one, other).count >= 12


def draw_path(picture: bytes, boxes: Sequence[Box | None], *, most: int = 400) -> bytes:
    """The picture with every stop numbered in its order and joined by a line; JPEG."""
    with Image.open(io.BytesIO(picture)) as opened:
        image = opened.convert("RGB")
    draw = ImageDraw.Draw(image, "RGBA")
    font = ImageFont.load_default(13)
    shown = [(n, box) for n, box in enumerate(boxes, 1) if box and box[2] > 0 and box[1] < image.height][:most]
    middles = [(x + min(width, 40) / 2, y + height / 2) for _, (x, y, width, height) in shown]
    for start, end in pairwise(middles):
        draw.line([start, end], fill=(200, 16, 46, 150), width=2)
    for (n, (x, y, width, height)), (cx, cy) in zip(shown, middles, strict=True):
        draw.rectangle((x, y, x + width, y + height), outline=(0, 80, 180, 200), width=1)
        text = str(n)
        half = 5 + 4 * len(text)
        draw.rounded_rectangle((cx - half, cy - 9, cx + half, cy + 9), 9, fill=(200, 16, 46, 235))
        draw.text((cx, cy), text, fill=(255, 255, 255), font=font, anchor="mm")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70, optimize=True)
    return out.getvalue()


def _pixels(picture: bytes) -> NDArray[np.int16]:
    with Image.open(io.BytesIO(picture)) as opened:
        return np.asarray(opened.convert("RGB"), dtype=np.int16)


def _grown(mask: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    grown = mask.copy()
    for _ in range(by):
        wider = grown.copy()
        wider[1:] |= grown[:-1]
        wider[:-1] |= grown[1:]
        wider[:, 1:] |= grown[:, :-1]
        wider[:, :-1] |= grown[:, 1:]
        grown = wider
    return grown


def _luminance(pixels: NDArray[np.int16]) -> NDArray[np.float64]:
    """Relative luminance. Source: WCAG 2.2."""
    values = pixels.astype(np.float64) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    weights = np.array([0.2126, 0.7152, 0.0722])
    weighted: NDArray[np.float64] = linear @ weights
    return weighted
