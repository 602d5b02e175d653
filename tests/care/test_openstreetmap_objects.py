"""Nodes, ways and relations: where they lie, what is missing, what is there twice."""

import bz2
import gzip
from datetime import date

import osm_made
import pytest
from osm_made import DOCTOR, HOSPITAL, left_out, places, rows, towns, write

from carrywell.care import openstreetmap, osm_pieces
from carrywell.care.place import Point

CORNERS = ((1, 10, 20), (2, 10, 20.2), (3, 10.4, 20.2), (4, 10.4, 20))
SQUARE = tuple(osm_made.node(*one) for one in CORNERS)
RING = [1, 2, 3, 4, 1]


def test_a_way_lies_in_the_middle_of_its_nodes(tmp_path):
    file = write(tmp_path / "a.osm", *SQUARE, osm_made.way(9, RING, HOSPITAL))
    (place,) = places(rows(file))
    assert (place.id, place.point) == ("way/9", Point(10.2, 20.1))


def test_a_relation_lies_in_the_middle_of_its_ways_and_nodes(tmp_path):
    far = osm_made.node(5, 10.8, 20.1)
    members = [("way", 9), ("node", 5)]
    file = write(
        tmp_path / "a.osm",
        *SQUARE,
        far,
        osm_made.way(9, RING),
        osm_made.relation(7, members, HOSPITAL),
    )
    (place,) = places(rows(file))
    assert (place.id, place.point) == ("relation/7", Point(10.4, 20.1))


def test_a_way_that_is_a_place_and_part_of_one_gives_both(tmp_path):
    ward = osm_made.way(9, RING, DOCTOR)
    house = osm_made.relation(7, [("way", 9)], HOSPITAL)
    file = write(tmp_path / "a.osm", *SQUARE, ward, house)
    assert {one.id: one.point for one in places(rows(file))} == {
        "way/9": Point(10.2, 20.1),
        "relation/7": Point(10.2, 20.1),
    }


def test_the_order_of_the_file_does_not_matter(tmp_path):
    parts = (*SQUARE, osm_made.way(9, RING), osm_made.relation(7, [("way", 9)], HOSPITAL))
    forward, backward = write(tmp_path / "a.osm", *parts), write(tmp_path / "b.osm", *parts[::-1])
    assert rows(forward) == rows(backward)


def test_a_missing_member_is_done_without(tmp_path):
    file = write(
        tmp_path / "a.osm",
        *SQUARE[:2],
        osm_made.way(9, [1, 2, 3, 4, 1]),
        osm_made.relation(7, [("way", 9), ("way", 99)], HOSPITAL),
    )
    (place,) = places(rows(file))
    assert place.point == Point(10, 20.1)


def test_what_has_no_position_at_all_is_left_out_with_the_reason(tmp_path):
    file = write(
        tmp_path / "a.osm",
        osm_made.way(9, [1, 2], HOSPITAL),
        osm_made.way(10, [], HOSPITAL),
        osm_made.relation(7, [("way", 99), ("relation", 8)], HOSPITAL),
    )
    read = rows(file)
    assert places(read) == []
    why = "no part of it has a position in this file"
    assert left_out(read) == dict.fromkeys(("way/9", "way/10", "relation/7"), why)


def test_a_building_across_the_antimeridian_is_not_half_a_world_wide(tmp_path):
    ends = (osm_made.node(1, 60, 179.9), osm_made.node(2, 60, -179.7))
    file = write(tmp_path / "a.osm", *ends, osm_made.way(9, [1, 2], HOSPITAL))
    (place,) = places(rows(file))
    assert place.point == Point(60, -179.9)


@pytest.mark.parametrize(("latitude", "longitude"), [(95, 20), (10, 200), (-90.1, 0)])
def test_a_position_off_the_earth_is_told(tmp_path, latitude, longitude):
    file = write(
        tmp_path / "a.osm",
        osm_made.node(1, latitude, longitude, HOSPITAL),
        osm_made.node(2, 10, 20, HOSPITAL),
        osm_made.node(3, latitude, longitude),
        osm_made.way(9, [2, 3], DOCTOR),
    )
    read = rows(file)
    assert left_out(read) == {"node/1": "its position is not on the earth"}
    assert [(one.id, one.point) for one in places(read)] == [
        ("node/2", Point(10, 20)),
        ("way/9", Point(10, 20)),
    ]


def test_positions_inside_a_way_are_used(tmp_path):
    """As the programs that add positions to ways write them."""
    inside = '<way id="9" version="1"><nd ref="1" lat="10" lon="20"/>{}</way>'
    text = osm_made.document(inside.format(osm_made.inside(HOSPITAL)))
    (tmp_path / "a.osm").write_text(text)
    (place,) = places(rows(tmp_path / "a.osm"))
    assert place.point == Point(10, 20)


