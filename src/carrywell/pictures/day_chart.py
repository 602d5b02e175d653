"""A chart by day: panels one above the other over the same days, and rows of sessions below them.

What was not told is a gap: a line joins two days only when at most one day between them is missing,
and never fewer than three points, which are no course (measures.yaml, the schedule of scores). Over
many weeks every day still has its point, but lines join the means of weeks: days would be a thicket.
Series differ in the shape of their marks and in their line, never by colour alone.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal

import msgspec

from carrywell.patterns.weeks import week_means
from carrywell.pictures.chart import (
    LETTER,
    WIDTH,
    Axis,
    in_short,
    path_through,
    ticks,
    word,
)
from carrywell.pictures.day_axis import LEFT, LINE, RIGHT, DayAxis
from carrywell.pictures.svg import element, picture, text

JOINED_WITHIN = 2
"""Days: further apart, two points are not joined."""
LEAST_POINTS = 3
"""Fewer points than this are not joined at all."""
DAYS_JOINED_UP_TO = 84
"""Over more days than this, lines join the means of weeks."""
MEANS_SAID = "points are days, lines are means of weeks"
HEAD = 33.0
"""The height of the words above a panel."""
ROW = 30.0
"""The height of a row of sessions with its name."""
WIDEST_BAR = 16.0
MARK, SMALLEST_MARK = 4.0, 1.5
"""Half the width of a mark, for a few weeks and for a whole pregnancy."""
LOW_PANEL = 80.0
"""A panel lower than this has few numbers up its side."""

Look = Literal["circles", "squares", "bars"]
"""Full circles on a line; hollow squares on a broken line; bars from zero."""


class DayPoint(msgspec.Struct, frozen=True):
    """A value of a day, and what it says when it is pointed at."""

    on: date
    value: float
    says: str


class Series(msgspec.Struct, frozen=True):
    """One thing that was recorded, oldest day first. `joined_within`: days; 0 joins no points."""

    name: str
    look: Look
    points: tuple[DayPoint, ...]
    joined_within: int = JOINED_WITHIN


class Panel(msgspec.Struct, frozen=True):
    """What is measured up the side, and what was recorded; a value beyond the axis widens it.

    `marks` are the numbers up the side, from low to high; without them round ones are found.
    """

    up: Axis
    series: tuple[Series, ...]
    height: float = 130.0
    marks: tuple[float, ...] = ()


class SessionRow(msgspec.Struct, frozen=True):
    """The days with a session of one treatment, and what each says when it is pointed at."""

    name: str
    days: tuple[tuple[date, str], ...]


class DayChart(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in one chart, from the top to the bottom."""

    title: str
    description: str
    days: DayAxis
    panels: tuple[Panel, ...]
    rows: tuple[SessionRow, ...] = ()


def day_chart(chart: DayChart) -> str:
    """The chart as SVG with class names only; see ``charts.css``."""
    drawn: list[str] = []
    top = 0.0
    for panel in chart.panels:
        drawn.append(_panel(panel, chart.days, top + HEAD))
        top += HEAD + panel.height
    for row in chart.rows:
        drawn.append(_row(row, chart.days, top + 6))
        top += ROW
    top += 6 if chart.rows else 2
    drawn.append(chart.days.drawn(top))
    top += chart.days.height()
    if _joins_means(chart):
        drawn.append(word(MEANS_SAID, (LEFT + RIGHT) / 2, top + LINE - 4, "middle"))
        top += LINE + 2
    return picture(
        *drawn,
        width=WIDTH,
        height=top,
        title=chart.title,
        description=chart.description,
        class_="chart day-chart",
    )


def runs(series: Series) -> Iterator[Sequence[DayPoint]]:
    """The points in runs that a line may join."""
    points = series.points
    if len(points) < LEAST_POINTS:
        return
    begin = 0
    for at in range(1, len(points) + 1):
        if at == len(points) or (points[at].on - points[at - 1].on).days > series.joined_within:
            yield points[begin:at]
            begin = at


