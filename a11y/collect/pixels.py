"""Pixels become numbers here, and small pictures for people.

Everything takes and gives the bytes of PNG or JPEG files and boxes in CSS pixels. Nothing here touches a browser but
the flow `contrasts`.
"""

from __future__ import annotations

import base64
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from playwright.async_api import Error as BrowserError

from a11y.collect.axe import options, run_axe
from a11y.collect.frames import placed_frames
from a11y.collect.gatherers import gatherer, survey
from a11y.collect.js import script
from a11y.collect.steps import Picture, Stage
from a11y.evidence import AxeResults, Contrast, Contrasts, Control, Controls, Page, adapter
from a11y.model import Box, Target

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
    with Image.open(io.BytesIO(picture)) as file:
        image = file.convert("RGB")
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
    with Image.open(io.BytesIO(picture)) as file:
        return _jpeg(_blurred(file.convert("RGB"), boxes, origin, scale), 80)


THUMBNAIL = 320
"""Width of a thumbnail."""


def thumbnail(
    picture: bytes | Image.Image,
    *,
    hidden: Sequence[Box] = (),
    width: int = THUMBNAIL,
    height: int = 480,
    quality: int = 70,
) -> bytes:
    """A page as seen, made small: at most `width` × `height`, the top of it, without what is `hidden`; JPEG."""
    if isinstance(picture, bytes):
        with Image.open(io.BytesIO(picture)) as file:
            if not hidden:
                file.draft("RGB", (width * 2, height * 2))
            image = file.convert("RGB")
    else:
        image = picture
    if hidden:
        image = _blurred(image, hidden, (0, 0), 1.0)
    ratio = width / image.width
    image = image.resize((width, max(1, round(image.height * ratio))), Image.Resampling.BILINEAR, reducing_gap=1.0)
    return _jpeg(image.crop((0, 0, width, min(height, image.height))), quality)


def difference(one: bytes, other: bytes) -> float:
    """Share of the pixels in which two pictures differ by something that can be seen; 1 where their sizes differ."""
    with Image.open(io.BytesIO(one)) as a, Image.open(io.BytesIO(other)) as b:
        if a.size != b.size:
            return 1.0
        gap = np.abs(np.asarray(a.convert("RGB"), dtype=np.int16) - np.asarray(b.convert("RGB"), dtype=np.int16))
    return float((gap.max(axis=2) > 12).mean())


def _blurred(image: Image.Image, boxes: Iterable[Box], origin: tuple[float, float], scale: float) -> Image.Image:
    image = image.copy()
    for x, y, width, height in boxes:
        left, top = int((x - origin[0]) * scale) - 2, int((y - origin[1]) * scale) - 2
        right, bottom = int(left + width * scale) + 5, int(top + height * scale) + 5
        area = (max(0, left), max(0, top), min(image.width, right), min(image.height, bottom))
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


# --- contrast ---------------------------------------------------------------------------------------------------------

MOST_TEXTS = 120
"""Runs of text measured on one page; the share is stated."""
MOST_ICONS = 60
MOST_BANDS = 6
FAULT_MARGIN, FAULT_HEIGHT = 30, 600.0
"""Around a fault, and so much of a tall one, that a picture beyond the window is to show where it can."""
"""Pairs of pictures taken on one page."""
LARGEST_ICON = 72.0
"""Larger pictures are pictures, not icons."""
LARGE_PX, LARGE_BOLD_PX = 24.0, 18.66


@dataclass(frozen=True, slots=True)
class _Spot:
    """One thing to be measured, with where it lies in the document."""

    target: Target
    kind: str
    rects: tuple[Box, ...]
    px: float = 0
    weight: int = 400
    text: str = ""
    ink: str = ""
    share: float = 1.0
    """Opacity that its ancestors leave."""
    trusted: bool = True
    """Its computed colour is what is painted."""
    moving: bool = False
    exempt: str = ""
    reason: str = ""
    hint: bool = False
    """What a field says as long as nothing is written in it (placeholder)."""
    left_open: bool = False
    """By axe: something may lie over it."""

    @property
    def area(self) -> Box:
        """The box around all its pieces, with some of what surrounds it."""
        left, top = min(r[0] for r in self.rects) - RING, min(r[1] for r in self.rects) - RING
        right = max(r[0] + r[2] for r in self.rects) + RING
        bottom = max(r[1] + r[3] for r in self.rects) + RING
        return left, top, right - left, bottom - top

    @property
    def large(self) -> bool:
        """Large text of WCAG 1.4.3."""
        return self.px >= LARGE_PX or (self.px >= LARGE_BOLD_PX and self.weight >= 700)


