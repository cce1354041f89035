"""What the pytest plugin does once a test asks: look at the page as it is, judge it, keep the parts for a report.

The same flows as the command's, run by the sync driver. Whole sites are examined in a process of their own.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import time
import tomllib
import uuid
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

import psutil
import pytest
from playwright.async_api import Page as AsyncPage
from playwright.sync_api import Error as BrowserError

from a11y import __version__, audit, baseline, checks, credentials, evidence, registry, store
from a11y.collect import gatherers
from a11y.collect.js import script
from a11y.collect.steps import Stage, play
from a11y.errors import UsageError
from a11y.evidence import AxeResults, Contrasts, Literal, Page, PageEvidence, Sample
from a11y.fingerprint import address_template
from a11y.model import CheckResult, Coverage, Device, Located, Mode, Outcome, Role, Site, SiteReport
from a11y.profile import Profile, load_profile, nearest
from a11y.registry import Check

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOST_CROPS = 6
"""Pictures kept of one call of `check`."""
_P = ParamSpec("_P")
_T = TypeVar("_T")
_stages: WeakKeyDictionary[Any, Stage] = WeakKeyDictionary()
_listening: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class PageReport:
    """What the checks say of one page, as it was when `check` was called."""

    url: str
    results: tuple[CheckResult, ...]
    """Of the checks that the profiles name (or `only` did), in the order of ids."""
    failed: tuple[Located, ...]
    """Deciding findings that are neither allowed nor known."""
    doubts: tuple[Located, ...]
    """What needs a person."""
    known: int
    """Failed findings that the baseline knows."""
    strict: bool
    crops: Mapping[str, str] = field(default_factory=dict)
    """Fingerprint → picture."""
    folder: str = ""

    @property
    def outcome(self) -> Outcome:
        """The worst of what was looked at; untested where nothing was."""
        if self.failed:
            return Outcome.FAILED
        if self.doubts:
            return Outcome.CANT_TELL
        looked = [r for r in self.results if r.outcome is not Outcome.UNTESTED]
        if not looked:
            return Outcome.UNTESTED
        passed = any(r.outcome is not Outcome.INAPPLICABLE for r in looked)
        return Outcome.PASSED if passed else Outcome.INAPPLICABLE

    def assert_conforms(self) -> None:
        """Fail the test where the page fails; skip it where a person is needed (fail under strict) or nothing was seen.

        Raises:
            AssertionError: with the three things to mend first.
        """
        __tracebackhide__ = True
        match self.outcome:
            case Outcome.FAILED:
                raise AssertionError(self.text())
            case Outcome.CANT_TELL if self.strict:
                raise AssertionError(self.text())
            case Outcome.CANT_TELL:
                pytest.skip(f"needs review 需要人工复核 {len(self.doubts)} 处：{_line(self.doubts[0])}")
            case Outcome.UNTESTED | Outcome.INAPPLICABLE:
                reasons = sorted({r.reason for r in self.results if r.reason})
                pytest.skip(f"没有可判断的内容（{'、'.join(reasons) or '不适用'}）")

    def text(self) -> str:
        """The short message: what to mend first, with selector, measured and required value."""
        found = self.failed or self.doubts
        head = (
            f"{self.url} 有 {len(self.failed)} 处不符合要求"
            if self.failed
            else f"{self.url} 有 {len(found)} 处需要人工复核"
        )
        if self.known:
            head += f"（另有 {self.known} 处在基线中）"
        order = sorted(found, key=lambda f: (-f.impact.rank, f.check, f.target.selector))
        lines = [f"{n}. {_line(finding)}" for n, finding in enumerate(order[:3], 1)]
        rest = [f"……还有 {len(found) - 3} 处"] if len(found) > 3 else []
        return "\n".join([head, *lines, *rest, _where(self.folder)])


def _where(report: Path | str | None) -> str:
    return f"完整报告：{report}" if report else "加 --a11y-report 文件夹 可得到完整报告"


def _line(finding: Located) -> str:
    data = finding.data
    values = f"；测得 {data['measured']}，要求 {data['required']}" if data.get("required") is not None else ""
    place = f"\n   位置：{finding.target.selector}" if finding.target.selector else ""
    return f"[{finding.check}] {finding.message.rstrip('。') if values else finding.message}{values}{place}"


def _plain(call: Callable[_P, _T]) -> Callable[_P, _T]:
    """What was asked wrongly is told at the line of the test that asked, without the way through our own code."""

    @functools.wraps(call)
    def asked(*given: _P.args, **named: _P.kwargs) -> _T:
        __tracebackhide__ = True
        try:
            return call(*given, **named)
        except UsageError as error:
            said = str(error)
        raise UsageError(_as_python(said))

    return asked


def _as_python(text: str) -> str:
    """A command's option as a test or `a11y_collection` writes it."""
    return text.replace("--allow-private", "allow_private=True（网站文件则写在 a11y_collection 里）")


