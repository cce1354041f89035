"""Public messages with their answers, surveys with their results: read off one page."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from a11y import dates
from a11y.collect import labels
from a11y.collect.documents import Document
from a11y.evidence import MessageSeen, SurveySeen

MESSAGE_WORDS = {
    "kind": r"(?:信件|留言|诉求|来信|问题|咨询|事项|写信)?(?:类别|类型|分类|性质)|业务类型|目的",
    "asked": r"(?:留言|来信|提交|写信|咨询|提问|信件|反映|投诉|发布|写作|发信|诉求|受理|登记|问题|网民留言)(?:时间|日期)",
    "answered": r"(?:答复|回复|办理|办结|处理|反馈|回信|答疑|审结|办理答复)(?:时间|日期)",
    "unit": r"(?:答复|回复|办理|承办|处理|受理|反馈|回信|责任|经办)(?:单位|部门|机构|机关|人|科室|处室)",
    "content": r"(?:答复|回复|办理|处理|反馈|回信)(?:内容|意见|结果|情况|详情)|(?:官方|部门|单位)?(?:答复|回复)|处理情况",
    "question": r"(?:留言|来信|信件|咨询|提问|问题|反映|投诉|诉求)(?:内容|详情|描述)|内容",
    "title": r"(?:留言|来信|信件|咨询|问题)?(?:标题|主题)",
}
"""Field of a message → what it is called."""

_FIELDS = {"asked": "留言时间", "answered": "答复时间", "unit": "答复单位", "content": "答复内容"}
_KINDS = re.compile(r"咨询|投诉|建议|求助|举报|表扬|感谢|意见|其他")
_NOT_YET = re.compile(r"正在办理|办理中|处理中|待(?:答复|回复|办理)|未(?:答复|回复)|已受理")


def read(document: Document, today: date, title: str = "") -> MessageSeen:
    """The message that a page shows."""
    words = labels.content_with_hidden(document)
    return _unlabelled(_message(document, labels.values(words, MESSAGE_WORDS), today, title), words, today)


_OFFICE = r"[\u4e00-\u9fff]{1,20}?(?:局|委|委员会|厅|办|办公室|中心|政府|街道|镇|乡|科|处|站|大队|支队|公司)"
_ANSWERED_BY = re.compile(
    rf"({_OFFICE})\s*(?:的)?(?:官方)?(?:答复|回复|反馈|回信)|(?:答复|回复|反馈|回信)\s*[】\]]?\s*[:：]?\s*[（(]?\s*({_OFFICE})(?![\u4e00-\u9fff])"
)
_ANSWER = re.compile(r"(?:答复|回复|反馈|回信)[^\n:：]{0,40}(?:[:：】\]]|\n)[\s（(]*\S[^\n]{3,}")


def _unlabelled(message: MessageSeen, words: str, today: date) -> MessageSeen:
    """What stands there without its label: not missing, and where we cannot say what it is, not read."""
    missing, unreadable = list(message.missing), list(message.unreadable)
    by = _ANSWERED_BY.search(words)
    if by and "答复单位" in missing:
        missing.remove("答复单位")
        message = replace(message, unit=(by[1] or by[2])[:60])
    if "答复内容" in missing and _ANSWER.search(words):
        missing.remove("答复内容")
        message = replace(message, has_content=True)
    undated = [name for name in ("留言时间", "答复时间") if name in missing]
    known = {day for day in (message.asked, message.answered) if day}
    if undated and len({moment.day.isoformat() for moment in dates.every(words, today)} - known) >= len(undated):
        missing = [name for name in missing if name not in undated]
        unreadable += undated
    return replace(message, missing=tuple(missing), unreadable=tuple(unreadable))


def inline(document: Document, today: date) -> list[MessageSeen]:
    """Messages that a list page shows whole, one after another; empty where it shows one or none."""
    found = labels.values(labels.content_with_hidden(document), MESSAGE_WORDS)
    marks = [n for n, value in enumerate(found) if value.name == "asked"]
    if len(marks) < 2 or len({value.name for value in found} & {"answered", "content"}) < 1:
        return []
    opening = _opening(found, marks)
    starts = [n for n, value in enumerate(found) if value.name == opening]
    groups = [found[a:b] for a, b in zip(starts, [*starts[1:], len(found)], strict=True)]
    return [_message(document, group, today, "") for group in groups]


def _opening(found: Sequence[labels.Value], marks: Sequence[int]) -> str:
    """The label that begins each message: the first of the page that comes as often as the time of asking."""
    for value in found:
        if sum(other.name == value.name for other in found) >= len(marks):
            return value.name
    return "asked"


def _message(document: Document, found: Sequence[labels.Value], today: date, title: str) -> MessageSeen:
    said = {name: labels.first(found, name) for name in MESSAGE_WORDS}
    days: dict[str, str | None] = {}
    missing, unreadable = [], []
    for name, chinese in _FIELDS.items():
        value = said[name]
        words = value.text.strip() if value else ""
        if name in ("asked", "answered"):
            moment = dates.parse(words[:60], today) if words else None
            days[name] = moment.day.isoformat() if moment else None
            if words and moment is None:
                unreadable.append(chinese)
                continue
        if not words:
            missing.append(chinese)
    kind, heading = said["kind"], said["title"]
    kind_found = _KINDS.search(kind.text) if kind else None
    content = said["content"]
    pending = bool(_NOT_YET.search(document.content[:6000])) and not (content and content.text.strip())
    return MessageSeen(
        title=(title or (heading.text if heading else "") or document.heading or document.title)[:100], url=document.url,
        kind=kind_found.group() if kind_found else "", asked=days["asked"], answered=days["answered"],
        unit=(said["unit"].text if said["unit"] else "")[:60], has_content=bool(content and content.text.strip()),
        missing=() if pending else tuple(missing), unreadable=tuple(unreadable),
    )  # fmt: skip


_SPAN = re.compile(r"(?:征集|调查|公示|征求意见|活动|意见|反馈|开始)?(?:时间|日期|期限|时限)")
_DURATION = re.compile(r"(?:起|为期|期限为?|共计?|之日起)[^\d。]{0,6}(\d{1,3})\s*(?:个)?(工作日|自然日|日|天|个月)")
_UNTIL = re.compile(r"(?:截止|截至|结束|到期|止于|于|至|到|前)[^\d二]{0,8}")
_RESULT = re.compile(
    r"(?:结果|意见)(?:的)?(?:反馈|公开|公布|汇总|采纳)|反馈(?:结果|情况|意见)|采纳情况|征集结果|调查结果|采纳意见|意见采纳"
)
_NO_RESULT = re.compile(r"暂无|待(?:公开|反馈|公布)|未(?:反馈|公布|公开)|将(?:于|在|及时)|另行")


def survey(document: Document, today: date, title: str, day: str | None) -> SurveySeen:
    """A consultation as its page tells of it: when it ended, and whether its result is public."""
    text = dates.normal(document.content.replace("\n", "。"))
    begin = date.fromisoformat(day) if day else None
    end = _end(text, begin, today)
    feedback, feedback_day = _result(document, text, today)
    return SurveySeen(title[:100], document.url, day, end.isoformat() if end else None, feedback, feedback_day)


def _end(text: str, begin: date | None, today: date) -> date | None:
    for match in _SPAN.finditer(text):
        rest = text[match.end() : match.end() + 60].partition("。")[0]
        told = list(dates.every(rest, today))
        if len(told) >= 2:
            return told[1].day
        length = _DURATION.search(rest)
        if length and (told or begin):
            return _after(told[0].day if told else begin, int(length[1]), length[2])
    for match in _UNTIL.finditer(text):
        moment = dates.parse(text[match.end() : match.end() + 16], today)
        if moment and match.group()[0] in "截结到止":
            return moment.day
    length = _DURATION.search(text)
    return _after(begin, int(length[1]), length[2]) if length and begin else None


def _after(begin: date | None, count: int, unit: str) -> date | None:
    if begin is None:
        return None
    if "月" in unit:
        index = begin.year * 12 + begin.month - 1 + count
        year, month = divmod(index, 12)
        return date(year, month + 1, min(begin.day, calendar.monthrange(year, month + 1)[1]))
    return begin + timedelta(days=count if unit != "工作日" else round(count * 1.4))


def _result(document: Document, text: str, today: date) -> tuple[bool, str | None]:
    for match in _RESULT.finditer(text):
        rest = text[match.end() : match.end() + 120]
        if len(re.sub(r"\W", "", rest[:60])) >= 4 and not _NO_RESULT.search(rest[:20]):
            moment = dates.parse(rest[:60])
            return True, moment.day.isoformat() if moment and moment.day <= today else None
    for link in document.links:
        if link.url and link.url != document.url and link.region in ("content", "side") and _RESULT.search(link.text):
            moment = dates.parse(link.row, today) or dates.in_address(link.url)
            return True, moment.day.isoformat() if moment else None
    return False, None
