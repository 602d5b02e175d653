"""A condition as one SQL boolean expression, whose NULL is 'unknown'.

Twin of `interpreter`: the same cases in the same order. SQL's own three-valued logic does the work,
so the written shape is printed, NOT and all. Each finding is a column: BOOLEAN, double precision, text,
or for several choices one BOOLEAN column an option (see `columns.ticked`), NULL where that is not known.
Store numbers in double precision: a 32-bit 37.6 is above 37.6. A NaN would compare as larger than
anything: whoever fills the columns turns it into NULL.
"""

from collections.abc import Iterable
from zlib import crc32

import msgspec

from carrywell.conditions.columns import ticked
from carrywell.conditions.nodes import (
    Always,
    Amount,
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Condition,
    Includes,
    Not,
    Number,
    OneOf,
    Or,
    Quantity,
    Yes,
)


class Dialect(msgspec.Struct, frozen=True):
    """What differs between the databases; the rest of what is printed is the same for all.

    `longest_name` is in bytes: PostgreSQL cuts longer ones without an error. `fence` ends a subquery
    that the planner is not to dissolve into the one around it. `escapes` are the marks in a text that
    need a backslash; without any an apostrophe is doubled. `exponent_is_decimal`: 37.6e0 is no double.
    """

    name: str
    quote: str = '"'
    escapes: str = ""
    double: str = "DOUBLE"
    exponent_is_decimal: bool = False
    text: str = "VARCHAR"
    longest_name: int | None = None
    fence: str = ""


DUCKDB = Dialect("duckdb")
POSTGRES = Dialect(
    "postgres",
    double="DOUBLE PRECISION",
    exponent_is_decimal=True,
    text="TEXT",
    longest_name=63,
    fence=" OFFSET 0",
)
SPARK = Dialect("spark", quote="`", escapes="\\'", text="STRING")
DIALECTS = {one.name: one for one in (DUCKDB, POSTGRES, SPARK)}


def expression(condition: Condition, dialect: Dialect) -> str:
    """The SQL expression of a condition."""
    match condition:
        case Always(value):
            return "TRUE" if value else "FALSE"
        case Yes(finding):
            return name(finding, dialect)
        case Compare(left, operator, right):
            return f"({quantity(left, dialect)} {operator} {quantity(right, dialect)})"
        case OneOf(finding, options):
            return one_of(name(finding, dialect), options, dialect)
        case Includes(finding, option):
            return name(ticked(finding, option), dialect)
        case Not(item):
            return f"(NOT {expression(item, dialect)})"
        case And(items):
            return "(" + " AND ".join(expression(item, dialect) for item in items) + ")"
        case Or(items):
            return "(" + " OR ".join(expression(item, dialect) for item in items) + ")"
        case AtLeast(count, items):
            certain = _count(items, dialect, unknown_as="FALSE")
            possible = _count(items, dialect, unknown_as="TRUE")
            return (
                f"(CASE WHEN {certain} >= {count} THEN TRUE"
                f" WHEN {possible} < {count} THEN FALSE ELSE NULL END)"
            )


def quantity(node: Quantity, dialect: Dialect) -> str:
    """The SQL expression of a quantity, all in double precision."""
    match node:
        case Number(value):
            return number(value, dialect)
        case Amount(finding):
            return name(finding, dialect)
        case Arithmetic(operator, left, right):
            return f"({quantity(left, dialect)} {operator} {quantity(right, dialect)})"


def number(value: float, dialect: Dialect) -> str:
    """A finite number in double precision; `37.6` alone would be a decimal, `37` a whole number."""
    written = repr(float(value))
    written = written if "e" in written else f"{written}e0"
    if dialect.exponent_is_decimal:
        return f"CAST({written} AS {dialect.double})"
    return f"({written})" if value < 0 else written


def one_of(value: str, texts: Iterable[str], dialect: Dialect) -> str:
    """Whether an SQL text is one of these; not by IN, which DuckDB makes a join of, one for each."""
    return "(" + " OR ".join(f"{value} = {text(one, dialect)}" for one in texts) + ")"


def name(column: str, dialect: Dialect) -> str:
    """A column's name in quotes; one too long for the dialect gets a short one that is its own."""
    quoted = short(column, dialect).replace(dialect.quote, dialect.quote * 2)
    return dialect.quote + quoted + dialect.quote


def short(column: str, dialect: Dialect) -> str:
    """The name without quotes, cut to what the dialect can hold and told apart by a checksum."""
    written = column.encode()
    if dialect.longest_name is None or len(written) <= dialect.longest_name:
        return column
    head = written[: dialect.longest_name - 9].decode(errors="ignore")
    return f"{head}~{crc32(written):08x}"


def text(value: str, dialect: Dialect) -> str:
    """A text in quotes."""
    if not dialect.escapes:
        return "'" + value.replace("'", "''") + "'"
    return "'" + "".join("\\" + one if one in dialect.escapes else one for one in value) + "'"


def _count(items: tuple[Condition, ...], dialect: Dialect, *, unknown_as: str) -> str:
    terms = (
        f"CASE WHEN COALESCE({expression(item, dialect)}, {unknown_as}) THEN 1 ELSE 0 END"
        for item in items
    )
    return "(" + " + ".join(terms) + ")"
