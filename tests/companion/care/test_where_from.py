"""Where she searches from: told in three ways, kept only when she asks."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from tests.companion.care.city import CITY, store_of

from carrywell.care.place import Point, Town
from carrywell.companion.care.models import SearchOrigin
from carrywell.companion.serve import _forget_old_visits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "ana")]


def heading(client):
    return client.get("/care/").context["origin"]


def test_a_town_by_name(client):
    answer = client.post("/care/from/", {"where": "toolo", "kind": "midwife"})
    assert answer.headers["Location"] == "/care/?kind=midwife"
    assert heading(client).name == "Töölö, Helsinki"


def test_towns_of_one_name_are_a_choice(client):
    page = client.post("/care/from/", {"where": "Kallio", "keep": "on"}).content.decode()
    assert "Kallio, Helsinki" in page
    assert "Kallio, Lahti" in page
    assert heading(client) is None
    client.post("/care/from/", {"where": "Kallio", "keep": "on", "town": "Kallio, Lahti"})
    assert heading(client).name == "Kallio, Lahti"
    assert SearchOrigin.objects.get().latitude == 61.0


def test_a_town_that_is_none_of_the_choice_asks_again(client):
    page = client.post(
        "/care/from/", {"where": "Kallio", "town": "Töölö, Helsinki"}
    ).content.decode()
    assert "Which" in page
    assert heading(client) is None


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Write a town or a postcode first."),
        ({"where": "   "}, "Write a town or a postcode first."),
        ({"where": "Atlantis"}, "No town or postcode called &#x27;Atlantis&#x27; is in your list."),
        ({"position": "here"}, "Write two numbers with a comma between them"),
        ({"position": "91, 0"}, "Latitude 91.0: must be from -90 to 90."),
        ({"where": "0, 181"}, "Longitude 181.0: must be from -180 to 180."),
        ({"latitude": "nan", "longitude": "0"}, "Something needs a look"),
        ({"latitude": "91", "longitude": "0"}, "Latitude 91.0: must be from -90 to 90."),
        ({"where": "x" * 81}, "at most 80 characters"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(client, sent, says):
    answer = client.post("/care/from/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert all(value.strip() in page for name, value in sent.items() if name != "latitude")
    assert heading(client) is None


@pytest.mark.parametrize(
    "sent", [{"position": "60.18402, 24.94913"}, {"where": "60.18402 24.94913"}]
)
def test_a_point_as_numbers(client, sent):
    client.post("/care/from/", sent)
    assert heading(client).point == Point(60.184, 24.949)


def test_the_browsers_point_is_made_coarse_and_is_in_no_address(client):
    answer = client.post("/care/from/", {"latitude": "60.184567891", "longitude": "24.949123456"})
    assert answer.headers["Location"] == "/care/"
    assert heading(client).name == "where you are"
    assert heading(client).point == Point(60.185, 24.949)
    assert "60.18456" not in str(dict(client.session))


def test_the_browsers_point_that_is_kept_is_not_called_where_she_is(client):
    client.post("/care/from/", {"latitude": "60.184", "longitude": "24.949", "keep": "on"})
    assert heading(client).name == "the place you kept"


def test_it_is_written_down_only_when_she_asks(client):
    client.post("/care/from/", {"where": "Töölö"})
    assert not SearchOrigin.objects.exists()
    client.post("/care/from/", {"where": "Töölö", "keep": "on"})
    assert SearchOrigin.objects.get().name == "Töölö, Helsinki"
    client.cookies.clear()
    assert heading(client).is_kept


def test_another_place_for_once_leaves_the_kept_one(client):
    client.post("/care/from/", {"where": "Töölö", "keep": "on"})
    client.post("/care/from/", {"position": "10, 10"})
    assert heading(client).point == Point(10, 10)
    assert SearchOrigin.objects.get().name == "Töölö, Helsinki"


def test_it_can_be_forgotten(client):
    client.post("/care/from/", {"where": "Töölö", "keep": "on"})
    client.post("/care/from/", {"position": "10, 10"})
    assert client.post("/care/from/forget/").headers["Location"] == "/care/"
    assert heading(client) is None
    assert not SearchOrigin.objects.exists()


def test_deleting_everything_forgets_it_too(client):
    client.post("/care/from/", {"where": "Töölö", "keep": "on"})
    client.post("/data/delete/", {"word": "DELETE"})
    assert not SearchOrigin.objects.exists()


def test_an_american_postcode_needs_no_list(client, ana):
    pytest.importorskip("zipcodes")
    ana.person.country = "US"
    ana.person.save()
    client.post("/care/from/", {"where": "10025"})
    assert heading(client).name == "10025, New York, NY"


def test_an_american_postcode_is_asked_about_elsewhere(client, ana):
    pytest.importorskip("zipcodes")
    ana.person.country = "DE"
    ana.person.save()
    page = client.post("/care/from/", {"where": "10115"}).content.decode()
    assert "Which" in page
    assert "New York, NY" in page
    assert heading(client) is None
    client.post("/care/from/", {"where": "10115", "town": "10115, New York, NY"})
    assert heading(client).name == "10115, New York, NY"


def test_a_town_that_only_begins_so_is_asked_about(client, places):
    store_of(places, [Town(id="t9", name="Londonderry", point=Point(55.0, -7.3))])
    page = client.post("/care/from/", {"where": "London"}).content.decode()
    assert "Which" in page
    assert heading(client) is None
    client.post("/care/from/", {"where": "London", "town": "Londonderry"})
    assert heading(client).name == "Londonderry"


def test_a_town_typed_exactly_is_not_asked_about(client, places):
    store_of(places, [*CITY, Town(id="t4", name="Töölönlahti", point=Point(60.1, 24.9))])
    client.post("/care/from/", {"where": "Töölö"})
    assert heading(client).name == "Töölö, Helsinki"


def test_towns_that_are_called_the_same_are_told_apart_by_where_they_lie(client, places):
    rows = [Town(id=f"s{south}", name="Alku", point=Point(-south, 25.0)) for south in (1, 2)]
    store_of(places, rows)
    page = client.post("/care/from/", {"where": "Alku"}).content.decode()
    assert "Alku (-1.00, 25.00)" in page
    client.post("/care/from/", {"where": "Alku", "town": "Alku (-2.00, 25.00)"})
    assert heading(client).point == Point(-2, 25)


def test_where_she_was_on_another_day_does_not_stay(client):
    """A browser that is closed tells nobody, so what it left behind has to go by itself."""
    client.post("/care/from/", {"where": "Töölö"})
    left = Session.objects.get()
    assert left.expire_date - timezone.now() <= timedelta(days=1)
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    client.cookies.clear()
    client.post("/care/from/", {"where": "Töölö"})
    assert not Session.objects.filter(pk=left.pk).exists()


def test_visits_that_are_over_are_forgotten_at_every_start(client):
    client.post("/care/from/", {"where": "Töölö"})
    _forget_old_visits()
    assert Session.objects.count() == 1
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    _forget_old_visits()
    assert not Session.objects.exists()


def test_the_lock_forgets_what_was_for_once(client, ana):
    client.post("/care/from/", {"where": "Töölö"})
    ana.person.account.set_password("80417")
    ana.person.account.save()
    client.get("/lock/")
    client.post("/unlock/", {"pin": "80417"})
    assert heading(client) is None


def test_leaving_fast_forgets_what_was_for_once(client):
    client.post("/care/from/", {"where": "Töölö"})
    client.get("/leave/")
    client.get("/return/")
    assert heading(client) is None


def test_a_damaged_session_is_no_place(client):
    session = client.session
    session["care_from"] = {"name": "x", "latitude": "60", "longitude": None}
    session.save()
    assert heading(client) is None


def test_an_address_to_send_to_leads_to_the_list(client):
    assert client.get("/care/from/").headers["Location"] == "/care/"