@dataclass(slots=True)
class Suite:
    """The `a11y` fixture of one test."""

    profiles: tuple[str, ...]
    allow: tuple[str, ...]
    words: Mapping[str, Any] = field(repr=False)
    parts: Path = field(repr=False)
    baseline: Path | None = field(repr=False)
    strict: bool = field(repr=False)
    test: str = field(repr=False)
    tell: Callable[[str, str, str], None] = field(repr=False)
    record: Callable[[tuple[str, object]], None] = field(repr=False)
    report: Path | None = field(default=None, repr=False)
    """Folder of the run's report, if one is wanted."""
    learning: bool = field(default=False, repr=False)
    """The baseline is being made for the first time: nothing fails, all becomes known."""
    _entered: WeakKeyDictionary[Any, Any] = field(default_factory=WeakKeyDictionary, repr=False)

    def listen(self, context: Any) -> None:
        """Offer the ears for reading aloud, and the browser's own functions, to a context, before its pages are opened."""
        if context not in _listening:
            from a11y.collect.js import KEEP_PRISTINE
            from a11y.collect.speech import SPEECH_INIT

            context.add_init_script(KEEP_PRISTINE)
            context.add_init_script(SPEECH_INIT)
            _listening[context] = True

    @_plain
    def check(
        self, page: Any, *, profile: str | Sequence[str] | None = None, only: str | Sequence[str] = (),
        exclude: str | Sequence[str] = (), within: str | None = None, mode: str | None = None,
    ) -> PageReport:  # fmt: skip
        """Look at pytest-playwright's `page` as it is now and judge what one page can tell.

        Args:
            page: a page of the sync API; it is neither reloaded nor moved, unless `only` names `interaction/…` checks,
                which press keys and move the pointer.
            profile: id or path, one or several; default the fixture `a11y_profile`.
            only: check ids or families, whatever the profiles name.
            exclude: check ids or families to leave out.
            within: a CSS selector; findings elsewhere do not count.
            mode: "standard" or "elderly"; elderly by itself after `enter_elderly(page)`.

        Raises:
            UsageError: an argument is none of these, or `page` shows nothing to be looked at.
        """
        _see_to_page(page)
        if mode not in (None, *(each.value for each in Mode)):
            raise UsageError(f"mode 只能是 {'、'.join(each.value for each in Mode)}，不能是“{mode}”")
        paths = _listed(profile) or self.profiles
        profiles = [load_profile(name) for name in paths]
        only = _listed(only) or _listed(self.words.get("only"))
        exclude = (*_listed(exclude), *_listed(self.words.get("exclude")))
        see_to_names("only", only)
        see_to_names("exclude", exclude)
        named = _named(profiles, only, exclude)
        if only and not named:
            raise UsageError(
                f"{'、'.join(only)} 看一张页面判断不了（整站检查，或已被 exclude 去掉）；整站检查用 a11y.audit(网址)"
            )
        seen, sample = self._look(page, named, mode, may_move=bool(only))
        given = {p.id: (p.checks, p.options) for p in profiles}
        runs = [run for run in checks.every_run(given) if run.check.id in named]
        site_artifacts = self._entered.get(page, {})
        judged = seen
        if Contrasts not in seen.artifacts and not seen.errors and _spared(named):
            # axe left nothing open, so its own rule has no use for pixels; nobody looked, so none are kept.
            judged = replace(seen, artifacts={**seen.artifacts, Contrasts: Contrasts()})
        results = checks.run(Literal(sample, (judged,), site_artifacts), runs)
        decides = _deciding(profiles)
        counted = [r for r in results if only or r.check in decides]
        found = [f for r in counted for f in r.findings if not audit.chosen(f.check, self.allow or ("-",))]
        if within is not None:
            found = _inside(page, within, found)
        self._keep(seen, sample, paths, found, () if within is not None else counted)
        return self._report(page, counted, found)

    def enter_elderly(self, page: Any) -> Any:
        """Find the entry of the elderly version on `page`, press it as a person would, and prove that it took.

        Returns what happened (`ok`, `kind`, `url`); the page to go on with is the returned value's `page`.

        Raises:
            AssertionError: no elderly version could be entered.
        """
        __tracebackhide__ = True
        from a11y.collect.elderly import enter

        _see_to_page(page)
        stage = _stage(page)
        entered = play(enter(stage))
        found = {type(entered.entries): entered.entries, type(entered.effects): entered.effects}
        self._entered[stage.page] = found
        _stages[stage.page] = stage
        if not entered.ok:
            pressed = len(entered.effects.items)
            tried = f"按过 {pressed} 个入口，都没有进去" if pressed else "这一页上没有找到入口"
            raise AssertionError(f"{page.url}：没有能进入的适老版，{tried}")
        return _Entered(True, entered.kind, entered.url, stage.page)

    @_plain
    def audit(self, url: str, **collection: Any) -> Mapping[str, Any]:
        """Examine a whole site in a process of its own; its `report.json` as data, `folder` where it lies.

        Args:
            url: the site's home page.
            collection: options of the command, as `pages=5`, `elderly=False`, `allow_private=True`, `site="file.toml"`.

        Raises:
            UsageError: an option is none, or the site may not be examined so.
        """
        from a11y.register import read_sites

        words = {k: v for k, v in {**self.words, **collection}.items() if k not in ("only", "exclude")}
        file = words.pop("site", None)
        _see_to_words("a11y.audit", words)
        known = read_sites(Path(file)) if file else []
        site = replace(known[0], url=url) if known else Site(url=url)
        folder = self.parts / "sites" / f"{audit.site_id(site)}-{uuid.uuid4().hex[:6]}"
        _examine(site, words, self.profiles, folder)
        return {**audit.read_report(folder), "folder": str(folder)}

    # --- one page ----------------------------------------------------------------------------------------------------
    def _look(
        self, page: Any, named: Mapping[str, Check], mode: str | None, *, may_move: bool
    ) -> tuple[PageEvidence, Sample]:
        stage = _stage(page)
        elderly = mode == "elderly" or (mode is None and page in self._entered)
        size = page.viewport_size or {"width": 1280, "height": 800}
        touch, status = page.evaluate(_TOUCH_AND_STATUS)
        if status >= 400:
            # Somebody may test their error page; more often it is the wrong address, and passes.
            warnings.warn(f"{page.url} 的回答是 {status}，检查的是这张错误页", stacklevel=4)
        looked = Page(
            page.url, page.url, Role.HOME, Mode.ELDERLY if elderly else Mode.STANDARD,
            Device.MOBILE if touch and size["width"] < 700 else Device.DESKTOP, status or 200, page.title(), "t1",
            viewport=(size["width"], size["height"]), walked=may_move,
        )  # fmt: skip
        needs = {need for item in named.values() for need in item.needs if not evidence.is_site_artifact(need)} - {Page}
        walks = {c for c, entry in gatherers.GATHERERS.items() if entry.walk}
        walking = [item for item in named.values() if may_move and item.family == "interaction"]
        asked = {need for item in walking for need in item.needs}
        spared = _spared(named)
        artifacts, errors = play(gatherers.gather(stage, looked, needs - (walks - asked) - spared))
        if spared and _contrast_is_open(artifacts):
            artifacts, broken = play(gatherers.gather(stage, looked, spared, artifacts))
            errors = {**errors, **broken}
        parts = urlsplit(page.url)
        site = Site(url=f"{parts.scheme}://{parts.netloc}/")
        now = str(self.words.get("now") or datetime.now(SHANGHAI).isoformat(timespec="seconds"))
        tool = {"version": __version__, "axe": _axe_version(artifacts), "chromium": _browser_version(page)}
        sample = Sample(site, now, 0, Coverage(1, 1, 0, 1, complete=True), tool, elderly_entered=elderly or None)
        return PageEvidence(looked, artifacts, errors), sample

    def _report(self, page: Any, counted: Sequence[CheckResult], found: Sequence[Located]) -> PageReport:
        known = baseline.read(self.baseline) if self.baseline is not None and self.baseline.exists() else {}
        failed = [f for f in found if f.outcome is Outcome.FAILED]
        today = str(self.words.get("now") or datetime.now(SHANGHAI).date())
        fresh = () if self.learning else baseline.new_findings(failed, known, today)
        doubts = tuple(f for f in found if f.outcome is Outcome.CANT_TELL)
        where = str(self.report / "report.html") if self.report is not None else ""
        report = PageReport(page.url, tuple(counted), fresh, doubts, len(failed) - len(fresh), self.strict, {}, where)
        crops = self._crops(page, report) if self.report is not None else {}
        if report.failed or report.doubts:
            self.tell("call", "a11y", "\n".join([report.text(), *(f"截图：{path}" for path in crops.values())]))
        for path in crops.values():
            self.record(("a11y_crop", path))
        return replace(report, crops=crops)

    def _crops(self, page: Any, report: PageReport) -> dict[str, str]:
        """Pictures of what to mend first, beside the run's report."""
        made: dict[str, str] = {}
        stage = _stage(page)
        for finding in (*report.failed, *report.doubts)[:MOST_CROPS]:
            box = finding.target.box
            if box is None or finding.fingerprint in made or box[2] < 1 or box[3] < 1:
                continue
            x, y, width, height = box
            area = (max(0, x - 24), max(0, y - 24), min(width, 800) + 48, min(height, 400) + 48)
            path = Path(report.folder).parent / "crops" / f"{finding.fingerprint}.png"
            with contextlib.suppress(BrowserError):  # a picture is a courtesy: the finding stands without it
                store.write_whole(path, play(stage.shoot(area)))
                made[finding.fingerprint] = str(path)
        return made

    def _keep(
        self, seen: PageEvidence, sample: Sample, paths: Sequence[str], found: Sequence[Located],
        whole: Sequence[CheckResult],
    ) -> None:  # fmt: skip
        """Put the page's evidence where the end of the run finds it, with what failed, and what was looked at whole."""
        failed = [f for f in found if f.outcome is Outcome.FAILED]
        part = {
            "test": self.test, "seen": evidence.encode_page(seen), "paths": list(paths),
            "sample": evidence.adapter(Sample).dump_python(sample, mode="json"),
            "failed": evidence.adapter(list[Located]).dump_python(failed, mode="json"),
            "looked": sorted({r.check for r in whole if r.outcome is not Outcome.UNTESTED}),
        }  # fmt: skip
        store.write_whole(self.parts / f"{uuid.uuid4().hex}.json", json.dumps(part, ensure_ascii=False).encode())


