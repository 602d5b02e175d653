"""The numbers in the rules: what each compares with what, with all that is derived spelled out."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

import msgspec

from carrywell.api import Guideline
from carrywell.assessment.interval import leaves_of
from carrywell.conditions.nodes import (
    NEGATED_OPERATOR,
    Amount,
    And,
    AtLeast,
    Compare,
    Condition,
    Not,
    Number,
    Operator,
    Or,
    findings_of,
)


class Limit(msgspec.Struct, frozen=True):
    """A number that a rule compares a finding with, and how; a count of items has no finding."""

    finding: str
    operator: Operator
    number: float


@lru_cache(maxsize=1)
def rules_of(guideline: Guideline) -> "Rules":
    """The rules of this guideline, made once."""
    return Rules(guideline)


class Rules:
    """The numbers of every rule, and what each sign reads, with what is derived spelled out.

    `on`: every number that some rule compares a finding with. `of`: those of a sign's rule, with its
    counts. `reads`: the asked findings that a sign reads. `guards`: those of what a question waits for.
    """

    def __init__(self, guideline: Guideline) -> None:
        compiled = guideline.compiled
        self.on: defaultdict[str, set[Limit]] = defaultdict(set)
        self.of: dict[str, set[Limit]] = {}
        self.reads: dict[str, set[str]] = {}
        for sign in guideline.content.signs:
            rule = compiled.normal[f"sign:{sign.id}"]
            leaves = set(leaves_of(compiled, rule))
            self.of[sign.id] = {one for leaf in leaves for one in _written(leaf)}
            self.of[sign.id] |= {Limit("", ">=", count) for count in _counts(rule)}
            self.reads[sign.id] = {name for leaf in leaves for name in findings_of(leaf)}
        self.guards = {
            key.removeprefix("ask_when:"): set(_written(condition))
            for key, condition in compiled.conditions.items()
            if key.startswith("ask_when:")
        }
        rules = (one for condition in compiled.conditions.values() for one in _written(condition))
        for limit in chain(rules, *self.of.values()):
            self.on[limit.finding].add(limit)


def _written(condition: Condition, *, denied: bool = False) -> Iterator[Limit]:
    match condition:
        case Compare(Amount(finding), operator, Number(value)):
            yield Limit(finding, NEGATED_OPERATOR[operator] if denied else operator, value)
        case Not(item):
            yield from _written(item, denied=not denied)
        case And(items) | Or(items) | AtLeast(_, items):
            for item in items:
                yield from _written(item, denied=denied)


def _counts(condition: Condition) -> Iterator[int]:
    match condition:
        case AtLeast(count, items):
            yield count
            for item in items:
                yield from _counts(item)
        case And(items) | Or(items):
            for item in items:
                yield from _counts(item)
