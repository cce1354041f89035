"""The self-check report answers the superior's list item by item, and claims nothing that was not looked at."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest

from a11y.errors import UsageError
from a11y.notice import selfcheck


def report(**outcomes: str) -> dict[str, Any]:
    findings = [
        {
            "check": check.replace("__", "/").replace("_", "-"), "outcome": outcome, "message": "<b>打不开</b> 11010519491231002X",
            "page": "http://x.gov.cn/a", "ruling": None,
        }
        for check, outcome in outcomes.items() if outcome in ("failed", "cantTell")
    ]  # fmt: skip
    checks = [{"check": c.replace("__", "/").replace("_", "-"), "outcome": o} for c, o in outcomes.items()]
    return {
        "site": {"id": "x", "name": "某区", "url": "http://x.gov.cn/"}, "collected_at": "2026-11-22T09:00:00+08:00",
        "coverage": {"pages_checked": 20, "pages_found": 57}, "checks": checks, "findings": findings,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("outcomes", "words", "is_open"),
    [
        ({"links__dead": "failed"}, "发现 1 处", False),
        ({"links__dead": "passed", "links__empty": "inapplicable"}, "未发现此类问题（检查了 2 项，20 页）", False),
        ({"links__dead": "untested"}, "（请填写）", True),
        ({"links__soft_404": "cantTell"}, "需人工核实", True),
        ({}, "（请填写）", True),
    ],
)
def test_an_item_is_answered_by_its_evidence(outcomes: dict[str, str], words: str, is_open: bool) -> None:
    said = selfcheck.answer("链接不可用", report(**outcomes))
    assert words in said.text
    assert said.open is is_open


def test_what_no_check_can_answer_is_left_to_the_unit() -> None:
    said = selfcheck.answer("单位常态化监管不到位", report(links__dead="passed"))
    assert said.open
    assert "不能由软件判断" in said.text


def test_every_customary_item_but_rectification_is_answered_by_checks_that_exist() -> None:
    from a11y.registry import checks

    for item in selfcheck.DEFAULT_ITEMS:
        wanted = selfcheck.checks_for(item)
        assert wanted or item == "整改不到位", item
        assert wanted <= set(checks())


def test_both_forms_carry_every_item_escaped_and_masked(tmp_path: Path) -> None:
    path = tmp_path / "items.txt"
    path.write_text("链接不可用\n政策解读质量不高；\n\n单位监管不到位\n", "utf-8-sig")
    made = selfcheck.render(report(links__dead="failed"), selfcheck.read_items(path), superior="市政务服务管理局")
    html = made["selfcheck.html"].decode()
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(made["selfcheck.docx"])).paragraphs)
    for words in ("链接不可用", "政策解读质量不高", "单位监管不到位", "市政务服务管理局", "下一步工作计划"):
        assert words in html
        assert words in text
    assert "<b>" not in html
    assert "19491231" not in html + text


def test_an_empty_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "items.txt"
    path.write_text("\n", "utf-8")
    with pytest.raises(UsageError, match="空的"):
        selfcheck.read_items(path)
