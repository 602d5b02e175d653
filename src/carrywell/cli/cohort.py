"""``carrywell cohort``: made-up people to try a screening on, and whom to ring after one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from carrywell.cli import refuse
from carrywell.cli.progress import shown


@click.group(name="cohort")
def command() -> None:
    """Many people at once: made-up ones to try it, and the list of whom to ring."""


@command.command()
@click.argument("people", type=click.IntRange(1))
@click.option(
    "--to",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A .parquet, .csv or .ndjson file with 'synthetic' in its name.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed, the same people."
)
def make(people: int, to: Path, seed: int) -> None:
    """Write PEOPLE made-up people. Nobody of them ever lived, and every row says so.

    How many have what is our own choice, so that each urgency is seen. It is no published frequency.
    """
    with refusing():
        from carrywell.api import load_guideline
        from carrywell.cohort.program import program_of
        from carrywell.cohort.synthetic import write_made_up

        program = program_of(load_guideline().compiled)
        write_made_up(program, people, to, seed=seed, track=shown("Making up people"))
    click.echo(f"{people} made-up (synthetic) people: {to}")
    click.echo("How many have what is our own choice. It says nothing about real women.")


@command.command()
@click.argument("screened", type=click.Path(exists=True, path_type=Path))
@click.option("--to", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--input",
    "source",
    type=click.Path(exists=True, path_type=Path),
    help="What was screened: for her own answers and the questions that are really open.",
)
@click.option(
    "--most",
    type=click.IntRange(1, 5000),
    default=500,
    show_default=True,
    help="People of each list that the page shows; the CSV has all.",
)
def worklist(screened: Path, to: Path, source: Path | None, most: int) -> None:
    """Write whom to ring, worst first, into the folder TO: a page, a CSV, and counts that may be shared.

    SCREENED is what `carrywell screen` wrote. The page and the CSV name people; the counts do not.
    """
    with refusing():
        write_list(screened, to, source=source, most=most)


def write_list(
    screened: Path,
    to: Path,
    *,
    source: Path | None,
    most: int = 500,
    to_standard_error: bool = False,
) -> None:
    """Writes the list and tells where it is."""
    from carrywell.api import load_guideline
    from carrywell.cohort.program import program_of
    from carrywell.cohort.worklist import write_worklist

    program = program_of(load_guideline().compiled)
    done = write_worklist(
        program, screened, to, source=source, most=most, track=shown("Listing whom to ring")
    )
    told = (
        f"Whom to ring: {done.page}",
        *(f"  {name:10} {count}" for name, count in done.listed.items()),
        *(
            (f"Have died according to the records, and on no list: {done.died}",)
            if done.died
            else ()
        ),
        f"Everyone on a list, to the last: {done.table}",
        f"Counts that may be shared, small ones left out: {done.counts}",
    )
    click.echo("\n".join(told), err=to_standard_error)


@contextmanager
def refusing() -> Iterator[None]:
    """Ends the command for bad input, or when a package of the extra is missing."""
    try:
        from carrywell.cohort.files import InputError
    except ModuleNotFoundError as error:
        refuse(
            f"This needs more than the core ({error.name} is missing). Install it with:"
            " pip install 'carrywell[scale]'"
        )
    try:
        yield
    except (InputError, OSError) as error:
        refuse(str(error))
