import pytest

from carrywell.pictures.smooth import (
    box,
    contains,
    middle,
    mirrored,
    path,
    polygon,
    rounded,
    symmetrical,
)

SQUARE = ((0, 0), (10, 0), (10, 10), (0, 10))
CORNERS = tuple(point for corner in SQUARE for point in (corner, corner))


def test_a_point_given_twice_is_a_corner():
    assert set(SQUARE) <= set(polygon(CORNERS))
    assert box(polygon(CORNERS)) == (0, 0, 10, 10)


def test_a_smooth_curve_goes_through_its_points_and_swings_out_between_them():
    assert set(SQUARE) <= set(polygon(SQUARE))
    assert box(polygon(SQUARE))[0] < 0


def test_an_open_path_ends_at_its_last_point():
    assert path(((0, 0), (4, 0), (8, 0)), closed=False).endswith(" 8 0")
    assert path(SQUARE).endswith("Z")


def test_rounding_takes_half_an_edge_at_most():
    assert rounded(SQUARE, 2).startswith("M0 2Q0 0 2 0L8 0Q10 0 10 2")
    assert rounded(SQUARE, 50).startswith("M0 5Q0 0 5 0")


@pytest.mark.parametrize(
    ("point", "answer"), [((5, 5), True), ((0.1, 9.9), True), ((-1, 5), False), ((5, 11), False)]
)
def test_inside_or_outside(point, answer):
    assert contains(SQUARE, point) is answer


def test_the_middle_of_an_l_shape_is_its_centre_of_gravity():
    corner = ((0, 0), (20, 0), (20, 10), (10, 10), (10, 20), (0, 20))
    assert middle(SQUARE) == (5, 5)
    assert middle(corner) == pytest.approx((25 / 3, 25 / 3))


def test_a_mirror_image_keeps_heights():
    assert mirrored(((1, 2), (-3, 4))) == ((-1, 2), (3, 4))


def test_half_an_outline_becomes_a_whole_one():
    assert symmetrical(((0, 0), (2, 1), (0, 2))) == ((0, 0), (2, 1), (0, 2), (-2, 1))
