"""What a screening tells of each person: one row, the same columns from every engine.

========================= ====================================================================
`person`                  the input's own id as text, or the row's number from 1
`screened`                false when answers of the row cannot both be right
`urgency`                 what she is advised; null when not screened, as the two bounds are
`floor`, `ceiling`        the least and the most it can be, whatever the unknown answers are
`weeks`                   weeks of pregnancy as they were read; null where they are not known
`scope`                   which situation Carrywell takes her to be in
``signs.ID``              true: there; null: undecided; false: ruled out
``cause_N``               the causes with the most points, N from 1 to 3, and ``cause_N_points``
``treatment.ID``          offered, ask first, ask before offering, not for you
`problems`                how many values of the row could not be used
`guideline`               the version of the guideline
========================= ====================================================================

A row that is not screened still has its signs, as they would be if every answer were right: a warning
sign is never hidden by a mistake beside it.
"""

from collections.abc import Iterator

from carrywell.cohort.cells import (
    Any,
    Column,
    Decided,
    Equals,
    First,
    No,
    Reaches,
    Rest,
    Step,
    Times,
)
from carrywell.cohort.decided import sign_column
from carrywell.cohort.program import PLACES, STATUSES, TOP_CAUSES, Program
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import LEVELS

WEEKS = "gestation_weeks"
BOUNDS = ("urgency", "floor", "ceiling")
Told = tuple[str, str]
"""A column of the output, and the column of the steps it is."""


def output_steps(program: Program) -> Iterator[Step]:
    """Further steps, behind those of the program: ranks and places become words."""
    compiled = program.compiled
    in_conflict = tuple(Equals(one.column, True) for one in program.conflicts)
    yield Step("screened", Decided(No(Any(in_conflict))))
    for name in BOUNDS:
        yield Step(f"shown.{name}", First(((Equals("screened", True), Column(name)),)))
        levels = ((Equals(f"shown.{name}", rank), level) for rank, level in enumerate(LEVELS))
        yield Step(f"told.{name}", First(tuple(levels)))
    for place in range(1, TOP_CAUSES + 1):
        yield from _cause_steps(compiled, place)
    for treatment in compiled.content.treatments:
        column = f"treatment.{treatment.id}"
        statuses = tuple((Equals(column, place), said) for place, said in enumerate(STATUSES))
        yield Step(f"told.{column}", First(statuses))


def told(program: Program) -> tuple[Told, ...]:
    """The columns that the guideline gives, in their order, each with the step it comes from."""
    content = program.compiled.content
    causes = range(1, TOP_CAUSES + 1)
    (weeks,) = (column for finding, column in program.given if finding.id == WEEKS)
    return (
        ("screened", "screened"),
        *((name, f"told.{name}") for name in BOUNDS),
        ("weeks", weeks),
        ("scope", "scope"),
        *((sign_column(one.id), sign_column(one.id)) for one in content.signs),
        *(
            column
            for place in causes
            for column in (
                (f"cause_{place}", f"told.cause.{place}"),
                (f"cause_{place}_points", f"told.points.{place}"),
            )
        ),
        *((f"treatment.{one.id}", f"told.treatment.{one.id}") for one in content.treatments),
    )


def _cause_steps(compiled: Compiled, place: int) -> Iterator[Step]:
    """The id and the points of the cause that stands in this place; see `program.cause_at`."""
    best, rest, at = f"best.{place}", f"best.rest.{place}", f"best.place.{place}"
    yield Step(rest, Rest(best, PLACES))
    yield Step(at, First(((Reaches(best, PLACES), Column(rest)),)))
    ids = (
        (Equals(at, PLACES - 1 - index), one.id)
        for index, one in enumerate(compiled.content.causes)
    )
    yield Step(f"told.cause.{place}", First(tuple(ids)))
    points = f"best.points.{place}"
    yield Step(points, Times(best, PLACES))
    yield Step(f"told.points.{place}", First(((Reaches(best, PLACES), Column(points)),)))
