"""The places she keeps: hers whatever the lists do, and one of them on the call button."""

import re

import pytest
from tests.companion.care.city import place, store_of
from tests.companion.conftest import NOW

from carrywell.care.store import open_store
from carrywell.companion.care.models import KeptPlace, SearchOrigin
from carrywell.companion.numbers import kept_numbers
from carrywell.companion.people.models import Account, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

MAYA = {"list": "made-up", "id": "maya"}


@pytest.fixture
def maya(client, ana):
    client.post("/care/place/keep/", MAYA)
    return KeptPlace.objects.get()


@pytest.fixture
def somebody_elses(db):
    person = Person.objects.create(account=Account.objects.create(name="bea"))
    return KeptPlace.objects.create(person=person, name="Bea's midwife", phone="112", kept_at=NOW)


def test_a_place_is_kept_as_a_copy(client, maya):
    assert (maya.name, maya.kind, maya.phone) == ("Maya", "midwife", "+358 9 000 001")
    assert (maya.address, maya.website) == ("Fleminginkatu 1, Helsinki", "https://maya.example")
    assert maya.point.latitude == pytest.approx(60.194)
    assert maya.credit == "Made up for tests"
    page = client.get(f"/care/mine/{maya.pk}/").content.decode()
    assert "<h1>Maya</h1>" in page
    assert 'href="tel:+3589000001"' in page


def test_an_extension_goes_into_her_notes(client, ana, places):
    store_of(places, [place("Zoe", "midwife", phone="09 4711 ext. 12")])
    assert (
        "then extension <b>12</b>"
        in client.get("/care/place/?list=made-up&id=zoe").content.decode()
    )
    client.post("/care/place/keep/", {"list": "made-up", "id": "zoe"})
    assert (ana.person.kept_places.get().phone, ana.person.kept_places.get().notes) == (
        "09 4711",
        "Extension 12.",
    )


def test_keeping_it_twice_keeps_one(client, maya):
    client.post("/care/place/keep/", MAYA)
    assert KeptPlace.objects.count() == 1


def test_the_list_says_that_it_is_kept(client, maya):
    SearchOrigin.objects.create(
        person=maya.person, name="here", latitude=60.184, longitude=24.949, kept_at=NOW
    )
    page = client.get("/care/?kind=midwife").content.decode()
    assert f'href="/care/mine/{maya.pk}/"' in page
    assert 'action="/care/place/keep/"' not in page


def test_it_stays_when_a_new_list_does_not_have_it(client, maya, places):
    with open_store(places, write=True) as store:
        store.remove("made-up")
    store_of(places, [place("Zoe", "midwife")])
    assert "+358 9 000 001" in client.get("/care/mine/").content.decode()


@pytest.mark.usefixtures("ana")
def test_what_is_not_in_the_list_cannot_be_kept(client):
    assert client.post("/care/place/keep/", {"list": "made-up", "id": "x"}).status_code == 404
    assert client.post("/care/place/keep/").status_code == 404


