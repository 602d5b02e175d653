"""How thick she is around the bones, and the shape of her bump. Lengths in percent of her height."""

from dataclasses import dataclass
from itertools import pairwise

from carrywell.pictures.skeleton import Body, offset
from carrywell.pictures.space import Point, between, plus

Ball = tuple[Point, float]
"""A ball in space: its middle and its radius."""
Rod = tuple[Ball, Ball]
"""The skin around two balls and everything between them."""

THICK: dict[str, float] = {
    "hip": 7.2,
    "knee": 4.6,
    "ankle": 2.8,
    "toe": 2.0,
    "heel": 2.0,
    "shoulder": 4.0,
    "elbow": 3.0,
    "wrist": 2.2,
    "hand": 1.9,
    "head": 6.6,
    "waist": 6.8,
    "pelvis": 7.4,
}
SLEEVE, FOOT, PALM, NECK = 8.6, 4.0, 3.8, 6.2
"""The widths of what is drawn with a round pen."""


@dataclass(frozen=True)
class Belly:
    """Her bump: its radius and how far its middle is in front of and above the pelvis."""

    radius: float
    forward: float
    up: float


def belly(weeks: float, drawn_in: float = 1.0) -> Belly:
    """The bump at a week of pregnancy, clear to see from the first; `drawn_in` below 1 is flatter."""
    grown = min(max((weeks - 8) / 32, 0.22), 1.0)
    return Belly(
        5.4 + 4.4 * grown, (2.8 + 5.0 * grown) * drawn_in - 1.5 * (1 - drawn_in), 7.6 + 1.2 * grown
    )


def bump(points: Body, shape: Belly) -> Ball:
    """Where the bump is."""
    return plus(
        points["pelvis"], offset(points, "lumbar", (shape.forward, shape.up, 0))
    ), shape.radius


def lowest(points: Body) -> float:
    """The height of the lowest point of the skin."""
    return min(
        point[1] - THICK[part]
        for name, point in points.items()
        if (part := name.split(".")[-1]) in THICK
    )


def limb(points: Body, side: str, *joints: str, thick: dict[str, float] = THICK) -> tuple[Rod, ...]:
    """The rods along some joints of one side."""
    balls = [(points[f"{side}.{joint}"], thick[joint]) for joint in joints]
    return tuple(pairwise(balls))


def sleeve(points: Body, side: str) -> tuple[Point, Point]:
    """The line of a short sleeve."""
    shoulder = points[f"{side}.shoulder"]
    return shoulder, between(shoulder, points[f"{side}.elbow"], 0.46)


def foot(points: Body, side: str) -> tuple[tuple[Point, ...], ...]:
    """The lines of a foot: sole, and instep."""
    ankle, heel, toe = (points[f"{side}.{name}"] for name in ("ankle", "heel", "toe"))
    return (heel, toe), (ankle, between(heel, toe, 0.66))


def trunk(points: Body, breath: float) -> tuple[Rod, ...]:
    """Hips, waist, chest and shoulders without the bump; a breath widens the chest a little."""
    pelvis, waist, neck = points["pelvis"], points["waist"], points["neck"]

    def low(x: float, y: float, z: float) -> Point:
        return plus(pelvis, offset(points, "pelvis", (x, y, z)))

    def high(x: float, y: float, z: float) -> Point:
        return plus(neck, offset(points, "thorax", (x, y, z)))

    chest = 6.6 + 2.0 * breath
    near, far = points["near.shoulder"], points["far.shoulder"]
    return (
        ((low(-1.6, 0, 4.6), 7.2), (low(-1.6, 0, -4.6), 7.2)),
        ((low(0, 0, 2), 7.2), (waist, 6.4)),
        ((low(0, 0, -2), 7.2), (waist, 6.4)),
        ((waist, 6.4), (high(0.3, -7, 2.5), chest)),
        ((waist, 6.4), (high(0.3, -7, -2.5), chest)),
        ((high(0.3, -7, 2.5), chest), (near, 4.7)),
        ((high(0.3, -7, -2.5), chest), (far, 4.7)),
        ((near, 4.7), (far, 4.7)),
        ((neck, 3.2), (near, 4.2)),
        ((neck, 3.2), (far, 4.2)),
        ((high(4.6 + breath, -7.5, 3), 3.9), (high(4.6 + breath, -7.5, -3), 3.9)),
    )
