"""The pattern in timed spasms: how often, how regular, how long; and what it says to the guideline.

What is shown (`rhythm`) are plain figures of the spasms as they were tapped. What is told to the
guideline (`timer_findings`) is only what taps support: they can say 'there were six', never 'there
were only two', since a tap is easily missed. Definitions, sources and reasons: ``docs/timer.md``.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import msgspec

from carrywell.patterns.diary import Place, TimedSpasm
from carrywell.patterns.growing_spasms import Trend, growing
from carrywell.patterns.regular_starts import RULE, in_rhythm
from carrywell.patterns.rhythm_words import NOTHING_TIMED, in_words
from carrywell.patterns.spasm_counts import MINUTE, closest_interval, counts, robust_variation
from carrywell.patterns.spasm_starts import (
    STILL_COUNTS_SECONDS,
    Episode,
    Starts,
    is_over_long,
    kept,
    middle,
    open_episode,
    plausible_lengths,
    seconds,
)

WINDOWS_MINUTES = (10, 20, 60)
"""The windows over which the rate is shown."""

PAINFUL = ("mild", "moderate", "strong")
"""Strengths that hurt."""

IN_THE_WOMB = ("tummy", "back_and_tummy")
"""Places where one spasm alone is a tightening. One in the back, or of which the place was not said,
is so only when they come in a rhythm or as often as tightenings that are not to be waited for."""

IN_THE_BACK = ("back", "back_and_tummy")


class Window(msgspec.Struct, frozen=True):
    """How many starts in the last `minutes`, and as a rate."""

    minutes: int
    count: int
    per_hour: float


class Rhythm(msgspec.Struct, frozen=True, kw_only=True):
    """The pattern of the spasms that still count. Intervals go from start to start.

    `windows`: the last 10, 20 and 60 minutes. `count`: the spasms of the episode, double taps once.
    `interval_variation`: the robust coefficient of variation (0.1 is even, 0.5 is not), None for
    fewer than three intervals. `closest_interval_minutes`: the shortest mean interval over four to
    six possible starts. `median_length_seconds`: of those with an end, up to three minutes long.
    `trend`: in which ways they grow. `possible_missed_stops`: how many are so long that a stop tap may
    have been forgotten. `place`: where they were felt, as far as it was said. The episode goes from
    `began_at` to `counts_until`, when it is closed if nothing is tapped after `last_start`. `say`: all
    of it in a few plain sentences.
    """

    windows: tuple[Window, ...]
    count: int = 0
    median_interval_minutes: float | None = None
    interval_variation: float | None = None
    closest_interval_minutes: float | None = None
    median_length_seconds: float | None = None
    trend: tuple[Trend, ...] = ()
    is_rhythmic: bool = False
    place: Place = ""
    possible_missed_stops: int = 0
    began_at: datetime | None = None
    last_start: datetime | None = None
    counts_until: datetime | None = None
    say: str = NOTHING_TIMED


def rhythm(spasms: Sequence[TimedSpasm], now: datetime) -> Rhythm:
    """The pattern of the spasms that still count at `now`; any list of taps in any order will do."""
    episode = open_episode(spasms, now)
    tapped = kept([seconds(one.started_at) for one in episode.spasms])
    if not tapped:
        return Rhythm(windows=_windows((), seconds(now)))
    here = max(seconds(now), tapped[-1])
    intervals = [later - earlier for earlier, later in pairwise(tapped)]
    usual = middle(intervals)
    found = Rhythm(
        windows=_windows(tapped, here),
        count=len(tapped),
        median_interval_minutes=None if usual is None else usual / MINUTE,
        interval_variation=robust_variation(intervals),
        closest_interval_minutes=closest_interval(episode),
        median_length_seconds=middle(plausible_lengths(episode.spasms)),
        trend=growing(episode.spasms),
        is_rhythmic=is_rhythmic(episode),
        place=_place(episode.spasms),
        possible_missed_stops=sum(is_over_long(one) for one in episode.spasms),
        began_at=_moment(tapped[0]),
        last_start=_moment(tapped[-1]),
        counts_until=_moment(tapped[-1] + STILL_COUNTS_SECONDS),
    )
    return msgspec.structs.replace(found, say=_say(found, _moment(here)))


def timer_findings(spasms: Sequence[TimedSpasm], now: datetime) -> dict[str, Any]:
    """What the taps support, as findings of the guideline: id to value.

    A finding is left out unless the taps speak for it; none is ever False.
    """
    episode = open_episode(spasms, now)
    if not episode.spasms:
        return {}
    rhythmic = is_rhythmic(episode)
    often = counts(episode)
    in_back = any(one.place in IN_THE_BACK for one in episode.spasms)
    tightenings = [one for one in episode.spasms if rhythmic or one.place in IN_THE_WOMB]
    found: dict[str, Any] = {"back_pain": True} if in_back else {}
    if tightenings or often:
        length = middle(plausible_lengths(tightenings or episode.spasms))
        found |= {"contractions": True, **often}
        found |= {} if length is None else {"contraction_duration_seconds": length}
    if rhythmic:
        found |= {"contractions_regular": True}
        found |= {"rhythmic_back_pain": True} if in_back else {}
    if any(one.strength in PAINFUL for one in tightenings):
        found["contractions_painful"] = True
    if growing(tightenings):
        found["contractions_increasing"] = True
    return found


def is_rhythmic(episode: Episode) -> bool:
    """Whether there is a rhythm in the possible starts, in the starts as tapped, or in those that may
    have been felt in the tummy, or in the back.
    """
    some = (
        episode.spasms,
        [one for one in episode.spasms if one.place != "back"],
        [one for one in episode.spasms if one.place != "tummy"],
    )
    runs = [kept([seconds(one.started_at) for one in spasms]) for spasms in some]
    return any(
        in_rhythm(episode.starts, run) for run in (kept(episode.starts, episode.instead), *runs)
    )


def _windows(tapped: Starts, here: float) -> tuple[Window, ...]:
    return tuple(
        Window(
            minutes=minutes,
            count=(count := sum(here - one <= minutes * MINUTE for one in tapped)),
            per_hour=count * 60 / minutes,
        )
        for minutes in WINDOWS_MINUTES
    )


def _place(spasms: Sequence[TimedSpasm]) -> Place:
    said = {one.place for one in spasms} - {""}
    said = said - {"elsewhere"} or said
    if not said:
        return ""
    return said.pop() if len(said) == 1 else "back_and_tummy"


def _say(found: Rhythm, now: datetime) -> str:
    assert found.began_at is not None
    # a rhythm that is hidden among other spasms has an interval of its own, not the middle one of all
    even = found.interval_variation is not None and found.interval_variation <= RULE.near
    return in_words(
        count=found.count,
        began_at=found.began_at,
        now=now,
        is_rhythmic=found.is_rhythmic,
        interval_minutes=found.median_interval_minutes if even else None,
        trend=found.trend,
        missed_stops=found.possible_missed_stops,
    )


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
