"""The objects of an OpenStreetMap file, read by osmium: the only module that knows it."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from carrywell.care.osm_pieces import Piece, pieces_of
from carrywell.care.place import BadFile

Position = tuple[float, float]
"""Latitude and longitude, in degrees of which nothing is known yet."""

NEVER_EDITED = date(1970, 1, 1)
"""What stands for an object without a time."""


class Member(NamedTuple):
    """What a way or a relation is made of. `position` where the file has it there."""

    kind: str
    id: int
    position: Position | None = None


class Thing(NamedTuple):
    """A node ('n'), a way ('w') or a relation ('r')."""

    kind: str
    id: int
    tags: dict[str, str]
    position: Position | None
    members: tuple[Member, ...]
    as_of: date | None

    @property
    def name(self) -> str:
        """'node/123', as OpenStreetMap's own addresses have it."""
        return f"{ {'n': 'node', 'w': 'way', 'r': 'relation'}[self.kind] }/{self.id}"


def things(
    path: Path,
    kinds: str,
    *,
    keys: Collection[str] = (),
    ids: Collection[int] = (),
    progress: Callable[[float], None],
) -> Iterator[Thing]:
    """The nodes, ways or relations with one of the keys, or with one of the ids, in order.

    `kinds` are letters of 'nwr'. `progress` hears the fraction of the file. Raises `BadFile` where
    the file cannot be read; what was given until then must not be taken for the whole.
    """
    osmium = _osmium()
    pool = osmium.io.ThreadPool()
    entities = osmium.osm.NOTHING
    for kind, entity in (("n", "NODE"), ("w", "WAY"), ("r", "RELATION")):
        if kind in kinds:
            entities |= getattr(osmium.osm, entity)
    sieve = osmium.filter.KeyFilter(*keys) if keys else osmium.filter.IdFilter(ids)
    for piece in pieces_of(path):
        buffer = osmium.io.FileBuffer(piece.data, piece.format)
        processor = osmium.FileProcessor(buffer, entities, pool).with_filter(sieve)
        yield from _converted(path.name, iter(processor))
        progress(piece.read)


def header_of(path: Path) -> dict[str, str]:
    """The header's time of replication, if any. Raises `BadFile` for a history or a broken file."""
    osmium = _osmium()
    first = next(pieces_of(path))
    header = _guarded(path.name, lambda: _read_header(osmium, first))
    if header.has_multiple_object_versions:
        raise BadFile(f"{path.name}: this is a file of changes or of history, not a map of today")
    return {"timestamp": header.get("osmosis_replication_timestamp") or header.get("timestamp")}


def _read_header(osmium: Any, piece: Piece) -> Any:
    with osmium.io.Reader(osmium.io.FileBuffer(piece.data, piece.format)) as reader:
        return reader.header()


def _converted(name: str, objects: Iterator[Any]) -> Iterator[Thing]:
    """As long as there are any: an object of osmium is gone when the next one is asked for."""
    while thing := _guarded(name, lambda: _thing(next(objects, None))):
        yield thing


def _guarded(name: str, read: Callable[[], Any]) -> Any:
    """What `read` gives; what osmium raises is `BadFile`. Nothing else runs in there."""
    try:
        return read()
    except (RuntimeError, ValueError, ArithmeticError, LookupError, MemoryError) as error:
        why = " ".join(str(error).split())[:200] or type(error).__name__
        raise BadFile(f"{name}: the file is damaged: {why}") from None


def _thing(one: Any) -> Thing | None:
    if one is None:
        return None
    kind = one.type_str()
    return Thing(
        kind,
        one.id,
        {} if one.deleted or not one.visible else {tag.k: tag.v for tag in one.tags},
        _position(one.location) if kind == "n" else None,
        _members(kind, one),
        None if one.timestamp.date() == NEVER_EDITED else one.timestamp.date(),
    )


def _members(kind: str, one: Any) -> tuple[Member, ...]:
    if kind == "w":
        return tuple(Member("n", node.ref, _position(node.location)) for node in one.nodes)
    if kind == "r":
        return tuple(Member(member.type, member.ref) for member in one.members)
    return ()


def _position(location: Any) -> Position | None:
    return (location.lat, location.lon) if location.valid() else None


def _osmium() -> Any:
    try:
        import osmium
    except ModuleNotFoundError:
        raise BadFile(
            "Reading OpenStreetMap needs the package osmium. Install it with:"
            " pip install 'carrywell[care]'"
        ) from None
    return osmium
