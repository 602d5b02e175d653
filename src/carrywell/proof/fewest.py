"""The fewest answers behind what is known: which facts she gave, and which only follow.

A model of the solver says what is known of her. She need not have answered all of it: a 'no' to an
umbrella item settles what it covers, a reading says that it was taken, a question that does not apply
has its stated value. `Given` has a Boolean for each answer and says, as `assessment.answers.settle`
does, that whatever is known was given or follows. Where it allows more than `settle`, fewer answers
than are needed may seem enough; never does it ask for more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.conditions.nodes import (
    Amount,
    And,
    AtLeast,
    Compare,
    Condition,
    Not,
    Number,
    Or,
    Yes,
    quantity_findings,
)
from carrywell.conditions.smt import Formula, Joined, Symbols, every, negate, real, some, told
from carrywell.conditions.values import Declaration, Value
from carrywell.guideline.compiled import Compiled
from carrywell.proof.groups import variables_of
from carrywell.proof.world import Woman, is_value

LONGEST = 5000
"""Milliseconds that the solver may look for the fewest."""


class Given:
    """What one woman answered herself. `rules` tie it to what is known of her."""

    def __init__(
        self,
        compiled: Compiled,
        woman: Symbols,
        declared: Mapping[str, Declaration],
        not_sure: Mapping[str, Formula],
        place: int,
    ) -> None:
        self.woman = woman
        self.not_sure = not_sure
        self._compiled = compiled
        self._place = place
        self.declared = declared
        self.answered = {name: z3.Bool(f"given.{place}.{name}") for name in declared}
        self._told = {name: told(woman, one) for name, one in declared.items()}

    def rules(self) -> Iterator[Formula]:
        """Whatever is known was given, or follows from what was given."""
        follows = self._follows_at_once()
        umbrella_of = {
            detail: name for name, details in self._compiled.umbrellas for detail, _ in details
        }
        asked = Woman(self._compiled, self.woman)
        conditional = {name for name, _, _ in self._compiled.conditional}
        settings = dict(self._compiled.settings)
        for name in self.declared:
            reasons = [self.answered[name], *follows[name]]
            # what follows at once must itself be known, and given or following
            yield some((negate(self._early(name)), every((self._told[name], some(reasons)))))
            if name in umbrella_of:
                umbrella = umbrella_of[name]
                said_no = self.woman.holds(umbrella, False)
                reasons.append(every((self._early(umbrella), said_no)))
            if name in conditional:
                reasons.append(negate(asked.rule(f"ask_when:{name}").possible))
            if name in settings:
                reasons.append(is_value(self.woman, self.declared[name], settings[name]))
            yield some((negate(self._told[name]), *reasons))

    def _early(self, name: str) -> Formula:
        return z3.Bool(f"early.{self._place}.{name}")

    def _follows_at_once(self) -> dict[str, list[Formula]]:
        """Of each finding, what `settle` takes it from before it looks at umbrellas."""
        found: dict[str, list[Formula]] = {name: [] for name in self.declared}
        for one in self._compiled.content.findings:
            if one.derived is not None:
                continue
            for other in one.implies:
                found[other].append(self._early(one.id))
            match self._compiled.conditions.get(f"ask_when:{one.id}"):
                case Yes(guard) | Not(Yes(guard)) if guard in found:
                    found[guard].append(self._early(one.id))
        for umbrella, details in self._compiled.umbrellas:
            is_there = self.woman.holds(umbrella, True)
            found[umbrella] += [every((self._early(one), is_there)) for one, _ in details]
        return found


def _fact(value: Any) -> Value:
    return frozenset(value) if isinstance(value, list) else value


class Limits:
    """The numbers that something compares each finding with: between two of them all is the same.

    `sums` are the findings that arithmetic reads, of which that cannot be said.
    """

    def __init__(self, compiled: Compiled, formulas: Iterable[Formula]) -> None:
        self._values: dict[str, set[float]] = {}
        self.sums = frozenset(
            name
            for amount in compiled.artefact.quantities.values()
            for name in quantity_findings(amount)
        )
        seen: set[int] = set()
        for one in formulas:
            self._look(one, seen)
        for condition in compiled.conditions.values():
            for leaf in _leaves(condition):
                match leaf:
                    case Compare(Amount(name), _, Number(value)) | Compare(
                        Number(value), _, Amount(name)
                    ):
                        self._values.setdefault(name, set()).add(value)

    def region(self, woman: Symbols, name: str, value: float) -> Formula:
        """Her number lies between the same two limits as this value, or at the same one."""
        amount, limits = woman.amount(name), self._values.get(name, set())
        if value in limits:
            return amount == real(value)
        below = max((one for one in limits if one < value), default=None)
        above = min((one for one in limits if one > value), default=None)
        return every(
            (
                True if below is None else amount > real(below),
                True if above is None else amount < real(above),
            )
        )

    def _look(self, formula: Formula, seen: set[int]) -> None:
        if isinstance(formula, bool) or id(formula) in seen:
            return
        seen.add(id(formula))
        if isinstance(formula, Joined):
            for one in formula.parts:
                self._look(one, seen)
            return
        parts = formula.children()
        numbers = [float(one.as_fraction()) for one in parts if z3.is_rational_value(one)]
        for name in variables_of(formula) if numbers else ():
            self._values.setdefault(name, set()).update(numbers)


def _leaves(condition: Condition) -> Iterator[Condition]:
    match condition:
        case Not(item):
            yield from _leaves(item)
        case And(items) | Or(items) | AtLeast(_, items):
            for one in items:
                yield from _leaves(one)
        case _:
            yield condition


def cost(name: str, women: Sequence[Given]) -> Formula:
    """Whether an answer about this finding counts: any of them gave it, or was not sure of it."""
    return some(
        part for one in women for part in (one.answered[name], one.not_sure.get(name, False))
    )


def fewest(women: Sequence[Given], formulas: Sequence[Formula]) -> Any:
    """A solver whose next model has the fewest answers that fulfil the formulas."""
    solver = z3.Optimize()
    solver.set("timeout", LONGEST)
    solver.add(*(one for one in formulas if one is not True))
    for one in women:
        solver.add(*(rule for rule in one.rules() if rule is not True))
    for name in women[0].declared:
        solver.add_soft(negate(cost(name, women)))
    return solver


def otherwise(
    women: Sequence[Given], people: Sequence[Mapping[str, Any]], limits: "Limits"
) -> Formula:
    """Not these answers again, nor any that no rule tells apart from them."""
    same: list[Formula] = []
    for one, answers in zip(women, people, strict=True):
        for name, declared in one.declared.items():
            value = answers.get(name)
            if name not in answers:
                same.append(negate(one.answered[name]))
            elif value is None:
                same.append(negate(told(one.woman, declared)))
            elif isinstance(value, float):
                same += [one.woman.known(name), limits.region(one.woman, name, value)]
            else:
                same.append(is_value(one.woman, declared, _fact(value)))
    return negate(every(same))
