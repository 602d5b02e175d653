"""What would change this answer: single changes, each of which really makes it more urgent."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from carrywell import AnswerError, Guideline
from carrywell.assessment.nearest import Change, nearest_more_urgent, with_change
from carrywell.guideline.model import RANK

Answers = dict[str, Any]


def told(guideline: Guideline, answers: Answers, limit: int = 5) -> tuple[Change, ...]:
    return nearest_more_urgent(guideline, answers, limit)


def some_of(truth: Answers, draw: random.Random) -> Answers:
    """What she has said so far: all of it, or a part, with some of it 'not sure'."""
    share = draw.choice([1.0, 0.9, 0.5, 0.1])
    return {
        name: None if draw.random() < 0.02 else value
        for name, value in truth.items()
        if draw.random() < share
    }


@pytest.mark.parametrize("seed", range(60))
def test_every_change_makes_the_answer_more_urgent(
    guideline: Guideline, woman: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(seed)
    answers = some_of(woman(draw, 0.01), draw)
    try:
        before = guideline.assess(answers)
    except AnswerError:
        pytest.skip("what is left of the truth contradicts itself")
    changes = told(guideline, answers)
    assert changes or before.urgency in ("urgent", "emergency")
    for change in changes:
        changed = with_change(guideline, answers, change.finding, change.value)
        after = guideline.assess(changed)
        assert RANK[after.urgency] > RANK[before.urgency]
        assert RANK[after.urgency] >= RANK[change.urgency] > RANK[before.urgency]
        assert change.sign in {one.id for one in after.signs}
        finding = guideline.content.finding[change.finding]
        assert not finding.private
        assert not finding.standing
        assert change.sign not in guideline.compiled.private_signs
        assert change.sources
    assert len({one.finding for one in changes}) == len(changes) <= 5


def test_nothing_is_more_urgent_than_an_emergency(guideline: Guideline) -> None:
    assert told(guideline, {"pregnant": True, "saddle_numbness": True}) == ()


def test_a_number_moves_to_the_threshold_that_matters(
    guideline: Guideline, ana: Callable[..., Answers]
) -> None:
    first = told(guideline, ana({"back_pain": True, "pain_score": 5}))[0]
    assert (first.finding, first.value, first.urgency) == ("pain_score", 8.0, "soon")
    assert first.was == "strength of the pain: 5 out of 10"
    assert first.becomes == "strength of the pain: 8 out of 10"


def test_tightenings_are_counted_up_to_the_next_threshold(
    guideline: Guideline, ana: Callable[..., Answers]
) -> None:
    answers = ana({"gestation_weeks": 31, "contractions": True, "contractions_per_hour": 2})
    changes = {one.finding: one for one in told(guideline, answers)}
    assert guideline.assess(answers).urgency == "soon"
    assert changes["contractions_per_hour"].value == 6.0
    assert changes["contractions_per_hour"].urgency == "urgent"


def test_a_temperature_rises_to_a_threshold(
    guideline: Guideline, ana: Callable[..., Answers]
) -> None:
    warm = {"unwell": False, "fever": True, "fever_measured": True, "fever_c": 37.2}
    answers = ana({**warm, "gestation_weeks": 12})
    change = next(one for one in told(guideline, answers) if one.finding == "fever_c")
    assert change.was == "your temperature: 37.2 °C"
    assert change.value in (37.5, 38.0)


def test_each_level_of_urgency_has_its_nearest_change(
    guideline: Guideline, ana: Callable[..., Answers]
) -> None:
    answers = ana({"back_pain": True, "pain_score": 3, "pain_location": ["lower_back"]})
    assert guideline.assess(answers).urgency == "routine"
    levels = {one.urgency for one in told(guideline, answers)}
    assert levels == {"emergency", "urgent", "soon"}
    assert {one.urgency for one in told(guideline, answers, 3)} == levels


@pytest.mark.parametrize("limit", [0, 1, 2, 5, 12])
def test_no_more_than_wanted(guideline: Guideline, ana: Callable[..., Answers], limit: int) -> None:
    answers = ana({"back_pain": True, "pain_score": 3})
    assert len(told(guideline, answers, limit)) == limit


def test_what_goes_with_her_symptoms_comes_before_the_rest(
    guideline: Guideline, ana: Callable[..., Answers]
) -> None:
    """Pain into a leg: a foot that drops is nearer than a fit."""
    leg = {"radiates_to_leg": True, "radiates_below_knee": True, "pain_location": ["leg"]}
    found = [one.finding for one in told(guideline, ana({"back_pain": True, **leg}))]
    assert "foot_drop" in found
    assert "seizure" not in found


def test_a_change_of_one_answer_keeps_all_others(guideline: Guideline) -> None:
    """'No' to the chest, and then one thing there: the rest of the 'no' stands."""
    answers = {"pregnant": True, "any_chest_or_breath": False}
    changed = with_change(guideline, answers, "palpitations", value=True)
    assert changed["any_chest_or_breath"] is True
    assert changed["palpitations"] is True
    assert changed["chest_pain"] is False
    assert changed["cough_blood"] is False


def test_a_reading_comes_with_its_having_been_taken(guideline: Guideline) -> None:
    answers = {"pregnant": True, "bp_measured": False}
    changed = with_change(guideline, answers, "bp_systolic", value=160.0)
    assert changed == {"pregnant": True, "bp_measured": True, "bp_systolic": 160.0}


def test_what_was_not_asked_is_called_so(guideline: Guideline) -> None:
    began = told(guideline, {"pregnant": True, "gestation_weeks": 31, "back_pain": True})
    assert {one.was for one in began} == {"not asked"}
    unsure = {"pregnant": True, "gestation_weeks": 31, "back_pain": True, "faint": None}
    assert "not sure" in {one.was for one in told(guideline, unsure) if one.finding == "faint"}
