"""What one resource says of a person at the date of the screening.

Only what is there counts. A condition that was refuted, entered in error or is not confirmed, an
observation that was cancelled and a value outside its window say nothing, so the finding stays unknown.
A value that stands there but cannot be used is passed on as it is written: the door of the screening
refuses it and tells it, and no older value takes its place.
"""

from datetime import date

from carrywell.cohort.fhir.answers import Answers
from carrywell.cohort.fhir.dates import When, age
from carrywell.cohort.fhir.heard import Heard, Listener, Problem, Said, codes_of, first, last, named
from carrywell.cohort.fhir.observations import Observations
from carrywell.cohort.fhir.resources import (
    Concept,
    Condition,
    MedicationStatement,
    Observation,
    Patient,
    Period,
    Procedure,
    QuestionnaireResponse,
    Resource,
)
from carrywell.guideline.content import Content
from carrywell.guideline.mappings import CodeMapping, Reads

DENIED = frozenset({"refuted", "entered-in-error", "unconfirmed", "provisional", "differential"})
ACTIVE = frozenset({"active", "recurrence", "relapse"})
DIED = "the record says that this person has died: look at the record before anyone rings"


class Reader(Listener):
    """Reads resources by the guideline's mapping, as of one date."""

    def __init__(self, content: Content, as_of: date) -> None:
        super().__init__(content, as_of)
        self._observations = Observations(content, as_of)
        self._answers = Answers(content, as_of)

    def read(self, resource: Resource) -> Heard:
        """What the resource says."""
        heard = Heard()
        match resource:
            case Patient():
                self._patient(resource, heard)
            case Observation():
                self._observations.hear(resource, heard)
            case Condition():
                self._condition(resource, heard)
            case Procedure():
                self._procedure(resource, heard)
            case MedicationStatement():
                self._medication(resource, heard)
            case QuestionnaireResponse():
                self._answers.hear(resource, heard)
        return heard

    def _patient(self, patient: Patient, heard: Heard) -> None:
        born = self.when("birthDate", patient.birth_date, heard)
        years = age(born, self.as_of) if born is not None else None
        if years is not None and "age" in self.content.finding:
            heard.said.append(Said("age", str(years), self.today.start, self.today.until))
        if patient.deceased_boolean or patient.deceased_date_time is not None:
            heard.died = True
            heard.problems.append(Problem("deceased", patient.deceased_date_time or "true", DIED))

    def _condition(self, one: Condition, heard: Heard) -> None:
        mappings = self._mapped("condition", one.code, heard)
        if codes_of(one.verification_status) & DENIED:
            heard.passed.append("not confirmed")
            return
        onset = self.when(
            "onset", one.onset_date_time or first(one.onset_period) or one.recorded_date, heard
        )
        over = self.when("abatement", one.abatement_date_time or last(one.abatement_period), heard)
        is_active = bool(codes_of(one.clinical_status) & ACTIVE) and not (
            over is not None and over.first <= self.as_of
        )
        for mapping in mappings:
            if mapping.state == "active" and not is_active:
                heard.passed.append("not active")
            elif self.counts(mapping, onset, heard):
                self._is_there(mapping, onset, heard)

    def _procedure(self, one: Procedure, heard: Heard) -> None:
        mappings = self._mapped("procedure", one.code, heard)
        if one.status != "completed":
            heard.passed.append("not done")
            return
        done = self.when("performed", one.performed_date_time or last(one.performed_period), heard)
        for mapping in mappings:
            if self.counts(mapping, done, heard):
                self._is_there(mapping, done, heard)

    def _medication(self, one: MedicationStatement, heard: Heard) -> None:
        mappings = self._mapped("medication", one.medication_codeable_concept or Concept(), heard)
        period = one.effective_period or Period()
        ended = self.when("effective", period.end, heard)
        if one.status != "active" or (ended is not None and ended.last < self.as_of):
            heard.passed.append("not taken now")
            return
        told = one.date_asserted or one.effective_date_time or period.start
        at = self.when("effective", told, heard)
        for mapping in mappings:
            if self.counts(mapping, at, heard):
                self._is_there(mapping, at, heard)

    def _is_there(self, mapping: CodeMapping, at: When | None, heard: Heard) -> None:
        """A condition, a procedure or a medicine that counts at the date of the screening."""
        if mapping.how == "days_since":
            self.since(mapping, at, heard)
            return
        if mapping.ends_pregnancy:
            self.end(mapping, at, heard)
        if mapping.how == "present":
            begun = None if at is None else at.last.toordinal()
            self.say(mapping, "true", self.today, heard, begun)

    def _mapped(self, reads: Reads, concept: Concept, heard: Heard) -> tuple[CodeMapping, ...]:
        mappings = self.codes.of(reads, concept)
        if not mappings:
            heard.unmapped.append(named(concept))
        return mappings
