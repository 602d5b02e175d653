"""Spasms with a known truth, and how a person in pain taps them. Times in seconds from the start of timing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from carrywell.patterns.diary import Place, Strength, TimedSpasm

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = 3600.0
LEAST_APART = 60.0
"""No two spasms begin closer together."""


@dataclass(frozen=True)
class Event:
    """One true spasm."""

    start: float
    end: float


@dataclass(frozen=True)
class Mishaps:
    """How often, from 0 to 1: a spasm is not tapped at all, a tap is doubled, a stop is forgotten."""

    missed: float = 0.0
    doubled: float = 0.0
    forgotten: float = 0.0


CLEAN = Mishaps()


def contractions(
    random: Random, every_minutes: float, variation: float, hours: float
) -> list[Event]:
    """A renewal process: gamma-distributed intervals with this mean and coefficient of variation."""
    shape = 1 / variation**2
    at = random.uniform(0, every_minutes * 60)
    made: list[Event] = []
    while at < hours * HOUR:
        made.append(Event(at, at + min(115.0, max(30.0, random.gauss(60, 10)))))
        at += max(LEAST_APART, random.gammavariate(shape, every_minutes * 60 / shape))
    return made


def spasms(
    random: Random, per_hour: float, hours: float, median_length: float = 45.0
) -> list[Event]:
    """A Poisson process: one spasm says nothing about the next. Lengths are log-normal."""
    at, made = 0.0, []
    while per_hour > 0:
        at += max(LEAST_APART, random.expovariate(per_hour / HOUR))
        if at > hours * HOUR:
            break
        made.append(Event(at, at + median_length * random.lognormvariate(0, 0.6)))
    return made


def mixed(one: list[Event], other: list[Event]) -> list[Event]:
    """Both, without what begins while another goes on."""
    made: list[Event] = []
    for event in sorted([*one, *other], key=lambda event: event.start):
        if not made or event.start >= made[-1].end:
            made.append(event)
    return made


def tapped(
    random: Random,
    events: list[Event],
    mishaps: Mishaps,
    place: Place = "back",
    strength: Strength = "",
) -> list[TimedSpasm]:
    """What one button that starts and stops in turn makes of it.

    A stop that is forgotten turns the next start into a stop, and so on until another mishap: the
    worst that such a button can do.
    """
    taps: list[float] = []
    for event in events:
        if random.random() < mishaps.missed:
            continue
        for at, left_out in ((event.start, 0.0), (event.end, mishaps.forgotten)):
            if random.random() < left_out:
                continue
            taps.append(at + random.uniform(0, 5))
            if random.random() < mishaps.doubled:
                taps.append(taps[-1] + random.uniform(0.5, 6))
    taps.sort()
    return [
        TimedSpasm(
            moment(start),
            moment(taps[2 * index + 1]) if 2 * index + 1 < len(taps) else None,
            strength,
            place,
        )
        for index, start in enumerate(taps[::2])
    ]


def moment(seconds: float) -> datetime:
    """Seconds of timing as a moment."""
    return EPOCH + timedelta(seconds=seconds)
