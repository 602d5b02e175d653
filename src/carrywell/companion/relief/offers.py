"""Whether a session of a treatment may start now, for how long, and what would lift 'ask first'."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from carrywell.api import Guideline
from carrywell.assessment.answers import Answers
from carrywell.assessment.result import TreatmentStatus
from carrywell.companion.check.service import guideline
from carrywell.companion.relief.models import ReliefSession
from carrywell.companion.relief.standing import Standing
from carrywell.guideline.model import Range, Treatment

AGREEMENTS = ("tens_agreed", "acupuncture_agreed", "first_line_tried", "supervised_by_physio")
"""Settings of the guideline that someone's word can change; each counts only once she has said so."""

BESIDE_OTHERS = frozenset({"belt", "posture", "hose", "footwear"})
"""Worn or kept up while something else is done; everything else is done one at a time."""

STEPS_TO_CHOOSE = (5, 10, 15, 20, 25, 30, 45, 60, 90, 120, 180)


@dataclass(frozen=True)
class Offer:
    """`can_start`: the gate is open. `why_not` is a sentence for her, `next_at` when it may start."""

    status: TreatmentStatus | None
    can_start: bool = False
    why_not: str = ""
    next_at: datetime | None = None
    running: ReliefSession | None = None


def offer_of(
    now_standing: Standing,
    treatment: Treatment,
    sessions: Sequence[ReliefSession],
    now: datetime,
) -> Offer:
    """The offer for a treatment. `sessions`: hers, at least those of today; `now` in her time zone."""
    status = now_standing.status(treatment.id)
    if status is None or treatment.kind != "plan":
        return Offer(status)
    mine = [one for one in sessions if one.treatment == treatment.id]
    running = next((one for one in mine if one.ended_at is None), None)
    if running is not None:
        return Offer(status, running=running)
    if status.status != "offered":
        return Offer(status)
    if stopped := _stopped_since(now_standing, mine):
        return Offer(status, why_not=stopped)
    if other := _in_the_way(treatment, sessions):
        why = f"Finish this first: {other.name}. Do one thing at a time."
        return Offer(status, why_not=why, running=other)
    at = next_start(treatment, [one for one in mine if one.ended_at], now)
    if at is not None:
        return Offer(status, why_not=_rest_in_words(treatment, at, now), next_at=at)
    return Offer(status, can_start=True)


def next_start(
    treatment: Treatment, ended: Iterable[ReliefSession], now: datetime
) -> datetime | None:
    """When the next session may start; None for at once.

    The gap is counted from the end of the last session, the times a day from midnight where she is
    (`now` in her time zone). What needs no gate, such as slow breathing, may be done as often as she
    likes.
    """
    ran = [one for one in ended if one.ended_at and one.ended_how != ReliefSession.EndedHow.SKIPPED]
    moments: list[datetime] = []
    dose = treatment.dose
    if dose is None:
        return None
    if dose.rest_minutes is not None and ran:
        last = max(one.ended_at for one in ran if one.ended_at)
        # in UTC: across a clock change an hour on the wall may be none at all
        moments.append(last.astimezone(UTC) + timedelta(minutes=_longest(dose.rest_minutes)))
    if dose.times_per_day is not None and treatment.gate is not None:
        today = [one for one in ran if on_day(one.started_at, now.tzinfo) == now.date()]
        if len(today) >= dose.times_per_day[1]:
            moments.append(midnight_after(now).astimezone(UTC))
    later = [moment for moment in moments if moment > now.astimezone(UTC)]
    return max(later).astimezone(now.tzinfo) if later else None


def _longest(minutes: float | Range) -> float:
    return minutes[1] if isinstance(minutes, tuple) else minutes


def on_day(moment: datetime, zone: tzinfo | None) -> date:
    """The day of a moment where she is."""
    return moment.astimezone(zone).date()


def midnight_after(now: datetime) -> datetime:
    """The next midnight where she is."""
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def minutes_to_choose(treatment: Treatment, urgency: str = "routine") -> tuple[int, ...]:
    """The lengths of a session she may choose, shortest first; none for one without a clock.

    With a sign that should be seen within days only the starting dose is left.
    """
    dose = treatment.dose
    if dose is None or dose.minutes is None:
        return ()
    low, high = dose.minutes
    if treatment.session is not None:
        high = max(high, float(treatment.session.get("max_minutes", high)))
    if urgency == "soon" and dose.start_minutes is not None:
        low, high = dose.start_minutes
    return tuple(one for one in STEPS_TO_CHOOSE if low <= one <= high)


def usual_minutes(choices: Sequence[int], last: ReliefSession | None) -> int | None:
    """The length chosen beforehand: what she took last time, else the shortest."""
    if not choices:
        return None
    if last is not None:
        before = last.planned_seconds // 60
        if before in choices:
            return before
    return choices[0]


def settings_of(treatment: Treatment, minutes: int | None) -> dict[str, Any]:
    """How she will do it, as answers to the guideline's settings."""
    if treatment.id == "heat" and minutes is not None:
        return {"heat_duration_minutes": minutes}
    return {}


def lifted_by(answers: Answers, treatment: str, book: Guideline | None = None) -> tuple[str, ...]:
    """Which agreements would take away a reason for 'ask first', or add an exercise to her routine.

    Found by asking the guideline, not by a list of ours.
    """
    asked = book or guideline()
    before = _told(asked, answers, treatment)
    return tuple(
        name
        for name in AGREEMENTS
        if not answers.get(name) and _told(asked, {**answers, name: True}, treatment) != before
    )


def _told(asked: Guideline, answers: Answers, treatment: str) -> tuple[Any, ...]:
    assessment = asked.assess(answers)
    status = next(one for one in assessment.treatments if one.id == treatment)
    routine = [one.id for one in assessment.plan.routine] if treatment == "stretching" else []
    return status.status, [one.say for one in status.reasons], routine


def _stopped_since(now_standing: Standing, mine: Sequence[ReliefSession]) -> str:
    check = now_standing.check
    since = check.finished_at if check else None
    for one in mine:
        if one.stopped_because and one.said_last and (since is None or one.said_last > since):
            return "You stopped this because of something you noticed. Do the check again before you use it once more."
    return ""


def _in_the_way(treatment: Treatment, sessions: Sequence[ReliefSession]) -> ReliefSession | None:
    if treatment.id in BESIDE_OTHERS:
        return None
    others = (one for one in sessions if one.ended_at is None)
    return next((one for one in others if one.treatment not in BESIDE_OTHERS), None)


def _rest_in_words(treatment: Treatment, at: datetime, now: datetime) -> str:
    if at == midnight_after(now):
        assert treatment.dose is not None and treatment.dose.times_per_day is not None  # noqa: PT018
        most = treatment.dose.times_per_day[1]
        said = (
            "Once a day is enough"
            if most == 1
            else f"That is {most:g} times today, which is enough"
        )
        return f"{said}. You can go on tomorrow."
    return f"Your skin needs a rest. You can start again at {at:%H:%M}."
