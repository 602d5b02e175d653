"""Answers: what is accepted, what follows from them, and one error that lists every mistake."""

import random
from collections.abc import Callable
from math import inf, nan
from typing import Any

import pytest

from carrywell import Guideline
from carrywell.assessment.answers import (
    NOT_SURE,
    AnswerError,
    AnswerProblem,
    describe_allowed,
    settle,
)
from carrywell.guideline.compiled import Compiled

Answers = dict[str, Any]


def problems(guideline: Guideline, answers: Answers) -> dict[str, AnswerProblem]:
    with pytest.raises(AnswerError) as raised:
        guideline.assess(answers)
    assert str(raised.value).count("\n") == len(raised.value.problems) - 1, "a line for each"
    return {one.field: one for one in raised.value.problems}


@pytest.mark.parametrize(
    ("field", "value", "message", "allowed"),
    [
        ("gestation_weeks", 46, "outside the possible range", "0 to 45 weeks"),
        ("gestation_weeks", -0.1, "outside the possible range", "0 to 45 weeks"),
        ("gestation_weeks", nan, "outside the possible range", "0 to 45 weeks"),
        ("gestation_weeks", inf, "outside the possible range", "0 to 45 weeks"),
        ("gestation_weeks", -inf, "outside the possible range", "0 to 45 weeks"),
        ("gestation_weeks", 10**400, "outside the possible range", "0 to 45 weeks"),
        ("gestation_weeks", True, "this is a number", "0 to 45 weeks"),
        ("gestation_weeks", "31", "this is a number", "0 to 45 weeks"),
        ("gestation_weeks", [31], "this is a number", "0 to 45 weeks"),
        ("gestation_weeks", {"value": 31, "unit": "days"}, "the unit is weeks", "0 to 45 weeks"),
        ("gestation_weeks", {"value": 31}, "this is a number", "0 to 45 weeks"),
        ("gestation_weeks", {"value": True, "unit": "weeks"}, "this is a number", "0 to 45 weeks"),
        ("fever_c", {"value": 100.4, "unit": "°F"}, "the unit is °C", "33 to 43 °C"),
        ("fever_c", 100.4, "outside the possible range", "33 to 43 °C"),
        ("pain_score", 10.5, "outside the possible range", "0 to 10 out of 10"),
        ("back_pain", "yes", "yes-or-no question", "true, false or null (not sure)"),
        ("back_pain", "true", "yes-or-no question", "true, false or null (not sure)"),
        ("back_pain", 1, "yes-or-no question", "true, false or null (not sure)"),
        ("back_pain", [True], "yes-or-no question", "true, false or null (not sure)"),
        ("onset", "slowly", "not one of the answers", "sudden, gradual, after_strain"),
        ("onset", True, "not one of the answers", "sudden, gradual, after_strain"),
        ("onset", ["sudden"], "not one of the answers", "sudden, gradual, after_strain"),
        ("pain_location", ["lower_back", "knee"], "not a list of the answers", "lower_back"),
        ("pain_location", "lower_back", "not a list of the answers", "lower_back"),
        ("pain_location", [1], "not a list of the answers", "lower_back"),
        ("pain_location", [["lower_back"]], "not a list of the answers", "lower_back"),
        ("from_20_weeks", True, "worked out from other answers", "not given at all"),
        ("bmi", 25, "worked out from other answers", "not given at all"),
        ("saddle_numbnes", True, "Did you mean 'saddle_numbness'", "a known finding"),
        ("gestation_week", 31, "Did you mean 'gestation_weeks'", "a known finding"),
        ("zzzz", True, "unknown finding", "a known finding"),
    ],
)
def test_one_bad_answer_says_where_what_and_what_is_allowed(
    guideline: Guideline, field: str, value: object, message: str, allowed: str
) -> None:
    found = problems(guideline, {field: value})
    assert set(found) == {field}
    problem = found[field]
    assert message in problem.message
    assert allowed in problem.allowed
    assert problem.value is value
    assert field in str(problem)
    with pytest.raises(AnswerError):
        guideline.next_screen({field: value})


