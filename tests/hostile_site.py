"""A site that does everything a collector must survive: each path misbehaves in its own way."""

from __future__ import annotations

import http.server
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psutil

HOME = (
    "<!doctype html><html lang=zh-CN><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
)
TEXT = "<h1>安澜县人民政府</h1><p>" + "这是一段足够长的正文，用来说明页面确实有内容。" * 12 + "</p>"


def page(body: str, title: str = "页面") -> bytes:
    return HOME.format(title=title, body=body).encode()


def _nobody() -> int:
    """A port at which nothing answers."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


WALL = page("<p>正在进行安全检测，请稍候</p><script>var arg1='" + "A1" * 20 + "';</script>", "安全检测")

PAGES: dict[str, bytes] = {
    "/ok": page(TEXT, "正常页面"),
    "/empty": b"",
    "/blank": page(""),
    "/pdf": b"%PDF-1.4\n%%EOF",
    "/json": b'{"a": 1}',
    "/wall": WALL,
    "/wall-412": WALL,
    "/sandbox": page(TEXT),
    "/restless": page(TEXT + "<b id=b></b><script>setInterval(() => { b.textContent = Date.now(); }, 20)</script>"),
    "/fetching": page(
        "<h1>列表</h1><ul id=u></ul><script>fetch('/late').then((r) => r.text()).then((t) => { u.innerHTML = t; })</script>"
    ),
    "/renaming": page(TEXT + "<script>setTimeout(() => { document.documentElement.lang = 'en'; }, 120)</script>"),
    "/late": "<li>关于农村公路养护的通知</li>".encode(),
    "/holding": page(TEXT + "<script>fetch('/never')</script>"),
    "/loop": page(TEXT + "<script>setTimeout(() => { while (true) {} }, 30)</script>"),
    "/loop-at-once": page(TEXT + "<script>while (true) {}</script>"),
    "/dialogs": page(TEXT + "<script>alert(1); confirm(2); prompt(3); onbeforeunload = () => 'x';</script>"),
    "/windows": page(TEXT + "<script>for (let i = 0; i < 40; i++) open('/ok?' + i); window.close();</script>"),
    "/jumps": page("<script>location.href = '/jumps?' + Math.random()</script>"),
    "/astray": page(TEXT + f"<script>location.href = 'http://localhost:{_nobody()}/'</script>"),
    "/reloading": page(
        TEXT + "<script>{ const n = Number(sessionStorage.n || 0); sessionStorage.n = n + 1;"
        " if (n < 5) setTimeout(() => location.reload(), 45 * n) }</script>"
    ),
    "/crash": page(TEXT + "<script src=/kill-renderer.js></script>"),
    "/huge": page("<table>" + "<tr><td>行<td>列<td>值" * 12_000 + "</table>"),
    "/gbk": HOME.format(title="县政府", body=TEXT).replace("utf-8", "gb2312").encode("gb18030"),
    "/utf-16": HOME.format(title="县政府", body=TEXT).encode("utf-16"),
    "/gb18030": HOME.format(title="县政府", body=TEXT).replace("utf-8", "gb18030").encode("gb18030"),
}
STATUS = {"/wall-412": 412, "/404": 404, "/500": 500}
TYPES = {"/pdf": "application/pdf", "/json": "application/json"}


class _Handler(http.server.BaseHTTPRequestHandler):
    timeout = 30

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/never":
            time.sleep(6)
            return
        if path == "/late":
            time.sleep(0.7)
        if path == "/kill-renderer.js":
            kill_renderers()
        if path in ("/redirects", "/to-private"):
            self.send_response(302)
            self.send_header("Location", "http://192.168.1.1/" if path == "/to-private" else "/redirects")
            self.end_headers()
            return
        body = self.server.extra.get(path, PAGES.get(path, page(TEXT)))  # type: ignore[attr-defined]
        self.send_response(
            STATUS.get(path, 404 if path in ("/robots.txt", "/sitemap.xml") and body == page(TEXT) else 200)
        )
        kind = TYPES.get(path, "text/plain" if path == "/robots.txt" else "text/html")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if path == "/sandbox":
            self.send_header("Content-Security-Policy", "sandbox")
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(extra: dict[str, bytes] | None = None) -> Iterator[str]:
    """Address of the hostile site on loopback, without a last slash."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.extra = extra or {}  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def silent() -> Iterator[str]:
    """Address of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def browsers(of: Callable[[psutil.Process], bool] = lambda _: True) -> list[psutil.Process]:
    """Browser processes that this process has started, by whatever way."""
    found = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if "chrom" in process.name().lower() and process.status() != psutil.STATUS_ZOMBIE and of(process):
                found.append(process)
    return found


def kill_renderers() -> None:
    for process in browsers(lambda p: any("--type=renderer" in word for word in p.cmdline())):
        with suppress(psutil.Error):
            process.kill()
