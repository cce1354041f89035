"""Who runs the site, by its own marks: foot, tags, the entry for reporting errors, and whether they agree.

Source of the patterns: 国办发〔2017〕47号 2.3, 2.4 and saved pages of government sites.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from urllib.parse import urlsplit

from a11y import dates, marks
from a11y.evidence import Article, Foot, Marks, Meta, Outline, Page, PageMarks, Sample
from a11y.model import Certainty, Finding, Impact, Mode, Role, Target, cannot_tell, failed, passed
from a11y.registry import check

_STANDARD = (Mode.STANDARD,)
_WHOLE_PAGE = Target()


# --- foot -----------------------------------------------------------------------------------------------------------
@check(
    "identity/site-code",
    title="页面底部没有正确列出网站标识码",
    why="网站标识码是政府网站的身份证，来访者凭它核对网站真伪。",
    remedy="在全站每个页面的底部写明“网站标识码：”和全国政府网站信息报送系统分配的10位数字（国务院部门为bm加8位数字）。",
    impact=Impact.SERIOUS,
    modes=_STANDARD,
    example="网站标识码：3212000001",
)
def site_code(foot: Foot) -> Iterator[Finding]:
    """Every page's foot shows the site's code: ten digits, or `bm` and eight.

    Source: 国办发〔2017〕47号 底部功能区; 宿政办发〔2022〕1号 附件2 网站标识.
    """
    required = "10位数字，或bm加8位数字"
    codes = marks.site_codes(foot.text)
    misnamed, name = marks.misnamed_code(foot.text)
    if misnamed and not any(codes):
        message = f"页面底部写有号码 {misnamed}，但前面写的是“{name}”，不是“网站标识码”，请人工确认"
        yield cannot_tell(foot.target, message, reason="other-words", measured=f"{name}：{misnamed}", required=required)
        return
    if not codes:
        yield _absent(foot, "页面底部没有列出网站标识码", required)
    for code in codes:
        if marks.is_site_code(code):
            yield passed(foot.target, measured=code)
        elif not code:
            yield failed(foot.target, "页面底部有“标识码”字样，但后面没有号码", measured="", required=required)
        else:
            yield failed(foot.target, f"网站标识码“{code}”的格式不对", measured=code, required=required, key=code)


@check(
    "identity/party-mark",
    title="页面底部没有正确挂出党政机关网站标识",
    why="党政机关网站标识链接到官方登记页面，来访者据此分辨真假网站。",
    remedy="在全站每个页面的底部挂出党政机关网站标识，并链接到 bszs.conac.cn 的登记页面（链接中有32位id）。",
    impact=Impact.SERIOUS,
    modes=_STANDARD,
)
def party_mark(foot: Foot) -> Iterator[Finding]:
    """Every page's foot carries the mark, linked to its register by 32 hexadecimal digits, and no error picture.

    Doubtful: the issuing office's script stands there in its proper form but has drawn nothing that we saw.
    Source: 政务和公益机构域名命名管理中心 网站标识挂标指南; 国办发〔2017〕47号.
    """
    required = "链接 bszs.conac.cn/sitename?method=show&id=（32位十六进制数）"
    mark = marks.party_mark(foot.html, foot.links, foot.images, foot.scripts)
    if not mark.present:
        yield _absent(foot, "页面底部没有党政机关网站标识", required)
    elif mark.error_picture:
        message = "党政机关网站标识显示为错误图片，说明登记信息有问题"
        yield failed(foot.target, message, measured="red_error.png", required=required)
    elif mark.id:
        yield passed(foot.target, measured=mark.id)
    elif mark.script and not mark.link and not mark.picture:
        yield cannot_tell(
            foot.target, "页面底部有党政机关网站标识的脚本，但它没有画出标识，未能看到登记链接",
            reason="mark-script-not-loaded", measured=mark.script, required=required,
        )  # fmt: skip
    else:
        written = mark.link or mark.picture
        yield failed(
            foot.target, "党政机关网站标识没有链接到登记页面，或链接中没有32位id", measured=written, required=required
        )


@check(
    "identity/icp",
    title="页面底部没有正确列出ICP备案编号",
    why="备案编号说明网站经过登记，出了问题能找到责任单位。",
    remedy="在全站每个页面的底部写明ICP备案编号，并链接到 beian.miit.gov.cn。",
    impact=Impact.MODERATE,
    modes=_STANDARD,
    example="苏ICP备05012345号-1",
)
def icp(foot: Foot) -> Iterator[Finding]:
    """Every page's foot shows an ICP record number: province, ICP备, six to ten digits, 号.

    Source: 国办发〔2017〕47号 底部功能区.
    """
    yield from _numbers(foot, marks.icp(foot.text), "ICP备案编号", "省简称＋ICP备＋数字＋号")


@check(
    "identity/police",
    title="页面底部没有正确列出公安机关备案标识",
    why="公安机关备案说明网站已在当地公安机关登记。",
    remedy="在全站每个页面的底部写明公安备案号（省简称＋公网安备＋14位数字＋号），并链接到公安备案平台。",
    impact=Impact.MODERATE,
    modes=_STANDARD,
    example="苏公网安备32130202080012号",
)
def police(foot: Foot) -> Iterator[Finding]:
    """Every page's foot shows a police record number of fourteen digits; its province fits its first two.

    Source: 国办发〔2017〕47号 底部功能区.
    """
    required = "省简称＋公网安备＋14位数字＋号"
    for finding, number in _by_number(foot, marks.police(foot.text), "公安机关备案号", required):
        provinces = marks.PROVINCES.get(number.digits[:2], "") if number else ""
        if number and number.proper and number.province not in provinces:
            yield cannot_tell(
                foot.target, f"公安备案号“{number.written}”的省简称与号码前两位不符", reason="province-differs",
                measured=number.written, required=required, key=number.written,
            )  # fmt: skip
        else:
            yield finding


def _numbers(foot: Foot, found: tuple[marks.Number, ...], name: str, required: str) -> Iterator[Finding]:
    for finding, _ in _by_number(foot, found, name, required):
        yield finding


def _by_number(
    foot: Foot, found: tuple[marks.Number, ...], name: str, required: str
) -> Iterator[tuple[Finding, marks.Number | None]]:
    if not found:
        yield _absent(foot, f"页面底部没有列出{name}", required), None
    for number in found:
        if number.proper:
            yield passed(foot.target, measured=number.written), number
        else:
            message = f"{name}“{number.written}”不正确：{number.problem}"
            yield failed(foot.target, message, measured=number.written, required=required, key=number.written), number


@check(
    "identity/sponsor",
    title="页面底部没有列出主办单位",
    why="来访者要知道网站由谁负责。",
    remedy="在全站每个页面的底部写明“主办单位：”和单位全称。",
    impact=Impact.MODERATE,
    modes=_STANDARD,
    example="主办单位：某某县人民政府办公室",
)
def sponsor(foot: Foot) -> Iterator[Finding]:
    """Every page's foot names who runs the site, by the word 主办.

    Doubtful: only a line of copyright, or of another word for it (开办单位), names an owner.
    Source: 国办发〔2017〕47号 底部功能区.
    """
    name = marks.sponsor(foot.text)
    if name:
        yield passed(foot.target, measured=name)
    elif marks.names_owner(foot.text):
        yield cannot_tell(
            foot.target, "页面底部只有版权声明或其他说法，没有写明“主办单位”", reason="copyright-only",
            measured="版权声明或其他说法", required="主办单位",
        )  # fmt: skip
    else:
        yield _absent(foot, "页面底部没有列出网站主办单位", "主办单位")


@check(
    "identity/contact",
    title="页面底部没有列出联系方式",
    why="老年人遇到困难时，最常用的办法是打电话问。",
    remedy="在全站每个页面的底部写明联系电话，或给出“联系我们”的链接。",
    impact=Impact.MODERATE,
    modes=_STANDARD,
    example="联系电话：0527-12345",
)
def contact(foot: Foot) -> Iterator[Finding]:
    """Every page's foot tells how to reach those who run the site: a telephone, an address of mail, or a link to them.

    Source: 国办发〔2017〕47号 底部功能区.
    """
    kind, written = marks.contact(foot.text, foot.links)
    if kind:
        yield passed(foot.target, measured=written, how=kind)
    else:
        yield _absent(foot, "页面底部没有列出联系方式", "联系电话、邮箱或“联系我们”链接")


@check(
    "identity/sitemap",
    title="页面底部没有站点地图入口",
    why="站点地图把全站栏目列在一页上，是找不到内容时的最后办法。",
    remedy="在全站每个页面的底部放上“网站地图”链接，并保证能打开。",
    impact=Impact.MINOR,
    modes=_STANDARD,
    example='<a href="/sitemap/">网站地图</a>',
)
def sitemap(foot: Foot) -> Iterator[Finding]:
    """Every page's foot links to a map of the site.

    Source: 国办发〔2017〕47号 底部功能区.
    """
    words, address = marks.sitemap(foot.text, foot.links)
    here = bool(address) and not re.fullmatch(r".*#", address)
    if words and here:
        yield passed(foot.target, measured=address)
    elif words:
        message = f"页面底部有“{words}”字样，但没有链接到站点地图"
        yield failed(foot.target, message, measured=words, required="能打开的站点地图链接")
    else:
        yield _absent(foot, "页面底部没有站点地图入口", "站点地图链接")


def _absent(foot: Foot, message: str, required: str) -> Finding:
    """A mark that was not seen: failed, or in doubt where a frame of the foot could not be read."""
    if foot.unread:
        words = f"{message}，但底部的框架没有打开（{foot.unread[0]}），它可能在里面"
        return cannot_tell(foot.target, words, reason="foot-frame-unread", measured="", required=required)
    return failed(foot.target, message, measured="", required=required)


# --- tags -----------------------------------------------------------------------------------------------------------
@check(
    "identity/meta-site",
    title="站点标签缺失或与页面不符",
    why="搜索引擎和国家平台靠站点标签识别政府网站。",
    remedy="在全站每个页面的 head 中写明 SiteName、SiteDomain、SiteIDCode，内容与网站实际一致，SiteDomain 不带协议。",
    impact=Impact.MINOR,
    modes=_STANDARD,
    example='<meta name="SiteName" content="某某县人民政府">',
)
def meta_site(page: Page, meta: Meta, foot: Foot) -> Iterator[Finding]:
    """Every page has SiteName, SiteDomain and SiteIDCode, filled; the domain is the host's, the code is the foot's.

    The domain is compared without a port, a leading `www.` aside, and not where the host is an IP address.
    Source: 国办发〔2017〕47号 网页标签.
    """
    tags = _Tags(meta)
    yield from tags.filled("SiteName")
    host = _host(page.final_url or page.url)
    for finding in tags.filled("SiteDomain"):
        yield finding if _is_bad(finding) else _domain_finding(tags.value("SiteDomain"), host)
    codes = [code.lower() for code in marks.site_codes(foot.text) if code]
    for finding in tags.filled("SiteIDCode"):
        code = tags.value("SiteIDCode")
        if _is_bad(finding):
            yield finding
        elif not marks.is_site_code(code):
            yield _bad_tag("SiteIDCode", code, "格式不对", "10位数字，或bm加8位数字")
        elif codes and code.lower() not in codes:
            yield _bad_tag("SiteIDCode", code, f"与页面底部的网站标识码（{codes[0]}）不一致", codes[0])
        else:
            yield finding


def _domain_finding(value: str, host: str) -> Finding:
    if re.match(r"[a-z]+://|//", value, re.IGNORECASE):
        return _bad_tag("SiteDomain", value, "带有协议，应只写域名", _bare(value))
    domain = value.lower().rstrip("/").partition(":")[0]
    if _is_address(host) or _same_host(domain, host):
        return passed(_WHOLE_PAGE, key="SiteDomain", tag="SiteDomain", measured=value)
    return _bad_tag("SiteDomain", value, f"与网站实际域名（{host}）不一致", host)


@check(
    "identity/meta-column",
    title="栏目标签缺失或与页面不符",
    why="栏目标签让搜索引擎和国家平台知道内容属于哪个栏目。",
    remedy="在栏目页和内容页的 head 中写明 ColumnName、ColumnType、ColumnDescription、ColumnKeywords，内容与页面一致。",
    impact=Impact.MINOR,
    modes=_STANDARD,
    example='<meta name="ColumnName" content="通知公告">',
)
def meta_column(page: Page, meta: Meta, outline: Outline, article: Article) -> Iterator[Finding]:
    """Lists and articles have ColumnName, ColumnType, ColumnDescription and ColumnKeywords; the page shows the name.

    Where the page says where it stands (当前位置), that is what counts: a name that the navigation alone shows is
    doubtful, because the navigation shows all of them.
    Applicable: pages whose role is column or article, and pages that are articles by their shape.
    Source: 国办发〔2017〕47号 网页标签.
    """
    if not _is_content(page, article) and page.role is not Role.COLUMN:
        return
    tags = _Tags(meta)
    shown = marks.squeezed(meta.title + outline.text).lower()
    place = marks.breadcrumb(outline.text)
    for name in ("ColumnName", "ColumnType", "ColumnDescription", "ColumnKeywords"):
        for finding in tags.filled(name):
            value = tags.value(name)
            if name == "ColumnName" and not _is_bad(finding) and shown and marks.squeezed(value).lower() not in shown:
                yield _bad_tag(name, value, "在页面上看不到这个栏目名称", "页面上显示的栏目名称")
            elif name == "ColumnName" and not _is_bad(finding) and place and not _is_there(value, place, meta, article):
                yield cannot_tell(
                    _WHOLE_PAGE, f"标签 ColumnName 的内容“{value[:40]}”不在当前位置（{' > '.join(place)[:60]}）之中，请核对",
                    reason="other-column", measured=value[:60], required=" > ".join(place)[:60], key=name, tag=name,
                )  # fmt: skip
            else:
                yield finding


def _is_there(column: str, place: Sequence[str], meta: Meta, article: Article) -> bool:
    """A step of the page's place, its title or its heading names the column."""
    wanted = marks.squeezed(column).lower()
    steps = [marks.squeezed(step).lower() for step in place]
    heads = marks.squeezed(meta.title + " " + article.heading).lower()
    return wanted in heads or any(wanted in step or step in wanted for step in steps)


