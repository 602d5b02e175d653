"""``carrywell sample``: made-up weeks to look at, in a folder of their own."""

import os
from datetime import datetime
from pathlib import Path

import click

from carrywell.cli import refuse


@click.command(name="sample")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--weeks", type=click.IntRange(1, 30), default=8, show_default=True)
@click.option(
    "--seed", type=int, default=7, show_default=True, help="The same seed, the same diary."
)
def command(directory: Path, weeks: int, seed: int) -> None:
    """Write a made-up woman's diary into DIRECTORY, a new folder.

    Every page and print of it is marked as sample data. Look at it with: carrywell serve --data DIRECTORY
    """
    from carrywell.companion.refusal import CannotServe

    try:
        _write(directory, weeks, seed)
    except ModuleNotFoundError as error:
        refuse(
            f"The pages need more than the core ({error.name} is missing). Install them with:"
            " pip install 'carrywell[web]'"
        )
    except CannotServe as error:
        refuse(str(error))
    click.echo(f"Done. Look at it with: carrywell serve --data {directory}")


def _write(directory: Path, weeks: int, seed: int) -> None:
    from carrywell.companion.data_folder import data_folder

    os.umask(0o077)
    os.environ["CARRYWELL_DATA"] = str(directory)
    os.environ["DJANGO_SETTINGS_MODULE"] = "carrywell.companion.settings"
    folder = data_folder()
    import django

    django.setup()
    from carrywell.companion.sample import write_sample
    from carrywell.companion.today import zone_of_this_computer

    now = datetime.now(zone_of_this_computer())
    write_sample(folder, weeks, seed, now, lambda what: click.echo(f"Writing {what} ..."))
