"""Her data: what is there, correcting and deleting it, a copy of it, and reading a copy back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carrywell.companion.check import private
from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.service import guideline
from carrywell.companion.people.access import (
    account_of,
    hers,
    latest_pregnancy,
    person_of,
    pregnancy_of,
)
from carrywell.companion.people.models import Pregnancy, StandingFact
from carrywell.companion.people.whom_to_ring import keep_numbers_of
from carrywell.companion.record.archive import CannotImport, json_in
from carrywell.companion.record.erase import erase_everything, fold_in
from carrywell.companion.record.exporting import as_zip, copy_of, file_name
from carrywell.companion.record.forms import DeleteForm, FactForm, ImportForm
from carrywell.companion.record.importing import look_at, read_copy, take_over
from carrywell.companion.record.show import (
    entry_of,
    is_of_person,
    listed_tables,
    rows_in,
    section_of,
    sections_of,
    title_of,
)
from carrywell.companion.record.tables import Table, rows_of, table_of, tables
from carrywell.companion.today import now_is

UNPROCESSABLE = 422


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is stored, where it lies, and what she can do with it."""
    pregnancy = latest_pregnancy(request)
    return render(
        request,
        "record/overview.html",
        {
            "pregnancy": pregnancy,
            "sections": sections_of(pregnancy) if pregnancy else (),
            "country": _country(pregnancy) if pregnancy else "",
            "earlier": _earlier(request).count(),
            "folder": settings.DATA,
            "has_pin": account_of(request).has_pin,
        },
    )


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """What could go wrong with Carrywell, and what she can do: written from the hazard log."""
    return render(request, "record/safety.html")


@require_safe
def table(request: HttpRequest, key: str) -> HttpResponse:
    """Every entry of a table."""
    section = section_of(_listed(key), pregnancy_of(request))
    return render(request, "record/table.html", {"section": section})


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Deletes one entry, once she has confirmed it."""
    found = _listed(key)
    row = get_object_or_404(rows_in(found, pregnancy_of(request)), pk=pk)
    if request.method == "POST":
        if isinstance(row, CheckIn):
            private.forget(row.pk)
        row.delete()
        fold_in()
        messages.success(request, "Deleted.")
        return redirect("record:overview")
    shown = {"entry": entry_of(found, row), "title": title_of(found)}
    return render(request, "record/remove.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects a standing fact."""
    fact = hers(request, StandingFact, pk)
    finding = guideline().content.finding.get(fact.finding)
    if finding is None:
        raise Http404
    form = FactForm(request.POST or None, finding=finding, value=fact.value)
    if request.method == "POST" and form.is_valid():
        fact.value, fact.confirmed_at = form.cleaned_data["value"], timezone.now()
        fact.save(update_fields=["value", "confirmed_at"])
        messages.success(request, "Saved.")
        return redirect("record:overview")
    status = UNPROCESSABLE if form.is_bound else 200
    return render(
        request,
        "record/change.html",
        {"form": form, "fact": fact, "finding": finding},
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def earlier(request: HttpRequest) -> HttpResponse:
    """What is stored of pregnancies before the latest one; they can be deleted here, nothing else."""
    found = _earlier(request)
    if request.method == "POST":
        ticked = request.POST.getlist("pregnancy")
        for one in found:
            if str(one.pk) in ticked:
                one.delete()
        fold_in()
        messages.success(request, "Deleted.")
        return redirect("record:overview")
    of_each = [one for one in listed_tables() if not is_of_person(one)]
    shown = [
        (one, [(title_of(each), rows_in(each, one).count()) for each in of_each]) for one in found
    ]
    return render(request, "record/earlier.html", {"earlier": shown})


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The copy, as a ZIP."""
    now = now_is(request)
    response = StreamingHttpResponse(
        as_zip(copy_of(account_of(request), now)), content_type="application/zip"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(now)}"'
    response.headers["Content-Encoding"] = "identity"  # it is compressed already
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def read_back(request: HttpRequest) -> HttpResponse:
    """Reads a copy back: all of it, or nothing."""
    has_data = latest_pregnancy(request) is not None
    if request.method != "POST":
        return _import_page(request, ImportForm(has_data=has_data))
    form = ImportForm(request.POST, request.FILES, has_data=has_data)
    if not form.is_valid():
        return _import_page(request, form)
    try:
        copy = read_copy(json_in(form.cleaned_data["file"].read()))
        if form.only_looks:
            return _import_page(request, form, look_at(account_of(request), copy))
        take_over(account_of(request), copy)
    except CannotImport as error:
        form.add_error("file", str(error))
        return _import_page(request, form)
    _after_reading(request)
    return redirect("record:overview")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Deletes everything, once the word is typed."""
    form = DeleteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        gone = erase_everything(account_of(request))
        request.session.flush()
        messages.success(request, "Everything is deleted.")
        if not gone:
            messages.warning(
                request,
                "Traces may still be in the file, because another page was open. Close Carrywell, start it, and delete again.",
            )
        response = redirect("start")
        response["Clear-Site-Data"] = '"storage"'  # taps that were never sent, and her choices
        return response
    return render(
        request,
        "record/delete.html",
        {"form": form, "counts": _counts(request), "folder": settings.DATA},
        status=UNPROCESSABLE if form.is_bound else 200,
    )


def _listed(key: str) -> Table:
    found = table_of(key)
    if found is None or found not in listed_tables():
        raise Http404
    return found


def _earlier(request: HttpRequest) -> Any:
    every = Pregnancy.objects.filter(person__account=account_of(request))
    latest = latest_pregnancy(request)
    return every.exclude(pk=latest.pk) if latest else every


def _country(pregnancy: Pregnancy) -> str:
    code = pregnancy.person.country
    return next(
        (one.name for one in guideline().content.emergency_numbers if one.country == code), code
    )


def _counts(request: HttpRequest) -> list[tuple[str, int]]:
    person = person_of(request)
    counted = [(one, rows_of(one, person).count()) for one in listed_tables()]
    return [(title_of(one), count) for one, count in counted if count]


def _import_page(
    request: HttpRequest, form: ImportForm, found: dict[str, int] | None = None
) -> HttpResponse:
    titles = {one.key: title_of(one) for one in tables()}
    holds = [(titles[key], count) for key, count in (found or {}).items() if count]
    return render(
        request,
        "record/import.html",
        {"form": form, "looked": found is not None, "holds": holds},
        status=UNPROCESSABLE if form.is_bound and form.errors else 200,
    )


def _after_reading(request: HttpRequest) -> None:
    """The numbers to ring follow what was read back; nothing private belongs to it."""
    private.forget()
    latest = Pregnancy.objects.filter(person__account=account_of(request)).first()
    if latest:
        keep_numbers_of(latest, settings.DATA)
    messages.success(request, "Your data is read back.")
