"""Damaged and hostile files of OpenStreetMap: one clear error or a reason, and never half a result."""

import bz2
import gzip
import os
import subprocess
import sys
from pathlib import Path

import osm_made
import pytest
from osm_made import HOSPITAL, blob, document, field, node, places, rows, write

from carrywell.care import openstreetmap, osm_pieces
from carrywell.care.place import BadFile

HELSINKI = osm_made.extract("Helsinki.osm.pbf")
GOOD = document(node(1, 10, 20, HOSPITAL)).encode()


def refused(path, *words):
    """Reading raises `BadFile` in one line that names the file; so does, or does not, its header."""
    with pytest.raises(BadFile) as caught:
        list(openstreetmap.read(path, osm_made.KINDS))
    said = str(caught.value)
    assert said.startswith(f"{path.name}: ")
    assert "\n" not in said
    assert len(said) < 300
    for word in words:
        assert word in said


def made(folder, name, data):
    (folder / name).write_bytes(data)
    return folder / name


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"name,phone\nAda,112\n", "not OpenStreetMap data"),
        (b"\x00" * 5000, "not OpenStreetMap data"),
        (b"\xf6\x8a;s\n\x09OSMHeader", "damaged"),
        (b"<html><body>Not found</body></html>", "begins with <html>"),
        (b"<?xml version='1.0'?><osmChange><create/></osmChange>", "<osmChange>"),
        (b"<", "begins with <nothing>"),
        (GOOD.replace(b"UTF-8", b"UTF-16"), "encoding UTF-16"),
        (GOOD.decode().encode("utf-16"), "not OpenStreetMap data"),
        (GOOD.replace(b"Saint", b"S\xe9int"), "damaged"),
        (GOOD[:-8], "damaged"),
        (GOOD + GOOD, "damaged"),
        (GOOD.replace(b"</node>", b"</way>"), "damaged"),
        (GOOD.replace(b'lat="10"', b'lat="ten"'), "damaged"),
        (GOOD.replace(b'lat="10"', b'lat="999"'), "damaged"),
        (GOOD.replace(b'lat="10"', b'lat="NaN"'), "damaged"),
        (GOOD.replace(b'id="1"', b'id="99999999999999999999999"'), "damaged"),
        (GOOD.replace(b"Saint Anne", b"x" * 70_000), "damaged"),
        (GOOD.replace(b"0.6", b"9.9"), "damaged"),
        (b"BZh9" + b"\x00" * 100, "damaged"),
        (b"\x1f\x8b" + b"\x00" * 100, "damaged"),
        (gzip.compress(GOOD)[:-20], "breaks off"),
        (gzip.compress(GOOD)[:-8] + b"\x00" * 8, "damaged"),
        (bz2.compress(GOOD)[:-20], "breaks off"),
        (gzip.compress(HELSINKI.read_bytes()), "unpack"),
    ],
)
@pytest.mark.parametrize("name", ["a.osm", "a.osm.pbf"])
def test_what_is_no_whole_file_is_refused(tmp_path, name, data, word):
    refused(made(tmp_path, name, data), word)


def test_a_folder_and_a_file_that_is_not_there_are_refused(tmp_path):
    refused(tmp_path / "none.osm", "cannot be read")
    refused(tmp_path, "cannot be read")


@pytest.mark.parametrize("part", [0.001, 0.1, 0.3, 0.5, 0.9, 0.999, 0.999999])
def test_a_binary_file_that_breaks_off_is_refused(tmp_path, part):
    whole = HELSINKI.read_bytes()
    refused(made(tmp_path, "cut.osm.pbf", whole[: int(len(whole) * part)]))


