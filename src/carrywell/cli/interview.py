"""The interview in a terminal: one screen at a time, plain numbers to type, back, stop, carry on.

Typed numbers, and no cursor tricks, so that it works with a screen reader and on any terminal. What
she has answered is written to her own file after each screen and removed when she has her answer.
Answers to private questions (violence, self-harm) are never written; they are asked again.
"""

import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import click

from carrywell.api import Guideline
from carrywell.assessment.answers import AnswerError
from carrywell.assessment.result import NextScreen, Question
from carrywell.cli.ask import AnswerNow, Answers, Back, Stop, ask_one, ask_ticks, wrapped

STILL_TODAY = 6 * 3600
"""Seconds for which kept answers about how she feels still count."""

_PHASES = {
    "urgency": "Is it urgent",
    "causes": "What may be behind it",
    "safety": "What is safe for you",
}

_WELCOME = """
Carrywell asks short questions, the most serious ones first.
Type the numbers of what is true, such as: 1 3
  0 none of these   ? not sure   b back   a answer now   q stop (nothing is lost)
If you feel very ill now, do not go on: call an ambulance.
"""


def default_keep() -> Path:
    """Where an unfinished interview is kept."""
    return Path(click.get_app_dir("carrywell")) / "unfinished-check.json"


def interview(guideline: Guideline, keep: Path) -> Answers:
    """Asks until nothing is left to ask, or she wants her answer, and gives the answers.

    Ends the program with exit code 0 when she stops; the answers stay in `keep`.
    """
    screens = _resume(guideline, keep, time.time())
    click.echo(_WELCOME)
    phase = "urgency"
    while (screen := guideline.next_screen(_merged(screens))) is not None:
        if screen.purpose != phase == "urgency":
            _tell_that_urgency_is_settled(guideline, _merged(screens))
        phase = screen.purpose
        given: Answers = {}
        try:
            _ask_screen(guideline, screen, _merged(screens), given)
            screens.append(given)
        except Back:
            if screens:
                screens.pop()
            else:
                click.echo("This is the first screen.")
        except AnswerNow:
            screens.append(given)
            break
        except Stop:
            _stop(guideline, keep, [*screens, given])
        _write(guideline, keep, screens)
    keep.unlink(missing_ok=True)
    return _merged(screens)


def _ask_screen(
    guideline: Guideline, screen: NextScreen, before: Mapping[str, object], given: Answers
) -> None:
    """Asks one screen; what is answered goes into `given` at once, so that stopping loses nothing."""
    click.echo()
    click.secho(f"{screen.title}", bold=True, nl=False)
    click.echo(f"   ({_PHASES[screen.purpose]}, part {screen.step} of about {screen.of})")
    if screen.intro:
        click.echo(wrapped(screen.intro))
    ticks = [
        one
        for one in screen.questions
        if one.type == "yes_no"
        and not one.alone
        and guideline.still_applies(one.finding, {**before})
    ]
    listed = ticks if len(ticks) > 1 else []
    if listed:
        given.update(ask_ticks(listed))
    waiting = [one for one in screen.questions if one not in listed]
    while waiting:
        question = waiting.pop(0)
        if guideline.still_applies(question.finding, {**before, **given}):
            weeks_not_sure = "gestation_weeks" in given and given["gestation_weeks"] is None
            given[question.finding] = ask_one(question, weeks_not_sure)
            waiting = _again(guideline, screen, before, given) + waiting


def _again(
    guideline: Guideline, screen: NextScreen, before: Mapping[str, object], given: Answers
) -> list[Question]:
    """The questions of this screen whose answers do not fit together, taken back to be asked again."""
    try:
        guideline.assess({**before, **given})
    except AnswerError as error:
        for problem in error.problems:
            click.secho(wrapped(problem.message), fg="yellow")
        wrong = {name for problem in error.problems for name in problem.findings}
        again = [one for one in screen.questions if one.finding in wrong & set(given)]
        for one in again or screen.questions:
            given.pop(one.finding, None)
        return list(again or screen.questions)
    return []


def _tell_that_urgency_is_settled(guideline: Guideline, answers: Answers) -> None:
    click.echo()
    if guideline.assess(answers).urgency == "routine":
        click.echo(wrapped("Nothing you said means that you must ring tonight."))
    click.echo(wrapped("The next questions find what helps. Type a for your answer now."))


def _stop(guideline: Guideline, keep: Path, screens: list[Answers]) -> None:
    _write(guideline, keep, [one for one in screens if one])
    click.echo("\nStopped. Your answers are kept on this computer; the same command carries on.")
    click.echo("If anything worries you, ring your maternity unit. You need not finish first.")
    sys.exit(0)


def _merged(screens: list[Answers]) -> Answers:
    return {name: value for screen in screens for name, value in screen.items()}


def _resume(guideline: Guideline, keep: Path, now: float) -> list[Answers]:
    """The screens answered before, if there are any and the guideline still understands them.

    From an earlier day only what lasts is kept: yesterday's 'no bleeding' says nothing today.
    """
    if not keep.exists():
        return []
    try:
        screens = [dict(screen) for screen in json.loads(keep.read_text(encoding="utf-8"))]
        guideline.assess(_merged(screens))
        old = now - keep.stat().st_mtime > STILL_TODAY
    except (OSError, ValueError, TypeError):
        click.echo(f"The answers kept in {keep} cannot be used any more. Starting afresh.")
        return []
    if not screens or not click.confirm(
        "You stopped in the middle last time. Carry on?", default=True
    ):
        return []
    if not old:
        return screens
    click.echo("Your answers are from earlier, so we ask again what may have changed.")
    finding = guideline.content.finding
    lasting = {
        name: value
        for name, value in _merged(screens).items()
        if finding[name].standing or finding[name].lasting
    }
    return [lasting] if lasting else []


def _write(guideline: Guideline, keep: Path, screens: list[Answers]) -> None:
    finding = guideline.content.finding
    kept = [
        {name: value for name, value in screen.items() if not finding[name].private}
        for screen in screens
    ]
    keep.parent.mkdir(parents=True, exist_ok=True)
    fresh = keep.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # hers alone to read
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(kept, file)
    fresh.replace(keep)
