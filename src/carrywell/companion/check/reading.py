"""A screen's form, read: from what the browser sent to answers and problems.

Each question is a field named by its finding. A list to tick says what an empty box means only
through 'None of these' or 'Not sure': without either, nothing ticked is no answer.
"""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import msgspec

from carrywell.api import load_guideline
from carrywell.assessment.result import Question
from carrywell.guideline.facts import as_fact, harmless_value
from carrywell.patterns.gestation import weeks_typed

NOT_SURE = "not_sure"
NONE = "none"
UNSURE_SUFFIX = "__not_sure"
LONGEST_NUMBER = 20

TICK_SOMETHING = "Tick what is true, or 'None of these', or 'Not sure'."
ONE_OR_THE_OTHER = "You ticked something and also 'None of these'. Which of the two is right?"
CHOOSE_ONE = "Choose one, or 'Not sure'."
WAITS = "You filled this in, but did not answer '{}' to the question before it. Which of the two is right?"
DOES_NOT_FIT = "This does not fit what you answered before it. Which of the two is right?"
FILL_IN = "Fill this in, or choose 'Not sure'."


class Sent(Protocol):
    """What a form sent: Django's `QueryDict`, or anything like it."""

    def getlist(self, key: str) -> list[str]:
        """Every value sent under that name."""
        ...


class Reading(msgspec.Struct, frozen=True):
    """The answers that could be read, and what is wrong with the others, by finding.

    `ticks` as a finding stands for the list to tick as a whole.
    """

    given: dict[str, Any]
    problems: dict[str, str]


TICKS = "ticks"


def ticked_together(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The questions that stand in one list to tick; none when it would hold a single one."""
    ticks = tuple(one for one in questions if one.type == "yes_no" and not one.alone)
    return ticks if len(ticks) > 1 else ()


def names_in_list(questions: Iterable[Question]) -> set[str]:
    """The findings of the list to tick."""
    return {one.finding for one in ticked_together(questions)}


def sent_none(sent: Sent) -> bool:
    """Whether 'None of these' was ticked in the list."""
    return NONE in sent.getlist(TICKS)


def read_screen(
    questions: tuple[Question, ...], sent: Sent, applies: Callable[[str, dict[str, Any]], bool]
) -> Reading:
    """Reads the answers to `questions`.

    `applies` says whether a question still makes sense after the answers before it on the screen;
    one that does not is passed over, whatever was sent.
    """
    given: dict[str, Any] = {}
    problems: dict[str, str] = {}
    listed = ticked_together(questions)
    if listed:
        _read_ticks(listed, sent, given, problems)
    for question in questions:
        if question in listed:
            others = {name: value for name, value in given.items() if name != question.finding}
            if question.finding in given and not applies(question.finding, others):
                del given[question.finding]
        elif applies(question.finding, given):
            _read_one(question, sent, given, problems)
        elif question.only_if and _says_something_new(question, sent, given):
            waits_for, answer = question.only_if
            problems[question.finding] = (
                DOES_NOT_FIT
                if given.get(waits_for) is answer
                else WAITS.format("yes" if answer else "no")
            )
    return Reading(given, problems)


def _says_something_new(question: Question, sent: Sent, before: dict[str, Any]) -> bool:
    """Whether she answered a question that does not apply, and neither harmlessly nor with what
    her answers before it imply: 'I know how many weeks I am', after she gave the weeks.
    """
    given: dict[str, Any] = {}
    _read_one(question, sent, given, {})
    findings = load_guideline().content.finding
    said = as_fact(findings[question.finding], given.get(question.finding))
    told = (name for name, value in before.items() if value is not None and name in findings)
    implied = {findings[name].implies.get(question.finding) for name in told}
    return (
        said is not None
        and said != harmless_value(findings[question.finding])
        and said not in implied
    )


def _read_ticks(
    listed: tuple[Question, ...], sent: Sent, given: dict[str, Any], problems: dict[str, str]
) -> None:
    names = [one.finding for one in listed]
    yes = [name for name in names if name in sent.getlist(TICKS)]
    special = set(sent.getlist(TICKS)) & {NONE, NOT_SURE}
    if yes and NONE in special:
        problems[TICKS] = ONE_OR_THE_OTHER
        given.update(dict.fromkeys(yes, True))
        return
    if not yes and not special:
        problems[TICKS] = TICK_SOMETHING
        return
    unsure = set(sent.getlist(TICKS + UNSURE_SUFFIX)) & set(names)
    if NOT_SURE in special and not unsure:
        unsure = set(names)  # not sure of what: then of everything that is not ticked
    for name in names:
        given[name] = True if name in yes else None if name in unsure else False


def _read_one(
    question: Question, sent: Sent, given: dict[str, Any], problems: dict[str, str]
) -> None:
    name = question.finding
    values = [value.strip() for value in sent.getlist(name) if value.strip()]
    unsure = NOT_SURE in sent.getlist(name + UNSURE_SUFFIX)
    if unsure or values == [NOT_SURE]:
        given[name] = None
        return
    if question.type == "choices":
        _read_choices(question, values, given, problems)
    elif not values:
        problems[name] = FILL_IN if question.type == "number" else CHOOSE_ONE
    elif question.type == "number":
        _read_number(question, values[0], given, problems)
    elif question.type == "yes_no" and values[0] in ("yes", "no"):
        given[name] = values[0] == "yes"
    elif question.type == "choice" and values[0] in dict(question.options):
        given[name] = values[0]
    else:
        problems[name] = CHOOSE_ONE


def _read_choices(
    question: Question, values: list[str], given: dict[str, Any], problems: dict[str, str]
) -> None:
    known = [one for one, _ in question.options if one in values]
    if known and NONE in values:
        problems[question.finding] = ONE_OR_THE_OTHER
        given[question.finding] = known
    elif known and NOT_SURE in values:
        given[question.finding] = [*known, None]  # these, and perhaps others
    elif known or NONE in values:
        given[question.finding] = known
    else:
        problems[question.finding] = TICK_SOMETHING


def _read_number(
    question: Question, typed: str, given: dict[str, Any], problems: dict[str, str]
) -> None:
    low, high = question.min or 0.0, question.max or 0.0
    weeks = question.unit == "weeks"
    typed = typed if len(typed) <= LONGEST_NUMBER else typed[:LONGEST_NUMBER] + "..."
    value = weeks_typed(typed) if weeks else _plain(typed)
    if value is not None and low <= value <= high:
        given[question.finding] = value
    elif weeks:
        problems[question.finding] = (
            f"'{typed}' is not a number of weeks from {low:g} to {high:g}. Write 31, or 31+4 with days."
        )
    else:
        problems[question.finding] = (
            f"'{typed}' is not a number from {low:g} to {high:g}{_unit(question)}."
            " Correct it, or choose 'Not sure'."
        )


def _unit(question: Question) -> str:
    return f" {question.unit}" if question.unit and question.unit != "out of 10" else ""


def _plain(typed: str) -> float | None:
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        return None
