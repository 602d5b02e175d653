"""Screening on Spark, for when one machine is not enough: on this computer, or on any cluster.

Spark splits the files, hands the splits to its machines, and does again what a lost machine had. Each
part is worked out by Polars where it is (`mapInArrow`), by the same door and the same steps as everywhere
else, and kept in the folder of the parts by the machine that made it; Spark is only told how many rows.
A part that is there is not made again, by a second attempt or after a break. The one SELECT of `select` says the same in Spark's own SQL, but measured on this guideline it took
milliseconds a row, after half a minute of planning.

The files, and the folder of the output, must have the same path on every machine, and carrywell with
polars and pyarrow must be installed there. A row's number is worked out from where it stands: the rows of
the parts before it are counted first, so that the order is that of the files, whoever did what when.
A single file is read by one machine when it is CSV, where a text may hold a line break; give Parquet.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import lru_cache, partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import msgspec
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]

from carrywell.api import Guideline, load_guideline
from carrywell.cohort.door import PASSED_ON, PERSON
from carrywell.cohort.files import (
    KINDS,
    Input,
    InputError,
    check_kind,
    join_files,
    open_input,
    scan,
)
from carrywell.cohort.parts import Parts, Screening, Track, has_part, keep_part, stamps
from carrywell.cohort.program import Program, program_of
from carrywell.cohort.screen import check_findings, screened_part

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LOCAL = "local[*]"
LOOPBACK = "127.0.0.1"
PART = "8m"
"""How much of a file is one part: some 200,000 people, done again when its machine is lost."""
FILE, BLOCK, TASK = "carrywell_file", "carrywell_block", "carrywell_task"
SETTINGS: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.session.timeZone": "UTC",
    "spark.log.level": "ERROR",
    "spark.sql.caseSensitive": "true",
    "spark.sql.files.maxPartitionBytes": PART,
    "spark.sql.files.openCostInBytes": "1m",  # more, and a small file stays with one core
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
}


class Split(msgspec.Struct, frozen=True):
    """A piece of a file as Spark reads it: where it begins, by which task, its first row and how many."""

    file: str
    block: int
    task: int
    first: int
    rows: int


@contextmanager
def spark_session(
    master: str = LOCAL, settings: Mapping[str, str] | None = None
) -> Iterator["SparkSession"]:
    """A session on `master`, ended afterwards unless it was there before. Raises `InputError`."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise InputError("Spark needs Java 17 or newer, and there is no `java` on this computer.")
    from pyspark.errors import PySparkRuntimeError
    from pyspark.sql import SparkSession

    if (there := SparkSession.getActiveSession()) is not None:
        yield there
        return
    # the machines run the same Python, unless PYSPARK_PYTHON says which; Spark reads it only there
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("carrywell")
    for key, value in {**SETTINGS, **_here(master), **(settings or {})}.items():
        builder = builder.config(key, value)
    try:
        session = builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise InputError(f"Spark did not start on {master}: {error}") from None
    try:
        yield session
    finally:
        session.stop()


def screen_with_spark(
    path: Path | str,
    to: Path | str,
    *,
    master: str = LOCAL,
    settings: Mapping[str, str] | None = None,
    guideline: Guideline | None = None,
    rejects: Path | str | None = None,
    track: Track = lambda parts, _: parts,
) -> Screening:
    """Screens as `screen` does, with the same output, on the Spark cluster at `master`.

    `to` may also be a folder, named without an ending: one Parquet file for each part of the input,
    in its order. `settings` are further ones of Spark's own. `track` is given the parts as they are
    done. Finished parts are kept as `screen` keeps them, so that the same call goes on after a break;
    on a cluster of another size, which cuts the files otherwise, it begins anew. Raises `InputError`.
    """
    guideline = guideline or load_guideline()
    if guideline.hash != load_guideline().hash:
        raise InputError("Spark screens by the guideline that is installed on its machines.")
    source, target = open_input(Path(path)), Path(to)
    if target.suffix:
        check_kind(target)
    program = program_of(guideline.compiled)
    check_findings(source.columns, program, str(path))
    with spark_session(master, settings) as spark:
        wanted = {*(one.id for one, _ in program.given), *PERSON, *PASSED_ON}
        people = [_people(spark, files, wanted) for files in _alike(source)]
        splits = _splits(people, source)
        with Parts(target, "spark", stamps(source.files), guideline.hash, splits) as parts:
            if splits:
                _run(spark, people, parts, splits, guideline.hash, track)
            else:
                parts.keep(_name(1, 0), *screened_part(next(source.batches(1)), program, 1))
            together = None if target.suffix else partial(_by_split, parts, splits)
            return parts.finish(
                _in_order(parts, splits), source.columns, program, rejects, to=together
            )


