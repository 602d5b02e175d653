"""The same woman with every question answered, as she could still answer it.

What she told stays. The rest is filled in so that `settle` accepts the whole: a detail that does
not apply stays harmless, of two answers that exclude each other one is given, of two readings the
lower one stays below the upper one, and the item that a detail stands under is ticked.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.conditions.nodes import Amount, And, Compare, Yes
from carrywell.conditions.smt import (
    Formula,
    Symbols,
    Term,
    Variables,
    either,
    every,
    negate,
    real,
    some,
)
from carrywell.conditions.values import Declaration, Value
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.facts import as_fact
from carrywell.proof.claims import World
from carrywell.proof.world import Woman, declaration_of, is_value


class Given:
    """These values, whoever is asked."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values

    def holds(self, finding: str, answer: bool | str) -> Formula:
        """See `Symbols`."""
        return self._values.get(finding) == answer

    def known(self, finding: str) -> Formula:
        """See `Symbols`."""
        return finding in self._values

    def amount(self, finding: str) -> Term:
        """See `Symbols`."""
        value = self._values[finding]
        assert isinstance(value, float)
        return real(value)

    def ticked(self, finding: str, option: str) -> Formula:
        """See `Symbols`."""
        value = self._values[finding]
        return isinstance(value, frozenset) and option in value

    def is_open(self, _: str) -> Formula:
        """See `Symbols`."""
        return False

    def answers(self, finding: str) -> tuple[bool | str, ...]:
        """Not asked of what is only filled in."""
        raise NotImplementedError(finding)


class Anything(Variables):
    """Any answers, each question answered: a yes_no is one variable, not a pair."""

    def holds(self, finding: str, answer: bool | str) -> Formula:
        """See `Symbols`; what is none of the others is the first."""
        first, *others = self.answers(finding)
        if answer == first:
            return negate(some(super(Anything, self).holds(finding, one) for one in others))
        return super().holds(finding, answer)

    def rules(self) -> list[Formula]:
        """See `Variables`."""
        made: list[Formula] = []
        for one in self.declared.values():
            if one.type == "choice":
                others = [super(Anything, self).holds(one.id, each) for each in one.options[1:]]
                made.append(z3.AtMost(*others, 1))
            if one.type == "number":
                made += _within(one, self.amount(one.id))
        return made


