"""``carrywell cases``: published cases through the guideline, with scores."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carrywell.cli import refuse

if TYPE_CHECKING:
    from rich.console import Console

    from carrywell.cases.run import Result
    from carrywell.cases.score import Score

STATUSES = ("not_allowed", "ask_first", "allowed")


@click.command(name="cases")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--unmentioned",
    type=click.Choice(["no", "unknown"]),
    default="no",
    show_default=True,
    help="What a case leaves out: answered 'no', or left unknown.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a case and line, no table.")
def command(files: tuple[Path, ...], unmentioned: str, as_json: bool) -> None:
    """Run cases (JSON lines; triage and treatment cases) and score the answers.

    Exit code 2 when a file cannot be read; a case that does not fit is reported, never dropped.
    """
    import msgspec
    from rich.console import Console
    from rich.progress import track

    from carrywell.api import load_guideline
    from carrywell.cases.run import OUT_OF_SCOPE, CaseFileError, read_cases, run_case
    from carrywell.cases.score import score
    from carrywell.guideline.model import WORST_FIRST

    try:
        cases = tuple(case for file in files for case in read_cases(file))
    except CaseFileError as error:
        refuse(str(error))
    compiled = load_guideline().compiled
    progress = Console(stderr=True)
    results = [
        run_case(compiled, case, "no" if unmentioned == "no" else "unknown")
        for case in track(
            cases,
            "Running cases",
            console=progress,
            transient=True,
            disable=not progress.is_terminal,
        )
    ]
    if as_json:
        for result in results:
            sys.stdout.buffer.write(msgspec.json.encode(result) + b"\n")
        return
    console = Console(highlight=False, width=max(Console().width, 80))
    triage = [one for one in results if one.treatment is None]
    treatment = [one for one in results if one.treatment is not None]
    console.print(f"What a case does not mention is taken as: {unmentioned}")
    if triage:
        _report(
            console,
            "Urgency",
            (*WORST_FIRST, OUT_OF_SCOPE),
            score(triage),
            "under-triage",
            "over-triage",
        )
    if treatment:
        _report(console, "Treatments", STATUSES, score(treatment), "too permissive", "too strict")
    _report_words(console, results)


def _report(
    console: "Console", title: str, levels: tuple[str, ...], found: "Score", low: str, high: str
) -> None:
    from rich.table import Table

    table = Table(title=f"{title}: {found.cases} cases", title_justify="left")
    table.add_column("should be")
    for level in levels:
        table.add_column(level, justify="right")
    for gold in levels:
        counts = [found.table.get((gold, level), 0) for level in levels]
        if any(counts):
            table.add_row(gold, *(str(count) if count else "." for count in counts))
    console.print(table)
    told = max(found.cases - len(found.errors), 1)
    console.print(
        f"right: {found.exact} ({found.exact / told:.0%}) exactly, {found.lenient} ({found.lenient / told:.0%}) with what the source also accepts"
    )
    console.print(
        f"{low}: {len(found.too_low)} ({len(found.too_low) / told:.1%}); strictly {found.strict_too_low}."
        f"  {high}: {len(found.too_high)} ({len(found.too_high) / told:.1%}); strictly {found.strict_too_high}."
    )
    if found.cause_cases:
        console.print(
            f"cause named: first {found.cause_first} of {found.cause_cases} ({found.cause_first / found.cause_cases:.0%}),"
            f" among the first three {found.cause_top_three} ({found.cause_top_three / found.cause_cases:.0%})"
        )
    for label, misses in (
        (low, found.too_low),
        (high, found.too_high),
        ("wrong scope", found.wrong_scope),
        ("out of scope, but less urgent than the source says", found.hidden_urgency),
    ):
        for miss in misses:
            console.print(
                f"  {label}: {miss.id}: {miss.given} instead of {miss.gold}; {_because(miss)}"
            )
    for failed in found.errors:
        console.print(f"  not run: {failed.id}: {failed.error}")


def _because(result: "Result") -> str:
    if result.treatment is not None:
        return f"{result.treatment}: {' '.join(result.reasons) or 'no rule speaks against it'}"
    signs = ", ".join(result.signs[:5]) or "no sign"
    return f"signs: {signs}; undecided: {len(result.undecided)}"


def _report_words(console: "Console", results: list["Result"]) -> None:
    unknown = [(one.id, word) for one in results for word in one.unknown_words]
    noted = [(one.id, word) for one in results for word in one.noted]
    for case_id, word in unknown:
        console.print(f"  not understood in {case_id}: {word}")
    if noted:
        console.print(f"  noted but used by no rule: {len(noted)} (listed with --json)")
