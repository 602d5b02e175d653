"""Counts that may be shared: no small number stands there, and none can be worked out."""

import csv
from itertools import product
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carrywell.api import load_guideline
from carrywell.cohort.counts import FEW, LEAST, NOT_KNOWN, WITHHELD, counted, shared, write_counts

COUNT = st.one_of(st.just(0), st.integers(1, 4), st.integers(5, 9), st.integers(10, 5000))


def possible(mark: str, told: dict[str, str], most: int) -> range:
    """What a reader of a mark may think the count is: 'withheld' beside a '<5' is 5 or more."""
    if mark == FEW:
        return range(1, LEAST)
    if mark == WITHHELD:
        return range(LEAST if FEW in told.values() else 0, most + 1)
    return range(int(mark), int(mark) + 1)


def readings(told: dict[str, str], total: int) -> list[set[int]]:
    """Every value that each cell could have, for someone who knows the total and the marks."""
    cells = [possible(mark, told, total) for mark in told.values()]
    fitting = [one for one in product(*cells) if sum(one) == total]
    return [set(values) for values in zip(*fitting, strict=True)]


@pytest.mark.parametrize("size", [2, 3])
def test_no_hidden_count_can_be_worked_out_from_the_total(size):
    """Every table of so many cells with counts up to 9, by trying all that a reader could try."""
    for counts in product(range(10), repeat=size):
        total = sum(counts)
        if total < LEAST:
            continue
        told = shared({str(place): count for place, count in enumerate(counts)})
        assert not any(
            told[str(place)] == str(count)
            for place, count in enumerate(counts)
            if 0 < count < LEAST
        )
        for mark, values in zip(told.values(), readings(told, total), strict=True):
            assert mark not in {FEW, WITHHELD} or len(values) > 1, (counts, told)


def withheld_as_said(told, cells, total):
    """The tightest reading: 'withheld' beside a '<5' is known to be 5 or more."""
    lowest = 0 if FEW not in told.values() else LEAST
    hidden = [name for name, mark in told.items() if mark in {FEW, WITHHELD}]
    left = total - sum(int(told[one]) for one in told if one not in hidden)
    bounds = {one: (1, LEAST - 1) if told[one] == FEW else (lowest, left) for one in hidden}
    for one in hidden:
        rest = [bounds[other] for other in hidden if other != one]
        least = max(bounds[one][0], left - sum(high for _, high in rest))
        most = min(bounds[one][1], left - sum(low for low, _ in rest))
        assert least <= cells[one] <= most
        yield most - least


@settings(max_examples=400, deadline=None)
@given(st.lists(COUNT, min_size=2, max_size=40))
def test_no_hidden_count_of_a_larger_table_can_be_worked_out(counts):
    cells = {f"week {place}": count for place, count in enumerate(counts)}
    total = sum(counts)
    if total < LEAST:
        return
    told = shared(cells)
    assert all(mark in {FEW, WITHHELD, str(cells[name])} for name, mark in told.items())
    assert not any(0 < int(mark) < LEAST for mark in told.values() if mark.isdigit())
    assert all(width >= 1 for width in withheld_as_said(told, cells, total))


def test_where_nothing_is_small_everything_is_shown():
    assert shared({"a": 5, "b": 0, "c": 17}) == {"a": "5", "b": "0", "c": "17"}


def test_one_small_count_takes_the_smallest_other_with_it():
    assert shared({"a": 3, "b": 40, "c": 17, "d": 0}) == {
        "a": FEW,
        "b": "40",
        "c": WITHHELD,
        "d": "0",
    }


@pytest.fixture(scope="module")
def compiled():
    return load_guideline().compiled


def people(compiled, count, **signs):
    """So many people with these signs there, all others ruled out."""
    columns = {f"signs.{one.id}": pl.Series([False] * count) for one in compiled.content.signs}
    for name, values in signs.items():
        columns[f"signs.{name}"] = pl.Series(values)
    return pl.DataFrame(
        {
            "urgency": ["urgent"] * 6 + [None] * (count - 6),
            "weeks": [31.0, 31.9, None, 30.0, 31.0, 31.0] + [20.0] * (count - 6),
            **columns,
        }
    )


def test_they_are_counted_over_all_frames(compiled):
    dysuria = [True, None] + [False] * 18
    frame = people(compiled, 20, dysuria_alone=dysuria, violence=[True] + [False] * 19)
    found = counted(compiled, [frame.head(7), frame.tail(13)])
    assert found.people == 20
    assert found.urgency.cells["urgent"] == 6
    assert found.urgency.cells["set aside"] == 14
    assert found.weeks.cells == {"20": 14, "30": 1, "31": 4, NOT_KNOWN: 1}
    by_sign = {one.of: one.cells for one in found.signs}
    assert by_sign["dysuria_alone"] == {"there": 1, "undecided": 1, "ruled out": 18}
    assert by_sign["private"] == {"there": 1, "undecided": 0, "ruled out": 19}
    assert not compiled.private_signs & set(by_sign)
    for table in (found.urgency, found.weeks, *found.signs):
        assert sum(table.cells.values()) == 20


def test_the_file_names_no_private_sign_and_holds_no_small_count(compiled, tmp_path: Path):
    frame = people(compiled, 20, violence=[True] * 3 + [False] * 17)
    write_counts(counted(compiled, [frame]), tmp_path / "counts.csv")
    text = (tmp_path / "counts.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows[0] == {
        "table": "people",
        "of": "everyone",
        "title": "People screened",
        "people": "20",
    }
    assert not {one["people"] for one in rows} & {"1", "2", "3", "4"}
    for name in compiled.private_signs:
        assert name not in text.replace(",private,", ",")
        assert compiled.content.sign[name].title not in text
    assert [one.name for one in tmp_path.iterdir()] == ["counts.csv"]


def test_of_fewer_than_five_people_nothing_is_shared(compiled, tmp_path: Path):
    frame = people(compiled, 20).head(4)
    write_counts(counted(compiled, [frame]), tmp_path / "counts.csv")
    rows = list(csv.DictReader((tmp_path / "counts.csv").read_text("utf-8").splitlines()))
    assert [one["people"] for one in rows] == [FEW]
