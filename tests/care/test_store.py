"""The store finds what a full scan finds, in SQLite and in PostgreSQL."""

from itertools import islice
from random import Random

import pytest
from made_places import LISTS, TODAY, a_place, a_town, full_scan, put, told
from msgspec.structs import replace

from carrywell.care.place import Dataset, LeftOut, Place, Point
from carrywell.care.store import BadStore, Held, open_store

FULL = Place(
    id="n1",
    name="Kätilöopisto “Å” 产科",
    kinds=("maternity_unit", "emergency_hospital"),
    point=Point(60.19876543210123, -24.9123456789),
    is_approximate=True,
    phone="+358 9 4711",
    website="https://example.org",
    address="Sofianlehdonkatu 5 A",
    opening_hours="24/7",
    wheelchair="limited",
    languages=("fi", "sv"),
    emergency=False,
    country="FI",
    as_of=TODAY,
)
BARE = Place(id="n2", name="", kinds=("midwife",), point=Point(-90, 180))
KINDS = ("midwife", "gynaecologist", "maternity_unit", "supplies")
STARTS = [Point(0, 0), Point(90, 0), Point(-90, 77), Point(12, 180), Point(12, -180), Point(52, 13)]


def world(size, seed=1):
    """Places everywhere, in heaps, at the poles and at the antimeridian; maternity units are rare."""
    random = Random(seed)
    heaps = [(52, 13), (90, 0), (12, 180), (-89.99, 5), (random.uniform(-80, 80), 100)]
    for number in range(size):
        latitude, longitude = random.choice(heaps)
        spread = random.choice([0, 1e-3, 0.3, 30])
        north = max(-90.0, min(90.0, random.gauss(latitude, spread)))
        east = (random.gauss(longitude, spread) + 180) % 360 - 180
        kinds = random.sample(KINDS, random.choice([1, 1, 2]))
        rare = [one for one in kinds if one != "maternity_unit" or random.random() < 0.02]
        yield a_place(f"n{number}", north, east, *(rare or ["supplies"]))


def test_a_place_comes_back_as_it_was(places_at):
    with open_store(places_at, write=True) as store:
        put(store, [FULL, BARE])
    with open_store(places_at) as store:
        dataset = replace(LISTS, imported=TODAY)
        assert store.place("lists", "n1") == (FULL, dataset)
        assert store.place("lists", "n2") == (BARE, dataset)
        assert store.place("lists", "n3") is None
        assert store.place("other", "n1") is None
        assert store.nearest(FULL.point)[0].dataset == dataset


def test_it_finds_what_a_full_scan_finds(places_at):
    places = list(world(1500))
    with open_store(places_at, write=True) as store:
        put(store, places)
    with open_store(places_at) as store:
        for start in STARTS:
            for kinds in ((), KINDS, ("maternity_unit",), ("midwife", "supplies"), ("unheard_of",)):
                found = store.nearest(start, kinds=kinds, limit=60)
                assert told(found) == full_scan(places, start, kinds)[:60], (start, kinds)
            assert told(store.outward(start)) == full_scan(places, start)
            assert told(store.nearest(start, limit=10**6, within_metres=3e5)) == full_scan(
                places, start, within=3e5
            )


def test_only_what_is_wanted_is_told_and_each_is_asked_about_in_turn(places_at):
    places = list(world(600))
    asked = []

    def wanted(place):
        asked.append(place.id)
        return place.id.endswith("77")

    with open_store(places_at, write=True) as store:
        put(store, places)
        found = store.nearest(STARTS[-1], limit=2, wanted=wanted)
    in_order = [one for _, one in full_scan(places, STARTS[-1])]
    assert [one.place.id for one in found] == [one for one in in_order if one.endswith("77")][:2]
    assert asked == in_order[: len(asked)]
    assert asked[-1] == found[-1].place.id


def test_those_at_one_spot_come_by_data_set_and_id(places_at):
    names = [f"n{number:03}" for number in range(130)]
    with open_store(places_at, write=True) as store:
        for dataset in ("b", "a"):
            rows = [a_place(one, 10, 20) for one in reversed(names)]
            put(store, rows, Dataset(name=dataset, title="", credit=""))
        found = store.nearest(Point(10, 20), limit=200)
    expected = [(dataset, one) for dataset in "ab" for one in names]
    assert [(one.dataset.name, one.place.id) for one in found] == expected[:200]
    assert {one.metres for one in found} == {0}


