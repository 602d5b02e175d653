"""The results as a page of the documentation."""

from dataclasses import dataclass

import companion_page
import questions
from growth import Size
from speed import ASSESS, CODES, NEXT, RULES, TUNED, WRITTEN
from start import CHECK
from tables import table
from timing import Time
from women import BACKGROUND, CONDITIONS, OURS, Draw

from companion import Companion

Table = dict[str, dict[str, dict[str, float]]]


@dataclass(frozen=True)
class Results:
    """Everything one run measured."""

    machine: str
    guideline: str
    women: int
    rounds: int
    times: dict[str, Time]
    next_screen: dict[str, float]
    starts: dict[str, Time]
    first_answer: Time
    memory: dict[str, float]
    sizes: list[Size]
    asked: Table
    companion: Companion


def page(results: Results) -> str:
    """Markdown."""
    sections = (
        _head(results),
        _goals(results),
        _speed(results),
        _start(results),
        companion_page.section(results.companion),
        _growth(results),
        _questions(results),
        _prevalences(),
    )
    return "\n\n".join(sections) + "\n"


def _head(results: Results) -> str:
    return f"""\
# Benchmarks

Written by `python3 dev.py bench`; run that to measure again (some minutes; `--quick` for a try).

Guideline {results.guideline}. Machine: {results.machine}. Other work may run on the same cores, so
single figures move by some tens of percent between runs; ratios move far less. All contestants of a
table are measured in the same run, in turn, in a new order each round."""


def _goals(results: Results) -> str:
    times, care = results.times, results.asked
    ours = times[RULES].median
    zen = next(one for name, one in times.items() if "decision table" in name)
    everyone = care["everyone"]
    against = everyone["interview screens"]["mean"] / everyone["hindsight screens"]["mean"]
    rows = [
        (
            "rules and bounds against the hand-written function",
            "no slower",
            f"{ours / times[WRITTEN].median:.2f}x its time",
        ),
        (
            "full assessment against the hand-written function",
            "no slower",
            f"{times[ASSESS].median / times[WRITTEN].median:.1f}x its time",
        ),
        (
            "rules and bounds against zen's decision table",
            "10x faster",
            f"{zen.median / ours:.1f}x faster",
        ),
        (
            "which signs hold and which are open (what zen's table gives) against it",
            "10x faster",
            f"{zen.median / times[CODES].median:.1f}x faster",
        ),
        ("start to first answer from the artefact", "30 ms", _ms(results.first_answer.median)),
        ("`carrywell check --answers`, whole process", "150 ms", _ms(results.starts[CHECK].median)),
        ("next screen, 99th percentile", "5 ms", f"{results.next_screen['p99']:.2f} ms"),
        (
            "screens to a self-care answer, median",
            "6",
            _figure(care, "self-care answers", "interview screens", "median"),
        ),
        (
            "emergency recognised by screen, 95th percentile",
            "3",
            _figure(care, "emergencies", "interview recognised by screen", "p95"),
        ),
        ("screens against hindsight, mean", "1.3x", f"{against:.2f}x"),
        *companion_page.goals(results.companion),
    ]
    return "## Goals\n\n" + table(("what", "goal", "measured"), rows)


def _figure(care: Table, group: str, way: str, figure: str) -> str:
    return f"{care[group][way][figure]:g}" if group in care else "none in this run"


