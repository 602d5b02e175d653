"""The counts that are enough for an alarm before 37 weeks, and the one that is at any week.

They are the numbers of the signs `contractions_preterm` and `contractions_too_close`;
``tests/patterns/test_timer_alarm.py`` holds them to the guideline.
"""

from collections.abc import Sequence
from statistics import median

from carrywell.patterns.spasm_starts import Episode, most_within, shortest_span

MINUTE = 60.0

MANY_IN_AN_HOUR = 6
"""Six or more in an hour: NICHD, UCSF (row contractions_preterm)."""

MANY_IN_20_MINUTES = 4
"""Four or more in 20 minutes: the clinical criterion of preterm labour (row contractions_preterm)."""

CLOSE_MINUTES = 10.0
"""Every ten minutes or less: NICHD (row contractions_preterm)."""

STARTS_FOR_AN_INTERVAL = 4
"""An interval needs four starts: three intervals in half an hour when they come every ten minutes.
A choice of ours: two starts ten minutes apart are not yet 'every ten minutes'."""

TOO_MANY, TOO_MANY_MINUTES = 6, 10.0
"""More than five in ten minutes: too close together at any week. Professional consensus, not read."""

MOST_AN_HOUR, MOST_IN_20_MINUTES = 60, 30
"""The most that the findings hold."""

NORMAL = 1.4826
"""The standard deviation of a normal distribution, in median absolute deviations."""


def counts(episode: Episode) -> dict[str, float]:
    """The counts that mean something, as findings: how many in an hour and in 20 minutes, and the
    interval in minutes. A count below the one that matters is left out: taps are missed, and it could
    be read as 'no more than'.
    """
    an_hour = most_within(episode.starts, 60 * MINUTE, MOST_AN_HOUR, episode.instead)
    in_20 = most_within(episode.starts, 20 * MINUTE, MOST_IN_20_MINUTES, episode.instead)
    interval = closest_interval(episode)
    found: dict[str, float] = {}
    if an_hour >= MANY_IN_AN_HOUR:
        found["contractions_per_hour"] = an_hour
    if in_20 >= MANY_IN_20_MINUTES:
        found["contractions_in_20_minutes"] = in_20
    if interval is not None and interval <= CLOSE_MINUTES:
        found["contraction_interval_minutes"] = interval
    return found


def closest_interval(episode: Episode) -> float | None:
    """The shortest mean interval in minutes over four, five or six starts; None for fewer than four.

    Taken over no less than ten minutes: so it is 10 or less when four starts lie within 30 minutes,
    and 2 or less only when six lie within ten.
    """
    spans = {
        count: shortest_span(episode.starts, count, episode.instead)
        for count in range(STARTS_FOR_AN_INTERVAL, TOO_MANY + 1)
    }
    means = [
        max(span / MINUTE, TOO_MANY_MINUTES) / (count - 1)
        for count, span in spans.items()
        if span is not None
    ]
    return min(means, default=None)


def robust_variation(intervals: Sequence[float]) -> float | None:
    """The robust coefficient of variation of the intervals; None for fewer than three.

    The median absolute deviation times 1.4826 (the standard deviation it stands for under a normal
    distribution), divided by the median.
    """
    if len(intervals) < STARTS_FOR_AN_INTERVAL - 1:
        return None
    usual = median(intervals)
    return NORMAL * median(abs(one - usual) for one in intervals) / usual
