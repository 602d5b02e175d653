"""The points of causes as formulas: twin of `assessment.causes.likely_causes`."""

from collections.abc import Iterator

import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.assessment.causes import UNCLEAR_AT_MOST
from carrywell.conditions.smt import Formula, Term, every, negate, some
from carrywell.proof.compared import Side


def first_cause_moves(old: Side, new: Side, causes: tuple[str, ...]) -> Formula:
    """One of these causes stands first under one guideline, and not under the other."""
    first, second = _points(old), _points(new)
    return some(
        every((_leads(one, mine), negate(_leads(one, theirs))))
        for one in causes
        for mine, theirs in ((first, second), (second, first))
    )


def points_differ(old: Side, new: Side, causes: tuple[str, ...]) -> Formula:
    """One of these causes has other points."""
    first, second = _points(old), _points(new)
    none = z3.IntVal(0)
    return some(first.get(one, none) != second.get(one, none) for one in causes)


def _points(side: Side) -> dict[str, Term]:
    return {
        cause.id: z3.Sum([z3.IntVal(0), *_each(side, cause.id)])
        for cause in side.guideline.content.causes
    }


def _each(side: Side, cause_id: str) -> Iterator[Term]:
    for index, feature in enumerate(side.guideline.content.cause[cause_id].features):
        there = side.rule(f"cause:{cause_id}:{index}").certain
        if there is not False:
            yield z3.If(there, z3.IntVal(feature.points), z3.IntVal(0))


def _leads(one: str, points: dict[str, Term]) -> Formula:
    """It stands out and has the most points; of those with the same, the first of the content."""
    if one not in points:
        return False
    place = list(points).index(one)
    behind = (
        points[one] > other if index < place else points[one] >= other
        for index, (name, other) in enumerate(points.items())
        if name != one
    )
    return every((points[one] > UNCLEAR_AT_MOST, *behind))
