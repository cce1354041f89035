"""How busy the machine is: what has a bound in seconds would else see less on a busy one, and doubt what it passed before."""

from __future__ import annotations

import os

import psutil

MOST = 3.0
"""Times as long as on an idle machine that a walk may take at most."""


def slowness() -> float:
    """How many times as long as on an idle machine work takes here now: what waits for a processor, per processor; 1 to 3."""
    try:
        waiting = psutil.getloadavg()[0]
    except OSError:  # some containers do not tell
        return 1.0
    return min(MOST, max(1.0, waiting / _processors()))


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
