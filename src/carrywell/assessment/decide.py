"""The decision itself: how urgent, from which signs, and what is still open. No words yet."""

from itertools import compress

import msgspec

from carrywell.assessment.answers import Settled
from carrywell.assessment.interval import Interval, interval
from carrywell.assessment.open_signs import without_the_impossible
from carrywell.assessment.reasons import still_open
from carrywell.guideline.compiled import TRUE, UNDECIDED, Compiled
from carrywell.guideline.model import LEVELS, RANK, Sign, Urgency

_IS_TRUE = bytes(code == TRUE for code in range(256))
_IS_UNDECIDED = bytes(code == UNDECIDED for code in range(256))


class Decision(msgspec.Struct, frozen=True):
    """`advised` lies between the floor and the ceiling."""

    interval: Interval
    advised: Urgency
    fired: tuple[Sign, ...]
    undecided: tuple[Sign, ...]

    @property
    def floor(self) -> Urgency:
        """The highest urgency she has whatever the unknown answers are."""
        return LEVELS[self.interval.floor]

    @property
    def ceiling(self) -> Urgency:
        """The highest urgency she could still have."""
        return LEVELS[self.interval.ceiling]

    @property
    def is_urgent(self) -> bool:
        """Whether she is told to act now, so that nothing else is offered."""
        return RANK[self.advised] >= RANK["urgent"]


def decide(compiled: Compiled, settled: Settled) -> Decision:
    """The decision on these facts.

    An undecided sign advises its `if_unsure` urgency; unless the guideline says otherwise that is
    its own urgency, but urgent for an emergency sign: ring, and say what you could not tell.
    """
    signs = compiled.content.signs
    bounds = interval(compiled, settled.base, settled.codes)
    codes = without_the_impossible(compiled, settled.base, settled.codes, bounds.floor)
    fired = tuple(compress(signs, codes.translate(_IS_TRUE)))
    ranked = [
        (RANK[_advises(compiled, settled, sign)], sign)
        for sign in compress(signs, codes.translate(_IS_UNDECIDED))
    ]
    # those that ask for most come first: they are the reason for the advice
    ranked.sort(key=lambda one: -one[0])
    unsure = ranked[0][0] if ranked else 0
    advised = LEVELS[max(bounds.floor, min(unsure, bounds.ceiling))]
    return Decision(bounds, advised, fired, tuple(sign for _, sign in ranked))


def if_unsure(sign: Sign) -> Urgency:
    """What a sign advises when she was asked and could not tell."""
    return sign.if_unsure or LEVELS[min(RANK[sign.urgency], RANK["urgent"])]


def _advises(compiled: Compiled, settled: Settled, sign: Sign) -> Urgency:
    """What an undecided sign advises now: only an answer of 'not sure' can call the ambulance.

    A question that has not been put yet says nothing about her, so it asks for no more than urgent.
    """
    advised = if_unsure(sign)
    if RANK[advised] <= RANK["urgent"]:
        return advised
    umbrella_of = compiled.content.umbrella_of
    put = any(
        name in settled.asked or umbrella_of.get(name) in settled.asked
        for name in still_open(compiled, f"sign:{sign.id}", settled.facts, settled.memory)
    )
    return advised if put else "urgent"
