"""Sign in to a staging host by its form and print the cookies as Playwright's storage state.

    python3 login.py https://www.example.gov.cn/ [10.0.0.8:443] > state.json

Reads LOGIN_PATH, LOGIN_USER, LOGIN_PASSWORD, A11Y_CREDENTIALS and A11Y_CA_FILE. Only the standard library is needed.
Adapt the names of the form's fields; sign-ins with a captcha or a second factor are done once by hand:
`playwright codegen --save-storage=state.json URL`.
"""

import base64
import http.client
import json
import os
import socket
import ssl
import sys
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


def main(site: str, address: str = "") -> None:
    """Post the form once; complain where no cookie comes back."""
    parts = urlsplit(site)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    place, _, its_port = address.rpartition(":") if ":" in address else (address, "", "")
    connected = socket.create_connection((place or parts.hostname, int(its_port or port)), timeout=20)
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=20)
    if parts.scheme == "https":
        context = ssl.create_default_context(cafile=os.environ.get("A11Y_CA_FILE"))
        connected = context.wrap_socket(connected, server_hostname=parts.hostname)
    connection.sock = connected
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if given := os.environ.get("A11Y_CREDENTIALS"):
        headers["Authorization"] = "Basic " + base64.b64encode(given.encode()).decode()
    form = urlencode({"user": os.environ["LOGIN_USER"], "password": os.environ["LOGIN_PASSWORD"]})
    connection.request("POST", os.environ["LOGIN_PATH"], form, headers)
    response = connection.getresponse()
    found = SimpleCookie()
    for header in response.headers.get_all("Set-Cookie") or []:
        found.load(header)
    if response.status >= 400 or not found:
        sys.exit(f"登录没有成功：{response.status} {response.reason}")
    json.dump({"cookies": [_cookie(morsel, parts) for morsel in found.values()], "origins": []}, sys.stdout)


def _cookie(morsel, parts) -> dict[str, object]:
    return {
        "name": morsel.key, "value": morsel.value, "domain": morsel["domain"] or parts.hostname,
        "path": morsel["path"] or "/", "expires": -1, "httpOnly": bool(morsel["httponly"]),
        "secure": bool(morsel["secure"]), "sameSite": (morsel["samesite"] or "Lax").capitalize(),
    }  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
