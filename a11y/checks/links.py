"""References: do they lead somewhere, openly, and does leaving say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from a11y.evidence import (
    ALIVE,
    DEAD,
    OURS,
    Anchor,
    Anchors,
    Console,
    EmptyPresses,
    LinkStatus,
    LinkStatuses,
    OutsideLeaves,
    Page,
    RevealedAnchors,
    Sample,
    SoftAnswer,
    bare,
    is_government,
    is_inside,
    is_mark,
)
from a11y.model import Certainty, Finding, Impact, Mode, Target, cannot_tell, failed, passed, untested
from a11y.registry import check

NAMES: Mapping[str, str] = {
    "link": "链接", "area": "热区链接", "image": "图片", "attachment": "附件", "frame": "框架", "style": "样式表",
    "script": "脚本", "media": "音视频", "form": "表单",
}  # fmt: skip

_WORDS: Mapping[str, str] = {
    "dns": "域名无法解析", "refused": "连接被拒绝", "reset": "连接被中断", "timeout": "在时限内没有回答",
    "tls": "加密连接无法建立", "certificate": "安全证书无效", "redirects": "重定向循环不止",
    "invalid": "地址写法有误，无法访问", "bot-wall": "被防爬虫页面拦截", "asked-once": "只试过一次",
    "not-asked": "超出本次检测的数量或时间上限，未访问", "blocked-by-us": "指向内网或本机地址，本工具不访问",
    "robots": "robots.txt 不允许访问", "network": "本机网络不通", "too-large": "已达到本次检测的接收上限",
    "not-html": "浏览器未能打开", "crash": "浏览器打开时崩溃", "unknown": "服务器的应答有误",
}  # fmt: skip


@check(
    "links/dead",
    title="链接或资源打不开",
    why="打不开的链接、图片和附件让人白跑一趟；老年人往往以为是自己操作错了，不再尝试。",
    remedy="更正地址、恢复内容，或删除这条引用。",
    impact=Impact.SERIOUS,
    modes=(Mode.STANDARD,),
    example='<a href="/zwgk/tzgg/202611/t20261120_1.html">（能够打开的地址）</a>',
)
def dead(
    anchors: Anchors,
    statuses: LinkStatuses,
    *,
    kinds: tuple[str, ...] = ("link", "area", "image", "attachment", "frame", "style", "script", "media"),
) -> Iterator[Finding]:
    """Whatever the page refers to answers, at least when asked a second time as a browser would.

    Applicable: every reference to an http or https address, of the kinds named.
    Passed: it once answered 2xx, redirects followed.    Failed: 404, 410, 5xx, no address, no connection or no answer,
    twice; a redirect that never ends. Refusals and challenges of bot walls are doubtful.
    Source: 国办秘函〔2019〕19号 可用性.
    """
    for anchor, status in _asked(anchors, statuses, kinds):
        data = _measured(anchor, status)
        if status.outside and statuses.outside_untested:
            yield untested(anchor.target, key=status.url, **{**data, "reason": statuses.outside_untested})
        elif status.verdict == ALIVE:
            yield passed(anchor.target, key=status.url, **data)
        elif status.verdict == OURS:
            yield untested(anchor.target, key=status.url, **data)
        elif status.verdict == DEAD:
            yield failed(anchor.target, _broken(anchor, status), key=status.url, **data)
        else:
            yield cannot_tell(anchor.target, _doubtful(anchor, status), key=status.url, **data)


@check(
    "links/soft-404",
    title="链接打开的是错误页面",
    why="服务器说“成功”，打开的却是“页面不存在”或被带回首页，访问者得不到想要的内容，自动巡查也发现不了。",
    remedy="更正地址；内容已撤下的，让服务器返回 404 或 410，并在页面上说明。",
    impact=Impact.SERIOUS,
    modes=(Mode.STANDARD,),
)
def soft_404(
    anchors: Anchors,
    statuses: LinkStatuses,
    *,
    kinds: tuple[str, ...] = ("link", "area", "attachment", "frame"),
    max_chars: int = 300,
) -> Iterator[Finding]:
    """A link that answers 200 does not lead to an error page.

    Applicable: references of the kinds named that answered with a page.
    Failed: title or heading says that it is an error page, on a page with at most `max_chars` characters of its own; or
    it is the same page, as rendered, as for a made-up address in that folder; or it is redirected to the home page, as
    the made-up address is. Where every unknown address shows the home page: doubtful.
    Source: 国办秘函〔2019〕19号 可用性; 宿政办发〔2022〕1号 附件2 链接打不开或错误的.
    """
    for anchor, status in _asked(anchors, statuses, kinds):
        if status.verdict != ALIVE or not status.examined or (status.outside and statuses.outside_untested):
            continue
        soft = status.soft
        if soft is None or (soft.how == "words" and soft.chars > max_chars):
            yield passed(anchor.target, key=status.url, kind=anchor.kind)
            continue
        data: dict[str, Any] = {"kind": anchor.kind, "url": status.url, "made_up": soft.made_up}
        message, doubt = _disguise(anchor, soft)
        if doubt:
            yield cannot_tell(
                anchor.target, message, key=status.url, measured=_SHOWN[soft.how], required=_MEANT, reason=doubt, **data
            )
        else:
            yield failed(anchor.target, message, key=status.url, measured=_SHOWN[soft.how], required=_MEANT, **data)


_MEANT = "链接所说的内容"
_SHOWN: Mapping[str, str] = {"words": "错误页面", "home": "首页", "made-up": "与不存在的地址相同的页面"}
"""How an error page gave itself away → what is shown instead."""


def _disguise(anchor: Anchor, soft: SoftAnswer) -> tuple[str, str]:
    """What the page is, in words, and why it is doubtful; empty where it is not."""
    name = _name(anchor)
    if soft.how == "words":
        return f"{name}打开的是错误页面，页面上写着“{soft.words[:40]}”：{anchor.url}", ""
    if soft.how == "home":
        return _at_home(anchor, soft)
    if soft.login:
        return f"{name}打开的是登录页面，不存在的地址也一样，登录以后才知道是否有内容：{anchor.url}", "log-in"
    if soft.compared == "source":
        return f"{name}的源代码与不存在的地址相同，未能用浏览器打开比较，请人工确认：{anchor.url}", "not-rendered"
    return f"{name}打开的页面与同一目录下不存在的地址完全相同：{anchor.url}", ""


def _at_home(anchor: Anchor, soft: SoftAnswer) -> tuple[str, str]:
    name = _name(anchor)
    if soft.redirected and soft.made_up_too:
        return f"{name}被转到首页，与不存在的地址一样：{anchor.url}", ""
    if soft.redirected:
        return f"{name}被转到首页，请人工确认是否本该如此：{anchor.url}", "redirected-home"
    return f"{name}打开的是首页，这个网站对不存在的地址也显示首页，请人工确认：{anchor.url}", "answers-home"


@check(
    "links/empty",
    title="空链接",
    why="看起来能点、点了没有反应的链接，会让人反复点击，读屏软件也会念出一个没有去处的“链接”。",
    remedy="补上正确的地址；若是按钮，改用 <button> 并写好它的动作；若只是文字，去掉链接。",
    impact=Impact.MODERATE,
    modes=(Mode.STANDARD,),
    example='<button type="button" onclick="openMenu()">展开菜单</button>',
)
def empty(presses: EmptyPresses) -> Iterator[Finding]:
    """What looks like a link leads somewhere or does something.

    Applicable: links that can be seen, or come to light on hovering, whose `href` goes nowhere (empty, `#`,
    `javascript:;`, `#name` without its target).
    Passed: pressing it does something.    Failed: nothing at all happens.
    `#name` without its target is doubtful: a script may bring it.
    Source: 本工具的要求，依 宿政办发〔2022〕1号 附件2 链接打不开或错误的.
    """
    for press in presses.items:
        key = press.target.name or press.href
        data: dict[str, Any] = {"href": press.href, "happened": list(press.happened)}
        did = [what for what in press.happened if what != "script-error"]
        if did == ["close-refused"]:
            yield cannot_tell(
                press.target, "链接用来关闭窗口，浏览器只允许关闭由网站自己打开的窗口，这次没有关上，请人工确认它能否关上",
                reason="close-refused", measured="窗口没有关闭", required="有去处或有动作", key=key, **data,
            )  # fmt: skip
        elif did == ["reloaded"]:
            yield cannot_tell(
                press.target, "链接没有地址，按下去只把本页重新打开了一次，看不出别的变化，请人工确认这是不是它的用处",
                reason="reloaded-only", measured="本页重新打开", required="有去处或有动作", key=key, **data,
            )  # fmt: skip
        elif did == ["stored"]:
            yield cannot_tell(
                press.target, "链接没有地址，按下去只在浏览器里存下了设置，页面上看不出变化，请人工确认按下后有没有提示",
                reason="stored-only", measured="只存下设置", required="有去处或有看得见的动作", key=key, **data,
            )  # fmt: skip
        elif did:
            yield passed(press.target, key=key, measured="、".join(did), **data)
        elif press.name_missing:
            yield cannot_tell(
                press.target, f"链接指向本页的“#{press.name_missing[:40]}”，页面上没有这个位置，按下去也没有反应",
                reason="no-such-fragment", measured="没有反应", required="有去处或有动作", key=key, **data,
            )  # fmt: skip
        elif "script-error" in press.happened:
            yield cannot_tell(
                press.target, "链接没有地址，按下去时页面脚本出错，没有别的反应",
                reason="script-error", measured="脚本出错", required="有去处或有动作", key=key, **data,
            )  # fmt: skip
        elif not press.pressed:
            yield cannot_tell(
                press.target, "链接没有地址，未能实际按下（被遮挡、在菜单里或数量太多），请人工确认",
                reason=f"not-pressed-{press.why}", measured=None, required="有去处或有动作", key=key, **data,
            )  # fmt: skip
        else:
            href = f'（href="{press.href[:40]}"）' if press.href else "（href 为空）"
            yield failed(
                press.target, f"空链接：没有地址{href}，实际按下也没有任何反应",
                measured="没有反应", required="有去处或有动作", key=key, **data,
            )  # fmt: skip


@check(
    "links/outside-prompt",
    title="离开政府网站时没有提示",
    why="点开商业或其他非政府网站时不作说明，访问者会以为仍在政府网站上，容易误信、受骗。",
    remedy="链接到非政府网站时，先提示“您即将离开本网站”，由访问者确认后再打开。",
    impact=Impact.MINOR,
    modes=(Mode.STANDARD,),
    tags=("advice",),
)
def outside_prompt(leaves: OutsideLeaves, sample: Sample, *, exempt: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Leaving for a site that is not a government's is announced before it happens.

    Applicable: visible links to another site that is neither a government's nor an official mark's.
    Passed: a dialog, a notice or a page in between comes first.    Failed: the other site opens at once.
    Source: 国办发〔2017〕47号 （正文未核对；多个门户网站如此）.
    """
    for leave in leaves.items:
        if _needs_no_prompt(sample, leave.url, exempt):
            continue
        data: dict[str, Any] = {"url": leave.url, "required": "离开前有提示"}
        if leave.notice or leave.how in ("dialog", "layer", "page"):
            yield passed(leave.target, key=bare(leave.url), measured=leave.notice[:120], how=leave.how)
        elif leave.how == "left":
            yield failed(
                leave.target, f"打开非政府网站 {urlsplit(leave.url).netloc} 之前没有任何提示",
                measured="直接打开", key=bare(leave.url), **data,
            )  # fmt: skip
        elif leave.how != "hidden":
            yield cannot_tell(
                leave.target, f"未能看到离开本站前往 {urlsplit(leave.url).netloc} 的过程，请人工确认是否有提示",
                reason=f"not-left-{leave.how}", measured=None, key=bare(leave.url), **data,
            )  # fmt: skip


