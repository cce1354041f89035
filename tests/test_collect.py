"""A whole collection, on good sites and on hostile ones: it ends, says what it could not see, and leaves nothing running."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from hostile_site import TEXT, browsers, page, served, silent
from PIL import Image, ImageStat
from playwright.async_api import Error as BrowserError

from a11y import masking, store
from a11y.collect import Options, collect, cropping, plan, printing, visiting
from a11y.collect import guard as guarding
from a11y.collect.browser import Browser
from a11y.collect.printing import print_html
from a11y.collect.steps import Stage
from a11y.errors import BrowserMissingError, ReportError, UsageError
from a11y.evidence import Crops, Meta, Outline, Texts
from a11y.model import Device, Mode, Role, Site

QUICK: dict[str, Any] = {"allow_private": True, "elderly": False, "only_artifacts": ["Texts"], "timeout": 6}


@pytest.fixture(scope="module")
def hostile() -> Iterator[str]:
    with served() as base:
        yield base


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    before = {process.pid for process in browsers()}
    yield
    left = [process.pid for process in browsers() if process.pid not in before]
    assert not left, "a browser is left running"


def pages_of(evidence: Any) -> dict[str, Any]:
    return {seen.page.url.rpartition("/")[2]: seen for seen in evidence.pages()}


# --- hostile pages ---
EXPECTED = {
    "ok": None, "empty": "empty", "blank": "empty", "pdf": "not-html", "json": "not-html", "wall": "bot-wall",
    "wall-412": "bot-wall", "sandbox": "sandbox", "restless": None, "loop": "hang", "loop-at-once": "timeout",
    "dialogs": None, "windows": None, "gbk": None, "utf-16": None, "gb18030": None, "404": "http",
    "500": "server", "fetching": None, "holding": None, "renaming": None, "redirects": "redirects", "never": "timeout", "huge": None,
    "astray": "refused", "reloading": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def survived(hostile: str, tmp_path_factory: Any) -> Any:
    """Every hostile page but the one that kills, four at a time, in one run."""
    addresses = [f"{hostile}/{name}" for name in EXPECTED]
    options = Options(**{**QUICK, "only_pages": addresses, "concurrency": 4})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("a11y.collect.visiting.WALL", 1.0)
        return collect(Site(url=hostile), options, tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize(("name", "error"), EXPECTED.items())
def test_each_hostile_page_is_told_by_its_kind(name: str, error: str | None, survived: Any) -> None:
    seen = pages_of(survived)[name]
    assert seen.page.error == error
    assert (Texts in seen.artifacts) is (error is None)


def test_what_could_not_be_seen_is_said(survived: Any) -> None:
    coverage = survived.sample.coverage
    failed = sum(error is not None for error in EXPECTED.values())
    assert (coverage.complete, coverage.pages_failed, coverage.pages_checked) == (False, failed, len(EXPECTED) - failed)
    assert coverage.reason is not None
    for words in ("防爬虫", "时限", "sandbox"):
        assert words in coverage.reason


def test_a_page_that_crashes_takes_no_other_with_it(hostile: str, tmp_path: Path) -> None:
    addresses = [f"{hostile}/{name}" for name in ("crash", "ok")]
    evidence = collect(Site(url=hostile), Options(**QUICK, only_pages=addresses, concurrency=1), tmp_path)
    assert [seen.page.error for seen in evidence.pages()] == ["crash", None]
    assert "崩溃" in (evidence.sample.coverage.reason or "")


@pytest.mark.parametrize("name", ["gbk", "gb18030", "utf-16"])
def test_letters_of_every_encoding_are_read(name: str, survived: Any) -> None:
    seen = pages_of(survived)[name]
    assert seen.page.title == "县政府"
    assert seen.artifacts[Outline].text.startswith("安澜县人民政府")


def test_what_a_page_asks_for_by_itself_is_waited_for(survived: Any) -> None:
    assert "农村公路" in pages_of(survived)["fetching"].artifacts[Outline].text


def test_what_was_read_before_a_change_is_read_again(survived: Any) -> None:
    assert pages_of(survived)["renaming"].artifacts[Meta].lang == "en"


@pytest.mark.parametrize("asked", ["MutationObserver", "innerText"])
def test_a_page_that_goes_on_just_while_it_is_asked_is_asked_again(
    asked: str, hostile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, evaluate = [1, 2, 3], Stage.evaluate

    async def gone_thrice(stage: Stage, script: str, *words: Any, **more: Any) -> Any:
        if asked in script and gone:
            gone.pop()
            raise BrowserError("Page.evaluate: Execution context was destroyed, most likely because of a navigation")
        return await evaluate(stage, script, *words, **more)

    monkeypatch.setattr(Stage, "evaluate", gone_thrice)
    evidence = collect(Site(url=hostile), Options(**QUICK, only_pages=[f"{hostile}/ok"]), tmp_path)
    assert not gone
    assert [seen.page.error for seen in evidence.pages()] == [None]


def test_a_page_at_rest_is_read_once(hostile: str, tmp_path: Path, monkeypatch: Any) -> None:
    async def again(*_: Any) -> Any:
        raise AssertionError("read a second time")

    monkeypatch.setattr("a11y.collect.gatherers.survey", again)
    [seen] = collect(Site(url=f"{hostile}/ok"), Options(**QUICK, only_pages=[f"{hostile}/ok"]), tmp_path).pages()
    assert (seen.errors, seen.artifacts[Outline].text[:3]) == ({}, "安澜县")


def test_a_restless_page_is_known_as_such(survived: Any) -> None:
    settled = {name: seen.page.settled for name, seen in pages_of(survived).items()}
    assert (settled["restless"], settled["ok"]) == (False, True)


def test_pages_stand_in_the_order_they_were_asked_for(survived: Any) -> None:
    assert list(pages_of(survived)) == list(EXPECTED)


# --- hostile homes ---
def test_a_bot_wall_is_never_a_clean_site(hostile: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("a11y.collect.visiting.WALL", 1.0)
    evidence = collect(Site(url=hostile + "/wall"), Options(**QUICK), tmp_path)
    [seen] = evidence.pages()
    assert (seen.page.error, seen.page.role, dict(seen.artifacts)) == ("bot-wall", Role.HOME, {})
    assert not evidence.sample.coverage.complete
    assert "防爬虫" in (evidence.sample.coverage.reason or "")
    assert [trouble.kind for trouble in evidence.sample.errors] == ["bot-wall"]


@pytest.mark.parametrize(
    ("url", "kind"), [("http://nowhere.invalid/", "dns"), ("http://127.0.0.1:1/", "refused"), ("https{}", "tls")]
)
def test_a_site_that_is_not_there(url: str, kind: str, hostile: str, tmp_path: Path) -> None:
    evidence = collect(Site(url=url.format(hostile.removeprefix("http"))), Options(**QUICK), tmp_path)
    [seen] = evidence.pages()
    assert (seen.page.error, seen.page.status) == (kind, 0)
    assert (evidence.sample.coverage.complete, evidence.sample.coverage.pages_checked) == (False, 0)


def test_a_site_that_does_not_answer(tmp_path: Path) -> None:
    with silent() as base:
        evidence = collect(Site(url=base), Options(**{**QUICK, "timeout": 1}), tmp_path)
    assert [seen.page.error for seen in evidence.pages()] == ["timeout"]


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://localhost:8000/", "http://[::1]/"])
def test_a_private_entry_is_refused_before_a_browser_is_started(url: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--allow-private"):
        collect(Site(url=url), Options(browser="/nowhere"), tmp_path)


def test_a_home_that_leads_to_a_private_address(hostile: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(guarding, "is_private", lambda address: not address.is_loopback)
    evidence = collect(Site(url=hostile + "/to-private"), Options(**{**QUICK, "allow_private": False}), tmp_path)
    [seen] = evidence.pages()
    assert (seen.page.error, seen.page.final_url) == ("blocked-by-us", "http://192.168.1.1/")


def test_a_missing_browser_is_one_line_that_names_the_command(hostile: str, tmp_path: Path) -> None:
    with pytest.raises(BrowserMissingError, match="apt install chromium") as raised:
        collect(Site(url=hostile), Options(**QUICK, browser="/nowhere/chromium"), tmp_path)
    assert "\n" not in str(raised.value)


def test_robots_are_obeyed_unless_there_is_a_reason(tmp_path: Path) -> None:
    with served({"/robots.txt": b"User-agent: *\nDisallow: /"}) as base:
        refused = collect(Site(url=base + "/ok"), Options(**QUICK), tmp_path / "1")
        let_in = collect(Site(url=base + "/ok"), Options(**QUICK, ignore_robots="本单位网站", pages=1), tmp_path / "2")
    assert [seen.page.error for seen in refused.pages()] == ["robots"]
    assert "--ignore-robots" in (refused.sample.coverage.reason or "")
    assert [seen.page.error for seen in let_in.pages()] == [None]
    assert let_in.sample.tool["ignore_robots"] == "本单位网站"


# --- a good site ---
LINKS = "".join(
    f"<li><a href=/xwzx/202601/t2026010{i}_{100 + i}.html>县政府召开第{i}次常务会议</a>" for i in range(1, 8)
)
GOOD = {
    "/": page(f"<nav><a href=/zwgk/>政务公开</a> <a href=/zwfw/>政务服务</a> <a href=/hdjl/>互动交流</a> <a href=/gone.html>已撤</a>"
              f"</nav><ul>{LINKS}</ul>{TEXT}<p>身份证号 11010519491231002X</p><img src=/x.png width=90 height=60>", "安澜县人民政府"),
    "/robots.txt": b"Sitemap: /map.xml\nUser-agent: *\nDisallow: /secret/\n",
    "/sitemap.xml": b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{base}/only/in/map/</loc></url></urlset>",
}  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory: Any) -> Any:
    folder = tmp_path_factory.mktemp("good")
    with served(GOOD) as base:
        return collect(
            Site(url=base + "/"),
            Options(allow_private=True, elderly=False, pages=6, now="2026-11-22T09:00:00+08:00", timeout=15,
                    only_artifacts=["Texts", "Anchors", "AxeResults"]),
            folder,
        )  # fmt: skip


def test_the_sample_is_examined_and_what_is_gone_replaced(good: Any) -> None:
    sample = good.sample
    assert sample.coverage.complete, sample.coverage.reason
    assert sample.coverage.pages_checked == 6
    assert sample.chosen[0] == sample.site.url
    assert {seen.page.role for seen in good.pages()} >= {
        Role.HOME,
        Role.COLUMN,
        Role.ARTICLE,
        Role.SERVICE,
        Role.INTERACTION,
    }
    assert sample.collected_at == "2026-11-22T09:00:00+08:00"
    assert sample.tool["axe"]
    assert len(sample.found) >= 11


def test_pages_of_one_template_share_an_id(good: Any) -> None:
    templates = [seen.page.template for seen in good.pages() if not seen.page.error]
    assert templates[0] == "t1"
    assert set(templates[1:]) == {"t2"}
    assert good.sample.coverage.templates == 2


def test_pictures_are_kept_small_and_where_they_are_said_to_be(good: Any) -> None:
    home = next(good.pages())
    crops = home.artifacts[Crops]
    assert len(crops.items) >= 1, "a picture without alternative is shown"
    for path in [home.page.thumbnail, *(crop.path for crop in crops.items)]:
        data = store.Assets(good.path).read(path)
        assert data[:3] == b"\xff\xd8\xff"
        assert len(data) < 100_000


def test_a_folder_is_whole_and_the_same_when_written_again(good: Any, tmp_path: Path) -> None:
    subprocess.run(["sha256sum", "-c", "--quiet", "MANIFEST.sha256"], cwd=good.path, check=True)
    store.write_evidence(tmp_path, good)
    for name in ("evidence/sample.json", "evidence/pages/0001.json"):
        assert (tmp_path / name).read_bytes() == (good.path / name).read_bytes()


def test_a_plan_names_the_same_pages(good: Any) -> None:
    with served(GOOD) as base:
        planned = plan(Site(url=base + "/"), Options(allow_private=True, pages=6))
    port = base.rpartition(":")[2]
    own = good.sample.site.url.split(":")[2].rstrip("/")
    assert [c.url for c in planned.pages] == [url.replace(own, port) for url in good.sample.chosen[:6]]
    assert planned.requests >= 6
    assert planned.found == len(good.sample.found) + 1


def test_on_a_phone_the_viewport_is_a_phones(tmp_path: Path) -> None:
    with served() as base:
        evidence = collect(Site(url=base + "/ok"), Options(**QUICK, device="mobile", pages=1), tmp_path)
    [seen] = evidence.pages()
    assert (seen.page.device, seen.page.viewport) == (Device.MOBILE, (375, 812))
    assert "Mobile" in evidence.sample.tool["user_agent"]


# --- damaged folders ---
def damage_version(folder: Path) -> None:
    head = json.loads((folder / "evidence/sample.json").read_text("utf-8"))
    (folder / "evidence/sample.json").write_text(json.dumps({**head, "format": 99}), "utf-8")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (damage_version, "版本是 99"),
        (lambda f: (f / "evidence/sample.json").unlink(), "没有证据"),
        (lambda f: (f / "evidence/sample.json").write_text("{"), "读不出来"),
        (lambda f: (f / "evidence/sample.json").write_text("[]"), "版本是 None"),
        (lambda f: (f / "evidence/pages/0001.json").write_text("{}"), "不符"),
        (lambda f: (f / "evidence/pages/0001.json").unlink(), "缺少"),
        (lambda f: (f / "MANIFEST.sha256").unlink(), "MANIFEST"),
    ],
)  # fmt: skip
def test_a_damaged_folder_is_refused_in_one_line(damage: Any, words: str, good: Any, tmp_path: Path) -> None:
    store.write_evidence(tmp_path, good)
    damage(tmp_path)
    with pytest.raises(store.EvidenceError, match=words) as raised:
        list(store.open_evidence(tmp_path).pages())
    assert "\n" not in str(raised.value)


def test_pictures_beyond_the_limit_are_left_out_and_names_lead_nowhere(tmp_path: Path) -> None:
    writer = store.Writer(tmp_path, pictures_limit=10)
    assert writer.save_picture("crops", "../../x/一.jpg", b"12345678") == "evidence/crops/x-.jpg"
    assert writer.save_picture("crops", "b.jpg", b"123") is None
    assert store.Assets(tmp_path).read("../../etc/passwd") is None
    assert store.Assets(tmp_path).read("evidence/crops/x-.jpg") == b"12345678"


def test_only_what_is_wanted_is_read_back(good: Any) -> None:
    for seen in good.pages([Meta]):
        assert set(seen.artifacts) <= {Meta}


# --- pictures and prints ---
def test_a_number_that_must_be_hidden_cannot_be_read_in_a_picture() -> None:
    stripes = Image.new("L", (400, 100), 255)
    for x in range(0, 400, 4):
        stripes.paste(0, (x, 0, x + 2, 100))
    shot = io.BytesIO()
    stripes.save(shot, "PNG")
    [part, outside] = cropping.cut(
        shot.getvalue(), [(0, 20, 400, 60), (0, 900, 9, 9)], origin=(0, 10), blur=[(0, 30, 200, 30)]
    )
    assert part is not None
    assert outside is None
    image = Image.open(io.BytesIO(part)).convert("L")
    spread = [ImageStat.Stat(image.crop(box)).stddev[0] for box in ((40, 28, 180, 42), (240, 28, 380, 42))]
    assert spread[0] < 15 < 60 < spread[1]


def test_what_must_be_hidden_is_found_where_it_stands(loop: Any, good: Any) -> None:
    async def run() -> Any:
        async with Browser() as browser, browser.stage(Mode.STANDARD, Device.DESKTOP) as stage:
            await stage.page.set_content("<p style='margin:50px 0 0 20px'>证号 <b>11010519491231002X</b> 完")
            hidden = masking.sensitive(await stage.evaluate("() => document.body.innerText"))
            box = await stage.evaluate(
                "() => { const r = document.querySelector('b').getBoundingClientRect(); return [r.x, r.y]; }"
            )
            return hidden, await stage.evaluate(visiting._PLACES, hidden), box

    hidden, [place], box = loop(run())
    assert hidden == ["11010519491231002X"]
    assert place[:2] == box


def test_a_print_is_a_tagged_pdf() -> None:
    printed = print_html(
        "<!doctype html><html lang=zh-CN><title>报告</title><h1>报告</h1><img alt=图 src=x.png>".encode()
    )
    assert printed.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in printed


def test_many_reports_are_printed_by_one_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Browser] = []

    def start(path: str | None) -> Browser:
        started.append(Browser(path))
        return started[-1]

    monkeypatch.setattr(printing, "Browser", start)
    file = tmp_path / "b.html"
    file.write_text("<!doctype html><title>乙</title><h1>乙</h1>", "utf-8")
    with printing.Printer() as printer:
        prints = [printer.print("<!doctype html><title>甲</title><h1>甲</h1>".encode()), printer.print(file)]
        with pytest.raises(ReportError, match="打不开"):
            printer.print(tmp_path / "none.html")
    assert all(body.startswith(b"%PDF-") for body in prints)
    [browser] = started
    assert not browser._engines, "ended with the printer"


@pytest.mark.parametrize("words", [{"proxy": "nowhere"}, {"keep": "some"}, {"pages": 0}, {"resolve": ["a"]}])
def test_options_that_make_no_sense_are_refused(words: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="--"):
        Options(**words)


# --- the browser ---
def test_contexts_are_used_again_unless_soiled(loop: Any, hostile: str) -> None:
    async def run() -> list[Any]:
        found = []
        async with Browser() as browser:
            for soil in (False, True, False):
                async with browser.stage(Mode.STANDARD, Device.DESKTOP) as stage:
                    await stage.goto(hostile + "/ok")
                    found.append((stage.page.context, len(stage.since(0, "navigated"))))
                    if soil:
                        browser.soil(stage)
            async with browser.stage(Mode.ELDERLY, Device.DESKTOP, scripts=["window.voices = 1"]) as stage:
                await stage.goto(hostile + "/ok")
                found.append((stage.page.context, await stage.evaluate("() => window.voices")))
        return found

    [one, two, three, four] = loop(run())
    assert one[0] is two[0]
    assert three[0] not in (one[0], four[0])
    assert one[1] == two[1] == three[1] == four[1] == 1


def test_a_killed_browser_is_replaced(loop: Any, hostile: str) -> None:
    async def run() -> list[int]:
        statuses = []
        async with Browser() as browser:
            for _ in range(2):
                async with browser.stage(Mode.STANDARD, Device.DESKTOP) as stage:
                    statuses.append((await stage.goto(hostile + "/ok")).status)
                    await browser.kill(stage)
        return statuses

    assert loop(run()) == [200, 200]


def test_no_browser_outlives_a_process_that_is_killed(hostile: str, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from a11y.collect import collect, Options; from a11y.model import Site\n"
        f"collect(Site(url={hostile + '/never'!r}), Options(allow_private=True, elderly=False), Path({str(tmp_path)!r}),"
        " lambda word, _: print(word, flush=True))"
    )
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    stages = (line for line in child.stdout if line.strip() == "stage")
    next(stages)  # the browser is started
    next(stages)  # the home page is opened
    family = psutil.Process(child.pid).children(recursive=True)
    assert any("chrom" in process.name().lower() for process in family)
    child.send_signal(signal.SIGKILL)
    child.wait()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]
