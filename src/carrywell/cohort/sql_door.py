"""The door in SQL: what stands in a table, as the columns that the steps start from. Twin of `door`.

A column is read by how it is stored, so a table of whole numbers, decimals, 32-bit numbers or texts says
the same. Three databases say most of it alike; where they do not, the words of each stand side by side.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from sys import float_info
from typing import Literal

import msgspec

from carrywell.assessment.answers import NOT_SURE
from carrywell.cohort.door import NO, YES, person_column
from carrywell.cohort.door import NOTHING as EMPTY
from carrywell.cohort.program import Program
from carrywell.conditions.columns import ticked
from carrywell.conditions.sql import Dialect, name, number, one_of, text
from carrywell.guideline.model import Finding

Storage = Literal["yes_no", "number", "decimal", "text", "texts", "other"]

NOTHING = ("", NOT_SURE, "null", "nan")
"""Texts that say nothing."""
BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    chr(one) for one in range(0x2000, 0x200B)
)
"""What may stand around a text: everything that Unicode calls white space."""
_DIGITS = "^[+-]?([0-9]{1,200}([.][0-9]{0,200})?|[.][0-9]{1,200})"
A_NUMBER = {
    "duckdb": _DIGITS + "([eE][+-]?[0-9]{1,3})?$",
    "postgres": _DIGITS + "([eE][+-]?[0-9]{1,2})?$",
    "spark": _DIGITS + "([eE][+-]?[0-9]{1,3})?$",
}
"""A text that can be cast: PostgreSQL stops at a number that is out of range."""
_IS_NAN = {  # see also `duckdb_engine.trust_no_statistics`
    "duckdb": "isnan({})",
    "postgres": "({} = CAST('NaN' AS DOUBLE PRECISION))",
    "spark": "isnan({})",
}
SAID = "said."
"""Before the name of a finding whose column holds a text: the same without blanks around it."""
LISTED = "listed."
"""Before the name of a finding whose column holds options in a text: the same as a list."""

_STORAGE: tuple[tuple[str, Storage], ...] = (
    (r".*\[\d*\]|(ARRAY|LIST)\b.*|_(TEXT|VARCHAR|BPCHAR)", "texts"),
    (r"BOOL(EAN)?", "yes_no"),
    (r"(DECIMAL|NUMERIC|DEC)\b.*", "decimal"),
    (r"U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|INT\d+|BYTE|SHORT|LONG", "number"),
    (r"FLOAT\d*|REAL|DOUBLE( PRECISION)?", "number"),
    (r"(VARCHAR|TEXT|STRING|CHAR|CHARACTER|CHARACTER VARYING|BPCHAR|ENUM)\b.*", "text"),
)
_MATCHES = {"duckdb": "regexp_matches({0}, {1})", "postgres": "{0} ~ {1}", "spark": "{0} RLIKE {1}"}
_CAST = {"duckdb": "TRY_CAST", "postgres": "CAST", "spark": "TRY_CAST"}
_SPLIT = {"duckdb": "string_split", "postgres": "string_to_array", "spark": "split"}
_NO_TEXTS = {
    "duckdb": "CAST([] AS VARCHAR[])",
    "postgres": "CAST(ARRAY[] AS TEXT[])",
    "spark": "CAST(array() AS ARRAY<STRING>)",
}
_HAS = {  # true, or NULL where a NULL in the list may stand for it
    "duckdb": "CASE WHEN list_contains({0}, {1}) THEN TRUE"
    " WHEN len({0}) = list_count({0}) THEN FALSE END",
    "postgres": "{1} = ANY({0})",
    "spark": "array_contains({0}, {1})",
}
_HAS_OTHER = {
    "duckdb": "len(list_filter({0}, lambda one: one NOT IN ({1}))) > 0",
    "postgres": "NOT array_remove(CAST({0} AS TEXT[]), NULL) <@ ARRAY[{1}]",
    "spark": "size(array_except(array_compact({0}), array({1}))) > 0",
}
_ROW = {
    "duckdb": "row_number() OVER ()",
    "postgres": "row_number() OVER ()",
    "spark": "(monotonically_increasing_id() + 1)",
}


class Read(msgspec.Struct, frozen=True):
    """A finding as it is read: each column of the steps with its SQL, and when it is a problem."""

    columns: tuple[tuple[str, str], ...]
    problem: str | None = None


def person(present: Mapping[str, str], dialect: Dialect) -> str:
    """Who it is, as text: the id, or else the number of the row (see `select`)."""
    column = person_column(present)
    who = _ROW[dialect.name] if column is None else name(column, dialect)
    return f"CAST({who} AS {dialect.text})"


def prepared(program: Program, present: Mapping[str, str], dialect: Dialect) -> Iterator[str]:
    """What is worked out once before anything is read: texts without blanks, and lists out of texts."""
    for finding, _ in program.given:
        if storage(present.get(finding.id, "")) != "text":
            continue
        said = _trimmed(finding, dialect)
        if finding.type == "choices":
            plain = f"translate({said}, '|, ', ';;')"
            parts = f"{_SPLIT[dialect.name]}({plain}, ';')"
            empty = (
                f"WHEN {one_of(f'LOWER({plain})', EMPTY, dialect)} THEN {_NO_TEXTS[dialect.name]}"
            )
            listed = f"CASE {empty} WHEN {_says_something(said, dialect)} THEN {parts} END"
            yield f"{listed} AS {name(LISTED + finding.id, dialect)}"
        else:
            yield f"{said} AS {_said(finding, dialect)}"


def reads(program: Program, present: Mapping[str, str], dialect: Dialect) -> Iterator[Read]:
    """How each finding is read from a table with these columns and types."""
    for finding, column in program.given:
        stored = storage(present[finding.id]) if finding.id in present else None
        if finding.type == "choices":
            yield _choices(finding, stored, dialect)
        else:
            yield _single(finding, column, stored, dialect)


def storage(sql_type: str) -> Storage:
    """How a column of this SQL type is read; 'other' when nothing in it can be used."""
    written = sql_type.strip().upper()
    return next((one for pattern, one in _STORAGE if re.fullmatch(pattern, written)), "other")


def _single(finding: Finding, column: str, stored: Storage | None, dialect: Dialect) -> Read:
    if stored is None:
        return Read(((column, _nothing(finding, dialect)),))
    if finding.type == stored == "yes_no":
        return Read(((column, _name(finding, dialect)),))  # nothing can be wrong with it
    value = _value(finding, stored, dialect)
    if stored == "text":
        told = _says_something(_said(finding, dialect), dialect)
    else:
        told = _filled(finding, stored, dialect)
    return Read(((column, value),), f"({told}) AND {value} IS NULL")


def _value(finding: Finding, stored: Storage, dialect: Dialect) -> str:
    """The value, or NULL where it is not told or cannot be."""
    here, said = _name(finding, dialect), _said(finding, dialect)
    match finding.type, stored:
        case "yes_no", "number" | "decimal":
            return f"(CASE WHEN {here} = 1 THEN TRUE WHEN {here} = 0 THEN FALSE END)"
        case "yes_no", "text":
            yes, no = (one_of(f"LOWER({said})", words, dialect) for words in (YES, NO))
            return f"(CASE WHEN {yes} THEN TRUE WHEN {no} THEN FALSE END)"
        case "choice", "text":
            is_option = one_of(said, (one.id for one in finding.options), dialect)
            return f"(CASE WHEN {is_option} THEN {said} END)"
        case "number", "number" | "decimal" | "text":
            return _within(finding, _double(finding, stored, dialect), dialect)
        case _:
            return _nothing(finding, dialect)


def _within(finding: Finding, value: str, dialect: Dialect) -> str:
    """Without NaN, of which not every planner knows that no range holds it. Adding 0 turns -0.0 into 0.0."""
    least = -float_info.max if finding.min is None else finding.min
    most = float_info.max if finding.max is None else finding.max
    low, high, zero = (number(one, dialect) for one in (least, most, 0.0))
    within = f"NOT {_is_nan(value, dialect)} AND {value} BETWEEN {low} AND {high}"
    return f"(CASE WHEN {within} THEN {value} + {zero} END)"


def _double(finding: Finding, stored: Storage, dialect: Dialect) -> str:
    here, said = _name(finding, dialect), _said(finding, dialect)
    if stored == "number":
        return f"CAST({here} AS {dialect.double})"
    if stored == "decimal" and dialect.name == "postgres":  # which stops at what no double can hold
        return (
            f"(CASE WHEN ABS({here}) < 1e300 THEN CAST(ROUND({here}, 30) AS {dialect.double}) END)"
        )
    if stored == "decimal":  # by way of its text, so that it is rounded once
        return f"CAST(CAST({here} AS {dialect.text}) AS {dialect.double})"
    matches = _MATCHES[dialect.name].format(said, text(A_NUMBER[dialect.name], dialect))
    return f"(CASE WHEN {matches} THEN {_CAST[dialect.name]}({said} AS {dialect.double}) END)"


def _filled(finding: Finding, stored: Storage, dialect: Dialect) -> str:
    """Something stands there; a NaN says nothing."""
    here = _name(finding, dialect)
    if stored == "number":
        return f"{here} IS NOT NULL AND NOT {_is_nan(here, dialect)}"
    if stored == "decimal" and dialect.name == "postgres":
        return f"{here} <> CAST('NaN' AS NUMERIC)"
    return f"{here} IS NOT NULL"


def _is_nan(value: str, dialect: Dialect) -> str:
    return _IS_NAN[dialect.name].format(f"CAST({value} AS {dialect.double})")


def _says_something(said: str, dialect: Dialect) -> str:
    return f"(NOT {one_of(f'LOWER({said})', NOTHING, dialect)})"


def _choices(finding: Finding, stored: Storage | None, dialect: Dialect) -> Read:
    """One column an option. What is no option leaves the list open, as NULL in it does: it is told."""
    columns = [ticked(finding.id, one.id) for one in finding.options]
    unknown = tuple((one, "CAST(NULL AS BOOLEAN)") for one in columns)
    if stored is None:
        return Read(unknown)
    if stored not in ("text", "texts"):
        return Read(unknown, f"{_name(finding, dialect)} IS NOT NULL")
    listed = name(LISTED + finding.id if stored == "text" else finding.id, dialect)
    options = _texts((one.id for one in finding.options), dialect)
    strange = f"({_HAS_OTHER[dialect.name].format(listed, options)})"
    values: list[str] = []
    for option in finding.options:
        has = f"({_HAS[dialect.name].format(listed, text(option.id, dialect))})"
        values.append(f"(CASE WHEN {has} THEN TRUE WHEN {strange} THEN NULL ELSE {has} END)")
    return Read(tuple(zip(columns, values, strict=True)), strange)


def _nothing(finding: Finding, dialect: Dialect) -> str:
    kinds = {"yes_no": "BOOLEAN", "number": dialect.double}
    return f"CAST(NULL AS {kinds.get(finding.type, dialect.text)})"


def _name(finding: Finding, dialect: Dialect) -> str:
    return name(finding.id, dialect)


def _said(finding: Finding, dialect: Dialect) -> str:
    return name(SAID + finding.id, dialect)


def _trimmed(finding: Finding, dialect: Dialect) -> str:
    said = f"CAST({_name(finding, dialect)} AS {dialect.text})"
    return f"TRIM(BOTH {text(BLANKS, dialect)} FROM {said})"


def _texts(values: Iterable[str], dialect: Dialect) -> str:
    return ", ".join(text(one, dialect) for one in values)
