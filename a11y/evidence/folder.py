"""The evidence folder: what was seen of one site, on disk, readable next year.

    <site>/evidence/sample.json          format, sample, errors of site artifacts
    <site>/evidence/pages/NNNN.json      one page and its artifacts, in the order they were looked at
    <site>/evidence/site/<Artifact>.json artifacts of the site
    <site>/evidence/crops/ thumbs/       small pictures
    <site>/MANIFEST.sha256               as `sha256sum -c` reads it

Keys are sorted and nothing but `collected_at` depends on the clock of the writer. Pages are read one by one.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from a11y.errors import EvidenceError
from a11y.evidence import (
    FORMAT,
    Crops,
    Evidence,
    Page,
    PageEvidence,
    Sample,
    adapter,
    artifact_types,
    decode_page,
    encode_page,
    is_site_artifact,
)  # fmt: skip

log = logging.getLogger(__name__)

MANIFEST = "MANIFEST.sha256"
PICTURES_LIMIT = 8 << 20
"""Bytes of pictures of one site: the rest of the 10 MB that a site may keep is text."""
_NAME = re.compile(r"[^\w.-]+", re.ASCII)


# --- writing ---
class Writer:
    """Evidence of one site while it is being gathered. What is written is whole or not there."""

    def __init__(self, folder: Path, *, pictures_limit: int = PICTURES_LIMIT) -> None:
        self.folder = folder
        self.root = folder / "evidence"
        self.root.mkdir(parents=True, exist_ok=True)
        self._numbers = 0
        self._written: set[int] = set()
        self._left = pictures_limit

    def reserve(self) -> int:
        """The next page's number, so that pages stand in the order they were chosen, whichever is done first."""
        self._numbers += 1
        return self._numbers

    def write_page(self, seen: PageEvidence, number: int | None = None) -> None:
        """Keep one page under its number, or the next one."""
        number = number or self.reserve()
        write_whole(self._page(number), as_bytes(encode_page(seen)))
        self._written.add(number)

    def add_crops(self, page: Page, crops: Crops) -> None:
        """Add pictures to a page that is written already."""
        for number in sorted(self._written):
            path = self._page(number)
            seen = _decoded(_json(path), None)
            if (seen.page.url, seen.page.mode, seen.page.device) == (page.url, page.mode, page.device):
                known = seen.artifacts.get(Crops, Crops())
                artifacts = {**seen.artifacts, Crops: Crops((*known.items, *crops.items))}
                write_whole(path, as_bytes(encode_page(replace(seen, artifacts=artifacts))))
                return

    def pages(self, wanted: Iterable[type] | None = None) -> Iterator[PageEvidence]:
        """Pages written so far, in order, with the wanted artifacts alone."""
        names = None if wanted is None else {cls.__name__ for cls in wanted}
        for number in sorted(self._written):
            yield _decoded(_json(self._page(number)), names)

    def save_picture(self, folder: str, name: str, data: bytes) -> str | None:
        """Keep a picture; its path relative to the site's folder, None where the limit of the site is reached."""
        if len(data) > self._left:
            return None
        self._left -= len(data)
        path = f"evidence/{clean(folder)}/{clean(name)}"
        write_whole(self.folder / path, data)
        return path

    def finish(self, sample: Sample, artifacts: Mapping[type, Any], errors: Mapping[str, str]) -> None:
        """Write what concerns the site, and the manifest: from now on the folder is evidence."""
        for cls, value in sorted(artifacts.items(), key=lambda item: item[0].__name__):
            write_whole(
                self.root / "site" / f"{cls.__name__}.json", as_bytes(adapter(cls).dump_python(value, mode="json"))
            )
        whole = {
            "format": FORMAT,
            "sample": adapter(Sample).dump_python(sample, mode="json"),
            "site_errors": dict(errors),
            "pages": sorted(self._written),
        }
        write_whole(self.root / "sample.json", as_bytes(whole))
        write_manifest(self.folder)

    def _page(self, number: int) -> Path:
        return self.root / "pages" / f"{number:04d}.json"


def write_evidence(folder: Path, evidence: Evidence) -> None:
    """Write evidence that is in memory as a folder."""
    writer = Writer(folder)
    for seen in evidence.pages():
        writer.write_page(seen)
    writer.finish(evidence.sample, evidence.site_artifacts, evidence.site_errors)


