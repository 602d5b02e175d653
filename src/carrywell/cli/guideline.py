"""``carrywell guideline``: check the content, print it as a book, or compare two editions."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carrywell.cli import refuse

if TYPE_CHECKING:
    from carrywell.proof.difference import Difference


@click.group(name="guideline")
def command() -> None:
    """Check the guideline, print it as one readable book, or compare two editions."""


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


@command.command(name="diff")
@click.argument("old", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument(
    "new", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--cases",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file of cases; those that come out otherwise are told. May be given again.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def diff(old: Path, new: Path | None, files: tuple[Path, ...], as_json: bool) -> None:
    """Tell what a change to the guideline does, with the fewest answers that show each kind.

    OLD and NEW are content folders; without NEW, the guideline that comes with Carrywell. Told are
    the rules that differ, how the urgency and the treatments change, and which cases do. Exit code
    0 when nobody is answered otherwise, 1 when somebody may be, 2 for bad input.
    """
    try:
        from carrywell.proof.difference import case_changes, difference
    except ModuleNotFoundError as error:
        if error.name != "z3":
            raise
        refuse("Comparing needs the solver Z3. Install it with: pip install 'carrywell[proof]'")
    import msgspec
    from rich.console import Console
    from rich.progress import track

    from carrywell.api import Guideline
    from carrywell.cases.run import CaseFileError, read_cases
    from carrywell.conditions.errors import ContentError
    from carrywell.guideline.compiled import compile_guideline
    from carrywell.guideline.folder import CONTENT_FOLDER

    try:
        cases = tuple(case for file in files for case in read_cases(file))
        before, after = (
            Guideline(compile_guideline(folder, None)) for folder in (old, new or CONTENT_FOLDER)
        )
    except (CaseFileError, ContentError) as error:
        refuse(str(error))
    progress = Console(stderr=True)
    found = difference(
        before,
        after,
        lambda parts: track(
            parts,
            "Comparing",
            console=progress,
            transient=True,
            disable=not progress.is_terminal,
        ),
    )
    found = msgspec.structs.replace(found, cases=case_changes(before, after, cases))
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
    else:
        _tell(found)
    if found.is_behaviour:
        sys.exit(1)


def _tell(found: "Difference") -> None:
    for label, names in (
        ("Added", found.records.added),
        ("Removed", found.records.removed),
        ("Changed", found.records.changed),
    ):
        for name in names:
            click.echo(f"{label}: {name}")
    for kind in found.kinds:
        what = ", ".join(kind.treatments) or kind.what
        click.echo(f"{what}: {kind.before} becomes {kind.after}")
        shown = kind.words if kind.answers is not None else "possible, but no example was confirmed"
        click.echo(f"  for example: {shown}")
    for name in found.filled_in:
        click.echo(f"{name}: may be taken otherwise when it is not answered")
    for case in found.cases:
        click.echo(f"case {case.id}: {case.before} becomes {case.after}")
    if not found.is_behaviour:
        click.echo("No urgency and no treatment's status changes.")