def test_every_problem_is_listed_at_once(guideline: Guideline) -> None:
    wrong = {
        "gestation_weeks": 99,
        "back_pain": "yes",
        "onset": "slowly",
        "pain_location": ["knee"],
        "bmi": 25,
        "sadle_numbness": True,
        "chest_pain": True,
    }
    found = problems(guideline, wrong)
    assert set(found) == set(wrong) - {"chest_pain"}
    assert {name: one.value for name, one in found.items()} == {
        name: value for name, value in wrong.items() if name != "chest_pain"
    }


def test_a_refused_set_of_answers_leaves_everything_as_it_was(guideline: Guideline) -> None:
    good = {"pregnant": True, "gestation_weeks": 31, "back_pain": True}
    before = guideline.assess(good)
    bad = {**good, "gestation_weeks": 99, "pain_location": ["knee"]}
    kept = {**bad, "pain_location": list(bad["pain_location"])}
    problems(guideline, bad)
    assert bad == kept
    assert guideline.assess(good) == before


def test_assessing_does_not_change_the_answers(guideline: Guideline) -> None:
    answers = {"any_collapse": False, "fever_c": 38, "pain_location": ["lower_back"], "faint": None}
    kept = {**answers, "pain_location": ["lower_back"]}
    with pytest.raises(AnswerError):
        guideline.assess({**answers, "any_fever": False, "fever": True})
    guideline.assess(answers)
    guideline.next_screen(answers)
    assert answers == kept


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"any_nerve_loss": False, "saddle_numbness": True}, "any_nerve_loss"),
        ({"any_severe_belly": False, "belly_pain_constant": True}, "any_severe_belly"),
        ({"any_bleeding_or_waters": False, "vaginal_bleeding": "heavy"}, "any_bleeding_or_waters"),
        ({"any_injury": False, "trauma": "fall"}, "any_injury"),
        ({"any_chest_or_breath": False, "oxygen_saturation": 95}, "any_chest_or_breath"),
        ({"pregnant": True, "postpartum": True}, "pregnant_and_gave_birth"),
        ({"pregnant": True, "postpartum_days": 3}, "pregnant_and_gave_birth"),
        ({"pregnant": False, "gestation_weeks": 20}, "not_pregnant_with_weeks"),
        ({"twins": True, "higher_order_multiple": True}, "twins_and_more"),
        ({"bp_systolic": 80, "bp_diastolic": 120}, "blood_pressure_upside_down"),
        ({"bp_systolic": 90, "bp_diastolic": 90}, "blood_pressure_upside_down"),
        ({"gestation_weeks": 30, "gestation_estimate": "first_trimester"}, "gestation_estimate"),
        ({"bp_measured": False, "bp_systolic": 150}, "bp_measured"),
        ({"fever_measured": False, "fever_c": 38.5}, "fever_measured"),
        ({"oxygen_measured": False, "oxygen_saturation": 90}, "oxygen_measured"),
        ({"pulse_measured": False, "heart_rate": 120}, "pulse_measured"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else value,
)
@pytest.mark.parametrize("turned", [False, True], ids=["as written", "turned round"])
def test_answers_that_cannot_both_be_right_are_refused(
    guideline: Guideline, answers: Answers, field: str, turned: bool
) -> None:
    given = dict(reversed(answers.items())) if turned else answers
    found = problems(guideline, given)
    assert len(found) == 1
    problem = next(iter(found.values()))
    assert problem.field in (field, *answers)
    named = f"{problem.field} {problem.value} {problem.allowed} {problem.message}"
    assert problem.field == field or any(name in named for name in answers)


