"""She touches what she leans on: wall, seat, table and ball are neither missed nor gone through."""

import pytest

from carrywell import load_guideline
from carrywell.pictures.figure import VIEWS, bounds, scene_parts
from carrywell.pictures.flesh import THICK, lowest
from carrywell.pictures.movement import Movement
from carrywell.pictures.outline import UNITS
from carrywell.pictures.props import prop_parts
from carrywell.pictures.scene import Scene, place_of

CONTENT = load_guideline().content
FIGURES = {one.id: one.figure for one in CONTENT.exercises if one.figure} | {
    f"{one.id}-{index + 1}": figure
    for one in CONTENT.treatments
    for index, figure in enumerate(one.figures)
}
TOUCH = 1.5 * UNITS


def names_with(kind):
    return [name for name, one in FIGURES.items() if kind in {prop.kind for prop in one.props}]


def edges(name, kind):
    """Left, top, right and bottom of a prop on paper."""
    movement = Movement(FIGURES[name])
    (prop,) = (one for one in movement.figure.props if one.kind == kind)
    bodies = tuple(frame.points for frame in movement.frames)
    floor = min(map(lowest, bodies))
    fitted = movement.at_pose(prop.pose - 1)
    scene = Scene(VIEWS[movement.figure.view], fitted, bodies, bodies, floor)
    return bounds(prop_parts(prop, scene))


def her_edges(name):
    """Left, top, right and bottom of her body on paper, over the whole movement."""
    movement = Movement(FIGURES[name])
    hers = ("fig-top", "fig-leg", "fig-arm", "fig-foot", "fig-hair")
    parts = [
        part
        for part in scene_parts(movement, movement.frames, 30)
        if any(look in part.look for look in hers)
    ]
    return bounds(parts)


@pytest.mark.parametrize("name", names_with("wall"))
def test_hands_or_back_touch_the_wall_and_do_not_go_through(name):
    wall, she = edges(name, "wall"), her_edges(name)
    if wall[0] > 0:  # in front of her
        assert she[2] == pytest.approx(wall[0], abs=TOUCH)
    else:
        hair_is_soft = 3 * UNITS
        assert wall[2] - hair_is_soft - TOUCH <= she[0] <= wall[2] + TOUCH


@pytest.mark.parametrize("name", [*names_with("chair"), *names_with("ball")])
def test_she_sits_on_the_seat_and_not_through_it(name):
    movement = Movement(FIGURES[name])
    seat = place_of(movement.start, "seat")[1]
    for frame in movement.frames:
        assert frame.points["pelvis"][1] - THICK["pelvis"] >= seat - 0.6, frame.time
    assert place_of(movement.at_pose(0), "seat")[1] == pytest.approx(seat, abs=0.6)


@pytest.mark.parametrize("name", names_with("table"))
def test_a_table_stands_on_the_floor(name):
    movement = Movement(FIGURES[name])
    floor = min(lowest(frame.points) for frame in movement.frames)
    bottom = edges(name, "table")[3] / UNITS
    assert -bottom == pytest.approx(floor, abs=8)  # seen from a little above, a near leg ends lower


def test_forearms_lie_on_the_table_all_the_time():
    movement = Movement(FIGURES["lean_forward"])
    table = movement.at_pose(0)["near.elbow"][1]
    for frame in movement.frames:
        assert frame.points["near.wrist"][1] == pytest.approx(table, abs=3)


def test_both_hands_hold_the_bars_of_the_bike():
    frames = Movement(FIGURES["stationary_cycling-1"]).frames
    for side in ("near", "far"):
        places = [frame.points[f"{side}.wrist"] for frame in frames]
        assert max(abs(a - b) for one in places for a, b in zip(one, places[0], strict=True)) < 0.6


def test_the_pedals_go_round_opposite_each_other():
    frames = Movement(FIGURES["stationary_cycling-1"]).frames
    for frame in frames[::2]:
        near, far = frame.points["near.toe"], frame.points["far.toe"]
        assert ((near[0] - far[0]) ** 2 + (near[1] - far[1]) ** 2) ** 0.5 == pytest.approx(
            17, abs=5
        )
