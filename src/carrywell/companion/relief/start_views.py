"""Starting a session: is anything wrong right now, how bad is the pain, for how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.service import begin, guideline
from carrywell.companion.people.access import current_pregnancy
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.relief import stopping
from carrywell.companion.relief.models import SECONDS_A_MINUTE, ReliefSession
from carrywell.companion.relief.offers import (
    Offer,
    minutes_to_choose,
    offer_of,
    settings_of,
    usual_minutes,
)
from carrywell.companion.relief.standing import Standing, standing
from carrywell.companion.relief.views import (
    UNPROCESSABLE,
    close_forgotten,
    treatment_called,
    treatment_page,
)
from carrywell.companion.safety import error_page
from carrywell.companion.today import now_is
from carrywell.guideline.model import StopQuestion, Treatment

SCORES = range(11)
EndedHow = ReliefSession.EndedHow


@dataclass(frozen=True)
class Beginning:
    """Everything a start depends on, worked out afresh for each request."""

    pregnancy: Pregnancy
    treatment: Treatment
    stands: Standing
    offer: Offer
    now: datetime
    questions: tuple[StopQuestion, ...]
    since: tuple[str, ...]
    minutes: tuple[int, ...]
    last: ReliefSession | None


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, name: str) -> HttpResponse:
    """The few questions before a session; one tap when nothing is wrong."""
    kind = treatment_called(name)
    here = _beginning(request, kind)
    ticked = stopping.read(request.POST, kind)
    if here.offer.can_start:
        return _answered(request, here, ticked)
    if ticked.names:  # the page may be an old one: what is true now counts all the same
        return _stopped(request, here, ticked)
    if ticked.not_sure:
        return _look_together(request, here)
    return _elsewhere(request, here)


def _answered(request: HttpRequest, here: Beginning, ticked: stopping.Ticked) -> HttpResponse:
    if request.method != "POST":
        return _page(request, here)
    minutes, problem = _minutes(request.POST.get("minutes", ""), here)
    if ticked.problem or (problem and ticked.clear):
        return _page(request, here, ticked, problem)
    if ticked.not_sure:
        return _look_together(request, here)
    if ticked.names:
        return _stopped(request, here, ticked)
    with transaction.atomic():  # of two taps at once the second finds the session of the first
        here = _beginning(request, here.treatment)
        return (
            _started(request, here, minutes) if here.offer.can_start else _elsewhere(request, here)
        )


def _elsewhere(request: HttpRequest, here: Beginning) -> HttpResponse:
    """It cannot start now: to what is running, or to the page that says why."""
    if here.offer.running is not None:
        return redirect("relief:running", here.offer.running.pk)
    return treatment_page(request, here.treatment)


def pain_typed(sent: Mapping[str, Any]) -> int | None:
    """A pain score from 0 to 10; None for 'not sure', nothing, or anything else."""
    typed = str(sent.get("pain", ""))
    return next((one for one in SCORES if str(one) == typed), None)


def unsaved(
    request: HttpRequest, stands: Standing, ticked: stopping.Ticked, now: datetime
) -> HttpResponse:
    """Nothing could be written: say so, and still say what the ticks mean."""
    said = stopping.answers_now(current_pregnancy(request), stands, ticked, now.date())
    meaning = {
        "emergency": "What you ticked means: stop, and call an ambulance now.",
        "urgent": "What you ticked means: stop, and ring your maternity unit now, within the hour.",
    }.get(guideline().assess(said).urgency, "Stop the treatment. If you are worried, ring.")
    if not ticked.is_red_flag:
        meaning = " ".join(["Stop the treatment.", *stopping.what_to_do(ticked.local)])
    return error_page(
        request,
        status=507,
        title="Carrywell could not save this page",
        say=f"{meaning} What you saved before is still there. The disk may be full or may not be written to.",
    )


def _beginning(request: HttpRequest, kind: Treatment) -> Beginning:
    pregnancy, now = current_pregnancy(request), now_is(request)
    close_forgotten(pregnancy, now)
    stands = standing(pregnancy, now, now.date())
    sessions = list(pregnancy.sessions.all()[:200])
    urgency = stands.assessment.urgency if stands.assessment else "routine"
    return Beginning(
        pregnancy=pregnancy,
        treatment=kind,
        stands=stands,
        offer=offer_of(stands, kind, sessions, now),
        now=now,
        questions=stopping.questions_for(kind.id, stands.answers),
        since=stopping.asked_since(kind) if stands.state == "earlier" else (),
        minutes=minutes_to_choose(kind, urgency),
        last=next((one for one in sessions if one.treatment == kind.id), None),
    )


def _minutes(typed: str, here: Beginning) -> tuple[int | None, str]:
    """The minutes chosen, and what is wrong with them."""
    if not here.minutes:
        return None, ""
    if not typed:
        return usual_minutes(here.minutes, here.last), ""
    if typed in map(str, here.minutes):
        return int(typed), ""
    return None, f"Choose from {here.minutes[0]} to {here.minutes[-1]} minutes."


def _page(
    request: HttpRequest,
    here: Beginning,
    ticked: stopping.Ticked | None = None,
    minutes_problem: str = "",
) -> HttpResponse:
    typed = request.POST.get("minutes", "")
    usual = usual_minutes(here.minutes, here.last)
    chosen = int(typed) if typed in map(str, here.minutes) else usual
    values = request.POST.getlist("stop")
    context = {
        "treatment": here.treatment,
        "stands": here.stands,
        "lines": stopping.lines(here.questions, chosen=values),
        "since_lines": stopping.lines((), here.since, values),
        "scores": SCORES,
        "pain": request.POST.get("pain", ""),
        "minutes": [(one, one == chosen) for one in here.minutes],
        "problem": ticked.problem if ticked else "",
        "minutes_problem": minutes_problem,
    }
    return render(request, "relief/start.html", context, status=UNPROCESSABLE if ticked else 200)


def _look_together(request: HttpRequest, here: Beginning) -> HttpResponse:
    """'Not sure': the check asks one thing after the other, with the reasons why."""
    messages.info(
        request, "Not sure is a good answer. Let us look at it together, one thing at a time."
    )
    by = here.stands.check.asked_by if here.stands.check else CheckIn.AskedBy.HERSELF
    check = begin(here.pregnancy, by, here.now, here.now.date())
    return redirect("check:now", check.pk)


def _stopped(request: HttpRequest, here: Beginning, ticked: stopping.Ticked) -> HttpResponse:
    try:
        with transaction.atomic():
            session, check = _not_started(here, ticked, pain_typed(request.POST))
    except DatabaseError:
        return unsaved(request, here.stands, ticked, here.now)
    if check is None:
        return redirect("relief:done", session.pk)
    if ticked.local:
        messages.warning(request, stopping.first_aid(ticked.local))
    return redirect("check:now", check.pk)


def _not_started(
    here: Beginning, ticked: stopping.Ticked, pain: int | None
) -> tuple[ReliefSession, CheckIn | None]:
    """Writes down why, in one piece with the check that a warning sign begins.

    One that runs by now, started from another window, ends; a form sent twice counts once.
    """
    last = here.pregnancy.sessions.filter(treatment=here.treatment.id).first()
    if last is not None and (begun := stopping.begun_by(last, ticked, here.now)):
        return last, begun
    runs = last is not None and last.ended_at is None
    session = last if last is not None and runs else _new(here, None, pain)
    how = EndedHow.STOPPED if runs else EndedHow.SKIPPED
    stopping.keep_ticks(session, ticked)
    stopping.end_session(session, EndedHow.RED_FLAG if ticked.is_red_flag else how, here.now)
    if runs:
        session.note("told", here.now)
    session.save()
    if not ticked.is_red_flag:
        return session, None
    check = stopping.check_after(here.pregnancy, here.stands, ticked, here.now, here.now.date())
    return session, check


def _started(request: HttpRequest, here: Beginning, minutes: int | None) -> HttpResponse:
    """Asks the guideline once more, with how she will do it; then the session begins."""
    said = here.stands.answers | settings_of(here.treatment, minutes)
    again = guideline().assess(said)
    status = next(one.status for one in again.treatments if one.id == here.treatment.id)
    if status != "offered":
        return treatment_page(request, here.treatment)
    session = _new(here, minutes, pain_typed(request.POST))
    if here.treatment.id == "stretching":
        session.exercises = [one.id for one in again.plan.routine]
    session.save()
    return redirect("relief:running", session.pk)


def _new(here: Beginning, minutes: int | None, pain: int | None) -> ReliefSession:
    session = ReliefSession(
        pregnancy=here.pregnancy,
        check_in=here.stands.check,
        treatment=here.treatment.id,
        started_at=here.now,
        planned_seconds=(minutes or 0) * SECONDS_A_MINUTE,
        pain_before=pain,
        settings=settings_of(here.treatment, minutes),
    )
    session.note("started", here.now)
    return session
