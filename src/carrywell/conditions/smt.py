"""A condition as two Z3 formulas: *certainly true* and *not certainly false*, for proofs.

Twin of `interpreter`: the same cases in the same order, on the written shape. What is known of the
findings comes from `Symbols`:

========== ========================================= ====================================
type       known                                     unknown
========== ========================================= ====================================
yes_no     `holds` of ``True`` or of ``False``       `holds` of neither
choice     `holds` of one option                     `holds` of none
number     `known`, and the value is `amount`        not `known`; the `amount` is idle
choices    `ticked` option by option; `is_open` for  `is_open` and nothing ticked, which is
           'and perhaps others'                      what it means to every condition
========== ========================================= ====================================

Amounts are real numbers and arithmetic on them is exact, so where the interpreter rounds a sum or
a product to a double just across a threshold the two differ. Comparing one finding with a written
number never rounds. `Formula` is a Z3 expression or a plain bool: constants are folded here, which
keeps formulas small. Only proofs import this module; z3 is an optional dependency.
"""

import operator as operators
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Any, Protocol

import msgspec
import z3  # type: ignore[import-untyped]  # it ships no types

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
from carrywell.conditions.values import Declaration, Facts, Value

Formula = Any
"""A Z3 Boolean expression, or a plain bool."""
Term = Any
"""A Z3 real expression."""
_CONTEXT = z3.main_ctx()


class Joined(z3.BoolRef):  # type: ignore[misc]  # z3 ships no types
    """A formula that remembers its parts, so that it can be walked without asking Z3.

    `kind` is ``and``, ``or``, ``not`` or ``at least N``. `is_answer`: it says what is known of one
    finding, and its parts mean nothing by themselves.
    """

    kind: str
    parts: tuple[Formula, ...]
    is_answer = False


class Rails(msgspec.Struct, frozen=True):
    """`certain`: certainly true. `possible`: not certainly false. Certain implies possible."""

    certain: Formula
    possible: Formula


class Symbols(Protocol):
    """What is known of each finding, as formulas."""

    def holds(self, finding: str, answer: bool | str) -> Formula:
        """A yes_no or choice finding certainly has this answer."""

    def known(self, finding: str) -> Formula:
        """A number finding has a value."""

    def amount(self, finding: str) -> Term:
        """The value of a number finding; meaningless while it is not known."""

    def ticked(self, finding: str, option: str) -> Formula:
        """A choices finding certainly includes this option."""

    def is_open(self, finding: str) -> Formula:
        """A choices finding may include more than what is ticked."""

    def answers(self, finding: str) -> tuple[bool | str, ...]:
        """Every answer that a yes_no or choice finding can have."""


def rails(condition: Condition, symbols: Symbols) -> Rails:
    """Both rails of a condition."""
    match condition:
        case Always(value):
            return Rails(value, value)
        case Yes(finding):
            return Rails(symbols.holds(finding, True), negate(symbols.holds(finding, False)))
        case Compare(left, operator, right):
            known = every((quantity_known(left, symbols), quantity_known(right, symbols)))
            if known is False:
                return Rails(False, True)
            met = _compare(quantity(left, symbols), operator, quantity(right, symbols))
            return _one_answer(every((known, met)), some((negate(known), met)))
        case OneOf(finding, options):
            named = [symbols.holds(finding, option) for option in options]
            others = [
                symbols.holds(finding, option)
                for option in symbols.answers(finding)
                if option not in options
            ]
            return _one_answer(some(named), negate(some(others)))
        case Includes(finding, option):
            ticked = symbols.ticked(finding, option)
            return _one_answer(ticked, some((ticked, symbols.is_open(finding))))
        case Not(item):
            inner = rails(item, symbols)
            return Rails(negate(inner.possible), negate(inner.certain))
        case And(items):
            each = [rails(item, symbols) for item in items]
            return Rails(every(one.certain for one in each), every(one.possible for one in each))
        case Or(items):
            each = [rails(item, symbols) for item in items]
            return Rails(some(one.certain for one in each), some(one.possible for one in each))
        case AtLeast(count, items):
            each = [rails(item, symbols) for item in items]
            return Rails(
                at_least(count, [one.certain for one in each]),
                at_least(count, [one.possible for one in each]),
            )


def _one_answer(certain: Formula, possible: Formula) -> Rails:
    return Rails(as_answer(certain), as_answer(possible))


def as_answer(formula: Formula) -> Formula:
    """The formula, marked as one that says what is known of one finding."""
    if isinstance(formula, Joined):
        formula.is_answer = True
        if formula.kind == "not":
            as_answer(formula.parts[0])
    return formula


