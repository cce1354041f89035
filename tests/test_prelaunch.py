"""The examples for a launch gate, run: a staging host behind everything that staging hosts stand behind."""

from __future__ import annotations

import base64
import http.server
import json
import os
import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
HOST = "new.wangchuan.test"
USER, PASSWORD = "预审员", "p@ss:w%rd"
BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>{title}</h1><p>望川镇便民服务网预发布版，供验收使用，内容以正式上线为准。</p>{more}</main></body></html>"""


class Staging(http.server.BaseHTTPRequestHandler):
    """Asks for a password, then for a sign-in, then shows the page."""

    def do_GET(self) -> None:
        self.server.seen.append((self.path, self.headers.get("Authorization")))
        if self.headers.get("Authorization") != BASIC:
            self.answer(401, "需要密码", {"WWW-Authenticate": 'Basic realm="staging", charset="UTF-8"'})
        elif self.path == "/robots.txt":
            self.answer(404, "没有")
        elif "session=open" not in (self.headers.get("Cookie") or ""):
            self.answer(200, "请先登录")
        else:
            self.answer(200, "望川镇便民服务网", more=self.server.more)

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        good = self.headers.get("Authorization") == BASIC and form == "user=editor&password=secret"
        self.answer(
            *(303, "好", {"Set-Cookie": "session=open; Path=/; HttpOnly; Secure", "Location": "/"})
            if good
            else (403, "不对")
        )

    def answer(self, status: int, title: str, headers: dict[str, str] | None = None, more: str = "") -> None:
        body = PAGE.format(title=title, more=more).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Be quiet."""


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private CA (ca.pem) and a host's certificate (host.pem, host.key) made by it."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not there")
    place = tmp_path_factory.mktemp("ca")
    (place / "names").write_text(f"subjectAltName=DNS:{HOST}\n")
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    for words in (
        ["req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=望川内部CA", "-utf8"],
        ["req", *key, "-keyout", "host.key", "-out", "host.csr", "-subj", f"/CN={HOST}"],
        ["x509", "-req", "-in", "host.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30",
         "-extfile", "names", "-out", "host.pem"],
    ):  # fmt: skip
        subprocess.run(["openssl", *words], cwd=place, check=True, capture_output=True)
    return place


@pytest.fixture
def staging(authority: Path) -> Iterator[http.server.ThreadingHTTPServer]:
    """The staging host, on loopback."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Staging)
    server.seen, server.more = [], ""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "host.pem", authority / "host.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def stranger() -> Iterator[http.server.ThreadingHTTPServer]:
    """Another host that asks for a password too, and is owed none."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Staging)
    server.seen, server.more = [], ""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def prelaunch(place: Path, port: int, **more: str) -> subprocess.CompletedProcess[str]:
    env = {
        **os.environ, "PYTHON": sys.executable, "A11Y_CREDENTIALS": f"{USER}:{PASSWORD}", "LOGIN_PATH": "/login",
        "LOGIN_USER": "editor", "LOGIN_PASSWORD": "secret", "PAGES": "1", **more,
    }  # fmt: skip
    command = [str(EXAMPLES / "prelaunch" / "prelaunch.sh"), f"https://{HOST}/", f"127.0.0.1:{port}"]
    return subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, timeout=240, check=False)


def test_the_script_gets_in_and_judges(
    tmp_path: Path, authority: Path, staging: http.server.ThreadingHTTPServer, stranger: http.server.ThreadingHTTPServer
) -> None:
    there = f"http://127.0.0.1:{stranger.server_port}"
    staging.more = f'<img src="{there}/photo.png" width="200" height="80"><a href="{there}/page.html">外站的网页</a>'
    done = prelaunch(tmp_path, staging.server_port, A11Y_CA_FILE=str(authority / "ca.pem"))
    report = json.loads((tmp_path / "out" / HOST / "report.json").read_text("utf-8"))
    assert report["coverage"]["complete"], done.stdout + done.stderr
    assert [page["title"] for page in report["pages"] if page["mode"] == "standard"] == ["望川镇便民服务网"]
    assert "axe/image-alt" in {f["check"] for f in report["findings"] if f["outcome"] == "failed"}
    assert done.returncode == 1
    assert {path.suffix for path in (tmp_path / "out" / HOST).glob("report.*")} >= {".html", ".xml", ".sarif", ".md"}
    kept = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert PASSWORD.encode() not in kept
    assert USER.encode() not in kept
    assert BASIC.encode() not in kept
    assert {path for path, _ in stranger.seen} >= {"/photo.png", "/page.html"}
    assert {authorization for _, authorization in stranger.seen} == {None}


def test_a_password_in_the_address_is_used_and_never_shown(
    tmp_path: Path, authority: Path, staging: http.server.ThreadingHTTPServer
) -> None:
    address = f"https://{quote(USER)}:{quote(PASSWORD)}@{HOST}/"
    words = ["check", address, "--allow-private", "--resolve", f"{HOST}:127.0.0.1:{staging.server_port}", "--dry-run"]
    env = {**os.environ, "A11Y_CA_FILE": str(authority / "ca.pem")}
    command = [sys.executable, "-m", "a11y.cli", *words]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert ("/", BASIC) in staging.seen
    assert f"https://{HOST}/" in done.stdout
    assert quote(PASSWORD) not in done.stdout + done.stderr
    assert PASSWORD not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"A11Y_CREDENTIALS": "no-colon-secret"}, "A11Y_CREDENTIALS 应写成 用户名:密码"),
        ({"A11Y_CA_FILE": "missing.pem"}, "A11Y_CA_FILE 指的证书文件读不了"),
    ],
)
def test_variables_that_make_no_sense_are_refused(tmp_path: Path, variables: dict[str, str], said: str) -> None:
    command = [sys.executable, "-m", "a11y.cli", "check", "http://127.0.0.1:9/", "--allow-private", "--out", "out"]
    env = {**os.environ, **variables}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 4, done.stdout + done.stderr
    assert said in done.stderr
    assert "no-colon-secret" not in done.stderr
    assert "Traceback" not in done.stderr


def test_without_its_authority_the_host_is_not_trusted(
    tmp_path: Path, staging: http.server.ThreadingHTTPServer
) -> None:
    state = tmp_path / "state.json"
    state.write_text('{"cookies": [], "origins": []}')
    done = prelaunch(tmp_path, staging.server_port, STORAGE_STATE=str(state))
    report = json.loads((tmp_path / "out" / HOST / "report.json").read_text("utf-8"))
    assert not report["coverage"]["complete"]
    assert {error["kind"] for error in report["errors"]} >= {"tls"}
    assert done.returncode == 2


def test_a_refused_sign_in_ends_the_script(
    tmp_path: Path, authority: Path, staging: http.server.ThreadingHTTPServer
) -> None:
    done = prelaunch(tmp_path, staging.server_port, A11Y_CA_FILE=str(authority / "ca.pem"), LOGIN_PASSWORD="wrong")
    assert done.returncode == 1
    assert "登录没有成功：403" in done.stderr
    assert not (tmp_path / "out").exists()