def test_a_binary_file_with_a_byte_changed_is_refused_or_read(tmp_path):
    """It never ends the program; where the byte matters, the packed data tell."""
    whole = HELSINKI.read_bytes()
    refusals = 0
    for at in range(0, len(whole), len(whole) // 60):
        data = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        try:
            rows(made(tmp_path, "changed.osm.pbf", data))
        except BadFile:
            refusals += 1
    assert refusals > 55


HEADER = osm_made.HEADER
BLOCK = field(1, b"") + field(2, b"")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\xff\xff\xff\xff" + HEADER[4:], "header of 4294967295 bytes"),
        (HEADER + b"\x00\x00\x00\x00", "breaks off"),
        (HEADER + blob("OSMData", BLOCK, follow=33 << 20), f"a blob of {33 << 20} bytes"),
        (HEADER + blob("OSMData", BLOCK, follow=5000), "breaks off"),
        (HEADER + blob("OSMData", BLOCK, follow=1 << 62), "a blob of"),
        (HEADER + blob("OSMData", b"x" * 50, raw_size=1 << 31), "damaged"),
        (HEADER + blob("OSMData", b"x" * 50, raw_size=1 << 62), "damaged"),
        (HEADER + blob("OSMData", b"x" * 50, raw_size=3), "damaged"),
        (HEADER + blob("OSMData", b"\x12\xff\xff\xff\xff\x07"), "damaged"),
        (HEADER + blob("OSMData", bytes(40 << 20)), "damaged"),
        (HEADER + HEADER, "second header"),
        (blob("OSMHeader", field(4, b"Unheard-of")), "damaged"),
    ],
)
def test_a_blob_that_lies_about_its_size_is_refused(tmp_path, data, word):
    refused(made(tmp_path, "lie.osm.pbf", data), word)


def table(*texts):
    """A block whose table of text holds these."""
    return field(1, b"".join(field(1, text) for text in texts)) + field(2, b"")


@pytest.mark.parametrize(
    ("block", "is_good"),
    [
        (table(b"", b"amenity", b"hospital"), True),
        (table(b"", b"", b"amenity"), True),
        (table(b"amenity"), True),
        (table(b"", b"amen\x00ity"), False),
        (table(b"\n\x00", b"amenity"), False),
        (table(b"", b"x\n\x00"), False),
        (field(1, 5), False),
        (field(2, b"") + table(b"a\x00b"), False),
        (b"\x8a\x80\x80\x80\x10" + table(b"a\x00b")[1:], False),
        (b"\x0f\x01", False),
    ],
)
def test_text_that_osmium_must_not_see_is_refused(tmp_path, block, is_good):
    """The character of number zero inside a text makes osmium read beyond the object, and crash."""
    file = made(tmp_path, "zero.osm.pbf", HEADER + blob("OSMData", block))
    if is_good:
        assert rows(file) == []
    else:
        refused(file, "damaged")


def test_files_changed_inside_their_packing_never_end_the_program(tmp_path):
    """In a process of its own: bytes of the unpacked data are changed, then packed again."""
    program = (
        "import random, sys, osm_made\n"
        "from contextlib import suppress\n"
        "from pathlib import Path\n"
        "whole = list(osm_made.blobs(osm_made.extract('test.osm.pbf')))\n"
        "chance, file = random.Random(7), Path(sys.argv[1]) / 'changed.osm.pbf'\n"
        "for _ in range(60):\n"
        "    held = [(kind, bytearray(data)) for kind, data in whole]\n"
        "    data = chance.choice(held)[1]\n"
        "    for _ in range(chance.choice((1, 2, 8))):\n"
        "        data[chance.randrange(len(data))] = chance.choice((0, 127, 128, 255))\n"
        "    file.write_bytes(b''.join(osm_made.blob(kind, bytes(one)) for kind, one in held))\n"
        "    with suppress(osm_made.BadFile): osm_made.rows(file)\n"
        "print('still here')\n"
    )
    assert run(program, tmp_path) == ["still here"]


