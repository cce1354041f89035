"""What W3C's ACT rules ask, axe has no rule for, and a machine can decide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from a11y.evidence import ChoiceGroup, DataTable, Images, Labelled, Meta, Passage, Passages, Semantics, Sound
from a11y.model import Finding, Impact, Target, cannot_tell, failed, passed
from a11y.registry import check

FILE_NAME = re.compile(
    r"^[^\s/]{1,80}\.(?:jpe?g|png|gif|bmp|svg|webp|ico|tiff?)$"
    r"|^(?:IMG|DSC|DSCN|DSCF|P)[_-]?\d{3,}$|^(?:微信图片|QQ截图|QQ图片|屏幕截图|mmexport)[_-]?\d*$|^[0-9a-f]{16,}$",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(
    r"^(?:图片|图像|照片|配图|image|img|picture|pic|photo|graphic|icon|alt|click|点击|点此|按钮|button|btn|blank|spacer|\d{1,3})$",
    re.IGNORECASE,
)
UNTITLED = re.compile(
    r"^(?:无标题(?:文档|页|网页)?|未命名|新建网页\s*\d*|标题|untitled(?:[ -]?(?:document|page))?|document|new page\s*\d*|title|"
    r"insert title(?: here)?|(?:请|在此)?(?:处)?(?:输入|填写|插入)(?:网页|页面)?标题|网页标题|页面标题|网站标题|"
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
    "en": (
        "the of and to in is that for it as with was are be this on by not have from you your an at or has had no but which "
        "their they we he she his her its been will can all would there were when who more what how about into than"
    ),
    "fr": (
        "le la les des et est une dans pour que qui sur au avec par ne pas du il elle nous vous un en ce cette ces se son sa "
        "ses aux plus ou mais ont sont être fait comme leur tout aussi dont"
    ),
    "de": (
        "der die und das ist nicht ein eine den dem von zu mit sich auf für des auch im wir sie es als an bei aus nach wie "
        "werden wird sind oder aber nur einen einer zum zur über haben hat"
    ),
    "nl": (
        "de het een en van is dat op te in zijn met voor niet aan er om ook als dan maar bij hij ze wij door over naar uit "
        "heeft wordt werd nog worden kan deze dit hun geen meer"
    ),
    "es": (
        "el la los las de y que en un una es por con para se del al no su como más lo sus le ha pero o este esta son entre "
        "cuando muy sin sobre también hasta hay"
    ),
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


# --- names against the words that are seen ----------------------------------------------------------------------------
def words_of(text: str) -> list[str]:
    """Words of a label as one would say them: brackets' matter and signs left out, each Chinese character a word."""
    plain = re.sub(r"\([^()]*\)|（[^（）]*）", " ", unicodedata.normalize("NFKC", text).lower())
    plain = re.sub(r"\([^()]*\)", " ", plain)
    return re.findall(
        rf"{HAN}|{KANA}+|{HANGUL}+|[^\W\d_\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]+|\d+|[+×÷=%€$¥]", plain
    )


def _pieces(text: str) -> list[str]:
    """Words parted where the text parts them, so that `2021` and `20 21` differ."""
    plain = re.sub(r"\([^()]*\)|（[^（）]*）", " ", unicodedata.normalize("NFKC", text).lower())
    plain = re.sub(r"(?<=\w)[-‐‑'’](?=\w)", "", plain)
    spaced = re.sub(rf"({HAN})", r" \1 ", plain)
    signs = re.sub(r"[^\w\s+×÷=%€$¥]", " ", spaced)
    return re.sub(r"([+×÷=%€$¥])", r" \1 ", signs).split()


def contained(text: str, name: str) -> bool:
    """Whether the words that are seen stand together, in order, within a name."""
    words, whole = _pieces(text), _pieces(name)
    return any(whole[i : i + len(words)] == words for i in range(len(whole) - len(words) + 1))


