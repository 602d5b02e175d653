"""What every page knows: the numbers to ring, whether a PIN is set, where she is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from carrywell.companion.numbers import kept_numbers
from carrywell.companion.people.pin import LOCK_AFTER


def companion(request: HttpRequest) -> dict[str, Any]:
    """The context of every template."""
    user = getattr(request, "user", None)
    pregnancy = getattr(request, "_pregnancy", None)  # as far as the page has asked for it
    return {
        "numbers": kept_numbers(settings.DATA),
        "over": pregnancy is not None and pregnancy.is_over,
        "sample": pregnancy is not None and pregnancy.is_sample,
        "locked": user is None or not user.is_authenticated,
        "lock_after": int(LOCK_AFTER.total_seconds()) if getattr(user, "has_pin", False) else None,
        "section": _section(request),
    }


def _section(request: HttpRequest) -> str:
    """Which of the places in the navigation she is in."""
    match = request.resolver_match
    return (match.app_name or match.url_name or "") if match else ""