def run(program, folder):
    """What a program prints in a process of its own; nothing else may go wrong."""
    path = str(Path(osm_made.__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout.splitlines()


def test_a_file_that_says_it_is_sorted_and_is_not_is_refused(tmp_path, monkeypatch):
    """Buildings of it might lie in a wrong place."""
    nodes = [(n, 10, 20, {}) for n in range(20_000, 0, -1)]
    ways = [(9, [1, 20_000], HOSPITAL)]
    file = osm_made.write_pbf(tmp_path / "a.osm.pbf", nodes, ways, is_sorted=True)
    monkeypatch.setattr(osm_pieces, "PIECE", 1)
    refused(file, "says that it is sorted")


def test_a_file_of_history_is_refused(tmp_path):
    file = osm_made.write_pbf(tmp_path / "a.osh.pbf", [(1, 10, 20, HOSPITAL)])
    refused(file, "history")
    with pytest.raises(BadFile, match="history"):
        openstreetmap.dataset_of(file)


@pytest.mark.parametrize(
    "entity",
    [
        '<!DOCTYPE a [<!ENTITY b "bb">]>',
        '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused(tmp_path, entity):
    text = GOOD.decode().replace("<osm ", f"{entity}<osm ").replace("Saint", "&b;")
    refused(made(tmp_path, "a.osm", text.encode()), "damaged")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
@pytest.mark.parametrize("filling", [b" ", b'<node id="1" version="1"/>'])
def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(tmp_path, monkeypatch, pack, filling):
    """With the first free bytes made fewer, so that the test is quick."""
    monkeypatch.setattr(osm_pieces, "LARGEST_ELEMENT", 1 << 20)
    bomb = pack(GOOD[:-8] + filling * ((14 << 20) // len(filling)))
    refused(made(tmp_path, "bomb.osm", bomb), f"more than {osm_pieces.MOST_UNPACKED} times")


def test_an_element_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(osm_pieces, "LARGEST_ELEMENT", 1 << 16)
    monkeypatch.setattr(osm_pieces, "PIECE", 1 << 12)
    monkeypatch.setattr(osm_pieces, "CHUNK", 1 << 12)
    endless = b'<osm version="0.6"><relation id="1">' + b'<member type="node" ref="1"/>' * 9000
    refused(made(tmp_path, "a.osm", endless), "nothing new begins")


def test_a_way_of_nodes_that_are_not_there_and_ids_at_the_edge(tmp_path):
    top = (1 << 62) - 1
    file = write(
        tmp_path / "a.osm",
        node(top, 10, 20),
        node(-top, 12, 20),
        osm_made.way(top, [top, -top, 404], HOSPITAL),
        osm_made.relation(-top, [("relation", -top)], HOSPITAL | {"name": "Itself"}),
    )
    (place,) = places(rows(file))
    assert (place.id, place.point.latitude) == (f"way/{top}", 11)


def test_text_that_would_fool_the_eye_is_made_plain(tmp_path):
    tags = {"amenity": "hospital", "name": "Safe&#x202e;evil&#x200b;  house&#10;x", "phone": "112"}
    (place,) = places(rows(write(tmp_path / "a.osm", node(1, 10, 20, tags))))
    assert place.name == "Safeevil house x"


def test_nothing_is_told_as_whole_before_the_end_of_a_damaged_file(tmp_path):
    """The error comes before the last row does, whatever came first."""
    whole = HELSINKI.read_bytes()
    cut = made(tmp_path, "cut.osm.pbf", whole[:-5])
    told = []
    with pytest.raises(BadFile):
        list(openstreetmap.read(cut, osm_made.KINDS, progress=told.append))
    assert 1.0 not in told


def test_memory_stays_small_for_a_bomb_and_for_a_file_that_claims_much(tmp_path):
    """In a process of its own that may have 1 GB: two bombs of 4 GB, and ids over the whole range."""
    seed = gzip.compress(b" " * (64 << 20))
    bomb = gzip.compress(GOOD[:-8]) + seed * 64
    made(tmp_path, "bomb.osm.gz", bomb)
    ids = [n << 24 for n in range(1, 1000)]
    nodes = [(one, 10, 20, {}) for one in ids]
    osm_made.write_pbf(tmp_path / "wide.osm.pbf", nodes, [(5, ids, HOSPITAL)], is_sorted=True)
    program = (
        "import resource, sys, osm_made\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "from pathlib import Path\n"
        "folder = Path(sys.argv[1])\n"
        "try: osm_made.rows(folder / 'bomb.osm.gz')\n"
        "except osm_made.BadFile as error: print(error)\n"
        "print([one.id for one in osm_made.rows(folder / 'wide.osm.pbf')])\n"
    )
    assert run(program, tmp_path) == [
        "bomb.osm.gz: unpacks to more than 200 times its size",
        "['way/5']",
    ]
