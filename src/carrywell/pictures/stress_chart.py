"""Her stress by day as a chart."""

from datetime import date

from carrywell.patterns.course import ScoreCourse, stress_course
from carrywell.patterns.course_words import between, day, stress_says
from carrywell.patterns.diary import Diary
from carrywell.pictures.chart import Axis
from carrywell.pictures.day_axis import DayAxis
from carrywell.pictures.day_chart import DayChart, DayPoint, Panel, Series, day_chart

STRESS_UP = Axis("stress, 10 is most", 0.0, 10.0)


def stress_chart(diary: Diary, first: date, last: date) -> str:
    """The stress of each day told, as SVG. Raises ValueError if last < first."""
    course = stress_course(diary, first, last)
    return day_chart(
        DayChart(
            title=f"Stress, {between(first, last)}",
            description=" ".join(stress_says(course)),
            days=DayAxis(first, last, diary.due_date),
            panels=(Panel(STRESS_UP, (Series("stress", "circles", _points(course)),), 100.0),),
        )
    )


def stress_rows(course: ScoreCourse) -> tuple[tuple[date, int], ...]:
    """The same as the chart, for a table: the latest day first."""
    return course.days[::-1]


def _points(course: ScoreCourse) -> tuple[DayPoint, ...]:
    return tuple(DayPoint(on, score, f"{day(on)}: {score}") for on, score in course.days)
