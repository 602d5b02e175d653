"""No text of a screening runs as a formula when someone opens a file of it in a spreadsheet."""

import csv
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carrywell.api import load_guideline
from carrywell.cohort.files import as_it_was, bare, defused_texts, write_csv
from carrywell.cohort.program import program_of
from carrywell.cohort.screen import screen
from carrywell.cohort.worklist import write_worklist
from carrywell.spreadsheet import defused

PROGRAM = program_of(load_guideline().compiled)
STARTS = ("=", "+", "-", "@", "\t", "\r")
HARM = "cmd|' /C calc'!A0"
IDS = [*(f"{start}{HARM}" for start in STARTS), "'=1+1", "'ordinary", "7", "-7"]
URGENT = {"pregnant": True, "gestation_weeks": 30.0, "fever_c": "39.2", "flank_pain": "yes"}


def cells(path: Path | str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def runs(text: str) -> bool:
    """Whether a spreadsheet would run it; a number below zero is a number."""
    try:
        float(text)
    except ValueError:
        return text.startswith(STARTS)
    return text.startswith(("+", "\t", "\r"))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """People with such ids, one of whom answered with such a text."""
    people = pl.DataFrame([{"person": one, **URGENT} for one in IDS])
    people = people.with_columns(bp_systolic=pl.Series([f"={HARM}", "-3", "+3x", *["120"] * 7]))
    people.write_parquet(tmp_path / "people.parquet")
    return tmp_path / "people.parquet"


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_every_table_for_people_is_safe_to_open(source, tmp_path, kind):
    done = screen(source, tmp_path / f"out.{kind}")
    listed = write_worklist(PROGRAM, Path(done.to), tmp_path / "list", source=source)
    tables = [done.rejects, listed.table, listed.counts, *([done.to] if kind == "csv" else [])]
    for path in tables:
        rows = cells(path)
        assert rows
        assert not [one for row in rows for one in row.values() if runs(one)]
    assert [one["person"] for one in cells(listed.table)] == [defused(one) for one in IDS]


def test_what_was_told_in_place_of_a_value_is_a_text(source, tmp_path):
    rows = cells(screen(source, tmp_path / "out.parquet").rejects)
    assert [one["value"] for one in rows if one["column"] == "bp_systolic"] == [f"'={HARM}", "-3", "'+3x"]  # fmt: skip


def test_a_screening_as_csv_is_read_back_with_the_ids_as_they_were(source, tmp_path):
    """The list names her as her notes do, and the file fits the input that it came from."""
    pages = []
    for kind in ("csv", "parquet"):
        done = screen(source, tmp_path / f"out.{kind}")
        listed = write_worklist(PROGRAM, Path(done.to), tmp_path / kind, source=source)
        pages.append(Path(listed.page).read_text("utf-8"))
    assert pages[0].replace("\r", "") == pages[1].replace("\r", "")
    assert all(f">{one.strip()} <" in unescape(pages[0]) for one in ("'=1+1", "-7", "'ordinary"))


def test_numbers_below_zero_stay_numbers(tmp_path):
    frame = pl.DataFrame({"points": [-2, 3], "share": [-0.5, 1.0], "weight_gain_kg": ["-3.5", "4"]})
    write_csv(frame, tmp_path / "a.csv")
    assert (
        tmp_path / "a.csv"
    ).read_text() == "points,share,weight_gain_kg\n-2,-0.5,-3.5\n3,1.0,4\n"


TEXT = st.text(alphabet="'=+-@\t\r\n1.eE aé", max_size=7)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.none() | TEXT, min_size=1, max_size=20))
def test_a_column_is_defused_as_a_text_is_and_can_be_read_back(texts):
    before = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)})
    after = before.with_columns(defused_texts())
    expected = [None if one is None else defused(one) for one in texts]
    assert after["text"].to_list() == expected
    assert not [one for one in expected if one is not None and runs(one)]
    assert after.with_columns(as_it_was(pl.col("text"))).equals(before)
    assert after.select(bare(pl.col("text"))).equals(before.select(bare(pl.col("text"))))
