"""Random conditions that the parser could have accepted, and random facts for them.

Numbers in conditions and in facts come from the same short lists more often than not: most mistakes
of a comparison show only when the value stands exactly on the threshold.
"""

from functools import cache
from typing import Any, NoReturn, get_args

from backends import DECLARED
from hypothesis import strategies as st

from carrywell.conditions.nodes import (
    Always,
    Amount,
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Condition,
    Includes,
    Not,
    Number,
    OneOf,
    Operator,
    Or,
    Quantity,
    Yes,
)
from carrywell.conditions.ranges import refuse_settled, refuse_zero_divisor
from carrywell.conditions.units import unit_of
from carrywell.conditions.values import Facts, FindingType

# Both ends of the range, both zeros, floats that are easy to get wrong
THRESHOLDS = {
    "temperature": (34.0, 37.5, 37.6, 38.0, 38.00000000000001, 43.0),
    "weeks": (0.0, -0.0, 19.999999999999996, 20.0, 37.0, 45.0),
    "days": (0.0, 1.0, 140.0, 300.0),
    "gain": (-20.0, -0.1, -0.0, 0.0, 0.30000000000000004, 60.0),
    "weight": (30.0, 62.3, 280.0),
    "height": (120.0, 165.0, 220.0),
    "score": (0.0, 7.0, 49.0),
    "count": (-1e15, -0.0, 5e-324, 1e-7, 123456789012345.67, 1e15),
}


class RefusedError(Exception):
    """The parser would not have accepted this."""


# Building a strategy costs far more than drawing from it, so each is built once


@cache
def names(kind: FindingType) -> st.SearchStrategy[str]:
    return st.sampled_from([one.id for one in DECLARED.values() if one.type == kind])


@cache
def numbers_of(finding: str) -> st.SearchStrategy[float]:
    declared = DECLARED[finding]
    near = st.sampled_from(THRESHOLDS[finding])
    return st.one_of(near, near, st.floats(declared.minimum, declared.maximum))


@cache
def options_of(finding: str) -> st.SearchStrategy[str]:
    return st.sampled_from(DECLARED[finding].options)


@cache
def quantities(finding: str) -> st.SearchStrategy[Quantity]:
    """Mostly of this finding, so that the units fit."""
    small = st.sampled_from((-2.0, 0.5, 3.0, 7.0, 1e4)).map(Number)
    return st.recursive(
        st.one_of(st.just(Amount(finding)), names("number").map(Amount), small),
        lambda inner: st.builds(Arithmetic, st.sampled_from("+-*/"), inner, inner),
        max_leaves=3,
    )


@cache
def comparisons_of(finding: str) -> st.SearchStrategy[Compare]:
    operator = st.sampled_from(get_args(Operator))
    itself, number = st.just(Amount(finding)), numbers_of(finding).map(Number)
    made = quantities(finding)
    return st.one_of(
        st.builds(Compare, itself, operator, number),
        st.builds(Compare, number, operator, itself),
        st.builds(Compare, made, operator, number),
        st.builds(Compare, itself, operator, made),
    )


@cache
def chosen(finding: str) -> st.SearchStrategy[OneOf]:
    some = st.lists(options_of(finding), min_size=1, max_size=3, unique=True)
    return st.builds(OneOf, st.just(finding), some.map(tuple))


@cache
def included(finding: str) -> st.SearchStrategy[Includes]:
    return st.builds(Includes, st.just(finding), options_of(finding))


@cache
def leaves() -> st.SearchStrategy[Condition]:
    return st.one_of(
        names("yes_no").map(Yes),
        names("number").flatmap(comparisons_of).filter(parser_accepts),
        names("choice").flatmap(chosen),
        names("choices").flatmap(included),
        st.booleans().map(Always),
    )


@cache
def conditions() -> st.SearchStrategy[Condition]:
    return st.recursive(leaves(), _joined, max_leaves=6)


def _joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        inner.map(Not),
        several.map(And),
        several.map(Or),
        several.flatmap(
            lambda items: st.builds(AtLeast, st.integers(1, len(items)), st.just(items))
        ),
    )


@cache
def values(finding: str) -> st.SearchStrategy[Any]:
    """What is known of a finding; a list may still have an open end."""
    declared = DECLARED[finding]
    match declared.type:
        case "yes_no":
            return st.booleans()
        case "number":
            return numbers_of(finding)
        case "choice":
            return options_of(finding)
        case "choices":
            return st.frozensets(st.sampled_from((None, *declared.options)))


@cache
def facts() -> st.SearchStrategy[Facts]:
    """About one finding in four is unknown: missing, or there without a value."""
    known = {
        name: st.one_of(values(name), values(name), values(name), st.none()) for name in DECLARED
    }
    return st.fixed_dictionaries({}, optional=known) | st.fixed_dictionaries(known)


@st.composite
def learnt(draw: st.DrawFn, before: Facts) -> Facts:
    """The same person after some more answers: nothing that was known changes."""
    after: dict[str, Any] = {}
    for name in DECLARED:
        value = before.get(name)
        if value is None:
            value = draw(st.none() | values(name))
        elif isinstance(value, frozenset) and None in value:
            more = draw(st.frozensets(st.sampled_from(DECLARED[name].options)))
            still_open = draw(st.booleans())
            value = (value | more) if still_open else (value | more) - {None}
        after[name] = value
    return after


def parser_accepts(comparison: Compare) -> bool:
    def refuse(what: str, instead: str) -> NoReturn:
        raise RefusedError(what, instead)

    try:
        for side in (comparison.left, comparison.right):
            _refuse_zero_divisors(side, refuse)
        unit_of(Arithmetic("-", comparison.left, comparison.right), DECLARED, refuse)
        refuse_settled(comparison, DECLARED, refuse)
    except RefusedError:
        return False
    return True


def _refuse_zero_divisors(quantity: Quantity, refuse: Any) -> None:
    if isinstance(quantity, Arithmetic):
        _refuse_zero_divisors(quantity.left, refuse)
        _refuse_zero_divisors(quantity.right, refuse)
        if quantity.operator == "/":
            refuse_zero_divisor(quantity, DECLARED, refuse)
