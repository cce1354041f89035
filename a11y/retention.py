"""What must go, goes: from the store and from the results folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import select

from a11y.database import Database, RunRow
from a11y.errors import UsageError


def forget(database: Database, root: Path, *, site: str | None = None, before: str | None = None) -> str:
    """Remove a site, or what is older than a day, rows and folders; says in one line what went.

    Raises:
        UsageError: nothing of that name is there.
    """
    with database.session() as session:
        rows = session.execute(select(RunRow.site_id, RunRow.folder, RunRow.collected_at)).all()
    gone = [
        folder for id, folder, at in rows if (site is not None and id == site) or (before is not None and at < before)
    ]
    kept = {folder for id, folder, at in rows} - set(gone)
    if site is not None and not gone and not _known(database, site):
        raise UsageError(f"没有网站“{site}”的记录")
    runs = database.forget(site=site, before=before)
    folders = 0
    # What its unit was handed lies beside each period's circular.
    handed = [f"{period.parent.name}/notice/units/{site}" for period in root.glob("*/notice")] if site else []
    for name in {*gone, *handed} - kept:
        path = (root / name).resolve()
        # A stored path is data: only what lies inside the results folder is ever removed.
        if path.is_relative_to(root.resolve()) and path != root.resolve() and path.is_dir():
            shutil.rmtree(path)
            folders += 1
            _forget_copies(path)
    again = "；通报、表格和概览里还有它，请重新运行 a11y notice" if site is not None and runs else ""
    return f"已删除 {runs} 次检测的记录、{folders} 个文件夹{again}"


def _forget_copies(folder: Path) -> None:
    """The copies of a site's report that its unit was handed; letter and ledger are the office's own papers, and stay."""
    for copy in (folder.parent / "notice" / "units" / folder.name).glob("report.*"):
        copy.unlink()


def _known(database: Database, site: str) -> bool:
    from a11y.database import SiteRow

    with database.session() as session:
        return session.get(SiteRow, site) is not None
