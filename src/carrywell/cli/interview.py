"""The interview in a terminal: one screen at a time, plain numbers to type, back, stop, carry on.

Typed numbers, and no cursor tricks, so that it works with a screen reader and on any terminal. What
she has answered is written to her own file after each screen and removed when she has her answer.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from carrywell.api import Guideline
from carrywell.assessment.answers import AnswerError
from carrywell.assessment.result import NextScreen, Question

Answers = dict[str, Any]


class Back(Exception):
    """She wants the screen before."""


class Stop(Exception):
    """She wants to stop; nothing is lost."""


def default_keep() -> Path:
    """Where an unfinished interview is kept."""
    return Path(click.get_app_dir("carrywell")) / "unfinished-check.json"


def interview(guideline: Guideline, keep: Path) -> Answers:
    """Asks until nothing is left to ask, and gives the answers.

    Ends the program with exit code 0 when she stops; the answers stay in `keep`.
    """
    screens = _resume(guideline, keep)
    click.echo(_WELCOME)
    try:
        while (screen := guideline.next_screen(_merged(screens))) is not None:
            try:
                screens.append(_ask_screen(guideline, screen, _merged(screens)))
            except Back:
                if screens:
                    screens.pop()
                else:
                    click.echo("This is the first screen.")
            _write(keep, screens)
    except Stop:
        _write(keep, screens)
        click.echo(
            "\nStopped. Your answers are kept on this computer; the same command carries on."
        )
        click.echo(
            "If anything worries you, ring your maternity unit. You do not need to finish first."
        )
        sys.exit(0)
    keep.unlink(missing_ok=True)
    return _merged(screens)


_WELCOME = """
Carrywell asks short questions, the most serious ones first.
Type the numbers of what is true, such as: 1 3
  0 none of these    ? not sure    b back    q stop (nothing is lost)
