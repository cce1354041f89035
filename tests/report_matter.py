"""A rich report written down: every outcome, hostile strings, an elderly chapter, as many findings as asked for."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from PIL import Image, ImageDraw

from a11y.model import (
    CheckResult,
    Coverage,
    Device,
    Impact,
    IndicatorResult,
    Located,
    Mode,
    Outcome,
    Points,
    Role,
    Ruling,
    Score,
    Scorecard,
    Site,
    SiteReport,
    Target,
    Tested,
    Trouble,
)  # fmt: skip
from a11y.report import LiteralAssets

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\x1b[31m红\x1b]0;题\x07\u202e{{7*7}}"
FORMULA = '=HYPERLINK("http://evil.example/","点")'
IDENTITY = "11010519491231002X"
"""A number made up by the standard's own example: valid by its checksum."""
HOME = "https://www.qingshan.gov.cn/"
TEMPLATES = ("t1", "t2", "t3")


def picture(text: str, size: tuple[int, int] = (480, 160)) -> bytes:
    """A small PNG with a framed box."""
    image = Image.new("RGB", size, "#f4f4f4")
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 20, size[0] - 20, size[1] - 20), outline="#a3161c", width=4)
    draw.text((40, 40), text, fill="#555")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def located(
    check: str,
    number: int,
    *,
    outcome: Outcome = Outcome.FAILED,
    impact: Impact = Impact.SERIOUS,
    page: str = HOME,
    template: str = "t1",
    message: str = "",
    name: str = "",
    **more: Any,
) -> Located:
    """One finding; `more` may give `target`, `data`, `ruling`, `mode`, `device`."""
    selector = more.pop("selector", f"main > p:nth-child({number})")
    target = more.pop("target", None) or Target(
        selector, f'<p class="a{number}">文字</p>', (), (10.0, 20.0 + number * 30, 300.123456, 24.0),
        landmark="main", name=name or f"元素{chr(0x4E00 + number % 2000)}", crop="evidence/crops/a.png",
    )  # fmt: skip
    return Located(
        check=check, profiles=more.pop("profiles", ("suqian-2022",)), outcome=outcome, impact=impact, page=page,
        mode=more.pop("mode", Mode.STANDARD), device=more.pop("device", Device.DESKTOP), target=target,
        message=message or f"第{number}处文字与背景的对比度是 2.32:1，应不低于 4.5:1", remedy=more.pop("remedy", "把文字颜色改深。"),
        data=more.pop("data", {"measured": 2.3249999, "required": 4.5}), fingerprint=f"{check.replace('/', '')[:6]}{number:010x}",
        repeat=f"a11y check {page} --only {check}", role=Role.HOME, template=template, **more,
    )  # fmt: skip


def result(check: str, findings: list[Located], **more: Any) -> CheckResult:
    """The check result that holds `findings`."""
    outcome = max((f.outcome for f in findings), default=more.pop("outcome", Outcome.PASSED))
    return CheckResult(
        check, ("suqian-2022",), {}, outcome, more.pop("passed", 12), sum(f.outcome is Outcome.FAILED for f in findings),
        sum(f.outcome is Outcome.CANT_TELL for f in findings), findings=tuple(findings), **more,
    )  # fmt: skip


def article(number: int) -> str:
    """Address of an article page."""
    return f"{HOME}art/2026/{number}.html?x=1&y=2#z"


def indicator(id: str, title: str, outcome: Outcome, **more: Any) -> IndicatorResult:
    """One row of a scorecard."""
    return IndicatorResult(
        id, title, more.pop("clause", f"附件2 第{id}项"), more.pop("kind", "deduct"), outcome,
        more.pop("mode", Tested.AUTOMATIC), more.pop("points", None), more.pop("findings", 0), source=more.pop("source", "V"),
        **more,
    )  # fmt: skip


def points(
    full: str, lost: str = "0", earned: str = "0", floor: str | None = None, ceiling: str | None = None
) -> Points:
    """Points in decimals."""
    own = Decimal(full) - Decimal(lost)
    return Points(
        Decimal(full),
        Decimal(lost),
        Decimal(earned),
        Decimal(floor) if floor else own,
        Decimal(ceiling) if ceiling else own,
    )