RING = 6
"""CSS pixels around a text in which movement is watched for, and around an icon in which its ground is looked for."""


async def photographed(stage: Stage, view: Sequence[float]) -> None:
    """Take the picture of the first screenful that others are cut from."""
    x, y, width, height, ratio = view
    if ratio == 1 and x == y == 0 and stage.save is not None:
        clip = (0.0, 0.0, float(width), float(height))
        stage.shown = [Picture(clip, opened(await stage.shoot(clip, view=clip)))]


@gatherer(Contrasts, after=(AxeResults, Controls), ahead=photographed)
async def contrasts(stage: Stage, page: Page) -> Contrasts:  # noqa: ARG001 (a gatherer's signature)
    """Contrast of the text that axe left open or cannot read off the styles, and of icon-only controls.

    Single characters on a plain ground keep the engine's own ratio. The rest is measured in two pictures, with the glyphs
    and without, in bands at most a screen high, and only where there is something to measure.
    """
    axe = stage.gathered.get(AxeResults) or await run_axe(stage, options(only=("color-contrast",)))
    if broken := [rule.error for rule in axe.rules if rule.id == "color-contrast" and rule.error]:
        raise ValueError(f"axe did not tell which text it leaves open: {broken[0]}")
    controls = stage.gathered.get(Controls)
    if controls is None:
        surveyed, _ = await survey(stage, (Controls,))
        controls = surveyed.get(Controls, Controls())
    spots, ready_made, window = await _texts_to_measure(stage, axe)
    icons = [spot for spot in map(_icon, controls.items) if spot]
    found = len(spots) + len(icons) + len(ready_made)
    spots = spots[:MOST_TEXTS] + icons[:MOST_ICONS]
    done = [*ready_made, *(_unmeasured(s) for s in spots if s.exempt or s.reason)]
    todo = [s for s in spots if not (s.exempt or s.reason)]
    if todo:
        done += await _measure(stage, todo, window)
    return Contrasts(items=tuple(done), found=found)


async def _texts_to_measure(stage: Stage, axe: AxeResults) -> tuple[list[_Spot], list[Contrast], Sequence[float]]:
    """What is to be measured, what is already, and where the window lies in the document of which size and sharpness."""
    open_nodes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    nodes = [node for rule in axe.rules if rule.id == "color-contrast" for node in rule.nodes]
    for node in nodes:
        if node.outcome == "cantTell" and node.target.selector:
            row = {"selector": node.target.selector, "data": dict(node.data)}
            open_nodes.setdefault(node.target.frame, []).append(row)
    spots: list[_Spot] = []
    ready_made: list[Contrast] = []
    window: Sequence[float] = ()
    places: list[tuple[Any, Any, tuple[str, ...]]] = [(None, None, ())]
    places += [(p.frame, p.place, p.path) for p in await placed_frames(stage)]
    for frame, place, path in places:
        arg = {"open": open_nodes.get(path, []), "place": place, "most": MOST_TEXTS * 4}
        try:
            said = await stage.evaluate(script("contrast"), arg, frame=frame)
        except (BrowserError, TimeoutError):
            if frame is None:
                raise
            continue
        window = window or said["view"]
        for row in said["rows"]:
            one = _sorted_out(row)
            if isinstance(one, Contrast):
                ready_made.append(one)
            elif one is not None:
                spots.append(one)
    return spots, ready_made, window


def _sorted_out(row: dict[str, Any]) -> _Spot | Contrast | None:
    """What the page said of one text: measured by the engine, or to be measured, or nothing to be seen of it."""
    data = row.pop("data") or {}
    target = adapter(Target).validate_python(row.pop("target"))
    kind = "icon" if row.pop("sign") else "text"
    engine = _by_engine(target, kind, row, data)
    if engine or not row["rects"]:
        return engine
    clipped = row.pop("clipped")
    rects = tuple((x, y, w, h) for x, y, w, h in row.pop("rects"))
    reason = row.pop("reason") or ("background-clip" if clipped else "")
    return _Spot(target, "text", rects, reason=reason, **row)


