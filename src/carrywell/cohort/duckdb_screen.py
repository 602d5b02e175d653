"""Screening files, or a table of a DuckDB database, in place by DuckDB, some rows after the other.

Files of the same kind with the same columns that follow one another are read as one. A view has no order
of its own that would hold from one query to the next, so it is screened in one go.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import polars as pl

from carrywell.api import Guideline, load_guideline
from carrywell.cohort.duckdb_engine import columns_of, connect, together, write
from carrywell.cohort.files import KINDS, InputError, check_kind, files_at
from carrywell.cohort.in_place import (
    ROW,
    check_same,
    output_types,
    rows_again,
    rows_with_problems,
    some_rows,
    told_problems,
)
from carrywell.cohort.parts import Parts, Screening, Track, stamps
from carrywell.cohort.program import Program, program_of
from carrywell.cohort.screen import check_findings
from carrywell.conditions.sql import DUCKDB, name, text

BATCH = 250_000
"""People at a time. Planning the SELECT takes two seconds each time."""
_PLAIN = ("BOOLEAN", "BIGINT", "DOUBLE", "VARCHAR")
_TABLES = """
SELECT table_schema, table_name, table_type FROM information_schema.tables
WHERE table_catalog = current_database() ORDER BY ALL
"""
Connection = duckdb.DuckDBPyConnection


class Source(msgspec.Struct, frozen=True):
    """What is read as one: what stands behind FROM, its columns with their types, and how many rows it has.

    `ordered`: whether its rows come in the same order every time.
    """

    behind_from: str
    present: dict[str, str]
    rows: int
    ordered: bool = True


class Range(msgspec.Struct, frozen=True):
    """Some rows of a source: from `start` on, with `before` rows before them in all."""

    name: str
    source: Source
    start: int
    rows: int
    before: int


def screen_with_duckdb(
    path: Path | str,
    to: Path | str,
    *,
    table: str | None = None,
    guideline: Guideline | None = None,
    rejects: Path | str | None = None,
    batch: int | None = None,
    track: Track = lambda parts, _: parts,
) -> Screening:
    """Screens as `screen` does, with the same output, by one SELECT that DuckDB runs for `batch` rows at a time.

    `path` is a file or a folder, or with `table` a DuckDB database, which is only read. Finished parts
    are kept as `screen` keeps them, so that the same call goes on after a break. Raises `InputError`.
    """
    guideline = guideline or load_guideline()
    program, place, target = program_of(guideline.compiled), Path(path), Path(to)
    check_kind(target)
    with _opened(place, table) as (connection, sources):
        columns = tuple(dict.fromkeys(one for source in sources for one in source.present))
        check_findings(columns, program, str(place))
        files = stamps(files_at(place) if table is None else (place,))
        plan = ("duckdb", files, table, guideline.hash, batch or BATCH)
        with Parts(target, *plan) as parts:
            connection.execute(f"SET temp_directory = {text(str(parts.place / 'spill'), DUCKDB)}")
            ranges = list(_ranges(sources, batch or BATCH))
            missing = [one for one in ranges if not parts.has(one.name)]
            for one in track(missing, len(missing)):
                parts.keep(one.name, *_worked_out(connection, program, one, parts.place))
            return parts.finish([one.name for one in ranges], columns, program, rejects)


@contextmanager
def _opened(place: Path, table: str | None) -> Iterator[tuple[Connection, list[Source]]]:
    """The connection, and what is read by it. Whatever DuckDB refuses is an `InputError`."""
    if not place.exists():
        raise InputError(f"{place}: there is no such file or folder")
    if table is None and place.is_file() and place.suffix.lower() not in KINDS:
        raise InputError(
            f"{place}: the name must end in one of {', '.join(KINDS)};"
            " for a DuckDB database name the table, with --table"
        )
    try:
        with connect() if table is None else duckdb.connect(place, read_only=True) as connection:
            if table is None:
                yield connection, list(_files(connection, files_at(place)))
            else:
                yield connection, [_table(connection, place, table)]
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        raise InputError(f"{place}: DuckDB cannot screen this: {said}") from None


def _files(connection: Connection, files: tuple[Path, ...]) -> Iterator[Source]:
    """The files in their order, those that are alike together."""
    alike = [(one, _kinds(connection, one)) for one in files]
    for (kind, found), some in groupby(alike, lambda one: (_kind(one[0]), list(one[1].items()))):
        behind_from = together(one for one, _ in some)
        if kind == "NDJSON":
            listed = ", ".join(f"{name(one, DUCKDB)}: {text(is_a, DUCKDB)}" for one, is_a in found)
            behind_from = f"{behind_from.removesuffix(')')}, columns = {{{listed}}})"
        yield Source(behind_from, dict(found), _height(connection, behind_from))


def _kind(file: Path) -> str:
    return KINDS[file.suffix.lower()]


def _kinds(connection: Connection, file: Path) -> dict[str, str]:
    """What is no truth, number, text or list of texts in JSON is read as the text it was."""
    kinds = columns_of(connection, together([file]))
    if _kind(file) != "NDJSON":
        return kinds
    return {one: _plain(kind) for one, kind in kinds.items()}


def _plain(kind: str) -> str:
    if kind.endswith("[]"):
        return "VARCHAR[]"
    return kind if kind in _PLAIN else "VARCHAR"


def _table(connection: Connection, place: Path, table: str) -> Source:
    """The table, in quotes. `table` may have its schema and a dot in front."""
    there = connection.execute(_TABLES).fetchall()
    found = [one for one in there if table in (one[1], ".".join(one[:2]))]
    if len(found) != 1:
        listed = ", ".join(".".join(one[:2]) for one in there) or "none"
        raise InputError(f"{place}: there is no one table {table}. Tables: {listed}.")
    *names, kind = found[0]
    behind_from = ".".join(name(part, DUCKDB) for part in names)
    rows = _height(connection, behind_from)
    return Source(behind_from, columns_of(connection, behind_from), rows, kind == "BASE TABLE")


def _height(connection: Connection, behind_from: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {behind_from}").fetchone()  # noqa: S608 # names, no values
    return int(found[0]) if found else 0


def _ranges(sources: list[Source], batch: int) -> Iterator[Range]:
    """All rows of all sources, `batch` at a time where their order holds; of each source at least one."""
    number = before = 0
    for source in sources:
        size = batch if source.ordered else max(source.rows, 1)
        for start in range(0, max(source.rows, 1), size):
            rows = min(size, source.rows - start)
            yield Range(f"part-{number:06}", source, start, rows, before)
            number, before = number + 1, before + rows


def _worked_out(
    connection: Connection, program: Program, one: Range, folder: Path
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of a part and its problems. By way of files, so that nothing more must be installed."""
    rows = one.source.behind_from
    if one.rows < one.source.rows:
        rows = f"(SELECT * FROM {rows} LIMIT {one.rows} OFFSET {one.start}) AS carrywell_rows"  # noqa: S608 # names and whole numbers
    behind_from, present = some_rows(program, one.source.present, rows, one.before, DUCKDB)
    write(connection, program, behind_from, folder / "told.parquet")
    kinds: dict[Any, pl.DataType] = {**output_types(program)}
    told = pl.read_parquet(folder / "told.parquet").cast(kinds)
    if told.height != one.rows:
        raise InputError(
            f"{told.height} people were screened of {one.rows}: it was changed meanwhile"
        )
    first = rows_with_problems(told)
    first.write_parquet(folder / "rows.parquet")
    numbers = f"read_parquet({text(str(folder / 'rows.parquet'), DUCKDB)})"
    where = f"IN (SELECT {ROW} FROM {numbers})"  # noqa: S608 # names, no values
    query = rows_again(program, behind_from, present, where, DUCKDB)
    again = folder / "again.parquet"
    connection.execute(f"COPY ({query}) TO {text(str(again), DUCKDB)} (FORMAT parquet)")
    raw = pl.read_parquet(again)
    check_same(first, raw, "the input")
    return told, told_problems(raw, program)
