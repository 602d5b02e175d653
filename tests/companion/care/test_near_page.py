"""The list: who is near, how far, and how to reach them."""

import re
from datetime import date

import pytest
from tests.companion.care.city import CITY, KALLIO, place, store_of

from carrywell.care.place import Dataset, Point, Town
from carrywell.companion.care.ask_store import CANNOT_READ

pytestmark = pytest.mark.django_db


def read(client, path="/care/"):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def names(page):
    return re.findall(r'<h3>.*?<a href="/care/place/[^"]*">([^<]*)</a></h3>', page)


@pytest.mark.usefixtures("city", "in_kallio")
def test_the_nearest_comes_first_with_its_distance_and_its_number(client):
    page = read(client)
    assert names(page) == [
        "Closed Physio",
        "Odd Physio",
        "Maya",
        "Great Hospital",
        "Birth House",
        "Far Physio",
    ]
    assert "<b>1.1 km</b>" in page
    assert 'href="tel:+3589000001"' in page
    assert 'href="tel:+3589000002"' in page
    assert "Whom to see near Kallio, Helsinki" in page


@pytest.mark.usefixtures("city", "in_kallio")
def test_everything_that_is_known_of_a_place_is_told(client):
    page = read(client, "/care/?kind=midwife")
    for words in (
        "Open day and night",
        "Fleminginkatu 1, Helsinki",
        "Wheelchair: partly",
        "They speak: Finnish, Somali",
        'href="https://maya.example"',
        "Source: A made-up list; from 11 November 2026",
        "imported on 23 November 2026",
        "this entry last changed on 4 March 2026",
        "Made up for tests",
        'href="geo:60.194000,24.949000?q=60.194000,24.949000(Maya)"',
        "Leaves this computer",
    ):
        assert words in page, words


@pytest.mark.usefixtures("city", "in_kallio")
def test_one_kind_alone_with_what_it_is_for(client, guideline):
    page = read(client, "/care/?kind=physiotherapist")
    assert names(page) == ["Closed Physio", "Odd Physio", "Far Physio"]
    kind = next(one for one in guideline.content.care_kinds.kinds if one.id == "physiotherapist")
    assert kind.say in page


@pytest.mark.usefixtures("city", "in_kallio")
def test_leaving_out_the_closed_keeps_those_whose_hours_are_not_known(client):
    page = read(client, "/care/?kind=physiotherapist&open=1")
    assert names(page) == ["Odd Physio", "Far Physio"]
    assert "when the sun shines" in page


@pytest.mark.usefixtures("city", "in_kallio")
def test_a_phone_that_is_no_number_is_never_a_call_button(client):
    page = read(client, "/care/?kind=physiotherapist")
    assert "No phone number in the list." in page
    assert "ask at the desk" not in page


@pytest.mark.usefixtures("city")
def test_in_britain_miles_come_first(client, in_kallio):
    person = in_kallio.person
    person.country = "GB"
    person.save()
    assert "<b>0.7 miles (1.1 km)</b>" in read(client)


@pytest.mark.usefixtures("in_kallio")
def test_a_rough_point_is_said_to_be_rough(client, places):
    store_of(places, [place("Ann", "midwife", north=3, is_approximate=True)])
    page = read(client)
    assert "<b>about 3 km</b>" in page
    assert "only its postcode or town" in page


@pytest.mark.usefixtures("in_kallio")
def test_far_away_it_says_that_the_list_may_not_cover_her(client, places):
    store_of(places, [place("Ann", "midwife", north=300)])
    said = "The nearest in your list is 334 km away: your list may not cover where you are."
    assert said in read(client)


@pytest.mark.usefixtures("in_kallio")
def test_the_next_twenty(client, places):
    many = [place(f"No {number:02}", "midwife", north=number / 10) for number in range(1, 46)]
    store_of(places, many)
    first, second, third = (read(client, f"/care/?page={one}") for one in (1, 2, 3))
    assert names(first) == [f"No {one:02}" for one in range(1, 21)]
    assert names(second) == [f"No {one:02}" for one in range(21, 41)]
    assert names(third) == [f"No {one:02}" for one in range(41, 46)]
    assert 'href="/care/?page=2"' in first
    assert 'href="/care/?page=3"' in second
    assert "The next 20" not in third
    assert '<span class="place-number">21' in second


