"""Two screenings held against each other, and people put into a table of PostgreSQL."""

from pathlib import Path
from typing import Any

import polars as pl
import psycopg
from polars.testing import assert_frame_equal

from carrywell.cohort.program import Program

STORED = {"yes_no": "boolean", "number": "double precision", "choice": "text", "choices": "text[]"}
READERS: dict[str, Any] = {
    "parquet": pl.read_parquet,
    "csv": pl.read_csv,
    "ndjson": pl.read_ndjson,
}


def assert_same(found: dict[str, Any], expected: dict[str, Any], kind: str) -> None:
    """Every column with its type and order, the rejects, and the summary but for the names."""
    one, other = (READERS[kind](told["to"]) for told in (found, expected))
    assert_frame_equal(one, other, check_exact=True)
    assert Path(found["rejects"]).read_text() == Path(expected["rejects"]).read_text()
    named = {"to", "rejects"}
    assert {name: found[name] for name in found.keys() - named} == {
        name: expected[name] for name in expected.keys() - named
    }


def address(server: str) -> str:
    """The way to it as an address, its folder in the query."""
    told = dict(part.split("=", 1) for part in server.split())
    return f"postgresql://{told['user']}@/{told['dbname']}?host={told['host']}"


def fill(connection: psycopg.Connection[Any], program: Program, raw: pl.DataFrame) -> None:
    """Makes the table "It's people" of these rows."""
    columns = ", ".join(f'"{one.id}" {STORED[one.type]}' for one, _ in program.given)
    connection.execute(
        f'CREATE TABLE "It\'s people" (id text, {columns}, synthetic boolean, shoe_size integer)'
    )
    with connection.cursor().copy('COPY "It\'s people" FROM STDIN') as copy:
        for row in raw.rows():
            copy.write_row(row)
