"""The plugin as a vendor runs it: real pytest processes over the example project."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
ALT = ' alt="镇卫生院体检大厅"'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the example project, so that a test may break it."""
    return Path(
        shutil.copytree(EXAMPLES / "vendor-site", tmp_path / "vendor", ignore=shutil.ignore_patterns("__*", ".*"))
    )


def run(project: Path, *words: str, keep: bool = False) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COV_"))}
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-W", "ignore", "-rA", *words]
    return subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, timeout=240, check=False)


def outcomes(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    found = re.findall(r"^(PASSED|FAILED|SKIPPED|ERROR) (?:\[\d+\] )?(\S+)", done.stdout, re.MULTILINE)
    return {
        name.split("::")[-1].replace("[chromium", "[").replace("[-", "[").replace("[]", ""): word
        for word, name in found
    }


def plant(project: Path) -> None:
    page = project / "site" / "notice.html"
    text = page.read_text("utf-8")
    assert ALT in text
    page.write_text(text.replace(ALT, ""), "utf-8")


def images_alone(project: Path) -> None:
    """Put one quick test in place of the example's own."""
    (project / "tests" / "test_accessibility.py").write_text(
        "def test_images(page, a11y, base_url):\n"
        "    page.goto(base_url + 'notice.html')\n"
        "    a11y.check(page, only=['axe/image-alt']).assert_conforms()\n"
    )


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The example as it is, with a report."""
    place = tmp_path_factory.mktemp("clean") / "vendor"
    shutil.copytree(EXAMPLES / "vendor-site", place, ignore=shutil.ignore_patterns("__*", ".*"))
    return place, run(place, "--a11y-report", "out", "--a11y-update-baseline")


def test_the_example_passes(clean: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _, done = clean
    assert done.returncode == 0, done.stdout + done.stderr
    assert outcomes(done)["test_elderly_mode_takes"] == "PASSED"
    assert "FAILED" not in outcomes(done).values()


def test_one_report_tells_of_the_whole_run(clean: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    place, done = clean
    report = json.loads((place / "out" / "report.json").read_text("utf-8"))
    assert {page["url"].rpartition("/")[2] for page in report["pages"]} == {"", "index.html", "notice.html"}
    assert {page["mode"] for page in report["pages"]} == {"standard", "elderly"}
    assert (place / "out" / "report.html").stat().st_size > 5000
    assert "完整报告" in done.stdout


def test_a_planted_fault_fails_with_what_to_mend(project: Path) -> None:
    plant(project)
    done = run(project, "--a11y-report", "out", "-k", "conforms")
    assert done.returncode == 1
    assert outcomes(done)["test_page_conforms[notice.html]"] == "FAILED"
    assert outcomes(done)["test_page_conforms[index.html]"] != "FAILED"
    assert "axe/image-alt" in done.stdout
    assert "完整报告：" in done.stdout
    [crop] = re.findall(r"截图：(\S+)", done.stdout)[:1]
    assert Path(crop).read_bytes().startswith(b"\x89PNG")


def test_a_known_fault_does_not_fail_and_a_mended_one_is_praised(project: Path) -> None:
    plant(project)
    images_alone(project)
    learnt = run(project, "--a11y-update-baseline")
    assert learnt.returncode == 0
    assert "基线已建立" in learnt.stdout
    assert run(project).returncode == 0
    page = project / "site" / "notice.html"
    page.write_text(page.read_text("utf-8").replace('height="120">', f'height="120"{ALT}>'), "utf-8")
    mended = run(project, "--a11y-update-baseline")
    assert "修好 1 条" in mended.stdout
    plant(project)
    assert run(project).returncode == 1


def test_a_page_that_several_tests_look_at_has_its_fault_once(project: Path) -> None:
    plant(project)
    (project / "tests" / "test_accessibility.py").write_text(
        "import pytest\n"
        "@pytest.mark.parametrize('path', ['notice.html', 'notice.html?', 'other.html'])\n"
        "def test_images(page, a11y, base_url, path):\n"
        "    page.goto(base_url + path)\n"
        "    a11y.check(page, only=['axe/image-alt']).assert_conforms()\n"
    )
    other = project / "site" / "other.html"
    shutil.copy(project / "site" / "notice.html", other)
    run(project, "--a11y-update-baseline")
    known = (project / "a11y-baseline.toml").read_text("utf-8")
    assert known.count("count = 1\n") == known.count("[[known]]") == 2
    elsewhere = run(project, "--a11y-update-baseline", "-k", "not other")
    assert "还有 2 条" in elsewhere.stdout, "nobody looked at the other page"


WRONG_USE = {
    "only=['axe/image-alts']": "最接近的是 axe/image-alt",
    "exclude='axes'": "没有“axes”这项检查",
    "only='elderly/entry'": "整站检查用 a11y.audit",
    "within='#nosuch'": "页面上没有“#nosuch”",
    "within='###'": "“###”不是 CSS 选择器",
    "mode='elder'": "mode 只能是 standard、elderly",
    "profile='prelunch'": "最接近的是 prelaunch",
}
WRONG_PAGES = {
    "a11y.check(page)": "页面还是空白",
    "a11y.check('http://a.gov.cn/')": "不能是 str",
    "page.close(); a11y.check(page)": "已经关闭",
    "a11y.audit('http://127.0.0.1:9/', page=3)": "没有 page 这一项；最接近的是 pages",
    "a11y.audit('http://127.0.0.1:9/')": "请加 allow_private=True",
}
WRONG_MARKS = {"allow=['nope']": "没有“nope”这项检查", "allows=['axe']": "不认识 allows", "'wcag'": "不认识 'wcag'"}


def test_wrong_use_is_told_in_one_line_and_never_passes(project: Path) -> None:
    lines = ["import pytest"]
    calls = [f"page.goto(base_url); a11y.check(page, {words}).assert_conforms()" for words in WRONG_USE]
    for n, call in enumerate([*calls, *WRONG_PAGES]):
        lines += [f"def test_{n}(page, a11y, base_url):", f"    {call}"]
    for n, words in enumerate(WRONG_MARKS):
        lines += [f"@pytest.mark.a11y({words})", f"def test_mark_{n}(page, a11y):", "    pass"]
    (project / "tests" / "test_accessibility.py").write_text("\n".join(lines) + "\n", "utf-8")
    done = run(project, "--tb=short")
    told = outcomes(done)
    assert set(told.values()) == {"FAILED", "ERROR"}
    assert len(told) == len(WRONG_USE) + len(WRONG_PAGES) + len(WRONG_MARKS)
    for word in (*WRONG_USE.values(), *WRONG_PAGES.values(), *WRONG_MARKS.values()):
        assert word in done.stdout, word
    assert "suite.py" not in done.stdout, "the way through our own code says nothing"
    refused = run(project, "--a11y-update-baseline", "-o", "a11y_baseline=")
    assert refused.returncode == 4
    assert "要与 --a11y-baseline 一起用" in refused.stderr


def test_only_one_name_and_an_error_page_and_a_frame_inside(project: Path) -> None:
    plant(project)
    (project / "site" / "framed.html").write_text("<main><iframe src='notice.html'></iframe></main><p>二</p>", "utf-8")
    (project / "tests" / "test_accessibility.py").write_text(
        "import pytest\n"
        "def test_one(page, a11y, base_url):\n"
        "    page.goto(base_url + 'notice.html')\n"
        "    assert len(a11y.check(page, only='axe/image-alt').failed) == 1\n"
        "def test_frame(page, a11y, base_url):\n"
        "    page.goto(base_url + 'framed.html')\n"
        "    assert len(a11y.check(page, only='axe/image-alt', within='main').failed) == 1\n"
        "    assert not a11y.check(page, only='axe/image-alt', within='p').failed\n"
        "def test_lost(page, a11y, base_url):\n"
        "    page.goto(base_url + 'none.html')\n"
        "    with pytest.warns(UserWarning, match='404，检查的是这张错误页'):\n"
        "        a11y.check(page, only='axe/image-alt')\n"
    )
    done = run(project)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"outcome": "failed", "decides": False}, "仅供参考，不影响结论：R5 页脚"),
        ({"outcome": "cantTell", "decides": True}, "需要人工复核：R5 页脚"),
        ({"outcome": "untested", "decides": True, "reason": "未检：没有能进入的适老版"}, "未检：R5 页脚：没有能进入"),
    ],
)
def test_an_indicator_that_does_not_decide_fails_no_build(row: dict[str, object], word: str) -> None:
    from a11y.suite import told_indicator

    item = {"id": "R5", "title": "页脚", "checks": [], **row}
    report = {"findings": [], "scorecards": [{"profile": "p", "indicators": [item]}]}
    with pytest.raises(pytest.skip.Exception, match=word):
        told_indicator(report, "p", "R5", strict=False, report_path=None)


def test_workers_of_xdist_share_one_report(project: Path) -> None:
    pytest.importorskip("xdist")
    done = run(project, "-n", "2", "--a11y-report", "out", "-k", "conforms or search")
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((project / "out" / "report.json").read_text("utf-8"))
    assert len(report["pages"]) == 3
    assert done.stdout.count("完整报告：") == 1


def test_what_needs_a_person_skips_and_fails_under_strict(project: Path) -> None:
    page = project / "site" / "notice.html"
    doubtful = "<p>联系人：王建国，手机：13812345678。</p></main>"
    page.write_text(page.read_text("utf-8").replace("</main>", doubtful), "utf-8")
    test = project / "tests" / "test_accessibility.py"
    test.write_text(
        "def test_it(page, a11y, base_url):\n"
        "    page.goto(base_url + 'notice.html')\n"
        "    report = a11y.check(page, only=['content/privacy'])\n"
        "    report.assert_conforms()\n"
    )
    lenient, strict = run(project), run(project, "--a11y-strict")
    assert lenient.returncode == 0
    assert "1 skipped" in lenient.stdout
    assert "needs review" in lenient.stdout
    assert outcomes(strict)["test_it"] == "FAILED"


def test_the_marker_allows_and_chooses(project: Path) -> None:
    plant(project)
    test = project / "tests" / "test_accessibility.py"
    test.write_text(
        "import pytest\n"
        "@pytest.mark.a11y(allow=['axe/image-alt'])\n"
        "def test_allowed(page, a11y, base_url):\n"
        "    page.goto(base_url + 'notice.html')\n"
        "    assert 'axe/image-alt' not in {f.check for f in a11y.check(page).failed}\n"
        "@pytest.mark.a11y(profile='wcag-2.2-aa')\n"
        "def test_profile(page, a11y, base_url):\n"
        "    page.goto(base_url + 'notice.html')\n"
        "    report = a11y.check(page)\n"
        "    assert {f.check for f in report.failed} >= {'axe/image-alt'}\n"
        "    assert all('wcag-2.2-aa' in r.profiles for r in report.results)\n"
        "def test_within(page, a11y, base_url):\n"
        "    page.goto(base_url + 'notice.html')\n"
        "    assert not a11y.check(page, only=['axe/image-alt'], within='header').failed\n"
        "    assert len(a11y.check(page, only=['axe/image-alt'], within='main').failed) == 1\n"
        "    assert 'axe/image-alt' not in {r.check for r in a11y.check(page, exclude=['axe']).results}\n"
    )
    done = run(project)
    assert done.returncode == 0, done.stdout


def test_asyncio_tests_live_beside_it(project: Path) -> None:
    pytest.importorskip("pytest_asyncio")
    (project / "tests" / "test_beside.py").write_text(
        "import asyncio, pytest\n@pytest.mark.asyncio\nasync def test_async():\n    await asyncio.sleep(0)\n"
    )
    done = run(project, "tests/test_beside.py", "tests/test_accessibility.py", "-k", "async or search")
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_heavy_is_loaded_for_tests_that_do_not_ask(project: Path) -> None:
    test = project / "tests" / "test_accessibility.py"
    test.write_text(
        "import sys\n"
        "def test_light():\n"
        "    heavy = {'numpy', 'PIL', 'a11y.collect', 'a11y.suite', 'a11y.profile', 'jinja2', 'aiohttp'} & set(sys.modules)\n"
        "    assert not heavy\n"
    )
    (project / "tests" / "conftest.py").unlink()
    assert run(project).returncode == 0


def test_unknown_profiles_are_refused_in_one_line(project: Path) -> None:
    done = run(project, "--a11y-profile", "prelunch", "-k", "search")
    assert done.returncode == 1
    assert "prelaunch" in done.stdout


# --- a site file as a suite -------------------------------------------------------------------------------------------
TINY = "<!DOCTYPE html><html lang='zh-CN'><head><meta charset='utf-8'><title>{0}</title></head><body><main><h1>{0}</h1>{1}</main></body></html>"


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[tuple[Path, list[str]]]:
    """A project of a site file and a profile, no Python code, and what its site was asked for."""
    asked: list[str] = []

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = TINY.format("望川镇便民服务网", "<img src='x.svg' width='90' height='40'>").encode()
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body if self.path == "/" else b"")

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    project = tmp_path / "sites"
    project.mkdir()
    (project / "ours.toml").write_text(f'[[site]]\nid = "ours"\nurl = "http://127.0.0.1:{server.server_port}/"\n')
    (project / "three.toml").write_text(
        'id = "three"\ntitle = "三条"\nsource = "自定"\nversion = "2026-11-01"\nstatus = "in force"\n'
        + "".join(
            f'[[indicator]]\nid = "{id}"\ntitle = "{title}"\nkind = "require"\nsource = "V"\nchecks = [{check}]\n'
            for id, title, check in (
                ("1", "图片有替代文本", '"axe/image-alt"'), ("2", "网页有标题", '"axe/document-title"'), ("3", "人工", ""),
            )
        )
    )  # fmt: skip
    (project / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\na11y_profile = "three.toml"\na11y_collection = ["allow_private = true", "elderly = false", "pages = 1"]\n'
    )
    yield project, asked
    server.shutdown()
    server.server_close()


def test_a_site_file_is_a_suite_examined_once(tiny: tuple[Path, list[str]]) -> None:
    project, asked = tiny
    done = run(project, "ours.toml", "-n", "2", "--a11y-report", "out")
    assert done.returncode == 1, done.stdout + done.stderr
    told = outcomes(done)
    assert (told["1"], told["2"]) == ("FAILED", "PASSED")
    assert "1 failed, 1 passed, 1 skipped" in done.stdout
    assert asked.count("/robots.txt") == 1
    assert "图片有替代文本" in done.stdout
    assert "Traceback" not in done.stdout
    kept = project / "out" / "sites" / "ours" / "report.html"
    assert kept.exists()
    assert f"完整报告：{kept}" in done.stdout


def test_what_may_not_be_examined_says_why(tiny: tuple[Path, list[str]]) -> None:
    project, asked = tiny
    refused = run(project, "ours.toml", "-o", "a11y_collection=")
    assert refused.returncode == 1
    assert "allow_private=True（网站文件则写在 a11y_collection 里）" in refused.stdout
    assert asked == []


@pytest.mark.parametrize(
    ("line", "said"), [("alow_private = true", "没有 alow_private 这一项"), ("allow private", "若干行")]
)
def test_a_wrong_line_of_collection_is_refused(line: str, said: str) -> None:
    from a11y.errors import UsageError
    from a11y.suite import collection_words

    assert collection_words(["pages = 3", "allow_private = true"]) == {"pages": 3, "allow_private": True}
    with pytest.raises(UsageError, match=said):
        collection_words([line])
