"""``carrywell care import``: files of places into the store, with what was taken and what was not."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carrywell.cli import refuse
from carrywell.cli.care import STOPPED, content, now, opened, refusing, store_option
from carrywell.cli.progress import fraction_shown

if TYPE_CHECKING:
    from carrywell.care.place import Dataset
    from carrywell.care.store import Imported, Store

FORMATS = ("openstreetmap", "geojson", "nppes", "clinic_list")


@click.command(name="import", short_help="Take in places from open data or your own list.")
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="What FILE is. Default: seen from its name and how it begins.",
)
@click.option(
    "--kind", help="A clinic's own list: the kind of every place whose row does not say one."
)
@click.option("--name", help="A name for the data set. Importing under the same name replaces it.")
@click.option(
    "--left-out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write every row that was not taken, and why, into this CSV file.",
)
@store_option
def command(
    files: tuple[Path, ...],
    format_: Any,
    kind: str | None,
    name: str | None,
    left_out: Path | None,
    store: str | None,
) -> None:
    """Take in the places of FILE, so that they can be searched without a network.

    FILE is an OpenStreetMap extract (.osm.pbf, .osm, .osm.bz2), GeoJSON, the American NPPES file
    (npidata_pfile_....csv) or a clinic's own list (`carrywell care template`).

    All of a file is taken, or nothing. Stopped with Ctrl-C, the same command goes on where it was;
    run again on the same file, it changes nothing.
    """
    if len(files) > 1 and (name or left_out):
        refuse("--name and --left-out are for one FILE at a time.")
    _refuse_unknown_kind(kind)
    done: list[str] = []
    has_towns = False
    try:
        with refusing("Nothing of it was taken; what was there before is unchanged."):
            _know_all(files if format_ is None else ())
            with opened(store, write=True) as writing:
                for file in files:
                    before = {one.dataset.name: one.dataset for one in writing.held()}
                    taken = _take(writing, file, format_, kind, name, left_out)
                    _tell(file, taken, left_out)
                    _tell_if_older(taken, before.get(taken.dataset.name))
                    done.append(file.name)
                    has_towns = has_towns or taken.towns > 0
    except KeyboardInterrupt:
        click.echo("\nStopped. Run the same command to go on.", err=True)
        sys.exit(STOPPED)
    except SystemExit:
        if done:
            click.echo(f"Taken before that: {', '.join(done)}.", err=True)
        raise
    start = "--town TOWN" if has_towns else "--at LATITUDE,LONGITUDE"
    click.echo(f"\nNext: carrywell care near {start}{_with(store)}")


def _know_all(files: tuple[Path, ...]) -> None:
    """Refuses a file of no known kind before the first one is taken."""
    from carrywell.care.formats import format_of

    for file in files:
        format_of(file)


def _take(
    store: "Store",
    file: Path,
    format_: Any,
    kind: str | None,
    name: str | None,
    left_out: Path | None,
) -> "Imported":
    from carrywell.care.take_in import import_file

    parts = (f"Looking through {file.name}", f"Taking in {file.name}", "Putting it in order")
    with fraction_shown(*parts) as (look, take, order):
        return import_file(
            store,
            file,
            content().care_kinds,
            today=now().date(),
            format=format_,
            kind=kind,
            name=name,
            left_out=left_out,
            looking=look,
            taking=lambda done: take(done) if done < 1 else order(done),
        )


def _tell(file: Path, taken: "Imported", left_out: Path | None) -> None:
    from carrywell.cli.care_show import show_imported

    show_imported(file.name, taken, content(), now().date())
    if left_out is not None:
        click.echo(f"Every row left out: {left_out}")


def _tell_if_older(taken: "Imported", before: "Dataset | None") -> None:
    """She must know when new numbers and hours were replaced by old ones."""
    from carrywell.care.words import day_in_words

    if before is None or before.as_of is None or taken.dataset.as_of is None:
        return
    if taken.dataset.as_of < before.as_of:
        click.echo(
            f"Note: it took the place of newer data, from {day_in_words(before.as_of)}."
            " To have that back, import its file again."
        )


def _refuse_unknown_kind(kind: str | None) -> None:
    known = [one.id for one in content().care_kinds.kinds]
    if kind is not None and kind not in known:
        refuse(f"--kind: there is no kind {kind!r}. Known: {', '.join(known)}.")


def _with(store: str | None) -> str:
    return f" --store {store}" if store else ""
