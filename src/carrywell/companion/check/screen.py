"""A screen as the template shows it: each question with its present answer and problem."""

from typing import Any

import msgspec

from carrywell.assessment.result import NextScreen, Question
from carrywell.assessment.walk import Step, applies
from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.reading import NONE, TICKS, ticked_together
from carrywell.companion.check.service import guideline
from carrywell.patterns.gestation import weeks_in_short

BODY_MAP = "pain_location"
SCORE = "pain_score"
_PHASES = {
    "urgency": "Is it urgent?",
    "causes": "What may be behind it?",
    "safety": "What is safe for you?",
}


class Option(msgspec.Struct, frozen=True):
    """One thing to choose."""

    value: str
    say: str
    chosen: bool


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One question. `kind`: yes_no, choice, choices, body_map, score, weeks or number.

    `value` is what a number field shows. `only_if`: the name and the answer (yes, no) of the
    question on this screen that it waits for, in words for a page without JavaScript.
    """

    question: Question
    kind: str
    options: tuple[Option, ...]
    value: str = ""
    not_sure: bool = False
    problem: str = ""
    only_if: str = ""
    only_if_answer: str = ""


class Ticks(msgspec.Struct, frozen=True, kw_only=True):
    """The list to tick."""

    options: tuple[Option, ...]
    unsure: tuple[Option, ...]
    why: tuple[tuple[str, str], ...]
    none: bool
    not_sure: bool
    problem: str = ""


class ShownScreen(msgspec.Struct, frozen=True, kw_only=True):
    """A screen: the list to tick first, then the questions that stand alone."""

    ticks: Ticks | None
    fields: tuple[Field, ...]
    phase: str
    part: int
    parts: int
    percent: int


def put(screen: NextScreen) -> str:
    """Which questions a page puts, for the form to send back."""
    return " ".join([screen.id, *(one.finding for one in screen.questions)])


def draft_of(check: CheckIn, place: int) -> dict[str, Any]:
    """What she had begun to fill in on this screen."""
    draft = check.draft or {}
    return dict(draft.get("given", {})) if draft.get("place") == place else {}


def shown_screen(
    step: Step, done: int, given: dict[str, Any], problems: dict[str, str]
) -> ShownScreen:
    """The screen with her present answers in it; `done` screens of its part came before it."""
    screen, before = step.screen, step.before
    put = [
        one for one in screen.questions if one.only_if or applies(guideline(), one.finding, before)
    ]
    listed = ticked_together(put)
    return ShownScreen(
        ticks=_ticks(listed, given, problems.get(TICKS, "")) if listed else None,
        fields=tuple(_field(one, given, problems) for one in put if one not in listed),
        phase=_PHASES[screen.purpose],
        part=done + 1,
        parts=max(screen.of, done + 1),
        percent=round(100 * done / max(screen.of, done + 1)),
    )


def _ticks(listed: tuple[Question, ...], given: dict[str, Any], problem: str) -> Ticks:
    answered = [one.finding for one in listed if one.finding in given]
    unsure = {name for name in answered if given[name] is None}
    yes = {name for name in answered if given[name] is True}
    return Ticks(
        options=tuple(Option(one.finding, one.ask, one.finding in yes) for one in listed),
        unsure=tuple(
            Option(one.finding, _short(one.finding), one.finding in unsure) for one in listed
        ),
        why=tuple((one.ask, one.why) for one in listed if one.why),
        none=bool(answered) and not yes and not unsure and not problem,
        not_sure=bool(unsure),
        problem=problem,
    )


def _field(question: Question, given: dict[str, Any], problems: dict[str, str]) -> Field:
    name = question.finding
    value = given.get(name)
    waits, answer = question.only_if or ("", False)
    return Field(
        question=question,
        kind=_kind(question),
        options=_options(question, value, answered=name in given),
        value=_typed(question, value),
        not_sure=name in given and (value is None or (isinstance(value, list) and None in value)),
        problem=problems.get(name, ""),
        only_if=waits,
        only_if_answer=("yes" if answer else "no") if waits else "",
    )


def _kind(question: Question) -> str:
    if question.finding == BODY_MAP:
        return "body_map"
    if question.finding == SCORE:
        return "score"
    return "weeks" if question.unit == "weeks" else question.type


def _options(question: Question, value: object, *, answered: bool) -> tuple[Option, ...]:
    match question.type:
        case "yes_no":
            return (Option("yes", "Yes", value is True), Option("no", "No", value is False))
        case "choice":
            return tuple(Option(one, say, one == value) for one, say in question.options)
        case "choices":
            chosen = value if isinstance(value, list | tuple) else ()
            none = Option(NONE, "None of these", answered and value == [])
            return (*(Option(one, say, one in chosen) for one, say in question.options), none)
        case "number" if question.finding == SCORE:
            return tuple(Option(str(one), str(one), value == one) for one in range(11))
    return ()


def _typed(question: Question, value: object) -> str:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return ""
    return weeks_in_short(value) if question.unit == "weeks" else f"{value:g}"


def _short(finding: str) -> str:
    return guideline().content.finding[finding].short
