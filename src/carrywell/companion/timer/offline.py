"""What the page is told beforehand, so that the alarm comes while the server does not answer."""

from collections.abc import Mapping
from typing import Any

import msgspec

from carrywell.companion.timer.alarm import TERM_WEEKS
from carrywell.patterns.offline_rule import OFFLINE_RULE, Limit

EARLY_WEEKS = 20
"""Below this the counts of early labour are not for her (as in the guideline)."""


class RuleForPage(msgspec.Struct, frozen=True):
    """The limits that count for her, and how taps are read; see `OfflineRule`."""

    limits: tuple[Limit, ...]
    double_tap_seconds: float
    over_long_seconds: float


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
    )
