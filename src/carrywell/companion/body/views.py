"""What my body is doing: the drawing, her weight, and what she adds to them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carrywell.api import load_guideline
from carrywell.companion.body.forms import AboutBodyForm, WeightForm, began_on
from carrywell.companion.body.hers import (
    KEEPS_BACK,
    answer_so_far,
    entries_of,
    keep_answers,
    keep_weight,
    known_of_body,
    rather_not_say,
)
from carrywell.companion.body.models import WeightEntry
from carrywell.companion.body.page import body_page
from carrywell.companion.people.access import current_pregnancy, hers
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.today import today_is

UNPROCESSABLE = 422


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """How her balance shifts, and her weight."""
    return _page(request, current_pregnancy(request))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Adds a weight; another of the same day makes way for it."""
    pregnancy = current_pregnancy(request)
    if request.method != "POST":
        return redirect("body:overview")
    form = _weight_form(request, pregnancy, data=request.POST)
    if not form.is_valid():
        return _page(request, pregnancy, weight_form=form)
    _save(request, pregnancy, form)
    return redirect("body:overview")


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest) -> HttpResponse:
    """Takes what was missing for the pictures."""
    pregnancy = current_pregnancy(request)
    if request.method != "POST":
        return redirect("body:overview")
    page = _body_page(request, pregnancy)
    form = AboutBodyForm(request.POST, asks=page.asks)
    if not form.is_valid():
        return _page(request, pregnancy, about_form=form)
    keep_answers(pregnancy, form.cleaned_data, timezone.now())
    return redirect("body:overview")


@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """The answer that keeps numbers about weight back, to change it."""
    pregnancy = current_pregnancy(request)
    before = {KEEPS_BACK: answer_so_far(pregnancy)}
    form = AboutBodyForm(request.POST or None, asks=(KEEPS_BACK,), initial=before)
    if request.method == "POST" and form.is_valid():
        keep_answers(pregnancy, form.cleaned_data, timezone.now())
        messages.success(request, "Saved.")
        return redirect("body:overview")
    return render(request, "body/numbers.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """One of her weights, to correct or delete it."""
    pregnancy = current_pregnancy(request)
    entry = hers(request, WeightEntry, pk)
    form = _weight_form(request, pregnancy, data=request.POST or None, entry=entry)
    if request.method == "POST" and form.is_valid():
        _save(request, pregnancy, form, correcting=entry)
        return redirect("body:overview")
    return render(request, "body/weight.html", {"form": form, "entry": entry}, status=_status(form))


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Deletes one of her weights."""
    current_pregnancy(request)
    hers(request, WeightEntry, pk).delete()
    messages.success(request, "Deleted.")
    return redirect("body:overview")


@require_POST
def delete_all(request: HttpRequest) -> HttpResponse:
    """Deletes all her weights, for someone who does not want to see them one by one."""
    current_pregnancy(request).weights.all().delete()
    messages.success(request, "Your saved weights are deleted.")
    return redirect("body:overview")


def _page(
    request: HttpRequest,
    pregnancy: Pregnancy,
    weight_form: WeightForm | None = None,
    about_form: AboutBodyForm | None = None,
) -> HttpResponse:
    page = _body_page(request, pregnancy)
    context: dict[str, Any] = {
        "page": page,
        "entries": entries_of(pregnancy),
        "weight_form": weight_form or _weight_form(request, pregnancy),
        "about_form": about_form or AboutBodyForm(asks=page.asks),
        "not_said": rather_not_say(pregnancy) and not about_form,
        "keeps_back": load_guideline().content.finding[KEEPS_BACK],
    }
    status = UNPROCESSABLE if weight_form or about_form else 200
    return render(request, "body/overview.html", context, status=status)


def _body_page(request: HttpRequest, pregnancy: Pregnancy) -> Any:
    today = today_is(request)
    known = known_of_body(pregnancy, today)
    return body_page(load_guideline(), pregnancy, known, entries_of(pregnancy), today)


def _weight_form(
    request: HttpRequest,
    pregnancy: Pregnancy,
    data: Any = None,
    entry: WeightEntry | None = None,
) -> WeightForm:
    return WeightForm(
        data,
        today=today_is(request),
        began_on=began_on(pregnancy.due_date),
        initial=WeightForm.as_given(entry, pregnancy.weights.first()),
    )


def _save(
    request: HttpRequest,
    pregnancy: Pregnancy,
    form: WeightForm,
    correcting: WeightEntry | None = None,
) -> None:
    given = form.cleaned_data
    entry = keep_weight(
        pregnancy,
        given["weight_kg"],
        given["unit"],
        given["measured_on"],
        timezone.now(),
        correcting,
    )
    messages.success(request, f"Saved: {entry.in_words} on {entry.measured_on:%-d %B %Y}.")


def _status(form: AboutBodyForm | WeightForm) -> int:
    return UNPROCESSABLE if form.is_bound and form.errors else 200
