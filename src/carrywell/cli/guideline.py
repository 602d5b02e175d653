"""``carrywell guideline``: check the content, print it as a book, or compare two editions."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carrywell.cli import refuse
from carrywell.cli.guideline_diff import command as diff

if TYPE_CHECKING:
    from carrywell.api import Guideline


@click.group(name="guideline")
def command() -> None:
    """Check the guideline, print it as one readable book, or compare two editions."""


@command.command(name="check")
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--no-proofs", is_flag=True, help="Leave out the proofs, which take a few seconds.")
def check(folder: Path | None, no_proofs: bool) -> None:
    """Check all of the guideline's content, and prove what it must keep for everybody.

    FOLDER is a content folder; without it, the guideline that comes with Carrywell is checked. The
    proofs need the solver Z3; without it a line says so. Exit code 0 when the guideline is sound, 2
    when something is wrong in its content or a property does not hold.
    """
    from carrywell.api import Guideline
    from carrywell.conditions.errors import ContentError
    from carrywell.guideline.compiled import compile_guideline
    from carrywell.guideline.folder import CONTENT_FOLDER

    try:
        guideline = Guideline(compile_guideline(folder or CONTENT_FOLDER, None))
    except ContentError as error:
        count = len(error.problems)
        refuse(f"{error}\n\n{count} {'problem' if count == 1 else 'problems'}")
    content = guideline.content
    rules = content.clinical_rules
    checked = sum(one.source_checked for one in rules)
    reviewed = sum(bool(one.reviewed_by) for one in rules)
    click.echo(
        f"Guideline {content.edition.version} is sound: {len(content.findings)} findings,"
        f" {len(content.signs)} warning signs, {len(content.causes)} causes,"
        f" {len(content.treatments)} treatments, {len(content.exercises)} exercises,"
        f" {len(content.gates)} gates, {len(content.sources)} sources."
    )
    click.echo(
        f"Source read for {checked} of {len(rules)} rules; signed off by a clinician: {reviewed}."
    )
    if not no_proofs:
        _prove_all(guideline, folder)


def _prove_all(guideline: "Guideline", folder: Path | None) -> None:
    """Every property; one that fails is told with the answers that show it, and ends with 2."""
    try:
        from carrywell.proof.properties import PROPERTIES
    except ModuleNotFoundError as error:
        if error.name != "z3":
            raise
        click.echo("The proofs were not run: they need Z3 (pip install 'carrywell[proof]').")
        return
    from rich.console import Console

    from carrywell.cli.prove import how_many_hold, proved, tell_faults

    proofs = proved(guideline, PROPERTIES)
    click.echo(how_many_hold(proofs))
    failing = [one for one in proofs if not one.holds]
    console = Console(stderr=True, highlight=False, width=80)
    for one in failing:
        tell_faults(console, one, folder)
    if failing:
        sys.exit(2)


@command.command(name="book")
@click.option("--html", "as_html", is_flag=True, help="One HTML page instead of Markdown.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def book(as_html: bool, to: Path | None) -> None:
    """Print the whole guideline as one document for a clinician to review."""
    from carrywell.api import load_guideline
    from carrywell.guideline.book import book_html, book_markdown

    content = load_guideline().content
    text = book_html(content) if as_html else book_markdown(content)
    if to is None:
        sys.stdout.write(text)
        return
    try:
        to.write_text(text, encoding="utf-8")
    except OSError as error:
        refuse(f"--to {to}: cannot be written: {error.strerror}")
    click.echo(f"Written: {to}")


command.add_command(diff)
