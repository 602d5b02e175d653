"""What a new check need not ask, because she timed it or wrote it; always on the alarming side.

A record never answers 'no', and a count that could still be too small is not taken over: the check
asks. Each line says where it comes from and can be taken back before the check begins.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from carrywell.companion.people.models import Pregnancy
from carrywell.companion.watch.facts import Records, records_of, told_at
from carrywell.patterns.pain_course import Told

SCORE_HOLDS = timedelta(hours=1)
"""A pain score older than this is asked again. Our own choice."""

SURE_FROM = {
    "contractions_per_hour": 6,
    "contractions_in_20_minutes": 4,
    "pain_duration_days": 15,
    "pain_score": 8,
    "plan_tried_days": 14,
}
"""From here on no warning sign asks for more, so that the figure may stand even if it is too small."""

CLOSE_IN_WINDOW, CLOSE = 10, 2
"""Minutes between tightenings at or below which none closer would be more urgent: from 20 to 36 weeks,
and in any other week or when the weeks are not known."""
WINDOW_WEEKS = (20, 37)

GROUPS = {
    "timed": (
        "contractions_per_hour",
        "contractions_in_20_minutes",
        "contraction_interval_minutes",
        "contractions_regular",
        "rhythmic_back_pain",
        "contractions_painful",
        "contractions_increasing",
        "contractions",
    ),
    "waters": ("fluid_leak",),
    "help": ("worried",),
    "score": ("pain_score",),
    "duration": ("pain_duration_days",),
    "worse": ("pain_worsening",),
    "nights": ("night_pain", "sleep_disturbed"),
    "plan": ("using_plan", "plan_tried_days", "pain_worse_on_plan", "not_better_6wk"),
}
"""What is shown, and taken back, in one line."""

FROM_THE_TIMER = ("timed", "waters", "help")
RECORDED = frozenset(name for names in GROUPS.values() for name in names)
"""Every finding that a record may answer."""

MOST_PHRASES = 3


class RecordedLine(msgspec.Struct, frozen=True):
    """One line before a check: what it says, from where, and the answers it stands for."""

    id: str
    origin: str
    say: str
    answers: dict[str, Any]


def recorded_lines(pregnancy: Pregnancy, now: datetime) -> tuple[RecordedLine, ...]:
    """What her timer and her diary answer at this moment, in her time zone; nothing after a
    pregnancy.
    """
    if pregnancy.is_over:
        return ()
    records = records_of(pregnancy, now)
    sure = [one for one in told_at(records, now) if _is_sure(one, records, now)]
    lines = (_line(group, sure) for group in GROUPS)
    return tuple(one for one in lines if one is not None)


def answers_kept(lines: Iterable[RecordedLine], kept: Sequence[str]) -> dict[str, Any]:
    """The answers of the lines that she let stand."""
    return {name: value for one in lines if one.id in kept for name, value in one.answers.items()}


def _line(group: str, sure: Sequence[Told]) -> RecordedLine | None:
    told = {one.finding: one for one in sure if one.finding in GROUPS[group]}
    if not told:
        return None
    origin = "your timer" if group in FROM_THE_TIMER else "your diary"
    phrases = [told[name].say for name in GROUPS[group] if name in told]
    say = "; ".join(phrases[:MOST_PHRASES])
    return RecordedLine(group, origin, say, {name: one.value for name, one in told.items()})


def _is_sure(one: Told, records: Records, now: datetime) -> bool:
    if one.finding not in RECORDED:
        return False
    if one.finding == "pain_score" and now - one.at > SCORE_HOLDS:
        return False
    if one.finding == "contraction_interval_minutes":
        return bool(one.value <= _close(records, now))
    return one.value is True or one.value >= SURE_FROM.get(one.finding, float("inf"))


def _close(records: Records, now: datetime) -> int:
    weeks = records.pregnancy.weeks(now.date())
    first, after = WINDOW_WEEKS
    return CLOSE_IN_WINDOW if weeks is not None and first <= weeks < after else CLOSE
