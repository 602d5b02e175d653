"""One contender in a process of its own: ``contenders.py NAME FILE --threads N``, prints what it took as JSON.

Start-up, imports and a Spark session are not counted; reading the file, planning and working out are.
Those that take one person at a time get the first few of the same people, read and settled beforehand.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

FEW = {"assess": 2000, "signs": 20_000, "zen": 300, "cql": 300}
"""How many people those get that take them one at a time."""
BATCH = 250_000
"""People at a time, as `carrywell screen` takes them."""


@dataclass(frozen=True)
class Taken:
    """Seconds for so many people; `megabytes` is the most memory that the process had.

    `processor`: seconds that processors worked for it, whatever else ran; None when others worked for it.
    """

    people: int
    seconds: float
    megabytes: float
    processor: float | None = None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=CONTENDERS)
    parser.add_argument("file", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--times", type=int, default=1, help="so many times the rules")
    chosen = parser.parse_args()
    os.environ["POLARS_MAX_THREADS"] = str(chosen.threads)
    taken = CONTENDERS[chosen.name](chosen.file, chosen.threads, chosen.times)
    print(json.dumps(asdict(taken)))


def _timed(people: int, work: Callable[[], object]) -> Taken:
    start, worked = perf_counter(), process_time()
    work()
    seconds, processor = perf_counter() - start, process_time() - worked
    return Taken(people, seconds, _most_memory(), processor)


def _most_memory() -> float:
    """MB. `ru_maxrss` would still have the memory of the process that started this one."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
    return float(told.split()[1]) / 1024


def floor(file: Path, threads: int, _: int) -> Taken:
    """DuckDB merely reads and touches every column that holds an answer."""
    import duckdb

    connection = duckdb.connect(config={"threads": threads})
    described = connection.execute(f"DESCRIBE SELECT * FROM '{file}'").fetchall()
    touched = ", ".join(
        f'bit_xor(hash("{name}"))' for name, *_ in described if name not in ("person", "synthetic")
    )
    query = f"SELECT {touched} FROM '{file}'"
    return _timed(_people(file), lambda: connection.execute(query).fetchall())


def polars(file: Path, _: int, times: int) -> Taken:
    from carrywell.cohort.door import given
    from carrywell.cohort.files import open_input
    from carrywell.cohort.screen import screened

    program = _program(times)

    def work() -> None:
        for frame in open_input(file).batches(BATCH):
            screened(program, given(frame, program))

    return _timed(_people(file), work)


def duckdb(file: Path, threads: int, times: int) -> Taken:
    from carrywell.cohort.duckdb_engine import batches, connect, table_of

    program, connection = _program(times), connect(threads=threads)

    def work() -> int:
        return sum(one.num_rows for one in batches(connection, program, table_of(file)))

    return _timed(_people(file), work)


def spark(file: Path, threads: int, _: int) -> Taken:
    from spark_local import run

    return replace(_timed(_people(file), run(file, threads)), processor=None)


def spark_scan(file: Path, threads: int, _: int) -> Taken:
    from spark_local import scan

    return replace(_timed(_people(file), scan(file, threads)), processor=None)


def twenty(file: Path, _: int, __: int) -> Taken:
    import polars as pl
    from twenty import COLUMNS
    from twenty import twenty as rules

    return _timed(_people(file), lambda: rules(pl.read_parquet(file, columns=list(COLUMNS))))


def assess(file: Path, _: int, __: int) -> Taken:
    from people import answers_of

    from carrywell.api import load_guideline
    from carrywell.assessment.answers import AnswerError

    guideline = load_guideline()
    everyone = answers_of(guideline.compiled, _first(file, FEW["assess"]))

    def work() -> None:
        for answers in everyone:
            try:
                guideline.assess(answers)
            except AnswerError:
                continue

    return _timed(len(everyone), work)


def signs(file: Path, _: int, times: int) -> Taken:
    compiled = _program(times).compiled
    everyone = _facts(file, FEW["signs"] // times)
    return _timed(len(everyone), lambda: [compiled.signs(facts) for facts in everyone])


def zen(file: Path, _: int, __: int) -> Taken:
    from peers import ZenTable, plain

    compiled = _program(1).compiled
    table = ZenTable()
    table.prepare(compiled)
    everyone = [plain(compiled, facts) for facts in _facts(file, FEW["zen"])]
    return _timed(len(everyone), lambda: [table.run(facts) for facts in everyone])


def cql(file: Path, _: int, __: int) -> Taken:
    compiled = _program(1).compiled
    found = by_cql(compiled, _facts(file, FEW["cql"]))
    return Taken(len(found["answers"]), found["seconds"], found["megabytes"])


def by_cql(compiled: Any, everyone: list[dict[str, Any]]) -> dict[str, Any]:
    """What `evaluate.mjs` says of these people."""
    from elm import library, values

    told = {"library": library(compiled), "people": [values(compiled, one) for one in everyone]}
    done = subprocess.run(
        ["node", HERE / "evaluate.mjs"],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def _facts(file: Path, people: int) -> list[dict[str, Any]]:
    from people import settled

    from carrywell.api import load_guideline

    return [facts for _, facts in settled(load_guideline().compiled, _first(file, people))]


def _first(file: Path, people: int) -> Any:
    import polars as pl

    return pl.scan_parquet(file).head(people).collect()


def _people(file: Path) -> int:
    import polars as pl

    return int(pl.scan_parquet(file).select(pl.len()).collect().item())


def _program(times: int) -> Any:
    from bigger import compiled_at

    from carrywell.cohort.program import program_of

    return program_of(compiled_at(times))


CONTENDERS: dict[str, Callable[[Path, int, int], Taken]] = {
    "floor": floor,
    "polars": polars,
    "duckdb": duckdb,
    "spark": spark,
    "spark_scan": spark_scan,
    "twenty": twenty,
    "assess": assess,
    "signs": signs,
    "zen": zen,
    "cql": cql,
}

if __name__ == "__main__":
    main()
