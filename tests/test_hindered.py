"""Pages that stand in our way, by an old library or on purpose: what is wrong on them is found as on any other page.

One served site, one browser, one look at each page. Where a page cannot be read, nothing of it is said to have passed.
"""

from __future__ import annotations

import http.server
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import lxml.html
import openpyxl
import pytest
from hostile_site import browsers

from a11y import checks, cli
from a11y.collect import Options, collect
from a11y.evidence import Literal
from a11y.model import Outcome, Site
from a11y.registry import checks as known_checks

ARTIFACTS = (
    "Anchors", "Article", "AxeResults", "Contrasts", "Controls", "Foot", "Images", "Meta", "Outline", "Passages", "Semantics", "Texts",
)  # fmt: skip

CONTENT = """<main><h1>安澜县人民政府</h1><p>这是一段足够长的正文，用来说明页面确实有内容，读得清楚。</p>
<img id="noalt" src="/p.png" width="40" height="40"/><p id="grey" style="color:#aaa">灰色的字，老年人看不清楚。</p>
<p><a id="nowhere" href="javascript:void(0)">点这里没有用处</a> <a href="/x">县医保局的通知</a></p>
<form id="f" action="/so"><input id="unlabelled" name="q"/><button id="go" style="padding:0;width:20px;height:20px;border:0">搜</button></form>
<ul><li><a href="/1.html">关于做好第一项工作的通知</a> 2026-11-02</li>
<li><a href="/2.html">关于做好第二项工作的通知</a> 2026-11-03</li></ul>
<div id="over" style="background:linear-gradient(#fff,#eee);color:#bbb">压在渐变上的文字看不清</div>
<span id="bare" onclick="document.title='x'">点我</span><div id="void"><a href="/e"></a></div></main>"""
FAULTS = {
    ("axe/image-alt", "#noalt"), ("axe/label", "#unlabelled"), ("axe/link-name", "#void > a"), ("axe/color-contrast", "#grey"),
    ("axe/target-size", "#go"), ("contrast/text", "#over"),
}  # fmt: skip
"""Check and element: what is wrong with the content, whatever else is on the page."""
UNSTYLED = {fault for fault in FAULTS if fault[0] in ("axe/image-alt", "axe/label", "axe/link-name")}


def page(script: str = "", *, more: str = "", head: str = "", doctype: str = "<!doctype html>") -> str:
    script = f"<script>{script}</script>" if script else ""
    return f'{doctype}<html lang="zh-CN"><head><meta charset="utf-8"><title>页</title>{head}{script}</head><body>{CONTENT}{more}</body></html>'


