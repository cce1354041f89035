"""The office's documents: figures from stored rows, as the published notices print them."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import docx
import openpyxl
import pytest

from a11y import audit, batch, ledger, notice, recheck
from a11y.database import Database, LedgerRow, open_database
from a11y.errors import ReportError, UsageError
from a11y.model import Site
from a11y.notice import Settings
from a11y.notice.figures import read_figures
from a11y.notice.media import read_media
from a11y.notice.words import period_name
from a11y.notice.year import quarterly
from a11y.period import percent
from a11y.retention import forget
from a11y.store import write_manifest


def page(mark: str, error: str | None = None) -> dict[str, Any]:
    return {
        "url": f"http://x.gov.cn/{mark}.html",
        "final_url": "",
        "error": error,
        "mode": "standard",
        "device": "desktop",
    }


def report(
    outcome: str = "passed", *, score: float | None = None, at: str = "2026-11-22T09:00:00+08:00", faults: tuple[str, ...] = (),
    complete: bool = True, profile: str = "ningxia-2020q3", band: str | None = None, false: bool = False, version: str = "1",
) -> dict[str, Any]:  # fmt: skip
    ruling = {
        "outcome": None,
        "by": "李",
        "at": "2026-11-01",
        "reason": "图片是装饰",
        "until": None,
        "false_finding": True,
    }
    findings = [
        {
            "check": "links/dead", "profiles": [profile], "outcome": "failed", "impact": "serious",
            "page": f"http://x.gov.cn/{mark}.html", "mode": "standard", "device": "desktop",
            "target": {"selector": "a", "html": None, "frame": [], "box": None}, "message": f"=打不开 {mark}", "remedy": "更正地址",
            "data": {"measured": 404, "required": 200}, "fingerprint": mark.ljust(16, "0"), "repeat": "a11y", "ruling": ruling if false else None,
        }
        for mark in faults
    ]  # fmt: skip
    indicator = {
        "id": "V4", "title": "栏目不更新", "kind": "veto", "outcome": "failed" if outcome == "failed" else "passed", "mode": "automatic",
        "points": None, "findings": len(faults), "reason": "空白栏目 5 个" if outcome == "failed" else "", "checks": ["links/dead"],
    }  # fmt: skip
    return {
        "collected_at": at, "tool": {"version": "0", "profiles": {profile: version}}, "site": {"id": "x", "name": "", "url": ""},
        "coverage": {"complete": complete, "reason": None if complete else "打不开", "pages_checked": 3},
        "pages": [page(mark) for mark in "abc"],
        "checks": [{"check": "links/dead", "outcome": outcome, "profiles": [profile]}], "findings": findings,
        "scorecards": [{
            "profile": profile, "version": version, "verdict": outcome, "band": band,
            "score": None if score is None else {"value": score, "floor": score, "ceiling": score}, "indicators": [indicator],
        }],
    }  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with open_database(None, tmp_path) as database:
        yield database


def fill(database: Database, period: str, good: int, bad: int, unseen: int = 0, **words: Any) -> None:
    outcomes = ["passed"] * good + ["failed"] * bad + ["unseen"] * unseen
    sites = [
        Site(f"http://s{n}.gov.cn/", id=f"s{n:04d}", name=f"第{n}站", region=f"{n % 3}区") for n in range(len(outcomes))
    ]
    database.put_sites(sites)
    for site, outcome in zip(sites, outcomes, strict=True):
        body = report("untested", complete=False) if outcome == "unseen" else report(outcome, **words)
        database.put_report(
            site.id, period, body, folder=f"{period}/{site.id}", state="done" if outcome != "unseen" else "dns"
        )


@pytest.mark.parametrize(
    ("good", "bad", "places", "printed"),
    [
        (128, 1, 1, "99.2"),  # 宁夏 2020 Q3
        (506, 4, 2, "99.22"),  # 广东 2025 Q1
        (301, 27, 1, "91.8"),  # 全国 2020
        (26, 1, 1, "96.3"),  # 茂名 2023 Q1
        (88, 0, 1, "100"),  # 重庆 2023 Q4
    ],
)
def test_published_pass_rates_come_from_stored_rows(
    store: Database, good: int, bad: int, places: int, printed: str
) -> None:
    fill(store, "2020Q3", good, bad)
    assert read_figures(store, "2020Q3", places=places).overview.pass_rate == printed


def test_chongqing_2023_q4_from_stored_rows(store: Database, tmp_path: Path) -> None:
    """35 sites of 110 points and more, 33 between 100 and 110, 68 of 88 above 100: 77.3 %, none failed."""
    scores = [112.5] * 35 + [104] * 33 + [98] * 20
    store.put_sites([Site(f"http://c{n}.gov.cn/", id=f"c{n:02d}", name=f"第{n}站") for n in range(len(scores))])
    for n, score in enumerate(scores):
        band = "得分110分及以上" if score >= 110 else ("得分100至110分" if score > 100 else None)
        body = report(score=score, band=band, profile="chongqing-2023q4")
        store.put_report(f"c{n:02d}", "2023Q4", body, folder=f"2023Q4/c{n:02d}")
    written = {path.name: path for path in notice.make(tmp_path, "2023Q4", store, Settings(area="全市"))}
    text = text_of(written["notice.docx"].read_bytes())
    for words in (
        "检查全市正在运行的政府网站88个",
        "检查比例100%",
        "合格率100%",
        "等35个政府网站得分110分及以上",
        "等33个政府网站得分100至110分",
    ):
        assert words in text, words
    ranked = list(openpyxl.load_workbook(written["tables.xlsx"])["排名"].iter_rows(min_row=3, values_only=True))
    assert percent(sum(row[4] > 100 for row in ranked), len(ranked)) == "77.3"
    assert [row[0] for row in ranked].count(1) == 35


def test_a_rectification_rate_is_told_from_the_ledger_s_rows(store: Database, tmp_path: Path) -> None:
    """宁夏 2020 Q3: the two sites that the quarter before had found wrong were all mended: 100 %."""
    fill(store, "2020Q2", 0, 2, faults=("a",))
    for site in ("s0000", "s0001"):
        ledger.note_found(store, site, "2020Q2", report("failed", faults=("a",), at="2020-06-01T09:00:00+08:00"))
    fill(store, "2020Q3", 2, 0)
    for found, rate in (("s0000", "50"), ("s0001", "100")):
        ledger.note_found(store, found, "2020Q3", report())
        written = notice.make(tmp_path, "2020Q3", store, Settings())
        told = f"2020年第二季度检查发现的问题2项，截至本期已整改{1 if rate == '50' else 2}项，整改率{rate}%"
        assert told in text_of(next(path for path in written if path.name == "notice.docx").read_bytes())


def test_sites_that_could_not_be_seen_are_neither_passed_nor_failed(store: Database) -> None:
    fill(store, "2026Q4", 7, 1, unseen=2)
    seen = read_figures(store, "2026Q4").overview
    assert (seen.running, seen.checked, seen.problem, seen.unfinished) == (10, 8, 1, 2)
    assert (seen.pass_rate, seen.check_rate) == ("87.5", "80")


def test_sites_that_a_stopped_batch_has_not_reached_are_not_left_out(store: Database, tmp_path: Path) -> None:
    fill(store, "2026Q4", 3, 0)
    store.put_sites([Site("http://z.gov.cn/", id="z", name="还没轮到的站")])
    (tmp_path / "2026Q4").mkdir()
    (tmp_path / "2026Q4" / "plan.json").write_text('["s0000", "s0001", "s0002", "z"]')
    written = {path.name: path for path in notice.make(tmp_path, "2026Q4", store, Settings())}
    text = text_of(written["notice.docx"].read_bytes())
    for words in ("正在运行的政府网站4个", "作出判定3个", "另有1个未能看全", "还没轮到的站", "还没有检查"):
        assert words in text, words


def text_of(data: bytes) -> str:
    paper = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in paper.paragraphs] + cells)


def test_the_circular_says_what_the_store_holds_and_leaves_the_rest_open(store: Database, tmp_path: Path) -> None:
    fill(store, "2020Q3", 128, 1)
    settings = Settings(
        "自治区政务公开办公室", "全区", "宁政公开办发〔2020〕19号", "2020-09-05", "2020-09-11", "2020-09-28"
    )
    written = {path.name: path for path in notice.make(tmp_path, "2020Q3", store, settings)}
    text = text_of(written["notice.docx"].read_bytes())
    for words in (
        "2020年第三季度", "正在运行的政府网站129个", "合格率99.2%", "问题网站1个", "监测时间点为2020年9月5日", "2020年9月28日前完成整改",
        "第128站", "空白栏目 5 个", "（请填写）", "宁政公开办发〔2020〕19号", "2020年9月11日",
    ):  # fmt: skip
        assert words in text, words


def test_tables_have_no_formulas_and_carry_every_site(store: Database, tmp_path: Path) -> None:
    sites = [Site("http://a.gov.cn/", id="a", name="=HYPERLINK(1)", region="@东")]
    store.put_sites(sites)
    store.put_report("a", "2026Q4", report("failed", faults=("a", "b"), score=86.5), folder="2026Q4/a")
    ledger.note_found(store, "a", "2026Q4", report("failed", faults=("a", "b")))
    written = {path.name: path for path in notice.make(tmp_path, "2026Q4", store, Settings())}
    for name in ("tables.xlsx", "ledger.xlsx"):
        book = openpyxl.load_workbook(written[name])
        for sheet in book:
            assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
            assert sheet.freeze_panes == "A3"
    listed = openpyxl.load_workbook(written["tables.xlsx"])["逐站情况表"]
    assert [cell.value for cell in listed[3]][3:9] == ["=HYPERLINK(1)", "a", "不合格", 86.5, "—", 2]
    rows = list(openpyxl.load_workbook(written["ledger.xlsx"])["整改台账"].iter_rows(min_row=3, values_only=True))
    assert [row[7] for row in rows] == ["=打不开 a", "=打不开 b"]
    assert "整改通知书" in text_of(written["rectification.docx"].read_bytes())


def state(database: Database) -> dict[str, str]:
    from sqlalchemy import select

    with database.session() as session:
        return {row.fingerprint.rstrip("0"): row.state for row in session.scalars(select(LedgerRow))}


def test_the_ledger_follows_a_fault_from_found_to_mended_and_back(store: Database) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a")])
    first = ledger.note_found(store, "a", "2026Q3", report("failed", faults=("a", "b", "c")))
    assert first.opened == 3
    second = ledger.note_found(store, "a", "2026Q4", report("failed", faults=("a", "d")))
    assert (second.kept, second.opened, second.mended) == (1, 1, 2)
    assert state(store) == {"a": "open", "b": "mended", "c": "mended", "d": "open"}
    third = ledger.note_found(store, "a", "2027Q1", report("failed", faults=("b",), false=False))
    assert third.reopened == 1
    assert state(store)["b"] == "reopened"


def test_a_fault_that_is_still_there_is_told_as_it_was_seen_last(store: Database) -> None:
    from sqlalchemy import select

    store.put_sites([Site("http://a.gov.cn/", id="a")])
    body = report("failed", faults=("a",))
    ledger.note_found(store, "a", "2026Q3", body)
    body["findings"][0]["message"] = "已超期 106 天"
    ledger.note_found(store, "a", "2026Q4", body)
    with store.session() as session:
        [row] = session.scalars(select(LedgerRow))
        assert (row.period, row.description) == ("2026Q3", "已超期 106 天")


def test_what_was_not_opened_or_could_not_be_decided_is_not_mended(store: Database) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a")])
    ledger.note_found(store, "a", "2026Q3", report("failed", faults=("a", "b", "c", "d")))
    later = report("failed", faults=("b",))
    later["findings"][0]["profiles"] = []  # still there, though this quarter's profile does not ask
    doubt = {**report("failed", faults=("c",))["findings"][0], "outcome": "cantTell"}
    later["findings"].append(doubt)
    done = ledger.note_found(store, "a", "2026Q4", later)
    assert (done.mended, done.kept, done.unseen) == (1, 1, 2)
    assert state(store) == {"a": "mended", "b": "open", "c": "open", "d": "open"}


def test_what_only_asks_a_person_or_advises_is_not_demanded(store: Database) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a")])
    asking = report("failed", faults=("a",), profile="national-2019")
    [row] = asking["scorecards"][0]["indicators"]
    row["id"] = "V5a"  # 没有公开的留言只提请人工复核
    advising = report("failed", faults=("b",))
    advising["scorecards"][0]["indicators"][0]["decides"] = False
    for body in (asking, advising):
        assert ledger.note_found(store, "a", "2026Q4", body).opened == 0
    row["id"] = "V3"
    assert ledger.note_found(store, "a", "2026Q4", asking).opened == 1


@pytest.mark.parametrize("words", [{"version": "2"}, {"profile": "another"}])
def test_another_rule_mends_nothing(store: Database, words: dict[str, str]) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a")])
    ledger.note_found(store, "a", "2026Q3", report("failed", faults=("a",)))
    assert ledger.note_found(store, "a", "2026Q4", report("passed", **words)).unseen == 1
    ledger.note_judged(store, "a", "2026Q3", report("failed", faults=("a",), **words))
    assert ledger.note_found(store, "a", "2026Q4", report("passed", **words)).mended == 1


def test_judging_again_mends_nothing_but_strikes_out(store: Database) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a")])
    ledger.note_found(store, "a", "2026Q4", report("failed", faults=("a", "b", "c")))
    ruled = report("failed", faults=("a", "b"))
    ruled["findings"][1]["ruling"] = {"outcome": "inapplicable", "reason": "改版中", "until": "2027-01-01"}
    ledger.note_judged(store, "a", "2026Q4", ruled)
    assert state(store) == {"a": "open", "b": "exempt", "c": "false"}
    ledger.note_judged(store, "a", "2026Q4", report("failed", faults=("a", "b", "c")))
    assert state(store) == {"a": "open", "b": "open", "c": "open"}


def test_a_recheck_touches_only_what_it_was_asked_for_and_could_see(store: Database) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a")])
    ledger.note_found(store, "a", "2026Q4", report("failed", faults=("a", "b", "z")))
    again = report("passed")
    again["pages"] = [page("a"), page("z", "timeout")]
    done = ledger.note_rechecked(store, "a", "2026Q4", again, ["a".ljust(16, "0"), "z".ljust(16, "0")])
    assert (done.mended, done.unseen) == (1, 2)
    assert state(store) == {"a": "mended", "b": "open", "z": "open"}


def test_a_recheck_asks_for_what_the_ledger_holds_open_and_knows_the_visits(
    store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not for advice: its numbers are those of the circular. And whether a site opens is told by a week of visits."""
    store.put_sites([Site("http://a.gov.cn/", id="a"), Site("http://b.gov.cn/", id="b")])
    at = "2026-12-11T09:00:00+08:00"
    store.put_visits([{"site_id": "a", "at": at, "seconds": 1, "ok": True, "kind": "", "ours": False, "status": 200}])
    asked: dict[str, tuple[Any, Any]] = {}

    def looks(site: Any, words: dict[str, Any], request: Any, folder: Path, **_: Any) -> None:
        asked[folder.parent.name] = words, request.only
        folder.mkdir(exist_ok=True)
        (folder / "report.json").write_text(json.dumps(report("passed", at="2026-12-12T09:00:00+08:00")), "utf-8")

    for id in "ab":
        body = report("failed", faults=("a", "b"))
        body["findings"][1]["check"] = "axe/region"  # named by the document, and advice alone
        body["scorecards"][0]["indicators"][0]["decides"] = id == "a"
        (tmp_path / "2026Q4" / id).mkdir(parents=True)
        (tmp_path / "2026Q4" / id / "report.json").write_text(json.dumps(body), "utf-8")
        batch._keep(store, id, "2026Q4", body)
    monkeypatch.setattr("a11y.audit.examine", looks)
    monkeypatch.setattr(
        "a11y.audit.read_report", lambda folder: json.loads((folder / "report.json").read_text("utf-8"))
    )
    seen = SimpleNamespace(sample=SimpleNamespace(site=Site("http://a.gov.cn/", id="a")))
    monkeypatch.setattr("a11y.recheck.open_evidence", lambda _: seen)
    words = {"now": "2026-12-12T09:00:00+08:00"}
    done = list(recheck.run([tmp_path / "2026Q4" / id for id in "ab"], words, store))
    assert [(each.asked, len(each.mended)) for each in done] == [(1, 1), (0, 0)]
    assert set(asked) == {"a"}
    assert asked["a"][1] == ("links/dead",)
    assert [visit["at"] for visit in asked["a"][0]["visits"]] == [at]
    again = list(recheck.run([tmp_path / "2026Q4/a"], words, store))
    assert [(each.asked, len(each.mended)) for each in again] == [(1, 1)], "what is mended may be back"
    assert ledger.to_recheck(store, "a", "2027Q1") == []


