"""Distances, numbers, addresses and ages in words."""

from datetime import UTC, date, datetime

import pytest

from carrywell.care.place import Dataset, Place, Point
from carrywell.companion.care.kinds import names_of
from carrywell.companion.care.shown import (
    distance_told,
    extension_in,
    geo_of,
    map_page_of,
    numbers_in,
    place_line,
    source_told,
    sources_of,
    website_of,
)


@pytest.mark.parametrize(
    ("metres", "country", "about", "told"),
    [
        (0, "FI", False, "under 0.1 km"),
        (0, "FI", True, "about 1 km"),
        (120, "FI", False, "0.1 km"),
        (1000, "FI", False, "1 km"),
        (1240, "FI", False, "1.2 km"),
        (3240, "FI", True, "about 3 km"),
        (9949, "FI", False, "9.9 km"),
        (12_400, "", False, "12 km"),
        (1_234_567, "FI", False, "1,235 km"),
        (1609.344, "US", False, "1 mile (1.6 km)"),
        (804.672, "GB", True, "about 1 mile (1 km)"),
        (30, "GB", False, "under 0.1 miles"),
        (100, "GB", False, "under 0.1 miles (0.1 km)"),
        (20_000, "GB", False, "12 miles (20 km)"),
    ],
)
def test_a_distance(metres, country, about, told):
    assert distance_told(metres, country, about=about) == told


@pytest.mark.parametrize(
    ("phone", "dials"),
    [
        (None, []),
        ("", []),
        ("+358 9 4711", ["+35894711"]),
        ("09 1234;09 5678", ["091234", "095678"]),
        ("09 1234 or 09 5678", []),
        ("030/1234567", ["0301234567"]),
        ("+1 212-555-0100 ext. 12", ["+12125550100"]),
        ("212-555-0100x7, 555 0101 #8", ["2125550100", "5550101"]),
        ("+44 (0)20 7946 0958", ["+442079460958"]),
        ("ask", []),
        ("12", []),
        ("1" * 17, []),
    ],
)
def test_the_numbers_of_a_phone_field(phone, dials):
    assert [one.dial for one in numbers_in("Maya", phone)] == dials


@pytest.mark.parametrize(
    ("phone", "extension"),
    [(None, ""), ("09 4711", ""), ("09 4711 ext 12", "12"), ("09 4711 x7; 09 4712", "7")],
)
def test_an_extension_is_told_and_not_dialled(phone, extension):
    assert extension_in(phone) == extension


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (None, ""),
        ("https://maya.example/a", "https://maya.example/a"),
        ("http://maya.example", "http://maya.example"),
        ("www.maya.example", "https://www.maya.example"),
        ("maya.example/birth", "https://maya.example/birth"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("ftp://maya.example", ""),
        ("https://", ""),
        ("http://[bad", ""),
        ("ask at the desk", ""),
    ],
)
def test_a_website_is_an_address_that_a_browser_may_open(written, address):
    assert website_of(written) == address


def test_addresses_of_maps():
    point = Point(-16.8, 179.99)
    assert geo_of(point, "A & B (c)") == (
        "geo:-16.800000,179.990000?q=-16.800000,179.990000(A%20%26%20B%20%28c%29)"
    )
    assert map_page_of(point).startswith("https://www.openstreetmap.org/?mlat=-16.80000&")


@pytest.mark.parametrize(
    ("as_of", "imported", "changed", "told"),
    [
        (None, None, None, "A list; of unknown age: ring before you go"),
        (
            date(2026, 11, 11),
            date(2026, 11, 20),
            None,
            "A list; from 11 November 2026, 12 days old; imported on 20 November 2026",
        ),
        (
            date(2019, 4, 21),
            None,
            date(2017, 5, 6),
            (
                "A list; from 21 April 2019, 7 years old: ring before you go;"
                " this entry last changed on 6 May 2017"
            ),
        ),
    ],
)
def test_where_a_place_comes_from(as_of, imported, changed, told):
    dataset = Dataset(name="a", title="A list", credit="", as_of=as_of, imported=imported)
    assert source_told(dataset, date(2026, 11, 23), changed) == told


def test_a_credit_that_lists_share_is_told_once():
    lists = [
        Dataset(name=name, title=name, credit=credit, as_of=date(2026, 11, 23))
        for name, credit in (("c", "Volunteers"), ("a", "Volunteers"), ("b", "The clinic"))
    ]
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    maya = Place(id="maya", name="Maya", kinds=("midwife",), point=Point(60, 24))
    told = sources_of([place_line(maya, one, moment) for one in lists], moment.date())
    assert told == (
        (("a; from 23 November 2026", "c; from 23 November 2026"), "Volunteers"),
        (("b; from 23 November 2026",), "The clinic"),
    )


def test_kinds_go_on_in_small_letters():
    assert names_of(("maternity_unit", "gynaecologist")) == "maternity unit, gynaecologist"
