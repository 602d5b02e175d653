"""What other choices would do: the rhythm rule, and how long a spasm may be before its end counts too.

A choice is judged by two numbers. False alarms: how many more an hour than the counts alone give, for
irregular spasms two an hour in the back. Sensitivity: how many sessions alarm when contractions come
every 12 to 15 minutes (CV 20 %, 20 % missed), which the counts alone mostly miss.
"""

from dataclasses import dataclass
from itertools import pairwise

from processes import Mishaps, moment
from scenes import Scene, every, irregular
from scores import Alarms, Score, score

from carrywell.patterns import spasm_starts
from carrywell.patterns.diary import TimedSpasm
from carrywell.patterns.regular_starts import RhythmRule, has_hidden_rhythm, has_regular_run
from carrywell.patterns.spasm_counts import counts, robust_variation
from carrywell.patterns.spasm_starts import kept, open_episode

NEAR = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)
MISSES = Mishaps(missed=0.2)
QUIET = (
    Scene("2 an hour", irregular(2), is_labour=False),
    Scene("2 an hour, half of them long", irregular(2, 120), is_labour=False),
)
SLOW = tuple(
    Scene(f"every {minutes} min, 20% missed", every(minutes, 0.2), True, MISSES)
    for minutes in (12, 15)
)
ONLY_STARTS = Scene("every 5 min, only starts tapped", every(5, 0.2), True, Mishaps(forgotten=1.0))


@dataclass(frozen=True)
class Choice:
    """One choice of the rule, and how it does."""

    family: str
    value: float
    false_an_hour: float
    sensitivity: float
    median_delay: float | None


def counts_alone(taps: list[TimedSpasm], at: float, weeks: float) -> bool:
    """The alarm without any rhythm."""
    del weeks
    return bool(counts(open_episode(taps, moment(at))))


def with_rule(rule: RhythmRule, *, hidden: bool) -> Alarms:
    """The alarm with this rule: in a row only, or hidden among others as well."""

    def alarms(taps: list[TimedSpasm], at: float, weeks: float) -> bool:
        episode = open_episode(taps, moment(at))
        return (
            counts_alone(taps, at, weeks)
            or has_regular_run(kept(episode.starts, episode.instead), rule)
            or (hidden and has_hidden_rhythm(episode.starts, rule))
        )

    return alarms


def with_variation(most: float) -> Alarms:
    """The alarm when the robust variation of all intervals so far is no more than that."""

    def alarms(taps: list[TimedSpasm], at: float, weeks: float) -> bool:
        episode = open_episode(taps, moment(at))
        starts = kept(episode.starts, episode.instead)
        intervals = [later - earlier for earlier, later in pairwise(starts)]
        variation = robust_variation(intervals)
        return counts_alone(taps, at, weeks) or (variation is not None and variation <= most)

    return alarms


FAMILIES: dict[str, list[tuple[float, Alarms]]] = {
    "any four": [(near, with_rule(RhythmRule(4, near), hidden=True)) for near in NEAR],
    "any five": [(near, with_rule(RhythmRule(5, near), hidden=True)) for near in NEAR],
    "four in a row": [(near, with_rule(RhythmRule(4, near), hidden=False)) for near in NEAR],
    "robust variation": [(near, with_variation(near)) for near in NEAR],
}


def judge(family: str, value: float, alarms: Alarms, sessions: int, seed: str) -> Choice:
    """One choice, on the same sessions as all others."""
    quiet = score(QUIET[0], sessions, seed, alarms)
    alone = score(QUIET[0], sessions, seed, counts_alone)
    slow = [score(scene, sessions, seed, alarms) for scene in SLOW]
    delays = sorted(delay for one in slow for delay in one.delays)
    return Choice(
        family=family,
        value=value,
        false_an_hour=quiet.per_hour - alone.per_hour,
        sensitivity=sum(one.alarmed for one in slow) / sum(one.sessions for one in slow),
        median_delay=delays[len(delays) // 2] if delays else None,
    )


def over_long(seconds: float, alarms: Alarms, sessions: int, seed: str) -> tuple[Score, Score]:
    """Long irregular spasms, and contractions of which only the starts are tapped, with another
    `OVER_LONG_SECONDS`.
    """
    usual = spasm_starts.OVER_LONG_SECONDS
    spasm_starts.OVER_LONG_SECONDS = seconds
    try:
        return (
            score(QUIET[1], sessions, seed, alarms),
            score(ONLY_STARTS, sessions, seed, alarms),
        )
    finally:
        spasm_starts.OVER_LONG_SECONDS = usual