@check(
    "identity/meta-content",
    title="内容标签缺失或与页面不符",
    why="搜索引擎和国家平台靠内容标签识别文章的标题、日期和来源。",
    remedy="在内容页的 head 中写明 ArticleTitle、PubDate、ContentSource，与页面显示的标题、发布日期、来源一致。",
    impact=Impact.MINOR,
    modes=_STANDARD,
    example='<meta name="PubDate" content="2026-11-20 09:30">',
)
def meta_content(page: Page, meta: Meta, article: Article, sample: Sample) -> Iterator[Finding]:
    """Articles have ArticleTitle, PubDate and ContentSource, filled and equal to what the page shows.

    Dates are equal when the days agree; times are compared only where both show one.
    Source: 国办发〔2017〕47号 网页标签.
    """
    if not _is_content(page, article):
        return
    tags = _Tags(meta)
    for finding in tags.filled("ArticleTitle"):
        yield finding if _is_bad(finding) else _title_finding(tags.value("ArticleTitle"), article, meta)
    for finding in tags.filled("PubDate"):
        today = dates.local_day(sample.collected_at)
        yield finding if _is_bad(finding) else _date_finding(tags.value("PubDate"), article, today)
    for finding in tags.filled("ContentSource"):
        value, shown = tags.value("ContentSource"), _words(article.source_text)
        if not _is_bad(finding) and shown and _words(value) not in shown and shown not in _words(value):
            yield _bad_tag("ContentSource", value, f"与页面显示的来源（{article.source_text[:40]}）不一致", shown[:60])
        else:
            yield finding


