"""Personal numbers that stand in a text unmasked: identity numbers, bank cards, mobile phones.

A number is told only by its ends, see `a11y.masking`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from a11y import masking
from a11y.marks import PROVINCES

_NUMBER = re.compile(r"(?<![0-9A-Za-z.*])\d(?:[ -]?\d){10,18}[ -]?[Xx]?(?![0-9A-Za-z*])")
_CARD_WORDS = re.compile(r"银行|卡号|账[号户]|帐[号户]|开户|一卡通|打卡|社保卡|惠农卡|收款")
_CARD_PREFIX = re.compile(r"62(?:1[2-9]|2|3|5|8)")
_CODE_WORDS = re.compile(
    r"(?:编码|编号|代码|序列号|统一社会信用|索引号|流水号|批号|合同号|条码|订单|ISBN|项目号|证书号|许可证?号)[^\d]{0,6}\Z"
)
_OFFICE_PHONE = re.compile(
    r"(?:联系|咨询|服务|值班|监督|举报|投诉|办公|报名|业务|客服|预约|受理|救援|求助|热线|单位|办理|报警|维修|招聘|应急|救助)"
    r"(?:人?员?)?(?:电话|手机|热线|方式|号码|人)[^。；;\n]{0,30}\Z"
    r"|(?:电话|热线|手机|Tel|TEL|传真)[:：(（]?[^。；;\n\d]{0,4}(?:\d[\d\- ]{6,13}[、,，/;；])*\s*\Z"
)
_PERSON = re.compile(r"身份证|姓名|本人|户主|家属|申请人|学生|家长|患者|住址|家庭|受益人|监护人|手机号")


@dataclass(frozen=True, slots=True)
class Leak:
    """One personal number in a text."""

    kind: str
    """identity, card, perhaps-card or phone."""
    start: int
    masked: str


def leaks(text: str) -> Iterator[Leak]:
    """Personal numbers of `text`, in order. Nothing whole is ever handed on."""
    for match in _NUMBER.finditer(text):
        written = match.group()
        digits = re.sub(r"[ -]", "", written)
        before = text[max(0, match.start() - 60) : match.start()]
        masked = masking.mask(digits)
        if is_identity_number(digits):
            yield Leak("identity", match.start(), masked)
        elif masking.is_bank_card(digits) and not _CODE_WORDS.search(before):
            certain = _CARD_WORDS.search(before) or _CARD_PREFIX.match(digits)
            yield Leak("card" if certain else "perhaps-card", match.start(), masked)
        elif masking.is_phone(digits) and _is_personal(before):
            yield Leak("phone", match.start(), masked)


def is_identity_number(digits: str) -> bool:
    """18 characters, a province, a real day of birth, the right last one. Source: GB 11643-1999."""
    if not masking.is_identity_number(digits) or digits[:2] not in PROVINCES:
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    return born.year >= 1900


def _is_personal(before: str) -> bool:
    """A phone that stands behind an office's label is the office's."""
    return bool(_PERSON.search(before[-40:])) or not _OFFICE_PHONE.search(before)
