"""Where she searches from: chosen for this visit, or kept because she asked for it.

A point chosen for this visit stands in the session, so the lock and closing the browser end it, and
deleting everything deletes it. No address of a page ever holds it.
"""

import re
from datetime import datetime
from typing import Any

import msgspec
from django.http import HttpRequest

from carrywell.care.place import Point
from carrywell.companion.care.models import SearchOrigin
from carrywell.companion.people.access import person_of

SESSION = "care_from"
DECIMALS = 3
"""Of a degree: about 100 m. Her door is nobody's business, and distances need no more."""

HERE, HERE_KEPT = "where you are", "the place you kept"
"""A point from the browser: next week she may be somewhere else."""
_NUMBER = r"[-+]?\d{1,3}(?:\.\d+)?"
_POINT = re.compile(rf"\s*({_NUMBER})\s*[,;\s]\s*({_NUMBER})\s*")


class Origin(msgspec.Struct, frozen=True):
    """A name for the page, the point, and whether she asked for it to be kept."""

    name: str
    point: Point
    is_kept: bool = False


def origin_of(request: HttpRequest) -> Origin | None:
    """Chosen for this visit, else the kept one; None when she has told nothing."""
    chosen = _from_session(request.session.get(SESSION))
    kept = SearchOrigin.objects.filter(person=person_of(request)).first()
    if chosen is not None or kept is None:
        return chosen
    return Origin(kept.name, Point(kept.latitude, kept.longitude), is_kept=True)


def choose(request: HttpRequest, origin: Origin, *, keep: bool, now: datetime) -> None:
    """Searches from there now; `keep` writes it down for the next time too."""
    point = rounded(origin.point)
    if not keep:
        request.session.clear_expired()  # where she was on another day
        request.session[SESSION] = {
            "name": origin.name,
            "latitude": point.latitude,
            "longitude": point.longitude,
        }
        return
    request.session.pop(SESSION, None)
    SearchOrigin.objects.update_or_create(
        person=person_of(request),
        defaults={
            "name": origin.name[:120],
            "latitude": point.latitude,
            "longitude": point.longitude,
            "kept_at": now,
        },
    )


def forget(request: HttpRequest) -> None:
    """Forgets both."""
    request.session.pop(SESSION, None)
    SearchOrigin.objects.filter(person=person_of(request)).delete()


def rounded(point: Point) -> Point:
    """The point, no finer than it is used."""
    return Point(round(point.latitude, DECIMALS), round(point.longitude, DECIMALS))


def looks_like_a_point(typed: str) -> bool:
    """Whether it is two numbers."""
    return _POINT.fullmatch(typed) is not None


def point_typed(typed: str) -> Point:
    """A point as '60.184, 24.949', in degrees. Raises `ValueError` in words."""
    found = _POINT.fullmatch(typed)
    if found is None:
        raise ValueError("Write two numbers with a comma between them, such as 60.184, 24.949.")
    return Point(float(found[1]), float(found[2]))


def _from_session(kept: Any) -> Origin | None:
    match kept:
        case {"name": str(name), "latitude": int() | float(), "longitude": int() | float()}:
            return Origin(name, Point(kept["latitude"], kept["longitude"]))
        case _:
            return None
