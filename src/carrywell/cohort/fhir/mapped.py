"""A folder of resources as one row of findings a person, in parts that fit into memory.

First every resource is read and what it says is written to parts, by person; then each part is put
together: of each finding what counts is what was said last. Two values of which neither is later
cannot both be right, so they are told together and count as unknown.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
import polars as pl

from carrywell.cohort.door import PROBLEM_COLUMNS
from carrywell.cohort.fhir.findings import Reader
from carrywell.cohort.fhir.heard import Heard, named
from carrywell.cohort.fhir.read import Line, bytes_of, files_of, lines_of
from carrywell.cohort.fhir.resources import Patient, person_of
from carrywell.cohort.fhir.store import Store
from carrywell.guideline.content import Content

PART_BYTES = 256 * 2**20
"""Bytes of the export for each part that is put together at once."""
MOST_CODES = 100_000
"""Different codes that are counted one by one; a record's own codes may have no end."""
SAID: dict[str, pl.DataType] = {
    "person": pl.String(),
    "kind": pl.String(),
    "finding": pl.String(),
    "text": pl.String(),
    "start": pl.Float64(),
    "until": pl.Float64(),
    "rank": pl.Int32(),
    "begun": pl.Int32(),
    "ends_for": pl.Int32(),
}
WRONG: dict[str, pl.DataType] = {
    "row": pl.Int64(),
    **{name: pl.String() for name in PROBLEM_COLUMNS[1:]},
}
Track = Callable[[Iterable[Any], int | None], Iterable[Any]]


class Unmapped(msgspec.Struct, frozen=True):
    """A code that no mapping speaks of, and how often it is there."""

    resource: str
    system: str
    code: str
    display: str
    count: int


