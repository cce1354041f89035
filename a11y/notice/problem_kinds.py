"""Which checks answer a problem kind as a superior writes it: 「图片没有文字说明」, 「链接打不开」, 「栏目两周未更新」.

Words are matched clause by clause. A row that asks for more of a clause's words beats one that asks for fewer, so that a
link without words is no dead link. A clause that says only half (「图片、视频没有字幕」) is read together with the next.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from a11y.registry import checks

_PICTURE = "图片|图像|配图|照片|插图|图标|图形|轮播图|非文本|二维码"
_FIELD = "表单|输入框|文本框|下拉|选择框|搜索框|单选|复选|录入框"
_LACKS_WORDS = r"替代|alt|(?:没有?|无|缺|未|不|少).{0,8}(?:文字|文本|说明|描述|名称|标注|标签|提示)|(?:文字|文本|说明|描述|标签|名称).{0,4}(?:缺|没|空|不)"
_ELDERLY = "适老|长者|老年|关怀|长辈|老人|无障碍"

_PICTURES = (
    "axe/image-alt",
    "act/image-name",
    "axe/svg-img-alt",
    "axe/role-img-alt",
    "axe/input-image-alt",
    "axe/area-alt",
)
_FIELDS = ("axe/label", "axe/select-name", "axe/label-title-only", "act/field-label", "act/group-name")
_BUTTONS = ("axe/button-name", "axe/input-button-name", "axe/aria-command-name")
_LINK_WORDS = ("axe/link-name", "act/link-purpose")
_KEYBOARD = ("interaction/keyboard", "axe/scrollable-region-focusable", "axe/frame-focusable-content")
_HEADINGS = (
    "axe/page-has-heading-one",
    "axe/heading-order",
    "axe/empty-heading",
    "act/content-heading",
    "axe/p-as-heading",
)
_LANDMARKS = ("axe/landmark-one-main", "axe/region", "axe/landmark-unique", "axe/bypass", "act/bypass")
_TABLES = ("act/data-table", "act/table-header", "axe/td-has-header", "axe/th-has-data-cells", "axe/td-headers-attr")
_LANGUAGE = ("axe/html-has-lang", "axe/html-lang-valid", "axe/valid-lang", "act/page-language", "act/part-language")
_VERSION = (
    "elderly/entry",
    "elderly/works",
    "elderly/persists",
    "elderly/exit",
    "elderly/enlarge",
    "elderly/read-aloud",
)
_FOOT = (
    "identity/site-code", "identity/party-mark", "identity/icp", "identity/police", "identity/sponsor", "identity/contact",
)  # fmt: skip
_GUIDES = (
    "content/guide-exists", "content/guide-elements", "content/guide-materials", "content/guide-wording",
    "content/guide-policy",
)  # fmt: skip
_MESSAGES = ("content/messages-public", "content/messages-fields", "content/messages-fresh", "content/messages-late")

ANSWERED_BY: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    # links
    (("链接|链路|友链",), ("links/dead", "links/soft-404", "links/empty")),
    (("打不开|死链|错链|断链|坏链|失效链接|无法打开|不能打开|不可访问",), ("links/dead", "links/soft-404")),
    (("空链|点击.{0,6}(?:没有?|无)反应|没有?地址",), ("links/empty",)),
    (("错误页|404|页面不存在",), ("links/dead", "links/soft-404")),
    (("链接", _LACKS_WORDS + "|用途|去向|含义"), _LINK_WORDS),
    (("链接", "颜色|区分"), ("axe/link-in-text-block",)),
    (("暗链|外链|篡改|挂马",), ("links/hidden", "links/outside-prompt")),
    (("外部|站外|离开|非政府|商业", "提示|提醒"), ("links/outside-prompt",)),
    (("https|加密|明文",), ("site/https", "links/insecure")),
    (("附件|下载", "打不开|失效|无法|不能"), ("links/dead", "links/soft-404")),
    # words of things
    ((_PICTURE, _LACKS_WORDS), _PICTURES),
    ((_PICTURE, "打不开|不显示|显示不|无法显示|失效|加载"), ("links/dead",)),
    (("按钮|控件|组件", _LACKS_WORDS), _BUTTONS),
    ((_FIELD, _LACKS_WORDS), _FIELDS),
    (("框架|iframe|内嵌", _LACKS_WORDS + "|标题"), ("axe/frame-title",)),
    (("读屏|屏幕阅读|屏读|盲人|视障|盲用",), (*_PICTURES, *_LINK_WORDS, *_BUTTONS, *_FIELDS, "axe/frame-title")),
    (("视频|音频|录音|多媒体", "字幕|文字|文本|替代|文稿"), ("axe/video-caption", "axe/audio-caption")),
    # structure
    (("(?:页面|网页)(?:没有?|无|缺少?|的)*标题(?!级|层|标签|结构)|title",), ("axe/document-title", "act/page-title")),
    (("标题", "级别|层级|层次|标签|结构|h1|一级"), _HEADINGS),
    (("地标|页面结构|区域划分|语义|重复导航|跳过|直达正文",), _LANDMARKS),
    (("表头|数据表格",), _TABLES),
    (("表", "表头"), _TABLES),
    (("语言|lang",), _LANGUAGE),
    (("自动", "刷新|跳转"), ("axe/meta-refresh",)),
    # seeing
    (("对比度|反差|色差|(?:文字|字体|颜色).{0,6}(?:太浅|太淡|过浅|偏浅)",), ("contrast/text", "contrast/icon", "axe/color-contrast")),
    (("只靠颜色|仅.{0,4}颜色|颜色.{0,6}区分",), ("axe/link-in-text-block",)),
    (("放大", "功能|按钮|按键"), ("elderly/enlarge",)),
    (("放大|缩放|200%",), ("interaction/resize", "axe/meta-viewport", "act/viewport-zoom")),
    (("手机|移动端|触屏", "放大|缩放"), ("axe/meta-viewport", "act/viewport-zoom")),
    (("横向滚动|左右(?:滚动|拖动)|窄屏|自适应|响应式|(?:手机|移动端).{0,8}(?:显示|浏览|访问|适配)",), ("interaction/reflow",)),
    (("乱码",), ("content/garbled",)),
    # handling
    (("键盘|tab键",), _KEYBOARD),
    (("焦点|光标位置",), ("interaction/focus-visible",)),
    (("焦点|键盘", "困|陷阱|出不来|离不开"), ("interaction/keyboard",)),
    (("焦点|tab", "顺序|次序"), ("axe/tabindex", "interaction/keyboard")),
    (("按钮|点击|点按|触控|控件|图标", "太小|过小|偏小|尺寸|点不准|不好点"), ("interaction/target-size", "axe/target-size")),
    (("轮播|滚动|闪烁|飘动|走马灯|动画", "停|暂停|不断|自动|过快|控制"), ("interaction/motion", "axe/marquee", "axe/blink")),
    (("轮播|闪烁|走马灯|滚动(?:字幕|文字|图片|新闻)",), ("interaction/motion", "axe/marquee", "axe/blink")),
    (("声音|音乐|音视频|视频|音频", "自动"), ("act/autoplay-sound", "axe/no-autoplay-audio")),
    (("弹窗|飘窗|悬浮窗|浮窗|漂浮|浮动",), ("interaction/popup-close",)),
    (("验证码",), ("interaction/captcha",)),
    # elderly version
    ((_ELDERLY,), _VERSION),
    ((_ELDERLY, "入口"), ("elderly/entry", "elderly/works")),
    ((_ELDERLY, "没有?反应|无反应|打不开|失效|不能用|不可用|没有?作用|无法使用|用不了"), ("elderly/works",)),
    ((_ELDERLY, "退出|返回|切回"), ("elderly/exit",)),
    ((_ELDERLY, "保持|丢失|失去|刷新后|翻页后|其他页"), ("elderly/persists",)),
    ((_ELDERLY, "字号|字体|字太小|大字"), ("elderly/font-size", "elderly/enlarge")),
    ((_ELDERLY, "放大|缩放"), ("elderly/enlarge", "interaction/resize")),
    ((_ELDERLY, "广告"), ("elderly/advert",)),
    ((_ELDERLY, "工具条|工具栏|辅助工具"), ("elderly/toolbar",)),
    (("朗读|语音播报|语音阅读|听网页|读网页",), ("elderly/read-aloud",)),
    (("大鼠标|鼠标指针|大光标|大指针",), ("elderly/pointer",)),
    (("大字幕",), ("elderly/caption",)),
    (("配色|高对比",), ("elderly/contrast-theme",)),
    (("行距|行间距|段距|段间距",), ("elderly/line-spacing",)),
    (("诱导",), ("elderly/inducement",)),
    # content
    (("错别字|内容不规范|表述|错敏|用语",), ("content/wording",)),
    (("断更|两周|动态",), ("content/column-fresh", "content/home-fresh")),
    (("更新",), ("content/column-fresh", "content/home-fresh")),
    (("首页", "更新"), ("content/home-fresh",)),
    (("空白",), ("content/column-blank",)),
    (("栏目(?!标签)", "缺|未开设|没有开设|应.{0,2}开设"), ("content/column-missing",)),
    (("重复", "发布|文章|信息|内容|稿件"), ("content/duplicate",)),
    (("发布日期|发布时间|落款日期", "没有?|无|缺|未|不"), ("content/undated",)),
    (("解读",), ("content/interpretation-exists", "content/interpretation-linked")),
    (("样表|表格",), ("content/guide-form",)),
    (("指南|要素|咨询电话|申请条件|办事服务",), _GUIDES),
    (("统计",), ("content/statistics",)),
    (("留言|答复|互动|咨询|信箱",), _MESSAGES),
    (("留言|答复|信箱|咨询", "超期|逾期|不及时|未答复|未回复|超时"), ("content/messages-late",)),
    (("调查|征集", "没有?|无|缺|未|不|少"), ("content/survey",)),
    (("搜索|检索",), ("content/search",)),
    (("数据开放|开放数据",), ("content/open-data",)),
    (("年度报表|年报",), ("content/annual-report",)),
    (("隐私|个人信息|身份证|手机号",), ("content/privacy",)),
    # identity
    (("网站名称|域名|站名",), ("identity/name", "identity/domain", "identity/meta-site")),
    (("标识|页脚|页底|备案",), _FOOT),
    (("标识码",), ("identity/site-code", "identity/consistent")),
    (("icp",), ("identity/icp",)),
    (("公安", "备案"), ("identity/police",)),
    (("站点地图|网站地图",), ("identity/sitemap",)),
    (("主办单位",), ("identity/sponsor",)),
    (("联系方式|联系电话",), ("identity/contact",)),
    (("找错",), ("identity/find-error",)),
    (("页面标签|网页标签|meta标签|站点标签|栏目标签|内容标签",), ("identity/meta-site", "identity/meta-column", "identity/meta-content")),
    # the machine
    (("ipv6",), ("site/ipv6",)),
    (("(?:网站|站点)(?:经常|有时|长时间|一直|时常)*(?:打不开|不能访问)|无法访问|可用性|访问不了|宕机",), ("site/reachable", "site/load-time")),
    (("打开慢|速度慢|加载慢|响应慢|打开.{0,4}慢",), ("site/load-time",)),
    (("脚本", "错"), ("site/console-errors",)),
)  # fmt: skip
"""Words that a clause must hold, all of them → checks that answer it. Of the rows that fit, those that ask for most."""

_BETWEEN = re.compile(r"[、，,；;。/（）()]|以及|和(?=图|链|按|表|视|键)|或")
_SAYS_LITTLE = re.compile(r"没有|存在|部分|个别|网站|网页|页面|问题|情况|不够|不足|较多|不到位|[的了地得等有无不未]")
ALIKE = 0.6
"""Share of its pairs of characters that a clause has in common with a check's own title where no row fits."""


