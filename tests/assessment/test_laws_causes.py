"""What speaks for a cause and what against it: the sign of every point, from the evidence."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.assessment.tables import read_table

from carrywell import Guideline
from carrywell.assessment.answers import settle
from carrywell.conditions.interpreter import truth

Answers = dict[str, Any]
ROWS = read_table("against.yaml")
CASES = [(row, extra) for row in ROWS for extra in row["and"]]


def _id(value: object) -> str:
    return str(value["cause"]) if isinstance(value, dict) and "cause" in value else str(value)


def present(guideline: Guideline, answers: Answers, cause: str) -> dict[int, int]:
    """The points of every feature of the cause that is there, by its place."""
    facts = settle(guideline.compiled, answers).facts
    features = guideline.content.cause[cause].features
    return {
        index: feature.points
        for index, feature in enumerate(features)
        if truth(guideline.compiled.conditions[f"cause:{cause}:{index}"], facts) is True
    }


@pytest.mark.parametrize(("row", "extra"), CASES, ids=_id)
def test_what_speaks_against_a_cause_takes_points_off(
    guideline: Guideline, well: Callable[..., Answers], row: dict[str, Any], extra: Answers
) -> None:
    cause = row["cause"]
    before = present(guideline, well(row["when"]), cause)
    after = present(guideline, well(row["when"] | extra), cause)
    assert all(points > 0 for points in before.values())
    assert sum(after[index] < 0 for index in after.keys() - before.keys()) == 1


def test_all_else_speaks_for_a_cause(guideline: Guideline, well: Callable[..., Answers]) -> None:
    """Every feature that takes points off is reached by a row above; no feature is without points."""
    reached: dict[str, set[int]] = {}
    for row, extra in CASES:
        there = present(guideline, well(row["when"] | extra), row["cause"])
        reached.setdefault(row["cause"], set()).update(there)
    for cause in guideline.content.causes:
        for index, feature in enumerate(cause.features):
            assert feature.points, (cause.id, feature.when)
            against = feature.points < 0
            assert not against or index in reached.get(cause.id, ()), (cause.id, feature.when)
