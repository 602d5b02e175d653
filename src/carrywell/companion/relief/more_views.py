"""Around the sessions: history, activity, reminders, the strength of TENS, the acupuncture card."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carrywell.assessment.answers import AnswerError
from carrywell.assessment.tens import charge_check
from carrywell.companion.check.service import guideline
from carrywell.companion.people.access import current_pregnancy, hers
from carrywell.companion.people.facts import fact_lines
from carrywell.companion.relief.models import ActivityEntry, choices_of
from carrywell.companion.relief.shown import conflict_lines, conflicts_about, points_of
from carrywell.companion.relief.standing import standing
from carrywell.companion.relief.views import REMINDERS, UNPROCESSABLE
from carrywell.companion.relief.weekly import COUNTED, week_of
from carrywell.companion.statements import sources_in_words
from carrywell.companion.today import now_is, today_is

MOST_MINUTES = 600
LONG = 5
"""From so many digits on a number is none of minutes."""
DAYS_BACK = 13


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Her sessions, latest first."""
    pregnancy = current_pregnancy(request)
    now = now_is(request)
    sessions = pregnancy.sessions.exclude(ended_at=None)[:200]
    rows = [(one, one.minutes(now), one.started_at.astimezone(now.tzinfo)) for one in sessions]
    return render(request, "relief/history.html", {"rows": rows})


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """Today's few points, with both sides where guidance disagrees."""
    pregnancy, now = current_pregnancy(request), now_is(request)
    stands = standing(pregnancy, now, now.date())
    if not stands.offers:
        return redirect("relief:overview")
    chosen = [
        (one, conflict_lines(conflicts_about(one.id)), sources_in_words(one.sources))
        for one in points_of(now.date(), stands)
    ]
    return render(request, "relief/points.html", {"points": chosen, "today": now.date()})


@require_http_methods(["GET", "HEAD", "POST"])
def active(request: HttpRequest) -> HttpResponse:
    """Minutes of this week, and 'I did it elsewhere'."""
    pregnancy, now = current_pregnancy(request), now_is(request)
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _keep_activity(request)
        if not errors:
            messages.success(request, "Noted.")
            return redirect("relief:active")
    names = guideline().content.treatment
    entries = list(pregnancy.activities.all()[:50])
    context = {
        "week": week_of(pregnancy.sessions.all(), entries, now),
        "kinds": [names[one] for one in COUNTED],
        "entries": [(one, names[one.treatment].name) for one in entries if one.treatment in names],
        "errors": errors,
        "sent": request.POST,
        "today": now.date(),
        "sources": sources_in_words(names["walking"].sources),
    }
    return render(request, "relief/active.html", context, status=UNPROCESSABLE if errors else 200)


@require_POST
def remove_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back what was noted by mistake."""
    hers(request, ActivityEntry, pk).delete()
    return redirect("relief:active")


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Reminders and the spoken cues, remembered; then back to where she was."""
    choices = choices_of(current_pregnancy(request))
    if (typed := request.POST.get("reminder_minutes")) is not None:
        choices.reminder_minutes = next((one for one in REMINDERS if str(one) == typed), 0)
    if (spoken := request.POST.get("spoken_cues")) is not None:
        choices.spoken_cues = spoken == "on"
    choices.save()
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return redirect(back if safe else "relief:overview")


@require_safe
def charge(request: HttpRequest) -> HttpResponse:
    """How strong her device's setting is under the pad."""
    content = guideline().content
    block = content.treatment["tens"].charge_check or {}
    sent = {name: request.GET.get(name, "").strip() for name in block["inputs"]}
    problems: dict[str, str] = {}
    result = None
    if any(sent.values()):
        values = {name: _number(typed) for name, typed in sent.items()}
        problems = {
            name: "Write a number, such as 20."
            for name, typed in sent.items()
            if (typed or name == "current_ma") and values[name] is None
        }
        if not problems:
            try:
                result = charge_check(
                    content,
                    current_ma=values["current_ma"] or 0,
                    pulse_width_us=values["pulse_width_us"],
                    frequency_hz=values["frequency_hz"],
                    pad_area_cm2=values["pad_area_cm2"],
                )
            except AnswerError as error:
                problems = {
                    one.field: f"This should be from {one.allowed}." for one in error.problems
                }
    fields = [
        (
            name,
            LABELS[name],
            rule,
            sent[name] or f"{rule.get('default', ''):}",
            problems.get(name, ""),
        )
        for name, rule in block["inputs"].items()
    ]
    return render(
        request,
        "relief/charge.html",
        {
            "fields": fields,
            "result": result,
            "result_sources": sources_in_words(result.sources) if result else (),
        },
        status=UNPROCESSABLE if problems else 200,
    )


LABELS = {
    "current_ma": "Current (strength)",
    "pulse_width_us": "Pulse width",
    "frequency_hz": "Frequency",
    "pad_area_cm2": "Area of one pad",
}


@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """A card to hand over to the acupuncturist."""
    pregnancy = current_pregnancy(request)
    treatment = guideline().content.treatment["acupuncture"]
    points = treatment.practitioner_points or {}
    agreement = pregnancy.agreements.filter(finding="acupuncture_agreed").first()
    return render(
        request,
        "relief/card.html",
        {
            "pregnancy": pregnancy,
            "weeks": pregnancy.weeks(today_is(request)),
            "today": today_is(request),
            "facts": [one for one in fact_lines(pregnancy, today_is(request)) if one.stands_out],
            "points": points,
            "sources": sources_in_words(points.get("sources", ())),
            "agreement": agreement,
            "stop_when": treatment.stop_when,
        },
    )


def _keep_activity(request: HttpRequest) -> dict[str, str]:
    sent, today = request.POST, today_is(request)
    errors: dict[str, str] = {}
    kind, typed = sent.get("treatment", ""), sent.get("minutes", "").strip()
    if kind not in COUNTED:
        errors["treatment"] = "Choose what you did."
    minutes = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < LONG else 0
    if not 1 <= minutes <= MOST_MINUTES:
        errors["minutes"] = f"Write minutes from 1 to {MOST_MINUTES}."
    try:
        day = parse_date(sent.get("on", "").strip())
    except ValueError:
        day = None
    if day is None or not today - timedelta(days=DAYS_BACK) <= day <= today:
        errors["on"] = "Choose a day of the last two weeks."
    if not errors and day is not None:
        ActivityEntry.objects.create(
            pregnancy=current_pregnancy(request),
            treatment=kind,
            on=day,
            minutes=minutes,
            noted_at=timezone.now(),
        )
    return errors


def _number(typed: str) -> float | None:
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        return None
