"""What the command says while it works: counts that are there, stages by Chinese names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from a11y import cli


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
