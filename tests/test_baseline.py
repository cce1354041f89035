"""The baseline: what is known, what is new, and that counts only go down."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from a11y import baseline, revisits
from a11y.errors import UsageError
from a11y.model import (
    CheckResult,
    Coverage,
    Device,
    Impact,
    Located,
    Mode,
    Outcome,
    Ruling,
    Site,
    SiteReport,
    Target,
)


def finding(mark: str, outcome: Outcome = Outcome.FAILED, **words: object) -> Located:
    return Located(
        "links/dead", ("prelaunch",), outcome, Impact.SERIOUS, "http://a/art/12.html", Mode.STANDARD, Device.DESKTOP,
        Target("a", name="更多\n“=cmd”"), "打不开", None, {}, mark, **words,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_new_file_holds_every_failed_finding_with_its_count(tmp_path: Path) -> None:
    path = tmp_path / "a11y-baseline.toml"
    change = baseline.update(
        path, [finding("a"), finding("a"), finding("b"), finding("c", Outcome.CANT_TELL)], "2026-11-22"
    )
    assert (change.kept, change.created) == (2, True)
    known = baseline.read(path)
    assert {mark: entry.count for mark, entry in known.items()} == {"a": 2, "b": 1}
    assert known["a"].name == "更多\n“=cmd”"


def test_known_is_not_new_but_one_more_of_it_is(tmp_path: Path) -> None:
    path = tmp_path / "b.toml"
    baseline.update(path, [finding("a")], "2026-11-22")
    known = baseline.read(path)
    assert baseline.new_findings([finding("a")], known, "2026-11-22") == ()
    assert len(baseline.new_findings([finding("a"), finding("a"), finding("z")], known, "2026-11-22")) == 2


def test_counts_go_down_and_never_up_and_notes_stay(tmp_path: Path) -> None:
    path = tmp_path / "b.toml"
    baseline.update(path, [finding("a"), finding("a"), finding("b")], "2026-11-22")
    path.write_text(path.read_text("utf-8").replace('fingerprint = "a"', 'fingerprint = "a"\nowner = "张工"'), "utf-8")
    change = baseline.update(path, [finding("a"), finding("c")], "2026-11-22")
    assert (change.kept, len(change.mended), change.refused) == (1, 1, 1)
    assert "修好 1 条" in change.text()
    again = baseline.read(path)
    assert again["a"].count == 1
    assert again["a"].owner == "张工"
    baseline.update(path, [finding("a"), finding("a")], "2026-11-22")
    assert baseline.read(path)["a"].count == 1


def test_an_entry_past_its_end_is_known_no_more(tmp_path: Path) -> None:
    known = {"a": baseline.Known("a", "links/dead", 1, until="2026-11-21")}
    assert len(baseline.new_findings([finding("a")], known, "2026-11-22T08:00:00+08:00")) == 1
    assert baseline.new_findings([finding("a")], known, "2026-11-21T23:00:00+08:00") == ()


def test_a_false_finding_is_not_new() -> None:
    ruled = finding("a", ruling=Ruling(None, "李", "2026-11-01", "图片是装饰", false_finding=True))
    assert baseline.new_findings([ruled], {}, "2026-11-22") == ()


@pytest.mark.parametrize(
    ("check", "page", "kept"),
    [("axe/label", "http://a/art/12.html", 1), ("links/dead", "http://a/other.html", 1), ("links/dead", "http://b/art/7.html", 0)],
)  # fmt: skip
def test_entries_of_what_nobody_looked_at_are_left_alone(tmp_path: Path, check: str, page: str, kept: int) -> None:
    path = tmp_path / "b.toml"
    baseline.update(path, [finding("a")], "2026-11-22")
    result = CheckResult(check, ("prelaunch",), {}, Outcome.PASSED, 1, 0, 0)
    report = SiteReport(
        {}, Site("http://a/"), "2026-11-22", Coverage(1, 1, 0, 1, complete=True), ({"url": page, "final_url": page},),
        (result,), (), (),
    )  # fmt: skip
    looked = partial(revisits.was_looked_at, [report])
    assert baseline.update(path, [], "2026-11-22", looked=looked).kept == kept


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("known = 3", "应为若干"),
        ('[[known]]\ncheck = "x"', "缺少 fingerprint"),
        ('[[known]]\ncheck = "x"\nfingerprint = "y"\ncount = 0', "正整数"),
        ('[[known]]\ncheck = "x"\nfingerprint = "y"\nuntill = "2026-01-01"', "没有 untill"),
        ('[[known]]\ncheck = "x"\nfingerprint = "y"\nuntil = "明年"', "2027-03-31"),
        ("[[known", "读不出来"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "b.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=said) as caught:
        baseline.read(path)
    assert "\n" not in str(caught.value)
