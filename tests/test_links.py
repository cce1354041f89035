"""Links are asked for on a server that behaves as badly as servers do; what is said of each is compared whole."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import re
import socket
import struct
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Error as PlaywrightError

from a11y import checks
from a11y.checks import links as link_checks
from a11y.collect import soft
from a11y.collect.guard import Guard, parse_mapping
from a11y.collect.links import LOOK_UPS, SCOUTS, Prober, Probing, Rendered, browser_renderer, probe, trouble
from a11y.collect.soft import ERROR_WORDS
from a11y.collect.steps import Stage
from a11y.evidence import (
    Anchor,
    Anchors,
    Attempt,
    Console,
    LinkStatus,
    LinkStatuses,
    Literal,
    Page,
    PageEvidence,
    RevealedAnchors,
    Sample,
    SoftAnswer,
    is_government,
    is_inside,
)
from a11y.model import Coverage, Device, Mode, Outcome, Role, Site, Target
from a11y.registry import Check

PROBING = Probing(timeout=1.0, patience=1.5, gap=0.05, drip=0.3)
LENIENT = ("same", "shell", "soft", "tohome")
"""Folders where an address that nobody knows is answered like any other."""
WORDS = "关于做好今冬明春森林防火工作的通知。各乡镇人民政府、街道办事处，县政府各部门、各直属单位，请认真贯彻执行。" * 8


def html(title: str, body: str, head: str = "") -> web.Response:
    text = f"<!DOCTYPE html><html lang='zh-CN'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>"
    return web.Response(text=text, content_type="text/html")


@dataclass
class World:
    """One bad server, and what it was asked."""

    port: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    agents: dict[str, list[str]] = field(default_factory=dict)
    fallback: Callable[[web.Request], web.Response] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        path = request.path_qs.lstrip("/")
        self.asked[path] += 1
        self.agents.setdefault(path, []).append(request.headers.get("Sec-Fetch-Mode", ""))
        kind, _, rest = path.partition("/")
        handler = getattr(self, f"on_{kind}", None)
        if handler is not None and (kind in LENIENT or not re.match(r"[0-9a-f]{12}-", rest)):
            return await handler(request, rest)
        if path in ("", "index.html"):
            return html("某县人民政府", f"<h1>首页</h1><p>{WORDS}</p>" + "<a href='/ok/1.html'>通知</a>" * 20)
        if self.fallback is not None:
            return self.fallback(request)
        return web.Response(status=404, text="<title>404</title>", content_type="text/html")

    async def on_ok(self, request: web.Request, rest: str) -> web.StreamResponse:
        if rest.partition(".")[0].isdigit():
            return html(f"通知第{rest}号", f"<h1>通知 {rest}</h1><p>{WORDS}</p>")
        return web.Response(status=404)

    async def on_head(self, request: web.Request, rest: str) -> web.StreamResponse:
        if request.method == "HEAD":
            return web.Response(status=200 if rest.startswith("dead") else 404)
        return web.Response(status=404 if rest.startswith("dead") else 200, text=WORDS)

    async def on_status(self, request: web.Request, rest: str) -> web.StreamResponse:
        return web.Response(status=int(rest[:3]))

    async def on_flaky(self, request: web.Request, rest: str) -> web.StreamResponse:
        return web.Response(status=500 if self.asked[f"flaky/{rest}"] == 1 else 200, text=WORDS)

    async def on_late(self, request: web.Request, rest: str) -> web.StreamResponse:
        if self.asked[f"late/{rest}"] == 1 and request.transport is not None:
            request.transport.abort()
        return web.Response(status=200, text=WORDS)

    async def on_picky(self, request: web.Request, rest: str) -> web.StreamResponse:
        return web.Response(status=200 if request.headers.get("Sec-Fetch-Mode") else 404, text=WORDS)

    async def on_cookie(self, request: web.Request, rest: str) -> web.StreamResponse:
        if request.cookies.get("seen") == "1":
            return html("欢迎", WORDS)
        answer = web.Response(status=302, headers={"Location": request.path_qs})
        answer.set_cookie("seen", "1")
        return answer

    async def on_loop(self, request: web.Request, rest: str) -> web.StreamResponse:
        answer = web.Response(status=302, headers={"Location": f"/loop/{int(rest) + 1}"})
        answer.set_cookie("count", rest)
        return answer

    async def on_moved(self, request: web.Request, rest: str) -> web.StreamResponse:
        return web.Response(status=301, headers={"Location": f"../ok/{rest}"})

    async def on_tohome(self, request: web.Request, rest: str) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "/"})

    async def on_private(self, request: web.Request, rest: str) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "http://10.255.255.1/"})

    async def on_wall(self, request: web.Request, rest: str) -> web.StreamResponse:
        script = "<script>document.cookie='__jsl_clearance=1';location.reload()</script>"
        return web.Response(status=int(rest[:3]), text=script, content_type="text/html")

    async def on_script(self, request: web.Request, rest: str) -> web.StreamResponse:
        """A refusal that a browser's script gets past."""
        if "pass=1" in request.headers.get("Cookie", ""):
            return html("欢迎", f"<p>{WORDS}</p>")
        text = "<script>document.cookie='pass=1;path=/';setTimeout(() => location.reload(), 50)</script>"
        return web.Response(status=412, text=text, content_type="text/html")

    async def on_soft(self, request: web.Request, rest: str) -> web.StreamResponse:
        return html(
            "页面不存在 - 某县人民政府",
            "<nav>" + "<a href='/'>栏目</a>" * 40 + "</nav><p>抱歉，您访问的页面不存在。</p>",
        )

    async def on_shell(self, request: web.Request, rest: str) -> web.StreamResponse:
        """One document for every address; its script says what is there."""
        script = """<script>document.body.append(/real/.test(location.pathname) ? '真实内容 ' + location.pathname + ' 已发布'
          : '这里什么也没有')</script>"""
        return html("某县", script)

    async def on_same(self, request: web.Request, rest: str) -> web.StreamResponse:
        """Unknown addresses get a page of kind words, without any error word."""
        if rest.partition(".")[0].isdigit():
            return html(f"通知{rest}", f"<p>{WORDS[: 200 + len(rest)]}</p>")
        return html("欢迎光临", "<p>本网站全新改版，请从导航进入您需要的栏目。</p>")

    async def on_slow(self, request: web.Request, rest: str) -> web.StreamResponse:
        await asyncio.sleep(0.6)
        return web.Response(text=WORDS)

    async def on_hang(self, request: web.Request, rest: str) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    async def on_drip(self, request: web.Request, rest: str) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/html"})
        await answer.prepare(request)
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                await answer.write(b"<p>x")
                await asyncio.sleep(0.1)
        return answer

    async def on_huge(self, request: web.Request, rest: str) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/html"})
        await answer.prepare(request)
        sent = 0
        with contextlib.suppress(ConnectionError):
            for _ in range(3000):
                await answer.write(b"<p>" + b"x" * 100_000)
                sent += 100_000
        self.asked["huge-bytes"] += sent
        return answer

    async def on_reset(self, request: web.Request, rest: str) -> web.StreamResponse:
        sock = request.transport.get_extra_info("socket") if request.transport else None
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if request.transport:
            request.transport.abort()
        return web.Response()


