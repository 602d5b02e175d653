"""What her records have changed about 'is it urgent?': whole after a write, else in one line."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from carrywell.companion.people.models import Pregnancy
from carrywell.companion.watch.standing import whats_changed

JUST_WROTE = "diary_just_wrote"


def wrote(request: HttpRequest) -> None:
    """Remembers that she has just written something, until the next page."""
    request.session[JUST_WROTE] = True


def news_of(request: HttpRequest, pregnancy: Pregnancy, now: datetime) -> dict[str, Any]:
    """For `diary/news.html`. What is urgent is always shown whole."""
    just_wrote = request.session.pop(JUST_WROTE, False)
    changed = whats_changed(pregnancy, now)
    whole = changed is not None and (changed.is_urgent or just_wrote)
    return {"changed": changed, "whole": whole}
