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

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
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
            return Rails(every((known, met)), some((negate(known), met)))
        case OneOf(finding, options):
            named = [symbols.holds(finding, option) for option in options]
            others = [
                symbols.holds(finding, option)
                for option in symbols.answers(finding)
                if option not in options
            ]
            return Rails(some(named), negate(some(others)))
        case Includes(finding, option):
            ticked = symbols.ticked(finding, option)
            return Rails(ticked, some((ticked, symbols.is_open(finding))))
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


def _compare(left: Term, operator: Operator, right: Term) -> Formula:
    match operator:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "=":
            return left == right
        case "<>":
            return left != right


def real(value: float) -> Term:
    """A number as it is stored: the exact value of the double."""
    return z3.RealVal(str(Fraction(value)))


def every(formulas: Iterable[Formula]) -> Formula:
    """All of them."""
    left = [one for one in formulas if one is not True]
    if any(one is False for one in left):
        return False
    return True if not left else left[0] if len(left) == 1 else _joined(z3.Z3_mk_and, left)


def some(formulas: Iterable[Formula]) -> Formula:
    """At least one of them."""
    left = [one for one in formulas if one is not False]
    if any(one is True for one in left):
        return True
    return False if not left else left[0] if len(left) == 1 else _joined(z3.Z3_mk_or, left)


def negate(formula: Formula) -> Formula:
    """Not so."""
    if isinstance(formula, bool):
        return not formula
    context = z3.main_ctx()
    return z3.BoolRef(z3.Z3_mk_not(context.ref(), formula.as_ast()), context)


def _joined(make: Callable[..., Any], formulas: list[Formula]) -> Formula:
    """`z3.And` and `z3.Or` look at the sort of every part again, which took most of a proof's time."""
    context = z3.main_ctx()
    parts = (z3.Ast * len(formulas))(*(one.as_ast() for one in formulas))
    return z3.BoolRef(make(context.ref(), len(formulas), parts), context)


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
    return z3.AtLeast(*left, count)


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
                    made.append(z3.AtMost(*held, 1))
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
        declared = self.declared[finding]
        match declared.type:
            case "yes_no" | "choice":
                return some(self.holds(finding, answer) for answer in self.answers(finding))
            case "number":
                return self.known(finding)
            case "choices":
                ticked = [self.ticked(finding, option) for option in declared.options]
                return some((negate(self.is_open(finding)), *ticked))

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
