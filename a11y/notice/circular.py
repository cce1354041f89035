"""The circular (通报), in the customary structure and wording, laid out by GB/T 9704.

Source: the notices of 重庆 2023 Q4 and 宁夏 2020 Q3, and the structure common to them. Rates are computed; experience and
demands are the office's to write and are left open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from a11y.model import Outcome
from a11y.notice.media import by_region, counts
from a11y.notice.words import day_name, period_name
from a11y.period import Overview, Standing, Weak, bands, percent
from a11y.profile import all_profiles
from a11y.report import _gbt9704 as page

if TYPE_CHECKING:
    from a11y.notice import Settings
    from a11y.notice.figures import Figures

OPEN = "（请填写）"
MOST_NAMED = 3
"""Sites named with a fault."""
TOLD = 10
"""Failed sites told in the text; the annex has them all."""
BASIS = (
    "《国务院办公厅关于印发政府网站发展指引的通知》（国办发〔2017〕47号）、《国务院办公厅秘书局关于印发政府网站与政务新媒体检查指标、"
    "监管工作年度考核指标的通知》（国办秘函〔2019〕19号）"
)
"""What every check rests on; the national indicators are `NATIONAL`, any other document is named beside them."""
NATIONAL = "national-2019"


def render(figures: Figures, settings: Settings) -> bytes:
    """`notice.docx`."""
    name, area = period_name(figures.period), settings.area
    paper = page.document(f"{name}{area}政府网站检查情况通报")
    page.title(paper, f"{settings.office or OPEN}关于{name}", f"{area}政府网站和政务新媒体检查情况的通报")
    page.paragraph(paper, settings.number or f"文号：{OPEN}", indent=False).alignment = WD_ALIGN_PARAGRAPH.CENTER
    page.paragraph(paper, f"各县（市、区）人民政府，{area}各有关部门和单位：{OPEN}", indent=False)
    point = f"（监测时间点为{day_name(settings.point or figures.at)}）"
    page.paragraph(
        paper,
        f"根据{BASIS}{_document(figures.profile)}要求，对{name}{area}政府网站运行情况进行了检查{point}。现将有关情况通报如下：",
    )
    _overall(paper, figures, settings)
    page.heading(paper, "二、经验做法")
    page.paragraph(paper, OPEN)
    _problems(paper, figures)
    _demands(paper, settings)
    _annexes(paper, figures, settings)
    return page.save(paper, figures.at)


def _document(profile: str) -> str:
    """`和《…》（文号）`: the document that gave the verdicts, where it is not the national one."""
    known = next((each for each in all_profiles() if each.id == profile and each.id != NATIONAL), None)
    return f"和《{known.title}》（{known.source}）" if known is not None else ""


def _overall(paper: Any, figures: Figures, settings: Settings) -> None:
    page.heading(paper, "一、总体情况")
    seen = figures.overview
    batches = f"分{figures.batches}个批次" if figures.batches > 1 else ""
    text = f"本期{batches}检查{settings.area}正在运行的政府网站{seen.running}个"
    text += f"，作出判定{seen.checked}个，检查比例{seen.check_rate}%" if seen.check_rate is not None else ""
    if seen.pass_rate is not None:
        text += f"；发现问题网站{seen.problem}个，合格率{seen.pass_rate}%"
    if seen.doubtful:
        text += f"（其中{seen.doubtful}个尚有事项未检或待人工复核，核定后数字可能变动）"
    if seen.unfinished:
        text += f"。另有{seen.unfinished}个未能看全，不计入合格率，名单见附件5"
    manner = "系统监测" if seen.doubtful else "系统监测与人工复核相结合"
    page.paragraph(paper, f"{text}。检查采用{manner}的方式。")
    grouped = bands(figures.standings)
    if grouped:
        parts = []
        for title, rows in grouped.items():
            examples = "、".join(row.name for row in rows[:MOST_NAMED])
            parts.append(f"{examples}等{len(rows)}个政府网站{title}")
        page.paragraph(paper, "；".join(parts) + "。")
    before = figures.previous
    if before is not None and before.found:
        page.paragraph(
            paper,
            f"{period_name(before.period)}检查发现的问题{before.found}项，截至本期已整改{before.mended}项，"
            f"整改率{before.rate(settings.places)}%。",
        )
    if len(figures.versions) > 1:
        versions = "、".join(figures.versions)
        page.paragraph(
            paper,
            f"（发文前请处理：本期各站使用的依据版本不同（{versions}），得分不能直接相比，请先按同一版本重新判定。）",
        )
    if settings.media:
        looked, bad = counts(settings.media)
        unseen = len(settings.media) - looked
        rate = f"，合格率{percent(looked - bad, looked, settings.places)}%" if looked else ""
        rest = f"；另有{unseen}个未检" if unseen else ""
        page.paragraph(paper, f"共检查政务新媒体{looked}个，发现问题政务新媒体{bad}个{rate}{rest}（据台账）。")
    page.paragraph(paper, f"“我为政府网站找错”留言办理情况：{OPEN}")


def reasons(figures: Figures, standing: Standing) -> str:
    """Why a site failed, in the words of its findings."""
    return "；".join(figures.vetoes.get(standing.id, ())) or "得分低于合格线"


def _region(name: str, seen: Overview) -> tuple[object, ...]:
    return (
        name, seen.running, seen.checked, seen.check_rate or "—", seen.passed, seen.doubtful, seen.pass_rate or "—",
        seen.problem, seen.unfinished,
    )  # fmt: skip


def _problems(paper: Any, figures: Figures) -> None:
    page.heading(paper, "三、存在的主要问题")
    if not figures.weak:
        page.paragraph(paper, "本期检查没有发现需要通报的问题。")
        return
    ordinals = "一二三四五六七八九十"
    told = figures.weak[: len(ordinals)]
    sentences = [(f"{ordinals[n]}是" if len(told) > 1 else "") + _sentence(row, figures) for n, row in enumerate(told)]
    page.paragraph(paper, "检查发现，" + "".join(sentences))
    failed = [s for s in figures.standings if s.verdict is Outcome.FAILED]
    if failed:
        page.paragraph(paper, f"{len(failed)}个网站被判定为不合格：")
        for standing in failed[:TOLD]:
            page.paragraph(paper, f"{standing.name}：{reasons(figures, standing)}。")
        if len(failed) > TOLD:
            page.paragraph(paper, "其余见附件2。")


def _sentence(row: Weak, figures: Figures) -> str:
    names = figures.named.get(row.id, ())
    shown = "、".join(f"“{name}”" for name in names[:MOST_NAMED]) + ("等" if len(names) > MOST_NAMED else "")
    return f"{row.quantifier}网站“{row.title}”不符合要求（{row.sites}个，占{row.share}%），如{shown}。"


def _demands(paper: Any, settings: Settings) -> None:
    page.heading(paper, "四、工作要求")
    page.paragraph(paper, OPEN)
    deadline = day_name(settings.deadline) if settings.deadline else OPEN
    page.paragraph(
        paper,
        f"本次通报的问题网站，请有关单位对照问题清单和整改台账立即整改，举一反三，于{deadline}前完成整改及复核，"
        f"并将整改情况报{settings.office or OPEN}。",
    )


def _kept(paragraph: Any) -> Any:
    """Annexes, signature and what follows stay on one page: none of them stands alone on the next."""
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _annexes(paper: Any, figures: Figures, settings: Settings) -> None:
    name = period_name(figures.period)
    titles = (
        f"{name}{settings.area}政府网站检查情况表", "抽查存在突出问题的政府网站名单",
        f"{name}{settings.area}政务新媒体检查情况表", "抽查存在突出问题的政务新媒体名单",
        *(["未能看全的政府网站名单"] if figures.unfinished else []),
    )  # fmt: skip
    for n, text in enumerate(titles, 1):
        _kept(page.paragraph(paper, f"附件：{n}.{text}" if n == 1 else f"　　　{n}.{text}"))
    signed = day_name(settings.issued) if settings.issued else f"成文日期：{OPEN}"
    for line in (settings.office or OPEN, signed):
        _kept(page.paragraph(paper, line, indent=False)).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    page.paragraph(paper, f"公开方式：{OPEN}", indent=False)
    page.landscape(paper)
    page.heading(paper, f"附件1　{titles[0]}")
    rows = [_region(region or "未分地区", seen) for region, seen in figures.regions.items()]
    heads = ("地区", "运行数", "检查数", "检查比例%", "合格数", "其中待复核", "合格率%", "不合格数", "未看全数")
    page.table(paper, heads, [*rows, _region("合计", figures.overview)], (46, 24, 24, 26, 22, 28, 26, 26, 24))
    page.heading(paper, f"附件2　{titles[1]}")
    failed = [s for s in figures.standings if s.verdict is Outcome.FAILED]
    listed = [(n, s.region or s.group, s.name, reasons(figures, s)) for n, s in enumerate(failed, 1)]
    if listed:
        page.table(paper, ("序号", "地区", "网站", "突出问题"), listed, (14, 32, 58, 142))
    else:
        page.paragraph(paper, "没有被判定为不合格的网站。")
    bad = [row for row in settings.media if row.get("outcome") == "不合格"]
    page.heading(paper, f"附件3　{titles[2]}")
    if settings.media:
        places = settings.places
        page.table(
            paper,
            ("地区", "检查数", "合格数", "合格率%", "不合格数"),
            by_region(settings.media, places),
            (80, 36, 36, 40, 36),
        )
    else:
        page.paragraph(paper, f"政务新媒体由人工检查：{OPEN}")
    page.heading(paper, f"附件4　{titles[3]}")
    if bad:
        media = [(n, m.get("region", ""), m.get("name", ""), m.get("problem", "")) for n, m in enumerate(bad, 1)]
        page.table(paper, ("序号", "地区", "名称", "突出问题"), media, (14, 32, 58, 142))
    else:
        page.paragraph(paper, "没有发现突出问题。" if settings.media else OPEN)
    if figures.unfinished:
        page.heading(paper, f"附件5　{titles[4]}")
        rows = [
            (n, s.region or s.group, s.name, figures.reasons.get(s.id, "没有看全"))
            for n, s in enumerate(figures.unfinished, 1)
        ]
        page.table(paper, ("序号", "地区", "网站", "原因"), rows, (14, 32, 58, 142))
