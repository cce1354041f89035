"""The command `a11y`: reads what a person typed, calls one function, prints what came of it.

Every fault of use is one line in Chinese and exit status 4; reports are written before a status is returned.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
import io
import logging
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer
from rich.console import Console

from a11y import __version__
from a11y.errors import FULL, A11yError, ReportError, UsageError, why

log = logging.getLogger(__name__)

app = typer.Typer(
    name="a11y", help="政府网站无障碍与适老化合规检测", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False, rich_markup_mode=None,
)  # fmt: skip
ledger_app = typer.Typer(help="人工指标的台账", no_args_is_help=True)
sites_app = typer.Typer(help="网站名录", no_args_is_help=True)
app.add_typer(ledger_app, name="ledger")
app.add_typer(sites_app, name="sites")

out = Console(highlight=False, markup=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


# --- options that several commands share -----------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Collection:
    """How a site is looked at."""

    site: Annotated[Path | None, typer.Option("--site", metavar="FILE", help="网站文件（TOML、CSV 或 XLSX）")] = None
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="结果文件夹，默认 screenshots/<本次>")] = None
    pages: Annotated[int, typer.Option("--pages", min=1, help="每站最多看多少页")] = 20
    concurrency: Annotated[int, typer.Option("--concurrency", min=1, max=16, help="同时打开几页")] = 2
    seed: Annotated[int, typer.Option("--seed", help="随机抽样的种子")] = 0
    device: Annotated[str, typer.Option("--device", metavar="desktop|mobile", help="电脑或手机屏幕")] = "desktop"
    elderly: Annotated[bool, typer.Option("--elderly/--no-elderly", help="是否进入适老版")] = True
    timeout: Annotated[float, typer.Option("--timeout", metavar="S", min=1, max=3600, help="每页最多等多少秒")] = 30
    rate: Annotated[float | None, typer.Option("--rate", metavar="R", min=0.01, help="对每个主机每秒最多请求几次")] = (
        None
    )
    user_agent: Annotated[str | None, typer.Option("--user-agent", metavar="S", help="浏览器标识")] = None
    proxy: Annotated[str | None, typer.Option("--proxy", metavar="URL", help="上网代理")] = None
    resolve: Annotated[
        list[str] | None, typer.Option("--resolve", metavar="HOST:ADDRESS", help="指定某域名的地址，可多次")
    ] = None
    browser: Annotated[Path | None, typer.Option("--browser", metavar="PATH", help="浏览器程序")] = None
    axe_script: Annotated[Path | None, typer.Option("--axe-script", metavar="FILE", help="另用一份 axe.js")] = None
    storage_state: Annotated[Path | None, typer.Option("--storage-state", metavar="FILE", help="登录状态文件")] = None
    ignore_robots: Annotated[
        str | None, typer.Option("--ignore-robots", metavar="REASON", help="不理会 robots.txt 的理由")
    ] = None
    allow_private: Annotated[bool, typer.Option("--allow-private", help="允许访问内网和本机地址")] = False
    keep: Annotated[str, typer.Option("--keep", metavar="failed|all|none", help="保留哪些截图")] = "failed"
    now: Annotated[str | None, typer.Option("--now", metavar="ISO", help="把这一刻当作现在")] = None


@dataclass(frozen=True, slots=True)
class Judging:
    """By what a site is judged, and what is made of it."""

    profile: Annotated[list[str] | None, typer.Option("--profile", metavar="ID|PATH", help="依据，可多次")] = None
    format: Annotated[list[str] | None, typer.Option("--format", metavar="NAME", help="报告格式，可多次")] = None
    rulings: Annotated[Path | None, typer.Option("--rulings", metavar="FILE", help="人工裁定")] = None
    ledger: Annotated[Path | None, typer.Option("--ledger", metavar="FILE", help="人工指标台账")] = None
    fail_on: Annotated[list[str] | None, typer.Option("--fail-on", metavar="EXPR", help="何时返回 1，可多次")] = None
    baseline: Annotated[Path | None, typer.Option("--baseline", metavar="FILE", help="已知问题基线")] = None
    update_baseline: Annotated[bool, typer.Option("--update-baseline", help="更新基线，只减不增")] = False
    resample: Annotated[int | None, typer.Option("--resample", metavar="N", help="换一个种子重新抽样")] = None
    lang: Annotated[str, typer.Option("--lang", metavar="zh|en", help="界面与报告框架的语言")] = "zh"


def shared(*groups: type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options of `groups`; it gets each group as one value, by the group's name in lower case."""

    def wrap(command: Callable[..., Any]) -> Callable[..., Any]:
        names = {group.__name__.lower(): group for group in groups}
        hints = get_type_hints(command, include_extras=True)
        kept = [
            p.replace(annotation=hints[n]) for n, p in inspect.signature(command).parameters.items() if n not in names
        ]
        added: list[inspect.Parameter] = []
        for group in groups:
            hints = get_type_hints(group, include_extras=True)
            added += [
                inspect.Parameter(f.name, inspect.Parameter.KEYWORD_ONLY, default=f.default, annotation=hints[f.name])
                for f in dataclasses.fields(group)
            ]

        @functools.wraps(command)
        def run(**given: Any) -> Any:
            values = {
                name: group(**{field.name: given.pop(field.name) for field in dataclasses.fields(group)})
                for name, group in names.items()
            }
            return command(**given, **values)

        own = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in kept]
        run.__signature__ = inspect.Signature([*own, *added])  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in [*own, *added]}
        return run

    return wrap


Urls = Annotated[list[str] | None, typer.Argument(metavar="[URL]…", help="网站首页地址", show_default=False)]


# --- one site, or several one after another --------------------------------------------------------------------------
@app.command()
@shared(Collection, Judging)
def check(
    urls: Urls = None,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="CHECK", help="只做这些检查，可多次")] = None,
    page: Annotated[list[str] | None, typer.Option("--page", metavar="URL", help="只看这些页面，可多次")] = None,
    headed: Annotated[bool, typer.Option("--headed", help="显示浏览器窗口")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说要看哪些页、发多少请求")] = False,
    *,
    collection: Collection,
    judging: Judging,
) -> None:
    """检测一个或几个网站：打开、检查、判定、出报告。"""
    secrets = _secrets(urls)
    sites = _sites(urls, collection)
    pages = tuple(map(_address, page or ()))
    words = _collection_words(collection, headed=headed, only_pages=pages)
    request = _request(judging, only)
    _check_names(request, judging, other_axe=collection.axe_script is not None)
    if dry_run:
        for site in sites:
            _say_plan(site, {**words, **secrets(site.url)})
        return
    each = [(site, {**words, **secrets(site.url)}) for site in sites]
    raise typer.Exit(_examine(each, request, collection, judging))


