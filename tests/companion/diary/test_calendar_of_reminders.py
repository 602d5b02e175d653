"""The calendar as a value: read back by another hand, right on the wall over a clock change."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from carrywell.exchange.calendar import Reminder, reminder_calendar

LONDON = ZoneInfo("Europe/London")
STAMP = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVENING = Reminder("diary", time(21), "Time for your diary")
SUNDAY = Reminder("week", time(18, 30), "Your weekly questions", 6)


def made(*reminders, **changed):
    given = {
        "owner": "ana",
        "first": date(2026, 3, 20),
        "last": date(2026, 11, 1),
        "zone": LONDON,
        "stamp": STAMP,
    }
    return reminder_calendar(reminders, **given | changed)


def events(ical):
    return Calendar.from_ical(ical).walk("VEVENT")


def moments(event, zone):
    """When the event happens, in UTC, worked out by dateutil from what the file says."""
    start = event["DTSTART"].dt
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=start)
    return [one.replace(tzinfo=zone).astimezone(UTC) for one in rule]


def test_a_daily_reminder_stays_at_its_hour_over_both_clock_changes():
    (event,) = events(made(EVENING))
    at = moments(event, LONDON)
    assert at[0] == datetime(2026, 3, 20, 21, tzinfo=UTC)
    assert datetime(2026, 3, 28, 21, tzinfo=UTC) in at  # the day before the clocks go forward
    assert datetime(2026, 3, 29, 20, tzinfo=UTC) in at
    assert datetime(2026, 10, 24, 20, tzinfo=UTC) in at
    assert datetime(2026, 10, 25, 21, tzinfo=UTC) in at  # the day they go back
    assert at[-1] == datetime(2026, 11, 1, 21, tzinfo=UTC)
    assert len(at) == (date(2026, 11, 1) - date(2026, 3, 20)).days + 1


def test_a_weekly_reminder_begins_on_its_day():
    (event,) = events(made(SUNDAY))
    assert event["DTSTART"].dt.date() == date(2026, 3, 22)  # programs count the start as the first
    days = [one.date() for one in moments(event, LONDON)]
    assert days[:2] == [date(2026, 3, 22), date(2026, 3, 29)]
    assert days[-1] == date(2026, 11, 1)
    assert {one.weekday() for one in days} == {6}


def test_each_has_an_alarm_at_its_time_and_only_the_words_given():
    for event, reminder in zip(events(made(EVENING, SUNDAY)), (EVENING, SUNDAY), strict=True):
        (alarm,) = event.walk("VALARM")
        assert alarm["ACTION"] == "DISPLAY"
        assert alarm["TRIGGER"].dt.total_seconds() == 0
        assert str(alarm["DESCRIPTION"]) == str(event["SUMMARY"]) == reminder.say


def test_identifiers_stay_the_same_and_tell_nothing():
    first, later = (
        made(EVENING, SUNDAY, stamp=stamp) for stamp in (STAMP, datetime(2026, 5, 1, tzinfo=UTC))
    )
    uids = [str(one["UID"]) for one in events(first)]
    assert uids == [str(one["UID"]) for one in events(later)]
    assert len(set(uids)) == 2
    assert uids[0] != str(events(made(EVENING, owner="bea"))[0]["UID"])
    assert b"ana" not in first


def test_the_same_in_gives_the_same_out():
    assert made(EVENING, SUNDAY) == made(EVENING, SUNDAY)


def test_without_a_zone_times_are_those_on_the_wall():
    ical = made(EVENING, zone=None)
    assert b"DTSTART:20260320T210000\r\n" in ical
    assert b"UNTIL=20261101T210000" in ical
    assert b"TZID" not in ical


def test_with_a_zone_the_file_describes_it():
    zone = Calendar.from_ical(made(EVENING)).walk("VTIMEZONE")[0]
    assert zone["TZID"] == "Europe/London"
    assert zone.walk("DAYLIGHT")
    assert zone.walk("STANDARD")


def test_no_reminders_make_an_empty_calendar():
    ical = made()
    assert events(ical) == []
    assert Calendar.from_ical(ical)["VERSION"] == "2.0"


def test_a_last_day_before_the_first_makes_an_empty_calendar():
    assert events(made(EVENING, last=date(2026, 3, 19))) == []


def test_a_stamp_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        made(EVENING, stamp=datetime(2026, 3, 1))  # noqa: DTZ001 - what must be refused


ZONES = st.sampled_from(
    ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo"]
).map(ZoneInfo)


@given(
    ZONES,
    st.dates(date(2025, 1, 1), date(2030, 1, 1)),
    st.integers(0, 200),
    st.times().map(lambda one: one.replace(second=0, microsecond=0)),
)
def test_every_day_has_its_reminder_at_its_hour(zone, first, days, at):
    last = date.fromordinal(first.toordinal() + days)
    (event,) = events(made(Reminder("diary", at, "x"), first=first, last=last, zone=zone))
    start, until = event["DTSTART"].dt, event["RRULE"]["UNTIL"][0]
    assert (start.date(), start.time()) == (first, at)
    assert str(start.tzinfo) == zone.key
    assert until == datetime.combine(last, at, zone).astimezone(UTC)
    assert len(moments(event, zone)) == days + 1
