"""Adding, correcting and deleting weights, and the answers that the pictures need."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from tests.companion.body.someone import said, today, weighed
from tests.companion.conftest import NOW, ORDINARY, everything_else_no

from carrywell.companion.body.models import WeightEntry
from carrywell.companion.check import service
from carrywell.companion.people.known import known_before
from carrywell.companion.people.models import Pregnancy

ADD = "/body/weight/"


def kept(pregnancy):
    return [(one.weight_kg, one.measured_on) for one in pregnancy.weights.all()]


def test_a_weight_is_kept_for_today(ana, client):
    answer = client.post(ADD, {"weight": "71,4"}, follow=True)
    assert kept(ana) == [(71.4, today())]
    assert f"Saved: 71.4 kg on {today():%-d %B %Y}." in unescape(answer.content.decode())


def test_pounds_are_converted_exactly_and_read_as_they_were_typed(ana, client):
    answer = client.post(ADD, {"weight": "157", "unit": "lb"}, follow=True)
    assert kept(ana) == [(157 * 0.45359237, today())]
    assert "157 lb (71.21 kg)" in answer.content.decode()
    entry = ana.weights.get()
    page = client.get(reverse("body:correct", args=[entry.pk])).content.decode()
    assert 'value="157"' in page


def test_a_later_weight_of_the_same_day_takes_its_place(ana, client):
    client.post(ADD, {"weight": "71"})
    client.post(ADD, {"weight": "71.5"})
    assert kept(ana) == [(71.5, today())]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"weight": "29.9"}, "Write a number from 30 to 280 kg."),
        ({"weight": "281"}, "Write a number from 30 to 280 kg."),
        ({"weight": "66.1", "unit": "lb"}, "Write a number from 66.2 to 617.2 lb."),
        ({"weight": "617.3", "unit": "lb"}, "Write a number from 66.2 to 617.2 lb."),
        ({"weight": "heavy"}, "Write a number, such as 70."),
        ({"weight": "nan"}, "Write a number, such as 70."),
        ({"weight": ""}, "Write your weight first."),
    ],
)
def test_what_cannot_be_is_said_in_words_and_nothing_is_lost(ana, client, sent, words):
    earlier = f"{today() - timedelta(days=9):%Y-%m-%d}"
    answer = client.post(ADD, sent | {"measured_on": earlier})
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert words in page
    assert 'aria-invalid="true"' in page
    assert f'value="{earlier}"' in page
    assert not sent["weight"] or f'value="{sent["weight"]}"' in page
    assert kept(ana) == []


@pytest.mark.parametrize("sent", [{"weight": "66.2"}, {"weight": "617.2"}])
def test_the_ends_of_the_range_in_pounds_can_be_given(ana, client, sent):
    assert client.post(ADD, sent | {"unit": "lb"}).status_code == 302
    assert ana.weights.count() == 1


@pytest.mark.parametrize(
    ("days_ago", "words"), [(-1, "still to come"), (31 * 7 + 1, "before your pregnancy began")]
)
@pytest.mark.usefixtures("ana")
def test_the_day_lies_in_this_pregnancy(client, days_ago, words):
    day = f"{today() - timedelta(days=days_ago):%Y-%m-%d}"
    answer = client.post(ADD, {"weight": "71", "measured_on": day})
    assert answer.status_code == 422
    assert words in unescape(answer.content.decode())
    assert 'value="71"' in answer.content.decode()


def test_a_weight_can_be_moved_to_another_day(ana, client):
    entry = weighed(ana, 71)
    weighed(ana, 70, days_ago=2)
    day = today() - timedelta(days=2)
    address = reverse("body:correct", args=[entry.pk])
    client.post(address, {"weight": "70.5", "measured_on": f"{day:%Y-%m-%d}"})
    assert kept(ana) == [(70.5, day)]


def test_a_wrong_correction_changes_nothing(ana, client):
    entry = weighed(ana, 71)
    answer = client.post(reverse("body:correct", args=[entry.pk]), {"weight": "710"})
    assert answer.status_code == 422
    assert 'value="710"' in answer.content.decode()
    assert kept(ana) == [(71, today())]


def test_a_weight_can_be_deleted_and_all_of_them(ana, client):
    entry = weighed(ana, 71)
    weighed(ana, 70, days_ago=2)
    weighed(ana, 69, days_ago=4)
    client.post(reverse("body:delete", args=[entry.pk]))
    assert [kg for kg, _ in kept(ana)] == [70, 69]
    client.post(reverse("body:delete_all"))
    assert kept(ana) == []


@pytest.mark.usefixtures("ana")
def test_nobody_reads_or_changes_another_womans_weight(client, somebody_elses):
    correct = reverse("body:correct", args=[somebody_elses.pk])
    assert client.get(correct).status_code == 404
    assert client.post(correct, {"weight": "60"}).status_code == 404
    assert client.post(reverse("body:delete", args=[somebody_elses.pk])).status_code == 404
    client.post(reverse("body:delete_all"))
    assert WeightEntry.objects.get(pk=somebody_elses.pk).weight_kg == 80


def test_deleting_needs_a_form(ana, client):
    entry = weighed(ana, 71)
    assert client.get(reverse("body:delete", args=[entry.pk])).status_code == 405
    assert client.get(reverse("body:delete_all")).status_code == 405


def test_what_was_missing_is_kept_with_the_pregnancy(pregnancy, client):
    pregnancy.babies = None
    pregnancy.save()
    client.post(
        reverse("body:answers"),
        {
            "height_cm": "168",
            "weight_before_kg": "140",
            "weight_before_unit": "lb",
            "babies": "2",
            "anaemia_or_eating_disorder": "no",
        },
    )
    fresh = Pregnancy.objects.get(pk=pregnancy.pk)
    assert (fresh.height_cm, fresh.babies, fresh.weight_numbers.answer) == (168, 2, "no")
    assert fresh.weight_before_kg == 140 * 0.45359237


def test_nothing_must_be_answered(pregnancy, client):
    assert client.post(reverse("body:answers"), {}).status_code == 302
    fresh = Pregnancy.objects.get(pk=pregnancy.pk)
    assert (fresh.height_cm, fresh.babies) == (None, 1)


def test_a_height_that_cannot_be_is_said_in_words_and_nothing_is_lost(pregnancy, client):
    answer = client.post(reverse("body:answers"), {"height_cm": "16,8", "weight_before_kg": "62"})
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Write a number from 120 to 220 cm." in page
    assert 'value="16,8"' in page
    assert 'value="62"' in page
    assert Pregnancy.objects.get(pk=pregnancy.pk).weight_before_kg is None


@pytest.mark.usefixtures("ana")
def test_she_can_turn_the_numbers_off_and_on_again(client):
    numbers = reverse("body:numbers")
    client.post(numbers, {"anaemia_or_eating_disorder": "not_said"})
    assert "We show no numbers" in client.get("/body/").content.decode()
    client.post(numbers, {"anaemia_or_eating_disorder": "no"})
    assert 'class="chart"' in client.get("/body/").content.decode()


@pytest.mark.parametrize(("days_ago", "known"), [(0, True), (14, True), (15, False), (-1, False)])
def test_a_new_check_knows_a_weight_of_the_last_fourteen_days(ana, days_ago, known):
    weighed(ana, 71, days_ago=days_ago)
    assert ("weight_now_kg" in known_before(ana, today())) is known


@pytest.mark.parametrize(("days_ago", "asked"), [(1, False), (20, True)])
def test_a_new_check_asks_only_for_a_weight_it_does_not_know(ana, days_ago, asked):
    weighed(ana, 71, days_ago=days_ago)
    check = service.begin(ana, "herself", NOW, today(), dict(ORDINARY))
    everything_else_no(check)
    questions = (one for step in service.where(check, NOW).steps for one in step.screen.questions)
    assert ("weight_gain_kg" in {one.finding for one in questions}) is asked


@pytest.mark.parametrize(("answer", "gain"), [("no", 9), ("yes", None), ("not_said", None)])
def test_a_gain_is_told_to_a_check_only_when_numbers_do_not_trouble_her(ana, answer, gain):
    said(ana, answer)
    weighed(ana, 71)
    assert known_before(ana, today()).get("weight_gain_kg") == gain


def test_a_gain_that_cannot_be_is_not_told_to_a_check(ana):
    weighed(ana, 130)
    known = known_before(ana, today())
    assert (known["weight_now_kg"], "weight_gain_kg" in known) == (130, False)


def test_the_latest_weight_is_the_one_that_counts(ana):
    weighed(ana, 71, days_ago=1)
    weighed(ana, 70, days_ago=4)
    assert known_before(ana, today())["weight_now_kg"] == 71


def test_after_the_pregnancy_no_weight_is_carried_on(ana):
    weighed(ana, 71)
    ana.outcome = Pregnancy.Outcome.BIRTH
    ana.ended_on = today()
    assert "weight_now_kg" not in known_before(ana, today())
