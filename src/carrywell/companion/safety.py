"""When something goes wrong: the page says so and gives the numbers to ring, whatever is broken.

These pages need no database, no session and no guideline.
"""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader

from carrywell.companion.numbers import LAST_RESORT, kept_numbers

_PLAIN = (
    "<!doctype html><html lang='en'><meta charset='utf-8'><title>Something went wrong</title>"
    "<h1>Something went wrong</h1><p>If you are worried, ring your maternity unit now. "
    f"In danger of life: {LAST_RESORT}</p>"
)


def error_page(
    request: HttpRequest,
    *,
    status: int = 500,
    title: str = "Something went wrong in Carrywell",
    say: str = "This page could not be made. What you saved before is still there.",
) -> HttpResponse:
    """The page for an error; falls back to plain words when even that page cannot be made."""
    page: str
    try:
        numbers = kept_numbers(settings.DATA)
        page = loader.render_to_string(
            "companion/error.html", {"title": title, "say": say, "numbers": numbers, "path": request.path}
        )
    except Exception:  # whatever it is, she must be told whom to ring
        logging.getLogger("carrywell").exception("the error page could not be made")
        page = _PLAIN
    return HttpResponse(page, status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """Any exception in a page."""
    return error_page(request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """An address that leads nowhere, or to somebody else's record."""
    return error_page(
        request, status=404, title="This page is not here", say="The address may be old or mistyped."
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """A request that makes no sense."""
    return error_page(
        request, status=400, title="This could not be read", say="Go back and try again."
    )


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Something she may not do."""
    return error_page(request, status=403, title="This is not allowed here", say="Go back to Today.")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form without its token: an old page, or another site."""
    return error_page(
        request,
        status=403,
        title="This page was open for too long",
        say="Nothing was saved from it. Go back, load the page again and send it once more.",
    )
