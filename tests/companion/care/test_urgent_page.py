"""When it cannot wait: the numbers first, whatever happens to the list of places."""

import socket
import sqlite3
from contextlib import closing

import pytest
from tests.companion.care.city import place, store_of
from tests.companion.conftest import NOW

from carrywell.companion.care.ask_store import CANNOT_READ, TOO_SLOW
from carrywell.companion.numbers import numbers_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _numbers(ana, settings):
    """Her numbers, as they are written when she starts."""
    from carrywell.companion.numbers import keep_numbers

    keep_numbers(settings.DATA, numbers_of("FI", "St Mary's", "020 7946 0958"))


def read(client, path="/care/urgent/"):
    answer = client.get(path)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.index('href="tel:112"') < page.index("Maternity units and hospitals near you")
    assert page.index('href="tel:02079460958"') < page.index("Maternity units and hospitals near")
    return page


@pytest.mark.usefixtures("city", "in_kallio")
def test_a_maternity_unit_comes_before_a_nearer_hospital(client):
    page = read(client)
    assert page.index("Birth House") < page.index("Great Hospital")
    assert 'href="tel:+35894712"' in page
    assert "Maya" not in page
    assert "takes emergencies" in page


@pytest.mark.usefixtures("city")
def test_without_a_place_to_search_from_there_is_a_link(client):
    assert 'href="/care/"' in read(client)


@pytest.mark.usefixtures("in_kallio")
def test_listed_hours_never_make_a_hospital_look_shut(client, places):
    store_of(places, [place("Great", "emergency_hospital", opening_hours="off", phone="09 4711")])
    page = read(client)
    assert "Its listed hours say closed. Ring and ask." in page
    assert "hours-closed" not in page


@pytest.mark.usefixtures("in_kallio")
def test_a_unit_that_takes_no_emergencies_says_so(client, places):
    store_of(places, [place("Quiet", "maternity_unit", emergency=False, phone="09 4711")])
    assert "says that it takes no emergencies: ring first" in read(client)


@pytest.mark.usefixtures("in_kallio")
def test_a_list_without_a_hospital_says_so(client, places):
    store_of(places, [place("Maya", "midwife")])
    assert "Your list has no hospital in it." in read(client)


@pytest.mark.usefixtures("in_kallio", "places")
def test_no_list_at_all_is_no_error(client):
    assert "Ring: they tell you where to go." in read(client)


@pytest.mark.usefixtures("in_kallio")
def test_far_away_it_says_that_the_list_may_not_cover_her(client, places):
    store_of(places, [place("Great", "emergency_hospital", north=300)])
    assert "334 km away: your list may not cover where you are." in read(client)


@pytest.fixture(params=["damaged", "empty", "a folder", "not a database"])
def broken(request, places):
    match request.param:
        case "damaged":
            store_of(places)
            content = places.read_bytes()
            places.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
        case "a folder":
            places.mkdir()
        case "not a database":
            places.write_bytes(b"her list" * 1000)
        case _:
            places.write_bytes(b"")
    return places


@pytest.mark.usefixtures("in_kallio")
def test_a_broken_store_costs_one_line(client, urgent_check, broken):
    for path in ("/care/urgent/", f"/check/{urgent_check.pk}/answer/"):
        page = read(client, path)
        assert "Ring: they tell you where to go." in page
        assert str(broken) not in page


@pytest.mark.usefixtures("in_kallio")
def test_a_store_that_never_answers_holds_nothing_up(client, urgent_check, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        monkeypatch.setenv("CARRYWELL_PLACES", f"postgresql://127.0.0.1:{port}/places")
        page = read(client)
        assert TOO_SLOW in page or CANNOT_READ in page
        assert "What to say" in read(client, f"/check/{urgent_check.pk}/answer/")


@pytest.mark.usefixtures("in_kallio")
def test_while_somebody_imports_the_numbers_are_there(client, city):
    with closing(sqlite3.connect(city, isolation_level=None)) as importing:
        importing.execute("BEGIN EXCLUSIVE")
        read(client)
        importing.execute("ROLLBACK")
    assert "Birth House" in read(client)


@pytest.mark.parametrize("outcome", ["birth", "loss", "stopped"])
@pytest.mark.usefixtures("city", "in_kallio")
def test_it_is_there_after_the_pregnancy_too(client, ana, outcome):
    ana.outcome, ana.ended_on = outcome, NOW.date()
    ana.save()
    assert "Birth House" in read(client)
    for path in ("/care/", "/care/mine/", "/care/numbers/"):
        assert client.get(path).status_code == 200


@pytest.mark.usefixtures("city", "in_kallio")
def test_an_urgent_answer_shows_where_to_go_after_what_to_do(client, urgent_check):
    page = read(client, f"/check/{urgent_check.pk}/answer/")
    assert page.index("What to say") < page.index("While you wait") < page.index("Birth House")


@pytest.mark.usefixtures("city", "in_kallio")
def test_an_answer_that_can_wait_leads_to_whom_to_see(client, finished_check):
    page = client.get(f"/check/{finished_check.pk}/answer/").content.decode()
    assert "Birth House" not in page
    assert 'href="/care/"' in page


def test_today_and_the_plan_lead_to_whom_to_see(client, finished_check):
    assert 'href="/care/"' in client.get("/").content.decode()
    page = client.get(f"/check/{finished_check.pk}/answer/").content.decode()
    assert 'href="/care/?kind=physiotherapist"' in page
