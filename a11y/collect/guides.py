"""Service guides (办事指南): elements, materials, policies and forms, read off one page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from a11y.collect import labels
from a11y.collect.documents import Document, Link
from a11y.evidence import FormMention, GuideSeen, PolicyMention

ELEMENT_WORDS = {
    "事项名称": r"(?:事项|项目|业务|服务)名称|办理事项|服务事项|事项",
    "设定依据": r"(?:设定|法律|法定|政策|办理|实施|审批|办事)依据|依据",
    "申请条件": r"(?:申请|受理|办理|申报|准入|申领|审批|报名)条件|适用(?:条件|范围)|服务对象|办理对象|条件",
    "办理材料": r"(?:办理|申请|申报|所需|提交|受理|报名|办事|需要?提交的?|应提交的?|应当提交的?|需要?的?|申领)材料(?:目录|清单|及要求)?|材料(?:目录|清单|名称)?|提交资料|所需资料",
    "办理地点": r"(?:办理|办公|受理|申请|办事|服务|窗口)(?:地点|地址|场所|位置)|办理窗口|地址|地点",
    "办理机构": r"(?:办理|实施|受理|承办|决定|审批|经办|责任|主管|服务)(?:机构|机关|主体|部门|单位)",
    "收费标准": r"收费(?:标准|依据|情况|信息|项目)?(?:[及和与、](?:收费)?(?:依据|标准))?|是否收费|办理费用|费用(?:标准)?",
    "办理时间": r"(?:办理|办公|工作|受理|服务|接待|办事|窗口)时间|(?:办理|办结|法定|承诺|审批|受理)(?:办结)?(?:时限|期限)|时限",
    "联系电话": r"(?:联系|咨询|监督|投诉|服务|监督投诉|咨询投诉|办公|业务|举报)(?:电话|方式|渠道|热线)|电话",
    "办理流程": r"(?:办理|办事|申请|审批|受理|服务|申报|业务|工作)(?:流程图?|程序|步骤|环节)|流程图?",
}
"""Element of a guide → what it is called."""

_FORM = re.compile(
    r"[\u4e00-\u9fff（）()“”]{0,16}(?:申请表|申请书|登记表|审批表|申报表|承诺书|报名表|备案表|信息表|申领表|认定表|委托书|呈报表|变更表)"
)
_FORM_LINK = re.compile(
    r"表格|空白表|样表|示范文本|申请表|申请书|登记表|审批表|申报表|承诺书|报名表|备案表|下载|附件|表(?:（|\(|\.|$)"
)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|rtf)$", re.IGNORECASE)
_OTHER_WAY = re.compile(
    r"(?:窗口|现场|大厅|前台|中心)[^，。；\n]{0,8}(?:领取|索取|免费|提供|填写)|(?:网上|在线|系统|线上)[^，。；\n]{0,6}(?:填写|填报|生成|下载|申请)|自动生成|当场填写"
)
_POLICY = re.compile(
    r"《([^《》\n]{4,60}(?:法|条例|办法|规定|规则|通知|意见|细则|方案|决定|公告|目录|标准|令|措施|制度|规范)(?:[（(][^）)]{1,12}[）)])?)》"
)
_EXPLAINED = re.compile(
    r"\A(?:[（(〔\[][^）)〕\]]{0,40}[）)〕\]])?[^。；\n《]{0,12}第[一二三四五六七八九十百零〇\d]+[条款项章][^。；\n]{6,}|\A[^。；\n《]{0,30}[:：][^。；\n]{10,}"
)
MOST_TEXT = 4000


def element_count(document: Document) -> int:
    """How many elements of a guide the page has, its heading not counted."""
    found = labels.values(labels.content_with_hidden(document), ELEMENT_WORDS)
    return len({value.name for value in found if value.text})


def is_guide(document: Document) -> bool:
    """A page with at least three elements of a guide."""
    return element_count(document) >= 3


def read(document: Document, title: str = "") -> GuideSeen:
    """The guide that a page is, without the fate of its forms."""
    text = labels.content_with_hidden(document)
    found = labels.values(text, ELEMENT_WORDS)
    there = {value.name for value in found if value.text.strip(" /—-无、。") or _is_said(value)}
    name = title or document.heading or document.title
    if name and len(there) >= 3:
        there.add("事项名称")
    materials = "\n".join(value.text for value in found if value.name == "办理材料")
    return GuideSeen(
        title=name[:100], url=document.url, elements=tuple(e for e in ELEMENT_WORDS if e in there),
        materials=materials[:1000], text=text[:MOST_TEXT], policies=tuple(_policies(document, text)),
        forms=tuple(_forms(document, materials, text)), is_guide=len(there - {"事项名称"}) >= 3,
    )  # fmt: skip


def _is_said(value: labels.Value) -> bool:
    """“无” is an answer where one asks for fees or materials; it is none for a place or a telephone."""
    return value.name in ("收费标准", "办理材料", "申请条件") and bool(value.text.strip())


def _policies(document: Document, text: str) -> list[PolicyMention]:
    linked = [
        re.sub(r"\W+", "", link.text) for link in document.links if link.url and link.region in ("content", "side")
    ]
    found: dict[str, PolicyMention] = {}
    for match in _POLICY.finditer(text):
        title = match.group(1)
        core = re.sub(r"\W+", "", title)
        explained = bool(_EXPLAINED.match(text[match.end() : match.end() + 120]))
        known = found.get(title)
        found[title] = PolicyMention(
            title, any(core in words for words in linked), explained or bool(known and known.explained)
        )
    return list(found.values())[:20]


def _forms(document: Document, materials: str, text: str) -> list[FormMention]:
    asked = list(dict.fromkeys(_trimmed(match.group()) for match in _FORM.finditer(materials)))[:5]
    offers = [link for link in document.links if link.url and link.region in ("content", "side") and _is_offer(link)]
    other = _OTHER_WAY.search(text)
    found = []
    for name in asked:
        core = re.sub(r"[^\u4e00-\u9fff]", "", name)
        best = next((link for link in offers if core in link.text or link.text in name), None) or (
            offers[0] if offers else None
        )
        found.append(FormMention(name, best.url if best else "", how=other.group() if other and not best else ""))
    return found


def _trimmed(name: str) -> str:
    """The form's own name, without the words before it."""
    name = re.sub(r".*(?:提交|填写|提供|填报|的|和|及|与|份|）|\)|、|“)(?=.{3})", "", name)
    return name.strip("（）()“”")


def _is_offer(link: Link) -> bool:
    return bool(_FILE.search(urlsplit(link.url).path) or _FORM_LINK.search(link.text))
