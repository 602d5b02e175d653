"""The page with the numbers to ring for when nothing else of the companion works.

It needs no template, no style sheet, no database and no settings but the data folder.
"""

import logging
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from carrywell.companion.headers import SAFE
from carrywell.companion.numbers import LAST_RESORT, Number, Numbers, kept_numbers

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

TITLE = "Something went wrong in Carrywell"
SAY = "This page could not be made. What you saved before is still there."

_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    *SAFE.items(),
]


def always_answering(application: WSGI) -> WSGI:
    """The same application; when it fails altogether, the page below."""

    def answering(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except Exception:
            logging.getLogger("carrywell").exception("no page could be made")
            page = plain_page(TITLE, SAY, _numbers()).encode()
            start_response(
                "500 Internal Server Error", [*_HEADERS, ("Content-Length", str(len(page)))]
            )
            return [page]

    return answering


def plain_page(title: str, say: str, numbers: Numbers) -> str:
    """HTML without anything around it."""
    lines = [_line(one) for one in (numbers.unit, numbers.ambulance, *numbers.also) if one]
    if numbers.ambulance is None:
        lines.append(f"<li>{escape(numbers.say or LAST_RESORT)}</li>")
    if numbers.unit is None:
        lines.insert(0, "<li>Your maternity unit: the number on your notes, day and night.</li>")
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><main><h1>{escape(title)}</h1><p>{escape(say)}</p>"
        "<p><strong>If you are worried, ring.</strong> You need not be sure first.</p>"
        f'<ul>{"".join(lines)}</ul><p><a href="/">Go to Today</a></p></main></html>'
    )


def _line(one: Number) -> str:
    return f'<li>{escape(one.who)}: <a href="tel:{escape(one.dial)}">{escape(one.number)}</a></li>'


def _numbers() -> Numbers:
    try:
        from django.conf import settings

        return kept_numbers(settings.DATA)
    except Exception:  # noqa: BLE001 - whatever it is, she must be told whom to ring
        return Numbers()