@contextlib.asynccontextmanager
async def serving(world: World) -> AsyncIterator[World]:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", world.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    world.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    try:
        yield world
    finally:
        await runner.cleanup()


async def ask(
    world: World, urls: list[str], *, scope: tuple[str, ...] = (), resolve: tuple[str, ...] = (), **words: Any
) -> LinkStatuses:
    async with Guard(
        mapped=dict(parse_mapping(r) for r in resolve), allow_private=words.pop("allow_private", True)
    ) as guard:
        return await probe(
            urls, Site(url=world.url, scope=scope), guard, probing=words.pop("probing", PROBING), **words
        )


def judge(statuses: LinkStatuses, urls: list[str], base: str, *names: str) -> dict[str, dict[str, Outcome]]:
    """Outcome of each address by each check, as the whole chain says it."""
    anchors = Anchors(tuple(
        Anchor(Target(f"a:nth-of-type({n})"), "link", url, url, text=f"链接{n}") for n, url in enumerate(urls)
    ))  # fmt: skip
    page = Page(base, base, Role.HOME, Mode.STANDARD, Device.DESKTOP, 200)
    sample = Sample(Site(url=base), "2026-11-22T09:00:00+08:00", 0, Coverage(1, 1, 0, 1, True))
    seen = PageEvidence(page, {Anchors: anchors})
    known = {check.id: check for check in map(_declared, (link_checks.dead, link_checks.soft_404))}
    runs = [checks.Run(known[name], known[name].options) for name in names]
    results = checks.run(Literal(sample, (seen,), {LinkStatuses: statuses}), runs)
    return {result.check: {t.key: t.outcome for t in result.targets} for result in results}


