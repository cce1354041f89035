"""Runs everything that has to pass: style, types, import contracts, tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
# Real browsers on a shared machine: what fails once is tried again, and the summary names it (R).
PYTEST = (sys.executable, "-m", "pytest", "--dist", "loadgroup", "--reruns", "2", "-rR")
PAGES = "tests/test_pages.py"
STEPS = (
    ("style", [BIN / "ruff", "check", "."]),
    ("layout", [BIN / "ruff", "format", "--check", "."]),
    ("types", [BIN / "mypy"]),
    ("rooms", [BIN / "lint-imports"]),
    ("tests", [*PYTEST, "-n", "2", f"--ignore={PAGES}"]),
    # Single pages wait far more than they work (two at a time left the machine four fifths idle).
    ("pages", [*PYTEST, "-n", "4", PAGES]),
)


def main() -> int:
    """Run the steps in turn; the first that fails ends it."""
    for name, command in STEPS:
        print(f"== {name}", flush=True)
        if subprocess.run([str(word) for word in command], check=False).returncode:
            print(f"== {name} failed", flush=True)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
