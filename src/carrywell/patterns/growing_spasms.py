"""Whether spasms are getting closer, longer or stronger. All three are choices of ours.

The evidence says 'getting longer, stronger or closer' without a number. Here it is a row of five
within an hour, each closer or longer than the one before by a tenth, or three in a row of which each
is stronger. Five by chance in such an order are rare (1 in 120 for lengths).
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, pairwise
from typing import Literal

from carrywell.patterns.diary import TimedSpasm
from carrywell.patterns.spasm_starts import (
    DOUBLE_TAP_SECONDS,
    is_over_long,
    length_seconds,
    most_within,
    seconds,
)

Trend = Literal["closer", "longer", "stronger"]
"""In which way the spasms are growing."""

Row = tuple[TimedSpasm, ...]

IN_A_ROW = 5
STRONGER_IN_A_ROW = 3
WITHIN_SECONDS = 3600.0
CLOSER, LONGER = 0.9, 1.1
MOST_CHOICES = 2000
"""Only a storm of double taps has more, and it must not hold up the page."""

LEVELS = ("tight", "mild", "moderate", "strong")


def growing(spasms: Sequence[TimedSpasm]) -> tuple[Trend, ...]:
    """In which ways the spasms, in the order of time, are growing somewhere among them.

    Where there are no more than five in any hour, every choice of five without double taps is looked
    at, so that a tap added beside another cannot hide the row.
    """
    single = _once_each(spasms)
    sparse = most_within(sorted(map(_start, spasms)), WITHIN_SECONDS) <= IN_A_ROW
    rows = list(_choices(spasms) if sparse else _rows(single, IN_A_ROW))
    found: list[Trend] = []
    if any(map(_closer, rows)):
        found.append("closer")
    if any(map(_longer, rows)):
        found.append("longer")
    if any(map(_stronger, _rows(single, STRONGER_IN_A_ROW))):
        found.append("stronger")
    return tuple(found)


def _once_each(spasms: Sequence[TimedSpasm]) -> list[TimedSpasm]:
    """Without double taps; of two the longer one stays."""
    single: list[TimedSpasm] = []
    for one in spasms:
        if not single or _gap(single[-1], one) >= DOUBLE_TAP_SECONDS:
            single.append(one)
        elif (length_seconds(single[-1]) or 0) < (length_seconds(one) or 0):
            single[-1] = one
    return single


def _rows(spasms: Sequence[TimedSpasm], size: int) -> Iterator[Row]:
    """Those that follow one another within an hour."""
    rows = (tuple(spasms[at : at + size]) for at in range(len(spasms) - size + 1))
    return (row for row in rows if _gap(row[0], row[-1]) <= WITHIN_SECONDS)


def _choices(spasms: Sequence[TimedSpasm]) -> Iterator[Row]:
    """Every five within an hour, in order, that are no double taps of one another."""
    for at, first in enumerate(spasms):
        later = [one for one in spasms[at + 1 :] if _gap(first, one) <= WITHIN_SECONDS]
        for rest in islice(combinations(later, IN_A_ROW - 1), MOST_CHOICES):
            row = (first, *rest)
            if all(_gap(a, b) >= DOUBLE_TAP_SECONDS for a, b in pairwise(row)):
                yield row


def _closer(row: Row) -> bool:
    gaps = [_gap(earlier, later) for earlier, later in pairwise(row)]
    return all(later <= CLOSER * earlier for earlier, later in pairwise(gaps))


def _longer(row: Row) -> bool:
    lengths = [length_seconds(one) for one in row]
    if any(map(is_over_long, row)) or None in lengths:
        return False
    return all(b >= LONGER * a for a, b in pairwise(lengths) if a is not None and b is not None)


def _stronger(row: Row) -> bool:
    return all(one.strength in LEVELS for one in row) and all(
        LEVELS.index(earlier.strength) < LEVELS.index(later.strength)
        for earlier, later in pairwise(row)
    )


def _start(spasm: TimedSpasm) -> float:
    return seconds(spasm.started_at)


def _gap(earlier: TimedSpasm, later: TimedSpasm) -> float:
    return seconds(later.started_at) - seconds(earlier.started_at)