@dataclass(frozen=True, slots=True)
class _Entered:
    """How an elderly version was entered."""

    ok: bool
    kind: str
    url: str
    page: Any


_TOUCH_AND_STATUS = """() => {
  let status = 0;
  try { status = performance.getEntriesByType("navigation")[0].responseStatus || 0; } catch {}
  return [navigator.maxTouchPoints > 0, Number(status) || 0];
}"""
_EMPTY = "() => !document.body || (!document.body.childElementCount && !document.body.textContent.trim())"


def _see_to_page(page: Any) -> None:
    """Refuse what is no page of the sync API, or one that shows nothing yet: an empty page has no faults.

    Raises:
        UsageError: saying what to do instead.
    """
    if isinstance(page, AsyncPage):
        raise UsageError(
            "这是异步的 page；a11y 的检查要用同步的（pytest-playwright 的 page 夹具，测试写 def，不写 async def）"
        )
    if not hasattr(page, "viewport_size"):
        raise UsageError(
            f"要给 pytest-playwright 的 page，不能是 {type(page).__name__}；检查整个网站用 a11y.audit(网址)"
        )
    if page.is_closed():
        raise UsageError("这个 page 已经关闭；请在关闭之前检查")
    if page.url.startswith("chrome-error:"):
        raise UsageError("页面没有打开，浏览器显示的是它自己的出错页；先看 page.goto 为什么没有成功")
    if page.url == "about:blank" and page.evaluate(_EMPTY):
        raise UsageError("页面还是空白（about:blank）；先 page.goto(网址) 或 page.set_content(…)，再检查")