def _spelt_otherwise(label: Labelled) -> bool:
    """Abbreviations and other spellings of one word: a person would say that both are the same."""
    if re.search(r"\b[A-Za-z]{1,4}\.(?:\s|$)", label.text) or re.search(r"\b[A-Za-z]{1,4}\.(?:\s|$)", label.name):
        return True
    joined, whole = "".join(_pieces(label.text)), "".join(_pieces(label.name))
    hyphens = re.search(r"\w[-‐‑]\w", label.text + label.name) is not None
    return hyphens and joined in whole


@check(
    "act/visible-label",
    title="名称里没有看得见的文字",
    why="语音操作的用户念出按钮上的字，读屏用户听到的却是另一个名称：念了没有反应，也没法照着别人说的去找。",
    remedy="去掉 aria-label，或者让它完整包含看得见的文字，最好放在开头。",
    impact=Impact.SERIOUS,
    example='<button aria-label="搜索全站">搜索</button>',
    tags=("wcag21a", "wcag253", "act:2ee8b8"),
)
def visible_label(page: Semantics) -> Iterator[Finding]:
    """The name of a control that shows words contains these words.

    Applicable: links, buttons, tabs and the like with visible words and a name by `aria-label` or `aria-labelledby`.
    Passed: `<a aria-label="通知公告（更多）">通知公告`.    Failed: `<a aria-label="进入栏目">通知公告`.
    Source: ACT rule 2ee8b8; WCAG 2.5.3, F96.
    """
    for label in page.labels:
        said = as_seen(label)
        if said is True:
            yield passed(label.target)
        elif said is False:
            yield failed(
                label.target, f"控件上写着“{label.text[:30]}”，读屏念的名称却是“{label.name[:40]}”，名称应包含看得见的文字。",
                measured=label.name[:120], required=label.text[:120],
            )  # fmt: skip


def as_seen(label: Labelled) -> bool | None:
    """Whether a name holds the words that are seen; None where these are signs, or the same words spelt otherwise."""
    text = label.text.strip()
    sign = len(text) == 1 and not re.match(HAN, text) and not text.isdigit()  # a cross that means 关闭
    if sign or not words_of(text):
        return None
    if contained(text, label.name):
        return True
    return None if _spelt_otherwise(label) else False


# --- groups -----------------------------------------------------------------------------------------------------------
@check(
    "act/group-name",
    title="一组选项没有组名",
    why="读屏用户只听到“是”“否”，听不到问的是什么。",
    remedy="用 fieldset 把选项包起来，问题写在 legend 里；或者用 role=radiogroup 加 aria-labelledby。",
    impact=Impact.SERIOUS,
    example="<fieldset><legend>是否已办理社保卡？</legend>…</fieldset>",
    tags=("wcag2a", "wcag131", "wcag332"),
)
def group_name(page: Semantics) -> Iterator[Finding]:
    """Choices that belong to one question stand in a group that is named after it.

    Applicable: `fieldset` and groups by role, and choices of one name under a heading that no group holds.
    Passed: `<fieldset><legend>性别</legend>…`.    Failed: an empty `legend`; two radio buttons in a `fieldset` without one;
    two radio buttons under the heading 您是否…？ without a group. In doubt: a `fieldset` with other fields and no name.
    Source: WCAG 1.3.1, H71, ARIA17.
    """
    for group in page.groups:
        yield from _grouped(group)


def _grouped(group: ChoiceGroup) -> Iterator[Finding]:
    required = "有名称的分组"
    if group.kind in ("radio", "checkbox"):
        what = f"“{group.question}”下面的 {group.together} 个选项没有放进以它为名的分组。"
        if group.asked:
            yield failed(group.target, what, measured="没有分组", required=required)
        else:
            yield cannot_tell(
                group.target, f"{what}请人工判断这个标题是不是它们共同的问题。", reason="question", measured="没有分组",
                required=required,
            )  # fmt: skip
    elif group.name:
        yield passed(group.target)
    elif group.legend:
        yield failed(group.target, "分组的标题（legend）是空的。", measured="空的 legend", required=required)
    elif group.together >= 2:
        yield failed(
            group.target,
            f"分组里有 {group.together} 个同组的选项，分组却没有名称。",
            measured="没有名称",
            required=required,
        )
    elif group.kind == "fieldset" and group.fields >= 2:
        yield cannot_tell(
            group.target, "这个 fieldset 没有名称，请人工判断里面的输入项是不是需要一个共同的标题。", reason="fieldset",
            measured="没有名称", required=required,
        )  # fmt: skip