def _by_engine(target: Target, kind: str, row: dict[str, Any], data: dict[str, Any]) -> Contrast | None:
    """A single character on a plain ground: the engine has its ratio, and only does not dare to judge it."""
    ratio = data.get("contrastRatio")
    plain = data.get("messageKey") == "shortTextContent" and row["trusted"] and not row["reason"] and not row["hint"]
    if not plain or not isinstance(ratio, int | float) or not ratio:
        return None
    large = row["px"] >= LARGE_PX or (row["px"] >= LARGE_BOLD_PX and row["weight"] >= 700)
    return Contrast(
        target, kind, float(ratio), float(ratio), large, row["px"], row["weight"], row["text"], by="engine",
        exempt=row["exempt"], foreground=str(data.get("fgColor", "")), background=str(data.get("bgColor", "")),
    )  # fmt: skip


def _icon(control: Control) -> _Spot | None:
    box = control.target.box
    if not control.icon_only or box is None or not (6 <= box[2] <= LARGEST_ICON and 6 <= box[3] <= LARGEST_ICON):
        return None
    words = f"{control.target.html or ''} {control.target.name}"
    exempt = (
        "disabled" if control.disabled else "logo" if re.search(r"logo|国徽|党徽|徽标", words, re.IGNORECASE) else ""
    )
    return _Spot(control.target, "icon", (box,), exempt=exempt)


def _unmeasured(spot: _Spot) -> Contrast:
    return Contrast(
        spot.target, spot.kind, None, None, spot.large, spot.px, spot.weight, spot.text, exempt=spot.exempt,
        reason=spot.reason, hint=spot.hint,
    )  # fmt: skip


@dataclass(slots=True)
class _Band:
    """A part of the page at most a screen high that holds something to measure."""

    spots: list[_Spot]
    box: Box


def bands(spots: Iterable[_Spot], viewport: tuple[float, float], height: float) -> list[_Band]:
    """Spots that one picture shows, with the smallest box of whole pixels around them; fullest first.

    What the window shows is one; below it each is at most as high as the window, unless one spot alone is higher.
    """
    groups: list[list[_Spot]] = [[]]
    for spot in sorted(spots, key=lambda s: s.area[1]):
        _, y, _, tall = spot.area
        if tall > viewport[1] * 1.5:
            continue
        start = 0.0 if len(groups) == 1 else groups[-1][0].area[1]
        if y + tall - start <= viewport[1]:
            groups[-1].append(spot)
        else:
            groups.append([spot])
    made = []
    for group in filter(None, groups):
        left, top = (max(0, math.floor(min(s.area[n] for s in group))) for n in (0, 1))
        right = min(viewport[0], math.ceil(max(s.area[0] + s.area[2] for s in group)))
        bottom = min(math.ceil(height), math.ceil(max(s.area[1] + s.area[3] for s in group)))
        if right - left >= 2 and bottom - top >= 2:
            made.append(_Band(group, (left, top, right - left, bottom - top)))
    made.sort(key=lambda band: (-len(band.spots), band.box[1]))
    return made


async def _measure(stage: Stage, spots: Sequence[_Spot], window: Sequence[float]) -> list[Contrast]:
    frames = {p.path: p.frame for p in await placed_frames(stage)}
    x, y, width, height, tall, ratio = window
    view = (x, y, width, height)
    fine = ratio != 1
    chosen = bands(spots, (width, height), tall)[:MOST_BANDS]
    axe = stage.gathered.get(AxeResults)
    faults = [n.target.box for rule in (axe.rules if axe else ()) for n in rule.nodes if n.target.box]
    first = [await _shown(stage, band.box, view, tall, faults, fine=fine) for band in chosen]
    done: list[Contrast | None] = []
    wanted: dict[tuple[str, ...], list[str]] = {}
    again: list[tuple[_Band, NDArray[np.uint8]]] = []
    for band, shown in zip(chosen, first, strict=True):
        texts = [spot for spot in band.spots if spot.kind == "text"]
        plain = [_on_plain_ground(spot, shown, band.box) for spot in texts]
        done += [_icon_contrast(spot, shown, band.box) for spot in band.spots if spot.kind != "text"]
        if all(plain):
            done += plain
            continue
        again.append((replace(band, spots=texts), shown))
        for spot in texts:
            wanted.setdefault(spot.target.frame, []).append(spot.target.selector)
    try:
        for path, selectors in wanted.items():
            await stage.evaluate(script("glyphs"), {"hide": selectors}, frame=frames.get(path))
        for band, shown in again:
            known = _known(stage, band.box)
            bare = await _picture(stage, band.box, view, known.clip if known else None, fine=fine)
            done += [_text_contrast(spot, shown, bare, band.box) for spot in band.spots]
    finally:
        await stage.rest()
        for path in wanted:
            await stage.evaluate(script("glyphs"), {"hide": None}, frame=frames.get(path))
    return [one for one in done if one]


