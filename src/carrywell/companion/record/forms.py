"""What she sends to change, read back or delete her data."""

from typing import Any

from django import forms

from carrywell.assessment.answers import AnswerError, describe_allowed, settle
from carrywell.companion.check.service import guideline
from carrywell.companion.record.archive import MOST_BYTES
from carrywell.guideline.model import Finding

DELETE, REPLACE = "DELETE", "REPLACE"
LOOK, TAKE_OVER = "look", "replace"


class DeleteForm(forms.Form):
    """Deleting everything, once the word is typed."""

    word = forms.CharField(
        label=f"Type {DELETE} to go on",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_word(self) -> str:
        """The word, in whatever case a phone makes of it."""
        typed: str = self.cleaned_data["word"].strip()
        if typed.upper() != DELETE:
            raise forms.ValidationError(f"Nothing is deleted yet. Type the word {DELETE}.")
        return typed


class ImportForm(forms.Form):
    """A copy to read back. With data already here, `what` says what becomes of it."""

    file = forms.FileField(
        label="The ZIP file that Carrywell made",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".zip,.json,application/zip,application/json"}),
    )
    what = forms.ChoiceField(
        label="There is data here already. What shall happen?",
        choices=[
            (LOOK, "Only look into the file. Keep what is here, add nothing"),
            (TAKE_OVER, "Replace everything here with what is in the file"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    word = forms.CharField(
        label=f"To replace everything, type {REPLACE}",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: Any, has_data: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_data = has_data

    def clean_file(self) -> Any:
        """A file that is there."""
        file = self.cleaned_data["file"]
        if file is None:
            size = MOST_BYTES // 1024 // 1024
            raise forms.ValidationError(f"Choose the file. It may be up to {size} MB.")
        return file

    def clean(self) -> dict[str, Any]:
        """Nothing that is here goes without the word."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.has_data and "what" not in self.errors and not cleaned.get("what"):
            self.add_error("what", "Choose what shall happen to what is here.")
        if self.replaces and cleaned.get("word", "").strip().upper() != REPLACE:
            self.add_error("word", f"Nothing is replaced yet. Type the word {REPLACE}.")
        return cleaned

    @property
    def only_looks(self) -> bool:
        """Whether nothing shall be changed."""
        return self.has_data and self.cleaned_data.get("what") == LOOK

    @property
    def replaces(self) -> bool:
        """Whether what is here shall go."""
        return self.has_data and self.cleaned_data.get("what") == TAKE_OVER


class FactForm(forms.Form):
    """One standing fact, with the answers that the guideline allows."""

    def __init__(self, *args: Any, finding: Finding, value: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.finding = finding
        self.fields["value"] = _field_for(finding)
        self.initial["value"] = _shown(finding, value)

    def clean_value(self) -> Any:
        """The answer as the guideline takes it."""
        typed = self.cleaned_data["value"]
        value = typed == "yes" if self.finding.type == "yes_no" else typed
        try:
            settle(guideline().compiled, {self.finding.id: value})
        except AnswerError:
            raise forms.ValidationError(f"It should be {describe_allowed(self.finding)}.") from None
        return value


def _field_for(finding: Finding) -> forms.Field:
    label = finding.ask or finding.short
    options = [(one.id, one.say) for one in finding.options]
    match finding.type:
        case "yes_no":
            return forms.ChoiceField(
                label=label, choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
            )
        case "choice":
            return forms.ChoiceField(label=label, choices=options, widget=forms.RadioSelect)
        case "choices":
            return forms.MultipleChoiceField(
                label=label, choices=options, widget=forms.CheckboxSelectMultiple, required=False
            )
        case "number":
            return forms.FloatField(label=label, error_messages={"invalid": "Write a number."})


def _shown(finding: Finding, value: Any) -> Any:
    return ("yes" if value else "no") if finding.type == "yes_no" else value