@pytest.mark.parametrize(
    "ruling", [{"false_finding": True, "reason": "那天在搬家"}, {"outcome": "inapplicable", "until": "2027-06-30"}]
)
def test_a_recheck_undoes_no_ruling(store: Database, ruling: dict[str, Any]) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a")])
    body = report("failed", faults=("a",))
    ledger.note_found(store, "a", "2026Q4", body)
    body["findings"][0]["ruling"] = ruling
    assert ledger.note_judged(store, "a", "2026Q4", body).struck == 1
    ledger.note_rechecked(store, "a", "2026Q4", report("failed", faults=("a",)), [])
    assert state(store)["a"] in ledger.STRUCK


def test_a_false_finding_is_struck_out_with_its_reason(store: Database, tmp_path: Path) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a")])
    body = report("failed", faults=("a",), false=True)
    store.put_report("a", "2026Q4", body, folder="2026Q4/a")
    ledger.note_found(store, "a", "2026Q4", body)
    written = {path.name: path for path in notice.make(tmp_path, "2026Q4", store, Settings())}
    sheet = openpyxl.load_workbook(written["ledger.xlsx"])["整改台账"]
    assert (sheet.cell(3, 20).value, sheet.cell(3, 14).value, sheet.cell(3, 8).font.strike) == (
        "误报（核减）",
        "图片是装饰",
        True,
    )
    assert "rectification.docx" not in written


