"""``carrywell serve``: the companion in the browser, on this computer."""

import sys
from pathlib import Path

import click

from carrywell.cli import refuse

WORRIED = (
    "If you are worried, ring your maternity unit now. In danger of life, call your emergency number"
    " (often 112 or 911)."
)
WITHOUT = "Until then, 'carrywell check' asks the same questions in this window and saves nothing."
_WEB = ("csp", "django", "django_htmx", "filelock", "granian", "whitenoise")


@click.command(name="serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to answer on.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="The port. Default: 8642, or a free one when that is taken.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="DIRECTORY",
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
    from carrywell.companion.refusal import AlreadyRunning, CannotServe

    try:
        from carrywell.companion.serve import serve

        serve(host, port, data, browser=not no_browser, forget_pin=forget_pin)
    except ModuleNotFoundError as error:
        if error.name not in _WEB:
            raise
        refuse(
            f"The pages need more than the core ({error.name} is missing). Install them with:"
            f" pip install 'carrywell[web]'\n{WORRIED}"
        )
    except AlreadyRunning as running:
        _already(running.address, browser=not no_browser)
    except CannotServe as error:
        refuse(f"{error}\n{WITHOUT}\n{WORRIED}")
    except KeyboardInterrupt:  # while it was still starting
        click.echo("Stopped before it started. Nothing was lost.")


def _already(address: str, *, browser: bool) -> None:
    """Says where the other one answers, and shows its page; no second one is started."""
    if not address:
        refuse(
            "Carrywell is just starting or stopping with this data folder. Wait a moment, then try"
            f" again.\n{WORRIED}"
        )
    click.echo(f"Carrywell is already running: {address}")
    if browser:
        import webbrowser

        webbrowser.open(address)
    sys.exit(0)