def test_deleted_objects_are_no_places(tmp_path):
    file = write(
        tmp_path / "a.osm",
        osm_made.node(1, 10, 20, HOSPITAL, visible="false"),
        osm_made.node(3, 10, 21, HOSPITAL, visible="true"),
    )
    assert [one.id for one in places(rows(file))] == ["node/3"]


def test_negative_numbers_of_an_editor_are_read(tmp_path):
    file = write(
        tmp_path / "a.osm",
        osm_made.node(-1, 10, 20),
        osm_made.way(-9, [-1], HOSPITAL),
        osm_made.node(-2, 11, 20, DOCTOR),
    )
    assert [one.id for one in places(rows(file))] == ["node/-2", "way/-9"]


def test_an_object_twice_is_taken_once(tmp_path):
    twice = osm_made.node(1, 10, 20, HOSPITAL)
    read = rows(write(tmp_path / "a.osm", twice, twice))
    assert len(places(read)) == 1
    assert left_out(read) == {"node/1": "this object is in the file twice"}


# A point and the building around it


@pytest.mark.parametrize(
    ("on_point", "on_building", "kept"),
    [
        ({}, {}, "way/9"),
        ({"phone": "112"}, {}, "node/5"),
        ({}, {"phone": "112"}, "way/9"),
        ({"phone": "112"}, {"phone": "113"}, "way/9"),
    ],
)
def test_of_a_point_and_its_building_the_one_with_a_telephone_stays(
    tmp_path, on_point, on_building, kept
):
    point = osm_made.node(5, 10.1, 20.1, HOSPITAL | on_point)
    building = osm_made.way(9, RING, HOSPITAL | on_building)
    read = rows(write(tmp_path / "a.osm", *SQUARE, point, building))
    assert [one.id for one in places(read)] == [kept]
    (other,) = {"way/9", "node/5"} - {kept}
    assert left_out(read) == {other: "the same place is there twice"}


def test_the_one_that_stays_says_what_both_said(tmp_path):
    point = osm_made.node(5, 10.1, 20.1, HOSPITAL | {"phone": "112", "wheelchair": "yes"})
    more = {"emergency": "yes", "opening_hours": "24/7", "wheelchair": "no"}
    building = osm_made.way(9, RING, HOSPITAL | more)
    (place,) = places(rows(write(tmp_path / "a.osm", *SQUARE, point, building)))
    assert (place.id, place.phone, place.wheelchair) == ("node/5", "112", "yes")
    assert (place.emergency, place.opening_hours) == (True, "24/7")


@pytest.mark.parametrize(
    ("latitude", "tags", "count"),
    [
        (9.9992, HOSPITAL, 1),  # 89 m below the square
        (9.9990, HOSPITAL, 2),  # 111 m
        (10.2, HOSPITAL | {"name": "SAINT  Anne"}, 1),
        (10.2, HOSPITAL | {"name": "Saint Anna"}, 2),
        (10.2, DOCTOR | {"name": "Saint Anne"}, 2),
    ],
)
def test_what_is_the_same_has_name_and_kinds_and_lies_within_100_metres(
    tmp_path, latitude, tags, count
):
    point, building = osm_made.node(5, latitude, 20.1, tags), osm_made.way(9, RING, HOSPITAL)
    assert len(places(rows(write(tmp_path / "a.osm", *SQUARE, point, building)))) == count


def test_two_points_of_one_name_both_stay(tmp_path):
    pair = (osm_made.node(5, 10.1, 20.1, DOCTOR), osm_made.node(6, 10.1, 20.1, DOCTOR))
    assert len(places(rows(write(tmp_path / "a.osm", *pair)))) == 2


# Towns


def test_towns_are_nodes_with_a_name_ordered_by_their_kind(tmp_path):
    kinds = ("city", "town", "suburb", "village", "hamlet", "square", "city_block")
    file = write(
        tmp_path / "a.osm",
        *(osm_made.node(n, 10, n, {"place": one, "name": one}) for n, one in enumerate(kinds)),
        osm_made.node(98, 10, 98, {"place": "town"}),
        osm_made.way(9, [1], {"place": "town", "name": "an area"}),
    )
    assert [(one.name, one.size) for one in towns(rows(file))] == [
        ("city", 5),
        ("town", 4),
        ("suburb", 3),
        ("village", 2),
        ("hamlet", 1),
    ]


# Formats


