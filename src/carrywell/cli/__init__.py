"""The command line. Each command lives in its own module and is imported only when it is called,
so that ``carrywell --help`` answers at once.
"""

import importlib
import sys
from typing import NoReturn

import click

BAD_INPUT, OUR_FAULT = 2, 1

_COMMANDS = {
    "serve": (
        "carrywell.cli.serve",
        "Open Carrywell in the browser, on this computer alone.",
    ),
    "sample": (
        "carrywell.cli.sample",
        "Write a made-up diary into a new folder, to see what the pages can do.",
    ),
    "check": (
        "carrywell.cli.check",
        "Is it urgent, and what can I do? An interview, or a file of answers.",
    ),
    "explain": (
        "carrywell.cli.explain",
        "Explain a warning sign, a cause, a treatment or an exercise.",
    ),
    "care": (
        "carrywell.cli.care",
        "Find care near you, from open data, without a network.",
    ),
    "tens": (
        "carrywell.cli.tens",
        "Check how strong a TENS setting is for the skin under the pads.",
    ),
    "guideline": (
        "carrywell.cli.guideline",
        "Check the guideline, print it as one readable book, or compare two editions.",
    ),
    "cases": ("carrywell.cli.cases", "Run published cases and score the answers."),
    "screen": (
        "carrywell.cli.screen",
        "Screen many people at once, from files of findings.",
    ),
    "cohort": (
        "carrywell.cli.cohort",
        "Make up people to try a screening on, and list whom to ring after one.",
    ),
    "prove": (
        "carrywell.cli.prove",
        "Prove safety properties over every possible set of answers.",
    ),
}


class LazyGroup(click.Group):
    """A group that knows its commands' names and help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names, in the order a newcomer needs them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command itself, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(_COMMANDS[cmd_name][0])
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="carrywell")
def main() -> None:
    """Back pain in pregnancy: is it urgent, what is behind it, and what is safe to do now.

    Carrywell informs; it does not diagnose. You may ring your maternity unit at any time.
    In danger of life, call your emergency number.
    """


def refuse(message: str) -> NoReturn:
    """Ends the command for bad input: the message on standard error, nothing else, exit code 2."""
    click.echo(message, err=True)
    sys.exit(BAD_INPUT)


def run() -> None:
    """Runs the command line; a fault of ours still leaves her with whom to ring, exit code 1."""
    try:
        main()
    except Exception as error:  # noqa: BLE001 - whatever it is, she must be told whom to ring
        click.echo(
            "Something went wrong in Carrywell, and it has no answer for you.\n"
            "If you are worried, ring your maternity unit now. In danger of life, call your emergency\n"
            f"number (often 112 or 911).\n\nFor whoever mends this: {type(error).__name__}: {error}",
            err=True,
        )
        sys.exit(OUR_FAULT)
