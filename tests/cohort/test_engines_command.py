"""`carrywell screen --engine`: every engine writes the file that Polars writes, or refuses in a sentence."""

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import psycopg
import pytest
from click.testing import CliRunner, Result
from made_up import somebody
from postgres import a_server
from psycopg.types.json import Jsonb
from same_screening import READERS, address, assert_same, fill
from spark_cluster import needs_spark
from stored_tables import raw_frame

from carrywell.api import load_guideline
from carrywell.cli import main
from carrywell.cohort.program import Program, program_of

PEOPLE = 200
AWKWARD = {
    "fever_c": [37.6, float("nan"), float("inf"), -0.0, None, 43.1],
    "weight_gain_kg": [-0.0, 1e308, float("nan"), 5e-324, None, 3.0],
    "onset": ["sudden", "", " gradual ", "plötzlich ☃", None, "=it's"],
    "pain_location": [["flank", None], [], None, ["flank", "Flänke"], [None], ["leg"]],
}


@pytest.fixture(scope="module")
def program() -> Program:
    return program_of(load_guideline().compiled)


@pytest.fixture(scope="module")
def raw(program: Program) -> pl.DataFrame:
    """Made-up people, the last of them with awkward values, and a column that is no finding."""
    chance = random.Random(61)
    findings = [finding for finding, _ in program.given]
    people = raw_frame(program, [somebody(findings, chance) for _ in range(PEOPLE)])
    awkward = pl.DataFrame({one: people[one].head(PEOPLE - 6) for one in AWKWARD})
    awkward = pl.concat([awkward, pl.DataFrame(AWKWARD, schema=awkward.schema)])
    return people.with_columns(awkward.get_columns()).with_columns(shoe_size=pl.lit(38))


