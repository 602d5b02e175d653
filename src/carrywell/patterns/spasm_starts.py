"""From taps to starts: what of a list of timed spasms can be counted on.

Taps are what a person in pain made of it: doubled, forgotten, edited, out of order. Everything here
errs towards counting, because what is counted can only raise an alarm, and every figure is such that
one more tap never makes it less alarming (`tests/patterns/test_rhythm_laws.py`).

Moments become seconds since 1970 (UTC), so that a change of the clocks is never an interval.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median

import msgspec

from carrywell.patterns.diary import TimedSpasm

DOUBLE_TAP_SECONDS = 20.0
"""Two starts closer than this are one start that was tapped twice.

A choice of ours. It is compared with the last start that was KEPT, never with one that was dropped, so
that a chain of taps cannot swallow a real rate. Real starts are at least a minute apart.
"""

OVER_LONG_SECONDS = 180.0
"""A 'spasm' longer than this may be a stop tap that was forgotten.

Then the tap that closed it was the start of the next one, and start and stop are flipped from then
on. So its end counts as a possible start too. Three minutes are a choice of ours by the measurement in
``docs/timer.md``: less makes long spasms of a muscle into false alarms, more makes real ones late.
"""

STILL_COUNTS_SECONDS = 120 * 60.0
"""An episode is closed when so long has passed without a start; until then all its taps count.

A choice of ours: the evidence asks for an hour of timing, and twice that keeps an alarm while she
rests, rings or travels. After it, only what is tapped anew counts.
"""

LOOK_BACK_SECONDS = 24 * 3600.0
"""Taps older than this never count for now, whatever came after them. A choice of ours."""

Starts = tuple[float, ...]
"""Starts in the order of time, in seconds since 1970."""


def seconds(moment: datetime) -> float:
    """A moment as seconds since 1970; `moment` must know its time zone."""
    return moment.timestamp()


def length_seconds(spasm: TimedSpasm) -> float | None:
    """How long a spasm lasted, in seconds; None while it goes on, or when it cannot have been so."""
    if spasm.ended_at is None:
        return None
    length = (spasm.ended_at - spasm.started_at) / timedelta(seconds=1)
    return length if length > 0 else None


def is_over_long(spasm: TimedSpasm) -> bool:
    """Whether a stop tap may have been forgotten, so that its end may be the start of another."""
    length = length_seconds(spasm)
    return length is not None and length > OVER_LONG_SECONDS


def plausible_lengths(spasms: Iterable[TimedSpasm]) -> tuple[float, ...]:
    """The lengths that can be told, in seconds: without double taps and forgotten stops."""
    return tuple(
        length
        for one in spasms
        if (length := length_seconds(one)) is not None
        and DOUBLE_TAP_SECONDS <= length <= OVER_LONG_SECONDS
    )


def possible_starts(spasms: Iterable[TimedSpasm]) -> Starts:
    """Every moment that may have been the start of a spasm: each start, and the end of each spasm
    that is over-long.
    """
    found: set[float] = set()
    for one in spasms:
        found.add(seconds(one.started_at))
        if one.ended_at is not None and is_over_long(one):
            found.add(seconds(one.ended_at))
    return tuple(sorted(found))


Instead = Mapping[float, float]
"""Possible starts that stand in for each other: at most one of the two was one."""

NOTHING: Instead = {}


def instead_of(spasms: Iterable[TimedSpasm]) -> Instead:
    """The end of each over-long spasm, with the start that was tapped soon after it.

    Within `OVER_LONG_SECONDS` both cannot be true starts: either the end was the start of a spasm and
    the tap after it was that one's stop, or the end was a late stop. So they count once, as
    whichever raises the alarm sooner.
    """
    starts = sorted({seconds(one.started_at) for one in spasms})
    found: dict[float, float] = {}
    for one in spasms:
        if one.ended_at is None or not is_over_long(one):
            continue
        end = seconds(one.ended_at)
        at = bisect_left(starts, end)
        if at < len(starts) and 0 < starts[at] - end <= OVER_LONG_SECONDS:
            found[end] = starts[at]
    return found


class Episode(msgspec.Struct, frozen=True):
    """What counts now: the spasms in the order of time, their possible starts, and which of these
    stand in for each other.
    """

    spasms: tuple[TimedSpasm, ...]
    starts: Starts
    instead: Instead = NOTHING


def open_episode(spasms: Sequence[TimedSpasm], now: datetime) -> Episode:
    """The spasms that still count now.

    Those that can be reached from now over the possible starts without a gap of more than
    `STILL_COUNTS_SECONDS`. A phone whose clock is fast must not keep an alarm back, so taps up to
    that far ahead of `now` count as well; what lies further ahead, or more than `LOOK_BACK_SECONDS`
    behind, does not.
    """
    here = seconds(now)
    first, last = here, here + STILL_COUNTS_SECONDS
    starts = possible_starts(spasms)
    for start in reversed(starts[: bisect_right(starts, here)]):
        if first - start > STILL_COUNTS_SECONDS or here - start > LOOK_BACK_SECONDS:
            break
        first = start
    within = starts[bisect_left(starts, first) : bisect_right(starts, last)]
    counted = frozenset(within)
    ordered = sorted(spasms, key=_in_order)
    return Episode(
        tuple(one for one in ordered if not counted.isdisjoint(possible_starts((one,)))),
        within,
        instead_of(spasms),
    )


def _in_order(spasm: TimedSpasm) -> tuple[float, float, str, str]:
    """Whatever order the taps came in, the same ones give the same pattern."""
    return seconds(spasm.started_at), length_seconds(spasm) or 0.0, spasm.strength, spasm.place


def kept(starts: Sequence[float], instead: Instead = NOTHING) -> Starts:
    """The starts without double taps, each compared with the last one kept, and without those for
    which the last one kept stands in.

    This is the largest number of starts that are `DOUBLE_TAP_SECONDS` apart.
    """
    return next(iter(_runs(starts, float("inf"), len(starts), instead)), ())


def most_within(
    starts: Sequence[float], within_seconds: float, up_to: int = 60, instead: Instead = NOTHING
) -> int:
    """The most starts (double taps once) in any stretch of that length, both ends included; counted
    no further than `up_to`.
    """
    return max((len(run) for run in _runs(starts, within_seconds, up_to, instead)), default=0)


def shortest_span(starts: Sequence[float], count: int, instead: Instead = NOTHING) -> float | None:
    """The shortest time in seconds from the first to the last of `count` starts; None without so many.

    Double taps are once.
    """
    spans = [
        run[count - 1] - run[0]
        for run in _runs(starts, float("inf"), count, instead)
        if len(run) >= count
    ]
    return min(spans, default=None)


def _runs(starts: Sequence[float], within: float, most: int, instead: Instead) -> Iterable[Starts]:
    """From each start on: the starts kept within that time, at most `most` of them."""
    for first in range(len(starts)):
        run = [starts[first]]
        at = first
        while len(run) < most:
            at = bisect_left(starts, run[-1] + DOUBLE_TAP_SECONDS, at + 1)
            if at < len(starts) and starts[at] == instead.get(run[-1]):
                at += 1
            if at >= len(starts) or starts[at] - run[0] > within:
                break
            run.append(starts[at])
        yield tuple(run)


def middle(values: Sequence[float]) -> float | None:
    """The median; None of nothing."""
    return median(values) if values else None
