"""Her body as shapes: far limbs, trunk with the bump, head, near limbs."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from carrywell.guideline.drawn import Arrow
from carrywell.pictures import flesh
from carrywell.pictures.movement import Frame, Movement
from carrywell.pictures.outline import UNITS, Camera, polygon, rods, skin, stroke
from carrywell.pictures.scene import ON_TOP, Part, place_of
from carrywell.pictures.skeleton import SIDES, Body, offset
from carrywell.pictures.space import Point, middle, minus, plus, times

Shape = Callable[[Frame], str]
LEG, ARM = ("hip", "knee", "ankle"), ("shoulder", "elbow", "wrist")


def body_parts(camera: Camera, frames: Sequence[Frame], weeks: float, *, shoes: bool) -> list[Part]:
    """Every part of her in every frame. How near a part is, is judged over all frames together."""
    feet = "fig-shoe" if shoes else "fig-foot"

    def near(*names: str) -> float:
        seen = [camera.seen(frame.points[name])[2] for frame in frames for name in names]
        return sum(seen) / len(seen)

    def part(look: str, nearness: float, shape: Shape, pen: float | None = None) -> Part:
        wide = pen * UNITS if pen else None
        return Part(look, nearness, tuple(shape(frame) for frame in frames), wide)

    trunk = near("pelvis", "waist", "neck") + 1.0
    head = near("head")
    parts = [
        part("fig-skin", trunk - 0.2, lambda f: _neck(camera, f), flesh.NECK),
        part("fig-top", trunk, lambda f: trunk_outline(camera, f, weeks)),
        part(
            "fig-bump",
            trunk + (0.1 if _faces(camera, frames, weeks) else -0.1),
            lambda f: _bump(camera, f, weeks),
            1.86 * flesh.belly(weeks).radius,
        ),
    ]
    parts += _head(camera, frames, max(head, trunk + 0.2) if head > trunk - 6 else head)
    for side in SIDES:
        parts += _leg(part, camera, side, _tone(camera, frames, side, *LEG), near, feet)
        parts += _arm(part, camera, side, _tone(camera, frames, side, *ARM), near)
    return parts


Near = Callable[..., float]


def _tone(camera: Camera, frames: Sequence[Frame], side: str, *joints: str) -> str:
    """Darker for a limb that is behind the other one in every frame."""
    other = "far" if side == "near" else "near"

    def nearer(points: Body) -> float:
        one, two = (middle(*(points[f"{s}.{joint}"] for joint in joints)) for s in (side, other))
        return camera.seen(one)[2] - camera.seen(two)[2]

    return "-far" if max(nearer(frame.points) for frame in frames) < BESIDE else ""


def _leg(
    part: Callable[..., Part], camera: Camera, side: str, tone: str, near: Near, feet: str
) -> list[Part]:
    where = near(*(f"{side}.{joint}" for joint in LEG))
    return [
        part(
            f"{feet}{tone}",
            where - 0.1,
            lambda f: stroke(camera, *flesh.foot(f.points, side)),
            flesh.FOOT,
        ),
        part(f"fig-leg{tone}", where, lambda f: rods(camera, flesh.limb(f.points, side, *LEG))),
    ]


def _arm(part: Callable[..., Part], camera: Camera, side: str, tone: str, near: Near) -> list[Part]:
    # a hand on the thigh lies on the thigh, however far in front the knee is
    where = max(
        near(*(f"{side}.{joint}" for joint in (*ARM, "hand"))),
        near(*(f"{side}.{joint}" for joint in LEG)) + 0.3,
    )

    def hand(frame: Frame) -> str:
        return stroke(camera, (frame.points[f"{side}.wrist"], frame.points[f"{side}.hand"]))

    return [
        part(f"fig-arm{tone}", where - 0.1, hand, flesh.PALM),
        part(f"fig-arm{tone}", where, lambda f: rods(camera, flesh.limb(f.points, side, *ARM))),
        part(
            f"fig-sleeve{tone}",
            where + 0.1,
            lambda f: stroke(camera, flesh.sleeve(f.points, side)),
            flesh.SLEEVE,
        ),
    ]


def _neck(camera: Camera, frame: Frame) -> str:
    return stroke(camera, (frame.points["neck"], frame.points["head"]))


def trunk_outline(camera: Camera, frame: Frame, weeks: float) -> str:
    """Her top: trunk and bump in one smooth outline."""
    points = frame.points
    ball = flesh.bump(points, flesh.belly(weeks, frame.bump))
    waist = (points["waist"], 6.2)
    pelvis = (plus(points["pelvis"], offset(points, "pelvis", (1.5, 1, 0))), 5.5)
    parts = (*flesh.trunk(points, frame.breath), (waist, ball), (pelvis, ball))
    inside = middle(points["pelvis"], points["neck"], ball[0], points["waist"])
    return skin(camera, parts, inside, points["neck"])


def _faces(camera: Camera, frames: Sequence[Frame], weeks: float) -> bool:
    """Whether the bump is on the reader's side of her, or beside her."""
    shape = flesh.belly(weeks)
    ways = [minus(flesh.bump(f.points, shape)[0], f.points["waist"]) for f in frames]
    return sum(camera.seen(way)[2] for way in ways) / len(ways) > BESIDE


