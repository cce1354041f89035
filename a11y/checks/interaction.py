"""What a visitor can do without a mouse, without good eyes and without quick hands.

Every outcome rests on what really happened on the page: keys were pressed, pixels compared, boxes measured.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from a11y.evidence import (
    Captchas,
    Control,
    Controls,
    CutTexts,
    FloatingWindow,
    FloatingWindows,
    FocusLooks,
    KeyboardWalk,
    Motions,
    Page,
    Press,
    Reflow,
    Sample,
    Trap,
)  # fmt: skip
from a11y.model import Certainty, Device, Finding, Impact, Mode, Role, Target, cannot_tell, failed, passed
from a11y.registry import check

SPACING = 24.0
"""Diameter of the circles of the spacing exception. Source: WCAG 2.2, 2.5.8."""
UNSEEN = 3.0
"""What is thinner is folded away: nobody sees it, nobody aims at it."""
ROUNDING = 0.5
"""Browsers lay out in fractions of a pixel; half a pixel is no reason to blame."""


# --- keyboard -----------------------------------------------------------------------------------------------------------

_EFFECTS = {
    "navigates": "打开另一页面", "shows": "显示内容", "hides": "隐藏内容", "changes": "改变页面显示", "scrolls": "滚动页面",
    "dialog": "弹出对话框", "posts": "提交请求", "focuses": "转移焦点", "none": "没有反应",
}  # fmt: skip
_DOUBTS = {
    "moving-page": "页面此处会自行变化，不能确定是点击所致",
    "not-repeated": "再次点击时没有重现同样的效果",
    "only-scrolls": "只是滚动页面，键盘也能滚动",
    "composite": "属于组合控件，可能要用方向键操作",
    "too-many": "时限内未能逐一用键盘对照",
    "posts": "点击会发送请求，已被拦下，看不到结果",
    "field-nearby": "旁边的输入框按回车键也许能做同样的事，为不误提交没有试按",
}


@check(
    "interaction/keyboard",
    title="不能只用键盘操作",
    why="手抖、看不清鼠标指针的老人和视障者只用键盘；键盘到不了的功能对他们就不存在，焦点被困住时连离开都做不到。",
    remedy='能点击的一律用 <a href> 或 <button>；自绘控件加 tabindex="0" 并处理回车键；不要拦截 Tab 键或在失去焦点时把焦点抢回来。',
    impact=Impact.CRITICAL,
    example='<button type="button" onclick="openMenu()">菜单</button>',
    tags=("wcag211", "wcag212"),
)
def keyboard(walk: KeyboardWalk) -> Iterator[Finding]:
    """Everything that a click does can be done with the keyboard, focus stays where Tab brings it, and leaves every element.

    Applicable: every page with a stop of Tab or an element that only answers to a click.
    Passed: `<button onclick="…">`    Failed: `<div onclick="location='/a'">` where no link leads to /a
    Source: WCAG 2.2, 2.1.1、2.1.2; GB/T 37668-2019 3.3.3.1、3.3.3.2.
    """
    for trap in walk.traps:
        yield from _trapped(trap)
    for target in walk.sent_away:
        yield failed(
            target, "焦点一到这里就被页面脚本移走（如 onfocus=\"this.blur()\"），按回车键起不了作用，也看不到焦点",
            measured="焦点被移走", required="焦点停留，可用键盘操作", key="sent-away",
        )  # fmt: skip
    for press in walk.presses:
        yield from _press(press)
    if walk.left:
        yield cannot_tell(
            Target(), "只按 Tab 移动焦点，页面就要自行跳转，请人工确认", reason="focus-navigates",
            measured=walk.left[0], required="移动焦点时页面不变", key="left",
        )  # fmt: skip
    if walk.unpressed:
        message = f"只能用鼠标的元素太多，时限内试按了 {walk.pressed} 个，还有 {walk.unpressed} 个没有试按"
        yield cannot_tell(
            Target(), message, reason="not-all-pressed", measured=walk.pressed, required=walk.pressed + walk.unpressed,
            key="unpressed",
        )  # fmt: skip
    if not walk.stops and not walk.presses:
        return
    share: dict[str, Any] = {
        "stops": len(walk.stops),
        "clickables": walk.clickables,
        "pressed": walk.pressed,
        "skipped": walk.skipped,
    }
    if walk.finished or walk.traps:
        yield passed(Target(), measured=len(walk.stops), **share)
    else:
        yield cannot_tell(
            Target(), f"页面可停留的位置太多，走了 {len(walk.stops)} 处仍未走完", reason="not-finished",
            measured=len(walk.stops), required="走完全部位置", key="walk", **{k: v for k, v in share.items() if k != "stops"},
        )  # fmt: skip


def _trapped(trap: Trap) -> Iterator[Finding]:
    """What to say of stops that Tab did not leave."""
    what = "这一项" if trap.stops == 1 else f"这一组 {trap.stops} 项"
    if not trap.stops:
        yield failed(
            trap.target, f"页面拦下了 Tab 键，焦点进不了任何控件，页面有 {trap.others} 项到不了",
            measured="按键后没有焦点", required="用 Tab 能到达", key="trap",
        )  # fmt: skip
    elif not trap.left_by:
        yield failed(
            trap.target, f"焦点进入{what}后，按 Tab、Shift+Tab 和 Esc 都出不来，页面另有 {trap.others} 项到不了",
            measured="按键后焦点仍在原处", required="用 Tab 或 Shift+Tab 能离开", key="trap", stops=trap.stops,
        )  # fmt: skip
    elif trap.left_by == "shift-tab":
        yield cannot_tell(
            trap.target, f"焦点进入{what}后按 Tab 出不来，按 Shift+Tab 才能离开，请人工确认是否有说明",
            reason="one-way", measured="只有 Shift+Tab 能离开", required="用 Tab 能离开", key="trap",
        )  # fmt: skip
    elif trap.left_by == "each-other":
        yield cannot_tell(
            trap.target, f"这 {trap.stops} 项的脚本互相把焦点叫回来，按 Tab、Shift+Tab 和 Esc 都没有出来，页面另有 {trap.others} 项，请人工试一试",
            reason="each-other", measured="焦点被叫回", required="用 Tab 能离开", key="trap", stops=trap.stops,
        )  # fmt: skip
    elif trap.left_by == "unsure":
        yield cannot_tell(
            trap.target, f"焦点进入{what}后按 Tab、Shift+Tab 和 Esc 都出不来，页面上写有离开的办法，请人工照着试一试",
            reason="told-way", measured="按键后焦点仍在原处", required="用说明的办法能离开", key="trap", stops=trap.stops,
        )  # fmt: skip
    else:
        yield passed(trap.target, key="trap", left_by=trap.left_by)


def _press(press: Press) -> Iterator[Finding]:
    if press.effect == "none":
        return
    effect = _EFFECTS.get(press.effect, press.effect)
    detail = f"（{press.detail[:60]}）" if press.detail and press.effect in ("navigates", "shows", "dialog") else ""
    if press.same:
        yield passed(press.target, key="click", effect=press.effect, same=press.same)
    elif press.certain and not _is_strip(press.target):
        yield failed(
            press.target, f"用鼠标点击会{effect}{detail}，但用 Tab 键到不了它，也没有别的可聚焦控件做同样的事",
            measured="Tab 键到不了", required="键盘可操作", key="click", effect=press.effect,
        )  # fmt: skip
    else:
        dragged = "它是一条没有文字的窄边，多半用来拖动，点击的效果可能只是重新排版"
        doubt = dragged if press.certain else _DOUBTS.get(press.reason, "不能确定键盘是否有别的办法")
        yield cannot_tell(
            press.target, f"用鼠标点击会{effect}{detail}，用 Tab 键到不了它；{doubt}，请人工确认",
            reason=press.reason or ("dragged" if press.certain else "doubtful"), measured="Tab 键到不了", required="键盘可操作", key="click", effect=press.effect,
        )  # fmt: skip


@check(
    "interaction/focus-visible",
    title="看不出键盘焦点在哪里",
    why="用键盘的人靠焦点框知道自己在哪里；没有变化，就像在黑暗中按电梯。",
    remedy="不要写 outline: none；或为 :focus-visible 另给 2 像素以上、与周围对比 3:1 以上的边框。",
    impact=Impact.SERIOUS,
    example="a:focus-visible { outline: 2px solid #1a56db; outline-offset: 2px; }",
    tags=("wcag247",),
)
def focus_visible(looks: FocusLooks, *, min_ratio: float = 3, min_pixels: int = 4) -> Iterator[Finding]:
    """Focusing a stop changes something that can be perceived.

    Applicable: every stop of Tab, at most sixty of them in pixels; a caret counts, a moving ground does not.
    Passed: `a:focus {outline: 2px solid}`    Failed: `a:focus {outline: none}` and nothing instead
    Below `min_ratio` between the two states the change is weak: a minor failure.
    Source: WCAG 2.2, 2.4.7（不明显的按 2.4.13）; 附件1 焦点状态.
    """
    for look in looks.items:
        if look.by in ("outline", "caret"):
            yield passed(look.target, by=look.by)
        elif look.by != "pixels":
            continue
        elif look.changed < min_pixels and look.moving:
            yield cannot_tell(
                look.target, "此处画面自行变化，看不出获得焦点时有没有变化，请人工确认", reason="moving",
                measured=look.changed, required=min_pixels,
            )  # fmt: skip
        elif look.changed < min_pixels:
            yield failed(
                look.target, "获得键盘焦点前后画面没有任何可见变化", measured=look.changed, required=min_pixels,
                before=look.before, after=look.after,
            )  # fmt: skip
        elif look.contrast is not None and look.contrast < min_ratio:
            yield failed(
                look.target, f"获得键盘焦点时的变化太弱，前后对比 {look.contrast:g}:1，宜不小于 {min_ratio:g}:1",
                measured=look.contrast, required=min_ratio, impact=Impact.MINOR, before=look.before, after=look.after,
            )  # fmt: skip
        else:
            yield passed(look.target, by="pixels", measured=look.contrast)
    if not looks.finished:
        yield cannot_tell(
            Target(), f"页面可停留的位置太多，只看了前 {looks.stops} 处之内的，后面的没有走到", reason="not-finished",
            measured=looks.stops, required="走完全部位置", key="walk",
        )  # fmt: skip
    elif looks.items:
        yield passed(Target(), stops=looks.stops, looked=len(looks.items))


# --- size ---------------------------------------------------------------------------------------------------------------


@check(
    "interaction/target-size",
    title="按钮或输入框太小，不好点",
    why="手抖、视力差的人点不准小按钮，容易点错或反复点。",
    remedy="加大内边距（padding）或最小宽高，让可点的范围不小于要求；图标可以仍然小。",
    impact=Impact.MODERATE,
    example="button { min-width: 44px; min-height: 44px; }",
    tags=("wcag258",),
)
def target_size(
    page: Page,
    controls: Controls,
    sample: Sample,
    *,
    min_px: float = 24,
    elderly_px: float = 0,
    elderly_mobile_px: float = 0,
    elderly_site_px: float = 0,
) -> Iterator[Finding]:
    """Main controls are at least `min_px` × `min_px` effective pixels, their label and padding included.

    Applicable: buttons, fields, tabs, pagination, navigation entries, tiles, toolbar and close buttons that can be used;
    not list rows, links in text and breadcrumbs, not the close controls of floating windows (popup-close).
    Passed: `<button style="min-height:24px">`    Failed: `<button style="width:16px;height:16px">` beside another
    Up to 24 px, one that keeps its distance is passed (2.5.8's spacing), and always one with an equal elsewhere.
    `elderly_px`, `elderly_mobile_px`: what is asked in the elderly version instead, where not 0. `elderly_site_px`: the same
    of the home page of an elderly version on a host of its own, where not 0; its other pages are asked for `min_px`.
    Source: WCAG 2.2, 2.5.8; GB/T 37668-2019 3.3.4.4 (44); 附件2 2.1 (60, 48, 44).
    """
    asked = min_px
    if page.mode is Mode.ELDERLY:
        asked = (elderly_mobile_px if page.device is Device.MOBILE else 0) or elderly_px or min_px
        if elderly_site_px and urlsplit(page.final_url).hostname != urlsplit(sample.site.url).hostname:
            asked = elderly_site_px if page.role is Role.HOME else min_px
    usable = [c for c in controls.items if not c.disabled]
    small = [c for c in usable if _is_small(c, SPACING)]
    large_enough = {link for c in usable if not _is_small(c, asked) and (link := _leads_to(c))}
    for control in usable:
        if not control.main or (control.kind == "close" and control.floating) or _is_browsers_own(control, asked):
            continue
        if min(control.width, control.height) < UNSEEN or _is_edge(control):
            continue
        size = (round(control.width, 1), round(control.height, 1))
        if not _is_small(control, asked):
            yield passed(control.target, measured=size)
        elif _leads_to(control) in large_enough:
            yield passed(control.target, measured=size, by="equivalent")
        elif asked <= SPACING and _keeps_distance(control, usable, small):
            yield passed(control.target, measured=size, by="spacing")
        else:
            yield failed(
                control.target, f"可点范围 {size[0]:g}×{size[1]:g} 像素，应不小于 {asked:g}×{asked:g} 像素",
                measured=list(size), required=[asked, asked], kind=control.kind,
            )  # fmt: skip


def _is_edge(control: Control) -> bool:
    """A bare strip that is dragged, as between a side bar and the page: no button, and nobody is led to it."""
    bare = control.tag == "div" and not (control.text or control.icon_only or control.focusable)
    return bare and _is_strip(control.target)


def _is_strip(target: Target) -> bool:
    """Long, narrow and without a name."""
    thin, long = sorted((target.box or (0, 0, 0, 0))[2:])
    return not target.name and 0 < thin <= 16 and long >= 12 * thin


def _is_small(control: Control, asked: float) -> bool:
    return min(control.width, control.height) < asked - ROUNDING


def _is_browsers_own(control: Control, asked: float) -> bool:
    """A box or a button as the browser draws it by itself: WCAG and GB/T except it, where they ask for it."""
    own = control.tag == "input" and control.role in ("checkbox", "radio")
    return own and asked <= 44 and max(control.width, control.height) <= 13.5


def _leads_to(control: Control) -> str:
    found = re.search(r"""\shref=["']?([^"'\s>]+)""", control.target.html or "")
    address = found.group(1) if found else ""
    return "" if address.startswith("#") or address.lower().startswith("javascript:") else address


def _keeps_distance(control: Control, others: Sequence[Control], small: Sequence[Control]) -> bool:
    """A circle of 24 px on its middle meets no other target, nor the circle of another small one."""
    if control.target.box is None:
        return False
    cx, cy = _middle(control)
    half = SPACING / 2
    for other in others:
        if other is control or other.target.box is None or other.target.frame != control.target.frame:
            continue
        if _same_place(control, other):
            continue
        x, y, width, height = other.target.box
        dx, dy = max(x - cx, 0, cx - x - width), max(y - cy, 0, cy - y - height)
        if math.hypot(dx, dy) < half - ROUNDING:
            return False
    for other in small:
        if other is control or other.target.box is None or other.target.frame != control.target.frame:
            continue
        ox, oy = _middle(other)
        if math.hypot(ox - cx, oy - cy) < SPACING - ROUNDING and not _same_place(control, other):
            return False
    return True


def _same_place(one: Control, other: Control) -> bool:
    """One holds the other: a label and its field, a cell and its link."""
    a, b = one.target.box, other.target.box
    if a is None or b is None:
        return False

    def holds(p: Sequence[float], q: Sequence[float]) -> bool:
        return (
            p[0] <= q[0] + 1 and p[1] <= q[1] + 1 and p[0] + p[2] >= q[0] + q[2] - 1 and p[1] + p[3] >= q[1] + q[3] - 1
        )

    return holds(a, b) or holds(b, a)


def _middle(control: Control) -> tuple[float, float]:
    x, y, width, height = control.target.box or (0, 0, 0, 0)
    return x + width / 2, y + height / 2


# --- what moves ---------------------------------------------------------------------------------------------------------

_MOTIONS = {
    "drift": "漂浮移动", "scroll": "滚动", "blink": "闪烁", "turn": "轮播切换", "animation": "播放动画", "gif": "播放动图",
    "video": "播放视频",
}  # fmt: skip


@check(
    "interaction/motion",
    title="自行移动的内容停不下来",
    why="滚动、轮播、飘动的内容让老人来不及看，也使注意力难以集中的人读不了旁边的文字。",
    remedy="在旁边放一个看得见、Tab 键能到的“暂停”按钮，按下后一直停住；或五秒内自行停止；鼠标悬停时暂停不算。",
    impact=Impact.SERIOUS,
    example='<button type="button" aria-pressed="false">暂停轮播</button>',
    tags=("wcag222",),
)
def motion(motions: Motions, *, min_seconds: float = 5) -> Iterator[Finding]:
    """What moves by itself for more than `min_seconds` beside other content can be stopped with the keyboard.

    Applicable: everything that was seen to drift, scroll, blink or turn without having been asked to.
    Passed: a carousel whose 暂停 button, pressed for real, made it stand still    Failed: a marquee without one
    Source: WCAG 2.2, 2.2.2; GB/T 37668-2019 3.3.3.12.
    """
    for seen in motions.items:
        word = _MOTIONS.get(seen.kind, seen.kind)
        if seen.alone:
            continue
        if not seen.lasting:
            if seen.seconds > min_seconds:
                yield cannot_tell(
                    seen.target, f"此处观察到一次自行变化，{motions.watched:g} 秒内没有再变，请人工确认是否会继续{word}",
                    reason="seen-once", measured=seen.seconds, required=min_seconds, kind=seen.kind,
                )  # fmt: skip
            else:
                yield passed(seen.target, measured=seen.seconds, kind=seen.kind)
        elif seen.stopped_by is not None:
            yield passed(seen.target, kind=seen.kind, stopped_by=seen.stopped_by.name or seen.stopped_by.selector)
        elif seen.untried:
            yield cannot_tell(
                seen.target, f"此处自行{word}，附近有 {seen.untried} 个控件没有逐一试按，请人工确认能否停止",
                reason="untried", measured=seen.tried, required="有可停止它的控件", kind=seen.kind,
            )  # fmt: skip
        else:
            tried = f"，试按了 {seen.tried} 个控件都停不下来" if seen.tried else ""
            yield failed(
                seen.target, f"此处自行{word}超过 {min_seconds:g} 秒，没有 Tab 键能到的控件使它停止{tried}",
                measured=f"{max(seen.seconds, min_seconds):g} 秒以上", required=f"不超过 {min_seconds:g} 秒，或可停止", kind=seen.kind,
            )  # fmt: skip


# --- enlarged and narrow ------------------------------------------------------------------------------------------------


@check(
    "interaction/resize",
    title="放大后文字被截断或重叠",
    why="看不清小字的人第一件事就是放大页面；放大后字被切掉或叠在一起，等于没有放大。",
    remedy="容器不要写死高度（用 min-height），不要对正文用 overflow: hidden；布局用弹性或网格，放大后能换行。",
    impact=Impact.SERIOUS,
    example=".card { min-height: 3em; height: auto; }",
    tags=("wcag144",),
)
def resize(cuts: CutTexts) -> Iterator[Finding]:
    """At 200 %, and at the largest step of the page's own enlarging, no text is cut off or overlaps other text.

    Applicable: every page with text. What is cut in the same box at 100 %, or is whole behind its own link, is no loss.
    Passed: a card with `min-height`    Failed: `<p style="height:20px;overflow:hidden">` that needs two lines at 200 %
    Source: WCAG 2.2, 1.4.4; 附件1 1.2.3.
    """
    if not cuts.texts:
        return
    for cut in cuts.items:
        words: dict[str, Any] = {"step": cut.step, "kind": cut.kind, "text": cut.text, "key": f"{cut.kind}:{cut.step}"}
        by = f"{cut.by:g} 像素"
        if cut.kind == "cut":
            yield failed(
                cut.target,
                f"放大到 {cut.step} 时文字“{cut.text[:20]}”被切掉 {by}",
                measured=by,
                required="文字完整",
                **words,
            )
        elif cut.kind == "overlap":
            yield failed(
                cut.target, f"放大到 {cut.step} 时文字“{cut.text[:20]}”与“{cut.other[:20]}”重叠 {by}",
                measured=by, required="文字不重叠", **words,
            )  # fmt: skip
        elif cut.kind == "covered":
            yield cannot_tell(
                cut.target, f"放大到 {cut.step} 时文字“{cut.text[:20]}”与“{cut.other[:20]}”相互遮挡，请人工确认",
                reason="covered", measured=by, required="文字不被遮挡", **words,
            )  # fmt: skip
        else:
            yield cannot_tell(
                cut.target, f"放大到 {cut.step} 时文字“{cut.text[:20]}”被省略号截短，别处未见全文，请人工确认",
                reason="ellipsis", measured=by, required="全文可见", **words,
            )  # fmt: skip
    yield passed(Target(), steps=list(cuts.steps), texts=cuts.texts)


@check(
    "interaction/reflow",
    title="窄屏或大幅放大时要左右滚动才能读完",
    why="把页面放大到四倍的低视力者，每读一行都要左右拖动，读不下去。",
    remedy="去掉写死的宽度和 min-width，用百分比、弹性布局和媒体查询，使 320 像素宽时只需上下滚动。",
    impact=Impact.SERIOUS,
    example="@media (max-width: 640px) { .columns { flex-direction: column; } }",
    tags=("wcag1410",),
)
def reflow(seen: Reflow) -> Iterator[Finding]:
    """At 320 px text needs scrolling in one direction only.

    Applicable: every page with text; tables of data, maps, media and toolbars may reach out.
    Passed: columns that fall below each other    Failed: `<main style="width:1200px">`
    Source: WCAG 2.2, 1.4.10.
    """
    if not seen.texts:
        return
    for part in seen.items:
        if part.kind == "unsure":
            yield cannot_tell(
                part.target, f"屏宽 {seen.width} 像素时这一部分在屏幕之外，可能是收起的面板，请人工确认",
                reason="outside", measured=part.right, required=seen.width,
            )  # fmt: skip
            continue
        what = "这一框内的文字要左右滚动" if part.kind == "inside" else "页面要左右滚动"
        yield failed(
            part.target, f"屏宽 {seen.width} 像素时{what}才能读完，文字伸到 {part.right:g} 像素处",
            measured=part.right, required=seen.width, text=part.text, chars=part.chars,
        )  # fmt: skip
    yield passed(Target(), texts=seen.texts)


# --- what floats --------------------------------------------------------------------------------------------------------


@check(
    "interaction/popup-close",
    title="弹窗或飘窗不好关闭",
    why="飘窗遮住内容又关不掉，老人只好放弃；关掉后刷新又出现，等于没有关。",
    remedy="给飘窗一个至少 44×44 像素的关闭按钮，并记住访问者的选择（如写入 localStorage），刷新后不再弹出。",
    impact=Impact.SERIOUS,
    example='<button type="button" aria-label="关闭" style="min-width:44px;min-height:44px">×</button>',
)
def popup_close(windows: FloatingWindows, *, min_px: float = 44) -> Iterator[Finding]:
    """A window that floats without having been asked for closes by a control of `min_px` and stays closed.

    Applicable: fixed or drifting windows shown without a press; not the site's own toolbar.
    Passed: a × of 44 × 44 px, padding included, after which a reload shows no window    Failed: a drifting picture without one
    Source: GB/T 37668-2019 3.3.3.3; 附件1（可永久关闭）; 附件2 2.4 (44).
    """
    for window in windows.items:
        finding = _popup(window, min_px)
        if finding is not None:
            yield finding


def _popup(window: FloatingWindow, min_px: float) -> Finding | None:
    what = "飘动的窗口" if window.kind == "drifting" else "浮动窗口"
    asked = [min_px, min_px]
    size = list(window.close_size or (0.0, 0.0))
    small = min(size) < min_px - ROUNDING
    words: dict[str, Any] = {"kind": window.kind, "close": window.close.selector if window.close else None}
    found: Finding | None = None
    if window.close is None and window.certain:
        found = failed(window.target, f"{what}没有关闭按钮", measured=None, required=asked, **words)
    elif window.close is None:
        message = "浮动内容没有关闭按钮；它可能是网站自己的工具，请人工确认"
        found = cannot_tell(window.target, message, reason="may-be-tool", measured=None, required=asked, **words)
    elif window.closes is False and window.certain:
        message = f"{what}的关闭按钮按下后窗口仍在"
        found = failed(window.target, message, measured="仍在", required="关闭", key="stays", **words)
    elif window.closes is False:
        found = None
    elif window.returns:
        message = f"{what}关闭后，刷新页面又出现"
        found = failed(
            window.target, message, measured="再次出现", required="不再出现", key="returns", size=size, **words
        )
    elif small:
        message = f"{what}的关闭按钮 {size[0]:g}×{size[1]:g} 像素，应不小于 {min_px:g}×{min_px:g} 像素"
        found = failed(window.target, message, measured=size, required=asked, **words)
    elif window.closes is None:
        message = f"{what}有关闭按钮，但没有点到它，请人工确认能否关闭"
        found = cannot_tell(window.target, message, reason="not-pressed", measured=size, required=asked, **words)
    else:
        found = passed(window.target, measured=size, **words)
    return found


@check(
    "interaction/captcha",
    title="验证码看不清，又没有别的办法",
    why="老人看不清扭曲的小字，视障者完全看不到；没有放大和语音，就进不了办事入口。",
    remedy="验证码可放大到两倍以上，并提供语音或短信等不靠眼睛的方式；或改用无需识别的验证。",
    impact=Impact.CRITICAL,
    certainty=Certainty.DOUBTS,
    example='<img src="code" alt="验证码"><button type="button">语音播报验证码</button>',
)
def captcha(codes: Captchas, *, min_factor: float = 2) -> Iterator[Finding]:
    """A visual code can be enlarged `min_factor` times by the page's own means and has another sense.

    Applicable: every picture, slider or frame that seems to be a code to be read or dragged.
    Passed: the page's own 放大 doubles it and 语音验证码 stands beside it    Doubtful: anything less
    Source: 工信厅信管函〔2021〕67号 附件1 1.4.3; 附件2 1.5.
    """
    for code in codes.items:
        lacks = []
        if not code.sense:
            lacks.append("旁边没有语音、短信等不靠眼睛的方式")
        if code.enlarged is None:
            lacks.append("页面自身没有放大它的办法")
        elif code.enlarged < min_factor:
            lacks.append(f"页面自身只能放大到 {code.enlarged:g} 倍")
        if lacks:
            yield cannot_tell(
                code.target, f"看到验证码，{'，'.join(lacks)}，请人工确认", reason="captcha", kind=code.kind,
                measured={"factor": code.enlarged, "sense": code.sense}, required={"factor": min_factor, "sense": "有"},
            )  # fmt: skip
        else:
            yield passed(code.target, kind=code.kind, measured=code.enlarged, sense=code.sense)