def quantity(node: Quantity, symbols: Symbols) -> Term:
    """The value of a quantity; meaningless while a finding in it is not known."""
    match node:
        case Number(value):
            return real(value)
        case Amount(finding):
            return symbols.amount(finding)
        case Arithmetic(operator, left, right):
            first, second = quantity(left, symbols), quantity(right, symbols)
            match operator:
                case "+":
                    return first + second
                case "-":
                    return first - second
                case "*":
                    return first * second
                case "/":
                    return first / second


def quantity_known(node: Quantity, symbols: Symbols) -> Formula:
    """Every finding of the quantity is known."""
    match node:
        case Number():
            return True
        case Amount(finding):
            return symbols.known(finding)
        case Arithmetic(_, left, right):
            return every((quantity_known(left, symbols), quantity_known(right, symbols)))


_COMPARED: dict[Operator, Callable[[Any, Any], Any]] = {
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
    "=": operators.eq,
    "<>": operators.ne,
}


def _compare(left: Term, operator: Operator, right: Term) -> Formula:
    """Two written numbers are compared here; the rest is left to the solver."""
    compared = _COMPARED[operator]
    exact = getattr(left, "exact", None), getattr(right, "exact", None)
    return compared(left, right) if None in exact else compared(*exact)


@cache
def real(value: float) -> Term:
    """A number as it is stored: the exact value of the double, which is kept as `exact`."""
    made = z3.RealVal(str(Fraction(value)))
    made.exact = Fraction(value)
    return made


def every(formulas: Iterable[Formula]) -> Formula:
    """All of them."""
    left = []
    for one in formulas:
        if one is False:
            return False
        if one is not True:
            left.append(one)
    if len(left) > 1:
        return _joined("and", z3.Z3_mk_and, left)
    return left[0] if left else True


def some(formulas: Iterable[Formula]) -> Formula:
    """At least one of them."""
    left = []
    for one in formulas:
        if one is True:
            return True
        if one is not False:
            left.append(one)
    if len(left) > 1:
        return _joined("or", z3.Z3_mk_or, left)
    return left[0] if left else False


def negate(formula: Formula) -> Formula:
    """Not so."""
    if formula is True or formula is False:
        return not formula
    if isinstance(formula, Joined) and formula.kind == "not":
        return formula.parts[0]
    return _remembering("not", (formula,), z3.Z3_mk_not(_CONTEXT.ref(), formula.ast))


def _joined(kind: str, make: Callable[..., Any], formulas: list[Formula]) -> Formula:
    """`z3.And` and `z3.Or` look at the sort of every part again, which took most of a proof's time."""
    count = len(formulas)
    parts = (z3.Ast * count)(*[one.ast for one in formulas])
    return _remembering(kind, tuple(formulas), make(_CONTEXT.ref(), count, parts))


def _remembering(kind: str, parts: tuple[Formula, ...], ast: Any) -> Joined:
    made = Joined(ast, _CONTEXT)
    made.kind, made.parts = kind, parts
    return made


def either(chosen: Formula, then: Formula, otherwise: Formula) -> Formula:
    """`then` where `chosen` holds, else `otherwise`; for Booleans."""
    return some((every((chosen, then)), every((negate(chosen), otherwise))))


def at_least(count: int, formulas: Iterable[Formula]) -> Formula:
    """At least `count` of them."""
    left = [one for one in formulas if one is not False]
    count -= sum(one is True for one in left)
    left = [one for one in left if one is not True]
    if count <= 0:
        return True
    if count > len(left):
        return False
    return _remembering(f"at least {count}", tuple(left), z3.AtLeast(*left, count).ast)


