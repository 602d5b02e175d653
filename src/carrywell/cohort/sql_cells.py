"""Cells and tests printed as SQL: twin of `planes`, the same cases in the same order."""

from collections.abc import Iterable

from carrywell.cohort import cells
from carrywell.cohort.cells import Cell, Test
from carrywell.conditions.sql import Dialect, expression, name, number, quantity, text


def cell(one: Cell, dialect: Dialect) -> str:
    """The SQL expression of a cell."""
    match one:
        case cells.Truth(condition):
            return expression(condition, dialect)
        case cells.Decided(decided):
            return test(decided, dialect)
        case cells.Figure(figure):
            return quantity(figure, dialect)
        case cells.Column(column):
            return name(column, dialect)
        case cells.First(listed, otherwise):
            return _first(listed, otherwise, dialect)
        case cells.Points(parts):
            return _sum((_where(tested, points, dialect) for tested, points in parts), start=0)
        case cells.Scaled(column, by, plus):
            return f"({name(column, dialect)} * {by} + {plus})"
        case cells.Rest(column, by):
            return f"({name(column, dialect)} % {by})"
        case cells.Times(column, by):
            # whole before it is divided: some databases give a fraction, some cut it off
            whole = name(column, dialect)
            return f"CAST(({whole} - {whole} % {by}) / {by} AS INTEGER)"
        case cells.Largest(columns, least):
            return _extreme("GREATEST", [str(least), *_names(columns, dialect)])
        case cells.Smallest(columns):
            return _extreme("LEAST", _names(columns, dialect))
        case cells.LargestBelow(columns, limit, least):
            most = name(limit, dialect)
            below = (
                f"CASE WHEN {one} < {most} THEN {one} ELSE {least} END"
                for one in _names(columns, dialect)
            )
            return _extreme("GREATEST", [str(least), *below])


def test(one: Test, dialect: Dialect) -> str:
    """The SQL expression of a test, never NULL."""
    match one:
        case cells.Holds(condition, unknown_as):
            # never IS NOT FALSE: see docs/decisions/0020-one-select.md
            return f"COALESCE({expression(condition, dialect)}, {literal(unknown_as, dialect)})"
        case cells.Told(column):
            return f"({name(column, dialect)} IS NOT NULL)"
        case cells.Equals(column, bool() as value):
            column = name(column, dialect)
            return f"COALESCE({column if value else f'NOT {column}'}, FALSE)"
        case cells.Equals(column, value):
            return f"COALESCE({name(column, dialect)} = {literal(value, dialect)}, FALSE)"
        case cells.Reaches(column, least):
            return f"({name(column, dialect)} >= {least})"
        case cells.No(item):
            return f"(NOT {test(item, dialect)})"
        case cells.All(items):
            return _joined(" AND ", [test(item, dialect) for item in items], "TRUE")
        case cells.Any(items):
            return _joined(" OR ", [test(item, dialect) for item in items], "FALSE")
        case cells.Several(count, items):
            return f"({_sum((_where(item, 1, dialect) for item in items), start=0)} >= {count})"


def literal(value: cells.Literal | None, dialect: Dialect) -> str:
    """A value as it is written in SQL."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case float():
            return number(value, dialect)
        case str():
            return text(value, dialect)


def _first(
    listed: tuple[tuple[Test, cells.Literal | cells.Column | None], ...],
    otherwise: cells.Literal | cells.Column | None,
    dialect: Dialect,
) -> str:
    if not listed:
        return _value(otherwise, dialect)
    cases = " ".join(
        f"WHEN {test(tested, dialect)} THEN {_value(value, dialect)}" for tested, value in listed
    )
    return f"CASE {cases} ELSE {_value(otherwise, dialect)} END"


def _value(value: cells.Literal | cells.Column | None, dialect: Dialect) -> str:
    return name(value.name, dialect) if isinstance(value, cells.Column) else literal(value, dialect)


def _where(tested: Test, points: int, dialect: Dialect) -> str:
    return f"CASE WHEN {test(tested, dialect)} THEN {points} ELSE 0 END"


def _names(columns: Iterable[str], dialect: Dialect) -> list[str]:
    return [name(one, dialect) for one in columns]


def _sum(terms: Iterable[str], *, start: int) -> str:
    return "(" + " + ".join((str(start), *terms)) + ")"


def _extreme(function: str, terms: list[str]) -> str:
    """Spark wants two arguments at least."""
    return terms[0] if len(terms) == 1 else f"{function}({', '.join(terms)})"


def _joined(between: str, terms: list[str], empty: str) -> str:
    return f"({between.join(terms)})" if terms else empty