def runs_of_means(series: Series, days: DayAxis) -> Iterator[Sequence[tuple[date, float]]]:
    """The means of weeks, each at the middle of its week, in runs without a week that has none."""
    scores = {one.on: one.value for one in series.points}
    run: list[tuple[date, float]] = []
    for week in week_means(scores, days.first, days.last):
        if week.mean is not None:
            run.append((week.first + (week.last - week.first) // 2, week.mean))
        elif run:
            yield run
            run = []
    yield run


def _joins_means(chart: DayChart) -> bool:
    each = (one for panel in chart.panels for one in panel.series)
    return any(_is_thicket(one, chart.days) and len(one.points) >= LEAST_POINTS for one in each)


def _is_thicket(series: Series, days: DayAxis) -> bool:
    daily = series.look != "bars" and series.joined_within == JOINED_WITHIN
    return daily and days.count > DAYS_JOINED_UP_TO


def _panel(panel: Panel, days: DayAxis, top: float) -> str:
    values = [point.value for one in panel.series for point in one.points]
    scale = _Up(_marks(panel, values), top, top + panel.height)
    return element(
        "g",
        _grid(days, scale),
        word(panel.up.label, 2, top - 10, "start"),
        _legend(panel.series, top - 10),
        *(_series(one, days, scale) for one in panel.series),
        "" if values else word("nothing told", (LEFT + RIGHT) / 2, scale.middle, "middle"),
    )


def _marks(panel: Panel, values: Sequence[float]) -> tuple[float, ...]:
    low, high = min([panel.up.low, *values]), max([panel.up.high, *values])
    if panel.marks and panel.marks[0] <= low and high <= panel.marks[-1]:
        return panel.marks
    return ticks(low, high, 6 if panel.height >= LOW_PANEL else 3)


class _Up(msgspec.Struct, frozen=True):
    marks: tuple[float, ...]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def y(self, value: float) -> float:
        low, high = self.marks[0], self.marks[-1]
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)


def _grid(days: DayAxis, scale: _Up) -> str:
    lines = [
        element(
            "line",
            class_="chart-axis" if value == scale.marks[0] else "chart-grid",
            x1=LEFT,
            x2=RIGHT,
            y1=scale.y(value),
            y2=scale.y(value),
        )
        for value in scale.marks
    ]
    lines += [
        element("line", class_="chart-grid", x1=x, x2=x, y1=scale.top, y2=scale.bottom)
        for x in map(days.x, days.written())
    ]
    return "".join(lines) + "".join(
        word(in_short(value), LEFT - 5, scale.y(value) + 4.5, "end") for value in scale.marks
    )


def _legend(series: Sequence[Series], y: float) -> str:
    """What the marks mean, from the right edge inwards; a series that is alone needs none."""
    parts: list[str] = []
    right = RIGHT
    for one in reversed(series) if len(series) > 1 else ():
        parts.append(word(one.name, right, y, "end"))
        right -= len(one.name) * LETTER + 12
        parts.append(_mark(one.look, right, y - 4.5, MARK))
        right -= 18
    return "".join(parts)


def _series(series: Series, days: DayAxis, scale: _Up) -> str:
    if series.look == "bars":
        return "".join(_bar(one, days, scale) for one in series.points)
    size = min(MARK, max(SMALLEST_MARK, days.column * _closest(series.points) / 2))
    points = "".join(
        _mark(series.look, days.x(one.on), scale.y(one.value), size, one.says)
        for one in series.points
    )
    look = f"chart-line chart-line-{series.look}"
    if _is_thicket(series, days):
        look += " chart-line-means"
    lines = "".join(
        element("path", class_=look, d=path_through(run))
        for run in _lines(series, days, scale)
        if len(run) > 1
    )
    if _is_thicket(series, days):
        return element("g", points, class_="chart-faint") + lines
    return lines + points


def _lines(series: Series, days: DayAxis, scale: _Up) -> Iterator[list[tuple[float, float]]]:
    if _is_thicket(series, days):
        for means in runs_of_means(series, days):
            yield [(days.x(on), scale.y(value)) for on, value in means]
        return
    for run in runs(series):
        yield [(days.x(one.on), scale.y(one.value)) for one in run]


def _closest(points: Sequence[DayPoint]) -> int:
    """The fewest days between two points, at least one."""
    return max(1, min((b.on - a.on).days for a, b in pairwise(points)) if points[1:] else 7)


def _mark(look: Look, x: float, y: float, size: float, says: str = "") -> str:
    told = element("title", text(says)) if says else ""
    if look == "circles":
        return element("circle", told, class_="chart-point", cx=x, cy=y, r=size)
    name = "chart-bar" if look == "bars" else "chart-square"
    box = {"x": x - size, "y": y - size, "width": 2 * size, "height": 2 * size}
    return element("rect", told, class_=name, **box)


def _bar(point: DayPoint, days: DayAxis, scale: _Up) -> str:
    wide = min(WIDEST_BAR, days.column * 0.8)
    y = scale.y(point.value)
    return element(
        "rect",
        element("title", text(point.says)),
        class_="chart-bar",
        x=days.x(point.on) - wide / 2,
        y=y,
        width=wide,
        height=scale.bottom - y,
    )


def _row(row: SessionRow, days: DayAxis, top: float) -> str:
    wide = max(2.0, min(6.0, days.column * 0.7))
    marks = (
        element(
            "rect",
            element("title", text(says)),
            class_="chart-session",
            x=days.x(on) - wide / 2,
            y=top + LINE,
            width=wide,
            height=10,
        )
        for on, says in row.days
    )
    return element("g", word(row.name, LEFT, top + 12, "start"), *marks)
