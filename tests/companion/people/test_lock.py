"""The PIN: what is hidden while it is locked, and how hard it is to guess."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from carrywell.companion.people.models import Account
from carrywell.companion.people.pin import LOCK_AFTER, Trial, is_common, try_pin, wait_after

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
OPEN_WHILE_LOCKED = {"unlock", "leave", "return", "lock"}
RIGHT = "80417"
FOR_PROGRAMS = ("timer:taps", "timer:now", "diary:feed")
"""Answer a program and not a person: that it is locked, or nothing without the secret in the address."""


@pytest.fixture
def locked(pregnancy):
    account = pregnancy.person.account
    account.set_password(RIGHT)
    account.save()
    return account


def made_up(converter):
    """An argument that fits the converter of an address."""
    return {"IntConverter": 1, "DayConverter": date(2026, 11, 23)}.get(converter, "x")


def all_addresses(resolver=None, space=""):
    """Every named address with made-up arguments in it."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from all_addresses(one, inner)
        elif one.name:
            kwargs = {
                name: made_up(type(converter).__name__)
                for name, converter in one.pattern.converters.items()
            }
            yield f"{space}{one.name}", reverse(f"{space}{one.name}", kwargs=kwargs)


@pytest.mark.usefixtures("locked")
def test_every_address_is_hidden_while_locked(client):
    addresses = dict(all_addresses())
    assert {"today", "check:begin", "record:overview", "pin"} <= set(addresses)
    for name, address in addresses.items():
        for send in (client.get, client.post, client.put, client.delete):
            response = send(address)
            if name in OPEN_WHILE_LOCKED:
                assert response.headers.get("Location", "/unlock/") in ("/unlock/", "/"), name
            elif name in FOR_PROGRAMS:
                assert response.status_code in (401, 404, 405), name
            else:
                assert (response.status_code, response.headers["Location"]) == (302, "/unlock/"), (
                    name
                )
        client.cookies.clear()


@pytest.mark.usefixtures("locked", "urgent_check")
def test_open_pages_while_locked_show_nothing_of_hers(client):
    for name in OPEN_WHILE_LOCKED:
        page = client.get(reverse(name), follow=True).content.decode()
        assert "31 weeks" not in page, name
        assert "/check/" not in page, name
        client.cookies.clear()


@pytest.mark.usefixtures("db")
def test_the_lock_page_says_the_same_whether_there_is_data_or_not(client):
    account = Account.objects.local()
    account.set_password(RIGHT)
    account.save()
    empty = without_token(client.get("/unlock/").content.decode())
    from carrywell.companion.people.models import Person, Pregnancy

    person = Person.objects.create(account=account)
    Pregnancy.objects.create(person=person, started_at=NOON)
    assert without_token(client.get("/unlock/").content.decode()) == empty


def without_token(page):
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


@pytest.mark.usefixtures("locked")
def test_the_right_pin_opens_the_page_she_wanted(client):
    assert client.get("/check/", headers={"accept": "text/html"}).headers["Location"] == "/unlock/"
    assert client.post("/unlock/", {"pin": RIGHT}).headers["Location"] == "/check/"
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("locked")
def test_a_background_request_is_not_where_she_goes_on(client):
    client.get("/awake/", headers={"accept": "*/*"})
    assert client.post("/unlock/", {"pin": RIGHT}).headers["Location"] == "/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:1"])
@pytest.mark.usefixtures("locked")
def test_the_way_back_never_leads_elsewhere(client, elsewhere):
    client.get("/lock/", {"next": elsewhere})
    assert client.post("/unlock/", {"pin": RIGHT}).headers["Location"] == "/"


@pytest.mark.usefixtures("locked")
def test_the_lock_page_shows_the_numbers_and_how_to_get_in(client):
    page = client.get("/unlock/").content.decode()
    assert "Numbers to ring" in page
    assert "carrywell serve --forget-pin" in page
    assert "Leave fast" in page


