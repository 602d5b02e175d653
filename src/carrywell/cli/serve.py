"""``carrywell serve``: the companion in the browser, on this computer."""

import sys
from pathlib import Path

import click

from carrywell.cli import refuse


@click.command(name="serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to answer on.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="The port. Default: 8642, or a free one when that is taken.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for everything you record. Default: your own data folder.",
)
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@click.option("--forget-pin", is_flag=True, help="Take the PIN away, then start.")
def command(
    host: str, port: int | None, data: Path | None, no_browser: bool, forget_pin: bool
) -> None:
    """Open Carrywell in the browser: check, plan and guided relief.

    Everything stays on this computer: no account, no network.
    """
    try:
        from carrywell.companion.serve import AlreadyRunning, CannotServe, serve
    except ModuleNotFoundError as error:
        refuse(
            f"The pages need more than the core ({error.name} is missing). Install them with:"
            " pip install 'carrywell[web]'"
        )
    try:
        serve(host, port, data, browser=not no_browser, forget_pin=forget_pin)
    except AlreadyRunning as running:
        _already(running.address, browser=not no_browser)
    except CannotServe as error:
        refuse(str(error))


def _already(address: str, *, browser: bool) -> None:
    if not address:
        refuse("Carrywell is already running with this data folder. Close the other one first.")
    click.echo(f"Carrywell is already running: {address}")
    if browser:
        import webbrowser

        webbrowser.open(address)
    sys.exit(0)
