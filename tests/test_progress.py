"""What the command says while it works: counts that are there, stages by Chinese names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from a11y import cli
from a11y.batch import Count


@pytest.mark.parametrize(
    ("word", "values", "said"),
    [
        ("page", {"url": "http://a.gov.cn/", "done": 2, "of": 4}, "已看 2/4 页  http://a.gov.cn/"),
        ("page", {"url": "http://a.gov.cn/", "mode": "elderly"}, "另看 http://a.gov.cn/"),
        ("sample", {"pages": 4, "found": 31}, "找到 31 页，抽取 4 页"),
        ("stage", {"name": "elderly"}, "正在进行：进入适老版"),
        ("of-another-version", {"x": 1}, ""),
    ],
)
def test_progress_is_told_in_chinese(
    word: str, values: Mapping[str, Any], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cli._progress().tell(word, values)
    assert capsys.readouterr().err.strip() == said


def test_progress_is_told_in_english_where_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    progress = cli._progress(lang="en")
    for word, template in cli._EVENTS.items():
        values = dict.fromkeys(("done", "of", "found", "pages", "addresses"), 1)
        for name in cli._STAGES if "{name}" in template else ("",):
            progress.tell(word, {**values, "url": "http://a.gov.cn/", "name": name})
            assert not re.search("[\u4e00-\u9fff]", progress.now), (word, name, progress.now)
    assert "Under way: entering the elderly version" in capsys.readouterr().err


def test_a_batch_counts_what_is_running_and_says_what_it_waits_for(capsys: pytest.CaptureFixture[str]) -> None:
    progress, count = cli._BatchProgress(), Count(3)
    said = []
    for word, values in (
        ("waiting", {"site": "", "why": "没有工作进程连接"}),
        ("begun", {"site": "a"}),
        ("page", {"site": "b"}),
        ("lost", {"site": "b"}),
        ("site", {"site": "c", "kind": "done"}),
    ):
        progress.tell(word, {**values, "count": count})
        said.append(capsys.readouterr().err.replace("\n", ""))
    assert said[:3] == ["没有工作进程连接", "", ""]
    assert said[3].startswith("b：所在的工作进程断开了")
    assert said[4].startswith("c：完成")
    assert all("进行中 1，" in line for line in said[3:])


class _Clock:
    """A clock that stands until it is turned."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_takes_long_is_told_again_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal: small steps make no line, silence makes one."""
    clock = _Clock()
    progress = cli._progress(clock)
    progress.tell("stage", {"name": "home"})
    progress.tell("doing", {"name": "KeyboardWalk", "url": "http://a.gov.cn/"})
    clock.now += cli.SILENCE - 1
    progress.beat()
    assert capsys.readouterr().err.splitlines() == ["正在进行：打开首页"]
    for _ in range(3):
        clock.now += 1
        progress.beat()
    assert capsys.readouterr().err.splitlines() == ["正在用键盘走一遍  http://a.gov.cn/（8 秒）"]


def test_every_step_that_is_told_has_a_chinese_name() -> None:
    """A class's name on the terminal would tell nobody anything."""
    from a11y.collect import content, elderly, gatherers

    gathered = {entry.artifact.__name__ for entry in gatherers.GATHERERS.values()}
    told = (
        gathered - {"Enlarging", "Reading"} | {*elderly.OWN_STEPS, "services"} | {a.__name__ for a in content.ARTIFACTS}
    )
    assert told <= cli._STAGES.keys()
