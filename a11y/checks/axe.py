"""axe-core's rules as checks of ours, one each, with Chinese words; what it leaves open is doubt, with all its nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape

from a11y.checks._axe_texts import RULES, Words
from a11y.checks.act import as_seen
from a11y.evidence import AxeNode, AxeResults, AxeRule, Contrasts, Semantics
from a11y.fingerprint import steady
from a11y.model import Certainty, Finding, Impact, Mode, Outcome, Target, cannot_tell, failed, passed
from a11y.registry import Check, make_check

OPEN = {
    "bgImage": "背景是图片",
    "imgNode": "文字压在图片上",
    "bgGradient": "背景是渐变",
    "bgOverlap": "文字与其他元素重叠",
    "elmPartiallyObscured": "文字被其他元素遮住一部分",
    "elmPartiallyObscuring": "文字遮住了其他元素",
    "outsideViewport": "文字在可视范围之外",
    "equalRatio": "文字与背景颜色相同",
    "shortTextContent": "只有一个字",
    "nonBmp": "文字是图标字符",
    "pseudoContent": "背景由伪元素画成",
    "fgAlpha": "文字半透明",
    "colorParse": "颜色写法无法识别",
    "complexTextShadows": "文字阴影太复杂",
    "behindModal": "框架在打开着的模态窗口后面（或设为 inert），此时键盘本来就不该进去，要关掉窗口再看",
}
"""Why axe cannot tell, most of all a contrast, by the `messageKey` of its data; the last is ours."""


WHOLE_PAGE = ("bypass", "landmark-one-main", "page-has-heading-one")
"""Rules that ask what the page has somewhere; axe names every frame that lacks it as well."""


def failures(rule: AxeRule) -> Iterator[Finding]:
    """Findings of one rule on one page: its failed nodes, its open ones, or that it passed."""
    words = RULES.get(rule.id) or _words_of(rule)
    impact = Impact(rule.impact) if rule.impact in {i.value for i in Impact} else None
    if rule.error:
        message = f"规则 {rule.id} 运行出错，未能判断：{rule.error[:200]}"
        yield cannot_tell(Target(), message, reason="rule-error", measured="规则运行出错", required=words.remedy)
    for node in rule.nodes:
        if node.outcome == Outcome.FAILED.value:
            yield _failed(rule, node, words, impact)
        else:
            yield _open(node, words, impact)
    if not rule.nodes and rule.outcome == Outcome.PASSED.value:
        yield passed(Target())


def _failed(rule: AxeRule, node: AxeNode, words: Words, impact: Impact | None) -> Finding:
    data = node.data
    if rule.id.startswith("color-contrast") and data.get("contrastRatio"):
        asked = _number(data.get("expectedContrastRatio")) or 4.5
        ratio = float(data["contrastRatio"])
        return failed(
            node.target, f"文字与背景的对比度为 {ratio:g}:1，应不低于 {asked:g}:1。", measured=ratio, required=asked,
            impact=impact, key=_key(node), foreground=data.get("fgColor"), background=data.get("bgColor"),
            px=_px(data.get("fontSize")), weight=data.get("fontWeight"),
        )  # fmt: skip
    if rule.id == "target-size" and data.get("width") and data.get("minSize"):
        size, least = f"{float(data['width']):g}×{float(data['height']):g}", f"{float(data['minSize']):g}"
        return failed(
            node.target, f"点按目标为 {size} 像素，小于 {least}×{least} 像素，且离旁边的目标太近。", measured=size,
            required=f"{least}×{least}", impact=impact, key=_key(node),
        )  # fmt: skip
    return failed(
        node.target, f"{words.title}。", measured=_as_it_is(node),
        required=words.remedy, impact=impact, key=_key(node), summary=node.summary,
    )  # fmt: skip


def _open(node: AxeNode, words: Words, impact: Impact | None) -> Finding:
    reason = str(node.data.get("messageKey") or "axe-incomplete")
    why = OPEN.get(reason)
    message = (
        f"{why}，引擎不能判断是否“{words.title}”，请人工查看。"
        if why
        else f"引擎不能确定是否“{words.title}”，请人工查看。"
    )
    return cannot_tell(
        node.target, message, reason=reason, measured=node.data.get("contrastRatio") or _as_it_is(node),
        required=words.remedy, impact=impact, key=_key(node), summary=node.summary,
    )  # fmt: skip


def _as_it_is(node: AxeNode) -> str:
    """The element's start tag: what there is, where the engine measures nothing."""
    tag = re.match(r"<[^<>]*>", node.target.html or "")
    return (tag.group() if tag else node.target.html or node.target.name or "整页")[:200]


