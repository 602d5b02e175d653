"""``carrywell check``: the interview, or one assessment from a file of answers."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carrywell.cli import refuse

if TYPE_CHECKING:
    from carrywell.api import Guideline


@click.command(name="check")
@click.option(
    "--answers",
    metavar="FILE",
    help="A JSON object of answers; '-' reads standard input. No questions are asked.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="The answer as JSON (see the JSON Schema in docs)."
)
@click.option(
    "--guideline",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A content folder to try answers on; without it, the guideline that comes with Carrywell.",
)
@click.option("--country", metavar="CODE", help="Two-letter country code, for the numbers to ring.")
@click.option(
    "--all", "everything", is_flag=True, help="Show every line of the plan and every source."
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where an unfinished interview is kept. Default: a file in your own data folder.",
)
def command(
    answers: str | None,
    as_json: bool,
    folder: Path | None,
    country: str | None,
    everything: bool,
    keep: Path | None,
) -> None:
    """Is it urgent, what is probably behind it, and what is safe to do now.

    Without --answers it asks, one screen at a time. You can go back, stop, and carry on later.
    """
    guideline = _guideline(folder, answers)
    numbers = {one.country: one for one in guideline.content.emergency_numbers}
    if country is not None and country.upper() not in numbers:
        known = ", ".join(sorted(code for code in numbers if code))
        refuse(f"--country: there are no numbers for {country!r}. Known: {known}")
    given: dict[str, Any]
    if answers is None:
        from carrywell.cli.interview import default_keep, interview

        given = interview(guideline, keep or default_keep())
    else:
        given = read_answers(answers)
    from carrywell.assessment.answers import AnswerError

    try:
        assessment = guideline.assess(given)
    except AnswerError as error:
        refuse("These answers cannot be used. Nothing was decided.\n" + str(error))
    if as_json:
        sys.stdout.buffer.write(assessment.to_json() + b"\n")
        return
    from carrywell.cli.show import show_assessment

    show_assessment(guideline, assessment, given, country.upper() if country else None, everything)


def _guideline(folder: Path | None, answers: str | None) -> "Guideline":
    """The one that comes with Carrywell, or one under way, which is only for trying answers on."""
    from carrywell.api import load_guideline
    from carrywell.conditions.errors import ContentError

    if folder is None:
        return load_guideline()
    if answers is None:
        refuse("--guideline is for trying answers on a guideline: give --answers too.")
    try:
        return load_guideline(folder)
    except ContentError as error:
        refuse(str(error))


def read_answers(source: str) -> dict[str, Any]:
    """The answers in a JSON file, or on standard input for '-'. Bad input ends the command."""
    import json

    name = "standard input" if source == "-" else source
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        refuse(f"{name}: cannot be read: {error.strerror}")
    repeated: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        repeated.extend(key for key in dict.fromkeys(keys) if keys.count(key) > 1)
        return dict(pairs)

    try:
        given = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=once)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        refuse(f"{name}: this is not JSON: {error}")
    if not isinstance(given, dict):
        refuse(
            f'{name}: write one JSON object, such as {{"pregnant": true, "gestation_weeks": 31}}'
        )
    if repeated:
        refuse(f"{name}: answered more than once: {', '.join(repeated)}")
    return given
