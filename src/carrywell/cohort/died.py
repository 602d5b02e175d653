"""Who has died according to the records: a yes, or the date of it. What is missing or says neither is no death."""

from collections.abc import Mapping

import polars as pl

from carrywell.cohort.door import YES

DIED = "deceased"
DATE = r"^\d{4}(-\d{2}){0,2}($|[t ])"
"""How a date begins in small letters, with the month and day or without, as records write it."""


def has_died(kinds: Mapping[str, pl.DataType]) -> pl.Expr:
    """Whether each person of a frame with columns of these kinds has died; never null."""
    kind = kinds.get(DIED)
    if kind is None:
        return pl.lit(False)
    if kind.is_temporal():
        return pl.col(DIED).is_not_null()
    if kind.is_numeric() or kind == pl.Boolean:
        return pl.col(DIED).eq(1).fill_null(False)
    told = pl.col(DIED).cast(pl.String).str.strip_chars().str.to_lowercase()
    return (told.is_in((*YES, "1.0")) | told.str.contains(DATE)).fill_null(False)