def _examine(
    sites: Sequence[tuple[Any, dict[str, Any]]], request: Any, collection: Collection, judging: Judging
) -> int:
    """Examine sites, each in its own words, one after another; the status of all."""
    from a11y import audit

    root = _run_folder(collection)
    gate = _Gate(request, judging)
    for site, words in sites:
        folder = root / audit.site_id(site)
        try:
            with _progress(lang=judging.lang) as on_event:
                done = audit.examine(site, words, request, folder, seconds=_seconds(collection), on_event=on_event)
        except UsageError:
            _leave_no_empty(root if collection.out is None else None)
            raise
        if done.kind == "failed":
            _complain(done.detail)
        gate.see(folder, broken=done.kind == "failed")
    return gate.status()


def _seconds(collection: Collection) -> float:
    """The wall-clock limit of one site: generous, but an end."""
    return 240 + collection.pages * max(20.0, collection.timeout) + (300 if collection.elderly else 0)


class _Gate:
    """The exit status of a run: sites are seen one after another, then all together brought before the baseline."""

    def __init__(self, request: Any, judging: Judging) -> None:
        self.request, self.judging = request, judging
        self.statuses: list[int] = []
        self.waiting: list[Any] = []
        """Reports that are judged once the baseline is brought up to date: what is known depends on all sites."""

    def see(self, folder: Path, *, broken: bool = False) -> None:
        """Print the summary of a judged folder and take its status; `broken`: a report of it is missing."""
        from a11y import audit, store
        from a11y.report.terminal import summary

        report = audit.assemble(store.open_evidence(folder), self.request)
        out.print(summary(report, folder))
        if broken:
            self.statuses.append(3)
        if self.judging.baseline is not None and self.judging.update_baseline:
            self.waiting.append(report)
        else:
            self.take(report)

    def take(self, report: Any) -> None:
        """Take the status of one site's report."""
        from a11y import baseline
        from a11y.gate import gate

        known = baseline.read(self.judging.baseline) if self.judging.baseline else None
        self.statuses.append(gate(report, tuple(self.judging.fail_on or ()), known))

    def status(self) -> int:
        """The status of all sites together; the baseline is brought up to date first, if that was asked for."""
        from a11y import baseline, revisits
        from a11y.gate import overall_status

        if self.waiting and self.judging.baseline is not None:
            looked = functools.partial(revisits.was_looked_at, self.waiting)
            named = [finding for report in self.waiting for finding in report.findings if finding.profiles]
            today = max(report.collected_at for report in self.waiting)
            out.print(baseline.update(self.judging.baseline, named, today, looked=looked).text())
        for report in self.waiting:
            self.take(report)
        return overall_status(self.statuses)


def _leave_no_empty(run: Path | None) -> None:
    """Take away what `_run_folder` made, where nothing came into it."""
    import contextlib

    for folder in (run, run.parent) if run is not None else ():
        with contextlib.suppress(OSError):
            folder.rmdir()


@app.command("judge")
@shared(Judging)
def judge_again(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR…", help="以前的结果文件夹")],
    db: Annotated[str | None, typer.Option("--db", metavar="URL", help="数据库，默认找 a11y.sqlite")] = None,
    *,
    judging: Judging,
) -> None:
    """用保存下来的证据重新判定，不开浏览器。"""
    from a11y import audit

    request = _request(judging, None)
    sites = _site_folders(folders)
    asked = any(word.strip().startswith("axe/") for word in judging.fail_on or ())
    _check_names(request, judging, other_axe=asked and any(map(_by_another_axe, sites)))
    gate = _Gate(request, judging)
    for folder in sites:
        try:
            audit.assess(folder, request)
        except ReportError as error:
            err.print(f"错误：{error}")
            gate.see(folder, broken=True)
        else:
            gate.see(folder)
    _tell_stores(sites, db)
    raise typer.Exit(gate.status())


def _by_another_axe(folder: Path) -> bool:
    """True where the pages were looked at by an axe whose rules we may not know."""
    from a11y import store
    from a11y.checks._axe_texts import VERSION

    return bool(store.open_evidence(folder).sample.tool.get("axe") != VERSION)


def _tell_stores(sites: Sequence[Path], db: str | None) -> None:
    """Bring the stores that know these folders up to their new judgement, so that a notice tells the same."""
    from itertools import groupby

    def root_of(folder: Path) -> Path:
        return folder.resolve().parents[1]

    for root, inside in groupby(sorted(sites, key=root_of), key=root_of):
        if db is None and not (root / "a11y.sqlite").is_file():
            continue
        from a11y import batch as batches
        from a11y.database import open_database

        with open_database(db, root) as store:
            known = sum(batches.take_judged(store, folder.resolve()) for folder in inside)
        if known:
            out.print(f"数据库已按新的判定更新：{known} 站")


def _site_folders(folders: Sequence[Path]) -> list[Path]:
    """Every site's folder in what the user named: itself, or those in it."""
    found: list[Path] = []
    for folder in folders:
        if (folder / "evidence").is_dir():
            found.append(folder)
            continue
        inner = sorted(path.parent for path in folder.glob("*/evidence") if path.is_dir())
        if not inner:
            raise UsageError(f"{folder} 里没有证据（evidence 文件夹）；请给 a11y check 或 a11y batch 的结果文件夹")
        found += inner
    return list({folder.resolve(): folder for folder in found}.values())