@pytest.mark.parametrize(
    ("wrong", "minutes"),
    [
        (0, 0),
        (4, 0),
        (5, 1),
        (6, 2),
        (7, 4),
        (8, 8),
        (9, 16),
        (10, 32),
        (11, 60),
        (12, 60),
        (10**6, 60),
    ],
)
def test_wrong_pins_wait_longer_and_longer(wrong, minutes):
    assert wait_after(wrong) == timedelta(minutes=minutes)


def test_after_five_wrong_pins_even_the_right_one_waits_a_minute(locked):
    for _ in range(5):
        assert try_pin(locked, "0000", NOON) == Trial.WRONG
    assert try_pin(locked, RIGHT, NOON + timedelta(seconds=59)) == Trial.WAIT
    assert try_pin(locked, RIGHT, NOON + timedelta(seconds=60)) == Trial.RIGHT
    assert (locked.wrong_pins, locked.locked_until) == (0, None)


def test_the_sixth_wrong_pin_waits_two_minutes(locked):
    for _ in range(5):
        try_pin(locked, "0000", NOON)
    later = NOON + timedelta(minutes=1)
    assert try_pin(locked, "0000", later) == Trial.WRONG
    assert try_pin(locked, RIGHT, later + timedelta(seconds=119)) == Trial.WAIT
    assert try_pin(locked, RIGHT, later + timedelta(seconds=120)) == Trial.RIGHT


@pytest.mark.usefixtures("locked")
def test_the_count_is_in_the_database_and_not_in_the_session(client):
    for _ in range(5):
        client.post("/unlock/", {"pin": "0000"})
        client.cookies.clear()
    page = client.post("/unlock/", {"pin": RIGHT})
    assert page.status_code == 422
    assert "Wait 1 minute, then try again." in page.content.decode()


def test_a_try_counts_before_it_is_looked_at(locked, monkeypatch):
    """A program that ends in the middle of a try has used it up."""

    def ends(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Account, "check_password", ends)
    with pytest.raises(KeyboardInterrupt):
        try_pin(locked, RIGHT, NOON)
    assert Account.objects.get(pk=locked.pk).wrong_pins == 1


def test_of_two_tries_at_once_one_is_refused(locked):
    stale = Account.objects.get(pk=locked.pk)
    assert try_pin(locked, "0000", NOON) == Trial.WRONG
    assert try_pin(stale, RIGHT, NOON) == Trial.WAIT


def test_a_clock_set_back_does_not_lock_for_years(locked):
    locked.wrong_pins, locked.locked_until = 5, NOON + timedelta(days=3000)
    locked.save()
    assert try_pin(locked, RIGHT, NOON) == Trial.RIGHT


@pytest.mark.usefixtures("locked")
def test_pages_lock_after_a_while_without_use(client, monkeypatch):
    client.post("/unlock/", {"pin": RIGHT})
    started = timezone.now()

    def at(after):
        monkeypatch.setattr(
            "carrywell.companion.people.access.timezone.now", lambda: started + after
        )

    at(LOCK_AFTER - timedelta(seconds=1))
    assert client.get("/").status_code == 200
    at(2 * LOCK_AFTER - timedelta(seconds=2))
    assert client.get("/").status_code == 200, "it was used in between"
    at(3 * LOCK_AFTER)
    assert client.get("/").headers["Location"] == "/unlock/"
    at(timedelta(0))
    assert client.get("/").headers["Location"] == "/unlock/", "the session is gone"


@pytest.mark.usefixtures("locked")
def test_leaving_fast_locks(client):
    client.post("/unlock/", {"pin": RIGHT})
    client.get("/leave/")
    assert not Session.objects.exists()
    del client.cookies["carrywell_left"]
    assert client.get("/").headers["Location"] == "/unlock/"


@pytest.mark.usefixtures("locked")
def test_closing_the_browser_locks(client):
    response = client.post("/unlock/", {"pin": RIGHT})
    cookie = response.cookies["carrywell_session"]
    assert not cookie["max-age"], "the browser forgets it when it closes"
    assert not cookie["expires"]


