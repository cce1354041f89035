"""What is found by walking, by asking for links, by entering, or on elements of no size has its picture as well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from a11y import audit
from a11y.model import Site

PAGE = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>公示</title>
<style>.flag { position: relative } .flag img { position: absolute; left: 30px; top: 10px; width: 120px; height: 40px }</style>
<body><header class="flag" style="height:70px"><a href="b.html"><img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" alt=""></a></header>
<main><h1>公示</h1><p><a href="zzb.html">长者模式</a></p><p><a href="b.html">列表</a> <a href="gone.html">年度报告</a></p>
<div style="width:80px" onclick="document.getElementById('more').hidden = false">展开名单</div>
<p id="more" hidden>张三、李四、王五三人的名单在这里</p></main></body></html>"""


def test_every_visible_fault_has_a_picture(tmp_path: Path, serve: Callable[[Path], str]) -> None:
    pages = tmp_path / "site"
    pages.mkdir()
    (pages / "index.html").write_text(PAGE, "utf-8")
    (pages / "b.html").write_text(PAGE.replace("公示", "列表"), "utf-8")
    words: dict[str, Any] = {"allow_private": True, "pages": 1}
    only = ("axe/link-name", "elderly/works", "interaction/keyboard", "links/dead")
    done = audit.examine(Site(url=serve(pages)), words, audit.Request(only=only), tmp_path / "out", seconds=120)
    assert done.kind == "done", done
    found = {f["check"]: f for f in audit.read_report(tmp_path / "out")["findings"] if f["outcome"] == "failed"}
    assert {check: bool(f["screenshot"]) for check, f in found.items()} == dict.fromkeys(only, True)
    assert found["axe/link-name"]["target"]["box"][2:] == [120, 40]


TALL = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>长页</title><body><main><h1>长页</h1>
{}</main></body></html>"""


def test_faults_far_down_a_long_page_have_their_pictures_too(tmp_path: Path, serve: Callable[[Path], str]) -> None:
    pages = tmp_path / "site"
    pages.mkdir()
    rows = "".join(
        f'<div style="height:380px"><a href="#" id="n{n}">{chr(0x4E00 + n)}办法</a></div>' for n in range(30)
    )
    (pages / "index.html").write_text(TALL.format(rows), "utf-8")
    words: dict[str, Any] = {"allow_private": True, "pages": 1, "elderly": False}
    done = audit.examine(
        Site(url=serve(pages)), words, audit.Request(only=("links/empty",)), tmp_path / "out", seconds=120
    )
    assert done.kind == "done", done
    found = [f for f in audit.read_report(tmp_path / "out")["findings"] if f["check"] == "links/empty"]
    assert (len(found), sum(bool(f["screenshot"]) for f in found)) == (30, 30)
