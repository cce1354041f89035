"""How a site is to be collected: the command's `collection` options as one value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from a11y.collect.guard import BYTES_LIMIT, Place, parse_mapping
from a11y.errors import UsageError
from a11y.evidence import Visit, adapter
from a11y.model import Device


@dataclass(frozen=True, slots=True)
class Options:
    """Options of one collection. Every default is the contract's.

    Words and lists as a command or a JSON document holds them are taken too: `device="mobile"`,
    `resolve=["www.a.gov.cn:127.0.0.1:8000"]`, paths as text.

    Raises:
        UsageError: a value that makes no sense.
    """

    pages: int = 20
    concurrency: int = 2
    seed: int = 0
    device: Device = Device.DESKTOP
    elderly: bool = True
    """Look for the elderly version, enter it and press its buttons."""
    timeout: float = 30.0
    """Seconds one page may take to open; three times that to be examined."""
    site_timeout: float = 1800.0
    """Seconds one site may take; what is not looked at by then is not looked at."""
    rate: float | None = None
    """Requests a second to one host; None: polite outside, as fast as it goes on loopback."""
    user_agent: str | None = None
    proxy: str | None = None
    """A further proxy that our own goes through."""
    resolve: tuple[tuple[str, Place], ...] = ()
    """`guard.parse_mapping` of each `--resolve`."""
    browser: str | None = None
    headed: bool = False
    axe_script: Path | None = None
    extra_axe: tuple[str, ...] = ()
    """Rules of axe beyond the default (AAA, experimental) that a chosen profile names."""
    storage_state: Path | None = None
    """Playwright's storage state: cookies of a signed-in visitor."""
    credentials: tuple[str, str] | None = None
    """User and password of HTTP authentication."""
    ignore_robots: str | None = None
    """Why robots.txt is not asked; the reason is kept with the evidence."""
    allow_private: bool = False
    keep: str = "failed"
    """Pictures kept: of what failed or is in doubt, all, or none."""
    now: str | None = None
    """ISO 8601 with zone: `collected_at` and every "today"."""
    only_pages: tuple[str, ...] = ()
    """`--page`: these addresses are the sample."""
    only_artifacts: frozenset[str] = field(default_factory=frozenset)
    """Names of the artifacts that the chosen checks need; empty: all. See `wants`."""
    visits: tuple[Visit, ...] = ()
    """Availability visits recorded before this run; they join its evidence."""
    arguments: tuple[str, ...] = ()
    """The command's own words that a repetition needs, as `--allow-private`."""
    bytes_limit: int = BYTES_LIMIT
    folder_limit: int = 10 << 20
    """Bytes of pictures kept of one site."""

    def wants(self, *artifacts: type) -> bool:
        """True where at least one of these artifacts is to be gathered."""
        return not self.only_artifacts or any(artifact.__name__ in self.only_artifacts for artifact in artifacts)

    def __post_init__(self) -> None:
        set_it = object.__setattr__
        if self.keep not in ("failed", "all", "none"):
            raise UsageError(f"--keep 只能是 failed、all 或 none，不能是「{self.keep}」")
        if self.pages < 1 or self.concurrency < 1:
            raise UsageError("--pages 和 --concurrency 至少是 1")
        if self.proxy and not _is_proxy(self.proxy):
            raise UsageError(f"--proxy 应像 http://主机:端口 或 socks5://主机:端口，不能是「{self.proxy}」")
        set_it(self, "device", Device(self.device))
        set_it(self, "resolve", tuple(parse_mapping(m) if isinstance(m, str) else m for m in self.resolve))
        for name in ("axe_script", "storage_state"):
            if isinstance(given := getattr(self, name), str):
                set_it(self, name, Path(given))
        for name in ("extra_axe", "only_pages", "arguments"):
            set_it(self, name, tuple(getattr(self, name)))
        set_it(self, "visits", tuple(adapter(Visit).validate_python(v) for v in self.visits))
        set_it(self, "only_artifacts", frozenset(self.only_artifacts))


def _is_proxy(address: str) -> bool:
    """True for `http://host:port` and `socks5://host:port`, with or without a user."""
    try:
        parts = urlsplit(address)
        whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return whole and re.fullmatch(r"https?|socks[45]h?", parts.scheme) is not None and not re.search(r"\s", address)
