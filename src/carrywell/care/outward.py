"""From a point outward: the nearest first, one at a time, over any index of cells.

The incremental search of G. R. Hjaltason and H. Samet, "Distance Browsing in Spatial Databases", ACM
TODS 24 (1999) 265: whatever is nearest comes out of a heap. A place is told; a box is looked into, and
where it holds too many its four quarters go back into the heap. So the work depends on how many places
are asked for, not on how many there are, where they crowd or how far the first of them is.
"""

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush, nsmallest
from itertools import count
from math import inf, nextafter
from typing import NamedTuple

from carrywell.care.cells import DEPTH, box_of, first_cell, last_cell
from carrywell.care.near import metres, metres_to_box
from carrywell.care.place import Point

BUCKET = 48
"""Rows read of a box at once; a box with more is quartered."""
_FEW = 16
"""Places of which it expects that they are wanted."""
_FURTHER = 1.4
"""So much further out lie about twice as many."""
_BEYOND = 1000.0
"""Greater than every latitude and longitude."""


class Root(NamedTuple):
    """One kind of one data set, whose places are searched together."""

    take: int
    name: str
    kind: str


class Stretch(NamedTuple):
    """Rows of one root whose (cell, latitude, longitude, id) is above `after` and, without its id, at most `until`."""

    root: Root
    after: tuple[int, float, float, str]
    until: tuple[int, float, float]


class Row(NamedTuple):
    """What the index holds of a place; a plain tuple of these does as well."""

    cell: int
    latitude: float
    longitude: float
    id: str
    number: int


class Hit(NamedTuple):
    """A place by its number, and how far it is."""

    metres: float
    root: Root
    number: int


class _Node(NamedTuple):
    root: Root
    level: int
    code: int
    after: tuple[int, float, float, str]

    @property
    def stretch(self) -> Stretch:
        return Stretch(self.root, self.after, (last_cell(self.level, self.code), _BEYOND, _BEYOND))


class _Spot(NamedTuple):
    """What is left of the places at the very same coordinates."""

    root: Root
    after: tuple[int, float, float, str]

    @property
    def stretch(self) -> Stretch:
        return Stretch(self.root, self.after, self.after[:3])


Look = Callable[[Sequence[Stretch]], Sequence[Sequence[Row]]]
"""For each stretch its first rows, in the order of the index, one more than `BUCKET` at most."""


def outward(
    point: Point,
    roots: Sequence[Root],
    look: Look,
    *,
    within: float = inf,
    at_once: int = 1,
) -> Iterator[Hit]:
    """Every place of the roots up to `within` metres away, each once, nearest first.

    Those equally far come by the name of their data set, then by their id. `at_once`: into how many boxes
    to look in one call at most. For a database that is far away, more of them mean fewer calls.
    """
    search = _Search(point, look, within, at_once)
    for root in roots:
        search.push_box(root, 0, 0)
    told: set[int] = set()
    while (hit := search.next()) is not None:
        if hit.number not in told:
            told.add(hit.number)
            yield hit


class _Search:
    """Two heaps: boxes by their bound, places by (metres, name of the data set, id, number)."""

    def __init__(self, point: Point, look: Look, within: float, at_once: int) -> None:
        self.point, self.look, self.within, self.at_once = point, look, within, at_once
        self.steps = 1 if at_once == 1 else 2
        self.boxes: list[tuple[float, int, _Node]] = []
        self.places: list[tuple[float, str, str, float, int, Root | _Spot]] = []
        self.told = 0
        self._tries = 1
        """Boxes to open at once while nothing was found: one on the way down, more where all are empty."""
        self._serial = count()

    def next(self) -> Hit | None:
        """The nearest that is left, once no box can hold a nearer one or one as near."""
        while self.boxes or self.places:
            if self.boxes and (not self.places or self.boxes[0][0] <= self.places[0][0]):
                self._open(self._boxes_to_open())
                continue
            away, _, _, number, _, what = heappop(self.places)
            if isinstance(what, Root):
                self.told += 1
                return Hit(away, what, int(number))
            (rows,) = self.look([what.stretch])
            self._push_spot(what.root, rows)
        return None

    def push_box(self, root: Root, level: int, code: int) -> None:
        first = (first_cell(level, code), -_BEYOND, -_BEYOND, "")
        self._push_node(_Node(root, level, code, first))

    def _boxes_to_open(self) -> list[_Node]:
        """The nearest box, and with it others that will most likely be needed too."""
        nodes = [heappop(self.boxes)[-1]]
        most = self.at_once if self.places or self.told else self._tries
        reach = self._reach() if most > 1 else 0.0
        while self.boxes and len(nodes) < most and self.boxes[0][0] <= reach:
            nodes.append(heappop(self.boxes)[-1])
        return nodes

    def _reach(self) -> float:
        """Metres: where about the last of the places lies that will be asked for."""
        few = nsmallest(_FEW, (one[0] for one in self.places))
        if self.told >= _FEW and few:
            return max(
                _FURTHER * few[0], few[-1]
            )  # she who asked for so many asks for as many again
        return few[-1] if len(few) == _FEW else inf

    def _open(self, nodes: Sequence[_Node]) -> None:
        looked = self.look([one.stretch for one in nodes])
        is_empty = not any(looked)
        self._tries = min(2 * self._tries, self.at_once) if is_empty else max(1, self._tries // 2)
        for node, rows in zip(nodes, looked, strict=True):
            if len(rows) <= BUCKET:
                self._push_rows(node.root, rows)
            elif node.level < DEPTH:
                self._push_quarters(node)
            else:
                self._push_crowded(node, rows)

    def _push_quarters(self, node: _Node) -> None:
        steps = min(self.steps, DEPTH - node.level)
        for quarter in range(4**steps):
            self.push_box(node.root, node.level + steps, (node.code << 2 * steps) + quarter)

    def _push_crowded(self, node: _Node, rows: Sequence[Row]) -> None:
        """A cell that cannot be quartered: many at one spot, or many spots within a centimetre."""
        last = Row._make(rows[-1])
        if rows[0][1:3] == last[1:3]:
            self._push_spot(node.root, rows)
            after = (last.cell, last.latitude, nextafter(last.longitude, inf), "")
        else:
            self._push_rows(node.root, rows)
            after = last[:4]
        self._push_node(node._replace(after=after))

    def _push_spot(self, root: Root, rows: Sequence[Row]) -> None:
        """If there are too many, the rest comes right after the last of these rows, by its id."""
        self._push_rows(root, rows)
        if len(rows) > BUCKET:
            last = Row._make(rows[-1])
            self._push_place(self._away(last), root.name, last.id, inf, _Spot(root, last[:4]))

    def _push_rows(self, root: Root, rows: Sequence[Row]) -> None:
        for row in rows:
            self._push_place(self._away(row), root.name, row[3], row[4], root)

    def _push_place(
        self, away: float, name: str, id_: str, number: float, what: Root | _Spot
    ) -> None:
        if away <= self.within:
            heappush(self.places, (away, name, id_, number, next(self._serial), what))

    def _push_node(self, node: _Node) -> None:
        away = metres_to_box(self.point, box_of(node.level, node.code))
        if away <= self.within:
            heappush(self.boxes, (away, next(self._serial), node))

    def _away(self, row: Row) -> float:
        return metres(self.point.latitude, self.point.longitude, row[1], row[2])
