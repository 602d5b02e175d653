"""The drawn figure: a pregnant woman who shows an exercise, moving or as numbered still poses."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import ceil, cos, pi, sin

from carrywell.guideline.drawn import DrawnFigure
from carrywell.guideline.model import Exercise, Treatment
from carrywell.pictures.flesh import lowest
from carrywell.pictures.movement import Frame, Movement
from carrywell.pictures.outline import Camera, smooth
from carrywell.pictures.portrait import arrow_parts, body_parts
from carrywell.pictures.props import prop_parts
from carrywell.pictures.scene import FLOOR, Part, Scene
from carrywell.pictures.svg import element, picture, text

VIEWS = {
    "side": Camera(14, 6),
    "profile": Camera(0, 5),
    "quarter": Camera(48, 9),
    "front": Camera(82, 8),
    "behind": Camera(-42, 14),
    "back": Camera(-126, 10),
    "over": Camera(90, 30),
    "above": Camera(90, 84),
}
USUAL_WEEKS = 30.0
FIRST_TRIMESTER_WEEKS = 12.0
MARGIN = 20.0
LABEL = 0.064  # the height of a number, as a part of the width of the whole picture
ROW = 1400.0


@dataclass(frozen=True)
class FigureShown:
    """One drawn figure of a treatment: `steps` are counted from 1, `svg` is the whole picture."""

    caption: str
    steps: tuple[int, ...]
    svg: str


def exercise_figure(exercise: Exercise, *, moving: bool, weeks: float | None = None) -> str:
    """The exercise as one picture: looping when `moving`, else its poses side by side, numbered.

    `weeks` of pregnancy set the size of the bump. Raises `ValueError` for an exercise without a
    figure in the guideline.
    """
    if exercise.figure is None:
        raise ValueError(f"the exercise {exercise.id!r} has no figure")
    week = weeks if weeks is not None else _usual_weeks(exercise)
    return _drawn(exercise.figure, exercise.name, " ".join(exercise.steps), round(week), moving)


def treatment_figures(
    treatment: Treatment, *, moving: bool, weeks: float | None = None
) -> tuple[FigureShown, ...]:
    """The figures of a treatment in the order of the guideline; none when it has none."""
    week = weeks if weeks is not None else USUAL_WEEKS
    return tuple(_shown(treatment, one, moving, week) for one in treatment.figures)


def _shown(treatment: Treatment, figure: DrawnFigure, moving: bool, week: float) -> FigureShown:
    steps = " ".join(treatment.steps[number - 1] for number in figure.steps)
    caption = figure.caption or treatment.name
    return FigureShown(caption, figure.steps, _drawn(figure, caption, steps, round(week), moving))


def _usual_weeks(exercise: Exercise) -> float:
    return USUAL_WEEKS if max(exercise.trimesters) > 1 else FIRST_TRIMESTER_WEEKS


@lru_cache(maxsize=256)
def _drawn(figure: DrawnFigure, title: str, told: str, weeks: float, moving: bool) -> str:
    movement = Movement(figure)
    return _moving(movement, title, told, weeks) if moving else _still(movement, title, told, weeks)


def _moving(movement: Movement, title: str, told: str, weeks: float) -> str:
    frames = movement.frames
    parts = scene_parts(movement, frames, weeks)
    left, top, right, bottom = bounds(parts)
    clock = Clock(frames)
    shapes = [_shape(part, clock) for part in parts]
    return picture(
        element("g", *shapes, transform=f"translate({MARGIN - left:.0f} {MARGIN - top:.0f})"),
        width=round(right - left + 2 * MARGIN),
        height=round(bottom - top + 2 * MARGIN),
        title=title,
        description=told,
        class_="figure figure-moving",
    )


def _still(movement: Movement, title: str, told: str, weeks: float) -> str:
    """The held poses in rows, each with its number when there is more than one."""
    panels = []
    for pose in movement.shown:
        frame = Frame(0.0, movement.at_pose(pose), *_inner(movement, pose), pose)
        parts = [
            part for part in scene_parts(movement, (frame,), weeks) if part.pose in (None, pose)
        ]
        panels.append((bounds(parts), [_shape(part, Clock((frame,))) for part in parts]))
    return _laid_out(panels, title, told)


def _inner(movement: Movement, pose: int) -> tuple[float, float]:
    angles = movement.stances[pose].angles
    return angles["breath"], angles["bump"]


Box = tuple[float, float, float, float]


def _laid_out(panels: Sequence[tuple[Box, list[str]]], title: str, told: str) -> str:
    wide = max(box[2] - box[0] for box, _ in panels) + 2 * MARGIN
    top, bottom = min(box[1] for box, _ in panels), max(box[3] for box, _ in panels)
    columns = min(len(panels), max(1, int(ROW // wide)))
    columns = ceil(len(panels) / ceil(len(panels) / columns))  # rows as even as can be
    label = columns * wide * LABEL if len(panels) > 1 else 0.0
    high = bottom - top + 2 * MARGIN + label
    drawn = []
    for index, (box, shapes) in enumerate(panels):
        x = (index % columns) * wide + (wide - box[2] - box[0]) / 2
        y = (index // columns) * high + MARGIN + label - top
        drawn.append(element("g", *shapes, transform=f"translate({x:.0f} {y:.0f})"))
        if label:
            at = ((index % columns) * wide, (index // columns) * high)
            drawn.append(_number(index + 1, *at, label))
    rows = ceil(len(panels) / columns)
    return picture(
        *drawn,
        width=round(columns * wide),
        height=round(rows * high),
        title=title,
        description=told,
        class_="figure figure-still",
    )


def _number(number: int, left: float, top: float, label: float) -> str:
    """A pose's number in a disc, as large as it must be to be read in a narrow column."""
    x, y = round(left + label * 0.7), round(top + label * 0.7)
    size = round(label * 0.64)
    return element("circle", class_="fig-number", cx=x, cy=y, r=round(label * 0.48)) + element(
        "text", text(str(number)), class_="fig-digit", x=x, y=y + round(size * 0.36), font_size=size
    )


