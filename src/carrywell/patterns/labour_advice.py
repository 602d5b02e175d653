"""Whether tightenings come as her own unit told her to ring for, such as 5-1-1.

Five minutes apart, one minute long, for one hour. Units differ, so the three numbers are hers.
This is only ever a reason to ring sooner: before 37 weeks the alarm of the timer does not wait for it.
"""

from collections.abc import Sequence
from datetime import datetime

from carrywell.patterns.diary import TimedSpasm
from carrywell.patterns.spasm_starts import most_within, open_episode, plausible_lengths

NEARLY = 0.9
"""A length of at least this share of what she was told counts as that long: a tap takes a moment."""


def labour_advice_met(
    spasms: Sequence[TimedSpasm],
    interval_minutes: float,
    length_seconds: float,
    for_minutes: float,
    now: datetime,
) -> bool:
    """Whether the spasms that still count have come so often for so long. All three are above 0.

    So many starts lie in some stretch of `for_minutes` as spasms every `interval_minutes` put there,
    one missed tap allowed (an hour of five minutes holds 13, so 12 are enough). Half of the lengths
    known are at least 90 % of `length_seconds`; lengths that were not tapped hold nothing back.
    """
    episode = open_episode(spasms, now)
    needed = max(2, int(for_minutes / interval_minutes))
    if most_within(episode.starts, for_minutes * 60, needed, episode.instead) < needed:
        return False
    lengths = plausible_lengths(episode.spasms)
    long_enough = sum(length >= NEARLY * length_seconds for length in lengths)
    return not lengths or 2 * long_enough >= len(lengths)