@pytest.fixture(scope="module")
def files(raw: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same people in each kind of file."""
    folder = tmp_path_factory.mktemp("it's people")
    raw.write_parquet(folder / "people.parquet")
    raw.with_columns(pl.col(pl.List(pl.String)).list.join(";")).write_csv(folder / "people.csv")
    raw.with_columns(pl.col(pl.Float64).fill_nan(None)).write_ndjson(folder / "people.ndjson")
    return folder


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with a_server() as where:
        yield where


def screened(source: Path | str, to: Path, *options: str) -> dict[str, Any]:
    """The summary, as the command tells it."""
    told = invoked(source, to, *options, "--json")
    assert told.exit_code == 0, told.output
    summary: dict[str, Any] = json.loads(told.stdout)
    return summary


def invoked(source: Path | str, to: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["screen", str(source), "--to", str(to), *options])


@pytest.mark.parametrize("kind", READERS)
def test_duckdb_screens_each_kind_of_file_as_polars_does(
    files: Path, tmp_path: Path, kind: str
) -> None:
    source = files / f"people.{kind}"
    found = screened(source, tmp_path / f"duckdb.{kind}", "--engine", "duckdb")
    expected = screened(source, tmp_path / f"polars.{kind}")
    assert expected["rows"] == PEOPLE
    assert expected["problems"] > 3
    assert expected["unknown_columns"] == ["shoe_size"]
    assert_same(found, expected, kind)
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(
        f"{engine}.{end}" for engine in ("duckdb", "polars") for end in (kind, "rejects.csv")
    )


@pytest.mark.parametrize("kind", READERS)
def test_duckdb_tells_people_who_were_made_up_what_polars_tells_them(
    tmp_path: Path, kind: str
) -> None:
    """Their lists are texts, and one with nothing in it says 'none'."""
    source = tmp_path / f"synthetic.{kind}"
    assert CliRunner().invoke(main, ["cohort", "make", "300", "--to", str(source)]).exit_code == 0
    found = screened(source, tmp_path / "duckdb.parquet", "--engine", "duckdb")
    assert_same(found, screened(source, tmp_path / "polars.parquet"), "parquet")


def test_duckdb_numbers_rows_without_an_id_through_a_folder(
    raw: pl.DataFrame, tmp_path: Path
) -> None:
    folder = tmp_path / "a=b"
    folder.mkdir()
    people = raw.drop("id")
    people.head(150).write_parquet(folder / "1.parquet")
    people.tail(50).write_parquet(folder / "2.parquet")
    found = screened(folder, tmp_path / "duckdb.parquet", "--engine", "duckdb")
    assert_same(found, screened(folder, tmp_path / "polars.parquet"), "parquet")


def test_duckdb_screens_a_folder_of_mixed_kinds_as_polars_does(
    raw: pl.DataFrame, tmp_path: Path
) -> None:
    """Each file by its own columns and kinds of value, and rows without an id numbered through."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    people = raw.drop("id").with_columns(deceased=pl.col("seizure"))
    texts = pl.col(pl.List(pl.String)).list.join(";")
    people.slice(0, 40).write_parquet(folder / "a.parquet")
    people.slice(40, 30).with_columns(texts).write_csv(folder / "b.csv")
    people.slice(70, 30).with_columns(texts).drop("synthetic").write_csv(folder / "c.csv")
    numbers = pl.col("seizure").cast(pl.Int64)
    people.slice(100, 30).with_columns(numbers).write_parquet(folder / "d.parquet")
    finite = pl.col(pl.Float64).fill_nan(None)
    people.slice(130, 30).with_columns(finite).write_ndjson(folder / "e.ndjson")
    people.slice(160, 0).write_parquet(folder / "f.parquet")
    people.slice(160, 40).write_parquet(folder / "g.parquet")
    for batch in ("250000", "13"):
        options = ("--engine", "duckdb", "--batch", batch) if batch != "13" else ("--batch", "13")
        found = screened(folder, tmp_path / f"{batch}.parquet", *options)
        expected = screened(folder, tmp_path / "polars.parquet")
        assert_same(found, expected, "parquet")
    assert expected["rows"] == PEOPLE
    assert expected["died"] > 0
    assert pl.read_parquet(expected["to"])["person"].to_list() == [
        str(one + 1) for one in range(PEOPLE)
    ]


def test_nan_is_unknown_whatever_the_file_says_of_its_numbers(tmp_path: Path) -> None:
    """A file's greatest number leaves NaN out, so that a planner may think there is none."""
    source, nan = tmp_path / "nan.parquet", float("nan")
    pl.DataFrame(
        {
            "fever_c": [37.0, nan],
            "weight_gain_kg": [nan, 99.0],
            "seizure": [nan, 0.0],
            "heart_rate": [80.0, nan],
        }
    ).write_parquet(source)
    found = screened(source, tmp_path / "duckdb.parquet", "--engine", "duckdb")
    assert_same(found, screened(source, tmp_path / "polars.parquet"), "parquet")
    told = pl.read_parquet(found["to"])
    assert told["problems"].to_list() == [0, 1]
    assert told["signs.fever_38"].to_list() == [False, None]


def test_duckdb_guesses_nothing_in_text(tmp_path: Path) -> None:
    """What stands in one column is not split, and an id that looks like something stays as it is."""
    (tmp_path / "one.csv").write_text("pain_location\nflank;leg\nneck;leg\n#leg\n")
    upper = "550E8400-E29B-41D4-A716-446655440000"
    lines = [{"id": upper, "onset": 3, "fever_c": "38.5"}, {"id": "2", "onset": "sudden"}]
    (tmp_path / "ids.ndjson").write_text("\n".join(map(json.dumps, lines[:1])) + "\n")
    for name in ("one.csv", "ids.ndjson"):
        found = screened(tmp_path / name, tmp_path / "duckdb.parquet", "--engine", "duckdb")
        expected = screened(tmp_path / name, tmp_path / "polars.parquet")
        assert_same(found, expected, "parquet")
    assert pl.read_parquet(tmp_path / "duckdb.parquet")["person"].to_list() == [upper]


def test_duckdb_screens_a_table_of_its_own_and_lists_whom_to_ring(
    files: Path, tmp_path: Path
) -> None:
    database, source = tmp_path / "clinic.duckdb", files / "people.parquet"
    with duckdb.connect(database) as connection:
        query = 'CREATE TABLE "It\'s people" AS FROM read_parquet(?)'
        connection.execute(query, [str(source)])
    before = database.read_bytes()
    options = ("--engine", "duckdb", "--table", "It's people", "--worklist", str(tmp_path / "ring"))
    found = screened(database, tmp_path / "duckdb.parquet", *options)
    assert_same(found, screened(source, tmp_path / "polars.parquet"), "parquet")
    assert database.read_bytes() == before
    assert (tmp_path / "ring").is_dir()


def test_duckdb_tells_a_kind_of_value_that_no_finding_has(tmp_path: Path) -> None:
    database = tmp_path / "clinic.duckdb"
    with duckdb.connect(database) as connection:
        connection.execute(
            "CREATE TABLE people AS SELECT DATE '2026-01-02' AS seizure, true AS pregnant"
        )
    options = ("--engine", "duckdb", "--table", "people")
    found = screened(database, tmp_path / "told.parquet", *options)
    rejects = pl.read_csv(found["rejects"])
    assert rejects.select("row", "column", "value").rows() == [(1, "seizure", "2026-01-02 (DATE)")]
    assert pl.read_parquet(found["to"])["problems"].to_list() == [1]


def test_postgres_screens_a_table_as_polars_does(
    program: Program, raw: pl.DataFrame, files: Path, server: str, tmp_path: Path
) -> None:
    with psycopg.connect(server) as connection:
        fill(connection, program, raw)
    for kind in ("parquet", "csv"):
        options = ("--engine", "postgres", "--table", '"It\'s people"')
        found = screened(address(server), tmp_path / f"postgres.{kind}", *options)
        expected = screened(files / "people.parquet", tmp_path / f"polars.{kind}")
        assert_same(found, expected, kind)


def test_postgres_reads_what_a_finding_is_stored_in(server: str, tmp_path: Path) -> None:
    """Decimals, whole numbers, enumerations and dates, rows without an id, and what is passed on."""
    with psycopg.connect(server) as connection:
        connection.execute(
            "CREATE TYPE beginning AS ENUM ('sudden', 'late');"
            "CREATE TABLE kinds (seizure numeric(3,1), fever_c numeric, pain_score smallint,"
            " onset beginning, pregnant date, weight_gain_kg real, deceased timestamp);"
            "INSERT INTO kinds VALUES (1.0, 'Infinity', 3, 'sudden', NULL, 1.5, '2026-01-02 03:04'),"
            " (0.0, 'NaN', 99, 'late', '2026-01-02', 'NaN', NULL), (7.5, 38.50, NULL, NULL, NULL, 1e9, NULL)"
        )
    found = screened(
        address(server), tmp_path / "told.parquet", "--engine", "postgres", "--table", "kinds"
    )
    told = pl.read_parquet(found["to"])
    assert told["person"].to_list() == ["1", "2", "3"]
    assert told["deceased"].to_list() == ["2026-01-02 03:04:00", None, None]
    assert told["problems"].to_list() == [1, 3, 2]
    rejects = pl.read_csv(found["rejects"], infer_schema=False)
    assert rejects.select("row", "column", "value").sort("row", "column").rows() == [
        ("1", "fever_c", "Infinity"),
        ("2", "onset", "late"),
        ("2", "pain_score", "99"),
        ("2", "pregnant", "2026-01-02 (date)"),
        ("3", "seizure", "7.5"),
        ("3", "weight_gain_kg", "1000000000.0"),
    ]


def test_postgres_screens_an_empty_table(server: str, tmp_path: Path) -> None:
    with psycopg.connect(server) as connection:
        connection.execute("CREATE TABLE nobody (id text, fever_c numeric, synthetic boolean)")
    pl.DataFrame(
        schema={"id": pl.String, "fever_c": pl.Float64, "synthetic": pl.Boolean}
    ).write_parquet(tmp_path / "nobody.parquet")
    found = screened(
        address(server), tmp_path / "postgres.parquet", "--engine", "postgres", "--table", "nobody"
    )
    expected = screened(tmp_path / "nobody.parquet", tmp_path / "polars.parquet")
    assert_same(found, expected, "parquet")


def test_postgres_screens_what_the_companion_keeps(
    program: Program, server: str, tmp_path: Path
) -> None:
    known, said = {"pregnant": True, "gestation_weeks": 31.0}, {"fever_c": 99.0, "seizure": False}
    with psycopg.connect(server) as connection:
        connection.execute(
            "CREATE TABLE people_pregnancy (id bigint, outcome text, is_sample boolean);"
            "CREATE TABLE check_checkin (id bigint, pregnancy_id bigint, known jsonb, answers jsonb,"
            " updated_at timestamptz);"
            "INSERT INTO people_pregnancy VALUES (7, '', false)"
        )
        connection.execute(
            "INSERT INTO check_checkin VALUES (1, 7, %s, %s, now())", (Jsonb(known), Jsonb(said))
        )
    options = ("--engine", "postgres", "--companion", "--worklist", str(tmp_path / "ring"))
    found = screened(address(server), tmp_path / "postgres.parquet", *options)
    listed = pl.read_csv(tmp_path / "ring" / "worklist.csv")
    assert listed.select("person", "weeks").rows() == [(7, 31.0)]
    assert "31 weeks" in (tmp_path / "ring" / "worklist.html").read_text()
    frame = raw_frame(program, [known | said]).with_columns(
        id=pl.lit("7"), synthetic=pl.lit(value=False), fever_c=pl.lit("99.0")
    )
    frame.write_parquet(tmp_path / "same.parquet")
    expected = screened(tmp_path / "same.parquet", tmp_path / "polars.parquet")
    assert_same(found, expected, "parquet")
    assert found["problems"] == 1


def test_spark_screens_as_polars_does(files: Path, tmp_path: Path) -> None:
    needs_spark()
    source = files / "people.parquet"
    options = ("--engine", "spark", "--master", "local[1]")
    found = screened(source, tmp_path / "spark.parquet", *options)
    assert_same(found, screened(source, tmp_path / "polars.parquet"), "parquet")


@pytest.mark.parametrize(
    ("engine", "option", "value"),
    [
        *(
            (engine, option, value)
            for engine in ("duckdb", "postgres", "spark")
            for option, value in (
                ("--as-of", "2026-11-23"),
                ("--unmapped", "codes.csv"),
                ("--findings", "kept.csv"),
            )
        ),
        ("spark", "--batch", "7"),
        ("polars", "--table", "people"),
        ("spark", "--table", "people"),
        ("polars", "--master", "local"),
        ("duckdb", "--master", "local"),
        ("duckdb", "--companion", None),
    ],
)
def test_an_option_that_would_change_nothing_is_refused(
    tmp_path: Path, engine: str, option: str, value: str | None
) -> None:
    given = [option] if value is None else [option, value]
    told = invoked("people.csv", tmp_path / "told.csv", "--engine", engine, *given)
    assert told.exit_code == 2
    assert told.stderr.startswith(f"{option} is not for --engine {engine}, only for --engine ")
    assert told.stderr.count("\n") == 1
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("engine", "package", "extra"),
    [
        ("duckdb", "duckdb", "scale"),
        ("postgres", "psycopg", "scale"),
        ("spark", "pyspark", "spark"),
    ],
)
def test_a_missing_extra_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str, package: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    needed = ("--companion",) if engine == "postgres" else ()
    told = invoked("people.csv", tmp_path / "told.csv", "--engine", engine, *needed)
    assert told.exit_code == 2
    assert package in told.stderr
    assert f"pip install 'carrywell[{extra}]'" in told.stderr


