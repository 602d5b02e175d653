"""The whole content in one immutable value, and look-ups by id."""

from functools import cached_property
from typing import Any, Literal

import msgspec

from carrywell.guideline.care_kinds import NO_CARE_KINDS, CareKind, CareKinds
from carrywell.guideline.mappings import NO_MAPPINGS, Mappings
from carrywell.guideline.measures import Measures
from carrywell.guideline.model import (
    Advice,
    Cause,
    Contradiction,
    Exercise,
    Finding,
    Gate,
    Record,
    Scope,
    Screen,
    Sign,
    Source,
    Sourced,
    StopQuestion,
    Treatment,
)


class Edition(Record, frozen=True):
    """What this guideline is called and which edition it is; `version` is semantic."""

    version: str
    title: str
    language: str
    licence: str
    notice: str


class OtherNumber(Record, frozen=True, rename={"when": "for"}):
    """A second number to ring in the same country."""

    number: str
    when: str | None = None
    checked: Literal["read", "memory"] | None = None


class AdviceLine(Record, frozen=True):
    """A number for questions that are not an emergency. `for_maternity`: for pregnancy and birth."""

    name: str
    number: str | None
    source_checked: bool
    note: str | None = None
    for_maternity: bool = False


class EmergencyNumbers(Sourced, frozen=True, kw_only=True):
    """The numbers to ring in one country; `country` is the ISO 3166 code, or None for unknown."""

    id: str
    country: str | None
    name: str
    ambulance: str | None
    confidence: Literal["high", "medium", "low"]
    also: tuple[OtherNumber, ...] = ()
    advice_lines: tuple[AdviceLine, ...] = ()
    say: str | None = None
    last_verified: str | None = None

    @property
    def lines_for_her(self) -> tuple[AdviceLine, ...]:
        """The advice lines, those for pregnancy and birth first; else in the order of the file."""
        return tuple(sorted(self.advice_lines, key=lambda line: not line.for_maternity))


class Conflict(Sourced, frozen=True, kw_only=True):
    """Where popular advice and guidelines disagree, and what Carrywell does about it."""

    id: str
    topic: str
    some_say: str
    guidelines_say: str
    what_carrywell_does: str
    wording: str


class Content(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything the content folder holds. Field names are the names of its files and folders."""

    hash: str
    edition: Edition
    findings: tuple[Finding, ...]
    screens: tuple[Screen, ...]
    signs: tuple[Sign, ...]
    scopes: tuple[Scope, ...]
    contradictions: tuple[Contradiction, ...]
    causes: tuple[Cause, ...]
    gates: tuple[Gate, ...]
    treatments: tuple[Treatment, ...]
    exercises: tuple[Exercise, ...]
    advice: tuple[Advice, ...]
    stop_questions: tuple[StopQuestion, ...]
    sources: tuple[Source, ...]
    emergency_numbers: tuple[EmergencyNumbers, ...]
    conflicts: tuple[Conflict, ...]
    measures: Measures
    mappings: Mappings = NO_MAPPINGS
    care_kinds: CareKinds = NO_CARE_KINDS
    evidence: dict[str, Any]
    vocabulary: dict[str, Any]

    @cached_property
    def finding(self) -> dict[str, Finding]:
        """Findings by id."""
        return {one.id: one for one in self.findings}

    @cached_property
    def sign(self) -> dict[str, Sign]:
        """Warning signs by id."""
        return {one.id: one for one in self.signs}

    @cached_property
    def cause(self) -> dict[str, Cause]:
        """Causes by id."""
        return {one.id: one for one in self.causes}

    @cached_property
    def treatment(self) -> dict[str, Treatment]:
        """Treatments by id."""
        return {one.id: one for one in self.treatments}

    @cached_property
    def exercise(self) -> dict[str, Exercise]:
        """Exercises by id."""
        return {one.id: one for one in self.exercises}

    @cached_property
    def source(self) -> dict[str, Source]:
        """Sources by id."""
        return {one.id: one for one in self.sources}

    @cached_property
    def care_kind(self) -> dict[str, CareKind]:
        """Kinds of care near her by id."""
        return {one.id: one for one in self.care_kinds.kinds}

    @cached_property
    def clinical_rules(self) -> tuple[Sourced, ...]:
        """Everything that a clinician signs off.

        Signs, causes, gates, treatments, exercises, advice and stop questions.
        """
        return (
            *self.signs,
            *self.causes,
            *self.gates,
            *self.treatments,
            *self.exercises,
            *self.advice,
            *self.stop_questions,
        )

    @cached_property
    def umbrella_of(self) -> dict[str, str]:
        """The umbrella item that covers a finding, by the finding's id."""
        return {detail: one.id for one in self.findings for detail in one.covers}
