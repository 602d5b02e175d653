"""One question some time after a session."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from carrywell.companion.people.access import hers
from carrywell.companion.relief import stopping
from carrywell.companion.relief.models import ReliefSession
from carrywell.companion.relief.start_views import SCORES, pain_typed
from carrywell.companion.relief.views import UNPROCESSABLE, close_forgotten
from carrywell.companion.today import now_is


@require_http_methods(["GET", "HEAD", "POST"])
def later(request: HttpRequest, pk: int) -> HttpResponse:
    """The pain now, some time after a session."""
    session, now = hers(request, ReliefSession, pk), now_is(request)
    close_forgotten(session.pregnancy, now)
    if session.ended_at is None:
        return redirect("relief:running", pk)
    if session.pain_later_at or session.pain_before is None:
        return redirect("relief:done", pk)
    typed = request.POST.get("pain", "")
    pain = pain_typed(request.POST)
    if request.method != "POST" or (pain is None and typed != stopping.NOT_SURE):
        return _page(request, session, problem=request.method == "POST")
    if _keep(session, pain, now).stopped_because:
        return redirect("relief:done", pk)
    messages.success(request, "Noted. Thank you.")
    return redirect("today")


def _keep(session: ReliefSession, pain: int | None, now: datetime) -> ReliefSession:
    """Writes it down once; of two forms sent at once the first counts."""
    with transaction.atomic():
        fresh = ReliefSession.objects.select_for_update().get(pk=session.pk)
        if fresh.pain_later_at is None:
            fresh.pain_later, fresh.pain_later_at = pain, now
            stopping.keep_ticks(fresh, stopping.Ticked())
            fresh.save()
    return fresh


def _page(request: HttpRequest, session: ReliefSession, *, problem: bool) -> HttpResponse:
    return render(
        request,
        "relief/later.html",
        {"session": session, "scores": SCORES, "problem": problem},
        status=UNPROCESSABLE if problem else 200,
    )
