"""A counterexample about the interview, tried on the guideline itself.

The last functions give what a claim's `shows` is to be (see `claims.Never`).
"""

import msgspec

from carrywell.api import Guideline
from carrywell.assessment.answers import Settled, settle
from carrywell.assessment.decide import Decision, decide, if_unsure
from carrywell.assessment.interview import urgency_screen
from carrywell.assessment.reasons import still_open
from carrywell.conditions.interpreter import truth
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import RANK, Sign
from carrywell.proof.claims import Answers, Shows

URGENT = RANK["urgent"]


class Ended(msgspec.Struct, frozen=True):
    """On the guideline itself: what is open while no urgency screen has a question left."""

    compiled: Compiled
    settled: Settled
    decision: Decision

    def open_signs(self) -> tuple[Sign, ...]:
        """The signs above the floor that are neither there nor ruled out; none under the ceiling."""
        floor = self.decision.interval.floor
        if floor == self.decision.interval.ceiling:
            return ()
        return tuple(one for one in self.decision.undecided if RANK[one.urgency] > floor)

    def unasked(self, sign: Sign) -> tuple[str, ...]:
        """What the sign still depends on, was not asked, and waits for nothing she was unsure of."""
        names = still_open(self.compiled, f"sign:{sign.id}", self.settled.facts)
        return tuple(one for one in names if not self.is_unsure(one))

    def is_unsure(self, finding: str, after: frozenset[str] = frozenset()) -> bool:
        """Whether she was not sure of it, or of what its question waits for.

        `after` are questions that wait for this one: those that wait for each other wait for nobody.
        """
        if finding in self.settled.asked:
            return True
        guard = self.compiled.conditions.get(f"ask_when:{finding}")
        if finding in after or guard is None or truth(guard, self.settled.facts) is not None:
            return False
        names = still_open(self.compiled, f"ask_when:{finding}", self.settled.facts)
        return not names or any(self.is_unsure(one, after | {finding}) for one in names)


def ended(guideline: Guideline, answers: Answers) -> Ended | None:
    """Her answers, when no urgency screen has a question left for them; else None."""
    compiled = guideline.compiled
    settled = settle(compiled, answers)
    decision = decide(compiled, settled)
    if urgency_screen(compiled, settled, decision) is not None:
        return None
    return Ended(compiled, settled, decision)


def left_unasked(finding: str) -> Shows:
    """The interview ends, this was not asked, and a sign above the floor depends on it."""

    def shows(guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        end = ended(guideline, people[0])
        return end is not None and any(finding in end.unasked(one) for one in end.open_signs())

    return shows


def left_open(sign_id: str) -> Shows:
    """The interview ends, she was sure of every answer, and the sign is open above the floor."""

    def shows(guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        end = ended(guideline, people[0])
        is_sure = not any(
            value is None or (isinstance(value, list) and None in value)
            for value in people[0].values()
        )
        return end is not None and is_sure and sign_id in {one.id for one in end.open_signs()}

    return shows


def cared_for_alone(sign: Sign) -> Shows:
    """She is not told to ring, and the sign is there or open."""

    def shows(guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        end = ended(guideline, people[0])
        if RANK[if_unsure(sign)] < URGENT and (end is None or sign not in end.open_signs()):
            return False
        settled = settle(guideline.compiled, people[0])
        decision = decide(guideline.compiled, settled)
        return not decision.is_urgent and sign in (*decision.fired, *decision.undecided)

    return shows


def shown_in_vain(screen_id: str) -> Shows:
    """The screen is shown, and no question on it is new and surely for her."""

    def shows(guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        settled = settle(guideline.compiled, people[0])
        screen = guideline.next_screen(people[0])
        if screen is None or screen.id != screen_id:
            return False
        guards = [
            guideline.compiled.conditions.get(f"ask_when:{one.finding}")
            for one in screen.questions
            if one.finding not in settled.asked
        ]
        return not any(one is None or truth(one, settled.facts) is True for one in guards)

    return shows
