"""Proves properties over every possible set of answers."""

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter

import msgspec

from carrywell.conditions.smt import every
from carrywell.proof.asking import UndecidedError, new_solver
from carrywell.proof.claims import Claim, Never, Plain, Sometimes, World
from carrywell.proof.pairs import Pairs
from carrywell.proof.properties import Property
from carrywell.proof.witness import Witness, witness_of

__all__ = ["MOST_SHOWN", "Proof", "UndecidedError", "prove"]

MOST_SHOWN = 3
"""Witnesses of one property: enough to see what is wrong."""


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a property. `claims`: how many it came down to, each decided on its own.

    `seconds` are for finding the faults too; `faults` says every claim that does not hold, and
    `witnesses` shows the first of them, by the fewest answers.
    """

    property: str
    says: str
    holds: bool
    claims: int
    seconds: float
    faults: tuple[str, ...] = ()
    witnesses: tuple[Witness, ...] = ()


def prove(
    world: World,
    one: Property,
    clock: Callable[[], float] = perf_counter,
    most_shown: int = MOST_SHOWN,
) -> Proof:
    """Whether the property holds; raises `UndecidedError` when the solver cannot say.

    `clock` gives seconds; of the claims that do not hold `most_shown` are shown by answers.
    """
    start = clock()
    claims = tuple(one.claims(world))
    wrong = wrong_claims(world, claims)
    shown = [claim for claim in wrong[:most_shown] if isinstance(claim, Never)]
    witnesses = tuple(_shown(world, claim) for claim in shown)
    return Proof(
        property=one.name,
        says=one.says,
        holds=not wrong,
        claims=len(claims),
        seconds=clock() - start,
        faults=tuple(claim.says for claim in wrong),
        witnesses=witnesses,
    )


def _shown(world: World, claim: Never) -> Witness:
    solver = new_solver()
    solver.add(*world.rules, *claim.rules, claim.wrong)
    return witness_of(world, solver, claim)


def wrong_claims(world: World, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims that do not hold, in their order; raises `UndecidedError`."""
    return tuple(_wrong(world, claims))


def _wrong(world: World, claims: Sequence[Claim]) -> Iterator[Claim]:
    nevers = [claim for claim in claims if isinstance(claim, Never)]
    if _none_is_possible(world, nevers):
        nevers = []
    wrong = [every((claim.wrong, *claim.rules)) for claim in nevers]
    never = iter(world.asking.each_possible(wrong))
    sometimes = [claim.wanted for claim in claims if isinstance(claim, Sometimes)]
    possible = iter(world.asking.each_possible(sometimes))
    for claim in claims:
        match claim:
            case Plain():
                is_wrong = claim.wrong
            case Sometimes():
                is_wrong = not next(possible)
            case Never():
                is_wrong = bool(nevers) and next(never)
        if is_wrong:
            yield claim


def _none_is_possible(world: World, claims: Sequence[Never]) -> bool:
    """All claims at once, taken apart into pieces: nearly always they hold, and this is fastest.

    Claims with other rules are asked apart: the rules of one must not make another hold.
    """
    alike: dict[tuple[int, ...], list[Never]] = {}
    for claim in claims:
        alike.setdefault(tuple(map(id, claim.rules)), []).append(claim)
    return all(_none_of(world, each) for each in alike.values())


def _none_of(world: World, claims: Sequence[Never]) -> bool:
    """Of claims with the same rules: whether none is possible."""
    pairs = Pairs()
    pieces = (piece for claim in claims for piece in pairs.take_apart(claim.wrong))
    return world.asking.none_is_possible(pieces, claims[0].rules, pairs.put_back)
