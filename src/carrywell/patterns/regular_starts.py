"""Whether starts come in a rhythm. The constants were chosen by the measurement in ``docs/timer.md``.

Two rules, either is enough:

- A **run**: some starts that follow one another, each interval close to the middle one. One interval
  may be close to twice the middle one: a start in it was not tapped.
- A **slow rhythm** hidden among other spasms: some starts of the episode, not needing to follow one
  another, at nearly equal distances between `FASTEST_HIDDEN_SECONDS` and `SLOWEST_SECONDS`. Faster ones
  need no rhythm before 37 weeks: their number alone is enough.

The second rule looks at any choice of the starts, and the first one is only ever undone by a start in
the middle of a run faster than `FASTEST_HIDDEN_SECONDS`; so one more tap never lowers the alarm before
37 weeks. From 37 weeks it holds for every tap that comes after the others.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

STARTS_IN_A_RHYTHM = 4
"""The fewest starts that can be a rhythm: three intervals, or two and a missed tap. The evidence has no
number; four is the smallest count it uses (four in 20 minutes, clinical preterm-labour criterion)."""

NEAR = 0.25
"""How far an interval may be from the middle one, as a share of it."""

SLOWEST_SECONDS = 20 * 60.0
"""Slower than this is no rhythm: four starts then take more than the hour that she is asked to time."""

FASTEST_HIDDEN_SECONDS = 10 * 60.0
"""Up to here the count of starts is enough by itself (every 10 minutes or less, NICHD)."""


def in_rhythm(starts: Sequence[float]) -> bool:
    """Whether some of the starts (double taps already taken out, in order) are a rhythm."""
    return has_regular_run(starts) or has_slow_rhythm(starts)


def has_regular_run(starts: Sequence[float], near: float = NEAR) -> bool:
    """Whether `STARTS_IN_A_RHYTHM` starts in a row come at nearly equal intervals."""
    intervals = [later - earlier for earlier, later in pairwise(starts)]
    size = STARTS_IN_A_RHYTHM - 1
    return any(
        _nearly_equal(intervals[at : at + size], near) for at in range(len(intervals) - size + 1)
    )


def has_slow_rhythm(starts: Sequence[float], near: float = NEAR) -> bool:
    """Whether any four of the starts are a rhythm slower than `FASTEST_HIDDEN_SECONDS`."""
    longest = SLOWEST_SECONDS * (1 + near)
    return any(_slow(starts, (first,), longest, near) for first in range(len(starts)))


def _slow(starts: Sequence[float], chosen: tuple[int, ...], longest: float, near: float) -> bool:
    if len(chosen) == STARTS_IN_A_RHYTHM:
        gaps = [starts[b] - starts[a] for a, b in pairwise(chosen)]
        return median(gaps) >= FASTEST_HIDDEN_SECONDS and _nearly_equal(gaps, near)
    shortest = FASTEST_HIDDEN_SECONDS * (1 - near)
    for following in range(chosen[-1] + 1, len(starts)):
        gap = starts[following] - starts[chosen[-1]]
        if gap > longest:
            return False
        if gap >= shortest and _slow(starts, (*chosen, following), longest, near):
            return True
    return False


def _nearly_equal(intervals: Sequence[float], near: float) -> bool:
    folded = with_a_miss_explained(intervals)
    usual = median(folded)
    return usual <= SLOWEST_SECONDS and all(abs(one - usual) <= near * usual for one in folded)


def with_a_miss_explained(intervals: Sequence[float]) -> tuple[float, ...]:
    """The intervals, with the one nearest to twice the middle one halved: a tap was missed there.

    Only one, and only if its half is nearer to the middle one than it is itself.
    """
    usual = median(intervals)
    doubled = [at for at, one in enumerate(intervals) if abs(one / 2 - usual) < abs(one - usual)]
    if len(doubled) != 1:
        return tuple(intervals)
    at = doubled[0]
    return (*intervals[:at], intervals[at] / 2, *intervals[at + 1 :])