# --- many sites ------------------------------------------------------------------------------------------------------
@app.command()
@shared(Collection, Judging)
def batch(
    register: Annotated[Path, typer.Argument(metavar="SITES", help="网站名录（XLSX、CSV 或 TOML）")],
    period: Annotated[str, typer.Option("--period", metavar="P", help="周期：2026、2026Q4、2026-11 或 2026-11-22")],
    number: Annotated[int, typer.Option("--batch", metavar="N", min=1, help="本周期第几批")] = 1,
    backend: Annotated[
        str | None, typer.Option("--backend", metavar="processes:N|dask:ADDRESS", help="在哪里运行")
    ] = None,
    db: Annotated[
        str | None, typer.Option("--db", metavar="URL", help="数据库，默认结果文件夹里的 a11y.sqlite")
    ] = None,
    window: Annotated[
        str | None, typer.Option("--window", metavar="22:00-06:00", help="只在这段时间开始新的网站")
    ] = None,
    site_seconds: Annotated[float, typer.Option("--site-seconds", min=10, help="每站最多多少秒")] = 900,
    site_memory: Annotated[float, typer.Option("--site-memory", metavar="MB", min=300, help="每站最多多少内存")] = 4096,
    tries: Annotated[int, typer.Option("--tries", min=1, max=5, help="一时打不开的网站最多看几次")] = 2,
    *,
    collection: Collection,
    judging: Judging,
) -> None:
    """按名录检测许多网站；停在哪里，下次从哪里接着做。"""
    from a11y import batch as batches
    from a11y.audit import DEFAULT_FORMATS
    from a11y.database import open_database
    from a11y.register import read_sites

    checked_period(period)
    sites = read_sites(register)
    words = _collection_words(collection)
    # What an office hands to each unit: the report as one page, and as a document.
    request = _request(
        dataclasses.replace(judging, format=judging.format or [*DEFAULT_FORMATS, "docx", "single"]), None
    )
    _check_names(request, judging)
    limits = batches.Limits(site_seconds, site_memory, tries, _window(window))
    run_on = batches.chosen_backend(backend)
    root = collection.out or _home()
    _make(root)
    stop = _stopped_by_signals()
    with open_database(db, root) as store, _BatchProgress() as tell:
        count = batches.run(
            sites, period=period, root=root, database=store, collection=words, request=request, backend=run_on,
            limits=limits, number=number, tell=tell, stop=stop,
        )  # fmt: skip
    said = (
        f"共 {count.planned} 站：已完成 {count.earlier + count.done}（本次 {count.done}），没有看成 {count.unreachable}"
    )
    out.print(said + (f"，还剩 {count.left}；再运行同一条命令会接着做" if count.left else ""))
    out.print(f"结果在 {root / period}；用 a11y notice {root} --period {period} 生成通报")
    raise typer.Exit(130 if count.left and stop.is_set() else 0)


@app.command()
@shared(Collection)
def probe(
    register: Annotated[Path, typer.Argument(metavar="SITES", help="网站名录（XLSX、CSV 或 TOML）")],
    once: Annotated[bool, typer.Option("--once", help="访问一轮就结束（默认）")] = False,
    every: Annotated[str | None, typer.Option("--every", metavar="1h", help="每隔多久一轮，直到停止")] = None,
    db: Annotated[
        str | None, typer.Option("--db", metavar="URL", help="数据库，默认结果文件夹里的 a11y.sqlite")
    ] = None,
    *,
    collection: Collection,
) -> None:
    """访问一轮首页，记下打开用了几秒、能不能打开（连续一周，每天至少 20 轮）。"""
    from a11y import availability
    from a11y.database import open_database
    from a11y.register import read_sites

    if once and every:
        raise UsageError("--once 和 --every 只能用一个")
    seconds = _span(every) if every else None
    sites = read_sites(register)
    words = _collection_words(collection)
    root = collection.out or _home()
    _make(root)
    stop = _stopped_by_signals()
    with open_database(db, root) as store:
        for line in availability.rounds(sites, words, store, every=seconds, stop=stop):
            out.print(line)


@app.command()
def notice(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="a11y batch 的结果文件夹")],
    period: Annotated[str | None, typer.Option("--period", metavar="P", help="周期，默认最近的一个")] = None,
    db: Annotated[str | None, typer.Option("--db", metavar="URL", help="数据库，默认 DIR/a11y.sqlite")] = None,
    profile: Annotated[str, typer.Option("--profile", metavar="ID", help="按哪份依据，默认本周期所用的")] = "",
    office: Annotated[str, typer.Option("--office", help="发文机关")] = "",
    area: Annotated[str, typer.Option("--area", help="范围，如 全市、全省、全区")] = "全市",
    number: Annotated[str, typer.Option("--number", help="文号")] = "",
    point: Annotated[str, typer.Option("--point", metavar="DATE", help="监测时间点")] = "",
    issued: Annotated[str, typer.Option("--issued", metavar="DATE", help="成文日期")] = "",
    deadline: Annotated[str, typer.Option("--deadline", metavar="DATE", help="整改时限")] = "",
    decimals: Annotated[int, typer.Option("--decimals", min=0, max=4, help="百分率保留几位小数")] = 1,
    media: Annotated[Path | None, typer.Option("--media", metavar="FILE", help="政务新媒体检查名单")] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="各单位的报告另出 PDF（每站约一秒，已出的不再重出）")] = False,
) -> None:
    """一个周期的通报（DOCX）、表格和台账（XLSX）、概览（HTML）；周期写年份则出年度情况表。"""
    from a11y import notice as documents
    from a11y.database import open_database
    from a11y.notice.media import read_media

    if db is None and not (folder / "a11y.sqlite").exists():
        raise UsageError(f"{folder} 里没有 a11y.sqlite；请给 a11y batch 的结果文件夹，或用 --db")
    settings = documents.Settings(
        office, area, number, _day(point, "--point"), _day(issued, "--issued"), _day(deadline, "--deadline"), decimals,
        profile, pdf, read_media(media) if media else (),
    )  # fmt: skip
    with open_database(db, folder) as store:
        chosen = checked_period(period) if period else store.last_period()
        written = documents.make(folder, chosen, store, settings)
    changed = [path for path in written if documents.MARK in path.name]
    made = [path for path in written if documents.MARK not in path.name]
    for path in made[:8]:
        out.print(str(path))
    if len(made) > 8:
        out.print(f"……共 {len(made)} 个文件，在 {made[0].parent}")
    for path in changed:
        out.print(f"上次生成后有人改过，改过的另存为 {path}")


def checked_period(text: str) -> str:
    """The period as typed, where it has one of the four forms.

    Raises:
        UsageError: it has none.
    """
    import re
    from datetime import date

    good = re.fullmatch(r"\d{4}(Q[1-4]|-(0[1-9]|1[0-2])(-\d\d)?)?", text) is not None
    if good and len(text) == 10:
        try:
            date.fromisoformat(text)
        except ValueError:
            good = False
    if not good:
        raise UsageError(f"--period：“{text}”不对；应当像 2026、2026Q4、2026-11 或 2026-11-22")
    return text


