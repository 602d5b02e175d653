"""Made-up people as they stand in a table, and awkward columns: what a database may hold for a finding."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from made_up import Answers

from carrywell.cohort import sql_door
from carrywell.cohort.door import given
from carrywell.cohort.program import Program
from carrywell.cohort.screen import screened
from carrywell.conditions import sql

KINDS = {
    "yes_no": pl.Boolean(),
    "number": pl.Float64(),
    "choice": pl.String(),
    "choices": pl.List(pl.String()),
}


def raw_frame(program: Program, people: Sequence[Answers]) -> pl.DataFrame:
    """One column a finding, as the people answered, with an id of text and not in its order."""
    columns = [
        pl.Series(one.id, [answers.get(one.id) for answers in people], dtype=KINDS[one.type])
        for one, _ in program.given
    ]
    ids = [f"W{(place * 7919) % 10_007}" for place in range(len(people))]
    return pl.DataFrame([pl.Series("id", ids), *columns]).with_columns(synthetic=True)


def by_polars(program: Program, raw: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """Everything that is told, by person."""
    return by_person(screened(program, given(raw, program)))


def by_person(told: pl.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["person"]: row for row in told.to_dicts()}


def door_query(
    program: Program, finding: str, kind: str, dialect: sql.Dialect
) -> tuple[str, list[str]]:
    """A SELECT of what the door makes of one column of `people`, in the order of `place`."""
    present = {finding: kind}
    split = ", ".join(("*", *sql_door.prepared(program, present, dialect)))
    (found,) = (
        one
        for one, (asked, _) in zip(
            sql_door.reads(program, present, dialect), program.given, strict=True
        )
        if asked.id == finding
    )
    problem = f"CASE WHEN {found.problem or 'FALSE'} THEN 1 ELSE 0 END"
    values = ", ".join((*(value for _, value in found.columns), problem))
    columns = [column for column, _ in found.columns]
    return f"SELECT {values} FROM (SELECT {split} FROM people) AS listed ORDER BY place", columns


READ: list[tuple[str, dict[str, str], list[Any], list[Any], int]] = [
    # finding, how it is stored, what stands there, what is read, how many problems
    ("seizure", {"duckdb": "BOOLEAN", "postgres": "boolean"}, [True, False, None], [1, 0, None], 0),
    (
        "seizure",
        {"duckdb": "INTEGER", "postgres": "integer"},
        [1, 0, 2, None],
        [1, 0, None, None],
        1,
    ),
    (
        "seizure",
        {"duckdb": "DOUBLE", "postgres": "double precision"},
        [1.0, -0.0, float("nan"), 0.5],
        [1, 0, None, None],
        1,
    ),
    ("seizure", {"duckdb": "DECIMAL(3,1)", "postgres": "numeric(3,1)"}, [1, 0, 7], [1, 0, None], 1),
    (
        "seizure",
        {"duckdb": "VARCHAR", "postgres": "text"},
        ["Yes", " no\t", "", "NOT_SURE", "\u2003TRUE\u00a0", "ja", "null"],
        [1, 0, None, None, 1, None, None],
        1,
    ),
    ("seizure", {"duckdb": "DATE", "postgres": "date"}, ["2026-01-01", None], [None, None], 1),
    (
        "fever_c",
        {"duckdb": "DOUBLE", "postgres": "double precision"},
        [37.6, float("nan"), float("inf"), float("-inf"), 1e308, -0.0, 33.0, 43.0, 43.1],
        [37.6, None, None, None, None, None, 33.0, 43.0, None],
        5,
    ),
    (
        "weight_gain_kg",
        {"duckdb": "DOUBLE", "postgres": "float8"},
        [-0.0, -20, 5e-324],
        [0, -20, 5e-324],
        0,
    ),
    # a 32-bit 37.6 is a little less than 37.6, and is read as it is
    ("fever_c", {"duckdb": "FLOAT", "postgres": "real"}, [37.6], [37.599998474121094], 0),
    (
        "fever_c",
        {"duckdb": "DECIMAL(4,1)", "postgres": "numeric(4,1)"},
        ["37.6", "99.9"],
        [37.6, None],
        1,
    ),
    ("fever_c", {"duckdb": "TINYINT", "postgres": "smallint"}, [38, 99], [38.0, None], 1),
    (
        "fever_c",
        {"duckdb": "VARCHAR", "postgres": "character varying(400)"},
        [" 37.6 ", "+38", "3.8e1", "38.", "", "NaN", "1e999", "0x26", "38,5", "9" * 300, "3_8"],
        [37.6, 38.0, 38.0, 38.0, None, None, None, None, None, None, None],
        5,
    ),
    (
        "onset",
        {"duckdb": "VARCHAR", "postgres": "text"},
        ["sudden", " gradual", "Sudden", "", "it's", "plötzlich \N{SNOWMAN}", "sudden' OR 1=1 --"],
        ["sudden", "gradual", None, None, None, None, None],
        4,
    ),
]
"""One column at a time: everything a database may hold for it."""

LISTS: list[tuple[list[str | None] | None, bool | None, bool | None, int]] = [
    # the list, whether 'flank' is in it, whether 'neck' is, how many problems
    (["flank"], True, False, 0),
    (["flank", None], True, None, 0),
    ([None], None, None, 0),
    ([], False, False, 0),
    (None, None, None, 0),
    (["flank", "Flänke"], True, None, 1),
    (["", None], None, None, 1),
]
"""Lists of where it hurts."""

TEXTS: list[tuple[str | None, bool | None, bool | None, int]] = [
    ("flank", True, False, 0),
    ("flank; neck", True, True, 0),
    ("leg|neck,flank", True, True, 0),
    ("leg", False, False, 0),
    ("", None, None, 0),
    ("none", False, False, 0),
    (" None ", False, False, 0),
    ("[]", False, False, 0),
    ("[ ]", False, False, 0),
    ("none;flank", True, None, 1),
    (None, None, None, 0),
    ("not_sure", None, None, 0),
    ("flank;elbow", True, None, 1),
]
"""The same in a text."""
