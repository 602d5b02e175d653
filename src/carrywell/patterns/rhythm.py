"""The pattern in timed spasms: how often, how regular, how long; and what it says to the guideline.

What is shown (`rhythm`) are plain figures of the last minutes. What is told to the guideline
(`timer_findings`) is only what taps support: they can say 'there were six', never 'there were only
two', since a tap is easily missed. So a figure is left out until it means something.

Definitions in ``docs/timer.md``; the counts are those of the sign `contractions_preterm`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median
from typing import Any, Literal

import msgspec

from carrywell.patterns.diary import Place, TimedSpasm
from carrywell.patterns.regular_starts import in_rhythm
from carrywell.patterns.spasm_starts import (
    STILL_COUNTS_SECONDS,
    Episode,
    Starts,
    is_over_long,
    kept,
    middle,
    most_within,
    open_episode,
    plausible_lengths,
    seconds,
    shortest_span,
)

MINUTE = 60.0

MANY_IN_AN_HOUR = 6
"""Six or more in an hour: NICHD, UCSF (row contractions_preterm)."""

MANY_IN_20_MINUTES = 4
"""Four or more in 20 minutes: the clinical criterion of preterm labour (row contractions_preterm)."""

CLOSE_MINUTES = 10.0
"""Every ten minutes or less: NICHD (row contractions_preterm)."""

STARTS_FOR_AN_INTERVAL = 4
"""An interval needs four starts: three intervals in half an hour when they come every ten minutes."""

TOO_MANY, TOO_MANY_MINUTES = 6, 10.0
"""More than five in ten minutes: too close together at any week. Professional consensus, not read."""

WINDOWS_MINUTES = (10, 20, 60)
"""The windows over which the rate is shown."""

Trend = Literal["closer", "longer", "stronger"]
"""In which ways the spasms are growing."""

LEVELS_OF_STRENGTH = {"tight": 0, "mild": 1, "moderate": 2, "strong": 3}


class Window(msgspec.Struct, frozen=True):
    """How many starts in the last `minutes`, and as a rate."""

    minutes: int
    count: int
    per_hour: float


class Rhythm(msgspec.Struct, frozen=True, kw_only=True):
    """The pattern of the spasms that still count. Minutes and seconds from start to start.

    `windows`: the last 10, 20 and 60 minutes, as tapped. `count`: all starts of the episode.
    `interval_variation`: the robust coefficient of variation, 1.4826 times the median distance from
    the median, divided by the median; None for fewer than three intervals. `closest_interval_minutes`:
    the shortest mean interval over four to six starts, see `closest_interval`. `possible_missed_stops`:
    spasms so long that a stop tap may have been forgotten. `began_at` to `counts_until`: the episode;
    without a new start it is closed then. `place`: where they were felt, as far as it was said.
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
    say: str = ""


def rhythm(spasms: Sequence[TimedSpasm], now: datetime) -> Rhythm:
    """The pattern of the spasms that still count at `now`, from any list of taps in any order."""
    episode = open_episode(spasms, now)
    tapped = kept([seconds(one.started_at) for one in episode.spasms])
    if not tapped:
        return Rhythm(
            windows=_windows((), seconds(now)), say="Nothing was timed in the last two hours."
        )
    intervals = [later - earlier for earlier, later in pairwise(tapped)]
    found = Rhythm(
        windows=_windows(tapped, max(seconds(now), tapped[-1])),
        count=len(tapped),
        median_interval_minutes=_minutes(middle(intervals)),
        interval_variation=robust_variation(intervals),
        closest_interval_minutes=closest_interval(episode.starts),
        median_length_seconds=middle(plausible_lengths(episode.spasms)),
        is_rhythmic=is_rhythmic(episode),
        place=_place(episode.spasms),
        possible_missed_stops=sum(is_over_long(one) for one in episode.spasms),
        began_at=_moment(tapped[0]),
        last_start=_moment(tapped[-1]),
        counts_until=_moment(tapped[-1] + STILL_COUNTS_SECONDS),
    )
    return msgspec.structs.replace(found, say=_say(found))


def timer_findings(spasms: Sequence[TimedSpasm], now: datetime) -> dict[str, Any]:
    """What the taps support, as findings of the guideline: id to value.

    A finding is left out unless the taps speak for it; none is ever False, and no count stands below
    the one that matters, because it could be read as 'no more than'.
    """
    episode = open_episode(spasms, now)
    if not episode.spasms:
        return {}
    rhythmic = is_rhythmic(episode)
    counts = _counts(episode.starts)
    in_womb = [one for one in episode.spasms if one.place in ("tummy", "back_and_tummy")]
    in_back = [one for one in episode.spasms if one.place in ("back", "back_and_tummy")]
    tightenings = list(episode.spasms) if rhythmic else in_womb
    found: dict[str, Any] = {}
    if in_back:
        found["back_pain"] = True
    if tightenings or counts:
        found["contractions"] = True
        found |= counts
        length = middle(plausible_lengths(tightenings or episode.spasms))
        if length is not None:
            found["contraction_duration_seconds"] = length
    if any(one.strength in ("mild", "moderate", "strong") for one in tightenings):
        found["contractions_painful"] = True
    if rhythmic:
        found["contractions_regular"] = True
        if in_back:
            found["rhythmic_back_pain"] = True
    return found


def closest_interval(starts: Sequence[float]) -> float | None:
    """The shortest mean interval in minutes over four, five or six starts; None for fewer than four.

    Taken over no less than ten minutes: so it is 10 or less when four starts lie within 30 minutes,
    and 2 or less only when six lie within ten.
    """
    spans = {
        count: shortest_span(starts, count) for count in range(STARTS_FOR_AN_INTERVAL, TOO_MANY + 1)
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
    return 1.4826 * median(abs(one - usual) for one in intervals) / usual


def is_rhythmic(episode: Episode) -> bool:
    """Whether the starts as tapped, those felt in one place, or those with the ends of over-long
    spasms, are in a rhythm.
    """
    by_place = (
        episode.spasms,
        [one for one in episode.spasms if one.place not in ("back", "elsewhere")],
        [one for one in episode.spasms if one.place not in ("tummy", "elsewhere")],
    )
    tapped = (kept(sorted(seconds(one.started_at) for one in some)) for some in by_place)
    return any(in_rhythm(one) for one in (kept(episode.starts), *tapped))


def _counts(starts: Starts) -> dict[str, float]:
    per_hour = most_within(starts, 60 * MINUTE)
    in_20 = most_within(starts, 20 * MINUTE)
    interval = closest_interval(starts)
    found: dict[str, float] = {}
    if per_hour >= MANY_IN_AN_HOUR:
        found["contractions_per_hour"] = per_hour
    if in_20 >= MANY_IN_20_MINUTES:
        found["contractions_in_20_minutes"] = min(in_20, 30)
    if interval is not None and interval <= CLOSE_MINUTES:
        found["contraction_interval_minutes"] = interval
    return found


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
    if len(said) == 1:
        return said.pop()
    return "back_and_tummy" if said & {"back", "tummy", "back_and_tummy"} else ""


def _say(found: Rhythm) -> str:
    often = f"You timed {found.count} in this time" if found.count > 1 else "You timed one so far"
    if found.is_rhythmic:
        return f"{often}. They come in a rhythm."
    return f"{often}. They do not come in a clear rhythm. That alone does not mean all is well."


def _minutes(value: float | None) -> float | None:
    return None if value is None else value / MINUTE


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
