"""What people fill in, read back: every wrong cell named, nothing taken if one is wrong, nothing ever a formula."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from scorecards import NOW, SITE, C, P, card, result, row, target

from a11y.errors import UsageError
from a11y.model import Outcome, Site
from a11y.profile import all_profiles, load_profile
from a11y.review import answers_of, read_back, sheet, write
from a11y.rulings import Answers, ledger_template, outcome_word, read_answers, read_rulings, write_rulings
from a11y.tables import WrongCellsError

HEAD = "site,indicator,check,fingerprint,outcome,points,value,by,at,reason,until\n"


def saved(tmp_path: Path, text: str, *, encoding: str = "utf-8", name: str = "r.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_office_s_encodings(tmp_path: Path, encoding: str) -> None:
    path = saved(
        tmp_path,
        "网站,指标,结论,得分,填写人,填写日期,理由\n某县,2.4,不通过,1,张三,2026/11/3,电话有误\n",
        encoding=encoding,
    )
    [found] = read_rulings(path)
    assert (found.site, found.indicator, found.ruling.by, found.ruling.at) == ("某县", "2.4", "张三", "2026-11-03")
    assert (found.ruling.outcome, found.ruling.points) == (Outcome.FAILED, 1)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("a,2.4,,,passed,,,张三,2026-11-01,,", "passed"),
        ("a,,links/dead,,failed,,,张三,2026-11-01,,", "failed"),
        ("a,,,0123456789abcdef,误报,,,张三,2026-11-01,看过,", "false"),
        ("a,,,0123456789abcdef,豁免,,,张三,2026-11-01,改版,2026-12-31", "exempt"),
        ("a,2.1a,,,不适用,,,张三,2026年11月1日,,", "inapplicable"),
        ("a,2.6,,,,,3,张三,2026-11-01,,", ""),
    ],
)
def test_what_a_row_may_say(tmp_path: Path, line: str, word: str) -> None:
    [found] = read_rulings(saved(tmp_path, HEAD + line + "\n"))
    assert outcome_word(found.ruling) == word
    again = saved(tmp_path, write_rulings([found]), name="again.toml")
    assert read_rulings(again) == [found]


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("a,2.4,,,maybe,,,张三,2026-11-01,,", "outcome", ["maybe", "passed"]),
        ("a,2.4,,,passed,many,,张三,2026-11-01,,", "points", ["many", "数字"]),
        ("a,2.4,,,,6,,张三,2026-11-01,,", "points", ["6", "0 到 5"]),
        ("a,2.4,,,,-1,,张三,2026-11-01,,", "points", ["-1", "0 到 5"]),
        ("a,2.6,,,,3,,张三,2026-11-01,,", "points", ["3", "0、2、4"]),
        ("a,5.1,,,,,131,张三,2026-11-01,,", "value", ["131", "0 到 130"]),
        ("a,2.1a,,,,,7,张三,2026-11-01,,", "value", ["2.1a"]),
        ("a,V1,,,,5,,张三,2026-11-01,,", "points", ["V1"]),
        ("a,6.4b,,,,5,,张三,2026-11-01,,", "points", ["负数"]),
        ("a,9.9,,,passed,,,张三,2026-11-01,,", "indicator", ["9.9"]),
        ("a,,,abc,exempt,,,张三,2026-11-01,改版,", "until", ["到期日"]),
        ("a,,,abc,exempt,,,张三,2026-11-01,,2026-12-31", "reason", ["理由"]),
        ("a,,,abc,false,,,张三,2026-11-01,,", "reason", ["理由"]),
        ("a,2.4,,,false,,,张三,2026-11-01,看过,", "outcome", ["误报"]),
        ("a,2.4,,,passed,,,张三,昨天,,", "at", ["昨天", "日期"]),
        ("a,2.4,,,passed,,,张三,2026-02-30,,", "at", ["2026-02-30"]),
        ("a,,,,passed,,,张三,2026-11-01,,", "indicator", ["没有填"]),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, line: str, column: str, words: list[str]) -> None:
    good = "a,2.4,,,passed,,,张三,2026-11-01,,\n"
    with pytest.raises(WrongCellsError) as caught:
        read_rulings(saved(tmp_path, HEAD + good + line + "\n"), [load_profile("suqian-2022")])
    [wrong] = caught.value.wrong
    assert (wrong.file, wrong.row, wrong.column) == ("r.csv", 3, column)
    for word in words:
        assert word in str(wrong)
    assert caught.value.status == 4


@pytest.mark.parametrize(
    ("line", "chosen", "column", "words"),
    [
        # Another document calls its 2.4 otherwise, and would take these.
        ("a,2.4,,,,-1,,张三,2026-11-01,,", "suqian-2022", "points", ["-1", "0 到 5"]),
        ("a,2.4,,,,99,,张三,2026-11-01,,", "suqian-2022", "points", ["99", "0 到 5"]),
        ("a,V1,,,,5,,张三,2026-11-01,,", "prelaunch", "points", ["V1"]),
        ("a,Z9,,,passed,,,张三,2026-11-01,,", "prelaunch", "indicator", ["Z9"]),
        ("a,,elderly/wroks,,passed,,,张三,2026-11-01,,", "prelaunch", "check", ["elderly/works"]),
    ],
)
def test_the_chosen_document_says_what_may_stand_in_a_cell(
    tmp_path: Path, line: str, chosen: str, column: str, words: list[str]
) -> None:
    good = "a,2.4,,,passed,,,张三,2026-11-01,,\na,,axe/quite-new,,passed,,,张三,2026-11-01,,\n"
    path = saved(tmp_path, HEAD + good + line + "\n")
    with pytest.raises(WrongCellsError) as caught:
        read_answers(ledger=path, chosen=[load_profile(chosen)])
    [wrong] = caught.value.wrong
    assert (wrong.row, wrong.column) == (4, column)
    for word in words:
        assert word in str(wrong)


def test_a_row_may_name_a_document_that_is_not_here(tmp_path: Path) -> None:
    """One's own profile, given by its path in another call."""
    text = "profile,indicator,outcome,by,at\nour-own,Z9,passed,张三,2026-11-01\n"
    [found] = read_answers(saved(tmp_path, text), chosen=[load_profile("prelaunch")]).rulings
    assert (found.profile, found.indicator) == ("our-own", "Z9")


