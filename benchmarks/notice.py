"""What a period's documents cost over many stored sites: `python benchmarks/notice.py [1000 3000 10000]`.

Made rows, no evidence: every site has one scorecard of 37 lines, 20 findings, and every third site 6 open faults in the
ledger, so that it gets a letter and a ledger of its own. Each size is a process of its own, so that its peak is its own.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from a11y import notice
from a11y.database import Database, FindingRow, IndicatorRow, LedgerRow, RunRow, ScorecardRow, SiteRow, open_database

PERIOD, AT = "2026Q4", "2026-11-22T09:00:00+08:00"
LINES, FINDINGS, FAULTS = 37, 20, 6
AT_ONCE = 500


def main() -> None:
    """Print a table of sizes, and how far the cost a site is from the smallest."""
    sizes = [int(word) for word in sys.argv[1:]] or [1_000, 3_000, 10_000]
    print(
        f"{'sites':>7}{'CPU s':>9}{'ms a site':>11}{'wall s':>9}{'peak MB':>9}{'files':>8}{'MB':>8}{'against first':>15}"
    )
    first = 0.0
    for size in sizes:
        out = subprocess.run([sys.executable, __file__, "--one", str(size)], check=True, capture_output=True, text=True)
        row = json.loads(out.stdout)
        each = row["cpu"] / size * 1000
        first = first or each
        print(
            f"{size:>7}{row['cpu']:>9.1f}{each:>11.2f}{row['wall']:>9.1f}{row['peak']:>9.0f}{row['files']:>8}"
            f"{row['mb']:>8.1f}{each / first:>15.2f}", flush=True,
        )  # fmt: skip


def one(size: int) -> dict[str, float]:
    """Fill a store and make its notice; CPU and wall seconds, peak MB, files and their size."""
    with tempfile.TemporaryDirectory() as folder, open_database(None, Path(folder)) as store:
        for start in range(0, size, AT_ONCE):
            fill(store, start, min(size, start + AT_ONCE))
        cpu, wall = time.process_time(), time.monotonic()
        written = notice.make(Path(folder), PERIOD, store, notice.Settings(deadline="2026-12-10"))
        cpu, wall = time.process_time() - cpu, time.monotonic() - wall
        size_on_disk = sum(path.stat().st_size for path in written) / 2**20
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {"cpu": cpu, "wall": wall, "peak": peak, "files": len(written), "mb": size_on_disk}


def fill(store: Database, start: int, end: int) -> None:
    """Rows of sites `start` to `end`, as a batch would have put them there."""
    rows: dict[type[Any], list[dict[str, Any]]] = {
        table: [] for table in (SiteRow, RunRow, ScorecardRow, IndicatorRow, FindingRow, LedgerRow)
    }
    for n in range(start, end):
        chance, id, run = random.Random(n), f"s{n:05d}", n + 1
        failed = n % 20 == 0
        rows[SiteRow].append(
            {"id": id, "name": f"第{n}号网站", "url": f"http://{id}.example.gov.cn/", "region": f"{n % 120}县"}
        )
        rows[RunRow].append(
            {
                "id": run, "site_id": id, "period": PERIOD, "collected_at": AT, "folder": f"{PERIOD}/{id}",
                "state": "done", "complete": n % 25 != 1, "reason": None, "pages": 20, "tool": {},
            }
        )  # fmt: skip
        rows[ScorecardRow].append(
            {
                "id": run, "run_id": run, "profile": "national-2019", "version": "2019-04-01",
                "verdict": "failed" if failed else "passed", "value": chance.randrange(4000, 10000) / 100,
            }
        )  # fmt: skip
        rows[IndicatorRow] += [
            {
                "scorecard_id": run, "indicator": f"2.{line}", "title": f"第{line}项指标的名称", "mode": "automatic",
                "kind": "veto" if line < 8 else "deduct", "findings": 0, "checks": ["links/dead"],
                "outcome": "failed" if chance.random() < (0.1 if failed or line >= 8 else 0) else "passed",
            }
            for line in range(LINES)
        ]  # fmt: skip
        found = [
            {
                "fingerprint": f"{n * 100 + k:016x}", "check": "links/dead",
                "page": f"http://{id}.example.gov.cn/art/{k}.html",
            }
            for k in range(FINDINGS)
        ]  # fmt: skip
        message = "链接“关于开展专项检查的通知”打不开：服务器回答 404，先后试过 2 次"
        rows[FindingRow] += [
            {
                **each, "run_id": run, "outcome": "failed", "impact": "serious", "mode": "standard",
                "device": "desktop", "message": message, "data": {"measured": 404},
            }
            for each in found
        ]  # fmt: skip
        rows[LedgerRow] += [
            {
                **each, "site_id": id, "period": PERIOD, "description": message, "found_at": AT,
                "indicator": "2.21 可用性", "measure": "更正地址，或删去链接；改版前的旧地址设置跳转。",
            }
            for each in (found[:FAULTS] if n % 3 == 0 else ())
        ]  # fmt: skip
    with store.session() as session:
        for table, values in rows.items():
            if values:
                session.execute(insert(table), values)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(int(sys.argv[2]))))
    else:
        main()
