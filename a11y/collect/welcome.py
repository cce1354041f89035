"""A page that a site opens with for a few seconds, for a festival or a campaign, and then goes on from by itself.

A visitor's home page is the one that comes then: judged by the first alone, a site would lack every column and entry.
"""

from __future__ import annotations

import logging
import time

from playwright.async_api import Error as BrowserError

from a11y.collect.js import pristine
from a11y.collect.steps import Stage, is_moving_on

log = logging.getLogger(__name__)

LONGEST = 10.0
"""Seconds that an announced jump may be away; what stays longer than that is the page that is meant to be read."""
COUNTED = 8.0
"""Seconds that a page is waited for whose script goes somewhere else by a timer of unknown length."""
LATE = 2.0
"""Seconds that a jump may come late, the answer of the next page included."""

_ANNOUNCED = pristine("""(counted) => {
  const here = document.URL.split('#')[0], ahead = document.querySelector('meta[http-equiv=refresh i]');
  const said = /^\\s*(\\d+(?:\\.\\d*)?)\\s*[;,\\s]\\s*(?:url\\s*=)?\\s*['"]?\\s*([^'"]+)/i.exec(ahead ? ahead.content : '');
  if (said) {
    try { if (new URL(said[2].trim(), document.baseURI).href.split('#')[0] !== here) return Number(said[1]); } catch {}
  }
  if (document.querySelectorAll('a[href]').length >= 15) return null;
  // A timer and a change of address near each other: the one is there for the other, or a function between them is.
  const go = '\\\\blocation\\\\b(?:\\\\s*\\\\.\\\\s*href)?\\\\s*=[^=]|\\\\blocation\\\\s*\\\\.\\\\s*(?:replace|assign)\\\\s*\\\\(';
  const timed = '\\\\bset(?:Timeout|Interval)\\\\s*\\\\(';
  const near = new RegExp(`(?:${go})[^]{0,300}(?:${timed})|(?:${timed})[^]{0,300}(?:${go})`);
  return [...document.scripts].some((s) => !s.src && near.test(s.text.slice(0, 20000))) ? counted : null;
}""")


async def passed_on(stage: Stage) -> bool:
    """Wait for where a welcome page goes to; True where another document has come.

    A page that announces nothing costs one short question.
    """
    mark = stage.mark()
    try:
        ahead = await stage.evaluate(_ANNOUNCED, COUNTED, limit=2)
    except (BrowserError, TimeoutError) as error:
        if not is_moving_on(error):
            log.debug("not asked whether it goes on: %s", error)
            return False
        ahead = 0.0
    if not isinstance(ahead, int | float) or ahead > LONGEST:
        return False
    ends = time.monotonic() + ahead + LATE
    while not (gone := _has_gone(stage, mark)) and time.monotonic() < ends:
        await stage.wait(0.1)
    return gone


def _has_gone(stage: Stage, mark: int) -> bool:
    """A new document stands there; an address that the page only writes into its own bar is none."""
    answered = {event.url for event in stage.since(mark, "response", "failed") if event.resource == "document"}
    return any(
        event.url.startswith("chrome-error:") or event.url.partition("#")[0] in answered
        for event in stage.since(mark, "navigated")
    )
