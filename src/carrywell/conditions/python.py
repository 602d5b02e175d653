"""A condition as Python source: two expressions, *certainly true* and *not certainly false*.

Twin of `interpreter`: the same cases in the same order, over the normal form. Inside the generated
function each finding is a local variable:

========== ============================================= =========================
type       local                                         unknown
========== ============================================= =========================
yes_no     ``True`` or ``False``                         ``None``
number     ``float``                                     NaN, so comparing is False
choice     option id                                     ``None``
choices    ``frozenset``                                 ``frozenset({None})``
========== ============================================= =========================

With NaN for unknown, ``x < 37`` is 'certainly', and ``not x >= 37`` is 'possibly'.
"""

from collections.abc import Callable
from typing import Literal

from carrywell.conditions.nodes import (
    NEGATED_OPERATOR,
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

Rail = Literal["certain", "possible"]

_PYTHON_OPERATOR: dict[Operator, str] = {
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
    "=": "==",
    "<>": "!=",
}


def expression(condition: Condition, rail: Rail, local: Callable[[str], str]) -> str:
    """Python source that is truthy exactly when the condition is so on that rail.

    `condition` is in normal form (see `normal_form`); `local` names the variable of a finding.
    """
    certain = rail == "certain"
    match condition:
        case Always(value):
            return str(value)
        case Yes(finding):
            return local(finding) if certain else f"{local(finding)} is not False"
        case Compare(left, operator, right):
            return _compare(
                quantity(left, local), operator, quantity(right, local), certain=certain
            )
        case OneOf(finding, options):
            return f"{local(finding)} in {_options(options, unknown=not certain)}"
        case Includes(finding, option):
            ticked = f"{option!r} in {local(finding)}"
            return ticked if certain else f"({ticked} or None in {local(finding)})"
        case Not(Yes(finding)):
            return f"{local(finding)} is False" if certain else f"not {local(finding)}"
        case Not(OneOf(finding, options)):
            return f"{local(finding)} not in {_options(options, unknown=certain)}"
        case Not(Includes(finding, option)):
            ticked = f"{option!r} in {local(finding)}"
            return f"not ({ticked} or None in {local(finding)})" if certain else f"not {ticked}"
        case Not():
            raise ValueError(f"not in normal form: {condition}")
        case And(items):
            return "(" + " and ".join(expression(item, rail, local) for item in items) + ")"
        case Or(items):
            return "(" + " or ".join(expression(item, rail, local) for item in items) + ")"
        case AtLeast(count, items):
            parts = ", ".join(_counted(item, rail, local) for item in items)
            if certain:
                return f"({parts},).count(True) >= {count}"
            return f"({parts},).count(False) <= {len(items) - count}"


def _counted(item: Condition, rail: Rail, local: Callable[[str], str]) -> str:
    """An item of `AtLeast` as a value that is True when certain, False when impossible."""
    if isinstance(item, Yes):
        return local(item.finding)
    inner = expression(item, rail, local)
    return f"True if {inner} else None" if rail == "certain" else f"None if {inner} else False"


def quantity(node: Quantity, local: Callable[[str], str]) -> str:
    """Python source of a quantity; NaN when a finding in it is unknown."""
    match node:
        case Number(value):
            return repr(value)
        case Amount(finding):
            return local(finding)
        case Arithmetic(operator, left, right):
            return f"({quantity(left, local)} {operator} {quantity(right, local)})"


def _compare(left: str, operator: Operator, right: str, *, certain: bool) -> str:
    if operator == "<>" and certain:  # NaN != 1 is True in Python, so spell it out
        return f"({left} < {right} or {left} > {right})"
    if operator == "=" and not certain:
        return f"not ({left} < {right} or {left} > {right})"
    if certain:
        return f"{left} {_PYTHON_OPERATOR[operator]} {right}"
    return f"not {left} {_PYTHON_OPERATOR[NEGATED_OPERATOR[operator]]} {right}"


def _options(options: tuple[str, ...], *, unknown: bool) -> str:
    listed: tuple[str | None, ...] = (None, *options) if unknown else options
    return repr(listed)
