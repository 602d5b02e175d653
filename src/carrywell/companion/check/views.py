"""Check my back: begin, one screen after the other, the answer."""

from typing import Any

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carrywell.assessment.answers import AnswerError
from carrywell.assessment.walk import Step, Walk
from carrywell.companion.check import service
from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.reading import read_screen
from carrywell.companion.check.screen import draft_of, put, shown_screen
from carrywell.companion.check.show_answer import answer_page
from carrywell.companion.check.steps import (
    applies_on,
    asks_the_same,
    clear_answers,
    do_not_fit,
    done_before,
    floor_of,
    heading,
    left_open,
    page_title,
    step_at,
)
from carrywell.companion.people.access import hers, pregnancy_of
from carrywell.companion.people.facts import fact_lines, forget_facts
from carrywell.companion.safety import error_page
from carrywell.companion.today import now_is, today_is
from carrywell.companion.watch.recorded import answers_kept, recorded_lines
from carrywell.companion.watch.standing import goes_beyond, urgent_by_records

UNPROCESSABLE = 422
LONGEST_PLACE = 4
TOO_OLD = (
    "You began a check some hours ago. How you feel may have changed, so please start again."
    " If what you said then still worries you, ring now. You need not wait for the check."
)
TOO_LATE = "That page was left open for too long, so it was not saved. Please start again."
GOES_ON = "What you just said came after the earlier check. It counts in this new check. Please finish it."
CHANGED = (
    "Something you said before was changed in another window, so that page did not fit any more."
    " Please go on here."
)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Who answers, and whether what we know is still true and what she recorded right; then the first
    screen. What her records answer counts only if this page has shown it and she let it stand.
    """
    pregnancy = pregnancy_of(request)
    now = timezone.now()
    recorded = recorded_lines(pregnancy, now_is(request))
    if request.method == "POST":
        forget_facts(pregnancy, request.POST.getlist("changed"))
        asked_by = request.POST.get("asked_by", "")
        known_way = asked_by if asked_by in CheckIn.AskedBy.values else CheckIn.AskedBy.HERSELF
        wrong = request.POST.getlist("not_right")
        stands = [one for one in request.POST.getlist("recorded") if one not in wrong]
        kept = answers_kept(recorded, stands)
        check = service.begin(pregnancy, known_way, now, today_is(request), recorded=kept)
        return redirect("check:now", check.pk)
    return render(
        request,
        "check/begin.html",
        {
            "pregnancy": pregnancy,
            "weeks": pregnancy.weeks(today_is(request)),
            "unfinished": CheckIn.objects.unfinished(pregnancy, now),
            "recorded": recorded,
            "floor": urgent_by_records(pregnancy, now_is(request)),
            "facts": () if pregnancy.is_over else fact_lines(pregnancy, today_is(request)),
        },
    )


@require_safe
def now(request: HttpRequest, pk: int) -> HttpResponse:
    """Wherever she is in the check."""
    check = _hers_now(request, pk)
    if check.finished_at:
        return redirect("check:answer", pk)
    if service.is_too_old(check, timezone.now()):
        return _begin_anew(request, TOO_OLD)
    at = service.where(check, timezone.now())
    if (place := left_open(check, at)) is not None:
        return redirect("check:screen", pk, place)
    if at.now is None:
        done = {"check": check, "back": len(at.steps) - 1, "floor": floor_of(at.answers)}
        return render(request, "check/done.html", done)
    return redirect("check:screen", pk, len(at.steps))


@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """One screen of the interview: the `place`-th, counted from 0."""
    check = _hers_now(request, pk)
    over = check.finished_at is not None or service.is_too_old(check, timezone.now())
    if over and request.method != "POST":
        return redirect("check:now", pk)
    at = service.where(check, timezone.now())
    step = step_at(at, place)
    if over:
        return _late(request, check, step)
    if step is None:
        return redirect("check:now", pk)
    if request.method == "POST":
        return _save(request, check, at, step, place)
    return _screen_page(request, check, at, step, place, step.given | draft_of(check, place), {})


@require_POST
def keep(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Keeps a screen as it is being filled in, so that closing the browser loses nothing."""
    check = _hers_now(request, pk)
    step = None if check.finished_at else step_at(service.where(check, timezone.now()), place)
    if step is not None and asks_the_same(request, step):
        reading = read_screen(step.screen.questions, request.POST, applies_on(step))
        service.keep_draft(check, place, reading.given, timezone.now())
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer. Sending here finishes the check with what is answered so far."""
    check = _hers_now(request, pk)
    moment = timezone.now()
    if check.finished_at and request.method != "POST":
        if (changed := goes_beyond(check, now_is(request))) is not None:
            return render(
                request, "check/answer_changed.html", {"check": check, "changed": changed}
            )
        try:
            assessment, answers = service.assessment_of(check, moment)
            return answer_page(request, check, assessment, answers)
        except (ValueError, KeyError):  # an edition that named what this one does not
            return render(request, "check/answer_old.html", {"check": check})
    if request.method != "POST":
        return redirect("check:now", pk)
    place = request.POST.get("place", "")
    at = service.where(check, moment)
    step = step_at(at, int(place)) if place.isdecimal() and len(place) < LONGEST_PLACE else None
    if check.finished_at or service.is_too_old(check, moment):
        return _late(request, check, step)
    if step is not None and asks_the_same(request, step):
        problem = _save_as_far_as_it_is(request, check, at, step, int(place))
        if problem is not None:
            return problem
    return _finish(request, check)


def _hers_now(request: HttpRequest, pk: int) -> CheckIn:
    """One of her checks; an unfinished one with what is known today."""
    check = hers(request, CheckIn, pk)
    if check.finished_at is None:
        check.known = service.known_today(check, today_is(request))
    return check


def _late(request: HttpRequest, check: CheckIn, step: Step | None) -> HttpResponse:
    """What came after the check was finished, or long after it was left, is not lost."""
    if step is None or not asks_the_same(request, step):
        return (
            _begin_anew(request, TOO_LATE)
            if check.finished_at is None
            else redirect("check:answer", check.pk)
        )
    given = clear_answers(request, step)
    again = service.begin_again(check, given, timezone.now(), today_is(request))
    if again is None:
        return redirect("check:now", check.pk)
    messages.warning(request, GOES_ON)
    return redirect("check:now", again.pk)


def _begin_anew(request: HttpRequest, say: str) -> HttpResponse:
    messages.warning(request, say)
    return redirect("check:begin")


def _save_as_far_as_it_is(
    request: HttpRequest, check: CheckIn, at: Walk, step: Step, place: int
) -> HttpResponse | None:
    """Saves a half-filled screen before an early answer; the page again when it does not fit."""
    given = clear_answers(request, step)
    problems = do_not_fit(step, given)
    if problems:
        return _screen_page(request, check, at, step, place, step.given | given, problems)
    try:
        service.save_answers(check, given, timezone.now())
    except DatabaseError:
        return _unsaved(request, check, given)
    return None


def _save(request: HttpRequest, check: CheckIn, at: Walk, step: Step, place: int) -> HttpResponse:
    if not asks_the_same(request, step):
        messages.warning(request, CHANGED)
        return redirect("check:now", check.pk)
    reading = read_screen(step.screen.questions, request.POST, applies_on(step))
    if request.POST.get("go") == "back" and place >= len(at.steps):
        service.keep_draft(check, place, clear_answers(request, step), timezone.now())
        return redirect("check:screen", check.pk, max(place - 1, 0))
    problems = reading.problems or do_not_fit(step, reading.given)
    fitting = {} if not reading.problems and problems else reading.given
    try:
        if problems:
            service.keep_draft(check, place, reading.given, timezone.now())
        else:
            service.save_answers(check, fitting, timezone.now())
    except DatabaseError:
        return _unsaved(request, check, reading.given)
    if problems:
        shown = step.given | reading.given
        return _screen_page(request, check, at, step, place, shown, problems)
    after = service.where(check, timezone.now())
    if request.POST.get("go") == "back":
        return redirect("check:screen", check.pk, max(place - 1, 0))
    if after.now is None and (left_open(check, after) is not None or place < len(after.steps) - 1):
        return redirect("check:now", check.pk)
    if after.now is None:
        return _finish(request, check)
    further = len(after.steps) if request.POST.get("go") == "on" else place + 1
    return redirect("check:screen", check.pk, min(further, len(after.steps)))


def _finish(request: HttpRequest, check: CheckIn) -> HttpResponse:
    try:
        service.finish(check, timezone.now(), today_is(request))
    except DatabaseError:
        return _unsaved(request, check, {})
    return redirect("check:answer", check.pk)


def _unsaved(request: HttpRequest, check: CheckIn, given: dict[str, Any]) -> HttpResponse:
    """Nothing could be written: say so, and still say how urgent it is."""
    said = check.facts() | given
    try:
        urgent = service.guideline().assess(said).urgency
    except AnswerError:
        urgent = "routine"
    say = {
        "emergency": "Your answers mean: call an ambulance now.",
        "urgent": "Your answers mean: ring your maternity unit now, within the hour.",
    }.get(urgent, "If you are worried, ring. You need not wait for this page.")
    return error_page(
        request,
        status=507,
        title="Carrywell could not save this page",
        say=f"{say} What you saved before is still there. The disk may be full or may not be written to.",
    )


def _screen_page(
    request: HttpRequest,
    check: CheckIn,
    at: Walk,
    step: Step,
    place: int,
    given: dict[str, Any],
    problems: dict[str, str],
) -> HttpResponse:
    return render(
        request,
        "check/screen.html",
        {
            "check": check,
            "place": place,
            "screen": step.screen,
            "shown": shown_screen(step, done_before(at, step, place), given, problems),
            "problems": problems,
            "put": put(step.screen),
            "title": page_title(step, check.pregnancy.outcome),
            "heading": heading(step, check.pregnancy.outcome),
            "floor": floor_of(at.answers | given) or floor_of(at.answers) or floor_of(step.before),
            "urgency_settled": step.screen.purpose != "urgency",
            "ahead": len(at.steps) > place,
        },
        status=UNPROCESSABLE if problems else 200,
    )
