"""Asks the solver, with only the rules of the world that a question can touch.

A guideline's findings fall into groups: two are in one group when a rule or a condition reads both,
straight or through others. What is asked about one group cannot depend on another, so each group has
its own solver, and a guideline of ten times the size costs ten times as much, not a hundred times.
A guideline as small as ours is one group: finding the groups would cost more than they save.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.conditions.smt import Formula, Joined, negate, some
from carrywell.guideline.compiled import Compiled
from carrywell.proof.groups import Groups

ONE_GROUP = 1000
"""Up to so many findings a guideline is asked about as a whole."""
EVERYONE = 1
"""The only group of a small guideline. A set of groups is a number with a bit for each."""

Instead = Callable[[Formula], Sequence[Formula] | None]


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

    def none_is_possible(
        self, formulas: Iterable[Formula], rules: Sequence[Formula], instead: Instead
    ) -> bool:
        """Whether nobody fulfils any of these formulas, where `rules` hold besides the world's.

        `instead` says what to ask in place of one that is possible; None ends the search.
        """
        left = [one for one in formulas if one is not False]
        while left:
            by_groups: dict[int, list[Formula]] = {}
            for one in left:
                by_groups.setdefault(self._groups_of(one), []).append(one)
            left = []
            for groups, here in by_groups.items():
                wider = self._none_here(groups, here, rules, instead)
                if wider is None:
                    return False
                left += wider
        return True

    def solver(self, groups: int = EVERYONE) -> Any:
        """The solver of these groups. Whoever adds to it pushes first and pops after."""
        made = self._solvers.get(groups)
        if made is None:
            made = self._solvers[groups] = new_solver()
            made.add(*(one for one in self._rules if self._touches(one, groups)))
        return made

    def _touches(self, rule: Formula, groups: int) -> bool:
        return self._groups is None or bool(self._groups.of(rule) & groups)

    def _groups_of(self, formula: Formula) -> int:
        return EVERYONE if self._groups is None else self._groups.of(formula)

    def _none_here(
        self, groups: int, left: list[Formula], rules: Sequence[Formula], instead: Instead
    ) -> list[Formula] | None:
        """What is left to ask of other groups; None when one is possible and nothing is instead."""
        if self._groups is not None:
            groups = self._groups.with_rules(groups, rules)
        solver = self.solver(groups)
        elsewhere: list[Formula] = []
        solver.push()
        try:
            solver.add(*(one for one in rules if one is not True and self._touches(one, groups)))
            while left:
                possible = _first_possible(solver, left)
                if not possible:
                    break
                left = [one for place, one in enumerate(left) if place not in possible]
                for one in possible.values():
                    wider = instead(one)
                    if wider is None:
                        return None
                    for new in wider:
                        is_here = not self._groups_of(new) & ~groups
                        (left if is_here else elsewhere).append(new)
            return elsewhere
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


def _first_possible(solver: Any, formulas: list[Formula]) -> dict[int, Formula]:
    """Of the formulas, by their place, those that one woman fulfils; none when nobody does any."""
    wanted = some(formulas)
    if wanted is True:
        return {place: one for place, one in enumerate(formulas) if one is True}
    solver.add(wanted)
    if not _is_sat(solver):
        return {}
    model = solver.model()
    return {
        place: one
        for place, one in enumerate(formulas)
        if z3.is_true(model.eval(one, model_completion=True))
    }


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
