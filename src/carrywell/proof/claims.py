"""What a property comes down to: claims about formulas, each with a way to try it for real."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

import msgspec

from carrywell.api import Guideline
from carrywell.assessment.answers import settle
from carrywell.assessment.interval import completion_plan
from carrywell.assessment.result import Assessment
from carrywell.conditions.interpreter import truth
from carrywell.conditions.nodes import Condition
from carrywell.conditions.smt import Formula, Symbols, Variables
from carrywell.conditions.values import Truth, Value
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.facts import harmless_value
from carrywell.proof.asking import Asking
from carrywell.proof.copies import Staged
from carrywell.proof.world import Woman, anyone, possible_facts

Answers = dict[str, Any]
Shows = Callable[[Guideline, tuple[Answers, ...]], bool]
"""Whether the assessments of these answers, one set for each of `Never.women`, show the fault."""


class Never(msgspec.Struct, frozen=True):
    """No set of answers may make `wrong` true. `says` what is wrong when one does.

    `women` are whose answers a counterexample tells; `shows` tries them on the guideline itself.
    `rules` hold besides the world's. `wrong` may be more than what is wrong, to keep the formula
    small; `really` gives what narrows it down to what can be shown. `not_sure`: of each finding, when
    the first woman was asked and could not tell, which is an answer too.
    """

    says: str
    wrong: Formula
    women: tuple[Symbols, ...]
    shows: Shows
    rules: tuple[Formula, ...] = ()
    really: Callable[[], Formula] | None = None
    not_sure: Mapping[str, Formula] = {}


class Sometimes(msgspec.Struct, frozen=True):
    """Some set of answers must make `wanted` true. `says` what is wrong when none does.

    `shows` tries the answers of each example found.
    """

    says: str
    wanted: Formula
    shows: Shows


class Plain(msgspec.Struct, frozen=True):
    """Decided by looking at the content alone, without the solver. `says` what is wrong if `wrong`."""

    says: str
    wrong: bool


Claim = Never | Sometimes | Plain


class World(msgspec.Struct, frozen=True, eq=False, dict=True):
    """The guideline, one woman of whom anything may be known, and what `settle` makes sure of."""

    guideline: Guideline
    her: Variables
    woman: Woman
    rules: tuple[Formula, ...]

    @property
    def compiled(self) -> Compiled:
        """The guideline that can be run."""
        return self.guideline.compiled

    @cached_property
    def asking(self) -> Asking:
        """The solver that knows the rules; made once, since telling it takes as long as asking."""
        return Asking(self.compiled, self.rules)

    @cached_property
    def harmless(self) -> Mapping[str, Value]:
        """The harmless answer of every finding that declares one."""
        return {
            one.id: value
            for one in self.compiled.content.findings
            if one.derived is None and (value := harmless_value(one)) is not None
        }

    @cached_property
    def stage(self) -> frozenset[str]:
        """The findings that signs read and that have no harmless answer, such as the weeks."""
        return frozenset(name for name, _ in completion_plan(self.compiled).regions)

    @cached_property
    def at_each_stage(self) -> Woman:
        """She herself at every stage she could be in, made once for all the properties that ask."""
        return self.staged(self.her)

    def staged(self, asked: Symbols) -> Woman:
        """The woman at every stage she could be in; `Staged` says why."""
        return Woman(self.compiled, Staged(asked, self.stage))


def world_of(guideline: Guideline) -> World:
    """The world of this guideline."""
    her = anyone(guideline.compiled, "she")
    woman = Woman(guideline.compiled, her)
    rules = tuple(
        rule for rule in possible_facts(guideline.compiled, her, woman) if rule is not True
    )
    return World(guideline, her, woman, rules)


def judged(guideline: Guideline, people: tuple[Answers, ...]) -> Iterator[Assessment]:
    """The assessment of each."""
    return (guideline.assess(answers) for answers in people)


def truth_of(guideline: Guideline, condition: Condition, answers: Answers) -> Truth:
    """What a condition comes to with these answers, on the guideline itself."""
    return truth(condition, settle(guideline.compiled, answers).facts)
