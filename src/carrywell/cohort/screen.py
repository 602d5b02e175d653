"""Screening a file: a batch at a time, so that memory stays bounded, and able to go on after a break."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from shutil import rmtree
from typing import Any

import msgspec
import polars as pl

from carrywell.api import Guideline, load_guideline
from carrywell.cohort.door import PASSED_ON, Given, given, unknown_columns
from carrywell.cohort.files import (
    Input,
    InputError,
    check_kind,
    join_files,
    open_input,
    scan,
    write_csv,
)
from carrywell.cohort.output import BOUNDS
from carrywell.cohort.polars_engine import worked_out
from carrywell.cohort.program import Program, program_of
from carrywell.guideline.model import WORST_FIRST

BATCH = 250_000
"""People at a time: about half a GB of memory, and little of the time is spent on planning."""
Track = Callable[[Iterable[Any], int | None], Iterable[Any]]
"""Is given the batches and how many there are, if that is known; gives them on."""


class Screening(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a screening.

    `urgency` counts the people by what they are advised. `set_aside`: people whose answers cannot
    both be right. `problems`: values that could not be used; they are told in `rejects`.
    `unknown_columns`: columns of the input that are no finding, and were not read.
    """

    to: str
    rejects: str
    rows: int
    urgency: dict[str, int]
    set_aside: int
    problems: int
    unknown_columns: tuple[str, ...]
    guideline: str


class Plan(msgspec.Struct, frozen=True):
    """What the parts on the disk were made for; parts of another plan are not used."""

    files: tuple[tuple[str, int, int], ...]
    guideline: str
    batch: int
    to: str


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
    refused = Path(rejects) if rejects is not None else beside(target)
    program = program_of(guideline.compiled)
    known = [one.id for one, _ in program.given if one.id in source.columns]
    if not known:
        raise InputError(
            f"{path}: no column is a finding. Columns: {', '.join(source.columns[:10])}."
            f" `carrywell guideline book` lists the findings."
        )
    parts = Parts(source, target, guideline, batch)
    row = 1 + parts.rows()
    for raw, number in track(parts.missing(), parts.left()):
        read = given(raw, program, row)
        parts.write(number, screened(program, read), read.problems)
        row += raw.height
    return _finished(parts, program, refused)


def beside(target: Path) -> Path:
    """Where the values that could not be used are written."""
    return target.with_name(f"{target.stem}.rejects.csv")


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


class Parts:
    """The parts of an output on their way, as Parquet in a folder beside it."""

    def __init__(self, source: Input, target: Path, guideline: Guideline, batch: int) -> None:
        self.source, self.target, self.batch = source, target, batch
        self.folder = target.with_name(f".{target.name}.parts")
        stats = [(str(one.resolve()), one.stat()) for one in source.files]
        self.plan = Plan(
            tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats),
            guideline.hash,
            batch,
            str(target.resolve()),
        )
        self._begin()

    def missing(self) -> Iterator[tuple[pl.DataFrame, int]]:
        """The batches that are not done yet, each with its number."""
        done = len(self.done())
        for number, frame in enumerate(self.source.batches(self.batch, skip=done), start=done):
            yield frame, number

    def left(self) -> int | None:
        """How many batches are not done yet, if that is known."""
        if self.source.rows is None or len(self.source.files) > 1:
            return None
        return -(-self.source.rows // self.batch) - len(self.done())

    def done(self) -> list[Path]:
        """The parts in their order, as far as there is no gap."""
        found: list[Path] = []
        while (part := self._part(len(found))).exists():
            found.append(part)
        return found

    def rows(self) -> int:
        """The people in the parts that are done: a file's last part may be smaller than the others."""
        return sum(int(scan(one).select(pl.len()).collect().item()) for one in self.done())

    def problems(self) -> pl.DataFrame:
        """Every value that could not be used."""
        files = [
            self.folder / f"problems-{number:06}.parquet" for number in range(len(self.done()))
        ]
        return pl.concat([pl.read_parquet(one) for one in files])

    def write(self, number: int, frame: pl.DataFrame, problems: pl.DataFrame) -> None:
        """The problems go first: a part that is there is whole."""
        problems.write_parquet(self.folder / f"problems-{number:06}.parquet")
        fresh = self.folder / "fresh.parquet"
        frame.write_parquet(fresh)
        fresh.replace(self._part(number))

    def _part(self, number: int) -> Path:
        return self.folder / f"part-{number:06}.parquet"

    def _begin(self) -> None:
        plan = self.folder / "plan.json"
        written = msgspec.json.encode(self.plan)
        if plan.exists() and plan.read_bytes() == written:
            return
        rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        plan.write_bytes(written)


def _finished(parts: Parts, program: Program, refused: Path) -> Screening:
    done = parts.done()
    problems = parts.problems()
    fresh = parts.folder / f"whole{parts.target.suffix}"
    join_files(done, fresh)
    counts, rows, aside = counted(done)
    write_csv(problems, parts.folder / "rejects.csv")
    (parts.folder / "rejects.csv").replace(refused)
    fresh.replace(parts.target)
    rmtree(parts.folder)
    return Screening(
        to=str(parts.target),
        rejects=str(refused),
        rows=rows,
        urgency=counts,
        set_aside=aside,
        problems=problems.height,
        unknown_columns=unknown_columns(parts.source.columns, program),
        guideline=program.compiled.content.edition.version,
    )


def counted(parts: list[Path]) -> tuple[dict[str, int], int, int]:
    """People by urgency, all people, and those who were set aside."""
    urgency = pl.concat([scan(one).select(BOUNDS[0]) for one in parts])
    found = dict(urgency.group_by(BOUNDS[0]).len().collect(engine="streaming").iter_rows())
    told_of: dict[str, int] = {str(level): int(found.get(level, 0)) for level in WORST_FIRST}
    rows = sum(found.values())
    return told_of, rows, rows - sum(told_of.values())