def _window(text: str | None) -> tuple[int, int] | None:
    import re

    if text is None:
        return None
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-4]):([0-5]\d)", text)
    if found is None:
        raise UsageError(f"--window：“{text}”不对；应当像 22:00-06:00")
    a, b, c, d = map(int, found.groups())
    return a * 60 + b, c * 60 + d


def _span(text: str) -> float:
    import re

    found = re.fullmatch(r"(\d+(?:\.\d+)?)(s|m|h)", text)
    if found is None or float(found.group(1)) <= 0:
        raise UsageError(f"--every：“{text}”不对；应当像 1h、30m 或 90s")
    return float(found.group(1)) * {"s": 1, "m": 60, "h": 3600}[found.group(2)]


def _home() -> Path:
    return Path(os.environ["A11Y_HOME"]) if os.environ.get("A11Y_HOME") else Path("screenshots")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"结果文件夹不能建立：{folder}（{why(error)}）") from None


def _stopped_by_signals() -> Any:
    """An event that Ctrl-C or a TERM sets: what runs is ended in order; a second one ends it at once."""
    import signal
    import threading

    stop = threading.Event()

    def handle(number: int, _frame: Any) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        err.print("正在停下来，已完成的都已保存……")
        stop.set()
        signal.signal(number, signal.default_int_handler)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handle)
    return stop


class _BatchProgress:
    """Sites done, running, failed and the time left: one moving line on a terminal, a line a site elsewhere."""

    def __init__(self) -> None:
        self.status = err.status("正在准备……") if err.is_terminal else None
        self.running: set[str] = set()

    def __enter__(self) -> Callable[[str, Any], None]:
        if self.status is not None:
            self.status.start()
        return self.tell

    def __exit__(self, *_: object) -> None:
        if self.status is not None:
            self.status.stop()

    def tell(self, word: str, values: Any) -> None:
        """Show where the batch stands."""
        count, site = values["count"], values.get("site", "")
        if word == "waiting":
            err.print(values["why"])
            return
        (self.running.discard if word in ("site", "lost") else self.running.add)(site)
        left = count.seconds_left
        rest = f"，约还需 {left / 60:.0f} 分钟" if left is not None else ""
        line = (
            f"已完成 {count.earlier + count.done}/{count.planned}，进行中 {len(self.running)}，"
            f"没有看成 {count.unreachable}{rest}"
        )
        if self.status is not None:
            self.status.update(line)
        elif word == "lost":
            err.print(f"{site}：所在的工作进程断开了，换一个再做（{line}）")
        elif word == "site":
            ending = "完成" if values["kind"] == "done" else ("稍后再试" if values.get("again") else "没有看成")
            err.print(f"{site}：{ending}（{line}）")


# --- the store -------------------------------------------------------------------------------------------------------
db_app = typer.Typer(help="数据库", no_args_is_help=True)
app.add_typer(db_app, name="db")


@db_app.command("export")
def db_export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="批量检测的结果文件夹")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="CSV 写到哪个文件夹")],
    db: Annotated[str | None, typer.Option("--db", metavar="URL", help="数据库")] = None,
) -> None:
    """把数据库的每张表写成 CSV（UTF-8，可用 Excel、WPS 打开）。"""
    from a11y.database import open_database

    if db is None and not (folder / "a11y.sqlite").exists():
        raise UsageError(f"{folder} 里没有 a11y.sqlite；请给 a11y batch 的结果文件夹，或用 --db")
    _make(to)
    with open_database(db, folder) as store:
        for name, rows in store.export(to):
            out.print(f"{name}：{rows} 行")


@app.command()
def forget(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="批量检测的结果文件夹")],
    site: Annotated[str | None, typer.Option("--site-id", metavar="ID", help="忘掉这个网站的一切")] = None,
    before: Annotated[
        str | None, typer.Option("--before", metavar="DATE", help="忘掉这一天以前的检测和访问记录")
    ] = None,
    db: Annotated[str | None, typer.Option("--db", metavar="URL", help="数据库")] = None,
) -> None:
    """从数据库和结果文件夹里删除不再保留的内容。"""
    from a11y import retention
    from a11y.database import open_database

    if (site is None) == (before is None):
        raise UsageError("--site-id 和 --before 要给一个，只给一个")
    moment = _moment(before, "--before")[:10] if before else None
    with open_database(db, folder) as store:
        out.print(retention.forget(store, folder, site=site, before=moment))


# --- between two looks ------------------------------------------------------------------------------------------------
@app.command()
@shared(Collection)
def discover(
    url: Annotated[str, typer.Argument(metavar="URL", help="网站首页地址")],
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="写到哪个文件，默认显示在屏幕上")] = None,
    *,
    collection: Collection,
) -> None:
    """找出栏目、办事指南、留言板和搜索，写成一份网站文件草稿，供人改正。"""
    from a11y.audit import collection_options
    from a11y.collect.discover import draft

    [site] = _sites([url], collection)
    words = {**_collection_words(collection), **_secrets([url])(site.url)}
    if to is not None:
        _writable(to)
    text = draft(site, collection_options(words))
    if to is None:
        out.print(text, end="")
    else:
        _writable(to, text)
        out.print(f"草稿已写到 {to}，请核对后用 --site {to}")


@app.command()
@shared(Collection)
def recheck(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="a11y check 或 a11y batch 的结果文件夹")],
    db: Annotated[str | None, typer.Option("--db", metavar="URL", help="数据库，默认找 a11y.sqlite")] = None,
    workers: Annotated[int | None, typer.Option("--workers", metavar="N", min=1, help="同时复查几站")] = None,
    *,
    collection: Collection,
) -> None:
    """只复查上次的问题：哪些已整改，哪些没有。"""
    from contextlib import nullcontext

    from a11y import recheck as again
    from a11y.backends.processes import default_workers
    from a11y.database import open_database

    words = {**_collection_words(collection), **_secrets(None)("")}
    sites = again.folders(folder)
    root = next((p for p in (folder, *folder.resolve().parents[:2]) if (p / "a11y.sqlite").exists()), None)
    store = open_database(db, root or folder) if db is not None or root is not None else None
    total, refused = [0, 0, 0], list[str]()
    with store if store is not None else nullcontext():
        for outcome in again.run(sites, words, store, workers=workers or default_workers()):
            out.print(outcome.text())
            refused += [outcome.refused] if outcome.refused else []
            total = [total[0] + outcome.asked, total[1] + len(outcome.mended), total[2] + len(outcome.unseen)]
    if len(refused) == len(sites):
        raise UsageError(refused[0])
    rate = f"，整改率 {_percent(total[1], total[0])}" if total[0] else ""
    out.print(f"共 {len(sites)} 站，问题 {total[0]} 项，已整改 {total[1]}，未能复查 {total[2]}{rate}")


