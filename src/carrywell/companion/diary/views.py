"""The diary: today first, any earlier day, and pain now in one tap."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carrywell.companion.diary import keep
from carrywell.companion.diary.days import (
    NO_DAY,
    day_typed,
    earliest_day,
    in_words,
    not_a_day,
    zone_in,
)
from carrywell.companion.diary.extras import keep_extras, read_extras
from carrywell.companion.diary.models import PainEntry
from carrywell.companion.diary.news import news_of, wrote
from carrywell.companion.diary.page import (
    DayPage,
    called_up,
    day_page,
    ends_now,
    pain_numbers,
)
from carrywell.companion.diary.reading import clean_note, not_possible, read_day, whole_number
from carrywell.companion.diary.remind import in_browser
from carrywell.companion.diary.week import is_due
from carrywell.companion.people.access import current_pregnancy, hers
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.today import now_is, today_is

UNPROCESSABLE = 422
NOT_FOUND = 404
JUST_ASKED = "diary_just_asked"
"""In the session: a word was just written that calls up questions; they are shown unfolded once."""
ASKED_FOR = timedelta(days=1)
"""For so long a word for the pain calls up its questions."""
NOTHING = "Nothing was filled in, so nothing changed."


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Today."""
    pregnancy, now = current_pregnancy(request), now_is(request)
    return _day(request, pregnancy, day_page(pregnancy, now.date(), zone_in(now)))


@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, on: date) -> HttpResponse:
    """One day, to fill in or to correct."""
    pregnancy, now = current_pregnancy(request), now_is(request)
    problem = not_a_day(pregnancy, on, now.date())
    if request.method == "POST":
        return _save(request, pregnancy, on, now, problem)
    if problem:
        return _no_day(request, pregnancy, f"{on:%Y-%m-%d}", problem, NOT_FOUND)
    if on == now.date():
        return redirect("diary:overview")
    return _day(request, pregnancy, day_page(pregnancy, on, zone_in(now)))


@require_safe
def go(request: HttpRequest) -> HttpResponse:
    """To the day she chose."""
    pregnancy, today = current_pregnancy(request), today_is(request)
    typed = request.GET.get("on", "")
    on = day_typed(typed)
    problem = NO_DAY if on is None else not_a_day(pregnancy, on, today)
    if on is None or problem:
        return _no_day(request, pregnancy, typed, problem, UNPROCESSABLE)
    return redirect("diary:overview") if on == today else redirect("diary:day", on)


@require_POST
def delete_day(request: HttpRequest, on: date) -> HttpResponse:
    """Deletes what is written about a day."""
    pregnancy, now = current_pregnancy(request), now_is(request)
    keep.delete_day(pregnancy, on, zone_in(now))
    wrote(request)
    messages.success(request, f"What you wrote about {in_words(on, now.date())} is deleted.")
    return redirect("diary:overview")


@require_http_methods(["GET", "HEAD", "POST"])
def pain(request: HttpRequest, pk: int) -> HttpResponse:
    """One pain score, to correct or delete it."""
    current_pregnancy(request)
    entry, now = hers(request, PainEntry, pk), now_is(request)
    at = entry.noted_at.astimezone(now.tzinfo)
    typed, problem = request.POST.get("pain_now", ""), ""
    if request.method == "POST":
        if request.POST.get("do") == "delete":
            entry.delete()
            wrote(request)
            messages.success(request, "Deleted.")
            return redirect("diary:day", at.date())
        score = whole_number(typed, pain_numbers())
        if score is not None:
            entry.pain_now = score
            entry.save(update_fields=["pain_now"])
            wrote(request)
            messages.success(request, "Saved.")
            return redirect("diary:day", at.date())
        problem = not_possible(typed, pain_numbers())
    context = {"entry": entry, "at": at, "scores": pain_numbers(), "problem": problem}
    context |= {"when": in_words(at.date(), now.date()), "ends_now": ends_now()}
    return render(request, "diary/pain.html", context, status=UNPROCESSABLE if problem else 200)


def _save(
    request: HttpRequest, pregnancy: Pregnancy, on: date, now: datetime, problem: str
) -> HttpResponse:
    """Pain now is saved first, whatever else needs a look; the rest all or nothing."""
    pain_said, pain_problem = _keep_pain(request, pregnancy)
    reading, extras = read_day(request.POST, on), read_extras(request.POST)
    typed_note = clean_note(request.POST.get("note", ""))
    problems = reading.problems | extras.problems | pain_problem
    if problem or problems:
        page = day_page(pregnancy, on, zone_in(now), reading, extras, typed_note)
        return _day(request, pregnancy, page, pain_said, problem, pain_problem)
    changed = keep.keep_day(pregnancy, reading.shown, reading.sent, timezone.now())
    more = keep_extras(pregnancy, extras, on, timezone.now())
    if called_up(set(reading.sent.qualities) - set(reading.shown.qualities)):
        request.session[JUST_ASKED] = True
    _tell(request, pain_said, in_words(on, now.date()) if changed or more else "")
    return redirect("diary:overview") if on == now.date() else redirect("diary:day", on)


def _keep_pain(request: HttpRequest, pregnancy: Pregnancy) -> tuple[str, dict[str, str]]:
    """What is said about it when it is saved, and what is wrong with it."""
    typed = request.POST.get("pain_now", "")
    if not typed:
        return "", {}
    score = whole_number(typed, pain_numbers())
    if score is None:
        return "", {"pain_now": not_possible(typed, pain_numbers())}
    entry = keep.keep_pain(pregnancy, score, timezone.now())
    wrote(request)
    return f"Saved: pain {score}, at {timezone.localtime(entry.noted_at):%H:%M}.", {}


def _tell(request: HttpRequest, pain_said: str, day_said: str) -> None:
    if pain_said:
        messages.success(request, pain_said)
    if day_said:
        messages.success(request, f"Saved for {day_said}.")
        wrote(request)
    if not pain_said and not day_said:
        messages.info(request, NOTHING)


def _day(
    request: HttpRequest,
    pregnancy: Pregnancy,
    page: DayPage,
    pain_said: str = "",
    problem: str = "",
    pain_problem: dict[str, str] | None = None,
) -> HttpResponse:
    now = now_is(request)
    problems = page.problems | (pain_problem or {})
    news = news_of(request, pregnancy, now)
    urgent = news["changed"] is not None and news["changed"].is_urgent
    recent = page.on >= now.date() - ASKED_FOR
    context = news | {
        "page": page,
        "today": now.date(),
        "is_today": page.on == now.date(),
        "called": in_words(page.on, now.date()),
        "numbers_now": pain_numbers(),
        "ends_now": ends_now(),
        "pain_said": pain_said,
        "pain_problem": problems.get("pain_now", ""),
        "day_problem": problem,
        "problems": problems,
        "earliest": earliest_day(pregnancy, now.date()),
        "week_due": is_due(pregnancy, now.date()),
        "reminders": in_browser(pregnancy),
        "asks": page.asks if recent and not urgent else (),
        "asks_open": request.session.pop(JUST_ASKED, False),
    }
    return render(
        request, "diary/day.html", context, status=UNPROCESSABLE if problem or problems else 200
    )


def _no_day(
    request: HttpRequest, pregnancy: Pregnancy, typed: str, problem: str, status: int
) -> HttpResponse:
    today = today_is(request)
    context = {
        "typed": typed,
        "problem": problem,
        "today": today,
        "earliest": earliest_day(pregnancy, today),
    }
    return render(request, "diary/no_day.html", context, status=status)
