"""Run checks over evidence. Everything below this package is pure: evidence in, findings out.

A check that yields nothing was inapplicable; one that raised is `cantTell` with the error shown.
"""

from __future__ import annotations

import logging
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from a11y import evidence as ev
from a11y.evidence import Evidence, Page, PageEvidence, Sample
from a11y.fingerprint import fingerprint
from a11y.garbled import garbled
from a11y.model import (
    Certainty,
    CheckResult,
    Device,
    Finding,
    Located,
    Mode,
    Outcome,
    Role,
    Target,
    TargetOutcome,
    cannot_tell,
    worst,
)  # fmt: skip
from a11y.registry import Check, checks

log = logging.getLogger(__name__)

DEFAULT_PROFILE = "prelaunch"
"""By what a site is judged where nothing is named."""


@dataclass(frozen=True, slots=True)
class Run:
    """One check with one set of options, and the profiles whose options these are."""

    check: Check
    options: Mapping[str, Any] = field(default_factory=dict)
    profiles: tuple[str, ...] = ()


@dataclass(slots=True)
class _Tally:
    """What one run has said so far."""

    run: Run
    found: list[Located] = field(default_factory=list)
    targets: list[TargetOutcome] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    looked: bool = False
    """Its evidence was there at least once."""
    garbled: set[str] = field(default_factory=set)
    """Addresses of pages whose words cannot be read."""
    typed: Mapping[str, str] = field(default_factory=dict)
    missing: str = "not-gathered"


def run(evidence: Evidence, runs: Sequence[Run], typed: Mapping[str, str] | None = None) -> list[CheckResult]:
    """What `runs` say of a site, in the order given. Pages are read once, one after another.

    `typed`: profile id → how whoever asked named it, an id or a path, for the commands that repeat a finding.
    """
    tallies = [_Tally(r, typed=typed or {}) for r in runs]
    home = evidence.sample.site.url
    by_page = [t for t in tallies if not is_site_check(t.run.check)]
    rows: dict[type, list[Any]] = {artifact: [] for artifact in ev.FROM_PAGES}
    shown = ev.Crops()
    for seen in evidence.pages():
        if seen.page.role is Role.HOME and seen.page.mode is Mode.STANDARD and ev.Crops in seen.artifacts:
            shown = seen.artifacts[ev.Crops]
        unreadable = is_garbled(seen)
        for tally in tallies if unreadable else ():
            tally.garbled.add(seen.page.url)
        for tally in by_page:
            if unreadable and _reads_words(tally.run.check):
                _keep(tally, _unread(), seen.page, evidence.sample)
            else:
                _look(tally, seen, evidence)
        for artifact, fold in ev.FROM_PAGES.items():
            if (row := fold.row(seen)) is not None:
                rows[artifact].append(row)
    folded = {artifact: artifact(tuple(found)) for artifact, found in rows.items() if found}
    whole = ev.Literal(
        evidence.sample, site_artifacts={**folded, **evidence.site_artifacts}, site_errors=evidence.site_errors
    )
    home_page = Page(home, home, Role.HOME, Mode.STANDARD, Device.DESKTOP, 200)
    for tally in tallies:
        if is_site_check(tally.run.check):
            _look(tally, PageEvidence(home_page, {ev.Crops: shown}), whole)
    return [_result(t, evidence) for t in tallies]


def is_site_check(check: Check) -> bool:
    """True where a check takes evidence of the site alone, so that it speaks once."""
    return all(ev.is_site_artifact(need) for need in check.needs)


def _look(tally: _Tally, seen: PageEvidence, evidence: Evidence) -> None:
    check, page = tally.run.check, seen.page
    if page.error or (page.mode not in check.modes and not is_site_check(check)):
        return
    broken = [error for need in check.needs if (error := _error(need, seen, evidence)) is not None]
    if broken:
        _keep(tally, _broken("gatherer", broken[0]), page, evidence.sample)
        return
    given = {Page: page, Sample: evidence.sample, **seen.artifacts, **evidence.site_artifacts}
    if any(need not in given for need in check.needs):
        return
    tally.looked = True
    shown = seen.artifacts.get(ev.Crops)
    for finding in _findings(check, [given[need] for need in check.needs], tally.run.options):
        unread = finding.outcome is Outcome.FAILED and (finding.page or page.url) in tally.garbled
        if unread and is_site_check(check) and (_reads_words(check) or check.id == "elderly/entry"):
            finding = replace(_unread(), key=finding.key, page=finding.page)  # noqa: PLW2901
        # A picture is of the page that was looked at; what a site's check says of another page has none.
        here = not finding.page or finding.page == page.url
        _keep(tally, _pictured(finding, shown, evidence) if here else finding, page, evidence.sample)
    if any(getattr(given[need], "cut", False) is True for need in check.needs):
        _keep(tally, _not_all(), page, evidence.sample)


