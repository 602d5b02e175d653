"""How answers are taken: harmless sides, guards, what follows from what, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from tests.assessment.tables import HERE

from carrywell import AnswerError, Guideline
from carrywell.assessment.answers import settle
from carrywell.assessment.decide import if_unsure
from carrywell.conditions.interpreter import truth
from carrywell.guideline.facts import as_answer, harmless_value
from carrywell.guideline.model import RANK

Answers = dict[str, Any]
TABLE: dict[str, Any] = yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))
CALM_OF_A_KIND = {"yes_no": False, "choices": []}


def test_the_harmless_side_of_every_question(guideline: Guideline) -> None:
    for finding in guideline.content.findings:
        if finding.derived is not None or finding.default is not None:
            continue
        told = as_answer(harmless_value(finding))
        if finding.id in TABLE["harmless_between"]:
            low, high = TABLE["harmless_between"][finding.id]
            assert isinstance(told, float), finding.id
            assert low <= told <= high, finding.id
        elif finding.id in TABLE["harmless"]:
            assert told == TABLE["harmless"][finding.id], finding.id
        else:
            assert told == CALM_OF_A_KIND[finding.type], finding.id


@pytest.mark.parametrize("row", TABLE["rests_on"], ids=lambda row: row["finding"])
def test_a_question_is_put_after_the_answer_it_rests_on(
    guideline: Guideline, row: dict[str, Any]
) -> None:
    name = row["finding"]
    guard = guideline.compiled.conditions[f"ask_when:{name}"]
    weeks = {"13+6": 13 + 6 / 7, "14+0": 14.0}

    def facts(given: Answers) -> Any:
        answers = {key: weeks.get(str(value), value) for key, value in given.items()}
        return settle(guideline.compiled, answers).facts

    put, not_put = facts(row["after"]), facts(row["not_after"])
    assert truth(guard, put) is True
    assert put.get(name) is None
    assert truth(guard, not_put) is False
    assert not_put.get(name) == row["taken_as"]


def test_every_question_that_rests_on_an_answer_is_in_the_table(guideline: Guideline) -> None:
    resting = {one.id for one in guideline.content.findings if one.ask_when is not None}
    assert resting == {row["finding"] for row in TABLE["rests_on"]}


def test_nothing_is_asked_that_rests_on_a_no(
    guideline: Guideline, well: Callable[..., Answers]
) -> None:
    """Ana answers every screen to the end, all of it calm."""
    given: Answers = {}
    umbrellas = {one.id: False for one in guideline.content.findings if one.covers}
    calm = {"gestation_estimate": "exact_weeks", "postpartum": False} | umbrellas | well()
    while (screen := guideline.next_screen(given)) is not None:
        for question in screen.questions:
            if question.only_if is None or given.get(question.only_if[0]) is question.only_if[1]:
                given[question.finding] = calm.get(question.finding)
    said_no = {row["finding"] for row in TABLE["rests_on"] if _rests_on_a_no(row, given)}
    assert "bp_systolic" in said_no
    assert said_no & given.keys() == set()


def _rests_on_a_no(row: dict[str, Any], given: Answers) -> bool:
    """On one answer alone, which she gave; other questions may stand beside it on a screen."""
    alone = len(row["after"]) == 1 and row["after"].keys() == row["not_after"].keys()
    return alone and all(given.get(name) == value for name, value in row["not_after"].items())


@pytest.mark.parametrize("row", TABLE["says"], ids=lambda row: str(row["when"]))
def test_an_answer_says_something_of_another(guideline: Guideline, row: dict[str, Any]) -> None:
    facts = settle(guideline.compiled, row["when"]).facts
    for name, value in row["then"].items():
        assert facts[name] == value
    with pytest.raises(AnswerError, match=next(iter(row["against"]))):
        settle(guideline.compiled, row["when"] | row["against"])


def test_everything_that_is_said_so_is_in_the_table(guideline: Guideline) -> None:
    told = {(name, other) for row in TABLE["says"] for name in row["when"] for other in row["then"]}
    there = {(one.id, other) for one in guideline.content.findings for other in one.implies}
    assert there == told


@pytest.mark.parametrize("row", TABLE["refused"], ids=lambda row: f"{row['id']}: {row['when']}")
def test_answers_that_cannot_both_be_right_are_refused(
    guideline: Guideline, row: dict[str, Any]
) -> None:
    with pytest.raises(AnswerError, match=row["id"]):
        settle(guideline.compiled, row["when"])
    settle(guideline.compiled, row["fine"])


def test_every_refusal_is_in_the_table(guideline: Guideline) -> None:
    there = {one.id for one in guideline.content.contradictions}
    assert there == {row["id"] for row in TABLE["refused"]}


def test_how_a_treatment_is_meant_to_be_used(guideline: Guideline) -> None:
    facts = settle(guideline.compiled, {}).facts
    there = {one.id for one in guideline.content.findings if one.default is not None}
    assert {name: facts[name] for name in there} == TABLE["settings"]


def test_not_sure_of_a_serious_sign_counts_as_yes(guideline: Guideline) -> None:
    for sign in guideline.content.signs:
        row = TABLE["unsure"].get(sign.id)
        wanted = row["advises"] if row else _usual(sign.urgency)
        assert if_unsure(sign) == wanted, sign.id


def _usual(urgency: str) -> str:
    return "urgent" if RANK[urgency] >= RANK["urgent"] else urgency


def test_every_exception_for_not_sure_has_its_reason(guideline: Guideline) -> None:
    for name, row in TABLE["unsure"].items():
        assert row["because"]
        assert row["advises"] != _usual(guideline.content.sign[name].urgency)


def test_a_ticked_stop_rule_says_what_it_asks(guideline: Guideline) -> None:
    """A stop rule that says nothing of her is about the treatment alone."""
    said = {one.id: dict(one.sets) for one in guideline.content.stop_questions if one.sets}
    assert said == TABLE["ticks"]
