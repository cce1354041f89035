"""Working days of mainland China: weekdays without public holidays, and weekends that make up for them.

Source: yearly notices of 国务院办公厅 on holidays, by the chinese_calendar package.
"""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar


class OutsideCalendarError(LookupError):
    """A day lies beyond the years whose holidays are published."""

    def __init__(self, last_year: int) -> None:
        super().__init__(f"no calendar of working days after {last_year}")
        self.last_year = last_year


def last_year() -> int:
    """The last year whose working days are known."""
    return int(max(day.year for day in chinese_calendar.constants.holidays))


def is_working_day(day: date) -> bool:
    """True for a day on which offices work.

    Raises:
        OutsideCalendarError: the year's holidays are not known.
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise OutsideCalendarError(last_year()) from None


def working_days(asked: date, answered: date) -> int:
    """Working days that an answer took; the day of asking is not counted, the day of the answer is.

    >>> working_days(date(2026, 11, 20), date(2026, 11, 23))
    1

    Raises:
        OutsideCalendarError: a day in between is not in the calendar.
    """
    span = max(0, min((answered - asked).days, 3660))
    return sum(is_working_day(asked + timedelta(days=n)) for n in range(1, span + 1))
