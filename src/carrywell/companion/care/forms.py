"""Where she searches from, and a place written by hand. What is typed is never lost."""

from typing import Any

from django import forms

from carrywell.care.place import Point
from carrywell.companion.care.kinds import care_kinds
from carrywell.companion.care.origin import looks_like_a_point, point_typed
from carrywell.companion.people.forms import phone_typed


class WhereForm(forms.Form):
    """A town, a postcode or a point. `point` is set where no name has to be looked up."""

    where = forms.CharField(label="Town or postcode", max_length=80, required=False)
    position = forms.CharField(label="Latitude and longitude", max_length=60, required=False)
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput)
    keep = forms.BooleanField(label="Remember this place for next time", required=False)

    point: Point | None = None
    is_here = False
    """Whether the browser told it."""

    def clean(self) -> dict[str, Any]:
        """The browser's position first, then a typed point, then a name."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if latitude is not None and longitude is not None:
            self.is_here = True
            self._take("where", lambda: Point(latitude, longitude))
        elif typed := cleaned.get("position", "").strip():
            self._take("position", lambda: point_typed(typed))
        elif looks_like_a_point(cleaned.get("where", "")):
            self._take("where", lambda: point_typed(cleaned["where"]))
        elif not cleaned.get("where", "").strip() and not self.errors:
            self.add_error("where", "Write a town or a postcode first.")
        return cleaned

    def _take(self, field: str, made: Any) -> None:
        try:
            self.point = made()
        except ValueError as error:
            words = str(error)
            self.add_error(field, f"{words[:1].upper()}{words[1:].rstrip('.')}.")


class KeptPlaceForm(forms.Form):
    """A place of hers, by hand or to correct it."""

    name = forms.CharField(
        label="Name",
        max_length=200,
        error_messages={"required": "Write who it is, such as Maya, midwife."},
    )
    kind = forms.ChoiceField(label="Who they are", required=False)
    phone = forms.CharField(label="Phone number", max_length=40, required=False)
    address = forms.CharField(label="Address", max_length=300, required=False)
    notes = forms.CharField(
        label="Your notes",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "Someone else"),
            *((one.id, one.name[:1].upper() + one.name[1:]) for one in care_kinds().kinds),
        ]
        self.fields["phone"].widget.input_type = "tel"

    def clean_phone(self) -> str:
        """A number that can be dialled."""
        return phone_typed(self.cleaned_data["phone"])
