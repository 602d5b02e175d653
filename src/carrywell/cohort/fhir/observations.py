"""What an observation says: a measurement, a coded value, or the dates of a pregnancy."""

from carrywell.cohort.fhir.dates import When
from carrywell.cohort.fhir.heard import Heard, Listener, last, named, number_text, text_of
from carrywell.cohort.fhir.resources import Observation, Quantity, Valued
from carrywell.guideline.mappings import CodedValue, CodeMapping

DUE_AFTER = 280
"""Days from the first day of the last period to the due date: what a due date is."""
WEEK = 7
OBSERVED = frozenset({"final", "amended", "corrected", "preliminary"})


class Observations(Listener):
    """Reads observations."""

    def hear(self, one: Observation, heard: Heard) -> None:
        """Notes what the observation and each of its parts says."""
        if one.status not in OBSERVED:
            heard.passed.append("not a valid result")
            return
        period = one.effective_period
        at = self.when(
            "effective",
            one.effective_date_time or one.effective_instant or last(period) or one.issued,
            heard,
        )
        parts = [part for part in one.component if self._observed(part, at, heard)]
        if not self._observed(one, at, heard) and not parts:
            heard.unmapped.append(named(one.code))
        heard.unmapped += [named(part.code) for part in one.component if part not in parts]

    def _observed(self, part: Valued, at: When | None, heard: Heard) -> bool:
        """Whether some mapping speaks of this value."""
        mappings = self.codes.of("observation", part.code)
        for mapping in mappings:
            self._measured(mapping, part, at, heard)
        return bool(mappings)

    def _measured(self, mapping: CodeMapping, part: Valued, at: When | None, heard: Heard) -> None:
        if not self.counts(mapping, at, heard):
            return
        match mapping.how:
            case "number":
                self.say(mapping, number_text(self._quantity(mapping, part)), at, heard)
            case "one_or_more":
                self.say(mapping, _one_or_more(self._quantity(mapping, part)), at, heard)
            case "coded":
                self.say(mapping, self._coded(mapping.values, part), at, heard)
            case "gestational_age" | "due_date" | "last_period":
                self._weeks(mapping, part, at, heard)
            case "days_since":
                self.since(mapping, self.when(mapping.id, part.value_date_time, heard), heard)
            case "present" | "ending":
                heard.passed.append("no value is read from it")

    def _quantity(self, mapping: CodeMapping, part: Valued) -> float | str | None:
        """The value in the mapping's unit; a text when it stands there and cannot be used."""
        if part.value_integer is not None:
            quantity = Quantity(value=part.value_integer)
        elif part.value_quantity is not None:
            quantity = part.value_quantity
        elif part.value_string is not None:
            return "(a text)"
        else:
            return None
        return self.in_unit(quantity, mapping.unit or "1")

    def _coded(self, values: tuple[CodedValue, ...], part: Valued) -> str | None:
        concept = part.value_codeable_concept
        if concept is None:
            return "(a text)" if part.value_string is not None else None
        meant = {
            text_of(one.value)
            for one in values
            if any(self.codes.says(coding, one.codes) for coding in concept.coding)
        }
        if meant:
            return " or ".join(sorted(meant))
        return f"code {' '.join(sorted(concept.codes())) or '(none)'}"

    def _weeks(self, mapping: CodeMapping, part: Valued, at: When | None, heard: Heard) -> None:
        """The pregnancy began on a day; the weeks are counted from it to the date of the screening."""
        begun = self._begun(mapping, part, at, heard)
        if isinstance(begun, str):
            self.say(mapping, begun, at, heard)
        elif begun is not None:
            weeks = (self.as_of.toordinal() - begun) / WEEK
            if self.possible(mapping.finding, weeks):
                self.say(mapping, number_text(weeks), at, heard, begun)
            else:
                heard.passed.append("of another pregnancy")

    def _begun(
        self, mapping: CodeMapping, part: Valued, at: When | None, heard: Heard
    ) -> float | str | None:
        """The first day of the pregnancy as an ordinal; a text when it stands there and cannot be used."""
        if mapping.how == "gestational_age":
            days = self._quantity(mapping, part)
            if isinstance(days, str) or days is None:
                return days
            if at is None or at.day is None:
                return f"{days:g} days on no exact day"
            return at.day.toordinal() - days
        if part.value_date_time is None:
            return None
        told = self.when(mapping.id, part.value_date_time, heard)
        if told is None or told.day is None:
            return f"on {part.value_date_time}"
        return told.day.toordinal() - (DUE_AFTER if mapping.how == "due_date" else 0)


def _one_or_more(value: float | str | None) -> str | None:
    return text_of(value >= 1) if isinstance(value, int | float) else value