def _key(node: AxeNode) -> str:
    """What tells nameless elements apart: where they lead, or what they show."""
    if node.target.name:
        return ""
    found = re.search(r'\s(?:href|src|for|name)="([^"#]{1,400})', (node.target.html or "").partition(">")[0])
    # A query may be all that tells one nameless picture from another; what passes in it does not.
    return steady("/" + unescape(found.group(1)))[1:][:200] if found else ""


def _number(text: object) -> float | None:
    found = re.match(r"[\d.]+", str(text or ""))
    return float(found.group()) if found else None


def _px(size: object) -> float | None:
    found = re.search(r"\(([\d.]+)px\)", str(size or ""))
    return float(found.group(1)) if found else None


def _words_of(rule: AxeRule) -> Words:
    """Words for a rule that a newer axe brought: its own, so that nothing it finds is lost."""
    title = rule.help or rule.id
    return Words(title, "较新的 axe-core 规则，本工具还没有中文说明。", title, rule.impact or "moderate", rule.tags)


def _rule_check(id: str, words: Words) -> Check:
    if id == "color-contrast":
        function: Callable[..., Iterator[Finding]] = color_contrast
    elif id == "html-lang-valid":
        function = html_lang_valid
    elif id == "avoid-inline-spacing":
        function = avoid_inline_spacing
    elif id == "label-content-name-mismatch":
        function = label_content_name_mismatch
    elif id == "frame-focusable-content":
        function = frame_focusable_content
    else:

        def function(results: AxeResults) -> Iterator[Finding]:
            for rule in results.rules:
                if rule.id == id:
                    yield from failures(_of_the_page(rule) if id in WHOLE_PAGE else rule)

        function.__doc__ = f"axe-core rule `{id}`."
    return make_check(
        function, f"axe/{id}", title=words.title, why=words.why, remedy=words.remedy,
        impact=Impact(words.impact) if words.impact in {i.value for i in Impact} else Impact.MODERATE,
        certainty=Certainty.FAILS, modes=(Mode.STANDARD, Mode.ELDERLY), example=words.example, tags=words.tags,
        counted=False,
    )  # fmt: skip


def _of_the_page(rule: AxeRule) -> AxeRule:
    """What the page as a whole lacks is lacking once, not in each of its frames."""
    return replace(rule, nodes=tuple(node for node in rule.nodes if not node.target.frame) or rule.nodes)


def color_contrast(results: AxeResults, contrasts: Contrasts) -> Iterator[Finding]:
    """Text stands out from its background, where axe can tell it from the styles.

    Nodes that were measured in pixels are reported by `contrast/text` only.
    """
    measured = {
        (one.target.frame, one.target.selector)
        for one in contrasts.items
        if (one.kind == "text" or one.by == "engine") and one.reason != "themed"
    }
    yield from _left_over(results, "color-contrast", lambda n: _place(n) not in measured and not _mere_signs(n.target))


def _left_over(results: AxeResults, id: str, stays: Callable[[AxeNode], bool]) -> Iterator[Finding]:
    """What a rule of axe found, without the nodes that something of ours has settled; passed where that was all."""
    for rule in results.rules:
        if rule.id != id:
            continue
        left = tuple(node for node in rule.nodes if stays(node))
        if rule.nodes and not left:
            yield passed(Target())
        yield from failures(replace(rule, nodes=left))


