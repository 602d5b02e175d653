"""The store of places in PostgreSQL, in a schema of its own, without any extension."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import psycopg
from psycopg import errors

from carrywell.care.outward import BUCKET, Row, Stretch
from carrywell.care.postgres_idle import Connection, borrowed
from carrywell.care.rows import PLACE, TOWN
from carrywell.care.sql_store import SqlStore
from carrywell.care.sqlite_store import empty_store
from carrywell.care.store import BadStore, Store

SCHEMA = "carrywell_places"
VERSION = 1
"""Of the tables. A schema with a higher one is from a newer Carrywell."""
_LOCK = 0x43415257
"""The advisory lock of whoever imports."""
_PATIENCE = "1s"
"""The server takes a moment to see that an import was killed."""
_TYPES = {
    "latitude": "double precision",
    "longitude": "double precision",
    "is_approximate": "smallint",
    "emergency": "smallint",
    "size": "integer",
}
_TEXT = 'text COLLATE "C"'
"""In the order of its bytes, as SQLite has it."""


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f"{one} {_TYPES.get(one, _TEXT)}" for one in names)


_MAKE = f"""
CREATE SCHEMA IF NOT EXISTS {SCHEMA};
SET LOCAL search_path TO {SCHEMA};
CREATE TABLE IF NOT EXISTS version (version integer NOT NULL);
INSERT INTO version SELECT {VERSION} WHERE NOT EXISTS (SELECT FROM version);
CREATE TABLE IF NOT EXISTS taken (
    take integer PRIMARY KEY, name text COLLATE "C" NOT NULL, state text NOT NULL, body text NOT NULL
);
CREATE TABLE IF NOT EXISTS place (
    number bigint PRIMARY KEY, cell bigint NOT NULL,
    {_columns(PLACE)}
);
CREATE TABLE IF NOT EXISTS place_id (
    take integer, id text COLLATE "C", number bigint NOT NULL, PRIMARY KEY (take, id)
);
CREATE TABLE IF NOT EXISTS near (
    take integer, kind text COLLATE "C", cell bigint, latitude double precision,
    longitude double precision, id text COLLATE "C", number bigint NOT NULL,
    PRIMARY KEY (take, kind, cell, latitude, longitude, id)
);
CREATE TABLE IF NOT EXISTS town (
    number bigint PRIMARY KEY, {_columns(TOWN)}
);
CREATE TABLE IF NOT EXISTS town_name (
    take integer, tail smallint, size integer, folded text COLLATE "C", number bigint,
    PRIMARY KEY (take, tail, size, folded, number)
);
"""  # noqa: S608 # our own names
_LOOK = f"""
SELECT ask.nr, found.* FROM unnest(
    %s::integer[], %s::text[], %s::bigint[], %s::float8[], %s::float8[], %s::text[],
    %s::bigint[], %s::float8[], %s::float8[]
) WITH ORDINALITY AS ask (take, kind, cell, latitude, longitude, id, last, north, east, nr)
CROSS JOIN LATERAL (
    SELECT cell, latitude, longitude, id, number FROM near
    WHERE near.take = ask.take AND near.kind = ask.kind
    AND (near.cell, near.latitude, near.longitude, near.id)
        > (ask.cell, ask.latitude, ask.longitude, ask.id)
    AND (near.cell, near.latitude, near.longitude) <= (ask.last, ask.north, ask.east)
    ORDER BY near.cell, near.latitude, near.longitude, near.id LIMIT {BUCKET + 1}
) AS found ORDER BY 1, 2, 3, 4, 5
"""  # noqa: S608 # our own number


@contextmanager
def open_postgres(address: str, *, write: bool) -> Iterator[Store]:
    """`open_store` for ``postgresql://…``."""
    with ExitStack() as closing:
        with _in_words():
            connection = closing.enter_context(borrowed(address))
            is_there = _prepared(connection, write=write)
            if not write:
                closing.enter_context(_reading(connection))
        database = _Database(connection)
        yield SqlStore(database, may_write=write) if is_there else empty_store(closing)


