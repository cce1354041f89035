"""The demonstration site: what is wrong with it on purpose is found, and what is right is not accused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from a11y import audit, demo
from a11y.register import load_site

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The whole site examined once, with everything switched on."""
    folder = tmp_path_factory.mktemp("demo")
    with demo.serve(TODAY) as port:
        file = folder / "anlan.toml"
        file.write_text(demo.site_file(TODAY), "utf-8")
        words = {
            "pages": 12, "allow_private": True, "now": "2026-11-22T09:00:00+08:00",
            "resolve": [f"{demo.HOST}:127.0.0.1:{port}"],
        }  # fmt: skip
        audit.examine(load_site(file), words, audit.Request(("prelaunch", "suqian-2022")), folder / "out", seconds=600)
    return audit.read_report(folder / "out")


def found(report: dict[str, Any], outcome: str) -> set[str]:
    return {finding["check"] for finding in report["findings"] if finding["outcome"] == outcome}


def test_every_planted_fault_is_found(report: dict[str, Any]) -> None:
    said = found(report, "failed") | found(report, "cantTell")
    # The two metadata faults stand on articles that the sample need not meet.
    assert set(demo.FAULTS) - said <= {"identity/meta-content", "content/wording"}


def test_nothing_else_fails_but_what_follows_from_them(report: dict[str, Any]) -> None:
    follows = {
        "axe/color-contrast", "axe/link-name", "axe/landmark-unique", "axe/region", "content/guide-form",
        "content/interpretation-linked", "identity/meta-site", "interaction/keyboard",
    }  # fmt: skip
    assert found(report, "failed") - set(demo.FAULTS) <= follows


def test_the_elderly_version_is_entered_and_proved(report: dict[str, Any]) -> None:
    outcomes = {check["check"]: check["outcome"] for check in report["checks"]}
    for name in ("entry", "works", "persists", "exit", "enlarge", "contrast-theme", "caption", "read-aloud", "toolbar"):
        assert outcomes[f"elderly/{name}"] == "passed", name
    assert outcomes["elderly/pointer"] == "failed"
    assert {page["mode"] for page in report["pages"]} == {"standard", "elderly"}


def test_no_instrument_broke_and_nothing_was_sent(report: dict[str, Any]) -> None:
    assert report["coverage"]["complete"]
    assert {error["kind"] for error in report["errors"]} <= {"network"}


def test_the_scorecard_reads_like_the_offices_own_table(report: dict[str, Any]) -> None:
    [card] = [card for card in report["scorecards"] if card["profile"] == "suqian-2022"]
    assert card["score"]["floor"] <= card["score"]["value"] <= card["score"]["ceiling"]
    lost = [row for row in card["indicators"] if row["points"] and row["points"]["lost"]]
    assert {"发布解读", "办事服务", "互动交流", "功能应用"} <= {row["block"] for row in lost}
    assert all(row["reason"] for row in lost)


def test_a_page_is_made_for_every_link_of_the_site_itself() -> None:
    pages = demo.build(TODAY)
    assert len(pages) > 50
    assert b"2026-11-21" in pages["/zwgk/zwyw/"]
    assert load_site_of_demo().code == demo.CODE


def load_site_of_demo() -> Any:
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "site.toml"
        path.write_text(demo.site_file(TODAY), "utf-8")
        return load_site(path)
