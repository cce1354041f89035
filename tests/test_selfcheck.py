"""The self-check report answers the superior's list item by item, and claims nothing that was not looked at."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest

from a11y.errors import UsageError
from a11y.notice import selfcheck
from a11y.notice.problem_kinds import ANSWERED_BY, checks_for


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
        wanted = checks_for(item)
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


@pytest.mark.parametrize(
    ("item", "answered_by", "not_by"),
    [
        ("图片没有文字说明", "axe/image-alt", "links/dead"),
        ("部分图片缺少替代文本", "axe/image-alt", "axe/link-name"),
        ("首页图片无alt", "axe/image-alt", "content/home-fresh"),
        ("图片无法显示", "links/dead", "axe/image-alt"),
        ("图片、视频没有字幕或文字说明", "axe/video-caption", "links/dead"),
        ("图片和链接没有文字说明", "axe/image-alt", "links/dead"),
        ("链接没有文字说明", "axe/link-name", "links/dead"),
        ("链接打不开、图片没有说明", "axe/image-alt", "axe/link-name"),
        ("按钮没有名称", "axe/button-name", "identity/name"),
        ("搜索框缺少标签", "axe/label", "content/search"),
        ("文字与背景对比度不够", "contrast/text", "content/column-fresh"),
        ("只能用鼠标操作，键盘无法操作", "interaction/keyboard", "elderly/pointer"),
        ("看不到键盘焦点", "interaction/focus-visible", "elderly/entry"),
        ("按钮太小", "interaction/target-size", "axe/button-name"),
        ("轮播图不能暂停", "interaction/motion", "axe/image-alt"),
        ("飘窗无法关闭", "interaction/popup-close", "links/dead"),
        ("手机上不能放大", "axe/meta-viewport", "elderly/enlarge"),
        ("适老版入口点击没有反应", "elderly/works", "links/empty"),
        ("长者模式字体太小", "elderly/font-size", "interaction/target-size"),
        ("无障碍工具条缺失", "elderly/toolbar", "elderly/works"),
        ("文章不能朗读", "elderly/read-aloud", "content/duplicate"),
        ("网页没有标题", "axe/document-title", "act/content-heading"),
        ("表格没有表头", "act/data-table", "content/guide-form"),
        ("附件打不开", "links/dead", "content/guide-form"),
        ("信箱来信超期未答复", "content/messages-late", "content/column-fresh"),
        ("输入框没有标签", "axe/label", "identity/meta-site"),
        ("声音自动播放", "act/autoplay-sound", "interaction/motion"),
        ("快捷键重复", "axe/accesskeys", "content/duplicate"),
    ],
)
def test_a_problem_as_people_write_it_finds_its_checks(item: str, answered_by: str, not_by: str) -> None:
    found = checks_for(item)
    assert answered_by in found, sorted(found)
    assert not_by not in found, sorted(found)


def test_every_check_that_is_named_exists_and_is_found_by_its_own_title() -> None:
    from a11y.registry import checks

    assert {id for _, ids in ANSWERED_BY for id in ids} <= set(checks())
    lost = [
        id for id, check in checks().items() if not check.id.startswith("axe/") and id not in checks_for(check.title)
    ]
    assert lost == []


@pytest.mark.parametrize(
    "item", ["单位常态化监管不到位", "整改不到位", "领导不重视", "人员配备不足", "没有按时报送材料"]
)
def test_what_no_software_can_know_finds_nothing(item: str) -> None:
    assert checks_for(item) == frozenset()
