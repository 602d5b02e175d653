"""GeoJSON as programs of OpenStreetMap write it, and damaged and hostile files of that kind."""

import codecs
import contextlib
import json
from datetime import date

import osm_made
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osm_made import DOCTOR, HOSPITAL, left_out, places, towns

from carrywell.care import geojson, json_text
from carrywell.care.place import BadFile, Point, Read

SQUARE = [[20, 10], [20.2, 10], [20.2, 10.4], [20, 10.4], [20, 10]]


def point(longitude, latitude):
    return {"type": "Point", "coordinates": [longitude, latitude]}


def feature(geometry, properties, **more):
    return {"type": "Feature", "geometry": geometry, "properties": properties, **more}


def collection(*features, **more):
    return {"type": "FeatureCollection", **more, "features": list(features)}


def made(folder, value, name="a.geojson"):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    (folder / name).write_bytes(data)
    return folder / name


def rows(path, progress=lambda _: None):
    return list(geojson.read(path, osm_made.KINDS, progress=progress))


ADA = feature(point(20, 10), DOCTOR, id="node/1")


# What is taken


def test_a_point_with_flat_tags_as_overpass_turbo_writes_it(tmp_path):
    tags = DOCTOR | {"@id": "node/1", "@timestamp": "2024-05-06T07:08:09Z", "phone": "112"}
    (place,) = rows(made(tmp_path, collection(feature(point(20, 10), tags, id="node/1"))))
    assert (place.id, place.name, place.kinds) == ("node/1", "Dr Ada", ("gynaecologist",))
    assert (place.point, place.phone, place.as_of) == (Point(10, 20), "112", date(2024, 5, 6))


def test_a_point_with_nested_tags_as_osmtogeojson_writes_it(tmp_path):
    properties = {
        "type": "way",
        "id": 7,
        "tags": DOCTOR,
        "relations": [],
        "meta": {"timestamp": "2024-05-06T07:08:09Z"},
    }
    (place,) = rows(made(tmp_path, collection(feature(point(20, 10), properties))))
    assert (place.id, place.name, place.as_of) == ("way/7", "Dr Ada", date(2024, 5, 6))


@pytest.mark.parametrize(
    ("kind", "coordinates", "middle"),
    [
        ("Polygon", [SQUARE], Point(10.2, 20.1)),
        ("MultiPolygon", [[SQUARE], [[[21, 10], [21, 11]]]], Point(10.5, 20.5)),
        ("LineString", SQUARE[:2], Point(10, 20.1)),
        ("MultiPoint", SQUARE[:3], Point(10.2, 20.1)),
        ("Polygon", [[[179.9, 60, 5.5], [-179.7, 60]]], Point(60, -179.9)),
    ],
)
def test_anything_else_lies_in_its_middle(tmp_path, kind, coordinates, middle):
    shape = {"type": kind, "coordinates": coordinates}
    (place,) = rows(made(tmp_path, collection(feature(shape, HOSPITAL))))
    assert place.point == middle


def test_a_collection_of_shapes_lies_in_its_middle(tmp_path):
    parts = {"type": "GeometryCollection", "geometries": [point(20, 10), point(21, 11)]}
    (place,) = rows(made(tmp_path, collection(feature(parts, HOSPITAL))))
    assert place.point == Point(10.5, 20.5)


def test_towns_are_read(tmp_path):
    tags = {"place": "city", "name": "Rome", "addr:country": "IT"}
    (town,) = towns(rows(made(tmp_path, collection(feature(point(12.5, 41.9), tags, id="node/2")))))
    assert (town.name, town.size, town.country, town.id) == ("Rome", 5, "IT", "node/2")


def test_what_is_no_place_of_care_is_passed_over(tmp_path):
    assert rows(made(tmp_path, collection(feature(point(20, 10), {"amenity": "cafe"})))) == []
    assert rows(made(tmp_path, collection())) == []


def test_values_that_are_no_text_are_read_or_passed_over(tmp_path):
    tags = HOSPITAL | {"phone": 112, "emergency": True, "wheelchair": None, "x": [1], "y": {}}
    (place,) = rows(made(tmp_path, collection(feature(point(20, 10), tags))))
    assert (place.phone, place.emergency, place.wheelchair) == ("112", True, None)


def test_of_a_point_and_its_building_one_stays(tmp_path):
    building = feature({"type": "Polygon", "coordinates": [SQUARE]}, HOSPITAL, id="way/9")
    inside = feature(point(20.1, 10.1), HOSPITAL | {"phone": "112"}, id="node/5")
    for order in ((building, inside), (inside, building)):
        read = rows(made(tmp_path, collection(*order)))
        assert [one.id for one in places(read)] == ["node/5"]
        assert left_out(read) == {"way/9": "the same place is there twice"}


