"""Interval arithmetic over plausible ranges: finds comparisons that no answer can make true."""

from collections.abc import Callable, Mapping
from itertools import product
from math import isinf
from typing import NoReturn

from carrywell.conditions.nodes import (
    Amount,
    Arithmetic,
    Compare,
    Number,
    Operator,
    Quantity,
    quantity_findings,
)
from carrywell.conditions.values import Declaration

Refuse = Callable[[str, str], NoReturn]
_INFINITY = float("inf")

# What must be true of left - right
_HOLDS: dict[Operator, Callable[[float], bool]] = {
    "<": lambda difference: difference < 0,
    "<=": lambda difference: difference <= 0,
    ">": lambda difference: difference > 0,
    ">=": lambda difference: difference >= 0,
    "=": lambda difference: difference == 0,
    "<>": lambda difference: difference != 0,
}


def range_of(quantity: Quantity, declarations: Mapping[str, Declaration]) -> tuple[float, float]:
    """Lowest and highest value the quantity can take, by interval arithmetic (an outer bound)."""
    match quantity:
        case Number(value):
            return value, value
        case Amount(finding):
            declared = declarations[finding]
            low = -_INFINITY if declared.minimum is None else declared.minimum
            high = _INFINITY if declared.maximum is None else declared.maximum
            return low, high
        case Arithmetic(operator, left, right):
            first, second = range_of(left, declarations), range_of(right, declarations)
            match operator:
                case "+":
                    return first[0] + second[0], first[1] + second[1]
                case "-":
                    return first[0] - second[1], first[1] - second[0]
                case "*":
                    corners = [_times(a, b) for a, b in product(first, second)]
                case "/":  # a / b itself: a * (1 / b) rounds differently
                    corners = [_divided(a, b) for a, b in product(first, second) if b != 0]
            return min(corners), max(corners)


def refuse_settled(
    comparison: Compare, declarations: Mapping[str, Declaration], refuse: Refuse
) -> None:
    """Calls `refuse` when the comparison can never hold, or always does, within the ranges."""
    low, high = range_of(Arithmetic("-", comparison.left, comparison.right), declarations)
    if low == -_INFINITY and high == _INFINITY:
        return
    holds = _HOLDS[comparison.operator]
    if comparison.operator in ("=", "<>"):
        possible = low <= 0 <= high
        never = not possible if comparison.operator == "=" else low == high == 0
        always = low == high == 0 if comparison.operator == "=" else not possible
    else:
        never = not holds(low) and not holds(high)
        always = holds(low) and holds(high)
    if never or always:
        within = _ranges(comparison, declarations)
        refuse(
            f"this {'never' if never else 'always'} holds: {within}",
            "Check the number, its unit and the direction of the comparison.",
        )


def refuse_zero_divisor(
    division: Arithmetic, declarations: Mapping[str, Declaration], refuse: Refuse
) -> None:
    """Calls `refuse` unless the divisor's range leaves zero out."""
    low, high = range_of(division.right, declarations)
    if low <= 0 <= high:
        refuse(
            "this divides by something that can be zero",
            "Divide only by a finding whose range leaves zero out, or multiply instead.",
        )


def _times(left: float, right: float) -> float:
    """Zero times infinity is zero here: a factor of zero makes the product zero."""
    return 0.0 if left == 0 or right == 0 else left * right


def _divided(left: float, right: float) -> float:
    """Anything divided by infinity is zero here, as it is in the limit of a finite quantity."""
    return 0.0 if isinf(right) else left / right


def _ranges(comparison: Compare, declarations: Mapping[str, Declaration]) -> str:
    names = dict.fromkeys(quantity_findings(comparison.left) + quantity_findings(comparison.right))
    told = []
    for name in names:
        low, high = range_of(Amount(name), declarations)
        told.append(f"{name} is from {low:g} to {high:g} {declarations[name].unit or ''}".strip())
    return "; ".join(told) or "there is no finding in it"