LIBRARIES = {
    # Additions of the kind that every second old site carries: seen by `for … in`.
    "additions": """
        Array.prototype.remove = function (x) { return this.filter(function (y) { return y !== x; }); };
        Array.prototype.contains = function () { return true; }; Object.prototype.extend = function () { return this; };
        String.prototype.trim = function () { return this.replace(/^ +/, ''); }; Function.prototype.method = function () {};
        Array.prototype.indexOf = function (x) { for (var i = 0; i < this.length; i++) if (this[i] == x) return i; return -1; };""",
    # As the enumerable libraries of 2007 do it: their own classes and functions in the place of the browser's.
    "enumerable": """
        var toArray = function (x) { if (!x) return []; if (x.toArray) return x.toArray(); var n = x.length || 0, a = new Array(n); while (n--) a[n] = x[n]; return a; };
        Array.from = toArray; Object.keys = function (o) { var k = []; for (var p in o) k.push(p); return k; };
        Array.prototype.reduce = function () { return this.length > 1 ? this : this[0]; };
        Array.prototype.entries = Array.prototype.toArray = function () { return [].concat(this); };
        Array.prototype.toJSON = String.prototype.toJSON = function () { return 'x'; };
        Array.prototype.find = function (f) { for (var i = 0; i < this.length; i++) if (f(this[i], i)) return this[i]; };
        Array.prototype.each = function (f) { for (var i = 0; i < this.length; i++) f(this[i], i); return this; };
        Function.prototype.bind = function () { if (arguments.length < 2 && arguments[0] === undefined) return this;
          var me = this, args = toArray(arguments), on = args.shift(); return function () { return me.apply(on, args.concat(toArray(arguments))); }; };
        var was = window.Element; window.Element = function (tag) { return document.createElement(tag); };
        for (var k in was) window.Element[k] = was[k];
        document.getElementsByClassName = function (c) { return toArray(document.querySelectorAll('.' + c)); };""",
    # As the libraries of types do it.
    "types": """
        Array.from = function (x) { return x == null ? [] : typeof x !== 'string' && typeof x.length === 'number' ? [].slice.call(x) : [x]; };
        Function.prototype.bind = function (on) { var me = this; return function () { return me.apply(on, arguments); }; };
        String.prototype.contains = function (s) { return this.indexOf(s) > -1; }; Array.prototype.include = function (x) { this.push(x); return this; };
        ['erase', 'clean', 'link', 'flatten', 'pick', '$family'].forEach(function (n) { Array.prototype[n] = Function.prototype[n] = Number.prototype[n] = function () {}; });
        Element.prototype.get = Element.prototype.set = Element.prototype.inject = function () { return this; };
        Number.from = String.from = Function.from = function (x) { return x; };""",
    "little works": """
        Array.from = () => []; Array.prototype.filter = () => []; Array.prototype.some = Array.prototype.includes = () => true; JSON.parse = () => null;
        Object.entries = Object.values = () => []; String.prototype.replace = String.prototype.trim = () => ''; RegExp.prototype.test = () => true;""",
    "nothing is found": """
        document.querySelector = () => null; document.querySelectorAll = () => []; Document.prototype.createTreeWalker = () => ({ nextNode: () => null });
        Element.prototype.getAttribute = () => 'x'; Element.prototype.hasAttribute = () => true; Element.prototype.matches = () => false;
        Element.prototype.closest = Element.prototype.querySelector = () => null; Element.prototype.getBoundingClientRect = () => ({});
        Element.prototype.checkVisibility = () => false; window.getComputedStyle = () => ({}); Node.prototype.contains = () => false;
        Object.defineProperty(Element.prototype, 'children', { get: () => [] }); Object.defineProperty(Document.prototype, 'body', { get: () => null });""",
    "the clock stands": "performance.now = () => 0; Performance.prototype.now = () => 0; Date.now = () => 0;",
    "nothing is ever due": "setTimeout = setInterval = requestAnimationFrame = queueMicrotask = clearTimeout = () => 0; MutationObserver = undefined;",
    "nothing is kept": "Promise.prototype.then = function () { return this; }; Promise.resolve = () => { throw 1; }; Promise.all = () => ({});",
    "frozen": "[Object, Array, String, Element, Node].forEach((one) => { Object.freeze(one); Object.freeze(one.prototype); });",
}  # fmt: skip
"""Scripts in the head of a page, which change nothing that can be seen of it: the findings are those of the page without."""

