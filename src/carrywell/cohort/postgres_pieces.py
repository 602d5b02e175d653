"""A table of PostgreSQL in pieces: everyone in exactly one, whatever the order in which it is read.

A table is cut by where its rows lie (`ctid`), the companion's pregnancies by their number. Each piece has
a checksum of its rows, which says after a break whether they are still the same.
"""

from collections.abc import Iterable, Iterator
from typing import Any, cast

import msgspec
import psycopg
from psycopg import sql

from carrywell.cohort.door import person_column
from carrywell.conditions.sql import POSTGRES, name

_HEAP = """
SELECT relkind IN ('r', 'm') AND NOT relhassubclass AND coalesce(amname = 'heap', FALSE),
    pg_relation_size(pg_class.oid) / current_setting('block_size')::bigint
FROM pg_class LEFT JOIN pg_am ON pg_am.oid = relam WHERE pg_class.oid = %s::regclass
"""


class Cut(msgspec.Struct, frozen=True):
    """How rows are cut: `column` has their order, `place` is a whole number that grows with it.

    `value`: how a place is written to be held against the column. `size`: places for each piece.
    """

    column: str
    place: str
    value: str
    size: int


class Piece(msgspec.Struct, frozen=True):
    """Some rows: what stands behind FROM for them in brackets, how many they are and how many are before.

    `name`: of their part; another one when the rows are others.
    """

    name: str
    rows: str
    height: int
    before: int


def by_number(column: str, size: int) -> Cut:
    """By a column of whole numbers, each in one row only."""
    return Cut(column, column, "{}", size)


def by_place(connection: psycopg.Connection[Any], table: str, batch: int) -> Cut | None:
    """By where the rows lie, at most about `batch` of them a piece; None when that is not told.

    The blocks of a piece are a power of two, so that a table that grew a little is cut as before.
    """
    is_heap, blocks = connection.execute(_HEAP, (table,)).fetchone() or (False, 0)
    if not is_heap:
        return None
    (rows,) = _fetched(connection, f"SELECT count(*) FROM {table}")[0]  # noqa: S608 # a name, quoted by the database
    most = max(1, batch * blocks // max(rows, 1))
    size = 1 << (most.bit_length() - 1)
    return Cut("ctid", "(ctid::text::point)[0]::bigint", "'({},0)'::tid", size)


def pieces(
    connection: psycopg.Connection[Any], table: str, columns: Iterable[str], cut: Cut
) -> Iterator[Piece]:
    """The pieces in order, at least one. `columns`: those that are read, and that the checksum is of."""
    named = tuple(columns)
    row = f"ROW({', '.join(name(one, POSTGRES) for one in named)})::text"
    rows = f"string_agg(sha256(textsend({row})), ''::bytea ORDER BY {cut.column})"
    query = (
        f"SELECT {cut.place} / {cut.size} AS piece, count(*), encode(sha256({rows}), 'hex')"  # noqa: S608 # names and whole numbers
        f" FROM {table} GROUP BY 1 ORDER BY 1"
    )
    before = 0
    for number, height, mark in _fetched(connection, query) or [(0, 0, "")]:
        numbered = "" if person_column(named) else f"-{before}"  # they are told by their number
        part = f"part-{number:012}-{mark[:32]}{numbered}"
        yield Piece(part, _between(table, cut, number), height, before)
        before += height


def _between(table: str, cut: Cut, number: int) -> str:
    least, behind = (cut.value.format(place * cut.size) for place in (number, number + 1))
    where = f"{cut.column} >= {least} AND {cut.column} < {behind}"
    return f"(SELECT * FROM {table} WHERE {where} ORDER BY {cut.column}) AS carrywell_rows"  # noqa: S608 # names and whole numbers


def _fetched(connection: psycopg.Connection[Any], query: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql.SQL(cast("Any", query))).fetchall()
