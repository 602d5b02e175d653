"""Reminders as a calendar (RFC 5545) that other programs read.

Nothing here knows a database or a clock. A calendar is read by programs without a lock and shown on
screens that others see: it holds only the words it is given.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import msgspec
from icalendar import Alarm, Calendar, Event, Timezone
from icalendar.enums import CLASS, TRANSP

OURS = UUID("9d5a3e0e-5f0a-4b4c-9a53-6c1f6b2b2f6e")
"""The name space of our identifiers, chosen once at random."""

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LASTS = timedelta(minutes=5)
READ_AGAIN = timedelta(hours=12)
PROGRAM = "-//Diary//Reminders//EN"
"""Which program wrote it: a plain word, for the file may lie where others see it."""


class Reminder(msgspec.Struct, frozen=True):
    """A reminder at a time of day where she is, every day, or on a `weekday` (0 Monday to 6)."""

    id: str
    at: time
    say: str
    weekday: int | None = None


def reminder_calendar(
    reminders: Iterable[Reminder],
    *,
    owner: str,
    first: date,
    last: date,
    zone: ZoneInfo | None,
    stamp: datetime,
) -> bytes:
    """The calendar, as a file: an alarm for each reminder from the day `first` to `last`, both included.

    Times stay the same on the wall when the clocks change. Without a `zone` they are wall times
    wherever the calendar is. `owner` is any text that stays the same for her: with it, a reminder has
    the same identifier each time the calendar is made, and the text cannot be read back from it.
    `stamp` (aware) is when the calendar was made. Raises `ValueError` for a naive `stamp`.
    """
    if stamp.tzinfo is None:
        raise ValueError("the stamp has no time zone")
    calendar = Calendar.new(
        prodid=PROGRAM, name="Reminders", refresh_interval=READ_AGAIN, uid=uuid5(OURS, owner)
    )
    events = [_event(one, owner, first, last, zone, stamp) for one in reminders if first <= last]
    if zone is not None and events:
        calendar.add_component(
            Timezone.from_tzid(
                zone.key,
                first_date=first - timedelta(days=366),
                last_date=last + timedelta(days=366),
            )
        )
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(
    reminder: Reminder, owner: str, first: date, last: date, zone: ZoneInfo | None, stamp: datetime
) -> Event:
    start = datetime.combine(_first_day(reminder, first), reminder.at, zone)
    event = Event.new(
        uid=uuid5(OURS, f"{owner}/{reminder.id}"),
        summary=reminder.say,
        start=start,
        end=start + LASTS,
        stamp=stamp.astimezone(UTC),
        transparency=TRANSP.TRANSPARENT,
        classification=CLASS.PRIVATE,
    )
    event.add("rrule", _rule(reminder, datetime.combine(last, reminder.at, zone)))
    alarm = Alarm.new(description=reminder.say)
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta())
    event.add_component(alarm)
    return event


def _first_day(reminder: Reminder, first: date) -> date:
    """The recurrence must begin on a day it falls on."""
    if reminder.weekday is None:
        return first
    return first + timedelta(days=(reminder.weekday - first.weekday()) % 7)


def _rule(reminder: Reminder, until: datetime) -> dict[str, object]:
    """The end stands in UTC, unless the times float."""
    end = until if until.tzinfo is None else until.astimezone(UTC)
    if reminder.weekday is None:
        return {"freq": "daily", "until": end}
    return {"freq": "weekly", "byday": WEEKDAYS[reminder.weekday], "until": end}
