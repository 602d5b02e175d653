"""Today's plan: what is offered to her, in the order that suits her causes, and the advice around it."""

from carrywell.assessment.answers import Settled
from carrywell.assessment.causes import is_unclear
from carrywell.assessment.decide import Decision
from carrywell.assessment.result import (
    LikelyCause,
    PlanItem,
    RoutineExercise,
    Status,
    TodaysPlan,
    TreatmentStatus,
)
from carrywell.assessment.scope import scope_of
from carrywell.assessment.words import reviewed
from carrywell.guideline.compiled import TRUE, Compiled
from carrywell.guideline.model import Advice, Exercise, Treatment

MOST_EXERCISES = 5
"""At most five exercises a plan (evidence: treatments, section 7)."""
MOST_ALIKE = 2
CAUSES_CONSIDERED = 3
ASKED_FIRST = ("midwife", "gynaecologist", "physiotherapist")
"""Kinds of care: who is asked before a treatment, as `_to_ask` words it."""


def todays_plan(
    compiled: Compiled,
    settled: Settled,
    decision: Decision,
    codes: dict[str, int],
    causes: tuple[LikelyCause, ...],
    treatments: tuple[TreatmentStatus, ...],
) -> TodaysPlan:
    """The plan; at urgent and emergency only what to do while waiting for help."""
    advice = _advice(compiled, decision, codes, causes, treatments)
    if decision.is_urgent:
        return TodaysPlan(
            while_waiting=advice["while_waiting"],
            why_empty="Nothing else is offered until a midwife or doctor has heard from you.",
        )
    scope = scope_of(compiled, settled)
    if not scope.in_scope:
        return TodaysPlan(why_empty=scope.say)
    sections = _treatments_by_section(compiled, treatments, causes)
    return TodaysPlan(
        now=sections["now"] + advice["now"],
        daily=sections["daily"] + advice["daily"],
        night=sections["night"] + advice["night"],
        avoid=_to_avoid(compiled, treatments) + advice["avoid"],
        see_someone=_to_ask(compiled, treatments) + sections["see_someone"] + advice["see_someone"],
        routine=exercise_routine(compiled, settled, codes, causes, treatments),
        stop=advice["stop"],
        know=advice["know"],
    )


def exercise_routine(
    compiled: Compiled,
    settled: Settled,
    codes: dict[str, int],
    causes: tuple[LikelyCause, ...],
    treatments: tuple[TreatmentStatus, ...],
) -> tuple[RoutineExercise, ...]:
    """Up to five exercises for her causes and trimester; none unless stretching is offered.

    An exercise with an undecided bar is left out: it can join once the question is answered.
    """
    status = {one.id: one.status for one in treatments}
    if status.get("stretching") != "offered":
        return ()
    weights = {
        cause.id: CAUSES_CONSIDERED - place
        for place, cause in enumerate(causes[:CAUSES_CONSIDERED])
    }
    trimester = {"first": 1, "second": 2, "third": 3}.get(str(settled.facts.get("trimester")))
    fitting = [
        (sum(weights.get(cause, 0) for cause in exercise.suits), exercise)
        for exercise in compiled.content.exercises
        if _fits_weeks(exercise, trimester) and not _barred(exercise, codes)
    ]
    fitting.sort(key=lambda one: -one[0])
    chosen: list[Exercise] = []
    for points, exercise in fitting:  # variety first: no more than two of one kind
        alike = sum(one.kind == exercise.kind for one in chosen)
        if points > 0 and alike < MOST_ALIKE and len(chosen) < MOST_EXERCISES:
            chosen.append(exercise)
    return tuple(
        RoutineExercise(
            id=one.id,
            name=one.name,
            steps=one.steps,
            dose=one.dose,
            care=one.care,
            sources=one.sources,
            source_checked=one.source_checked,
            reviewed=reviewed(one),
        )
        for one in chosen
    )


def _fits_weeks(exercise: Exercise, trimester: int | None) -> bool:
    return trimester in exercise.trimesters if trimester else exercise.trimesters == (1, 2, 3)


def _barred(exercise: Exercise, codes: dict[str, int]) -> bool:
    return any(codes[f"exercise:{exercise.id}:{index}"] for index in range(len(exercise.not_when)))


