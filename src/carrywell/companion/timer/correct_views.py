"""Correcting a spasm, adding one by hand, deleting one, and what her unit told her."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from carrywell.companion.body.forms import began_on
from carrywell.companion.people.access import current_pregnancy, hers
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.timer.forms import LabourForm, SpasmForm
from carrywell.companion.timer.models import KEY_LENGTH, LabourAdvice, Spasm, TimerEvent
from carrywell.companion.timer.taps import delete, was_deleted
from carrywell.patterns.gestation import DAYS_A_WEEK, LAST_WEEK

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """One spasm: its times, strength and place."""
    pregnancy, now = current_pregnancy(request), timezone.now()
    spasm = hers(request, Spasm, pk)
    form = SpasmForm(request.POST or None, now=now, earliest=_earliest(pregnancy, now), spasm=spasm)
    if request.method == "POST" and form.is_valid():
        _save(spasm, form, now)
        messages.success(request, "Saved.")
        return redirect("timer:overview")
    return _page(request, form, spasm)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A spasm that was not tapped."""
    pregnancy, now = current_pregnancy(request), timezone.now()
    form = SpasmForm(
        request.POST if request.method == "POST" else None,
        now=now,
        earliest=_earliest(pregnancy, now),
    )
    if request.method == "POST" and form.is_valid():
        key = request.POST.get("key", "")[:KEY_LENGTH] or str(uuid4())
        sent_before = pregnancy.spasms.filter(key=key).exists() or was_deleted(pregnancy, key)
        if not sent_before:
            _save(Spasm(pregnancy=pregnancy, key=key), form, now)
        messages.success(request, "Saved.")
        return redirect("timer:overview")
    return _page(request, form, None)


@require_POST
def delete_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Deletes a spasm; a tap of it that is still on its way does not bring it back."""
    current_pregnancy(request)
    delete(hers(request, Spasm, pk), str(uuid4()), timezone.now())
    messages.success(request, "Deleted.")
    return redirect("timer:overview")


@require_http_methods(["GET", "HEAD", "POST"])
def labour(request: HttpRequest) -> HttpResponse:
    """When her unit told her to ring."""
    pregnancy = current_pregnancy(request)
    advice = LabourAdvice.objects.filter(pregnancy=pregnancy).first()
    data = request.POST if request.method == "POST" else None
    form = LabourForm(data, advice=advice)
    if data is not None and form.is_valid():
        _keep_advice(pregnancy, form.cleaned_data["numbers"], timezone.now())
        messages.success(request, "Saved.")
        return redirect("timer:overview")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "timer/labour.html", {"form": form}, status=status)


def _save(spasm: Spasm, form: SpasmForm, now: datetime) -> None:
    """Writes what was typed; that the times were corrected is noted, for a tap that comes late."""
    given = form.cleaned_data
    with transaction.atomic():
        for name in ("started_at", "ended_at", "strength", "place"):
            setattr(spasm, name, given[name])
        spasm.changed_at = now
        spasm.save()
        spasm.pregnancy.timer_events.create(
            key=str(uuid4()), what=TimerEvent.What.EDIT, spasm_key=spasm.key, received_at=now
        )


def _keep_advice(pregnancy: Pregnancy, numbers: tuple[int, int, int] | None, now: datetime) -> None:
    if numbers is None:
        LabourAdvice.objects.filter(pregnancy=pregnancy).delete()
        return
    given = dict(zip(LabourForm.LIMITS, numbers, strict=True))
    LabourAdvice.objects.update_or_create(pregnancy=pregnancy, defaults={**given, "noted_at": now})


def _earliest(pregnancy: Pregnancy, now: datetime) -> datetime:
    """The beginning of this pregnancy, as far as it can be known."""
    day = began_on(pregnancy.due_date)
    if day is None:
        return now - timedelta(days=int(LAST_WEEK * DAYS_A_WEEK))
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())


def _page(request: HttpRequest, form: SpasmForm, spasm: Spasm | None) -> HttpResponse:
    context = {
        "form": form,
        "fields": [form["strength"], form["place"]],
        "spasm": spasm,
        "key": request.POST.get("key") or str(uuid4()),
    }
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, "timer/correct.html", context, status=status)
