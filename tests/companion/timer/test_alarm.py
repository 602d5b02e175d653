"""The alarm on the timer's page, before any check: when it is there, what it says, whom it rings."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from carrywell.companion.check.models import CheckIn
from carrywell.companion.timer.alarm import waters_broke_at
from carrywell.companion.timer.labour import standing
from carrywell.companion.timer.models import LabourAdvice, TimerEvent
from carrywell.companion.timer.offline import rule_for
from carrywell.patterns.diary import TimedSpasm
from carrywell.patterns.gestation import due_date_from_weeks

UNIT, AMBULANCE = "tel:02079460958", "tel:999"
CALL = "Ring your maternity unit now"


@pytest.fixture(autouse=True)
def _her_numbers(pregnancy, settings, tmp_path):
    from carrywell.companion.numbers import keep_numbers, numbers_of

    settings.DATA = tmp_path
    keep_numbers(tmp_path, numbers_of("GB", "St Mary's", "020 7946 0958"))


def at_weeks(pregnancy, weeks):
    pregnancy.due_date = due_date_from_weeks(weeks, timezone.localdate()) if weeks else None
    pregnancy.save()


def timed(thumb, *ago, **details):
    return thumb.send(*(tap for one in ago for tap in thumb.spasm(one, **details))).json()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


SIX = (56, 46, 36, 26, 16, 6)


@pytest.mark.parametrize("place", ["back", "tummy", "back_and_tummy", ""])
@pytest.mark.parametrize("weeks", [21, 31, 36.8])
def test_six_in_rhythm_before_37_weeks_ring_wherever_they_are_felt(thumb, pregnancy, weeks, place):
    at_weeks(pregnancy, weeks)
    alarm = timed(thumb, *SIX, place=place, strength="moderate")["alarm"]
    assert CALL in words(alarm)
    assert 'role="alert"' in alarm
    assert alarm.index(UNIT) < alarm.index(AMBULANCE)


def test_the_page_itself_opens_with_the_alarm(thumb, client):
    timed(thumb, *SIX, place="back")
    page = client.get("/timer/").content.decode()
    assert page.index('id="alarm-title"') < page.index("data-tap-label")
    assert "Source" in page


def test_weeks_that_are_not_known_are_the_most_careful_ones(thumb, pregnancy):
    at_weeks(pregnancy, None)
    answer = timed(thumb, *SIX, place="back")
    assert CALL in words(answer["alarm"])
    assert "We do not know how many weeks you are" in answer["why"]


def test_at_term_it_speaks_of_labour(thumb, pregnancy):
    at_weeks(pregnancy, 39)
    answer = timed(thumb, 30, 25, 20, 15, 10, 5, place="back_and_tummy", strength="strong")
    assert CALL in words(answer["alarm"])
    assert "abour" in words(answer["why"])
    assert "before 37 weeks" not in words(answer["why"])


@pytest.mark.parametrize("weeks", [15, 31, 39])
def test_more_than_five_in_ten_minutes_are_urgent_at_any_week(thumb, pregnancy, weeks):
    at_weeks(pregnancy, weeks)
    answer = timed(thumb, 9, 7.4, 5.7, 3.9, 2.3, 1, seconds=40)
    assert CALL in words(answer["alarm"])


def test_a_few_far_apart_ring_nobody_and_are_not_called_safe(thumb):
    answer = timed(thumb, 110, 60, 20, place="elsewhere")
    assert "calls" not in answer["alarm"]
    assert "safe" not in words(answer["figures"])


def test_deleting_what_was_tapped_by_mistake_takes_the_alarm_away(thumb, client, pregnancy):
    timed(thumb, *SIX)
    for one in pregnancy.spasms.all()[:5]:
        client.post(f"/timer/{one.pk}/delete/")
    assert "calls" not in client.get("/timer/now/").json()["alarm"]


def test_waters_that_broke_are_urgent_with_the_words_of_the_guideline(thumb, client, pregnancy):
    answer = thumb.send(thumb.tap("waters_broke", 1)).json()
    assert CALL in words(answer["alarm"])
    assert "Put on a pad, not a tampon" in answer["why"]
    client.post("/check/", {"asked_by": "herself", "recorded": ["waters"]})
    assert CheckIn.objects.get().known["fluid_leak"] is True
    client.post("/timer/waters/back/")
    assert client.get("/timer/now/").json()["alarm"].strip() == ""
    assert [one.at for one in pregnancy.timer_events.all()] == [None]


def test_a_check_that_has_heard_of_the_waters_speaks_instead_of_the_timer(thumb, pregnancy):
    thumb.send(thumb.tap("waters_broke", 10))
    now = timezone.now()
    CheckIn.objects.create(
        pregnancy=pregnancy,
        started_at=now,
        updated_at=now,
        finished_at=now,
        answers={"fluid_leak": True},
        urgency="urgent",
    )
    assert "calls" not in thumb.send().json()["alarm"]


def test_the_check_starts_with_what_the_taps_say(thumb, client):
    answer = timed(thumb, *SIX, place="back", strength="strong")
    assert 'href="/check/"' in answer["why"]
    assert "From your timer: you timed" in client.get("/check/").content.decode()
    client.post("/check/", {"asked_by": "herself", "recorded": ["timed"]})
    assert CheckIn.objects.get().known["rhythmic_back_pain"] is True


def spasms(every, seconds, count, now):
    return [
        TimedSpasm(
            now - timedelta(minutes=every * one),
            now - timedelta(minutes=every * one) + timedelta(seconds=seconds),
        )
        for one in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("every", "seconds", "count", "reached"),
    [
        (5, 60, 13, True),
        (4.5, 57, 14, True),
        (5.3, 60, 12, True),
        (5, 60, 6, False),
        (8, 60, 9, False),
        (5, 25, 13, False),
        (5, 60, 1, False),
        (5, 60, 0, False),
    ],
)
def test_five_one_one_is_reached_when_it_is(pregnancy, every, seconds, count, reached):
    now = timezone.now()
    advice = LabourAdvice(interval_minutes=5, length_seconds=60, for_minutes=60)
    assert standing(advice, spasms(every, seconds, count, now), now).reached is reached


def test_five_one_one_of_this_morning_counts_no_more():
    now = timezone.now()
    advice = LabourAdvice(interval_minutes=5, length_seconds=60, for_minutes=60)
    assert not standing(advice, spasms(5, 60, 13, now - timedelta(hours=3)), now).reached


def test_what_her_unit_told_her_rings_at_term_and_is_not_waited_for_before(
    thumb, client, pregnancy
):
    client.post("/timer/labour/", {"told": "5-1-1"})
    at_weeks(pregnancy, 39)
    answer = timed(thumb, *range(65, 2, -5), seconds=60)
    assert "Your unit told you to ring" in answer["why"]
    at_weeks(pregnancy, 31)
    answer = thumb.send().json()
    assert CALL in words(answer["alarm"])
    assert "Your unit told you" not in answer["why"]


def test_the_page_alone_counts_by_the_same_limits():
    early, unknown, term = (
        rule_for(known) for known in ({"gestation_weeks": 31}, {}, {"gestation_weeks": 37.0})
    )
    assert early == unknown
    assert {(one.starts, one.minutes) for one in early.limits} == {
        (6, 60),
        (4, 20),
        (4, 30),
        (6, 10),
    }
    assert {(one.starts, one.minutes) for one in term.limits} == {(6, 10)}


@pytest.mark.parametrize(
    ("known", "alone"),
    [
        ({"pregnant": True, "gestation_weeks": 31.0}, {("tummy", True), ("back_and_tummy", True)}),
        ({"pregnant": True, "gestation_weeks": 38.0}, set()),
    ],
)
def test_without_a_connection_one_that_hurts_in_the_tummy_is_enough_before_37_weeks(known, alone):
    found = {(one.place, one.painful) for one in rule_for(known).one}
    assert alone <= found
    assert bool(found) is bool(alone)


def test_without_a_connection_one_tightening_is_enough_with_twins():
    known = {"pregnant": True, "gestation_weeks": 31.0, "twins": True}
    assert {(one.place, one.painful) for one in rule_for(known).one} >= {("tummy", False)}


def test_asking_for_help_by_a_plain_form_shows_the_numbers_first(client, pregnancy):
    answer = client.post("/timer/tap/", {"what": "need_help"}, follow=True)
    page = answer.content.decode()
    assert page.index(AMBULANCE) < page.index(UNIT)
    assert TimerEvent.objects.get().what == "need_help"


def begun_check(pregnancy, now, began, **answers):
    """A check finished a minute ago."""
    return CheckIn.objects.create(
        pregnancy=pregnancy,
        answers=answers,
        started_at=now - began,
        updated_at=now - timedelta(minutes=1),
        finished_at=now - timedelta(minutes=1),
        urgency="routine",
    )


@pytest.mark.parametrize(
    ("began", "answers", "stays"),
    [
        (timedelta(minutes=4), {"fluid_leak": False}, False),
        (timedelta(minutes=4), {"any_bleeding_or_waters": False}, False),
        (timedelta(minutes=4), {"back_pain": True}, True),
        (timedelta(minutes=9), {"fluid_leak": False}, True),
        (timedelta(minutes=9), {"fluid_leak": True}, False),
    ],
)
def test_a_check_settles_broken_waters_only_when_it_has_heard_of_the_tap(
    thumb, pregnancy, began, answers, stays
):
    thumb.send(thumb.tap("waters_broke", 5))
    pregnancy.timer_events.update(received_at=thumb.now - timedelta(minutes=5))
    begun_check(pregnancy, thumb.now, began, **answers)
    assert (waters_broke_at(pregnancy, thumb.now) is not None) is stays


def test_a_mild_word_about_the_taps_does_not_hide_what_is_urgent(client, thumb, pregnancy):
    pregnancy.due_date = due_date_from_weeks(38, thumb.now.date())
    pregnancy.save()
    thumb.send(thumb.tap("need_help", 2), *thumb.spasm(1, place="tummy"))
    page = client.get("/timer/").content.decode().split("<template")[0]
    first = page.index("Ring your maternity unit now")
    assert first < page.index('class="big-tap')
    assert "Tightenings from 37 weeks" in page
