"""One question at a time in a terminal: typed numbers and letters, read again until they make sense."""

from collections.abc import Callable, Mapping
from typing import Any

import click

from carrywell.assessment.result import Question
from carrywell.patterns.gestation import weeks_typed

Answers = dict[str, Any]


class Back(Exception):
    """She wants the screen before."""


class Stop(Exception):
    """She wants to stop; nothing is lost."""


class AnswerNow(Exception):
    """She wants the answer as it stands."""


def ask_ticks(questions: list[Question]) -> Answers:
    """Several yes-or-no questions in one list."""
    for number, question in enumerate(questions, start=1):
        click.echo(wrapped(f"{number}. {question.ask}", hang=4))
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


def ask_one(question: Question, weeks_not_sure: bool = False) -> Any:
    """One question on its own; None for 'not sure'.

    `weeks_not_sure`: she has just said that she does not know her weeks, so 'I know them' is not
    offered.
    """
    click.echo()
    click.echo(wrapped(question.ask))
    if question.why:
        click.secho(wrapped(question.why), dim=True)
    match question.type:
        case "yes_no":
            return _yes_no()
        case "number":
            return _number(question)
        case "choice" | "choices":
            options = [
                one for one in question.options if not (weeks_not_sure and one[0] == "exact_weeks")
            ]
            for number, (_, say) in enumerate(options, start=1):
                click.echo(wrapped(f"{number}. {say}", hang=4))
            return _options([option for option, _ in options], several=question.type == "choices")


def wrapped(text: str, hang: int = 2) -> str:
    """Text as a paragraph, two blanks in."""
    return click.wrap_text(text, width=78, initial_indent="  ", subsequent_indent=" " * (hang + 1))


def _yes_no() -> bool | None:
    words: Mapping[str, bool | None] = {
        "y": True, "yes": True, "n": False, "no": False, "0": False, "?": None,
    }  # fmt: skip
    return words[_until("y yes, n no, ? not sure", lambda typed: typed in words)]


def _number(question: Question) -> float | None:
    weeks = question.unit == "weeks"
    low, high = question.min or 0.0, question.max or 0.0
    hint = (
        "weeks, such as 31, or weeks and days, such as 31+4; ? not sure"
        if weeks
        else f"{low:g} to {high:g} {question.unit}; ? not sure"
    )

    def amount(typed: str) -> float | None:
        return weeks_typed(typed) if weeks else _plain(typed)

    def fits(typed: str) -> bool:
        value = amount(typed)
        return typed in ("?", "") or (value is not None and low <= value <= high)

    typed = _until(hint, fits)
    return None if typed in ("?", "") else amount(typed)


def _plain(typed: str) -> float | None:
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        return None


def _options(ids: list[str], *, several: bool) -> Any:
    hint = "numbers, 0 none of these, ? not sure" if several else "one number, ? not sure"

    def places(typed: str) -> list[int] | None:
        found = [_place(word, len(ids)) for word in typed.replace(",", " ").split()]
        good = [one for one in found if one is not None]
        return good if found and len(good) == len(found) else None

    def fits(typed: str) -> bool:
        chosen = places(typed)
        ticked = chosen is not None and (several or len(chosen) == 1)
        return typed == "?" or (several and typed == "0") or ticked

    typed = _until(hint, fits)
    chosen = [ids[one] for one in dict.fromkeys(places(typed) or [])]
    if typed == "?":
        return None
    return chosen if several else chosen[0]


def _place(word: str, count: int) -> int | None:
    """The place, from 0, of a number typed from 1 to `count`; None for anything else."""
    return int(word) - 1 if word.isdecimal() and 1 <= int(word) <= count else None


def _until(hint: str, fits: Callable[[str], bool]) -> str:
    while True:
        typed = _read(hint)
        if fits(typed):
            return typed
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
    if typed in ("a", "answer"):
        raise AnswerNow
    return typed
