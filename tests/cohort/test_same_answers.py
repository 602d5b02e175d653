"""The columns give each person what the interpreter gives her alone."""

import random
from typing import Any

import polars as pl
import pytest
from made_up import Answers, frame_of, somebody

from carrywell.api import Guideline, load_guideline
from carrywell.assessment.answers import AnswerError
from carrywell.assessment.result import Assessment
from carrywell.cohort.polars_engine import worked_out
from carrywell.cohort.program import STATUSES, Program, cause_at, program_of
from carrywell.guideline.model import LEVELS, RANK

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
    return worked_out(frame_of(program, people).lazy(), program.steps).collect().to_dicts()


def test_every_person_is_told_the_same(
    program: Program, people: list[Answers], rows: list[dict[str, Any]]
) -> None:
    guideline = load_guideline()
    screened = 0
    for answers, row in zip(people, rows, strict=True):
        alone = assessed(guideline, answers)
        in_conflict = [one for one in program.conflicts if row[one.column]]
        assert (alone is None) == bool(in_conflict), answers
        if alone is not None:
            screened += 1
            assert told(program, row) == told_alone(alone), answers
    assert PEOPLE / 2 < screened < PEOPLE


def test_all_levels_and_statuses_are_there(rows: list[dict[str, Any]], program: Program) -> None:
    frame = pl.DataFrame(rows, infer_schema_length=None)
    assert set(frame["floor"]) == set(frame["urgency"]) == set(range(len(LEVELS)))
    seen = {
        status
        for one in program.compiled.content.treatments
        for status in frame[f"treatment.{one.id}"]
    }
    assert seen == set(range(len(STATUSES)))


def assessed(guideline: Guideline, answers: Answers) -> Assessment | None:
    try:
        return guideline.assess(answers)
    except AnswerError:
        return None


def told(program: Program, row: dict[str, Any]) -> dict[str, Any]:
    content = program.compiled.content
    best = (cause_at(program.compiled, row[f"best.{place}"]) for place in (1, 2, 3))
    return {
        **{name: LEVELS[row[name]] for name in ("urgency", "floor", "ceiling")},
        "scope": row["scope"],
        "signs": {one.id for one in content.signs if row[f"signs.{one.id}"] is True},
        "undecided": {
            one.id
            for one in content.signs
            if row[f"signs.{one.id}"] is None and RANK[one.urgency] > row["floor"]
        },
        "causes": [one for one in best if one is not None],
        "treatments": {one.id: STATUSES[row[f"treatment.{one.id}"]] for one in content.treatments},
    }


def told_alone(alone: Assessment) -> dict[str, Any]:
    return {
        "urgency": alone.urgency,
        "floor": alone.floor,
        "ceiling": alone.ceiling,
        "scope": alone.scope.id,
        "signs": {one.id for one in alone.signs},
        "undecided": {one.id for one in alone.undecided},
        "causes": [(one.id, one.points) for one in alone.causes[:3]],
        "treatments": {one.id: one.status for one in alone.treatments},
    }
