"""Which days the diary may speak of, and how a day is called."""

from datetime import date, datetime, timedelta, tzinfo

from carrywell.companion.body.forms import began_on
from carrywell.companion.people.models import Pregnancy
from carrywell.patterns.gestation import DAYS_A_WEEK, LAST_WEEK

TO_COME = "This day is still to come. Choose today or a day before."
NO_DAY = "Write the day as year, month and day, such as 2026-11-23."


def earliest_day(pregnancy: Pregnancy, today: date) -> date:
    """The first day of this pregnancy; without a due date, as far back as one can last."""
    began = began_on(pregnancy.due_date)
    return began or today - timedelta(days=int(LAST_WEEK * DAYS_A_WEEK))


def not_a_day(pregnancy: Pregnancy, on: date, today: date) -> str:
    """Why the diary has no such day, in words; empty when it has."""
    if on > today:
        return TO_COME
    earliest = earliest_day(pregnancy, today)
    if on < earliest:
        return f"This is before your pregnancy began. Choose a day from {earliest:%-d %B %Y} on."
    return ""


def day_typed(typed: str) -> date | None:
    """A day as a form sends it, such as 2026-11-23."""
    try:
        on = date.fromisoformat(typed.strip())
    except ValueError:
        return None
    return on if on.isoformat() == typed.strip() else None


def in_words(on: date, today: date) -> str:
    """How she would call the day."""
    if on == today:
        return "today"
    if on == today - timedelta(days=1):
        return "yesterday"
    return f"{on:%A} {on.day} {on:%B}" + ("" if on.year == today.year else f" {on.year}")


def zone_in(now: datetime) -> tzinfo:
    """Her time zone, as a moment from `now_is` carries it."""
    assert now.tzinfo is not None
    return now.tzinfo
