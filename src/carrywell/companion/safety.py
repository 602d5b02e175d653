"""When something goes wrong: the page says so and gives the numbers to ring, whatever is broken.

These pages need no database, no session and no guideline.
"""

import errno
import logging
import sys
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.http import escape_leading_slashes

from carrywell.companion.last_resort import SAY, TITLE, plain_page
from carrywell.companion.numbers import Numbers, kept_numbers

_NO_ROOM = ("full", "readonly", "read-only", "i/o error", "unable to open")
_BUSY = "locked"


def error_page(
    request: HttpRequest,
    *,
    status: int = 500,
    title: str = TITLE,
    say: str = SAY,
    numbers: Numbers | None = None,
) -> HttpResponse:
    """The page for an error; a plain one when even that page cannot be made.

    `numbers` are the ones to show; None stands for hers.
    """
    shown = numbers or kept_numbers(settings.DATA)
    page: str
    try:
        again = escape_leading_slashes(request.path)
        page = loader.render_to_string(
            "companion/error.html", {"title": title, "say": say, "numbers": shown, "path": again}
        )
    except Exception:  # whatever it is, she must be told whom to ring
        logging.getLogger("carrywell").exception("the error page could not be made")
        page = plain_page(title, say, shown)
    return HttpResponse(page, status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """Any exception in a page: what could not be saved is told apart from what is our fault."""
    return unsaved_page(request, sys.exc_info()[1]) or error_page(
        request, say=f"{SAY} If you are worried, do not wait for this page: ring."
    )


def unsaved_page(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """The page for a disk that is full or a database in use; None for any other error."""
    words = str(error).lower() if isinstance(error, OperationalError) else ""
    if _BUSY in words:
        return error_page(
            request,
            status=503,
            title="Carrywell is busy",
            say="Nothing was saved from this page. Wait a moment, then send it once more.",
        )
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
    if full or any(sign in words for sign in _NO_ROOM):
        return error_page(
            request,
            status=507,
            title="Carrywell could not save this page",
            say="What you saved before is still there. The disk may be full, or may not be written to.",
        )
    return None


class WordsMiddleware:
    """A refusal without a word, such as of a page that can only be sent to, gets words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, or in place of an empty refusal one that says whom to ring."""
        response = self.get_response(request)
        if response.status_code < HTTPStatus.BAD_REQUEST or response.streaming or response.content:
            return response
        return error_page(
            request,
            status=response.status_code,
            title="This page cannot be opened like that",
            say="Go back to Today.",
        )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """An address that leads nowhere, or to somebody else's record."""
    return error_page(
        request,
        status=404,
        title="This page is not here",
        say="The address may be old or mistyped.",
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that makes no sense. One for a foreign name learns nothing of her, not her unit."""
    strangers = Numbers() if isinstance(exception, DisallowedHost) else None
    return error_page(
        request,
        status=400,
        title="This could not be read",
        say="Go back and try again.",
        numbers=strangers,
    )


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Something she may not do."""
    return error_page(
        request, status=403, title="This is not allowed here", say="Go back to Today."
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form without its token: an old page, or another site."""
    return error_page(
        request,
        status=403,
        title="This page was open for too long",
        say="Nothing was saved from it. Go back, load the page again and send it once more.",
    )