def _here(master: str) -> dict[str, str]:
    """A computer alone is asked over its own loopback."""
    loopback = {"spark.driver.bindAddress": LOOPBACK, "spark.driver.host": LOOPBACK}
    alone = master.startswith("local") or f"//{LOOPBACK}:" in master
    return loopback if alone else {}


def _run(
    spark: "SparkSession",
    people: list["DataFrame"],
    parts: Parts,
    splits: Sequence[Split],
    edition: str,
    track: Track,
) -> None:
    """Has the machines work out and keep every part that is not there."""
    if not _here(spark.sparkContext.master or ""):
        for one in (parts.place, parts.folder):
            one.chmod(0o777)  # the machines may run as another user
    starts = {(one.file, one.block): one.first for one in splits}
    made = partial(work, edition=edition, starts=starts, folder=str(parts.folder.resolve()))
    done = [_mapped(one, made, "`rows` BIGINT") for one in people]
    whole = reduce(lambda one, other: one.unionByName(other), done)
    total = whole.rdd.getNumPartitions()
    for _ in track(_tasks(spark, whole.collect, total), total):
        pass


def _alike(source: Input) -> Iterator[tuple[Path, ...]]:
    """The files in groups with the same kind and columns: Spark reads those at once."""
    groups: dict[Any, list[Path]] = {}
    for file in source.files:
        schema = tuple(scan(file).collect_schema().items())
        groups.setdefault((KINDS[file.suffix.lower()], str(schema)), []).append(file)
    yield from map(tuple, groups.values())


def _people(spark: "SparkSession", files: tuple[Path, ...], wanted: set[str]) -> "DataFrame":
    """The rows as they stand there, each with the file and the part of it that it is in."""
    # a path there is a pattern, so that what stands for others is marked
    names = [_url(re.sub(r"([][{}*?\\\\])", r"\\\1", str(one.resolve()))) for one in files]
    match KINDS[files[0].suffix.lower()]:
        case "Parquet":
            read = spark.read.parquet(*names)
        case "CSV":
            read = spark.read.csv(names, header=True, multiLine=True, escape='"')
        case _:
            read = spark.read.json(names)
    return read.selectExpr(
        *(f"`{one}`" for one in read.columns if one in wanted),
        f"_metadata.file_path AS `{FILE}`",
        f"_metadata.file_block_start AS `{BLOCK}`",
        f"spark_partition_id() AS `{TASK}`",
    )


def _splits(people: list["DataFrame"], source: Input) -> tuple[Split, ...]:
    """How Spark cuts the files, with the number of the first row of each split, in the order of the files."""
    order = {str(one.resolve()): place for place, one in enumerate(source.files)}
    found = [
        tuple(row)
        for one in people
        for row in one.groupBy(f"`{FILE}`", f"`{BLOCK}`", f"`{TASK}`").count().collect()
    ]
    splits: list[Split] = []
    first = 1
    for file, block, task, rows in sorted(found, key=lambda one: (order[_plain(one[0])], one[1])):
        splits.append(Split(file, block, task, first, rows))
        first += rows
    return tuple(splits)


def _url(path: str) -> str:
    """As Spark takes it: blanks and all."""
    return f"file://{path}"


def _plain(url: str) -> str:
    """As Spark gives it back: encoded."""
    return unquote(urlsplit(url).path)


