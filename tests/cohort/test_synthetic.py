"""Made-up people: marked as such, the same from the same seed, and their answers fit together."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from carrywell.api import load_guideline
from carrywell.assessment.answers import AnswerError, settle
from carrywell.cli import main
from carrywell.cohort import synthetic
from carrywell.cohort.chance import NUMBER, at_random, stream
from carrywell.cohort.door import given
from carrywell.cohort.files import InputError
from carrywell.cohort.program import program_of
from carrywell.cohort.screen import screen
from carrywell.cohort.stories import STORIES

PEOPLE = 3000


@pytest.fixture(scope="module")
def program():
    return program_of(load_guideline().compiled)


@pytest.fixture(scope="module")
def people(program) -> pl.DataFrame:
    return pl.concat(synthetic.made_up(program, PEOPLE))


@pytest.fixture(scope="module")
def screened(people, tmp_path_factory) -> pl.DataFrame:
    folder = tmp_path_factory.mktemp("screened")
    people.write_parquet(folder / "people.synthetic.parquet")
    screen(folder / "people.synthetic.parquet", folder / "out.parquet")
    return pl.read_parquet(folder / "out.parquet")


def test_every_row_says_that_it_is_made_up_and_the_screening_passes_it_on(people, screened):
    assert people["synthetic"].all()
    assert people["person"].str.starts_with("made-up-").all()
    assert people["person"].n_unique() == PEOPLE
    assert screened["synthetic"].all()


def test_the_batches_do_not_matter_and_the_seed_does(program, people):
    assert pl.concat(synthetic.made_up(program, PEOPLE, batch=701)).equals(people)
    assert pl.concat(synthetic.made_up(program, 500)).equals(people.head(500))
    assert not pl.concat(synthetic.made_up(program, 500, seed=2)).equals(people.head(500))


def answers_of(program, row: dict[str, Any]) -> dict[str, Any]:
    kinds = {one.id: one.type for one, _ in program.given}
    told = {name: value for name, value in row.items() if name in kinds and value is not None}
    return {
        name: [one for one in value.split(";") if one != "none"]
        if kinds[name] == "choices"
        else value
        for name, value in told.items()
        if synthetic.IMPOSSIBLE.get(name) != value
    }


def test_answers_fit_together_but_for_the_planted_contradictions(program, people, screened):
    """Each woman's answers, taken alone: only where a mistake was planted may they be refused."""
    numbers = pl.int_range(1, PEOPLE + 1, dtype=pl.UInt64, eager=True).alias(NUMBER).to_frame()
    made = numbers.select(**synthetic.mistaken(1))
    planted = made.select(pl.any_horizontal(list(synthetic.CONTRADICTIONS)))[:, 0].to_list()
    refused = []
    for row in people.iter_rows(named=True):
        try:
            settle(program.compiled, answers_of(program, row))
        except AnswerError:
            refused.append(row["person"])
    allowed = {one for one, is_one in zip(people["person"], planted, strict=True) if is_one}
    assert set(refused) <= allowed
    assert refused, "a cohort this large shows what is set aside"
    assert screened.filter(~pl.col("screened"))["person"].to_list() == refused


def test_what_cannot_be_is_planted_and_found(program, people):
    numbers = pl.int_range(1, PEOPLE + 1, dtype=pl.UInt64, eager=True).alias(NUMBER).to_frame()
    made = numbers.select(**synthetic.mistaken(1))
    problems = given(people, program).problems
    assert set(problems["column"]) <= set(synthetic.IMPOSSIBLE)
    assert 0 < problems.height <= sum(made[one].sum() for one in synthetic.IMPOSSIBLE)


def test_no_column_of_it_is_unknown_to_the_screening(program, people):
    known = {one.id for one, _ in program.given} | {"person", "synthetic"}
    assert set(people.columns) <= known


def test_most_are_well_and_each_urgency_is_seen(screened):
    share = {
        level: screened.filter(pl.col("urgency") == level).height / PEOPLE
        for level in ("emergency", "urgent", "soon", "routine")
    }
    assert share["routine"] > 0.6
    assert min(share.values()) > 0
    assert share["emergency"] < 0.03
    assert screened["signs.dysuria_alone"].sum() > 0
    unknown_alone = screened.filter(pl.col("floor") == "routine", pl.col("urgency") == "urgent")
    assert unknown_alone.height > 0


def test_signs_go_together(people):
    """Those with fever as the kidney story has it have pain in the side; tightenings come late."""
    feverish = people.filter(pl.col("fever_c").is_between(38, 43))
    assert feverish["flank_pain"].mean() > 0.5
    assert (people["flank_pain"].sum() or 0) < PEOPLE * 0.05
    tight = people.filter("contractions", pl.col("gestation_weeks") < 45)
    assert tight["gestation_weeks"].min() >= 22
    in_range = people.filter(pl.col("gestation_weeks") != 60)["gestation_weeks"]
    assert 4 <= in_range.min() <= in_range.max() < 42.01


def test_stories_name_findings_and_answers_that_there_are(program, people):
    named = {name for story in STORIES for name in story.says}
    assert named <= {one.id for one, _ in program.given}
    for finding, _ in program.given:
        if finding.type in {"choice", "choices"} and finding.id in people.columns:
            said = {
                part for one in people[finding.id].drop_nulls().unique() for part in one.split(";")
            }
            assert said <= {one.id for one in finding.options} | {"none"}


def splitmix(number: int) -> int:
    """The reference, in whole numbers of Python."""
    mixed = number % 2**64
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB % 2**64
    return mixed ^ mixed >> 31


def test_chance_is_the_same_as_in_whole_numbers():
    numbers = [1, 2, 3, 1_000_000, 2**40]
    got = pl.DataFrame({NUMBER: numbers}, schema={NUMBER: pl.UInt64}).select(at_random(7, "name"))
    start = stream(7, "name")
    assert got[:, 0].to_list() == [
        (splitmix(one * 0x9E3779B97F4A7C15 + start) >> 11) / 2**53 for one in numbers
    ]


def test_the_command_writes_them_and_says_what_they_are(tmp_path: Path):
    file = tmp_path / "people.synthetic.csv"
    told = CliRunner().invoke(main, ["cohort", "make", "30", "--to", str(file)])
    assert told.exit_code == 0, told.output
    assert "30 made-up (synthetic) people" in told.output
    assert "It says nothing about real women" in told.output
    assert pl.read_csv(file)["synthetic"].all()
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("name", ["people.parquet", "people.synthetic.xlsx"])
def test_a_file_that_does_not_say_so_is_not_written(program, tmp_path: Path, name: str):
    with pytest.raises(InputError):
        synthetic.write_made_up(program, 10, tmp_path / name)
    told = CliRunner().invoke(main, ["cohort", "make", "10", "--to", str(tmp_path / name)])
    assert told.exit_code == 2
    assert not list(tmp_path.iterdir())
