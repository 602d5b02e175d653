"""Her weight, and the few answers that the pictures need. What is typed is never lost."""

from datetime import date, timedelta
from typing import Any

from django import forms

from carrywell.api import load_guideline
from carrywell.assessment.answers import AnswerError
from carrywell.companion.body.hers import KEEPS_BACK
from carrywell.companion.body.models import WeightEntry, WeightNumbers
from carrywell.companion.body.units import as_typed, kilograms, number_typed, range_in_words
from carrywell.patterns.gestation import DAYS_A_WEEK, DAYS_TO_THE_DUE_DATE, LAST_WEEK
from carrywell.patterns.inputs import checked_numbers

Unit = WeightEntry.Unit
NUMBER = {"inputmode": "decimal", "autocomplete": "off", "class": "short"}


def _number(label: str) -> forms.CharField:
    """A box for a number; text, so that a comma may stand in it and nothing typed is dropped."""
    return forms.CharField(
        label=label, max_length=12, required=False, widget=forms.TextInput(attrs=NUMBER)
    )


def _unit(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=Unit.choices,
        initial=Unit.KILOGRAMS,
        required=False,
        widget=forms.RadioSelect,
    )


def possible(finding_id: str, typed: str, unit: str) -> float | None:
    """A number as typed, checked against its finding's range: kg for weights; None for nothing.

    `unit` is kg, lb or cm. Raises `ValidationError` in words.
    """
    if not typed.strip():
        return None
    content = load_guideline().content
    finding = content.finding[finding_id]
    value = number_typed(typed)
    if value is None:
        raise forms.ValidationError(f"Write a number, such as {finding.harmless}.")
    if unit in Unit.values:
        value = kilograms(value, unit)
    try:
        checked_numbers(content, {finding_id: (finding_id, value)})
    except AnswerError:
        words = range_in_words(finding, unit)
        raise forms.ValidationError(f"Write a number from {words}.") from None
    return value


class WeightForm(forms.Form):
    """A weight on a day. `began_on` is the first day of the pregnancy, None when it is not known."""

    weight = _number("Your weight")
    unit = _unit("In kilograms or pounds?")
    measured_on = forms.DateField(
        label="Measured on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day as year, month and day, such as 2026-11-23."},
    )

    def __init__(self, *args: Any, today: date, began_on: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.began_on = began_on
        self.fields["measured_on"].initial = today
        self.fields["measured_on"].widget.attrs["max"] = f"{today:%Y-%m-%d}"

    @staticmethod
    def as_given(entry: WeightEntry | None, last: WeightEntry | None) -> dict[str, Any]:
        """First values: those of `entry`, or for a new one only the unit of her last."""
        if entry is None:
            return {"unit": last.unit} if last is not None else {}
        weight = as_typed(entry.weight_kg, entry.unit)
        return {"weight": weight, "unit": entry.unit, "measured_on": entry.measured_on}

    def clean_unit(self) -> str:
        """Kilograms when nothing is chosen."""
        return self.cleaned_data["unit"] or Unit.KILOGRAMS

    def clean_measured_on(self) -> date:
        """A day of this pregnancy up to today; today when it is left empty."""
        day: date = self.cleaned_data["measured_on"] or self.today
        if day > self.today:
            raise forms.ValidationError("This day is still to come. Choose today or a day before.")
        earliest = self.began_on or self.today - timedelta(days=int(LAST_WEEK * DAYS_A_WEEK))
        if day < earliest:
            raise forms.ValidationError(
                f"This is before your pregnancy began. Choose a day from {earliest:%-d %B %Y} on."
            )
        return day

    def clean(self) -> dict[str, Any]:
        """The weight in kg, as `weight_kg`."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            cleaned["weight_kg"] = possible(
                "weight_now_kg", cleaned.get("weight", ""), cleaned.get("unit", Unit.KILOGRAMS)
            )
        except forms.ValidationError as error:
            self.add_error("weight", error)
            return cleaned
        if cleaned["weight_kg"] is None:
            self.add_error("weight", "Write your weight first.")
        return cleaned


class AboutBodyForm(forms.Form):
    """What is missing for the pictures: only the findings in `asks`, and none must be given."""

    height_cm = _number("How tall are you?")
    weight_before_kg = _number("What did you weigh before this pregnancy?")
    weight_before_unit = _unit("That weight is in")
    babies = forms.TypedChoiceField(
        label="How many babies?",
        choices=[("1", "One"), ("2", "Twins"), ("3", "Three or more"), ("", "Not sure")],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    anaemia_or_eating_disorder = forms.ChoiceField(
        choices=WeightNumbers.Answer.choices, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, asks: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[KEEPS_BACK].label = load_guideline().content.finding[KEEPS_BACK].ask
        asked = {_field_of(one) for one in asks}
        if "weight_before_kg" in asked:
            asked.add("weight_before_unit")
        for name in set(self.fields) - asked:
            del self.fields[name]

    def clean_height_cm(self) -> float | None:
        """Within what the guideline takes for possible, in cm."""
        return possible("height_cm", self.cleaned_data["height_cm"], "cm")

    def clean(self) -> dict[str, Any]:
        """The weight before in kg, whichever unit it was typed in."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        unit = cleaned.pop("weight_before_unit", "") or Unit.KILOGRAMS
        if typed := cleaned.get("weight_before_kg"):
            try:
                cleaned["weight_before_kg"] = possible("weight_before_kg", typed, unit)
            except forms.ValidationError as error:
                self.add_error("weight_before_kg", error)
        return cleaned


def began_on(due_date: date | None) -> date | None:
    """The first day of the last period that belongs to a due date."""
    return due_date - timedelta(days=DAYS_TO_THE_DUE_DATE) if due_date else None


def _field_of(finding_id: str) -> str:
    return "babies" if finding_id in ("twins", "higher_order_multiple") else finding_id