def see_to_names(argument: str, names: Sequence[str]) -> None:
    """Refuse what is neither a check nor a family: it would pass over everything without a word.

    Raises:
        UsageError: with the nearest name.
    """
    known = registry.checks()
    families = {id.partition("/")[0] for id in known}
    for name in names:
        if not any(audit.chosen(id, (name,)) for id in known):
            raise UsageError(
                f"{argument}：没有“{name}”这项检查{nearest(name, {*known, *families})}；a11y checks 列出全部"
            )


def _see_to_words(where: str, words: Iterable[str]) -> None:
    """Refuse options that a collection has not.

    Raises:
        UsageError: naming them, with the nearest name.
    """
    from dataclasses import fields

    from a11y.collect.options import Options

    names = [option.name for option in fields(Options)]
    if unknown := sorted(set(words) - set(names)):
        raise UsageError(f"{where} 没有 {'、'.join(unknown)} 这一项{nearest(unknown[0], names)}")


def _listed(value: str | Sequence[str] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def _named(profiles: Sequence[Profile], only: Sequence[str], exclude: Sequence[str]) -> dict[str, Check]:
    wanted = {name for p in profiles for name in p.checks}
    return {
        id: item
        for id, item in registry.checks().items()
        if (audit.chosen(id, only) if only else id in wanted)
        and not (exclude and audit.chosen(id, exclude))
        and not checks.is_site_check(item)
    }


def _deciding(profiles: Sequence[Profile]) -> frozenset[str]:
    """Checks by which a page can fail."""
    return frozenset(name for p in profiles for row in p.indicators if row.decides for name in row.checks)


def _spared(named: Mapping[str, Check]) -> frozenset[type]:
    """The measured contrasts, where nothing but axe's rule asks for them: measuring costs a tenth of a whole check."""
    asking = {item.family for item in named.values() if Contrasts in item.needs}
    return frozenset({Contrasts}) if asking == {"axe"} else frozenset()


def _contrast_is_open(artifacts: Mapping[type, Any]) -> bool:
    """True where axe said anything of contrast, or could not run."""
    results = artifacts.get(AxeResults)
    return results is None or any(rule.id == "color-contrast" and rule.nodes for rule in results.rules)


def _stage(page: Any) -> Stage:
    if page not in _stages:
        _stages[page] = Stage(page)
    return _stages[page]


def _axe_version(artifacts: Mapping[type, Any]) -> str | None:
    return next((a.version for cls, a in artifacts.items() if cls.__name__ == "AxeResults"), None)


def _browser_version(page: Any) -> str:
    browser = page.context.browser
    return str(browser.version) if browser is not None else ""


def _inside(page: Any, within: str, findings: Sequence[Located]) -> list[Located]:
    try:
        areas = page.locator(f"css={within}").count()
    except BrowserError:
        raise UsageError(f"within：“{within}”不是 CSS 选择器") from None
    if not areas:
        raise UsageError(f"within：页面上没有“{within}”，什么也没有检查；核对选择器，或等它出现再检查")
    top = [f for f in findings if not f.target.frame]
    answers = page.evaluate(script("inside"), {"within": within, "paths": [f.target.selector for f in top]})
    framed = {f.target.frame[0] for f in findings if f.target.frame}
    held = {address for address in framed if _holds(page, within, address)}
    inside = {id(f) for f, answer in zip(top, answers, strict=True) if answer}
    return [f for f in findings if id(f) in inside or (f.target.frame and f.target.frame[0] in held)]


def _holds(page: Any, within: str, address: str) -> bool:
    """True where a frame of this address stands inside `within`; also where it cannot be told: it is not to be lost."""
    try:
        elements = [f.frame_element() for f in page.main_frame.child_frames if f.url == address]
        return (
            any(each.evaluate("(el, within) => Boolean(el.closest(within))", within) for each in elements)
            or not elements
        )
    except BrowserError:
        return True


# --- whole sites ------------------------------------------------------------------------------------------------------


def collection_words(lines: Sequence[str]) -> dict[str, Any]:
    """Options of a collection from the lines of `a11y_collection`, each `name = value` as in TOML.

    Raises:
        UsageError: a line is none, or names no option.
    """
    try:
        words = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"a11y_collection 应为若干行“名称 = 值”，如 allow_private = true（{error}）") from None
    _see_to_words("a11y_collection", words)
    return words


