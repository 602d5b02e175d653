"""Line pictures for the docs: each line has its colour, its mark and its name beside it.

They stand alone in a page that has no stylesheet of ours, so colours are attributes here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from carrywell.pictures.svg import element, picture, text

WIDTH, HEIGHT = 640.0, 400.0
LEFT, RIGHT, TOP, BOTTOM = 66.0, 470.0, 34.0, 340.0
COLOURS = ("#8a2b6b", "#0b6e75", "#a35200", "#3f4d8c", "#4a6a1e", "#7a1f1f")
INK, SOFT, PAPER = "#222222", "#d9d9d9", "#ffffff"
FONT = "system-ui, sans-serif"
MARKS = 5


@dataclass(frozen=True)
class Line:
    """One line. `chosen` is the index of a point with a ring around it, `labels` stand beside points."""

    name: str
    points: tuple[tuple[float, float], ...]
    chosen: int | None = None
    labels: tuple[str, ...] = ()
    dots: bool = True


@dataclass(frozen=True)
class Plot:
    """A picture with linear axes from 0. `most` are the ends of the axes."""

    title: str
    description: str
    across: str
    up: str
    most: tuple[float, float]
    lines: tuple[Line, ...]
    percent_up: bool = True


def draw(plot: Plot) -> str:
    """The picture as SVG."""
    names = _apart([_y(plot, line.points[-1][1]) for line in plot.lines])
    return picture(
        element("rect", width=WIDTH, height=HEIGHT, fill=PAPER),
        *_grid(plot),
        *(
            _line(plot, line, colour, name_at)
            for line, colour, name_at in zip(plot.lines, COLOURS, names, strict=False)
        ),
        width=WIDTH,
        height=HEIGHT,
        title=plot.title,
        description=plot.description,
    )


def _grid(plot: Plot) -> list[str]:
    made = [_word(plot.up, 10, 18), _word(plot.across, (LEFT + RIGHT) / 2, HEIGHT - 16, "middle")]
    for step in range(MARKS + 1):
        across, up = (end * step / MARKS for end in plot.most)
        x, y = _x(plot, across), _y(plot, up)
        made += [
            element("line", x1=LEFT, x2=RIGHT, y1=y, y2=y, stroke=SOFT),
            element("line", x1=x, x2=x, y1=TOP, y2=BOTTOM, stroke=SOFT),
            _word(f"{up:.0%}" if plot.percent_up else f"{up:g}", LEFT - 8, y + 5, "end"),
            _word(f"{round(across, 3):g}", x, BOTTOM + 20, "middle"),
        ]
    return made


def _line(plot: Plot, line: Line, colour: str, name_at: float) -> str:
    places = [(_x(plot, x), _y(plot, y)) for x, y in line.points]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    made = [element("path", d=path, fill="none", stroke=colour, stroke_width=2.5)]
    if line.dots:
        made += [element("circle", cx=x, cy=y, r=4, fill=colour) for x, y in places]
    if line.chosen is not None:
        x, y = places[line.chosen]
        made.append(element("circle", cx=x, cy=y, r=9, fill="none", stroke=INK, stroke_width=2))
    made += [
        _word(label, x + 8, y + 17, colour=colour)
        for label, (x, y) in zip(line.labels, places, strict=False)
        if label
    ]
    made.append(_word(line.name, RIGHT + 10, name_at + 5, colour=colour, weight="600"))
    last = places[-1]
    made.append(
        element(
            "line",
            x1=last[0],
            y1=last[1],
            x2=RIGHT + 7,
            y2=name_at,
            stroke=colour,
            stroke_dasharray="2 4",
        )
    )
    return element("g", *made)


def _apart(heights: Sequence[float], least: float = 19.0) -> list[float]:
    """The heights for the names, moved down where two would touch."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = list(heights)
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + least)
    return placed


def _x(plot: Plot, value: float) -> float:
    return LEFT + min(value / plot.most[0], 1.0) * (RIGHT - LEFT)


def _y(plot: Plot, value: float) -> float:
    return BOTTOM - min(value / plot.most[1], 1.0) * (BOTTOM - TOP)


def _word(
    words: str, x: float, y: float, anchor: str = "start", colour: str = INK, weight: str = "400"
) -> str:
    return element(
        "text",
        text(words),
        x=x,
        y=y,
        fill=colour,
        text_anchor=anchor,
        font_family=FONT,
        font_size=14,
        font_weight=weight,
    )
