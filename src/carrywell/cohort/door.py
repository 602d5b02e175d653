"""Columns as they stand in a file, to columns the steps can use; what cannot be used is told.

An impossible value becomes unknown, and unknown is never 'no': the person is screened all the same, and
the value is told with her row. Nothing is dropped in silence. NaN and an empty text are unknown.
"""

import sys
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
MOST = sys.float_info.max
PROBLEM_COLUMNS = ("row", "person", "column", "value", "allowed", "message")


class Given(msgspec.Struct, frozen=True, eq=False):
    """`frame`: person, row, `problems` (their number) and the columns that the steps start from.

    `problems`: one row for each value that could not be used, with the columns `PROBLEM_COLUMNS`.
    """

    frame: pl.DataFrame
    problems: pl.DataFrame


class Reading(msgspec.Struct, frozen=True, eq=False):
    """A column as the steps need it; `bad` says where its value could not be used, None: nowhere."""

    columns: Mapping[str, pl.Series]
    bad: pl.Series | None = None


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
    person, there = person_column(raw.columns), frozenset(raw.columns)
    rows = raw.with_row_index("row", offset=first_row)
    who = rows.get_column(person or "row").cast(pl.String).alias("person")
    readings = [
        (finding, _read(finding, column, raw.get_column(finding.id)))
        for finding, column in program.given
        if finding.id in there
    ]
    bad = [
        (finding, one.bad.fill_null(False))
        for finding, one in readings
        if one.bad is not None and one.bad.any()
    ]
    return Given(
        pl.DataFrame(
            [
                who,
                rows["row"],
                _count(rows.height, [where for _, where in bad]),
                *(rows[one] for one in PASSED_ON if one in there),
                *(
                    series.alias(name)
                    for _, one in readings
                    for name, series in one.columns.items()
                ),
            ]
        ).with_columns(_missing(program, {finding.id for finding, _ in readings})),
        _problems(rows, who, bad),
    )


