"""``carrywell prove``: the safety properties, over every possible set of answers."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carrywell.cli import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from carrywell.api import Guideline
    from carrywell.proof.claims import Answers
    from carrywell.proof.properties import Property
    from carrywell.proof.prove import Proof

FAILED = 1


@click.command(name="prove")
@click.argument("properties", nargs=-1, metavar="[PROPERTY]...")
@click.option(
    "--guideline",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A content folder; without it, the guideline that comes with Carrywell.",
)
@click.option("--list", "only_list", is_flag=True, help="Name the properties and what they say.")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a property and line, no table."
)
def command(
    properties: tuple[str, ...], folder: Path | None, only_list: bool, as_json: bool
) -> None:
    """Prove safety properties of the guideline over every possible set of answers.

    Without PROPERTY all are proved. One that fails is shown by the fewest answers that break it,
    tried on the guideline itself, with the command to try them. Exit code 0 when all hold, 1 when one fails, 2 for bad input.
    """
    try:
        from carrywell.proof.properties import PROPERTIES
    except ModuleNotFoundError as error:
        if error.name != "z3":
            raise
        refuse("Proofs need the solver Z3. Install it with: pip install 'carrywell[proof]'")
    from rich.console import Console

    from carrywell.api import load_guideline
    from carrywell.conditions.errors import ContentError

    if only_list:
        for one in PROPERTIES:
            click.echo(f"{one.name}\n    {one.says}")
        return
    known = {one.name: one for one in PROPERTIES}
    for name in properties:
        if name not in known:
            refuse(f"There is no property {name!r}. Known: {', '.join(known)}")
    try:
        guideline = load_guideline() if folder is None else load_guideline(folder)
    except ContentError as error:
        refuse(str(error))
    proofs = proved(guideline, [known[name] for name in properties] or PROPERTIES)
    if as_json:
        _as_json(proofs)
    else:
        _as_table(Console(highlight=False, width=max(Console().width, 80)), proofs, folder)
    if not all(one.holds for one in proofs):
        sys.exit(FAILED)


def proved(guideline: "Guideline", properties: "Sequence[Property]") -> "list[Proof]":
    """Proves each; on a terminal a bar names the one at work."""
    import gc
    from time import process_time

    from rich.console import Console
    from rich.progress import Progress

    from carrywell.proof.claims import world_of
    from carrywell.proof.prove import prove

    console = Console(stderr=True)
    world = world_of(guideline)
    proofs = []
    gc.disable()  # formulas are many and hold no circles: looking for some takes a tenth of the time
    try:
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("Proving", total=len(properties))
            for one in properties:
                bar.update(task, description=f"Proving {one.name}")
                proofs.append(prove(world, one, process_time))  # a busy machine changes nothing
                bar.advance(task)
    finally:
        gc.enable()
    return proofs


def how_many_hold(proofs: "Sequence[Proof]") -> str:
    """The one line that says how it went."""
    held = sum(one.holds for one in proofs)
    seconds = sum(one.seconds for one in proofs)
    return (
        f"{held} of {len(proofs)} properties hold for every possible set of answers"
        f" ({sum(one.claims for one in proofs)} claims, {seconds:.1f} s of one processor)."
    )


def tell_faults(console: "Console", proof: "Proof", folder: Path | None) -> None:
    """What does not hold, and the fewest answers that show it, ready to be tried."""
    console.print(f"\n{proof.property}: {proof.says}", markup=False, soft_wrap=True)
    for fault in proof.faults:
        console.print(f"  does not hold: {fault}", markup=False, soft_wrap=True)
    for witness in proof.witnesses:
        fewest = "the fewest answers" if witness.is_smallest else "answers"
        console.print(f"  shown by {fewest}: {witness.says}", markup=False, soft_wrap=True)
        for words, answers in zip(witness.words, witness.people, strict=True):
            console.print(f"    {words}", markup=False, soft_wrap=True)
            console.print(f"      {_to_try(answers, folder)}", markup=False, soft_wrap=True)


def _to_try(answers: "Answers", folder: Path | None) -> str:
    """The command that assesses these answers."""
    import shlex

    import msgspec

    guideline = "" if folder is None else f" --guideline {shlex.quote(str(folder))}"
    given = shlex.quote(msgspec.json.encode(answers).decode())
    return f"echo {given} | carrywell check --answers -{guideline}"


def _as_json(proofs: "Sequence[Proof]") -> None:
    import msgspec

    for one in proofs:
        sys.stdout.buffer.write(msgspec.json.encode(one) + b"\n")


def _as_table(console: "Console", proofs: "Sequence[Proof]", folder: Path | None) -> None:
    from rich.table import Table

    table = Table()
    table.add_column("property")
    table.add_column("holds")
    table.add_column("claims", justify="right")
    table.add_column("seconds", justify="right")
    for one in proofs:
        table.add_row(
            one.property, "yes" if one.holds else "NO", str(one.claims), f"{one.seconds:.2f}"
        )
    console.print(table)
    for one in proofs:
        if not one.holds:
            tell_faults(console, one, folder)
    console.print(how_many_hold(proofs), soft_wrap=True)
