"""Who may see what. Every view goes through these helpers, though local mode has one account.

A page that shows nothing of hers (the lock, leaving, the numbers to ring) is marked `open_page`;
every other page needs her account, unlocked.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from carrywell.companion.people.models import Account, Person, Pregnancy

M = TypeVar("M", bound=Model)
View = Callable[..., HttpResponse]


class NoPregnancyYet(Exception):
    """She has not started; the middleware sends her to the first page."""


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


def hers(request: HttpRequest, model: type[M], pk: int) -> M:
    """One of her own records, of her present pregnancy; 404 for anybody else's."""
    return get_object_or_404(model, pk=pk, pregnancy=pregnancy_of(request))


class LocalAccountMiddleware:
    """Signs her in by herself on her own machine; with a PIN, only once it has been typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes on; the work is in the two hooks below."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _args: list[Any], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Lets the request through, or sends it to the lock."""
        if request.user.is_authenticated:
            return None
        account = Account.objects.local()
        if not account.has_pin:
            request.user = account
            return None
        if getattr(view, "open_page", False):
            return None
        return HttpResponseRedirect(reverse("unlock"))

    def process_exception(self, _: HttpRequest, error: Exception) -> HttpResponse | None:
        """Before she has started, every page leads to the first one."""
        return HttpResponseRedirect(reverse("start")) if isinstance(error, NoPregnancyYet) else None
