"""What each guideline tells her for the same answers: how every example is tried before it is told."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from carrywell.api import Guideline
from carrywell.assessment.answers import AnswerError, Settled, settle
from carrywell.assessment.decide import Decision, decide
from carrywell.assessment.scope import scope_of
from carrywell.assessment.treatments import limits_of, status_of
from carrywell.conditions.interpreter import truth
from carrywell.guideline.model import Dose
from carrywell.proof.claims import Answers

Told = Any
"""What she is told of one thing, in a form that can be compared; None where nothing is."""
Ask = Callable[[Guideline, Answers], Told]


def both_told(
    ask: Ask, old: Guideline, new: Guideline, answers: Answers
) -> tuple[Told, Told] | None:
    """What the two tell her; None when one of them refuses the answers."""
    try:
        return ask(old, known_to(old, answers)), ask(new, known_to(new, answers))
    except AnswerError:
        return None


def known_to(guideline: Guideline, answers: Mapping[str, Any]) -> Answers:
    """The answers without those to questions that this guideline does not have."""
    finding = guideline.content.finding
    return {
        name: value
        for name, value in answers.items()
        if name in finding and finding[name].derived is None
    }


def floor(guideline: Guideline, answers: Answers) -> str:
    """The least urgency, whatever she has not told."""
    return _decided(guideline, answers)[1].floor


def ceiling(guideline: Guideline, answers: Answers) -> str:
    """The most urgency it could still be."""
    return _decided(guideline, answers)[1].ceiling


def urgency(guideline: Guideline, answers: Answers) -> str:
    """The urgency she is told."""
    return _decided(guideline, answers)[1].advised


def scope(guideline: Guideline, answers: Answers) -> str:
    """Whether Carrywell says it was made for her, by the scope's id."""
    return scope_of(guideline.compiled, settle(guideline.compiled, answers)).id


def all_statuses(guideline: Guideline, answers: Answers) -> dict[str, str]:
    """The status of every treatment."""
    compiled = guideline.compiled
    settled, decision = _decided(guideline, answers)
    codes = dict(zip(compiled.artefact.plan_keys, compiled.plan(settled.facts), strict=True))
    soon = next((one for one in decision.fired if one.urgency == "soon"), None)
    return {
        one.id: status_of(
            one,
            limits_of(compiled, decision, one, codes),
            None if one.with_open_soon == "offered" else soon,
        )
        for one in guideline.content.treatments
    }


def signs_by_id(guideline: Guideline, answers: Answers) -> dict[str, str]:
    """The warning signs that are there, and those that are open."""
    decision = _decided(guideline, answers)[1]
    return {
        **{one.id: f"open ({one.urgency})" for one in decision.undecided},
        **{one.id: f"there ({one.urgency})" for one in decision.fired},
    }


def causes(guideline: Guideline, answers: Answers) -> Told:
    """The likely causes, best first, each with its points."""
    return tuple((one.id, one.points) for one in guideline.assess(answers).causes)


def first_cause(guideline: Guideline, answers: Answers) -> Told:
    """The likely cause that stands first; None when none stands out."""
    found = guideline.assess(answers)
    return None if found.cause_unclear else found.causes[0].id


def advice(guideline: Guideline, answers: Answers) -> dict[str, str]:
    """The advice in today's plan: id to section."""
    plan = guideline.assess(answers).plan
    return {
        one.id: one.section
        for one in guideline.content.advice
        if one.say in {line.say for line in getattr(plan, one.section)}
    }


def routine(guideline: Guideline, answers: Answers) -> dict[str, str]:
    """The exercises in today's plan: id to dose, as it is written."""
    found = guideline.assess(answers).plan.routine
    return {one.id: _as_text(one.dose) for one in found}


def plan(guideline: Guideline, answers: Answers) -> Told:
    """Everything in today's plan: treatments by section, exercises with their dose, advice."""
    found = guideline.assess(answers).plan
    sections = ("now", "daily", "night", "avoid", "see_someone")
    treatments = tuple(
        (section, one.treatment)
        for section in sections
        for one in getattr(found, section)
        if one.treatment
    )
    return treatments, routine(guideline, answers), advice(guideline, answers)


def questions(guideline: Guideline, answers: Answers) -> Told:
    """The questions of the next screen."""
    screen = guideline.next_screen(answers)
    return () if screen is None else tuple(one.finding for one in screen.questions)


def asked_on_stopping(guideline: Guideline, answers: Answers) -> dict[str, str]:
    """Which questions end a guided session: id to the treatments, and what a tick means."""
    return {
        one.id: f"{', '.join(one.only_for) or 'all'}: {one.sets or 'stop'} {one.ask_again or ''}"
        for one in guideline.content.stop_questions
        if one.when is None or _truth(guideline, f"stop:{one.id}", answers) is not False
    }


def watched(guideline: Guideline, answers: Answers) -> Told:
    """The warning signs she is told to watch for."""
    return tuple((one.signs, one.urgency) for one in guideline.assess(answers).watch_for)


def everything(guideline: Guideline, answers: Answers) -> Told:
    """All of the above."""
    asks = (bounds, scope, all_statuses, signs_by_id, causes, plan, questions, watched)
    return tuple(ask(guideline, answers) for ask in (*asks, asked_on_stopping))


def bounds(guideline: Guideline, answers: Answers) -> str:
    """The urgency she is told, and between what it lies."""
    decision = _decided(guideline, answers)[1]
    return f"{decision.advised} ({decision.floor} to {decision.ceiling})"


def _decided(guideline: Guideline, answers: Answers) -> tuple[Settled, Decision]:
    settled = settle(guideline.compiled, answers)
    return settled, decide(guideline.compiled, settled)


def _truth(guideline: Guideline, key: str, answers: Answers) -> bool | None:
    return truth(guideline.compiled.conditions[key], settle(guideline.compiled, answers).facts)


def _as_text(dose: Dose) -> str:
    told = msgspec.to_builtins(dose)
    return ", ".join(f"{name} {value}" for name, value in told.items() if value is not None)
