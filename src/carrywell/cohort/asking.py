"""What to ask first on the phone: the two or three questions that close most of what is open.

Of all undecided signs above her floor, the worst come first: the question on which most of them rest
is chosen, then the one on which most of the others rest. An umbrella question that is not answered
stands for all it covers. What is private is never written down here.
"""

from collections.abc import Iterable, Mapping

import msgspec

from carrywell.assessment.answers import Settled
from carrywell.assessment.interview import questions_about
from carrywell.assessment.result import Question
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import RANK, Urgency

MOST = 3
Open = Mapping[str, tuple[Urgency, tuple[str, ...]]]
"""Undecided signs: their urgency, and the findings on which each still depends."""


class ToAsk(msgspec.Struct, frozen=True):
    """`first`: at most three questions. `more`: how many others are open. `private`: ask alone."""

    first: tuple[Question, ...]
    more: int
    private: bool


def to_ask(compiled: Compiled, settled: Settled, undecided: Open) -> ToAsk:
    """What to ask someone with these answers about these undecided signs."""
    openly = {name: one for name, one in undecided.items() if name not in compiled.private_signs}
    rests = {
        name: (RANK[urgency], {_asked(compiled, settled, one) for one in findings})
        for name, (urgency, findings) in openly.items()
    }
    order = [one.id for one in compiled.content.findings]
    chosen: list[str] = []
    first: tuple[Question, ...] = ()
    left = rests
    while left:
        best = _best(left.values(), order)
        left = {name: one for name, one in left.items() if best not in one[1]}
        questions = questions_about(compiled, settled, (*chosen, best))
        if len(questions) > MOST:
            break
        chosen, first = [*chosen, best], questions
    every = {name for _, names in rests.values() for name in names}
    shown = {one.finding for one in first}
    return ToAsk(first, len(every - shown), len(openly) < len(undecided))


def _asked(compiled: Compiled, settled: Settled, finding: str) -> str:
    """The question that is asked about it first: its umbrella, while that is not answered."""
    umbrella = compiled.content.umbrella_of.get(finding)
    return umbrella if umbrella is not None and settled.base.get(umbrella) is None else finding


def _best(left: Iterable[tuple[int, set[str]]], order: list[str]) -> str:
    """The question on which most of the worst signs rest; the earlier in the content of equals."""
    worth: dict[str, dict[int, int]] = {}
    for rank, names in left:
        for name in names:
            counts = worth.setdefault(name, {})
            counts[rank] = counts.get(rank, 0) + 1
    return max(
        worth,
        key=lambda one: (
            tuple(worth[one].get(rank, 0) for rank in (3, 2, 1)),
            -order.index(one),
        ),
    )
