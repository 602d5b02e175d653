"""The PIN, and leaving fast."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carrywell.companion.people.access import open_page


@open_page
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """An empty page. With a PIN, everything is locked from now on."""
    logout(request)
    return render(request, "people/left.html")


@open_page
@require_safe
def unlock(request: HttpRequest) -> HttpResponse:
    """Where the PIN is typed."""
    return render(request, "people/unlock.html")
