"""The fewest answers that show a change, found by the solver and tried on both guidelines."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec
import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.api import Guideline
from carrywell.assessment.reasons import in_words
from carrywell.conditions.nodes import (
    Amount,
    And,
    AtLeast,
    Compare,
    Condition,
    Not,
    Number,
    Or,
)
from carrywell.conditions.smt import Formula, every, facts_of, negate, real, some
from carrywell.guideline.facts import harmless_value
from carrywell.guideline.model import Finding
from carrywell.proof.backgrounds import Background, backgrounds
from carrywell.proof.claims import Answers
from carrywell.proof.compared import Two
from carrywell.proof.witness import as_answers
from carrywell.proof.world import is_value

MOST = 6
"""Answers told in an example whose size is proved; beyond it any example will do."""
MANY = 30
"""Answers told in any example at all."""
MOST_SAID = 8
"""Answers that are said in words; `Example.told` has them all."""
MOST_UNSHOWN = 1
"""Sizes at which the tries were used up, after which the search is given up."""
TRIES = 4
"""Sets of answers of one size that are tried before a larger size is looked at."""

Shows = Callable[[Answers], bool]


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """Answers that show a change: the few that are `told`, and what the `rest` is.

    `answers` are all of them, to be tried again; None is 'not sure'. `words` says them.
    `is_smallest`: the solver proved that no smaller number of answers shows it, in front of either
    background.
    """

    told: Answers
    rest: str
    words: str
    is_smallest: bool
    answers: Answers


class Found(msgspec.Struct, frozen=True):
    """`is_possible` False: proved that no answers do it. True without an example: none was shown."""

    is_possible: bool
    example: Example | None = None


class Search:
    """Looks for examples of one change after another, with one solver."""

    def __init__(self, two: Two, extra: Iterable[Formula] = ()) -> None:
        self.two = two
        self.backgrounds = backgrounds(two)
        self.gave_up = False
        """Something was possible by the formulas, and no answers that were tried show it."""
        self._solver = z3.Solver()
        self._solver.add(*two.rules, *extra)
        self._cuts = _cuts(side.guideline for side in two.sides)

    def is_possible(self, wanted: Formula) -> bool:
        """Whether some answers do it; what the solver cannot decide counts as possible."""
        return self.model(wanted) is not False

    def model(self, wanted: Formula) -> Any:
        """A model of it, False when there is none, None when the solver cannot say."""
        if wanted is False:
            return False
        found, model = self._checked(wanted)
        return model if found == z3.sat else False if found == z3.unsat else None

    def smallest(self, wanted: Formula, shows: Shows, most: int = MOST) -> Found:
        """The fewest answers that do what is wanted, and with which the guidelines show it."""
        if not self.is_possible(wanted):
            return Found(False)
        proved, unshown = True, 0
        self._solver.push()
        self._solver.add(wanted)
        try:
            for size in range(most + 1):
                for background in self.backgrounds:
                    answers, is_sure = self._of_size(background, size, shows)
                    if answers is not None:
                        return Found(True, self._example(background, answers, proved, shows))
                    proved = proved and is_sure
                    unshown += not is_sure
                    if unshown > MOST_UNSHOWN:
                        self.gave_up = True
                        return Found(True)
            # where smaller ones were only supposed, a larger one would be supposed as well
            example = self._any(shows) if proved else None
            self.gave_up = self.gave_up or example is None
            return Found(True, example)
        finally:
            self._solver.pop()

    def _of_size(
        self, background: Background, size: int, shows: Shows
    ) -> tuple[Answers | None, bool]:
        """Answers with so many told that show it; or None, and whether there surely are none."""
        self._solver.push()
        costs = [one for one in background.costs.values() if not isinstance(one, bool)]
        self._solver.add(*background.rules, z3.AtMost(*costs, size))
        try:
            for _ in range(TRIES):
                found, model = self._checked()
                if found != z3.sat:
                    return None, bool(found == z3.unsat)
                answers = self._answers(background, model)
                if shows(answers):
                    return answers, True
                self._solver.add(negate(self._like(background, model)))
            return None, False
        finally:
            self._solver.pop()

    def _checked(self, *wanted: Formula) -> tuple[Any, Any]:
        self._solver.push()
        self._solver.add(*wanted)
        found = self._solver.check()
        model = self._solver.model() if found == z3.sat else None
        self._solver.pop()
        return found, model

    def _any(self, shows: Shows) -> Example | None:
        """Any answers that show it, with what can be left out left out."""
        for background in reversed(self.backgrounds):
            costs = [one for one in background.costs.values() if not isinstance(one, bool)]
            found, model = self._checked(*background.rules, z3.AtMost(*costs, MANY))
            if found != z3.sat:
                continue
            answers = self._answers(background, model)
            if shows(answers):
                answers = _fewer(background, answers, shows)
                return self._example(background, answers, False, shows)
        return None

    def _answers(self, background: Background, model: Any) -> Answers:
        declared = self.two.her.declared
        facts = as_answers(facts_of(self.two.her, declared.values(), model))
        answers = {name: value for name, value in background.rest.items() if name in facts}
        for name in declared:
            if holds(background.costs[name], model):
                answers[name] = facts.get(name)
        return answers

    def _like(self, background: Background, model: Any) -> Formula:
        """The same few told, with values that no rule tells apart from these."""
        declared = self.two.her.declared
        facts = facts_of(self.two.her, declared.values(), model)
        alike = []
        for name, cost in background.costs.items():
            if not holds(cost, model):
                continue
            value = facts.get(name)
            if value is None:
                alike.append(negate(self.two.her.is_told(name)))
            elif isinstance(value, float):
                alike.append(every((self.two.her.known(name), self._region(name, value))))
            else:
                alike.append(is_value(self.two.her, declared[name], value))
        others = (one for one in background.costs.values() if not holds(one, model))
        return every((*alike, negate(some(others))))

    def _region(self, name: str, value: float) -> Formula:
        """Between the same two thresholds, or at the same one."""
        amount, cuts = self.two.her.amount(name), self._cuts.get(name, ())
        if value in cuts:
            return amount == real(value)
        below = max((cut for cut in cuts if cut < value), default=None)
        above = min((cut for cut in cuts if cut > value), default=None)
        return every(
            (
                True if below is None else amount > real(below),
                True if above is None else amount < real(above),
            )
        )

    def _example(
        self, background: Background, answers: Answers, proved: bool, shows: Shows
    ) -> Example:
        answers = self._rounded(background, answers, shows)
        told = _told(background, answers)
        return Example(
            told=told,
            rest=background.name,
            words=self._in_words(told, background.name),
            is_smallest=proved,
            answers=answers,
        )

    def as_example(self, answers: Answers) -> Example:
        """These answers as an example of which nothing is proved."""
        nothing, ruled_out = self.backgrounds
        few = len(answers) < len(ruled_out.rest) // 2
        background = nothing if few else ruled_out
        return self._example(background, answers, False, lambda _: False)

    def _rounded(self, background: Background, answers: Answers, shows: Shows) -> Answers:
        """The numbers told as harmless as can be, else at a threshold, else rounded.

        Where a sure answer shows it as well as 'not sure' does, the sure one is told.
        """
        for name, value in _told(background, answers).items():
            if value is None and self._finding(name).type == "yes_no":
                sure = ({**answers, name: answer} for answer in (True, False))
                rest = background.rest.get(name)
                answers = next((a for a in sure if a[name] != rest and shows(a)), answers)
            if not isinstance(value, float):
                continue
            near = sorted(self._cuts.get(name, ()), key=lambda cut: abs(cut - value))
            calm = harmless_value(self._finding(name))
            for nicer in (calm, *near, float(round(value)), round(value, 1)):
                if nicer is None or nicer == background.rest.get(name):  # then it is not told
                    continue
                if nicer == value or shows({**answers, name: nicer}):
                    answers = {**answers, name: nicer}
                    break
        return answers

    def _in_words(self, told: Answers, rest: str) -> str:
        said = [_in_words(self._finding(name), value) for name, value in told.items()]
        if len(said) > MOST_SAID:
            said = [*said[:MOST_SAID], f"and {len(said) - MOST_SAID} more answers"]
        return "; ".join((*said, rest if told else rest.replace(" else", "")))

    def _finding(self, name: str) -> Finding:
        old, new = (side.guideline.content.finding for side in self.two.sides)
        return new[name] if name in new else old[name]


def _told(background: Background, answers: Answers) -> Answers:
    rest = background.rest
    return {k: v for k, v in answers.items() if k not in rest or rest[k] != v}


def _fewer(background: Background, answers: Answers, shows: Shows) -> Answers:
    """Puts back what the change shows without, one answer after another."""
    for name in _told(background, answers):
        less = {k: v for k, v in answers.items() if k != name}
        if name in background.rest:
            less[name] = background.rest[name]
        if shows(less):
            answers = less
    return answers


def _in_words(finding: Finding, value: Any) -> str:
    if value is None:
        return f"not sure: {finding.short}"
    return in_words(finding, frozenset(value) if isinstance(value, list) else value)


def holds(formula: Formula, model: Any) -> bool:
    """Whether the formula is true in the model."""
    if isinstance(formula, bool):
        return formula
    return bool(z3.is_true(model.eval(formula, model_completion=True)))


def _cuts(guidelines: Iterable[Guideline]) -> dict[str, tuple[float, ...]]:
    """Every number that a rule of either compares a finding with, by finding."""
    found: dict[str, set[float]] = {}
    for guideline in guidelines:
        for condition in guideline.compiled.conditions.values():
            for name, value in _compared(condition):
                found.setdefault(name, set()).add(value)
    return {name: tuple(sorted(values)) for name, values in found.items()}


def _compared(condition: Condition) -> Iterator[tuple[str, float]]:
    match condition:
        case Compare(Amount(name), _, Number(value)) | Compare(Number(value), _, Amount(name)):
            yield name, value
        case Not(item):
            yield from _compared(item)
        case And(items) | Or(items) | AtLeast(_, items):
            for item in items:
                yield from _compared(item)
