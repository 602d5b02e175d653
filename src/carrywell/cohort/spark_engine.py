"""Screening on Spark, for when one machine is not enough: on this computer, or on any cluster.

Spark splits the files, hands the parts to its machines, and does again what a lost machine had. Each
part is worked out by Polars where it is (`mapInArrow`), by the same door and the same steps as everywhere
else. The one SELECT of `select` says the same in Spark's own SQL, but measured on this guideline it took
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
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import lru_cache, partial, reduce
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import polars as pl
import polars.selectors as cs
import pyarrow as pa  # type: ignore[import-untyped]

from carrywell.api import Guideline, load_guideline
from carrywell.cohort.door import PASSED_ON, PERSON, given, unknown_columns
from carrywell.cohort.files import (
    KINDS,
    Input,
    InputError,
    check_kind,
    join_files,
    open_input,
    scan,
    write_csv,
)
from carrywell.cohort.in_place import output_types
from carrywell.cohort.output import told
from carrywell.cohort.program import Program, program_of
from carrywell.cohort.screen import Screening, Track, beside, counted, screened

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LOCAL = "local[*]"
LOOPBACK = "127.0.0.1"
PART = "8m"
"""How much of a file is one part: some 200,000 people, done again when its machine is lost."""
FILE, BLOCK, ROW, REJECTS = (
    "carrywell_file",
    "carrywell_block",
    "carrywell_row",
    "carrywell_rejects",
)
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
_TYPES = {"screened": "BOOLEAN", "problems": "INT"}
_REJECT = ("column", "value", "allowed", "message")
Split = tuple[str, int]
"""A file and where in it a part begins."""


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
    done. Raises `InputError`.
    """
    guideline = guideline or load_guideline()
    if guideline.hash != load_guideline().hash:
        raise InputError("Spark screens by the guideline that is installed on its machines.")
    source, target = open_input(Path(path)), Path(to)
    if target.suffix:
        check_kind(target)
    program = program_of(guideline.compiled)
    if not {one.id for one, _ in program.given} & set(source.columns):
        raise InputError(f"{path}: no column is a finding; `carrywell guideline book` lists them.")
    refused = Path(rejects) if rejects is not None else beside(target)
    staging = Path(mkdtemp(prefix=f".{target.name}.", dir=target.resolve().parent))
    staging.chmod(0o777)  # the machines may run as another user
    try:
        with spark_session(master, settings) as spark:
            starts = _run(spark, source, program, guideline.hash, staging / "spark", track)
        return _finished(staging, starts, source, target, refused, program)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _here(master: str) -> dict[str, str]:
    """A computer alone is asked over its own loopback."""
    loopback = {"spark.driver.bindAddress": LOOPBACK, "spark.driver.host": LOOPBACK}
    alone = master.startswith("local") or f"//{LOOPBACK}:" in master
    return loopback if alone else {}


def _run(
    spark: "SparkSession", source: Input, program: Program, edition: str, to: Path, track: Track
) -> list[int]:
    """Writes the parts; the number of the first row of each split, and one more behind the last."""
    wanted = {*(one.id for one, _ in program.given), *PERSON, *PASSED_ON}
    people = [_people(spark, files, wanted) for files in _alike(source)]
    starts = _starts(people, source)
    done = [_screened(one, program, edition, starts) for one in people]
    whole = reduce(lambda one, other: one.unionByName(other, allowMissingColumns=True), done)
    total = whole.rdd.getNumPartitions()
    for _ in track(
        _tasks(spark, partial(whole.write.parquet, _url(str(to.resolve()))), total), total
    ):
        pass
    return list(starts.values())


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
    )


def _starts(people: list["DataFrame"], source: Input) -> dict[Split, int]:
    """The number of the first row of each split, in the order of the files."""
    order = {str(one.resolve()): place for place, one in enumerate(source.files)}
    counts = {
        (row[0], row[1]): row[2]
        for one in people
        for row in one.groupBy(f"`{FILE}`", f"`{BLOCK}`").count().collect()
    }
    starts: dict[Split, int] = {}
    row = 1
    for split in sorted(counts, key=lambda one: (order[_plain(one[0])], one[1])):
        starts[split] = row
        row += counts[split]
    starts["", -1] = row  # behind the last
    return starts


def _url(path: str) -> str:
    """As Spark takes it: blanks and all."""
    return f"file://{path}"


def _plain(url: str) -> str:
    """As Spark gives it back: encoded."""
    return unquote(urlsplit(url).path)


def _screened(
    people: "DataFrame", program: Program, edition: str, starts: Mapping[Split, int]
) -> "DataFrame":
    types = {field.name: field.dataType.simpleString() for field in people.schema.fields}
    columns = [
        "person",
        *(name for name, _ in told(program)),
        "problems",
        "guideline",
        *(one for one in PASSED_ON if one in types),
    ]
    told_as = {one: types.get(one) if one in PASSED_ON else _type(one) for one in columns}
    reject = ", ".join(f"`{one}`: STRING" for one in _REJECT)
    schema = ", ".join(f"`{one}` {kind}" for one, kind in told_as.items())
    schema += f", `{ROW}` BIGINT, `{REJECTS}` ARRAY<STRUCT<{reject}>>"
    return _mapped(people, partial(work, edition=edition, starts=dict(starts)), schema)


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


