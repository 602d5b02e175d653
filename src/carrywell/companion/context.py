"""What every page knows: the numbers to ring, whether a PIN is set, where she is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from carrywell.companion.numbers import kept_numbers


def companion(request: HttpRequest) -> dict[str, Any]:
    """The context of every template."""
    return {
        "numbers": kept_numbers(settings.DATA),
        "locked": not request.user.is_authenticated if hasattr(request, "user") else True,
        "section": request.resolver_match.app_name if request.resolver_match else "",
    }
