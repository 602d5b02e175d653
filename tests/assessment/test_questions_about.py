"""The questions that one treatment waits for: asked alone, each after the one it waits for, and to an end."""

import random
from typing import Any

import pytest

from carrywell import Guideline
from carrywell.assessment.answers import settle
from carrywell.assessment.interview import questions_about
from carrywell.assessment.result import Question
from carrywell.guideline.facts import harmless_value

Answers = dict[str, Any]


def ask(guideline: Guideline, answers: Answers, names: tuple[str, ...]) -> tuple[Question, ...]:
    return questions_about(guideline.compiled, settle(guideline.compiled, answers), names)


def half_told(guideline: Guideline, seed: int) -> Answers:
    """Someone at 31 weeks with nothing wrong who has told some of it."""
    draw = random.Random(seed)
    told: Answers = {"pregnant": True, "gestation_weeks": 31, "any_safety": False}
    for finding in guideline.content.findings:
        if finding.derived is None and finding.no_harmless_because is None and not finding.private:
            calm = harmless_value(finding)
            if draw.random() < 0.7 and not finding.ask_when and finding.default is None:
                told[finding.id] = sorted(calm) if isinstance(calm, frozenset) else calm
    return told


@pytest.mark.parametrize("seed", range(12))
def test_answering_them_settles_the_treatment(guideline: Guideline, seed: int) -> None:
    for treatment in guideline.content.treatments:
        answers = half_told(guideline, seed)
        for _ in range(5):
            status = next(
                one for one in guideline.assess(answers).treatments if one.id == treatment.id
            )
            if not status.ask:
                break
            questions = ask(guideline, answers, status.ask)
            assert questions, f"{treatment.id} waits for {status.ask} and nothing is asked"
            for question in questions:
                if guideline.still_applies(question.finding, answers):
                    calm = harmless_value(guideline.content.finding[question.finding])
                    answers[question.finding] = (
                        sorted(calm) if isinstance(calm, frozenset) else calm
                    )
        assert not status.ask, f"{treatment.id} still waits for {status.ask}"


@pytest.mark.parametrize("seed", range(12))
def test_only_what_can_be_asked_and_each_after_what_it_waits_for(
    guideline: Guideline, seed: int
) -> None:
    answers = half_told(guideline, seed)
    names = tuple(one.id for one in guideline.content.findings)
    put: set[str] = set()
    for question in ask(guideline, answers, names):
        assert guideline.content.finding[question.finding].derived is None
        assert answers.get(question.finding) is None
        assert question.only_if is None or question.only_if[0] in put
        put.add(question.finding)


def test_a_guard_comes_along(guideline: Guideline) -> None:
    said = {"pregnant": True, "gestation_weeks": 31}
    asked = [one.finding for one in ask(guideline, said, ("prior_pregnancy_loss_count",))]
    assert asked == ["prior_miscarriage", "prior_pregnancy_loss_count"]


def test_not_sure_is_asked_again_and_an_answer_is_not(guideline: Guideline) -> None:
    names = ("reduced_sensation", "broken_skin")
    said = {"reduced_sensation": None, "broken_skin": False}
    assert [one.finding for one in ask(guideline, said, names)] == ["reduced_sensation"]