def test_a_unit_is_handed_what_was_judged_last(store: Database, tmp_path: Path) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a")])
    body = report("failed", faults=("a",))
    store.put_report("a", "2026Q4", body, folder="2026Q4/a")
    ledger.note_found(store, "a", "2026Q4", body)
    site, units = tmp_path / "2026Q4/a", tmp_path / "2026Q4/notice/units/a"
    site.mkdir(parents=True)
    for name in ("report.docx", "report.json", "report.single.html"):
        (site / name).write_text(name)
    write_manifest(site)
    (site / "report.docx").write_text("of another judgement")
    units.mkdir(parents=True)
    (units / "report.html").write_text("report.single.html")
    (units / "report.pdf").write_text("printed from this page")
    for age, path in enumerate(sorted(site.iterdir())):
        os.utime(path, (age, age))  # a backup that was read back: times say nothing
    notice.make(tmp_path, "2026Q4", store, Settings(deadline="2026-12-10"))
    # The document was not made with the judgement: it is not handed out.
    assert {path.name for path in units.iterdir()} == {"report.html", "report.pdf", "rectification.docx", "ledger.xlsx"}
    assert (units / "report.html").read_text() == "report.single.html"
    assert openpyxl.load_workbook(units / "ledger.xlsx").active.cell(3, 17).value == "2026-12-10"
    (site / "report.single.html").write_text("judged again")
    write_manifest(site)
    ledger.note_found(store, "a", "2027Q1", report())
    notice.make(tmp_path, "2026Q4", store, Settings())
    # Everything is mended: the letter must not go out, and the paper speaks of an older page.
    assert {path.name for path in units.iterdir()} == {"report.docx", "report.html"}
    (site / "report.json").write_text("judged again, and cut off before the reports were made")
    notice.make(tmp_path, "2026Q4", store, Settings())
    assert not units.exists()


