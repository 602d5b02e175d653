"""All benchmarks in one run: ``python3 dev.py bench``. Writes ``docs/benchmarks.md``.

``--quick`` is a smoke run of under a minute that only prints; ``--out FILE`` writes somewhere else.
"""

import argparse
import os
import platform
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import growth
import questions
import speed
import start
from page import Results, page

import companion
from carrywell.assessment.answers import settle
from carrywell.guideline.compiled import load

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


@dataclass(frozen=True)
class Amounts:
    """How much of everything."""

    women: int
    rounds: int
    interviews: int
    starts: int
    asked: int
    sizes: tuple[int, ...]
    requests: int


FULL = Amounts(
    women=500, rounds=15, interviews=500, starts=25, asked=10_000, sizes=(1, 10, 100), requests=300
)
QUICK = Amounts(women=100, rounds=3, interviews=30, starts=3, asked=300, sizes=(1, 10), requests=10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run")
    parser.add_argument("--out", type=Path, help="where the page goes")
    chosen = parser.parse_args()
    text = page(run(QUICK if chosen.quick else FULL))
    print(text)
    out = chosen.out or (None if chosen.quick else PAGE)
    if out is not None:
        out.write_text(text, encoding="utf-8")


def run(amounts: Amounts) -> Results:
    """Everything measured, one thing at a time."""
    began = perf_counter()
    compiled = load()
    answers = speed.partly_answered(compiled, amounts.women)
    facts = [settle(compiled, one).base for one in answers[:20]]
    _say("start-up")
    starts = start.measure_start(amounts.starts)
    first = start.measure_first_answer(amounts.starts)
    memory = start.measure_memory()
    _say("decisions")
    times = speed.measure(compiled, amounts.women, amounts.rounds)
    _say("next screens")
    screens = speed.next_screen_times(compiled, amounts.interviews)
    _say("growth")
    sizes = growth.measure(compiled, facts, amounts.sizes)
    asked = questions.measure(amounts.asked)
    _say("companion")
    pages = companion.measure(amounts.requests)
    _say(f"done in {perf_counter() - began:.0f} s")
    return Results(
        machine=_machine(),
        guideline=f"{compiled.content.edition.version}, {len(compiled.content.signs)} warning signs",
        women=amounts.women,
        rounds=amounts.rounds,
        times=times,
        next_screen=screens,
        starts=starts,
        first_answer=first,
        memory=memory,
        sizes=sizes,
        asked=asked,
        companion=pages,
    )


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in ("zen-engine", "datalogic-py"))
    return (
        f"{os.cpu_count()} shared cores ({platform.machine()}), {memory:.0f} GiB, "
        f"{platform.python_implementation()} {platform.python_version()}, {packages}"
    )


def _say(what: str) -> None:
    print(f"benchmarks: {what}", file=sys.stderr)


if __name__ == "__main__":
    main()