def scene_parts(movement: Movement, frames: tuple[Frame, ...], weeks: float) -> list[Part]:
    """Every shape of the picture, the farthest first."""
    camera = VIEWS[movement.figure.view]
    floor = min(lowest(frame.points) for frame in movement.frames)
    bodies = tuple(frame.points for frame in frames)
    whole = tuple(frame.points for frame in movement.frames)
    under_her = {prop.kind for prop in movement.figure.props} & {"mat", "bed", "water"}
    parts = [] if under_her else [_ground(camera, movement, floor)]
    for prop in movement.figure.props:
        fitted = movement.at_pose(prop.pose - 1)
        parts += prop_parts(prop, Scene(camera, fitted, bodies, whole, floor))
    parts += [
        *body_parts(camera, frames, weeks, shoes=movement.figure.shoes),
        *arrow_parts(movement, camera),
    ]
    return sorted(parts, key=lambda part: part.near)


def _ground(camera: Camera, movement: Movement, floor: float) -> Part:
    """A soft round of floor under her."""
    bodies = [frame.points for frame in movement.frames]
    spots = [p for one in bodies for name, p in one.items() if "/" not in name]
    (x, across), (z, deep) = (
        ((max(axis) + min(axis)) / 2, (max(axis) - min(axis)) / 2 + 7)
        for axis in ([p[0] for p in spots], [p[2] for p in spots])
    )
    around = [2 * pi * index / 16 for index in range(16)]
    rim = [camera.spot((x + across * cos(a), floor - 0.4, z + deep * sin(a))) for a in around]
    return Part("fig-ground", FLOOR, (smooth(rim),))


def bounds(parts: Sequence[Part]) -> Box:
    """Left, top, right and bottom of all outlines in all frames."""
    xs, ys = [], []
    for part in parts:
        around = (part.thick or 0) / 2
        for outline in set(part.outlines):
            for x, y in corners(outline):
                xs += [x - around, x + around]
                ys += [y - around, y + around]
    return min(xs), min(ys), max(xs), max(ys)


def corners(outline: str) -> Iterable[tuple[int, int]]:
    """Every point a path goes through."""
    x = y = 0
    for command, numbers in re.findall(r"([Mclq])([-\d ]+)", outline):
        values = [int(one) for one in re.findall(r"-?\d+", numbers)]
        if command == "M":
            x, y = values
        else:
            x, y = x + values[-2], y + values[-1]
        yield x, y


@dataclass(frozen=True)
class Clock:
    """When each frame is shown."""

    frames: Sequence[Frame]

    @cached_property
    def times(self) -> str:
        """The moments as parts of the whole, as an animation has them."""
        whole = self.frames[-1].time or 1.0
        parts = (f"{frame.time / whole:.3f}" for frame in self.frames)
        return ";".join(part.rstrip("0").rstrip(".").replace("0.", ".") for part in parts)

    def animated(self, attribute: str, values: Sequence[str]) -> str:
        """The animation of an attribute; nothing when it stays the same."""
        if len(set(values)) == 1:
            return ""
        return element(
            "animate",
            attributeName=attribute,
            dur=f"{self.frames[-1].time:g}s",
            repeatCount="indefinite",
            keyTimes=self.times,
            values=";".join(values),
        )


def _shape(part: Part, clock: Clock) -> str:
    look = part.look if part.thick is None else f"fig-pen {part.look}"
    moving = clock.animated("d", part.outlines)
    if part.pose is not None:
        moving += clock.animated("opacity", _shown_at(part.pose, clock.frames))
    return element("path", moving, class_=look, stroke_width=part.thick, d=part.outlines[0])


def _shown_at(pose: int, frames: Sequence[Frame]) -> list[str]:
    return ["1" if frame.held == pose else "0" for frame in frames]