def test_a_feature_without_a_name_of_its_own_keeps_the_same_id_in_another_order(tmp_path):
    one, other = feature(point(20, 10), DOCTOR), feature(point(21, 10), DOCTOR)
    forward = {place.id for place in rows(made(tmp_path, collection(one, other)))}
    backward = {place.id for place in rows(made(tmp_path, collection(other, one)))}
    assert forward == backward
    assert len(forward) == 2


def test_the_same_feature_twice_is_taken_once(tmp_path):
    read = rows(made(tmp_path, collection(ADA, ADA)))
    assert (len(places(read)), list(left_out(read))) == (1, ["node/1"])


@pytest.mark.parametrize("between", ["\n", "\n\x1e", "\r\n\r\n", " "])
def test_features_one_after_the_other_are_read(tmp_path, between):
    lines = [feature(point(20 + n, 10), DOCTOR, id=f"node/{n}") for n in range(3)]
    text = between.join(json.dumps(one) for one in lines)
    read = rows(made(tmp_path, (between.strip("\n \r") + text + "\n").encode(), "a.geojsonl"))
    assert [one.id for one in read] == ["node/0", "node/1", "node/2"]


def test_the_members_may_stand_in_any_order_and_be_indented(tmp_path):
    value = {"features": [dict(reversed(ADA.items()))], "bbox": [1, 2], "type": "FeatureCollection"}
    text = json.dumps(value, indent=3).encode()
    assert [one.id for one in rows(made(tmp_path, codecs.BOM_UTF8 + text))] == ["node/1"]


def test_a_large_file_is_read_a_piece_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(json_text, "CHUNK", 100)
    many = [feature(point(20, 10 + n / 1000), DOCTOR, id=f"node/{n}") for n in range(500)]
    told = []
    read = rows(made(tmp_path, collection(*many, generator="ä" * 99)), told.append)
    assert [one.id for one in read] == [f"node/{n}" for n in range(500)]
    assert told == sorted(told)
    assert (told[-1], len(set(told)) > 100) == (1, True)


# Where it is from


def test_the_file_says_whose_it_is_and_how_old(tmp_path):
    head = {"copyright": "The data is of\nOpenStreetMap", "timestamp": "2024-05-06T07:08:09Z"}
    dataset = geojson.dataset_of(made(tmp_path, collection(ADA, **head), "Rome-latest.geojson"))
    assert (dataset.name, dataset.title) == ("geojson-rome", "Rome")
    assert dataset.credit == "The data is of OpenStreetMap"
    assert dataset.as_of == date(2024, 5, 6)


def test_objects_of_openstreetmap_are_credited_to_it(tmp_path):
    old = feature(point(20, 10), DOCTOR | {"@timestamp": "2020-01-02T00:00:00Z"}, id="node/2")
    dataset = geojson.dataset_of(made(tmp_path, collection(ADA, old)))
    assert "OpenStreetMap contributors" in dataset.credit
    assert dataset.as_of == date(2020, 1, 2)


def test_a_file_that_does_not_say_whose_it_is_gets_no_credit_that_is_made_up(tmp_path):
    dataset = geojson.dataset_of(made(tmp_path, collection(feature(point(20, 10), DOCTOR))))
    assert (dataset.credit, dataset.as_of) == (geojson.UNKNOWN, None)


# What is left out


@pytest.mark.parametrize(
    ("geometry", "why"),
    [
        (None, "no position"),
        ({}, "no position"),
        ({"type": "Point", "coordinates": []}, "no position"),
        ({"type": "Polygon", "coordinates": [[]]}, "no position"),
        (point("20", 10), "a position is not two numbers"),
        (point(True, 10), "a position is not two numbers"),
        (point(None, 10), "a position is not two numbers"),
        ({"type": "Point", "coordinates": [20]}, "a position is not two numbers"),
        (point(20, 139.7), "latitude 139.7: must be from -90 to 90"),
        (point(2775000, 8437000), "latitude 8437000.0: must be from -90 to 90"),
        (point(-181, 10), "longitude -181.0: must be from -180 to 180"),
        (point(1e999, 10), "a position is not two numbers"),
        (point(10**400, 10), "int too large to convert to float"),
        ({"type": "Polygon", "coordinates": [[*SQUARE, [20, 95]]]}, "latitude 95.0"),
    ],
)
def test_a_place_without_a_good_position_is_left_out_with_the_reason(tmp_path, geometry, why):
    read = rows(made(tmp_path, collection(feature(geometry, HOSPITAL), ADA)))
    assert [one.id for one in places(read)] == ["node/1"]
    assert left_out(read)["feature 1"].startswith(why)
    assert rows(made(tmp_path, collection(feature(geometry, {"amenity": "cafe"})))) == []


