"""The store over a database that speaks SQL: what SQLite and PostgreSQL have in common."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from itertools import islice
from math import inf
from typing import Any, Protocol

from carrywell.care.near import bearing_between
from carrywell.care.outward import Hit, Root, Row, Stretch, outward
from carrywell.care.place import Dataset, Place, Point, Read, Town
from carrywell.care.rows import PLACE, place_of
from carrywell.care.sql_shelf import ANY, LIVE, Shelf, taken_of
from carrywell.care.sql_towns import towns
from carrywell.care.store import BadStore, Found, Held, Imported
from carrywell.care.taking import Taken, take

_FEW, _MANY = 20, 320
"""Places read at once: few at first, as mostly few are wanted."""


class Database(Protocol):
    """A connection. `mark` stands for a value in SQL; `at_once` is how many stretches to look at in a call."""

    mark: str
    at_once: int

    def rows(self, sql: str, given: Sequence[Any] = ()) -> list[Any]:
        """What a query finds."""

    def run(self, sql: str, given: Sequence[Any] = ()) -> None:
        """Anything else."""

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Adds rows quickly."""

    def look(self, stretches: Sequence[Stretch]) -> Sequence[Sequence[Row]]:
        """`outward.Look` on the table `near`."""

    def by_numbers(self, table: str, columns: Sequence[str], numbers: Collection[int]) -> list[Any]:
        """The number and the columns of these rows, in any order."""

    def transaction(self) -> AbstractContextManager[None]:
        """All that is done in it, or nothing."""

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else imports meanwhile; raises `BadStore` if somebody does."""

    def check_room(self, bytes_: int) -> None:
        """Raises `BadStore` where so many bytes would fill the disk."""

    def expanded_kinds(self) -> str:
        """What to join to `place` for a row `kind_of.value` for each of its kinds."""

    def shrink(self) -> None:
        """After rows were removed."""

    def settle(self) -> None:
        """After many rows were added."""


class SqlStore:
    """`Store`."""

    def __init__(self, database: Database, *, may_write: bool) -> None:
        self._database, self._may_write = database, may_write

    def take(
        self, dataset: Dataset, rows: Iterable[Read], *, today: date, fingerprint: str
    ) -> Imported:
        """`Store.take`."""
        self._check_may_write()
        with self._database.alone():
            return take(Shelf(self._database), dataset, rows, today=today, fingerprint=fingerprint)

    def outward(
        self, point: Point, *, kinds: Collection[str] = (), within_metres: float | None = None
    ) -> Iterator[Found]:
        """`Store.outward`."""
        live = {one.take: one.dataset for one in self._live()}
        hits = self._hits(point, kinds, inf if within_metres is None else within_metres)
        size = _FEW
        while some := list(islice(hits, size)):
            size = min(2 * size, _MANY)
            rows = self._database.by_numbers("place", PLACE, [one.number for one in some])
            places = {number: place_of(row) for number, *row in rows}
            for hit in some:
                place = places[hit.number]
                yield Found(
                    place=place,
                    dataset=live[hit.root.take],
                    metres=hit.metres,
                    bearing=bearing_between(point, place.point),
                )

    def nearest(
        self,
        point: Point,
        *,
        kinds: Collection[str] = (),
        limit: int = 20,
        wanted: Callable[[Place], bool] | None = None,
        within_metres: float | None = None,
    ) -> tuple[Found, ...]:
        """`Store.nearest`."""
        all_of_them = self.outward(point, kinds=kinds, within_metres=within_metres)
        return tuple(
            islice((one for one in all_of_them if wanted is None or wanted(one.place)), limit)
        )

    def place(self, dataset_name: str, id: str) -> tuple[Place, Dataset] | None:  # noqa: A002 # the field's name
        """`Store.place`."""
        mark = self._database.mark
        for taken in self._live():
            if taken.dataset.name == dataset_name:
                sql = f"SELECT number FROM place_id WHERE take = {mark} AND id = {mark}"  # noqa: S608 # a mark
                numbers = [number for (number,) in self._database.rows(sql, (taken.take, id))]
                for _, *row in self._database.by_numbers("place", PLACE, numbers):
                    return place_of(row), taken.dataset
        return None

    def towns(self, text: str, *, limit: int = 8) -> tuple[Town, ...]:
        """`Store.towns`."""
        return towns(self._database, self._live(), text, limit)

    def held(self) -> tuple[Held, ...]:
        """`Store.held`."""
        return tuple(
            Held(dataset=one.dataset, places=one.places, towns=one.towns, by_kind=one.by_kind)
            for one in self._live()
        )

    def remove(self, dataset_name: str) -> bool:
        """`Store.remove`."""
        self._check_may_write()
        with self._database.alone():
            return Shelf(self._database).remove(dataset_name)

    def _check_may_write(self) -> None:
        if not self._may_write:
            raise BadStore("this store was opened to be read only: open it with write=True")

    def _live(self) -> list[Taken]:
        rows = self._database.rows(f"SELECT body FROM taken WHERE state = '{LIVE}' ORDER BY name")  # noqa: S608 # our own word
        return [taken_of(body) for (body,) in rows]

    def _hits(self, point: Point, kinds: Collection[str], within: float) -> Iterator[Hit]:
        roots = [
            Root(one.take, one.dataset.name, kind)
            for one in self._live()
            for kind in _kinds_of(one, kinds)
        ]
        database = self._database
        return outward(point, roots, database.look, within=within, at_once=database.at_once)


def _kinds_of(taken: Taken, kinds: Collection[str]) -> Collection[str]:
    """What to look for in one data set."""
    if kinds and not taken.by_kind.keys() <= set(kinds):
        return [one for one in taken.by_kind if one in kinds]
    return [ANY] if taken.by_kind else []