def test_a_file_of_rulings_may_hold_none_yet(tmp_path: Path) -> None:
    assert read_rulings(saved(tmp_path, write_rulings([]), name="r.toml")) == []


def test_a_list_is_no_cell(tmp_path: Path) -> None:
    text = '[[ruling]]\ncheck = ["links/dead"]\noutcome = "passed"\n'
    with pytest.raises(WrongCellsError, match=r"check.*列表"):
        read_rulings(saved(tmp_path, text, name="r.toml"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('fingerprint,outcome,by\nabc,passed,"张三\ndef,failed,李四\n', "引号没有成对"),
        ("fingerprint,outcome,by\nabc,passed," + "长" * 140_000 + "\n", "第 2 行附近：这一格太长"),
    ],
)
def test_rows_are_not_swallowed(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read_rulings(saved(tmp_path, text))


def test_a_formula_that_nobody_has_worked_out_is_no_empty_cell(tmp_path: Path) -> None:
    """A row whose answer is one would otherwise be passed over in silence."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["indicator", "outcome", "by"])
    page.append(["2.4", '=IF(1>0,"passed","")', "张三"])
    book.save(tmp_path / "r.xlsx")
    with pytest.raises(WrongCellsError) as caught:
        read_rulings(tmp_path / "r.xlsx")
    [wrong] = caught.value.wrong
    assert (wrong.row, wrong.column, '=IF(1>0,"passed","")' in wrong.what) == (2, "outcome", True)


def test_all_wrong_cells_are_named_at_once_and_nothing_is_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("二")
    for page in (first, second):
        page.append(["indicator", "outcome", "points"])
        page.append(["2.4", "maybe", "x"])
    path = tmp_path / "r.xlsx"
    book.save(path)
    with pytest.raises(WrongCellsError) as caught:
        read_answers(path)
    told = [(wrong.sheet, wrong.row, wrong.column) for wrong in caught.value.wrong]
    assert told == [("Sheet", 2, "outcome"), ("Sheet", 2, "points"), ("二", 2, "outcome"), ("二", 2, "points")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("indicator,outcom\n2.4,passed\n", ["outcom", "outcome"]),
        ("site,outcome\na,passed\n", ["indicator"]),
        ("indicator,指标,outcome\n2.4,2.4,passed\n", ["重复"]),
    ],
)
def test_a_wrong_head_is_named(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(WrongCellsError) as caught:
        read_rulings(saved(tmp_path, text))
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("name", "data"), [("r.xlsx", b"no zip"), ("r.txt", b"x"), ("r.toml", b"[["), ("r.toml", b"x = 1")]
)
def test_what_is_no_such_file(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UsageError, match=name):
        read_rulings(path)


@pytest.mark.parametrize(
    ("said", "spoken"),
    [("", True), ("*", True), ("example", True), ("http://www.example.gov.cn", True), ("www.example.gov.cn", True),
     ("1304000009", True), ("某县", True), ("www.other.gov.cn", False), ("exam", False)],
)  # fmt: skip
def test_whose_row_it_is(tmp_path: Path, said: str, spoken: bool) -> None:
    site = Site("http://www.example.gov.cn/", id="example", name="某县", code="1304000009")
    [found] = read_rulings(saved(tmp_path, HEAD + f"{said},2.4,,,passed,,,张三,2026-11-01,,\n"))
    assert found.speaks_of(site) is spoken


# Empty sheets.


@pytest.mark.parametrize("which", all_profiles(), ids=lambda p: p.id)
def test_the_ledger_s_template_names_every_manual_indicator(which: Any, tmp_path: Path) -> None:
    data = ledger_template(which)
    assert data == ledger_template(which)
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    rows = list(page.iter_rows(min_row=2, values_only=True))
    assert [r[1] for r in rows] == [r.id for r in which.indicators if r.manual or r.partly]
    profiles = {r[[cell.value for cell in page[1]].index("profile")] for r in rows}
    assert profiles <= {which.id}, "another document's indicator of this number is not answered by it"
    for cells in rows:
        assert all(cells[n] for n in (6, 8, 9)), cells  # how to fill in, range, source
    path = tmp_path / "empty.xlsx"
    path.write_bytes(data)
    assert read_rulings(path, [which]) == []


@pytest.mark.parametrize(("given", "lost", "outcome"), [(5, 0, P), (4, 1, Outcome.FAILED), (0, 5, Outcome.FAILED)])
def test_points_given_by_a_person_say_whether_the_row_was_met(
    tmp_path: Path, given: int, lost: int, outcome: Outcome
) -> None:
    path = saved(tmp_path, HEAD + f",2.4,,,,{given},,张三,2026-11-01,,\n")
    which = load_profile("suqian-2022")
    found = row(card(which, ledger=read_rulings(path, [which])), "2.4")
    assert (found.points.lost, found.outcome) == (lost, outcome)


@pytest.mark.parametrize(("given", "outcome"), [(2, P), (1, Outcome.FAILED)])
def test_points_given_to_an_open_row_settle_it(tmp_path: Path, given: int, outcome: Outcome) -> None:
    path = saved(tmp_path, HEAD + f",4.2a,,,,{given},,张三,2026-11-01,,\n")
    which = load_profile("suqian-2022")
    seen = [result("links/dead", target(C, kind="link")), result("links/soft-404", target(P))]
    found = row(card(which, *seen, rulings=read_rulings(path, [which]), now=NOW), "4.2a")
    assert (found.points.earned, found.outcome) == (given, outcome)


def test_a_filled_template_comes_back(tmp_path: Path) -> None:
    which = load_profile("suqian-2022")
    book = openpyxl.load_workbook(io.BytesIO(ledger_template(which, "example")))
    page = book.active
    head = [cell.value for cell in page[1]]
    filled = {"2.6": ("value", 3), "7.2": ("value", 1200.0), "3.5": ("outcome", "通过"), "6.4b": ("points", -10)}
    for line in page.iter_rows(min_row=2):
        if line[1].value in filled:
            name, value = filled[line[1].value]
            line[head.index(name)].value = value
            line[head.index("by")].value = "李四"
    path = tmp_path / "filled.xlsx"
    book.save(path)
    found = card(which, ledger=read_rulings(path, [which]))
    assert row(found, "2.6").points.earned == 4
    assert row(found, "7.2").points.earned == 30
    assert row(found, "3.5").points.earned == 3
    assert row(found, "6.4b").points.lost == 10


def filled_in(which: Any, *, wrong: bool, to: Path) -> int:
    """Fill every row of a template as its own words say; `wrong`: with what they forbid. How many rows it has."""
    book = openpyxl.load_workbook(io.BytesIO(ledger_template(which, "example")))
    page = book.active
    column = {cell.value: n for n, cell in enumerate(page[1])}
    choice = next(rule.formula1.strip('"').split(",") for rule in page.data_validations.dataValidation)
    for line in page.iter_rows(min_row=2):
        by_number = "数值填 value" in line[column["怎样填"]].value
        lowest = line[column["范围"]].value.removeprefix("不小于 ").partition(" 到 ")[0]
        value: Any = ("约" + lowest if wrong else float(lowest)) if by_number else ("大概" if wrong else choice[0])
        line[column["value" if by_number else "outcome"]].value = value
        line[column["by"]].value, line[column["at"]].value = "李四", "2026-11-22"
    book.save(to)
    return page.max_row - 1


@pytest.mark.parametrize("which", all_profiles(), ids=lambda p: p.id)
def test_every_template_filled_as_it_says_comes_back_whole(which: Any, tmp_path: Path) -> None:
    rows = filled_in(which, wrong=False, to=tmp_path / "good.xlsx")
    found = read_rulings(tmp_path / "good.xlsx", [which])
    assert [a.indicator for a in found] == [r.id for r in which.indicators if r.manual or r.partly]
    filled_in(which, wrong=True, to=tmp_path / "bad.xlsx")
    if rows:
        with pytest.raises(UsageError) as raised:
            read_rulings(tmp_path / "bad.xlsx", [which])
        lines = str(raised.value).splitlines()
        assert all(sum(f"第 {n} 行" in line for line in lines) == 1 for n in range(2, rows + 2)), lines


# The review round.


def report(*messages: str) -> dict[str, Any]:
    return {
        "site": {"id": "example", "url": SITE.url}, "scorecards": [
            {"profile": "suqian-2022", "indicators": [
                {"id": "2.4", "title": "内容准确", "outcome": "untested", "ruling": None},
                {"id": "4.3", "title": "找错", "outcome": "failed", "ruling": None},
            ]},
        ],
        "findings": [
            {"check": "links/dead", "profiles": ["suqian-2022"], "outcome": "cantTell", "page": SITE.url,
             "target": {"selector": "a"}, "message": message, "data": {"reason": "bot-wall", "measured": 403, "required": 200},
             "screenshot": "evidence/crop.png", "fingerprint": f"links/dead-{n:04}", "ruling": None}
            for n, message in enumerate(messages)
        ],
    }  # fmt: skip


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def test_questions_out_answers_in(tmp_path: Path) -> None:
    folder = tmp_path / "example"
    folder.mkdir()
    (folder / "report.json").write_text(json.dumps(report("一", "二")), "utf-8")
    assert "待判断 2 处，人工指标 1 项" in write(folder)
    book = openpyxl.load_workbook(folder / "review.xlsx")
    assert book.sheetnames == ["待判断", "人工指标", "已判问题"]
    assert {rule.formula1 for each in book for rule in each.data_validations.dataValidation} == {
        '"通过,不通过,不适用,豁免,误报"', '"通过,不通过,不适用,豁免"', '"误报,豁免"',
    }  # fmt: skip
    page = book["待判断"]
    head = [cell.value for cell in page[1]]
    assert page.cell(2, head.index("怎样判断") + 1).value.startswith("用自己的浏览器")
    for name, value in (("outcome", "通过"), ("by", "张三"), ("at", "2026-11-20")):
        page.cell(2, head.index(name) + 1).value = value
    book.save(tmp_path / "filled.xlsx")
    said = read_back(folder, tmp_path / "filled.xlsx")
    assert "读入 1 条答复" in said
    assert f"a11y judge {folder} --profile suqian-2022 --rulings" in said
    answers = read_answers(folder / "rulings.toml")
    seen = [result("links/dead", target(C, kind="link"), target(C, kind="link")), result("links/soft-404", target(P))]
    which = load_profile("suqian-2022")
    before, after = (row(card(which, *seen, rulings=told, now=NOW), "4.2a") for told in ((), answers.rulings))
    assert (before.points.floor, after.points.floor, after.points.ceiling) == (1, Decimal("1.5"), 2)
    assert (before.ruling, after.ruling) == (None, answers.rulings[0].ruling)
    assert answers.rulings[0].ruling.by == "张三"


def test_rows_are_as_high_as_their_text() -> None:
    page = openpyxl.load_workbook(io.BytesIO(sheet(report("短", "长" * 200), lambda _: None)))["待判断"]
    low, high = (page.row_dimensions[row].height for row in (2, 3))
    assert high > 10 * 16 > low


def test_an_owner_s_appeal_is_ruled_on_in_the_same_sheet(tmp_path: Path) -> None:
    folder = tmp_path / "example"
    folder.mkdir()
    told = report("一", "二", "三")
    told["scorecards"][0]["indicators"].append(
        {"id": "4.2a", "outcome": "failed", "ruling": None, "title": "链接", "checks": ["links/dead"]}
    )
    for finding in told["findings"][:2]:
        finding["outcome"] = "failed"
    (folder / "report.json").write_text(json.dumps(told), "utf-8")
    assert "待判断 1 处，人工指标 1 项，已判问题 2 项" in write(folder)
    book = openpyxl.load_workbook(folder / "review.xlsx")
    page = book["已判问题"]
    head = [cell.value for cell in page[1]]
    for name, value in (("outcome", "误报"), ("by", "张三"), ("at", "2026-11-20"), ("reason", "那天在搬机房")):
        page.cell(3, head.index(name) + 1).value = value
    book.save(tmp_path / "filled.xlsx")
    read_back(folder, tmp_path / "filled.xlsx")
    [answer] = read_answers(folder / "rulings.toml").rulings
    assert (answer.fingerprint, answer.ruling.false_finding) == ("links/dead-0001", True)


@pytest.mark.parametrize(
    ("changed", "words"), [(("outcome", "大概"), ["大概", "第 2 行"]), (("fingerprint", "unknown"), ["unknown"])]
)
def test_a_wrong_answer_refuses_the_whole_sheet(tmp_path: Path, changed: tuple[str, str], words: list[str]) -> None:
    folder = tmp_path / "example"
    folder.mkdir()
    (folder / "report.json").write_text(json.dumps(report("一", "二")), "utf-8")
    write(folder)
    book = openpyxl.load_workbook(folder / "review.xlsx")
    page = book["待判断"]
    head = [cell.value for cell in page[1]]
    for line in (2, 3):
        page.cell(line, head.index("outcome") + 1).value = "通过"
    page.cell(2, head.index(changed[0]) + 1).value = changed[1]
    book.save(tmp_path / "filled.xlsx")
    with pytest.raises(UsageError) as caught:
        read_back(folder, tmp_path / "filled.xlsx")
    for word in words:
        assert word in str(caught.value)
    assert not (folder / "rulings.toml").exists()


def test_an_empty_sheet_answers_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "example"
    folder.mkdir()
    (folder / "report.json").write_text(json.dumps(report("一")), "utf-8")
    write(folder)
    assert answers_of(report("一"), folder / "review.xlsx") == []
    with pytest.raises(UsageError, match="没有填写"):
        read_back(folder, folder / "review.xlsx")


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\x00\x1b[31m=HYPERLINK(1)"])
def test_nothing_from_a_page_is_a_formula(evil: str) -> None:
    data = sheet(report(evil), lambda _: PIXEL)
    page = openpyxl.load_workbook(io.BytesIO(data))["待判断"]
    for line in page.iter_rows():
        for cell in line:
            assert cell.data_type != "f"
            assert not isinstance(cell.value, str) or not set(cell.value) & {"\x00", "\x1b"}
    assert len(page._images) == 1


def test_pictures_outside_the_folder_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PIXEL)
    folder = tmp_path / "example"
    folder.mkdir()
    told = report("一")
    told["findings"][0]["screenshot"] = "../secret.png"
    (folder / "report.json").write_text(json.dumps(told), "utf-8")
    write(folder)
    assert not openpyxl.load_workbook(folder / "review.xlsx")["待判断"]._images


def test_no_files_are_no_answers() -> None:
    assert read_answers() == Answers()


def test_numbers_stay_decimals(tmp_path: Path) -> None:
    path = saved(
        tmp_path, '[[ruling]]\nindicator = "4.5"\npoints = 0.7\nby = "张三"\nat = "2026-11-01"\n', name="r.toml"
    )
    assert read_rulings(path)[0].ruling.points == Decimal("0.7")
