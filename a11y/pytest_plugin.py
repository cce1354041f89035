"""The checks in a vendor's own pytest suite, on pytest-playwright's page as it is at that moment.

Fixtures `a11y`, `a11y_profile`, `a11y_options`; the marker `a11y`; options `--a11y-…` and the same in the configuration
file; site files as test items. Nothing heavy is imported before a test asks for it.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from a11y.suite import Suite

_KEY: pytest.StashKey[Path] = pytest.StashKey()
_OPTIONS = {
    "profile": ("依据的编号或路径，用逗号分开", "prelaunch"),
    "baseline": ("已知问题基线文件", ""),
    "report": ("完整报告写到哪个文件夹", ""),
}
_FLAGS = {"strict": "需要人工复核也算失败", "update_baseline": "更新基线，只减不增"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--a11y-profile`, `--a11y-baseline`, `--a11y-update-baseline`, `--a11y-strict`, `--a11y-report`."""
    group = parser.getgroup("a11y", "政府网站无障碍与适老化")
    for name, (text, _) in _OPTIONS.items():
        group.addoption(f"--a11y-{name}", default=None, metavar=name.upper(), help=text)
        parser.addini(f"a11y_{name}", text, default="")
    for name, text in _FLAGS.items():
        group.addoption(f"--a11y-{name.replace('_', '-')}", action="store_true", default=False, help=text)
    parser.addini("a11y_strict", _FLAGS["strict"], type="bool", default=False)
    parser.addini(
        "a11y_collection", "怎样看网站文件里的网站，每行一项，如 allow_private = true", type="linelist", default=[]
    )
    parser.addini("a11y_sites", "当作测试的网站文件（文件名样式）", type="args", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and the folder in which the parts of this run are gathered."""
    config.addinivalue_line(
        "markers", "a11y(profile=…, allow=[…]): 本测试所用的依据；allow 里的检查（编号或族名）允许不通过"
    )
    if config.getoption("a11y_update_baseline") and path_setting(config, "baseline") is None:
        raise pytest.UsageError(
            '--a11y-update-baseline 要与 --a11y-baseline 一起用，或在配置里写 a11y_baseline = "a11y-baseline.toml"'
        )
    given = getattr(config, "workerinput", {}).get("a11y_parts")
    if given:
        config.stash[_KEY] = Path(given)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where its parts belong."""
    node.workerinput["a11y_parts"] = str(parts_folder(node.config))


def parts_folder(config: pytest.Config) -> Path:
    """The run's folder of parts; made at the first call."""
    if _KEY not in config.stash:
        config.stash[_KEY] = Path(tempfile.mkdtemp(prefix="a11y-pytest-"))
    return config.stash[_KEY]


def setting(config: pytest.Config, name: str) -> str:
    """An option of the command line, else of the configuration file, else its default."""
    value = config.getoption(f"a11y_{name}") or config.getini(f"a11y_{name}")
    return str(value or _OPTIONS[name][1])


def is_strict(config: pytest.Config) -> bool:
    """Whether what needs a person fails."""
    return bool(config.getoption("a11y_strict") or config.getini("a11y_strict"))


def path_setting(config: pytest.Config, name: str) -> Path | None:
    """A path: one of the command line is relative to where pytest was called, one of the file to the file."""
    typed = config.getoption(f"a11y_{name}")
    if typed:
        return Path(config.invocation_params.dir, str(typed))
    written = str(config.getini(f"a11y_{name}") or "")
    return Path(config.rootpath, written) if written else None


@pytest.fixture(scope="session")
def a11y_profile(pytestconfig: pytest.Config) -> str | Sequence[str]:
    """Profile (or profiles) that `a11y.check` judges by; override it in a conftest for a package."""
    return [name.strip() for name in setting(pytestconfig, "profile").split(",") if name.strip()]


@pytest.fixture(scope="session")
def a11y_options() -> dict[str, Any]:
    """Words for `a11y.check` (`only`, `exclude`, `now`) and options of `a11y.audit`, to be overridden."""
    return {}


@pytest.fixture
def a11y(request: pytest.FixtureRequest, a11y_profile: Any, a11y_options: dict[str, Any]) -> Suite:
    """`a11y.check(page)`, `a11y.enter_elderly(page)`, `a11y.audit(url)`.

    Where the test has pytest-playwright's context, the listener for reading aloud is offered to it before any page
    of the test is opened; otherwise reading aloud stays untested.
    """
    from a11y.errors import UsageError
    from a11y.suite import Suite, see_to_names

    try:
        words = _marked(request.node)
        see_to_names("allow", _listed(words.get("allow", ())))
    except UsageError as error:
        # A way through our own code would say nothing of the mark.
        pytest.fail(str(error), pytrace=False)
    config = request.config
    known = path_setting(config, "baseline")
    update = bool(config.getoption("a11y_update_baseline"))
    suite = Suite(
        profiles=_listed(words.get("profile", a11y_profile)), allow=_listed(words.get("allow", ())), words=a11y_options,
        parts=parts_folder(config), baseline=known, strict=is_strict(config),
        report=path_setting(config, "report"), learning=update and known is not None and not known.exists(),
        test=request.node.nodeid, tell=request.node.add_report_section, record=request.node.user_properties.append,
    )  # fmt: skip
    if "context" in request.fixturenames:
        suite.listen(request.getfixturevalue("context"))
    return suite


def _marked(node: Any) -> dict[str, Any]:
    """The words of the test's marker.

    Raises:
        UsageError: it says something that would be passed over.
    """
    from a11y.errors import UsageError

    mark = node.get_closest_marker("a11y")
    if mark is None:
        return {}
    if mark.args or set(mark.kwargs) - {"profile", "allow"}:
        strange = "、".join([*map(repr, mark.args), *sorted(set(mark.kwargs) - {"profile", "allow"})])
        raise UsageError(f'标记 a11y 不认识 {strange}；写成 @pytest.mark.a11y(profile="…", allow=["…"])')
    return dict(mark.kwargs)


def _listed(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


# --- a site file as a suite -------------------------------------------------------------------------------------------


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A site file named on the command line, or matching `a11y_sites`, is a suite: one test an indicator."""
    if file_path.suffix not in (".toml", ".csv", ".xlsx"):
        return None
    patterns = parent.config.getini("a11y_sites")
    named = parent.session.isinitpath(file_path) or any(file_path.match(pattern) for pattern in patterns)
    return SiteFile.from_parent(parent, path=file_path) if named else None


class SiteFile(pytest.File):
    """A site file: its sites times the indicators of the chosen profiles."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each indicator of each site."""
        from a11y.audit import site_id
        from a11y.errors import UsageError
        from a11y.profile import load_profile
        from a11y.register import read_sites

        names = [name.strip() for name in setting(self.config, "profile").split(",")]
        try:
            sites = read_sites(self.path)
            profiles = [load_profile(name) for name in names]
        except UsageError as error:
            raise self.CollectError(str(error)) from None
        for site in sites:
            for profile in profiles:
                for row in profile.indicators:
                    name = f"{site_id(site)}::{profile.id}::{row.id}"
                    yield IndicatorItem.from_parent(
                        self, name=name, site=site, profiles=tuple(names), profile=profile.id, row=row.id
                    )


class IndicatorItem(pytest.Item):
    """One indicator of one site. The site is examined once a run, by whichever item comes first."""

    def __init__(self, *, site: Any, profiles: tuple[str, ...], profile: str, row: str, **words: Any) -> None:
        super().__init__(**words)
        self.site, self.profiles, self.profile, self.row = site, profiles, profile, row

    def runtest(self) -> None:
        """Judge by the site's report."""
        from a11y.suite import examine_once, told_indicator

        lines = self.config.getini("a11y_collection")
        folder = examine_once(self.site, self.profiles, parts_folder(self.config), lines)
        report = json.loads((folder / "report.json").read_text("utf-8"))
        kept = path_setting(self.config, "report")
        path = kept / "sites" / folder.name / "report.html" if kept is not None else None
        told_indicator(report, self.profile, self.row, strict=is_strict(self.config), report_path=path)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The message alone: a traceback through our own code says nothing of the site."""
        from a11y.errors import UsageError

        if excinfo.errisinstance((AssertionError, UsageError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it stands, and what it is called."""
        return self.path, None, f"{self.profile} {self.row}"


# --- the end of a run -------------------------------------------------------------------------------------------------


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """One report of everything that was checked, the baseline brought down, and what is mended praised."""
    if hasattr(config, "workerinput") or _KEY not in config.stash:
        return
    parts = config.stash[_KEY]
    if not any(parts.iterdir()):
        return
    from a11y.suite import finish

    lines = finish(
        parts, report=path_setting(config, "report"), baseline_file=path_setting(config, "baseline"),
        update=bool(config.getoption("a11y_update_baseline")),
    )  # fmt: skip
    if lines:
        terminalreporter.section("a11y")
        for line in lines:
            terminalreporter.write_line(line)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Clear the parts away; the report has what matters."""
    if not hasattr(config, "workerinput") and _KEY in config.stash and not os.environ.get("A11Y_KEEP_PARTS"):
        shutil.rmtree(config.stash[_KEY], ignore_errors=True)
