"""Jobs that a child process can be given in tests."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def add(a: int, b: int, progress: Any) -> int:
    """The sum, after a word on the way."""
    progress("stage", {"name": "adding"})
    print("what a library prints must not mix with our lines")
    return a + b


def refuse(progress: Any) -> None:
    """A fault that has its own line."""
    from a11y.errors import UsageError

    raise UsageError("地址不对")


def die(progress: Any) -> None:
    """End without a word."""
    os._exit(9)


def trip(progress: Any) -> None:
    """Break in a way that nobody foresaw."""
    raise RuntimeError("eine Schraube fehlt")


def die_once(mark: str, progress: Any) -> str:
    """Take the worker with it at the first try."""
    if not Path(mark).exists():
        Path(mark).write_text("x")
        os.kill(os.getppid(), 9)
        os._exit(9)
    return "done at the second try"


def hang(pids: str, progress: Any) -> None:
    """Never end, with a grandchild that would outlive us."""
    grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(pids).write_text(f"{os.getpid()} {grandchild.pid}")
    progress("stage", {"name": "hanging"})
    while True:
        pass


def eat(progress: Any) -> None:
    """Take more memory than is allowed."""
    hoard = bytearray(600 * 2**20)
    hoard[::4096] = b"x" * len(hoard[::4096])
    progress("stage", {"name": "full"})
    while hoard:
        pass


def fill(progress: Any) -> None:
    """Find no room for what was seen."""
    raise OSError(errno.ENOSPC, "No space left on device", "evidence.json")
