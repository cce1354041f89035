"""The client: every answer a value, cookies kept, redirects followed, letters read, robots and pace obeyed."""

from __future__ import annotations

import asyncio
import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hostile_site import HOME, silent

from a11y.collect.bot_wall import is_bot_wall
from a11y.collect.charset import decode
from a11y.collect.fetcher import Fetched, Fetcher, join
from a11y.collect.guard import Guard

ROBOTS = b"User-agent: *\nDisallow: /secret/\n"


class _Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # noqa: C901 - a table of paths
        self.server.asked.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        headers, status, body = {"Content-Type": "text/html"}, 200, f"<title>{self.path}</title>".encode()
        cookie = self.headers.get("Cookie", "")
        match self.path.split("?")[0]:
            case "/robots.txt":
                body, headers = ROBOTS, {"Content-Type": "text/plain"}
            case "/round":
                status, headers = 302, {"Location": "/round"}
            case "/log-in" if "seen=1" not in cookie:
                status, headers = 302, {"Location": "/log-in", "Set-Cookie": "seen=1; Path=/"}
            case "/chinese":
                status, headers = 301, {"Location": "/新闻/?a=中"}
            case "/away":
                status, headers = 302, {"Location": "mailto:a@b.cn"}
            case "/gone":
                status = 404
            case "/long":
                body = b"x" * 300_000
            case "/cut":
                headers = {"Content-Type": "text/html", "Content-Length": "5000"}
            case "/busy":
                status = 429
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value.encode().decode("latin-1"))
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
        if self.path == "/cut":
            self.close_connection = True

    do_HEAD = do_GET  # noqa: N815 - the server's own name

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[Any]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def ask(loop: Any, site: Any, *paths: str, words: dict[str, Any] | None = None, **fetcher_words: Any) -> list[Fetched]:
    """Answers to paths of the site (or whole addresses), one after another, and what the site was asked meanwhile."""

    async def run() -> list[Fetched]:
        base = f"http://127.0.0.1:{site.server_port}"
        given = {"user_agent": "x a11y/1", **fetcher_words}
        async with Guard(allow_private=True) as guard, Fetcher(guard, **given) as fetcher:
            return [await fetcher.get(p if "://" in p else base + p, **(words or {})) for p in paths]

    site.asked.clear()
    return loop(run())


@pytest.mark.parametrize(
    ("path", "status", "error", "hops"),
    [
        ("/ok", 200, None, 0), ("/gone", 404, None, 0), ("/round", 302, "redirects", 21), ("/log-in", 200, None, 1),
        ("/away", 302, None, 1), ("/secret/x", 0, "robots", 0), ("/cut", 0, "reset", 0),
        ("http://nowhere.invalid/", 0, "dns", 0), ("http://127.0.0.1:1/", 0, "refused", 0), ("http://[", 0, "unknown", 0),
    ],
)  # fmt: skip
def test_every_answer_is_a_value(path: str, status: int, error: str | None, hops: int, site: Any, loop: Any) -> None:
    [answer] = ask(loop, site, path, words={"robots": not path.startswith("http")})
    assert (answer.status, answer.error, len(answer.redirects)) == (status, error, hops)


def test_who_does_not_answer_is_given_up(site: Any, loop: Any) -> None:
    with silent() as base:
        [answer] = ask(loop, site, base + "/", words={"robots": False, "timeout": 0.3})
    assert (answer.status, answer.error) == (0, "timeout")


def test_https_on_a_plain_server_is_a_fault_of_tls(site: Any, loop: Any) -> None:
    [answer] = ask(loop, site, f"https://127.0.0.1:{site.server_port}/", words={"robots": False})
    assert answer.error == "tls"


def test_chinese_redirects_are_escaped(site: Any, loop: Any) -> None:
    [answer] = ask(loop, site, "/chinese")
    assert answer.final_url.endswith("/%E6%96%B0%E9%97%BB/?a=%E4%B8%AD")
    assert "%E6%96%B0" in answer.text
    assert join("http://a.cn/x/y", "../\udcd0\udcc2") == "http://a.cn/%D0%C2"


def test_a_page_is_asked_for_once_unless_told(site: Any, loop: Any) -> None:
    ask(loop, site, "/a", "/a#x", "/b")
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a", "/b"]
    ask(loop, site, "/a", "/a", words={"fresh": True})
    assert [path for path, _ in site.asked].count("/a") == 2


def test_robots_are_not_asked_where_there_is_a_reason(site: Any, loop: Any) -> None:
    [answer] = ask(loop, site, "/secret/x", ignore_robots="本单位自己的网站")
    assert answer.status == 200
    assert [path for path, _ in site.asked] == ["/secret/x"]


