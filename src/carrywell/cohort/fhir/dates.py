"""Dates and times as FHIR writes them: a year, a month, a day or an instant, each as far as it is exact."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime

import msgspec

DAY = 86_400
"""Seconds of a day."""
_WRITTEN = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d))?)?)?", re.ASCII
)


class When(msgspec.Struct, frozen=True):
    """The first and the last day it can mean, as written; `start` and `until`: seconds, UTC.

    A day without a time is the day in UTC. Two of them overlap when it cannot be told which is later.
    """

    first: date
    last: date
    start: float
    until: float

    @property
    def day(self) -> date | None:
        """The day, when it is exact to the day."""
        return self.first if self.first == self.last else None


def when(written: str) -> When:
    """Raises `ValueError` for what is no FHIR date, as the 30th of February is none."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is not a date as FHIR writes it")
    year, month, day, time, fraction, zone = found.groups()
    if time is not None:
        instant = datetime.fromisoformat(
            f"{year}-{month}-{day}T{time}{zone.replace('Z', '+00:00')}"
        )
        seconds = instant.timestamp() + float(f"0.{fraction or 0}")
        return When(instant.date(), instant.date(), seconds, seconds)
    first = date(int(year), int(month or 1), int(day or 1))
    month_of_last = int(month or 12)
    last = date(
        first.year,
        month_of_last,
        int(day) if day else monthrange(first.year, month_of_last)[1],
    )
    return When(first, last, midnight(first), midnight(last) + DAY - 1)


def midnight(day: date) -> float:
    """When this day begins, in seconds, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


def whole_day(day: date) -> When:
    """The whole of a day."""
    return When(day, day, midnight(day), midnight(day) + DAY - 1)


def age(born: When, at: date) -> int | None:
    """Whole years at `at`; None when the date of birth is not exact enough to say, or lies behind it."""
    oldest, youngest = _years(born.first, at), _years(born.last, at)
    return oldest if oldest == youngest and oldest >= 0 else None


def _years(born: date, at: date) -> int:
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))