def _writable(path: Path, text: str | None = None) -> None:
    """Write a file that a person named; without a text see beforehand that it could be, as the text takes its time."""
    try:
        if text is not None:
            path.write_text(text, "utf-8")
        else:
            with path.open("a", encoding="utf-8"):
                new = path.stat().st_size == 0
            if new:
                path.unlink()
    except OSError as error:
        raise UsageError(f"写不了 {path}（{why(error)}）") from None


def _percent(part: int, whole: int) -> str:
    from a11y.period import percent

    return f"{percent(part, whole)}%"


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(metavar="A", help="先前的结果：一个网站的文件夹，或一个周期的文件夹")],
    second: Annotated[Path, typer.Argument(metavar="B", help="后来的结果：一个网站的文件夹，或一个周期的文件夹")],
) -> None:
    """两次检测相比：新增、已改、仍在。"""
    from a11y.compare import compare_folders

    for line in compare_folders(first, second):
        out.print(line)


@app.command()
def review(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="结果文件夹")],
    apply: Annotated[Path | None, typer.Option("--apply", metavar="FILE", help="填好的复核表")] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="写到哪里")] = None,
) -> None:
    """把需要人判断的问题列成表（XLSX）；填好后用 --apply 读回，成为裁定。"""
    from a11y import review as questions

    for site in _site_folders([folder]):
        out.print(questions.read_back(site, apply, to) if apply is not None else questions.write(site, to))


@app.command()
def selfcheck(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="一个网站的结果文件夹")],
    items: Annotated[Path | None, typer.Option("--items", metavar="FILE", help="上级通报的问题种类，每行一类")] = None,
    superior: Annotated[str, typer.Option("--to", metavar="NAME", help="报送单位")] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="NAME", help="本单位名称")] = "",
) -> None:
    """自查报告（DOCX、HTML）：逐条回答上级通报的问题种类，附证据；只有本单位知道的留空。"""
    from a11y import audit
    from a11y.notice import selfcheck as form
    from a11y.store import write_whole

    listed = form.read_items(items)
    for site in _site_folders([folder]):
        for name, body in form.render(audit.read_report(site), listed, superior=superior, unit=unit).items():
            write_whole(site / name, body)
            out.print(str(site / name))


@ledger_app.command("template")
def ledger_template(
    profile: Annotated[str, typer.Option("--profile", metavar="ID", help="依据")],
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="写到哪里，默认 <依据>-台账.xlsx")] = None,
) -> None:
    """空白台账：人工指标逐行列出填什么、单位、范围和出处。"""
    from a11y.profile import load_profile
    from a11y.rulings import ledger_template as template

    chosen = load_profile(profile)
    path = to or Path(f"{chosen.id}-台账.xlsx")
    if path.suffix.lower() != ".xlsx" and not path.is_dir():
        raise UsageError(f"--to：台账只能写成 .xlsx，不能是 {path.name}")
    try:
        path.write_bytes(template(chosen))
    except OSError as error:
        raise UsageError(f"写不了 {path}（{why(error)}）") from None
    out.print(f"台账已写到 {path}")


@sites_app.command("check")
@shared(Collection)
def sites_check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="名录（XLSX、CSV 或 TOML）")],
    online: Annotated[bool, typer.Option("--online", help="再访问每个网址，看是否转到了别处")] = False,
    *,
    collection: Collection,
) -> None:
    """检查名录，指出每一个错格。"""
    from a11y.register import likely_one, passed_over, read_sites

    sites = read_sites(file)
    if other := passed_over(file):
        out.print(f"没有采用的列（表头不认识；其中若有标识码、主办单位等，请改用规定的表头）：{'、'.join(other)}")
    for one, twin in likely_one(sites):
        out.print(
            f"可能是同一个网站写了两行：{one.url} 和 {twin.url} 只差“www.”，会各检测一次、各算一个网站；"
            "打开看，若是同一个网站请删去一行（留对外公布的那个），确是两个网站则不用改"
        )
    if not online:
        out.print(f"{file}：{len(sites)} 个网站，没有发现错误；加 --online 再核对每个网址是否转到了别处")
        return
    import asyncio

    from a11y.audit import collection_options
    from a11y.collect.answers import answers

    elsewhere, silent = asyncio.run(answers(sites, collection_options(_collection_words(collection))))
    for line in silent:
        out.print(f"从本机打不开（不一定是错）：{line}")
    if elsewhere:
        raise UsageError(f"{file}：{len(elsewhere)} 个网址答到了别处：\n" + "\n".join(elsewhere))
    out.print(f"{file}：{len(sites)} 个网站，没有发现错误" + (f"，{len(silent)} 个从本机打不开" if silent else ""))


# --- what is asked ---------------------------------------------------------------------------------------------------
@app.command()
def explain(
    id: Annotated[
        str, typer.Argument(metavar="CHECK|INDICATOR", help="检查或指标的编号，如 elderly/works、suqian-2022:4.2a")
    ],
) -> None:
    """一项检查或指标问的是什么、为什么、怎么改、出自哪里。"""
    from a11y.explain import explain as text

    out.print(text(id))


@app.command()
def profiles() -> None:
    """可用的依据。"""
    from rich.table import Table

    from a11y.profile import all_profiles

    table = Table("编号", "名称", "版本", "状态", "指标")
    for profile in all_profiles():
        table.add_row(profile.id, profile.title, profile.version, profile.status, str(len(profile.indicators)))
    _print_table(table)


@app.command()
def checks() -> None:
    """全部检查。"""
    from rich.table import Table

    from a11y.explain import IMPACTS
    from a11y.registry import checks as known

    table = Table("编号", "不通过时", "影响", "把握")
    for item in known().values():
        table.add_row(item.id, item.title, IMPACTS[item.impact], item.certainty.value)
    _print_table(table)


def _print_table(table: Any) -> None:
    """Print a table of which nothing is left out: a row is a line for other programs, cells are folded on a screen."""
    from rich.measure import Measurement

    for column in table.columns:
        column.overflow = "fold"
    if out.is_terminal:
        out.print(table)
        return
    wide = Console(highlight=False, markup=False, width=10_000)
    Console(highlight=False, markup=False, width=Measurement.get(wide, wide.options, table).maximum).print(table)


