"""Who can find the nearest of many places: our two stores, full scans, other indexes, and extensions.

Each has ``fill`` for a table of (number, kind, latitude, longitude) and ``ask`` for the coordinates of the
nearest. `every` as in ``number % every = 0``: a filter that refuses most.
"""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg

from carrywell.care.near import RADIUS, Box, boxes, metres
from carrywell.care.place import Dataset, Place, Point
from carrywell.care.store import open_store

LIMIT = 20
Found = list[tuple[float, float]]
Row = tuple[int, str, float, float]
HAVERSINE = (
    f"2 * {RADIUS} * asin(sqrt(min(1, pow(sin(radians(latitude - ?) / 2), 2)"
    " + cos(radians(?)) * cos(radians(latitude)) * pow(sin(radians(longitude - ?) / 2), 2))))"
)


def rows_of(places: Iterable[Place]) -> Iterable[Row]:
    return (
        (int(one.id[1:]), one.kinds[0], one.point.latitude, one.point.longitude) for one in places
    )


class Ours:
    """A store, opened for each question as the companion does."""

    def __init__(self, where: Path | str) -> None:
        self.where = where

    def fill(self, places: Iterable[Place]) -> None:
        with open_store(self.where, write=True) as store:
            dataset = Dataset(name="made", title="Made up", credit="")
            store.take(dataset, places, today=date(2026, 11, 23), fingerprint="made")

    def ask(self, point: Point, kind: str | None, every: int) -> Found:
        wanted: Callable[[Place], bool] | None = None
        if every > 1:
            wanted = lambda one: int(one.id[1:]) % every == 0  # noqa: E731 # named by its use
        with open_store(self.where) as store:
            found = store.nearest(point, kinds=[kind] if kind else [], limit=LIMIT, wanted=wanted)
        return [(one.place.point.latitude, one.place.point.longitude) for one in found]


class SqliteScan:
    """Every row, by the formula in SQL."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)

    def fill(self, places: Iterable[Place]) -> None:
        self.connection.execute("CREATE TABLE plain (number, kind, latitude, longitude)")
        self.connection.executemany("INSERT INTO plain VALUES (?, ?, ?, ?)", rows_of(places))
        self.connection.commit()

    def ask(self, point: Point, kind: str | None, every: int) -> Found:
        sql = (
            "SELECT latitude, longitude FROM plain WHERE (? IS NULL OR kind = ?) AND number % ? = 0"
            f" ORDER BY {HAVERSINE} LIMIT {LIMIT}"
        )
        spot = (point.latitude, point.latitude, point.longitude)
        return self.connection.execute(sql, (kind, kind, every, *spot)).fetchall()


class Growing:
    """Boxes around her that double until enough are within the distance they surely hold."""

    first = 1000.0

    def ask(self, point: Point, kind: str | None, every: int) -> Found:
        within = self.first
        while True:
            found = [one for box in boxes(point, within) for one in self.inside(box, kind, every)]
            away = sorted((metres(*_spot(point), *one), one) for one in set(found))
            if within > 2.1e7 or sum(far <= within for far, _ in away) >= LIMIT:
                return self.with_doubles(found, point)[:LIMIT]
            within *= 2

    def with_doubles(self, found: Found, point: Point) -> Found:
        return sorted(found, key=lambda one: metres(*_spot(point), *one))

    def inside(self, box: Box, kind: str | None, every: int) -> Found:
        raise NotImplementedError


class SqliteRtree(Growing):
    """R*Tree with the kind as a third side."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)
        self.kinds: dict[str, int] = {}

    def fill(self, places: Iterable[Place]) -> None:
        self.connection.execute(
            "CREATE VIRTUAL TABLE tree USING rtree(number, s, n, w, e, k, l, +latitude, +longitude)"
        )
        self.connection.executemany(
            "INSERT INTO tree VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (number, a, a, o, o, k, k, a, o)
                for number, kind, a, o in rows_of(places)
                for k in [self.kinds.setdefault(kind, len(self.kinds))]
            ),
        )
        self.connection.commit()

    def inside(self, box: Box, kind: str | None, every: int) -> Found:
        wide = 1e-4  # its numbers have 32 bits: a hundred-thousandth of a degree
        low, high = (self.kinds[kind],) * 2 if kind else (0, 1000)
        return self.connection.execute(
            "SELECT latitude, longitude FROM tree WHERE s >= ? AND n <= ? AND w >= ? AND e <= ?"
            " AND k >= ? AND l <= ? AND number % ? = 0",
            (
                *(box.south - wide, box.north + wide, box.west - wide, box.east + wide),
                *(low, high, every),
            ),
        ).fetchall()


