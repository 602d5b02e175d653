"""Her timed spasms by day as a chart, with the sessions marked below it, and as a table."""

from collections.abc import Mapping
from datetime import date

import msgspec

from carrywell.patterns.course import DaySpasms, SpasmCourse, spasm_course
from carrywell.patterns.course_words import between, counted, day, lasted, spasm_says
from carrywell.patterns.diary import Diary
from carrywell.pictures.chart import Axis
from carrywell.pictures.day_axis import DayAxis
from carrywell.pictures.day_chart import DayChart, DayPoint, Panel, Series, day_chart
from carrywell.pictures.session_rows import session_rows

SPASMS_UP = Axis("spasms timed in a day", 0.0, 5.0)
"""With few spasms the chart keeps this height, so that one does not look like a mountain."""


class SpasmRow(msgspec.Struct, frozen=True):
    """One line of the table; empty is what is not known."""

    on: date
    count: str
    at_night: str
    strong: str
    longest: str
    sessions: str


def spasm_chart(
    diary: Diary, first: date, last: date, names: Mapping[str, str] | None = None
) -> str:
    """The spasms of each day on which any was timed, as SVG.

    `names` tells each treatment as she knows it. Raises ValueError if last < first.
    """
    course = spasm_course(diary, first, last)
    points = tuple(DayPoint(one.on, one.count, _says(one)) for one in course.days)
    return day_chart(
        DayChart(
            title=f"Timed spasms, {between(first, last)}",
            description=" ".join(spasm_says(course)),
            days=DayAxis(first, last, diary.due_date),
            panels=(Panel(SPASMS_UP, (Series("spasms", "bars", points),)),),
            rows=session_rows(diary, first, last, names or {}),
        )
    )


def spasm_rows(course: SpasmCourse, sessions: Mapping[date, str]) -> tuple[SpasmRow, ...]:
    """The same as the chart, for a table: the latest day first. `sessions`: what was done on a day."""
    timed = {one.on: one for one in course.days}
    return tuple(
        _row(on, timed.get(on), sessions.get(on, ""))
        for on in sorted(timed.keys() | sessions, reverse=True)
    )


def _row(on: date, one: DaySpasms | None, sessions: str) -> SpasmRow:
    if one is None:
        return SpasmRow(on, "", "", "", "", sessions)
    longest = lasted(one.longest) if one.longest is not None else ""
    return SpasmRow(on, str(one.count), str(one.at_night), str(one.strong), longest, sessions)


def _says(one: DaySpasms) -> str:
    return f"{day(one.on)}: {counted(one.count, 'spasm')}"
