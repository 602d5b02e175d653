"""Whether every engine tells every person the same: ``python benchmarks/cohort/equal.py --people 100000``.

The people are generated with most answers unknown, some of them contradictory; before them stand the cases
of ``tests/assessment/signs.yaml``. Compared are the interpreter of conditions, compiled Python (`assess`),
Polars, DuckDB, Spark and PostgreSQL, row by row and column by column. Ends with 1 when a row differs. Spark
needs Java, PostgreSQL a server's programs; `--engines` leaves them out. `--one-by-one` is for many people: so
many of them go to compiled Python and the interpreter, which take one person at a time. What is printed says
who was compared on how many rows.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import yaml

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "tests" / "cohort")]

from as_alone import told_alone, told_row  # noqa: E402 # the folder is not a package
from made_up import Answers, somebody  # noqa: E402
from stored_tables import raw_frame  # noqa: E402

from carrywell.api import Guideline, load_guideline  # noqa: E402
from carrywell.assessment.answers import AnswerError, settle  # noqa: E402
from carrywell.assessment.assess import assess  # noqa: E402
from carrywell.cohort.door import given  # noqa: E402
from carrywell.cohort.program import Program, program_of  # noqa: E402
from carrywell.cohort.screen import screened  # noqa: E402
from carrywell.conditions.interpreter import amount, truth  # noqa: E402
from carrywell.guideline.compiled import FALSE, TRUE, UNDECIDED, Compiled  # noqa: E402
from carrywell.guideline.facts import as_answer, harmless_value  # noqa: E402

PART = 100_000
"""People at a time, so that memory stays bounded."""
CODES = {True: TRUE, None: UNDECIDED, False: FALSE}
CHUNK = 5_000
Engine = Callable[[Program, Path], pl.DataFrame]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engines", nargs="*", choices=EVERY, default=list(EVERY))
    parser.add_argument("--one-by-one", type=int, help="people for those who take one at a time")
    chosen = parser.parse_args()
    guideline = load_guideline()
    program = program_of(guideline.compiled)
    told_cases = list(cases(guideline))
    everyone = chain(told_cases, generated(program, chosen.people, chosen.seed))
    alone = len(told_cases) + (chosen.people if chosen.one_by_one is None else chosen.one_by_one)
    rows: Counter[str] = Counter()
    differ: Counter[str] = Counter()
    while some := list(islice(everyone, PART)):
        told = engine_rows(program, some, {one: EVERY[one] for one in chosen.engines})
        first, *others = told
        for other in others:
            rows[f"{first} and {other}"] += len(some)
            differ[f"{first} and {other}"] += len(differing(told[first], told[other]))
        few = some[:alone]
        alone -= len(few)
        unlike = in_two_processes(few, told[first].head(len(few)))
        for one, places in unlike.items():
            rows[f"{first} and {one}"] += len(few)
            differ[f"{first} and {one}"] += len(places)
        for pair, count in rows.items():
            print(f"{pair}: {differ[pair]} of {count:,} rows differ", flush=True)
    sys.exit(1 if any(differ.values()) else 0)


def generated(program: Program, people: int, seed: int) -> Iterator[Answers]:
    """Mostly unknown, some of it contradictory."""
    chance = random.Random(seed)
    findings = [finding for finding, _ in program.given]
    for _ in range(people):
        yield somebody(findings, chance)


def cases(guideline: Guideline) -> Iterator[Answers]:
    """The answers of every case that was written from the evidence, everything else harmless."""
    calm = _calm(guideline)
    file = ROOT / "tests" / "assessment" / "signs.yaml"
    for case in yaml.safe_load(file.read_text(encoding="utf-8")):
        when = {name: _weeks(value) for name, value in case["when"].items()}
        told = {**calm, **when}
        if when.get("pregnant") is False or when.get("postpartum"):
            told["pregnant"] = when.get("pregnant", False)
            for name in {"gestation_weeks", "fetal_movement", "frantic_movement"} - set(when):
                told.pop(name, None)
        for one in when:
            told |= guideline.content.finding[one].implies
        yield {name: value for name, value in told.items() if value is not None}


def engine_rows(
    program: Program, everyone: list[Answers], engines: Mapping[str, Engine]
) -> dict[str, pl.DataFrame]:
    """What each engine tells, from one file with all of them."""
    with TemporaryDirectory() as name:
        file = Path(name) / "people.parquet"
        raw_frame(program, everyone).write_parquet(file)
        return {one: _plain(engine(program, file)) for one, engine in engines.items()}


def differing(one: pl.DataFrame, other: pl.DataFrame) -> list[int]:
    """The rows in which a column differs; an unknown value is only like another unknown."""
    if one.columns != other.columns or one.height != other.height:
        raise SystemExit("the engines do not give the same columns and rows")
    unlike = (one[name].ne_missing(other[name]).alias(name) for name in one.columns)
    return pl.DataFrame(unlike).select(pl.any_horizontal(pl.all()).arg_true()).to_series().to_list()


def not_as_alone(
    compiled: Compiled, everyone: Iterable[Answers], rows: pl.DataFrame
) -> dict[str, list[int]]:
    """The rows that are unlike what `assess` says, and those whose signs the interpreter sees otherwise."""
    unlike: dict[str, list[int]] = {"compiled Python": [], "the interpreter": []}
    for place, (answers, row) in enumerate(zip(everyone, rows.iter_rows(named=True), strict=True)):
        try:
            alone = assess(compiled, answers)
        except AnswerError:
            if row["screened"]:
                unlike["compiled Python"].append(place)
            continue
        if not row["screened"] or told_row(compiled, row) != told_alone(alone):
            unlike["compiled Python"].append(place)
        if signs_told(compiled, row) != interpreted(compiled, answers):
            unlike["the interpreter"].append(place)
    return unlike


def in_two_processes(everyone: list[Answers], rows: pl.DataFrame) -> dict[str, list[int]]:
    """The same, `CHUNK` people at a time in each of two processes: one by one is most of the time."""
    unlike: dict[str, list[int]] = {}
    starts = range(0, len(everyone), CHUNK)
    some = ((everyone[one : one + CHUNK], rows.slice(one, CHUNK)) for one in starts)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for start, found in zip(starts, pool.map(_some_alone, some), strict=True):
            for who, places in found.items():
                unlike.setdefault(who, []).extend(start + one for one in places)
            print(f"one by one: {start:,} of {len(everyone):,}", file=sys.stderr)
    return unlike


def _some_alone(some: tuple[list[Answers], pl.DataFrame]) -> dict[str, list[int]]:
    return not_as_alone(load_guideline().compiled, *some)


def interpreted(compiled: Compiled, answers: Answers) -> bytes:
    """The code of every sign by the interpreter alone, derived findings too."""
    facts = dict(settle(compiled, answers).base)
    for name in compiled.artefact.derived_order:
        value = _derived(compiled, name, facts)
        if value is not None:
            facts[name] = value
    signs: dict[str, bool | None] = {}
    pending = [one.id for one in compiled.content.signs]
    for sign in sorted(pending, key=lambda one: _names_signs(compiled, one)):
        signs[sign] = truth(compiled.conditions[f"sign:{sign}"], facts)
        if signs[sign] is not None:
            facts[f"signs.{sign}"] = signs[sign]
    return bytes(CODES[signs[one]] for one in pending)


def signs_told(compiled: Compiled, row: Mapping[str, Any]) -> bytes:
    return bytes(CODES[row[f"signs.{one.id}"]] for one in compiled.content.signs)


def _derived(compiled: Compiled, name: str, facts: dict[str, Any]) -> Any:
    quantity = compiled.artefact.quantities.get(name)
    if quantity is not None:
        return amount(quantity, facts)
    derived = compiled.content.finding[name].derived
    if isinstance(derived, str):
        return truth(compiled.conditions[f"derived:{name}"], facts)
    for one in derived or ():
        holds = truth(compiled.conditions[f"derived:{name}:{one.option}"], facts)
        if holds is not False:
            return one.option if holds else None
    return None


def _names_signs(compiled: Compiled, sign: str) -> bool:
    return "signs." in str(compiled.conditions[f"sign:{sign}"])


def _by_polars(program: Program, file: Path) -> pl.DataFrame:
    return screened(program, given(pl.read_parquet(file), program))


def _by_duckdb(program: Program, file: Path) -> pl.DataFrame:
    from carrywell.cohort.duckdb_engine import connect, table_of, write

    to = file.with_name("duckdb.parquet")
    write(connect(), program, table_of(file), to)
    return pl.read_parquet(to)


def _by_spark(_: Program, file: Path) -> pl.DataFrame:
    from carrywell.cohort.spark_engine import screen_with_spark

    done = screen_with_spark(file, file.with_name("spark.parquet"), track=_shown)
    return pl.read_parquet(done.to)


def _by_postgres(program: Program, file: Path) -> pl.DataFrame:
    import psycopg
    from postgres import a_server
    from psycopg.conninfo import conninfo_to_dict

    from carrywell.cohort.postgres_screen import screen_with_postgres

    kinds = ", ".join(f'"{one.id}" {STORED[one.type]}' for one, _ in program.given)
    with a_server() as server:
        with psycopg.connect(server) as connection:
            connection.execute(f"CREATE TABLE people (id text, {kinds}, synthetic boolean)")
            with connection.cursor().copy("COPY people FROM STDIN") as copy:
                for row in pl.read_parquet(file).iter_rows():
                    copy.write_row(row)
        told = conninfo_to_dict(server)
        address = f"postgresql://{told['user']}@/{told['dbname']}?host={told['host']}"
        to = file.with_name("postgres.parquet")
        done = screen_with_postgres(address, to, table="people", track=_shown)
        return pl.read_parquet(done.to)


ENGINES: dict[str, Engine] = {"polars": _by_polars, "duckdb": _by_duckdb}
"""Those that need nothing but Python."""
EVERY: dict[str, Engine] = {**ENGINES, "spark": _by_spark, "postgres": _by_postgres}
STORED = {"yes_no": "boolean", "number": "double precision", "choice": "text", "choices": "text[]"}
"""How PostgreSQL holds each type of finding."""


def _plain(told: pl.DataFrame) -> pl.DataFrame:
    """Words as texts and numbers of one kind, however an engine stores them."""
    numbers = pl.selectors.integer().cast(pl.Int64)
    return told.with_columns(numbers, pl.selectors.enum().cast(pl.String))


def _shown(parts: Iterable[Any], total: int | None) -> Iterator[Any]:
    for done, part in enumerate(parts):
        print(f"part {done} of {total}", file=sys.stderr)
        yield part


def _calm(guideline: Guideline) -> Answers:
    calm: Answers = {}
    for finding in guideline.content.findings:
        value = harmless_value(finding)
        asked = not (finding.derived or finding.covers or finding.implies)
        if asked and value is not None and finding.default is None:
            calm[finding.id] = as_answer(value)
    for name in ("postpartum", "pregnancy_test"):
        calm.pop(name, None)
    measured = dict.fromkeys(("bp_measured", "fever_measured"), False)
    return {**calm, **measured, "pregnant": True, "gestation_weeks": 30.0}


def _weeks(value: Any) -> Any:
    """36+6 is 36 weeks and 6 days."""
    if isinstance(value, str) and "+" in value:
        weeks, days = value.split("+")
        return int(weeks) + int(days) / 7
    return value


if __name__ == "__main__":
    main()
