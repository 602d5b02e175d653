"""Stopping: what is asked during and after a guided session, and what a tick means for the check."""

from collections.abc import Iterable

from carrywell.api import Guideline
from carrywell.assessment.answers import Answers, settle
from carrywell.conditions.interpreter import truth
from carrywell.guideline.content import Content
from carrywell.guideline.facts import harmless_value
from carrywell.guideline.model import Finding, StopQuestion


def stop_questions(
    guideline: Guideline, treatment_id: str | None, answers: Answers
) -> tuple[StopQuestion, ...]:
    """The questions of this session, worst first; None for a session of no treatment.

    One that cannot be about her (baby movements at 9 weeks) is left out only when her answers say
    so; what is not known is asked. Raises `AnswerError` as `assess`, `LookupError` for a treatment
    that the guideline does not have.
    """
    compiled, content = guideline.compiled, guideline.content
    if treatment_id is not None and treatment_id not in content.treatment:
        raise LookupError(f"no treatment is called {treatment_id!r}")
    facts = settle(compiled, answers).facts
    return tuple(
        one
        for one in content.stop_questions
        if (not one.only_for or treatment_id in one.only_for)
        and (one.when is None or truth(compiled.conditions[f"stop:{one.id}"], facts) is not False)
    )


def answers_after_stop(
    ticked: Iterable[str], content: Content, earlier: Answers | None = None
) -> Answers:
    """The answers with which the check goes on: `earlier` ones, and what each tick means.

    A tick opens the umbrella item over what it sets. What was asked below that item earlier may be
    out of date: calm and unsure answers and all readings are left out, to be asked again; an alarming
    answer stays. `ticked` are ids of stop questions. Raises `LookupError` for another id.
    """
    questions = {one.id: one for one in content.stop_questions}
    ticks = tuple(ticked)
    if unknown := [one for one in ticks if one not in questions]:
        raise LookupError(f"no stop question is called {unknown[0]!r}")
    sets = {name: value for one in ticks for name, value in questions[one].sets.items()}
    opened = {content.umbrella_of[name] for name in sets if name in content.umbrella_of}
    reopened = {name for one in ticks for name in questions[one].ask_again}
    again = reopened | {
        name
        for screen in content.screens
        if screen.details_of in opened | reopened
        for name in screen.asks
    }
    kept = {
        name: value
        for name, value in (earlier or {}).items()
        if name not in again or _stays(content.finding[name], value)
    }
    return {**kept, **dict.fromkeys(opened, True), **sets}


def pain_rose(before: float, after: float, content: Content) -> bool:
    """Whether pain rose enough in a session to stop that treatment. Both scores are 0 to 10.

    The number of points is `pain_after_session` of the measures (our own choice, not published).
    """
    rules = {rule["id"]: rule for rule in content.measures.thresholds}
    return after - before >= float(rules["pain_after_session"]["rise_at_least"])


def _stays(finding: Finding, value: object) -> bool:
    """Whether an earlier answer still counts. No treatment is offered over an urgent reading."""
    if value is None or finding.type == "number":
        return False
    given = frozenset(value) if isinstance(value, list | tuple) else value
    return given != harmless_value(finding)
