"""Cells and tests as Polars expressions."""

from collections.abc import Sequence
from functools import reduce
from operator import add

import polars as pl

from carrywell.cohort import cells
from carrywell.cohort.cells import Cell, Test
from carrywell.conditions.columns import expression, quantity

SMALL = 127
"""What an 8-bit number holds."""
Open = tuple[pl.Expr, bool | None]
"""A test before its nulls are filled, and what they count as; None when there are none."""
Listed = tuple[tuple[Test, cells.Literal | cells.Column | None], ...]


def cell(one: Cell) -> pl.Expr:
    """The Polars expression of a cell."""
    match one:
        case cells.Truth(condition):
            return expression(condition)
        case cells.Decided(decided):
            return test(decided)
        case cells.Figure(figure):
            return quantity(figure)
        case cells.Column(name):
            return pl.col(name)
        case cells.First(listed, otherwise):
            named = _named(listed, otherwise)
            return _first(listed, otherwise) if named is None else named
        case cells.Points(parts):
            return _points(parts)
        case cells.Scaled(column, by, plus):
            return pl.col(column).cast(pl.Int32) * by + plus
        case cells.Rest(column, by):
            return pl.col(column) % by
        case cells.Times(column, by):
            return pl.col(column) // by
        case cells.Largest(columns, least):
            return pl.max_horizontal(pl.lit(least, dtype=pl.Int8), *columns)
        case cells.Smallest(columns):
            return pl.min_horizontal(*columns)
        case cells.LargestBelow(columns, limit, least):
            least_of_all = pl.lit(least, dtype=pl.Int32)
            below = (
                pl.when(pl.col(one) < pl.col(limit)).then(pl.col(one)).otherwise(least_of_all)
                for one in columns
            )
            return pl.max_horizontal(*below)


def test(one: Test) -> pl.Expr:
    """The Polars expression of a test, without nulls."""
    return _filled(_open(one))


def _filled(one: Open) -> pl.Expr:
    unfilled, unknown_as = one
    return unfilled if unknown_as is None else unfilled.fill_null(unknown_as)


def _open(one: Test) -> Open:
    """Nulls are filled as late as can be: once for many columns instead of once for each."""
    match one:
        case cells.Holds(condition, unknown_as):
            return expression(condition), unknown_as
        case cells.Told(column):
            return pl.col(column).is_not_null(), None
        case cells.Equals(column, bool() as value):
            return (pl.col(column) if value else ~pl.col(column)), False
        case cells.Equals(column, value):
            return pl.col(column) == value, False
        case cells.Reaches(column, least):
            return pl.col(column) >= least, None
        case cells.No(item):
            unfilled, counts_as = _open(item)
            return ~unfilled, None if counts_as is None else not counts_as
        case cells.All(items):
            return _together(items, of_all=True)
        case cells.Any(items):
            return _together(items, of_all=False)
        case cells.Several(count, items):
            return reduce(add, (_worth(item, 1, pl.UInt8) for item in items)) >= count, None


def _together(items: Sequence[Test], *, of_all: bool) -> Open:
    """AND or OR of those whose nulls count alike; Kleene's logic keeps what they count as."""
    if not items:
        return pl.lit(of_all), None
    join = pl.all_horizontal if of_all else pl.any_horizontal
    alike: dict[bool | None, list[pl.Expr]] = {}
    for item in items:
        unfilled, unknown_as = _open(item)
        alike.setdefault(unknown_as, []).append(unfilled)
    groups = [
        (join(*each) if len(each) > 1 else each[0], unknown_as)
        for unknown_as, each in alike.items()
    ]
    if len(groups) == 1:
        return groups[0]
    return join(*map(_filled, groups)), None


def _points(parts: tuple[tuple[Test, int], ...]) -> pl.Expr:
    kind = pl.Int8 if sum(abs(points) for _, points in parts) <= SMALL else pl.Int16
    return reduce(add, (_worth(one, points, kind) for one, points in parts), pl.lit(0, dtype=kind))


def _worth(one: Test, points: int, kind: type[pl.DataType]) -> pl.Expr:
    """Seven times as quick as a cast from yes and no."""
    return pl.when(_when(one)).then(pl.lit(points, dtype=kind)).otherwise(pl.lit(0, dtype=kind))


def _when(one: Test) -> pl.Expr:
    """For `when`, which takes null for false."""
    unfilled, unknown_as = _open(one)
    return unfilled.fill_null(True) if unknown_as else unfilled


def _named(listed: Listed, otherwise: object) -> pl.Expr | None:
    """A name for each number of a column: looked up, not compared one after the other.

    No number of the column is larger than the largest that has a name.
    """
    names: dict[int, str] = {}
    columns: set[str] = set()
    for tested, value in listed:
        match tested, value:
            case cells.Equals(column, int() as number), str() if not isinstance(number, bool):
                columns.add(column)
                names.setdefault(number, value)
            case _:
                return None
    if otherwise is not None or len(columns) != 1:
        return None
    at = [names.get(number) for number in range(max(names) + 1)]
    table = pl.Series(at, dtype=pl.Enum(list(dict.fromkeys(names.values()))))
    return pl.lit(table).gather(pl.col(columns.pop()).cast(pl.UInt32))


def _first(listed: Listed, otherwise: object) -> pl.Expr:
    chosen = _value(otherwise)
    for tested, value in reversed(listed):
        chosen = pl.when(_when(tested)).then(_value(value)).otherwise(chosen)
    return chosen


def _value(value: object) -> pl.Expr:
    match value:
        case cells.Column(name):
            return pl.col(name)
        case bool() | str() | float():
            return pl.lit(value)
        case int():
            return pl.lit(value, dtype=pl.Int8)
        case _:
            return pl.lit(None)
