"""Points and turns in space: x to the right of the picture, y up, z towards the reader."""

from math import cos, hypot, radians, sin, sqrt

Point = tuple[float, float, float]
Turn = tuple[Point, Point, Point]
"""A rotation as the three rows of its matrix."""

NOWHERE = 1e-9
ORIGIN: Point = (0.0, 0.0, 0.0)
UNTURNED: Turn = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def about_x(degrees: float) -> Turn:
    """Right-handed turn about the x axis."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return ((1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c))


def about_y(degrees: float) -> Turn:
    """Right-handed turn about the y axis."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return ((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c))


def about_z(degrees: float) -> Turn:
    """Right-handed turn about the z axis."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return ((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0))


def after(first: Turn, *rest: Turn) -> Turn:
    """The turns one inside the other, the outermost first."""
    for inner in rest:
        columns = tuple(zip(*inner, strict=True))
        first = tuple(  # type: ignore[assignment]
            tuple(sum(a * b for a, b in zip(row, column, strict=True)) for column in columns)
            for row in first
        )
    return first


def turned(turn: Turn, point: Point) -> Point:
    """The point after the turn."""
    x, y, z = point
    a, b, c = turn
    return (
        a[0] * x + a[1] * y + a[2] * z,
        b[0] * x + b[1] * y + b[2] * z,
        c[0] * x + c[1] * y + c[2] * z,
    )


def plus(one: Point, other: Point) -> Point:
    """The sum."""
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def minus(one: Point, other: Point) -> Point:
    """The way from `other` to `one`."""
    return (one[0] - other[0], one[1] - other[1], one[2] - other[2])


def times(one: Point, factor: float) -> Point:
    """The point, `factor` times as far out."""
    return (one[0] * factor, one[1] * factor, one[2] * factor)


def between(one: Point, other: Point, part: float) -> Point:
    """The point at `part` (0 to 1) of the way from `one` to `other`."""
    return plus(times(one, 1 - part), times(other, part))


def middle(*points: Point) -> Point:
    """The mean of the points."""
    x, y, z = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    return (x, y, z)


def dot(one: Point, other: Point) -> float:
    """The scalar product."""
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def length(one: Point) -> float:
    """The distance from the origin."""
    return hypot(*one)


def towards(one: Point, reach: float, otherwise: Point = (1.0, 0.0, 0.0)) -> Point:
    """The direction of `one`, `reach` long; `otherwise` decides when `one` has no direction."""
    long = length(one)
    return times(one, reach / long) if long > NOWHERE else times(otherwise, reach)


def bent_joint(start: Point, end: Point, hint: Point, upper: float, lower: float) -> Point:
    """Where elbow or knee is when the limb goes from `start` to `end`, bending towards `hint`.

    `upper` and `lower` are the lengths of its two bones; `end` lies within their reach.
    """
    way = minus(end, start)
    far = length(way)
    along = towards(way, 1)
    foot = (upper**2 - lower**2 + far**2) / (2 * far)
    out = sqrt(max(upper**2 - foot**2, 0))
    aside = across(minus(hint, start), along)
    if length(aside) < NOWHERE:  # a straight limb gives no hint: any way across will do
        aside = across((0.3, 0.2, 1.0), along)
    return plus(plus(start, times(along, foot)), towards(aside, out))


def across(one: Point, along: Point) -> Point:
    """What is left of `one` without its part along the direction `along`."""
    return minus(one, times(along, dot(one, along)))


def swung(root: Point, one: Point, other: Point, part: float) -> Point:
    """On the way from `one` to `other` as a limb at `root` swings: in an arc, not straight across."""
    a, b = minus(one, root), minus(other, root)
    direction = between(towards(a, 1), towards(b, 1), part)
    return plus(root, towards(direction, length(a) * (1 - part) + length(b) * part))


def within_reach(start: Point, end: Point, upper: float, lower: float) -> Point:
    """`end`, or the nearest point to it that a limb from `start` can reach."""
    way = minus(end, start)
    nearest, farthest = abs(upper - lower) + 0.05, upper + lower - 0.02
    return plus(start, towards(way, min(max(length(way), nearest), farthest)))
