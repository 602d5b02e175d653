"""Whom to ring after a screening, worst first: in full as a CSV, the first of each list as a page.

Four lists, in this order:

* *ask again*: answers of hers cannot both be right, so she was not screened. Never hidden;
* *call now*: a sign is there that asks for a call now (her `floor` is urgent or emergency);
* *ask first*: only what is not known makes it urgent; the questions that would settle it are told;
* *soon*: within one to three days.

Whoever has died according to the records is on none of them, and stands apart at the very end.

In each list: by floor, by what she is advised, by how many signs are there (emergencies, urgent ones, those
that ask for someone soon), then by weeks, the unknown and the latest first; then as in the input.

Everything is read and written a batch at a time, so memory does not grow with the number of people.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import polars as pl

from carrywell.cohort.counts import PRIVATE_TITLE, counted, write_counts
from carrywell.cohort.entry import entry_of, name_of
from carrywell.cohort.files import defused_texts, scan
from carrywell.cohort.output import BOUNDS
from carrywell.cohort.parts import Track
from carrywell.cohort.program import Program
from carrywell.cohort.told import Told
from carrywell.cohort.worklist_page import Listed, page
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import RANK, WORST_FIRST, Sign

LISTS = ("ask again", "call now", "ask first", "soon")
HAS_DIED = "has died"
"""In the CSV, in the place of a list: nobody is to be rung. Only the person and the row are told."""
MOST_SHOWN = 500
"""How many people of each list the page shows; the CSV has all."""
OPEN_TOLD = 3
"""How many undecided signs a line of the CSV names."""
TOGETHER = 50_000
"""How many people are put in order at a time."""
MARK = 1_000
"""How many people of a run lie between two marks; see `_stretches`."""
NEVER = 999
"""More than any of the counts in an order, and than the days of any pregnancy."""
COLUMNS = (
    "list",
    "person",
    "row",
    "weeks",
    "urgency",
    "floor",
    "ceiling",
    "signs_there",
    "reasons",
    "what_to_do",
    "not_ruled_out",
    "among_them",
    "not_for_her",
    "values_not_used",
)
"""The columns of the CSV, and `synthetic` where the screening has it."""
TOLD_OF_THE_LIVING = COLUMNS[COLUMNS.index("weeks") :]


class Worklist(msgspec.Struct, frozen=True, kw_only=True):
    """What was written. `listed` counts the people on each list.

    `urgency` counts everyone but those who have died; `died` counts these, and `people` all.
    """

    page: str
    table: str
    counts: str
    people: int
    listed: dict[str, int]
    died: int
    urgency: dict[str, int]


def write_worklist(
    program: Program,
    screened: Path,
    folder: Path,
    *,
    source: Path | None = None,
    most: int = MOST_SHOWN,
    track: Track = lambda batches, _: batches,
) -> Worklist:
    """Writes `worklist.html`, `worklist.csv` and `counts.csv` into `folder`.

    `screened`: what a screening wrote; `source`: what it read, for her own answers and the
    questions that are really open. The first two name people; only the counts may be shared. Raises
    `InputError` when the two files do not belong together.
    """
    told = Told(program, screened, source)
    folder.mkdir(parents=True, exist_ok=True)
    counts = counted(program.compiled, told.frames())
    write_counts(counts, folder / "counts.csv")
    with TemporaryDirectory(dir=folder, prefix=".worklist.") as scratch:
        runs = list(_sorted_runs(program.compiled, track(told.frames(), None), Path(scratch)))
        listed = _how_many(runs)
        died = _who(told, _first(runs, HAS_DIED, most))
        _write_in_order(runs, Path(scratch) / "worklist.csv")
        shown = [_first(runs, one, most) for one in LISTS]
        lists = _listed(told, shown, listed)
        html = page(program.compiled, lists, died, counts, from_answers=source is not None)
        (Path(scratch) / "worklist.html").write_text(html, "utf-8")
        for name in ("worklist.csv", "worklist.html"):
            (Path(scratch) / name).replace(folder / name)
    return Worklist(
        page=str(folder / "worklist.html"),
        table=str(folder / "worklist.csv"),
        counts=str(folder / "counts.csv"),
        people=counts.people + counts.died,
        listed=listed,
        died=counts.died,
        urgency=counts.urgency.cells,
    )


def lined_up(compiled: Compiled, frame: pl.DataFrame) -> pl.DataFrame:
    """Those of a frame of `Told` who are in the CSV, in order: `key`, and its columns."""
    by_urgency = {
        level: [one for one in compiled.content.signs if one.urgency == level]
        for level in WORST_FIRST
    }
    return (
        frame.with_columns(
            _list().alias("list"),
            *(_there(signs).alias(f"there.{level}") for level, signs in by_urgency.items()),
        )
        .filter(pl.col("list").is_not_null())
        .with_columns(_key().alias("key"), *_words(compiled))
        .with_columns(pl.when(pl.col("list") != HAS_DIED).then(pl.col(TOLD_OF_THE_LIVING)))
        .select("key", *COLUMNS, *(one for one in ("synthetic",) if one in frame.columns))
        .sort("key")
    )


def _list() -> pl.Expr:
    """Which list she is on, or that she has died; null for those who need no call."""
    reaches = {name: pl.col(name).is_in(["emergency", "urgent"]) for name in BOUNDS}
    return (
        pl.when(pl.col("deceased"))
        .then(pl.lit(HAS_DIED))
        .when(~pl.col("screened"))
        .then(pl.lit("ask again"))
        .when(reaches["floor"])
        .then(pl.lit("call now"))
        .when(reaches["urgency"])
        .then(pl.lit("ask first"))
        .when(pl.col("urgency") == "soon")
        .then(pl.lit("soon"))
    )


def _key() -> pl.Expr:
    """A text that sorts as the lists do; see the order above. Who has died is last, as in the input."""
    place = {name: str(number) for number, name in enumerate(LISTS)}
    row = pl.col("row").cast(pl.String).str.zfill(12)
    died = pl.col("list") == HAS_DIED
    worst = {level: str(RANK["emergency"] - rank) for level, rank in RANK.items()}
    days = (pl.col("weeks") * 7).round().cast(pl.Int64)
    latest_first = pl.when(days.is_null()).then(0).otherwise(NEVER - days)
    of_the_living = pl.concat_str(
        pl.col("list").replace_strict(place, default="9"),
        *(pl.col(one).replace_strict(worst, default="9") for one in ("floor", "urgency")),
        *(
            (NEVER - pl.col(f"there.{level}")).cast(pl.String).str.zfill(3)
            for level in ("emergency", "urgent", "soon")
        ),
        latest_first.cast(pl.String).str.zfill(3),
        row,
        separator=".",
    )
    return pl.when(died).then(pl.concat_str(pl.lit("9."), row)).otherwise(of_the_living)


def _words(compiled: Compiled) -> Iterator[pl.Expr]:
    signs = compiled.content.signs
    openly = [one for one in signs if one.id not in compiled.private_signs]
    private = [one for one in signs if one.id in compiled.private_signs]
    rank = {level: pl.lit(RANK[level]) for level in WORST_FIRST}
    floor = pl.col("floor").replace_strict(RANK, default=None, return_dtype=pl.Int64)
    undecided = [
        (pl.col(f"signs.{one.id}").is_null() & (rank[one.urgency] > floor.fill_null(0)), one)
        for one in openly
    ]
    yield _there(signs).alias("signs_there")
    yield pl.concat_str(
        *(_where(_is(one), one.title) for one in openly),
        _where(pl.any_horizontal(_is(one) for one in private), PRIVATE_TITLE),
        separator="; ",
        ignore_nulls=True,
    ).alias("reasons")
    yield pl.coalesce(
        _where(~pl.col("screened"), "Ask again: answers of hers cannot both be right."),
        _where(pl.col("list") == "ask first", "Ask: what is not known could be urgent."),
        *(_where(_is(one), one.do) for one in openly if one.urgency != "routine"),
        pl.lit("Ask in private."),
    ).alias("what_to_do")
    yield pl.sum_horizontal(test.cast(pl.Int64) for test, _ in undecided).alias("not_ruled_out")
    yield (
        pl.concat_list(_where(test, one.title) for test, one in undecided)
        .list.drop_nulls()
        .list.head(OPEN_TOLD)
        .list.join("; ")
        .alias("among_them")
    )
    yield _refused(compiled).alias("not_for_her")
    yield pl.col("problems").alias("values_not_used")


def _refused(compiled: Compiled) -> pl.Expr:
    """The treatments that are not for her now: by name, or all of them."""
    plans = [one for one in compiled.content.treatments if one.kind == "plan"]
    status = {one.id: pl.col(f"treatment.{one.id}") for one in plans}
    offered = pl.any_horizontal(one == "offered" for one in status.values()).fill_null(False)
    named = pl.concat_str(
        *(_where(status[one.id] == "not for you", one.name) for one in plans),
        separator="; ",
        ignore_nulls=True,
    )
    return pl.when(offered).then(named).otherwise(pl.lit("all, until she has been heard"))


def _is(sign: Sign) -> pl.Expr:
    return pl.col(f"signs.{sign.id}").fill_null(False)


def _where(test: pl.Expr, words: str) -> pl.Expr:
    return pl.when(test).then(pl.lit(words))


def _there(signs: Iterable[Sign]) -> pl.Expr:
    return pl.sum_horizontal(_is(one).cast(pl.Int64) for one in signs)


def _sorted_runs(
    compiled: Compiled, frames: Iterable[pl.DataFrame], folder: Path
) -> Iterator[Path]:
    """Each batch sorted, as a file of its own."""
    for number, frame in enumerate(frames):
        run = folder / f"run-{number:06}.parquet"
        lined_up(compiled, frame).write_parquet(run, row_group_size=MARK)
        yield run


def _write_in_order(runs: list[Path], to: Path) -> None:
    """The runs as one sorted CSV, a stretch of the order at a time."""
    with to.open("wb") as file:
        scan(runs[0]).drop("key").head(0).collect().write_csv(file)
        for stretch in _stretches(runs):
            rows = pl.concat([scan(one).filter(stretch) for one in runs]).collect()
            rows = rows.sort("key").drop("key").with_columns(defused_texts())
            rows.write_csv(file, include_header=False)


def _stretches(runs: list[Path]) -> Iterator[pl.Expr]:
    """The order cut into stretches of about `TOGETHER` people: which keys are in each.

    Every `MARK`-th key of each run is looked at, so one may hold up to `MARK` people a run more.
    """
    marks = pl.concat([scan(one).select("key").gather_every(MARK).collect() for one in runs])
    cuts = marks.get_column("key").sort().gather_every(TOGETHER // MARK)
    key = pl.col("key")
    for low, high in pairwise((None, *cuts[1:], None)):
        yield (key >= low if low else pl.lit(True)) & (key < high if high else pl.lit(True))


def _how_many(runs: list[Path]) -> dict[str, int]:
    query = pl.concat([scan(one).select("list") for one in runs]).group_by("list").len()
    found = dict(query.collect(engine="streaming").iter_rows())
    return {one: int(found.get(one, 0)) for one in LISTS}


def _first(runs: list[Path], name: str, most: int) -> list[int]:
    """The rows of the first people on a list: the first of each run are enough to find them."""
    heads = [
        scan(one).filter(pl.col("list") == name).select("key", "row").head(most).collect()
        for one in runs
    ]
    rows: list[int] = pl.concat(heads).sort("key").head(most)["row"].to_list()
    return rows


def _who(told: Told, rows: list[int]) -> list[str]:
    """The people in these rows by their name in the file."""
    people = told.people(rows)
    return [name_of(people[row]) for row in rows]


def _listed(told: Told, shown: list[list[int]], listed: dict[str, int]) -> list[Listed]:
    rows = [row for one in shown for row in one]
    people, answers = told.people(rows), told.answers(rows)
    return [
        Listed(
            name,
            listed[name],
            tuple(entry_of(told.program.compiled, people[row], answers.get(row)) for row in some),
        )
        for name, some in zip(LISTS, shown, strict=True)
    ]
