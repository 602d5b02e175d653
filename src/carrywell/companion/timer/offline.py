"""What the page is told beforehand, so that the alarm comes while the server does not answer."""

from collections.abc import Mapping
from typing import Any

import msgspec

from carrywell.companion.timer.alarm import TERM_WEEKS
from carrywell.patterns.offline_rule import OFFLINE_RULE, Limit


class RuleForPage(msgspec.Struct, frozen=True):
    """The limits that count for her, and how taps are read; see `OfflineRule`."""

    limits: tuple[Limit, ...]
    double_tap_seconds: float
    over_long_seconds: float


def rule_for(known: Mapping[str, Any]) -> RuleForPage:
    """The rule for what is known of her; weeks that are not known count as the most careful ones."""
    weeks = known.get("gestation_weeks")
    at_term = isinstance(weeks, int | float) and weeks >= TERM_WEEKS
    return RuleForPage(
        OFFLINE_RULE.limits(from_37_weeks=at_term),
        OFFLINE_RULE.double_tap_seconds,
        OFFLINE_RULE.over_long_seconds,
    )
