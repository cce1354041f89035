"""The built wheel works elsewhere: `pip install`, then `a11y demo` from another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the freshly built wheel was installed, and nothing of the checkout."""
    place = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    build = [*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(place), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    [wheel] = place.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "a11y/_data/profiles/prelaunch.toml", "a11y/_data/demo/static/elder.js", "a11y/collect/js/dom.js",
        "a11y/report/templates/report.html.j2", "a11y/migrations/versions/m0001_first.py",
    ):  # fmt: skip
        assert needed in names
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--target", str(place / "site"), str(wheel)], check=True)
    return place / "site"


def test_the_demonstration_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(installed)}
    where = subprocess.run(
        [sys.executable, "-c", "import a11y; print(a11y.__file__)"],
        env=env,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.startswith(str(installed))
    done = subprocess.run(
        [sys.executable, "-m", "a11y.cli", "demo", "--pages", "2", "--no-elderly", "--out", "out"],
        env=env, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert "报告在" in done.stdout
    assert "先改再上线" in done.stdout
    report = json.loads((tmp_path / "out" / "anlan-demo" / "report.json").read_text("utf-8"))
    assert report["coverage"]["pages_checked"] == 2
