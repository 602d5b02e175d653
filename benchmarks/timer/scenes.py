"""What is simulated: each scene makes the taps of one woman who times for two hours."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from processes import CLEAN, Event, Mishaps, contractions, mixed, spasms, tapped

from carrywell.patterns.diary import TimedSpasm

HOURS = 2.0
Make = Callable[[Random], list[Event]]


@dataclass(frozen=True)
class Scene:
    """One row of a table. `is_labour`: the truth is contractions, so an alarm is right."""

    name: str
    make: Make
    is_labour: bool
    mishaps: Mishaps = CLEAN
    weeks: float = 30.0

    def session(self, random: Random) -> tuple[list[Event], list[TimedSpasm]]:
        """The truth, and the taps. At term in the tummy and painful, before in the back and not said."""
        truth = self.make(random)
        if self.weeks >= 37:
            return truth, tapped(random, truth, self.mishaps, "tummy", "mild")
        return truth, tapped(random, truth, self.mishaps)


def every(minutes: float, variation: float) -> Make:
    return lambda random: contractions(random, minutes, variation, HOURS)


def irregular(per_hour: float, length: float = 45.0) -> Make:
    return lambda random: spasms(random, per_hour, HOURS, length)


def over_spasms(minutes: float, variation: float, per_hour: float) -> Make:
    return lambda random: mixed(
        contractions(random, minutes, variation, HOURS), spasms(random, per_hour, HOURS)
    )


MISSED = tuple(Mishaps(missed=share) for share in (0.1, 0.2, 0.3))
ALL = Mishaps(missed=0.2, doubled=0.1, forgotten=0.2)

LABOUR = tuple(
    Scene(f"every {minutes} min, CV {variation:.0%}", every(minutes, variation), is_labour=True)
    for minutes in (5, 8, 10, 12, 15, 20)
    for variation in (0.05, 0.2, 0.4)
)

MISHAPS = (
    *(
        Scene(f"every {minutes} min, CV 20%, {said}", every(minutes, 0.2), True, mishaps)
        for minutes in (8, 15)
        for said, mishaps in (
            ("10% missed", MISSED[0]),
            ("20% missed", MISSED[1]),
            ("30% missed", MISSED[2]),
            ("20% of taps doubled", Mishaps(doubled=0.2)),
            ("30% of stops forgotten", Mishaps(forgotten=0.3)),
            ("only starts tapped", Mishaps(forgotten=1.0)),
            ("20% missed, 10% doubled, 20% forgotten", ALL),
        )
    ),
    Scene("every 8 min, CV 20%, over 2 spasms an hour", over_spasms(8, 0.2, 2), is_labour=True),
    Scene("every 15 min, CV 20%, over 2 spasms an hour", over_spasms(15, 0.2, 2), is_labour=True),
)

IRREGULAR = (
    *(
        Scene(f"{rate:g} an hour", irregular(rate), is_labour=False)
        for rate in (0.5, 1, 2, 3, 4, 6, 8)
    ),
    Scene("2 an hour, 10% of taps doubled", irregular(2), False, Mishaps(doubled=0.1)),
    Scene("2 an hour, 20% of stops forgotten", irregular(2), False, Mishaps(forgotten=0.2)),
    Scene("2 an hour, long (median 90 s)", irregular(2, 90), is_labour=False),
    Scene("2 an hour, very long (median 180 s)", irregular(2, 180), is_labour=False),
)

TERM = (
    *(
        Scene(f"every {minutes} min, CV 20%", every(minutes, 0.2), is_labour=True, weeks=39.0)
        for minutes in (5, 8, 15)
    ),
    Scene("every 8 min, all mishaps", every(8, 0.2), True, ALL, 39.0),
    *(
        Scene(f"irregular, {rate} an hour", irregular(rate), is_labour=False, weeks=39.0)
        for rate in (1, 2, 4, 6)
    ),
)