def test_distance_and_direction(places_at):
    with open_store(places_at, write=True) as store:
        put(store, [a_place("n1", 0, -179.5)])
        (found,) = store.nearest(Point(0, 179.5))
    assert found.metres == pytest.approx(111_195, abs=1)
    assert found.bearing == pytest.approx(90)


def test_no_limit_below_one_and_nothing_in_an_empty_store(places_at):
    with open_store(places_at, write=True) as store:
        assert store.nearest(Point(0, 0)) == ()
        put(store, [a_place("n1")])
        assert store.nearest(Point(0, 0), limit=0) == ()
        assert store.nearest(Point(0, 0), within_metres=0) != ()


def test_a_store_that_is_not_there_reads_as_empty(places_at):
    with open_store(places_at) as store:
        assert (store.held(), store.nearest(Point(0, 0)), store.towns("a")) == ((), (), ())
        assert store.place("lists", "n1") is None
        with pytest.raises(BadStore, match="write=True"):
            put(store, [])
        with pytest.raises(BadStore, match="write=True"):
            store.remove("lists")


def test_it_says_what_it_holds(places_at):
    other = Dataset(name="a", title="A", credit="")
    with open_store(places_at, write=True) as store:
        put(store, [FULL, BARE, a_town("t1", "Espoo")])
        put(store, [a_town("t1", "Vantaa")], other)
        assert store.held() == (
            Held(dataset=replace(other, imported=TODAY), places=0, towns=1, by_kind={}),
            Held(
                dataset=replace(LISTS, imported=TODAY),
                places=2,
                towns=1,
                by_kind={"emergency_hospital": 1, "maternity_unit": 1, "midwife": 1},
            ),
        )
        assert store.nearest(Point(0, 0), kinds=["midwife"])


def test_a_data_set_that_is_removed_is_gone_and_no_other(places_at):
    with open_store(places_at, write=True) as store:
        put(store, [FULL, a_town("t1", "Espoo")])
        put(store, [BARE], Dataset(name="a", title="A", credit=""))
        assert store.remove("lists")
        assert not store.remove("lists")
        assert [one.dataset.name for one in store.held()] == ["a"]
        assert [one.place.id for one in store.nearest(FULL.point)] == ["n2"]
        assert store.towns("espoo") == ()


def test_what_is_read_in_one_with_is_of_one_moment(places_at):
    with open_store(places_at, write=True) as store:
        put(store, [a_place("old", number, 0) for number in range(1)])
    with open_store(places_at) as reader:
        before = reader.held()
        with open_store(places_at, write=True) as store:
            put(
                store,
                [a_place(f"n{number}", number / 10, 0) for number in range(300)],
                fingerprint="2",
            )
        assert reader.held() == before
        assert [one.place.id for one in reader.nearest(Point(0, 0))] == ["old"]
    with open_store(places_at) as reader:
        assert len(list(islice(reader.outward(Point(0, 0)), 500))) == 300


def test_rows_that_cannot_be_kept_are_left_out_and_counted(places_at):
    rows = [
        a_place("n1"),
        LeftOut("line 3", "no coordinates"),
        replace(a_place("n2"), kinds=()),
        a_place(""),
        a_place("n4", name="a\0b"),
        a_place("n5", name="\ud800"),
        a_town("t1", "a\0b"),
        a_place("n1", 5, 5, "supplies"),
    ]
    with open_store(places_at, write=True) as store:
        report = put(store, rows)
        assert report.left_out == {
            "no coordinates": 1,
            "it is of no kind of care that is looked for": 1,
            "it has no id": 1,
            "it holds characters that are no text": 3,
            "a row with this id came before": 1,
        }
        assert (report.places, report.towns, report.by_kind) == (1, 0, {"midwife": 1})
        assert LeftOut("n1", "a row with this id came before") in report.examples
        assert [one.place for one in store.outward(Point(0, 0))] == [a_place("n1")]