def _title_finding(value: str, article: Article, meta: Meta) -> Finding:
    wanted, shown = _words(value), _words(article.heading or meta.title)
    if wanted == shown or (len(shown) > 3 and (wanted in shown or shown in wanted)):
        return passed(_WHOLE_PAGE, key="ArticleTitle", tag="ArticleTitle", measured=value)
    seen = (article.heading or meta.title)[:60]
    return _bad_tag("ArticleTitle", value, f"与页面显示的标题（{seen}）不一致", seen)


def _date_finding(value: str, article: Article, today: date) -> Finding:
    moment = dates.parse(value)
    if moment is None:
        return cannot_tell(
            _WHOLE_PAGE, f"标签 PubDate 的内容“{value[:40]}”读不出日期", reason="date-unreadable",
            measured=value[:60], required="YYYY-MM-DD HH:MM", key="PubDate", tag="PubDate",
        )  # fmt: skip
    shown = [found for text in article.date_texts if (found := dates.parse(text, today))]
    if not shown or any(dates.same(moment, other) for other in shown):
        return passed(_WHOLE_PAGE, key="PubDate", tag="PubDate", measured=value)
    said = dates.labelled("\n".join(article.date_texts), today)
    if said and _OF_PUBLICATION.match(said[1]):
        return _bad_tag("PubDate", value, f"与页面显示的发布日期（{said[0]}）不一致", str(said[0]))
    return cannot_tell(
        _WHOLE_PAGE, f"标签 PubDate 的内容“{value[:40]}”与页面上的日期（{shown[0]}）不同，该日期不一定是发布日期",
        reason="date-unlabelled", measured=value[:60], required=str(shown[0]), key="PubDate", tag="PubDate",
    )  # fmt: skip


