"""``carrywell guideline``: check the content, or print it as a book."""

import sys
from pathlib import Path

import click

from carrywell.cli import refuse


@click.group(name="guideline")
def command() -> None:
    """Check the guideline, or print it as one readable book."""


@command.command(name="check")
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def check(folder: Path | None) -> None:
    """Check all of the guideline's content. Exit code 0 when it is sound, 2 when it is not.

    FOLDER is a content folder; without it, the guideline that comes with Carrywell is checked.
    """
    from carrywell.conditions.errors import ContentError
    from carrywell.guideline.compiled import compile_guideline
    from carrywell.guideline.folder import CONTENT_FOLDER

    try:
        content = compile_guideline(folder or CONTENT_FOLDER, None).content
    except ContentError as error:
        count = len(error.problems)
        refuse(f"{error}\n\n{count} {'problem' if count == 1 else 'problems'}")
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