def test_only_what_is_needed_is_read(site: Any, loop: Any) -> None:
    cut, whole, head = *ask(loop, site, "/long", "/long", words={"limit_bytes": 100_000}), None
    assert (len(cut.body), cut.truncated, whole.truncated) == (100_000, True, True)
    [whole] = ask(loop, site, "/long")
    assert (len(whole.body), whole.truncated) == (300_000, False)
    [head] = ask(loop, site, "/long", words={"method": "HEAD"})
    assert (head.status, head.body) == (200, b"")


def test_a_person_and_a_machine_ask_differently(site: Any, loop: Any) -> None:
    ask(loop, site, "/a", words={"robots": False})
    ask_machine = site.asked[0][1]
    ask(loop, site, "/a", words={"robots": False, "as_browser": True, "referer": "http://a.cn/"})
    ask_person = site.asked[0][1]
    assert ask_machine["User-Agent"] == ask_person["User-Agent"] == "x a11y/1"
    assert ask_machine["Accept"] == "*/*"
    assert "text/html" in ask_person["Accept"]
    assert (ask_person["Sec-Fetch-Mode"], ask_person["Referer"]) == ("navigate", "http://a.cn/")


def test_nothing_but_get_and_head_is_sent(site: Any, loop: Any) -> None:
    with pytest.raises(ValueError, match="POST"):
        ask(loop, site, "/a", words={"method": "POST"})


def test_the_pace_is_kept_and_slows_where_a_host_is_busy(loop: Any, monkeypatch: Any, site: Any) -> None:
    monkeypatch.setattr("a11y.collect.fetcher.LONGEST_DELAY", 1000)
    waits: list[float] = []

    async def no_sleep(seconds: float, *_: Any) -> None:
        waits.append(seconds)

    async def run() -> None:
        base = f"http://127.0.0.1:{site.server_port}"
        async with Guard(allow_private=True) as guard, Fetcher(guard, user_agent="x", rate=0.01) as fetcher:
            with monkeypatch.context() as patch:
                patch.setattr(asyncio, "sleep", no_sleep)
                for _ in range(3):
                    await fetcher.get(base + "/busy", robots=False, fresh=True)

    loop(run())
    assert [round(wait / 100) for wait in waits] == [1, 3]  # the second turn is 100 s off, the third 200 s after it


@pytest.mark.parametrize(
    ("label", "encoding", "header"),
    [
        ("utf-8", "utf-8", ""), ("gb2312", "gb18030", ""), ("GBK", "gbk", ""), ("utf-8", "utf-16", ""),
        ("utf-16", "utf-8", ""), ("gb2312", "utf-8", ""), ("", "gbk", ""), ("", "utf-8", ""),
        ("utf-8", "gb18030", "text/html; charset=GB18030"), ("gb2312", "utf-16-le", ""), ("nonsense", "utf-8", ""),
        ("utf-8", "big5", "text/html;charset=big5"),
    ],
)  # fmt: skip
def test_letters_are_read(label: str, encoding: str, header: str) -> None:
    words = "安瀾縣人民政府公開" if encoding == "big5" else "安澜县人民政府——通知公告，镕"
    text = HOME.format(title="x", body=words * 3).replace("utf-8", label)
    assert words in decode(text.encode(encoding), header)[0]
    cut = text.encode(encoding)[:-20]
    assert words in decode(cut, header)[0]


WALLS = [
    (521, {}, "<script>document.cookie='__jsl_clearance_s=1|'+('x');location.href=1</script>"),
    (412, {}, "<script>$_ts=window['$_ts'];</script><body></body>"),
    (200, {}, "<html><script>var arg1='" + "0A" * 20 + "';</script>"),
    (403, {}, "<title>Just a moment...</title><h1>请稍候</h1><script src=/cdn-cgi/challenge-platform/x></script>"),
    (405, {}, "<p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。"),
    (403, {"cf-mitigated": "challenge"}, ""),
    (200, {}, "<p>您的访问过于频繁，请拖动滑块完成验证"),
]
NO_WALLS = [
    (403, {}, "<h1>403 Forbidden</h1><p>nginx"),
    (404, {}, "<h1>页面不存在"),
    (200, {}, "<script src=/_guard/x></script><p>" + "县政府召开会议，部署网络安全验证工作。" * 60),
    (
        200,
        {},
        "<h1>安澜县</h1><script>security_verify_data=1</script>"
        + "<p>政务公开 办事服务 互动交流 通知公告 领导信息 政策文件" * 4,
    ),
]


@pytest.mark.parametrize(("status", "headers", "markup"), WALLS)
def test_a_bot_wall_is_known(status: int, headers: dict[str, str], markup: str) -> None:
    assert is_bot_wall(status, headers, markup)


@pytest.mark.parametrize(("status", "headers", "markup"), NO_WALLS)
def test_what_is_no_bot_wall(status: int, headers: dict[str, str], markup: str) -> None:
    assert not is_bot_wall(status, headers, markup)