@pytest.mark.parametrize("bad", ["", "123", "1234567890123", "12a4", "12 34", "१२३४"])
@pytest.mark.usefixtures("pregnancy")
def test_a_pin_has_four_to_twelve_digits(client, bad):
    response = client.post("/pin/", {"do": "set", "pin": bad, "again": bad})
    assert response.status_code == 422
    assert not Account.objects.local().has_pin


@pytest.mark.usefixtures("pregnancy")
def test_setting_a_pin_keeps_her_in_and_hashes_it(client):
    client.post("/pin/", {"do": "set", "pin": RIGHT, "again": RIGHT})
    account = Account.objects.local()
    assert account.check_password(RIGHT)
    assert RIGHT not in account.password
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("pregnancy")
def test_a_slip_of_the_finger_sets_nothing(client):
    assert client.post("/pin/", {"do": "set", "pin": RIGHT, "again": "80418"}).status_code == 422
    assert not Account.objects.local().has_pin


@pytest.mark.usefixtures("pregnancy")
def test_a_common_pin_is_kept_with_a_warning(client):
    page = client.post("/pin/", {"do": "set", "pin": "1234", "again": "1234"}, follow=True)
    assert "one of the first that people try" in page.content.decode()
    assert Account.objects.local().check_password("1234")


@pytest.mark.parametrize("do", ["set", "remove"])
@pytest.mark.usefixtures("locked")
def test_changing_or_removing_needs_the_present_pin(client, do):
    client.post("/unlock/", {"pin": RIGHT})
    response = client.post("/pin/", {"do": do, "present": "9999", "pin": "55221", "again": "55221"})
    assert response.status_code == 422
    assert Account.objects.local().check_password(RIGHT)


@pytest.mark.usefixtures("locked")
def test_a_pin_can_be_changed_and_removed(client):
    client.post("/unlock/", {"pin": RIGHT})
    client.post("/pin/", {"do": "set", "present": RIGHT, "pin": "55221", "again": "55221"})
    assert Account.objects.local().check_password("55221")
    client.post("/pin/", {"do": "remove", "present": "55221"})
    assert not Account.objects.local().has_pin
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("locked")
def test_pages_that_others_can_open_keep_their_pin(client, monkeypatch):
    monkeypatch.setenv("CARRYWELL_HOST", "192.168.1.20")
    client.post("/unlock/", {"pin": RIGHT})
    client.post("/pin/", {"do": "remove", "present": RIGHT})
    assert Account.objects.local().check_password(RIGHT)


@pytest.mark.usefixtures("locked")
def test_changing_the_pin_ends_other_sessions(client):
    from django.test import Client

    other = Client()
    for one in (client, other):
        one.post("/unlock/", {"pin": RIGHT})
    client.post("/pin/", {"do": "set", "present": RIGHT, "pin": "55221", "again": "55221"})
    assert client.get("/").status_code == 200
    assert other.get("/").headers["Location"] == "/unlock/"


@pytest.mark.usefixtures("locked")
def test_an_htmx_request_while_locked_loads_the_lock_as_a_whole_page(client):
    response = client.post("/check/", headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == "/unlock/"


@pytest.mark.usefixtures("pregnancy")
def test_what_the_pin_does_and_does_not_do_is_said(client):
    page = client.get("/pin/").content.decode()
    assert "A PIN keeps others from opening these pages. It does not encrypt the file." in page
    assert f"after {int(LOCK_AFTER.total_seconds() / 60)} minutes" in page


@pytest.mark.parametrize(
    ("pin", "common"),
    [
        ("1234", True),
        ("0000", True),
        ("9876", True),
        ("1212", True),
        ("2580", True),
        ("80417", False),
        ("5739", False),
    ],
)
def test_common_pins_are_known(pin, common):
    assert is_common(pin) is common


@pytest.mark.usefixtures("locked")
def test_what_is_sent_while_locked_is_not_said_to_be_saved(client):
    page = client.post("/relief/heat/start/", {"stop": ["chest_pain", "ticked"]}, follow=True)
    assert "was not saved" in page.content.decode()
    assert "not saved" not in client.get("/unlock/").content.decode()
