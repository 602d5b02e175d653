"""Smooth outlines from a few points: as SVG paths, and as polygons to measure with."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import hypot

Point = tuple[float, float]
"""x to the right, y down."""
Outline = tuple[Point, ...]


def path(points: Sequence[Point], *, closed: bool = True) -> str:
    """The smooth curve through `points`, as the `d` of an SVG path. A point given twice is a corner."""
    start = f"M{_pair(points[0])}"
    curves = "".join(
        f"C{_pair(one)} {_pair(two)} {_pair(end)}" for _, one, two, end in _curves(points, closed)
    )
    return start + curves + ("Z" if closed else "")


def rounded(corners: Sequence[Point], radius: float) -> str:
    """A polygon with its corners rounded, as the `d` of an SVG path."""
    bends = (
        f"{_pair(_towards(corner, before, radius))}"
        f"Q{_pair(corner)} {_pair(_towards(corner, after, radius))}"
        for before, corner, after in zip(
            (corners[-1], *corners), corners, (*corners[1:], corners[0]), strict=False
        )
    )
    return f"M{'L'.join(bends)}Z"


def polygon(points: Sequence[Point], steps: int = 8) -> Outline:
    """The closed curve through `points` as many short straight lines, `steps` for each curve."""
    return tuple(
        _on_curve(curve, step / steps)
        for curve in _curves(points, closed=True)
        for step in range(steps)
    )


def mirrored(points: Iterable[Point]) -> Outline:
    """The same outline on the other side of the line x = 0."""
    return tuple((-x, y) for x, y in points)


def symmetrical(half: Sequence[Point]) -> Outline:
    """A whole outline from its half, which runs from one point on the line x = 0 to another."""
    return (*half, *(point for point in reversed(mirrored(half)) if point[0]))


def box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    across, along = [x for x, _ in points], [y for _, y in points]
    return min(across), min(along), max(across), max(along)


def middle(corners: Sequence[Point]) -> Point:
    """The centre of gravity of a polygon (shoelace formula)."""
    around = tuple(pairwise((*corners, corners[0])))
    twice = [ax * by - bx * ay for (ax, ay), (bx, by) in around]
    x, y = (
        sum((a[axis] + b[axis]) * part for (a, b), part in zip(around, twice, strict=True))
        / (3 * sum(twice))
        for axis in (0, 1)
    )
    return x, y


def contains(corners: Sequence[Point], point: Point) -> bool:
    """Whether `point` lies inside the polygon: a ray to the right crosses its edge an odd number of times."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in pairwise((*corners, corners[0])):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            inside = not inside
    return inside


def _towards(start: Point, end: Point, distance: float) -> Point:
    """The point `distance` from `start` on the way to `end`, at most half way."""
    part = min(0.5, distance / hypot(end[0] - start[0], end[1] - start[1]))
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])


_Curve = tuple[Point, Point, Point, Point]


def _curves(points: Sequence[Point], closed: bool) -> tuple[_Curve, ...]:
    """Bezier curves between neighbours (Catmull-Rom: each leaves along the line of its neighbours)."""
    first, last = points[0], points[-1]
    ends = (last, *points, first, points[1]) if closed else (first, *points, last)
    return tuple(
        _curve(*four)
        for four in zip(ends, ends[1:], ends[2:], ends[3:], strict=False)
        if four[1] != four[2]
    )


def _curve(before: Point, start: Point, end: Point, after: Point) -> _Curve:
    return (
        start,
        (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6),
        (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6),
        end,
    )


def _on_curve(curve: _Curve, part: float) -> Point:
    rest = 1 - part
    weights = (rest**3, 3 * rest**2 * part, 3 * rest * part**2, part**3)
    return (
        sum(weight * x for weight, (x, _) in zip(weights, curve, strict=True)),
        sum(weight * y for weight, (_, y) in zip(weights, curve, strict=True)),
    )


def _pair(point: Point) -> str:
    return f"{round(point[0], 1) + 0.0:g} {round(point[1], 1) + 0.0:g}"
