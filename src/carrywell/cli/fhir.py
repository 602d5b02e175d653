"""``carrywell screen FOLDER``: the part that is about a folder of FHIR resources."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from carrywell.cohort.parts import Screening

SHOWN = 10
"""Codes without a mapping that are shown; all are in the file."""


def fhir_options(command: Any) -> Any:
    """Adds the options that only a folder of resources needs."""
    as_of = click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        help="FHIR: the day the records are read for. Today unless given.",
    )
    unmapped = click.option(
        "--unmapped",
        type=click.Path(dir_okay=False, path_type=Path),
        help="FHIR: where the codes are told that no mapping speaks of (CSV).",
    )
    findings = click.option(
        "--findings",
        type=click.Path(dir_okay=False, path_type=Path),
        help="FHIR: where the findings of each person are kept (.parquet, .csv or .ndjson).",
    )
    return as_of(unmapped(findings(command)))


def screened_fhir(
    source: Path, to: Path, as_of: datetime | None, **options: Any
) -> "Screening | None":
    """The screening of a folder of resources; None when `source` is not one."""
    from carrywell.cohort.fhir.read import is_fhir

    if not is_fhir(source):
        return None
    from carrywell.cohort.fhir.screen import screen_fhir

    day = as_of.date() if as_of is not None else _today()
    return screen_fhir(source, to, as_of=day, **options)


def tell_fhir(done: "Screening") -> None:
    """What of a folder of resources was read, and what was not."""
    from carrywell.cohort.fhir.screen import FhirScreening

    if not isinstance(done, FhirScreening):
        return
    read = done.read
    click.echo(f"Read as of {read.as_of}: {_counts(read.resources)}")
    if read.other:
        click.echo(f"Kinds that are not read: {_counts(read.other)}")
    if read.passed:
        click.echo(f"Not counted: {_counts(read.passed)}")
    if read.unmapped:
        uses = sum(one.count for one in read.unmapped)
        click.echo(f"Not mapped: {len(read.unmapped)} codes, used {uses} times: {done.unmapped}")
        for one in read.unmapped[:SHOWN]:
            told = f"  {one.count:6} {one.resource} {one.system} {one.code} {one.display}"
            click.echo(told.rstrip())


def _counts(counted: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counted.items()))


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()