def _needs_no_prompt(sample: Sample, url: str, exempt: tuple[str, ...]) -> bool:
    host = urlsplit(url).hostname or ""
    named = any(host == name or host.endswith("." + name) for name in exempt)
    return named or is_inside(sample.site, url) or is_government(url) or is_mark(url)


@check(
    "links/hidden",
    title="疑似暗链",
    why="谁也看不见的站外链接多半是被人植入的，会把搜索引擎和访问者引向赌博、色情网站。",
    remedy="核实来源；不是本站放置的立即删除，并检查服务器是否被入侵；确需保留的让它看得见。",
    impact=Impact.SERIOUS,
    certainty=Certainty.DOUBTS,
    modes=(Mode.STANDARD,),
)
def hidden(anchors: Anchors, revealed: RevealedAnchors, sample: Sample) -> Iterator[Finding]:
    """A link out of the site to a target that is no government's can be seen by somebody.

    Applicable: links to another site that is neither a government's nor an official mark's, in documents of this site.
    Passed: it is visible; or hovering, focus, a press or waiting brings it to light; or the same address is visible
    elsewhere on the page.    Doubtful: none of these.
    Source: 国办发〔2017〕47号（正文未核对）; 各地通报中的暗链.
    """
    kinds = ("link", "area", "attachment")
    links = [anchor for anchor in anchors.items if anchor.kind in kinds and anchor.url.startswith("http")]
    seen = {bare(anchor.url) for anchor in links if anchor.visible and not anchor.hidden_by}
    for anchor in links:
        foreign_frame = any(not is_inside(sample.site, frame) for frame in anchor.target.frame)
        if foreign_frame or _needs_no_prompt(sample, anchor.url, ()):
            continue
        if anchor.visible and not anchor.hidden_by:
            yield passed(anchor.target, key=bare(anchor.url))
        elif by := _shown_by(revealed, anchor.target) or ("elsewhere" if bare(anchor.url) in seen else ""):
            yield passed(anchor.target, key=bare(anchor.url), revealed=by)
        else:
            how = anchor.hidden_by or "invisible"
            tried = "" if revealed.complete else "（页面的菜单未全部试完）"
            yield cannot_tell(
                anchor.target,
                f"疑似暗链：指向站外 {urlsplit(anchor.url).netloc}，谁也看不见（{_HIDDEN.get(how, how)}），"
                f"悬停、聚焦、按下都不能使它出现{tried}",
                reason="hidden-link", measured=_HIDDEN.get(how, how), required="看得见", key=bare(anchor.url), url=anchor.url,
            )  # fmt: skip


