"""What she chooses for a report: how far back, which parts, and her own words."""

from datetime import date, timedelta
from typing import Any

import msgspec
from django import forms
from django.http import QueryDict
from django.utils.http import urlencode

from carrywell.companion.diary.charts import CHOICES as WEEKS
from carrywell.companion.diary.charts import USUAL
from carrywell.companion.today import YEARS
from carrywell.exchange.report import CHOICES, SectionId

OWN = "own"
LONGEST_DAYS = 400
"""Longer than any pregnancy with the weeks after it."""
LONGEST_TEXT = 5000


class Choice(msgspec.Struct, frozen=True):
    """What she chose: `weeks` as on the page of charts, or 'own' with two days; and the parts."""

    weeks: str
    chosen: frozenset[SectionId]
    first: date | None = None
    last: date | None = None

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        pairs = [("weeks", self.weeks), *(("with", one) for one in CHOICES if one in self.chosen)]
        if self.weeks == OWN and self.first and self.last:
            pairs += [("first", self.first.isoformat()), ("last", self.last.isoformat())]
        return urlencode(pairs)


class ReportForm(forms.Form):
    """How far back and which parts. `offered` are the parts there are for her."""

    weeks = forms.ChoiceField(
        label="How far back?",
        choices=[
            *(
                (key, f"The last {say}" if key != "all" else "Everything")
                for key, say in WEEKS.items()
            ),
            (OWN, "Days of my choice"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Please choose how far back.",
            "invalid_choice": "Please choose how far back.",
        },
    )
    first = forms.DateField(
        label="From",
        required=False,
        error_messages={"invalid": "This is not a day. Choose one in the calendar."},
    )
    last = forms.DateField(
        label="To",
        required=False,
        error_messages={"invalid": "This is not a day. Choose one in the calendar."},
    )

    def __init__(
        self, *args: Any, offered: tuple[SectionId, ...], today: date, **kwargs: Any
    ) -> None:
        """`today` is the last day that a report can look back on."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["with"] = forms.MultipleChoiceField(
            label="What shall be in it?",
            choices=[(one, CHOICES[one]) for one in offered],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        for name in ("first", "last"):
            self.fields[name].widget = forms.DateInput(
                attrs={"type": "date", "max": today.isoformat()}, format="%Y-%m-%d"
            )

    def clean(self) -> dict[str, Any]:
        """The two days must make a time that is over."""
        given = super().clean() or {}
        if given.get("weeks") == OWN:
            self._check_days(given)
        return given

    def _check_days(self, given: dict[str, Any]) -> None:
        first, last = given.get("first"), given.get("last")
        for name in ("first", "last"):
            if given.get(name) is None and name not in self.errors:
                self.add_error(name, "Choose a day.")
        if first is None or last is None:
            return
        if last > self.today:
            self.add_error("last", "This day is still to come. Choose today or a day before.")
        elif first > last:
            self.add_error("first", "This day is after the last one. Choose an earlier day.")
        elif first.year not in YEARS:
            self.add_error("first", "This is long ago. Choose a day of this pregnancy.")
        elif last - first >= timedelta(days=LONGEST_DAYS):
            self.add_error("first", f"This is a long time. Choose at most {LONGEST_DAYS} days.")

    @property
    def choice(self) -> Choice:
        """What she chose; only of a valid form."""
        given = self.cleaned_data
        return Choice(
            given["weeks"], frozenset(given["with"]), given.get("first"), given.get("last")
        )


class NoteForm(forms.Form):
    """Her own words. What is longer than a page holds is told, and not cut in silence."""

    reason = forms.CharField(
        label="Why are you going?",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": f"This is too long. Please keep to {LONGEST_TEXT} letters."},
    )
    questions = forms.CharField(
        label="What do you want to ask?",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": f"This is too long. Please keep to {LONGEST_TEXT} letters."},
    )


def asked_for(query: QueryDict, offered: tuple[SectionId, ...]) -> QueryDict | dict[str, Any]:
    """What an address asks for; without anything, the usual time and every part.

    A part that there is not for her any more, such as weight, is passed over.
    """
    if "weeks" not in query:
        return {"weeks": USUAL, "with": list(offered)}
    asked = query.copy()
    asked.setlist("with", [one for one in query.getlist("with") if one in offered])
    return asked
