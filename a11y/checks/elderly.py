"""The elderly version: is it there, does it take, does it last, does it serve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from a11y.errors import KINDS
from a11y.evidence import Texts
from a11y.evidence.elderly import (
    Aid,
    Answer,
    Effect,
    ElderlyEffects,
    ElderlyEntries,
    ElderlyExit,
    ElderlyPersistence,
    ElderlyServices,
    Enlarging,
    Entrance,
    Offers,
    Reading,
    WayOut,
)  # fmt: skip
from a11y.model import Certainty, Finding, Impact, Mode, Outcome, Target, cannot_tell, failed, passed
from a11y.registry import check

INSIDE = (Mode.ELDERLY,)
SITE = Target()


# --- the site's elderly version as a whole ---------------------------------------------------------------------------
@check(
    "elderly/entry",
    title="首页没有好用的适老版入口",
    why="老年人找不到、认不出或用键盘到不了入口，适老版就等于没有。",
    remedy="在首页显眼处放一个写着“长者模式”“关怀版”一类文字的按钮或链接，不用悬停就看得见，用 Tab 键能到达。",
    impact=Impact.CRITICAL,
    example='<button type="button">长者模式</button>',
)
def entry(entries: ElderlyEntries) -> Iterator[Finding]:
    """One entry of the home page is at once visible without hovering, named in words and reachable with Tab.

    Applicable: every site. Words inside an article or a row of a list are no entry; an accessibility toolbar that carries
    the same services is one.
    Passed: `<a href="/elder/">长者专区</a>` in the head    Failed: an unnamed icon; a menu that only hovering shows
    Source: 工信厅信管函〔2021〕67号 附件2 3.1; GB/T 37668-2019 3.5.1.3.
    """
    needs = "一个看得见、有文字名称、Tab 能到达的入口"
    if not entries.items:
        words = f"；“{entries.elsewhere[0]}”只出现在文章或列表里，不算入口" if entries.elsewhere else ""
        yield failed(
            SITE, f"首页没有找到适老版或无障碍工具的入口{words}", measured="没有入口", required=needs, key="none"
        )
        return
    good = [e for e in entries.items if e.visible and e.named and e.reachable]
    plain = [e for e in good if not e.folded]
    if plain:
        yield passed(_site(plain[0].target), key=plain[0].kind, measured=_called(plain[0]), kind=plain[0].kind)
        return
    if good:
        yield cannot_tell(
            _site(good[0].target),
            f"入口“{_called(good[0])}”是下拉列表里的一项，不展开时只看得到“{good[0].folded}”；请人工看一看，老年人认不认得出这是入口",
            reason="folded", measured=f"下拉列表里的“{_called(good[0])}”", required=needs, key="folded",
        )  # fmt: skip
        return
    best = entries.items[0]
    lacks = [
        words
        for wrong, words in (
            (
                not best.visible,
                "要把鼠标移上去才显示" if best.revealed else f"看不见（{_HIDDEN.get(best.hidden_by, best.hidden_by)}）",
            ),
            (not best.named, "没有文字名称"),
            (not best.reachable, "用 Tab 键到不了"),
        )
        if wrong
    ]
    yield failed(
        _site(best.target),
        f"首页入口{f'“{_called(best)}”' if best.text or best.name else ''}{'，'.join(lacks)}",
        measured="，".join(lacks),
        required=needs,
        key="quality",
    )


@check(
    "elderly/works",
    title="适老版入口按下后没有作用",
    why="按钮在、功能不在，老年人按了没有反应，比没有按钮更让人失望。",
    remedy="检查入口加载的脚本和打开的页面：脚本要能取到、没有报错，页面要有内容；停用的服务请撤下入口。",
    impact=Impact.CRITICAL,
)
def works(entries: ElderlyEntries, effects: ElderlyEffects) -> Iterator[Finding]:
    """Pressing an entry brings something a visitor notices, or a living page.

    Applicable: every entry that was pressed, until one took.
    Passed: sizes, colours, a toolbar or a page with content came    Failed: nothing but the entry changed, an error, 404
    Source: 工信厅信管函〔2021〕67号 附件1，服务应当有效; 怎样算有效是本工具的理解.
    """
    for effect in effects.items:
        pressed = entries.items[effect.entry] if effect.entry < len(entries.items) else None
        yield _effect(effect, pressed)


_CAME_OF_IT = {"nothing": "没有变化", "error": "出错", "dead": "打不开", "empty": "空白页面"}


def _effect(effect: Effect, pressed: Entrance | None) -> Finding:
    target = _site(pressed.target) if pressed else SITE
    name = _called(pressed) if pressed else "入口"
    key = f"{name}-{effect.entry}"
    needs = "页面发生看得出的变化，或打开有内容的适老版页面"
    if effect.kind in ("place", "page"):
        return passed(
            target, key=key, measured="、".join(effect.changes), px_before=effect.px_before, px_after=effect.px_after
        )
    what = {
        "nothing": f"按下“{name}”以后，页面没有任何变化",
        "error": f"按下“{name}”以后出错，没有进入适老版：{effect.detail}",
        "dead": f"“{name}”打开的页面不存在或打不开（{effect.status or '没有应答'}）：{effect.url}",
        "empty": f"“{name}”打开的页面是空白的：{effect.url}",
    }[effect.kind]
    if effect.shows:
        return cannot_tell(
            target, f"按下“{name}”只弹出一个窗口（“{effect.shows[:60]}”），页面本身没有变化；请人工看一看这算不算适老版", reason="only-window",
            measured="只弹出一个窗口", required=needs, key=key,
        )  # fmt: skip
    if effect.asks:
        return cannot_tell(
            target, f"按下“{name}”后弹出确认框“{effect.asks[:60]}”，程序不代为确认，请人工按一次", reason="asks-first",
            measured=_CAME_OF_IT[effect.kind], required=needs, key=key,
        )  # fmt: skip
    doubt = _verdict(effect.answers, dead=effect.kind == "dead")
    if doubt is not None and doubt.outcome is Outcome.CANT_TELL:
        return cannot_tell(
            target,
            f"{what}；{doubt.words}",
            reason=doubt.reason,
            measured=_CAME_OF_IT[effect.kind],
            required=needs,
            key=key,
            url=doubt.url,
        )
    words = f"；{doubt.words}" if doubt else ""
    return failed(
        target,
        what + words,
        measured=effect.detail or _CAME_OF_IT[effect.kind],
        required=needs,
        key=key,
        url=doubt.url if doubt else "",
    )


@check(
    "elderly/persists",
    title="适老版不能保持",
    why="换一页就变回小字，老年人要一次次重新寻找入口。",
    remedy="把状态记在 cookie 或本地存储里，站内每一页和刷新之后都自动恢复；独立的适老版，站内链接要留在适老版里。",
    impact=Impact.SERIOUS,
)
def persists(lasting: ElderlyPersistence) -> Iterator[Finding]:
    """The mode is still on at a page reached by following a link, and after a reload.

    Applicable: every link followed and every reload, once the version was entered.
    Source: 本工具的要求，依 工信厅信管函〔2021〕67号 附件1 服务原则.
    """
    for step in lasting.items:
        how = "刷新之后" if step.step == "reload" else f"点链接“{step.detail[:30]}”到下一页之后"
        if step.kept is None:
            yield cannot_tell(
                SITE,
                f"{how}页面打不开，看不出适老版是否保持：{step.url}",
                reason="page-unreachable",
                measured="页面打不开",
                required="适老版保持不变",
                key=step.step,
                page=step.url,
            )
        elif step.kept:
            yield passed(SITE, key=step.step, page=step.url)
        else:
            lost = "、".join(step.lost)
            yield failed(
                SITE,
                f"{how}适老版没有保持：{lost}",
                measured=lost,
                required="适老版保持不变",
                key=step.step,
                page=step.url,
            )


@check(
    "elderly/exit",
    title="适老版退不出来",
    why="误入以后回不去，子女或工作人员共用一台电脑时也不方便。",
    remedy="在适老版里放一个看得见的“退出”或“标准版”按钮，按下后页面完全恢复原样；浏览器的后退和“重置”都不算。",
    impact=Impact.SERIOUS,
)
def exit(ways: ElderlyExit) -> Iterator[Finding]:
    """A visible way back restores the standard page.

    Applicable: the elderly home page. The browser's Back is none, a reset is none, a link to the standard site is one.
    Source: 本工具的要求，依 工信厅信管函〔2021〕67号 附件1.
    """
    needs = "一个看得见的退出方式，按下后恢复标准版"
    if not ways.items:
        yield failed(
            SITE, "适老版里没有看得见的退出方式", measured="没有退出方式", required=needs, page=ways.url, key="none"
        )
        return
    good = [way for way in ways.items if way.restored]
    if good:
        yield _way_back(good[0], needs, ways.url)
        return
    beside = [way for way in ways.items if way.out_of_reach]
    if beside:
        yield cannot_tell(
            _site(beside[0].target),
            f"“{beside[0].text}”在手机屏幕以外，手指横着滑动工具条也没有滑到它；请在真手机上试一试能不能退出", reason="out-of-reach",
            measured="、".join(beside[0].remains), required=needs, page=ways.url,
        )  # fmt: skip
        return
    asked = [way for way in ways.items if way.restored is None and not way.blocked]
    if asked:
        yield cannot_tell(
            _site(asked[0].target), f"按下“{asked[0].text}”后弹出确认框“{asked[0].detail[:60]}”，程序不代为确认", reason="asks-first",
            measured=asked[0].text, required=needs, page=ways.url,
        )  # fmt: skip
        return
    blocked = [way for way in ways.items if way.blocked]
    if blocked:
        yield cannot_tell(
            _site(blocked[0].target),
            f"按下“{blocked[0].text}”后页面没有恢复；它要访问的地址被本工具拦下，没有放行：{blocked[0].blocked}", reason="blocked-by-us",
            measured="、".join(blocked[0].remains), required=needs, page=ways.url,
        )  # fmt: skip
        return
    tried = ways.items[0]
    remains = "、".join(tried.remains)
    doubt = _verdict(ways.answers)
    if doubt is not None and doubt.outcome is Outcome.CANT_TELL:
        yield cannot_tell(
            _site(tried.target), f"按下“{tried.text}”以后页面没有恢复，工具条上别的按钮也都没有作用；{doubt.words}", reason=doubt.reason,
            measured=remains, required=needs, page=ways.url, url=doubt.url,
        )  # fmt: skip
        return
    yield failed(
        _site(tried.target),
        f"按下“{tried.text}”以后页面没有恢复：{remains}",
        measured=remains,
        required=needs,
        page=ways.url,
        key="remains",
    )


def _way_back(way: WayOut, needs: str, page: str) -> Finding:
    """One that restores: it has to be seen without pressing anything first."""
    if not way.behind:
        return passed(_site(way.target), page=page, measured=way.text)
    return cannot_tell(
        _site(way.target), f"“{way.text}”要先按“{way.behind}”才看得见；请人工看一看，老年人找不找得到", reason="folded",
        measured=f"在“{way.behind}”里", required=needs, page=page,
    )  # fmt: skip


# --- pages in it ------------------------------------------------------------------------------------------------------
@check(
    "elderly/font-size",
    title="适老版正文字号不足",
    why="老视者在常规距离看不清小字。",
    remedy="适老版正文用 18 像素以上，或提供页面自身的放大功能。",
    impact=Impact.SERIOUS,
    modes=INSIDE,
)
def font_size(texts: Texts, *, min_px: float = 18, tolerance: float = 0.05) -> Iterator[Finding]:
    """Main text of the elderly version is at least `min_px` effective pixels high.

    Applicable: every visible run of at least ten characters of main text in elderly mode.
    Passed: `<p style="font-size:18px">…`    Failed: `<p style="font-size:14px">…`
    Source: 工信厅信管函〔2021〕67号 附件2 1.1.
    """
    runs = list(texts.visible(at_least=10))
    small = sum(text.chars for text in runs if text.px < min_px)
    chars = sum(text.chars for text in runs)
    tolerated = small <= tolerance * chars
    overall = {
        "smallest_px": min((text.px for text in runs), default=0),
        "small_share": round(small / max(1, chars), 3),
    }
    for text in runs:
        if text.px < min_px and not tolerated:
            yield failed(
                text.target, f"字号 {text.px:g} 像素，应不小于 {min_px:g} 像素", measured=text.px, required=min_px
            )
        else:
            yield passed(text.target, measured=text.px, overall=overall)


@check(
    "elderly/enlarge",
    title="没有管用的放大功能",
    why="视力各不相同，要能自己把字调到看得清。",
    remedy="提供页面自身的放大按钮，按下后正文（不只是工具条）至少放大到 1.2 倍，并可以逐级放大。",
    impact=Impact.SERIOUS,
    modes=INSIDE,
)
def enlarge(enlarging: Enlarging, *, min_factor: float = 1.2, min_share: float = 0.5) -> Iterator[Finding]:
    """The page's own enlarging control makes at least half of main text at least `min_factor` times as large.

    Applicable: every page of the elderly version that has main text. The toolbar's own labels do not count.
    Passed: 放大 pressed three times: 16 → 24 px    Failed: only headings grow; the factor is 1.1; no such control
    Source: 工信厅信管函〔2021〕67号 附件1 1.2.3 （没有公布倍数，1.2 倍是本工具定的）; 附件2 1.1.
    """
    if enlarging.chars == 0:
        return
    needs = {"factor": min_factor, "share": min_share}
    if not enlarging.offered:
        yield failed(SITE, "适老版页面没有自己的放大控件", measured="没有放大控件", required=needs, key="none")
        return
    facts: dict[str, Any] = {
        "factor": round(enlarging.factor, 2), "largest_px": round(enlarging.largest_px, 2), "steps": enlarging.steps,
        "share": round(enlarging.share, 3),
    }  # fmt: skip
    if enlarging.target.selector:
        facts["control"] = enlarging.target.selector
    if enlarging.wraps:
        facts["wraps"] = True
    if enlarging.cut:
        facts["cut"] = enlarging.cut
    if enlarging.steps == 0 or enlarging.share == 0:
        message = f"按下“{enlarging.text}”，正文没有变大"
    elif enlarging.share < min_share:
        message = f"按下“{enlarging.text}”只放大了 {enlarging.share:.0%} 的正文，应不少于 {min_share:.0%}"
    elif enlarging.factor < min_factor:
        message = f"按“{enlarging.text}”到最大，正文只放大到 {enlarging.factor:.2f} 倍，应不小于 {min_factor:g} 倍"
    else:
        yield Finding(Outcome.PASSED, SITE, data={"measured": facts["factor"], **facts}, key="enlarge")
        return
    doubt = _verdict(enlarging.answers) if enlarging.share == 0 else None
    if doubt is not None and doubt.outcome is Outcome.CANT_TELL:
        data = {"measured": facts["factor"], "required": needs, "reason": doubt.reason, "url": doubt.url, **facts}
        yield Finding(Outcome.CANT_TELL, SITE, f"{message}；{doubt.words}", data, key="enlarge")
        return
    data = {"measured": facts["factor"], "required": needs, **facts}
    yield Finding(Outcome.FAILED, SITE, message, data, key="enlarge")


@check(
    "elderly/line-spacing",
    title="适老版行距或段距不足",
    why="行与行、段与段挤在一起，老年人容易串行。",
    remedy="正文行距不小于字号的 1.3 倍，段落之间至少空出 0.3 行。首行缩进不能代替段距。",
    impact=Impact.MODERATE,
    modes=INSIDE,
)
def line_spacing(
    texts: Texts, *, min_line: float = 1.3, min_gap: float = 0.3, tolerance: float = 0.05
) -> Iterator[Finding]:
    """Lines of main text are `min_line` font sizes apart, and paragraphs leave `min_gap` lines blank between them.

    Applicable: every block of main text of two lines or more, and every block with another below it. The blank is that
    between the last line box of one and the first of the next, margin and padding together. The stricter reading of the
    document (a blank of 1.3 line spacings) is `min_gap=1.3`.
    Passed: `line-height:1.6; margin-bottom:.8em`    Failed: `line-height:1.1`; `margin:0; text-indent:2em`
    Source: 工信厅信管函〔2021〕67号 附件2 1.2; GB/T 37668-2019 3.2.2.3 (1.5).
    """
    blocks = [
        p for p in texts.paragraphs
        if p.main and p.chars >= 10 and ((p.lines > 1 and p.line_spacing is not None) or p.gap is not None)
    ]  # fmt: skip
    total = sum(block.chars for block in blocks)
    tight = [b for b in blocks if b.lines > 1 and b.line_spacing is not None and b.line_spacing < min_line - 0.005]
    close = [b for b in blocks if b.gap is not None and b.gap < min_gap - 0.005]
    tight = tight if sum(b.chars for b in tight) > tolerance * total else []
    close = close if sum(b.chars for b in close) > tolerance * total else []
    for block in blocks:
        wrong = []
        if block in tight:
            wrong.append(f"行距是字号的 {block.line_spacing:.2f} 倍，应不小于 {min_line:g} 倍")
        if block in close:
            wrong.append(f"与下一段之间只空 {max(0.0, block.gap or 0.0):.2f} 行，应不小于 {min_gap:g} 行")
        measured = {"line": block.line_spacing, "gap": block.gap}
        if wrong:
            yield failed(block.target, "；".join(wrong), measured=measured, required={"line": min_line, "gap": min_gap})
        else:
            yield passed(block.target, measured=measured)


@check(
    "elderly/read-aloud",
    title="文章不能朗读",
    why="看字吃力的老年人要靠听；按钮只念按钮名、不念正文，等于没有朗读。",
    remedy="在文章页提供朗读开关，打开后点到哪段读哪段、也能连续朗读，关闭后立即停止；语音服务要保持可用。",
    impact=Impact.SERIOUS,
    modes=INSIDE,
)
def read_aloud(reading: Reading) -> Iterator[Finding]:
    """An article page has a switch for reading, speaks words of the page by some way, and stops when told to.

    Applicable: article pages of the elderly version.
    Passed: an utterance or an answered speech request holds the page's own text, and none follows after switching off
    Failed: no switch; canned prompts only; silence; it goes on for 2 s after switching off
    Source: 工信厅信管函〔2021〕67号 附件1 1.3（编号未核对）语音阅读; 附件3 评测的做法.
    """
    if not reading.applicable:
        return
    needs = "有朗读开关，读出页面自己的文字，关得掉"
    facts: dict[str, Any] = {"share": round(reading.share, 3)} if reading.share is not None else {}
    where = reading.switch or SITE
    if reading.switch is None:
        none = failed(SITE, "文章页没有朗读开关", measured="没有开关", required=needs, key="switch")
        yield _not_all_pressed("没有看到朗读开关", reading.untried, needs) if reading.untried else none
        return
    if not reading.spoken:
        yield _silence(reading, where, needs)
        return
    if reading.stopped is False:
        yield failed(
            where, f"朗读关不掉：按“{reading.off_text or reading.switch_text}”之后仍在读", measured="关不掉", required=needs,
            key="off", started_by=reading.started_by, **facts,
        )  # fmt: skip
        return
    if reading.stopped is None:
        yield cannot_tell(
            where,
            "读出了页面文字，但没能确认关得掉",
            reason="off-not-tried",
            measured=reading.started_by,
            required=needs,
            key="off",
            **facts,
        )
        return
    yield Finding(
        Outcome.PASSED, SITE, data={"measured": reading.started_by, "way": _ways(reading), **facts}, key="read"
    )


def _silence(reading: Reading, where: Target, needs: str) -> Finding:
    """Nothing of the main text was spoken; this says whose fault it is."""
    if reading.label:
        return cannot_tell(
            where,
            f"打开“{reading.switch_text}”后，指到或移到链接时读出了它的文字（“{reading.label[:30]}”），没有听到正文；请人工听一听，能不能读出文章",
            reason="links-only",
            measured="只听到链接的文字",
            required=needs,
            key="read",
        )
    verdict = _verdict(reading.answers)
    if verdict is not None:
        words = f"打开“{reading.switch_text}”后没有读出页面文字；{verdict.words}"
        if verdict.outcome is Outcome.CANT_TELL:
            return cannot_tell(
                where, words, reason=verdict.reason, measured="没有声音", required=needs, key="read", url=verdict.url
            )
        return failed(where, words, measured="没有声音", required=needs, key="read", url=verdict.url)
    if reading.unknown:
        return cannot_tell(
            where, f"打开“{reading.switch_text}”后有声音，但从文字上看不出读的是什么，请听留下的录音", reason="audio-not-text",
            measured="有声音", required=needs, key="read", clips=list(reading.clips),
        )  # fmt: skip
    canned = [heard for heard in reading.transcript if heard.text or heard.way in ("media", "webaudio")]
    if canned:
        said = next((h.text for h in canned if h.text), "固定的提示音")
        return failed(
            where,
            f"只有提示音（“{said[:30]}”），没有读出页面自己的文字",
            measured="只有提示音",
            required=needs,
            key="read",
        )
    return failed(
        where, f"打开“{reading.switch_text}”后没有读出任何文字", measured="没有声音", required=needs, key="read"
    )


def _ways(reading: Reading) -> list[str]:
    return sorted({heard.way for heard in reading.transcript if heard.own})


# --- its services -----------------------------------------------------------------------------------------------------
@check(
    "elderly/contrast-theme",
    title="没有高对比度配色",
    why="白内障等眼病让浅淡的颜色糊成一片，高对比度配色能把字托出来。",
    remedy="提供黑底黄字、白底黑字等配色按钮，按下后正文与背景的对比度达到 7:1。",
    impact=Impact.MODERATE,
)
def contrast_theme(services: ElderlyServices, *, min_ratio: float = 7) -> Iterator[Finding]:
    """One colour scheme of the page's own changes main text or its ground and reaches `min_ratio` to 1.

    Applicable: the elderly version. Measured in pixels on main text, since filters change no computed colour.
    Source: 工信厅信管函〔2021〕67号 附件1 1.2（编号未核对）高对比度背景，没有公布比值; 7:1 出自 WCAG 2.1 1.4.6.
    """
    changed = [theme for theme in services.themes if theme.changed and theme.ratio is not None]
    best = max(changed, key=lambda theme: theme.ratio or 0, default=None)
    if best is not None and (best.ratio or 0) >= min_ratio:
        yield passed(SITE, measured=best.ratio, ink=best.ink, ground=best.ground, page=services.url)
        return
    offered = next((aid for aid in services.items if aid.kind == "contrast"), None)
    if best is not None:
        message = f"页面的配色里对比度最高的是 {best.ratio:g}:1，应不小于 {min_ratio:g}:1"
    elif offered is not None:
        if offered.worked is None:
            yield _unsure(offered, services, f"{min_ratio:g}:1 的配色")
            return
        message = f"按下“{offered.text}”，正文和背景的颜色没有变化"
    else:
        message = "适老版没有配色（高对比度）功能"
    target = _site(offered.target) if offered else SITE
    yield failed(target, message, measured=best.ratio if best else "没有变化", required=min_ratio, page=services.url)


@check(
    "elderly/pointer",
    title="没有超大鼠标指针",
    why="小指针容易看丢，手抖的老年人找不到它在哪里。",
    remedy="提供“大鼠标”功能，指针图片要能取到，长或宽不小于 48 像素。",
    impact=Impact.MODERATE,
)
def pointer(services: ElderlyServices, *, min_px: float = 48) -> Iterator[Finding]:
    """An extra-large pointer is on offer and comes: a picture that loads and measures `min_px`, or an overlay that follows.

    Applicable: desktop.
    Source: 工信厅信管函〔2021〕67号 附件1 服务原则 2，没有公布尺寸，48 像素是本工具定的.
    """
    if services.device != "desktop":
        return
    yield from _offered(services, "pointer", "大鼠标（超大指针）", min_px, lambda aid: (aid.measured or 0) >= min_px)


@check(
    "elderly/caption",
    title="没有大字幕",
    why="老年人指到哪里，就在屏幕下方用大字显示哪里，不必把整页放大。",
    remedy="提供“大字幕”功能：打开后，鼠标指到的文字用大字显示在固定的窗口里。",
    impact=Impact.MINOR,
)
def caption(services: ElderlyServices) -> Iterator[Finding]:
    """A large caption is on offer and shows the text pointed at.

    Applicable: desktop.
    Source: 工信厅信管函〔2021〕67号 附件1 1.2.3.
    """
    if services.device != "desktop":
        return
    yield from _offered(services, "caption", "大字幕", "显示指到的文字", lambda aid: bool(aid.worked))


@check(
    "elderly/toolbar",
    title="没有管用的辅助工具条",
    why="放大、配色、朗读等工具集中在一处，老年人才找得到、用得上。",
    remedy="按一次入口就出现工具条，其中至少三种工具真正管用。",
    impact=Impact.MODERATE,
)
def toolbar(services: ElderlyServices, *, min_aids: int = 3) -> Iterator[Finding]:
    """An assistive toolbar has at least `min_aids` working aids and is reached from the entry in one press.

    Applicable: the elderly version.
    Source: GB/T 37668-2019 3.5.1.3.
    """
    kinds = {aid.kind for aid in services.items if aid.worked and aid.presses <= 1}
    unsure = {aid.kind for aid in services.items if aid.worked is None and aid.presses <= 1} - kinds
    needs = f"一次按键内至少 {min_aids} 种管用的工具"
    names = "、".join(sorted(_NAMES.get(kind, kind) for kind in kinds)) or "没有"
    if len(kinds) >= min_aids:
        yield passed(SITE, measured=len(kinds), aids=sorted(kinds), page=services.url)
    elif len(kinds) + len(unsure) >= min_aids:
        yield cannot_tell(
            SITE, f"确认管用的工具有 {len(kinds)} 种（{names}），还有 {len(unsure)} 种没能确认", reason="aids-unsure",
            measured=len(kinds), required=needs, page=services.url,
        )  # fmt: skip
    else:
        painted = f"；工具条上有 {len(services.items)} 个按钮" if len(services.items) > len(kinds) else ""
        yield failed(
            SITE, f"管用的辅助工具只有 {len(kinds)} 种（{names}），应不少于 {min_aids} 种{painted}", measured=len(kinds),
            required=needs, page=services.url,
        )  # fmt: skip


def _offered(services: ElderlyServices, kind: str, name: str, required: object, good: object) -> Iterator[Finding]:
    """One service that has to be offered and to come."""
    aids = [aid for aid in services.items if aid.kind == kind]
    needs = required
    if not aids and services.untried:
        yield _not_all_pressed(f"没有看到{name}功能", services.untried, needs)
        return
    if not aids:
        yield failed(SITE, f"适老版没有{name}功能", measured="没有提供", required=needs, page=services.url, key="none")
        return
    test = good if callable(good) else bool
    fine = next((aid for aid in aids if aid.worked and test(aid)), None)
    if fine is not None:
        yield passed(SITE, measured=fine.measured if fine.measured is not None else fine.detail, page=services.url)
        return
    unsure = next((aid for aid in aids if aid.worked is None), None)
    if unsure is not None:
        yield _unsure(unsure, services, needs)
        return
    aid = aids[0]
    measured = aid.measured if aid.measured is not None else "没有变化"
    yield failed(
        _site(aid.target),
        f"按下“{aid.text}”，{aid.detail or '没有出现' + name}",
        measured=measured,
        required=needs,
        page=services.url,
    )


def _not_all_pressed(what: str, untried: int, needs: object) -> Finding:
    return cannot_tell(
        SITE, f"{what}，但工具条上还有 {untried} 个看不出用途的按钮没有按到，请人工按一按", reason="not-all-pressed", measured="没有看到",
        required=needs, key="none",
    )  # fmt: skip


def _unsure(aid: Aid, services: ElderlyServices, needs: object) -> Finding:
    verdict = _verdict(aid.answers)
    words = verdict.words if verdict else aid.detail
    return cannot_tell(
        _site(aid.target), f"按下“{aid.text}”没能看出结果；{words}", reason=verdict.reason if verdict else "not-told", measured=aid.detail,
        required=needs, page=services.url,
    )  # fmt: skip


# --- advertising and urging ------------------------------------------------------------------------------------------
@check(
    "elderly/advert",
    title="适老版里疑似有广告",
    why="老年人难以分清广告和政务内容，容易误点受骗。",
    remedy="适老版不放广告内容和插件，不弹广告窗口；是官方通知的，请在人工复核时说明。",
    impact=Impact.SERIOUS,
    certainty=Certainty.DOUBTS,
    modes=INSIDE,
)
def advert(offers: Offers) -> Iterator[Finding]:
    """No frame or window of others on a page of the elderly version advertises.

    Applicable: third-party frames and windows that float without a press. An official notice, or a floating picture that
    leads to another government site, is none.
    Source: 工信厅信管函〔2021〕67号 附件1 2.4.1, 附件2 5.1.1.
    """
    yield from _suspects(offers, "advert", "没有广告内容或插件")


@check(
    "elderly/inducement",
    title="适老版里疑似有诱导按钮",
    why="“立即下载”“马上领取”一类按钮诱使老年人误装应用或误付款。",
    remedy="去掉催促下载、付款的按钮；办事缴费和附件下载用平实的名称。",
    impact=Impact.SERIOUS,
    certainty=Certainty.DOUBTS,
    modes=INSIDE,
)
def inducement(offers: Offers) -> Iterator[Finding]:
    """No button on a page of the elderly version urges to download or to pay.

    Applicable: buttons and links that speak of downloading, paying, buying or claiming. Attachments and services are none.
    Source: 工信厅信管函〔2021〕67号 附件1 2.4.2, 附件2 5.1.2.
    """
    yield from _suspects(offers, "inducement", "没有诱导下载、付款的按钮")


def _suspects(offers: Offers, kind: str, needs: str) -> Iterator[Finding]:
    for offer in offers.items:
        if offer.kind != kind:
            continue
        if offer.why:
            yield cannot_tell(
                offer.target, f"{offer.why}：“{offer.text or offer.url}”，请人工判断", reason=f"suspected-{kind}",
                measured=offer.text or offer.url, required=needs, key=offer.url or offer.text,
            )  # fmt: skip
        else:
            yield passed(offer.target, key=offer.url or offer.text)


# --- whose fault: the contract's table -------------------------------------------------------------------------------
class _Verdict:
    """What requests that failed say of whose fault it is."""

    __slots__ = ("outcome", "reason", "url", "words")

    def __init__(self, outcome: Outcome, words: str, reason: str, url: str) -> None:
        self.outcome, self.words, self.reason, self.url = outcome, words, reason, url


def _verdict(answers: Iterable[Answer], *, dead: bool = False) -> _Verdict | None:
    """The contract's table for servers that do not answer; doubt wins where several failed, None where none did."""
    rows = [_one(answer) for answer in answers]
    doubts = [row for row in rows if row.outcome is Outcome.CANT_TELL]
    hard = [row for row in rows if row.outcome is Outcome.FAILED]
    if dead and hard:
        return hard[0]
    rows = doubts or hard
    return rows[0] if rows else None


