"""Where to go when it cannot wait: maternity units and hospitals near her.

The numbers to ring come first and need nothing of this. What the store cannot tell costs one line.
"""

import logging

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carrywell.companion.care.ask_store import CANNOT_READ, NoPlaces
from carrywell.companion.care.near import FAR, near_for_emergency
from carrywell.companion.care.origin import Origin, origin_of
from carrywell.companion.care.shown import PlaceLine, Sources, distance_told, line_of, sources_of
from carrywell.companion.people.access import person_of, pregnancy_of
from carrywell.companion.today import now_is

logger = logging.getLogger(__name__)


class Refuge(msgspec.Struct, frozen=True, kw_only=True):
    """What the page says: places, or why there are none. `far`: how far even the nearest is."""

    origin: Origin | None = None
    lines: tuple[PlaceLine, ...] = ()
    sources: Sources = ()
    far: str = ""
    trouble: str = ""


def refuge_of(request: HttpRequest) -> Refuge:
    """Where to go, from where she searches. Never raises, and never takes longer than a moment."""
    try:
        return _refuge(request)
    except NoPlaces as error:
        return Refuge(trouble=error.short)
    except Exception:
        logger.exception("Where to go could not be worked out")
        return Refuge(trouble=CANNOT_READ)


@require_safe
def urgent(request: HttpRequest) -> HttpResponse:
    """The call buttons, then where to go."""
    pregnancy_of(request)
    return render(request, "care/urgent.html", {"refuge": refuge_of(request)})


def _refuge(request: HttpRequest) -> Refuge:
    origin = origin_of(request)
    if origin is None:
        return Refuge()
    country, moment = person_of(request).country, now_is(request)
    found = near_for_emergency(origin.point)
    nearest = min((one.metres for one in found), default=0.0)
    lines = tuple(line_of(one, place, country, moment) for place, one in enumerate(found, 1))
    return Refuge(
        origin=origin,
        lines=lines,
        sources=sources_of(lines, moment.date()),
        far=distance_told(nearest, country) if nearest > FAR else "",
    )
