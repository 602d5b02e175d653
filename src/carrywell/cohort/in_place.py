"""Screening where the people already are, in a database: what DuckDB and PostgreSQL have in common.

The database works out the answers. The few rows with a value that could not be used are read a second
time, and told by the same door as everywhere else.
"""

from collections.abc import Iterable, Mapping

import polars as pl

from carrywell.cohort.door import PASSED_ON, given, person_column
from carrywell.cohort.door import PERSON as NAMES
from carrywell.cohort.files import InputError
from carrywell.cohort.program import Program
from carrywell.cohort.screen import screened
from carrywell.cohort.sql_door import person, storage
from carrywell.conditions.sql import Dialect, name, text

ROW, PERSON, PROBLEMS = "carrywell_row", "person", "problems"


def output_types(program: Program) -> dict[str, pl.DataType]:
    """The types of the columns that Polars tells, which databases do not all have."""
    finding = program.given[0][0].id
    nobody = pl.DataFrame({finding: pl.Series([], dtype=pl.Boolean)})
    return dict(screened(program, given(nobody, program)).schema)


def read_columns(program: Program, columns: Iterable[str]) -> tuple[str, ...]:
    """Those of a table that are read: findings, who it is, and what is passed on."""
    wanted = {*(one.id for one, _ in program.given), *NAMES, *PASSED_ON}
    return tuple(one for one in columns if one in wanted)


def some_rows(
    program: Program, present: Mapping[str, str], rows: str, before: int, dialect: Dialect
) -> tuple[str, dict[str, str]]:
    """What stands behind FROM for some of the rows, and its columns with their types.

    `rows`: what stands behind FROM for them in brackets. `before`: how many rows are before them;
    where there is no id, a column `PERSON` gives the number of each row in the whole.
    """
    kinds = {one: present[one] for one in read_columns(program, present)}
    columns = [name(one, dialect) for one in kinds]
    if person_column(kinds) is None:
        columns.append(f"{before} + row_number() OVER () AS {PERSON}")
        kinds |= {PERSON: "bigint"}
    return f"(SELECT {', '.join(columns)} FROM {rows}) AS carrywell_part", kinds  # noqa: S608 # names and whole numbers


def rows_again(
    program: Program, table: str, present: Mapping[str, str], rows: str, dialect: Dialect
) -> str:
    """A SELECT of some rows as they stand there. `rows`: what the row's number is held against."""
    findings = (one.id for one, _ in program.given if one.id in present)
    columns = [
        f"row_number() OVER () AS {ROW}",
        f"{person(present, dialect)} AS {PERSON}",
        *(
            f"{_as_it_stands(one, present[one], dialect)} AS {name(one, dialect)}"
            for one in findings
        ),
    ]
    counted_rows = f"SELECT {', '.join(columns)} FROM {table}"  # noqa: S608 # names and whole numbers
    return f"SELECT * FROM ({counted_rows}) AS counted WHERE {ROW} {rows} ORDER BY {ROW}"  # noqa: S608 # names, no values


def told_problems(raw: pl.DataFrame, program: Program) -> pl.DataFrame:
    """The same rows and columns as `door.Given.problems`, of rows with their number as `ROW`."""
    problems = given(raw.drop(ROW), program).problems
    numbers = raw.get_column(ROW).cast(pl.Int64).gather(problems.get_column("row") - 1)
    return problems.with_columns(numbers.alias("row"))


def rows_with_problems(told: pl.DataFrame) -> pl.DataFrame:
    """The number (as `ROW`) and the person of each row in which a value could not be used."""
    numbered = told.select(PERSON, PROBLEMS).with_row_index(ROW, offset=1)
    kept = numbered.with_columns(pl.col(ROW).cast(pl.Int64)).filter(pl.col(PROBLEMS) > 0)
    return kept.drop(PROBLEMS)


def check_same(first: pl.DataFrame, again: pl.DataFrame, where: str) -> None:
    """Raises `InputError` when a row is another person the second time."""
    if not first.select(ROW, PERSON).equals(again.select(ROW, PERSON)):
        raise InputError(
            f"{where}: the rows came in another order the second time, so nothing was written."
            " Screen a table, or a view with an ORDER BY."
        )


def _as_it_stands(finding: str, kind: str, dialect: Dialect) -> str:
    """A column for the door; a kind of value that no finding has is told with the name of its kind."""
    here, stored = name(finding, dialect), storage(kind)
    if stored == "other":
        return f"CAST({here} AS {dialect.text}) || {text(f' ({kind})', dialect)}"
    if dialect.name != "postgres" or stored == "yes_no":
        return here
    match stored:
        case "texts":
            return f"CAST({here} AS TEXT[])"
        case "decimal":  # any size; 1.0 as 1, which is a yes
            return f"CAST(TRIM_SCALE({here}) AS TEXT)"
        case "number" if "int" not in kind:
            return f"CAST({here} AS {dialect.double})"
        case "number":
            return here
        case _:
            return f"CAST({here} AS TEXT)"
