"""A line chart: axes, a band, lines across for thresholds, and her points with what each one says.

Made for a phone: 360 units are about the pixels of its page. The legend stands above the lines, so
that nothing is written over them. A page shows the same as a table beside it.
"""

from collections.abc import Iterable, Sequence
from math import ceil, floor, log10

import msgspec

from carrywell.pictures.svg import element, number, picture, text

WIDTH, HEIGHT = 360.0, 270.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 348.0, 40.0, 226.0
LETTER = 7.0
"""About the width of a letter in the legend, in units of the picture."""


class Axis(msgspec.Struct, frozen=True):
    """What is measured along an axis, with its unit, and the least that it must show."""

    label: str
    low: float
    high: float


class Point(msgspec.Struct, frozen=True):
    """A value that was recorded, and what it says when it is pointed at."""

    x: float
    y: float
    says: str


class Threshold(msgspec.Struct, frozen=True):
    """A line across the whole chart at the height `y`."""

    y: float
    label: str


Corner = tuple[float, float, float]
"""A place along the band: x, and the low and the high end there."""


class LineChart(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in one chart. Points and corners are in the order of x."""

    title: str
    description: str
    across: Axis
    up: Axis
    points: tuple[Point, ...] = ()
    points_name: str = ""
    band: tuple[Corner, ...] = ()
    band_name: str = ""
    thresholds: tuple[Threshold, ...] = ()


class Scale(msgspec.Struct, frozen=True):
    """From values to places in the picture."""

    low_x: float
    high_x: float
    marks: tuple[float, ...]
    """The round numbers up the side; the first and the last are the lower and the upper edge."""

    def x(self, value: float) -> float:
        """How far from the left edge."""
        return LEFT + (value - self.low_x) / (self.high_x - self.low_x) * (RIGHT - LEFT)

    def y(self, value: float) -> float:
        """How far from the upper edge."""
        low, high = self.marks[0], self.marks[-1]
        return BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP)


def line_chart(chart: LineChart) -> str:
    """The chart as SVG with class names only; see ``charts.css``.

    What lies beyond an axis widens it, so that no point is ever left out.
    """
    scale = _scale(chart)
    return picture(
        _grid(chart, scale),
        _band(chart, scale),
        *(_threshold(one, scale) for one in chart.thresholds),
        _line(chart.points, scale),
        _points(chart.points, scale),
        _legend(chart),
        width=WIDTH,
        height=HEIGHT,
        title=chart.title,
        description=chart.description,
        class_="chart",
    )


def ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Round numbers, at most `most` and one, that begin at or below `low` and end at or above `high`."""
    width = max(high - low, 1e-6)
    raw = width / (most - 1)
    power = 10.0 ** floor(log10(raw))
    step = next(one * power for one in (1, 2, 5, 10) if one * power >= raw * (1 - 1e-9))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(round(count * step, 9) + 0.0 for count in range(first, max(last, first + 1) + 1))


def _scale(chart: LineChart) -> Scale:
    xs = [chart.across.low, chart.across.high, *(one.x for one in chart.points)]
    ys = [chart.up.low, chart.up.high, *(one.y for one in chart.points)]
    ys += [one.y for one in chart.thresholds]
    ys += [end for corner in chart.band for end in corner[1:]]
    return Scale(min(xs), max([*xs, min(xs) + 1]), ticks(min(ys), max(ys)))


def _grid(chart: LineChart, scale: Scale) -> str:
    along = [one for one in ticks(scale.low_x, scale.high_x) if scale.low_x <= one <= scale.high_x]
    lines = [
        element(
            "line",
            class_="chart-axis" if value == 0 else "chart-grid",
            x1=LEFT,
            x2=RIGHT,
            y1=scale.y(value),
            y2=scale.y(value),
        )
        for value in scale.marks
    ]
    marks = [word(in_short(value), LEFT - 6, scale.y(value) + 4.5, "end") for value in scale.marks]
    marks += [word(in_short(value), scale.x(value), BOTTOM + 18, "middle") for value in along]
    marks.append(word(chart.across.label, (LEFT + RIGHT) / 2, HEIGHT - 6, "middle"))
    marks.append(word(chart.up.label, 2, 16, "start"))
    return element("g", *lines, *marks)


def _band(chart: LineChart, scale: Scale) -> str:
    if not chart.band:
        return ""
    low = [(scale.x(x), scale.y(least)) for x, least, _ in chart.band]
    high = [(scale.x(x), scale.y(most)) for x, _, most in chart.band]
    return element(
        "g",
        element("path", class_="chart-band", d=path_through([*low, *high[::-1]]) + "Z"),
        element("path", class_="chart-band-edge", d=path_through(low)),
        element("path", class_="chart-band-edge", d=path_through(high)),
    )


def _threshold(one: Threshold, scale: Scale) -> str:
    y = scale.y(one.y)
    return element("line", class_="chart-threshold", x1=LEFT, x2=RIGHT, y1=y, y2=y) + word(
        one.label, RIGHT, y - 5, "end"
    )


def _line(points: Sequence[Point], scale: Scale) -> str:
    places = [(scale.x(one.x), scale.y(one.y)) for one in points]
    return element("path", class_="chart-line", d=path_through(places)) if len(places) > 1 else ""


def _points(points: Sequence[Point], scale: Scale) -> str:
    """Each with its words; the last, which the title speaks of, stands out."""
    return "".join(
        element(
            "circle",
            element("title", text(one.says)),
            class_="chart-point chart-point-last" if one is points[-1] else "chart-point",
            cx=scale.x(one.x),
            cy=scale.y(one.y),
            r=7 if one is points[-1] else 4,
        )
        for one in points
    )


def _legend(chart: LineChart) -> str:
    """What the marks mean, from the right edge inwards."""
    parts: list[str] = []
    right = RIGHT
    if chart.points and chart.points_name:
        parts.append(word(chart.points_name, right, 16, "end"))
        right -= len(chart.points_name) * LETTER + 12
        parts.append(element("circle", class_="chart-point", cx=right, cy=11.5, r=4))
        right -= 16
    if chart.band and chart.band_name:
        parts.append(word(chart.band_name, right, 16, "end"))
        right -= len(chart.band_name) * LETTER + 24
        box = {"x": right, "y": 5, "width": 18, "height": 13}
        parts.append(element("rect", class_="chart-band chart-band-edge", **box))
    return element("g", *parts) if parts else ""


def word(words: str, x: float, y: float, anchor: str) -> str:
    """Words in the picture; `anchor` is start, middle or end."""
    return element("text", text(words), class_="chart-word", x=x, y=y, text_anchor=anchor)


def path_through(places: Iterable[tuple[float, float]]) -> str:
    """The `d` of a path of straight lines. There must be at least one place."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in places)


def in_short(value: float) -> str:
    """A number beside an axis, with a true minus sign."""
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")
