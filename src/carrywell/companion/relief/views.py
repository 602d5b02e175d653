"""What there is, and each treatment: its status with the reasons, how it is done, and the way to start."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from carrywell.companion.check.reading import read_screen
from carrywell.companion.check.screen import shown_screen
from carrywell.companion.check.service import guideline
from carrywell.companion.check.show_answer import by_area
from carrywell.companion.check.steps import applies_on, do_not_fit
from carrywell.companion.helps.hers import helped_so_far
from carrywell.companion.people.access import current_pregnancy
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.relief import open_questions
from carrywell.companion.relief.later import asked_about
from carrywell.companion.relief.models import Agreement, ReliefSession, choices_of
from carrywell.companion.relief.offers import Offer, lifted_by, offer_of
from carrywell.companion.relief.shown import (
    conflict_lines,
    move_of,
    points_of,
    shown,
    status_in_words,
    weeks_in,
    what_else,
)
from carrywell.companion.relief.standing import Standing, needs_asking, standing
from carrywell.companion.relief.weekly import COUNTED, week_of
from carrywell.companion.statements import line_of, sources_in_words
from carrywell.companion.today import now_is, today_is
from carrywell.guideline.model import Treatment
from carrywell.patterns.helped_first import has_helped, order_by_help

UNPROCESSABLE = 422
REMINDERS = (20, 30)
WITH_MORE = ("belt", "acupuncture", "tens", "breathing", "stretching", "posture")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every treatment with its status; or only the way to the check, or to the call."""
    pregnancy = current_pregnancy(request)
    now = now_is(request)
    close_forgotten(pregnancy, now)
    stands = standing(pregnancy, now, now.date())
    sessions = list(pregnancy.sessions.all()[:200])
    context: dict[str, Any] = {
        "stands": stands,
        "running": [one for one in sessions if one.ended_at is None],
        "sessions": any(one.ended_at for one in sessions),
    }
    if stands.offers and stands.assessment is not None:
        offers = stands.assessment.treatments
        helped = helped_so_far(pregnancy, now.tzinfo, now.date())
        context |= {
            "areas": by_area(order_by_help(offers, helped), helped=helped),
            "helped": [one for one in order_by_help(offers, helped) if has_helped(one, helped)],
            "points": points_of(now.date(), stands),
            "week": week_of(sessions, pregnancy.activities.all(), now),
        }
    return render(request, "relief/overview.html", context)


@require_safe
def treatment(request: HttpRequest, name: str) -> HttpResponse:
    """One treatment."""
    return treatment_page(request, treatment_called(name))


@require_POST
def answer(request: HttpRequest, name: str) -> HttpResponse:
    """Her answers to the questions that this treatment waits for."""
    pregnancy, kind = current_pregnancy(request), treatment_called(name)
    now, today = timezone.now(), today_is(request)
    stands = standing(pregnancy, now, today)
    if stands.state != "today" or not needs_asking(stands, name):
        return redirect("relief:treatment", name)
    step = open_questions.step_for(stands, name)
    reading = read_screen(step.screen.questions, request.POST, applies_on(step))
    problems = reading.problems or do_not_fit(step, reading.given)
    if problems:
        return treatment_page(request, kind, given=reading.given, problems=problems)
    urgent = open_questions.save(stands, reading.given, now, today)
    if urgent and stands.check is not None:
        return redirect("check:answer", stands.check.pk)
    return redirect("relief:treatment", name)


@require_POST
def agree(request: HttpRequest, name: str) -> HttpResponse:
    """What has been agreed or tried; or that it no longer holds."""
    pregnancy, kind = current_pregnancy(request), treatment_called(name)
    if gone := request.POST.get("withdraw"):
        pregnancy.agreements.filter(finding=gone).delete()
        return redirect("relief:treatment", name)
    stands = standing(pregnancy, timezone.now(), today_is(request))
    possible = lifted_by(stands.answers, name) if stands.offers else ()
    ticked = [one for one in possible if one in request.POST.getlist("agreed")]
    who = request.POST.get("who", "").strip()[:120]
    needs_name = any(one.endswith("_agreed") for one in ticked)
    problem = ""
    if not ticked:
        problem = (
            "Tick what is true. If nothing is, ask first: nothing here needs to be done today."
        )
    elif needs_name and not who:
        problem = "Write who agreed, such as 'Anna, my midwife'."
    if problem:
        return treatment_page(request, kind, agreement_problem=problem, who=who, ticked=ticked)
    with transaction.atomic():
        for one in ticked:
            Agreement.objects.update_or_create(
                pregnancy=pregnancy,
                finding=one,
                defaults={
                    "who": who,
                    "agreed_on": _day(request.POST.get("agreed_on", ""), today_is(request)),
                    "noted_at": timezone.now(),
                },
            )
    messages.success(request, "Noted.")
    return redirect("relief:treatment", name)