@pytest.mark.parametrize(
    ("source", "options", "says"),
    [
        ("gone.csv", ("--engine", "duckdb"), "there is no such file or folder"),
        ("clinic.duckdb", ("--engine", "duckdb"), "with --table"),
        ("clinic.duckdb", ("--engine", "duckdb", "--table", "gone"), "Tables: main.people."),
        ("clinic.duckdb", ("--engine", "duckdb", "--table", "people"), "no column is a finding"),
        ("broken.parquet", ("--engine", "duckdb"), "DuckDB cannot screen this"),
        ("people.csv", ("--engine", "postgres", "--companion"), "is an address"),
        ("postgresql://a@b/c", ("--engine", "postgres"), "either --table NAME or --companion"),
    ],
)
def test_what_cannot_be_screened_is_one_clear_sentence(
    tmp_path: Path, source: str, options: tuple[str, ...], says: str
) -> None:
    with duckdb.connect(tmp_path / "clinic.duckdb") as connection:
        connection.execute("CREATE TABLE people AS SELECT 38 AS shoe_size")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 nothing")
    to = tmp_path / "told.parquet"
    to.write_text("as it was")
    there = sorted(tmp_path.iterdir())
    where = source if "://" in source else str(tmp_path / source)
    told = invoked(where, to, *options)
    assert told.exit_code == 2, told.output
    assert says in told.stderr
    assert to.read_text() == "as it was"
    assert sorted(tmp_path.iterdir()) == there