OF_DOCUMENTS = (
    "body",
    "documentElement",
    "querySelector",
    "querySelectorAll",
    "createTreeWalker",
    "createRange",
    "title",
    "images",
    "forms",
    "head",
)
OF_FORMS = (
    "id", "name", "action", "children", "parentNode", "attributes", "matches", "nodeName", "tagName", "localName", "querySelector", "childNodes",
    "parentElement", "getAttribute", "hasAttribute", "getRootNode", "ownerDocument", "nodeType", "closest", "contains", "shadowRoot", "textContent",
)  # fmt: skip
HINDERED: dict[str, tuple[str, set[tuple[str, str]]]] = {
    "ids of ours": (page(more="".join(f'<i id="{n}" name="{n}"></i>' for n in ("axe", "define", "module", "exports", "performance", "CSS", "jQuery", "__a11yPristine"))), FAULTS),
    "names of the document": (page(more="".join(f'<img alt="图" width="30" height="30" src="/p.png" name="{n}">' for n in OF_DOCUMENTS)), FAULTS),
    "names of a form": (page(more="<form>" + "".join(f'<label>{n}<input name="{n}"></label>' for n in OF_FORMS) + '<p><img id="within" src="/p.png" width="9"></p></form>'), FAULTS | {("axe/image-alt", "#within")}),
    "base of script": (page(head='<base href="javascript:alert(1)">'), FAULTS),
    "quirks": (page(doctype=""), FAULTS),
    "no head": (CONTENT, FAULTS),
    "xhtml": (f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" lang="zh-CN"><head><title>页</title></head><body>{CONTENT}</body></html>', FAULTS),
    "frameset": ('<html lang="zh-CN"><head><title>旧站</title></head><frameset cols="50%,50%"><frame title="左" src="/types"><frame title="右" src="/nothing"></frameset></html>', UNSTYLED),
    "unset": (page(more="<style>* { all: unset }</style>"), UNSTYLED),
    "endless text": (page(more=f"<p>{'长文本没有尽头' * 150_000}</p>"), FAULTS),
    "wide table": (page(more=f"<table>{('<tr>' + '<td>值</td>' * 200 + '</tr>') * 15}</table>"), FAULTS),
    "written anew": (page(more="<script>onload = () => { document.write(document.documentElement.outerHTML.replace(/<script[^]*?<.script>/g, '')); document.close(); }</script>"), FAULTS),
}  # fmt: skip
"""Pages with something added, and what is still found on them at least."""

UNREADABLE = {
    "body taken away": page(more="<script>onload = () => document.body.remove()</script>"),
    "nothing works": page("Array.prototype[Symbol.iterator] = function* () {}; JSON.stringify = () => 'x'; Object.keys = () => [];"),
    "frozen sabotage": page("Array.from = () => []; Object.freeze(Array); Array.prototype.map = () => []; Object.freeze(Array.prototype);"),
    "hidden": page(more="<style>* { display: none !important }</style>"),
}  # fmt: skip


def address(name: str) -> str:
    return "/" + name.replace(" ", "-")


SITE = {
    "/plain": page(),
    **{address(name): page(script) for name, script in LIBRARIES.items()},
    **{address(name): html for name, (html, _) in HINDERED.items()},
    **{address(name): html for name, html in UNREADABLE.items()},
}


@contextmanager
def served(made: dict[str, str]) -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = made.get(self.path.partition("?")[0])
            body = (found or "").encode()
            self.send_response(200 if found else 404)
            self.send_header(
                "Content-Type", "application/xhtml+xml" if self.path == "/xhtml" else "text/html; charset=utf-8"
            )
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


Seen = dict[str, tuple[Any, dict[str, Outcome], set[tuple[str, str, str]]]]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Path → the page's evidence, outcomes by check, and findings as check, outcome and element."""
    before = {process.pid for process in browsers()}  # other tests' own
    with served(SITE) as base:
        options = Options(
            allow_private=True, elderly=False, keep="none", timeout=20, only_artifacts=ARTIFACTS, only_pages=[base + path for path in SITE]
        )  # fmt: skip
        evidence = collect(Site(url=base + "/none"), options, tmp_path_factory.mktemp("hindered"))
    assert not [process for process in browsers() if process.pid not in before], "a browser is left running"
    runs = [checks.Run(check, dict(check.options)) for check in known_checks().values()]
    found: Seen = {}
    for one in evidence.pages():
        results = checks.run(Literal(evidence.sample, (one,)), runs)
        told = {(r.check, f.outcome.value, f.target.selector) for r in results for f in r.findings}
        found["/" + one.page.url.partition("//")[2].partition("/")[2]] = (
            one,
            {r.check: r.outcome for r in results},
            told,
        )
    return found


def test_every_page_has_its_evidence(seen: Seen) -> None:
    assert list(seen) == list(SITE)
    broken = {
        path: one.page.error or dict(one.errors) for path, (one, _, _) in seen.items() if one.page.error or one.errors
    }
    told = {"body taken away": "empty", "nothing works": "spoiled", "frozen sabotage": "spoiled"}
    assert broken == {address(name): error for name, error in told.items()}


def test_the_plain_page_has_the_faults(seen: Seen) -> None:
    failed = {(check, selector) for check, outcome, selector in seen["/plain"][2] if outcome == "failed"}
    assert failed >= FAULTS


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_changes_nothing_of_what_is_found(name: str, seen: Seen) -> None:
    _, outcomes, told = seen[address(name)]
    _, plain, faults = seen["/plain"]
    assert told == faults
    assert outcomes == plain


@pytest.mark.parametrize("name", HINDERED)
def test_what_is_wrong_is_found_all_the_same(name: str, seen: Seen) -> None:
    failed = {(check, selector) for check, outcome, selector in seen[address(name)][2] if outcome == "failed"}
    assert failed >= HINDERED[name][1]


@pytest.mark.parametrize("name", UNREADABLE)
def test_nothing_passes_that_was_not_looked_at(name: str, seen: Seen) -> None:
    _, outcomes, told = seen[address(name)]
    of_content = (
        "axe/image-alt",
        "axe/label",
        "axe/link-name",
        "axe/color-contrast",
        "axe/target-size",
        "contrast/text",
        "links/empty",
    )
    assert {check: outcomes[check] for check in of_content if outcomes[check] is Outcome.PASSED} == {}
    assert not {check for check, outcome, _ in told if outcome == "failed" and check in of_content}


MOVING = """<div id="band" style="overflow:hidden;width:300px;white-space:nowrap">
<span id="news" style="position:relative">明天上午停水，请做好准备。</span></div><script>
(function () { var x = 0, at = document.getElementById('news'); (function step() { x = (x + 2) % 200; at.style.left = x + 'px'; setTimeout(step, 60); })(); })();
</script>"""


def test_a_library_changes_nothing_of_what_moves(tmp_path: Path) -> None:
    with served({"/": page(LIBRARIES["enumerable"], more=MOVING)}) as base:
        options = Options(
            allow_private=True, elderly=False, keep="none", pages=1, only_artifacts=("Motions",), ignore_robots="test"
        )  # fmt: skip
        evidence = collect(Site(url=base + "/"), options, tmp_path)
    runs = [
        checks.Run(check, dict(check.options)) for check in known_checks().values() if check.id == "interaction/motion"
    ]
    results = checks.run(evidence, runs)
    failed = {(r.check, f.target.selector) for r in results for f in r.findings if f.outcome is Outcome.FAILED}
    assert ("interaction/motion", "#band") in failed


# --- words of a page that mean something elsewhere --------------------------------------------------------------------
BIDI, ESCAPES, FORMULA = "\u202e\u2066", "\x1b]0;夺\x07\x1b[31m\x9b2J", "=HYPERLINK(9)"
MARKUP = '"><img src=q onerror=alert(1)><script>alert(2)</script>'
NASTY = f"{FORMULA}{BIDI}{ESCAPES}{MARKUP}]]>\u2028{{{{7*7}}}}"


def nasty() -> str:
    safe = NASTY.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{safe}</title></head><body><main><h1>{safe}</h1>
<img src="/p.png" width="40" height="40" class="{safe}"><p style="color:#aaa" title="{safe}">{safe}</p><input placeholder="" name="{safe}">
<div style="background:linear-gradient(#fff,#eee);color:#bbb">{safe}</div><a href="/{safe}"><img src="/p.png" width="9" alt="{safe}"></a>
<a href="javascript:void(0)">{safe}</a></main></body></html>"""


def test_words_of_a_page_are_words_in_every_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    only = ("axe/image-alt", "axe/label", "axe/color-contrast", "contrast/text", "links/empty", "links/dead")
    words = [word for check in only for word in ("--only", check)]
    words += [word for name in ("json", "html", "xlsx", "markdown") for word in ("--format", name)]
    before = {process.pid for process in browsers()}
    with served({"/": nasty()}) as base, pytest.raises(SystemExit) as ended:
        cli.main(
            [
                "check",
                base + "/",
                "--pages",
                "1",
                "--no-elderly",
                "--allow-private",
                "--out",
                str(tmp_path),
                "--fail-on",
                "axe/image-alt",
                *words,
            ]
        )
    assert ended.value.code == 1
    assert not [process for process in browsers() if process.pid not in before]
    [report] = tmp_path.glob("*/report.json")
    found = json.loads(report.read_text("utf-8"))["findings"]
    assert {one["check"] for one in found} >= {"axe/image-alt", "axe/label", "axe/color-contrast", "contrast/text"}

    told = capsys.readouterr()
    for text in (told.out, told.err, report.with_suffix(".md").read_text("utf-8")):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e\u2066-\u2069]", text.replace("\r", ""))
        assert "<script" not in text
    html = report.with_suffix(".html").read_text("utf-8")
    for shown in (html, *(file.read_text("utf-8") for file in tmp_path.glob("*/report/*.html"))):
        document = lxml.html.document_fromstring(shown)
        assert not document.xpath("//@onerror | //@onclick | //img[@src='q'] | //a[starts-with(@href, 'javascript:')]")
        assert not [one for one in document.iter("script") if (one.text or "").strip() == "alert(2)"]
    assert "onerror" in html, "the words themselves are shown"
    for sheet in openpyxl.load_workbook(report.with_suffix(".xlsx")):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f"
            assert not (
                isinstance(cell.value, str) and cell.value.startswith(("=", "+", "@")) and not cell.quotePrefix
            ), cell.value
