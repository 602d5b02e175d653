"""How many faults planted in the guideline are caught, kind by kind: the mutation score.

    python benchmarks/mutations.py [--each 1] [--seed 1] [--only KIND] [--fault 'KIND @ RULE']
        [--write] [--at-least 95]

Faults are planted in the loaded content, never on disk. A fault is caught when the check of the
content refuses it, a proof fails, or a test of the assessment or the content fails. One that nothing
catches and that is proved to change nobody's answer counts apart. `--write` puts the table and every
survivor into ``docs/mutations.md``. Exit code 1 when fewer are caught than `--at-least`, 2 when there
is no such fault.
"""

import argparse
import io
import sys
import time
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from faults.judge import CONTENT, LEFT_OUT, NOBODY, SAME, TESTS, Verdict, judged
from faults.kinds import KINDS, Fault, named, sampled
from rich.console import Console
from rich.progress import track

from carrywell.api import load_guideline

HERE = Path(__file__).parent.parent
PAGE = HERE / "docs" / "mutations.md"
UNUSED = ("cacheprovider", "terminal", "xdist")
"""Parts of pytest that a trial does without."""
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


class Trial:
    """Takes the place of pytest's loop: every fault is judged with the tests already collected."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.verdicts: list[Verdict] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leaves out what would catch a fault without knowing what is right."""
        items[:] = [one for one in items if not any(name in one.nodeid for name in LEFT_OUT)]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judges instead of testing."""
        console = Console(stderr=True)
        for verdict in track(
            judged(self.faults, session),
            "Planting faults",
            total=len(self.faults),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        ):
            self.verdicts.append(verdict)
            if not console.is_terminal:
                print(
                    f"{verdict.by}: {verdict.fault} ({verdict.name})", file=sys.stderr, flush=True
                )
        return True


def main() -> int:
    """Plants, judges, tells."""
    asked = _arguments()
    start = time.perf_counter()
    try:
        faults = named(load_guideline(), asked.fault) if asked.fault else _sample(asked)
    except LookupError as error:
        print(error, file=sys.stderr)
        return 2
    trial = Trial(faults)
    with redirect_stdout(io.StringIO()):
        pytest.main(
            [*(f"-pno:{one}" for one in UNUSED), "--capture=no", *TESTS],
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
    return 0 if score(trial.verdicts) >= asked.at_least else 1


def _sample(asked: argparse.Namespace) -> list[Fault]:
    faults = sampled(load_guideline(), asked.seed, asked.each)
    faults = [one for one in faults if asked.only in one.kind]
    if asked.most:
        step = max(len(faults) // asked.most, 1)
        faults = faults[::step][: asked.most]
    return faults


def score(verdicts: list[Verdict]) -> float:
    """Per cent caught of the faults that change somebody's answer; 100 when there are none."""
    real = [one for one in verdicts if one.by != SAME]
    return 100 * sum(one.is_caught for one in real) / len(real) if real else 100.0


def report(verdicts: list[Verdict], seed: int, each: int) -> str:
    """The score, the table by kind, and every survivor, as Markdown."""
    caught = sum(one.is_caught for one in verdicts)
    by = Counter(one.by for one in verdicts)
    lines = [
        (
            f"**{caught} of {len(verdicts) - by[SAME]} planted faults are caught"
            f" ({score(verdicts):.1f} %)**: {by[CONTENT]} by the check of the"
            f" content, {by['test']} by a law or case, {by['proof']} by a proof (each counts once, by what"
            f" was tried first). {by[SAME]} more are proved to change nobody's answer and count apart."
            f" Up to {each} of each kind, seed {seed}."
        ),
        "",
        "| kind of fault | planted | content check | proof | law or case | changes nothing | survived |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for kind in KINDS:
        ours = Counter(one.by for one in verdicts if one.fault.kind == kind)
        if ours:
            cells = (ours.total(), *(ours[by] for by in (CONTENT, "proof", "test", SAME, NOBODY)))
            lines.append(f"| {kind} | {' | '.join(map(str, cells))} |")
    survivors = [f"- {one.fault}" for one in verdicts if one.by == NOBODY]
    same = [f"- {one.fault} ({one.name})" for one in verdicts if one.by == SAME]
    lines += ["", "Survivors:", "", *(survivors or ["none"])]
    lines += ["", "Proved to change nobody's answer:", "", *(same or ["none"])]
    return "\n".join(lines)


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
    parser.add_argument(
        "--fault", action="append", help="this one, as 'KIND @ RULE'; may be given again"
    )
    parser.add_argument("--at-least", type=float, default=0, help="per cent that must be caught")
    parser.add_argument("--write", action="store_true", help="write docs/mutations.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
