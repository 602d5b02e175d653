"""Every number at which a rule turns: just inside it, at it and just outside it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.assessment.tables import read_table

from carrywell import Guideline
from carrywell.assessment.answers import settle
from carrywell.conditions.interpreter import truth
from carrywell.conditions.nodes import Amount, And, AtLeast, Compare, Condition, Not, Number, Or

Answers = dict[str, Any]
LIMITS = read_table("limits.yaml")
SIDES = {"from": (True, 1), "over": (False, 1), "up_to": (True, -1), "under": (False, -1)}
"""Of each side: whether the limit itself is inside, and which way inside lies."""
NEAR, FAR = 0.01, 0.3


def _id(case: dict[str, Any]) -> str:
    return f"{case['rule']} {case['finding']} {_limit(case)}"


def _limit(case: dict[str, Any]) -> float:
    return next(float(case[side]) for side in SIDES if side in case)


def _points(case: dict[str, Any]) -> Iterator[tuple[float, bool]]:
    side = next(side for side in SIDES if side in case)
    at_limit, way = SIDES[side]
    limit = _limit(case)
    yield limit, at_limit
    yield limit + NEAR * way, True
    yield limit + FAR * way, True
    yield limit - NEAR * way, False


@pytest.mark.parametrize("case", LIMITS, ids=_id)
def test_a_limit_lies_where_the_evidence_puts_it(
    guideline: Guideline, ana: Callable[..., Answers], case: dict[str, Any]
) -> None:
    rule = guideline.compiled.conditions[case["rule"]]
    for value, wanted in _points(case):
        answers = ana({**case.get("when", {}), case["finding"]: value})
        assert truth(rule, settle(guideline.compiled, answers).facts) is wanted, value
        result = guideline.assess(answers)
        if case["rule"].startswith("sign:"):
            there = {one.id for one in result.signs}
            assert (case["rule"].partition(":")[2] in there) is wanted, value
        if case["rule"].startswith("scope:"):
            assert (result.scope.id == case["rule"].partition(":")[2]) is wanted, value


def test_every_source_of_a_limit_is_known(guideline: Guideline) -> None:
    known = {one.id for one in guideline.content.sources}
    assert {case["source"] for case in LIMITS} - known == set()


WORKED_OUT = {"bmi"}
"""Numbers nobody answers; their limits are in `derived.yaml`."""


def test_every_limit_of_a_rule_is_written_a_second_time(guideline: Guideline) -> None:
    told = {(case["rule"], case["finding"], _limit(case)) for case in LIMITS}
    decides = ("sign:", "gate:", "treatment:", "exercise:", "derived:", "scope:")
    there = {
        (key, finding, value)
        for key, rule in guideline.compiled.conditions.items()
        if key.startswith(decides)
        for finding, value in _compared(rule)
        if finding not in WORKED_OUT
    }
    assert there - told == set()


def _compared(rule: Condition) -> Iterator[tuple[str, float]]:
    match rule:
        case Compare(Amount(finding), _, Number(value)):
            yield finding, value
        case Not(item):
            yield from _compared(item)
        case And(items) | Or(items) | AtLeast(_, items):
            for item in items:
                yield from _compared(item)
