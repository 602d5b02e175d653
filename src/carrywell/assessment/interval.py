"""Urgency as an interval: the least and the most it can be, whatever the unknown answers are.

Kleene's logic alone is sound but loose: 'bleeding before 20 weeks' and 'bleeding from 20 weeks' are
both undecided while the weeks are unknown, though one of them is true. The exact floor needs no
search over everything. Nearly every finding has a harmless answer, one that makes no sign true; of
all completions, the one with every unknown at its harmless answer is the least urgent. Only findings
without a harmless answer (how many weeks) must be tried value by value, and there one value from
each region between thresholds is enough. `docs/decisions/0004-exact-interval.md` has the argument.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, product
from math import prod

import msgspec

from carrywell.conditions.interpreter import truth
from carrywell.conditions.nodes import (
    Always,
    And,
    AtLeast,
    Compare,
    Condition,
    Includes,
    Not,
    Number,
    OneOf,
    Or,
    Yes,
    quantity_findings,
)
from carrywell.conditions.values import Value
from carrywell.guideline.compiled import TRUE, UNDECIDED, Compiled, FactsDict
from carrywell.guideline.facts import as_fact, defining_rule, harmless_value


class Interval(msgspec.Struct, frozen=True):
    """`floor` and `ceiling` as ranks into `LEVELS`; `exact` when neither could be tighter."""

    floor: int
    ceiling: int
    exact: bool


class Plan(msgspec.Struct, frozen=True):
    """How to complete unknown answers; worked out once for a guideline.

    `harmless`: the least alarming value of each finding that has one. `regions`: for each finding
    the signs read that has none, one value from every region between its thresholds.
    """

    harmless: tuple[tuple[str, Value], ...]
    regions: tuple[tuple[str, tuple[Value, ...]], ...]
    exact: bool


MOST_REGIONS = 4096

Unknown = list[tuple[str, tuple[Value, ...]]]


def interval(compiled: Compiled, base: FactsDict, codes: bytes) -> Interval:
    """The exact interval for these facts; `codes` are the signs' codes for them."""
    floor, ceiling = _bounds(compiled.ranks, codes)
    if floor == ceiling:
        return Interval(floor, ceiling, True)
    plan = completion_plan(compiled)
    if not plan.exact:
        return Interval(floor, ceiling, False)
    unknown = unknown_stage(compiled, base)
    return Interval(
        _exact_floor(compiled, plan, base, unknown, floor, ceiling),
        _exact_ceiling(compiled, base, unknown, floor, ceiling),
        True,
    )


def _bounds(ranks: tuple[int, ...], codes: bytes) -> tuple[int, int]:
    """Kleene's floor and ceiling; the signs stand worst first."""
    fired, open_ = codes.find(TRUE), codes.find(UNDECIDED)
    floor = ranks[fired] if fired >= 0 else 0
    return floor, max(floor, ranks[open_] if open_ >= 0 else 0)


def unknown_stage(compiled: Compiled, base: FactsDict) -> Unknown:
    """What she has not told that must be tried value by value, with the values to try."""
    regions = completion_plan(compiled).regions
    return _without_implied(
        compiled, [(name, values) for name, values in regions if base.get(name) is None]
    )


def _without_implied(compiled: Compiled, unknown: Unknown) -> Unknown:
    """Leaves out findings that another unknown one settles: weeks imply 'she knows her weeks'.

    The other ways to tell the weeks (a trimester, a bump) only say which weeks are possible, and
    every one of those weeks is tried.
    """
    names = [name for name, _ in unknown]
    implied = {other for name in names for other in compiled.content.finding[name].implies}
    return [(name, values) for name, values in unknown if name not in implied]


def _exact_floor(
    compiled: Compiled,
    plan: Plan,
    base: FactsDict,
    unknown: Unknown,
    floor: int,
    ceiling: int,
) -> int:
    calm = {**dict(plan.harmless), **{k: v for k, v in base.items() if v is not None}}
    for name, value in base.items():  # a list that is left open: nothing more is the calmest
        if isinstance(value, frozenset) and None in value:
            calm[name] = value - {None}
    least = ceiling
    for completed in at_each_stage(compiled, calm, unknown):
        codes = compiled.signs(completed)
        reached, _ = _bounds(compiled.ranks, codes)
        least = min(least, reached)
        if least == floor:
            break
    return least