def _type(column: str) -> str:
    if column.startswith("signs."):
        return "BOOLEAN"
    return "INT" if column.endswith("_points") else _TYPES.get(column, "STRING")


def work(
    batches: Iterable[pa.RecordBatch], *, edition: str, starts: Mapping[Split, int]
) -> Iterator[pa.RecordBatch]:
    """What one machine does with one part. Raises `InputError` when its guideline is another one."""
    program = _program(edition)
    done: dict[Split, int] = {}
    for batch in batches:
        frame = pl.DataFrame(pl.from_arrow(batch))
        for (file, block), rows in frame.group_by(FILE, BLOCK, maintain_order=True):
            split = (str(file), int(str(block)))
            first = starts[split] + done.get(split, 0)
            done[split] = done.get(split, 0) + rows.height
            yield from _batches(rows.drop(FILE, BLOCK), program, first)


@lru_cache(maxsize=2)
def _program(edition: str) -> Program:
    guideline = load_guideline()
    if guideline.hash != edition:
        raise InputError("A machine of the cluster has another edition of the guideline installed.")
    return program_of(guideline.compiled)


def _batches(rows: pl.DataFrame, program: Program, first: int) -> Iterator[pa.RecordBatch]:
    read = given(rows, program, first)
    found = screened(program, read).with_columns(
        (cs.integer() - cs.by_name(*PASSED_ON, require_all=False)).cast(pl.Int32),
        (cs.enum() | cs.categorical()).cast(pl.String),
        read.frame["row"].cast(pl.Int64).alias(ROW),
    )
    by_row = read.problems.group_by(pl.col("row").alias(ROW), maintain_order=True).agg(
        pl.struct(_REJECT).alias(REJECTS)
    )
    told_of = found.join(by_row, on=ROW, how="left", maintain_order="left")
    table = told_of.to_arrow(compat_level=pl.CompatLevel.oldest())
    # Spark knows no lists or texts with long offsets
    narrow = (one.with_type(_narrow(one.type)) for one in table.schema)
    yield from table.cast(pa.schema(narrow)).combine_chunks().to_batches()


def _narrow(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_large_list(kind):
        return pa.list_(pa.struct([(one, pa.string()) for one in _REJECT]))
    return pa.string() if pa.types.is_large_string(kind) else kind


def _tasks(spark: "SparkSession", write: Callable[[], None], total: int) -> Iterator[int]:
    """Runs the job beside, and yields once for every task that Spark says is done."""
    shown = 0
    tracker = spark.sparkContext.statusTracker()
    with ThreadPoolExecutor(1) as beside_us:
        job: Future[None] = beside_us.submit(write)
        while not wait((job,), timeout=0.2).done:
            stages = (tracker.getStageInfo(one) for one in tracker.getActiveStageIds())
            done = sum(one.numCompletedTasks for one in stages if one is not None)
            yield from range(shown, min(done, total))
            shown = max(shown, min(done, total))
        job.result()
    yield from range(shown, total)


def _finished(
    staging: Path, starts: list[int], source: Input, target: Path, refused: Path, program: Program
) -> Screening:
    """The parts in their order, then all of it moved into place at once."""
    types: dict[Any, pl.DataType] = {**output_types(program)}  # some of which Spark does not have
    written = pl.scan_parquet(staging / "spark" / "*.parquet").cast(types)
    whole = staging / "parts"
    whole.mkdir()
    for place, (first, behind) in enumerate(pairwise(starts)):
        of_split = written.filter((pl.col(ROW) >= first) & (pl.col(ROW) < behind))
        of_split.drop(ROW, REJECTS).sink_parquet(whole / f"part-{place:06}.parquet")
    parts = sorted(whole.iterdir())
    counts, rows, aside = counted(parts)
    if rows != starts[-1] - 1:
        raise InputError(f"{rows} people were screened of {starts[-1] - 1}: nothing was written")
    problems = _problems(written)
    write_csv(problems, staging / "rejects.csv")
    fresh = whole if not target.suffix else staging / f"whole{target.suffix}"
    if target.suffix:
        join_files(parts, fresh)
    (staging / "rejects.csv").replace(refused)
    if target.is_dir():
        target.rename(staging / "before")
    fresh.replace(target)
    return Screening(
        to=str(target),
        rejects=str(refused),
        rows=rows,
        urgency=counts,
        set_aside=aside,
        problems=problems.height,
        unknown_columns=unknown_columns(source.columns, program),
        guideline=program.compiled.content.edition.version,
    )


def _problems(written: pl.LazyFrame) -> pl.DataFrame:
    """The same rows and columns as `door.Given.problems`, in the order of the rows."""
    told_of = written.filter(pl.col(REJECTS).list.len() > 0).select(
        pl.col(ROW).alias("row"), "person", REJECTS
    )
    return told_of.explode(REJECTS).unnest(REJECTS).sort("row", maintain_order=True).collect()
