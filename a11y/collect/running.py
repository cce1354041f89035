"""Where asyncio begins and ends: a plain function runs a coroutine to its end, whatever thread it is called in."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")

SWEEP_AFTER = 20_000
"""Objects made between two of Python's searches for cycles. Reading pages makes tens of thousands that hold no cycles; at
the usual 700 the searching took an eighth of this process's time."""


@contextmanager
def swept_seldom() -> Iterator[None]:
    """Within it Python looks for cycles of objects more seldom."""
    before = gc.get_threshold()
    gc.set_threshold(max(SWEEP_AFTER, before[0]) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def to_its_end(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run on an event loop of its own; in a thread where this one has a loop running, as sync Playwright leaves it."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work())
    result: list[T] = []
    broken: list[BaseException] = []

    def inner() -> None:
        try:
            result.append(asyncio.run(work()))
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread, whatever it is
            broken.append(error)

    thread = threading.Thread(target=inner, name="collect")
    thread.start()
    thread.join()
    if broken:
        raise broken[0]
    return result[0]
