"""What was judged, one line each: the difference in pain and how sure it is, beside 'no difference'.

A page shows the same as a table beside it.
"""

import msgspec

from carrywell.pictures.chart import ticks
from carrywell.pictures.svg import element, picture, text

WIDTH, LEFT, RIGHT = 360.0, 16.0, 344.0
TOP, ROW, FOOT = 12.0, 50.0, 52.0
BAR = 30.0
"""How far below the top of its row a line is drawn: its name stands above it."""


class Interval(msgspec.Struct, frozen=True):
    """One line: a name, a difference in points (below zero for less pain), and its interval.

    `sure` draws it strong: it is more than chance.
    """

    name: str
    points: float
    low: float
    high: float
    says: str
    sure: bool


def effect_chart(intervals: tuple[Interval, ...], smallest: float, title: str) -> str:
    """The chart as SVG with class names only; see ``helps.css``. `smallest`: the change that counts."""
    marks = ticks(
        min(-smallest, *(one.low for one in intervals)),
        max(1.0, *(one.high for one in intervals)),
    )
    bottom = TOP + ROW * len(intervals)
    return picture(
        _grid(marks, smallest, bottom),
        *(_line(one, place, marks) for place, one in enumerate(intervals)),
        width=WIDTH,
        height=bottom + FOOT,
        title=title,
        description="; ".join(f"{one.name}: {one.says}" for one in intervals),
        class_="chart effect-chart",
    )


def _x(value: float, marks: tuple[float, ...]) -> float:
    return LEFT + (value - marks[0]) / (marks[-1] - marks[0]) * (RIGHT - LEFT)


def _grid(marks: tuple[float, ...], smallest: float, bottom: float) -> str:
    lines = [
        _upright(_x(one, marks), bottom, "chart-axis" if one == 0 else "chart-grid")
        for one in marks
    ]
    lines.append(_upright(_x(-smallest, marks), bottom, "chart-threshold"))
    words = [
        _word(f"{one:g}".replace("-", "\N{MINUS SIGN}"), _x(one, marks), bottom + 18, "middle")
        for one in marks
    ]
    words += [
        _word("\N{LEFTWARDS ARROW} less pain", LEFT, bottom + 40, "start"),
        _word("more pain \N{RIGHTWARDS ARROW}", RIGHT, bottom + 40, "end"),
    ]
    return element("g", *lines, *words)


def _line(one: Interval, place: int, marks: tuple[float, ...]) -> str:
    y = TOP + ROW * place + BAR
    strong = " effect-sure" if one.sure else ""
    return element(
        "g",
        _word(one.name, LEFT, y - 12, "start", "chart-word effect-name"),
        element(
            "line",
            class_=f"effect-interval{strong}",
            x1=_x(one.low, marks),
            x2=_x(one.high, marks),
            y1=y,
            y2=y,
        ),
        element("circle", class_=f"effect-point{strong}", cx=_x(one.points, marks), cy=y, r=6),
    )


def _upright(x: float, bottom: float, name: str) -> str:
    return element("line", class_=name, x1=x, x2=x, y1=TOP, y2=bottom)


def _word(words: str, x: float, y: float, anchor: str, name: str = "chart-word") -> str:
    return element("text", text(words), class_=name, x=x, y=y, text_anchor=anchor)
