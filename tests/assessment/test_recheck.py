"""When she is asked again."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from carrywell import Guideline
from carrywell.assessment.recheck import Recheck, day_in_words, ladder, recheck_on

Answers = dict[str, Any]
MONDAY = date(2026, 11, 23)


def recheck(guideline: Guideline, answers: Answers) -> Recheck | None:
    return recheck_on(guideline, guideline.assess(answers), answers, MONDAY)


@pytest.mark.parametrize(
    ("when", "urgency", "step", "day"),
    [
        ({"first_line_tried": False}, "routine", 0, date(2026, 11, 26)),
        ({"first_line_tried": True}, "routine", 1, date(2026, 11, 30)),
        ({"first_line_tried": False, "using_plan": True}, "routine", 1, date(2026, 11, 30)),
        ({"using_plan": True, "pain_score": 4}, "routine", 2, date(2026, 12, 7)),
        ({"using_plan": True, "plan_tried_days": 14}, "routine", 3, date(2026, 12, 7)),
        ({"using_plan": True, "pain_score": 8}, "soon", 0, date(2026, 11, 26)),
    ],
)
def test_the_day_follows_the_ladder(
    guideline: Guideline,
    well: Callable[..., Answers],
    when: Answers,
    urgency: str,
    step: int,
    day: date,
) -> None:
    answers = well(when)
    assert guideline.assess(answers).urgency == urgency
    found = recheck(guideline, answers)
    assert found
    assert (found.step, found.on) == (step, day)
    assert found.sources == ("carrywell-design",)
    assert found.source_checked is False


def test_the_words(guideline: Guideline, well: Callable[..., Answers]) -> None:
    found = recheck(guideline, well({"first_line_tried": False}))
    assert found
    assert found.say == (
        "We will ask again on Thursday 26 November. Do the check sooner if anything changes."
    )
    soon = recheck(guideline, well({"pain_score": 8}))
    assert soon
    assert soon.say.endswith("Speak to your midwife or doctor before that.")


@pytest.mark.parametrize(
    "answers",
    [
        {"pregnant": True, "gestation_weeks": 31, "fluid_leak": True},
        {"pregnant": True, "saddle_numbness": True},
        {},
    ],
)
def test_nothing_is_put_off_while_someone_must_ring(guideline: Guideline, answers: Answers) -> None:
    assert recheck(guideline, answers) is None


def test_there_is_no_day_without_a_plan(guideline: Guideline, ana: Callable[..., Answers]) -> None:
    answers = ana({"pregnant": False, "pregnancy_test": "negative", "postpartum": False})
    assert guideline.assess(answers).scope.in_scope is False
    assert recheck(guideline, answers) is None


def test_the_advice_names_the_days_of_its_step(guideline: Guideline) -> None:
    advice = {one.id: one for one in guideline.content.advice}
    for step, rule in ladder(guideline).items():
        assert f"Look again after {rule['review_days']} days" in advice[f"ladder_{step}"].say


def test_days_are_spelled_out() -> None:
    assert day_in_words(date(2027, 1, 1)) == "Friday 1 January"
    assert day_in_words(date(2026, 12, 31)) == "Thursday 31 December"
