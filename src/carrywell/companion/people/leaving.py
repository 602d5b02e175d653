"""Leaving fast: what is shown after it, so that neither the screen nor the back button shows her pages.

Whether she has left stands in a cookie of its own and needs no database, so that leaving works when
nothing else does. The cookie goes when the browser is closed, or when she opens the first page again
by its address.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

COOKIE = "carrywell_left"


def has_left(request: HttpRequest) -> bool:
    """Whether she has left and not come back."""
    return request.COOKIES.get(COOKIE) == "1"


def while_left(request: HttpRequest) -> HttpResponse | None:
    """What is shown instead of a page after she has left; None where the page itself may answer."""
    if not has_left(request) or request.path in (reverse("leave"), reverse("return")):
        return None
    return empty_page(request, way_back=request.path == reverse("today"))


def empty_page(request: HttpRequest, *, way_back: bool = False) -> HttpResponse:
    """A white page that looks like a fresh tab.

    `way_back` adds a script that opens Carrywell again when the address was typed, and does nothing
    when the back button led here.
    """
    return render(request, "people/left.html", {"way_back": way_back})


def mark_left(response: HttpResponse) -> HttpResponse:
    """Remembers in the browser that she has left, until it is closed."""
    response.set_cookie(COOKIE, "1", httponly=True, samesite="Strict")
    return response


def mark_back(response: HttpResponse) -> HttpResponse:
    """She is back."""
    response.delete_cookie(COOKIE, samesite="Strict")
    return response
