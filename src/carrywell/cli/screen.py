"""``carrywell screen``: many people at once, from files of findings."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carrywell.cli import refuse
from carrywell.cli.engines import engine_options, refuse_unused, screened_by
from carrywell.cli.fhir import fhir_options, screened_fhir, tell_fhir
from carrywell.cli.progress import shown

if TYPE_CHECKING:
    from carrywell.cohort.parts import Screening

BATCH = 100_000
"""People at a time by Polars; a clinic's laptop may have little memory."""


@click.command(name="screen")
@click.argument("source", metavar="INPUT")
@click.option("--to", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where values that cannot be used are told (CSV). Beside the output unless given.",
)
@click.option(
    "--batch",
    type=click.IntRange(1, 5_000_000),
    help="People at a time, as fits the engine unless given. Fewer need less memory, and less is"
    " done again after a break.",
)
@click.option(
    "--worklist",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder for the list of whom to ring: a page, a CSV, and counts that may be shared.",
)
@engine_options
@fhir_options
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object.")
@click.pass_context
def command(
    context: click.Context,
    source: str,
    to: Path,
    rejects: Path | None,
    batch: int | None,
    engine: str,
    master: str | None,
    table: str | None,
    companion: bool,
    as_of: datetime | None,
    unmapped: Path | None,
    findings: Path | None,
    worklist: Path | None,
    as_json: bool,
) -> None:
    """Screen everyone in INPUT: a .parquet, .csv or .ndjson file, or a folder of them.

    One row a person, one column a finding (`carrywell guideline book` lists them); a column that is
    missing is unknown. The output says of each person how urgent it is, why, what is open, what may be
    behind it and which treatments are safe. A screening that was broken off goes on where it was when the
    same command is given again.

    INPUT may also be a bulk export: a folder of FHIR resources as NDJSON (docs/fhir-in.md); with
    --engine duckdb a DuckDB database and its --table; with --engine postgres an address such as
    postgresql://user@host/database, without a password, and a --table or --companion.
    """
    refuse_unused(context, engine, table=table, companion=companion)
    try:
        from carrywell.cohort.files import InputError
        from carrywell.cohort.screen import screen
    except ModuleNotFoundError as error:
        refuse(
            f"Screening needs more than the core ({error.name} is missing). Install it with:"
            " pip install 'carrywell[scale]'"
        )
    try:
        read = None
        if engine == "polars":
            options: dict[str, Any] = {
                "rejects": rejects,
                "batch": batch or BATCH,
                "track": shown("Screening"),
            }
            file = Path(source)
            read = screened_fhir(file, to, as_of, unmapped=unmapped, findings=findings, **options)
            done = read or screen(file, to, **options)
        else:
            done = screened_by(engine, source, to, rejects, batch=batch, master=master, table=table)
    except (InputError, OSError) as error:
        refuse(str(error))
    _tell(done, as_json=as_json)
    if worklist is not None:
        in_database = table is not None or companion
        from carrywell.cli.cohort import refusing, write_list

        with refusing():
            answers = findings if read is not None else None if in_database else Path(source)
            write_list(to, worklist, source=answers, to_standard_error=as_json)


def _tell(done: "Screening", *, as_json: bool) -> None:
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(done).decode())
        return
    click.echo(f"{done.rows} people screened: {done.to}")
    if done.kept:
        click.echo(f"  {done.kept} of them were done already, before the break")
    for level, count in done.urgency.items():
        click.echo(f"  {level:9} {count}")
    if done.set_aside:
        click.echo(f"  {done.set_aside} set aside: their answers cannot both be right")
    if done.died:
        click.echo(f"  {done.died} have died according to the records, and are in no other count")
    if done.problems:
        click.echo(f"{done.problems} values could not be used and count as unknown: {done.rejects}")
    if done.unknown_columns:
        click.echo(f"Not read, because they are no finding: {', '.join(done.unknown_columns)}")
    tell_fhir(done)
