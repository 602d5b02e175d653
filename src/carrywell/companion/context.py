"""What every page knows: the numbers to ring, whether a PIN is set, where she is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from carrywell.companion.numbers import kept_numbers
from carrywell.companion.people.pin import LOCK_AFTER


def companion(request: HttpRequest) -> dict[str, Any]:
    """The context of every template."""
    user = getattr(request, "user", None)
    return {
        "numbers": kept_numbers(settings.DATA),
        "locked": user is None or not user.is_authenticated,
        "lock_after": int(LOCK_AFTER.total_seconds()) if getattr(user, "has_pin", False) else None,
        "section": request.resolver_match.app_name if request.resolver_match else "",
    }
