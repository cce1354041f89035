"""What people wrote into a handed-out document is theirs: a later call never writes over it.

The sums of what was written lie beside the documents; a file whose sum is another one was changed since, and is put
aside under a name that says so before the new one is written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from a11y.store import write_whole

SUMS = ".written.json"
MARK = "（人工修改"
"""In the name of what was put aside."""


@dataclass(slots=True)
class Kept:
    """The documents of one folder while they are written."""

    folder: Path
    before: Mapping[str, str]
    now: dict[str, str] = field(default_factory=dict)
    aside: list[Path] = field(default_factory=list)
    """Copies that people had changed."""

    def write(self, name: str, body: bytes) -> Path:
        """Write a document; what a person made of it is put aside first."""
        path, digest = self.folder / name, hashlib.sha256(body).hexdigest()
        self.spare(name, digest)
        write_whole(path, body)
        self.now[name] = digest
        return path

    def spare(self, name: str, digest: str = "") -> None:
        """Put a document aside where a person has changed it. `digest`: of what is to stand there now."""
        path, known = self.folder / name, self.before.get(name)
        if known is None or not path.is_file():
            return
        there = hashlib.sha256(path.read_bytes()).hexdigest()
        if there not in (known, digest):
            moment = datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y%m%d-%H%M%S")
            self.aside.append(path.replace(path.with_name(f"{path.stem}{MARK}{moment}）{path.suffix}")))

    def close(self) -> None:
        """Keep the sums for the next call."""
        write_whole(self.folder / SUMS, json.dumps(self.now, ensure_ascii=False, indent=0).encode())


def kept(folder: Path) -> Kept:
    """The documents that lie in a folder, as they were written last."""
    try:
        before = json.loads((folder / SUMS).read_text("utf-8"))
    except (OSError, ValueError):
        before = {}
    return Kept(folder, before if isinstance(before, dict) else {})