class Postgres:
    """One SELECT. Subclasses say how the table is indexed and ordered."""

    table, index, order, before = "plain", "", "", ()

    def __init__(self, address: str) -> None:
        self.connection: psycopg.Connection[Any] = psycopg.connect(address, autocommit=True)

    def fill(self, places: Iterable[Place]) -> None:
        self.run(f"DROP TABLE IF EXISTS {self.table}", *self.before)
        self.run(
            f"CREATE TABLE {self.table} (number bigint, kind text, latitude float8, longitude float8)"
        )
        copy = f"COPY {self.table} FROM STDIN"
        with self.connection.cursor() as cursor, cursor.copy(copy) as into:
            for row in rows_of(places):
                into.write_row(row)
        if self.index:
            self.run(f"CREATE INDEX ON {self.table} USING gist ({self.index})")
            self.run(f"CREATE INDEX ON {self.table} (kind)")
        self.run(f"VACUUM ANALYZE {self.table}")

    def run(self, *statements: str) -> None:
        for one in statements:
            self.connection.execute(one)

    def ask(self, point: Point, kind: str | None, every: int) -> Found:
        of_kind = "kind = %(kind)s AND" if kind else ""
        sql = (
            f"SELECT latitude, longitude FROM {self.table} WHERE {of_kind} number %% %(every)s = 0"
            f" ORDER BY {self.order} LIMIT {LIMIT}"
        )
        a, o = _spot(point)
        return self.connection.execute(
            sql, {"kind": kind, "every": every, "a": a, "o": o}
        ).fetchall()


class PostgresScan(Postgres):
    order = (
        "asin(sqrt(least(1, pow(sin(radians(latitude - %(a)s) / 2), 2) + cos(radians(%(a)s))"
        " * cos(radians(latitude)) * pow(sin(radians(longitude - %(o)s) / 2), 2))))"
    )


class PostgresCube(Postgres):
    """The extensions cube and earthdistance, which come with PostgreSQL."""

    table = "cubes"
    before = ("CREATE EXTENSION IF NOT EXISTS cube", "CREATE EXTENSION IF NOT EXISTS earthdistance")
    index = "ll_to_earth(latitude, longitude)"
    order = "ll_to_earth(latitude, longitude) <-> ll_to_earth(%(a)s, %(o)s)"


class Postgis(Postgres):
    """PostGIS, on the sphere; its index orders by geography."""

    table = "spheres"
    before = ("CREATE EXTENSION IF NOT EXISTS postgis",)
    index = "(ST_MakePoint(longitude, latitude)::geography)"
    order = (
        "(ST_MakePoint(longitude, latitude)::geography) <-> ST_MakePoint(%(o)s, %(a)s)::geography"
    )


class PostgresPoints(Growing, Postgres):
    """GiST on the built-in type point, with boxes that grow."""

    table, index = "points", "point(longitude, latitude)"

    def inside(self, box: Box, kind: str | None, every: int) -> Found:
        of_kind = "AND kind = %(kind)s" if kind else ""
        sql = (
            f"SELECT latitude, longitude FROM {self.table} WHERE point(longitude, latitude)"
            f" <@ box(point(%(w)s, %(s)s), point(%(e)s, %(n)s)) {of_kind} AND number %% %(every)s = 0"
        )
        sides = {"w": box.west, "s": box.south, "e": box.east, "n": box.north}
        return self.connection.execute(sql, {"kind": kind, "every": every, **sides}).fetchall()


def _spot(point: Point) -> tuple[float, float]:
    return point.latitude, point.longitude


def away(point: Point, found: Found) -> list[float]:
    """Metres, for comparing contenders."""
    return [metres(*_spot(point), *one) for one in islice(found, LIMIT)]


def everyone(folder: Path, address: str | None, closing: ExitStack) -> dict[str, Any]:
    """All that can be had here, by the name the table shows; `address` of a PostgreSQL server."""
    found: dict[str, Any] = {
        "**SQLite, our index**": Ours(folder / "places.sqlite3"),
        "SQLite, R*Tree, growing boxes": SqliteRtree(folder / "rtree.sqlite3"),
        "SQLite, full scan": SqliteScan(folder / "scan.sqlite3"),
    }
    if address is not None:
        found |= {
            "**PostgreSQL, our index**": Ours(address),
            "PostgreSQL, GiST on point, growing boxes": PostgresPoints(address),
            "PostgreSQL, cube and earthdistance": PostgresCube(address),
            "PostgreSQL, PostGIS": Postgis(address),
            "PostgreSQL, full scan": PostgresScan(address),
        }
    for one in found.values():
        if hasattr(one, "connection"):
            closing.callback(one.connection.close)
    return found
