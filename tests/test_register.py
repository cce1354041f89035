"""Registers and site files: the national system's columns as they are, every wrong cell named."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from a11y import cli, demo
from a11y.errors import UsageError
from a11y.model import Column, Site
from a11y.register import likely_one, load_site, passed_over, read_sites, to_toml
from a11y.tables import WrongCellsError, csv_text


def saved(tmp_path: Path, text: str, name: str = "sites.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_national_system_s_columns(tmp_path: Path, encoding: str) -> None:
    text = (
        "序号,网站标识码,网站名称,首页网址,主办单位,网站类型,备注,其他列\n"
        "1,1304000009,某县人民政府,www.example.gov.cn,某县人民政府办公室,政府门户网站,好,x\n"
        "2,bm64130001,某局,https://j.example.gov.cn/ju,某局,部门,,\n"
    )
    first, second = read_sites(saved(tmp_path, text, encoding=encoding))
    assert first == Site(
        "http://www.example.gov.cn/",
        name="某县人民政府",
        code="1304000009",
        sponsor="某县人民政府办公室",
        kind="portal",
    )
    assert (second.url, second.kind, second.code) == ("https://j.example.gov.cn/ju", "department", "bm64130001")


def workbook(tmp_path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    path = tmp_path / "sites.xlsx"
    book.save(path)
    return path


def test_a_workbook_with_columns_and_guides(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        名录=[
            ["首页网址", "网站标识码", "no_service", "scope"],
            ["a.gov.cn", 1304000009, "否", "fw.a.gov.cn；b.a.gov.cn"],
            ["b.gov.cn"],
        ],
        栏目=[
            ["网站标识码", "栏目名称", "栏目网址", "栏目类型", "级别", "更新期限"],
            [1304000009, "要闻", "http://a.gov.cn/yw/", "动态", 1, 14],
            ["b.gov.cn", "公告", "", "notice"],
        ],
        指南=[["首页网址", "指南网址"], ["http://b.gov.cn/", "http://b.gov.cn/z/1.html"]],
    )
    first, second = read_sites(path)
    assert first.code == "1304000009"
    assert first.scope == ("fw.a.gov.cn", "b.a.gov.cn")
    assert first.columns == (Column("要闻", "http://a.gov.cn/yw/", "news", 1, 14),)
    assert second.columns == (Column("公告", "", "notice"),)
    assert second.guides == ("http://b.gov.cn/z/1.html",)


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        (",,,", "url", ["没有填"]),
        ("a b.gov.cn,,,", "url", ["a b.gov.cn", "https://"]),
        ("ftp://a.gov.cn/,,,", "url", ["ftp"]),
        ("nohost,,,", "url", ["nohost"]),
        ("http://a.gov.cn:99999/,,,", "url", ["99999"]),
        ("a.gov.cn,123,,", "code", ["123", "10 位"]),
        ("a.gov.cn,,大门户,", "kind", ["大门户", "portal（门户）"]),
        ("a.gov.cn,,,../x", "id", ["../x"]),
        ("good.gov.cn,,,", "url", ["第 2 行重复"]),
        ("http://li:geheim@b.gov.cn/,,,", "url", ["用户名或密码"]),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, line: str, column: str, words: list[str]) -> None:
    path = saved(tmp_path, f"url,code,kind,id\ngood.gov.cn,1304000009,门户,x\n{line or ','}\n")
    if line == ",,,":
        path = saved(tmp_path, "url,code,kind,id\ngood.gov.cn,,,\n,1304000001,,\n")
    with pytest.raises(WrongCellsError) as caught:
        read_sites(path)
    [wrong] = caught.value.wrong
    assert (wrong.file, wrong.row, wrong.column) == ("sites.csv", 3, column)
    for word in words:
        assert word in str(wrong)
    assert "geheim" not in str(wrong)


def test_every_wrong_cell_of_every_sheet_is_named(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        名录=[["url", "code"], ["a b", "1"]],
        栏目=[["site", "name", "kind", "period_days"], ["nowhere", "", "新", "常"]],
    )
    with pytest.raises(WrongCellsError) as caught:
        read_sites(path)
    told = {(wrong.sheet, wrong.column) for wrong in caught.value.wrong}
    assert told == {
        ("名录", "url"), ("名录", "code"), ("栏目", "site"), ("栏目", "name"), ("栏目", "kind"), ("栏目", "period_days"),
    }  # fmt: skip


def test_an_office_s_own_sheet_is_read_as_a_person_reads_it(tmp_path: Path) -> None:
    """Notes before it, a title over it, a merged region, a sum and a signature under it, full-width forms in it."""
    path = workbook(
        tmp_path,
        填表说明=[["填表前请阅读"], ["标识码为10位"]],
        名录=[
            ["某市政府网站名录"],
            ["地区", "网站\n标识码*", "网站 名称", "首页网址（必填）", "主办单位"],
            ["东区", "１３０４００００１０", "甲县", "ｗｗｗ．ａ．ｇｏｖ．ｃｎ", "甲办"],
            [None, "BM12345678", "乙县", "https：//b.gov.cn", "乙办"],
            ["西区", 1304000012.0, "丙县", "//c.gov.cn/", "丙办"],
            [None, "  ", None, "\u3000"],
            ["合计", 3],
            ["填表人：某某", None, "审核人："],
        ],
    )
    book = openpyxl.load_workbook(path)
    book["名录"].merge_cells("A1:E1")
    book["名录"].merge_cells("A3:A4")
    book.save(path)
    read = [(site.region, site.code, site.name, site.url, site.sponsor) for site in read_sites(path)]
    assert read == [
        ("东区", "1304000010", "甲县", "http://www.a.gov.cn/", "甲办"),
        ("东区", "bm12345678", "乙县", "https://b.gov.cn/", "乙办"),
        ("西区", "1304000012", "丙县", "http://c.gov.cn/", "丙办"),
    ]
    assert passed_over(path) == []


def test_a_sheet_whose_program_says_a_wrong_size_is_read_whole(tmp_path: Path) -> None:
    path = workbook(tmp_path, 名录=[["首页网址", "网站名称"], ["a.gov.cn", "甲"], ["b.gov.cn", "乙"]])
    part, wrong = "xl/worksheets/sheet1.xml", tmp_path / "wrong.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(wrong, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, body.replace(b'ref="A1:B3"', b'ref="A1"') if name == part else body)
    assert [site.name for site in read_sites(wrong)] == ["甲", "乙"]


def test_columns_of_other_names_are_told_and_a_missing_address_column_shows_the_heads(tmp_path: Path) -> None:
    path = saved(tmp_path, "站点标识,首页网址,领导\n1304000009,a.gov.cn,x\n")
    assert passed_over(path) == ["站点标识", "领导"]
    with pytest.raises(UsageError, match="表头是：站点标识、首页"):
        read_sites(saved(tmp_path, "站点标识,首页\n1,a.gov.cn\n"))


@pytest.mark.parametrize(
    ("second", "column"),
    [
        ("https://a.gov.cn", "url"),
        ("HTTP://A.gov.cn:80/index.html", "url"),
        ("a.gov.cn/jyj/", "id"),  # without an id, both would lie in one folder
        ("www.a.gov.cn", ""),
        ("a.gov.cn:8080", ""),
    ],
)
def test_one_site_written_twice_is_named(tmp_path: Path, second: str, column: str) -> None:
    path = saved(tmp_path, f"url\nhttp://a.gov.cn/\n{second}\n")
    if not column:
        assert len(read_sites(path)) == 2
        return
    with pytest.raises(WrongCellsError) as caught:
        read_sites(path)
    assert [(wrong.row, wrong.column) for wrong in caught.value.wrong] == [(3, column)]


@pytest.mark.parametrize(
    ("urls", "pairs"),
    [
        (("http://a.gov.cn/", "https://www.a.gov.cn/index.html"), [(0, 1)]),
        (("http://www.a.gov.cn/", "http://b.gov.cn/", "http://a.gov.cn/"), [(0, 2)]),
        (("http://www.a.gov.cn/", "http://a.gov.cn/jyj/"), []),
        (("http://www.a.gov.cn/", "http://a.gov.cn:8080/"), []),
        (("http://www.a.gov.cn/", "http://wwwa.gov.cn/", "http://jyj.a.gov.cn/"), []),
    ],
)
def test_hosts_that_differ_by_www_alone_are_named_as_a_warning(
    urls: tuple[str, ...], pairs: list[tuple[int, int]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved(tmp_path, "id,url\n" + "".join(f"s{n},{url}\n" for n, url in enumerate(urls)))
    sites = read_sites(path)
    assert [(sites.index(one), sites.index(twin)) for one, twin in likely_one(sites)] == pairs
    with pytest.raises(SystemExit) as ended:
        cli.main(["sites", "check", str(path)])
    told = capsys.readouterr().out.replace("\n", "")
    assert not ended.value.code, "a warning, no error"
    assert f"{len(urls)} 个网站，没有发现错误" in told
    for one, twin in pairs:
        assert f"{urls[one]} 和 {urls[twin]} 只差“www.”" in told
    assert told.count("请删去一行") == len(pairs)


def test_a_register_without_addresses_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="首页网址"):
        read_sites(saved(tmp_path, "网站名称\n某县\n"))
    with pytest.raises(UsageError, match="没有一个网站"):
        read_sites(saved(tmp_path, "url\n"))


def test_the_demonstration_site_s_file_and_back(tmp_path: Path) -> None:
    site = load_site(saved(tmp_path, demo.site_file(date(2026, 11, 22)), "site.toml"))
    assert site.columns
    assert site.guides
    assert load_site(saved(tmp_path, to_toml(site, {site.columns[0].url: "自动找到"}), "again.toml")) == site


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('url = "a.gov.cn"\nsponser = "x"\n', ["sponser", "sponsor"]),
        ('url = "a.gov.cn"\n[[column]]\nname = "x"\nkind = "newz"\n', ["第 1 个 kind", "newz", "news"]),
        ('url = "a.gov.cn"\n[[column]]\nnam = "x"\n', ["nam", "name"]),
        ('url = "a.gov.cn"\nscope = [1]\n', ["scope", "列表"]),
        ('url = "a.gov.cn"\nno_service = "maybe"\n', ["no_service", "maybe"]),
        ('name = "x"\n', ["url", "没有填"]),
        ('url = "a.gov.cn"\ncolumn = "x"\n', ["column", "[[column]]"]),
        ("url = ", ["TOML"]),
    ],
)
def test_a_wrong_key_of_a_site_file_is_named(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        read_sites(saved(tmp_path, text, "site.toml"))
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("site = []\n", "没有一个网站"),
        ('url = "http://c.gov.cn/"\n[[site]]\nurl = "http://a.gov.cn/"\n', "「url」列：写在"),
        ('url = "http://a.gov.cn/"\n[[guide]]\nurl = "http://a.gov.cn/g"\nnmae = "x"\n', "nmae；最接近的是 name"),
        ('url = "http://a.gov.cn:0/"\n', "不是网址"),
    ],
)
def test_nothing_of_a_site_file_is_passed_over(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(WrongCellsError, match=words):
        read_sites(saved(tmp_path, text, "site.toml"))


def test_a_register_of_broken_parts_is_refused(tmp_path: Path) -> None:
    """A sheet of charts without a chart makes the reader trip."""
    book = openpyxl.Workbook()
    book.create_chartsheet("图")
    book.active.append(["首页网址"])
    book.save(tmp_path / "sites.xlsx")
    with pytest.raises(UsageError, match="不是能打开的 XLSX"):
        read_sites(tmp_path / "sites.xlsx")


def test_several_sites_in_one_file(tmp_path: Path) -> None:
    text = '[[site]]\nurl = "a.gov.cn"\nno_service = true\n[[site]]\nurl = "b.gov.cn"\ntags = ["x", "y"]\n'
    first, second = read_sites(saved(tmp_path, text, "sites.toml"))
    assert (first.no_service, second.tags) == (True, ("x", "y"))


def test_written_csv_is_no_formula() -> None:
    assert csv_text(["a"], [["=1+1"], [-5], ["@x"]]).splitlines() == ["a", "'=1+1", "-5", "'@x"]


def test_addresses_that_answer_elsewhere_are_named(tmp_path: Path) -> None:
    import http.server
    import threading

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = (self.headers.get("Host") or "").split(":")[0]
            goal = {"moved.gov.cn": "http://new.gov.cn/", "bare.gov.cn": "http://www.bare.gov.cn/"}.get(host)
            self.send_response(302 if goal else 404 if host == "gone.gov.cn" else 200)
            if goal:
                self.send_header("Location", goal)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    hosts = ("moved.gov.cn", "bare.gov.cn", "gone.gov.cn", "good.gov.cn")
    file = saved(tmp_path, "url,name\n" + "".join(f"http://{host}/,{host[:4]}站\n" for host in hosts))
    words = ["--allow-private"]
    for host in (*hosts, "new.gov.cn", "www.bare.gov.cn"):
        words += ["--resolve", f"{host}:127.0.0.1:{server.server_port}"]
    try:
        command = [sys.executable, "-m", "a11y.cli", "sites", "check", str(file), "--online", *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    finally:
        server.shutdown()
    assert done.returncode == 4
    assert "move站（http://moved.gov.cn/）：实际转到别的网站 http://new.gov.cn/" in done.stderr
    assert "bare" not in done.stderr
    assert "gone站（http://gone.gov.cn/）：状态 404" in done.stdout
