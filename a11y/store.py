"""Where results lie: a site's evidence folder. Its form is `evidence.folder`; the database is `database`."""

from __future__ import annotations

from a11y.errors import EvidenceError
from a11y.evidence.folder import (
    MANIFEST,
    Assets,
    Folder,
    Resampled,
    Writer,
    as_bytes,
    clean,
    open_evidence,
    resampled,
    write_evidence,
    write_manifest,
    write_whole,
)  # fmt: skip

__all__ = [
    "MANIFEST", "Assets", "EvidenceError", "Folder", "Resampled", "Writer", "as_bytes", "clean", "open_evidence",
    "resampled", "write_evidence", "write_manifest", "write_whole",
]  # fmt: skip
