"""One site, from its address to its reports.

Reads as the table of contents: sample = collect(…) · results = checks.run(…) · scorecards = [judge(…)] · render.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import platform
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from a11y import __version__, checks, evidence, registry, store
from a11y.backends import Done, Event, Job
from a11y.backends._supervise import run_job
from a11y.errors import FULL, KINDS, DiskFullError, ReportError, UsageError
from a11y.evidence import Evidence, Sample, adapter
from a11y.judge import judge
from a11y.model import Coverage, Mode, Scorecard, Site, SiteReport, Target, Trouble
from a11y.profile import Profile, load_profile
from a11y.rulings import Answers, read_answers, settle

log = logging.getLogger(__name__)

Progress = Callable[[str, Mapping[str, Any]], None]

DEFAULT_PROFILE = checks.DEFAULT_PROFILE
DEFAULT_FORMATS = ("json", "html")
PRINTED = "pdf"
"""The one format that a browser makes from another one."""


@dataclass(frozen=True, slots=True)
class Request:
    """By what a site is judged, and which reports are wanted."""

    profiles: tuple[str, ...] = (DEFAULT_PROFILE,)
    """Ids or paths."""
    formats: tuple[str, ...] = DEFAULT_FORMATS
    rulings: str | None = None
    ledger: str | None = None
    resample: int | None = None
    lang: str = "zh"
    only: tuple[str, ...] = ()
    """Check ids or families; empty means all."""


def audit(site: Site, collection: Mapping[str, Any], request: Request, folder: Path, progress: Progress) -> SiteReport:
    """Look at a site and judge it; evidence and reports lie in `folder` afterwards.

    `collection`: words of the command's collection options, see `collection_options`.
    """
    from a11y.collect import collect

    profiles = [load_profile(name) for name in request.profiles]
    rules = sorted({rule for profile in profiles for rule in profile.axe_rules})
    options = collection_options({**collection, "extra_axe": rules}, request.only)
    runs = _runs(profiles, request.only)
    collect(site, options, folder, progress, suspects=lambda seen: suspects(seen, runs))
    return assess(folder, request, progress)


def collection_options(words: Mapping[str, Any], only: Sequence[str] = ()) -> Any:
    """`collect.Options` from what the command (or a job) says in JSON-able words.

    Raises:
        UsageError: a mapping or a proxy that is none.
    """
    from a11y.collect import Options

    given = {name: value for name, value in words.items() if value is not None}
    if only:
        wanted = {need.__name__ for id, item in registry.checks().items() if chosen(id, only) for need in item.needs}
        folds = [fold for artifact, fold in evidence.FROM_PAGES.items() if artifact.__name__ in wanted]
        wanted |= {need.__name__ for fold in folds for need in fold.needs}
        # Checks of pages look into the elderly version too, and there is no other way in than by its entry.
        if any(chosen(id, only) and looks_inside(item) for id, item in registry.checks().items()):
            wanted.add(evidence.ElderlyEntries.__name__)
        given["only_artifacts"] = wanted
    return Options(**given)


def looks_inside(check: registry.Check) -> bool:
    """True where a check is made on pages of the elderly version."""
    return Mode.ELDERLY in check.modes and not checks.is_site_check(check)


def suspects(seen: evidence.PageEvidence, runs: Sequence[checks.Run]) -> list[Target]:
    """Elements of a page that a check will speak of: they deserve a picture."""
    site = Site(url=seen.page.url)
    sample = Sample(site, "1970-01-01T00:00:00+00:00", 0, Coverage(1, 1, 0, 1, complete=True), elderly_entered=True)
    results = checks.run(evidence.Literal(sample, (seen,)), runs)
    ranked: list[tuple[tuple[int, int, int], Target]] = []
    for result in results:
        found = sorted(
            (f for f in result.findings if f.target.selector), key=lambda f: (-f.outcome.rank, -f.impact.rank)
        )
        ranked += [((n // A_FEW, -f.outcome.rank, -f.impact.rank), f.target) for n, f in enumerate(found)]
    return [target for _, target in sorted(ranked, key=lambda row: row[0])]


A_FEW = 3
"""Pictures of one check's findings before those of the other checks have their turn."""


def assess(folder: Path, request: Request, progress: Progress | None = None) -> SiteReport:
    """Judge the evidence in `folder` and write the reports beside it. No browser, the same bytes twice."""
    if progress is not None:
        progress("stage", {"name": "judge"})
    report = assemble(store.open_evidence(folder), request)
    write_reports(report, request.formats, folder)
    return report


