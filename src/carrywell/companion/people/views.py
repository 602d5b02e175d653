"""Today, the start, and what she can change about it."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carrywell.companion.care.hers import kept_by
from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.service import where
from carrywell.companion.check.steps import floor_of
from carrywell.companion.people.access import latest_pregnancy, person_of, pregnancy_of
from carrywell.companion.people.end import over_page
from carrywell.companion.people.forms import AboutForm, as_given, lasting
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.people.whom_to_ring import keep_numbers_of
from carrywell.companion.relief.later import waits_for
from carrywell.companion.today import now_is, today_is
from carrywell.companion.watch.standing import whats_changed

MOST_PEOPLE = 4
"""Of those she keeps, so many have a call button on Today."""


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The first page: what her records have changed, the check, then what stands from the last one."""
    pregnancy = latest_pregnancy(request)
    if pregnancy is None:
        return redirect("start")
    if pregnancy.is_over:
        return over_page(request, pregnancy)
    now = today_is(request)
    unfinished = CheckIn.objects.unfinished(pregnancy, timezone.now())
    left = None if unfinished else CheckIn.objects.left_behind(pregnancy, timezone.now())
    begun = unfinished or left
    return render(
        request,
        "people/today.html",
        {
            "pregnancy": pregnancy,
            "weeks": pregnancy.weeks(now),
            "unfinished": unfinished,
            "left": left,
            "floor": floor_of(where(begun, timezone.now()).answers) if begun else "",
            "last": CheckIn.objects.last_finished(pregnancy),
            "running": pregnancy.sessions.filter(ended_at=None).first(),
            "changed": whats_changed(pregnancy, now_is(request)),
            "later": None if unfinished else waits_for(pregnancy, now_is(request)),
            "people": [one for one in kept_by(pregnancy.person) if one.number][:MOST_PEOPLE],
            "today": now,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The first page of all: a few facts, nothing required."""
    pregnancy = latest_pregnancy(request)
    if pregnancy is not None and not pregnancy.is_over:
        return redirect("about")
    form = AboutForm(
        _sent(request),
        today=today_is(request),
        likely_country=_country_of_browser(request),
        initial=lasting(pregnancy) if pregnancy else None,
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            fresh = Pregnancy(person=person_of(request), started_at=timezone.now())
            form.save(fresh)
        keep_numbers_of(fresh, settings.DATA)
        return redirect("check:begin")
    return render(request, "people/start.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest) -> HttpResponse:
    """The same facts, to correct them."""
    pregnancy = pregnancy_of(request)
    form = AboutForm(_sent(request), today=today_is(request), initial=as_given(pregnancy))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save(pregnancy)
        keep_numbers_of(pregnancy, settings.DATA)
        messages.success(request, "Saved.")
        return redirect("today")
    return render(
        request,
        "people/about.html",
        {"form": form, "pregnancy": pregnancy, "facts": pregnancy.facts.all()},
        status=_status(form),
    )


def _country_of_browser(request: HttpRequest) -> str:
    """The country of the browser's language, such as GB in en-GB; empty when it names none."""
    language = request.headers.get("Accept-Language", "").split(",")[0].split(";")[0]
    _, _, region = language.partition("-")
    return region.upper() if len(region) == 2 else ""  # noqa: PLR2004 - ISO 3166


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when every field was left empty."""
    return request.POST if request.method == "POST" else None


def _status(form: AboutForm) -> int:
    return 422 if form.is_bound and form.errors else 200