class FilledIn(Variables):
    """`her` with everything told; `new` is what she answers to what she had not told.

    `settled` are answers of her stage (pregnant) that are given too where they were not told; the
    rest of her stage is free. Weeks stay untold where she told them in another way: nobody can answer
    both. Every formula is over her variables, so there is nothing new to solve for.
    """

    def __init__(
        self, world: World, new: Symbols, settled: Mapping[str, bool] | None = None
    ) -> None:
        super().__init__(f"{world.her.name}.filled", world.her.declared.values())
        self._world = world
        self._her = world.her
        self._new = new
        self._settled = settled or {}
        self._woman = Woman(world.compiled, self)
        self._formulas: dict[tuple[str, bool | str | None], Formula] = {}
        self._amounts: dict[str, Term] = {}

    def holds(self, finding: str, answer: bool | str) -> Formula:
        """See `Symbols`."""
        key = (finding, answer)
        if key not in self._formulas:
            untold = negate(self._her.is_told(finding))
            self._formulas[key] = some(
                (self._her.holds(finding, answer), every((untold, self._answered(finding, answer))))
            )
        return self._formulas[key]

    def known(self, finding: str) -> Formula:
        """See `Symbols`; a reading is told where it was taken."""
        key = (finding, None)
        if key not in self._formulas:
            fits = every((*self._implied(finding), self._of_her_stage(finding)))
            self._formulas[key] = some((self._her.known(finding), fits))
        return self._formulas[key]

    def amount(self, finding: str) -> Term:
        """See `Symbols`."""
        if finding in self._world.stage:
            return self._her.amount(finding)  # free where she had not told it
        if finding not in self._amounts:
            told, hers = self._her.known(finding), self._her.amount(finding)
            self._amounts[finding] = z3.If(told, hers, self._new_amount(finding))
        return self._amounts[finding]

    def ticked(self, finding: str, option: str) -> Formula:
        """See `Symbols`: an open list takes what is new, and is then complete."""
        more = every((self._her.is_open(finding), self._new.ticked(finding, option)))
        return some((self._her.ticked(finding, option), more))

    def is_open(self, _: str) -> Formula:
        """See `Symbols`."""
        return False

    def is_told(self, finding: str) -> Formula:
        """See `Variables`: everything but a reading not taken and weeks told in another way."""
        declared = self.declared[finding]
        if declared.type == "yes_no" or finding not in self._world.stage | self._readings:
            return True
        return super().is_told(finding)

    def rules(self) -> list[Formula]:
        """See `Variables`. One answer to each question is so by the way it is filled in."""
        return [
            rule
            for one in self.declared.values()
            if one.id in {name for pair in ordered(self._world.compiled) for name in pair}
            for rule in _within(one, self.amount(one.id))
        ]

    @cached_property
    def _readings(self) -> frozenset[str]:
        content = self._world.compiled.content
        return frozenset(one.id for one in content.findings if one.implies)

    @cached_property
    def _umbrellas(self) -> frozenset[str]:
        return frozenset(name for name, _ in self._world.compiled.umbrellas)

    def _answered(self, finding: str, answer: bool | str) -> Formula:
        if finding in self._world.stage:
            return self._stage(finding, answer)
        if finding in self._umbrellas:
            return answer is True
        calm = self._world.harmless[finding] == answer
        given = self._new.holds(finding, answer)
        for first, second in excluding(self._world.compiled):
            if finding == second:
                given = either(self.holds(first, True), calm, given)
            if finding == first:
                given = either(self._her.holds(second, True), calm, given)
        return either(self._applies(finding), given, calm)

    def _stage(self, finding: str, answer: bool | str) -> Formula:
        first = self.answers(finding)[0]
        if isinstance(first, str):  # how she tells her weeks: as the weeks that are filled in
            return self._applies(finding) if answer == first else False
        yes = self._settled.get(finding, z3.Bool(f"stage.{finding}"))
        return yes if answer is True else negate(yes)

    def _of_her_stage(self, finding: str) -> Formula:
        return self._applies(finding) if finding in self._world.stage else True

    def _applies(self, finding: str) -> Formula:
        key = f"ask_when:{finding}"
        return self._woman.rule(key).possible if key in self._world.compiled.conditions else True

    def _implied(self, finding: str) -> Iterator[Formula]:
        content = self._world.compiled.content
        for other, written in content.finding[finding].implies.items():
            implied = content.finding[other]
            yield is_value(self, declaration_of(implied), as_fact(implied, written))

    def _new_amount(self, finding: str) -> Term:
        calm = self._world.harmless[finding]
        assert isinstance(calm, float)
        applies, new = self._applies(finding), self._new.amount(finding)
        if applies is not True:
            new = z3.If(applies, new, real(calm))
        for lower, upper in ordered(self._world.compiled):
            if finding == lower:
                most = self._her.amount(upper) - 1
                new = z3.If(every((self._her.known(upper), new > most)), most, new)
            if finding == upper:
                least = self.amount(lower) + 1
                new = z3.If(new < least, least, new)
        return new


@lru_cache(maxsize=8)
def ordered(compiled: Compiled) -> tuple[tuple[str, str], ...]:
    """Two readings of which the first must stay below the second, as the contradictions say."""
    found: list[tuple[str, str]] = []
    for one in compiled.content.contradictions:
        match compiled.conditions[f"contradiction:{one.id}"]:
            case Compare(Amount(lower), ">=", Amount(upper)):
                found.append((lower, upper))
    return tuple(found)


@lru_cache(maxsize=8)
def excluding(compiled: Compiled) -> tuple[tuple[str, str], ...]:
    """Two questions of which only one can be answered 'yes', as the contradictions say."""
    found: list[tuple[str, str]] = []
    for one in compiled.content.contradictions:
        match compiled.conditions[f"contradiction:{one.id}"]:
            case And((Yes(first), Yes(second))):
                found.append((first, second))
    return tuple(found)


def _within(declared: Declaration, amount: Term) -> Iterator[Formula]:
    if declared.minimum is not None:
        yield amount >= real(declared.minimum)
    if declared.maximum is not None:
        yield amount <= real(declared.maximum)
