"""The nearest 20 of many places, by everyone who can, in one run: ``python benchmarks/care/nearest.py``.

``--write`` puts the tables into ``docs/care-speed.md``. PostgreSQL must be installed for its lines, PostGIS
for its own; whoever is not there is left out, and named. All are held to the same distances.
"""

import argparse
import os
import platform
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(ROOT / "tests" / "cohort")]

import psycopg  # noqa: E402 # the folders above are no packages
from place_contenders import Ours, away, everyone  # noqa: E402
from spread_places import CITY, COMMON, RARE, spread  # noqa: E402
from tables import table  # noqa: E402

from carrywell.care.place import Place, Point  # noqa: E402

PAGE = ROOT / "docs" / "care-speed.md"
QUESTIONS, TRIES, SECONDS = 40, 3, 8.0
"""At most so many questions, each so often, and so long in all for each case."""
SAME = 1.0
"""Metres by which distances may differ: PostGIS rounds its own."""


@dataclass(frozen=True)
class Case:
    """What is asked, of places laid out in one way. `near`: she is where places are."""

    says: str
    layout: str = "towns"
    kind: str | None = COMMON
    near: bool = True
    every: int = 1


CASES = (
    Case("one kind, in a town"),
    Case("every kind, in a town", kind=None),
    Case("a rare kind (1 in 5,000)", kind=RARE),
    Case("from anywhere, mostly an empty ocean", near=False),
    Case("a filter that refuses 19 of 20", every=20),
    Case("all in one city, from within", "one city"),
    Case("all in one city, from anywhere", "one city", near=False),
    Case("all at one spot, from there", "one spot"),
)
Times = dict[tuple[str, int, Case], list[float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=float, nargs="*", default=[1e4, 1e5, 1e6])
    parser.add_argument("--write", action="store_true", help=f"into {PAGE.name}")
    parser.add_argument("--import-only", nargs=3, metavar=("WHERE", "LAYOUT", "PLACES"))
    chosen = parser.parse_args()
    if chosen.import_only:
        imported(*chosen.import_only)
        return
    sizes = [int(one) for one in chosen.places]
    text = measured(sizes)
    print(text)
    if chosen.write:
        put(text)


def imported(where: str, layout: str, places: str) -> None:
    """In a process of its own, for its memory: prints seconds and MB."""
    start = time.perf_counter()
    Ours(where if "://" in where else Path(where)).fill(spread(layout, int(places)))
    taken = time.perf_counter() - start
    print(taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def measured(sizes: list[int]) -> str:
    times: Times = {}
    imports: list[tuple[str, ...]] = []
    missing: dict[str, str] = {}
    with ExitStack() as closing:
        address = server(closing)
        for size in sizes:
            for layout in dict.fromkeys(case.layout for case in CASES):
                with TemporaryDirectory() as name, ExitStack() as inner:
                    if address:
                        _cleared(address)
                    folder = Path(name)
                    if layout == "towns":
                        imports += import_each(size, folder, address)
                    contenders = everyone(folder, address, inner)
                    places = list(spread(layout, size))
                    there = dict(filled(contenders, layout, places, missing))
                    for case in (one for one in CASES if one.layout == layout):
                        ask_all(there, case, places, times)
    return written(sizes, times, imports, missing, has_postgres=address is not None)


def server(closing: ExitStack) -> str | None:
    """The address of a PostgreSQL server of our own, or None where there is none."""
    import pytest
    from postgres import a_server

    try:
        where = closing.enter_context(a_server())
    except pytest.skip.Exception:
        return None
    return f"postgresql://carrywell@/postgres?host={where.split()[0].removeprefix('host=')}"


def _cleared(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS carrywell_places CASCADE")


def import_each(size: int, folder: Path, address: str | None) -> Iterator[tuple[str, ...]]:
    for name, where in (("SQLite", str(folder / "places.sqlite3")), ("PostgreSQL", address)):
        if where is None:
            continue
        command = [sys.executable, __file__, "--import-only", where, "towns", str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds, memory = map(float, done.stdout.split())
        yield name, f"{size:,}", f"{seconds:.1f}", f"{_stored(where) / 1e6:,.0f}", f"{memory:,.0f}"


def _stored(where: str) -> int:
    if "://" not in where:
        return Path(where).stat().st_size
    with psycopg.connect(where) as connection:
        (size,) = connection.execute(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'carrywell_places'::regnamespace"
        ).fetchone() or (0,)
    return int(size)


def filled(
    contenders: dict[str, Any], layout: str, places: list[Place], missing: dict[str, str]
) -> Iterator[tuple[str, Any]]:
    for name, one in contenders.items():
        if name in missing:
            continue
        print(f"{len(places):,} {layout}: filling {name}", file=sys.stderr)
        try:
            one.fill(places)  # the store finds the same data set there: unchanged
        except psycopg.Error as error:
            missing[name] = str(error).splitlines()[0]
        else:
            yield name, one


def ask_all(there: dict[str, Any], case: Case, places: list[Place], times: Times) -> None:
    starts, size = list(_starts(case, places)), len(places)
    first: list[list[float]] = []
    for name, one in there.items():
        taken = times[name, size, case] = []
        one.ask(starts[0], case.kind, case.every)  # warm
        begun = time.perf_counter()
        for number, start in enumerate(starts):
            found, seconds = best_of(TRIES, lambda: one.ask(start, case.kind, case.every))  # noqa: B023 # called at once
            taken.append(seconds)
            far = away(start, found)
            if name == next(iter(there)):
                first.append(far)
            wrong = [
                pair
                for pair in zip(first[number], far, strict=True)
                if abs(pair[0] - pair[1]) > SAME
            ]
            assert not wrong, f"{name}, {case.says}, from {start}: {wrong[:2]}"
            if time.perf_counter() - begun > SECONDS:
                break
        print(f"{size:,} {case.says}: {name} {median(taken) * 1000:.2f} ms", file=sys.stderr)


def best_of(tries: int, ask: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives, and the seconds of the quickest of some tries: the others waited for somebody else."""
    seconds = []
    for _ in range(tries):
        before = time.perf_counter()
        found = ask()
        seconds.append(time.perf_counter() - before)
    return found, min(seconds)


def _starts(case: Case, places: list[Place]) -> Iterator[Point]:
    random = Random(case.says)
    if case.near and case.layout != "towns":
        yield from [CITY] * QUESTIONS
    elif case.near:
        yield from (one.point for one in random.choices(places, k=QUESTIONS))
    else:
        for _ in range(QUESTIONS):
            yield Point(random.uniform(-90, 90), random.uniform(-180, 180))


def written(
    sizes: list[int],
    times: Times,
    imports: list[tuple[str, ...]],
    missing: dict[str, str],
    *,
    has_postgres: bool,
) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    left = "".join(f" Not there: {name} ({why})." for name, why in missing.items())
    head = (
        f"Measured on {datetime.now(UTC):%d %B %Y} by `python benchmarks/care/nearest.py --places"
        f" {' '.join(map(str, sizes))}`: {os.cpu_count()} cores that others use too,"
        f" {memory:.0f} GiB, {platform.machine()}; CPython {platform.python_version()}, SQLite"
        f" {sqlite3.sqlite_version}{', PostgreSQL without fsync, as it comes' if has_postgres else ', no PostgreSQL'}."
        f" The nearest 20; at most {QUESTIONS} questions or {SECONDS:.0f} s each, after one to warm up, each the"
        f" quickest of {TRIES}; median (and worst) in milliseconds. Ours opens the store for each question; the others keep a connection open.{left}"
    )
    parts = [head]
    for size in sizes:
        parts += [
            f"### {size:,} places",
            _grid(times, size, _taken),
            _RATIOS,
            _grid(times, size, _ratio),
        ]
    parts.append("### Importing")
    parts.append(
        table(("store", "places", "seconds", "MB stored", "MB of memory at most"), imports)
    )
    return "\n\n".join(parts)


_RATIOS = "The medians as multiples of ours in the same database; below 1 is quicker than ours."


def _grid(times: Times, size: int, cell: Callable[[Times, str, int, Case], str]) -> str:
    """Who, and a column for each case."""
    names = dict.fromkeys(name for name, of, _ in times if of == size)
    head = ("who", *(case.says for case in CASES))
    return table(head, ((one, *(cell(times, one, size, case) for case in CASES)) for one in names))


def _taken(times: Times, name: str, size: int, case: Case) -> str:
    taken = times.get((name, size, case))
    return f"{median(taken) * 1000:.2f} ({max(taken) * 1000:.1f})" if taken else ""


def _ratio(times: Times, name: str, size: int, case: Case) -> str:
    taken, database = times.get((name, size, case)), name.strip("*").partition(",")[0]
    ours = times[f"**{database}, our index**", size, case]
    return f"{median(taken) / median(ours):.2f}x" if taken else ""


def put(text: str) -> None:
    before, _, rest = PAGE.read_text("utf-8").partition("<!-- measured -->")
    after = rest.partition("<!-- end of measured -->")[2]
    PAGE.write_text(
        f"{before}<!-- measured -->\n\n{text}\n\n<!-- end of measured -->{after}", "utf-8"
    )


if __name__ == "__main__":
    main()