def test_every_format_gives_the_same(tmp_path):
    text = osm_made.document(
        *SQUARE, osm_made.way(9, RING, HOSPITAL), osm_made.node(5, 10, 21, DOCTOR)
    ).encode()
    (tmp_path / "plain.osm").write_bytes(text)
    (tmp_path / "mark.osm").write_bytes(b"\xef\xbb\xbf" + text)
    (tmp_path / "g.osm.gz").write_bytes(gzip.compress(text))
    (tmp_path / "b.osm.bz2").write_bytes(bz2.compress(text))
    osm_made.write_pbf(
        tmp_path / "p.osm.pbf",
        [(*one, {}) for one in CORNERS] + [(5, 10, 21, DOCTOR)],
        [(9, RING, HOSPITAL)],
    )
    read = [rows(file) for file in sorted(tmp_path.iterdir())]
    assert len(read) == 5
    assert len(places(read[0])) == 2
    assert all(one == read[0] for one in read)


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_of_many_pieces_is_read_as_if_it_were_one(tmp_path, monkeypatch, packed):
    """With comments that hold what looks like an element, across every cut."""
    ring = [n * 2 for n in range(300)]
    parts = [osm_made.node(n, 10 + n / 1000, 20, DOCTOR | {"name": f"Dr {n}"}) for n in range(600)]
    parts += ["<!-- <node id='1'> <way -->", osm_made.way(9, ring, HOSPITAL)]
    text = osm_made.document(*parts).encode()
    file = tmp_path / "a.osm"
    file.write_bytes(gzip.compress(text) if packed else text)
    whole = rows(file)
    monkeypatch.setattr(osm_pieces, "PIECE", 1000)
    monkeypatch.setattr(osm_pieces, "CHUNK", 700)
    assert len(list(osm_pieces.pieces_of(file))) > 50
    told = []
    assert list(openstreetmap.read(file, osm_made.KINDS, progress=told.append)) == whole
    assert len(places(whole)) == 601
    assert told == sorted(told)
    assert told[-1] == 1


def test_a_binary_file_of_many_pieces_is_read_as_if_it_were_one(monkeypatch):
    file = osm_made.extract("Helsinki.osm.pbf")
    whole = rows(file)
    monkeypatch.setattr(osm_pieces, "PIECE", 1)
    told = []
    assert list(openstreetmap.read(file, osm_made.KINDS, progress=told.append)) == whole
    assert len(set(told)) > 5


@pytest.mark.parametrize("is_sorted", [False, True])
@pytest.mark.parametrize("high", [0, 1 << 33, 1 << 45])
def test_ids_of_any_size_are_found_in_a_file_that_is_sorted_and_in_one_that_is_not(
    tmp_path, monkeypatch, is_sorted, high
):
    """In pieces of one blob of 8000 nodes each, of which only the first and the last matter."""
    nodes = [(high + n, 10 + n / 10_000, 20, {}) for n in range(1, 20_001)]
    ways = [(high + 5, [high + 1, high + 20_000], HOSPITAL), (high + 6, [high + 3], {})]
    relations = [(7, [("w", high + 6)], DOCTOR)]
    if not is_sorted:
        nodes.reverse()
    file = osm_made.write_pbf(tmp_path / "a.osm.pbf", nodes, ways, relations, is_sorted=is_sorted)
    monkeypatch.setattr(osm_pieces, "PIECE", 1)
    assert {one.id: one.point.latitude for one in places(rows(file))} == {
        f"way/{high + 5}": 11.00005,
        "relation/7": 10.0003,
    }


def test_the_age_is_that_of_the_header_where_it_says_one(tmp_path):
    file = osm_made.write_pbf(tmp_path / "a.osm.pbf", [(1, 10, 20, HOSPITAL)], is_sorted=True)
    assert openstreetmap.dataset_of(file).as_of == date(2024, 5, 6)


@pytest.mark.parametrize(
    ("file", "name", "title"),
    [
        ("germany-latest.osm.pbf", "openstreetmap-germany", "OpenStreetMap: Germany"),
        ("New_York-260101.osm.gz", "openstreetmap-new-york", "OpenStreetMap: New York"),
        ("x 2026-01-31.osm", "openstreetmap-x", "OpenStreetMap: X"),
        ("260101.osm", "openstreetmap-260101", "OpenStreetMap: 260101"),
        ("...osm", "openstreetmap-places", "OpenStreetMap: Places"),
    ],
)
def test_a_newer_file_takes_the_place_of_an_older_one(tmp_path, file, name, title):
    dataset = openstreetmap.dataset_of(write(tmp_path / file, osm_made.node(1, 10, 20)))
    assert (dataset.name, dataset.title, dataset.as_of) == (name, title, None)


def test_the_age_is_that_of_the_newest_object(tmp_path):
    file = write(
        tmp_path / "a.osm",
        osm_made.node(1, 10, 20, DOCTOR | {"amenity": "doctors"}, timestamp="2020-03-04T00:00:00Z"),
        osm_made.node(2, 10, 20, HOSPITAL, timestamp="2021-03-04T23:59:59Z"),
        osm_made.node(3, 10, 20, HOSPITAL),
    )
    assert openstreetmap.dataset_of(file).as_of == date(2021, 3, 4)
    assert [one.as_of for one in places(rows(file))] == [date(2020, 3, 4), date(2021, 3, 4), None]
