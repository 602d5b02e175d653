"""Proves properties over every possible set of answers."""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

import msgspec
import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.proof.claims import Claim, Never, Plain, Sometimes, World
from carrywell.proof.properties import Property
from carrywell.proof.witness import Witness, witness_of

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


class UndecidedError(RuntimeError):
    """The solver gave up on a claim."""


def prove(world: World, one: Property, clock: Callable[[], float] = perf_counter) -> Proof:
    """Whether the property holds; raises `UndecidedError` when the solver cannot say."""
    start = clock()
    claims = tuple(one.claims(world))
    solver = z3.Solver()
    solver.add(*world.rules)
    wrong = (
        [claim for claim in claims if _is_wrong(solver, claim)]
        if (not _all_hold_at_once(solver, claims))
        else []
    )
    witnesses = []
    for claim in wrong[:MOST_SHOWN]:
        if isinstance(claim, Never):
            solver.push()
            solver.add(*claim.rules, claim.wrong)
            witnesses.append(witness_of(world, solver, claim))
            solver.pop()
    return Proof(
        property=one.name,
        says=one.says,
        holds=not wrong,
        claims=len(claims),
        seconds=clock() - start,
        faults=tuple(claim.says for claim in wrong),
        witnesses=tuple(witnesses),
    )


def _all_hold_at_once(solver: Any, claims: Iterable[Claim]) -> bool:
    """One question to the solver for all: nearly always they hold, and this is the fastest."""
    claims = tuple(claims)
    if any(isinstance(claim, Sometimes) or _is_plainly_wrong(claim) for claim in claims):
        return False
    nevers = [claim for claim in claims if isinstance(claim, Never) and claim.wrong is not False]
    if not nevers:
        return True
    solver.push()
    solver.add(*{rule for claim in nevers for rule in claim.rules if rule is not True})
    solver.add(z3.Or([claim.wrong for claim in nevers]))
    found = solver.check()
    solver.pop()
    return bool(found == z3.unsat)


def _is_plainly_wrong(claim: Claim) -> bool:
    return isinstance(claim, Plain) and claim.wrong


def _is_wrong(solver: Any, claim: Claim) -> bool:
    if isinstance(claim, Plain):
        return claim.wrong
    solver.push()
    if isinstance(claim, Never):
        solver.add(*(rule for rule in claim.rules if rule is not True), claim.wrong)
    else:
        solver.add(claim.wanted)
    found = solver.check()
    solver.pop()
    if found == z3.unknown:
        raise UndecidedError(f"not decided: {claim.says}")
    return bool(found == (z3.sat if isinstance(claim, Never) else z3.unsat))
