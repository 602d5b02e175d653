"""From balls and rods in space to outlines on paper, each with the same commands in every frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import acos, atan2, cos, pi, sin, sqrt, tan

from carrywell.pictures.flesh import Ball, Rod
from carrywell.pictures.space import Point, Turn, about_x, about_y, after, turned

Spot = tuple[float, float]
"""A point on paper: x to the right, y down."""
Disc = tuple[float, float, float]
"""x, y and radius on paper."""

UNITS = 5.0
"""Picture units for one percent of her height: whole units are fine enough, and short to write."""
RAYS = 16


@dataclass(frozen=True)
class Camera:
    """Looks from far away; `around` and `above` are where it stands, in degrees."""

    around: float
    above: float

    @property
    def turn(self) -> Turn:
        """From the room to the camera: x right, y up, z towards it."""
        return after(about_x(self.above), about_y(-self.around))

    def seen(self, point: Point) -> Point:
        """The point on paper in picture units (y down), and how near it is."""
        x, y, z = turned(self.turn, point)
        return (x * UNITS, -y * UNITS, z)

    def spot(self, point: Point) -> Spot:
        """The point on paper."""
        return self.seen(point)[:2]

    def disc(self, ball: Ball) -> Disc:
        """A ball as the disc it looks like."""
        return (*self.spot(ball[0]), ball[1] * UNITS)


def rods(camera: Camera, parts: Sequence[Rod]) -> str:
    """The outlines of rods, one after the other in one path."""
    return "".join(_rod(camera.disc(one), camera.disc(other)) for one, other in parts)


def stroke(camera: Camera, *lines: Sequence[Point]) -> str:
    """Lines along points, to be drawn with a round pen; a lone point is a dot."""
    written = []
    for line in lines:
        spots = [camera.spot(point) for point in line]
        if len(spots) == 1:
            x, y = spots[0]
            spots.append((x + 1, y))  # a line of no length is not drawn everywhere
        written.append(
            path(tuple((one,) for one in spots), "M" + "L" * (len(spots) - 1), closed=False)
        )
    return "".join(written)


def _rod(one: Disc, other: Disc) -> str:
    (x, y, r), (a, b, q) = one, other
    far = max(((a - x) ** 2 + (b - y) ** 2) ** 0.5, 1e-6)
    # seen end on, one disc hides the other: the limit keeps the caps round enough then
    open_by = acos(min(max((r - q) / far, -0.45), 0.45))
    way = atan2(b - y, a - x)
    cap_there = _arc((a, b), q, way - open_by, 2 * open_by)
    cap_here = _arc((x, y), r, way + open_by, 2 * pi - 2 * open_by)
    return path(((cap_there[0],), cap_there[1:], (cap_here[0],), cap_here[1:]), "MCLC")


def _arc(middle: Spot, radius: float, start: float, sweep: float) -> tuple[Spot, Spot, Spot, Spot]:
    """A cubic curve close to the arc."""
    (x, y), end = middle, start + sweep
    handle = 4 / 3 * tan(sweep / 4) * radius
    first = (x + radius * cos(start), y + radius * sin(start))
    last = (x + radius * cos(end), y + radius * sin(end))
    return (
        first,
        (first[0] - handle * sin(start), first[1] + handle * cos(start)),
        (last[0] + handle * sin(end), last[1] - handle * cos(end)),
        last,
    )


def skin(camera: Camera, parts: Sequence[Rod], inside: Point, up: Point) -> str:
    """One smooth outline around all parts as seen from `inside` them; `up` keeps it with the body."""
    discs = [
        camera.disc(_within(one, other, share))
        for one, other in parts
        for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    x, y = camera.spot(inside)
    top = camera.spot(up)
    start = atan2(top[1] - y, top[0] - x)
    corners = []
    for ray in range(RAYS):
        angle = start + 2 * pi * ray / RAYS
        reach = max(_leaves(disc, x, y, cos(angle), sin(angle)) for disc in discs) * 1.012
        corners.append((x + reach * cos(angle), y + reach * sin(angle)))
    return smooth(corners)


def smooth(corners: Sequence[Spot]) -> str:
    """A closed curve that is guided by the corners."""
    halves = [
        _half(one, other) for one, other in zip(corners, (*corners[1:], corners[0]), strict=True)
    ]
    curves = [
        (corner, half)
        for corner, half in zip((*corners[1:], corners[0]), (*halves[1:], halves[0]), strict=True)
    ]
    return path(((halves[0],), *curves), "M" + "Q" * len(curves))


def _leaves(disc: Disc, x: float, y: float, u: float, v: float) -> float:
    """How far from (x, y) the ray in direction (u, v) leaves the disc; 0 when it misses it."""
    a, b = disc[0] - x, disc[1] - y
    along = a * u + b * v
    under = disc[2] ** 2 - (a * a + b * b - along * along)
    return max(along + sqrt(under), 0.0) if under > 0 else 0.0


def _within(one: Ball, other: Ball, share: float) -> Ball:
    (a, r), (b, q) = one, other
    x, y, z = (p * (1 - share) + o * share for p, o in zip(a, b, strict=True))
    return ((x, y, z), r * (1 - share) + q * share)


def _half(one: Spot, other: Spot) -> Spot:
    return ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)


def polygon(corners: Sequence[Spot]) -> str:
    """A closed outline with straight sides."""
    return path(tuple((one,) for one in corners), "M" + "L" * (len(corners) - 1))


def path(points: Sequence[Sequence[Spot]], commands: str, *, closed: bool = True) -> str:
    """The text of a path in whole units: the first point as it is, the others relative."""
    written = []
    at = (0, 0)
    for command, group in zip(commands, points, strict=True):
        rounded = [(round(x), round(y)) for x, y in group]
        if command == "M":
            told = " ".join(f"{x} {y}" for x, y in rounded)
        else:
            told = " ".join(f"{x - at[0]} {y - at[1]}" for x, y in rounded)
        written.append(f"{command if command == 'M' else command.lower()}{told}")
        at = rounded[-1]
    return "".join(written).replace(" -", "-") + ("z" if closed else "")


def hull(spots: Sequence[Spot]) -> tuple[Spot, ...]:
    """The corners of the tightest outline around the spots, in order."""
    ordered = sorted(set(spots))

    def chain(points: Sequence[Spot]) -> list[Spot]:
        found: list[Spot] = []
        for point in points:
            while len(found) > 1 and _right(found[-2], found[-1], point) <= 0:
                found.pop()
            found.append(point)
        return found[:-1]

    return (*chain(ordered), *chain(ordered[::-1]))


def _right(a: Spot, b: Spot, c: Spot) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
