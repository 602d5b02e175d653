"""Text to condition: parsed by sqlglot, then walked against a list of what is allowed.

sqlglot reads whole SQL; a condition is a small part of it. Whatever the walk does not know is
refused, above all operators that look at unknown-ness: with one of those, learning an answer could
take back what was settled.
"""

from collections.abc import Mapping
from math import isinf
from typing import NoReturn

from sqlglot import exp

from carrywell.conditions.errors import ContentError, Place, Problem, nearest
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
from carrywell.conditions.reading import read_sql, too_deep
from carrywell.conditions.units import unit_of
from carrywell.conditions.values import Declaration

_COMPARISONS: dict[type[exp.Expression], Operator] = {
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.EQ: "=",
    exp.NEQ: "<>",
}
_FLIPPED: dict[Operator, Operator] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "=": "=",
    "<>": "<>",
}
_ARITHMETIC: dict[type[exp.Expression], str] = {
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
}
_LOOKS_AT_UNKNOWN = (
    exp.Is,
    exp.Coalesce,
    exp.Case,
    exp.If,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.Null,
)


def parse_condition(text: str, declarations: Mapping[str, Declaration], place: Place) -> Condition:
    """The condition that `text` writes, checked against the findings it may name.

    Raises `ContentError` with the file, line and column of the first mistake, the condition and
    what to write instead.
    """
    try:
        return _Walk(text, declarations, place).condition(read_sql(text, place))
    except RecursionError:
        raise too_deep(text, place) from None


def parse_quantity(text: str, declarations: Mapping[str, Declaration], place: Place) -> Quantity:
    """The arithmetic expression that `text` writes, for a derived number. Raises as above."""
    try:
        return _Walk(text, declarations, place).quantity(read_sql(text, place))
    except RecursionError:
        raise too_deep(text, place) from None


