"""A screening as it was written, read again, row by row beside the input it came from."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from carrywell.cohort.answered import answers_of
from carrywell.cohort.died import DIED, has_died
from carrywell.cohort.door import NO, PASSED_ON, YES, given, person_column
from carrywell.cohort.files import InputError, as_it_was, bare, open_input
from carrywell.cohort.output import BOUNDS
from carrywell.cohort.program import Program

BATCH = 100_000
YES_OR_NO = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}


class Told:
    """`screened`: what a screening wrote. `source`: what it read, if that is at hand.

    Raises `InputError` when `screened` is no screening by this guideline.
    """

    def __init__(self, program: Program, screened: Path, source: Path | None = None) -> None:
        self.program, self.path = program, screened
        self.screened = open_input(screened)
        self.source = open_input(source) if source is not None else None
        missing = [one for one in self._needed() if one not in self.screened.columns]
        if missing:
            raise InputError(
                f"{screened}: this is no screening by this guideline; it has no column"
                f" {missing[0]!r}. `carrywell screen INPUT --to OUTPUT` writes one."
            )

    @property
    def passed_on(self) -> tuple[str, ...]:
        """Columns that the screening only passed on, but for the one that says who has died."""
        return tuple(one for one in PASSED_ON if one in self.screened.columns and one != DIED)

    def frames(self) -> Iterator[pl.DataFrame]:
        """The people in order, at most `BATCH` at a time, with `row` from 1, `deceased` and `weeks`.

        `deceased` is false for whoever is not known to have died; `weeks` are null where they are not
        known. Raises `InputError` when the source is not what was screened, or the guideline is another
        edition.
        """
        start = 1
        beside = _Beside(self._people())
        for raw in self.screened.batches(BATCH):
            frame = self._read(raw, start)
            if self.source is not None:
                self._check(frame, beside.take(frame.height))
            yield frame
            start += frame.height
        if self.source is not None and beside.take(1).height:
            raise self._another("it has more rows")

    def answers(self, rows: Sequence[int]) -> dict[int, dict[str, Any]]:
        """What the people in these rows answered; empty without a `source`."""
        found: dict[int, dict[str, Any]] = {}
        start = 1
        for raw in self.source.batches(BATCH) if self.source is not None else ():
            here = sorted(one - start for one in set(rows) if start <= one < start + raw.height)
            if here:
                read = given(raw[here], self.program).frame
                for place, row in zip(here, read.iter_rows(named=True), strict=True):
                    found[place + start] = answers_of(self.program, row)
            start += raw.height
        return found

    def people(self, rows: Sequence[int]) -> dict[int, dict[str, Any]]:
        """What was told of the people in these rows."""
        found: dict[int, dict[str, Any]] = {}
        for frame in self.frames():
            for row in frame.filter(pl.col("row").is_in(rows)).iter_rows(named=True):
                found[row["row"]] = row
        return found

    @property
    def _from_csv(self) -> bool:
        return self.screened.files[0].suffix.lower() == ".csv"

    def _needed(self) -> tuple[str, ...]:
        content = self.program.compiled.content
        signs = (f"signs.{one.id}" for one in content.signs)
        refused = (f"treatment.{one.id}" for one in content.treatments)
        return (
            "person",
            "screened",
            *BOUNDS,
            "weeks",
            "scope",
            "problems",
            "guideline",
            *signs,
            *refused,
        )

    def _read(self, raw: pl.DataFrame, start: int) -> pl.DataFrame:
        """The columns with their own types again: CSV has them all as text."""
        version = self.program.compiled.content.edition.version
        others = raw.get_column("guideline").cast(pl.String).unique().to_list()
        if others not in ([version], []):
            raise InputError(
                f"{self.path}: screened with edition {others[0]} of the guideline; this is {version}."
                " Screen again."
            )
        truths = [one for one in self._needed() if one.startswith("signs.") or one == "screened"]
        person = pl.col("person").cast(pl.String)
        return raw.select(
            pl.int_range(start, start + raw.height, dtype=pl.Int64).alias("row"),
            as_it_was(person) if self._from_csv else person,
            *(_as_truth(raw, one) for one in (*truths, *self.passed_on)),
            has_died(raw.schema).alias(DIED),
            *(
                pl.col(one).cast(pl.String)
                for one in self._needed()
                if one not in truths and one not in {"person", "weeks", "problems"}
            ),
            pl.col("weeks").cast(pl.Float64),
            pl.col("problems").cast(pl.Int64),
        )

    def _people(self) -> Iterator[pl.DataFrame]:
        """The `person` of each row of the source, null where there is no id."""
        for raw in self.source.batches(BATCH) if self.source is not None else ():
            who = person_column(raw.columns)
            person = pl.repeat(None, raw.height) if who is None else pl.col(who)
            yield raw.select(person.cast(pl.String).alias("person"))

    def _check(self, frame: pl.DataFrame, rows: pl.DataFrame) -> None:
        if rows.height < frame.height:
            raise self._another("it has fewer rows")
        one, other = (them.select(bare(pl.col("person"))).to_series() for them in (frame, rows))
        same = one.eq(other)
        if not same.all():  # a missing id says nothing
            row = frame.filter(~same.fill_null(True))["row"][0]
            raise self._another(f"row {row} is another person")

    def _another(self, why: str) -> InputError:
        return InputError(
            f"{self.path}: this was screened from another input than the one given: {why}"
        )


class _Beside:
    """Frames taken so many rows at a time, however they were cut."""

    def __init__(self, frames: Iterator[pl.DataFrame]) -> None:
        self._frames = frames
        self._left = pl.DataFrame(schema={"person": pl.String})

    def take(self, count: int) -> pl.DataFrame:
        """The next rows; fewer when there are no more."""
        while self._left.height < count and (frame := next(self._frames, None)) is not None:
            self._left = pl.concat([self._left, frame])
        taken, self._left = self._left.head(count), self._left.slice(count)
        return taken


def _as_truth(raw: pl.DataFrame, column: str) -> pl.Expr:
    if raw.schema[column] == pl.String:
        told = pl.col(column).str.strip_chars().str.to_lowercase()
        return told.replace_strict(YES_OR_NO, default=None, return_dtype=pl.Boolean).alias(column)
    return pl.col(column).cast(pl.Boolean)
