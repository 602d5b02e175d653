"""Which day it is for her: the one place where the companion reads the clock for a date.

The browser tells its time zone in a cookie; without one the computer's own zone counts, which on
her own machine is hers.
"""

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

COOKIE = "carrywell_zone"
YEARS = range(1900, 2200)
"""Days beyond these are no days of hers, and cannot be worked with in every time zone."""


class TimeZoneMiddleware:
    """Writes every clock time on a page in her time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, made in her time zone."""
        with timezone.override(zone_of(request)):
            return self.get_response(request)


def zone_of(request: HttpRequest) -> tzinfo | None:
    """Her time zone."""
    named = request.COOKIES.get(COOKIE, "")
    try:
        return ZoneInfo(named) if named else zone_of_this_computer()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return zone_of_this_computer()


def now_is(request: HttpRequest) -> datetime:
    """The present moment in her time zone."""
    return timezone.now().astimezone(zone_of(request))


def today_is(request: HttpRequest) -> date:
    """Today, where she is."""
    return now_is(request).date()


def zone_of_this_computer() -> tzinfo | None:
    """The zone by its name; where the system does not tell it, that of the present offset."""
    named, now = timezone.get_default_timezone(), timezone.now()
    here = now.astimezone()
    return named if now.astimezone(named).utcoffset() == here.utcoffset() else here.tzinfo
