"""The child process: does one job, tells its parent in lines of JSON, and dies with it.

Run as `python -m a11y.backends._child`. The job comes as the first line of standard input; when that pipe ends, the
parent is gone, and the child takes its whole process group, browser and all, with it.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Mapping
from typing import Any

from a11y.errors import FULL, A11yError, why


def main() -> None:
    """Do the job on standard input."""
    job = json.loads(sys.stdin.readline())
    threading.Thread(target=_die_with_parent, daemon=True).start()
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # what libraries print must not mix with our lines
    level = getattr(logging, os.environ.get("A11Y_LOG", "WARNING").upper(), logging.WARNING)
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")

    def tell(kind: str, values: Mapping[str, Any]) -> None:
        lines.write(json.dumps({"event": kind, **values}, ensure_ascii=False, default=str) + "\n")

    module, _, name = job["work"].partition(":")
    try:
        result = getattr(importlib.import_module(module), name)(**job["arguments"], progress=tell)
        tell("done", {"result": result})
    except A11yError as error:
        tell("failed", {"detail": str(error), "status": error.status})
    except OSError as error:
        if error.errno not in FULL:
            raise
        tell("full", {"detail": f"{why(error)}（{error.filename or '结果文件夹'}）"})
    except MemoryError:
        tell("failed", {"detail": "内存不足", "status": 3})
    lines.close()


def _die_with_parent() -> None:
    while sys.stdin.read(4096):
        pass
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(os.getpgid(0), signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main()