def test_odd_features_are_passed_over(tmp_path):
    odd = (1, "x", None, [], {}, {"type": "Feature"}, {"properties": 5, "geometry": "x"})
    assert [one.id for one in rows(made(tmp_path, collection(*odd, ADA)))] == ["node/1"]


def test_a_place_without_a_name_is_left_out(tmp_path):
    read = rows(made(tmp_path, collection(feature(point(20, 10), {"amenity": "hospital"}))))
    assert left_out(read) == {"feature 1": "no name"}


# What is refused

GOOD = json.dumps(collection(ADA)).encode()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"name,phone\nAda,112", "instead of {"),
        (b"[1, 2]", "instead of {"),
        (b"{}", "its type is None"),
        (b'{"type": "Topology"}', "its type is Topology"),
        (b'{"type": "Point", "coordinates": [20, 10]}', "its type is Point"),
        (b'{"type": "FeatureCollection"}', "its type is FeatureCollection, not Feature"),
        (b'{"type": "FeatureCollection", "features": {}}', "not Feature"),
        (b'{"version": 0.6, "elements": []}', "Overpass JSON"),
        (GOOD[:-2], "instead of"),
        (GOOD[:-1], "the end"),
        (GOOD[:40], "the end instead of :"),
        (GOOD[:-40] + b"]}", "no JSON"),
        (GOOD.replace(b'"Dr Ada"', b"Dr Ada"), "no JSON"),
        (GOOD.replace(b"Ada", b"\xff\xfe"), "not written in UTF-8"),
        (GOOD.decode().encode("utf-16"), "UTF-16"),
        (GOOD + GOOD[:-1], "the end"),
        (GOOD + b"x", "instead of {"),
        (b'{"type":"FeatureCollection","features":[' + b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"type":"FeatureCollection","features":[' + b"9" * 5000 + b"]}", "no JSON"),
    ],
)
def test_what_is_no_whole_geojson_is_refused(tmp_path, data, word):
    path = made(tmp_path, data)
    with pytest.raises(BadFile) as caught:
        rows(path)
    said = str(caught.value)
    assert said.startswith("a.geojson: ")
    assert word in said
    assert len(said) < 300


@pytest.mark.parametrize("first", [True, False])
def test_coordinates_that_are_no_degrees_are_refused(tmp_path, first):
    system = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}}
    value = collection(ADA)
    path = made(tmp_path, system | value if first else value | system)
    with pytest.raises(BadFile, match=r"not degrees of WGS 84, but of .*3857"):
        rows(path)


def test_the_usual_names_of_degrees_are_taken(tmp_path):
    for name in ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"):
        system = {"crs": {"type": "name", "properties": {"name": name}}}
        assert len(rows(made(tmp_path, collection(ADA, **system)))) == 1


def test_a_value_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(json_text, "LARGEST", 10_000)
    monkeypatch.setattr(json_text, "CHUNK", 1000)
    huge = collection(feature(point(20, 10), DOCTOR | {"note": "x" * 50_000}))
    with pytest.raises(BadFile, match="one value of more than"):
        rows(made(tmp_path, huge))


def test_a_folder_and_a_file_that_is_not_there_are_refused(tmp_path):
    for path in (tmp_path / "none.geojson", tmp_path):
        with pytest.raises(BadFile, match="cannot be read"):
            rows(path)


def test_lone_halves_of_characters_do_no_harm(tmp_path):
    tags = {"amenity": "hospital", "name": "\ud800Saint\u202e", "phone": "\udfff112"}
    (place,) = rows(made(tmp_path, collection(feature(point(20, 10), tags, id="\ud800"))))
    assert (place.name, place.phone) == ("Saint", "112")
    assert place.id.startswith("made-")


# Anything at all

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
ODD = st.fixed_dictionaries(
    {},
    optional={
        "type": st.just("Feature") | JSON,
        "id": JSON,
        "geometry": JSON | st.fixed_dictionaries({"type": JSON, "coordinates": JSON}),
        "properties": JSON | st.dictionaries(st.sampled_from(["tags", "id", "@id", "meta"]), JSON),
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    features=st.lists(ODD | JSON, max_size=3), at=st.integers(0, 400), byte=st.binary(max_size=2)
)
def test_any_json_and_any_damage_gives_rows_or_one_clear_error(tmp_path, features, at, byte):
    text = json.dumps(collection(*features, ADA)).encode()
    assert [one.id for one in places(rows(made(tmp_path, text)))] == ["node/1"]
    damaged = made(tmp_path, text[:at] + byte + text[at + len(byte) + 1 :])
    with contextlib.suppress(BadFile):
        assert all(isinstance(one, Read) for one in rows(damaged))
