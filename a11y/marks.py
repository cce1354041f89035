"""The marks that a government page carries at its foot, read from text and markup alone.

Patterns come from saved pages: marks stand with and without spaces, colons and full-width forms, drawn by scripts of
the issuing offices or written by hand. Every reader says what stands there, right or wrong; judging is the checks'.
"""

from __future__ import annotations

import html as entities
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

Links = Iterable[tuple[str, str]]
"""Text and absolute address of each link."""

PROVINCES: dict[str, str] = {
    "11": "京", "12": "津", "13": "冀", "14": "晋", "15": "蒙", "21": "辽", "22": "吉", "23": "黑", "31": "沪",
    "32": "苏", "33": "浙", "34": "皖", "35": "闽", "36": "赣", "37": "鲁", "41": "豫", "42": "鄂", "43": "湘",
    "44": "粤", "45": "桂", "46": "琼", "50": "渝", "51": "川蜀", "52": "贵黔", "53": "云滇", "54": "藏", "61": "陕秦",
    "62": "甘陇", "63": "青", "64": "宁", "65": "新",
}  # fmt: skip
"""First two digits of a division code (GB/T 2260) → short names of the province."""

_SHORT_NAMES = "".join(PROVINCES.values())
_SITE_CODE = re.compile(r"(?:[1-9]\d{9}|bm\d{8})\Z", re.IGNORECASE)
_LABELLED_CODE = re.compile(
    r"(?:(?P<other>党政机关|事业单位)(?:网站)?)?标[识志]码(?:号|编号)?\s*[\])】」]?\s*(?:为|是)?\s*[:：]?\s*[\[(【「]?\s*(?:No\.?\s*)?"
    r"(?P<code>\d{2,8} (?=\d)\d{2,8}(?!\d)|[A-Za-z]{0,6}\d[0-9A-Za-z]*)?"
    r"|\b(?:site|website|identification|identity)\s+(?:(?:identification|identity|id)\s*)?(?:code|number|no\.?|id)\s*:?\s*(?P<foreign>bm\d{8}|\d{10})(?!\d)",
    re.IGNORECASE,
)
_MISNAMED_CODE = re.compile(
    r"((?:识别|标[识志]|网站|站点)(?:编码|代码|编号|号码?|码)|网站标[识志])\s*[\])】」]?\s*:?\s*[\[(【「]?\s*(bm\d{8}|[1-9]\d{9})(?!\d)",
    re.IGNORECASE,
)
_ICP = re.compile(rf"([{_SHORT_NAMES}])ICP备案?(?:号|编号)?:?(\d{{6,10}})号(?:-\d+)?", re.IGNORECASE)
_ICP_WORD = re.compile(r"[\u4e00-\u9fff]?ICP备案?(?:编?号)?[^号]{0,20}号?(?:-\d+)?", re.IGNORECASE)
_POLICE = re.compile(rf"\(?([{_SHORT_NAMES}])\)?公网安备案?(?:号)?:?(\d{{14}})(?!\d)")
_POLICE_WORD = re.compile(
    r"[\u4e00-\u9fff]?公网(?:安)?备案?(?:编?号)?[^号]{0,24}号?|公安(?:机关)?(?:联网)?备案(?:编?号|序号)?:?\d{8,20}号?"
)
_NAME = r"([^\s:|,;。]{2,60})"
_ALSO = r"(?:\s*[、/和及与(]\s*(?:承\s*办|协\s*办|管理|维护|运维|建设)\)?)"
_BODY = r"(?:单\s*位|方|者|机关|部门|机构)(?:名称)?(?:\s*\([^)]{1,10}\))?"
_SPONSOR_LABELLED = re.compile(rf"主\s*办{_ALSO}?\s*(?:{_BODY}\s*[\])】」]?\s*[:|]?|[\])】」]?\s*[:|])\s*{_NAME}")
_SPONSOR_BEFORE = re.compile(
    r"(?:^|[\s|:])([^\s|:,;。]{4,60}?)\s*\(?\s*主\s*办\)?"
    r"(?=$|[\s|,;。、/和及与]|[^\s|:,;。]{0,40}(?:承\s*办|协\s*办|维护|管理|版权))"
)
_SPONSOR_AFTER = re.compile(r"主\s*办\s+" + _NAME)
_SPONSOR_ENGLISH = re.compile(
    r"\b(?:sponsor(?:ed)?|host(?:ed)?|organi[sz]ed|run)(?:\s+by\b\s*:?|\s*:)\s*([A-Za-z][A-Za-z '&,-]{2,100}[A-Za-z])",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:承办|协办|主办|技术|维护|运维|联系|版权|单位|电话|地址|邮编|邮箱|传真|热线|标识码|备案|网址|您是|访问|.{0,2}公网|.?ICP|"
    r"网站(?:标识|地图|声明|备案|支持|维护|管理员|运维|首页))"
    r"|(?:[xX×*_]+.{0,4}|某+(?:单位|部门|局|机关)?|待.{0,3}|暂无|无|未知|名称|请填写|\(.*\))\Z",
    re.IGNORECASE,
)
"""The next label, or a blank that nobody has filled in, where a name should stand."""
_NEXT_LABEL = re.compile(
    r"(?:承办|协办|运行维护|维护单位|运维|技术支持|网站标识码|标识码|联系电话|联系方式|电话|备案|版权所有|邮编|地址)"
)
_SPACED = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?: [\u4e00-\u9fff]){2,}(?![\u4e00-\u9fff])")
"""Characters set apart to fill a line: 清 河 县 人 民 政 府."""
_OWNER = re.compile(
    r"版权所有|著作权所有|copyright|©|(?:开办|主管|管理|所属)(?:单位|部门)\s*:\s*[\u4e00-\u9fff]", re.IGNORECASE
)
_PHONE = re.compile(
    r"(?<![\d-])(?:\(?0\d{2,3}\)?[-— ]?\d{3,4} ?\d{4}|0\d{2,3}[-—]12\d{3}|400[-—]?\d{3}[-—]?\d{4}|1[3-9]\d{9})(?!\d)"
    r"|(?<!\d)(?:\+|00)86[-— )]*(?:\(?0?\d{2,3}\)?[-— ]*\d{3,4}[- ]?\d{4}|1[3-9]\d{9})(?!\d)"
    r"|(?:电话|热线|联系我们|联系方式|传真|\b(?:tel|phone|fax|hotline)\b)[^\d\n]{0,12}(?:\d{7,8}|1\d{4}|\d{3,4}[- ]\d{4})(?!\d)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+(?:@|\[at\]|#|（at）|\(at\))[\w-]+(?:\.[\w-]+)+", re.ASCII | re.IGNORECASE)
