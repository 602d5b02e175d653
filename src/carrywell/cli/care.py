"""``carrywell care``: places near her, from open data or a clinic's own list, without a network."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carrywell.cli import refuse

if TYPE_CHECKING:
    from carrywell.care.store import Store
    from carrywell.guideline.content import Content

NEEDED = ("duckdb", "opening_hours", "osmium", "psycopg", "zipcodes")
STOPPED = 130
"""The exit code after Ctrl-C, as shells have it."""
UNCHANGED = "Nothing was changed."
WHERE = (
    "Where the places lie: a file, or postgresql://user@host/database."
    " Default: places.sqlite3 in your data folder, or what CARRYWELL_PLACES names."
)
_ORDER = ("near", "import", "list", "numbers", "kinds", "template", "remove")
_MODULES = {"near": "carrywell.cli.care_near", "import": "carrywell.cli.care_import"}


class InOrder(click.Group):
    """Lists the commands in the order in which someone needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names, the search first."""
        return list(_ORDER)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command; the two that live in modules of their own are fetched now."""
        if cmd_name in _MODULES:
            import importlib

            command: click.Command = importlib.import_module(_MODULES[cmd_name]).command
            return command
        return super().get_command(ctx, cmd_name)


def store_option(command: Any) -> Any:
    """Adds --store."""
    return click.option("--store", "store", metavar="WHERE", help=WHERE)(command)


@click.group(name="care", cls=InOrder)
def command() -> None:
    """Find care near you: maternity units, midwives, physiotherapists, pharmacies.

    Nothing is sent anywhere, and no network is needed. In danger of life, call your
    emergency number first: `carrywell care numbers` shows it.

    \b
    Once, a file from open data (docs/care.md says where to get one):
      carrywell care import helsinki.osm.pbf
    Then, as often as you like:
      carrywell care near --town Helsinki --kind physiotherapist
      carrywell care near --at 60.17,24.94 --emergency
    """  # noqa: D301 - \b keeps the lines as they are


@command.command(name="list", short_help="What was imported, and how old it is.")
@store_option
def held(store: str | None) -> None:
    """Show what was imported: how many places of which kind, how old, whose data."""
    from carrywell.cli.care_show import show_held

    with refusing(), opened(store) as opened_store:
        show_held(opened_store.held(), content(), now().date())


@command.command(short_help="Remove what was imported from one file.")
@click.argument("name")
@store_option
def remove(name: str, store: str | None) -> None:
    """Remove the data set NAME and its places. The file it came from stays as it is."""
    with refusing(), opened(store) as reading:
        names = [one.dataset.name for one in reading.held()]
    if name not in names:
        known = ", ".join(names) or "none; nothing was imported"
        refuse(f"{name!r}: there is no data set of this name. There are: {known}. {UNCHANGED}")
    with refusing(UNCHANGED), opened(store, write=True) as writing:
        writing.remove(name)
    click.echo(f"{name} is removed.")


@command.command(short_help="The kinds of care, and what each is for.")
def kinds() -> None:
    """List the kinds of care that can be searched for, and what each is for."""
    from carrywell.cli.care_show import show_kinds

    show_kinds(content())


@command.command(short_help="Whom to ring in an emergency, by country.")
@click.argument("country", required=False)
def numbers(country: str | None) -> None:
    """Show whom to ring in COUNTRY (two letters, as in FI), and whether it was checked."""
    from carrywell.cli.care_show import show_numbers

    show_numbers(content(), known_country(country))


@command.command(short_help="An empty list for a clinic's own places.")
def template() -> None:
    """Print an empty list for a clinic's own places: fill it in, then import it.

    \b
    carrywell care template > our-list.csv
    """  # noqa: D301 - \b keeps the line as it is
    from carrywell.care.clinic_list import TEMPLATE

    click.echo(TEMPLATE, nl=not TEMPLATE.endswith("\n"))


def known_country(country: str | None) -> str | None:
    """The code of a country whose numbers are known. Refuses any other, with what works nearly everywhere."""
    known = sorted(one.country for one in content().emergency_numbers if one.country)
    code = (country or "").strip().upper()
    if country is not None and code not in known:
        refuse(
            f"There are no numbers for the country {country!r}. Known: {', '.join(known)}.\n"
            "Nearly everywhere: ring 112 or 911, or your maternity unit."
        )
    return code or None


@contextmanager
def opened(named: str | None, *, write: bool = False) -> Iterator["Store"]:
    """The store: the one named, else that of the environment, else the one in her data folder."""
    from carrywell.care.store import open_store

    with open_store(where(named, write=write), write=write) as store:
        yield store


def where(named: str | None, *, write: bool) -> str | Path:
    """Where the places lie. Her data folder is made only when something is written to it."""
    from carrywell.care.where import places_at, store_named

    if named is not None:
        return store_named(named)
    folder = os.environ.get("CARRYWELL_DATA") or click.get_app_dir("carrywell")
    place = places_at(os.environ, Path(folder))
    if write and isinstance(place, Path) and place.parent == Path(folder):
        from carrywell.companion.data_folder import data_folder
        from carrywell.companion.refusal import CannotServe

        try:
            data_folder()
        except CannotServe as error:
            refuse(str(error))
    return place


@contextmanager
def refusing(after: str = "") -> Iterator[None]:
    """Ends the command for bad input, or when a package of the extra is missing; `after` says what now holds."""
    from carrywell.care.place import BadFile
    from carrywell.care.store import BadStore

    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in NEEDED:
            raise
        extra = "scale" if error.name.startswith("psycopg") else "care"
        refuse(
            f"This needs more than the core ({error.name} is missing). Install it with:"
            f" pip install 'carrywell[{extra}]'"
        )
    except BrokenPipeError:  # who reads what is printed, such as `head`, has had enough
        raise
    except (BadFile, BadStore, OSError) as error:
        refuse(f"{printable(str(error))}\n{after}".rstrip())


def printable(text: str) -> str:
    """What a file of strangers says, without anything that a terminal would take for an order."""
    return "".join(one if one.isprintable() or one == "\n" else "�" for one in text)


def content() -> "Content":
    """The guideline that comes with Carrywell."""
    from carrywell.api import load_guideline

    return load_guideline().content


def now() -> datetime:
    """The present moment, in the zone of this computer."""
    return datetime.now(UTC).astimezone()
