"""The rest of a made-up diary: spasms, weights and the weekly questions."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random

from carrywell.patterns.diary import Place, Strength, TimedSpasm, WeekAnswers, Weighed

DONE = ("walk", "sleep", "turn_in_bed", "work", "lift", "care")
STRENGTHS: tuple[Strength, ...] = ("tight", "mild", "mild", "moderate", "strong")
PLACES: tuple[Place, ...] = ("back", "back", "back", "tummy")
DAYS_WITH_SPASMS = 0.3
KG_A_WEEK = 0.42
"""About the middle of the recommended gain (measures, `weight_gain`)."""


def spasms_of(rng: Random, first: date, weeks: int, zone: tzinfo) -> tuple[TimedSpasm, ...]:
    """Now and then one, at any hour, never in a rhythm."""
    found = []
    for day in range(weeks * 7):
        if rng.random() < DAYS_WITH_SPASMS:
            minutes = rng.sample(range(7 * 60, 23 * 60, 75), rng.randint(1, 3))
            begin = datetime.combine(first + timedelta(days=day), time(), zone)
            for minute in sorted(minutes):
                start = begin + timedelta(minutes=minute + rng.randint(0, 20))
                end = start + timedelta(seconds=rng.randint(15, 70))
                found.append(TimedSpasm(start, end, rng.choice(STRENGTHS), rng.choice(PLACES)))
    return tuple(found)


def weights_of(rng: Random, first: date, weeks: int) -> tuple[Weighed, ...]:
    """Once a week, with the ups and downs of a scale."""
    before = 72.0
    return tuple(
        Weighed(
            first + timedelta(weeks=week), round(before + KG_A_WEEK * week + rng.gauss(0, 0.3), 1)
        )
        for week in range(weeks)
    )


def weeks_of(
    rng: Random, days: Sequence[date], pain: Sequence[int | None]
) -> tuple[WeekAnswers, ...]:
    """Every seventh day that she wrote about: harder in a week with more pain."""
    return tuple(
        WeekAnswers(
            on,
            {name: min(10, max(0, round((score or 0) + rng.gauss(-0.5, 1.2)))) for name in DONE},
        )
        for on, score in list(zip(days, pain, strict=True))[6::7]
    )