_CONAC_ID = re.compile(r"(?:^|[?&])id=([0-9A-Fa-f]{32})(?![0-9A-Fa-f])")
_CONAC_SCRIPT = re.compile(r"dcs\.conac\.cn/js/(?:[\w%-]+/)*CA\d{21}\w*\.js", re.IGNORECASE)
_RESIDUE = re.compile(
    r"\s*(?:null|undefined|none|nan|\{\{.*\}\}|\$\{.*\}|<%.*%>|\{.*\}|%\w+%|\[.*\]|#\w+#|@\w+@|xx+|测试|test)\s*\Z",
    re.IGNORECASE | re.DOTALL,
)


def plain(text: str) -> str:
    """Full-width letters, digits and punctuation become plain ones, the words of a foot in traditional characters simplified.

    Every kind of space becomes one space.
    """
    return re.sub(r"[\s\u200b\ufeff]+", " ", unicodedata.normalize("NFKC", text)).strip().translate(_VARIANTS)


_TRADITIONAL = (
    "辦單機關網標識碼號備編聯繫絡電話圖導權屬當現處頁縣區鎮鄉廳黨級統計務財農業國際環衛醫療與建設開發資訊聞動態"
    "蘇滬遼贛粵瓊雲貴陝寧渝"
)
_SIMPLIFIED = (
    "办单机关网标识码号备编联系络电话图导权属当现处页县区镇乡厅党级统计务财农业国际环卫医疗与建设开发资讯闻动态"
    "苏沪辽赣粤琼云贵陕宁渝"
)
_VARIANTS = str.maketrans(_TRADITIONAL + "∶꞉ː︰", _SIMPLIFIED + "::::")
"""The traditional characters of a foot's own words, and what is written for a colon (U+2236 on many pages)."""


def squeezed(text: str) -> str:
    """`plain`, with no spaces at all."""
    return plain(text).replace(" ", "")


def is_site_code(text: str) -> bool:
    """Ten digits, or `bm` and eight for the State Council's departments. Source: the national reporting system."""
    return bool(_SITE_CODE.match(text))