@pytest.mark.usefixtures("ana")
def test_someone_is_written_down_by_hand(client):
    sent = {
        "name": "Aino",
        "kind": "physiotherapist",
        "phone": "09 123 4567",
        "notes": "Kind.\nUp.",
    }
    assert client.post("/care/mine/", sent).status_code == 302
    page = client.get("/care/mine/").content.decode()
    assert "Aino" in page
    assert "Kind.<br>Up." in page
    assert 'href="tel:091234567"' in page


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": "", "notes": "kept words"}, "Write who it is"),
        ({"name": "A", "phone": "ask Aino"}, "Write the number with digits"),
        ({"name": "A", "phone": "+358 1 or +358 2"}, "Write the number with digits"),
        ({"name": "A", "kind": "wizard"}, "Select a valid choice"),
        ({"name": "A" * 201}, "at most 200 characters"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(client, sent, says):
    answer = client.post("/care/mine/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert all(value in page for value in sent.values() if value != "wizard")
    assert not KeptPlace.objects.exists()


def test_notes_and_corrections(client, maya):
    sent = {"name": "Maya K.", "kind": "midwife", "phone": "09", "notes": "Has a lift."}
    assert client.post(f"/care/mine/{maya.pk}/", sent).status_code == 422
    sent["phone"] = "09 100"
    assert client.post(f"/care/mine/{maya.pk}/", sent).status_code == 302
    maya.refresh_from_db()
    assert (maya.name, maya.phone, maya.notes) == ("Maya K.", "09 100", "Has a lift.")
    assert maya.point is not None


def test_today_has_a_call_button_for_her(client, maya):
    page = client.get("/").content.decode()
    assert "My people" in page
    assert 'href="tel:+3589000001"' in page
    maya.delete()
    assert "My people" not in client.get("/").content.decode()


def test_the_call_button_takes_its_number_and_gives_it_back(client, maya, ana, settings):
    page = client.get(f"/care/mine/{maya.pk}/unit/").content.decode()
    assert re.search(r"St Mary&#x27;s</b>, <[^>]+>020 7946 0958", page)
    assert re.search(r"Maya</b>, <[^>]+>\+358 9 000 001", page)
    assert ana.unit_phone == "020 7946 0958"

    client.post(f"/care/mine/{maya.pk}/unit/")
    ana.refresh_from_db()
    assert (ana.unit_name, ana.unit_phone) == ("Maya", "+358 9 000 001")
    assert kept_numbers(settings.DATA).unit.number == "+358 9 000 001"

    page = client.get("/care/mine/").content.decode()
    assert "Before, it rang St Mary&#x27;s, 020 7946 0958." in page
    before = KeptPlace.objects.exclude(was_unit_until=None).get()
    client.post(f"/care/mine/{before.pk}/unit/")
    ana.refresh_from_db()
    assert (ana.unit_name, ana.unit_phone) == ("St Mary's", "020 7946 0958")
    assert kept_numbers(settings.DATA).unit.number == "020 7946 0958"
    assert KeptPlace.objects.count() == 2
    assert "Before, it rang Maya" in client.get("/care/mine/").content.decode()


def test_the_same_number_again_changes_nothing(client, maya, ana):
    for _ in range(2):
        client.post(f"/care/mine/{maya.pk}/unit/")
    ana.refresh_from_db()
    assert ana.unit_phone == "+358 9 000 001"
    assert KeptPlace.objects.count() == 2
    assert "Before, it rang St Mary" in client.get("/care/mine/").content.decode()


def test_a_place_without_a_number_cannot_be_on_the_call_button(client, ana):
    kept = KeptPlace.objects.create(person=ana.person, name="Nobody", kept_at=NOW)
    answer = client.post(f"/care/mine/{kept.pk}/unit/", follow=True)
    assert "Write its phone number first." in answer.content.decode()
    ana.refresh_from_db()
    assert ana.unit_phone == "020 7946 0958"


def test_a_deleted_one_stays_on_the_call_button(client, maya, ana):
    client.post(f"/care/mine/{maya.pk}/unit/")
    page = client.get(f"/care/mine/{maya.pk}/remove/").content.decode()
    assert "The number stays on your call button." in page
    assert KeptPlace.objects.filter(pk=maya.pk).exists()
    client.post(f"/care/mine/{maya.pk}/remove/")
    ana.refresh_from_db()
    assert ana.unit_phone == "+358 9 000 001"
    assert not KeptPlace.objects.filter(pk=maya.pk).exists()


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("path", ["", "unit/", "remove/"])
def test_somebody_elses_are_not_hers(client, somebody_elses, path):
    address = f"/care/mine/{somebody_elses.pk}/{path}"
    assert client.post(address, {"name": "Mine"}).status_code == 404
    assert client.get(address).status_code == 404
    somebody_elses.refresh_from_db()
    assert somebody_elses.name == "Bea's midwife"
    assert "Bea" not in client.get("/care/mine/").content.decode()


def test_they_are_hers_in_a_next_pregnancy_too(client, maya):
    old = maya.person.pregnancies.get()
    old.outcome, old.ended_on = "birth", NOW.date()
    old.save()
    client.post("/start/", {"dated_by": "unknown", "country": "FI"})
    assert maya.person.pregnancies.count() == 2
    assert "+358 9 000 001" in client.get("/").content.decode()
    assert "Maya" in client.get("/data/").content.decode()
    page = client.get("/data/earlier/").content.decode()
    assert "Places you keep" not in page
