"""From joint angles to where every part of her body is. Lengths are in percent of her height.

The proportions are the segment lengths usual in biomechanics (Drillis and Contini), rounded, with
shoulders a little narrower so that the drawn, rounded shoulder is as wide as a real one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from carrywell.pictures.space import (
    ORIGIN,
    Point,
    Turn,
    about_x,
    about_y,
    about_z,
    after,
    bent_joint,
    between,
    length,
    minus,
    plus,
    swung,
    times,
    towards,
    turned,
    within_reach,
)

Angles = Mapping[str, float]
"""Joint angles in degrees by name; those of a limb are called ``near.knee`` or ``far.knee``."""
Body = dict[str, Point]
"""The points of the body by name, such as ``near.knee``, ``waist`` or ``head``."""

THIGH, SHIN = 24.0, 23.5
UPPER_ARM, FOREARM, HAND = 17.0, 14.5, 7.0
LUMBAR, THORAX, NECK = 11.0, 17.5, 10.5
HALF_HIPS, HALF_SHOULDERS = 5.2, 7.8
HEEL: Point = (-2.0, -2.6, 0.0)
TOE: Point = (9.5, -3.0, 0.0)
SIDES = {"near": 1.0, "far": -1.0}
BONES: dict[str, tuple[str, str, float]] = {
    "arm": ("shoulder", "elbow", UPPER_ARM),
    "forearm": ("elbow", "wrist", FOREARM),
    "hand": ("wrist", "hand", HAND),
    "thigh": ("hip", "knee", THIGH),
    "shin": ("knee", "ankle", SHIN),
    "toe": ("ankle", "toe", length(TOE)),
    "heel": ("ankle", "heel", length(HEEL)),
}
"""Each bone of a limb: the joints at its ends and its length."""


@dataclass(frozen=True)
class Limb:
    """A limb that can be kept in place: its joints from the trunk outwards, and its two bones."""

    root: str
    bend: str
    end: str
    tips: tuple[str, ...]
    upper: float
    lower: float


LIMBS = {
    f"{side}_{name}": Limb(
        f"{side}.{root}",
        f"{side}.{bend}",
        f"{side}.{end}",
        tuple(f"{side}.{t}" for t in tips),
        *two,
    )
    for side in SIDES
    for name, root, bend, end, tips, two in (
        ("hand", "shoulder", "elbow", "wrist", ("hand",), (UPPER_ARM, FOREARM)),
        ("foot", "hip", "knee", "ankle", ("toe", "heel"), (THIGH, SHIN)),
    )
}


def body(angles: Angles, at: Point = ORIGIN) -> Body:
    """Every point of the body with these angles, the middle of the pelvis being `at`."""
    pelvis = after(about_y(-angles["facing"]), about_x(angles["side"]), about_z(-angles["pelvis"]))
    lumbar = after(pelvis, _bend(angles["trunk"], angles["turn"] / 2))
    thorax = after(lumbar, _bend(angles["upper_back"], angles["turn"] / 2))
    head = after(thorax, _bend(angles["neck"], angles["neck_turn"]))
    points: Body = {"pelvis": at, "waist": plus(at, turned(lumbar, (0, LUMBAR, 0)))}
    points["neck"] = plus(points["waist"], turned(thorax, (0, THORAX, 0)))
    points["head"] = plus(points["neck"], turned(head, (1.6, NECK, 0)))
    points |= _directions("pelvis", pelvis) | _directions("lumbar", lumbar)
    points |= _directions("thorax", thorax) | _directions("skull", head)
    for side, sign in SIDES.items():
        points |= _arm(angles, side, sign, points["neck"], thorax)
        points |= _leg(angles, side, sign, at, pelvis)
    return points


def moved(points: Body, way: Point) -> Body:
    """The body, moved as a whole. Directions stay as they are."""
    return {name: p if "/" in name else plus(p, way) for name, p in points.items()}


def kept(points: Body, limb: str, place: Body, how_much: float = 1.0) -> Body:
    """The body with a hand or foot where `place` has it; `how_much` below 1 is on the way there.

    The bones keep their lengths, and elbow or knee bends the way it did.
    """
    part = LIMBS[limb]
    root = points[part.root]
    aim = swung(root, points[part.end], place[part.end], how_much)
    end = within_reach(root, aim, part.upper, part.lower)
    changed = {part.end: end}
    changed[part.bend] = bent_joint(root, end, points[part.bend], part.upper, part.lower)
    for tip in part.tips:
        free = minus(points[tip], points[part.end])
        fixed = minus(place[tip], place[part.end])
        changed[tip] = plus(end, towards(between(free, fixed, how_much), length(free)))
    return points | changed


def offset(points: Body, frame: str, way: Point) -> Point:
    """`way` (forward, up, towards her near side) in the body's own frame, as a way in space."""
    x, y, z = (times(points[f"{frame}/{axis}"], w) for axis, w in zip("xyz", way, strict=True))
    return plus(plus(x, y), z)


def _bend(forward: float, turn: float) -> Turn:
    return after(about_z(-forward), about_y(-turn))


def _directions(name: str, turn: Turn) -> Body:
    axes: tuple[Point, ...] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    return {f"{name}/{axis}": turned(turn, one) for axis, one in zip("xyz", axes, strict=True)}


def _arm(angles: Angles, side: str, sign: float, neck: Point, thorax: Turn) -> Body:
    def angle(joint: str) -> float:
        return angles[f"{side}.{joint}"]

    blade = after(thorax, about_y(-sign * angle("shoulder_blade")))
    shoulder = plus(neck, turned(blade, (0.0, -3.4, sign * HALF_SHOULDERS)))
    arm = after(
        thorax,
        about_z(angle("shoulder")),
        about_x(-sign * angle("shoulder_out")),
        about_y(sign * angle("shoulder_turn")),
    )
    forearm = after(arm, about_z(angle("elbow")))
    hand = after(forearm, about_z(angle("wrist")))
    elbow = plus(shoulder, turned(arm, (0, -UPPER_ARM, 0)))
    wrist = plus(elbow, turned(forearm, (0, -FOREARM, 0)))
    tip = plus(wrist, turned(hand, (0, -HAND, 0)))
    names = ("shoulder", "elbow", "wrist", "hand")
    return {f"{side}.{n}": p for n, p in zip(names, (shoulder, elbow, wrist, tip), strict=True)}


def _leg(angles: Angles, side: str, sign: float, at: Point, pelvis: Turn) -> Body:
    def angle(joint: str) -> float:
        return angles[f"{side}.{joint}"]

    hip = plus(at, turned(pelvis, (0, 0, sign * HALF_HIPS)))
    thigh = after(
        pelvis,
        about_z(angle("hip")),
        about_x(-sign * angle("hip_out")),
        about_y(-sign * angle("hip_turn")),
    )
    shin = after(thigh, about_z(-angle("knee")))
    foot = after(shin, about_z(angle("ankle")))
    knee = plus(hip, turned(thigh, (0, -THIGH, 0)))
    ankle = plus(knee, turned(shin, (0, -SHIN, 0)))
    toe, heel = plus(ankle, turned(foot, TOE)), plus(ankle, turned(foot, HEEL))
    names = ("hip", "knee", "ankle", "toe", "heel")
    return {f"{side}.{n}": p for n, p in zip(names, (hip, knee, ankle, toe, heel), strict=True)}
