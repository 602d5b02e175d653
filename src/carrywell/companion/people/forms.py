"""What she tells us at the start. Nothing is required; what is given must be possible."""

from datetime import date, timedelta
from typing import Any

from django import forms

from carrywell.api import load_guideline
from carrywell.companion.people.models import Pregnancy
from carrywell.patterns.gestation import (
    DAYS_A_WEEK,
    DAYS_TO_THE_DUE_DATE,
    LAST_WEEK,
    due_date_from_last_period,
    due_date_from_weeks,
    weeks_typed,
)

_MOST_DAYS = int(LAST_WEEK * DAYS_A_WEEK)
DatedBy = Pregnancy.DatedBy

MOST_DIGITS = 16
"""Of a telephone number: 15 by ITU-T E.164, and the zero in '+44 (0)20'."""


class AboutForm(forms.Form):
    """The pregnancy, the country and the unit. Needs the day, for what a date may be."""

    dated_by = forms.ChoiceField(
        label="How far along are you?",
        choices=[
            (DatedBy.DUE_DATE, "I know my due date"),
            (DatedBy.LAST_PERIOD, "I know the first day of my last period"),
            (DatedBy.WEEKS, "I know how many weeks I am"),
            (DatedBy.UNKNOWN, "I am not sure"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    due_date = forms.DateField(label="Due date", required=False)
    last_period = forms.DateField(label="First day of your last period", required=False)
    weeks = forms.CharField(label="Weeks today, such as 31 or 31+4", required=False, max_length=20)
    babies = forms.TypedChoiceField(
        label="How many babies?",
        choices=[("1", "One"), ("2", "Twins"), ("3", "Three or more"), ("", "Not sure")],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    country = forms.ChoiceField(label="Which country are you in?", required=False)
    unit_name = forms.CharField(label="Name of your maternity unit", required=False, max_length=120)
    unit_phone = forms.CharField(
        label="Phone number of your maternity unit", required=False, max_length=40
    )
    height_cm = forms.FloatField(label="Your height", required=False)
    weight_before_kg = forms.FloatField(label="Your weight before this pregnancy", required=False)

    def __init__(self, *args: Any, today: date, likely_country: str = "", **kwargs: Any) -> None:
        """`likely_country` is listed first and never chosen for her: its number could be wrong."""
        super().__init__(*args, **kwargs)
        self.today = today
        content = load_guideline().content
        numbers = sorted(
            (one for one in content.emergency_numbers if one.country),
            key=lambda one: (one.country != likely_country, one.name),
        )
        self.fields["country"].choices = [  # type: ignore[attr-defined]
            ("", "Choose, or leave it out"),
            *((one.country, one.name) for one in numbers),
        ]
        for name in ("height_cm", "weight_before_kg"):
            example = content.finding[name].harmless
            self.fields[name].error_messages["invalid"] = f"Write a number, such as {example}."

    def clean_due_date(self) -> date | None:
        """A due date from five weeks ago to forty weeks ahead."""
        due: date | None = self.cleaned_data["due_date"]
        earliest = self.today - timedelta(days=_MOST_DAYS - DAYS_TO_THE_DUE_DATE)
        latest = self.today + timedelta(days=DAYS_TO_THE_DUE_DATE)
        return self._between(due, earliest, latest)

    def clean_last_period(self) -> date | None:
        """A day in the last 45 weeks."""
        first: date | None = self.cleaned_data["last_period"]
        return self._between(first, self.today - timedelta(days=_MOST_DAYS), self.today)

    def clean_weeks(self) -> float | None:
        """Weeks as people write them, 0 to 45."""
        typed = self.cleaned_data["weeks"].strip()
        if not typed:
            return None
        weeks = weeks_typed(typed)
        if weeks is None or weeks > LAST_WEEK:
            raise forms.ValidationError(
                "Write whole weeks, 0 to 45, such as 31. Add days with a plus: 31+4."
            )
        return weeks

    def clean_unit_phone(self) -> str:
        """A number that can be dialled."""
        return phone_typed(self.cleaned_data["unit_phone"])

    def clean_height_cm(self) -> float | None:
        """Within what the guideline takes for possible."""
        return self._possible("height_cm")

    def clean_weight_before_kg(self) -> float | None:
        """Within what the guideline takes for possible."""
        return self._possible("weight_before_kg")

    def clean(self) -> dict[str, Any]:
        """The field that belongs to the way of dating must be filled."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        way = cleaned.get("dated_by")
        if way in (DatedBy.DUE_DATE, DatedBy.LAST_PERIOD, DatedBy.WEEKS):
            missing = cleaned.get(way) is None and way not in self.errors
            if missing:
                self.add_error(way, "Fill this in, or choose 'I am not sure'.")
        return cleaned

    def save(self, pregnancy: Pregnancy) -> None:
        """Writes what was given into the pregnancy and its person."""
        given = self.cleaned_data
        pregnancy.dated_by = given["dated_by"] or DatedBy.UNKNOWN
        pregnancy.due_date = self._due_date()
        for name in ("babies", "height_cm", "weight_before_kg", "unit_name", "unit_phone"):
            setattr(pregnancy, name, given[name])
        pregnancy.person.country = given["country"]
        pregnancy.person.save(update_fields=["country"])
        pregnancy.save()

    def _due_date(self) -> date | None:
        given = self.cleaned_data
        match given["dated_by"]:
            case DatedBy.DUE_DATE:
                return given["due_date"]  # type: ignore[no-any-return]
            case DatedBy.LAST_PERIOD:
                return due_date_from_last_period(given["last_period"])
            case DatedBy.WEEKS:
                return due_date_from_weeks(given["weeks"], self.today)
            case _:
                return None

    def _between(self, day: date | None, earliest: date, latest: date) -> date | None:
        if day is not None and not earliest <= day <= latest:
            raise forms.ValidationError(
                f"This date does not fit a pregnancy now. It should be from {earliest:%-d %B %Y}"
                f" to {latest:%-d %B %Y}."
            )
        return day

    def _possible(self, name: str) -> float | None:
        value: float | None = self.cleaned_data[name]
        finding = load_guideline().content.finding[name]
        low, high = finding.min or 0.0, finding.max or 0.0
        if value is not None and not low <= value <= high:
            raise forms.ValidationError(
                f"Write a number from {low:g} to {high:g} {finding.unit}, or leave this empty."
            )
        return value


def phone_typed(typed: str) -> str:
    """A number that can be dialled, without spaces around it; empty for nothing.

    Raises `ValidationError` in words.
    """
    number = typed.strip()
    digits = sum(one.isdigit() for one in number)
    if number and (digits < 3 or set(number) - set("0123456789+*#() -./")):  # noqa: PLR2004 - the shortest real numbers
        raise forms.ValidationError("Write the number with digits, such as 020 7946 0958.")
    if digits > MOST_DIGITS or "+" in number.lstrip("(")[1:]:
        raise forms.ValidationError("Write one number only, the one to ring first.")
    return number


def as_given(pregnancy: Pregnancy) -> dict[str, Any]:
    """The form's first values for a pregnancy that is already there."""
    return {
        "dated_by": DatedBy.DUE_DATE if pregnancy.due_date else DatedBy.UNKNOWN,
        "due_date": pregnancy.due_date,
        "babies": pregnancy.babies,
        "country": pregnancy.person.country,
        "unit_name": pregnancy.unit_name,
        "unit_phone": pregnancy.unit_phone,
        "height_cm": pregnancy.height_cm,
        "weight_before_kg": pregnancy.weight_before_kg,
    }


def lasting(earlier: Pregnancy) -> dict[str, Any]:
    """What an earlier pregnancy tells about a new one: where she lives, whom she rings, her height."""
    names = ("country", "unit_name", "unit_phone", "height_cm")
    return {name: value for name, value in as_given(earlier).items() if name in names}
