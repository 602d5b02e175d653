"""The report for a visit: on the page, in print, as a PDF, as a file, and as a code to scan.

Everything is made when it is asked for and goes straight to her: nothing of it is kept anywhere.
"""

import logging
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carrywell.companion.people.access import pregnancy_of
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.report.file_look import look_of_the_file
from carrywell.companion.report.forms import Choice, NoteForm, ReportForm, asked_for
from carrywell.companion.report.hers import keep_note, material_of, note_of, offered_to
from carrywell.companion.today import now_is, today_is
from carrywell.companion.watch.standing import whats_changed
from carrywell.exchange.build import report
from carrywell.exchange.qr import qr_code
from carrywell.exchange.report import (
    NAME_AND_BIRTH,
    SAMPLE,
    UNCHECKED,
    Report,
    moment_in_words,
)
from carrywell.exchange.report_pdf import NoPdf, report_pdf
from carrywell.exchange.report_text import report_text

UNPROCESSABLE = 422
NO_PDF = (
    "The PDF could not be made on this computer. You can print this page, or take the file: they say"
    " the same."
)
WAYS = {"show": "overview", "pdf": "pdf", "file": "file", "code": "code"}
"""What she can do next, and its address."""

log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """What is in the report, her own words, and the report itself."""
    pregnancy = pregnancy_of(request)
    if request.method == "POST":
        return _save(request, pregnancy)
    return _page(request, pregnancy, _form(request, pregnancy), _kept_words(pregnancy))


@require_safe
def pdf(request: HttpRequest) -> HttpResponse:
    """The report as a PDF to keep."""
    made = _report(request)
    if isinstance(made, HttpResponse):
        return made
    try:
        return _download(report_pdf(made), "application/pdf", f"{made.file_name}.pdf")
    except NoPdf as error:
        log.warning("No PDF: %s", error)
        messages.warning(request, NO_PDF)
        return redirect(f"{reverse('report:overview')}?{request.GET.urlencode()}")


@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """The report as one HTML file with everything in it."""
    made = _report(request)
    if isinstance(made, HttpResponse):
        return made
    context = _shown(made) | {"look": look_of_the_file()}
    written = render_to_string("report/file.html", context)
    return _download(written.encode(), "text/html; charset=utf-8", f"{made.file_name}.html")


@require_safe
def code(request: HttpRequest) -> HttpResponse:
    """First what a code would hold and who can read it; the code only when she then asks for it."""
    made = _report(request)
    if isinstance(made, HttpResponse):
        return made
    text = report_text(made)
    wanted = "made" in request.GET
    query = request.GET.copy()
    query.pop("made", None)
    context = {
        "text": text,
        "bytes": len(text.encode()),
        "svg": qr_code(text, "Code with the text below") if wanted else "",
        "query": query.urlencode(),
        "made_url": f"{reverse('report:code')}?{query.urlencode()}&made=1",
    }
    return render(request, "report/code.html", context)


def _save(request: HttpRequest, pregnancy: Pregnancy) -> HttpResponse:
    """Keeps her words even when the days are wrong; then on to what she asked for."""
    words = NoteForm(request.POST)
    form = ReportForm(request.POST, offered=offered_to(pregnancy), today=today_is(request))
    if words.is_valid():
        said = words.cleaned_data
        keep_note(pregnancy, said["reason"], said["questions"], timezone.now())
    if not (words.is_valid() and form.is_valid()):
        return _page(request, pregnancy, form, words)
    way = WAYS.get(request.POST.get("then", ""), WAYS["show"])
    anchor = "#report" if way == WAYS["show"] else ""
    return redirect(f"{reverse(f'report:{way}')}?{form.choice.query}{anchor}")


def _form(request: HttpRequest, pregnancy: Pregnancy) -> ReportForm:
    offered = offered_to(pregnancy)
    return ReportForm(asked_for(request.GET, offered), offered=offered, today=today_is(request))


def _report(request: HttpRequest) -> Report | HttpResponse:
    """The report an address asks for; for an address that makes no sense, the page with the errors."""
    pregnancy = pregnancy_of(request)
    form = _form(request, pregnancy)
    if form.is_valid():
        now = now_is(request)
        return report(material_of(pregnancy, form.choice, now, whats_changed(pregnancy, now)))
    return _page(request, pregnancy, form, _kept_words(pregnancy))


def _kept_words(pregnancy: Pregnancy) -> NoteForm:
    note = note_of(pregnancy)
    return NoteForm(initial={"reason": note.reason, "questions": note.questions})


def _page(
    request: HttpRequest, pregnancy: Pregnancy, form: ReportForm, words: NoteForm
) -> HttpResponse:
    fits = form.is_valid() and (not words.is_bound or words.is_valid())
    now = now_is(request)
    changed = whats_changed(pregnancy, now)  # once: the page and its report tell the same moment
    context: dict[str, Any] = {
        "form": form,
        "words": words,
        "parts": form["with"],
        "fits": fits,
        "changed": changed,
    }
    if fits:
        choice: Choice = form.choice
        context |= _shown(report(material_of(pregnancy, choice, now, changed)))
        context["query"] = choice.query
    return render(request, "report/overview.html", context, status=200 if fits else UNPROCESSABLE)


def _shown(made: Report) -> dict[str, Any]:
    return {
        "report": made,
        "made": moment_in_words(made.made_at),
        "sample_says": SAMPLE if made.is_sample else "",
        "unchecked": UNCHECKED if made.any_unchecked else "",
        "to_write": NAME_AND_BIRTH,
    }


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep; the address is never stored by the browser (see `headers`)."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
