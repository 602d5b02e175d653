"""The things in a picture: what moves with her is here, what stands still is in `furniture`."""

from collections.abc import Callable

from carrywell.guideline.drawn import Prop
from carrywell.pictures import furniture
from carrywell.pictures.outline import UNITS, Camera, polygon, rods, stroke
from carrywell.pictures.scene import Part, Scene, around, place_of, sides
from carrywell.pictures.skeleton import SIDES, Body, offset
from carrywell.pictures.space import Point, between, middle, minus, plus, towards

LEGS = tuple(f"{side}.{joint}" for side in SIDES for joint in ("hip", "knee", "ankle"))


def prop_parts(prop: Prop, scene: Scene) -> list[Part]:
    """The shapes of one prop."""
    return _DRAWN[prop.kind](prop, scene)


def _pillow(prop: Prop, scene: Scene) -> list[Part]:
    """Between the knees it moves with them."""
    if prop.at != "near_knee":
        return furniture.pillow(prop, scene)
    long = prop.size[0] if prop.size else 12
    shapes = tuple(_between_legs(scene.camera, points, long) for points in scene.bodies)
    return [Part("fig-pillow", scene.nearness(*LEGS), shapes)]


def _between_legs(camera: Camera, points: Body, long: float) -> str:
    hip, knee, ankle = (
        middle(points[f"near.{joint}"], points[f"far.{joint}"])
        for joint in ("hip", "knee", "ankle")
    )
    start = between(knee, hip, 0.12)
    end = plus(start, towards(minus(ankle, start), long))
    width = 4.4
    return rods(camera, (((start, width), (end, width)),))


def _box(prop: Prop, scene: Scene) -> list[Part]:
    """A box between her hands."""
    size = prop.size or (13, 12, 14)
    places = [
        plus(middle(points["near.hand"], points["far.hand"]), (2, 1, 0)) for points in scene.bodies
    ]
    whole, lid = zip(*(_block(scene.camera, place, size) for place in places), strict=True)
    near = scene.camera.seen(places[0])[2]
    return [Part("fig-thing", near, whole), Part("fig-thing fig-lid", near + 0.01, lid)]


def _bag(prop: Prop, scene: Scene) -> list[Part]:
    """A bag that hangs from the hand it is at."""
    hand = f"{(prop.at or 'near_hand').split('_')[0]}.hand"
    grips, bags = [], []
    for points in scene.bodies:
        ends = ((0, 0.5, 0), (-4, -7, 0), (4, -7, 0))
        grips.append(polygon([scene.camera.spot(plus(points[hand], end)) for end in ends]))
        bags.append(_block(scene.camera, plus(points[hand], (0, -14, 0)), (13, 15, 6))[0])
    near = scene.nearness(hand)
    return [
        Part("fig-line", near - 0.02, tuple(grips)),
        Part("fig-thing", near - 0.01, tuple(bags)),
    ]


def _block(camera: Camera, at: Point, size: tuple[float, float, float]) -> tuple[str, str]:
    xs, ys, zs = (around(place, long) for place, long in zip(at, size, strict=True))
    return sides(camera, xs, ys, zs)


def _belt(_: Prop, scene: Scene) -> list[Part]:
    """A soft belt low around the hips, under the bump: the half that faces the reader."""
    half = 1.0 if scene.camera.seen(offset(scene.first, "pelvis", (0, 0, 1)))[2] > 0 else -1.0
    lines = tuple(
        stroke(
            scene.camera,
            [
                plus(points["pelvis"], offset(points, "pelvis", (x, y, half * z)))
                for x, y, z in BELT
            ],
        )
        for points in scene.bodies
    )
    over_the_hip = scene.nearness("pelvis") + 6.2
    return [Part("fig-belt", over_the_hip, lines, 3.6 * UNITS)]


BELT = ((-8.6, 3.4, 0), (-6.5, 3.2, 9), (0, 2.6, 12), (6, 1.8, 10.4), (9.4, 1.4, 5), (10, 1.2, 0))
"""From the small of the back around the hip to below the bump: forward, up, outwards."""


def _bicycle(_: Prop, scene: Scene) -> list[Part]:
    """An upright exercise bike: saddle under the seat, bars in the hands, cranks under the feet."""
    camera = scene.camera
    hub = middle(*(_tread(points, side) for points in scene.whole for side in SIDES))[:2]
    seat = place_of(scene.first, "seat")
    saddle = (((seat[0] - 6, seat[1] - 1.5, 0.0), 2.4), ((seat[0] + 4, seat[1] - 1.8, 0.0), 1.6))
    parts = [
        Part("fig-soft fig-edge", -0.9, (_wheel(camera, hub, scene.floor),)),
        Part("fig-prop", -0.8, (_bike_frame(scene, hub, seat),)),
        Part("fig-prop-leg", -0.7, (rods(camera, (saddle,)),)),
    ]
    for side, z, near in (("far", -4.0, -30.0), ("near", 4.0, 4.9)):
        cranks = tuple(_crank(camera, hub, _tread(points, side), z) for points in scene.bodies)
        parts.append(Part("fig-prop-leg", near, cranks))
    return parts


def _wheel(camera: Camera, hub: tuple[float, ...], floor: float) -> str:
    x, y = hub[0] + 12, floor + 7
    return rods(camera, ((((x, y, 0.0), 11), ((x + 0.02, y, 0.0), 11)),))


def _bike_frame(scene: Scene, hub: tuple[float, ...], seat: Point) -> str:
    (x, y), ground = hub, scene.floor - 3
    hands = middle(scene.first["near.hand"], scene.first["far.hand"])
    grip, stem = (hands[0], hands[1] - 1.5), (x + 12, y + 9)
    front, rear = (x + 17, ground), (x - 22, ground - 1)
    bars = (
        (rear, front, 1.6),
        (rear, (x, y), 1.4),
        ((x, y), (seat[0] - 1, seat[1] - 3), 1.7),
        (stem, grip, 1.6),
        ((x, y), stem, 1.7),
        (stem, front, 1.4),
    )
    flat = "".join(_bar(scene.camera, (*one, 0.0), (*two, 0.0), thick) for one, two, thick in bars)
    return flat + _bar(scene.camera, (*grip, -10.0), (*grip, 10.0), 1.3)


def _crank(camera: Camera, hub: tuple[float, ...], tread: Point, z: float) -> str:
    x, y, _ = tread
    crank = _bar(camera, (hub[0], hub[1], z), (x, y, z), 1.0)
    return crank + _bar(camera, (x - 3, y, z), (x + 3, y, z), 1.0)


def _tread(points: Body, side: str) -> Point:
    """Where the ball of the foot presses on the pedal."""
    return plus(between(points[f"{side}.heel"], points[f"{side}.toe"], 0.68), (0, -2.2, 0))


def _bar(camera: Camera, one: Point, other: Point, thick: float) -> str:
    return rods(camera, (((one, thick), (other, thick)),))


_DRAWN: dict[str, Callable[[Prop, Scene], list[Part]]] = {
    "mat": furniture.mat,
    "chair": furniture.chair,
    "held_chair": furniture.held_chair,
    "wall": furniture.wall,
    "table": furniture.table,
    "bed": furniture.bed,
    "ball": furniture.ball,
    "pillow": _pillow,
    "box": _box,
    "bag": _bag,
    "screen": furniture.screen,
    "step": furniture.step,
    "bicycle": _bicycle,
    "water": furniture.water,
    "belt": _belt,
}
