"""Minutes of activity this week, from finished sessions and from what she did elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carrywell.companion.check.service import guideline
from carrywell.companion.relief.models import ActivityEntry, ReliefSession
from carrywell.companion.relief.offers import on_day

COUNTED = ("walking", "stationary_cycling", "water_exercise", "swimming")


@dataclass(frozen=True)
class Week:
    """The week from Monday: minutes in all and by treatment, days with activity, and the aim.

    `aim` comes from the dose of walking, in minutes a week; all kinds count together.
    """

    monday: date
    minutes: int
    days: int
    aim: int
    by_treatment: tuple[tuple[str, int], ...]

    @property
    def left(self) -> int:
        """Minutes to the aim; 0 once it is reached."""
        return max(0, self.aim - self.minutes)


def week_of(
    sessions: Iterable[ReliefSession], entries: Iterable[ActivityEntry], now: datetime
) -> Week:
    """The present week (`now` in her time zone)."""
    monday = now.date() - timedelta(days=now.weekday())
    done = [
        (one.treatment, on_day(one.started_at, now.tzinfo), one.minutes(now))
        for one in sessions
        if one.ended_at and one.treatment in COUNTED and not one.happened("forgotten")
    ]
    done += [(one.treatment, one.on, one.minutes) for one in entries]
    this_week = [one for one in done if monday <= one[1] <= now.date() and one[2] > 0]
    totals: dict[str, int] = {}
    for treatment, _, minutes in this_week:
        totals[treatment] = totals.get(treatment, 0) + minutes
    names = guideline().content.treatment
    return Week(
        monday=monday,
        minutes=sum(totals.values()),
        days=len({day for _, day, _ in this_week}),
        aim=_aim(),
        by_treatment=tuple(
            (names[one].name if one in names else one, minutes) for one, minutes in totals.items()
        ),
    )


def _aim() -> int:
    dose = guideline().content.treatment["walking"].dose
    return int(dose.minutes_per_week[0]) if dose and dose.minutes_per_week else 0
