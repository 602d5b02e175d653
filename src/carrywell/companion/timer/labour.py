"""What her unit told her about ringing, such as 5-1-1, and whether her taps have reached it.

It adds to the guideline and never takes anything away: a sign of the guideline counts long before.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from carrywell.companion.timer.models import LabourAdvice
from carrywell.patterns.diary import TimedSpasm
from carrywell.patterns.labour_advice import labour_advice_met


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
    if labour_advice_met(
        spasms, advice.interval_minutes, advice.length_seconds, advice.for_minutes, now
    ):
        return Standing(True, f"Your unit told you to ring at this: {told}.")
    return Standing(
        False,
        f"Your unit told you to ring at: {told}. It is not there yet by your taps."
        " Ring sooner if anything worries you.",
    )
