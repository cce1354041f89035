"""A small portal as of 22 November 2026, conforming in every content indicator, and a way to change one thing of it."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

NOW = "2026-11-22T09:00:00+08:00"

NEWS = (("2026-11-20", "县政府召开常务会议研究养老服务工作"), ("2026-11-12", "县图书馆开办老年人智能手机课堂"))
NOTICES = (("2026-11-01", "关于做好高龄津贴资格认证工作的通知"), ("2026-08-01", "关于国庆假期办事大厅值班安排的公告"))
POLICIES = (
    ("2026-09-01", "清河县人民政府办公室关于印发高龄津贴发放办法的通知"),
    ("2026-07-01", "清河县人民政府关于加强居家养老服务的实施意见"),
)
TOLD = (("2026-09-03", "《高龄津贴发放办法》政策解读"), ("2026-07-03", "《关于加强居家养老服务的实施意见》政策解读"))
MESSAGES = (
    ("咨询", "高龄津贴什么时候发放", "2026-11-16", "2026-11-17"),
    ("投诉", "清江小区路灯不亮怎么办", "2026-10-22", "2026-10-28"),
    ("咨询", "怎样申请家庭适老化改造", "2026-10-30", "2026-11-02"),
)
GUIDE = {
    "事项名称": "高龄津贴申领",
    "设定依据": "《清河县高龄津贴发放办法》第六条：年满八十周岁的本县户籍老年人可以申领。",
    "申请条件": "具有本县户籍，年满八十周岁。",
    "办理材料": "身份证（原件和复印件各一份，纸质）；申请表（纸质一份）。",
    "办理地点": "清河县清风路1号政务服务中心一楼",
    "办理机构": "清河县民政局",
    "收费标准": "不收费",
    "办理时间": "工作日上午8:30至12:00",
    "联系电话": "0527-84360000",
    "办理流程": "提出申请、窗口受理、部门审核、发放津贴。",
}
SURVEYS = (
    "养老服务设施规划",
    "公交线网优化方案",
    "老旧小区加装电梯办法",
    "社区食堂补贴办法",
    "步道管理办法",
    "便民站建设标准",
)

Page = str | bytes | tuple[int, str] | tuple[int, bytes, str]


def listing(title: str, rows: Any, *, dated: bool = True) -> str:
    """A list page."""
    items = "".join(
        f'<li><a href="{url}">{name}</a>{f"<span>{day}</span>" if dated and day else ""}</li>'
        for url, name, day in rows
    )
    return frame(title, f"<h1>{title}</h1><ul class='list'>{items}</ul>")


def article(title: str, day: str, text: str = "", *, links: str = "", label: str = "发布时间：") -> str:
    """An article page."""
    shown = f"<p>{label}{day} 来源：县政府办公室</p>" if day else ""
    body = (
        text
        or f"《{title}》全文。县政府要求各乡镇坚持以人民为中心，把方便老年人办事作为优化服务的重要内容，做到线上有专区。"
    )
    return frame(title, f"<article><h1>{title}</h1>{shown}<p>{body}</p>{links}</article>")


NAVIGATION = (
    ("/gk/", "县情概况"), ("/ld/", "领导信息"), ("/yw/", "政务要闻"), ("/gg/", "通知公告"), ("/wj/", "政策文件"),
    ("/jd/", "政策解读"), ("/fw/", "办事服务"), ("/hd/", "互动交流"), ("/zj/", "意见征集"), ("/sj/", "数据开放"),
)  # fmt: skip


def frame(title: str, content: str) -> str:
    """A page with navigation and foot."""
    links = "".join(f'<li><a href="{url}">{name}</a></li>' for url, name in NAVIGATION)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<nav><ul><li><a href="/">首页</a></li>{links}</ul></nav>'
        '<form action="/so" role="search"><input type="text" name="q"><button>搜索</button></form>'
        f"<main>{content}</main><footer>版权所有 2020-2026 清河县人民政府</footer></body></html>"
    )


def pages() -> dict[str, Page]:
    """Address path → page."""
    made: dict[str, Page] = {}
    groups = {
        "/yw/": ("政务要闻", NEWS),
        "/gg/": ("通知公告", NOTICES),
        "/wj/": ("政策文件", POLICIES),
        "/jd/": ("政策解读", TOLD),
    }
    for path, (name, rows) in groups.items():
        made[path] = listing(name, [(f"{path}{n}.html", title, day) for n, (day, title) in enumerate(rows)])
        for n, (day, title) in enumerate(rows):
            other = {"/wj/": f'<p>相关解读：<a href="/jd/{n}.html">{TOLD[n][1]}</a></p>',
                     "/jd/": f'<p>相关文件：<a href="/wj/{n}.html">{POLICIES[n][1]}</a></p>'}.get(path, "")  # fmt: skip
            made[f"{path}{n}.html"] = article(title, day, links=other)
    made["/"] = home([(f"/yw/{n}.html", title, day) for n, (day, title) in enumerate(NEWS)])
    made["/gk/"] = article(
        "清河县概况", "2026-03-01", "清河县位于清江中游，辖八镇四乡，总面积一千三百平方公里，户籍人口四十二万人。" * 3
    )
    made["/ld/"] = article(
        "领导信息",
        "2026-03-01",
        "县长主持县政府全面工作，副县长协助县长分管民政、教育、卫生健康、文化旅游等方面的工作。" * 2,
    )
    guides = [(f"/fw/{n}.html", f"{name}申领指南", "") for n, name in enumerate(("高龄津贴", "护理补贴"))]
    made["/fw/"] = listing("办事服务", guides).replace(
        "<ul class", "<p>办件量统计：10月共办结事项 1,286 件（截至2026年11月10日）。</p><ul class"
    )
    for url, name, _ in guides:
        made[url] = guide(name, GUIDE)
    made["/form.doc"] = (200, b"\xd0\xcf\x11\xe0" + b"\0" * 60, "application/msword")
    letters = [(f"/hd/ly/{n}.html", title, answered) for n, (_, title, _, answered) in enumerate(MESSAGES)]
    made["/hd/"] = listing("留言选登", letters).replace(
        "<ul class", "<p>2026年10月共收到留言 28 件，已办结 27 件。</p><ul class"
    )
    for n, (kind, title, asked, answered) in enumerate(MESSAGES):
        made[f"/hd/ly/{n}.html"] = message(title, kind, asked, answered)
    rounds = [
        (f"/zj/{n}.html", f"关于《清河县{name}》公开征求意见的公告", f"2026-0{n + 2}-10")
        for n, name in enumerate(SURVEYS)
    ]
    made["/zj/"] = listing("意见征集", rounds)
    for url, title, day in rounds:
        made[url] = frame(
            title,
            f"<h1>{title}</h1><p>征集时间：{day} 至 {day[:8]}25。</p><p>结果反馈：共收到意见 12 条，采纳 5 条（{day[:8]}28）。</p>",
        )
    made["/sj/"] = listing("数据开放", [("/sj/beds.csv", "养老机构名录", "2026-11-02")]).replace(
        "</ul>", "</ul><p>数据接口：<a href='/sj/api'>API 接口</a></p>"
    )
    made["/nb/2025.html"] = article("2025年度政府网站工作年度报表", "2026-01-20")
    return made


def home(rows: Any) -> str:
    """The home page with a list of news."""
    items = "".join(f'<li><a href="{url}">{name}</a> <span>{day}</span></li>' for url, name, day in rows)
    annual = '<p><a href="/nb/2025.html">2025年度政府网站工作年度报表</a></p>'
    return frame(
        "清河县人民政府", f"<h2>要闻</h2><ul>{items}</ul><p>清河县位于清江中游，是一个不存在的县。</p>{annual}"
    )


def guide(title: str, rows: Mapping[str, str], form: str = "/form.doc") -> str:
    """A service guide."""
    table = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows.items())
    link = f'<p>表格下载：<a href="{form}">申请表</a></p>' if form else ""
    return frame(title, f"<h1>{title}</h1><table>{table}</table>{link}")


def message(
    title: str, kind: str, asked: str, answered: str, unit: str = "县民政局", answer: str = "您好，已按规定办理。"
) -> str:
    """A message with its answer."""
    rows = {
        "留言类别": kind,
        "留言时间": asked,
        "留言内容": "请问这件事情怎样办理？",
        "答复单位": unit,
        "答复时间": answered,
        "答复内容": answer,
    }
    table = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows.items() if value is not None)
    return frame(title, f"<h1>{title}</h1><table>{table}</table>")


@dataclass
class Served:
    """A running site."""

    url: str
    asked: list[str] = field(default_factory=list)
    """Every request: method and path with query."""


@contextmanager
def serve(made: Mapping[str, Page], *, search: bool = True) -> Iterator[Served]:
    """The site on loopback while the block runs."""
    served = Served("")

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served.asked.append(f"{self.command} {self.path}")
            parts = urlsplit(self.path)
            found: Page = made.get(parts.path, (404, frame("页面不存在", "<h1>页面不存在</h1>")))
            if parts.path == "/so" and "/so" not in made:
                found = results(made, parse_qs(parts.query).get("q", [""])[0] if search else "")
            status, kind = 200, "text/html; charset=utf-8"
            if isinstance(found, tuple):
                status, found, *rest = found
                kind = rest[0] if rest else kind
            body = found.encode() if isinstance(found, str) else found
            if isinstance(made.get(parts.path), bytes):
                kind = "text/html"  # bytes say themselves how they are encoded
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            served.asked.append(f"POST {self.path}")
            self.send_error(405)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    served.url = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def results(made: Mapping[str, Page], query: str) -> str:
    """What the site's own search answers."""
    found = [
        (path, page.partition("<h1>")[2].partition("</h1>")[0], "")
        for path, page in made.items()
        if isinstance(page, str) and query and query in page.partition("<h1>")[2].partition("</h1>")[0]
    ]
    if not found:
        return frame("站内搜索", f"<h1>站内搜索</h1><p>没有找到与“{query}”相关的结果</p>")
    return listing("站内搜索", found)
