"""Whether starts come in a rhythm. Two rules, and either is enough.

- **A run**: `RULE.starts` starts that follow one another at nearly equal intervals, however fast.
- **A hidden rhythm**: as many starts of the episode at nearly equal intervals, whatever was tapped
  between them, when the usual interval is from `FASTEST_HIDDEN_SECONDS` to `SLOWEST_SECONDS`. So a
  slow rhythm over a background of other spasms is found.

In both, one interval may be about twice the usual one: the tap in its middle was missed.

A hidden rhythm can only be added to by one more tap, never broken. A run can be broken by a start put
into it, but one that is faster than a hidden rhythm has four starts within half an hour, and before
37 weeks their number alarms by itself. So before 37 weeks one more tap never lowers the alarm.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import msgspec


class RhythmRule(msgspec.Struct, frozen=True):
    """So many starts, each interval no further from the usual one than this share of it."""

    starts: int
    near: float


RULE = RhythmRule(starts=4, near=0.25)
"""Chosen by the measurement in ``docs/timer.md``, which also shows what other choices would do.

The evidence says that rhythm alone is enough, but not what a rhythm is. Four is the smallest number of
starts that it counts (four in 20 minutes).
"""

SLOWEST_SECONDS = 20 * 60.0
"""Slower than this is not called a rhythm: four such starts fill the hour that she is asked to time.
A choice of ours."""

FASTEST_HIDDEN_SECONDS = 6 * 60.0
"""A run faster than this has four starts in 30 minutes, also with one tap missed and the last interval
as long as `RULE` allows: 4 x 6 minutes x 1.25 = 30 minutes."""


def in_rhythm(starts: Sequence[float], run: Sequence[float], rule: RhythmRule = RULE) -> bool:
    """Whether there is a rhythm: hidden anywhere in `starts`, or as a run in `run`, the starts
    without double taps. Both in seconds, in the order of time.
    """
    return has_regular_run(run, rule) or has_hidden_rhythm(starts, rule)


def has_regular_run(starts: Sequence[float], rule: RhythmRule = RULE) -> bool:
    """Whether starts that follow one another come at nearly equal intervals."""
    intervals = [later - earlier for earlier, later in pairwise(starts)]
    size = rule.starts - 1
    return any(
        usual_interval(intervals[at : at + size], rule.near) is not None
        for at in range(len(intervals) - size + 1)
    )


def has_hidden_rhythm(starts: Sequence[float], rule: RhythmRule = RULE) -> bool:
    """Whether some of the starts come at nearly equal intervals of 6 to 20 minutes."""
    return any(_goes_on(starts, first, (), rule) for first in range(len(starts)))


def usual_interval(intervals: Sequence[float], near: float) -> float | None:
    """The middle one of nearly equal intervals, in seconds; None when they are no rhythm.

    One that is nearer to twice the middle one than to it counts as its half.
    """
    usual = median(intervals)
    doubled = [one for one in intervals if abs(one / 2 - usual) < abs(one - usual)]
    if len(doubled) > 1:
        return None
    whole = [one / 2 if one in doubled else one for one in intervals]
    usual = median(whole)
    fits = usual <= SLOWEST_SECONDS and all(abs(one - usual) <= near * usual for one in whole)
    return usual if fits else None


def _goes_on(starts: Sequence[float], at: int, so_far: tuple[float, ...], rule: RhythmRule) -> bool:
    """Whether the intervals chosen so far, the last of them ending at `at`, can become a rhythm."""
    if len(so_far) == rule.starts - 1:
        usual = usual_interval(so_far, rule.near)
        return usual is not None and usual >= FASTEST_HIDDEN_SECONDS
    return any(
        _goes_on(starts, following, (*so_far, interval), rule)
        for following, interval in _next_intervals(starts, at, so_far, rule.near)
    )


def _next_intervals(
    starts: Sequence[float], at: int, so_far: tuple[float, ...], near: float
) -> Iterator[tuple[int, float]]:
    """The starts after `at` that may come next, with the interval to each.

    Two intervals of one rhythm differ by no more than `spread`, or by twice that when a tap was missed.
    """
    spread = (1 + near) / (1 - near)
    shortest = max([FASTEST_HIDDEN_SECONDS * (1 - near), *(one / 2 / spread for one in so_far)])
    longest = min([2 * SLOWEST_SECONDS * (1 + near), *(one * 2 * spread for one in so_far)])
    for following in range(at + 1, len(starts)):
        interval = starts[following] - starts[at]
        if interval > longest:
            return
        if interval >= shortest:
            yield following, interval