def _count(rows: int, bad: list[pl.Series]) -> pl.Series:
    none = pl.zeros(rows, dtype=pl.UInt16, eager=True)
    return sum((one.cast(pl.UInt16) for one in bad), start=none).alias("problems")


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
    rows: pl.DataFrame, who: pl.Series, bad: list[tuple[Finding, pl.Series]]
) -> pl.DataFrame:
    found = [
        pl.DataFrame([rows["row"].cast(pl.Int64), who, rows[finding.id].alias("value")])
        .filter(where)
        .select(
            "row",
            "person",
            pl.lit(finding.id).alias("column"),
            _as_text(rows[finding.id].dtype, "value"),
            pl.lit(describe_allowed(finding)).alias("allowed"),
            pl.lit("could not be used, so it counts as unknown").alias("message"),
        )
        for finding, where in bad
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
    if values.dtype != pl.String:
        return _reading(finding, column, values)
    if finding.type == "choice" and _are_options(finding, values):
        return Reading({column: values})
    distinct = values.unique().drop_nulls()
    read = _reading(finding, column, distinct)
    places = values.cast(pl.Enum(distinct)).to_physical()
    found = (
        places.alias("")
        .to_frame()
        .select(**{name: _spread(one, places.dtype) for name, one in read.columns.items()})
    )
    bad = None
    if read.bad is not None and read.bad.any():
        bad = read.bad.gather(places)
    return Reading({name: found[name] for name in found.columns}, bad)


def _are_options(finding: Finding, values: pl.Series) -> bool:
    """Whether each text is an option as it stands, so that none need be read."""
    known = values.is_null()
    for option in finding.options:
        known |= values == option.id
    return known.all()


def _spread(read: pl.Series, kind: pl.DataType) -> pl.Expr:
    """What was read, in its places. Yes and no are compared, which is quicker than looked up."""
    places = pl.col("")
    if read.dtype == pl.Boolean and not read.has_nulls():
        return places.is_in(read.arg_true().cast(kind).implode())
    return pl.lit(read).gather(places)


def _reading(finding: Finding, column: str, values: pl.Series) -> Reading:
    if finding.type == "yes_no" and values.dtype == pl.Boolean:
        return Reading({column: values})
    if finding.type == "number" and _is_possible(finding, values):
        return Reading({column: values})
    if finding.type == "choices":
        return _choices(finding, values)
    kind = values.dtype
    match finding.type:
        case "yes_no":
            value, bad = _yes_no(finding, kind)
        case "number":
            value, bad = _number(finding, kind)
        case _:
            value, bad = _choice(finding)
    read = values.alias(finding.id).to_frame().select(value.alias("value"), bad.alias("bad"))
    return Reading({column: read["value"]}, read["bad"])


def _is_possible(finding: Finding, values: pl.Series) -> bool:
    """Whether every value is a number as it should be, so that none need be looked at."""
    if values.dtype != pl.Float64 or values.is_nan().any():
        return False
    least, most = values.min(), values.max()
    if not isinstance(least, float) or not isinstance(most, float):
        return values.null_count() == len(values)
    low = finding.min if finding.min is not None else -MOST
    high = finding.max if finding.max is not None else MOST
    return low <= least and most <= high


def _told(finding: Finding) -> pl.Expr:
    """The text of a column, null where nothing is told or she was not sure."""
    text = pl.col(finding.id).cast(pl.String, strict=False).str.strip_chars()
    return pl.when(text.str.to_lowercase().is_in(["", NOT_SURE, "null", "nan"]).not_()).then(text)


def _yes_no(finding: Finding, kind: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
    given = pl.col(finding.id)
    if kind.is_numeric():
        one_or_none = pl.when(given == 1).then(True).when(given == 0).then(False)
        bad = given.is_not_null() & one_or_none.is_null()
        if kind.is_float():
            bad &= given.is_not_nan()
        return one_or_none, bad
    text = _told(finding).str.to_lowercase()
    value = pl.when(text.is_in(YES)).then(True).when(text.is_in(NO)).then(False)
    return value, text.is_not_null() & value.is_null()


def _number(finding: Finding, kind: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
    given = pl.col(finding.id) if kind.is_numeric() or kind.is_decimal() else _told(finding)
    value = given.cast(pl.Float64, strict=False).fill_nan(None)
    possible = value.is_finite()
    if finding.min is not None:
        possible &= value >= finding.min
    if finding.max is not None:
        possible &= value <= finding.max
    told = given.is_not_null() & given.is_not_nan() if kind.is_float() else given.is_not_null()
    return pl.when(possible).then(value), told & ~possible.fill_null(False)


def _choice(finding: Finding) -> tuple[pl.Expr, pl.Expr]:
    text = _told(finding)
    options = [one.id for one in finding.options]
    value = pl.when(text.is_in(options)).then(text)
    return value.cast(pl.Enum(options)), text.is_not_null() & value.is_null()


def _choices(finding: Finding, values: pl.Series) -> Reading:
    """One column an option; an option that is not known leaves the list open, and is told."""
    options = [one.id for one in finding.options]
    listed = values.alias(finding.id).to_frame().select(_listed(finding, values.dtype))
    is_open = pl.col("strange") | pl.col("gap")
    known = listed.select(
        "listed",
        strange=pl.col("listed")
        .list.eval(pl.element().is_in(options).not_().fill_null(False))
        .list.any(),
        gap=pl.col("listed").list.eval(pl.element().is_null()).list.any(),
    )
    has = {one: pl.col("listed").list.contains(one) for one in options}
    read = known.select(
        pl.when(each).then(True).when(~is_open).then(False).alias(one) for one, each in has.items()
    )
    return Reading({ticked(finding.id, one): read[one] for one in options}, known["strange"])


def _listed(finding: Finding, kind: pl.DataType) -> pl.Expr:
    if isinstance(kind, pl.List):
        listed = pl.col(finding.id).cast(pl.List(pl.String), strict=False)
        return listed.alias("listed")
    text = _told(finding).str.replace_all(BETWEEN_OPTIONS, ";").str.replace_all(" ", "")
    nothing = text.str.to_lowercase().is_in(NOTHING)
    none = pl.lit([], dtype=pl.List(pl.String))
    return pl.when(nothing).then(none).otherwise(text.str.split(";")).alias("listed")
