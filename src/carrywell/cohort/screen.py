"""Screening a file: a batch at a time, so that memory stays bounded, and able to go on after a break."""

from collections.abc import Iterable
from itertools import count
from pathlib import Path

import polars as pl

from carrywell.api import Guideline, load_guideline
from carrywell.cohort.door import PASSED_ON, Given, given
from carrywell.cohort.files import Input, InputError, check_kind, open_input
from carrywell.cohort.parts import Parts, Screening, Track, stamps
from carrywell.cohort.polars_engine import worked_out
from carrywell.cohort.program import Program, program_of

BATCH = 250_000
"""People at a time: about half a GB of memory, and little of the time is spent on planning."""


def screen(
    path: Path | str,
    to: Path | str,
    *,
    guideline: Guideline | None = None,
    rejects: Path | str | None = None,
    batch: int = BATCH,
    track: Track = lambda batches, _: batches,
) -> Screening:
    """Screens the file or folder at `path` into the file `to` (.parquet, .csv or .ndjson).

    One row a person, one column a finding; see `output` for what is told of each. Values that cannot
    be used are written to `rejects` (beside `to` unless named). Finished parts are kept beside `to`
    until the end, so that the same call goes on after a break; `to` itself is written all at once.
    `track` may show how far it is. Raises `InputError`.
    """
    guideline = guideline or load_guideline()
    source, target = open_input(Path(path)), Path(to)
    check_kind(target)
    program = program_of(guideline.compiled)
    check_findings(source.columns, program, str(path))
    with Parts(target, "polars", stamps(source.files), guideline.hash, batch) as parts:
        names = done = _done(parts)
        row = 1 + parts.rows(done)
        missing = zip(source.batches(batch, skip=len(done)), count(len(done)), strict=False)
        for raw, number in track(missing, _left(source, batch, len(done))):
            parts.keep(_name(number), *screened_part(raw, program, row))
            names, row = [*names, _name(number)], row + raw.height
        return parts.finish(names, source.columns, program, rejects)


def check_findings(columns: Iterable[str], program: Program, where: str) -> None:
    """Raises `InputError` when nothing there is a finding."""
    there = tuple(columns)
    if not {one.id for one, _ in program.given} & set(there):
        raise InputError(
            f"{where}: no column is a finding. Columns: {', '.join(there[:10])}."
            f" `carrywell guideline book` lists the findings."
        )


def screened_part(
    raw: pl.DataFrame, program: Program, row: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of a part, the first of which is number `row`, and its problems as `keep_part` takes them."""
    read = given(raw, program, row)
    return screened(program, read), read.problems.with_columns(pl.col("row") - (row - 1))


def screened(program: Program, read: Given) -> pl.DataFrame:
    """One row a person, with the columns of `output`."""
    version = program.compiled.content.edition.version
    frame = read.frame
    found = worked_out(frame, program)
    return found.select(
        frame["person"],
        pl.all(),
        frame["problems"],
        pl.lit(version).alias("guideline"),
        *(frame[one] for one in PASSED_ON if one in frame.columns),
    )


def _done(parts: Parts) -> list[str]:
    """The parts in their order, as far as there is no gap."""
    found: list[str] = []
    while parts.has(name := _name(len(found))):
        found.append(name)
    return found


def _left(source: Input, batch: int, done: int) -> int | None:
    """How many batches are not done yet, if that is known."""
    if source.rows is None or len(source.files) > 1:
        return None
    return -(-source.rows // batch) - done


def _name(number: int) -> str:
    return f"part-{number:06}"
