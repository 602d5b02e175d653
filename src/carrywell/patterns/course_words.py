"""The figures of a course in plain sentences, the same on the screen and in the report."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from carrywell.patterns.course import (
    POOR_SLEEP,
    SMALLEST_CHANGE,
    Direction,
    PainCourse,
    ScoreCourse,
    SleepCourse,
    SpasmCourse,
)
from carrywell.patterns.diary import ClinicScore, WeekAnswers
from carrywell.patterns.weeks import Week


def pain_says(course: PainCourse) -> tuple[str, ...]:
    """How much was told, the worst and the best day, and how the last week compares."""
    if course.worst is None or course.best is None or course.mean_worst is None:
        return (f"No pain score for {between(course.first, course.last)}.",)
    worst, best = course.worst, course.best
    said = [
        (
            f"{_of_days(len(course.days), course.first, course.last)} have a pain score."
            f" The worst of the day was {tenths(course.mean_worst)} out of 10 on average."
        ),
        f"Highest: {worst.worst} on {day(worst.on)}. Lowest: {best.worst} on {day(best.on)}.",
    ]
    if len(course.days) == 1:
        said = [f"One day has a pain score: {worst.worst} out of 10 on {day(worst.on)}."]
    return (*said, *_trend_says(course), *_gap_says(course))


def spasm_says(course: SpasmCourse) -> tuple[str, ...]:
    """How many were timed, on how many days, how long, and at night."""
    if course.most is None:
        return (f"No spasm was timed for {between(course.first, course.last)}.",)
    said = [f"{counted(course.total, 'spasm')} timed on {counted(len(course.days), 'day')}."]
    if len(course.days) > 1:
        said.append(f"Most in a day: {course.most.count}, on {day(course.most.on)}.")
    if course.longest is not None and course.median_length is not None:
        typical = f" Typical: {lasted(course.median_length)}." if course.total > 1 else ""
        said.append(f"Longest: {lasted(course.longest)}.{typical}")
    if course.nights:
        said.append(f"{counted(course.nights, 'night')} with a spasm between 10 pm and 6 am.")
    return (*said, "A day without a bar means that none was timed, not that there was none.")


def sleep_says(course: SleepCourse) -> tuple[str, ...]:
    """How she slept, and her pain after poor and after better nights."""
    if course.mean_quality is None:
        return (f"No night was scored for {between(course.first, course.last)}.",)
    said = [
        (
            f"{counted(course.nights_told, 'night')} scored."
            f" Sleep was {tenths(course.mean_quality)} out of 10 on average (10 is best)."
        )
    ]
    if course.nights_woken:
        said.append(f"Woken by pain in {counted(course.nights_woken, 'night')}.")
    poor, better = course.after_poor, course.after_better
    if poor is not None and better is not None:
        said.append(
            f"Worst pain on the {poor.told} days after a night of {POOR_SLEEP} or less:"
            f" {tenths(poor.mean)} on average. On the {better.told} days after better nights:"
            f" {tenths(better.mean)}. This does not show which one brings the other."
        )
    return tuple(said)


def stress_says(course: ScoreCourse) -> tuple[str, ...]:
    """How many days have a score, and their mean."""
    if course.mean is None:
        return (f"No stress score for {between(course.first, course.last)}.",)
    return (
        (
            f"{_of_days(len(course.days), course.first, course.last)} have a stress score:"
            f" {tenths(course.mean)} out of 10 on average."
        ),
    )


def week_says(weeks: Sequence[WeekAnswers], items: Mapping[str, str]) -> tuple[str, ...]:
    """How often the weekly questions were answered, and the last answers. `items`: id to words."""
    if not weeks:
        return ("The weekly questions were not answered in this time.",)
    last = weeks[-1]
    scores = "; ".join(
        f"{say}: {last.scores[item]}" for item, say in items.items() if item in last.scores
    )
    answered = "once" if len(weeks) == 1 else f"{len(weeks)} times"
    return (
        f"Answered {answered}, from 0 (no trouble) to 10 (could not do it). On {day(last.on)}: {scores}.",
    )


def clinic_says(scores: Sequence[ClinicScore], low: float, high: float, worse: str) -> str:
    """The totals in the order of time, and which way is worse, such as 'higher is worse'."""
    listed = ", ".join(f"{one.score:g} on {day(one.on)}" for one in scores) or "no total"
    return f"{listed}. The range is {low:g} to {high:g}, {worse}."


def day(on: date) -> str:
    """A day within a year: 3 November."""
    return f"{on.day} {on:%B}"


def days(first: date, last: date) -> str:
    """A time within a year: 17 to 23 November, 29 September to 5 October."""
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if same_month else day(first)} to {day(last)}"


def between(first: date, last: date) -> str:
    """A time with its years: 17 to 23 November 2026, 28 December 2026 to 3 January 2027."""
    if first == last:
        return f"{day(last)} {last.year}"
    if first.year != last.year:
        return f"{day(first)} {first.year} to {day(last)} {last.year}"
    return f"{days(first, last)} {last.year}"


def tenths(value: float | None) -> str:
    """A mean in tenths; empty for none. Python rounds a half to even, which nobody sees here."""
    return "" if value is None else f"{value:.1f}".removesuffix(".0")


def lasted(length: timedelta) -> str:
    """A length in minutes and seconds: 1 min 20 s."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    if not minutes:
        return f"{seconds} s"
    return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"


def counted(count: int, thing: str) -> str:
    """A count with its noun: 1 day, 2 days."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _of_days(told: int, first: date, last: date) -> str:
    return f"{told} of {counted((last - first).days + 1, 'day')}"


def _trend_says(course: PainCourse) -> tuple[str, ...]:
    early, late = course.first_week, course.last_week
    if early is None or late is None:
        return ("Too few weeks to compare yet.",)
    if course.direction is None:
        return ("Too few days in the first or the last week to compare them.",)
    return (f"{_week('First', early)}. {_week('Last', late)}. That is {_how(course.direction)}.",)


def _week(which: str, week: Week) -> str:
    return (
        f"{which} week ({days(week.first, week.last)}): worst pain {tenths(week.mean)} on average"
    )


def _how(direction: Direction) -> str:
    if direction != "about the same":
        return direction
    return f"about the same (less than {SMALLEST_CHANGE:g} points apart)"


def _gap_says(course: PainCourse) -> tuple[str, ...]:
    if course.longest_gap <= 1:
        return ()
    return (f"Longest time without a score: {counted(course.longest_gap, 'day')}.",)
