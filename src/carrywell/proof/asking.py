"""Asks the solver, with only the rules of the world that a question can touch.

A guideline's findings fall into groups: two are in one group when a rule or a condition reads both,
straight or through others. What is asked about one group cannot depend on another, so each group has
its own solver, and a guideline of ten times the size costs ten times as much, not a hundred times.
A guideline as small as ours is one group: finding the groups would cost more than they save.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.conditions.smt import Formula, Joined, negate, some
from carrywell.guideline.compiled import Compiled
from carrywell.proof.groups import Groups

ONE_GROUP = 1000
"""Up to so many findings a guideline is asked about as a whole."""
EVERYONE = 1
"""The only group of a small guideline. A set of groups is a number with a bit for each."""


class UndecidedError(RuntimeError):
    """The solver gave up on a claim."""


class Asking:
    """What holds of every woman, ready to be asked about; `rules` are the world's."""

    def __init__(self, compiled: Compiled, rules: Sequence[Formula]) -> None:
        self._rules = rules
        self._solvers: dict[int, Any] = {}
        self._known: dict[tuple[int, ...], bool] = {}
        small = len(compiled.content.findings) <= ONE_GROUP
        self._groups = None if small else Groups(compiled, rules)

    def each_possible(self, formulas: Sequence[Formula]) -> tuple[bool, ...]:
        """Of each formula, whether some woman fulfils it."""
        if self._groups is None:
            return self._each_of_one_group(formulas)
        return tuple(self._possible_in_groups(self._groups, one) for one in formulas)

    def possible_among(
        self, formulas: Sequence[Formula], rules: Sequence[Formula] = ()
    ) -> tuple[int, ...]:
        """Places of formulas that some women fulfil; empty when nobody fulfils any of them."""
        if self._groups is None:
            return self._models(formulas, rules)
        places: dict[int, list[int]] = {}
        for place, one in enumerate(formulas):
            places.setdefault(self._groups.of(one), []).append(place)
        found: list[int] = []
        for here in places.values():
            models = self._models([formulas[place] for place in here], rules)
            found += [here[place] for place in models]
        return tuple(found)

    def solver(self, groups: int = EVERYONE) -> Any:
        """The solver of these groups. Whoever adds to it pushes first and pops after."""
        made = self._solvers.get(groups)
        if made is None:
            made = self._solvers[groups] = new_solver()
            made.add(*(one for one in self._rules if self._touches(one, groups)))
        return made

    def _touches(self, rule: Formula, groups: int) -> bool:
        return self._groups is None or bool(self._groups.of(rule) & groups)

    def _models(self, formulas: Sequence[Formula], rules: Sequence[Formula]) -> tuple[int, ...]:
        groups = EVERYONE
        if self._groups is not None:
            groups = self._groups.with_rules(self._groups.of(some(formulas)), rules)
        solver = self.solver(groups)
        solver.push()
        try:
            solver.add(*(one for one in rules if one is not True and self._touches(one, groups)))
            return _all_possible(solver, dict(enumerate(formulas)))
        finally:
            solver.pop()

    def _each_of_one_group(self, formulas: Sequence[Formula]) -> tuple[bool, ...]:
        """All are told at once, each behind a switch of its own: what is learnt of one serves all."""
        solver = self.solver()
        switches = [z3.Bool(f"ask.{place}") for place in range(len(formulas))]
        solver.push()
        solver.add(
            *(
                some((negate(switch), one))
                for switch, one in zip(switches, formulas, strict=True)
                if one is not True
            )
        )
        possible = tuple(_is_sat(solver, switch) for switch in switches)
        solver.pop()
        return possible

    def _possible_in_groups(self, groups: Groups, formula: Formula) -> bool:
        if isinstance(formula, bool):
            return formula
        apart = groups.apart(_conjuncts(formula))
        everyone = ((one, ()) for one in groups.each)
        return all(self._part_is_possible(*one) for one in (*apart.items(), *everyone))

    def _part_is_possible(self, groups: int, parts: Sequence[Formula]) -> bool:
        key = (groups, *(int(one.ast.value) for one in parts))
        if key not in self._known:
            solver = self.solver(groups)
            solver.push()
            solver.add(*parts)
            self._known[key] = _is_sat(solver)
            solver.pop()
        return self._known[key]


def new_solver() -> Any:
    """A solver set for these formulas: many small questions, nearly all of them about Booleans.

    Without relevancy it takes half the time; trying 'false' first finds women who told little.
    """
    made = z3.SimpleSolver()
    made.set("relevancy", 0)
    made.set("phase_selection", 0)
    return made


def _all_possible(solver: Any, formulas: dict[int, Formula]) -> tuple[int, ...]:
    found: list[int] = []
    left = {place: one for place, one in formulas.items() if one is not False}
    while left:
        wanted = some(left.values())
        if wanted is not True:
            solver.add(wanted)
            if not _is_sat(solver):
                break
            model = solver.model()
        here = [
            place
            for place, one in left.items()
            if one is True or (wanted is not True and z3.is_true(model.eval(one, True)))
        ]
        found += here
        left = {place: one for place, one in left.items() if place not in here}
    return tuple(sorted(found))


def _is_sat(solver: Any, *switches: Formula) -> bool:
    found = solver.check(*switches)
    if found == z3.unknown:
        raise UndecidedError(f"the solver gave up: {solver.reason_unknown()}")
    return bool(found == z3.sat)


def _conjuncts(formula: Formula) -> Iterator[Formula]:
    """What must all hold for the formula to hold, taken apart as far as it goes."""
    match formula:
        case Joined(kind="and", parts=parts):
            for one in parts:
                yield from _conjuncts(one)
        case Joined(kind="not", parts=(Joined(kind="or", parts=parts),)):
            for one in parts:
                yield from _conjuncts(negate(one))
        case _:
            yield formula
