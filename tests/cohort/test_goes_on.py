"""A screening that was killed goes on where it was, and what it writes is what it would have written."""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import polars as pl
import psycopg
import pytest
from made_up import somebody
from postgres import a_server
from psycopg.types.json import Jsonb
from same_screening import address, assert_same, fill
from spark_cluster import needs_spark
from stored_tables import raw_frame

from carrywell.api import load_guideline
from carrywell.cohort.parts import Screening
from carrywell.cohort.postgres_screen import screen_with_postgres
from carrywell.cohort.program import Program, program_of
from carrywell.cohort.screen import screen

PEOPLE, FILES = 240, 24
PATIENCE = 120.0
"""Seconds until a run must have kept its first part."""
TABLE = '"It\'s people"'


@pytest.fixture(scope="module")
def program() -> Program:
    return program_of(load_guideline().compiled)


@pytest.fixture(scope="module")
def raw(program: Program) -> pl.DataFrame:
    chance = random.Random(83)
    findings = [finding for finding, _ in program.given]
    people = raw_frame(program, [somebody(findings, chance) for _ in range(PEOPLE)])
    impossible = pl.when(pl.col("synthetic").cum_count() % 7 == 0).then(99.0)
    return people.with_columns(
        fever_c=impossible.otherwise(pl.col("fever_c")), shoe_size=pl.lit(38)
    )


