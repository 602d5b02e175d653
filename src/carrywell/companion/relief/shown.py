"""What a treatment's pages show: dose in words, pictures, evidence, and where guidance disagrees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from carrywell.assessment.answers import AnswerError, settle
from carrywell.assessment.result import Assessment, TreatmentStatus
from carrywell.companion.check.service import guideline
from carrywell.companion.check.show_answer import AREAS, STATUS_SYMBOL, STATUS_WORDS
from carrywell.companion.relief.models import SECONDS_A_MINUTE
from carrywell.companion.relief.standing import Standing
from carrywell.companion.statements import sources_in_words
from carrywell.guideline.content import Conflict
from carrywell.guideline.dose import dose_in_words
from carrywell.guideline.model import Exercise, Treatment
from carrywell.pictures.figure import FigureShown, exercise_figure, treatment_figures
from carrywell.pictures.placement import Kind, heat_or_cold_layers, placement

PLACED: dict[str, Kind] = {"heat": "heat", "cold": "cold", "tens": "tens", "belt": "belt"}
CONFLICT_TOPICS = {
    "heat": ("heat",),
    "cold": ("ice",),
    "hose": ("hose",),
    "footwear": ("heels",),
    "lifting": ("bending", "lifting"),
    "side_sleeping": ("sleep", "mattress"),
    "posture": ("posture",),
    "belt": ("belts",),
    "tens": ("tens",),
    "acupuncture": ("acupuncture",),
    "water_exercise": ("water",),
    "swimming": ("water", "swimming"),
    "walking": ("exercise", "bed_rest"),
    "stretching": ("exercise",),
}
HABITS = ("footwear", "hose", "lifting", "breathing", "side_sleeping")
"""The treatments that today's few points are chosen from: shoes, hose, bending, breathing, lying."""
POINTS_A_DAY = 3


@dataclass(frozen=True)
class Drawing:
    """A figure, moving and still; either may be missing."""

    caption: str
    moving: str
    still: str
    steps: tuple[int, ...] = ()


@dataclass(frozen=True)
class Move:
    """One exercise of a routine as its page shows it."""

    exercise: Exercise
    dose: str
    drawing: Drawing | None
    sources: tuple[str, ...]

    @property
    def seconds(self) -> int:
        """How long one hold is counted for her, at its longest; for one done by time, its least.

        0 when there is nothing to count.
        """
        dose = self.exercise.dose
        if dose.hold_seconds is not None:
            return int(dose.hold_seconds[1])
        return int(dose.minutes[0] * SECONDS_A_MINUTE) if dose.minutes is not None else 0


@dataclass(frozen=True)
class TreatmentShown:
    """A treatment in words and pictures."""

    treatment: Treatment
    area: str
    dose: str
    placed: tuple[str, ...]
    drawings: tuple[Drawing, ...]
    sources: tuple[str, ...]
    evidence_sources: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


def shown(treatment: Treatment, answers: dict[str, Any]) -> TreatmentShown:
    """The treatment for her: pictures for her weeks and for where it hurts."""
    return TreatmentShown(
        treatment=treatment,
        area=AREAS.get(treatment.area, treatment.area),
        dose=dose_in_words(treatment.dose) if treatment.dose else "",
        placed=_placed(treatment.id, answers),
        drawings=drawings(treatment, weeks_in(answers)),
        sources=sources_in_words(treatment.sources),
        evidence_sources=sources_in_words(treatment.evidence.sources) if treatment.evidence else (),
        conflicts=conflicts_about(treatment.id),
    )


def drawings(treatment: Treatment, weeks: float | None) -> tuple[Drawing, ...]:
    """The drawn figures of a treatment; none where the guideline has none."""
    moving = treatment_figures(treatment, moving=True, weeks=weeks)
    still = treatment_figures(treatment, moving=False, weeks=weeks)
    return tuple(_both(one, other) for one, other in zip(moving, still, strict=True))


def move_of(exercise_id: str, weeks: float | None) -> Move | None:
    """One exercise with its figure; None for an id the guideline no longer has."""
    exercise = next((one for one in guideline().content.exercises if one.id == exercise_id), None)
    if exercise is None:
        return None
    drawing = None
    if exercise.figure is not None:
        drawing = Drawing(
            exercise.name,
            exercise_figure(exercise, moving=True, weeks=weeks),
            exercise_figure(exercise, moving=False, weeks=weeks),
        )
    return Move(exercise, dose_in_words(exercise.dose), drawing, sources_in_words(exercise.sources))


def conflicts_about(treatment: str) -> tuple[Conflict, ...]:
    """Where advice differs about this treatment."""
    topics = CONFLICT_TOPICS.get(treatment, ())
    return tuple(one for one in guideline().content.conflicts if one.topic in topics)


def weeks_in(answers: dict[str, Any]) -> float | None:
    """Her weeks, when they are known."""
    weeks = answers.get("gestation_weeks")
    return float(weeks) if isinstance(weeks, int | float) else None


def places_in(answers: dict[str, Any]) -> frozenset[str]:
    """Where she said it hurts."""
    places = answers.get("pain_location")
    return (
        frozenset(one for one in places if one) if isinstance(places, list | tuple) else frozenset()
    )


def status_in_words(status: TreatmentStatus) -> tuple[str, str]:
    """The words and the symbol of a status."""
    return STATUS_WORDS[status.status], STATUS_SYMBOL[status.status]


def what_else(assessment: Assessment, than: str) -> tuple[TreatmentStatus, ...]:
    """What is offered instead: what suits her causes first, three at most."""
    content = guideline().content
    fine = [
        one
        for one in assessment.treatments
        if one.status == "offered" and one.id != than and content.treatment[one.id].kind == "plan"
    ]
    fine.sort(key=lambda one: (not one.suits_cause, content.treatment[one.id].step))
    return tuple(fine[:3])


def points_of(day: date, now_standing: Standing) -> tuple[Treatment, ...]:
    """Today's few points: the same all day, others tomorrow; only what is offered.

    Stockings only when her legs are swollen: they treat nothing else.
    """
    offered = [
        guideline().content.treatment[one]
        for one in HABITS
        if (status := now_standing.status(one)) and status.status == "offered"
        if one != "hose" or _swollen(now_standing.answers)
    ]
    return _turn(offered, day.toordinal())


def _turn(treatments: list[Treatment], number: int) -> tuple[Treatment, ...]:
    first = number % len(treatments) if treatments else 0
    return tuple((treatments[first:] + treatments[:first])[:POINTS_A_DAY])


def _swollen(answers: dict[str, Any]) -> bool:
    try:
        return settle(guideline().compiled, answers).facts.get("swelling") is True
    except AnswerError:
        return False


def _placed(treatment: str, answers: dict[str, Any]) -> tuple[str, ...]:
    kind = PLACED.get(treatment)
    if kind is None:
        return ()
    pictures = [placement(kind, places_in(answers))]
    if kind in ("heat", "cold"):
        pictures.append(heat_or_cold_layers(kind))
    return tuple(pictures)


def _both(moving: FigureShown, still: FigureShown) -> Drawing:
    return Drawing(moving.caption, moving.svg, still.svg, moving.steps)


def conflict_lines(conflicts: Iterable[Conflict]) -> list[dict[str, Any]]:
    """What we tell her, each once, with both sides and their sources in words."""
    told: dict[str, list[dict[str, Any]]] = {}
    for one in conflicts:
        side = {"conflict": one, "sources": sources_in_words(one.sources)}
        told.setdefault(one.wording, []).append(side)
    return [{"wording": wording, "sides": sides} for wording, sides in told.items()]
