"""Columns as they stand in a file, to columns the steps can use; what cannot be used is told.

An impossible value becomes unknown, and unknown is never 'no': the person is screened all the same, and
the value is told with her row. Nothing is dropped in silence. NaN and an empty text are unknown.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec
import polars as pl

from carrywell.assessment.answers import NOT_SURE, describe_allowed
from carrywell.cohort.program import Program
from carrywell.conditions.columns import ticked
from carrywell.guideline.model import Finding

YES = ("true", "yes", "y", "1", "t")
NO = ("false", "no", "n", "0", "f")
BETWEEN_OPTIONS = "[;|,]"
"""What may stand between the options of one text, as in ``flank;leg``."""
NOTHING = ("none", "[]")
"""A list with nothing in it, written as a text; an empty text is unknown."""
PERSON = ("person", "person_id", "patient", "patient_id", "id")
"""Names of a column that tells who it is; the first that is there counts."""
PASSED_ON = ("synthetic", "deceased")
"""Columns that are no finding and stand in the output as they are."""
PROBLEM_COLUMNS = ("row", "person", "column", "value", "allowed", "message")


class Given(msgspec.Struct, frozen=True, eq=False):
    """`frame`: person, row, `problems` (their number) and the columns that the steps start from.

    `problems`: one row for each value that could not be used, with the columns `PROBLEM_COLUMNS`.
    """

    frame: pl.DataFrame
    problems: pl.DataFrame


class Reading(msgspec.Struct, frozen=True, eq=False):
    """A column as the steps need it; `bad` says where its value could not be used."""

    columns: Mapping[str, pl.Expr | pl.Series]
    bad: pl.Expr | pl.Series


def unknown_columns(columns: Iterable[str], program: Program) -> tuple[str, ...]:
    """The columns of an input that are no finding, and nothing else we know."""
    known = {finding.id for finding, _ in program.given} | {*PERSON, *PASSED_ON}
    return tuple(one for one in columns if one not in known)


def person_column(columns: Iterable[str]) -> str | None:
    """The column that tells who it is."""
    there = set(columns)
    return next((one for one in PERSON if one in there), None)


def given(raw: pl.DataFrame, program: Program, first_row: int = 1) -> Given:
    """The rows of `raw` as the steps need them. `first_row`: the number of its first row."""
    person = person_column(raw.columns)
    rows = raw.with_row_index("row", offset=first_row)
    readings = [
        (finding, _read(finding, column, raw[finding.id]))
        for finding, column in program.given
        if finding.id in raw.columns
    ]
    marked = rows.with_columns(
        reading.bad.fill_null(False).alias(f"bad.{finding.id}") for finding, reading in readings
    )
    who = pl.col(person or "row").cast(pl.String).alias("person")
    frame = marked.select(
        who,
        "row",
        pl.sum_horizontal(
            pl.lit(0, dtype=pl.UInt16), *(f"bad.{finding.id}" for finding, _ in readings)
        )
        .cast(pl.UInt16)
        .alias("problems"),
        *(one for one in PASSED_ON if one in raw.columns),
        *(
            expression.alias(name)
            for _, reading in readings
            for name, expression in reading.columns.items()
        ),
        *_missing(program, {finding.id for finding, _ in readings}),
    )
    return Given(frame, _problems(marked, who, readings))


def _missing(program: Program, told: set[str]) -> Iterator[pl.Expr]:
    """What the input has no column for is unknown."""
    kinds = {"yes_no": pl.Boolean(), "number": pl.Float64(), "choice": pl.String()}
    for finding, column in program.given:
        if finding.id in told:
            continue
        if finding.type == "choices":
            for option in finding.options:
                yield pl.lit(None, dtype=pl.Boolean).alias(ticked(finding.id, option.id))
        else:
            yield pl.lit(None, dtype=kinds[finding.type]).alias(column)


def _problems(
    marked: pl.DataFrame, who: pl.Expr, readings: list[tuple[Finding, Reading]]
) -> pl.DataFrame:
    found = [
        marked.filter(pl.col(f"bad.{finding.id}")).select(
            pl.col("row").cast(pl.Int64),
            who,
            pl.lit(finding.id).alias("column"),
            _as_text(marked.schema[finding.id], finding.id).alias("value"),
            pl.lit(describe_allowed(finding)).alias("allowed"),
            pl.lit("could not be used, so it counts as unknown").alias("message"),
        )
        for finding, _ in readings
        if marked[f"bad.{finding.id}"].any()
    ]
    none = {"row": pl.Int64, **dict.fromkeys(PROBLEM_COLUMNS[1:], pl.String)}
    return pl.concat([pl.DataFrame(schema=none), *found]).sort("row", maintain_order=True)


def _as_text(kind: pl.DataType, column: str) -> pl.Expr:
    if isinstance(kind, pl.List):
        return (
            pl.col(column).list.eval(pl.element().cast(pl.String)).list.join(";", ignore_nulls=True)
        )
    return pl.col(column).cast(pl.String, strict=False)


def _read(finding: Finding, column: str, values: pl.Series) -> Reading:
    """Of a text every value is read once, however many rows have it."""
    reading = _reading(finding, column, values.dtype)
    if values.dtype != pl.String:
        return reading
    distinct = values.unique().drop_nulls()
    read = distinct.to_frame().select(bad=reading.bad, **reading.columns)
    places = values.cast(pl.Enum(distinct)).to_physical()
    found = {name: read[name].gather(places) for name in read.columns}
    bad = found.pop("bad")
    return Reading(found, bad)


def _reading(finding: Finding, column: str, kind: pl.DataType) -> Reading:
    match finding.type:
        case "yes_no":
            return _yes_no(finding, column, kind)
        case "number":
            return _number(finding, column, kind)
        case "choice":
            return _choice(finding, column)
        case "choices":
            return _choices(finding, kind)


def _told(finding: Finding) -> pl.Expr:
    """The text of a column, null where nothing is told or she was not sure."""
    text = pl.col(finding.id).cast(pl.String, strict=False).str.strip_chars()
    return pl.when(text.str.to_lowercase().is_in(["", NOT_SURE, "null", "nan"]).not_()).then(text)


def _yes_no(finding: Finding, column: str, kind: pl.DataType) -> Reading:
    given = pl.col(finding.id)
    if kind == pl.Boolean:
        return Reading({column: given}, pl.lit(False))
    if kind.is_numeric():
        one_or_none = pl.when(given == 1).then(True).when(given == 0).then(False)
        bad = given.is_not_null() & one_or_none.is_null()
        if kind.is_float():
            bad &= given.is_not_nan()
        return Reading({column: one_or_none}, bad)
    text = _told(finding).str.to_lowercase()
    value = pl.when(text.is_in(YES)).then(True).when(text.is_in(NO)).then(False)
    return Reading({column: value}, text.is_not_null() & value.is_null())


def _number(finding: Finding, column: str, kind: pl.DataType) -> Reading:
    given = pl.col(finding.id) if kind.is_numeric() or kind.is_decimal() else _told(finding)
    value = given.cast(pl.Float64, strict=False).fill_nan(None)
    possible = value.is_finite()
    if finding.min is not None:
        possible &= value >= finding.min
    if finding.max is not None:
        possible &= value <= finding.max
    told = given.is_not_null() & given.is_not_nan() if kind.is_float() else given.is_not_null()
    return Reading({column: pl.when(possible).then(value)}, told & ~possible.fill_null(False))


def _choice(finding: Finding, column: str) -> Reading:
    text = _told(finding)
    value = pl.when(text.is_in([one.id for one in finding.options])).then(text)
    return Reading({column: value}, text.is_not_null() & value.is_null())


def _choices(finding: Finding, kind: pl.DataType) -> Reading:
    """One column an option; an option that is not known leaves the list open, and is told."""
    options = [one.id for one in finding.options]
    if isinstance(kind, pl.List):
        listed = pl.col(finding.id).cast(pl.List(pl.String), strict=False)
    else:
        text = _told(finding).str.replace_all(BETWEEN_OPTIONS, ";").str.replace_all(" ", "")
        nothing = text.str.to_lowercase().is_in(NOTHING)
        listed = (
            pl.when(nothing)
            .then(pl.lit([], dtype=pl.List(pl.String)))
            .otherwise(text.str.split(";"))
        )
    strange = listed.list.eval(pl.element().is_in(options).not_().fill_null(False)).list.any()
    is_open = strange | listed.list.eval(pl.element().is_null()).list.any()
    columns: dict[str, pl.Expr] = {}
    for option in options:
        has = listed.list.contains(option)
        columns[ticked(finding.id, option)] = pl.when(has).then(True).when(~is_open).then(False)
    return Reading(columns, strange)
