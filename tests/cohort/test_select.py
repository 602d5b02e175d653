"""The one SELECT tells each person what Polars tells her, and the interpreter (by DuckDB)."""

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
import sqlglot
from made_up import Answers, somebody
from stored_tables import LISTS, READ, TEXTS, by_person, by_polars, door_query, raw_frame

from carrywell.api import load_guideline
from carrywell.assessment.answers import AnswerError
from carrywell.cohort.duckdb_engine import batches, columns_of, connect, table_of, write
from carrywell.cohort.files import InputError
from carrywell.cohort.output import told as columns_told
from carrywell.cohort.planned import planned
from carrywell.cohort.program import Program, program_of
from carrywell.cohort.select import output_columns, select
from carrywell.conditions import sql
from carrywell.conditions.columns import ticked

PEOPLE = 2000
ALONE = 300
ALL_AS_TEXT = "VARCHAR"


@pytest.fixture(scope="module")
def program() -> Program:
    return program_of(load_guideline().compiled)


@pytest.fixture(scope="module")
def people(program: Program) -> list[Answers]:
    chance = random.Random(31)
    findings = [finding for finding, _ in program.given]
    return [somebody(findings, chance) for _ in range(PEOPLE)]


@pytest.fixture(scope="module")
def raw(program: Program, people: list[Answers]) -> pl.DataFrame:
    return raw_frame(program, people)


