"""What was measured, as tables for the documentation."""

import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from contenders import Taken
from tables import table

from carrywell.api import load_guideline

SAYS = {
    "floor": ("DuckDB reads and touches the columns", "`bit_xor(hash(column))`"),
    "polars": ("Polars", "everything, one row a person"),
    "duckdb": ("DuckDB, one SELECT", "everything, one row a person"),
    "spark_scan": ("Spark reads and touches the columns", "`bit_xor(xxhash64(column))`"),
    "spark": ("Spark, with Polars in its workers", "everything, written to files"),
    "twenty": ("numpy, written by hand", "20 of the signs"),
    "signs": ("compiled Python, one by one", "the signs of settled answers"),
    "assess": ("`assess`, one by one", "everything, with reasons and words"),
    "zen": ("zen-engine, one by one", "the signs of settled answers, as a decision table"),
    "cql": ("cql-execution, one by one", "the signs of settled answers, as ELM"),
}


@dataclass(frozen=True)
class Asked:
    """One contender on one file."""

    name: str
    file: Path
    people: int
    threads: int = 1
    times: int = 1


@dataclass(frozen=True)
class Results:
    """`missing` says of a contender why it has no figures."""

    people: int
    rounds: int
    taken: Mapping[Asked, list[Taken]]
    missing: Mapping[str, str]


def written(results: Results) -> str:
    """Markdown."""
    return "\n\n".join((_head(results), _side_by_side(results), _goals(results), _growth(results)))


def rate(taken: list[Taken]) -> float:
    """People a second, the median of all rounds."""
    return median(one.people / one.seconds for one in taken)


def worked(taken: list[Taken]) -> float:
    """People a second of processor time, the median of all rounds; 0 when that is not known."""
    rates = [one.people / one.processor for one in taken if one.processor]
    return median(rates) if rates else 0.0


def _head(results: Results) -> str:
    packages = ", ".join(f"{one} {version(one)}" for one in ("polars", "duckdb", "zen-engine"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    signs = len(load_guideline().content.signs)
    missing = "".join(
        f" Not there: {SAYS[name][0]} ({why})." for name, why in results.missing.items()
    )
    return (
        f"Measured on {datetime.now(UTC):%d %B %Y} by `python benchmarks/cohort/run.py"
        f" --people {results.people}`: {_processor()}, {os.cpu_count()} cores that others may use too,"
        f" {memory:.0f} GiB; CPython {platform.python_version()}, {packages}; guideline"
        f" {load_guideline().content.edition.version} with {signs} warning signs. Medians of"
        f" {results.rounds} rounds in a new order each, every contender in a process of its own;"
        f" start-up is not counted, reading the file and planning are. *CPU time* is what processors worked"
        f" for it, which others who use the machine change less than the seconds on the clock.{missing}"
    )


def _processor() -> str:
    named = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    return named[0] if named else platform.machine()


def _side_by_side(results: Results) -> str:
    here = {
        (one.name, one.threads): taken
        for one, taken in results.taken.items()
        if one.people == results.people and one.times == 1 and taken
    }
    rows = [
        (
            SAYS[name][0],
            SAYS[name][1],
            threads,
            f"{taken[0].people:,}",
            f"{rate(taken):,.0f}",
            f"{max(one.people / one.seconds for one in taken):,.0f}",
            _times(rate(here["floor", threads]), rate(taken)),
            _times(worked(here["floor", threads]), worked(taken)),
            _memory(name, taken),
        )
        for name in SAYS
        for threads in (1, 2)
        if (taken := here.get((name, threads)))
    ]
    head = (
        "who",
        "does",
        "threads",
        "people",
        "people/s, median",
        "best",
        "time against the floor",
        "CPU time against the floor",
        "MB",
    )
    return f"### Side by side, {results.people:,} made-up people\n\n" + table(head, rows)


def _times(floor: float, ours: float) -> str:
    return f"{floor / ours:,.2f}x" if floor and ours else ""


def _memory(name: str, taken: list[Taken]) -> str:
    """Of Spark only the smallest of its processes is ours to see."""
    return "" if name.startswith("spark") else f"{max(one.megabytes for one in taken):,.0f}"


def _goals(results: Results) -> str:
    def found(
        name: str,
        threads: int = 1,
        people: int = results.people,
        times: int = 1,
        by: Callable[[list[Taken]], float] = rate,
    ) -> float:
        return next(
            (
                by(taken)
                for one, taken in results.taken.items()
                if (one.name, one.threads, one.people, one.times) == (name, threads, people, times)
                and taken
            ),
            0.0,
        )

    sizes = sorted({one.people for one in results.taken if one.people >= results.people})
    most = max(sizes)
    grown = next((one.people for one in results.taken if one.times > 1), 0)
    asked = [
        *(
            (
                f"Polars against the floor, {threads} thread{'s' if threads > 1 else ''}, {people:,} people",
                1.3,
                ("floor", threads, people),
                ("polars", threads, people),
            )
            for people in sizes
            for threads in (1, 2)
        ),
        (
            "Polars against the floor, 10 times the rules",
            3,
            ("floor", 1, grown, 10),
            ("polars", 1, grown, 10),
        ),
        (
            f"Spark against its own scan, {most:,} people",
            3,
            ("spark_scan", 2, most),
            ("spark", 2, most),
        ),
    ]
    pairs = [
        (what, goal, found(*floor), found(*ours), found(*floor, by=worked), found(*ours, by=worked))
        for what, goal, floor, ours in asked
    ]
    rows = [
        (
            what,
            f"at most {goal}x",
            f"{floor / ours:.1f}x",
            _times(of_floor, of_ours),
            _reached(floor / ours <= goal),
        )
        for what, goal, floor, ours, of_floor, of_ours in pairs
        if floor and ours
    ]
    others = [("cql-execution", 200, found("cql")), ("zen-engine", 100, found("zen"))]
    rows += [
        (
            f"Polars, doing everything for {most:,} people, against {name}",
            f"at least {goal}x",
            f"{found('polars', people=most) / other:.0f}x",
            "",
            _reached(found("polars", people=most) / other >= goal),
        )
        for name, goal, other in others
        if other
    ]
    return "### Goals\n\n" + table(("what", "goal", "measured", "by CPU time", ""), rows)


def _reached(yes: bool) -> str:
    return "reached" if yes else "not reached"


def _growth(results: Results) -> str:
    rows = [
        (
            SAYS[one.name][0],
            f"{one.people:,}",
            f"{one.times}x",
            one.threads,
            f"{median(each.seconds for each in taken):.2f}",
            f"{one.people / worked(taken):.2f}" if worked(taken) else "",
            f"{rate(taken):,.0f}",
            _memory(one.name, taken),
        )
        for one, taken in sorted(
            results.taken.items(),
            key=lambda item: (item[0].name, item[0].threads, item[0].times, item[0].people),
        )
        if one.name in ("floor", "polars", "spark_scan", "spark") and taken
    ]
    head = ("who", "people", "rules", "threads", "seconds", "CPU seconds", "people/s", "MB")
    return "### Growth\n\n" + table(head, rows) + "\n"
