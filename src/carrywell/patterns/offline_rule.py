"""What a browser needs to raise the alarm by itself, when the server cannot be reached.

The same counts as in `spasm_counts`, without the rhythm rule: fewer starts than these may still be an
alarm, so a page without a connection says that it can only count.
"""

import msgspec

from carrywell.patterns.spasm_counts import (
    CLOSE_MINUTES,
    MANY_IN_20_MINUTES,
    MANY_IN_AN_HOUR,
    STARTS_FOR_AN_INTERVAL,
    TOO_MANY,
    TOO_MANY_MINUTES,
)
from carrywell.patterns.spasm_starts import DOUBLE_TAP_SECONDS, OVER_LONG_SECONDS


class Limit(msgspec.Struct, frozen=True):
    """So many starts within so many minutes, the first and the last included, are an alarm."""

    starts: int
    minutes: float


class OfflineRule(msgspec.Struct, frozen=True, kw_only=True):
    """Reach any one limit and the alarm is on.

    `before_37_weeks` holds from 20 to 36 weeks or when the weeks are not known, `any_week` always. Starts closer
    than `double_tap_seconds` to the last one kept are one; the end of a spasm longer than
    `over_long_seconds` counts as a start too.
    """

    before_37_weeks: tuple[Limit, ...]
    any_week: tuple[Limit, ...]
    double_tap_seconds: float = DOUBLE_TAP_SECONDS
    over_long_seconds: float = OVER_LONG_SECONDS

    def limits(self, *, from_37_weeks: bool, before_20_weeks: bool = False) -> tuple[Limit, ...]:
        """The limits for her: `from_37_weeks` and `before_20_weeks` only if that is certain."""
        if from_37_weeks or before_20_weeks:
            return self.any_week
        return (*self.any_week, *self.before_37_weeks)


OFFLINE_RULE = OfflineRule(
    before_37_weeks=(
        Limit(MANY_IN_AN_HOUR, 60.0),
        Limit(MANY_IN_20_MINUTES, 20.0),
        Limit(STARTS_FOR_AN_INTERVAL, (STARTS_FOR_AN_INTERVAL - 1) * CLOSE_MINUTES),
    ),
    any_week=(Limit(TOO_MANY, TOO_MANY_MINUTES),),
)