def _one(answer: Answer) -> _Verdict:
    """One row of the table."""
    if answer.trouble:
        return _unconnected(answer)
    url = answer.url.partition("?")[0][:200]
    if answer.says or answer.status in (401, 403):
        said = answer.says or str(answer.status)
        if answer.own:
            return _Verdict(Outcome.FAILED, f"{url} 拒绝访问（{said}）", "refused-by-own", url)
        words = f"服务方 {url} 回答没有权限（{said}），可能只对正式域名开放，请在正式环境再看"
        return _Verdict(Outcome.CANT_TELL, words, "no-permission", url)
    if answer.status not in (404, 410) and answer.status < 500:
        return _Verdict(Outcome.CANT_TELL, f"{url} 回答 {answer.status}", "refused", url)
    if answer.times >= 2:
        return _Verdict(Outcome.FAILED, f"{url} 两次都回答 {answer.status}", "server-error", url)
    return _Verdict(Outcome.CANT_TELL, f"{url} 回答 {answer.status}，没能再问一次", "asked-once", url)


def _unconnected(answer: Answer) -> _Verdict:
    """No answer came at all."""
    url = answer.url.partition("?")[0][:200]
    if answer.trouble == "blocked-by-us":
        return _Verdict(Outcome.CANT_TELL, f"它要访问的地址被本工具拦下，没有放行：{url}", "blocked-by-us", url)
    kind = KINDS.get(answer.trouble)
    why = kind.text if kind else answer.trouble
    if answer.others_answer and answer.times >= 2 and not (kind and kind.ours):
        host = urlsplit(answer.url).netloc or url
        words = f"{host} 连接不上（{why}），隔一会儿再试仍然如此，而别的外部网站能打开：{url}"
        return _Verdict(Outcome.FAILED, words, "server-down", url)
    words = f"{url} 连接不上（{why}），不能断定是网站的问题，请换一个网络再看"
    return _Verdict(Outcome.CANT_TELL, words, "server-unreachable", url)


def _site(target: Target) -> Target:
    """What shows a finding of the site: the element's picture and words, without a selector (the contract's rule)."""
    return replace(target, selector="")


def _called(item: Entrance) -> str:
    return item.text or item.name or "没有名称的入口"


_HIDDEN: dict[str, str] = {
    "display": "没有显示", "visibility": "被隐藏", "opacity": "透明", "size": "没有大小", "off-screen": "在屏幕外", "clip": "被裁掉",
    "covered": "被遮住", "color": "与背景同色", "indent": "文字被移出", "": "看不见",
}  # fmt: skip
_NAMES: dict[str, str] = {
    "enlarge": "放大", "contrast": "配色", "pointer": "大鼠标", "caption": "大字幕", "reading": "朗读", "guides": "辅助线",
    "magnifier": "放大镜", "pinyin": "拼音", "plain": "纯文本", "links": "突出链接", "spacing": "间距", "font": "字体", "other": "其他",
}  # fmt: skip
