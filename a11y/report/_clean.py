"""Text of other people's pages, made fit to be shown: masked, of printable characters, as plain values."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from a11y.masking import mask
from a11y.model import CheckResult, Located, Ruling, Scorecard, SiteReport

_ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|[@-Z\\-_])?"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTIONS = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_IDENTITY = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")


def printable(text: str) -> str:
    """`text` without terminal escapes, control characters, lone surrogates and marks that turn the reading direction."""
    return _DIRECTIONS.sub("", _CONTROLS.sub("\ufffd", _ESCAPES.sub("", text)))


def one_line(text: str, limit: int = 400) -> str:
    """`text` on one line of at most `limit` characters."""
    line = re.sub(r"\s+", " ", printable(text)).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"


def masked_address(url: str) -> str:
    """An address without identity numbers. Other long numbers name articles, and an address must stay one."""
    return _IDENTITY.sub(lambda found: mask(found.group()), printable(url))


def link(url: str) -> str | None:
    """`url` where a reader may follow it (http and https only), else `None`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def number(value: Decimal | float) -> int | float | None:
    """A JSON number with at most four places; `None` for what is no number."""
    if not math.isfinite(value):
        return None
    short = round(float(value), 4)
    return int(short) if short == int(short) else short


def plain(value: Any) -> Any:
    """`value` as JSON knows values: numbers with at most four places, texts masked, anything else as text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float | Decimal):
        return number(value)
    if isinstance(value, str):
        return masked_address(value) if link(value) else mask(printable(value))
    return _plain_whole(value)


def _plain_whole(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    match value:
        case Mapping():
            return {printable(str(key)): plain(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted((plain(item) for item in value), key=repr)
        case list() | tuple():
            return [plain(item) for item in value]
        case Enum():
            return plain(value.value)
    return mask(printable(str(value)))


def masked(report: SiteReport) -> SiteReport:
    """`report` with everything that pages said masked and printable: what every format shows."""
    return dataclasses.replace(
        report,
        pages=tuple(plain(page) for page in report.pages),
        checks=tuple(_check(result) for result in report.checks),
        errors=tuple(
            dataclasses.replace(e, where=masked_address(e.where), detail=mask(printable(e.detail)))
            for e in report.errors
        ),
        scorecards=tuple(_scorecard(card) for card in report.scorecards),
        chapters=plain(report.chapters),
    )


def _scorecard(card: Scorecard) -> Scorecard:
    return dataclasses.replace(
        card,
        indicators=tuple(
            dataclasses.replace(
                i,
                title=printable(i.title),
                reason=mask(printable(i.reason)),
                rule=printable(i.rule),
                ruling=_ruling(i.ruling),
            )
            for i in card.indicators
        ),
        reason=None if card.reason is None else mask(printable(card.reason)),
    )


def _ruling(ruling: Ruling | None) -> Ruling | None:
    if ruling is None:
        return None
    return dataclasses.replace(ruling, by=mask(printable(ruling.by)), reason=mask(printable(ruling.reason)))


def _check(result: CheckResult) -> CheckResult:
    return dataclasses.replace(
        result,
        reason=None if result.reason is None else mask(printable(result.reason)),
        data=plain(result.data),
        findings=tuple(_finding(finding) for finding in result.findings),
    )


def _finding(finding: Located) -> Located:
    target = finding.target
    return dataclasses.replace(
        finding,
        page=masked_address(finding.page),
        target=dataclasses.replace(
            target,
            selector=printable(target.selector),
            html=None if target.html is None else mask(printable(target.html)),
            frame=tuple(masked_address(address) for address in target.frame),
            name=mask(printable(target.name)),
            landmark=mask(printable(target.landmark)),
        ),
        message=mask(printable(finding.message)),
        remedy=None if finding.remedy is None else mask(printable(finding.remedy)),
        data=plain(finding.data),
        repeat=masked_address(finding.repeat),
        ruling=_ruling(finding.ruling),
    )
