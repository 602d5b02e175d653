"""What is looked at of each resource (FHIR R4); everything else in it is passed over.

Only the fields that decide something are here. A field of the wrong type makes the whole resource
unusable, and that is told: half a resource may say the opposite of the whole.
"""

import msgspec


class Shape(msgspec.Struct, frozen=True, rename="camel"):
    """The base of everything that is read; `rename` gives FHIR's own names."""


class Coding(Shape, frozen=True):
    """One code of one system."""

    system: str | None = None
    code: str | None = None
    display: str | None = None


class Concept(Shape, frozen=True):
    """A thing by all the codes it was given."""

    coding: tuple[Coding, ...] = ()

    def codes(self) -> frozenset[str]:
        """Its codes, whatever the system: for the fixed lists of FHIR itself."""
        return frozenset(one.code for one in self.coding if one.code)


class Reference(Shape, frozen=True):
    """A reference to another resource."""

    reference: str | None = None


class Period(Shape, frozen=True):
    """From a date to a date, as written."""

    start: str | None = None
    end: str | None = None


class Quantity(Shape, frozen=True):
    """A number with its unit. `comparator`: it is not the number itself, but less or more."""

    value: float | None = None
    comparator: str | None = None
    unit: str | None = None
    system: str | None = None
    code: str | None = None


class Valued(Shape, frozen=True, kw_only=True):
    """A thing with a value: an observation, or a part of one."""

    code: Concept = Concept()
    value_quantity: Quantity | None = None
    value_integer: int | None = None
    value_codeable_concept: Concept | None = None
    value_date_time: str | None = None
    value_string: str | None = None
    data_absent_reason: Concept | None = None


class Patient(Shape, frozen=True, kw_only=True):
    """A person."""

    id: str
    birth_date: str | None = None
    deceased_boolean: bool | None = None
    deceased_date_time: str | None = None


class Observation(Valued, frozen=True, kw_only=True):
    """A measurement or another finding."""

    status: str
    subject: Reference | None = None
    effective_date_time: str | None = None
    effective_instant: str | None = None
    effective_period: Period | None = None
    issued: str | None = None
    component: tuple[Valued, ...] = ()


class Condition(Shape, frozen=True, kw_only=True):
    """A diagnosis or a problem."""

    subject: Reference | None = None
    code: Concept = Concept()
    clinical_status: Concept | None = None
    verification_status: Concept | None = None
    onset_date_time: str | None = None
    onset_period: Period | None = None
    recorded_date: str | None = None
    abatement_date_time: str | None = None
    abatement_period: Period | None = None


class Procedure(Shape, frozen=True, kw_only=True):
    """Something that was done."""

    status: str
    subject: Reference | None = None
    code: Concept = Concept()
    performed_date_time: str | None = None
    performed_period: Period | None = None


class MedicationStatement(Shape, frozen=True, kw_only=True):
    """A medicine that is taken."""

    status: str
    subject: Reference | None = None
    medication_codeable_concept: Concept | None = None
    effective_date_time: str | None = None
    effective_period: Period | None = None
    date_asserted: str | None = None


class Answer(Shape, frozen=True, kw_only=True):
    """One answer; `item` are the questions behind it."""

    value_boolean: bool | None = None
    value_decimal: float | None = None
    value_integer: int | None = None
    value_quantity: Quantity | None = None
    value_coding: Coding | None = None
    value_string: str | None = None
    item: tuple["Item", ...] = ()


class Item(Shape, frozen=True, kw_only=True):
    """One question, or a group of them."""

    link_id: str
    answer: tuple[Answer, ...] = ()
    item: tuple["Item", ...] = ()


class QuestionnaireResponse(Shape, frozen=True, kw_only=True):
    """Answers to a questionnaire."""

    status: str
    subject: Reference | None = None
    authored: str | None = None
    item: tuple[Item, ...] = ()


Resource = (
    Patient | Observation | Condition | Procedure | MedicationStatement | QuestionnaireResponse
)
KINDS: dict[str, type[Resource]] = {
    one.__name__: one
    for one in (
        Patient,
        Observation,
        Condition,
        Procedure,
        MedicationStatement,
        QuestionnaireResponse,
    )
}
"""What is read, by resourceType."""


class MedicationRequest(Shape, frozen=True, kw_only=True):
    """A medicine that was prescribed: no word on whether it is taken."""

    medication_codeable_concept: Concept | None = None

    def concepts(self) -> tuple[Concept, ...]:
        """What was prescribed; without codes where it is only referred to."""
        return (self.medication_codeable_concept or Concept(),)


class Encounter(Shape, frozen=True, kw_only=True):
    """A visit: no word on how she is now."""

    type: tuple[Concept, ...] = ()
    reason_code: tuple[Concept, ...] = ()

    def concepts(self) -> tuple[Concept, ...]:
        """What kind of visit it was, and why."""
        return (*self.type, *self.reason_code) or (Concept(),)


Coded = MedicationRequest | Encounter
COUNTED: dict[str, type[Coded]] = {one.__name__: one for one in (MedicationRequest, Encounter)}
"""Kinds of which no code is mapped; their codes are counted, so that a hospital sees what stays unused."""


def person_of(resource: Resource) -> str | None:
    """The id of the patient that it is about, out of a relative or an absolute reference."""
    if isinstance(resource, Patient):
        return resource.id or None
    written = resource.subject.reference if resource.subject is not None else None
    return person_in(written)


def person_in(reference: str | None) -> str | None:
    """The patient's id in a reference; None when it is to something else."""
    if not reference:
        return None
    path = reference.partition("/_history/")[0]
    kind, _, name = path.rpartition("/")
    if kind and not kind.endswith("Patient"):
        return None
    return name.removeprefix("urn:uuid:") or None