def checks_for(item: str) -> frozenset[str]:
    """Checks that answer a problem kind, by its words; none where it cannot be known."""
    found: set[str] = set()
    half = ""
    for clause in _BETWEEN.split(re.sub(r"\s+", "", item.lower())):
        said = half + clause
        answered = _by_words(clause) | (_by_words(said) if half else set())
        answered = answered or _by_title(said)
        found |= answered
        half = "" if answered else said
    return frozenset(found)


def _by_words(clause: str) -> set[str]:
    fitting = [(len(words), ids) for words, ids in ANSWERED_BY if all(re.search(word, clause) for word in words)]
    most = max((count for count, _ in fitting), default=0)
    return {id for count, ids in fitting if count == most for id in ids}


def _by_title(clause: str) -> set[str]:
    """Checks whose own title says nearly the same."""
    said = _pairs(clause)
    if sum(said.values()) < 3:
        return set()
    return {id for id, title in _titles() if _likeness(said, title) >= ALIKE}


@cache
def _titles() -> tuple[tuple[str, Counter[str]], ...]:
    return tuple((id, _pairs(check.title.lower())) for id, check in checks().items())


def _pairs(text: str) -> Counter[str]:
    bare = _SAYS_LITTLE.sub(" ", re.sub(r"[（(].*?[)）]", "", text))
    return Counter(bare[at : at + 2] for at in range(len(bare) - 1) if " " not in bare[at : at + 2])


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    both = sum((one & other).values())
    return 2 * both / max(1, sum(one.values()) + sum(other.values()))
