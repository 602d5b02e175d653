"""What she is reminded of, when, and in which words."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from carrywell.companion.diary.models import Reminders
from carrywell.companion.people.models import Pregnancy
from carrywell.exchange.calendar import Reminder, reminder_calendar

AHEAD = timedelta(weeks=12)
"""So far ahead a calendar is filled: one that cannot be read again any more falls silent by itself."""
FIXED = "Etc/"
"""A zone of this kind is a mere offset and knows no clock change: wall times that float are right."""

NEUTRAL = {
    "diary": "Time for your diary",
    "now": "A short note for your diary",
    "week": "Your weekly questions",
}
TELLING = {
    "diary": "Carrywell: how was your back today?",
    "now": "Carrywell: how bad is the pain now?",
    "week": "Carrywell: what could you do this week?",
}


def reminders_of(pregnancy: Pregnancy) -> Reminders:
    """Her choices; none, unsaved, before she has chosen."""
    row = Reminders.objects.filter(pregnancy=pregnancy).first()
    return row or Reminders(pregnancy=pregnancy)


def wishes(row: Reminders) -> tuple[Reminder, ...]:
    """The reminders she wants."""
    words = TELLING if row.says_why else NEUTRAL
    asked = (
        ("diary", row.diary_at, None),
        ("now", row.pain_at, None),
        ("week", row.weekly_at, row.weekly_on),
    )
    return tuple(Reminder(name, at, words[name], on) for name, at, on in asked if at is not None)


def calendar_of(row: Reminders, now: datetime) -> bytes:
    """Her reminders as a calendar; an empty one once the pregnancy is over."""
    pregnancy = row.pregnancy
    zone = _zone(row.zone)
    today = now.astimezone(zone).date()
    return reminder_calendar(
        () if pregnancy.is_over else wishes(row),
        owner=pregnancy.started_at.isoformat(),
        first=min(row.since or today, today),
        last=today + AHEAD,
        zone=zone,
        stamp=now,
    )


def in_browser(pregnancy: Pregnancy) -> str:
    """What the page shall remind her of while it is open, for its script; empty for nothing."""
    row = reminders_of(pregnancy)
    told = [
        {"id": one.id, "at": f"{one.at:%H:%M}", "say": one.say, "weekday": one.weekday}
        for one in wishes(row)
    ]
    return msgspec.json.encode(told).decode() if row.in_browser and told else ""


def chosen(row: Reminders, choices: dict[str, Any], zone: str, today: date) -> Reminders:
    """The row with new choices, from today on where nothing was chosen before; to be saved."""
    for name, value in choices.items():
        setattr(row, name, value)
    named = not zone.startswith(FIXED) and _zone(zone) is not None
    row.zone = zone if named else ""
    row.since = row.since or today
    return row


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
