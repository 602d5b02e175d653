"""Dates as FHIR writes them, and weeks counted from them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import AS_OF, observed

from carrywell.api import load_guideline
from carrywell.cohort.fhir.dates import DAY, age, when
from carrywell.cohort.fhir.findings import Reader
from carrywell.cohort.fhir.read import _line

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=ZONES)  # noqa: DTZ001
READER = Reader(load_guideline().content, AS_OF)


@given(INSTANTS)
def test_an_instant_is_exact_and_keeps_the_day_that_is_written(instant: datetime) -> None:
    read = when(instant.isoformat(timespec="milliseconds"))
    assert read.start == read.until == pytest.approx(instant.timestamp(), abs=0.001)
    assert read.day == instant.date()


@given(INSTANTS, INSTANTS)
def test_instants_are_ordered_by_time_not_by_text(one: datetime, other: datetime) -> None:
    texts = [each.isoformat(timespec="seconds") for each in (one, other)]
    seconds = [each.replace(microsecond=0).timestamp() for each in (one, other)]
    assert (when(texts[0]).start < when(texts[1]).start) == (seconds[0] < seconds[1])


@given(DAYS)
def test_a_day_holds_every_instant_of_it_in_utc(day: date) -> None:
    read = when(day.isoformat())
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
    assert read.start <= noon <= read.until < read.start + DAY


@given(DAYS)
def test_a_month_and_a_year_hold_their_days(day: date) -> None:
    for written in (f"{day.year:04}-{day.month:02}", f"{day.year:04}"):
        read = when(written)
        assert read.first <= day <= read.last
        assert read.day is None
        assert (read.last + timedelta(1)).day == 1


@pytest.mark.parametrize(
    "written",
    ["2026-02-30", "2026-13", "2026-11-23T08:00", "2026-11-23T08:00:00", "23.11.2026", "yesterday",
     "", "26-11-23", "2026-11-23T25:00:00Z", "2026-11-23 08:00:00Z", "٢٠٢٦", "0000", "2026-11-23T08:00:00+99:00"],
)  # fmt: skip
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        when(written)


@given(DAYS, st.integers(0, 60 * 366))
def test_an_age_is_the_number_of_birthdays(born: date, later: int) -> None:
    at = born + timedelta(later)
    years = age(when(born.isoformat()), at)
    assert years is not None
    birthdays = [
        year for year in range(born.year + 1, at.year + 1)
        if (at.year, at.month, at.day) >= (year, born.month, born.day)
    ]  # fmt: skip
    assert years == len(birthdays)


@given(st.integers(0, 44 * 7 - 1), st.integers(0, 200))
def test_every_way_to_date_a_pregnancy_gives_the_same_week(days: int, ago: int) -> None:
    """The due date, the last period and the weeks on an earlier day of one pregnancy agree."""
    begun, told = AS_OF - timedelta(days), AS_OF - timedelta(min(ago, days))
    due = (begun + timedelta(280)).isoformat()
    each = [
        observed("11778-8", on=told.isoformat(), valueDateTime=due),
        observed("11779-6", on=told.isoformat(), valueDateTime=due),
        observed("8665-2", on=told.isoformat(), valueDateTime=begun.isoformat()),
        observed("11884-4", on=told.isoformat(), valueQuantity={"value": (told - begun).days, "unit": "days"}),
    ]  # fmt: skip
    weeks = [float(said.text) for one in each for said in heard(one)]
    assert weeks == [pytest.approx(days / 7)] * 4


def heard(resource):
    import json

    line = _line(1, json.dumps(resource).encode())
    assert line.resource is not None
    return READER.read(line.resource).said
