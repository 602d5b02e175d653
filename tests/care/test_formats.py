"""Which kind of file it is, and a sentence for every file that is none."""

import bz2
import gzip
import io
import zipfile

import pytest

from carrywell.care.formats import format_of, open_file
from carrywell.care.place import BadFile
from carrywell.guideline.care_kinds import NO_CARE_KINDS

OSM = b'<?xml version="1.0"?>\n<osm version="0.6"></osm>'
PBF = b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x7c"
NPPES = b'"NPI","Entity Type Code","Replacement NPI"\r\n"1"\r\n'
LIST = "name;kind;latitude\nRoe;midwife;52,5\n"


def archive(name):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as to:
        to.writestr(name, b"0" * 10_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "is_of"),
    [
        ("a.osm.pbf", PBF, "openstreetmap"),
        ("a.osm", OSM, "openstreetmap"),
        ("a.osm.bz2", bz2.compress(OSM), "openstreetmap"),
        ("a.osm.gz", gzip.compress(OSM), "openstreetmap"),
        ("A.OSM", b"\xef\xbb\xbf" + OSM, "openstreetmap"),
        ("a.geojson", b'{"type": "FeatureCollection"}', "geojson"),
        ("a.json", b" \n{}", "geojson"),
        ("npidata_pfile_20050523-20261109.csv", NPPES, "nppes"),
        ("a.txt", NPPES, "nppes"),
        ("a.csv", LIST.encode(), "clinic_list"),
        ("a.tsv", LIST.encode("utf-8-sig"), "clinic_list"),
        ("a.csv", LIST.encode("utf-16"), "clinic_list"),
        ("a.csv", LIST.encode("utf-16-le"), "clinic_list"),
        ("a.csv", LIST.encode("utf-16-be"), "clinic_list"),
        ("a.csv", b"anything at all", "clinic_list"),  # its reader says which columns it lacks
        ("without an ending", PBF, "openstreetmap"),
        ("without an ending", LIST.encode(), "clinic_list"),
    ],
)
def test_a_file_is_known_by_its_name_and_how_it_begins(tmp_path, name, content, is_of):
    (tmp_path / name).write_bytes(content)
    assert format_of(tmp_path / name) == is_of


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b" \n\n", "is empty"),
        ("a.csv", b"<!DOCTYPE html><title>Sign in</title>", "web page"),
        ("a.osm.pbf", b"<html><body>Not found", "web page"),
        ("a.osm.pbf", LIST.encode(), "its name says OpenStreetMap"),
        ("a.osm", b'{"type": "FeatureCollection"}', "begins like GeoJSON"),
        ("a.geojson", OSM, "begins like OpenStreetMap"),
        ("a.csv", b"<kml></kml>", "no file known"),
        ("a", b"what is this", "Known: OpenStreetMap"),
        ("a", b"\x00", "Known: OpenStreetMap"),
        ("a", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "Known: OpenStreetMap"),
        ("nppes.zip", archive("npidata_pfile_20050523-20261109.csv"), "ZIP archive; unpack it"),
        ("a.csv", archive("bomb"), "ZIP archive; unpack it"),
        ("a.xlsx", archive("[Content_Types].xml"), "save it as CSV"),
        ("a.csv.gz", gzip.compress(NPPES), "unpack it first"),
        ("a.osm.gz", b"\x1f\x8b\x08\x00" + b"damaged!" * 99, "damaged at its beginning"),
        ("a.osm.bz2", b"BZh9damaged" * 99, "damaged at its beginning"),
        ("a.osm.gz", b"\x1f\x8b", "unpack it first"),
    ],
)
def test_what_is_not_known_is_refused_in_words(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadFile, match=says) as refused:
        format_of(tmp_path / name)
    assert str(refused.value).startswith(name)


def test_what_cannot_be_opened_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "missing.csv"):
        with pytest.raises(BadFile, match="cannot be opened"):
            format_of(path)


def test_a_bomb_of_gzip_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.osm.gz"
    path.write_bytes(gzip.compress(gzip.compress(bytes(1 << 26))))
    with pytest.raises(BadFile, match="unpack it first"):
        format_of(path)


def test_only_a_clinics_list_takes_a_kind(tmp_path):
    path = tmp_path / "a.osm"
    path.write_bytes(OSM)
    with pytest.raises(BadFile, match="says itself of which kind"):
        open_file(path, NO_CARE_KINDS, kind="midwife")
