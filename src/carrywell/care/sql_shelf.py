"""`taking.Shelf` over a database that speaks SQL."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from carrywell.care.cells import cell_of
from carrywell.care.folded import tails
from carrywell.care.place import Dataset, Town
from carrywell.care.rows import PLACE, TOWN, place_row, town_row
from carrywell.care.store import EXAMPLES
from carrywell.care.taking import Piece, Taken, without_doubles

if TYPE_CHECKING:
    from carrywell.care.sql_store import Database

LIVE, STAGED, OLD = "live", "staged", "old"
"""The states of a run: what readers see, what is not finished, what is to be removed."""
_INDEX = 500
"""Bytes that a place takes at most in the indexes, while they are made."""
ANY = ""
"""Stands in the index for every kind, so that one who asks for all of them is answered by one search."""
_names = msgspec.json.Decoder(tuple[str, ...]).decode


def taken_of(body: str) -> Taken:
    """As it was stored."""
    return msgspec.json.decode(body, type=Taken)


class Shelf:
    """Over one connection, which nobody else imports beside."""

    def __init__(self, database: "Database") -> None:
        self._database = database

    def clean(self) -> None:
        """`taking.Shelf.clean`."""
        old = [
            taken_of(body) for (body,) in self._rows("SELECT body FROM taken WHERE state = ?", OLD)
        ]
        for taken in old:
            self.discard(taken)

    def live(self, name: str) -> Taken | None:
        """`taking.Shelf.live`."""
        return self._taken(name, LIVE)

    def staged(self, name: str) -> Taken | None:
        """`taking.Shelf.staged`."""
        return self._taken(name, STAGED)

    def begin(self, dataset: Dataset, fingerprint: str) -> Taken:
        """`taking.Shelf.begin`."""
        with self._database.transaction():
            ((highest,),) = self._rows("SELECT coalesce(max(take), 0) FROM taken")
            taken = Taken(take=highest + 1, fingerprint=fingerprint, dataset=dataset)
            self._run(
                "INSERT INTO taken (take, name, state, body) VALUES (?, ?, ?, ?)",
                taken.take,
                dataset.name,
                STAGED,
                msgspec.json.encode(taken).decode(),
            )
        return taken

    def add(self, taken: Taken, piece: Piece) -> None:
        """`taking.Shelf.add`."""
        places = [(number, cell_of(one.point), *place_row(one)) for number, one in piece.places]
        towns = [(number, *town_row(one)) for number, one in piece.towns]
        self._database.check_room(0)
        with self._database.transaction():
            self._database.fill("place", ("number", "cell", *PLACE), places)
            self._database.fill("town", ("number", *TOWN), towns)
            self._database.fill("town_name", TOWN_NAME, _town_names(taken, piece.towns))
            self._write(taken)

    def arrange(self, taken: Taken) -> Taken:
        """`taking.Shelf.arrange`."""
        self._database.check_room(_INDEX * taken.places)
        with self._database.transaction():
            self._run("DELETE FROM near WHERE take = ?", taken.take)
            self._run("DELETE FROM place_id WHERE take = ?", taken.take)
            self._run(
                "INSERT INTO place_id (take, id, number) SELECT ?, id, min(number) FROM place"
                " WHERE number BETWEEN ? AND ? GROUP BY id ORDER BY id",
                *_numbers(taken),
            )
            taken = self._without_doubles(taken)
            kinds = f", {self._database.expanded_kinds()}"
            for kind, joined in ((f"'{ANY}'", ""), ("kind_of.value", kinds)):
                self._run(
                    "INSERT INTO near (take, kind, cell, latitude, longitude, id, number)"  # noqa: S608 # our own words
                    f" SELECT ?, {kind}, cell, latitude, longitude, place.id, number"
                    f" FROM place{joined} WHERE number BETWEEN ? AND ?"
                    " ORDER BY 2, 3, 4, 5, 6",
                    *_numbers(taken),
                )
        self._database.settle()
        return taken

    def publish(self, taken: Taken) -> None:
        """`taking.Shelf.publish`."""
        with self._database.transaction():
            self._run(
                "UPDATE taken SET state = ? WHERE name = ? AND state = ?",
                OLD,
                taken.dataset.name,
                LIVE,
            )
            self._run("UPDATE taken SET state = ? WHERE take = ?", LIVE, taken.take)

    def discard(self, taken: Taken) -> None:
        """`taking.Shelf.discard`."""
        with self._database.transaction():
            for table in ("place", "town"):
                sql = f"DELETE FROM {table} WHERE number BETWEEN ? AND ?"  # noqa: S608 # our own names
                self._run(sql, taken.first, taken.last)
            for table in ("near", "place_id", "town_name", "taken"):
                self._run(f"DELETE FROM {table} WHERE take = ?", taken.take)  # noqa: S608 # our own names
        self._database.shrink()

    def remove(self, name: str) -> bool:
        """Whether there was anything of that name."""
        self.clean()
        found = [one for one in (self.live(name), self.staged(name)) if one is not None]
        with self._database.transaction():
            self._run("UPDATE taken SET state = ? WHERE name = ?", OLD, name)
        self.clean()
        return bool(found)

    def _without_doubles(self, taken: Taken) -> Taken:
        """Removes rows whose id came before. Such rows are rare, so they are only looked for if there are any."""
        ((ids,),) = self._rows("SELECT count(*) FROM place_id WHERE take = ?", taken.take)
        if ids == taken.places:
            return taken
        doubles = (
            "FROM place WHERE number BETWEEN ? AND ?"
            " AND number NOT IN (SELECT number FROM place_id WHERE take = ?)"
        )
        given = (taken.first, taken.last, taken.take)
        kinds = self._rows(f"SELECT kinds, count(*) {doubles} GROUP BY kinds", *given)
        some = self._rows(f"SELECT id {doubles} ORDER BY number LIMIT {EXAMPLES}", *given)
        self._run(f"DELETE {doubles}", *given)
        counted = [(_names(names), count) for names, count in kinds]
        taken = without_doubles(taken, counted, [one for (one,) in some])
        self._write(taken)
        return taken

    def _taken(self, name: str, state: str) -> Taken | None:
        rows = self._rows("SELECT body FROM taken WHERE name = ? AND state = ?", name, state)
        return taken_of(rows[0][0]) if rows else None

    def _write(self, taken: Taken) -> None:
        body = msgspec.json.encode(taken).decode()
        self._run("UPDATE taken SET body = ? WHERE take = ?", body, taken.take)

    def _rows(self, sql: str, *given: object) -> list[Any]:
        return self._database.rows(sql.replace("?", self._database.mark), given)

    def _run(self, sql: str, *given: object) -> None:
        self._database.run(sql.replace("?", self._database.mark), given)


TOWN_NAME = ("take", "tail", "size", "folded", "number")
"""`tail`: 0 for a whole name, 1 from a later word on."""


def _town_names(
    taken: Taken, towns: Sequence[tuple[int, Town]]
) -> list[tuple[int, int, int, str, int]]:
    return sorted(
        {
            (taken.take, int(place > 0), town.size, tail, number)
            for number, town in towns
            for place, tail in enumerate(tails(town.name))
        }
    )


def _numbers(taken: Taken) -> tuple[int, int, int]:
    return taken.take, taken.first, taken.last
