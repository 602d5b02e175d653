"""The points of each cause and the causes with the most, as gates: a number is its digits, each a gate."""

from collections.abc import Iterator, Mapping

import msgspec

from carrywell.cohort.gates import NONE, Gates
from carrywell.cohort.planes import Leaf

Digits = list[int]
"""The gates of a number's binary digits, the smallest first."""


class Place(msgspec.Struct, frozen=True):
    """Who stands in this place where, with how many points."""

    holders: dict[str, int]
    points: Digits


def total(gates: Gates[Leaf], parts: list[tuple[int, int]]) -> Digits:
    """The sum of the points beside each gate that is true; the last digit says 'below 0'."""
    width = sum(abs(points) for _, points in parts).bit_length() + 1
    digits = [NONE] * width
    for holds, points in parts:
        carried = NONE
        for at in range(width):
            # a negative number has all its further digits set, in Python too
            added = holds if points >> at & 1 else NONE
            half = gates.differ(digits[at], added)
            both = gates.both(digits[at], added)
            digits[at] = gates.differ(half, carried)
            carried = gates.either(both, gates.both(half, carried))
    return digits


def best(gates: Gates[Leaf], points: Mapping[str, Digits], places: int) -> Iterator[Place]:
    """The first few of those who have points, the most first; of equal ones the earlier."""
    width = max(len(digits) for digits in points.values()) - 1
    digits = {
        name: [*each[:-1], *(NONE for _ in range(width + 1 - len(each)))]
        for name, each in points.items()
    }
    left = {
        name: gates.both(gates.opposite(each[-1]), gates.any(each[:-1]))
        for name, each in points.items()
    }
    for _ in range(places):
        most, equal = _most(gates, digits, left)
        first = dict(_first(gates, equal))
        left = {name: gates.both(left[name], gates.opposite(first[name])) for name in left}
        yield Place(first, most)


def _most(
    gates: Gates[Leaf], digits: Mapping[str, Digits], among: Mapping[str, int]
) -> tuple[Digits, Mapping[str, int]]:
    """The most points, and all who have them: digit by digit, those who have it outdo the others."""
    width = len(next(iter(digits.values())))
    most = [NONE] * width
    for at in reversed(range(width)):
        having = {name: gates.both(here, digits[name][at]) for name, here in among.items()}
        most[at] = gates.any(having.values())
        nobody = gates.opposite(most[at])
        among = {
            name: gates.either(having[name], gates.both(here, nobody))
            for name, here in among.items()
        }
    return most, among


def _first(gates: Gates[Leaf], among: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    before = NONE
    for name, here in among.items():
        yield name, gates.both(here, gates.opposite(before))
        before = gates.either(before, here)
