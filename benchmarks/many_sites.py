"""Many small sites of real variety on one loopback server: one host name each, two pages, some of them bad.

For benchmarks and tests alike: `serve(count)` yields the register's rows and the `--resolve` words.
"""

from __future__ import annotations

import http.server
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

KINDS = ("good", "good", "good", "stale", "no-alt", "slow", "blocked", "gone", "dead", "hostile")
"""What the sites are like, in turn."""
ARTICLES = 5
MENDED, PLANTED = 3, 2
"""In the later period, of every so many sites with nameless pictures one is mended, and of the good ones one gets some."""


def kind_of(number: int, *, later: bool = False) -> str:
    """What site `number` is like."""
    kind, turn = KINDS[number % len(KINDS)], number // len(KINDS)
    if later and kind == "no-alt" and turn % MENDED == 0:
        return "good"
    if later and number % len(KINDS) == 0 and turn % PLANTED == 0:
        return "no-alt"
    return kind


def host_of(number: int) -> str:
    """Host name of site `number`."""
    return f"s{number:05d}.duocheng.gov.cn"


@contextmanager
def serve(count: int, *, later: bool = False) -> Iterator[tuple[str, list[str]]]:
    """A register (CSV text) of `count` sites and the command's words that lead to them, while the block runs.

    `later`: the sites as they are a period later, some mended, some with a new fault.
    """
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"later": later}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    rows = ["id,网站名称,首页网址,region,group"]
    words = ["--allow-private"]
    for n in range(count):
        rows.append(f"s{n:05d},第{n}号站,http://{host_of(n)}/,{'东西南北'[n % 4]}片区,县区")
        port = 9 if kind_of(n) == "dead" else server.server_port
        words += ["--resolve", f"{host_of(n)}:127.0.0.1:{port}"]
    try:
        yield "\n".join(rows) + "\n", words
    finally:
        server.shutdown()
        server.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    later = False

    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0]
        number = int(host[1:6]) if host[1:6].isdigit() else 0
        kind = kind_of(number, later=self.later)
        known = self.path in ("/", "/tzgg.html", *(f"/tzgg/{n}.html" for n in range(ARTICLES)))
        status = 404 if kind == "gone" or not known else 200
        status = 403 if kind == "blocked" else status
        if kind == "slow":
            threading.Event().wait(0.3)
        body = _page(number, kind, self.path).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def _page(number: int, kind: str, path: str) -> str:
    chance = random.Random(number)
    month = "2026-03" if kind == "stale" else "2026-11"
    items = "".join(
        f'<li><a href="/tzgg/{n % ARTICLES}.html">关于第{chance.randrange(100)}号事项的通知</a> <span>{month}-{chance.randrange(1, 22):02d}</span></li>'
        for n in range(chance.randrange(5, 40))
    )
    picture = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" width="40" height="40">'
    extra = {"no-alt": picture, "hostile": "<script>while(true){}</script>"}.get(kind, "")
    name = {"/": f"第{number}号站", "/tzgg.html": "通知公告"}.get(path, "关于事项的通知")
    body = (
        f"<ul>{items}</ul>"
        if path in ("/", "/tzgg.html")
        else f"<p>发布日期：{month}-20</p>" + f"<p>各有关单位，请按时办理第{path}件。</p>" * 8
    )
    return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{name}</title>
<style>body{{font:16px/1.7 sans-serif;color:#222;background:#fff}}a{{color:#0b4a8f}}</style></head>
<body><header><p><a href="/">第{number}号站</a> <a href="/tzgg.html">通知公告</a></p></header><main><h1>{name}</h1>{body}{extra}</main>
<footer><p>主办单位：第{number}号站</p></footer></body></html>"""
