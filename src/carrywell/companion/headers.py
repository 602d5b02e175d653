"""Headers that Django has no setting for, and those of an answer that came no further in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""What every answer carries, also a static file and an error of a middleware."""


class HeadersMiddleware:
    """Nothing of hers is kept in a browser cache, and no page may use a sensor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response with the headers added; static files keep their own caching."""
        response = self.get_response(request)
        for name, value in SAFE.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/") or response.status_code >= 400:  # noqa: PLR2004
            response.headers["Cache-Control"] = "no-store"
        return response
