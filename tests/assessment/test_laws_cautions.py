"""Every caution of a treatment or an exercise, as the evidence has it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.assessment.tables import read_table

from carrywell import Guideline
from carrywell.assessment.answers import settle
from carrywell.conditions.interpreter import truth

Answers = dict[str, Any]
ROWS = read_table("cautions.yaml")
TREATMENTS = [row for row in ROWS if "treatment" in row]
EXERCISES = [row for row in ROWS if "exercise" in row]
WORDLESS = {"treatment:massage:ask_first_when:0", "treatment:medicines:ask_first_when:0"}
"""Of treatments the plan never offers; what to ask is told by their summary."""


@pytest.mark.parametrize("row", TREATMENTS, ids=lambda row: f"{row['treatment']}: {row['when']}")
def test_a_caution_decides_as_the_evidence_says(
    guideline: Guideline, well: Callable[..., Answers], row: dict[str, Any]
) -> None:
    result = guideline.assess(well(row["when"]))
    found = next(one for one in result.treatments if one.id == row["treatment"])
    assert found.status == row["status"], [one.say for one in found.reasons]
    if "word" in row:
        assert any(row["word"] in one.say for one in found.reasons), found.reasons


@pytest.mark.parametrize(
    "row",
    [row for row in TREATMENTS if "word" in row and row.get("others", True)],
    ids=lambda row: f"{row['treatment']}: {row['when']}",
)
def test_no_other_option_calls_for_the_caution(
    guideline: Guideline, well: Callable[..., Answers], row: dict[str, Any]
) -> None:
    alike = [
        one["when"]
        for one in TREATMENTS
        if (one["treatment"], one.get("word")) == (row["treatment"], row["word"])
    ]
    for other in other_options(guideline, row["when"], alike):
        result = guideline.assess(well(other))
        found = next(one for one in result.treatments if one.id == row["treatment"])
        assert not any(row["word"] in one.say for one in found.reasons), other


def other_options(guideline: Guideline, when: Answers, known: list[Answers]) -> Iterator[Answers]:
    """The same answers, with each option in turn that none of the known rows names."""
    for name, value in when.items():
        finding = guideline.content.finding[name]
        for option in finding.options if value else ():
            answers = {**when, name: [option.id] if finding.type == "choices" else option.id}
            if not any(one.items() <= answers.items() for one in known if one):
                yield answers


@pytest.mark.parametrize("row", EXERCISES, ids=lambda row: row["exercise"])
def test_a_caution_keeps_an_exercise_out(
    guideline: Guideline, well: Callable[..., Answers], row: dict[str, Any]
) -> None:
    for when in row["barred"]:
        assert bars(guideline, well(when), row["exercise"]), when
    for when in row["free"]:
        assert not bars(guideline, well(when), row["exercise"]), when
    for when in row["barred"]:
        for other in (
            other_options(guideline, when, row["barred"]) if row.get("others", True) else ()
        ):
            assert not bars(guideline, well(other), row["exercise"]), other


@pytest.mark.parametrize("row", EXERCISES, ids=lambda row: row["exercise"])
def test_a_barred_exercise_is_in_nobodys_routine(
    guideline: Guideline, well: Callable[..., Answers], row: dict[str, Any]
) -> None:
    for when in row["barred"]:
        routine = guideline.assess(well(when)).plan.routine
        assert row["exercise"] not in {one.id for one in routine}


def bars(guideline: Guideline, answers: Answers, exercise: str) -> bool:
    """Whether a caution of the exercise is true of her."""
    return any(
        holds(guideline, answers, key)
        for key in guideline.compiled.conditions
        if key.startswith(f"exercise:{exercise}:")
    )


def holds(guideline: Guideline, answers: Answers, key: str) -> bool:
    """Whether the rule is true of her."""
    facts = settle(guideline.compiled, answers).facts
    return truth(guideline.compiled.conditions[key], facts) is True


def test_every_caution_has_a_case_that_makes_it_true(
    guideline: Guideline, well: Callable[..., Answers]
) -> None:
    """A caution that is added gets a row here, from its source."""
    for key in guideline.compiled.conditions:
        if key.startswith(("treatment:", "exercise:")) and key not in WORDLESS:
            name = key.split(":")[1]
            rows = [row["when"] for row in TREATMENTS if row["treatment"] == name]
            rows += [when for row in EXERCISES if row["exercise"] == name for when in row["barred"]]
            assert any(holds(guideline, well(when), key) for when in rows), key


def test_every_exercise_with_a_caution_is_in_the_table(guideline: Guideline) -> None:
    cautious = {one.id for one in guideline.content.exercises if one.not_when}
    assert cautious == {row["exercise"] for row in EXERCISES}