def _not_all() -> Finding:
    message = "页面内容太多，只看了前面的一部分，后面的没有看，请人工抽查"
    return cannot_tell(
        Target(), message, reason="page-too-large", measured="前面一部分", required="看完全页", key="cut"
    )


READS_WORDS = ("content", "identity")
"""Families that judge a page by its words."""


def _reads_words(check: Check) -> bool:
    return check.family in READS_WORDS and check.id != "content/garbled"


def _unread() -> Finding:
    message = "页面显示为乱码，按现在的文字不能判断；改好编码（见“页面显示为乱码”）后再检"
    return cannot_tell(Target(), message, reason="garbled", measured="乱码", required="读得出的文字", key="garbled")


def is_garbled(seen: PageEvidence) -> bool:
    """True where the browser shows the page's words by a wrong encoding, so that nobody can read them."""
    outline = seen.artifacts.get(ev.Outline)
    return outline is not None and not seen.page.error and garbled(outline.text) is not None


def _pictured(finding: Finding, shown: ev.Crops | None, evidence: Evidence) -> Finding:
    if shown is None or finding.target.crop or finding.outcome not in (Outcome.FAILED, Outcome.CANT_TELL):
        return finding
    path = shown.of(finding.target if finding.target.selector else _standing_for(finding.target, evidence))
    own = finding.data.get("after")  # a walk's own picture of it
    path = path or (own if isinstance(own, str) and own.startswith("evidence/") else None)
    return replace(finding, target=replace(finding.target, crop=path)) if path else finding


def _standing_for(target: Target, evidence: Evidence) -> Target:
    """The entry on the home page that a finding about the whole site speaks of; such findings name no element."""
    entries = evidence.site_artifacts.get(ev.ElderlyEntries)
    known = (entry.target for entry in (entries.items if entries else ()))
    same = (t for t in known if target.html and (t.html, t.box) == (target.html, target.box))
    return next(same, target)


def _error(need: type, seen: PageEvidence, evidence: Evidence) -> str | None:
    """Why a piece of evidence could not be gathered; None where nothing broke."""
    return (evidence.site_errors if ev.is_site_artifact(need) else seen.errors).get(need.__name__)


def _findings(check: Check, arguments: Sequence[Any], options: Mapping[str, Any]) -> Iterator[Finding]:
    # A profile's numbers are decimals, for points; measures are floats, and the two do not add up.
    known = {
        name: float(value) if isinstance(value, Decimal) else value
        for name, value in options.items() if name in check.options
    }  # fmt: skip
    try:
        for finding in check.function(*arguments, **known):
            doubted = finding.outcome is Outcome.FAILED and check.certainty is Certainty.DOUBTS
            yield replace(finding, outcome=Outcome.CANT_TELL) if doubted else finding
    except Exception as error:  # one of the four: a broken ruler does not make a short plank
        log.warning("check %s broke", check.id, exc_info=True)
        yield _broken("check", f"{type(error).__name__}: {error}")


def _broken(what: str, error: str) -> Finding:
    words = {"gatherer": "采集程序出错，未能判断", "check": "检查程序出错，未能判断"}[what]
    return cannot_tell(
        Target(), f"{words}：{error[:300]}", reason=f"{what}-error", key=what, measured=words, required="看得出结果"
    )


def _keep(tally: _Tally, finding: Finding, page: Page, sample: Sample) -> None:
    tally.looked = True
    check = tally.run.check
    address = finding.page or page.url
    mark = fingerprint(check.id, page.mode, page.device, address, finding.target, finding.key)
    kind = str(finding.data.get("kind", ""))
    tally.targets.append(
        TargetOutcome(finding.outcome, address, page.role, page.mode, page.device, kind, finding.key, mark)
    )
    if finding.outcome is Outcome.UNTESTED:
        tally.missing = str(finding.data.get("reason") or tally.missing)
    if not finding.target.selector:
        tally.data.update({k: v for k, v in finding.data.items() if k not in ("reason", "required", "overall")})
    for name, value in finding.data.get("overall", {}).items():  # of several pages the worst counts
        worst = min if name.startswith("smallest") else max
        tally.data[name] = worst(tally.data.get(name, value), value)
    if finding.outcome in (Outcome.FAILED, Outcome.CANT_TELL):
        tally.found.append(
            Located(
                check.id, tally.run.profiles, finding.outcome, finding.impact or check.impact, address, page.mode,
                page.device, finding.target, finding.message, finding.remedy or check.remedy, finding.data, mark,
                repeat_command(sample, address, check, page, [tally.typed.get(id, id) for id in tally.run.profiles]),
                page.role, page.template, finding.key,
            )
        )  # fmt: skip


