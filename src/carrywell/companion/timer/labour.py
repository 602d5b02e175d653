"""What her unit told her about ringing, such as 5-1-1, and whether her taps have reached it.

It adds to the guideline and never takes anything away: a sign of the guideline counts long before.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

import msgspec

from carrywell.companion.timer.models import LabourAdvice
from carrywell.patterns.diary import TimedSpasm
from carrywell.patterns.spasm_starts import kept, plausible_lengths, possible_starts

NEARLY = 1.1
"""Taps are not exact, and she should not wait for the last seconds: a tenth is allowed everywhere."""


class Standing(msgspec.Struct, frozen=True):
    """`reached` when it is time to ring as she was told; `say` tells her in one line."""

    reached: bool
    say: str


def standing(advice: LabourAdvice, spasms: Sequence[TimedSpasm], now: datetime) -> Standing:
    """Whether the taps up to `now` come as often, last as long and have gone on as she was told.

    Lengths that are not known hold nothing up. Times in minutes and seconds as in `LabourAdvice`.
    """
    told = (
        f"every {advice.interval_minutes} minutes, each {advice.length_seconds} seconds long,"
        f" for {advice.for_minutes} minutes"
    )
    if _reached(advice, spasms, now):
        return Standing(True, f"Your unit told you to ring at this: {told}.")
    return Standing(
        False,
        f"Your unit told you to ring at: {told}. It is not there yet by your taps."
        " Ring sooner if anything worries you.",
    )


def _reached(advice: LabourAdvice, spasms: Sequence[TimedSpasm], now: datetime) -> bool:
    """Over the last `for_minutes` they came all the time, and half of the gaps and lengths fit."""
    interval = timedelta(minutes=advice.interval_minutes * NEARLY)
    since = now - timedelta(minutes=advice.for_minutes) - interval
    recent = [one for one in spasms if since <= one.started_at <= now]
    starts = kept(possible_starts(recent))
    if len(starts) < 2:  # noqa: PLR2004 - no gap without two
        return False
    long_enough = (starts[-1] - starts[0]) * NEARLY >= (
        advice.for_minutes - advice.interval_minutes
    ) * 60
    goes_on = now.timestamp() - starts[-1] <= 2 * interval.total_seconds()
    often = median(b - a for a, b in pairwise(starts)) <= interval.total_seconds()
    lengths = plausible_lengths(recent)
    lasting = not lengths or median(lengths) * NEARLY >= advice.length_seconds
    return long_enough and goes_on and often and lasting