def _advice(
    compiled: Compiled,
    decision: Decision,
    codes: dict[str, int],
    causes: tuple[LikelyCause, ...],
    treatments: tuple[TreatmentStatus, ...],
) -> dict[str, tuple[PlanItem, ...]]:
    likely = {one.id for one in causes[:CAUSES_CONSIDERED]}
    status = {one.id: one.status for one in treatments}
    sections: dict[str, list[PlanItem]] = {
        "while_waiting": [],
        "now": [],
        "daily": [],
        "night": [],
        "avoid": [],
        "see_someone": [],
        "stop": [],
        "know": [],
    }
    for advice in compiled.content.advice:
        fits = not advice.at or decision.advised in advice.at
        fits = fits and (is_unclear(causes) or not advice.when_cause_unclear)
        fits = fits and _for_causes(advice, likely) and _follows_status(advice, status)
        if fits and codes[f"advice:{advice.id}"] == TRUE:
            sections[advice.section].append(_item(advice))
    return {name: tuple(items) for name, items in sections.items()}


def _follows_status(advice: Advice, status: dict[str, Status]) -> bool:
    """Whether what the advice speaks of is for her: nothing is praised that she should leave out."""
    fine = ("offered", "ask first") if advice.section == "know" else ("offered",)
    return all(status[one] in fine for one in advice.treatments)


def _for_causes(advice: Advice, likely: set[str]) -> bool:
    return not advice.causes or bool(likely & set(advice.causes))


def _treatments_by_section(
    compiled: Compiled, treatments: tuple[TreatmentStatus, ...], causes: tuple[LikelyCause, ...]
) -> dict[str, tuple[PlanItem, ...]]:
    order = {cause.id: cause.rank for cause in causes}
    offered = [one for one in treatments if one.status == "offered"]

    def place(status: TreatmentStatus) -> tuple[int, int]:
        treatment = compiled.content.treatment[status.id]
        ranks = [order[cause] for cause in treatment.suits if cause in order]
        return treatment.step, min(ranks, default=len(order) + 1)

    offered.sort(key=place)
    return {
        section: tuple(
            _item_of(one, compiled.content.treatment[one.id])
            for one in offered
            if compiled.content.treatment[one.id].section == section
        )
        for section in ("now", "daily", "night", "see_someone")
    }


def _to_avoid(compiled: Compiled, treatments: tuple[TreatmentStatus, ...]) -> tuple[PlanItem, ...]:
    """What the plan would offer others but not her; what it offers no one is told as advice."""
    return tuple(
        _item_because(one, "not for you for now")
        for one in treatments
        if one.status == "not for you"
        and one.reasons
        and compiled.content.treatment[one.id].kind == "plan"
    )


def _to_ask(compiled: Compiled, treatments: tuple[TreatmentStatus, ...]) -> tuple[PlanItem, ...]:
    asked = tuple(one for one in ASKED_FIRST if one in compiled.content.care_kind)
    return tuple(
        _item_because(one, "ask your midwife, doctor or physiotherapist first", asked)
        for one in treatments
        if one.status == "ask first" and one.reasons
    )


def _item_because(
    status: TreatmentStatus, limit: str, care_kinds: tuple[str, ...] = ()
) -> PlanItem:
    reason = status.reasons[0]
    return PlanItem(
        say=f"{status.name}: {limit}. {reason.say}",
        treatment=status.id,
        care_kinds=care_kinds,
        sources=reason.sources,
        source_checked=reason.source_checked,
        reviewed=reason.reviewed,
    )


def _item(advice: Advice) -> PlanItem:
    return PlanItem(
        say=advice.say,
        care_kinds=advice.care_kinds,
        sources=advice.sources,
        source_checked=advice.source_checked,
        reviewed=reviewed(advice),
    )


def _item_of(status: TreatmentStatus, treatment: Treatment) -> PlanItem:
    return PlanItem(
        say=status.summary,
        treatment=status.id,
        care_kinds=treatment.care_kinds,
        sources=status.sources,
        source_checked=status.source_checked,
        reviewed=status.reviewed,
    )
