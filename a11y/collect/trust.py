"""Whom a connection trusts beyond the public authorities: the private CA of a staging host, by `$A11Y_CA_FILE`.

Chromium takes no file of authorities. It takes hashes of public keys whose certificates it shall not judge
(`--ignore-certificate-errors-spki-list`). So the certificate of each host of the site is judged here first, strictly
and with the private CA, and only the keys of those that pass are named to the browser. The CA's own key is never
named: a server could send that certificate along without owning the key.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
import os
import ssl
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from a11y.collect.guard import Guard, GuardError
from a11y.errors import UsageError

log = logging.getLogger(__name__)

VARIABLE = "A11Y_CA_FILE"
MOST_HOSTS = 20
SECONDS = 10.0


@cache
def strict() -> ssl.SSLContext:
    """What a strict client accepts: the public authorities, and those of `$A11Y_CA_FILE`.

    Raises:
        UsageError: the file is not one of certificates in PEM form.
    """
    context = ssl.create_default_context()
    if file := os.environ.get(VARIABLE):
        try:
            context.load_verify_locations(Path(file))
        except (OSError, ssl.SSLError) as error:
            raise UsageError(f"环境变量 {VARIABLE} 指的证书文件读不了：{file}（{error}）；应为 PEM 格式") from None
    return context


async def keys(guard: Guard, places: Iterable[str]) -> tuple[str, ...]:
    """Hashes for the browser of the keys of those https hosts whose certificates pass with the private CA.

    `places`: addresses or host names. Without `$A11Y_CA_FILE` nothing is asked and none are returned.
    """
    if not os.environ.get(VARIABLE):
        return ()
    context = strict()
    hosts = list(dict.fromkeys(_hosts(places)))[:MOST_HOSTS]
    found = [await _key(guard, host, port, context) for host, port in hosts]
    return tuple(sorted({key for key in found if key}))


def _hosts(places: Iterable[str]) -> Iterator[tuple[str, int]]:
    for place in places:
        parts = urlsplit(place if "://" in place else f"https://{place}")
        if parts.hostname:
            yield parts.hostname, (parts.port if parts.scheme == "https" else None) or 443


async def _key(guard: Guard, host: str, port: int, context: ssl.SSLContext) -> str:
    try:
        async with asyncio.timeout(SECONDS):
            connected = await guard.connect(host, port)
            _, writer = await asyncio.open_connection(sock=connected, ssl=context, server_hostname=host)
            certificate = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
            writer.close()
    except (GuardError, OSError, TimeoutError) as error:  # the browser will say what is wrong with it
        log.debug("%s:%d is not vouched for: %s", host, port, error)
        return ""
    return key_hash(certificate)


def key_hash(certificate: bytes) -> str:
    """SHA-256 of a DER certificate's SubjectPublicKeyInfo, in base64.

    Source: RFC 5280 4.1 (the seventh field of tbsCertificate, the sixth where the version is left out).
    """
    start, _ = _inside(certificate, 0)
    at, _ = _inside(certificate, start)
    fields = 6 if certificate[at] == 0xA0 else 5
    for _ in range(fields):
        at = _inside(certificate, at)[1]
    end = _inside(certificate, at)[1]
    return base64.b64encode(hashlib.sha256(certificate[at:end]).digest()).decode()


def _inside(data: bytes, at: int) -> tuple[int, int]:
    """Where the content of the DER element at `at` begins, and where the element ends."""
    length, start = data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    return start, start + length