# --- the demonstration, and the machine ------------------------------------------------------------------------------
@app.command()
@shared(Collection, Judging)
def demo(
    only: Annotated[list[str] | None, typer.Option("--only", metavar="CHECK", help="只做这些检查，可多次")] = None,
    page: Annotated[list[str] | None, typer.Option("--page", metavar="URL", help="只看这些页面，可多次")] = None,
    *,
    collection: Collection,
    judging: Judging,
) -> None:
    """检测自带的示范网站（安澜县人民政府，虚构），看一看报告是什么样。"""
    from dataclasses import replace
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from a11y import demo as demonstration

    today = datetime.fromisoformat(_moment(collection.now)).astimezone(ZoneInfo("Asia/Shanghai")).date()
    judging = replace(judging, profile=judging.profile or ["prelaunch", "suqian-2022"])
    request = _request(judging, only)
    _check_names(request, judging)
    root = _run_folder(collection)
    with demonstration.serve(today) as port:
        file = root / "anlan.toml"
        file.write_text(demonstration.site_file(today), "utf-8")
        err.print(f"示范网站已在本机打开（{demonstration.HOST}，只在本机），开始检测……")
        resolve = [f"{demonstration.HOST}:127.0.0.1:{port}"]
        local = replace(collection, out=root, site=file, allow_private=True, resolve=resolve)
        # The server is gone afterwards, and its news are of its day: only the demonstration can show a finding again.
        again = ["demo", "--now", collection.now or today.isoformat()]
        words = _collection_words(local, only_pages=tuple(map(_address, page or ())), arguments=again)
        status = _examine([(site, words) for site in _sites(None, local)], request, local, judging)
    raise typer.Exit(status)


def _flat(group: Any) -> dict[str, Any]:
    return {field.name: getattr(group, field.name) for field in dataclasses.fields(group)}


@app.command()
def doctor(quiet: Annotated[bool, typer.Option("--quiet", help="只返回状态")] = False) -> None:
    """这台机器缺什么，用哪条命令补上。"""
    from a11y.doctor import examine

    lines, whole = examine()
    for line in [] if quiet else lines:
        out.print(line)
    raise typer.Exit(0 if whole else 3)


# --- what a person typed ---------------------------------------------------------------------------------------------
def _sites(urls: Sequence[str] | None, collection: Collection) -> list[Any]:
    from dataclasses import replace

    from a11y.model import Site
    from a11y.register import read_sites

    given = read_sites(collection.site) if collection.site else []
    if not urls:
        if not given:
            raise UsageError("没有给网站地址；例如：a11y check https://www.example.gov.cn/")
        return list(given)
    sites = []
    for url in urls:
        address = _address(url)
        match = [site for site in given if site.url.rstrip("/") == address.rstrip("/")]
        if match:
            sites.append(match[0])
        elif len(given) == 1 and len(urls) == 1:
            sites.append(replace(given[0], url=address))
        else:
            sites.append(Site(url=address))
    return _apart(sites)


def _apart(sites: Sequence[Any]) -> list[Any]:
    """Each site once; two that would lie in one folder are refused, as the later would take the earlier one's place."""
    from a11y.audit import site_id

    found: dict[str, Any] = {}
    for site in sites:
        first = found.setdefault(site_id(site).lower(), site)
        if first.url != site.url:
            raise UsageError(
                f"{first.url} 和 {site.url} 的结果文件夹同名（{site_id(site)}）；"
                "请分两次检测，各用一个 --out，或在 --site 文件里各写一个 id"
            )
    return list(found.values())


def _secrets(urls: Sequence[str] | None) -> Callable[[str], dict[str, Any]]:
    """The words that give a site's collection its user and password: of its own address, else of the environment."""
    from a11y.credentials import apart, from_environment

    general = from_environment()
    own = {_address(url): apart(url if "://" in url else f"http://{url}")[1] for url in urls or ()}

    def secrets(address: str) -> dict[str, Any]:
        given = own.get(address) or general
        return {"credentials": given} if given else {}

    return secrets


def _address(url: str) -> str:
    from urllib.parse import urlsplit

    from a11y.credentials import apart

    address, _ = apart(url if "://" in url else f"http://{url}")
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good or any(c.isspace() for c in address):
        raise UsageError(f"“{address}”不是网址；应当像 https://www.example.gov.cn/")
    return address if urlsplit(address).path else address + "/"


def _collection_words(collection: Collection, **more: Any) -> dict[str, Any]:
    """Keyword arguments of `collect.Options`, JSON-able, checked."""
    _one_of("--device", collection.device, ("desktop", "mobile"))
    _one_of("--keep", collection.keep, ("failed", "all", "none"))
    for name in ("user_agent", "ignore_robots"):
        text = getattr(collection, name)
        if text is not None and not (text.strip() and text.isprintable()):
            raise UsageError(f"--{name.replace('_', '-')} 后面要写一行文字")
    for name in ("browser", "axe_script", "storage_state"):
        path = getattr(collection, name)
        if path is not None and not path.is_file():
            fault = "这是文件夹，不是文件" if path.is_dir() else "文件不存在"
            raise UsageError(f"--{name.replace('_', '-')}：{fault}：{path}")
    if collection.axe_script is not None and b"runPartial" not in collection.axe_script.read_bytes():
        # axe 4.3 and later have it; without it nothing of a page would be looked at, and the site be blamed.
        raise UsageError(f"--axe-script：{collection.axe_script} 不是 axe-core（要 4.3 或更新的 axe.js 或 axe.min.js）")
    words = {name: value for name, value in _flat(collection).items() if name not in ("site", "out")}
    words = {name: str(value) if isinstance(value, Path) else value for name, value in words.items()}
    words["resolve"] = list(collection.resolve or ())
    words["now"] = _moment(collection.now) if collection.now else None
    words["arguments"] = _repeat_arguments(collection)
    return {**words, **more}


def _repeat_arguments(collection: Collection) -> list[str]:
    """The words of this call that a repetition needs."""
    words: list[str] = []
    for name in ("site", "rate", "user_agent", "proxy", "axe_script", "storage_state", "ignore_robots", "now"):
        value = getattr(collection, name)
        if value is not None:
            words += [f"--{name.replace('_', '-')}", str(value)]
    for mapping in collection.resolve or ():
        words += ["--resolve", mapping]
    if not collection.elderly:
        words.append("--no-elderly")
    if collection.allow_private:
        words.append("--allow-private")
    return words


