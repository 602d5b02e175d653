"""A woman standing, seen from her left side and facing right, with a bump that grows with the weeks.

All lengths are hundredths of her height: x forward from the line through the middle of her feet, y
up from the floor. Everything above the hips can lean back; the low back curves as it does, and the
head stays level. The shapes are drawn by eye.
"""

from collections.abc import Sequence
from math import cos, radians, sin, sqrt

import msgspec

from carrywell.pictures.smooth import Point, path
from carrywell.pictures.svg import element

HIPS_Y, WAIST_Y = 49.0, 63.0
HIPS: Point = (-0.5, 51.0)
HOLLOW_A_DEGREE = 0.17
"""How much deeper the hollow of the low back is drawn for each degree of lean."""
BUMP_BEGINS, BUMP_FULL = 10.0, 40.0
USUAL_BMI = 22.0

_LEG = (
    (4.9, 51.5), (5.9, 46), (5.2, 38), (3.4, 30.5), (3.2, 27.5), (2.2, 20), (0.2, 9), (0.2, 5.2),
    (3.6, 3.0), (7.6, 1.9), (8.4, 0.7), (7.6, 0.0), (1.0, 0.1), (-5.4, 0.0), (-6.0, 1.8),
    (-4.9, 5.2), (-4.6, 9), (-6.1, 17), (-5.9, 22), (-4.2, 27.5), (-4.6, 31), (-6.2, 38),
    (-7.6, 44), (-7.2, 51.5),
)  # fmt: skip
_BACK = (
    (-7.8, 45.4), (-7.8, 45.4), (-9.1, 49.8), (-8.8, 54), (-6.6, 58.2), (-5.3, 62), (-5.7, 66.5),
    (-7.1, 72), (-7.5, 77), (-5.8, 81.2), (-3.2, 83.6),
)  # fmt: skip
_CHEST = ((2.6, 82.6), (4.6, 79.6), (6.9, 75.6), (8.3, 72.4), (7.9, 69.6))
_BUST = ((0.0, 0.0), (0.4, 0.0), (1.0, -0.2), (1.6, -0.5), (2.4, -0.3))
_BELLY = ((6.3, 66.5), (5.9, 63), (6.3, 59), (6.5, 55), (6.3, 50.5), (5.9, 45.4), (5.9, 45.4))
_BUMP = (
    (4.6, 0.0), (8.0, -0.6), (9.4, -1.4), (7.4, -2.6), (2.2, -1.9), (0.0, 0.0), (0.0, 0.0),
)  # fmt: skip
_NECK = ((-3.2, 82.0), (-2.5, 86.0), (-2.2, 90.5), (2.4, 90.0), (1.8, 86.6), (2.8, 81.6))
_FACE = (
    (-3.0, 93.0), (-2.4, 97.8), (0.8, 99.4), (3.8, 98.2), (4.9, 95.9), (5.0, 94.4), (6.5, 92.4),
    (6.2, 91.9), (5.4, 91.6), (5.7, 90.7), (5.3, 90.1), (5.5, 89.5), (5.1, 88.0), (3.8, 87.3),
    (1.6, 88.5), (-1.0, 89.6),
)  # fmt: skip
_HAIR = (
    (4.8, 96.8), (3.7, 99.5), (0.4, 100.9), (-3.5, 99.5), (-5.2, 96.0), (-4.8, 92.3), (-3.4, 89.4),
    (-2.0, 88.6), (-1.0, 90.2), (-0.6, 92.6), (0.6, 94.4), (2.6, 95.6),
)  # fmt: skip
_BUN = ((-4.4, 96.6), (-6.4, 97.4), (-8.0, 95.6), (-7.4, 93.0), (-5.2, 92.6), (-3.8, 94.2))
_EAR = ((-0.4, 93.2), (0.7, 93.0), (0.6, 91.6), (-0.1, 90.7), (-0.7, 91.8))
_EYE = ((3.4, 93.7), (4.0, 93.4), (4.5, 93.6))
_SPINE = (
    (-5.8, 52.0), (-5.2, 55.5), (-3.7, 59.4), (-2.9, 63), (-3.6, 67.5), (-4.9, 72.5), (-5.0, 77),
    (-3.4, 81.6), (-1.2, 85.6),
)  # fmt: skip
_ARM = (
    (-1.6, 79.2), (0.6, 80.4), (2.8, 78.4), (3.2, 73), (2.8, 67.5), (2.5, 62.6), (3.0, 57.5),
    (3.7, 51.6), (4.3, 48.8), (4.2, 45.8), (2.9, 44.4), (1.7, 46.4), (1.3, 49.6), (0.0, 55.4),
    (-1.2, 62.0), (-1.8, 68), (-2.3, 74.5),
)  # fmt: skip
_SLEEVE = (
    (-2.5, 78.6), (0.4, 81.0), (3.2, 78.6), (3.6, 73.4), (3.3, 69.6), (3.3, 69.6), (-2.4, 69.6),
    (-2.4, 69.6), (-2.8, 74.5),
)  # fmt: skip


