"""The pain some time after a session: asked once, and a rise that lasts stops the treatment."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.companion.relief.conftest import check_with, urgent_check

from carrywell.companion.relief.later import asked_about
from carrywell.companion.relief.models import ReliefSession

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def session(ago, **more):
    ended = NOON - timedelta(minutes=ago)
    told = {"ended_at": ended, "ended_how": "done", "pain_before": 5} | more
    return ReliefSession(treatment="heat", started_at=ended - timedelta(minutes=10), **told)


@pytest.mark.parametrize(
    ("sessions", "asked"),
    [
        ([session(29)], False),
        ([session(30)], True),
        ([session(180)], True),
        ([session(181)], False),
        ([session(60, pain_before=None)], False),  # nothing to hold it against
        ([session(60, pain_later_at=NOON)], False),
        ([session(60, ended_how="red_flag")], False),
        ([session(60, stopped_because="A burn.")], False),
        ([session(60, ended_at=None)], False),
        ([session(5), session(60)], False),  # the pain may come from the later one
        ([session(5, ended_how="skipped"), session(60)], True),
    ],
)
def test_when_it_is_asked(sessions, asked):
    assert (asked_about(sessions, NOON) is not None) is asked


@pytest.fixture
def an_hour_ago(client, heat):
    client.post(f"/relief/session/{heat.pk}/do/", {"what": "finish"})
    client.post(f"/relief/session/{heat.pk}/after/", {"pain": "4", "stop": "none"})
    began = timezone.now() - timedelta(minutes=75)
    check = heat.check_in
    check.finished_at = check.updated_at = began - timedelta(minutes=5)
    check.save()
    heat.refresh_from_db()
    heat.started_at, heat.ended_at = began, began + timedelta(minutes=15)
    heat.save()
    return heat


def say(client, session, pain):
    return client.post(f"/relief/session/{session.pk}/later/", {"pain": pain})


def test_today_and_the_treatment_lead_to_it(client, an_hour_ago):
    link = f'href="/relief/session/{an_hour_ago.pk}/later/"'
    assert link in client.get("/").content.decode()
    assert link in client.get("/relief/heat/").content.decode()
    assert link not in client.get("/relief/cold/").content.decode()
    shown = client.get(f"/relief/session/{an_hour_ago.pk}/later/").content.decode()
    assert "was 5 before it and 4 just after it" in shown


def test_an_answer_is_kept_and_not_asked_for_again(client, an_hour_ago):
    say(client, an_hour_ago, "3")
    say(client, an_hour_ago, "9")  # the same page, sent again
    an_hour_ago.refresh_from_db()
    assert (an_hour_ago.pain_later, an_hour_ago.stopped_because) == (3, "")
    assert "/later/" not in client.get("/").content.decode()
    assert ": 3." in client.get("/relief/history/").content.decode()
    assert "later 3 out of 10" in client.get("/data/").content.decode()


def test_a_rise_that_lasts_stops_the_treatment_until_a_new_check(client, an_hour_ago):
    assert "/relief/heat/start/" in client.get("/relief/heat/").content.decode()
    shown = client.get(say(client, an_hour_ago, "7").url).content.decode()
    assert "Stop this one for now" in shown
    assert "2 points or more higher than before it" in shown
    assert "/start/" not in client.get("/relief/heat/").content.decode()
    assert "/relief/cold/start/" in client.get("/relief/cold/").content.decode()
    check_with(an_hour_ago.pregnancy, ago=timedelta(0))
    assert "/relief/heat/start/" in client.get("/relief/heat/").content.decode()


def test_a_check_between_the_end_and_the_answer_does_not_hide_the_rise(client, an_hour_ago):
    check_with(an_hour_ago.pregnancy, ago=timedelta(minutes=10))
    say(client, an_hour_ago, "8")
    assert "/start/" not in client.get("/relief/heat/").content.decode()


def test_not_sure_is_an_answer(client, an_hour_ago):
    assert say(client, an_hour_ago, "not_sure").url == "/"
    an_hour_ago.refresh_from_db()
    assert an_hour_ago.pain_later is None
    assert an_hour_ago.pain_later_at is not None


@pytest.mark.parametrize("typed", ["", "11", "²"])
def test_no_answer_is_told_in_words(client, an_hour_ago, typed):
    response = say(client, an_hour_ago, typed)
    assert response.status_code == 422
    assert "Choose a number from 0 to 10" in response.content.decode()


def test_while_a_call_waits_it_is_not_asked(client, an_hour_ago):
    urgent_check(an_hour_ago.pregnancy)
    assert "/later/" not in client.get("/").content.decode()


def test_it_waits_for_the_end_of_a_session(client, heat):
    assert say(client, heat, "9").url == f"/relief/session/{heat.pk}/"
    heat.refresh_from_db()
    assert heat.pain_later_at is None