def _declared(function: Any) -> Check:
    return function.__a11y_check__


# --- 300 links of which 40 are known --------------------------------------------------------------------------------

KNOWN: dict[str, tuple[Outcome, Outcome | None]] = {
    # address → what links/dead and links/soft-404 say of it
    "missing.html": (Outcome.FAILED, None),
    "ok/missing.html": (Outcome.FAILED, None),
    "head/dead.html": (Outcome.FAILED, None),
    "head/alive.txt": (Outcome.PASSED, None),
    **{f"status/{code}": (Outcome.FAILED, None) for code in (404, 410, 500, 502, 504)},
    **{f"status/{code}": (Outcome.CANT_TELL, None) for code in (400, 401, 403, 405, 412, 418, 429, 451, 503, 521)},
    "wall/200": (Outcome.CANT_TELL, None),
    "wall/404": (Outcome.CANT_TELL, None),
    "flaky/1": (Outcome.PASSED, None),
    "picky/1": (Outcome.PASSED, None),
    "cookie/1": (Outcome.PASSED, Outcome.PASSED),
    "loop/1": (Outcome.FAILED, None),
    "moved/7.html": (Outcome.PASSED, Outcome.PASSED),
    "hang/1": (Outcome.FAILED, None),
    "reset/1": (Outcome.FAILED, None),
    "slow/1": (Outcome.PASSED, None),
    "drip/1": (Outcome.PASSED, Outcome.PASSED),
    "huge/1": (Outcome.PASSED, Outcome.PASSED),
    "soft/1.html": (Outcome.PASSED, Outcome.FAILED),
    "soft/2.html": (Outcome.PASSED, Outcome.FAILED),
    "same/a.html": (Outcome.PASSED, Outcome.FAILED),
    "same/1.html": (Outcome.PASSED, Outcome.PASSED),
    "tohome/a.html": (Outcome.PASSED, Outcome.FAILED),
    "shell/lost": (Outcome.PASSED, Outcome.FAILED),
    "shell/real-1": (Outcome.PASSED, Outcome.PASSED),
    "shell/real-2": (Outcome.PASSED, Outcome.PASSED),
    "script/1": (Outcome.PASSED, None),
}  # fmt: skip


