"""The steps as Polars expressions, layer by layer."""

from functools import reduce
from operator import add, and_, or_

import polars as pl

from carrywell.cohort import cells
from carrywell.cohort.cells import Cell, Step, Test
from carrywell.cohort.layers import layers_of
from carrywell.conditions.columns import expression, quantity


def worked_out(people: pl.LazyFrame, steps: tuple[Step, ...]) -> pl.LazyFrame:
    """The people with every step's column added."""
    for layer in layers_of(steps):
        people = people.with_columns(cell(step.cell).alias(step.name) for step in layer)
    return people


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
            return _first(listed, otherwise)
        case cells.Points(parts):
            each = (test(one).cast(pl.Int16) * points for one, points in parts)
            return reduce(add, each, pl.lit(0, dtype=pl.Int16))
        case cells.Scaled(column, by, plus):
            return pl.col(column).cast(pl.Int32) * by + plus
        case cells.Rest(column, by):
            return pl.col(column) % by
        case cells.Largest(columns, least):
            return pl.max_horizontal(pl.lit(least, dtype=pl.Int8), *columns)
        case cells.Smallest(columns):
            return pl.min_horizontal(*columns)
        case cells.LargestBelow(columns, limit, least):
            below = (pl.when(pl.col(one) < pl.col(limit)).then(pl.col(one)) for one in columns)
            return pl.max_horizontal(pl.lit(least, dtype=pl.Int32), *below)


def test(one: Test) -> pl.Expr:
    """The Polars expression of a test, without nulls."""
    match one:
        case cells.Holds(condition, unknown_as):
            return expression(condition).fill_null(unknown_as)
        case cells.Told(column):
            return pl.col(column).is_not_null()
        case cells.Equals(column, value):
            return (pl.col(column) == value).fill_null(False)
        case cells.Reaches(column, least):
            return pl.col(column) >= least
        case cells.No(item):
            return ~test(item)
        case cells.All(items):
            return reduce(and_, map(test, items)) if items else pl.lit(True)
        case cells.Any(items):
            return reduce(or_, map(test, items)) if items else pl.lit(False)
        case cells.Several(count, items):
            return reduce(add, (test(item).cast(pl.UInt8) for item in items)) >= count


def _first(
    listed: tuple[tuple[Test, cells.Literal | cells.Column | None], ...], otherwise: object
) -> pl.Expr:
    chosen = _value(otherwise)
    for tested, value in reversed(listed):
        chosen = pl.when(test(tested)).then(_value(value)).otherwise(chosen)
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
