"""How pain, spasms, sleep and stress went over a time: the figures behind each chart and the report.

A day on which nothing was told is missing, never zero. Weeks are compared only when each has at
least three days told, because fewer points are no trend (measures.yaml, the schedule of scores).
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Literal

import msgspec

from carrywell.patterns.diary import Day, Diary, TimedSpasm
from carrywell.patterns.weeks import DAY, LEAST_DAYS, Week, figures, first_and_last_week, mean_of

SMALLEST_CHANGE = 1.3
"""Points out of 10: the smallest change in pain worth calling one, in pregnancy."""
SMALLEST_CHANGE_SOURCES = ("ogol19",)
NIGHT_BEGINS, NIGHT_ENDS = 22, 6
"""The hours, on her clock, between which a spasm counts as one at night. Our own choice."""
LONGEST_BELIEVED = timedelta(hours=2)
"""No spasm is longer, as the timer has it: the end was tapped late, so its length is not known."""
POOR_SLEEP = 5
"""A night of this quality or less is called poor, out of 10. Our own choice."""

Direction = Literal["lower", "higher", "about the same"]


class DayPain(msgspec.Struct, frozen=True):
    """The pain of a day, 0 to 10.

    `average` is what she said of the day, else the mean of the `scores` scores of that day; None
    when she told only the worst.
    """

    on: date
    worst: int
    average: float | None
    scores: int


class PainCourse(msgspec.Struct, frozen=True, kw_only=True):
    """Her pain from `first` to `last`. `days` are those told, oldest first.

    `missing` counts the days without any, `longest_gap` the most of them in a row. `first_week`
    begins with the first day told and `last_week` ends with the last; both are of the worst pain,
    and None when they would overlap. `change` is the last mean less the first, in points, and
    `direction` its name; None when a week has too few days.
    """

    first: date
    last: date
    days: tuple[DayPain, ...]
    missing: int
    longest_gap: int
    mean_worst: float | None
    mean_average: float | None
    best: DayPain | None
    worst: DayPain | None
    first_week: Week | None
    last_week: Week | None
    change: float | None
    direction: Direction | None


class DaySpasms(msgspec.Struct, frozen=True):
    """The spasms timed on a day. `longest` is None where no end was tapped."""

    on: date
    count: int
    at_night: int
    strong: int
    longest: timedelta | None


class SpasmCourse(msgspec.Struct, frozen=True, kw_only=True):
    """The spasms timed from `first` to `last`. A day that is not in `days` had none timed, which
    does not say that it had none. `nights` counts the nights, each from evening to morning, with
    at least one.
    """

    first: date
    last: date
    days: tuple[DaySpasms, ...]
    total: int
    nights: int
    most: DaySpasms | None
    longest: timedelta | None
    median_length: timedelta | None


class DaySleep(msgspec.Struct, frozen=True):
    """The night before a day: quality 0 to 10, more is better; and the worst pain of the day."""

    on: date
    quality: int | None
    woken_by_pain: bool | None
    worst_pain: int | None


class SleepCourse(msgspec.Struct, frozen=True, kw_only=True):
    """Her sleep beside her pain. The two means are of the worst pain on days after a poor night and
    after a better one; None with fewer than `LEAST_DAYS` such days.
    """

    first: date
    last: date
    days: tuple[DaySleep, ...]
    mean_quality: float | None
    nights_told: int
    nights_woken: int
    after_poor: Week | None
    after_better: Week | None


class ScoreCourse(msgspec.Struct, frozen=True, kw_only=True):
    """One score a day, such as stress, oldest first."""

    first: date
    last: date
    days: tuple[tuple[date, int], ...]
    mean: float | None


def pain_course(diary: Diary, first: date, last: date) -> PainCourse:
    """Her pain from the first to the last day, both included. Raises ValueError if last < first."""
    days = _pain_days(_part(diary, first, last))
    worst = {one.on: one.worst for one in days}
    early, late = first_and_last_week(worst)
    change = _change(early, late)
    return PainCourse(
        first=first,
        last=last,
        days=days,
        missing=(last - first).days + 1 - len(days),
        longest_gap=_longest_gap(first, last, worst),
        mean_worst=mean_of(worst.values()),
        mean_average=mean_of(one.average for one in days if one.average is not None),
        best=min(days, key=_how_bad, default=None),
        worst=max(days, key=_how_bad, default=None),
        first_week=early,
        last_week=late,
        change=change,
        direction=_direction(change),
    )


def spasm_course(diary: Diary, first: date, last: date) -> SpasmCourse:
    """Her timed spasms, each on the day on which it began. Raises ValueError if last < first."""
    part = _part(diary, first, last)
    by_day: dict[date, list[TimedSpasm]] = {}
    for one in part.spasms:
        by_day.setdefault(part.day_of(one.started_at), []).append(one)
    days = tuple(_day_spasms(part, on, timed) for on, timed in sorted(by_day.items()))
    lengths = [length for one in part.spasms if (length := length_of(one)) is not None]
    nights = {night_of(part, one.started_at) for one in part.spasms} - {None}
    return SpasmCourse(
        first=first,
        last=last,
        days=days,
        total=sum(one.count for one in days),
        nights=len(nights),
        most=max(days, key=lambda one: (one.count, one.on), default=None),
        longest=max(lengths, default=None),
        median_length=_median_length(lengths),
    )


def sleep_course(diary: Diary, first: date, last: date) -> SleepCourse:
    """Her sleep and her worst pain, day by day. Raises ValueError if last < first."""
    part = _part(diary, first, last)
    told = {one.on: one for one in part.days if _tells_of_sleep(one)}
    pain = part.pain_by_day()
    days = tuple(_day_sleep(on, told.get(on), pain.get(on)) for on in sorted(told | pain))
    quality = [one.quality for one in days if one.quality is not None]
    return SleepCourse(
        first=first,
        last=last,
        days=days,
        mean_quality=mean_of(quality),
        nights_told=len(quality),
        nights_woken=sum(one.woken_by_pain is True for one in days),
        after_poor=_pain_after(first, last, days, lambda quality: quality <= POOR_SLEEP),
        after_better=_pain_after(first, last, days, lambda quality: quality > POOR_SLEEP),
    )


def stress_course(diary: Diary, first: date, last: date) -> ScoreCourse:
    """Her stress, 0 to 10, more is worse. Raises ValueError if last < first."""
    part = _part(diary, first, last)
    days = tuple(sorted((one.on, one.stress) for one in part.days if one.stress is not None))
    return ScoreCourse(first=first, last=last, days=days, mean=mean_of(score for _, score in days))


def length_of(spasm: TimedSpasm) -> timedelta | None:
    """How long it lasted; None without an end, or when the end was most likely tapped late."""
    if spasm.ended_at is None:
        return None
    # In UTC: across a clock change two times of one zone are an hour out.
    length = spasm.ended_at.astimezone(UTC) - spasm.started_at.astimezone(UTC)
    return length if timedelta() <= length <= LONGEST_BELIEVED else None


def _part(diary: Diary, first: date, last: date) -> Diary:
    if last < first:
        raise ValueError(f"The time ends on {last}, before it begins on {first}.")
    return diary.between(first, last)


def _pain_days(part: Diary) -> tuple[DayPain, ...]:
    scores: dict[date, list[int]] = {}
    for one in part.scores:
        scores.setdefault(part.day_of(one.at), []).append(one.score)
    said = {one.on: one.pain_average for one in part.days}
    return tuple(
        _day_pain(on, worst, said.get(on), scores.get(on, []))
        for on, worst in part.pain_by_day().items()
    )


def _day_pain(on: date, worst: int, said: int | None, scores: list[int]) -> DayPain:
    average = float(said) if said is not None else mean_of(scores)
    return DayPain(on, worst, average, len(scores))


def _how_bad(day: DayPain) -> tuple[float, float, date]:
    return day.worst, day.average if day.average is not None else day.worst, day.on


def _longest_gap(first: date, last: date, told: Iterable[date]) -> int:
    edges = (first - DAY, *sorted(told), last + DAY)
    return max((after - before).days - 1 for before, after in pairwise(edges))


def _change(early: Week | None, late: Week | None) -> float | None:
    if early is None or late is None or early.mean is None or late.mean is None:
        return None
    return round(late.mean - early.mean, 6)


def _direction(change: float | None) -> Direction | None:
    if change is None:
        return None
    if abs(change) < SMALLEST_CHANGE:
        return "about the same"
    return "lower" if change < 0 else "higher"


def _day_spasms(diary: Diary, on: date, timed: list[TimedSpasm]) -> DaySpasms:
    lengths = (length_of(one) for one in timed)
    return DaySpasms(
        on=on,
        count=len(timed),
        at_night=sum(night_of(diary, one.started_at) is not None for one in timed),
        strong=sum(one.strength == "strong" for one in timed),
        longest=max((one for one in lengths if one is not None), default=None),
    )


def night_of(diary: Diary, moment: datetime) -> date | None:
    """The day on whose evening that night began; None for a moment by day, on her clock."""
    local = moment.astimezone(diary.zone)
    if local.hour < NIGHT_ENDS:
        return local.date() - DAY
    return local.date() if local.hour >= NIGHT_BEGINS else None


def _median_length(lengths: list[timedelta]) -> timedelta | None:
    if not lengths:
        return None
    return timedelta(seconds=median(one.total_seconds() for one in lengths))


def _tells_of_sleep(day: Day) -> bool:
    return day.sleep_quality is not None or day.woken_by_pain is not None


def _day_sleep(on: date, day: Day | None, worst_pain: int | None) -> DaySleep:
    if day is None:
        return DaySleep(on, None, None, worst_pain)
    return DaySleep(on, day.sleep_quality, day.woken_by_pain, worst_pain)


def _pain_after(
    first: date, last: date, days: tuple[DaySleep, ...], counts: Callable[[int], bool]
) -> Week | None:
    pain = [
        float(one.worst_pain)
        for one in days
        if one.quality is not None and one.worst_pain is not None and counts(one.quality)
    ]
    return figures(first, last, pain) if len(pain) >= LEAST_DAYS else None
