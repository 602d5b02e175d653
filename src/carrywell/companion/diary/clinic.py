"""Totals of published questionnaires that a clinic gave her; their questions are not here."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from carrywell.companion.body.units import number_typed
from carrywell.companion.diary.asked import measures
from carrywell.companion.diary.days import NO_DAY, day_typed, not_a_day
from carrywell.companion.diary.models import ClinicTotal
from carrywell.companion.diary.news import news_of, wrote
from carrywell.companion.people.access import current_pregnancy, hers
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.today import now_is, today_is
from carrywell.guideline.diary_questions import ClinicMeasure

UNPROCESSABLE = 422


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """A total as typed. `value` and `day` are None where they are not possible."""

    measure: str = ""
    score: str = ""
    on: str = ""
    value: float | None = None
    day: date | None = None
    problems: dict[str, str] = {}


def known_measures() -> dict[str, ClinicMeasure]:
    """The questionnaires of which a total may be kept, by id."""
    return {one.id: one for one in measures().clinic_totals}


def measure_in_words(measure: ClinicMeasure) -> str:
    """Its name with the range of its total."""
    return f"{measure.name} ({measure.id.upper()}), {range_in_words(measure)}"


def read_total(form: Mapping[str, str], pregnancy: Pregnancy, today: date) -> Total:
    """What she typed, with what is wrong in `problems`."""
    problems: dict[str, str] = {}
    measure = known_measures().get(form.get("measure", ""))
    if measure is None:
        problems["measure"] = "Choose which questionnaire it was."
    day = day_typed(form.get("on", ""))
    why_not = NO_DAY if day is None else not_a_day(pregnancy, day, today)
    if why_not:
        problems["on"] = why_not
    return Total(
        measure=form.get("measure", ""),
        score=form.get("score", "").strip(),
        on=form.get("on", "").strip(),
        value=_value(form.get("score", ""), measure, problems),
        day=day,
        problems=problems,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def clinic(request: HttpRequest) -> HttpResponse:
    """All totals, and one more."""
    pregnancy, now = current_pregnancy(request), now_is(request)
    total = Total(on=f"{now:%Y-%m-%d}")
    if request.method == "POST":
        total = read_total(request.POST.dict(), pregnancy, now.date())
        if not total.problems:
            keep_total(pregnancy, total, timezone.now())
            wrote(request)
            messages.success(request, "Saved.")
            return redirect("diary:clinic")
    names = known_measures()
    rows = [
        (one, names[one.measure]) for one in pregnancy.clinic_totals.all() if one.measure in names
    ]
    context: dict[str, Any] = {"rows": rows} | news_of(request, pregnancy, now)
    return _page(request, "diary/clinic.html", total, context)


@require_http_methods(["GET", "HEAD", "POST"])
def clinic_total(request: HttpRequest, pk: int) -> HttpResponse:
    """One total, to correct it."""
    pregnancy, entry = current_pregnancy(request), hers(request, ClinicTotal, pk)
    total = Total(
        measure=entry.measure, score=f"{entry.score:g}", on=f"{entry.measured_on:%Y-%m-%d}"
    )
    if request.method == "POST":
        total = read_total(request.POST.dict(), pregnancy, today_is(request))
        if not total.problems:
            keep_total(pregnancy, total, timezone.now(), entry)
            wrote(request)
            messages.success(request, "Saved.")
            return redirect("diary:clinic")
    return _page(request, "diary/clinic_total.html", total, {"entry": entry})


@require_POST
def delete_total(request: HttpRequest, pk: int) -> HttpResponse:
    """Deletes a total."""
    current_pregnancy(request)
    hers(request, ClinicTotal, pk).delete()
    wrote(request)
    messages.success(request, "Deleted.")
    return redirect("diary:clinic")


def keep_total(
    pregnancy: Pregnancy, total: Total, now: datetime, correcting: ClinicTotal | None = None
) -> None:
    """Writes a total without problems. The same again changes nothing."""
    values = {"measure": total.measure, "score": total.value, "measured_on": total.day}
    with transaction.atomic():
        if correcting is not None:
            pregnancy.clinic_totals.filter(pk=correcting.pk).update(**values, noted_at=now)
        elif not pregnancy.clinic_totals.filter(**values).exists():
            ClinicTotal.objects.create(pregnancy=pregnancy, **values, noted_at=now)


def _page(
    request: HttpRequest, template: str, total: Total, context: dict[str, Any]
) -> HttpResponse:
    context |= {
        "total": total,
        "measures": [(one.id, measure_in_words(one)) for one in known_measures().values()],
        "today": today_is(request),
    }
    return render(request, template, context, status=UNPROCESSABLE if total.problems else 200)


def _value(typed: str, measure: ClinicMeasure | None, problems: dict[str, str]) -> float | None:
    value = number_typed(typed)
    if measure is None:
        return None
    low, high = measure.range
    fits = value is not None and low <= value <= high
    if value is None or not fits or (measure.step and value % measure.step):
        told = f"'{typed.strip()[:20]}' is not possible here. " if typed.strip() else ""
        problems["score"] = f"{told}Write {range_in_words(measure)}."
        return None
    return value


def range_in_words(measure: ClinicMeasure) -> str:
    """Which totals there are."""
    low, high = measure.range
    kind = "a whole number" if measure.step == 1 else "a number"
    return f"{kind} from {low:g} to {high:g}"
