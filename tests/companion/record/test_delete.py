"""Deleting: one entry, what is from before, or everything."""

from datetime import UTC

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection

from carrywell.companion.check import private
from carrywell.companion.check.models import CheckIn
from carrywell.companion.helps import hers
from carrywell.companion.numbers import keep_numbers, kept_numbers, numbers_of
from carrywell.companion.people.models import Account, Person, Pregnancy, StandingFact
from carrywell.companion.record import erase
from carrywell.companion.record.tables import tables

from .conftest import NOW, the_json


@pytest.mark.usefixtures("full")
def test_without_the_word_nothing_is_deleted(client):
    before = the_json()
    for word in ("", "yes", "DELET"):
        page = client.post("/data/delete/", {"word": word})
        assert page.status_code == 422
        assert "Type the word DELETE" in page.content.decode()
    assert client.get("/data/delete/").status_code == 200
    assert the_json() == before


@pytest.mark.usefixtures("full")
def test_the_page_says_what_goes(client):
    page = client.get("/data/delete/").content.decode()
    assert "Your checks: 1" in page
    assert "Relief sessions: 1" in page
    assert "Your weights: 1" in page
    assert "Save a copy first" in page


@pytest.mark.usefixtures("full")
def test_everything_goes(client, finished_check, settings):
    keep_numbers(settings.DATA, numbers_of("GB", "", "1234"))
    copy = settings.DATA / "carrywell.before-0.0.1.sqlite3"
    copy.write_bytes(b"old")
    private.remember(finished_check.pk, {"violence": True}, NOW)
    hers.her_help(finished_check.pregnancy, UTC, NOW.date())
    assert hers._kept
    page = client.post("/data/delete/", {"word": "delete "}, follow=True)
    assert page.redirect_chain == [("/start/", 302)]
    assert "Everything is deleted." in page.content.decode()
    assert not any(one.model._base_manager.exists() for one in tables())
    assert kept_numbers(settings.DATA).unit is None
    assert not copy.exists()
    assert private.remembered(finished_check.pk, NOW) == {}
    assert not hers._kept
    assert Session.objects.count() == 0


@pytest.mark.usefixtures("full")
def test_the_pin_goes_too(client):
    account = Account.objects.local()
    account.set_password("80417")
    account.save()
    client.post("/unlock/", {"pin": "80417"})
    client.post("/data/delete/", {"word": "DELETE"})
    assert not Account.objects.local().has_pin
    assert client.get("/start/").status_code == 200


@pytest.mark.usefixtures("full")
def test_pages_that_others_can_open_keep_their_pin(client, monkeypatch):
    monkeypatch.setenv("CARRYWELL_HOST", "192.168.1.20")
    account = Account.objects.local()
    account.set_password("80417")
    account.save()
    client.post("/unlock/", {"pin": "80417"})
    client.post("/data/delete/", {"word": "DELETE"})
    assert not Person.objects.exists()
    assert Account.objects.local().has_pin
    assert client.get("/start/").headers["Location"] == "/unlock/"


@pytest.mark.usefixtures("full")
def test_when_the_file_cannot_be_tidied_she_is_told(client, monkeypatch):
    monkeypatch.setattr(erase, "tidy", lambda: False)
    page = client.post("/data/delete/", {"word": "DELETE"}, follow=True).content.decode()
    assert "Everything is deleted." in page
    assert "Traces may still be in the file" in page


@pytest.mark.usefixtures("full")
def test_a_database_in_use_is_not_called_tidy(monkeypatch):
    class Busy:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def execute(self, _):
            raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", Busy)
        assert erase.tidy() is False
        assert erase.fold_in() is False


@pytest.mark.parametrize(
    "key", [one.key for one in tables() if one.key not in ("person", "pregnancy")]
)
@pytest.mark.usefixtures("full")
def test_any_entry_can_be_deleted_after_a_question(client, key):
    (table,) = [one for one in tables() if one.key == key]
    row = table.model._base_manager.order_by("pk").first()
    address = f"/data/all/{key}/{row.pk}/remove/"
    assert "Delete this entry?" in client.get(address).content.decode()
    assert table.model._base_manager.filter(pk=row.pk).exists()
    assert client.post(address).headers["Location"] == "/data/"
    assert not table.model._base_manager.filter(pk=row.pk).exists()


def test_deleting_a_check_keeps_the_session_that_came_from_it(client, full, finished_check):
    client.post(f"/data/all/check_in/{finished_check.pk}/remove/")
    assert not CheckIn.objects.exists()
    assert full.sessions.get().check_in is None


@pytest.mark.parametrize("key", ["person", "pregnancy", "account", "nothing"])
@pytest.mark.usefixtures("full")
def test_only_entries_can_be_deleted_one_by_one(client, key):
    assert client.post(f"/data/all/{key}/1/remove/").status_code == 404
    assert Pregnancy.objects.exists()


@pytest.mark.usefixtures("full")
def test_somebody_elses_entry_is_not_hers_to_delete(client):
    other = Account.objects.create(name="other")
    theirs = Pregnancy.objects.create(person=Person.objects.create(account=other), started_at=NOW)
    fact = StandingFact.objects.create(
        pregnancy=theirs, finding="pacemaker", value=True, confirmed_at=NOW
    )
    assert client.post(f"/data/all/standing_fact/{fact.pk}/remove/").status_code == 404
    assert client.get(f"/data/fact/{fact.pk}/").status_code == 404
    client.post("/data/earlier/", {"pregnancy": theirs.pk})
    client.post("/data/delete/", {"word": "DELETE"})
    assert StandingFact.objects.get() == fact


def test_what_is_from_before_can_be_deleted_and_the_present_one_not(client, full):
    now = Pregnancy.objects.create(person=full.person, started_at=NOW.replace(year=2027))
    assert "Something from before is stored too" in client.get("/data/").content.decode()
    page = client.get("/data/earlier/").content.decode()
    assert "23 November 2026" in page
    assert "Your checks: 1" in page
    client.post("/data/earlier/", {"pregnancy": [full.pk, now.pk, "x"]})
    assert list(Pregnancy.objects.all()) == [now]
