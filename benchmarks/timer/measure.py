"""How well the timer's alarm does on simulated spasms: ``python benchmarks/timer/measure.py``.

Writes the tables between the markers of ``docs/timer.md``, and the pictures beside it. ``--sessions``
sets how many women time for two hours in each row, ``--seed`` which ones; ``--print`` only prints.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from choices import FAMILIES, Choice, counts_alone, judge, over_long
from plot import Line, Plot, draw
from rich.console import Console
from rich.progress import Progress
from scenes import IRREGULAR, LABOUR, MISHAPS, TERM, Scene
from scores import Score, by_the_guideline, score

from carrywell import load_guideline
from carrywell.patterns.regular_starts import RULE

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE, PICTURES = DOCS / "timer.md", DOCS / "pictures" / "timer"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
LENGTHS = (75, 90, 120, 180, 240, 300, 600)
OURS = "any four"
Step = Callable[[], None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--seed", default="1", help="which sessions; the same seed, the same figures"
    )
    parser.add_argument("--sessions", type=int, default=300, help="sessions in each row")
    parser.add_argument("--print", action="store_true", help="write nothing")
    chosen = parser.parse_args()
    began = perf_counter()
    text, pictures = measured(chosen.seed, chosen.sessions)
    print(text)
    if not chosen.print:
        _write(text, pictures)
    print(f"{perf_counter() - began:.0f} seconds")


def measured(seed: str, sessions: int) -> tuple[str, dict[str, str]]:
    """The page's part, and the pictures by the name of their file."""
    groups = (LABOUR, MISHAPS, IRREGULAR, TERM)
    rules = sum(map(len, FAMILIES.values()))
    work = sum(map(len, groups)) + len(IRREGULAR) + rules + len(LENGTHS)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Simulating", total=work)

        def step() -> None:
            progress.advance(task)

        alarms = by_the_guideline(load_guideline())
        scores = [
            [_stepped(step, one, sessions, seed, alarms) for one in group] for group in groups
        ]
        alone = [_stepped(step, one, sessions, seed, counts_alone) for one in IRREGULAR]
        choices = list(_choices(step, sessions, seed))
        lengths = list(_lengths(step, sessions, seed))
    labour, mishaps, irregular, term = scores
    text = "\n".join(
        [
            f"Seed {seed}, {sessions} sessions of two hours in each row.",
            "",
            "### Contractions in the back at 30 weeks, every start and stop tapped",
            "",
            *_labour_table(labour),
            "",
            "### The same with mishaps",
            "",
            *_labour_table(mishaps),
            "",
            "### Irregular spasms in the back at 30 weeks",
            "",
            *_irregular_table(irregular, alone),
            "",
            "### From 37 weeks, painful and in the tummy",
            "",
            *_term_table(term),
            "",
            "### Other choices of the rhythm rule",
            "",
            *_choice_table(choices),
            "",
            "### From which length on the end counts as a start too",
            "",
            *lengths,
        ]
    )
    return text, {"choices.svg": draw(_roc(choices)), "delay.svg": draw(_delays(labour))}


def _stepped(step: Step, scene: Scene, sessions: int, seed: str, alarms: object) -> Score:
    made = score(scene, sessions, seed, alarms)  # type: ignore[arg-type]
    step()
    return made


def _choices(step: Step, sessions: int, seed: str) -> Iterator[Choice]:
    for family, members in FAMILIES.items():
        for value, alarms in members:
            yield judge(family, value, alarms, sessions, seed)
            step()


def _lengths(step: Step, sessions: int, seed: str) -> Iterator[str]:
    ours = dict(FAMILIES[OURS])[RULE.near]
    yield "| longer than | false alarms an hour, 2 long spasms an hour | only starts tapped, every 5 min: alarmed | delay, median |"
    yield "| --- | --- | --- | --- |"
    for length in LENGTHS:
        quiet, only_starts = over_long(length, ours, sessions, seed)
        yield (
            f"| {length} s | {quiet.per_hour:.2f} | {only_starts.share:.0%} "
            f"| {_minutes(only_starts.median_delay)} |"
        )
        step()


def _labour_table(scores: list[Score]) -> Iterator[str]:
    yield "| contractions | alarmed within two hours (95 %) | delay, median | delay, 90 % |"
    yield "| --- | --- | --- | --- |"
    for one in scores:
        yield f"| {one.name} | {_share(one)} | {_minutes(one.median_delay)} | {_minutes(one.ninth_delay)} |"


def _irregular_table(scores: list[Score], alone: list[Score]) -> Iterator[str]:
    yield "| spasms | alarmed within two hours (95 %) | false alarms an hour of timing | of these by the guideline's counts alone |"
    yield "| --- | --- | --- | --- |"
    for one, count in zip(scores, alone, strict=True):
        yield f"| {one.name} | {_share(one)} | {one.per_hour:.2f} | {count.per_hour:.2f} |"


def _term_table(scores: list[Score]) -> Iterator[str]:
    yield "| at 39 weeks | alarmed within two hours (95 %) | alarms an hour of timing | delay, median |"
    yield "| --- | --- | --- | --- |"
    for one in scores:
        yield f"| {one.name} | {_share(one)} | {one.per_hour:.2f} | {_minutes(one.median_delay)} |"


def _choice_table(choices: list[Choice]) -> Iterator[str]:
    yield "| rule | nearness | false alarms an hour, added | alarmed, every 12 to 15 min | delay, median |"
    yield "| --- | --- | --- | --- | --- |"
    for one in choices:
        chosen = " **(chosen)**" if (one.family, one.value) == (OURS, RULE.near) else ""
        yield (
            f"| {one.family}{chosen} | {one.value:.2f} | {one.false_an_hour:.3f} "
            f"| {one.sensitivity:.0%} | {_minutes(one.median_delay)} |"
        )


def _roc(choices: list[Choice]) -> Plot:
    lines = []
    for family in FAMILIES:
        some = [one for one in choices if one.family == family]
        chosen = next(
            (at for at, one in enumerate(some) if (family, one.value) == (OURS, RULE.near)), None
        )
        lines.append(
            Line(family, tuple((one.false_an_hour, one.sensitivity) for one in some), chosen)
        )
    return Plot(
        title="Other choices of the rhythm rule",
        description=(
            "Sensitivity against added false alarms an hour for four families of rules, each from a "
            "nearness of 0.1 to 0.4. The chosen one, any four within 0.25, has a ring."
        ),
        across="false alarms an hour that the rule adds to the counts",
        up="slow contractions found",
        most=(0.1, 1.0),
        lines=tuple(lines),
    )


def _delays(labour: list[Score]) -> Plot:
    lines = [
        Line(
            one.name.removesuffix(", CV 20%"),
            tuple(
                (float(minute), sum(delay <= minute for delay in one.delays) / one.sessions)
                for minute in range(0, 101, 2)
            ),
            dots=False,
        )
        for one in labour
        if one.name.endswith("CV 20%")
    ]
    return Plot(
        title="How soon the alarm comes",
        description=(
            "The share of women with an alarm against the minutes since the first contraction, for "
            "contractions every 5 to 20 minutes with a coefficient of variation of 20 %."
        ),
        across="minutes since the first contraction",
        up="alarmed",
        most=(100.0, 1.0),
        lines=tuple(lines),
    )


def _share(one: Score) -> str:
    low, high = one.interval
    return f"{one.share:.0%} ({low:.0%} to {high:.0%})"


def _minutes(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f} min"


def _write(text: str, pictures: dict[str, str]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, svg in pictures.items():
        (PICTURES / name).write_text(svg + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