def _examine(site: Site, words: Mapping[str, Any], profiles: Sequence[str], folder: Path) -> None:
    secret = credentials.from_environment()
    given = {"credentials": secret} if secret and "credentials" not in words else {}
    audit.examine(site, {**words, **given}, audit.Request(tuple(profiles)), folder)


def examine_once(site: Site, profiles: Sequence[str], parts: Path, lines: Sequence[str] = ()) -> Path:
    """The folder of the site's results in this run; the first that asks examines it, other workers wait.

    Raises:
        UsageError: the site may not be examined so; said again to everyone who asks.
    """
    folder = parts / "sites" / audit.site_id(site)
    lock, refused = (parts / f"{audit.site_id(site)}.{kind}" for kind in ("lock", "refused"))
    while not (folder / "report.json").exists():
        if refused.exists():
            raise UsageError(refused.read_text("utf-8"))
        try:
            lock.touch(exist_ok=False)
        except FileExistsError:
            _wait_for(lock)
            continue
        try:
            lock.write_text(str(os.getpid()))
            _examine(site, collection_words(lines), profiles, folder)
        except UsageError as error:
            store.write_whole(refused, _as_python(str(error)).encode())
        finally:
            lock.unlink()
    return folder


def _wait_for(lock: Path) -> None:
    """Wait a moment for whoever holds the lock; take it from one who died with it."""
    with contextlib.suppress(OSError, ValueError):  # it was let go, or is not written yet
        if not psutil.pid_exists(int(lock.read_text())):
            lock.unlink()
    time.sleep(0.2)


