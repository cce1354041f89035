"""The demonstration site: a county government's portal of our own making, with faults that are listed.

Anlan County does not exist. Its pages are made from `tests/sites/demo` (in a wheel: `a11y/_data/demo`) for a given
day, so that news are news whenever it is shown; `FAULTS` says what is wrong on purpose.
"""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jinja2

HOST = "www.anlanxian.gov.cn"
CODE = "3299990001"

FAULTS: Mapping[str, str] = {
    "axe/image-alt": "文章《政务服务大厅增设老年人绿色通道》的配图、首页“专题专栏”图片没有文字说明",
    "axe/label": "首页公交查询的输入框没有名称",
    "contrast/text": "首页白色标语压在浅色照片上；公交查询的“查”字灰底灰字",
    "interaction/popup-close": "首页飘窗的关闭按钮只有 16×16 像素，刷新后又出现",
    "links/dead": "首页《关于调整城乡居民基本养老保险缴费档次的通知》打不开；高龄津贴指南的表格下载是死链",
    "links/empty": "首页“旧版入口”点了没有反应",
    "links/outside-prompt": "首页“安澜旅游网”离开政府网站没有提示",
    "content/column-fresh": "政策解读栏目 230 天没有更新",
    "content/column-blank": "人事信息栏目是空白",
    "content/messages-late": "一条咨询 9 个工作日才答复",
    "content/guide-elements": "殡葬补贴指南没有写办理地点和收费标准",
    "content/guide-wording": "低保指南写着“其他有关材料”",
    "content/privacy": "互动交流页的留言摘要里有完整的身份证号（虚构，校验位有效）",
    "content/wording": "一篇要闻把“部署”写成“布署”",
    "identity/consistent": "互动交流页的 SiteIDCode 与页脚标识码不一致",
    "identity/meta-content": "一篇通知没有内容标签",
    "elderly/pointer": "长者模式的“大鼠标”按钮按下后没有变化：光标图片不存在",
}
"""What is wrong with the demonstration site on purpose: check id → what and where."""

_SOURCES = (Path(__file__).parent / "_data" / "demo", Path(__file__).parents[1] / "tests" / "sites" / "demo")


@dataclass(frozen=True, slots=True)
class _Item:
    """One article, guide or message and where it stands."""

    path: str
    title: str
    date: str
    words: Mapping[str, Any] = field(default_factory=dict)


def folder() -> Path:
    """Where the templates and static files lie, in a wheel or in a checkout."""
    return next(path for path in _SOURCES if path.is_dir())


@lru_cache(maxsize=4)
def build(today: date) -> Mapping[str, bytes]:
    """Every page of the site as of `today`: address path → HTML, UTF-8."""
    return _Builder(today).pages()


def site_file(today: date, port: int | None = None) -> str:
    """The site file (TOML) that the site's owner would hand in."""
    origin = f"http://{HOST}" + (f":{port}" if port else "")
    lines = [
        'id = "anlan-demo"', 'name = "安澜县人民政府"', f'url = "{origin}/"', f'code = "{CODE}"',
        'sponsor = "安澜县人民政府办公室"', 'kind = "portal"', 'group = "县区"', 'region = "安澜县"',
        f'messages = "{origin}/hdjl/"', f'search = "{origin}/search?q="',
    ]  # fmt: skip
    for column in _Builder(today).columns:
        period = f"period_days = {column['period']}\n" if column.get("period") else ""
        lines.append(
            f'\n[[column]]\nname = "{column["name"]}"\nurl = "{origin}{column["path"]}"\nkind = "{column["kind"]}"\n'
            f"level = 1\n{period}".rstrip()
        )
    lines += [f'\n[[guide]]\nurl = "{origin}{guide.path}"' for guide in _Builder(today).guides]
    return "\n".join(lines) + "\n"


