"""The objects of an OpenStreetMap file, read by osmium: the only module that knows it."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

from carrywell.care.osm_pieces import Piece, pieces_of
from carrywell.care.place import BadFile
from carrywell.care.tags import could_be

Position = tuple[float, float]
"""Latitude and longitude, in degrees of which nothing is known yet."""

HIGHEST = 1 << 40
WIDEST = 1 << 30
"""Ids that are sifted by osmium, and how far they may lie apart: 128 MB. Others are sifted here, which
takes thirty times as long. OpenStreetMap's own are below 2^34."""

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
    firsts: Mapping[str, frozenset[str]],
    progress: Callable[[float], None],
    *,
    check: bool = False,
) -> Iterator[Thing]:
    """The nodes, ways or relations with one of the tags `firsts`, in order: see `could_be`.

    `kinds` are letters of 'nwr'. `progress` hears the fraction of the file. Raises `BadFile` where
    the file cannot be read; what was given until then must not be taken for the whole. The first
    time that a file is read, it has to be with `check`: see `check_text`.
    """
    osmium = _osmium()
    read = _Reading(osmium, path.name, kinds)
    for piece in pieces_of(path, check=check):
        sieve = osmium.filter.KeyFilter(*firsts)
        yield from read.things(piece, sieve, lambda one: could_be(one.tags, firsts))
        progress(piece.read)


def things_by_id(
    path: Path, kind: str, ids: Collection[int], progress: Callable[[float], None]
) -> Iterator[Thing]:
    """The nodes or the ways with one of the ids, in order; otherwise as `things`.

    osmium sifts by a bit for every number up to the highest, 1.6 GB for the nodes of today. So each
    piece is sifted by those ids alone that can be in it, where the file says that it is sorted.
    """
    osmium = _osmium()
    read = _Reading(osmium, path.name, kind)
    is_sorted = header_of(path)["sorting"] == "Type_then_ID" and min(ids, default=0) >= 0
    wanted = sorted(ids) if is_sorted else []
    for piece, first, last in read.with_ids(path):
        if is_sorted and 0 <= last < first:
            raise BadFile(
                f"{path.name}: the file says that it is sorted, and it is not; sort it anew"
            )
        between = wanted[bisect_left(wanted, first) : bisect_right(wanted, last)]
        if between or not wanted:
            sieve = osmium.filter.IdFilter(between) if _are_near(between) else None
            yield from read.things(piece, sieve, lambda one: one.id in ids)
        progress(piece.read)


def _are_near(ids: list[int]) -> bool:
    """Whether a bit for each number between them takes little memory."""
    return bool(ids) and ids[0] >= 0 and ids[-1] < HIGHEST and ids[-1] - ids[0] < WIDEST


class _Reading:
    """Reads nodes, ways or relations out of pieces."""

    def __init__(self, osmium: Any, name: str, kinds: str) -> None:
        self._osmium, self._name = osmium, name
        self._pool = osmium.io.ThreadPool()
        self._entities = osmium.osm.NOTHING
        for kind, entity in (("n", "NODE"), ("w", "WAY"), ("r", "RELATION")):
            if kind in kinds:
                self._entities |= getattr(osmium.osm, entity)

    def things(self, piece: Piece, sieve: Any, is_wanted: Callable[[Any], bool]) -> Iterator[Thing]:
        """What passes the sieve and is wanted."""
        objects = self._objects(piece, sieve)
        while thing := _guarded(self._name, lambda: _next(objects, is_wanted)):
            yield thing

    def with_ids(self, path: Path) -> Iterator[tuple[Piece, int, float]]:
        """Pieces in which there is any, with the lowest and highest id if the file is sorted."""
        before: tuple[Piece, int] | None = None
        for piece in pieces_of(path):
            first = _guarded(self._name, lambda: self._first_id(piece))  # noqa: B023 - used at once
            if first is None:
                continue
            if before is not None:
                yield (*before, first)
            before = piece, first
        if before is not None:
            yield (*before, inf)

    def _first_id(self, piece: Piece) -> int | None:
        objects = self._objects(piece, None)  # it must live as long as what it gives is looked at
        first = next(objects, None)
        return None if first is None else first.id

    def _objects(self, piece: Piece, sieve: Any) -> Iterator[Any]:
        buffer = self._osmium.io.FileBuffer(piece.data, piece.format)
        processor = self._osmium.FileProcessor(buffer, self._entities, self._pool)
        return iter(processor if sieve is None else processor.with_filter(sieve))


def header_of(path: Path) -> dict[str, str]:
    """What the header says: `timestamp` and `sorting`, empty where it does not.

    Raises `BadFile` for a history and where the header is damaged.
    """
    osmium = _osmium()
    first = next(pieces_of(path))
    header = _guarded(path.name, lambda: _read_header(osmium, first))
    if header.has_multiple_object_versions:
        raise BadFile(f"{path.name}: this is a file of changes or of history, not a map of today")
    time = header.get("osmosis_replication_timestamp") or header.get("timestamp")
    return {"timestamp": time, "sorting": header.get("sorting")}


def _read_header(osmium: Any, piece: Piece) -> Any:
    buffer = osmium.io.FileBuffer(piece.data, piece.format)
    with osmium.io.Reader(buffer, osmium.osm.NOTHING) as reader:
        return reader.header()


def _guarded(name: str, read: Callable[[], Any]) -> Any:
    """What `read` gives; what osmium raises is `BadFile`. Nothing else runs in there."""
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - osmium has errors that are of no other kind
        why = " ".join(str(error).split())[:200] or type(error).__name__
        raise BadFile(f"{name}: the file is damaged: {why}") from None


def _next(objects: Iterator[Any], is_wanted: Callable[[Any], bool]) -> Thing | None:
    """An object of osmium is gone when the next one is asked for, so it is made into a `Thing`."""
    for one in objects:
        if is_wanted(one):
            return _thing(one)
    return None


def _thing(one: Any) -> Thing:
    kind, day = one.type_str(), one.timestamp.date()
    return Thing(
        kind,
        one.id,
        {} if one.deleted or not one.visible else {tag.k: tag.v for tag in one.tags},
        _position(one.location) if kind == "n" else None,
        _members(kind, one),
        None if day == NEVER_EDITED else day,
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