class _Walk:
    """One condition being read; holds what every error message needs."""

    def __init__(self, text: str, declarations: Mapping[str, Declaration], place: Place) -> None:
        self.text = text
        self.declarations = declarations
        self.place = place

    def refuse(self, node: exp.Expression, what: str, instead: str) -> NoReturn:
        starts = [
            int(part.meta["start"]) for part in node.walk() if part.meta.get("start") is not None
        ]
        place = self.place.at(min(starts) if starts else 0)
        raise ContentError((Problem(place, what, instead, self.text),))

    def condition(self, node: exp.Expression) -> Condition:
        if isinstance(node, exp.Paren):
            return self.condition(node.this)
        if isinstance(node, exp.Boolean):
            return Always(bool(node.this))
        if isinstance(node, exp.Column):
            return self._yes(node)
        if type(node) in _COMPARISONS:
            return self._comparison(node, _COMPARISONS[type(node)])
        if isinstance(node, exp.Between):
            return self._between(node)
        if isinstance(node, exp.In):
            return self._in(node)
        if isinstance(node, exp.Not):
            return Not(self.condition(node.this))
        if isinstance(node, exp.And):
            return And(tuple(self.condition(part) for part in _parts(node)))
        if isinstance(node, exp.Or):
            return Or(tuple(self.condition(part) for part in _parts(node)))
        if isinstance(node, exp.Anonymous) and node.name.lower() == "at_least":
            return self._at_least(node)
        if isinstance(node, _LOOKS_AT_UNKNOWN):
            self.refuse(
                node,
                "this looks at whether something is unknown",
                "Say what must be true instead. Unknown is handled for you: an answer that is not"
                " there leaves the condition undecided.",
            )
        return self.refuse(
            node,
            f"{node.sql()!r} cannot be used in a condition",
            "Use AND, OR, NOT, = <> < <= > >=, BETWEEN, IN, + - * / on numbers, and at_least().",
        )

    def quantity(self, node: exp.Expression) -> Quantity:
        if isinstance(node, exp.Paren):
            return self.quantity(node.this)
        if isinstance(node, exp.Literal) and not node.is_string:
            if isinf(float(node.this)):
                self.refuse(node, f"{node.this} is too large a number", "Write a smaller number.")
            return Number(float(node.this))
        if isinstance(node, exp.Neg):
            inner = self.quantity(node.this)
            if isinstance(inner, Number):
                return Number(-inner.value)
            return Arithmetic("-", Number(0.0), inner)
        if isinstance(node, exp.Column):
            declaration = self._declaration(node)
            if declaration.type != "number":
                self.refuse(
                    node,
                    f"{declaration.id!r} is not a number but {_kind(declaration)}",
                    _how_to_use(declaration),
                )
            return Amount(declaration.id)
        operator = _ARITHMETIC.get(type(node))
        if operator == "+":
            made = Arithmetic("+", self.quantity(node.this), self.quantity(node.expression))
        elif operator == "-":
            made = Arithmetic("-", self.quantity(node.this), self.quantity(node.expression))
        elif operator == "*":
            made = Arithmetic("*", self.quantity(node.this), self.quantity(node.expression))
        elif operator == "/":
            made = Arithmetic("/", self.quantity(node.this), self.quantity(node.expression))
            refuse_zero_divisor(made, self.declarations, lambda *why: self.refuse(node, *why))
        else:
            if isinstance(node, _LOOKS_AT_UNKNOWN):
                self.condition(node)
            self.refuse(
                node,
                f"{node.sql()!r} is not a number",
                "Write a number, a number finding, or + - * / of them.",
            )
        unit_of(made, self.declarations, lambda *why: self.refuse(node, *why))
        return made

    def _declaration(self, node: exp.Column) -> Declaration:
        name = ".".join(part.name for part in node.parts)
        declaration = self.declarations.get(name)
        if declaration is None:
            kind, listed = (
                ("warning sign", "content/signs") if node.table else ("finding", "content/findings")
            )
            self.refuse(
                node,
                f"no {kind} is called {name!r}",
                nearest(name, tuple(self.declarations), listed),
            )
        return declaration

    def _yes(self, node: exp.Column) -> Condition:
        declaration = self._declaration(node)
        if declaration.type != "yes_no":
            self.refuse(
                node,
                f"{declaration.id!r} is not yes or no but {_kind(declaration)}",
                _how_to_use(declaration),
            )
        return Yes(declaration.id)

    def _comparison(self, node: exp.Expression, operator: Operator) -> Condition:
        left, right = node.this, node.expression
        for side, other, seen in ((left, right, operator), (right, left, _FLIPPED[operator])):
            plain = side.unnest()
            if (
                isinstance(plain, exp.Column)
                and (declaration := self._declaration(plain)).type != "number"
            ):
                return self._compared_with_text(node, declaration, seen, other.unnest())
        if any(
            isinstance(side.unnest(), exp.Literal) and side.unnest().is_string
            for side in (left, right)
        ):
            self.refuse(
                node,
                "a number is compared with text",
                "Write the number without quotes.",
            )
        made = Compare(self.quantity(left), operator, self.quantity(right))
        return self._number_comparison(node, made)

    def _number_comparison(self, node: exp.Expression, made: Compare) -> Condition:
        def refuse(what: str, instead: str) -> NoReturn:
            self.refuse(node, what, instead)

        difference = Arithmetic("-", made.left, made.right)
        unit_of(difference, self.declarations, refuse)
        refuse_settled(made, self.declarations, refuse)
        return made

    def _compared_with_text(
        self,
        node: exp.Expression,
        declaration: Declaration,
        operator: Operator,
        other: exp.Expression,
    ) -> Condition:
        if declaration.type != "choice" or operator not in ("=", "<>"):
            self.refuse(
                node,
                f"{declaration.id!r} is {_kind(declaration)} and cannot be compared like this",
                _how_to_use(declaration),
            )
        chosen = OneOf(declaration.id, (self._option(declaration, other),))
        return chosen if operator == "=" else Not(chosen)

    def _option(self, declaration: Declaration, node: exp.Expression) -> str:
        if isinstance(node, exp.Null):
            self.condition(node)
        if not (isinstance(node, exp.Literal) and node.is_string):
            self.refuse(
                node,
                f"{node.sql()!r} is not one of the answers to {declaration.id!r}",
                f"The answers are: {', '.join(declaration.options)} (in single quotes).",
            )
        option = str(node.this)
        if option not in declaration.options:
            self.refuse(
                node,
                f"{option!r} is not one of the answers to {declaration.id!r}",
                nearest(
                    option,
                    declaration.options,
                    f"{declaration.id}: {', '.join(declaration.options)}",
                ),
            )
        return option

    def _between(self, node: exp.Between) -> Condition:
        value = self.quantity(node.this)
        low, high = self.quantity(node.args["low"]), self.quantity(node.args["high"])
        if isinstance(low, Number) and isinstance(high, Number) and low.value > high.value:
            self.refuse(
                node,
                "BETWEEN has its bounds the wrong way round, so it never holds",
                f"Write BETWEEN {high.value:g} AND {low.value:g}.",
            )
        return And(
            (
                self._number_comparison(node, Compare(value, ">=", low)),
                self._number_comparison(node, Compare(value, "<=", high)),
            )
        )

    def _in(self, node: exp.In) -> Condition:
        field = node.args.get("field")
        if field is not None:  # 'saddle' IN numbness_where
            if not isinstance(field, exp.Column):
                self.refuse(node, f"{field.sql()!r} is not a finding", "Name a finding after IN.")
            declaration = self._declaration(field)
            if declaration.type != "choices":
                self.refuse(
                    node,
                    f"{declaration.id!r} does not hold several answers; it is {_kind(declaration)}",
                    _how_to_use(declaration),
                )
            return Includes(declaration.id, self._option(declaration, node.this))
        listed = node.expressions
        if not listed or not isinstance(node.this, exp.Column):
            self.refuse(
                node,
                "IN needs a finding on its left and a list on its right",
                "Write finding IN ('one', 'other'), or 'answer' IN finding.",
            )
        declaration = self._declaration(node.this)
        if declaration.type == "number":
            value = Amount(declaration.id)
            return Or(
                tuple(
                    self._number_comparison(node, Compare(value, "=", self.quantity(one)))
                    for one in listed
                )
            )
        if declaration.type != "choice":
            self.refuse(
                node,
                f"{declaration.id!r} is {_kind(declaration)} and cannot stand before IN",
                _how_to_use(declaration),
            )
        return OneOf(declaration.id, tuple(self._option(declaration, one) for one in listed))

    def _at_least(self, node: exp.Anonymous) -> Condition:
        count, *items = node.expressions or [node]
        if not (
            isinstance(count, exp.Literal) and not count.is_string and str(count.this).isdigit()
        ):
            self.refuse(
                node, "at_least() starts with a whole number", "Write at_least(2, a, b, c)."
            )
        needed = int(count.this)
        if not 1 <= needed <= len(items):
            self.refuse(
                node,
                f"at_least({needed}, ...) of {len(items)} conditions can never be right",
                f"Write a number from 1 to {len(items)}.",
            )
        return AtLeast(needed, tuple(self.condition(item) for item in items))


def _parts(node: exp.Connector) -> tuple[exp.Expression, ...]:
    """The operands of a chain of ANDs or ORs."""
    return tuple(part for part in node.flatten() if isinstance(part, exp.Expression))


def _kind(declaration: Declaration) -> str:
    return {
        "yes_no": "a yes-or-no finding",
        "choice": f"one of: {', '.join(declaration.options)}",
        "choices": f"any of: {', '.join(declaration.options)}",
        "number": f"a number of {declaration.unit}",
    }[declaration.type]


def _how_to_use(declaration: Declaration) -> str:
    example = declaration.options[0] if declaration.options else "answer"
    return (
        "Write "
        + {
            "yes_no": f"{declaration.id} or NOT {declaration.id}.",
            "choice": f"{declaration.id} = '{example}' or {declaration.id} IN ('{example}', ...).",
            "choices": f"'{example}' IN {declaration.id}.",
            "number": f"a comparison, such as {declaration.id} >= {declaration.minimum:g}."
            if declaration.minimum is not None
            else f"a comparison of {declaration.id} with a number.",
        }[declaration.type]
    )
