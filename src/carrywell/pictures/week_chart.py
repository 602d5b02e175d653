"""What she could do, from the weekly questions: a panel for each, over the same days."""

from collections.abc import Mapping
from datetime import date

import msgspec

from carrywell.patterns.course_words import between, day, week_says
from carrywell.patterns.diary import Diary, WeekAnswers
from carrywell.pictures.chart import Axis
from carrywell.pictures.day_axis import DayAxis
from carrywell.pictures.day_chart import DayChart, DayPoint, Panel, Series, day_chart

PANEL_HEIGHT = 52.0
JOINED_WITHIN = 15
"""Days: a line joins two answers when at most one week between them is missing, give or take a day."""


class WeekRow(msgspec.Struct, frozen=True):
    """One line of the table: the scores in the order of the items, empty where not said."""

    on: date
    scores: tuple[str, ...]


def week_chart(diary: Diary, first: date, last: date, items: Mapping[str, str]) -> str:
    """The weekly answers as SVG. `items`: id to what she reads, in the order of the panels."""
    weeks = diary.between(first, last).weeks
    panels = (
        Panel(Axis(say, 0.0, 10.0), (_series(weeks, item, say),), PANEL_HEIGHT)
        for item, say in items.items()
    )
    return day_chart(
        DayChart(
            title=f"What your back made hard, {between(first, last)}",
            description=" ".join(week_says(weeks, items)),
            days=DayAxis(first, last, diary.due_date),
            panels=tuple(panels),
        )
    )


def week_rows(
    diary: Diary, first: date, last: date, items: Mapping[str, str]
) -> tuple[WeekRow, ...]:
    """The same as the chart, for a table: the latest answers first."""
    return tuple(
        WeekRow(one.on, tuple(str(one.scores.get(item, "")) for item in items))
        for one in reversed(diary.between(first, last).weeks)
    )


def _series(weeks: tuple[WeekAnswers, ...], item: str, say: str) -> Series:
    points = tuple(
        DayPoint(one.on, one.scores[item], f"{day(one.on)}: {one.scores[item]}")
        for one in weeks
        if item in one.scores
    )
    return Series(say, "circles", points, JOINED_WITHIN)