@pytest.mark.parametrize(
    "answers",
    [
        {"contractions": False, "contractions_painful": True},
        {"contractions": False, "contractions_per_hour": 8},
        {"violence": False, "violence_high_risk": True},
        {"self_harm_thoughts": False, "self_harm_plan": True},
        {"using_plan": False, "not_better_6wk": True},
        {"pregnant": False, "fetal_movement": "absent"},
    ],
    ids="+".join,
)
def test_a_detail_of_something_denied_is_refused_and_never_ignored(
    guideline: Guideline, answers: Answers
) -> None:
    for given in (answers, dict(reversed(answers.items()))):
        assert len(problems(guideline, given)) == 1


def test_several_contradictions_are_listed_together(guideline: Guideline) -> None:
    found = problems(
        guideline,
        {
            "any_nerve_loss": False,
            "saddle_numbness": True,
            "bp_measured": False,
            "bp_systolic": 150,
            "pregnant": True,
            "postpartum": True,
        },
    )
    assert len(found) == 3


@pytest.mark.parametrize(
    ("given", "fact"),
    [
        ({"value": 31, "unit": "weeks"}, 31.0),
        ({"unit": "weeks", "value": 31.5}, 31.5),
        (0, 0.0),
        (45, 45.0),
        (-0.0, 0.0),
    ],
)
def test_a_number_may_carry_its_unit(compiled: Compiled, given: object, fact: float) -> None:
    known = settle(compiled, {"gestation_weeks": given}).base["gestation_weeks"]
    assert known == fact
    assert str(known) == str(fact)


@pytest.mark.parametrize("not_sure", [None, NOT_SURE])
def test_not_sure_is_asked_and_unknown(compiled: Compiled, not_sure: object) -> None:
    for name in ("saddle_numbness", "gestation_weeks", "onset", "pain_location"):
        settled = settle(compiled, {name: not_sure})
        assert settled.base.get(name) is None
        assert name in settled.asked


def test_a_list_may_be_left_open(guideline: Guideline, ana: Callable[..., Answers]) -> None:
    closed = guideline.assess(ana({"pain_location": ["lower_back"]}))
    opened = guideline.assess(ana({"pain_location": ["lower_back", None], "onset": "sudden"}))
    assert closed.ceiling == "routine"
    assert opened.floor == "routine"
    assert opened.ceiling == "emergency", "it could also be the chest"


@pytest.mark.parametrize(
    "given", [["lower_back", "hip"], ("hip", "lower_back"), {"hip", "lower_back"}]
)
def test_a_list_is_a_set(compiled: Compiled, given: object) -> None:
    known = settle(compiled, {"pain_location": given}).base["pain_location"]
    assert known == frozenset({"hip", "lower_back"})


def test_no_to_an_umbrella_item_settles_all_it_covers(compiled: Compiled) -> None:
    for finding in compiled.content.findings:
        if not finding.covers:
            continue
        settled = settle(compiled, {finding.id: False})
        for detail in finding.covers:
            covered = compiled.content.finding[detail]
            if covered.no_harmless_because is None:
                assert settled.base[detail] is not None, detail
                assert settled.origin[detail] == finding.id
    assert settle(compiled, {"any_injury": False}).base["trauma"] == "none"


@pytest.mark.parametrize("said", [True, None])
def test_yes_or_not_sure_to_an_umbrella_item_settles_nothing(
    compiled: Compiled, said: bool | None
) -> None:
    for finding in compiled.content.findings:
        if finding.covers:
            settled = settle(compiled, {finding.id: said})
            assert not set(finding.covers) & set(settled.base)


def test_yes_to_a_detail_is_yes_to_its_umbrella_item(compiled: Compiled) -> None:
    settled = settle(compiled, {"saddle_numbness": True, "trauma": "fall"})
    assert settled.base["any_nerve_loss"] is True
    assert settled.base["any_injury"] is True
    assert settled.origin["any_nerve_loss"] == "saddle_numbness"
    calm = settle(compiled, {"saddle_numbness": False, "trauma": "none"})
    assert "any_nerve_loss" not in calm.base
    assert "any_injury" not in calm.base


