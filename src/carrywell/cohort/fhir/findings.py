"""What one resource says of a person at the date of the screening.

Only what is there counts. A condition that was refuted, entered in error or is not confirmed, an
observation that was cancelled and a value outside its window say nothing, so the finding stays unknown.
A value that stands there but cannot be used is passed on as it is written: the door of the screening
refuses it and tells it, and no older value takes its place.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from carrywell.cohort.fhir.codes import Codes
from carrywell.cohort.fhir.dates import When, age, when, whole_day
from carrywell.cohort.fhir.resources import (
    Answer,
    Concept,
    Condition,
    Item,
    MedicationStatement,
    Observation,
    Patient,
    Period,
    Procedure,
    Quantity,
    QuestionnaireResponse,
    Resource,
    Valued,
)
from carrywell.cohort.fhir.units import converted, unit_of
from carrywell.conditions.values import Value
from carrywell.guideline.content import Content
from carrywell.guideline.mappings import CodedValue, CodeMapping, Reads
from carrywell.guideline.model import Finding, Scalar

DUE_AFTER = 280
"""Days from the first day of the last period to the due date: what a due date is."""
WEEK = 7
OBSERVED = frozenset({"final", "amended", "corrected", "preliminary"})
ANSWERED = frozenset({"completed", "amended"})
DENIED = frozenset({"refuted", "entered-in-error", "unconfirmed", "provisional", "differential"})
ACTIVE = frozenset({"active", "recurrence", "relapse"})
NOT_EXACT = "the date is not exact enough to tell whether it still counts"
NO_DATE = "there is no date, so it cannot be told whether it still counts"
OPEN_ENDING = "a pregnancy ended, but there is no exact date of it"
DIED = "the record says that this person has died: look at the record before anyone rings"


class Said(msgspec.Struct, frozen=True):
    """A value of a finding. Of the lowest `rank`, what was said last counts (see `dates.When`).

    `begun`: of the pregnancy that began on this day at the latest (an ordinal), until `ends_for` days
    after its end; None: not of one pregnancy.
    """

    finding: str
    text: str
    start: float
    until: float
    rank: int = 1
    begun: int | None = None
    ends_for: int | None = None


class Problem(msgspec.Struct, frozen=True):
    """What cannot be used, and why."""

    column: str
    value: str
    message: str


class Heard(msgspec.Struct):
    """Everything that one resource says. `ended`: days on which a pregnancy ended, as ordinals.

    `unmapped`: system, code and name of what no mapping speaks of. `passed`: why something counts no
    more, or not yet.
    """

    said: list[Said] = []
    ended: list[int] = []
    problems: list[Problem] = []
    unmapped: list[tuple[str, str, str]] = []
    passed: list[str] = []
    died: bool = False


class Reader:
    """Reads resources by the guideline's mapping, as of one date."""

    def __init__(self, content: Content, as_of: date) -> None:
        self.content, self.as_of = content, as_of
        self.mappings = content.mappings
        self.codes = Codes(content.mappings)
        self.today = whole_day(as_of)

    def read(self, resource: Resource) -> Heard:
        """What the resource says."""
        heard = Heard()
        match resource:
            case Patient():
                self._patient(resource, heard)
            case Observation():
                self._observation(resource, heard)
            case Condition():
                self._condition(resource, heard)
            case Procedure():
                self._procedure(resource, heard)
            case MedicationStatement():
                self._medication(resource, heard)
            case QuestionnaireResponse():
                self._answers(resource, heard)
        return heard

    def _patient(self, patient: Patient, heard: Heard) -> None:
        born = self._when("birthDate", patient.birth_date, heard)
        years = age(born, self.as_of) if born is not None else None
        if years is not None and "age" in self.content.finding:
            heard.said.append(Said("age", str(years), self.today.start, self.today.until))
        if patient.deceased_boolean or patient.deceased_date_time is not None:
            heard.died = True
            heard.problems.append(Problem("deceased", patient.deceased_date_time or "true", DIED))

    def _observation(self, one: Observation, heard: Heard) -> None:
        if one.status not in OBSERVED:
            heard.passed.append("not a valid result")
            return
        period = one.effective_period
        at = self._when(
            "effective",
            one.effective_date_time or one.effective_instant or _last(period) or one.issued,
            heard,
        )
        parts = [part for part in one.component if self._observed(part, at, heard)]
        if not self._observed(one, at, heard) and not parts:
            heard.unmapped.append(_named(one.code))
        heard.unmapped += [_named(part.code) for part in one.component if part not in parts]

    def _observed(self, part: Valued, at: When | None, heard: Heard) -> bool:
        """Whether some mapping speaks of this value."""
        mappings = self.codes.of("observation", part.code)
        for mapping in mappings:
            self._measured(mapping, part, at, heard)
        return bool(mappings)

    def _measured(self, mapping: CodeMapping, part: Valued, at: When | None, heard: Heard) -> None:
        if not self._counts(mapping, at, heard):
            return
        match mapping.how:
            case "number":
                self._say(mapping, _number(self._quantity(mapping, part)), at, heard)
            case "one_or_more":
                self._say(mapping, _one_or_more(self._quantity(mapping, part)), at, heard)
            case "coded":
                self._say(mapping, self._coded(mapping.values, part), at, heard)
            case "gestational_age" | "due_date" | "last_period":
                self._weeks(mapping, part, at, heard)
            case "days_since":
                self._since(mapping, self._when(mapping.id, part.value_date_time, heard), heard)
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
        return self._in_unit(quantity, mapping.unit or "1")

    def _in_unit(self, quantity: Quantity, to: str) -> float | str | None:
        if quantity.value is None:
            return None
        written = quantity.unit or quantity.code or "(no unit)"
        unit = unit_of(quantity, self.mappings.unit_names)
        value = None if unit is None else converted(quantity.value, unit, to)
        if value is None or quantity.comparator is not None:
            return f"{quantity.comparator or ''} {quantity.value!r} {written}".strip()
        return value

    def _coded(self, values: tuple[CodedValue, ...], part: Valued) -> str | None:
        concept = part.value_codeable_concept
        if concept is None:
            return "(a text)" if part.value_string is not None else None
        meant = {
            _text(one.value)
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
            self._say(mapping, begun, at, heard)
        elif begun is not None:
            weeks = (self.as_of.toordinal() - begun) / WEEK
            if self._possible(mapping.finding, weeks):
                self._say(mapping, _number(weeks), at, heard, begun)
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
        told = self._when(mapping.id, part.value_date_time, heard)
        if told is None or told.day is None:
            return f"on {part.value_date_time}"
        return told.day.toordinal() - (DUE_AFTER if mapping.how == "due_date" else 0)

    def _condition(self, one: Condition, heard: Heard) -> None:
        mappings = self._mapped("condition", one.code, heard)
        if _codes(one.verification_status) & DENIED:
            heard.passed.append("not confirmed")
            return
        onset = self._when(
            "onset", one.onset_date_time or _first(one.onset_period) or one.recorded_date, heard
        )
        over = self._when(
            "abatement", one.abatement_date_time or _last(one.abatement_period), heard
        )
        is_active = bool(_codes(one.clinical_status) & ACTIVE) and not (
            over is not None and over.first <= self.as_of
        )
        for mapping in mappings:
            if mapping.state == "active" and not is_active:
                heard.passed.append("not active")
            elif self._counts(mapping, onset, heard):
                self._is_there(mapping, onset, heard)

    def _procedure(self, one: Procedure, heard: Heard) -> None:
        mappings = self._mapped("procedure", one.code, heard)
        if one.status != "completed":
            heard.passed.append("not done")
            return
        done = self._when(
            "performed", one.performed_date_time or _last(one.performed_period), heard
        )
        for mapping in mappings:
            if self._counts(mapping, done, heard):
                self._is_there(mapping, done, heard)

    def _medication(self, one: MedicationStatement, heard: Heard) -> None:
        mappings = self._mapped("medication", one.medication_codeable_concept or Concept(), heard)
        period = one.effective_period or Period()
        ended = self._when("effective", period.end, heard)
        if one.status != "active" or (ended is not None and ended.last < self.as_of):
            heard.passed.append("not taken now")
            return
        told = one.date_asserted or one.effective_date_time or period.start
        at = self._when("effective", told, heard)
        for mapping in mappings:
            if self._counts(mapping, at, heard):
                self._is_there(mapping, at, heard)

    def _is_there(self, mapping: CodeMapping, at: When | None, heard: Heard) -> None:
        """A condition, a procedure or a medicine that counts at the date of the screening."""
        if mapping.how == "days_since":
            self._since(mapping, at, heard)
            return
        if mapping.ends_pregnancy:
            self._end(mapping, at, heard)
        if mapping.how == "present":
            begun = None if at is None else at.last.toordinal()
            self._say(mapping, "true", self.today, heard, begun)

    def _since(self, mapping: CodeMapping, at: When | None, heard: Heard) -> None:
        if at is None or not self._end(mapping, at, heard) or at.day is None:
            return
        days = (self.as_of - at.day).days
        if self._possible(mapping.finding, days):
            self._say(mapping, str(days), self.today, heard)
        else:
            heard.passed.append("too old")

    def _end(self, mapping: CodeMapping, at: When | None, heard: Heard) -> bool:
        """Notes that a pregnancy ended; one that ends later has not ended."""
        if at is not None and at.first > self.as_of:
            return False
        if at is None or at.day is None:
            heard.problems.append(
                Problem(mapping.finding, "" if at is None else str(at.last), OPEN_ENDING)
            )
        if at is not None:
            heard.ended.append(min(at.last, self.as_of).toordinal())
        return True

    def _answers(self, one: QuestionnaireResponse, heard: Heard) -> None:
        if one.status not in ANSWERED:
            heard.passed.append("not finished")
            return
        at = self._when("authored", one.authored, heard)
        for item in _items(one.item):
            finding = self.content.finding.get(item.link_id)
            if finding is None or finding.derived is not None:
                if item.answer:
                    heard.unmapped.append(("linkId", item.link_id, ""))
            elif item.answer:
                self._answer(finding, item.answer, at, heard)

    def _answer(
        self, finding: Finding, answers: tuple[Answer, ...], at: When | None, heard: Heard
    ) -> None:
        known = self.mappings.answers
        window = known.standing_within_days if finding.standing else known.within_days
        if not self._within(window, finding.id, at, heard) or at is None:
            return
        text = self._answered(finding, answers, at)
        if text is not None:
            ends_for = known.pregnancy_ends_for.get(finding.id)
            said = Said(finding.id, text, at.start, at.until, 1, at.last.toordinal(), ends_for)
            heard.said.append(said)

    def _answered(self, finding: Finding, answers: tuple[Answer, ...], at: When) -> str | None:
        if finding.type == "choices":
            told = [self._one_answer(finding, one, at) for one in answers]
            return ";".join(sorted(one for one in told if one is not None)) or None
        each = {text for one in answers if (text := self._one_answer(finding, one, at)) is not None}
        return " or ".join(sorted(each)) or None

    def _one_answer(self, finding: Finding, answer: Answer, at: When) -> str | None:
        number = answer.value_decimal if answer.value_decimal is not None else answer.value_integer
        if finding.type == "number" and answer.value_quantity is not None:
            to = self.mappings.unit_names.get(finding.unit or "", "1")
            quantity = self._in_unit(answer.value_quantity, to)
            if isinstance(quantity, str):
                return quantity
            number = quantity
        match finding.type:
            case "yes_no" if answer.value_boolean is not None:
                return _text(answer.value_boolean)
            case "number" if number is not None:
                return _number(self._grown(finding.id, number, at))
            case "choice" | "choices" if answer.value_coding is not None:
                return answer.value_coding.code
            case "choice" | "choices" if answer.value_string is not None:
                return answer.value_string
        empty = (answer.value_boolean, number, answer.value_coding, answer.value_string)
        return None if all(one is None for one in empty) else "(another kind of answer)"

    def _grown(self, finding: str, number: float, at: When) -> float:
        """Weeks and days go on from the day of the answer to the date of the screening."""
        days = self.mappings.answers.days_each.get(finding)
        return number if days is None else number + (self.as_of - at.first).days / days

    def _mapped(self, reads: Reads, concept: Concept, heard: Heard) -> tuple[CodeMapping, ...]:
        mappings = self.codes.of(reads, concept)
        if not mappings:
            heard.unmapped.append(_named(concept))
        return mappings

    def _say(
        self,
        mapping: CodeMapping,
        text: str | None,
        at: When | None,
        heard: Heard,
        begun: float | None = None,
    ) -> None:
        """Notes a value; one without a date counts as older than any other."""
        if text is None:
            return
        start, until = (0.0, 0.0) if at is None else (at.start, at.until)
        if begun is None and at is not None:
            begun = at.last.toordinal()
        day = None if begun is None else int(begun)
        heard.said.append(
            Said(mapping.finding, text, start, until, mapping.rank, day, mapping.pregnancy_ends_for)
        )

    def _counts(self, mapping: CodeMapping, at: When | None, heard: Heard) -> bool:
        """Whether the date is within the mapping's window. An end of a pregnancy is looked at anyway."""
        if mapping.how == "days_since":
            return True
        return self._within(mapping.within_days, mapping.finding, at, heard)

    def _within(self, days: int | None, column: str, at: When | None, heard: Heard) -> bool:
        if at is None:
            if days is not None:
                heard.problems.append(Problem(column, "", NO_DATE))
            return days is None
        if at.first > self.as_of:
            heard.passed.append("later than the date of the screening")
            return False
        if days is None:
            return True
        oldest = self.as_of - timedelta(days)
        if at.last < oldest:
            heard.passed.append("too old")
            return False
        if at.first < oldest or at.last > self.as_of:
            heard.problems.append(Problem(column, f"{at.first} to {at.last}", NOT_EXACT))
            return False
        return True

    def _possible(self, name: str, value: float) -> bool:
        finding = self.content.finding[name]
        return (finding.min or 0) <= value <= (finding.max or 0)

    def _when(self, column: str, written: str | None, heard: Heard) -> When | None:
        if written is None:
            return None
        try:
            return when(written)
        except ValueError as error:
            heard.problems.append(Problem(column, written[:40], f"no date: {error}"[:120]))
            return None


def _items(items: tuple[Item, ...]) -> Iterator[Item]:
    """Every question, those in groups and behind answers included."""
    for item in items:
        yield item
        yield from _items(item.item)
        for answer in item.answer:
            yield from _items(answer.item)


def _codes(concept: Concept | None) -> frozenset[str]:
    return concept.codes() if concept is not None else frozenset()


def _named(concept: Concept) -> tuple[str, str, str]:
    """A code that is not mapped. A text without a code may be about the person, so it is not passed on."""
    for one in concept.coding:
        if one.code:
            return one.system or "", one.code, one.display or ""
    return "", "", "(no code)"


def _first(period: Period | None) -> str | None:
    return period.start if period is not None else None


def _last(period: Period | None) -> str | None:
    return (period.end or period.start) if period is not None else None


def _number(value: float | str | None) -> str | None:
    """A number as a text that reads back as the same number; a text as it is."""
    return repr(float(value)) if isinstance(value, int | float) else value


def _one_or_more(value: float | str | None) -> str | None:
    return _text(value >= 1) if isinstance(value, int | float) else value


def _text(value: Value | Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