async def _shown(
    stage: Stage, box: Box, view: Box, tall: float, faults: Sequence[Box], *, fine: bool
) -> NDArray[np.uint8]:
    """The pixels of a band, cut from a picture as large as the window: others are cut from that later."""
    x, y, width, height = (int(v) for v in box)
    if fine or stage.save is None or height > view[3] or x + width > view[2]:
        return await _picture(stage, box, view, fine=fine)
    known = _known(stage, box)
    if known is None:
        clip = clip_around(box, view[2:], tall, faults)
        known = Picture(clip, opened(await stage.shoot(clip, more=True, view=view)))
        stage.shown.append(known)
    left, top = x - int(known.clip[0]), y - int(known.clip[1])
    return np.asarray(known.image.crop((left, top, left + width, top + height)))


def _known(stage: Stage, box: Box) -> Picture | None:
    return next((picture for picture in stage.shown if picture.holds(box)), None)


def clip_around(box: Box, window: tuple[float, float], tall: float, faults: Iterable[Box]) -> Box:
    """A part of the document as large as the window that holds `box`, and as many of `faults` below it or above as may be.

    Args:
        box: in pixels of the document, no larger than the window.
        window: width and height.
        tall: height of the document.
        faults: boxes that pictures will be wanted of.
    """
    wide, high = window
    high = min(high, tall)
    if box[1] + box[3] <= high:
        return 0.0, 0.0, wide, high
    margin = min(FAULT_MARGIN, (high - box[3]) / 2)
    highest, lowest = max(0.0, box[1] + box[3] + margin - high), min(box[1] - margin, tall - high)
    rows = [(y, min(height, FAULT_HEIGHT)) for _, y, _, height in faults if height > 0]
    tops = [min(highest, lowest), lowest, *(t for y, _ in rows if highest <= (t := y - FAULT_MARGIN) <= lowest)]

    def seen(top: float) -> int:
        return sum(y - FAULT_MARGIN >= top and y + height + FAULT_MARGIN <= top + high for y, height in rows)

    top = max(sorted(tops), key=seen)
    return 0.0, float(max(0, math.floor(top))), wide, float(high)


def opened(data: bytes) -> Image.Image:
    """A picture in three channels, read whole; a browser's own has no others, and a copy of it takes as long as reading it."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image if image.mode == "RGB" else image.convert("RGB")


async def _picture(stage: Stage, box: Box, view: Box, among: Box | None = None, *, fine: bool) -> NDArray[np.uint8]:
    """The pixels of a part of the document, three channels, one per CSS pixel; others may follow (`Stage.rest`).

    `view`, `among`: see `Stage.shoot`. `fine`: the screen has several pixels to one of CSS; within the window such give
    pictures of uneven sizes.
    """
    if fine:
        x, y, width, height = box
        clip = {"x": x, "y": y, "width": width, "height": height, "scale": 1}
        call = {"format": "png", "optimizeForSpeed": True, "captureBeyondViewport": True, "clip": clip}
        session = await stage.session()
        data = base64.b64decode(
            (await stage.limited(session.send("Page.captureScreenshot", call), stage.limit))["data"]
        )
    else:
        data = await stage.shoot(box, more=True, among=among, view=view)
    return np.asarray(opened(data))


Pixels = NDArray[np.float64]


def _text_contrast(spot: _Spot, shown: NDArray[np.uint8], bare: NDArray[np.uint8], frame: Box) -> Contrast | None:
    """Contrast of a text's ink to each pixel behind its glyphs; None where nothing of it is painted."""
    if shown.shape != bare.shape:
        return replace(_unmeasured(spot), moving=True, reason="moving")
    inside, (shown, bare) = _cut_out(spot, spot.rects, frame, (shown, bare))
    gap = np.abs(shown.astype(np.int16) - bare.astype(np.int16)).max(axis=2)
    ring = ~_grown(inside, 3)
    if spot.moving or (ring.any() and float((gap[ring] > 24).mean()) > 0.12):
        return replace(_unmeasured(spot), moving=True, reason="moving")
    glyphs = inside & (gap > 10)
    if not inside.any():
        return None
    ink, alpha = _color(spot.ink)
    alpha *= spot.share
    unseen = glyphs.sum() < max(3, 0.004 * inside.sum())
    mask = inside if unseen else glyphs
    ground = bare[mask].astype(np.float64)
    if spot.trusted or unseen:
        painted = ink * alpha + ground * (1 - alpha)
    else:
        # Filters and blending: what is painted is read where the picture changed most, in the cores of the strokes.
        core = gap[mask] >= np.quantile(gap[mask], 0.85)
        painted = np.broadcast_to(np.median(shown[mask][core].astype(np.float64), axis=0), ground.shape)
    ratios = _ratio(_luminance(painted), _luminance(ground))
    if unseen and float(np.median(ratios)) > 1.25:
        return None  # it would be seen if it were painted: something covers it
    middle, worst = _two(np.median(ratios)), _two(np.quantile(ratios, 0.1))
    return Contrast(
        spot.target, spot.kind, middle, worst, spot.large, spot.px, spot.weight, spot.text,
        foreground=_hex(np.median(painted, axis=0)), background=_hex(np.median(ground, axis=0)), hint=spot.hint,
    )  # fmt: skip


