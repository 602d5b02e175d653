"""Her charts: what she recorded over a time she chooses."""

from datetime import date, timedelta
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carrywell.api import load_guideline
from carrywell.companion.diary.days import earliest_day, zone_in
from carrywell.companion.diary.hers import diary_of
from carrywell.companion.diary.shown import charts_of, weight_shown
from carrywell.companion.people.access import current_pregnancy
from carrywell.companion.today import now_is, today_is
from carrywell.patterns.course_words import between
from carrywell.patterns.diary import Diary
from carrywell.patterns.gestation import DAYS_A_WEEK

CHOICES = {"2": "2 weeks", "4": "4 weeks", "8": "8 weeks", "all": "All"}
USUAL = "4"


class Time(msgspec.Struct, frozen=True):
    """The days shown, and the choice that they come from."""

    chosen: str
    first: date
    last: date


@require_safe
def charts(request: HttpRequest) -> HttpResponse:
    """All charts that have something to show in the time she chose."""
    pregnancy, today = current_pregnancy(request), today_is(request)
    diary = diary_of(pregnancy, zone_in(now_is(request)))
    time = time_shown(diary, request.GET.get("weeks", USUAL), earliest_day(pregnancy, today), today)
    guideline = load_guideline()
    context: dict[str, Any] = {
        "time": time,
        "between": between(time.first, time.last),
        "choices": CHOICES,
        "charts": (
            *charts_of(diary, guideline, time.first, time.last),
            *weight_shown(diary, pregnancy, guideline, today),
        ),
    }
    return render(request, "diary/charts.html", context)


def time_shown(diary: Diary, chosen: str, earliest: date, today: date) -> Time:
    """The days up to today. An unknown choice means the usual one; 'all' begins with her diary,
    at the `earliest`.
    """
    chosen = chosen if chosen in CHOICES else USUAL
    if chosen == "all":
        return Time(chosen, min(max(first_day(diary, today), earliest), today), today)
    return Time(chosen, today - timedelta(days=int(chosen) * DAYS_A_WEEK - 1), today)


def first_day(diary: Diary, today: date) -> date:
    """The first day on which anything that a chart shows was recorded; today if nothing was."""
    return min(
        (
            *(one.on for one in diary.days),
            *(one.on for one in diary.weeks),
            *(one.on for one in diary.clinic_scores),
            *(diary.day_of(one.at) for one in diary.scores),
            *(diary.day_of(one.started_at) for one in diary.sessions),
            *(diary.day_of(one.started_at) for one in diary.spasms),
        ),
        default=today,
    )
