"""The pages of this part."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carrywell.companion.people.access import pregnancy_of


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The first page of this part."""
    return render(request, "timer/overview.html", {"pregnancy": pregnancy_of(request)})