def test_a_report_that_cannot_be_printed_does_not_cost_the_others(
    store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, "2026Q4", 3, 0)
    for n in range(3):
        site = tmp_path / f"2026Q4/s{n:04d}"
        site.mkdir(parents=True)
        (site / "report.json").write_text("{}")
        (site / "report.single.html").write_text(f"page {n}")
        write_manifest(site)

    class Press:
        printed: ClassVar[list[str]] = []

        def print(self, page: bytes) -> bytes:
            self.printed.append(page.decode())
            if b"1" in page:
                raise ReportError("超过 60 秒")
            return b"%PDF-"

    presses: list[Press] = []

    @contextmanager
    def printer() -> Iterator[Press]:
        presses.append(Press())
        yield presses[-1]

    monkeypatch.setattr(audit, "printer", printer)
    notice.make(tmp_path, "2026Q4", store, Settings())
    assert Press.printed == []
    for _ in range(2):
        with pytest.raises(ReportError, match="s0001（超过 60 秒）"):
            notice.make(tmp_path, "2026Q4", store, Settings(pdf=True))
    assert len(presses) == 3, "one for all sites of a call"
    assert Press.printed == ["page 0", "page 1", "page 2", "page 1"], "what is printed is not printed again"
    made = {path.parent.name for path in tmp_path.glob("2026Q4/notice/units/*/report.pdf")}
    assert made == {"s0000", "s0002"}
    assert (tmp_path / "2026Q4/notice/index.html").exists()


