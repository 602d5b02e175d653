"""Open or closed: at the place's own clock, and unknown wherever it cannot be known."""

import random
import sys
from datetime import UTC, datetime, timedelta

import pytest

from carrywell.care.hours import LONGEST, SHOWN, hours_of
from carrywell.care.place import Place, Point

HELSINKI, NEW_YORK, KABUL = Point(60.17, 24.94), Point(40.71, -74.0), Point(34.5, 69.2)
MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
"""14:00 in Helsinki, 7:00 in New York."""
WEEK = "Mo-Fr 08:00-18:00; Sa 09:00-14:00"


def place(hours: str | None, point: Point = HELSINKI, country: str | None = None) -> Place:
    return Place(
        id="1",
        name="Apteekki",
        kinds=("supplies",),
        point=point,
        opening_hours=hours,
        country=country,
    )


@pytest.mark.parametrize(
    ("hours", "moment", "state", "says"),
    [
        (WEEK, "2026-11-23T12:00", "open", "open until 18:00"),
        (WEEK, "2026-11-23T05:59", "closed", "closed, opens 8:00"),
        (WEEK, "2026-11-23T06:00", "open", "open until 18:00"),
        (WEEK, "2026-11-23T16:00", "closed", "closed, opens Tuesday 8:00"),
        (WEEK, "2026-11-28T12:30", "closed", "closed, opens Monday 8:00"),
        ("Mo 08:00-10:00", "2026-11-23T12:00", "closed", "closed, opens 30 November 8:00"),
        ("Jan-Mar 10:00-12:00", "2026-11-23T12:00", "closed", "closed, opens 1 January 10:00"),
        ("24/7", "2026-11-23T12:00", "open", "open day and night"),
        ("Mo-Su 00:00-24:00", "2026-11-23T12:00", "open", "open day and night"),
        ("Mo-Fr 10:00-24:00", "2026-11-23T12:00", "open", "open until midnight"),
        ("22:00-06:00", "2026-11-23T21:00", "open", "open until Tuesday 6:00"),
        ("off", "2026-11-23T12:00", "closed", "closed"),
        ("2099 Mo-Su 12:30-17:00", "2026-11-23T12:00", "closed", "closed"),
        ('Sa 10:00-12:00 "ring first"', "2026-11-23T12:00", "closed", "closed, may open Saturday 10:00"),
        ('Mo-Fr 08:00-18:00 "by appointment"', "2026-11-23T12:00", "unknown",
         "may be open, ask first: by appointment"),
        ('"by appointment"', "2026-11-23T12:00", "unknown", "may be open, ask first: by appointment"),
        ("Mo-Fr 08:00-18:00 unknown", "2026-11-23T12:00", "unknown", "hours not known right now"),
        (None, "2026-11-23T12:00", "unknown", "hours not known"),
        ("", "2026-11-23T12:00", "unknown", "hours not known"),
        (" \n ", "2026-11-23T12:00", "unknown", "hours not known"),
        ("Mon to Fri, nine to five", "2026-11-23T12:00", "unknown", "hours as written: Mon to Fri, nine to five"),
        ("mo-fr\n9.00-17.00", "2026-11-23T12:00", "unknown", "hours as written: mo-fr 9.00-17.00"),
    ],
)  # fmt: skip
def test_hours_in_helsinki(hours: str | None, moment: str, state: str, says: str) -> None:
    """Two hours ahead of the moments here."""
    told = hours_of(place(hours), datetime.fromisoformat(moment).replace(tzinfo=UTC))
    assert (told.state, told.says) == (state, says)


def test_each_place_has_a_clock_of_its_own() -> None:
    assert hours_of(place(WEEK, HELSINKI), MONDAY).state == "open"
    told = hours_of(place(WEEK, NEW_YORK), MONDAY)
    assert (told.state, told.says) == ("closed", "closed, opens 8:00")
    assert told.until == datetime(2026, 11, 23, 13, tzinfo=UTC)


