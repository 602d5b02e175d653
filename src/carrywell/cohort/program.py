"""The whole guideline as steps: one column after the other, the same for every engine.

The columns that are told: `urgency`, `floor` and `ceiling` (ranks into `LEVELS`), ``signs.ID`` (true:
there; null: undecided), `scope`, ``points.ID`` of each cause and the three causes with the most,
``treatment.ID`` (place in `STATUSES`), and `conflict.N`, which set the row aside.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from carrywell.assessment.treatments import FORBIDS, cell_of
from carrywell.cohort.cells import (
    Any,
    First,
    Holds,
    Largest,
    LargestBelow,
    Points,
    Reaches,
    Scaled,
    Step,
    Test,
)
from carrywell.cohort.decided import sign_column, sign_steps, urgency_steps
from carrywell.cohort.settled import Conflict, Settling
from carrywell.conditions.nodes import Yes
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import RANK, Finding, Gate, Treatment

STATUSES = ("offered", "ask first", "ask before offering", "not for you")
"""What ``treatment.ID`` counts: 0 is the only one that is offered."""
TOP_CAUSES = 3
PLACES = 1000
"""A cause is ranked by its points times this, and within by its place: ties stay in the content's order."""

Kind = Literal["yes_no", "number", "choice", "choices"]


class Program(msgspec.Struct, frozen=True, eq=False):
    """`given`: the findings that can stand in the input, with the column each is read into."""

    compiled: Compiled
    given: tuple[tuple[Finding, str], ...]
    steps: tuple[Step, ...]
    conflicts: tuple[Conflict, ...]


@lru_cache(maxsize=8)
def program_of(compiled: Compiled) -> Program:
    """All steps of this guideline, in an order in which each reads only what is there."""
    settling = Settling(compiled)
    steps = (
        *settling.steps,
        *sign_steps(compiled),
        *urgency_steps(compiled),
        Step("scope", _scope(compiled)),
        *_cause_steps(compiled),
        *_treatment_steps(compiled),
    )
    given = tuple(
        (one, settling.given(one.id)) for one in compiled.content.findings if one.derived is None
    )
    return Program(compiled, given, steps, tuple(settling.conflicts))


def _scope(compiled: Compiled) -> First:
    scopes = compiled.content.scopes
    cases = tuple((Holds(compiled.conditions[f"scope:{one.id}"]), one.id) for one in scopes)
    return First(cases, scopes[-1].id)


def _cause_steps(compiled: Compiled) -> Iterator[Step]:
    """Points of each cause; then the best three (see `cause_at`)."""
    causes = compiled.content.causes
    for cause in causes:
        parts = tuple(
            (Holds(compiled.conditions[f"cause:{cause.id}:{index}"]), feature.points)
            for index, feature in enumerate(cause.features)
        )
        yield Step(f"points.{cause.id}", Points(parts))
    for place, cause in enumerate(causes):
        worth = Scaled(f"points.{cause.id}", by=PLACES, plus=PLACES - 1 - place)
        yield Step(f"ranked.{cause.id}", worth)
    ranked = tuple(f"ranked.{one.id}" for one in causes)
    yield Step("best.1", Largest(ranked))
    for place in range(2, TOP_CAUSES + 1):
        yield Step(f"best.{place}", LargestBelow(ranked, f"best.{place - 1}"))


def cause_at(compiled: Compiled, best: int) -> tuple[str, int] | None:
    """The cause that a ``best.N`` column stands for, with its points; None when there is none."""
    points, rest = divmod(best, PLACES)
    return (compiled.content.causes[PLACES - 1 - rest].id, points) if points > 0 else None


def _treatment_steps(compiled: Compiled) -> Iterator[Step]:
    soon = tuple(
        Holds(Yes(sign_column(one.id))) for one in compiled.content.signs if one.urgency == "soon"
    )
    for treatment in compiled.content.treatments:
        yield Step(f"treatment.{treatment.id}", _status(compiled, treatment, Any(soon)))


def _status(compiled: Compiled, treatment: Treatment, soon: Test) -> First:
    """Twin of `assessment.treatments.status_of`, in its order."""
    if treatment.kind == "never":
        return First((), STATUSES.index("not for you"))
    no, no_open, ask, ask_open = _limits(compiled, treatment)
    if treatment.with_open_soon != "offered":
        ask = (soon, *ask)
    told = (
        (no, "not for you"),
        (no_open, "ask before offering"),
        (ask, "ask first"),
        (ask_open, "ask before offering"),
    )
    cases = tuple((Any(tuple(tests)), STATUSES.index(status)) for tests, status in told if tests)
    return First(cases, STATUSES.index("offered"))


def _limits(
    compiled: Compiled, treatment: Treatment
) -> tuple[tuple[Test, ...], tuple[Test, ...], tuple[Test, ...], tuple[Test, ...]]:
    """What says no, could say no, says ask, could say ask."""
    no: list[Test] = []
    no_open: list[Test] = []
    ask: list[Test] = []
    ask_open: list[Test] = []
    for gate in compiled.content.gates:
        cell = cell_of(gate, treatment)
        if cell in (*FORBIDS, "A"):
            certain, possible = _gate(compiled, gate)
            (no if cell in FORBIDS else ask).append(certain)
            (no_open if cell in FORBIDS else ask_open).append(possible)
    for field, certain_tests, open_tests in (
        ("not_when", no, no_open),
        ("ask_first_when", ask, ask_open),
    ):
        for index in range(len(getattr(treatment, field))):
            condition = compiled.conditions[f"treatment:{treatment.id}:{field}:{index}"]
            certain_tests.append(Holds(condition))
            open_tests.append(Holds(condition, unknown_as=True))
    return tuple(no), tuple(no_open), tuple(ask), tuple(ask_open)


def _gate(compiled: Compiled, gate: Gate) -> tuple[Test, Test]:
    if gate.applies == "open_urgent_sign":
        urgent = RANK["urgent"]
        return Reaches("floor", urgent), Any((Reaches("floor", urgent), Reaches("urgency", urgent)))
    condition = compiled.conditions[f"gate:{gate.id}"]
    return Holds(condition), Holds(condition, unknown_as=True)
