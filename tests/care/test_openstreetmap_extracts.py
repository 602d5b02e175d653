"""Real extracts of OpenStreetMap, with what is in them written down."""

import json
from collections import Counter
from datetime import date

import msgspec
import osm_made
import osmium
import pytest

from carrywell.api import load_guideline
from carrywell.care import geojson, openstreetmap
from carrywell.care.place import Place

HELSINKI = osm_made.extract("Helsinki.osm.pbf")
VILLAGE = osm_made.extract("test.osm.pbf")


def test_helsinki_has_these_places():
    read = osm_made.rows(HELSINKI)
    kinds = Counter(kind for place in osm_made.places(read) for kind in place.kinds)
    assert kinds == {"supplies": 6, "general_practice": 5}
    assert {one.name: one.phone for one in osm_made.places(read)} == {
        "Apteekki Eliel": None,
        "Yliopiston apteekki": None,
        "Apteekki Bulevardia": None,
        "Yliopiston Apteekki Kaivopiha": "+358 300 20200",
        "Diacor Keskusta": None,
        "Bulevardin Klinikka": None,
        "Kluuvin Apteekki": None,
        "Vita Lääkäriasema": "(09) 22 88 00",
        "Erottajan Apteekki": "+358 9 622 9930",
        "Mehiläinen": "+358 10 414 0112",
        "Elielinaukion röntgen": "09 4717 2308",
    }
    assert osm_made.left_out(read) == {}


def test_helsinki_has_these_towns():
    towns = {one.name: one.size for one in osm_made.towns(osm_made.rows(HELSINKI))}
    assert towns == {
        "Helsinki": 5,
        "Kaartinkaupunki": 3,
        "Siltasaari": 3,
        "Hakaniemi": 3,
        "Kluuvi": 3,
        "Kaisaniemi": 3,
        "Keskusta": 1,
        "City center": 1,
        "Kaupungin keskusta": 1,
    }


def test_one_place_is_read_in_full():
    found = {one.id: one for one in osm_made.places(osm_made.rows(HELSINKI))}["node/1798012663"]
    assert (found.point.latitude, found.point.longitude) == (60.1698056, 24.9403483)
    assert found.address == "Kaivopiha, Mannerheimintie 5, 00100 Helsinki"
    assert (found.opening_hours, found.wheelchair) == ("Mo-Su 07:00-24:00", "yes")
    assert (found.website, found.country) == ("http://www.yliopistonapteekki.fi/", "FI")
    assert found.as_of == date(2017, 5, 23)
    assert found.emergency is None, "it does not say"


def test_the_same_places_are_read_from_geojson(tmp_path):
    """Helsinki, its points and towns turned into GeoJSON by osmium."""
    shapes = osmium.FileProcessor(HELSINKI, osmium.osm.NODE)
    shapes.with_filter(osmium.filter.KeyFilter("amenity", "healthcare", "place"))
    shapes.with_filter(osmium.filter.GeoInterfaceFilter())
    features = [one.__geo_interface__ | {"id": f"node/{one.id}"} for one in shapes]
    file = tmp_path / "helsinki.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    read = [without_age(one) for one in geojson.read(file, osm_made.KINDS)]
    assert read == [without_age(one) for one in osm_made.rows(HELSINKI)]
    assert len(read) == 20


def without_age(one):
    """This GeoJSON does not say how old each object is."""
    return msgspec.structs.replace(one, as_of=None) if isinstance(one, Place) else one


def test_a_village_has_names_to_search_from_and_no_places():
    read = osm_made.rows(VILLAGE)
    assert osm_made.places(read) == []
    assert sorted((one.name, one.size) for one in osm_made.towns(read)) == [
        ("Helilä", 3),
        ("Kannikko", 1),
        ("Malminki", 1),
        ("Marttila", 1),
        ("Ristinkallio", 3),
        ("Suurniitty", 1),
    ]


def test_a_data_set_says_whose_it_is_and_how_old():
    dataset = openstreetmap.dataset_of(HELSINKI)
    assert (dataset.name, dataset.title) == ("openstreetmap-helsinki", "OpenStreetMap: Helsinki")
    assert "OpenStreetMap contributors" in dataset.credit
    assert dataset.as_of == date(2019, 4, 21), "no time in the header: the newest of its objects"
    assert openstreetmap.dataset_of(VILLAGE).as_of == date(2017, 6, 2)


def test_the_guideline_finds_pharmacies_and_doctors_in_helsinki():
    content = load_guideline().content
    kinds = {
        kind
        for place in osm_made.places(osm_made.rows(HELSINKI, content.care_kinds))
        for kind in place.kinds
    }
    assert {"supplies", "general_practice"} <= kinds


@pytest.mark.parametrize("path", [HELSINKI, VILLAGE])
def test_progress_never_falls_and_ends_at_one(path):
    told = []
    list(openstreetmap.read(path, osm_made.KINDS, progress=told.append))
    assert told == sorted(told)
    assert told[0] >= 0
    assert told[-1] == 1


def test_buildings_lie_where_osmium_sees_them_and_each_is_told_once():
    """Every building of Helsinki that has a name, against osmium with the places of all nodes."""
    kinds = osm_made.CareKinds(
        kinds=osm_made.KINDS.kinds,
        openstreetmap=(osm_made.rule("supplies", {"building": "*", "name": "*"}),),
        taxonomies=(),
    )
    boxes, relations = {}, set()
    for one in osmium.FileProcessor(HELSINKI).with_locations():
        if "building" in one.tags and "name" in one.tags and one.is_way():
            boxes[f"way/{one.id}"] = middle([node.location for node in one.nodes])
        elif "building" in one.tags and "name" in one.tags and one.is_relation():
            relations.add(f"relation/{one.id}")
    read = osm_made.rows(HELSINKI, kinds)
    found = {one.id: one.point for one in osm_made.places(read)}
    ways = {name: at for name, at in found.items() if name.startswith("way/")}
    assert len(ways) == 74
    for name, point in ways.items():
        assert (point.latitude, point.longitude) == pytest.approx(boxes[name], abs=1e-7)
    assert (len(boxes), len(relations)) == (75, 7)
    told = {name for name in (*found, *osm_made.left_out(read)) if not name.startswith("node/")}
    assert told == boxes.keys() | relations


def middle(locations):
    locations = [one for one in locations if one.valid()]
    latitudes, longitudes = [one.lat for one in locations], [one.lon for one in locations]
    return (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2