def rich(count: int = 60, *, lang: str = "zh") -> SiteReport:
    """A site with about `count` findings of every kind."""
    pages = [
        {"url": HOME, "final_url": HOME, "role": "home", "mode": "standard", "device": "desktop", "status": 200,
         "title": "青山县人民政府", "template": "t1", "milliseconds": 812, "thumbnail": "evidence/thumbs/1.png"},
        {"url": HOME, "final_url": HOME, "role": "home", "mode": "elderly", "device": "desktop", "status": 200,
         "title": "青山县人民政府 " + HOSTILE, "template": "t1", "milliseconds": 901, "thumbnail": "evidence/thumbs/2.png"},
        {"url": "javascript:alert(3)", "final_url": "", "role": "random", "mode": "standard", "device": "mobile", "status": 0,
         "title": "", "template": "t3", "milliseconds": 0, "thumbnail": "../../etc/passwd.png", "error": "bot-wall"},
        *({"url": article(n), "final_url": article(n), "role": "article", "mode": "standard", "device": "desktop",
           "status": 200, "title": f"文章{n}", "template": "t2", "milliseconds": 500 + n, "thumbnail": "evidence/thumbs/1.png"}
          for n in range(1, 6)),
    ]  # fmt: skip
    contrast = [
        located("contrast/text", 1, page=article(n), template="t2", name="来源", selector=f"#a{n} > p")
        for n in range(1, 6)
    ]
    twin = Target("#go", "<a id=go>", (), (0.0, 0.0, 20.0, 20.0), "header", "搜索", "evidence/crops/a.png")
    sizes = [
        located("interaction/target-size", 7, target=twin, message="搜索按钮只有 20×20 像素，应不小于 44×44 像素",
                data={"measured": [20, 20], "required": [44, 44]}, impact=Impact.MODERATE),
        located("axe/target-size", 7, target=twin, message="axe：可点目标太小", impact=Impact.SERIOUS),
    ]  # fmt: skip
    hostile = [
        located("links/dead", 3, message=f"链接“{HOSTILE}”打不开 {FORMULA}", name=HOSTILE, data={"measured": HOSTILE, "required": "200", HOSTILE: 1}),
        located("links/dead", 4, message=FORMULA, name="+cmd", remedy="@SUM(1)", outcome=Outcome.CANT_TELL,
                data={"measured": "-1", "required": None, "reason": "bot-wall", "url": "http://u/"}),
        located("content/privacy", 5, message=f"公示了完整的身份证号码 {IDENTITY}，电话 13812345678", impact=Impact.CRITICAL,
                data={"measured": IDENTITY, "required": "隐去中间位数"}),
        located("axe/image-alt", 6, message="图片没有替代文字", target=Target(
            "img\ud800.x", '<img src="a.png" onload="alert(1)">', ("https://hall.qingshan.gov.cn/f?a=1",), (1, 2, float("nan"), 4), name="\x00\x07")),
        located("axe/image-alt", 8, message="图片没有替代文字（误报）", ruling=Ruling(
            None, "王五", "2026-11-20", "这张图是装饰" + HOSTILE, false_finding=True)),
        located("elderly/works", 9, message="按下“长者助手”以后，页面没有任何变化", impact=Impact.CRITICAL, selector="",
                data={"measured": "没有变化", "required": "进入适老版"}, mode=Mode.ELDERLY, device=Device.MOBILE),
    ]  # fmt: skip
    many = [
        located("axe/link-name", n, page=article(n % 5 + 1), template="t2", message=f"第{n}个链接没有名称",
                impact=list(Impact)[n % 4], outcome=Outcome.CANT_TELL if n % 5 == 0 else Outcome.FAILED)
        for n in range(100, 100 + max(0, count - len(contrast) - len(sizes) - len(hostile)))
    ]  # fmt: skip
    by_check: dict[str, list[Located]] = {}
    for finding in (*contrast, *sizes, *hostile, *many):
        by_check.setdefault(finding.check, []).append(finding)
    checks = [result(name, rows) for name, rows in sorted(by_check.items())]
    checks += [
        result("elderly/enlarge", [], data={"factor": 1.5, "largest_px": 30.00001, "odd": {1, 2}}),
        result("site/ipv6", [], outcome=Outcome.UNTESTED, passed=0, reason="本机没有 IPv6"),
        result("axe/video-caption", [], outcome=Outcome.INAPPLICABLE, passed=None),
    ]
    marks = [f.fingerprint for f in contrast]
    rows = (
        indicator("1.1", "单项否决：站点无法访问", Outcome.PASSED, kind="veto", block="单项否决", how="自动判定"),
        indicator("4.2", "首页链接可用性", Outcome.FAILED, block="功能应用", points=points("2", "1.5", floor="0", ceiling="0.5"),
                  findings=2, fingerprints=(hostile[0].fingerprint,), checks=("links/dead",), reason="1 处链接打不开，扣 0.5 分",
                  rule="首页链接打不开的，每处扣0.5分", how="自动判定"),
        indicator("4.3", "文字对比度", Outcome.FAILED, kind="require", block="无障碍", findings=5, fingerprints=tuple(marks),
                  checks=("contrast/text",), source="S", reason="5 处文字看不清", clause="GB/T 37668 5.1"),
        indicator("2.4", "内容准确", Outcome.UNTESTED, block="办事服务", mode=Tested.MANUAL, points=points("5", floor="0", ceiling="5"),
                  reason="要人工拨打电话核对", how="人工录入"),
        indicator("2.5", "服务评价", Outcome.CANT_TELL, block="办事服务", mode=Tested.SEMI_AUTO, points=points("3", floor="1", ceiling="3"),
                  ruling=Ruling(Outcome.CANT_TELL, "李四", "2026-11-21", FORMULA, until="2026-12-31")),
        indicator("9.1", "数据开放", Outcome.PASSED, kind="bonus", block="加分", points=points("4", earned="2"), decides=False, source="E"),
        indicator("9.2", FORMULA, Outcome.INAPPLICABLE, block="加分", reason="-2+3" + HOSTILE),
    )  # fmt: skip
    card = Scorecard(
        "suqian-2022", "2022-03-04", Outcome.FAILED, Score(Decimal("86.5"), Decimal("76.25"), Decimal(91)), 4, 2, 1, rows,
        title="2022年宿迁市政府网站年度综合考评办法", source="宿政办发〔2022〕1号 附件2", status="现行", grade="不合格",
        notes=("本办法由第二手材料转录的条目已注明",), parts={"测评得分": Decimal("86.5"), "内容保障": Score(Decimal(70), Decimal(60), Decimal("80.5"))},
    )  # fmt: skip
    unscored = Scorecard(
        "elderly-web-2021", "2021-04", Outcome.UNTESTED, None, 3, 4, 5, rows[2:4], title="互联网网站适老化通用设计规范",
        reason="覆盖不足，不出分", status="现行",
    )  # fmt: skip
    return SiteReport(
        tool={"version": "0.1.0", "axe": "4.12.1", "chromium": "156.0", "profiles": {"suqian-2022": "2022-03-04"}, "seed": 7},
        site=Site(HOME, "www.qingshan.gov.cn", "青山县人民政府", "3301990001", "青山县人民政府办公室"),
        collected_at="2026-11-22T05:00:00+08:00", coverage=Coverage(312, 8, 1, 3, False, "1 页被防爬虫页面拦截"),
        pages=tuple(pages), checks=tuple(checks), scorecards=(card, unscored),
        errors=(Trouble(article(9), "bot-wall", HOSTILE), Trouble("https://x.gov.cn/", "timeout", "Timeout 15000ms exceeded")),
        chapters={"elderly": elderly()}, lang=lang, template_sizes={"t1": 1, "t2": 214, "t3": 97},
    )  # fmt: skip


