"""When to look again: the day that the ladder of the plan gives her.

The days stand in ``content/measures.yaml`` (``ladder_step_0`` to ``ladder_step_3``). Which step she
is on is our own choice: someone who follows no plan yet and has tried nothing begins at step 0. Who
does is on step 1, and on step 2 or 3 when the condition of that piece of advice (``ladder_2``,
``ladder_3``) certainly holds. With a sign that should be seen within days the shortest of all counts.
"""

from datetime import date, timedelta
from typing import Any

import msgspec

from carrywell.api import Guideline
from carrywell.assessment.answers import Answers, settle
from carrywell.assessment.result import Assessment
from carrywell.conditions.interpreter import truth
from carrywell.conditions.values import Value

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Recheck(msgspec.Struct, frozen=True, kw_only=True):
    """The day on which she is asked again, in words, and the step of the ladder behind it."""

    on: date
    say: str
    step: int
    sources: tuple[str, ...]
    source_checked: bool


def recheck_on(
    guideline: Guideline, assessment: Assessment, answers: Answers, today: date
) -> Recheck | None:
    """When to ask her again; None at urgent and emergency, and where there is no plan for her.

    `answers` are those behind the assessment; raises `AnswerError` as `assess`.
    """
    if assessment.urgency in ("urgent", "emergency") or not assessment.scope.in_scope:
        return None
    steps = ladder(guideline)
    if assessment.urgency == "soon":
        rule = min(steps.values(), key=lambda one: int(one["review_days"]))
    else:
        rule = steps[_step(guideline, settle(guideline.compiled, answers).facts)]
    day = today + timedelta(days=int(rule["review_days"]))
    return Recheck(
        on=day,
        say=_words(day, soon=assessment.urgency == "soon"),
        step=int(rule["step"]),
        sources=tuple(rule["sources"]),
        source_checked=bool(rule["source_checked"]),
    )


def ladder(guideline: Guideline) -> dict[int, dict[str, Any]]:
    """The steps of the ladder by number: each with its `review_days` and sources."""
    return {
        int(rule["step"]): rule for rule in guideline.content.measures.schedule if "step" in rule
    }


def day_in_words(day: date) -> str:
    """A day as she would say it: 'Thursday 26 November'."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def _step(guideline: Guideline, facts: dict[str, Value]) -> int:
    if facts.get("using_plan") is not True and facts.get("first_line_tried") is not True:
        return 0
    conditions = guideline.compiled.conditions
    return next(
        (step for step in (3, 2) if truth(conditions[f"advice:ladder_{step}"], facts) is True), 1
    )


def _words(day: date, *, soon: bool) -> str:
    then = (
        "Speak to your midwife or doctor before that."
        if soon
        else "Do the check sooner if anything changes."
    )
    return f"We will ask again on {day_in_words(day)}. {then}"