def test_the_year_adds_up_its_quarters(store: Database, tmp_path: Path) -> None:
    from decimal import Decimal

    store.put_sites([Site("http://a.gov.cn/", id="a", name="甲"), Site("http://b.gov.cn/", id="b", name="乙")])
    for quarter, score in zip(("2026Q1", "2026Q2", "2026Q3", "2026Q4"), (90, 92.5, 88, 100), strict=True):
        store.put_report("a", quarter, report(score=score), folder=f"{quarter}/a")
        if quarter != "2026Q2":
            doubtful = report(score=80)
            doubtful["scorecards"][0]["score"]["floor"] = 70
            store.put_report("b", quarter, doubtful, folder=f"{quarter}/b")
    [path] = notice.make(tmp_path, "2026", store, Settings())
    rows = list(openpyxl.load_workbook(path)["年度"].iter_rows(min_row=3, values_only=True))
    assert [(row[1], row[2], row[8]) for row in rows] == [(1, "甲", 18.525), (2, "乙", 12)]
    assert rows[0][10] is None
    assert rows[1][10] == (
        "缺二季度的得分，按 0 计入累计；得分没有核定，可能区间：一季度 70–80，三季度 70–80，四季度 70–80"
    )
    assert quarterly([Decimal(90), None]) == Decimal("4.50")


