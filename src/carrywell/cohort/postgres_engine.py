"""Screening by PostgreSQL where the people are: the answers never leave it, only what is told."""

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

from carrywell.cohort.program import Program
from carrywell.cohort.select import output_columns, select
from carrywell.conditions.sql import POSTGRES

BATCH = 10_000
Row = tuple[Any, ...]

_COLUMNS = """
SELECT attname, CASE kind.typtype WHEN 'e' THEN 'text' WHEN 'd' THEN format_type(typbasetype, typtypmod)
    ELSE format_type(atttypid, atttypmod) END
FROM pg_attribute JOIN pg_type AS kind ON kind.oid = atttypid
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
ORDER BY attnum
"""
"""An enumeration is read as text, a domain as what it is made of."""


def columns_of(connection: psycopg.Connection[Any], table: str) -> dict[str, str]:
    """The columns of a table or view, with their types. `table` is quoted where it must be."""
    found = connection.execute(_COLUMNS, (table,))
    return dict(found.fetchall())


def batches(
    connection: psycopg.Connection[Any],
    program: Program,
    table: str,
    present: dict[str, str] | None = None,
    *,
    size: int = BATCH,
) -> Iterator[list[Row]]:
    """The columns of `output_columns` for every row of `table`, at most `size` people at a time.

    `table` is a table, a view, or with `present` (its columns and their types) any query in brackets
    with a name behind it. Reads in one transaction, so every row is of the same moment.
    """
    if present is None:
        present = columns_of(connection, table)
    query = select(program, table, present, POSTGRES.name)
    with connection.transaction(), connection.cursor(name="carrywell_screening") as cursor:
        # compiling so long a query to machine code takes longer than running it over a clinic
        connection.execute("SET LOCAL jit = off")
        cursor.execute(sql.SQL(query))  # made here, of names and numbers
        while rows := cursor.fetchmany(size):
            yield rows


def columns(program: Program, present: dict[str, str]) -> tuple[str, ...]:
    """The names of the columns that `batches` gives."""
    return output_columns(program, present)