def assemble(seen: Evidence, request: Request) -> SiteReport:
    """The report of evidence under the profiles asked for. Pure."""
    profiles = [load_profile(name) for name in request.profiles]
    answers = read_answers(request.rulings, request.ledger, profiles)
    if request.resample is not None:
        seen = store.resampled(seen, request.resample)
    sample = seen.sample
    named = {profile.id: (profile.checks, profile.options) for profile in profiles}
    runs = checks.every_run(named, checks.unforeseen(seen))
    runs = [run for run in runs if not request.only or chosen(run.check.id, request.only)]
    typed = {profile.id: name for name, profile in zip(request.profiles, profiles, strict=True)}
    results = settle(checks.run(seen, runs, typed), answers, site=sample.site, now=sample.collected_at)
    scorecards = [_scorecard(profile, results, sample, answers) for profile in profiles]
    return SiteReport(
        tool=_tool(sample, profiles), site=replace(sample.site, id=site_id(sample.site)), collected_at=sample.collected_at, coverage=sample.coverage,
        pages=tuple(_page(page) for page in seen.pages()), checks=tuple(results), scorecards=tuple(scorecards),
        errors=(*sample.errors, *_troubles(seen)), chapters=_chapters(seen), lang=request.lang,
        template_sizes=sample.template_sizes,
    )  # fmt: skip


def _runs(profiles: Sequence[Profile], only: Sequence[str], more: Sequence[registry.Check] = ()) -> list[checks.Run]:
    runs = checks.every_run({profile.id: (profile.checks, profile.options) for profile in profiles}, more)
    return [run for run in runs if not only or chosen(run.check.id, only)]


def _scorecard(profile: Profile, results: Sequence[Any], sample: Sample, answers: Answers) -> Scorecard:
    return judge(
        profile, results, site=sample.site, coverage=sample.coverage, rulings=answers.rulings, ledger=answers.ledger,
        now=sample.collected_at, seed=sample.seed,
    )  # fmt: skip


def chosen(check: str, only: Sequence[str]) -> bool:
    """True where `only` names the check or its family."""
    return any(check == name or check.startswith(name.rstrip("/") + "/") for name in only)


def _tool(sample: Sample, profiles: Sequence[Profile]) -> dict[str, Any]:
    words = {"version": __version__, "axe": sample.tool.get("axe"), "chromium": sample.tool.get("chromium")}
    return {**words, "profiles": {profile.id: profile.version for profile in profiles}, "seed": sample.seed}


def _page(seen: evidence.PageEvidence) -> dict[str, Any]:
    page = seen.page
    return {
        "url": page.url, "final_url": page.final_url, "role": page.role.value, "mode": page.mode.value,
        "device": page.device.value, "status": page.status, "title": page.title, "template": page.template,
        "milliseconds": page.milliseconds, "thumbnail": page.thumbnail, "error": page.error,
    }  # fmt: skip


def _troubles(seen: Evidence) -> list[Trouble]:
    troubles = [Trouble(name, "gatherer", detail) for name, detail in sorted(seen.site_errors.items())]
    for page in seen.pages():
        troubles += [Trouble(f"{page.page.url} {name}", "gatherer", text) for name, text in sorted(page.errors.items())]
        if checks.is_garbled(page):
            troubles.append(
                Trouble(page.page.url, "garbled", f"{KINDS['garbled'].text}（浏览器按 {page.page.charset} 读）")
            )
    return troubles


def _chapters(seen: Evidence) -> dict[str, Any]:
    """Artifacts that a report tells as a chapter of its own: those whose type says under which name."""
    chapters = {
        cls.CHAPTER: adapter(cls).dump_python(value, mode="json")
        for cls, value in seen.site_artifacts.items()
        if hasattr(cls, "CHAPTER")
    }
    walk = _walk(seen)
    return {**chapters, "walk": walk} if walk else chapters


def _walk(seen: Evidence) -> dict[str, Any]:
    """The way of Tab through one page, as drawn: of the elderly version where it was walked, else of the first page."""
    walked = [page for page in seen.pages() if getattr(page.artifacts.get(evidence.KeyboardWalk), "picture", None)]
    page = min(walked, key=lambda page: page.page.mode is not Mode.ELDERLY, default=None)
    if page is None:
        return {}
    walk, looks = page.artifacts[evidence.KeyboardWalk], page.artifacts.get(evidence.FocusLooks)
    stops = [{"name": stop.target.name, "selector": stop.target.selector} for stop in walk.stops]
    focus = [
        {"name": look.target.name or look.target.selector, "before": look.before, "after": look.after}
        for look in (looks.items if looks else ())
        if look.before and look.after
    ]
    return {"keyboard": {"picture": walk.picture, "stops": stops}, "focus": focus[:6]}


