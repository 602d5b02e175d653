"""Her sleep above her worst pain, over the same days, and as the rows of a table."""

from datetime import date

import msgspec

from carrywell.patterns.course import SleepCourse, sleep_course
from carrywell.patterns.course_words import between, day, sleep_says
from carrywell.patterns.diary import Diary
from carrywell.pictures.chart import Axis
from carrywell.pictures.day_axis import DayAxis
from carrywell.pictures.day_chart import DayChart, DayPoint, Panel, Series, day_chart

SLEEP_UP = Axis("sleep the night before, 10 is best", 0.0, 10.0)
PAIN_UP = Axis("worst pain of the day, 10 is worst", 0.0, 10.0)
PANEL_HEIGHT = 84.0


class SleepRow(msgspec.Struct, frozen=True):
    """One line of the table; empty is what was not told."""

    on: date
    quality: str
    woken: str
    worst_pain: str


def sleep_chart(diary: Diary, first: date, last: date) -> str:
    """Sleep and worst pain of each day told, as SVG. Raises ValueError if last < first."""
    course = sleep_course(diary, first, last)
    return day_chart(
        DayChart(
            title=f"Sleep and pain, {between(first, last)}",
            description=" ".join(sleep_says(course)),
            days=DayAxis(first, last, diary.due_date),
            panels=(
                Panel(SLEEP_UP, (Series("sleep", "squares", _sleep(course)),), PANEL_HEIGHT),
                Panel(PAIN_UP, (Series("worst pain", "circles", _pain(course)),), PANEL_HEIGHT),
            ),
        )
    )


def sleep_rows(course: SleepCourse) -> tuple[SleepRow, ...]:
    """The same as the chart, for a table: the latest day first."""
    return tuple(
        SleepRow(one.on, _told(one.quality), _YES_NO[one.woken_by_pain], _told(one.worst_pain))
        for one in reversed(course.days)
    )


def _sleep(course: SleepCourse) -> tuple[DayPoint, ...]:
    return tuple(
        DayPoint(one.on, one.quality, f"night before {day(one.on)}: sleep {one.quality}")
        for one in course.days
        if one.quality is not None
    )


def _pain(course: SleepCourse) -> tuple[DayPoint, ...]:
    return tuple(
        DayPoint(one.on, one.worst_pain, f"{day(one.on)}: worst pain {one.worst_pain}")
        for one in course.days
        if one.worst_pain is not None
    )


def _told(score: int | None) -> str:
    return "" if score is None else str(score)


_YES_NO = {True: "yes", False: "no", None: ""}
