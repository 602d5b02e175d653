"""Asks the solver, with only the rules of the world that a question can touch.

A guideline's findings fall into groups: two are in one group when a rule or a condition reads both,
straight or through others. What is asked about one group cannot depend on another, so each group has
its own solver, and a guideline of ten times the size costs ten times as much, not a hundred times.
A guideline as small as ours is one group: finding the groups would cost more than they save.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.conditions.smt import Formula, negate, some
from carrywell.guideline.compiled import Compiled
from carrywell.proof.groups import Groups

ONE_GROUP = 400
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
        small = len(compiled.content.findings) <= ONE_GROUP
        self._groups = None if small else Groups(compiled, rules)

    def each_possible(self, formulas: Sequence[Formula]) -> tuple[bool, ...]:
        """Of each formula, whether some woman fulfils it."""
        if self._groups is None:
            return self._each_of_one_group(formulas)
        return self._each_of_many_groups(self._groups, formulas)

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
            tell(made, (one for one in self._rules if self._touches(one, groups)))
        return made

    @cached_property
    def _somebody_is_possible(self) -> bool:
        """Whether the rules can be kept at all: what is asked of one group says nothing of others."""
        solver = new_solver()
        tell(solver, self._rules)
        return _is_sat(solver)

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
            tell(solver, (one for one in rules if self._touches(one, groups)))
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
        behind = zip(switches, formulas, strict=True)
        tell(solver, (some((negate(switch), one)) for switch, one in behind))
        possible = tuple(_is_sat(solver, switch) for switch in switches)
        solver.pop()
        return possible

    def _each_of_many_groups(self, groups: Groups, formulas: Sequence[Formula]) -> tuple[bool, ...]:
        """What a formula says of each group is asked by itself, and never twice."""
        asked = Asked(self.solver)
        try:
            return tuple(
                one is True
                or (
                    one is not False
                    and self._somebody_is_possible
                    and all(
                        asked.is_possible(here, parts) for here, parts in groups.apart(one).items()
                    )
                )
                for one in formulas
            )
        finally:
            asked.close()


class Asked:
    """Questions to the solvers of several groups, each part of one behind a switch of its own."""

    def __init__(self, solver_of: Callable[[int], Any]) -> None:
        self._solver_of = solver_of
        self._open: dict[int, Any] = {}
        self._switches: dict[tuple[int, int], Formula] = {}
        self._known: dict[tuple[int, ...], bool] = {}
        self._alive: list[Formula] = []

    def is_possible(self, groups: int, parts: Sequence[Formula]) -> bool:
        """Whether some woman fulfils all parts, which read these groups only."""
        key = (groups, *(int(one.ast.value) for one in parts))
        if key not in self._known:
            self._alive += parts  # a handle is used anew once its formula is gone
            switches = [self._switch(groups, one) for one in parts]
            self._known[key] = _is_sat(self._solver(groups), *switches)
        return self._known[key]

    def close(self) -> None:
        """Takes back what was told the solvers."""
        for one in self._open.values():
            one.pop()

    def _solver(self, groups: int) -> Any:
        if groups not in self._open:
            self._open[groups] = self._solver_of(groups)
            self._open[groups].push()
        return self._open[groups]

    def _switch(self, groups: int, part: Formula) -> Formula:
        key = (groups, int(part.ast.value))
        if key not in self._switches:
            made = self._switches[key] = z3.Bool(f"ask.{len(self._switches)}")
            tell(self._solver(groups), [some((negate(made), part))])
        return self._switches[key]


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
    tell(solver, [wanted])
    if not _is_sat(solver):
        return {}
    model = solver.model()
    return {
        place: one
        for place, one in enumerate(formulas)
        if z3.is_true(model.eval(one, model_completion=True))
    }


def tell(solver: Any, formulas: Iterable[Formula]) -> None:
    """Adds formulas; `Solver.add` looks at the sort of each again, which takes longer than adding."""
    context = z3.main_ctx().ref()
    for one in formulas:
        if one is False:
            solver.add(False)
        elif one is not True:
            z3.Z3_solver_assert(context, solver.solver, one.ast)


def _is_sat(solver: Any, *switches: Formula) -> bool:
    count = len(switches)
    found = z3.CheckSatResult(
        z3.Z3_solver_check_assumptions(
            z3.main_ctx().ref(),
            solver.solver,
            count,
            (z3.Ast * count)(*(one.ast for one in switches)),
        )
    )
    if found == z3.unknown:
        raise UndecidedError(f"the solver gave up: {solver.reason_unknown()}")
    return bool(found == z3.sat)