@pytest.mark.parametrize(
    "query", ["kind=wizard", "page=0", "page=-1", "page=x", "page=²", "open=9", "kind="]
)
@pytest.mark.usefixtures("city", "in_kallio")
def test_an_address_that_makes_no_sense_shows_everyone(client, query):
    assert len(names(read(client, f"/care/?{query}"))) == 6


@pytest.mark.usefixtures("city", "in_kallio")
def test_a_page_far_beyond_the_last_says_so(client):
    page = read(client, f"/care/?page={10**30}")
    assert names(page) == []
    assert "There are no more." in page


@pytest.mark.usefixtures("places", "in_kallio")
def test_without_a_list_it_says_how_to_get_one(client):
    page = read(client)
    assert "There is no list of places yet" in page
    assert "carrywell care import FILE" in page
    assert "#by-hand" in page


@pytest.mark.usefixtures("city", "in_kallio")
def test_nobody_of_a_kind_is_said(client):
    assert "Nobody of this kind is in your list" in read(client, "/care/?kind=acupuncturist")


@pytest.mark.usefixtures("in_kallio")
def test_a_damaged_store_is_one_line_and_the_numbers_stay(client, places):
    places.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    page = read(client)
    assert CANNOT_READ in page
    assert 'href="tel:02079460958"' in page or "Your maternity unit" in page
    assert 'href="tel:112"' in page or "Ambulance" in page


@pytest.mark.usefixtures("in_kallio")
def test_a_hostile_list_cannot_write_into_the_page(client, places):
    nasty = place(
        "<script>alert(1)</script>",
        "midwife",
        phone="javascript:alert(1)",
        website="javascript:alert(1)",
        address='"><img src=x>',
        opening_hours="<b>",
    )
    credit = "<i>us</i>"
    store_of(places, [nasty], Dataset(name="n", title="<u>", credit=credit))
    page = read(client)
    for markup in ("<script>alert", "<img", "<u>", credit, 'href="javascript'):
        assert markup not in page, markup


@pytest.mark.usefixtures("in_kallio")
def test_places_of_two_lists_stand_in_one_and_each_says_whose_it_is(client, places):
    store_of(places, CITY)
    other = Dataset(name="clinic", title="Our clinic's list", credit="Ours", as_of=date(2026, 1, 1))
    store_of(places, [place("Zoe", "midwife")], other)
    page = read(client)
    assert names(page)[0] == "Zoe"
    assert "Our clinic&#x27;s list" in page
    assert "Ours</p>" in page


@pytest.mark.usefixtures("ana")
def test_over_the_antimeridian(client, places):
    near = place("Sela", "midwife")
    near = type(near)(id="1", name="Sela", kinds=("midwife",), point=Point(-16.8, -179.99))
    store_of(places, [near, Town(id="t", name="Taveuni", point=Point(-16.8, 179.99))])
    client.post("/care/from/", {"where": "taveuni"})
    page = read(client)
    assert "<b>2.1 km</b>" in page
    assert "1: Sela, 2.1 km, east" in page


@pytest.mark.usefixtures("city", "in_kallio")
def test_only_this_page_may_ask_the_browser_where_she_is(client):
    assert "geolocation=(self)" in client.get("/care/").headers["Permissions-Policy"]
    for path in ("/", "/care/mine/", "/care/urgent/", "/care/numbers/", "/check/"):
        assert "geolocation=()" in client.get(path).headers["Permissions-Policy"], path


@pytest.mark.usefixtures("city", "in_kallio")
def test_a_place_has_a_page_of_its_own(client):
    page = read(client, "/care/place/?list=made-up&id=maya")
    assert "<h1>Maya</h1>" in page
    assert 'href="tel:+3589000001"' in page
    assert client.get("/care/place/?list=made-up&id=nobody").status_code == 404
    assert client.get("/care/place/").status_code == 404


def test_before_she_has_started_it_leads_to_the_start(client):
    for path in ("/care/", "/care/mine/", "/care/urgent/"):
        assert client.get(path).headers["Location"] == "/start/"


def test_kallio_is_where_the_tests_think_it_is():
    assert Point(60.184, 24.949) == KALLIO
