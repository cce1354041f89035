"""The examples and the pages that name commands: installed, run, and their options held against the command's own."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer.main

from a11y import cli
from a11y.gate import gate
from a11y.model import Coverage, Site, SiteReport
from a11y.profile import load_profile
from a11y.registry import reporters

yaml = pytest.importorskip("yaml")
ROOT = Path(__file__).parents[1]
PAGE = "<!DOCTYPE html><html lang='zh-CN'><head><meta charset='utf-8'><title>{}</title></head><body><main><h1>{}</h1>{}</main></body></html>"


# --- a vendor's own package -------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `examples/own-check` is installed."""
    pytest.importorskip("hatchling")
    place = tmp_path_factory.mktemp("installed")
    words = ["install", "-q", "--no-deps", "--no-build-isolation", "--no-index", "--target", str(place)]
    command = [sys.executable, "-m", "pip", *words, str(ROOT / "examples" / "own-check")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if "No module named pip" in done.stderr:
        pytest.skip("pip is not there")
    assert done.returncode == 0, done.stderr
    return {**os.environ, "PYTHONPATH": str(place)}


def a11y(env: Mapping[str, str], place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "a11y.cli", *words]
    return subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, timeout=180, check=False)


def test_an_installed_package_is_found_and_run(installed: dict[str, str], tmp_path: Path, serve: Any) -> None:
    site = tmp_path / "site"
    site.mkdir()
    link = "<p><a href='notice.html'>关于开展老年人免费体检的通知</a></p>"
    (site / "index.html").write_text(PAGE.format("望川镇便民服务网", "望川镇便民服务网", link), "utf-8")
    (site / "notice.html").write_text(PAGE.format("通知", "通知", "<p>请携带身份证。</p>"), "utf-8")
    words = ["--profile", "wangchuan", "--format", "oneline", "--pages", "2", "--no-elderly", "--out", "out"]
    done = a11y(installed, tmp_path, "check", serve(site), "--allow-private", *words)
    assert done.returncode == 1, done.stdout + done.stderr
    [folder] = (tmp_path / "out").iterdir()
    report = json.loads((folder / "report.json").read_text("utf-8"))
    [finding] = [found for found in report["findings"] if found["profiles"]]
    assert (finding["check"], finding["message"]) == (
        "wangchuan/title-suffix", "标题“通知”没有以“望川镇便民服务网”结尾",
    )  # fmt: skip
    assert finding["page"].endswith("/notice.html")
    [card] = report["scorecards"]
    assert [(row["id"], row["outcome"]) for row in card["indicators"]] == [("1", "failed")]
    assert (folder / "report.txt").read_text("utf-8").endswith("wangchuan failed；1 处不通过\n")


def test_an_installed_check_is_explained(installed: dict[str, str], tmp_path: Path) -> None:
    assert "在标题末尾加上" in a11y(installed, tmp_path, "explain", "wangchuan/title-suffix").stdout
    assert "没有" in a11y(dict(os.environ), tmp_path, "explain", "wangchuan/title-suffix").stderr


# --- commands that are written down -----------------------------------------------------------------------------------
def scripts(found: Any) -> Iterator[str]:
    """Every shell text of a workflow: `run` of a step, `script` and `before_script` of a job."""
    if isinstance(found, dict):
        for name, value in found.items():
            if name in ("run", "script", "before_script", "after_script"):
                yield from [value] if isinstance(value, str) else value
            else:
                yield from scripts(value)
    elif isinstance(found, list):
        for value in found:
            yield from scripts(value)


def commands(text: str, name: str = "a11y") -> Iterator[list[str]]:
    """The words of each call of our command in a shell text, without comments and what follows a redirection."""
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        found = re.match(rf"\s*(?:\.venv/bin/)?{name} (.*)", line)
        if found:
            yield shlex.split(found[1], comments=True)


def understood(words: list[str]) -> dict[str, Any]:
    """The options of a call, as the command itself reads them. Nothing is run."""
    command: Any = typer.main.get_command(cli.app)
    with command.make_context("a11y", list(words), resilient_parsing=False) as context:
        name, sub, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        with sub.make_context(name, rest, parent=context) as inner:
            return dict(inner.params)


def held(words: list[str]) -> None:
    """Every option, format, profile and condition of a call exists."""
    given = understood(words)
    for name in given.get("format") or ():
        assert name in {*reporters(), "pdf"}
    for name in given.get("profile") or ():
        load_profile(name)
    nothing = SiteReport(
        tool={}, site=Site(url="http://a/"), collected_at="2026-11-22T09:00:00+08:00", coverage=Coverage(0, 0, 0, 0, False),
        pages=(), checks=(), scorecards=(), errors=(),
    )  # fmt: skip
    gate(nothing, tuple(given.get("fail_on") or ()))


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml"])
def test_workflows_call_the_command_as_it_is(name: str) -> None:
    data = yaml.safe_load((ROOT / "examples" / "ci" / name).read_text("utf-8"))
    texts = list(scripts(data))
    calls = [call for text in texts for call in commands(text)]
    assert [call[0] for call in calls] == ["check"]
    for call in calls:
        held(call)
    given = understood(calls[0])
    assert given["baseline"] == Path("a11y-baseline.toml")
    told = " ".join(texts) + json.dumps(data)
    for format in given["format"]:
        written = f"report.{reporters()[format].SUFFIX}"
        used = f"out/*/{written}" in told or (format == "sarif" and "upload-sarif" in told)
        assert format == "html" or used, f"{written} is made and told to nobody"


def test_workflows_have_the_keys_that_their_hosts_ask_for() -> None:
    github = yaml.safe_load((ROOT / "examples" / "ci" / "github.yml").read_text("utf-8"))
    # YAML 1.1 reads the key `on` as true.
    assert set(github) == {"name", True, "permissions", "jobs"}
    steps = github["jobs"]["a11y"]["steps"]
    assert all(("run" in step) != ("uses" in step) for step in steps)
    after = steps[[step.get("name") for step in steps].index("Gate") + 1 :]
    assert after
    assert all(step.get("if") == "always()" for step in after)
    gitlab = yaml.safe_load((ROOT / "examples" / "ci" / "gitlab.yml").read_text("utf-8"))
    assert gitlab["a11y"]["artifacts"]["when"] == "always"
    assert gitlab["a11y"]["artifacts"]["reports"] == {"junit": "out/*/report.xml"}


def test_a_wrong_option_would_be_noticed() -> None:
    for words in (["check", "http://a/", "--fail-no", "new"], ["check", "http://a/", "--format"]):
        with pytest.raises(Exception, match=r"(?i)option"):
            held(words)


def test_the_page_for_vendors_names_commands_and_options_that_exist() -> None:
    text = (ROOT / "docs" / "vendor.md").read_text("utf-8")
    calls = [call for block in re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL) for call in commands(block)]
    assert {call[0] for call in calls} >= {"doctor", "check"}
    for call in calls:
        held(call)


def test_the_page_for_vendors_names_the_plugin_s_options_as_they_are() -> None:
    from a11y import pytest_plugin

    text = (ROOT / "docs" / "vendor.md").read_text("utf-8")
    source = Path(pytest_plugin.__file__).read_text("utf-8")
    known = {f"--a11y-{name.replace('_', '-')}" for name in (*pytest_plugin._OPTIONS, *pytest_plugin._FLAGS)}
    assert set(re.findall(r"--a11y-[a-z-]+", text)) == known
    for name in set(re.findall(r"\ba11y_(\w+) =", text)):
        assert name in pytest_plugin._OPTIONS or f'"a11y_{name}"' in source
