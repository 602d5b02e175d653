"""A session as it runs, its stop button, and what is asked when it is over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.service import guideline
from carrywell.companion.people.access import hers
from carrywell.companion.people.known import known_before
from carrywell.companion.relief import clock, stopping
from carrywell.companion.relief.models import ReliefSession, choices_of
from carrywell.companion.relief.pain_change import pain_change
from carrywell.companion.relief.shown import PLACED, move_of, shown, weeks_in
from carrywell.companion.relief.standing import Standing, standing
from carrywell.companion.relief.start_views import SCORES, pain_typed, unsaved
from carrywell.companion.relief.views import UNPROCESSABLE, close_forgotten, treatment_called
from carrywell.companion.statements import sources_in_words
from carrywell.companion.today import now_is
from carrywell.guideline.model import StopQuestion

SKIN_IS_LOOKED_AT = ("heat", "cold", "tens")
SKIP_REASONS = {
    "hard": "too hard",
    "hurts": "it hurts",
    "time": "no time",
    "other": "another reason",
}
EndedHow = ReliefSession.EndedHow


@require_safe
def running(request: HttpRequest, pk: int) -> HttpResponse:
    """The session: what to do, how long still, and the way to stop."""
    now = now_is(request)
    session = _session(request, pk, now)
    if session.ended_at:
        return redirect("relief:done" if _is_told(session) else "relief:after", pk)
    stands = standing(session.pregnancy, now, now.date())
    if _is_refused(stands, session):
        stopping.end_session(session, EndedHow.STOPPED, now)
        session.note("told", now)
        session.save()
        if stands.state != "over":  # then nothing reminds her of it
            messages.info(
                request, "This session has ended, because of what you told us since it began."
            )
        return redirect("relief:treatment", session.treatment)
    return render(request, "relief/running.html", _running(session, stands, now))


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause, go on, next move, skip, the skin is fine, finish."""
    now, what = now_is(request), request.POST.get("what", "")
    session = _session(request, pk, now)
    if session.ended_at or request.POST.get("move", str(session.move)) != str(session.move):
        return redirect("relief:running", pk)
    match what:
        case "pause":
            session.set_clock(clock.pause(session.clock, now))
            session.note("paused", now)
        case "resume":
            session.set_clock(clock.resume(session.clock, now))
            session.note("resumed", now)
        case "skin_fine":  # before half-way it is noted, and asked once more
            past = clock.is_past_half(session.clock, now)
            session.note("skin_fine" if past else "skin_fine_early", now)
        case "next" | "skip":
            _move_on(session, request.POST.get("why", ""), now, skipped=what == "skip")
        case "finish":
            stopping.end_session(session, EndedHow.DONE, now)
        case _:
            return redirect("relief:running", pk)
    session.save()
    if what == "skip" and request.POST.get("why") == "hurts":
        return redirect("relief:stop", pk)
    return redirect("relief:after" if session.ended_at else "relief:running", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Something is wrong: what is it? A tick ends the session at once."""
    session = hers(request, ReliefSession, pk)
    now = now_is(request)
    stands = standing(session.pregnancy, now, now.date())
    questions = _questions(session, stands, now)
    if request.method != "POST":
        return _stop_page(request, session, questions)
    ticked = stopping.read(request.POST)
    if ticked.problem:
        return _stop_page(request, session, questions, ticked.problem)
    return _end(request, session, stands, ticked, now, how=EndedHow.STOPPED)


@require_http_methods(["GET", "HEAD", "POST"])
def after(request: HttpRequest, pk: int) -> HttpResponse:
    """The pain now, and the stop questions. A tick counts also when they were answered before."""
    now = now_is(request)
    session = _session(request, pk, now)
    ticked = stopping.read(request.POST)
    if session.ended_at is None:
        return redirect("relief:running", pk)
    if _is_told(session) and not ticked.names and not ticked.not_sure:
        return redirect("relief:done", pk)
    stands = standing(session.pregnancy, now, now.date())
    questions = _questions(session, stands, now)
    if request.method != "POST":
        return _after_page(request, session, questions)
    if ticked.problem:
        return _after_page(request, session, questions, ticked.problem)
    said = {
        "pain_after": pain_typed(request.POST),
        "notes": request.POST.get("notes", "").strip()[:2000],
    }
    return _end(request, session, stands, ticked, now, how=session.ended_how, said=said)


@require_safe
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Thanks and what it means; or why this treatment stops here, and what to do."""
    session = hers(request, ReliefSession, pk)
    if session.ended_at is None:
        return redirect("relief:running", pk)
    change = pain_change(session.pain_before, session.pain_after, guideline().content)
    return render(
        request,
        "relief/done.html",
        {
            "session": session,
            "change": change,
            "forgotten": session.happened("forgotten"),
            "placed": session.treatment in PLACED,
            "change_sources": sources_in_words(change.sources) if change else (),
            "minutes": session.minutes(now_is(request)),
        },
    )


def _end(
    request: HttpRequest,
    session: ReliefSession,
    stands: Standing,
    ticked: stopping.Ticked,
    now: datetime,
    *,
    how: str,
    said: Mapping[str, Any] | None = None,
) -> HttpResponse:
    try:
        with transaction.atomic():
            check = _ended(session.pk, stands, ticked, now, how=how, said=said or {})
    except DatabaseError:
        return unsaved(request, stands, ticked, now)
    if check is None:
        return redirect("relief:done", session.pk)
    if ticked.local:
        messages.warning(request, stopping.first_aid(ticked.local))
    return redirect("check:now", check.pk)


def _ended(
    pk: int,
    stands: Standing,
    ticked: stopping.Ticked,
    now: datetime,
    *,
    how: str,
    said: Mapping[str, Any],
) -> CheckIn | None:
    """Writes down how it ended, in one piece with the check that a warning sign begins.

    The session is read afresh: another window may have ended it. A stop is never taken back.
    """
    session = ReliefSession.objects.select_for_update().get(pk=pk)
    if not _is_told(session):
        for name, value in said.items():
            setattr(session, name, value)
    begun = stopping.begun_by(session, ticked, now)
    stopping.keep_ticks(session, ticked)
    worried = ticked.is_red_flag or ticked.not_sure
    ended_how = EndedHow.RED_FLAG if worried else session.ended_how or how
    stopping.end_session(session, ended_how, now)
    session.note("told", now)
    session.save()
    if begun is not None or not worried:
        return begun
    return stopping.check_after(session.pregnancy, stands, ticked, now, now.date())


def _session(request: HttpRequest, pk: int, now: datetime) -> ReliefSession:
    """Her session; ended, when nobody came back to it for long."""
    session = hers(request, ReliefSession, pk)
    close_forgotten(session.pregnancy, now)
    session.refresh_from_db()
    return session


def _questions(session: ReliefSession, stands: Standing, now: datetime) -> tuple[StopQuestion, ...]:
    """The stop questions; after a birth or a loss none that is about the baby before it."""
    answers = stands.answers or known_before(session.pregnancy, now.date())
    return stopping.questions_for(session.treatment, answers)


def _running(session: ReliefSession, stands: Standing, now: datetime) -> dict[str, Any]:
    treatment = treatment_called(session.treatment)
    time = session.clock
    end, half = clock.ends_at(time), clock.half_at(time)
    weeks = weeks_in(stands.answers)
    moves = [move for one in session.exercises if (move := move_of(one, weeks))]
    skin = session.treatment in SKIN_IS_LOOKED_AT and bool(session.planned_seconds)
    return {
        "session": session,
        "treatment": treatment,
        "page": shown(treatment, stands.answers),
        "clock": time,
        "left": round(clock.left(time, now)),
        "is_up": clock.is_up(time, now),
        "ends_at": end.astimezone(now.tzinfo) if end else None,
        "ends_ms": _milliseconds(end),
        "half_at": half.astimezone(now.tzinfo) if half else None,
        "half_ms": _milliseconds(half) if skin else "",
        "now_ms": _milliseconds(now),
        "skin": skin,
        "skin_now": skin and clock.is_past_half(time, now) and not session.happened("skin_fine"),
        "skin_fine": session.happened("skin_fine"),
        "skin_early": session.happened("skin_fine_early"),
        "move": moves[session.move] if session.move < len(moves) else None,
        "moves": moves,
        "move_number": session.move + 1,
        "skip_reasons": SKIP_REASONS,
        "choices": choices_of(session.pregnancy),
    }


def _milliseconds(moment: datetime | None) -> str:
    return str(round(moment.timestamp() * 1000)) if moment else ""


def _move_on(session: ReliefSession, why: str, now: datetime, *, skipped: bool) -> None:
    move = session.exercises[session.move] if session.move < len(session.exercises) else ""
    reason = why if why in SKIP_REASONS else "other"
    session.note(
        "skipped" if skipped else "done", now, move=move, **({"why": reason} if skipped else {})
    )
    session.move += 1
    if session.move >= len(session.exercises) and not (skipped and reason == "hurts"):
        stopping.end_session(session, EndedHow.DONE, now)


def _is_refused(stands: Standing, session: ReliefSession) -> bool:
    """Whether something has changed since the start, so that this may not go on."""
    if stands.assessment is None or not (stands.offers or stands.state == "old"):
        return True
    # that the day of a new check came while it ran ends nothing by itself
    told = {one.id: one.status for one in stands.assessment.treatments}
    routine = {one.id for one in stands.assessment.plan.routine}
    return told.get(session.treatment) != "offered" or not set(session.exercises) <= routine


def _is_told(session: ReliefSession) -> bool:
    """Whether the questions at the end are answered, or were never due."""
    asked = (EndedHow.DONE,)
    return session.happened("told") or session.ended_how not in asked


def _stop_page(
    request: HttpRequest, session: ReliefSession, questions: Any, problem: str = ""
) -> HttpResponse:
    return render(
        request,
        "relief/stop.html",
        {
            "session": session,
            "lines": stopping.lines(questions, chosen=request.POST.getlist("stop")),
            "problem": problem,
        },
        status=UNPROCESSABLE if problem else 200,
    )


def _after_page(
    request: HttpRequest, session: ReliefSession, questions: Any, problem: str = ""
) -> HttpResponse:
    return render(
        request,
        "relief/after.html",
        {
            "session": session,
            "lines": stopping.lines(questions, chosen=request.POST.getlist("stop")),
            "scores": SCORES,
            "pain": request.POST.get("pain", ""),
            "notes": request.POST.get("notes", ""),
            "problem": problem,
        },
        status=UNPROCESSABLE if problem else 200,
    )