_OF_PUBLICATION = re.compile(r"\s*(?:发布|发表|发稿|刊发|公布|上网|录入|公开|信息|文章|稿件|添加|日)")
"""A label that speaks of publication; a bare 时间 may be that of an event."""


class _Tags:
    """Tags by name in lower case: other casing is the same tag, and is told."""

    def __init__(self, meta: Meta) -> None:
        self.found: Mapping[str, tuple[str, str]] = {n.lower(): (n, v) for n, v in reversed(list(meta.tags.items()))}

    def value(self, name: str) -> str:
        return self.found.get(name.lower(), ("", ""))[1].strip()

    def filled(self, name: str) -> Iterator[Finding]:
        written, value = self.found.get(name.lower(), ("", ""))
        if not written:
            yield _bad_tag(name, "", "缺失", "有内容的标签")
        elif not value.strip():
            yield _bad_tag(name, "", "是空的", "有内容的标签")
        elif marks.is_residue(value):
            yield _bad_tag(name, value, "是模板残留，不是真实内容", "真实内容")
        else:
            casing = {} if written == name else {"written_as": written}
            yield passed(_WHOLE_PAGE, key=name, tag=name, measured=value[:200], **casing)


def _bad_tag(name: str, value: str, problem: str, required: str) -> Finding:
    words = f"标签 {name} 的内容“{value[:60]}”{problem}" if value else f"标签 {name} {problem}"
    return failed(_WHOLE_PAGE, words, measured=value[:200], required=required, key=name, tag=name)


