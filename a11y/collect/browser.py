"""Which browser there is, how it is started, lent out and ended.

Pages are lent as stages. Each stage has a browser context to itself while it is lent, so nothing that one page does
(cookies, routes, pop-ups) reaches another; a context is used again for the next page of the same mode and device,
which costs a quarter of a fresh one. Contexts are retired by use, the browser by use and memory, and whatever hangs is
killed from outside, by process group.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import signal
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from a11y import __version__
from a11y.collect.js import KEEP_PRISTINE
from a11y.collect.steps import Stage
from a11y.errors import BrowserMissingError
from a11y.model import Device, Mode

log = logging.getLogger(__name__)

FLAGS = (
    "--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync",
    "--disable-default-apps", "--disable-quic", "--force-color-profile=srgb", "--disable-lcd-text",
    # Nothing may get round the guard: no UDP beside the proxy, no look-ups of the browser's own.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--dns-prefetch-disable", "--no-pings", "--disable-domain-reliability", "--disable-client-side-phishing-detection",
)  # fmt: skip

VIEWPORTS: Mapping[Device, tuple[int, int]] = {Device.DESKTOP: (1280, 800), Device.MOBILE: (375, 812)}
PIXEL_RATIO: Mapping[Device, float] = {Device.DESKTOP: 1.0, Device.MOBILE: 2.0}

USES_OF_A_CONTEXT = 25
USES_OF_A_BROWSER = 200
MEMORY_OF_A_BROWSER = 1500
"""Megabytes of its own (not shared) beyond which a browser is retired."""
CLOSING = 4.0
"""Seconds that a context or browser may take to close before its processes are killed."""
POPUPS = 6
"""Windows that one page may open; more are closed at once."""

MISSING = (
    "没有可用的浏览器。Debian/Ubuntu 请运行 sudo apt install chromium，其他系统请运行 "
    "python -m playwright install chromium（下载慢时先设 PLAYWRIGHT_DOWNLOAD_HOST 为镜像地址）；"
    "已有 Chrome 或 Chromium 的，用 --browser 路径 或环境变量 A11Y_BROWSER 指明"
)

_ORDINARY = """(() => {
  // A tab that a person opened does not close itself; ours has no history, so it would.
  try { if (!window.opener && window.top === window) window.close = () => {}; } catch (_) {}
  // A window that nobody pressed for does not open in a visitor's browser; a headless one lets it.
  const open = window.open;
  window.open = function (...words) {
    return navigator.userActivation && !navigator.userActivation.isActive ? null : open.apply(window, words);
  };
  %s
})()"""
_WINDOWS = """try {
    Object.defineProperty(Navigator.prototype, 'platform', {get: () => 'Win32', configurable: true});
  } catch (_) {}"""


def executable(*, headed: bool = False) -> str | None:
    """Path of the system's Chromium or Chrome; None where only Playwright's own is left to try.

    Without a window the shell is taken where there is one: the same engine without the browser's own pages, which
    is what Playwright's download brings for this purpose too.
    """
    given = os.environ.get("A11Y_BROWSER")
    names: tuple[str, ...] = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    names = names if headed else ("chromium-headless-shell", *names)
    return given or next((path for name in names if (path := shutil.which(name))), None)


def launch_options(path: str | None = None, *, headed: bool = False) -> dict[str, Any]:
    """Keyword arguments of Playwright's `chromium.launch`, of either API."""
    flags = list(FLAGS)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    return {"executable_path": path or executable(headed=headed), "headless": not headed, "args": flags}


def user_agent(version: str, device: Device) -> str:
    """What we call ourselves: a Windows desktop or an Android phone, our own token at the end.

    Some toolbars take a Linux desktop for a phone, so a desktop says Windows.
    """
    major = version.partition(".")[0] or "120"
    system = {
        Device.DESKTOP: "Windows NT 10.0; Win64; x64",
        Device.MOBILE: "Linux; Android 14; Pixel 8",
    }[device]
    mobile = " Mobile" if device is Device.MOBILE else ""
    return (
        f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0{mobile} Safari/537.36 "
        f"a11y/{__version__}"
    )


@dataclass(slots=True, eq=False)
class _Engine:
    """One running browser."""

    browser: Any
    pid: int | None
    used: int = 0
    lent: int = 0
    worn: bool = False


@dataclass(slots=True, eq=False)
class _Lane:
    """A context and the page in it."""

    engine: _Engine
    context: Any
    stage: Stage
    used: int = 0
    soiled: bool = False


