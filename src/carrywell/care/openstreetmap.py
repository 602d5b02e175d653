"""Places and towns of an OpenStreetMap extract: ``.osm.pbf``, ``.osm``, ``.osm.gz``, ``.osm.bz2``.

The file is read four times, so that memory grows with the places in it and not with its size:

1. ways and relations that are places; what they say is kept, and which nodes and ways they need;
2. the ways that those relations are made of;
3. the nodes that all of these are made of, for the middle of each;
4. the nodes that are places or towns, given as they come, and then the ways and relations.

No index of all nodes is made: for each node that is needed, a number for it and one for its place
are kept. A place that stands in the file as a point and as a building is given once: see `doubles`.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

import msgspec

from carrywell.care import clean
from carrywell.care.doubles import Doubles
from carrywell.care.file_names import name_of, title_of
from carrywell.care.osm_objects import Position, Thing, header_of, things, things_by_id
from carrywell.care.outline import Outline
from carrywell.care.place import Dataset, LeftOut, Place, Point, Read
from carrywell.care.tags import first_tags, kinds_of, place_of, towns_of
from carrywell.guideline.care_kinds import CareKinds

CREDIT = "© OpenStreetMap contributors (openstreetmap.org/copyright), Open Database License"
PASSES = 4
NOWHERE = Point(0.0, 0.0)
"""Stands in until the middle of an area is known."""


class _Area:
    """A way or a relation that is a place; its outline grows while nodes are read."""

    def __init__(self, place: Place) -> None:
        self.place, self.outline = place, Outline()


Users = dict[int, tuple[_Area, ...]]
"""By the id of a node or a way: the areas that it is part of."""


def read(
    path: Path, kinds: CareKinds, *, progress: Callable[[float], None] = lambda _: None
) -> Iterator[Read]:
    """Places and towns among the nodes, then places among the ways and relations.

    `LeftOut` names the object and why: no name, not in use, nothing of it is in the file, there
    twice. Raises `BadFile` where the file cannot be read; what was given before is not the whole.
    """
    header_of(path)
    steps = count()

    def part() -> Callable[[float], None]:
        done = next(steps)
        return lambda fraction: progress((done + fraction) / PASSES)

    firsts = first_tags(kinds)
    areas, ways, nodes = list[_Area](), Users(), Users()
    for thing in things(path, "wr", firsts, part(), check=True):
        place = place_of(thing.tags, kinds, id=thing.name, point=NOWHERE, as_of=thing.as_of)
        if isinstance(place, Place):
            areas.append(_Area(place))
            _note(thing, areas[-1], ways, nodes)
        elif place is not None:
            yield place
    _read_ways(path, ways, nodes, part())
    _read_nodes(path, nodes, part())
    doubles = Doubles()
    for area in areas:
        left_out = _settled(area, doubles)
        if left_out is not None:
            yield left_out
    for thing in things(path, "n", firsts, part()):
        for one in _of_node(thing, kinds):
            yield doubles.point(one) if isinstance(one, Place) else one
    yield from doubles.areas()
    progress(1.0)


def dataset_of(path: Path) -> Dataset:
    """Named after the file without its date, so that a newer extract takes the place of an older.

    `as_of` is the header's time of replication; without one, the newest time of the objects that
    could be places or towns; None when no object has a time. Raises `BadFile`.
    """
    said = clean.day(header_of(path)["timestamp"])
    return Dataset(
        name=f"openstreetmap-{name_of(path)}",
        title=f"OpenStreetMap: {title_of(path)}",
        credit=CREDIT,
        as_of=said or _newest(path),
    )


def _newest(path: Path) -> date | None:
    """The newest time of what could be a place or a town."""
    firsts = dict.fromkeys(("amenity", "healthcare", "place", "shop"), frozenset("*"))
    every = things(path, "nwr", firsts, lambda _: None, check=True)
    return max((thing.as_of for thing in every if thing.as_of), default=None)


def _note(thing: Thing, area: _Area, ways: Users, nodes: Users) -> None:
    """Takes down what an area is made of, or the positions where they stand in the way itself."""
    for member in thing.members:
        if member.position is not None:
            area.outline.add(*member.position)
        elif member.kind == "n":
            _use(nodes, member.id, (area,))
        elif member.kind == "w":
            _use(ways, member.id, (area,))


def _use(users: Users, part: int, areas: tuple[_Area, ...]) -> None:
    """Adds areas to the users of a node or way. The tuple itself is kept: most have one user."""
    before = users.get(part, ())
    new = tuple(area for area in areas if area not in before)
    users[part] = (*before, *new) if before else areas


def _read_ways(path: Path, ways: Users, nodes: Users, progress: Callable[[float], None]) -> None:
    """The nodes of the ways that relations are made of. A member that is itself a relation is not
    followed.
    """
    if not ways:
        return progress(1.0)
    for thing in things_by_id(path, "w", ways, progress):
        areas = ways[thing.id]
        for member in thing.members:
            if member.position is None:
                _use(nodes, member.id, areas)
            else:
                _grow(areas, member.position)
    return None


def _read_nodes(path: Path, nodes: Users, progress: Callable[[float], None]) -> None:
    """Where the nodes are of which areas are made."""
    if not nodes:
        return progress(1.0)
    for thing in things_by_id(path, "n", nodes, progress):
        if thing.position is not None:
            _grow(nodes[thing.id], thing.position)
    return None


def _grow(areas: tuple[_Area, ...], position: Position) -> None:
    for area in areas:
        area.outline.add(*position)


def _settled(area: _Area, doubles: Doubles) -> LeftOut | None:
    """Puts the area where the middle of its box is. A member that is missing is done without."""
    middle = area.outline.middle()
    if middle is None:
        return LeftOut(area.place.id, "no part of it has a position in this file")
    return doubles.area(msgspec.structs.replace(area.place, point=middle), area.outline)


def _of_node(thing: Thing, kinds: CareKinds) -> Iterator[Read]:
    """What a node is: a place, a town, both or neither."""
    if thing.position is None:
        if kinds_of(thing.tags, kinds):
            yield LeftOut(thing.name, "its position is not on the earth")
        return
    point = Point(*thing.position)
    place = place_of(thing.tags, kinds, id=thing.name, point=point, as_of=thing.as_of)
    if place is not None:
        yield place
    yield from towns_of(thing.tags, id=thing.name, point=point)