def test_a_reading_was_measured(compiled: Compiled) -> None:
    for reading, measured in (
        ("fever_c", "fever_measured"),
        ("bp_systolic", "bp_measured"),
        ("bp_diastolic", "bp_measured"),
        ("oxygen_saturation", "oxygen_measured"),
        ("heart_rate", "pulse_measured"),
    ):
        value = compiled.content.finding[reading].harmless
        assert settle(compiled, {reading: value}).base[measured] is True


def test_weeks_are_exact_weeks(compiled: Compiled) -> None:
    settled = settle(compiled, {"gestation_weeks": 31})
    assert settled.base["gestation_estimate"] == "exact_weeks"
    assert settled.base["pregnant"] is True
    assert settled.base["postpartum"] is False


def test_days_after_birth_mean_after_birth(compiled: Compiled) -> None:
    settled = settle(compiled, {"postpartum_days": 3, "pregnant": False})
    assert settled.base["postpartum"] is True
    assert settled.base["fetal_movement"] == "normal"


@pytest.mark.parametrize(
    "answers",
    [
        {"postpartum": True},
        {"postpartum_days": 3},
        {"pregnant": None, "postpartum": True},
    ],
    ids=str,
)
def test_who_has_just_given_birth_is_not_pregnant(compiled: Compiled, answers: Answers) -> None:
    settled = settle(compiled, answers)
    assert settled.base["pregnant"] is False
    assert settled.origin["pregnant"] in answers


@pytest.mark.parametrize(
    "of_the_pregnancy",
    [
        {"gestation_estimate": "third_trimester"},
        {"gestation_weeks": 31},
        {"gestation_weeks": 0},
        {"pregnant": True},
    ],
    ids=str,
)
def test_a_birth_beside_a_stage_of_pregnancy_is_asked_again_in_either_order(
    compiled: Compiled, of_the_pregnancy: Answers
) -> None:
    # taken as not pregnant, she would hear nothing of the signs of her pregnancy
    birth: Answers = {"postpartum": True}
    for answers in ({**of_the_pregnancy, **birth}, {**birth, **of_the_pregnancy}):
        with pytest.raises(AnswerError) as caught:
            settle(compiled, answers)
        assert [one.field for one in caught.value.problems] == ["pregnant_and_gave_birth"]


def test_not_after_birth_does_not_say_whether_she_is_pregnant(compiled: Compiled) -> None:
    assert "pregnant" not in settle(compiled, {"postpartum": False}).base


def test_a_test_is_not_asked_of_someone_who_gave_birth(
    guideline: Guideline,
) -> None:
    answers = {"pregnant": False, "postpartum": True, "back_pain": True}
    undecided = {sign.id for sign in guideline.assess(answers).undecided}
    assert "pregnancy_not_confirmed" not in undecided


def test_settings_take_what_the_plan_fixes_unless_given(compiled: Compiled) -> None:
    assert settle(compiled, {}).base["heat_duration_minutes"] == 15
    assert settle(compiled, {"heat_duration_minutes": 30}).base["heat_duration_minutes"] == 30


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_the_answers_does_not_matter(
    compiled: Compiled, woman: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(seed)
    answers = {
        name: value
        for name, value in woman(draw, bad=0.1).items()
        if draw.random() < 0.5 and not name.startswith("any_")
    }
    first = settle(compiled, answers)
    names = list(answers)
    draw.shuffle(names)
    second = settle(compiled, {name: answers[name] for name in names})
    assert first.facts == second.facts
    assert first.codes == second.codes


def test_what_is_allowed_is_said_for_every_finding(compiled: Compiled) -> None:
    for finding in compiled.content.findings:
        if finding.derived is None:
            assert describe_allowed(finding)
