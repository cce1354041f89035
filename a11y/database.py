"""What is kept over sites and periods: one SQLite file by default, PostgreSQL by URL.

Only the process that runs a batch writes here. Points and scores are kept as decimals, moments as ISO 8601 text with
their zone, so that what is read back is what was reported.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import (
    JSON,
    Boolean,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    create_engine,
    delete,
    event,
    func,
    select,
    update,
)  # fmt: skip
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from a11y import early
from a11y.errors import A11yError, UsageError
from a11y.model import Site
from a11y.owed import owed

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "fuse.sshfs", "glusterfs", "ceph"}
)
"""Where SQLite's locks cannot be trusted."""

_NAMES = {
    "ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s",
}  # fmt: skip


class Table(DeclarativeBase):
    """Base of all tables; constraints are named so that migrations can find them."""

    metadata = MetaData(naming_convention=_NAMES)


class SiteRow(Table):
    """One site of the register, as it was last seen there."""

    __tablename__ = "sites"
    id: Mapped[str] = mapped_column(String(160), primary_key=True)
    name: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(String(40), default="")
    sponsor: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str | None] = mapped_column(String(20))
    grp: Mapped[str] = mapped_column("group", String(80), default="")
    region: Mapped[str] = mapped_column(String(80), default="")
    no_service: Mapped[bool] = mapped_column(Boolean, default=False)
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)