@pytest.fixture(scope="module")
def folder(raw: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The people in files, so that Spark has parts too."""
    folder = tmp_path_factory.mktemp("people")
    for number, some in enumerate(raw.iter_slices(PEOPLE // FILES)):
        some.write_parquet(folder / f"{number:02}.parquet")
    return folder


@pytest.fixture(scope="module")
def expected(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The same people in one go by Polars."""
    return as_told(screen(folder, tmp_path_factory.mktemp("whole") / "polars.parquet"))


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with a_server() as where:
        yield where


def as_told(done: Screening) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(msgspec.json.encode(done))
    return told


def kept(to: Path) -> list[Path]:
    return sorted(to.parent.glob(f".{to.name}.parts/*/*.parquet"))


def killed_and_again(command: list[str], to: Path) -> dict[str, Any]:
    """Kills the command when it has kept its first part; the summary of the same command given again."""
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    end = time.monotonic() + PATIENCE
    while not kept(to) and run.poll() is None and time.monotonic() < end:
        time.sleep(0.005)
    run.send_signal(signal.SIGKILL)
    _, said = run.communicate()
    assert run.returncode == -signal.SIGKILL, said.decode()
    assert kept(to)
    assert not to.exists()
    torn = kept(to)[0].with_name(".torn")
    torn.write_bytes(kept(to)[0].read_bytes()[:1000])
    again = subprocess.run(command, capture_output=True, check=False)
    assert again.returncode == 0, again.stderr.decode()
    told: dict[str, Any] = json.loads(again.stdout)
    return told


def assert_went_on(found: dict[str, Any], expected: dict[str, Any], to: Path) -> None:
    """Some people were done before and not all, nobody is missing, and nothing lies about."""
    assert 0 < found.pop("kept") < PEOPLE
    assert found["rows"] == PEOPLE
    assert found["problems"] > 3
    assert_same(found, {one: value for one, value in expected.items() if one != "kept"}, "parquet")
    left = {one.name for one in to.parent.iterdir()}
    assert left == {to.name, f"{to.stem}.rejects.csv"}


def screening(source: Path | str, to: Path, *options: str) -> list[str]:
    command = [sys.executable, "-m", "carrywell", "screen", str(source), "--to", str(to)]
    return [*command, *options, "--json"]


@pytest.mark.parametrize(
    "options",
    [("--batch", "5"), ("--engine", "duckdb", "--batch", "60")],
    ids=["polars", "duckdb"],
)
def test_files_go_on(
    folder: Path, expected: dict[str, Any], tmp_path: Path, options: tuple[str, ...]
) -> None:
    to = tmp_path / "told.parquet"
    found = killed_and_again(screening(folder, to, *options), to)
    assert_went_on(found, expected, to)


def test_spark_goes_on(folder: Path, expected: dict[str, Any], tmp_path: Path) -> None:
    needs_spark()
    to = tmp_path / "told.parquet"
    options = ("--engine", "spark", "--master", "local[1]")
    found = killed_and_again(screening(folder, to, *options), to)
    assert_went_on(found, expected, to)


def test_a_table_of_a_duckdb_database_goes_on(
    raw: pl.DataFrame, expected: dict[str, Any], tmp_path: Path
) -> None:
    (place := tmp_path / "clinic").mkdir()
    raw.write_parquet(place / "people.parquet")
    with duckdb.connect(place / "clinic.duckdb") as connection:
        query = "CREATE TABLE people AS FROM read_parquet(?)"
        connection.execute(query, [str(place / "people.parquet")])
    (out := tmp_path / "out").mkdir()
    to = out / "told.parquet"
    options = ("--engine", "duckdb", "--table", "people", "--batch", "60")
    found = killed_and_again(screening(place / "clinic.duckdb", to, *options), to)
    assert_went_on(found, expected, to)


@pytest.fixture
def table(program: Program, raw: pl.DataFrame, server: str) -> Iterator[str]:
    with psycopg.connect(server) as connection:
        fill(connection, program, raw)
    yield server
    with psycopg.connect(server) as connection:
        connection.execute(f"DROP TABLE {TABLE} CASCADE")


def test_a_table_of_postgres_goes_on(table: str, expected: dict[str, Any], tmp_path: Path) -> None:
    to = tmp_path / "told.parquet"
    options = ("--engine", "postgres", "--table", TABLE, "--batch", "60")
    found = killed_and_again(screening(address(table), to, *options), to)
    assert_went_on(found, expected, to)


def stopped_after(some: int) -> Any:
    def track(parts: Iterable[Any], _: int | None) -> Iterator[Any]:
        for number, part in enumerate(parts):
            if number == some:
                raise KeyboardInterrupt
            yield part

    return track


def broken_off(server: str, to: Path, table: str, some: int = 2) -> None:
    with pytest.raises(KeyboardInterrupt):
        screen_with_postgres(address(server), to, table=table, batch=60, track=stopped_after(some))
    assert not to.exists()


def test_of_a_database_only_what_is_still_the_same_is_kept(table: str, tmp_path: Path) -> None:
    """A woman of the first part says otherwise, one is gone and one is new before it goes on."""
    to = tmp_path / "told.parquet"
    broken_off(table, to, TABLE)
    with psycopg.connect(table) as connection:
        someone, other = connection.execute(f"SELECT id FROM {TABLE} LIMIT 2").fetchall()
        connection.execute(f"UPDATE {TABLE} SET fever_c = 40.5 WHERE id = %s", someone)
        connection.execute(f"DELETE FROM {TABLE} WHERE id = %s", other)
        connection.execute(f"INSERT INTO {TABLE} (id, pregnant) VALUES ('new', true)")
    found = as_told(screen_with_postgres(address(table), to, table=TABLE, batch=60))
    assert 0 < found.pop("kept") < 60, "the second part, and not the first"
    whole = as_told(screen_with_postgres(address(table), tmp_path / "whole.parquet", table=TABLE))
    assert whole.pop("kept") == 0
    assert found["rows"] == PEOPLE
    assert_same(found, whole, "parquet")
    told = pl.read_parquet(to)
    assert told.filter(person=someone[0])["signs.fever_38"].to_list() == [True]
    assert told["person"].is_unique().all()
    assert "new" in told["person"]
    assert other[0] not in told["person"]


def test_a_view_begins_anew_and_is_whole(table: str, tmp_path: Path) -> None:
    with psycopg.connect(table) as connection:
        connection.execute(f"CREATE VIEW seen AS SELECT * FROM {TABLE} ORDER BY id")
    to = tmp_path / "told.parquet"
    broken_off(table, to, "seen", some=1)
    found = screen_with_postgres(address(table), to, table="seen")
    assert found.kept == 0
    assert pl.read_parquet(to)["person"].is_sorted()
    assert pl.read_parquet(to)["person"].n_unique() == found.rows == PEOPLE


@pytest.fixture
def companion(server: str) -> Iterator[str]:
    """Pregnancies with gaps between their numbers, each with a check."""
    with psycopg.connect(server) as connection:
        connection.execute(
            "CREATE TABLE people_pregnancy (id bigint, outcome text, is_sample boolean);"
            "CREATE TABLE check_checkin (id bigint, pregnancy_id bigint, known jsonb, answers jsonb,"
            " updated_at timestamptz);"
        )
        for number in (31, 1, 2, 4, 17, 16, 30):
            connection.execute("INSERT INTO people_pregnancy VALUES (%s, '', false)", (number,))
            checked(connection, number, {"pregnant": True, "fever_c": 30.0 + number})
    yield server
    with psycopg.connect(server) as connection:
        connection.execute("DROP TABLE people_pregnancy, check_checkin")


def checked(connection: psycopg.Connection[Any], pregnancy: int, answers: dict[str, Any]) -> None:
    connection.execute(
        "INSERT INTO check_checkin SELECT count(*), %s, '{}', %s, clock_timestamp() FROM check_checkin",
        (pregnancy, Jsonb(answers)),
    )


def test_the_companion_s_tables_go_on(companion: str, tmp_path: Path) -> None:
    """One of the first part checks again before it goes on."""
    to = tmp_path / "told.parquet"
    with pytest.raises(KeyboardInterrupt):
        screen_with_postgres(address(companion), to, batch=4, track=stopped_after(2))
    with psycopg.connect(companion) as connection:
        checked(connection, 2, {"pregnant": True, "fever_c": 40.5})
    found = as_told(screen_with_postgres(address(companion), to, batch=4))
    assert found.pop("kept") == 1, "the pregnancy number 4"
    whole = as_told(screen_with_postgres(address(companion), tmp_path / "whole.parquet"))
    assert whole.pop("kept") == 0
    assert_same(found, whole, "parquet")
    told = pl.read_parquet(to)
    assert told["person"].to_list() == ["1", "2", "4", "16", "17", "30", "31"]
    assert told.filter(person="2")["signs.fever_38"].to_list() == [True]
    assert pl.read_csv(found["rejects"])["row"].to_list() == [1, 4, 5, 6, 7]


def test_another_engine_or_another_size_begins_anew(folder: Path, tmp_path: Path) -> None:
    to = tmp_path / "told.parquet"
    with pytest.raises(KeyboardInterrupt):
        screen(folder, to, batch=5, track=stopped_after(3))
    assert len(kept(to)) == 3
    (place,) = tmp_path.iterdir()
    assert place.stat().st_mode & 0o077 == 0, "nobody else may read it"
    assert screen(folder, to, batch=7).kept == 0
