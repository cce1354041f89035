"""On a busy machine walks have longer, so that they see as much as on an idle one."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from hostile_site import TEXT, page, served

from a11y.collect import Options, collect, following, load, pointing, steps, walks
from a11y.evidence import EmptyPresses, KeyboardWalk
from a11y.model import Site

BODY = (
    TEXT
    + "".join(f"<a href='#'>第{n}项</a> " for n in range(6))
    + "".join(f"<a href='/{n}'>第{n}页</a> " for n in range(20))
    + "".join(f'<p onclick="this.append(1)">第{n}条</p>' for n in range(2))
)


@pytest.mark.parametrize(
    ("waiting", "processors", "times"), [(0.1, 2, 1.0), (2.0, 2, 1.0), (4.0, 2, 2.0), (40.0, 2, 3.0), (4.0, 8, 1.0)]
)
def test_as_slow_as_there_are_others_before_each_processor(
    waiting: float, processors: int, times: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil, "getloadavg", lambda: (waiting, 0.0, 0.0))
    monkeypatch.setattr(load, "_processors", lambda: processors)
    assert load.slowness() == times


def test_where_the_machine_does_not_tell_it_is_taken_for_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> Any:
        raise OSError

    monkeypatch.setattr(psutil, "getloadavg", silent)
    assert load.slowness() == 1


def test_a_bound_lies_further_off(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = steps.Stage(SimpleNamespace(on=lambda *_: None))
    monkeypatch.setattr(steps.Stage, "now", lambda _: 7.0)
    monkeypatch.setattr(steps, "slowness", lambda: 2.5)
    assert stage.until(4.0) == 17.0


@pytest.mark.parametrize(("times", "cut"), [(1.0, True), (100_000.0, False)])
def test_what_has_no_time_on_an_idle_machine_has_it_on_a_busy_one(
    times: float, cut: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "slowness", lambda: times)
    monkeypatch.setattr(following, "SECONDS", 0.001)
    monkeypatch.setattr(pointing, "CLICK_SECONDS", 0.001)
    monkeypatch.setattr(walks, "TAB_SECONDS", 0.001)
    with served({"/": page(BODY)}) as base:
        options = Options(
            allow_private=True, elderly=False, keep="none", only_pages=[base + "/"],
            only_artifacts=["EmptyPresses", "KeyboardWalk"],
        )  # fmt: skip
        [seen] = collect(Site(url=base + "/"), options, tmp_path).pages()
    empties, keys = seen.artifacts[EmptyPresses], seen.artifacts[KeyboardWalk]
    assert all(item.pressed for item in empties.items) is not cut
    assert (keys.unpressed > 0, keys.finished) == (cut, not cut)