def _is_bad(finding: Finding) -> bool:
    return bool(finding.message)


def _is_content(page: Page, article: Article) -> bool:
    return page.role is Role.ARTICLE or (article.is_article and page.role in (Role.RANDOM, Role.COLUMN))


def _words(text: str) -> str:
    """Letters and digits only: what must agree where two places show the same title."""
    return re.sub(r"[\W_]+", "", marks.squeezed(re.sub(r"^\s*(?:信息)?来\s*源\s*[:：]", "", text))).lower()


# --- the site as a whole --------------------------------------------------------------------------------------------
_FORMS = {"call": "由脚本打开", "script": "旧式脚本", "link": "链接", "other": "其他形式"}
"""Forms in which the entry 我为政府网站找错 is found."""


@check(
    "identity/find-error",
    title="首页底部没有规范添加“我为政府网站找错”入口",
    why="来访者发现错误时，从这里可以直接告诉主管部门，三个工作日内应有答复。",
    remedy="按全国统一的形式接入：链接 zfwzgl.www.gov.cn/exposure/jiucuo.html，带 site_code 和 url 参数。",
    impact=Impact.SERIOUS,
)
def find_error(seen: Marks) -> Iterator[Finding]:
    """The home page's foot carries the entry 我为政府网站找错 in its proper form.

    Proper: a link to `zfwzgl.www.gov.cn/exposure/jiucuo.html` with `site_code` and `url`; or the old script with its
    id, span and `sitecode`, even if it does not load. A wrong code in it is the business of `identity/consistent`.
    Source: 宿政办发〔2022〕1号 附件2 找错入口.
    """
    home = seen.home
    if home is None:
        return
    required = "zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=…&url=…，或旧式脚本（id、span、sitecode）"
    measured = home.find_error_address or _FORMS.get(home.find_error_form, home.find_error_form)
    if not home.find_error_form and home.unread:
        message = f"首页底部没有看到“我为政府网站找错”入口，但底部的框架没有打开（{home.unread[0]}），它可能在里面"
        yield cannot_tell(
            _WHOLE_PAGE, message, reason="foot-frame-unread", measured="", required=required, page=home.url
        )
    elif not home.find_error_form:
        message = "首页底部没有“我为政府网站找错”入口"
        yield failed(_WHOLE_PAGE, message, measured="", required=required, page=home.url)
    elif home.find_error_problem:
        message = f"“我为政府网站找错”入口不规范：{home.find_error_problem}"
        yield failed(_WHOLE_PAGE, message, measured=measured, required=required, page=home.url)
    elif home.find_error_doubt:
        message = f"“我为政府网站找错”入口是否规范未能确定：{home.find_error_doubt}"
        yield cannot_tell(
            _WHOLE_PAGE, message, reason="find-error-form", measured=measured, required=required, page=home.url
        )
    else:
        yield passed(_WHOLE_PAGE, page=home.url, measured=measured, form=home.find_error_form)