def test_a_site_without_any_score_has_no_place_in_the_year(store: Database, tmp_path: Path) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a", name="甲"), Site("http://b.gov.cn/", id="b", name="乙")])
    store.put_report("a", "2026Q4", report("failed"), folder="2026Q4/a")
    store.put_report("b", "2026Q4", report(score=60), folder="2026Q4/b")
    [path] = notice.make(tmp_path, "2026", store, Settings())
    rows = list(openpyxl.load_workbook(path)["年度"].iter_rows(min_row=3, values_only=True))
    assert [(row[1], row[2], row[7], row[8]) for row in rows] == [(1, "乙", 60, 3), ("—", "甲", "不合格", None)]
    assert "不排名" in rows[1][10]


def test_empty_sheets_say_why_and_lists_count_from_one(store: Database, tmp_path: Path) -> None:
    fill(store, "2026Q4", 2, 0, unseen=1)
    media = [{"name": f"号{n}", "outcome": word} for n, word in enumerate(("合格", "不合格", "未检", "不合格"))]
    written = {path.name: path for path in notice.make(tmp_path, "2026Q4", store, Settings(media=media))}
    book = openpyxl.load_workbook(written["tables.xlsx"])
    assert "不排名" in book["排名"]["A3"].value
    assert book["突出问题名单"]["A3"].value == "（没有被判定为不合格的网站）"
    assert [book["新媒体问题名单"].cell(row, 1).value for row in (3, 4)] == [1, 2]
    sites = list(book["逐站情况表"].iter_rows(min_row=3, values_only=True))
    # Nobody looked at the last one: no problem was found there, but none was looked for.
    assert [(row[6], row[8]) for row in sites] == [("—", 0), ("—", 0), ("—", "—")]
    assert "号1" in text_of(written["notice.docx"].read_bytes())


def test_a_site_s_problems_are_those_that_the_circular_s_document_asks_for(store: Database) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a")])
    body = report("failed", faults=("a", "b"))
    other = {**body["scorecards"][0], "profile": "prelaunch"}
    other["indicators"] = [{**other["indicators"][0], "checks": ["axe/image-alt"]}]
    body["scorecards"].append(other)
    body["findings"].append({**body["findings"][0], "check": "axe/image-alt", "profiles": ["prelaunch"]})
    store.put_report("a", "2026Q4", body, folder="2026Q4/a")
    assert read_figures(store, "2026Q4").failed_findings == {"a": 2}
    assert list(read_figures(store, "2026Q4").others) == ["prelaunch"]
    assert read_figures(store, "2026Q4", "prelaunch").failed_findings == {"a": 1}


def test_the_circular_is_by_the_document_named_first_and_names_nobody_for_advice(
    store: Database, tmp_path: Path
) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a", name="甲县")])
    body = report("untested", profile="national-2019")
    advising = report("untested", profile="elderly-web-2021")["scorecards"][0]
    advising["indicators"] = [
        {**advising["indicators"][0], "id": id, "title": title, "kind": "require", "outcome": "failed"}
        for id, title in (("E1", "进得去、留得住、回得来"), ("1.2.3a", "页面自带放大"))
    ]
    body["scorecards"].append(advising)
    store.put_report("a", "2026Q4", body, folder="2026Q4/a")
    assert read_figures(store, "2026Q4").profile == "national-2019"
    assert [row.id for row in read_figures(store, "2026Q4", "elderly-web-2021").weak] == ["1.2.3a"]
    told = {}
    for profile in ("national-2019", "elderly-web-2021"):
        notice.make(tmp_path, "2026Q4", store, Settings(profile=profile))
        told[profile] = text_of((tmp_path / "2026Q4/notice/notice.docx").read_bytes())
    assert "互联网网站适老化通用设计规范" not in told["national-2019"]
    assert "和《互联网网站适老化通用设计规范》（工信厅信管函〔2021〕67号 附件1）要求" in told["elderly-web-2021"]
    assert "没有被判定为不合格的网站" in told["national-2019"]
    paper = docx.Document(str(tmp_path / "2026Q4/notice/notice.docx")).paragraphs
    last = next(n for n, p in enumerate(paper) if p.text.startswith("公开方式"))
    first = next(n for n, p in enumerate(paper) if p.text.startswith("附件："))
    assert all(p.paragraph_format.keep_with_next for p in paper[first:last]), "no line stands alone on the next page"
    book = openpyxl.load_workbook(tmp_path / "2026Q4/notice/tables.xlsx")
    said = "只计《互联网网站适老化通用设计规范》要求的；另按《政府网站与政务新媒体检查指标（2019）》发现的"
    assert said in book["逐站情况表"]["A1"].value
    assert said in (tmp_path / "2026Q4/notice/index.html").read_text("utf-8")


