"""Screening where the people already are, in a database: what DuckDB and PostgreSQL have in common.

The database works out the answers. The few rows with a value that could not be used are read a second
time, and told by the same door as everywhere else.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import polars as pl

from carrywell.cohort.door import given, unknown_columns
from carrywell.cohort.files import InputError, check_kind, join_files, scan, write_csv
from carrywell.cohort.program import Program
from carrywell.cohort.screen import Screening, beside, counted, screened
from carrywell.cohort.sql_door import person, storage
from carrywell.conditions.sql import Dialect, name, text

ROW, PERSON, PROBLEMS = "carrywell_row", "person", "problems"


def check_findings(columns: Iterable[str], program: Program, where: str) -> None:
    """Raises `InputError` when nothing there is a finding."""
    there = tuple(columns)
    if not {one.id for one, _ in program.given} & set(there):
        raise InputError(
            f"{where}: no column is a finding. Columns: {', '.join(there[:10])}."
            f" `carrywell guideline book` lists the findings."
        )


def output_types(program: Program) -> dict[str, pl.DataType]:
    """The types of the columns that Polars tells, which databases do not all have."""
    finding = program.given[0][0].id
    nobody = pl.DataFrame({finding: pl.Series([], dtype=pl.Boolean)})
    return dict(screened(program, given(nobody, program)).schema)


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """A folder beside `target` for what is on its way; it is gone afterwards. Raises `InputError`."""
    check_kind(target)
    folder = Path(mkdtemp(prefix=f".{target.name}.", dir=target.resolve().parent))
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


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


def rows_with_problems(parts: list[Path]) -> pl.DataFrame:
    """The number (as `ROW`) and the person of each row in which a value could not be used."""
    whole = pl.concat([pl.scan_parquet(one).select(PERSON, PROBLEMS) for one in parts])
    numbered = whole.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int64))
    return numbered.filter(pl.col(PROBLEMS) > 0).drop(PROBLEMS).collect()


def check_same(first: pl.DataFrame, again: pl.DataFrame, where: str) -> None:
    """Raises `InputError` when a row is another person the second time."""
    if not first.select(ROW, PERSON).equals(again.select(ROW, PERSON)):
        raise InputError(
            f"{where}: the rows came in another order the second time, so nothing was written."
            " Screen a table, or a view with an ORDER BY."
        )


def finished(
    folder: Path,
    parts: list[Path],
    problems: pl.DataFrame,
    columns: Iterable[str],
    program: Program,
    target: Path,
    rejects: Path | str | None,
) -> Screening:
    """Moves the answers and the rejects into place, each at once."""
    refused = Path(rejects) if rejects is not None else beside(target)
    fresh = folder / f"whole{target.suffix}"
    join_files(parts, fresh)
    counts, rows, aside = counted(parts)
    write_csv(problems, folder / "rejects.csv")
    (folder / "rejects.csv").replace(refused)
    fresh.replace(target)
    return Screening(
        to=str(target),
        rejects=str(refused),
        rows=rows,
        urgency=counts,
        set_aside=aside,
        problems=problems.height,
        unknown_columns=unknown_columns(columns, program),
        guideline=program.compiled.content.edition.version,
    )


def as_output(part: Path, to: Path, program: Program) -> Path:
    """The same file with the types of Polars' own output."""
    types: dict[Any, pl.DataType] = {**output_types(program)}
    scan(part).cast(types).sink_parquet(to)
    return to


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