def told_indicator(
    report: Mapping[str, Any], profile: str, row: str, *, strict: bool, report_path: Path | None
) -> None:
    """Pass, fail or skip as an indicator of `report.json` says.

    Raises:
        AssertionError: it failed, or it needs a person and that is not enough.
    """
    card = next(card for card in report["scorecards"] if card["profile"] == profile)
    item = next(item for item in card["indicators"] if item["id"] == row)
    checks_of = set(item.get("checks") or ())
    found = [f for f in report["findings"] if f["check"] in checks_of and not (f["ruling"] or {}).get("false")]
    found.sort(key=lambda f: (f["outcome"] != "failed", f["check"]))
    lines = [
        f"{row} {item['title']}",
        *(f"- {f['message']}（{f['page']} {f['target']['selector']}）" for f in found[:3]),
    ]
    text = "\n".join([*lines, _where(report_path)])
    name = f"{row} {item['title']}"
    if not item.get("decides", True) and item["outcome"] in ("failed", "cantTell"):
        pytest.skip(f"仅供参考，不影响结论：{name}" + "".join(f"\n{line}" for line in lines[1:]))
    match item["outcome"]:
        case "failed":
            raise AssertionError(text)
        case "cantTell" if strict:
            raise AssertionError(text)
        case "cantTell":
            pytest.skip(f"needs review 需要人工复核：{name}")
        case "untested" | "inapplicable":
            word, reason = {"untested": "未检", "inapplicable": "不适用"}[item["outcome"]], item.get("reason") or ""
            pytest.skip(f"{word}：{name}" + (f"：{reason.removeprefix(f'{word}：')}" if reason else ""))


