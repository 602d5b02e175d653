"""Every movement of the guideline as it is drawn: possible for a body, safe, steady, well-formed."""

import re
from itertools import pairwise
from math import acos, degrees
from xml.etree import ElementTree as ET

import pytest

from carrywell import load_guideline
from carrywell.guideline.drawn import ANGLE_RANGES, DrawnFigure
from carrywell.pictures.figure import USUAL_WEEKS, exercise_figure, treatment_figures
from carrywell.pictures.flesh import belly, bump, lowest
from carrywell.pictures.movement import ANCHORS, Movement
from carrywell.pictures.skeleton import BONES, LIMBS, SIDES
from carrywell.pictures.space import between, dot, length, middle, minus

CONTENT = load_guideline().content
EXERCISES = CONTENT.exercises
TREATMENTS = [one for one in CONTENT.treatments if one.figures]
MOVEMENTS: dict[str, DrawnFigure] = {one.id: one.figure for one in EXERCISES if one.figure} | {
    f"{one.id}-{index + 1}": figure
    for one in TREATMENTS
    for index, figure in enumerate(one.figures)
}
NAMES = sorted(MOVEMENTS)
STEADY = 0.6  # percent of her height: about a centimetre
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def movements() -> dict[str, Movement]:
    return {name: Movement(figure) for name, figure in MOVEMENTS.items()}


def pictures() -> dict[str, str]:
    found = {}
    for moving in (True, False):
        kind = "moving" if moving else "still"
        found |= {f"{one.id}-{kind}": exercise_figure(one, moving=moving) for one in EXERCISES}
        for one in TREATMENTS:
            for index, shown in enumerate(treatment_figures(one, moving=moving)):
                found[f"{one.id}-{index + 1}-{kind}"] = shown.svg
    return found


PICTURES = pictures()


def test_every_exercise_has_a_figure():
    assert [one.id for one in EXERCISES if one.figure is None] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_angle_is_one_a_body_can_take(name, movements):
    for stance in movements[name].stances:
        for joint, angle in stance.angles.items():
            low, high = ANGLE_RANGES[joint.split(".")[-1]]
            assert low <= angle <= high, joint


def bent(points, root, bend, end):
    """How far a joint is bent, in degrees: 0 is straight."""
    upper, lower = minus(points[bend], points[root]), minus(points[end], points[bend])
    cosine = dot(upper, lower) / length(upper) / length(lower)
    return degrees(acos(max(-1.0, min(1.0, cosine))))


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_knee_or_elbow_never_bends_too_far(name, movements):
    for frame in movements[name].frames:
        for limb, part in LIMBS.items():
            joint = part.bend.split(".")[1]
            assert (
                bent(frame.points, part.root, part.bend, part.end) <= ANGLE_RANGES[joint][1] + 3
            ), limb


@pytest.mark.parametrize("name", NAMES)
def test_bones_keep_their_length_in_every_frame(name, movements):
    for frame in movements[name].frames:
        for side in SIDES:
            for start, end, long in BONES.values():
                way = minus(frame.points[f"{side}.{end}"], frame.points[f"{side}.{start}"])
                assert length(way) == pytest.approx(long, abs=0.01), f"{side}.{start}"


ANCHORED = [
    name
    for name, figure in MOVEMENTS.items()
    if figure.anchor not in ("pelvis", "ground") and not any(one.shift for one in figure.poses)
]


@pytest.mark.parametrize("name", ANCHORED)
def test_the_anchor_stays_where_it_is(name, movements):
    movement = movements[name]
    names = ANCHORS[movement.figure.anchor]
    start = middle(*(movement.start[one] for one in names))
    for frame in movement.frames:
        now = middle(*(frame.points[one] for one in names))
        assert length(minus(now, start)) < STEADY, frame.time


@pytest.mark.parametrize("name", NAMES)
def test_kept_hands_and_feet_do_not_slide(name, movements):
    movement = movements[name]
    order = movement.order
    for one, other in zip(order, (*order[1:], order[0]), strict=True):
        held = movement.stances[one].keeps & movement.stances[other].keeps
        for part in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
            points = movement.solved(one, other, part)
            for limb in held:
                for joint in (LIMBS[limb].end, *LIMBS[limb].tips):
                    slip = length(minus(points[joint], movement.places[limb][joint]))
                    assert slip < STEADY, (
                        f"{joint} slips by {slip:.1f} between poses {one} and {other}"
                    )


@pytest.mark.parametrize("name", NAMES)
def test_between_two_frames_nothing_shrinks_to_the_eye(name, movements):
    """A browser moves points in straight lines between frames; a limb must not look shorter there."""
    frames = movements[name].frames
    for one, other in pairwise(frames):
        for side in SIDES:
            for start, end, long in BONES.values():
                ways = [
                    minus(f.points[f"{side}.{end}"], f.points[f"{side}.{start}"])
                    for f in (one, other)
                ]
                assert length(between(*ways, 0.5)) > 0.93 * long, f"{side}.{end} at {one.time}"


@pytest.mark.parametrize("name", NAMES)
def test_the_bump_is_never_pressed_on_the_floor(name, movements):
    movement = movements[name]
    floor = min(lowest(frame.points) for frame in movement.frames)
    for frame in movement.frames:
        ball, radius = bump(frame.points, belly(40))
        assert ball[1] - radius > floor - 0.5, frame.time


