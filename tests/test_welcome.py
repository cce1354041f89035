"""A site that opens with a welcome page: what comes after it is the home page, and both are looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hostile_site import HOME, TEXT, page, served

from a11y.collect import Options, collect, plan
from a11y.collect import welcome as welcoming
from a11y.evidence import Meta
from a11y.model import Mode, Role, Site

QUICK: dict[str, Any] = {
    "allow_private": True,
    "elderly": False,
    "only_artifacts": ["Meta", "Anchors"],
    "timeout": 6,
    "pages": 3,
}
FRONT = page(
    TEXT + "<a href=/sy/tzgg/>通知公告</a><a href=/sy/zwgk/>政务公开</a><a href=/sy/bsfw/>办事服务</a>", "首页"
)


def welcome(head: str = "", foot: str = "") -> bytes:
    return HOME.format(title=f"欢迎</title>{head}<title>", body=f"{TEXT}<a href=/sy/>进入首页</a>{foot}").encode()


GOES = {
    "told": welcome('<meta http-equiv="refresh" content="1; URL=/sy/">'),
    "told without url=": welcome('<META HTTP-EQUIV="Refresh" CONTENT="1,/sy/">'),
    "timer": welcome(foot="<script>setTimeout(() => { location.href = '/sy/' }, 900)</script>"),
    "counted down": welcome(
        foot="<b id=n>2</b><script>function leave() { window.location.replace('/sy/'); }\n"
        "setInterval(function () { if (--n.textContent < 1) leave(); }, 500)</script>"
    ),
}
STAYS = {
    "to itself": welcome('<meta http-equiv="refresh" content="1;url=/#top">'),
    "reloads": welcome('<meta http-equiv="refresh" content="2">'),
    "far away": welcome('<meta http-equiv="refresh" content="60;url=/sy/">'),
    "into its own bar": welcome(foot="<script>setTimeout(() => { location.href = '#/home' }, 300)</script>"),
    "only when pressed": welcome(foot="<script>function search() { location.href = '/sy/' }</script>"),
    "nothing": welcome(),
}


def seen(first: bytes, folder: Path) -> list[tuple[str, Role, str]]:
    with served({"/": first, "/sy/": FRONT}) as base:
        evidence = collect(Site(url=base + "/"), Options(**QUICK), folder)
        standard = [one for one in evidence.pages() if one.page.mode is Mode.STANDARD]
        assert not evidence.sample.errors
        return [(s.page.url.removeprefix(base), s.page.role, s.artifacts[Meta].title) for s in standard]


@pytest.mark.parametrize("how", GOES)
def test_the_home_page_is_the_one_that_comes_after(how: str, tmp_path: Path) -> None:
    home, first, *others = seen(GOES[how], tmp_path)
    assert home == ("/sy/", Role.HOME, "首页")
    assert (first[0], first[2]) == ("/", "欢迎")
    assert first[1] is not Role.HOME
    assert len(others) == 1  # three pages were asked for


@pytest.mark.parametrize("how", STAYS)
def test_a_page_that_stays_is_the_home_page(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(welcoming, "COUNTED", 0.1)
    pages = seen(STAYS[how], tmp_path)
    assert pages[0] == ("/", Role.HOME, "欢迎")
    assert [url for url, _, _ in pages].count("/") == 1


def test_a_plan_knows_it_too(tmp_path: Path) -> None:
    with served({"/": GOES["told"], "/sy/": FRONT}) as base:
        planned = plan(Site(url=base + "/"), Options(**QUICK))
    assert [choice.url.removeprefix(base) for choice in planned.pages[:2]] == ["/sy/", "/"]
