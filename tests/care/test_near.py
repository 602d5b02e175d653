"""Distances, directions and boxes, at the poles and at the antimeridian too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrywell.care.cells import DEPTH, box_of, cell_of, first_cell, last_cell
from carrywell.care.near import (
    RADIUS,
    Box,
    bearing_between,
    boxes,
    metres_between,
    metres_to_box,
)
from carrywell.care.place import Point

HALF_WAY_ROUND = 20_015_115.0
latitudes = st.floats(-90, 90) | st.sampled_from([-90.0, 90.0, 0.0, 89.999999])
longitudes = st.floats(-180, 180) | st.sampled_from([-180.0, 180.0, 0.0, 179.999999])
points = st.builds(Point, latitudes, longitudes)


@st.composite
def neighbours(draw):
    """Two points that are mostly close together, as chance alone never makes them."""
    one = draw(points)
    reach = draw(st.sampled_from([1e-6, 1e-3, 0.1, 10.0]))
    latitude = one.latitude + draw(st.floats(-reach, reach))
    longitude = one.longitude + draw(st.floats(-reach, reach))
    wrapped = (longitude + 180) % 360 - 180
    return one, Point(max(-90, min(90, latitude)), max(-180, min(180, wrapped)))


pairs = neighbours() | st.tuples(points, points)


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [
        ((0, 0), (0, 1), 111.195),
        ((60.1699, 24.9384), (59.3293, 18.0686), 395.6),  # Helsinki to Stockholm
        ((0, 179.5), (0, -179.5), 111.195),
        ((90, 0), (90, 137), 0),
        ((90, 0), (-90, 50), HALF_WAY_ROUND / 1000),
        ((10, 20), (-10, -160), HALF_WAY_ROUND / 1000),
    ],
)
def test_distances_that_are_known(one, other, kilometres):
    assert metres_between(Point(*one), Point(*other)) / 1000 == pytest.approx(kilometres, rel=1e-3)


@given(pairs)
def test_it_is_as_far_there_as_back(pair):
    one, other = pair
    assert metres_between(one, other) == metres_between(other, one)
    assert 0 <= metres_between(one, other) <= HALF_WAY_ROUND
    assert metres_between(one, one) == 0


@given(pairs)
def test_a_whole_turn_changes_nothing(pair):
    one, other = pair
    turned = Point(other.latitude, -180.0 if other.longitude == 180 else other.longitude)
    assert metres_between(one, turned) == pytest.approx(metres_between(one, other), abs=1e-3)


@pytest.mark.parametrize(
    ("one", "other", "degrees"),
    [
        ((0, 0), (1, 0), 0),
        ((0, 0), (0, 1), 90),
        ((0, 0), (-1, 0), 180),
        ((0, 0), (0, -1), 270),
        ((0, 179), (0, -179), 90),
        ((90, 0), (0, 0), 180),
        ((5, 5), (5, 5), 0),
    ],
)
def test_directions_that_are_known(one, other, degrees):
    assert bearing_between(Point(*one), Point(*other)) == pytest.approx(degrees, abs=1e-6)


@given(pairs)
def test_a_direction_is_below_a_whole_turn(pair):
    assert 0 <= bearing_between(*pair) < 360


@given(pairs, st.floats(0, 3e7) | st.sampled_from([0.0, 1.0, 1e4, HALF_WAY_ROUND]))
def test_nothing_within_the_distance_is_outside_the_boxes(pair, slack):
    one, other = pair
    for within in (metres_between(one, other), metres_between(one, other) + slack):
        assert any(box.holds(other) for box in boxes(one, within))


@given(points, st.floats(0, 3e7))
def test_boxes_are_on_the_earth_and_one_or_two(point, within):
    found = boxes(point, within)
    assert len(found) in (1, 2)
    for box in found:
        assert -90 - 1e-6 <= box.south <= box.north <= 90 + 1e-6
        assert -180 <= box.west <= box.east <= 180


def test_boxes_are_not_much_larger_than_they_must_be():
    (box,) = boxes(Point(60, 25), 10_000)
    assert box.north - box.south == pytest.approx(2 * 10_000 / RADIUS * 57.29578, rel=1e-4)
    assert box.east - box.west == pytest.approx(2 * (box.north - box.south) / 2 / 0.5, rel=1e-2)


def test_two_boxes_at_the_antimeridian_and_all_longitudes_at_a_pole():
    west, east = sorted(boxes(Point(0, 179.99), 10_000), key=lambda one: one.west)
    assert (west.west, east.east) == (-180, 180)
    assert west.east < -179.9
    assert east.west > 179.8
    (polar,) = boxes(Point(89.99, 10), 10_000)
    assert (polar.west, polar.east) == (-180, 180)
    assert polar.north == 90


@given(points, points, st.integers(0, DEPTH))
def test_no_point_of_a_box_is_nearer_than_its_bound(start, point, level):
    code = cell_of(point) >> 2 * (DEPTH - level)
    box = box_of(level, code)
    assert metres_to_box(start, box) <= metres_between(start, point)
    assert first_cell(level, code) <= cell_of(point) <= last_cell(level, code)


@given(neighbours(), st.integers(0, DEPTH))
def test_nor_is_one_close_by(pair, level):
    start, point = pair
    box = box_of(level, cell_of(point) >> 2 * (DEPTH - level))
    assert metres_to_box(start, box) <= metres_between(start, point)


def test_the_bound_is_as_far_as_the_box_is():
    box = Box(10, 20, 11, 21)
    assert metres_to_box(Point(10.5, 20.5), box) == 0
    assert metres_to_box(Point(12, 20.5), box) == pytest.approx(111_195, rel=1e-4)
    # the nearest of a meridian lies north of the point itself
    assert metres_to_box(Point(60, 0), Box(59, 90, 89, 91)) == pytest.approx(
        metres_between(Point(60, 0), Point(89, 90)), rel=1e-3
    )


@given(points)
def test_a_cell_holds_its_point(point):
    box = box_of(DEPTH, cell_of(point))
    assert box.south - 1e-7 <= point.latitude <= box.north + 1e-7
    assert box.west - 1e-7 <= point.longitude <= box.east + 1e-7


def test_quarters_lie_side_by_side():
    assert box_of(0, 0) == Box(-90, -180, 90, 180)
    assert [box_of(1, code) for code in range(4)] == [
        Box(-90, -180, 0, 0),
        Box(-90, 0, 0, 180),
        Box(0, -180, 90, 0),
        Box(0, 0, 90, 180),
    ]