def elderly() -> dict[str, Any]:
    """A chapter with everything in it."""
    return {
        "device": "desktop", "entered": True, "summary": "按下“长者助手”后字号由 16 像素变为 24 像素，朗读没有声音。",
        "entry": {"text": "长者助手", "picture": "evidence/elderly/entry.png", "selector": "#old", "page": HOME,
                  "visible": True, "named": True, "reachable": False},
        "before": {"picture": "evidence/elderly/before.png", "px": 16},
        "after": {"picture": "evidence/elderly/after.png", "px": 24},
        "steps": [{"step": n, "px": 16 * f, "factor": f, "picture": f"evidence/elderly/step{n}.png"} for n, f in enumerate((1, 1.25, 1.5))],
        "services": [
            {"name": "放大", "offered": True, "worked": True, "detail": "放大到 1.5 倍", "picture": "evidence/elderly/step2.png"},
            {"name": "朗读", "offered": True, "worked": False, "detail": "语音服务没有应答", "before": "evidence/elderly/before.png",
             "after": "evidence/elderly/after.png"},
            {"name": "大字幕", "offered": False, "worked": None},
            {"name": HOSTILE, "offered": True, "worked": None, "detail": HOSTILE},
        ],
        "transcript": [{"text": "欢迎使用长者助手", "way": "speechSynthesis", "after": "朗读", "own": False},
                       {"text": "青山县召开会议" + HOSTILE, "way": "audio", "after": "段落", "own": True}],
        "share_read": 0.42,
        "clips": ["evidence/elderly/clip.mp3", "../clip.mp3", "evidence/elderly/gone.mp3"],
        "keyboard": {"picture": "evidence/elderly/keys.png", "stops": [
            {"name": "首页", "selector": "nav > a", "visible": True}, {"name": "搜索", "selector": "#q", "visible": False}]},
        "focus": [{"name": "搜索", "before": "evidence/elderly/before.png", "after": "evidence/elderly/after.png"}],
    }  # fmt: skip


def assets() -> LiteralAssets:
    """Pictures that `rich` names."""
    names = {f"evidence/elderly/{n}.png": n for n in ("entry", "before", "after", "step0", "step1", "step2", "keys")}
    files = {path: picture(text, (900, 500)) for path, text in names.items()}
    files |= {
        "evidence/elderly/clip.mp3": b"ID3",
        "../clip.mp3": b"ID3",
        "evidence/crops/a.png": picture("crop"),
        "../../etc/passwd.png": picture("secret"),
    }
    return LiteralAssets({**files, **{f"evidence/thumbs/{n}.png": picture(f"thumb {n}", (320, 400)) for n in (1, 2)}})