class Mapped(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder held: `resources` by kind, `other` kinds that are not read, the codes of which nothing is known.

    `passed`: how many values counted no more, or not yet, by why. `problems`: rows of the file of problems.
    """

    as_of: str
    people: int
    resources: dict[str, int]
    other: dict[str, int]
    passed: dict[str, int]
    problems: int
    unmapped: tuple[Unmapped, ...]


def map_folder(
    folder: Path,
    into: Path,
    content: Content,
    as_of: date,
    *,
    part_bytes: int = PART_BYTES,
    track: Track = lambda files, _: files,
) -> Mapped:
    """Writes ``rows/*.parquet`` and ``problems.parquet`` into the folder `into`, which is there and empty.

    A row: person, `deceased` (true when the record says so), and a column of text for each finding
    that can be asked.
    """
    files = files_of(folder)
    parts = 1 + sum(map(bytes_of, files)) // part_bytes
    export = Export(into, parts, Reader(content, as_of))
    for file in track(files, len(files)):
        for line in lines_of(file):
            export.take(file.name, line)
    people = export.put_together(content)
    return Mapped(
        as_of=as_of.isoformat(),
        people=people,
        resources=dict(export.resources),
        other=dict(export.other),
        passed=dict(export.passed),
        problems=export.finish(),
        unmapped=export.unmapped(),
    )


class Export:
    """Takes lines, keeps what they say by part of people, and counts what says nothing."""

    def __init__(self, into: Path, parts: int, reader: Reader) -> None:
        self.into, self.parts, self.reader = into, parts, reader
        self.resources: Counter[str] = Counter()
        self.other: Counter[str] = Counter()
        self.passed: Counter[str] = Counter()
        self._codes: Counter[tuple[str, str, str]] = Counter()
        self._names: dict[tuple[str, str, str], str] = {}
        self._said = Store(into / "said", SAID)
        self._wrong = Store(into / "wrong", WRONG)

    def take(self, file: str, line: Line) -> None:
        """One line of a file."""
        if line.kind and not line.wrong and line.resource is None:
            self.other[line.kind] += 1
            for one in line.codes:
                self._count(line.kind, *named(one))
            return
        if line.resource is None:
            self._problem(line.person, f"{file}, line {line.number}", "", line.wrong)
            if line.person:
                self._seen(line.person, "seen")
            return
        self.resources[line.kind] += 1
        person = person_of(line.resource)
        if person is None:
            where = f"{file}, line {line.number}"
            self._problem(None, where, "", "it does not say which patient it is about")
            return
        self._seen(person, "patient" if isinstance(line.resource, Patient) else "seen")
        self._hear(line.kind, person, self.reader.read(line.resource))

    def _hear(self, kind: str, person: str, heard: Heard) -> None:
        part = self._part(person)
        for one in heard.said:
            self._said.add(
                part,
                (person, "said", one.finding, one.text, one.start, one.until, one.rank, one.begun, one.ends_for),
            )  # fmt: skip
        if heard.died:
            self._said.add_once(part, (person, "died", *[None] * (len(SAID) - 2)))
        for day in heard.ended:
            self._said.add(part, (person, "ended", None, None, None, None, None, day, None))
        for problem in heard.problems:
            self._problem(person, problem.column, problem.value, problem.message)
        self.passed.update(heard.passed)
        for system, code, display in heard.unmapped:
            self._count(kind, system, code, display)

    def _count(self, kind: str, system: str, code: str, display: str) -> None:
        key = (kind, system, code)
        if key not in self._codes and len(self._codes) >= MOST_CODES:
            key, display = (kind, "", ""), "(further codes)"
        self._codes[key] += 1
        self._names.setdefault(key, display)

    def unmapped(self) -> tuple[Unmapped, ...]:
        """The codes that are not mapped, the most frequent first."""
        ordered = sorted(self._codes.items(), key=lambda one: (-one[1], one[0]))
        return tuple(Unmapped(*key, self._names[key], count) for key, count in ordered)

    def _seen(self, person: str, kind: str) -> None:
        """Nobody is left out: who is only spoken of gets a row too."""
        row = (person, kind, None, None, None, None, None, None, None)
        self._said.add_once(self._part(person), row)

    def _problem(self, person: str | None, column: str, value: str, message: str) -> None:
        self._wrong.add(0, (None, person, column, value, "", message))

    def _part(self, person: str) -> int:
        return crc32(person.encode()) % self.parts

    def put_together(self, content: Content) -> int:
        """The rows of each part; gives the number of people."""
        findings = [one.id for one in content.findings if one.derived is None]
        rows = self.into / "rows"
        rows.mkdir()
        people = 0
        for part in range(self.parts):
            said = self._said.frame(part)
            frame = rows_of(said, findings, self.reader.as_of)
            for person in strangers(said):
                self._problem(person, "Patient", "", "there is no Patient resource of this id")
            frame.write_parquet(rows / f"{part:06}.parquet")
            people += frame.height
        return people

    def finish(self) -> int:
        """Writes the problems to one file; gives their number."""
        problems = self._wrong.frame(0)
        problems.write_parquet(self.into / "problems.parquet")
        return problems.height


def rows_of(said: pl.DataFrame, findings: Iterable[str], as_of: date) -> pl.DataFrame:
    """One row a person, in the order of their ids: the text that counts of each finding, null where unknown."""
    findings = list(findings)
    people = said.select(pl.col("person").unique().sort())
    counting = (
        _of_this_pregnancy(said, as_of)
        .filter(pl.col("rank") == pl.col("rank").min().over("person", "finding"))
        .filter(pl.col("until") >= pl.col("start").max().over("person", "finding"))
    )
    told = counting.group_by("person", "finding").agg(pl.col("text").unique().sort().alias("texts"))
    apart = pl.col("texts").list.eval(pl.element().str.replace_all("[;,|]", "+"))
    one_text = (
        pl.when(pl.col("texts").list.len() == 1)
        .then(pl.col("texts").list.first())
        .otherwise(apart.list.join(" or "))
    )
    wide = told.with_columns(one_text.alias("text")).pivot(
        on="finding", index="person", values="text"
    )
    joined = people.join(wide, on="person", how="left", maintain_order="left")
    missing = [
        pl.lit(None, dtype=pl.String).alias(one) for one in findings if one not in joined.columns
    ]
    died = said.filter(pl.col("kind") == "died")["person"].implode()
    deceased = pl.when(pl.col("person").is_in(died)).then(True).alias("deceased")
    return joined.with_columns(missing).select("person", deceased, *findings)


def _of_this_pregnancy(said: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """What was said, without what was of a pregnancy that has ended since."""
    ended = (
        said.filter(pl.col("kind") == "ended")
        .group_by("person")
        .agg(pl.col("begun").max().alias("end"))
    )
    is_over = (
        pl.col("ends_for").is_not_null()
        & (pl.col("begun") <= pl.col("end"))
        & (pl.col("end") + pl.col("ends_for") <= as_of.toordinal())
    )
    values = said.filter(pl.col("kind") == "said")
    return values.join(ended, on="person", how="left").filter(~is_over.fill_null(False))


def strangers(said: pl.DataFrame) -> list[str]:
    """Who is spoken of but has no Patient resource."""
    known = said.filter(pl.col("kind") == "patient")["person"]
    found = said.filter(~pl.col("person").is_in(known.implode()))["person"]
    return sorted(found.unique().to_list())
