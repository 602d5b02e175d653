"""Weeks of pregnancy from a date, and back.

A pregnancy is dated from the first day of the last period; the due date is 280 days (40 weeks)
after it. This is the convention by which every week in the guideline is counted.
"""

from datetime import date, timedelta

DAYS_TO_THE_DUE_DATE = 280
DAYS_A_WEEK = 7
LAST_WEEK = 45.0
"""The last week that the finding `gestation_weeks` allows."""


def due_date_from_last_period(first_day: date) -> date:
    """The due date, from the first day of the last period."""
    return first_day + timedelta(days=DAYS_TO_THE_DUE_DATE)


def due_date_from_weeks(weeks: float, on: date) -> date:
    """The due date of someone who is `weeks` (with days as sevenths) pregnant on that day."""
    return on + timedelta(days=DAYS_TO_THE_DUE_DATE - round(weeks * DAYS_A_WEEK))


def gestation_weeks(due_date: date, on: date) -> float | None:
    """Weeks of pregnancy on that day, days as sevenths; None outside 0 to 45 weeks."""
    days = DAYS_TO_THE_DUE_DATE - (due_date - on).days
    weeks = days / DAYS_A_WEEK
    return weeks if 0 <= weeks <= LAST_WEEK else None


def weeks_typed(typed: str) -> float | None:
    """Weeks as people write them: 31, 31+4, 31 + 4, 31w4d, 31 weeks. None for anything else.

    A point or comma is refused: 31.4 could mean four days or four tenths of a week.
    """
    plain = typed.replace(" ", "").replace("weeks", "w").replace("week", "w").replace("days", "d")
    whole, _, days = plain.removesuffix("d").replace("w", "+", 1).removesuffix("+").partition("+")
    if not whole.isdecimal() or (days and not days.isdecimal()):
        return None
    if days and int(days) >= DAYS_A_WEEK:
        return None
    return int(whole) + (int(days) / DAYS_A_WEEK if days else 0.0)


def weeks_in_short(weeks: float) -> str:
    """Weeks as they are typed: "31+4", "31"."""
    whole, days = divmod(round(weeks * DAYS_A_WEEK), DAYS_A_WEEK)
    return f"{whole}+{days}" if days else f"{whole}"
