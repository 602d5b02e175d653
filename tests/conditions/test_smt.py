"""The formulas for Z3 mean what the interpreter says, and their models are answers."""

from fractions import Fraction
from typing import Any

import z3
from backends import DECLARED
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import conditions, facts

from carrywell.conditions.interpreter import amount, truth
from carrywell.conditions.nodes import (
    Amount,
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Condition,
    Not,
    Number,
    Or,
    Quantity,
)
from carrywell.conditions.smt import Variables, facts_of, negate, rails, value_under
from carrywell.conditions.values import Facts, Truth

FEW = settings(
    max_examples=30,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)
SHE = Variables("she", DECLARED.values())


def exact(quantity: Quantity, known: Facts) -> Fraction | None:
    """The quantity without rounding."""
    match quantity:
        case Number(value):
            return Fraction(value)
        case Amount(finding):
            given_value = known.get(finding)
            return Fraction(given_value) if isinstance(given_value, float | int) else None
        case Arithmetic(operator, left, right):
            first, second = exact(left, known), exact(right, known)
            if first is None or second is None:
                return None
            match operator:
                case "+":
                    return first + second
                case "-":
                    return first - second
                case "*":
                    return first * second
                case "/":
                    return first / second


def nothing_rounds(condition: Condition, known: Facts) -> bool:
    """No sum or product is rounded: only then do doubles and real numbers have to agree."""
    match condition:
        case Compare(left, _, right):
            return all(
                (value := exact(side, known)) is None or Fraction(amount(side, known) or 0) == value
                for side in (left, right)
            )
        case Not(item):
            return nothing_rounds(item, known)
        case And(items) | Or(items) | AtLeast(_, items):
            return all(nothing_rounds(item, known) for item in items)
        case _:
            return True


def proved(condition: Condition, known: Facts) -> Truth:
    both = rails(condition, SHE)
    certain, possible = (value_under(one, SHE, known) for one in (both.certain, both.possible))
    assert possible or not certain
    return True if certain else None if possible else False


@FEW
@given(st.lists(conditions(), min_size=5, max_size=10), st.lists(facts(), min_size=3, max_size=5))
def test_a_formula_means_what_the_interpreter_says(
    many: list[Condition], people: list[Facts]
) -> None:
    compared = 0
    for condition in many:
        for person in people:
            if nothing_rounds(condition, person):
                assert proved(condition, person) is truth(condition, person)
                compared += 1
    assume(compared)


@FEW
@given(conditions(), st.sampled_from((True, False, None)))
def test_every_model_replays_through_the_interpreter(condition: Condition, wanted: Truth) -> None:
    both = rails(condition, SHE)
    match wanted:
        case True:
            asked: Any = both.certain
        case False:
            asked = negate(both.possible)
        case None:
            asked = z3.And(both.possible, negate(both.certain))
    solver = z3.Solver()
    solver.set("timeout", 2000)
    solver.add(*SHE.rules(), asked)
    if solver.check() != z3.sat:
        return
    found = facts_of(SHE, DECLARED.values(), solver.model())
    if nothing_rounds(condition, found):
        assert truth(condition, found) is wanted


@FEW
@given(facts())
def test_facts_survive_the_way_through_a_model(person: Facts) -> None:
    solver = z3.Solver()
    solver.add(*SHE.rules(), *(left == right for left, right in SHE.fixed(person)))
    assert solver.check() == z3.sat
    told = {
        name: value
        for name, value in person.items()
        if value is not None and value != frozenset({None})
    }
    assert facts_of(SHE, DECLARED.values(), solver.model()) == told