# --- tables -----------------------------------------------------------------------------------------------------------
@check(
    "act/table-header",
    title="表头没有对应的单元格",
    why="读屏用户在表格里走动时听的是“表头＋内容”，落空的表头说明表格的结构写错了。",
    remedy="补上缺少的单元格，或把不是表头的 th 改成 td；用了 headers 属性的要写对 id。",
    impact=Impact.MODERATE,
    example="<tr><th>事项</th><th>时限</th></tr><tr><td>社保卡</td><td>5日</td></tr>",
    tags=("wcag2a", "wcag131", "act:d0f69e"),
)
def table_header(page: Semantics) -> Iterator[Finding]:
    """Every header cell of a table heads at least one cell.

    Applicable: header cells with text, of tables and grids that are not said to be layout.
    Passed: `<th>事项</th>` above a cell.    Failed: a column head below which no row has a cell.
    Source: ACT rule d0f69e; WCAG 1.3.1.
    """
    for header in page.headers:
        if header.cells:
            yield passed(header.target)
        else:
            yield failed(
                header.target, f"表头“{header.text[:30]}”下面和右边都没有单元格。", measured="0 个单元格", required="至少 1 个单元格",
            )  # fmt: skip


@check(
    "act/data-table",
    title="数据表格没有标出表头",
    why="读屏用户听到一格格孤立的数字，不知道是哪一列的。",
    remedy='表头单元格用 th，并写 scope="col" 或 scope="row"。',
    impact=Impact.SERIOUS,
    example='<thead><tr><th scope="col">年份</th><th scope="col">人数</th></tr></thead>',
    tags=("wcag2a", "wcag131"),
)
def data_table(page: Semantics) -> Iterator[Finding]:
    """A table of data marks its header cells.

    Applicable: tables with a caption, a `thead`, or a regular grid of short texts whose first row looks like its head.
    Passed: `<th>`, `headers` or `scope`.    Failed: a captioned table, or one with a `thead`, of plain `td` alone.
    In doubt: only the look of the first row says that it is the head.
    Source: WCAG 1.3.1, F91, H51.
    """
    for table in page.tables:
        if table.headers:
            if table.rows >= 2 and table.columns >= 2:
                yield passed(table.target)
        elif table.rows >= 2 and table.columns >= 2:
            yield from _headless(table)


def _headless(table: DataTable) -> Iterator[Finding]:
    what = f"{table.rows} 行 {table.columns} 列的表格里没有一个表头（th）。"
    if table.head or (table.caption and table.plain):
        yield failed(table.target, what, measured="0 个表头", required="至少 1 个表头")
    elif table.plain and table.distinct:
        yield cannot_tell(
            table.target, f"{what}第一行“{table.text[:40]}”与其他行样子不同，请人工判断它是不是表头。", reason="first-row",
            measured="0 个表头", required="至少 1 个表头",
        )  # fmt: skip


# --- sounds -----------------------------------------------------------------------------------------------------------
@check(
    "act/autoplay-sound",
    title="自动播放的声音停不下来",
    why="声音盖住读屏的语音，看不见的用户连停止的按钮都找不到。",
    remedy="不要自动播放；一定要放的加 controls，或在页面开头放一个有名称的停止按钮，或不超过3秒。",
    impact=Impact.SERIOUS,
    example="<video controls src=…></video>",
    tags=("wcag2a", "wcag142", "act:80f0bf", "act:4c31df", "act:aaa1bf"),
)
def autoplay_sound(page: Semantics, *, seconds: float = 3) -> Iterator[Finding]:
    """Sound that starts by itself ends within `seconds`, or a visible, named control stops it.

    Applicable: `audio` and `video` with `autoplay`, not muted, that load and have sound.
    Passed: `<video autoplay controls>`.    Failed: `<audio autoplay loop src=music.mp3>` on a page without a pause button.
    Source: ACT rules 80f0bf, 4c31df, aaa1bf; WCAG 1.4.2, F23.
    """
    for sound in page.sounds:
        yield from _starting(sound, seconds)


