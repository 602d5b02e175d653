"""Two guidelines over the same answers: how urgent each calls her, whatever she did not tell.

The bounds are exact when her stage (the weeks and the like) is told. Where it is not, the least and
the most over all stages would need a quantifier; here both guidelines look at the same free stage.
What is found that way is enough to find every example, and each is tried on the guidelines themselves.
"""

from collections.abc import Callable, Iterator
from functools import cached_property

import msgspec
import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.api import Guideline
from carrywell.assessment.decide import if_unsure
from carrywell.assessment.interval import completion_plan
from carrywell.conditions.smt import Formula, Rails, Term, Variables, either, every, negate, some
from carrywell.guideline.model import LEVELS, RANK, Finding
from carrywell.proof.answered import Answered, answered
from carrywell.proof.copies import Staged
from carrywell.proof.world import Woman, declaration_of

ASKED = z3.Bool("asked")
"""She was asked what she left open: only then can 'not sure' call for an ambulance."""


class Elsewhere(Staged):
    """The same woman at another stage than `Staged` has her at."""

    def holds(self, finding: str, answer: bool | str) -> Formula:
        """See `Symbols`."""
        if finding not in self._stage or isinstance(answer, str):
            return super().holds(finding, answer)
        told = some(self.of.holds(finding, one) for one in (True, False))
        yes = either(told, self.of.holds(finding, True), z3.Bool(f"elsewhere.{finding}"))
        return yes if answer else negate(yes)

    def amount(self, finding: str) -> Term:
        """See `Symbols`."""
        told = self.of.amount(finding)
        if finding not in self._stage:
            return told
        return z3.If(self.of.known(finding), told, z3.Real(f"elsewhere.{finding}"))


class Side(msgspec.Struct, frozen=True, eq=False, dict=True):
    """One of the two guidelines, and her facts under it."""

    guideline: Guideline
    facts: Answered

    @property
    def woman(self) -> Woman:
        """Her findings, rules and signs under this guideline."""
        return self.facts.woman

    @cached_property
    def staged(self) -> Woman:
        """The same at any one stage: what she did not tell of it is free."""
        return Woman(self.guideline.compiled, Staged(self.woman, self._stage))

    @cached_property
    def elsewhere(self) -> tuple[Rails, ...]:
        """As `then`, at a stage of its own: the most she could be need not be where the least is."""
        return _reached(Woman(self.guideline.compiled, Elsewhere(self.woman, self._stage)))

    @cached_property
    def _stage(self) -> frozenset[str]:
        return frozenset(name for name, _ in completion_plan(self.guideline.compiled).regions)

    @cached_property
    def now(self) -> tuple[Rails, ...]:
        """Of each rank: a sign of it or above is certainly there, may be there."""
        return _reached(self.woman)

    @cached_property
    def then(self) -> tuple[Rails, ...]:
        """The same at that one stage."""
        return _reached(self.staged)

    @cached_property
    def unsure(self) -> tuple[Formula, ...]:
        """Of each rank: an undecided sign advises it or above."""
        return (*(self._unsure(rank) for rank in range(len(LEVELS))), False)

    def rule(self, key: str) -> Rails:
        """A rule's rails; one that this guideline does not have holds for nobody."""
        if key not in self.guideline.compiled.conditions:
            return Rails(False, False)
        return self.woman.rule(key)

    def _unsure(self, rank: int) -> Formula:
        undecided = (
            every((both.possible, negate(both.certain), ASKED if rank > RANK["urgent"] else True))
            for one in self.guideline.content.signs
            if RANK[if_unsure(one)] >= rank
            for both in (self.woman.sign(one.id),)
        )
        return some(undecided) if rank else True


class Two(msgspec.Struct, frozen=True, eq=False):
    """The old and the new guideline, and `rules` that hold of any answers to either."""

    her: Variables
    old: Side
    new: Side
    rules: tuple[Formula, ...]

    @property
    def sides(self) -> tuple[Side, Side]:
        """Old, new."""
        return self.old, self.new


def two_of(old: Guideline, new: Guideline) -> Two:
    """Both as formulas over the same answers. The variables are named by finding."""
    ours, theirs = old.content.finding, new.content.finding
    findings = (*theirs.values(), *(one for name, one in ours.items() if name not in theirs))
    her = Variables("she", (declaration_of(one) for one in findings if one.derived is None))
    first, second = (Side(one, answered(one.compiled, her)) for one in (old, new))
    rules = (*first.facts.rules, *second.facts.rules, *_answerable(ours, theirs, her))
    return Two(her, first, second, tuple(dict.fromkeys(one for one in rules if one is not True)))


Measure = Callable[[Side, int], Formula]
"""What must hold when the urgency is at least this rank."""


def floor_moves(two: Two, before: int, after: int) -> Formula:
    """The least she is moves from one rank to another: what must hold then, at some stage."""
    old = (two.old.then[before].certain, negate(_at(two.old.now, before + 1).certain))
    new = (two.new.then[after].certain, negate(_at(two.new.now, after + 1).certain))
    lower, upper = (two.new, after) if after < before else (two.old, before)
    return every((*old, *new, negate(_at(lower.then, upper + 1).certain)))


def ceiling_moves(two: Two, before: int, after: int) -> Formula:
    """The most she could be moves from one rank to another: what must hold then, at some stage."""
    high, low = (two.old, two.new) if after < before else (two.new, two.old)
    above, below = max(before, after), min(before, after)
    return every(
        (
            high.then[above].possible,
            low.now[below].possible,
            negate(_at(high.then, above + 1).possible),
            negate(_at(low.then, below + 1).possible),
        )
    )


def advice_moves(two: Two, before: int, after: int) -> Formula:
    """What she is told moves from one rank to another: what must hold then, at some two stages."""
    high, low = (two.old, two.new) if after < before else (two.new, two.old)
    above, below = max(before, after), min(before, after)
    return every(
        (
            some((high.then[above].certain, _not_sure(high, above))),
            negate(_at(high.now, above + 1).certain),
            negate(_not_sure(high, above + 1)),
            some((low.then[below].certain, low.unsure[below])),
            negate(_at(low.then, below + 1).certain),
            negate(_not_sure(low, below + 1)),
        )
    )


def _not_sure(side: Side, rank: int) -> Formula:
    """What she does not know advises this rank or above, and it could be so at that other stage."""
    return every((side.unsure[rank], _at(side.elsewhere, rank).possible))


def _at(reached: tuple[Rails, ...], rank: int) -> Rails:
    return reached[rank] if rank < len(reached) else Rails(False, False)


def _reached(woman: Woman) -> tuple[Rails, ...]:
    raised = (woman.reaches(rank) for rank in range(1, len(LEVELS)))
    return (Rails(True, True), *raised)


def _answerable(
    ours: dict[str, Finding], theirs: dict[str, Finding], her: Variables
) -> Iterator[Formula]:
    """An option that only one of the two knows is not given; a finding of another type neither."""
    for name in sorted(ours.keys() & theirs.keys()):
        one, other = ours[name], theirs[name]
        if one.derived is not None or other.derived is not None:
            continue
        if one.type != other.type:
            yield negate(her.is_told(name))
            continue
        for option in sorted({o.id for o in one.options} ^ {o.id for o in other.options}):
            given = her.holds if one.type == "choice" else her.ticked
            yield negate(given(name, option))
