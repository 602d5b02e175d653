"""How long the proofs take, and with ten times the signs.

Run from the root: ``python benchmarks/proofs.py [SIZE]...`` (default 1 10). Seconds of one processor.
The properties of `ON_THE_SHIPPED` look at things that are not copied (words, names of findings): these
are timed on the shipped guideline alone.
"""

import sys
from time import process_time
from types import ModuleType

from growth import grown

from carrywell.api import Guideline, load_guideline
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.generate import generate_source
from carrywell.proof.claims import world_of
from carrywell.proof.properties import PROPERTIES
from carrywell.proof.prove import wrong_claims

ON_THE_SHIPPED = (
    "weeks_leave_no_crack",
    "questions_carry_the_finding",
    "numbers_said_are_the_rules",
    "units_said_are_the_findings",
    "good_news_is_told_as_such",
)


def measure(times: int) -> dict[str, float]:
    """Seconds of each property on a guideline with this many times the signs and their findings."""
    artefact, rules = grown(load_guideline().compiled, times)
    module = ModuleType("grown")
    exec(generate_source(artefact.content, rules), module.__dict__)
    start = process_time()
    world = world_of(Guideline(Compiled(artefact, module)))
    taken = {"the world": process_time() - start}
    for one in PROPERTIES:
        if times > 1 and one.name in ON_THE_SHIPPED:
            continue
        print(f"{times}x {one.name}", end=" ", file=sys.stderr, flush=True)
        start = process_time()
        wrong = wrong_claims(world, tuple(one.claims(world)))
        seconds = process_time() - start
        print(f"{seconds:.2f}", file=sys.stderr)
        if wrong:
            print(f"{times}x {one.name} does not hold: {[claim.says for claim in wrong[:3]]}")
        else:
            taken[one.name] = seconds
    return taken


def _told(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.2f}"


def main() -> None:
    sizes = [int(one) for one in sys.argv[1:]] or [1, 10]
    columns = {times: measure(times) for times in sizes}
    print("| property |", " | ".join(f"{times}x" for times in sizes), "|")
    print("|---|" + "---|" * len(sizes))
    for name in columns[sizes[0]]:
        print(f"| {name} |", " | ".join(_told(columns[one].get(name)) for one in sizes), "|")
    total = " | ".join(f"{sum(columns[one].values()):.1f}" for one in sizes)
    print(f"| all | {total} |")


if __name__ == "__main__":
    main()
