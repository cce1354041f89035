"""Where asyncio begins and ends: a plain function runs a coroutine to its end, whatever thread it is called in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


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