@check(
    "identity/consistent",
    title="网站标识码前后不一致",
    why="标识码不一致，来访者和监管平台就认不出这是哪个网站。",
    remedy="让页面底部、SiteIDCode 标签、找错入口和登记信息中的网站标识码完全一致。",
    impact=Impact.SERIOUS,
)
def consistent(seen: Marks, sample: Sample) -> Iterator[Finding]:
    """Code at the foot, SiteIDCode tag, find-error entry and site file are one and the same, on every page seen.

    Applicable: at least two of these say a code.
    Source: 本工具的要求，同一个标识码在页脚、标签和找错入口里应一致; 国办发〔2017〕47号.
    """
    said = [("登记信息", sample.site.code, sample.site.url)] if sample.site.code else []
    pages = sorted(seen.pages, key=lambda page: page.role is not Role.HOME)
    for page in pages:
        said += [(source, code, page.url) for source, code in _codes(page)]
    if len({source for source, _, _ in said}) < 2 and len(said) < 2:
        return
    source, right, _ = said[0]
    told: set[tuple[str, str]] = set()
    for other, code, url in said[1:]:
        if code.lower() != right.lower() and (other, code.lower()) not in told:
            told.add((other, code.lower()))
            message = f"{other}中的网站标识码“{code}”与{source}中的“{right}”不一致"
            yield failed(
                _WHOLE_PAGE, message, measured=code, required=right, key=f"{other}:{code}", page=url, where=other
            )
    if not told:
        yield passed(_WHOLE_PAGE, measured=right, sources=sorted({name for name, _, _ in said}))