class SideView(msgspec.Struct, frozen=True):
    """What is drawn. `bump` 0 to about 1.1, `lean` backward in degrees, `depth` 1 for a usual build."""

    bump: float = 0.0
    lean: float = 0.0
    depth: float = 1.0


def bump_at(weeks: float, babies: int = 1) -> float:
    """How large the bump is drawn: 0 until ten weeks, 1 at forty, a little more with twins."""
    grown = (weeks - BUMP_BEGINS) / (BUMP_FULL - BUMP_BEGINS)
    return min(max(grown, 0.0), 1.0) * (1.15 if babies > 1 else 1.0)


def depth_of(weight_before_kg: float, height_cm: float) -> float:
    """How deep the body is drawn from front to back, from her build before; never a caricature."""
    bmi = weight_before_kg * 10_000 / height_cm**2
    return min(max(sqrt(bmi / USUAL_BMI), 0.92), 1.3)


def side_view(hers: SideView, left: float, floor: float, unit: float) -> str:
    """The figure as SVG: `left` is the line through the feet, `unit` a hundredth of her height."""

    def shape(points: Sequence[Point], class_: str, *, closed: bool = True) -> str:
        return element("path", class_=class_, d=path(placed(points), closed=closed))

    def placed(points: Sequence[Point]) -> list[Point]:
        return [(left + x * unit, floor - y * unit) for x, y in points]

    head = _head_shift(hers)
    return element(
        "g",
        shape(_moved(_BUN, head), "side-hair-far"),
        shape(_moved(_NECK, head, fixed_below=84.0, hers=hers), "side-skin-far"),
        shape([_deep(one, hers) for one in _LEG], "side-legs"),
        shape(_torso(hers), "side-shirt"),
        shape(_moved(_FACE, head), "side-skin"),
        shape(_moved(_HAIR, head), "side-hair"),
        shape(_moved(_EAR, head), "side-ear"),
        shape(_moved(_EYE, head), "side-eye", closed=False),
        shape(spine(hers), "side-spine", closed=False),
        shape([bent(one, hers) for one in _ARM], "side-skin"),
        shape([bent(one, hers) for one in _SLEEVE], "side-sleeve"),
        class_="side-view",
    )


def spine(hers: SideView) -> list[Point]:
    """The line of the spine, from the pelvis to the neck."""
    return [bent(_hollowed(one, hers), hers) for one in _SPINE]


def bent(point: Point, hers: SideView) -> Point:
    """Where a point of the upright body is while she leans: all above the waist turns about the hips."""
    x, y = point
    part = min(max((y - HIPS_Y) / (WAIST_Y - HIPS_Y), 0.0), 1.0)
    turn = radians(hers.lean * part * part * (3 - 2 * part))
    dx, dy = x - HIPS[0], y - HIPS[1]
    return (
        HIPS[0] + dx * cos(turn) - dy * sin(turn),
        HIPS[1] + dx * sin(turn) + dy * cos(turn),
    )


def _torso(hers: SideView) -> list[Point]:
    bust = [(x + hers.bump * dx, y + hers.bump * dy) for (x, y), (dx, dy) in zip(_CHEST, _BUST, strict=True)]  # fmt: skip
    belly = [(x * hers.depth + hers.bump * dx, y + hers.bump * dy) for (x, y), (dx, dy) in zip(_BELLY, _BUMP, strict=True)]  # fmt: skip
    back = [_deep(_hollowed(one, hers), hers) for one in _BACK]
    front = [_deep(one, hers) for one in bust] + belly
    return [bent(one, hers) for one in back + front]


def _hollowed(point: Point, hers: SideView) -> Point:
    """The low back a little further forward, most at the waist."""
    x, y = point
    near = max(0.0, 1 - abs(y - WAIST_Y + 2) / 8)
    return x + HOLLOW_A_DEGREE * hers.lean * near, y


def _deep(point: Point, hers: SideView) -> Point:
    """Deeper from front to back for a fuller build; feet and neck stay."""
    x, y = point
    part = min(max((y - 6) / 24, 0.0), 1.0) * min(max((84 - y) / 10, 0.0), 1.0)
    return x * (1 + (hers.depth - 1) * part), y


def _head_shift(hers: SideView) -> Point:
    x, y = bent((0.0, 86.0), hers)
    return x, y - 86.0


def _moved(
    points: Sequence[Point],
    shift: Point,
    *,
    fixed_below: float | None = None,
    hers: SideView | None = None,
) -> list[Point]:
    """The head keeps level: it is moved, not turned. The foot of the neck goes with the body."""
    return [
        bent((x, y), hers)
        if hers is not None and fixed_below is not None and y < fixed_below
        else (x + shift[0], y + shift[1])
        for x, y in points
    ]