def test_a_site_that_only_visits_failed_owes_that_and_is_told(store: Database, tmp_path: Path) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a", name="甲县")])
    body = report("failed", faults=("a", "b"), complete=False)
    body["coverage"]["pages_checked"], body["errors"] = 0, [{"where": "home", "kind": "refused", "detail": ""}]
    body["findings"][1]["check"] = "site/https"  # nobody could see that: only what the veto rests on is owed
    body["scorecards"][0]["indicators"].append(
        {**body["scorecards"][0]["indicators"][0], "id": "7", "kind": "deduct", "checks": ["site/https"]}
    )
    (tmp_path / "2026Q4/a").mkdir(parents=True)
    batch._keep(store, "a", "2026Q4", body)
    notice.make(tmp_path, "2026Q4", store, Settings())
    assert "发现问题1项" in text_of((tmp_path / "2026Q4/notice/units/a/rectification.docx").read_bytes())


def test_a_letter_tells_new_faults_from_those_that_are_left(store: Database, tmp_path: Path) -> None:
    store.put_sites([Site(f"http://{id}.gov.cn/", id=id) for id in "ab"])
    for id, period, marks in (("a", "2026Q3", "a"), ("b", "2026Q3", "a"), ("a", "2026Q4", "ab"), ("b", "2026Q4", "a")):
        body = report("failed", faults=tuple(marks))
        store.put_report(id, period, body, folder=f"{period}/{id}")
        ledger.note_found(store, id, period, body)
    notice.make(tmp_path, "2026Q4", store, Settings())
    letters = [tmp_path / f"2026Q4/notice/units/{id}/rectification.docx" for id in "ab"]
    assert "新发现问题1项，以前发现、尚未整改的问题1项，合计2项，共2处" in text_of(letters[0].read_bytes())
    assert "仍有以前发现、尚未整改的问题1项，共1处" in text_of(letters[1].read_bytes())


def test_what_is_exempt_is_neither_counted_nor_told(store: Database) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a")])
    body = report("failed", faults=("a", "b"))
    body["findings"][0]["ruling"] = {
        "outcome": "inapplicable",
        "by": "李",
        "at": "",
        "reason": "改造中",
        "until": "2027-01-01",
    }
    store.put_report("a", "2026Q4", body, folder="2026Q4/a")
    figures = read_figures(store, "2026Q4")
    assert figures.failed_findings == {"a": 1}
    assert figures.vetoes == {"a": ("栏目不更新：=打不开 b",)}


def test_what_a_person_wrote_into_a_document_is_never_written_over(store: Database, tmp_path: Path) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a")])
    body = report("failed", faults=("a",))
    store.put_report("a", "2026Q4", body, folder="2026Q4/a")
    ledger.note_found(store, "a", "2026Q4", body)
    folder = tmp_path / "2026Q4/notice"
    notice.make(tmp_path, "2026Q4", store, Settings())
    notice.make(tmp_path, "2026Q4", store, Settings(office="某办"))
    assert not list(folder.rglob("*人工修改*")), "only what a person changed"
    edited = [folder / "notice.docx", folder / "units/a/rectification.docx"]
    for path in edited:
        path.write_bytes(b"by hand")
    ledger.note_found(store, "a", "2027Q1", report())  # mended: the letter itself must go
    for _ in range(2):
        written = notice.make(tmp_path, "2026Q4", store, Settings(office="某办"))
    aside = list(folder.rglob("*人工修改*"))
    assert sorted(path.parent.name for path in aside) == ["a", "notice"]
    assert {path.read_bytes() for path in aside} == {b"by hand"}
    assert "某办" in text_of(edited[0].read_bytes())
    assert not edited[1].exists()
    assert not [path for path in written if "人工修改" in path.name], "told once"


def test_a_site_that_is_forgotten_goes_with_what_its_unit_was_handed(store: Database, tmp_path: Path) -> None:
    for id in "ab":
        store.put_sites([Site(f"http://{id}.gov.cn/", id=id)])
        store.put_report(id, "2026Q4", report("failed", faults=("a",)), folder=f"2026Q4/{id}")
        ledger.note_found(store, id, "2026Q4", report("failed", faults=("a",)))
        (tmp_path / "2026Q4" / id).mkdir(parents=True)
    notice.make(tmp_path, "2026Q4", store, Settings())
    assert "重新运行 a11y notice" in forget(store, tmp_path, site="a")
    assert [path.name for path in sorted(tmp_path.glob("2026Q4/*/")) if path.is_dir()] == ["b", "notice"]
    assert [path.name for path in tmp_path.glob("2026Q4/notice/units/*")] == ["b"]


