"""The frames of a movement: poses, the ways between them, and the parts that stay in place."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import asin, ceil, sin, sqrt

from carrywell.guideline.drawn import ANGLE_RANGES, DrawnFigure, LimbAngles, Pose
from carrywell.pictures.flesh import lowest
from carrywell.pictures.skeleton import BONES, LIMBS, SIDES, Angles, Body, body, kept, moved
from carrywell.pictures.space import ORIGIN, Point, between, length, middle, minus, plus

MOST_TURN = 0.66
"""How far the end of a bone may go from frame to frame, as a part of its length: half way between,
it then looks at most 6 percent shorter."""
MOST_WAY = 11.0
MOST_FRAMES_A_WAY = 8
LIMB_JOINTS: tuple[str, ...] = LimbAngles.__struct_fields__
BODY_JOINTS = tuple(name for name in ANGLE_RANGES if name not in LIMB_JOINTS)
ANCHORS: dict[str, tuple[str, ...]] = {
    "feet": ("near.ankle", "far.ankle"),
    "near_foot": ("near.ankle",),
    "far_foot": ("far.ankle",),
    "knees": ("near.knee", "far.knee"),
    "far_knee": ("far.knee",),
    "pelvis": ("pelvis",),
    "ground": ("pelvis",),
}


@dataclass(frozen=True)
class Stance:
    """A pose with every angle filled in, where it moves the body, and what it keeps in place."""

    angles: Angles
    shift: Point
    keeps: frozenset[str]


@dataclass(frozen=True)
class Frame:
    """The body at one moment: `time` in seconds, `held` the pose (from 0) that is held then."""

    time: float
    points: Body
    breath: float
    bump: float
    held: int | None


def stances(poses: tuple[Pose, ...]) -> tuple[Stance, ...]:
    """The poses, each filled in from the one before it."""
    angles = dict.fromkeys(BODY_JOINTS, 0.0) | {"bump": 1.0}
    angles |= {f"{side}.{joint}": 0.0 for side in SIDES for joint in LIMB_JOINTS}
    shift, keeps = ORIGIN, frozenset[str]()
    found = []
    for pose in poses:
        angles = angles | _given(pose)
        shift = pose.shift if pose.shift is not None else shift
        keeps = frozenset(pose.keeps) if pose.keeps is not None else keeps
        found.append(Stance(angles, shift, keeps))
    return tuple(found)


def _given(pose: Pose) -> dict[str, float]:
    given = {name: getattr(pose, name) for name in BODY_JOINTS}
    for joint in LIMB_JOINTS:
        both = getattr(pose, joint)
        for side, limbs in (("near", pose.near), ("far", pose.far)):
            one = getattr(limbs, joint)
            given[f"{side}.{joint}"] = one if one is not None else both
    return {name: angle for name, angle in given.items() if angle is not None}


@dataclass(frozen=True)
class Movement:
    """A drawn figure with every frame solved. The floor is at height 0 in the first pose."""

    figure: DrawnFigure

    @cached_property
    def stances(self) -> tuple[Stance, ...]:
        """Every pose filled in."""
        return stances(self.figure.poses)

    @cached_property
    def start(self) -> Body:
        """The first pose, its lowest point on the floor."""
        raw = body(self.stances[0].angles)
        return moved(raw, plus((0.0, -lowest(raw), 0.0), self.stances[0].shift))

    @cached_property
    def places(self) -> dict[str, Body]:
        """For each limb that is ever kept, the body of the first pose that keeps it."""
        found: dict[str, Body] = {}
        for stance in self.stances:
            for limb in sorted(stance.keeps - set(found)):
                found[limb] = self._placed(stance.angles, stance.shift)
        return found

    def at_pose(self, index: int) -> Body:
        """The body in a pose, counted from 0."""
        return self.solved(index, index, 0.0)

    def solved(self, one: int, other: int, part: float) -> Body:
        """The body at `part` (0 to 1) of the way from one pose to another."""
        a, b = self.stances[one], self.stances[other]
        angles = _mixed(a.angles, b.angles, part)
        points = self._placed(angles, between(a.shift, b.shift, part))
        for limb in LIMBS:
            weight = (1 - part) * (limb in a.keeps) + part * (limb in b.keeps)
            if weight > 0:
                points = kept(points, limb, self.places[limb], weight)
        return points

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The poses in the order of one round."""
        there = tuple(range(len(self.figure.poses)))
        return there + there[-2:0:-1] if self.figure.and_back else there

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """One round, from the first pose back to it; a lone pose has one frame."""
        if len(self.order) == 1:
            return (self._frame(0.0, 0, 0, 0.0),)
        return tuple(self._round())

    @property
    def shown(self) -> tuple[int, ...]:
        """The poses of a still picture: the held ones; of an endless one two of its poses."""
        held = tuple(i for i, pose in enumerate(self.figure.poses) if pose.seconds > 0)
        return held or (0, ceil(len(self.figure.poses) / 4))

    def _round(self) -> Iterator[Frame]:
        time = 0.0
        yield self._frame(time, self.order[0], self.order[0], 0.0)
        for one, other in zip(self.order, (*self.order[1:], self.order[0]), strict=True):
            pose, following = self.figure.poses[one], self.figure.poses[other]
            if pose.seconds > 0:
                time += pose.seconds
                yield self._frame(time, one, one, 0.0)
            count = self._count(one, other)
            for step in range(1, count + 1):
                part = step / count
                moment = _moment(part, starts=pose.seconds > 0, stops=following.seconds > 0)
                yield self._frame(time + pose.move_seconds * moment, one, other, part)
            time += pose.move_seconds

    def _frame(self, time: float, one: int, other: int, part: float) -> Frame:
        angles = _mixed(self.stances[one].angles, self.stances[other].angles, part)
        held = other if part == 1 else one if part == 0 else None
        return Frame(time, self.solved(one, other, part), angles["breath"], angles["bump"], held)

    def _count(self, one: int, other: int) -> int:
        """As few frames as a browser needs to move points straight from one to the next."""
        poses = self.figure.poses
        fewest = 1 if poses[one].seconds == 0 == poses[other].seconds else 2
        for count in range(fewest, MOST_FRAMES_A_WAY):
            bodies = [self.solved(one, other, step / count) for step in range(count + 1)]
            if all(_near_enough(a, b) for a, b in pairwise(bodies)):
                return count
        return MOST_FRAMES_A_WAY

    def _placed(self, angles: Angles, shift: Point) -> Body:
        raw = body(angles)
        names = ANCHORS[self.figure.anchor]
        way = minus(middle(*(self.start[n] for n in names)), middle(*(raw[n] for n in names)))
        way = minus(way, self.stances[0].shift)
        if self.figure.anchor == "ground":
            way = (way[0], -lowest(raw), way[2])
        return moved(raw, plus(way, shift))


def _near_enough(one: Body, other: Body) -> bool:
    if length(minus(one["pelvis"], other["pelvis"])) > MOST_WAY:
        return False
    if length(minus(one["thorax/y"], other["thorax/y"])) > MOST_TURN:
        return False
    return all(
        length(minus(_bone(one, side, bone), _bone(other, side, bone))) <= MOST_TURN * bone[2]
        for side in SIDES
        for bone in BONES.values()
    )


def _bone(points: Body, side: str, bone: tuple[str, str, float]) -> Point:
    return minus(points[f"{side}.{bone[1]}"], points[f"{side}.{bone[0]}"])


def _mixed(one: Angles, other: Angles, part: float) -> dict[str, float]:
    return {name: one[name] * (1 - part) + other[name] * part for name in one}


def _moment(part: float, *, starts: bool, stops: bool) -> float:
    """When `part` of the way is done, as a part of its time: slow where it starts or stops."""
    if starts and stops:
        return 0.5 - sin(asin(1 - 2 * part) / 3)  # the inverse of 3t^2 - 2t^3
    if starts:
        return sqrt(part)
    return 1 - sqrt(1 - part) if stops else part
