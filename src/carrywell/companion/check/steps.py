"""A screen of the interview as her browser sends it, and what it means for the others."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from carrywell.assessment.answers import AnswerError
from carrywell.assessment.walk import Step, Walk, applies
from carrywell.companion.check import service
from carrywell.companion.check.afterwards import TITLES
from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.reading import TICKS, names_in_list, read_screen, sent_none
from carrywell.companion.check.screen import draft_of, put
from carrywell.companion.people.models import Pregnancy


def step_at(at: Walk, place: int) -> Step | None:
    """The screen at a place, counted from 0; None when she has not got there."""
    if place < len(at.steps):
        return at.steps[place]
    if place == len(at.steps) and at.now is not None:
        before = {name: value for name, value in at.answers.items() if name not in at.given}
        return Step(at.now, before, at.given)
    return None


def done_before(at: Walk, step: Step, place: int) -> int:
    """How many screens of the same part she has answered before this one."""
    return sum(one.screen.purpose == step.screen.purpose for one in at.steps[:place])


def applies_on(step: Step) -> Callable[[str, dict[str, Any]], bool]:
    """Whether a question makes sense after what was said before this screen and on it."""
    return lambda finding, given: applies(service.guideline(), finding, step.before | given)


def asks_the_same(request: HttpRequest, step: Step) -> bool:
    """Whether the page she sent put these questions: in another window an earlier answer may have
    changed since, and 'None of these' must never be taken for an answer to something else.
    """
    return request.POST.get("put", put(step.screen)) == put(step.screen)


def clear_answers(request: HttpRequest, step: Step) -> dict[str, Any]:
    """What can be read from a screen that she has not sent as a whole.

    A box left empty says 'no' only beside 'None of these'.
    """
    reading = read_screen(step.screen.questions, request.POST, applies_on(step))
    left_empty = set() if sent_none(request.POST) else names_in_list(step.screen.questions)
    return {
        name: value
        for name, value in reading.given.items()
        if not (name in left_empty and value is False)
    }


def left_open(check: CheckIn, at: Walk) -> int | None:
    """The place of an answered screen on which she has begun to change something and not sent it."""
    place = (check.draft or {}).get("place", len(at.steps))
    if not place < len(at.steps):
        return None
    given = at.steps[place].given
    changed = any(given.get(name, one) != one for name, one in draft_of(check, place).items())
    return int(place) if changed else None


def do_not_fit(step: Step, given: dict[str, Any]) -> dict[str, str]:
    """What the guideline says about answers that cannot all be right, by question."""
    try:
        service.guideline().assess(step.before | given)
    except AnswerError as error:
        here = {one.finding for one in step.screen.questions}
        return {
            next((name for name in problem.findings if name in here), TICKS): problem.message
            for problem in error.problems
        }
    return {}


def floor_of(answers: dict[str, Any]) -> str:
    """How urgent it is already, whatever is still to come; empty below urgent."""
    try:
        floor = service.guideline().assess(answers).floor
    except AnswerError:
        return ""
    return floor if floor in ("emergency", "urgent") else ""


def heading(step: Step, outcome: str) -> str:
    """The heading of a screen, which after a birth or a loss speaks of no baby in the womb."""
    over = outcome in (Pregnancy.Outcome.BIRTH, Pregnancy.Outcome.LOSS)
    return (TITLES.get(step.screen.id) if over else None) or step.screen.title


def page_title(step: Step, outcome: str) -> str:
    """What stands in the tab and the browser's history: nothing of a private screen."""
    private = all(one.private for one in step.screen.questions)
    return "Check my back" if private else heading(step, outcome)
