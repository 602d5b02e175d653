"""The finished parts of an output on its way, so that a screening that was killed can go on where it was.

Every engine works out one part after the other, each some hundred thousand rows of what is screened, and
keeps it as Parquet in a hidden folder beside the output. A part appears by being renamed, so one that is
there is whole. Parts are found again only by a run with the same *plan*: the same files (by size and time
of change), guideline, engine and sizes; the plan's checksum is the name of the folder. Where the rows can
change behind our back, in a database, the name of a part holds a checksum of the rows themselves.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import msgspec
import polars as pl

from carrywell import __version__
from carrywell.cohort.died import DIED, has_died
from carrywell.cohort.door import unknown_columns
from carrywell.cohort.files import join_files, scan, write_csv
from carrywell.cohort.output import BOUNDS
from carrywell.cohort.program import Program
from carrywell.guideline.model import WORST_FIRST

Track = Callable[[Iterable[Any], int | None], Iterable[Any]]
"""Is given the parts that are not done yet and how many, if that is known; gives them on."""


class Screening(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a screening.

    `rows`: all people. `died`: those who have died according to the input; they are in no other count
    of people. `urgency` counts people by what they are advised. `set_aside`: people whose answers cannot
    both be right. `kept`: how many of the rows a run before had done that was broken off. `problems`:
    values that could not be used; they are told in `rejects`. `unknown_columns`: columns of the input that
    are no finding, and were not read.
    """

    to: str
    rejects: str
    rows: int
    urgency: dict[str, int]
    set_aside: int
    died: int
    kept: int
    problems: int
    unknown_columns: tuple[str, ...]
    guideline: str


class Parts:
    """The parts on the disk, each with the values of it that could not be used.

    As a context: a run that fails before any part is done leaves nothing behind.
    """

    def __init__(self, target: Path, *plan: Any) -> None:
        """`plan`: all that decides what the parts hold, as far as the names of the parts do not."""
        self.target = target
        self.place = target.with_name(f".{target.name}.parts")
        written = msgspec.json.encode((__version__, *plan))
        self.folder = self.place / sha256(written).hexdigest()[:32]
        self._begin()
        self._before = frozenset(self.names())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if kind is not None and not self.names():
            rmtree(self.place, ignore_errors=True)

    def names(self) -> list[str]:
        """The parts that are there, in the order of their names."""
        return sorted(one.stem for one in self.folder.glob("*.parquet"))

    def has(self, name: str) -> bool:
        """Whether this part is done."""
        return has_part(self.folder, name)

    def keep(self, name: str, frame: pl.DataFrame, problems: pl.DataFrame) -> None:
        """Keeps a part; see `keep_part`."""
        keep_part(self.folder, name, frame, problems)

    def tell(self, name: str, problems: pl.DataFrame) -> None:
        """Puts other problems in the place of those a part was kept with."""
        _write(problems, _problems_of(self.folder, name))

    def forget(self) -> None:
        """Removes every part: they can be of no use."""
        for name in self.names():
            self._part(name).unlink()
        self._before = frozenset()

    def rows(self, names: Iterable[str]) -> int:
        """The people in these parts."""
        return sum(map(_height, map(self._part, names)))

    def finish(
        self,
        names: Sequence[str],
        columns: Iterable[str],
        program: Program,
        rejects: Path | str | None,
        to: Callable[[Path], Path] | None = None,
    ) -> Screening:
        """Moves the answers of these parts, in this order, and the rejects into place, each at once.

        `columns`: those of the input. `to` may put the whole together in another way, in the folder it is
        given; else it is one file of the kind that the target's name says.
        """
        refused = Path(rejects) if rejects is not None else beside(self.target)
        files = [self._part(one) for one in names]
        fresh = self._joined(files) if to is None else to(self.place)
        problems = self._problems(names)
        counts, rows, aside, died = counted(files)
        write_csv(problems, self.place / "rejects.csv")
        (self.place / "rejects.csv").replace(refused)
        if self.target.is_dir():
            self.target.rename(self.place / "before")
        fresh.replace(self.target)
        kept = self.rows(one for one in names if one in self._before)
        rmtree(self.place, ignore_errors=True)
        return Screening(
            to=str(self.target),
            rejects=str(refused),
            rows=rows,
            urgency=counts,
            set_aside=aside,
            died=died,
            kept=kept,
            problems=problems.height,
            unknown_columns=unknown_columns(columns, program),
            guideline=program.compiled.content.edition.version,
        )

    def _joined(self, files: list[Path]) -> Path:
        whole = self.place / f"whole{self.target.suffix}"
        join_files(files, whole)
        return whole

    def _problems(self, names: Iterable[str]) -> pl.DataFrame:
        """Every value that could not be used, with the number of its row from 1 in the whole."""
        found: list[pl.DataFrame] = []
        before = 0
        for name in names:
            problems = pl.read_parquet(_problems_of(self.folder, name))
            found.append(problems.with_columns(pl.col("row") + before))
            before += _height(self._part(name))
        return pl.concat(found)

    def _part(self, name: str) -> Path:
        return _part_of(self.folder, name)

    def _begin(self) -> None:
        """What another plan left is of no use; the folders of a run are made anew where they are missing."""
        for other in self.place.glob("*"):
            if other == self.folder:
                continue
            if other.is_dir():
                rmtree(other)
            else:
                other.unlink()
        self.place.parent.mkdir(parents=True, exist_ok=True)
        self.place.mkdir(mode=0o700, exist_ok=True)  # it tells of people
        self.folder.mkdir(exist_ok=True)


def beside(target: Path) -> Path:
    """Where the values that could not be used are written."""
    return target.with_name(f"{target.stem}.rejects.csv")


def stamps(files: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    """What tells whether files are still the same: each with its size and when it was changed."""
    found = [(str(one.resolve()), one.stat()) for one in files]
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in found)


def has_part(folder: Path, name: str) -> bool:
    """Whether a part is there; then it is whole."""
    return _part_of(folder, name).exists()


def keep_part(folder: Path, name: str, frame: pl.DataFrame, problems: pl.DataFrame) -> None:
    """Writes a part: the rows, and the `problems` with their rows numbered from 1 in this part.

    The problems go first, so a part that is there has them.
    """
    _write(problems, _problems_of(folder, name))
    _write(frame, _part_of(folder, name))


def counted(parts: Iterable[Path]) -> tuple[dict[str, int], int, int, int]:
    """The living by urgency, all people, those of the living who were set aside, and those who have died."""
    people = pl.concat([_counted(scan(one)) for one in parts])
    found = dict.fromkeys(WORST_FIRST, 0)
    rows = aside = died = 0
    counts = people.group_by(pl.all()).len().collect(engine="streaming")
    for urgency, dead, count in counts.iter_rows():
        rows += count
        if dead:
            died += count
        elif urgency is None:
            aside += count
        else:
            found[urgency] += count
    return {str(level): count for level, count in found.items()}, rows, aside, died


def _counted(part: pl.LazyFrame) -> pl.LazyFrame:
    return part.select(
        pl.col(BOUNDS[0]).cast(pl.String), has_died(part.collect_schema()).alias(DIED)
    )


def _height(part: Path) -> int:
    return int(scan(part).select(pl.len()).collect().item())


def _part_of(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def _problems_of(folder: Path, name: str) -> Path:
    return folder / f"{name}.problems"


def _write(frame: pl.DataFrame, to: Path) -> None:
    """On the disk, whole, before it has its name; two writers at once do not meet."""
    fresh = to.with_name(f".{uuid4().hex}")
    frame.write_parquet(fresh)
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    fresh.replace(to)