def test_a_table_that_is_not_there_is_told(server: str, tmp_path: Path) -> None:
    for table in ("gone", "people; DROP TABLE people", "a.b.c.d"):
        told = invoked(
            address(server), tmp_path / "told.csv", "--engine", "postgres", "--table", table
        )
        assert told.exit_code == 2, told.output
        assert table in told.stderr
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    "where",
    [
        "postgresql://anna:s3cret@127.0.0.1:1/clinic",
        "postgresql://anna:s3/cret@127.0.0.1:1/clinic",
        "postgresql://anna@127.0.0.1:1/clinic?password=s3cret",
        "postgresql://127.0.0.1:s3cret@/clinic",
        "postgresql://anna@127.0.0.1:s3cret/clinic?x",
    ],
)
def test_a_password_in_the_address_is_never_told(tmp_path: Path, where: str) -> None:
    told = invoked(where, tmp_path / "told.csv", "--engine", "postgres", "--companion")
    assert told.exit_code == 2
    assert "s3" not in told.output
    assert "PGPASSWORD" in told.stderr or "cannot be read" in told.stderr


def test_a_password_of_the_environment_is_never_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", "s3cret")
    where = "postgresql://anna@127.0.0.1:1/clinic"
    told = invoked(where, tmp_path / "told.csv", "--engine", "postgres", "--companion")
    assert told.exit_code == 2
    assert "PostgreSQL cannot screen the companion's tables" in told.stderr
    assert "s3cret" not in told.output
