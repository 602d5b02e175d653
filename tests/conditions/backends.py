"""The findings that these tests speak of, the three backends side by side, and a printer.

Every backend takes conditions and facts and answers with rows of truths, one row for each set of
facts, so that a test can say `interpreted(...) == compiled(...) == asked_of_duckdb(...)`.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import duckdb
import polars as pl

from carrywell.cohort.bits import truths
from carrywell.cohort.planes import Planes
from carrywell.cohort.polars_engine import circuit
from carrywell.conditions import columns, python, sql
from carrywell.conditions.interpreter import truth
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
from carrywell.conditions.normal_form import normal_form
from carrywell.conditions.values import Declaration, Facts, Truth

DECLARED = {
    one.id: one
    for one in (
        Declaration("fever", "yes_no"),
        Declaration("back_pain", "yes_no"),
        Declaration("worried", "yes_no"),
        Declaration("signs.womb_hard", "yes_no"),
        # the apostrophes are here for the sake of quoting
        Declaration("bleeding", "choice", ("none", "spotting", "heavy", "can't_say")),
        Declaration("onset", "choice", ("sudden", "gradual")),
        Declaration("numb_at", "choices", ("saddle", "leg", "mother's_mark")),
        Declaration("pain_at", "choices", ("low_back", "flank")),
        Declaration("temperature", "number", unit="C", minimum=34, maximum=43),
        Declaration("weeks", "number", unit="weeks", minimum=0, maximum=45),
        Declaration("days", "number", unit="days", minimum=0, maximum=300),
        Declaration("gain", "number", unit="kg", minimum=-20, maximum=60),
        Declaration("weight", "number", unit="kg", minimum=30, maximum=280),
        Declaration("height", "number", unit="cm", minimum=120, maximum=220),
        Declaration("score", "number", unit="points", minimum=0, maximum=49),
        Declaration("count", "number", unit="cells", minimum=-1e15, maximum=1e15),
    )
}

Rows = list[list[Truth]]

_UNKNOWN_LOCAL = {"number": float("nan"), "choices": frozenset({None})}
_COLUMN = {"yes_no": "BOOLEAN", "number": "DOUBLE", "choice": "VARCHAR", "choices": "BOOLEAN"}


def interpreted(conditions: Sequence[Condition], people: Sequence[Facts]) -> Rows:
    return [[truth(condition, facts) for condition in conditions] for facts in people]


def compiled(conditions: Sequence[Condition], people: Sequence[Facts]) -> Rows:
    rails = [
        tuple(
            compile(python.expression(normal_form(condition), rail, _local), "<test>", "eval")
            for rail in ("certain", "possible")
        )
        for condition in conditions
    ]
    return [[_both_rails(rail, _locals(facts)) for rail in rails] for facts in people]


def asked_of_duckdb(conditions: Sequence[Condition], people: Sequence[Facts]) -> Rows:
    """One query for all: starting a query costs far more than another column of it."""
    database = _database()
    database.execute("DELETE FROM people")
    for number, facts in enumerate(people):
        values = [cell for one in DECLARED.values() for cell in _cells(one, facts.get(one.id))]
        marks = ", ".join("?" for _ in values)
        database.execute(f"INSERT INTO people VALUES ({number}, {marks})", values)
    asked = ", ".join(sql.expression(condition, sql.DUCKDB) for condition in conditions)
    found = database.execute(f"SELECT {asked} FROM people ORDER BY person").fetchall()
    return [list(row) for row in found]


def asked_of_polars(conditions: Sequence[Condition], people: Sequence[Facts]) -> Rows:
    frame = pl.DataFrame([series for one in DECLARED.values() for series in _series(one, people)])
    planes = Planes()
    for one in DECLARED.values():
        planes.give(one.id, one.type, one.options)
    both = [(planes.condition(one, so=True), planes.condition(one, so=False)) for one in conditions]
    found = circuit(planes.gates, (gate for pair in both for gate in pair)).of(frame)
    rows = [
        truths(found[true], found[true] | found[false], len(people)).to_pylist()
        for true, false in both
    ]
    return [list(row) for row in zip(*rows, strict=True)]


def _series(declared: Declaration, people: Sequence[Facts]) -> list[pl.Series]:
    values = [facts.get(declared.id) for facts in people]
    if declared.type != "choices":
        kind = {"yes_no": pl.Boolean, "number": pl.Float64, "choice": pl.String}[declared.type]
        return [pl.Series(declared.id, values, dtype=kind)]
    return [
        pl.Series(
            columns.ticked(declared.id, option),
            [_ticked(value, option) for value in values],
            dtype=pl.Boolean,
        )
        for option in declared.options
    ]


def _ticked(value: Any, option: str) -> Truth:
    if value is None or (option not in value and None in value):
        return None
    return option in value


def printed(condition: Condition) -> str:
    """The condition as an author would write it, with all the parentheses."""
    match condition:
        case Always(value):
            return "TRUE" if value else "FALSE"
        case Yes(finding):
            return finding
        case Compare(left, operator, right):
            return f"{_printed_quantity(left)} {operator} {_printed_quantity(right)}"
        case OneOf(finding, (option,)):
            return f"{finding} = {_quoted(option)}"
        case OneOf(finding, options):
            return f"{finding} IN ({', '.join(_quoted(option) for option in options)})"
        case Includes(finding, option):
            return f"{_quoted(option)} IN {finding}"
        case Not(item):
            return f"NOT ({printed(item)})"
        case And(items):
            return " AND ".join(f"({printed(item)})" for item in items)
        case Or(items):
            return " OR ".join(f"({printed(item)})" for item in items)
        case AtLeast(count, items):
            return f"at_least({count}, {', '.join(printed(item) for item in items)})"


def _printed_quantity(quantity: Quantity) -> str:
    match quantity:
        case Number(value):
            return repr(value)
        case Amount(finding):
            return finding
        case Arithmetic(operator, left, right):
            return f"({_printed_quantity(left)} {operator} {_printed_quantity(right)})"


def _quoted(option: str) -> str:
    return "'" + option.replace("'", "''") + "'"


def _local(finding: str) -> str:
    return "f_" + finding.replace(".", "__")


def _locals(facts: Facts) -> dict[str, Any]:
    found = {}
    for name, declared in DECLARED.items():
        value = facts.get(name)
        found[_local(name)] = _UNKNOWN_LOCAL.get(declared.type) if value is None else value
    return found


def _both_rails(rails: tuple[Any, ...], variables: dict[str, Any]) -> Truth:
    certain, possible = (bool(eval(rail, {}, variables)) for rail in rails)
    assert possible or not certain, "what is certain is possible"
    return True if certain else None if possible else False


@cache
def _database() -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(config={"threads": 1})
    made = ", ".join(
        f"{sql.name(column, sql.DUCKDB)} {_COLUMN[one.type]}"
        for one in DECLARED.values()
        for column in _names(one)
    )
    database.execute(f"CREATE TABLE people (person INTEGER, {made})")
    return database


def _names(declared: Declaration) -> list[str]:
    if declared.type != "choices":
        return [declared.id]
    return [columns.ticked(declared.id, option) for option in declared.options]


def _cells(declared: Declaration, value: Any) -> list[Any]:
    if declared.type != "choices":
        return [value]
    return [_ticked(value, option) for option in declared.options]