@dataclass(slots=True)
class Browser:
    """The browser of one run. `async with Browser(…) as browser, browser.stage(mode, device) as stage:`."""

    path: str | None = None
    headed: bool = False
    proxy: str | None = None
    """Address of the guard."""
    agent: str | None = None
    """User agent that the command was given."""
    storage_state: Path | None = None
    credentials: tuple[str, str] | None = None
    """User and password of HTTP authentication."""
    credentials_for: str = ""
    """The one origin that they are told to."""
    trusted_keys: tuple[str, ...] = ()
    """`trust.keys`: hashes of public keys whose certificates were judged already."""
    limit: float = 10.0
    """Seconds that one evaluation may take."""
    version: str = ""
    killed: int = 0
    """How many browsers had to be killed so far, with every page that was open in them."""
    _playwright: Any = None
    _engine: _Engine | None = None
    _engines: list[_Engine] = field(default_factory=list)
    _idle: dict[tuple[Mode, Device], list[_Lane]] = field(default_factory=lambda: defaultdict(list))
    _lanes: dict[int, _Lane] = field(default_factory=dict)
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    _chores: set[asyncio.Task[Any]] = field(default_factory=set)

    async def __aenter__(self) -> Browser:
        from playwright.async_api import async_playwright

        self._playwright = await async_playwright().start()
        try:
            await self._alive()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        for engine in list(self._engines):
            await self._end(engine)
        for chore in list(self._chores):
            chore.cancel()
        if self._playwright is not None:
            with contextlib.suppress(Exception):  # its process may have died with the browser
                await asyncio.wait_for(self._playwright.stop(), CLOSING)

    def user_agent(self, device: Device) -> str:
        """What the browser calls itself on a device."""
        return self.agent or user_agent(self.version, device)

    @asynccontextmanager
    async def stage(
        self, mode: Mode, device: Device, *, fresh: bool = False, scripts: Sequence[str] = ()
    ) -> AsyncIterator[Stage]:
        """A page in a context that is this stage's alone until it is given back.

        Raises:
            BrowserMissingError: no browser can be started.
        """
        fresh = fresh or bool(scripts)
        lane = await self._lend(mode, device, scripts, fresh=fresh)
        try:
            yield lane.stage
        except BaseException:
            lane.soiled = True
            raise
        finally:
            await asyncio.shield(self._chore(self._take_back(lane, (mode, device), fresh=fresh)))

    def soil(self, stage: Stage) -> None:
        """Say that a stage's context must not be used again: keys were pressed, things were switched on."""
        if lane := self._lanes.get(id(stage)):
            lane.soiled = True

    async def kill(self, stage: Stage) -> None:
        """Kill the browser that a stage lives in: the only way to stop a page that holds on to its process."""
        if lane := self._lanes.get(id(stage)):
            lane.soiled = True
            await self._end(lane.engine, gently=False)

    @property
    def megabytes(self) -> float:
        """Memory of the running browsers' own processes."""
        return sum(_megabytes(engine.pid) for engine in self._engines)

    async def _lend(self, mode: Mode, device: Device, scripts: Sequence[str], *, fresh: bool) -> _Lane:
        engine = await self._alive()
        lane = None if fresh else self._found(mode, device, engine)
        for attempt in (1, 2, 3):
            if lane is not None:
                break
            try:
                lane = await asyncio.wait_for(self._open(engine, device, scripts), 20)
            except Exception:  # the browser died under our hands: another one is started
                log.debug("no context, attempt %d", attempt, exc_info=True)
                await self._end(engine, gently=False)
                engine = await self._alive()
        if lane is None:
            raise BrowserMissingError(f"浏览器反复中断，无法打开页面。{MISSING}")
        lane.used += 1
        engine.used += 1
        engine.lent += 1
        self._lanes[id(lane.stage)] = lane
        return lane

    def _found(self, mode: Mode, device: Device, engine: _Engine) -> _Lane | None:
        idle = self._idle[mode, device]
        while idle:
            lane = idle.pop()
            if lane.engine is engine and not lane.stage.page.is_closed():
                return lane
            self._chore(self._close(lane))
        return None

    async def _open(self, engine: _Engine, device: Device, scripts: Sequence[str]) -> _Lane:
        width, height = VIEWPORTS[device]
        mobile = device is Device.MOBILE
        words: dict[str, Any] = {
            "viewport": {"width": width, "height": height}, "locale": "zh-CN", "timezone_id": "Asia/Shanghai",
            "user_agent": self.user_agent(device), "accept_downloads": False, "service_workers": "block",
            "is_mobile": mobile, "has_touch": mobile, "device_scale_factor": PIXEL_RATIO[device],
        }  # fmt: skip
        if self.storage_state is not None:
            words["storage_state"] = str(self.storage_state)
        if self.credentials is not None:
            user, password = self.credentials
            words["http_credentials"] = {"username": user, "password": password, "origin": self.credentials_for}
        context = await engine.browser.new_context(**words)
        await context.add_init_script(KEEP_PRISTINE)
        await context.add_init_script(_ORDINARY % ("" if mobile else _WINDOWS))
        for script in scripts:
            await context.add_init_script(script)
        stage = Stage(await context.new_page(), limit=self.limit)
        lane = _Lane(engine, context, stage)
        context.on("page", lambda page: self._bounded(lane, page))
        return lane

    def _bounded(self, lane: _Lane, page: Any) -> None:
        if len(lane.context.pages) > POPUPS:
            self._chore(_quietly(page.close()))

    async def _take_back(self, lane: _Lane, key: tuple[Mode, Device], *, fresh: bool) -> None:
        engine = lane.engine
        self._lanes.pop(id(lane.stage), None)
        engine.lent -= 1
        if engine not in self._engines:
            return
        spent = fresh or lane.soiled or lane.used >= USES_OF_A_CONTEXT or engine.worn
        if not spent:
            spent = not await self._cleared(lane)
        if spent:
            await self._close(lane)
        else:
            self._idle[key].append(lane)
        if engine.used % 10 == 0 and _megabytes(engine.pid) > MEMORY_OF_A_BROWSER:
            engine.worn = True
        if engine.used >= USES_OF_A_BROWSER:
            engine.worn = True
        if engine.worn and engine.lent == 0:
            await self._end(engine)

    async def _cleared(self, lane: _Lane) -> bool:
        """Leave the page, so that it goes on with nothing, and forget what was written of it."""
        stage = lane.stage
        first = lane.context.pages[0] if lane.context.pages else None
        if first is None or stage.page is not first or first.is_closed() or stage.since(0, "crash"):
            return False
        try:
            async with asyncio.timeout(CLOSING):
                for page in lane.context.pages[1:]:
                    await page.close()
                await stage.release_requests()
                await first.goto("about:blank", wait_until="commit")
        except Exception:  # whatever it was, the context is of no more use
            log.debug("page not cleared", exc_info=True)
            return False
        stage.forget()
        return True

    async def _close(self, lane: _Lane) -> None:
        """Close a context; where it does not let itself be closed, kill its browser."""
        try:
            await asyncio.wait_for(lane.context.close(), CLOSING)
        except Exception:  # a page that never yields, or a browser that is gone
            log.debug("context does not close", exc_info=True)
            if lane.engine in self._engines:
                await self._end(lane.engine, gently=False)

    async def _alive(self) -> _Engine:
        async with self._starting:
            engine = self._engine
            if engine is not None and engine in self._engines and not engine.worn and engine.browser.is_connected():
                return engine
            if engine is not None and engine in self._engines and not engine.browser.is_connected():
                await self._end(engine, gently=False)
            self._engine = await self._start()
            return self._engine

    async def _start(self) -> _Engine:
        words = launch_options(self.path, headed=self.headed)
        given = words["executable_path"]
        if given and not shutil.which(str(given)):
            raise BrowserMissingError(f"{given} 不是可以运行的浏览器。{MISSING}")
        if self.proxy:
            words["proxy"] = {"server": self.proxy}
        if self.trusted_keys:
            words["args"].append(f"--ignore-certificate-errors-spki-list={','.join(self.trusted_keys)}")
        # Its own default lets every page open windows unasked, which no visitor's browser does.
        words["ignore_default_args"] = ["--disable-popup-blocking"]
        started = time.monotonic()
        try:
            browser = await self._playwright.chromium.launch(**words)
        except Exception as error:
            raise BrowserMissingError(f"浏览器启动失败（{_first_line(error)}）。{MISSING}") from error
        self.version = browser.version
        engine = _Engine(browser, await _pid(browser))
        self._engines.append(engine)
        log.debug("browser %s started in %.1f s", self.version, time.monotonic() - started)
        return engine

    async def _end(self, engine: _Engine, *, gently: bool = True) -> None:
        if engine not in self._engines:
            return
        self._engines.remove(engine)
        self.killed += not gently
        if self._engine is engine:
            self._engine = None
        family = _family(engine.pid)
        if gently:
            with contextlib.suppress(Exception):  # what does not close in time is killed below
                await asyncio.wait_for(engine.browser.close(), CLOSING)
        _kill(engine.pid, family)
        if not gently:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(engine.browser.close(), CLOSING)

    def _chore(self, work: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.ensure_future(work)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)
        return task


async def _quietly(work: Any) -> None:
    with contextlib.suppress(Exception):
        await work


async def _pid(browser: Any) -> int | None:
    """The process of a browser, which is also its process group on POSIX systems."""
    try:
        session = await browser.new_browser_cdp_session()
        seen = await session.send("SystemInfo.getProcessInfo")
        await session.detach()
    except Exception:  # without it we can still ask it to close
        log.debug("no process information", exc_info=True)
        return None
    return next((int(p["id"]) for p in seen["processInfo"] if p["type"] == "browser"), None)


def _family(pid: int | None) -> list[psutil.Process]:
    if pid is None:
        return []
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.Error:
        return []


def _kill(pid: int | None, family: Sequence[psutil.Process]) -> None:
    """End a browser and all its processes, now."""
    if pid is not None and hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            if os.getpgid(pid) == pid:
                os.killpg(pid, signal.SIGKILL)
    for process in family:
        with contextlib.suppress(psutil.Error):
            if process.is_running():
                process.kill()


def _megabytes(pid: int | None) -> float:
    total = 0
    for process in _family(pid):
        with contextlib.suppress(psutil.Error):
            seen = process.memory_info()
            total += seen.rss - getattr(seen, "shared", 0)
    return total / 2**20


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
