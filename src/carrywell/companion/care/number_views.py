"""Whom to ring, country by country, as the guideline has it."""

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carrywell.api import load_guideline
from carrywell.companion.numbers import Number
from carrywell.companion.people.access import latest_pregnancy
from carrywell.guideline.content import EmergencyNumbers


class Country(msgspec.Struct, frozen=True, kw_only=True):
    """One country. Each number stands with whether it was read in a source, and what it is for."""

    name: str
    code: str
    ambulance: Number | None
    say: str
    also: tuple[tuple[Number, bool], ...]
    advice: tuple[tuple[Number, str, bool], ...]
    untold: tuple[tuple[str, str], ...]
    checked: bool
    verified: str


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """All countries, hers first, or those that are looked for."""
    pregnancy = latest_pregnancy(request)
    hers = pregnancy.person.country if pregnancy else ""
    sought = request.GET.get("q", "").strip()[:60]
    every = [country_of(one) for one in load_guideline().content.emergency_numbers if one.country]
    found = sorted(
        (one for one in every if _fits(one, sought)), key=lambda one: (one.code != hers, one.name)
    )
    context = {"countries": found, "sought": sought, "many": len(every)}
    return render(request, "care/numbers.html", context)


def country_of(known: EmergencyNumbers) -> Country:
    """A country's numbers as the page shows them."""
    read = known.source_checked
    return Country(
        name=known.name,
        code=known.country or "",
        ambulance=Number(f"Ambulance in {known.name}", known.ambulance)
        if known.ambulance
        else None,
        say=known.say or "",
        also=tuple(
            (
                Number(one.when or "also for emergencies", one.number),
                read and one.checked != "memory",
            )
            for one in known.also
        ),
        advice=tuple(
            (Number(one.name, one.number), one.note or "", one.source_checked)
            for one in known.lines_for_her
            if one.number
        ),
        untold=tuple((one.name, one.note or "") for one in known.lines_for_her if not one.number),
        checked=read,
        verified=known.last_verified or "",
    )


def _fits(country: Country, sought: str) -> bool:
    return sought.casefold() in country.name.casefold() or sought.upper() == country.code
