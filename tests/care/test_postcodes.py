"""Postcodes, towns and telephone numbers of the USA."""

import pytest

from carrywell.care.near import metres_between
from carrywell.care.place import Point
from carrywell.care.postcodes import Postcode, towns, us_postcode
from carrywell.care.us_phone import us_phone

NEW_YORK = Postcode("10001", Point(40.7484, -73.9967), "New York", "NY")


@pytest.mark.parametrize("text", ["10001", " 10001 ", "10001-1234", "100011234"])
def test_five_digits_or_nine(text):
    assert us_postcode(text) == NEW_YORK


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1001",
        "10001-",
        "10001-12",
        "1000112345",
        "00000",
        "ABCDE",
        "10001 NY",
        "\u0661\u0660\u0660\u0660\u0661",
    ],
)
def test_what_is_no_known_postcode(text):
    assert us_postcode(text) is None


def test_a_postcode_without_a_position_is_not_in_the_gulf_of_guinea():
    """Those of the armed forces abroad have 0 and 0, or the coordinates of some base."""
    assert us_postcode("09001") is None
    assert us_postcode("96201") is None
    assert us_postcode("34001") is None


def test_islands_that_are_countries_of_their_own():
    countries = {code: us_postcode(code).country for code in ("96960", "96940", "00907", "96799")}
    assert countries == {"96960": "MH", "96940": "PW", "00907": "US", "96799": "US"}


def test_the_towns_of_a_state():
    found = list(towns({"RI", "DC"}))
    assert len({one.id for one in found}) == len(found)
    assert [one.within for one in found] == sorted(
        (one.within for one in found), key=lambda within: within[-2:]
    )
    (providence,) = [one for one in found if one.name == "Providence"]
    assert (providence.size, providence.within, providence.country) == (5, "RI", "US")
    assert metres_between(providence.point, Point(41.824, -71.4128)) < 5000
    (postcode,) = [one for one in found if one.name == "02903"]
    assert (postcode.size, postcode.within) == (1, "Providence, RI")


def test_no_state_has_no_towns():
    assert list(towns(())) == []
    assert list(towns({"XX"})) == []


def test_every_postcode_is_a_town_that_can_be_found_by_it():
    for one in towns({"GU", "AK"}):
        if one.size == 1:
            assert us_postcode(one.name).point == one.point


@pytest.mark.parametrize(
    "text",
    [
        "2125550101",
        "(212) 555-0101",
        "212.555.0101",
        "+1 212-555-0101",
        "1 212 555 0101",
        "+12125550101",
    ],
)
def test_a_telephone_number_is_written_so_that_it_works_from_anywhere(text):
    assert us_phone(text) == "+1 212-555-0101"


@pytest.mark.parametrize(
    "text",
    ["", "911", "5550101", "0125550101", "2121550101", "212555010", "21255501011", "2125550101x5"],
)
def test_what_is_no_such_number(text):
    assert us_phone(text) is None