class RunRow(Table):
    """One examination of one site in one period."""

    __tablename__ = "runs"
    __table_args__ = (Index("ix_runs_period_site", "period", "site_id"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    site_id: Mapped[str] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    period: Mapped[str] = mapped_column(String(10))
    batch: Mapped[int] = mapped_column(Integer, default=1)
    purpose: Mapped[str] = mapped_column(String(10), default="check")
    """check or recheck."""
    collected_at: Mapped[str] = mapped_column(String(40))
    folder: Mapped[str] = mapped_column(Text)
    """Relative to the results folder."""
    state: Mapped[str] = mapped_column(String(20))
    """done, or a word of `errors.KINDS` that says why the site was not (wholly) seen."""
    complete: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str | None] = mapped_column(Text)
    pages: Mapped[int] = mapped_column(Integer, default=0)
    attempts: Mapped[int] = mapped_column(Integer, default=1)
    seconds: Mapped[float] = mapped_column(Float, default=0)
    megabytes: Mapped[float] = mapped_column(Float, default=0)
    tool: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    current: Mapped[bool] = mapped_column(Boolean, default=True)
    """The one that counts for its site and period."""
    warnings: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """Early warnings, see `early`."""


class FindingRow(Table):
    """One failed or doubtful finding of a run."""

    __tablename__ = "findings"
    __table_args__ = (Index("ix_findings_fingerprint", "fingerprint"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(40))
    check: Mapped[str] = mapped_column("check_id", String(80))
    outcome: Mapped[str] = mapped_column(String(12))
    impact: Mapped[str] = mapped_column(String(10))
    page: Mapped[str] = mapped_column(Text)
    mode: Mapped[str] = mapped_column(String(10))
    device: Mapped[str] = mapped_column(String(10))
    selector: Mapped[str] = mapped_column(Text, default="")
    message: Mapped[str] = mapped_column(Text)
    remedy: Mapped[str | None] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    screenshot: Mapped[str | None] = mapped_column(Text)
    counts: Mapped[bool] = mapped_column(Boolean, default=True)
    """A deciding line of a chosen profile asks for it."""
    false_finding: Mapped[bool] = mapped_column(Boolean, default=False)
    ruling: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class ScorecardRow(Table):
    """What one profile said of one run."""

    __tablename__ = "scorecards"
    __table_args__ = (UniqueConstraint("run_id", "profile"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    profile: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(40))
    verdict: Mapped[str] = mapped_column(String(12))
    value: Mapped[Decimal | None] = mapped_column(Numeric(10, 4))
    floor: Mapped[Decimal | None] = mapped_column(Numeric(10, 4))
    ceiling: Mapped[Decimal | None] = mapped_column(Numeric(10, 4))
    grade: Mapped[str | None] = mapped_column(String(40))
    band: Mapped[str | None] = mapped_column(String(40))
    parts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class IndicatorRow(Table):
    """One row of a scorecard."""

    __tablename__ = "indicators"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecards.id", ondelete="CASCADE"), index=True)
    indicator: Mapped[str] = mapped_column(String(60))
    block: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(12))
    mode: Mapped[str] = mapped_column(String(10))
    lost: Mapped[Decimal | None] = mapped_column(Numeric(10, 4))
    earned: Mapped[Decimal | None] = mapped_column(Numeric(10, 4))
    max: Mapped[Decimal | None] = mapped_column(Numeric(10, 4))
    findings: Mapped[int] = mapped_column(Integer, default=0)
    reason: Mapped[str] = mapped_column(Text, default="")
    checks: Mapped[list[str]] = mapped_column(JSON, default=list)


class VisitRow(Table):
    """One availability visit."""

    __tablename__ = "visits"
    __table_args__ = (Index("ix_visits_site_at", "site_id", "at"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    site_id: Mapped[str] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    at: Mapped[str] = mapped_column(String(40))
    seconds: Mapped[float] = mapped_column(Float)
    ok: Mapped[bool] = mapped_column(Boolean)
    kind: Mapped[str] = mapped_column(String(20), default="")
    ours: Mapped[bool] = mapped_column(Boolean, default=False)
    """The failure is our network's: it counts for nothing."""
    status: Mapped[int] = mapped_column(Integer, default=0)


class LedgerRow(Table):
    """One fault on its way from being found to being mended (整改台账)."""

    __tablename__ = "ledger"
    __table_args__ = (UniqueConstraint("site_id", "fingerprint"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    site_id: Mapped[str] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    fingerprint: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(10))
    """In which it was first found."""
    indicator: Mapped[str] = mapped_column(Text, default="")
    check: Mapped[str] = mapped_column("check_id", String(80))
    description: Mapped[str] = mapped_column(Text)
    page: Mapped[str] = mapped_column(Text)
    mode: Mapped[str] = mapped_column(String(10), default="standard")
    device: Mapped[str] = mapped_column(String(10), default="desktop")
    profiles: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """Whose rule it broke: profile → version."""
    parent: Mapped[str] = mapped_column(Text, default="")
    found_at: Mapped[str] = mapped_column(String(40))
    picture: Mapped[str | None] = mapped_column(Text)
    """Relative to the results folder."""
    count: Mapped[int] = mapped_column(Integer, default=1)
    deadline: Mapped[str | None] = mapped_column(String(40))
    measure: Mapped[str] = mapped_column(Text, default="")
    mended_at: Mapped[str | None] = mapped_column(String(40))
    rechecked_at: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), default="open")
    """open, mended, reopened, false or exempt."""
    reason: Mapped[str] = mapped_column(Text, default="")


@dataclass(frozen=True, slots=True)
class Stored:
    """The current run of one site in one period, in short."""

    site: str
    run: int
    folder: str
    state: str
    complete: bool
    batch: int
    attempts: int = 1
    seconds: float = 0
    megabytes: float = 0


class Database:
    """The store, open. Use it as a context."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)

    def __enter__(self) -> Database:
        try:
            migrate(self.engine)
        except DatabaseError as error:
            raise A11yError(f"{_said(error, self.url)}：{_without_password(self.url)}") from error
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: all of it or nothing.

        Raises:
            A11yError: the store cannot be read or written: locked, full, gone, or not of our making.
        """
        try:
            with Session(self.engine) as session, session.begin():
                yield session
        except OperationalError as error:
            raise A11yError(
                f"{_said(error, self.url)}：{_without_password(self.url)}；做完的都已保存，再运行同一条命令会接着做"
            ) from error

    # --- writing -----------------------------------------------------------------------------------------------------
    def put_sites(self, sites: Sequence[Site]) -> None:
        """Take over the register: rows are added or brought up to date, none is removed."""
        with self.session() as session:
            for site in sites:
                session.merge(
                    SiteRow(
                        id=site.id, name=site.name, url=site.url, code=site.code, sponsor=site.sponsor, kind=site.kind,
                        grp=site.group, region=site.region, no_service=site.no_service, tags=list(site.tags),
                    )
                )  # fmt: skip

    def put_report(
        self, site: str, period: str, report: Mapping[str, Any], *, folder: str, batch: int = 1, purpose: str = "check",
        state: str = "done", attempts: int = 1, seconds: float = 0, megabytes: float = 0,
    ) -> int:  # fmt: skip
        """Keep a site's `report.json`; it becomes the current run of its period. Returns the run's id."""
        coverage = report["coverage"]
        with self.session() as session:
            session.execute(update(RunRow).where(RunRow.site_id == site, RunRow.period == period).values(current=False))
            run = RunRow(
                site_id=site, period=period, batch=batch, purpose=purpose, collected_at=report["collected_at"],
                folder=folder, state=state, complete=coverage["complete"], reason=coverage["reason"],
                pages=coverage["pages_checked"], attempts=attempts, seconds=seconds, megabytes=megabytes,
                tool=report["tool"], current=True, warnings=early.warnings(report),
            )  # fmt: skip
            session.add(run)
            session.flush()
            counted = {id(row) for row in owed(report)}
            session.add_all(_finding(run.id, row, counts=id(row) in counted) for row in report["findings"])
            for card in report["scorecards"]:
                _add_scorecard(session, run.id, card)
            return run.id

    def put_visits(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Availability visits, each with site_id, at, seconds, ok, kind, ours, status."""
        with self.session() as session:
            session.add_all(VisitRow(**row) for row in rows)

    # --- reading -----------------------------------------------------------------------------------------------------
    def current(self, period: str) -> dict[str, Stored]:
        """The current run of every site of a period, by site."""
        with self.session() as session:
            rows = session.scalars(select(RunRow).where(RunRow.period == period, RunRow.current)).all()
            return {
                r.site_id: Stored(
                    r.site_id, r.id, r.folder, r.state, r.complete, r.batch, r.attempts, r.seconds, r.megabytes
                )
                for r in rows
            }

    def examined(self) -> dict[str, str]:
        """When each site was examined last, over all periods."""
        with self.session() as session:
            rows = session.execute(select(RunRow.site_id, func.max(RunRow.collected_at)).group_by(RunRow.site_id))
            return {row[0]: row[1] for row in rows}

    def visits(self, site: str, since: str, until: str) -> list[VisitRow]:
        """A site's visits in a span of moments, oldest first."""
        with self.session() as session:
            chosen = select(VisitRow).where(VisitRow.site_id == site, VisitRow.at >= since, VisitRow.at <= until)
            rows = list(session.scalars(chosen.order_by(VisitRow.at)))
            session.expunge_all()
            return rows

    def last_period(self) -> str:
        """The period of the newest run.

        Raises:
            UsageError: the store is empty.
        """
        with self.session() as session:
            newest = session.scalar(select(RunRow.period).order_by(RunRow.collected_at.desc()).limit(1))
        if newest is None:
            raise UsageError("数据库里还没有检测结果；先运行 a11y batch")
        return newest

    def count(self, table: type[Table]) -> int:
        """How many rows a table has."""
        with self.session() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def export(self, folder: Path) -> Iterator[tuple[str, int]]:
        """Write every table as CSV into `folder`, row by row; yields each file's name and its number of rows."""
        for table in Table.metadata.sorted_tables:
            path, rows = folder / f"{table.name}.csv", 0
            with path.open("w", encoding="utf-8-sig", newline="") as file, self.engine.connect() as connection:
                writer = csv.writer(file)
                writer.writerow([column.name for column in table.columns])
                for row in connection.execution_options(stream_results=True).execute(select(table)):
                    writer.writerow([_cell(value) for value in row])
                    rows += 1
            yield path.name, rows

    # --- forgetting --------------------------------------------------------------------------------------------------
    def forget(self, *, site: str | None = None, before: str | None = None) -> int:
        """Remove a site altogether, or runs and visits from before a moment. Returns how many runs went."""
        with self.session() as session:
            runs = delete(RunRow)
            if site is not None:
                gone = session.execute(runs.where(RunRow.site_id == site)).rowcount  # type: ignore[attr-defined]
                for table in (VisitRow, LedgerRow):
                    session.execute(delete(table).where(table.site_id == site))
                session.execute(delete(SiteRow).where(SiteRow.id == site))
                return int(gone)
            if before is None:
                return 0
            session.execute(delete(VisitRow).where(VisitRow.at < before))
            return int(session.execute(runs.where(RunRow.collected_at < before)).rowcount)  # type: ignore[attr-defined]


def _cell(value: Any) -> Any:
    """A value as a cell that no spreadsheet takes for a formula."""
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    return "'" + value if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _finding(run: int, row: Mapping[str, Any], *, counts: bool) -> FindingRow:
    ruling = row.get("ruling")
    return FindingRow(
        run_id=run, fingerprint=row["fingerprint"], check=row["check"], outcome=row["outcome"], impact=row["impact"],
        page=row["page"], mode=row["mode"], device=row["device"], selector=row["target"]["selector"],
        message=row["message"], remedy=row["remedy"], data=row["data"], screenshot=row.get("screenshot"),
        counts=counts, false_finding=bool(ruling and (ruling.get("false") or ruling.get("false_finding"))), ruling=ruling,
    )  # fmt: skip


def _add_scorecard(session: Session, run: int, card: Mapping[str, Any]) -> None:
    score = card["score"] or {}
    row = ScorecardRow(
        run_id=run, profile=card["profile"], version=card["version"], verdict=card["verdict"],
        value=_decimal(score.get("value")), floor=_decimal(score.get("floor")), ceiling=_decimal(score.get("ceiling")),
        grade=card.get("grade"), band=card.get("band"), parts=card.get("parts") or {},
    )  # fmt: skip
    session.add(row)
    session.flush()
    for item in card["indicators"]:
        points = item["points"] or {}
        session.add(
            IndicatorRow(
                scorecard_id=row.id, indicator=item["id"], block=item.get("block") or "", title=item["title"],
                kind=item["kind"], outcome=item["outcome"], mode=item["mode"], lost=_decimal(points.get("lost")),
                earned=_decimal(points.get("earned")), max=_decimal(points.get("max")), findings=item["findings"],
                reason=item.get("reason") or "", checks=list(item.get("checks") or ()),
            )
        )  # fmt: skip


def _decimal(value: float | int | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def open_database(url: str | None, folder: Path) -> Database:
    """The store at `url`, or the SQLite file of a results folder.

    Raises:
        UsageError: the address is none, the server does not answer, or the file lies on a network file system.
    """
    if url is None:
        url = f"sqlite:///{folder / 'a11y.sqlite'}"
    if url.startswith("sqlite:///"):
        _refuse_network(Path(url.removeprefix("sqlite:///")))
    try:
        database = Database(url)
        with database.engine.connect():
            return database
    except DBAPIError as error:
        if "locked" in str(error.orig) or _is_full(url):
            raise A11yError(f"{_said(error, url)}：{_without_password(url)}；处理后再运行同一条命令") from None
        raise UsageError(f"数据库打不开：{_without_password(url)}（{_said(error, url)}）") from None
    except (SQLAlchemyError, ImportError, OSError) as error:
        reason = str(error).splitlines()[0][:200]
        raise UsageError(f"数据库打不开：{_without_password(url)}（{reason}）") from None


_PATIENCE = 10
"""Seconds that a statement waits for another process to let go of the file."""
_TROUBLES = {
    "locked": f"数据库正被另一个程序占用（等了 {_PATIENCE} 秒）", "disk is full": "磁盘已满，数据库写不进去",
    "readonly": "数据库文件是只读的", "unable to open": "数据库文件打不开（没有权限，或文件夹不在）",
    "malformed": "数据库文件已损坏", "not a database": "这个文件不是数据库", "disk I/O": "读写数据库时磁盘出错",
    "No space left": "磁盘已满，数据库写不进去",
}  # fmt: skip
"""A word of what the driver says → what it means."""


def _said(error: DBAPIError, url: str) -> str:
    text = str(error.orig).strip()
    if "disk I/O" in text and _is_full(url):
        text = "disk is full"
    known = next((meaning for word, meaning in _TROUBLES.items() if word in text), None)
    return known or f"数据库出错（{text[:200]}）"


def _is_full(url: str) -> bool:
    """No room for a page of SQLite's own files: it then speaks of an error in writing."""
    try:
        return shutil.disk_usage(Path(url.removeprefix("sqlite:///")).resolve().parent).free < 2**20
    except OSError:
        return False


def _without_password(url: str) -> str:
    from sqlalchemy.engine import make_url

    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return url.rsplit("@", maxsplit=1)[-1]


def _refuse_network(file: Path) -> None:
    place = file.resolve().parent
    mounts = sorted(psutil.disk_partitions(all=True), key=lambda mount: -len(mount.mountpoint))
    for mount in mounts:
        if place.is_relative_to(mount.mountpoint):
            if mount.fstype in NETWORK_FILE_SYSTEMS:
                raise UsageError(
                    f"{file} 在网络磁盘（{mount.fstype}）上，SQLite 会损坏；请换到本机磁盘，或用 --db postgresql://…"
                )
            return


def _engine(url: str) -> Engine:
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    engine = create_engine(url, json_serializer=lambda value: json.dumps(value, ensure_ascii=False, default=str))
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _careful(connection: Any, _record: Any) -> None:
            # A power cut must not lose a site that was reported as done.
            for line in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_PATIENCE * 1000}"):
                connection.execute(f"PRAGMA {line}")

    return engine


def migrate(engine: Engine) -> None:
    """Bring the tables to this release's form.

    Raises:
        UsageError: the store was made by a newer release.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "a11y:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise UsageError(f"数据库是更新的版本建立的，请升级 a11y（{error}）") from None


def now() -> str:
    """The machine's clock, for rows that no evidence dates."""
    return datetime.now().astimezone().isoformat(timespec="seconds")
