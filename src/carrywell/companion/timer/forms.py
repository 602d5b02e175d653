"""Correcting a spasm, adding one by hand, and what her unit told her. What is typed is never lost."""

from datetime import datetime, tzinfo
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from carrywell.companion.timer.limits import clock, problem_with_length
from carrywell.companion.timer.models import LabourAdvice, Spasm

MOMENT = {"type": "datetime-local", "step": "1"}
SHOWN_AS = "%Y-%m-%dT%H:%M:%S"

WAS = "was_"
"""Before the name of a field: what stood in it when the form was opened."""

PRESETS: dict[str, tuple[int, int, int]] = {
    "5-1-1": (5, 60, 60),
    "4-1-1": (4, 60, 60),
    "3-1-1": (3, 60, 60),
}
"""Minutes apart, seconds long, for so many minutes. They are the names that units use, not advice."""


class MomentField(forms.CharField):
    """A day and a time where she is. Left as it was shown, it stays the very same moment: a clock that
    was put back has two moments for one time.
    """

    def __init__(self, label: str, *, needed: bool) -> None:
        super().__init__(
            label=label, required=False, max_length=40, widget=forms.TextInput(attrs=MOMENT)
        )
        self.needed = needed
        self.was: datetime | None = None

    def prepare_value(self, value: Any) -> Any:
        """A moment as the browser's own field for it has it; typed words as they are."""
        return shown(value) if isinstance(value, datetime) else value

    def clean(self, value: Any) -> datetime | None:
        """The moment; None when it is empty and need not be there."""
        typed = (value or "").strip()
        if self.was is not None and typed == shown(self.was):
            return self.was
        if not typed:
            if self.needed:
                raise forms.ValidationError("Write when it began, such as 23 November 2026, 02:10.")
            return None
        try:
            moment = datetime.fromisoformat(typed)
            return moment if moment.tzinfo else moment.replace(tzinfo=_here())
        except (ValueError, OverflowError):
            raise forms.ValidationError(
                f"'{typed}' is no day and time. Write it as 2026-11-23 02:10:05."
            ) from None


def shown(moment: datetime) -> str:
    """A moment as the field shows it, where she is."""
    return f"{timezone.localtime(moment):{SHOWN_AS}}"


