"""A page rendered twice, as two builds deploy it: what was known is still known, and one new fault is the only new one."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from a11y import baseline, checks
from a11y.collect import gatherers
from a11y.collect.steps import Stage
from a11y.evidence import Anchors, Attempt, AxeResults, LinkStatus, LinkStatuses, Literal, Page, PageEvidence, Sample
from a11y.fingerprint import fingerprint
from a11y.model import Coverage, Device, Located, Mode, Role, Site, Target
from a11y.registry import checks as known_checks

NOW = "2026-11-22T09:00:00+08:00"
ASKED = ("links/dead", "axe/image-alt", "axe/label", "axe/link-name")
DIGITS = "零一二三四五六七八九"
TWICE = (Attempt("client", 0, 404), Attempt("browser", 1, 404))


def words(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in f"{number:03}")


def markup(build: int, *, more: str = "") -> str:
    """The site's home page as build `build` makes it: ids and classes are its own, lists come in its order."""
    luck = random.Random(build)

    def made(tag: str, inner: str = "", **attributes: str) -> str:
        mark = f"{luck.getrandbits(40):010x}"
        given = "".join(f' {name}="{value}"' for name, value in attributes.items())
        return f'<{tag} id="el-{mark}" class="css-{mark[:6]} row" data-v-{mark[4:]}{given}>{inner}'

    news = [made("li", made("a", f"通知第{words(n)}号</a>", href=f"/dead/{n}.html") + "</li>") for n in range(120)]
    photos = [made("li", made("img", src=f"/photo/{n}.png", width="40", height="40") + "</li>") for n in range(40)]
    fields = [f"<li>{words(n)}室 {made('input', type='text', name=f'f{n}')}</li>" for n in range(38)]
    for rows in (news, photos, fields):
        luck.shuffle(rows)
    blocks = [
        made("section", f"<h2>{title}</h2><a href='/dead/{name}/'>更多</a><ul>{''.join(rows)}</ul></section>")
        for title, name, rows in (("通知公告", "gg", news), ("图片新闻", "tp", photos))
    ]
    return (
        f"<!DOCTYPE html><html lang='zh-CN'><head><meta charset='utf-8'><title>望川镇</title></head><body>"
        f"{made('main')}<h1>望川镇便民服务网</h1>{''.join(blocks)}"
        f"<section><h2>预约登记</h2><ul>{''.join(fields)}</ul></section>{more}</main></body></html>"
    )


async def found(chromium: Any, url: str) -> list[Located]:
    context = await chromium.new_context()
    try:
        stage = Stage(await context.new_page())
        landing = await stage.goto(url)
        page = Page(url, landing.url, Role.HOME, Mode.STANDARD, Device.DESKTOP, landing.status)
        artifacts, errors = await gatherers.gather(stage, page, {Anchors, AxeResults})
    finally:
        await context.close()
    assert not errors
    dead = {
        a.url: LinkStatus(a.url, outside=False, attempts=TWICE) for a in artifacts[Anchors].items if "/dead/" in a.url
    }
    sample = Sample(Site(url=url), NOW, 0, Coverage(1, 1, 0, 1, True))
    seen = Literal(sample, (PageEvidence(page, artifacts),), {LinkStatuses: LinkStatuses(dead)})
    runs = [checks.Run(known_checks()[name]) for name in ASKED]
    return [f for result in checks.run(seen, runs) for f in result.findings if f.outcome.value == "failed"]


@pytest.fixture(scope="module")
def deployed(
    tmp_path_factory: pytest.TempPathFactory, serve: Any, loop: Any, chromium: Any
) -> dict[str, list[Located]]:
    """Findings of the first build, of the second on another host, and of a third with one more fault."""
    folder = tmp_path_factory.mktemp("site")
    address = serve(folder)
    elsewhere = address.replace("127.0.0.1", "localhost")
    builds = {
        "first": (address, markup(1)),
        "second": (elsewhere, markup(2)),
        "third": (address, markup(3, more="<p><a href='/dead/bszn/'>办事指南</a></p>")),
    }
    seen = {}
    for name, (base, text) in builds.items():
        Path(folder, "index.html").write_text(text, "utf-8")
        seen[name] = loop(found(chromium, base))
    return seen


def test_a_redeploy_changes_no_fingerprint(deployed: dict[str, list[Located]]) -> None:
    first, second = (Counter(f.fingerprint for f in deployed[name]) for name in ("first", "second"))
    assert first.total() == 200
    assert {f.check for f in deployed["first"]} == {"links/dead", "axe/image-alt", "axe/label"}
    assert first == second
    links = [{f.target.html for f in deployed[name] if f.check == "links/dead"} for name in ("first", "second")]
    assert links[0] & links[1] == {f'<a href="/dead/{name}/">更多</a>' for name in ("gg", "tp")}


def test_a_new_fault_among_two_hundred_known_is_the_only_one(
    tmp_path: Path, deployed: dict[str, list[Located]]
) -> None:
    file = tmp_path / "a11y-baseline.toml"
    baseline.update(file, deployed["first"], NOW)
    known = baseline.read(file)
    assert sum(entry.count for entry in known.values()) == 200
    assert baseline.new_findings(deployed["second"], known, NOW) == ()
    [new] = baseline.new_findings(deployed["third"], known, NOW)
    assert new.target.name == "办事指南"
    before = file.read_bytes()
    assert baseline.update(file, deployed["second"], NOW).mended == ()
    assert file.read_bytes() == before


def test_two_dead_links_of_one_name_are_two_entries(tmp_path: Path, deployed: dict[str, list[Located]]) -> None:
    file = tmp_path / "a11y-baseline.toml"
    baseline.update(file, deployed["first"], NOW)
    more = [entry for entry in baseline.read(file).values() if entry.name == "更多"]
    assert [entry.count for entry in more] == [1, 1]
    assert {entry.check for entry in more} == {"links/dead"}


def test_a_key_is_homeless_only_at_home() -> None:
    def mark(page: str, key: str) -> str:
        return fingerprint("links/dead", Mode.STANDARD, Device.DESKTOP, page, Target("a", name="更多"), key)

    live, staging = "https://www.a.gov.cn/", "http://staging.a.gov.cn:8080/"
    assert mark(live, live + "x/?p=1") == mark(staging, staging + "x/?p=1")
    assert mark(live, "https://other.gov.cn/x/") == mark(staging, "https://other.gov.cn/x/")
    assert mark(live, live + "x/") != mark(live, "https://other.gov.cn/x/")
    assert mark(live, live + "x/") != mark(live, live + "y/")