def _place(node: AxeNode) -> tuple[tuple[str, ...], str]:
    return node.target.frame, node.target.selector


def _mere_signs(target: Target) -> bool:
    """True where all that an element says are strokes, dots and bars: decoration, no words of any language."""
    html = target.html or ""
    if not re.search(r"</[\w-]+>$", html):
        return False  # shortened: not all of it is known
    text = re.sub(r"<[^<>]*>|&\w+;|&#\w+;", "", html)
    return len(text.strip()) >= 3 and not re.search(r"\w", text.replace("_", ""))


def html_lang_valid(results: AxeResults) -> Iterator[Finding]:
    """The `lang` of a page is a language tag.

    A wrong `xml:lang` beside a right `lang` is none of it: in HTML no browser and no screen reader looks at it.
    """
    yield from _left_over(results, "html-lang-valid", lambda node: not _RIGHT_LANG.search(_as_it_is(node)))


_RIGHT_LANG = re.compile(r"""(?=.*\sxml:lang=)(?=.*\slang=["']?[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*["'\s>])""", re.DOTALL)


def label_content_name_mismatch(results: AxeResults, page: Semantics) -> Iterator[Finding]:
    """Words that can be seen stand in the name: where axe takes pictures in letters and brackets for words, ours decides.

    What ours did not read (a frame that would not answer, more labels than are read) is left in doubt, not passed.
    """
    ours = {(one.target.frame, one.target.selector): as_seen(one) for one in page.labels}

    def stays(node: AxeNode) -> bool:
        place = _place(node)
        return ours[place] is False if place in ours else node.outcome != "failed"

    doubted = _doubted(results, lambda node: node.target.frame not in page.labelled and _place(node) not in ours)
    yield from _left_over(doubted, "label-content-name-mismatch", stays)


def _doubted(results: AxeResults, open_: Callable[[AxeNode], bool]) -> AxeResults:
    """The same results, where those nodes that `open_` names are doubts."""

    def of(rule: AxeRule) -> AxeRule:
        nodes = (replace(n, outcome=Outcome.CANT_TELL.value) if open_(n) else n for n in rule.nodes)
        return replace(rule, nodes=tuple(nodes))

    return replace(results, rules=tuple(of(rule) for rule in results.rules))


def frame_focusable_content(results: AxeResults, page: Semantics) -> Iterator[Finding]:
    """Frames that hold controls can be entered with the keyboard.

    Not those behind an open modal window, which axe fails: what `tabindex="-1"` means there only shows once it is closed.
    """
    behind = set(page.barred)

    def of(node: AxeNode) -> AxeNode:
        if node.target.frame not in behind:
            return node
        return replace(node, outcome=Outcome.CANT_TELL.value, data={**node.data, "messageKey": "behindModal"})

    rules = (replace(rule, nodes=tuple(map(of, rule.nodes))) for rule in results.rules)
    yield from _left_over(replace(results, rules=tuple(rules)), "frame-focusable-content", lambda _: True)


def avoid_inline_spacing(results: AxeResults, page: Semantics) -> Iterator[Finding]:
    """Spacing that a `style` attribute nails down is wide enough, where any text takes its spacing from it.

    axe reads the attribute alone; what text really has was measured, and that decides.
    """
    fine: dict[tuple[object, str], bool] = {}
    for one in page.spacings:
        key = (one.target.frame, one.target.selector)
        fine[key] = fine.get(key, True) and (one.chars == 0 or one.ratio >= one.required - 0.001)
    yield from _left_over(results, "avoid-inline-spacing", lambda node: not fine.get(_place(node), False))


def checks_of(results: AxeResults) -> list[Check]:
    """A check for every rule that axe ran: ours where we know it, else one with axe's own words."""
    known = {check.id: check for check in CHECKS}
    return [known.get(f"axe/{rule.id}") or _rule_check(rule.id, _words_of(rule)) for rule in results.rules]


CHECKS = [_rule_check(id, words) for id, words in RULES.items()]
