"""A condition as one Polars expression over whole columns, whose null is 'unknown'.

Twin of `interpreter`: the same cases in the same order. Polars' own three-valued logic does the work,
so the written shape is printed, NOT and all. Each finding is a column: Boolean, Float64, String, or
for several choices one Boolean column an option (see `ticked`), null where that is not known. A NaN
would compare as larger than anything: whoever fills the columns turns it into null.
"""

from collections.abc import Callable
from functools import reduce
from operator import add, and_, eq, ge, gt, le, lt, mul, ne, or_, sub, truediv
from typing import Any

import polars as pl

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

_COMPARE: dict[Operator, Callable[[Any, Any], Any]] = {
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
    "=": eq,
    "<>": ne,
}
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul, "/": truediv}
_NOTHING = pl.lit(0.0)
_NONE, _ONE = pl.lit(0, dtype=pl.UInt8), pl.lit(1, dtype=pl.UInt8)


def ticked(finding: str, option: str) -> str:
    """The name of the column that says whether a choices finding includes this option."""
    return f"{finding}:{option}"


def expression(condition: Condition) -> pl.Expr:
    """The Polars expression of a condition."""
    match condition:
        case Always(value):
            return pl.lit(value)
        case Yes(finding):
            return pl.col(finding)
        case Compare(left, operator, right):
            return _COMPARE[operator](quantity(left), quantity(right))  # type: ignore[no-any-return]
        case OneOf(finding, options):
            return reduce(or_, (pl.col(finding) == option for option in options))
        case Includes(finding, option):
            return pl.col(ticked(finding, option))
        case Not(item):
            return ~expression(item)
        case And(items):
            return reduce(and_, (expression(item) for item in items))
        case Or(items):
            return reduce(or_, (expression(item) for item in items))
        case AtLeast(count, items):
            each = [expression(item) for item in items]
            return (
                pl.when(_count(each, unknown_as=False) >= count)
                .then(True)
                .when(_count(each, unknown_as=True) < count)
                .then(False)
            )


def quantity(node: Quantity) -> pl.Expr:
    """The Polars expression of a quantity, in double precision."""
    match node:
        case Number(value):
            return pl.lit(value, dtype=pl.Float64)
        case Amount(finding):
            return pl.col(finding)
        case Arithmetic(operator, left, right):
            first, second = quantity(left), quantity(right)
            if operator == "/":
                # by a plain number Polars multiplies with its inverse, which rounds: 49 / 49 is not 1
                second = second + first * _NOTHING
            return _ARITHMETIC[operator](first, second)  # type: ignore[no-any-return]


def _count(each: list[pl.Expr], *, unknown_as: bool) -> pl.Expr:
    """By `when`, which takes null for false and is much quicker than a cast from yes and no."""
    if unknown_as:
        return reduce(add, (pl.when(~one).then(_NONE).otherwise(_ONE) for one in each))
    return reduce(add, (pl.when(one).then(_ONE).otherwise(_NONE) for one in each))
