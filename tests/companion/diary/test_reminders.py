"""Choosing reminders, and the address that a calendar program reads without a PIN."""

from datetime import date, time

import pytest
from django.contrib.auth.hashers import make_password
from icalendar import Calendar
from tests.companion.diary.days import DIARY, read, today

from carrywell.companion.diary.models import Reminders
from carrywell.companion.diary.remind import NEUTRAL
from carrywell.companion.people.models import Account
from carrywell.companion.today import COOKIE

PATH = "/diary/reminders/"
PRIVATE = ("pregnan", "baby", "birth", "back", "pain", "spasm", "carrywell", "ana")


@pytest.fixture
def chosen(pregnancy, client):
    """The diary at nine, pain at half past two, the weekly questions on Monday; an address."""
    client.cookies[COOKIE] = "Europe/London"
    times = {"diary_at": "21:00", "pain_at": "14:30", "weekly_at": "10:15", "weekly_on": "0"}
    assert client.post(PATH, times).url == PATH
    client.post(f"{PATH}address/")
    return Reminders.objects.get(pregnancy=pregnancy)


def feed(client, secret):
    return client.get(f"{PATH}{secret}.ics")


def events(answer):
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_her_times_are_kept(chosen):
    assert (chosen.diary_at, chosen.pain_at) == (time(21), time(14, 30))
    assert (chosen.weekly_at, chosen.weekly_on) == (time(10, 15), 0)
    assert (chosen.zone, chosen.since) == ("Europe/London", today())
    assert (chosen.in_browser, chosen.says_why) == (False, False)


def test_an_empty_time_is_no_reminder(pregnancy, client):
    client.post(PATH, {"diary_at": "21:00", "pain_at": "", "weekly_at": ""})
    row = Reminders.objects.get(pregnancy=pregnancy)
    assert (row.pain_at, row.weekly_at, row.weekly_on) == (None, None, 6)


@pytest.mark.parametrize("typed", ["25:00", "evening", "9pm", "21:60"])
def test_a_time_that_cannot_be_is_refused_in_words(pregnancy, client, typed):
    answer = client.post(PATH, {"diary_at": typed, "pain_at": "14:30"})
    assert answer.status_code == 422
    assert "Write the time as hour and minute, such as 21:30." in read(answer)
    assert f'value="{typed}"' in read(answer)
    assert not Reminders.objects.filter(pregnancy=pregnancy).exists()


def test_a_day_that_no_week_has_is_refused(pregnancy, client):
    answer = client.post(PATH, {"weekly_at": "10:00", "weekly_on": "7"})
    assert answer.status_code == 422
    assert "Choose a day of the week." in read(answer)
    assert not Reminders.objects.filter(pregnancy=pregnancy).exists()


def test_the_address_gives_her_reminders(chosen, client):
    answer = feed(client, chosen.secret)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    assert [str(one["SUMMARY"]) for one in events(answer)] == list(NEUTRAL.values())
    assert [one["DTSTART"].dt.time() for one in events(answer)] == [
        time(21),
        time(14, 30),
        time(10, 15),
    ]
    assert events(answer)[2]["DTSTART"].dt.weekday() == 0


def test_the_calendar_holds_nothing_private(chosen, client):
    content = feed(client, chosen.secret).content.decode().lower()
    assert [one for one in PRIVATE if one in content] == []
    pregnancy = chosen.pregnancy
    assert pregnancy.due_date.strftime("%Y%m%d") not in content
    assert chosen.secret.lower() not in content


def test_it_says_what_it_is_about_only_when_she_wants_that(chosen, client):
    client.post(PATH, {"diary_at": "21:00", "says_why": "on"})
    (event,) = events(feed(client, chosen.secret))
    assert str(event["SUMMARY"]) == "Carrywell: how was your back today?"


def test_the_address_cannot_be_guessed(chosen):
    assert len(chosen.secret) == 43  # 256 random bits


def test_the_calendar_is_read_without_the_pin_and_nothing_else_is(chosen, client):
    Account.objects.update(password=make_password("4711"))
    stranger = client.__class__()
    assert feed(stranger, chosen.secret).status_code == 200
    for path in (DIARY, PATH, f"{PATH}reminders.ics", f"{DIARY}week/", f"{DIARY}clinic/"):
        assert stranger.get(path).status_code == 302, path
    assert not stranger.cookies.get("carrywell_session")


@pytest.mark.parametrize("secret", ["x", "0" * 43, "None", " "])
def test_another_secret_finds_nothing(chosen, client, secret):
    assert chosen.secret
    assert feed(client, secret).status_code == 404


def test_without_an_address_no_secret_finds_anything(pregnancy, client):
    Reminders.objects.create(pregnancy=pregnancy, diary_at=time(21))
    assert client.get(f"{PATH}.ics").status_code == 404


def test_a_new_address_stops_the_old_one_and_stopping_stops_it(chosen, client):
    client.post(f"{PATH}address/")
    new = Reminders.objects.get().secret
    assert new != chosen.secret
    assert feed(client, chosen.secret).status_code == 404
    assert feed(client, new).status_code == 200
    client.post(f"{PATH}address/", {"do": "stop"})
    assert feed(client, new).status_code == 404
    assert Reminders.objects.get().diary_at == time(21)


def test_after_the_pregnancy_the_calendar_is_empty(chosen, client):
    pregnancy = chosen.pregnancy
    pregnancy.outcome, pregnancy.ended_on = "loss", today()
    pregnancy.save()
    answer = feed(client, chosen.secret)
    assert answer.status_code == 200
    assert events(answer) == []


def test_the_identifiers_are_the_same_on_each_reading_and_in_the_file(chosen, client):
    uids = [
        [str(one["UID"]) for one in events(answer)]
        for answer in (
            feed(client, chosen.secret),
            feed(client, chosen.secret),
            client.get(f"{PATH}reminders.ics"),
        )
    ]
    assert uids[0] == uids[1] == uids[2]


@pytest.mark.usefixtures("chosen")
def test_the_file_is_a_download(client):
    answer = client.get(f"{PATH}reminders.ics")
    assert answer["Content-Disposition"] == 'attachment; filename="reminders.ics"'
    assert len(events(answer)) == 3


@pytest.mark.parametrize("zone", ["", "Atlantis/Capital", "../etc/passwd"])
def test_without_a_known_zone_the_times_are_those_on_the_wall(pregnancy, client, zone):
    Reminders.objects.create(
        pregnancy=pregnancy, diary_at=time(21), zone=zone, since=date(2026, 11, 1)
    )
    (event,) = events(client.get(f"{PATH}reminders.ics"))
    assert event["DTSTART"].dt.tzinfo is None


def test_the_page_tells_where_the_address_works(chosen, client):
    page = read(client.get(PATH, headers={"host": "localhost:8000"}))
    assert f"http://localhost:8000{PATH}{chosen.secret}.ics" in page
    assert "It works for a calendar on this computer, while Carrywell runs." in page


def test_the_browser_is_told_only_when_she_has_ticked_it(chosen, client):
    assert "data-reminders" not in read(client.get(DIARY))
    client.post(PATH, {"diary_at": "21:00", "in_browser": "on"})
    assert chosen.pk
    assert '"at":"21:00","say":"Time for your diary"' in read(client.get(DIARY))


def test_a_zone_that_is_a_mere_offset_is_not_kept(pregnancy, client):
    """A computer without the name of its zone tells one; the clocks would change without it."""
    client.cookies[COOKIE] = "Etc/GMT-1"
    client.post(PATH, {"diary_at": "21:00"})
    assert pregnancy.reminders.zone == ""
