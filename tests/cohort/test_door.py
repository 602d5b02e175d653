"""What stands in a file, as the steps read it: typed, within its range, or unknown and told."""

from typing import Any

import polars as pl
import pytest

from carrywell.api import load_guideline
from carrywell.cohort.door import given, unknown_columns
from carrywell.cohort.program import Program, program_of
from carrywell.conditions.columns import ticked


@pytest.fixture(scope="module")
def program() -> Program:
    return program_of(load_guideline().compiled)


READ = [
    (
        "bleeding_clots",
        ["yes", "No", " TRUE ", "0", "", "not_sure", None],
        [True, False, True, False, None, None, None],
    ),
    ("bleeding_clots", [True, False, None], [True, False, None]),
    ("bleeding_clots", [1, 0, None], [True, False, None]),
    ("bleeding_clots", [1.0, 0.0, float("nan")], [True, False, None]),
    ("pain_score", ["7", "0", "10.0", "nan", "", None], [7.0, 0.0, 10.0, None, None, None]),
    ("pain_score", [7, 0, 10], [7.0, 0.0, 10.0]),
    ("pain_score", [float("nan"), -0.0, None], [None, 0.0, None]),
    (
        "onset",
        ["sudden", " gradual ", "", "not_sure", None],
        ["sudden", "gradual", None, None, None],
    ),
]
"""A finding, what stands in the file, and what is read: nothing here is a problem."""

BAD = [
    ("bleeding_clots", ["maybe", "yes"], [None, True], ["maybe"]),
    ("bleeding_clots", [2, 1], [None, True], ["2"]),
    ("pain_score", ["eleven", "3", "1e999"], [None, 3.0, None], ["eleven", "1e999"]),
    (
        "pain_score",
        [11.0, -1.0, float("inf"), 10.0],
        [None, None, None, 10.0],
        ["11.0", "-1.0", "inf"],
    ),
    ("onset", ["Sudden", "plötzlich", "sudden"], [None, None, "sudden"], ["Sudden", "plötzlich"]),
]
"""The same, with the values that are told as unusable."""


@pytest.mark.parametrize(("finding", "written", "read"), READ)
def test_what_is_written_is_read(
    program: Program, finding: str, written: list[Any], read: list[Any]
) -> None:
    found = given(pl.DataFrame({finding: written}), program)
    assert column_of(program, found.frame, finding) == read
    assert found.problems.is_empty()


@pytest.mark.parametrize(("finding", "written", "read", "told"), BAD)
def test_what_cannot_be_used_is_unknown_and_told(
    program: Program, finding: str, written: list[Any], read: list[Any], told: list[str]
) -> None:
    found = given(pl.DataFrame({finding: written}), program, first_row=100)
    assert column_of(program, found.frame, finding) == read
    assert found.problems["value"].to_list() == told
    assert set(found.problems["column"]) == {finding}
    bad = [place for place, value in enumerate(read, start=100) if value is None]
    assert found.problems["row"].to_list() == bad
    assert found.frame["problems"].sum() == len(told)


LISTS = [
    (["flank", "leg"], {"flank": True, "neck": False}, 0),
    ([], {"flank": False, "neck": False}, 0),
    (["flank", None], {"flank": True, "neck": None}, 0),
    (None, {"flank": None, "neck": None}, 0),
    (["flank", "moon"], {"flank": True, "neck": None}, 1),
    ("flank;leg", {"flank": True, "neck": False}, 0),
    ("flank, leg", {"flank": True, "neck": False}, 0),
    ("none", {"flank": False, "neck": False}, 0),
    ("", {"flank": None, "neck": None}, 0),
    ("flank|moon", {"flank": True, "neck": None}, 1),
]


@pytest.mark.parametrize(("written", "ticks", "problems"), LISTS)
def test_a_list_is_one_column_an_option(
    program: Program, written: Any, ticks: dict[str, bool | None], problems: int
) -> None:
    kind = pl.String if isinstance(written, str) else pl.List(pl.String)
    raw = pl.DataFrame({"pain_location": pl.Series([written], dtype=kind)})
    found = given(raw, program)
    for option, value in ticks.items():
        assert found.frame[ticked("pain_location", option)].to_list() == [value]
    assert found.problems.height == problems


def test_a_column_that_is_missing_is_unknown(program: Program) -> None:
    frame = given(pl.DataFrame({"id": ["a"], "fever": [True]}), program).frame
    assert frame["person"].to_list() == ["a"]
    told = [name for name in frame.columns if frame[name][0] is not None]
    assert sorted(told) == ["given.fever", "person", "problems", "row"]


def test_without_an_id_the_number_of_the_row_counts(program: Program) -> None:
    frame = given(pl.DataFrame({"fever": [True, False]}), program, first_row=7).frame
    assert frame["person"].to_list() == ["7", "8"]


def test_columns_that_are_no_finding_are_named(program: Program) -> None:
    assert unknown_columns(("person", "fever", "colour", "synthetic"), program) == ("colour",)


def column_of(program: Program, frame: pl.DataFrame, finding: str) -> list[Any]:
    column = next(column for one, column in program.given if one.id == finding)
    return frame[column].to_list()
