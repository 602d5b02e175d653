"""The timer: its page, the taps that the browser sends, and the same by plain forms."""

from datetime import datetime, timedelta
from uuid import uuid4

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from carrywell.companion.people.access import current_pregnancy, latest_pregnancy, open_page
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.timer.limits import clock
from carrywell.companion.timer.models import KEY_LENGTH
from carrywell.companion.timer.page import parts, whole_page, window_of
from carrywell.companion.timer.state import milliseconds, recent, running, store_name
from carrywell.companion.timer.taps import Tap, Taps, keep, take_back_waters

SENT_TWICE = timedelta(seconds=20)
"""Within this time the same plain form again is the same tap."""

UNAUTHORIZED, CONFLICT, BAD_REQUEST = 401, 409, 400

OVER = (
    "This pregnancy is no longer open in Carrywell, so taps cannot be added to it."
    " If you are worried, ring one of the numbers below."
)
NOT_HERS = "These taps belong to another pregnancy, so they were not sent. Load this page again."


class Sent(Taps, frozen=True, forbid_unknown_fields=True):
    """What the browser sends: the name of its store, the window it shows, and the taps."""

    of: str
    window: str = ""


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The big button, the alarm, the figures and the list."""
    pregnancy = current_pregnancy(request)
    window = window_of(request.GET.get("window", ""))
    return render(request, "timer/overview.html", whole_page(request, pregnancy, window))


@open_page
@require_POST
def taps(request: HttpRequest) -> JsonResponse:
    """Saves taps and tells how it stands. It answers the browser itself, so that a lock or an end
    leaves the taps where they are: in the browser, unsent.
    """
    pregnancy = _current_or_why(request)
    if isinstance(pregnancy, JsonResponse):
        return pregnancy
    try:
        sent = msgspec.json.decode(request.body, type=Sent)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _none_taken(
            "This page and Carrywell do not fit together. Load it again.", BAD_REQUEST
        )
    if sent.of != store_name(pregnancy):
        return _none_taken(NOT_HERS, CONFLICT)
    outcomes = keep(pregnancy, sent.taps, timezone.now())
    said = {"outcomes": msgspec.to_builtins(outcomes)}
    return JsonResponse(said | parts(request, pregnancy, window_of(sent.window)))


@open_page
@require_safe
def now(request: HttpRequest) -> JsonResponse:
    """How it stands: what the page shows, anew."""
    pregnancy = _current_or_why(request)
    if isinstance(pregnancy, JsonResponse):
        return pregnancy
    return JsonResponse(parts(request, pregnancy, window_of(request.GET.get("window", ""))))


@require_POST
def tap(request: HttpRequest) -> HttpResponse:
    """One tap by a plain form, at the server's own time."""
    pregnancy, moment = current_pregnancy(request), timezone.now()
    try:
        one = _tap_of(request, pregnancy, moment)
    except msgspec.ValidationError:
        return redirect("timer:overview")
    refused = keep(pregnancy, (one,), moment)[0].refused
    if refused:
        messages.error(request, f"Not saved. {refused}")
    else:
        messages.success(request, _saved(one, moment))
    return redirect("timer:help" if one.what == "need_help" else "timer:overview")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The numbers to ring, before anything else."""
    current_pregnancy(request)
    return render(request, "timer/help.html")


@require_POST
def waters_back(request: HttpRequest) -> HttpResponse:
    """'My waters broke' was tapped by mistake."""
    take_back_waters(current_pregnancy(request))
    messages.success(request, "Noted: your waters did not break.")
    return redirect("timer:overview")


def _current_or_why(request: HttpRequest) -> Pregnancy | JsonResponse:
    """Her pregnancy, or the answer that says why nothing can be saved now."""
    if not request.user.is_authenticated:
        return JsonResponse({"locked": True}, status=UNAUTHORIZED)
    pregnancy = latest_pregnancy(request)
    if pregnancy is None or pregnancy.is_over:
        return _none_taken(OVER, CONFLICT)
    return pregnancy


def _none_taken(why: str, status: int) -> JsonResponse:
    return JsonResponse({"refused_all": why}, status=status)


def _tap_of(request: HttpRequest, pregnancy: Pregnancy, moment: datetime) -> Tap:
    """The tap of a plain form. Raises `ValidationError` when it makes no sense.

    The key stands in the form, so that a form sent twice is one tap. A stop ends what goes on now,
    also when the page was open for long.
    """
    given = request.POST
    what, spasm = given.get("what", ""), given.get("spasm", "")
    key = given.get("key", "") if what in ("start", "stop") else ""
    key = "" if _is_old_form(pregnancy, key, moment) else key
    if what == "start":
        spasm = f"s-{key or uuid4()}"[:KEY_LENGTH]
    elif what == "stop" and not spasm:
        goes_on = running(recent(pregnancy, moment), moment)
        spasm = goes_on.key if goes_on else ""
    return msgspec.convert(
        {
            "key": key or str(uuid4()),
            "what": what,
            "at": milliseconds(moment),
            "spasm": spasm,
            "strength": given.get("strength", ""),
            "place": given.get("place", ""),
        },
        Tap,
    )


def _is_old_form(pregnancy: Pregnancy, key: str, moment: datetime) -> bool:
    """Whether a form was sent long ago: a page that the browser kept, on which she taps anew."""
    sent = pregnancy.timer_events.filter(key=key, received_at__lt=moment - SENT_TWICE)
    return bool(key) and sent.exists()


def _saved(one: Tap, moment: datetime) -> str:
    at = clock(moment)
    return {
        "start": f"Saved: a spasm started at {at}.",
        "stop": f"Saved: it stopped at {at}.",
        "details": "Saved.",
        "waters_broke": f"Saved: your waters broke at {at}.",
        "need_help": f"Saved: you asked for help at {at}.",
    }[one.what]