def write_reports(report: SiteReport, formats: Sequence[str], folder: Path) -> None:
    """Every format asked for, `json` first; one broken reporter does not cost the others.

    What lies there already is made again, so that no two reports of a folder contradict each other; a PDF, which
    needs a browser, is taken away unless it was asked for.

    Raises:
        UsageError: a format that nobody knows.
        ReportError: a report could not be made or written; all others are there.
    """
    known = registry.reporters()
    wanted = tuple(dict.fromkeys(("json", *formats)))
    for name in wanted:
        if name not in known and name != PRINTED:
            raise UsageError(f"没有“{name}”这种报告格式，可用：{'、'.join([*known, PRINTED])}")
    there = [name for name, reporter in known.items() if (folder / f"report.{reporter.SUFFIX}").is_file()]
    wanted = tuple(dict.fromkeys((*wanted, *there)))
    if PRINTED not in wanted:
        (folder / f"report.{PRINTED}").unlink(missing_ok=True)
    broken: list[str] = []
    assets = store.Assets(folder)
    for name in wanted:
        if name == PRINTED:
            continue
        try:
            for path, body in known[name].render(report, assets).items():
                store.write_whole(folder / path, body)
        except Exception as error:  # one of the four: one broken reporter never costs the run
            log.warning("reporter %s broke", name, exc_info=True)
            broken.append(_broken(name, error, folder / f"report.{known[name].SUFFIX}"))
    if PRINTED in wanted:
        broken += _print(report, folder)
    store.write_manifest(folder)
    if broken:
        raise ReportError(f"报告未能写出：{'；'.join(broken)}")


def _broken(name: str, error: Exception, left: Path) -> str:
    """What is said of a broken reporter; where there is no room left, no other will do better.

    `left`: what an earlier judgement left would contradict the others, and goes.
    """
    if isinstance(error, OSError) and error.errno in FULL:
        raise error
    if name != "json" and left.is_file():
        left.unlink()
    return f"{name}（{type(error).__name__}: {error}）"


def printer() -> Any:
    """What prints pages of HTML as tagged PDFs, `.print(page)`: one browser for all that is printed while it is open."""
    from a11y.collect.printing import Printer

    return Printer()


def _print(report: SiteReport, folder: Path) -> list[str]:
    try:
        body = registry.reporters()["html"].printable(report, store.Assets(folder))
        with printer() as press:
            store.write_whole(folder / "report.pdf", press.print(body))
    except Exception as error:  # a printer is a reporter too
        log.warning("printing broke", exc_info=True)
        return [f"pdf（{type(error).__name__}: {error}）"]
    return []


def unseen(
    site: Site, kind: str, detail: str, collection: Mapping[str, Any], request: Request, folder: Path
) -> SiteReport:
    """The report of a site whose examination was cut off: nothing was seen, and that is said."""
    now = str(collection.get("now") or datetime.now().astimezone().isoformat(timespec="seconds"))
    coverage = Coverage(0, 0, 0, 0, complete=False, reason=detail)
    tool: dict[str, Any] = {"version": __version__, "axe": None, "chromium": None, "arguments": []}
    sample = Sample(site, now, int(collection.get("seed", 0)), coverage, tool, (Trouble(site.url, kind, detail),))
    store.write_evidence(folder, evidence.Literal(sample))
    return assess(folder, request)


def work(
    *,
    site: Mapping[str, Any],
    collection: Mapping[str, Any],
    request: Mapping[str, Any],
    folder: str,
    progress: Progress,
) -> Mapping[str, Any]:
    """What a child process does for one site: everything, in a folder of its own that becomes the attempt when whole.

    A worker that was given up for lost may still be at work: two children never write into the same folder, and the
    first to be whole is the attempt. Returns a short account.
    """
    attempt = Path(folder)
    own = attempt.with_name(f"{attempt.name}.{platform.node()}-{os.getpid()}")
    own.mkdir(parents=True)
    subject = adapter(Site).validate_python(site)
    try:
        report = audit(subject, collection, adapter(Request).validate_python(request), own, progress)
    except ReportError:
        # All other reports are there, and they count.
        _publish(own, attempt)
        raise
    except BaseException:
        # What is half counts for nothing, and may be what has filled the disc.
        shutil.rmtree(own, ignore_errors=True)
        raise
    _publish(own, attempt)
    return {"complete": report.coverage.complete, "pages": len(report.pages)}


def _publish(own: Path, attempt: Path) -> None:
    """Make a child's folder the attempt, in one step; where another child was whole before, its result stands."""
    with contextlib.suppress(OSError):
        attempt.rmdir()
    try:
        own.rename(attempt)
    except OSError:
        shutil.rmtree(own, ignore_errors=True)


