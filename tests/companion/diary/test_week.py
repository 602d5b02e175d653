"""The weekly questions, and totals that a clinic gave her."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.companion.conftest import NOW
from tests.companion.diary.days import DIARY, ago, fields_of, form_on, read, today

from carrywell.companion.diary.asked import questions
from carrywell.companion.diary.clinic import known_measures
from carrywell.companion.diary.hers import diary_of
from carrywell.companion.diary.models import ClinicTotal, WeeklyEntry

WEEK = "/diary/week/"
CLINIC = "/diary/clinic/"
OFFER = "Six short questions"


def week_of(on):
    return f"{WEEK}{on}/"


def test_the_six_things_are_asked_and_kept(pregnancy, client):
    sent = {"walk": "3", "sleep": "10", "turn_in_bed": "0", "care": "does_not_apply", "lift": ""}
    assert client.post(week_of(today()), sent).url == WEEK
    row = pregnancy.weekly.get()
    assert row.on == today()
    assert row.scores == {"care": None, "sleep": 10, "turn_in_bed": 0, "walk": 3}
    value = diary_of(pregnancy, timezone.get_current_timezone()).weeks[0]
    assert value.scores == {"sleep": 10, "turn_in_bed": 0, "walk": 3}


def test_what_was_said_stands_there_again_and_can_be_taken_back(pregnancy, client):
    client.post(week_of(today()), {"walk": "3", "care": "does_not_apply"})
    form = form_on(client, WEEK)
    assert (form["walk"], form["care"]) == (["3"], ["does_not_apply"])
    client.post(week_of(today()), form | {"walk": "not_said"})
    assert pregnancy.weekly.get().scores == {"care": None}
    client.post(week_of(today()), form_on(client, WEEK) | {"care": "not_said"})
    assert not pregnancy.weekly.exists()


def test_a_second_save_adds_and_takes_nothing_away(pregnancy, client):
    client.post(week_of(today()), {"walk": "3"})
    client.post(week_of(today()), {"sleep": "4", "walk": ""})
    assert pregnancy.weekly.get().scores == {"sleep": 4, "walk": 3}


def test_an_empty_week_is_no_week(pregnancy, client):
    assert "nothing changed" in read(client.post(week_of(today()), {}, follow=True))
    assert not pregnancy.weekly.exists()


@pytest.mark.parametrize("typed", ["11", "-1", "a lot", "3.5"])
def test_what_cannot_be_is_said_in_words_and_nothing_is_lost(pregnancy, client, typed):
    answer = client.post(week_of(today()), {"walk": typed, "sleep": "7"})
    assert answer.status_code == 422
    assert f"'{typed}' is not possible here. Choose a number from 0 to 10." in read(answer)
    assert fields_of(answer.content.decode())["sleep"] == ["7"]
    assert not pregnancy.weekly.exists()


@pytest.mark.parametrize(
    ("days_ago", "words"), [(-1, "still to come"), (31 * 7 + 1, "before your pregnancy began")]
)
def test_a_week_outside_this_pregnancy_is_refused_in_words(pregnancy, client, days_ago, words):
    answer = client.post(week_of(ago(days_ago)), {"walk": "7"})
    assert answer.status_code == 422
    assert words in read(answer)
    assert fields_of(answer.content.decode())["walk"] == ["7"]
    assert not pregnancy.weekly.exists()


def test_an_earlier_week_is_corrected_and_deleted(pregnancy, client):
    WeeklyEntry.objects.create(pregnancy=pregnancy, on=ago(8), scores={"walk": 4}, noted_at=NOW)
    assert f"Week up to {ago(8):%-d %B %Y}" in read(client.get(WEEK))
    form = form_on(client, week_of(ago(8)))
    assert form["walk"] == ["4"]
    client.post(week_of(ago(8)), form | {"walk": "5"})
    assert pregnancy.weekly.get().scores == {"walk": 5}
    client.post(f"{week_of(ago(8))}delete/")
    assert not pregnancy.weekly.exists()


@pytest.mark.parametrize(
    ("started", "last", "offered"),
    [(6, None, False), (7, None, True), (30, 6, False), (30, 7, True), (30, 0, False)],
)
def test_it_is_offered_once_seven_days_have_passed(pregnancy, client, started, last, offered):
    pregnancy.started_at = timezone.now() - timedelta(days=started)
    pregnancy.save()
    if last is not None:
        WeeklyEntry.objects.create(
            pregnancy=pregnancy, on=ago(last), scores={"walk": 1}, noted_at=NOW
        )
    assert (OFFER in read(client.get(DIARY))) is offered


def test_the_questions_are_ours_and_say_so():
    week = questions().week
    assert [one.id for one in week.items] == [
        "walk",
        "sleep",
        "turn_in_bed",
        "work",
        "lift",
        "care",
    ]
    assert (week.sources, week.source_checked) == (("carrywell-design",), False)
    assert week.reviewed_by == ()


@pytest.mark.parametrize(
    ("measure", "score", "kept"),
    [
        ("rmdq", "0", 0),
        ("rmdq", "24", 24),
        ("pgq", "33,3", 33.3),
        ("odi", "100", 100),
        ("qbpds", "7.5", 7.5),
    ],
)
def test_a_total_in_its_range_is_kept(pregnancy, client, measure, score, kept):
    sent = {"measure": measure, "score": score, "on": f"{ago(2)}"}
    assert client.post(CLINIC, sent).url == CLINIC
    row = pregnancy.clinic_totals.get()
    assert (row.measure, row.score, row.measured_on) == (measure, kept, ago(2))
    assert known_measures()[measure].name in read(client.get(CLINIC))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"score": "25"}, "'25' is not possible here. Write a whole number from 0 to 24."),
        ({"score": "9.5"}, "'9.5' is not possible here. Write a whole number from 0 to 24."),
        ({"score": "nine"}, "'nine' is not possible here. Write a whole number from 0 to 24."),
        ({"score": ""}, "Write a whole number from 0 to 24."),
        ({"measure": "pgq", "score": "101"}, "Write a number from 0 to 100."),
        ({"measure": "epds"}, "Choose which questionnaire it was."),
        ({"measure": ""}, "Choose which questionnaire it was."),
        ({"on": "soon"}, "such as 2026-11-23"),
        ({"on": f"{ago(-1)}"}, "still to come"),
        ({"on": f"{ago(31 * 7 + 1)}"}, "before your pregnancy began"),
    ],
)
def test_a_total_that_cannot_be_is_refused_in_words(pregnancy, client, changed, words):
    sent = {"measure": "rmdq", "score": "9", "on": f"{today()}"} | changed
    answer = client.post(CLINIC, sent)
    assert answer.status_code == 422
    assert words in read(answer)
    again = fields_of(answer.content.decode())
    assert (again["score"], again["on"]) == (sent["score"], sent["on"])
    assert not pregnancy.clinic_totals.exists()


def test_a_total_is_corrected_and_deleted(pregnancy, client):
    client.post(CLINIC, {"measure": "rmdq", "score": "9", "on": f"{today()}"})
    client.post(CLINIC, {"measure": "rmdq", "score": "9", "on": f"{today()}"})
    path = f"{CLINIC}{pregnancy.clinic_totals.get().pk}/"
    form = form_on(client, path)
    assert (form["measure"], form["score"]) == (["rmdq"], "9")
    assert client.post(path, form | {"score": "99"}).status_code == 422
    client.post(path, form | {"score": "12"})
    assert pregnancy.clinic_totals.get().score == 12
    client.post(f"{path}delete/")
    assert not ClinicTotal.objects.exists()


def test_no_question_of_a_published_questionnaire_is_on_the_page(pregnancy, client):
    page = read(client.get(CLINIC))
    assert "Twenty-four sentences" not in page
    assert "The forms themselves belong to others" in page
    assert pregnancy.clinic_totals.count() == 0