@pytest.fixture(scope="module")
def file(raw: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("people") / "it's people.parquet"
    raw.write_parquet(to)
    return to


@pytest.fixture(scope="module")
def told(program: Program, file: Path) -> pl.DataFrame:
    to = file.with_name("told.parquet")
    assert write(connect(threads=1), program, table_of(file), to) == PEOPLE
    return pl.read_parquet(to)


def test_every_person_is_told_what_polars_tells_her(
    program: Program, raw: pl.DataFrame, told: pl.DataFrame
) -> None:
    assert told["person"].to_list() == raw["id"].to_list()
    assert tuple(told.columns) == output_columns(program, raw.columns)
    expected = by_polars(program, raw)
    found = by_person(told)
    differ = [person for person, row in expected.items() if found[person] != row]
    assert differ == []


def test_every_person_is_told_what_the_interpreter_tells_her(
    people: list[Answers], told: pl.DataFrame
) -> None:
    guideline = load_guideline()
    for answers, row in zip(people[:ALONE], told.to_dicts(), strict=False):
        try:
            alone = guideline.assess(answers)
        except AnswerError:
            assert row["screened"] is False
            assert row["urgency"] is row["floor"] is row["ceiling"] is None
            continue
        assert row["screened"] is True
        assert (row["urgency"], row["floor"], row["ceiling"]) == (
            alone.urgency,
            alone.floor,
            alone.ceiling,
        )
        assert {one.id for one in alone.signs} == {
            name.removeprefix("signs.")
            for name, is_there in row.items()
            if name.startswith("signs.") and is_there
        }
        assert [(row[f"cause_{place}"], row[f"cause_{place}_points"]) for place in (1, 2, 3)] == [
            *((one.id, one.points) for one in alone.causes[:3]),
            *[(None, None)] * (3 - len(alone.causes[:3])),
        ]
        for one in alone.treatments:
            assert row[f"treatment.{one.id}"] == one.status


def test_people_come_in_batches_and_in_order(
    program: Program, file: Path, told: pl.DataFrame
) -> None:
    found = list(batches(connect(threads=1), program, table_of(file), size=700))
    assert sum(one.num_rows for one in found) == PEOPLE
    assert len(found) > 1
    people = [person for one in found for person in one.column("person").to_pylist()]
    assert people == told["person"].to_list()


@pytest.mark.parametrize(("finding", "stored", "written", "read", "problems"), READ)
def test_a_column_is_read_however_it_is_stored(
    program: Program,
    finding: str,
    stored: dict[str, str],
    written: list[Any],
    read: list[Any],
    problems: int,
) -> None:
    found = as_read(program, finding, stored["duckdb"], written)
    (column,) = found
    assert [row[0] for row in found[column]] == read
    assert sum(row[1] for row in found[column]) == problems


@pytest.mark.parametrize(("kind", "cases"), [("VARCHAR[]", LISTS), ("VARCHAR", TEXTS)])
def test_a_list_is_one_column_an_option(program: Program, kind: str, cases: list[Any]) -> None:
    found = as_read(program, "pain_location", kind, [one[0] for one in cases])
    for place, (said, flank, neck, problem) in enumerate(cases):
        assert found[ticked("pain_location", "flank")][place] == (flank, problem), said
        assert found[ticked("pain_location", "neck")][place] == (neck, problem), said


def as_read(
    program: Program, finding: str, kind: str, written: list[Any]
) -> dict[str, list[tuple[Any, int]]]:
    """Each column of the steps with its values and problems, row by row."""
    database = connect(threads=1)
    database.execute(f"CREATE TABLE people (place INTEGER, {finding} {kind})")
    for place, one in enumerate(written):
        database.execute("INSERT INTO people VALUES (?, ?)", [place, one])
    query, columns = door_query(program, finding, kind, sql.DUCKDB)
    rows = database.execute(query).fetchall()
    return {column: [(row[place], row[-1]) for row in rows] for place, column in enumerate(columns)}


def test_a_file_of_texts_gives_the_same(
    program: Program, raw: pl.DataFrame, tmp_path: Path
) -> None:
    some = raw.head(200).drop("id").with_columns(pl.col(pl.List(pl.String)).list.join(";"))
    some = some.with_columns(
        seizure=pl.lit("maybe"), shoe_size=pl.lit("38"), fever_c=pl.lit("37.6")
    ).drop("synthetic")
    some.write_csv(tmp_path / "people.csv")
    raw_texts = pl.read_csv(tmp_path / "people.csv", infer_schema=False)
    write(connect(threads=1), program, table_of(tmp_path / "people.csv"), tmp_path / "told.parquet")
    found = pl.read_parquet(tmp_path / "told.parquet")
    assert found["person"].to_list() == [str(one) for one in range(1, 201)]
    assert found["problems"].min() == 1
    assert by_person(found) == by_polars(program, raw_texts)


def test_columns_that_are_missing_are_unknown(program: Program) -> None:
    database = connect(threads=1)
    database.execute(
        'CREATE TABLE "Two" AS SELECT true AS pregnant, 30 AS gestation_weeks, 7 AS "Id"'
    )
    (batch,) = batches(database, program, '"Two"')
    (row,) = batch.to_pylist()
    assert (row["person"], row["floor"], row["ceiling"]) == ("1", "routine", "emergency")
    assert (row["scope"], row["problems"]) == ("pregnant", 0)


def test_each_layer_holds_only_what_is_still_needed(program: Program) -> None:
    plan = planned(program, ["urgency"])
    there = set(plan.read)
    for layer in plan.layers:
        assert set(layer.kept) <= there
        there = {*layer.kept, *(step.name for step in layer.steps)}
    assert there == {"urgency"}
    everything = planned(program, (source for _, source in columns_told(program)))
    assert 300 < everything.width < 1000, "PostgreSQL takes 1,664 columns"


def test_the_text_is_the_same_every_time() -> None:
    script = (
        "import hashlib; from carrywell.api import load_guideline;"
        "from carrywell.cohort.program import program_of; from carrywell.cohort.select import select;"
        "print(hashlib.sha256(select(program_of(load_guideline().compiled), 'people',"
        " {'fever_c': 'DOUBLE', 'pain_location': 'VARCHAR[]'}, 'duckdb').encode()).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


@pytest.mark.slow
@pytest.mark.parametrize("dialect", list(sql.DIALECTS))
def test_it_is_one_select_that_another_parser_reads(program: Program, dialect: str) -> None:
    present = {one.id: "STRING" for one, _ in program.given}
    (parsed,) = sqlglot.parse(select(program, "people", present, dialect), dialect=dialect)
    assert isinstance(parsed, sqlglot.exp.Select)
    assert tuple(parsed.named_selects)[:3] == ("person", "screened", "urgency")


def test_another_dialect_is_refused(program: Program) -> None:
    with pytest.raises(KeyError):
        select(program, "people", {}, "cobol")


@pytest.mark.parametrize("dialect", sql.DIALECTS.values(), ids=list(sql.DIALECTS))
def test_a_long_name_keeps_apart_from_others(dialect: sql.Dialect) -> None:
    long = "a" * 60
    one, other = (sql.short(long + end, dialect) for end in ("_left_side", "_right_side"))
    assert one != other
    if dialect.longest_name is not None:
        assert len(sql.short("ü" * 60, dialect).encode()) <= dialect.longest_name
        assert sql.short("short", dialect) == "short"


def test_texts_and_numbers_are_written_as_each_dialect_reads_them() -> None:
    assert sql.text("can't \\", sql.DUCKDB) == sql.text("can't \\", sql.POSTGRES) == "'can''t \\'"
    assert sql.text("can't \\", sql.SPARK) == "'can\\'t \\\\'"
    assert sql.number(37.6, sql.DUCKDB) == sql.number(37.6, sql.SPARK) == "37.6e0"
    assert sql.number(37.6, sql.POSTGRES) == "CAST(37.6e0 AS DOUBLE PRECISION)"
    assert sql.name("a`b", sql.SPARK) == "`a``b`"
    kind = duckdb.execute(f"SELECT typeof({sql.number(-1e-7, sql.DUCKDB)})").fetchone()
    assert kind == ("DOUBLE",)


def test_a_folder_is_of_one_kind(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("pregnant\nyes\n")
    (tmp_path / "b.csv").write_text("fever_c\n38\n")
    assert columns_of(connect(), table_of(tmp_path)) == {
        "pregnant": ALL_AS_TEXT,
        "fever_c": ALL_AS_TEXT,
    }
    (tmp_path / "c.ndjson").write_text("{}\n")
    with pytest.raises(InputError, match="one kind of file"):
        table_of(tmp_path)