If you feel very ill now, do not go on: call an ambulance.
"""


def _ask_screen(guideline: Guideline, screen: NextScreen, before: Mapping[str, Any]) -> Answers:
    click.echo()
    click.secho(f"{screen.title}", bold=True, nl=False)
    click.echo(f"   (part {screen.step} of about {screen.of})")
    if screen.intro:
        click.echo(_wrapped(screen.intro))
    given: Answers = {}
    ticks = [
        one
        for one in screen.questions
        if one.type == "yes_no" and guideline.still_applies(one.finding, before)
    ]
    listed = ticks if len(ticks) > 1 else []
    if listed:
        given.update(_ask_ticks(listed))
    for question in screen.questions:
        if question in listed or not guideline.still_applies(question.finding, {**before, **given}):
            continue
        while True:
            given[question.finding] = _ask(question)
            try:
                guideline.assess({**before, **given})
                break
            except AnswerError as error:
                click.secho(error.problems[0].message, fg="yellow")
    try:
        guideline.assess({**before, **given})
    except AnswerError as error:
        click.secho("These answers do not fit together:", fg="yellow")
        for problem in error.problems:
            click.echo(_wrapped(f"- {problem.message}"))
        return _ask_screen(guideline, screen, before)
    return given


def _ask_ticks(questions: list[Question]) -> Answers:
    for number, question in enumerate(questions, start=1):
        click.echo(_wrapped(f"{number}. {question.ask}", hang=4))
    while True:
        typed = _read("Which are true? (0 none, ? all not sure, 2? not sure of 2)")
        if typed == "?":
            return {one.finding: None for one in questions}
        answers: Answers = {one.finding: False for one in questions}
        if typed == "0":
            return answers
        words = typed.replace(",", " ").split()
        ticked = {word: _place(word.rstrip("?"), len(questions)) for word in words}
        if words and None not in ticked.values():
            for word, place in ticked.items():
                answers[questions[place or 0].finding] = None if word.endswith("?") else True
            return answers
        click.secho(f"Type numbers from 1 to {len(questions)}, 0 or ?.", fg="yellow")


def _place(word: str, count: int) -> int | None:
    """The place, from 0, of a number typed from 1 to `count`; None for anything else."""
    return int(word) - 1 if word.isdecimal() and 1 <= int(word) <= count else None


def _ask(question: Question) -> Any:
    click.echo()
    click.echo(_wrapped(question.ask))
    if question.why:
        click.secho(_wrapped(question.why), dim=True)
    match question.type:
        case "yes_no":
            return _choose(
                "y yes, n no, ? not sure",
                {"y": True, "yes": True, "n": False, "no": False, "0": False},
            )
        case "number":
            return _number(question)
        case "choice" | "choices":
            for number, (_, say) in enumerate(question.options, start=1):
                click.echo(_wrapped(f"{number}. {say}", hang=4))
            return _options(question)


def _choose(hint: str, values: Mapping[str, Any]) -> Any:
    while True:
        typed = _read(hint)
        if typed == "?":
            return None
        if typed in values:
            return values[typed]
        click.secho(f"Type one of: {hint}", fg="yellow")


DAYS_A_WEEK = 7


def _number(question: Question) -> float | None:
    weeks = question.unit == "weeks"
    low, high = question.min or 0.0, question.max or 0.0
    hint = (
        "weeks, such as 31 or 31+4; ? not sure"
        if weeks
        else f"{low:g} to {high:g} {question.unit}; ? not sure"
    )
    while True:
        typed = _read(hint)
        if typed == "?":
            return None
        value = _amount(typed, weeks=weeks)
        if value is not None and low <= value <= high:
            return value
        click.secho(f"Type a number from {low:g} to {high:g}, or ?.", fg="yellow")


def _amount(typed: str, *, weeks: bool) -> float | None:
    """A typed number; weeks may be written with days, such as 31+4."""
    whole, plus, days = typed.replace(",", ".").partition("+")
    try:
        value = float(whole)
    except ValueError:
        return None
    if not plus:
        return value
    if weeks and days.isdecimal() and int(days) < DAYS_A_WEEK:
        return value + int(days) / DAYS_A_WEEK
    return None


def _options(question: Question) -> Any:
    several = question.type == "choices"
    hint = "numbers, 0 none of these, ? not sure" if several else "one number, ? not sure"
    ids = [option for option, _ in question.options]
    while True:
        typed = _read(hint)
        if typed == "?":
            return None
        if several and typed == "0":
            return []
        words = typed.replace(",", " ").split()
        if words and all(word.isdigit() and 1 <= int(word) <= len(ids) for word in words):
            if several:
                return [ids[int(word) - 1] for word in dict.fromkeys(words)]
            if len(words) == 1:
                return ids[int(words[0]) - 1]
        click.secho(f"Type {hint}.", fg="yellow")


def _read(hint: str) -> str:
    try:
        typed: str = click.prompt(f"[{hint}]", prompt_suffix=" > ", default="", show_default=False)
    except (click.Abort, EOFError):
        raise Stop from None
    typed = typed.strip().lower()
    if typed in ("q", "quit", "stop"):
        raise Stop
    if typed in ("b", "back"):
        raise Back
    return typed


def _wrapped(text: str, hang: int = 2) -> str:
    return click.wrap_text(text, width=78, initial_indent="  ", subsequent_indent=" " * (hang + 1))


def _merged(screens: list[Answers]) -> Answers:
    return {name: value for screen in screens for name, value in screen.items()}


def _resume(guideline: Guideline, keep: Path) -> list[Answers]:
    """The screens answered before, if there are any and the guideline still understands them."""
    if not keep.exists():
        return []
    try:
        screens = [dict(screen) for screen in json.loads(keep.read_text(encoding="utf-8"))]
        guideline.assess(_merged(screens))
    except (OSError, ValueError, TypeError):
        click.echo(f"The answers kept in {keep} cannot be used any more. Starting afresh.")
        return []
    if screens and click.confirm("You stopped in the middle last time. Carry on?", default=True):
        return screens
    return []


def _write(keep: Path, screens: list[Answers]) -> None:
    keep.parent.mkdir(parents=True, exist_ok=True)
    fresh = keep.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # hers alone to read
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(screens, file)
    fresh.replace(keep)