def _day(text: str, option: str) -> str:
    """A day as people write it, `2026-11-25`; empty where none was given.

    Raises:
        UsageError: it is none; it would have been printed.
    """
    from a11y.tables import whole_day

    found = whole_day(text) if text else ""
    if found is None:
        raise UsageError(f"{option}：“{text}”不是日期；应当像 2026-11-25")
    return found


def _moment(text: str | None, option: str = "--now") -> str:
    """An instant with its zone; without one it is Asia/Shanghai. The machine's clock where nothing is given."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Asia/Shanghai")
    if text is None:
        return datetime.now(zone).isoformat(timespec="seconds")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option}：“{text}”不是时间；应当像 2026-11-22 或 2026-11-22T09:00:00+08:00") from None
    if not 1970 <= moment.year < 3000:
        # Days before and after it are asked for, and they must be days of the calendar too.
        raise UsageError(f"--now：“{text}”的年份应在 1970 到 2999 之间")
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat(timespec="seconds")


def _one_of(option: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise UsageError(f"{option} 只能是 {'、'.join(allowed)}，不能是“{value}”")


def _request(judging: Judging, only: Sequence[str] | None) -> Any:
    from a11y.audit import DEFAULT_FORMATS, DEFAULT_PROFILE, Request

    _one_of("--lang", judging.lang, ("zh", "en"))
    for name in ("rulings", "ledger"):
        path = getattr(judging, name)
        if path is not None and not path.exists():
            raise UsageError(f"--{name}：文件不存在：{path}")
    return Request(
        tuple(dict.fromkeys(judging.profile or (DEFAULT_PROFILE,))), tuple(judging.format or DEFAULT_FORMATS),
        str(judging.rulings) if judging.rulings else None, str(judging.ledger) if judging.ledger else None,
        judging.resample, judging.lang, tuple(only or ()),
    )  # fmt: skip


def _check_names(request: Any, judging: Judging, *, other_axe: bool = False) -> None:
    """Refuse names that nobody knows before anything is done. `other_axe`: see `gate.check_expressions`."""
    from a11y import audit, registry
    from a11y.baseline import read as read_baseline
    from a11y.gate import check_expressions
    from a11y.profile import load_profile
    from a11y.rulings import read_answers

    chosen = [load_profile(name) for name in request.profiles]
    read_answers(request.rulings, request.ledger, chosen)
    formats = (*registry.reporters(), audit.PRINTED)
    for name in request.formats:
        _one_of("--format", name, formats)
    check_expressions(judging.fail_on or (), other_axe=other_axe)
    if judging.update_baseline and judging.baseline is None:
        raise UsageError("--update-baseline 要与 --baseline 一起用")
    if judging.baseline is not None and judging.update_baseline and judging.baseline.parent.exists():
        _writable(judging.baseline)
    if judging.baseline is not None and judging.baseline.exists():
        read_baseline(judging.baseline)
    elif judging.baseline is not None and not judging.update_baseline:
        raise UsageError(f"基线文件不存在：{judging.baseline}；第一次请加 --update-baseline 建立")
    for name in request.only:
        if not any(audit.chosen(id, (name,)) for id in registry.checks()):
            raise UsageError(f"--only：没有“{name}”这项检查；a11y checks 列出全部")


def _run_folder(collection: Collection) -> Path:
    """Where this run's results go: `--out`, else `screenshots/<run>` here or under `$A11Y_HOME`."""
    if collection.out is not None:
        root = collection.out
    else:
        root = _home() / _moment(collection.now)[:19].replace(":", "").replace("T", "-")
    _make(root)
    return root


def _say_plan(site: Any, words: dict[str, Any]) -> None:
    from a11y.audit import collection_options
    from a11y.collect import plan

    chosen = plan(site, collection_options(words))
    out.print(f"{site.url}：将看 {len(chosen.pages)} 页，约 {chosen.requests} 次请求")
    for entry in chosen.pages:
        out.print(f"  {entry.role.value:<12}{entry.url}")


