"""The folder is the registry: a module dropped into `a11y/checks`, `a11y/report` or `a11y/backends` exists.

Other people's packages open the same door by the entry points `a11y.checks`, `a11y.reports` and `a11y.profiles`.
A check's signature is its declaration: positional parameters are the evidence it needs, keyword-only ones the
options a profile may set.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any

from a11y.model import Certainty, Finding, Impact, Mode

CheckFunction = Callable[..., Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it asks, and the pure function that asks it."""

    id: str
    title: str
    """What is wrong when it fails, in Chinese."""
    why: str
    """Why it matters to an elderly or disabled visitor, in Chinese."""
    remedy: str
    impact: Impact
    certainty: Certainty
    modes: tuple[Mode, ...]
    """Versions of a page it looks at."""
    function: CheckFunction
    needs: tuple[type, ...]
    """Types of the evidence it takes, in order."""
    options: Mapping[str, Any]
    """Keyword options with their defaults."""
    example: str = ""
    """A short good example, HTML or words; may be empty."""
    tags: tuple[str, ...] = ()
    counted: bool = True
    """False where the engine does not say how many targets passed (axe)."""

    @property
    def family(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]


def check(
    id: str,
    *,
    title: str,
    why: str,
    remedy: str,
    impact: Impact,
    certainty: Certainty = Certainty.FAILS,
    modes: tuple[Mode, ...] = (Mode.STANDARD, Mode.ELDERLY),
    example: str = "",
    tags: tuple[str, ...] = (),
) -> Callable[[CheckFunction], CheckFunction]:
    """Declare the decorated generator to be the check `id`.

    Raises:
        TypeError: a parameter has no type, or an option has no default.
    """

    def declare(function: CheckFunction) -> CheckFunction:
        function.__a11y_check__ = make_check(  # type: ignore[attr-defined]
            function, id, title=title, why=why, remedy=remedy, impact=impact, certainty=certainty,
            modes=modes, example=example, tags=tags,
        )  # fmt: skip
        return function

    return declare


def make_check(function: CheckFunction, id: str, **words: Any) -> Check:
    """A `Check` from a function and its words; what it needs is read off the signature."""
    hints = typing.get_type_hints(function)
    needs: list[type] = []
    options: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            if parameter.default is inspect.Parameter.empty:
                raise TypeError(f"{id}: option {name!r} has no default")
            options[name] = parameter.default
        elif name in hints:
            needs.append(hints[name])
        else:
            raise TypeError(f"{id}: parameter {name!r} has no type")
    return Check(id=id, function=function, needs=tuple(needs), options=options, **words)


@cache
def checks() -> Mapping[str, Check]:
    """Every check known here, ours and installed ones, by id, in the order of ids."""
    found: dict[str, Check] = {}
    for module in _modules("a11y.checks", "a11y.checks"):
        members = [getattr(value, "__a11y_check__", None) for value in vars(module).values()]
        members += list(getattr(module, "CHECKS", ()))
        for member in members:
            if isinstance(member, Check):
                found[member.id] = member
    return dict(sorted(found.items()))


@cache
def reporters() -> Mapping[str, ModuleType]:
    """Every report format: the module with `SUFFIX` and `render`, by format name."""
    return {
        module.__name__.rpartition(".")[2].rstrip("_"): module
        for module in _modules("a11y.report", "a11y.reports")
        if hasattr(module, "render")
    }


def _modules(package: str, group: str) -> Iterator[ModuleType]:
    root = importlib.import_module(package)
    for info in sorted(pkgutil.iter_modules(root.__path__), key=lambda info: info.name):
        if not info.name.startswith("_"):
            yield importlib.import_module(f"{package}.{info.name}")
    for entry in sorted(entry_points(group=group), key=lambda entry: entry.name):
        loaded = entry.load()
        if isinstance(loaded, ModuleType):
            yield loaded