def on_her_back(points) -> bool:
    """Belly up and trunk nearly level."""
    up = minus(points["neck"], points["pelvis"])
    return points["lumbar/x"][1] > 0.8 and abs(up[1]) < 0.5 * length(up)


def test_only_the_first_trimester_lies_flat_on_the_back(movements):
    flat = {name for name in NAMES if any(on_her_back(f.points) for f in movements[name].frames)}
    for name in flat:
        assert name in CONTENT.exercise, name
        assert CONTENT.exercise[name].trimesters == (1,), name
    assert flat == {"bridge"}


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_picture_is_well_formed_and_has_no_look_of_its_own(name):
    root = ET.fromstring(PICTURES[name])
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text
    for element in root.iter():
        assert "style" not in element.attrib
        assert not {"fill", "stroke", "href", "onload"} & set(element.attrib)
        assert element.tag.removeprefix(SVG) in {
            "svg",
            "title",
            "desc",
            "g",
            "path",
            "circle",
            "text",
            "animate",
        }


@pytest.mark.parametrize("name", sorted(name for name in PICTURES if name.endswith("moving")))
def test_an_animation_has_the_same_commands_in_every_frame(name):
    root = ET.fromstring(PICTURES[name])
    animations = list(root.iter(f"{SVG}animate"))
    assert animations
    for animate in animations:
        values, times = animate.get("values").split(";"), animate.get("keyTimes").split(";")
        moments = [float(one) for one in times]
        assert len(values) == len(moments)
        assert moments[0] == 0
        assert moments[-1] == 1
        assert moments == sorted(moments)
        assert len({tuple(re.findall("[A-Za-z]", value)) for value in values}) == 1
        assert len({len(re.findall(r"-?\d+", value)) for value in values}) == 1
        assert values[0] == values[-1], "the loop jumps"


@pytest.mark.parametrize("name", sorted(name for name in PICTURES if name.endswith("moving")))
def test_a_moving_picture_stays_small(name):
    """Bytes before compression; the steps of a treatment may take more poses than an exercise."""
    exercise = name.removesuffix("-moving") in CONTENT.exercise
    assert len(PICTURES[name]) < (13_500 if exercise else 28_000)


def test_a_still_picture_numbers_its_poses():
    for one in EXERCISES:
        shown = len(Movement(one.figure).shown)
        drawn = ET.fromstring(PICTURES[f"{one.id}-still"])
        numbers = [text.text for text in drawn.iter(f"{SVG}text")]
        assert numbers == [str(index + 1) for index in range(shown)] * (shown > 1)


def test_the_bump_grows_with_the_weeks():
    sizes = [belly(weeks).radius + belly(weeks).forward for weeks in (8, 20, 30, 40)]
    assert sizes == sorted(set(sizes))[: len(sizes)] or sizes[0] == sizes[1]
    cat = CONTENT.exercise["cat_arch"]
    assert exercise_figure(cat, moving=True, weeks=14) != exercise_figure(
        cat, moving=True, weeks=38
    )
    assert exercise_figure(cat, moving=True) == exercise_figure(cat, moving=True, weeks=USUAL_WEEKS)


def test_the_movements_of_daily_life_are_drawn():
    shown = {one.id: {step for f in one.figures for step in f.steps} for one in TREATMENTS}
    assert shown["posture"] >= {1, 2, 4, 5, 6, 7, 8, 9, 10}
    assert shown["side_sleeping"] >= {1, 2, 3, 4}
    assert shown["lifting"] >= {1, 2, 3, 4}
    assert set(shown) >= {"belt", "breathing", "walking", "stationary_cycling"}
    assert set(shown) >= {"water_exercise", "swimming"}


def test_a_figure_of_a_treatment_names_the_steps_it_shows():
    for one in TREATMENTS:
        for shown in treatment_figures(one, moving=False):
            assert shown.caption
            assert all(1 <= step <= len(one.steps) for step in shown.steps)
            told = ET.fromstring(shown.svg).find(f"{SVG}desc").text
            assert all(one.steps[step - 1] in told for step in shown.steps)


def test_nobody_floats(movements):
    """The lowest point of the first pose is on the floor."""
    for movement in movements.values():
        lift = movement.stances[0].shift[1]
        assert lowest(movement.start) == pytest.approx(lift, abs=0.01)


ON_THE_FLOOR = [
    name
    for name, figure in MOVEMENTS.items()
    if not {prop.kind for prop in figure.props} & {"bed", "water", "bicycle"}
]


@pytest.mark.parametrize("name", ON_THE_FLOOR)
def test_nothing_sinks_into_the_floor(name, movements):
    floor = lowest(movements[name].start)
    for frame in movements[name].frames:
        assert lowest(frame.points) > floor - 1.2, frame.time


@pytest.mark.parametrize(
    ("name", "point"),
    [("calf_wall", "near.hand"), ("calf_wall", "far.hand"), ("cat_arch", "near.hand")],
)
def test_a_hand_is_at_the_same_place_in_every_frame(name, point, movements):
    places = [frame.points[point] for frame in movements[name].frames]
    assert max(length(minus(place, places[0])) for place in places) < STEADY
