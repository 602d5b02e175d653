"""What stands still around her. Lengths are in percent of her height."""

from carrywell.guideline.drawn import Prop
from carrywell.pictures.flesh import THICK
from carrywell.pictures.outline import hull, polygon, rods, smooth
from carrywell.pictures.scene import (
    BEFORE,
    BEHIND,
    Part,
    Scene,
    Span,
    around,
    block,
    spot_of,
)
from carrywell.pictures.space import plus

NEAR_FLOOR = 16.0
BOARD = 3.0
BACK_OF_HIPS = 8.2


def mat(prop: Prop, scene: Scene) -> list[Part]:
    """A mat under everything that comes near the floor."""
    low = [
        point
        for points in scene.whole
        for name, point in points.items()
        if "/" not in name and point[1] < scene.floor + NEAR_FLOOR
    ]
    x, z = ([point[axis] for point in low] for axis in (0, 2))
    thick = prop.size[1] if prop.size else 1.6
    return block(
        scene.camera,
        (min(x) - 8, max(x) + 8),
        (scene.floor - thick, scene.floor),
        (min(z) - 6, max(z) + 6),
        BEHIND,
        "fig-mat",
    )


def chair(prop: Prop, scene: Scene) -> list[Part]:
    """A chair under her; without a back when its height is 0."""
    x, y, z = spot_of(prop, scene, "seat")
    long, back, deep = prop.size or (24, 34, 22)
    xs, zs = around(x + 1, long), around(z, deep)
    parts = _legs(scene, xs, zs, y - BOARD)
    parts += _board(scene, xs, (y - BOARD, y), zs, 3)
    if back:
        parts += _board(scene, (xs[0] - 2.4, xs[0]), (y - BOARD, y + back), zs, 2)
    return parts


def held_chair(prop: Prop, scene: Scene) -> list[Part]:
    """A chair that turns its back to her, for her hands."""
    x, y, z = spot_of(prop, scene, "near_hand")
    top = y - 1
    seat = (scene.floor + top) / 2
    xs, zs = (x, x + 22), around(z - 3, 20)
    parts = _legs(scene, xs, zs, seat - BOARD)
    parts += _board(scene, xs, (seat - BOARD, seat), zs, 2)
    return parts + _board(scene, around(x, 2.4), (seat - BOARD, top), zs, 3)


def wall(prop: Prop, scene: Scene) -> list[Part]:
    """In front of her hands, or behind her back."""
    x = spot_of(prop, scene, "near_hand")[0] + THICK["hand"]
    xs = (x, x + 6)
    if prop.at == "waist":
        x = scene.first["pelvis"][0] - BACK_OF_HIPS
        xs = (x - 7, x)
    return _board(scene, xs, (scene.floor, scene.floor + 104), (-24, 16), 0)


def table(prop: Prop, scene: Scene) -> list[Part]:
    """A table under the arm or leg it is at."""
    x, y, _ = spot_of(prop, scene, "near_elbow")
    long, thick, deep = prop.size or (44, BOARD, 34)
    top = y - THICK["elbow"]
    xs, zs = (x - 5, x - 5 + long), around(prop.move[2], deep)
    inside = (xs[0] + 2, xs[1] - 2), (zs[0] + 2, zs[1] - 2)
    return _legs(scene, *inside, top - thick) + _board(scene, xs, (top - thick, top), zs, 3)


def bed(prop: Prop, scene: Scene) -> list[Part]:
    """A mattress on its frame; she lies on it in the first pose."""
    x, _, z = spot_of(prop, scene, "seat")
    top, (long, high, deep) = prop.move[1], prop.size or (120, 26, 46)
    xs, zs = around(x, long), around(z, deep)
    low = min(top - high, scene.floor)
    frame = block(scene.camera, xs, (low, top - 9), zs, BEHIND + 1, "fig-prop")
    return frame + block(scene.camera, xs, (top - 9, top), zs, BEHIND + 2, "fig-soft")


