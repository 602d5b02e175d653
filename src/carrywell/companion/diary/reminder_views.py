"""Choosing reminders, and the calendar that other programs read."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carrywell.companion.diary.models import Reminders
from carrywell.companion.diary.remind import (
    NEUTRAL,
    TELLING,
    calendar_of,
    chosen,
    reminders_of,
    wishes,
)
from carrywell.companion.people.access import current_pregnancy, open_page
from carrywell.companion.today import today_is, zone_of

UNPROCESSABLE = 422
SECRET_BYTES = 32
ON_THIS_COMPUTER = ("localhost", "127.0.0.1", "[::1]")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SUNDAY = 6
CALENDAR = "text/calendar; charset=utf-8"


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
        error_messages={"invalid": "Write the time as hour and minute, such as 21:30."},
    )


class RemindersForm(forms.Form):
    """When she wants to be reminded. An empty time means no reminder."""

    diary_at = _time("Write my diary, every day at")
    pain_at = _time("Once more a day, only the pain now, at")
    weekly_at = _time("The weekly questions, at")
    weekly_on = forms.TypedChoiceField(
        label="On which day of the week?",
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose a day of the week."},
    )
    says_why = forms.BooleanField(required=False)
    in_browser = forms.BooleanField(required=False)

    def clean_weekly_on(self) -> int:
        """Sunday when nothing is chosen."""
        chosen_day: int | None = self.cleaned_data["weekly_on"]
        return SUNDAY if chosen_day is None else chosen_day


CHOICES = ("diary_at", "pain_at", "weekly_at", "weekly_on", "says_why", "in_browser")


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """Her choices."""
    row = reminders_of(current_pregnancy(request))
    before = {name: getattr(row, name) for name in CHOICES}
    form = RemindersForm(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        zone = str(getattr(zone_of(request), "key", ""))
        chosen(row, form.cleaned_data, zone, today_is(request)).save()
        messages.success(request, "Saved.")
        return redirect("diary:reminders")
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, "diary/reminders.html", _context(request, row, form), status=status)


@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """Makes a new address for the calendar, or takes it away; the old one stops at once."""
    row = reminders_of(current_pregnancy(request))
    stop = request.POST.get("do") == "stop"
    row.secret = "" if stop else secrets.token_urlsafe(SECRET_BYTES)
    row.save()
    messages.success(request, "The address is gone." if stop else "Here is your new address.")
    return redirect(reverse("diary:reminders") + "#calendar")


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The reminders of the next weeks as a file."""
    row = reminders_of(current_pregnancy(request))
    response = HttpResponse(calendar_of(row, timezone.now()), content_type=CALENDAR)
    response["Content-Disposition"] = 'attachment; filename="reminders.ics"'
    return response


@open_page
@require_safe
def feed(_request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar at its secret address. Programs that read it have no PIN: it holds nothing of hers."""
    row = Reminders.objects.filter(secret=secret).select_related("pregnancy").first()
    if not secret or row is None:
        raise Http404
    return HttpResponse(calendar_of(row, timezone.now()), content_type=CALENDAR)


def _context(request: HttpRequest, row: Reminders, form: RemindersForm) -> dict[str, Any]:
    path = reverse("diary:feed", args=[row.secret]) if row.secret else ""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return {
        "form": form,
        "any": bool(wishes(row)),
        "address": request.build_absolute_uri(path) if path else "",
        "here_only": host in ON_THIS_COMPUTER,
        "neutral": NEUTRAL.values(),
        "telling": TELLING.values(),
    }
