"""Everyone who can screen a cohort, side by side: ``python benchmarks/cohort/run.py --people 1e5``.

Each contender runs in a process of its own, in a new order each round. ``--write`` puts the tables into
``docs/scale.md``. Needs the `bench` and `scale` packages and, for the others, ``npm ci`` in this folder
and the `spark` packages; whoever is not installed is left out, and named.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from bigger import cohort_at  # noqa: E402 # the folder above is not a package
from contenders import Taken  # noqa: E402
from pages import Asked, Results, written  # noqa: E402

PAGE = HERE.parent.parent / "docs" / "scale.md"
LIMIT = 900
"""Seconds after which a contender is stopped; it has then no figure."""


@dataclass(frozen=True)
class Amounts:
    """How many people, in how many rounds; `more` for the growth, `grown` at 10 times the rules.

    DuckDB is not asked for more, nor for more rules: it would take an hour.
    """

    people: int
    rounds: int
    more: tuple[int, ...]
    grown: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=float, default=1e5, help="made-up people (1e5)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--more", type=float, nargs="*", default=[1e6], help="for the growth (1e6)")
    parser.add_argument("--grown", type=float, default=3e4, help="people at 10 times the rules")
    parser.add_argument("--without", nargs="*", default=[], help="contenders to leave out")
    parser.add_argument("--folder", type=Path, help="keeps the made-up people here")
    parser.add_argument("--write", action="store_true", help=f"into {PAGE.name}")
    chosen = parser.parse_args()
    amounts = Amounts(
        int(chosen.people), chosen.rounds, tuple(map(int, chosen.more)), int(chosen.grown)
    )
    with TemporaryDirectory() as name:
        folder, without = chosen.folder or Path(name), frozenset(chosen.without)
        for results in measured(amounts, folder, without):
            text = written(results)
            if chosen.write:  # each round, so that a break loses one at most
                put(text, PAGE)
    print(text)


def measured(amounts: Amounts, folder: Path, without: frozenset[str]) -> Iterator[Results]:
    """What is known after each round."""
    asked = [one for one in everyone(amounts, folder) if one.name not in without]
    taken: dict[Asked, list[Taken]] = {one: [] for one in asked}
    missing: dict[str, str] = {}
    shuffle = Random(1).shuffle
    for number in range(amounts.rounds):
        shuffle(asked)
        for place, one in enumerate(asked):
            print(
                f"round {number + 1}/{amounts.rounds}, {place + 1}/{len(asked)}: {one.name},"
                f" {one.people:,} people, {one.threads} threads, {one.times}x rules",
                file=sys.stderr,
            )
            if one.name in missing:
                continue
            found = _run(one)
            if isinstance(found, Taken):
                taken[one].append(found)
            else:
                missing[one.name] = found
        yield Results(amounts.people, number + 1, taken, missing)


def everyone(amounts: Amounts, folder: Path) -> Iterator[Asked]:
    """Each contender with its file."""
    file = cohort_at(1, amounts.people, folder)
    for threads in (1, 2):
        for name in ("floor", "polars", "duckdb", "spark_scan", "spark"):
            yield Asked(name, file, amounts.people, threads)
    for name in ("twenty", "assess", "signs", "zen", "cql"):
        yield Asked(name, file, amounts.people)
    for people in amounts.more:
        for name in ("floor", "polars"):
            yield Asked(name, cohort_at(1, people, folder), people)
        for name in ("floor", "polars", "spark_scan", "spark"):
            yield Asked(name, cohort_at(1, people, folder), people, threads=2)
    for times in (1, 10) if amounts.grown else ():
        for name in ("floor", "polars"):
            yield Asked(name, cohort_at(times, amounts.grown, folder), amounts.grown, times=times)


def _run(one: Asked) -> Taken | str:
    """What it took, or the last thing it said."""
    command = [sys.executable, str(HERE / "contenders.py"), one.name, str(one.file)]
    options = ["--threads", str(one.threads), "--times", str(one.times)]
    try:
        done = subprocess.run(
            [*command, *options], capture_output=True, text=True, check=False, timeout=LIMIT
        )
    except subprocess.TimeoutExpired:
        return f"stopped after {LIMIT} s"
    if done.returncode != 0:
        return done.stderr.strip().splitlines()[-1]
    return Taken(**json.loads(done.stdout.splitlines()[-1]))


BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"


def put(text: str, page: Path) -> None:
    """Between the marks of the page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
