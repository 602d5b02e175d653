"""Rules in normal form say the same as the rules, and their denials say the opposite.

The interval, the thresholds and the questions that are still open are all read from normal forms, so
a fault there would be a fault everywhere. Each is held against the rule as it was written by De
Morgan's laws, step by step. Where the steps do not fit the solver is asked about both rails.
"""

from collections.abc import Iterator, Sequence

from carrywell.api import Guideline
from carrywell.assessment.answers import settle
from carrywell.conditions.interpreter import truth
from carrywell.conditions.nodes import (
    Always,
    And,
    AtLeast,
    Compare,
    Condition,
    Not,
    Operator,
    Or,
)
from carrywell.conditions.smt import Formula, Rails, every, negate, rails, some
from carrywell.proof.claims import Answers, Claim, Never, World

OPPOSITE: dict[Operator, Operator] = {
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "=": "<>",
    "<>": "=",
}
"""Written a second time, apart from `nodes`: a table is not proved against itself."""


def normal_form_says_the_same(world: World) -> Iterator[Claim]:
    """Of each rule: its normal form and that of its denial, on both rails, for all answers.

    A derived finding in a rule stands for its own rule, whose normal forms are among these.
    """
    compiled = world.compiled
    for key, written in compiled.conditions.items():
        for which, normal in (("", compiled.normal[key]), ("denied ", compiled.denied[key])):
            denied = which != ""

            def shows(
                guideline: Guideline,
                people: tuple[Answers, ...],
                pair: tuple[Condition, Condition] = (Not(written) if denied else written, normal),
            ) -> bool:
                facts = settle(guideline.compiled, people[0]).facts
                return truth(pair[0], facts) is not truth(pair[1], facts)

            same = says_the_same(written, normal, denied=denied)
            yield Never(
                f"{which}{key} in normal form says something else than the rule",
                False if same else _differ(world, key, normal, denied=denied),
                (world.her,),
                shows,
            )


def says_the_same(written: Condition, normal: Condition, *, denied: bool = False) -> bool:
    """Whether De Morgan's laws lead from the rule, or from its denial, to this normal form.

    They hold in Kleene's logic, so both say the same whatever is unknown. False may also mean that
    the two are the same for another reason.
    """
    match written:
        case Always(value):
            return normal == Always(value != denied)
        case Not(item):
            return says_the_same(item, normal, denied=not denied)
        case And() | Or():
            kind = _becomes(written, denied=denied)
            return isinstance(normal, kind) and _each_same(
                list(_joined(written, kind, denied=denied)), normal.items
            )
        case AtLeast(count, items):
            # not at least 2 of 5 is at least 4 of 5 not
            count = len(items) - count + 1 if denied else count
            parts = [(item, denied) for item in items]
            return (
                isinstance(normal, AtLeast)
                and normal.count == count
                and _each_same(parts, normal.items)
            )
        case Compare(left, operator, right):
            return normal == Compare(left, OPPOSITE[operator] if denied else operator, right)
        case leaf:
            return normal == (Not(leaf) if denied else leaf)


def _becomes(written: And | Or, *, denied: bool) -> type[And | Or]:
    return And if isinstance(written, And) is not denied else Or


def _joined(
    written: Condition, kind: type[And | Or], *, denied: bool
) -> Iterator[tuple[Condition, bool]]:
    """The parts of an AND of ANDs (an OR of ORs), each with whether it is denied."""
    match written:
        case Not(item):
            yield from _joined(item, kind, denied=not denied)
        case And(items) | Or(items) if _becomes(written, denied=denied) is kind:
            for item in items:
                yield from _joined(item, kind, denied=denied)
        case _:
            yield written, denied


def _each_same(parts: Sequence[tuple[Condition, bool]], normal: Sequence[Condition]) -> bool:
    return len(parts) == len(normal) and all(
        says_the_same(part, one, denied=denied)
        for (part, denied), one in zip(parts, normal, strict=True)
    )


def _differ(world: World, key: str, normal: Condition, *, denied: bool) -> Formula:
    """One of the rails is so for one of the two only."""
    rule = world.woman.rule(key)
    if denied:
        rule = Rails(negate(rule.possible), negate(rule.certain))
    found = rails(normal, world.woman)
    return some(
        every((one, negate(other)))
        for one, other in (
            (rule.certain, found.certain),
            (found.certain, rule.certain),
            (rule.possible, found.possible),
            (found.possible, rule.possible),
        )
    )