PLAIN_SHARE, PLAIN_PART, ON_LINE, CORE, NEAR_INK = 0.35, 0.2, 0.995, 0.1, 30


def _on_plain_ground(spot: _Spot, shown: NDArray[np.uint8], frame: Box) -> Contrast | None:
    """Contrast of a hint whose every pixel lies between its own ink and one ground; None where a second picture has to tell.

    One ground is the commonest colour, and the commonest in each quarter of a wider text as well: what changes slowly is none.
    Of text that something may cover, the second picture tells whether it is painted at all.
    """
    ink, alpha = _color(spot.ink)
    alpha *= spot.share
    if not spot.hint or spot.left_open or not spot.trusted or spot.moving or alpha <= 0:
        return None
    inside, (shown,) = _cut_out(spot, spot.rects, frame, (shown,))
    pixels = shown[inside].astype(np.float64)
    if pixels.shape[0] < 60:
        return None
    ground, _ = _dominant(pixels)
    if float((np.abs(pixels - ground).max(axis=1) <= 2).mean()) < PLAIN_SHARE:
        return None
    painted = ink * alpha + ground * (1 - alpha)
    if not (_between(pixels, ground, painted) and _even(shown, inside, ground)):
        return None
    ratio = _two(_ratio(_luminance(painted[None, :]), _luminance(ground[None, :]))[0])
    return Contrast(
        spot.target, spot.kind, ratio, ratio, spot.large, spot.px, spot.weight, spot.text,
        foreground=_hex(painted), background=_hex(ground), hint=True,
    )  # fmt: skip


def _between(pixels: Pixels, ground: Pixels, ink: Pixels) -> bool:
    """True where nearly all pixels are mixtures of the two colours, and some are the ink itself."""
    way = ink - ground
    length = float(way @ way)
    if length < NEAR_INK**2:
        return False
    along = np.clip((pixels - ground) @ way / length, 0, 1)
    away = np.abs(pixels - (ground + along[:, None] * way)).max(axis=1)
    strokes = along > 0.3
    return float((away <= 6).mean()) >= ON_LINE and strokes.sum() >= 20 and float((along[strokes] > 0.8).mean()) >= CORE


def _even(shown: NDArray[np.uint8], inside: NDArray[np.bool_], ground: Pixels) -> bool:
    """True where each quarter of a text's width lies on the ground."""
    for part, within in zip(np.array_split(shown, 4, axis=1), np.array_split(inside, 4, axis=1), strict=True):
        pixels = part[within].astype(np.float64)
        if pixels.shape[0] >= 100 and float((np.abs(pixels - ground).max(axis=1) <= 2).mean()) < PLAIN_PART:
            return False
    return True