def treatment_called(name: str) -> Treatment:
    """A treatment of the plan; 404 for any other name."""
    found = guideline().content.treatment.get(name)
    if found is None or found.kind != "plan":
        raise Http404
    return found


def treatment_page(
    request: HttpRequest,
    kind: Treatment,
    *,
    given: dict[str, Any] | None = None,
    problems: dict[str, str] | None = None,
    agreement_problem: str = "",
    who: str = "",
    ticked: list[str] | None = None,
) -> HttpResponse:
    """The page of a treatment; with what she just sent where something is wrong with it."""
    pregnancy, now = current_pregnancy(request), now_is(request)
    close_forgotten(pregnancy, now)
    stands = standing(pregnancy, now, now.date())
    if not stands.offers:
        return render(request, "relief/not_now.html", {"stands": stands, "treatment": kind})
    sessions = list(pregnancy.sessions.all()[:200])
    offer = offer_of(stands, kind, sessions, now)
    context = _told(stands, kind, offer) | _lifting(pregnancy, stands, kind)
    context |= _extra(pregnancy, stands, kind, sessions, now)
    context |= {
        "agreement_problem": agreement_problem,
        "who": who,
        "ticked": ticked or [],
        "today": now.date(),
        "problems": problems or {},
        "last": next((one for one in sessions if one.treatment == kind.id and one.ended_at), None),
        "later": later
        if (later := asked_about(sessions, now)) and later.treatment == kind.id
        else None,
    }
    if stands.state == "today" and needs_asking(stands, kind.id):
        step = open_questions.step_for(stands, kind.id)
        context["asking"] = shown_screen(step, 0, given or {}, problems or {})
    wrong = bool(agreement_problem or problems)
    return render(request, "relief/treatment.html", context, status=UNPROCESSABLE if wrong else 200)


def close_forgotten(pregnancy: Pregnancy, now: datetime) -> None:
    """Ends sessions whose time is long over, so that nothing waits for them."""
    for session in ReliefSession.objects.running(pregnancy):
        moment = session.forgotten_since(now)
        if moment is not None:
            session.ended_at, session.paused_at = moment, None
            session.ended_how = ReliefSession.EndedHow.STOPPED
            session.note("forgotten", now)
            session.save()


def _told(stands: Standing, kind: Treatment, offer: Offer) -> dict[str, Any]:
    assert stands.assessment is not None
    assert offer.status is not None
    words, symbol = status_in_words(offer.status)
    page = shown(kind, stands.answers)
    return {
        "stands": stands,
        "page": page,
        "treatment": kind,
        "offer": offer,
        "status": offer.status,
        "status_words": words,
        "status_symbol": symbol,
        "reasons": [line_of(one, one.say) for one in offer.status.reasons],
        "conflicts": conflict_lines(page.conflicts),
        "instead": what_else(stands.assessment, kind.id),
    }


def _lifting(pregnancy: Pregnancy, stands: Standing, kind: Treatment) -> dict[str, Any]:
    finding = guideline().content.finding
    can_lift = lifted_by(stands.answers, kind.id) if stands.offers else ()
    names = _behind(kind)
    return {
        "can_agree": [finding[one] for one in can_lift],
        "agreements": [
            (one, finding[one.finding])
            for one in pregnancy.agreements.all()
            if one.finding in names
        ],
    }


def _behind(kind: Treatment) -> tuple[str, ...]:
    """The agreements that are shown with a treatment."""
    return {
        "tens": ("tens_agreed", "first_line_tried"),
        "acupuncture": ("acupuncture_agreed",),
        "stretching": ("supervised_by_physio",),
    }.get(kind.id, ())


def _extra(
    pregnancy: Pregnancy,
    stands: Standing,
    kind: Treatment,
    sessions: list[ReliefSession],
    now: datetime,
) -> dict[str, Any]:
    extra: dict[str, Any] = {"choices": choices_of(pregnancy), "reminders": REMINDERS}
    if kind.id in COUNTED or kind.id == "stretching":
        extra["week"] = week_of(sessions, pregnancy.activities.all(), now)
    if kind.id == "stretching" and stands.assessment is not None:
        weeks = weeks_in(stands.answers)
        extra["moves"] = [
            move for one in stands.assessment.plan.routine if (move := move_of(one.id, weeks))
        ]
    if kind.id == "belt":
        extra["belt_sources"] = sources_in_words(("coch15",))
    if kind.id == "tens":
        extra["device"] = kind.settings
    if kind.id in WITH_MORE:
        extra["extra"] = f"relief/about_{kind.id}.html"
    return extra


def _day(typed: str, latest: date) -> date | None:
    try:
        day = parse_date(typed.strip())
    except ValueError:
        return None
    return day if day is not None and day <= latest else None
