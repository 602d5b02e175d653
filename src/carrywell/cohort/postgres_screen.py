"""Screening a table of PostgreSQL, or the companion's own tables, in one transaction that only reads.

Some rows after the other, cut so that everyone is in exactly one part whatever the order in which the
database reads: a table by where its rows lie, the companion's pregnancies by their number. The database
makes a checksum of the rows of each part first. After a break it does so again, and only parts whose rows
are the same as before are kept: all of the output is as the database was when the last run began. A view
(or a table in partitions, or kept elsewhere) cannot be cut like this; it is screened in one go, and after
a break from its beginning.

The password never stands in the address, where others on the computer could read it: it comes from
``PGPASSWORD``, from ``~/.pgpass`` or from a service file, as with every PostgreSQL program.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import msgspec
import polars as pl
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from carrywell.api import Guideline, load_guideline
from carrywell.cohort.companion_tables import companion_answers
from carrywell.cohort.door import PASSED_ON
from carrywell.cohort.files import InputError, check_kind
from carrywell.cohort.in_place import (
    PERSON,
    ROW,
    check_same,
    output_types,
    read_columns,
    rows_again,
    rows_with_problems,
    some_rows,
    told_problems,
)
from carrywell.cohort.parts import Parts, Screening, Track
from carrywell.cohort.postgres_engine import BATCH as AT_ONCE
from carrywell.cohort.postgres_engine import batches, columns, columns_of
from carrywell.cohort.postgres_pieces import Cut, by_number, by_place, pieces
from carrywell.cohort.program import Program, program_of
from carrywell.cohort.screen import check_findings
from carrywell.cohort.sql_door import storage
from carrywell.conditions.sql import POSTGRES

BATCH = 20_000
"""People at a time, about. Planning the SELECT takes two seconds each time."""
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


class Source(msgspec.Struct, frozen=True):
    """What is read: what stands behind FROM, its columns with their types, and what it is called."""

    behind_from: str
    present: dict[str, str]
    where: str


def screen_with_postgres(
    address: str,
    to: Path | str,
    *,
    table: str | None = None,
    guideline: Guideline | None = None,
    rejects: Path | str | None = None,
    batch: int | None = None,
    track: Track = lambda batches, _: batches,
) -> Screening:
    """Screens as `screen` does, with the same output, by one SELECT that PostgreSQL runs for `batch` people at a time.

    `address` is ``postgresql://…`` without a password. Without `table` (a table or view, written as in
    SQL) the companion's own tables are screened. Finished parts are kept as `screen` keeps them; the same
    call goes on after a break as told above. Raises `InputError`, which never tells a password.
    """
    _check_address(address)
    guideline = guideline or load_guideline()
    program, target = program_of(guideline.compiled), Path(to)
    check_kind(target)
    where = table or "the companion's tables"
    try:
        with psycopg.connect(address) as connection:
            _only_read(connection)
            source = _source(connection, program, table)
            check_findings(source.present, program, where)
            cut = _cut(connection, table, source, batch or BATCH)
            with Parts(target, "postgres", where, source.present, guideline.hash) as parts:
                if cut is None:
                    names = _in_one_go(connection, program, source, batch or BATCH, parts, track)
                else:
                    names = _in_pieces(connection, program, source, cut, parts, track)
                return parts.finish(names, source.present, program, rejects)
    except psycopg.Error as error:
        said = str(error).strip().splitlines()[:1]
        raise InputError(f"PostgreSQL cannot screen {where}: {' '.join(said)}") from None


def _cut(connection: Connection, table: str | None, source: Source, batch: int) -> Cut | None:
    if table is None:
        return by_number(PERSON, batch)
    return by_place(connection, source.behind_from, batch)


def _in_pieces(
    connection: Connection, program: Program, source: Source, cut: Cut, parts: Parts, track: Track
) -> list[str]:
    """Works out the parts that are not there; gives the names of all, in their order."""
    read = read_columns(program, source.present)
    every = list(pieces(connection, source.behind_from, read, cut))
    missing = [one for one in every if not parts.has(one.name)]
    for one in track(missing, len(missing)):
        some = some_rows(program, source.present, one.rows, one.before, POSTGRES)
        part = Source(*some, source.where)
        told = pl.concat(_told(connection, program, part))
        if told.height != one.height:
            raise InputError(f"{source.where}: {told.height} people were screened of {one.height}")
        problems = _problems(connection, program, part, rows_with_problems(told))
        parts.keep(one.name, told, problems)
    return [one.name for one in every]


def _in_one_go(
    connection: Connection,
    program: Program,
    source: Source,
    batch: int,
    parts: Parts,
    track: Track,
) -> list[str]:
    """All that the database gives, kept a batch at a time; what was kept before is not used."""
    parts.forget()
    names: list[str] = []
    first: list[pl.DataFrame] = []
    before = 0
    for told in track(_told(connection, program, source, batch), None):
        names.append(f"whole-{len(names):06}")
        parts.keep(names[-1], told, told_problems(_nothing(program, source), program))
        first.append(rows_with_problems(told).with_columns(pl.col(ROW) + before))
        before += told.height
    parts.tell(names[0], _problems(connection, program, source, pl.concat(first)))
    return names


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


def _source(connection: Connection, program: Program, table: str | None) -> Source:
    """The table, its name quoted by the database itself."""
    if table is None:
        return Source(*companion_answers(program), "the companion's tables")
    (known,) = connection.execute("SELECT to_regclass(%s)::text", (table,)).fetchone() or (None,)
    if known is None:
        raise InputError(
            f"There is no table {table} in this database. It is written as in SQL:"
            ' with its schema where needed, and in "quotes" with capital letters.'
        )
    return Source(known, columns_of(connection, known), table)


def _told(
    connection: Connection, program: Program, source: Source, most: int = AT_ONCE
) -> Iterator[pl.DataFrame]:
    """What is told of everyone, some people at a time; at least one frame."""
    present = source.present
    types: dict[str, pl.DataType] = output_types(program)
    passed = {one: _PASSED_ON.get(present[one], pl.String()) for one in PASSED_ON if one in present}
    schema = {one: (types | passed)[one] for one in columns(program, present)}
    texts = [
        place for place, one in enumerate(schema) if one in passed and passed[one] == pl.String
    ]
    is_empty = True
    for rows in batches(connection, program, source.behind_from, present, size=min(most, AT_ONCE)):
        yield pl.DataFrame([_texts(row, texts) for row in rows], schema=schema, orient="row")
        is_empty = False
    if is_empty:
        yield pl.DataFrame(schema=schema)


def _texts(row: tuple[Any, ...], places: list[int]) -> tuple[Any, ...]:
    """What is passed on and is nothing simpler is told as a text."""
    if not places:
        return row
    return tuple(
        str(value) if place in places and value is not None else value
        for place, value in enumerate(row)
    )


def _problems(
    connection: Connection, program: Program, source: Source, first: pl.DataFrame
) -> pl.DataFrame:
    """What could not be used in these rows, which are read a second time."""
    numbers = ",".join(map(str, first.get_column(ROW)))
    rows = f"= ANY ('{{{numbers}}}'::bigint[])"
    query = rows_again(program, source.behind_from, source.present, rows, POSTGRES)
    read = connection.execute(sql.SQL(cast("Any", query))).fetchall()
    raw = pl.DataFrame(read, schema=_again(program, source.present), orient="row")
    check_same(first, raw, source.where)
    return told_problems(raw, program)


def _nothing(program: Program, source: Source) -> pl.DataFrame:
    return pl.DataFrame(schema=_again(program, source.present))


def _again(program: Program, present: dict[str, str]) -> dict[str, pl.DataType]:
    findings = [one.id for one, _ in program.given if one.id in present]
    kinds = {one: _kind_again(present[one]) for one in findings}
    return {ROW: pl.Int64(), PERSON: pl.String(), **kinds}


def _kind_again(kind: str) -> pl.DataType:
    stored = storage(kind)
    if stored == "number" and "int" in kind:
        return pl.Int64()
    return _AGAIN.get(stored, pl.String())