def _speed(results: Results) -> str:
    ours = results.times[RULES].median
    rows = [
        (name, _us(one.median), _us(one.minimum), f"{one.median / ours:.2f}x")
        for name, one in results.times.items()
    ]
    found = results.next_screen
    return f"""\
## One decision

The same {results.women} simulated women, each with 40 % of her answers left out; median and minimum
of {results.rounds} rounds. Before timing, all contestants are checked to give the same signs for
every woman: which hold, and which are still possible. *{RULES}*, *{WRITTEN}* and *{TUNED}* do the
same task: derived findings, every sign, floor and ceiling by plain Kleene logic, the signs that hold
and those still open.
*{CODES}* stops before bounds and lists. The rule engines do less: they are handed the derived findings, and give no
bounds. Every comparison in their rules needs a guard, because none of them knows 'unknown' (see
`benchmarks/peers.py`). *{ASSESS}* adds validation, the exact interval, reasons, causes, every
treatment, the plan and the next screen; *{NEXT}* is what an interview needs between two answers.

{table(("contestant", "µs, median", "µs, minimum", "against our rules"), rows)}

Choosing the next screen over whole interviews, screens for causes and safety included:
{found["choices"]:.0f} choices, median {found["median"]:.2f} ms, 99th percentile {found["p99"]:.2f} ms,
worst {found["worst"]:.2f} ms."""


def _start(results: Results) -> str:
    rows = [(name, _ms(one.median), _ms(one.minimum)) for name, one in results.starts.items()]
    first = results.first_answer
    rows.append(
        (
            "inside that process, from first import to first answer",
            _ms(first.median),
            _ms(first.minimum),
        )
    )
    memory = [(name, f"{size:.0f} MiB") for name, size in results.memory.items()]
    return f"""\
## Start-up and memory

Wall time of whole processes, from the compiled artefact:

{table(("process", "median", "minimum"), rows)}

{table(("peak memory of a process", "resident"), memory)}"""


def _growth(results: Results) -> str:
    one = results.sizes[0]
    rows = [
        (
            f"{size.times}x",
            size.signs,
            size.findings,
            f"{_us(size.decide)} ({size.decide / one.decide:.1f}x)",
            _ms(size.generate),
            _ms(size.compile),
            f"{_ms(size.load)} ({size.load / one.load:.1f}x)",
            f"{size.megabytes:.1f}",
        )
        for size in results.sizes
    ]
    head = (
        "rules",
        "signs",
        "findings",
        "derive and signs, µs",
        "generate",
        "compile",
        "load",
        "artefact, MB",
    )
    return f"""\
## Growth

Signs copied with all their findings under new names; causes, treatments and advice as they are. A
decision then has that many times the answers to read. 'Load' reads the artefact with its bytecode.

{table(head, rows)}"""


def _questions(results: Results) -> str:
    return f"""\
## Questions

Simulated women asked until no urgency screen is left. *Fixed form*: every urgency screen in order,
each followed by the detail screens it opened. *Hindsight*: the fewest of these screens that settle
the same urgency when all answers are known beforehand; nobody can ask like that. An emergency is
*recognised* when the floor is `emergency`; she is *told to ring or call* when it is at least `urgent`.

{questions.show(results.asked)}"""


def _prevalences() -> str:
    shares = sum(one.share for one in CONDITIONS)
    conditions = [
        (
            one.id,
            f"{100 * one.share / shares:.2g} %",
            f"{one.weeks[0]} to {one.weeks[1]}",
            one.source,
        )
        for one in CONDITIONS
    ]
    background = [(name, _draw(draw), source) for name, draw, source in BACKGROUND]
    return f"""\
## The simulated women

Plausible, not measured: '{OURS}' means just that. First the condition is drawn, then her findings
given the condition (`benchmarks/women.py` has them), then the background below for what the condition
does not say. What is in neither has its harmless value. Shares that are scaled say so: a prevalence
over a whole pregnancy is not the share of those who ask about back pain today. Source names are those
of the guideline.

{table(("condition", "share", "weeks", "from"), conditions)}

Background of every woman:

{table(("finding", "drawn as", "from"), background)}"""


def _draw(draw: Draw) -> str:
    match draw:
        case dict():
            return ", ".join(f"{option} {100 * chance:g} %" for option, chance in draw.items())
        case list():
            return "one of " + ", ".join(f"{one:g}" for one in draw)
        case (low, high):
            return f"{low:g} to {high:g}"
        case _:
            return f"{100 * draw:g} %"


def _us(seconds: float) -> str:
    return f"{seconds * 1e6:.1f}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.0f} ms"