class _progress:  # noqa: N801 - reads as a verb where it is used
    """Shows what happens: one moving line on a terminal, plain lines elsewhere."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, lang: str = "zh") -> None:
        from a11y.report._words import words

        self.say = words(lang)
        self.status = err.status(self.say("正在准备") + "……") if err.is_terminal else None
        self.clock = clock
        self.began = clock()
        """When what is being done now began."""
        self.said = self.began - SILENCE + FIRST
        """When something was shown last. At first a silence is short; but whoever is refused at once reads one line only."""
        self.now = self.say("正在准备")
        self.over = threading.Event()

    def __enter__(self) -> Callable[[str, Any], None]:
        if self.status is not None:
            self.status.start()
        threading.Thread(target=self._beats, daemon=True).start()
        return self.tell

    def __exit__(self, *_: object) -> None:
        self.over.set()
        if self.status is not None:
            self.status.stop()

    def _beats(self) -> None:
        while not self.over.wait(1):
            self.beat()

    def beat(self) -> None:
        """Say what is still being done and for how long: at once on a terminal, elsewhere after a silence."""
        seconds = self.clock() - self.began
        if self.status is not None and seconds >= 2:
            self.status.update(self.say("{now}（{n} 秒）", now=self.now, n=f"{seconds:.0f}"))
        elif self.status is None and self.clock() - self.said >= SILENCE:
            self.said = self.clock()
            err.print(self.say("{now}（{n} 秒）", now=self.now, n=f"{seconds:.0f}"))

    def tell(self, word: str, values: Any) -> None:
        """Show one event."""
        from a11y.report._clean import printable

        if word == "page" and "done" not in values:
            word = "beside"
        if word not in _EVENTS:
            return
        named = self.say(_STAGES.get(str(values.get("name", "")), str(values.get("name", ""))))
        text = printable(self.say(_EVENTS[word]).format_map(_Blank(values, name=named))).rstrip()
        self.now, self.began = text, self.clock()
        if self.status is not None:
            self.status.update(text)
        elif word not in _QUIET:
            self.said = self.clock()
            err.print(text)


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


_EVENTS = {
    "page": "已看 {done}/{of} 页  {url}",
    "beside": "另看 {url}",
    "sample": "找到 {found} 页，抽取 {pages} 页",
    "stage": "正在进行：{name}",
    "links": "已核对 {addresses} 个地址",
    "start": "正在打开 {url}",
    "doing": "正在{name}  {url}",
    "asked": "正在核对链接 {done}/{of}",
}

_QUIET = frozenset({"doing", "asked"})
"""Events that come so often that without a terminal they are only told where it would be silent otherwise."""

FIRST = 4.0
"""Seconds after which the first sign of life is given, where there was none."""
SILENCE = 8.0
"""Seconds without a line after which what is being done is told again."""

_STAGES = {
    "browser": "启动浏览器", "home": "打开首页", "sample": "抽取样本页面", "technical": "测可用性与加载", "elderly": "进入适老版",
    "links": "核对链接", "content": "看栏目与内容", "judge": "评分",
    "Console": "看脚本错误", "AxeResults": "跑 axe-core 的规则", "Contrasts": "量文字和背景的对比度", "Semantics": "读名称、分组和表格",
    "RevealedAnchors": "找藏起来的链接", "Offers": "看广告和诱导按钮", "EmptyPresses": "按没有地址的链接", "OutsideLeaves": "试外部链接有没有提示", "Motions": "看什么在自己动",
    "FloatingWindows": "看浮动窗口", "KeyboardWalk": "用键盘走一遍", "FocusLooks": "看焦点看不看得见",
    "CutTexts": "放大文字看有没有截断", "Reflow": "把页面变窄看排版", "Captchas": "看验证码",
    "enter": "找适老版入口并按下", "persist": "看适老版换页后还在不在", "exit": "试退出适老版", "enlarge": "试适老版的放大",
    "read": "试适老版的朗读", "services": "逐个按适老版的服务",
    "Columns": "看各栏目更新", "HomeNews": "看首页更新", "Guides": "看办事指南", "Messages": "看互动留言", "Searches": "试站内搜索",
    "Interpretations": "看政策解读", "Surveys": "看意见征集", "Statistics": "看统计数据", "OpenData": "看数据开放",
    "AnnualReport": "看年度报表", "Duplicates": "看重复内容",
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; the process ends with the contract's exit status."""
    _speak_chinese()
    level = getattr(logging, os.environ.get("A11Y_LOG", "WARNING").upper(), logging.WARNING)
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    try:
        status = app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except A11yError as error:
        _complain(str(error))
        sys.exit(error.status)
    except OSError as error:
        if error.errno not in FULL:
            log.info("not read or not written", exc_info=True)
            _complain(f"读写不了 {error.filename or '文件'}（{why(error)}）")
            sys.exit(3)
        err.print(f"错误：{why(error)}（{error.filename or '结果文件夹'}）；做完的都已保存，腾出空间后再运行同一条命令")
        sys.exit(3)
    except _ClickError as error:
        err.print(_in_chinese(error))
        sys.exit(4)
    except (KeyboardInterrupt, typer.Abort):
        status = 130
    except Exception as error:  # Python's own status, 1, would say that a scorecard failed
        log.exception("the command broke")
        _complain(f"程序出错（{type(error).__name__}），没有得出结果；请把上面几行告诉本工具的维护者")
        sys.exit(3)
    if status == 130:
        err.print("已中止")
    sys.exit(status if isinstance(status, int) else 0)


def _complain(text: str) -> None:
    """Print an error. Files and pages have their part in it, and must not colour or move anything on a screen."""
    from a11y.report._clean import printable

    err.print(f"错误：{printable(text)}")


def _speak_chinese() -> None:
    """Chinese goes out whatever the terminal is set to: a character that it lacks is `?`, and one without any is told UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        try:
            "政府".encode(stream.encoding)
        except (UnicodeEncodeError, LookupError):
            stream.reconfigure(encoding="utf-8", errors="replace")
        else:
            stream.reconfigure(errors="replace")


_ClickError: type[Exception] = typer.BadParameter.__mro__[2]
"""Every fault of use that the option parser finds; typer carries its own copy of click and does not name it."""


def _in_chinese(error: Any) -> str:
    """The option parser's complaint as one Chinese line; the whole help where no command was given."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return str(error.format_message())
    return f"错误：{_fault_of_use(error)}"


def _fault_of_use(error: Any) -> str:
    parameter = getattr(error, "param", None)
    name = "/".join(parameter.opts) if parameter is not None else ""
    message = error.format_message()
    match type(error).__name__:
        case "NoSuchOption":
            near = "、".join(error.possibilities or ())
            said = f"没有选项 {error.option_name}" + (f"；是不是 {near}？" if near else "")
        case "MissingParameter":
            missing = (parameter.metavar or parameter.name) if parameter is not None else ""
            said = f"缺少{f'选项 {name}' if name.startswith('-') else '参数'} {missing}；加 --help 看用法"
        case "BadOptionUsage":
            fault = "后面不写值" if "does not take" in message else "后面没有写值"
            said = f"{error.option_name} {fault}；加 --help 看用法"
        case "BadParameter":
            said = f"{name} 的值不对：{_wrong_value(error.message)}"
        case _ if "unexpected extra argument" in message:
            said = f"多了参数 {message.rpartition('(')[2].rstrip(').')}；加 --help 看用法"
        case _ if "No such command" in message:
            said = f"没有这个命令：{message.partition('command ')[2].rstrip('.')[1:-1]}；a11y --help 列出全部命令"
        case _:
            said = f"用法不对：{message}"
    return said


def _wrong_value(message: str) -> str:
    bound = re.search(r"(greater|less) than (or equal to )?(-?[\d.]+)", message)
    if bound:
        words = {"greater": ("大于", "不小于"), "less": ("小于", "不大于")}[bound[1]]
        return f"应{words[bool(bound[2])]} {bound[3]}"
    return next((text for word, text in _WRONG_VALUES.items() if word in message), message)


_WRONG_VALUES = {"integer": "应为整数", "number": "应为数字"}


def version(value: bool) -> None:
    """Print the version and end."""
    if value:
        out.print(f"a11y {__version__}")
        raise typer.Exit


@app.callback()
def top(
    _version: Annotated[bool, typer.Option("--version", callback=version, is_eager=True, help="版本")] = False,
) -> None:
    """政府网站无障碍与适老化合规检测：真实浏览器、axe-core、适老化规则与检查指标，一站一份报告。"""


if __name__ == "__main__":
    main()