def _starting(sound: Sound, seconds: float) -> Iterator[Finding]:
    required = f"能停止或静音，或不超过 {seconds:g} 秒"
    if sound.audible is False:
        return
    if sound.control or (sound.seconds is not None and sound.seconds <= seconds and not sound.loops):
        yield passed(sound.target, measured=sound.control or f"{sound.seconds:g} 秒")
    elif not sound.loads or sound.seconds is None or sound.audible is None:
        yield cannot_tell(
            sound.target, "媒体会自动播放，但取不到它的内容，不知道有没有声音、多长；请人工打开页面听一听。", reason="not-loaded",
            measured="未知", required=required,
        )  # fmt: skip
    else:
        lasts = "循环播放" if sound.loops else f"{sound.seconds:g} 秒"
        yield failed(
            sound.target, f"声音自动播放（{lasts}），页面上没有能停止或静音的控件。", measured=lasts, required=required,
        )  # fmt: skip


# --- where the content begins -----------------------------------------------------------------------------------------
@check(
    "act/content-heading",
    title="正文没有标题标签",
    why="读屏用户按一个键就能从标题跳到标题；正文没有标题，只好把导航一条条听完。",
    remedy="正文的标题用 h1 到 h6 标出来。",
    impact=Impact.MINOR,
    example="<h1>关于2026年医保缴费的通知</h1>",
    tags=("best-practice", "act:047fe0"),
)
def content_heading(page: Semantics) -> Iterator[Finding]:
    """Content that comes after navigation has a heading that can be seen and is read out.

    Applicable: pages with running text that links of navigation, head or asides come before.
    Passed: `<nav>…</nav><h1>通知</h1><p>…`.    Failed: a title in `<strong>`, a heading hidden from screen readers, or headings
    in the navigation alone.
    Source: ACT rule 047fe0.
    """
    start = page.start
    if start is None or not start.repeated:
        return
    if start.heading:
        yield passed(start.target)
    else:
        yield failed(
            start.target, "导航之后的正文没有用标题标签（h1–h6）标出的标题。", measured=f"{start.headings} 个标题都在导航、页头或页脚里，或看不见",
            required="正文至少 1 个标题",
        )  # fmt: skip


@check(
    "act/bypass",
    title="没有办法跳过重复的部分",
    why="用键盘和读屏的人每开一页都要把导航从头走一遍。",
    remedy="在页面最前面放“跳到正文”链接，或用 main、nav 和标题标出各部分。",
    impact=Impact.SERIOUS,
    example='<a href="#content">跳到正文</a>',
    tags=("wcag2a", "wcag241", "act:cf77f2"),
)
def bypass(page: Semantics) -> Iterator[Finding]:
    """There is a way past what comes before the content: headings, landmarks, a link to it, or a control that folds it.

    Applicable: pages with running text that links come before.
    Passed: any of these ways.    Failed: none of them, and no control before the content that might be one.
    Source: ACT rule cf77f2; WCAG 2.4.1, G1, H69, ARIA11.
    """
    start = page.start
    if start is None or not (start.repeated or start.links):
        return
    if start.headings or start.jumps or start.landmarks:
        yield passed(start.target)
    elif not start.scripted:
        yield failed(
            start.target, "正文之前有链接，而页面没有标题标签、没有 main 或 nav，也没有跳到正文的链接。", measured="0 种办法",
            required="至少 1 种",
        )  # fmt: skip


