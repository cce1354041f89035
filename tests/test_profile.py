"""The profile schema: what it refuses, and how it says so; and what holds for every packaged profile."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from scorecards import profile

from a11y import registry
from a11y.errors import UsageError
from a11y.explain import explain
from a11y.profile import CONTRACT_CHECKS, DECIDING, all_profiles, folder, load_profile

HEAD = 'id = "x"\ntitle = "甲"\nsource = "乙"\nversion = "1"\nstatus = "试"\n'
ROW = '[[indicator]]\nid = "4.2a"\ntitle = "丙"\nkind = "deduct"\nsource = "V"\nchecks = ["links/dead"]\npoints = 2\n'
PROFILES = {found.id: found for found in all_profiles()}


def refused(tmp_path: Path, text: str) -> str:
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        load_profile(path)
    assert caught.value.status == 4
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + ROW + "eech = 1\n", ["mine.toml", "indicator「4.2a」", "eech", "each"]),
        (HEAD + ROW.replace("links/dead", "links/daed") + "each = 1\n", ["4.2a", "links/daed", "links/dead"]),
        (HEAD + ROW.replace('"deduct"', '"deducts"') + "each = 1\n", ["kind", "deducts", "deduct"]),
        (HEAD + ROW + 'each = "viel"\n', ["each", "数字", "viel"]),
        (HEAD + ROW, ["4.2a", "each、zero、tiers"]),
        (HEAD + ROW + 'each = 1\ncap = "9"\n', ["cap", "9"]),
        (HEAD + ROW.replace("points = 2", "") + 'each = 1\ncap = "c"\n[caps]\nd = 1\n', ["[caps]", "c", "d"]),
        (HEAD + ROW + "each = 1\n" + ROW + "each = 1\n", ["4.2a", "两次"]),
        (HEAD + ROW.replace('"V"', '"M"') + "each = 1\n", ["source = M", "凭记忆", "advice"]),
        (HEAD + ROW + 'each = 1\n[options]\n"links/dead" = { kindz = ["link"] }\n', ["links/dead", "kindz", "kinds"]),
        (HEAD + ROW + 'each = 1\n[options]\n"links/ded" = { kinds = [] }\n', ["links/ded", "links/dead"]),
        (HEAD + ROW + 'each = 1\n[options]\n"links/dead" = { kinds = "link" }\n', ["links/dead", "kinds", "列表"]),
        (HEAD + ROW + 'each = 1\n[options]\n"elderly/font-size" = { min_px = "big" }\n', ["min_px", "不小于 0 的数"]),
        (HEAD + ROW + 'each = 1\n[options]\n"elderly/font-size" = { min_px = nan }\n', ["min_px", "不小于 0 的数"]),
        (HEAD + ROW + 'each = 1\n[options]\n"links/soft-404" = { max_chars = 9.5 }\n', ["max_chars", "整数"]),
        (HEAD + ROW + "each = 1\n[scoring]\nbase = 3\n", ["base", "2", "3"]),
        (HEAD.replace('version = "1"', "version = 1") + ROW + "each = 1\n", ["version", "文字"]),
        (HEAD.replace('title = "甲"', ""), ["title", "缺这一项"]),
        (HEAD + 'sorce = "x"\n', ["sorce", "source"]),
        (HEAD + 'extends = { profile = "suqian-2020" }\n', ["extends", "suqian-2022"]),
        (HEAD + 'extends = { profile = "national-2019", without = ["V7"] }\n', ["V7", "最接近的是 V"]),
        (HEAD + 'extends = { profile = "x" }\n', ["圈"]),
        (HEAD + ROW + 'each = 1\nper = "item"\nonce = "栏目"\n', ["once", "target", "page"]),
        (HEAD + ROW + 'each = 1\nwhere = { rolle = "home" }\n', ["rolle", "role"]),
        (HEAD + ROW + 'each = 1\nwhere = { role = "hom" }\n', ["role", "hom", "home"]),
        (HEAD + ROW + 'when = { group = "县区" }\neach = 1\n', ["县区", "groups"]),
        (HEAD + ROW.replace('"deduct"', '"veto"'), ["4.2a", "veto 没有分值"]),
        ("id = \n", ["mine.toml", "TOML"]),
    ],
)
def test_what_is_refused_names_file_key_and_the_nearest_name(tmp_path: Path, text: str, words: list[str]) -> None:
    message = refused(tmp_path, text)
    for word in [*words, "mine.toml"]:
        assert word in message


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    message = refused(tmp_path, HEAD + ROW + "eech = 1\nponts = 1\n" + 'sorce = "x"\n')
    assert len(message.splitlines()) >= 3


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="suqian-2022"):
        load_profile("suqian-2023")
    with pytest.raises(UsageError, match=r"nowhere\.toml"):
        load_profile("nowhere.toml")


def test_a_veto_never_rests_on_less_than_a_second_hand_source() -> None:
    for source in ("N", "M", "E", "D"):
        with pytest.raises(UsageError):
            profile({"id": "v", "kind": "veto", "source": source, "advice": True})


def test_a_profile_takes_over_rows_and_options(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(
        HEAD.replace('"x"', '"base"')
        + '[options]\n"links/dead" = { kinds = ["link"] }\n"links/soft-404" = { max_chars = 9 }\n'
        + ROW + "each = 1\n" + '[[indicator]]\nid = "v"\ntitle = "丁"\nkind = "veto"\nsource = "V"\nchecks = ["links/dead"]\n',
        "utf-8",
    )  # fmt: skip
    child = tmp_path / "child.toml"
    child.write_text(
        HEAD + 'extends = { profile = "base", kinds = ["veto"] }\n[options]\n"links/dead" = { kinds = ["image"] }\n',
        "utf-8",
    )
    found = load_profile(child)
    assert [row.id for row in found.indicators] == ["v"]
    assert found.options == {"links/dead": {"kinds": ["image"]}}


def test_packaged_profiles() -> None:
    assert set(PROFILES) == {
        "prelaunch", "wcag-2.2-aa", "gbt-37668-2019-l1", "gbt-37668-2019-l2", "gbt-37668-2019-l3", "suqian-2022",
        "national-2019", "chongqing-2023q4", "ningxia-2020q3", "elderly-web-2021", "elderly-app-2021", "evaluation-2021",
    }  # fmt: skip
    assert {path.stem for path in folder().glob("*.toml")} == set(PROFILES)


@pytest.mark.parametrize("id", PROFILES)
def test_every_named_check_exists_or_is_promised(id: str) -> None:
    known = set(registry.checks())
    has_axe = any(name.startswith("axe/") for name in known)
    for check in PROFILES[id].checks:
        assert check in known | CONTRACT_CHECKS or (check.startswith("axe/") and not has_axe), check


@pytest.mark.parametrize("id", PROFILES)
def test_every_line_of_a_profile_can_be_acted_on(id: str) -> None:
    found = PROFILES[id]
    assert found.source
    assert found.status
    assert found.notes
    for row in found.indicators:
        assert row.rule, row.id
        assert row.decides <= (row.source in DECIDING), row.id
        assert row.ask or row.checks or row.inapplicable, f"{row.id}: nobody says what to fill in"
        assert not (row.checks and row.inapplicable), row.id
        text = explain(f"{id}:{row.id}")
        assert row.title in text
        assert row.rule in text


def test_explaining_a_check_says_why_how_and_where_it_counts() -> None:
    for id, check in registry.checks().items():
        text = explain(id)
        assert check.why in text
        assert check.remedy in text
    assert "prelaunch" in explain("links/dead")
    with pytest.raises(UsageError, match="links/dead"):
        explain("links/daed")


def test_the_schema_is_documented_whole() -> None:
    from a11y.profile import (
        Band,
        Cap,
        Extends,
        Indicator,
        NoService,
        Part,
        Profile,
        Reach,
        Scoring,
        Tier,
        Unless,
        When,
        Where,
    )

    page = (folder() / "README.md").read_text("utf-8")
    tables: list[Any] = [
        Profile,
        Indicator,
        Where,
        When,
        Tier,
        Scoring,
        Part,
        Band,
        Cap,
        Extends,
        NoService,
        Unless,
        Reach,
    ]
    for table in tables:
        for name, field in table.model_fields.items():
            assert re.search(rf"`[^`\n]*\b{re.escape(field.alias or name)}\b", page), f"{table.__name__}.{name}"
