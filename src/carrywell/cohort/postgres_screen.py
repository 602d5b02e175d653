"""Screening a table of PostgreSQL, or the companion's own tables, in one transaction that only reads.

The password never stands in the address, where others on the computer could read it: it comes from
``PGPASSWORD``, from ``~/.pgpass`` or from a service file, as with every PostgreSQL program.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import polars as pl
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from carrywell.api import Guideline, load_guideline
from carrywell.cohort.companion_tables import companion_answers
from carrywell.cohort.door import PASSED_ON
from carrywell.cohort.files import InputError
from carrywell.cohort.in_place import (
    PERSON,
    ROW,
    check_findings,
    check_same,
    finished,
    output_types,
    rows_again,
    rows_with_problems,
    staging,
    told_problems,
)
from carrywell.cohort.postgres_engine import batches, columns, columns_of
from carrywell.cohort.program import Program, program_of
from carrywell.cohort.screen import Screening, Track
from carrywell.cohort.sql_door import storage
from carrywell.conditions.sql import POSTGRES

WHERE_PASSWORDS_GO = (
    "Give the password by PGPASSWORD, ~/.pgpass or a service file, never in the address:"
    " others on this computer could read it there."
)
_SETTINGS = (
    # both readings must see the rows in the same order
    "SET LOCAL max_parallel_workers_per_gather = 0",
    "SET LOCAL synchronize_seqscans = off",
    "SET LOCAL jit = off",
)
_PASSED_ON = {"boolean": pl.Boolean(), "date": pl.Date(), "integer": pl.Int32()}
_AGAIN = {"yes_no": pl.Boolean(), "number": pl.Float64(), "texts": pl.List(pl.String())}
Connection = psycopg.Connection[Any]


def screen_with_postgres(
    address: str,
    to: Path | str,
    *,
    table: str | None = None,
    guideline: Guideline | None = None,
    rejects: Path | str | None = None,
    track: Track = lambda batches, _: batches,
) -> Screening:
    """Screens as `screen` does, with the same output, by one SELECT that PostgreSQL runs.

    `address` is ``postgresql://…`` without a password. Without `table` (a table or view, written as in
    SQL) the companion's own tables are screened. Raises `InputError`, which never tells a password.
    """
    _check_address(address)
    program, target = program_of((guideline or load_guideline()).compiled), Path(to)
    where = table or "the companion's tables"
    try:
        with staging(target) as folder, psycopg.connect(address) as connection:
            _only_read(connection)
            behind_from, present = _source(connection, program, table)
            check_findings(present, program, where)
            found = batches(connection, program, behind_from, present)
            parts = list(_parts(track(found, None), folder, program, present))
            problems = _problems(connection, program, behind_from, present, parts, where)
            return finished(folder, parts, problems, present, program, target, rejects)
    except psycopg.Error as error:
        said = str(error).strip().splitlines()[:1]
        raise InputError(f"PostgreSQL cannot screen {where}: {' '.join(said)}") from None


def _check_address(address: str) -> None:
    """Looks at the text too: an address that is read another way may hold a password all the same."""
    if not address.startswith(("postgresql://", "postgres://")):
        raise InputError("The input for --engine postgres is an address: postgresql://user@host/db")
    rest = address.partition("://")[2]
    if "password" in rest.lower() or ":" in rest.rpartition("@")[0]:
        raise InputError(WHERE_PASSWORDS_GO)
    try:
        conninfo_to_dict(address)
    except psycopg.Error:
        raise InputError(
            "The address cannot be read; it is written as postgresql://user@host:5432/db"
        ) from None


def _only_read(connection: Connection) -> None:
    """One moment of the whole database, and nothing is ever written."""
    connection.read_only = True
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    for one in _SETTINGS:
        connection.execute(sql.SQL(one))


def _source(
    connection: Connection, program: Program, table: str | None
) -> tuple[str, dict[str, str]]:
    """What stands behind FROM, quoted by the database itself, and its columns with their types."""
    if table is None:
        return companion_answers(program)
    (known,) = connection.execute("SELECT to_regclass(%s)::text", (table,)).fetchone() or (None,)
    if known is None:
        raise InputError(
            f"There is no table {table} in this database. It is written as in SQL:"
            ' with its schema where needed, and in "quotes" with capital letters.'
        )
    return known, columns_of(connection, known)


def _parts(found: Any, folder: Path, program: Program, present: dict[str, str]) -> Iterator[Path]:
    """A Parquet file for each batch, and at least one."""
    types: dict[str, pl.DataType] = output_types(program)
    passed = {one: _PASSED_ON.get(present[one], pl.String()) for one in PASSED_ON if one in present}
    schema = {one: (types | passed)[one] for one in columns(program, present)}
    texts = [
        place for place, one in enumerate(schema) if one in passed and passed[one] == pl.String
    ]
    empty = pl.DataFrame(schema=schema)
    number = 0
    for number, rows in enumerate(found, start=1):
        frame = pl.DataFrame([_texts(row, texts) for row in rows], schema=schema, orient="row")
        yield _written(frame, folder, number)
    if number == 0:
        yield _written(empty, folder, number)


def _texts(row: tuple[Any, ...], places: list[int]) -> tuple[Any, ...]:
    """What is passed on and is nothing simpler is told as a text."""
    if not places:
        return row
    return tuple(
        str(value) if place in places and value is not None else value
        for place, value in enumerate(row)
    )


def _written(frame: pl.DataFrame, folder: Path, number: int) -> Path:
    part = folder / f"part-{number:06}.parquet"
    frame.write_parquet(part)
    return part


def _problems(
    connection: Connection,
    program: Program,
    table: str,
    present: dict[str, str],
    parts: list[Path],
    where: str,
) -> pl.DataFrame:
    first = rows_with_problems(parts)
    numbers = ",".join(map(str, first.get_column(ROW)))
    rows = f"= ANY ('{{{numbers}}}'::bigint[])"
    query = rows_again(program, table, present, rows, POSTGRES)
    read = connection.execute(sql.SQL(cast("Any", query))).fetchall()
    raw = pl.DataFrame(read, schema=_again(program, present), orient="row")
    check_same(first, raw, where)
    return told_problems(raw, program)


def _again(program: Program, present: dict[str, str]) -> dict[str, pl.DataType]:
    findings = [one.id for one, _ in program.given if one.id in present]
    kinds = {one: _kind_again(present[one]) for one in findings}
    return {ROW: pl.Int64(), PERSON: pl.String(), **kinds}


def _kind_again(kind: str) -> pl.DataType:
    stored = storage(kind)
    if stored == "number" and "int" in kind:
        return pl.Int64()
    return _AGAIN.get(stored, pl.String())