def _exact_ceiling(
    compiled: Compiled,
    base: FactsDict,
    unknown: Unknown,
    floor: int,
    ceiling: int,
) -> int:
    most = floor
    for completed in at_each_stage(compiled, dict(base), unknown):
        codes = compiled.signs(completed)
        _, reached = _bounds(compiled.ranks, codes)
        most = max(most, reached)
        if most == ceiling:
            break
    return most


def at_each_stage(compiled: Compiled, start: FactsDict, unknown: Unknown) -> Iterator[FactsDict]:
    """These facts with every combination of the values to try."""
    names = [name for name, _ in unknown]
    implied = {
        other: as_fact(compiled.content.finding[other], value)
        for name in names
        for other, value in compiled.content.finding[name].implies.items()
        if start.get(other) is None
    }
    for values in product(*(values for _, values in unknown)):
        yield {**start, **implied, **dict(zip(names, values, strict=True))}


@lru_cache(maxsize=8)
def completion_plan(compiled: Compiled) -> Plan:
    """How to complete unknown answers under this guideline (see `Plan`)."""
    content = compiled.content
    literals: dict[str, list[Condition]] = {}
    exact = True
    for sign in content.signs:
        if sign.urgency == "routine":  # never moves the interval
            continue
        for leaf in leaves_of(compiled, compiled.normal[f"sign:{sign.id}"]):
            names = read_by(leaf)
            exact = exact and len(names) <= 1  # two numbers compared: no region of one alone
            for name in names:
                literals.setdefault(name, []).append(leaf)
    harmless: list[tuple[str, Value]] = []
    regions: list[tuple[str, tuple[Value, ...]]] = []
    for name, leaves in literals.items():
        finding = content.finding[name]
        calm = harmless_value(finding)
        if calm is not None and not any(_holds(leaf, name, calm) for leaf in leaves):
            harmless.append((name, calm))
        else:
            regions.append((name, regions_of(compiled, name, leaves)))
    size = prod(len(values) for _, values in _without_implied(compiled, regions))
    return Plan(
        tuple(harmless),
        tuple(regions),
        exact and size <= MOST_REGIONS,
    )


def leaves_of(compiled: Compiled, condition: Condition) -> Iterator[Condition]:
    """The leaves a condition in normal form comes down to, derived findings and signs spelled out."""
    match condition:
        case And(items) | Or(items) | AtLeast(_, items):
            for item in items:
                yield from leaves_of(compiled, item)
        case Yes(name) | Not(Yes(name)):
            definition = defining_rule(name, compiled.conditions)
            if definition is None:
                yield condition
            else:
                table = compiled.denied if isinstance(condition, Not) else compiled.normal
                yield from leaves_of(compiled, table[definition])
        case OneOf(name, _) | Not(OneOf(name, _)) if compiled.content.finding[name].derived:
            for one in compiled.content.finding[name].derived or ():
                key = f"derived:{name}:{one.option}"  # type: ignore[union-attr]
                for table in (compiled.normal, compiled.denied):
                    yield from leaves_of(compiled, table[key])
        case Always():
            return
        case _:
            yield condition


def read_by(leaf: Condition) -> tuple[str, ...]:
    """The asked findings that a leaf reads."""
    match leaf:
        case Compare(left, _, right):
            return tuple(dict.fromkeys(quantity_findings(left) + quantity_findings(right)))
        case Not(inner):
            return read_by(inner)
        case Yes(name) | OneOf(name, _) | Includes(name, _):
            return (name,)
        case _:
            return ()


def _holds(leaf: Condition, name: str, value: Value) -> bool:
    return truth(leaf, {name: value}) is not False


def regions_of(compiled: Compiled, name: str, leaves: list[Condition]) -> tuple[Value, ...]:
    """One value of a finding from every region between the thresholds of these leaves."""
    finding = compiled.content.finding[name]
    match finding.type:
        case "yes_no":
            return (False, True)
        case "choice":
            return tuple(option.id for option in finding.options)
        case "choices":
            return (frozenset(), frozenset(option.id for option in finding.options))
        case "number":
            cuts = sorted(
                {
                    side.value
                    for leaf in leaves
                    if isinstance(leaf, Compare)
                    for side in (leaf.left, leaf.right)
                    if isinstance(side, Number)
                }
            )
            low = finding.min if finding.min is not None else cuts[0] - 1
            high = finding.max if finding.max is not None else cuts[-1] + 1
            points = [low, *cuts, high]
            between = [(a + b) / 2 for a, b in pairwise(points) if a < b]
            return tuple(
                sorted({low, high, *between, *(cut for cut in cuts if low <= cut <= high)})
            )
