"""What a condition compares, as Polars expressions over whole columns, whose null is 'unknown'.

AND, OR, NOT and counting are done on planes of bits (`cohort.planes`). Each finding is a column: Boolean,
Float64, String or Enum, or for several choices one Boolean column an option (see `ticked`), null where that
is not known. A NaN would compare as larger than anything: whoever fills the columns turns it into null.
"""

from collections.abc import Callable
from functools import reduce
from operator import add, eq, ge, gt, le, lt, mul, ne, or_, sub, truediv
from typing import Any

import polars as pl

from carrywell.conditions.nodes import (
    Amount,
    Arithmetic,
    Compare,
    Condition,
    Number,
    OneOf,
    Operator,
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


def ticked(finding: str, option: str) -> str:
    """The name of the column that says whether a choices finding includes this option."""
    return f"{finding}:{option}"


def leaf(condition: Condition) -> pl.Expr:
    """The Polars expression of a condition that has no other in it. Raises `TypeError` for others."""
    match condition:
        case Yes(finding):
            return pl.col(finding)
        case Compare(left, operator, right):
            return _COMPARE[operator](quantity(left), quantity(right))  # type: ignore[no-any-return]
        case OneOf(finding, options):
            return reduce(or_, (pl.col(finding) == option for option in options))
        case _:
            raise TypeError(f"this is not read from one column: {condition}")


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
