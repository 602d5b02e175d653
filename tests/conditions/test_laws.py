"""What holds of every condition and every set of facts."""

from collections import defaultdict
from typing import Any, get_args

import pytest
from backends import DECLARED, asked_of_duckdb, compiled, interpreted, printed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import THRESHOLDS, conditions, facts, learnt

from carrywell.conditions import python
from carrywell.conditions.errors import Place
from carrywell.conditions.interpreter import truth
from carrywell.conditions.nodes import (
    LEAVES,
    Amount,
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Condition,
    Includes,
    Node,
    Not,
    Number,
    OneOf,
    Operator,
    Or,
    Quantity,
    Yes,
)
from carrywell.conditions.normal_form import normal_form
from carrywell.conditions.parse import parse_condition
from carrywell.conditions.values import Facts

# Each example is a batch, so few are enough; the same ones every time.
BATCHES = settings(
    max_examples=60,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SINGLE = settings(BATCHES, max_examples=200)

HERE = Place("content/signs/test.yaml", 1)

many_conditions = st.lists(conditions(), min_size=10, max_size=20)
many_people = st.lists(facts(), min_size=5, max_size=10)


def parts(node: Node) -> list[Node]:
    """The node and every node below it, conditions and quantities."""
    below: list[Node] = []
    for field in node.__struct_fields__:
        value = getattr(node, field)
        inner = value if isinstance(value, tuple) else (value,)
        below += [part for one in inner if isinstance(one, Node) for part in parts(one)]
    return [node, *below]


@BATCHES
@given(many_conditions, many_people)
def test_all_backends_give_the_same_answers(one: list[Condition], people: list[Facts]) -> None:
    reference = interpreted(one, people)
    assert compiled(one, people) == reference
    assert asked_of_duckdb(one, people) == reference


@SINGLE
@given(conditions(), st.data())
def test_learning_more_never_flips_what_was_settled(condition: Condition, data: Any) -> None:
    before = data.draw(facts())
    after = data.draw(learnt(before))
    settled = truth(condition, before)
    assert settled is None or truth(condition, after) is settled


@BATCHES
@given(many_conditions, many_people)
def test_the_normal_form_keeps_the_meaning(one: list[Condition], people: list[Facts]) -> None:
    normal = [normal_form(condition) for condition in one]
    assert interpreted(normal, people) == interpreted(one, people)


@BATCHES
@given(many_conditions)
def test_the_normal_form_has_not_only_on_leaves(one: list[Condition]) -> None:
    for condition in one:
        normal = normal_form(condition)
        for part in parts(normal):
            if isinstance(part, Not):
                assert isinstance(part.item, Yes | OneOf | Includes)
            if isinstance(part, And | Or):
                assert not any(isinstance(item, type(part)) for item in part.items)
        assert normal_form(normal) == normal


@BATCHES
@given(many_conditions, many_people)
def test_a_printed_condition_reads_back_with_the_same_meaning(
    one: list[Condition], people: list[Facts]
) -> None:
    read = [parse_condition(printed(condition), DECLARED, HERE) for condition in one]
    assert interpreted(read, people) == interpreted(one, people)


def test_python_source_is_made_only_of_the_normal_form() -> None:
    with pytest.raises(ValueError, match="not in normal form"):
        python.expression(Not(And((Yes("fever"), Yes("worried")))), "certain", str)


def test_every_kind_of_condition_and_of_fact_is_generated() -> None:
    kinds: set[type] = set()
    operators: set[str] = set()
    negated: set[type] = set()
    answers: dict[type, set[bool | None]] = defaultdict(set)
    seen_values: set[str] = set()

    @settings(BATCHES, max_examples=100)
    @given(many_conditions, facts())
    def collect(one: list[Condition], person: Facts) -> None:
        for condition in one:
            for part in parts(condition):
                kinds.add(type(part))
                if isinstance(part, Compare | Arithmetic):
                    operators.add(part.operator)
                if isinstance(part, Not):
                    negated.add(type(part.item))
                if isinstance(part, get_args(Condition)):
                    answers[type(part)].add(truth(part, person))
                if isinstance(part, Compare) and _on_threshold(part, person):
                    seen_values.add("a number on the threshold")
        for name, declared in DECLARED.items():
            seen_values.update(_described(declared.type, name, person))

    collect()
    assert kinds == {*get_args(Condition), *get_args(Quantity)}
    assert operators == {*get_args(Operator), "+", "-", "*", "/"}
    assert negated == set(get_args(Condition)), "every kind stands under a NOT"
    assert {kind for kind in LEAVES if kind in negated} == set(LEAVES)
    for kind in get_args(Condition):
        possible = {True, False} if kind.__name__ == "Always" else {True, False, None}
        assert answers[kind] == possible, kind.__name__
    assert AtLeast in kinds
    assert seen_values == {
        "a missing yes_no",
        "a missing number",
        "a missing choice",
        "a missing choices",
        "an unknown yes_no",
        "an unknown number",
        "an unknown choice",
        "an unknown choices",
        "an empty list",
        "a closed list",
        "a list with an open end",
        "an open list with nothing named",
        "a number on the threshold",
        "minus zero",
        "a huge number",
    }


def _on_threshold(comparison: Compare, person: Facts) -> bool:
    match comparison:
        case Compare(Amount(finding), _, Number(value)) | Compare(
            Number(value), _, Amount(finding)
        ):
            return value in THRESHOLDS[finding] and person.get(finding) == value
    return False


def _described(kind: str, name: str, person: Facts) -> set[str]:
    if name not in person:
        return {f"a missing {kind}"}
    match person[name]:
        case None:
            return {f"an unknown {kind}"}
        case frozenset() as listed:
            if None in listed:
                named = listed - {None}
                return {
                    "a list with an open end" if named else "an open list with nothing named",
                }
            return {"a closed list" if listed else "an empty list"}
        case float() as number:
            return {
                *(["minus zero"] if repr(number) == "-0.0" else []),
                *(["a huge number"] if abs(number) == 1e15 else []),
            }
    return set()
