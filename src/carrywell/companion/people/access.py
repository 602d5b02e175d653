"""Who may see what. Every view goes through these helpers, though local mode has one account.

A page that shows nothing of hers (the lock, leaving, the numbers to ring) is marked `open_page`;
every other page needs her account, unlocked.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from carrywell.companion.people.leaving import while_left
from carrywell.companion.people.models import Account, Person, Pregnancy
from carrywell.companion.people.pin import unused_too_long

NOT_SAVED = (
    "What you sent just now was not saved, because of the lock. If you are worried, ring now."
)

M = TypeVar("M", bound=Model)
View = Callable[..., HttpResponse]


class NoPregnancyYet(Exception):
    """She has not started; the middleware sends her to the first page."""


class PregnancyIsOver(Exception):
    """It has ended, or she has stopped; the middleware sends her to the gentle first page."""


def open_page(view: View) -> View:
    """Marks a view that shows nothing of hers, so that the lock does not hide it."""
    view.open_page = True  # type: ignore[attr-defined]
    return view


def account_of(request: HttpRequest) -> Account:
    """The account whose pages these are."""
    assert isinstance(request.user, Account)
    return request.user


def person_of(request: HttpRequest) -> Person:
    """The person behind the account, made when it is first asked for."""
    return Person.objects.get_or_create(account=account_of(request))[0]


def latest_pregnancy(request: HttpRequest) -> Pregnancy | None:
    """Her latest pregnancy, ended or not; None before she has started."""
    if not hasattr(request, "_pregnancy"):
        found = Pregnancy.objects.filter(person__account=account_of(request))
        request._pregnancy = found.select_related("person").first()  # type: ignore[attr-defined]  # noqa: SLF001 - once a request
    return request._pregnancy  # type: ignore[attr-defined, no-any-return]  # noqa: SLF001


def pregnancy_of(request: HttpRequest) -> Pregnancy:
    """Her pregnancy. Raises `NoPregnancyYet` before she has started."""
    pregnancy = latest_pregnancy(request)
    if pregnancy is None:
        raise NoPregnancyYet
    return pregnancy


def current_pregnancy(request: HttpRequest) -> Pregnancy:
    """Her pregnancy, for pages that make sense only while it goes on.

    Raises `NoPregnancyYet` before she has started and `PregnancyIsOver` after it has ended.
    """
    pregnancy = pregnancy_of(request)
    if pregnancy.is_over:
        raise PregnancyIsOver
    return pregnancy


def hers(request: HttpRequest, model: type[M], pk: int) -> M:
    """One of her own records, of her present pregnancy; 404 for anybody else's."""
    return get_object_or_404(model, pk=pk, pregnancy=pregnancy_of(request))


class LocalAccountMiddleware:
    """Signs her in by herself on her own machine; with a PIN, only once it has been typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """After she has left fast, an empty page; otherwise on to the hooks below."""
        return while_left(request) or self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _args: list[Any], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Lets the request through, or sends it to the lock."""
        if request.user.is_authenticated:
            if not unused_too_long(request.session, timezone.now()):
                return None
            request.session.flush()
            request.user = AnonymousUser()
        account = Account.objects.local()
        if not account.has_pin:
            request.user = account
            return None
        return None if getattr(view, "open_page", False) else _to_the_lock(request)

    def process_exception(self, _: HttpRequest, error: Exception) -> HttpResponse | None:
        """Before she has started, every page leads to the first one; after the end, to Today."""
        match error:
            case NoPregnancyYet():
                return HttpResponseRedirect(reverse("start"))
            case PregnancyIsOver():
                return HttpResponseRedirect(reverse("today"))
            case _:
                return None


def _to_the_lock(request: HttpRequest) -> HttpResponse:
    from carrywell.companion.people.lock import locked

    is_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    answer = locked(request, request.get_full_path() if is_page else "")
    if request.method == "POST":
        messages.warning(request, NOT_SAVED)
    if request.headers.get("HX-Request"):  # a whole page, not a part put into hers
        return HttpResponseClientRedirect(answer.headers["Location"])
    return answer