@contextmanager
def serve(today: date, port: int = 0) -> Iterator[int]:
    """The site on loopback while the block runs; yields the port."""
    handler = type("Handler", (_Handler,), {"today": today})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    """Pages from memory, static files from the folder, a search that searches, a form that refuses."""

    protocol_version = "HTTP/1.1"
    today = date(2026, 1, 1)
    _types: Mapping[str, str] = {
        ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
        ".jpg": "image/jpeg", ".xml": "application/xml; charset=utf-8", ".txt": "text/plain; charset=utf-8",
        ".csv": "text/csv; charset=utf-8", ".doc": "application/msword",
    }  # fmt: skip

    def do_GET(self) -> None:
        """Answer one visit."""
        parts = urlsplit(self.path)
        body, status = self._find(parts.path, parts.query)
        suffix = Path(parts.path).suffix
        self.send_response(status)
        self.send_header("Content-Type", self._types.get(suffix, "text/html; charset=utf-8"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        """No inspection may ever send anything: a message that arrives is a defect of the tester."""
        self.close_connection = True
        self.send_error(405)

    def _find(self, path: str, query: str) -> tuple[bytes, int]:
        pages = build(self.today)
        if path == "/search":
            return _Builder(self.today).search(parse_qs(query).get("q", [""])[0]), 200
        if path in pages:
            return pages[path], 200
        if path.startswith("/static/"):
            file = folder() / "static" / Path(path).name
            if file.is_file():
                return file.read_bytes(), 200
        return _Builder(self.today).missing(), 404

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Builder:
    """Makes the pages of one day."""

    def __init__(self, today: date) -> None:
        self.today = today
        loader = jinja2.FileSystemLoader(folder() / "templates")
        self.templates = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.Undefined)
        self.columns = [dict(column) for column in _COLUMNS]
        for column in self.columns:
            column["entries"] = [
                _Item(
                    f"{column['path']}{self.day(age):%Y/%m%d}/{column['id']}{n}.html", title, str(self.day(age)), words
                )
                for n, (age, title, words) in enumerate(column["articles"], 1)
            ]
        self.guides = [
            _Item(f"/zwfw/bszn/{n}.html", title, str(self.day(60 + n)), {"rows": rows, "form": form})
            for n, (title, rows, form) in enumerate(_GUIDES, 1)
        ]

    def day(self, age: int) -> date:
        """The day `age` days before today."""
        return self.today - timedelta(days=age)

    def render(self, template: str, path: str, title: str, **words: Any) -> bytes:
        """One page."""
        page = {"path": path, "title": title, **words}
        html = self.templates.get_template(template).render(
            page=page, year=self.today.year, today_text=f"{self.today.year}年{self.today.month}月{self.today.day}日",
            ago=lambda age: str(self.day(age)), home_columns=self.columns[:4], guides=self.guides,
        )  # fmt: skip
        return html.encode()

    def missing(self) -> bytes:
        """The page for what is not there."""
        return self.render("plain.html", "/404", "页面不存在", paragraphs=["您访问的页面不存在或已被删除。"])

    def search(self, query: str) -> bytes:
        """The site's own search: titles that contain the query."""
        items = [item for column in self.columns for item in column["entries"]] + self.guides
        found = [item for item in items if query and query in item.title]
        return self.render("search.html", "/search", "站内搜索", query=query, entries=found)

    def pages(self) -> Mapping[str, bytes]:
        """All of them."""
        made: dict[str, bytes] = {"/": self.render("home.html", "/", "安澜县人民政府")}
        for column in self.columns:
            made[column["path"]] = self.render(
                "list.html", column["path"], column["name"], column=column, entries=column["entries"],
                intro=column.get("intro", ""), site_code=column.get("site_code"),
            )  # fmt: skip
            for item in column["entries"]:
                made[item.path] = self._article(column, item)
        self._sections(made)
        self._service(made)
        self._messages(made)
        made["/frames/weather.html"] = _WEATHER.encode()
        listing = "".join(f"<url><loc>http://{HOST}{path}</loc></url>" for path in made if "frames" not in path)
        made["/sitemap.xml"] = (
            '<?xml version="1.0" encoding="UTF-8"?>'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listing}</urlset>'
        ).encode()
        made["/robots.txt"] = f"User-agent: *\nDisallow: /hdjl/submit\nSitemap: http://{HOST}/sitemap.xml\n".encode()
        return made

    def _article(self, column: Mapping[str, Any], item: _Item) -> bytes:
        words = dict(item.words)
        if "related" in words:
            other, n = words.pop("related")
            target = next(c for c in self.columns if c["id"] == other)["entries"][n]
            label = "相关文件" if other == "zcwj" else "相关解读"
            words["related"] = {"label": label, "path": target.path, "title": target.title}
        paragraphs = [*words.pop("paragraphs", ()), *_PARAGRAPHS]
        return self.render(
            "article.html", item.path, item.title, column=column, article=True, date=item.date, paragraphs=paragraphs,
            **words,
        )  # fmt: skip

    def _sections(self, made: dict[str, bytes]) -> None:
        sections = {
            "/zjal/": ("走进安澜", ("gk", "ldzc")),
            "/zwgk/": ("政务公开", ("zwyw", "tzgg", "zcwj", "zcjd", "rsxx", "tjxx")),
            "/sjkf/": ("数据开放", ()),
        }
        for path, (title, ids) in sections.items():
            links = [{"path": c["path"], "title": c["name"]} for c in self.columns if c["id"] in ids]
            if path == "/sjkf/":
                links = [{"path": "/sjkf/pension.csv", "title": f"养老机构名录（{self.day(20)} 更新，CSV 下载）"}]
            made[path] = self.render("plain.html", path, title, paragraphs=[_SECTION[path]], links=links)
        made["/sjkf/pension.csv"] = "名称,地址,床位\n安澜县中心敬老院,清风路8号,120\n".encode("utf-8-sig")
        everything = [{"path": c["path"], "title": c["name"]} for c in self.columns]
        made["/sitemap.html"] = self.render("plain.html", "/sitemap.html", "网站地图", paragraphs=[], links=everything)

    def _service(self, made: dict[str, bytes]) -> None:
        links = [{"path": guide.path, "title": guide.title} for guide in self.guides]
        intro = f"共 {len(links)} 项高频服务。本月办件量 1,286 件，办结率 99.2%（{self.day(9)} 更新）。"
        made["/zwfw/"] = self.render("plain.html", "/zwfw/", "政务服务", paragraphs=[intro], links=links)
        for guide in self.guides:
            made[guide.path] = self.render("guide.html", guide.path, guide.title, date=guide.date, **guide.words)
        made["/static/form.doc"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504

    def _messages(self, made: dict[str, bytes]) -> None:
        entries = [
            _Item(f"/hdjl/ly/{n}.html", title, str(self.day(answered)), {
                "kind": kind, "asked": f"{self.day(asked)} 10:12", "answered": f"{self.day(answered)} 15:40",
                "question": question, "unit": unit, "answer": answer,
            })
            for n, (kind, title, asked, answered, unit, question, answer) in enumerate(_MESSAGES, 1)
        ]  # fmt: skip
        surveys = [
            _Item(f"/hdjl/dc/{n}.html", f"关于《{title}》公开征求意见的公告", str(self.day(30 + 50 * n)))
            for n, title in enumerate(_SURVEYS, 1)
        ]
        last = self.today.replace(day=1) - timedelta(days=1)
        made["/hdjl/"] = self.render(
            "messages.html", "/hdjl/", "互动交流", entries=entries, surveys=surveys,
            stat_month=f"{last.year}年{last.month}月", site_code="3299990002",
        )  # fmt: skip
        for item in entries:
            made[item.path] = self.render("message.html", item.path, item.title, **item.words)
        for item in surveys:
            made[item.path] = self.render(
                "plain.html", item.path, item.title,
                paragraphs=[f"征集时间：{item.date} 起 20 日。", f"结果反馈：已于征集结束后 15 日内公开，采纳意见 {len(item.title) % 7 + 2} 条。"],
            )  # fmt: skip
        made["/hdjl/write.html"] = self.render("plain.html", "/hdjl/write.html", "我要写信", paragraphs=[], write=True)


_PARAGRAPHS = (
    "县政府办公室要求，各乡镇、各部门要坚持以人民为中心，把方便老年人办事作为优化服务的重要内容，做到线上有专区、线下有专窗、电话有专人。",
    "县政务服务中心在大厅入口设置了引导台，备有老花镜、放大镜和轮椅，对七十周岁以上老年人实行优先叫号、全程帮办。乡镇便民服务站同步开展上门服务。",
    "下一步，全县将继续完善网站和自助终端的适老化功能，定期听取老年人代表的意见，让信息看得清、听得见、用得上。",
)

_SECTION = {
    "/zjal/": "安澜县位于清江中游，辖八镇四乡，总面积一千三百平方公里，户籍人口四十二万人，其中六十周岁以上老年人九万人。",
    "/zwgk/": "本栏目公开县政府及各部门的政策文件、通知公告、工作动态和统计信息。",
    "/sjkf/": "本栏目开放可下载的公共数据，定期更新。",
}

_COLUMNS: tuple[Mapping[str, Any], ...] = (
    {"id": "zwyw", "name": "政务要闻", "path": "/zwgk/zwyw/", "kind": "news", "articles": (
        (1, "县政府召开常务会议研究养老服务工作", {}),
        (2, "政务服务大厅增设老年人绿色通道", {"picture": True, "no_alt": True}),
        (3, "全县布署冬季供暖保障工作", {"paragraphs": ("会议对冬季供暖保障工作进行了布署，要求十一月底前完成全部检修。",)}),
        (5, "清风镇长者食堂投入使用", {"picture": True}),
        (8, "县医院开通老年人就诊预约热线", {}),
        (11, "我县完成农村公路安全隐患排查", {}),
        (15, "县图书馆开办老年人智能手机课堂", {}),
        (20, "清江沿岸步道改造工程完工", {}))},
    {"id": "tzgg", "name": "通知公告", "path": "/zwgk/tzgg/", "kind": "notice", "articles": (
        (4, "关于做好高龄津贴资格认证工作的通知", {}),
        (12, "关于社区养老服务设施用房的公告", {"no_content_meta": True}),
        (26, "安澜县公益性岗位拟聘用人员公示", {"paragraphs": ("拟聘用人员：张某，聘用岗位为社区助老员。",)}),
        (33, "关于国庆假期办事大厅值班安排的公告", {}),
        (47, "关于开展家庭适老化改造申请的通知", {}))},
    {"id": "zcwj", "name": "政策文件", "path": "/zwgk/zcwj/", "kind": "policy", "articles": (
        (16, "安澜县人民政府办公室关于印发高龄津贴发放办法的通知", {"related": ("zcjd", 0)}),
        (58, "安澜县人民政府关于加强居家养老服务的实施意见", {"related": ("zcjd", 1)}),
        (120, "安澜县人民政府办公室关于优化政务服务的若干措施", {}))},
    {"id": "zcjd", "name": "政策解读", "path": "/zwgk/zcjd/", "kind": "interpretation", "articles": (
        (230, "《高龄津贴发放办法》政策解读", {"related": ("zcwj", 0)}),
        (240, "《关于加强居家养老服务的实施意见》政策解读", {}))},
    {"id": "gk", "name": "县情概况", "path": "/zjal/gk/", "kind": "overview", "period": 365, "articles": (
        (90, "安澜县概况", {}),)},
    {"id": "ldzc", "name": "领导信息", "path": "/zjal/ldzc/", "kind": "leaders", "period": 365,
     "articles": ((100, "县长工作分工", {}), (101, "副县长工作分工", {}))},
    {"id": "rsxx", "name": "人事信息", "path": "/zwgk/rsxx/", "kind": "other", "period": 365, "articles": ()},
    {"id": "tjxx", "name": "统计信息", "path": "/zwgk/tjxx/", "kind": "statistics", "period": 120, "articles": (
        (22, "全县前三季度经济运行情况", {}), (75, "全县上半年经济运行情况", {}))},
)  # fmt: skip


def _rows(**changed: str | None) -> tuple[tuple[str, str], ...]:
    rows = {
        "事项名称": "", "设定依据": "《安澜县高龄津贴发放办法》第六条：年满八十周岁的本县户籍老年人可以申领。",
        "申请条件": "具有本县户籍，年满八十周岁。", "办理材料": "身份证（原件和复印件各一份，纸质）；户口簿（原件一份，纸质）；申请表（纸质一份或电子版一份）。",
        "办理地点": "安澜县清风路1号县政务服务中心一楼6号窗口。", "办理机构": "安澜县民政局", "收费标准": "不收费",
        "办理时间": "工作日上午8:30至12:00，下午14:00至17:30。", "联系电话": "0599-1234567", "办理流程": "提出申请、窗口受理、部门审核、发放津贴。",
    }  # fmt: skip
    rows.update({name: value for name, value in changed.items() if value is not None})
    return tuple((name, value) for name, value in rows.items() if changed.get(name, "") is not None)


_GUIDES = (
    ("高龄津贴申领", _rows(事项名称="高龄津贴申领"), "/static/gone.doc"),
    ("低保申请", _rows(事项名称="低保申请", 办理材料="身份证（原件和复印件各一份，纸质）；根据有关法律法规规定应提交的其他有关材料。"), "/static/form.doc"),
    ("残疾人两项补贴申请", _rows(事项名称="残疾人两项补贴申请"), "/static/form.doc"),
    ("殡葬补贴申领", _rows(事项名称="殡葬补贴申领", 办理地点=None, 收费标准=None), "/static/form.doc"),
    ("老年人优待证办理", _rows(事项名称="老年人优待证办理"), "/static/form.doc"),
)  # fmt: skip

_MESSAGES = (
    ("咨询", "高龄津贴什么时候发放", 6, 5, "县民政局", "我母亲的身份证号是 11010519491231002X，请问本季度的高龄津贴什么时候发放？", "您好，本季度津贴于每季度末月二十日前发放到账，请留意。"),
    ("咨询", "老年人坐公交是否免费", 24, 11, "县交通运输局", "外地户籍老人在我县坐公交可以免费吗？", "您好，持身份证即可享受同等优待。"),
    ("投诉", "小区路灯不亮", 31, 28, "县城市管理局", "清江小区北门的路灯坏了，晚上老人出行不安全。", "您好，已安排维修，路灯现已恢复。"),
    ("建议", "建议大厅增设座椅", 40, 36, "县政务服务中心", "建议在办事大厅增设带扶手的座椅。", "感谢建议，已增设二十把。"),
    ("咨询", "如何申请家庭适老化改造", 45, 44, "县民政局", "家里想装扶手，怎么申请补助？", "您好，请到所在乡镇便民服务站填写申请表。"),
)  # fmt: skip

_SURVEYS = (
    "安澜县养老服务设施规划",
    "安澜县公交线网优化方案",
    "安澜县老旧小区加装电梯办法",
    "安澜县社区食堂补贴办法",
    "安澜县清江步道管理办法",
    "安澜县便民服务站建设标准",
)

_WEATHER = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>天气预报</title>
<style>body{font:16px/1.6 sans-serif;margin:8px;color:#222;background:#fff}.dim{color:#b9c2c9}</style></head>
<body><main><h1 style="font-size:18px;margin:0">今日天气</h1><p>多云转晴，八到十六摄氏度。</p><p class="dim">数据由县气象台提供</p>
<img src="/static/icon.svg" width="32" height="32"></main></body></html>
"""
