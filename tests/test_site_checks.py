"""The site as a service: boundaries of the published numbers, and what the collectors say of real servers."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web

from a11y import checks
from a11y.checks import elderly as elderly_checks
from a11y.checks import site as site_checks
from a11y.collect import technical
from a11y.collect.fetcher import Fetcher
from a11y.collect.guard import Guard, parse_mapping
from a11y.collect.options import Options
from a11y.collect.probe import probe_round, visit
from a11y.collect.steps import Stage
from a11y.collect.technical import ipv6
from a11y.evidence import (
    Console,
    ConsoleEntry,
    Https,
    Ipv6,
    Literal,
    LoadTimes,
    Page,
    PageEvidence,
    Probes,
    Sample,
    Text,
    Texts,
    Visit,
)  # fmt: skip
from a11y.model import Coverage, Device, Mode, Outcome, Role, Site, Target

NOW = datetime.fromisoformat("2026-11-22T09:00:00+08:00")
SAMPLE = Sample(Site(url="http://a.gov.cn/"), NOW.isoformat(), 0, Coverage(1, 1, 0, 1, True))


def visits(
    count: int, bad: int, *, seconds: float = 0.4, bad_seconds: float = 15.0, ours: int = 0, hours: float = 1.0
) -> Probes:
    """Hourly visits that end now; the first `bad` were too slow, the next `ours` failed by us."""
    rows = []
    for n in range(count):
        at = (NOW - timedelta(hours=hours * (count - n))).isoformat()
        if n < bad:
            rows.append(Visit("a", "http://a.gov.cn/", at, bad_seconds, True, 200))
        elif n < bad + ours:
            rows.append(Visit("a", "http://a.gov.cn/", at, 1.0, False, 0, "network", ours=True))
        else:
            rows.append(Visit("a", "http://a.gov.cn/", at, seconds, True, 200))
    return Probes(tuple(rows))


@pytest.mark.parametrize(
    ("probes", "outcome", "reason"),
    [
        (visits(140, 7), Outcome.FAILED, None),
        (visits(140, 6), Outcome.PASSED, None),
        (visits(140, 7, bad_seconds=14.9), Outcome.PASSED, None),
        (visits(139, 139), Outcome.UNTESTED, "too-few-visits"),
        (visits(0, 0), Outcome.UNTESTED, "too-few-visits"),
        (visits(150, 6, ours=10), Outcome.PASSED, None),
        (visits(150, 7, ours=10), Outcome.FAILED, None),
        (visits(149, 0, ours=10), Outcome.UNTESTED, "too-few-visits"),
        # What is older than the week does not count.
        (visits(300, 131), Outcome.PASSED, None),
    ],
)
def test_reachable(probes: Probes, outcome: Outcome, reason: str | None) -> None:
    [finding] = site_checks.reachable(probes, SAMPLE)
    assert finding.outcome is outcome
    assert finding.data.get("reason") == reason


def test_reachable_needs_the_whole_week() -> None:
    crowded = visits(140, 0, hours=0.2)
    early = tuple(
        Visit("a", "http://a.gov.cn/", (NOW - timedelta(days=6, hours=n)).isoformat(), 0.3, True, 200) for n in range(5)
    )
    [finding] = site_checks.reachable(Probes((*early, *crowded.visits)), SAMPLE)
    assert (finding.outcome, finding.data["reason"]) == (Outcome.UNTESTED, "gaps")
    assert len(finding.data["gaps"]) == 1
    [finding] = site_checks.reachable(Probes((*early, *visits(140, 8, hours=0.2).visits)), SAMPLE)
    assert finding.outcome is Outcome.FAILED


def test_reachable_is_not_proved_in_an_afternoon() -> None:
    [finding] = site_checks.reachable(visits(140, 0, hours=0.1), SAMPLE)
    assert (finding.outcome, finding.data["reason"], finding.data["days"]) == (Outcome.UNTESTED, "too-few-days", 1)


def test_early_warning() -> None:
    [quiet] = site_checks.reachable(visits(140, 4), SAMPLE)
    [warned] = site_checks.reachable(visits(140, 5), SAMPLE)
    assert (quiet.data["warning"], warned.data["warning"]) == (False, True)


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        (Https("https://a/", True, True), Outcome.PASSED),
        (Https("https://a/", True, False, detail="expired"), Outcome.FAILED),
        (Https("https://a/", False, kind="refused"), Outcome.FAILED),
        (Https("https://a/", None, untested="network"), Outcome.UNTESTED),
    ],
)
def test_https(seen: Https, outcome: Outcome) -> None:
    assert [f.outcome for f in site_checks.https(seen)] == [outcome]


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        (Ipv6("a.gov.cn"), Outcome.FAILED),
        (Ipv6("a.gov.cn", ("2001:db8::1",), 200), Outcome.PASSED),
        (Ipv6("a.gov.cn", ("2001:db8::1",), 0, "timeout"), Outcome.FAILED),
        (Ipv6("a.gov.cn", ("2001:db8::1",), 502), Outcome.FAILED),
        (Ipv6("a.gov.cn", ("2001:db8::1",), untested="no-ipv6-here"), Outcome.UNTESTED),
        (Ipv6("a.gov.cn", untested="dns"), Outcome.UNTESTED),
    ],
)
def test_ipv6(seen: Ipv6, outcome: Outcome) -> None:
    assert [f.outcome for f in site_checks.ipv6(seen)] == [outcome]


@pytest.mark.parametrize(
    ("seconds", "outcome"),
    [((3.0, 0.2, 9.0), Outcome.PASSED), ((3.01, 0.2, 9.0), Outcome.FAILED), ((), Outcome.UNTESTED)],
)
def test_load_time(seconds: tuple[float, ...], outcome: Outcome) -> None:
    assert [f.outcome for f in site_checks.load_time(LoadTimes("http://a/", seconds))] == [outcome]


def test_what_was_measured_on_many_targets_is_told_even_when_all_passed() -> None:
    def page(n: int, *sizes: float) -> PageEvidence:
        seen = Page(f"http://a.gov.cn/{n}", f"http://a.gov.cn/{n}", Role.HOME, Mode.ELDERLY, Device.DESKTOP, 200)
        texts = tuple(Text(Target(f"#t{i}"), "字" * 40, 40, px, 400, True) for i, px in enumerate(sizes))
        return PageEvidence(seen, {Texts: Texts(texts)})

    check = elderly_checks.font_size.__a11y_check__  # type: ignore[attr-defined]
    [result] = checks.run(Literal(SAMPLE, (page(1, 20, 19), page(2, 24))), [checks.Run(check)])
    assert (result.outcome, result.data) == (Outcome.PASSED, {"smallest_px": 19, "small_share": 0})


def test_console_errors_of_all_pages_make_one_site_check() -> None:
    def page(n: int, *errors: ConsoleEntry, mode: Mode = Mode.STANDARD) -> PageEvidence:
        seen = Page(f"http://a.gov.cn/{n}", f"http://a.gov.cn/{n}", Role.RANDOM, mode, Device.DESKTOP, 200)
        return PageEvidence(seen, {Console: Console(errors=errors)})

    check = site_checks.console_errors.__a11y_check__  # type: ignore[attr-defined]
    pages = (
        page(1), page(2, ConsoleEntry("TypeError: x is not a function", kind="pageerror")),
        page(3, ConsoleEntry("Failed to load resource: the server responded with a status of 404")),
        page(4, ConsoleEntry("ReferenceError: y"), mode=Mode.ELDERLY),
    )  # fmt: skip
    [result] = checks.run(Literal(SAMPLE, pages), [checks.Run(check)])
    assert checks.is_site_check(check)
    assert [(f.outcome, f.page, f.impact.value) for f in result.findings] == [
        (Outcome.CANT_TELL, "http://a.gov.cn/2", "minor")
    ]
    assert result.passed == 2


# --- collectors -------------------------------------------------------------------------------------------------------

Answer = Callable[[web.Request], Any]


@contextlib.asynccontextmanager
async def serving(answer: Answer, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, host, 0, ssl_context=tls)
    await site.start()
    try:
        yield site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    finally:
        await runner.cleanup()


def status(code: int, text: str = "<p>某县人民政府</p>") -> Answer:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=code, text=text, content_type="text/html")

    return answer


@pytest.mark.parametrize(
    ("answer", "ok", "kind", "ours"),
    [
        (status(200), True, "", False),
        (status(404), False, "http", False),
        (status(403), False, "http", True),
        (status(429), False, "http", True),
        (status(503, "<p>Service Unavailable</p>" + "x" * 900), False, "server", False),
        (status(412, "<script>$_ts=window['$_ts']</script>"), False, "bot-wall", True),
    ],
)
def test_one_visit(loop: Any, answer: Answer, ok: bool, kind: str, ours: bool) -> None:
    async def run() -> Visit:
        async with (
            serving(answer) as port,
            Guard(allow_private=True) as guard,
            Fetcher(guard, user_agent="t") as fetcher,
        ):
            return await visit(Site(url=f"http://127.0.0.1:{port}/", id="a"), fetcher)

    seen = loop(run())
    assert (seen.site, seen.ok, seen.kind, seen.ours) == ("a", ok, kind, ours)
    assert datetime.fromisoformat(seen.at).utcoffset() == timedelta(hours=8)


def test_a_round_tells_our_own_network_apart(loop: Any) -> None:
    async def run(controls: tuple[str, ...]) -> dict[str, tuple[str, bool]]:
        async with serving(status(200)) as port:
            free = Site(url="http://127.0.0.1:9/", id="refused")
            good = Site(url=f"http://127.0.0.1:{port}/", id="good")
            lost = Site(url="http://no-such-host.invalid/", id="lost")
            options = Options(allow_private=True, resolve=(parse_mapping(f"control.example:127.0.0.1:{port}"),))
            found = await probe_round([free, good, lost], options, controls=controls)
            return {v.site: (v.kind, v.ours) for v in found}

    cut_off = loop(run(("nobody.invalid",)))
    assert cut_off == {"refused": ("refused", False), "good": ("", False), "lost": ("dns", True)}
    connected = loop(run(("control.example",)))
    assert connected["lost"] == ("dns", False)


def test_private_sites_are_refused_not_down(loop: Any) -> None:
    [seen] = loop(probe_round([Site(url="http://127.0.0.1:9/", id="a")], Options(), controls=()))
    assert (seen.ok, seen.kind, seen.ours) == (False, "blocked-by-us", True)


@pytest.mark.parametrize(
    ("url", "resolve", "untested"),
    [
        ("http://127.0.0.1/", (), "no-domain"),
        ("http://a.example/", ("a.example:127.0.0.1",), "mapped"),
        ("http://x.invalid/", (), "dns"),
    ],
)
def test_ipv6_without_a_name(loop: Any, url: str, resolve: tuple[str, ...], untested: str) -> None:
    async def run() -> Ipv6:
        async with Guard(mapped=dict(map(parse_mapping, resolve)), allow_private=True) as guard:
            return await ipv6(url, guard, "t")

    assert loop(run()).untested == untested


def test_ipv6_over_the_wire(loop: Any) -> None:
    async def run(alive: bool) -> Ipv6:
        async with serving(status(200), host="::1") as port:
            asked = port if alive else 9
            async with Guard(mapped=dict([parse_mapping("a.example:::1")]), allow_private=True) as guard:
                return await ipv6(f"http://a.example:{asked}/", guard, "t")

    if not technical._routed("::1"):
        pytest.skip("no IPv6 on this machine, not even loopback")
    assert loop(run(True)).status == 200
    assert loop(run(False)).kind == "refused"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate, as many a site has."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    words = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-keyout",
        path,
        "-out",
        str(path) + ".crt",
    ]
    try:
        subprocess.run([str(word) for word in words], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no openssl command here")
    return path


def context_of(guard: Guard, fetcher: Fetcher, url: str, chromium: Any) -> Any:
    """As much of a collection's context as the technical stage needs, around a real browser."""

    @contextlib.asynccontextmanager
    async def stage(*_: object, **__: object) -> AsyncIterator[Stage]:
        context = await chromium.new_context()
        try:
            yield Stage(await context.new_page())
        finally:
            await context.close()

    return SimpleNamespace(
        site=Site(url=url), home_url=url, guard=guard, fetcher=fetcher, stage=stage, options=Options()
    )


