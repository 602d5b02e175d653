"""What the page is told beforehand, so that the alarm comes while the server does not answer."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import product
from typing import Any, cast

import msgspec

from carrywell.companion.check.service import guideline
from carrywell.companion.timer.alarm import NOW, TERM_WEEKS
from carrywell.patterns.diary import Place, TimedSpasm
from carrywell.patterns.offline_rule import OFFLINE_RULE, Limit
from carrywell.patterns.rhythm import IN_THE_WOMB
from carrywell.patterns.timer_alarm import timer_alarm

EARLY_WEEKS = 20
"""Below this the counts of early labour are not for her (as in the guideline)."""


class One(msgspec.Struct, frozen=True):
    """Where a single tightening is an alarm for her, perhaps only when it hurts."""

    place: Place
    painful: bool


class RuleForPage(msgspec.Struct, frozen=True):
    """The limits that count for her, how taps are read (see `OfflineRule`), and what is an alarm alone."""

    limits: tuple[Limit, ...]
    double_tap_seconds: float
    over_long_seconds: float
    one: tuple[One, ...] = ()


def rule_for(known: Mapping[str, Any]) -> RuleForPage:
    """The rule for what is known of her; weeks that are not known count as the most careful ones."""
    weeks = known.get("gestation_weeks")
    return RuleForPage(
        OFFLINE_RULE.limits(
            from_37_weeks=isinstance(weeks, int | float) and weeks >= TERM_WEEKS,
            before_20_weeks=isinstance(weeks, int | float) and weeks < EARLY_WEEKS,
        ),
        OFFLINE_RULE.double_tap_seconds,
        OFFLINE_RULE.over_long_seconds,
        tuple(_alone(known)),
    )


def _alone(known: Mapping[str, Any]) -> Iterator[One]:
    """What one tightening of the womb means for her, by the guideline itself: with twins, or when it
    hurts before 37 weeks, none is waited for.
    """
    at = datetime(2000, 1, 1, tzinfo=UTC)  # any moment: the spasm is of now
    for place, painful in product(IN_THE_WOMB, (False, True)):
        spasm = TimedSpasm(at, None, "mild" if painful else "", cast("Place", place))
        alarm = timer_alarm(guideline(), known, (spasm,), at)
        if alarm is not None and alarm.urgency in NOW:
            yield One(spasm.place, painful)
