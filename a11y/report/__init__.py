"""One module per form in which a site's report is read. Pure: a report and pictures in, files out.

A format is a module with `SUFFIX` and `render(report, assets) -> {path in the site's folder: bytes}`; dropping it here,
or naming it in the entry point group `a11y.reports`, makes it a `--format`. Modules whose names begin with an underscore
are shared by the formats and are none themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class Assets(Protocol):
    """Pictures and clips of a site's folder, which a report shows but does not hold."""

    def read(self, path: str) -> bytes | None:
        """The bytes of `path` (relative, below `evidence/`), or `None` where there is no such file."""


@dataclass(frozen=True, slots=True)
class LiteralAssets:
    """Assets written down in memory: for tests, and for reports without pictures."""

    files: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, path: str) -> bytes | None:
        """The bytes kept under `path`."""
        return self.files.get(path)
