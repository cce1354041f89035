"""Identity numbers, bank cards and personal phones are never printed whole.

Source: the customary forms `35*************123` and `138****1234` of government notices on privacy.
"""

from __future__ import annotations

import re

_DIGITS = re.compile(r"(?<![0-9A-Za-z])(?:\d[ -]?){10,18}[\dXx](?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def mask(text: str) -> str:
    """`text` with every identity number, bank card and mobile phone shown by its ends only."""
    return _DIGITS.sub(lambda found: _masked(found.group()), text)


def sensitive(text: str) -> list[str]:
    """What `mask` would hide in `text`, as written, each once: for whoever must blur it in a picture."""
    found = (match.group() for match in _DIGITS.finditer(text))
    return list(dict.fromkeys(words for words in found if _masked(words) != words))


def is_identity_number(digits: str) -> bool:
    """18 characters with a possible date of birth and the right last one. Source: GB 11643-1999."""
    if not re.fullmatch(r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]", digits):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[-1].upper()


def is_bank_card(digits: str) -> bool:
    """16 to 19 digits that begin as cards do and pass Luhn's sum. Source: ISO/IEC 7812-1."""
    if not re.fullmatch(r"[3-6]\d{15,18}", digits):
        return False
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def is_phone(digits: str) -> bool:
    """A mobile phone of mainland China: eleven digits from 13 to 19."""
    return re.fullmatch(r"1[3-9]\d{9}", digits) is not None


def _masked(found: str) -> str:
    digits = re.sub(r"[ -]", "", found)
    if is_identity_number(digits):
        return digits[:2] + "*" * 13 + digits[-3:]
    if is_bank_card(digits):
        return digits[:4] + "*" * (len(digits) - 8) + digits[-4:]
    if is_phone(digits):
        return digits[:3] + "****" + digits[-4:]
    if digits == found:
        return found
    # Two numbers that stand side by side, such as a date and a phone.
    return "".join(_masked(part) if part.isalnum() else part for part in re.split(r"([ -])", found))
