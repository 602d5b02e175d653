"""The columns give each person what the interpreter gives her alone."""

import random
from typing import Any

import polars as pl
import pytest
from as_alone import told_alone, told_row
from made_up import Answers, frame_of, somebody

from carrywell.api import Guideline, load_guideline
from carrywell.assessment.answers import AnswerError
from carrywell.assessment.result import Assessment
from carrywell.cohort.polars_engine import worked_out
from carrywell.cohort.program import STATUSES, Program, program_of
from carrywell.guideline.model import LEVELS

PEOPLE = 1200


@pytest.fixture(scope="module")
def program() -> Program:
    return program_of(load_guideline().compiled)


@pytest.fixture(scope="module")
def people(program: Program) -> list[Answers]:
    chance = random.Random(20)
    findings = [finding for finding, _ in program.given]
    return [somebody(findings, chance) for _ in range(PEOPLE)]


@pytest.fixture(scope="module")
def rows(program: Program, people: list[Answers]) -> list[dict[str, Any]]:
    return worked_out(frame_of(program, people), program).to_dicts()


def test_every_person_is_told_the_same(
    program: Program, people: list[Answers], rows: list[dict[str, Any]]
) -> None:
    guideline = load_guideline()
    screened = 0
    for answers, row in zip(people, rows, strict=True):
        alone = assessed(guideline, answers)
        assert row["screened"] == (alone is not None), answers
        if alone is not None:
            screened += 1
            assert told_row(program.compiled, row) == told_alone(alone), answers
    assert PEOPLE / 2 < screened < PEOPLE


def test_a_birth_beside_a_stage_of_pregnancy_is_set_aside(program: Program) -> None:
    people: list[Answers] = [
        {"gestation_estimate": "third_trimester", "postpartum": True},
        {"gestation_weeks": 31.0, "postpartum": True},
        {"postpartum": True},
    ]
    rows = worked_out(frame_of(program, people), program).to_dicts()
    assert [row["screened"] for row in rows] == [False, False, True]


def test_all_levels_and_statuses_are_there(rows: list[dict[str, Any]], program: Program) -> None:
    frame = pl.DataFrame(rows, infer_schema_length=None)
    assert set(frame["floor"]) == set(frame["ceiling"]) == {None, *LEVELS}
    treatments = [f"treatment.{one.id}" for one in program.compiled.content.treatments]
    assert {status for one in treatments for status in frame[one]} == set(STATUSES)


def test_who_is_not_screened_has_no_urgency_and_keeps_her_signs(
    rows: list[dict[str, Any]], program: Program
) -> None:
    aside = [row for row in rows if not row["screened"]]
    assert all(row["urgency"] is row["floor"] is row["ceiling"] is None for row in aside)
    names = [f"signs.{one.id}" for one in program.compiled.content.signs]
    assert any(row[name] for row in aside for name in names)


def assessed(guideline: Guideline, answers: Answers) -> Assessment | None:
    try:
        return guideline.assess(answers)
    except AnswerError:
        return None