def test_https_collected(loop: Any, chromium: Any, certificate: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(str(certificate) + ".crt", certificate)

    async def run(scheme: str, secure: ssl.SSLContext | None) -> Https:
        async with (
            serving(status(200), tls=secure) as port, Guard(allow_private=True) as guard,
            Fetcher(guard, user_agent="t") as fetcher,
        ):  # fmt: skip
            return await technical.https(context_of(guard, fetcher, f"{scheme}://127.0.0.1:{port}/", chromium))

    self_signed = loop(run("https", tls))
    assert (self_signed.offered, self_signed.certificate) == (True, False)
    assert [f.outcome for f in site_checks.https(self_signed)] == [Outcome.FAILED]
    plain = loop(run("http", None))
    assert plain.offered is False
    assert [f.outcome for f in site_checks.https(plain)] == [Outcome.FAILED]


def test_load_times_collected(loop: Any, chromium: Any) -> None:
    async def slow(request: web.Request) -> web.Response:
        if request.path == "/late.js":
            await asyncio.sleep(0.5)
            return web.Response(text="0", content_type="text/javascript")
        return web.Response(text="<title>t</title><script src='/late.js'></script>", content_type="text/html")

    async def run() -> LoadTimes:
        async with serving(slow) as port, Guard(allow_private=True) as guard, Fetcher(guard, user_agent="t") as fetcher:
            return await technical.load_times(context_of(guard, fetcher, f"http://127.0.0.1:{port}/", chromium))

    seen = loop(run())
    assert len(seen.seconds) == 3
    assert min(seen.seconds) >= 0.5
    assert not seen.bounded
