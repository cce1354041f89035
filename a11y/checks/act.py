"""What W3C's ACT rules ask, axe has no rule for, and a machine can decide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from a11y.evidence import Images, Meta, Passage, Passages
from a11y.model import Finding, Impact, Target, cannot_tell, failed, passed
from a11y.registry import check

FILE_NAME = re.compile(
    r"^[^\s/]{1,80}\.(?:jpe?g|png|gif|bmp|svg|webp|ico|tiff?)$"
    r"|^(?:IMG|DSC|DSCN|DSCF|P)[_-]?\d{3,}$|^(?:微信图片|QQ截图|QQ图片|屏幕截图|mmexport)[_-]?\d*$|^[0-9a-f]{16,}$",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(
    r"^(?:图片|图像|照片|配图|image|img|picture|pic|photo|graphic|icon|alt|\d{1,3})$", re.IGNORECASE
)
UNTITLED = re.compile(
    r"^(?:无标题(?:文档|页|网页)?|未命名|新建网页\s*\d*|标题|untitled(?:[ -]?(?:document|page))?|document|new page\s*\d*|title|"
    r"index|home|page\s*\d*|test|测试)$",
    re.IGNORECASE,
)


@check(
    "act/image-name",
    title="图片的替代文字是文件名",
    why="读屏把文件名一个字符一个字符念出来，盲人仍然不知道图上是什么。",
    remedy='把 alt 改成图片的内容；纯装饰的图片写 alt=""。',
    impact=Impact.SERIOUS,
    example='<img src="a12.jpg" alt="市民在大厅办理社保业务">',
    tags=("wcag2a", "wcag111", "act:qt1vmo"),
)
def image_name(images: Images) -> Iterator[Finding]:
    """The alternative of a picture says what it shows, not what its file is called.

    Applicable: visible pictures with an alternative that is not empty.
    Passed: `alt="征兵宣传"`.    Failed: `alt="IMG_2034.jpg"`. In doubt: `alt="图片"`.
    Source: ACT rule qt1vmo; WCAG 1.1.1, F30.
    """
    for image in images.items:
        alt = (image.alt or "").strip()
        if not alt or not image.visible:
            continue
        if FILE_NAME.match(alt):
            yield failed(
                image.target, f"图片的替代文字是文件名“{alt[:40]}”，应写图片的内容。", measured=alt[:80],
                required="图片的内容", key=alt[:80],
            )  # fmt: skip
        elif PLACEHOLDER.match(alt):
            yield cannot_tell(
                image.target, f"图片的替代文字只写了“{alt}”，请人工判断它是否说明了图片的内容。", reason="placeholder",
                measured=alt, required="图片的内容", key=alt,
            )  # fmt: skip
        else:
            yield passed(image.target)


@check(
    "act/page-title",
    title="页面标题没有意义",
    why="读屏用户打开页面首先听标题，“无标题文档”之类的标题等于没有。",
    remedy="标题先写本页内容，再写网站名。",
    impact=Impact.SERIOUS,
    example="<title>2026年医保缴费通知 - 云水县人民政府</title>",
    tags=("wcag2a", "wcag242", "act:c4a8a4"),
)
def page_title(meta: Meta) -> Iterator[Finding]:
    """The title of a page is not what an editor leaves in an empty one.

    Applicable: pages with a title.
    Passed: `<title>通知公告 - 云水县人民政府</title>`.    Failed: `<title>无标题文档</title>`.
    Source: ACT rule c4a8a4; WCAG 2.4.2, F25.
    """
    if not meta.title:
        return
    if UNTITLED.match(meta.title):
        yield failed(
            Target("html"), f"页面标题是“{meta.title[:40]}”，没有说明本页内容。", measured=meta.title,
            required="说明本页内容的标题",
        )  # fmt: skip
    else:
        yield passed(Target("html"), measured=meta.title)


COMMON = {
    "en": "the of and to in is that for it as with was are be this on by not have from you your",
    "fr": "le la les des et est une dans pour que qui sur au avec par ne pas du il elle nous vous",
    "de": "der die und das ist nicht ein eine den dem von zu mit sich auf für des auch im wir sie",
    "nl": "de het een en van is dat op te in zijn met voor niet aan er om ook als dan maar bij",
    "es": "el la los las de y que en un una es por con para se del al no su como más",
}
"""The commonest words of languages that foreign-language pages are written in."""
WORDS = {language: frozenset(words.split()) for language, words in COMMON.items()}
HAN, KANA, HANGUL = r"[\u4e00-\u9fff]", r"[\u3040-\u30ff]", r"[\uac00-\ud7af]"


def language_of(text: str) -> str | None:
    """The language that most of a text is plainly written in, as a subtag; None where that is not plain."""
    han, kana, hangul = (len(re.findall(pattern, text)) for pattern in (HAN, KANA, HANGUL))
    latin = re.findall(r"[A-Za-zÀ-ÿ]+", text)
    if kana >= 20 and kana > 0.1 * (han + kana):
        return "ja"
    if hangul >= 20 and hangul > han:
        return "ko"
    if han >= 20 and han > 2 * len(latin):
        return "zh"
    if len(latin) < 6 or han > len(latin) * 0.3:
        return None
    counts = {name: sum(word.lower() in known for word in latin) for name, known in WORDS.items()}
    first, second = sorted(counts, key=lambda name: -counts[name])[:2]
    plain = counts[first] >= max(3, 0.12 * len(latin)) and counts[first] >= 1.8 * counts[second] + 1
    return first if plain else None


NAMES = {
    "zh": "中文", "en": "英文", "fr": "法文", "de": "德文", "nl": "荷兰文", "es": "西班牙文", "ja": "日文", "ko": "韩文",
}  # fmt: skip
ALSO_CHINESE = ("yue", "cmn", "wuu", "nan", "hak")


def _spoken(passage: Passage, what: str) -> Iterator[Finding]:
    declared = passage.lang.strip().lower().partition("-")[0]
    found = language_of(passage.text) if re.fullmatch(r"[a-z]{2,3}", declared) else None
    if found is None:
        return
    if declared == found or (found == "zh" and declared in ALSO_CHINESE):
        yield passed(passage.target, measured=passage.lang)
    else:
        yield failed(
            passage.target, f"{what}声明的语言是“{passage.lang[:20]}”，内容却主要是{NAMES[found]}。",
            measured=passage.lang, required=found, key=f"{declared}-{found}",
        )  # fmt: skip


@check(
    "act/page-language",
    title="页面声明的语言与内容不符",
    why="读屏按声明的语言选发音，用英语的发音读中文（或反过来），用户一句也听不懂。",
    remedy='中文页面在 html 上写 lang="zh-CN"，外文版写相应的语言代码。',
    impact=Impact.SERIOUS,
    example='<html lang="zh-CN">',
    tags=("wcag2a", "wcag311", "act:ucwvc8"),
)
def page_language(passages: Passages) -> Iterator[Finding]:
    """The declared language of a page is the one that most of its text is written in.

    Applicable: pages that declare a language and hold enough text to tell it; parts that declare their own are left out.
    Passed: Chinese text under `lang="zh-CN"`.    Failed: Chinese text under `lang="en"`.
    Source: ACT rule ucwvc8; WCAG 3.1.1.
    """
    for passage in passages.items:
        if passage.whole:
            yield from _spoken(passage, "页面")


@check(
    "act/part-language",
    title="局部内容声明的语言与文字不符",
    why="读屏按声明的语言选发音，这一段会被念得听不懂。",
    remedy="把这一部分的 lang 改成它实际的语言，与全页相同的可以不写。",
    impact=Impact.MODERATE,
    example='<p lang="en">Welcome to Yunshui</p>',
    tags=("wcag2aa", "wcag312", "act:off6ek"),
)
def part_language(passages: Passages) -> Iterator[Finding]:
    """A part of a page that declares its language is written in it.

    Applicable: elements below the root with a `lang` of their own and enough text to tell the language.
    Passed: `<p lang="en">Welcome to the county of …`.    Failed: `<p lang="en">欢迎来到云水县…`.
    Source: ACT rule off6ek; WCAG 3.1.2.
    """
    for passage in passages.items:
        if not passage.whole:
            yield from _spoken(passage, "这一部分")
