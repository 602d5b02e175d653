"""From a point outward: the nearest first, one at a time, over any index of cells.

The incremental search of G. R. Hjaltason and H. Samet, "Distance Browsing in Spatial Databases", ACM
TODS 24 (1999) 265: whatever is nearest comes out of a heap. A place is told; a box is looked into, and
where it holds too many its four quarters go back into the heap. So the work depends on how many places
are asked for, not on how many there are, where they crowd or how far the first of them is.
"""

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush
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
_NODE, _ROW = 0, 1
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
    search = _Search(point, look, within, steps=1 if at_once == 1 else 2)
    for root in roots:
        search.push_box(root, 0, 0)
    told: set[int] = set()
    while search.heap:
        if nodes := search.pop_nodes(at_once):
            search.open(nodes)
            continue
        hit = search.pop_row()
        if hit.number not in told:
            told.add(hit.number)
            yield hit


class _Search:
    """The heap, ordered by (metres, boxes before places, name of the data set, id, number)."""

    def __init__(self, point: Point, look: Look, within: float, *, steps: int) -> None:
        self.point, self.look, self.within, self.steps = point, look, within, steps
        self.heap: list[tuple[float, int, str, str, float, int, _Node | _Spot | Root]] = []
        self._serial = count()
        self._reach = inf
        """Metres: boxes that near will most likely be looked into."""

    def push_box(self, root: Root, level: int, code: int) -> None:
        first = (first_cell(level, code), -_BEYOND, -_BEYOND, "")
        self._push_node(_Node(root, level, code, first))

    def pop_nodes(self, most: int) -> list[_Node | _Spot]:
        """The box at the top, and those after it that will be needed too; none if a place is at the top."""
        nodes: list[_Node | _Spot] = []
        reach = 0.0 if self._reach == inf else self._reach
        while self.heap and len(nodes) < most and not (nodes and self.heap[0][0] > reach):
            what = self.heap[0][-1]
            if isinstance(what, Root):
                break
            heappop(self.heap)
            nodes.append(what)
        return nodes

    def pop_row(self) -> Hit:
        away, _, _, _, number, _, root = heappop(self.heap)
        assert isinstance(root, Root)
        return Hit(away, root, int(number))

    def open(self, nodes: Sequence[_Node | _Spot]) -> None:
        for node, rows in zip(nodes, self.look([one.stretch for one in nodes]), strict=True):
            if len(rows) <= BUCKET:
                self._push_rows(node.root, rows)
                self._expect(rows)
            elif isinstance(node, _Spot):
                self._push_spot(node.root, rows)
            elif node.level < DEPTH:
                steps = min(self.steps, DEPTH - node.level)
                for quarter in range(4**steps):
                    self.push_box(node.root, node.level + steps, (node.code << 2 * steps) + quarter)
            else:
                self._push_crowded(node, rows)

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
        """The rest of the spot comes right after the last of these rows, by its id."""
        self._push_rows(root, rows)
        last = Row._make(rows[-1])
        away = self._away(last)
        self._push(away, _ROW, root.name, last.id, inf, _Spot(root, last[:4]))

    def _push_rows(self, root: Root, rows: Sequence[Row]) -> None:
        for row in rows:
            self._push(self._away(row), _ROW, root.name, row[3], row[4], root)

    def _push_node(self, node: _Node) -> None:
        away = metres_to_box(self.point, box_of(node.level, node.code))
        self._push(away, _NODE, "", "", 0, node)

    def _push(
        self,
        away: float,
        order: int,
        name: str,
        id_: str,
        number: float,
        what: _Node | _Spot | Root,
    ) -> None:
        if away <= self.within:
            heappush(self.heap, (away, order, name, id_, number, next(self._serial), what))

    def _expect(self, rows: Sequence[Row]) -> None:
        far = sorted(map(self._away, rows))[:_FEW]
        if len(far) == _FEW or (far and self._reach == inf):
            self._reach = min(self._reach, far[-1])

    def _away(self, row: Row) -> float:
        return metres(self.point.latitude, self.point.longitude, row[1], row[2])
