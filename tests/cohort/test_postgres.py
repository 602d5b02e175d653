"""PostgreSQL tells each person what Polars tells her, in place and from the companion's own tables."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import psycopg
import pytest
from made_up import somebody
from postgres import a_server
from psycopg.types.json import Jsonb
from stored_tables import LISTS, READ, TEXTS, by_polars, door_query, raw_frame

from carrywell.api import load_guideline
from carrywell.cohort.companion_tables import companion_answers
from carrywell.cohort.postgres_engine import batches, columns_of
from carrywell.cohort.program import Program, program_of
from carrywell.cohort.select import output_columns
from carrywell.conditions import sql

PEOPLE = 300
STORED = {"yes_no": "boolean", "number": "double precision", "choice": "text", "choices": "text[]"}
Connection = psycopg.Connection[Any]


@pytest.fixture(scope="module")
def program() -> Program:
    return program_of(load_guideline().compiled)


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    with a_server() as where, psycopg.connect(where, autocommit=True) as opened:
        yield opened


@pytest.fixture
def emptied(connection: Connection) -> Connection:
    connection.execute("DROP TABLE IF EXISTS people")
    return connection


def told(
    connection: Connection, program: Program, table: str, present: dict[str, str] | None = None
) -> list[dict[str, Any]]:
    there = columns_of(connection, table) if present is None else present
    names = output_columns(program, there)
    found = batches(connection, program, table, present, size=70)
    return [dict(zip(names, row, strict=True)) for rows in found for row in rows]


def test_every_person_is_told_what_polars_tells_her(program: Program, emptied: Connection) -> None:
    chance = random.Random(47)
    findings = [finding for finding, _ in program.given]
    raw = raw_frame(program, [somebody(findings, chance) for _ in range(PEOPLE)])
    columns = ", ".join(f'"{one.id}" {STORED[one.type]}' for one in findings)
    emptied.execute(f"CREATE TABLE people (id text, {columns}, synthetic boolean)")
    with emptied.cursor().copy("COPY people FROM STDIN") as copy:
        for row in raw.rows():
            copy.write_row(row)
    found = {row["person"]: row for row in told(emptied, program, "people")}
    assert len(found) == PEOPLE
    assert found == by_polars(program, raw)


@pytest.mark.parametrize(("finding", "stored", "written", "read", "problems"), READ)
def test_a_column_is_read_however_it_is_stored(
    program: Program,
    emptied: Connection,
    finding: str,
    stored: dict[str, str],
    written: list[Any],
    read: list[Any],
    problems: int,
) -> None:
    rows = read_back(program, emptied, finding, stored["postgres"], written)
    assert [row[0] for row in rows] == read
    assert sum(row[-1] for row in rows) == problems


def test_a_decimal_of_any_size_is_read(program: Program, emptied: Connection) -> None:
    written = ["37.6", "1e400", "1e-400", "NaN", "Infinity", "-Infinity", None]
    rows = read_back(program, emptied, "pain_score", "numeric", ["7", *written[1:]])
    assert [row[0] for row in rows] == [7.0, None, 0.0, None, None, None, None]
    assert [row[-1] for row in rows] == [0, 1, 0, 0, 1, 1, 0]


@pytest.mark.parametrize(("kind", "cases"), [("text[]", LISTS), ("text", TEXTS)])
def test_a_list_is_one_column_an_option(
    program: Program, emptied: Connection, kind: str, cases: list[Any]
) -> None:
    rows = read_back(program, emptied, "pain_location", kind, [one[0] for one in cases])
    options = [one.id for one in program.compiled.content.finding["pain_location"].options]
    for row, (said, flank, neck, problem) in zip(rows, cases, strict=True):
        asked = (row[options.index("flank")], row[options.index("neck")], row[-1])
        assert asked == (flank, neck, problem), said


def read_back(
    program: Program, connection: Connection, finding: str, kind: str, written: list[Any]
) -> list[tuple[Any, ...]]:
    connection.execute(f"CREATE TABLE people (place integer, {finding} {kind})")
    for place, one in enumerate(written):
        connection.execute(f"INSERT INTO people VALUES ({place}, %s::{kind})", (one,))
    there = columns_of(connection, "people")
    query, _ = door_query(program, finding, there[finding], sql.POSTGRES)
    return connection.execute(query).fetchall()


def test_an_enumeration_and_a_domain_are_read_as_what_they_are(
    program: Program, emptied: Connection
) -> None:
    emptied.execute("CREATE TYPE beginning AS ENUM ('sudden', 'gradual')")
    emptied.execute("CREATE DOMAIN warmth AS numeric(4,1)")
    emptied.execute('CREATE TABLE people ("Onset" beginning, onset beginning, fever_c warmth)')
    assert columns_of(emptied, "people") == {
        "Onset": "text",
        "onset": "text",
        "fever_c": "numeric(4,1)",
    }


def test_the_companion_s_own_tables_are_screened(program: Program, emptied: Connection) -> None:
    emptied.execute(
        "CREATE TABLE people_pregnancy (id bigint, outcome text, is_sample boolean);"
        "CREATE TABLE check_checkin (id bigint, pregnancy_id bigint, known jsonb, answers jsonb,"
        " updated_at timestamptz)"
    )
    known = {"pregnant": True, "gestation_weeks": 31.0}
    fever = {"fever_c": 38.6, "pain_location": ["flank"], "heart_rate": None}
    checks = [
        # pregnancy, how long ago in days, known, answers
        (1, 2, known, {"fever_c": 37.0}),
        (1, 1, known, fever),
        (1, 0, known, {}),
        (2, 1, known, {"gestation_weeks": 20.0, "pain_location": []}),
        (3, 1, known, fever),
    ]
    for number, outcome in ((1, ""), (2, ""), (3, "birth")):
        emptied.execute(
            "INSERT INTO people_pregnancy VALUES (%s, %s, %s)", (number, outcome, number == 2)
        )
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    for number, (pregnancy, days, before, answers) in enumerate(checks):
        emptied.execute(
            "INSERT INTO check_checkin VALUES (%s, %s, %s, %s, %s)",
            (number, pregnancy, Jsonb(before), Jsonb(answers), now - timedelta(days=days)),
        )
    table, present = companion_answers(program)
    found = {row["person"]: row for row in told(emptied, program, table, present)}
    assert set(found) == {"1", "2"}, "a pregnancy that is over is not screened"
    expected = raw_frame(
        program, [known | fever, {**known, "gestation_weeks": 20.0, "pain_location": []}]
    ).with_columns(id=pl.Series(["1", "2"]), synthetic=pl.Series([False, True]))
    assert found == by_polars(program, expected)
    assert found["1"]["signs.fever_38"] is True


def test_the_companion_s_tables_are_named_as_its_models_are() -> None:
    from carrywell.companion.check.models import CheckIn
    from carrywell.companion.people.models import Pregnancy

    table, _ = companion_answers(program_of(load_guideline().compiled))
    for model, columns in (
        (CheckIn, ("pregnancy_id", "known", "answers", "updated_at", "id")),
        (Pregnancy, ("outcome", "is_sample", "id")),
    ):
        assert model._meta.db_table in table
        there = {one.column for one in model._meta.concrete_fields}
        assert there >= set(columns)
        assert all(column in table for column in columns)
