"""Every line of `meaning.yaml`, on every backend."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from backends import DECLARED, Rows, asked_of_duckdb, asked_of_polars, compiled, interpreted

from carrywell.conditions.errors import Place
from carrywell.conditions.nodes import Condition
from carrywell.conditions.normal_form import normal_form
from carrywell.conditions.parse import parse_condition
from carrywell.conditions.values import Facts, Truth, Value

CASES = yaml.safe_load(Path(__file__).with_name("meaning.yaml").read_text(encoding="utf-8"))
ANSWERS: dict[str, Truth] = {"true": True, "false": False, "unknown": None}
BACKENDS = {
    "interpreter": interpreted,
    "python": compiled,
    "duckdb": asked_of_duckdb,
    "polars": asked_of_polars,
    "normal form": lambda conditions, people: interpreted(
        [normal_form(one) for one in conditions], people
    ),
}


def value_of(finding: str, written: str) -> Value:
    """A cell of a table as a fact."""
    kind = DECLARED[finding].type
    if written == "?":
        return None
    if kind == "yes_no":
        return {"yes": True, "no": False}[written]
    if kind == "number":
        return float(written)
    if kind == "choice":
        assert written in DECLARED[finding].options
        return written
    named = [] if written == "-" else [one.strip() for one in written.split(",")]
    assert set(named) <= {"...", *DECLARED[finding].options}
    return frozenset(None if one == "..." else one for one in named)


def rows_of(table: str) -> tuple[list[Facts], list[Truth]]:
    head, *lines = [
        [cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()
    ]
    people = [
        {name: value_of(name, cell) for name, cell in zip(head[:-1], line[:-1], strict=True)}
        for line in lines
    ]
    return people, [ANSWERS[line[-1]] for line in lines]


def parsed(case: dict[str, Any]) -> Condition:
    return parse_condition(case["condition"], DECLARED, Place("meaning.yaml", 1))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_the_answer_is_as_the_table_says(case: dict[str, Any], backend: str) -> None:
    people, answers = rows_of(case["table"])
    found: Rows = BACKENDS[backend]([parsed(case)], people)
    assert [row[0] for row in found] == answers


def test_a_finding_that_is_missing_is_unknown() -> None:
    for case in CASES:
        people, answers = rows_of(case["table"])
        shorter = [
            {name: value for name, value in facts.items() if value is not None} for facts in people
        ]
        for backend in BACKENDS.values():
            assert [row[0] for row in backend([parsed(case)], shorter)] == answers


def test_no_two_cases_say_the_same() -> None:
    said = [case["says"] for case in CASES]
    assert len(set(said)) == len(said)
