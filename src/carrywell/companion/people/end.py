"""When the pregnancy is over: she says so once, and nothing reminds her afterwards."""

from datetime import date, timedelta
from typing import Any

import msgspec
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from carrywell.api import load_guideline
from carrywell.companion.check.models import CheckIn
from carrywell.companion.people.access import current_pregnancy, pregnancy_of
from carrywell.companion.people.known import DAYS_AFTER_BIRTH
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.today import today_is
from carrywell.guideline.model import WORST_FIRST, Sign
from carrywell.patterns.gestation import DAYS_A_WEEK, DAYS_TO_THE_DUE_DATE, LAST_WEEK

Outcome = Pregnancy.Outcome

SIGNS_AFTERWARDS: dict[str, tuple[str, ...]] = {
    Outcome.BIRTH: (
        "postpartum_bleeding",
        "sepsis_signs",
        "chest_pain",
        "breathless",
        "headache_danger",
        "headache_severe",
        "fever_38",
        "worried",
    ),
    Outcome.LOSS: (
        "bleed_heavy",
        "bleed_pad_per_hour",
        "faint_collapse",
        "belly_pain_constant_severe",
        "sepsis_signs",
        "headache_danger",
        "abdominal_pain_sudden",
        "fever_38",
        "smelly_discharge",
        "worried",
    ),
}
"""Which of the guideline's signs are told on the page, by id; after a loss, those that speak of no
baby and no birth. All the others count in the check as well. Nothing private is among them."""


class AfterSign(msgspec.Struct, frozen=True):
    """A warning sign to ring about, in the guideline's words, with its sources."""

    title: str
    say: str
    urgency: str
    sources: tuple[str, ...]
    checked: bool


class EndForm(forms.Form):
    """What happened, and when. Needs the day and the pregnancy, for what a date may be."""

    outcome = forms.ChoiceField(
        label="What would you like to tell us?",
        choices=[
            (Outcome.BIRTH, "My baby is born"),
            (Outcome.LOSS, "I lost the pregnancy"),
            (Outcome.STOPPED, "I just want to stop"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one, or go back."},
    )
    born_on = forms.DateField(label="Day of the birth", required=False)
    lost_on = forms.DateField(label="The day, if you want to say", required=False)

    def __init__(self, *args: Any, today: date, pregnancy: Pregnancy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.earliest = today, _earliest(pregnancy, today)
        for name in ("born_on", "lost_on"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        """The date that belongs to the choice: possible, and for a birth given."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        name = {Outcome.BIRTH: "born_on", Outcome.LOSS: "lost_on"}.get(cleaned.get("outcome", ""))
        for other in {"born_on", "lost_on"} - {name}:
            self.errors.pop(other, None)
        if name and name not in self.errors:
            self._check(name, cleaned.get(name))
        return cleaned

    def ended_on(self) -> date:
        """The day it ended. Where she would rather not say, today: six weeks of care start then."""
        given = {
            Outcome.BIRTH: self.cleaned_data.get("born_on"),
            Outcome.LOSS: self.cleaned_data.get("lost_on"),
        }
        return given.get(self.cleaned_data["outcome"]) or self.today

    def _check(self, name: str, day: date | None) -> None:
        if day is None and name == "born_on":
            self.add_error(name, "Fill in the day. Today is fine if you are not sure.")
        elif day is not None and not self.earliest <= day <= self.today:
            self.add_error(
                name, f"The day should be from {self.earliest:%-d %B %Y} to {self.today:%-d %B %Y}."
            )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest) -> HttpResponse:
    """Three choices, each with words that fit."""
    pregnancy = current_pregnancy(request)
    form = EndForm(request.POST or None, today=today_is(request), pregnancy=pregnancy)
    if request.method == "POST" and form.is_valid():
        pregnancy.outcome = form.cleaned_data["outcome"]
        pregnancy.ended_on = form.ended_on()
        pregnancy.save(update_fields=["outcome", "ended_on"])
        return redirect("today")
    status = 422 if form.is_bound else 200
    return render(request, "people/end.html", {"form": form}, status=status)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """It was a mistake: everything is as before."""
    pregnancy = pregnancy_of(request)
    if pregnancy.is_over:
        pregnancy.outcome, pregnancy.ended_on = "", None
        pregnancy.save(update_fields=["outcome", "ended_on"])
        messages.success(request, "Everything is as it was before.")
    return redirect("today")


def over_page(request: HttpRequest, pregnancy: Pregnancy) -> HttpResponse:
    """Today, once it is over. After six weeks the page says nothing any more of what happened."""
    return render(
        request,
        "people/over.html",
        {
            "pregnancy": pregnancy,
            "outcome": pregnancy.outcome if is_recent(pregnancy, today_is(request)) else "",
            "signs": signs_afterwards(pregnancy.outcome),
            "unfinished": CheckIn.objects.unfinished(pregnancy, timezone.now()),
        },
    )


def is_recent(pregnancy: Pregnancy, today: date) -> bool:
    """Whether it ended in the last six weeks, when some warning signs still count."""
    ended = pregnancy.ended_on or today
    return (today - ended).days <= DAYS_AFTER_BIRTH


def signs_afterwards(outcome: str) -> tuple[AfterSign, ...]:
    """What to ring about afterwards, worst first, from the guideline."""
    content = load_guideline().content
    signs = [content.sign[name] for name in SIGNS_AFTERWARDS.get(outcome, ())]
    return tuple(_told(sign) for level in WORST_FIRST for sign in signs if sign.urgency == level)


def _told(sign: Sign) -> AfterSign:
    content = load_guideline().content
    titles = tuple(content.source[one].title for one in sign.sources)
    return AfterSign(sign.title, sign.say, sign.urgency, titles, sign.source_checked)


def _earliest(pregnancy: Pregnancy, today: date) -> date:
    """The first day of this pregnancy; as early as any pregnancy could be when it is not known."""
    if pregnancy.due_date:
        return min(today, pregnancy.due_date - timedelta(days=DAYS_TO_THE_DUE_DATE))
    return today - timedelta(days=int(LAST_WEEK * DAYS_A_WEEK))