class _Database:
    """`sql_store.Database`; every error becomes a `BadStore`."""

    mark = "%s"
    at_once = 16

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def rows(self, sql: str, given: Sequence[Any] = ()) -> list[Any]:
        with _in_words():
            return self.connection.execute(sql, given).fetchall()

    def run(self, sql: str, given: Sequence[Any] = ()) -> None:
        with _in_words():
            self.connection.execute(sql, given)

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with _in_words(), self.connection.cursor() as cursor, cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(row)

    def look(self, stretches: Sequence[Stretch]) -> Sequence[Sequence[Row]]:
        asked = [(*root[::2], *after, *until) for root, after, until in stretches]
        found: list[list[Row]] = [[] for _ in asked]
        for number, *row in self.rows(_LOOK, [list(one) for one in zip(*asked, strict=True)]):
            found[number - 1].append(Row(*row))
        return found

    def by_numbers(self, table: str, columns: Sequence[str], numbers: Collection[int]) -> list[Any]:
        sql = f"SELECT number, {', '.join(columns)} FROM {table} WHERE number = ANY(%s)"  # noqa: S608 # our own names
        return self.rows(sql, [list(numbers)])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with _in_words(), self.connection.transaction():
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """By a lock that goes with the connection."""
        with _in_words():
            self.connection.execute(f"SET lock_timeout = '{_PATIENCE}'")
            try:
                self.connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            except errors.LockNotAvailable as error:
                raise BadStore(
                    "PostgreSQL: another import is running. Wait until it is done, then try again."
                ) from error
            finally:
                self.connection.execute("RESET lock_timeout")
        try:
            yield
        finally:
            with suppress(BadStore):  # a lost connection has lost the lock too
                self.run("SELECT pg_advisory_unlock(%s)", [_LOCK])

    def check_room(self, bytes_: int) -> None:
        """Nothing: only the server knows its disk, and says when it is full."""

    def expanded_kinds(self) -> str:
        return "json_array_elements_text(place.kinds::json) AS kind_of (value)"

    def shrink(self) -> None:
        """Nothing: the server reuses the space by itself."""

    def settle(self) -> None:
        """The planner must know what was added, and which pages need no second look."""
        for table in ("place", "place_id", "near", "town", "town_name"):
            self.run(f"VACUUM (ANALYZE) {table}")


def _prepared(connection: Connection, *, write: bool) -> bool:
    """Whether the tables are there; made, when something is to be written. Checks their version."""
    connection.execute(f"SET search_path TO {SCHEMA}")
    is_there = _asked(connection, f"SELECT to_regclass('{SCHEMA}.version') IS NOT NULL")
    if write and not is_there:
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            connection.execute(_MAKE)
        is_there = True
    if is_there and (version := _asked(connection, "SELECT max(version) FROM version")) > VERSION:
        raise BadStore(
            f"PostgreSQL: the schema {SCHEMA} was made by a newer Carrywell (tables of version {version},"
            f" this one knows {VERSION}). Update Carrywell, or choose another database."
        )
    return bool(is_there)


def _asked(connection: Connection, sql: str) -> Any:
    (value,) = connection.execute(sql).fetchone() or (None,)
    return value


@contextmanager
def _reading(connection: Connection) -> Iterator[None]:
    """All that is read is of one moment, by the index."""
    connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        for setting in ("enable_seqscan", "enable_bitmapscan", "jit"):
            connection.execute(f"SET LOCAL {setting} = off")
        yield
    finally:
        with suppress(psycopg.Error):  # lost: there is nothing to end
            connection.rollback()


@contextmanager
def _in_words() -> Iterator[None]:
    """The first line of what the server says: it never holds a password."""
    try:
        yield
    except errors.DiskFull as error:
        raise BadStore(
            "PostgreSQL: the disk is full. Make room and import again; what was there is still there."
        ) from error
    except psycopg.Error as error:
        said = str(error).strip().splitlines()[:1]
        raise BadStore(f"PostgreSQL: {' '.join(said)}") from error
