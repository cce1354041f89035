"""Whole commands as a user runs them, on small sites served here, down to exit statuses and files."""

from __future__ import annotations

import csv
import hashlib
import http.server
import io
import json
import re
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from a11y import audit, checks, cli, profile, registry
from a11y.evidence import Page, Sample
from a11y.model import Coverage, Device, Mode, Role, Site

ROOT = Path(__file__).parents[1]
NOW = "2026-11-22T09:00:00+08:00"
NUMBER = "11010519491231002X"
"""An identity number of nobody, valid by its last character."""
PHONE = "13812345678"
FORMATS = ("docx", "earl", "html", "json", "junit", "markdown", "sarif", "xlsx")
ONE = ("--pages", "1", "--no-elderly", "--allow-private", "--now", NOW)


# --- how a command is run --------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Ended:
    """What came of a command."""

    status: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """Its one line of complaint; where the machine is slow, a sign of life may stand before it."""
        [line] = [line for line in self.err.strip().splitlines() if not line.startswith("正在准备（")]
        return line


Command = Callable[..., Ended]


@pytest.fixture
def a11y(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """`a11y("check", url, …)` in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("A11Y_HOME", raising=False)

    def run(*words: object) -> Ended:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main([str(word) for word in words])
        told = capsys.readouterr()
        return Ended(int(ended.value.code or 0), told.out, told.err)

    return run


# --- what it is run on -----------------------------------------------------------------------------------------------
HOME = f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>清河县人民政府</title></head><body>
<nav aria-label="主导航"><a href="/yw/">政务要闻</a></nav>
<main><h1>清河县人民政府</h1><img src="/map.png"><p style="color:#aaa">灰色的字，老年人看不清楚。</p>
<p>公示：王某，身份证号 {NUMBER}，电话 {PHONE}。</p><p><a href="/gone.html">已经删除的通知</a></p>
<p>2026-11-20 更新</p></main><footer>清河县人民政府主办</footer></body></html>"""
COLUMN = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>政务要闻</title></head><body>
<main><h1>政务要闻</h1><ul><li><a href="/">县图书馆开办老年人课堂</a> <span>2026-11-12</span></li></ul></main></body></html>"""
PIXEL = (ROOT / "tests" / "sites" / "demo" / "static").glob("*.jpg")


@dataclass
class Served:
    """A site that can be mended while it is served."""

    pages: dict[str, str]
    url: str = ""
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def site() -> Iterator[Served]:
    """Two pages with known faults: a picture without words, grey text, an identity number, a dead link."""
    served = Served({"/": HOME, "/yw/": COLUMN})
    picture = next(PIXEL).read_bytes()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            found = served.pages.get(self.path)
            body = picture if self.path == "/map.png" else (found or "<h1>404 页面不存在</h1>").encode()
            self.send_response(200 if found or self.path == "/map.png" else 404)
            self.send_header("Content-Type", "image/jpeg" if self.path == "/map.png" else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - the server's own name

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    served.url = f"http://127.0.0.1:{server.server_port}/"
    yield served
    server.shutdown()
    server.server_close()


@dataclass(frozen=True)
class Examined:
    """One examined site, shared: copy `folder` before changing it."""

    status: int
    root: Path
    folder: Path
    report: Mapping[str, Any]

    def copy(self, to: Path) -> Path:
        """The folder, to do anything with."""
        shutil.copytree(self.folder, to / self.folder.name)
        return to / self.folder.name


@pytest.fixture(scope="session")
def examined(site: Served, tmp_path_factory: pytest.TempPathFactory) -> Examined:
    """The site, looked at once for all tests, with every format."""
    root = tmp_path_factory.mktemp("examined") / "out"
    words = ["check", site.url, "--pages", "2", "--no-elderly", "--allow-private", "--now", NOW, "--out", str(root)]
    words += ["--profile", "prelaunch", "--profile", "national-2019", "--seed", "3"]
    with pytest.raises(SystemExit) as ended:
        cli.main([*words, *(f"--format={name}" for name in FORMATS)])
    folder = root / site.url[7:-1].replace(":", "-")
    return Examined(int(ended.value.code or 0), root, folder, json.loads((folder / "report.json").read_text("utf-8")))


@pytest.fixture
def copied(examined: Examined, tmp_path: Path) -> Path:
    """The examined site's folder, a copy of this test's own."""
    return examined.copy(tmp_path)


def report_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "report.json").read_text("utf-8"))
    return found


# --- check -----------------------------------------------------------------------------------------------------------
def test_results_lie_where_the_contract_says(examined: Examined) -> None:
    assert examined.status == 1
    assert [path.name for path in examined.root.iterdir()] == [examined.folder.name]
    names = {path.name for path in examined.folder.iterdir()}
    reports = {"report.html", "report.json", "report.xml", "report.sarif", "report.jsonld", "report.md", "report.xlsx"}
    assert names - {"report"} == reports | {"report.docx", "evidence", "MANIFEST.sha256"}
    lines = (examined.folder / "MANIFEST.sha256").read_text("utf-8").splitlines()
    for line in lines:
        mark, _, name = line.partition("  ")
        assert hashlib.sha256((examined.folder / name).read_bytes()).hexdigest() == mark
    kept = {path.relative_to(examined.folder).as_posix() for path in examined.folder.rglob("*") if path.is_file()}
    assert kept == {line.partition("  ")[2] for line in lines} | {"MANIFEST.sha256"}


def test_the_report_says_what_was_done(examined: Examined, site: Served) -> None:
    report = examined.report
    jsonschema.validate(report, json.loads((ROOT / "a11y/report/report.schema.json").read_text("utf-8")))
    assert report["schema"] == "a11y-report/1"
    assert report["site"] == {"id": examined.folder.name, "name": "", "url": site.url}
    assert report["collected_at"] == NOW
    assert report["tool"]["seed"] == 3
    assert list(report["tool"]["profiles"]) == ["prelaunch", "national-2019"]
    assert all(report["tool"][name] for name in ("version", "axe", "chromium"))
    coverage = report["coverage"]
    assert (coverage["pages_checked"], coverage["pages_failed"], coverage["complete"]) == (2, 0, True)
    assert coverage["pages_found"] >= 2
    assert [(p["url"], p["role"], p["status"]) for p in report["pages"]] == [
        (site.url, "home", 200), (site.url + "yw/", "column", 200),
    ]  # fmt: skip
    assert [card["profile"] for card in report["scorecards"]] == ["prelaunch", "national-2019"]


def test_every_finding_is_told_whole(examined: Examined) -> None:
    found = examined.report["findings"]
    assert {"axe/image-alt", "contrast/text", "content/privacy", "links/dead"} <= {f["check"] for f in found} | {
        "contrast/text" if f["check"] == "axe/color-contrast" else "" for f in found
    }
    for finding in found:
        assert finding["message"]
        assert finding["remedy"]
        assert finding["page"].startswith("http://127.0.0.1:")
        assert re.fullmatch(r"[0-9a-f]{16}", finding["fingerprint"])
        assert {"measured", "required"} <= set(finding["data"])
        if finding["outcome"] == "failed":
            assert finding["data"]["required"] is not None, finding["check"]
        assert finding["repeat"].startswith("a11y check http://127.0.0.1:")
        if finding["screenshot"]:
            assert (examined.folder / finding["screenshot"]).is_file()
        if finding["target"]["selector"]:
            assert finding["target"]["html"].startswith("<")
    assert any(finding["screenshot"] for finding in found)


def test_checks_count_what_findings_tell(examined: Examined) -> None:
    report = examined.report
    for result in report["checks"]:
        mine = [
            f["outcome"] for f in report["findings"]
            if (f["check"], f["profiles"]) == (result["check"], result["profiles"])
        ]  # fmt: skip
        assert (result["failed"], result["cantTell"]) == (mine.count("failed"), mine.count("cantTell"))
        assert (result["passed"] is None) == result["check"].startswith("axe/")
    assert {result["check"] for result in report["checks"]} >= set(registry.checks())
    entry = next(r for r in report["checks"] if r["check"] == "elderly/entry")
    assert (entry["outcome"], bool(entry["reason"])) == ("untested", True)


def test_personal_numbers_are_nowhere_whole(examined: Examined) -> None:
    """Of the identity number and the phone on the home page, nothing that is given away shows more than the ends."""
    secrets = (NUMBER.encode(), PHONE.encode())
    private = next(f for f in examined.report["findings"] if f["check"] == "content/privacy")
    assert "11*************02X" in private["message"]
    for path in examined.folder.rglob("*"):
        if not path.is_file() or path.is_relative_to(examined.folder / "evidence"):
            continue
        body = path.read_bytes()
        if path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as packed:
                body = b"".join(packed.read(name) for name in packed.namelist())
        assert not any(secret in body for secret in secrets), path.name


def test_a_repeated_command_finds_it_again(examined: Examined, a11y: Command, tmp_path: Path) -> None:
    import shlex

    finding = next(f for f in examined.report["findings"] if f["check"] == "axe/image-alt")
    words = shlex.split(finding["repeat"])[1:]
    done = a11y(*words, "--out", tmp_path / "again")
    assert done.status == 1
    again = report_of(tmp_path / "again" / examined.folder.name)
    assert [f["fingerprint"] for f in again["findings"]] == [finding["fingerprint"]]
    assert {result["check"] for result in again["checks"]} == {"axe/image-alt"}
    assert again["collected_at"] == NOW


def test_the_command_that_repeats_a_finding_of_a_batch_names_its_own_site_alone() -> None:
    mapped = [word for n in range(9) for word in ("--resolve", f"s{n}.gov.cn:127.0.0.1:80")]
    assert checks._needed(["--rate", "9", *mapped, "--allow-private"], ["http://www.s3.gov.cn/a", "s4.gov.cn"]) == [
        "--rate", "9", "--resolve", "s3.gov.cn:127.0.0.1:80", "--resolve", "s4.gov.cn:127.0.0.1:80", "--allow-private",
    ]  # fmt: skip
    assert checks._needed(mapped[:4], ["http://www.a.gov.cn/"]) == mapped[:4]


@pytest.mark.parametrize(
    ("arguments", "mode", "profiles", "command"),
    [
        (("--allow-private",), Mode.STANDARD, ("prelaunch", "mine"), "check http://a.gov.cn/ … --allow-private --no-elderly"),
        (("--now", NOW), Mode.ELDERLY, ("suqian-2022",), f"check http://a.gov.cn/ … --profile suqian-2022 --now {NOW}"),
        (("demo", "--now", NOW), Mode.STANDARD, (), f"demo … --now {NOW} --no-elderly"),
    ],
)  # fmt: skip
def test_a_repetition_asks_for_no_more_than_it_needs(
    arguments: tuple[str, ...], mode: Mode, profiles: tuple[str, ...], command: str
) -> None:
    url = "http://a.gov.cn/"
    sample = Sample(Site(url=url), NOW, 7, Coverage(1, 1, 0, 1, complete=True), {"arguments": arguments})
    page = Page(url, url, Role.HOME, mode, Device.DESKTOP, 200)
    told = checks.repeat_command(sample, url, registry.checks()["axe/label"], page, profiles)
    assert told == "a11y " + command.replace("…", f"--page {url} --only axe/label --seed 7")


def test_a_profile_of_one_s_own_is_repeated_by_its_path(copied: Path, a11y: Command, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    row = '[[indicator]]\nid = "1"\ntitle = "图片"\nkind = "require"\nchecks = ["axe/image-alt"]\nsource = "V"\n'
    head = 'id = "mine"\ntitle = "自定"\nsource = "自定"\nversion = "1"\nstatus = "自用"\nsummary = "自定"\n'
    file.write_text(f"{head}{row}", "utf-8")
    a11y("judge", copied, "--profile", "own.toml")
    finding = next(f for f in report_of(copied)["findings"] if f["check"] == "axe/image-alt")
    assert "--profile own.toml" in finding["repeat"]


def test_a_check_chosen_alone_looks_into_the_elderly_version(a11y: Command, site: Served, tmp_path: Path) -> None:
    site.pages["/old/"] = ELDERLY
    try:
        url = site.url + "old/"
        a11y("check", url, "--pages", 1, "--allow-private", "--only", "elderly/font-size", "--out", "o", "--now", NOW)
    finally:
        del site.pages["/old/"]
    [folder] = (tmp_path / "o").iterdir()
    [result] = report_of(folder)["checks"]
    assert result["outcome"] == "failed"
    assert [page["mode"] for page in report_of(folder)["pages"]][:2] == ["standard", "elderly"]


ELDERLY = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>示例</title><style>
.old p{font-size:15px} .old{background:#ffd}</style></head><body><header>
<button onclick="document.body.classList.toggle('old');this.textContent='退出长者模式';
localStorage.old=document.body.classList.contains('old')?1:''">长者模式</button></header><main><h1>示例</h1>
<p>县政府要求各乡镇坚持以人民为中心，把方便老年人办事作为优化服务的重要内容，做到线上有专区，线下有专窗。</p></main>
<script>if(localStorage.old){document.body.classList.add('old');
document.querySelector('button').textContent='退出长者模式'}</script></body></html>"""


def test_several_sites_and_those_that_refuse(a11y: Command, site: Served, tmp_path: Path) -> None:
    """A refused connection is a report and 2; with a site that failed beside it the whole is 1."""
    refused = "http://127.0.0.1:9/"
    alone = a11y("check", refused, *ONE, "--out", "alone")
    assert alone.status == 2
    report = report_of(tmp_path / "alone" / "127.0.0.1-9")
    assert (report["coverage"]["complete"], report["coverage"]["pages_checked"]) == (False, 0)
    assert [error["kind"] for error in report["errors"]] == ["refused"]
    assert report["pages"][0]["status"] == 0
    assert "没有发现要改的问题" not in alone.out
    both = a11y("check", refused, site.url, *ONE, "--only", "axe/image-alt", "--out", "both")
    assert both.status == 1
    assert len(list((tmp_path / "both").glob("*/report.json"))) == 2


def test_a_site_file_names_the_folder(a11y: Command, site: Served, tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text(f"网站标识码,网站名称,首页网址\n3212000001,清河县,{site.url}\n", "utf-8")
    (tmp_path / "site.toml").write_text(f'id = "qinghe"\nname = "清河县"\nurl = "{site.url}"\n', "utf-8")
    for file, id in (("site.toml", "qinghe"),):
        done = a11y("check", "--site", file, *ONE, "--only", "axe/image-alt", "--out", "o")
        assert done.status == 1
        assert report_of(tmp_path / "o" / id)["site"] == {"id": id, "name": "清河县", "url": site.url}
    planned = a11y("check", "--site", "sites.csv", *ONE, "--dry-run")
    assert (planned.status, site.url in planned.out) == (0, True)


def test_a_plan_examines_nothing(a11y: Command, site: Served, tmp_path: Path) -> None:
    done = a11y("check", site.url, site.url, "--allow-private", "--pages", 2, "--dry-run")
    assert (done.status, done.out.count("将看")) == (0, 1), "a site that is named twice is looked at once"
    assert site.url + "yw/" in done.out
    assert list(tmp_path.iterdir()) == []


def test_results_lie_under_the_home_of_results(a11y: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A11Y_HOME", str(tmp_path / "home"))
    a11y("check", "http://127.0.0.1:9/", *ONE)
    [report] = (tmp_path / "home").glob("*/127.0.0.1-9/report.json")
    assert report.parts[-3].startswith("2026-11-22")


WRONG = {
    "an address": (["check", "没有网址 的"], "网址"),
    "a private address": (["check", "http://127.0.0.1:9/", "--no-elderly"], "--allow-private"),
    "no site": (["check"], "网站地址"),
    "a profile": (["check", "http://127.0.0.1:9/", "--profile", "suqian"], "suqian-2022"),
    "a format": (["check", "http://127.0.0.1:9/", "--format", "yaml"], "markdown"),
    "a condition": (["check", "http://127.0.0.1:9/", "--fail-on", "sometimes"], "impact>=serious"),
    "a number": (["check", "http://127.0.0.1:9/", "--pages", "many"], "--pages"),
    "too few": (["check", "http://127.0.0.1:9/", "--pages", "0"], "--pages"),
    "an option": (["check", "http://127.0.0.1:9/", "--colour"], "--colour"),
    "a command": (["chekc"], "chekc"),
    "a check": (["check", "http://127.0.0.1:9/", "--only", "axe/nothing-like-it"], "a11y checks"),
    "a language": (["check", "http://127.0.0.1:9/", "--lang", "fr"], "--lang"),
    "a device": (["check", "http://127.0.0.1:9/", "--device", "watch"], "--device"),
    "a moment": (["check", "http://127.0.0.1:9/", "--now", "yesterday"], "--now"),
    "a mapping": (["check", "http://127.0.0.1:9/", "--resolve", "a", "--allow-private"], "a"),
    "a missing baseline": (["check", "http://127.0.0.1:9/", "--allow-private", "--baseline", "b.toml"], "--update-baseline"),
    "a missing file": (["check", "--site", "nowhere.toml"], "nowhere.toml：没有这个文件"),
    "too small a number": (["check", "http://127.0.0.1:9/", "--pages", "0"], "--pages 的值不对：应不小于 1"),
    "no number": (["check", "http://127.0.0.1:9/", "--pages", "x"], "--pages 的值不对：应为整数"),
    "no evidence": (["judge", "."], "证据"),
    "no report": (["recheck", "."], "report.json"),
    "no store": (["notice", "."], "a11y.sqlite"),
    "nothing to explain": (["explain", "axe/nope"], "axe/nope"),
    "a period": (["batch", "nowhere.csv", "--period", "2026Q5"], "2026Q5"),
    "a day to forget": (["forget", ".", "--before", "2027"], "--before：“2027”不是时间"),
    "a day to be printed": (["notice", ".", "--db", "sqlite:///:memory:", "--issued", "2026-13-45"], "--issued：“2026-13-45”不是日期"),
    "half an address": (["check", "http://li:geheim@[::1"], "“[::1”不是网址"),
    "a page that is none": (["check", "http://127.0.0.1:9/", "--page", "没有 网址"], "网址"),
    "an endless wait": (["check", "http://127.0.0.1:9/", "--timeout", "inf"], "--timeout 的值不对：应不大于 3600"),
    "a proxy's port": (["check", "http://127.0.0.1:9/", "--allow-private", "--proxy", "http://127.0.0.1:x"], "--proxy"),
    "a folder for axe": (["check", "http://127.0.0.1:9/", "--axe-script", str(ROOT)], "--axe-script：这是文件夹"),
    "not axe": (["check", "http://127.0.0.1:9/", "--axe-script", str(ROOT / "Makefile")], "不是 axe-core"),
    "a misspelt rule": (["check", "http://127.0.0.1:9/", "--fail-on", "axe/imge-alt"], "axe/image-alt"),
    "no number for a score": (["check", "http://127.0.0.1:9/", "--fail-on", "score<NaN"], "score<80"),
    "a moment out of time": (["check", "http://127.0.0.1:9/", "--now", "0001-01-01"], "1970"),
    "a demonstration's moment": (["demo", "--now", "9h"], "--now"),
    "an option left out": (["batch", "nowhere.csv"], "缺少选项 --period"),
    "an option without its value": (["check", "--pages"], "--pages 后面没有写值"),
    "a value that is none": (["check", "--headed=x"], "--headed 后面不写值"),
    "a word too many": (["doctor", "now"], "多了参数 now"),
    "a draft that cannot be written": (["discover", "http://127.0.0.1:9/", "--allow-private", "--to", "."], "这是文件夹"),
    "a line more for servers": (["check", "http://127.0.0.1:9/", "--user-agent", "a\r\nX-Other: 1"], "--user-agent"),
    "no reason": (["check", "http://127.0.0.1:9/", "--ignore-robots", " "], "--ignore-robots"),
    "two sites in one folder": (["check", "http://127.0.0.1:9/a/", "http://127.0.0.1:9/b/"], "结果文件夹同名（127.0.0.1-9）"),
    "a baseline that cannot be": (["check", "http://127.0.0.1:9/", "--baseline", "/dev/null/b.toml", "--update-baseline"], "/dev/null/b.toml"),
    "a ledger by another name": (["ledger", "template", "--profile", "suqian-2022", "--to", "l.csv"], ".xlsx"),
    "nothing to compare": (["compare", str(ROOT / "tests" / "schemas" / "sarif-2.1.0-rtm.5.json"), str(ROOT / "nowhere")], "report.json"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "named"), WRONG.values(), ids=WRONG)
def test_wrong_use_is_one_line_and_leaves_nothing(a11y: Command, tmp_path: Path, words: list[str], named: str) -> None:
    done = a11y(*words)
    assert done.status == 4
    assert named in done.complaint
    assert re.search(r"[\u4e00-\u9fff]", done.complaint)
    assert (done.out, list(tmp_path.iterdir())) == ("", [])


@pytest.mark.parametrize(
    ("encoding", "shown"), [("ascii", "无障碍"), ("gbk", "无障碍"), ("latin-1", "无障碍"), ("utf-8", "无障碍")]
)
def test_every_terminal_gets_chinese(encoding: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that knows no Chinese is given UTF-8; what a Chinese one lacks is a question mark, not the end of the run."""
    told = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr("sys.stdout", told)
    monkeypatch.setattr("a11y.explain.explain", lambda name: f"{name} 无障碍 \U0001f600")
    with pytest.raises(SystemExit) as ended:
        cli.main(["explain", "links/dead"])
    told.flush()
    said = told.buffer.getvalue().decode("gbk" if encoding == "gbk" else "utf-8")  # type: ignore[attr-defined]
    assert (ended.value.code, "无障碍" in said) == (0, True)


@pytest.mark.parametrize(
    ("broken", "status", "said"),
    [(RuntimeError("x"), 3, "程序出错"), (PermissionError(13, "x", "r.html"), 3, "读写不了 r.html（没有权限）"), (KeyboardInterrupt(), 130, "已中止")],
)  # fmt: skip
def test_what_breaks_is_never_taken_for_a_verdict(
    a11y: Command, monkeypatch: pytest.MonkeyPatch, broken: BaseException, status: int, said: str
) -> None:
    """Python's own status for what nobody caught is 1: a scorecard failed."""

    def breaks(_id: str) -> str:
        raise broken

    monkeypatch.setattr("a11y.explain.explain", breaks)
    done = a11y("explain", "links/dead")
    assert (done.status, said in done.err) == (status, True)


def test_a_file_s_words_do_not_steer_the_terminal(a11y: Command, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("url,name\nhttp://a.gov.cn/\x1b[31m\x07 x,y\n", "utf-8")
    done = a11y("sites", "check", "s.csv")
    assert (done.status, "\x1b" in done.err, "\x07" in done.err) == (4, False, False)


def test_a_plan_of_named_pages_names_them(a11y: Command, site: Served) -> None:
    asked = list(site.asked)
    done = a11y("check", site.url, "--allow-private", "--dry-run", "--page", site.url + "yw/")
    assert (done.status, f"column      {site.url}yw/" in done.out, "home" in done.out) == (0, True, False)
    assert site.asked == asked


# --- judge -----------------------------------------------------------------------------------------------------------
def test_evidence_is_judged_again_without_a_browser(
    examined: Examined, a11y: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("A11Y_BROWSER", "/nonexistent")
    folder = examined.copy(tmp_path)
    words = ["--profile", "prelaunch", "--profile", "national-2019", *(f"--format={name}" for name in FORMATS)]
    first = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    done = a11y("judge", folder, *words)
    assert done.status == 1
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == first


CONDITIONS = {
    "none, prelaunch fails": ([], 1),
    "failed": (["--fail-on", "failed"], 1),
    "a check that failed": (["--fail-on", "axe/image-alt"], 1),
    "a check that passed": (["--fail-on", "axe/html-has-lang"], 0),
    "a check that no profile names": (["--profile", "wcag-2.2-aa", "--fail-on", "content/privacy"], 1),
    "an impact": (["--fail-on", "impact>=critical"], 1),
    "a score below": (["--profile", "suqian-2022", "--fail-on", "score<101"], 1),
    "a score not below": (["--profile", "suqian-2022", "--fail-on", "score<0"], 0),
    "no score": (["--fail-on", "score<80"], 2),
    "new without a baseline": (["--fail-on", "new"], 1),
    "one of two": (["--fail-on", "axe/html-has-lang", "--fail-on", "failed"], 1),
    "wrongly": (["--fail-on", "score<many"], 4),
    "a rule that nobody knows": (["--fail-on", "axe/imge-alt"], 4),
}


@pytest.mark.parametrize(("words", "status"), CONDITIONS.values(), ids=CONDITIONS)
def test_conditions_decide_the_status(copied: Path, a11y: Command, words: list[str], status: int) -> None:
    assert a11y("judge", copied, "--format", "json", *words).status == status


def test_evidence_of_another_time_is_refused(copied: Path, a11y: Command) -> None:
    file = copied / "evidence" / "sample.json"
    data = json.loads(file.read_text("utf-8"))
    [version] = [name for name in data if "version" in name or "format" in name or "schema" in name][:1]
    file.write_text(
        json.dumps({**data, version: "a11y-evidence/999" if isinstance(data[version], str) else 999}), "utf-8"
    )
    sums = copied / "MANIFEST.sha256"
    mark = hashlib.sha256(file.read_bytes()).hexdigest()
    sums.write_text(re.sub(r"(?m)^\w+(?=  evidence/sample\.json$)", mark, sums.read_text("utf-8")), "utf-8")
    done = a11y("judge", copied)
    assert (done.status, "999" in done.complaint) == (4, True)


def test_a_report_that_cannot_be_written_is_3(copied: Path, a11y: Command) -> None:
    (copied / "report.md").unlink()
    (copied / "report.md").mkdir()
    (copied / "report.md" / "in-the-way").touch()
    (copied / "report.json").unlink()
    done = a11y("judge", copied, "--format", "markdown", "--format", "json")
    assert (done.status, "markdown" in done.complaint) == (3, True)
    assert (copied / "report.json").is_file()


def test_an_earlier_run_s_reports_do_not_stay_beside_the_new_ones(tmp_path: Path) -> None:
    folder, attempt = tmp_path / "site", tmp_path / "site" / ".attempt-2"
    for path in (folder / "report" / "findings-2.html", attempt / "evidence" / "sample.json"):
        path.parent.mkdir(parents=True)
        path.touch()
    for name in ("report.docx", "report.html", "report.json", "rulings.toml", "review.xlsx"):
        (folder / name).write_text("earlier")
    for name in ("report.html", "report.json"):
        (attempt / name).write_text("new")
    audit.settle_attempt(attempt, folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        "evidence", "report.html", "report.json", "review.xlsx", "rulings.toml"
    ]  # fmt: skip
    assert (folder / "report.html").read_text() == "new"


def test_a_baseline_lets_known_faults_pass(copied: Path, a11y: Command, tmp_path: Path) -> None:
    base = ["judge", copied, "--format", "json", "--baseline", tmp_path / "known.toml", "--fail-on", "new"]
    assert a11y(*base, "--update-baseline").status == 0
    text = (tmp_path / "known.toml").read_text("utf-8")
    assert 'check = "axe/image-alt"' in text
    assert a11y(*base).status == 0
    entries = text.split("[[known]]")
    (tmp_path / "known.toml").write_text("[[known]]".join(e for e in entries if "axe/image-alt" not in e), "utf-8")
    assert a11y(*base).status == 1


def test_one_baseline_holds_what_several_sites_have(examined: Examined, a11y: Command, tmp_path: Path) -> None:
    """The second site does not take the first one's entries away, and its faults are not new."""
    first, second = examined.copy(tmp_path / "a"), examined.copy(tmp_path / "b")
    base = ["--format", "json", "--baseline", tmp_path / "known.toml", "--fail-on", "new"]
    made = a11y("judge", first, second, first, *base, "--update-baseline")
    assert made.out.count("报告在") == 2, "a folder that is named twice is judged once"
    assert (made.status, "基线已建立" in made.out) == (0, True)
    known = (tmp_path / "known.toml").read_text("utf-8")
    a11y("judge", first, second, *base, "--update-baseline")
    assert (tmp_path / "known.toml").read_text("utf-8") == known


def test_english_is_a_frame_around_chinese_findings(copied: Path, a11y: Command, examined: Examined) -> None:
    words = ["--profile", "prelaunch", "--profile", "national-2019", "--format", "html"]
    done = a11y("judge", copied, *words, "--lang", "en")
    assert "Mend these" in done.out
    html = (copied / "report.html").read_text("utf-8")
    assert "What to mend first" in html
    assert "图片没有替代文字" in html
    assert report_of(copied) == examined.report


def test_a_rule_of_another_axe_may_be_a_condition(copied: Path, a11y: Command) -> None:
    """Evidence of a newer axe: a rule that stands in no list of ours may be one of its."""
    file, sums = copied / "evidence" / "sample.json", copied / "MANIFEST.sha256"
    file.write_text(re.sub(r'"axe":"[\d.]+"', '"axe":"99.0.0"', file.read_text("utf-8")), "utf-8")
    mark = hashlib.sha256(file.read_bytes()).hexdigest()
    sums.write_text(re.sub(r"(?m)^\w+(?=  evidence/sample\.json$)", mark, sums.read_text("utf-8")), "utf-8")
    assert a11y("judge", copied, "--format", "json", "--fail-on", "axe/quite-new").status == 0


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"schema": "a11y-report/2"}'])
def test_a_report_that_is_none_is_told_of(a11y: Command, copied: Path, text: str) -> None:
    (copied / "report.json").write_text(text, "utf-8")
    for words in (["compare", copied, copied], ["selfcheck", copied], ["recheck", copied]):
        assert (a11y(*words).status, words) == (4, words)


def test_what_is_written_has_the_ending_by_which_it_is_read(a11y: Command, copied: Path) -> None:
    done = a11y("review", copied, "--to", "r.csv")
    assert (done.status, ".xlsx" in done.complaint) == (4, True)


def test_another_sample_is_recorded(copied: Path, a11y: Command) -> None:
    a11y("judge", copied, "--resample", 99)
    assert report_of(copied)["tool"]["seed"] == 99


# --- people's answers ------------------------------------------------------------------------------------------------
def interval(report: Mapping[str, Any], indicator: str) -> tuple[float, float]:
    """From floor to ceiling: of the whole score, and of one indicator."""
    [card] = report["scorecards"]
    points = next(row["points"] for row in card["indicators"] if row["id"] == indicator)
    return card["score"]["ceiling"] - card["score"]["floor"], points["ceiling"] - points["floor"]


@pytest.mark.parametrize(
    ("indicator", "outcome", "narrower"), [("2.4", "passed", (False, True)), ("2.6", "failed", (True, True))]
)
def test_answers_narrow_the_score(
    copied: Path, a11y: Command, indicator: str, outcome: str, narrower: tuple[bool, bool]
) -> None:
    """A met indicator is certain of its points; a failed one takes them from the whole score's ceiling, too."""
    a11y("judge", copied, "--profile", "suqian-2022")
    before = interval(report_of(copied), indicator)
    assert a11y("review", copied).status == 0
    book = openpyxl.load_workbook(copied / "review.xlsx")
    sheet = book["人工指标"]
    head = [cell.value for cell in sheet[1]]
    row = next(r for r in sheet.iter_rows(min_row=2) if r[head.index("indicator")].value == indicator)
    for name, value in (("outcome", outcome), ("by", "复核员"), ("at", "2026-11-22"), ("reason", "已逐项核对")):
        row[head.index(name)].value = value
    book.save(copied / "review.xlsx")
    assert a11y("review", copied, "--apply", copied / "review.xlsx").status == 0
    a11y("judge", copied, "--profile", "suqian-2022", "--rulings", copied / "rulings.toml")
    after = interval(report_of(copied), indicator)
    assert (after[0] < before[0], after[1] < before[1]) == narrower
    [card] = report_of(copied)["scorecards"]
    ruled = next(row for row in card["indicators"] if row["id"] == indicator)
    assert (ruled["outcome"], ruled["ruling"]["by"]) == (outcome, "复核员")


def test_a_finding_called_false_stays_and_does_not_count(copied: Path, a11y: Command, tmp_path: Path) -> None:
    mark = next(f["fingerprint"] for f in report_of(copied)["findings"] if f["check"] == "axe/image-alt")
    head = ("site", "fingerprint", "outcome", "by", "at", "reason")
    rows = [head, ("", mark, "false", "复核员", "2026-11-22", "装饰图片")]
    with (tmp_path / "r.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    done = a11y("judge", copied, "--rulings", tmp_path / "r.csv", "--fail-on", "axe/image-alt")
    assert done.status == 0
    found = next(f for f in report_of(copied)["findings"] if f["fingerprint"] == mark)
    assert found["ruling"]["reason"] == "装饰图片"
    assert "装饰图片" in (copied / "report.html").read_text("utf-8")
    (tmp_path / "r.csv").write_text(f"fingerprint,outcome\n{mark},false\n{mark},perhaps\n", "utf-8")
    wrong = a11y("judge", copied, "--rulings", tmp_path / "r.csv")
    assert wrong.status == 4
    assert "perhaps" in wrong.err
    assert "reason" in wrong.err


def test_the_ledger_is_filled_and_judged(copied: Path, a11y: Command, tmp_path: Path) -> None:
    assert a11y("ledger", "template", "--profile", "suqian-2022", "--to", "l.xlsx").status == 0
    book = openpyxl.load_workbook(tmp_path / "l.xlsx")
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    row = next(r for r in sheet.iter_rows(min_row=2) if r[head.index("indicator")].value == "1.1b")
    row[head.index("value")].value = 1
    row[head.index("by")].value = "考评员"
    row[head.index("at")].value = "2026-11-22"
    row[head.index("reason")].value = "电话过时"
    book.save(tmp_path / "l.xlsx")
    done = a11y("judge", copied, "--profile", "suqian-2022", "--ledger", "l.xlsx", "--fail-on", "score<0")
    assert done.status == 0, done.err
    [card] = report_of(copied)["scorecards"]
    points = next(i for i in card["indicators"] if i["id"] == "1.1b")["points"]
    assert points["lost"] == 1


def test_a_register_is_refused_by_its_cells(a11y: Command, tmp_path: Path) -> None:
    good = "网站标识码,网站名称,首页网址\n3212000001,清河县,http://www.qinghe.gov.cn/\n"
    (tmp_path / "s.csv").write_text(good, "utf-8")
    assert a11y("sites", "check", "s.csv").status == 0
    (tmp_path / "s.csv").write_text(good + "12,甲县,http://a.gov.cn/\n3212000002,乙县,不是网址\n", "utf-8")
    done = a11y("sites", "check", "s.csv")
    assert done.status == 4
    assert "12" in done.err
    assert "不是网址" in done.err


# --- between two looks -----------------------------------------------------------------------------------------------
def test_what_was_mended_is_told(a11y: Command, site: Served, tmp_path: Path) -> None:
    """Re-checking a mended site says so, and comparing the two runs says the same."""
    words = [site.url, *ONE, "--only", "axe/image-alt", "--only", "axe/html-has-lang"]
    a11y("check", *words, "--out", "a")
    try:
        site.pages["/"] = HOME.replace('<img src="/map.png">', '<img src="/map.png" alt="清河县地图">')
        done = a11y("recheck", "a", "--allow-private", "--now", NOW)
        a11y("check", *words, "--out", "b")
    finally:
        site.pages["/"] = HOME
    assert done.status == 0
    assert "已整改 1" in done.out
    assert "整改率 100" in done.out
    compared = a11y("compare", "a", "b")
    assert compared.status == 0
    assert "新增 0，已改 1，仍在 0" in compared.out
    assert "图片没有替代文字" in compared.out or "axe/image-alt" in compared.out


def test_a_draft_of_the_site_file_can_be_read_back(a11y: Command, site: Served) -> None:
    done = a11y("discover", site.url, "--allow-private", "--no-elderly", "--pages", 2, "--to", "draft.toml")
    assert done.status == 0
    read = a11y("sites", "check", "draft.toml")
    assert (read.status, read.err) == (0, "")


# --- what is asked ---------------------------------------------------------------------------------------------------
def test_everything_that_can_be_asked_is_explained(a11y: Command) -> None:
    known = registry.checks()
    ours = [id for id in known if not id.startswith("axe/")]
    for id, check in ((id, known[id]) for id in (*ours, "axe/label", "axe/region")):
        told = a11y("explain", id)
        assert (told.status, id in told.out, check.remedy[:12] in told.out) == (0, True, True), id
        # Where it comes from, in the reader's language: names of standards may be English, sentences may not.
        [source] = [line for line in told.out.splitlines() if line.startswith("依据：")]
        plain = re.sub(
            r"W3C Mixed Content|CSS Device Adaptation, [a-z ]+|WAI-ARIA 1.3, [a-z ]+|ACT rules?|[A-Z/]+[a-z]?|axe-core|\b\w{6}\b",
            "", source,
        )  # fmt: skip
        assert not re.search(r"[A-Za-z]{3}", plain), (id, plain)
    for each in profile.all_profiles():
        row = each.indicators[0]
        told = a11y("explain", f"{each.id}:{row.id}")
        assert (told.status, row.title[:8] in told.out) == (0, True), each.id


def test_profiles_checks_and_the_machine_are_listed(a11y: Command) -> None:
    listed = a11y("profiles").out
    assert all(each.id in listed for each in profile.all_profiles())
    listed = a11y("checks").out
    assert all(f" {id} " in listed for id in registry.checks())
    assert len(listed.splitlines()) == len(registry.checks()) + 4, "a row is a line"
    told = a11y("doctor")
    assert told.status in (0, 3)
    assert "Chromium" in told.out


PROMISED = """
contrast/text contrast/icon interaction/keyboard interaction/focus-visible interaction/target-size interaction/motion
interaction/resize interaction/reflow interaction/popup-close interaction/captcha:T elderly/entry elderly/works
elderly/persists elderly/exit elderly/font-size elderly/enlarge elderly/contrast-theme elderly/line-spacing
elderly/pointer elderly/caption elderly/read-aloud elderly/toolbar elderly/advert:T elderly/inducement:T links/dead
links/soft-404 links/empty links/outside-prompt links/hidden:T links/insecure content/home-fresh content/column-fresh
content/column-blank content/column-missing:F/T content/undated content/duplicate:T content/interpretation-exists:T
content/interpretation-linked content/guide-exists:T content/guide-elements:T content/guide-materials:T
content/guide-wording content/guide-policy:T content/guide-form content/messages-public content/messages-fields
content/messages-fresh content/messages-late content/statistics content/survey:T content/open-data:T
content/annual-report:T content/search content/wording:F/T content/privacy identity/site-code identity/party-mark
identity/icp identity/police identity/sponsor identity/contact identity/sitemap identity/meta-site identity/meta-column
identity/meta-content identity/find-error identity/consistent identity/domain:T identity/name:T site/reachable
site/https site/ipv6 site/load-time site/console-errors:T
"""


@pytest.mark.parametrize("promised", PROMISED.split())
def test_a_promised_check_is_there_and_as_sure_as_promised(promised: str) -> None:
    id, _, sure = promised.partition(":")
    assert registry.checks()[id].certainty.value == (sure or "F")