# --- the end of a run -------------------------------------------------------------------------------------------------


def finish(parts: Path, *, report: Path | None, baseline_file: Path | None, update: bool) -> list[str]:
    """Merge what all workers kept into one report, bring the baseline down; lines for the terminal."""
    looks = [json.loads(path.read_text("utf-8")) for path in sorted(parts.glob("*.json"))]
    looks.sort(key=lambda look: (look["test"], look["seen"]["page"]["url"]))
    lines = _sites_kept(parts / "sites", report) if report is not None else []
    if not looks:
        return lines
    if report is not None:
        merged, request = _merged(looks)
        lines += _write(audit.assemble(merged, request), merged, request, report)
    if baseline_file is not None:
        lines += _baseline_lines(looks, baseline_file, update)
    return lines


def _sites_kept(folder: Path, report: Path) -> list[str]:
    """Put the results of whole sites beside the run's report."""
    lines = []
    for site in sorted(path.parent for path in folder.glob("*/report.json")):
        kept = report / "sites" / site.name
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(site, kept)
        lines.append(f"{site.name} 的完整报告：{kept / 'report.html'}")
    return lines


def _merged(data: Sequence[Mapping[str, Any]]) -> tuple[Literal, audit.Request]:
    seen = tuple(evidence.decode_page(part["seen"]) for part in data)
    first: Sample = evidence.adapter(Sample).validate_python(data[0]["sample"])
    entered = True if any(page.page.mode is Mode.ELDERLY for page in seen) else None
    sample = replace(first, coverage=Coverage(len(seen), len(seen), 0, 1, complete=True), elderly_entered=entered)
    return Literal(sample, seen), audit.Request(tuple(dict.fromkeys(path for part in data for path in part["paths"])))


def _write(whole: SiteReport, merged: Literal, request: audit.Request, folder: Path) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    store.write_evidence(folder, merged)
    audit.write_reports(whole, request.formats, folder)
    return [f"完整报告：{folder / 'report.html'}"]


def _baseline_lines(looks: Sequence[Mapping[str, Any]], file: Path, update: bool) -> list[str]:
    if not update:
        return [] if file.exists() else [f"基线文件不存在：{file}；第一次请加 --a11y-update-baseline 建立"]
    seen = {(check, address_template(look["seen"]["page"]["url"])) for look in looks for check in look["looked"]}
    today = max(look["sample"]["collected_at"] for look in looks)
    return [baseline.update(file, _most(looks), today, looked=lambda *what: what in seen).text()]


def _most(looks: Sequence[Mapping[str, Any]]) -> list[Located]:
    """What failed, each fingerprint as often as in the one look that found it most often.

    Every check stands before the baseline alone: a page that six tests look at has its fault once, not six times.
    """
    most: dict[str, list[Located]] = {}
    for look in looks:
        failed = evidence.adapter(list[Located]).validate_python(look["failed"])
        for mark in Counter(f.fingerprint for f in failed):
            same = [f for f in failed if f.fingerprint == mark]
            most[mark] = max(most.get(mark, []), same, key=len)
    return [finding for same in most.values() for finding in same]


__all__ = ["PageReport", "Suite", "examine_once", "finish", "see_to_names", "told_indicator"]
