"""What stands on the pages when things are not as usual: after a loss, with odd numbers, in old age."""

from datetime import timedelta

import msgspec
import pytest
from django.http import QueryDict
from django.utils import timezone
from tests.companion.check.test_nothing_is_lost import answer, calmly, fresh, today
from tests.companion.check.test_pages import begun, questions
from tests.companion.check.test_reading import DAYS

from carrywell.assessment.interview import question_of
from carrywell.companion.check import service
from carrywell.companion.check.afterwards import afterwards, reworded
from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.reading import read_screen
from carrywell.companion.numbers import Number
from carrywell.companion.people.forms import AboutForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(pregnancy):
    pregnancy.outcome, pregnancy.ended_on = "loss", today() - timedelta(days=3)
    pregnancy.save()
    return pregnancy


def answered(client, check, **woman):
    for _ in range(30):
        if fresh(check).finished_at:
            break
        answer(client, check, **woman)
    return client.get(f"/check/{check.pk}/answer/").content.decode()


def test_after_a_loss_the_answer_speaks_of_no_baby_in_the_womb(client, lost):
    page = answered(client, begun(client)).lower()
    assert "look after this at home" in page
    for word in ("a baby who", "loop of cord", "in early pregnancy", "weeks pregnant"):
        assert word not in page


def test_after_a_loss_she_does_not_say_on_the_phone_that_she_gave_birth(client, lost):
    page = answered(
        client,
        begun(client),
        any_bleeding_or_waters=True,
        vaginal_bleeding="heavy",
        bleeding_pad_per_hour=True,
    )
    assert "Call an ambulance now" in page
    assert "I lost a pregnancy in the last weeks. I have: " in page
    assert "gave birth" not in page


def test_whom_to_ring_is_never_left_out_after_a_loss():
    say = "Ring your early pregnancy unit now. Your baby may need help."
    assert afterwards(say, "loss") == "Ring your early pregnancy unit now."
    assert reworded(say, "loss") == say


def test_while_the_pregnancy_goes_on_no_word_is_changed():
    assert afterwards("Your baby moves less.", "") == "Your baby moves less."


def test_the_first_number_stands_before_everything_else(client, lost):
    page = answered(client, begun(client), any_collapse=True, unresponsive_ill=True)
    assert page.index('class="calls"') < page.index("The warning signs still count")


def test_an_answer_of_an_older_edition_still_shows_whom_to_ring(client, urgent_check):
    kept = service.guideline().assess({"pregnant": True, "unresponsive_ill": True})
    kept = msgspec.to_builtins(kept.without_private())
    for known in (one for sign in kept["signs"] for one in sign["because"]):
        known["finding"] = "a_finding_of_old"
    CheckIn.objects.filter(pk=urgent_check.pk).update(assessment=kept, guideline_hash="other")
    page = client.get(f"/check/{urgent_check.pk}/answer/")
    assert page.status_code == 200
    assert b'class="calls"' in page.content


def test_the_strength_of_pain_may_be_left_open(client, pregnancy):
    check = begun(client)
    answer(client, check)
    page = client.get(f"/check/{check.pk}/1/").content.decode()
    assert '<input type="radio" name="pain_score" value="not_sure"' in page


def test_weeks_with_thousands_of_digits_are_an_error_in_words():
    weeks = msgspec.structs.replace(DAYS, unit="weeks", min=0, max=45)
    reading = read_screen((weeks,), QueryDict(f"{DAYS.finding}={'9' * 5000}"), lambda *_: True)
    assert "is not a number of weeks" in reading.problems[DAYS.finding]
    assert len(reading.problems[DAYS.finding]) < 200


def test_a_reading_without_its_tick_is_asked_about(client, pregnancy):
    check = begun(client)
    for _ in range(8):
        put = questions(check)
        if any(one.finding == "bp_measured" for one in put):
            break
        answer(client, check)
    place = len(service.where(fresh(check), timezone.now()).steps)
    page = client.post(f"/check/{check.pk}/{place}/", calmly(put) | {"bp_systolic": ["175"]})
    assert page.status_code == 422
    assert b"You filled this in" in page.content


def weeks_and_estimate(estimate):
    of = service.guideline().content.finding
    if_pregnant = ("pregnant", True)
    asked = (
        question_of(of["pregnant"]),
        question_of(of["gestation_weeks"], if_pregnant),
        question_of(of["gestation_estimate"], if_pregnant),
    )
    sent = QueryDict(f"pregnant=yes&gestation_weeks=16&gestation_estimate={estimate}")
    return read_screen(asked, sent, lambda name, _: name != "gestation_estimate")


def test_knowing_her_weeks_and_saying_so_is_no_mistake():
    reading = weeks_and_estimate("exact_weeks")
    assert reading.problems == {}
    assert reading.given == {"pregnant": True, "gestation_weeks": 16}


def test_weeks_and_another_stage_are_asked_about():
    assert "does not fit" in weeks_and_estimate("third_trimester").problems["gestation_estimate"]


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("020 7946 0958", "02079460958"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("(020) 7946-0958", "02079460958"),
        ("#7119", "%237119"),
        ("*134*550#", "*134*550%23"),
    ],
)
def test_what_is_dialled(typed, dialled):
    assert Number("unit", typed).dial == dialled


@pytest.mark.parametrize("typed", ["020 7946 0958 / 020 7946 0959", "+44 20 7946 0958 +44 1"])
def test_two_numbers_are_not_made_into_one(typed):
    form = AboutForm({"unit_phone": typed}, today=today())
    assert form.errors["unit_phone"] == ["Write one number only, the one to ring first."]