class Variables:
    """Free variables for these findings, each possibly unknown; `name` tells two people apart.

    `rules` says what values are possible: one answer at most, a number within its range.
    """

    def __init__(self, name: str, declarations: Iterable[Declaration]) -> None:
        self.declared = {one.id: one for one in declarations}
        self._made: dict[tuple[str, str], Any] = {}
        self.name = name

    def holds(self, finding: str, answer: bool | str) -> Formula:
        """See `Symbols`."""
        return self._bool(finding, f"={answer}")

    def known(self, finding: str) -> Formula:
        """See `Symbols`."""
        return self._bool(finding, "?")

    def amount(self, finding: str) -> Term:
        """See `Symbols`."""
        key = (finding, "")
        if key not in self._made:
            self._made[key] = z3.Real(f"{self.name}.{finding}")
        return self._made[key]

    def ticked(self, finding: str, option: str) -> Formula:
        """See `Symbols`."""
        return self._bool(finding, f":{option}")

    def is_open(self, finding: str) -> Formula:
        """See `Symbols`."""
        return self._bool(finding, "...")

    def answers(self, finding: str) -> tuple[bool | str, ...]:
        """See `Symbols`."""
        declared = self.declared[finding]
        return (True, False) if declared.type == "yes_no" else declared.options

    def rules(self) -> list[Formula]:
        """What holds of any values."""
        made: list[Formula] = []
        for one in self.declared.values():
            match one.type:
                case "yes_no" | "choice":
                    held = [self.holds(one.id, answer) for answer in self.answers(one.id)]
                    made += [negate(every(both)) for both in combinations(held, 2)]
                case "number":
                    amount = self.amount(one.id)
                    if one.minimum is not None:
                        made.append(amount >= real(one.minimum))
                    if one.maximum is not None:
                        made.append(amount <= real(one.maximum))
                case "choices":
                    continue
        return made

    def is_told(self, finding: str) -> Formula:
        """Something is known of the finding."""
        return told(self, self.declared[finding])

    def fixed(self, facts: Facts) -> list[tuple[Any, Any]]:
        """Each variable with its value under these facts, for `z3.substitute`."""
        pairs: list[tuple[Any, Any]] = []
        for one in self.declared.values():
            value = facts.get(one.id)
            match one.type:
                case "yes_no" | "choice":
                    for answer in self.answers(one.id):
                        same = value == answer and isinstance(value, type(answer))
                        pairs.append((self.holds(one.id, answer), z3.BoolVal(same)))
                case "number":
                    pairs.append((self.known(one.id), z3.BoolVal(value is not None)))
                    given = value if isinstance(value, float | int) else one.minimum or 0.0
                    pairs.append((self.amount(one.id), real(given)))  # idle while unknown
                case "choices":
                    listed = value if isinstance(value, frozenset) else frozenset({None})
                    pairs.append((self.is_open(one.id), z3.BoolVal(None in listed)))
                    pairs += [
                        (self.ticked(one.id, option), z3.BoolVal(option in listed))
                        for option in one.options
                    ]
        return pairs

    def _bool(self, finding: str, kind: str) -> Formula:
        key = (finding, kind)
        if key not in self._made:
            self._made[key] = z3.Bool(f"{self.name}.{finding}{kind}")
        return self._made[key]


def told(symbols: Symbols, declared: Declaration) -> Formula:
    """Something is known of the finding."""
    match declared.type:
        case "yes_no" | "choice":
            answers = symbols.answers(declared.id)
            return some(symbols.holds(declared.id, answer) for answer in answers)
        case "number":
            return symbols.known(declared.id)
        case "choices":
            ticked = [symbols.ticked(declared.id, option) for option in declared.options]
            return some((negate(symbols.is_open(declared.id)), *ticked))


def facts_of(symbols: Symbols, declared: Iterable[Declaration], model: Any) -> dict[str, Value]:
    """What is known of these findings in a model; what is unknown is left out.

    A number becomes the nearest double: whoever uses the facts replays them.
    """
    found = {one.id: _value(one, symbols, model) for one in declared}
    return {name: value for name, value in found.items() if value is not None}


def _value(declared: Declaration, symbols: Symbols, model: Any) -> Value:
    def holds(formula: Formula) -> bool:
        if isinstance(formula, bool):
            return formula
        return bool(z3.is_true(model.eval(formula, model_completion=True)))

    match declared.type:
        case "yes_no" | "choice":
            answers = symbols.answers(declared.id)
            return next((one for one in answers if holds(symbols.holds(declared.id, one))), None)
        case "number":
            if not holds(symbols.known(declared.id)):
                return None
            found = model.eval(symbols.amount(declared.id), model_completion=True)
            if not z3.is_rational_value(found):  # a root: near enough, and replayed
                found = found.approx(20)
            return float(Fraction(found.numerator_as_long(), found.denominator_as_long()))
        case "choices":
            listed: frozenset[str | None] = frozenset(
                option for option in declared.options if holds(symbols.ticked(declared.id, option))
            )
            if not holds(symbols.is_open(declared.id)):
                return listed
            return listed | {None} if listed else None


def value_under(formula: Formula, variables: Variables, facts: Mapping[str, Value]) -> bool:
    """What a formula over these variables comes to under these facts."""
    if isinstance(formula, bool):
        return formula
    settled = z3.simplify(z3.substitute(formula, *variables.fixed(facts)))
    if not (z3.is_true(settled) or z3.is_false(settled)):
        raise ValueError(f"the facts leave this open: {settled}")
    return bool(z3.is_true(settled))