_HIDDEN: Mapping[str, str] = {
    "display": "display:none", "visibility": "visibility:hidden", "opacity": "完全透明", "size": "尺寸为零",
    "off-screen": "移出屏幕",
    "clip": "被裁掉", "color": "与背景同色", "indent": "文字缩进到屏幕外", "covered": "被遮住", "invisible": "不可见",
}  # fmt: skip


def _shown_by(revealed: RevealedAnchors, target: Target) -> str:
    return revealed.revealed.get(" ".join((*target.frame, target.selector)), "")


@check(
    "links/insecure",
    title="HTTPS 页面混用 HTTP",
    why="加密页面里的明文内容会被浏览器拦下，或在途中被人篡改、插入广告；明文提交的表单会泄露个人信息。",
    remedy="把资源和表单的地址改成 https://。",
    impact=Impact.SERIOUS,
    modes=(Mode.STANDARD,),
)
def insecure(page: Page, anchors: Anchors, console: Console) -> Iterator[Finding]:
    """A page that came over HTTPS loads and posts over HTTPS alone.

    Applicable: what an HTTPS page loads (pictures, styles, scripts, frames, media) and its forms.
    Failed: `<img src="http://…">`, `<form action="http://…">`, or a script's own request to `http://`.
    Source: W3C Mixed Content; 本工具的要求.
    """
    if not page.final_url.startswith("https://"):
        return
    marked: set[str] = set()
    for anchor in anchors.items:
        if anchor.kind in ("link", "area", "attachment") or not anchor.url.startswith(("http://", "https://")):
            continue
        key = bare(anchor.url)
        if anchor.url.startswith("http://"):
            marked.add(key)
            does = "提交到" if anchor.kind == "form" else "载入"
            yield failed(
                anchor.target, f"加密页面里的{NAMES.get(anchor.kind, '资源')}以明文{does} {anchor.url[:120]}",
                measured="http", required="https", key=key, kind=anchor.kind, url=anchor.url,
            )  # fmt: skip
        else:
            yield passed(anchor.target, key=key, kind=anchor.kind)
    for url, times in Counter(bare(url) for url in console.insecure).items():
        if url not in marked:
            yield failed(
                Target(), f"加密页面的脚本以明文请求 {url[:120]}",
                measured="http", required="https", key=url, kind="request", url=url, times=times,
            )  # fmt: skip