def _bump(camera: Camera, frame: Frame, weeks: float) -> str:
    """A lighter round where the bump is, so that it is clear from every side."""
    return stroke(camera, (flesh.bump(frame.points, flesh.belly(weeks, frame.bump))[0],))


FACE_FIRST = 0.8
"""So much nearer than it is counts the face: from the side it lies over the hair."""
BESIDE = -4.0
AT_THE_EDGE = 2.5
"""An eye that is less than this in front of the head is on the edge of the face: leave it out."""
MOUTH = ((6.3, -3.1, 2.2), (6.4, -3.9, 0.0), (6.3, -3.1, -2.2))
EYES = ((5.3, 0.5, 3.0), (5.3, 0.5, -3.0))


def _head(camera: Camera, frames: Sequence[Frame], near: float) -> list[Part]:
    """Face, hair and bun as balls; the one that is nearer to the reader lies on top."""

    def at(frame: Frame, way: Point) -> Point:
        return plus(frame.points["head"], offset(frame.points, "skull", way))

    def ahead(frame: Frame, way: Point) -> float:
        return camera.seen(at(frame, way))[2] - camera.seen(frame.points["head"])[2]

    def dots(look: str, pen: float, *ways: Point) -> Part:
        drawn = tuple(stroke(camera, *((at(f, way),) for way in ways)) for f in frames)
        front = sum(ahead(f, ways[0]) for f in frames) / len(frames)
        if look == "fig-skin":
            front += FACE_FIRST
        return Part(look, near + front / 1000, drawn, pen * UNITS)

    parts = [
        dots("fig-hair", 12.6, (-1.2, 0.9, 0)),
        dots("fig-hair", 6.6, (-6.6, 4.6, 0)),
        dots("fig-skin", 10.8, (1.6, -1.4, 0)),
        dots("fig-skin", 2.2, (6.7, -1.6, 0)),
        *(dots("fig-skin-far", 2.6, (-0.4, -1.2, z)) for z in (5.2, -5.2)),
    ]
    seen = tuple(eye for eye in EYES if min(ahead(f, eye) for f in frames) > AT_THE_EDGE)
    if seen:
        parts.append(replace(dots("fig-eye", 1.2, *seen), near=near + 0.09))
    lips = [spot for spot in MOUTH if min(ahead(f, spot) for f in frames) > 0]
    if len(lips) > 1:
        smile = tuple(stroke(camera, [at(frame, spot) for spot in lips]) for frame in frames)
        parts.append(Part("fig-mouth", near + 0.09, smile, 0.8 * UNITS))
    return parts


_WAYS: dict[str, tuple[str, Point]] = {
    "up": ("", (0, 1, 0)),
    "down": ("", (0, -1, 0)),
    "forward": ("lumbar", (1, 0, 0)),
    "back": ("lumbar", (-1, 0, 0)),
    "near": ("lumbar", (0, 0, 1)),
    "far": ("lumbar", (0, 0, -1)),
}


def arrow_parts(movement: Movement, camera: Camera) -> list[Part]:
    """The arrows, each shown with its pose, on top of everything."""
    return [
        Part("fig-arrow", ON_TOP, (_arrow(movement.at_pose(index), arrow, camera),), pose=index)
        for index, pose in enumerate(movement.figure.poses)
        for arrow in pose.arrows
    ]


def _arrow(points: Body, arrow: Arrow, camera: Camera) -> str:
    frame, way = _WAYS[arrow.to]
    real = offset(points, frame, way) if frame else way
    start = plus(place_of(points, arrow.at), times(real, arrow.away))
    x, y = camera.spot(start)
    tip_x, tip_y = camera.spot(plus(start, times(real, 12)))
    u, v = (tip_x - x) / 60, (tip_y - y) / 60
    long = max((u * u + v * v) ** 0.5, 0.3)
    u, v = u / long, v / long
    shape = ((0, 5), (30, 5), (30, 15), (56, 0), (30, -15), (30, -5), (0, -5))
    return polygon([(x + a * u - b * v, y + a * v + b * u) for a, b in shape])