def _mapped(people: "DataFrame", made: Callable[..., Any], schema: str) -> "DataFrame":
    """`DataFrame.mapInArrow`, which asks for pandas although nothing here needs it."""
    from pyspark.sql import DataFrame
    from pyspark.sql.udf import UserDefinedFunction
    from pyspark.util import PythonEvalType

    # a UDF must have a name, which a partial has not
    udf = UserDefinedFunction(
        made, schema, name="carrywell", evalType=PythonEvalType.SQL_MAP_ARROW_ITER_UDF
    )
    column = udf(*(people[f"`{one}`"] for one in people.columns))
    frame = people._jdf.mapInArrow(column._jc, False, None)  # noqa: SLF001
    return DataFrame(frame, people.sparkSession)


def work(
    batches: Iterable[pa.RecordBatch],
    *,
    edition: str,
    starts: Mapping[tuple[str, int], int],
    folder: str,
) -> Iterator[pa.RecordBatch]:
    """What one machine does: keeps the parts in `folder` that are not there, and tells how many rows it saw.

    Raises `InputError` when its guideline is another one.
    """
    program = _program(edition)
    seen: dict[tuple[str, int], int] = {}
    for batch in batches:
        frame = pl.DataFrame(pl.from_arrow(batch))
        for (file, block), rows in frame.group_by(FILE, BLOCK, maintain_order=True):
            split = (str(file), int(str(block)))
            first = starts[split] + seen.get(split, 0)
            seen[split] = seen.get(split, 0) + rows.height
            name = _name(first, rows.height)
            if not has_part(Path(folder), name):
                told = screened_part(rows.drop(FILE, BLOCK, TASK), program, first)
                keep_part(Path(folder), name, *told)
    yield pa.RecordBatch.from_pydict({"rows": [sum(seen.values())]})


def _name(first: int, rows: int) -> str:
    """What a part is called: it can be told from its name which rows it has."""
    return f"part-{first:012}-{rows}"


@lru_cache(maxsize=2)
def _program(edition: str) -> Program:
    guideline = load_guideline()
    if guideline.hash != edition:
        raise InputError("A machine of the cluster has another edition of the guideline installed.")
    return program_of(guideline.compiled)


def _tasks(spark: "SparkSession", run: Callable[[], Any], total: int) -> Iterator[int]:
    """Runs the job beside, and yields once for every task that Spark says is done."""
    shown = 0
    tracker = spark.sparkContext.statusTracker()
    with ThreadPoolExecutor(1) as beside_us:
        job: Future[Any] = beside_us.submit(run)
        while not wait((job,), timeout=0.2).done:
            stages = (tracker.getStageInfo(one) for one in tracker.getActiveStageIds())
            done = sum(one.numCompletedTasks for one in stages if one is not None)
            yield from range(shown, min(done, total))
            shown = max(shown, min(done, total))
        with _said_by_a_machine():
            job.result()
    yield from range(shown, total)


@contextmanager
def _said_by_a_machine() -> Iterator[None]:
    """What a machine refused is refused here in its own sentence, without the way it came."""
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        said = re.search(rf"\b{InputError.__name__}: (.+)", str(error))
        if said is None:
            raise
        raise InputError(said.group(1)) from None


def _in_order(parts: Parts, splits: Sequence[Split]) -> list[str]:
    """The parts, each beginning behind the one before. Raises `InputError` when one is missing."""
    starts = {int(one.split("-")[1]): one for one in parts.names()}
    ordered: list[str] = []
    first, behind = 1, 1 + sum(one.rows for one in splits)
    while first < behind:
        if first not in starts:
            parts.forget()
            raise InputError(
                f"The people from row {first} on were not screened: nothing was written."
            )
        ordered.append(starts[first])
        first += int(starts[first].split("-")[2])
    return ordered or parts.names()


def _by_split(parts: Parts, splits: Sequence[Split], folder: Path) -> Path:
    """A folder with one file for each split."""
    whole = folder / "parts"
    whole.mkdir()
    names = _in_order(parts, splits)
    for place, split in enumerate(splits):
        within = range(split.first, split.first + split.rows)
        some = [
            parts.folder / f"{one}.parquet" for one in names if int(one.split("-")[1]) in within
        ]
        join_files(some, whole / f"part-{place:06}.parquet")
    return whole