# --- links ------------------------------------------------------------------------------------------------------------
@check(
    "act/link-purpose",
    title="链接文字说不出去哪里",
    why="读屏用户常把链接单独列出来听，一串“更多”“点击这里”分不清去向。",
    remedy="把去向写进链接文字；实在要用“更多”的，加 aria-label，如“更多通知公告”。",
    impact=Impact.SERIOUS,
    example='<a href="/tzgg/" aria-label="更多通知公告">更多</a>',
    tags=("wcag2a", "wcag244", "act:5effbb"),
)
def link_purpose(page: Semantics) -> Iterator[Finding]:
    """Where a link leads can be told from its words, or from the words that it stands among.

    Applicable: links whose own words tell nothing: 更多, 查看, 点击这里, more, here …
    Passed: other words in its paragraph, list item, cell or block, or a heading before it.    Failed: nothing at all around
    it. In doubt: 点击这里 among other words.
    Source: ACT rule 5effbb; WCAG 2.4.4, F63, H80.
    """
    for link in page.links:
        if re.fullmatch(r"[.。,，、;；:：·…_\-\s]+", link.text):
            yield failed(
                link.target, f"链接文字只有标点“{link.text[:10]}”。", measured=link.text, required="说明去向的文字",
            )  # fmt: skip
        elif not link.around and not link.headed:
            yield failed(
                link.target, f"链接只写着“{link.text[:20]}”，前后也没有说明去向的文字。", measured=link.text,
                required="说明去向的文字",
            )  # fmt: skip
        elif CLICK_HERE.match(link.text):
            yield cannot_tell(
                link.target, f"链接文字是“{link.text[:20]}”，单独听不出去向，请人工判断前后的文字是否说清楚了。", reason="context",
                measured=link.text, required="说明去向的文字", impact=Impact.MINOR,
            )  # fmt: skip
        else:
            yield passed(link.target)


CLICK_HERE = re.compile(r"^(?:点击|点此|点这里|点击这里|点击此处|这里|此处|click|click here|here|link)$", re.IGNORECASE)


@check(
    "act/aria-prohibited",
    title="给普通文字写了不起作用的 ARIA 属性",
    why="这些属性在没有角色的元素上无效，点显器和读屏可能读错，也可能不读。",
    remedy="去掉属性，或者给元素一个确切的角色。",
    impact=Impact.MODERATE,
    example='<button aria-braillelabel="****">四星</button>',
    tags=("best-practice", "act:kb1m8s"),
)
def aria_prohibited(page: Semantics) -> Iterator[Finding]:
    """Braille labels and role descriptions stand only on elements whose role may have them.

    Applicable: elements with `aria-braillelabel`, `aria-brailleroledescription` or `aria-roledescription`.
    Passed: `<button aria-braillelabel="…">`.    Failed: `<p aria-roledescription="…">`.
    Source: ACT rule kb1m8s; WAI-ARIA 1.3, prohibited states and properties.
    """
    for stray in page.strays:
        if stray.allowed:
            yield passed(stray.target)
        else:
            yield failed(
                stray.target, f"角色为 {stray.role} 的元素不能有 {stray.attribute}。", measured=stray.attribute, required="没有这个属性",
                key=stray.attribute,
            )  # fmt: skip


# --- fields, directions, lists ----------------------------------------------------------------------------------------
@check(
    "act/field-label",
    title="两个输入框名称相同",
    why="只听名称分不清填哪一个：哪个是寄件人的姓名，哪个是收件人的？",
    remedy="把区别写进标签，或用 fieldset 和 legend（或标题）把它们分开。",
    impact=Impact.MODERATE,
    example="<fieldset><legend>申请人</legend><label>姓名 <input></label></fieldset>",
    tags=("wcag2aa", "wcag246", "act:cc0f0a"),
)
def field_label(page: Semantics) -> Iterator[Finding]:
    """Fields of one form that are called the same stand under different headings or in groups of different names.

    Applicable: visible text fields and lists with a label, outside of tables and lists.
    Failed: two fields 姓名 in one form with nothing that tells them apart.
    Source: ACT rule cc0f0a; WCAG 2.4.6, 1.3.1.
    """
    for twins in page.twins:
        yield failed(
            twins.target, f"同一个表单里有 {twins.count} 个输入框都叫“{twins.label[:30]}”，没有分组或标题区分。",
            measured=twins.count, required="名称各不相同，或分组区分",
        )  # fmt: skip