def ball(prop: Prop, scene: Scene) -> list[Part]:
    """A big ball that gives a little under her."""
    x, y, z = spot_of(prop, scene, "seat")
    radius = (y + 2 - scene.floor) / 2
    heart = (x, scene.floor + radius, z)
    light = plus(heart, (radius * 0.3, radius * 0.42, radius * 0.4))
    whole = rods(scene.camera, (((heart, radius), (plus(heart, (0.02, 0, 0)), radius)),))
    shine = rods(
        scene.camera, (((light, radius * 0.16), (plus(light, (2.5, -1.6, 0)), radius * 0.1)),)
    )
    return [Part("fig-ball", BEHIND + 3, (whole,)), Part("fig-shine", BEHIND + 4, (shine,))]


def pillow(prop: Prop, scene: Scene) -> list[Part]:
    """A pillow that lies still."""
    x, y, z = spot_of(prop, scene, "head")
    long, high, deep = prop.size or (22, 7, 14)
    radius = high / 2
    balls = [
        ((end, y, side), radius)
        for end in around(x, long - high)
        for side in around(z, deep - high)
    ]
    rim = [spot for one in balls for spot in _rim(*scene.camera.disc(one))]
    return [Part("fig-pillow", BEHIND + 5, (smooth(hull(rim)),))]


def screen(prop: Prop, scene: Scene) -> list[Part]:
    """A screen that faces her; its top is level with her eyes."""
    x, y, z = spot_of(prop, scene, "head")
    long, high, deep = prop.size or (2, 20, 30)
    camera, foot = scene.camera, (y - high - 6, y - high)
    return [
        *block(camera, (x - 1, x + 1.5), foot, around(z, 4), BEHIND + 4, "fig-prop-leg"),
        *block(camera, (x, x + long), (y - high, y), around(z, deep), BEHIND + 5, "fig-screen"),
    ]


def step(prop: Prop, scene: Scene) -> list[Part]:
    """A low step under one foot."""
    x, y, z = spot_of(prop, scene, "near_foot")
    long, _, deep = prop.size or (20, 0, 14)
    sole = 4.8
    return _board(scene, around(x + 3, long), (scene.floor, y - sole), around(z, deep), 4)


def water(prop: Prop, scene: Scene) -> list[Part]:
    """Water up to the height it is fitted to, behind her and over her."""
    top, (long, *_) = spot_of(prop, scene, "chest")[1], prop.size or (130, 0, 0)
    left, right = around(scene.first["pelvis"][0] + prop.move[0], long)
    waves = 16
    rim = [
        (left + long * index / waves, top + (0.9 if index % 2 else -0.9), 0.0)
        for index in range(waves + 1)
    ]
    deep = [(right, scene.floor - 4, 0.0), (left, scene.floor - 4, 0.0)]
    outline = polygon([scene.camera.spot(point) for point in (*rim, *deep)])
    return [Part("fig-water", layer, (outline,)) for layer in (BEHIND, BEFORE)]


def _board(scene: Scene, xs: Span, ys: Span, zs: Span, layer: float) -> list[Part]:
    return block(scene.camera, xs, ys, zs, BEHIND + layer, "fig-prop")


def _legs(scene: Scene, xs: Span, zs: Span, top: float) -> list[Part]:
    """Four legs under a seat or table, the near ones over the far ones."""
    ys = (scene.floor, top)
    return [
        part
        for layer, z in ((0.5, zs[0]), (1.0, zs[1]))
        for x in ((xs[0], xs[0] + 2.2), (xs[1] - 2.2, xs[1]))
        for part in block(scene.camera, x, ys, around(z, 2), BEHIND + layer, "fig-prop-leg")
    ]


def _rim(x: float, y: float, r: float) -> list[tuple[float, float]]:
    d = r * 0.71
    ways = ((r, 0), (d, d), (0, r), (-d, d), (-r, 0), (-d, -d), (0, -r), (d, -d))
    return [(x + a, y + b) for a, b in ways]
