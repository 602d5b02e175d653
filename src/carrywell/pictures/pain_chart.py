"""Her pain by day as a chart, with the sessions marked below it, and as the rows of a table."""

from collections.abc import Mapping
from datetime import date

import msgspec

from carrywell.patterns.course import DayPain, PainCourse, pain_course
from carrywell.patterns.course_words import between, day, pain_says, tenths
from carrywell.patterns.diary import Diary
from carrywell.pictures.chart import Axis
from carrywell.pictures.day_axis import DayAxis
from carrywell.pictures.day_chart import DayChart, DayPoint, Panel, Series, day_chart
from carrywell.pictures.session_rows import session_rows

PAIN_UP = Axis("pain, 0 to 10", 0.0, 10.0)


class PainRow(msgspec.Struct, frozen=True):
    """One line of the table; empty is what was not told."""

    on: date
    worst: str
    average: str
    sessions: str


def pain_chart(
    diary: Diary, first: date, last: date, names: Mapping[str, str] | None = None
) -> str:
    """The worst and the average pain of each day told, as SVG.

    `names` tells each treatment as she knows it. Raises ValueError if last < first.
    """
    course = pain_course(diary, first, last)
    return day_chart(
        DayChart(
            title=f"Pain, {between(first, last)}",
            description=" ".join(pain_says(course)),
            days=DayAxis(first, last, diary.due_date),
            panels=(Panel(PAIN_UP, _series(course)),),
            rows=session_rows(diary, first, last, names or {}),
        )
    )


def pain_rows(course: PainCourse, sessions: Mapping[date, str]) -> tuple[PainRow, ...]:
    """The same as the chart, for a table: the latest day first. `sessions`: what was done on a day."""
    told = {one.on: one for one in course.days}
    return tuple(
        _row(on, told.get(on), sessions.get(on, ""))
        for on in sorted(told.keys() | sessions, reverse=True)
    )


def _row(on: date, one: DayPain | None, sessions: str) -> PainRow:
    if one is None:
        return PainRow(on, "", "", sessions)
    return PainRow(on, str(one.worst), tenths(one.average), sessions)


def _series(course: PainCourse) -> tuple[Series, ...]:
    worst = tuple(DayPoint(one.on, one.worst, _says(one)) for one in course.days)
    average = tuple(
        DayPoint(one.on, one.average, _says(one)) for one in course.days if one.average is not None
    )
    return Series("average", "squares", average), Series("worst", "circles", worst)


def _says(one: DayPain) -> str:
    average = f", average {tenths(one.average)}" if one.average is not None else ""
    return f"{day(one.on)}: worst {one.worst}{average}"