def site_codes(text: str) -> tuple[str, ...]:
    """What stands behind the words 标识码, as written, each once; an empty word where nothing does.

    The number of the party mark (党政机关网站标识码：CA…) is another one.
    """
    found = []
    for match in _LABELLED_CODE.finditer(plain(text)):
        code = match["code"] or match["foreign"] or ""
        parted = code.replace(" ", "")
        if not match["other"]:
            found.append(parted if is_site_code(parted) else code.partition(" ")[0])
    return tuple(dict.fromkeys(code for code in found if code or not any(found)))


def misnamed_code(text: str) -> tuple[str, str]:
    """A site's code that stands there under another name (网站识别码), and that name; empty words where none does."""
    found = _MISNAMED_CODE.search(plain(text))
    return (found[2], found[1]) if found else ("", "")


def is_residue(value: str) -> bool:
    """A template's own words were left in place of a value (`null`, `{{title}}`, `${name}`)."""
    return bool(_RESIDUE.match(value))


@dataclass(frozen=True, slots=True)
class Number:
    """A record number as found: `proper` where it has the published form."""

    written: str
    proper: bool
    problem: str = ""
    """Chinese, empty where proper."""
    province: str = ""
    digits: str = ""


def icp(text: str) -> tuple[Number, ...]:
    """ICP record numbers: province, ICP备, six to ten digits, 号. Source: 工业和信息化部 备案管理系统."""
    return _numbers(text, _ICP, _ICP_WORD, "应为“省简称＋ICP备＋数字＋号”")


def police(text: str) -> tuple[Number, ...]:
    """Police record numbers: province, 公网安备, fourteen digits. Source: 全国互联网安全管理服务平台."""
    return _numbers(text, _POLICE, _POLICE_WORD, "应为“省简称＋公网安备＋14位数字＋号”")


def _numbers(text: str, proper: re.Pattern[str], word: re.Pattern[str], form: str) -> tuple[Number, ...]:
    flat = squeezed(text)
    found: dict[str, Number] = {}
    for match in proper.finditer(flat):
        bad = _is_placeholder(match.group(2))
        problem = "是占位用的假号码" if bad else ""
        found[match.group()] = Number(match.group(), not bad, problem, match.group(1), match.group(2))
    if not found:
        for match in word.finditer(flat):
            if re.search(r"\d", match.group()):
                found[match.group()] = Number(match.group(), False, form)
    return tuple(found.values())


def _is_placeholder(digits: str) -> bool:
    return len(set(digits)) == 1 or digits.strip("0") in ("", "1")


@dataclass(frozen=True, slots=True)
class PartyMark:
    """The mark of party and government bodies (党政机关网站标识), issued by conac.cn."""

    id: str = ""
    """32 hexadecimal digits of the link to the register."""
    link: str = ""
    error_picture: bool = False
    """The office's own picture says that the registration has a problem."""
    picture: str = ""
    script: str = ""
    """The office's script that draws the mark; it may not have loaded."""

    @property
    def present(self) -> bool:
        """Anything of it stands on the page."""
        return bool(self.link or self.picture or self.script)


def party_mark(html: str, links: Links, images: Links, scripts: Iterable[str]) -> PartyMark:
    """The mark as drawn at the foot. `images` are address and alternative."""
    addresses = [url for _, url in links if "conac.cn" in _host(url)]
    addresses += [entities.unescape(url) for url in re.findall(r"""["']([^"']*bszs\.conac\.cn[^"']*)""", html)]
    pictures = [url for url, words in images if "conac.cn" in _host(url) or _is_mark_picture(url, words)]
    source = next((s for s in [*scripts, html] if _CONAC_SCRIPT.search(s)), "")
    ids = [match.group(1) for url in addresses if (match := _CONAC_ID.search(url))]
    script = _CONAC_SCRIPT.search(source)
    return PartyMark(
        id=ids[0] if ids else "",
        link=addresses[0] if addresses else "",
        error_picture=any(_file(url) in ("red_error.png", "blue_error.png") for url in pictures),
        picture=pictures[0] if pictures else "",
        script=script.group() if script else "",
    )


def _is_mark_picture(url: str, words: str) -> bool:
    """The office's own file, or a copy of it under a name or with words that say so."""
    named = _file(url) in ("red.png", "blue.png", "red_error.png", "blue_error.png") or re.search(
        r"dzjg|conac", _file(url)
    )
    return bool(named) or "党政机关" in words or "事业单位" in words


