"""A fingerprint keeps what names the thing meant, and nothing that is another at every visit."""

from __future__ import annotations

import pytest

from a11y.fingerprint import fingerprint
from a11y.model import Device, Mode, Target

SITE = "http://www.wangchuan.gov.cn"
SAME = (
    ("/js/share.js?v=0.81513", "/js/share.js?v=0.2207"),
    ("/js/share.js?_=1763809634123", "/js/share.js?_=1763809999456"),
    ("/js/share.js?1763809634", "/js/share.js"),
    ("/css/site.css?ver=3.2.1", "/css/site.css?ver=3.3.0"),
    ("/css/site.css?20261122", "/css/site.css?20261123"),
    ("/count.jsp?id=12&t=1763809634123", "/count.jsp?id=12&t=1763809700000"),
    ("/count.jsp?id=12&rand=7", "/count.jsp?id=12&rand=41"),
    ("/code.jsp?d=Sun%20Nov%2022%202026%2011:07:14", "/code.jsp?d=Mon%20Nov%2023%202026%2009:10:11"),
    ("/list.do;jsessionid=8A6F0C.node1?page=2", "/list.do;jsessionid=77D1B2.node2?page=2"),
    ("/open?k=9f8e7d6c5b4a39281706f5e4d3c2b1a0&id=3", "/open?k=00aa7d6c5b4a39281706f5e4d3c2ffff&id=3"),
    ("/file?token=abc&name=a.doc", "/file?token=xyz&name=a.doc"),
    ("/static/app.3f9ac21b.js", "/static/app.77de01a9.js"),
    ("/static/init.js0.8151374209613", "/static/init.js0.46029918370015"),
    ("/static/init.js1795389850000", "/static/init.js1795389921000"),
    ("/static/site.css1795389850", "/static/site.css"),
    ("/static/init.js0.8151374209613?v=3", "/static/init.js0.46029918370015?v=4"),
)
DIFFERENT = (
    ("/show.jsp?id=123", "/show.jsp?id=124"),
    ("/show.jsp?id=1763809634", "/show.jsp?id=1763809635"),
    ("/show?articleguid=9f8e7d6c5b4a39281706f5e4d3c2b1a0", "/show?articleguid=00aa7d6c5b4a39281706f5e4d3c2ffff"),
    ("/list?type=3", "/list?type=4"),
    ("/list?t=3", "/list?t=4"),
    ("/list?page=2", "/list?page=3"),
    ("/list?12", "/list?13"),
    ("/list?sid=12", "/list?sid=13"),
    ("/list?_id=12", "/list?_id=13"),
    ("/down?filename=20261122110714.doc", "/down?filename=20261122110715.doc"),
    ("/index?r=news/list", "/index?r=news/show"),
    ("/upload/3f9ac21b8d7e.jpg", "/upload/77de01a98d7e.jpg"),
    ("/2026/1122/c1.html", "/2026/1122/c2.html"),
    ("/down/v1.0.202611221107", "/down/v1.0.202611231107"),
    ("/art/1795389850000", "/art/1795389850001"),
    ("/art/jss1795389850000", "/art/jss1795389850001"),
    ("/down/10.202611221107", "/down/10.202611231107"),
)


def mark(address: str, page: str = f"{SITE}/") -> str:
    return fingerprint("links/dead", Mode.STANDARD, Device.DESKTOP, page, Target("script", landmark="foot"), address)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_passes_in_an_address_makes_no_new_finding(one: str, other: str) -> None:
    assert mark(SITE + one) == mark(SITE + other)
    assert mark("https://elsewhere.cn" + one) == mark("https://elsewhere.cn" + other) != mark(SITE + one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_addresses_that_name_two_things_are_two(one: str, other: str) -> None:
    assert mark(SITE + one) != mark(SITE + other)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_page_is_the_same_page_at_every_visit(one: str, other: str) -> None:
    assert mark("x", SITE + one) == mark("x", SITE + other)


def test_a_key_that_is_no_address_is_taken_as_it_is() -> None:
    assert mark("竟成功?t=0.5") != mark("竟成功?t=0.6")
