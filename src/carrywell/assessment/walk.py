"""The interview as a walk: from everything she has said to the screen she is on.

Only her answers are kept, never a position: the screens before, the present one and what counts
follow from them. So going back, coming again tomorrow and answering in another order all lead to
the same place.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from carrywell.api import Guideline
from carrywell.assessment.answers import AnswerError, AnswerProblem
from carrywell.assessment.result import NextScreen

Answers = dict[str, Any]
Key = tuple[tuple[str, Any], ...]


_NOT_WHOLE = NextScreen(id="", title="", purpose="urgency", questions=())
"""Stands for 'the present screen has no next one yet'."""


class Step(msgspec.Struct, frozen=True):
    """A screen that was put, what was known before it, and what she said to it."""

    screen: NextScreen
    before: Answers
    given: Answers


class Walk(msgspec.Struct, frozen=True):
    """`steps` are the screens that are answered; `now` is the one to show, None at the end.

    `answers` is everything that counts so far. `given` are her answers on the present screen, as
    far as she got; `problems` say which of them do not fit the others.
    """

    steps: tuple[Step, ...]
    answers: Answers
    now: NextScreen | None
    given: Answers = {}
    problems: tuple[AnswerProblem, ...] = ()


def walk(guideline: Guideline, known: Mapping[str, Any], said: Mapping[str, Any]) -> Walk:
    """Walks through the interview with what was `known` before it and all that she `said` in it.

    Both map finding ids to values, None for 'not sure'. What she said to questions that are not
    put any more does not count and is not lost. What she said further on than the present screen
    does count: a question that has come up again must not hide it. Raises `AnswerError` when
    `known` alone is wrong.
    """
    answers: Answers = dict(known)
    steps: list[Step] = []
    screen = _next_screen(guideline, answers)
    while screen is not None:
        given, problems, after = _answered(guideline, screen, answers, said)
        if problems or after is _NOT_WHOLE:
            further = _further_on(guideline, screen, answers | given, said)
            return Walk(tuple(steps), answers | given | further, screen, given, problems)
        steps.append(Step(screen, dict(answers), given))
        answers |= given
        screen = after
    return Walk(tuple(steps), answers, None)


def _answered(
    guideline: Guideline, screen: NextScreen, before: Answers, said: Mapping[str, Any]
) -> tuple[Answers, tuple[AnswerProblem, ...], NextScreen | None]:
    """Her answers to a screen, which of them do not fit, and the screen after it."""
    given, whole = _given(guideline, screen, before, said)
    if not whole:
        return given, (), _NOT_WHOLE
    try:
        return given, (), _next_screen(guideline, before | given)
    except AnswerError as error:
        wrong = {name for problem in error.problems for name in problem.findings}
        kept = {name: value for name, value in given.items() if name not in wrong}
        return (kept if len(kept) < len(given) else {}), error.problems, _NOT_WHOLE


def _further_on(
    guideline: Guideline, screen: NextScreen | None, answers: Answers, said: Mapping[str, Any]
) -> Answers:
    """What she said to the screens after one that is open, as if she were not sure of what is open."""
    found: Answers = {}
    supposed = dict(answers)
    while screen is not None and said.keys() - supposed.keys():
        given, _, _ = _answered(guideline, screen, supposed, said)
        found |= {name: value for name, value in given.items() if name not in answers}
        open_still = {one.finding: None for one in screen.questions if one.finding not in supposed}
        supposed |= open_still | given
        try:
            screen = _next_screen(guideline, supposed)
        except AnswerError:  # what does not fit here is told when she gets here
            break
    return found


def _given(
    guideline: Guideline, screen: NextScreen, before: Answers, said: Mapping[str, Any]
) -> tuple[Answers, bool]:
    """Her answers to this screen, and whether they are all there."""
    given: Answers = {}
    whole = True
    for question in screen.questions:
        name = question.finding
        if not applies(guideline, name, before | given):
            continue
        if name in said:
            given[name] = said[name]
        else:
            whole = False
    return given, whole and bool(given)


def _next_screen(guideline: Guideline, answers: Answers) -> NextScreen | None:
    return _cached_next_screen(guideline, _key(answers))


def applies(guideline: Guideline, finding: str, answers: Answers) -> bool:
    """Whether a question makes sense after these answers; yes, while they do not fit together.

    That they do not fit is told once the whole screen is read.
    """
    try:
        return _cached_still_applies(guideline, finding, _key(answers))
    except AnswerError:
        return True


# The guideline holds no state, so the same answers always lead on in the same way; a page need not
# work the whole way out again.
@lru_cache(maxsize=2048)
def _cached_next_screen(guideline: Guideline, key: Key) -> NextScreen | None:
    return guideline.next_screen(_answers(key))


@lru_cache(maxsize=8192)
def _cached_still_applies(guideline: Guideline, finding: str, key: Key) -> bool:
    return guideline.still_applies(finding, _answers(key))


def _key(answers: Answers) -> Key:
    return tuple(
        (name, tuple(value) if isinstance(value, list) else value)
        for name, value in sorted(answers.items())
    )


def _answers(key: Key) -> Answers:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in key}
