"""Text read by the wrong encoding is known as such, said in one line, and blamed for nothing else."""

from __future__ import annotations

import pytest

from a11y import audit, checks, registry
from a11y.evidence import Foot, Literal, Meta, Outline, Page, PageEvidence, Sample
from a11y.garbled import Garbled, garbled
from a11y.model import Coverage, Device, Mode, Outcome, Role, Site

TEXT = "安澜镇人民政府关于印发养老服务实施办法的通知：各村民委员会，镇直各单位，请认真贯彻执行。"
URL = "http://a.example/"


def latin(body: bytes) -> str:
    """As a browser reads bytes by windows-1252."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in body)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TEXT, None),
        (TEXT + "\ufffd\ufffd", None),
        ("Été à la française, où l’élève a dîné près du château où naquit Émile. " * 3, None),
        ("日本語のホームページへようこそ。市役所の案内をご覧ください。", None),
        ("شىنجاڭ ئۇيغۇر ئاپتونوم رايونلۇق خەلق ھۆكۈمىتى تورىغا خۇش كەپسىز", None),
        (latin(TEXT.encode()), Garbled("windows-1252", "utf-8")),
        (latin(TEXT.encode()).replace("\xa0", " "), Garbled("windows-1252", "utf-8")),
        (TEXT.encode().decode("gb18030", "replace"), Garbled("gb18030", "utf-8")),
        (latin(TEXT.encode("gbk")), Garbled("windows-1252", "gb18030")),
        (TEXT.encode("gbk").decode("utf-8", "replace"), Garbled("", "")),
        ("锟斤拷" * 20 + TEXT[:10], Garbled("", "")),
        (latin("安澜镇".encode()), None),  # too little to say
    ],
)
def test_what_was_misread(text: str, found: Garbled | None) -> None:
    assert garbled(text) == found


def seen(text: str, header: str = "", said: str = "") -> Literal:
    headers = {"content-type": header} if header else {}
    page = Page(URL, URL, Role.HOME, Mode.STANDARD, Device.DESKTOP, 200, charset="windows-1252", headers=headers)
    gathered = {Outline: Outline(text), Meta: Meta(charset="windows-1252", charset_said=said), Foot: Foot("版权所有")}
    sample = Sample(Site(url=URL), "2026-11-22T09:00:00+08:00", 0, Coverage(1, 1, 0, 1, True))
    return Literal(sample, (PageEvidence(page, gathered),))


def outcome(evidence: Literal, id: str) -> checks.CheckResult:
    return checks.run(evidence, [checks.Run(registry.checks()[id])])[0]


@pytest.mark.parametrize(
    ("body", "header", "said", "expected"),
    [
        (TEXT.encode(), "", "", Outcome.FAILED),
        (TEXT.encode(), "text/html; charset=iso-8859-1", "", Outcome.FAILED),
        (TEXT.encode("gbk"), "", "windows-1252", Outcome.FAILED),
        (TEXT.encode("gbk"), "", "", Outcome.CANT_TELL),  # a browser in Chinese takes it for what it is
    ],
)
def test_garbage_fails_where_every_browser_shows_it(body: bytes, header: str, said: str, expected: Outcome) -> None:
    assert outcome(seen(latin(body), header, said), "content/garbled").outcome is expected


def test_words_that_cannot_be_read_are_blamed_for_nothing() -> None:
    assert outcome(seen(TEXT), "identity/site-code").outcome is Outcome.FAILED
    result = outcome(seen(latin(TEXT.encode())), "identity/site-code")
    assert (result.outcome, [f.data["reason"] for f in result.findings]) == (Outcome.CANT_TELL, ["garbled"])


def test_the_report_says_it_in_one_line() -> None:
    said = [e for e in audit.assemble(seen(latin(TEXT.encode())), audit.Request()).errors if e.kind == "garbled"]
    assert [(e.where, "乱码" in e.detail) for e in said] == [(URL, True)]
    assert not audit.assemble(seen(TEXT), audit.Request()).errors