def repeat_command(sample: Sample, address: str, check: Check, page: Page, profiles: Sequence[str] = ()) -> str:
    """The command that shows a finding again, as a person would type it.

    `profiles`: whose options gave the finding, named as they were asked for; one of them is enough to get it again.
    """
    given = list(sample.tool.get("arguments", ()))
    command, given = (["demo"], given[1:]) if given[:1] == ["demo"] else (["check", sample.site.url], given)
    words = ["a11y", *command, "--page", address, "--only", check.id, "--seed", str(sample.seed)]
    if profiles and DEFAULT_PROFILE not in profiles:
        words += ["--profile", profiles[0]]
    if page.device is Device.MOBILE:
        words += ["--device", "mobile"]
    words += _needed(given, (address, page.final_url, sample.site.url, *sample.site.scope))
    if page.mode is Mode.STANDARD and check.family != "elderly" and "--no-elderly" not in words:
        words.append("--no-elderly")
    return shlex.join(words)


FEW = 5


def _needed(given: Sequence[str], addresses: Iterable[str]) -> list[str]:
    """Arguments without the name mappings of other sites: a batch has one for each of its sites."""
    own = {(urlsplit(a).hostname or a.partition("/")[0]).removeprefix("www.") for a in addresses}
    pairs = [(n, given[n + 1]) for n, word in enumerate(given[:-1]) if word == "--resolve"]
    if len(pairs) <= FEW:
        return list(given)
    left = {n for n, mapping in pairs if mapping.partition(":")[0].removeprefix("www.") not in own}
    return [word for n, word in enumerate(given) if n not in left and n - 1 not in left]


def _result(tally: _Tally, evidence: Evidence) -> CheckResult:
    check = tally.run.check
    outcome = worst(target.outcome for target in tally.targets)
    reason = None
    if not tally.looked:
        outcome, reason = Outcome.UNTESTED, _why_untested(check, evidence)
    elif outcome is Outcome.UNTESTED:
        reason = tally.missing
    counts = {o: sum(1 for t in tally.targets if t.outcome is o) for o in Outcome}
    return CheckResult(
        check.id, tally.run.profiles, dict(tally.run.options), outcome,
        counts[Outcome.PASSED] if check.counted else None, counts[Outcome.FAILED], counts[Outcome.CANT_TELL],
        reason, tally.data, tuple(tally.found), tuple(tally.targets),
    )  # fmt: skip


def _why_untested(check: Check, evidence: Evidence) -> str:
    entered = evidence.sample.elderly_entered
    if check.family == "elderly" and entered is not True:
        return "elderly-not-tried" if entered is None else "no-elderly-version"
    return "not-gathered"


def unforeseen(evidence: Evidence) -> list[Check]:
    """Checks for rules that a newer axe brought and no module here knows, so that nothing it finds is lost.

    The first page that axe looked at names all its rules.
    """
    from a11y.checks.axe import checks_of

    for seen in evidence.pages():
        results = seen.artifacts.get(ev.AxeResults)
        if results is not None:
            return [check for check in checks_of(results) if check.id not in checks()]
    return []


def every_run(
    named: Mapping[str, tuple[Iterable[str], Mapping[str, Mapping[str, Any]]]], more: Iterable[Check] = ()
) -> list[Run]:
    """Every check known here, once for each distinct set of options that the chosen profiles give it.

    `named`: profile id → (checks it names, options by check). `more`: see `unforeseen`.
    """
    runs: list[Run] = []
    known = {**checks(), **{check.id: check for check in more}}
    for id, check in known.items():
        sets: dict[tuple[tuple[str, str], ...], tuple[dict[str, Any], list[str]]] = {}
        for profile, (names, options) in named.items():
            if id in names:
                given = {**check.options, **options.get(id, {})}
                slot = sets.setdefault(tuple((k, repr(v)) for k, v in sorted(given.items())), (given, []))
                slot[1].append(profile)
        if not sets:
            sets[()] = (dict(check.options), [])
        runs += [Run(check, given, tuple(profiles)) for given, profiles in sets.values()]
    return runs
