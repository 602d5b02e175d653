"""One place, and the places she keeps."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carrywell.care.place import Dataset, Place
from carrywell.companion.care.ask_store import NoPlaces, ask_store
from carrywell.companion.care.forms import KeptPlaceForm
from carrywell.companion.care.hers import is_unit, keep, kept_by, kept_in, make_unit, unit_before
from carrywell.companion.care.kinds import kind_called, names_of
from carrywell.companion.care.models import KeptPlace
from carrywell.companion.care.shown import geo_of, map_page_of, place_line, website_of
from carrywell.companion.numbers import Number
from carrywell.companion.people.access import person_of, pregnancy_of
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.record.erase import fold_in
from carrywell.companion.today import now_is

UNPROCESSABLE = 422


@require_safe
def place(request: HttpRequest) -> HttpResponse:
    """Everything the list says of one place."""
    pregnancy_of(request)
    found, dataset = _listed(request.GET.get("list", ""), request.GET.get("id", ""))
    line = place_line(found, dataset, now_is(request))
    kept = kept_in(person_of(request)).get((dataset.name, found.id))
    kinds = [one for one in map(kind_called, found.kinds) if one is not None]
    return render(request, "care/place.html", {"line": line, "kept": kept, "kinds": kinds})


@require_POST
def keep_place(request: HttpRequest) -> HttpResponse:
    """Keeps a place of a list as hers."""
    pregnancy_of(request)
    found, dataset = _listed(request.POST.get("list", ""), request.POST.get("id", ""))
    kept = keep(person_of(request), found, dataset, timezone.now())
    on_today = " Its call button is on Today." if kept.phone else ""
    messages.success(request, f"Kept: {kept.name}.{on_today} You can add notes here.")
    return redirect("care:kept", kept.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Her places, and a form for one that no list has."""
    pregnancy = pregnancy_of(request)
    form = KeptPlaceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kept = KeptPlace(person=person_of(request), kept_at=timezone.now(), **form.cleaned_data)
        kept.save()
        messages.success(request, f"Kept: {kept.name}.")
        return redirect("care:mine")
    context = {
        "form": form,
        "mine": [(one, _told(one, pregnancy)) for one in kept_by(person_of(request))],
        "before": unit_before(pregnancy),
        "my_unit": _unit(pregnancy),
    }
    return render(request, "care/mine.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def kept_place(request: HttpRequest, pk: int) -> HttpResponse:
    """One of her places, to correct it and write notes."""
    pregnancy = pregnancy_of(request)
    kept = _hers(request, pk)
    fields = ("name", "kind", "phone", "address", "notes")
    form = KeptPlaceForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(kept, name) for name in fields},
    )
    if request.method == "POST" and form.is_valid():
        was_unit = is_unit(pregnancy, kept)
        for name in fields:
            setattr(kept, name, form.cleaned_data[name])
        kept.save(update_fields=fields)
        messages.success(request, "Saved.")
        if was_unit and not is_unit(pregnancy, kept):
            messages.warning(request, f"The call button still rings {pregnancy.unit_phone}.")
        return redirect("care:kept", pk)
    context = {
        "kept": kept,
        "form": form,
        "my_unit": _unit(pregnancy),
        "is_unit": is_unit(pregnancy, kept),
        "told": _told(kept, pregnancy),
        "website": website_of(kept.website),
        "geo": geo_of(kept.point, kept.name) if kept.point else "",
        "map_page": map_page_of(kept.point) if kept.point else "",
    }
    return render(request, "care/kept.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts its number on the call button, once she has seen the old and the new one."""
    pregnancy = pregnancy_of(request)
    kept = _hers(request, pk)
    if not kept.phone:
        messages.warning(request, "Write its phone number first.")
        return redirect("care:kept", pk)
    if request.method == "POST":
        make_unit(pregnancy, kept, timezone.now(), settings.DATA)
        messages.success(request, f"The call button now rings {kept.name}, {kept.phone}.")
        return redirect("care:mine")
    context = {"kept": kept, "my_unit": _unit(pregnancy)}
    return render(request, "care/unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Deletes one of her places, once she has confirmed it; a number on the call button stays there."""
    pregnancy = pregnancy_of(request)
    kept = _hers(request, pk)
    if request.method != "POST":
        context = {"kept": kept, "is_unit": is_unit(pregnancy, kept)}
        return render(request, "care/remove.html", context)
    kept.delete()
    fold_in()
    messages.success(request, f"{kept.name} is deleted from your places.")
    return redirect("care:mine")


def _hers(request: HttpRequest, pk: int) -> KeptPlace:
    return get_object_or_404(KeptPlace, pk=pk, person=person_of(request))


def _unit(pregnancy: Pregnancy) -> Number | None:
    if not pregnancy.unit_phone:
        return None
    return Number(pregnancy.unit_name or "My maternity unit", pregnancy.unit_phone)


def _told(kept: KeptPlace, pregnancy: Pregnancy) -> str:
    """What it is, in words."""
    said = [names_of((kept.kind,))]
    if is_unit(pregnancy, kept):
        said.append("on your call button")
    return ", ".join(one for one in said if one)


def _listed(dataset: str, id_: str) -> tuple[Place, Dataset]:
    """A place of a list; 404 when it is not in it any more."""
    try:
        found = ask_store(lambda store: store.place(dataset, id_))
    except NoPlaces as error:
        raise Http404(str(error)) from None
    if found is None:
        raise Http404
    return found