@check(
    "act/text-direction",
    title="文字的书写方向不对",
    why="维吾尔文、阿拉伯文等从右往左写，方向错了标点和数字的次序就乱了，中英文反过来也一样。",
    remedy='从右往左的文字所在的元素写 dir="rtl"，其他文字不要写。',
    impact=Impact.MODERATE,
    example='<p lang="ug" dir="rtl">…</p>',
    tags=("wcag2a", "wcag132"),
)
def text_direction(page: Semantics) -> Iterator[Finding]:
    """Text is laid out in the direction in which its script is written.

    Applicable: runs of eight letters and more, most of them of a script from right to left, or laid out so.
    Passed: `<p dir="rtl">` of Arabic.    Failed: Arabic without `dir`; English or Chinese in `dir="rtl"`.
    Source: WCAG 1.3.2, H34, H56.
    """
    for run in page.turned:
        if run.direction == run.required:
            yield passed(run.target)
        else:
            ways = {"rtl": "从右往左", "ltr": "从左往右"}
            yield failed(
                run.target, f"这段文字应{ways[run.required]}写，页面却按{ways.get(run.direction, run.direction)}排。",
                measured=run.direction, required=run.required,
            )  # fmt: skip


@check(
    "act/typed-list",
    title="列表是用符号敲出来的",
    why="读屏会念“列表，共5项”，让人知道有多少、到哪里了；用符号和换行拼的列表听起来是一整段。",
    remedy="用 ul、ol 和 li 写列表，符号交给样式。",
    impact=Impact.MINOR,
    example="<ul><li>身份证</li><li>户口簿</li></ul>",
    tags=("wcag2a", "wcag131"),
)
def typed_list(page: Semantics) -> Iterator[Finding]:
    """Three lines and more that begin with the same bullet are marked up as a list.

    Applicable: blocks whose lines are parted by `br`.
    Failed: `● 身份证<br>● 户口簿<br>● 照片`.
    Source: WCAG 1.3.1, H48, F2.
    """
    for one in page.typed:
        yield failed(
            one.target, f"{one.items} 行以“{one.mark}”开头的文字用换行拼成了列表。", measured=f"{one.items} 行", required="ul 或 ol",
        )  # fmt: skip


@check(
    "act/viewport-zoom",
    title="viewport 的写法使手机上不能放大",
    why="浏览器不认识的值按“不许缩放”处理，视力差的人就放不大了。",
    remedy='写成 <meta name="viewport" content="width=device-width, initial-scale=1">。',
    impact=Impact.CRITICAL,
    example='<meta name="viewport" content="width=device-width, initial-scale=1">',
    tags=("wcag2aa", "wcag144", "act:b4f0c3"),
)
def viewport_zoom(meta: Meta) -> Iterator[Finding]:
    """No value of the viewport tag keeps the page from being enlarged twice, unknown words included.

    Applicable: pages whose viewport tag says `user-scalable` or `maximum-scale`. Plain `no` and small numbers are
    `axe/meta-viewport`.
    Passed: `user-scalable=yes`, `maximum-scale=5`.    Failed: `user-scalable=none`, `maximum-scale=auto`.
    Source: ACT rule b4f0c3; CSS Device Adaptation, translation of viewport properties; WCAG 1.4.4.
    """
    said = {
        name.strip().lower(): value.strip().lower()
        for name, _, value in (part.partition("=") for part in re.split(r"[,;]", meta.viewport))
    }
    scalable, most = said.get("user-scalable"), said.get("maximum-scale")
    if scalable is None and most is None:
        return
    if (
        scalable is not None
        and scalable not in ("yes", "no", "device-width", "device-height")
        and not _is_number(scalable)
    ):
        yield failed(
            Target("html"), f"user-scalable={scalable[:20]} 不是浏览器认识的值，会被当成不许缩放。", measured=meta.viewport[:120],
            required="user-scalable=yes 或不写",
        )  # fmt: skip
    elif most is not None and most not in ("device-width", "device-height") and not _is_number(most):
        yield failed(
            Target("html"), f"maximum-scale={most[:20]} 不是浏览器认识的值，会被当成不许放大。", measured=meta.viewport[:120],
            required="不小于 2，或不写",
        )  # fmt: skip
    else:
        yield passed(Target("html"), measured=meta.viewport[:120])


def _is_number(text: str) -> bool:
    return re.match(r"[+-]?(?:\d+\.?\d*|\.\d+)", text) is not None
