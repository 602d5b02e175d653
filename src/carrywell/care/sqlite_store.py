"""The store of places in a file of its own, by the SQLite that comes with Python."""

import os
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from carrywell.care.outward import BUCKET, Row, Stretch
from carrywell.care.rows import PLACE, TOWN
from carrywell.care.sql_store import SqlStore
from carrywell.care.store import BadStore, Store

VERSION = 1
"""Of the tables. A file with a higher one is from a newer Carrywell."""
APPLICATION = 0x43415257
"""'CARW': marks the file as a store of places."""
IMPORTING = "-import"
"""Added to the name of the file: held locked while somebody imports."""
_CACHE = 64 * 1024
"""Kibibytes of memory for an import."""
_RESERVE = 32 * 1024 * 1024
"""Bytes that an import leaves free: her own records may lie on the same disk."""
_READ_ONLY = "{}: may only be read, not written. Change its permissions or choose another place."
_FULL = "{}: the disk is full. Make room and import again; what was there is still there."
_TABLES = f"""
CREATE TABLE IF NOT EXISTS taken (
    take INTEGER PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS place (
    number INTEGER PRIMARY KEY, cell INTEGER NOT NULL, {", ".join(PLACE)}
);
CREATE TABLE IF NOT EXISTS place_id (
    take INTEGER, id TEXT, number INTEGER NOT NULL, PRIMARY KEY (take, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS near (
    take INTEGER, kind TEXT, cell INTEGER, latitude REAL, longitude REAL, id TEXT, number INTEGER NOT NULL,
    PRIMARY KEY (take, kind, cell, latitude, longitude, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS town (number INTEGER PRIMARY KEY, {", ".join(TOWN)});
CREATE TABLE IF NOT EXISTS town_name (
    take INTEGER, tail INTEGER, size INTEGER, folded TEXT, number INTEGER,
    PRIMARY KEY (take, tail, size, folded, number)
) WITHOUT ROWID;
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
"""
_LOOK = """
SELECT cell, latitude, longitude, id, number FROM near
WHERE take = ? AND kind = ? AND (cell, latitude, longitude, id) > (?, ?, ?, ?)
AND (cell, latitude, longitude) <= (?, ?, ?)
ORDER BY cell, latitude, longitude, id LIMIT ?
"""


@contextmanager
def open_sqlite(path: Path, *, write: bool) -> Iterator[Store]:
    """`open_store` for a file."""
    database = _Database(path, _connected(path, write=write))
    with closing(database.connection):
        if not write:
            database.run("BEGIN")  # all that is read is of one moment
        yield SqlStore(database, may_write=write)


