"""What this machine has and lacks for an examination, and the command that brings what is missing."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is needed, or only useful."""

    name: str
    found: str
    """What was found; empty where it is missing."""
    command: str
    """What brings it."""
    needed: bool = True


def examine() -> tuple[list[str], bool]:
    """Lines for the person, in Chinese, and whether everything that is needed is there."""
    parts = list(_parts())
    lines = [_line(part) for part in parts]
    return lines, all(part.found or not part.needed for part in parts)


def _line(part: Part) -> str:
    if part.found:
        return f"有  {part.name}：{part.found}"
    word = "缺" if part.needed else "可选"
    return f"{word}  {part.name}：用这条命令补上：{part.command}"


def _parts() -> Iterator[Part]:
    yield Part("Python", platform.python_version(), "")
    debian = shutil.which("apt-get") is not None
    yield Part(
        "浏览器", _browser(),
        "sudo apt-get install chromium" if debian else "playwright install chromium（慢时设 PLAYWRIGHT_DOWNLOAD_HOST 用镜像）",
    )  # fmt: skip
    yield Part(
        "中文字体", _fonts(),
        "sudo apt-get install fonts-noto-cjk" if debian else "安装任意一种中文字体，如 Noto Sans CJK SC",
    )  # fmt: skip
    yield Part("axe-core", _axe(), "pip install axe-playwright-python")
    yield Part("分布式（dask）", _package("distributed"), "pip install 'a11y[dask]'", needed=False)
    yield Part("PostgreSQL 驱动", _package("psycopg"), "pip install 'a11y[postgresql]'", needed=False)


def _browser() -> str:
    from playwright.sync_api import Error as PlaywrightError
    from playwright.sync_api import sync_playwright

    from a11y.collect.browser import launch_options

    try:
        with sync_playwright() as playwright:
            options = launch_options()
            browser = playwright.chromium.launch(**options)
            version = browser.version
            browser.close()
            return f"Chromium {version}（{options['executable_path'] or playwright.chromium.executable_path}）"
    except PlaywrightError:  # whatever stops it from starting, there is none to use
        return ""


def _fonts() -> str:
    if platform.system() in ("Windows", "Darwin"):
        return "系统自带"
    if shutil.which("fc-list") is None:
        return ""
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)  # noqa: S607
    names = sorted({line.split(",")[0].strip() for line in listed.stdout.splitlines() if line.strip()})
    return f"{names[0]} 等 {len(names)} 种" if names else ""


def _axe() -> str:
    import re

    from axe_playwright_python.base import AXE_SCRIPT

    found = re.search(r"axe v([\d.]+)", AXE_SCRIPT[:400])
    return found.group(1) if found else ""


def _package(name: str) -> str:
    return "已安装" if importlib.util.find_spec(name) else ""
