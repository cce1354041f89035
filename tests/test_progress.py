"""What the command says while it works: counts that are there, stages by Chinese names."""

from __future__ import annotations

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