def _codes(page: PageMarks) -> Iterator[tuple[str, str]]:
    for code in page.foot_codes:
        if code:
            yield "页面底部", code
    if page.meta_code and not marks.is_residue(page.meta_code):
        yield "SiteIDCode标签", page.meta_code
    if page.find_error_code:
        yield "找错入口", page.find_error_code


@check(
    "identity/domain",
    title="网站域名不规范",
    why="政府网站的域名以 .gov.cn 或 .政务 结尾，来访者据此分辨真假。",
    remedy="使用以 .gov.cn 结尾的英文域名或以 .政务 结尾的中文域名；门户网站用 www. 开头。",
    impact=Impact.SERIOUS,
    certainty=Certainty.DOUBTS,
)
def domain(sample: Sample) -> Iterator[Finding]:
    """The site's host ends in `.gov.cn` or `.政务`; a portal's is `www.□□□.gov.cn`. Not judged on a local address.

    Source: 国办发〔2017〕47号; 国办函〔2018〕55号.
    """
    host = _host(sample.site.url)
    required = "以 .gov.cn 或 .政务 结尾"
    if _is_local(host):
        return
    if _is_address(host):
        message = f"网站以IP地址（{host}）访问，没有使用域名"
        yield cannot_tell(_WHOLE_PAGE, message, reason="ip-address", measured=host, required=required)
    elif not re.search(r"(?:^|\.)(?:gov\.cn|政务|xn--zfr164b)\Z", host):
        message = f"网站域名 {host} 不以 .gov.cn 或 .政务 结尾"
        yield cannot_tell(_WHOLE_PAGE, message, reason="not-government-domain", measured=host, required=required)
    elif sample.site.kind == "portal" and host.endswith(".gov.cn") and not host.startswith("www."):
        yield cannot_tell(
            _WHOLE_PAGE, f"门户网站域名 {host} 不是 www.□□□.gov.cn 的形式", reason="portal-domain",
            measured=host, required="www.□□□.gov.cn",
        )  # fmt: skip
    else:
        yield passed(_WHOLE_PAGE, measured=host)


@check(
    "identity/name",
    title="网站名称前后不一致",
    why="名称不一致，来访者难以确认这是哪个单位的网站。",
    remedy="让 SiteName 标签、首页标题和登记的网站名称一致。",
    impact=Impact.MINOR,
    certainty=Certainty.DOUBTS,
)
def name(seen: Marks, sample: Sample) -> Iterator[Finding]:
    """SiteName, the home page's title and the register give the same name, spaces aside.

    A title may say more (首页, a slogan), as long as the name stands in it.
    Source: 国办发〔2017〕47号 网站名称.
    """
    home = seen.home
    said = {
        "登记信息": sample.site.name,
        "SiteName标签": home.site_name if home and not marks.is_residue(home.site_name) else "",
        "首页标题": home.title if home else "",
    }
    given = [(source, words) for source, words in said.items() if _words(words)]
    if len(given) < 2 or home is None:
        return
    source, right = given[0]
    for other, words in given[1:]:
        same = _words(right) == _words(words)
        if other == "首页标题":
            same = same or _words(right) in _words(words)
        if same:
            yield passed(_WHOLE_PAGE, key=other, page=home.url, measured=words)
        else:
            yield cannot_tell(
                _WHOLE_PAGE, f"{other}“{words[:60]}”与{source}“{right[:60]}”不一致", reason="names-differ",
                measured=words[:100], required=right[:100], key=other, page=home.url,
            )  # fmt: skip


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _bare(value: str) -> str:
    return _host(value if "://" in value else "http:" + value) or value


def _same_host(one: str, other: str) -> bool:
    def short(host: str) -> str:
        with suppress(UnicodeError):
            host = host.encode("idna").decode("ascii")
        return host.removeprefix("www.")

    return short(one) == short(other)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_local(host: str) -> bool:
    if host in ("", "localhost") or host.endswith((".localhost", ".local")):
        return True
    return _is_address(host) and not ipaddress.ip_address(host).is_global
