"""The things around her: each is fitted to the body where the first pose puts it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from carrywell.guideline.drawn import Prop
from carrywell.pictures.flesh import THICK, belly, bump
from carrywell.pictures.outline import UNITS, Camera, hull, polygon, rods, smooth, stroke
from carrywell.pictures.skeleton import SIDES, Body, offset
from carrywell.pictures.space import Point, between, middle, minus, plus, times, towards

Size = tuple[float, float, float]


@dataclass(frozen=True)
class Part:
    """One shape of the picture: its class, how near it is, and its path in each frame.

    With `thick`, in picture units, the path is a round stroke; else it is an outline to fill.
    With `pose`, counted from 0, it is seen only while that pose is held.
    """

    look: str
    near: float
    outlines: tuple[str, ...]
    thick: float | None = None
    pose: int | None = None


@dataclass(frozen=True)
class Scene:
    """What a prop may look at: the camera, the body it is fitted to, each body it is drawn with, all
    bodies of the whole movement, and the height of the floor.
    """

    camera: Camera
    first: Body
    bodies: tuple[Body, ...]
    whole: tuple[Body, ...]
    floor: float


BEHIND, BEFORE = -1000.0, 1000.0


def prop_parts(prop: Prop, scene: Scene) -> tuple[Part, ...]:
    """The shapes of one prop."""
    return tuple(_DRAWN[prop.kind](prop, scene))


def place_of(points: Body, at: str) -> Point:
    """The body point a prop is fitted to."""
    if at == "seat":
        return plus(points["pelvis"], (0, -THICK["pelvis"], 0))
    if at == "chest":
        return between(points["waist"], points["neck"], 0.6)
    if at == "bump":
        return bump(points, belly(30))[0]
    if at in points:
        return points[at]
    side, _, part = at.partition("_")
    return points[f"{side}.{ {'foot': 'ankle'}.get(part, part) }"]


def _spot(prop: Prop, scene: Scene, otherwise: str) -> Point:
    return plus(place_of(scene.first, prop.at or otherwise), prop.move)


def block(camera: Camera, low: Point, high: Point, near: float, look: str) -> list[Part]:
    """A box between two corners: all of it, then its lighter top."""
    xs, ys, zs = zip(low, high, strict=True)
    corners = [camera.spot((x, y, z)) for x in xs for y in ys for z in zs]
    lid = [camera.spot((x, high[1], z)) for x in xs for z in zs]
    parts = [Part(look, near, (polygon(hull(corners)),))]
    if camera.above > 0:
        parts.append(Part(f"{look} fig-lid", near + 0.01, (polygon(hull(lid)),)))
    return parts


def _mat(prop: Prop, scene: Scene) -> list[Part]:
    spots = [
        p
        for points in scene.whole
        for n, p in points.items()
        if "/" not in n and p[1] < scene.floor + 16
    ]
    low = min(p[0] for p in spots) - 8, min(p[2] for p in spots) - 6
    high = max(p[0] for p in spots) + 8, max(p[2] for p in spots) + 6
    size = prop.size or (high[0] - low[0], 1.6, high[1] - low[1])
    x, z = (low[0] + high[0]) / 2 + prop.move[0], (low[1] + high[1]) / 2 + prop.move[2]
    floor = scene.floor + prop.move[1]
    return block(
        scene.camera,
        (x - size[0] / 2, floor - size[1], z - size[2] / 2),
        (x + size[0] / 2, floor, z + size[2] / 2),
        BEHIND,
        "fig-mat",
    )


def _chair(prop: Prop, scene: Scene) -> list[Part]:
    x, y, z = _spot(prop, scene, "seat")
    long, back, deep = prop.size or (24, 34, 22)
    left, right = x - long / 2 + 1, x + long / 2 + 1
    parts = _legs(scene, (left, right), (z - deep / 2, z + deep / 2), y - 3)
    rest = block(
        scene.camera,
        (left - 2.4, y - 3, z - deep / 2),
        (left, y + back, z + deep / 2),
        BEHIND + 2,
        "fig-prop",
    )
    seat = block(
        scene.camera,
        (left, y - 3, z - deep / 2),
        (right, y, z + deep / 2),
        BEHIND + 3,
        "fig-prop",
    )
    return [*parts, *(rest if back else ()), *seat]


def _held_chair(prop: Prop, scene: Scene) -> list[Part]:
    """A chair seen from behind its back, which the hand holds; the seat is on the far side."""
    x, y, z = _spot(prop, scene, "near_hand")
    top = y - 1
    seat = scene.floor + (top - scene.floor) * 0.5
    long, deep = 22.0, 20.0
    z -= 3
    parts = _legs(scene, (x, x + long), (z - deep / 2, z + deep / 2), seat - 3)
    rest = block(
        scene.camera,
        (x - 1.2, seat - 3, z - deep / 2),
        (x + 1.2, top, z + deep / 2),
        BEHIND + 3,
        "fig-prop",
    )
    cushion = block(
        scene.camera,
        (x, seat - 3, z - deep / 2),
        (x + long, seat, z + deep / 2),
        BEHIND + 2,
        "fig-prop",
    )
    return [*parts, *cushion, *rest]


def _legs(scene: Scene, xs: tuple[float, float], zs: tuple[float, float], top: float) -> list[Part]:
    found: list[Part] = []
    for z in zs:
        for x in xs:
            inside = 1.0 if x == xs[0] else -1.0
            a, b = sorted((x, x + inside * 2.2))
            found += block(
                scene.camera,
                (a, scene.floor, z - 1),
                (b, top, z + 1),
                BEHIND + (1.0 if z == zs[-1] else 0.5),
                "fig-prop-leg",
            )
    return found


def _wall(prop: Prop, scene: Scene) -> list[Part]:
    """In front of the hands or behind the back, whichever it is fitted to."""
    at = prop.at or "near_hand"
    x = _spot(prop, scene, at)[0]
    at_front = "hand" in at or "foot" in at
    low, high = (x + THICK["hand"], x + 8) if at_front else (x - 8, x)
    if not at_front:
        pelvis = scene.first["pelvis"][0] - 8.2
        low, high = pelvis - 7 + prop.move[0], pelvis + prop.move[0]
    return block(
        scene.camera, (low, scene.floor, -24), (high, scene.floor + 104, 16), BEHIND, "fig-prop"
    )


def _table(prop: Prop, scene: Scene) -> list[Part]:
    x, y, z = _spot(prop, scene, "near_elbow")
    long, thick, deep = prop.size or (44, 3, 34)
    top = y - THICK["elbow"]
    left, right = x - 5, x - 5 + long
    z = prop.move[2]
    legs = _legs(scene, (left + 2, right - 2), (z - deep / 2 + 2, z + deep / 2 - 2), top - thick)
    slab = block(
        scene.camera,
        (left, top - thick, z - deep / 2),
        (right, top, z + deep / 2),
        BEHIND + 3,
        "fig-prop",
    )
    return [*legs, *slab]


def _bed(prop: Prop, scene: Scene) -> list[Part]:
    x, _, z = _spot(prop, scene, "seat")
    top = (prop.move[1] + scene.first["pelvis"][1] - THICK["hip"]) if prop.at else prop.move[1]
    long, high, deep = prop.size or (120, 26, 46)
    low = min(top - high, scene.floor)
    mattress = block(
        scene.camera,
        (x - long / 2, top - 9, z - deep / 2),
        (x + long / 2, top, z + deep / 2),
        BEHIND + 2,
        "fig-soft",
    )
    frame = block(
        scene.camera,
        (x - long / 2, low, z - deep / 2),
        (x + long / 2, top - 9, z + deep / 2),
        BEHIND + 1,
        "fig-prop",
    )
    return [*frame, *mattress]


def _ball(prop: Prop, scene: Scene) -> list[Part]:
    x, y, z = _spot(prop, scene, "seat")
    if prop.at and "hand" in prop.at:  # leant on: under the forearms
        y -= THICK["hand"]
    radius = (y + 2 - scene.floor) / 2
    middle_ = (x, scene.floor + radius, z)
    ball = rods(scene.camera, (((middle_, radius), (plus(middle_, (0.02, 0, 0)), radius)),))
    shine_at = plus(middle_, (radius * 0.3, radius * 0.42, radius * 0.4))
    shine = rods(
        scene.camera,
        (((shine_at, radius * 0.16), (plus(shine_at, (2.5, -1.6, 0)), radius * 0.1)),),
    )
    return [Part("fig-ball", BEHIND + 3, (ball,)), Part("fig-shine", BEHIND + 4, (shine,))]


def _pillow(prop: Prop, scene: Scene) -> list[Part]:
    """A cushion; between the knees it moves with them."""
    if prop.at in ("near_knee", "far_knee"):
        shapes = tuple(_between_legs(scene.camera, points, prop) for points in scene.bodies)
        near = _nearness(scene, *(f"{s}.{j}" for s in SIDES for j in ("hip", "knee", "ankle")))
        return [Part("fig-pillow", near, shapes)]
    x, y, z = _spot(prop, scene, "head")
    long, high, deep = prop.size or (22, 7, 14)
    radius = high / 2
    ends = [
        ((x + a * (long / 2 - radius), y, z + b * (deep / 2 - radius)), radius)
        for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    spots = [corner for ball in ends for corner in _ring(scene.camera.disc(ball))]
    near = scene.camera.seen((x, y, z))[2]
    under = prop.at in (None, "head") or prop.move[1] < 0
    return [Part("fig-pillow", BEHIND + 5 if under else near, (smooth(hull(spots)),))]


def _ring(disc: tuple[float, float, float]) -> list[tuple[float, float]]:
    x, y, r = disc
    d = r * 0.71
    around = ((r, 0), (d, d), (0, r), (-d, d), (-r, 0), (-d, -d), (0, -r), (d, -d))
    return [(x + a, y + b) for a, b in around]


def _between_legs(camera: Camera, points: Body, prop: Prop) -> str:
    knee = middle(points["near.knee"], points["far.knee"])
    ankle = middle(points["near.ankle"], points["far.ankle"])
    long = (prop.size or (12, 0, 0))[0]
    start = between(knee, middle(points["near.hip"], points["far.hip"]), 0.12)
    end = plus(start, towards(minus(ankle, start), long))
    width = 4.4
    return rods(camera, (((start, width), (end, width)),))


def _nearness(scene: Scene, *names: str) -> float:
    seen = [scene.camera.seen(points[name])[2] for points in scene.bodies for name in names]
    return sum(seen) / len(seen)


def _carried(at: Callable[[Body], tuple[Point, Size]], look: str) -> Callable[..., list[Part]]:
    """A box that moves with the body."""

    def drawn(prop: Prop, scene: Scene) -> list[Part]:
        found = []
        for points in scene.bodies:
            where, usual = at(points)
            found.append(_sides(scene.camera, plus(where, prop.move), prop.size or usual))
        first = at(scene.first)[0]
        near = scene.camera.seen(plus(first, prop.move))[2]
        whole, lid = zip(*found, strict=True)
        return [Part(look, near, tuple(whole)), Part(f"{look} fig-lid", near + 0.01, tuple(lid))]

    return drawn


def _sides(camera: Camera, where: Point, size: Size) -> tuple[str, str]:
    low, high = minus(where, times(size, 0.5)), plus(where, times(size, 0.5))
    xs, ys, zs = zip(low, high, strict=True)
    whole = hull([camera.spot((x, y, z)) for x in xs for y in ys for z in zs])
    lid = hull([camera.spot((x, high[1], z)) for x in xs for z in zs])
    return polygon(whole), polygon(lid)


def _between_hands(points: Body) -> tuple[Point, Size]:
    hands = middle(points["near.hand"], points["far.hand"])
    return plus(hands, (2, 1, 0)), (13, 12, 14)


def _on_back(points: Body) -> tuple[Point, Size]:
    chest = between(points["waist"], points["neck"], 0.55)
    return plus(chest, offset(points, "thorax", (-10.5, 0, 0))), (9, 22, 16)


def _bag(prop: Prop, scene: Scene) -> list[Part]:
    """A shopping bag that hangs from the hand it is at."""
    side = (prop.at or "near_hand").split("_")[0]
    bodies = scene.bodies
    found = [
        _sides(scene.camera, plus(b[f"{side}.hand"], (0, -14, 0)), (13, 15, 6)) for b in bodies
    ]
    grips = []
    for b in bodies:
        hand = b[f"{side}.hand"]
        grip = [plus(hand, (0, 0.5, 0)), plus(hand, (-4, -7, 0)), plus(hand, (4, -7, 0))]
        grips.append(polygon([scene.camera.spot(one) for one in grip]))
    near = scene.camera.seen(scene.first[f"{side}.hand"])[2]
    whole, _ = zip(*found, strict=True)
    return [
        Part("fig-line", near - 0.02, tuple(grips)),
        Part("fig-thing", near - 0.01, tuple(whole)),
    ]


def _screen(prop: Prop, scene: Scene) -> list[Part]:
    """A screen that faces her, on the table: its top is level with her eyes."""
    x, y, z = _spot(prop, scene, "head")
    long, high, deep = prop.size or (2, 20, 30)
    foot = block(
        scene.camera,
        (x - 1, y - high - 6, z - 2),
        (x + 1.5, y - high, z + 2),
        BEHIND + 4,
        "fig-prop-leg",
    )
    plate = block(
        scene.camera,
        (x, y - high, z - deep / 2),
        (x + long, y, z + deep / 2),
        BEHIND + 5,
        "fig-screen",
    )
    return [*foot, *plate]


def _step(prop: Prop, scene: Scene) -> list[Part]:
    x, y, z = _spot(prop, scene, "near_foot")
    size = prop.size or (20, 0, 14)
    top = y - 4.8
    return block(
        scene.camera,
        (x - size[0] / 2 + 3, scene.floor, z - size[2] / 2),
        (x + size[0] / 2 + 3, top, z + size[2] / 2),
        BEHIND + 4,
        "fig-prop",
    )


def _bar(camera: Camera, one: Point, other: Point, thick: float) -> str:
    return rods(camera, (((one, thick), (other, thick)),))


def _bicycle(_prop: Prop, scene: Scene) -> list[Part]:
    """An upright exercise bike: saddle under the seat, bars in the hands, cranks under the feet."""
    camera, first, floor = scene.camera, scene.first, scene.floor - 6
    treads = [middle(_tread(b, "near"), _tread(b, "far")) for b in scene.whole]
    hub = middle(*treads)
    hub = (hub[0], hub[1], 0.0)
    seat = plus(place_of(first, "seat"), (-1, 0, 0))
    hands = plus(middle(first["near.hand"], first["far.hand"]), (0, -1.5, 0))
    front = (hub[0] + 17, floor + 3, 0.0)
    rear = (hub[0] - 22, floor + 2, 0.0)
    stem = (hub[0] + 12, hub[1] + 9, 0.0)
    bars = (
        (rear, front, 1.6),
        (rear, hub, 1.4),
        (hub, (seat[0], seat[1] - 3, 0), 1.7),
        (stem, (hands[0], hands[1], 0), 1.6),
        (hub, stem, 1.7),
        (stem, front, 1.4),
        ((hands[0], hands[1], -10), (hands[0], hands[1], 10), 1.3),
    )
    frame = "".join(_bar(camera, one, other, thick) for one, other, thick in bars)
    wheel = (hub[0] + 12, floor + 13, 0.0)
    flywheel = rods(camera, (((wheel, 11), (plus(wheel, (0.02, 0, 0)), 11)),))
    saddle = rods(camera, (((plus(seat, (-5, -1.5, 0)), 2.4), (plus(seat, (5, -1.8, 0)), 1.6)),))
    parts = [
        Part("fig-soft fig-edge", -0.9, (flywheel,)),
        Part("fig-prop", -0.8, (frame,)),
        Part("fig-prop-leg", -0.7, (saddle,)),
    ]
    for side, z, near in (("far", -4.0, -30.0), ("near", 4.0, 4.9)):
        cranks = []
        for points in scene.bodies:
            x, y, _ = _tread(points, side)
            cranks.append(
                _bar(camera, (hub[0], hub[1], z), (x, y, z), 1.0)
                + _bar(camera, (x - 3, y, z), (x + 3, y, z), 1.0)
            )
        parts.append(Part("fig-prop-leg", near, tuple(cranks)))
    return parts


def _tread(points: Body, side: str) -> Point:
    """Where the ball of the foot presses on the pedal."""
    return plus(between(points[f"{side}.heel"], points[f"{side}.toe"], 0.68), (0, -2.2, 0))


def _water(prop: Prop, scene: Scene) -> list[Part]:
    """Water up to the height it is fitted to, in front of everything."""
    top = _spot(prop, scene, "chest")[1]
    x = scene.first["pelvis"][0] + prop.move[0]
    long = (prop.size or (130, 0, 0))[0]
    low = scene.floor - 4
    camera = scene.camera
    waves = 8
    step = long / waves / 2
    surface = [
        camera.spot((x - long / 2 + i * step, top + (0.9 if i % 2 else -0.9), 0))
        for i in range(waves * 2 + 1)
    ]
    corners = [camera.spot((x + long / 2, low, 0)), camera.spot((x - long / 2, low, 0))]
    return [
        Part("fig-water", BEHIND, (_surface(surface, corners),)),
        Part("fig-water", BEFORE, (_surface(surface, corners),)),
    ]


def _surface(surface: Sequence[tuple[float, float]], corners: Sequence[tuple[float, float]]) -> str:
    return polygon([*surface, *corners])


def _rail(prop: Prop, scene: Scene) -> list[Part]:
    x, y, z = _spot(prop, scene, "near_hand")
    long = (prop.size or (30, 0, 0))[0]
    bar = _bar(scene.camera, (x - long / 2, y, z), (x + long / 2, y, z), 1.2)
    posts = "".join(
        _bar(scene.camera, (x + a, y, z), (x + a, scene.floor, z), 1.0)
        for a in (-long / 2 + 2, long / 2 - 2)
    )
    return [Part("fig-prop-leg", BEHIND + 4, (posts + bar,))]


def _belt(_prop: Prop, scene: Scene) -> list[Part]:
    """A soft belt low around the hips, under the bump: the half that faces the reader."""
    around = (
        (-8.6, 3.4, 0),
        (-6.5, 3.2, 9),
        (0, 2.6, 12),
        (6, 1.8, 10.4),
        (9.4, 1.4, 5),
        (10, 1.2, 0),
    )
    half = 1.0 if scene.camera.seen(offset(scene.first, "pelvis", (0, 0, 1)))[2] > 0 else -1.0
    lines = [
        [plus(points["pelvis"], offset(points, "pelvis", (x, y, half * z))) for x, y, z in around]
        for points in scene.bodies
    ]
    near = scene.camera.seen(scene.first["pelvis"])[2] + 6.2
    return [
        Part("fig-belt", near, tuple(stroke(scene.camera, line) for line in lines), 3.6 * UNITS)
    ]


_DRAWN: dict[str, Callable[[Prop, Scene], list[Part]]] = {
    "mat": _mat,
    "chair": _chair,
    "held_chair": _held_chair,
    "wall": _wall,
    "table": _table,
    "bed": _bed,
    "ball": _ball,
    "pillow": _pillow,
    "box": _carried(_between_hands, "fig-thing"),
    "bag": _bag,
    "rucksack": _carried(_on_back, "fig-thing"),
    "screen": _screen,
    "step": _step,
    "bicycle": _bicycle,
    "water": _water,
    "rail": _rail,
    "belt": _belt,
}
