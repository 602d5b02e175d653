"""How many faults planted in the guideline are caught, kind by kind: the mutation score.

    python benchmarks/mutations.py [--each 1] [--seed 1] [--only KIND] [--write] [--at-least 95]

Faults are planted in the loaded content, never on disk. A fault is caught when the check of the
content refuses it, a proof fails, or a test of the assessment fails. `--write` puts the table and
every survivor into ``docs/mutations.md``. Exit code 1 when fewer are caught than `--at-least`.
"""

import argparse
import io
import sys
import time
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from faults.judge import CONTENT, NOBODY, TESTS, Verdict, judged
from faults.kinds import KINDS, Fault, sampled
from rich.console import Console
from rich.progress import track

from carrywell.api import load_guideline

HERE = Path(__file__).parent.parent
PAGE = HERE / "docs" / "mutations.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


class Trial:
    """Takes the place of pytest's loop: every fault is judged with the tests already collected."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.verdicts: list[Verdict] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judges instead of testing."""
        console = Console(stderr=True)
        self.verdicts = list(
            track(
                judged(self.faults, session),
                "Planting faults",
                total=len(self.faults),
                console=console,
                transient=True,
                disable=not console.is_terminal,
            )
        )
        return True


def main() -> int:
    """Plants, judges, tells."""
    asked = _arguments()
    start = time.perf_counter()
    faults = sampled(load_guideline(), asked.seed, asked.each)
    if asked.only:
        faults = [one for one in faults if asked.only in one.kind]
    if asked.most:
        step = max(len(faults) // asked.most, 1)
        faults = faults[::step][: asked.most]
    trial = Trial(faults)
    with redirect_stdout(io.StringIO()):
        pytest.main(
            ["-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:xdist", *TESTS],
            plugins=[trial],
        )
    seconds = time.perf_counter() - start
    if len(trial.verdicts) != len(faults):
        print("the tests could not be collected; run them first", file=sys.stderr)
        return 2
    told = report(trial.verdicts, asked.seed, asked.each)
    print(told)
    print(f"\n{seconds:.0f} s")
    if asked.write:
        _write(told)
    caught = sum(one.is_caught for one in trial.verdicts)
    return 0 if 100 * caught >= asked.at_least * len(faults) else 1


def report(verdicts: list[Verdict], seed: int, each: int) -> str:
    """The score, the table by kind, and every survivor, as Markdown."""
    caught = sum(one.is_caught for one in verdicts)
    by = Counter(one.by for one in verdicts)
    lines = [
        (
            f"**{caught} of {len(verdicts)} planted faults are caught"
            f" ({100 * caught / max(len(verdicts), 1):.1f} %)**: {by[CONTENT]} by the check of the"
            f" content, {by['test']} by a law or case, {by['proof']} by a proof (each counts once, by what"
            f" was tried first)."
            f" Up to {each} of each kind, seed {seed}."
        ),
        "",
        "| kind of fault | planted | content check | proof | law or case | survived |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for kind in KINDS:
        ours = Counter(one.by for one in verdicts if one.fault.kind == kind)
        if ours:
            cells = (ours.total(), ours[CONTENT], ours["proof"], ours["test"], ours[NOBODY])
            lines.append(f"| {kind} | {' | '.join(map(str, cells))} |")
    lines += ["", "Survivors:", ""]
    survivors = [f"- {one.fault}" for one in verdicts if not one.is_caught]
    return "\n".join([*lines, *(survivors or ["none"])])


def _write(told: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{told}\n\n{END}{after}", encoding="utf-8")
    print(f"Written: {PAGE.relative_to(HERE)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--each", type=int, default=1, help="faults of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=0, help="faults in all, spread over the kinds")
    parser.add_argument("--only", default="", help="kinds whose name holds this")
    parser.add_argument("--at-least", type=float, default=0, help="per cent that must be caught")
    parser.add_argument("--write", action="store_true", help="write docs/mutations.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
