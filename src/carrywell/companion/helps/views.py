"""The page on what helps her."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carrywell.companion.helps.hers import her_help
from carrywell.companion.helps.shown import page_of
from carrywell.companion.people.access import pregnancy_of
from carrywell.companion.relief.standing import standing
from carrywell.companion.today import now_is

FIRST_THINGS_FIRST = ("watched", "urgent", "unfinished", "stopped")
"""States in which something else comes first, and nothing is said of what helps."""


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What helps her, what does not, and what is not known yet."""
    pregnancy, now = pregnancy_of(request), now_is(request)
    stands = standing(pregnancy, now, now.date())
    context = {"stands": stands, "is_over": pregnancy.is_over}
    if stands.state in FIRST_THINGS_FIRST or now.tzinfo is None:
        return render(request, "helps/later.html", context)
    known = her_help(pregnancy, now.tzinfo, now.date())
    return render(request, "helps/overview.html", context | {"page": page_of(known, stands)})
