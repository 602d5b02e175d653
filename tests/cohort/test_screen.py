"""A file of people in, a file of answers out: whole, in order, and after a break too."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

import carrywell
from carrywell.api import load_guideline
from carrywell.cli import main
from carrywell.cohort.files import InputError
from carrywell.cohort.screen import screen

PEOPLE = {
    "person": ["anna", "bea", "cleo", "dora", "ella"],
    "gestation_weeks": [31.0, None, 24.0, 60.0, 20.0],
    "pregnant": [True, None, True, True, False],
    "fever_c": [37.0, 39.4, 370.0, None, None],
    "vaginal_bleeding": ["none", "heavy", None, "none", None],
    "colour": ["red", "blue", "green", None, None],
}


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "people.parquet"
    pl.DataFrame(PEOPLE).write_parquet(file)
    return file


@pytest.mark.parametrize("kind", ["parquet", "csv", "ndjson"])
def test_each_kind_of_file_gives_the_same(people: Path, tmp_path: Path, kind: str) -> None:
    frame = pl.read_parquet(people)
    file, to = tmp_path / f"in.{kind}", tmp_path / f"out.{kind}"
    getattr(
        frame, {"parquet": "write_parquet", "csv": "write_csv", "ndjson": "write_ndjson"}[kind]
    )(file)
    done = screen(file, to, batch=2)
    read = {"parquet": pl.read_parquet, "csv": pl.read_csv, "ndjson": pl.read_ndjson}[kind](to)
    assert read["person"].to_list() == PEOPLE["person"]
    assert read["urgency"].to_list() == ["urgent", "emergency", "urgent", "urgent", None]
    assert (done.rows, done.set_aside, done.problems) == (5, 1, 2)
    assert done.unknown_columns == ("colour",)
    assert done.urgency == {"emergency": 1, "urgent": 3, "soon": 0, "routine": 0}


def test_each_row_is_what_she_is_told_alone(people: Path, tmp_path: Path) -> None:
    screen(people, tmp_path / "out.parquet")
    alone = load_guideline().assess({"vaginal_bleeding": "heavy", "fever_c": 39.4})
    row = pl.read_parquet(tmp_path / "out.parquet").row(1, named=True)
    assert row["urgency"] == alone.urgency
    assert {name for name in row if name.startswith("signs.") and row[name]} == {
        f"signs.{one.id}" for one in alone.signs
    }


def test_values_that_cannot_be_used_are_told(people: Path, tmp_path: Path) -> None:
    done = screen(people, tmp_path / "out.parquet")
    rejects = pl.read_csv(done.rejects, schema_overrides={"value": pl.String}).to_dicts()
    told = [(one["row"], one["person"], one["column"], one["value"]) for one in rejects]
    assert told == [(3, "cleo", "fever_c", "370.0"), (4, "dora", "gestation_weeks", "60.0")]
    assert rejects[0]["allowed"] == "33 to 43 °C"


def test_a_folder_is_read_file_by_file(people: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    frame = pl.read_parquet(people)
    frame.head(2).write_parquet(folder / "b.parquet")
    frame.tail(3).write_csv(folder / "a.csv")
    screen(folder, tmp_path / "out.parquet", batch=2)
    told = pl.read_parquet(tmp_path / "out.parquet")
    assert told["person"].to_list() == ["cleo", "dora", "ella", "anna", "bea"]


def test_rows_without_an_id_are_counted_through_all_files(people: Path, tmp_path: Path) -> None:
    """Also after a break, and where a file ends before a batch is full."""
    folder, to = tmp_path / "folder", tmp_path / "out.parquet"
    folder.mkdir()
    frame = pl.read_parquet(people).drop("person")
    frame.head(3).write_parquet(folder / "a.parquet")
    frame.tail(2).write_parquet(folder / "b.parquet")

    def breaks(batches: Iterable[Any], _: int | None) -> Iterator[Any]:
        for raw, number in batches:
            if number == 2:
                raise KeyboardInterrupt
            yield raw, number

    with pytest.raises(KeyboardInterrupt):
        screen(folder, to, batch=2, track=breaks)
    done = screen(folder, to, batch=2)
    assert pl.read_parquet(to)["person"].to_list() == ["1", "2", "3", "4", "5"]
    assert pl.read_csv(done.rejects)["row"].to_list() == [3, 4]


def test_it_goes_on_after_a_break(people: Path, tmp_path: Path) -> None:
    to = tmp_path / "out.parquet"
    seen: list[int] = []

    def breaks(batches: Iterable[Any], _: int | None) -> Iterator[Any]:
        for raw, number in batches:
            if number == 1 and not seen:
                raise KeyboardInterrupt
            yield raw, number

    def watched(batches: Iterable[Any], left: int | None) -> Iterator[Any]:
        assert left == 2
        for raw, number in batches:
            seen.append(number)
            yield raw, number

    with pytest.raises(KeyboardInterrupt):
        screen(people, to, batch=2, track=breaks)
    assert not to.exists()
    done = screen(people, to, batch=2, track=watched)
    assert seen == [1, 2]
    assert done.rows == 5
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "out.parquet",
        "out.rejects.csv",
        "people.parquet",
    ]


def test_parts_of_another_input_are_not_used(people: Path, tmp_path: Path) -> None:
    to = tmp_path / "out.parquet"

    def breaks(batches: Iterable[Any], _: int | None) -> Iterator[Any]:
        yield next(iter(batches))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        screen(people, to, batch=2, track=breaks)
    pl.read_parquet(people).reverse().write_parquet(people)
    screen(people, to, batch=2)
    assert pl.read_parquet(to)["person"].to_list() == PEOPLE["person"][::-1]


WRONG = {
    "nothing there": ("missing.csv", "there is no such file or folder"),
    "another kind": ("people.xlsx", "the name must end in one of"),
    "not what it says": ("broken.parquet", "this is not readable as Parquet"),
    "no finding": ("strange.csv", "no column is a finding"),
}


@pytest.mark.parametrize(("name", "says"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_one_clear_error_and_changes_nothing(
    tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / "people.xlsx").write_bytes(b"PK")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 nothing")
    (tmp_path / "strange.csv").write_text("colour\nred\n")
    to = tmp_path / "out.parquet"
    to.write_text("as it was")
    with pytest.raises(InputError, match=says):
        screen(tmp_path / name, to)
    assert to.read_text() == "as it was"
    told = CliRunner().invoke(main, ["screen", str(tmp_path / name), "--to", str(to)])
    assert told.exit_code == 2
    assert says in told.output


def test_the_command_tells_what_became_of_it(people: Path, tmp_path: Path) -> None:
    to = str(tmp_path / "out.csv")
    told = CliRunner().invoke(main, ["screen", str(people), "--to", to])
    assert told.exit_code == 0, told.output
    assert "5 people screened" in told.output
    assert "1 set aside: their answers cannot both be right" in told.output
    assert "2 values could not be used" in told.output
    assert "Not read, because they are no finding: colour" in told.output


def test_it_is_there_from_python_and_costs_nothing_until_it_is_asked_for(
    people: Path, tmp_path: Path
) -> None:
    assert carrywell.screen(people, tmp_path / "out.parquet").rows == 5
    code = "import sys, carrywell; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    with pytest.raises(AttributeError, match="has no attribute 'sceen'"):
        _ = carrywell.sceen
