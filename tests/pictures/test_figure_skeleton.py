"""The skeleton: bones keep their length whatever the angles, and joints bend the way a body does."""

import random

import pytest

from carrywell.guideline.drawn import ANGLE_RANGES, LimbAngles
from carrywell.pictures.movement import BODY_JOINTS
from carrywell.pictures.skeleton import BONES, LIMBS, SIDES, body, kept
from carrywell.pictures.space import length, minus, plus

STANDING = dict.fromkeys(BODY_JOINTS, 0.0) | {
    f"{side}.{joint}": 0.0 for side in SIDES for joint in LimbAngles.__struct_fields__
}


def any_body(seed):
    pick = random.Random(seed)
    angles = {name: pick.uniform(*ANGLE_RANGES[name.split(".")[-1]]) for name in STANDING}
    return body(angles, (pick.uniform(-50, 50), pick.uniform(0, 60), 0))


def assert_whole(points):
    for side in SIDES:
        for start, end, long in BONES.values():
            way = minus(points[f"{side}.{end}"], points[f"{side}.{start}"])
            assert length(way) == pytest.approx(long, abs=0.01), f"{side}.{start} to {end}"


@pytest.mark.parametrize("seed", range(60))
def test_bones_keep_their_length_at_any_angles(seed):
    assert_whole(any_body(seed))


@pytest.mark.parametrize("seed", range(60))
def test_a_limb_that_is_kept_keeps_its_bones(seed):
    points, place = any_body(seed), any_body(seed + 1000)
    for limb in LIMBS:
        for share in (0.3, 1.0):
            assert_whole(kept(points, limb, place, share))


@pytest.mark.parametrize("seed", range(30))
def test_a_kept_foot_is_where_it_was_when_it_can_be(seed):
    points = any_body(seed)
    away = {name: p if "/" in name else plus(p, (0.4, 0.3, -0.2)) for name, p in points.items()}
    moved = kept(away, "near_foot", points)
    assert length(minus(moved["near.ankle"], points["near.ankle"])) < 0.6


@pytest.mark.parametrize(
    ("joint", "angle", "point", "where"),
    [
        ("near.hip", 90, "near.knee", "forward"),
        ("near.knee", 90, "near.ankle", "back"),
        ("near.shoulder", 90, "near.elbow", "forward"),
        ("near.elbow", 90, "near.hand", "forward"),
        ("near.hip_out", 30, "near.knee", "near"),
        ("far.hip_out", 30, "far.knee", "far"),
        ("near.shoulder_out", 80, "near.elbow", "near"),
        ("far.shoulder_out", 80, "far.elbow", "far"),
        ("pelvis", 60, "head", "forward"),
        ("trunk", 40, "head", "forward"),
        ("neck", 30, "head", "forward"),
        ("near.ankle", 20, "near.toe", "up"),
        ("side", 20, "head", "near"),
        ("facing", 60, "near.toe", "near"),
        ("turn", 40, "far.shoulder", "forward"),
        ("near.shoulder_blade", 20, "near.shoulder", "back"),
        ("far.shoulder_blade", 20, "far.shoulder", "back"),
    ],
)
def test_a_joint_moves_the_body_the_way_its_name_says(joint, angle, point, where):
    way = minus(body(STANDING | {joint: angle})[point], body(STANDING)[point])
    axis, sign = {
        "forward": (0, 1),
        "back": (0, -1),
        "up": (1, 1),
        "near": (2, 1),
        "far": (2, -1),
    }[where]
    assert way[axis] * sign > 1


def test_turning_the_leg_out_brings_the_foot_of_a_seated_leg_to_the_middle():
    seated = STANDING | {"near.hip": 90.0, "near.knee": 90.0}
    way = minus(body(seated | {"near.hip_turn": 40})["near.ankle"], body(seated)["near.ankle"])
    assert way[2] < -5


def test_she_stands_as_tall_as_she_is():
    points = body(STANDING)
    top, bottom = points["head"][1] + 6.6, points["near.toe"][1] - 2
    assert top - bottom == pytest.approx(100, abs=4)
