"""A screen's form, read: what each way of filling it in means."""

import pytest

from carrywell.assessment.result import Question
from carrywell.companion.check.reading import (
    CHOOSE_ONE,
    FILL_IN,
    ONE_OR_THE_OTHER,
    TICK_SOMETHING,
    TICKS,
    read_screen,
    ticked_together,
)


class Form(dict):
    def getlist(self, key):
        return self.get(key, [])


def always(_finding, _given):
    return True


FEVER = Question(finding="fever", type="yes_no", ask="Feverish?")
CHILLS = Question(finding="chills", type="yes_no", ask="Chills?")
WORRIED = Question(finding="worried", type="yes_no", ask="Worried?", alone=True)
ONSET = Question(
    finding="onset",
    type="choice",
    ask="How?",
    options=(("sudden", "Suddenly"), ("gradual", "Bit by bit")),
)
PLACE = Question(
    finding="pain_location", type="choices", ask="Where?", options=(("hip", "Hip"), ("leg", "Leg"))
)
DAYS = Question(
    finding="pain_duration_days", type="number", ask="Days?", unit="days", min=0, max=400
)
WEEKS = Question(
    finding="gestation_weeks", type="number", ask="Weeks?", unit="weeks", min=0, max=45
)


@pytest.mark.parametrize(
    ("sent", "given"),
    [
        ({TICKS: ["none"]}, {"fever": False, "chills": False}),
        ({TICKS: ["fever"]}, {"fever": True, "chills": False}),
        ({TICKS: ["not_sure"]}, {"fever": None, "chills": None}),
        ({TICKS: ["fever", "not_sure"]}, {"fever": True, "chills": None}),
        (
            {TICKS: ["not_sure"], "ticks__not_sure": ["chills"]},
            {"fever": False, "chills": None},
        ),
        ({TICKS: ["fever"], "ticks__not_sure": ["chills"]}, {"fever": True, "chills": None}),
    ],
)
def test_a_list_to_tick(sent, given):
    assert read_screen((FEVER, CHILLS), Form(sent), always).given == given


def test_an_untouched_list_says_nothing():
    reading = read_screen((FEVER, CHILLS), Form(), always)
    assert (reading.given, reading.problems) == ({}, {TICKS: TICK_SOMETHING})


def test_a_tick_and_none_of_these_keeps_the_tick_and_asks():
    reading = read_screen((FEVER, CHILLS), Form({TICKS: ["fever", "none"]}), always)
    assert (reading.given, reading.problems) == ({"fever": True}, {TICKS: ONE_OR_THE_OTHER})


def test_a_single_yes_or_no_never_stands_in_a_list():
    assert ticked_together((FEVER, WORRIED)) == ()


@pytest.mark.parametrize(
    ("question", "sent", "given"),
    [
        (WORRIED, ["yes"], True),
        (WORRIED, ["no"], False),
        (WORRIED, ["not_sure"], None),
        (ONSET, ["sudden"], "sudden"),
        (ONSET, ["not_sure"], None),
        (PLACE, ["leg", "hip"], ["hip", "leg"]),
        (PLACE, ["none"], []),
        (PLACE, ["not_sure"], None),
        (PLACE, ["hip", "not_sure"], ["hip", None]),
        (DAYS, ["3"], 3.0),
        (DAYS, [" 2,5 "], 2.5),
        (DAYS, ["0"], 0.0),
        (WEEKS, ["31+4"], 31 + 4 / 7),
    ],
)
def test_one_question(question, sent, given):
    reading = read_screen((question,), Form({question.finding: sent}), always)
    assert (reading.given, reading.problems) == ({question.finding: given}, {})


@pytest.mark.parametrize(
    ("question", "sent", "problem"),
    [
        (WORRIED, [], CHOOSE_ONE),
        (WORRIED, ["perhaps"], CHOOSE_ONE),
        (ONSET, ["never"], CHOOSE_ONE),
        (PLACE, [], TICK_SOMETHING),
        (PLACE, ["moon"], TICK_SOMETHING),
        (PLACE, ["hip", "none"], ONE_OR_THE_OTHER),
        (DAYS, [""], FILL_IN),
        (DAYS, ["401"], "'401' is not a number from 0 to 400 days"),
        (DAYS, ["many"], "'many' is not a number from 0 to 400 days"),
        (DAYS, ["nan"], "'nan' is not a number from 0 to 400 days"),
        (DAYS, ["1e999"], "'1e999' is not a number from 0 to 400 days"),
        (WEEKS, ["31.4"], "'31.4' is not a number of weeks from 0 to 45"),
        (WEEKS, ["46"], "'46' is not a number of weeks from 0 to 45"),
    ],
)
def test_what_cannot_be_read_names_the_value_and_the_range(question, sent, problem):
    reading = read_screen((question,), Form({question.finding: sent}), always)
    assert reading.problems[question.finding].startswith(problem)


def test_not_sure_wins_over_a_number_left_in_the_box():
    sent = Form({"pain_duration_days": ["3"], "pain_duration_days__not_sure": ["not_sure"]})
    assert read_screen((DAYS,), sent, always).given == {"pain_duration_days": None}


def test_what_does_not_apply_is_passed_over_whatever_was_sent():
    def only_without_fever(finding, given):
        return finding != "onset" or given.get("worried") is False

    sent = Form({"worried": ["yes"], "onset": ["sudden"]})
    assert read_screen((WORRIED, ONSET), sent, only_without_fever).given == {"worried": True}