def _icon_contrast(spot: _Spot, shown: NDArray[np.uint8], frame: Box) -> Contrast | None:
    """Contrast of an icon's strongest pixels to its ground; None where there is no icon on a ground to be found."""
    inside, (shown,) = _cut_out(spot, spot.rects[:1], frame, (shown,))
    ring = ~inside
    pixels, around = shown[inside].astype(np.float64), shown[ring].astype(np.float64)
    if pixels.shape[0] < 16:
        return None
    fill, filled = _dominant(pixels)
    beside, clear = _dominant(around) if around.shape[0] >= 16 else (fill, filled)
    if clear < 0.4 and filled < 0.4:
        return None  # a picture on a picture has no ground
    grounds = [fill] if filled >= 0.3 else [beside]
    rest = pixels[np.abs(pixels - grounds[0]).max(axis=1) > 24]
    if rest.shape[0] < max(6, 0.02 * pixels.shape[0]):
        # One colour all over: the shape itself is the icon, seen against what is beside it.
        if np.abs(fill - beside).max() <= 12:
            return None
        rest, grounds = pixels, [beside]
    elif clear >= 0.4 and np.abs(fill - beside).max() > 24 and rest.shape[0] >= 0.3 * pixels.shape[0] and filled < 0.5:
        grounds = [beside]
        rest = pixels[np.abs(pixels - beside).max(axis=1) > 24]
    ratios = _ratio(_luminance(rest), _luminance(grounds[0][None, :]))
    core = rest[ratios >= np.quantile(ratios, 0.75)]
    return Contrast(
        spot.target, "icon", _two(np.quantile(ratios, 0.85)), _two(np.median(ratios)), False, 0, 400,
        foreground=_hex(np.median(core, axis=0)), background=_hex(grounds[0]),
    )  # fmt: skip


def _cut_out(
    spot: _Spot, rects: Iterable[Box], frame: Box, pictures: Iterable[NDArray[np.uint8]]
) -> tuple[NDArray[np.bool_], list[NDArray[np.uint8]]]:
    """A mask of `rects` and pictures of `frame`, all cut down to the spot's area: a band holds a hundred spots."""
    pictures = list(pictures)
    shape = pictures[0].shape[:2]
    scale = shape[1] / frame[2]
    rows, columns = _slice(spot.area, frame, scale, shape)
    mask = np.zeros((max(0, rows.stop - rows.start), max(0, columns.stop - columns.start)), dtype=bool)
    for rect in rects:
        down, across = _slice(rect, frame, scale, shape)
        top, left = max(down.start, rows.start), max(across.start, columns.start)
        mask[
            top - rows.start : max(top, down.stop) - rows.start,
            left - columns.start : max(left, across.stop) - columns.start,
        ] = True
    return mask, [picture[rows, columns] for picture in pictures]


def _slice(box: Box, frame: Box, scale: float, shape: tuple[int, ...]) -> tuple[slice, slice]:
    x, y, width, height = box
    left, top = (x - frame[0]) * scale, (y - frame[1]) * scale
    rows = slice(max(0, round(top)), max(0, min(shape[0], round(top + height * scale))))
    return rows, slice(max(0, round(left)), max(0, min(shape[1], round(left + width * scale))))


def _grown(mask: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    grown = mask.copy()
    for step in range(1, by + 1):
        grown[step:] |= mask[:-step]
        grown[:-step] |= mask[step:]
    wide = grown.copy()
    for step in range(1, by + 1):
        wide[:, step:] |= grown[:, :-step]
        wide[:, :-step] |= grown[:, step:]
    return wide


def _dominant(pixels: Pixels) -> tuple[Pixels, float]:
    """The commonest colour, as the median of its like, and its share."""
    keys = (pixels.astype(np.int64) >> 4) @ np.array([256, 16, 1])
    values, counts = np.unique(keys, return_counts=True)
    like = keys == values[counts.argmax()]
    color = np.median(pixels[like], axis=0)
    near = np.abs(pixels - color).max(axis=1) <= 16
    return color, float(near.mean())


def _luminance(colors: Pixels) -> Pixels:
    """Relative luminance of WCAG 2."""
    part = colors / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def _ratio(one: Pixels, other: Pixels) -> Pixels:
    high, low = np.maximum(one, other), np.minimum(one, other)
    return np.asarray((high + 0.05) / (low + 0.05))


def contrast_ratio(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Contrast ratio of two colours by WCAG 2, 1 to 21.

    >>> contrast_ratio((0, 0, 0), (255, 255, 255))
    21.0
    """
    return float(_ratio(_luminance(np.array(one, dtype=float)), _luminance(np.array(other, dtype=float))))


def _color(text: str) -> tuple[Pixels, float]:
    numbers = [float(n) for n in re.findall(r"[\d.]+", text)]
    if text.startswith("color(srgb") and len(numbers) >= 3:
        return np.array(numbers[:3]) * 255, numbers[3] if len(numbers) > 3 else 1.0
    if len(numbers) < 3:
        return np.zeros(3), 1.0
    return np.array(numbers[:3]), numbers[3] if len(numbers) > 3 else 1.0


def _hex(color: Pixels) -> str:
    return "#" + "".join(f"{round(float(v)):02x}" for v in color)


def _two(value: Any) -> float:
    return round(float(value), 2)
