"""The lock and its PIN, and leaving fast."""

from datetime import timedelta
from math import ceil

from django.contrib import messages
from django.contrib.auth import login, logout
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from carrywell.companion.people.access import account_of, open_page
from carrywell.companion.people.leaving import empty_page, mark_back, mark_left
from carrywell.companion.people.models import Account
from carrywell.companion.people.pin import (
    LOCK_AFTER,
    PinForm,
    Trial,
    is_common,
    seen_from_network,
    still_to_wait,
    try_pin,
)

UNPROCESSABLE = 422
_AFTER = "after_unlock"


@open_page
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """An empty page. From now on the back button shows nothing; with a PIN, everything is locked."""
    try:
        logout(request)
    except DatabaseError:  # leaving works even when nothing can be written
        request.session.modified = False
    return mark_left(empty_page(request))


@open_page
@require_safe
def come_back(_: HttpRequest) -> HttpResponse:
    """The first page was opened again by its address."""
    return mark_back(redirect("today"))


@open_page
@require_safe
def lock(request: HttpRequest) -> HttpResponse:
    """Locks at once, when there is a PIN. `next` is where she was, to go on there."""
    if not Account.objects.local().has_pin:
        return redirect("today")
    return locked(request, request.GET.get("next", ""))


def locked(request: HttpRequest, path: str) -> HttpResponse:
    """Locks, and leads to where the PIN is typed; after it she is back at `path`."""
    logout(request)
    if url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        request.session[_AFTER] = path
    return HttpResponseRedirect(reverse("unlock"))


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Where the PIN is typed. It says nothing about what lies behind it."""
    account = Account.objects.local()
    if request.user.is_authenticated or not account.has_pin:
        return redirect("today")
    now = timezone.now()
    problem = ""
    if request.method == "POST":
        trial = try_pin(account, request.POST.get("pin", "").strip(), now)
        if trial == Trial.RIGHT:
            path = request.session.pop(_AFTER, "") or reverse("today")
            login(request, account)
            return HttpResponseRedirect(path)
        account.refresh_from_db()
        problem = _why_not(trial, still_to_wait(account, now))
    elif wait := still_to_wait(account, now):
        problem = _why_not(Trial.WAIT, wait)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "people/unlock.html", {"problem": problem}, status=status)


@require_safe
def awake(_: HttpRequest) -> HttpResponse:
    """The page is in use, though nothing was sent: the lock waits."""
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
def pin(request: HttpRequest) -> HttpResponse:
    """Sets, changes or takes away the PIN."""
    account = account_of(request)
    if request.method != "POST":
        return _pin_page(request, PinForm())
    form = PinForm(request.POST)
    form.is_valid()
    removing = request.POST.get("do") == "remove"
    if account.has_pin and (problem := _present_pin_problem(account, request)):
        form.add_error("present", problem)
        return _pin_page(request, form, only="present")
    if removing:
        return _remove(request, account)
    if form.errors:
        return _pin_page(request, form)
    account.set_password(form.cleaned_data["pin"])
    account.save(update_fields=["password"])
    login(request, account)
    _say_saved(request, form.cleaned_data["pin"])
    return redirect("pin")


def _present_pin_problem(account: Account, request: HttpRequest) -> str:
    """Why the present PIN is not accepted; empty when it is. Wrong ones count as at the lock."""
    now = timezone.now()
    trial = try_pin(account, request.POST.get("present", "").strip(), now)
    account.refresh_from_db()
    return "" if trial == Trial.RIGHT else _why_not(trial, still_to_wait(account, now))


def _remove(request: HttpRequest, account: Account) -> HttpResponse:
    if seen_from_network():
        messages.error(
            request,
            "Other computers can open these pages now, so they keep their PIN. Start Carrywell without --host first.",
        )
        return redirect("pin")
    if account.has_pin:
        account.set_unusable_password()
        account.save(update_fields=["password"])
        logout(request)
        messages.success(request, "The PIN is gone. Anyone at this computer can open these pages.")
    return redirect("pin")


def _say_saved(request: HttpRequest, typed: str) -> None:
    if is_common(typed):
        messages.warning(
            request,
            "Saved. But this PIN is one of the first that people try. Another one is safer: change it here.",
        )
    else:
        messages.success(request, "Saved. The PIN is asked for from now on.")


def _pin_page(request: HttpRequest, form: PinForm, only: str = "") -> HttpResponse:
    for name in list(form.errors):
        if only and name != only:
            del form.errors[name]
    return render(
        request,
        "people/pin.html",
        {
            "form": form,
            "has_pin": account_of(request).has_pin,
            "minutes": int(LOCK_AFTER.total_seconds() // 60),
        },
        status=UNPROCESSABLE if form.errors else 200,
    )


def _why_not(trial: str, wait: timedelta) -> str:
    wrong = "This PIN is not right. " if trial == Trial.WRONG else ""
    if not wait:
        return f"{wrong}Try again.".strip()
    return f"{wrong}Too many wrong PINs. Wait {_in_words(wait)}, then try again."


def _in_words(wait: timedelta) -> str:
    minutes = ceil(wait.total_seconds() / 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