def _file(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2].lower()


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def sponsor(text: str) -> str:
    """Who runs the site, by the word 主办; empty where nobody is named."""
    flat = _SPACED.sub(lambda run: run.group().replace(" ", ""), plain(text))
    for form in (_SPONSOR_LABELLED, _SPONSOR_BEFORE, _SPONSOR_AFTER):
        for match in form.finditer(flat):
            if name := _named(match.group(1), flat[match.end(1) :]):
                return name
    english = _SPONSOR_ENGLISH.search(flat)
    return (
        re.split(r"\b(?:website|tel|address|copyright|icp|e-?mail)\b", english[1], flags=re.IGNORECASE)[0].strip(" ,-")
        if english
        else ""
    )


def _named(words: str, rest: str) -> str:
    """The name at the beginning of `words`; empty where it is the next label, or a blank. `rest`: what follows."""
    words = re.sub(r"^.{0,12}由(?=.{4})", "", words)
    label = _NEXT_LABEL.search(words, 2)
    if label is None and rest.lstrip().startswith(":"):
        return ""
    name = (words[: label.start()] if label else words).rstrip("、/(及和与")
    speaks = re.search(r"[\u4e00-\u9fff]", name) or re.search(r"[A-Za-z]{4}", name)
    no_name = _NO_NAME.match(words) or _NO_NAME.match(name) or is_residue(name)
    return name if speaks and len(name) > 1 and not no_name else ""


def names_owner(text: str) -> bool:
    """A line of copyright, or of who administers it, stands there: it names an owner, though not by the word 主办."""
    return bool(_OWNER.search(plain(text)))


def contact(text: str, links: Links) -> tuple[str, str]:
    """How to reach those who run the site: `(kind, as written)`; kind is phone, email, link or empty."""
    flat = plain(text)
    if found := _PHONE.search(flat):
        return "phone", found.group().strip()
    if found := _EMAIL.search(flat):
        return "email", found.group()
    for name, url in links:
        scheme, _, rest = url.partition(":")
        if scheme in ("mailto", "tel") and rest.strip("/ "):
            return {"mailto": "email", "tel": "phone"}[scheme], plain(rest)
        if (
            re.search(r"联[系络](?:我们|方式|电话|办法)|contact(?:us|$)", squeezed(name), re.IGNORECASE)
            and url
            and not url.endswith("#")
        ):
            return "link", plain(name)
    return "", ""


def sitemap(text: str, links: Links) -> tuple[str, str]:
    """The site map's words and address; an address that is empty leads nowhere."""
    for name, url in links:
        if re.search(r"(?:网站|站点|全站|本站|站内)(?:地图|导航)|site\s*map", plain(name), re.IGNORECASE):
            return plain(name), "" if url.startswith("javascript:") else url
    found = re.search(r"(?:网站|站点|全站|本站|站内)地图", squeezed(text))
    return (found.group(), "") if found else ("", "")


@dataclass(frozen=True, slots=True)
class FindError:
    """The entry 我为政府网站找错 as it stands at the foot."""

    form: str
    """`link` (zfwzgl.www.gov.cn), `script` (id, span and sitecode), `call` (a press opens it), `other` or empty."""
    code: str = ""
    """The site's code that it hands over."""
    problem: str = ""
    """What is missing from its form, in Chinese; empty where proper."""
    doubt: str = ""
    """What could not be seen, in Chinese."""
    address: str = ""


_OFFICIAL = re.compile(r"(?:^|\.)(?:zfwzgl\.www\.gov\.cn|pucha\.kaipuyun\.cn)\Z")
_FIND_ERROR_WORDS = re.compile(r"网站找错|政府网站纠错|我要(?:找错|纠错)|找错平台")


def find_error(text: str, html: str, links: Links, images: Links, scripts: Iterable[str]) -> FindError:
    """The entry in its new form (a link with `site_code` and `url`) or its old one (script, span and `sitecode`).

    Source: 国务院办公厅 政府网站找错 接入说明; saved pages.
    """
    links = list(links)
    addresses = [*(url for _, url in links), *_called_addresses(html)]
    by_link = [_by_link(url) for url in addresses if _OFFICIAL.search(_host(url)) and "jiucuo" in url.lower()]
    candidates = [*by_link, _by_script(html, scripts), _by_call(html)]
    candidates.append(_otherwise(text, html, [*links, *((alt, url) for url, alt in images)]))
    said = [entry for entry in candidates if entry.form]
    return next((entry for entry in said if not entry.problem), said[0] if said else FindError(""))


