"""A unit's self-check report: the superior's problem kinds answered one by one, with the evidence.

Source of the form: 大兴区 2019 Q2 and 2021 Q3 self-check reports. What was done, and what comes next, only the unit can say:
those parts are left open.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from a11y.errors import UsageError
from a11y.masking import mask
from a11y.notice.problem_kinds import checks_for
from a11y.notice.words import day_name
from a11y.report import _gbt9704 as page

OPEN = "（请填写）"
MOST = 5
"""Findings told under one item."""

DEFAULT_ITEMS = (
    "链接不可用", "内容不规范、错别字", "更新不及时", "动态新闻栏目两周断更", "空白栏目", "网站名称、域名与登记不一致",
    "网站标识不全", "政策解读质量不高", "办事指南要素缺失", "表格样表缺失", "未公开办事统计数据", "网民留言答复不及时",
    "搜索功能不完善", "“我为政府网站找错”入口不规范", "IPv6改造", "泄露个人隐私", "适老化和无障碍改造", "整改不到位",
)  # fmt: skip
"""Problem kinds of the two reports; a superior's own list takes their place."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One problem kind, answered."""

    item: str
    text: str
    evidence: tuple[str, ...] = ()
    open: bool = False
    """A person has to answer."""


def read_items(path: Path | None) -> tuple[str, ...]:
    """The superior's list, one problem kind a line; the customary ones where no file is given.

    Raises:
        UsageError: the file cannot be read or is empty.
    """
    if path is None:
        return DEFAULT_ITEMS
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"问题清单读不出来：{path}；应为 UTF-8 文本，每行一类问题") from None
    items = tuple(line.strip(" \t·-—、；;。") for line in lines if line.strip())
    if not items:
        raise UsageError(f"问题清单是空的：{path}")
    return items


def answer(item: str, report: Mapping[str, Any]) -> Answer:
    """What a `report.json` says of one problem kind. Never says that nothing is wrong where nothing was looked at."""
    wanted = checks_for(item)
    results = [check for check in report["checks"] if check["check"] in wanted]
    looked = [check for check in results if check["outcome"] != "untested"]
    if not wanted or not looked:
        why = "本次没有检查到此类问题所需的内容" if wanted else "此类问题不能由软件判断"
        return Answer(item, f"{why}：{OPEN}", open=True)
    found = [f for f in report["findings"] if f["check"] in wanted and not (f["ruling"] or {}).get("false")]
    failed = [f for f in found if f["outcome"] == "failed"]
    doubtful = [f for f in found if f["outcome"] == "cantTell"]
    evidence = tuple(mask(f"{f['message']}（{f['page']}）") for f in (failed or doubtful)[:MOST])
    if failed:
        return Answer(item, f"经检查，发现 {len(failed)} 处：", evidence)
    if doubtful:
        return Answer(item, f"有 {len(doubtful)} 处需人工核实，核实结果：{OPEN}", evidence, open=True)
    return Answer(
        item, f"经检查，未发现此类问题（检查了 {len(looked)} 项，{report['coverage']['pages_checked']} 页）。"
    )


def render(report: Mapping[str, Any], items: Sequence[str], *, superior: str = "", unit: str = "") -> dict[str, bytes]:
    """`selfcheck.docx` and `selfcheck.html`."""
    answers = [answer(item, report) for item in items]
    name = unit or report["site"]["name"] or report["site"]["url"]
    return {
        "selfcheck.docx": _document(report, answers, superior, name),
        "selfcheck.html": _page(report, answers, superior, name).encode(),
    }


_PARTS = (
    "三、工作完成情况",
    "四、创新工作情况",
    "五、政务新媒体管理情况",
    "六、对外联系电话管理情况",
    "七、简单咨询1个工作日答复落实情况",
    "八、下一步工作计划",
)


def _opening(report: Mapping[str, Any], superior: str) -> str:
    seen = report["coverage"]
    return (
        f"按照通报要求，对{report['site']['url']}进行了自查（{day_name(report['collected_at'])}，共看 {seen['pages_checked']} 页，"
        f"发现的页面 {seen['pages_found']} 个）。现将有关情况报告如下："
        if superior
        else f"对{report['site']['url']}进行了自查（{day_name(report['collected_at'])}）。现将有关情况报告如下："
    )


def _document(report: Mapping[str, Any], answers: Sequence[Answer], superior: str, name: str) -> bytes:
    paper = page.document(f"{name}自查报告")
    page.title(paper, f"{name}关于", "政府网站自查工作情况的报告")
    page.paragraph(paper, f"{superior or OPEN}：", indent=False)
    page.paragraph(paper, _opening(report, superior))
    page.heading(paper, "一、高度重视政府网站运维保障工作")
    page.paragraph(paper, OPEN)
    page.heading(paper, "二、网站自查情况")
    for number, one in enumerate(answers, 1):
        page.heading(paper, f"{number}. {one.item}", 3)
        page.paragraph(paper, one.text)
        for line in one.evidence:
            page.paragraph(paper, line)
    for part in _PARTS:
        page.heading(paper, part)
        page.paragraph(paper, OPEN)
    page.paragraph(paper, f"单位、日期：{OPEN}", indent=False)
    return page.save(paper, report["collected_at"])


def _page(report: Mapping[str, Any], answers: Sequence[Answer], superior: str, name: str) -> str:
    def safe(text: str) -> str:
        return html.escape(text)

    items = "".join(
        f"<li><h3>{safe(one.item)}</h3><p>{safe(one.text)}</p>"
        + ("<ul>" + "".join(f"<li>{safe(line)}</li>" for line in one.evidence) + "</ul>" if one.evidence else "")
        + "</li>"
        for one in answers
    )
    parts = "".join(f"<h2>{part}</h2><p>{OPEN}</p>" for part in _PARTS)
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{safe(name)}自查报告</title>
<style>body{{font:18px/1.8 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#1b2430;background:#fff;max-width:52rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}}h1{{font-size:1.6rem}}h2{{font-size:1.3rem}}h3{{font-size:1.1rem;margin:0}}</style>
</head><body><main><h1>{safe(name)}政府网站自查工作情况的报告</h1>
<p>{safe(superior or OPEN)}：</p><p>{safe(_opening(report, superior))}</p>
<h2>一、高度重视政府网站运维保障工作</h2><p>{OPEN}</p>
<h2>二、网站自查情况</h2><ol>{items}</ol>{parts}<p>单位、日期：{OPEN}</p></main></body></html>
"""