def _asked(anchors: Anchors, statuses: LinkStatuses, kinds: tuple[str, ...]) -> Iterator[tuple[Anchor, LinkStatus]]:
    """Every reference of the kinds named, with what is known of its address."""
    for anchor in anchors.items:
        if anchor.kind in kinds and anchor.url.lower().startswith(("http://", "https://")):
            yield anchor, statuses.of(anchor.url) or LinkStatus(bare(anchor.url), outside=False)


def _measured(anchor: Anchor, status: LinkStatus) -> dict[str, Any]:
    last = status.deciding
    return {
        "kind": anchor.kind, "url": status.url, "measured": _why(status.reason), "required": "能够打开",
        "reason": status.reason, "status": last.status if last else 0, "outside": status.outside,
        "attempts": [f"{attempt.asked_as}: {attempt.reason}" for attempt in status.attempts],
    }  # fmt: skip


def _broken(anchor: Anchor, status: LinkStatus) -> str:
    return f"{_name(anchor)}打不开：{_why(status.reason)}，先后试过 {len(status.attempts)} 次：{status.url}"


def _doubtful(anchor: Anchor, status: LinkStatus) -> str:
    return f"{_name(anchor)}能否打开要由人确认：{_why(status.reason)}：{status.url}"


def _name(anchor: Anchor) -> str:
    words = (anchor.text or anchor.target.name or anchor.title).strip()[:30]
    return f"{NAMES.get(anchor.kind, '引用')}“{words}”" if words else NAMES.get(anchor.kind, "引用")


def _why(reason: str) -> str:
    if reason.startswith("http-"):
        return f"服务器回答 {reason.removeprefix('http-')}"
    return _WORDS.get(reason, reason)
