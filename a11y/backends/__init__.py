"""Where sites run. A site always runs in a child process of its own; a backend only decides on which machine and when.

The work contract: a job is done at least once; its folder is the truth. The child writes a folder of its own, which
becomes `<site>/.attempt-N/` when it is whole and is then moved into `<site>/`, `report.json` last: a folder with a
`report.json` is done, any other is not. So two children at one site, one of them given up for lost, never mix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Event = Callable[[str, Mapping[str, Any]], None]
"""Called with a word and its values while a job runs: `begun` first, then `page`, `stage` …"""


@dataclass(frozen=True, slots=True)
class Job:
    """One call of `work` in a child process. Everything in it is JSON-able."""

    id: str
    work: str
    """`module:function`, called with `arguments` and an `Event`; it returns something JSON-able."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 900
    """Wall-clock limit; then the whole process group is killed."""
    megabytes: float = 4096
    """Limit of resident memory of child, browser and all."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a job ended."""

    id: str
    kind: str
    """`done`; a word of `errors.KINDS` (hang, crash, too-large); `stopped`; `full`: no room left on the disc; or
    `failed`: an error that has a line."""
    result: Any = None
    detail: str = ""
    status: int = 0
    """For `failed`: the exit status that the error asks for."""
    seconds: float = 0.0
    peak_megabytes: float = 0.0
