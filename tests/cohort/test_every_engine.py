"""Every engine tells every person the same, and so does the interpreter; `equal.py` does it for more people."""

import sys
from pathlib import Path

import polars as pl
import pytest

sys.path[:0] = [str(Path(__file__).parent.parent.parent / "benchmarks" / "cohort")]

from equal import ENGINES, cases, differing, engine_rows, generated, not_as_alone  # noqa: E402

from carrywell.api import Guideline, load_guideline  # noqa: E402
from carrywell.cohort.program import program_of  # noqa: E402

PEOPLE = 300
EVERY = 4
"""Of the cases."""
Told = tuple[list[dict[str, object]], dict[str, pl.DataFrame]]


@pytest.fixture(scope="module")
def guideline() -> Guideline:
    return load_guideline()


@pytest.fixture(scope="module")
def told(guideline: Guideline) -> Told:
    program = program_of(guideline.compiled)
    everyone = [*list(cases(guideline))[::EVERY], *generated(program, PEOPLE, seed=5)]
    return everyone, engine_rows(program, everyone, ENGINES)


def test_no_row_differs_between_engines(told: Told) -> None:
    _, rows = told
    assert differing(rows["polars"], rows["duckdb"]) == []


def test_no_row_differs_from_a_person_alone(guideline: Guideline, told: Told) -> None:
    everyone, rows = told
    assert not_as_alone(guideline.compiled, everyone, rows["polars"]) == {
        "compiled Python": [],
        "the interpreter": [],
    }


def test_nearly_all_cases_can_be_right(guideline: Guideline, told: Told) -> None:
    _, rows = told
    there = len(list(cases(guideline))[::EVERY])
    assert rows["polars"]["screened"].head(there).sum() > there * 0.9


def test_a_row_that_differs_is_found(guideline: Guideline, told: Told) -> None:
    everyone, rows = told
    frame = rows["polars"]
    place = frame["screened"].arg_true()[7]
    words = frame["scope"].to_list()
    words[place] = "elsewhere"
    changed = frame.with_columns(scope=pl.Series(words))
    assert differing(frame, changed) == [place]
    found = not_as_alone(guideline.compiled, everyone, changed)
    assert found == {"compiled Python": [place], "the interpreter": []}
