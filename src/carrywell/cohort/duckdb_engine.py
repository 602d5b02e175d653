"""Screening by DuckDB where the people are: in files or in tables, without copying them first."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import duckdb

from carrywell.cohort.files import KINDS, InputError
from carrywell.cohort.program import Program
from carrywell.cohort.select import select
from carrywell.conditions.sql import DUCKDB, text

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

BATCH = 100_000
_READERS = {
    "Parquet": "read_parquet({}, union_by_name = true, hive_partitioning = false)",
    # as text: the findings say what a column is, and one odd value far down must not stop it
    # and nothing is guessed: 'flank;leg' in a single column is no line of two
    "CSV": "read_csv({}, header = true, all_varchar = true, union_by_name = true, delim = ',',"
    """ quote = '"', escape = '"', comment = '', skip = 0, hive_partitioning = false)""",
    "NDJSON": "read_json({}, format = 'newline_delimited', union_by_name = true, sample_size = -1,"
    " hive_partitioning = false)",
}


def connect(
    *, threads: int | None = None, memory: str | None = None, spill: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A database in memory. `memory` is a limit such as ``2GB``; what does not fit goes to `spill`."""
    config: dict[str, str | bool | int | float | list[str]] = {}
    if threads is not None:
        config["threads"] = threads
    if memory is not None:
        config["memory_limit"] = memory
    if spill is not None:
        config["temp_directory"] = str(spill)
    return duckdb.connect(config=config)


def trust_no_statistics(connection: duckdb.DuckDBPyConnection) -> None:
    """Lets the planner no longer decide a comparison by what a file says of its smallest and greatest.

    A file leaves NaN out of both, so that a NaN among temperatures of 37.0 was taken for one.
    """
    connection.execute("SET disabled_optimizers = 'statistics_propagation'")


def table_of(path: Path) -> str:
    """What stands behind FROM to read a file, or every file of its kind in a folder.

    Raises `InputError` for another kind of file, and for a folder with several kinds.
    """
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    readable = [one for one in files if one.suffix.lower() in KINDS]
    if len({KINDS[one.suffix.lower()] for one in readable}) != 1:
        raise InputError(f"{path}: one kind of file is needed, of {', '.join(KINDS)}")
    return together(readable)


def together(files: Iterable[Path]) -> str:
    """The same for files of one kind."""
    some = list(files)
    listed = ", ".join(text(str(one), DUCKDB) for one in some)
    return _READERS[KINDS[some[0].suffix.lower()]].format(f"[{listed}]")


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """The columns of what stands behind FROM, with their types."""
    found = connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()  # noqa: S608 # names, no values
    return {name: kind for name, kind, *_ in found}


def batches(
    connection: duckdb.DuckDBPyConnection, program: Program, table: str, *, size: int = BATCH
) -> Iterator["pa.RecordBatch"]:
    """The columns of `output` for every row behind FROM, in order, at most `size` people at a time.

    Needs pyarrow.
    """
    trust_no_statistics(connection)
    query = select(program, table, columns_of(connection, table), DUCKDB.name)
    yield from connection.sql(query).to_arrow_reader(size)


def write(connection: duckdb.DuckDBPyConnection, program: Program, table: str, to: Path) -> int:
    """Writes the same to a Parquet file, all at once when it is done; how many people it holds."""
    trust_no_statistics(connection)
    query = select(program, table, columns_of(connection, table), DUCKDB.name)
    fresh = to.with_name(f".{to.name}.{uuid4().hex}")
    try:
        copied = connection.execute(
            f"COPY (\n{query}\n) TO {text(str(fresh), DUCKDB)} (FORMAT parquet)"
        ).fetchone()
        fresh.replace(to)
    finally:
        fresh.unlink(missing_ok=True)
    return int(copied[0]) if copied else 0
