"""The small map: each number once, none on another, and the same in words."""

import re
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrywell.pictures.place_map import DISC, SIDE, Spot, beyond, place_map

DISCS = re.compile(r'class="map-disc[^"]*" cx="([\d.]+)" cy="([\d.]+)"')
spots = st.lists(
    st.tuples(
        st.one_of(st.just(0.0), st.floats(0, 2e7), st.floats(900, 1000)),
        st.one_of(st.floats(0, 360), st.just(90.0)),
    ),
    min_size=1,
    max_size=20,
).map(
    lambda rows: tuple(
        Spot(place, f"No {place}", metres, bearing, f"{metres:g} m")
        for place, (metres, bearing) in enumerate(sorted(rows), 1)
    )
)


def spot(number, metres, bearing):
    return Spot(number, f"No {number}", metres, bearing, "somewhere")


@given(spots)
def test_no_number_lies_on_another_and_none_is_cut_off(found):
    discs = [(float(x), float(y)) for x, y in DISCS.findall(place_map(found))]
    assert len(discs) == len(found)
    for place, (x, y) in enumerate(discs):
        assert DISC <= x <= SIDE - DISC
        assert DISC <= y <= SIDE - DISC
        for other_x, other_y in discs[:place]:
            assert hypot(x - other_x, y - other_y) >= 2 * DISC


@given(spots)
def test_every_place_is_told_in_words(found):
    told = re.search(r"<desc>(.*)</desc>", place_map(found))[1]
    assert all(f"{one.number}: {one.name}, " in told for one in found)


@pytest.mark.parametrize(
    ("bearing", "x", "y"), [(0, 180, 30), (90, 330, 180), (180, 180, 330), (270, 30, 180)]
)
def test_north_is_up_and_east_is_right(bearing, x, y):
    drawn = place_map((spot(1, 999.9, bearing), spot(2, 500, bearing)))
    first = DISCS.findall(drawn)[0]
    assert float(first[0]) == pytest.approx(x, abs=1)
    assert float(first[1]) == pytest.approx(y, abs=1)


@pytest.mark.parametrize(
    ("metres", "miles", "words"),
    [
        (50, False, ["0.1 km", "0.2 km"]),
        (950, False, ["0.5 km", "1 km"]),
        (3100, False, ["1 km", "2 km", "3 km", "4 km"]),
        (310_000, False, ["100 km", "200 km", "300 km", "400 km"]),
        (3_500_000, False, ["1,000 km", "2,000 km", "3,000 km", "4,000 km"]),
        (1700, True, ["0.5 miles", "1 mile", "1.5 miles"]),
    ],
)
def test_the_rings_are_round_distances(metres, miles, words):
    drawn = place_map((spot(1, metres, 45),), miles=miles)
    found = re.findall(r'class="map-word"[^>]*>([^<]*)<', drawn)
    assert [one for one in found if one != "N"] == words


def test_one_far_away_does_not_press_the_others_together():
    near = tuple(spot(number, 100.0 * number, 90) for number in range(1, 6))
    far = spot(6, 400_000, 0)
    drawn = place_map((*near, far))
    assert beyond((*near, far)) == (far,)
    assert drawn.count("map-beyond") == 1
    assert "0.2 km" in drawn


def test_a_name_cannot_write_into_the_picture():
    one = Spot(1, "<script>", 10, 0, "<b>")
    assert "<script>" not in place_map((one,))
