"""Screening files, or a table of a DuckDB database, in place by DuckDB."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from carrywell.api import Guideline, load_guideline
from carrywell.cohort.duckdb_engine import columns_of, connect, table_of, write
from carrywell.cohort.files import KINDS, InputError
from carrywell.cohort.in_place import (
    ROW,
    as_output,
    check_findings,
    check_same,
    finished,
    rows_again,
    rows_with_problems,
    staging,
    told_problems,
)
from carrywell.cohort.program import Program, program_of
from carrywell.cohort.screen import Screening, Track
from carrywell.conditions.sql import DUCKDB, name, text

_PLAIN = ("BOOLEAN", "BIGINT", "DOUBLE", "VARCHAR")
_TABLES = """
SELECT table_schema, table_name FROM information_schema.tables
WHERE table_catalog = current_database() ORDER BY ALL
"""


def screen_with_duckdb(
    path: Path | str,
    to: Path | str,
    *,
    table: str | None = None,
    guideline: Guideline | None = None,
    rejects: Path | str | None = None,
    track: Track = lambda parts, _: parts,
) -> Screening:
    """Screens as `screen` does, with the same output, by one SELECT that DuckDB runs.

    `path` is a file or a folder of one kind, or with `table` a DuckDB database, which is only read.
    `track` is given a single part. Raises `InputError`.
    """
    program = program_of((guideline or load_guideline()).compiled)
    source, target = Path(path), Path(to)
    if not source.exists():
        raise InputError(f"{source}: there is no such file or folder")
    with staging(target) as folder, _opened(source, table, folder) as (connection, behind_from):
        present = columns_of(connection, behind_from)
        check_findings(present, program, str(source))
        part = folder / "part.parquet"
        for _ in track((part,), 1):
            write(connection, program, behind_from, folder / "told.parquet")
            as_output(folder / "told.parquet", part, program)
        problems = _problems(connection, program, behind_from, present, part)
        return finished(folder, [part], problems, present, program, target, rejects)


@contextmanager
def _opened(
    source: Path, table: str | None, folder: Path
) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
    """The connection, and what stands behind FROM. Whatever DuckDB refuses is an `InputError`."""
    try:
        with _connected(source, table, folder / "spill") as connection:
            if table is None:
                yield connection, _files(connection, source)
            else:
                yield connection, _table(connection, source, table)
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        raise InputError(f"{source}: DuckDB cannot screen this: {said}") from None


def _connected(source: Path, table: str | None, spill: Path) -> duckdb.DuckDBPyConnection:
    if table is None:
        return connect(spill=spill)
    return duckdb.connect(source, read_only=True, config={"temp_directory": str(spill)})


def _files(connection: duckdb.DuckDBPyConnection, source: Path) -> str:
    """What is no truth, number, text or list of texts in JSON is read as the text it was."""
    if source.is_file() and source.suffix.lower() not in KINDS:
        raise InputError(
            f"{source}: the name must end in one of {', '.join(KINDS)};"
            " for a DuckDB database name the table, with --table"
        )
    behind_from = table_of(source)
    if not behind_from.startswith("read_json("):
        return behind_from
    kinds = columns_of(connection, behind_from)
    listed = ", ".join(
        f"{name(one, DUCKDB)}: {text(_plain(kind), DUCKDB)}" for one, kind in kinds.items()
    )
    return f"{behind_from.removesuffix(')')}, columns = {{{listed}}})"


def _plain(kind: str) -> str:
    if kind.endswith("[]"):
        return "VARCHAR[]"
    return kind if kind in _PLAIN else "VARCHAR"


def _table(connection: duckdb.DuckDBPyConnection, source: Path, table: str) -> str:
    """The table in quotes. `table` may have its schema and a dot in front."""
    there = connection.execute(_TABLES).fetchall()
    found = [one for one in there if table in (one[1], ".".join(one))]
    if len(found) != 1:
        listed = ", ".join(".".join(one) for one in there) or "none"
        raise InputError(f"{source}: there is no one table {table}. Tables: {listed}.")
    return ".".join(name(part, DUCKDB) for part in found[0])


def _problems(
    connection: duckdb.DuckDBPyConnection,
    program: Program,
    table: str,
    present: dict[str, str],
    part: Path,
) -> pl.DataFrame:
    """By way of files, so that nothing more must be installed."""
    first = rows_with_problems([part])
    numbers, again = part.with_name("rows.parquet"), part.with_name("again.parquet")
    first.write_parquet(numbers)
    rows = f"IN (SELECT {ROW} FROM read_parquet({text(str(numbers), DUCKDB)}))"  # noqa: S608 # names, no values
    query = rows_again(program, table, present, rows, DUCKDB)
    connection.execute(f"COPY ({query}) TO {text(str(again), DUCKDB)} (FORMAT parquet)")
    raw = pl.read_parquet(again)
    check_same(first, raw, "the input")
    return told_problems(raw, program)