def test_the_night_the_clock_goes_back_is_an_hour_longer() -> None:
    moment = datetime(2026, 10, 24, 20, tzinfo=UTC)
    until = hours_of(place("22:00-06:00"), moment).until
    assert until is not None
    assert until - moment == timedelta(hours=8)
    assert (until.hour, until.utcoffset()) == (6, timedelta(hours=2))


def test_the_night_the_clock_goes_forward_is_an_hour_shorter() -> None:
    moment = datetime(2027, 3, 27, 21, tzinfo=UTC)
    until = hours_of(place("22:00-06:00"), moment).until
    assert until is not None
    assert until - moment == timedelta(hours=6)


@pytest.mark.parametrize(
    ("point", "country", "state"),
    [(HELSINKI, None, "open"), (HELSINKI, "FI", "open"), (NEW_YORK, None, "closed"),
     (HELSINKI, "us", "closed"), (NEW_YORK, "FI", "open"), (HELSINKI, "XX", "open")],
)  # fmt: skip
def test_public_holidays_are_those_of_the_country(point, country, state) -> None:
    """26 November 2026 is Thanksgiving, 15:00 UTC office hours in both towns."""
    told = hours_of(
        place("Mo-Fr 08:00-18:00; PH off", point, country), datetime(2026, 11, 26, 15, tzinfo=UTC)
    )
    assert told.state == state


def test_a_country_without_a_calendar_still_has_hours() -> None:
    assert hours_of(place("Mo-Fr 08:00-18:00; PH off", KABUL, "AF"), MONDAY).state == "open"


@pytest.mark.parametrize("latitude", [-90.0, -89.95, 0.0, 90.0])
@pytest.mark.parametrize("longitude", [-180.0, 0.0, 179.999, 180.0])
def test_poles_and_the_antimeridian_have_hours(latitude, longitude, capfd) -> None:
    assert hours_of(place("24/7", Point(latitude, longitude)), MONDAY).state == "open"
    told = capfd.readouterr()
    assert (told.out, told.err) == ("", "")


def test_hours_that_never_change_end_within_a_year_or_not_at_all() -> None:
    for text in ("24/7", "Mo-Su 00:00-24:00", "off", "2099 Mo 12:00-13:00", "9998 Jan 1"):
        assert hours_of(place(text), MONDAY).until is None
    until = hours_of(place("24/7; Jan 1 off"), MONDAY).until
    assert until is not None
    assert until - MONDAY < timedelta(days=366)


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "Mo 08:00-18:00;" * 10_000, "Mo\ud800", "Mo\x00", "=1+1"]
)
def test_hostile_text_is_unknown_and_short(text: str) -> None:
    told = hours_of(place(text), MONDAY)
    assert told.state == "unknown"
    assert len(told.says) <= SHOWN + len("hours as written: ")


def test_a_long_remark_is_cut() -> None:
    told = hours_of(place(f'24/7 "{"ring " * 60}"'), MONDAY)
    assert told.state == "unknown"
    assert told.says.endswith("…")
    assert len(f'24/7 "{"ring " * 60}"') < LONGEST


def test_no_text_made_of_its_own_words_raises() -> None:
    words = ["Mo", "-", "Fr", " ", "08:00", "-18:00", ";", ",", "PH", "off", "24/7", "Jan", "29", "week", "53",
             "/", "[5]", "(sunrise+02:00)", '"x"', "||", "9999", "48:00", "easter", "unknown", "Feb 31"]  # fmt: skip
    choose = random.Random(3)
    seen = set()
    for _ in range(3000):
        text = "".join(choose.choices(words, k=choose.randint(1, 10)))
        told = hours_of(place(text), MONDAY)
        seen.add(told.state)
        assert told.says
        assert told.until is None or told.until > MONDAY
    assert seen == {"open", "closed", "unknown"}


def test_without_the_package_hours_are_shown_as_they_are(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "opening_hours", None)
    told = hours_of(place("24/7"), MONDAY)
    assert (told.state, told.says) == ("unknown", "hours as written: 24/7")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        hours_of(place("24/7"), datetime(2026, 11, 23))  # noqa: DTZ001
