"""The weekly questions about what she could do: our own words, one scale for all."""

from datetime import date, timedelta
from typing import Any

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from carrywell.companion.check.screen import Option
from carrywell.companion.diary.asked import questions, week_numbers
from carrywell.companion.diary.days import in_words, not_a_day
from carrywell.companion.diary.keep import DOES_NOT_APPLY, WeekAnswer, keep_week, week_answers
from carrywell.companion.diary.news import news_of, wrote
from carrywell.companion.diary.page import ShownScale, ends_of
from carrywell.companion.diary.reading import NOT_SAID, SHOWN, Sent, not_possible, whole_number
from carrywell.companion.people.access import current_pregnancy
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.today import now_is, today_is

UNPROCESSABLE = 422
Answers = dict[str, WeekAnswer]


def is_due(pregnancy: Pregnancy, today: date) -> bool:
    """Whether a week has passed since she last answered, or since she started."""
    last = pregnancy.weekly.order_by("-on").values_list("on", flat=True).first()
    since = last or timezone.localdate(pregnancy.started_at)
    return today - since >= timedelta(days=questions().week.every_days)


@require_http_methods(["GET", "HEAD", "POST"])
def week(request: HttpRequest, on: date | None = None) -> HttpResponse:
    """The seven days up to a day: today, or an earlier one to correct."""
    pregnancy, now = current_pregnancy(request), now_is(request)
    on = on or now.date()
    problem = not_a_day(pregnancy, on, now.date())
    row = pregnancy.weekly.filter(on=on).first()
    kept = week_answers(row) if row is not None else Answers()
    shown, sent, problems = kept, kept, dict[str, str]()
    if request.method == "POST":
        shown = _shown_before(request.POST.get(SHOWN, ""))
        sent, problems = _read(request.POST, shown)
        if not problem and not problems:
            _keep(request, pregnancy, on, shown, sent)
            return redirect("diary:week")
    asked = questions().week
    context: dict[str, Any] = {
        "on": on,
        "called": in_words(on, now.date()),
        "is_today": on == now.date(),
        "week": asked,
        "items": [_scale(one.id, one.say, shown, sent, problems) for one in asked.items],
        "shown": msgspec.json.encode(shown).decode(),
        "problems": problems,
        "day_problem": problem,
        "written": row is not None,
        "earlier": pregnancy.weekly.exclude(on=on)[:60],
    } | news_of(request, pregnancy, now)
    status = UNPROCESSABLE if problem or problems else 200
    return render(request, "diary/week.html", context, status=status)


@require_POST
def delete_week(request: HttpRequest, on: date) -> HttpResponse:
    """Deletes the answers of a week."""
    current_pregnancy(request).weekly.filter(on=on).delete()
    wrote(request)
    messages.success(request, "Deleted.")
    return redirect("diary:week")


def _keep(
    request: HttpRequest, pregnancy: Pregnancy, on: date, shown: Answers, sent: Answers
) -> None:
    if keep_week(pregnancy, on, shown, sent, timezone.now()):
        wrote(request)
        messages.success(request, f"Saved for the week up to {in_words(on, today_is(request))}.")
    else:
        messages.info(request, "Nothing was filled in, so nothing changed.")


def _read(form: Sent, shown: Answers) -> tuple[Answers, dict[str, str]]:
    """Her answers, and what is wrong with the others. An item that was not sent stays as shown."""
    answers, problems = Answers(), dict[str, str]()
    for item in questions().week.items:
        typed = form.get(item.id, "")
        number = whole_number(typed, week_numbers())
        if item.id not in form:
            answers |= {item.id: shown[item.id]} if item.id in shown else {}
        elif number is not None:
            answers[item.id] = number
        elif typed == DOES_NOT_APPLY:
            answers[item.id] = DOES_NOT_APPLY
        elif typed not in ("", NOT_SAID):
            problems[item.id] = not_possible(typed, week_numbers())
    return answers, problems


def _shown_before(typed: str) -> Answers:
    try:
        return msgspec.json.decode(typed.encode(), type=Answers)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return {}


def _scale(
    name: str, say: str, shown: Answers, sent: Answers, problems: dict[str, str]
) -> ShownScale:
    asked, numbers, value = questions().week, week_numbers(), sent.get(name)
    options = [Option(str(one), str(one), one == value) for one in numbers]
    return ShownScale(
        name=name,
        ask=say,
        ends=ends_of(numbers, asked.least, asked.most),
        options=(*options, Option(DOES_NOT_APPLY, "Does not apply", value == DOES_NOT_APPLY)),
        again=name in shown,
        taken_back=name in shown and value is None,
        problem=problems.get(name, ""),
    )
