"""How many of many women have an exact interval, asked of the solver one by one.

Run from the root: ``python benchmarks/exactness.py [--people 2000] [--seed 1]``. Each woman is drawn
from `women.py`, with some answers drawn anew and some left out. Her floor and ceiling are compared
with the least and the most urgent of all full answers that fit what she told. The exit code is 1
when one is looser, unless she told half of a blood pressure: there the ceiling is loose on purpose.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

from women import woman

from carrywell.api import load_guideline
from carrywell.assessment.answers import AnswerError, settle
from carrywell.assessment.interval import interval
from carrywell.guideline.compiled import Compiled, FactsDict
from carrywell.guideline.model import LEVELS, Finding
from carrywell.proof.claims import world_of
from carrywell.proof.filled_in import ordered
from carrywell.proof.reached import Reached

DRAWN_ANEW = (0, 0, 1, 2, 5)
LEFT_OUT = (0.0, 0.02, 0.1, 0.5, 0.9)
STAGE = ("pregnant", "gestation_weeks", "gestation_estimate", "postpartum", "pregnancy_test")


def partial_facts(compiled: Compiled, rng: Random) -> Iterator[FactsDict]:
    """Facts of women who have told a part of their answers, without end."""
    asked = [one for one in compiled.content.findings if one.derived is None]
    while True:
        answers = dict(woman(compiled, rng))
        for finding in rng.sample(asked, rng.choice(DRAWN_ANEW)):
            answers[finding.id] = an_answer(finding, rng)
        gone = rng.choice(LEFT_OUT)
        for name in list(answers):
            if rng.random() < (0.4 if name in STAGE else gone):
                del answers[name]
        try:
            yield settle(compiled, answers).base
        except AnswerError:  # what was drawn anew contradicts the rest
            continue


def an_answer(finding: Finding, rng: Random) -> Any:
    """Any answer; one list in three is left open."""
    match finding.type:
        case "yes_no":
            return rng.random() < 0.5
        case "choice":
            return rng.choice(finding.options).id
        case "choices":
            named: list[str | None] = [one.id for one in finding.options if rng.random() < 0.2]
            return [*named, None] if rng.random() < 0.3 else named
        case "number":
            return float(rng.randint(int(finding.min or 0), int(finding.max or 0)))


def half_told(compiled: Compiled, facts: FactsDict) -> bool:
    """She told one of two readings that bound each other."""
    return any((one in facts) is not (other in facts) for one, other in ordered(compiled))


def main() -> int:
    """Prints the table; see the top of this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    guideline = load_guideline()
    compiled, reached = guideline.compiled, Reached(world_of(guideline))
    counts: Counter[str] = Counter()
    people = partial_facts(compiled, Random(chosen.seed))
    for _, facts in zip(range(chosen.people), people, strict=False):
        hers = interval(compiled, facts, compiled.signs(facts))
        found = reached.bounds(facts)
        if found == (hers.floor, hers.ceiling):
            counts["exact"] += 1
            counts["exact, floor and ceiling apart"] += hers.floor < hers.ceiling
            continue
        kind = "half of a blood pressure" if half_told(compiled, facts) else "looser"
        counts[kind] += 1
        told = {name: value for name, value in facts.items() if value not in (False, None)}
        print(
            f"{kind}: {_named(hers.floor, hers.ceiling)}, reached {found}: {told}", file=sys.stderr
        )
    for kind, count in sorted(counts.items()):
        print(f"{kind}: {count} of {chosen.people}")
    return 1 if counts["looser"] else 0


def _named(floor: int, ceiling: int) -> str:
    return f"{LEVELS[floor]} to {LEVELS[ceiling]}"


if __name__ == "__main__":
    sys.exit(main())
