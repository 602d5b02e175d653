"""Whom to see near her: where she searches from, and the list."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carrywell.care.folded import folded
from carrywell.care.place import Town
from carrywell.companion.care.ask_store import NoPlaces
from carrywell.companion.care.forms import WhereForm
from carrywell.companion.care.hers import kept_by, kept_in
from carrywell.companion.care.kinds import care_kinds, kind_called
from carrywell.companion.care.near import Asked, asked_for, has_places, near, towns_called
from carrywell.companion.care.origin import HERE, HERE_KEPT, Origin, choose, forget, origin_of
from carrywell.companion.care.shown import distance_told, line_of, sources_of
from carrywell.companion.care.small_map import map_of
from carrywell.companion.headers import SAFE
from carrywell.companion.people.access import pregnancy_of
from carrywell.companion.people.models import Person
from carrywell.companion.today import now_is

UNPROCESSABLE = 422
MAY_ASK_POSITION = SAFE["Permissions-Policy"].replace("geolocation=()", "geolocation=(self)")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The list near her; before it, where that is."""
    return _page(request, asked_for(request.GET), WhereForm())


@require_http_methods(["GET", "HEAD", "POST"])
def search_from(request: HttpRequest) -> HttpResponse:
    """Takes where she searches from; asks which one where several are called so."""
    if request.method != "POST":
        return redirect("care:overview")
    pregnancy_of(request)
    asked = asked_for(request.POST)
    form = WhereForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, form)
    if form.point is not None:
        here = HERE_KEPT if form.cleaned_data["keep"] else HERE
        name = here if form.is_here else "the point you wrote"
        return _from(request, Origin(name, form.point), form, asked)
    return _from_name(request, form, asked)


@require_POST
def forget_where(request: HttpRequest) -> HttpResponse:
    """Forgets where she searches from."""
    pregnancy_of(request)
    forget(request)
    return redirect("care:overview")


def address_of(asked: Asked, **changed: Any) -> str:
    """The address of the page that asks this."""
    query = {"kind": asked.kind, "open": "1" if asked.open_now else "", **changed}
    said = urlencode({name: value for name, value in query.items() if value})
    return reverse("care:overview") + (f"?{said}" if said else "")


def _from_name(request: HttpRequest, form: WhereForm, asked: Asked) -> HttpResponse:
    typed = form.cleaned_data["where"].strip()
    try:
        towns = towns_called(typed)
    except NoPlaces as error:
        form.add_error("where", str(error))
        return _page(request, asked, form)
    names = _names(towns)
    picked = request.POST.get("town", "")
    country = pregnancy_of(request).person.country
    if picked in names or (len(towns) == 1 and _is_meant(towns[0], typed, country)):
        place = names.index(picked) if picked in names else 0
        return _from(request, Origin(names[place], towns[place].point), form, asked)
    if not towns:
        form.add_error("where", f"No town or postcode called '{typed}' is in your list.")
        return _page(request, asked, form)
    context = {"names": names, "form": form, "asked": asked}
    return render(request, "care/which_town.html", context | {"typed": typed})


def _is_meant(town: Town, typed: str, country: str) -> bool:
    """Whether she surely means it: not Londonderry by 'London', nor New York by a postcode of Berlin."""
    is_called_so = folded(town.name) == folded(typed.partition(",")[0])
    is_postcode = any(one.isdigit() for one in town.name)
    is_abroad = bool(country and town.country) and town.country != country
    return is_called_so and not (is_postcode and is_abroad)


def _from(request: HttpRequest, origin: Origin, form: WhereForm, asked: Asked) -> HttpResponse:
    choose(request, origin, keep=form.cleaned_data["keep"], now=timezone.now())
    return redirect(address_of(asked))


def _names(towns: Sequence[Town]) -> list[str]:
    """Names that tell the towns apart: where they lie beside a name that two of them have."""
    names = [", ".join(one for one in (town.name, town.within) if one) for town in towns]
    return [
        f"{name} ({town.point.latitude:.2f}, {town.point.longitude:.2f})"
        if names.count(name) > 1
        else name
        for name, town in zip(names, towns, strict=True)
    ]


def _page(request: HttpRequest, asked: Asked, form: WhereForm) -> HttpResponse:
    person, origin = pregnancy_of(request).person, origin_of(request)
    context: dict[str, Any] = {
        "asked": asked,
        "form": form,
        "kind": kind_called(asked.kind),
        "origin": origin,
        "kinds": [(one, address_of(asked, kind=one.id)) for one in care_kinds().kinds],
        "every_kind": address_of(asked, kind=""),
        "toggle_open": address_of(asked, open="" if asked.open_now else "1"),
        "mine": kept_by(person),
    }
    try:
        context |= (
            _list(person, asked, origin, now_is(request))
            if origin
            else {"no_list": not has_places()}
        )
    except NoPlaces as error:
        context["trouble"] = str(error)
    response = render(
        request, "care/overview.html", context, status=UNPROCESSABLE if form.errors else 200
    )
    response.headers["Permissions-Policy"] = MAY_ASK_POSITION
    return response


def _list(person: Person, asked: Asked, origin: Origin, moment: datetime) -> dict[str, Any]:
    page = near(origin.point, asked, moment)
    lines = [
        line_of(one, page.first + place, person.country, moment)
        for place, one in enumerate(page.found)
    ]
    kept = kept_in(person)
    return {
        "lines": [(one, kept.get((one.dataset.name, one.place.id))) for one in lines],
        "map": map_of(page.found, lines, person.country) if lines else None,
        "sources": sources_of(lines, moment.date()),
        "far": distance_told(page.found[0].metres, person.country) if page.is_far else "",
        "next": address_of(asked, page=asked.page + 1) if page.more else "",
        "before": address_of(asked, page=asked.page - 1) if asked.page > 1 else "",
        "no_list": not lines and not has_places(),
    }
