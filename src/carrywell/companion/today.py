"""Which day it is for her: the one place where the companion reads the clock for a date.

The browser tells its time zone in a cookie; without one the computer's own zone counts, which on
her own machine is hers.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest
from django.utils import timezone

COOKIE = "carrywell_zone"


def now_is(request: HttpRequest) -> datetime:
    """The present moment in her time zone."""
    zone = request.COOKIES.get(COOKIE, "")
    try:
        return timezone.now().astimezone(ZoneInfo(zone) if zone else None)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return timezone.now().astimezone()


def today_is(request: HttpRequest) -> date:
    """Today, where she is."""
    return now_is(request).date()