def _otherwise(text: str, html: str, named: Links) -> FindError:
    for name, url in named:
        if _FIND_ERROR_WORDS.search(squeezed(name)):
            return FindError("other", problem="没有按统一形式接入，只是一个指向其他页面的链接", address=url)
    if _FIND_ERROR_WORDS.search(squeezed(text)) or re.search(r"jiucuo\.png", html, re.IGNORECASE):
        return FindError("other", problem="只有文字或图片，没有按统一形式接入")
    return FindError("")


def _called_addresses(html: str) -> list[str]:
    found = re.findall(r"""((?:https?:)?//[\w.-]+/exposure/jiucuo\.html\?[^"'\s<>)]*)""", entities.unescape(html))
    return [url if url.startswith("http") else "https:" + url for url in found]


def _by_link(url: str) -> FindError:
    query = parse_qs(urlsplit(url).query, keep_blank_values=True)
    code = "".join(query.get("site_code", [""])[:1]).strip()
    if not code:
        return FindError("link", problem="链接里没有 site_code（网站标识码）", address=url)
    doubt = "" if "".join(query.get("url", [])) else "链接里没有 url 参数"
    return FindError("link", code, doubt=doubt, address=url)


def _by_script(html: str, scripts: Iterable[str]) -> FindError:
    tag = next(
        (tag for tag in [*re.findall(r"<script\b[^>]*>", html, re.IGNORECASE), *scripts]
         if re.search(r"_jiucuo_|jiucuo\.js|sitecode\s*=", tag, re.IGNORECASE)),
        "",
    )  # fmt: skip
    if not tag:
        return FindError("")
    code = _attribute(tag, "sitecode")
    source = _attribute(tag, "src")
    if _attribute(tag, "id") != "_jiucuo_":
        return FindError("script", code, '脚本没有 id="_jiucuo_"', address=source)
    if not code:
        return FindError("script", code, "脚本没有 sitecode（网站标识码）", address=source)
    span = re.search(r"""id\s*=\s*["']?_span_jiucuo\b""", html)
    host = _host(source if not source.startswith("//") else "https:" + source)
    if span or _OFFICIAL.search(host):
        return FindError("script", code, address=source)
    return FindError("script", code, doubt="找错脚本没有画出入口（页面上没有 _span_jiucuo）", address=source)


def _by_call(html: str) -> FindError:
    call = re.search(r"""onclick\s*=\s*["'](?:return\s+)?\w*[Ll]ink\w*\(\s*(?:["']|&quot;|&\#39;)(\w+)""", html)
    if call and re.search(r"jiucuo|找错|纠错", html[max(0, call.start() - 300) : call.end() + 200], re.IGNORECASE):
        if "zfwzgl.www.gov.cn" in html or "pucha.kaipuyun.cn" in html:
            return FindError("call", call.group(1))
        return FindError("call", call.group(1), doubt="入口由脚本打开，未能看到它打开的地址")
    return FindError("")


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"""\b(?<![\w-]){name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", tag, re.IGNORECASE)
    return next((group for group in found.groups() if group is not None), "").strip() if found else ""


_PLACE = re.compile(
    r"(?:^|\n)[^\n]{0,6}(?:当前(?:所在)?位置|(?:您|你)?(?:现在|当前)?(?:所在)?的?位置|所在位置|您在这里|位置)\s*(?:是|为|[:：>])+\s*([^\n]*(?:\n[^\n]{0,30}){0,12})|"
    r"(?:^|\n)((?:网站)?首页\s*\n?\s*[>»›＞→/\\|·-][^\n]*(?:\n[^\n]{0,30}){0,12})"
)
_STEP = re.compile(r"\s*(?:>+|»|›|＞+|→|/|\\|--+|::)\s*")


def breadcrumb(text: str) -> tuple[str, ...]:
    """Names of the steps of a page's own place (当前位置：首页 > 政务公开 > 通知公告), without the first and 正文."""
    found = _PLACE.search(text[:20_000])
    if not found:
        return ()
    said = (found[1] or found[2] or "").strip()
    lines = said.split("\n")
    place = lines[0]
    for line in lines[1:]:  # steps may stand on lines of their own: they go on as long as a sign joins them
        if not (re.search(r"[>»›＞→/]\s*$", place) or re.match(r"\s*[>»›＞→/]", line)):
            break
        place += f" {line}"
    steps = [step.strip(" \t\u3000>：:") for step in _STEP.split(place)]
    if len(steps) < 2:
        return ()
    return tuple(
        step
        for step in steps
        if 2 <= len(step) <= 24 and not re.fullmatch(r"(?:网站|本站)?首页|主页|正文|内容|详情|列表|.*人民政府", step)
    )