def test_what_is_too_old_leaves_no_copy_and_the_office_its_own_papers(store: Database, tmp_path: Path) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a")])
    for period, at in (("2026Q3", "2026-08-01T09:00:00+08:00"), ("2026Q4", "2026-11-01T09:00:00+08:00")):
        store.put_report("a", period, report("failed", faults=("a",), at=at), folder=f"{period}/a")
        handed = tmp_path / period / "notice" / "units" / "a"
        for path in (tmp_path / period / "a", handed):
            path.mkdir(parents=True)
        for name in ("report.html", "report.docx", "rectification.docx"):
            (handed / name).touch()
    forget(store, tmp_path, before="2026-10-01")
    left = sorted(
        str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*") if path.is_file() and "Q" in str(path)
    )
    assert [name for name in left if "2026Q3" in name] == ["2026Q3/notice/units/a/rectification.docx"]
    assert len([name for name in left if "2026Q4" in name]) == 3


def test_a_score_in_doubt_is_ranked_with_its_span(store: Database, tmp_path: Path) -> None:
    store.put_sites([Site(f"http://{id}.gov.cn/", id=id) for id in "ab"])
    sure, open_ = report(score=90), report(score=47.5)
    open_["scorecards"][0]["score"] |= {"floor": 20, "ceiling": 92.5}
    for id, body in (("a", sure), ("b", open_)):
        store.put_report(id, "2026Q4", body, folder=f"2026Q4/{id}")
    written = {path.name: path for path in notice.make(tmp_path, "2026Q4", store, Settings())}
    caption, _, *rows = openpyxl.load_workbook(written["tables.xlsx"])["排名"].iter_rows(values_only=True)
    assert "还没有核定" in caption[0]
    assert [(row[0], row[4], row[5]) for row in rows] == [(1, 90, "—"), (2, 47.5, "20–92.5")]
    assert "47.5（20–92.5）" in written["index.html"].read_text("utf-8")


def test_a_document_that_nobody_judged_by_makes_no_circular(store: Database, tmp_path: Path) -> None:
    """All sites would stand there as never looked at."""
    fill(store, "2026Q4", 1, 1)
    with pytest.raises(UsageError, match="没有按 national-2019 判定过，只有 ningxia-2020q3"):
        notice.make(tmp_path, "2026Q4", store, Settings(profile="national-2019"))
    assert not (tmp_path / "2026Q4").exists()


def test_an_unknown_period_names_the_known_ones(store: Database, tmp_path: Path) -> None:
    fill(store, "2026Q4", 1, 0)
    with pytest.raises(UsageError, match="2026Q4"):
        notice.make(tmp_path, "2026Q3", store, Settings())


def test_media_sheets_name_every_wrong_cell(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("名称,检查结果,问题\n发布,合格,\n,不合格,断更\n微博,好,\n", "utf-8")
    with pytest.raises(UsageError) as caught:
        read_media(path)
    assert "第 3 行" in str(caught.value)
    assert "“好”" in str(caught.value)


def test_media_are_counted_as_the_office_recorded_them(store: Database, tmp_path: Path) -> None:
    fill(store, "2020Q3", 2, 0)
    rows = [{"name": f"号{n}", "outcome": "不合格" if n < 3 else "合格", "problem": "断更"} for n in range(1127)]
    written = {path.name: path for path in notice.make(tmp_path, "2020Q3", store, Settings(media=rows))}
    assert "政务新媒体1127个，发现问题政务新媒体3个，合格率99.7%" in text_of(written["notice.docx"].read_bytes())
    assert percent(1124, 1127) == "99.7"


def test_the_overview_is_one_page_for_few_and_many_for_many(store: Database, tmp_path: Path) -> None:
    store.put_sites([Site("http://a.gov.cn/", id="a", name="<script>alert(1)</script>")])
    store.put_report("a", "2026Q4", report(score=71), folder="2026Q4/a")
    page = next(p for p in notice.make(tmp_path, "2026Q4", store, Settings()) if p.name == "index.html")
    html = page.read_text("utf-8")
    assert "<script>alert" not in html
    assert 'href="../a/report.html"' in html
    assert "70–80" in html


@pytest.mark.parametrize(
    ("period", "name"),
    [("2026", "2026年"), ("2026Q4", "2026年第四季度"), ("2026-03", "2026年3月"), ("2026-11-22", "2026年11月22日")],
)
def test_periods_are_named_as_people_name_them(period: str, name: str) -> None:
    assert period_name(period) == name
