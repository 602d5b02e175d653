"""A diary made up from a seed: pain that eases over the weeks, with days that were not told."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from carrywell.patterns.diary import (
    ClinicScore,
    Day,
    Diary,
    PainScore,
    Session,
    TimedSpasm,
    WeekAnswers,
    Weighed,
)

LAST = date(2026, 11, 23)
DUE = date(2027, 1, 25)
"""31 weeks on the last day, whichever that is."""
ZONE = ZoneInfo("Europe/London")
TREATMENTS = ("heat", "tens", "side_sleeping")
CAN_DO = ("walk", "sleep", "turn_in_bed", "work", "lift", "care")


def sample_diary(days: int = 56, seed: int = 4, told: float = 0.85, last: date = LAST) -> Diary:
    """`told`: how likely a day is told at all."""
    dice = Random(seed)
    first = last - timedelta(days=days - 1)
    all_days = [first + timedelta(days=count) for count in range(days)]
    level = {on: 6.5 - 3 * count / days for count, on in enumerate(all_days)}
    told_days = tuple(_day(dice, on, level[on]) for on in all_days if dice.random() < told)
    scores, sessions, spasms = [], [], []
    for on in all_days:
        if dice.random() < told:
            at = moment(on, dice.randrange(7, 23), dice.randrange(60))
            scores.append(PainScore(at, _score(dice, level[on])))
        if dice.random() < 0.5:
            one = _session(dice, on, level[on])
            sessions.append(one)
            scores.append(PainScore(one.started_at, one.pain_before, "before"))
            scores.append(PainScore(one.ended_at, one.pain_after, "after"))
        if dice.random() < level[on] / 10:
            spasms += _spasms(dice, on)
    return Diary(
        zone=ZONE,
        due_date=last + (DUE - LAST),
        scores=tuple(sorted(scores, key=lambda one: one.at)),
        days=told_days,
        sessions=tuple(sorted(sessions, key=lambda one: one.started_at)),
        spasms=tuple(sorted(spasms, key=lambda one: one.started_at)),
        weights=tuple(Weighed(on, 66 + 0.05 * n) for n, on in enumerate(all_days[::7])),
        weeks=tuple(_week(dice, on, level[on]) for on in all_days[::7]),
        clinic_scores=(
            ClinicScore(all_days[0], "rmdq", 14),
            ClinicScore(all_days[-1], "rmdq", 9),
            ClinicScore(all_days[-1], "odi", 28),
        ),
    )


def moment(on: date, hour: int, minute: int = 0) -> datetime:
    """A moment on her clock, kept in UTC as the tables keep it."""
    return datetime.combine(on, time(hour, minute), ZONE).astimezone(UTC)


def _score(dice: Random, level: float) -> int:
    return max(0, min(10, round(level + dice.gauss(0, 1.2))))


def _day(dice: Random, on: date, level: float) -> Day:
    average = _score(dice, level - 1.5)
    poor = dice.random() < level / 10
    return Day(
        on=on,
        pain_average=average,
        pain_worst=min(10, average + dice.randrange(4)),
        sleep_quality=dice.randrange(1, 6) if poor else dice.randrange(5, 11),
        woken_by_pain=poor and dice.random() < 0.7,
        stress=dice.randrange(2, 9) if dice.random() < 0.9 else None,
        activity_minutes=dice.choice((None, 20, 30)),
    )


def _session(dice: Random, on: date, level: float) -> Session:
    begun = moment(on, dice.randrange(8, 22))
    before = _score(dice, level)
    return Session(
        treatment=dice.choice(TREATMENTS),
        started_at=begun,
        ended_at=begun + timedelta(minutes=20),
        pain_before=before,
        pain_after=max(0, before - dice.randrange(3)),
    )


def _spasms(dice: Random, on: date) -> list[TimedSpasm]:
    begun = [
        moment(on, dice.randrange(24), dice.randrange(60)) for _ in range(dice.randrange(1, 8))
    ]
    return [
        TimedSpasm(
            at,
            at + timedelta(seconds=dice.randrange(10, 150)),
            dice.choice(("mild", "moderate", "strong")),
            "back",
        )
        for at in begun
    ]


def _week(dice: Random, on: date, level: float) -> WeekAnswers:
    return WeekAnswers(on, {item: _score(dice, level) for item in CAN_DO})