def examine(
    site: Site, collection: Mapping[str, Any], request: Request, folder: Path, *, seconds: float = 900,
    on_event: Event | None = None,
) -> Done:  # fmt: skip
    """Do all of a site in a child process; its results lie whole in `folder`, whatever happened to the child.

    Raises:
        UsageError: the child refused its orders (a private address, a bad file); nothing is left behind.
        DiskFullError: there is no room for its results.
    """
    attempt = next_attempt(folder)
    arguments = {
        "site": as_json(site), "collection": dict(collection), "request": as_json(request), "folder": str(attempt),
    }  # fmt: skip
    done = run_job(Job(site_id(site), "a11y.audit:work", arguments, seconds), on_event)
    if done.kind == "failed" and done.status == UsageError.status:
        for part in folder.glob(".attempt-*"):
            shutil.rmtree(part, ignore_errors=True)
        for empty in (folder, folder.parent):
            with contextlib.suppress(OSError):
                empty.rmdir()
        raise UsageError(f"{site.url}：{done.detail}")
    if done.kind == "full":
        raise DiskFullError(f"{site.url}：{done.detail}，腾出空间后再运行同一条命令")
    if not (attempt / "report.json").exists():
        write_unseen(site, done, collection, request, attempt)
    settle_attempt(attempt, folder)
    return done


def write_unseen(site: Site, done: Done, collection: Mapping[str, Any], request: Request, attempt: Path) -> None:
    """Put the report of a site whose child came to a bad end into its attempt, in place of what it left."""
    for part in (attempt, *attempt.parent.glob(f"{attempt.name}.*")):
        shutil.rmtree(part, ignore_errors=True)
    attempt.mkdir(parents=True)
    kind = done.kind if done.kind in KINDS else "unknown"
    unseen(site, kind, done.detail or KINDS[kind].text, collection, request, attempt)


def settle_attempt(attempt: Path, folder: Path) -> None:
    """Move what is whole from `attempt` into `folder`, `report.json` last: a folder that has one is done.

    Reports of an earlier run that this one did not make again would contradict it, and go; what people wrote stays.
    """
    (folder / "report.json").unlink(missing_ok=True)
    entries = sorted(attempt.iterdir(), key=lambda path: path.name == "report.json")
    for stale in {path.name for path in (*folder.glob("report"), *folder.glob("report.*"))} - {e.name for e in entries}:
        if (folder / stale).is_dir():
            shutil.rmtree(folder / stale)
        else:
            (folder / stale).unlink()
    for entry in entries:
        target = folder / entry.name
        if target.is_dir():
            shutil.rmtree(target)
        entry.replace(target)
    attempt.rmdir()


def next_attempt(folder: Path) -> Path:
    """`folder/.attempt-N`, new; what an earlier attempt left is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    earlier = sorted(folder.glob(".attempt-*"))
    numbers = (path.name.removeprefix(".attempt-").partition(".")[0] for path in earlier)
    number = 1 + max((int(text) for text in numbers if text.isdigit()), default=0)
    for path in earlier:
        shutil.rmtree(path, ignore_errors=True)
    attempt = folder / f".attempt-{number}"
    attempt.mkdir()
    return attempt


def site_id(site: Site) -> str:
    """The given id, else the host in lower case with `-PORT` unless it is the default, other characters as `-`."""
    from urllib.parse import urlsplit

    if site.id:
        name = site.id
    else:
        parts = urlsplit(site.url)
        default = {"http": 80, "https": 443}.get(parts.scheme)
        port = f"-{parts.port}" if parts.port and parts.port != default else ""
        name = (parts.hostname or "site").lower() + port
    clean = "".join(c if (c.isalnum() or c in ".-_") else "-" for c in name).strip(".") or "site"
    if len(clean.encode()) <= 120:
        return clean
    return clean[:30] + "-" + hashlib.sha256(name.encode()).hexdigest()[:12]


def read_report(folder: Path) -> dict[str, Any]:
    """The `report.json` of a site's folder.

    Raises:
        UsageError: there is none, or something else stands in it.
    """
    path = folder / "report.json"
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError):
        raise UsageError(f"{folder} 里没有能读的 report.json；有证据的，用 a11y judge {folder} 重新生成") from None
    if not isinstance(found, dict) or found.get("schema") != "a11y-report/1":
        raise UsageError(f"{path} 不是本工具这一版的报告；有证据的，用 a11y judge {folder} 重新生成")
    return found


def as_json(value: Site | Request) -> Any:
    """A dataclass as JSON-able data."""
    cls: type = type(value)
    return adapter(cls).dump_python(value, mode="json")