def write_manifest(folder: Path) -> None:
    """Write the sums of every file of a site's folder, in the form of `sha256sum`."""
    rows = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink() and name != MANIFEST and not name.startswith("."):
            rows.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n")
    write_whole(folder / MANIFEST, "".join(rows).encode())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def as_bytes(data: Any) -> bytes:
    """JSON with sorted keys; half characters that pages are made of are replaced."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"


def clean(name: str) -> str:
    """A file name without anything that leads elsewhere."""
    stem = _NAME.sub("-", name).strip(".-")[-120:]
    return stem or "x"


# --- reading ---
@dataclass(frozen=True)
class Folder:
    """Evidence on disk."""

    path: Path
    sums: Mapping[str, str]

    @cached_property
    def _head(self) -> dict[str, Any]:
        head = _json(self.path / "evidence" / "sample.json", self.sums)
        if not isinstance(head, dict) or not isinstance(head.get("sample"), dict):
            raise EvidenceError(f"证据已损坏：{self.path}/evidence/sample.json 不是样本说明")
        return head

    @cached_property
    def sample(self) -> Sample:
        """The site and how it was sampled."""
        found: Sample = _valid(Sample, self._head["sample"], self.path / "evidence" / "sample.json")
        return found

    @cached_property
    def site_artifacts(self) -> Mapping[type, Any]:
        """Artifacts of the site, by type; those of unknown names are passed over."""
        types = artifact_types()
        found: dict[type, Any] = {}
        for path in sorted((self.path / "evidence" / "site").glob("*.json")):
            cls = types.get(path.stem)
            if cls is not None and is_site_artifact(cls):
                found[cls] = _valid(cls, _json(path, self.sums, self.path), path)
        return found

    @property
    def site_errors(self) -> Mapping[str, str]:
        """Artifact name → why it could not be gathered."""
        errors: Mapping[str, str] = self._head.get("site_errors", {})
        return errors

    def pages(self, wanted: Iterable[type] | None = None) -> Iterator[PageEvidence]:
        """Pages one after another, with the wanted artifacts alone where such are named."""
        names = None if wanted is None else {cls.__name__ for cls in wanted}
        for number in self._head.get("pages", ()):
            path = self.path / "evidence" / "pages" / f"{int(number):04d}.json"
            try:
                yield _decoded(_json(path, self.sums, self.path), names)
            except (ValidationError, KeyError, TypeError, AttributeError) as error:
                raise EvidenceError(f"证据已损坏：{path} 的内容不合格式") from error


@dataclass(frozen=True)
class Resampled:
    """Evidence whose seed is another one: checks that draw a sample draw a different one."""

    inner: Evidence
    seed: int

    @cached_property
    def sample(self) -> Sample:
        """The sample with the other seed."""
        return replace(self.inner.sample, seed=self.seed)

    @property
    def site_artifacts(self) -> Mapping[type, Any]:
        """Those of the evidence."""
        return self.inner.site_artifacts

    @property
    def site_errors(self) -> Mapping[str, str]:
        """Those of the evidence."""
        return self.inner.site_errors

    def pages(self) -> Iterator[PageEvidence]:
        """Those of the evidence."""
        return self.inner.pages()


def open_evidence(folder: Path) -> Folder:
    """The evidence in a site's folder (or in its `evidence/`).

    Raises:
        EvidenceError: there is none, it is of a version that this release does not read, or it was damaged.
    """
    folder = folder.parent if folder.name == "evidence" and not (folder / "evidence").exists() else folder
    head = folder / "evidence" / "sample.json"
    if not head.is_file():
        raise EvidenceError(f"{folder} 里没有证据（缺少 evidence/sample.json）")
    format = _json(head).get("format") if isinstance(_json(head), dict) else None
    if format != FORMAT:
        raise EvidenceError(f"{folder} 的证据版本是 {format}，本程序只读版本 {FORMAT}；请用当时的版本，或重新采集")
    opened = Folder(folder, _sums(folder))
    _json(head, opened.sums, folder)
    assert opened.sample is not None  # noqa: S101 - read now, so that a damaged folder is refused before anything is done
    missing = [n for n in opened.sums if n.startswith("evidence/") and not (folder / n).is_file()]
    if missing:
        raise EvidenceError(f"证据已损坏：{folder} 缺少 {missing[0]}")
    return opened


def resampled(evidence: Evidence, seed: int) -> Resampled:
    """The same evidence under another seed."""
    return Resampled(evidence, seed)


@dataclass(frozen=True, slots=True)
class Assets:
    """Pictures of a site's folder, for reporters."""

    folder: Path

    def read(self, path: str) -> bytes | None:
        """The bytes of `path` below `evidence/`, or None."""
        root = (self.folder / "evidence").resolve()
        try:
            wanted = (self.folder / path).resolve()
            return wanted.read_bytes() if wanted.is_relative_to(root) and wanted.is_file() else None
        except (OSError, ValueError):
            return None


def _sums(folder: Path) -> Mapping[str, str]:
    try:
        lines = (folder / MANIFEST).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvidenceError(f"证据不完整：{folder} 缺少 {MANIFEST}") from error
    return {name: sum for sum, _, name in (line.partition("  ") for line in lines) if name}


def _json(path: Path, sums: Mapping[str, str] | None = None, folder: Path | None = None) -> Any:
    try:
        data = path.read_bytes()
        name = path.relative_to(folder).as_posix() if folder else None
        if sums is not None and name is not None and sums.get(name) != hashlib.sha256(data).hexdigest():
            raise EvidenceError(f"证据已损坏：{path} 与 {MANIFEST} 不符")
        return json.loads(data)
    except (OSError, ValueError) as error:
        raise EvidenceError(f"证据已损坏：{path} 读不出来（{type(error).__name__}）") from error


def _decoded(data: Any, names: set[str] | None) -> PageEvidence:
    if names is not None:
        data = {**data, "artifacts": {name: value for name, value in data["artifacts"].items() if name in names}}
    return decode_page(data)


def _valid(cls: type, data: Any, path: Path) -> Any:
    try:
        return adapter(cls).validate_python(data)
    except ValidationError as error:
        raise EvidenceError(f"证据已损坏：{path} 的内容不合格式（{error.errors()[0]['loc']}）") from error
