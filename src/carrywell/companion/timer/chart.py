"""The interval chart: when each spasm began, how long it went on, and how far it was from the one before.

Made for a phone: 360 units are about the pixels of its page. What the marks mean stands above them,
and a page shows the same as a list beside it.
"""

import itertools
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import msgspec

from carrywell.patterns.diary import TimedSpasm
from carrywell.pictures.chart import ticks
from carrywell.pictures.svg import element, number, picture, text

WIDTH, HEIGHT = 360.0, 250.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 350.0, 34.0, 176.0
BARS_TOP, BARS_BOTTOM = 186.0, 204.0
LEAST_BAR = 3.0

LONGEST_INTERVAL = 60.0
"""In minutes. What lies further apart is a pause: no interval is drawn for it. Our own choice."""

LEAST_SHOWN = 10.0
"""In minutes: the side is never shorter, so that small differences stay small."""


class Beat(msgspec.Struct, frozen=True):
    """A spasm with what is drawn of it: minutes since the one before, None after a pause."""

    spasm: TimedSpasm
    interval: float | None


def beats(spasms: Sequence[TimedSpasm]) -> tuple[Beat, ...]:
    """Each spasm, oldest first, with its distance from the start of the one before."""
    starts = [one.started_at for one in spasms]
    gaps = [(b - a).total_seconds() / 60 for a, b in itertools.pairwise(starts)]
    near = [None, *(one if one <= LONGEST_INTERVAL else None for one in gaps)]
    return tuple(map(Beat, spasms, near))


def interval_chart(
    spasms: Sequence[TimedSpasm],
    first: datetime,
    last: datetime,
    clock: Callable[[datetime], str],
    title: str,
) -> str:
    """The chart as SVG with class names only, from `first` to `last`; `clock` writes a moment.

    Spasms before `first` only give the distance of the first one shown.
    """
    shown = [one for one in beats(spasms) if one.spasm.started_at >= first]
    highest = max([one.interval for one in shown if one.interval] + [LEAST_SHOWN])
    marks = ticks(0, highest, 5)
    span = max((last - first) / timedelta(minutes=1), 1.0)

    def x(moment: datetime) -> float:
        return LEFT + (moment - first) / timedelta(minutes=1) / span * (RIGHT - LEFT)

    def y(minutes: float) -> float:
        return BOTTOM - minutes / marks[-1] * (BOTTOM - TOP)

    return picture(
        *_grid(marks, y),
        *_clocks(first, last, x, clock),
        *(_bar(one.spasm, x, last) for one in shown),
        *_lines(shown, x, y),
        *(_point(one, x, y, clock) for one in shown if one.interval is not None),
        width=WIDTH,
        height=HEIGHT,
        title=title,
        description="; ".join(_says(one, clock) for one in shown),
        class_="chart timer-chart",
    )


def _grid(marks: Sequence[float], y: Callable[[float], float]) -> list[str]:
    lines = [
        element(
            "line",
            class_="chart-grid" if value else "chart-axis",
            x1=LEFT,
            x2=RIGHT,
            y1=y(value),
            y2=y(value),
        )
        for value in marks
    ]
    words = [_word(f"{value:g}", LEFT - 6, y(value) + 4.5, "end") for value in marks]
    return [*lines, *words, _word("minutes from start to start", 2, 16, "start")]


def _clocks(
    first: datetime,
    last: datetime,
    x: Callable[[datetime], float],
    clock: Callable[[datetime], str],
) -> list[str]:
    ends = ((first, "start"), (first + (last - first) / 2, "middle"), (last, "end"))
    marks = [_word(clock(at), x(at), BARS_BOTTOM + 18, anchor) for at, anchor in ends]
    return [*marks, _word("bars: how long each went on", LEFT, HEIGHT - 6, "start")]


def _bar(one: TimedSpasm, x: Callable[[datetime], float], last: datetime) -> str:
    """Its length along the clock; hollow when the end is not known."""
    left = x(one.started_at)
    right = x(min(one.ended_at, last)) if one.ended_at else left
    return element(
        "rect",
        class_="timer-bar" if one.ended_at else "timer-bar timer-bar-open",
        x=left,
        y=BARS_TOP,
        width=max(right - left, LEAST_BAR),
        height=BARS_BOTTOM - BARS_TOP,
    )


def _lines(
    shown: Sequence[Beat], x: Callable[[datetime], float], y: Callable[[float], float]
) -> list[str]:
    runs: list[list[str]] = [[]]
    for one in shown:
        if one.interval is None:
            runs.append([])
        else:
            runs[-1].append(f"{number(x(one.spasm.started_at))} {number(y(one.interval))}")
    return [
        element("path", class_="chart-line", d="M" + "L".join(run)) for run in runs if len(run) > 1
    ]


def _point(
    one: Beat,
    x: Callable[[datetime], float],
    y: Callable[[float], float],
    clock: Callable[[datetime], str],
) -> str:
    assert one.interval is not None
    return element(
        "circle",
        element("title", text(_says(one, clock))),
        class_="chart-point",
        cx=x(one.spasm.started_at),
        cy=y(one.interval),
        r=4.5,
    )


def _says(one: Beat, clock: Callable[[datetime], str]) -> str:
    at = clock(one.spasm.started_at)
    return at if one.interval is None else f"{at}, {one.interval:.1f} minutes after the one before"


def _word(words: str, x: float, y: float, anchor: str) -> str:
    return element("text", text(words), class_="chart-word", x=x, y=y, text_anchor=anchor)
