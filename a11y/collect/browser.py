"""Which browser there is, and how it is started."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from typing import Any

from a11y.model import Device

FLAGS = (
    "--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync",
    "--disable-default-apps", "--disable-quic", "--force-color-profile=srgb", "--disable-lcd-text",
)  # fmt: skip

VIEWPORTS: Mapping[Device, tuple[int, int]] = {Device.DESKTOP: (1280, 800), Device.MOBILE: (375, 812)}


def executable() -> str | None:
    """Path of the system's Chromium or Chrome; None where only Playwright's own is left to try."""
    given = os.environ.get("A11Y_BROWSER")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return given or next((path for name in names if (path := shutil.which(name))), None)


def launch_options(path: str | None = None, *, headed: bool = False) -> dict[str, Any]:
    """Keyword arguments of Playwright's `chromium.launch`, of either API."""
    flags = list(FLAGS)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    return {"executable_path": path or executable(), "headless": not headed, "args": flags}
