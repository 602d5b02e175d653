"""The store of places: what it can do, and opening one by its path or its address.

A store lies apart from her own records: it holds public data only, can be large, and can be thrown away
and imported anew.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import msgspec

from carrywell.care.place import Dataset, LeftOut, Place, Point, Read, Town

EXAMPLES = 20
"""Rows left out of which an import tells where they stand."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A place near her. `bearing`: degrees clockwise from north, from her to it."""

    place: Place
    dataset: Dataset
    metres: float
    bearing: float


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import took. `left_out`: why, and how many rows. `resumed_at`: rows an earlier run had
    read when it was stopped. `unchanged`: the very same file was there already.
    """

    dataset: Dataset
    places: int
    towns: int
    by_kind: dict[str, int]
    left_out: dict[str, int]
    examples: tuple[LeftOut, ...]
    resumed_at: int = 0
    unchanged: bool = False


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What a store holds of one data set. A place of two kinds counts for both in `by_kind`."""

    dataset: Dataset
    places: int
    towns: int
    by_kind: dict[str, int]


class BadStore(ValueError):
    """A store that cannot be used; the words name it, say why and what to do."""


class Store(Protocol):
    """Every method raises `BadStore` when the database fails. What was read in one `with` is of one moment."""

    def take(
        self, dataset: Dataset, rows: Iterable[Read], *, today: date, fingerprint: str
    ) -> Imported:
        """Puts all rows in place of what the data set of that name held, at once or not at all.

        Readers see the old rows until the end. A run that was stopped goes on where it was when it is
        called again with the same `fingerprint`, which must tell one content of a file from every other;
        `rows` must then be the same from their beginning. What stops `rows` (such as `BadFile`) passes
        through and changes nothing.
        """

    def outward(
        self,
        point: Point,
        *,
        kinds: Collection[str] = (),
        within_metres: float | None = None,
    ) -> Iterator[Found]:
        """Every place of any of these kinds (of all, when none is named), nearest first, one at a time.

        Those equally far come by the name of their data set, then by their id.
        """

    def nearest(
        self,
        point: Point,
        *,
        kinds: Collection[str] = (),
        limit: int = 20,
        wanted: Callable[[Place], bool] | None = None,
        within_metres: float | None = None,
    ) -> tuple[Found, ...]:
        """The first `limit` of `outward` that are `wanted`. Without `within_metres` it looks at all of
        them if it must: `search.page` bounds that.
        """

    def place(self, dataset_name: str, id: str) -> tuple[Place, Dataset] | None:  # noqa: A002 # the field's name
        """The place of that id."""

    def towns(self, text: str, *, limit: int = 8) -> tuple[Town, ...]:
        """Towns and postcodes by what she typed, blind to case and accents.

        Those of exactly that name first, then those that begin with it, then those with a later word that
        does; the larger first. 'Paris, Texas' asks for those within something that begins with 'Texas'.
        """

    def held(self) -> tuple[Held, ...]:
        """What is there, by the names of the data sets."""

    def remove(self, dataset_name: str) -> bool:
        """Whether there was such a data set; it is gone then, an unfinished import of it too."""


def open_store(where: str | Path, *, write: bool = False) -> AbstractContextManager[Store]:
    """A store at a path, or in PostgreSQL at ``postgresql://…``.

    Made by the first that opens it to `write`; before, it reads as empty. Raises `BadStore`.
    """
    if isinstance(where, str) and where.startswith(("postgresql://", "postgres://")):
        if find_spec("psycopg") is None:
            raise BadStore(
                "A store of places in PostgreSQL needs psycopg, which is not installed."
                " Install it with: pip install 'carrywell[scale]'"
            )
        from carrywell.care.postgres_store import open_postgres

        return open_postgres(where, write=write)
    from carrywell.care.sqlite_store import open_sqlite

    return open_sqlite(Path(where), write=write)
