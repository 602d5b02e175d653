"""The search outward finds what a full scan finds, over an index that is a sorted list."""

from bisect import bisect_right
from itertools import islice
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_places import a_place, full_scan

from carrywell.care.cells import cell_of
from carrywell.care.outward import BUCKET, Root, Row, outward
from carrywell.care.place import Point

ROOT = Root(1, "lists", "midwife")


class Index:
    """`Look` over places; `looked` is into how many boxes."""

    def __init__(self, places, root=ROOT):
        self.rows = {
            root: sorted(
                Row(cell_of(one.point), one.point.latitude, one.point.longitude, one.id, number)
                for number, one in enumerate(places)
            )
        }
        self.looked = 0

    def __call__(self, stretches):
        self.looked += len(stretches)
        return [self.first_of(one) for one in stretches]

    def first_of(self, stretch):
        rows = self.rows[stretch.root]
        first = bisect_right(rows, stretch.after, key=lambda one: one[:4])
        last = bisect_right(rows, stretch.until, key=lambda one: one[:3])
        return rows[first : min(last, first + BUCKET + 1)]


SPOTS = [(90, 0), (-90, 13), (0, 180), (0, -180), (89.9999, 55), (60.17, 24.94), (0, 0)]


def crowded(seed, size):
    """Places in heaps at poles, at +-180 and elsewhere: many at one spot, many a centimetre apart."""
    random = Random(seed)
    places = []
    for number in range(size):
        latitude, longitude = random.choice(SPOTS)
        spread = random.choice([0, 0, 1e-8, 1e-4, 1, 40])
        north = latitude + random.gauss(0, spread)
        east = (longitude + random.gauss(0, spread) + 180) % 360 - 180 if spread else longitude
        places.append(a_place(f"n{number}", max(-90, min(90, north)), east))
    random.shuffle(places)
    return places


points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180)) | st.sampled_from(
    [Point(*one) for one in SPOTS]
)


@given(
    st.integers(0, 10**6), st.sampled_from([0, 1, 30, 400, 900]), points, st.sampled_from([1, 16])
)
def test_it_finds_what_a_full_scan_finds_in_the_same_order(seed, size, point, at_once):
    places = crowded(seed, size)
    found = outward(point, [ROOT], Index(places), at_once=at_once)
    assert [(one.metres, places[one.number].id) for one in found] == full_scan(places, point)


@given(st.integers(0, 10**6), points, st.floats(0, 2.1e7))
def test_it_ends_at_the_distance_asked_for(seed, point, within):
    places = crowded(seed, 200)
    found = outward(point, [ROOT], Index(places), within=within)
    expected = full_scan(places, point, within=within)
    assert [(one.metres, places[one.number].id) for one in found] == expected


@pytest.mark.parametrize("at_once", [1, 16])
@pytest.mark.parametrize(
    "start",
    [
        Point(0, 0),
        Point(0, -140),
        Point(51.5, -0.1),
        Point(51.7, -0.1),
        Point(-51.5, 179.9),
        Point(90, 0),
    ],
)
def test_the_work_does_not_grow_with_the_places(start, at_once):
    random = Random(1)
    looked = []
    for size in (2_000, 60_000):  # all in one city
        places = [
            a_place(f"n{number}", random.gauss(51.5, 0.05), random.gauss(-0.1, 0.05))
            for number in range(size)
        ]
        index = Index(places)
        list(islice(outward(start, [ROOT], index, at_once=at_once), 20))
        looked.append(index.looked)
    assert max(looked) < 250  # most from the antipode, where a whole ring of boxes is as far


def test_a_thousand_at_one_spot_are_read_as_they_are_asked_for():
    places = [a_place(f"n{number:05}", 10, 20) for number in range(20_000)]
    index = Index(places)
    found = list(islice(outward(Point(10, 20), [ROOT], index), 100))
    assert [places[one.number].id for one in found] == [f"n{number:05}" for number in range(100)]
    assert index.looked < 100


def test_a_place_of_two_kinds_is_told_once():
    places = [a_place(f"n{number}", number, 0) for number in range(50)]
    other = Root(1, "lists", "gynaecologist")
    index = Index(places)
    index.rows[other] = index.rows[ROOT]
    found = list(outward(Point(0, 0), [ROOT, other], index))
    assert [one.number for one in found] == list(range(50))
