"""Check my back: begin, one screen after the other, the answer."""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carrywell.assessment.answers import AnswerError
from carrywell.assessment.walk import Step, Walk, applies
from carrywell.companion.check import service
from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.reading import TICKS, read_screen
from carrywell.companion.check.screen import draft_of, shown_screen
from carrywell.companion.check.show_answer import answer_page
from carrywell.companion.people.access import hers, pregnancy_of
from carrywell.companion.people.facts import fact_lines, forget_facts
from carrywell.companion.safety import error_page
from carrywell.companion.today import today_is

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Who answers, and whether what we know is still true; then the first screen."""
    pregnancy = pregnancy_of(request)
    now = timezone.now()
    if request.method == "POST":
        forget_facts(pregnancy, request.POST.getlist("changed"))
        asked_by = request.POST.get("asked_by", "")
        known_way = asked_by if asked_by in CheckIn.AskedBy.values else CheckIn.AskedBy.HERSELF
        check = service.begin(pregnancy, known_way, now, today_is(request))
        return redirect("check:now", check.pk)
    return render(
        request,
        "check/begin.html",
        {
            "pregnancy": pregnancy,
            "weeks": pregnancy.weeks(today_is(request)),
            "unfinished": CheckIn.objects.unfinished(pregnancy, now),
            "facts": () if pregnancy.is_over else fact_lines(pregnancy),
        },
    )


@require_safe
def now(request: HttpRequest, pk: int) -> HttpResponse:
    """Wherever she is in the check."""
    check = hers(request, CheckIn, pk)
    if check.finished_at:
        return redirect("check:answer", pk)
    at = service.where(check, timezone.now())
    if at.now is None:
        return render(request, "check/done.html", {"check": check, "back": len(at.steps) - 1})
    return redirect("check:screen", pk, len(at.steps))


@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """One screen of the interview: the `place`-th, counted from 0."""
    check = hers(request, CheckIn, pk)
    if check.finished_at:
        return redirect("check:answer", pk)
    at = service.where(check, timezone.now())
    step = _step(at, place)
    if step is None:
        return redirect("check:now", pk)
    if request.method == "POST":
        return _save(request, check, at, step, place)
    return _screen_page(request, check, at, step, place, step.given | draft_of(check, place), {})


@require_POST
def keep(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Keeps a screen as it is being filled in, so that closing the browser loses nothing."""
    check = hers(request, CheckIn, pk)
    step = None if check.finished_at else _step(service.where(check, timezone.now()), place)
    if step is not None:
        reading = read_screen(step.screen.questions, request.POST, _applies(step))
        service.keep_draft(check, place, reading.given, timezone.now())
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer. Sending here finishes the check with what is answered so far."""
    check = hers(request, CheckIn, pk)
    moment, today = timezone.now(), today_is(request)
    if check.finished_at:
        try:
            assessment, answers = service.assessment_of(check, moment)
        except ValueError:
            return render(request, "check/answer_old.html", {"check": check})
        return answer_page(request, check, assessment, answers)
    if request.method != "POST":
        return redirect("check:now", pk)
    try:
        service.finish(check, moment, today)
    except DatabaseError:
        return _unsaved(request, check, {})
    return redirect("check:answer", pk)


def _save(request: HttpRequest, check: CheckIn, at: Walk, step: Step, place: int) -> HttpResponse:
    reading = read_screen(step.screen.questions, request.POST, _applies(step))
    problems = reading.problems or _do_not_fit(step, reading.given)
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
    if after.now is None and not _settled_by(after, place):
        return redirect("check:now", check.pk)
    if after.now is None:
        return _finish(request, check)
    return redirect("check:screen", check.pk, min(place + 1, len(after.steps)))


def _finish(request: HttpRequest, check: CheckIn) -> HttpResponse:
    try:
        service.finish(check, timezone.now(), today_is(request))
    except DatabaseError:
        return _unsaved(request, check, {})
    return redirect("check:answer", check.pk)


def _settled_by(after: Walk, place: int) -> bool:
    """Whether the screen just sent was the last one, so that nothing is left to read again."""
    return place >= len(after.steps) - 1


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


def _step(at: Walk, place: int) -> Step | None:
    if place < len(at.steps):
        return at.steps[place]
    if place == len(at.steps) and at.now is not None:
        before = {name: value for name, value in at.answers.items() if name not in at.given}
        return Step(at.now, before, at.given)
    return None


def _done_before(at: Walk, step: Step, place: int) -> int:
    """How many screens of the same part she has answered before this one."""
    return sum(one.screen.purpose == step.screen.purpose for one in at.steps[:place])


def _applies(step: Step) -> Callable[[str, dict[str, Any]], bool]:
    return lambda finding, given: applies(service.guideline(), finding, step.before | given)


def _do_not_fit(step: Step, given: dict[str, Any]) -> dict[str, str]:
    """What the guideline says about answers that cannot all be right, by question."""
    try:
        service.guideline().assess(step.before | given)
    except AnswerError as error:
        here = {one.finding for one in step.screen.questions}
        return {
            next((name for name in problem.findings if name in here), TICKS): problem.message
            for problem in error.problems
        }
    return {}


def _screen_page(
    request: HttpRequest,
    check: CheckIn,
    at: Walk,
    step: Step,
    place: int,
    given: dict[str, Any],
    problems: dict[str, str],
) -> HttpResponse:
    so_far = service.guideline().assess(step.before)
    return render(
        request,
        "check/screen.html",
        {
            "check": check,
            "place": place,
            "screen": step.screen,
            "shown": shown_screen(step, _done_before(at, step, place), given, problems),
            "problems": problems,
            "floor": so_far.floor if so_far.floor in ("emergency", "urgent") else "",
            "urgency_settled": step.screen.purpose != "urgency",
            "ahead": len(at.steps) > place,
        },
        status=UNPROCESSABLE if problems else 200,
    )
