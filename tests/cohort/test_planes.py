"""Gates and planes of bits, against the same said in plain Python."""

import itertools
import random

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from carrywell.api import load_guideline
from carrywell.cohort.bits import Plane, numbers, planes_of, run, truths
from carrywell.cohort.door import given
from carrywell.cohort.gates import ALL, NONE, Gates, wired
from carrywell.cohort.output import told
from carrywell.cohort.points import best, total
from carrywell.cohort.program import program_of
from carrywell.cohort.screen import screened

ROWS = list(itertools.product((False, True), repeat=5))
"""Every way in which five leaves can be."""


def plane(values: list[bool]) -> Plane:
    return np.packbits(np.array(values, dtype=bool), bitorder="little")


def rows_of(one: Plane, rows: int) -> list[bool]:
    return [bool(each) for each in np.unpackbits(one, bitorder="little")[:rows]]


def asked(gates: Gates[int], wanted: list[int]) -> list[list[bool]]:
    """Each wanted gate in every one of `ROWS`."""
    wiring = wired(gates, wanted)
    leaves = [plane([row[leaf] for row in ROWS]) for leaf in wiring.leaves]
    found = run(wiring, leaves, len(ROWS) // 8)
    return [rows_of(found[one], len(ROWS)) for one in wanted]


def test_gates_say_what_they_are_named_for() -> None:
    """Gates upon gates, made at random: each is right in every row, whatever place it was given."""
    chance = random.Random(7)
    gates: Gates[int] = Gates()
    said = {gates.leaf(leaf): [row[leaf] for row in ROWS] for leaf in range(5)}
    said |= {NONE: [False] * len(ROWS), ALL: [True] * len(ROWS)}
    for _ in range(400):
        one, other = chance.choices(list(said), k=2)
        pairs = list(zip(said[one], said[other], strict=True))
        said[gates.both(one, other)] = [a and b for a, b in pairs]
        said[gates.either(one, other)] = [a or b for a, b in pairs]
        said[gates.differ(one, other)] = [a != b for a, b in pairs]
        said[gates.opposite(one)] = [not a for a, _ in pairs]
    some = chance.sample(list(said), k=60)
    assert asked(gates, some) == [said[one] for one in some]
    assert wired(gates, some).spare < len(wired(gates, some).gates), "places are used again"


def test_what_is_always_so_takes_no_gate() -> None:
    gates: Gates[int] = Gates()
    one, other = gates.leaf(0), gates.leaf(1)
    assert gates.both(one, gates.opposite(one)) == NONE
    assert gates.either(gates.opposite(one), one) == ALL
    assert gates.opposite(gates.opposite(other)) == other
    assert gates.both(one, gates.either(other, one)) == one
    assert gates.both(one, other) == gates.both(other, one)


@pytest.mark.parametrize("count", range(1, 6))
def test_at_least_counts(count: int) -> None:
    gates: Gates[int] = Gates()
    reached = gates.at_least(count, [gates.leaf(leaf) for leaf in range(5)])
    assert asked(gates, [reached]) == [[sum(row) >= count for row in ROWS]]


def test_the_best_have_the_most_points_and_of_equal_ones_the_earlier_is_first() -> None:
    worth = {
        "a": [3, -2, 1, 0, 0],
        "b": [0, 3, 0, -1, 0],
        "c": [-1, 0, 2, 0, 6],
        "d": [0, 0, 1, 2, 0],
    }
    gates: Gates[int] = Gates()
    leaves = [gates.leaf(leaf) for leaf in range(5)]
    points = {
        name: total(gates, list(zip(leaves, each, strict=True))) for name, each in worth.items()
    }
    places = list(best(gates, points, 3))
    gates_of = [[*place.holders.values(), *place.points] for place in places]
    for place, wanted in enumerate(gates_of):
        shown = list(zip(*asked(gates, wanted), strict=True))
        for row, bits in zip(ROWS, shown, strict=True):
            summed = {name: sum(np.multiply(each, row)) for name, each in worth.items()}
            ranked = sorted(
                (one for one in summed if summed[one] > 0), key=lambda one: -summed[one]
            )
            holders, digits = bits[: len(worth)], bits[len(worth) :]
            held = [name for name, holds in zip(worth, holders, strict=True) if holds]
            assert held == ranked[place : place + 1]
            if held:
                assert sum(bit << at for at, bit in enumerate(digits)) == summed[held[0]]


@pytest.mark.parametrize("start", [0, 3, 8, 13])
def test_a_column_is_read_from_where_it_starts(start: int) -> None:
    values = [True, False, None, True, True, None, False] * 5
    true, false = planes_of(pa.array(values).slice(start))
    rest = values[start:]
    assert rows_of(true, len(rest)) == [one is True for one in rest]
    assert rows_of(false, len(rest)) == [one is False for one in rest]


def test_a_column_without_unknowns_and_one_of_nobody_are_read() -> None:
    assert rows_of(planes_of(pa.array([True, False]))[1], 2) == [False, True]
    assert [len(one) for one in planes_of(pa.array([], pa.bool_()))] == [0, 0]


def test_planes_are_told_as_columns() -> None:
    told_at = plane([True, True, False])
    true = plane([True, False, True])
    assert truths(true, told_at, 3).to_pylist() == [True, False, None]
    digits = [plane([bool(number >> at & 1) for number in (300, 5, 0)]) for at in range(9)]
    assert numbers(digits, told_at, 3).to_list() == [300, 5, None]
    assert numbers(digits[:3], told_at, 3).to_list() == [300 % 8, 5, None]


def test_of_nobody_nothing_is_told_in_every_column() -> None:
    program = program_of(load_guideline().compiled)
    nobody = pl.DataFrame({"fever": pl.Series([], dtype=pl.Boolean)})
    found = screened(program, given(nobody, program))
    assert found.height == 0
    assert {name for name, _ in told(program)} <= set(found.columns)
