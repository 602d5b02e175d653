"""A few ways to answer everything as alarmingly as can be."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import msgspec

from carrywell.assessment.interval import leaves_of, read_by, regions_of
from carrywell.conditions.interpreter import truth
from carrywell.conditions.nodes import Condition, Not, Yes
from carrywell.conditions.values import Value
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import RANK
from carrywell.proof.claims import World
from carrywell.proof.filled_in import excluding, ordered


class Way(msgspec.Struct, frozen=True):
    """What is answered to each question that was not answered yet.

    `turn`: in the first each finding has its worst value, in the next the next, and so round.
    `settled`: what is answered to `both_ways`, which is in `new` too.
    """

    turn: int
    new: dict[str, Value]
    settled: dict[str, bool]


def alarming_ways(world: World, values: Mapping[str, tuple[Value, ...]]) -> Iterator[Way]:
    """As many ways as it takes to give every alarming value once, whichever questions apply."""
    compiled = world.compiled
    turns = range(max(map(len, values.values()), default=1))
    for settled in _settled(compiled):
        for turn in turns:
            new = {name: each[turn % len(each)] for name, each in values.items()}
            yield Way(turn, _in_order(compiled, {**world.harmless, **new, **settled}), settled)


def _settled(compiled: Compiled) -> Iterator[dict[str, bool]]:
    names = tuple(both_ways(compiled))
    pairs = excluding(compiled)
    for answers in product((True, False), repeat=len(names)):
        settled = dict(zip(names, answers, strict=True))
        if not any(settled.get(one) and settled.get(other) for one, other in pairs):
            yield settled


def ways_for(
    world: World, ways: Sequence[Way], values: Mapping[str, tuple[Value, ...]], sign_id: str
) -> tuple[int, ...]:
    """Which of the ways a sign must be tried in: the others are the same to it, or calmer.

    It must meet every alarming value of all that it rests on. Of the answers to `both_ways` it needs
    those that make most of its literals true.
    """
    literals = set(_rests_on(world.compiled, f"sign:{sign_id}"))
    read = {name for leaf in literals for name in read_by(leaf)}
    turns = max([1, *(len(values.get(name, ())) for name in read)])
    made_true = [
        frozenset(
            one
            for name, answer in way.settled.items()
            if (one := Yes(name) if answer else Not(Yes(name))) in literals
        )
        for way in ways
    ]
    most = {one for one in made_true if not any(one < other for other in made_true)}
    tried: dict[tuple[int, frozenset[Condition]], int] = {}
    for place, way in enumerate(ways):
        if way.turn < turns and made_true[place] in most:
            tried.setdefault((way.turn, made_true[place]), place)
    return tuple(tried.values())


def _rests_on(compiled: Compiled, key: str) -> Iterator[Condition]:
    """The literals of a rule, and those of what its questions wait for."""
    literals = set(leaves_of(compiled, compiled.normal[key]))
    yield from literals
    for name in {one for leaf in literals for one in read_by(leaf)}:
        if f"ask_when:{name}" in compiled.conditions:
            yield from _rests_on(compiled, f"ask_when:{name}")


def alarming_values(world: World) -> dict[str, tuple[Value, ...]]:
    """Of each finding the values that make most of its literals true, worst first.

    One value is left out when another makes all true that it does, and more. What lets a question
    apply counts as alarming too.
    """
    return {name: tuple(_worst(world, name, each)) for name, each in _leaves(world).items()}


def _worst(world: World, name: str, leaves: list[Condition]) -> Iterator[Value]:
    finding = world.compiled.content.finding[name]
    if finding.type == "choices":
        yield frozenset(one.id for one in finding.options)
        return
    made_true: dict[tuple[int, ...], Value] = {}
    for value in regions_of(world.compiled, name, leaves):
        places = (i for i, leaf in enumerate(leaves) if truth(leaf, {name: value}) is True)
        made_true.setdefault(tuple(places), value)
    for one in sorted(made_true):
        if one and not any(set(one) < set(other) for other in made_true):
            yield made_true[one]


def both_ways(compiled: Compiled) -> Iterator[str]:
    """What some questions wait for with a 'yes' and others with a 'no': is she pregnant, did she give birth."""
    guards = [key for key in compiled.conditions if key.startswith("ask_when:")]
    literals = {leaf for key in guards for leaf in leaves_of(compiled, compiled.normal[key])}
    yield from sorted(
        one.finding for one in literals if isinstance(one, Yes) and Not(one) in literals
    )


def _leaves(world: World) -> dict[str, list[Condition]]:
    """The literals of the signs that can raise her urgency, worst first, and of what questions wait for."""
    compiled = world.compiled
    keys = [f"sign:{one.id}" for one in compiled.content.signs if RANK[one.urgency]]
    keys += [key for key in compiled.conditions if key.startswith("ask_when:")]
    found: dict[str, dict[Condition, None]] = {}
    for key in keys:
        for leaf in leaves_of(compiled, compiled.normal[key]):
            for name in read_by(leaf):
                if name in world.harmless:
                    found.setdefault(name, {})[leaf] = None
    return {name: list(leaves) for name, leaves in found.items()}


def _in_order(compiled: Compiled, values: dict[str, Value]) -> dict[str, Value]:
    """Of two readings that bound each other the lower one makes room for the upper one."""
    for lower, upper in ordered(compiled):
        low, high = values[lower], values[upper]
        if isinstance(low, float) and isinstance(high, float) and low >= high:
            values[lower] = compiled.content.finding[lower].min
    return values