def test_a_wall_that_goes_on_just_while_it_is_asked(loop: Any, chromium: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its script loads the page anew whenever it likes; that is no page that loads itself without end."""
    gone, evaluate = [1, 2], Stage.evaluate

    async def gone_twice(stage: Stage, script: str, *words: Any, **more: Any) -> Any:
        if "innerText" in script and gone:
            gone.pop()
            raise PlaywrightError("Page.evaluate: Execution context was destroyed, most likely because of a navigation")
        return await evaluate(stage, script, *words, **more)

    async def run() -> Rendered:
        async with serving(World()) as world:
            context = await chromium.new_context()
            try:
                return await browser_renderer(context, limit=4)(world.url + "script/1")
            finally:
                await context.close()

    monkeypatch.setattr(Stage, "evaluate", gone_twice)
    shown = loop(run())
    assert not gone
    assert (shown.status, shown.challenge, shown.kind) == (200, False, "")
    assert WORDS in shown.text


def test_three_hundred_links(loop: Any, chromium: Any) -> None:
    async def run() -> tuple[World, LinkStatuses, list[str]]:
        async with serving(World()) as world:
            urls = [world.url + path for path in KNOWN]
            urls += [f"{world.url}ok/{n}.html" for n in range(300 - len(KNOWN))]
            context = await chromium.new_context()
            try:
                return (
                    world,
                    await ask(world, [*urls, urls[-1] + "#part"], render=browser_renderer(context, limit=4)),
                    urls,
                )
            finally:
                await context.close()

    world, statuses, urls = loop(run())
    assert len(statuses.items) == len(urls) == 300
    said = judge(statuses, urls, world.url, "links/dead", "links/soft-404")
    expected_dead = {url: KNOWN.get(url.removeprefix(world.url), (Outcome.PASSED,))[0] for url in urls}
    assert {u: o for u, o in said["links/dead"].items() if o is not expected_dead[u]} == {}
    expected_soft = {
        url: soft
        for url in urls
        if (soft := KNOWN.get(url.removeprefix(world.url), (None, Outcome.PASSED))[1]) is not None
    }
    assert said["links/soft-404"] == expected_soft
    # A good address is asked for once; a bad one twice, the second time as a browser.
    assert {
        n
        for path, n in world.asked.items()
        if path.startswith("ok/") and path.partition("/")[2][0].isdigit() and path != "ok/7.html"
    } == {1}
    assert world.agents["missing.html"] == ["", "navigate"]
    assert world.asked["huge-bytes"] < 50_000_000


# --- one by one -------------------------------------------------------------------------------------------------------


def test_every_address_answers_the_home_page(loop: Any) -> None:
    async def run(fallback: Callable[[web.Request], web.Response]) -> dict[str, Outcome]:
        async with serving(World(fallback=fallback)) as world:
            urls = [
                world.url,
                world.url + "index.html",
                world.url + "ok/1.html",
                world.url + "zwgk/a.html",
                world.url + "zwgk/b.html",
            ]
            statuses = await ask(world, urls)
            said = judge(statuses, urls, world.url, "links/dead", "links/soft-404")
            assert set(said["links/dead"].values()) == {Outcome.PASSED}
            return {url.removeprefix(world.url): outcome for url, outcome in said["links/soft-404"].items()}

    home = html("某县人民政府", f"<h1>首页</h1><p>{WORDS}</p>" + "<a href='/ok/1.html'>通知</a>" * 20)
    shown = loop(run(lambda request: web.Response(body=home.body, content_type="text/html")))
    assert shown == {
        "": Outcome.PASSED, "index.html": Outcome.PASSED, "ok/1.html": Outcome.PASSED,
        "zwgk/a.html": Outcome.CANT_TELL, "zwgk/b.html": Outcome.CANT_TELL,
    }  # fmt: skip
    redirected = loop(run(lambda request: web.Response(status=302, headers={"Location": "/"})))
    assert redirected["zwgk/a.html"] is Outcome.FAILED
    assert redirected["index.html"] is Outcome.PASSED


def test_a_lone_redirect_to_the_home_page_is_for_a_person(loop: Any) -> None:
    def only_one(request: web.Request) -> web.Response:
        if request.path == "/zwgk/old.html":
            return web.Response(status=302, headers={"Location": "/"})
        return web.Response(status=404)

    async def run() -> dict[str, Outcome]:
        async with serving(World(fallback=only_one)) as world:
            urls = [world.url + "zwgk/old.html"]
            return judge(await ask(world, urls), urls, world.url, "links/soft-404")["links/soft-404"]

    assert list(loop(run()).values()) == [Outcome.CANT_TELL]


def test_outside(loop: Any) -> None:
    """Most outside hosts unreachable: none is judged. One of several: it alone is dead."""
    dead = ["http://a.invalid/", "http://b.invalid/1", "http://b.invalid/2", "http://c.invalid/"]

    async def run(extra: list[str]) -> tuple[LinkStatuses, dict[str, Outcome]]:
        async with serving(World()) as world:
            hosts = [f"www.{n}.example:127.0.0.1:{world.port}" for n in "pqrs"]
            urls = [world.url + "ok/1.html", *dead, *extra]
            statuses = await ask(world, urls, resolve=tuple(hosts))
            return statuses, judge(statuses, urls, world.url, "links/dead")["links/dead"]

    statuses, said = loop(run(["http://www.p.example/ok/1.html"]))
    assert (statuses.outside_hosts, statuses.outside_unreachable) == (4, 3)
    row = trouble(statuses)
    assert row is not None
    assert row.kind == "network"
    assert [outcome for url, outcome in said.items() if "127.0.0.1" not in url] == [Outcome.UNTESTED] * 5
    assert [outcome for url, outcome in said.items() if "127.0.0.1" in url] == [Outcome.PASSED]

    statuses, said = loop(run([f"http://www.{n}.example/ok/1.html" for n in "pqrs"]))
    assert trouble(statuses) is None
    assert {url for url, outcome in said.items() if outcome is Outcome.FAILED} == set(dead)


class _Names(Guard):
    """A guard that knows how many names were looked up at the same time."""

    at_once = most = 0

    async def addresses(self, name: str) -> Any:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        return await super().addresses(name)


def test_no_host_waits_for_the_name_of_another(loop: Any) -> None:
    """Hosts are asked side by side from their names on, but a name server is not flooded."""

    async def run() -> int:
        hosts = [f"www.{n}.example:127.0.0.1:1" for n in range(60)]
        urls = [f"http://www.{n}.example/" for n in range(60)]
        async with _Names(dict(parse_mapping(host) for host in hosts), allow_private=True) as guard:
            prober = Prober(Site(url="http://a.example/"), guard, PROBING, None)
            prober._ask = _nobody  # type: ignore[method-assign]
            async with prober:
                await prober.run(urls)
            return guard.most

    assert 1 < loop(run()) <= LOOK_UPS


async def _nobody(*_: Any, **__: Any) -> Any:
    return Attempt("client", 0.0, kind="refused"), None, False


@pytest.mark.parametrize(("answers", "asked_twice"), [(False, SCOUTS), (True, 30)])
def test_a_network_without_a_way_out_is_not_asked_twice_for_each_host(
    answers: bool, asked_twice: int, loop: Any
) -> None:
    """A few hosts are asked again first; only where one of them answers now are all the others."""

    async def run() -> LinkStatuses:
        async with serving(World()) as world:
            urls = [f"http://www.{n}.example/late/{n}" for n in range(30)]
            hosts = [f"www.{n}.example:127.0.0.1:{world.port if answers and n == 0 else 1}" for n in range(30)]
            return await ask(world, urls, resolve=tuple(hosts))

    statuses = loop(run())
    assert sum(len(status.attempts) == 2 for status in statuses.items.values()) == asked_twice
    assert statuses.outside_untested == "outside-unreachable"


def test_private_addresses_are_ours(loop: Any) -> None:
    async def run() -> tuple[World, dict[str, Outcome]]:
        async with serving(World()) as world:
            # The site itself is public here, by a name of its own; everything else on this machine is private.
            urls = [world.url + "ok/1.html", "http://10.0.0.1/", "http://169.254.169.254/meta", "http://[::1]/"]
            statuses = await ask(world, urls, allow_private=False)
            return world, judge(statuses, urls, "http://www.example.gov.cn/", "links/dead")["links/dead"]

    world, said = loop(run())
    assert set(said.values()) == {Outcome.UNTESTED}
    assert not world.asked


def test_redirect_to_a_private_address_is_ours(loop: Any) -> None:
    class Half(Guard):
        async def addresses(self, name: str) -> Any:
            self.allow_private = name == "127.0.0.1"
            return await super().addresses(name)

    async def run() -> LinkStatus:
        async with serving(World()) as world, Half() as guard:
            url = world.url + "private/1"
            return (await probe([url], Site(url=world.url), guard, probing=PROBING)).items[url]

    status = loop(run())
    assert (status.verdict, status.reason) == ("ours", "blocked-by-us")


def test_rate_is_respected(loop: Any) -> None:
    async def run() -> list[float]:
        async with serving(World()) as world:
            urls = [f"{world.url}status/204?{n}" for n in range(8)]
            statuses = await ask(world, urls, probing=Probing(rate=20, folders=0))
            return sorted(status.attempts[0].at for status in statuses.items.values())

    at = loop(run())
    assert at[-1] - at[0] >= 7 / 20 - 0.05


def test_what_there_was_no_time_for_is_not_asked(loop: Any) -> None:
    async def run() -> dict[str, Outcome]:
        async with serving(World()) as world:
            urls = [f"{world.url}ok/{n}.html" for n in range(6)]
            late = await ask(world, urls, probing=Probing(budget=0, folders=0))
            few = await ask(world, urls, probing=Probing(most=4, folders=0))
            assert {status.reason for status in late.items.values()} == {"not-asked"}
            assert [status.reason for status in few.items.values()] == ["http-200"] * 4 + ["not-asked"] * 2
            return judge(late, urls, world.url, "links/dead")["links/dead"]

    assert set(loop(run()).values()) == {Outcome.UNTESTED}


def test_browser_lets_in_where_a_client_is_refused(loop: Any) -> None:
    async def run(shown: Rendered) -> str:
        async def render(url: str) -> Rendered:
            return shown

        async with serving(World()) as world:
            url = world.url + "status/403"
            return (await ask(world, [url], render=render)).items[url].verdict

    assert loop(run(Rendered("x", 200, text=WORDS))) == "alive"
    assert loop(run(Rendered("x", 403))) == "doubtful"
    assert loop(run(Rendered("x", 404))) == "doubtful"


@pytest.mark.parametrize(
    ("attempts", "verdict", "reason"),
    [
        ([Attempt("client", 0, 200)], "alive", "http-200"),
        ([Attempt("client", 0, 404)], "doubtful", "asked-once"),
        ([Attempt("client", 0, 404), Attempt("browser", 3, 404)], "dead", "http-404"),
        ([Attempt("client", 0, 500), Attempt("browser", 3, 200)], "alive", "http-200"),
        ([Attempt("client", 0, 404), Attempt("browser", 3, 403)], "doubtful", "http-403"),
        ([Attempt("client", 0, kind="timeout"), Attempt("browser", 3, kind="timeout")], "dead", "timeout"),
        ([Attempt("client", 0, kind="dns"), Attempt("browser", 3, kind="network")], "doubtful", "asked-once"),
        ([Attempt("client", 0, kind="blocked-by-us")], "ours", "blocked-by-us"),
        (
            [Attempt("client", 0, 200, challenge=True), Attempt("browser", 3, 404, challenge=True)],
            "doubtful",
            "bot-wall",
        ),
        (
            [Attempt("client", 0, 200, certificate=False), Attempt("browser", 3, 200, certificate=False)],
            "doubtful",
            "certificate",
        ),
        ([], "ours", "not-asked"),
    ],
)
def test_verdicts(attempts: list[Attempt], verdict: str, reason: str) -> None:
    status = LinkStatus("http://a/", outside=False, attempts=tuple(attempts))
    assert (status.verdict, status.reason) == (verdict, reason)


SAID = "对不起，您访问的页面不存在！"


@pytest.mark.parametrize(
    ("source", "heading"),
    [
        ("页面不存在", "页面不存在"),
        (f"<title>提示</title><div>{SAID}</div><a href='/'>返回首页</a>", f"{SAID} 返回首页"),
        (f"<a href='/a'>要闻</a> <a href='/b'>公告</a><p>{SAID}</p>", SAID),
        ("<script>alert('该信息不存在或已删除！');history.back();</script>", "该信息不存在或已删除！"),
        ("<script>alert('欢迎访问！')</script>", ""),
        (f"<title>通知</title><p>{WORDS}</p><script>if (!ok) alert('该信息不存在')</script>", ""),
    ],
)
def test_short_pages_that_say_so(source: str, heading: str) -> None:
    document = soft.read(source, "http://a/", whole=False)
    assert (document.heading, document.chars <= soft.FEW_CHARS) == (heading, True)


def test_a_log_in_is_no_error_page() -> None:
    status = LinkStatus(
        "http://a/me/1", outside=False, attempts=(Attempt("client", 0, 200),), examined=True,
        soft=SoftAnswer("made-up", "统一身份认证", login=True),
    )  # fmt: skip
    anchors = Anchors((Anchor(Target("#a"), "link", "/me/1", "http://a/me/1"),))
    [finding] = link_checks.soft_404(anchors, LinkStatuses({status.url: status}))
    assert (finding.outcome, finding.data["reason"]) == (Outcome.CANT_TELL, "log-in")
    assert soft.read("<form><input type=password></form>", "http://a/", whole=True).login
    assert not soft.read("<form><input type=text></form>", "http://a/", whole=True).login


@pytest.mark.parametrize(
    ("title", "is_error"),
    [
        *itertools.product(
            ["404", "404 - 某县政府", "抱歉，您访问的页面不存在", "您要找的文章已被删除", "出错了", "Page Not Found", "系统错误",
             "找不到页面", "HTTP Status 404 – 未找到", "没有找到相关文章", "错误", "某县人民政府-404"], [True],
        ),
        *itertools.product(
            ["政府信息不存在告知书", "县政府令第404号", "规范性文件失效目录", "关于系统异常的通知", "404户居民喜迁新居",
             "部分文件废止和失效的公告", "关于更正错误信息的公告", "关于网页错误的说明", "不存在任何违规情况的公示"], [False],
        ),
    ],
)  # fmt: skip
def test_error_words(title: str, is_error: bool) -> None:
    assert bool(ERROR_WORDS.search(title)) is is_error


@pytest.mark.parametrize(
    ("url", "government"),
    [
        ("http://www.gov.cn/", True), ("https://a.b.gov.cn:8443/x", True), ("http://xn--zfr164b.cn/", True),
        ("http://某县.政务/", True), ("http://www.mygov.cn/", False), ("http://gov.cn.example.com/", False),
        ("http://example.com/?x=gov.cn", False),
    ],
)  # fmt: skip
def test_government_hosts(url: str, government: bool) -> None:
    assert is_government(url) is government


def test_inside_by_host_www_scheme_and_scope() -> None:
    site = Site(url="https://www.a.gov.cn/", scope=("old.a.gov.cn", "http://b.gov.cn/hall/"))
    inside = ["http://a.gov.cn/x", "https://www.a.gov.cn/y", "http://old.a.gov.cn/", "http://b.gov.cn/hall/1"]
    outside = ["http://b.gov.cn/", "http://www.a.gov.cn:8080/", "http://c.a.gov.cn/"]
    assert [is_inside(site, url) for url in inside + outside] == [True] * 4 + [False] * 3


# --- checks on literals -----------------------------------------------------------------------------------------------


def test_insecure() -> None:
    page = Page("https://a.gov.cn/", "https://a.gov.cn/", Role.HOME, Mode.STANDARD, Device.DESKTOP, 200)
    anchors = Anchors((
        Anchor(Target("img"), "image", "http://a.gov.cn/a.png", "http://a.gov.cn/a.png"),
        Anchor(Target("form"), "form", "http://a.gov.cn/s", "http://a.gov.cn/s", method="post"),
        Anchor(Target("a"), "link", "http://b.gov.cn/", "http://b.gov.cn/"),
        Anchor(Target("script"), "script", "a.js", "https://a.gov.cn/a.js"),
    ))  # fmt: skip
    console = Console(insecure=("http://a.gov.cn/a.png", "http://a.gov.cn/api"))
    found = list(link_checks.insecure(page, anchors, console))
    assert [(f.outcome, f.target.selector, f.key) for f in found] == [
        (Outcome.FAILED, "img", "http://a.gov.cn/a.png"), (Outcome.FAILED, "form", "http://a.gov.cn/s"),
        (Outcome.PASSED, "script", "https://a.gov.cn/a.js"), (Outcome.FAILED, "", "http://a.gov.cn/api"),
    ]  # fmt: skip


def test_hidden_in_frames_of_others_is_not_ours() -> None:
    sample = Sample(Site(url="http://a.gov.cn/"), "2026-11-22T09:00:00+08:00", 0, Coverage(1, 1, 0, 1, True))
    hidden = {"visible": False, "hidden_by": "display"}
    anchors = Anchors((
        Anchor(Target("a"), "link", "http://x.com/", "http://x.com/", **hidden),
        Anchor(Target("a", frame=("http://widget.com/",)), "link", "http://y.com/", "http://y.com/", **hidden),
        Anchor(Target("b"), "link", "http://z.com/", "http://z.com/", **hidden),
    ))  # fmt: skip
    found = list(link_checks.hidden(anchors, RevealedAnchors(revealed={"b": "hover"}), sample))
    assert [(f.outcome, f.target.selector) for f in found] == [(Outcome.CANT_TELL, "a"), (Outcome.PASSED, "b")]


def test_kinds_are_the_profile_s_choice() -> None:
    statuses = LinkStatuses(
        {"http://a/x.png": LinkStatus("http://a/x.png", False, (Attempt("client", 0, 404), Attempt("browser", 3, 404)))}
    )
    anchors = Anchors((Anchor(Target("img"), "image", "x.png", "http://a/x.png"),))
    assert [f.outcome for f in link_checks.dead(anchors, statuses)] == [Outcome.FAILED]
    assert list(link_checks.dead(anchors, statuses, kinds=("link",))) == []