class _Database:
    """`sql_store.Database`; every error becomes a `BadStore`."""

    mark = "?"
    at_once = 1

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self.connection = path, connection

    def rows(self, sql: str, given: Sequence[Any] = ()) -> list[Any]:
        with _in_words(self.path):
            return self.connection.execute(sql, given).fetchall()

    def run(self, sql: str, given: Sequence[Any] = ()) -> None:
        with _in_words(self.path):
            self.connection.execute(sql, given)

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 # our own names
        with _in_words(self.path):
            self.connection.executemany(sql, rows)

    def look(self, stretches: Sequence[Stretch]) -> Sequence[Sequence[Row]]:
        with _in_words(self.path):
            return [
                self.connection.execute(
                    _LOOK, (root.take, root.kind, *after, *until, BUCKET + 1)
                ).fetchall()
                for root, after, until in stretches
            ]

    def by_numbers(self, table: str, columns: Sequence[str], numbers: Collection[int]) -> list[Any]:
        marks = ", ".join("?" * len(numbers))
        sql = f"SELECT number, {', '.join(columns)} FROM {table} WHERE number IN ({marks})"  # noqa: S608 # our own names
        return self.rows(sql, tuple(numbers))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self.connection.in_transaction:  # a full disk may have rolled it back already
                self.connection.rollback()
            raise

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds a second file locked: whoever is killed lets go of it, on every system."""
        other = self.path.with_name(self.path.name + IMPORTING)
        with _in_words(self.path), closing(sqlite3.connect(other, timeout=0)) as held:
            try:
                held.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                raise BadStore(
                    f"{self.path}: another import is running. Wait until it is done, then try again."
                ) from error
            yield

    def check_room(self, bytes_: int) -> None:
        if shutil.disk_usage(self.path.parent).free < _RESERVE + bytes_:
            raise BadStore(_FULL.format(self.path))

    def expanded_kinds(self) -> str:
        return "json_each(place.kinds) AS kind_of"

    def shrink(self) -> None:
        """Gives the space of removed rows back to the disk."""
        with _in_words(self.path):  # `execute` would free one page alone
            self.connection.executescript("PRAGMA incremental_vacuum")
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def settle(self) -> None:
        """Nothing: each question has one index that fits."""


def _connected(path: Path, *, write: bool) -> sqlite3.Connection:
    with _in_words(path):
        if not write and (not path.exists() or path.stat().st_size == 0):
            return _empty()
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            _check_may_write(path)
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{_mode(path, write=write)}", uri=True, isolation_level=None
        )
        try:
            has_tables = _checked(path, connection, write=write)
        except BaseException:
            connection.close()
            raise
        if has_tables:
            return connection
        connection.close()
        return _empty()


def _mode(path: Path, *, write: bool) -> str:
    """On a disk that may only be read there cannot be the file beside it by which readers and writers meet;
    nobody can write there either.
    """
    if write:
        return "mode=rwc"
    is_alone = not path.with_name(f"{path.name}-wal").exists()
    return "immutable=1" if is_alone and not os.access(path.parent, os.W_OK) else "mode=ro"


def _check_may_write(path: Path) -> None:
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise BadStore(_READ_ONLY.format(path))


def empty_store(closing_: ExitStack) -> Store:
    """A store without anything, closed together with the rest."""
    connection = closing_.enter_context(closing(_empty()))
    return SqlStore(_Database(Path(":memory:"), connection), may_write=False)


def _empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(_TABLES)
    return connection


def _checked(path: Path, connection: sqlite3.Connection, *, write: bool) -> bool:
    """Whether there are tables; made, when something is to be written."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables and application != APPLICATION:
        raise BadStore(f"{path}: a database of something else, not a store of places")
    if version > VERSION:
        raise BadStore(
            f"{path}: made by a newer Carrywell (tables of version {version}, this one knows {VERSION})."
            " Update Carrywell, or choose another file."
        )
    if write:
        _prepare(connection, is_new=not tables)
    return bool(tables) or write


def _prepare(connection: sqlite3.Connection, *, is_new: bool) -> None:
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    connection.execute("PRAGMA secure_delete = OFF")  # it is public data
    connection.execute("PRAGMA synchronous = NORMAL")
    if is_new:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
    connection.execute("PRAGMA journal_mode = WAL")  # nobody who reads waits for an import


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise BadStore(_words(path, error)) from error
    except OSError as error:
        raise BadStore(f"{path}: {error.strerror or error}") from error


def _words(path: Path, error: sqlite3.Error) -> str:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_NOTADB:
            return f"{path}: not a database. Choose another file, or remove it and import again."
        case sqlite3.SQLITE_CORRUPT:
            return f"{path}: the file is damaged. Remove it and import again."
        case sqlite3.SQLITE_FULL:
            return _FULL.format(path)
        case sqlite3.SQLITE_READONLY:
            return (
                f"{path}: may only be read, not written. Change its permissions or choose another."
            )
        case sqlite3.SQLITE_CANTOPEN:
            return f"{path}: cannot be opened. Check that the folder is there and may be used."
        case sqlite3.SQLITE_BUSY:
            return f"{path}: somebody else is writing to it. Wait a moment, then try again."
    return f"{path}: {error}"