class SpasmForm(forms.Form):
    """A spasm's times, strength and place. `now` and `earliest` limit the start."""

    started_at = MomentField("When did it begin?", needed=True)
    ended_at = MomentField("When did it stop?", needed=False)
    strength = forms.ChoiceField(
        label="How strong was it?",
        choices=[*Spasm.Strength.choices, ("", "Not said")],
        required=False,
        widget=forms.RadioSelect,
    )
    place = forms.ChoiceField(
        label="Where was it?",
        choices=[*Spasm.Place.choices, ("", "Not said")],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, now: datetime, earliest: datetime, spasm: Spasm | None = None, **more: Any
    ) -> None:
        if spasm is not None:
            more["initial"] = {name: getattr(spasm, name) for name in self.base_fields}
        super().__init__(*args, **more)
        self.now, self.earliest, self.spasm = now, earliest, spasm
        for name in ("started_at", "ended_at"):
            field = self.fields[name]
            assert isinstance(field, MomentField)
            field.was = getattr(spasm, name, None)

    def as_opened(self) -> dict[str, str]:
        """What stood in each field when the form was opened; it goes along, so that what was tapped
        in another window since is not overwritten by a field she has left alone.
        """
        if self.is_bound or self.spasm is None:
            return {name: self.data[WAS + name] for name in self.fields if WAS + name in self.data}
        values = {name: getattr(self.spasm, name) for name in self.fields}
        return {
            name: shown(one) if isinstance(one, datetime) else one or ""
            for name, one in values.items()
        }

    def clean_started_at(self) -> datetime:
        """Not in the future, and in this pregnancy."""
        moment: datetime = self.cleaned_data["started_at"]
        self._not_ahead(moment)
        if moment < self.earliest:
            raise forms.ValidationError(
                f"{_day(moment)} is before this pregnancy. Write a time from {_day(self.earliest)} on."
            )
        return moment

    def clean_ended_at(self) -> datetime | None:
        """Not in the future; empty while it goes on, or when she does not know."""
        moment: datetime | None = self.cleaned_data["ended_at"]
        if moment is not None:
            self._not_ahead(moment)
        return moment

    def clean(self) -> dict[str, Any]:
        """The end after the start, and not hours after it; what she left alone stays as it is now."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, was in self.as_opened().items() if self.spasm is not None else ():
            if name in cleaned and was == self.data.get(name, "").strip():
                cleaned[name] = getattr(self.spasm, name)
        start, end = cleaned.get("started_at"), cleaned.get("ended_at")
        if start and end and (problem := problem_with_length(start, end)):
            self.add_error("ended_at", problem)
        return cleaned

    def _not_ahead(self, moment: datetime) -> None:
        if moment > self.now:
            raise forms.ValidationError(
                f"{_day(moment)} is still to come. It is {clock(self.now)} now; write that or earlier."
            )


class LabourForm(forms.Form):
    """When her unit told her to ring, once labour has begun."""

    told = forms.ChoiceField(
        label="What did your unit tell you?",
        choices=[
            ("5-1-1", "5-1-1: every 5 minutes, each 1 minute long, for 1 hour"),
            ("4-1-1", "4-1-1: every 4 minutes, each 1 minute long, for 1 hour"),
            ("3-1-1", "3-1-1: every 3 minutes, each 1 minute long, for 1 hour"),
            ("own", "Other numbers"),
            ("nothing", "Nothing yet, or I do not know"),
        ],
        error_messages={
            "required": "Choose one of these.",
            "invalid_choice": "Choose one of these.",
        },
        widget=forms.RadioSelect,
    )
    interval_minutes = forms.CharField(
        label="Every how many minutes?", required=False, max_length=6
    )
    length_seconds = forms.CharField(
        label="Each how many seconds long?", required=False, max_length=6
    )
    for_minutes = forms.CharField(label="For how many minutes?", required=False, max_length=6)

    LIMITS: ClassVar = {
        "interval_minutes": (1, 30),
        "length_seconds": (10, 300),
        "for_minutes": (10, 240),
    }
    """What the own numbers may be: our own choice, wide enough for every rule that units give."""

    def __init__(self, *args: Any, advice: LabourAdvice | None, **more: Any) -> None:
        more["initial"] = _as_given(advice)
        super().__init__(*args, **more)
        for name in self.LIMITS:
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "class": "short"}

    def clean(self) -> dict[str, Any]:
        """`numbers`: minutes apart, seconds long, minutes of it; None for nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        told = cleaned.get("told")
        cleaned["numbers"] = PRESETS.get(told or "")
        if told == "own":
            own = [self._own(name) for name in self.LIMITS]
            cleaned["numbers"] = None if None in own else tuple(own)
        return cleaned

    def _own(self, name: str) -> int | None:
        low, high = self.LIMITS[name]
        typed = self.cleaned_data.get(name, "").strip()
        if typed.isascii() and typed.isdecimal() and low <= int(typed) <= high:
            return int(typed)
        said = f"'{typed}' does not fit." if typed else "Nothing is written here."
        self.add_error(name, f"{said} Write a whole number from {low} to {high}.")
        return None


def _as_given(advice: LabourAdvice | None) -> dict[str, Any]:
    if advice is None:
        return {}
    numbers = (advice.interval_minutes, advice.length_seconds, advice.for_minutes)
    told = next((name for name, one in PRESETS.items() if one == numbers), "own")
    own = dict(zip(LabourForm.LIMITS, numbers, strict=True)) if told == "own" else {}
    return {"told": told, **own}


def _here() -> tzinfo:
    return timezone.get_current_timezone()


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y, %H:%M:%S}"
