"""``carrywell prove``: the safety properties, over every possible set of answers."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carrywell.cli import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

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
    tried on the guideline itself. Exit code 0 when all hold, 1 when one fails, 2 for bad input.
    """
    try:
        from carrywell.proof.properties import PROPERTIES
    except ModuleNotFoundError as error:
        if error.name != "z3":
            raise
        refuse("Proofs need the solver Z3. Install it with: pip install 'carrywell[proof]'")
    from rich.console import Console
    from rich.progress import track

    from carrywell.api import load_guideline
    from carrywell.conditions.errors import ContentError
    from carrywell.proof.claims import world_of
    from carrywell.proof.prove import prove

    if only_list:
        for one in PROPERTIES:
            click.echo(f"{one.name}\n    {one.says}")
        return
    known = {one.name: one for one in PROPERTIES}
    for name in properties:
        if name not in known:
            refuse(f"There is no property {name!r}. Known: {', '.join(known)}")
    try:
        world = world_of(load_guideline() if folder is None else load_guideline(folder))
    except ContentError as error:
        refuse(str(error))
    progress = Console(stderr=True)
    proofs = [
        prove(world, one)
        for one in track(
            [known[name] for name in properties] or PROPERTIES,
            "Proving",
            console=progress,
            transient=True,
            disable=not progress.is_terminal,
        )
    ]
    if as_json:
        _as_json(proofs)
    else:
        _as_table(Console(highlight=False, width=max(Console().width, 80)), proofs)
    if not all(one.holds for one in proofs):
        sys.exit(FAILED)


def _as_json(proofs: "Sequence[Proof]") -> None:
    import msgspec

    for one in proofs:
        sys.stdout.buffer.write(msgspec.json.encode(one) + b"\n")


def _as_table(console: "Console", proofs: "Sequence[Proof]") -> None:
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
            _tell_faults(console, one)
    held = sum(one.holds for one in proofs)
    console.print(
        f"{held} of {len(proofs)} hold for every possible set of answers"
        f" ({sum(one.seconds for one in proofs):.1f} s)."
    )


def _tell_faults(console: "Console", proof: "Proof") -> None:
    console.print(f"\n{proof.property}: {proof.says}", markup=False, soft_wrap=True)
    for fault in proof.faults:
        console.print(f"  does not hold: {fault}", markup=False, soft_wrap=True)
    for witness in proof.witnesses:
        console.print(f"  shown by: {witness.says}", markup=False, soft_wrap=True)
        for words in witness.words:
            console.print(f"    {words}", markup=False, soft_wrap=True)
